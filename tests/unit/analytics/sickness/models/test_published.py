"""The methods give what their published worked examples print, to the printed digit unless said otherwise.

Sources: R 3.x reference output (`tests/Examples/stats-Ex.Rout.save` and `datasets-Ex.Rout.save` of R itself, and
`strucchange-Ex.Rout.save` of the package strucchange) and the output of `forecast::ets` for the data of Hyndman and
Athanasopoulos. The books the examples are from are named at each test.
"""

import math

import numpy as np
import pytest

from analytics.sickness.models.break_dates import dating
from analytics.sickness.models.break_tests import date_intervals, sup_f
from analytics.sickness.models.expected_models import ar_season, ets, local_level, sarima
from analytics.sickness.models.stl import StlSettings, decompose
from tests.unit.analytics.sickness.models.published import (
    ACCIDENTAL_DEATHS,
    AUSTRALIAN_TOURISTS,
    CO2,
    DRIVER_DEATHS,
    LAKE_HURON,
    NILE,
    PRESIDENTS,
)


def test_local_level_of_the_nile() -> None:
    """Durbin and Koopman (2012), 2.10; R `StructTS(Nile, "level")`: level 1469, epsilon 15099."""
    found = local_level(NILE, 30, period=1)

    assert found.state == "ok"
    assert found.parameters["sigma2.level"] == pytest.approx(1469, abs=0.5)
    assert found.parameters["sigma2.irregular"] == pytest.approx(15099, abs=0.8)
    assert found.log_likelihood == pytest.approx(-632.5456 - 0.5 * math.log(2 * math.pi), abs=1e-3)


def test_local_level_of_the_nile_with_gaps() -> None:
    """R `StructTS(NileNA, "level")`, years 21-40 and 61-80 missing: level 685.8, epsilon 17899.8."""
    gappy = NILE.copy()
    gappy[20:40] = gappy[60:80] = np.nan

    found = local_level(gappy, 5, period=1)

    assert found.parameters["sigma2.level"] == pytest.approx(685.8, abs=0.05)
    assert found.parameters["sigma2.irregular"] == pytest.approx(17899.8, abs=0.1)


def test_airline_model_of_accidental_deaths() -> None:
    """Brockwell and Davis (1991); R `arima(USAccDeaths, c(0,1,1), seasonal = c(0,1,1))` and the forecasts of `arima0`.

    The printed coefficients have four digits; optimisers agree to two in the last place. The forecasts and their
    standard errors are `arima0`'s, whose sigma^2 differs in the fifth digit.
    """
    found = sarima(ACCIDENTAL_DEATHS, 6, period=12)

    assert found.state == "ok"
    assert found.parameters["ma.L1"] == pytest.approx(-0.4303, abs=2e-4)
    assert found.parameters["ma.S.L12"] == pytest.approx(-0.5528, abs=2e-4)
    assert found.parameters["sigma2"] == pytest.approx(99347, rel=2e-4)
    # exact diffuse likelihood counts the 13 starting values; R's does not
    assert found.log_likelihood is not None and found.forecast is not None
    assert found.log_likelihood + 6.5 * math.log(2 * math.pi) == pytest.approx(-425.44, abs=0.005)
    assert found.forecast.mean == pytest.approx([8336.028, 7531.760, 8314.593, 8616.864, 9488.916, 9859.727], abs=0.1)
    errors = np.sqrt(np.diag(found.forecast.cov))
    assert errors == pytest.approx([315.4607, 362.9949, 404.9878, 443.0180, 478.0322, 510.6511], rel=3e-4)


def test_autoregression_around_a_level_with_gaps() -> None:
    """R `arima(presidents, c(1,0,0))`: ar1 0.8242, intercept 56.1505, sigma^2 85.47, log likelihood -416.89."""
    found = ar_season(PRESIDENTS, 4, period=1)

    assert found.parameters["ar.L1"] == pytest.approx(0.8242, abs=1e-4)
    assert found.parameters["const"] == pytest.approx(56.1505, abs=1e-3)
    assert found.parameters["sigma2"] == pytest.approx(85.47, abs=0.005)
    assert found.log_likelihood == pytest.approx(-416.89, abs=0.005)


def test_autoregression_around_a_trend() -> None:
    """Brockwell and Davis (1991); R `arima(LakeHuron, c(2,0,0), xreg = time(LakeHuron) - 1920)`.

    A fit that starts from a trend in the autoregression itself ends at -105.99 and calls itself converged.
    """
    years = np.arange(1875, 1975) - 1920
    rows = np.column_stack([np.ones(len(years)), years])

    found = ar_season(LAKE_HURON, 2, period=1, order=2, regressors=rows)

    printed = {"ar.L1": 1.0048, "ar.L2": -0.2913, "const": 579.0993, "x1": -0.0216, "sigma2": 0.4566}
    for name, value in printed.items():
        assert found.parameters[name] == pytest.approx(value, abs=1.1e-4), name
    assert found.log_likelihood == pytest.approx(-101.20, abs=0.005)


def test_exponential_smoothing_of_tourist_nights() -> None:
    """`forecast::ets(austourists, "ANA")`: alpha 0.5422, gamma 0.3920, sigma^2 6.5610, next year 75.33, 50.17, 62.21, 65.90.

    R stops a little before the top of the likelihood; the sum of squares here may not be larger than R's,
    6.5610 * (68 - 6), and the forecasts agree to one in six hundred.
    """
    found = ets(AUSTRALIAN_TOURISTS, 4)

    assert found.state == "ok"
    assert found.forecast is not None
    assert found.parameters["smoothing_level"] == pytest.approx(0.54216695, abs=5e-3)
    assert found.parameters["smoothing_seasonal"] == pytest.approx(0.39203017, abs=5e-3)
    assert found.forecast.cov[0, 0] == pytest.approx(6.56104274, rel=1e-3)
    assert found.forecast.cov[0, 0] <= 6.56104274
    assert found.forecast.mean == pytest.approx([75.32914757, 50.16726775, 62.21021038, 65.90296904], abs=0.011)


def test_stl_of_carbon_dioxide() -> None:
    """Cleveland et al. (1990); R `summary(stl(log(co2), s.window = 21))`: minimum, quartiles, mean and maximum, 7 digits."""
    settings = StlSettings(seasonal=21, trend=21, degree=0, jumps=(3, 3, 2), inner=2)

    parts = decompose(np.log(CO2), 12, settings)

    printed = (
        (-9.939103e-03, -4.536535e-03, 8.777611e-04, -1.304469e-06, 4.997747e-03, 9.114691e-03),
        (5.753541, 5.778556, 5.815125, 5.819267, 5.859806, 5.898750),
        (-2.255405e-03, -4.586796e-04, -8.867395e-06, -1.965549e-06, 4.023465e-04, 1.939626e-03),
    )
    for part, expected in zip(parts, printed, strict=True):
        lower, middle, upper = np.quantile(part, [0.25, 0.5, 0.75])
        found = (part.min(), lower, middle, part.mean(), upper, part.max())
        assert found == pytest.approx(expected, rel=1e-6)


def test_breaks_of_the_nile() -> None:
    """Zeileis et al. (2003); strucchange `breakpoints(Nile ~ 1)`: 1898 by BIC, interval 1895 to 1902, supF 75.9298."""
    found = dating(NILE)

    assert not hasattr(found, "reason")
    assert [cut.ends for cut in found.by_number] == [(), (28,), (28, 83), (28, 68, 83), (28, 45, 68, 83), (15, 30, 45, 68, 83)]
    assert [cut.ssr for cut in found.by_number] == pytest.approx(
        [2835156.750, 1597457.194, 1552923.616, 1538096.513, 1507888.476, 1659993.500], abs=5e-4
    )
    assert [cut.bic for cut in found.by_number] == pytest.approx(
        [1318.242, 1270.084, 1276.467, 1284.718, 1291.944, 1310.765], abs=5e-4
    )
    assert found.chosen.ends == (28,)
    assert 1871 + found.chosen.ends[0] - 1 == 1898
    assert date_intervals(NILE, (28,), robust=False) == [(25, 32)]
    assert sup_f(NILE, (28,), robust=False) == pytest.approx(75.9298, abs=5e-5)


def test_breaks_of_a_regression() -> None:
    """strucchange `breakpoints(y ~ ylag1 + ylag12, h = 0.1)` of log10 driver deaths: October 1973 and January 1983 for two."""
    logs = np.log10(DRIVER_DEATHS)
    rows = np.column_stack([np.ones(180), logs[11:-1], logs[:-12]])

    found = dating(logs[12:], regressors=rows, trimming=0.1, max_breaks=8)

    assert [cut.ends for cut in found.by_number[:5]] == [(), (46,), (46, 157), (46, 70, 157), (46, 70, 108, 157)]
    assert found.by_number[8].ends == (18, 46, 70, 89, 107, 125, 144, 162)
    assert [cut.ssr for cut in found.by_number] == pytest.approx(
        [0.3297082, 0.2967377, 0.2675731, 0.2438039, 0.2395281, 0.2317149, 0.2258093, 0.2243860, 0.2231045], abs=6e-8
    )
    assert [cut.bic for cut in found.by_number[:3]] == pytest.approx([-602.8610528, -601.0539119, -598.9041553], abs=1e-6)
    assert found.chosen.ends == ()
