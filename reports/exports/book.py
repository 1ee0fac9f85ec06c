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
from reports.exports.document import Column, Document, Table, Value, clean

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS = {"int": "#,##0", "number": "General", "pct": "0.0", "date": "dd.mm.yyyy"}
#: What a cell and the name of a sheet can hold.
_CELL_LENGTH, _NAME_LENGTH = 32_767, 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_HEADINGS_ROW = 3
#: A spreadsheet has no earlier dates; they are written as text.
_FIRST_YEAR = 1900


def book_bytes(document: Document) -> bytes:
    """The document as an .xlsx file.

    The first sheet holds the notes and lists the tables. Numbers and dates are typed, unknown cells say what is unknown, and text
    is written as text, never as a formula or a link. Text that is longer than a cell can hold is cut and says so.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"title": clean(document.title), "subject": clean(document.subtitle), "author": "FoU-monitor"})
        formats = {kind: book.add_format({"num_format": form, "valign": "top"}) for kind, form in _FORMATS.items()}
        formats |= {
            "text": book.add_format({"text_wrap": True, "valign": "top"}), "bold": book.add_format({"bold": True}),
            "heading": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E6F0FF", "bottom": 1, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
        }  # fmt: skip
        notes = book.add_worksheet(tell("frame.notes_sheet", document.lang))
        names = _names(document, notes.get_name())
        _notes(notes, document, names, formats)
        for name, table in zip(names, document.tables, strict=True):
            _sheet(book.add_worksheet(name), document, table, formats)
    return target.getvalue()


def _names(document: Document, taken: str) -> list[str]:
    """A name for each sheet: short enough, without characters that are not allowed, and each once."""
    names: list[str] = []
    used = {taken.lower()}
    for table in document.tables:
        base = _NOT_IN_NAMES.sub(" ", clean(table.sheet)).strip("' ")[:_NAME_LENGTH] or "-"
        name, number = base, 1
        while name.lower() in used:
            number += 1
            end = f" {number}"
            name = f"{base[: _NAME_LENGTH - len(end)]}{end}"
        used.add(name.lower())
        names.append(name)
    return names


def _notes(sheet: Any, document: Document, names: list[str], formats: dict[str, Any]) -> None:
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
    for place, (name, table) in enumerate(zip(names, document.tables, strict=True), start=row + 2):
        sheet.write_url(place, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", string=name)
        _text(sheet, place, 1, f"{table.title}. {document.stamp(table)}", formats["text"])


def _sheet(sheet: Any, document: Document, table: Table, formats: dict[str, Any]) -> None:
    _text(sheet, 0, 0, table.title, formats["title"])
    _text(sheet, 1, 0, document.stamp(table), None)
    if not table.rows:
        _text(sheet, _HEADINGS_ROW, 0, table.empty or tell("frame.no_rows", document.lang), None)
        return
    whole = sum(column.width for column in table.columns)
    for place, column in enumerate(table.columns):
        _text(sheet, _HEADINGS_ROW, place, column.heading, formats["heading"])
        sheet.set_column(place, place, min(80, max(12, round(column.width / whole * 200))))
    for number, values in enumerate(table.rows, start=_HEADINGS_ROW + 1):
        for place, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            _cell(sheet, number, place, value, column, formats)
    sheet.freeze_panes(_HEADINGS_ROW + 1, 0)
    sheet.autofilter(_HEADINGS_ROW, 0, _HEADINGS_ROW + len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADINGS_ROW)


def _cell(sheet: Any, row: int, place: int, value: Value, column: Column, formats: dict[str, Any]) -> None:
    if value is None:
        if column.unknown:
            _text(sheet, row, place, column.unknown, formats["text"])
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(row, place, value, formats["date"])
    elif isinstance(value, (int, float, Decimal)) and math.isfinite(value):
        sheet.write_number(row, place, float(value), formats.get(column.kind, formats["number"]))
    else:
        _text(sheet, row, place, str(value), formats["text"])


def _text(sheet: Any, row: int, place: int, text: str, form: Any) -> None:
    whole = clean(text)
    sheet.write_string(row, place, whole if len(whole) <= _CELL_LENGTH else f"{whole[: _CELL_LENGTH - 1]}…", form)
