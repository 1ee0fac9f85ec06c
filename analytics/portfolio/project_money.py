"""The money of one project: budget, bound and paid by year, and each contract against what is paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.portfolio.project_rows import among, named, own
from data.snapshot import Snapshot
from domain.text import LANGS

#: Whether a year is over, running (its amounts are provisional) or to come.
YearState = Literal["closed", "running", "future"]
_AMOUNT = pl.Decimal(18, 2)
AMOUNTS: tuple[str, ...] = ("budget_original_nok", "budget_nok", "bound_nok", "conditional_nok", "released_nok", "paid_nok")


@dataclass(frozen=True, eq=False)
class Money:
    """Kroner without value added tax, exact. An amount without any row behind it is None: unknown, not zero.

    Attributes:
        years: one row a year that any row belongs to: `year`, `state` (`YearState`), and `AMOUNTS`: the first version of the
            project's own budget lines and the version that stood on the day, bound net of released, promised on a condition
            that is not met, released, and paid with credit notes subtracted.
        contracts: one row a contract with `amount_nok`, `paid_nok`, `released_nok`, `left_nok`.
        contract_nok: sum of the contracts; None without one.
        paid_on_contracts_nok: paid on them; None without a payment.
        budget_on_call: whether the budget stands on the line of the project's call instead of its own.
        purposes: paid by `category`.
    """

    years: pl.DataFrame
    contracts: pl.DataFrame
    contract_nok: Decimal | None
    paid_on_contracts_nok: Decimal | None
    budget_on_call: bool
    purposes: pl.DataFrame

    def total(self, name: str) -> Decimal | None:
        """The sum of one of `AMOUNTS` over the years; None when no year has it."""
        return _sum(self.years.get_column(name))

    def as_json(self) -> dict[str, Any]:
        """Years, sums, contracts."""
        return {
            "contract_nok": self.contract_nok, "paid_on_contracts_nok": self.paid_on_contracts_nok,
            "years": [row | {"is_provisional": row["state"] == "running"} for row in self.years.to_dicts()],
            "sum": {name: self.total(name) for name in AMOUNTS}, "budget_on_call": self.budget_on_call,
            "paid_by_purpose": self.purposes.to_dicts(), "contracts": self.contracts.to_dicts(),
        }  # fmt: skip


def money(snapshot: Snapshot, project_id: str, call_id: str | None) -> Money:
    """The money of the project as known on the snapshot's day.

    Rows count that name the project, and those that name no project but one of its contracts.
    """
    contracts = own(snapshot, "contract", project_id)
    commitments, payments = (_rows(snapshot, name, project_id, contracts) for name in ("commitment", "payment"))
    lines = own(snapshot, "budget_line", project_id)
    on_call = among(snapshot, "budget_line", "call_id", [call_id]).filter(pl.col("project_id").is_null())
    listed = _contracts(snapshot, contracts, commitments, payments)
    return Money(
        _years(snapshot, lines, commitments, payments), listed, _sum(contracts.get_column("amount_nok")),
        _sum(listed.get_column("paid_nok")), lines.is_empty() and not on_call.is_empty(),
        payments.group_by("category").agg(paid_nok=pl.col("amount_nok").sum()).sort("category"),
    )  # fmt: skip


def _sum(amounts: pl.Series) -> Decimal | None:
    known = amounts.drop_nulls()
    return sum((Decimal(amount) for amount in known.to_list()), Decimal(0)) if len(known) else None


def _rows(snapshot: Snapshot, name: str, project_id: str, contracts: pl.DataFrame) -> pl.DataFrame:
    of_contract = pl.col("project_id").is_null() & pl.col("contract_id").is_in(contracts.get_column("contract_id").implode())
    return snapshot.table(name).filter((pl.col("project_id") == project_id) | of_contract)


def _by(rows: pl.DataFrame, key: str, name: str, amount: pl.Expr | None = None) -> pl.DataFrame:
    value = pl.col("amount_nok") if amount is None else amount
    return rows.filter(pl.col(key).is_not_null()).group_by(key).agg(value.sum().cast(_AMOUNT).alias(name))


def _is_met() -> pl.Expr:
    return pl.col("condition_met_date").is_not_null()


def _years(
    snapshot: Snapshot, lines: pl.DataFrame, commitments: pl.DataFrame, payments: pl.DataFrame
) -> pl.DataFrame:  # fmt: skip
    kind = pl.col("kind")
    ordered = lines.sort("line_no", "year", "version")
    versions = [ordered.unique(["line_no", "year"], keep=keep, maintain_order=True) for keep in ("first", "last")]
    net = commitments.filter(kind.is_in(["binding", "release"]) | ((kind == "conditional") & _is_met()))
    signed = pl.when(kind == "release").then(-pl.col("amount_nok")).otherwise(pl.col("amount_nok"))
    parts = (
        _by(versions[0], "year", "budget_original_nok"),
        _by(versions[1], "year", "budget_nok"),
        _by(net, "year", "bound_nok", signed),
        _by(commitments.filter((kind == "conditional") & ~_is_met()), "year", "conditional_nok"),
        _by(commitments.filter(kind == "release"), "year", "released_nok"),
        _by(payments, "year", "paid_nok"),
    )
    found = pl.concat([part.select("year") for part in parts]).unique().sort("year")
    for part in parts:
        found = found.join(part, on="year", how="left", maintain_order="left")
    this_year = snapshot.as_of.year
    year = pl.col("year")
    state = pl.when(year < this_year).then(pl.lit("closed")).when(year == this_year).then(pl.lit("running"))
    return found.select("year", state.otherwise(pl.lit("future")).alias("state"), *AMOUNTS)


def _contracts(
    snapshot: Snapshot, contracts: pl.DataFrame, commitments: pl.DataFrame, payments: pl.DataFrame
) -> pl.DataFrame:  # fmt: skip
    released = _by(commitments.filter(pl.col("kind") == "release"), "contract_id", "released_nok")
    paid = _by(payments, "contract_id", "paid_nok")
    rows = contracts.select(
        "contract_id", "title_nb", "organisation_id", "route", "call_id", "framework_id", "allocation_letter_ref", "signed_date",
        "start_date", "end_date", "closed_date", "amount_nok",
    )  # fmt: skip
    joined = rows.join(released, on="contract_id", how="left").join(paid, on="contract_id", how="left")
    zero = pl.lit(0).cast(_AMOUNT)
    left = pl.col("amount_nok") - pl.col("released_nok").fill_null(zero) - pl.col("paid_nok").fill_null(zero)
    found = joined.with_columns(left_nok=left.cast(_AMOUNT)).join(_partners(snapshot, rows), on="contract_id", how="left")
    found = found.sort("signed_date", "contract_id")
    return named(named(found, snapshot, "organisation_id", "supplier"), snapshot, "framework_id", "framework")


def _partners(snapshot: Snapshot, contracts: pl.DataFrame) -> pl.DataFrame:
    """The other parties of each contract: `contract_id`, `partners_nb` and `partners_en`, lists of names."""
    rows = among(snapshot, "contract_party", "contract_id", contracts.get_column("contract_id").to_list())
    others = named(rows, snapshot, "organisation_id", "party").filter(pl.col("role") != "lead").sort("organisation_id")
    return others.group_by("contract_id").agg(pl.col(f"party_{lang}").alias(f"partners_{lang}") for lang in LANGS)
