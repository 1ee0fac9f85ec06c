"""Small ledgers, in millions of kroner, written so that they can be added up by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from data.snapshot import Snapshot

MILL = 1_000_000
PROGRAMME = "FOU"
Rows = dict[str, list[dict[str, Any]]]


def frame(year: int, amount: float, level: str = "programme", version: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "frame_id": f"{level}-{year}-{version}", "programme_id": PROGRAMME, "level": level, "year": year, "version": version,
        "amount_nok": amount * MILL, **more,
    }  # fmt: skip


def plan_frames() -> list[dict[str, Any]]:
    """21 and 15 mill. a year in 2019-2022, as the programme plan has them."""
    years = range(2019, 2023)
    knowledge = [frame(year, 21, "knowledge", decided_date=date(2018, 12, 18)) for year in years]
    return knowledge + [frame(year, 15, has_reservation=True) for year in years]


def commitment(no: object, year: int, amount: float, decided: str, kind: str = "binding", **more: Any) -> dict[str, Any]:
    return {
        "commitment_id": str(no), "programme_id": PROGRAMME, "kind": kind, "category": "fou", "year": year,
        "amount_nok": amount * MILL, "decided_date": date.fromisoformat(decided), **more,
    }  # fmt: skip


def payment(no: object, year: int, amount: float, paid: str, **more: Any) -> dict[str, Any]:
    return {
        "payment_id": str(no), "programme_id": PROGRAMME, "kind": "invoice", "category": "fou", "year": year,
        "amount_nok": amount * MILL, "payment_date": date.fromisoformat(paid), **more,
    }  # fmt: skip


def line(line_no: str, year: int, amount: float, decided: str, version: int = 1) -> dict[str, Any]:
    return {
        "budget_line_id": f"{line_no}-{year}-{version}", "programme_id": PROGRAMME, "line_no": line_no, "version": version,
        "year": year, "category": "fou", "amount_nok": amount * MILL, "decided_date": date.fromisoformat(decided),
    }  # fmt: skip


def carry_over(from_year: int, amount: float, decided: str, level: str = "programme") -> dict[str, Any]:
    return {
        "carry_over_id": f"{level}-{from_year}", "programme_id": PROGRAMME, "level": level, "from_year": from_year,
        "to_year": from_year + 1, "amount_nok": amount * MILL, "decided_date": date.fromisoformat(decided),
    }  # fmt: skip


def cap(years: float) -> dict[str, Any]:
    return {
        "parameter_id": "CAP", "name": "carry_over_cap_years", "value": years, "unit": "år",
        "valid_from": date(2019, 1, 1), "text_nb": "-", "text_en": "-",
    }  # fmt: skip


def snapshot(as_of: str, **tables: Iterable[dict[str, Any]]) -> Snapshot:
    return Snapshot.from_rows(date.fromisoformat(as_of), {name: list(rows) for name, rows in tables.items()})
