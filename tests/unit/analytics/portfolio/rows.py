"""Small portfolios that can be added up by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from data.snapshot import Snapshot

AS_OF = date(2021, 6, 30)
Row = dict[str, Any]
Tables = dict[str, list[Row]]

PROGRAMME: Row = {
    "programme_id": "P",
    "agreement_id": "A",
    "name_nb": "Program",
    "name_en": "Programme",
    "start_date": date(2019, 1, 1),
    "end_date": date(2022, 12, 31),
}


def area(area_id: str, order: int, *, start: date = date(2019, 1, 1), end: date | None = None) -> Row:
    return {
        "area_id": area_id,
        "programme_id": "P",
        "name_nb": f"Område {area_id}",
        "name_en": f"Area {area_id}",
        "short_nb": area_id,
        "short_en": area_id,
        "order_no": order,
        "valid_from": start,
        "valid_to": end,
    }


def project(project_id: str, **values: Any) -> Row:
    return {
        "project_id": project_id,
        "programme_id": "P",
        "title_nb": f"Tittel {project_id}",
        "registered_date": date(2020, 1, 1),
        **values,
    }


def contract(project_id: str | None, amount: str, **values: Any) -> Row:
    return {
        "contract_id": f"K-{project_id}-{amount}",
        "project_id": project_id,
        "organisation_id": "L",
        "route": "competition",
        "title_nb": "Kontrakt",
        "signed_date": date(2020, 6, 1),
        "amount_nok": Decimal(amount),
        **values,
    }


def areas_of(project_id: str, **shares: float) -> list[Row]:
    return [{"project_id": project_id, "area_id": key, "share_pct": share} for key, share in shares.items()]


def questions_of(project_id: str, **shares: float) -> list[Row]:
    return [{"project_id": project_id, "question_kind": key, "share_pct": share} for key, share in shares.items()]


def snapshot(as_of: date = AS_OF, **tables: Iterable[Row]) -> Snapshot:
    """A snapshot of a programme with the areas A1 and A2, and the given tables."""
    given: dict[str, Iterable[Row]] = {"programme": [PROGRAMME], "priority_area": [area("A1", 1), area("A2", 2)]}
    return Snapshot.from_rows(as_of, {**given, **tables})
