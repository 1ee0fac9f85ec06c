"""What has changed between two dates, in words: the summary, the sentence, and each value as it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.meetings.differences import Item
from analytics.result import plain
from domain.codes import CODE_LISTS
from domain.numbers import date_text, decimal_text, nok_text, period_text
from domain.text import LANGS, Text, say, tell

if TYPE_CHECKING:
    from analytics.meetings.changes import Changes, Group

#: A line of the summary is at most so long, so that it stands on one line of a screen; the sentence names so many kinds.
_LINE_CHARS, _SENTENCE_PARTS = 82, 8
#: Kinds that are told together in the summary.
_FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(("deliverables_overdue", "milestones_overdue", "steps_overdue", "actions_overdue"), "late"),
    **dict.fromkeys(("deliverables_cleared", "milestones_cleared", "steps_cleared"), "cleared"),
    **dict.fromkeys(("plan_lines_added", "plan_lines_dropped", "plan_lines_moved"), "plan_lines"),
    **dict.fromkeys(("contracts_changed", "payments_corrected", "amounts_changed"), "amounts_corrected"),
    **dict.fromkeys(("instruments_gained", "instruments_lost"), "ladder"),
    **dict.fromkeys(("certainty_gained", "certainty_lost"), "certainty"),
    "payments_by_year": "payments",
}
#: The kinds that the sentence names first.
_TELLING: tuple[str, ...] = (
    "projects_new", "projects_started", "projects_finished", "projects_stopped", "deadlines_moved", "deliverables_overdue",
    "deliverables_cleared", "payments", "frames_changed", "evaluations_moved", "coverage_gained", "coverage_lost",
    "levels_gained", "levels_lost", "statistics_new", "statistics_revised",
)  # fmt: skip


def told(groups: Sequence[Group]) -> tuple[int, Text]:
    """How many changes the groups hold, and the first of them in words."""
    counts: dict[str, int] = {}
    for group in groups:
        name = _FAMILIES.get(group.kind, group.kind)
        counts[name] = counts.get(name, 0) + len(group.items)
    if not counts:
        return 0, say("changes.nothing")
    paid = next((group.items[0].text for group in groups if group.kind == "payments"), None)
    parts = [(count, _short(name, count) if name != "payments" or paid is None else paid) for name, count in counts.items()]
    return sum(counts.values()), Text(*(_fitted(parts, lang) for lang in LANGS))


def headline(found: Changes) -> Text:
    """How many changes, between which dates, and how many of them are corrections."""
    dates = {"from_date": found.from_date, "to_date": found.to_date}
    if not found.count:
        return say("changes.none", **dates)
    number = "one" if found.count == 1 else "many"
    words = say(f"changes.headline_{number}", count=found.count, **dates)
    corrected = found.corrections
    if not corrected:
        return words
    more = say("changes.headline_corrected_one" if corrected == 1 else "changes.headline_corrected_many", count=corrected)
    return Text(f"{words.nb} {more.nb}", f"{words.en} {more.en}")


def sentence(found: Changes) -> Text:
    """The most telling kinds by number, and the rest as a number."""
    dates = {"from_date": found.from_date, "to_date": found.to_date}
    groups = [group for group in found.groups if group.items]
    if not groups:
        return say("changes.none", **dates)
    telling = [group for group in groups if group.kind in _TELLING]
    named = sorted(telling, key=lambda group: _TELLING.index(group.kind))[:_SENTENCE_PARTS] or groups[:_SENTENCE_PARTS]
    rest = sum(len(group.items) for group in groups if group not in named and group.kind != "payments_by_year")
    parts = [part(group) for group in named]
    if rest:
        parts.append(say("changes.others_one" if rest == 1 else "changes.others_many", count=rest))
    return say("changes.some", parts=parts, **dates)


def part(group: Group) -> Text:
    """One kind as a part of a sentence: how many, and of payments how much."""
    if group.kind == "payments":
        return group.items[0].text
    number = "one" if len(group.items) == 1 else "many"
    return say(f"changes.{group.kind}_{number}", count=len(group.items))


def value_words(value: object, unit: str) -> Text | None:
    """A value as it is read; None stays None."""
    return None if value is None else Text(*(_written(value, unit, lang) for lang in LANGS))


def row(group: Group, item: Item) -> dict[str, Any]:
    """One change as a row: values as text, and amounts and dates typed beside them."""
    sides = {"from": item.before, "to": item.after}
    return {
        "kind": group.kind, "id": item.id, "table": item.table, "text_nb": item.text.nb, "text_en": item.text.en,
        **{side: None if value is None else str(plain(value)) for side, value in sides.items()},
        **{f"{side}_nok": value if isinstance(value, Decimal) else None for side, value in sides.items()},
        **{f"{side}_date": value if isinstance(value, date) else None for side, value in sides.items()},
        "difference_nok": item.difference_nok, "days": item.days, "unit": item.unit,
        "note_nb": None if item.note is None else item.note.nb, "note_en": None if item.note is None else item.note.en,
        "is_correction": item.is_correction, "owner_table": item.owner[0] if item.owner else None,
        "owner_id": item.owner[1] if item.owner else None, "heading": group.heading,
    }  # fmt: skip


SCHEMA: Mapping[str, Any] = {
    **dict.fromkeys(("kind", "id", "table", "text_nb", "text_en", "from", "to"), pl.String),
    "from_nok": pl.Decimal(18, 2), "to_nok": pl.Decimal(18, 2), "from_date": pl.Date, "to_date": pl.Date,
    "difference_nok": pl.Decimal(18, 2), "days": pl.Int64, **dict.fromkeys(("unit", "note_nb", "note_en"), pl.String),
    "is_correction": pl.Boolean, **dict.fromkeys(("owner_table", "owner_id", "heading"), pl.String),
}  # fmt: skip


def _short(name: str, count: int) -> Text:
    return say(f"changes.short.{name}_{'one' if count == 1 else 'many'}", count=count)


def _fitted(parts: Sequence[tuple[int, Text]], lang: str) -> str:
    """As many of the parts as stand on one line, and how many changes the rest are."""
    for named in range(len(parts), 0, -1):
        rest = sum(count for count, _ in parts[named:])
        words = [text.get(lang) for _, text in parts[:named]] + ([_short("rest", rest).get(lang)] if rest else [])
        line = ", ".join(words)
        if len(line) <= _LINE_CHARS or named == 1:
            return line
    return ""


def _written(value: object, unit: str, lang: str) -> str:
    match value:
        case bool():
            words = tell("frame.yes" if value else "frame.no", lang)
        case date():
            words = date_text(value, lang)
        case int() | float() | Decimal() if unit == "nok":
            words = nok_text(value, lang)
        case int() | float() | Decimal() if unit != "year":
            words = decimal_text(value, next((n for n in range(4) if round(value, n) == value), 4), lang)
        case _ if unit == "level":
            words = _level(str(value), lang)
        case _ if unit.startswith("code:"):
            words = CODE_LISTS[unit.removeprefix("code:")].label(str(value), lang)
        case _:
            words = period_text(str(value), lang) if unit == "period" else str(value)
    return words


def _level(place: str, lang: str) -> str:
    return tell("changes.level", lang, level=place) if place.isdigit() else tell(f"changes.place.{place}", lang)


_OVER = ("deliverables_overdue", "milestones_overdue", "steps_overdue", "actions_overdue")


def moved_words(kind: str, item: Item) -> Text | None:
    """How far a date was moved or something came after its date, or how many kroner more or less; None where neither says."""
    if item.days is not None:
        key = "over" if kind in _OVER else "none" if item.days == 0 else "later" if item.days > 0 else "earlier"
        number = "" if key == "none" else "_one" if abs(item.days) == 1 else "_many"
        return say(f"changes.days.{key}{number}", count=abs(item.days))
    difference = item.difference_nok
    if difference is None or item.before is None or item.after is None:
        return None
    sign = "+" if difference > 0 else "−"
    return Text(*(f"{sign}{nok_text(abs(difference), lang)}" for lang in LANGS))
