"""Revisions summed up: of one series, and counted over all series and the last load of each table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl

from analytics.sickness.revision_steps import figures, spans, steps
from data.snapshot import Snapshot
from domain.text import Text

_CHANGED = ("revised", "method_revision", "withdrawn", "masked", "came")
_NO_DIFFERENCE = ("other_method", "unknown_method")


@dataclass(frozen=True, slots=True)
class Spread:
    """Some differences in percentage points, summed up; everything but `count` is None when there are none.

    Attributes:
        count: how many differences, those of 0 included.
        changed: how many of them are not 0.
        mean, mean_absolute: over all of them.
        mean_of_changed: over those that are not 0.
        largest: the one farthest from 0, with its sign, and the period it is of (the newest when several are alike).
        median_age_quarters: of those that have an age.
    """

    count: int
    changed: int
    mean: Decimal | None
    mean_absolute: Decimal | None
    mean_of_changed: Decimal | None
    largest: Decimal | None
    largest_period: str | None
    median_age_quarters: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        """Numbers, None for unknown."""
        numbers = ("mean", "mean_absolute", "mean_of_changed", "largest", "median_age_quarters")
        values = {name: _number(getattr(self, name)) for name in numbers}
        return {"count": self.count, "changed": self.changed, **values, "largest_period": self.largest_period}


@dataclass(frozen=True, slots=True)
class MethodChange:
    """What a new method of the same family did to the figures that both methods have told."""

    from_method: str
    to_method: str
    spread: Spread


@dataclass(frozen=True, slots=True)
class Summary:
    """The revisions of one series.

    Attributes:
        one_method: from the first to the latest figure of each period within one method, those unchanged included.
        revised_periods: periods with at least one revision within a method.
        first_revisions, later_revisions: the single revisions, by whether it was the period's first.
        method_changes: between methods of one family.
        no_difference_periods: periods told by methods that cannot be compared.
        withdrawn, masked: periods whose figure is no longer given.
    """

    one_method: Spread
    revised_periods: int
    first_revisions: Spread
    later_revisions: Spread
    method_changes: tuple[MethodChange, ...]
    no_difference_periods: int
    withdrawn: int
    masked: int

    def as_json(self) -> dict[str, Any]:
        """Counts and percentage points."""
        return {
            "compared": self.one_method.count, "revised_periods": self.revised_periods,
            "one_method": self.one_method.as_json(),
            "by_age": {"first": self.first_revisions.as_json(), "later": self.later_revisions.as_json()},
            "method_changes": [
                {"from_method": item.from_method, "to_method": item.to_method, **item.spread.as_json()}
                for item in self.method_changes
            ],
            "no_difference_periods": self.no_difference_periods, "withdrawn": self.withdrawn, "masked": self.masked,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LastLoad:
    """The last load of a table that brought something: how many figures were new, and how many were not as before."""

    publisher: str
    table_id: str
    title: Text
    published_date: date
    new_count: int | None
    revised_count: int | None


@dataclass(frozen=True)
class Overview:
    """Revisions of all series with a figure told in two or more vintages.

    Attributes:
        series: one row a series, those with most revised figures first: `title_nb`, `title_en`, `unit_nb`, what it measures,
            `compared` and `revised` figures within one method, `method_revised`, `no_difference`, `gone` (withdrawn or
            masked), `largest` revision, `last_date` a figure changed, and `in_last_load`.
        last_loads: one a table that has been fetched; areas are counted there too.
    """

    series: pl.DataFrame
    last_loads: tuple[LastLoad, ...]

    @property
    def revised(self) -> int:
        """Figures revised within one method, over all series."""
        return int(self.series.get_column("revised").sum())

    @property
    def revised_series(self) -> int:
        """Series with at least one of them."""
        return len(self.series.filter(pl.col("revised") > 0))

    @property
    def no_difference(self) -> int:
        """Figures told by methods that cannot be compared."""
        return int(self.series.get_column("no_difference").sum())

    @property
    def in_last_load(self) -> int | None:
        """Figures that were not as before in the last load of their table; None when nothing has been fetched."""
        counts = [item.revised_count for item in self.last_loads if item.revised_count is not None]
        return sum(counts) if counts else None

    def as_json(self) -> dict[str, Any]:
        """Counts, and one object a series and a table."""
        return {
            "revised": self.revised, "revised_series": self.revised_series, "no_difference": self.no_difference,
            "revised_in_last_load": self.in_last_load, "series": self.series.to_dicts(),
            "last_loads": [{name: getattr(item, name) for name in LastLoad.__slots__} for item in self.last_loads],
        }  # fmt: skip


def summary(stepped: pl.DataFrame, spanned: pl.DataFrame) -> Summary:
    """The revisions of one series, from `revision_steps.steps` and `revision_steps.spans` of it."""
    revised = stepped.filter(pl.col("kind") == "revised")
    gone = _gone(stepped)
    return Summary(
        spread_of(spanned), revised.select("series_id", "period", "method").n_unique(),
        spread_of(revised.filter(pl.col("number") == 1)), spread_of(revised.filter(pl.col("number") > 1)),
        _method_changes(stepped),
        stepped.filter(pl.col("kind").is_in(_NO_DIFFERENCE)).select("series_id", "period").n_unique(),
        int((gone != "masked").sum()), int((gone == "masked").sum()),
    )  # fmt: skip


def _gone(stepped: pl.DataFrame) -> pl.Series:
    """The state of each period whose figure was given once and is not any more."""
    known = (pl.col("known_before").is_not_null() | pl.col("known").is_not_null()).any()
    last = stepped.group_by("series_id", "period", maintain_order=True).agg(
        pl.col("known").last(), pl.col("value_state").last(), known.alias("was_known")
    )
    return last.filter(pl.col("known").is_null() & pl.col("was_known")).get_column("value_state")


def spread_of(rows: pl.DataFrame) -> Spread:
    """Rows with `difference`, `period` and perhaps `age_quarters`, summed up."""
    if rows.is_empty():
        return Spread(0, 0, None, None, None, None, None)
    values = [Decimal(str(value)) for value in rows.get_column("difference")]
    changed = [value for value in values if value != 0]
    pairs = list(zip(values, rows.get_column("period"), strict=True))
    largest, period = max(pairs, key=lambda pair: (abs(pair[0]), pair[1]))
    ages = rows.get_column("age_quarters").median() if "age_quarters" in rows.columns else None
    return Spread(
        len(values), len(changed), _mean(values), _mean([abs(value) for value in values]), _mean(changed),
        largest if changed else None, period if changed else None, None if ages is None else Decimal(str(ages)),
    )  # fmt: skip


def overview(snapshot: Snapshot) -> Overview:
    """Revisions counted over all series that the snapshot holds; areas are counted by table only."""
    found = _KEPT.get(snapshot)
    if found is None:
        found = _KEPT[snapshot] = _overview(snapshot)
    return found


#: The overview is the same whichever series is chosen; it is kept for as long as the snapshot is.
_KEPT: WeakKeyDictionary[Snapshot, Overview] = WeakKeyDictionary()


def _overview(snapshot: Snapshot) -> Overview:
    told = figures(snapshot)
    stepped, spanned = steps(told), spans(told)
    counted = _counts(stepped).join(_compared(spanned), on="series_id", how="full", coalesce=True)
    counted = counted.join(_in_last_load(snapshot, stepped), on="series_id", how="left")
    numbers = ("compared", "revised", "method_revised", "no_difference", "gone", "in_last_load")
    named = snapshot.table("series").select(
        "series_id", "title_nb", "title_en", "unit_nb", "indicator", "sex", "absence_type", "adjustment",
        "industry_standard", "industry_code", "industry_nb", "industry_en", "breakdown_kind", "breakdown_value",
        "breakdown_value_en",
    )  # fmt: skip
    rows = counted.with_columns(pl.col(name).fill_null(0).cast(pl.Int64()) for name in numbers).join(named, on="series_id")
    ordered = rows.sort("revised", "method_revised", "compared", "series_id", descending=[True, True, True, False])
    columns = [*named.columns, *numbers, "largest", "largest_period", "last_date"]
    return Overview(ordered.select(columns), tuple(_last_loads(snapshot)))


def _method_changes(stepped: pl.DataFrame) -> tuple[MethodChange, ...]:
    across = stepped.filter(pl.col("difference").is_not_null() & (pl.col("method") != pl.col("method_before")))
    parts = across.partition_by("method_before", "method", as_dict=True, maintain_order=True)
    return tuple(MethodChange(str(before), str(after), spread_of(rows)) for (before, after), rows in sorted(parts.items()))


def _counts(stepped: pl.DataFrame) -> pl.DataFrame:
    kind = pl.col("kind")
    revised = stepped.filter(kind == "revised").sort(pl.col("difference").abs(), "period", descending=True)
    largest = revised.group_by("series_id", maintain_order=True).agg(
        pl.struct("period", "method").n_unique().alias("revised"),
        pl.col("difference").first().alias("largest"), pl.col("period").first().alias("largest_period"),
    )  # fmt: skip
    counted = stepped.group_by("series_id").agg(
        (kind == "method_revision").sum().alias("method_revised"),
        pl.col("period").filter(kind.is_in(_NO_DIFFERENCE)).n_unique().alias("no_difference"),
        kind.is_in(["withdrawn", "masked"]).sum().alias("gone"),
        pl.col("published_date").filter(kind.is_in(_CHANGED)).max().alias("last_date"),
    )
    return counted.join(largest, on="series_id", how="left")


def _compared(spanned: pl.DataFrame) -> pl.DataFrame:
    return spanned.group_by("series_id").agg(pl.len().alias("compared"))


def _in_last_load(snapshot: Snapshot, stepped: pl.DataFrame) -> pl.DataFrame:
    last = [row["vintage_id"] for row in _newest_loads(snapshot).iter_rows(named=True) if row["vintage_id"]]
    changed = stepped.filter(pl.col("vintage_id").is_in(last) & pl.col("kind").is_in(_CHANGED))
    return changed.group_by("series_id").agg(pl.len().alias("in_last_load"))


def _newest_loads(snapshot: Snapshot) -> pl.DataFrame:
    loads = snapshot.table("statistic_load").filter((pl.col("outcome") == "loaded") & pl.col("published_date").is_not_null())
    ordered = loads.sort("published_date", "fetched_at", descending=True)
    return ordered.unique(["publisher", "table_id"], keep="first", maintain_order=True).sort("publisher", "table_id")


def _last_loads(snapshot: Snapshot) -> list[LastLoad]:
    return [
        LastLoad(
            row["publisher"], row["table_id"],
            Text(row["title_nb"] or row["table_id"], row["title_en"] or row["title_nb"] or row["table_id"]),
            row["published_date"], row["new_count"], row["revised_count"],
        )
        for row in _newest_loads(snapshot).iter_rows(named=True)
    ]  # fmt: skip


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
