"""How long a group of sick leave lasts, read from the group's name; and what can be summed above a limit without splitting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

_UNIT = r"(dag|uke)(?:er|r)?"
_RANGE = re.compile(rf"(\d+)\.?\s*(?:{_UNIT})?\s*(?:-|til og med|til)\s*(\d+)\.?\s*{_UNIT}")
_OVER = re.compile(rf"(?:mer enn|over|lengre enn|lenger enn|>)\s*(\d+)\s*{_UNIT}")
_FROM = re.compile(rf"(?:minst|fra|>=|≥)\s*(\d+)\s*{_UNIT}")
_AND_MORE = re.compile(rf"(\d+)\s*{_UNIT}\s*(?:(?:og|eller)\s*(?:mer|over|lenger|lengre|flere)|\+)")
_UP_TO = re.compile(rf"(?:inntil|opptil|til og med|høyst|maks\w*|t\.?o\.?m\.?|<=|≤)\s*(\d+)\s*{_UNIT}")
_AND_LESS = re.compile(rf"(\d+)\s*{_UNIT}\s*(?:og|eller)\s*(?:mindre|under|kortere|færre)")
_UNDER = re.compile(rf"(?:under|mindre enn|kortere enn|<)\s*(\d+)\s*{_UNIT}")
_BEGINS = re.compile(rf"(\d+)\s*{_UNIT}\s*til\b")
_SINGLE = re.compile(rf"^\D*(\d+)\s*{_UNIT}\D*$")
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """The days that spells in a group last.

    Attributes:
        first: the first day; None when the name does not say.
        last: the last day; None when it is open or not said.
        is_open: whether it has no upper end.
        slack: how many days earlier it may begin: a group "5-8 weeks" begins on day 29 or 36, as its neighbour tells.
    """

    first: int | None
    last: int | None
    is_open: bool = False
    slack: int = 0

    @property
    def is_known(self) -> bool:
        """Whether both ends are known, or it is open above a known first day."""
        return self.first is not None and (self.last is not None or self.is_open)


@dataclass(frozen=True, slots=True)
class Above:
    """What lies above a limit.

    Attributes:
        asked_days: the limit asked for; spells above it last longer than so many days.
        share_pct: the share above it; None when no whole groups give it, or a figure is missing.
        crossing: the group that lies on both sides of the limit, or None.
        nearest_days, nearest_pct: the lowest limit above the one asked for that whole groups give, and the share above it.
        is_readable: False when the groups do not tell how long the whole spell lasts.
    """

    asked_days: int
    share_pct: Decimal | None
    crossing: str | None = None
    nearest_days: int | None = None
    nearest_pct: Decimal | None = None
    is_readable: bool = True


def span_of(name: str) -> Span:
    """The span that a group's Norwegian name tells: "17-28 dager", "8-20 uker", "mer enn 39 uker"; unknown for other names."""
    text = name.lower().replace("–", "-").replace("—", "-").replace("\u2212", "-")
    return _range(text) or _open(text) or _closed(text) or Span(None, None)


def joined(spans: Sequence[Span]) -> list[Span]:
    """The spans with the first day of each set to the day after the one before, where its name allows that.

    Args:
        spans: in order of duration.
    """
    made: list[Span] = []
    before: int | None = None
    for span in spans:
        fits = before is not None and span.first is not None and span.first - span.slack <= before + 1 <= span.first
        made.append(replace(span, first=before + 1, slack=0) if fits and before is not None else span)
        before = span.last
    return made


def order(span: Span) -> tuple[float, float]:
    """Sorts groups from short to long; groups whose length is not told last."""
    far = float("inf")
    return (far if span.last is None else span.last, far if span.first is None else span.first)


def above(limit_days: int, names: Sequence[str], spans: Sequence[Span], shares: Sequence[Decimal | None]) -> Above:
    """The share of sick leave in spells that last longer than a limit, from whole groups alone.

    Args:
        limit_days: spells above it last more than so many days.
        names, spans, shares: of each group, in order of duration; the shares in per cent of all.

    Returns:
        Without a share when a group lies on both sides of the limit, when the groups do not tell the length of every spell
        without holes and overlaps, or when the share of a group above it is not known. No group is ever split.
    """
    if not _is_whole(spans):
        return Above(limit_days, None, is_readable=False)
    crossing = next((place for place, span in enumerate(spans) if _crosses(span, limit_days)), None)
    if crossing is None:
        return Above(limit_days, _sum_above(limit_days, spans, shares))
    last = spans[crossing].last
    nearest = None if last is None or any(_crosses(span, last) for span in spans) else last
    share = None if nearest is None else _sum_above(nearest, spans, shares)
    return Above(limit_days, None, names[crossing], nearest, share)


def _is_whole(spans: Sequence[Span]) -> bool:
    """Whether the groups follow each other without holes and overlaps, and the last one is open."""
    follows = all(later.first is not None and earlier.last is not None and later.first == earlier.last + 1
                  for earlier, later in pairwise(spans))  # fmt: skip
    return bool(spans) and all(span.is_known for span in spans) and follows and spans[-1].is_open


def _sum_above(limit: int, spans: Sequence[Span], shares: Sequence[Decimal | None]) -> Decimal | None:
    own = [share for span, share in zip(spans, shares, strict=True) if span.first is not None and span.first > limit]
    known = [share for share in own if share is not None]
    return sum(known, Decimal(0)) if own and len(known) == len(own) else None


def _crosses(span: Span, limit: int) -> bool:
    return span.first is not None and span.first - span.slack <= limit and (span.last is None or span.last > limit)


def _days(number: str, unit: str) -> int:
    return int(number) * (_WEEK if unit == "uke" else 1)


def _from(begin: Sequence[str], last: int | None, *, is_open: bool = False) -> Span:
    """A span that begins in a week begins at its start or its end: its neighbour tells which."""
    number, unit = begin
    if unit == "uke":
        return Span(int(number) * _WEEK + 1, last, is_open, _WEEK)
    return Span(int(number), last, is_open)


def _range(text: str) -> Span | None:
    match = _RANGE.search(text)
    if match is None:
        return None
    low, low_unit, high, high_unit = match.groups()
    last = _days(high, high_unit)
    span = _from((low, low_unit or high_unit), last)
    return span if span.first is not None and span.first - span.slack <= last else None


def _open(text: str) -> Span | None:
    over = _OVER.search(text)
    if over:
        return Span(_days(*over.groups()) + 1, None, is_open=True)
    found = _FROM.search(text) or _AND_MORE.search(text)
    return _from(found.groups(), None, is_open=True) if found else None


def _closed(text: str) -> Span | None:
    up_to = _UP_TO.search(text) or _AND_LESS.search(text)
    if up_to:
        return Span(1, _days(*up_to.groups()))
    under = _UNDER.search(text)
    if under:
        return Span(1, _days(*under.groups()) - 1)
    begins = _BEGINS.search(text)
    if begins:
        return _from(begins.groups(), None)
    single = _SINGLE.match(text)
    return Span(_days(*single.groups()), _days(*single.groups())) if single else None
