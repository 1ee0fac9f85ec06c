"""The figures of one project: what is drawn, in words and without colour alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.portfolio.project_record import ProjectRecord, project_record
from reports.charts import project as charts
from tests.unit.analytics.portfolio.rows import Row, project, snapshot


def _milestone(id_: str, planned: date, actual: date | None = None) -> Row:
    return {"milestone_id": id_, "project_id": "1", "kind": "data", "title_nb": f"<b>{id_}</b>", "planned_date": planned,
            "actual_date": actual}  # fmt: skip


def _found() -> ProjectRecord:
    change = {"schedule_change_id": "1", "milestone_id": "C", "decided_date": date(2021, 3, 1),
              "new_planned_date": date(2021, 8, 1), "reason": "pandemic"}  # fmt: skip
    milestones = [
        _milestone("A", date(2020, 3, 1), date(2020, 3, 2)), _milestone("B", date(2021, 6, 1)), _milestone("C", date(2021, 7, 2)),
    ]  # fmt: skip
    payment = {"payment_id": "P", "programme_id": "P", "kind": "invoice", "category": "fou", "project_id": "1", "year": 2021,
               "payment_date": date(2021, 2, 1), "amount_nok": Decimal(1500000)}  # fmt: skip
    return project_record(
        snapshot(project=[project("1")], milestone=milestones, schedule_change=[change], payment=[payment]), "1"
    )


def test_the_time_line_names_marks_and_slip_in_words() -> None:
    made = charts.timeline(_found(), "nb")
    symbols = [trace.marker.symbol for trace in made.data if trace.mode == "markers"]
    assert symbols == ["diamond-open", "circle", "diamond-open", "diamond-open", "square-open"]
    words = [note.text for note in made.layout.annotations]
    assert "1 dag etter planen" in words
    assert "29 dager over første plan, ikke gjort" in words
    assert "flyttet 30 dager" in words
    assert "per 30. juni 2021" in words
    assert "Milepæl: &lt;b&gt;A&lt;/b&gt;" in words
    lines = [trace.line.dash for trace in made.data if trace.mode == "lines"]
    assert lines == ["solid", "dot", "dot"]


def test_a_year_without_a_row_has_no_bar_and_the_running_year_is_named() -> None:
    made = charts.years(_found(), "en")
    assert [(bar.name, list(bar.x), list(bar.y)) for bar in made.data] == [("Paid", ["2021 provisional"], [1.5])]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_figures_stand_without_anything_to_draw(lang: str) -> None:
    for found in (project_record(snapshot(), None), project_record(snapshot(project=[project("1")]), "1")):
        assert len(charts.years(found, lang).data) == 0
        assert len(charts.timeline(found, lang).data) == 0
