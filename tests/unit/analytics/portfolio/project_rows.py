"""One project with a row in every table, whose numbers can be added up by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.unit.analytics.portfolio.rows import areas_of, contract, project, questions_of

Rows = dict[str, list[dict[str, Any]]]
#: An id with characters that mean something elsewhere.
ID = "P/1 & «å»"


def _money(table: str, key: str, kind: str, year: int, amount: str, **values: Any) -> dict[str, Any]:
    day = {"commitment": "decided_date", "payment": "payment_date"}[table]
    return {
        f"{table}_id": key, "programme_id": "P", "kind": kind, "category": "fou", "project_id": ID, "year": year,
        "amount_nok": Decimal(amount), day: date(year, 3, 1), **values,
    }  # fmt: skip


def money(kind: str, key: str, year: int, amount: str, **values: Any) -> dict[str, Any]:
    """A commitment, decided in March of its year."""
    return _money("commitment", key, kind, year, amount, **values)


def paid(key: str, year: int, amount: str, *, kind: str = "invoice", **values: Any) -> dict[str, Any]:
    """A payment in March of its year."""
    return _money("payment", key, kind, year, amount, **values)


def budget(line: str, version: int, year: int, amount: str, day: date, **values: Any) -> dict[str, Any]:
    return {
        "budget_line_id": f"{line}-{year}-{version}", "programme_id": "P", "line_no": line, "version": version, "year": year,
        "category": "fou", "project_id": ID, "amount_nok": Decimal(amount), "decided_date": day, **values,
    }  # fmt: skip


def milestone(key: str, kind: str, planned: date, actual: date | None = None, **values: Any) -> dict[str, Any]:
    return {"milestone_id": key, "project_id": ID, "kind": kind, "title_nb": f"Milepæl {key}", "planned_date": planned,
            "actual_date": actual, **values}  # fmt: skip


def deliverable(key: str, kind: str, planned: date, **values: Any) -> dict[str, Any]:
    return {"deliverable_id": key, "project_id": ID, "kind": kind, "title_nb": f"Leveranse {key}", "planned_date": planned,
            "recipient_id": "D", **values}  # fmt: skip


def moved(key: str, day: date, to: date, **values: Any) -> dict[str, Any]:
    return {"schedule_change_id": key, "decided_date": day, "new_planned_date": to, "reason": "pandemic", **values}


ROWS: Rows = {
    "organisation": [
        {"organisation_id": "L", "name_nb": "Østre forskning", "name_en": "Eastern research", "kind": "research"},
        {"organisation_id": "D", "name_nb": "Direktoratet", "kind": "directorate"},
        {"organisation_id": "U", "name_nb": "Union", "kind": "employee_organisation"},
    ],
    "tag": [
        {"tag_id": "RCT", "kind": "design", "name_nb": "Forsøk", "name_en": "Trial", "sms_start": 5, "speaks_about_nb": "effekt"}
    ],
    "general_priority": [
        {"general_priority_id": "G1", "programme_id": "P", "name_nb": "Medvirkning", "name_en": "Involvement", "order_no": 1},
        {"general_priority_id": "G2", "programme_id": "P", "name_nb": "Praksisnær", "name_en": "Practice", "order_no": 2},
    ],
    "meeting": [{"meeting_id": "M", "kind": "autumn", "title_nb": "Høstmøte", "planned_date": date(2019, 11, 1),
                 "held_date": date(2019, 11, 5)}],
    "knowledge_need": [{"need_id": "K", "title_nb": "Hva virker?", "raised_by_id": "U", "meeting_id": "M", "priority": "high",
                        "raised_date": date(2019, 11, 5)}],
    "meeting_input": [{"input_id": "I", "meeting_id": "M", "organisation_id": "U", "text_nb": "Prøv det ut", "need_id": "K",
                       "received_date": date(2019, 11, 5)}],
    "action_plan": [{"plan_id": "H20", "programme_id": "P", "year": 2020, "version": 1, "title_nb": "Handlingsplan 2020",
                     "drafted_date": date(2019, 12, 1)}],
    "action_plan_line": [{"plan_line_id": "H20-1", "plan_id": "H20", "need_id": "K", "title_nb": "Prøve ut",
                          "listed_date": date(2019, 12, 1), "planned_amount_nok": Decimal(900)}],
    "call": [{"call_id": "C", "programme_id": "P", "kind": "call", "route": "competition", "title_nb": "Utlysning",
              "registered_date": date(2020, 1, 10)}],
    "call_step": [{"call_step_id": "C-A", "call_id": "C", "step": "announced", "planned_date": date(2020, 2, 1),
                   "actual_date": date(2020, 3, 1)}],
    "tender_participant": [{"tender_participant_id": "T", "call_id": "C", "organisation_id": "L", "role": "bidder",
                            "from_date": date(2020, 3, 1)}],
    "project": [
        project(ID, title_nb="Prøving", title_en="Trying", call_id="C", plan_line_id="H20-1", lead_organisation_id="L",
                research_type="applied", design_id="RCT", occurrence_only="no", occurrence_decided_by="Programeier",
                occurrence_decided_date=date(2020, 5, 1), summary_nb="Vi prøver.", planned_start_date=date(2020, 8, 1),
                planned_end_date=date(2021, 12, 31), started_date=date(2020, 9, 1)),
        project("other", started_date=date(2020, 1, 1)),
    ],
    "project_area": areas_of(ID, A1=30, A2=70),
    "project_question": questions_of(ID, effect=100),
    "project_need": [{"project_id": ID, "need_id": "K"}],
    "project_priority": [{"project_id": ID, "general_priority_id": "G1", "state": "met", "evidence_nb": "Verksted",
                          "assessed_date": date(2020, 9, 1)}],
    "involvement": [{"involvement_id": "V", "project_id": ID, "party_kind": "employers", "form": "consulted"}],
    "site": [{"site_id": "S1", "project_id": ID, "name_nb": "Heimen", "joined_date": date(2020, 10, 1)}],
    "contract": [contract(ID, "1000", contract_id="K1", call_id="C", end_date=date(2021, 12, 31)),
                 contract("other", "5", contract_id="K9")],
    "contract_party": [{"contract_id": "K1", "organisation_id": "D", "role": "partner"}],
    "budget_line": [
        budget("B", 1, 2020, "500", date(2020, 2, 1)),
        budget("B", 2, 2020, "200", date(2020, 10, 1), reason="pandemic", reason_nb="Stengt"),
        budget("B", 1, 2021, "300", date(2020, 10, 1)),
        {**budget("B9", 1, 2021, "77", date(2020, 10, 1)), "project_id": "other"},
    ],
    "commitment": [
        money("binding", "1", 2020, "400", contract_id="K1"), money("binding", "2", 2021, "600", contract_id="K1"),
        money("release", "3", 2021, "100", contract_id="K1"),
        money("conditional", "4", 2022, "50", decided_date=date(2021, 1, 1)),
        money("conditional", "5", 2021, "70", condition_met_date=date(2021, 2, 1)),
        money("binding", "6", 2021, "9", project_id="other"),
    ],
    "payment": [
        paid("1", 2020, "300", contract_id="K1"), paid("2", 2021, "120.50", contract_id="K1", project_id=None),
        paid("3", 2021, "-20", kind="credit_note", contract_id="K1"), paid("4", 2021, "40", category="stimulation"),
        paid("5", 2021, "8", project_id="other", contract_id="K9"),
    ],
    "milestone": [
        milestone("1", "start", date(2020, 8, 1), date(2020, 9, 1)),
        milestone("2", "data", date(2021, 3, 1)),
        milestone("3", "completion", date(2021, 12, 31)),
    ],
    "deliverable": [
        deliverable("1", "note", date(2020, 12, 1), delivered_date=date(2020, 11, 21), published_date=date(2021, 1, 1)),
        deliverable("2", "final_report", date(2021, 11, 30)),
    ],
    "schedule_change": [
        moved("1", date(2021, 1, 15), date(2021, 4, 1), milestone_id="2", reason_nb="Besøksforbud"),
        moved("2", date(2021, 3, 15), date(2021, 5, 31), milestone_id="2"),
        moved("3", date(2021, 5, 1), date(2022, 3, 31), milestone_id="3"),
    ],
    "evidence_assessment": [
        {"assessment_id": "E1", "project_id": ID, "scale": "sms", "level": "5", "is_expected": True, "rater": "A",
         "assessed_date": date(2020, 9, 1), "reason_nb": "Trekning"},
        {"assessment_id": "E2", "project_id": ID, "scale": "sms", "level": "4", "is_expected": True, "rater": "B",
         "assessed_date": date(2020, 10, 1), "reason_nb": "Få steder"},
    ],
    "finding": [
        {"finding_id": "F", "project_id": ID, "text_nb": "Ingen forskjell påvist", "outcome": "register_absence",
         "direction": "no_difference", "estimate": -0.8, "interval_low": -2.0, "interval_high": 0.5, "unit_nb": "prosentpoeng",
         "reported_date": date(2021, 6, 1)}
    ],
    "recommendation": [{"recommendation_id": "R", "finding_id": "F", "text_nb": "Prøv mer", "owner_id": "D",
                        "raised_date": date(2021, 6, 2), "due_date": date(2021, 6, 20)}],
    "finding_use": [{"finding_use_id": "FB", "finding_id": "F", "organisation_id": "D", "used_date": date(2021, 6, 10)}],
    "dissemination": [{"dissemination_id": "X", "project_id": ID, "channel": "seminar", "title_nb": "Innlegg",
                       "planned_date": date(2021, 2, 1), "done_date": date(2021, 2, 11)}],
}  # fmt: skip
