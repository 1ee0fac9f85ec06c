"""The figure of a series: gaps stay gaps, and provisional, masked and computed figures are marked as such."""

from analytics.sickness.absence_series import absence_series
from domain.periods import quarter_index
from reports.charts import absence_series as charts
from reports.charts import template
from tests.unit.analytics.sickness.rows import observed, series, series_break, snapshot, vintage

RAW = "unadjusted"
VINTAGES = [vintage("V1", "2019-06-30", "current", "month"), vintage("V2", "2019-12-31", "current", "month")]
YEAR = {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2018K4": 6.0}


def drawn(rows, measure=None, lang="nb", *, older=False, series_rows=None, **tables):
    held = {"series": series_rows or [series(RAW)], "vintage": VINTAGES, "observation": rows}
    return charts.absence_series(absence_series(snapshot("2020-01-31", **held | tables), measure), lang, older=older)


def trace(figure, name):
    return next((item for item in figure.data if item.name == name), None)


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def test_a_missing_quarter_is_a_gap() -> None:
    line = trace(drawn(observed(RAW, "V1", {"2018K1": 6.8, "2018K3": 4.8})), "kvartal")

    assert (list(line.x), list(line.y)) == ([quarter_index(p) for p in ("2018K1", "2018K2", "2018K3")], [6.8, None, 4.8])
    assert line.connectgaps is False


def test_the_mean_is_in_front_with_its_last_value_named() -> None:
    figure = drawn(observed(RAW, "V1", YEAR | {"2019K1": 6.6}))

    mean = trace(figure, "snitt av fire kvartaler")
    assert [value for value in mean.y if value] == [5.775, 5.725]
    assert mean.line.width > trace(figure, "kvartal").line.width
    assert "<b>5,7</b>" in texts(figure)


def test_a_provisional_figure_is_an_open_point() -> None:
    line = trace(
        drawn(observed(RAW, "V1", {"2018K1": 6.8}) + observed(RAW, "V1", {"2018K2": 5.5}, value_state="provisional")), "kvartal"
    )

    assert list(line.marker.symbol) == ["circle", "circle-open"]


def test_a_masked_figure_is_a_mark_with_its_reason_and_no_value() -> None:
    figure = drawn(
        observed(RAW, "V1", {"2018K1": 6.8, "2018K3": 4.8}) + observed(RAW, "V1", {"2018K2": None}, value_state="masked")
    )

    mark = trace(figure, "skjermet eller uten tall")
    assert list(mark.x) == [quarter_index("2018K2")]
    assert "Skjermet" in mark.hovertext[0]
    assert trace(figure, "kvartal").y[1] is None


def test_older_vintages_are_drawn_on_request_alone_and_never_joined() -> None:
    rows = observed(RAW, "V1", {"2018K1": 6.9, "2018K2": 5.6, "2018K4": 6.1}) + observed(RAW, "V2", YEAR)

    assert trace(drawn(rows), "eldre utgaver") is None
    ghost = trace(drawn(rows, older=True), "eldre utgaver")
    assert list(ghost.y) == [6.9, 5.6, None, 6.1, None]


def test_figures_computed_here_are_dotted_and_named() -> None:
    values = {f"{2010 + place // 4}K{place % 4 + 1}": [6.8, 5.5, 4.8, 6.0][place % 4] for place in range(24)}
    figure = drawn(observed(RAW, "V1", values))

    assert trace(figure, "sesongjustert (beregnet her)").line.dash == "dot"
    asked = drawn(observed(RAW, "V1", values), "seasonal")
    assert "beregnet her" in asked.layout.title.text.replace("<br>", " ")
    assert trace(asked, "snitt av fire kvartaler") is None


def test_the_publisher_s_adjusted_figures_are_a_solid_line() -> None:
    rows = observed(RAW, "V1", YEAR) + [row | {"series_id": "seasonal-total"} for row in observed(RAW, "V1", {"2018K4": 5.8})]
    figure = drawn(rows, series_rows=[series(RAW), series("seasonal")])

    assert trace(figure, "sesongjustert (utgiveren)").line.dash == "solid"


def test_breaks_are_numbered_and_their_text_is_never_markup() -> None:
    figure = drawn(observed(RAW, "V1", YEAR), series_break=[series_break("2018K3", title="<b>Brudd</b>")])

    mark = next(item for item in figure.layout.annotations if item.text == "1")
    assert mark.x == quarter_index("2018K3") - 0.5
    assert "&lt;b&gt;Brudd" in mark.hovertext


def test_corona_quarters_are_a_named_band_within_the_series() -> None:
    marks = [series_break("2018K2") | {"is_pandemic": True}, series_break("2030K1") | {"is_pandemic": True}]
    figure = drawn(observed(RAW, "V1", YEAR), series_break=marks)

    (band,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert (band.x0, band.x1) == (quarter_index("2018K2") - 0.5, quarter_index("2018K4") + 0.5)
    assert "korona" in texts(figure)


def test_the_heading_says_what_is_measured_and_of_whom() -> None:
    heading = drawn(observed(RAW, "V1", YEAR)).layout.title.text.replace("<br>", " ")

    assert heading == (
        "Sykefravær i prosent av avtalte dagsverk, ikke justert Egenmeldt og legemeldt, begge kjønn, alle næringer"
    )


def test_a_series_without_figures_is_an_empty_figure() -> None:
    assert len(drawn([]).data) == 0


def test_yearly_figures_stand_on_years() -> None:
    figure = drawn(observed(RAW, "V1", {"2017": 5.9, "2018": 5.8}))

    assert list(trace(figure, "år").x) == [2017, 2018]
    assert trace(figure, "år").line.color == template.ACCENT
