"""Small series by industry, sector and sex, written so that shares and means can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from data.snapshot import Snapshot

YEAR_2018 = ("2018K1", "2018K2", "2018K3", "2018K4")
YEAR_2019 = ("2019K1", "2019K2", "2019K3", "2019K4")

Figure = float | str | None


def series(series_id: str, **more: Any) -> dict[str, Any]:
    return {
        "series_id": series_id, "publisher": "SSB", "title_nb": "Sykefravær", "title_en": "Sick leave",
        "indicator": "absence_pct", "unit_nb": "prosent", "sex": "both", "absence_type": "total", "adjustment": "unadjusted",
        "industry_standard": "SN2007", "industry_code": "00-99", "industry_nb": "Alle næringer", **more,
    }  # fmt: skip


def industry(code: str, name: str = "", **more: Any) -> dict[str, Any]:
    more = {"industry_code": code, "industry_nb": name or f"Næring {code}"} | more
    return series(more.pop("series_id", f"{more.get('indicator', 'absence_pct')}-{code}"), **more)


def sector(code: str | None, name: str, **more: Any) -> dict[str, Any]:
    parts = {"breakdown_kind": "sector", "breakdown": "Sektor", "breakdown_code": code, "breakdown_value": name}
    series_id = "-".join(str(part) for part in ("sector", code or name, more.get("industry_code", ""), more.get("indicator", "")))
    return series(series_id, **parts | more)


def vintage(vintage_id: str, published: str, method: str = "current_self", **more: Any) -> dict[str, Any]:
    return {
        "vintage_id": vintage_id, "publisher": "SSB", "published_date": date.fromisoformat(published), "date_precision": "day",
        "method": method, **more,
    }  # fmt: skip


def observed(series_id: str, vintage_id: str, values: Mapping[str, Figure], decimals: int = 1) -> list[dict[str, Any]]:
    """Figures by period; a text is the state of a figure that is not there, and "6.1*" is provisional."""
    return [_observed(series_id, vintage_id, period, value, decimals) for period, value in values.items()]


def _observed(series_id: str, vintage_id: str, period: str, value: Figure, decimals: int) -> dict[str, Any]:
    row = {"series_id": series_id, "vintage_id": vintage_id, "period": period, "decimals": decimals, "value": None}
    if isinstance(value, str):
        is_provisional = value.endswith("*")
        return row | ({"value": float(value[:-1]), "value_state": "provisional"} if is_provisional else {"value_state": value})
    return row | {"value": value, "value_state": "zero" if value == 0 else "value"}


def flat(value: Figure, periods: Iterable[str]) -> dict[str, Figure]:
    """The same figure in each period."""
    return dict.fromkeys(periods, value)


def target(baseline: str = "2018", **more: Any) -> dict[str, Any]:
    return {
        "target_id": "T", "agreement_id": "IA", "indicator": "absence_pct", "measure": "unadjusted", "baseline_period": baseline,
        "change_pct": -10, "target_period": "2022", "is_quantified": True, "decided_date": date(2018, 12, 18), **more,
    }  # fmt: skip


TOLERANCE = {
    "parameter_id": "P", "name": "absence_tolerance_pp", "value": 0.05, "unit": "prosentpoeng", "valid_from": date(2001, 1, 1),
    "text_nb": "-", "text_en": "-",
}  # fmt: skip


def programme(industry_id: str, codes: str | None, standard: str | None = "SN2007", name: str = "Bransjen") -> dict[str, Any]:
    return {
        "industry_id": industry_id, "name_nb": name, "name_en": "The industry", "nace_codes": codes,
        "industry_standard": standard, "is_programme_industry": True,
    }  # fmt: skip


def snapshot(as_of: str, **tables: Iterable[dict[str, Any]]) -> Snapshot:
    made = {"target": [target()], "parameter": [TOLERANCE], **{name: list(rows) for name, rows in tables.items()}}
    return Snapshot.from_rows(date.fromisoformat(as_of), made)
