"""Every evaluation with its dated steps, the programme's own projects on effect, and the decisions to be ready for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from analytics.evidence.effect_projects import EffectProject, effect_projects
from analytics.evidence.evaluation_lists import TooLate, evaluation_lists, reasons_not_published, too_late
from analytics.evidence.evaluation_text import evaluations_sentence, on_effect
from analytics.evidence.gates import Gate, gates_of, span
from analytics.evidence.stage_times import StageTime, stage_times
from analytics.evidence.stages import Evaluation, evaluations_of, status_counts, told
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import label
from domain.text import Text, say

_TABLES = (
    "evaluation", "evaluation_step", "schedule_change", "decision_gate", "meeting", "project", "milestone", "deliverable",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Evaluations:
    """All evaluations that are known on the day.

    Attributes:
        effect_projects: the programme's own projects on effect, with their milestones.
        gates: the decisions that knowledge should be ready for, the programme's meetings among them.
        stage_times: how many stand in each stage and for how long.
        lists: the five lists of the year's plan, by their name in the code list `evaluation_list`.
        too_late: reports after a gate that they were meant for.
        reasons: why a report is not public, by evaluation, where it is recorded.
    """

    basis: Basis
    evaluations: tuple[Evaluation, ...]
    effect_projects: tuple[EffectProject, ...]
    gates: tuple[Gate, ...]
    stage_times: tuple[StageTime, ...]
    lists: Mapping[str, tuple[str, ...]]
    too_late: tuple[TooLate, ...]
    reasons: Mapping[str, str]

    @property
    def by_status(self) -> dict[str, int]:
        """How many evaluations have each status; 0 where there is none."""
        return status_counts(self.evaluations)

    @property
    def on_effect(self) -> tuple[Evaluation, ...]:
        """Evaluations that are to answer on effect and are not cancelled."""
        return on_effect(self.evaluations)

    @property
    def late_reports(self) -> tuple[Evaluation, ...]:
        """Evaluations that are past the current date of their report, all days it may mean, without a known report."""
        return tuple(
            one for one in self.evaluations
            if one.status != "cancelled" and one.report_actual_date is None and one.report_current_date is not None
            and span(one.report_current_date, one.report_precision)[1] < self.basis.as_of
        )  # fmt: skip

    @property
    def sentence(self) -> Text:
        """How many evaluations there are, how far they have come, and how many are to answer on effect."""
        return evaluations_sentence(self.basis.as_of, self.evaluations)

    def as_json(self) -> dict[str, Any]:
        """The evaluations with their steps, counts by status, the programme's projects on effect, and the gates."""
        return {
            "count": len(self.evaluations),
            "by_status": self.by_status,
            "on_effect": [evaluation.evaluation_id for evaluation in self.on_effect],
            "evaluations": [asdict(evaluation) for evaluation in self.evaluations],
            "programme_effect_projects": [asdict(project) for project in self.effect_projects],
            "gates": [asdict(gate) for gate in self.gates],
            "stage_times": [asdict(stage) | {"unit": "days"} for stage in self.stage_times],
            "lists": {"year": self.basis.as_of.year, **self.lists},
            "too_late": [
                {
                    "id": late.work_id,
                    "table": late.table,
                    "title": late.title,
                    "instruments": late.instrument_ids,
                    "gate_id": late.gate.gate_id,
                    "gate": late.gate.name,
                    "gate_date": late.gate.gate_date,
                    "report_date": late.report_date,
                    "date_precision": late.precision,
                    "is_public": late.is_public,
                    "days": late.days,
                }
                for late in self.too_late
            ],
            "not_published_reasons": self.reasons,
            "late_report_ids": [evaluation.evaluation_id for evaluation in self.late_reports],
        }

    def table(self) -> pl.DataFrame:
        """One row a dated step; an evaluation without steps has one row with an empty stage."""
        return steps_table(self.evaluations)


def evaluations(snapshot: Snapshot) -> Evaluations:
    """Every evaluation of an instrument or of the agreement, with its steps: planned, moved and actual dates.

    Cancelled evaluations are listed with that status. Dates are told no more exactly than they are known; days of slip
    are counted from the original plan, and not where dates are known to the year only. The programme's projects with a
    design at or above the parameter `evidence_effect_level` (any level when it is not set) and that are not stopped are
    listed apart, with their milestones: they are not evaluations of an instrument.

    The reader may not conclude that a published evaluation shows an effect, nor that a late one was late by neglect.
    """
    found, projects = evaluations_of(snapshot), effect_projects(snapshot)
    gates = gates_of(snapshot, found)
    caveats = ("evidence.caveat_listed", "evidence.caveat_dates", "evidence.caveat_too_late", "evidence.caveat_stage_days")
    return Evaluations(
        basis(snapshot, *_TABLES, caveats=tuple(say(key) for key in caveats)),
        found,
        projects,
        gates,
        stage_times(found, snapshot.as_of),
        evaluation_lists(found, snapshot.as_of),
        too_late(snapshot, found, [project.project_id for project in projects], gates),
        reasons_not_published(snapshot),
    )


def steps_table(evaluations: tuple[Evaluation, ...]) -> pl.DataFrame:
    """One row per step of the evaluations, with what identifies the evaluation."""
    rows: list[tuple[Any, ...]] = []
    for e in evaluations:
        head = (e.evaluation_id, e.instrument_id, e.title_nb, e.evaluator_nb, e.payer, e.addresses_effect, e.status)
        rows.extend(
            (*head, s.stage, s.planned_date, s.current_date, s.actual_date, s.date_precision, s.slip_days, s.url) for s in e.steps
        )
        if not e.steps:
            rows.append((*head, *([None] * 7)))
    return pl.DataFrame(rows, schema=_STEP_SCHEMA, orient="row")


_STEP_SCHEMA: dict[str, Any] = {
    "evaluation_id": pl.String,
    "instrument_id": pl.String,
    "title_nb": pl.String,
    "evaluator_nb": pl.String,
    "payer": pl.String,
    "addresses_effect": pl.String,
    "status": pl.String,
    "stage": pl.String,
    "planned_date": pl.Date,
    "current_date": pl.Date,
    "actual_date": pl.Date,
    "date_precision": pl.String,
    "slip_days": pl.Int64,
    "url": pl.String,
}


def shown_steps(evaluations: tuple[Evaluation, ...], names: Mapping[str, Text], lang: str) -> pl.DataFrame:
    """One row a step as it is read: words in the language, and dates no more exact than they are known.

    Args:
        names: short names of the instruments by id; an evaluation without an instrument concerns the whole agreement.
    """
    rows: list[tuple[Any, ...]] = []
    for e in evaluations:
        name = names.get(e.instrument_id or "", say("evidence.whole_agreement")).get(lang)
        head = (name, e.title_nb, e.evaluator_nb)
        for s in e.steps:
            moved = s.current_date if s.current_date != s.planned_date else None
            days = (told(day, s.date_precision, lang) for day in (s.planned_date, moved, s.actual_date))
            rows.append((*head, label("evaluation_stage", s.stage, lang), *days, s.slip_days))
        if not e.steps:
            rows.append((*head, say("evidence.undated").get(lang), None, None, None, None))
    return pl.DataFrame(rows, schema=_SHOWN_SCHEMA, orient="row")


_SHOWN_SCHEMA: dict[str, Any] = dict.fromkeys(
    ("instrument", "title", "evaluator", "stage", "planned", "moved_to", "actual"), pl.String
) | {"slip_days": pl.Int64}
