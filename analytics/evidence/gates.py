"""Decision gates, the programme's own meetings among them, and which evaluations had reported when each was passed."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.evidence.stages import Evaluation
from data.snapshot import Snapshot
from domain.text import Text

#: Meetings of the reference group that are gates, and the kind of gate that each is.
_MEETINGS = {"spring": "spring_meeting", "autumn": "autumn_meeting"}
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Gate:
    """A dated decision that knowledge should be ready for.

    Attributes:
        table: where it is recorded: "decision_gate" or "meeting".
        is_past: whether the date has come. The lists are empty before that, but for `expected_ids`.
        ready_ids: evaluations whose report was public on the date or before.
        late_ids: evaluations that were listed before the date and whose report came after it.
        pending_ids: evaluations that were listed before the date and have not reported yet.
        uncertain_ids: evaluations whose report came so near that the dates are not exact enough to tell.
        expected_ids: for a gate to come, evaluations that have reported or are planned to before it.
    """

    gate_id: str
    table: str
    kind: str
    agreement_id: str | None
    name: Text
    gate_date: date
    date_precision: str | None
    is_past: bool
    ready_ids: tuple[str, ...] = ()
    late_ids: tuple[str, ...] = ()
    pending_ids: tuple[str, ...] = ()
    uncertain_ids: tuple[str, ...] = ()
    expected_ids: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day that the gate may lie on."""
        return span(self.gate_date, self.date_precision)


def span(day: date, precision: str | None) -> tuple[date, date]:
    """The first and last day of the month, quarter or year that a date stands for; the day itself when it is exact."""
    months = _MONTHS_OF.get(precision or "day")
    if months is None:
        return day, day
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return date(day.year, first, 1), date(day.year, last, calendar.monthrange(day.year, last)[1])


def against(day: date, precision: str | None, gate: Gate) -> str:
    """Whether a date is "before" (or on) a gate, "after" it, or "uncertain" because one of them is not known exactly."""
    first, last = span(day, precision)
    gate_first, gate_last = gate.span
    if last <= gate_first:
        return "before"
    return "after" if first > gate_last else "uncertain"


def days_after(day: date, precision: str | None, gate: Gate) -> int | None:
    """Days from the gate to a date after it; None where one of them is known to the quarter or the year only."""
    is_rough = {precision, gate.date_precision} & {"quarter", "year"}
    return None if is_rough else (day - gate.gate_date).days


def gate_list(snapshot: Snapshot) -> tuple[Gate, ...]:
    """Every gate known on the day, in order of date, without telling what was ready for it.

    The spring and autumn meetings of the reference group are gates on the day they were held or are planned. A gate of the same
    kind and year whose day is not known gives way to the meeting. Other meetings decide nothing and are no gates.
    """
    meetings = _meetings(snapshot)
    dated = {(row["kind"], row["gate_date"].year) for row in meetings}
    known = snapshot.table("decision_gate").iter_rows(named=True)
    own = [
        {**row, "table": "decision_gate"} for row in known
        if row["date_precision"] in (None, "day") or (row["kind"], row["gate_date"].year) not in dated
    ]  # fmt: skip
    rows = sorted([*own, *meetings], key=lambda row: (row["gate_date"], row["gate_id"]))
    return tuple(
        Gate(
            row["gate_id"], row["table"], row["kind"], row["agreement_id"], Text(row["name_nb"], row["name_en"]),
            row["gate_date"], row["date_precision"], row["gate_date"] <= snapshot.as_of,
        )
        for row in rows
    )  # fmt: skip


def _meetings(snapshot: Snapshot) -> list[dict[str, Any]]:
    day = pl.coalesce("held_date", "planned_date")
    rows = snapshot.table("meeting").filter(pl.col("kind").is_in(list(_MEETINGS)) & day.is_not_null()).select(
        gate_id="meeting_id", table=pl.lit("meeting"), kind=pl.col("kind").replace_strict(_MEETINGS),
        agreement_id=pl.lit(None, dtype=pl.String), name_nb="title_nb", name_en="title_nb", gate_date=day,
        date_precision=pl.lit("day"),
    )  # fmt: skip
    return rows.to_dicts()


def gates_of(snapshot: Snapshot, evaluations: tuple[Evaluation, ...]) -> tuple[Gate, ...]:
    """Every gate known on the day, in order of date, with the evaluations that reported before and after it.

    Every evaluation concerns every gate that came after it was listed, also of a later agreement: what is learnt under one
    agreement is what the next is decided on. Cancelled evaluations are left out. That a report came after a gate says
    nothing about why.
    """
    live = [evaluation for evaluation in evaluations if evaluation.is_live]
    return tuple(_with_evaluations(gate, live) for gate in gate_list(snapshot))


def _with_evaluations(gate: Gate, live: list[Evaluation]) -> Gate:
    found: dict[str, list[str]] = {"before": [], "after": [], "uncertain": [], "pending": [], "expected": []}
    for e in live:
        actual, planned = e.report_actual_date, e.report_current_date
        listed = e.registered_date <= gate.gate_date
        if actual is not None:
            place = against(actual, e.report_precision, gate)
            if place == "before" or listed:
                found[place].append(e.evaluation_id)
        elif not gate.is_past and planned is not None and against(planned, e.report_precision, gate) == "before":
            found["expected"].append(e.evaluation_id)
        elif listed:
            found["pending"].append(e.evaluation_id)
    lists = {name: tuple(ids) for name, ids in found.items()}
    head = (
        gate.gate_id, gate.table, gate.kind, gate.agreement_id, gate.name, gate.gate_date, gate.date_precision, gate.is_past,
    )  # fmt: skip
    if not gate.is_past:
        return Gate(*head, expected_ids=tuple(sorted(lists["before"] + lists["expected"])))
    return Gate(*head, lists["before"], lists["after"], lists["pending"], lists["uncertain"])
