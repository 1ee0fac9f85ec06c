"""Each figure with its place: period, measure, sex, type, industry and group. What cannot be placed for sure is a finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from data.sources.nav import groups as known
from data.sources.nav import words
from data.sources.nav.cells import Cell
from data.sources.nav.context import Context
from data.sources.nav.errors import Findings
from data.sources.nav.figures import Figure, Unclear, figure, point_is_decimal
from data.sources.nav.groups import ALL_INDUSTRIES, Group, Industry
from data.sources.nav.layout import Block
from data.sources.nav.measures import Measure, measure_of
from data.sources.nav.periods import Part, code_of
from data.sources.nav.structure import Row
from data.sources.nav.telling import Column, Told, heading, label_column, number_part
from domain.codes import label

_MONTH_DAYS, _QUARTER_DAYS, _WEEK_DAYS = (28, 31), (89, 93), (7, 7)


@dataclass(frozen=True, slots=True)
class Place:
    """What a figure is of."""

    measure: Measure
    sex: str
    type: str
    industry: Industry | None
    group: Group | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure in its place.

    Attributes:
        row_key: its row in the file, the same for the figures of one row.
        is_subgroup: whether it is a part of another group, so that it does not add to the total.
    """

    place: Place
    period: str
    figure: Figure
    sheet: str | None
    cell: Cell
    is_subgroup: bool = False


@dataclass(frozen=True)
class Head:
    """A column of figures, and what the texts above it tell, the nearest first."""

    column: int
    told: tuple[Told, ...]
    cell: Cell

    @property
    def is_change(self) -> bool:
        return any(told.is_change for told in self.told)

    @property
    def is_range(self) -> bool:
        return any(told.is_range for told in self.told)


class Placer:
    """Places the figures of the tables of one sheet.

    Args:
        standard: the industry standard of the workbook.
        provisional: marks of footnotes that say that figures are provisional.
        findings: told of what cannot be placed.
    """

    def __init__(self, standard: str, provisional: frozenset[str], findings: Findings) -> None:
        self._standard = standard
        self._provisional = provisional
        self._findings = findings
        self._reported: set[tuple[str, str]] = set()

    def placed(self, block: Block, rows: Sequence[Row], context: Context) -> list[Placed]:
        """The figures of one table.

        Args:
            block: the table.
            rows: its rows, from `structure.rows_of`.
            context: its titles.
        """
        heads = self._heads(block, context)
        if not heads:
            return []
        rows = _rows_with_dates(rows, context)
        division = self._division(block, rows, heads, context)
        texts = (cell.text for row in block.data_rows for cell in block.sheet.row(row) if cell.number is None)
        point = point_is_decimal(texts)
        found: list[Placed] = []
        for row in rows:
            for head in heads:
                placed = self._placed(block, row, head, context, division, point_decimal=point)
                if placed is not None:
                    found.append(placed)
        return found

    # --- columns -----------------------------------------------------------------------------------------------------------

    def _heads(self, block: Block, context: Context) -> list[Head]:
        """The columns of figures that are read. Changes from one period to another are not: they can be computed."""
        heads: list[Head] = []
        for column in block.figure_columns:
            texts = block.headings(column)
            if not texts or not block.has_own_heading(column):
                self._column_without_heading(block, column)
                continue
            told = tuple(heading(text.cell, context.total_kind) for text in reversed(texts))
            head = Head(column, told, texts[-1].cell)
            if head.is_change:
                self._findings.add("change_not_read", block.sheet.name, head.cell, severity="info")
            elif head.is_range:
                self._findings.add("period_range", block.sheet.name, head.cell)
            else:
                heads.append(head)
        frequency = _frequency([told.day for head in heads for told in head.told if told.day is not None], context)
        heads = [Head(h.column, tuple(_dated(told, frequency) for told in h.told), h.cell) for h in heads]
        self._check_periods(block, heads)
        self._check_sexes(block, heads)
        return heads

    def _check_sexes(self, block: Block, heads: Sequence[Head]) -> None:
        """A column without a sex, beside one of a single sex for the same figures, may be of the other or of both."""
        by_rest: dict[tuple[Told, ...], list[Head]] = {}
        for head in heads:
            rest = tuple(told for told in head.told if told.sex is None and not told.is_total)
            by_rest.setdefault(rest, []).append(head)
        for group in by_rest.values():
            sexes = {told.sex for head in group for told in head.told} & {"men", "women"}
            for head in group:
                if len(sexes) == 1 and not any(told.sex or told.is_total for told in head.told):
                    self._findings.add("unclear_sex_column", block.sheet.name, head.cell)

    def _check_periods(self, block: Block, heads: Sequence[Head]) -> None:
        """Periods put together of two rows of headings: each column needs both, and they go one way."""
        parts = {head.column: [part for told in head.told for part in told.parts] for head in heads}
        has_within = any(part.kind for found in parts.values() for part in found)
        ways: dict[tuple[Told, ...], list[tuple[int, int]]] = {}
        joined: dict[tuple[Told, ...], Head] = {}
        for head in heads:
            found = parts[head.column]
            years, within = [p.year for p in found if p.year], [p.number or 0 for p in found if p.kind]
            if years and has_within and not within and not block.is_headed_below(head.column):
                self._once("unclear_period", block.sheet.name, head.cell)
            if within:
                other = tuple(told for told in head.told if not told.parts)
                ways.setdefault(other, []).append((years[0] if years else 0, within[0]))
                if block.inherits(head.column) or not years:
                    joined[other] = head
        for other, head in joined.items():
            if not _goes_one_way(ways[other]):
                self._once("unclear_period", block.sheet.name, head.cell)

    def _column_without_heading(self, block: Block, column: int) -> None:
        first = next(cell for row in sorted(block.data_rows) if (cell := block.sheet.cells.get((row, column))))
        if not block.header_rows:
            self._once("no_headings", block.sheet.name, first)
        else:
            self._findings.add("column_without_heading", block.sheet.name, first)

    # --- divisions -------------------------------------------------------------------------------------------------------

    def _division(self, block: Block, rows: Sequence[Row], heads: Sequence[Head], context: Context) -> dict[str, tuple[str, str]]:
        """Kind and name of the groups in rows and in columns, where their own headings do not say."""
        in_rows = [text for row in rows for text, column in row.groups if column is None or column.role != "group"]
        in_columns = [told.group for head in heads for told in head.told if told.group is not None]
        named = (label_column(block.label_heading(column)) for column in block.label_columns)
        taken = {column.kind for column in named if column.role == "group"}
        left = [pair for pair in context.kinds if pair[0] not in taken]
        found: dict[str, tuple[str, str]] = {}
        if in_columns:
            above = next((told.division for head in heads for told in head.told if told.division is not None), None)
            of_rows = _known_kind(left, in_rows) if len(left) > 1 else None
            rest = [pair for pair in left if pair != of_rows]
            chosen = above or _only_kind(rest, in_columns, is_alone=not in_rows or len(left) > 1)
            if chosen is None:
                self._unknown_columns(block, heads)
            else:
                found["columns"] = chosen
                left = [pair for pair in left if pair != chosen]
        if in_rows:
            chosen = _only_kind(left, in_rows)
            if chosen is None:
                self._once("no_division", block.sheet.name, next((row.cell for row in rows if row.groups), None))
            else:
                found["rows"] = chosen
        return found

    def _unknown_columns(self, block: Block, heads: Sequence[Head]) -> None:
        for head in heads:
            if any(told.group is not None for told in head.told):
                self._findings.add("unknown_heading", block.sheet.name, head.cell)

    # --- one figure ------------------------------------------------------------------------------------------------------

    def _placed(
        self, block: Block, row: Row, head: Head, context: Context, division: dict[str, tuple[str, str]],
        *, point_decimal: bool | None,
    ) -> Placed | None:  # fmt: skip
        sheet = block.sheet.name
        cell = block.sheet.cells.get((row.number, head.column))
        read = figure(cell, point_decimal=point_decimal)
        at = cell or Cell(row.number, head.column, "")
        if isinstance(read, Unclear):
            self._findings.add(read.rule, sheet, at)
            return None
        told = [*head.told, *row.told]
        period = self._period(block, row, head, context, at, is_empty=read.value is None)
        measure = measure_of([t.words for t in head.told if t.words] + row.words + context.words)
        if measure is None:
            self._once("no_measure", sheet, head.cell, of=f"{block.header_rows}")
        sex = self._one(told, lambda t: t.sex, "both", sheet, at) or context.sex or "both"
        kind = self._one(told, lambda t: t.type, "total", sheet, at) or context.type or "doctor_certified"
        if period is None or measure is None:
            return None
        of = self._groups(row, head, context, division)
        if of is None:
            return None
        industry, group = _whole(measure, *of, context)
        if read.state == "value" and self._is_provisional(told, read):
            read = replace(read, state="provisional")
        return Placed(Place(measure, sex, kind, industry, group), period, read, sheet, at, row.is_part)

    def _is_provisional(self, told: Sequence[Told], read: Figure) -> bool:
        return read.mark in self._provisional or any(t.is_provisional or t.mark in self._provisional for t in told)

    def _one(
        self, told: Sequence[Told], get: Callable[[Told], str | None], all_: str, sheet: str | None, cell: Cell
    ) -> str | None:
        """The one value that texts tell; a value for all gives way to a narrower one."""
        found = {value for t in told if (value := get(t)) is not None}
        narrow = found - {all_}
        if len(narrow) > 1:
            self._findings.add("two_meanings", sheet, cell)
        return next(iter(narrow or found), None)

    def _period(self, block: Block, row: Row, head: Head, context: Context, cell: Cell, *, is_empty: bool) -> str | None:
        """The period of a figure: put together from what stands above it, beside it and in the titles."""
        told = [*head.told, *row.told]
        parts = [part for t in told for part in t.parts]
        parts += [part for t in told if t.number is not None and (part := number_part(t.number, context.frequency or ""))]
        years = {part.year for part in parts if part.year is not None}
        within = {part.within for part in parts if part.within is not None}
        bare = [t.number for t in told if t.number is not None and number_part(t.number, context.frequency or "") is None]
        if len(years) > 1 or len(within) > 1 or bare or any(t.day or t.is_range or t.is_unclear for t in row.told):
            self._once("unclear_period", block.sheet.name, row.cell or cell)
            return None
        part = context.completed(Part(*years or (None,), *next(iter(within), ()))) if years or within else _title_period(context)
        code = None if part is None else code_of(part)
        if code is None and part is not None and part.year is not None and part.kind == "U":
            if not is_empty:
                self._findings.add("no_such_week", block.sheet.name, cell, week=part.number, year=part.year)
            return None
        if code is None:
            self._once("no_period", block.sheet.name, head.cell)
        return code

    def _groups(
        self, row: Row, head: Head, context: Context, division: dict[str, tuple[str, str]]
    ) -> tuple[Industry | None, Group | None] | None:
        """Industry and group of a figure; None when it is not known what a group is of."""
        named: list[tuple[str, tuple[str, str] | None]] = []
        for text, column in row.groups:
            named.append((text, _of_column(column) or division.get("rows")))
        named += [(t.group, division.get("columns")) for t in head.told if t.group is not None]
        industry: Industry | None = None
        found: list[Group] = []
        for text, pair in named:
            if pair is None:
                return None
            match = known.industry(text, self._standard) if pair[0] == "industry" else None
            if match is not None and industry is None:
                industry = match
            else:
                found.append(known.group(text, "other" if pair[0] == "industry" else pair[0], pair[1]))
        above = context.group
        if above is not None and not any(group.kind == above.kind or words.is_total(above.value) for group in found):
            found.append(above)
        industry = industry or context.industry(self._standard)
        return industry, (found[0] if len(found) == 1 else _joined(found)) if found else None

    def _once(self, rule: str, sheet: str | None, cell: Cell | None, of: str | None = None) -> None:
        """A finding that concerns a whole row, column or table is told of once."""
        key = (rule, f"{sheet}|{of or (cell.column, cell.row) if cell else of}")
        if key not in self._reported:
            self._reported.add(key)
            self._findings.add(rule, sheet, cell)


def _of_column(column: Column | None) -> tuple[str, str] | None:
    return (column.kind, column.name) if column is not None and column.role == "group" else None


def _known_kind(kinds: Sequence[tuple[str, str]], texts: Sequence[str]) -> tuple[str, str] | None:
    """The kind that groups are known as."""
    name = known.known_kind(list(texts))
    return None if name is None else next((pair for pair in kinds if pair[0] == name), (name, _name_of(name)))


def _only_kind(kinds: Sequence[tuple[str, str]], texts: Sequence[str], *, is_alone: bool = True) -> tuple[str, str] | None:
    """The kind of groups: as they are known, or the only one that titles name (when no other groups could be of it)."""
    return _known_kind(kinds, texts) or (kinds[0] if len(kinds) == 1 and is_alone else None)


def _name_of(kind: str) -> str:
    return "Næring" if kind == "industry" else label("breakdown_kind", kind)


def _joined(found: Sequence[Group]) -> Group:
    """A group that is told of by two divisions at once."""
    codes = [group.code for group in found if group.code]
    names = [found[0].breakdown, *(group.breakdown.lower() for group in found[1:])]
    return Group("other", " og ".join(names), ", ".join(group.value for group in found),
                 "/".join(codes) if len(codes) == len(found) else None)  # fmt: skip


def _whole(
    measure: Measure, industry: Industry | None, group: Group | None, context: Context
) -> tuple[Industry | None, Group | None]:
    """A figure for all, written as the embedded series write it."""
    if group is not None:
        return industry, group
    kind = next((pair[0] for pair in context.kinds), None)
    is_one = industry is not None and industry.code != ALL_INDUSTRIES
    return industry, known.whole_group(measure.indicator, measure.detail, measure.unit, kind, has_industry=is_one)


def _title_period(context: Context) -> Part | None:
    """The one period that the nearest title with any tells of."""
    level = next((level for level in context.levels if level.years), None)
    if level is None or len(level.years) != 1 or len(level.within) > 1:
        return None
    return Part(next(iter(level.years)), *next(iter(level.within), ()))


def _frequency(days: Sequence[date], context: Context) -> str | None:
    """What dates stand for: told by a title, or by the days between them; None when neither tells."""
    if context.frequency in ("U", "M", "K"):
        return context.frequency
    ordered = sorted(set(days))
    gaps = [(after - before).days for before, after in pairwise(ordered)]
    for kind, (least, most) in (("U", _WEEK_DAYS), ("M", _MONTH_DAYS), ("K", _QUARTER_DAYS)):
        if gaps and all(least <= gap <= most for gap in gaps):
            return kind
    return None


def _rows_with_dates(rows: Sequence[Row], context: Context) -> Sequence[Row]:
    """Dates beside rows as the periods that they stand for."""
    days = [told.day for row in rows for told in row.told if told.day is not None]
    frequency = _frequency(days, context) if days else None
    return [replace(row, told=[_dated(told, frequency) for told in row.told]) for row in rows] if frequency else rows


def _goes_one_way(found: Sequence[tuple[int, int]]) -> bool:
    """Whether years with their quarters or months go forwards, or backwards without a gap within the year."""
    pairs = list(pairwise(found))
    if all(after > before for before, after in pairs):
        return True
    return all(
        after[0] < before[0] or (after[0] == before[0] and after[1] in (before[1] - 1, before[1] + 1)) for before, after in pairs
    )


def _dated(told: Told, frequency: str | None) -> Told:
    day = told.day
    if day is None or frequency is None:
        return told
    week = day.isocalendar()
    part = {"U": Part(week.year, "U", week.week), "M": Part(day.year, "M", day.month),
            "K": Part(day.year, "K", (day.month + 2) // 3)}[frequency]  # fmt: skip
    return Told(parts=(part,), is_provisional=told.is_provisional)


def without_future(found: Sequence[Placed], rows: Sequence[Row]) -> list[Placed]:
    """Without the weeks or quarters after the last that has a figure, where years stand above and they stand beside.

    Such a table has room for the whole year; what has not been yet is no part of it.

    Args:
        found: the figures of all tables of a sheet: where one has a figure, a sign in another is a masked or missing one.
        rows: the rows of these tables.
    """
    parts = [part for row in rows for told in row.told for part in told.parts]
    if not parts or any(part.year is not None for part in parts):
        return list(found)
    last = max((placed.period for placed in found if placed.figure.value is not None), default="")
    return [placed for placed in found if placed.period <= last or placed.figure.value is not None]
