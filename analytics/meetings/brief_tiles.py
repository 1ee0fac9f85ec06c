"""The four tiles of the brief: coverage, money, knowledge and sick leave, each with what was so on the day compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from analytics.evidence.instruments import InstrumentOverview
from analytics.evidence.ready import AGREEMENT_GATES, GateEvidence
from analytics.evidence.strength import Evidence, evidence
from analytics.meetings.brief_model import BriefTile, Figure, figure
from analytics.meetings.reports import Reports
from analytics.portfolio.coverage import Coverage, coverage
from analytics.result import kroner
from analytics.sickness.json_form import number
from analytics.sickness.target import AbsenceTarget, absence_target
from analytics.sickness.words import measure_name, vintage_name
from analytics.spending.frames import FrameUse, YearUse, frames
from data.snapshot import Snapshot
from domain.numbers import MILLION, date_with_precision
from domain.text import Text, say

#: Gates that are meetings of the reference group; the brief is about decisions.
_MEETINGS = frozenset({"spring_meeting", "autumn_meeting"})


@dataclass(frozen=True, slots=True)
class Ground:
    """The results that the tiles rest on, on one day."""

    day: date
    coverage: Coverage
    frames: FrameUse
    evidence: Evidence
    absence: AbsenceTarget

    @classmethod
    def of(cls, snapshot: Snapshot, reports: Reports | None = None) -> Ground:
        """The results of a snapshot; those that `reports` can make are taken from there."""
        if reports is None:
            strength = evidence(snapshot, with_power=False)
            return cls(snapshot.as_of, coverage(snapshot), frames(snapshot), strength, absence_target(snapshot))
        overview = cast(InstrumentOverview, reports.read("instruments").result)
        strength = evidence(snapshot, with_power=False, overview=overview)
        return cls(
            snapshot.as_of, cast(Coverage, reports.read("coverage").result), cast(FrameUse, reports.read("frames").result),
            strength, cast(AbsenceTarget, reports.read("absence-target").result),
        )  # fmt: skip


def tiles_of(now: Ground, then: Ground | None) -> tuple[BriefTile, ...]:
    """The four tiles.

    Args:
        then: the day compared with; None when there is no earlier day.
    """
    return (coverage_tile(now, then), money_tile(now, then), knowledge_tile(now, then), outcome_tile(now, then))


def coverage_tile(now: Ground, then: Ground | None) -> BriefTile:
    """Prioritised fields with a project that counts, of all, and the contract money in them. Unknown before any project."""
    found = now.coverage
    label = say("brief.coverage_label")
    if not _has_projects(found):
        lines = (say("brief.coverage_none", prioritised=found.prioritised),) if found.prioritised else ()
        asked = (_number("prioritised", now, found.prioritised),) if found.prioritised else ()
        return _tile("coverage", label, say("brief.not_recorded"), lines, Text("", ""), asked)
    figures: tuple[Figure, ...] = (
        _number("covered", now, found.covered), _number("prioritised", now, found.prioritised),
        _money("covered_nok", now, found),
    )  # fmt: skip
    shown = say("brief.of_fields", part=found.covered, whole=found.prioritised)
    lines = (say("brief.coverage_amount", amount=found.ledger.in_prioritised_cells_nok),)
    if then is None or not _has_projects(then.coverage):
        return _tile("coverage", label, shown, lines, _not_known(then), figures)
    before = then.coverage
    figures += (
        _number("covered", then, before.covered, "then_"), _number("prioritised", then, before.prioritised, "then_"),
        _money("covered_nok", then, before, "then_"),
    )  # fmt: skip
    change = say(
        "brief.coverage_then", date=then.day, part=before.covered, whole=before.prioritised,
        amount=before.ledger.in_prioritised_cells_nok,
    )  # fmt: skip
    return _tile("coverage", label, shown, lines, change, figures)


def _has_projects(found: Coverage) -> bool:
    return bool(found.counts.registered and found.prioritised)


def _number(name: str, ground: Ground, value: int, prefix: str = "") -> Figure:
    return figure(f"{prefix}{name}", value, "count", f"coverage/{name}", ground.day)


def _money(name: str, ground: Ground, found: Coverage, prefix: str = "") -> Figure:
    at = "coverage/coverage_by_amount/in_prioritised_cells_nok"
    return figure(f"{prefix}{name}", kroner(found.ledger.in_prioritised_cells_nok), "mill", at, ground.day)


def money_tile(now: Ground, then: Ground | None) -> BriefTile:
    """What is free, not used or over of the year in focus, with what is paid and bound of what it has, and the frame."""
    year = now.frames.focus
    if year is None:
        return _tile("money", say("brief.money_label_none"), say("brief.unknown"), (), Text("", ""), ())
    place = now.frames.years.index(year)
    if year.paid_nok is None or year.bound_nok is None or year.free_nok is None:
        return _frame_alone(now, year, place)
    kind, amount, at = _rest(year, place)
    shown = say("brief.mill", amount=abs(amount))
    own = {name: getattr(year, f"{name}_nok") for name in ("paid", "bound", "available", "frame")}
    told = {name: (value or 0) / MILLION for name, value in own.items()}
    figures = [
        figure("money_rest", kroner(abs(amount)), "mill", at, now.day),
        *(
            figure(f"money_{name}", kroner(value), "mill", f"frames/years/{place}/{name}_nok", now.day)
            for name, value in own.items() if value is not None
        ),
    ]  # fmt: skip
    lines = [say("brief.money_use" if year.frame_nok is not None else "brief.money_use_no_frame", **told)]
    if not year.is_closed:
        over = year.over_frame_nok
        lines.append(say(f"brief.money_plan_{_plan_key(over)}", amount=over or 0))
        if over:
            figures.append(figure("money_over", kroner(over), "mill", f"frames/years/{place}/over_frame_nok", now.day))
    before = None if then is None else next((one for one in then.frames.years if one.year == year.year), None)
    if then is None or before is None or before.paid_nok is None or before.bound_nok is None:
        change = _not_known(then)
    else:
        spot = then.frames.years.index(before)
        change = say("brief.money_then", date=then.day, paid=before.paid_nok / MILLION, bound=before.bound_nok / MILLION)
        figures += [
            figure(f"then_money_{name}", kroner(value), "mill", f"frames/years/{spot}/{name}_nok", then.day)
            for name, value in (("paid", before.paid_nok), ("bound", before.bound_nok))
        ]
    label = say(f"brief.money_label_{kind}", year=year.year)
    return _tile("money", label, shown, tuple(lines), change, tuple(figures))


def _frame_alone(now: Ground, year: YearUse, place: int) -> BriefTile:
    """The tile where the use of the year is not known."""
    label, line = say("brief.money_label_frame", year=year.year), say("brief.money_use_unknown")
    if year.frame_nok is None:
        return _tile("money", label, say("brief.unknown"), (line,), Text("", ""), ())
    frame = figure("money_frame", kroner(year.frame_nok), "mill", f"frames/years/{place}/frame_nok", now.day)
    return _tile("money", label, say("brief.mill", amount=year.frame_nok), (line,), Text("", ""), (frame,))


def _rest(year: YearUse, place: int) -> tuple[str, Any, str]:
    """What is free of a year that is not closed; what a closed year did not use; or how much more than it has."""
    if not year.is_closed:
        free = year.free_nok or 0
        return ("free" if free >= 0 else "over"), free, f"frames/years/{place}/free_nok"
    left = (year.available_nok or 0) - (year.paid_nok or 0)
    return ("left" if left >= 0 else "over"), left, "brief/tiles/1/figures/money_rest/value"


def _plan_key(over: Any) -> str:
    return "unknown" if over is None else "over" if over else "within"


def knowledge_tile(now: Ground, then: Ground | None) -> BriefTile:
    """Instruments with knowledge at the wanted level now, and with it expected before the next decision and the expiry."""
    found, whole = now.evidence, len(now.evidence.ladder)
    if not whole or found.wanted_level is None:
        key = "knowledge_label_none" if found.wanted_level is None else "knowledge_label"
        return _tile("knowledge", say(f"brief.{key}", level=found.wanted_level or 0), say("brief.unknown"), (), Text("", ""), ())
    figures = [*_strong(now), figure("knowledge_level", found.wanted_level, "level", "evidence/wanted_level", now.day)]
    gates = coming_gates(found)
    lines = []
    for name, (place, gate) in gates.items():
        ready = len(gate.of("ready"))
        figures.append(figure(f"knowledge_{name}", ready, "count", f"evidence/gates/{place}/ready", now.day))
        lines.append(say("brief.knowledge_gate", count=ready, whole=whole, gate=gate_words(gate)))
    if not lines:
        expected = len(found.strong_expected)
        figures.append(figure("knowledge_expected", expected, "count", _way_at(now, "strong_expected"), now.day))
        lines.append(say("brief.knowledge_expected", count=expected, whole=whole))
    shown = say("brief.of_instruments", part=len(found.strong_now), whole=whole)
    label = say("brief.knowledge_label", level=found.wanted_level)
    if then is None or not then.evidence.ladder or then.evidence.wanted_level is None:
        return _tile("knowledge", label, shown, tuple(lines), _not_known(then), tuple(figures))
    before = then.evidence
    figures += [
        *_strong(then, "then_"),
        figure("then_knowledge_expected", len(before.strong_expected), "count", _way_at(then, "strong_expected"), then.day),
    ]
    change = say(
        "brief.knowledge_then", date=then.day, now=len(before.strong_now), expected=len(before.strong_expected),
        whole=len(before.ladder),
    )  # fmt: skip
    return _tile("knowledge", label, shown, tuple(lines), change, tuple(figures))


def _strong(ground: Ground, prefix: str = "") -> tuple[Figure, Figure]:
    found = ground.evidence
    return (
        figure(f"{prefix}knowledge_now", len(found.strong_now), "count", _way_at(ground, "strong_now"), ground.day),
        figure(f"{prefix}knowledge_whole", len(found.ladder), "count", "evidence/coverage/instruments", ground.day),
    )


def _way_at(ground: Ground, name: str) -> str:
    place = next(place for place, way in enumerate(ground.evidence.ways) if way.way == name)
    return f"evidence/coverage/ways/{place}/count"


def coming_gates(found: Evidence) -> dict[str, tuple[int, GateEvidence]]:
    """The next decision, and the next expiry of the agreement when that is another, each with its place in the report."""
    coming = [(place, gate) for place, gate in enumerate(found.gates) if not gate.is_past and gate.kind not in _MEETINGS]
    expiry = next(((place, gate) for place, gate in coming if gate.kind == AGREEMENT_GATES[0]), None)
    named = {"next": coming[0]} if coming else {}
    if expiry is not None and expiry[0] != coming[0][0]:
        named["expiry"] = expiry
    return named


def gate_words(gate: GateEvidence) -> Text:
    """The kind of decision and its date, as exactly as it is known."""
    days = Text(*(date_with_precision(gate.gate_date, gate.date_precision, lang) for lang in ("nb", "en")))
    return say(f"brief.gate.{gate.kind}", date=days)


def outcome_tile(now: Ground, then: Ground | None) -> BriefTile:
    """The latest level of sick leave, and how it lies to the path or the target of the same measure. Nothing on why."""
    found = now.absence
    point = found.latest
    if point is None or point.value is None:
        return _tile(
            "outcome", say("brief.outcome_label_none"), say("brief.unknown"), (say("brief.outcome_none"),), Text("", ""), ()
        )
    figures = [figure("absence", number(point.value), "pct", "absence-target/latest_value", now.day)]
    against, more = _against(now)
    measure = {"measure": measure_name(found.measure), "vintage": vintage_name(point.vintage)}
    label = say(f"brief.outcome_label_{found.track.comparison}", period=point.period)
    lines = (against, say("brief.outcome_measure", **measure))
    figures += more
    before = None if then is None else then.absence.latest
    if then is None or before is None or before.value is None:
        change = _not_known(then)
    elif (before.period, before.vintage, then.absence.measure) == (point.period, point.vintage, found.measure):
        change = say("brief.outcome_same", date=then.day)
    else:
        change = say(
            "brief.outcome_then", date=then.day, value=before.value, period=before.period,
            measure=measure_name(then.absence.measure), vintage=vintage_name(before.vintage),
        )  # fmt: skip
        figures.append(figure("then_absence", number(before.value), "pct", "absence-target/latest_value", then.day))
    return _tile("outcome", label, say("brief.pct", value=point.value), lines, change, tuple(figures))


def _against(now: Ground) -> tuple[Text, list[Figure]]:
    """How the level lies to the path, or to the target when its period is over, with the level of the target."""
    found = now.absence
    target = found.track.target_value
    reached = found.target_reached
    gap, at = (found.deviation_pp, "deviation_pp") if reached is None else (found.from_target_pp, "deviation_from_target_pp")
    if target is None or gap is None:
        return say("brief.outcome_no_target"), []
    kind = found.verdict if reached is None else f"target_{'over' if gap > 0 else 'under' if gap < 0 else 'same'}"
    figures = [figure("absence_target", number(target), "pct", "absence-target/target_value", now.day)]
    if kind not in ("on_path", "target_same"):
        figures.append(figure("absence_gap", number(abs(gap)), "pp", f"absence-target/{at}", now.day))
    return say(f"brief.outcome_{kind}", gap=abs(gap), target=target), figures


def _not_known(then: Ground | None) -> Text:
    return Text("", "") if then is None else say("brief.then_unknown", date=then.day)


_PAGES = {"coverage": "coverage", "money": "frames", "knowledge": "evidence", "outcome": "absence_target"}


def _tile(
    id_: str, label: Text, shown: Text, lines: tuple[Text, ...], change: Text, figures: tuple[Figure, ...]
) -> BriefTile:  # fmt: skip
    return BriefTile(id_, say(f"brief.title_{id_}"), label, shown, lines, change, figures, _PAGES[id_])
