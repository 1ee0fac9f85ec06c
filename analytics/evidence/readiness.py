"""What may inform a decision, evaluations and effect projects alike, and whether each is ready when it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.evidence.gates import Gate, against, days_after, span
from analytics.evidence.levels import study_levels
from analytics.evidence.stages import Evaluation
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text

STATES: tuple[str, ...] = CODE_LISTS["gate_state"].values
#: States in which knowledge is, or is planned to be, there when the decision is taken.
IN_TIME: tuple[str, ...] = ("ready", "expected")


@dataclass(frozen=True, slots=True)
class Work:
    """An evaluation or a project whose report may inform a decision.

    Attributes:
        table: "evaluation" or "project".
        instrument_ids: what it concerns; empty for the whole agreement, or for no instrument.
        planned_date: of the report, by the newest plan; `actual_date` when it became public; told by `precision`.
        level: the highest level on the Maryland scale that is expected of it, at most what the design can give.
        level_now: the level today; None before it is assessed. For an evaluation that is not assessed, None.
        level_state: "level", "none" (says nothing about effect) or "unknown".
    """

    work_id: str
    table: str
    title: Text
    instrument_ids: tuple[str, ...]
    registered_date: date
    planned_date: date | None
    actual_date: date | None
    precision: str | None
    level: int | None
    level_now: int | None
    level_state: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """One work against one gate.

    Attributes:
        state: of `STATES`.
        days: for late and expected late, days after the gate; for `plan_passed`, days since the planned date. None when the
            dates are not exact enough, or the state has no days.
    """

    work: Work
    state: str
    days: int | None


def works_of(snapshot: Snapshot, evaluations: Iterable[Evaluation], project_ids: Iterable[str]) -> tuple[Work, ...]:
    """The live evaluations, then the given projects, with the date of their report and the level to be expected."""
    return (*_evaluations(snapshot, evaluations), *_projects(snapshot, list(project_ids)))


def readiness(work: Work, gate: Gate, as_of: date) -> Readiness | None:
    """How a work stands to a gate; None when it was not known when the decision was taken and had not reported.

    A report without a date is neither ready nor late. Where dates are not known exactly enough to tell, that is said.
    """
    if work.actual_date is not None:
        return _reported(work, work.actual_date, gate)
    if gate.is_past and work.registered_date > gate.gate_date:
        return None
    if work.planned_date is None or gate.is_past:
        return Readiness(work, "undated" if work.planned_date is None else "not_out", None)
    return _to_come(work, work.planned_date, gate, as_of)


def _reported(work: Work, actual: date, gate: Gate) -> Readiness | None:
    place = against(actual, work.precision, gate)
    if place == "before":
        return Readiness(work, "ready", None)
    if work.registered_date > gate.gate_date:
        return None
    return Readiness(work, "late", _days(actual, work, gate)) if place == "after" else Readiness(work, "uncertain", None)


def _to_come(work: Work, planned: date, gate: Gate, as_of: date) -> Readiness:
    if span(planned, work.precision)[1] < as_of:
        return Readiness(work, "plan_passed", None if work.precision == "year" else (as_of - planned).days)
    place = against(planned, work.precision, gate)
    if place == "after":
        return Readiness(work, "expected_late", _days(planned, work, gate))
    return Readiness(work, "expected" if place == "before" else "uncertain", None)


def _days(day: date, work: Work, gate: Gate) -> int | None:
    return days_after(day, work.precision, gate)


def own_gates(work: Work, gates: Iterable[Gate], agreement_id: str | None, original: date | None) -> list[Gate]:
    """The gates that a report was meant for: the expiry of its agreement, and those between its original plan and its report.

    Args:
        agreement_id: of the agreement that the work belongs to.
        original: the original planned date of the report.
    """
    until = work.actual_date or work.planned_date
    return [
        gate for gate in gates
        if (gate.kind == "agreement_expiry" and gate.agreement_id is not None and gate.agreement_id == agreement_id)
        or (original is not None and until is not None and original <= gate.gate_date < until)
    ]  # fmt: skip


def _evaluations(snapshot: Snapshot, evaluations: Iterable[Evaluation]) -> list[Work]:
    levels = _levels(snapshot)
    found = []
    for e in evaluations:
        if not e.is_live:
            continue
        title = Text(e.title_nb, e.title_nb)
        instruments = (e.instrument_id,) if e.instrument_id else ()
        owner = ("project", e.project_id) if e.project_id else ("evaluation", e.evaluation_id)
        level = _level(levels.get(owner), is_reported=e.report_actual_date is not None)
        found.append(
            Work(
                e.evaluation_id, "evaluation", title, instruments, e.registered_date, e.report_current_date, e.report_actual_date,
                e.report_precision, *level,
            )
        )  # fmt: skip
    return found


def _levels(snapshot: Snapshot) -> dict[tuple[str, str], dict[str, Any]]:
    """The level of every piece of work, by its kind and id."""
    return {(row["owner_kind"], row["owner_id"]): row for row in study_levels(snapshot).iter_rows(named=True)}


def _level(row: Mapping[str, Any] | None, *, is_reported: bool) -> tuple[int | None, int | None, str]:
    """The level to be expected, the level today, and whether the work has one; as rated once it has reported and been rated."""
    if row is None:
        return None, None, "unknown"
    state = row["state_expected"] if row["state_expected"] in ("level", "none") else "unknown"
    is_rated = is_reported and row["is_assessed_now"]
    if is_rated and row["state_now"] in ("level", "none"):
        state = row["state_now"]
    level = row["level_now"] if is_rated else row["level_expected"]
    return (level if state == "level" else None), row["level_now"], state


def _projects(snapshot: Snapshot, project_ids: list[str]) -> list[Work]:
    links = snapshot.table("project_instrument").group_by("project_id").agg(instrument_ids=pl.col("instrument_id").sort())
    levels = _levels(snapshot)
    rows = (
        snapshot.table("project")
        .filter(pl.col("project_id").is_in(project_ids))
        .join(links, on="project_id", how="left")
        .join(_reports(snapshot), on="project_id", how="left")
        .sort("project_id")
    )
    return [_project(row, levels.get(("project", row["project_id"]))) for row in rows.iter_rows(named=True)]


def _project(row: Mapping[str, Any], level: Mapping[str, Any] | None) -> Work:
    return Work(
        row["project_id"], "project", Text(row["title_nb"], row["title_en"] or row["title_nb"]),
        tuple(row["instrument_ids"] or ()), row["registered_date"], row["planned_date"], row["actual_date"], "day",
        *_level(level, is_reported=row["actual_date"] is not None),
    )  # fmt: skip


def _reports(snapshot: Snapshot) -> pl.DataFrame:
    """When the last final report of each project became public, and when it should be delivered."""
    moved = (
        snapshot.table("schedule_change")
        .filter(pl.col("deliverable_id").is_not_null())
        .sort("decided_date", "schedule_change_id")
        .group_by("deliverable_id", maintain_order=True)
        .agg(pl.col("new_planned_date").last())
    )
    rows = snapshot.table("deliverable").filter((pl.col("kind") == "final_report") & pl.col("project_id").is_not_null())
    dated = rows.join(moved, on="deliverable_id", how="left")
    return dated.group_by("project_id").agg(
        planned_date=pl.coalesce("new_planned_date", "planned_date").max(),
        actual_date=pl.when(pl.col("published_date").is_not_null().all()).then(pl.col("published_date").max()),
    )  # fmt: skip
