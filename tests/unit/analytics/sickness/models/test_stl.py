"""Own seasonal adjustment: what it takes out, what it leaves, and where it is not made."""

from decimal import Decimal

import numpy as np
import pytest

from analytics.sickness.models.runs import known, longest, regular, runs
from analytics.sickness.models.stl import MIN_QUARTERS, adjusted, agreement

FACTORS = (1.2, 1.0, 0.8, 1.0)


def quarters(first_year, years, level=lambda _: 6.0):
    return {
        f"{first_year + place // 4}K{place % 4 + 1}": level(place) * FACTORS[place % 4] for place in range(4 * years)
    }  # fmt: skip


def test_a_fixed_season_is_taken_out_whole() -> None:
    """Factors 1.2, 1, 0.8, 1 around 6: the logarithms of the factors have mean log(0.96)/4, so 6 * 0.96^(1/4) is left."""
    found = adjusted(quarters(2000, 10))

    assert set(found.values) == set(quarters(2000, 10))
    assert list(found.values.values()) == pytest.approx([6 * 0.96**0.25] * 40)
    assert found.not_enough is None


def test_a_shift_stays_in_the_adjusted_figures() -> None:
    found = adjusted(quarters(2000, 12, lambda place: 6.0 if place < 24 else 7.0))

    values = list(found.values.values())
    assert values[20] == pytest.approx(6 * 0.96**0.25, abs=0.05)
    assert values[27] == pytest.approx(7 * 0.96**0.25, abs=0.05)


def test_gaps_stay_gaps_and_each_run_is_adjusted_by_itself() -> None:
    whole = quarters(2000, 12)
    gappy = {**whole, "2005K3": None}

    found = adjusted(gappy)

    assert found.values["2005K3"] is None
    assert found.values["2005K2"] == pytest.approx(6 * 0.96**0.25)
    alone = adjusted({period: value for period, value in whole.items() if period < "2005K3"})
    assert found.values["2005K2"] == alone.values["2005K2"]


def test_a_run_that_is_too_short_is_left_out_with_its_reason() -> None:
    whole = {period: value for period, value in quarters(2000, 6).items() if period <= "2004K4" or period > "2005K2"}

    found = adjusted(whole)

    assert found.values["2004K4"] is not None
    assert found.values["2005K4"] is None
    assert [(first, last, why.reason, why.count, why.needed) for first, last, why in found.left_out] == [
        ("2005K3", "2005K4", "too_short", 2, MIN_QUARTERS)
    ]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "no_values"),
        ({"2001K1": None}, "no_values"),
        ({"2001": 5.0}, "no_values"),
        (quarters(2001, 2), "too_short"),
        ({**quarters(2001, 8), "2003K2": 0.0}, "non_positive"),
        ({**quarters(2001, 8), "2003K2": -0.1}, "non_positive"),
    ],
)
def test_what_cannot_be_adjusted_says_why(values, reason) -> None:
    found = adjusted(values)

    assert found.not_enough is not None and found.not_enough.reason == reason
    assert set(found.values.values()) <= {None}


def test_a_constant_series_is_its_own_adjusted_series() -> None:
    found = adjusted({f"{year}K{number}": 5.0 for year in range(2000, 2010) for number in (1, 2, 3, 4)})

    assert list(found.values.values()) == pytest.approx([5.0] * 40)


def test_order_and_kind_of_number_do_not_matter() -> None:
    rng = np.random.default_rng(4)
    values = {period: round(value + rng.normal(0, 0.1), 1) for period, value in quarters(2000, 10).items()}
    shuffled = dict(sorted(values.items(), key=lambda item: item[0][::-1]))

    assert adjusted(values).values == adjusted({period: Decimal(str(value)) for period, value in shuffled.items()}).values


def test_not_a_number_is_no_figure() -> None:
    values = quarters(2000, 12) | {"2000K1": float("nan"), "2000K2": float("nan")}

    found = adjusted(values)

    assert next(iter(found.values)) == "2000K3"
    assert found.not_enough is None


def test_agreement_with_published_figures() -> None:
    """Differences 0.1, 0.3 and 0.2 in the three quarters that both have: mean 0.2, largest 0.3."""
    own = adjusted(quarters(2000, 5))
    level = 6 * 0.96**0.25
    published = {"2000K1": level + 0.1, "2000K2": level - 0.3, "2003K1": level + 0.2, "2010K1": 9.9, "2000K3": None}

    found = agreement(own, published)

    assert (found.quarters, found.largest_in) == (3, "2000K2")
    assert (found.mean, found.largest) == pytest.approx((0.2, 0.3))
    assert agreement(own, {"2010K1": 9.9}).mean is None


def test_runs_and_regular_figures() -> None:
    values = {"2001K2": 2.0, "2001K1": 1.0, "2002K1": 5.0, "2001K4": 4.0, "2002K2": None, "2002K3": 7.0, "2000": 9.0}

    found = runs(values)

    assert [(run.first, list(run.values)) for run in found] == [(8004, [1, 2]), (8007, [4, 5]), (8010, [7])]
    assert longest(found).first == 8007
    assert longest([]) is None
    assert list(known(values).values()) == [1, 2, 4, 5, 7]
    filled = regular(values, 8004, 8008)
    assert np.isnan(filled[2]) and list(filled[[0, 1, 3, 4]]) == [1, 2, 4, 5]
