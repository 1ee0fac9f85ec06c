"""Rows of small procurements that can be added up by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from analytics.portfolio.procurement import Procurement, procurement
from data.snapshot import Snapshot
from domain.tables import Role
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, Row

PARAMETERS: list[Row] = [
    {"parameter_id": f"PAR-{name}", "name": name, "value": value, "unit": "måneder", "valid_from": date(2019, 1, 1)}
    for name, value in (
        ("framework_max_months", 48.0),
        ("framework_warn_months_first", 12.0),
        ("framework_warn_months_last", 6.0),
        ("procurement_min_calls", 2.0),
    )
]
ORGANISATIONS: list[Row] = [
    {"organisation_id": "L", "name_nb": "Lærdal forskning", "name_en": "Laerdal Research"},
    {"organisation_id": "M", "name_nb": "Ås analyse"},
]


def call(call_id: str, route: str = "competition", *, registered: date = date(2021, 1, 1), **values: Any) -> Row:
    return {
        "call_id": call_id, "programme_id": "P", "kind": "call", "route": route, "title_nb": f"Utlysning {call_id}",
        "registered_date": registered, **values,
    }  # fmt: skip


def step(call_id: str, name: str, planned: date | None = None, actual: date | None = None) -> Row:
    return {"call_step_id": f"{call_id}-{name}", "call_id": call_id, "step": name, "planned_date": planned, "actual_date": actual}


def agreement(framework_id: str, start: date, end: date, **values: Any) -> Row:
    return {
        "framework_id": framework_id, "title_nb": f"Rammeavtale {framework_id}", "signed_date": start, "start_date": start,
        "end_date": end, **values,
    }  # fmt: skip


def signed(contract_id: str, amount: str | None, **values: Any) -> Row:
    return {
        "contract_id": contract_id, "organisation_id": "L", "route": "competition", "title_nb": f"Kontrakt {contract_id}",
        "signed_date": date(2021, 1, 15), "amount_nok": None if amount is None else Decimal(amount), **values,
    }  # fmt: skip


def found(as_of: date = AS_OF, *, role: Role = "owner", **tables: list[Row]) -> Procurement:
    """The report on the given tables, with a programme 2019-2022, two suppliers and the parameters."""
    given: dict[str, list[Row]] = {"programme": [PROGRAMME], "parameter": PARAMETERS, "organisation": ORGANISATIONS}
    return procurement(Snapshot.from_rows(as_of, {**given, **tables}, role=role))
