"""What is budgeted, bound and paid on each activity of the action plans, every krone in one place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from analytics.portfolio.programme import current_programme
from analytics.spending.ledger import ZERO, ledger
from data.snapshot import Snapshot

_NOK = pl.Decimal(18, 2)


@dataclass(frozen=True, eq=False)
class PlanMoney:
    """Money by activity or unplanned item, in kroner without value added tax.

    Attributes:
        rows: `item_id`, `committed_nok` (bound and met conditional, releases subtracted), `bound_nok` (of it not paid),
            `paid_nok`, `first_money_date`.
        budgets: `item_id`, `budget_nok` (the version of each budget line that stands now, all years).
        without: the same three sums for money that no activity or item can be named for, and the budget.
        is_known: whether any commitment, payment or budget line is recorded at all; else amounts are unknown.
    """

    rows: pl.DataFrame
    budgets: pl.DataFrame
    without: dict[str, Decimal]
    is_known: bool


def money_of(snapshot: Snapshot, activities: pl.DataFrame, categories: pl.DataFrame, items: pl.DataFrame) -> PlanMoney:
    """The money of every activity and of every unplanned item.

    A krone belongs to the activity of its project, else of its call, else of its budget line of that year, those first whose
    purpose is the krone's own: so money for trial sites stands on the line for trial sites, and not on that of the project.

    Args:
        activities: `plan_line_id` and `activity_id`.
        categories: `item_id` and `category` of activities and items; an empty category takes any.
        items: `project_id`, `call_id` (one of them empty) and `item_id`: where the work of a project or a call belongs.
    """
    programme = current_programme(snapshot)
    book = ledger(snapshot, programme.programme_id if programme else "")
    budget = _current_budget(book.lines).join(
        activities.select("plan_line_id", item_id="activity_id"), on="plan_line_id", how="left"
    )  # fmt: skip
    own = "promised_to"
    signed = pl.when(pl.col("kind") == "release").then(-pl.col("amount_nok")).otherwise(pl.col("amount_nok"))
    is_net = (pl.col("kind") != "conditional") | pl.col("condition_met_date").is_not_null()
    net = book.commitments.filter(is_net).select(*_KEYS, own, amount=signed, day="decided_date", is_paid=pl.lit(False))
    paid = book.payments.select(*_KEYS, own, amount="amount_nok", day="payment_date", is_paid=pl.lit(True))
    placed = _placed(snapshot, pl.concat([net, paid]), budget, categories, items)
    parts = placed.group_by("item_id", own).agg(
        committed_nok=pl.col("amount").filter(~pl.col("is_paid")).sum(), paid_nok=pl.col("amount").filter("is_paid").sum(),
        first_money_date=pl.col("day").min(),
    )  # fmt: skip
    left = pl.col("committed_nok") - pl.col("paid_nok")
    parts = parts.with_columns(bound_nok=pl.when(left > 0).then(left).otherwise(pl.lit(0, dtype=_NOK)))
    sums = parts.group_by("item_id").agg(
        pl.col("committed_nok", "bound_nok", "paid_nok").sum().cast(_NOK), pl.col("first_money_date").min()
    )
    budgets = budget.group_by("item_id").agg(budget_nok=pl.col("amount_nok").sum().cast(_NOK))
    named = pl.col("item_id").is_not_null()
    return PlanMoney(
        sums.filter(named), budgets.filter(named), _rest(sums, budgets), not book.is_empty,
    )  # fmt: skip


_KEYS = ("project_id", "contract_id", "site_id", "line_no", "year", "category")


def _rest(sums: pl.DataFrame, budgets: pl.DataFrame) -> dict[str, Decimal]:
    rest = sums.filter(pl.col("item_id").is_null()).to_dicts()
    first = rest[0] if rest else {}
    budget = budgets.filter(pl.col("item_id").is_null()).get_column("budget_nok").to_list()
    found = {name: first.get(name) or ZERO for name in ("committed_nok", "bound_nok", "paid_nok")}
    return {"budget_nok": budget[0] if budget else ZERO, **found}


def _current_budget(lines: pl.DataFrame) -> pl.DataFrame:
    """The newest version of each budget line and year; a version that does not name its plan line or call keeps the last."""
    ordered = lines.sort("line_no", "year", "version")
    kept = ordered.with_columns(pl.col("plan_line_id", "call_id", "project_id").forward_fill().over("line_no", "year"))
    return kept.unique(["line_no", "year"], keep="last", maintain_order=True)


def _placed(
    snapshot: Snapshot, money: pl.DataFrame, budget: pl.DataFrame, categories: pl.DataFrame, items: pl.DataFrame
) -> pl.DataFrame:
    """Every commitment and payment with the item it belongs to."""
    contracts = snapshot.table("contract").select("contract_id", of_contract="project_id", of_call="call_id")
    sites = snapshot.table("site").select("site_id", of_site="project_id")
    rows = money.join(contracts, on="contract_id", how="left").join(sites, on="site_id", how="left")
    rows = rows.with_columns(project_id=pl.coalesce("project_id", "of_contract", "of_site"))
    of_project = items.filter(pl.col("project_id").is_not_null()).select("project_id", by_project="item_id")
    of_call = items.filter(pl.col("call_id").is_not_null()).select("call_id", by_call="item_id")
    of_budget = budget.select("line_no", "year", by_budget="item_id")
    rows = rows.join(of_project, on="project_id", how="left").join(of_call, left_on="of_call", right_on="call_id", how="left")
    rows = rows.join(of_budget, on=["line_no", "year"], how="left")
    ways = ("by_project", "by_call", "by_budget")
    for way in ways:
        rows = rows.join(
            categories.select(pl.col("item_id").alias(way), pl.col("category").alias(f"{way}_for")), on=way, how="left"
        )
    fitting = [
        pl.when(pl.col(f"{way}_for").is_null() | (pl.col(f"{way}_for") == pl.col("category"))).then(pl.col(way)) for way in ways
    ]
    return rows.with_columns(item_id=pl.coalesce(*fitting, *ways))


def shared_budgets(snapshot: Snapshot, projects: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """Activities whose projects come from a call that is budgeted on another activity.

    Returns:
        `activity_id` and `budget_on`: the activities that hold the budget, sorted.
    """
    programme = current_programme(snapshot)
    lines = ledger(snapshot, programme.programme_id if programme else "").lines
    held = _current_budget(lines).filter((pl.col("amount_nok") > 0) & pl.col("call_id").is_not_null())
    held = (
        held.join(activities.select("plan_line_id", holder="activity_id"), on="plan_line_id").select("call_id", "holder").unique()
    )
    pairs = projects.filter(pl.col("activity_id").is_not_null()).join(held, on="call_id")
    other = pairs.filter(pl.col("holder") != pl.col("activity_id"))
    return other.group_by("activity_id").agg(budget_on=pl.col("holder").unique().sort())


def outcome_sums(rows: pl.DataFrame) -> pl.DataFrame:
    """The money of a year's lines by what became of them, and last the sum of the plan's own lines (`outcome` is then null).

    Args:
        rows: lines of one year, as in `ActionPlan.lines`.

    Returns:
        `outcome`, `lines`, `unknown` (lines without a planned amount), and kroner planned, budgeted, bound and paid; null when no
        line has any.
    """
    amounts = ("planned_amount_nok", "budget_nok", "bound_nok", "paid_nok")
    sums = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in amounts]
    unknown = pl.col("planned_amount_nok").is_null().sum().alias("unknown")
    parts = rows.group_by("outcome", maintain_order=True).agg(pl.len().alias("lines"), unknown, *sums)
    parts = parts.with_columns(unknown=pl.when(pl.col("outcome") == "unplanned").then(0).otherwise("unknown"))
    own = rows.filter(pl.col("origin").is_not_null())
    total = own.select(pl.lit(None, pl.String).alias("outcome"), pl.len().alias("lines"), unknown, *sums)
    return pl.concat([parts, total], how="diagonal_relaxed")
