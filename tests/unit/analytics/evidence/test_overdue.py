"""Deadlines and publication, with days that can be counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.evidence.overdue import Overdue, overdue
from analytics.evidence.overdue_text import since_sentence
from data.snapshot import Snapshot
from domain.errors import UserError
from reports.envelope import envelope
from tests.unit.analytics.evidence.rows import PROGRAMME, Row, evaluation, instrument, step

AS_OF = date(2021, 6, 30)
LIMIT: Row = {
    "parameter_id": "PAR", "name": "publication_weeks", "value": 12.0, "unit": "uker", "valid_from": date(2019, 1, 1),
}  # fmt: skip


def project(project_id: str, **values: Any) -> Row:
    return {
        "project_id": project_id, "programme_id": "P", "title_nb": f"Prosjekt {project_id}",
        "registered_date": date(2019, 1, 1), **values,
    }  # fmt: skip


def deliverable(key: str, planned: date | None = None, **values: Any) -> Row:
    return {
        "deliverable_id": key, "project_id": "1", "kind": "final_report", "title_nb": f"Rapport {key}", "planned_date": planned,
        **values,
    }  # fmt: skip


def milestone(key: str, planned: date, project_id: str = "1", **values: Any) -> Row:
    return {
        "milestone_id": key, "project_id": project_id, "kind": "data", "title_nb": f"Milepæl {key}", "planned_date": planned,
        **values,
    }  # fmt: skip


def moved(key: str, column: str, item: str, decided: date, new: date, reason: str = "pandemic") -> Row:
    return {
        "schedule_change_id": key, column: item, "decided_date": decided, "new_planned_date": new, "reason": reason,
    }  # fmt: skip


def opened(as_of: date = AS_OF, **tables: list[Row]) -> Snapshot:
    given: dict[str, list[Row]] = {
        "programme": [PROGRAMME], "parameter": [LIMIT], "instrument": [instrument("X")],
        "project": [project("1"), project("2", stopped_date=date(2020, 6, 1)), project("3", completed_date=date(2020, 12, 1))],
    }  # fmt: skip
    return Snapshot.from_rows(as_of, {**given, **tables})


def run(as_of: date = AS_OF, **tables: list[Row]) -> Overdue:
    return overdue(opened(as_of, **tables))


def rows(found: Overdue) -> dict[str, tuple[str, int | None, int | None]]:
    return {row["item_id"]: (row["state"], row["days_original"], row["days_current"]) for row in found.items.to_dicts()}


def test_days_are_counted_against_the_original_and_the_current_deadline() -> None:
    found = run(
        deliverable=[
            deliverable("LATE", date(2021, 5, 31)), deliverable("MOVED-LATE", date(2021, 3, 31)),
            deliverable("MOVED", date(2021, 5, 31)), deliverable("ON-DAY", AS_OF), deliverable("COME", date(2021, 7, 1)),
            deliverable("DONE", date(2021, 1, 31), delivered_date=date(2021, 2, 10)),
            deliverable("EARLY", date(2021, 1, 31), delivered_date=date(2021, 1, 21)),
            deliverable("UNDATED"), deliverable("PUBLIC", date(2021, 1, 1), published_date=date(2021, 1, 2)),
        ],
        schedule_change=[
            moved("a", "deliverable_id", "MOVED-LATE", date(2021, 1, 1), date(2021, 4, 30)),
            moved("b", "deliverable_id", "MOVED-LATE", date(2021, 4, 1), date(2021, 6, 20), "staffing"),
            moved("c", "deliverable_id", "MOVED", date(2021, 4, 1), date(2021, 9, 1)),
        ],
    )  # fmt: skip
    assert rows(found) == {
        "LATE": ("overdue", 30, 30), "MOVED-LATE": ("overdue", 91, 10), "MOVED": ("moved", 30, None),
        "ON-DAY": ("to_come", None, None), "COME": ("to_come", None, None), "DONE": ("done", 10, 10),
        "EARLY": ("done", -10, -10), "UNDATED": ("undated", None, None), "PUBLIC": ("done", 1, 1),
    }  # fmt: skip
    late = found.in_state("overdue").to_dicts()
    assert [(row["item_id"], row["moves"], row["reason"]) for row in late] == [
        ("MOVED-LATE", 2, "staffing"), ("LATE", 0, None),
    ]  # fmt: skip


def test_a_change_that_was_decided_later_is_not_known_yet() -> None:
    tables = {
        "deliverable": [deliverable("A", date(2021, 5, 31))],
        "schedule_change": [moved("a", "deliverable_id", "A", date(2021, 7, 15), date(2021, 9, 1))],
    }
    assert rows(run(**tables)) == {"A": ("overdue", 30, 30)}
    assert rows(run(date(2021, 7, 31), **tables)) == {"A": ("moved", 61, None)}


def test_stopped_projects_and_cancelled_evaluations_are_past_nothing() -> None:
    found = run(
        milestone=[milestone("S", date(2020, 1, 1), "2")], evaluation=[evaluation("E", "X")],
        evaluation_step=[step("E", "published", planned_date=date(2020, 1, 1)), step("E", "cancelled", date(2020, 6, 1))],
    )  # fmt: skip
    assert {key: state for key, (state, *_) in rows(found).items()} == {"S": "dropped", "E-published": "dropped"}


def test_what_the_work_has_passed_without_a_date_is_not_late() -> None:
    found = run(
        milestone=[milestone("M", date(2020, 10, 1), "3")], evaluation=[evaluation("E", "X")],
        evaluation_step=[
            step("E", "data_collected", planned_date=date(2020, 1, 1)), step("E", "completed", date(2021, 1, 1)),
            step("E", "published", planned_date=date(2021, 5, 31), date_precision="month"),
        ],
    )  # fmt: skip
    assert rows(found) == {
        "E-published": ("overdue", 30, 30), "E-data_collected": ("passed", None, None), "M": ("passed", None, None),
        "E-completed": ("done", None, None),
    }  # fmt: skip


def test_a_year_gives_no_days_but_is_past_when_the_year_is() -> None:
    tables = {
        "evaluation": [evaluation("E", "X")],
        "evaluation_step": [step("E", "published", planned_date=date(2020, 12, 31), date_precision="year")],
    }
    assert rows(run(**tables)) == {"E-published": ("overdue", None, None)}
    assert rows(run(date(2020, 12, 31), **tables)) == {"E-published": ("to_come", None, None)}


def test_publication_runs_from_sign_off() -> None:
    day = date(2021, 4, 7)  # 84 days before the day
    found = run(
        deliverable=[
            deliverable("RUNNING", None, delivered_date=day, signed_off_date=day),
            deliverable("PAST", None, delivered_date=day, signed_off_date=date(2021, 4, 6), not_published_reason="journal"),
            deliverable("WAITING", None, delivered_date=date(2020, 1, 1)),
            deliverable("IN-TIME", None, signed_off_date=date(2021, 1, 1), published_date=date(2021, 3, 26)),
            deliverable("LATE", None, signed_off_date=date(2021, 1, 1), published_date=date(2021, 3, 27)),
            deliverable("UNSIGNED", None, published_date=date(2021, 3, 27)),
            deliverable("DATA", None, kind="dataset", delivered_date=day, signed_off_date=date(2020, 1, 1)),
            deliverable("NOT-YET", date(2022, 1, 1)),
        ]
    )  # fmt: skip
    states = {row["item_id"]: (row["publication"], row["days_past"]) for row in found.publications.to_dicts()}
    assert states == {
        "RUNNING": ("running", None), "PAST": ("past", 1), "WAITING": ("waiting", None), "IN-TIME": ("in_time", None),
        "LATE": ("late", 1), "UNSIGNED": ("unsigned", None), "DATA": ("past", 462),
    }  # fmt: skip
    result = envelope("overdue", found)["result"]
    assert [(row["item_id"], row["not_published_reason"]) for row in result["reports_past_limit"]] == [("PAST", "journal")]
    assert [row["item_id"] for row in result["other_past_limit"]] == ["DATA"]


def test_without_a_limit_no_report_is_past_it() -> None:
    found = run(
        parameter=[], deliverable=[deliverable("A", None, delivered_date=date(2019, 2, 1), signed_off_date=date(2019, 2, 1))]
    )
    assert found.weeks is None
    assert found.publications.get_column("publication").to_list() == ["running"]
    assert "uker" not in found.sentence.nb


CHANGES: dict[str, list[Row]] = {
    "deliverable": [
        deliverable("STILL", date(2021, 1, 1)), deliverable("NEW", date(2021, 6, 1)),
        deliverable("DELIVERED", date(2021, 1, 1), delivered_date=date(2021, 6, 1)), deliverable("PUSHED", date(2021, 1, 1)),
        deliverable("OUT", None, signed_off_date=date(2020, 1, 1), published_date=date(2021, 6, 5)),
        deliverable("IN", None, delivered_date=date(2021, 3, 1), signed_off_date=date(2021, 3, 1)),
    ],
    "schedule_change": [moved("a", "deliverable_id", "PUSHED", date(2021, 6, 1), date(2021, 12, 1))],
    "meeting": [
        {"meeting_id": "M", "body_id": "B", "kind": "spring", "title_nb": "Vårmøte", "held_date": date(2021, 5, 1)},
        {"meeting_id": "F", "body_id": "B", "kind": "programme_forum", "title_nb": "Forum", "held_date": date(2021, 6, 15)},
    ],
}  # fmt: skip


def test_what_is_new_and_what_is_cleared_since_the_last_meeting_or_a_day() -> None:
    def open_(day: date) -> Snapshot:
        return opened(day, **CHANGES)

    found = overdue(open_(AS_OF), None, open_)
    since = found.since
    assert since is not None
    assert (since.from_date, since.is_meeting) == (date(2021, 5, 1), True)
    assert since.new.get_column("item_id").to_list() == ["NEW"]
    assert dict(since.cleared.select("item_id", "how").iter_rows()) == {"DELIVERED": "done", "PUSHED": "moved"}
    assert since.new_past.get_column("item_id").to_list() == ["IN"]
    assert since.cleared_past.get_column("item_id").to_list() == ["OUT"]
    assert since_sentence(since).nb == (
        "Siden møtet 1. mai 2021: 1 er kommet forbi fristen, 2 er ikke lenger forbi fristen, 1 er kommet forbi "
        "publiseringsfristen og 1 er ikke lenger forbi publiseringsfristen."
    )
    later = overdue(open_(AS_OF), date(2021, 6, 20), open_)
    assert later.since is not None
    assert (later.since.is_meeting, len(later.since.new), len(later.since.cleared)) == (False, 0, 0)
    with pytest.raises(UserError):
        overdue(open_(AS_OF), date(2021, 7, 1), open_)


def test_an_empty_store_says_so_in_words() -> None:
    found = overdue(Snapshot.from_rows(date(1990, 1, 1), {}))
    assert found.items.is_empty() and found.publications.is_empty()
    assert found.sentence.nb == "Ingen leveranser, evalueringstrinn eller milepæler er registrert per 1. januar 1990."
    assert envelope("overdue", found)["result"]["since"] is None


def test_the_sentence_counts_what_has_no_deadline_apart() -> None:
    found = run(deliverable=[deliverable("LATE", date(2021, 6, 29)), deliverable("A"), deliverable("B")])
    assert found.sentence.nb == (
        "1 leveranse, trinn eller milepæl er forbi fristen per 30. juni 2021. Den lengste er 1 dag etter. "
        "Ingen rapport er godkjent for mer enn 12 uker siden uten å være publisert. "
        "2 har ingen kjent frist og er ikke regnet med."
    )
