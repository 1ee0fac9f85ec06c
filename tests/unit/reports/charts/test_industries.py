"""The figures of groups and of a change in its parts: what is drawn, named and marked, and that no data is markup."""

from dataclasses import replace

import pytest

from analytics.sickness.decomposition import absence_decomposition
from analytics.sickness.industries import absence_industries
from analytics.sickness.mix import absence_mix
from analytics.sickness.programme_industries import programme_breaks
from domain.periods import quarter_index
from reports.charts import decomposition as split_charts
from reports.charts import industries as charts
from tests.unit.analytics.sickness.industry_rows import (
    YEAR_2018,
    YEAR_2019,
    flat,
    industry,
    observed,
    programme,
    sector,
    series,
    snapshot,
    vintage,
)

QUARTERS = (*YEAR_2018, *YEAR_2019)
TABLES = {
    "series": [
        series("all"), industry("86-88", "<b>Helse</b> & omsorg"), industry("45-47", "Varehandel"), industry("10-33", "Industri"),
    ],
    "vintage": [vintage("V1", "2020-03-01")],
    "observation": [
        *observed("all", "V1", flat(6.0, QUARTERS)),
        *observed("absence_pct-86-88", "V1", flat(9.0, YEAR_2018) | flat(9.4, YEAR_2019)),
        *observed("absence_pct-45-47", "V1", flat(5.0, QUARTERS)),
        *observed("absence_pct-10-33", "V1", flat("masked", QUARTERS)),
    ],
    "industry": [programme("X", "86-88", name="Helse")],
    "series_break": [
        {"break_id": "B", "from_period": "2018K3", "scope": "all", "kind": "method", "title_nb": "<i>Ny</i> metode",
         "title_en": "New method"},
        {"break_id": "C", "from_period": "2019K2", "scope": "seasonal", "kind": "method", "title_nb": "Covid-19",
         "title_en": "Covid-19", "is_pandemic": True},
    ],
}  # fmt: skip


def made(choices=None, measure=None, **tables):
    return absence_industries(snapshot("2020-12-31", **TABLES | tables), choices, measure)


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_levels_are_filled_dots_and_what_they_are_compared_with_open_diamonds() -> None:
    figure = charts.dot_plot(made(), "nb")
    before, now = figure.data

    assert (now.marker.symbol, before.marker.symbol) == ("circle", "diamond-open")
    assert (list(now.x), list(now.y)) == ([9.4, 5.0], [0, 1])
    assert (list(before.x), list(before.y)) == ([9.0, 5.0], [0, 1])
    assert "4. kvartal 2018 (nullpunktåret)" in before.name
    assert figure.layout.yaxis.range == (2.6, -0.6)


def test_the_measure_the_period_and_the_country_are_named_in_the_figure() -> None:
    figure = charts.dot_plot(made(), "nb")

    assert figure.layout.title.text.startswith("Prosent av avtalte dagsverk, ikke justert<br>egenmeldt og legemeldt, begge kjønn")
    assert "merket av korona" in figure.layout.title.text
    assert "Alle næringer 6,0" in texts(figure)
    assert [shape.x0 for shape in figure.layout.shapes if shape.yref == "paper"] == [6.0]


def test_a_group_without_a_level_stands_with_the_reason_and_no_dot() -> None:
    figure = charts.dot_plot(made(), "nb")

    assert "Skjermet" in texts(figure)
    assert figure.layout.yaxis.ticktext[2] == "10-33 Industri"
    assert 2 not in [*figure.data[0].y, *figure.data[1].y]


def test_names_from_the_data_are_never_markup() -> None:
    figure = charts.dot_plot(made(), "nb")

    assert figure.layout.yaxis.ticktext[0] == "86-88 &lt;b&gt;Helse&lt;/b&gt; &amp; omsorg"
    assert "<b>" not in str(figure.data[1].hovertext)


def test_of_many_groups_the_highest_and_the_lowest_are_drawn_and_the_figure_says_so() -> None:
    codes = [f"{number:05d}" for number in range(10000, 10050)]
    tables = {
        "series": [industry(code) for code in codes],
        "observation": [
            item for n, code in enumerate(codes) for item in observed(f"absence_pct-{code}", "V1", {"2019K4": n / 10})
        ],
    }

    figure = charts.dot_plot(made(measure="quarter", **tables), "nb")

    assert len(figure.data[0].x) == charts.MOST_ROWS
    assert (max(figure.data[0].x), min(figure.data[0].x)) == (4.9, 0.0)
    assert "20 høyeste og 20 laveste av 50" in figure.layout.title.text


def test_no_figures_draw_an_empty_figure() -> None:
    figure = charts.dot_plot(made(observation=[]), "en")

    assert len(figure.data) == 0


def test_a_panel_has_gaps_breaks_corona_and_its_own_scale() -> None:
    values = flat(9.0, YEAR_2018) | {"2019K1": 9.4, "2019K2": "missing", "2019K3": 9.6, "2019K4": 9.8}
    found = made(observation=observed("absence_pct-86-88", "V1", values)).programmes
    numbers = {item.from_period: number for item, number in programme_breaks(found)}

    figure = charts.programme_panel(found[0], "total", "nb", numbers)
    (line,) = figure.data

    assert list(line.x) == [quarter_index(period) for period in QUARTERS]
    assert list(line.y) == [9.0, 9.0, 9.0, 9.0, 9.4, None, 9.6, 9.8]
    assert line.connectgaps is False
    assert "egen skala" in figure.layout.title.text
    assert {"1", "korona", "<b>9,8</b>"} <= set(texts(figure))
    hovers = [annotation.hovertext for annotation in figure.layout.annotations if annotation.text == "1"]
    assert hovers == ["3. kvartal 2018: &lt;i&gt;Ny&lt;/i&gt; metode"]
    dotted = [shape.x0 for shape in figure.layout.shapes if shape.type == "line"]
    assert dotted == [quarter_index("2018K3") - 0.5]
    band = next(shape for shape in figure.layout.shapes if shape.type == "rect")
    assert band.x0 == quarter_index("2019K2") - 0.5


def test_a_panel_of_years_stands_on_years() -> None:
    found = made(observation=observed("absence_pct-86-88", "V1", {"2018": 9.0, "2019": 9.4})).programmes[0]

    figure = charts.programme_panel(found, "total", "nb")

    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([2018, 2019], [9.0, 9.4])
    assert list(figure.layout.xaxis.ticktext) == ["2018", "2019"]


SEXES = {
    "series": [series("all"), series("women", sex="women"), series("men", sex="men")],
    "observation": [
        *observed("all", "V1", {"2018K4": 6.0, "2019K4": 7.0}), *observed("women", "V1", {"2018K4": 8.0, "2019K4": 9.0}),
        *observed("men", "V1", {"2018K4": 4.0, "2019K4": 5.0}),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("lang", "names"), [("nb", ["Sammensetning", "Nivå", "Samlet endring"]),
                                             ("en", ["Composition", "Level", "Change in all"])])  # fmt: skip
def test_the_parts_are_named_bars_with_their_numbers_and_ranges(lang, names) -> None:
    found = absence_decomposition(snapshot("2020-12-31", **TABLES | SEXES), {"by": "sex"})

    figure = split_charts.decomposition(found, lang)

    assert [bar.y[0] for bar in figure.data] == names
    assert [bar.x[0] for bar in figure.data] == [0.0, 1.0, 1.0]
    assert [bar.marker.pattern.shape for bar in figure.data] == ["/", "", ""]
    assert [round(bar.error_x.array[0], 2) if bar.error_x.array else None for bar in figure.data] == [0.2, 0.1, None]
    shown = ["<b>0,00</b>", "<b>+1,00</b>", "<b>+1,00</b>"] if lang == "nb" else ["<b>0.00</b>", "<b>+1.00</b>", "<b>+1.00</b>"]
    assert texts(figure) == shown


def test_a_change_that_cannot_be_split_draws_no_bars() -> None:
    found = absence_decomposition(snapshot("2020-12-31", **TABLES | SEXES), {"by": "sex"})

    assert len(split_charts.decomposition(replace(found, split=None), "nb").data) == 0


def test_observed_and_expected_stand_beside_each_other() -> None:
    days = {"indicator": "agreed_days", "industry_code": "86-88"}
    tables = {
        "series": [series("all"), industry("86-88"), sector("2", "<b>Kommune</b>"), sector("2", "<b>Kommune</b>", **days)],
        "observation": [
            *observed("absence_pct-86-88", "V1", {"2019": 9.0}), *observed("sector-2--", "V1", {"2019": 9.5}),
            *observed("sector-2-86-88-agreed_days", "V1", {"2019": 100}, 0),
        ],
    }  # fmt: skip

    figure = split_charts.mix(absence_mix(snapshot("2020-12-31", **TABLES | tables)), "nb")

    assert [(trace.name, list(trace.x), trace.marker.symbol) for trace in figure.data] == [
        ("Forventet", [9.0], "diamond-open"), ("Sykefravær", [9.5], "circle"),
    ]  # fmt: skip
    assert figure.layout.yaxis.ticktext == ("&lt;b&gt;Kommune&lt;/b&gt;",)
