"""Promises in years to come, and what a proposal would add."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from analytics.spending.commitments import commitments, spread, what_if
from analytics.spending.proposal import read_proposal
from domain.errors import UserError
from tests.unit.analytics.spending.rows import MILL, commitment, frame, line, payment, snapshot

POST = [
    {"parameter_id": f"P-{name}", "name": f"knowledge_budget_{name}", "value": value, "unit": "-", "valid_from": date(2019, 1, 1),
     "text_nb": "-", "text_en": "-"}
    for name, value in (("chapter", 601.0), ("post", 22.0))
]  # fmt: skip


def enacted(year: int) -> dict[str, object]:
    return {
        "state_budget_id": str(year), "year": year, "chapter": "601", "post": "22", "name_nb": "-", "stage": "enacted",
        "amount_nok": 30 * MILL, "quality": "primary",
    }  # fmt: skip


TABLES = {
    "frame": [frame(2021, 15), frame(2022, 15)],
    "commitment": [
        commitment(1, 2021, 6, "2021-01-10", contract_id="K1"),
        commitment(2, 2022, 9, "2021-01-10", contract_id="K1"),
        commitment(3, 2022, 4, "2021-02-01", "conditional", contract_id="K2", condition_nb="Bevilgning"),
        commitment(4, 2023, 3, "2021-02-01", contract_id="K1"),
    ],
    "payment": [payment(1, 2021, 2, "2021-04-01", contract_id="K1")],
    "budget_line": [line("A", 2022, 5, "2021-01-01")],
}


def test_each_year_has_its_promises_against_its_frame() -> None:
    found = commitments(snapshot("2021-06-30", **TABLES, parameter=POST, state_budget=[enacted(2021)]))
    by_year = {y.year: (y.paid_nok, y.promised_nok, y.conditional_nok, y.meant_nok, y.left_nok) for y in found.years}

    assert by_year == {
        2021: (2 * MILL, 4 * MILL, 0, 0, 9 * MILL),
        2022: (0, 9 * MILL, 4 * MILL, 5 * MILL, -3 * MILL),
        2023: (0, 3 * MILL, 0, 0, None),  # no frame: what is left is unknown
    }
    assert [y.beyond_frame_nok for y in found.years] == [0, 0, 3 * MILL]
    assert [y.is_voted for y in found.years] == [True, False, False]
    assert (found.later_nok, found.not_voted_nok) == (16 * MILL, 16 * MILL)


def test_a_year_is_voted_when_its_budget_is_enacted() -> None:
    found = commitments(snapshot("2021-12-20", **TABLES, parameter=POST, state_budget=[enacted(2021), enacted(2022)]))
    assert [y.is_voted for y in found.years] == [True, True, False]
    assert found.not_voted_nok == 3 * MILL


def test_without_the_budget_post_it_is_not_known_whether_a_year_is_voted() -> None:
    found = commitments(snapshot("2021-06-30", **TABLES))
    assert {y.is_voted for y in found.years} == {None}
    assert "ikke kjent" in found.sentence.nb


def test_the_rows_add_up_to_the_years_and_name_the_condition() -> None:
    found = commitments(snapshot("2021-06-30", **TABLES))
    sums = dict(found.rows.group_by("year").agg(pl.col("amount_nok").sum()).iter_rows())

    assert sums == {y.year: y.bound_or_conditional_nok for y in found.years}
    assert found.rows.filter(found.rows["state"] == "conditional").get_column("condition_nb").to_list() == ["Bevilgning"]


def test_a_proposal_is_laid_over_the_years_and_stores_nothing() -> None:
    shot = snapshot("2021-06-30", **TABLES)
    found = what_if(shot, Decimal(25 * MILL), {2022: Decimal(40), 2023: Decimal(60)})

    assert found.profile == {2022: 10 * MILL, 2023: 15 * MILL}
    assert [y.beyond_frame_nok for y in found.before] == [0, 0, 3 * MILL]
    assert [y.beyond_frame_nok for y in found.after] == [0, 8 * MILL, 18 * MILL]
    assert commitments(shot).later_nok == 16 * MILL


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [("100", (1, 1, 1), (34, 33, 33)), ("0.05", (1, 1), ("0.03", "0.02")), ("7", (0, 1), (0, 7)), ("10", (), ())],
)
def test_parts_of_a_proposal_add_up_to_it(amount: str, shares: tuple[int, ...], parts: tuple[object, ...]) -> None:
    found = spread(Decimal(amount), {2022 + place: Decimal(share) for place, share in enumerate(shares)})
    assert list(found.values()) == [Decimal(str(part)) for part in parts]


@pytest.mark.parametrize(
    ("amount", "profile", "kroner", "years"),
    [
        ("25 mill", "2027:40,2028:60", 25 * MILL, {2027: 40, 2028: 60}),
        ("25,5 mill.", "2027", Decimal("25500000"), {2027: 1}),
        ("1 250 000", "2027 2028", 1_250_000, {2027: 1, 2028: 1}),
        ("12.5mnok", "2027:33,3;2028:66,7", Decimal("12500000"), {2027: Decimal("33.3"), 2028: Decimal("66.7")}),
    ],
)
def test_a_proposal_is_read_as_people_write_it(amount: str, profile: str, kroner: object, years: dict[int, object]) -> None:
    assert read_proposal({"amount": amount, "profile": profile}) == (kroner, years)


@pytest.mark.parametrize(
    ("amount", "profile"),
    [
        ("mye", "2027"), ("-5 mill", "2027"), ("5 mill", ""), ("", "2027"), ("5 mill", "2027:1,2027:2"), ("nan", "2027"),
        ("1e99", "2027"), ("5 mill", "2027:0"),
    ],
)  # fmt: skip
def test_a_proposal_that_cannot_be_read_is_refused_with_what_was_found(amount: str, profile: str) -> None:
    with pytest.raises(UserError) as refused:
        read_proposal({"amount": amount, "profile": profile})
    assert "«" in refused.value.text("nb")
