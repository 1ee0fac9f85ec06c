"""What holds for every ledger: the identity, the states, the order of rows, and that nothing later is used."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.spending.frames import frames
from analytics.spending.ledger import bound, ledger
from tests.unit.analytics.spending.rows import PROGRAMME, cap, carry_over, plan_frames, snapshot

FIRST, DAYS = date(2019, 1, 1), 4 * 365 + 300
amounts = st.integers(min_value=0, max_value=900_000_000).map(lambda ore: Decimal(ore) / 100)
days = st.integers(min_value=0, max_value=DAYS).map(lambda n: FIRST + timedelta(days=n))
years = st.integers(min_value=2019, max_value=2023)
where = st.fixed_dictionaries({"contract_id": st.sampled_from(["K1", "K2", None]), "line_no": st.sampled_from(["A", "B", None])})
categories = st.sampled_from(["fou", "stimulation", "operation"])


@st.composite
def commitments(draw, no):
    kind = draw(st.sampled_from(["binding", "binding", "conditional", "release"]))
    met = draw(st.one_of(st.none(), days)) if kind == "conditional" else None
    return {
        "commitment_id": str(no), "programme_id": PROGRAMME, "kind": kind, "category": draw(categories), "year": draw(years),
        "amount_nok": draw(amounts), "decided_date": draw(days), "condition_met_date": met, **draw(where),
    }  # fmt: skip


@st.composite
def payments(draw, no):
    paid_on = draw(days)
    amount = draw(amounts)
    is_credit = draw(st.booleans()) and no % 3 == 0
    return {
        "payment_id": str(no), "programme_id": PROGRAMME, "kind": "credit_note" if is_credit else "invoice",
        "category": draw(categories), "year": min(max(2019, paid_on.year - draw(st.integers(0, 1))), 2023),
        "payment_date": paid_on, "amount_nok": -(amount / 10).quantize(Decimal("0.01")) if is_credit else amount, **draw(where),
    }  # fmt: skip


@st.composite
def lines(draw, no):
    return {
        "budget_line_id": str(no), "programme_id": PROGRAMME, "line_no": draw(st.sampled_from(["A", "B"])), "version": no,
        "year": draw(years), "category": "fou", "amount_nok": draw(amounts), "decided_date": draw(days),
    }  # fmt: skip


@st.composite
def ledgers(draw):
    tables = {
        "frame": plan_frames(),
        "parameter": [cap(2)] if draw(st.booleans()) else [],
        "commitment": [draw(commitments(no)) for no in range(draw(st.integers(0, 6)))],
        "payment": [draw(payments(no)) for no in range(draw(st.integers(0, 6)))],
        "budget_line": [draw(lines(no)) for no in range(1, draw(st.integers(1, 4)) + 1)],
        "carry_over": [carry_over(2019, 5, "2020-03-01")] if draw(st.booleans()) else [],
    }
    return tables, draw(days).isoformat()


short = settings(max_examples=25, deadline=None)


@short
@given(ledgers())
def test_what_a_year_has_is_paid_bound_or_free(given_ledger) -> None:
    tables, as_of = given_ledger
    for year in frames(snapshot(as_of, **tables)).years:
        if year.free_nok is None:
            continue
        has = (year.frame_nok or 0) + (year.carried_in_nok or 0)
        assert has - year.paid_nok == year.bound_nok + year.free_nok
        assert year.free_nok == year.planned_nok + year.conditional_nok + year.unplanned_nok
        assert min(year.bound_nok, year.conditional_nok, year.planned_nok, year.over_frame_nok) >= 0


@short
@given(ledgers())
def test_a_closed_year_hands_on_what_it_had_less_paid_and_lapsed(given_ledger) -> None:
    tables, as_of = given_ledger
    uses = frames(snapshot(as_of, **tables)).years
    for year, following in pairwise(uses):
        if not year.is_closed or year.carried_out_nok is None:
            continue
        assert year.carried_out_nok == year.available_nok - year.paid_nok - year.lapsed_nok
        if following.year == year.year + 1 and following.carried_in_source == "computed":
            assert following.carried_in_nok == year.carried_out_nok


@short
@given(ledgers())
def test_by_category_adds_up_to_the_year(given_ledger) -> None:
    tables, as_of = given_ledger
    for year in frames(snapshot(as_of, **tables)).years:
        if year.paid_nok is not None:
            assert sum(year.paid_by_category.values()) == year.paid_nok
            assert sum(year.bound_by_category.values()) == year.bound_nok


@short
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(given_ledger, random) -> None:
    tables, as_of = given_ledger
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in tables.items()}

    assert frames(snapshot(as_of, **shuffled)).as_json() == frames(snapshot(as_of, **tables)).as_json()


@short
@given(ledgers())
def test_rows_dated_later_change_nothing(given_ledger) -> None:
    tables, as_of = given_ledger
    own_day = {
        "commitment": "decided_date",
        "payment": "payment_date",
        "budget_line": "decided_date",
        "carry_over": "decided_date",
    }
    known = {
        name: [row for row in rows if name not in own_day or row[own_day[name]].isoformat() <= as_of]
        for name, rows in tables.items()
    }
    hidden = [
        row | {"condition_met_date": None} if row["condition_met_date"] and row["condition_met_date"].isoformat() > as_of else row
        for row in known["commitment"]
    ]

    assert frames(snapshot(as_of, **known | {"commitment": hidden})).as_json() == frames(snapshot(as_of, **tables)).as_json()


@short
@given(ledgers())
def test_every_promised_krone_is_paid_or_bound_once(given_ledger) -> None:
    """Per contract: what is bound in this year and later ones, and what is paid, is all that was promised (or paid)."""
    tables, as_of = given_ledger
    day = date.fromisoformat(as_of)
    for contract in ("K1", "K2"):
        own = {
            name: [row for row in rows if row.get("contract_id") == contract] if name in ("commitment", "payment") else rows
            for name, rows in tables.items()
        }
        book = ledger(snapshot(as_of, **own), PROGRAMME)
        promised = sum(_signed(row) for row in own["commitment"] if _is_bound(row, day))
        paid_nok = sum(row["amount_nok"] for row in own["payment"] if row["payment_date"] <= day)
        still = sum(sum(bound(book, year).values()) for year in range(day.year, 2025))
        assert still == max(Decimal(0), max(Decimal(0), promised) - max(Decimal(0), paid_nok))


def _signed(row) -> Decimal:
    return -row["amount_nok"] if row["kind"] == "release" else row["amount_nok"]


def _is_bound(row, day: date) -> bool:
    met = row["condition_met_date"]
    return row["decided_date"] <= day and (row["kind"] != "conditional" or (met is not None and met <= day))
