"""A small chain of needs that can be added up by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.snapshot import Snapshot
from domain.tables import Role
from tests.unit.analytics.portfolio.rows import PROGRAMME, Row, Tables, area, project

AS_OF = date(2021, 6, 30)


def need(need_id: str, raised: date = date(2020, 1, 1), **values: Any) -> Row:
    return {"need_id": need_id, "title_nb": f"Behov {need_id}", "area_id": "A1", "raised_date": raised, **values}


def plan(plan_id: str = "HP", year: int = 2020, version: int = 1, **values: Any) -> Row:
    given = {
        "plan_id": plan_id, "programme_id": "P", "year": year, "version": version, "title_nb": plan_id,
        "drafted_date": date(2019, 10, 1), "adopted_date": date(2019, 12, 1),
    }  # fmt: skip
    return given | values


def line(line_id: str, need_id: str | None = None, **values: Any) -> Row:
    given = {"plan_line_id": line_id, "plan_id": "HP", "need_id": need_id, "title_nb": f"Linje {line_id}", "category": "fou"}
    return {**given, "listed_date": date(2020, 1, 1), **values}


def call(call_id: str, line_id: str | None = None, **values: Any) -> Row:
    given = {"call_id": call_id, "programme_id": "P", "plan_line_id": line_id, "kind": "call", "route": "competition"}
    return {**given, "title_nb": f"Utlysning {call_id}", "registered_date": date(2020, 2, 1), **values}


def answers(project_id: str, need_id: str) -> Row:
    return {"project_id": project_id, "need_id": need_id}


def finding(finding_id: str, project_id: str | None, **values: Any) -> Row:
    given = {"finding_id": finding_id, "project_id": project_id, "text_nb": f"Funn {finding_id}", "outcome": "other"}
    return {**given, "direction": "mixed", "reported_date": date(2021, 3, 1), **values}


def given(input_id: str, organisation_id: str, need_id: str | None = None, **values: Any) -> Row:
    row = {"input_id": input_id, "organisation_id": organisation_id, "text_nb": "Innspill", "need_id": need_id}
    return {**row, "received_date": date(2020, 10, 1), **values}


def organisation(organisation_id: str, **values: Any) -> Row:
    return {"organisation_id": organisation_id, "name_nb": f"Organisasjon {organisation_id}", "kind": "other", **values}


def member(organisation_id: str, **values: Any) -> Row:
    row = {"body_member_id": f"BM-{organisation_id}", "body_id": "REFERANSEGRUPPE", "organisation_id": organisation_id}
    return {**row, "role": "member", **values}


def instrument(instrument_id: str) -> Row:
    return {"instrument_id": instrument_id, "agreement_id": "A", "name_nb": f"Tiltak {instrument_id}", "name_en": instrument_id}


def world(as_of: date = AS_OF, role: Role = "owner", **tables: Any) -> Snapshot:
    """A snapshot with the programme, its areas A1 and A2, a plan for 2020, and the given tables."""
    base: Tables = {"programme": [PROGRAMME], "priority_area": [area("A1", 1), area("A2", 2)], "action_plan": [plan()]}
    return Snapshot.from_rows(as_of, {**base, **tables}, role=role)


ENDED = {"started_date": date(2020, 3, 1), "completed_date": date(2021, 2, 1)}


def every_case() -> Tables:
    """Ten needs, each standing differently; what they are is told in the tests."""
    return {
        "instrument": [instrument("V1"), instrument("V2")],
        "organisation": [organisation("LO", short_name="LO"), organisation("Ø")],
        "knowledge_need": [
            need("B01", priority="low"),
            need("B02", date(2019, 5, 1), priority="high"),
            need("B03", priority="high"),
            need("B04"),
            need("B05", not_now_date=date(2021, 1, 1), not_now_reason_nb="Vi venter på ny avtale."),
            need("B06", not_now_date=date(2021, 1, 1), not_now_reason_nb="  "),
            need("B07"),
            need("B08", area_id=None, description_nb="Læring på Østlandet"),
            need("B09"),
            need("B10"),
        ],
        "action_plan_line": [
            line("L01", "B01"), line("L07", "B07"), line("L09", "B09"), line("LX"), line("LD", category="operation"),
            line("LT", "B10", dropped_date=date(2020, 5, 1)),
        ],
        "call": [call("U01", "L01"), call("UX"), call("UR", route="framework")],
        "project": [
            project("P01", call_id="U01", plan_line_id="L01", **ENDED),
            project("P02", started_date=date(2021, 1, 1)),
            project("P03", stopped_date=date(2021, 1, 1)),
            project("P04", occurrence_only="yes", occurrence_decided_date=date(2020, 5, 1), **ENDED),
            project("P09", plan_line_id="L09"),
            project("P10", **ENDED),
            project("P11"),
        ],
        "project_need": [
            answers("P01", "B01"), answers("P02", "B02"), answers("P03", "B03"), answers("P04", "B04"), answers("P10", "B10"),
        ],
        "finding": [
            finding("F1", "P01", instrument_id="V1"), finding("F2", "P01", instrument_id="V2"), finding("F3", "P01"),
            finding("F4", "P01", instrument_id="V1"), finding("F5", None, evaluation_id="E1"),
        ],
        "evaluation": [
            {"evaluation_id": "E1", "agreement_id": "A", "title_nb": "Evaluering", "payer": "own_frame", "addresses_effect": "no",
             "registered_date": date(2019, 1, 1)},
        ],
        "recommendation": [
            {"recommendation_id": "A1", "finding_id": "F2", "instrument_id": "V2", "text_nb": "Gjør",
             "raised_date": date(2021, 4, 1), "done_date": date(2021, 5, 1)},
        ],
        "finding_use": [
            {"finding_use_id": "FB1", "finding_id": "F1", "instrument_id": "V1", "used_date": date(2021, 5, 1)},
            {"finding_use_id": "FB2", "finding_id": "F3", "organisation_id": "LO", "used_date": date(2021, 5, 1)},
            {"finding_use_id": "FB3", "finding_id": "F4", "instrument_id": "V1", "used_date": date(2021, 7, 1)},
        ],
    }  # fmt: skip
