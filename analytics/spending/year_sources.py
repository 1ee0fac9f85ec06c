"""The recorded rows behind what a year has: frames in force, and what was approved carried over."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from analytics.spending.frames import YearUse
from data.snapshot import Snapshot

SCHEMA: dict[str, Any] = {
    "step": pl.String, "record_table": pl.String, "record_id": pl.String, "amount_nok": pl.Decimal(18, 2),
}  # fmt: skip


def source_rows(snapshot: Snapshot, programme_id: str, use: YearUse) -> pl.DataFrame:
    """The rows behind the steps of frames and carry-over; they add up to their step.

    A carry-over that was computed has no row of its own: it rests on the year before.

    Returns:
        `step`, `record_table` and `record_id` of the row, and `amount_nok` as it counts in the step.
    """
    frames = {level: _frame(snapshot, programme_id, level, use.year) for level in ("knowledge", "programme")}
    made = [(level, "frame", *frame) for level, frame in frames.items() if frame is not None]
    if use.outside_programme_nok is not None and all(frames.values()):
        made += [("outside", "frame", key, amount) for key, amount in filter(None, frames.values())]
        made[-1] = (*made[-1][:3], -made[-1][3])
    approved = use.carried_in_source == "approved"
    made += [("carried_in", "carry_over", *row) for row in _carried(snapshot, programme_id, "to_year", use.year) if approved]
    approved = use.carried_out_source == "approved"
    made += [("carried_out", "carry_over", *row) for row in _carried(snapshot, programme_id, "from_year", use.year) if approved]
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def _frame(snapshot: Snapshot, programme_id: str, level: str, year: int) -> tuple[str, Decimal] | None:
    of_level = (pl.col("programme_id") == programme_id) & (pl.col("level") == level) & (pl.col("year") == year)
    rows = snapshot.table("frame").filter(of_level).sort("version")
    return None if rows.is_empty() else (str(rows["frame_id"][-1]), rows["amount_nok"][-1])


def _carried(snapshot: Snapshot, programme_id: str, end: str, year: int) -> list[tuple[Any, ...]]:
    of_year = (pl.col("programme_id") == programme_id) & (pl.col("level") == "programme") & (pl.col(end) == year)
    return snapshot.table("carry_over").filter(of_year).sort("carry_over_id").select("carry_over_id", "amount_nok").rows()
