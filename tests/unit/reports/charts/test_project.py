"""Figures of one project: the marks of the time line and the bars of its money."""

from __future__ import annotations

from datetime import date
from typing import Any

import plotly.graph_objects as go

from analytics.portfolio.project_record import Whole, project_record
from reports.charts import project as charts
from tests.unit.analytics.portfolio.project_rows import ID, ROWS, milestone
from tests.unit.analytics.portfolio.rows import AS_OF, project, snapshot


def whole(as_of: date = AS_OF, **changed: Any) -> Whole:
    found = project_record(snapshot(as_of, **(ROWS | changed)), ID).whole
    assert found is not None
    return found


def marks(figure: go.Figure, name: str) -> list[tuple[str, int]]:
    trace = next((t for t in figure.data if t.name == name), None)
    return [] if trace is None else [(x, round(y)) for x, y in zip(trace.x, trace.y, strict=True)]


def test_open_marks_are_plans_and_filled_marks_are_what_happened() -> None:
    figure = charts.timeline(whole(), AS_OF, "nb")
    assert marks(figure, "Opprinnelig plan") == [
        ("2020-08-01", 0), ("2020-12-01", 1), ("2021-03-01", 2), ("2021-11-30", 3), ("2021-12-31", 4),
    ]  # fmt: skip
    assert marks(figure, "Nyeste plan") == [("2021-05-31", 2), ("2022-03-31", 4)]
    assert marks(figure, "Nådd eller levert") == [("2020-09-01", 0), ("2020-11-21", 1)]
    assert marks(figure, "Publisert") == [("2021-01-01", 1)]
    symbols = {trace.name: (trace.marker.symbol, trace.marker.color) for trace in figure.data}
    assert symbols["Opprinnelig plan"] == ("diamond", "#ffffff")
    assert symbols["Nådd eller levert"][0] == "diamond"
    assert symbols["Nådd eller levert"][1] != "#ffffff"


def test_the_slip_is_told_in_words_and_drawn_as_a_line() -> None:
    figure = charts.timeline(whole(), AS_OF, "nb")
    words = [annotation.text for annotation in figure.layout.annotations]
    for text in ("31 dager senere", "10 dager tidligere", "30 dager forbi planen", "90 dager senere", "planlagt"):
        assert text in words
    lines = {(shape.x0, shape.x1): shape.line.dash for shape in figure.layout.shapes}
    assert lines["2020-08-01", "2020-09-01"] == "solid"
    assert lines["2021-03-01", "2021-05-31"] == "dot"


def test_the_day_is_marked_and_a_day_long_after_does_not_press_the_work_together() -> None:
    near = charts.timeline(whole(), AS_OF, "nb")
    far = charts.timeline(whole(date(2030, 1, 1)), date(2030, 1, 1), "nb")
    assert "30. juni 2021" in [a.text for a in near.layout.annotations]
    assert "1. januar 2030" not in [a.text for a in far.layout.annotations]
    assert far.layout.xaxis.range[1] < "2024"


def test_typed_text_is_shown_as_text() -> None:
    rows = [milestone("1", "other", date(2021, 1, 1), title_nb="<b>Å</b> & <script>")]
    figure = charts.timeline(whole(milestone=rows, deliverable=[], schedule_change=[]), AS_OF, "nb")
    titles = [a.text for a in figure.layout.annotations if "Å" in a.text]
    assert titles
    assert all("<script>" not in title and "&lt;script&gt;" in title for title in titles)
    assert all("<script>" not in text for trace in figure.data for text in trace.hovertext)


def test_a_project_without_dates_can_be_drawn() -> None:
    bare = project_record(snapshot(project=[project("1")]), "1").whole
    assert bare is not None
    assert not charts.timeline(bare, AS_OF, "en").data
    assert not charts.money_years(bare.money, "en").data


def test_the_bars_are_the_years_amounts_and_a_year_that_is_not_over_is_named() -> None:
    figure = charts.money_years(whole().money, "nb")
    bars = {bar.name: list(bar.x) for bar in figure.data}
    assert bars["Budsjett nå"] == [0.0002, 0.0003, None]
    assert bars["Bundet"] == [0.0004, 0.00057, 0.0]
    assert bars["Betinget"] == [0.0, 0.0, 0.00005]
    assert bars["Betalt"] == [0.0003, 0.0001405, 0.0]
    assert list(figure.data[0].y) == ["2020", "2021<br>foreløpig", "2022<br>foreløpig"]
    patterns = {bar.name: bar.marker.pattern.shape for bar in figure.data}
    assert patterns["Betinget"] == "/"
    assert patterns["Betalt"] is None


def test_words_of_the_figure_in_english() -> None:
    figure = charts.timeline(whole(), AS_OF, "en")
    assert {trace.name for trace in figure.data} == {"Original plan", "Newest plan", "Reached or delivered", "Published"}
    assert "30 days past the plan" in [annotation.text for annotation in figure.layout.annotations]
