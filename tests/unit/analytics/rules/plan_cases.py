"""A small programme that meets every rule, and rows that do not, one matter at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from analytics.rules.plan_model import Found, hits_of
from analytics.rules.plan_registry import PLAN_RULES
from data.snapshot import Snapshot
from tests.unit.analytics.portfolio.rows import PROGRAMME, Row, area, project

AS_OF = date(2021, 6, 30)
BY_ID = {rule.id: rule for rule in PLAN_RULES}


def day(text: str) -> date:
    return date.fromisoformat(text)


def organisation(key: str, name: str | None = None, **values: Any) -> Row:
    return {"organisation_id": key, "name_nb": name or f"Organisasjon {key}", "kind": "research", **values}


def call(key: str, route: str = "competition", **values: Any) -> Row:
    return {
        "call_id": key, "programme_id": "P", "kind": "call", "route": route, "title_nb": f"Utlysning {key}",
        "registered_date": day("2019-06-01"), **values,
    }  # fmt: skip


def step(call_id: str, name: str, actual: str | None) -> Row:
    return {
        "call_step_id": f"{call_id}-{name}", "call_id": call_id, "step": name, "planned_date": day("2020-01-01"),
        "actual_date": None if actual is None else day(actual),
    }  # fmt: skip


def tender(key: str, call_id: str, who: str, role: str, when: str = "2020-05-01", **values: Any) -> Row:
    return {
        "tender_participant_id": key, "call_id": call_id, "organisation_id": who, "role": role, "from_date": day(when), **values
    }  # fmt: skip


def contract(key: str, who: str = "L", route: str = "in_house", amount: str = "1000", **values: Any) -> Row:
    return {
        "contract_id": key, "organisation_id": who, "route": route, "title_nb": f"Kontrakt {key}",
        "signed_date": day("2020-06-01"), "amount_nok": Decimal(amount), **values,
    }  # fmt: skip


def payment(key: str, contract_id: str | None, amount: str, when: str, **values: Any) -> Row:
    return {
        "payment_id": key, "programme_id": "P", "kind": "invoice", "category": "fou", "contract_id": contract_id,
        "year": day(when).year, "payment_date": day(when), "amount_nok": Decimal(amount), **values,
    }  # fmt: skip


def commitment(key: str, contract_id: str, amount: str, kind: str = "binding", year: int = 2021, **values: Any) -> Row:
    return {
        "commitment_id": key, "programme_id": "P", "kind": kind, "category": "fou", "contract_id": contract_id, "year": year,
        "amount_nok": Decimal(amount), "decided_date": day("2020-06-01"), **values,
    }  # fmt: skip


def framework(key: str, first: str, last: str, **values: Any) -> Row:
    return {
        "framework_id": key, "title_nb": f"Ramme {key}", "signed_date": day(first), "start_date": day(first),
        "end_date": day(last), **values,
    }  # fmt: skip


def plan(key: str, year: int, adopted: str | None, version: int = 1, **values: Any) -> Row:
    return {
        "plan_id": key, "programme_id": "P", "year": year, "version": version, "title_nb": f"Plan {key}",
        "drafted_date": date(year - 1, 1, 1), "adopted_date": None if adopted is None else day(adopted), **values,
    }  # fmt: skip


def line(key: str, plan_id: str, quarter: str | None = "2020K1", **values: Any) -> Row:
    return {
        "plan_line_id": key, "plan_id": plan_id, "title_nb": f"Linje {key}", "category": "fou", "planned_start_quarter": quarter,
        "planned_amount_nok": Decimal(500), "listed_date": day("2019-11-01"), **values,
    }  # fmt: skip


def parameter(name: str, value: float, first: str = "2019-01-01", last: str | None = None) -> Row:
    return {
        "parameter_id": f"{name}-{first}", "name": name, "value": value, "unit": "x", "valid_from": day(first),
        "valid_to": None if last is None else day(last), "text_nb": "x", "text_en": "x",
    }  # fmt: skip


def frame(key: str, level: str, year: int, amount: str, version: int = 1, **values: Any) -> Row:
    return {
        "frame_id": key, "programme_id": "P", "level": level, "year": year, "version": version, "amount_nok": Decimal(amount),
        **values,
    }  # fmt: skip


def deliverable(key: str, project_id: str, kind: str = "final_report", **values: Any) -> Row:
    return {"deliverable_id": key, "project_id": project_id, "kind": kind, "title_nb": f"Leveranse {key}", **values}


def meeting(key: str, kind: str, planned: str, held: str | None, **values: Any) -> Row:
    return {
        "meeting_id": key, "body_id": "RG", "kind": kind, "title_nb": f"Møte {key}", "planned_date": day(planned),
        "held_date": None if held is None else day(held), **values,
    }  # fmt: skip


def decision(key: str, body: str, when: str, *, kind: str = "decision", principle: bool = False, **values: Any) -> Row:
    return {
        "decision_id": key, "body_id": body, "kind": kind, "is_matter_of_principle": principle, "text_nb": f"Sak {key}",
        "decided_date": day(when), **values,
    }  # fmt: skip


def body(key: str, can_decide: bool, name: str | None = None) -> Row:
    return {"body_id": key, "name_nb": name or f"Organ {key}", "name_en": name or f"Body {key}", "can_decide": can_decide}


RESTRICTION: Row = {
    "restriction_id": "R1", "programme_id": "P", "organisation_id": "S", "allowed_route": "allocation_letter",
    "needs_reserved_share": True, "valid_from": day("2020-01-01"), "valid_to": day("2022-12-31"),
}  # fmt: skip


def snap(as_of: date = AS_OF, role: Any = "owner", **tables: list[Row]) -> Snapshot:
    given: dict[str, list[Row]] = {"programme": [PROGRAMME], "priority_area": [area("A1", 1), area("A2", 2)]}
    return Snapshot.from_rows(as_of, given | tables, role=role)


def judge(rule_id: str, snapshot: Snapshot) -> Found:
    return BY_ID[rule_id].check(snapshot)


def hits(rule_id: str, snapshot: Snapshot) -> list[tuple[str, str]]:
    """The hits of a rule as (record, severity), in order."""
    rows = hits_of(BY_ID[rule_id], judge(rule_id, snapshot))
    return sorted(rows.select("record_id", "severity").iter_rows())


def messages(rule_id: str, snapshot: Snapshot, lang: str = "nb") -> list[str]:
    rows = hits_of(BY_ID[rule_id], judge(rule_id, snapshot)).sort("record_id")
    return rows.get_column(f"message_{lang}").to_list()


__all__ = ["project"]
