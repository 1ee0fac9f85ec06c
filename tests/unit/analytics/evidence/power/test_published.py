"""Numbers that others have published. Each test names its source; docs/methods.md lists them under "Styrke"."""

from __future__ import annotations

import math
from typing import Any

import pytest

from analytics.evidence.power.calculation import needed_count
from analytics.evidence.power.did_simulation import Panel, simulate
from analytics.evidence.power.effects import detectable, power_for
from analytics.evidence.power.inputs import Inputs
from analytics.evidence.power.noncentral import noncentrality_for, power_at
from analytics.evidence.power.precision import (
    change_factor,
    covariance_factor,
    design_effect,
    mean_correlation,
    precision,
    wedge,
    wedge_variance,
)


def study(design: Any, kind: Any = "points", **values: Any) -> Inputs:
    usual = {"sd": 1.0, "baseline": 10.0, "attrition": 0.0, "power": 0.8, "alpha": 0.05}
    return Inputs(design, kind, **{**usual, **values})


@pytest.mark.parametrize(
    ("d", "alpha", "n"),
    [(0.2, 0.05, 393), (0.5, 0.05, 64), (0.8, 0.05, 26), (0.2, 0.01, 586), (0.5, 0.01, 95), (0.8, 0.01, 38), (0.5, 0.10, 50)],
)
def test_persons_per_group_for_a_difference_of_means(d: float, alpha: float, n: int) -> None:
    """Cohen (1992), A power primer, Psychological Bulletin 112, 155–159, Table 2, row 1 (mean difference, power .80)."""
    inputs = study("individual", n_treated=n, n_control=n, alpha=alpha)

    found = detectable(inputs, precision(inputs))

    assert found == pytest.approx(d, rel=0.012)  # n is printed as a whole number
    needed = needed_count(inputs, d)
    assert needed is not None and abs(needed / 2 - n) <= 1


@pytest.mark.parametrize(("h", "alpha", "n"), [(0.2, 0.05, 392), (0.5, 0.05, 63), (0.8, 0.05, 25), (0.2, 0.01, 584)])
def test_persons_per_group_for_a_difference_of_shares(h: float, alpha: float, n: int) -> None:
    """Cohen (1992), Table 2, row 4 (difference of proportions as h, power .80)."""
    inputs = study("individual", "share", n_treated=n, n_control=n, alpha=alpha, baseline=50.0)

    units = detectable(inputs, precision(inputs))

    assert units is not None
    assert 2 * math.asin(math.sqrt(0.5)) - 2 * math.asin(math.sqrt(0.5 - units / 100)) == pytest.approx(h, rel=0.015)


def test_shares_of_50_and_75_per_cent() -> None:
    """R: pwr.2p.test(h = ES.h(0.50, 0.75), power = .90) gives n = 76.65 (Cross Validated, question 83700); the normal test
    of R's power.prop.test gives 76.7 (its help page)."""
    inputs = study("individual", "share", n_treated=76.65, n_control=76.65, baseline=50.0, power=0.9, direction="higher")

    assert detectable(inputs, precision(inputs)) == pytest.approx(25.0, abs=0.005)


@pytest.mark.parametrize(("size", "effect", "effective"), [(10, 1.153, 34), (20, 1.323, 60), (40, 1.663, 96), (80, 2.343, 136)])
def test_design_effect_of_four_clusters(size: int, effect: float, effective: int) -> None:
    """Killip, Mahfoud and Pearce (2004), Annals of Family Medicine 2, 204–208: table with ρ = 0.017, four clusters, design
    effect and effective sample size (printed without decimals, so within one)."""
    assert design_effect(size, 0.0, 0.017) == pytest.approx(effect, abs=0.0005)
    assert 4 * size / design_effect(size, 0.0, 0.017) == pytest.approx(effective, abs=1.1)


def test_power_of_sixteen_clusters_an_arm() -> None:
    """R package clusterPower, help of cpa.normal: 16 clusters an arm of 10, difference 1, ICC .1, variance 5: 0.801766."""
    inputs = study("cluster", clusters_treated=16, clusters_control=16, size=10, cv=0, icc=0.1, sd=math.sqrt(5))

    assert power_for(1.0, inputs, precision(inputs)) == pytest.approx(0.801766, abs=2e-6)


def test_five_clusters_an_arm_of_150() -> None:
    """NIH Research Methods Resources calculator, as quoted in the tests of clusterPower: d = 0.4804988, 150 in a cluster,
    ICC .05, 80 per cent: five clusters an arm."""
    inputs = study("cluster", clusters_treated=8, clusters_control=8, size=150, cv=0, icc=0.05)

    assert needed_count(inputs, 0.4804988) == 10


def test_unequal_cluster_sizes_count_as_eldridge_has_it() -> None:
    """Eldridge, Ashby and Kerry (2006), International Journal of Epidemiology 35, 1292–1300: 1 + ((CV² + 1) m − 1) ρ. The
    value is worked out by hand: m = 100, CV = 0.5, ρ = 0.1 gives 1 + (1.25 · 100 − 1) · 0.1 = 13.4."""
    assert design_effect(100, 0.5, 0.1) == pytest.approx(13.4)
    assert design_effect(100, 0.0, 0.1) == pytest.approx(10.9)


def test_change_in_clusters_between_two_measurements() -> None:
    """clusterPower, help of cpa.did.normal (after Teerenstra et al. 2012 and Rutterford et al. 2015): m = 100, d = 0.5, ICC
    .05, cluster correlation .5, person correlation .7: 4.683358 clusters an arm."""
    clusters = 4.683358
    correlation = mean_correlation(100, 0.05, 0.5, 0.7)
    se = math.sqrt(design_effect(100, 0, 0.05) * change_factor(correlation) / 100 * 2 / clusters)

    assert power_at(0.5 / se, 2 * (clusters - 1), 0.05) == pytest.approx(0.8, abs=2e-4)


@pytest.mark.parametrize(("cluster", "person", "arm"), [(0.0, 0.0, 9), (0.3, 0.7, 7)])
def test_clusters_for_a_change(cluster: float, person: float, arm: int) -> None:
    """NIH Research Methods Resources calculator, as quoted in the tests of clusterPower: d = 0.48, 150 in a cluster, ICC .05;
    cross-sections nine clusters an arm, the same persons with correlations .3 and .7 seven."""
    correlation = mean_correlation(150, 0.05, cluster, person)

    def power(clusters: int) -> float:
        se = math.sqrt(design_effect(150, 0, 0.05) * change_factor(correlation) / 150 * 2 / clusters)
        return float(power_at(0.48 / se, 2 * (clusters - 1), 0.05))

    assert power(arm) >= 0.8 > power(arm - 1)


@pytest.mark.parametrize(("size", "steps", "effect"), [(10, 4, 0.535), (20, 3, 0.767), (20, 4, 0.572)])
def test_stepped_wedge_against_individual_trial(size: int, steps: int, effect: float) -> None:
    """Kristunas, Morris and Gray (2017), Trials 18:109, Table 2, design effects by Woertman et al. (2013), ICC .05, one
    measurement before and one after each step. Theirs is a formula of its own; here the variance is Hussey and Hughes's."""
    variance = wedge_variance(wedge(steps, 1, steps), 0.05, 0.95 / size)

    assert variance / (4 / (steps * size)) == pytest.approx(effect, abs=0.0005)


def test_stepped_wedge_with_fading_likeness() -> None:
    """clusterPower, help of cpa.sw.normal (Hooper et al. 2016): 50 in a cluster, 5 steps, d = 1.5, variance 16, ICC .2,
    cluster autocorrelation .8: 1.288772 clusters a step, by the normal test."""
    one_a_step = wedge_variance(wedge(5, 1, 5), 0.2 * 0.8, 0.2 * 0.2 + 0.8 / 50)

    assert noncentrality_for(0.8, math.inf, 0.05) ** 2 * one_a_step * 16 / 1.5**2 == pytest.approx(1.288772, abs=1e-4)


def test_stepped_wedge_without_clustering() -> None:
    """R package SteppedPower, vignette Getting Started: three clusters in each of three steps, difference .2, σ = 1, τ = 0:
    50 persons in each cluster and period for 80 per cent."""

    def power(size: int) -> float:
        return float(power_at(0.2 / math.sqrt(wedge_variance(wedge(9, 1, 3), 0.0, 1 / size)), math.inf, 0.05))

    assert power(50) >= 0.8 > power(49)


def test_counts_of_events() -> None:
    """R package gsDesignNB, vignette on sample size (method of Zhu and Lakkis 2014): rates .5 and .3 over six months on
    average, k = 0.1, 80 per cent, 2.5 per cent one-sided: 35 in each group. Entry over 12 months multiplies k by 4/3."""
    mean, k = 3.0, 0.1 * 4 / 3
    inputs = study("individual", "days", n_treated=35, n_control=35, baseline=mean, sd=math.sqrt(mean + k * mean**2))

    assert needed_count(inputs, 1.2) == 70


@pytest.mark.parametrize(("clusters", "size", "found"), [(48, 14, (0.16, 0.20, 0.23)), (32, 12.5, (0.21, 0.25, 0.30))])
def test_two_norwegian_cluster_trials(clusters: int, size: float, found: tuple[float, ...]) -> None:
    """Computed apart from this code, for trials of the size of HelseIArbeid and STAMI's home care trial: ICC .01, .05, .10."""
    for icc, change in zip((0.01, 0.05, 0.10), found, strict=True):
        inputs = study("cluster", clusters_treated=clusters, clusters_control=clusters, size=size, cv=0, icc=icc)
        assert detectable(inputs, precision(inputs)) == pytest.approx(change, abs=0.006)


def test_serial_correlation_gives_false_alarms() -> None:
    """Bertrand, Duflo and Mullainathan (2004) in quality, and Cameron and Miller (2015), Journal of Human Resources 50,
    317–372, Table 4: 50 states, every cell taken for independent 0.556, clustered with T(G − 1) 0.058. Their data are not
    AR(1), so the first is asked for in size only."""
    found = simulate(Panel(25, 25, 10, 10, 1e9, 0.0, 0.999, 0.9), 0.8, 0.05)

    cells, clustered, randomised = found.false_alarms
    assert 35 < cells < 70
    assert clustered == pytest.approx(5.8, abs=3 * found.false_alarm_error)
    assert randomised == pytest.approx(5.0, abs=3 * found.false_alarm_error)


def test_few_treated_groups_break_clustered_errors_and_not_randomisation() -> None:
    """MacKinnon and Webb (QED Working Paper 1355): with few treated groups clustered t tests reject far too often."""
    found = simulate(Panel(2, 38, 10, 10, 1e9, 0.0, 0.999, 0.8), 0.8, 0.05)

    assert found.false_alarms[1] > 20
    assert found.false_alarms[2] == pytest.approx(5.0, abs=3 * found.false_alarm_error)


def test_adjusting_for_the_level_before_takes_less_than_a_change() -> None:
    """1 − r² ≤ 2 (1 − r), with equality only at r = 1: by algebra, (1 − r)² ≥ 0."""
    for correlation in (0.0, 0.3, 0.7, 0.95):
        assert covariance_factor(correlation) < change_factor(correlation)
