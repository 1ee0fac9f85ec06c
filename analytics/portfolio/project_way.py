"""How one project came about: the plan's line, the call or assignment with its steps, and the route of its contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.portfolio.project_rows import Row, among, own
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS


@dataclass(frozen=True, eq=False)
class Way:
    """How the project came about.

    Attributes:
        plan_line: the line of the action plan with its `year` and plan; None when none is registered.
        call: the call or assignment; None when none is registered.
        steps: its steps with original, newest and actual date.
        routes: the routes of the project's contracts, else of its call.
    """

    plan_line: Row | None
    call: Row | None
    steps: pl.DataFrame
    routes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything, under one name each."""
        return {"plan_line": self.plan_line, "call": self.call, "call_steps": self.steps.to_dicts(), "routes": self.routes}


def way(snapshot: Snapshot, row: Row) -> Way:
    """How the project of `row` came about."""
    calls = among(snapshot, "call", "call_id", [row["call_id"]]).select(
        "call_id", "title_nb", "kind", "route", "max_amount_nok", "registered_date", "plan_line_id"
    )
    call = None if calls.is_empty() else calls.row(0, named=True)
    routes = set(own(snapshot, "contract", row["project_id"]).get_column("route").to_list())
    if not routes and call is not None:
        routes = {call["route"]}
    ordered = tuple(name for name in CODE_LISTS["procurement_route"].values if name in routes)
    return Way(_line(snapshot, row["plan_line_id"]), call, _steps(snapshot, row["call_id"]), ordered)


def _line(snapshot: Snapshot, line_id: str | None) -> Row | None:
    plans = snapshot.table("action_plan").select("plan_id", "year", "version", plan_title_nb="title_nb")
    rows = among(snapshot, "action_plan_line", "plan_line_id", [line_id]).join(plans, on="plan_id", how="left")
    wanted = rows.select(
        "plan_line_id", "title_nb", "plan_id", "plan_title_nb", "year", "version", "need_id", "planned_start_quarter",
        "planned_amount_nok", "dropped_date", "dropped_reason_nb",
    )  # fmt: skip
    return None if wanted.is_empty() else wanted.row(0, named=True)


def _steps(snapshot: Snapshot, call_id: str | None) -> pl.DataFrame:
    changes = snapshot.table("schedule_change").filter(pl.col("call_step_id").is_not_null())
    last = changes.sort("decided_date", "schedule_change_id").group_by("call_step_id", maintain_order=True).agg(
        newest_date=pl.col("new_planned_date").last(), reason=pl.col("reason").last(), reason_nb=pl.col("reason_nb").last()
    )  # fmt: skip
    rows = among(snapshot, "call_step", "call_id", [call_id]).join(last, on="call_step_id", how="left")
    order = {name: place for place, name in enumerate(CODE_LISTS["procurement_step"].values)}
    place = pl.col("step").replace_strict(order, default=len(order), return_dtype=pl.Int64())
    return rows.sort(place, "call_step_id").select(
        "call_step_id",
        "step",
        "planned_date",
        pl.coalesce("newest_date", "planned_date").alias("newest_date"),
        "actual_date",
        "reason",
        "reason_nb",
    )
