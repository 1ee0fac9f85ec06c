"""A sheet of text as it stands in a file, which table it belongs to, and where its headings are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from data.imports.findings import RawFinding
from domain.findings import Severity
from domain.tables import COMMON_COLUMNS, Column, Table

#: Sheets of the template workbook that hold guidance, not rows, by language.
GUIDE_SHEETS: dict[str, tuple[str, str]] = {"nb": ("Les meg", "Koder"), "en": ("Read me", "Codes")}
#: Put after the heading of a column that must be filled in.
REQUIRED_MARK = "*"
#: Headings are looked for in so many of the first rows.
HEADING_ROWS = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that does not hold a value that a person has entered: the rule that tells so, and what stands there."""

    rule_id: str
    text: str | None = None


@dataclass(frozen=True)
class RawSheet:
    """A sheet or file before anything is read into it.

    Attributes:
        place: its name as the user knows it.
        cells: text columns; row i of the frame is row i + 1 of the sheet. None is an empty cell.
        marks: cells that hold a formula or an error, by row number and column index.
        is_csv: whether it is a text file, where a leading equals sign is a formula.
    """

    place: str
    cells: pl.DataFrame
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)
    is_csv: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.cells.is_empty() or all(series.null_count() == len(series) for series in self.cells)


@dataclass(frozen=True)
class Headings:
    """Where a sheet's headings stand.

    Attributes:
        first_row, last_row: row numbers of the heading rows; data begin after the last.
        columns: column name to its index in the sheet.
        shown: column name to its heading as it stands in the file.
    """

    first_row: int
    last_row: int
    columns: Mapping[str, int]
    shown: Mapping[str, str]


def plain_name(text: str) -> str:
    """A name for comparison: without case, extra spaces and the mark for required columns."""
    return " ".join(unicodedata.normalize("NFC", text).removesuffix(REQUIRED_MARK).split()).casefold()


def table_named(name: str, tables: Iterable[Table]) -> Table | None:
    """The table whose identifier, Norwegian or English name is `name`."""
    wanted = plain_name(name)
    return next((t for t in tables if wanted in (t.name, plain_name(t.nb), plain_name(t.en))), None)


def is_guide(name: str) -> bool:
    """Whether a sheet holds guidance of the template and no rows."""
    return plain_name(name) in {plain_name(sheet) for names in GUIDE_SHEETS.values() for sheet in names}


def find_headings(table: Table, sheet: RawSheet) -> tuple[Headings | None, list[RawFinding]]:
    """Find the heading rows of a sheet and which column each heading means.

    The headings are the row among the first that has most known names, together with the rows next to it that are
    headings too (the template has a row of identifiers above the names).

    Returns:
        The headings, or None when there are none, and what is wrong with them.
    """
    known = {name: c for c in table.columns for name in (c.name, plain_name(c.nb), plain_name(c.en))}
    rows = [_named(row, known) for row in sheet.cells.head(HEADING_ROWS).iter_rows()]
    best = max(range(len(rows)), key=lambda i: len(rows[i].columns), default=None)
    if best is None or not rows[best].is_heading:
        return None, [_finding("no_headings", table, sheet, columns=[c.nb for c in table.columns if c.required])]
    first = last = best
    while first > 0 and rows[first - 1].is_heading:
        first -= 1
    while last + 1 < len(rows) and (rows[last + 1].is_heading or rows[last + 1].repeats(rows[last])):
        last += 1
    return _merged(table, sheet, rows[first : last + 1], first)


@dataclass(frozen=True)
class _Row:
    """A row read as headings: column index to text, and to the column it names."""

    texts: dict[int, str]
    columns: dict[int, Column]

    @property
    def is_heading(self) -> bool:
        """Two known names or more, that are at least half of the row; or nothing but known names."""
        found, given = len(self.columns), len(self.texts)
        return found > 0 and (found == given or (found >= 2 and 2 * found >= given))

    def repeats(self, above: _Row) -> bool:
        """Whether it stands below a row of identifiers and at least half of it names the same columns."""
        identifiers = all(plain_name(text) == above.columns[i].name for i, text in above.texts.items() if i in above.columns)
        same = sum(above.columns.get(index) == column for index, column in self.columns.items())
        return identifiers and same > 0 and 2 * same >= len(self.texts)


def _named(row: tuple[str | None, ...], known: Mapping[str, Column]) -> _Row:
    texts = {index: text.strip() for index, text in enumerate(row) if text and text.strip()}
    columns = {index: known[plain_name(text)] for index, text in texts.items() if plain_name(text) in known}
    return _Row(texts, columns)


def _merged(table: Table, sheet: RawSheet, rows: list[_Row], first: int) -> tuple[Headings | None, list[RawFinding]]:
    last = first + len(rows)
    columns: dict[str, int] = {}
    shown: dict[str, str] = {}
    findings: list[RawFinding] = []
    for index in sorted({i for row in rows for i in row.texts}):
        text = next(row.texts[index] for row in reversed(rows) if index in row.texts)
        meant = {row.columns[index].name for row in rows if index in row.columns}
        if len(meant) > 1:
            findings.append(_finding("heading_conflict", table, sheet, last, text, columns=sorted(meant)))
        elif not meant:
            findings.append(_finding("unknown_column", table, sheet, last, text, severity="soft"))
        elif (name := meant.pop()) in columns:
            findings.append(
                _finding(
                    "duplicate_heading",
                    table,
                    sheet,
                    last,
                    text,
                    first=column_letters(columns[name]),
                    second=column_letters(index),
                )
            )
        else:
            columns[name], shown[name] = index, text.removesuffix(REQUIRED_MARK).strip()
    findings.extend(_missing(table, sheet, columns, last))
    return Headings(first + 1, last, columns, shown), findings


def _missing(table: Table, sheet: RawSheet, columns: Mapping[str, int], row: int) -> list[RawFinding]:
    common = {column.name for column in COMMON_COLUMNS}
    absent = [column for column in table.columns if column.name not in columns]
    findings = [_finding("missing_column", table, sheet, row, c.nb, value=None, identifier=c.name) for c in absent if c.required]
    optional = [c.nb for c in absent if not c.required and c.name not in common]
    if optional:
        findings.append(_finding("optional_columns_missing", table, sheet, row, severity="info", columns=optional))
    return findings


def column_letters(index: int) -> str:
    """The letters of a column as a spreadsheet shows them: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _finding(
    rule_id: str,
    table: Table,
    sheet: RawSheet,
    row: int | None = None,
    column: str | None = None,
    *,
    severity: Severity = "hard",
    value: str | None = "",
    **details: object,
) -> RawFinding:
    """A finding on a heading; its value is the heading itself unless said."""
    return RawFinding(
        rule_id,
        severity,
        table=table.name,
        place=sheet.place,
        row=row,
        column=column,
        value=column if value == "" else value,
        details=details,
    )
