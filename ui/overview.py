"""What Overblikk says, worked out from the JSON of the reports. Imports no Streamlit.

Each card has one key figure, what it is compared with, and the parts of a bar or the points of a line. A matter is something
that a rule finds worth attention; it says what is so, never why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.codes import label
from domain.text import Text, say

Json = Mapping[str, Any]
#: The reports that Overblikk rests on.
REPORTS: tuple[str, ...] = ("coverage", "frames", "instruments", "evaluations", "absence-target")
MATTERS_SHOWN = 3
#: How many names a matter lists before it says "and n more".
_NAMES_LISTED = 2
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«“])")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its size, its words, and which fill it has ("strong", "mid", "light", "empty")."""

    size: float
    words: Text
    fill: str


@dataclass(frozen=True, slots=True)
class Line:
    """A small line: values in order (None where a value is missing), and a level to compare with."""

    values: tuple[float | None, ...]
    level: float | None
    words: Text


@dataclass(frozen=True, slots=True)
class Card:
    """One of the four answers.

    `sentences` is how many of the result's sentences the card has room for.
    """

    page_id: str
    heading: Text
    label: Text
    value: Text
    note: Text | None
    link: Text
    parts: tuple[Part, ...] = ()
    line: Line | None = None
    sentences: int = 1


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that needs attention: what is so, and the page that shows it. Lower `rank` comes first."""

    rank: int
    page_id: str
    text: Text


def first_sentences(text: Text, count: int) -> Text:
    """The first sentences of a text. "8,7 mill. er" and "4. kvartal" do not end one: a capital must follow."""
    return Text(*(" ".join(_SENTENCE_END.split(words)[:count]) for words in (text.nb, text.en)))


def coverage_card(found: Json) -> Card:
    """Covered cells of the prioritised ones."""
    covered, prioritised, pct = found["covered"], found["prioritised"], found["coverage_pct"]
    note = None if pct is None else say("overview.coverage_note", pct=pct)
    empty = max(prioritised - covered, 0)
    parts = (
        Part(covered, say("overview.part_covered", count=covered), "strong"),
        Part(empty, say("overview.part_empty", count=empty), "empty"),
    )
    return Card(
        "coverage",
        say("overview.coverage_heading"),
        say("overview.coverage_label"),
        _of(covered, prioritised),
        note,
        say("overview.coverage_link"),
        parts if prioritised else (),
    )


def _of(part: int, whole: int) -> Text:
    return say("overview.of", part=part, whole=whole) if whole else say("overview.none_yet")


def frames_card(found: Json) -> Card:
    """What is free of the year in focus; the frame alone where use is unknown."""
    heading, link = say("overview.frames_heading"), say("overview.frames_link")
    year = next((row for row in found["years"] if row["year"] == found.get("year_in_focus")), None)
    if year is None:
        return Card("frames", heading, say("overview.frames_label_none"), say("overview.unknown"), None, link)
    if year["free_nok"] is None:
        value = say("overview.unknown") if year["frame_nok"] is None else say("overview.mill", amount=year["frame_nok"])
        return Card(
            "frames", heading, say("overview.frames_label_frame", year=year["year"]), value, say("overview.use_unknown"), link
        )
    parts = _money_parts(year)
    available = year.get("available_nok")
    note = None if available is None else say("overview.frames_note", available=available)
    key, amount = _rest_of_year(year)
    text = say(f"overview.frames_label_{key}", year=year["year"])
    return Card("frames", heading, text, say("overview.mill", amount=abs(amount)), note, link, parts)


def _rest_of_year(year: Json) -> tuple[str, float]:
    """What a closed year did not use; else what is neither paid nor bound."""
    paid, available = year.get("paid_nok"), year.get("available_nok")
    if year.get("is_closed") and paid is not None and available is not None:
        return ("left", available - paid) if available >= paid else ("over", paid - available)
    return ("free", year["free_nok"]) if year["free_nok"] >= 0 else ("over", -year["free_nok"])


def _money_parts(year: Json) -> tuple[Part, ...]:
    amounts = {"paid": year.get("paid_nok"), "bound": year.get("bound_nok"), "free": year.get("free_nok")}
    if year.get("is_closed"):
        amounts = {"paid": year.get("paid_nok"), "left": _rest_of_year(year)[1]}
    known = {name: float(amount) for name, amount in amounts.items() if amount is not None}
    if len(known) < len(amounts):
        return ()
    fills = {"paid": "strong", "bound": "mid", "free": "empty", "left": "empty"}
    return tuple(
        Part(amount, say(f"overview.part_{name}", amount=amount), fills[name]) for name, amount in known.items() if amount > 0
    )


def instruments_card(found: Json) -> Card:
    """Instruments with an evaluation, of all, and how many evaluations are to answer on effect."""
    count, without = found["count"], len(found["without_evaluation"])
    with_effect = found.get("with_effect_evaluation_count")
    form = "none" if with_effect == 0 else _plural(with_effect or 0)
    note = None if with_effect is None or not count else say(f"overview.knowledge_note_{form}", count=with_effect)
    parts = (
        Part(count - without, say("overview.part_evaluated", count=count - without), "strong"),
        Part(without, say("overview.part_not_evaluated", count=without), "empty"),
    )
    return Card(
        "instruments",
        say("overview.knowledge_heading"),
        say("overview.knowledge_label"),
        _of(count - without, count),
        note,
        say("overview.knowledge_link"),
        parts if count else (),
        sentences=2,
    )


def absence_card(found: Json) -> Card:
    """The latest level, beside the target level of the same measure."""
    heading, link = say("overview.absence_heading"), say("overview.absence_link")
    value, period, target = found.get("latest_value"), found.get("latest_period"), found.get("target_value")
    if value is None or period is None:
        return Card("absence_target", heading, say("overview.absence_label_none"), say("overview.unknown"), None, link)
    measure = Text(label("adjustment", found["measure"], "nb").lower(), label("adjustment", found["measure"], "en").lower())
    note = say("overview.absence_note_none") if target is None else say("overview.absence_note", target=target)
    values = tuple(point.get("value") for point in found["observed"])
    words = say("overview.absence_line", first=values[0], last=value) if values and values[0] is not None else heading
    line = Line(values, target, words) if len(values) > 1 else None
    text = say("overview.absence_label", period=period, measure=measure)
    return Card("absence_target", heading, text, say("overview.pct", value=value), note, link, line=line, sentences=3)


def matters(results: Mapping[str, Json], as_of: date) -> tuple[Matter, ...]:
    """At most three matters that need attention, the most pressing first, and no more than one of each rule.

    Args:
        results: JSON of the reports by name; a report that is missing gives no matters.
        as_of: the day.
    """
    rules = (
        ("frames", _over_frame),
        ("evaluations", _late_reports),
        ("coverage", _gaps),
        ("instruments", _without_evaluation),
        ("instruments", _amount_unknown),
        ("frames", _lapsed),
        ("absence-target", _no_comparison),
    )
    found = [matter for name, rule in rules if name in results for matter in rule(results[name], as_of)]
    return tuple(sorted(found, key=lambda matter: matter.rank)[:MATTERS_SHOWN])


def _over_frame(found: Json, as_of: date) -> Iterator[Matter]:
    for year in found["years"]:
        over = year.get("over_frame_nok") or 0
        short = max(-(year.get("free_nok") or 0), 0)
        if not year.get("is_closed") and year["year"] >= as_of.year and (over > 0 or short > 0):
            key, amount = ("short", short) if short > 0 else ("over", over)
            yield Matter(1, "frames", say(f"overview.matter_{key}", year=year["year"], amount=amount))
            return


def _late_reports(found: Json, as_of: date) -> Iterator[Matter]:
    day = as_of.isoformat()
    late = [
        row["title_nb"]
        for row in found["evaluations"]
        if row["status"] != "cancelled"
        and row.get("report_actual_date") is None
        and (row.get("report_current_date") or row.get("report_planned_date") or day) < day
    ]
    if late:
        yield Matter(2, "instruments", _counted("overview.matter_late", late))


def _gaps(found: Json, _as_of: date) -> Iterator[Matter]:
    gaps = [cell for cell in found["empty"] if cell.get("empty_kind", cell.get("kind")) == "gap"]
    if gaps:
        key = f"overview.matter_gap_{_plural(len(gaps))}"
        yield Matter(3, "coverage", say(key, count=len(gaps), prioritised=found["prioritised"]))


def _without_evaluation(found: Json, _as_of: date) -> Iterator[Matter]:
    missing = set(found["without_evaluation"])
    rows = [row for row in found["instruments"] if row["id"] in missing]
    if rows:
        names_nb = [str(row.get("short_nb") or row["name_nb"]) for row in rows]
        names_en = [str(row.get("short_en") or row.get("name_en") or row["name_nb"]) for row in rows]
        nb, en = (_listed(names, lang) for names, lang in ((names_nb, "nb"), (names_en, "en")))
        key = f"overview.matter_unevaluated_{_plural(len(rows))}"
        yield Matter(4, "instruments", say(key, count=len(rows), whole=found["count"], names=Text(nb, en)))


def _amount_unknown(found: Json, _as_of: date) -> Iterator[Matter]:
    unknown = found["amount_unknown_count"]
    if unknown:
        key = f"overview.matter_amount_unknown_{_plural(unknown)}"
        yield Matter(6, "instruments", say(key, count=unknown, whole=found["count"]))


def _lapsed(found: Json, _as_of: date) -> Iterator[Matter]:
    lapsed = [(year["year"], year["lapsed_nok"]) for year in found["years"] if (year.get("lapsed_nok") or 0) > 0]
    if lapsed:
        year, amount = lapsed[-1]
        yield Matter(5, "frames", say("overview.matter_lapsed", year=year, amount=amount))


def _no_comparison(found: Json, _as_of: date) -> Iterator[Matter]:
    if found.get("deviation_pp") is None:
        yield Matter(7, "absence_target", say("overview.matter_no_comparison"))


def _counted(key: str, names: list[str]) -> Text:
    return say(f"{key}_{_plural(len(names))}", count=len(names), names=Text(_listed(names, "nb"), _listed(names, "en")))


def _plural(count: int) -> str:
    return "one" if count == 1 else "many"


def _listed(names: list[str], lang: str) -> str:
    if len(names) <= _NAMES_LISTED + 1:
        return say("overview.names", names=names).get(lang)
    return say("overview.names_more", names=", ".join(names[:_NAMES_LISTED]), count=len(names) - _NAMES_LISTED).get(lang)
