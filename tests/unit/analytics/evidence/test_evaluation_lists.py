"""The year's lists of evaluations, days in each stage, reports that are too late, and the programme's effect projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.evidence.evaluations import Evaluations, evaluations
from tests.unit.analytics.evidence.rows import Row, evaluation, instrument, snapshot, step

AS_OF = date(2021, 6, 30)
TAGS: list[Row] = [{"tag_id": "D-RCT", "kind": "design", "name_nb": "Forsøk", "name_en": "Trial", "sms_start": 5}]


def run(as_of: date = AS_OF, **tables: list[Row]) -> Evaluations:
    return evaluations(snapshot(as_of, **{"instrument": [instrument("X")], "tag": TAGS, **tables}))


def test_the_five_lists_of_the_year() -> None:
    listed = {
        "REPORTED-2020": {}, "CANCELLED-2020": {}, "RUNNING": {}, "STARTED-2021": {}, "NOT-BEGUN": {}, "LATER": {},
        "ADDED": {"registered_date": date(2021, 3, 1)}, "DUE-2020": {},
    }  # fmt: skip
    found = run(
        evaluation=[evaluation(key, "X", **values) for key, values in listed.items()],
        evaluation_step=[
            step("REPORTED-2020", "published", date(2020, 5, 1)), step("CANCELLED-2020", "cancelled", date(2020, 5, 1)),
            step("RUNNING", "started", date(2020, 5, 1)), step("RUNNING", "published", planned_date=date(2021, 11, 1)),
            step("STARTED-2021", "started", date(2021, 2, 1)), step("LATER", "started", planned_date=date(2022, 2, 1)),
            step("DUE-2020", "in_preparation", date(2019, 9, 1)), step("DUE-2020", "published", planned_date=date(2020, 12, 1)),
        ],
    )  # fmt: skip
    assert found.lists == {
        "previous": ("CANCELLED-2020", "DUE-2020", "REPORTED-2020"),
        "continued": ("DUE-2020", "RUNNING"),
        "new": ("ADDED", "LATER", "NOT-BEGUN", "STARTED-2021"),
        "added": ("ADDED",),
        "finishing": ("RUNNING",),
    }


def test_days_in_a_stage_so_far_and_of_those_that_moved_on() -> None:
    found = run(
        evaluation=[evaluation(key, "X") for key in ("A", "B", "C", "D", "E", "NOTHING")],
        evaluation_step=[
            step("A", "started", date(2021, 6, 20)), step("B", "started", date(2021, 5, 31)),
            step("C", "started", date(2020, 12, 31), date_precision="year"),
            step("D", "started", date(2021, 1, 1)), step("D", "published", date(2021, 4, 11)),
            step("E", "cancelled", date(2021, 1, 1)),
        ],
    )  # fmt: skip
    times = {row.stage: row for row in found.stage_times}
    started = times["started"]
    assert (started.standing, started.so_far.count, started.so_far.median, started.unknown) == (3, 2, 20.0, 1)
    assert (started.finished.count, started.finished.median) == (1, 100.0)
    assert (times["planned"].standing, times["planned"].so_far.median) == (1, (AS_OF - date(2019, 6, 1)).days)
    assert times["completed"].so_far.median is None


EXPIRY = {
    "gate_id": "G", "agreement_id": "A", "kind": "agreement_expiry", "name_nb": "Utløp", "name_en": "Expiry",
    "gate_date": date(2021, 3, 31),
}  # fmt: skip
BUDGET = {"gate_id": "B", "kind": "budget_round", "name_nb": "Budsjett", "name_en": "Budget", "gate_date": date(2020, 10, 7)}


def late(found: Evaluations) -> list[tuple[str, str, int | None, bool]]:
    return [(row.work_id, row.gate.gate_id, row.days, row.is_public) for row in found.too_late]


def test_a_report_is_too_late_for_the_expiry_and_for_gates_it_slipped_past() -> None:
    found = run(
        decision_gate=[EXPIRY, BUDGET],
        evaluation=[evaluation(key, "X") for key in ("SLIPPED", "AFTER", "PLANNED", "IN-TIME", "UNDATED", "YEAR")],
        evaluation_step=[
            step("SLIPPED", "published", date(2020, 10, 17), planned_date=date(2020, 9, 1)),
            step("AFTER", "published", date(2021, 4, 10), planned_date=date(2021, 4, 1)),
            step("PLANNED", "published", planned_date=date(2021, 9, 1)), step("IN-TIME", "published", date(2020, 1, 1)),
            step("YEAR", "published", date(2021, 3, 1), date_precision="year"),
        ],
    )  # fmt: skip
    assert late(found) == [("SLIPPED", "B", 10, True), ("AFTER", "G", 10, True), ("PLANNED", "G", 154, False)]


def test_without_decisions_nothing_is_too_late() -> None:
    assert late(run(evaluation=[evaluation("E", "X")], evaluation_step=[step("E", "published", date(2021, 4, 1))])) == []


def test_effect_projects_have_their_milestones_and_their_report() -> None:
    project: Any = {
        "project_id": "1", "programme_id": "P", "title_nb": "T", "design_id": "D-RCT", "registered_date": date(2020, 1, 1),
    }  # fmt: skip
    milestone: Any = {
        "milestone_id": "M", "project_id": "1", "kind": "data", "title_nb": "Data", "planned_date": date(2021, 1, 1),
        "actual_date": date(2021, 1, 31),
    }  # fmt: skip
    report: Any = {
        "deliverable_id": "L", "project_id": "1", "kind": "final_report", "title_nb": "R", "planned_date": date(2021, 12, 1),
    }  # fmt: skip
    found = run(project=[project], milestone=[milestone], deliverable=[report, {**report, "deliverable_id": "N", "kind": "note"}])
    marks = [(mark.kind, mark.planned_date, mark.actual_date, mark.slip_days) for mark in found.effect_projects[0].marks]
    assert marks == [
        ("data", date(2021, 1, 1), date(2021, 1, 31), 30), ("final_report", date(2021, 12, 1), None, None),
    ]  # fmt: skip


def test_why_a_report_is_not_public_is_told_while_it_is_not() -> None:
    def report(key: str, **values: Any) -> Row:
        return {"deliverable_id": key, "evaluation_id": key, "kind": "final_report", "title_nb": "R", **values}

    found = run(
        evaluation=[evaluation("E", "X"), evaluation("F", "X")],
        deliverable=[
            report("E", not_published_reason="contract"),
            report("F", not_published_reason="contract", published_date=date(2021, 1, 1)),
        ],
    )
    assert found.reasons == {"E": "contract"}
