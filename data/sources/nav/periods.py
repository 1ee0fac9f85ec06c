"""Periods in the many spellings of headings and titles: years, quarters, months and weeks, whole or in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from domain.numbers import MONTHS

_YEAR = r"(?P<y>(?:19[5-9]|20[0-6])\d)"
_QUARTER_WORD = r"(?:kvartal|kvart|kvt|kv)\b\.?"
_QUARTER_SIGN = r"(?:kvartal|kv\.?|k|q)"
_SHORT_MONTHS = {name[:3]: number for number, name in enumerate(MONTHS["nb"], 1)}
_MONTH = r"(?P<m>" + "|".join([*MONTHS["nb"], *(rf"{short}\b\.?" for short in ("sept", *_SHORT_MONTHS))]) + ")"
_GAP = r"[\s,:/-]*"
_WHOLE_YEAR = r"(?:hele\s+året|året|hele\s+år|årsgjennomsnitt|årssnitt|årstall)"

#: Spellings, the fullest first. A spelling names its parts y (year), q (quarter), m (month), w (week), a (the whole year).
_SPELLINGS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d.,])(?:1|i)\.?\s*[-–]\s*(?:4|iv)\.?\s*{_QUARTER_WORD}{_GAP}(?P<a>){_YEAR}\b",
        rf"(?<![\d.,])(?P<q>[1-4])\.?\s*{_QUARTER_WORD}{_GAP}{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}{_GAP}(?P<q>[1-4])\.?\s*{_QUARTER_WORD}",
        rf"(?<!\d){_YEAR}{_GAP}{_QUARTER_SIGN}\s*(?P<q>[1-4])(?!\d)",
        rf"(?<![a-zæøå\d]){_QUARTER_SIGN}\s*(?P<q>[1-4]){_GAP}{_YEAR}(?!\d)",
        rf"(?<![a-zæøå\d])(?P<q>[1-4])\s*[kq]{_GAP}{_YEAR}(?!\d)",
        rf"(?<![a-zæøå\d])(?:uke|veke|u)\.?\s*(?P<w>\d{{1,2}})(?:\s+i\b)?{_GAP}{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}{_GAP}(?:uke|veke|u)\.?\s*(?P<w>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_YEAR}\s*m\s*(?P<n>0[1-9]|1[0-2])(?!\d)",
        rf"(?<![a-zæøå\d]){_MONTH}{_GAP}{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}{_GAP}{_MONTH}(?![a-zæøå])",
        rf"(?<![\d.,/-])(?P<n>0?[1-9]|1[0-2])[./]{_YEAR}(?![\d.])",
        rf"{_WHOLE_YEAR}{_GAP}(?P<a>){_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}{_GAP}(?P<a>){_WHOLE_YEAR}",
        rf"(?<![\d.,])(?P<q>[1-4])\.?\s*{_QUARTER_WORD}",
        rf"(?<![a-zæøå\d]){_QUARTER_SIGN}\s*(?P<q>[1-4])(?!\d)",
        r"(?<![a-zæøå\d])(?:uke|veke)\.?\s*(?P<w>\d{1,2})(?!\d)",
        r"^u(?P<w>\d{1,2})$",
        rf"(?P<a>)\b{_WHOLE_YEAR}(?![a-zæøå])",
        rf"(?<![\d.,]){_YEAR}(?!\d|[.,]\d)",
    )
)
_ONLY_MONTH = re.compile(rf"^{_MONTH}$")
_DATE = re.compile(r"^(?:per\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$|^(\d{4})-(\d{2})-(\d{2})$")
_RANGE = re.compile(r"^\s*(?:-|–|—|/|til|mot|og|vs\.?)\s*$")
_NAMED = re.compile(r"\b(" + "|".join(MONTHS["nb"]) + r")\b")


@dataclass(frozen=True, slots=True)
class Part:
    """A period, or a part of one.

    Attributes:
        year: None when only the part within the year is told.
        kind: "K" quarter, "M" month, "U" week, "Y" said to be the whole year; None when only the year is told.
        number: of the quarter, month or week.
    """

    year: int | None = None
    kind: str | None = None
    number: int | None = None

    @property
    def within(self) -> tuple[str, int | None] | None:
        """The part within the year."""
        return None if self.kind is None else (self.kind, self.number)


@dataclass(frozen=True, slots=True)
class Mention:
    """A period in a text, and where it stands."""

    part: Part
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """The periods in a text from left to right; overlapping readings give way to the fullest."""
    plain = text.casefold()
    taken: list[Mention] = []
    for spelling in _SPELLINGS:
        for match in spelling.finditer(plain):
            if all(match.end() <= m.start or match.start() >= m.end for m in taken):
                part = _part(match.groupdict())
                if part is not None:
                    taken.append(Mention(part, match.start(), match.end()))
    taken += [m for m in _lone_months(plain) if all(m.end <= t.start or m.start >= t.end for t in taken)]
    return sorted(taken, key=lambda mention: mention.start)


def _lone_months(plain: str) -> Iterator[Mention]:
    only = _ONLY_MONTH.match(plain.strip())
    if only:
        yield Mention(Part(kind="M", number=_month(only.group("m"))), 0, len(plain))
        return
    for match in _NAMED.finditer(plain):
        yield Mention(Part(kind="M", number=_month(match.group())), match.start(), match.end())


def _part(groups: dict[str, str | None]) -> Part | None:
    told = groups.get("y")
    year = int(told) if told else None
    if quarter := groups.get("q"):
        return Part(year, "K", int(quarter))
    if week := groups.get("w"):
        return Part(year, "U", int(week)) if 1 <= int(week) <= 53 else None
    if month := groups.get("m"):
        return Part(year, "M", _month(month))
    if number := groups.get("n"):
        return Part(year, "M", int(number))
    return Part(year, "Y") if "a" in groups else Part(year)


def _month(name: str) -> int:
    return _SHORT_MONTHS[name[:3]]


def rest_of(text: str, found: list[Mention]) -> str:
    """The text without its periods."""
    kept, last = [], 0
    for mention in found:
        kept.append(text[last : mention.start])
        last = mention.end
    return " ".join(" ".join([*kept, text[last:]]).split())


def is_range(text: str, found: list[Mention]) -> bool:
    """Whether a text tells of the way from one period to another, as "2022-2023"."""
    return any(_RANGE.match(text[a.end : b.start]) for a, b in pairwise(found))


def day_of(text: str) -> date | None:
    """The day that the whole of a text is, as "31.12.2023"."""
    match = _DATE.match(text.casefold().strip())
    if match is None:
        return None
    numbers = [int(group) for group in match.groups() if group is not None]
    year, month, day = numbers if match.group(4) else numbers[::-1]
    try:
        return date(year, month, day)
    except ValueError:
        return None


def code_of(part: Part) -> str | None:
    """The code of a period: "2021", "2021K3", "2021M09", "2021U35"; None without a year, and for a week that never was."""
    if part.year is None:
        return None
    if part.kind in (None, "Y"):
        return str(part.year)
    if part.kind == "K":
        return f"{part.year}K{part.number}"
    if part.kind == "U":
        return f"{part.year}U{part.number:02}" if is_week(part.year, part.number or 0) else None
    return f"{part.year}M{part.number:02}"


def is_week(year: int, week: int) -> bool:
    """Whether the year has that week."""
    try:
        date.fromisocalendar(year, week, 1)
    except ValueError:
        return False
    return True


def last_day(period: str) -> date:
    """The last day of a period given by its code."""
    year = int(period[:4])
    if len(period) == 4:
        return date(year, 12, 31)
    number = int(period[5:])
    if period[4] == "U":
        return date.fromisocalendar(year, number, 7)
    month = number * 3 if period[4] == "K" else number
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
