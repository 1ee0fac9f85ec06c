"""The body of evidence of each instrument and outcome: effect as found, cost, and certainty, never as one number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.evidence.instruments import InstrumentStatus
from analytics.evidence.levels import LEVELS_OF
from analytics.evidence.strength_studies import Effect, Rating, Study, ratings_of, reasons_of
from analytics.evidence.wording import excludes_no_difference
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

#: Outcomes that an effect can be on; the rest is about how a measure is carried out.
OUTCOMES: tuple[str, ...] = tuple(code for code in CODE_LISTS["study_outcome"].values if code != "implementation")
#: Randomised work starts high, all other work with a level starts low.
_RANDOMISED = 5


@dataclass(frozen=True, slots=True)
class BodySuggestion:
    """A reason for lowering the certainty that the data suggest; nobody has decided it. `ids` are the studies or findings."""

    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Body:
    """What is known of one instrument and one outcome.

    Attributes:
        outcome: None when the studies do not state any, and when there is nothing.
        study_ids: live work with a design that can say something; `reported_ids` those whose report has come.
        level, level_expected: the certainty: the lowest of the raters' newest assessments; None when not assessed.
        is_disputed: the newest assessments of the same kind differ.
        ratings: GRADE assessments, newest first.
        start, start_expected: where certainty would start by design ("high" or "low"), by reported work and by all; no
            assessment. None without such work.
        suggestions: what the data suggest for lowering.
        effects: findings of a difference in this outcome, from work that can say something about it.
        cost_nok, cost_words_nb: the instrument's frame, and as the source puts it; the amount None when not known.
    """

    instrument_id: str
    outcome: str | None
    study_ids: tuple[str, ...]
    reported_ids: tuple[str, ...]
    level: str | None
    level_expected: str | None
    is_disputed: bool
    ratings: tuple[Rating, ...]
    start: str | None
    start_expected: str | None
    suggestions: tuple[BodySuggestion, ...]
    effects: tuple[Effect, ...]
    cost_nok: Decimal | None
    cost_words_nb: str | None

    def as_json(self) -> dict[str, Any]:
        """Every field; certainty that nobody has assessed is null, and said in `is_assessed`."""
        return {**asdict(self), "is_assessed": self.level is not None, "is_expected_assessed": self.level_expected is not None}


def bodies_of(snapshot: Snapshot, studies: Sequence[Study], instruments: Sequence[InstrumentStatus]) -> tuple[Body, ...]:
    """The bodies of every instrument, in the order of the plan and of the outcomes; an instrument without
    any has one that is empty."""
    rated = _ratings(snapshot)
    made: list[Body] = []
    for instrument in instruments:
        id_ = instrument.instrument_id
        able = [study for study in studies if id_ in study.instrument_ids and _is_able(study)]
        own = [(study, e) for study in studies if study.state_expected != "none" for e in study.effects if e.instrument_id == id_]
        keys = {outcome for study in able for outcome in _outcomes(study)}
        keys |= {effect.outcome for _, effect in own} | {outcome for of, outcome in rated if of == id_}
        known = [key for key in keys if key != "implementation"] or [None]
        for outcome in sorted(known, key=_order):
            made.append(_body(instrument, outcome, able, own, rated.get((id_, outcome), [])))
    return tuple(made)


def _is_able(study: Study) -> bool:
    """Whether it is live, and its design can say something."""
    return study.is_live and study.state_expected != "none" and study.design_start is not None


def _order(outcome: str | None) -> tuple[int, str]:
    place = OUTCOMES.index(outcome) if outcome in OUTCOMES else len(OUTCOMES)
    return place, outcome or ""


def _outcomes(study: Study) -> tuple[str | None, ...]:
    return tuple(outcome for outcome in study.outcomes if outcome in OUTCOMES) or (None,)


def _ratings(snapshot: Snapshot) -> dict[tuple[str, str | None], list[Rating]]:
    rows = snapshot.table("evidence_assessment").filter(pl.col("instrument_id").is_not_null() & (pl.col("scale") == "grade"))
    reasons = reasons_of(snapshot)
    found: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault((row["instrument_id"], row["outcome"]), []).append(row)
    return {key: list(ratings_of(part, reasons)) for key, part in found.items()}


def _body(
    instrument: InstrumentStatus, outcome: str | None, able: Iterable[Study], own: Iterable[tuple[Study, Effect]],
    ratings: Sequence[Rating],
) -> Body:  # fmt: skip
    effects = tuple(effect for _, effect in own if effect.outcome == outcome)
    found_by = {study.id for study, effect in own if effect.outcome == outcome}
    studies = [study for study in able if outcome in _outcomes(study) or study.id in found_by]
    reported = [study for study in studies if study.is_reported]
    newest = [rating for rating in ratings if rating.is_newest and rating.is_of_scale]
    now, expected = ([r.level for r in newest if r.is_expected is wanted] for wanted in (False, True))
    return Body(
        instrument.instrument_id, outcome, tuple(s.id for s in studies), tuple(s.id for s in reported), _lowest(now),
        _lowest(expected), len(set(now)) > 1 or len(set(expected)) > 1, tuple(ratings), _start(reported), _start(studies),
        _suggested(reported, outcome, effects), effects, instrument.frame.total_nok, instrument.frame.as_written_nb,
    )  # fmt: skip


def _lowest(levels: Sequence[str]) -> str | None:
    return min(levels, key=LEVELS_OF["grade"].index, default=None)


def _start(studies: Iterable[Study]) -> str | None:
    starts = [study.design_start for study in studies if study.design_start is not None]
    if not starts:
        return None
    return "high" if max(starts) >= _RANDOMISED else "low"


def _suggested(studies: Sequence[Study], outcome: str | None, effects: Sequence[Effect]) -> tuple[BodySuggestion, ...]:
    biased = tuple(study.id for study in studies if study.bias in ("some", "high"))
    wide = tuple(e.finding_id for e in effects if _holds_both(e))
    weak = tuple(p.study_id for study in studies for p in study.power if p.outcome == outcome and p.verdict == "cannot")
    ways = {effect.direction for effect in effects}
    found = [("risk_of_bias", biased), ("imprecision", (*wide, *weak))]
    if {"lower", "higher"} <= ways or "mixed" in ways or ("no_difference" in ways and len(ways) > 1):
        found.append(("inconsistency", tuple(effect.finding_id for effect in effects)))
    return tuple(BodySuggestion(reason, ids) for reason, ids in found if ids)


def _holds_both(effect: Effect) -> bool:
    """Whether the interval is known and does not exclude no difference."""
    return excludes_no_difference(effect.interval_low, effect.interval_high, effect.unit_nb) is False


def by_instrument(bodies: Iterable[Body]) -> Mapping[str, tuple[Body, ...]]:
    """The bodies of each instrument that has any."""
    found: dict[str, tuple[Body, ...]] = {}
    for body in bodies:
        found[body.instrument_id] = (*found.get(body.instrument_id, ()), body)
    return found
