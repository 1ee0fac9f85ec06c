"""The payments against the accounts, year by year, with the difference, also when it is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner, parameter
from analytics.spending.ledger import ZERO, ledger
from analytics.spending.levels import programme_of
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text, say

_TABLES = ("payment", "account_total", "unmatched_payment")


@dataclass(frozen=True, slots=True)
class YearCheck:
    """One year, in kroner without VAT.

    Attributes:
        paid_nok: payments booked on the year by the day that the accounts are told for (by the snapshot's day without accounts).
        accounts_nok: what the accounts show; None when they are not given.
        booked_date: the day the accounts are told for.
        vat_nok: value added tax of the same payments, where it is given; kept apart.
        is_final: whether the year's figures can no longer change.
        final_date: when they become final, or became so; None when no rule says.
        corrections_nok: credit notes and corrections among the payments.
        waiting_nok: lines of the accounts that have no match and wait for a decision; not among the payments. None when the
            reader may not see them.
    """

    year: int
    paid_nok: Decimal
    accounts_nok: Decimal | None
    booked_date: date | None
    vat_nok: Decimal | None
    is_final: bool
    final_date: date | None
    corrections_nok: Decimal
    waiting_nok: Decimal | None
    payments: int

    @property
    def difference_nok(self) -> Decimal | None:
        """The payments less the accounts; None when there are no accounts."""
        return None if self.accounts_nok is None else self.paid_nok - self.accounts_nok

    def as_json(self) -> dict[str, Any]:
        """Whole kroner; None is unknown."""
        names = ("paid", "accounts", "difference", "vat", "corrections", "waiting")
        return {
            "year": self.year, "payments": self.payments, "booked_date": self.booked_date, "is_final": self.is_final,
            "final_date": self.final_date, **{f"{name}_nok": kroner(getattr(self, f"{name}_nok")) for name in names},
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Reconciliation:
    """The years that have payments or accounts.

    Attributes:
        waiting: lines of the accounts that wait for a decision, one row each; none for those who may not see them.
    """

    basis: Basis
    years: tuple[YearCheck, ...]
    waiting: pl.DataFrame

    @property
    def sentence(self) -> Text:
        """Which years agree with the accounts, which do not and by how much, and which have none to agree with."""
        if not self.years:
            return say("reconciliation.none", date=self.basis.as_of)
        agree = [str(year.year) for year in self.years if year.difference_nok == ZERO]
        differ = [year for year in self.years if year.difference_nok]
        without = [str(year.year) for year in self.years if year.accounts_nok is None]
        said = []
        if agree:
            said.append(say("reconciliation.agree", years=agree))
        if differ:
            parts = [say("reconciliation.part", year=str(year.year), amount=year.difference_nok or ZERO) for year in differ]
            said.append(say("reconciliation.differ", parts=parts))
        if without:
            said.append(say("reconciliation.without", years=without))
        if len(self.waiting):
            amount = Decimal(self.waiting.get_column("amount_nok").sum() or 0)
            said.append(say("reconciliation.waiting", count=len(self.waiting), amount=amount))
        return Text(" ".join(text.nb for text in said), " ".join(text.en for text in said))

    def as_json(self) -> dict[str, Any]:
        """One a year, and every line that waits."""
        return {"years": [year.as_json() for year in self.years], "waiting": self.waiting.to_dicts()}

    def table(self) -> pl.DataFrame:
        """One row a year."""
        names = ("year", "paid_nok", "accounts_nok", "difference_nok", "vat_nok", "corrections_nok", "waiting_nok", "booked_date",
                 "is_final")  # fmt: skip
        return pl.DataFrame([{name: getattr(year, name) for name in names} for year in self.years], schema=_SCHEMA)


_MONEY = pl.Decimal(18, 2)
_SCHEMA: dict[str, Any] = {
    "year": pl.Int64, "paid_nok": _MONEY, "accounts_nok": _MONEY, "difference_nok": _MONEY, "vat_nok": _MONEY,
    "corrections_nok": _MONEY, "waiting_nok": _MONEY, "booked_date": pl.Date, "is_final": pl.Boolean,
}  # fmt: skip


def reconciliation(snapshot: Snapshot) -> Reconciliation:
    """The payments of each year against the last accounts of it that are known, in kroner without VAT.

    The accounts are compared with the payments that were made by the day they are told for. Where they are given by purpose only,
    the purposes are added up. A difference is shown as it is and not explained.
    """
    programme_id = programme_of(snapshot)
    payments = ledger(snapshot, programme_id).payments
    accounts = _accounts(snapshot, programme_id)
    waiting = _waiting(snapshot, programme_id)
    years = sorted({*payments.get_column("year").drop_nulls().to_list(), *accounts, *waiting.get_column("year").to_list()})
    checks = tuple(_check(snapshot, payments, waiting, year, accounts.get(year)) for year in years)
    return Reconciliation(basis(snapshot, *_TABLES, caveats=(say("reconciliation.caveat"),)), checks, waiting)


def _waiting(snapshot: Snapshot, programme_id: str) -> pl.DataFrame:
    rows = snapshot.table("unmatched_payment").filter(pl.col("programme_id") == programme_id)
    columns = ("unmatched_payment_id", "reason", "voucher_ref", "payment_date", "year", "amount_nok", "text_nb", "supplier_nb",
               "contract_code", "project_code", "account_code")  # fmt: skip
    return rows.select(columns).sort("payment_date", "unmatched_payment_id")


def final_day(snapshot: Snapshot, year: int) -> date | None:
    """The day a year's figures become final by the rule; None when no rule is given."""
    days = parameter(snapshot, "accounts_final_days")
    return None if days is None else date(year, 12, 31) + timedelta(days=int(days))


@dataclass(frozen=True, slots=True)
class _Accounts:
    amount_nok: Decimal
    booked_date: date
    is_final: bool


def _accounts(snapshot: Snapshot, programme_id: str) -> dict[int, _Accounts]:
    """The last accounts of each year: the total when it is given, else the sum of the purposes."""
    rows = snapshot.table("account_total").filter(pl.col("programme_id") == programme_id)
    last = rows.filter(pl.col("booked_date") == pl.col("booked_date").max().over("year"))
    is_total = pl.col("category").is_null()
    chosen = last.filter(is_total | ~is_total.any().over("year"))
    sums = chosen.group_by("year").agg(
        pl.col("amount_nok").sum(), pl.col("booked_date").max(), pl.col("is_final").fill_null(False).all()
    )
    return {year: _Accounts(amount, day, final) for year, amount, day, final in sums.iter_rows()}


def _check(
    snapshot: Snapshot, payments: pl.DataFrame, waiting: pl.DataFrame, year: int, accounts: _Accounts | None
) -> YearCheck:  # fmt: skip
    until = accounts.booked_date if accounts else snapshot.as_of
    own = payments.filter((pl.col("year") == year) & (pl.col("payment_date") <= until))
    vat = own.get_column("vat_nok")
    last = final_day(snapshot, year)
    return YearCheck(
        year=year, paid_nok=_sum(own), accounts_nok=accounts.amount_nok if accounts else None,
        booked_date=accounts.booked_date if accounts else None,
        vat_nok=None if vat.null_count() == len(vat) else Decimal(vat.sum() or 0),
        is_final=bool(accounts and accounts.is_final) or (last is not None and snapshot.as_of >= last), final_date=last,
        corrections_nok=_sum(own.filter(pl.col("kind").is_in(["credit_note", "correction"]))), payments=len(own),
        waiting_nok=_sum(waiting.filter(pl.col("year") == year)) if snapshot.can_see(TABLES["unmatched_payment"]) else None,
    )  # fmt: skip


def _sum(rows: pl.DataFrame) -> Decimal:
    return Decimal(rows.get_column("amount_nok").sum() or 0)
