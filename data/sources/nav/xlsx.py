"""Reading a workbook with what a table needs: addresses, number formats, merged cells and hidden sheets.

Only stored values are read. Nothing in the workbook is computed, followed or run.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from xml.parsers import expat

from data.imports.workbook import MAX_FILE_BYTES, MAX_UNPACKED_BYTES
from data.sources.nav.cells import Area, Cell, Sheet, one_line
from data.sources.nav.errors import NavFileError
from data.sources.nav.formats import GENERAL, Format, formats

_OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAX_CELLS = 3_000_000
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ADDRESS = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_MEGABYTE = 1024 * 1024
T = TypeVar("T")
#: Day 0 of a workbook; the second is for workbooks from old Macs.
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


class _EnoughError(Exception):
    """The rows that were asked for have been read."""


def sheet_names(content: bytes) -> list[str]:
    """The names of the sheets, without reading what is in them.

    Raises:
        NavFileError: as `read_sheets`.
    """
    return [name for name, _, _ in _opened(content, lambda archive: _book(archive).sheets)]


def read_sheets(content: bytes, first_rows: int | None = None) -> list[Sheet]:
    """The sheets of a workbook in the order of their tabs.

    Args:
        content: the bytes of the workbook.
        first_rows: read no further than this row; merged areas are then not known.

    Raises:
        NavFileError: the content is no workbook, is locked, of an old kind, damaged or too large.
    """
    return _opened(content, lambda archive: _sheets(archive, first_rows))


def _opened(content: bytes, use: Callable[[zipfile.ZipFile], T]) -> T:
    _check(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return use(archive)
    except (
        zipfile.BadZipFile, zlib.error, KeyError, ValueError, IndexError, EOFError, OverflowError,
        RuntimeError, NotImplementedError, OSError, expat.ExpatError,
    ) as error:  # fmt: skip
        raise NavFileError("broken") from error


def _check(content: bytes) -> None:
    if not content:
        raise NavFileError("empty")
    if len(content) > MAX_FILE_BYTES:
        raise NavFileError("too_large", limit_mb=MAX_FILE_BYTES // _MEGABYTE)
    if content.startswith(_OLE_HEADER):
        raise NavFileError("locked" if _ENCRYPTED in content else "old_kind")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise NavFileError("no_workbook")


def _book(archive: zipfile.ZipFile) -> _Book:
    if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise NavFileError("too_large", limit_mb=MAX_UNPACKED_BYTES // _MEGABYTE)
    if "xl/workbook.xml" not in archive.namelist():
        raise NavFileError("no_workbook")
    book = _Book()
    _walk(archive, "xl/workbook.xml", book.start)
    _walk(archive, _RELATIONS, book.relation)
    return book


def _sheets(archive: zipfile.ZipFile, first_rows: int | None) -> list[Sheet]:
    book, names = _book(archive), set(archive.namelist())
    texts = _shared_texts(archive, names)
    styles = formats(archive.read("xl/styles.xml")) if "xl/styles.xml" in names else []
    epoch = _EPOCH_1904 if book.is_1904 else _EPOCH
    found: list[Sheet] = []
    for name, relation, is_hidden in book.sheets:
        if relation in book.targets:
            reader = _SheetReader(texts, styles, epoch, first_rows)
            with suppress(_EnoughError):
                _walk(archive, book.targets[relation], reader.start, reader.end, reader.data)
            found.append(Sheet(name, reader.cells, tuple(reader.merged), is_hidden))
    return found


@dataclass
class _Book:
    """The list of sheets."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    is_1904: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes["name"], relation, attributes.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in ("1", "true")

    def relation(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes["Target"]
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self.targets[attributes["Id"]] = path


def _shared_texts(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    """The texts that cells refer to. What is written above a word to tell how it is read is left out."""
    path = next((name for name in ("xl/sharedStrings.xml", "xl/SharedStrings.xml") if name in names), None)
    if path is None:
        return []
    texts: list[str] = []
    parts: list[str] = []
    inside: list[str] = []

    def start(tag: str, _: Mapping[str, str]) -> None:
        inside.append(tag)
        if tag == "si":
            parts.clear()

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            texts.append("".join(parts))

    def data(text: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside:
            parts.append(text)

    _walk(archive, path, start, end, data)
    return texts


@dataclass
class _SheetReader:
    """Cells of one sheet as they pass by."""

    texts: list[str]
    styles: list[Format]
    epoch: datetime
    first_rows: int | None = None
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    row: int = 0
    column: int = -1
    kind: str = "n"
    style: Format = GENERAL
    has_formula: bool = False
    inside: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.inside.append(tag)
        if tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), -1
            if self.first_rows is not None and self.row > self.first_rows:
                raise _EnoughError
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "f":
            self.has_formula = True
        elif tag == "mergeCell":
            self.merged.append(_area(attributes["ref"]))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self.column += 1
        if "r" in attributes:
            self.row, self.column = _position(attributes["r"])
        self.kind, self.has_formula = attributes.get("t", "n"), False
        number = int(attributes.get("s", 0))
        self.style = self.styles[number] if number < len(self.styles) else GENERAL
        self.parts.clear()

    def data(self, text: str) -> None:
        if self.inside and self.inside[-1] in ("v", "t") and "rPh" not in self.inside and "c" in self.inside:
            self.parts.append(text)

    def end(self, tag: str) -> None:
        self.inside.pop()
        if tag == "c":
            self._end_cell("".join(self.parts))

    def _end_cell(self, stored: str) -> None:
        cell = self._cell(stored)
        if cell is None:
            return
        if len(self.cells) >= _MAX_CELLS:
            raise NavFileError("too_many_cells", limit=_MAX_CELLS)
        self.cells[self.row, self.column] = cell

    def _cell(self, stored: str) -> Cell | None:
        if self.kind == "e":
            return Cell(self.row, self.column, stored, fault="error")
        if not stored.strip():
            return Cell(self.row, self.column, "", fault="formula") if self.has_formula else None
        if self.kind == "b":
            return Cell(self.row, self.column, "SANN" if stored == "1" else "USANN")
        if self.kind in ("s", "str", "inlineStr"):
            text = one_line(self.texts[int(stored)] if self.kind == "s" else stored)
            return Cell(self.row, self.column, text) if text else None
        if self.kind == "d":
            return Cell(self.row, self.column, stored, day=date.fromisoformat(stored[:10]))
        return self._number(float(stored))

    def _number(self, number: float) -> Cell:
        if self.style.is_date and number >= 1:
            day = (self.epoch + timedelta(days=number)).date()
            return Cell(self.row, self.column, day.isoformat(), day=day)
        text = str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
        return Cell(self.row, self.column, text, number=number, is_percent=self.style.is_percent, decimals=self.style.decimals)


def _position(address: str) -> tuple[int, int]:
    match = _ADDRESS.match(address)
    if match is None:
        raise ValueError(f"no address: {address}")
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match.group(2)), column - 1


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    (row, column), (last_row, last_column) = _position(first), _position(last or first)
    return Area(row, column, last_row, last_column)


Start = Callable[[str, Mapping[str, str]], None]


def _walk(
    archive: zipfile.ZipFile,
    path: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    data: Callable[[str], None] | None = None,
) -> None:
    """Read one part of the workbook; names are without their prefix. A part that declares entities is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = (lambda name: end(name.rpartition(":")[2])) if end else None
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with archive.open(path) as handle:
        parser.ParseFile(handle)


def _refuse_doctype(*_: object) -> None:
    raise NavFileError("broken")
