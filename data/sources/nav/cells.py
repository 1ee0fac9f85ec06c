"""A sheet as a person sees it: cells with their addresses, what is merged, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

#: Spaces that Norwegian texts and numbers are written with.
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u200b\ufeff"), " ")

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


@dataclass(frozen=True)
class Sheet:
    """One sheet, or one text file.

    Attributes:
        name: as on its tab; None for a text file.
        cells: by row and column; empty cells are not in it.
        merged: merged areas.
        is_hidden: whether the tab is hidden.
    """

    name: str | None
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[Area, ...] = ()
    is_hidden: bool = False
    rows: Mapping[int, tuple[Cell, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows: dict[int, list[Cell]] = {}
        for key in sorted(self.cells):
            rows.setdefault(key[0], []).append(self.cells[key])
        object.__setattr__(self, "rows", {number: tuple(cells) for number, cells in rows.items()})

    def row(self, number: int) -> tuple[Cell, ...]:
        """The cells of a row from left to right."""
        return self.rows.get(number, ())

    def texts(self) -> Iterator[str]:
        """Every text in reading order."""
        for cells in self.rows.values():
            for cell in cells:
                if cell.number is None and cell.day is None:
                    yield cell.text


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
