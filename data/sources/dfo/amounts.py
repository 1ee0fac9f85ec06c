"""Amounts as files write them: which mark is the decimal one is told by all amounts of a column, never guessed from one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

#: Spaces and signs that stand between thousands, and the minus signs that people and systems write.
_SPACES = dict.fromkeys(map(ord, " \u00a0\u2007\u2009\u202f\u200b'’"), None)
_MINUS = dict.fromkeys(map(ord, "\u2212\u2013\u2010\u2011"), "-")
_WELL_FORMED = re.compile(r"^-?[\d.,]*\d[\d.,]*-?$")
_GROUPED = re.compile(r"^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$")


def cleaned(text: str) -> str:
    """The amount without spaces, with one minus sign in front."""
    plain = text.translate(_SPACES).translate(_MINUS).strip()
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if plain.endswith("-") and not plain.startswith("-"):
        plain = f"-{plain[:-1]}"
    return plain.removesuffix("kr").removeprefix("kr")


@dataclass
class Marks:
    """What the amounts of a column tell of its decimal mark.

    Attributes:
        decimal: the mark when some amount settles it; "?" when amounts contradict each other.
    """

    decimal: str | None = None

    def see(self, text: str) -> None:
        """Learn from one amount."""
        if "," not in text and "." not in text:
            return
        told = _told(cleaned(text).lstrip("-"))
        if told is not None:
            self.decimal = told if self.decimal in (None, told) else "?"

    def value(self, text: str) -> Decimal | str:
        """The amount as a number; else why not: `not_a_number` or `ambiguous_number`."""
        plain = cleaned(text)
        if not _WELL_FORMED.match(plain):
            return "not_a_number"
        mark = self.decimal
        if mark == "?" or (mark is None and _GROUPED.match(plain.lstrip("-"))):
            return "ambiguous_number"
        thousands = {",": ".", ".": ","}.get(mark or "", "")
        return _number(plain.replace(thousands, "") if thousands else plain, mark)


def _told(plain: str) -> str | None:
    """The decimal mark that an amount settles; None when it could be read in two ways."""
    comma, dot = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and dot >= 0:
        return "," if comma > dot else "."
    mark = "," if comma >= 0 else "."
    if plain.count(mark) > 1:
        return {",": ".", ".": ","}[mark]
    return None if _GROUPED.match(plain) else mark


def _number(plain: str, mark: str | None) -> Decimal | str:
    try:
        return Decimal(plain.replace(mark, ".") if mark else plain)
    except InvalidOperation:
        return "not_a_number"
