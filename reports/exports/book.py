"""A document as a workbook: a sheet of notes, and a sheet for each table with typed cells and filter."""

from __future__ import annotations

import io
import math
import re
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from domain.text import tell
from reports.exports.document import LANGUAGES, SAFE_BOOK, Column, Document, Shown, Table, Value, clean

_FORMATS = {
    "int": "#,##0", "nok": "#,##0.##", "year": "0", "number": "General", "num": "0.0", "pct": "0.0", "pct2": "0.00",
    "date": "dd.mm.yyyy",
}  # fmt: skip
#: What a cell, a heading, the name of a sheet and a sheet can hold.
_CELL_LENGTH, _HEADING_LENGTH, _NAME_LENGTH, _MOST_ROWS = 32_767, 255, 31, 1_048_576
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\r\t]")
_NAMES_ROW, _HEADINGS_ROW = 2, 3
#: A spreadsheet has no earlier dates; they are written as text.
_FIRST_YEAR = 1900
#: A book with more cells is written row by row to the disk: its sheets have filters, but are not tables of the spreadsheet.
_LARGE = 300_000
#: A spreadsheet holds a number with so many digits: whole ones below the one limit, and kroner and øre below the other.
_DIGITS, _LARGEST, _EXACT = 15, 10**15, 10**13


def book_bytes(document: Document) -> bytes:
    """The document as an .xlsx file.

    A sheet holds the notes and lists the tables: the first, or the last when there is one table only. Numbers and dates are
    typed, unknown cells say what is unknown, and text is written as text, never as a formula or a link. Text that is longer than
    a cell can hold is cut and says so. A table with more rows than a sheet holds goes on in the next.
    """
    target = io.BytesIO()
    tables = [part for table in document.tables for part in _parts(table)]
    is_large = sum(len(table.rows) * len(table.columns) for table in tables) > _LARGE
    options = SAFE_BOOK | {"in_memory": not is_large, "constant_memory": is_large}
    with xlsxwriter.Workbook(target, options) as book:
        about = {"title": clean(document.title)[:250], "subject": clean(document.subtitle)[:250], "author": "FoU-monitor"}
        book.set_properties(about)
        book.set_custom_property("Language", LANGUAGES.get(document.lang, document.lang))
        writer = _Writer(book, document, is_large=is_large)
        notes_name = tell("frame.notes_sheet", document.lang)
        names = _names(tables, notes_name)
        notes_first = len(tables) != 1
        if notes_first:
            writer.notes(notes_name, names, tables)
        for number, (name, table) in enumerate(zip(names, tables, strict=True), start=1):
            writer.sheet(name, table, number)
        if not notes_first:
            writer.notes(notes_name, names, tables)
    return target.getvalue()


def _parts(table: Table) -> list[Table]:
    """The table in parts that each fit a sheet."""
    most = _MOST_ROWS - _HEADINGS_ROW - 1
    if len(table.rows) <= most:
        return [table]
    rows = list(table.rows)
    return [
        Table(table.sheet, table.title, table.columns, rows[at : at + most], table.is_example, table.empty, table.with_names)
        for at in range(0, len(rows), most)
    ]


def _names(tables: list[Table], taken: str) -> list[str]:
    """A name for each sheet: short enough, without characters that are not allowed, and each once."""
    names: list[str] = []
    used = {taken.lower(), "history"}
    for table in tables:
        base = _NOT_IN_NAMES.sub(" ", clean(table.sheet))[:_NAME_LENGTH].strip("' ") or "-"
        name, number = base, 1
        while name.lower() in used:
            number += 1
            end = f" {number}"
            name = f"{base[: _NAME_LENGTH - len(end)]}{end}"
        used.add(name.lower())
        names.append(name)
    return names


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, document: Document, *, is_large: bool) -> None:
        self.book, self.document, self.is_large = book, document, is_large
        self.formats = {kind: book.add_format({"num_format": form, "valign": "top"}) for kind, form in _FORMATS.items()}
        self.formats |= {
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "bold": book.add_format({"bold": True, "valign": "top"}),
            "heading": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E6F0FF", "bottom": 1, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}), "name": book.add_format({"font_color": "#49515E"}),
        }  # fmt: skip
        self.own: dict[str, Any] = {}

    def notes(self, name: str, names: list[str], tables: list[Table]) -> None:
        """The sheet of notes: what the book rests on, and what its sheets hold."""
        document, formats = self.document, self.formats
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 110)
        _text(sheet, 0, 0, document.title, formats["title"])
        _text(sheet, 1, 0, document.subtitle, None)
        row = 3
        for heading, words in document.notes:
            _text(sheet, row, 0, heading, formats["bold"])
            _text(sheet, row, 1, words, formats["text"])
            row += 1
        _text(sheet, row + 1, 0, tell("exports.sheets", document.lang), formats["bold"])
        for place, (sheet_name, table) in enumerate(zip(names, tables, strict=True), start=row + 2):
            quoted = sheet_name.replace("'", "''")
            sheet.write_url(place, 0, f"internal:'{quoted}'!A1", string=sheet_name)
            _text(sheet, place, 1, f"{table.title}. {document.stamp(table)}", formats["text"])
        self._page(sheet)

    def sheet(self, name: str, table: Table, number: int) -> None:
        """One table: title, day and version, headings, and rows."""
        sheet, formats = self.book.add_worksheet(name), self.formats
        _text(sheet, 0, 0, table.title, formats["title"])
        _text(sheet, 1, 0, self.document.stamp(table), None)
        self._page(sheet)
        if not table.rows or not table.columns:
            _text(sheet, _HEADINGS_ROW, 0, table.empty or tell("frame.no_rows", self.document.lang), None)
            return
        whole = sum(column.width for column in table.columns)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, min(80, max(12, round(column.width / whole * 200))))
        if table.with_names:
            for place, column in enumerate(table.columns):
                _text(sheet, _NAMES_ROW, place, column.name, formats["name"])
        last, right = _HEADINGS_ROW + len(table.rows), len(table.columns) - 1
        headings = _headings(table)
        if self.is_large:
            for place, heading in enumerate(headings):
                _text(sheet, _HEADINGS_ROW, place, heading, formats["heading"])
            sheet.autofilter(_HEADINGS_ROW, 0, last, right)
        else:
            columns = [{"header": heading, "header_format": formats["heading"]} for heading in headings]
            sheet.add_table(
                _HEADINGS_ROW, 0, last, right,
                {"columns": columns, "name": f"Tabell_{number}", "style": "Table Style Light 1", "banded_rows": False,
                 "title": clean(table.title)[:_HEADING_LENGTH], "description": self._description(table)},
            )  # fmt: skip
        self._rows(sheet, table)
        sheet.freeze_panes(_HEADINGS_ROW + 1, 0)
        sheet.repeat_rows(_HEADINGS_ROW)

    def _description(self, table: Table) -> str:
        words = f"{clean(table.title)}. {self.document.stamp(table)}"
        return tell("exports.alt_book", self.document.lang, title=words, rows=len(table.rows))

    @staticmethod
    def _page(sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _rows(self, sheet: Any, table: Table) -> None:
        """The rows. Most cells are empty or plain text, which is written without ado: a large book has millions."""
        text = self.formats["text"]
        write, unknown = sheet.write_string, [column.unknown for column in table.columns]
        for line, values in enumerate(table.rows, start=_HEADINGS_ROW + 1):
            for place, value in enumerate(values):
                if value is None:
                    if unknown[place]:
                        write(line, place, unknown[place], text)
                elif type(value) is str:
                    if value:
                        write(line, place, value if value.isprintable() and len(value) < _CELL_LENGTH else _fitted(value), text)
                else:
                    self._cell(sheet, line, place, value, table.columns[place])

    def _cell(self, sheet: Any, row: int, place: int, value: Value, column: Column) -> None:
        day = number = self.formats.get(column.kind, self.formats["number"])
        if isinstance(value, Shown):
            day = number = self._own(value.form)
            value = value.value
        elif column.kind == "text":
            day, number = self.formats["date"], self.formats["number"]
        if isinstance(value, date) and value.year >= _FIRST_YEAR:
            sheet.write_datetime(row, place, value, day)
        elif isinstance(value, (int, float, Decimal)) and _fits(value):
            sheet.write_number(row, place, float(value), number)
        elif value is not None:
            _text(sheet, row, place, str(value), self.formats["text"])

    def _own(self, form: str) -> Any:
        """The format of a cell that has its own."""
        if form not in self.own:
            self.own[form] = self.book.add_format({"num_format": form, "valign": "top"})
        return self.own[form]


def _headings(table: Table) -> list[str]:
    """The headings, none empty and each once, as a table of a spreadsheet demands."""
    made: list[str] = []
    used: set[str] = set()
    for column in table.columns:
        base = " ".join(clean(column.heading).split("\n")).strip()[: _HEADING_LENGTH - 5] or "-"
        heading, number = base, 1
        while heading.lower() in used:
            number += 1
            heading = f"{base} ({number})"
        used.add(heading.lower())
        made.append(heading)
    return made


def _fits(value: float | Decimal) -> bool:
    """Whether a cell holds the number without loss; longer ones are written as text."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -_LARGEST < value < _LARGEST
    return value.is_finite() and (abs(value) < _EXACT or len(value.normalize().as_tuple().digits) <= _DIGITS)


def _text(sheet: Any, row: int, place: int, text: str, form: Any) -> None:
    if text:
        sheet.write_string(row, place, _fitted(text), form)


def _fitted(text: str) -> str:
    """Text that a cell can hold."""
    whole = clean(text)
    return whole if len(whole) <= _CELL_LENGTH else f"{whole[: _CELL_LENGTH - 1]}…"
