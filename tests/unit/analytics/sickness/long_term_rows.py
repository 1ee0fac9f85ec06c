"""Small figures of long and repeated sick leave as NAV might publish them, written so that shares can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.unit.analytics.sickness.rows import vintage

VARIGHET = {"A": "1-7 dager", "B": "8-16 dager", "C": "17 dager-8 uker", "D": "8-20 uker", "E": "20-39 uker", "F": "Over 39 uker"}
VINTAGE = vintage("N1", "2026-05-30", "not_stated") | {"publisher": "NAV"}
OLDER = vintage("N0", "2025-05-30", "not_stated") | {"publisher": "NAV"}


def told(series_id: str, indicator: str, unit: str, **more: Any) -> dict[str, Any]:
    """A series of NAV; `kind`, `division`, `code` and `group` name its breakdown."""
    names = {"kind": "breakdown_kind", "division": "breakdown", "code": "breakdown_code", "group": "breakdown_value"}
    own = {names.get(name, name): value for name, value in more.items()}
    return {
        "series_id": series_id, "publisher": "NAV", "title_nb": series_id, "title_en": series_id, "indicator": indicator,
        "unit_nb": unit, "sex": "both", "absence_type": "doctor_certified", "adjustment": "unadjusted", "industry_code": "00-99",
        **own,
    }  # fmt: skip


def figures(series_id: str, values: Mapping[str, float | str | None], vintage_id: str = "N1") -> list[dict[str, Any]]:
    """Figures by period; None is missing, and a word is a state without a value."""
    rows = []
    for period, value in values.items():
        state = value if isinstance(value, str) else "missing" if value is None else "zero" if value == 0 else "value"
        number = None if isinstance(value, str) else value
        rows.append({"series_id": series_id, "period": period, "vintage_id": vintage_id, "value": number, "value_state": state,
                     "decimals": 0})  # fmt: skip
    return rows


def durations(values: Mapping[str, Mapping[str, float | str | None]], vintage_id: str = "N1") -> dict[str, list[dict[str, Any]]]:
    """NAV's groups A to F in man-days, by code and period."""
    series = [
        told(f"D-{code}", "absence_days", "dagsverk", kind="duration", division="Varighet", code=code, group=VARIGHET[code])
        for code in values
    ]
    observed = [row for code, own in values.items() for row in figures(f"D-{code}", own, vintage_id)]
    return {"series": series, "observation": observed}
