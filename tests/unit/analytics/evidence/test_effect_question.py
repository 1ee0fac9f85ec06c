"""Did the programme reduce sick leave: the answer is always the same, and points to what can answer."""

from __future__ import annotations

from datetime import date

from analytics.evidence.effect_question import effect_question
from tests.unit.analytics.evidence.rows import evaluation, snapshot, step

TAGS = [{"tag_id": key, "kind": "design", "sms_start": level} for key, level in (("RCT", 5), ("QUAL", None))]
PROJECT = {
    "project_id": "P1",
    "programme_id": "P",
    "title_nb": "Forsøk",
    "title_en": "Trial",
    "design_id": "RCT",
    "registered_date": date(2019, 7, 1),
}


def test_it_cannot_be_told_and_the_works_are_named_with_their_levels() -> None:
    rated = {
        "assessment_id": "A1",
        "project_id": "P1",
        "scale": "sms",
        "level": "3",
        "is_expected": False,
        "rater": "x",
        "assessed_date": date(2020, 1, 2),
        "reason_nb": "Frafall",
    }
    found = effect_question(
        snapshot(
            evaluation=[
                evaluation("E1", "I", addresses_effect="yes", design_id="RCT"),
                evaluation("E2", None, addresses_effect="yes", design_id="QUAL"),
                evaluation("E3", "I", addresses_effect="no"),
                evaluation("E4", "I", addresses_effect="yes"),
            ],
            evaluation_step=[step("E1", "published", date(2020, 1, 10)), step("E4", "cancelled", date(2020, 1, 11))],
            project=[PROJECT],
            tag=TAGS,
            evidence_assessment=[rated],
        )
    )

    assert [(s.kind, s.id, s.level_now, s.level_expected) for s in found.studies] == [
        ("evaluation", "E1", None, 5),
        ("evaluation", "E2", None, None),
        ("project", "P1", 3, 5),
    ]
    assert found.studies[0].reported_date == date(2020, 1, 10)
    assert "kan ikke si om FoU-programmet har endret sykefraværet" in found.sentence.nb
    assert "3 arbeider" in found.sentence.nb and "1 har rapportert" in found.sentence.nb
    assert "cannot tell" in found.sentence.en
    assert found.as_json()["can_be_told"] is False and found.table().height == 3


def test_without_any_work_it_is_still_answered() -> None:
    found = effect_question(snapshot())
    assert found.studies == () and "kan ikke si" in found.sentence.nb and "Ingen evaluering" in found.sentence.nb
    assert found.table().height == 0


def test_a_strong_and_finished_trial_does_not_change_the_answer() -> None:
    done = {**PROJECT, "started_date": date(2019, 8, 1), "completed_date": date(2020, 1, 5)}
    found = effect_question(snapshot(project=[done], tag=TAGS))
    assert found.studies[0].reported_date == date(2020, 1, 5)
    assert "kan ikke si" in found.sentence.nb and found.as_json()["can_be_told"] is False
