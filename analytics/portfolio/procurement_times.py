"""How many days each step takes, route by route: the median, the longest, and what has stood longest."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.procurement_calls import CANCELLED, STEPS
from analytics.portfolio.procurement_contracts import ROUTES

#: What the time from registration to contract is called among the steps.
TOTAL = "total"


def step_times(calls: pl.DataFrame, steps: pl.DataFrame, min_calls: int | None) -> pl.DataFrame:
    """One row a route and step, and one a route for the whole way to the contract.

    Cancelled calls are left out, and so are steps whose days cannot be told: dates out of order, or a step without a
    date just before. A median of fewer than `min_calls` is not given.

    Returns:
        `route`, `step` (`TOTAL` for the whole way), `reached` (steps with days), `median_days` (empty when too few),
        `is_enough`, `shortest_days`, `longest_days` and `longest_call_id`, `not_counted`, and of what stands in the
        step now: `standing`, `oldest_days` and `oldest_call_id`.
    """
    running = steps.filter(pl.col("call_status") != CANCELLED)
    done = running.filter(pl.col("state") == "done").select(
        "route", "step", "call_id",
        days=pl.when(~pl.col("covers_missing")).then("days"), is_told=~pl.col("covers_missing") & pl.col("days").is_not_null(),
    )  # fmt: skip
    whole = calls.filter(pl.col("status") == "contracted").select(
        "route", "call_id", step=pl.lit(TOTAL), days="total_days", is_told=pl.col("total_days").is_not_null()
    )  # fmt: skip
    reached = _reached(pl.concat([done, whole.select(done.columns)]), min_calls)
    both = reached.join(_standing(calls), on=["route", "step"], how="full", coalesce=True)
    counts = [pl.col(name).fill_null(0) for name in ("reached", "not_counted", "standing")]
    return both.with_columns(*counts, pl.col("is_enough").fill_null(False)).sort(
        _place("route", ROUTES), "route", _place("step", (*STEPS, TOTAL))
    )  # fmt: skip


def _reached(rows: pl.DataFrame, min_calls: int | None) -> pl.DataFrame:
    days = pl.col("days")
    groups = rows.sort("call_id").group_by("route", "step").agg(
        reached=days.count(), median_days=days.median(), shortest_days=days.min(), longest_days=days.max(),
        longest_call_id=pl.col("call_id").sort_by(days, descending=True, nulls_last=True, maintain_order=True).first(),
        not_counted=(~pl.col("is_told")).sum(),
    )  # fmt: skip
    enough = (pl.col("reached") >= max(min_calls or 1, 1)).alias("is_enough")
    return groups.with_columns(enough).with_columns(
        median_days=pl.when(pl.col("is_enough")).then("median_days"),
        longest_call_id=pl.when(pl.col("reached") > 0).then("longest_call_id"),
    )


def _standing(calls: pl.DataFrame) -> pl.DataFrame:
    """What stands in each step now; where the next step is not recorded, the step is empty and left out here."""
    now = calls.filter((pl.col("status") == "ongoing") & pl.col("standing_step").is_not_null())
    days = pl.col("standing_days")
    return now.sort("call_id").group_by("route", pl.col("standing_step").alias("step")).agg(
        standing=pl.len(), oldest_days=days.max(),
        oldest_call_id=pl.col("call_id").sort_by(days, descending=True, nulls_last=True, maintain_order=True).first(),
    )  # fmt: skip


def _place(name: str, values: tuple[str, ...]) -> pl.Expr:
    return pl.col(name).replace_strict({value: n for n, value in enumerate(values)}, default=len(values), return_dtype=pl.Int64)
