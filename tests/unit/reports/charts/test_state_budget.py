"""The figures of the state budget: what the bars, patterns and words stand for."""

from __future__ import annotations

from datetime import date

import pytest

from reports.charts import state_budget as charts
from tests.unit.analytics.spending.test_state_budget import YEARS, amount, found, part

MARKED = [
    *YEARS, amount(2023, "enacted", 25.2), amount(2023, "revised", 84.6, quality="unverified"), amount(2023, "account", 25.4),
    amount(2024, "proposed", 28.2),
]  # fmt: skip


def drawn(rows=MARKED, as_of="2024-06-01", lang="nb"):
    return charts.years(found(as_of, rows), lang)


def words(figure):
    return [annotation.text.strip() for annotation in figure.layout.annotations]


def test_three_bars_a_year_start_at_zero_and_have_their_amounts() -> None:
    figure = drawn()
    bars = [(trace.name, list(trace.x)) for trace in figure.data if trace.name in ("Saldert", "Regnskap")]

    assert bars == [("Saldert", [0, 33, 33.9, 29.2, 25.2]), ("Regnskap", [3.7, 6.1, 19, 34.9, 25.4])]
    assert figure.layout.xaxis.range[0] == 0
    assert all(trace.base is None for trace in figure.data)


def test_an_amount_that_is_not_verified_is_hatched_and_named() -> None:
    figure = drawn()
    hatched = [trace for trace in figure.data if trace.marker.pattern.shape == "/"]

    assert [list(trace.x) for trace in hatched] == [[84.6], [None]]
    assert hatched[-1].name == "Ikke verifisert"
    assert "84,6 ikke verifisert" in words(figure)


def test_a_year_with_only_a_proposal_is_dotted_and_named() -> None:
    dotted = [trace for trace in drawn().data if trace.marker.pattern.shape == "."]

    assert [(trace.name, list(trace.x)) for trace in dotted] == [("Foreslått (når ikke noe annet er kjent)", [28.2])]


def test_a_running_year_is_called_provisional() -> None:
    rows = [*YEARS, amount(2023, "account", 9, known=date(2023, 10, 20), through_period="2023M09")]
    assert "9,0 foreløpig" in words(drawn(rows, "2023-11-01"))


def test_every_bar_has_its_amount_in_words_beside_it() -> None:
    assert len(words(drawn())) == 16  # three in each of five years, and a proposal


def test_the_parts_lie_end_to_end_and_both_sums_are_said_when_they_differ() -> None:
    made = found()
    figure = charts.split(made, made.agencies, "nb")
    first = {trace.name: (round(trace.base[0], 9), trace.x[0]) for trace in figure.data}

    assert first == {"Del 889640782": (0, 0.6), "Del 983887457": (0.6, 3.2), "Del 3": (3.8, 0)}
    assert words(figure)[:2] == ["3,7 i alt, delene gir 3,8", "6,1 i alt"]


def test_many_kinds_are_drawn_as_the_largest_and_the_rest() -> None:
    parts = [part(2022, str(code), 10 - code, "account") for code in range(9)]
    made = found(parts=parts)
    figure = charts.split(made, made.accounts, "nb")

    assert [trace.name for trace in figure.data] == ["Del 0", "Del 1", "Del 2", "Del 3", "Del 4", "Andre"]
    assert figure.data[-1].x[0] == 14  # 5 + 4 + 3 + 2


def test_parts_are_told_apart_by_pattern_where_fills_are_alike() -> None:
    parts = [part(2022, str(code), 6 - code, "account") for code in range(5)]
    made = found(parts=parts)
    looks = [(trace.marker.color, trace.marker.pattern.shape) for trace in charts.split(made, made.accounts, "nb").data]

    assert len(set(looks)) == len(looks)
    assert sum(shape is not None for _, shape in looks) == 2


def test_names_are_text_and_never_markup() -> None:
    made = found(parts=[part(2022, "1", 3, name="<b>Etat & sånt</b>")])
    assert charts.split(made, made.agencies, "nb").data[0].name == "&lt;b&gt;Etat &amp; sånt&lt;/b&gt;"


def test_each_other_post_has_a_panel_and_a_scale_of_its_own() -> None:
    beside = [amount(2021, "account", 52.5, "71"), amount(2021, "account", 14.3, "76", "2650")]
    undrawn = [amount(2019, "amendment_proposed", 2, "70"), amount(2021, "account", 58, "22", "605", relation="boundary")]
    rows = [*YEARS, *beside, *undrawn]
    figure = charts.context(found(rows=rows), "nb")

    assert words(figure) == ["601.71 Post 71 æøå", "2650.76 Post 76 æøå"]
    assert "Hver post har sin egen skala" in figure.layout.title.text
    assert (figure.layout.yaxis.matches, figure.layout.yaxis2.matches) == (None, None)


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_figures_of_nothing_stand(lang: str) -> None:
    empty = found(rows=[], parts=[])
    for made in (charts.years(empty, lang), charts.split(empty, (), lang), charts.context(empty, lang)):
        assert made.layout.height > 0


def test_no_more_colours_than_patterns_can_tell() -> None:
    assert len({(colour, shape) for colour, shape, _ in charts._PARTS}) == len(charts._PARTS) > charts.MOST_PARTS
