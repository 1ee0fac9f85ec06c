"""What stands ready for decisions, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.evidence.readiness import STATES
from analytics.evidence.stages import told
from analytics.portfolio.action_plan_text import joined, number
from domain.codes import CODE_LISTS
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.evidence.gate_report import Gates, GateStatus
    from analytics.evidence.gates import Gate


def gates_sentence(found: Gates) -> Text:
    """The next decision and what it will have; without one the last, and what it had."""
    status = found.of(None)
    if status is None:
        return say("gates.sentence.none", date=found.basis.as_of)
    key = "past" if status.gate.is_past else "next"
    return joined(
        say(f"gates.sentence.{key}", name=status.gate.name, when=when(status.gate)),
        gate_sentence(status),
        missing_text(found, status),
    )


def gate_sentence(status: GateStatus) -> Text:
    """How many works stand in each state to the gate."""
    if not status.readiness:
        return say("gates.sentence.no_works")
    counts = status.by_state()
    parts = [say(f"gates.part.{state}", count=counts[state]) for state in STATES if counts[state]]
    return say(f"gates.sentence.works_{number(len(status.readiness))}", count=len(status.readiness), parts=parts)


def missing_text(found: Gates, status: GateStatus) -> Text:
    """How many instruments have no evaluation under way."""
    count = len(status.not_under_way)
    if not found.names:
        return Text("", "")
    if not count:
        return say("gates.sentence.all_under_way")
    names = [found.names[name] for name in status.not_under_way]
    return say(f"gates.sentence.missing_{number(count)}", count=count, whole=len(found.names), names=names)


def effect_text(found: Gates, status: GateStatus) -> Text:
    """For which instruments there is, or is expected, work that can say something about effect."""
    if found.effect_level is None:
        return say("gates.effect.no_level")
    expected = [name for name in status.effect_expected if name not in status.effect_ready]
    parts = []
    for key, ids in (("ready", status.effect_ready), ("expected", tuple(expected))):
        if ids:
            parts.append(say(f"gates.effect.{key}", names=[found.names[name] for name in ids], level=found.effect_level))
    return joined(*parts) if parts else say("gates.effect.none", level=found.effect_level)


def when(gate: Gate) -> Text:
    """The date of a gate, no more exactly than it is known."""
    return Text(*(told(gate.gate_date, gate.date_precision, lang) or "" for lang in ("nb", "en")))


def state_words(state: str) -> Text:
    """The words of a state."""
    code = CODE_LISTS["gate_state"].by_value[state]
    return Text(code.nb, code.en)


def level_words(level: int | None, state: str) -> Text:
    """The level that is to be expected: a number, nothing about effect, or unknown."""
    return say(f"gates.level.{state}", level=level) if state == "level" else say(f"gates.level.{state}")
