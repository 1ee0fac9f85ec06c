"""Knowledge before decisions: what is ready for each gate, at which level, what is not, and when new work must begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from analytics.evidence.effect_projects import effect_projects
from analytics.evidence.gate_text import gates_sentence
from analytics.evidence.gates import Gate, gates_of
from analytics.evidence.instruments import InstrumentOverview, instruments
from analytics.evidence.readiness import IN_TIME, STATES, Readiness, Work, readiness, works_of
from analytics.evidence.stage_times import Leg, Start, legs_of, starts_of
from analytics.result import Basis, basis, parameter
from data.snapshot import Snapshot
from domain.text import Text, say

_TABLES = (
    "decision_gate", "meeting", "evaluation", "evaluation_step", "schedule_change", "project", "deliverable",
    "evidence_assessment", "instrument", "call", "call_step", "contract",
)  # fmt: skip
_LEVEL, _LEAST = "evidence_effect_level", "stage_time_min"


@dataclass(frozen=True, slots=True)
class GateStatus:
    """One gate.

    Attributes:
        readiness: every work that concerns it, in the order of their states.
        not_under_way: counted instruments without any live evaluation that was listed when the decision is taken.
        with_project: of those, the ones that an effect project of the programme concerns.
        effect_ready, effect_expected: instruments with work at or above the level for effect that is ready, or expected in time.
        starts: for a gate to come, when each part of the way must begin.
    """

    gate: Gate
    readiness: tuple[Readiness, ...]
    not_under_way: tuple[str, ...]
    with_project: tuple[str, ...]
    effect_ready: tuple[str, ...]
    effect_expected: tuple[str, ...]
    starts: tuple[Start, ...]

    def in_state(self, *states: str) -> tuple[Readiness, ...]:
        """What stands so to the gate."""
        return tuple(row for row in self.readiness if row.state in states)

    def by_state(self) -> dict[str, int]:
        """How many works stand in each state; 0 where there is none."""
        return {state: len(self.in_state(state)) for state in STATES}


@dataclass(frozen=True, eq=False)
class Gates:
    """Every gate known on the day, first to last.

    Attributes:
        effect_level: the level from which a design says something about effect; None when it is not set.
        least: so many observations are needed of a duration; None when it is not set.
        names: the short names of the counted instruments by id.
        legs: the programme's own durations.
    """

    basis: Basis
    effect_level: int | None
    least: int | None
    names: Mapping[str, Text]
    gates: tuple[GateStatus, ...]
    legs: tuple[Leg, ...]

    @property
    def next(self) -> GateStatus | None:
        """The next gate to come; None when none is known."""
        return next((status for status in self.gates if not status.gate.is_past), None)

    def of(self, gate_id: str | None) -> GateStatus | None:
        """A gate by its id; without one the next to come, else the last that was."""
        chosen = next((status for status in self.gates if status.gate.gate_id == gate_id), None)
        return chosen or self.next or (self.gates[-1] if self.gates else None)

    @property
    def sentence(self) -> Text:
        """What the next gate has in time, what not, and what is not under way."""
        return gates_sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Every gate with its works and when new work must begin; the durations it is counted from."""
        upcoming = self.next
        return {
            "next_gate": None if upcoming is None else upcoming.gate.gate_id,
            "effect_level": self.effect_level,
            "stage_time_min": self.least,
            "gates": [_gate_json(status) for status in self.gates],
            "durations": [
                {"track": leg.track, "leg": leg.leg, **asdict(leg.days), "is_enough": leg.is_enough, "unit": "days"}
                for leg in self.legs
            ],
        }

    def table(self) -> pl.DataFrame:
        """One row a gate and work; a gate that nothing concerns has one row without."""
        rows: list[tuple[Any, ...]] = []
        for status in self.gates:
            head = (status.gate.gate_id, status.gate.kind, status.gate.name.nb, status.gate.gate_date, status.gate.date_precision)
            rows.extend((*head, *_table_row(row)) for row in status.readiness)
            if not status.readiness:
                rows.append((*head, *[None] * (len(_SCHEMA) - len(head))))
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA: dict[str, Any] = {
    "gate_id": pl.String, "kind": pl.String, "name_nb": pl.String, "gate_date": pl.Date, "gate_precision": pl.String,
    "table": pl.String, "work_id": pl.String, "title_nb": pl.String, "instrument_ids": pl.String, "state": pl.String,
    "days": pl.Int64, "planned_date": pl.Date, "actual_date": pl.Date, "date_precision": pl.String,
    "level": pl.Int64, "level_now": pl.Int64, "level_state": pl.String,
}  # fmt: skip


def _table_row(row: Readiness) -> tuple[Any, ...]:
    work = row.work
    return (
        work.table, work.work_id, work.title.nb, "; ".join(work.instrument_ids), row.state, row.days, work.planned_date,
        work.actual_date, work.precision, work.level, work.level_now, work.level_state,
    )  # fmt: skip


def _gate_json(status: GateStatus) -> dict[str, Any]:
    gate = status.gate
    return {
        "gate_id": gate.gate_id, "table": gate.table, "kind": gate.kind, "name": gate.name, "date": gate.gate_date,
        "date_precision": gate.date_precision, "is_past": gate.is_past, "by_state": status.by_state(),
        "not_under_way": list(status.not_under_way), "not_under_way_with_project": list(status.with_project),
        "effect_ready": list(status.effect_ready), "effect_expected": list(status.effect_expected),
        "works": [
            {"id": row.work.work_id, "state": row.state, "days": row.days, **_work_json(row.work)} for row in status.readiness
        ],
        "must_begin": [asdict(start) for start in status.starts],
    }  # fmt: skip


def _work_json(work: Work) -> dict[str, Any]:
    return {
        "table": work.table, "title": work.title, "instruments": list(work.instrument_ids), "planned_date": work.planned_date,
        "actual_date": work.actual_date, "date_precision": work.precision, "level": work.level, "level_now": work.level_now,
        "level_state": work.level_state,
    }  # fmt: skip


def gates(snapshot: Snapshot, overview: InstrumentOverview | None = None) -> Gates:
    """What each decision has, or will have, to rest on, and when new work would have to begin to be ready for it.

    Evaluations and the programme's effect projects stand against every gate: dated decisions, and the spring and autumn
    meetings of the reference group. The level of an evaluation is at most what its design can give, that of a project as in
    `levels.project_levels`; it says how well the design can tell effect from other things, not how large an effect is.
    Backwards from a gate the programme's own durations are added; below the parameter `stage_time_min` there is no date.

    The reader may not conclude that a decision was made on weak ground, nor that what is ready shows an effect. Something
    without a date is unknown, not late.

    Args:
        snapshot: the programme on a day.
        overview: the instruments of the same snapshot, when they are read already.
    """
    overview = overview or instruments(snapshot)
    level, least = parameter(snapshot, _LEVEL), parameter(snapshot, _LEAST)
    projects = [project.project_id for project in effect_projects(snapshot)]
    works = works_of(snapshot, overview.evaluations, projects)
    legs = legs_of(snapshot, projects, least)
    counted = {instrument.instrument_id: instrument.short for instrument in overview.counted}
    statuses = tuple(
        _status(gate, works, tuple(counted), level, snapshot, legs) for gate in gates_of(snapshot, overview.evaluations)
    )
    keys = ("recorded", "cumulative", "level", "backwards", "project_dates")
    return Gates(
        _basis(snapshot, tuple(say(f"gates.caveat.{key}") for key in keys)), None if level is None else int(level),
        None if least is None else int(least), counted, statuses, legs,
    )  # fmt: skip


def _basis(snapshot: Snapshot, caveats: tuple[Text, ...]) -> Basis:
    own = basis(snapshot, *_TABLES, caveats=caveats)
    rows = snapshot.table("parameter").filter(pl.col("name").is_in([_LEVEL, _LEAST]))
    ids = rows.get_column("source_id").to_list()
    more = [source for source in snapshot.sources("parameter") if source.source_id in ids and source not in own.sources]
    return replace(own, sources=(*own.sources, *more))


def _status(
    gate: Gate, works: tuple[Work, ...], counted: tuple[str, ...], level: float | None, snapshot: Snapshot, legs: tuple[Leg, ...]
) -> GateStatus:  # fmt: skip
    placed = [row for work in works if (row := readiness(work, gate, snapshot.as_of)) is not None]
    placed.sort(key=lambda row: (STATES.index(row.state), row.work.table, row.work.work_id))
    under_way = {
        name for work in works if work.table == "evaluation" and (not gate.is_past or work.registered_date <= gate.gate_date)
        for name in work.instrument_ids
    }  # fmt: skip
    missing = tuple(name for name in counted if name not in under_way)
    by_project = {name for work in works if work.table == "project" for name in work.instrument_ids}
    strong = [row for row in placed if row.work.level is not None and row.work.level >= (level or 1)]
    found = {state: {name for row in strong if row.state == state for name in row.work.instrument_ids} for state in IN_TIME}
    return GateStatus(
        gate, tuple(placed), missing, tuple(name for name in missing if name in by_project),
        tuple(name for name in counted if name in found["ready"]), tuple(name for name in counted if name in found["expected"]),
        () if gate.is_past else starts_of(gate, legs, snapshot.as_of),
    )  # fmt: skip
