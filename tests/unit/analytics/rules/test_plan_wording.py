"""Findings that say more than their design bears."""

from __future__ import annotations

from tests.unit.analytics.rules.plan_cases import Row, day, hits, judge, messages, parameter, project, snap

NEEDED = parameter("causal_wording_level", 4.0)
TAGS = [
    {"tag_id": tag, "kind": "design", "parent_id": None, "sms_start": level}
    for tag, level in (("RCT", 5), ("DID", 3), ("QUAL", None))
]


def finding(key: str, text: str, project_id: str | None = None, **values: object) -> Row:
    return {
        "finding_id": key,
        "project_id": project_id,
        "text_nb": text,
        "text_en": None,
        "outcome": "register_absence",
        "direction": "lower",
        "reported_date": day("2021-01-01"),
        **values,
    }


def assessed(key: str, level: str) -> Row:
    return {
        "assessment_id": f"A-{key}",
        "project_id": key,
        "scale": "sms",
        "level": level,
        "is_expected": False,
        "rater": "Analyse",
        "assessed_date": day("2021-02-01"),
        "reason_nb": "Lest",
    }


def test_words_of_effect_need_the_level_and_an_interval_that_excludes_no_difference() -> None:
    projects = [project("P4", design_id="RCT"), project("P3", design_id="DID"), project("P0", design_id="QUAL")]
    bounds = {"interval_low": -2.0, "interval_high": -0.5, "unit_nb": "prosentpoeng"}
    rows = [
        finding("F1", "Tiltaket førte til lavere fravær.", "P4", **bounds),
        finding("F2", "Tiltaket førte til lavere fravær.", "P4"),
        finding("F3", "Tiltaket førte til lavere fravær.", "P3", **bounds),
        finding("F4", "Ledere sier at det virket.", "P0"),
        finding("F5", "Fraværet var lavere i gruppen med tiltaket.", "P3"),
        finding("F6", "Tiltaket reduserte fraværet.", evaluation_id="E1"),
        finding("F7", "Fraværet var lavere.", "P3", text_en="The measure reduced sick leave."),
    ]
    snapshot = snap(
        project=projects,
        finding=rows,
        parameter=[NEEDED],
        tag=TAGS,
        evidence_assessment=[assessed("P4", "4"), assessed("P3", "3")],
        evaluation=[{"evaluation_id": "E1", "title_nb": "E", "design_id": "QUAL", "registered_date": day("2020-01-01")}],
    )

    assert hits("finding_wording", snapshot) == [(key, "consider") for key in ("F2", "F3", "F4", "F6", "F7")]
    assert judge("finding_wording", snapshot).judged == 7
    told = messages("finding_wording", snapshot)
    assert any("nivå 3" in text and "krever nivå 4" in text for text in told)
    assert any("«virket»" in text and "ikke noe nivå" in text for text in told)
    assert any("intervallet mangler" in text for text in told)


def test_without_a_level_set_nothing_is_judged() -> None:
    snapshot = snap(project=[project("P0", design_id="QUAL")], finding=[finding("F", "Det virket.", "P0")], tag=TAGS)

    found = judge("finding_wording", snapshot)
    assert (found.judged, found.unjudged) == (0, 1) and hits("finding_wording", snapshot) == []
