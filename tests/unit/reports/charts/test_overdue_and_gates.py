"""The figures of deadlines and of decisions show what their results say."""

from __future__ import annotations

from datetime import date

from reports.charts.gates import dated, gate_figure
from reports.charts.overdue import drawn, overdue_bars
from tests.unit.analytics.evidence.rows import evaluation, step
from tests.unit.analytics.evidence.test_gates import TO_COME, status
from tests.unit.analytics.evidence.test_overdue import deliverable, moved, run


def test_a_bar_runs_to_the_current_deadline_and_striped_to_the_day() -> None:
    found = run(
        deliverable=[
            deliverable("MOVED-LATE", date(2021, 3, 31)), deliverable("LATE", date(2021, 6, 29), title_nb="<b>x</b>"),
            deliverable("MOVED", date(2021, 5, 31)), deliverable("UNDATED"),
        ],
        schedule_change=[
            moved("a", "deliverable_id", "MOVED-LATE", date(2021, 1, 1), date(2021, 6, 20)),
            moved("b", "deliverable_id", "MOVED", date(2021, 1, 1), date(2021, 9, 1)),
        ],
    )  # fmt: skip
    rows = drawn(found.items, 10)
    assert rows.get_column("item_id").to_list() == ["MOVED-LATE", "MOVED", "LATE"]
    made = overdue_bars(rows, "nb")
    solid, striped = made.data
    assert (solid.x, striped.x) == ((81, 30, 0), (10, 0, 1))
    assert striped.marker.pattern.shape == "/"
    texts = [annotation.text for annotation in made.layout.annotations]
    assert texts == [
        "1 Rapport MOVED-LATE", "91 dager, 10 etter gjeldende frist", "1 Rapport MOVED", "30 dager, ny frist 1. september 2021",
        "1 &lt;b&gt;x&lt;/b&gt;", "1 dag",
    ]  # fmt: skip
    assert len(drawn(found.items, 2)) == 2


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
