"""Reading a table of text (CSV) into the same cells as a workbook has."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter

from data.imports.workbook import MAX_FILE_BYTES
from data.sources.nav.cells import Cell, Sheet, one_line
from data.sources.nav.errors import NavFileError

_DELIMITERS = (";", "\t", ",", "|")
_CODINGS = ("utf-8-sig", "cp1252")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MEGABYTE = 1024 * 1024


def read_text(content: bytes) -> list[Sheet]:
    """The one sheet of a text file; every cell is text.

    Raises:
        NavFileError: it is empty, too large, or not text in columns.
    """
    if not content.strip():
        raise NavFileError("empty")
    if len(content) > MAX_FILE_BYTES:
        raise NavFileError("too_large", limit_mb=MAX_FILE_BYTES // _MEGABYTE)
    text = _decoded(content)
    if text is None:
        raise NavFileError("no_text")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise NavFileError("no_text") from error
    cells = {
        (number, column): Cell(number, column, one_line(value))
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row)
        if one_line(value)
    }
    return [Sheet(None, cells)]


def _decoded(content: bytes) -> str | None:
    """The text; None when it is not text at all."""
    codings = ("utf-16",) if content.startswith(_UTF16) else _CODINGS
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        return None if _has_control(text) else text
    return None


def _has_control(text: str) -> bool:
    return any(unicodedata.category(c) == "Cc" and c not in "\r\n\t\f" for c in set(text))


def _delimiter(text: str) -> str:
    """The mark that cuts most lines into the same number of parts, two or more."""
    lines = [line for line in text.splitlines() if line.strip()][:200]

    def agreeing(mark: str) -> tuple[int, int]:
        counts = Counter(line.count(mark) for line in lines if mark in line)
        return counts.most_common(1)[0][::-1] if counts else (0, 0)

    return max(_DELIMITERS, key=agreeing)
