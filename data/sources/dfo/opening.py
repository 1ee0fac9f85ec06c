"""Files as tables of rows: text in columns, workbooks, and either in a ZIP archive. Large text is read as it passes by."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO

from data.sources.dfo import headings
from data.sources.nav.cells import Cell, Sheet, letters
from data.sources.nav.errors import NavFileError
from data.sources.nav.xlsx import read_sheets

#: A cell as it is read: text, a number that a workbook stores, or nothing.
Value = str | Decimal | None
Rows = Iterator[tuple[int, list[Value]]]
TEXT_ENDINGS = (".csv", ".txt", ".tsv")
BOOK_ENDINGS = (".xlsx", ".xlsm", ".xls")
ENDINGS = (*TEXT_ENDINGS, *BOOK_ENDINGS, ".zip")
_DELIMITERS = (";", ",", "\t", "|")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PART = 1024 * 1024
#: Headings stand within as many rows.
HEAD_ROWS = 30
_MOST_UNPACKED = 8 * 1024**3
_LONGEST_CELL = 1_000_000
_OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP_HEADER = b"PK\x03\x04"


class DfoFileError(Exception):
    """A file that cannot be opened; `rule` names the finding."""

    def __init__(self, rule: str, value: str | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.value = value


@dataclass(frozen=True)
class RawTable:
    """A sheet or a text file.

    Attributes:
        place: file and sheet as the user knows them.
        rows: gives the rows from the first one on, each time anew.
        texts: short texts from elsewhere in the workbook that may tell of unit and year.
    """

    place: str
    rows: Callable[[], Rows]
    texts: tuple[str, ...] = ()


def tables(path: Path, name: str) -> list[RawTable]:
    """The tables of a file.

    Args:
        path: where the kept file lies.
        name: its name as the user knows it.

    Raises:
        DfoFileError: it cannot be opened.
    """
    if not path.stat().st_size:
        raise DfoFileError("empty_file")
    with path.open("rb") as handle:
        start = handle.read(8)
    if start == _OLE_HEADER:
        raise DfoFileError("old_workbook")
    if not start.startswith(_ZIP_HEADER):
        return [_text_table(name, lambda: path.open("rb"))]
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
    except zipfile.BadZipFile as error:
        raise DfoFileError("broken_file") from error
    if any(info.filename == "xl/workbook.xml" for info in members):
        return _sheets(path.read_bytes(), name)
    return _members(path, name, members)


def _members(path: Path, name: str, members: list[zipfile.ZipInfo]) -> list[RawTable]:
    if sum(info.file_size for info in members) > _MOST_UNPACKED:
        raise DfoFileError("too_large")
    found: list[RawTable] = []
    for info in members:
        ending = Path(info.filename).suffix.casefold()
        place = f"{name}: {Path(info.filename).name}"
        if ending in TEXT_ENDINGS:
            found.append(_text_table(place, _opener(path, info.filename)))
        elif ending in BOOK_ENDINGS:
            with zipfile.ZipFile(path) as archive:
                found += _sheets(archive.read(info), place)
    if not found:
        raise DfoFileError("empty_archive")
    return found


def _opener(path: Path, member: str) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        return zipfile.ZipFile(path).open(member)

    return opened


def _sheets(content: bytes, name: str) -> list[RawTable]:
    try:
        sheets = [sheet for sheet in read_sheets(content) if not sheet.is_hidden]
    except NavFileError as error:
        raise DfoFileError({"locked": "locked_workbook", "old_kind": "old_workbook"}.get(error.rule, "broken_file")) from error
    is_table = {id(sheet): _has_headings(sheet) for sheet in sheets}
    texts = tuple(cell.text for sheet in sheets if not is_table[id(sheet)] for cell in sheet.cells.values())
    return [RawTable(f"{name}: {sheet.name}", _sheet_rows(sheet), texts) for sheet in sheets if is_table[id(sheet)]] or [
        RawTable(f"{name}: {sheet.name}", _sheet_rows(sheet)) for sheet in sheets
    ]


def _has_headings(sheet: Sheet) -> bool:
    rows = (row for _, row in zip(range(HEAD_ROWS), _sheet_rows(sheet)(), strict=False))
    return any(headings.recognised(values) is not None for _, values in rows)


def _sheet_rows(sheet: Sheet) -> Callable[[], Rows]:
    width = max((cell.column for cell in sheet.cells.values()), default=-1) + 1

    def rows() -> Rows:
        for number, cells in sheet.rows.items():
            values: list[Value] = [None] * width
            for cell in cells:
                values[cell.column] = _value(cell)
            yield number, values

    return rows


def _value(cell: Cell) -> Value:
    if cell.fault is not None:
        return cell.text or "#"
    return Decimal(cell.text) if cell.number is not None else cell.text


def _text_table(place: str, opened: Callable[[], IO[bytes]]) -> RawTable:
    try:
        coding = _coding(opened)
        with _text(opened, coding) as text:
            head = [line for _, line in zip(range(HEAD_ROWS), text, strict=False)]
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise DfoFileError("broken_file") from error
    delimiter = max(_DELIMITERS, key=lambda mark: _fit(head, mark))

    def rows() -> Rows:
        csv.field_size_limit(_LONGEST_CELL)
        with _text(opened, coding) as text:
            for number, row in enumerate(csv.reader(text, delimiter=delimiter), start=1):
                yield number, list(row)

    return RawTable(place, rows)


@contextmanager
def _text(opened: Callable[[], IO[bytes]], coding: str) -> Iterator[io.TextIOWrapper]:
    with opened() as raw, io.TextIOWrapper(raw, encoding=coding, newline="") as text:
        yield text


def _fit(head: list[str], delimiter: str) -> tuple[int, int]:
    """How many headings are known in the best row, and how wide it is."""
    try:
        rows = list(csv.reader(head, delimiter=delimiter))
    except csv.Error:
        return 0, 0
    return max(((headings.score(row), len(row)) for row in rows), default=(0, 0))


def _coding(opened: Callable[[], IO[bytes]]) -> str:
    """UTF-8 or UTF-16 when the bytes are that, else the Windows code page, which ISO 8859-1 is a part of."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_first = True
    with opened() as raw:
        while part := raw.read(_PART):
            if is_first and part.startswith(_UTF16):
                return "utf-16"
            if is_first and b"\x00" in part:
                raise DfoFileError("no_text")
            is_first = False
            try:
                decoder.decode(part)
            except UnicodeDecodeError:
                return "cp1252" if _is_windows(opened) else "iso-8859-1"
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _is_windows(opened: Callable[[], IO[bytes]]) -> bool:
    """Whether the bytes have none that the Windows code page leaves out."""
    with opened() as raw:
        return not any(any(code in part for code in b"\x81\x8d\x8f\x90\x9d") for part in iter(lambda: raw.read(_PART), b""))


def column_name(heading: headings.Heading) -> str:
    """A column as the user finds it: its letter and heading."""
    return f"{letters(heading.index)} «{heading.text.strip()}»"
