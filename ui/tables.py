"""Cells and tables as people read them: Norwegian numbers and dates, code words instead of codes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from domain import numbers
from domain.codes import CODE_LISTS
from domain.text import Text, tell
from reports.exports.columns import NUMBERS, guess
from reports.exports.document import Column as FileColumn
from reports.exports.document import Table
from reports.exports.workbook import Rows
from ui import trail
from ui.html import Cell


@dataclass(frozen=True, slots=True)
class Col:
    """How a column of a table is shown.

    Attributes:
        label: the heading.
        kind: "text"; "short" text on one line; "nok" whole kroner; "mill" kroner shown in millions; "pct", "pp" and "num"
            one decimal ("pct2", "pp2" and "num2" two); "number" as many decimals as it has; "int"; "date"; "period";
            "bool"; or "code:<list>" for a code list of `domain.codes`.
        unknown: what stands where the value is unknown; None gives the language's "ukjent" for amounts and "" else.
        to: the page that the cell leads to, the column that holds the id of the record, and what the id is called in the
            address when that is not "id"; a column of structs holds the whole query. None for plain text.
        link: gives the address of a row's record where the rows lead to different pages; None for no link.
        width: of the column in a workbook, in characters.
    """

    label: Text
    kind: str = "text"
    unknown: Text | None = None
    to: tuple[str, str] | tuple[str, str, str] | None = None
    width: int = 24
    link: Callable[[Mapping[str, Any]], str | None] | None = None


_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_NUMBER_KINDS = {
    "nok": 0,
    "mill": 1,
    "pct": 1,
    "pct2": 2,
    "pp": 1,
    "pp2": 2,
    "int": 0,
    "num": 1,
    "num2": 2,
    "number": 4,
}
_UNIT_TEXT = {
    "nok": "frame.unit_nok",
    "mill": "frame.unit_mill",
    "pct": "frame.unit_pct",
    "pct2": "frame.unit_pct",
    "pp": "frame.unit_pp",
    "pp2": "frame.unit_pp",
}


def cell(value: Any, column: Col, lang: str) -> Cell:
    """One value as it is read. Unknown is said, never shown as zero."""
    is_number = column.kind in _NUMBER_KINDS
    if value is None:
        return Cell(column.unknown.get(lang) if column.unknown else _unknown(column, lang), is_number)
    return Cell(_written(value, column.kind, lang), is_number, column.kind in ("date", "period", "short"))


def _unknown(column: Col, lang: str) -> str:
    return tell("frame.unknown", lang) if column.kind in ("nok", "mill") else ""


def _written(value: Any, kind: str, lang: str) -> str:
    match value:
        case bool():
            return tell("frame.yes" if value else "frame.no", lang)
        case int() | float() | Decimal() if kind == "number":
            written = _shortest(value, lang)
        case int() | float() | Decimal() if kind in _NUMBER_KINDS:
            shown = Decimal(str(value)) / numbers.MILLION if kind == "mill" else value
            written = numbers.decimal_text(shown, _NUMBER_KINDS[kind], lang)
        case date():
            written = numbers.date_text(value, lang)
        case Text():
            written = value.get(lang)
        case list() | tuple() | pl.Series():
            written = ", ".join(_written(item, kind, lang) for item in value)
        case _:
            written = _written_text(str(value), kind, lang)
    return written


def _shortest(value: float | Decimal, lang: str) -> str:
    digits = next((n for n in range(4) if round(value, n) == value), 4)
    return numbers.decimal_text(value, digits, lang)


def _written_text(value: str, kind: str, lang: str) -> str:
    if kind == "date" and _ISO_DATE.match(value):
        return numbers.date_text(date.fromisoformat(value), lang)
    if kind == "period":
        return numbers.period_text(value, lang)
    return CODE_LISTS[kind.removeprefix("code:")].label(value, lang) if kind.startswith("code:") else value


def heading(column: Col, lang: str) -> Cell:
    """A column heading with its unit."""
    unit = _UNIT_TEXT.get(column.kind)
    label = column.label.get(lang)
    return Cell(f"{label} ({tell(unit, lang)})" if unit else label, column.kind in _NUMBER_KINDS)


def columns_of(frame: pl.DataFrame, columns: Mapping[str, Col] | None) -> dict[str, Col]:
    """The columns to show: those given, else all of the frame, named and formatted as the model says."""
    if columns is not None:
        return {name: column for name, column in columns.items() if name in frame.columns}
    return {name: Col(*guess(name, dtype)) for name, dtype in frame.schema.items()}


def rows_of(frame: pl.DataFrame, columns: Mapping[str, Col], lang: str) -> list[list[Cell]]:
    """Every row as cells, in the order of `columns`."""
    return [
        [_linked(cell(row[name], column, lang), column, row) for name, column in columns.items()]
        for row in frame.iter_rows(named=True)
    ]


def _linked(made: Cell, column: Col, row: Mapping[str, Any]) -> Cell:
    """The cell as a link to its record, when the column has one and the reader may open it."""
    if column.link is not None:
        return replace(made, href=column.link(row))
    if column.to is None or row.get(column.to[1]) is None or not made.text:
        return made
    name, asked = column.to[2] if len(column.to) > 2 else RECORD_NAME, row[column.to[1]]
    query = {key: str(value) for key, value in asked.items() if value} if isinstance(asked, Mapping) else {name: str(asked)}
    return replace(made, href=trail.address(column.to[0], query))


#: What the id of a record is called in the address.
RECORD_NAME = "id"


def file_table(
    frame: pl.DataFrame,
    columns: Mapping[str, Col],
    title: str,
    lang: str,
    *,
    is_example: bool = False,
    is_raw: bool = False,
) -> Table:
    """The table for a file: the rows that are given, kroner as whole kroner, days and numbers typed, and unknown in words.

    Args:
        title: what it shows.
        is_example: whether any of the rows is example data.
        is_raw: whether periods stand as they are stored, for files that other programs read.
    """
    kinds = tuple("text" if is_raw and column.kind == "period" else column.kind for column in columns.values())
    made = tuple(
        FileColumn(_file_heading(column, lang), NUMBERS.get(column.kind, "date" if column.kind == "date" else "text"),
                   column.width, cell(None, column, lang).text, name=name)
        for name, column in columns.items()
    )  # fmt: skip
    rows = Rows(frame.select(list(columns)), kinds, lang)
    return Table(title or tell("frame.table", lang), title or tell("frame.table", lang), made, rows, is_example)


def _file_heading(column: Col, lang: str) -> str:
    return heading(Col(column.label, "nok" if column.kind == "mill" else column.kind), lang).text


def grid(frame: pl.DataFrame, columns: Mapping[str, Col], lang: str) -> Any:
    """What `st.dataframe` is given: words as they are read, and numbers that are shown formatted but sort by value."""
    if any(column.kind in _NUMBER_KINDS for column in columns.values()):
        return styled(frame, columns, lang)
    shown = {heading(column, lang).text: _grid_column(frame.get_column(name), column, lang) for name, column in columns.items()}
    return pl.DataFrame(shown)


def _grid_column(values: pl.Series, column: Col, lang: str) -> pl.Series:
    if values.dtype == pl.Date:
        return values
    return pl.Series([cell(value, column, lang).text for value in values], dtype=pl.String)


def styled(frame: pl.DataFrame, columns: Mapping[str, Col], lang: str) -> Any:
    """A frame for `st.dataframe` that shows formatted text and sorts by the values behind it."""
    headings = {name: heading(column, lang).text for name, column in columns.items()}
    plain = frame.select(pl.col(name).cast(pl.Float64) if frame.schema[name].is_decimal() else pl.col(name) for name in columns)
    shown = {headings[name]: _writer(column, lang) for name, column in columns.items()}
    return plain.rename(headings).to_pandas(use_pyarrow_extension_array=True).style.format(shown)


def _writer(column: Col, lang: str) -> Any:
    return lambda value: cell(None if _is_missing(value) else value, column, lang).text


def _is_missing(value: Any) -> bool:
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")
