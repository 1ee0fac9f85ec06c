"""Rows of small action plans that can be added up by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from analytics.portfolio.action_plan import ActionPlan, action_plan
from data.snapshot import Snapshot
from domain.tables import Role
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, Row


def plan(year: int, version: int = 1, *, adopted: date | None = None, **values: Any) -> Row:
    return {
        "plan_id": f"HP{year}-{version}",
        "programme_id": "P",
        "year": year,
        "version": version,
        "title_nb": f"Plan {year}",
        "drafted_date": date(year - 1, 10, 1),
        "adopted_date": adopted,
        **values,
    }


def line(
    line_id: str, plan_id: str = "HP2021-1", quarter: str | None = "2021K1", amount: str | None = "100", **values: Any
) -> Row:
    return {
        "plan_line_id": line_id,
        "plan_id": plan_id,
        "title_nb": f"Aktivitet {line_id}",
        "category": "fou",
        "planned_start_quarter": quarter,
        "planned_amount_nok": None if amount is None else Decimal(amount),
        "listed_date": date(2020, 10, 1),
        **values,
    }


ADOPTED = plan(2021, adopted=date(2020, 12, 15))


def need(need_id: str, raised: date = date(2020, 1, 1)) -> Row:
    return {"need_id": need_id, "title_nb": f"Behov {need_id}", "raised_date": raised}


def paid(item_id: str, amount: str, day: date, **values: Any) -> Row:
    return {
        "payment_id": item_id,
        "programme_id": "P",
        "kind": "invoice",
        "category": "fou",
        "year": day.year,
        "payment_date": day,
        "amount_nok": Decimal(amount),
        **values,
    }


def bound(item_id: str, amount: str, **values: Any) -> Row:
    return {
        "commitment_id": item_id,
        "programme_id": "P",
        "kind": "binding",
        "category": "fou",
        "year": 2021,
        "amount_nok": Decimal(amount),
        "decided_date": date(2021, 1, 10),
        **values,
    }


def budget(item_id: str, amount: str, **values: Any) -> Row:
    return {
        "budget_line_id": item_id,
        "programme_id": "P",
        "line_no": item_id,
        "version": 1,
        "year": 2021,
        "category": "fou",
        "amount_nok": Decimal(amount),
        "decided_date": date(2020, 12, 15),
        **values,
    }


def opener(tables: dict[str, list[Row]], role: Role = "owner") -> Callable[[date], Snapshot]:
    return lambda day: Snapshot.from_rows(day, {"programme": [PROGRAMME], **tables}, role=role)


def version(row: Row, known_from: datetime, known_to: datetime | None = None) -> Row:
    """A row as it was recorded from one moment to another."""
    return {**row, "layer": "portfolio", "known_from": known_from, "known_to": known_to, "is_void": False}


def found(as_of: date = AS_OF, year: int | None = None, *, role: Role = "owner", **tables: list[Row]) -> ActionPlan:
    given = {"action_plan": [ADOPTED], **tables}
    open_ = opener(given, role)
    return action_plan(open_(as_of), year, open_snapshot=open_)


def row_of(result: ActionPlan, item_id: str) -> dict[str, Any]:
    return next(row for row in result.lines.to_dicts() if row["item_id"] == item_id)


def outcome(result: ActionPlan, item_id: str) -> str:
    return str(row_of(result, item_id)["outcome"])
