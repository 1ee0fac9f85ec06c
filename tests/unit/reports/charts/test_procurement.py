"""The figures of procurement say in marks and words what the result says in numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest

from analytics.portfolio.procurement import Procurement
from reports.charts import procurement as charts
from reports.charts.template import ACCENT_DARK, WHITE
from tests.unit.analytics.portfolio.procurement_rows import agreement, call, found, signed, step
from tests.unit.analytics.portfolio.rows import project


def json_of(made: go.Figure) -> dict[str, Any]:
    drawn: dict[str, Any] = made.to_plotly_json()
    return drawn


def words(made: go.Figure) -> list[str]:
    return [annotation["text"] for annotation in json_of(made)["layout"]["annotations"]]


def three() -> Procurement:
    steps = [
        step("A", "brief", date(2021, 1, 8), date(2021, 1, 10)),
        step("A", "documents", date(2021, 1, 18)),
        step("B", "awarded", date(2021, 2, 1), date(2021, 2, 3)),
        step("B", "contracted", date(2021, 2, 1), date(2021, 2, 3)),
        step("C", "cancelled", None, date(2021, 3, 1)),
    ]
    change = {"schedule_change_id": "1", "call_step_id": "A-documents", "decided_date": date(2021, 1, 20),
              "new_planned_date": date(2021, 3, 1), "reason": "procurement"}  # fmt: skip
    calls = [call("A", title_nb="<b>Ærlig</b> & åpen " + "lang " * 20), call("B", "in_house"), call("C")]
    return found(date(2021, 3, 31), call=calls, call_step=steps, schedule_change=[change])


def marks(made: go.Figure) -> list[tuple[str, Any, str, str]]:
    """Symbol, place, letters and whether filled, of every marker."""
    return [
        (trace["marker"]["symbol"], x, letter, "filled" if trace["marker"]["color"] == ACCENT_DARK else "open")
        for trace in json_of(made)["data"]
        for x, letter in zip(trace["x"], trace["text"], strict=True)
    ]


def test_open_is_planned_filled_is_actual_and_a_square_is_the_newest_plan() -> None:
    made = charts.lanes(three(), ["A"], "nb", "days")
    assert marks(made) == [
        ("circle", 7, "O", "open"), ("circle", 17, "G", "open"), ("square", 59, "G", "open"), ("circle", 9, "O", "filled")
    ]  # fmt: skip
    assert {trace["marker"]["color"] for trace in json_of(made)["data"]} == {ACCENT_DARK, WHITE}


def test_by_the_calendar_the_places_are_dates() -> None:
    made = charts.lanes(three(), ["A"], "nb", "calendar")
    assert ("circle", "2021-01-10", "O", "filled") in marks(made)
    assert "31. mars 2021" in words(made)


def test_the_ongoing_step_runs_to_the_day_and_says_its_days() -> None:
    made = charts.lanes(three(), ["A"], "nb", "days")
    (line,) = [shape for shape in json_of(made)["layout"]["shapes"] if shape["line"]["width"] == 3]
    assert (line["x0"], line["x1"], line["line"]["dash"]) == (9, 89, "dot")
    assert "80 dager i konkurransegrunnlag" in words(made)


def test_steps_of_one_day_stand_together_and_cancelled_has_a_mark_of_its_own() -> None:
    made = charts.lanes(three(), ["B", "C"], "nb", "days")
    assert ("circle", 33, "TS", "filled") in marks(made)
    assert ("circle", 59, "✕", "filled") in marks(made)
    assert ("circle", 33, "WS", "filled") in marks(charts.lanes(three(), ["B"], "en", "days"))


def test_a_title_is_text_and_is_cut_to_fit() -> None:
    title = words(charts.lanes(three(), ["A"], "nb", "days"))[0]
    assert title.startswith("<b>A</b> &lt;b&gt;Ærlig&lt;/b&gt; &amp; åpen")
    assert title.endswith("… · Konkurranse")


@pytest.mark.parametrize("axis", ["days", "calendar"])
def test_no_calls_make_an_empty_figure(axis: charts.Axis) -> None:
    assert json_of(charts.lanes(found(), [], "nb", axis))["data"] == []


def test_the_limit_is_a_cliff_and_what_is_beyond_it_is_hatched_and_named() -> None:
    result = found(framework_agreement=[agreement("R", date(2021, 1, 1), date(2025, 1, 31))])
    made = charts.frameworks(result, result.frameworks, "nb")
    (over,) = json_of(made)["data"]
    assert over["marker"]["pattern"]["shape"] == "/"
    assert (over["base"], over["x"]) == (["2025-01-01"], [31 * 86_400_000])
    cliff = [shape for shape in json_of(made)["layout"]["shapes"] if shape["line"]["width"] == 3]
    assert [shape["x0"] for shape in cliff] == ["2025-01-01"]
    assert "grense 48 md." in words(made)
    assert any("brudd: over grensen" in text for text in words(made))


def test_an_agreement_within_the_limit_has_no_hatching() -> None:
    result = found(framework_agreement=[agreement("R", date(2021, 1, 1), date(2024, 12, 31))])
    made = charts.frameworks(result, result.frameworks, "en")
    assert json_of(made)["data"] == []
    assert {"12 mo.", "6 mo.", "limit 48 mo."} <= set(words(made))


def test_an_agreement_without_dates_or_limit_is_drawn_without_them() -> None:
    result = found(parameter=[], framework_agreement=[agreement("R", date(2021, 1, 1), date.max), agreement("S", None, None)])  # type: ignore[arg-type]
    assert len(words(charts.frameworks(result, result.frameworks, "nb"))) == 3  # two titles and the day


def test_each_route_has_its_bar_and_says_its_number() -> None:
    result = found(contract=[signed("K", "2400000"), signed("L", None, route="grant")])
    made = charts.routes(result, "nb")
    assert json_of(made)["data"][0]["x"] == [2.4, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert words(made) == [
        "1 kontrakt<br>2,4 mill. kroner", "0 kontrakter", "1 kontrakt<br>ukjent", "0 kontrakter", "0 kontrakter", "0 kontrakter"
    ]  # fmt: skip


def test_stimulation_money_by_industry_in_marks_and_words() -> None:
    site = {"site_id": "1", "project_id": "1", "name_nb": "Enhet", "industry_id": None, "joined_date": date(2021, 1, 1)}
    bound = {"commitment_id": "B", "programme_id": "P", "kind": "binding", "category": "stimulation", "site_id": "1",
             "year": 2021, "amount_nok": Decimal(500000), "decided_date": date(2021, 1, 1)}  # fmt: skip
    result = found(project=[project("1")], site=[site], commitment=[bound])
    made = charts.stimulation(result, "nb")
    assert [trace["x"] for trace in json_of(made)["data"]] == [[0.5], [0.0]]
    assert words(made) == ["1 enhet, 0 falt fra<br>tildelt 500\u202f000 kroner<br>utbetalt 0 kroner"]
    assert list(json_of(made)["layout"]["yaxis"]["ticktext"]) == ["Bransje ikke oppgitt"]
