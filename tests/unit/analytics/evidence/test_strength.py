"""Evidence: levels of work, the ladder, bodies, and the answer before each decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from analytics.evidence.strength import WITHOUT, evidence
from analytics.evidence.strength_words import capped_text, expected_text, now_text
from analytics.result import plain
from data.snapshot import Snapshot
from tests.unit.analytics.evidence.rows import PROGRAMME, evaluation, frame, instrument, step
from tests.unit.analytics.evidence.strength_rows import TAGS, finding, linked, made, project, rating, report

SPRING, AUTUMN, LATER = date(2021, 3, 1), date(2022, 9, 1), date(2023, 3, 1)


def test_an_empty_store_says_so_and_invents_nothing() -> None:
    found = evidence(Snapshot.from_rows(date(2022, 1, 1), {}))

    assert (found.studies, found.bodies, found.ladder, found.gates) == ((), (), (), ())
    assert "Ingen virkemidler" in found.sentence.nb and found.table().is_empty()
    assert found.as_json()["coverage"]["instruments"] == 0


def test_the_lowest_rater_holds_and_disagreement_is_told_with_both_levels() -> None:
    rows = [rating("1", "4", project="P1"), rating("2", "3", project="P1", rater="B")]
    found = made(project=[project("P1", "D-IV")], evidence_assessment=rows).study("P1")

    assert found is not None and (found.level_now, found.disagree) == (3, True)
    assert now_text(found).nb == "3 (uenige: 3 og 4)"


def test_the_same_raters_later_assessment_replaces_the_earlier() -> None:
    rows = [rating("1", "4", project="P1"), rating("2", "3", project="P1", day="2021-06-01")]
    found = made(project=[project("P1", "D-IV")], evidence_assessment=rows).study("P1")

    assert found is not None and not found.disagree
    assert [(r.assessment_id, r.is_newest) for r in found.ratings] == [("2", True), ("1", False)]


def test_a_rating_above_the_design_is_cut_and_told() -> None:
    found = made(project=[project("P1", "D-DID")], evidence_assessment=[rating("1", "5", project="P1")])
    study = found.study("P1")

    assert study is not None and (study.level_now, study.is_capped, found.capped) == (3, True, ("P1",))
    told = capped_text(study)
    assert told is not None and "nivå 5" in told.nb and "satt ned til 3" in told.nb


def test_bias_is_a_flag_of_its_own_and_changes_no_level() -> None:
    rows = [rating("1", "5", project="P1"), rating("2", "high", project="P1", scale="risk_of_bias"),
            rating("3", "low", project="P1", scale="risk_of_bias", rater="B")]  # fmt: skip
    found = made(project=[project("P1", "D-RCT")], evidence_assessment=rows).study("P1")

    assert found is not None and (found.level_now, found.bias, found.bias_disagree) == (5, "high", True)


def test_reasons_are_coded_and_stand_at_their_assessment() -> None:
    reason = {"assessment_id": "1", "reason": "attrition", "steps": 1, "text_nb": "To falt fra"}
    found = made(
        project=[project("P1", "D-RCT")], evidence_assessment=[rating("1", "4", project="P1")], assessment_reason=[reason]
    ).study("P1")

    assert found is not None and [(r.reason, r.steps) for r in found.ratings[0].reasons] == [("attrition", 1)]


def test_reported_work_that_nobody_has_rated_is_at_most_its_design_and_says_so() -> None:
    rows = {"project": [project("P1", "D-RCT", started_date=SPRING)], "deliverable": [report("P1", SPRING, SPRING)]}
    found = made(project_instrument=linked(("P1", "V1")), **rows)
    study, rung = found.study("P1"), found.ladder[0]

    assert study is not None and (study.level_now, study.at_most_now) == (None, 5)
    assert "ikke vurdert" in now_text(study).nb
    assert (rung.now, rung.is_now_rated, found.strong_now, found.strong_expected) == ("5", False, (), ("V1",))


def test_a_rating_of_finished_work_ends_what_was_expected() -> None:
    rows = [rating("1", "5", project="P1", is_expected=True), rating("2", "2", project="P1", day="2021-06-01")]
    found = made(
        project=[project("P1", "D-RCT")], project_instrument=linked(("P1", "V1")), evidence_assessment=rows,
        deliverable=[report("P1", SPRING, SPRING)],
    )  # fmt: skip

    study = found.study("P1")
    assert study is not None and study.coming == 2 and expected_text(study).nb == "Som nå, rapportert"
    assert (found.ladder[0].expected, found.strong_expected) == ("2", ())


def test_a_rated_number_comes_before_one_that_only_follows_from_a_design() -> None:
    rows = {
        "project": [project("P1", "D-RCT"), project("P2", "D-ITS")],
        "deliverable": [report("P1", SPRING, SPRING), report("P2", SPRING, SPRING)],
        "evidence_assessment": [rating("1", "2", project="P2")], "project_instrument": linked(("P1", "V1"), ("P2", "V1")),
    }  # fmt: skip
    rung = made(**rows).ladder[0]

    assert (rung.now, rung.is_now_rated, rung.now_ids) == ("2", True, ("P2",))


def test_stopped_and_cancelled_work_stands_in_the_list_and_not_on_the_ladder() -> None:
    rows = {
        "project": [project("P1", "D-RCT", stopped_date=SPRING)], "project_instrument": linked(("P1", "V1")),
        "evaluation": [evaluation("E1", "V2", design_id="D-RCT")], "evaluation_step": [step("E1", "cancelled", SPRING)],
    }  # fmt: skip
    found = made(**rows)

    assert [rung.expected for rung in found.ladder] == ["no_study", "no_study"]
    assert [study.id for study in found.studies] == ["P1", "E1"]


def answers(as_of: date, **tables: object) -> dict[str, str]:
    found = made(as_of, **tables)  # type: ignore[arg-type]
    assert found.expiry is not None
    return found.expiry.answers


def test_before_the_expiry_work_is_ready_late_or_cannot_be_told_by_its_report() -> None:
    rows = {"project": [project("P1", "D-DID"), project("P2", "D-DID")], "project_instrument": linked(("P1", "V1"), ("P2", "V2"))}
    day = date(2022, 1, 31)

    assert answers(day, deliverable=[report("P1", AUTUMN), report("P2", LATER)], **rows) == {"V1": "ready", "V2": "late"}
    assert answers(day, deliverable=[report("P1", SPRING), report("P2", None)], **rows) == {"V1": "uncertain", "V2": "uncertain"}


def test_after_the_expiry_only_reports_that_had_come_count() -> None:
    rows = {"project": [project("P1", "D-DID"), project("P2", "D-DID")], "project_instrument": linked(("P1", "V1"), ("P2", "V2"))}
    came = [report("P1", AUTUMN, AUTUMN) | {"published_date": AUTUMN}, report("P2", AUTUMN, LATER) | {"published_date": LATER}]

    assert answers(date(2023, 6, 1), deliverable=came, **rows) == {"V1": "ready", "V2": "late"}


def test_a_moved_deadline_is_the_one_that_counts() -> None:
    moved = {
        "schedule_change_id": "1", "deliverable_id": "R-P1", "decided_date": date(2021, 12, 1), "new_planned_date": LATER,
        "reason": "other",
    }  # fmt: skip
    rows = {
        "project": [project("P1", "D-DID")], "project_instrument": linked(("P1", "V1")), "deliverable": [report("P1", AUTUMN)],
        "schedule_change": [moved],
    }  # fmt: skip

    assert answers(date(2021, 11, 1), **rows)["V1"] == "ready"
    assert answers(date(2022, 1, 31), **rows)["V1"] == "late"


def test_weak_designs_are_no_answer_and_the_sentence_names_the_instruments() -> None:
    rows = {
        "project": [project("P1", "D-DID"), project("P2", "D-ITS")], "project_instrument": linked(("P1", "V1"), ("P2", "V2")),
        "deliverable": [report("P1", AUTUMN), report("P2", AUTUMN)],
    }  # fmt: skip
    found = made(**rows)

    assert found.expiry is not None and found.expiry.answers == {"V1": "ready", "V2": "none"}
    assert "om 1 av 2 virkemidler: V1" in found.sentence.nb and "bare av designet" in found.sentence.nb


def test_without_a_level_that_says_something_about_effect_nothing_is_answered() -> None:
    found = made(parameter=[], project=[project("P1", "D-RCT")], project_instrument=linked(("P1", "V1")))

    assert (found.gates, found.expiry, found.strong_expected) == ((), None, ())
    assert "kan ikke besvares" in found.sentence.nb


def test_a_body_keeps_effect_cost_and_certainty_apart_and_every_instrument_is_listed() -> None:
    rows = {
        "instrument_frame": [frame("V1", "per_year", 2019, 2020, 10)],
        "project": [project("P1", "D-RCT")], "project_instrument": linked(("P1", "V1")),
        "deliverable": [report("P1", SPRING, SPRING)],
        "finding": [
            finding("F1", "P1", "no_difference", instrument_id="V1", estimate=-1.0, interval_low=-3.0, interval_high=1.0)
        ],
    }  # fmt: skip
    first, second = made(**rows).bodies

    assert (first.level, first.start, first.cost_nok) == (None, "high", Decimal(20))
    assert [effect.finding_id for effect in first.effects] == ["F1"]
    assert [(one.reason, one.ids) for one in first.suggestions] == [("imprecision", ("F1",))]
    assert (second.instrument_id, second.outcome, second.study_ids, second.start, second.cost_nok) == ("V2", None, (), None, None)


def test_certainty_is_the_lowest_assessment_with_disagreement_and_is_never_computed() -> None:
    common = {"instrument_id": "V1", "scale": "grade", "outcome": "register_absence"}
    rows = [rating("1", "low", **common), rating("2", "very_low", rater="B", **common),
            rating("3", "moderate", is_expected=True, **common)]  # fmt: skip
    body = made(evidence_assessment=rows).bodies[0]

    assert (body.level, body.level_expected, body.is_disputed) == ("very_low", "moderate", True)


def test_findings_of_work_that_says_nothing_about_effect_are_in_no_body() -> None:
    rows = {
        "project": [project("P1", "D-QUAL")], "project_instrument": linked(("P1", "V1")),
        "finding": [finding("F1", "P1", "lower", instrument_id="V1", estimate=-2.0)],
    }  # fmt: skip
    assert made(**rows).bodies[0].effects == ()


def test_coverage_counts_evaluated_apart_from_on_effect_and_unknown_amounts() -> None:
    rows = {
        "instrument": [instrument("V1", 1), instrument("V2", 2), instrument("V3", 3)],
        "instrument_frame": [frame("V1", "per_year", 2019, 2019, 30), frame("V2", "per_year", 2019, 2019, 70)],
        "evaluation": [evaluation("E1", "V1"), evaluation("E3", "V3", addresses_effect="yes")],
    }  # fmt: skip
    evaluated, effect = made(**rows).ways[:2]

    assert (evaluated.count, evaluated.whole, evaluated.part_nok, evaluated.whole_nok, evaluated.unknown) == (2, 3, 30, 100, 1)
    assert (effect.ids, effect.part_nok, effect.amount_pct, effect.unknown) == (("V3",), 0, 0.0, 1)


def test_filters_hold_together_and_work_without_a_value_can_be_asked_for() -> None:
    rows = {
        "project": [project("P1", "D-RCT"), project("P2", None)], "project_instrument": linked(("P1", "V1")),
        "evaluation": [evaluation("E1", "V1", design_id="D-DID")],
    }  # fmt: skip
    found = made(**rows)

    assert [s.id for s in found.selected(["V1"])] == ["P1", "E1"]
    assert [s.id for s in found.selected(["V1"], who=["others"])] == ["E1"]
    assert [s.id for s in found.selected(groups=["D-EXP"])] == ["P1"]
    assert [s.id for s in found.selected([WITHOUT], groups=[WITHOUT])] == ["P2"]


def test_a_project_of_another_programme_is_there_only_as_an_evaluation_and_not_as_own() -> None:
    earlier = {**PROGRAMME, "programme_id": "Q", "start_date": date(2015, 1, 1), "end_date": date(2018, 12, 31)}
    rows = {
        "programme": [PROGRAMME, earlier],
        "project": [project("P1", "D-DID", programme_id="Q"), project("P2", "D-DID", programme_id="Q")],
        "evaluation": [evaluation("E1", "V1", project_id="P1")],
    }  # fmt: skip
    found = made(**rows)

    assert [(s.id, s.is_own, s.instrument_ids) for s in found.studies] == [("P1", False, ("V1",))]


def test_the_report_is_json_with_odd_ids_and_many_projects() -> None:
    many = [project(f"P<{n}>&'\"", "D-DID") for n in range(500)]
    found = made(project=many, tag=TAGS)

    assert len(plain(found.as_json())["studies"]) == len(found.table()) == 500
