"""How complete the material for the final report is, counted by hand, and what is missing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from analytics.evidence.final_report import FinalReport, final_report
from analytics.evidence.final_report_parts import PARTS, cells_with_findings
from reports.envelope import envelope
from tests.unit.analytics.evidence.finding_tables import finding, recommendation, snapshot
from tests.unit.analytics.portfolio.rows import Row, areas_of, project, questions_of

DONE = date(2021, 3, 1)


def weights(**values: float) -> list[Row]:
    return [
        {"parameter_id": name, "name": f"final_report_{name}", "value": value, "unit": "vekt", "valid_from": date(2019, 1, 1)}
        for name, value in values.items()
    ]


ALL = weights(**dict.fromkeys(PARTS, 1.0))
#: Two finished projects (one without findings), a running and a stopped one; three findings; three recommendations.
TABLES: dict[str, Any] = {
    "project": [
        project("R", design_id="RCT", completed_date=DONE), project("D", design_id="QUAL", completed_date=DONE),
        project("RUN", started_date=DONE), project("STOP", started_date=DONE, stopped_date=date(2021, 4, 1)),
    ],
    "project_area": [*areas_of("R", A1=50, A2=50), *areas_of("D", A2=100)],
    "project_question": [*questions_of("R", effect=50, implementation=50), *questions_of("RUN", cause=100)],
    "finding": [
        finding("1", "R", applicability="usable_now"),
        finding("2", "R", "not_applicable", source_id=None, applicability="not_assessed"),
        finding("3", "RUN", "lower"), finding("other", None, evaluation_id="E1"),
    ],
    "finding_follow_up": [
        {"finding_follow_up_id": "F", "finding_id": "1", "text_nb": "Tell igjen", "described_date": date(2021, 4, 1)}
    ],
    "recommendation": [
        recommendation("a", "1", owner_id="O"), recommendation("b", "2"),
        recommendation("c", None, rejected_date=date(2021, 3, 1), rejected_reason_nb="For dyrt"),
        recommendation("d", "1", rejected_date=date(2021, 3, 1), owner_id="O"), recommendation("e", "other"),
    ],
    "organisation": [{"organisation_id": "O", "name_nb": "Org", "kind": "other"}],
    "evaluation": [
        {"evaluation_id": key, "agreement_id": "A", "title_nb": key, "payer": "unknown", "addresses_effect": "no",
         "registered_date": date(2020, 1, 1)} for key in ("E1", "E2", "E3")
    ],
    "evaluation_step": [
        {"evaluation_step_id": "1", "evaluation_id": "E1", "stage": "published", "actual_date": date(2021, 1, 1)},
        {"evaluation_step_id": "2", "evaluation_id": "E3", "stage": "cancelled", "actual_date": date(2021, 1, 1)},
    ],
    "coverage_scope": [
        {"scope_id": "S", "area_id": "A2", "question_kind": "synthesis", "state": "out_of_scope"},
        {"scope_id": "T", "area_id": "A1", "question_kind": "cause", "state": "prioritised"},
    ],
}  # fmt: skip


def found(**tables: Any) -> FinalReport:
    return final_report(snapshot(**{**TABLES, "parameter": ALL, **tables}))


def counted(result: FinalReport) -> dict[str, tuple[int, int]]:
    return {part.name: (part.met, part.of) for part in result.parts}


def test_each_part_counts_what_it_says() -> None:
    result = found()
    assert counted(result) == {
        "projects": (1, 2),  # R of R and D; running and stopped projects are not expected to have findings
        "sources": (2, 3),
        "levels": (1, 3),  # the finding on implementation; 1 is not assessed, 3 has no design
        "applicability": (1, 3),
        "follow_up": (1, 3),
        "owners": (2, 4),  # a, and c that is rejected with a reason; e is of another evaluation
        "cells": (4, 9),  # effect and implementation in both areas; synthesis in A2 is out of scope
        "evaluations": (1, 2),
    }  # fmt: skip
    assert result.pct == pytest.approx((1 + 2 + 1 + 1 + 1 + 2 + 4 + 1) / (2 + 3 + 3 + 3 + 3 + 4 + 9 + 2) * 100)
    assert cells_with_findings(result.findings) == {
        ("A1", "effect"): 1, ("A2", "effect"): 1, ("A1", "implementation"): 1, ("A2", "implementation"): 1,
    }  # fmt: skip


def test_every_gap_is_listed_and_no_other() -> None:
    gaps = found().gaps
    assert {(gap.part, gap.record_id) for gap in gaps if gap.part not in ("cells", "levels")} == {
        ("projects", "D"),
        ("sources", "2"),
        ("applicability", "2"),
        ("applicability", "3"),
        ("follow_up", "2"),
        ("follow_up", "3"),
        ("owners", "b"),
        ("owners", "d"),
        ("evaluations", "E2"),
    }
    assert {gap.record_id for gap in gaps if gap.part == "levels"} == {"1", "3"}
    assert len(gaps) == sum(part.of - part.met for part in found().parts)
    assert {gap.record_id for gap in gaps if gap.part == "cells"} == {
        "A1 / cause", "A1 / cost_benefit", "A1 / synthesis", "A2 / cause", "A2 / cost_benefit",
    }  # fmt: skip


def test_weights_are_dated_rows_and_a_part_without_one_does_not_count() -> None:
    only = found(parameter=weights(projects=1.0, sources=3.0))
    assert only.pct == pytest.approx((1 * 1 + 3 * 2) / (1 * 2 + 3 * 3) * 100)
    assert {gap.part for gap in only.gaps} == {"projects", "sources"}
    assert {part.name for part in only.parts if part.weight is None} == set(PARTS) - {"projects", "sources"}
    later = [row | {"valid_from": date(2021, 7, 1)} for row in ALL]
    assert found(parameter=later).pct is None and "kan ikke regnes" in found(parameter=later).sentence.nb.lower()
    assert found(parameter=weights(projects=0.0)).pct is None


def test_areas_are_counted_apart_and_what_has_no_area_last() -> None:
    sections = {section.area_id: section for section in found().sections}
    assert list(sections) == ["A1", "A2", None]
    parts = {area: {part.name: (part.met, part.of) for part in section.parts} for area, section in sections.items()}
    assert parts["A1"]["projects"] == (1, 1) and parts["A2"]["projects"] == (1, 2)
    assert parts["A1"]["cells"] == (2, 5) and parts["A2"]["cells"] == (2, 4) and parts[None]["cells"] == (0, 0)
    assert sections[None].findings.get_column("finding_id").to_list() == ["3"]
    assert parts[None]["owners"] == (1, 1) and parts["A1"]["evaluations"] == (0, 0)
    assert len(found().findings) == 3
    assert sections["A1"].sentence.nb.startswith("2 funn. 1 gjelder effekt, 1 kan tas i bruk, 0 er tatt i bruk, og for 1")


def test_findings_of_others_are_listed_and_not_counted() -> None:
    result = found()
    assert result.others.get_column("finding_id").to_list() == ["other"]
    assert result.other_recommendations.get_column("recommendation_id").to_list() == ["e"]
    assert counted(result)["sources"][1] == 3


def test_the_sources_have_their_provenance() -> None:
    source = {"source_id": "K1", "title": "Rapport", "publisher": "U", "url": "https://x", "retrieved_date": date(2021, 2, 3)}
    result = found(source=[source], finding=[finding("1", "R", source_place="s. 4"), finding("2", "R", source_id="UKJENT")])
    rows = {row["source_id"]: row for row in result.sources.to_dicts()}
    assert rows["K1"]["places"] == ["s. 4"] and rows["K1"]["record_ids"] == ["1"]
    assert rows["K1"]["retrieved_date"] == date(2021, 2, 3)
    assert rows["UKJENT"]["title"] is None
    assert [gap.record_id for gap in result.gaps if gap.part == "sources"] == ["2"]


def test_everything_stands_in_json_with_numerator_and_denominator() -> None:
    made = json.loads(json.dumps(envelope("final-report", found())))["result"]
    assert made["complete_pct"] == pytest.approx(made["weighted_met"] / made["weighted_of"] * 100)
    assert [part["part"] for part in made["parts"]] == list(PARTS)
    assert all(part["missing"] == part["of"] - part["met"] for part in made["parts"])
    first = next(row for area in made["areas"] for row in area["findings"] if row["finding_id"] == "1")
    assert first["can_be_followed_up"][0]["text_nb"] == "Tell igjen" and first["reading"] == "not_assessed"
    assert len(made["gaps"]) == sum(part["missing"] for part in made["parts"])


def test_nothing_to_count_is_not_complete() -> None:
    empty = final_report(snapshot(programme=[], project=[], priority_area=[], parameter=ALL))
    assert empty.pct is None and empty.gaps == () and len(empty.table()) == 0 and empty.findings.is_empty()
    assert [part.pct for part in empty.parts] == [None] * len(PARTS)
    assert "kan ikke regnes" in empty.sentence.nb and "cannot be told" in empty.sentence.en
    no_findings = found(finding=[], finding_follow_up=[], recommendation=[])
    assert "Programmet har ingen funn ført opp" in no_findings.sentence.nb
