"""The headline of the brief: what a reader must know first, chosen by rules. It says what is so, never why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from analytics.meetings.brief_tiles import Ground, coming_gates, gate_words
from analytics.rules.plan import PlanRules
from domain.text import LANGS, Text, say

#: No headline is longer than this, in any language.
LONGEST = 200


def headline(now: Ground, rules: PlanRules) -> Text:
    """One sentence of at most `LONGEST` characters.

    It opens with the first of these that is so: more is paid and bound than the year has; more is planned than is free; the
    plan has open breaches; knowledge at the wanted level will be missing for instruments when the next decision on the
    agreement (else the next decision) is taken; prioritised fields are gaps. Then follow how much is covered, and where sick
    leave stands to the target. Parts that do not fit are left out from the end, never cut.
    """
    first = next(_first(now, rules), None)
    parts = [part for part in (first, _covered(now) if first is None or not _is_gap(now, rules) else None, _absence(now)) if part]
    if not parts:
        return say("brief.headline_nothing", date=now.day)
    for count in range(len(parts), 0, -1):
        told = _joined(parts[:count])
        if all(len(told.get(lang)) <= LONGEST for lang in LANGS):
            return told
    return say("brief.headline_nothing", date=now.day)


def _joined(parts: list[Text]) -> Text:
    """The parts as one sentence, with a capital first."""
    told = parts[0]
    for number, part in enumerate(parts[1:], start=1):
        told = say(f"brief.headline_joined_{number}", first=told, second=part)
    return Text(*(f"{told.get(lang)[:1].upper()}{told.get(lang)[1:]}." for lang in LANGS))


def _first(now: Ground, rules: PlanRules) -> Iterator[Text]:
    """What is most pressing, in the order of the rules."""
    yield from _money(now)
    if breaches := rules.open("breach"):
        yield say(f"brief.headline_breach_{_plural(breaches)}", count=breaches)
    yield from _knowledge(now)
    yield from _gaps(now)


def _is_gap(now: Ground, rules: PlanRules) -> bool:
    """Whether the headline opens with the gaps, which tells the coverage already."""
    return next(_first(now, rules), None) in list(_gaps(now))


def _money(now: Ground) -> Iterator[Text]:
    year = now.frames.focus
    if year is None or year.is_closed or year.free_nok is None:
        return
    if year.free_nok < 0:
        yield say("brief.headline_short", year=year.year, amount=-year.free_nok)
    elif year.over_frame_nok:
        yield say("brief.headline_over", year=year.year, amount=year.over_frame_nok)


def _knowledge(now: Ground) -> Iterator[Text]:
    found, whole = now.evidence, len(now.evidence.ladder)
    gates = coming_gates(found)
    if not whole or not gates:
        return
    _, gate = gates.get("expiry") or gates["next"]
    ready = len(gate.of("ready"))
    if ready < whole:
        key = "none" if not ready else "some"
        yield say(f"brief.headline_knowledge_{key}", level=found.wanted_level, count=ready, whole=whole, gate=gate_words(gate))


def _gaps(now: Ground) -> Iterator[Text]:
    found = now.coverage
    gaps = sum(cell.empty_kind == "gap" for cell in found.empty)
    if gaps and found.counts.registered:
        yield say(f"brief.headline_gap_{_plural(gaps)}", count=gaps, whole=found.prioritised)


def _covered(now: Ground) -> Text | None:
    found = now.coverage
    if not found.prioritised or not found.counts.registered:
        return None
    return say("brief.headline_covered", covered=found.covered, whole=found.prioritised)


def _absence(now: Ground) -> Text | None:
    found = now.absence
    if found.latest is None or found.latest.value is None:
        return None
    if found.target_reached is not None and found.from_target_pp is not None:
        gap = found.from_target_pp
        kind = f"target_{'over' if gap > 0 else 'under' if gap < 0 else 'same'}"
    else:
        kind, gap = found.verdict, found.deviation_pp or Decimal(0)
    return say(f"brief.headline_absence_{kind}", gap=abs(gap), period=found.latest.period, value=found.latest.value)


def _plural(count: int) -> str:
    return "one" if count == 1 else "many"
