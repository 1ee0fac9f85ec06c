"""Number formats of a workbook: whether a number is a date, is shown in per cent, and with how many decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

#: What stands in quotes, after a backslash, in brackets or as padding is shown as it is and means nothing.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE = re.compile(r"[dmyåhs]", re.IGNORECASE)
_DECIMALS = re.compile(r"[0#?][.,](0+)")
_BUILT_IN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
}  # fmt: skip
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is shown."""

    is_date: bool = False
    is_percent: bool = False
    decimals: int | None = None


GENERAL = Format()


def formats(styles: bytes) -> list[Format]:
    """The formats that cells refer to by number.

    Raises:
        ValueError: the part declares entities.
        expat.ExpatError: the part is damaged.
    """
    codes: dict[int, str] = {}
    used: list[int] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "xf" and inside and inside[-1] == "cellXfs":
            used.append(int(attributes.get("numFmtId", 0)))
        inside.append(tag)

    def refuse(*_: object) -> None:
        raise ValueError("entities")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: inside.pop()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(styles, True)
    return [_format(number, codes) for number in used]


def _format(number: int, codes: Mapping[int, str]) -> Format:
    if number in _BUILT_IN_DATES and number not in codes:
        return Format(is_date=True)
    code = codes.get(number, _BUILT_IN.get(number))
    return GENERAL if code is None else format_of(code)


def format_of(code: str) -> Format:
    """What a format code such as "0.0%" or "dd.mm.yyyy" says; the part for positive numbers decides."""
    plain = _LITERAL.sub("", code.split(";", maxsplit=1)[0])
    if plain.strip().casefold() in ("general", "standard", "@", ""):
        return GENERAL
    if not re.search(r"[0#?]", plain) and _DATE.search(plain):
        return Format(is_date=True)
    decimals = _DECIMALS.search(plain)
    has_digits = re.search(r"[0#?]", plain) is not None
    return Format(is_percent="%" in plain, decimals=len(decimals.group(1)) if decimals else 0 if has_digits else None)
