"""The sentence of the evaluations: how many, how far they have come, and how many are to answer on effect."""

from __future__ import annotations

from datetime import date

from analytics.evidence.stages import LADDER, Evaluation, status_counts
from domain.text import Text, say


def evaluations_sentence(as_of: date, evaluations: tuple[Evaluation, ...]) -> Text:
    """How many evaluations are listed, how many have reached each stage, and how many are to answer on effect."""
    count = len(evaluations)
    if count == 0:
        return say("evidence.evaluations_empty", date=as_of)
    first = say(f"evidence.evaluations_{_number(count)}", count=count, parts=_status_parts(evaluations))
    effect = len(on_effect(evaluations))
    second = say("evidence.on_effect_none") if effect == 0 else say(f"evidence.on_effect_{_number(effect)}", count=effect)
    return Text(f"{first.nb} {second.nb}", f"{first.en} {second.en}")


def on_effect(evaluations: tuple[Evaluation, ...]) -> tuple[Evaluation, ...]:
    """Evaluations that are to answer on effect and are not cancelled."""
    return tuple(e for e in evaluations if e.addresses_effect == "yes" and e.is_live)


def _status_parts(evaluations: tuple[Evaluation, ...]) -> list[Text]:
    counts = status_counts(evaluations)
    return [say(f"evidence.count_{stage}", count=counts[stage]) for stage in (*LADDER, "cancelled") if counts[stage]]


def _number(count: int) -> str:
    return "one" if count == 1 else "many"
