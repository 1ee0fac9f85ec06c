"""What is said of evidence: the answer before each decision, levels, reasons, effects and certainty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from analytics.evidence.bodies import Body
from analytics.evidence.power.choices import plain
from analytics.evidence.power.studies import StudyPower
from analytics.evidence.power.words import joined, short_verdict, verdict_symbol
from analytics.evidence.ready import GateEvidence
from analytics.evidence.reasons import Suggestion
from analytics.evidence.stages import told
from analytics.evidence.strength_studies import Effect, Rating, Study
from domain.codes import CODE_LISTS
from domain.text import LANGS, Text, say

if TYPE_CHECKING:
    from analytics.evidence.strength import Evidence, Rung

_EXPIRY = "agreement_expiry"


def evidence_sentence(made: Evidence) -> Text:
    """T16 answered, then for how many instruments there is rated evidence now."""
    whole, level = len(made.overview.counted), made.wanted_level
    if whole == 0:
        return say("strength.sentence.empty", date=made.basis.as_of)
    if level is None:
        return say("strength.sentence.no_level")
    now = made.strong_now
    second = say(
        f"strength.sentence.now_{'some' if now else 'none'}", count=len(now), whole=whole, level=level, date=made.basis.as_of,
        names=names_text(made, now),
    )  # fmt: skip
    expiry = made.expiry
    return joined(say("strength.sentence.no_expiry") if expiry is None else ready_sentence(made, expiry), second)


def ready_sentence(made: Evidence, gate: GateEvidence) -> Text:
    """For which instruments there was, or will be, evidence at the wanted level before a decision, and what is not sure."""
    ready = gate.of("ready")
    what = "expiry" if gate.kind == _EXPIRY else "other"
    when = "past" if gate.is_past else "coming"
    parts = [
        say(
            f"strength.ready.{when}_{what}_{'some' if ready else 'none'}", when=day_text(gate.gate_date, gate.date_precision),
            name=gate.name, level=made.wanted_level, count=len(ready), whole=len(gate.answers), names=names_text(made, ready),
        )
    ]  # fmt: skip
    for key, ids in (("only_design", gate.only_design), ("uncertain", gate.of("uncertain")), (f"late_{when}", gate.of("late"))):
        if ids:
            parts.append(say(f"strength.ready.{key}", names=names_text(made, ids)))
    return joined(*parts)


def names_text(made: Evidence, ids: Iterable[str]) -> list[Text]:
    """Short names of instruments, for a text that lists them."""
    return [name_of(made, id_) for id_ in ids]


def name_of(made: Evidence, id_: str) -> Text:
    """The short name of an instrument; its id when it has none."""
    return made.names.get(id_, Text(id_, id_))


def day_text(day: object, precision: str | None) -> Text:
    """A date as exactly as it is known; a dash when it is not."""
    return Text(*(told(day, precision, lang) or "–" for lang in LANGS))  # type: ignore[arg-type]


def code_text(list_name: str, value: str | None) -> Text:
    """The word for a code in both languages."""
    return Text(*(CODE_LISTS[list_name].label(value, lang) for lang in LANGS))


def place_text(place: str, is_rated: bool, when: str) -> Text:
    """A place on the ladder in words.

    Args:
        place: of `analytics.evidence.strength.PLACES`.
        when: "now" or "expected".
    """
    if not place.isdigit():
        return say(f"strength.place.{place}")
    return say(f"strength.place.{'rated' if is_rated else f'design_{when}'}", level=place)


def now_text(study: Study) -> Text:
    """The level now, with disagreement."""
    if study.state_now == "none":
        return none_text(study)
    if study.level_now is None:
        at_most = study.at_most_now
        return say(f"strength.place.{study.state_now}") if at_most is None else place_text(str(at_most), False, "now")
    return _with_dispute(say("strength.place.rated", level=study.level_now), study, is_expected=False)


def expected_text(study: Study) -> Text:
    """The level when the work is done, with disagreement where it is not done."""
    if study.is_reported and study.is_assessed_now:
        return say("strength.place.reported")
    if study.state_expected == "none":
        return none_text(study)
    if study.level_expected is None:
        return say("strength.place.unknown")
    made = place_text(str(study.level_expected), study.is_assessed_expected, "expected")
    return _with_dispute(made, study, is_expected=True)


def none_text(study: Study) -> Text:
    """That the work says nothing about effect; a synthesis inherits from what it sums up."""
    return say("strength.place.synthesis" if study.is_synthesis else "strength.place.none")


def _with_dispute(made: Text, study: Study, *, is_expected: bool) -> Text:
    levels = sorted({r.level for r in study.ratings if _counts(r, is_expected)})
    if len(levels) < 2:
        return made
    return say("strength.disagree", level=made, levels=[level_text("sms", level) for level in levels])


def _counts(rating: Rating, is_expected: bool) -> bool:
    return rating.scale == "sms" and rating.is_newest and rating.is_of_scale and rating.is_expected is is_expected


def level_text(scale: str, level: str) -> Text:
    """A level as a rater gave it; numbers as they are."""
    return Text(level, level) if scale == "sms" and level.isdigit() else code_text("evidence_level", level)


def says_text(study: Study) -> Text:
    """What work of this level says something about."""
    level = study.level_now or study.coming
    if study.state_expected == "none" or (study.state_now == "none" and study.is_reported):
        return none_text(study)
    return say(f"strength.says.{level}") if level in range(1, 6) else say("strength.place.unknown")


def capped_text(study: Study) -> Text | None:
    """That a rating was above the design, and what was done; None when none was."""
    if not study.is_capped:
        return None
    above = sorted({rating.level for rating in study.ratings if rating.is_above_design})
    levels = [Text(level, level) for level in above]
    if study.ceiling is None:
        return say("strength.capped_none", levels=levels)
    return say("strength.capped", levels=levels, ceiling=study.ceiling)


def given_reasons(ratings: Sequence[Rating]) -> list[Text]:
    """The coded reasons of the newest assessments, each once."""
    codes = dict.fromkeys(reason.reason for rating in ratings if rating.is_newest for reason in rating.reasons)
    return [code_text("evidence_reason", code) for code in codes]


def level_reasons(study: Study) -> list[Text]:
    """The coded reasons for the level that holds: of what is expected only while the work is not reported and rated."""
    is_done = study.is_reported and study.is_assessed_now
    return given_reasons([r for r in study.ratings if r.scale == "sms" and not (is_done and r.is_expected)])


def reason_text(rating: Rating) -> Text:
    """The coded reasons of one assessment with steps and details; a dash without any."""
    parts = []
    for one in rating.reasons:
        word = code_text("evidence_reason", one.reason)
        word = word if one.steps is None else say("strength.reason_steps", reason=word, steps=one.steps)
        parts.append(word if not one.text_nb else say("strength.reason_detail", reason=word, text=one.text_nb))
    return Text(*("; ".join(part.get(lang) for part in parts) or "–" for lang in LANGS))


def suggestion_text(one: Suggestion) -> Text:
    """What the facts suggest, with the number and the limit, and whether the mapping counts it for this design."""
    word = code_text("evidence_reason", one.reason)
    if one.value is not None and one.limit is not None:
        key = "over" if one.reason == "attrition" else "under"
        made = say(f"strength.suggested.{key}", reason=word, value=plain(one.value, 1), limit=plain(one.limit, 1))
    else:
        details = [Text(*(_period(item, lang) for lang in LANGS)) for item in one.details]
        key = "breaks" if one.reason != "covid_in_window" else f"pandemic_{'from' if len(details) == 1 else 'between'}"
        made = say(f"strength.suggested.{key}", reason=word, details=details, first=details[0], last=details[-1])
    return made if one.counts else say("strength.suggested.consider", text=made)


def _period(quarter: str, lang: str) -> str:
    from domain.numbers import period_text

    return period_text(quarter, lang)


def effect_text(effect: Effect) -> Text:
    """A finding as it was reported: direction, size with interval, and for whom. Not that a measure did anything."""
    parts = [code_text("direction", effect.direction)]
    if effect.estimate is not None:
        unit = effect.unit_nb or ""
        values = {"value": plain(effect.estimate, 2), "unit": unit}
        if effect.interval_low is not None and effect.interval_high is not None:
            low, high = plain(effect.interval_low, 2), plain(effect.interval_high, 2)
            parts.append(say("strength.effect.interval", **values, low=low, high=high))
        else:
            parts.append(say("strength.effect.size", **values))
    made = Text(*(": ".join(part.get(lang) for part in parts) for lang in LANGS))
    who = effect.population_nb
    return say("strength.effect.among", effect=made, who=who.rstrip(".")) if who else say("strength.effect.no_who", effect=made)


def certainty_text(body: Body) -> Text:
    """The certainty as assessed; else that nobody has, and what it would start from."""
    if body.level is None:
        start = "none" if body.start is None else body.start
        made = say(f"strength.certainty.not_assessed_{start}")
    else:
        made = code_text("evidence_level", body.level)
        levels = sorted({r.level for r in body.ratings if r.is_newest and r.is_of_scale and not r.is_expected})
        if len(levels) > 1:
            made = say("strength.disagree", level=made, levels=[code_text("evidence_level", level) for level in levels])
    return made


def certainty_expected_text(body: Body) -> Text:
    """The certainty that is expected when the work is done."""
    if body.level_expected is not None:
        return code_text("evidence_level", body.level_expected)
    if not set(body.study_ids) - set(body.reported_ids):
        return say("strength.certainty.nothing_coming")
    return say(f"strength.certainty.expected_{body.start_expected or 'none'}")


def power_text(one: StudyPower, smallest_pct: float | None) -> Text:
    """The verdict in a few words, with what the study can detect and what it should."""
    made = Text(*(f"{verdict_symbol(one)} {short_verdict(one).get(lang)}" for lang in LANGS))
    found = None if one.calculation is None else one.calculation.detectable
    if one.verdict not in ("can", "cannot") or found is None or found.pct is None or smallest_pct is None:
        return made
    numbers = {"pct": plain(found.pct, 1), "smallest": plain(smallest_pct, 1)}
    return say(f"strength.power_{one.verdict}", symbol=verdict_symbol(one), **numbers)


def rung_text(made: Evidence, rung: Rung) -> Text:
    """One rung in words: from now to expected."""
    now = lowered(place_text(rung.now, rung.is_now_rated, "now"))
    expected = lowered(place_text(rung.expected, rung.is_expected_rated, "expected"))
    key = "rung_same" if now == expected else "rung"
    return say(f"strength.{key}", name=name_of(made, rung.instrument_id), now=now, expected=expected)


def lowered(text: Text) -> Text:
    """The text as it stands inside a sentence."""
    return Text(*(words[:1].lower() + words[1:] for words in (text.nb, text.en)))


def rung_notes(made: Evidence, rung: Rung) -> tuple[list[Text], list[Text]]:
    """Of the work that gives a rung its numbers: the coded reasons that lowered it, and what it can detect."""
    sides = ((rung.now, rung.now_ids), (rung.expected, rung.expected_ids))
    ids = dict.fromkeys(id_ for place, behind in sides if place.isdigit() for id_ in behind)
    behind = [study for id_ in ids if (study := made.study(id_)) is not None]
    reasons = [reason for study in behind for reason in level_reasons(study)]
    power = [power_text(one, made.smallest_pct) for study in behind for one in study.power]
    return list(dict.fromkeys(reasons)), list(dict.fromkeys(power))


def way_text(made: Evidence, way: str) -> Text:
    """What one of the kinds of coverage is called, with the level that it is about."""
    if not way.startswith("strong_"):
        return say(f"strength.way.{way}")
    if made.wanted_level is None:
        return say(f"strength.way.no_level_{way.removeprefix('strong_')}")
    return say(f"strength.way.{way}", level=made.wanted_level)


def report_text(made: Evidence, study: Study) -> Text:
    """When the report came, is planned, or should have come."""
    if study.report_date is None:
        return say("strength.page.report_unknown")
    day = day_text(study.report_date, study.report_precision)
    if study.is_reported:
        return say("strength.page.report_came", date=day)
    late = study.is_live and study.report_date < made.basis.as_of
    return say(f"strength.page.report_{'overdue' if late else 'planned'}", date=day)


def found_text(study: Study) -> Text:
    """The findings of a difference; of work that says nothing about effect only how many."""
    count = len(study.effects)
    if study.state_expected == "none":
        return say("strength.page.not_effect_findings", count=count) if count else Text("–", "–")
    parts = [effect_text(effect) for effect in study.effects]
    if not parts:
        others = len(study.other_findings)
        return say("strength.page.other_findings", count=others) if others else Text("–", "–")
    return Text(*(" ".join(dict.fromkeys(part.get(lang) for part in parts)) for lang in LANGS))
