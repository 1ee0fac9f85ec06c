"""Sick-leave series: the newest vintage of each quarter within one method, with gaps and breaks left as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import polars as pl

from analytics.sickness.observed import Observation, observations_of
from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_end, quarter_index

Family = Literal["holiday", "current"]

#: Methods whose figures may stand in one line. The holiday corrected level is 0.1 to 1.6 points higher, quarter by quarter.
FAMILIES: dict[Family, tuple[str, ...]] = {
    "holiday": ("holiday_corrected",),
    "current": ("current", "current_hours", "current_self"),
}
ALL_INDUSTRIES = "00-99"
#: Scopes of a break that concern an adjustment, besides "all".
_SCOPES: dict[str, tuple[str, ...]] = {
    "unadjusted": ("unadjusted",),
    "seasonal": ("unadjusted", "seasonal"),
    "seasonal_influenza": ("seasonal_influenza",),
    "seasonal_influenza_corona": ("seasonal_influenza", "seasonal"),
}


@dataclass(frozen=True, slots=True)
class Break:
    """A break: figures from `from_period` on are not directly comparable with those before."""

    from_period: str
    scope: str
    kind: str
    title_nb: str
    title_en: str
    effect_nb: str | None


@dataclass(frozen=True, slots=True)
class QuarterMean:
    """The mean of four quarters in a row, ending with `period`; `value` is None while `quarters` is below four."""

    period: str
    value: Decimal | None
    quarters: int
    vintage: str
    methods: tuple[str, ...]


def observations(snapshot: Snapshot, adjustment: str, *, absence_type: str = "total", sex: str = "both") -> list[Observation]:
    """Every quarterly figure of sick leave in all industries with this adjustment, in all vintages known on the day.

    Figures whose method is not stated are left out: they cannot be placed in any line.
    """
    series = snapshot.table("series").filter(
        (pl.col("indicator") == "absence_pct") & (pl.col("adjustment") == adjustment) & (pl.col("sex") == sex)
        & (pl.col("absence_type") == absence_type) & (pl.col("industry_code") == ALL_INDUSTRIES)
        & pl.col("breakdown").is_null() & pl.col("breakdown_value").is_null()
    )  # fmt: skip
    return observations_of(snapshot, series)


def family_of(found: Iterable[Observation]) -> Family:
    """The method family to show: the current one as soon as anything is published by it, else the holiday corrected."""
    return "current" if any(item.method in FAMILIES["current"] for item in found) else "holiday"


def newest(found: Iterable[Observation], family: Family) -> dict[str, Observation]:
    """For each quarter the newest vintage within the family, by quarter. Gaps stay gaps."""
    chosen = {item.period: item for item in found if item.method in FAMILIES[family]}
    return {period: chosen[period] for period in sorted(chosen, key=quarter_index)}


def missing_quarters(chosen: Iterable[str]) -> list[str]:
    """Quarters without a figure between the first and the last one that has any."""
    indexes = sorted(quarter_index(period) for period in chosen)
    if not indexes:
        return []
    return [quarter_at(index) for index in range(indexes[0], indexes[-1]) if index not in set(indexes)]


def quarter_at(index: int) -> str:
    """The quarter with this running number; the inverse of `domain.periods.quarter_index`."""
    return f"{index // 4}K{index % 4 + 1}"


def last_quarter(period: str) -> str:
    """The last quarter of a year or quarter.

    Raises:
        ValueError: the period is neither.
    """
    if re.fullmatch(r"\d{4}", period):
        return f"{period}K4"
    quarter_index(period)
    return period


def quarters_of(period: str) -> list[str]:
    """The quarters of a year, or the quarter itself."""
    return [f"{period}K{number}" for number in (1, 2, 3, 4)] if re.fullmatch(r"\d{4}", period) else [last_quarter(period)]


def period_is_over(period: str, day: date) -> bool:
    """Whether the whole period lies before or on `day`."""
    return quarter_end(last_quarter(period)) <= day


def four_quarter_means(chosen: dict[str, Observation]) -> list[QuarterMean]:
    """For each quarter that has a figure, the mean of it and the three before; None where any of the four is missing."""
    means = []
    for period in chosen:
        end = quarter_index(period)
        window = [chosen[q] for q in map(quarter_at, range(end - 3, end + 1)) if q in chosen and chosen[q].value is not None]
        if not window:
            continue
        values = [item.value for item in window if item.value is not None]
        latest = max(window, key=lambda item: item.published_date)
        value = sum(values, Decimal(0)) / 4 if len(window) == 4 else None
        means.append(QuarterMean(period, value, len(window), latest.vintage, tuple(dict.fromkeys(i.method for i in window))))
    return means


def breaks(snapshot: Snapshot, adjustment: str, first: str, last: str) -> tuple[Break, ...]:
    """Breaks of the series known on the day, between two quarters, in order."""
    scopes = ["all", *_SCOPES.get(adjustment, ())]
    rows = snapshot.table("series_break").filter(pl.col("scope").is_in(scopes)).sort("from_period", "break_id")
    columns = ("from_period", "scope", "kind", "title_nb", "title_en", "effect_nb")
    found = (Break(*row) for row in rows.select(columns).iter_rows())
    return tuple(b for b in found if is_quarter(b.from_period) and _between(b.from_period, first, last))


def pandemic_quarters(snapshot: Snapshot) -> tuple[str, str | None] | None:
    """The first quarter that the statistics treat as marked by the pandemic, and the first one after.

    Read from the breaks that are marked so. The end is None while no break that ends it is known; None in all when there
    is none.
    """
    rows = snapshot.table("series_break").filter(pl.col("is_pandemic").fill_null(False)).sort("from_period")
    marked = [period for period in rows.get_column("from_period") if is_quarter(period)]
    if not marked:
        return None
    return marked[0], marked[-1] if len(marked) > 1 else None


def _between(period: str, first: str, last: str) -> bool:
    return quarter_index(first) <= quarter_index(period) <= quarter_index(last)
