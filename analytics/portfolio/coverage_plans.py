"""What is asked for and planned beside the projects: open knowledge needs, and lines of action plans that are to come."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.programme import current_programme
from analytics.portfolio.status import open_calls
from data.snapshot import Snapshot


def coming_lines(snapshot: Snapshot) -> pl.DataFrame:
    """Plan lines that are still to come: not dropped, no project yet, and of this year's plan or a later one.

    Until the programme is over, a line of an earlier plan is to come as long as its call or assignment is not cancelled.
    Lines for operation and for trial sites are no research and are left out.

    Returns:
        `plan_line_id`, `need_id`, `effort_id`, `planned_start_quarter`, and `area_id` and `question_kind`, which are those
        of the need where the line does not give its own.
    """
    programme = current_programme(snapshot)
    is_over = programme is not None and snapshot.as_of > programme.end_date
    calls = open_calls(snapshot).select("plan_line_id", "call_id").drop_nulls("plan_line_id")
    lines = (
        snapshot.table("action_plan_line")
        .filter(pl.col("dropped_date").is_null() & (pl.col("category").is_null() | (pl.col("category") == "fou")))
        .join(_taken(snapshot, calls), on="plan_line_id", how="anti")
        .join(snapshot.table("action_plan").select("plan_id", "year"), on="plan_id", how="left")
        .join(calls.select("plan_line_id", has_call=pl.lit(True)).unique(), on="plan_line_id", how="left")
    )
    has_call = pl.lit(False) if is_over else pl.col("has_call").fill_null(False)
    current = lines.filter(pl.col("year").is_null() | (pl.col("year") >= snapshot.as_of.year) | has_call)
    needs = snapshot.table("knowledge_need").select("need_id", need_area="area_id", need_question="question_kind")
    return current.join(needs, on="need_id", how="left").select(
        "plan_line_id", "need_id", "effort_id", "planned_start_quarter",
        area_id=pl.coalesce("area_id", "need_area"), question_kind=pl.coalesce("question_kind", "need_question"),
    )  # fmt: skip


def open_needs(snapshot: Snapshot, counted: pl.Series) -> pl.DataFrame:
    """Knowledge needs that none of the projects `counted` answers and that are not put off, as rows of `knowledge_need`."""
    answered = snapshot.table("project_need").filter(pl.col("project_id").is_in(counted.implode()))
    return snapshot.table("knowledge_need").filter(pl.col("not_now_date").is_null()).join(answered, on="need_id", how="anti")


def _taken(snapshot: Snapshot, calls: pl.DataFrame) -> pl.DataFrame:
    """The lines that projects come from, also through their call."""
    projects = snapshot.table("project").select("plan_line_id", "call_id")
    through_calls = projects.select("call_id").join(calls, on="call_id").select("plan_line_id")
    return pl.concat([projects.select("plan_line_id"), through_calls]).drop_nulls().unique()
