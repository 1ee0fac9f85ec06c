"""The models on series that one can reason about, and on series that no model can be fitted to."""

import math

import numpy as np
import pytest
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents

from analytics.sickness.models.expected_models import (
    MIN_QUARTERS,
    MODELS,
    ar_season,
    ets,
    local_level,
    not_fit_for_models,
    sarima,
)
from analytics.sickness.models.forecast import Forecast, interval, of_shocks, of_state_space

SEASON = np.array([3.0, 0.0, -5.0, 2.0])


def series(years=12, seed=1, walk=1.0, noise=1.0):
    made = np.random.default_rng(seed)
    count = 4 * years
    return 190 + np.cumsum(made.normal(0, walk, count)) + np.tile(SEASON, years) + made.normal(0, noise, count)


@pytest.mark.parametrize("name", MODELS)
def test_the_season_carries_on_and_doubt_grows(name) -> None:
    found = MODELS[name](series(), 16)

    assert found.state == "ok"
    assert found.forecast is not None and found.forecast.mean.shape == (16,)
    assert np.argmin(found.forecast.mean[:4]) == 2
    spread = np.sqrt(np.diag(found.forecast.cov))
    assert spread[12] > spread[0]
    assert np.allclose(found.forecast.cov, found.forecast.cov.T)
    assert np.linalg.eigvalsh(found.forecast.cov).min() > -1e-9


def test_the_covariances_of_a_random_walk_by_hand() -> None:
    """Noise 2 and level 3: Var(h) = P + 3 h + 2 with P the doubt of the last level; Cov(h, k) = Var(h) - 2 for h < k."""
    model = UnobservedComponents(series(), level="llevel")
    results = model.smooth([2.0, 3.0])

    found = of_state_space(results, 6)

    assert np.diag(found.cov) == pytest.approx(results.get_forecast(6).var_pred_mean)
    assert np.diff(np.diag(found.cov)) == pytest.approx([3.0] * 5)
    assert found.cov[1, 2:] == pytest.approx([found.cov[1, 1] - 2.0] * 4)
    assert found.mean == pytest.approx(results.get_forecast(6).predicted_mean)


@pytest.mark.parametrize("season", [(), (0, 1, 1, 4)])
def test_the_variances_are_those_of_the_library(season) -> None:
    model = SARIMAX(series(), order=(0, 1, 1), **({"seasonal_order": season} if season else {}))
    results = model.smooth([-0.4, -0.6, 2.0] if season else [-0.4, 2.0])

    found = of_state_space(results, 9)

    assert np.diag(found.cov) == pytest.approx(results.get_forecast(9).var_pred_mean)


def test_the_forecast_of_an_autoregression_by_hand() -> None:
    """Var(3) = s2 (1 + p^2 + p^4) and Cov(1, 3) = s2 p^2; the way to the level of a season shrinks by p each quarter."""
    found = ar_season(series(years=20), 9)
    share, variance = found.parameters["ar.L1"], found.parameters["sigma2"]

    assert found.forecast is not None
    assert found.forecast.cov[2, 2] == pytest.approx(variance * (1 + share**2 + share**4))
    assert found.forecast.cov[0, 2] == pytest.approx(variance * share**2)
    away = found.forecast.mean[[0, 4, 8]] - found.parameters["x1"]
    assert away[1:] == pytest.approx(away[:1] * np.array([share**4, share**8]))


def test_shocks_add_up_by_hand() -> None:
    """Weights 1, 0.5, 0.5: Var = 2, 2.5, 3 and Cov(1, 2) = 1, Cov(2, 3) = 2 * (0.5 + 0.25) = 1.5 with variance 2."""
    found = of_shocks(np.zeros(3), np.array([1.0, 0.5, 0.5]), 2.0)

    assert np.diag(found.cov) == pytest.approx([2.0, 2.5, 3.0])
    assert found.cov[0, 1] == pytest.approx(1.0)
    assert found.cov[1, 2] == pytest.approx(1.5)


def test_an_interval_of_one_quarter_on_logs_is_exact() -> None:
    forecast = Forecast(np.array([math.log(6.0)]), np.array([[0.01]]))

    found = interval(forecast, [0], 0.95, "log")

    assert (found.point, found.low, found.high) == pytest.approx((6.0, 6 * math.exp(-0.195996), 6 * math.exp(0.195996)), rel=1e-5)
    assert found.holds(found.low) and found.holds(7.0) and not found.holds(7.4)


def test_an_interval_of_a_mean_agrees_with_simulation() -> None:
    steps = np.tril(np.ones((4, 4)))
    cov = 0.008 * np.ones((4, 4)) + 0.002 * steps @ steps.T
    mean = np.log([6.8, 5.6, 4.9, 6.0])
    drawn = np.exp(np.random.default_rng(3).multivariate_normal(mean, cov, 200_000)).mean(axis=1)

    found = interval(Forecast(mean, cov), [0, 1, 2, 3], 0.95, "log")

    assert (found.point, found.low, found.high) == pytest.approx(tuple(np.quantile(drawn, [0.5, 0.025, 0.975])), rel=3e-3)


def test_a_known_quarter_has_no_doubt() -> None:
    """Mean of 8 (known) and 4 (variance 1, on the level scale): 6, spread 0.5."""
    found = interval(Forecast(np.array([4.0]), np.array([[1.0]])), [0], 0.95, "level", (8.0,))

    assert (found.point, found.high) == pytest.approx((6.0, 6 + 1.959964 * 0.5))


def test_gaps_are_carried_by_three_models_and_refused_by_smoothing() -> None:
    gappy = series()
    gappy[[10, 11, 25]] = np.nan

    for model in (local_level, sarima, ar_season):
        assert model(gappy, 4).state == "ok"
    refused = ets(gappy, 4)
    assert (refused.state, refused.why_not.reason, refused.why_not.count) == ("not_computed", "gaps", 3)


def test_a_model_that_misses_the_movement_is_told_by_ljung_box() -> None:
    """A level with seasonal dummies and one lag cannot follow a cycle of nine quarters; white noise leaves nothing."""
    count = 80
    cycle = 5 * np.sin(2 * np.pi * np.arange(count) / 9) + np.random.default_rng(5).normal(0, 0.3, count)
    noise = np.random.default_rng(6).normal(0, 1, count)

    missed, fine = ar_season(cycle, 4), ar_season(noise, 4)

    assert missed.ljung_box_p is not None and missed.ljung_box_p < 0.001
    assert fine.ljung_box_p is not None and fine.ljung_box_p > 0.01
    assert fine.ljung_box_lags == 8


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.full(40, np.nan), "no_values"),
        (np.append(series(10), np.nan), "gap_at_origin"),
        (series(4), "too_short"),
        (np.full(40, 5.0), "no_variation"),
        (np.tile(SEASON, 10), "no_variation"),
        (np.zeros(40), "no_variation"),
        (np.where(np.arange(80) % 4 == 1, np.nan, series(20)), "season_missing"),
    ],
)
def test_what_no_model_can_be_fitted_to(values, reason) -> None:
    found = not_fit_for_models(values)

    assert found is not None and found.reason == reason


def test_enough_is_enough() -> None:
    assert not_fit_for_models(series(5)) is None
    assert len(series(5)) == MIN_QUARTERS
    leading = np.concatenate([[np.nan] * 7, series(6)])
    assert not_fit_for_models(leading) is None
    assert local_level(leading, 4).state == "ok"


def test_without_a_season_there_is_a_level_only() -> None:
    walk = 60 + np.cumsum(np.random.default_rng(2).normal(0, 1, 60))

    for model in MODELS.values():
        found = model(walk, 4, period=1)
        assert found.state == "ok"
        assert found.forecast is not None
        assert abs(found.forecast.mean[3] - walk[-1]) < 6
