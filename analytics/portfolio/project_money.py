"""A project's money: its contracts with their parties, and year by year what was planned, bound and paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.needs_rows import organisation_names
from analytics.portfolio.project_facts import own_rows
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

ZERO = Decimal(0)
_CATEGORIES = CODE_LISTS["money_category"].values


@dataclass(frozen=True, slots=True)
class YearMoney:
    """A project's money in one year, in kroner without value added tax.

    Attributes:
        budget_original_nok: the first version of each of the project's budget lines; None for a year without a line.
        budget_nok: the version of each line that stands on the day.
        bound_nok: promised without (further) conditions for use in the year, what was released subtracted; None when nothing
            at all is recorded as promised to the project.
        conditional_nok: promised on a condition that is not met.
        paid_nok: booked on the year, credit notes subtracted; None when no payment is recorded for the project.
        is_provisional: whether the year is not over.
    """

    year: int
    budget_original_nok: Decimal | None
    budget_nok: Decimal | None
    bound_nok: Decimal | None
    conditional_nok: Decimal | None
    paid_nok: Decimal | None
    is_provisional: bool


AMOUNTS: tuple[str, ...] = ("budget_original_nok", "budget_nok", "bound_nok", "conditional_nok", "paid_nok")


@dataclass(frozen=True, eq=False)
class Money:
    """All money of a project.

    Attributes:
        years: every year that any amount belongs to.
        contracts: one row a contract; the columns of `contracts_of`.
        parties: partners and subcontractors of them.
        budget: every version of the project's own budget lines, the oldest first, with `from_nok` of the version before.
        commitments, payments: the rows behind the years.
        shared_lines: budget lines of the project's call that are of no one project.
        paid_by_category, bound_by_category: kroner by purpose; purposes that occur.
    """

    years: tuple[YearMoney, ...]
    contracts: pl.DataFrame
    parties: pl.DataFrame
    budget: pl.DataFrame
    commitments: pl.DataFrame
    payments: pl.DataFrame
    shared_lines: tuple[str, ...]
    paid_by_category: dict[str, Decimal]
    bound_by_category: dict[str, Decimal]

    def total(self, name: str) -> Decimal | None:
        """The sum over the years; None when nothing is known."""
        amounts = [getattr(year, name) for year in self.years if getattr(year, name) is not None]
        return sum(amounts, ZERO) if amounts else None

    @property
    def released_nok(self) -> Decimal:
        """Kroner that were bound and have been released."""
        return _sum(self.commitments.filter(pl.col("kind") == "release"))

    @property
    def left_nok(self) -> Decimal | None:
        """Bound and not paid, in all; None when one of the two is unknown."""
        bound, paid = self.total("bound_nok"), self.total("paid_nok")
        return None if bound is None else bound - (paid or ZERO)

    def table(self) -> pl.DataFrame:
        """One row a year: `year`, the amounts in kroner, `is_provisional`."""
        schema: dict[str, Any] = {"year": pl.Int64, **dict.fromkeys(AMOUNTS, pl.Decimal(18, 2)), "is_provisional": pl.Boolean}
        return pl.DataFrame([{name: getattr(year, name) for name in schema} for year in self.years], schema=schema)


def money_of(snapshot: Snapshot, project_id: str, call_id: str | None) -> Money:
    """The money of one project."""
    contracts = contracts_of(snapshot, project_id)
    ids = contracts.get_column("contract_id")
    commitments, payments = (_of_project(snapshot.table(name), project_id, ids) for name in ("commitment", "payment"))
    lines = own_rows(snapshot.table("budget_line"), project_id)
    budget = _versions(lines)
    return Money(
        _years(snapshot.as_of, budget, commitments, payments), contracts, _parties(snapshot, ids), budget, commitments, payments,
        _shared(snapshot, call_id), _by_category(payments.with_columns(signed="amount_nok")),
        _by_category(_promised(commitments)),
    )  # fmt: skip


def contracts_of(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    """`contract_id`, `title_nb`, `organisation_id`, `supplier_nb`, `supplier_en`, `route`, `call_id`, `framework_id`,
    `framework_nb`, `signed_date`, `start_date`, `end_date`, `amount_nok`, `vat_nok`, `allocation_letter_ref`, `closed_date`.
    """
    names = organisation_names(snapshot).rename({"organisation_nb": "supplier_nb", "organisation_en": "supplier_en"})
    frameworks = snapshot.table("framework_agreement").select("framework_id", framework_nb="title_nb")
    rows = own_rows(snapshot.table("contract"), project_id).join(names, on="organisation_id", how="left")
    named = [pl.coalesce(f"supplier_{lang}", "organisation_id").alias(f"supplier_{lang}") for lang in ("nb", "en")]
    return rows.join(frameworks, on="framework_id", how="left").with_columns(*named).select(
        "contract_id", "title_nb", "organisation_id", "supplier_nb", "supplier_en", "route", "call_id", "framework_id",
        "framework_nb", "signed_date", "start_date", "end_date", "amount_nok", "vat_nok", "allocation_letter_ref", "closed_date",
    ).sort("signed_date", "contract_id")  # fmt: skip


def _parties(snapshot: Snapshot, contract_ids: pl.Series) -> pl.DataFrame:
    rows = snapshot.table("contract_party").filter(pl.col("contract_id").is_in(contract_ids.implode()))
    joined = rows.join(organisation_names(snapshot), on="organisation_id", how="left")
    named = [pl.coalesce(f"organisation_{lang}", "organisation_id").alias(f"organisation_{lang}") for lang in ("nb", "en")]
    return (
        joined.with_columns(*named)
        .select("contract_id", "organisation_id", "organisation_nb", "organisation_en", "role")
        .sort("contract_id", "role", "organisation_id")
    )


def _of_project(frame: pl.DataFrame, project_id: str, contract_ids: pl.Series) -> pl.DataFrame:
    own = pl.col("project_id") == project_id
    by_contract = pl.col("project_id").is_null() & pl.col("contract_id").is_in(contract_ids.implode())
    return frame.filter(own.fill_null(False) | by_contract.fill_null(False))


def _versions(lines: pl.DataFrame) -> pl.DataFrame:
    ordered = lines.sort("line_no", "year", "version")
    return ordered.with_columns(from_nok=pl.col("amount_nok").shift(1).over("line_no", "year")).select(
        "budget_line_id",
        "line_no",
        "year",
        "version",
        "category",
        "from_nok",
        "amount_nok",
        "decided_date",
        "reason",
        "reason_nb",
    )


def _years(as_of: date, budget: pl.DataFrame, commitments: pl.DataFrame, payments: pl.DataFrame) -> tuple[YearMoney, ...]:
    first = budget.unique(["line_no", "year"], keep="first", maintain_order=True)
    last = budget.unique(["line_no", "year"], keep="last", maintain_order=True)
    parts = {
        "budget_original_nok": _by_year(first), "budget_nok": _by_year(last),
        "bound_nok": _by_year(_promised(commitments), "signed"),
        "conditional_nok": _by_year(_conditional(commitments)), "paid_nok": _by_year(payments),
    }  # fmt: skip
    known = {"bound_nok": len(commitments) > 0, "conditional_nok": len(commitments) > 0, "paid_nok": len(payments) > 0}
    listed = sorted({year for amounts in parts.values() for year in amounts})
    span = range(listed[0], listed[-1] + 1) if listed else range(0)
    return tuple(
        YearMoney(
            year=year, is_provisional=year >= as_of.year,
            **{name: amounts.get(year, ZERO if known.get(name) else None) for name, amounts in parts.items()},
        )
        for year in span
    )  # fmt: skip


def _promised(commitments: pl.DataFrame) -> pl.DataFrame:
    """What is bound, with `signed` kroner: what was released counts against, what waits for a condition does not count."""
    amount = pl.col("amount_nok")
    met = (pl.col("kind") != "conditional") | pl.col("condition_met_date").is_not_null()
    return commitments.filter(met).with_columns(signed=pl.when(pl.col("kind") == "release").then(-amount).otherwise(amount))


def _conditional(commitments: pl.DataFrame) -> pl.DataFrame:
    return commitments.filter((pl.col("kind") == "conditional") & pl.col("condition_met_date").is_null())


def _by_year(frame: pl.DataFrame, column: str = "amount_nok") -> dict[int, Decimal]:
    return dict(frame.group_by("year").agg(pl.col(column).sum()).iter_rows())


def _by_category(frame: pl.DataFrame) -> dict[str, Decimal]:
    found = dict(frame.group_by("category").agg(pl.col("signed").sum()).iter_rows())
    return {category: found[category] for category in _CATEGORIES if category in found}


def _sum(frame: pl.DataFrame) -> Decimal:
    return Decimal(str(frame.get_column("amount_nok").sum() or 0))


def _shared(snapshot: Snapshot, call_id: str | None) -> tuple[str, ...]:
    if call_id is None:
        return ()
    rows = snapshot.table("budget_line").filter((pl.col("call_id") == call_id) & pl.col("project_id").is_null())
    return tuple(rows.get_column("line_no").unique().sort())
