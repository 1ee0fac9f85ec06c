"""A project's status follows from its dated events."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.portfolio.status import STATUSES, project_status
from tests.unit.analytics.portfolio.rows import Row, contract, project, snapshot

CALL = {
    "call_id": "C",
    "programme_id": "P",
    "kind": "call",
    "route": "competition",
    "title_nb": "Utlysning",
    "registered_date": date(2020, 2, 1),
}
STARTED, ENDED = {"started_date": date(2020, 9, 1)}, {"started_date": date(2020, 9, 1), "completed_date": date(2021, 5, 1)}


def report(kind: str = "final_report", **dates: date) -> Row:
    return {"deliverable_id": f"D-{kind}-{len(dates)}", "project_id": "1", "kind": kind, "title_nb": "Rapport", **dates}


def status(values: Row | None = None, **tables: list[Row]) -> str:
    given = snapshot(project=[project("1", **(values or {}))], **tables)
    return str(project_status(given).row(0, named=True)["status"])


def test_the_ladder_is_the_code_list() -> None:
    assert STATUSES == ("planned", "procurement", "contracted", "running", "delivered", "published", "closed", "stopped")


def test_a_project_with_nothing_but_a_registration_is_planned() -> None:
    assert status() == "planned"


def test_a_call_puts_it_in_procurement_until_the_call_is_cancelled() -> None:
    cancelled = {"call_step_id": "S", "call_id": "C", "step": "cancelled", "actual_date": date(2020, 5, 1)}
    assert status({"call_id": "C"}, call=[CALL]) == "procurement"
    assert status({"call_id": "C"}, call=[CALL], call_step=[cancelled]) == "planned"


def test_a_cancellation_that_is_only_planned_does_not_count() -> None:
    step = {"call_step_id": "S", "call_id": "C", "step": "cancelled", "planned_date": date(2020, 5, 1)}
    assert status({"call_id": "C"}, call=[CALL], call_step=[step]) == "procurement"


def test_a_contract_a_start_and_a_report_move_it_up() -> None:
    signed = [contract("1", "100")]
    delivered = report(delivered_date=date(2021, 4, 1))
    published = report(delivered_date=date(2021, 4, 1), published_date=date(2021, 5, 1))
    assert status(contract=signed) == "contracted"
    assert status(STARTED, contract=signed) == "running"
    assert status(STARTED, contract=signed, deliverable=[report()]) == "running"
    assert status(STARTED, contract=signed, deliverable=[delivered]) == "delivered"
    assert status(STARTED, contract=signed, deliverable=[published]) == "published"


def test_it_closes_when_the_work_has_ended_and_every_contract_is_settled() -> None:
    settled = contract("1", "100", closed_date=date(2021, 6, 1))
    assert status(ENDED, contract=[settled]) == "closed"
    assert status(ENDED) == "closed"
    assert status(ENDED, contract=[settled, contract("1", "50")]) == "delivered"
    assert status(STARTED, contract=[settled]) == "running"


def test_every_final_report_must_be_delivered() -> None:
    one, two = report(delivered_date=date(2021, 4, 1)), report()
    assert status(STARTED, deliverable=[one, two]) == "running"


def test_a_note_counts_as_main_only_without_a_final_report() -> None:
    note = report("note", delivered_date=date(2021, 4, 1))
    assert status(STARTED, deliverable=[note]) == "delivered"
    assert status(STARTED, deliverable=[note, report()]) == "running"


def test_stopped_stands_above_all() -> None:
    assert status({**ENDED, "stopped_date": date(2021, 6, 1)}, contract=[contract("1", "100")]) == "stopped"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 3, 1), "planned"),
        (date(2020, 6, 1), "contracted"),
        (date(2020, 9, 1), "running"),
        (date(2021, 5, 1), "closed"),
    ],
)
def test_status_is_that_of_the_day(day: date, expected: str) -> None:
    rows: dict[str, Any] = {
        "project": [project("1", **ENDED)],
        "contract": [contract("1", "100", closed_date=date(2021, 5, 1))],
    }
    assert project_status(snapshot(day, **rows)).get_column("status").to_list() == [expected]
