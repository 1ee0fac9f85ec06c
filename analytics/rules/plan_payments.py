"""Payments and commitments against the contract they are of (chapter 3: contracts are followed up, and money is paid by them)."""

from __future__ import annotations

import polars as pl

from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import contracts
from data.snapshot import Snapshot

#: Kinds of payment that settle an earlier one.
_SETTLING: tuple[str, ...] = ("credit_note", "correction")
_KEYS = ("project_id", "call_id", "framework_id")


def _paid(snapshot: Snapshot) -> pl.DataFrame:
    own = contracts(snapshot).select(
        *_KEYS, "contract_id", "signed_date", "closed_date", contract="title_nb", agreed="amount_nok", agreed_vat="vat_nok"
    )
    payments = snapshot.table("payment").filter(pl.col("contract_id").is_not_null()).drop("project_id")
    return payments.join(own, on="contract_id")


def check_after_close(snapshot: Snapshot) -> Found:
    """Payments dated after the contract was closed; what settles an earlier payment is told apart."""
    rows = _paid(snapshot).filter(pl.col("closed_date").is_not_null())
    made = rows.filter(pl.col("payment_date") > pl.col("closed_date")).select(
        *_KEYS, "contract", "contract_id", "kind", record_id="payment_id", date="payment_date", closed="closed_date",
        amount="amount_nok",
    )  # fmt: skip
    settles = pl.col("kind").is_in(_SETTLING)
    codes = {"kind": "payment_kind"}
    groups = (
        Group("message", "breach", "payment", made.filter(~settles), codes),
        Group("settling", "note", "payment", made.filter(settles), codes),
    )
    return Found(len(rows), groups)


def check_before_signing(snapshot: Snapshot) -> Found:
    """Payments dated before the contract was signed."""
    rows = _paid(snapshot).filter(~pl.col("kind").is_in(_SETTLING))
    known = rows.filter(pl.col("signed_date").is_not_null())
    made = known.filter(pl.col("payment_date") < pl.col("signed_date")).select(
        *_KEYS, "contract", "contract_id", record_id="payment_id", date="payment_date", signed="signed_date", amount="amount_nok"
    )
    return Found(len(known), (Group("message", "breach", "payment", made),), len(rows) - len(known))


def check_paid(snapshot: Snapshot) -> Found:
    """Contracts on which more is paid than agreed, without value added tax, and with it where both sides give it."""
    sums = _paid(snapshot).group_by("contract_id").agg(
        pl.col(*_KEYS, "contract", "agreed", "agreed_vat").first(), amount=pl.col("amount_nok").sum(),
        vat=pl.col("vat_nok").sum(), vat_count=pl.col("vat_nok").count(), rows=pl.col("payment_id").sort(),
    ).rename({"contract_id": "record_id"}).sort("record_id")  # fmt: skip
    known = sums.filter(pl.col("agreed").is_not_null())
    over = known.filter(pl.col("amount") > pl.col("agreed")).with_columns(over=pl.col("amount") - pl.col("agreed"))
    by_vat = known.filter(
        (pl.col("amount") <= pl.col("agreed")) & pl.col("agreed_vat").is_not_null() & (pl.col("vat_count") > 0)
        & (pl.col("vat") > pl.col("agreed_vat"))
    ).with_columns(over=pl.col("vat") - pl.col("agreed_vat"))  # fmt: skip
    groups = (Group("message", "breach", "contract", over), Group("vat", "consider", "contract", by_vat))
    return Found(len(known), groups, len(sums) - len(known))


def check_bound(snapshot: Snapshot) -> Found:
    """Contracts with more bound than agreed: binding, and conditional whose condition is met, less what is released."""
    own = contracts(snapshot).select(*_KEYS, "contract_id", contract="title_nb", agreed="amount_nok")
    rows = snapshot.table("commitment").filter(pl.col("contract_id").is_not_null()).drop("project_id")
    amount = pl.col("amount_nok")
    counted = (
        pl.when(pl.col("kind") == "release").then(-amount)
        .when((pl.col("kind") == "conditional") & pl.col("condition_met_date").is_null()).then(amount * 0).otherwise(amount)
    )  # fmt: skip
    sums = rows.group_by("contract_id").agg(amount=counted.sum(), rows=pl.col("commitment_id").sort())
    joined = own.join(sums, on="contract_id").rename({"contract_id": "record_id"})
    known = joined.filter(pl.col("agreed").is_not_null())
    made = known.filter(pl.col("amount") > pl.col("agreed")).with_columns(over=pl.col("amount") - pl.col("agreed"))
    return Found(len(known), (Group("message", "consider", "contract", made),), len(joined) - len(known))


_READS = ("payment", "contract", "project", "call")
RULES: tuple[PlanRule, ...] = (
    PlanRule("paid_after_close", "breach", "payment", ("payment_date", "kind"), ("3",), _READS, check_after_close),
    PlanRule("paid_before_signing", "breach", "payment", ("payment_date",), ("3",), _READS, check_before_signing),
    PlanRule("paid_above_contract", "breach", "contract", ("amount_nok", "vat_nok"), ("3",), _READS, check_paid),
    PlanRule("bound_above_contract", "consider", "contract", ("amount_nok",), ("3",), ("commitment", "contract"), check_bound),
)  # fmt: skip
