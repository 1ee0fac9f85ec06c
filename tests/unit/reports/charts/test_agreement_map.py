"""The map of the whole agreement says in letters and words who covers each cell."""

from __future__ import annotations

from typing import Any

from analytics.portfolio.agreement_map import agreement_map
from reports.charts.agreement_map import agreement_matrix, cell_mark
from tests.unit.analytics.portfolio.rows import snapshot
from tests.unit.analytics.portfolio.test_agreement_map import effort, evaluation, instrument, need, small


def annotations(made: Any) -> list[str]:
    return [words["text"] for words in made.to_plotly_json()["layout"].get("annotations", ())]


def test_every_cell_has_a_mark_and_words_without_colour() -> None:
    result = small(related_effort=[effort("S2")], knowledge_need=[need("N", "I2", "effect")])
    found = annotations(agreement_matrix(result, "nb"))
    cells = [f"{cell.row_id} {cell.question_kind}" for cell in result.cells]
    by_cell = {key: (found[2 * i], found[2 * i + 1]) for i, key in enumerate(cells)}
    assert by_cell["I1 implementation"] == ("<b>P 1<br>E 1</b>", "Overlapp")
    assert by_cell["I1 effect"] == ("<b>P 1</b>", "Programmet")
    assert by_cell["I2 effect"] == ("<b>0</b>", "Åpent rom, 1 behov")
    assert by_cell["I3 cause"] == ("<b>→</b>", "Planlagt")
    assert by_cell["OWN cause"] == ("<b>–</b>", "Telles ikke")
    assert by_cell["S2 cause"] == ("<b>?</b>", "Ukjent")


def test_it_is_a_scatter_of_squares_that_know_their_cell() -> None:
    result = small()
    (trace,) = agreement_matrix(result, "en").to_plotly_json()["data"]
    assert (trace["type"], trace["marker"]["symbol"]) == ("scatter", "square")
    assert [tuple(place) for place in trace["customdata"]] == [(c.row_id, c.question_kind) for c in result.cells]


def test_a_question_mark_says_that_more_may_belong_there() -> None:
    result = small(evaluation=[evaluation("E1", "I1", addresses_effect="unknown", design_id="FOLLOW")], evaluation_step=[])
    marks = {cell.question_kind: cell_mark(cell) for cell in result.cells if cell.row_id == "I1"}
    assert (marks["effect"], marks["implementation"], marks["cause"]) == ("P 1 ?", "P 1<br>E 1", "0")


def test_rows_say_their_frame_or_that_there_is_none_and_names_are_text() -> None:
    result = small(
        instrument=[instrument("I1", 1), {**instrument("I9", 2), "short_nb": "<b>Ø</b>"}], related_effort=[effort("S2")]
    )
    names = list(agreement_matrix(result, "nb").to_plotly_json()["layout"]["yaxis"]["ticktext"])
    assert names == [
        "<b>I1</b><br>0,0 mill. kroner",
        "<b>&lt;b&gt;Ø&lt;/b&gt;</b><br>ikke noe beløp",
        "<b>Satsing S2</b><br>satsing",
    ]


def test_it_stands_with_nothing() -> None:
    assert annotations(agreement_matrix(agreement_map(snapshot()), "nb")) == []
