"""Decision gates, and which evaluations had reported when each decision was taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.evidence.stages import Evaluation
from data.snapshot import Snapshot
from domain.text import Text


@dataclass(frozen=True, slots=True)
class Gate:
    """A dated decision that knowledge should be ready for.

    Attributes:
        is_past: whether the date has come. The lists are empty before that, but for `expected_ids`.
        ready_ids: evaluations whose report was public on the date or before.
        late_ids: evaluations that were listed before the date and whose report came after it.
        pending_ids: evaluations that were listed before the date and have not reported yet.
        expected_ids: for a gate to come, evaluations that have reported or are planned to before it.
    """

    gate_id: str
    kind: str
    name: Text
    gate_date: date
    date_precision: str | None
    is_past: bool
    ready_ids: tuple[str, ...]
    late_ids: tuple[str, ...]
    pending_ids: tuple[str, ...]
    expected_ids: tuple[str, ...]


def gates_of(snapshot: Snapshot, evaluations: tuple[Evaluation, ...]) -> tuple[Gate, ...]:
    """Every gate known on the day, in order of date, with the evaluations that reported before and after it.

    Every evaluation concerns every gate that came after it was listed, also of a later agreement: what is learnt under one
    agreement is what the next is decided on. Cancelled evaluations are left out. That a report came after a gate says
    nothing about why.
    """
    live = [evaluation for evaluation in evaluations if evaluation.is_live]
    gates = []
    for row in snapshot.table("decision_gate").sort("gate_date", "gate_id").iter_rows(named=True):
        is_past = row["gate_date"] <= snapshot.as_of
        name = Text(row["name_nb"], row["name_en"])
        head = (row["gate_id"], row["kind"], name, row["gate_date"], row["date_precision"], is_past)
        gates.append(Gate(*head, *_sorted_out(live, row["gate_date"], is_past)))
    return tuple(gates)


def _sorted_out(
    evaluations: list[Evaluation], day: date, is_past: bool
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    ready = tuple(e.evaluation_id for e in evaluations if _reported_by(e, day))
    if not is_past:
        planned = tuple(e.evaluation_id for e in evaluations if not _reported_by(e, day) and _planned_by(e, day))
        return (), (), (), tuple(sorted(ready + planned))
    under_way = [e for e in evaluations if e.registered_date <= day and not _reported_by(e, day)]
    late = tuple(e.evaluation_id for e in under_way if e.report_actual_date is not None)
    pending = tuple(e.evaluation_id for e in under_way if e.report_actual_date is None)
    return ready, late, pending, ()


def _reported_by(evaluation: Evaluation, day: date) -> bool:
    return evaluation.report_actual_date is not None and evaluation.report_actual_date <= day


def _planned_by(evaluation: Evaluation, day: date) -> bool:
    planned = evaluation.report_current_date
    return evaluation.report_actual_date is None and planned is not None and planned <= day
