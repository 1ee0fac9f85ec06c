"""The plan of a year line by line: as it was first set, as it stands, what was used on it, and why it was changed."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.spending.ledger import Ledger, last_day
from data.snapshot import Snapshot

SCHEMA: dict[str, Any] = {
    "line_no": pl.String, "category": pl.String, "project_id": pl.String, "title_nb": pl.String,
    "plan_original_nok": pl.Decimal(18, 2), "plan_current_nok": pl.Decimal(18, 2), "change_nok": pl.Decimal(18, 2),
    "paid_nok": pl.Decimal(18, 2), "reason": pl.String, "reason_nb": pl.String,
}  # fmt: skip


def plan_lines(snapshot: Snapshot, book: Ledger, year: int) -> pl.DataFrame:
    """One row a budget line of the year, in kroner, as it stood on the year's day.

    The first version is the original plan. A line that was taken out stands with 0. `reason` and `reason_nb` are those of the
    last change that gives one. `paid_nok` is what is booked on the line and year, 0 when nothing is.
    """
    day = last_day(year, book.as_of)
    own = book.lines.filter((pl.col("year") == year) & (pl.col("decided_date") <= day)).sort("line_no", "version")
    lines = own.group_by("line_no", maintain_order=True).agg(
        pl.col("category", "project_id", "call_id", "plan_line_id").last(),
        plan_original_nok=pl.col("amount_nok").first(), plan_current_nok=pl.col("amount_nok").last(),
        reason=pl.col("reason").drop_nulls().last(), reason_nb=pl.col("reason_nb").drop_nulls().last(),
    )  # fmt: skip
    paid = book.payments.filter(pl.col("year") == year).drop_nulls("line_no")
    sums = paid.group_by("line_no").agg(paid_nok=pl.col("amount_nok").sum())
    joined = lines.join(sums, on="line_no", how="left")
    for table, key in (("project", "project_id"), ("call", "call_id"), ("action_plan_line", "plan_line_id")):
        titles = snapshot.table(table)
        titled = titles.select(key, pl.col("title_nb").alias(f"{key}_nb"))
        joined = joined.join(titled, on=key, how="left")
    return joined.select(
        "line_no", "category", "project_id", pl.coalesce("project_id_nb", "call_id_nb", "plan_line_id_nb").alias("title_nb"),
        "plan_original_nok", "plan_current_nok", change_nok=pl.col("plan_current_nok") - pl.col("plan_original_nok"),
        paid_nok=pl.col("paid_nok").fill_null(0), reason="reason", reason_nb="reason_nb",
    ).select(list(SCHEMA)).cast(pl.Schema(SCHEMA)).sort("line_no")  # fmt: skip
