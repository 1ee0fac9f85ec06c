"""Rules for statistics that were fetched: what must hold before a table is stored, and what should be pointed out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from data.sources.model import FetchedTable
from domain.text import Text, say

_RATES = ("absence_pct", "absence_persons_pct", "share_pct", "recurrence_pct", "graded_pct")
_EMPTY = ("masked", "missing", "not_applicable")
_LISTED = 5


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """Dated thresholds; None where none is registered.

    Attributes:
        rate_max_pct: a sick leave per cent above this is not believed.
        shrink_pct: fewer figures than this share of the last load is not believed.
        flag_rise_pp: a greater rise in the share of empty cells is pointed out.
    """

    rate_max_pct: float | None
    shrink_pct: float | None
    flag_rise_pp: float | None


@dataclass(frozen=True, slots=True)
class LastLoad:
    """What the last good load of the table held."""

    last_period: str | None
    cell_count: int | None
    empty_count: int | None
    industry_standard: str | None


@dataclass(frozen=True, slots=True)
class LoadFinding:
    """A finding about a fetched table; a hard one stops it."""

    rule_id: str
    is_hard: bool
    message: Text


def load_findings(fetched: FetchedTable, last: LastLoad | None, limits: LoadLimits) -> list[LoadFinding]:
    """Every rule that a fetched table does not meet, hard ones first."""
    found = [*_content(fetched, limits), *(_against_last(fetched, last, limits) if last else ())]
    return sorted(found, key=lambda finding: not finding.is_hard)


def figures_of(fetched: FetchedTable) -> pl.DataFrame:
    """All figures of a table with what they measure: `indicator`, `key`, `period`, `value`, `value_state`."""
    own = fetched.values.join(fetched.series.select("series_id", "indicator"), on="series_id", how="left").select(
        "indicator", pl.col("series_id").alias("key"), "period", "value", "value_state"
    )
    parts = ("area_code", "indicator", "sex", "breakdown_kind", "breakdown_code")
    areas = fetched.area_values.select(
        "indicator", pl.concat_str(parts, separator=" ").alias("key"), "period", "value", "value_state"
    )
    return pl.concat([own, areas])


def empty_count(fetched: FetchedTable) -> int:
    """How many cells hold no figure."""
    return figures_of(fetched).filter(pl.col("value_state").is_in(_EMPTY)).height


def _content(fetched: FetchedTable, limits: LoadLimits) -> Iterator[LoadFinding]:
    figures = figures_of(fetched)
    if figures.filter(pl.col("value").is_not_null()).is_empty():
        yield _finding("empty", table=fetched.table_id)
        return
    repeated = figures.filter(pl.struct("key", "period").is_duplicated())
    if len(repeated):
        yield _finding("repeated", count=len(repeated), examples=_places(repeated))
    rates = figures.filter(pl.col("indicator").is_in(_RATES))
    high = 100.0 if limits.rate_max_pct is None else limits.rate_max_pct
    limit = pl.when(pl.col("indicator") == "absence_pct").then(high).otherwise(100.0)
    outside = rates.filter((pl.col("value") < 0) | (pl.col("value") > limit))
    if len(outside):
        yield _finding("rate", count=len(outside), examples=_places(outside), maximum=high)
    negative = figures.filter(~pl.col("indicator").is_in([*_RATES, "other"]) & (pl.col("value") < 0))
    if len(negative):
        yield _finding("negative", count=len(negative), examples=_places(negative))
    lonely = _lonely_zeros(rates)
    if len(lonely):
        yield _finding("lonely_zero", is_hard=False, count=len(lonely), examples=_places(lonely))


def _lonely_zeros(rates: pl.DataFrame) -> pl.DataFrame:
    """Rates that are exactly zero, unflagged, between two that are not: they may be missing figures."""
    ordered = rates.sort("key", "period")
    near = [pl.col("value").shift(step).over("key") > 0 for step in (1, -1)]
    return ordered.filter((pl.col("value") == 0) & (pl.col("value_state") == "value") & near[0] & near[1])


def _against_last(fetched: FetchedTable, last: LastLoad, limits: LoadLimits) -> Iterator[LoadFinding]:
    if last.industry_standard and fetched.industry_standard and last.industry_standard != fetched.industry_standard:
        yield _finding("standard", found=fetched.industry_standard, expected=last.industry_standard)
    if fetched.publisher != "SSB":
        return  # a file of another publisher may well hold one year only
    if last.last_period and fetched.last_period and fetched.last_period < last.last_period:
        yield _finding("earlier", found=fetched.last_period, expected=last.last_period)
    cells, before = len(fetched.values) + len(fetched.area_values), last.cell_count or 0
    if limits.shrink_pct is not None and cells < before * limits.shrink_pct / 100:
        yield _finding("shrunk", found=cells, expected=before, share=limits.shrink_pct)
    if before and last.empty_count is not None and limits.flag_rise_pp is not None:
        rise = 100 * (empty_count(fetched) / cells - last.empty_count / before)
        if rise > limits.flag_rise_pp:
            yield _finding("flags", is_hard=False, rise=rise)


def _finding(name: str, *, is_hard: bool = True, **values: Any) -> LoadFinding:
    return LoadFinding(name, is_hard, say(f"loads.{name}", **values))


def _places(rows: pl.DataFrame) -> str:
    shown = [f"{row['key']} {row['period']}: {row['value']}" for row in rows.head(_LISTED).iter_rows(named=True)]
    return "; ".join(shown) + (" …" if len(rows) > _LISTED else "")
