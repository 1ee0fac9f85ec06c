"""The level of each project on the Maryland scale, now and expected."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.evidence.levels import project_levels
from data.snapshot import Snapshot

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
