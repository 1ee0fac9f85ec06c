"""Money is split by shares, and the parts add up to the ledger exactly."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.portfolio.split import placements, split_amounts
from tests.unit.analytics.portfolio.rows import Row, area, areas_of, questions_of, snapshot


def split(amount: str | None, areas: list[Row], questions: list[Row]) -> dict[tuple[str | None, str | None], Decimal | None]:
    known = snapshot(
        priority_area=[area(f"A{i}", i) for i in range(5)],
        project=[{"project_id": "1", "programme_id": "P"}],
        project_area=areas,
        project_question=questions,
    )
    placed = placements(known, pl.Series("project_id", ["1"]))
    amounts = pl.DataFrame(
        {"project_id": ["1"], "amount_nok": [None if amount is None else Decimal(amount)]},
        schema={"project_id": pl.String, "amount_nok": pl.Decimal(18, 2)},
    )
    rows = split_amounts(placed, amounts).select("area_id", "question_kind", "amount_nok").rows()
    return {(area, question): value for area, question, value in rows}


def test_shares_of_area_and_question_are_multiplied() -> None:
    found = split("1000", areas_of("1", A1=60, A2=40), questions_of("1", effect=75, cause=25))
    assert found == {("A1", "effect"): 450, ("A1", "cause"): 150, ("A2", "effect"): 300, ("A2", "cause"): 100}


def test_what_is_left_over_goes_to_the_largest_remainders_in_whole_kroner() -> None:
    found = split("100", areas_of("1", A1=100), questions_of("1", cause=33.33, effect=33.33, synthesis=33.34))
    assert found == {("A1", "cause"): 33, ("A1", "effect"): 33, ("A1", "synthesis"): 34}


def test_an_amount_with_ore_is_split_to_the_ore() -> None:
    found = split("0.05", areas_of("1", A1=50, A2=50), questions_of("1", effect=100))
    assert found == {("A1", "effect"): Decimal("0.03"), ("A2", "effect"): Decimal("0.02")}


def test_what_is_not_given_is_unknown_and_not_zero() -> None:
    found = split("1000", areas_of("1", A1=80), [])
    assert found == {("A1", None): 800, (None, None): 200}


def test_thirds_with_two_digits_are_the_whole() -> None:
    found = split("300", areas_of("1", A1=33.33, A2=33.33, A3=33.33), questions_of("1", effect=100))
    assert found == {("A1", "effect"): 100, ("A2", "effect"): 100, ("A3", "effect"): 100}


def test_shares_above_100_are_scaled_down() -> None:
    assert split("300", areas_of("1", A1=100, A2=50), questions_of("1", effect=100)) == {
        ("A1", "effect"): 200,
        ("A2", "effect"): 100,
    }


def test_an_unknown_amount_stays_unknown() -> None:
    assert split(None, areas_of("1", A1=100), questions_of("1", effect=100)) == {("A1", "effect"): None}


@settings(deadline=None)  # the first run of a query is slow on a busy machine
@given(
    amount=st.decimals(min_value=0, max_value=10**12, places=2),
    areas=st.lists(st.integers(1, 100), min_size=0, max_size=4),
    questions=st.lists(st.integers(1, 100), min_size=0, max_size=5),
)
def test_the_parts_add_up_to_the_amount_whatever_the_shares(amount: Decimal, areas: list[int], questions: list[int]) -> None:
    kinds = ("cause", "implementation", "effect", "cost_benefit", "synthesis")
    found = split(
        str(amount),
        areas_of("1", **{f"A{i}": share for i, share in enumerate(areas)}),
        questions_of("1", **dict(zip(kinds, questions, strict=False))),
    )
    assert sum(value for value in found.values() if value is not None) == amount
    assert all(value is not None and value >= 0 for value in found.values())
