"""The drawn chain says in bars, bands and words what its result says in numbers."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.portfolio.needs import needs
from reports.charts.needs import chain_steps
from tests.unit.analytics.portfolio.needs_rows import every_case, line, need, world


def words(made: Any) -> list[str]:
    return [annotation.text for annotation in made.layout.annotations]


def test_each_step_has_a_bar_as_long_as_it_has_records_and_a_heading_that_tells_it() -> None:
    made = chain_steps(needs(world(**every_case())), "nb")

    assert [(shape.x0, shape.x1) for shape in made.layout.shapes] == [(0, 10), (0, 6), (0, 3), (0, 7), (0, 4), (0, 1)]
    assert words(made)[:6] == [
        "<b>1. Kunnskapsbehov: 10</b>  4 av 10 har prosjekt",
        "<b>2. Planlinjer: 6</b>",
        "<b>3. Utlysninger og oppdrag: 3</b>",
        "<b>4. Prosjekter: 7</b>  6 av 7 svarer på et behov",
        "<b>5. Funn: 4</b>",
        "<b>6. Funn tatt i bruk i et virkemiddel: 1</b>",
    ]


def test_a_band_begins_and_ends_as_wide_as_what_is_linked() -> None:
    made = chain_steps(needs(world(**every_case())), "nb")

    assert [trace.x[1:3] for trace in made.data[:5]] == [(3, 4), (2, 1), (1, 1), (1, 4), (1, 1)]


def test_what_is_not_linked_stands_in_words_with_what_is_explained_last() -> None:
    beside = words(chain_steps(needs(world(**every_case())), "nb"))[11:]

    assert beside[3].split("<br>") == [
        "<i>Ikke koblet:</i>",
        "<b>2</b> Ferdige prosjekter uten funn",
        "<i>Ikke koblet, men med forklaring:</i>",
        "<b>1</b> Stansede prosjekter uten funn",
        "<b>3</b> Prosjekter uten funn som ikke er ferdige",
    ]


def test_bars_and_words_do_not_overlap() -> None:
    made = chain_steps(needs(world(**every_case())), "nb")
    bars = [(shape.y0, shape.y1) for shape in made.layout.shapes]
    beside = made.layout.annotations[11:]

    for (_, bottom), (top, _), text in zip(bars, bars[1:], beside, strict=False):
        assert bottom <= text.y
        assert text.y + 18 * (text.text.count("<br>") + 1) <= top
    assert bars[-1][1] < made.layout.height


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_record_and_one_record_are_drawn(lang: str) -> None:
    none = chain_steps(needs(world()), lang)
    one = chain_steps(needs(world(knowledge_need=[need("B")], action_plan_line=[line("L", "B")])), lang)

    assert [shape.x1 for shape in none.layout.shapes] == [0] * 6
    assert words(none)[11:] == [{"nb": "Ingenting å koble ennå.", "en": "Nothing to link yet."}[lang]] * 5
    assert words(one)[11] == {"nb": "Alt er koblet.", "en": "Everything is linked."}[lang]
