"""Small fetched tables, as a source would give them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from data.sources.model import AREA_SCHEMA, AREA_VALUE_SCHEMA, SERIES_SCHEMA, VALUE_SCHEMA, FetchedTable, RawFile

Figure = float | tuple[float | None, str] | None


def series_row(series_id: str = "a", **changes: Any) -> dict[str, Any]:
    """A series as a source gives it: all employees, unadjusted, all industries."""
    row = {
        "series_id": series_id, "publisher": "SSB", "table_id": "12439", "title_nb": "Sykefravær", "title_en": "Sick leave",
        "indicator": "absence_pct", "unit_nb": "prosent", "sex": "both", "absence_type": "total", "adjustment": "unadjusted",
        "industry_standard": "SN2007", "industry_code": "00-99", "industry_nb": "Alle næringer",
    }  # fmt: skip
    return row | changes


def fetched(
    published: date,
    figures: Mapping[str, Figure] | Mapping[str, Mapping[str, Figure]],
    *,
    series: list[dict[str, Any]] | None = None,
    area_values: list[dict[str, Any]] | None = None,
    **changes: Any,
) -> FetchedTable:
    """A table published on a day: figures by period of one series, or by series and period.

    A figure is a number, None (missing), or (number or None, state).
    """
    by_series = figures if figures and all(isinstance(v, Mapping) for v in figures.values()) else {"a": figures}
    values = [
        {"series_id": name, "period": period, "decimals": 1} | _figure(figure)
        for name, own in by_series.items() for period, figure in own.items()  # type: ignore[union-attr]
    ]  # fmt: skip
    rows = series or [series_row(name) for name in by_series]
    periods = sorted(row["period"] for row in [*values, *(area_values or [])])
    codes = sorted({row["area_code"] for row in area_values or []})
    areas = [{"area_code": code, "name_nb": f"Kommune {code}", "level": "municipality"} for code in codes]
    parts: dict[str, Any] = {
        "publisher": "SSB", "table_id": "12439", "title_nb": "Sykefravær", "title_en": "Sick leave",
        "published_at": datetime(published.year, published.month, published.day, 6, tzinfo=UTC), "published_date": published,
        "date_precision": "day", "fetched_at": datetime(published.year, published.month, published.day, 7, tzinfo=UTC),
        "series": pl.DataFrame([{name: row.get(name) for name in SERIES_SCHEMA} for row in rows], schema=SERIES_SCHEMA),
        "values": pl.DataFrame(values, schema=VALUE_SCHEMA),
        "areas": pl.DataFrame([{n: row.get(n) for n in AREA_SCHEMA} for row in areas], schema=AREA_SCHEMA),
        "area_values": pl.DataFrame(
            [{n: row.get(n) for n in AREA_VALUE_SCHEMA} for row in area_values or []], schema=AREA_VALUE_SCHEMA
        ),
        "raw": (RawFile(Path("12439.json"), "0" * 64),), "fingerprint": "f1",
        "first_period": periods[0] if periods else None, "last_period": periods[-1] if periods else None,
        "industry_standard": None,
    }  # fmt: skip
    return FetchedTable(**(parts | changes))


def _figure(figure: Figure) -> dict[str, Any]:
    if isinstance(figure, tuple):
        return {"value": figure[0], "value_state": figure[1]}
    return {"value": figure, "value_state": "missing" if figure is None else "value"}
