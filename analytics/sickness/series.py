"""Sick-leave series: the newest vintage of each quarter within one method, with gaps and breaks left as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_end, quarter_index, quarter_of

Family = Literal["holiday", "current"]
Rhythm = Literal["year", "quarter", "month", "week"]

#: Methods whose figures may stand in one line. The holiday corrected level is 0.1 to 1.6 points higher, quarter by quarter.
FAMILIES: dict[Family, tuple[str, ...]] = {
    "holiday": ("holiday_corrected",),
    "current": ("current", "current_hours", "current_self"),
}
ALL_INDUSTRIES = "00-99"
_KNOWN_STATES = ("value", "zero", "provisional")
_RHYTHMS: dict[Rhythm, str] = {"year": r"^\d{4}$", "quarter": r"^\d{4}K", "month": r"^\d{4}M", "week": r"^\d{4}U"}
_PRECISION_FORMAT = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}
#: Scopes of a break that concern an adjustment, besides "all".
_SCOPES: dict[str, tuple[str, ...]] = {
    "unadjusted": ("unadjusted",),
    "seasonal": ("unadjusted", "seasonal"),
    "seasonal_influenza": ("seasonal_influenza",),
    "seasonal_influenza_corona": ("seasonal_influenza", "seasonal"),
}


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of a series in one vintage, in the series' unit; `value` is None where there is none to show.

    Attributes:
        vintage: when it was published, no more exactly than known: "2019-12", "2019-03-20", "2018K2" or "2014".
        state: as in the code list `value_state`.
    """

    period: str
    value: Decimal | None
    state: str
    vintage: str
    vintage_id: str
    published_date: date
    method: str
    publisher: str
    source_id: str | None
    decimals: int


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


def observations_of(snapshot: Snapshot, series: pl.DataFrame, rhythm: Rhythm = "quarter") -> list[Observation]:
    """Every figure of these series in this rhythm, in all vintages known on the day, oldest vintage first within a period.

    Of a table that is fetched anew, a figure is stored only when it has changed. The figure that stands is therefore
    given the newest vintage of its table: that vintage says the same.

    Args:
        snapshot: the programme on a day.
        series: rows of the table `series`.
        rhythm: which periods: years, quarters, months or weeks.
    """
    vintages = snapshot.table("vintage").select(
        "vintage_id", "publisher", "published_date", "date_precision", "method", pl.col("table_id").alias("fetched_table")
    )
    ids = series.select("series_id").unique()
    rows = snapshot.table("observation").join(ids, on="series_id", how="semi").join(vintages, on="vintage_id")
    rows = _confirmed(rows.filter(pl.col("period").str.contains(_RHYTHMS[rhythm])), _loads(snapshot))
    ranked = rows.with_columns(pl.col("decimals").fill_null(0), (pl.col("publisher") == "SSB").alias("is_first_hand"))
    order = ["period", "published_date", "decimals", "is_first_hand", "vintage_id"]
    known = ranked.sort(order, descending=[False, False, False, False, True])
    return [_observation(row) for row in known.iter_rows(named=True)]


def _loads(snapshot: Snapshot) -> pl.DataFrame:
    """Every vintage of a fetched table, with the periods it covers; a load that does not say covers all."""
    loads = snapshot.table("statistic_load").filter(pl.col("published_date").is_not_null())
    return loads.select(
        "publisher", pl.col("table_id").alias("fetched_table"), pl.col("published_date").alias("confirmed_date"),
        "first_period", "last_period",
    )  # fmt: skip


def _confirmed(rows: pl.DataFrame, loads: pl.DataFrame) -> pl.DataFrame:
    """The standing figure of each fetched table with the date of the table's newest vintage that covers its period."""
    key = ["series_id", "period", "fetched_table"]
    is_last = (pl.col("published_date") == pl.col("published_date").max().over(key)) & pl.col("fetched_table").is_not_null()
    period = pl.col("period")
    covers = (pl.col("first_period").is_null() | (pl.col("first_period") <= period)) & (
        pl.col("last_period").is_null() | (pl.col("last_period") >= period)
    )
    places = rows.select("publisher", "fetched_table", "period").unique().drop_nulls()
    confirmed = (
        places.join(loads, on=["publisher", "fetched_table"]).filter(covers)
        .group_by("publisher", "fetched_table", "period").agg(pl.col("confirmed_date").max())
    )  # fmt: skip
    marked = rows.with_columns(is_last.alias("is_last")).join(confirmed, on=["publisher", "fetched_table", "period"], how="left")
    shown = pl.when(pl.col("is_last") & (pl.col("confirmed_date") > pl.col("published_date")))
    return marked.with_columns(
        shown.then("confirmed_date").otherwise("published_date").alias("published_date"),
        shown.then(pl.lit("day")).otherwise("date_precision").alias("date_precision"),
    ).drop("is_last", "confirmed_date")


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


def _observation(row: dict[str, Any]) -> Observation:
    is_known = row["value"] is not None and row["value_state"] in _KNOWN_STATES
    decimals = 0 if row["decimals"] is None else int(row["decimals"])
    return Observation(
        row["period"], Decimal(str(row["value"])) if is_known else None, row["value_state"],
        _vintage_text(row["published_date"], row["date_precision"]), row["vintage_id"], row["published_date"],
        row["method"], row["publisher"], row["source_id"], decimals,
    )  # fmt: skip


def _vintage_text(published: date, precision: str) -> str:
    return quarter_of(published) if precision == "quarter" else published.strftime(_PRECISION_FORMAT.get(precision, "%Y-%m-%d"))
