"""The forecast: what closed contracts teach, when there is too little, and how it did before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from analytics.spending.forecast import forecast
from analytics.spending.release import curves, expected
from data.snapshot import Snapshot
from tests.unit.analytics.spending.rows import MILL, PROGRAMME, commitment, frame, payment, snapshot

ROWS: dict[str, object] = {
    "contract_id": pl.String, "route": pl.String, "start_date": pl.Date, "end_date": pl.Date, "closed_date": pl.Date,
}  # fmt: skip


def contract(no: str, start: str, end: str, closed: str | None = None, route: str = "competition") -> dict[str, object]:
    day = date.fromisoformat
    return {
        "contract_id": no, "organisation_id": "L", "route": route, "title_nb": no, "signed_date": day(start),
        "start_date": day(start), "end_date": day(end), "closed_date": day(closed) if closed else None, "amount_nok": 4 * MILL,
    }  # fmt: skip


def parameters(least: int) -> list[dict[str, object]]:
    return [
        {
            "parameter_id": name,
            "name": name,
            "value": value,
            "unit": "-",
            "valid_from": date(2019, 1, 1),
            "text_nb": "-",
            "text_en": "-",
        }
        for name, value in (("forecast_min_closed", float(least)), ("forecast_interval_pct", 80.0))
    ]


def history(least: int = 2, **more: list[dict[str, object]]) -> Snapshot:
    """Two closed contracts of 2020 paid half at half time and half at the end, and one of 2021 at half time and unpaid."""
    contracts = [
        contract("A", "2020-01-01", "2020-12-31", "2021-01-15"), contract("B", "2020-01-01", "2020-12-31", "2021-01-15"),
        contract("C", "2021-01-01", "2021-12-31"),
    ]  # fmt: skip
    paid = [payment(f"{k}{n}", 2020, 2, day, contract_id=k) for k in "AB" for n, day in enumerate(("2020-06-30", "2020-12-31"))]
    tables = {
        "frame": [frame(2021, 15)],
        "contract": contracts,
        "payment": paid,
        "commitment": [commitment(1, 2021, 4, "2021-01-01", contract_id="C")],
    }
    return snapshot("2021-07-02", parameter=parameters(least), **{**tables, **more})


def test_an_open_contract_is_expected_to_go_as_the_closed_ones_went() -> None:
    found = forecast(history())

    # At half its time, the closed ones had half left, and got all of it by the end: so C gets all that is left.
    assert found.year.total_nok == 4 * MILL
    assert found.year.interval_nok == (4 * MILL, 4 * MILL)
    assert found.contracts.select("contract_id", "expected_nok", "learnt_from").rows() == [("C", Decimal(4 * MILL), 2)]


def test_too_few_closed_contracts_give_no_forecast() -> None:
    found = forecast(history(least=3))

    assert (found.year.total_nok, found.year.interval_nok) == (None, None)
    assert found.sentence.nb.startswith("For lite data")
    assert found.year.without_basis_nok == 4 * MILL


def test_a_contract_that_closes_later_teaches_nothing_yet() -> None:
    rows = pl.DataFrame([contract("A", "2020-01-01", "2020-12-31", "2021-01-15")]).select(list(ROWS))
    paid = pl.DataFrame({"contract_id": ["A"], "payment_date": [date(2020, 6, 1)], "amount_nok": [Decimal(1)]})

    assert curves(rows, paid, date(2021, 1, 14), 1) == {}
    assert set(curves(rows, paid, date(2021, 1, 15), 1)) == {"procured", "all"}


def test_a_contract_without_dates_is_told_apart() -> None:
    rows = [contract("C", "2021-01-01", "2021-12-31") | {"start_date": None}]
    closed = [contract(k, "2020-01-01", "2020-12-31", "2021-01-15") for k in "AB"]
    found = forecast(history(contract=[*closed, *rows]))

    assert found.year.total_nok is None
    assert found.year.without_basis_nok == 4 * MILL
    assert found.contracts.get_column("expected_nok").to_list() == [None]


def test_the_interval_holds_what_the_closed_contracts_did() -> None:
    known = pl.DataFrame([contract(k, "2020-01-01", "2020-12-31", "2021-01-15") for k in "AB"]).select(list(ROWS))
    paid = pl.DataFrame(  # A is paid all at once early, B late: of what is left after a quarter, B got all and A had nothing left
        {"contract_id": ["A", "A", "B"], "payment_date": [date(2020, 3, 1), date(2021, 1, 10), date(2021, 1, 10)],
         "amount_nok": [Decimal(50), Decimal(50), Decimal(100)]}
    )  # fmt: skip
    left = pl.DataFrame([contract("C", "2021-01-01", "2021-12-31")]).select("contract_id", "route", "start_date", "end_date")
    rows, total = expected(
        left.with_columns(left_nok=pl.lit(Decimal(100))),
        curves(known, paid, date(2021, 2, 1), 2),
        date(2021, 4, 2),
        date(2021, 12, 31),
        80,
    )

    assert total is not None
    assert (total.amount_nok, total.low_nok, total.high_nok) == (0, 0, 0)  # both were paid after the end of their time
    assert rows.get_column("learnt_from").to_list() == [2]


def test_the_owners_forecast_stands_beside_and_the_nearer_is_told() -> None:
    earlier = [
        {
            "manual_forecast_id": "E",
            "programme_id": PROGRAMME,
            "year": 2020,
            "amount_nok": 9 * MILL,
            "made_date": date(2020, 3, 1),
        },
        {
            "manual_forecast_id": "F",
            "programme_id": PROGRAMME,
            "year": 2021,
            "amount_nok": 5 * MILL,
            "made_date": date(2021, 3, 1),
        },
        {
            "manual_forecast_id": "G",
            "programme_id": PROGRAMME,
            "year": 2021,
            "amount_nok": 7 * MILL,
            "made_date": date(2021, 12, 1),
        },
    ]
    found = forecast(history(manual_forecast=earlier))

    assert (found.year.manual_nok, found.year.manual_date) == (5 * MILL, date(2021, 3, 1))
    assert [(y.year, y.manual_error_nok, y.nearer) for y in found.earlier] == [(2020, MILL, None)]


def test_a_trial_on_an_earlier_year_uses_only_what_was_known_then() -> None:
    """On 2 July 2020 nothing was closed, so that no forecast could have been made, whatever came later."""
    found = forecast(history())

    assert [(y.year, y.total_nok, y.actual_nok, y.paid_nok) for y in found.earlier] == [(2020, None, 8 * MILL, 4 * MILL)]


@pytest.mark.parametrize("as_of", ["2018-01-01", "2030-01-01"])
def test_nothing_at_all_is_told_as_nothing(as_of: str) -> None:
    found = forecast(snapshot(as_of, parameter=parameters(8)))

    assert found.year.paid_nok == 0
    assert found.sentence.nb
