"""The parts inside a workbook file, read as XML only as far as needed: sheet names, extent, formulas and errors."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

import polars as pl

from data.imports.sheets import Mark

_CHUNK = 1 << 20
_OVERLAP = 200
_MARK = re.compile(rb"<(?:\w+:)?f[\s/>]|\st=[\"']e[\"']")
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row [^>]*?\br=[\"'](\d{1,7})[\"']")
#: A cell with content, far enough to the right to have two letters or more.
_FAR_CELL = re.compile(rb"<(?:\w+:)?c r=[\"']([A-Z]{2,3})\d+[\"'][^>/]*>(?!</)")
_CELL_NAME = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_ONE_LETTER_COLUMNS = 26
_DOCUMENT_RELATIONS = "xl/_rels/workbook.xml.rels"


class DamagedWorkbookError(Exception):
    """The file is a zip archive, but not a workbook that can be read."""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """A sheet of a workbook.

    Attributes:
        name: as on its tab.
        part: its file inside the archive.
        rows, columns: an upper bound of its extent.
        has_marks: whether any cell holds a formula or an error value.
    """

    name: str
    part: str
    rows: int
    columns: int
    has_marks: bool


def sheet_contents(path: Path) -> list[SheetContent]:
    """The sheets with cells, in the order of their tabs. Every part is unpacked once, so that damage is found.

    Raises:
        DamagedWorkbookError: the parts do not make a workbook, or declare entities.
        zipfile.BadZipFile: an archive that cannot be unpacked.
    """
    with zipfile.ZipFile(path) as archive:
        try:
            parts = _sheet_parts(archive)
            _unpack_others(archive, set(parts.values()))
            return [_content(archive, name, part) for name, part in parts.items()]
        except (KeyError, RuntimeError, NotImplementedError, OSError, ValueError, expat.ExpatError, zlib.error) as error:
            raise DamagedWorkbookError(str(error)) from error


def marks_in(path: Path, content: SheetContent, cells: pl.DataFrame) -> dict[tuple[int, int], Mark]:
    """Where a sheet has formulas and error values, by row number and column index in `cells`.

    Args:
        cells: the sheet as calamine gives it; its first column is the first that is used, so positions are
            aligned on the first row that has content and no marks.
    """
    found: dict[tuple[int, int], Mark] = {}
    filled: dict[int, int] = {}

    def see(row: int, column: int, mark: Mark | None) -> None:
        if mark is None:
            filled[row] = min(filled.get(row, column), column)
        else:
            found[row, column] = mark

    with zipfile.ZipFile(path) as archive:
        _walk_cells(archive, content.part, see)
    offset = _offset(filled, cells, {row for row, _ in found})
    return {(row, column - offset): mark for (row, column), mark in found.items()}


def _offset(filled: Mapping[int, int], cells: pl.DataFrame, marked: set[int]) -> int:
    for number, row in enumerate(cells.iter_rows(), start=1):
        index = next((i for i, text in enumerate(row) if text is not None), None)
        if index is not None and number in filled and number not in marked:
            return filled[number] - index
    return 0


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to its part, for sheets with cells (not chart sheets)."""
    targets: dict[str, str] = {}
    named: dict[str, str] = {}

    def relation(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes["Target"]
            targets[attributes["Id"]] = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")

    def sheet(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            named[attributes["name"]] = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")

    _walk(archive, _DOCUMENT_RELATIONS, relation)
    _walk(archive, "xl/workbook.xml", sheet)
    return {name: targets[relation_id] for name, relation_id in named.items() if relation_id in targets}


def _unpack_others(archive: zipfile.ZipFile, parts: set[str]) -> None:
    """Read the remaining parts to their end: a wrong length or checksum shows there."""
    for info in archive.infolist():
        if info.filename not in parts:
            with archive.open(info) as handle:
                while handle.read(_CHUNK):
                    pass


def _content(archive: zipfile.ZipFile, name: str, part: str) -> SheetContent:
    rows, columns, has_marks = 0, _ONE_LETTER_COLUMNS, False
    with archive.open(part) as handle:
        for chunk in _chunks(handle):
            if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                raise DamagedWorkbookError(f"entities in {part}")
            has_marks = has_marks or _MARK.search(chunk) is not None
            rows = max([rows, *map(int, _ROW_NUMBER.findall(chunk))])
            columns = max([columns, *(_column_number(letters.decode()) for letters in set(_FAR_CELL.findall(chunk)))])
    return SheetContent(name, part, rows, columns, has_marks)


def _chunks(handle: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces that overlap, so that nothing short is cut in two."""
    tail = b""
    while piece := handle.read(_CHUNK):
        yield tail + piece
        tail = piece[-_OVERLAP:]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _refuse_entities(*_: object) -> None:
    raise DamagedWorkbookError("the file declares entities")


def _walk(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through a part's elements by local name."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_entities
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(part) as handle:
        parser.ParseFile(handle)


class _CellWalk:
    """Keeps track of the cell that the parser is in, and tells of each that has content or a mark."""

    def __init__(self, see: Callable[[int, int, Mark | None], None]) -> None:
        self._see = see
        self._row = 0
        self._column = -1
        self._rule: str | None = None
        self._formula = ""
        self._content = ""
        self._is_in_formula = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
        elif tag == "c":
            match = _CELL_NAME.match(attributes.get("r", ""))
            self._column = _column_number(match.group(1)) - 1 if match else self._column + 1
            self._rule = "error_value" if attributes.get("t") == "e" else None
            self._formula = self._content = ""
        elif tag == "f":
            self._rule = "formula"
            self._is_in_formula = True

    def text(self, data: str) -> None:
        if self._is_in_formula:
            self._formula += data
        else:
            self._content += data.strip()

    def end(self, tag: str) -> None:
        if tag == "f":
            self._is_in_formula = False
        elif tag == "c" and self._rule:
            text = f"={self._formula}" if self._formula else self._content
            self._see(self._row, self._column, Mark(self._rule, text or None))
        elif tag == "c" and self._content:
            self._see(self._row, self._column, None)


def _walk_cells(archive: zipfile.ZipFile, part: str, see: Callable[[int, int, Mark | None], None]) -> None:
    walk = _CellWalk(see)
    _walk(archive, part, walk.start, walk.end, walk.text)
