"""The rows of a table for the posts that are read. Other rows pass by and are counted; no row is held but those."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from data.sources.dfo.amounts import Marks
from data.sources.dfo.decisions import stage_of
from data.sources.dfo.headings import plain
from data.sources.dfo.layout import AmountColumn, Layout
from data.sources.dfo.model import LAST_MONTH, Findings, Line, PostKey, ReadTable
from data.sources.dfo.opening import RawTable, Value

_NUMBER = re.compile(r"^(?:kap(?:ittel|\.)?|post)?\s*(\d{1,6})(?!\d)", re.IGNORECASE)
_PERIODS = (re.compile(r"^(20\d\d)\D?M?(\d\d?)$"), re.compile(r"^(\d\d?)\D(20\d\d)$"))
_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_CODED = re.compile(r"^(\d{3,9})\s+(\D.*)$")
#: Entries that close a year are a period of their own after the last month.
_CLOSING = 13
_YEARS = range(2000, 2100)
_POST_DIGITS = 2


def read(table: RawTable, layout: Layout, posts: frozenset[PostKey], found: Findings) -> ReadTable:
    """Every row of the wanted posts, with all that is wrong with them.

    Args:
        table: the table.
        layout: how to read it.
        posts: chapter and post of the rows that are wanted.
        found: takes the findings.
    """
    reader = _Reader(table.place, layout, posts, found)
    try:
        for number, values in table.rows():
            if number > layout.row:
                reader.take(number, values)
    except (csv.Error, UnicodeError) as error:
        found.add("broken_text", table.place, row=reader.last + 1, value=str(error))
    return reader.made()


@dataclass
class _Held:
    """A wanted row before its amounts can be read."""

    row: int
    values: list[Value]
    post: PostKey


@dataclass
class _Reader:
    place: str
    layout: Layout
    posts: frozenset[PostKey]
    found: Findings
    last: int = 0
    held: list[_Held] = field(default_factory=list)
    periods: set[tuple[Value, Value, Value]] = field(default_factory=set)
    stages: set[tuple[Value, Value, Value]] = field(default_factory=set)
    keys: dict[tuple[Value, Value], PostKey | str | None] = field(default_factory=dict)
    skipped: int = 0
    without_chapter: int = 0

    def __post_init__(self) -> None:
        columns = self.layout.columns
        self.at = {role: columns.get(role) for role in ("chapter", "post", "year", "period", "month", "decision")}
        self.marks = {column.heading.index: Marks("," if self.layout.is_documented else None) for column in self.layout.amounts}

    def take(self, number: int, values: list[Value]) -> None:
        """Note a row, and hold it when it is of a wanted post."""
        self.last = number
        if not any(values):
            return
        for index, marks in self.marks.items():
            amount = values[index] if index < len(values) else None
            if isinstance(amount, str):
                marks.see(amount)
        post = self._post(values)
        if post is None:
            self.without_chapter += 1
            return
        self.periods.add((self._at(values, "year"), self._at(values, "period"), self._at(values, "month")))
        if self.at["decision"] is not None:
            self.stages.add((self._at(values, "year"), self._at(values, "period"), self._at(values, "decision")))
        if post in self.posts:
            self.held.append(_Held(number, values, post))
        elif isinstance(post, str):
            self._unclear_post(number, values, post)
        else:
            self.skipped += 1

    def made(self) -> ReadTable:
        """The table as it was read."""
        lines = [line for held in self._unique() for line in self._lines(held)]
        months: dict[int, set[int]] = {}
        for year, period, month in self.periods:
            told = _when(year, period, month)
            if told is not None and told[1] is not None:
                months.setdefault(told[0], set()).add(min(told[1], LAST_MONTH))
        staged: dict[str, set[int]] = {}
        for year, period, decision in self.stages:
            told = _when(year, period, None)
            if told is not None:
                staged.setdefault(stage_of(str(decision or "")), set()).add(told[0])
        return ReadTable(
            self.place, self.layout.kind, tuple(lines), {year: frozenset(seen) for year, seen in months.items()},
            not self.skipped, {stage: frozenset(years) for stage, years in staged.items()}, self.skipped, self.without_chapter,
        )  # fmt: skip

    def _post(self, values: Sequence[Value]) -> PostKey | str | None:
        """Chapter and post; None without a chapter; the rule that is broken when they contradict each other."""
        raw = (self._at(values, "chapter"), self._at(values, "post"))
        if raw not in self.keys:
            self.keys[raw] = _post_of(*raw, has_chapter=self.at["chapter"] is not None)
        return self.keys[raw]

    def _unclear_post(self, number: int, values: Sequence[Value], rule: str) -> None:
        """Posts that cannot be read stop the load only where they could be one that is wanted."""
        chapter = _digits(self._at(values, "chapter"))
        if chapter is None or any(chapter.lstrip("0") == wanted for wanted, _ in self.posts):
            shown = f"{self._at(values, 'chapter') or ''} / {self._at(values, 'post') or ''}"
            self.found.add(rule, self.place, row=number, column=self.layout.names.get(self.at["post"] or 0), value=shown)
        else:
            self.skipped += 1

    def _unique(self) -> list[_Held]:
        """The held rows, each of those that are alike in every column once."""
        first: dict[tuple[Value, ...], int] = {}
        kept = []
        for held in self.held:
            key = tuple(held.values)
            if key in first:
                self.found.add("same_row", self.place, row=held.row, value=_shown(held.values), severity="soft", first=first[key])
            else:
                first[key] = held.row
                kept.append(held)
        return kept

    def _lines(self, held: _Held) -> list[Line]:
        return [line for column in self.layout.amounts if (line := self._line(held, column)) is not None]

    def _line(self, held: _Held, column: AmountColumn) -> Line | None:
        when = self._when(held, column)
        amount = self._amount(held, column)
        if when is None or amount is None:
            return None
        decision = _text(self._at(held.values, "decision"))
        stage = column.stage
        if stage == "decided":
            if not decision:
                self._fault("no_decision", held, self.at["decision"])
                return None
            stage = stage_of(decision)
        return Line(
            self.place, held.row, *when, held.post, stage, amount * column.unit, column.unit, column.span,  # type: ignore[arg-type]
            self._name(held, "post_name"), self._coded(held, "agency"), self._coded(held, "account"), decision or None,
            _text(self._role(held, "subpost")) or None,
        )  # fmt: skip

    def _when(self, held: _Held, column: AmountColumn) -> tuple[int, int | None] | None:
        parts = [self._at(held.values, role) for role in ("year", "period", "month")]
        if column.year is not None:
            return column.year, None
        told = _when(*parts)
        if told is None or told[0] not in _YEARS or (told[1] is not None and not 1 <= told[1] <= _CLOSING):
            place = next((self.at[role] for role in ("period", "year") if self.at[role] is not None), None)
            self._fault("no_period", held, place)
            return None
        if column.span in ("month", "so_far") and told[1] is None:
            self._fault("no_month", held, self.at["period"])
            return None
        is_dated = column.stage in ("account", "decided") and told[1] is not None
        return told[0], min(told[1] or 0, LAST_MONTH) if is_dated else None

    def _amount(self, held: _Held, column: AmountColumn) -> Decimal | None:
        index = column.heading.index
        value = held.values[index] if index < len(held.values) else None
        if isinstance(value, Decimal):
            return value
        if value is None or not value.strip():
            if column.stage in ("account", "decided"):
                self._fault("no_amount", held, index)
            return None
        amount = self.marks[index].value(value)
        if isinstance(amount, str):
            self._fault(amount, held, index, value)
            return None
        return amount

    def _fault(self, rule: str, held: _Held, index: int | None, value: Value = None) -> None:
        shown = value if value is not None else held.values[index] if index is not None and index < len(held.values) else None
        self.found.add(rule, self.place, row=held.row, column=self.layout.names.get(-1 if index is None else index), value=shown)

    def _at(self, values: Sequence[Value], role: str) -> Value:
        index = self.at[role]
        return values[index] if index is not None and index < len(values) else None

    def _role(self, held: _Held, role: str) -> Value:
        index = self.layout.columns.get(role)
        return held.values[index] if index is not None and index < len(held.values) else None

    def _name(self, held: _Held, role: str) -> str | None:
        return _text(self._role(held, role)) or None

    def _coded(self, held: _Held, role: str) -> tuple[str, str] | None:
        """Number and name of an agency or a kind of account; one stands for the other where the file has only one."""
        code, name = _text(self._role(held, f"{role}_id")), _text(self._role(held, role))
        both = _CODED.match(name)
        if not code and both:
            code, name = both.groups()
        return (code or name, name or code) if code or name else None


def _post_of(chapter: Value, post: Value, *, has_chapter: bool) -> PostKey | str | None:
    digits, own = _digits(post), _digits(chapter)
    if has_chapter and own is None:
        return None
    if digits is None:
        return None if not has_chapter else "no_post"
    prefix, last = digits[:-_POST_DIGITS], digits[-_POST_DIGITS:].zfill(_POST_DIGITS)
    if own is None:
        return (prefix.lstrip("0"), last) if prefix.strip("0") else "no_chapter"
    if prefix and prefix.lstrip("0") != own.lstrip("0"):
        return "other_chapter"
    return (own.lstrip("0") or "0", last)


def _digits(value: Value) -> str | None:
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else None
    match = _NUMBER.match(value.strip()) if value else None
    return match.group(1) if match else None


def _when(year: Value, period: Value, month: Value) -> tuple[int, int | None] | None:
    """Year and month of a row; the month is None when the row has none. None when they are unclear or differ."""
    whole = _whole(year)
    text = _text(period)
    for pattern, (first, second) in zip(_PERIODS, ((1, 2), (2, 1)), strict=True):
        if match := pattern.match(text):
            told = int(match.group(first))
            return (told, int(match.group(second))) if whole in (None, told) else None
    number = _month(text) if text else _month(_text(month))
    if whole is None:
        whole, number = _whole(period), None
    if (text or _text(month)) and number is None and whole != _whole(period):
        return None
    return None if whole is None else (whole, number)


def _whole(value: Value) -> int | None:
    text = _text(value)
    return int(text) if text.isdecimal() and int(text) in _YEARS else None


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text) if int(text) <= _CLOSING else None
    return next((place for place, name in enumerate(_MONTHS, start=1) if plain(text).startswith(name)), None)


def _text(value: Value) -> str:
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else str(value)
    return " ".join((value or "").split())


def _shown(values: Sequence[Value]) -> str:
    return "; ".join(_text(value) for value in values if value is not None)
