"""Where the tables of a sheet stand: titles, rows of headings, columns of labels and rows of figures.

Found by what stands in the cells and how they lie to each other, never by address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.sources.nav import periods, words
from data.sources.nav.cells import Cell, Sheet
from data.sources.nav.figures import is_figure
from data.sources.nav.measures import words_of

#: A heading may stand so many rows above another heading of the same table.
_HEADING_GAP = 2
_LONGEST_HEADING = 60
_FIRST_YEAR, _LAST_YEAR = 1950, 2069
_FEWEST_NUMBERS, _WEEKS = 4, 53
_YEAR_AND_NUMBER = re.compile(r"^20\d\d(?:0[1-9]|[1-4]\d|5[0-3])$")
_NUMBER_IN_YEAR = re.compile(r"^(?:[1-9]|[1-4]\d|5[0-3])$")


@dataclass(frozen=True)
class Heading:
    """A text above a column of figures.

    Attributes:
        text: as it stands.
        cell: where it stands.
    """

    text: str
    cell: Cell


@dataclass(frozen=True)
class Block:
    """One table: rows of figures under the same headings.

    Attributes:
        sheet: where it stands.
        captions: rows of text above it, the nearest last; after the first table of a sheet, since the table before it.
        header_rows: numbers of its rows of headings.
        label_columns: indices of its columns of labels.
        figure_columns: indices of its columns of figures.
        rows: numbers of its rows in order: rows of figures, and rows of one text between them.
        data_rows: numbers of those with figures.
    """

    sheet: Sheet
    captions: tuple[tuple[Cell, ...], ...]
    header_rows: tuple[int, ...]
    label_columns: tuple[int, ...]
    figure_columns: tuple[int, ...]
    rows: tuple[int, ...]
    data_rows: frozenset[int]

    def headings(self, column: int) -> list[Heading]:
        """The texts above a column of figures, from the top. A text above several columns stands above each of them."""
        found: list[Heading] = []
        for row in self.header_rows:
            cell = self._heading_cell(row, column)
            if cell is not None and all(cell is not heading.cell for heading in found):
                found.append(Heading(cell.text, cell))
        return found

    def has_own_heading(self, column: int) -> bool:
        """Whether the last row of headings has a text above this column, or one higher up stands above it alone."""
        if self.is_headed_below(column):
            return True
        own = [cell for row in self.header_rows if (cell := self.sheet.cells.get((row, column))) is not None]
        after = next((c for c in self.figure_columns if c > column), None)
        return bool(own) and (after is None or own[-1] not in [heading.cell for heading in self.headings(after)])

    def is_headed_below(self, column: int) -> bool:
        """Whether the last row of headings has a text above this column, as it has above others."""
        if not self.header_rows:
            return False
        last = self.header_rows[-1]
        return (last, column) in self.sheet.cells or self.sheet.over(last, column) is not None

    def inherits(self, column: int) -> bool:
        """Whether a text above this column stands above one before it and is not merged to reach this far."""
        return any(
            (row, column) not in self.sheet.cells and self.sheet.over(row, column) is None
            and self._heading_cell(row, column) is not None
            for row in self.header_rows
        )  # fmt: skip

    def label_heading(self, column: int) -> Heading | None:
        """The text above a column of labels: the lowest."""
        for row in reversed(self.header_rows):
            cell = self.sheet.cells.get((row, column)) or self.sheet.over(row, column)
            if cell is not None and cell.column <= column:
                return Heading(cell.text, cell)
        return None

    def label(self, row: int, column: int) -> Cell | None:
        """The label of a row; in a merged area, the one above or before."""
        cell = self.sheet.cells.get((row, column))
        return cell if cell is not None else self.sheet.over(row, column)

    def _heading_cell(self, row: int, column: int) -> Cell | None:
        cell = self.sheet.cells.get((row, column)) or self.sheet.over(row, column)
        if cell is not None or row == self.header_rows[-1] or row in self.sheet.merged_rows:
            return cell if cell is None or cell.column not in self.label_columns else None
        before = [c for c in self.sheet.row(row) if self.figure_columns[0] <= c.column < column]
        return before[-1] if before else None


@dataclass
class _Open:
    """A table under way."""

    captions: list[tuple[Cell, ...]]
    header_rows: list[int]
    rows: list[int]
    data_rows: set[int]
    label_columns: set[int]


def find_blocks(sheet: Sheet) -> tuple[list[Block], list[tuple[Cell, ...]]]:
    """The tables of a sheet in order, and the rows of text after the last."""
    finder = _Finder(sheet)
    for number in sheet.rows:
        finder.see(number)
    return finder.finished()


class _Finder:
    """Goes through a sheet from the top."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._pending: list[int] = []
        self._open: _Open | None = None
        self._done: list[Block] = []

    def see(self, number: int) -> None:
        cells = self._sheet.row(number)
        figures = [cell for cell in cells if is_figure(cell)]
        if not figures or self._explains(cells, figures) or self._is_heading(cells, figures):
            self._pending.append(number)
        else:
            self._data(number, cells)

    def _explains(self, cells: Sequence[Cell], figures: Sequence[Cell]) -> bool:
        """Whether a row is a number or sign alone, or one that a text behind it explains; not below a table's headings."""
        if len(figures) != 1 or figures[0] is not cells[0] or cells[0].fault is not None:
            return False
        labels = self._open.label_columns if self._open else set()
        return not labels or len(cells) > 1 or cells[0].column <= max(labels)

    def _is_heading(self, cells: Sequence[Cell], figures: Sequence[Cell]) -> bool:
        """Whether the numbers of a row are periods above columns, and not figures."""
        if not _are_periods(figures):
            return False
        first = cells[0]
        if first is figures[0]:
            return self._open is None or first.column not in self._open.label_columns
        if words.is_heading_word(first.text):
            return True
        if self._open is not None:
            return any(self._same_label(first, row) for row in self._open.header_rows)
        if words.is_total(first.text) or words.sex_of(first.text) or not all(is_year(cell) for cell in figures):
            return False
        return not self._has_heading_above(figures)

    def _has_heading_above(self, figures: Sequence[Cell]) -> bool:
        """Whether the columns have their periods already; above a single column any heading will do."""
        above = [self._sheet.cells.get((row, cell.column)) for row in self._pending for cell in figures]
        found = [cell for cell in above if cell is not None and is_heading_text(cell)]
        return bool(found) and (len(figures) == 1 or any(m.part.year for cell in found for m in periods.mentions(cell.text)))

    def _same_label(self, first: Cell, row: int) -> bool:
        other = self._sheet.cells.get((row, first.column))
        return other is not None and words.plain(other.text) == words.plain(first.text)

    def _data(self, number: int, cells: Sequence[Cell]) -> None:
        first_figure = self._first_figure(cells)
        labels = [cell.column for cell in cells if cell.column < first_figure]
        header = self._header(labels[-1] + 1 if labels else first_figure)
        if header or self._open is None:
            self._close()
            last = header[-1] if header else (self._pending[-1] if self._pending else 0)
            above = [row for row in self._pending if row not in header and (not header or row < header[0])]
            below = [row for row in self._pending if header and row > last]
            self._open = _Open([self._sheet.row(row) for row in above], header, below, set(), set())
        else:
            self._open.rows += self._pending
        self._pending = []
        self._open.rows.append(number)
        self._open.data_rows.add(number)
        self._open.label_columns.update(labels)

    def _first_figure(self, cells: Sequence[Cell]) -> int:
        """The column where the figures of a row begin: the first figure that does not stand in a column of labels."""
        header_rows = [*self._pending, *(self._open.header_rows if self._open else [])]
        for cell in cells:
            is_label = self._is_label_column(cell.column, header_rows) or (
                cell is cells[0] and len(cells) > 1 and self._is_unnamed_period(cell, header_rows)
            )
            if is_figure(cell) and not is_label:
                return cell.column
        return cells[-1].column

    def _is_unnamed_period(self, cell: Cell, header_rows: Sequence[int]) -> bool:
        """Whether the first number of a row stands below no heading, where the others have theirs: a year or a week."""
        if cell.fault is not None or not is_period_number(cell):
            return False
        has_other = any(other.column > cell.column for row in header_rows for other in self._sheet.row(row))
        return has_other and not any((row, cell.column) in self._sheet.cells for row in header_rows if self._is_multiple(row))

    def _is_multiple(self, row: int) -> bool:
        return len(self._sheet.row(row)) > 1

    def _is_label_column(self, column: int, header_rows: Sequence[int]) -> bool:
        """Whether the lowest text above a column says that it holds periods, measures or groups."""
        above = [self._sheet.cells[row, column] for row in sorted(header_rows) if (row, column) in self._sheet.cells]
        if not above or not words.is_heading_word(above[-1].text):
            return False
        return not any(area.first_column <= column < area.last_column and area.first_row <= above[-1].row <= area.last_row
                       for area in self._sheet.merged)  # fmt: skip

    def _header(self, after_labels: int) -> list[int]:
        """The rows of headings among the rows that wait: those with something above the figures, close to each other."""
        candidates = [row for row in self._pending if self._reaches(row, after_labels)]
        header: list[int] = []
        for row in reversed(candidates):
            if header and header[0] - row > (_HEADING_GAP if self._has_heading_words(row) else 1):
                break
            header.insert(0, row)
        return header

    def _reaches(self, row: int, after_labels: int) -> bool:
        """Whether a row has a text that begins above the figures. A title, or a unit at the far right, is no heading."""
        cells = self._sheet.row(row)
        own = [cell for cell in cells if cell.column >= after_labels]
        if len(cells) == 1 and own:
            is_first = own[0].column == after_labels and len(own[0].text) <= _LONGEST_HEADING
            return is_first or _is_of_column(own[0])
        is_total = words.is_total(cells[0].text) or words.sex_of(cells[0].text) is not None
        if cells[0].column < after_labels and is_total and not any(is_heading_text(cell) for cell in own):
            return False
        return bool(own)

    def _has_heading_words(self, row: int) -> bool:
        return any(is_heading_text(cell) for cell in self._sheet.row(row))

    def _close(self) -> None:
        if self._open is not None:
            block = _block(self._sheet, self._open)
            if block is not None:
                self._done.append(block)
            self._open = None

    def finished(self) -> tuple[list[Block], list[tuple[Cell, ...]]]:
        self._close()
        return self._done, [self._sheet.row(row) for row in self._pending]


def _is_of_column(cell: Cell) -> bool:
    """Whether a text that stands alone in its row can only be of the columns below it: a period, a sex or a total."""
    return bool(is_year(cell) or periods.mentions(cell.text) or words.sex_of(cell.text) or words.is_total(cell.text))


def _is_label_column(sheet: Sheet, found: _Open, column: int) -> bool:
    """Whether a column before figures holds labels: by its heading, or since most of what stands in it is text."""
    headings = [cell for row in found.header_rows if (cell := sheet.cells.get((row, column))) is not None]
    if headings and words.is_heading_word(headings[-1].text):
        return True
    if any(is_heading_text(cell) for cell in headings):
        return False
    cells = [cell for row in found.data_rows if (cell := sheet.cells.get((row, column))) is not None]
    return 2 * sum(is_figure(cell) for cell in cells) < len(cells) or (not headings and all(is_period_number(c) for c in cells))


def is_period_number(cell: Cell) -> bool:
    """Whether a number may be a year or the number of a week."""
    return is_year(cell) or _NUMBER_IN_YEAR.match(cell.text) is not None


def _block(sheet: Sheet, found: _Open) -> Block | None:
    labels = tuple(sorted(column for column in found.label_columns if _is_label_column(sheet, found, column)))
    last_label = labels[-1] if labels else -1
    cells = [cell for row in found.data_rows for cell in sheet.row(row) if cell.column > last_label]
    headed = {cell.column for row in found.header_rows for cell in sheet.row(row) if is_heading_text(cell)}
    figures = {cell.column for cell in cells if is_figure(cell) or cell.column in headed}
    if not figures:
        return None
    return Block(
        sheet, tuple(found.captions), tuple(found.header_rows), labels, tuple(sorted(figures)), tuple(found.rows),
        frozenset(found.data_rows),
    )  # fmt: skip


def is_year(cell: Cell) -> bool:
    """Whether a cell holds nothing but a year."""
    return is_year_text(words.unmarked(cell.text))


def is_year_text(text: str) -> bool:
    """Whether a text is nothing but a year."""
    return text.isascii() and text.isdigit() and len(text) == 4 and _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _are_periods(figures: Sequence[Cell]) -> bool:
    """Whether numbers are years, years with weeks (202105), or the numbers of weeks, months or quarters from 1."""
    if all(is_year(cell) for cell in figures):
        return _ascends([int(words.unmarked(cell.text)) for cell in figures])
    texts = [cell.text for cell in figures]
    if not all(text.isascii() and text.isdigit() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    if all(_YEAR_AND_NUMBER.match(text) for text in texts):
        return _ascends(numbers)
    return len(numbers) >= _FEWEST_NUMBERS and numbers[0] == 1 and max(numbers) <= _WEEKS and _counts_up(numbers)


def _counts_up(numbers: Sequence[int]) -> bool:
    """Whether numbers count 1, 2, 3, and begin again at 1 where a new year begins."""
    return all(after in (before + 1, 1) for before, after in pairwise(numbers))


def _ascends(years: Sequence[int]) -> bool:
    """Whether years go upwards (or downwards), once or again and again from the same start."""
    for series in (years, [-year for year in years]):
        starts = {after for before, after in pairwise(series) if after < before}
        if starts <= {series[0]}:
            return True
    return False


def is_heading_text(cell: Cell) -> bool:
    """Whether a cell holds what stands in headings: a period, a sex, a total or a measure."""
    found = periods.mentions(cell.text)
    if is_year(cell) or (found and not periods.rest_of(words.unmarked(cell.text), found)):
        return True
    told = words_of(cell.text)
    return bool(words.sex_of(cell.text) or words.is_total(cell.text) or (told and not told.is_loose))
