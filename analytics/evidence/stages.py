"""Evaluations with their dated steps, and the stage that each has reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.numbers import date_with_precision

#: The stages an evaluation climbs, lowest first. `cancelled` is apart from them.
LADDER: tuple[str, ...] = tuple(stage for stage in CODE_LISTS["evaluation_stage"].values if stage != "cancelled")
#: Work on the evaluation has begun, but the evaluation itself has not started.
IN_PREPARATION: tuple[str, ...] = ("in_preparation", "commissioned")
#: The evaluation has started, or has come further.
STARTED: tuple[str, ...] = LADDER[LADDER.index("started") :]
#: Its report is public.
REPORTED: tuple[str, ...] = LADDER[LADDER.index("published") :]

#: Dates known only to the year give no meaningful number of days.
_DAYS_WITHOUT_MEANING = "year"


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step of an evaluation.

    Attributes:
        planned_date: the original plan; `current_date` is the newest plan, equal to it when nothing was moved.
        actual_date: when it happened, told no more exactly than `date_precision` says.
        slip_days: days from the original plan to what happened, or else to the newest plan; negative is early. None
            without an original plan, when nothing has happened or moved, or when dates are known to the year only.
    """

    step_id: str
    stage: str
    planned_date: date | None
    current_date: date | None
    actual_date: date | None
    date_precision: str | None
    slip_days: int | None
    as_written_nb: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation of an instrument, or of the whole agreement when `instrument_id` is empty.

    Attributes:
        status: the furthest stage it has reached; `planned` when it is listed and nothing has happened; `cancelled`.
        status_date: when it reached that stage, if known, with `status_precision`.
        report_planned_date, report_current_date, report_actual_date: of the final report, with `report_precision`.
        report_url: address of the report, when it is public.
    """

    evaluation_id: str
    instrument_id: str | None
    agreement_id: str
    project_id: str | None
    title_nb: str
    evaluator_nb: str | None
    evaluator_independent: str | None
    commissioner_nb: str | None
    responsible_nb: str | None
    payer: str
    design_id: str | None
    design_as_written_nb: str | None
    addresses_effect: str
    amount_nok: Decimal | None
    registered_date: date
    status: str
    status_date: date | None
    status_precision: str | None
    report_planned_date: date | None
    report_current_date: date | None
    report_actual_date: date | None
    report_precision: str | None
    report_url: str | None
    steps: tuple[Step, ...]

    @property
    def is_live(self) -> bool:
        """Whether it has not been cancelled."""
        return self.status != "cancelled"


def evaluations_of(snapshot: Snapshot) -> tuple[Evaluation, ...]:
    """Every evaluation that is known on the day, ordered by id, with its steps in the order of the ladder and date."""
    steps = _steps(snapshot)
    rows = snapshot.table("evaluation").sort("evaluation_id").iter_rows(named=True)
    return tuple(_evaluation(row, steps.get(row["evaluation_id"], ())) for row in rows)


def stage_rank(status: str) -> int:
    """How far a status is on the ladder: 0 for `planned`; -1 for `none` and `cancelled`, which are not on it."""
    return LADDER.index(status) if status in LADDER else -1


def leading(evaluations: Iterable[Evaluation]) -> Evaluation | None:
    """The evaluation that has come furthest; among equals the one listed first. None when there is none."""
    return max(
        evaluations,
        key=lambda e: (stage_rank(e.status), -e.registered_date.toordinal(), [-ord(c) for c in e.evaluation_id]),
        default=None,
    )


def status_counts(evaluations: Iterable[Evaluation]) -> dict[str, int]:
    """How many evaluations have each status, in the order of the ladder, `cancelled` last; 0 where there is none."""
    found = [evaluation.status for evaluation in evaluations]
    return {status: found.count(status) for status in (*LADDER, "cancelled")}


def told(day: date | None, precision: str | None, lang: str) -> str | None:
    """A date as exactly as it is known: "12. mars 2021", "mars 2021", "1. kvartal 2021" or "2021"; None when unknown."""
    return None if day is None else date_with_precision(day, precision, lang)


def _steps(snapshot: Snapshot) -> dict[str, tuple[Step, ...]]:
    moved = (
        snapshot.table("schedule_change")
        .filter(pl.col("evaluation_step_id").is_not_null())
        .sort("decided_date", "schedule_change_id")
        .group_by("evaluation_step_id", maintain_order=True)
        .agg(new_date=pl.col("new_planned_date").last())
    )
    rows = snapshot.table("evaluation_step").join(moved, on="evaluation_step_id", how="left")
    found: dict[str, list[Step]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row["evaluation_id"], []).append(_step(row))
    return {key: tuple(sorted(steps, key=_order)) for key, steps in found.items()}


def _order(step: Step) -> tuple[int, date, str]:
    rank = LADDER.index(step.stage) if step.stage in LADDER else len(LADDER)
    return rank, step.actual_date or step.current_date or date.max, step.step_id


def _step(row: dict[str, Any]) -> Step:
    planned, actual, precision = row["planned_date"], row["actual_date"], row["date_precision"]
    current = row["new_date"] or planned
    until = actual or row["new_date"]
    countable = planned is not None and until is not None and precision != _DAYS_WITHOUT_MEANING
    return Step(
        row["evaluation_step_id"],
        row["stage"],
        planned,
        current,
        actual,
        precision,
        (until - planned).days if countable else None,
        row["as_written_nb"],
        row["url"],
    )


def _evaluation(row: dict[str, Any], steps: tuple[Step, ...]) -> Evaluation:
    reached = _reached(steps)
    report = _last([step for step in steps if step.stage == "published"])
    own = {name: row[name] for name in _OWN_COLUMNS}
    return Evaluation(
        **own,
        status=reached.stage if reached else "planned",
        status_date=reached.actual_date if reached else None,
        status_precision=reached.date_precision if reached else None,
        report_planned_date=report.planned_date if report else None,
        report_current_date=report.current_date if report else None,
        report_actual_date=report.actual_date if report else None,
        report_precision=report.date_precision if report else None,
        report_url=report.url if report else None,
        steps=steps,
    )


_OWN_COLUMNS = (
    "evaluation_id",
    "instrument_id",
    "agreement_id",
    "project_id",
    "title_nb",
    "evaluator_nb",
    "evaluator_independent",
    "commissioner_nb",
    "responsible_nb",
    "payer",
    "design_id",
    "design_as_written_nb",
    "addresses_effect",
    "amount_nok",
    "registered_date",
)


def _reached(steps: tuple[Step, ...]) -> Step | None:
    """The step that gives the status: a cancellation, else the furthest stage that has happened."""
    happened = [step for step in steps if step.actual_date is not None]
    cancelled = [step for step in happened if step.stage == "cancelled"]
    return cancelled[0] if cancelled else _last(happened)


def _last(steps: list[Step]) -> Step | None:
    return steps[-1] if steps else None
