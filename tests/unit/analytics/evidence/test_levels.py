"""The level of each project on the Maryland scale, now and expected."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.evidence.levels import project_levels, study_levels
from data.snapshot import Snapshot
from tests.unit.analytics.evidence import strength_rows

TAGS = [
    {"tag_id": "EXP", "kind": "design", "name_nb": "Eksperiment", "name_en": "Experiment"},
    {"tag_id": "RCT", "kind": "design", "parent_id": "EXP", "name_nb": "RCT", "name_en": "RCT", "sms_start": 5},
    {"tag_id": "QUAL", "kind": "design", "name_nb": "Kvalitativ", "name_en": "Qualitative"},
]


def rated(level: str, rater: str = "A", day: str = "2021-01-01", *, scale: str = "sms", expected: bool = False) -> dict[str, Any]:
    return {
        "assessment_id": f"{rater}{day}{expected}{scale}", "project_id": "P", "scale": scale, "level": level,
        "is_expected": expected, "rater": rater, "assessed_date": date.fromisoformat(day), "reason_nb": "-",
    }  # fmt: skip


def level(design: str | None, *ratings: dict[str, Any], as_of: str = "2022-01-01") -> dict[str, Any]:
    project = {"project_id": "P", "programme_id": "X", "title_nb": "P", "design_id": design, "registered_date": date(2020, 1, 1)}
    rows = {"tag": TAGS, "project": [project], "evidence_assessment": list(ratings)}
    return project_levels(Snapshot.from_rows(date.fromisoformat(as_of), rows)).row(0, named=True)


def told(found: dict[str, Any]) -> tuple[Any, ...]:
    return found["level_now"], found["state_now"], found["level_expected"], found["state_expected"]


def test_without_assessment_the_design_tells_what_can_be_expected_at_most() -> None:
    assert told(level("RCT")) == (None, "not_yet", 5, "level")


def test_a_design_without_a_level_says_nothing_about_effect_and_a_missing_one_is_unknown() -> None:
    assert told(level("QUAL")) == (None, "none", None, "none")
    assert told(level(None)) == (None, "unknown", None, "unknown")


def test_a_group_of_designs_is_not_said_to_say_nothing() -> None:
    assert told(level("EXP")) == (None, "not_yet", None, "unknown")


def test_the_lowest_of_the_raters_last_assessments_counts() -> None:
    found = level("RCT", rated("2", "A", "2021-01-01"), rated("4", "A", "2021-06-01"), rated("3", "B"))

    assert told(found) == (3, "level", 5, "level")
    assert found["raters_disagree"]


def test_a_rating_is_never_above_the_design() -> None:
    rows = [{**TAGS[1], "sms_start": 3}]
    project = {"project_id": "P", "programme_id": "X", "title_nb": "P", "design_id": "RCT", "registered_date": date(2020, 1, 1)}
    shot = Snapshot.from_rows(date(2022, 1, 1), {"tag": rows, "project": [project], "evidence_assessment": [rated("5")]})

    assert project_levels(shot).row(0, named=True)["level_now"] == 3


def test_an_assessment_that_it_says_nothing_stands() -> None:
    assert told(level("RCT", rated("none"))) == (None, "none", 5, "level")


def test_other_scales_and_later_assessments_do_not_count() -> None:
    found = level("RCT", rated("1", scale="risk_of_bias"), rated("2", day="2022-06-01"))
    assert told(found) == (None, "not_yet", 5, "level")


def evaluation_level(*, design: str | None = None, effect: str = "unknown", **tables: Any) -> dict[str, Any]:
    row = {
        "evaluation_id": "E", "agreement_id": "A", "title_nb": "E", "payer": "unknown", "addresses_effect": effect,
        "design_id": design, "registered_date": date(2020, 1, 1),
    }  # fmt: skip
    rows = {"tag": strength_rows.TAGS, "evaluation": [row], **tables}
    return study_levels(Snapshot.from_rows(date(2022, 1, 1), rows)).row(0, named=True)


def study(design: str, **values: Any) -> dict[str, Any]:
    return {"study_id": "S", "evaluation_id": "E", "design_id": design, "outcome": "health", **values}


def test_an_evaluation_has_a_level_by_its_design_and_none_when_it_is_not_to_answer_on_effect() -> None:
    assert told(evaluation_level(design="D-CRCT")) == (None, "not_yet", 5, "level")
    assert told(evaluation_level(design="D-BEFORE-AFTER", effect="no")) == (None, "none", None, "none")
    assert told(evaluation_level()) == (None, "unknown", None, "unknown")


def test_follow_along_work_starts_where_its_part_on_effect_does_and_a_review_does_not() -> None:
    assert told(evaluation_level(design="D-FOLLOW", study=[study("D-DID")])) == (None, "not_yet", 3, "level")
    assert told(evaluation_level(design="D-FOLLOW")) == (None, "none", None, "none")
    assert told(evaluation_level(design="D-REVIEW", study=[study("D-RCT")])) == (None, "none", None, "none")


def test_a_group_of_designs_caps_at_its_highest_and_says_so() -> None:
    rated_5 = {**rated("5"), "project_id": None, "evaluation_id": "E"}
    found = evaluation_level(design="D-QUASI", evidence_assessment=[rated_5])

    assert (found["level_now"], found["is_capped"]) == (4, True)


def test_a_rating_of_work_that_says_nothing_is_not_used_and_said() -> None:
    rated_3 = {**rated("3"), "project_id": None, "evaluation_id": "E"}
    found = evaluation_level(design="D-QUAL", evidence_assessment=[rated_3])

    assert (found["level_now"], found["state_now"], found["is_capped"]) == (None, "none", True)


def test_an_evaluation_that_is_a_project_is_that_project() -> None:
    project = {"project_id": "P", "programme_id": "X", "title_nb": "P", "design_id": "D-DID", "registered_date": date(2020, 1, 1)}
    of_project = {**rated("2"), "project_id": None, "evaluation_id": "E"}
    row = {
        "evaluation_id": "E", "agreement_id": "A", "title_nb": "E", "payer": "programme", "addresses_effect": "yes",
        "project_id": "P", "registered_date": date(2020, 1, 1),
    }  # fmt: skip
    rows = {"tag": strength_rows.TAGS, "project": [project], "evaluation": [row], "evidence_assessment": [of_project]}
    found = study_levels(Snapshot.from_rows(date(2022, 1, 1), rows))

    assert found.select("owner_kind", "owner_id", "level_now").rows() == [("project", "P", 2)]


def test_a_level_of_another_scale_is_no_assessment() -> None:
    assert told(level("RCT", rated("high"))) == (None, "not_yet", 5, "level")
