"""What holds for every ledger in each report about money, and that the reports say the same of the same krone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analytics.spending.book import money_book
from analytics.spending.burn_up import burn_up
from analytics.spending.commitments import commitments, what_if
from analytics.spending.forecast import forecast
from analytics.spending.frames import frames
from analytics.spending.reconciliation import reconciliation
from analytics.spending.year import money_year
from tests.unit.analytics.spending.rows import MILL, PROGRAMME, frame, snapshot
from tests.unit.analytics.spending.test_properties import FIRST, days, ledgers, short, years

LATER = st.integers(min_value=2024, max_value=2030)


@st.composite
def odd_ledgers(draw):
    """Ledgers with frames changed twice or none at all, contracts that end, large corrections, accruals and budget calls."""
    tables, as_of = draw(ledgers())
    changed = [frame(2021, draw(st.integers(0, 20)), version=v, decided_date=draw(days), letter_ref="Brev") for v in (2, 3)]
    tables["frame"] = draw(st.sampled_from([[], tables["frame"], tables["frame"] + changed]))
    tables["contract"] = [
        {"contract_id": name, "organisation_id": "O", "route": draw(st.sampled_from(["competition", "grant", "in_house"])),
         "title_nb": name, "signed_date": FIRST, "start_date": draw(st.none() | days), "end_date": draw(st.none() | days),
         "amount_nok": MILL, "closed_date": draw(st.none() | days)} for name in ("K1", "K2")
    ]  # fmt: skip
    tables["payment"] += [
        {"payment_id": "R", "programme_id": PROGRAMME, "kind": "correction", "category": "fou", "contract_id": "K1",
         "year": draw(years), "payment_date": draw(days), "amount_nok": Decimal(-20_000_000)}
    ]  # fmt: skip
    tables["accrual"] = [
        {"accrual_id": str(n), "programme_id": PROGRAMME, "contract_id": "K1", "year": draw(years), "accrued_date": draw(days),
         "amount_nok": Decimal(draw(st.integers(0, 3_000_000)))} for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    return tables, as_of


@short
@given(odd_ledgers(), years)
def test_the_steps_of_a_year_add_up_to_what_the_ledger_says(given_ledger, year) -> None:
    tables, as_of = given_ledger
    seen = snapshot(as_of, **tables)
    found = money_year(seen, year)
    if found.book is None:
        return
    level = None
    for step in found.steps:
        if step.is_total and step.id in ("available", "free", "left") and level is not None and step.amount_nok is not None:
            assert level == step.amount_nok, step.id
        if step.amount_nok is None:
            level = None if step.is_total else level
        else:
            level = step.amount_nok if step.is_total else (level or 0) + step.amount_nok
    states, rows = found.book.states, found.rows
    for state in ("paid", "accrued", "bound", "conditional", "planned", "procurement"):
        behind = rows.filter(pl.col("state") == state).get_column("amount_nok").sum() or 0
        assert behind == (states[state] or 0)
    steps = {step.id: step.amount_nok for step in found.steps}
    for name, amount in rows.group_by("step").agg(pl.col("amount_nok").sum()).iter_rows():
        is_added = name in ("knowledge", "programme", "carried_in", "carried_out")
        assert (amount if is_added else -amount) == (steps.get(name) or 0), name


@short
@given(odd_ledgers())
def test_the_load_of_years_is_the_ledger_and_its_rows(given_ledger) -> None:
    tables, as_of = given_ledger
    seen = snapshot(as_of, **tables)
    load, use = commitments(seen), {item.year: item for item in frames(seen).years}
    for item in load.years:
        rows = load.rows.filter(pl.col("year") == item.year).get_column("amount_nok").sum() or 0
        assert rows == item.bound_or_conditional_nok
        if item.year in use and use[item.year].bound_nok is not None:
            own = use[item.year]
            assert (item.promised_nok, item.conditional_nok, item.meant_nok) == (
                own.bound_nok,
                own.conditional_nok,
                own.planned_nok,
            )
            assert item.paid_nok == own.paid_nok


@short
@given(odd_ledgers(), st.integers(1, 10**9), st.dictionaries(LATER, st.integers(1, 97), min_size=1, max_size=4))
def test_a_proposal_adds_its_amount_and_nothing_else(given_ledger, amount, shares) -> None:
    tables, as_of = given_ledger
    as_of = max(as_of, "2021-01-01")
    found = what_if(snapshot(as_of, **tables), Decimal(amount), {year: Decimal(part) for year, part in shares.items()})
    before = {item.year: item for item in found.before}

    assert sum(found.profile.values()) == amount
    assert sum(item.added_nok for item in found.after) == amount
    for item in found.after:
        old = before.get(item.year)
        assert old is None or item.promised_nok == old.promised_nok
        if old and old.left_nok is not None:
            assert item.left_nok == old.left_nok - item.added_nok


@short
@given(odd_ledgers())
def test_a_forecast_holds_what_is_paid_and_never_more_than_is_bound(given_ledger) -> None:
    tables, as_of = given_ledger
    seen = snapshot(as_of, **tables)
    found = forecast(seen)
    use = next((item for item in money_book(seen).years if item.year == seen.as_of.year), None)
    if use is not None and use.use.paid_nok is not None:
        assert found.year.paid_nok == use.states["paid"]
    if found.year.interval_nok is not None and found.year.total_nok is not None:
        low, high = found.year.interval_nok
        assert low <= found.year.total_nok <= high
    points = burn_up(seen, seen.as_of.year)
    assert not points or points[-1].paid_nok == found.year.paid_nok
    assert all(year.actual_nok is not None for year in found.earlier)


@short
@given(odd_ledgers())
def test_the_payments_of_the_reconciliation_are_those_of_the_ledger(given_ledger) -> None:
    tables, as_of = given_ledger
    seen = snapshot(as_of, **tables)
    by_year = {item.year: item.use.paid_nok for item in money_book(seen).years}
    for check in reconciliation(seen).years:
        assert check.paid_nok == by_year[check.year]


@short
@given(odd_ledgers(), days)
def test_a_closed_year_is_the_same_whenever_it_is_looked_at(given_ledger, later) -> None:
    """What was known of a closed year at its end is told alike on any later day; only payments booked on it afterwards differ."""
    tables, as_of = given_ledger
    on_time = [row for row in tables["payment"] if row["payment_date"].year <= row["year"]]
    first, second = sorted((date.fromisoformat(as_of), later))
    one, other = (money_book(snapshot(day.isoformat(), **tables | {"payment": on_time})) for day in (first, second))
    after = {item.year: item for item in other.years}
    for item in one.years:
        if item.use.is_closed and item.year in after and not one.is_empty:
            kept = {name: item.states[name] for name in ("paid", "accrued", "bound", "conditional", "planned")}
            assert kept == {name: after[item.year].states[name] for name in kept}


@short
@given(odd_ledgers())
def test_what_is_left_is_as_old_as_the_years_it_is_from(given_ledger) -> None:
    tables, as_of = given_ledger
    seen = snapshot(as_of, **tables)
    found = frames(seen)
    now = next((item for item in found.years if item.state == "running"), None)
    if now is not None and now.available_nok is not None and now.paid_nok is not None:
        assert sum(age.amount_nok for age in found.ages) == max(Decimal(0), now.available_nok - now.paid_nok)
    assert [age.from_year for age in found.ages] == sorted({age.from_year for age in found.ages})
