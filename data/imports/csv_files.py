"""Reading a CSV file: UTF-8 with or without byte order mark, comma, semicolon or tab between the columns."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

import polars as pl

from data.imports.findings import RawFinding
from data.imports.sheets import HEADING_ROWS, RawSheet, plain_name
from domain.tables import Table

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ZIP_HEADER = b"PK\x03\x04"
_DELIMITERS = (";", ",", "\t")
#: Spreadsheets may write the delimiter on a line of its own.
_DELIMITER_LINE = "sep="
_LONGEST_CELL = 1_000_000
MAX_SHEET_CELLS = 10_000_000


def read_csv(path: Path, table: Table) -> tuple[RawSheet | None, list[RawFinding]]:
    """A CSV file as text.

    Row numbers count records as a spreadsheet shows them: the first line is row 1, blank lines count, and a cell with
    line breaks is in one row.

    Args:
        table: whose headings tell which delimiter is meant.

    Returns:
        The sheet, or None with what is wrong with the file.
    """
    content = path.read_bytes()
    refused = _refused(path, content)
    if refused:
        return None, [refused]
    text = content.decode("utf-8-sig")
    try:
        rows = _records(text, _delimiter(text, table))
    except csv.Error:
        return None, [_broken(path, text, table)]
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MAX_SHEET_CELLS:
        return None, [RawFinding("sheet_too_large", place=path.name, details={"rows": len(rows), "columns": width})]
    columns = zip_longest(*rows) if rows else ()
    cells = pl.DataFrame({f"column_{i}": pl.Series(values, dtype=pl.String) for i, values in enumerate(columns)})
    return RawSheet(path.name, cells, is_csv=True), []


def _refused(path: Path, content: bytes) -> RawFinding | None:
    if content.startswith(_ZIP_HEADER):
        return RawFinding("csv_is_workbook", place=path.name)
    if content.startswith(_UTF16) or b"\x00" in content:
        return RawFinding("wrong_encoding_utf16", place=path.name)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        around = content[max(0, error.start - 20) : error.start + 20].decode("cp1252", errors="replace")
        return RawFinding(
            "wrong_encoding", place=path.name, row=line, value=around, details={"position": error.start + 1, "line": line}
        )
    return None


def _delimiter(text: str, table: Table) -> str:
    """The delimiter that finds most of the table's headings."""
    first_line = text.partition("\n")[0].strip()
    if first_line.casefold().startswith(_DELIMITER_LINE) and len(first_line) == len(_DELIMITER_LINE) + 1:
        return first_line[-1]
    names = {name for c in table.columns for name in (c.name, plain_name(c.nb), plain_name(c.en))}
    head = "\n".join(text.splitlines()[:HEADING_ROWS])

    def found(delimiter: str) -> int:
        try:
            rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0
        return max((sum(plain_name(cell) in names for cell in row) for row in rows), default=0)

    return max(_DELIMITERS, key=found)


def _records(text: str, delimiter: str) -> list[list[str | None]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader: Iterable[list[str]] = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str | None]] = [[cell or None for cell in row] for row in reader]
    if rows and rows[0] and (rows[0][0] or "").casefold().startswith(_DELIMITER_LINE):
        rows[0] = []
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _broken(path: Path, text: str, table: Table) -> RawFinding:
    """Where quotation marks do not match, as far as can be told."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, table), strict=True)
    whole = 0
    with contextlib.suppress(csv.Error):
        for _ in reader:
            whole += 1
    return RawFinding("broken_csv", place=path.name, row=whole + 1)
