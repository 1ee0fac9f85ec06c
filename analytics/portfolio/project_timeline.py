"""The time line of one project: milestones and deliverables as first planned, as planned now, and as they happened."""

from __future__ import annotations

from datetime import date
from typing import cast

import polars as pl

from analytics.portfolio.project_rows import Row, among, named, own
from data.snapshot import Snapshot

#: How an item stands: done; its newest date has passed; moved to a later or earlier day; as planned; dropped with the project.
STATES: tuple[str, ...] = ("done", "overdue", "moved", "planned", "dropped")


def timeline(snapshot: Snapshot, project_id: str, *, is_stopped: bool) -> pl.DataFrame:
    """Milestones and deliverables, by original plan.

    Returns:
        `item` ("milestone" or "deliverable"), `id`, `kind`, `title_nb`, `planned_date` (original), `newest_date` (the last
        decided change, else the original), `actual_date`, `changes` (how many), `reason` and `reason_nb` of the last change,
        `changed_date`, `state` (`STATES`), `slip_days`, and of deliverables `signed_off_date`, `published_date`, `url`,
        `not_published_reason`, `recipient_nb`, `recipient_en`.

        `slip_days` counts from the original plan: to the day it happened; to the snapshot's day where it is overdue; to the
        new date where it is moved. It is 0 where the plan stands, and empty where the plan is unknown or the item fell away
        with the project. A negative number is ahead of the plan. Why something is late is only what the change says.
    """
    changes = snapshot.table("schedule_change").sort("decided_date", "schedule_change_id")
    milestones = own(snapshot, "milestone", project_id).select(
        "kind", "title_nb", "planned_date", "actual_date", id="milestone_id", item=pl.lit("milestone")
    )
    results = named(own(snapshot, "deliverable", project_id), snapshot, "recipient_id", "recipient").select(
        "kind", "title_nb", "planned_date", "signed_off_date", "published_date", "url", "not_published_reason", "recipient_id",
        "recipient_nb", "recipient_en", actual_date=pl.coalesce("delivered_date", "published_date"), id="deliverable_id",
        item=pl.lit("deliverable"),
    )  # fmt: skip
    parts = [
        rows.join(_last(changes, f"{item}_id"), on="id", how="left")
        for rows, item in ((milestones, "milestone"), (results, "deliverable"))
    ]
    found = pl.concat(parts, how="diagonal").with_columns(newest_date=pl.coalesce("new_date", "planned_date"))
    found = found.with_columns(changes=pl.col("changes").fill_null(0), state=_state(snapshot, is_stopped=is_stopped))
    ordered = found.sort(pl.coalesce("planned_date", "newest_date", "actual_date"), "item", "id", nulls_last=True)
    return ordered.with_columns(slip_days=_slip(snapshot)).select(_COLUMNS)


_COLUMNS = (
    "item", "id", "kind", "title_nb", "planned_date", "newest_date", "actual_date", "changes", "reason", "reason_nb",
    "changed_date", "state", "slip_days", "signed_off_date", "published_date", "url", "not_published_reason", "recipient_id",
    "recipient_nb", "recipient_en",
)  # fmt: skip


def _last(changes: pl.DataFrame, column: str) -> pl.DataFrame:
    own_rows = changes.filter(pl.col(column).is_not_null())
    return own_rows.group_by(pl.col(column).alias("id"), maintain_order=True).agg(
        new_date=pl.col("new_planned_date").last(),
        reason=pl.col("reason").last(),
        reason_nb=pl.col("reason_nb").last(),
        changed_date=pl.col("decided_date").last(),
        changes=pl.len().cast(pl.Int64),
    )


def _state(snapshot: Snapshot, *, is_stopped: bool) -> pl.Expr:
    newest = pl.coalesce("new_date", "planned_date")
    return (
        pl.when(pl.col("actual_date").is_not_null())
        .then(pl.lit("done"))
        .when(pl.lit(is_stopped))
        .then(pl.lit("dropped"))
        .when(newest < snapshot.as_of)
        .then(pl.lit("overdue"))
        .when(newest != pl.col("planned_date"))
        .then(pl.lit("moved"))
        .otherwise(pl.lit("planned"))
    )


def _slip(snapshot: Snapshot) -> pl.Expr:
    state = pl.col("state")
    until = (
        pl.when(state == "done")
        .then(pl.col("actual_date"))
        .when(state == "overdue")
        .then(pl.lit(snapshot.as_of))
        .when(state != "dropped")
        .then(pl.col("newest_date"))
    )
    return (until - pl.col("planned_date")).dt.total_days()


def planned_end(row: Row, items: pl.DataFrame) -> date | None:
    """When the work is to end by the newest plan: the last open milestone of completion, else the project's planned end."""
    ends = items.filter((pl.col("kind") == "completion") & pl.col("actual_date").is_null()).get_column("newest_date")
    return cast("date | None", ends.max()) or row["planned_end_date"]


def changes_of(snapshot: Snapshot, items: pl.DataFrame) -> pl.DataFrame:
    """Every decided change of the items' plans, oldest first: `id`, `title_nb`, dates, `before_date` and the reason."""
    ids = items.get_column("id").to_list()
    rows = pl.concat([
        among(snapshot, "schedule_change", column, ids).with_columns(id=pl.col(column))
        for column in ("milestone_id", "deliverable_id")
    ])  # fmt: skip
    rows = rows.sort("decided_date", "schedule_change_id").join(items.select("id", "title_nb", "planned_date"), on="id")
    before = pl.coalesce(pl.col("new_planned_date").shift().over("id"), "planned_date")
    return rows.select(
        "schedule_change_id", "id", "title_nb", "decided_date", "new_planned_date", "reason", "reason_nb", before_date=before
    ).sort("decided_date", "schedule_change_id")
