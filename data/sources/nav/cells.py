"""A sheet as a person sees it: cells with their addresses, what is merged, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

#: Spaces that Norwegian texts and numbers are written with.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u200b\ufeff"), " ")

#: A larger merged area is no heading or label.
_LARGEST_AREA = 20_000
_CUT_WORD = re.compile(r"-\r?\n(?=[a-zæøå])(?!og\b|eller\b)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with content.

    Attributes:
        row: number of the row as the user sees it.
        column: index of the column; 0 is A.
        text: what it holds as text, on one line.
        number: its number, when it is stored as one.
        day: its date, when it is stored as one.
        is_percent: whether a number is shown in per cent, so that 0.059 reads 5.9 %.
        decimals: how many decimals the format shows; None when it does not say.
        fault: what the cell holds instead of a value: "error" (#N/A and such) or "formula" (never computed).
    """

    row: int
    column: int
    text: str
    number: float | None = None
    day: date | None = None
    is_percent: bool = False
    decimals: int | None = None
    fault: str | None = None

    @property
    def column_name(self) -> str:
        """The column as the user sees it."""
        return letters(self.column)


@dataclass(frozen=True, slots=True)
class Area:
    """Cells merged into one."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def size(self) -> int:
        """How many places it covers."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def places(self) -> Iterator[tuple[int, int]]:
        """Row and column of every place that it covers."""
        columns = range(self.first_column, self.last_column + 1)
        return ((row, column) for row in range(self.first_row, self.last_row + 1) for column in columns)


@dataclass(frozen=True)
class Sheet:
    """One sheet, or one text file.

    Attributes:
        name: as on its tab; None for a text file.
        cells: by row and column; empty cells are not in it.
        merged: merged areas.
        rows: the cells by row.
        anchors: by place in a merged area, where its content stands.
        merged_rows: rows with cells merged across columns.
        is_hidden: whether the tab is hidden.
    """

    name: str | None
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[Area, ...] = ()
    is_hidden: bool = False
    rows: Mapping[int, tuple[Cell, ...]] = field(init=False, repr=False)
    anchors: Mapping[tuple[int, int], tuple[int, int]] = field(init=False, repr=False)
    merged_rows: frozenset[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows: dict[int, list[Cell]] = {}
        for key in sorted(self.cells):
            rows.setdefault(key[0], []).append(self.cells[key])
        object.__setattr__(self, "rows", {number: tuple(cells) for number, cells in rows.items()})
        areas = [area for area in self.merged if area.size <= _LARGEST_AREA]
        anchors = {place: (area.first_row, area.first_column) for area in areas for place in area.places()}
        object.__setattr__(self, "anchors", anchors)
        wide = (area for area in areas if area.last_column > area.first_column)
        object.__setattr__(
            self, "merged_rows", frozenset(row for area in wide for row in range(area.first_row, area.last_row + 1))
        )

    def row(self, number: int) -> tuple[Cell, ...]:
        """The cells of a row from left to right."""
        return self.rows.get(number, ())

    def over(self, row: int, column: int) -> Cell | None:
        """The cell of a merged area that covers a place."""
        anchor = self.anchors.get((row, column))
        return None if anchor is None else self.cells.get(anchor)


def one_line(text: str) -> str:
    """A text with plain, single spaces; words that were cut by a line break after a hyphen are joined."""
    return " ".join(_CUT_WORD.sub("", text).translate(_SPACES).split())


def letters(column: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
