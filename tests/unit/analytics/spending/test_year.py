"""One year step by step, and the payments against the accounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given

from analytics.spending.burn_up import burn_up
from analytics.spending.reconciliation import reconciliation
from analytics.spending.year import money_year
from data.snapshot import Snapshot
from tests.unit.analytics.spending.rows import MILL, PROGRAMME, carry_over, commitment, frame, line, payment, snapshot
from tests.unit.analytics.spending.test_properties import ledgers, short

CONTRACT = {
    "contract_id": "K1", "organisation_id": "L", "route": "competition", "title_nb": "Kontrakt", "signed_date": date(2021, 1, 1),
    "amount_nok": 6 * MILL,
}  # fmt: skip
TABLES = {
    "frame": [frame(2021, 21, "knowledge"), frame(2021, 15)],
    "carry_over": [carry_over(2020, 4, "2021-03-01")],
    "contract": [CONTRACT],
    "commitment": [
        commitment(1, 2021, 6, "2021-01-10", contract_id="K1", line_no="A"),
        commitment(2, 2021, 1, "2021-02-01", "conditional", contract_id="K2", line_no="A"),
    ],
    "payment": [
        payment(1, 2021, 2, "2021-04-01", contract_id="K1", line_no="A"),
        payment(2, 2021, 0.5, "2021-05-01", category="operation", line_no="D"),
        payment(3, 2021, -0.25, "2021-06-01", kind="credit_note", contract_id="K1", line_no="A"),
    ],
    "budget_line": [line("A", 2021, 9, "2021-01-01"), line("A", 2021, 8, "2021-03-01", version=2) | {"reason": "pandemic"}],
}


def account(amount: float, day: str, year: int = 2021, **more: object) -> dict[str, object]:
    return {
        "account_total_id": f"{year}-{day}-{more.get('category')}", "programme_id": PROGRAMME, "year": year,
        "amount_nok": Decimal(str(amount)) * MILL, "booked_date": date.fromisoformat(day), **more,
    }  # fmt: skip


def test_the_steps_of_a_year_by_hand() -> None:
    found = money_year(snapshot("2021-06-30", **TABLES))

    assert {step.id: step.amount_nok / MILL for step in found.steps if step.amount_nok is not None} == {
        "knowledge": 21, "outside": -6, "programme": 15, "carried_in": 4, "available": 19, "competition": -6,
        "operation": Decimal("-0.5"), "free": Decimal("12.5"), "conditional": -1, "planned": -1, "left": Decimal("10.5"),
    }  # fmt: skip


def test_the_rows_behind_frames_and_carry_over_add_up_to_their_steps() -> None:
    found = money_year(snapshot("2021-06-30", **TABLES))
    sums = dict(found.rows.group_by("step").agg(pl.col("amount_nok").sum()).iter_rows())

    steps = {step.id: step.amount_nok for step in found.steps}
    assert sums["knowledge"] == steps["knowledge"] == 21 * MILL
    assert sums["outside"] == -(steps["outside"] or 0) == 6 * MILL
    assert (sums["programme"], sums["carried_in"]) == (15 * MILL, 4 * MILL)
    records = found.rows.filter(pl.col("record_id").is_not_null()).get_column("record_table")
    assert sorted(records) == ["carry_over", *["frame"] * 4]


def test_a_computed_carry_over_has_no_row_of_its_own() -> None:
    found = money_year(snapshot("2021-06-30", **{**TABLES, "carry_over": [], "frame": [*TABLES["frame"], frame(2020, 15)]}))
    assert next(step.amount_nok for step in found.steps if step.id == "carried_in") is not None
    assert "carried_in" not in set(found.rows.get_column("step"))


def test_the_rows_behind_a_step_have_the_plan_and_the_reason() -> None:
    rows = money_year(snapshot("2021-06-30", **TABLES)).rows
    behind = rows.filter(rows["step"] == "competition")

    assert behind.get_column("amount_nok").sum() == 6 * MILL
    assert set(behind.select("plan_original_nok", "plan_current_nok", "reason").rows()) == {(9 * MILL, 8 * MILL, "pandemic")}


@short
@given(ledgers())
def test_every_level_is_the_sum_of_the_steps_before_it(given_ledger) -> None:
    tables, as_of = given_ledger
    shot = snapshot(as_of, **tables)
    for year in money_year(shot).years:
        level: Decimal | None = None
        for step in money_year(shot, year).steps:
            if step.amount_nok is None:
                break
            if step.is_total and step.id in ("available", "free", "left") and level is not None:
                assert step.amount_nok == level
            level = step.amount_nok if step.is_total else (level or Decimal(0)) + step.amount_nok


def test_a_year_is_provisional_until_its_accounts_are_final() -> None:
    rule = [{"parameter_id": "F", "name": "accounts_final_days", "value": 60.0, "unit": "dager", "valid_from": date(2019, 1, 1),
             "text_nb": "-", "text_en": "-"}]  # fmt: skip
    stamps = {
        day: money_year(snapshot(day, **TABLES, parameter=rule), 2021).is_final
        for day in ("2021-12-31", "2022-02-28", "2022-03-01")
    }

    assert stamps == {"2021-12-31": False, "2022-02-28": False, "2022-03-01": True}
    assert money_year(snapshot("2022-01-10", **TABLES, parameter=rule), 2021).final_date == date(2022, 3, 1)
    early = snapshot("2022-01-20", **TABLES, parameter=rule, account_total=[account(2.25, "2022-01-15", is_final=True)])
    assert money_year(early, 2021).is_final


def test_the_difference_from_the_accounts_is_shown_as_it_is() -> None:
    def of(*accounts: dict[str, object], as_of: str = "2022-01-31") -> object:
        return reconciliation(snapshot(as_of, **TABLES, account_total=list(accounts))).years[0]

    assert of(account(2.25, "2021-12-31")).difference_nok == 0
    assert of(account(2.5, "2021-12-31")).difference_nok == Decimal("-0.25") * MILL
    assert of(account(2.0, "2021-04-30")).difference_nok == 0  # as of the day the accounts are told for
    by_purpose = (account(1.75, "2021-12-31", category="fou"), account(0.5, "2021-12-31", category="operation"))
    assert of(*by_purpose).difference_nok == 0
    assert of().difference_nok is None
    assert of().corrections_nok == Decimal("-0.25") * MILL


def test_value_added_tax_is_kept_apart_and_unknown_when_it_is_not_given() -> None:
    taxed = payment(9, 2021, 1, "2021-05-01", vat_nok=MILL // 4)
    one, other = (
        reconciliation(snapshot("2021-12-31", frame=[frame(2021, 15)], payment=rows)).years[0]
        for rows in ([taxed], TABLES["payment"])
    )

    assert (one.paid_nok, one.vat_nok) == (MILL, MILL // 4)
    assert other.vat_nok is None


def test_payments_grow_month_by_month() -> None:
    found = burn_up(snapshot("2021-05-15", **TABLES), 2021)

    assert [(point.day.month, point.day.day, point.paid_nok / MILL) for point in found] == [
        (1, 31, 0), (2, 28, 0), (3, 31, 0), (4, 30, 2), (5, 15, Decimal("2.5")),
    ]  # fmt: skip


def test_lines_that_wait_for_a_decision_are_told_and_are_no_payments() -> None:
    row = {"unmatched_payment_id": "2022-1-1", "programme_id": PROGRAMME, "reason": "no_code", "payment_date": date(2022, 1, 5),
           "year": 2022, "amount_nok": 3 * MILL}  # fmt: skip
    shot = snapshot("2022-01-31", **TABLES, unmatched_payment=[row])
    found = reconciliation(shot)

    assert [(year.year, year.paid_nok, year.waiting_nok) for year in found.years] == [
        (2021, Decimal("2.25") * MILL, 0), (2022, 0, 3 * MILL),
    ]  # fmt: skip
    assert "1 linjer" in found.sentence.nb
    hidden = reconciliation(Snapshot.from_rows(shot.as_of, {"frame": TABLES["frame"], "unmatched_payment": [row]}, role="public"))
    assert [year.waiting_nok for year in hidden.years] == []
