"""Dates of breaks that were put in, none where there are none, and the tests and intervals behind them."""

from itertools import combinations

import numpy as np
import pytest

from analytics.sickness.models.break_dates import Dating, dating, fitted, level_and_trend, segment_costs, segments
from analytics.sickness.models.break_tests import (
    SUP_F_NEXT,
    UD_MAX,
    _quantile,
    break_tests,
    date_intervals,
    long_run_variance,
    sup_f,
    uses_critical_values,
)


def noisy(levels, length=25, seed=1, scale=0.1):
    steps = np.repeat(np.array(levels, dtype=float), length)
    return steps + np.random.default_rng(seed).normal(0, scale, len(steps))


def correlated(count, share, seed, scale=1.0):
    shocks = np.random.default_rng(seed).normal(0, scale, count)
    made = np.zeros(count)
    for place in range(1, count):
        made[place] = share * made[place - 1] + shocks[place]
    return made


def test_two_shifts_are_found_where_they_were_put() -> None:
    found = dating(noisy([7, 6, 6.8]))

    assert isinstance(found, Dating)
    assert found.chosen.ends == (25, 50)
    assert found.chosen_lwz.ends == (25, 50)


def test_a_level_without_shift_has_no_break() -> None:
    found = dating(noisy([6, 6, 6, 6]))

    assert isinstance(found, Dating)
    assert found.chosen.ends == ()
    assert not break_tests(noisy([6, 6, 6, 6]), found).finds_any


def test_the_cuts_are_the_best_of_all_cuts() -> None:
    """Every way to cut 44 figures in three segments of at least 6, tried one by one."""
    values = np.random.default_rng(7).normal(0, 1, 44).cumsum()
    found = dating(values, trimming=0.15, max_breaks=2)
    assert isinstance(found, Dating)

    def ssr(ends):
        return sum(((values[a:b] - values[a:b].mean()) ** 2).sum() for a, b in segments(ends, 44))

    tried = [ends for ends in combinations(range(6, 39), 2) if ends[1] - ends[0] >= 6]
    assert found.min_length == 6
    assert found.by_number[2].ends == min(tried, key=ssr)
    assert found.by_number[2].ssr == pytest.approx(min(map(ssr, tried)))


def test_costs_are_sums_of_squared_residuals() -> None:
    values = np.random.default_rng(3).normal(5, 1, 12)
    rows = level_and_trend(12)

    costs = segment_costs(values, rows, 4)

    residuals = np.linalg.lstsq(rows[3:10], values[3:10], rcond=None)[1][0]
    assert costs[3, 10] == pytest.approx(residuals)
    assert np.isinf(costs[3, 6])


def test_a_change_of_trend_is_dated_with_level_and_trend() -> None:
    line = np.concatenate([np.linspace(0, 3, 40), np.linspace(3, 1, 40)]) + np.random.default_rng(2).normal(0, 0.05, 80)

    found = dating(line, regressors=level_and_trend(80))

    assert isinstance(found, Dating)
    assert len(found.chosen.ends) == 1
    assert abs(found.chosen.ends[0] - 40) <= 2


def test_steps_without_noise_are_cut_no_finer_than_they_are() -> None:
    found = dating(np.repeat([1.0, 2.0], 30))

    assert isinstance(found, Dating)
    assert found.chosen.ends == (30,)
    assert fitted(np.repeat([1.0, 2.0], 30), found.chosen.ends) == pytest.approx(np.repeat([1.0, 2.0], 30))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.array([]), "too_short"),
        (np.arange(12.0), "too_short"),
        (np.full(60, 6.1), "no_variation"),
        (np.zeros(60), "no_variation"),
        (np.append(np.arange(60.0), np.nan), "gaps"),
    ],
)
def test_what_cannot_be_dated_says_why(values, reason) -> None:
    found = dating(values)

    assert not isinstance(found, Dating)
    assert found.reason == reason


def test_one_segment_may_not_be_shorter_than_the_trimming() -> None:
    found = dating(noisy([6, 9], length=50), trimming=0.2)

    assert isinstance(found, Dating)
    assert found.min_length == 20
    assert len(found.by_number) == 5  # five segments of twenty fit, so up to four breaks
    assert all(min(np.diff([0, *cut.ends, 100])) >= 20 for cut in found.by_number)


def test_uncorrelated_errors_have_their_plain_variance_in_the_long_run() -> None:
    noise = np.random.default_rng(1).normal(0, 2, 4000)

    assert long_run_variance(noise) == pytest.approx(4, rel=0.1)


def test_correlated_errors_have_more() -> None:
    """An autoregression of 0.5 with shocks of variance 1: 1 / (1 - 0.5)^2 = 4, against a plain variance of 4/3."""
    errors = correlated(8000, 0.5, 2)

    assert errors.var() == pytest.approx(4 / 3, rel=0.1)
    assert long_run_variance(errors) == pytest.approx(4, rel=0.15)
    assert long_run_variance(np.zeros(10)) == 0


def test_the_classical_statistic_by_hand() -> None:
    """1, 2, 1, 2 then 5, 6, 5, 6: means 1.5 and 5.5, SSR 2; one level SSR 34; (34 - 2) / (2 / 6) = 96."""
    assert sup_f(np.array([1.0, 2, 1, 2, 5, 6, 5, 6]), (4,), robust=False) == pytest.approx(96)


def test_correlation_alone_is_no_break() -> None:
    """Of series that wander without any shift, BIC cuts most; the tests that allow for correlation keep near 5 per cent."""
    cut = found_any = 0
    for seed in range(60):
        values = correlated(100, 0.5, seed)
        made = dating(values)
        assert isinstance(made, Dating)
        cut += bool(made.chosen.ends)
        found_any += break_tests(values, made).finds_any

    assert cut > 20
    assert found_any < cut / 2


def test_a_plain_shift_is_found_by_every_test() -> None:
    values = noisy([6, 7], length=40)
    found = dating(values)
    assert isinstance(found, Dating)

    tests = break_tests(values, found)

    assert tests.finds_any
    assert tests.ud_max == max(tests.sup_f) > UD_MAX
    assert tests.sequential == 1
    assert tests.sup_f_next[0] > SUP_F_NEXT[0]
    assert tests.sup_f_next[1] < SUP_F_NEXT[1]


def test_two_shifts_that_cancel_are_found_by_the_number_of_breaks_not_by_the_first() -> None:
    """Up and down again: one break explains little, two explain nearly all; UDmax decides that there is any."""
    values = noisy([6, 7, 6], length=30)
    found = dating(values)
    assert isinstance(found, Dating)

    tests = break_tests(values, found)

    assert tests.sup_f[1] > 3 * tests.sup_f[0]
    assert tests.sequential == 2


def test_an_interval_holds_the_true_date_about_as_often_as_it_says() -> None:
    held = 0
    for seed in range(200):
        values = noisy([0, 1], length=50, seed=seed, scale=1.0)
        found = dating(values, max_breaks=1)
        assert isinstance(found, Dating)
        (span,) = date_intervals(values, found.by_number[1].ends, robust=False)
        held += span is None or span[0] <= 50 <= span[1]

    assert 0.9 <= held / 200 <= 1.0


def test_a_date_that_is_not_determined_has_no_interval() -> None:
    values = np.random.default_rng(9).normal(0, 1, 60)

    assert date_intervals(values, (30,)) == [None]


def test_the_interval_reaches_towards_the_quiet_side() -> None:
    """A noisy figure may look as if it belonged to the quiet level, but hardly a quiet one to the noisy level."""
    rng = np.random.default_rng(11)
    values = np.concatenate([rng.normal(0, 0.3, 60), rng.normal(2, 2.5, 60)])

    (span,) = date_intervals(values, (60,), robust=False)

    assert span is not None
    assert 60 - span[0] > span[1] - 60


def test_the_distribution_of_a_date_has_its_known_quantiles() -> None:
    """With equal variances on both sides: 7.7 at 95 and 11.0 at 97.5 per cent (Bai 1997), and the same to the left."""
    assert round(_quantile(0.95, 1.0), 1) == 7.7
    assert round(_quantile(0.975, 1.0), 1) == 11.0
    assert _quantile(0.025, 1.0) == pytest.approx(-_quantile(0.975, 1.0))


@pytest.mark.parametrize("ratio", [1e-12, 1e-3, 1e3, 1e12])
def test_very_unequal_variances_do_not_overflow(ratio) -> None:
    low, high = _quantile(0.025, ratio), _quantile(0.975, ratio)

    assert np.isfinite([low, high]).all()
    assert low < high


def test_critical_values_are_for_one_trimming() -> None:
    assert uses_critical_values(0.15)
    assert not uses_critical_values(0.10)
