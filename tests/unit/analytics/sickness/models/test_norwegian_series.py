"""Figures that are known for the Norwegian series, each to the printed digit."""

import numpy as np
import pytest

from analytics.sickness.models.break_dates import Dating, dating
from analytics.sickness.models.break_tests import break_tests
from analytics.sickness.models.expected_models import ModelFit, ar_season, local_level, sarima
from analytics.sickness.models.forecast import Forecast, Interval, interval
from analytics.sickness.models.runs import quarter_at
from analytics.sickness.models.stl import adjusted, agreement
from domain.periods import quarter_index
from tests.unit.analytics.sickness.models.published import ABSENCE, ABSENCE_ADJUSTED_BY_SSB

FIRST = quarter_index("2000K2")
BY_QUARTER = {quarter_at(FIRST + place): float(value) for place, value in enumerate(ABSENCE)}


def span(start, end):
    return ABSENCE[quarter_index(start) - FIRST : quarter_index(end) - FIRST + 1]


def quarter_alone(fit: ModelFit) -> Interval:
    assert fit.forecast is not None
    return interval(Forecast(fit.forecast.mean / 100, fit.forecast.cov / 1e4), [15], 0.95, "log")


@pytest.mark.parametrize(("model", "low", "high"), [(local_level, 4.97, 7.19), (sarima, 4.35, 7.82), (ar_season, 5.63, 7.03)])
def test_what_was_expected_in_2018_of_the_last_quarter_of_2022(model, low, high) -> None:
    """On logarithms, from 2005K1; the quarter 2022K4 alone, not the year."""
    found = quarter_alone(model(100 * np.log(span("2005K1", "2018K4")), 16))

    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_the_level_shifts_by_bic() -> None:
    made = adjusted(BY_QUARTER)
    logs = np.log(np.array([value for value in made.values.values() if value is not None]))

    found = dating(logs)

    assert isinstance(found, Dating)
    assert [quarter_at(FIRST + end - 1) for end in found.chosen.ends] == ["2004K2", "2011K2", "2021K1"]
    assert found.chosen_lwz.ends == found.chosen.ends
    tests = break_tests(logs, found)
    assert tests.finds_any
    assert tests.sequential < len(found.chosen.ends)


def test_own_adjustment_agrees_with_the_published_one() -> None:
    """Mean difference 0.036 percentage points in the 27 quarters 2001K3-2008K1."""
    first = quarter_index("2001K3")
    published = {quarter_at(first + place): float(value) for place, value in enumerate(ABSENCE_ADJUSTED_BY_SSB)}

    found = agreement(adjusted(BY_QUARTER), published)

    assert found.quarters == 27
    assert found.mean == pytest.approx(0.036, abs=5e-4)
