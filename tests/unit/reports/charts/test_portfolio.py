"""The coverage matrix says in shapes and words what its result says in numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.portfolio.coverage import QUESTIONS, Coverage, coverage
from reports.charts.portfolio import contrast, coverage_matrix, tinted
from reports.charts.template import AREA_COLOURS, TEXT, WHITE
from tests.unit.analytics.portfolio.rows import area, areas_of, contract, project, questions_of, snapshot


def small(**more: Any) -> Coverage:
    tables: dict[str, Any] = {
        "project": [
            project("1", started_date=date(2021, 1, 1)),
            project("2", planned_start_date=date(2021, 8, 1)),
            project("3", occurrence_only="yes"),
        ],
        "project_area": [*areas_of("1", A1=100), *areas_of("2", A1=100), *areas_of("3", A2=100)],
        "project_question": [
            *questions_of("1", effect=100),
            *questions_of("2", synthesis=100),
            *questions_of("3", implementation=100),
        ],
        "contract": [contract("1", "2400000")],
        "coverage_scope": [{"scope_id": "S", "area_id": "A2", "question_kind": "cause", "state": "out_of_scope"}],
    }
    return coverage(snapshot(**{**tables, **more}))


def drawn(result: Coverage, lang: str = "nb") -> Any:
    return coverage_matrix(result, lang).to_plotly_json()


def words(result: Coverage, lang: str = "nb") -> dict[str, tuple[str, str]]:
    """By cell, what stands in its square and what stands below it."""
    texts = [annotation["text"] for annotation in drawn(result, lang)["layout"]["annotations"]]
    keys = [f"{cell.area_id} {cell.question_kind}" for cell in result.cells]
    return {key: (texts[2 * i], texts[2 * i + 1]) for i, key in enumerate(keys)}


def test_it_is_a_scatter_of_squares_that_know_their_cell() -> None:
    result = small()
    (trace,) = drawn(result)["data"]
    assert (trace["type"], trace["marker"]["symbol"]) == ("scatter", "square")
    assert [tuple(place) for place in trace["customdata"]] == [(c.area_id, c.question_kind) for c in result.cells]
    assert len(trace["x"]) == 10


def test_every_cell_says_its_number_or_why_it_is_empty() -> None:
    found = words(small())
    assert found["A1 effect"] == ("<b>1</b>", "2,4 mill. kroner")
    assert found["A1 synthesis"] == ("<b>0</b>", "Planlagt<br>3. kvartal 2021")
    assert found["A2 implementation"] == ("<b>8.1</b>", "Bare forekomst<br>(8.1)")
    assert found["A2 cause"] == ("<b>–</b>", "Utenfor")
    assert found["A1 cause"] == ("<b>0</b>", "Hull")
    assert words(small(), "en")["A2 cause"][1] == "Out of scope"


def test_a_project_without_an_amount_is_not_shown_as_zero_kroner() -> None:
    assert words(small(contract=[]))["A1 effect"] == ("<b>1</b>", "Beløp ukjent")


def test_uncertain_cells_have_a_question_mark() -> None:
    found = words(small(project_question=[]))
    assert found["A1 cause"] == ("<b>?</b>", "Opplysninger<br>mangler")


def test_empty_cells_have_a_broken_frame_and_covered_ones_a_whole_one() -> None:
    result = small()
    dashes = [shape["line"]["dash"] for shape in drawn(result)["layout"]["shapes"]]
    found = dict(zip([f"{c.area_id} {c.question_kind}" for c in result.cells], dashes, strict=True))
    assert (found["A1 effect"], found["A1 synthesis"], found["A1 cause"]) == ("solid", "dash", "dot")


def test_heads_give_the_margins() -> None:
    layout = drawn(small())["layout"]
    assert [head.rsplit("<br>", 1)[1] for head in layout["xaxis"]["ticktext"]] == ["1 prosjekt", "0 prosjekter"]
    assert len(layout["yaxis"]["ticktext"]) == len(QUESTIONS)


def test_names_from_data_are_text_and_not_markup() -> None:
    evil = {**area("A1", 1), "short_nb": "<b onload=x>A", "name_nb": "<i>A"}
    made = drawn(small(priority_area=[evil, area("A2", 2)]))
    assert "<b onload" not in "".join(made["layout"]["xaxis"]["ticktext"]).replace("<br>", " ")
    assert made["data"][0]["hovertext"][0].startswith("<b>&lt;i&gt;A, årsak</b>")


def test_a_click_does_not_fade_the_other_squares() -> None:
    (trace,) = drawn(small())["data"]
    assert trace["unselected"]["marker"]["opacity"] == trace["selected"]["marker"]["opacity"] == 1


def test_more_projects_give_a_darker_square_of_the_same_hue() -> None:
    ids = [str(i) for i in range(7)]
    rows = {
        "project": [project(i, started_date=date(2021, 1, 1)) for i in ids],
        "project_area": [row for i in ids for row in areas_of(i, A1=100)],
        "project_question": [row for i in ids for row in questions_of(i, effect=100)],
    }
    effect = QUESTIONS.index("effect")
    few, many = (drawn(r)["data"][0]["marker"]["color"][effect] for r in (small(), small(**rows)))
    assert (few, many) == (tinted(AREA_COLOURS[0], 0.2), AREA_COLOURS[0])


@pytest.mark.parametrize("colour", AREA_COLOURS)
@pytest.mark.parametrize("strength", [0.2, 0.45, 0.7, 1.0])
def test_the_number_can_be_read_on_every_square(colour: str, strength: float) -> None:
    """Bold text of at least 18.66 px is large text, which needs a contrast of 3."""
    fill = tinted(colour, strength)
    assert max(contrast(TEXT, fill), contrast(WHITE, fill)) >= 3
    assert drawn(small())["layout"]["annotations"][0]["font"]["size"] > 18.66


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_other_numbers_of_areas_are_drawn_too() -> None:
    assert len(drawn(small(priority_area=[area("A1", 1)]))["data"][0]["x"]) == 5
    assert len(drawn(small(priority_area=[area(f"A{i}", i) for i in range(1, 6)]))["data"][0]["x"]) == 25
