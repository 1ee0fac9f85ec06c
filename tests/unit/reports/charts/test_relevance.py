"""The figures of relevance say in words and marks what the result says in numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.portfolio.relevance import Relevance
from reports.charts.relevance import money_bars, score_matrix
from tests.unit.analytics.portfolio.rows import contract, project
from tests.unit.analytics.portfolio.test_relevance import found, money, scores


def texts(made: Any) -> list[str]:
    return [annotation["text"] for annotation in made.to_plotly_json()["layout"].get("annotations", ())]


def test_a_bar_for_each_number_says_money_and_projects() -> None:
    made = money_bars(money(), "nb")
    assert texts(made) == [
        "<b>4 av 4 oppfylt:</b> 0,0 mill. kroner i 1 prosjekt",
        "<b>3 av 4 oppfylt:</b> ingen prosjekter",
        "<b>2 av 4 oppfylt:</b> 0,0 mill. kroner i 1 prosjekt",
        "<b>1 av 4 oppfylt:</b> ingen prosjekter",
        "<b>0 av 4 oppfylt:</b> 0,0 mill. kroner i 1 prosjekt",
        "<b>Ikke ferdig vurdert:</b> 0,0 mill. kroner i 1 prosjekt",
        "<b>Ikke vurdert:</b> 1 prosjekt uten kontraktsbeløp",
    ]
    met, partly = made.to_plotly_json()["data"]
    assert list(met["x"])[:3] == [0.0010005, 0, 0.0003]
    assert list(partly["x"])[:3] == [0.0010005, 0.0003, 0]


def test_unknown_amounts_stand_beside_the_money() -> None:
    started = {"started_date": date(2021, 1, 1)}
    result = found(
        project=[project("1", **started), project("2", **started)],
        project_priority=[row for id_ in "12" for row in scores(id_, "met", "met", "met", "met")],
        contract=[contract("1", "2500000")],
    )
    assert texts(money_bars(result, "nb"))[0] == "<b>4 av 4 oppfylt:</b> 2,5 mill. kroner i 2 prosjekter (herav 1 uten beløp)"
    assert texts(money_bars(result, "en"))[0].startswith("<b>4 of 4 met:</b> NOK 2.5 million in 2 projects")


def marked(result: Relevance, lang: str = "nb") -> Any:
    return score_matrix(result, result.scores, lang)


def test_every_assessment_has_its_own_mark_and_a_question_a_star() -> None:
    result = found(project=[project("1")], project_priority=scores("1", "met", "partly", "not_met", "not_assessed"))
    assert texts(marked(result)) == ["●*", "◐", "–", "?"]


def test_what_was_typed_is_text() -> None:
    result = found(project=[project("<i>Å</i>", title_nb="<b>Æ</b> & co")])
    made = marked(result).to_plotly_json()
    assert list(made["layout"]["yaxis"]["ticktext"]) == ["<b>&lt;i&gt;Å&lt;/i&gt;</b> &lt;b&gt;Æ&lt;/b&gt; &amp; co"]
    assert all("<b>Æ" not in words for words in made["data"][0]["hovertext"])


def test_they_stand_without_projects() -> None:
    assert len(texts(money_bars(found(), "en"))) == 7
    assert texts(marked(found())) == []
