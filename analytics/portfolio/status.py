"""Where each project stands, computed from its dated events."""

from __future__ import annotations

import polars as pl

from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

#: Every status, in the order of the ladder.
STATUSES: tuple[str, ...] = CODE_LISTS["project_status"].values
#: Statuses of work that is agreed on: it counts as activity.
AGREED: tuple[str, ...] = ("contracted", "running", "delivered", "published", "closed")
#: Statuses of work that is still only meant.
MEANT: tuple[str, ...] = ("planned", "procurement")


def project_status(snapshot: Snapshot) -> pl.DataFrame:
    """The status of every project on the snapshot's day.

    The first that holds:

    - `stopped`: the project has been stopped.
    - `closed`: the work has ended and every contract of the project is settled.
    - `published`: every main deliverable is public. The main deliverables are the final reports; a project without a
      final report has all its deliverables as main ones.
    - `delivered`: every main deliverable is delivered, or the work has ended.
    - `running`: the work has started.
    - `contracted`: a contract, call-off, in-house agreement or allocation is signed.
    - `procurement`: a call or assignment is registered and not cancelled.
    - `planned`: none of these.

    Returns:
        `project_id` and `status`, one row a project, ordered by id. A missing date is taken as an event that has not
        been seen. Nothing here says how well the work went.
    """
    projects = snapshot.table("project").select("project_id", "call_id", "started_date", "completed_date", "stopped_date")
    joined = (
        projects.join(_contracts(snapshot), on="project_id", how="left")
        .join(_main_deliverables(snapshot), on="project_id", how="left")
        .join(open_calls(snapshot).select("call_id", has_open_call=pl.lit(True)), on="call_id", how="left")
    )
    return joined.select("project_id", status=_status()).sort("project_id")


def _status() -> pl.Expr:
    ended = pl.col("completed_date").is_not_null()
    return (
        pl.when(pl.col("stopped_date").is_not_null())
        .then(pl.lit("stopped"))
        .when(ended & ~pl.col("has_unsettled").fill_null(False))
        .then(pl.lit("closed"))
        .when(pl.col("all_published").fill_null(False))
        .then(pl.lit("published"))
        .when(pl.col("all_delivered").fill_null(False) | ended)
        .then(pl.lit("delivered"))
        .when(pl.col("started_date").is_not_null())
        .then(pl.lit("running"))
        .when(pl.col("has_unsettled").is_not_null())
        .then(pl.lit("contracted"))
        .when(pl.col("has_open_call").fill_null(False))
        .then(pl.lit("procurement"))
        .otherwise(pl.lit("planned"))
    )


def open_calls(snapshot: Snapshot) -> pl.DataFrame:
    """The calls and assignments that are not cancelled."""
    steps = snapshot.table("call_step")
    cancelled = steps.filter((pl.col("step") == "cancelled") & pl.col("actual_date").is_not_null())
    return snapshot.table("call").join(cancelled, on="call_id", how="anti")


def _contracts(snapshot: Snapshot) -> pl.DataFrame:
    contracts = snapshot.table("contract").filter(pl.col("project_id").is_not_null())
    return contracts.group_by("project_id").agg(has_unsettled=pl.col("closed_date").is_null().any())


def _main_deliverables(snapshot: Snapshot) -> pl.DataFrame:
    rows = snapshot.table("deliverable").filter(pl.col("project_id").is_not_null())
    is_final = pl.col("kind") == "final_report"
    main = rows.filter(is_final | ~is_final.any().over("project_id"))
    published = pl.col("published_date").is_not_null()
    return main.group_by("project_id").agg(
        all_published=published.all(),
        all_delivered=(pl.col("delivered_date").is_not_null() | published).all(),
    )
