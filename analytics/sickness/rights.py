"""What marks long sick leave: graded sick leave over time, and persons who have used up their right to sick pay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from analytics.sickness.observed import Observation
from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.told import Told, is_same_vintage, newest_end, period_end, told
from data.snapshot import Snapshot
from domain.text import Text

_PER_MILLE = "promille"
_PERCENT = "prosent"


@dataclass(frozen=True)
class Graded:
    """The share of sick leave that is graded.

    Attributes:
        what: what it is a share of.
        lines: one a group, all groups first.
        others: the same told in another way, which may not stand beside it.
    """

    what: Text
    lines: tuple[Told, ...]
    others: tuple[Told, ...]

    @property
    def period(self) -> str:
        """The newest period with a figure."""
        return newest_end(line.last_period for line in self.lines if line.last_period) or ""

    @property
    def is_over_time(self) -> bool:
        """Whether any group has figures for more than one period."""
        return any(len(line.values) > 1 for line in self.lines)


@dataclass(frozen=True)
class Exhausted:
    """Persons who have used up their right to sick pay.

    Attributes:
        persons: in all industries, one line a rhythm, that with the newest figure first; years and quarters never in one line.
        rates: per mille of the employed by industry, all industries first.
        persons_by_industry: the same in persons, where it is told.
    """

    persons: tuple[Told, ...]
    rates: tuple[Told, ...]
    persons_by_industry: tuple[Told, ...]

    @property
    def period(self) -> str:
        """The newest period with a figure."""
        return newest_end(line.last_period for line in self.lines if line.last_period) or ""

    @property
    def lines(self) -> tuple[Told, ...]:
        """All lines."""
        return (*self.persons, *self.rates, *self.persons_by_industry)

    @property
    def rate_period(self) -> str | None:
        """The newest period of the rates."""
        return newest_end(line.last_period for line in self.rates if line.last_period)

    @property
    def rates_compared(self) -> tuple[tuple[Told, Observation], ...]:
        """The industries that have a rate in `rate_period`, highest first, all industries among them."""
        own = [(line, line.points[self.rate_period]) for line in self.rates if self.rate_period in line.values]
        return tuple(sorted(own, key=lambda item: item[1].value or Decimal(0), reverse=True))


@dataclass(frozen=True, slots=True)
class YearChange:
    """A figure against the one a year before; `other` is None when it is not found, or is from another publication.

    Attributes:
        is_other_vintage: whether there is a figure a year before, but from another publication.
    """

    period: str
    other_period: str
    value: Decimal
    other: Decimal | None
    is_other_vintage: bool


def year_change(line: Told) -> YearChange | None:
    """The newest figure of a line against the same period the year before; None when the line has no figure."""
    last = line.last_period
    if last is None:
        return None
    newest, before = line.points[last], line.points.get(f"{int(last[:4]) - 1}{last[4:]}")
    other_period = f"{int(last[:4]) - 1}{last[4:]}"
    is_other = before is not None and before.value is not None and not is_same_vintage(newest, before)
    other = before.value if before is not None and not is_other else None
    return YearChange(last, other_period, newest.value or Decimal(0), other, is_other)


def graded(snapshot: Snapshot) -> Graded | None:
    """Graded sick leave of both sexes in all industries as known on the snapshot's day, or None."""
    is_graded = (pl.col("indicator") == "graded_pct") | ((pl.col("breakdown_kind") == "graded") & (pl.col("unit_nb") == _PERCENT))
    series = snapshot.table("series").filter(is_graded & (pl.col("sex") == "both") & (pl.col("industry_code") == ALL_INDUSTRIES))
    lines = [line for line in told(snapshot, series) if line.last_period]
    if not lines:
        return None
    first = max(lines, key=lambda line: (period_end(line.last_period or ""), line.is_total, len(line.values)))
    own = [line for line in lines if _way(line) == _way(first)]
    ordered = sorted(own, key=lambda line: (not line.is_total, line.group.nb))
    return Graded(first.what, tuple(ordered), tuple(line for line in lines if line not in own))


def exhausted(snapshot: Snapshot) -> Exhausted | None:
    """Persons who have used up their right to sick pay, of both sexes, as known on the snapshot's day, or None."""
    series = snapshot.table("series").filter(
        ((pl.col("indicator") == "exhausted_rights") | (pl.col("breakdown_kind") == "exhausted")) & (pl.col("sex") == "both")
        & (pl.col("breakdown_kind").is_null() | pl.col("breakdown_kind").is_in(["none", "exhausted"]))
    )  # fmt: skip
    lines = [line for line in told(snapshot, series) if line.last_period]
    if not lines:
        return None
    counts = [line for line in lines if line.unit not in (_PER_MILLE, _PERCENT)]
    whole = [line for line in counts if line.industry_code == ALL_INDUSTRIES]
    rates = [line for line in lines if line.unit == _PER_MILLE]
    return Exhausted(
        tuple(sorted(_one_a_rhythm(whole), key=lambda line: period_end(line.last_period or ""), reverse=True)),
        tuple(sorted(rates, key=lambda line: line.industry_code != ALL_INDUSTRIES)),
        tuple(line for line in counts if line.industry_code != ALL_INDUSTRIES),
    )


def _way(line: Told) -> tuple[str, str, str]:
    return line.detail.nb, line.kind if line.kind != "graded" else "none", line.rhythm


def _one_a_rhythm(lines: Iterable[Told]) -> list[Told]:
    """Of each rhythm the line with the newest figure, and of those the longest: the same may be told under two names."""
    found: dict[str, Told] = {}
    for line in lines:
        held = found.get(line.rhythm)
        if held is None or _weight(line) > _weight(held):
            found[line.rhythm] = line
    return list(found.values())


def _weight(line: Told) -> tuple[str, int]:
    return line.last_period or "", len(line.values)
