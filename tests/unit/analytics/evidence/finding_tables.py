"""Small sets of findings and recommendations that can be counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.snapshot import Snapshot
from domain.tables import Role
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, Row, area, project

TAGS: list[Row] = [
    {"tag_id": "EXP", "kind": "design", "name_nb": "Eksperiment", "name_en": "Experiment"},
    {"tag_id": "RCT", "kind": "design", "name_nb": "RCT", "name_en": "RCT", "parent_id": "EXP", "sms_start": 5},
    {"tag_id": "DID", "kind": "design", "name_nb": "DID", "name_en": "DID", "sms_start": 3},
    {"tag_id": "QUAL", "kind": "design", "name_nb": "Kvalitativ", "name_en": "Qualitative"},
]
#: Projects whose designs start at 5, at 3, and say nothing about effect; and one without a design.
PROJECTS: list[Row] = [
    project("R", design_id="RCT", title_nb="Trekning"),
    project("D", design_id="DID"),
    project("Q", design_id="QUAL"),
    project("N"),
]
INSTRUMENT: Row = {
    "instrument_id": "V1", "agreement_id": "A", "name_nb": "Virkemiddel én", "name_en": "Instrument one", "short_nb": "Én",
    "short_en": "One",
}  # fmt: skip
SOURCE: Row = {"source_id": "K1", "title": "Rapport én", "publisher": "Utgiver", "url": "https://example.org/1"}
PARAMETERS: list[Row] = [
    {"parameter_id": "L", "name": "evidence_effect_level", "value": 3.0, "unit": "nivå", "valid_from": date(2019, 1, 1)}
]


def finding(finding_id: str, project_id: str | None = "R", direction: str = "lower", **values: Any) -> Row:
    return {
        "finding_id": finding_id, "project_id": project_id, "text_nb": f"Funn {finding_id}", "outcome": "register_absence",
        "direction": direction, "reported_date": date(2021, 1, 15), "source_id": "K1", **values,
    }  # fmt: skip


def recommendation(recommendation_id: str, finding_id: str | None = None, due: date | None = None, **values: Any) -> Row:
    return {
        "recommendation_id": recommendation_id, "finding_id": finding_id, "text_nb": f"Anbefaling {recommendation_id}",
        "raised_date": date(2021, 1, 20), "due_date": due, **values,
    }  # fmt: skip


def rating(assessment_id: str, level: str, rater: str = "A", **values: Any) -> Row:
    return {
        "assessment_id": assessment_id, "scale": "sms", "level": level, "rater": rater, "assessed_date": date(2021, 2, 1),
        "reason_nb": "Grunn", "is_expected": False, **values,
    }  # fmt: skip


def snapshot(as_of: date = AS_OF, *, role: Role = "owner", **tables: list[Row]) -> Snapshot:
    """A programme with two areas, four projects, one instrument and one source, and the given tables."""
    given: dict[str, list[Row]] = {
        "programme": [PROGRAMME], "priority_area": [area("A1", 1), area("A2", 2)], "project": PROJECTS, "tag": TAGS,
        "instrument": [INSTRUMENT], "source": [SOURCE], "parameter": PARAMETERS,
        "agreement": [{"agreement_id": "A", "name_nb": "Avtale", "name_en": "Agreement", "start_date": date(2019, 1, 1)}],
    }  # fmt: skip
    return Snapshot.from_rows(as_of, {**given, **tables}, role=role)
