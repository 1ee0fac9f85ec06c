"""For which instruments there is, or will be, evidence at the wanted level before each decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from analytics.evidence.gates import Gate
from analytics.evidence.instruments import InstrumentStatus
from analytics.evidence.strength_studies import Study
from domain.text import Text

#: What can be said of an instrument before a decision; an instrument has the first that holds for any of its studies.
ANSWERS: tuple[str, ...] = ("ready", "uncertain", "late", "none")
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
    gates: Sequence[Gate], instruments: Sequence[InstrumentStatus], studies: Sequence[Study], wanted: int | None, as_of: date
) -> tuple[GateEvidence, ...]:
    """The answer for every gate; none when no wanted level is set.

    Before a gate that is past only reports that had come count as ready. Before one to come, also those planned by then,
    unless the planned day is already past. A study at the wanted level without a usable date makes the answer uncertain.
    """
    if wanted is None:
        return ()
    made = []
    for gate in gates:
        answers, support = {}, {}
        for instrument in instruments:
            found = _by_answer(gate, instrument.instrument_id, studies, wanted, as_of)
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
    gate: Gate, instrument_id: str, studies: Sequence[Study], wanted: int, as_of: date
) -> dict[str, list[Support]]:  # fmt: skip
    found: dict[str, list[Support]] = {}
    for study in studies:
        level = study.coming
        if not study.is_live or instrument_id not in study.instrument_ids or level is None or level < wanted:
            continue
        made = Support(study.kind, study.id, level, study.is_coming_assessed, study.report_date, study.is_reported)
        found.setdefault(_answer(gate, study, as_of), []).append(made)
    return found


def _answer(gate: Gate, study: Study, as_of: date) -> str:
    day = study.report_date
    if study.is_reported:
        return "uncertain" if day is None else ("ready" if day <= gate.gate_date else "late")
    if gate.is_past:
        return "late"
    if day is None or day < as_of:
        return "uncertain"
    return "ready" if day <= gate.gate_date else "late"
