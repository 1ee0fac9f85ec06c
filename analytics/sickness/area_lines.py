"""Doctor-certified sick leave of one municipality or county as a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.sickness.lines import Line, SeriesChoice
from analytics.sickness.observed import Observation, Rhythm
from analytics.sickness.series import FAMILIES, family_of
from analytics.sickness.told import one_line
from data.snapshot import Snapshot
from domain.text import Text

_ALL_GROUPS = ("none", "area")
_VALUE_STATES = ("value", "zero", "provisional")
_PRECISION_LENGTH = {"month": 7, "year": 4}


def area_line(snapshot: Snapshot, area_code: str, sex: str = "both", indicator: str = "absence_pct") -> Line | None:
    """The figures of an area that may stand in one line, by place of residence, unadjusted; None when there are none.

    Args:
        snapshot: the programme on a day.
        area_code: the publisher's code; codes of areas that were merged or split are other areas.
        sex: "both", "men" or "women".
        indicator: what is measured, per cent of sick leave unless told otherwise.

    Returns:
        Quarters where there are any, else years; from the one table that has most of them. Masked figures have no value, and
        say so in their state.
    """
    undivided = pl.col("breakdown_kind").fill_null("none").is_in(_ALL_GROUPS)
    rows = snapshot.rows("area_observation", "area_code", [area_code]).filter(
        (pl.col("sex") == sex) & (pl.col("indicator") == indicator) & undivided
    )
    if rows.is_empty():
        return None
    rhythm: Rhythm = "quarter" if rows.get_column("period").str.contains("K").any() else "year"
    own = rows.filter(pl.col("period").str.contains("K" if rhythm == "quarter" else r"^\d{4}$"))
    tables = own.group_by("table_id").agg(pl.col("period").max().alias("last"), pl.len().alias("n"))
    table_id = str(tables.sort("last", "n", "table_id").get_column("table_id")[-1])
    found = _observations(snapshot, own.filter(pl.col("table_id") == table_id), table_id)
    points = one_line(found)
    chosen = {(item.period, item.vintage_id) for item in points.values()}
    family = family_of(found)
    choice = SeriesChoice(indicator, sex, "doctor_certified", breakdown_kind="area", breakdown_code=area_code)
    older = (item for item in found if (item.period, item.vintage_id) not in chosen and item.method in FAMILIES[family])
    return Line(
        choice, rhythm, Text("", ""), _UNITS.get(indicator, "antall"), Text("", ""), area_name(snapshot, area_code), family,
        points, tuple(older), (),
    )  # fmt: skip


def area_name(snapshot: Snapshot, area_code: str) -> Text:
    """The area's name; its code when it has none."""
    rows = snapshot.table("area").filter(pl.col("area_code") == area_code)
    if rows.is_empty():
        return Text(area_code, area_code)
    name_nb, name_en = rows.row(0, named=True)["name_nb"], rows.row(0, named=True)["name_en"]
    return Text(name_nb, name_en or name_nb)


_UNITS = {"absence_pct": "prosent", "absence_persons_pct": "prosent", "absence_days": "dagsverk", "agreed_days": "dagsverk"}


def _observations(snapshot: Snapshot, rows: pl.DataFrame, table_id: str) -> list[Observation]:
    """Figures by vintage, oldest first; the standing figure of each period is confirmed by the table's newest vintage."""
    vintages = snapshot.table("vintage").select("vintage_id", "publisher", "published_date", "date_precision", "method")
    joined = rows.join(vintages, on="vintage_id").sort("period", "published_date", "vintage_id")
    loads = _loads(snapshot, table_id)
    standing = {row["period"]: row["vintage_id"] for row in joined.iter_rows(named=True)}
    return [
        _observation(row, _confirmed(loads, row) if standing[row["period"]] == row["vintage_id"] else None)
        for row in joined.iter_rows(named=True)
    ]  # fmt: skip


def _loads(snapshot: Snapshot, table_id: str) -> list[dict[str, Any]]:
    rows = snapshot.table("statistic_load").filter((pl.col("table_id") == table_id) & pl.col("published_date").is_not_null())
    return rows.select("publisher", "published_date", "first_period", "last_period").to_dicts()


def _confirmed(loads: list[dict[str, Any]], row: Mapping[str, Any]) -> date | None:
    """The day of the table's newest vintage that covers the period: what stands in it is said by it too."""
    period = row["period"]
    days = [
        load["published_date"]
        for load in loads
        if load["publisher"] == row["publisher"] and (load["first_period"] or period) <= period <= (load["last_period"] or period)
    ]
    return max(days, default=None)


def _observation(row: Mapping[str, Any], confirmed: date | None) -> Observation:
    is_later = confirmed is not None and confirmed > row["published_date"]
    published: date = confirmed if is_later and confirmed is not None else row["published_date"]
    vintage = published.isoformat() if is_later else published.isoformat()[: _PRECISION_LENGTH.get(row["date_precision"], 10)]
    is_known = row["value"] is not None and row["value_state"] in _VALUE_STATES
    return Observation(
        row["period"], Decimal(str(row["value"])) if is_known else None, row["value_state"], vintage, row["vintage_id"],
        published, row["method"], row["publisher"], row["source_id"], int(row["decimals"] or 0),
    )  # fmt: skip
