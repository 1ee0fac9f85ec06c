"""The fan and the shifts: every model is told apart without colour, and the figure says that it is no effect."""

import pytest

from analytics.sickness.expected import absence_expected
from domain.periods import quarter_index
from reports.charts import expected
from tests.unit.analytics.sickness.rows import snapshot
from tests.unit.analytics.sickness.test_expected import tables


@pytest.fixture(scope="module")
def norway():
    return absence_expected(snapshot("2025-01-01", **tables()))


@pytest.fixture(scope="module")
def fan(norway):
    return expected.fan(norway, "nb")


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations]


def trace(figure, name):
    return next(found for found in figure.data if found.name == name and found.mode != "markers" and len(found.x) > 2)


def test_the_title_says_measure_and_that_it_is_no_effect(fan) -> None:
    title = fan.layout.title.text.replace("<br>", " ")

    assert "ikke justert, snitt av fire kvartaler" in title
    assert "Ikke et anslag på effekt" in title
    assert "4. kvartal 2018" in title


def test_models_differ_in_dash_and_marker_and_are_named_at_the_end(fan, norway) -> None:
    dashes = [trace(fan, f"{name}, ventet").line.dash for name in ("Lokalt nivå", "SARIMA", "ETS", "AR(1) med sesong")]
    symbols = [style[2] for style in expected.STYLES.values()]

    assert len(set(dashes)) == 4
    assert len(set(symbols)) == 4
    assert {"Lokalt nivå", "SARIMA", "ETS", "AR(1) med sesong"} <= set(texts(fan))
    end = trace(fan, "SARIMA, ventet")
    assert end.x[-1] == quarter_index("2022K4")
    assert end.y[-1] == norway.models[1].main.point


def test_the_series_before_and_after_the_origin_are_two_things(fan) -> None:
    before, after = trace(fan, "observert"), trace(fan, "utfall etter 4. kvartal 2018")

    assert before.x[-1] == quarter_index("2018K4")
    assert (after.x[0], after.x[-1]) == (quarter_index("2019K1"), quarter_index("2022K4"))
    assert after.marker.symbol == "circle-open"
    assert after.y[-1] == 6.775


def test_levels_and_pandemic_are_named(fan) -> None:
    assert {"mål 5,2", "nullpunkt 5,8", "utfall 6,8", "korona"} <= set(texts(fan))


def test_band_limits_are_those_of_the_models(fan, norway) -> None:
    low, high = (found for found in fan.data if found.name == "ETS, 95 prosent")

    assert (low.y[-1], high.y[-1]) == (norway.models[2].main.low, norway.models[2].main.high)
    assert high.fill == "tonexty"


def test_labels_that_would_meet_are_moved_apart() -> None:
    moved = expected._apart([5.0, 5.02, 7.0], (4.0, 8.0))

    assert moved[1] - moved[0] >= 12
    assert expected._apart([], (0.0, 1.0)) == []


def test_the_fan_can_be_drawn_without_models() -> None:
    bare = absence_expected(snapshot("2019-06-01", **tables()))
    figure = expected.fan(bare, "en")

    assert "no" in figure.layout.title.text.lower() or figure.layout.title.text
    assert not [found for found in figure.data if found.fill]


def test_shifts_are_steps_with_numbered_dates(norway) -> None:
    figure = expected.shifts(norway, "nb")

    steps = trace(figure, "nivå mellom skifter")
    assert [value for value in steps.x if value is not None][1] == quarter_index("2004K2") + 0.5
    assert steps.connectgaps is False
    assert texts(figure) == ["1", "2", "3"]
    assert figure.layout.annotations[0].hovertext.startswith("3. kvartal 2004: Ny regel")
    assert "beregnet her" in figure.layout.title.text


def test_texts_of_the_data_are_shown_as_text() -> None:
    marked = [row | {"title_nb": "<b>Ny</b>"} if row["from_period"] == "2004K3" else row for row in tables()["series_break"]]
    found = absence_expected(snapshot("2025-01-01", **tables(series_break=marked)))

    assert "&lt;b&gt;Ny" in expected.shifts(found, "nb").layout.annotations[0].hovertext
