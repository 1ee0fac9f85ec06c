"""What the programme plan and the public statistics say, asked for as a user would."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.acceptance.conftest import Report

JANUARY_2020 = ("--as-of", "2020-01-31")


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}


def test_four_of_eight_instruments_had_no_evaluation_in_january_2020(report: Report) -> None:
    result = report("instruments", *JANUARY_2020)["result"]
    assert result["count"] == 8
    assert set(result["without_evaluation"]) == {
        "ARBEIDSLIVSTJENESTE", "HELSEIARBEID", "SKIL-KURSMODUL", "OPPLAERING-ARBEIDSMILJO",
    }  # fmt: skip
    assert (result["coverage_by_count_pct"], result["coverage_by_amount_pct"], result["amount_unknown_count"]) == (50.0, 99.8, 3)
    assert (result["evaluations_started"], result["evaluations_in_preparation"]) == (1, 3)


def test_the_quantified_frames_sum_to_1086_mill_with_skil_as_a_total(report: Report) -> None:
    result = report("instruments", *JANUARY_2020)["result"]
    assert result["total_quantified_nok"] == 1_086_000_000
    rows = by_id(result["instruments"])
    assert rows["SKIL-KURSMODUL"]["frame_unit"] == "total_for_period"
    assert rows["SKIL-KURSMODUL"]["frame_total_nok"] == 2_000_000
    assert rows["ARBEIDSMILJOSATSING"]["frame_by_year"] == {
        "2019": 70_000_000, "2020": 50_000_000, "2021": 50_000_000, "2022": 50_000_000,
    }  # fmt: skip
    assert rows["HELSEIARBEID"]["frame_unit"] == "unknown"
    assert rows["HELSEIARBEID"]["frame_total_nok"] is None


def test_three_evaluations_are_paid_by_their_instrument_and_one_payer_is_not_stated(report: Report) -> None:
    rows = report("instruments", *JANUARY_2020)["result"]["instruments"]
    payer = {row["id"]: row["evaluation_payer"] for row in rows if row["evaluation_status"] != "none"}
    assert payer == {
        "ARBEIDSMILJOSATSING": "own_frame", "EKSPERTBISTAND": "own_frame", "BRANSJEPROGRAM": "own_frame",
        "KOMPETANSETILTAK": "unknown",
    }  # fmt: skip


def test_six_of_the_21_mill_lie_outside_the_programme_each_year(report: Report) -> None:
    result = report("frames")["result"]
    assert (result["knowledge_frame_nok"], result["programme_frame_nok"], result["outside_programme_nok"]) == (
        21_000_000, 15_000_000, 6_000_000,
    )  # fmt: skip
    assert result["outside_programme_total_nok"] == 24_000_000


EXAMPLE_YEARS = {  # docs/example.md, in 1 000 kroner: carried in, paid, not used at year end
    2019: (0, 1_900, 13_100), 2020: (13_100, 4_400, 23_700), 2021: (23_700, 13_000, 25_700),
    2022: (25_700, 25_000, 15_700), 2023: (15_700, 9_900, 5_800), 2024: (5_800, 1_650, 4_150),
}  # fmt: skip


@pytest.mark.parametrize("year", EXAMPLE_YEARS)
def test_the_ledger_of_the_example_adds_up_as_by_hand(report: Report, year: int) -> None:
    carried_in, paid, unused = (1000 * amount for amount in EXAMPLE_YEARS[year])
    row = next(row for row in report("frames", "--as-of", "2025-06-30")["result"]["years"] if row["year"] == year)
    assert (row["carried_in_nok"], row["paid_nok"], row["bound_nok"] + row["free_nok"]) == (carried_in, paid, unused)
    assert carried_in + (row["frame_nok"] or 0) - paid == row["bound_nok"] + row["free_nok"]


def test_sick_leave_in_the_third_quarter_of_2019_against_the_path(report: Report) -> None:
    found = report("absence-target", "--as-of", "2019-12-31")
    result = found["result"]
    assert result["measure"] == "seasonal_influenza"
    assert (result["latest_period"], result["latest_value"], result["baseline_value"]) == ("2019K3", 5.9, 5.7)
    assert result["target_value"] == pytest.approx(5.13)
    assert result["deviation_pp"] > 0
    assert "5,9 prosent" in found["sentence"]["nb"] and "over banen" in found["sentence"]["nb"]


def test_the_unadjusted_baseline_is_the_mean_of_the_four_quarters_of_2018(report: Report) -> None:
    result = report("absence-target", "--measure", "unadjusted")["result"]
    assert result["baseline_value"] == pytest.approx(5.775)
    assert result["target_value"] == pytest.approx(5.1975)


#: Reports of sick leave besides the target.
ABSENCE = (
    "absence-series", "absence-expected", "absence-long-term", "absence-industries", "absence-decomposition", "absence-mix",
    "absence-revisions", "sources",
)  # fmt: skip


def test_the_target_level_moves_with_the_vintage(report: Report) -> None:
    by_vintage = report("absence-revisions")["result"]["target_by_vintage"]
    assert "om lag −0,04 prosentpoeng (sesong- og influensajustert)" in by_vintage["sentence"]["nb"]
    unadjusted = [e for e in by_vintage["editions"] if e["measure"] == "unadjusted" and e["quarters"] == 4]
    assert [(e["baseline"], e["target"]) for e in unadjusted if e["method"] == "current_hours"] == [(5.775, 5.1975)]
    assert all(e["baseline"] is None for e in by_vintage["editions"] if e["quarters"] in (1, 2, 3))


def test_the_forecasts_of_2018_are_those_worked_out_by_hand_of_the_same_models(report: Report) -> None:
    """From 2005, for the fourth quarter of 2022: 4.97-7.19 (local level), 4.35-7.82 (SARIMA), 5.63-7.03 (AR(1) with season)."""
    result = report("absence-expected")["result"]
    found = {row["model"]: (row["last_quarter"]["low"], row["last_quarter"]["high"]) for row in result["models"]}
    assert found["local_level"] == pytest.approx((4.97, 7.19), abs=0.005)
    assert found["sarima"] == pytest.approx((4.35, 7.82), abs=0.005)
    assert found["ar_season"] == pytest.approx((5.63, 7.03), abs=0.005)


def test_the_level_shifts_are_dated_as_published(report: Report) -> None:
    shifts = report("absence-expected")["result"]["level_shifts"]["shifts"]
    assert [shift["last_before"] for shift in shifts] == ["2004K2", "2011K2", "2021K1"]


def test_no_generated_text_credits_or_blames_anyone(report: Report) -> None:
    banned = ("førte til", "bidro til", "virket", "reduserte", "caused", "led to", "reduced", "contributed to")
    for name in ("instruments", "frames", "coverage", "evaluations", "gates", "overdue", "absence-target", "changes", *ABSENCE):
        found = report(name)
        for text in (found["sentence"], *found["caveats"]):
            for words in text.values():
                assert not [verb for verb in banned if re.search(rf"\b{verb}\b", words.lower())], (name, words)


def test_the_dashboard_says_that_it_cannot_tell_whether_the_programme_changed_sick_leave(report: Report) -> None:
    caveats = " ".join(caveat["nb"] for caveat in report("absence-target")["caveats"])
    assert "kan ikke si om FoU-programmet har endret sykefraværet" in caveats


def test_real_facts_are_not_marked_as_example_and_the_portfolio_is(report: Report) -> None:
    marked = {
        name: report(name, "--as-of", "2022-06-30")["contains_example_data"]
        for name in ("instruments", "absence-target", "coverage", "frames")
    }
    assert marked == {"instruments": False, "absence-target": False, "coverage": True, "frames": True}


def test_every_report_names_its_sources_version_and_date(report: Report, home: object) -> None:
    for name in ("instruments", "frames", "coverage", "evaluations", "gates", "overdue", "absence-target", *ABSENCE):
        found = report(name, *JANUARY_2020)
        assert found["as_of"] == "2020-01-31" and found["data_version"].startswith("v")
        is_without_figures = found["result"].get("is_possible") is False
        assert (found["sources"] or is_without_figures) and all(source["title"] for source in found["sources"]), name


def test_reports_past_sign_off_and_twelve_weeks_are_told_with_the_reason(report: Report) -> None:
    result = report("overdue", "--as-of", "2022-12-31")["result"]
    assert result["publication"]["limit_weeks"] == 12
    past = {row["id"]: (row["why"], row["expires_date"]) for row in result["publications"] if row["clock"] == "waiting"}
    assert {key: found for key, found in past.items() if key != "LV-P002-2"} == {
        "LV-P023-1": ("superseded", "2022-01-28"), "LV-P012-1": ("contract", "2022-09-02"),
    }  # fmt: skip
    assert past["LV-P002-2"][0] == "privacy"  # a data set, told apart from the reports


def test_the_reports_of_2023_came_after_the_agreement_expired(report: Report) -> None:
    rows = report("evaluations", "--as-of", "2023-12-31")["result"]["too_late"]
    late = {row["id"]: row["days"] for row in rows if row["gate_id"] == "GATE-EXPIRY-2022" and row["table"] == "evaluation"}
    assert late == {"E02": 181, "E03": 40, "E04": 40}


def test_which_instruments_will_have_work_on_effect_before_the_agreement_expires(report: Report) -> None:
    """In January 2020 no evaluation had a date; in the summer of 2022 the effect projects were due in 2023."""
    found = {
        day: next(g for g in report("gates", "--as-of", day)["result"]["gates"] if g["gate_id"] == "GATE-EXPIRY-2022")
        for day in ("2020-01-31", "2022-06-30")
    }
    assert found["2020-01-31"]["effect_expected"] == []
    assert {work["state"] for work in found["2020-01-31"]["works"]} == {"undated"}
    late = {work["id"] for work in found["2022-06-30"]["works"] if work["state"] == "expected_late"}
    assert late == {"P007", "P008", "P009", "P010", "P013", "P016", "P025"}
    assert found["2022-06-30"]["effect_expected"] == []


@pytest.mark.parametrize("day", ["2020-01-31", "2021-12-31", "2022-06-30", "2022-12-31", "2024-12-31", "2026-11-22"])
def test_evidence_and_gates_say_the_same_of_every_decision(report: Report, day: str) -> None:
    gates = {gate["gate_id"]: gate for gate in report("gates", "--as-of", day)["result"]["gates"]}
    evidence = {gate["gate_id"]: gate for gate in report("evidence", "--as-of", day)["result"]["gates"]}
    assert gates.keys() == evidence.keys() and gates
    for gate_id, gate in gates.items():
        assert set(evidence[gate_id]["ready"]) == {*gate["effect_ready"], *gate["effect_expected"]}, gate_id
