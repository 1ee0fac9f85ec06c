"""For which instruments there is, or will be, evidence at the wanted level before each decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from analytics.evidence.gate_report import GateStatus
from analytics.evidence.instruments import InstrumentStatus
from analytics.evidence.strength_studies import Study
from domain.text import Text

#: What can be said of an instrument before a decision; an instrument has the first that holds for any of its studies.
ANSWERS: tuple[str, ...] = ("ready", "uncertain", "late", "none")
#: What each state of a piece of work before a gate comes to.
_ANSWER_OF: dict[str, str] = {
    "ready": "ready", "expected": "ready", "uncertain": "uncertain", "undated": "uncertain", "plan_passed": "uncertain",
    "late": "late", "expected_late": "late", "not_out": "late",
}  # fmt: skip
_EXPIRY = "agreement_expiry"
#: Decisions on the agreement itself; the others come every year.
AGREEMENT_GATES: tuple[str, ...] = (_EXPIRY, "agreement_start", "review")


@dataclass(frozen=True, slots=True)
class Support:
    """A study at the wanted level or above, of one instrument.

    Attributes:
        level: when the work is done; `is_assessed` whether a rater stands behind it, else it is the most the design can give.
        report_date: when the report came, or is planned; None when neither is known.
    """

    study_kind: str
    study_id: str
    level: int
    is_assessed: bool
    report_date: date | None
    is_reported: bool


@dataclass(frozen=True, slots=True)
class GateEvidence:
    """The answer before one decision.

    Attributes:
        answers: for each instrument (by id) one of `ANSWERS`.
        support: for each instrument the studies behind the answer; none for "none".
    """

    gate_id: str
    kind: str
    name: Text
    gate_date: date
    date_precision: str | None
    is_past: bool
    answers: dict[str, str]
    support: dict[str, tuple[Support, ...]]

    def of(self, answer: str) -> tuple[str, ...]:
        """The instruments with this answer, in the order of the plan."""
        return tuple(id_ for id_, found in self.answers.items() if found == answer)

    @property
    def only_design(self) -> tuple[str, ...]:
        """The instruments that are ready only on the strength of designs that nobody has rated."""
        return tuple(id_ for id_ in self.of("ready") if not any(one.is_assessed for one in self.support[id_]))

    def as_json(self) -> dict[str, Any]:
        """The gate, the instruments by answer, and the studies behind each."""
        return {
            "gate_id": self.gate_id, "kind": self.kind, "name": self.name.as_dict(), "gate_date": self.gate_date,
            "date_precision": self.date_precision, "is_past": self.is_past,
            **{answer: list(self.of(answer)) for answer in ANSWERS}, "ready_only_from_design": list(self.only_design),
            "support": {id_: [asdict(one) for one in found] for id_, found in self.support.items() if found},
        }  # fmt: skip


def gates_with_evidence(
    statuses: Sequence[GateStatus], instruments: Sequence[InstrumentStatus], studies: Sequence[Study], wanted: int | None
) -> tuple[GateEvidence, ...]:
    """The answer for every gate, from how each piece of work stands to it; none when no wanted level is set.

    Args:
        statuses: the gates as `gate_report.gates` has them: the two say the same.
        studies: tell whether a rater stands behind a level.
    """
    if wanted is None:
        return ()
    rated = {(study.kind, study.id): study.is_coming_assessed for study in studies}
    made = []
    for status in statuses:
        gate = status.gate
        answers, support = {}, {}
        for instrument in instruments:
            found = _by_answer(status, instrument.instrument_id, rated, wanted)
            answer = next((name for name in ANSWERS if found.get(name)), "none")
            answers[instrument.instrument_id] = answer
            support[instrument.instrument_id] = tuple(found.get(answer, ()))
        head = (gate.gate_id, gate.kind, gate.name, gate.gate_date, gate.date_precision, gate.is_past)
        made.append(GateEvidence(*head, answers, support))
    return tuple(made)


def expiry_of(gates: Sequence[GateEvidence]) -> GateEvidence | None:
    """The next expiry of an agreement, else the last one that is past; None when none is known."""
    expiries = [gate for gate in gates if gate.kind == _EXPIRY]
    coming = [gate for gate in expiries if not gate.is_past]
    return coming[0] if coming else (expiries[-1] if expiries else None)


def _by_answer(
    status: GateStatus, instrument_id: str, rated: Mapping[tuple[str, str], bool], wanted: int
) -> dict[str, list[Support]]:  # fmt: skip
    found: dict[str, list[Support]] = {}
    for row in status.readiness:
        work = row.work
        if instrument_id not in work.instrument_ids or work.level is None or work.level < wanted:
            continue
        is_rated = rated.get((work.table, work.work_id), False)
        day, is_reported = work.actual_date or work.planned_date, work.actual_date is not None
        made = Support(work.table, work.work_id, work.level, is_rated, day, is_reported)
        had_not_come = status.gate.is_past and row.state == "undated"
        found.setdefault("late" if had_not_come else _ANSWER_OF[row.state], []).append(made)
    return found
