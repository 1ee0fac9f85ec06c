"""Deadlines and the publication clock, with days that can be counted by hand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from analytics.evidence.overdue import Overdue, matching, overdue
from analytics.meetings.changes import changes
from data.snapshot import Snapshot
from domain.errors import UserError
from reports.envelope import envelope
from tests.unit.analytics.evidence.rows import evaluation
from tests.unit.analytics.portfolio.rows import PROGRAMME, Row, project

AS_OF = date(2021, 6, 30)
LIMIT: Row = {"parameter_id": "L1", "name": "publication_weeks", "value": 12.0, "valid_from": date(2019, 1, 1)}
#: Twelve weeks before the day, and the day before that.
JUST, PAST = date(2021, 4, 7), date(2021, 4, 6)


def deliverable(key: str, planned: date | None = None, delivered: date | None = None, **values: Any) -> Row:
    return {
        "deliverable_id": key, "project_id": None if "evaluation_id" in values else "1", "kind": "final_report",
        "title_nb": f"Rapport {key}", "planned_date": planned, "delivered_date": delivered, **values,
    }  # fmt: skip


def step(key: str, evaluation_id: str, stage: str, planned: date | None = None, actual: date | None = None, **values: Any) -> Row:
    return {
        "evaluation_step_id": key, "evaluation_id": evaluation_id, "stage": stage, "planned_date": planned,
        "actual_date": actual, **values,
    }  # fmt: skip


def moved(key: str, decided: date, new: date, item: str = "deliverable", **values: Any) -> Row:
    return {
        "schedule_change_id": f"{key}-{decided}", f"{item}_id": key, "decided_date": decided, "new_planned_date": new,
        "reason": "pandemic", **values,
    }  # fmt: skip


def given(as_of: date = AS_OF, **tables: list[Row]) -> Snapshot:
    base: dict[str, list[Row]] = {"programme": [PROGRAMME], "parameter": [LIMIT], "project": [project("1")]}
    return Snapshot.from_rows(as_of, {**base, **tables})


def found(as_of: date = AS_OF, since: date | None = None, **tables: list[Row]) -> Overdue:
    return overdue(given(as_of, **tables), since, open_snapshot=lambda day: given(day, **tables))


def one(**tables: list[Row]) -> dict[str, Any]:
    return found(AS_OF, None, **tables).items.row(0, named=True)


def clock(**values: Any) -> dict[str, Any]:
    row = deliverable("d", date(2021, 1, 1), date(2021, 1, 1), **values)
    return found(deliverable=[row]).publications.row(0, named=True)


@pytest.mark.parametrize(
    ("planned", "new", "delivered", "state", "original", "current"),
    [
        (date(2021, 6, 29), None, None, "overdue", 1, 1),
        (date(2021, 6, 30), None, None, "to_come", None, None),
        (None, None, None, "no_deadline", None, None),
        (date(2021, 6, 20), date(2021, 6, 25), None, "overdue", 10, 5),
        (date(2021, 6, 20), date(2021, 7, 25), None, "moved", 10, None),
        (date(2021, 7, 20), date(2021, 6, 25), None, "overdue", None, 5),
        (None, date(2021, 6, 25), None, "overdue", None, 5),
        (date(2021, 6, 20), date(2021, 6, 25), date(2021, 6, 27), "late", 7, 2),
        (date(2021, 6, 20), date(2021, 6, 25), date(2021, 6, 25), "late_original", 5, 0),
        (date(2021, 6, 20), None, date(2021, 6, 20), "on_time", 0, 0),
        (date(2021, 6, 20), None, date(2021, 6, 10), "on_time", -10, -10),
        (None, None, date(2021, 6, 10), "done_unknown", None, None),
    ],
)
def test_days_run_from_the_original_and_from_the_current_deadline(
    planned: date | None, new: date | None, delivered: date | None, state: str, original: int | None, current: int | None
) -> None:
    changes = [moved("d", date(2021, 2, 1), new)] if new else []
    row = one(deliverable=[deliverable("d", planned, delivered)], schedule_change=changes)
    assert (row["state"], row["days_original"], row["days_current"]) == (state, original, current)


def test_the_last_decided_change_holds_and_its_reason_is_told() -> None:
    changes = [
        moved("d", date(2021, 3, 1), date(2021, 6, 1), reason="recruitment"),
        moved("d", date(2021, 2, 1), date(2021, 8, 1)),
        moved("d", date(2021, 7, 1), date(2022, 1, 1), reason="other"),
    ]
    row = one(deliverable=[deliverable("d", date(2021, 1, 1))], schedule_change=changes)
    assert (row["current_date"], row["changes"], row["reason"], row["state"]) == (date(2021, 6, 1), 2, "recruitment", "overdue")


def test_a_deliverable_that_is_signed_off_or_published_is_delivered() -> None:
    rows = [
        deliverable("a", date(2021, 1, 1), signed_off_date=date(2021, 1, 11)),
        deliverable("b", date(2021, 1, 1), published_date=date(2021, 1, 5)),
    ]
    assert found(deliverable=rows).items.sort("id").get_column("days_current").to_list() == [10, 4]


def test_what_fell_away_is_not_overdue() -> None:
    stopped = project("2", stopped_date=date(2021, 3, 1))
    steps = [step("s1", "E", "published", date(2021, 1, 1)), step("s2", "E", "cancelled", None, date(2021, 2, 1))]
    made = found(
        project=[project("1"), stopped],
        deliverable=[
            deliverable("a", date(2021, 1, 1), project_id="2"),
            deliverable("b", date(2021, 1, 1), date(2021, 2, 1), project_id="2"),
        ],
        evaluation=[evaluation("E", None)], evaluation_step=steps,
    )  # fmt: skip
    states = dict(made.items.select("id", "state").iter_rows())
    assert states == {"a": "stopped", "b": "late", "s1": "stopped"}
    assert made.sentence.nb.startswith("Per 30. juni 2021 er ingenting forbi gjeldende frist.")


def test_steps_are_told_no_more_exactly_than_they_are_known() -> None:
    due = date(2021, 3, 15)
    steps = [
        step("month", "1", "published", due, date(2021, 4, 30), date_precision="month"),
        step("same-month", "2", "published", due, date(2021, 3, 31), date_precision="month"),
        step("year", "3", "published", date(2019, 6, 1), date(2020, 12, 31), date_precision="year"),
        step("same-year", "4", "published", date(2020, 6, 1), date(2020, 12, 31), date_precision="year"),
        step("passed", "5", "data_collected", due), step("later", "5", "published", None, date(2021, 5, 1)),
        step("open", "6", "started", date(2021, 5, 31), date_precision="month"),
    ]  # fmt: skip
    made = found(evaluation=[evaluation(str(n), None) for n in range(1, 8)], evaluation_step=steps)
    told = {row["id"]: (row["state"], row["days_current"]) for row in made.items.to_dicts()}
    assert told == {
        "month": ("late", 46), "same-month": ("done_unknown", 16), "year": ("late", None), "same-year": ("done_unknown", None),
        "passed": ("done_unknown", None), "later": ("done_unknown", None), "open": ("overdue", 30), "6": ("no_deadline", None),
        "7": ("no_deadline", None),
    }  # fmt: skip
    assert "For 2 er fristen ikke kjent" in made.sentence.nb


def test_only_the_programme_of_the_day_and_all_evaluations_are_listed() -> None:
    other = project("9", programme_id="Q")
    programme = [PROGRAMME, PROGRAMME | {"programme_id": "Q", "start_date": date(2023, 1, 1), "end_date": date(2026, 1, 1)}]
    rows = [deliverable("a", project_id="9"), deliverable("b"), deliverable("c", evaluation_id="E")]
    made = found(programme=programme, project=[project("1"), other], evaluation=[evaluation("E", None)], deliverable=rows)
    assert sorted(made.items.get_column("id")) == ["b", "c"]


@pytest.mark.parametrize(
    ("signed", "published", "state", "after"),
    [
        (JUST, None, "running", 0),
        (PAST, None, "waiting", 1),
        (PAST, date(2021, 6, 29), "published", 0),
        (PAST, date(2021, 6, 30), "published_late", 1),
        (PAST, date(2021, 3, 1), "published", -120),
        (None, None, "not_signed_off", None),
        (None, date(2021, 6, 1), "published_no_sign_off", None),
        (date(2018, 6, 1), None, "no_limit", None),
        (date(2018, 6, 1), date(2021, 1, 1), "published_no_limit", None),
    ],
)
def test_the_clock_runs_from_sign_off(signed: date | None, published: date | None, state: str, after: int | None) -> None:
    row = clock(signed_off_date=signed, published_date=published)
    assert (row["clock"], row["days_after"]) == (state, after)
    assert row["expires_date"] == (signed + timedelta(weeks=12) if signed and signed.year > 2018 else None)


def test_the_limit_is_the_one_of_the_day_of_sign_off() -> None:
    limits = [
        LIMIT | {"valid_to": date(2020, 12, 31)},
        LIMIT | {"parameter_id": "L2", "value": 4.0, "valid_from": date(2021, 2, 1)},
    ]
    rows = [
        deliverable(key, delivered=date(2020, 1, 1), signed_off_date=day)
        for key, day in (("a", date(2020, 12, 31)), ("b", date(2021, 1, 15)), ("c", date(2021, 2, 1)))
    ]
    made = found(parameter=limits, deliverable=rows)
    assert dict(made.publications.select("id", "weeks").iter_rows()) == {"a": 12.0, "b": None, "c": 4.0}
    assert made.weeks is None
    assert "ikke publisert innen publiseringsfristen: ikke oppgitt (2)" in made.sentence.nb
    assert any("gjaldt ingen publiseringsfrist" in caveat.nb for caveat in made.basis.caveats)


@pytest.mark.parametrize(("weeks", "words"), [(1.0, "innen 1 uke:"), (2.5, "innen 2,5 uker:"), (12.0, "innen 12 uker:")])
def test_the_limit_is_told_as_it_is_given(weeks: float, words: str) -> None:
    rows = [deliverable("a", delivered=date(2021, 1, 1), signed_off_date=date(2021, 1, 1))]
    assert words in found(parameter=[LIMIT | {"value": weeks}], deliverable=rows).publication_sentence.nb


def test_the_reason_is_told_as_recorded_and_a_missing_one_as_not_stated() -> None:
    rows = [
        deliverable("a", delivered=PAST, signed_off_date=PAST, not_published_reason="privacy", kind="dataset"),
        deliverable("b", delivered=PAST, signed_off_date=PAST, not_published_reason="superseded"),
        deliverable("c", delivered=PAST, signed_off_date=PAST),
        deliverable("d", delivered=PAST, signed_off_date=PAST, not_published_reason="not_stated"),
        deliverable("e", delivered=JUST, signed_off_date=JUST),
    ]
    made = found(deliverable=rows)
    assert made.waiting_by_reason == {"not_stated": 2, "privacy": 1, "superseded": 1}
    assert made.sentence.nb.endswith(
        "4 godkjente leveranser (3 rapporter) er ikke publisert innen 12 uker: "
        "ikke oppgitt (2), personvern (1) og erstattet av annen rapport (1)."
    )
    assert "datasett i 1 (personvern)" in made.publication_sentence.nb
    assert made.in_clock("running").row(0, named=True)["why"] is None


def test_many_are_named_up_to_a_number() -> None:
    rows = [deliverable(f"{n:02}", delivered=PAST, signed_off_date=PAST) for n in range(11)]
    assert found(deliverable=rows).publication_sentence.nb.endswith(" og 3 til.")


def test_newly_overdue_and_cleared_since_a_day() -> None:
    since = date(2021, 5, 1)
    rows = [
        deliverable("new", date(2021, 5, 1)),
        deliverable("still", date(2021, 4, 30)),
        deliverable("done", date(2021, 4, 1), date(2021, 5, 2)),
        deliverable("moved", date(2021, 4, 1)),
        deliverable("between", date(2021, 5, 10), date(2021, 5, 20)),
        deliverable("listed", date(2021, 4, 1), registered_date=date(2021, 6, 1)),
        deliverable("dropped", date(2021, 4, 1), project_id="2"),
        deliverable("clock", date(2021, 6, 30), PAST, signed_off_date=PAST),
        deliverable("public", AS_OF, PAST, signed_off_date=date(2021, 1, 1), published_date=since + timedelta(1)),
    ]  # fmt: skip
    made = found(
        since=since, deliverable=rows, project=[project("1"), project("2", stopped_date=date(2021, 5, 3))],
        schedule_change=[moved("moved", date(2021, 5, 5), date(2021, 12, 1))],
    )  # fmt: skip
    told = {row["id"]: row["change"] for row in made.changes.to_dicts()}
    assert told == {
        "new": "new", "done": "done", "moved": "moved", "between": "between", "listed": "listed", "dropped": "dropped",
        "clock": "publication_new", "public": "publication_done",
    }  # fmt: skip
    assert made.by_change["new"] == 1 and not made.is_meeting
    assert made.changes_sentence.nb.startswith("Siden 1. mai 2021: 1 ny forbi fristen")


def test_the_report_of_changes_tells_the_same_deliverables() -> None:
    since = date(2021, 5, 1)
    rows = [
        deliverable("new", since), deliverable("still", date(2021, 4, 1)),
        deliverable("done", date(2021, 4, 1), date(2021, 5, 2)),
        deliverable("signed", date(2021, 4, 1), signed_off_date=date(2021, 5, 9)),
    ]  # fmt: skip
    told = changes(given(since, deliverable=rows), given(deliverable=rows))
    assert [item.id for item in told.items("deliverables_overdue")] == ["new"]
    assert [item.id for item in told.items("deliverables_cleared")] == ["done", "signed"]


def test_without_a_day_the_last_meeting_held_is_compared_with() -> None:
    day = date(2021, 4, 1)
    meeting = {"meeting_id": "M1", "kind": "spring", "title_nb": "Vårmøte", "planned_date": day, "held_date": day}
    made = found(meeting=[meeting], deliverable=[deliverable("d", date(2021, 5, 1))])
    assert (made.since, made.is_meeting, made.by_change["new"]) == (date(2021, 4, 1), True, 1)
    assert "forrige møte i referansegruppen 1. april 2021" in made.changes_sentence.nb
    assert found(deliverable=[]).since is None


def test_a_row_that_is_no_longer_listed_is_told() -> None:
    rows = [deliverable("d", date(2021, 4, 1))]
    made = overdue(given(), date(2021, 5, 1), open_snapshot=lambda day: given(day, deliverable=rows))
    assert made.changes.get_column("change").to_list() == ["gone"]


def test_a_later_day_to_compare_with_is_refused() -> None:
    with pytest.raises(UserError):
        found(since=date(2021, 7, 1))


def test_filters_leave_what_fits_and_odd_words_are_only_words() -> None:
    rows = [
        deliverable("a", date(2021, 1, 1), title_nb="Ærlig [rapport]"),
        deliverable("b", date(2021, 1, 1), kind="note", title_nb="Notat"),
    ]
    items = found(deliverable=rows, schedule_change=[moved("b", date(2021, 1, 2), date(2021, 2, 1))]).items
    assert matching(items, text="[RAPPORT] ærlig").get_column("id").to_list() == ["a"]
    assert matching(items, text="tittel 1").height == 2
    assert matching(items, ["note"]).get_column("id").to_list() == ["b"]
    assert matching(items, owners=["2"]).is_empty()
    assert matching(items, reasons=["not_stated"]).get_column("id").to_list() == ["a"]
    assert matching(items, reasons=["pandemic"]).get_column("id").to_list() == ["b"]


def test_an_empty_store_and_the_json_stand() -> None:
    empty: dict[str, list[Row]] = {"project": [], "programme": [], "parameter": []}
    for made in (overdue(Snapshot.from_rows(AS_OF, {})), overdue(Snapshot.from_rows(AS_OF, empty))):
        assert made.sentence.nb == "Ingen leveranser, milepæler eller evalueringer er registrert per 30. juni 2021."
        assert made.table().is_empty()
    rows = [deliverable("d", PAST, PAST, signed_off_date=PAST)]
    made = found(deliverable=rows)
    told = json.loads(json.dumps(envelope("overdue", made)))["result"]
    assert told["publication"]["by_state"]["waiting"] == 1 and told["publication"]["limit_weeks"] == 12
    assert sum(told["by_state"].values()) == told["count"] == len(told["items"]) == 1
    assert made.table().row(0, named=True)["days_after"] == 1


def test_the_longest_past_its_deadline_stands_first() -> None:
    rows = [deliverable(key, AS_OF - timedelta(days)) for key, days in (("a", 3), ("b", 30), ("c", 1))]
    made = found(deliverable=rows)
    assert made.items.filter(pl.col("state") == "overdue").get_column("id").to_list() == ["b", "a", "c"]
    assert "Av leveransene er sluttrapport i 1 lengst forbi: 30 dager." in made.sentence.nb
