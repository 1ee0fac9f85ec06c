"""Decompositions against published worked examples, and small tables that one can add up by hand.

The worked examples are from Das Gupta (1993), "Standardization and Decomposition of Rates: A User's Manual", U.S. Bureau
of the Census, Current Population Reports P23-186; the numbers as they are also given in the documentation of the R package
DasGuptR 2.1.0 (CRAN), which reprints the manual's tables 2.1-2.4, 3.1, 4.3, 4.4, 5.1 and 5.3 with results.
"""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.sickness.kitagawa import (
    cross_classified,
    das_gupta,
    kitagawa,
    product_rate,
    rounded,
    rounded_to_sum,
    share_factors,
    shares,
)


def test_two_groups_by_hand() -> None:
    """Shares 50/50 to 60/40, rates 4 and 8 to 5 and 8: 6.0 to 6.2.

    Composition (0.1 * 4.5) + (-0.1 * 8) = -0.35; level 0.55 * 1 + 0.45 * 0 = 0.55; -0.35 + 0.55 = 0.2.
    """
    made = kitagawa([50, 50], [4, 8], [60, 40], [5, 8])

    assert (made.from_rate, made.to_rate) == (6.0, pytest.approx(6.2))
    assert made.composition == pytest.approx(-0.35)
    assert made.level == pytest.approx(0.55)
    assert [part.level for part in made.groups] == pytest.approx([0.55, 0])
    assert [part.composition for part in made.groups] == pytest.approx([0.45, -0.8])


def test_seen_from_the_mean_a_growing_group_below_it_lowers_the_rate() -> None:
    """Mean of the two totals 6.1: 0.1 * (4.5 - 6.1) = -0.16 and -0.1 * (8 - 6.1) = -0.19, together -0.35."""
    made = kitagawa([50, 50], [4, 8], [60, 40], [5, 8])

    assert [part.composition_from_mean for part in made.groups] == pytest.approx([-0.16, -0.19])


def test_kitagawa_headship_rates_das_gupta_table_5_1() -> None:
    """Household headship rates per 100, United States 1970 and 1985: age structure 1.2269, rates 1.7403, in all 2.9672."""
    made = kitagawa(
        [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9],
        [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8],
        [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5],
        [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2],
    )

    assert (round(made.from_rate, 4), round(made.to_rate, 4)) == (44.7268, 47.6940)
    assert round(made.composition, 4) == 1.2269
    assert round(made.level, 4) == 1.7403
    assert round(made.change, 4) == 2.9672


def test_product_of_two_factors_das_gupta_table_2_1() -> None:
    """Mean earnings of black and white males, United States 1980."""
    assert das_gupta([10930, 0.717892], [16591, 0.825974]) == pytest.approx([4369.913, 1487.262], abs=0.001)


def test_product_of_three_factors_das_gupta_table_2_2() -> None:
    """Crude birth rates of Austria and Chile 1981: 12.517 and 32.845."""
    effects = das_gupta([51.78746, 0.45919, 0.52638], [84.90502, 0.75756, 0.51065])

    assert effects == pytest.approx([10.4340333, 10.5608476, -0.6670084], abs=1e-6)
    assert sum(effects) == pytest.approx(20.3278726, abs=1e-6)


def test_product_of_four_factors_das_gupta_table_2_3() -> None:
    effects = das_gupta([25.3, 0.214, 0.279, 0.949], [32.7, 0.290, 0.473, 0.986])

    assert effects == pytest.approx([0.6889411, 0.8125381, 1.3829055, 0.1047547], abs=1e-6)


def test_product_of_five_factors_das_gupta_table_2_4() -> None:
    """Total fertility of South Korea as a product of five factors."""
    effects = das_gupta([0.58, 0.76, 0.84, 0.66, 16.573], [0.72, 0.97, 0.97, 0.56, 16.158])

    assert effects == pytest.approx([1.0909785, 1.2298438, 0.7278399, -0.8398707, -0.1290187], abs=1e-6)


def test_rate_as_a_difference_das_gupta_table_3_1() -> None:
    """Natural increase 1940 and 1960, births less deaths: 4.3 and 1.3 of 5.6."""
    assert das_gupta([19.4, 10.8], [23.7, 9.5], lambda b, d: b - d) == pytest.approx([4.3, 1.3])


def test_three_vector_factors_das_gupta_table_4_3() -> None:
    """Crude birth rate of Taiwan 1960 and 1970 by age: -7.286, -2.721 and -1.565 of -11.571."""
    effects = das_gupta(
        [
            [393, 407, 369, 274, 184, 90, 16],
            [0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
            [0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
        ],
        [
            [488, 452, 338, 156, 63, 22, 3],
            [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
            [0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
        ],
    )

    assert effects == pytest.approx([-7.285632, -2.720633, -1.565181], abs=1e-6)


def test_rate_as_a_function_of_vectors_das_gupta_table_4_4() -> None:
    """Share of births outside marriage, United States 1963 and 1983."""

    def rate(a: list[float], b: list[float], c: list[float], d: list[float]) -> float:
        unmarried = sum(x * y * z for x, y, z in zip(a, b, c, strict=True))
        return unmarried / (unmarried + sum(x * (1 - y) * z for x, y, z in zip(a, b, d, strict=True)))

    effects = das_gupta(
        [
            [0.200, 0.163, 0.146, 0.154, 0.168, 0.169], [0.866, 0.325, 0.119, 0.099, 0.099, 0.121],
            [0.007, 0.021, 0.023, 0.015, 0.008, 0.002], [0.454, 0.326, 0.195, 0.107, 0.051, 0.015],
        ],
        [
            [0.169, 0.195, 0.190, 0.174, 0.150, 0.122], [0.931, 0.563, 0.311, 0.216, 0.199, 0.191],
            [0.018, 0.026, 0.023, 0.016, 0.008, 0.002], [0.380, 0.201, 0.149, 0.079, 0.025, 0.006],
        ],
        rate,
    )  # fmt: skip

    assert effects == pytest.approx([-0.00620498, 0.04866154, 0.02705922, 0.02470928], abs=1e-7)


def test_cross_classified_death_rates_das_gupta_table_5_3() -> None:
    """Death rates per 1000 by race and age, United States 1970 and 1985: age 1.5217, race 0.0198, rates -2.2277."""
    keys = [(race, age) for race in (1, 2) for age in range(11)]
    size_1985 = [3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472,
                 707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236]  # fmt: skip
    size_1970 = [2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315,
                 535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117]  # fmt: skip
    rate_1985 = [9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570,
                 17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161]  # fmt: skip
    rate_1970 = [18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837,
                 36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205]  # fmt: skip
    before, first = dict(zip(keys, size_1970, strict=True)), dict(zip(keys, rate_1970, strict=True))
    after, last = dict(zip(keys, size_1985, strict=True)), dict(zip(keys, rate_1985, strict=True))

    compositions, level = cross_classified(before, first, after, last)

    assert compositions == pytest.approx([0.0197749, 1.5217347], abs=1e-6)
    assert level == pytest.approx(-2.2277254, abs=1e-6)
    assert sum(compositions) + level == pytest.approx(-0.6862158, abs=1e-6)


def test_share_factors_multiply_to_the_shares() -> None:
    sizes = {("a", "x"): 10.0, ("a", "y"): 30.0, ("b", "x"): 20.0, ("b", "y"): 40.0, ("c", "x"): 0.0}

    first, second = share_factors(sizes)

    assert [first[cell] * second[cell] for cell in sizes] == pytest.approx([0.1, 0.3, 0.2, 0.4, 0.0])


def test_an_empty_group_changes_nothing() -> None:
    with_empty = kitagawa([50, 50, 0], [4, 8, 99], [60, 40, 0], [5, 8, 1])

    assert (with_empty.composition, with_empty.level) == (pytest.approx(-0.35), pytest.approx(0.55))


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2], [float("nan"), 1]])
def test_weights_that_make_no_shares_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        shares(weights)


def test_groups_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="same groups"):
        kitagawa([1, 1], [1, 1], [1, 1, 1], [1, 1, 1])
    with pytest.raises(ValueError, match="same groups"):
        product_rate([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="same factors"):
        das_gupta([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="same cells"):
        cross_classified({("a",): 1}, {("a",): 1}, {("b",): 1}, {("b",): 1})


_SIZES = st.lists(st.floats(0.01, 1e6), min_size=4, max_size=4)
_RATES = st.lists(st.floats(0, 30), min_size=4, max_size=4)


@given(_SIZES, _RATES, _SIZES, _RATES)
def test_components_always_add_up(w: list[float], r: list[float], v: list[float], s: list[float]) -> None:
    made = kitagawa(w, r, v, s)
    keys = [("m", 1), ("m", 2), ("w", 1), ("w", 2)]
    crossed, level = cross_classified(*(dict(zip(keys, values, strict=True)) for values in (w, r, v, s)))

    assert math.isclose(made.composition + made.level, made.change, abs_tol=1e-9)
    assert math.isclose(sum(part.composition_from_mean for part in made.groups), made.composition, abs_tol=1e-9)
    assert math.isclose(sum(crossed), made.composition, abs_tol=1e-7)
    assert math.isclose(level, made.level, abs_tol=1e-9)


@given(_SIZES, _RATES, _SIZES, _RATES)
def test_the_other_way_round_gives_the_opposite(w: list[float], r: list[float], v: list[float], s: list[float]) -> None:
    one, other = kitagawa(w, r, v, s), kitagawa(v, s, w, r)

    assert math.isclose(one.composition, -other.composition, abs_tol=1e-9)
    assert math.isclose(one.level, -other.level, abs_tol=1e-9)


def test_rounding_keeps_the_sum() -> None:
    """Three times a third: 0.33, 0.33 and 0.34 make 1.00."""
    third = Decimal(1) / 3

    assert rounded_to_sum([third, third, third], Decimal("1.00")) == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]
    assert rounded_to_sum([Decimal("-0.128"), Decimal("0.225")], Decimal("0.10")) == [Decimal("-0.13"), Decimal("0.23")]
    assert rounded_to_sum([], Decimal("0.00")) == []


@given(st.lists(st.decimals(-20, 20, places=5), min_size=1, max_size=12))
def test_rounded_parts_are_at_most_one_unit_off(values: list[Decimal]) -> None:
    total = rounded(sum(values, Decimal(0)), 2)
    shown = rounded_to_sum(values, total)

    assert sum(shown, Decimal(0)) == total
    assert all(abs(a - b) <= Decimal("0.01") for a, b in zip(shown, values, strict=True))
