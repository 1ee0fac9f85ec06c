"""The numbers that a reader sees, and those that the command line gives, so that the two can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from typing import Any

_NOT_READ = re.compile(r"<(style|script)\b.*?</\1>", re.S)
_TAG = re.compile(r"<[^>]*>")
#: A number as Norwegians write it, with thin spaces between thousands.
_NUMBER = re.compile(r"(?<![\w.])\d[\d\u202f\u00a0]*(?:,\d+)?")
#: Days of months, parts of a page and the like: too small to tell anything apart.
_SMALL = frozenset(Decimal(number) for number in range(32))


def read_text(markup: str) -> str:
    """What is read of a piece of markup, each part on a line of its own."""
    return unescape(_TAG.sub("\n", _NOT_READ.sub("", markup)))


def read_numbers(text: str) -> list[tuple[Decimal, int, str]]:
    """The numbers of a text: value, decimals and the line it stands in."""
    found = []
    for line in text.splitlines():
        for match in _NUMBER.findall(line):
            plain = re.sub(r"[\u202f\u00a0]", "", match).replace(",", ".")
            found.append((Decimal(plain), len(plain.partition(".")[2]), line.strip()))
    return found


class Known:
    """The numbers of some results as the command line gives them."""

    def __init__(self, documents: Iterable[Any]) -> None:
        self._exact: set[Decimal] = set()
        for document in documents:
            self._take(document)
        self._rounded: dict[int, set[Decimal]] = {}

    def has(self, value: Decimal, decimals: int) -> bool:
        """Whether a number, or kroner told in millions, rounds to `value`; a share also by what is left of 100,
        or as a part of one."""
        if decimals not in self._rounded:
            step = Decimal(1).scaleb(-decimals)
            told = [abs(one) for one in self._exact] + [abs(one) / 1_000_000 for one in self._exact]
            told += [100 - one for one in self._exact if 0 <= one <= 100]
            told += [one * 100 for one in self._exact if 0 < one < 1]
            self._rounded[decimals] = {one.quantize(step, rounding=ROUND_HALF_UP) for one in told if one < 10**15}
        return value in self._rounded[decimals] or value in _SMALL

    def has_drawn(self, value: float) -> bool:
        """Whether a number that a figure draws is one of them, to six digits."""
        return self.has(Decimal(str(abs(value))).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP), 3)

    def _take(self, found: Any) -> None:
        if isinstance(found, dict):
            for name, value in found.items():
                self._take(str(name))
                self._take(value)
        elif isinstance(found, (list, tuple)):
            self._exact.add(Decimal(len(found)))
            for value in found:
                self._take(value)
        elif isinstance(found, str):
            plain = re.sub(r"(?<=\d)[\u202f\u00a0](?=\d)", "", found)
            self._exact |= {Decimal(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", plain)}
            self._exact |= {Decimal(number) for number in re.findall(r"\d+", plain)}
        elif isinstance(found, (int, float)) and not isinstance(found, bool):
            self._exact.add(Decimal(str(found)))
