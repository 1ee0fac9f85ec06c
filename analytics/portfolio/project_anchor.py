"""Why a project is there: the needs it answers, who asked for them and where, its line in the plan, and how it was procured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.portfolio.needs_rows import organisation_names
from analytics.portfolio.project_facts import Facts, own_rows
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES

_STEPS = CODE_LISTS["procurement_step"].values


@dataclass(frozen=True, eq=False)
class Anchor:
    """What a project rests on.

    Attributes:
        needs: the needs of the project; when none is named, the need of its plan line (`way` is "by_line").
        inputs: the inputs of the parties that became these needs; None when the reader may not see inputs.
        line: the line of the action plan with its year and version; None for a project outside the plan.
        call: the call or assignment it comes from; None when not stated.
        steps: the call's steps with original plan, newest plan and what happened.
        roles: who had a part in the competition; None when the reader may not see it.
    """

    needs: pl.DataFrame
    inputs: pl.DataFrame | None
    line: dict[str, Any] | None
    call: dict[str, Any] | None
    steps: pl.DataFrame
    roles: pl.DataFrame | None


def anchor_of(snapshot: Snapshot, facts: Facts) -> Anchor:
    """What the project rests on, as far as the role may see it."""
    line = _line(snapshot, facts)
    needs = _needs(snapshot, facts.project_id, line)
    call = _call(snapshot, facts.own["call_id"])
    call_id = None if call is None else call["call_id"]
    return Anchor(needs, _inputs(snapshot, needs.get_column("need_id")), line, call, _steps(snapshot, call_id),
                  _roles(snapshot, call_id))  # fmt: skip


def _line(snapshot: Snapshot, facts: Facts) -> dict[str, Any] | None:
    """The project's own line; without one, the line of its call."""
    line_id = facts.own["plan_line_id"]
    if line_id is None and facts.own["call_id"] is not None:
        calls = snapshot.table("call").filter(pl.col("call_id") == facts.own["call_id"])
        line_id = calls.get_column("plan_line_id")[0] if len(calls) else None
    rows = snapshot.table("action_plan_line").filter(pl.col("plan_line_id") == (line_id or ""))
    plans = snapshot.table("action_plan").select("plan_id", "year", "version", "adopted_date", plan_nb="title_nb")
    joined = rows.join(plans, on="plan_id", how="left")
    if joined.is_empty():
        return None
    names = ("plan_line_id", "title_nb", "year", "version", "plan_nb", "adopted_date", "planned_start_quarter",
             "planned_amount_nok", "dissemination_nb", "need_id", "dropped_date", "dropped_reason_nb")  # fmt: skip
    found: dict[str, Any] = joined.select(names).row(0, named=True)
    return found | {"is_own": facts.own["plan_line_id"] is not None}


def _needs(snapshot: Snapshot, project_id: str, line: dict[str, Any] | None) -> pl.DataFrame:
    """`need_id`, `title_nb`, `priority`, `raised_by_nb`, `raised_by_en`, `raised_date`, `meeting_id`, `meeting_nb`,
    `meeting_kind`, `meeting_date`, `way` ("named" or "by_line").
    """
    named = own_rows(snapshot.table("project_need"), project_id).get_column("need_id").to_list()
    by_line = [line["need_id"]] if not named and line is not None and line["need_id"] else []
    names = organisation_names(snapshot).rename(
        {"organisation_id": "raised_by_id", "organisation_nb": "raised_by_nb", "organisation_en": "raised_by_en"}
    )
    meetings = snapshot.table("meeting").select(
        "meeting_id", meeting_nb="title_nb", meeting_kind="kind", meeting_date=pl.coalesce("held_date", "planned_date")
    )
    rows = snapshot.table("knowledge_need").filter(pl.col("need_id").is_in([*named, *by_line]))
    told = rows.join(names, on="raised_by_id", how="left").join(meetings, on="meeting_id", how="left")
    raised = [pl.coalesce(f"raised_by_{lang}", "raised_by_id").alias(f"raised_by_{lang}") for lang in ("nb", "en")]
    return told.with_columns(*raised, way=pl.lit("named" if named else "by_line")).select(
        "need_id", "title_nb", "priority", "raised_by_nb", "raised_by_en", "raised_date", "meeting_id", "meeting_nb",
        "meeting_kind", "meeting_date", "way",
    ).sort("raised_date", "need_id")  # fmt: skip


def _inputs(snapshot: Snapshot, need_ids: pl.Series) -> pl.DataFrame | None:
    """`input_id`, `organisation_nb`, `organisation_en`, `text_nb`, `need_id`, `received_date`, `meeting_nb`, `outcome`,
    `outcome_nb`.
    """
    if not snapshot.can_see(TABLES["meeting_input"]):
        return None
    meetings = snapshot.table("meeting").select("meeting_id", meeting_nb="title_nb")
    rows = snapshot.table("meeting_input").filter(pl.col("need_id").is_in(need_ids.implode()))
    joined = rows.join(organisation_names(snapshot), on="organisation_id", how="left").join(meetings, on="meeting_id", how="left")
    named = [pl.coalesce(f"organisation_{lang}", "organisation_id").alias(f"organisation_{lang}") for lang in ("nb", "en")]
    return joined.with_columns(*named).select(
        "input_id", "organisation_nb", "organisation_en", "text_nb", "need_id", "received_date", "meeting_nb", "outcome",
        "outcome_nb",
    ).sort("received_date", "input_id")  # fmt: skip


def _call(snapshot: Snapshot, call_id: str | None) -> dict[str, Any] | None:
    rows = snapshot.table("call").filter(pl.col("call_id") == (call_id or ""))
    if call_id is None or rows.is_empty():
        return None
    return rows.select("call_id", "title_nb", "kind", "route", "max_amount_nok", "registered_date").row(0, named=True)


def _steps(snapshot: Snapshot, call_id: str | None) -> pl.DataFrame:
    """`step`, `planned_date`, `newest_date`, `actual_date`, in the order of the steps."""
    moves = snapshot.table("schedule_change").filter(pl.col("call_step_id").is_not_null())
    newest = moves.sort("decided_date", "schedule_change_id").group_by("call_step_id").agg(pl.col("new_planned_date").last())
    order = {step: place for place, step in enumerate(_STEPS)}
    rows = snapshot.table("call_step").filter(pl.col("call_id") == (call_id or "")).join(newest, on="call_step_id", how="left")
    ordered = rows.sort(pl.col("step").replace_strict(order, default=len(order), return_dtype=pl.Int64), "call_step_id")
    return ordered.select(
        "step", "planned_date", newest_date=pl.coalesce("new_planned_date", "planned_date"), actual_date="actual_date"
    )


def _roles(snapshot: Snapshot, call_id: str | None) -> pl.DataFrame | None:
    """`organisation_nb`, `organisation_en`, `role`, `from_date`, `document_ref`."""
    if not snapshot.can_see(TABLES["tender_participant"]):
        return None
    rows = snapshot.table("tender_participant").filter(pl.col("call_id") == (call_id or ""))
    joined = rows.join(organisation_names(snapshot), on="organisation_id", how="left")
    named = [pl.coalesce(f"organisation_{lang}", "organisation_id").alias(f"organisation_{lang}") for lang in ("nb", "en")]
    return (
        joined.with_columns(*named)
        .select("organisation_nb", "organisation_en", "role", "from_date", "document_ref")
        .sort("role", "organisation_nb")
    )
