"""Figures of counties and municipalities as histories of groups. The table is large: only the periods needed are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.sickness.group_choice import matches
from analytics.sickness.group_levels import History
from analytics.sickness.observed import Observation
from analytics.sickness.series import FAMILIES, quarter_at
from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_index, quarter_of
from domain.text import Text

#: How many areas are asked for their periods, to find the last one.
_PROBES = 12
_KNOWN = ("value", "zero", "provisional")
_PRECISION_FORMAT = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


def area_histories(
    snapshot: Snapshot,
    level: str,
    sex: str,
    *,
    search: str | None = None,
    period: str | None = None,
    years: Sequence[str] = (),
    from_period: str | None = None,
) -> dict[str, History]:
    """Doctor-certified, unadjusted sick leave of the areas of a level, in the periods that a comparison needs.

    Args:
        snapshot: the programme on a day.
        level: as in the code list `area_level`.
        sex: as in the code list `sex`.
        search: the beginning of a code, or a part of a name. Without one, areas that no longer exist are left out.
        period: the quarter or year asked for; default the last ones found.
        years: years to compare with.
        from_period: a period to compare with.
    """
    areas = snapshot.table("area").filter(pl.col("level") == level).select("area_code", "name_nb", "name_en")
    names = {code: Text(nb, en or nb) for code, nb, en in areas.iter_rows()}
    wanted = {code: name for code, name in sorted(names.items()) if matches(search, code, name)}
    if not wanted:
        return {}
    ends = [period] if period else _last_periods(snapshot, [*wanted])
    periods = _needed(ends, years, from_period)
    rows = _figures(snapshot.rows("area_observation", "period", sorted(periods)), [*wanted], sex)
    found = _histories(snapshot, rows, wanted)
    return found if search else {code: history for code, history in found.items() if _is_in_use(history)}


def _is_in_use(history: History) -> bool:
    """Whether the area still exists in the last period: of one that was merged no figure can be told."""
    last = max({*history.found, *history.other_family}, default=None)
    item = None if last is None else history.found.get(last, (history.other_family.get(last),))[-1]
    return item is not None and item.state != "not_applicable"


def has_areas(snapshot: Snapshot, level: str) -> bool:
    """Whether there are areas of this level at all."""
    return bool((snapshot.table("area").get_column("level") == level).any())


def _last_periods(snapshot: Snapshot, codes: Sequence[str]) -> list[str]:
    """The last quarter and the last year that some of the areas have figures for."""
    step = max(1, len(codes) // _PROBES)
    rows = snapshot.rows("area_observation", "area_code", list(codes[::step]))
    rates = rows.filter(pl.col("indicator") == "absence_pct")
    valued = rates.filter(pl.col("value").is_not_null())
    known = (rates if valued.is_empty() else valued).get_column("period").unique()
    quarters = [period for period in known if is_quarter(period)]
    years = [period for period in known if period.isdigit()]
    return [*([max(quarters)] if quarters else []), *([max(years)] if years else [])]


def _needed(ends: Iterable[str], years: Sequence[str], from_period: str | None) -> set[str]:
    needed: set[str] = set()
    for end in [*ends, *([from_period] if from_period else [])]:
        if is_quarter(end):
            needed |= {quarter_at(quarter_index(end) - back) for back in range(8)}
            needed |= {f"{year}K{number}" for year in years for number in (1, 2, 3, 4)}
        else:
            needed |= {end, str(int(end) - 1), *years}
    return needed


def _figures(rows: pl.DataFrame, codes: Sequence[str], sex: str) -> pl.DataFrame:
    undivided = pl.col("breakdown_kind").is_null() | (pl.col("breakdown_kind") == "none")
    return rows.filter(
        (pl.col("indicator") == "absence_pct") & (pl.col("sex") == sex) & undivided & pl.col("area_code").is_in(list(codes))
    )


def _histories(snapshot: Snapshot, rows: pl.DataFrame, names: dict[str, Text]) -> dict[str, History]:
    vintages = snapshot.table("vintage").select("vintage_id", "publisher", "published_date", "date_precision", "method")
    loads = snapshot.table("statistic_load").filter(pl.col("published_date").is_not_null())
    confirmed = loads.group_by("publisher", "table_id").agg(pl.col("published_date").max().alias("confirmed_date"))
    joined = rows.join(vintages, on="vintage_id").join(confirmed, on=["publisher", "table_id"], how="left")
    is_last = pl.col("published_date") == pl.col("published_date").max().over("table_id", "area_code", "period")
    moved = is_last & (pl.col("confirmed_date") > pl.col("published_date"))
    dated = joined.with_columns(
        pl.when(moved).then("confirmed_date").otherwise("published_date").alias("published_date"),
        pl.when(moved).then(pl.lit("day")).otherwise("date_precision").alias("date_precision"),
    ).sort("area_code", "period", "published_date", "vintage_id")
    found: dict[str, dict[str, list[Observation]]] = {code: {} for code in names}
    for row in dated.iter_rows(named=True):
        found[row["area_code"]].setdefault(row["period"], []).append(_observation(row))
    methods = {item.method for periods in found.values() for items in periods.values() for item in items}
    own = {*FAMILIES["current"]} if methods & {*FAMILIES["current"]} else methods
    return {code: _history(code, name, found[code], own) for code, name in names.items() if found[code]}


def _history(code: str, name: Text, periods: dict[str, list[Observation]], own: set[str]) -> History:
    kept = {period: tuple(item for item in items if item.method in own) for period, items in periods.items()}
    other = {period: items[-1] for period, items in periods.items() if not kept[period]}
    return History(code, name, None, {period: items for period, items in kept.items() if items}, other)


def _observation(row: dict[str, Any]) -> Observation:
    is_known = row["value"] is not None and row["value_state"] in _KNOWN
    day, precision = row["published_date"], row["date_precision"]
    vintage = quarter_of(day) if precision == "quarter" else day.strftime(_PRECISION_FORMAT.get(precision, "%Y-%m-%d"))
    return Observation(
        row["period"], Decimal(str(row["value"])) if is_known else None, row["value_state"], vintage, row["vintage_id"],
        day, row["method"], row["publisher"], row["source_id"], int(row["decimals"] or 0),
    )  # fmt: skip
