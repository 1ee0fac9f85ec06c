"""The figures of the action plan say in marks and words what the result says in numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import plotly.graph_objects as go

from analytics.portfolio.action_plan import ActionPlan
from reports.charts import action_plan as charts
from tests.unit.analytics.portfolio.action_plan_rows import ADOPTED, found, line, plan
from tests.unit.analytics.portfolio.rows import project


def json_of(made: go.Figure) -> dict[str, Any]:
    drawn: dict[str, Any] = made.to_plotly_json()
    return drawn


def words(made: go.Figure) -> list[str]:
    return [annotation["text"] for annotation in json_of(made)["layout"]["annotations"]]


def marks(made: go.Figure) -> list[tuple[str, Any]]:
    return [(trace["marker"]["symbol"], trace["x"][0]) for trace in json_of(made)["data"]]


def number(year: int, quarter: int) -> int:
    return year * 4 + quarter - 1


def several() -> ActionPlan:
    return found(
        action_plan_line=[
            line("A", amount="1500000"),
            line("B", title_nb="<b>Ærlig</b> & åpen " + "lang " * 40),
            line("C", dropped_date=date(2021, 5, 2)),
            line("D", quarter=None, amount=None),
        ],
        project=[project("1", plan_line_id="A", started_date=date(2021, 4, 1)), project("2", title_nb="Utenfor")],
    )


def test_open_is_planned_filled_is_begun_and_a_cross_is_dropped() -> None:
    result = several()
    made = charts.lanes(result, result.lines_of(2021), "nb")
    assert marks(made) == [
        ("circle-open", number(2021, 1)),
        ("circle", number(2021, 2)),
        ("circle-open", number(2021, 1)),
        ("circle-open", number(2021, 1)),
        ("x-thin", number(2021, 2)),
    ]
    slips = [shape for shape in json_of(made)["layout"]["shapes"] if shape["line"].get("width") == 2]
    assert [(s["x0"], s["x1"], s["line"]["dash"]) for s in slips] == [
        (number(2021, 1), number(2021, 2), "solid"),
        (number(2021, 1), number(2021, 2), "dot"),
        (number(2021, 1), number(2021, 2), "dot"),
    ]


def test_words_stand_beside_the_marks_and_are_text() -> None:
    result = several()
    told = words(charts.lanes(result, result.lines_of(2021), "nb"))
    assert "1 kv. senere · 1,5 mill. kroner" in told
    assert "kvartal ikke oppgitt · beløp ukjent" in told
    assert any(text.startswith("<b>B</b> &lt;b&gt;Ærlig&lt;/b&gt; &amp; åpen") for text in told)
    assert {"<b>Startet senere</b>", "<b>Ikke startet</b>", "<b>Tatt ut</b>", "<b>Uten kvartal i planen</b>"} <= set(told)
    english = words(charts.lanes(result, result.lines_of(2021), "en"))
    assert "1 q. later · NOK 1.5 million" in english


def test_work_that_waits_for_a_quarter_to_come_has_no_slip() -> None:
    result = found(action_plan_line=[line("A", quarter="2021K4")], project=[project("1", plan_line_id="A")])
    made = charts.lanes(result, result.lines_of(2021), "nb")
    assert marks(made) == [("circle-open", number(2021, 4))]
    assert not [shape for shape in json_of(made)["layout"]["shapes"] if shape["line"].get("width") == 2]


def test_a_figure_without_lines_stands() -> None:
    result = found()
    assert marks(charts.lanes(result, result.lines_of(2021), "nb")) == []


def test_the_parts_of_a_year_add_up_to_its_plan() -> None:
    result = found(
        date(2021, 11, 1),
        action_plan=[ADOPTED, plan(2022)],
        action_plan_line=[
            line("A", amount="1000000"),
            line("B", amount="2000000"),
            line("C", amount=None),
            line("D", "HP2022-1", "2022K1", "500000"),
        ],
        project=[project("1", plan_line_id="A", started_date=date(2021, 1, 2))],
    )
    made = json_of(charts.year_bars(result, "nb"))
    assert list(made["data"][0]["y"]) == ["2021", "2022<br>utkast"]
    assert [sum(bar["x"][year] for bar in made["data"]) for year in (0, 1)] == [3.0, 0.5]
    assert [bar["name"] for bar in made["data"]] == [
        "Startet i kvartalet eller før",
        "I anskaffelse eller ikke startet",
        "Ikke kommet til ennå",
    ]
