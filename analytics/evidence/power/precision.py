"""How exactly each design measures a difference: its standard error in standard deviations, and its degrees of freedom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from analytics.evidence.power.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Precision:
    """The precision of the estimated difference.

    Attributes:
        se: standard error, in standard deviations between persons.
        df: degrees of freedom of the t test; infinite for a z test.
        treated_part: the part of the variance that comes from the treated group, 0 to 1.
        people: persons that are left after attrition, in all (in each period where there are several).
        design_effect: how many times more persons are needed than if there were no clusters; None without clusters.
        arms: persons left in each of two groups that are compared directly; None for other designs.
    """

    se: float
    df: float
    treated_part: float
    people: float
    design_effect: float | None = None
    arms: tuple[float, float] | None = None


def precision(inputs: Inputs) -> Precision:
    """The precision of a design. The t test's degrees of freedom are counted in clusters where there are clusters.

    Raises:
        ValueError: something that the design needs is not known.
    """
    return _DESIGNS[inputs.design](inputs)


def design_effect(size: float, cv: float, icc: float) -> float:
    """1 + ((1 + CV²) m − 1) ICC (Eldridge, Ashby and Kerry 2006); 1 + (m − 1) ICC when all clusters are of one size."""
    return 1 + ((1 + cv**2) * size - 1) * icc


def mean_correlation(size: float, icc: float, correlation: float, person_correlation: float = 0.0) -> float:
    """The correlation of a cluster's mean between two measurements (Teerenstra et al. 2012; Hooper et al. 2016)."""
    return (size * icc * correlation + (1 - icc) * person_correlation) / (1 + (size - 1) * icc)


def change_factor(correlation: float) -> float:
    """The variance of a change over that of one measurement: 2 (1 − r)."""
    return 2 * (1 - correlation)


def covariance_factor(correlation: float) -> float:
    """The variance after adjusting for the measurement before, over that without: 1 − r²."""
    return 1 - correlation**2


def _individual(inputs: Inputs) -> Precision:
    kept = 1 - inputs.value("attrition")
    treated, control = inputs.value("n_treated") * kept, inputs.value("n_control") * kept
    variance = (1 - inputs.r2) * (1 / treated + 1 / control)
    return Precision(math.sqrt(variance), treated + control - 2, control / (treated + control), treated + control, None,
                     (treated, control))  # fmt: skip


def _cluster(inputs: Inputs) -> Precision:
    treated, control = inputs.value("clusters_treated"), inputs.value("clusters_control")
    size, effect = _size_and_effect(inputs)
    variance = (1 - inputs.r2) * effect / size * (1 / treated + 1 / control)
    df = treated + control - 2 - (1 if inputs.r2 > 0 else 0)
    return Precision(math.sqrt(variance), df, control / (treated + control), size * (treated + control), effect)


def _cluster_baseline(inputs: Inputs) -> Precision:
    plain = _cluster(inputs)
    factor = covariance_factor(_mean_correlation_of(inputs))
    df = inputs.value("clusters_treated") + inputs.value("clusters_control") - 3
    return Precision(plain.se * math.sqrt(factor), df, plain.treated_part, plain.people, plain.design_effect)


def _before_after(inputs: Inputs) -> Precision:
    clusters = inputs.value("clusters_treated")
    size, effect = _size_and_effect(inputs)
    variance = (1 - inputs.r2) * effect / (size * clusters) * change_factor(_mean_correlation_of(inputs))
    return Precision(math.sqrt(variance), clusters - 1, 0.5, size * clusters, effect)


def _before_after_people(inputs: Inputs) -> Precision:
    people = inputs.value("n_treated") * (1 - inputs.value("attrition"))
    variance = (1 - inputs.r2) * change_factor(inputs.value("correlation")) / people
    return Precision(math.sqrt(variance), people - 1, 0.5, people)


def _stepped_wedge(inputs: Inputs) -> Precision:
    clusters, icc = int(inputs.value("clusters_treated")), inputs.value("icc")
    size = inputs.value("size") * (1 - inputs.value("attrition"))
    shared = icc * inputs.value("correlation")
    own = icc - shared + (1 - icc) / size
    steps = wedge(clusters, int(inputs.value("periods_before")), int(inputs.value("periods_after")))
    variance = (1 - inputs.r2) * wedge_variance(steps, shared, own)
    return Precision(math.sqrt(variance), clusters - 2, 0.5, size * clusters, design_effect(size, 0.0, icc))


def wedge(clusters: int, before: int, steps: int) -> Any:
    """Who has the measure when, as 0 and 1: a row a cluster, a column a period; clusters spread evenly over the steps."""
    import numpy as np

    starts = before + np.arange(clusters) * steps // clusters
    return (np.arange(before + steps)[None, :] >= starts[:, None]).astype(float)


def wedge_variance(steps: Any, between: float, within: float) -> float:
    """The variance of the effect in a stepped wedge with a level for each period (Hussey and Hughes 2007, formula 8).

    Args:
        steps: as `wedge` gives it.
        between: variance of a cluster's level that lasts over all periods.
        within: variance of a cluster's mean in one period around that level.
    """
    clusters, periods = steps.shape
    whole, by_period, by_cluster = steps.sum(), (steps.sum(axis=0) ** 2).sum(), (steps.sum(axis=1) ** 2).sum()
    top = clusters * within * (within + periods * between)
    first = (clusters * whole - by_period) * within
    second = (whole**2 + clusters * periods * whole - periods * by_period - clusters * by_cluster) * between
    return float(top / (first + second))


def _did(inputs: Inputs) -> Precision:
    treated, control = inputs.value("clusters_treated"), inputs.value("clusters_control")
    size = inputs.value("size") * (1 - inputs.value("attrition"))
    one = (1 - inputs.r2) * change_variance(
        size, inputs.value("cv"), inputs.value("icc"), int(inputs.value("periods_before")), int(inputs.value("periods_after")),
        inputs.value("correlation"),
    )  # fmt: skip
    se = math.sqrt(one * (1 / treated + 1 / control))
    effect = design_effect(size, inputs.value("cv"), inputs.value("icc"))
    return Precision(se, treated + control - 2, control / (treated + control), size * (treated + control), effect)


def change_variance(size: float, cv: float, icc: float, before: int, after: int, correlation: float) -> float:
    """The variance of one cluster's mean after less its mean before, in variances between persons.

    The cluster's level follows AR(1); persons are new each period, which is on the safe side when they are the same. With
    sizes that vary, the mean of 1/m is taken as (1 + CV²)/m.
    """
    import numpy as np

    contrast = np.concatenate([np.full(before, -1 / before), np.full(after, 1 / after)])
    lags = np.abs(np.subtract.outer(np.arange(before + after), np.arange(before + after)))
    level = contrast @ (correlation**lags) @ contrast
    return float(icc * level + (1 - icc) * (1 + cv**2) / size * (1 / before + 1 / after))


def _size_and_effect(inputs: Inputs) -> tuple[float, float]:
    size = inputs.value("size") * (1 - inputs.value("attrition"))
    return size, design_effect(size, inputs.value("cv"), inputs.value("icc"))


def _mean_correlation_of(inputs: Inputs) -> float:
    size = inputs.value("size") * (1 - inputs.value("attrition"))
    return mean_correlation(size, inputs.value("icc"), inputs.value("correlation"), inputs.person_correlation)


_DESIGNS = {
    "individual": _individual, "cluster": _cluster, "cluster_baseline": _cluster_baseline, "before_after": _before_after,
    "before_after_people": _before_after_people, "stepped_wedge": _stepped_wedge, "did": _did,
}  # fmt: skip
