"""Recommendations: who is to follow up, by when, and what became of them."""

from __future__ import annotations

from datetime import date

import polars as pl

from analytics.portfolio.project_rows import named
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import LANGS

#: What needs action first.
RECOMMENDATION_STATES: tuple[str, ...] = CODE_LISTS["recommendation_state"].values
#: States in which something is left to do.
OPEN_STATES: tuple[str, ...] = ("overdue", "open", "undated")


def recommendation_state(as_of: date) -> pl.Expr:
    """Where a recommendation stands on the day: rejected, followed up, past its due date, open, or open without a due date.

    The due date itself is not past. One without a due date can never be past it, and is told apart from those that are in time.
    """
    due = pl.col("due_date")
    return (
        pl.when(pl.col("rejected_date").is_not_null()).then(pl.lit("rejected"))
        .when(pl.col("done_date").is_not_null()).then(pl.lit("done"))
        .when(due.is_null()).then(pl.lit("undated"))
        .when(due < as_of).then(pl.lit("overdue")).otherwise(pl.lit("open"))
    )  # fmt: skip


def recommendation_rows(snapshot: Snapshot) -> pl.DataFrame:
    """One row a recommendation that is given on the day; what needs action first, the latest first of those past due.

    Returns:
        `recommendation_id`, `text_nb`, `finding_id`, `instrument_id` (own, else of the finding) with its name, `owner_id` with
        its name, `raised_date`, `due_date`, `done_date`, `rejected_date`, `rejected_reason_nb`, `state` (of
        `RECOMMENDATION_STATES`), `days_late`: whole days past the due date, on the day for those that are open, on the day of
        follow-up for those that are done; zero or below is in time; empty without a due date, when rejected and when not yet
        due. `source_id`, `is_example`.
    """
    of_finding = snapshot.table("finding").select("finding_id", found_instrument="instrument_id")
    rows = snapshot.table("recommendation").join(of_finding, on="finding_id", how="left").with_columns(
        instrument_id=pl.coalesce("instrument_id", "found_instrument"), state=recommendation_state(snapshot.as_of),
        is_example=pl.col("is_example").fill_null(False),
    )  # fmt: skip
    until = pl.when(pl.col("state") == "done").then("done_date").when(pl.col("state") == "overdue").then(pl.lit(snapshot.as_of))
    order = {state: place for place, state in enumerate(RECOMMENDATION_STATES)}
    told = named(with_instruments(rows, snapshot), snapshot, "owner_id", "owner")
    return told.with_columns(days_late=(until - pl.col("due_date")).dt.total_days()).select(*_COLUMNS).sort(
        pl.col("state").replace_strict(order, return_dtype=pl.Int8), "due_date", "recommendation_id", nulls_last=True
    )  # fmt: skip


def with_instruments(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """The frame with `instrument_nb` and `instrument_en`, the short names of what `instrument_id` refers to, else the id."""
    names = snapshot.table("instrument").select("instrument_id", instrument_nb="short_nb", instrument_en="short_en")
    joined = frame.join(names, on="instrument_id", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"instrument_{lang}", "instrument_id") for lang in LANGS)


_COLUMNS = (
    "recommendation_id", "text_nb", "finding_id", "instrument_id", "instrument_nb", "instrument_en", "owner_id", "owner_nb",
    "owner_en", "raised_date", "due_date", "done_date", "rejected_date", "rejected_reason_nb", "state", "days_late", "source_id",
    "is_example",
)  # fmt: skip


def owner_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """How each owner follows up, the one with most past due first; one row with an empty `owner_id` for those without owner.

    Args:
        rows: of `recommendation_rows`.

    Returns:
        `owner_id`, `owner_nb`, `owner_en`, `count`, one column for each state, and `most_days_late` of those past due (empty
        without any).
    """
    state = pl.col("state")
    counts = {name: (state == name).sum().cast(pl.Int64) for name in RECOMMENDATION_STATES}
    most = pl.col("days_late").filter(state == "overdue").max()
    grouped = rows.group_by("owner_id", "owner_nb", "owner_en").agg(count=pl.len().cast(pl.Int64), **counts, most_days_late=most)
    return grouped.sort("overdue", "count", "owner_nb", descending=[True, True, False], nulls_last=True)
