"""The figure of decisions shows what its result says."""

from __future__ import annotations

from datetime import date

from reports.charts.gates import dated, gate_figure
from tests.unit.analytics.evidence.rows import evaluation, step
from tests.unit.analytics.evidence.test_gates import TO_COME, status


def test_a_gate_is_a_line_and_what_comes_after_it_has_a_frame() -> None:
    found = status(
        decision_gate=[TO_COME], evaluation=[evaluation("IN", "X"), evaluation("AFTER", "X"), evaluation("UNDATED", "X")],
        evaluation_step=[
            step("IN", "published", date(2021, 1, 1)), step("AFTER", "published", planned_date=date(2022, 2, 1)),
        ],
    )  # fmt: skip
    rows = dated(found)
    made = gate_figure(found, rows, "nb")
    planned, actual, late = made.data
    assert (planned.x, actual.x, late.x) == ((date(2022, 2, 1),), (date(2021, 1, 1),), (date(2022, 2, 1),))
    assert made.layout.shapes[0].x0 == date(2021, 12, 31)
    assert len(made.layout.yaxis.ticktext) == 2
