"""What has changed in the matrix between two days, project by project and cell by cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.portfolio.coverage import Coverage, coverage, last_meeting
from analytics.portfolio.matrix_text import changes_sentence
from domain.errors import UserError
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import Row, area, areas_of, contract, project, questions_of, snapshot

THEN, NOW = date(2020, 12, 31), date(2021, 6, 30)
PLACES = {"new": "cause", "agreed": "implementation", "started": "effect", "finished": "cost_benefit", "stopped": "synthesis"}
PROJECTS = [
    project("new", registered_date=date(2021, 3, 1)),
    project("agreed"),
    project("started", started_date=date(2021, 2, 1)),
    project("finished", started_date=date(2020, 2, 1), completed_date=date(2021, 4, 1)),
    project("stopped", started_date=date(2020, 2, 1), stopped_date=date(2021, 5, 1)),
]
TABLES: dict[str, list[Row]] = {
    "project": PROJECTS,
    "project_area": [row for row in PROJECTS for row in areas_of(row["project_id"], A1=100)],
    "project_question": [row for key, kind in PLACES.items() for row in questions_of(key, **{kind: 100})],
    "contract": [contract("agreed", "5", signed_date=date(2021, 1, 15))],
}


def compared(choices: dict[str, str] | None = None, **more: Any) -> Coverage:
    tables = {**TABLES, **more}
    return coverage(snapshot(NOW, **tables), choices, earlier=snapshot(THEN, **tables))


def test_each_event_is_told_once_with_its_date() -> None:
    changes = compared().changes
    assert changes is not None
    assert sorted(changes.events.select("project_id", "event", "event_date").iter_rows()) == [
        ("agreed", "agreed", None),
        ("finished", "finished", date(2021, 4, 1)),
        ("new", "new", date(2021, 3, 1)),
        ("started", "started", date(2021, 2, 1)),
        ("stopped", "stopped", date(2021, 5, 1)),
    ]


def test_cells_that_are_gained_lost_or_empty_in_another_way_are_told() -> None:
    result = compared()
    assert result.changes is not None
    places = {(row["row"], row["column"]): row["question_kind"] for row in result.matrix.cells.iter_rows(named=True)}
    told = {places[row["row"], row["column"]]: tuple(row.values())[2:] for row in result.changes.cells.iter_rows(named=True)}
    assert told == {
        "cause": ("kind", "gap", "coming", 0, 0),
        "implementation": ("gained", "coming", None, 0, 1),
        "effect": ("gained", "coming", None, 0, 1),
        "synthesis": ("lost", None, "gap", 1, 0),
    }
    assert result.changes.marks()[0, 4] == {"stopped": 1, "lost": 1}


def test_the_sentence_counts_projects_and_cells() -> None:
    changes = compared().changes
    assert changes is not None
    assert changes_sentence(changes).nb == (
        "Siden 31. desember 2020: 1 prosjekt er nytt, 1 prosjekt har fått kontrakt, 1 prosjekt er startet, 1 prosjekt er ferdig, "
        "1 prosjekt er stanset, 2 felt er blitt dekket, 1 felt er ikke lenger dekket og 1 tomt felt er tomt av en annen grunn."
    )
    quiet = coverage(snapshot(NOW, **TABLES), earlier=snapshot(NOW, **TABLES)).changes
    assert quiet is not None
    assert changes_sentence(quiet).en == "Nothing has changed since 30 June 2021."


def test_other_rows_have_their_own_changes() -> None:
    names = {"name_nb": "I", "name_en": "I", "short_nb": "I", "short_en": "I"}
    tables = {
        "instrument": [{"instrument_id": "I", "agreement_id": "A", **names}],
        "project_instrument": [{"project_id": "started", "instrument_id": "I"}],
    }
    found = envelope("coverage", compared({"rows": "instrument"}, **tables))["result"]["changes"]
    assert (found["from"], found["to"]) == ("2020-12-31", "2021-06-30")
    assert found["projects"]["started"] == 1
    gained = [row for row in found["cell_changes"] if row["change"] == "gained"]
    assert [(row["row_id"], row["area_id"], row["kind_before"]) for row in gained] == [("I", "A1", "coming")]
    assert [row["row_id"] for row in found["project_changes"] if row["event"] == "started"] == ["I"]


def test_a_need_put_off_meanwhile_is_told_as_it_was_known_on_each_day() -> None:
    need = {"need_id": "N", "title_nb": "N", "area_id": "A2", "question_kind": "cause", "raised_date": date(2020, 1, 1),
            "not_now_date": date(2021, 2, 1), "not_now_reason_nb": "Venter"}  # fmt: skip
    result = compared({"rows": "need", "level": "detail"}, knowledge_need=[need],
                      project_need=[{"project_id": row["project_id"], "need_id": "N"} for row in PROJECTS])  # fmt: skip
    assert result.changes is not None
    assert result.changes.cells.select("change", "kind_before", "kind_now").rows() == [("kind", "gap", "out_of_scope")]


def test_a_project_moved_out_of_a_retired_or_gone_place_is_not_lost() -> None:
    one = snapshot(THEN, **TABLES, priority_area=[area("A1", 1), area("A2", 2), area("OLD", 3)])
    moved = [{**row, "area_id": "A2"} for row in TABLES["project_area"]]
    two = snapshot(NOW, **{**TABLES, "project_area": moved})
    changes = coverage(two, {"rows": "industry"}, earlier=one).changes
    assert changes is not None
    counts = changes.event_counts
    assert (counts["removed"], counts["new"], counts["stopped"]) == (3, 4, 1)


def test_work_that_turns_out_to_describe_occurrence_only_is_told_as_excluded() -> None:
    later = [{**row, "occurrence_only": "yes"} if row["project_id"] == "finished" else row for row in PROJECTS]
    result = coverage(snapshot(NOW, **{**TABLES, "project": later}), earlier=snapshot(THEN, **TABLES))
    assert result.changes is not None
    assert result.changes.event_counts["excluded"] == 1


def test_the_earlier_day_must_be_earlier() -> None:
    with pytest.raises(UserError) as told:
        coverage(snapshot(THEN), earlier=snapshot(NOW))
    assert "30. juni 2021" in str(told.value.nb)


def test_the_last_meeting_is_the_one_held_before_the_day() -> None:
    def meeting(key: str, kind: str, held: date | None) -> Row:
        return {"meeting_id": key, "kind": kind, "title_nb": key, "planned_date": date(2021, 1, 1), "held_date": held}

    rows = [
        meeting("1", "autumn", date(2020, 11, 1)), meeting("2", "spring", date(2021, 6, 30)),
        meeting("3", "programme_forum", date(2021, 5, 1)), meeting("4", "spring", None),
    ]  # fmt: skip
    assert last_meeting(snapshot(NOW, meeting=rows)) == date(2020, 11, 1)
    assert last_meeting(snapshot(date(2021, 7, 1), meeting=rows)) == date(2021, 6, 30)
    assert last_meeting(snapshot(NOW)) is None
    assert envelope("coverage", coverage(snapshot(NOW, meeting=rows)))["result"]["previous_meeting_date"] == "2020-11-01"
