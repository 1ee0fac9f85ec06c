"""Every piece of work that can give evidence: its level now and expected, who rated it, bias, power, findings and cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.evidence.designs import SYNTHESIS, design_lines
from analytics.evidence.levels import LEVELS_OF, owner_columns, study_levels
from analytics.evidence.power.studies import StudyPower, studies_of
from analytics.evidence.reasons import NOTHING, Checked, Lowering
from analytics.evidence.stages import REPORTED, Evaluation, evaluations_of
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.status import project_status
from analytics.result import parameter
from data.snapshot import Snapshot
from domain.text import Text

#: The project or the evaluation, and its id.
Owner = tuple[str, str]
#: What a finding must be to be shown as a difference.
_DIRECTIONS = frozenset({"lower", "higher", "no_difference", "mixed"})


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason that a rater gave. `steps` is None when the rater did not say how far it moved the level."""

    reason: str
    steps: int | None
    text_nb: str | None


@dataclass(frozen=True, slots=True)
class Rating:
    """One assessment.

    Attributes:
        is_newest: no later one of the same rater, scale, outcome and time.
        is_above_design: on the Maryland scale, above what the design can give; then the level is cut to the design's.
        is_of_scale: whether the level belongs to the scale; if not it is shown, and not used.
    """

    assessment_id: str
    scale: str
    level: str
    is_expected: bool
    outcome: str | None
    rater: str
    assessed_date: date
    reason_nb: str
    reasons: tuple[Reason, ...]
    is_newest: bool
    is_above_design: bool
    is_of_scale: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """A finding of a difference, or of none shown, as it was reported."""

    finding_id: str
    instrument_id: str | None
    outcome: str
    direction: str
    estimate: float | None
    interval_low: float | None
    interval_high: float | None
    unit_nb: str | None
    population_nb: str | None
    reported_date: date


@dataclass(frozen=True)
class Study:
    """One project of the programme, or one evaluation that is not such a project.

    A project of another programme is here only when it is an evaluation, and is then not the programme's own.

    Attributes:
        kind: "project" or "evaluation"; `status` is of that kind's own code list. `is_own`: a project of the programme.
        group_id: the uppermost group of its design; None without a design.
        instrument_ids: instruments that it concerns; none is not an error.
        design_start: the level that the design starts at, 1 to 5; None without one. `ceiling`: what no rating may pass; the
            same, or the highest of its group where only the group is known. `is_synthesis`: it inherits from others.
        level_now, level_expected, state_now, state_expected, is_assessed_now, is_assessed_expected, disagree, is_capped: as in
            `analytics.evidence.levels.study_levels`.
        ratings: of all scales, newest first. `bias` is the worst of the raters' newest, None when nobody has assessed it.
        outcomes: codes of all that its study facts, assessments and findings are about.
        report_date: when its report came, else when it is planned; None when neither is known. `is_reported` says which.
        checked: what its facts suggest of the level.
        power: what it can detect, one for each row of study facts.
        cost_nok: what the work costs; None when not known.
        effects: findings of a difference; `other_findings` are the ids of the rest.
    """

    kind: str
    id: str
    is_own: bool
    title: Text
    instrument_ids: tuple[str, ...]
    design_id: str | None
    design: Text | None
    group_id: str | None
    is_synthesis: bool
    design_start: int | None
    ceiling: int | None
    level_now: int | None
    state_now: str
    is_assessed_now: bool
    level_expected: int | None
    state_expected: str
    is_assessed_expected: bool
    disagree: bool
    is_capped: bool
    ratings: tuple[Rating, ...]
    bias: str | None
    bias_disagree: bool
    outcomes: tuple[str, ...]
    status: str
    is_live: bool
    is_reported: bool
    report_date: date | None
    report_precision: str | None
    checked: Checked
    power: tuple[StudyPower, ...]
    cost_nok: Decimal | None
    effects: tuple[Effect, ...]
    other_findings: tuple[str, ...]

    @property
    def coming(self) -> int | None:
        """The level when the work is done: what it was rated at if it has reported and been rated, else what is expected."""
        if self.is_reported and self.is_assessed_now:
            return self.level_now
        return self.level_expected

    @property
    def is_coming_assessed(self) -> bool:
        """Whether a rater stands behind `coming`; else it is the most that the design can give."""
        return (self.is_reported and self.is_assessed_now) or self.is_assessed_expected

    @property
    def at_most_now(self) -> int | None:
        """For work that has reported and that nobody has rated: the most that its design can give."""
        return self.level_expected if self.is_reported and not self.is_assessed_now else None

    def as_json(self) -> dict[str, Any]:
        """Every field; power as study, outcome, verdict, what is missing, and the smallest change that it can detect."""
        plain = {name: value for name, value in vars(self).items() if name not in _NESTED}
        return plain | {
            "level_when_done": self.coming,
            "level_when_done_is_assessed": self.is_coming_assessed,
            "level_now_at_most_from_design": self.at_most_now,
            "ratings": [asdict(rating) for rating in self.ratings],
            "from_facts": asdict(self.checked),
            "power": [
                {
                    "study_id": one.study_id,
                    "outcome": one.outcome,
                    "verdict": one.verdict,
                    "missing": one.missing,
                    "mde_pct_of_baseline": _detectable_pct(one),
                }
                for one in self.power
            ],
            "effects": [asdict(effect) for effect in self.effects],
        }


def _detectable_pct(study: StudyPower) -> float | None:
    found = None if study.calculation is None else study.calculation.detectable
    return None if found is None else found.pct


_NESTED = ("ratings", "checked", "power", "effects")


def studies_with_strength(snapshot: Snapshot, *, with_power: bool = True) -> tuple[Study, ...]:
    """The programme's projects and all other evaluations known on the day, projects first, by id.

    Args:
        with_power: whether what each can detect is worked out, which loads statistical models the first time.

    Projects of another programme are left out, but for those that are evaluations. An evaluation that is one of the projects
    is that project, with the instruments of both.
    """
    known = _Known(snapshot, with_power)
    levels = study_levels(snapshot).iter_rows(named=True)
    made = (known.study(row) for row in levels if (row["owner_kind"], row["owner_id"]) in known.heads)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Head:
    is_own: bool
    title: Text
    design_id: str | None
    instrument_ids: tuple[str, ...]
    status: str
    is_live: bool
    report: tuple[date | None, bool, str | None]
    cost_nok: Decimal | None


class _Known:
    """All rows that studies are made of, by owner."""

    def __init__(self, snapshot: Snapshot, with_power: bool) -> None:
        evaluations = evaluations_of(snapshot)
        self._owner_columns = owner_columns(snapshot.table("evaluation"))
        self._tags = {row["tag_id"]: row for row in snapshot.table("tag").iter_rows(named=True)}
        self._lines = design_lines(snapshot.table("tag"))
        self.heads = _project_heads(snapshot, evaluations) | {
            ("evaluation", e.evaluation_id): _evaluation_head(e) for e in evaluations if e.project_id is None
        }
        self._lowering = Lowering(snapshot)
        self._facts = self._by_owner(snapshot.table("study").sort("study_id"))
        self._power = self._powers(snapshot) if with_power else {}
        rated = snapshot.table("evidence_assessment").filter(pl.col("instrument_id").is_null())
        self._ratings = self._by_owner(rated)
        self._reasons = reasons_of(snapshot)
        self._findings = self._by_owner(snapshot.table("finding").sort("reported_date", "finding_id"))

    def _powers(self, snapshot: Snapshot) -> dict[Owner, tuple[StudyPower, ...]]:
        power = {one.study_id: one for one in studies_of(snapshot, parameter(snapshot, "smallest_effect_pct"))}
        return {owner: tuple(power[row["study_id"]] for row in rows) for owner, rows in self._facts.items()}

    def _by_owner(self, frame: pl.DataFrame) -> dict[Owner, list[dict[str, Any]]]:
        rows = frame.with_columns(*self._owner_columns)
        found: dict[Owner, list[dict[str, Any]]] = {}
        for row in rows.iter_rows(named=True):
            found.setdefault((row["owner_kind"], row["owner_id"]), []).append(row)
        return found

    def study(self, row: Mapping[str, Any]) -> Study:
        owner: Owner = (row["owner_kind"], row["owner_id"])
        head, facts, findings = self.heads[owner], self._facts.get(owner, []), self._findings.get(owner, [])
        ratings = ratings_of(self._ratings.get(owner, []), self._reasons, row["ceiling"], row["state_expected"] == "none")
        bias = [r.level for r in ratings if r.scale == "risk_of_bias" and r.is_newest and r.is_of_scale]
        line = self._lines.get(head.design_id or "", ())
        tag = self._tags.get(head.design_id or "")
        report_date, is_reported, precision = head.report
        effects = tuple(_effect(f) for f in findings if f["direction"] in _DIRECTIONS)
        shown = {effect.finding_id for effect in effects}
        outcomes = [item["outcome"] for item in (*facts, *self._ratings.get(owner, []), *findings) if item["outcome"]]
        return Study(
            owner[0], owner[1], head.is_own, head.title, head.instrument_ids, head.design_id,
            None if tag is None else Text(tag["name_nb"], tag["name_en"]), line[-1] if line else None, SYNTHESIS in line,
            row["design_start"], row["ceiling"], row["level_now"], row["state_now"], row["is_assessed_now"],
            row["level_expected"],
            row["state_expected"], row["is_assessed_expected"], row["raters_disagree"], row["is_capped"], ratings,
            max(bias, key=LEVELS_OF["risk_of_bias"].index, default=None), len(set(bias)) > 1, tuple(dict.fromkeys(outcomes)),
            head.status, head.is_live, is_reported, report_date, precision,
            NOTHING if row["state_expected"] == "none" else self._lowering.check(head.design_id, row["design_start"], facts),
            self._power.get(owner, ()), head.cost_nok, effects,
            tuple(f["finding_id"] for f in findings if f["finding_id"] not in shown),
        )  # fmt: skip


def reasons_of(snapshot: Snapshot) -> dict[str, tuple[Reason, ...]]:
    """The coded reasons of every assessment, by its id."""
    found: dict[str, tuple[Reason, ...]] = {}
    for row in snapshot.table("assessment_reason").sort("assessment_id", "reason").iter_rows(named=True):
        made = Reason(row["reason"], row["steps"], row["text_nb"])
        found[row["assessment_id"]] = (*found.get(row["assessment_id"], ()), made)
    return found


def ratings_of(
    rows: list[dict[str, Any]], reasons: Mapping[str, tuple[Reason, ...]], ceiling: int | None = None, says_none: bool = False
) -> tuple[Rating, ...]:
    """Assessments of one thing, newest first.

    Args:
        rows: of `evidence_assessment`.
        reasons: by assessment.
        ceiling: the level that no rating on the Maryland scale may pass; None when there is none to hold it against.
        says_none: the work says nothing about effect, so that no level can be given.
    """
    ordered = sorted(rows, key=lambda row: (row["assessed_date"], row["assessment_id"]), reverse=True)
    seen: set[tuple[Any, ...]] = set()
    made = []
    for row in ordered:
        outcome = None if row["scale"] == "sms" else row["outcome"]
        key = (row["scale"], bool(row["is_expected"]), outcome, row["rater"])
        is_of_scale = row["level"] in LEVELS_OF.get(row["scale"], ())
        number = int(row["level"]) if row["scale"] == "sms" and is_of_scale and row["level"] != "none" else None
        above = number is not None and (number > ceiling if ceiling is not None else says_none)
        made.append(
            Rating(
                row["assessment_id"], row["scale"], row["level"], bool(row["is_expected"]), row["outcome"], row["rater"],
                row["assessed_date"], row["reason_nb"], reasons.get(row["assessment_id"], ()), key not in seen, above,
                is_of_scale,
            )
        )  # fmt: skip
        if is_of_scale:
            seen.add(key)
    return tuple(made)


def _effect(row: Mapping[str, Any]) -> Effect:
    return Effect(**{name: row[name] for name in Effect.__dataclass_fields__})


def _project_heads(snapshot: Snapshot, evaluations: tuple[Evaluation, ...]) -> dict[Owner, _Head]:
    instruments: dict[str, set[str]] = {}
    for project_id, instrument_id in snapshot.table("project_instrument").select("project_id", "instrument_id").iter_rows():
        instruments.setdefault(project_id, set()).add(instrument_id)
    for evaluation in evaluations:
        if evaluation.project_id is not None and evaluation.instrument_id is not None:
            instruments.setdefault(evaluation.project_id, set()).add(evaluation.instrument_id)
    amounts = snapshot.table("contract").filter(pl.col("project_id").is_not_null() & pl.col("amount_nok").is_not_null())
    costs = dict(amounts.group_by("project_id").agg(pl.col("amount_nok").sum()).iter_rows())
    reports = _project_reports(snapshot)
    projects = snapshot.table("project")
    own = set(of_programme(projects, current_programme(snapshot)).get_column("project_id"))
    shown = own | {evaluation.project_id for evaluation in evaluations}
    rows = projects.filter(pl.col("project_id").is_in(list(shown))).join(project_status(snapshot), on="project_id")
    return {
        ("project", row["project_id"]): _Head(
            row["project_id"] in own, Text(row["title_nb"], row["title_en"] or row["title_nb"]), row["design_id"],
            tuple(sorted(instruments.get(row["project_id"], ()))), row["status"], row["status"] != "stopped",
            _project_report(row, reports.get(row["project_id"])), costs.get(row["project_id"]),
        )
        for row in rows.iter_rows(named=True)
    }  # fmt: skip


def _project_reports(snapshot: Snapshot) -> dict[str, tuple[date | None, date | None]]:
    """When the final report came, and when it was last planned; of several the last."""
    moved = (
        snapshot.table("schedule_change")
        .filter(pl.col("deliverable_id").is_not_null())
        .sort("decided_date", "schedule_change_id")
        .group_by("deliverable_id", maintain_order=True)
        .agg(new_date=pl.col("new_planned_date").last())
    )
    rows = snapshot.table("deliverable").filter((pl.col("kind") == "final_report") & pl.col("project_id").is_not_null())
    came = pl.min_horizontal("delivered_date", "published_date")
    joined = rows.join(moved, on="deliverable_id", how="left").with_columns(
        came=came, planned=pl.coalesce("new_date", "planned_date")
    )
    all_came = pl.when(pl.col("came").is_not_null().all()).then(pl.col("came").max())
    found = joined.group_by("project_id").agg(all_came.alias("came"), pl.col("planned").max())
    return {row[0]: (row[1], row[2]) for row in found.iter_rows()}


def _project_report(row: Mapping[str, Any], report: tuple[date | None, date | None] | None) -> tuple[date | None, bool, str]:
    came, planned = report or (row["completed_date"], row["planned_end_date"])
    if came is not None:
        return came, True, "day"
    return planned or row["planned_end_date"], False, "day"


def _evaluation_head(evaluation: Evaluation) -> _Head:
    is_reported = evaluation.status in REPORTED
    came = evaluation.report_actual_date if is_reported else None
    planned = evaluation.report_current_date
    return _Head(
        False, Text(evaluation.title_nb, evaluation.title_nb), evaluation.design_id,
        () if evaluation.instrument_id is None else (evaluation.instrument_id,), evaluation.status, evaluation.is_live,
        (came or planned, is_reported, evaluation.report_precision), evaluation.amount_nok,
    )  # fmt: skip
