"""New sick listings per week: each year a line, and this year against the same weeks of earlier years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from analytics.sickness.observed import Observation
from analytics.sickness.series import ALL_INDUSTRIES, pandemic_quarters
from analytics.sickness.told import Told, is_same_vintage, period_end, told
from data.snapshot import Snapshot

_CORONA = re.compile("korona|covid", re.IGNORECASE)
#: A year without week 53 has this many; only some years have one more.
USUAL_WEEKS = 52


@dataclass(frozen=True, slots=True)
class SameWeeks:
    """Two years compared over the weeks that both have.

    Attributes:
        weeks: how many weeks are summed, the same in both years.
        last_week: the last of them.
        is_every_week: whether they are all weeks up to `last_week`.
    """

    year: int
    other_year: int
    weeks: int
    last_week: int
    is_every_week: bool
    total: Decimal
    other_total: Decimal


@dataclass(frozen=True)
class Listings:
    """New sick listings per week in all industries, both sexes.

    Attributes:
        years: by year and week number; a week that is absent was not found, one without a value has a state that says why.
        corona: the same for listings with a corona diagnosis; empty when not told apart.
        pandemic_years: years with quarters that the statistics treat as marked by the pandemic.
        other_groups: by kind of breakdown how many further groups have figures in the newest week.
    """

    years: Mapping[int, Mapping[int, Observation]]
    corona: Mapping[int, Mapping[int, Observation]]
    pandemic_years: tuple[int, ...]
    other_groups: Mapping[str, int]

    @property
    def latest(self) -> Observation | None:
        """The newest week with a figure."""
        known = [item for weeks in self.years.values() for item in weeks.values() if item.value is not None]
        return max(known, key=lambda item: period_end(item.period), default=None)

    @property
    def compared(self) -> tuple[SameWeeks, ...]:
        """The newest year against each earlier one over the weeks known in both; week 53 only where both have it.

        Figures of two publications are not compared: then the year is left out.
        """
        if self.latest is None:
            return ()
        year = year_of(self.latest.period)
        earlier = sorted((other for other in self.years if other < year), reverse=True)
        found = (same_weeks(self.years[year], self.years[other]) for other in earlier)
        return tuple(item for item in found if item is not None)

    @property
    def long_years(self) -> tuple[int, ...]:
        """Years that have a figure for week 53."""
        return tuple(year for year, weeks in self.years.items() if any(week > USUAL_WEEKS for week in weeks))


def listings(snapshot: Snapshot) -> Listings | None:
    """New sick listings per week as known on the snapshot's day, or None when none are found."""
    series = snapshot.table("series").filter(
        (pl.col("indicator") == "new_sick_listings") & (pl.col("sex") == "both") & (pl.col("industry_code") == ALL_INDUSTRIES)
    )
    lines = told(snapshot, series, ("week",))
    whole = _whole(lines)
    if whole is None:
        return None
    corona = next((line for line in lines if _CORONA.search(line.group.nb)), None)
    return Listings(by_year(whole.points), by_year(corona.points if corona else {}), _pandemic_years(snapshot, whole.points),
                    _others(lines, whole))  # fmt: skip


def by_year(points: Mapping[str, Observation]) -> dict[int, dict[int, Observation]]:
    """Weekly figures by year and week number, in order."""
    found: dict[int, dict[int, Observation]] = {}
    for period in sorted(points):
        found.setdefault(year_of(period), {})[int(period[5:])] = points[period]
    return found


def year_of(period: str) -> int:
    """The year of a week."""
    return int(period[:4])


def same_weeks(year: Mapping[int, Observation], other: Mapping[int, Observation]) -> SameWeeks | None:
    """Two years over the weeks that have a figure in both; None when there are none, or they are of two publications."""
    weeks = [week for week in year if week in other and year[week].value is not None and other[week].value is not None]
    pairs = [(year[week], other[week]) for week in weeks]
    if not pairs or not all(is_same_vintage(pairs[0][0], item) for pair in pairs for item in pair):
        return None
    return SameWeeks(
        year_of(pairs[0][0].period), year_of(pairs[0][1].period), len(weeks), max(weeks),
        weeks == list(range(1, max(weeks) + 1)), _sum(one for one, _ in pairs), _sum(two for _, two in pairs),
    )  # fmt: skip


def _whole(lines: list[Told]) -> Told | None:
    """All listings, told without groups or as the group of all: the line with the newest week, of those the longest."""
    totals = [line for line in lines if line.is_total and line.last_period]
    return max(totals, key=lambda line: (line.last_period or "", len(line.points)), default=None)


def _sum(items: Iterable[Observation]) -> Decimal:
    return sum((item.value for item in items if item.value is not None), Decimal(0))


def _pandemic_years(snapshot: Snapshot, points: Mapping[str, Observation]) -> tuple[int, ...]:
    span = pandemic_quarters(snapshot)
    if span is None:
        return ()
    first, after = span
    last = int(after[:4]) - (1 if after.endswith("K1") else 0) if after else snapshot.as_of.year
    years = {year_of(period) for period in points}
    return tuple(sorted(year for year in years if int(first[:4]) <= year <= last))


def _others(lines: list[Told], whole: Told) -> dict[str, int]:
    """How many groups of each kind of breakdown have a figure in the newest week, all-groups left out."""
    found: dict[str, int] = {}
    for line in lines:
        if not line.is_total and line.last_period == whole.last_period:
            found[line.kind] = found.get(line.kind, 0) + 1
    return found
