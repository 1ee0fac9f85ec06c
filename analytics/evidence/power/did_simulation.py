"""Difference-in-differences with few groups: power by simulation, with errors that hang together over time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analytics.evidence.power.precision import change_variance

#: With more groups than this in all, the t test on changes is used; its answers no longer differ.
FEW_GROUPS = 60
RUNS = 1000
SEED = 2019
#: All ways to choose the treated groups are tried up to this many; above it so many at random.
_ALL_WAYS, _SOME_WAYS = 1500, 999
_TOLERANCE = 1e-9
_STEPS = 22
_WIDEST = 40.0
_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Panel:
    """Groups followed over periods. In units of the standard deviation between persons.

    Attributes:
        treated, control: how many groups.
        before, after: how many periods.
        icc: variance of the group's level in a period; follows AR(1) with `correlation`.
        size, cv: persons in a group in a period: mean, and coefficient of variation between groups.
    """

    treated: int
    control: int
    before: int
    after: int
    size: float
    cv: float
    icc: float
    correlation: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """What the simulation found. Changes in standard deviations between persons.

    Attributes:
        change: the smallest change found with the wanted power, when the treated groups are compared with all other
            ways to choose them (randomisation inference); None when no change, however large, is found so often.
        low, high: the same at the wanted power less and more the simulation's own error (95 per cent); None likewise.
        cluster_change: the same by standard errors clustered by group, t with groups − 1 degrees of freedom.
        false_alarms: how often each test finds a change where there is none, in per cent: `cells` takes every group and
            period for independent, `clustered` by group, `randomisation`.
        smallest_p: the smallest p value that randomisation can give.
        runs, ways, seed: how many data sets, ways to choose the treated groups, and where the random numbers start.
    """

    change: float | None
    low: float | None
    high: float | None
    cluster_change: float | None
    false_alarms: tuple[float, float, float]
    smallest_p: float
    runs: int
    ways: int
    seed: int

    @property
    def false_alarm_error(self) -> float:
        """The standard error of a rate of false alarms near 5 per cent, in percentage points."""
        return 100 * math.sqrt(0.05 * 0.95 / self.runs)


@lru_cache(maxsize=64)
def simulate(panel: Panel, power: float, alpha: float, runs: int = RUNS, seed: int = SEED) -> Simulated:
    """Simulate the panel without an effect, and find the effect that each test would have found with the wanted power.

    The same random numbers are used for every size of effect, so that power rises with it without noise.
    """
    data = draw_panels(panel, runs, seed)
    ways = choices(panel.treated, panel.treated + panel.control, seed)
    changes = data[:, :, panel.before :].mean(axis=2) - data[:, :, : panel.before].mean(axis=2)
    randomised = _Randomised(changes @ ways.T, ways @ _treated(panel), alpha)
    clustered = _Clustered(data, panel, alpha)
    error = _Z95 * math.sqrt(power * (1 - power) / runs)
    unit = math.sqrt(_one_change(panel) * (1 / panel.treated + 1 / panel.control))
    found = [_solve(randomised, wanted, unit) for wanted in (power, power - error, power + error)]
    alarms = (clustered.cell_alarms, clustered.rate(0.0), randomised.rate(0.0))
    return Simulated(found[0], found[1], found[2], _solve(clustered, power, unit),
                     (100 * alarms[0], 100 * alarms[1], 100 * alarms[2]), 1 / len(ways), runs, len(ways), seed)  # fmt: skip


@lru_cache(maxsize=256)
def simulated_power(panel: Panel, change: float, alpha: float, runs: int = RUNS, seed: int = SEED) -> float:
    """How often randomisation inference finds a change of so many standard deviations."""
    data = draw_panels(panel, runs, seed)
    ways = choices(panel.treated, panel.treated + panel.control, seed)
    changes = data[:, :, panel.before :].mean(axis=2) - data[:, :, : panel.before].mean(axis=2)
    return _Randomised(changes @ ways.T, ways @ _treated(panel), alpha).rate(change)


def draw_panels(panel: Panel, runs: int, seed: int) -> Any:
    """Means of groups in periods without an effect: runs × groups × periods, the treated groups first."""
    import numpy as np

    random = np.random.default_rng(seed)
    groups, periods = panel.treated + panel.control, panel.before + panel.after
    level = random.standard_normal((runs, groups, periods))
    for period in range(1, periods):
        fresh = math.sqrt(1 - panel.correlation**2) * level[:, :, period]
        level[:, :, period] = panel.correlation * level[:, :, period - 1] + fresh
    sizes = np.full((runs, groups, 1), panel.size)
    if panel.cv > 0:
        shape = 1 / panel.cv**2
        sizes = np.maximum(random.gamma(shape, panel.size / shape, (runs, groups, 1)), 1.0)
    noise = random.standard_normal((runs, groups, periods)) * np.sqrt((1 - panel.icc) / sizes)
    return math.sqrt(panel.icc) * level + noise


def choices(treated: int, groups: int, seed: int) -> Any:
    """Ways to choose the treated groups, as weights that give the difference of means; the true way first.

    All of them when they are few, else the true way and a fixed number drawn at random.
    """
    import itertools

    import numpy as np

    if math.comb(groups, treated) <= _ALL_WAYS:
        chosen = np.array(list(itertools.combinations(range(groups), treated)))
    else:
        random = np.random.default_rng(seed + 1)
        drawn = np.argsort(random.random((_SOME_WAYS, groups)), axis=1)[:, :treated]
        chosen = np.vstack([np.arange(treated)[None, :], drawn])
    weights = np.full((len(chosen), groups), -1 / (groups - treated))
    np.put_along_axis(weights, chosen, 1 / treated, axis=1)
    return weights


class _Randomised:
    """Randomisation inference on the difference in mean change, two-sided."""

    def __init__(self, differences: Any, overlap: Any, alpha: float) -> None:
        self._differences, self._overlap, self._alpha = differences, overlap, alpha

    def rate(self, change: float) -> float:
        """How often p is at most alpha when the treated groups change by so much more."""
        import numpy as np

        size = np.abs(self._differences + change * self._overlap[None, :])
        p = (size >= size[:, :1] - _TOLERANCE).mean(axis=1)
        return float((p <= self._alpha + _TOLERANCE).mean())


class _Clustered:
    """Two-way fixed effects with standard errors clustered by group, and with every cell taken for independent."""

    def __init__(self, data: Any, panel: Panel, alpha: float) -> None:
        import numpy as np
        from scipy.stats import t

        groups, periods = data.shape[1:]
        is_treated = np.outer(_treated(panel), np.arange(periods) >= panel.before).astype(float)
        switch = _demeaned(is_treated[None])[0]
        rest, whole = _demeaned(data), (switch**2).sum()
        self._slope = (rest * switch).sum(axis=(1, 2)) / whole
        left = rest - self._slope[:, None, None] * switch
        scores = (left * switch).sum(axis=2)
        cells = groups * periods
        factor = groups / (groups - 1) * (cells - 1) / (cells - groups - periods)
        self._error = np.sqrt(factor * (scores**2).sum(axis=1)) / whole
        self._limit = t.isf(alpha / 2, groups - 1)
        freedom = cells - groups - periods
        plain = np.sqrt((left**2).sum(axis=(1, 2)) / freedom / whole)
        self.cell_alarms = float((np.abs(self._slope) > plain * t.isf(alpha / 2, freedom)).mean())

    def rate(self, change: float) -> float:
        """How often the t test rejects when the treated groups change by so much more; residuals do not change with it."""
        import numpy as np

        return float((np.abs(self._slope + change) > self._error * self._limit).mean())


def _treated(panel: Panel) -> Any:
    import numpy as np

    return (np.arange(panel.treated + panel.control) < panel.treated).astype(float)


def _demeaned(values: Any) -> Any:
    """Less the mean of each group and of each period, plus the mean of all."""
    return (
        values - values.mean(axis=2, keepdims=True) - values.mean(axis=1, keepdims=True) + values.mean(axis=(1, 2), keepdims=True)
    )


def _one_change(panel: Panel) -> float:
    return change_variance(panel.size, panel.cv, panel.icc, panel.before, panel.after, panel.correlation)


def _solve(test: _Randomised | _Clustered, power: float, unit: float) -> float | None:
    """The change with the power, searched in standard errors; None when even the widest has less."""
    if power >= 1 or test.rate(_WIDEST * unit) < power:
        return None
    low, high = 0.0, _WIDEST * unit
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if test.rate(middle) >= power else (middle, high)
    return high
