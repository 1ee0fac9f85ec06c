"""Figures as they were published: every vintage of every series, worked out once for each snapshot and then looked up."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from weakref import WeakKeyDictionary

import polars as pl

from data.snapshot import Snapshot
from domain.periods import quarter_of

Rhythm = Literal["year", "quarter", "month", "week"]

_KNOWN_STATES = ("value", "zero", "provisional")
#: The letter of a period that tells its rhythm; a year has none.
_LETTERS: dict[Rhythm, str] = {"year": "", "quarter": "K", "month": "M", "week": "U"}
_PRECISION_FORMAT = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


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


#: A figure with its place in the order of all figures: by period, oldest vintage first.
_Ranked = tuple[int, Observation]


class _Figures:
    """All figures of a snapshot, in order; those of a series are made when they are first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        ordered = _ordered(snapshot)
        self._rows = ordered
        places = ordered.with_row_index("place").group_by("series_id").agg(pl.col("place").min(), pl.len().alias("count"))
        self._places = {series_id: (place, count) for series_id, place, count in places.iter_rows()}
        self._made: dict[str, list[_Ranked]] = {}

    def of(self, series_id: str) -> list[_Ranked]:
        if series_id not in self._made:
            place, count = self._places.get(series_id, (0, 0))
            rows = self._rows.slice(place, count).iter_rows(named=True)
            self._made[series_id] = [(row["rank"], _observation(row)) for row in rows]
        return self._made[series_id]


_FIGURES: WeakKeyDictionary[Snapshot, _Figures] = WeakKeyDictionary()
_LOCK = threading.Lock()


def observations_of(snapshot: Snapshot, series: pl.DataFrame, rhythm: Rhythm = "quarter") -> list[Observation]:
    """Every figure of these series in this rhythm, in all vintages known on the day, oldest vintage first within a period.

    Of a table that is fetched anew, a figure is stored only when it has changed. The figure that stands is therefore
    given the newest vintage of its table that covers its period: that vintage says the same.

    Args:
        snapshot: the programme on a day.
        series: rows of the table `series`.
        rhythm: which periods: years, quarters, months or weeks.
    """
    letter = _LETTERS[rhythm]
    figures = _figures(snapshot)
    ids = series.get_column("series_id").unique(maintain_order=True)
    ranked = [item for series_id in ids for item in figures.of(series_id) if item[1].period[4:5] == letter]
    if len(ids) > 1:
        ranked.sort(key=lambda item: item[0])
    return [observation for _, observation in ranked]


def observations_by_series(
    snapshot: Snapshot, series: pl.DataFrame, rhythms: Iterable[Rhythm] = ("quarter", "year")
) -> dict[str, list[Observation]]:
    """`observations_of` for each of many series, by series id; series without figures are absent."""
    letters = {_LETTERS[rhythm] for rhythm in rhythms}
    figures = _figures(snapshot)
    read = {
        series_id: [observation for _, observation in figures.of(series_id) if observation.period[4:5] in letters]
        for series_id in series.get_column("series_id").unique(maintain_order=True)
    }
    return {series_id: items for series_id, items in read.items() if items}


def _figures(snapshot: Snapshot) -> _Figures:
    with _LOCK:
        found = _FIGURES.get(snapshot)
    if found is None:
        found = _Figures(snapshot)
        with _LOCK:
            found = _FIGURES.setdefault(snapshot, found)
    return found


def _ordered(snapshot: Snapshot) -> pl.DataFrame:
    """All figures with their vintages and their rank, those of a series together."""
    vintages = snapshot.table("vintage").select(
        "vintage_id", "publisher", "published_date", "date_precision", "method", pl.col("table_id").alias("fetched_table")
    )
    columns = ("series_id", "period", "vintage_id", "value", "value_state", "decimals", "source_id")
    rows = _confirmed(snapshot.table("observation").select(columns).join(vintages, on="vintage_id"), _loads(snapshot))
    ranked = rows.with_columns(pl.col("decimals").fill_null(0), (pl.col("publisher") == "SSB").alias("is_first_hand"))
    order = ["period", "published_date", "decimals", "is_first_hand", "vintage_id"]
    known = ranked.sort(order, descending=[False, False, False, False, True]).with_row_index("rank")
    return known.sort("series_id", maintain_order=True)


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


def _observation(row: dict[str, Any]) -> Observation:
    is_known = row["value"] is not None and row["value_state"] in _KNOWN_STATES
    return Observation(
        row["period"], Decimal(str(row["value"])) if is_known else None, row["value_state"],
        _vintage_text(row["published_date"], row["date_precision"]), row["vintage_id"], row["published_date"],
        row["method"], row["publisher"], row["source_id"], int(row["decimals"]),
    )  # fmt: skip


def _vintage_text(published: date, precision: str) -> str:
    return quarter_of(published) if precision == "quarter" else published.strftime(_PRECISION_FORMAT.get(precision, "%Y-%m-%d"))
