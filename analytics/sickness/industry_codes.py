"""Industry codes as what they cover: which groups lie within others, are the same, or make up the whole together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from analytics.sickness.series import ALL_INDUSTRIES

#: Half-open ranges of five-digit codes, in order and apart.
Spans = tuple[tuple[int, int], ...]

_PART = re.compile(r"^(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?$")
_LETTERS = re.compile(r"^([A-V])(?:\s*[-–]\s*([A-V]))?$")
_DIGITS = 5
#: The divisions of each section, as the two standards define them. The letters do not mean the same in both.
_SECTIONS: dict[str, dict[str, str]] = {
    "SN2007": {
        "A": "01-03", "B": "05-09", "C": "10-33", "D": "35", "E": "36-39", "F": "41-43", "G": "45-47", "H": "49-53",
        "I": "55-56", "J": "58-63", "K": "64-66", "L": "68", "M": "69-75", "N": "77-82", "O": "84", "P": "85",
        "Q": "86-88", "R": "90-93", "S": "94-96", "T": "97-98", "U": "99",
    },
    "SN2025": {
        "A": "01-03", "B": "05-09", "C": "10-33", "D": "35", "E": "36-39", "F": "41-43", "G": "46-47", "H": "49-53",
        "I": "55-56", "J": "58-60", "K": "61-63", "L": "64-66", "M": "68", "N": "69-75", "O": "77-82", "P": "84",
        "Q": "85", "R": "86-88", "S": "90-93", "T": "94-96", "U": "97-98", "V": "99",
    },
}  # fmt: skip


@lru_cache(maxsize=4096)
def spans(code: str, standard: str | None) -> Spans | None:
    """What a code covers: "10-12", "05,07-09", "86101", "Q"; None when it is not a code of the standard.

    A code of fewer digits covers all that begin with it. All industries ("00-99") cover everything.
    """
    if code == ALL_INDUSTRIES:
        return ((0, 10**_DIGITS),)
    found: list[tuple[int, int]] = []
    for part in re.split(r"[,;+]", code):
        ranges = _ranges(part.strip(), standard)
        if ranges is None:
            return None
        found.extend(ranges)
    return _joined(found)


def union(codes: Iterable[str], standard: str | None) -> Spans | None:
    """What several codes cover together; None when one of them is not a code."""
    found = [spans(code, standard) for code in codes]
    known = [item for item in found if item is not None]
    return _joined([piece for item in known for piece in item]) if len(known) == len(found) and known else None


def is_within(inner: Spans, outer: Spans) -> bool:
    """Whether all of `inner` lies within `outer`."""
    return all(any(low <= start and end <= high for low, high in outer) for start, end in inner)


def overlaps(one: Spans, other: Spans) -> bool:
    """Whether two have any code in common."""
    return any(start < high and low < end for start, end in one for low, high in other)


def size(covered: Spans) -> int:
    """How many five-digit codes are covered, used or not; for telling wide from narrow."""
    return sum(end - start for start, end in covered)


def widest(codes: Sequence[str], standard: str | None) -> list[str]:
    """The codes that lie within no other of them; all industries left out, of codes that cover the same the first one.

    What is not a code of the standard cannot be placed and is kept.
    """
    return _without(codes, standard, is_within)


def finest(codes: Sequence[str], standard: str | None) -> list[str]:
    """The codes that no other of them lies within; else as `widest`."""
    return _without(codes, standard, lambda own, other: is_within(other, own))


def are_apart(codes: Sequence[str], standard: str | None) -> bool:
    """Whether no two of the codes overlap and all of them are codes."""
    found = [spans(code, standard) for code in codes]
    known = [item for item in found if item is not None]
    if len(known) != len(found):
        return False
    return not any(overlaps(one, other) for place, one in enumerate(known) for other in known[place + 1 :])


def _without(codes: Sequence[str], standard: str | None, gives_way: Callable[[Spans, Spans], bool]) -> list[str]:
    first: dict[Spans, str] = {}
    for code in codes:
        covered = spans(code, standard)
        if covered is not None and code != ALL_INDUSTRIES:
            first.setdefault(covered, code)
    kept = {code for own, code in first.items() if not any(own != other and gives_way(own, other) for other in first)}
    return [code for code in codes if code in kept or spans(code, standard) is None]


def _ranges(part: str, standard: str | None) -> list[tuple[int, int]] | None:
    match = _PART.match(part)
    if match:
        first, last = match.group(1), match.group(2) or match.group(1)
        low, high = _start(first), _start(last) + 10 ** (_DIGITS - len(last))
        return [(low, high)] if low < high else None
    letters = _LETTERS.match(part)
    sections = _SECTIONS.get(standard or "")
    if letters is None or sections is None:
        return None
    names = [name for name in sections if letters.group(1) <= name <= (letters.group(2) or letters.group(1))]
    ranges = [_ranges(sections[name], standard) for name in names]
    return [piece for found in ranges if found for piece in found] or None


def _start(digits: str) -> int:
    return int(digits.ljust(_DIGITS, "0"))


def _joined(found: Iterable[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
