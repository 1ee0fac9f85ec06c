"""Small series of sick leave, in per cent, written so that means can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from data.snapshot import Snapshot


def series(adjustment: str, absence_type: str = "total", **more: Any) -> dict[str, Any]:
    return {
        "series_id": f"{adjustment}-{absence_type}", "publisher": "SSB", "title_nb": "Sykefravær", "title_en": "Sick leave",
        "indicator": "absence_pct", "unit_nb": "prosent", "sex": "both", "absence_type": absence_type, "adjustment": adjustment,
        "industry_code": "00-99", **more,
    }  # fmt: skip


def vintage(vintage_id: str, published: str, method: str = "current", precision: str = "day") -> dict[str, Any]:
    return {
        "vintage_id": vintage_id, "publisher": "SSB", "published_date": date.fromisoformat(published),
        "date_precision": precision, "method": method,
    }  # fmt: skip


def observed(adjustment: str, vintage_id: str, values: Mapping[str, float | None], **more: Any) -> list[dict[str, Any]]:
    return [
        {
            "series_id": f"{adjustment}-total", "period": period, "vintage_id": vintage_id, "value": value,
            "value_state": "missing" if value is None else "value", "decimals": 1, **more,
        }
        for period, value in values.items()
    ]  # fmt: skip


def target(target_id: str, measure: str, baseline: float | None, period: str = "2022", **more: Any) -> dict[str, Any]:
    return {
        "target_id": target_id, "agreement_id": "IA", "indicator": "absence_pct", "measure": measure, "baseline_period": "2018",
        "baseline_value": baseline, "change_pct": -10, "target_period": period, "is_quantified": True,
        "decided_date": date(2018, 12, 18), **more,
    }  # fmt: skip


def tolerance(value: float) -> dict[str, Any]:
    return {
        "parameter_id": "T", "name": "absence_tolerance_pp", "value": value, "unit": "prosentpoeng",
        "valid_from": date(2018, 1, 1), "text_nb": "-", "text_en": "-",
    }  # fmt: skip


def series_break(
    period: str, scope: str = "all", kind: str = "method", known: str | None = None, title: str = "Brudd"
) -> dict[str, Any]:
    return {
        "break_id": f"{scope}-{period}", "from_period": period, "scope": scope, "kind": kind, "title_nb": title,
        "title_en": title,
        "known_date": date.fromisoformat(known) if known else None,
    }  # fmt: skip


def snapshot(as_of: str, **tables: Iterable[dict[str, Any]]) -> Snapshot:
    return Snapshot.from_rows(date.fromisoformat(as_of), {name: list(rows) for name, rows in tables.items()})
