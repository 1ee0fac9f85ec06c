"""The evaluations as a plan for the year lists them, the reports that come too late, and why a report is not public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.evidence.gates import Gate, against, days_after
from analytics.evidence.readiness import own_gates, works_of
from analytics.evidence.stages import IN_PREPARATION, STARTED, Evaluation
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text

LISTS: tuple[str, ...] = CODE_LISTS["evaluation_list"].values


@dataclass(frozen=True, slots=True)
class TooLate:
    """A report that came, or is planned, after a gate that it was meant for.

    Attributes:
        table: "evaluation" or "project".
        report_date: when it became public, else when it is planned to; told by `precision`.
        is_public: whether it is public.
        days: from the gate to the report; None where the dates are not exact enough.
    """

    work_id: str
    table: str
    title: Text
    instrument_ids: tuple[str, ...]
    gate: Gate
    report_date: date
    precision: str | None
    is_public: bool
    days: int | None


def evaluation_lists(evaluations: Iterable[Evaluation], as_of: date) -> dict[str, tuple[str, ...]]:
    """The five lists of a plan of evaluations, for the calendar year of the day. One evaluation may stand in several.

    The lists are those of DFØ's guide to a portfolio of evaluations: `previous` had a report due or out, or was cancelled, in the
    year before; `continued` had begun before the year and had not reported; `new` begins in the year or has not begun;
    `added` was listed during the year; `finishing` has its report out or due in the year.
    """
    first, last = date(as_of.year, 1, 1), date(as_of.year, 12, 31)
    before = (date(as_of.year - 1, 1, 1), date(as_of.year - 1, 12, 31))
    found: dict[str, list[str]] = {name: [] for name in LISTS}
    for e in evaluations:
        report = e.report_actual_date or e.report_current_date
        cancelled = None if e.is_live else e.status_date
        started = min((s.actual_date for s in e.steps if s.actual_date and s.stage in STARTED), default=None)
        planned = next((s.current_date for s in e.steps if s.stage == "started" and s.actual_date is None), None)
        reported_before = e.report_actual_date is not None and e.report_actual_date < first
        begun = _begun(e)
        tests = {
            "previous": _within(e.report_planned_date, *before) or _within(report, *before) or _within(cancelled, *before),
            "continued": e.is_live and begun is not None and begun < first and not reported_before,
            "new": e.is_live
            and not (begun is not None and begun < first)
            and (_within(started, first, last) or (started is None and (planned is None or planned >= first))),
            "added": _within(e.registered_date, first, last),
            "finishing": e.is_live and _within(report, first, last),
        }
        for name, holds in tests.items():
            if holds:
                found[name].append(e.evaluation_id)
    return {name: tuple(ids) for name, ids in found.items()}


def _begun(evaluation: Evaluation) -> date | None:
    """When work on it began: the first dated step that shows that it had."""
    return min(
        (s.actual_date for s in evaluation.steps if s.actual_date and s.stage in (*IN_PREPARATION, *STARTED)), default=None
    )  # fmt: skip


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def too_late(
    snapshot: Snapshot, evaluations: tuple[Evaluation, ...], project_ids: Iterable[str], gates: tuple[Gate, ...]
) -> tuple[TooLate, ...]:
    """Reports after a gate that they were meant for, public or planned, in order of gate and date.

    A report is meant for the expiry of the agreement that it belongs to, and for every gate that came between its original plan
    and the report. A report without a date is not listed, nor one whose dates are not exact enough to tell.
    """
    agreement: dict[tuple[str, str], str | None] = {("evaluation", e.evaluation_id): e.agreement_id for e in evaluations}
    programmes = dict(snapshot.table("programme").select("programme_id", "agreement_id").iter_rows())
    for project, programme in snapshot.table("project").select("project_id", "programme_id").iter_rows():
        agreement["project", project] = programmes.get(programme)
    original = {("evaluation", e.evaluation_id): e.report_planned_date for e in evaluations} | _original_reports(snapshot)
    found = []
    for work in works_of(snapshot, evaluations, project_ids):
        day = work.actual_date or work.planned_date
        if day is None:
            continue
        key = (work.table, work.work_id)
        for gate in own_gates(work, gates, agreement.get(key), original.get(key)):
            if against(day, work.precision, gate) == "after":
                found.append(
                    TooLate(
                        work.work_id, work.table, work.title, work.instrument_ids, gate, day, work.precision,
                        work.actual_date is not None, days_after(day, work.precision, gate),
                    )
                )  # fmt: skip
    return tuple(sorted(found, key=lambda row: (row.gate.gate_date, row.gate.gate_id, row.report_date, row.work_id)))


def _original_reports(snapshot: Snapshot) -> dict[tuple[str, str], date | None]:
    rows = snapshot.table("deliverable").filter((pl.col("kind") == "final_report") & pl.col("project_id").is_not_null())
    planned = rows.group_by("project_id").agg(pl.col("planned_date").max())
    return {("project", project): day for project, day in planned.iter_rows()}


def reasons_not_published(snapshot: Snapshot) -> Mapping[str, str]:
    """The recorded reason why a report of an evaluation is not public, by evaluation; only of those that are not."""
    rows = snapshot.table("deliverable").filter(
        pl.col("evaluation_id").is_not_null() & pl.col("published_date").is_null() & pl.col("not_published_reason").is_not_null()
    )  # fmt: skip
    return dict(rows.sort("deliverable_id").select("evaluation_id", "not_published_reason").iter_rows())
