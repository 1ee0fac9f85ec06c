"""Findings in words: the size, the level, and the fixed sentence for what the design behind a finding allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from analytics.portfolio.project_rows import code, lower
from domain.numbers import decimal_text
from domain.text import LANGS, Text, say, texts

_MOST_DIGITS = 4


def size_text(row: Mapping[str, Any]) -> Text:
    """The size with its interval, the interval first; what is not stated is said to be missing.

    Args:
        row: `estimate`, `interval_low`, `interval_high` and `unit_nb` of a finding.
    """
    value, low, high = (row[name] for name in ("estimate", "interval_low", "interval_high"))
    if value is None and low is None and high is None:
        return say("findings.size.none")
    unit = unit_text(row["unit_nb"])
    if low is not None and high is not None:
        bounds = say("findings.size.bounds", low=number_words(low), high=number_words(high), unit=unit)
        last = say("findings.size.no_estimate") if value is None else say("findings.size.estimate", value=number_words(value))
        return _joined(bounds, last, ", ")
    told = say("findings.size.no_estimate") if value is None else say("findings.size.value", value=number_words(value), unit=unit)
    if low is None and high is None:
        return _joined(told, say("findings.size.no_interval"), ", ")
    side, bound = ("low", low) if low is not None else ("high", high)
    return _joined(told, say(f"findings.size.only_{side}", value=number_words(bound)), ", ")


def unit_text(unit_nb: str | None) -> Text:
    """The unit in both languages; one that has no English name is told as it is recorded."""
    if unit_nb is None:
        return say("findings.size.no_unit")
    key = f"findings.unit.{unit_nb.strip().lower()}"
    return say(key) if key in texts("nb") else Text(unit_nb, unit_nb)


def number_words(value: float) -> Text:
    """A number with the decimals it has, four at most."""
    digits = next((n for n in range(_MOST_DIGITS) if round(value, n) == value), _MOST_DIGITS)
    return Text(*(decimal_text(value, digits, lang) for lang in LANGS))


def measured_text(row: Mapping[str, Any]) -> Text:
    """What was measured, and the direction that the source reports."""
    outcome, direction = code("study_outcome", row["outcome"]), lower(code("direction", row["direction"]))
    return say("findings.measured", outcome=outcome, direction=direction)


def found_text(row: Mapping[str, Any]) -> Text:
    """What was measured, the direction and the size. A finding that is not on effect and has no number has no size to miss."""
    measured = measured_text(row)
    if row["size_state"] == "none" and not row["is_effect"]:
        return measured
    return _joined(measured, size_text(row), ". ")


def level_text(row: Mapping[str, Any]) -> Text:
    """The level of the design behind the finding, in words."""
    state = row["level_state"]
    if state == "level":
        return say("findings.level.number", level=row["level"])
    if state == "not_assessed" and row["ceiling"] is not None:
        return say("findings.level.at_most", level=row["ceiling"])
    return say(f"findings.level.{state}")


def reading_text(row: Mapping[str, Any]) -> Text:
    """The fixed sentence for what the design allows, and what is not known of the size. It never says more than the level.

    The sentences are those of docs/methods.md, "Funn". They are about how the finding may be read, not about what is true.
    """
    reading = row["reading"]
    words = say(f"findings.reading.{reading}", level=row["ceiling"])
    if not row["is_effect"]:
        return words
    if row["direction"] == "no_difference":
        words = _joined(words, say("findings.reading.null"), " ")
    elif row["spans_zero"]:
        words = _joined(words, say("findings.reading.spans_zero"), " ")
    if reading in _NEEDS_INTERVAL and row["size_state"] not in ("interval", "interval_only"):
        words = _joined(words, say("findings.reading.no_interval"), " ")
    return words


def allows_text(row: Mapping[str, Any]) -> Text:
    """The level, where there is a number, and the fixed sentence for what it allows."""
    words = reading_text(row)
    return words if row["level_state"] != "level" else _joined(level_text(row), words, ". ")


#: Readings that speak of an effect, so that a missing interval must be told.
_NEEDS_INTERVAL = ("level_3", "level_4", "level_5", "not_assessed")


def _joined(first: Text, second: Text, between: str) -> Text:
    return Text(*(f"{first.get(lang)}{between}{second.get(lang)}" for lang in LANGS))


def findings_sentence(as_of: date, counts: Mapping[str, int], effect_level: float | None) -> Text:
    """How many findings there are, on what, how many are used, and how recommendations are followed up.

    Args:
        counts: `programme`, `other`, `effect`, `strong` (on effect, at or above `effect_level`), `used`, `recommendations`,
            `done`, `overdue`.
        effect_level: the level from which a design says something about effect; None when it is not set.
    """
    total = counts["programme"] + counts["other"]
    if not total and not counts["recommendations"]:
        return say("findings.sentence.empty", date=as_of)
    if not total:
        first = say("findings.sentence.no_findings", date=as_of)
    else:
        own, other = _count("own", counts["programme"]), _count("other", counts["other"])
        first = say("findings.sentence.findings", own=own, other=other, date=as_of)
    parts = [first]
    if total:
        effect = _count("effect", counts["effect"])
        if counts["effect"] and effect_level is not None:
            strong = say("findings.sentence.strong", count=counts["strong"], level=effect_level)
            effect = _joined(effect, strong, " ")
        parts += [_full_stop(effect), _full_stop(_count("used", counts["used"]))]
    parts.append(recommendation_sentence(counts))
    return _sentences(parts)


def recommendation_sentence(counts: Mapping[str, int]) -> Text:
    """How many recommendations are followed up, and how many are past their due date."""
    if not counts["recommendations"]:
        return say("findings.sentence.no_recommendations")
    return say(
        "findings.sentence.recommendations", count=counts["recommendations"], done=counts["done"], overdue=counts["overdue"]
    )


def _count(name: str, count: int) -> Text:
    return say(f"findings.sentence.{name}_{'one' if count == 1 else 'many'}", count=count)


def _full_stop(text: Text) -> Text:
    return Text(*(f"{text.get(lang)}." for lang in LANGS))


def _sentences(parts: Sequence[Text]) -> Text:
    return Text(*(" ".join(part.get(lang) for part in parts) for lang in LANGS))


def conflict_text(directions: Mapping[str, int]) -> Text:
    """That findings on the same outcome and instrument do not point the same way, with how many point where.

    Args:
        directions: how many findings have each direction.
    """
    parts = [say(f"findings.conflict.{key}", count=directions[name]) for name, key in _DIRECTIONS.items() if directions.get(name)]
    unclear = "unclear" if directions.get("no_difference") else "varies"
    kind = "opposite" if directions.get("lower") and directions.get("higher") else unclear
    return _joined(say("findings.conflict.mixed", parts=parts), say(f"findings.conflict.{kind}"), " ")


_DIRECTIONS = {"lower": "lower", "higher": "higher", "mixed": "mixed_part", "no_difference": "no_difference"}
