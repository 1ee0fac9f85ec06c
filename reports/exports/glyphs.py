"""Which characters the product's fonts can show. A PDF for screen readers may hold no others, so they are replaced."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

_FONTS = Path(__file__).resolve().parent / "fonts"
#: Stands for a character that no font can show, as in any other program; else the question mark.
_REPLACEMENT, _PLAIN = "\ufffd", "?"
#: Invisible, and meant: where a word may be broken.
_BREAKS = "\u200b\u00ad"
_WHOLE_UNICODE, _SEGMENTS = 12, 4


def showable(text: str) -> str:
    """The text in composed form, without invisible marks of direction and joining, each other character that cannot be shown
    replaced by one sign."""
    known = _known()
    other = _REPLACEMENT if ord(_REPLACEMENT) in known else _PLAIN
    found = []
    for sign in unicodedata.normalize("NFC", text):
        if ord(sign) in known or sign in _BREAKS or sign == "\n":
            found.append(sign)
        elif sign.isspace():
            found.append(" ")
        elif unicodedata.category(sign) not in ("Cf", "Mn", "Me"):
            found.append(other)
    return "".join(found)


@cache
def _known() -> frozenset[int]:
    """The characters that every font of the product has."""
    fonts = [_characters(path.read_bytes()) for path in sorted(_FONTS.glob("*.ttf"))]
    return frozenset.intersection(*fonts)


def _characters(font: bytes) -> frozenset[int]:
    """The characters of a TrueType font, from its character map (OpenType, `cmap`, formats 4 and 12)."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    start = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * number + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == _WHOLE_UNICODE:
            found |= _groups(font, start + offset)
        elif form == _SEGMENTS:
            found |= _segments(font, start + offset)
    return frozenset(found)


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    found: set[int] = set()
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
        found.update(range(first if glyph else first + 1, last + 1))
    return found


def _segments(font: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + double)
    shifts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * double)
    place = at + 16 + 3 * double
    ranges = struct.unpack_from(f">{count}H", font, place)
    found: set[int] = set()
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if ranges[number] == 0:
                glyph = (code + shifts[number]) % 0x10000
            else:
                (glyph,) = struct.unpack_from(">H", font, place + 2 * number + ranges[number] + 2 * (code - first))
            if glyph:
                found.add(code)
    return found
