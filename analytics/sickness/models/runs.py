"""Quarterly figures as arrays: sorted, with gaps as gaps, and cut where they are unbroken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from domain.periods import is_quarter, quarter_index

#: Why something is not computed.
Reason = Literal[
    "no_values", "too_short", "non_positive", "no_variation", "gap_at_origin", "gaps", "season_missing", "no_goal",
    "not_computable",
]  # fmt: skip
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NotEnoughData:
    """Something that is not computed, and why.

    Attributes:
        count: how many quarters there are, where the reason is a number.
        needed: how many are needed.
    """

    reason: Reason
    count: int | None = None
    needed: int | None = None


@dataclass(frozen=True)
class Run:
    """Figures of quarters without a gap between them.

    Attributes:
        first: the first quarter, as a running number (`domain.periods.quarter_index`).
        values: one figure a quarter.
    """

    first: int
    values: Floats

    @property
    def last(self) -> int:
        """The last quarter, as a running number."""
        return self.first + len(self.values) - 1


def quarter_at(index: int) -> str:
    """The quarter with this running number."""
    return f"{index // 4}K{index % 4 + 1}"


def known(values: Mapping[str, float | Decimal | None]) -> dict[int, float]:
    """The figures that are known, by running number of the quarter, in order. NaN and None are no figures."""
    found = {quarter_index(period): float(value) for period, value in values.items() if value is not None and is_quarter(period)}
    return {index: found[index] for index in sorted(found) if math.isfinite(found[index])}


def runs(values: Mapping[str, float | Decimal | None]) -> list[Run]:
    """The unbroken runs of known figures, in order."""
    figures = known(values)
    starts = [index for index in figures if index - 1 not in figures]
    found = []
    for start in starts:
        end = start
        while end + 1 in figures:
            end += 1
        found.append(Run(start, np.array([figures[index] for index in range(start, end + 1)], dtype=np.float64)))
    return found


def longest(found: list[Run]) -> Run | None:
    """The longest run, the newest of equals."""
    return max(found, key=lambda run: (len(run.values), run.first), default=None)


def regular(values: Mapping[str, float | Decimal | None], first: int, last: int) -> Floats:
    """One figure a quarter from `first` to `last` (running numbers), NaN where none is known."""
    figures = known(values)
    return np.array([figures.get(index, math.nan) for index in range(first, last + 1)], dtype=np.float64)
