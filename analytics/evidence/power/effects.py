"""From a design's precision to effects in the outcome's own unit, and back to power."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analytics.evidence.power.inputs import Inputs
from analytics.evidence.power.noncentral import noncentrality_for, power_at
from analytics.evidence.power.precision import Precision

_STEPS, _GRID = 50, 60
#: An increase in days is looked for up to this many times the level.
_MOST = 1000.0


@dataclass(frozen=True, slots=True)
class Effect:
    """A change, in each unit that can be given; None where it cannot.

    Attributes:
        units: in the outcome's unit: percentage points, days or points.
        sd: in standard deviations between persons.
        pct: in per cent of the baseline.
        man_days: man-days for each person and year.
    """

    units: float
    sd: float | None
    pct: float | None
    man_days: float | None


def detectable(inputs: Inputs, precise: Precision) -> float | None:
    """The smallest change that is found with the wanted power, in the outcome's unit; None when no possible change is.

    Two groups of persons are computed by statsmodels; the rest here.
    """
    power, alpha = inputs.value("power"), inputs.value("alpha")
    if precise.arms is not None and inputs.kind in ("percent", "points"):
        return _standard_means(precise.arms, inputs.r2, power, alpha) * inputs.value("sd")
    if precise.arms is not None and inputs.kind == "share":
        return units_at(_standard_shares(precise.arms, power, alpha) * math.sqrt(1 - inputs.r2) / precise.se, inputs, precise)
    return units_at(noncentrality_for(power, test_df(inputs, precise), alpha), inputs, precise)


def test_df(inputs: Inputs, precise: Precision) -> float:
    """Degrees of freedom: of z for shares and days of single persons, of t else."""
    return math.inf if precise.arms is not None and inputs.kind in ("share", "days") else precise.df


def power_for(units: float, inputs: Inputs, precise: Precision) -> float:
    """The probability that a change of so many units, in the direction that is looked for, is found."""
    return float(power_at(noncentrality_of(units, inputs, precise), test_df(inputs, precise), inputs.value("alpha")))


def noncentrality_of(units: float, inputs: Inputs, precise: Precision) -> float:
    """A change over its standard error: on the arcsine scale for shares, on the log scale for days."""
    if inputs.kind in ("percent", "points"):
        return abs(units) / (precise.se * inputs.value("sd"))
    base = inputs.value("baseline")
    after = base + abs(units) if inputs.direction == "higher" else base - abs(units)
    if inputs.kind == "share":
        return abs(_angle(base) - _angle(min(max(after, 0.0), 100.0))) / precise.se
    return math.inf if after <= 0 else abs(math.log(after / base)) / _log_error(after, inputs, precise)


def units_at(noncentrality: float, inputs: Inputs, precise: Precision) -> float | None:
    """The change at a noncentrality; the inverse of `noncentrality_of`. None when it would pass the floor or the ceiling."""
    if inputs.kind in ("percent", "points"):
        return noncentrality * precise.se * inputs.value("sd")
    if inputs.kind == "share":
        return _share_change(noncentrality * precise.se, inputs)
    return _days_change(noncentrality, inputs, precise)


def effect_of(units: float, inputs: Inputs) -> Effect:
    """The change in every unit that the inputs allow."""
    sd, base = spread(inputs), inputs.baseline
    return Effect(
        units,
        None if sd is None else units / sd,
        None if base is None else units / base * 100,
        _man_days(units, inputs),
    )


def spread(inputs: Inputs) -> float | None:
    """The standard deviation between persons; of a share from the share itself; None when it is not known."""
    if inputs.kind == "share" and inputs.baseline is not None:
        return math.sqrt(inputs.baseline * (100 - inputs.baseline))
    return inputs.sd


def dispersion(inputs: Inputs) -> float:
    """k of the negative binomial, where the variance is μ + k μ², from the mean and the standard deviation; at least 0."""
    mean, sd = inputs.value("baseline"), inputs.value("sd")
    return max(0.0, (sd**2 - mean) / mean**2)


def zero_share(inputs: Inputs) -> float:
    """The share of persons with no days, in per cent, in the negative binomial with this mean and standard deviation."""
    mean, k = inputs.value("baseline"), dispersion(inputs)
    return 100 * (math.exp(-mean) if k == 0 else (1 + k * mean) ** (-1 / k))


def _standard_means(arms: tuple[float, float], r2: float, power: float, alpha: float) -> float:
    """In standard deviations; adjustment shrinks the spread."""
    from statsmodels.stats.power import TTestIndPower

    return _standard(TTestIndPower(), arms, power, alpha) * math.sqrt(1 - r2)


def _standard_shares(arms: tuple[float, float], power: float, alpha: float) -> float:
    """Cohen's h."""
    from statsmodels.stats.power import NormalIndPower

    return _standard(NormalIndPower(), arms, power, alpha)


def _standard(test: Any, arms: tuple[float, float], power: float, alpha: float) -> float:
    """The effect at which statsmodels gives the power. Its own solver may end beside the root, so the root is found here."""
    from scipy.optimize import brentq

    def short(effect: float) -> float:
        return float(test.power(effect, arms[0], alpha, ratio=arms[1] / arms[0])) - power

    high = 4 * math.sqrt(1 / arms[0] + 1 / arms[1])
    while short(high) < 0:
        high *= 2
    return float(brentq(short, 0.0, high, xtol=1e-10))


def _angle(per_cent: float) -> float:
    """2 arcsin √p: on this scale a share has the variance 1/n whatever its level."""
    return 2 * math.asin(math.sqrt(per_cent / 100))


def _share_change(h: float, inputs: Inputs) -> float | None:
    base = inputs.value("baseline")
    angle = _angle(base) + (h if inputs.direction == "higher" else -h)
    if not 0 <= angle <= math.pi:
        return None
    return abs(100 * math.sin(angle / 2) ** 2 - base)


def _log_error(after: float, inputs: Inputs, precise: Precision) -> float:
    """The standard error of the log of a ratio of means (Zhu and Lakkis 2014, method 2, times the design's factor)."""
    base, k = inputs.value("baseline"), dispersion(inputs)
    treated = precise.treated_part * (1 / after + k)
    return precise.se * math.sqrt(treated + (1 - precise.treated_part) * (1 / base + k))


def _days_change(noncentrality: float, inputs: Inputs, precise: Precision) -> float | None:
    """The first change that reaches the noncentrality: near no days at all the error of the ratio grows faster than it."""
    base = inputs.value("baseline")
    widest = base * (_MOST if inputs.direction == "higher" else 1 - 1e-6)
    tried = [widest * (step / _GRID) ** 2 for step in range(_GRID + 1)]
    place = next((i for i, units in enumerate(tried) if noncentrality_of(units, inputs, precise) >= noncentrality), None)
    if place is None or place == 0:
        return None
    low, high = tried[place - 1], tried[place]
    for _ in range(_STEPS):
        middle = (low + high) / 2
        short = noncentrality_of(middle, inputs, precise) < noncentrality
        low, high = (middle, high) if short else (low, middle)
    return high


def _man_days(units: float, inputs: Inputs) -> float | None:
    if inputs.kind == "percent" and inputs.agreed_days is not None:
        return units / 100 * inputs.agreed_days
    if inputs.kind == "days" and inputs.months is not None:
        return units * 12 / inputs.months
    return None
