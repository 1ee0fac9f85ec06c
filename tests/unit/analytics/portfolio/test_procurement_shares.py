"""A reserved share: decided before the year or not, and whether the contracts are within it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.portfolio.procurement_shares import ReservedYear
from analytics.portfolio.procurement_words import reserved_text
from tests.unit.analytics.portfolio.procurement_rows import found, signed
from tests.unit.analytics.portfolio.rows import Row

RESTRICTION: Row = {
    "restriction_id": "H", "programme_id": "P", "organisation_id": "L", "allowed_route": "allocation_letter",
    "needs_reserved_share": True, "valid_from": date(2019, 1, 1),
}  # fmt: skip
FRAME: Row = {"frame_id": "F", "programme_id": "P", "level": "programme", "year": 2021, "version": 1, "amount_nok": Decimal(1000)}


def share(**values: Any) -> Row:
    return {"reserved_share_id": "S", "programme_id": "P", "organisation_id": "L", "year": 2021, "amount_nok": Decimal(160),
            "share_pct": 16.0, "decided_date": date(2020, 11, 20), **values}  # fmt: skip


def letter(contract_id: str, amount: str | None, **values: Any) -> Row:
    return signed(contract_id, amount, **{"route": "allocation_letter", "allocation_letter_ref": "Brev 1", **values})


def only(contracts: list[Row], shares: list[Row], **more: list[Row]) -> ReservedYear:
    tables = {"eligibility_restriction": [RESTRICTION], "frame": [FRAME], "contract": contracts, "reserved_share": shares}
    (year,) = found(**{**tables, **more}).reserved
    return year


@pytest.mark.parametrize(
    ("amount", "state", "left"), [("160", "within", 0), ("160.01", "over", Decimal("-0.01")), (None, "unknown", None)]
)
def test_contracts_are_within_or_above(amount: str | None, state: str, left: Any) -> None:
    year = only([letter("K", amount)], [share()])
    assert (year.state, year.left_nok, year.contract_ids) == (state, left, ("K",))


def test_the_amount_follows_from_the_share_and_the_frame() -> None:
    year = only([letter("K", "100")], [share(amount_nok=None)])
    assert (year.amount_nok, year.amount_is_computed, year.left_nok) == (Decimal("160.00"), True, Decimal("60.00"))
    unknown = only([letter("K", "100")], [share(amount_nok=None)], frame=[])
    assert (unknown.amount_nok, unknown.state) == (None, "unknown")


@pytest.mark.parametrize(("decided", "before"), [(date(2020, 12, 31), True), (date(2021, 1, 1), False)])
def test_decided_before_the_year_began_or_not(decided: date, before: bool) -> None:
    year = only([], [share(decided_date=decided)])
    assert year.is_before_year is before
    assert ("før 2021 begynte" in reserved_text(year).nb) is before


def test_a_contract_counts_on_the_year_of_its_letter_else_of_its_signing() -> None:
    late = letter("K", "160", signed_date=date(2021, 2, 1), allocation_letter_ref="Brev 2020")
    shares = [share(reserved_share_id="S0", year=2020, letter_ref="Brev 2020", decided_date=date(2019, 11, 1)), share()]
    tables = {"eligibility_restriction": [RESTRICTION], "contract": [late, letter("M", "1")], "reserved_share": shares}
    assert [(y.year, y.contract_ids) for y in found(**tables).reserved] == [(2020, ("K",)), (2021, ("M",))]


def test_a_contract_with_nothing_decided_is_said() -> None:
    year = only([letter("K", "5")], [])
    assert (year.state, year.amount_nok, year.is_before_year) == ("not_decided", None, None)
    assert "ingen andel er besluttet" in reserved_text(year).nb


def test_two_decisions_of_a_year_are_added() -> None:
    year = only([letter("K", "200")], [share(), share(reserved_share_id="T", amount_nok=Decimal(50), share_pct=5.0,
                                                      decided_date=date(2021, 3, 1))])  # fmt: skip
    assert (year.amount_nok, year.share_pct, year.state, year.is_before_year) == (210, 21.0, "within", False)


def test_a_contract_by_another_route_is_listed_with_the_restriction() -> None:
    tables = {"eligibility_restriction": [RESTRICTION], "contract": [signed("K", "5"), letter("M", "5")]}
    (restriction,) = found(**tables).restrictions
    assert restriction.other_route_contract_ids == ("K",)
    ended = {**RESTRICTION, "valid_to": date(2020, 12, 31)}
    assert found(**{**tables, "eligibility_restriction": [ended]}).restrictions[0].other_route_contract_ids == ()


def test_a_decision_is_not_known_before_it_was_made() -> None:
    tables: dict[str, list[Row]] = {"eligibility_restriction": [RESTRICTION], "reserved_share": [share()]}
    assert found(date(2020, 11, 19), **tables).reserved == ()
