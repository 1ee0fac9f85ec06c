"""The figure of sick leave: gaps stay gaps, the path says what it is, and money is nowhere."""

from analytics.sickness.target import absence_target
from domain.periods import quarter_index
from reports.charts import sickness
from tests.unit.analytics.sickness.rows import observed, series, series_break, snapshot, target, tolerance, vintage

OWN, RAW = "seasonal_influenza", "unadjusted"
TABLES = {
    "target": [target("T-OWN", OWN, 5.7), target("T-RAW", RAW, None)],
    "parameter": [tolerance(0.05)],
    "series": [series(OWN), series(RAW)],
    "vintage": [
        vintage("V1", "2019-06-30", "current", "month"),
        vintage("V2", "2019-12-31", "current", "month"),
        vintage("HOURS", "2022-04-30", "current_hours", "month"),
    ],
    "observation": [
        *observed(OWN, "V1", {"2018K4": 5.8, "2019K1": 5.9}),
        *observed(OWN, "V2", {"2019K1": 6.0, "2019K3": 5.9}),
        *observed(RAW, "HOURS", {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2018K4": 6.0, "2019K1": 6.6}),
    ],
    "series_break": [
        series_break("2018K4", title="<b>Feriekorreksjon</b> fjernet"),
        series_break("2019K1", kind="definition"),
        series_break("2020K1", "seasonal", title="Covid-19") | {"is_pandemic": True},
    ],
}


def drawn(measure=OWN, lang="nb", as_of="2022-06-01", older=False, **tables):
    return sickness.absence_target(absence_target(snapshot(as_of, **TABLES | tables), measure), lang, older=older)


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_a_missing_quarter_is_a_gap_in_the_line() -> None:
    line = trace(drawn(), "sykefravær")

    assert list(line.x) == [quarter_index(period) for period in ("2018K4", "2019K1", "2019K2", "2019K3")]
    assert list(line.y) == [5.8, 6.0, None, 5.9]
    assert line.connectgaps is False
    assert line.mode == "lines+markers"


def test_the_path_is_dotted_and_says_that_it_is_no_forecast() -> None:
    figure = drawn()

    path = trace(figure, "bane, ikke prognose")
    assert path.line.dash == "dot"
    assert (path.x[0], path.y[0]) == (quarter_index("2018K4"), 5.7)
    assert (path.x[-1], round(path.y[-1], 4)) == (quarter_index("2022K4"), 5.13)
    assert "bane, ikke prognose" in texts(figure)


def test_baseline_and_target_are_named_at_the_end_of_their_lines() -> None:
    figure = drawn()

    assert {"nullpunkt 5,7", "mål 5,1"} <= set(texts(figure))
    dashes = {
        round(shape.y0, 2): shape.line.dash for shape in figure.layout.shapes if shape.type == "line" and shape.yref != "paper"
    }
    assert dashes == {5.7: "solid", 5.13: "dash"}


def test_the_last_value_stands_at_the_end_of_the_line() -> None:
    assert "<b>5,9</b>" in texts(drawn())


def test_breaks_are_numbered_lines_whose_text_is_never_markup() -> None:
    figure = drawn()

    numbered = [item for item in figure.layout.annotations if item.text in ("1", "2")]
    assert [item.x for item in numbered] == [quarter_index("2018K4") - 0.5, quarter_index("2019K1") - 0.5]
    assert "&lt;b&gt;Feriekorreksjon" in numbered[0].hovertext
    assert numbered[0].yshift != numbered[1].yshift


def test_quarters_marked_by_the_pandemic_are_a_named_band() -> None:
    figure = drawn()

    bands = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert [(band.x0, band.x1) for band in bands] == [(quarter_index("2020K1") - 0.5, quarter_index("2022K4") + 0.5)]
    assert "korona" in texts(figure)


def test_an_older_vintage_with_another_value_is_drawn_back() -> None:
    older = trace(drawn(older=True), "eldre utgave")

    assert (list(older.x), list(older.y)) == ([quarter_index("2019K1")], [5.9])
    assert "eldre utgave" not in {item.name for item in drawn().data}


def test_each_older_vintage_is_a_line_of_its_own_and_gaps_stay_gaps() -> None:
    changed = [
        *observed(OWN, "V1", {"2018K4": 5.8, "2019K1": 5.9, "2019K3": 6.1}),
        *observed(OWN, "V2", {"2018K4": 5.7, "2019K1": 6.0, "2019K3": 6.2}),
    ]
    older = trace(drawn(older=True, observation=changed), "eldre utgave")

    at = quarter_index
    assert list(older.x) == [at("2018K4"), at("2019K1"), None, at("2019K3")]
    assert list(older.y) == [5.8, 5.9, None, 6.1]


def test_a_mean_has_its_quarters_behind_it() -> None:
    figure = drawn(RAW)

    assert [value for value in trace(figure, "snitt").y if value] == [5.775, 5.725]
    assert list(trace(figure, "enkeltkvartal").y) == [6.8, 5.5, 4.8, 6.0, 6.6]


def test_measure_unit_and_vintage_stand_in_the_heading() -> None:
    heading = drawn().layout.title.text.replace("<br>", " ")

    assert heading == (
        "Sykefravær i prosent av avtalte dagsverk, sesong- og influensajustert Utgaver fra juni 2019 til desember 2019"
    )


def test_without_a_level_of_the_target_only_the_series_is_drawn() -> None:
    figure = drawn(older=True, target=[target("T-OWN", OWN, None)])

    assert [trace.name for trace in figure.data] == ["eldre utgave", "sykefravær"]
    assert not any("mål" in text for text in texts(figure))


def test_with_nothing_known_the_figure_is_empty_not_broken() -> None:
    figure = drawn(observation=[], target=[], series_break=[])

    assert len(figure.data) == 0


def test_no_money_stands_in_the_figure() -> None:
    for lang in ("nb", "en"):
        shown = drawn(lang=lang).to_json()
        assert not any(word in shown for word in ("kroner", "NOK", "mill."))


def test_english_figures_have_english_words() -> None:
    assert {"baseline 5.7", "target 5.1", "path, not a forecast", "corona"} <= set(texts(drawn(lang="en")))
