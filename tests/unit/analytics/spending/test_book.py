"""The ledger: every krone in one state, by hand and for any rows at any date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analytics.spending.book import MoneyBook, money_book
from tests.unit.analytics.spending.rows import (
    MILL,
    PROGRAMME,
    commitment,
    frame,
    line,
    payment,
    plan_frames,
    snapshot,
)
from tests.unit.analytics.spending.test_properties import ledgers, short

AREAS = [
    {"project_id": "P1", "area_id": "A1", "share_pct": 33.33},
    {"project_id": "P1", "area_id": "A2", "share_pct": 66.67},
]
PROJECTS = [
    {"project_id": p, "programme_id": PROGRAMME, "title_nb": p, "registered_date": date(2020, 1, 1)} for p in ("P1", "P2")
]


def accrual(contract: str, year: int, amount: float, day: str) -> dict[str, object]:
    return {
        "accrual_id": f"{contract}-{day}", "programme_id": PROGRAMME, "contract_id": contract, "year": year,
        "accrued_date": date.fromisoformat(day), "amount_nok": amount * MILL,
    }  # fmt: skip


def states(book: MoneyBook, year: int) -> dict[str, Decimal | None]:
    found = next(item for item in book.years if item.year == year)
    return {name: amount / MILL if amount else amount for name, amount in found.states.items() if amount}


def test_each_krone_of_a_running_year_by_hand() -> None:
    tables = {
        "frame": [frame(2021, 15)],
        "commitment": [
            commitment(1, 2021, 6, "2021-01-10", contract_id="K1", project_id="P1", line_no="A"),
            commitment(2, 2021, 1, "2021-02-01", "conditional", contract_id="K2", line_no="A"),
            commitment(3, 2021, 0.5, "2021-03-01", "release", contract_id="K1", project_id="P1", line_no="A"),
        ],
        "payment": [payment(1, 2021, 2, "2021-04-01", contract_id="K1", project_id="P1", line_no="A")],
        "accrual": [accrual("K1", 2021, 1.5, "2021-05-31")],
        "budget_line": [line("A", 2021, 9, "2021-01-01"), line("B", 2021, 3, "2021-01-01") | {"call_id": "U"}],
        "call": [{"call_id": "U", "programme_id": PROGRAMME, "registered_date": date(2021, 5, 1)}],
    }
    book = money_book(snapshot("2021-06-30", **tables))

    # K1: 6 - 0,5 released = 5,5; 2 paid; 1,5 done and not paid; 2 bound. K2: 1. A: 9 - 6,5 promised = 2,5. B: 3 in procurement.
    assert states(book, 2021) == {
        "paid": 2, "accrued": Decimal("1.5"), "bound": 2, "conditional": 1, "procurement": 3, "planned": Decimal("2.5"),
        "released": Decimal("0.5"), "free": Decimal("2.5"),
    }  # fmt: skip
    assert book.years[0].difference_nok == 0


def test_what_was_paid_after_the_accrual_is_no_longer_accrued() -> None:
    tables = {
        "frame": [frame(2021, 15)],
        "commitment": [commitment(1, 2021, 6, "2021-01-10", contract_id="K1")],
        "payment": [payment(1, 2021, 1, "2021-06-10", contract_id="K1")],
        "accrual": [accrual("K1", 2021, 9, "2021-01-31"), accrual("K1", 2021, 1.5, "2021-05-31")],
    }
    assert states(money_book(snapshot("2021-06-30", **tables)), 2021)["accrued"] == Decimal("0.5")


def test_a_call_that_is_contracted_or_cancelled_is_no_longer_in_procurement() -> None:
    tables = {
        "frame": [frame(2021, 15)],
        "budget_line": [line("B", 2021, 3, "2021-01-01") | {"call_id": "U"}],
        "call": [{"call_id": "U", "programme_id": PROGRAMME, "registered_date": date(2021, 5, 1)}],
        "call_step": [{"call_step_id": "S", "call_id": "U", "step": "cancelled", "actual_date": date(2021, 6, 15)}],
    }
    assert states(money_book(snapshot("2021-06-14", **tables)), 2021)["procurement"] == 3
    assert states(money_book(snapshot("2021-06-30", **tables)), 2021)["planned"] == 3


def test_a_projects_money_is_split_over_its_areas_to_the_krone() -> None:
    tables = {
        "frame": [frame(2021, 15)], "project": PROJECTS, "project_area": AREAS,
        "commitment": [commitment(1, 2021, 0.000001, "2021-01-10", project_id="P1") | {"amount_nok": Decimal(100)}],
        "payment": [
            payment(1, 2021, 1, "2021-04-01", project_id="P2"),
            payment(2, 2021, 1, "2021-04-01", category="operation"),
        ],
    }  # fmt: skip
    book = money_book(snapshot("2021-06-30", **tables))
    found = {(r["state"], r["area_id"], r["place"]): r["amount_nok"] for r in book.cells.iter_rows(named=True)}

    assert (found["bound", "A1", "area"], found["bound", "A2", "area"]) == (33, 67)
    assert found["paid", None, "unknown"] == MILL  # the project does not say its area
    assert found["paid", None, "operation"] == MILL


def test_a_year_of_which_it_is_not_known_what_it_has_says_so() -> None:
    book = money_book(snapshot("2021-06-30", frame=[frame(2021, 15)], commitment=[commitment(1, 2023, 2, "2021-01-01")]))
    late = book.years[-1]

    assert (late.year, late.states["bound"], late.states["free"], late.difference_nok) == (2023, 2 * MILL, None, None)


def test_without_rows_amounts_are_unknown_and_not_zero() -> None:
    book = money_book(snapshot("2021-06-30", frame=plan_frames()))

    assert book.is_empty
    assert book.sentence.nb.startswith("Ingen penger er ført")
    assert all(year.states["free"] is None for year in book.years)


@short
@given(ledgers())
def test_every_sum_of_the_cells_is_the_ledger(given_ledger) -> None:
    tables, as_of = given_ledger
    book = money_book(snapshot(as_of, **tables))
    if book.is_empty:
        return
    by_year = dict(book.by("year").iter_rows())
    for year in book.years:
        if year.use.available_nok is None:
            continue
        assert year.difference_nok == 0
        assert by_year.get(year.year, 0) == year.use.available_nok
        assert year.states["paid"] == year.use.paid_nok
        assert (year.states["accrued"] or 0) + (year.states["bound"] or 0) == year.use.bound_nok
        assert (year.states["planned"] or 0) + (year.states["procurement"] or 0) == year.use.planned_nok
        assert all((amount or 0) >= 0 for name, amount in year.states.items() if name not in ("paid", "free"))
    whole = book.cells.get_column("amount_nok").sum()
    for columns in (("state",), ("category",), ("area_id",), ("year", "place"), ("state", "category", "area_id")):
        assert book.by(*columns).get_column("amount_nok").sum() == whole


@short
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_import_does_not_matter(given_ledger, random) -> None:
    tables, as_of = given_ledger
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in tables.items()}
    one, other = (money_book(snapshot(as_of, **rows)).cells for rows in (tables, shuffled))

    assert one.equals(other)
    assert one.schema["amount_nok"] == pl.Decimal(18, 2)
