"""What one text of a table tells: a period, a sex, a type, a measure, a total or a group."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from data.sources.nav import groups, words
from data.sources.nav.cells import Cell
from data.sources.nav.layout import Heading, is_year_text
from data.sources.nav.measures import STRONG, Words, words_of
from data.sources.nav.periods import Part, day_of, is_range, mentions, rest_of

_PROVISIONAL = re.compile(r"\(?\bforeløpige?(?:\s+tall)?\b\)?", re.IGNORECASE)
#: Headings of figures that tell nothing of them.
_NEUTRAL = frozenset({"verdi", "verdier", "tall", "value"})
#: What a number such as 202105 counts within its year, by the heading of its column.
_JOINED = {"uke": "U", "kvartal": "K", "måned": "M"}
_YEAR_AND_NUMBER = re.compile(r"^(20\d\d)(\d\d)$")
#: Longer than any name of a group: a sentence.
_SENTENCE = 90
REMARK = re.compile(
    r"^(?:kilde|merk|note|fotnote|sist oppdatert|oppdatert|publisert|neste|copyright|©|\d{1,2}\)|[*¹²³])", re.IGNORECASE
)
NOTHING = Words()


@dataclass(frozen=True, slots=True)
class Told:
    """What a text tells, each as far as it does.

    Attributes:
        parts: the periods, or parts of them.
        day: a date that stands for a period.
        number: a bare number, whose meaning another text must tell.
        is_range: it tells of the way between two periods.
        is_change: it tells of a change, which is not read.
        sex, type: as in the code lists `sex` and `absence_type`.
        words: what it tells of the measure.
        is_total: it means all.
        group: the group that it names.
        part_of_above: it is a part of the group in the row above.
        division: kind and name of a division that it is the heading of.
        is_provisional: it says that figures are provisional.
        mark: mark of a footnote.
        is_unclear: it stands where a period should, and is none.
    """

    parts: tuple[Part, ...] = ()
    day: date | None = None
    number: int | None = None
    is_range: bool = False
    is_change: bool = False
    sex: str | None = None
    type: str | None = None
    words: Words = NOTHING
    is_total: bool = False
    group: str | None = None
    part_of_above: bool = False
    division: tuple[str, str] | None = None
    is_provisional: bool = False
    mark: str | None = None
    is_unclear: bool = False

    @property
    def is_attribute(self) -> bool:
        """Whether it tells of a sex or type and of no group."""
        return (self.sex is not None or self.type is not None) and self.group is None


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of labels holds.

    Attributes:
        role: "time", "measure", "sex", "type", "group", "code" for codes of the groups, or "" when its heading does not say.
        kind: of a group, as in `words.kinds_in`; of a period, as in `words.time_heading`. Where the heading does not say,
            what the titles say that the table is divided by.
        name: what the division is called.
    """

    role: str = ""
    kind: str = ""
    name: str = ""


def label_column(heading: Heading | None, kind: str = "") -> Column:
    """What a column of labels holds, by its heading; `kind` is what the titles say that the table is divided by."""
    if heading is None:
        return Column(kind=kind)
    text = heading.text
    time = words.time_heading(text)
    if time is not None:
        return Column("time", time or next((kind for word, kind in _JOINED.items() if word in text.casefold()), ""))
    if words.is_measure_heading(text):
        return Column("measure")
    if words.is_code_heading(text):
        return Column("code")
    kinds = words.kinds_in(text) if words.is_heading_word(text) else []
    division = next(((kind, name) for kind, name in kinds if kind not in ("sex", "type")), None)
    if division is not None:
        return Column("group", *division)
    return Column(kinds[0][0]) if kinds else Column(kind=kind)


def heading(cell: Cell, kind: str = "") -> Told:
    """What a text above figures tells, in a table that is divided by `kind`."""
    body, told = _body(cell)
    if told.parts or told.day or told.number is not None:
        return told
    found = mentions(body)
    rest = _trimmed(rest_of(body, found))
    told = replace(told, parts=tuple(m.part for m in found), is_range=is_range(body, found))
    if not rest or words.plain(rest) in _NEUTRAL:
        return told
    if words.is_heading_word(rest):
        kinds = [pair for pair in words.kinds_in(rest) if pair[0] not in ("sex", "type")]
        return replace(told, division=kinds[0] if kinds else None)
    sex, rest = words.sex_and_rest(rest)
    return _described(replace(told, sex=sex), rest, kind, loosely=True)


def label(cell: Cell, column: Column) -> Told:
    """What the label of a row tells, in a column of labels."""
    body, told = _body(cell)
    if column.role == "time":
        return _time(told, body, column.kind)
    if told.parts or told.day or told.number is not None:
        return told if column.role == "" else replace(told, parts=(), day=None, number=None, group=body)
    found = mentions(body) if column.role == "" else []
    if found and not _trimmed(rest_of(body, found)):
        return replace(told, parts=tuple(m.part for m in found), is_range=is_range(body, found))
    part = words.of_which(body)
    sex, rest = (None, part) if part else words.sex_and_rest(body)
    told = replace(told, sex=sex, part_of_above=part is not None)
    if column.role == "group" and words.type_of(rest) is None:
        return _grouped(told, rest, column.kind) if rest else told
    return _described(told, rest, column.kind, loosely=column.role == "measure")


def section(cell: Cell, kind: str = "") -> Told | None:
    """What a row of one text between rows of figures tells; None for a remark."""
    if len(cell.text) > _SENTENCE or REMARK.match(cell.text):
        return None
    told = label(cell, Column(kind=kind))
    found = words_of(_trimmed(cell.text))
    if told.group is not None and found.subjects & STRONG:
        return replace(told, group=None, words=found)
    return told


def _body(cell: Cell) -> tuple[str, Told]:
    """The text without marks and remarks, and what can be told at once."""
    text = cell.text
    is_provisional = _PROVISIONAL.search(text) is not None
    body = words.unmarked(_trimmed(_PROVISIONAL.sub("", text)) if is_provisional else text)
    told = Told(is_provisional=is_provisional, mark=words.mark_of(text))
    day = cell.day or day_of(body)
    if day is not None:
        return body, replace(told, day=day)
    if is_year_text(body):
        return body, replace(told, parts=(Part(int(body)),))
    return body, replace(told, number=int(body)) if body.isascii() and body.isdigit() else told


def _time(told: Told, body: str, kind: str) -> Told:
    """A label in a column of periods."""
    if told.day is not None or told.parts:
        return told
    if told.number is not None:
        part = number_part(told.number, kind)
        is_open = part is None and not kind  # what it counts, a title may tell
        return told if is_open else replace(told, number=None, parts=(part,) if part else (), is_unclear=part is None)
    if words.is_total(body):
        return replace(told, is_total=True)
    found = mentions(body)
    if _trimmed(rest_of(body, found)) or not found:
        return replace(told, is_unclear=True)
    return replace(told, parts=tuple(m.part for m in found), is_range=is_range(body, found))


def number_part(number: int, kind: str) -> Part | None:
    """The period that a number means where periods of a kind are told of: week 5, or 202105 for that week of 2021."""
    joined = _YEAR_AND_NUMBER.match(str(number))
    highest = {"U": 53, "M": 12, "K": 4}.get(kind, 0)
    if joined and 1 <= int(joined.group(2)) <= highest:
        return Part(int(joined.group(1)), kind, int(joined.group(2)))
    return Part(None, kind, number) if 1 <= number <= highest else None


def _described(told: Told, rest: str, kind: str, *, loosely: bool) -> Told:
    """A type, a total, a measure or else a group."""
    if not _trimmed(rest):
        return told
    type_ = words.type_of(rest)
    if type_ is not None:
        return replace(told, type=type_)
    found = words_of(_trimmed(rest))
    if found and (not found.is_loose or (loosely and groups.known_group(rest) is None)):
        return replace(told, words=found, is_change="change" in found.subjects)
    return _grouped(told, rest.strip(), kind)


def _grouped(told: Told, rest: str, kind: str) -> Told:
    if words.is_total(rest, kind or None):
        return replace(told, is_total=True)
    return replace(told, group=words.total_of(rest) or rest)


def _trimmed(text: str) -> str:
    """A text without signs at its ends and without brackets that hold nothing."""
    return re.sub(r"\(\s*\)", "", text).strip(" .,:;–—-/")
