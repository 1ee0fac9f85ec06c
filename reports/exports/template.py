"""The workbook that users fill in: a sheet for each table, with help, lists to choose from, formats and, if asked, rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from data.imports.sheets import GUIDE_SHEETS, REQUIRED_MARK
from data.imports.values import FIRST_YEAR, LAST_YEAR
from domain.codes import CODE_LISTS
from domain.tables import PORTFOLIO_TABLES, Column, Table
from domain.text import tell

References = Mapping[str, Sequence[tuple[str, str]]]

#: Lists to choose from and limits hold down to this row.
LAST_ROW = 5000
_IDENTIFIER_ROW, _HEADING_ROW, _FIRST_ROW = 0, 1, 2
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd.mm.yyyy",
}
_NUMBER_FORMATS = {
    "date": "dd.mm.yyyy",
    "nok": "#,##0.00",
    "int": "0",
    "year": "0",
    "number": "General",
    "pct": "General",
}
_WIDTHS = {
    "date": 13,
    "nok": 18,
    "int": 11,
    "year": 9,
    "number": 12,
    "pct": 10,
    "bool": 10,
    "quarter": 12,
    "period": 12,
    "code": 24,
}
_TEXT_WIDTH, _LONG_WIDTH, _KEY_WIDTH = 24, 44, 22
#: Numbers with more digits than a spreadsheet keeps are written as text, which is read back exactly.
_CELL_DECIMALS, _CELL_DIGITS = 9, 15
_RULES = (
    "rule_required",
    "rule_headings",
    "rule_sheets",
    "rule_keys",
    "rule_dates",
    "rule_amounts",
    "rule_values",
    "rule_codes",
    "rule_load",
)


def write_template(
    target: Path | io.BytesIO, *, references: References, example: Mapping[str, pl.DataFrame] | None = None, lang: str = "nb"
) -> None:
    """Write the workbook that `cli.py import` and the page Import read.

    Args:
        target: where to write it.
        references: table name to the keys that can be referred to, each with a word for it.
        example: rows to fill in, by table, with the columns of the model; keys in them can be chosen too.
        lang: language of sheets, headings and help.

    Raises:
        OSError: the file cannot be written.
    """
    rows = example or {}
    workbook = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, _OPTIONS)
    try:
        book = _Book(workbook, lang, _formats(workbook))
        book.guide(is_example=bool(example))
        lists = book.codes(_with_keys(references, rows))
        for table in PORTFOLIO_TABLES:
            book.table(table, rows.get(table.name), lists)
    finally:
        try:
            workbook.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error


def _with_keys(references: References, rows: Mapping[str, pl.DataFrame]) -> dict[str, list[tuple[str, str]]]:
    """The keys that can be chosen, by table: those given and those of the rows that are filled in."""
    wanted = {str(c.references) for t in PORTFOLIO_TABLES for c in t.columns if c.references}
    keys: dict[str, list[tuple[str, str]]] = {}
    for table in PORTFOLIO_TABLES:
        if table.name not in wanted:
            continue
        found = dict(references.get(table.name, ()))
        if table.name in rows:
            found |= dict(key_words(table, rows[table.name]))
        keys[table.name] = sorted(found.items())
    return keys


def key_words(table: Table, frame: pl.DataFrame) -> list[tuple[str, str]]:
    """The key of each row with a word for it: its name, title or text."""
    words = [name for name in ("name_nb", "title_nb", "title", "text_nb") if name in table.by_name]
    word = pl.coalesce([pl.col(name) for name in words]) if words else pl.lit("")
    rows = frame.select(pl.col(table.key[0]), word.fill_null("").alias("word")).drop_nulls().unique(subset=table.key[0])
    return sorted((str(key), str(text)) for key, text in rows.iter_rows())


def _formats(workbook: Any) -> dict[str, Any]:
    grey = {"font_color": "#5c6470", "italic": True, "font_size": 9}
    heading = {"bold": True, "bottom": 1, "bg_color": "#e6f0ff", "text_wrap": True, "valign": "top"}
    formats = {name: workbook.add_format({"num_format": code}) for name, code in _NUMBER_FORMATS.items()}
    return formats | {
        "text": workbook.add_format({"num_format": "@"}),
        "identifier": workbook.add_format(grey),
        "heading": workbook.add_format(heading),
        "title": workbook.add_format({"bold": True, "font_size": 16}),
        "wrap": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "link": workbook.get_default_url_format(),
    }


@dataclass(frozen=True)
class _Lists:
    """Where the lists to choose from stand: name of code list or table to its cells."""

    codes: Mapping[str, str]
    keys: Mapping[str, str]


@dataclass(frozen=True)
class _Book:
    """A workbook that is being written."""

    workbook: Any
    lang: str
    formats: Mapping[str, Any]

    def say(self, name: str, **values: object) -> str:
        return tell(f"imports.template.{name}", self.lang, **values)

    def name(self, named: Table | Column) -> str:
        return named.en if self.lang == "en" else named.nb

    @property
    def guide_sheets(self) -> tuple[str, str]:
        return GUIDE_SHEETS["en" if self.lang == "en" else "nb"]

    def guide(self, *, is_example: bool) -> None:
        """The first sheet: how to fill in, and what each sheet is for."""
        sheet = self.workbook.add_worksheet(self.guide_sheets[0])
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 80, self.formats["wrap"])
        sheet.set_column(2, 2, 60, self.formats["wrap"])
        sheet.write_string(0, 0, self.say("title"), self.formats["title"])
        lines = [self.say("intro"), *(self.say(rule, codes=self.guide_sheets[1]) for rule in _RULES)]
        if is_example:
            lines.insert(1, self.say("example"))
        for row, line in enumerate(lines, start=2):
            sheet.write_string(row, 0, line)
        start = len(lines) + 3
        for column, name in enumerate(("sheet", "row_is", "must")):
            sheet.write_string(start, column, self.say(name), self.formats["heading"])
        for row, table in enumerate(PORTFOLIO_TABLES, start=start + 1):
            sheet.write_url(row, 0, f"internal:'{self.name(table)}'!A1", self.formats["link"], self.name(table))
            sheet.write_string(row, 1, table.definition_en if self.lang == "en" else table.definition_nb, self.formats["wrap"])
            required = ", ".join(self.name(column) for column in table.columns if column.required)
            sheet.write_string(row, 2, required, self.formats["wrap"])

    def codes(self, keys: Mapping[str, Sequence[tuple[str, str]]]) -> _Lists:
        """The sheet with all lists to choose from."""
        name = self.guide_sheets[1]
        sheet = self.workbook.add_worksheet(name)
        for column, heading in enumerate(("list", "value", "word")):
            sheet.write_string(0, column, self.say(heading), self.formats["heading"])
        sheet.set_column(0, 2, 40)
        sheet.freeze_panes(1, 0)
        used = dict.fromkeys(c.codes for t in PORTFOLIO_TABLES for c in t.columns if c.codes)
        code_rows = {
            code_list: [
                (CODE_LISTS[code_list].nb, code.value, code.en if self.lang == "en" else code.nb)
                for code in CODE_LISTS[code_list].codes
            ]
            for code_list in used
        }
        key_rows = {
            table.name: [(self.say("key_of", table=self.name(table)), key, word) for key, word in keys[table.name]]
            for table in PORTFOLIO_TABLES
            if keys.get(table.name)
        }
        row = 1
        codes, row = _write_lists(sheet, name, code_rows, row, "C")
        known, row = _write_lists(sheet, name, key_rows, row, "B")
        return _Lists(codes, known)

    def table(self, table: Table, frame: pl.DataFrame | None, lists: _Lists) -> None:
        """The sheet of a table."""
        sheet = self.workbook.add_worksheet(self.name(table))
        height = 0 if frame is None else frame.height
        for index, column in enumerate(table.columns):
            self._heading(sheet, table, column, index)
            self._limits(sheet, column, index, lists, max(LAST_ROW, _FIRST_ROW + height))
            if frame is not None:
                self._values(sheet, column, index, frame.get_column(column.name))
        sheet.set_row(_IDENTIFIER_ROW, None, self.formats["identifier"])
        sheet.freeze_panes(_FIRST_ROW, 1)
        sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + max(height, 1), len(table.columns) - 1)

    def _heading(self, sheet: Any, table: Table, column: Column, index: int) -> None:
        heading = f"{self.name(column)} {REQUIRED_MARK}" if column.required else self.name(column)
        sheet.write_string(_IDENTIFIER_ROW, index, column.name, self.formats["identifier"])
        sheet.write_string(_HEADING_ROW, index, heading, self.formats["heading"])
        sheet.write_comment(_HEADING_ROW, index, self._help(column), {"x_scale": 2, "y_scale": 1.2, "author": "FoU-monitor"})
        cell_format = self.formats[column.type] if column.type in _NUMBER_FORMATS else self.formats["text"]
        sheet.set_column(index, index, _width(table, column), cell_format)

    def _help(self, column: Column) -> str:
        parts = [column.definition if self.lang != "en" else column.en + "."]
        if column.type in ("date", "nok", "quarter", "period", "pct", "bool", "code"):
            parts.append(self.say(f"hint_{column.type}"))
        if column.references and column.references in _SHEETS:
            parts.append(self.say("hint_ref", table=self.name(_SHEETS[column.references])))
        if column.required:
            parts.append(self.say("comment_required"))
        return " ".join(parts)

    def _limits(self, sheet: Any, column: Column, index: int, lists: _Lists, last_row: int) -> None:
        """What the spreadsheet itself lets a person enter."""
        limit = _limit(column)
        if column.codes in lists.codes:
            limit = {"validate": "list", "source": lists.codes[str(column.codes)]}
        elif column.references in lists.keys:
            table = self.name(_SHEETS[str(column.references)])
            limit = {
                "validate": "list",
                "source": lists.keys[str(column.references)],
                "error_type": "information",
                "error_message": self.say("error_ref", table=table),
            }
        elif column.type == "bool":
            limit = {"validate": "list", "source": [self.say("yes"), self.say("no")]}
        if limit:
            hint = {"error_message": self.say(f"hint_{column.type}")} if f"hint_{column.type}" in _HINTS else {}
            options = {"error_title": self.say("error_title"), **hint, **limit}
            sheet.data_validation(_FIRST_ROW, index, last_row, index, options)

    def _values(self, sheet: Any, column: Column, index: int, values: pl.Series) -> None:
        for row, value in enumerate(values, start=_FIRST_ROW):
            if value is not None:
                self._value(sheet, row, index, column, value)

    def _value(self, sheet: Any, row: int, index: int, column: Column, value: object) -> None:
        cell_format = self.formats[column.type] if column.type in _NUMBER_FORMATS else self.formats["text"]
        if isinstance(value, bool):
            sheet.write_string(row, index, self.say("yes" if value else "no"), cell_format)
        elif isinstance(value, date):
            sheet.write_datetime(row, index, value, cell_format)
        elif isinstance(value, (int, float, Decimal)):
            exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
            if _fits_in_cell(exact):
                sheet.write_number(row, index, float(value), cell_format)
            else:
                sheet.write_string(row, index, f"{exact:f}", cell_format)
        elif column.codes:
            sheet.write_string(row, index, CODE_LISTS[column.codes].label(str(value), self.lang), cell_format)
        else:
            sheet.write_string(row, index, str(value), cell_format)


_SHEETS: dict[str, Table] = {table.name: table for table in PORTFOLIO_TABLES}
_HINTS = frozenset({"hint_date", "hint_nok", "hint_pct", "hint_bool", "hint_code"})


def _write_lists(
    sheet: Any, name: str, groups: Mapping[str, Iterable[tuple[str, str, str]]], row: int, column: str
) -> tuple[dict[str, str], int]:
    """Write each group below the last; give the cells of `column` for each, and the next free row."""
    places: dict[str, str] = {}
    for group, lines in groups.items():
        first = row
        for line in lines:
            for index, text in enumerate(line):
                sheet.write_string(row, index, text)
            row += 1
        places[group] = f"='{name}'!${column}${first + 1}:${column}${row}"
    return places, row


def _limit(column: Column) -> dict[str, Any]:
    if column.type == "date":
        return {"validate": "date", "criteria": "between", "minimum": date(FIRST_YEAR, 1, 1), "maximum": date(LAST_YEAR, 12, 31)}
    if column.type == "year":
        return {"validate": "integer", "criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    if column.type not in ("int", "nok", "number", "pct"):
        return {}
    kind = "integer" if column.type == "int" else "decimal"
    if column.minimum is not None and column.maximum is not None:
        return {"validate": kind, "criteria": "between", "minimum": column.minimum, "maximum": column.maximum}
    return {"validate": kind, "criteria": ">=", "value": -1e15 if column.minimum is None else column.minimum}


def _width(table: Table, column: Column) -> int:
    if column.name in table.key or column.type == "ref":
        return _KEY_WIDTH
    is_long = column.name.startswith(("title", "text", "description", "summary", "reason", "evidence", "note"))
    return _WIDTHS.get(column.type, _LONG_WIDTH if is_long else _TEXT_WIDTH)


def _fits_in_cell(value: Decimal) -> bool:
    digits, exponent = value.as_tuple().digits, value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_CELL_DECIMALS and len(digits) + max(exponent, 0) <= _CELL_DIGITS
