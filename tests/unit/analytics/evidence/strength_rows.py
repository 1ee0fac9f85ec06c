"""Rows of projects, studies, assessments and findings from which evidence can be told by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from analytics.evidence.strength import Evidence, evidence
from tests.unit.analytics.evidence.rows import Row, instrument, snapshot

_STARTS = {
    "D-RCT": ("D-EXP", 5), "D-CRCT": ("D-EXP", 5), "D-RDD": ("D-QUASI", 4), "D-IV": ("D-QUASI", 4), "D-DID": ("D-QUASI", 3),
    "D-ITSC": ("D-QUASI", 3), "D-ITS": ("D-OBS", 2), "D-BEFORE-AFTER": ("D-OBS", 1), "D-FOLLOW": ("D-PROCESS", None),
    "D-QUAL": ("D-PROCESS", None), "D-REVIEW": ("D-SYNTH", None),
}  # fmt: skip
TAGS: list[Row] = [
    *({"tag_id": group, "kind": "design", "name_nb": group, "name_en": group} for group in
      ("D-EXP", "D-QUASI", "D-OBS", "D-PROCESS", "D-SYNTH")),
    *({"tag_id": tag, "kind": "design", "parent_id": parent, "name_nb": tag, "name_en": tag, "sms_start": start}
      for tag, (parent, start) in _STARTS.items()),
]  # fmt: skip
LIMITS = {"evidence_effect_level": 3, "evidence_attrition_pct": 20, "evidence_min_clusters": 20, "evidence_min_treated": 5}
PARAMETERS: list[Row] = [
    {"parameter_id": name, "name": name, "value": value, "valid_from": date(2019, 1, 1), "text_nb": name, "text_en": name}
    for name, value in LIMITS.items()
]
EXPIRY: Row = {
    "gate_id": "G", "agreement_id": "A", "kind": "agreement_expiry", "name_nb": "Avtalen utløper", "name_en": "It expires",
    "gate_date": date(2022, 12, 31), "date_precision": "day",
}  # fmt: skip


def project(project_id: str, design: str | None, **values: Any) -> Row:
    return {
        "project_id": project_id, "programme_id": "P", "title_nb": f"Prosjekt {project_id}", "design_id": design,
        "registered_date": date(2019, 6, 1), **values,
    }  # fmt: skip


def rating(assessment_id: str, level: str, *, project: str | None = None, day: str = "2021-01-01", **values: Any) -> Row:
    return {
        "assessment_id": assessment_id, "project_id": project, "scale": "sms", "level": level, "is_expected": False,
        "rater": "A", "assessed_date": date.fromisoformat(day), "reason_nb": "Fordi", **values,
    }  # fmt: skip


def report(project_id: str, planned: date | None, delivered: date | None = None) -> Row:
    return {
        "deliverable_id": f"R-{project_id}", "project_id": project_id, "kind": "final_report", "title_nb": "Sluttrapport",
        "planned_date": planned, "delivered_date": delivered,
    }  # fmt: skip


def finding(finding_id: str, project_id: str, direction: str, **values: Any) -> Row:
    return {
        "finding_id": finding_id, "project_id": project_id, "text_nb": "Et funn", "outcome": "register_absence",
        "direction": direction, "reported_date": date(2021, 6, 1), **values,
    }  # fmt: skip


def linked(*pairs: tuple[str, str]) -> list[Row]:
    return [{"project_id": project_id, "instrument_id": instrument_id} for project_id, instrument_id in pairs]


def made(as_of: date = date(2022, 1, 31), **tables: Iterable[Row]) -> Evidence:
    """The evidence of two instruments, V1 and V2, with the tables given."""
    rows: dict[str, Any] = {
        "instrument": [instrument("V1", 1), instrument("V2", 2)], "tag": TAGS, "parameter": PARAMETERS, "decision_gate": [EXPIRY],
    }  # fmt: skip
    return evidence(snapshot(as_of, **rows | tables))
