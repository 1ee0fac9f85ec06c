"""What must hold for every design, and simulation against formula."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from analytics.evidence.power.calculation import calculate, count_of, curve, scaled
from analytics.evidence.power.did_simulation import FEW_GROUPS, Panel, choices, simulate, simulated_power
from analytics.evidence.power.effects import detectable, dispersion, power_for, zero_share
from analytics.evidence.power.inputs import DESIGNS, KINDS, NEEDS, Inputs, missing, out_of_bounds
from analytics.evidence.power.noncentral import noncentrality_for, power_at
from analytics.evidence.power.precision import change_variance, precision, wedge, wedge_variance

WHOLE: dict[str, Any] = {
    "n_treated": 300, "n_control": 300, "clusters_treated": 40, "clusters_control": 40, "size": 20.0, "cv": 0.4, "icc": 0.03,
    "periods_before": 4, "periods_after": 4, "correlation": 0.7,
}  # fmt: skip
LEVELS: dict[str, tuple[float, float]] = {
    "percent": (8.0, 15.0),
    "share": (60.0, 1.0),
    "days": (12.0, 18.0),
    "points": (60.0, 18.0),
}


def study(design: Any, kind: Any = "percent", **values: Any) -> Inputs:
    base, sd = LEVELS[kind]
    needs = {name: WHOLE[name] for name in NEEDS[design]}
    usual = {"baseline": base, "sd": sd, "attrition": 0.1, "power": 0.8, "alpha": 0.05}
    return Inputs(design, kind, **{**needs, **usual, **values})


def change(inputs: Inputs) -> float:
    found = detectable(inputs, precision(inputs))
    assert found is not None
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("power", [0.8, 0.9])
def test_power_at_the_detectable_change_is_the_power_asked_for(design: Any, kind: Any, power: float) -> None:
    inputs = study(design, kind, power=power)

    assert power_for(change(inputs), inputs, precision(inputs)) == pytest.approx(power, abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_more_groups_detect_less(design: Any, kind: Any) -> None:
    inputs = study(design, kind)
    more = scaled(inputs, count_of(inputs) * 2)

    assert more is not None
    assert change(more) < change(inputs)


@pytest.mark.parametrize("design", ["cluster", "cluster_baseline", "did"])
def test_likeness_within_clusters_costs(design: Any) -> None:
    assert change(study(design, icc=0.10)) > change(study(design, icc=0.02)) > change(study(design, icc=0.0))


@pytest.mark.parametrize("design", ["individual", "cluster", "cluster_baseline", "did"])
def test_the_two_groups_may_change_places(design: Any) -> None:
    first, second = ("n_treated", "n_control") if design == "individual" else ("clusters_treated", "clusters_control")
    one, other = study(design, **{first: 30, second: 90}), study(design, **{first: 90, second: 30})

    assert change(one) == pytest.approx(change(other))
    assert change(one) > change(study(design, **{first: 60, second: 60}))


@pytest.mark.parametrize("design", DESIGNS)
def test_attrition_costs_and_background_helps(design: Any) -> None:
    inputs = study(design)

    assert change(replace(inputs, attrition=0.4)) > change(inputs)
    assert change(replace(inputs, r2=0.5)) < change(inputs)
    assert change(replace(inputs, alpha=0.01)) > change(inputs)


def test_baseline_measurement_helps_by_its_correlation() -> None:
    plain, adjusted = study("cluster"), study("cluster_baseline", correlation=0.9, person_correlation=0.5)

    assert change(adjusted) < change(plain)
    assert change(replace(adjusted, correlation=0.2)) > change(adjusted)


def test_two_sided_power_is_the_level_where_there_is_nothing() -> None:
    assert power_at(0.0, np.array([3.0, 20.0, math.inf]), 0.05) == pytest.approx([0.05, 0.05, 0.05])
    assert noncentrality_for(0.8, math.inf, 0.05) == pytest.approx(1.959964 + 0.841621, abs=1e-4)
    assert noncentrality_for(0.8, 1, 0.05) > noncentrality_for(0.8, 5, 0.05) > noncentrality_for(0.8, 100, 0.05)


def test_stepped_wedge_formula_is_generalised_least_squares() -> None:
    """Derived independently: the variance from the whole covariance matrix."""
    steps, between, within = wedge(7, 1, 3), 0.04, 0.05
    periods = steps.shape[1]
    inverse = np.linalg.inv(within * np.eye(periods) + between)
    information = np.zeros((periods + 1, periods + 1))
    for row in steps:
        design = np.column_stack([np.eye(periods), row])
        information += design.T @ inverse @ design

    assert wedge_variance(steps, between, within) == pytest.approx(np.linalg.inv(information)[-1, -1])
    assert wedge(6, 1, 3).tolist() == [[0, 1, 1, 1]] * 2 + [[0, 0, 1, 1]] * 2 + [[0, 0, 0, 1]] * 2


def test_variance_of_a_change_by_hand() -> None:
    """One period before and one after: icc · 2 (1 − ρ) + (1 − icc)(1 + CV²)/m · 2."""
    assert change_variance(20, 0.5, 0.1, 1, 1, 0.6) == pytest.approx(0.1 * 2 * 0.4 + 0.9 * 1.25 / 20 * 2)
    assert change_variance(20, 0.0, 0.1, 2, 2, 0.0) == pytest.approx((0.1 + 0.9 / 20) * 1.0)


def test_days_take_spread_from_mean_and_standard_deviation() -> None:
    inputs = study("individual", "days", baseline=10.0, sd=20.0)

    assert dispersion(inputs) == pytest.approx((400 - 10) / 100)
    assert zero_share(inputs) == pytest.approx(100 * (1 + 39) ** (-1 / 3.9))
    assert dispersion(study("individual", "days", baseline=10.0, sd=2.0)) == 0.0


def test_days_power_against_simulated_counts() -> None:
    """Wald test on the log of the ratio of means in simulated negative binomial counts, normal quantile."""
    inputs = study("individual", "days", n_treated=200, n_control=200, attrition=0.0)
    less = change(inputs)
    k, base = dispersion(inputs), 12.0
    random = np.random.default_rng(7)

    def draw(mean: float) -> Any:
        return random.negative_binomial(1 / k, 1 / (1 + k * mean), (3000, 200))

    treated, control = draw(base - less), draw(base)
    error = np.sqrt(sum(x.var(axis=1, ddof=1) / x.mean(axis=1) ** 2 / 200 for x in (treated, control)))
    z = np.abs(np.log(treated.mean(axis=1) / control.mean(axis=1))) / error
    assert (z > 1.959964).mean() == pytest.approx(0.8, abs=0.035)


def test_a_share_near_the_floor_has_nothing_to_find() -> None:
    inputs = study("individual", "share", n_treated=20, n_control=20, baseline=5.0)

    assert detectable(inputs, precision(inputs)) is None
    assert calculate(inputs, 5.0).detectable is None
    assert detectable(replace(inputs, direction="higher"), precision(inputs)) is not None


PANEL = Panel(10, 20, 6, 6, 20.0, 0.0, 0.05, 0.5)


def test_simulation_agrees_with_the_t_test_when_groups_are_not_few() -> None:
    inputs = study("did", "points", sd=1.0, clusters_treated=10, clusters_control=20, cv=0.0, icc=0.05, periods_before=6,
                   periods_after=6, correlation=0.5, attrition=0.0)  # fmt: skip
    found = simulate(PANEL, 0.8, 0.05)

    assert found.low is not None and found.high is not None and found.change is not None
    assert found.low < found.change < found.high
    assert found.change == pytest.approx(change(inputs), rel=0.05)
    assert simulated_power(PANEL, found.change, 0.05) == pytest.approx(0.8, abs=0.002)
    assert simulated_power(PANEL, 0.0, 0.05) == pytest.approx(found.false_alarms[2] / 100)


def test_simulation_is_the_same_each_time_and_another_with_another_seed() -> None:
    simulate.cache_clear()
    first = simulate(PANEL, 0.8, 0.05)
    simulate.cache_clear()

    assert simulate(PANEL, 0.8, 0.05) == first
    assert simulate(PANEL, 0.8, 0.05, seed=1).change != first.change


def test_one_treated_group_of_ten_can_never_be_told_from_chance() -> None:
    """Ten ways to choose it: p is never below one tenth."""
    found = simulate(Panel(1, 9, 8, 8, 50.0, 0.0, 0.05, 0.7), 0.8, 0.05)

    assert found.smallest_p == pytest.approx(0.1)
    assert found.change is None
    assert choices(1, 10, 0).shape == (10, 10)
    assert choices(1, 10, 0)[0].tolist() == [1.0] + [-1 / 9] * 9


def test_few_groups_are_simulated_and_many_are_not() -> None:
    few = study("did", clusters_treated=7, clusters_control=13)
    many = study("did", clusters_treated=FEW_GROUPS, clusters_control=FEW_GROUPS)

    assert calculate(few, 5.0).simulated is not None
    assert calculate(many, 5.0).simulated is None


@pytest.mark.parametrize("design", DESIGNS)
def test_needed_is_the_fewest_that_is_enough(design: Any) -> None:
    inputs = study(design, "points", baseline=60.0)
    made = calculate(inputs, 10.0)

    assert made.needed is not None
    enough, short = scaled(inputs, made.needed), scaled(inputs, made.needed - 1)
    assert enough is not None
    assert power_for(6.0, enough, precision(enough)) >= 0.8
    assert short is None or precision(short).df < 1 or power_for(6.0, short, precision(short)) < 0.8


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_the_curve_goes_through_the_chosen_point_and_falls(design: Any, kind: Any) -> None:
    inputs = study(design, kind)
    points = curve(inputs, 100)
    known = {point.count: point.units for point in points}

    assert known[count_of(inputs)] == pytest.approx(change(inputs), rel=1e-5)
    values = [point.units for point in points if point.units is not None]
    assert values[0] > values[-1]
    assert all(later <= earlier * 1.03 for earlier, later in pairwise(values))


@pytest.mark.parametrize("design", [design for design in DESIGNS if design != "did"])
def test_a_calculation_with_its_curve_is_quick(design: Any) -> None:
    inputs = study(design, "days")
    calculate(inputs, 5.0)
    began = time.perf_counter()
    made = calculate(replace(inputs, baseline=11.0), 5.0)
    curve(made.inputs, made.needed)

    assert time.perf_counter() - began < 0.6  # 150 ms on a machine of its own; tests share theirs


@pytest.mark.parametrize("design", DESIGNS)
def test_each_missing_input_is_named_and_nothing_else(design: Any) -> None:
    whole = study(design, "points")

    assert missing(whole) == ()
    for name in (*NEEDS[design], "sd", "baseline", "attrition", "power", "alpha"):
        assert missing(replace(whole, **{name: None})) == (name,)
    assert missing(replace(study(design, "share"), sd=None)) == ()


def test_what_cannot_be_computed_is_told() -> None:
    assert out_of_bounds(study("cluster")) == ()
    assert out_of_bounds(study("cluster", icc=1.0, sd=0.0, attrition=1.0)) == ("icc", "attrition", "sd")
    assert out_of_bounds(study("cluster", clusters_treated=1, clusters_control=1)) == ("clusters",)
    assert out_of_bounds(study("individual", "share", baseline=100.0)) == ("share",)
