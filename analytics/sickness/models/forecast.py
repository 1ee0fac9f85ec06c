"""Forecasts as joint normal distributions, and intervals of one quarter or of the mean of several."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from analytics.sickness.models.runs import Floats

Scale = Literal["level", "log"]


@dataclass(frozen=True)
class Forecast:
    """The quarters ahead as a joint normal distribution on the scale the model was fitted on.

    The uncertainty is that of the shocks to come; that of the estimated parameters is not in it, so that intervals are
    somewhat too narrow.

    Attributes:
        mean: one figure a quarter ahead.
        cov: their covariances.
    """

    mean: Floats
    cov: Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """A median with the limits of its interval, in the unit of the figures."""

    point: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the value lies inside, limits included."""
        return self.low <= value <= self.high


def of_state_space(results: Any, steps: int, exog: Floats | None = None) -> Forecast:
    """The joint forecast of a fitted linear state space model of statsmodels.

    Args:
        results: fitted results of UnobservedComponents, SARIMAX or ARIMA.
        steps: how many periods ahead.
        exog: regressors of the periods ahead.
    """
    ahead_of = {} if exog is None else {"exog": exog}
    mean = results.get_forecast(steps, **ahead_of).predicted_mean
    system = results.model.ssm
    design, transition = (_last(system[name]) for name in ("design", "transition"))
    selection, shocks, noise = (_last(system[name]) for name in ("selection", "state_cov", "obs_cov"))
    added = selection @ shocks @ selection.T
    state = np.asarray(results.predicted_state_cov)[:, :, -1]
    cov = np.empty((steps, steps))
    for ahead in range(steps):
        carried = design @ state
        for later in range(ahead, steps):
            cov[ahead, later] = cov[later, ahead] = (carried @ design.T)[0, 0]
            carried = carried @ transition.T
        cov[ahead, ahead] += noise[0, 0]
        state = transition @ state @ transition.T + added
    return Forecast(np.asarray(mean, dtype=np.float64), cov)


def of_shocks(mean: Floats, weights: Floats, variance: float) -> Forecast:
    """The joint forecast of a linear model whose figure h ahead is its mean plus shocks with these weights.

    Args:
        mean: one figure a period ahead.
        weights: what a shock adds to the figure 0, 1, 2 ... periods after it; the first is 1.
        variance: of one shock.
    """
    steps = len(mean)
    moved = np.array([[weights[row - column] if row >= column else 0.0 for column in range(steps)] for row in range(steps)])
    return Forecast(np.asarray(mean, dtype=np.float64), variance * moved @ moved.T)


def interval(forecast: Forecast, ahead: list[int], level: float, scale: Scale, observed: tuple[float, ...] = ()) -> Interval:
    """The interval of the mean of some quarters ahead and, with them, quarters that are known already.

    On the log scale a single quarter is exact. A mean of several is taken as lognormal with the variance of its
    linearisation; as the quarters move together, the limits differ from simulated ones in the third digit.

    Args:
        forecast: on the scale the model was fitted on, in units of one (not per cent) when that is the log scale.
        ahead: places of the quarters, 0 is the first one ahead.
        level: share of outcomes inside, such as 0.95.
        scale: the scale the model was fitted on.
        observed: quarters of the same mean that are known.
    """
    mean = forecast.mean[ahead]
    figures = np.exp(mean) if scale == "log" else mean
    count = len(ahead) + len(observed)
    point = float((figures.sum() + sum(observed)) / count)
    slopes = (figures if scale == "log" else np.ones(len(ahead))) / count
    spread = math.sqrt(max(float(slopes @ forecast.cov[np.ix_(ahead, ahead)] @ slopes), 0.0))
    reach = NormalDist().inv_cdf(0.5 + level / 2)
    if scale == "log" and point > 0:
        factor = math.exp(reach * spread / point)
        return Interval(point, point / factor, point * factor)
    return Interval(point, point - reach * spread, point + reach * spread)


def _last(matrix: Any) -> Floats:
    """The matrix of the last period, where it varies over time."""
    found = np.asarray(matrix, dtype=np.float64)
    return found[:, :, -1] if found.ndim == 3 else found
