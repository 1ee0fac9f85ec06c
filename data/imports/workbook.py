"""Reading a workbook (.xlsx): guarded against what is broken, locked, too large or computed, then read with calamine."""

from __future__ import annotations

import zipfile
from pathlib import Path

import fastexcel
import polars as pl

from data.imports.findings import RawFinding
from data.imports.sheets import RawSheet
from data.imports.workbook_parts import (
    DamagedWorkbookError,
    SheetContent,
    marks_in,
    sheet_contents,
)

#: Technical limits: what is larger is refused before it is read.
MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
MAX_SHEET_CELLS = 10_000_000
_OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(path: Path) -> tuple[list[RawSheet], list[RawFinding]]:
    """The sheets of a workbook as text.

    Formula cells and error values are marked in each sheet, since their stored result is not a value that a person has
    entered. Nothing in the workbook is computed, followed or run.

    Returns:
        The sheets in order, and what is wrong with the file as a whole; with such a finding there are no sheets.
    """
    try:
        refused = _refused(path)
        if refused:
            return [], [_finding(path, refused)]
        contents = sheet_contents(path)
        reader = fastexcel.read_excel(str(path))
        sheets = [_sheet(path, reader, content) for content in contents]
    except (DamagedWorkbookError, zipfile.BadZipFile, fastexcel.FastExcelError, EOFError):
        return [], [_finding(path, "broken_workbook")]
    found = [item for item in sheets if isinstance(item, RawFinding)]
    return [item for item in sheets if isinstance(item, RawSheet)], found


def _refused(path: Path) -> str | None:
    """Why a file is not read at all, or None."""
    with path.open("rb") as handle:
        start = handle.read(8)
    if start == _OLE_HEADER:
        return "workbook_locked" if _ENCRYPTED in path.read_bytes() else "old_workbook"
    if not zipfile.is_zipfile(path):
        return "broken_workbook"
    with zipfile.ZipFile(path) as archive:
        names = {info.filename for info in archive.infolist()}
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_BYTES:
            return "unpacked_too_large"
    return None if "xl/workbook.xml" in names else "not_a_workbook"


def _sheet(path: Path, reader: fastexcel.ExcelReader, content: SheetContent) -> RawSheet | RawFinding:
    if content.rows * content.columns > MAX_SHEET_CELLS:
        return RawFinding(
            "sheet_too_large",
            place=content.name,
            value=f"{content.rows} x {content.columns}",
            details={"rows": content.rows, "columns": content.columns},
        )
    loaded = reader.load_sheet(content.name, header_row=None, skip_rows=0, dtypes="string")
    cells = pl.DataFrame(loaded)
    marks = marks_in(path, content, cells) if content.has_marks else {}
    return RawSheet(content.name, cells, marks)


def _finding(path: Path, rule_id: str) -> RawFinding:
    limit = MAX_FILE_BYTES if rule_id == "file_too_large" else MAX_UNPACKED_BYTES
    return RawFinding(rule_id, place=path.name, details={"limit_mb": limit // (1024 * 1024)})
