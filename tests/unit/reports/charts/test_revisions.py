"""The figure of revisions: only differences within a family of methods, and what rounding can make."""

from analytics.sickness.revisions import absence_revisions
from domain.periods import quarter_index
from reports.charts import revisions as charts
from tests.unit.analytics.sickness.rows import observed, series, snapshot, vintage

RAW = "unadjusted"
TABLES = {
    "series": [series(RAW)],
    "vintage": [
        vintage("H", "2018-06-30", "holiday_corrected"),
        vintage("C1", "2019-03-20"),
        vintage("C2", "2020-03-31"),
        vintage("W", "2021-06-03", "current_hours"),
    ],
    "observation": [
        *observed(RAW, "H", {"2017K4": 7.1}),
        *observed(RAW, "C1", {"2017K4": 6.0, "2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2018K4": 6.0}),
        *observed(RAW, "C2", {"2018K1": 7.0, "2018K2": 5.5, "2018K4": None}),
        *observed(RAW, "W", {"2018K3": 4.7}),
    ],
}


def drawn(lang="nb", **tables):
    return charts.revisions(absence_revisions(snapshot("2022-01-01", **TABLES | tables)), lang)


def points(figure, name):
    trace = next(trace for trace in figure.data if trace.name == name)
    return list(zip(trace.x, trace.y, strict=True))


def test_each_period_has_its_latest_figure_less_its_first() -> None:
    assert points(drawn(), "endret") == [(quarter_index("2018K1"), 0.2)]
    assert points(drawn(), "ikke endret") == [(quarter_index("2018K2"), 0.0)]


def test_a_newer_method_has_its_own_mark_and_another_family_none() -> None:
    assert points(drawn(), "ny metode regnet tilbake") == [(quarter_index("2018K3"), -0.1)]
    assert all(quarter_index("2017K4") not in trace.x for trace in drawn().data)


def test_a_withdrawn_figure_is_marked_and_named() -> None:
    trace = next(trace for trace in drawn().data if trace.name == "trukket tilbake eller skjermet")

    assert list(trace.x) == [quarter_index("2018K4")]
    assert "Trukket tilbake" in trace.hovertext[0]


def test_what_rounding_can_make_is_a_band_that_says_so() -> None:
    figure = drawn()

    assert [(shape.y0, shape.y1) for shape in figure.layout.shapes if shape.type == "rect"] == [(-0.1, 0.1)]
    assert "kan være avrunding" in [annotation.text for annotation in figure.layout.annotations]


def test_the_words_of_a_dot_tell_both_figures_and_the_method() -> None:
    trace = next(trace for trace in drawn().data if trace.name == "endret")

    assert trace.hovertext[0] == "1. kvartal 2018: 6,8 til 7,0<br>+0,2 prosentpoeng<br>Uten feriekorreksjon"


def test_the_title_names_measure_and_unit() -> None:
    title = drawn().layout.title.text.replace("<br>", " ")

    assert title == (
        "Siste utgave minus første utgave etter samme metode, prosentpoeng ikke justert, egenmeldt og legemeldt, begge kjønn"
    )
    assert "percentage points" in drawn("en").layout.title.text.replace("<br>", " ")


def test_a_yearly_figure_stands_in_the_middle_of_its_year() -> None:
    yearly = [*observed(RAW, "C1", {"2018": 5.8}), *observed(RAW, "C2", {"2018": 5.6})]

    assert points(drawn(observation=yearly), "endret") == [(2018 * 4 + 1.5, -0.2)]


def test_without_figures_the_figure_is_empty_not_broken() -> None:
    assert len(drawn(observation=[]).data) == 0
