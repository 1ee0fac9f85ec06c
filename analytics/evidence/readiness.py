"""What may inform a decision, evaluations and effect projects alike, and whether each is ready when it is taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.evidence.gates import Gate, against, days_after, span
from analytics.evidence.levels import project_levels
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
    levels, rated = _design_levels(snapshot), _rated(snapshot)
    found = []
    for e in evaluations:
        if not e.is_live:
            continue
        state, ceiling = levels.get(e.design_id or "", ("unknown", None))
        if e.addresses_effect == "no":
            state, ceiling = "none", None
        now, is_none = rated.get((e.evaluation_id, False), (None, False))
        expected, is_none_expected = rated.get((e.evaluation_id, True), (None, False))
        if state == "level" and (is_none or is_none_expected):
            state, ceiling = "none", None
        own = _lowest(expected if expected is not None else now, ceiling)
        title = Text(e.title_nb, e.title_nb)
        instruments = (e.instrument_id,) if e.instrument_id else ()
        found.append(
            Work(
                e.evaluation_id, "evaluation", title, instruments, e.registered_date, e.report_current_date, e.report_actual_date,
                e.report_precision, own if state == "level" else None, _lowest(now, ceiling) if now and ceiling else None, state,
            )
        )  # fmt: skip
    return found


def _lowest(rated: int | None, ceiling: int | None) -> int | None:
    """A rating may lower what the design can give, never raise it."""
    return ceiling if rated is None or ceiling is None else min(rated, ceiling)


def _design_levels(snapshot: Snapshot) -> dict[str, tuple[str, int | None]]:
    """What each design can give at most: a level, nothing about effect, or unknown for a group of designs."""
    tags = snapshot.table("tag")
    groups = set(tags.filter(pl.col("sms_start").is_not_null()).get_column("parent_id").drop_nulls())
    return {
        tag: ("level", start) if start is not None else ("unknown" if tag in groups else "none", None)
        for tag, start in tags.select("tag_id", "sms_start").iter_rows()
    }


def _rated(snapshot: Snapshot) -> dict[tuple[str, bool], tuple[int | None, bool]]:
    """The lowest of the raters' latest assessments of each evaluation, now and expected, and whether one says none."""
    rows = (
        snapshot.table("evidence_assessment")
        .filter(pl.col("evaluation_id").is_not_null() & (pl.col("scale") == "sms"))
        .with_columns(expected=pl.col("is_expected").fill_null(False))
        .sort("assessed_date", "assessment_id")
        .unique(["evaluation_id", "expected", "rater"], keep="last", maintain_order=True)
        .group_by("evaluation_id", "expected")
        .agg(number=pl.col("level").cast(pl.Int64, strict=False).min(), is_none=(pl.col("level") == "none").any())
    )
    return {(row["evaluation_id"], row["expected"]): (row["number"], row["is_none"]) for row in rows.iter_rows(named=True)}


def _projects(snapshot: Snapshot, project_ids: list[str]) -> list[Work]:
    links = snapshot.table("project_instrument").group_by("project_id").agg(instrument_ids=pl.col("instrument_id").sort())
    levels = project_levels(snapshot).select("project_id", "level_now", "level_expected", "state_now", "state_expected")
    rows = (
        snapshot.table("project")
        .filter(pl.col("project_id").is_in(project_ids))
        .join(links, on="project_id", how="left")
        .join(levels, on="project_id", how="left")
        .join(_reports(snapshot), on="project_id", how="left")
        .sort("project_id")
    )
    return [_project(row) for row in rows.iter_rows(named=True)]


def _project(row: dict[str, Any]) -> Work:
    state = row["state_expected"] if row["state_expected"] in ("level", "none") else "unknown"
    level = row["level_now"] if row["actual_date"] is not None and row["level_now"] is not None else row["level_expected"]
    return Work(
        row["project_id"], "project", Text(row["title_nb"], row["title_en"] or row["title_nb"]),
        tuple(row["instrument_ids"] or ()), row["registered_date"], row["planned_date"], row["actual_date"], "day",
        level if state == "level" else None, row["level_now"], state,
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
