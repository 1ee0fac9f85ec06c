"""What a cell of a table says: a figure, a zero, or why there is none. Norwegian numbers, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.sources.nav.cells import Cell

#: Signs for cells without a figure, as NAV and Statistics Norway use them.
_SIGNS = {
    "*": "masked", ":": "masked", "..": "missing", "...": "missing", "…": "missing", ".": "not_applicable",
    "-": "zero", "–": "zero", "—": "zero", "\N{MINUS SIGN}": "zero",
}  # fmt: skip
_FEW = re.compile(r"^<\s?\d{1,2}$")
_GROUPED = re.compile(r"^-?\d{1,3}(?: \d{3})+(?:,\d+)?$")
_COMMA = re.compile(r"^-?\d+,\d+$")
_WHOLE = re.compile(r"^-?\d+$")
_POINT = re.compile(r"^-?\d+\.\d+$")
_POINTS = re.compile(r"^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
_THREE_AFTER = re.compile(r"^-?\d{1,3}\.\d{3}$")
_MARKED = re.compile(r"^(.*\d)\s*(\*{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]|\s\d\))$")
#: More decimals than this are the remains of a calculation and tell nothing of how exact a figure is.
_MOST_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell says.

    Attributes:
        value: the figure; None where there is none.
        state: as in the code list `value_state`.
        decimals: how many the cell shows, when that can be told.
        share: whether it is a share shown in per cent; `value` is then per cent.
        mark: the mark of a footnote behind it.
    """

    value: float | None
    state: str
    decimals: int | None = None
    share: bool = False
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """A cell that cannot be read for sure, and the rule that says why."""

    rule: str


MISSING = Figure(None, "missing")


def point_is_decimal(texts: Iterable[str]) -> bool | None:
    """Whether points in the numbers of a table stand before decimals (else between thousands); None when nothing tells."""
    found: bool | None = None
    for text in texts:
        plain = text.strip().removesuffix("%").strip()
        if _POINTS.match(plain) and ("," in plain or plain.count(".") > 1):
            return False
        if _POINT.match(plain) and not _THREE_AFTER.match(plain):
            found = True
    return found


def is_figure(cell: Cell) -> bool:
    """Whether a cell looks like a figure or a sign for none."""
    if cell.fault is not None or cell.number is not None:
        return True
    readings = (figure(cell, point_decimal=is_decimal) for is_decimal in (True, False))
    return cell.day is None and any(isinstance(reading, Figure) for reading in readings)


def figure(cell: Cell | None, *, point_decimal: bool | None) -> Figure | Unclear:
    """Read a cell.

    Args:
        cell: None for an empty one, which is missing.
        point_decimal: whether points stand before decimals, from `point_is_decimal`.
    """
    if cell is None:
        return MISSING
    if cell.fault is not None:
        return Unclear(f"cell_{cell.fault}")
    if cell.day is not None:
        return Unclear("unreadable_cell")
    if cell.number is not None:
        return _stored(cell, cell.number)
    return _written(cell.text.strip(), point_decimal=point_decimal)


def _stored(cell: Cell, number: float) -> Figure:
    """A number that is stored as one."""
    if cell.is_percent:
        value = round(number * 100, 10)
        return Figure(value, "value", cell.decimals if cell.decimals is not None else _decimals(value), share=True)
    return Figure(number, "value", cell.decimals if cell.decimals is not None else _decimals(number))


def _decimals(number: float) -> int | None:
    text = repr(number)
    if "e" in text:
        return None
    count = 0 if float(number).is_integer() else len(text.partition(".")[2])
    return count if count <= _MOST_DECIMALS else None


def _written(text: str, *, point_decimal: bool | None) -> Figure | Unclear:
    """A number or sign that is written as text."""
    if text in _SIGNS:
        state = _SIGNS[text]
        return Figure(0.0, "zero", 0) if state == "zero" else Figure(None, state)
    if _FEW.match(text):
        return Figure(None, "masked")
    marked = _MARKED.match(text)
    body = marked.group(1).strip() if marked else text
    share = body.endswith("%")
    number = body.removesuffix("%").strip().replace("\N{MINUS SIGN}", "-")
    if _THREE_AFTER.match(number) and point_decimal is None:
        return Unclear("ambiguous_number")
    plain = _plain_number(number, point_decimal=point_decimal is not False)
    if plain is None:
        return Unclear("unreadable_cell")
    count = len(plain.partition(".")[2])
    return Figure(float(plain), "value", count, share=share, mark=marked.group(2).strip() if marked else None)


def _plain_number(text: str, *, point_decimal: bool) -> str | None:
    """The number as a computer writes it; None when it is none."""
    if _WHOLE.match(text):
        return text
    if _GROUPED.match(text):
        return text.replace(" ", "").replace(",", ".")
    if _COMMA.match(text):
        return text.replace(",", ".")
    if not point_decimal and _POINTS.match(text):
        return text.replace(".", "").replace(",", ".")
    return text if point_decimal and _POINT.match(text) else None
