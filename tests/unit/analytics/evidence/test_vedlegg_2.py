"""The numbers of the plan's annex 2, from the embedded facts. They are computed in the plan's own text, not by this code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.evidence.instruments import InstrumentOverview, instruments
from analytics.evidence.strength import evidence
from data.snapshot import Snapshot
from data.store import Store
from workflows.bootstrap import ensure_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        home: Path = tmp_path_factory.mktemp("home")
        patch.setenv("FOU_HOME", str(home))
        patch.setenv("FOU_EXAMPLE", "0")
        made = Store(home)
        ensure_store(made)
        yield made


@pytest.fixture(scope="module")
def january_2020(store: Store) -> InstrumentOverview:
    return instruments(Snapshot.open(store, date(2020, 1, 31)))


def test_four_of_eight_have_no_evaluation(january_2020: InstrumentOverview) -> None:
    found = january_2020.as_json()
    assert found["count"] == 8
    assert set(found["without_evaluation"]) == {
        "ARBEIDSLIVSTJENESTE",
        "HELSEIARBEID",
        "SKIL-KURSMODUL",
        "OPPLAERING-ARBEIDSMILJO",
    }
    assert found["coverage_by_count_pct"] == 50.0
    assert (found["evaluations_started"], found["evaluations_in_preparation"]) == (1, 3)


def test_by_money_1000_of_1002_mill_and_three_unknown(january_2020: InstrumentOverview) -> None:
    found = january_2020.as_json()
    assert (found["evaluated_nok"], found["quantified_nok"]) == (1_000_000_000, 1_002_000_000)
    assert found["coverage_by_amount_pct"] == 99.8
    assert found["amount_unknown_count"] == 3
    assert found["total_quantified_nok"] == 1_086_000_000


def test_every_year_has_271_mill_when_the_total_is_not_read_as_yearly(january_2020: InstrumentOverview) -> None:
    years = [sum(i.frame.by_year.get(year, 0) for i in january_2020.instruments) for year in range(2019, 2023)]
    assert years == [271_000_000] * 4


def test_three_evaluations_are_paid_within_the_instrument_and_one_does_not_say(january_2020: InstrumentOverview) -> None:
    payers = {i.instrument_id: i.evaluation_payer for i in january_2020.counted if i.is_evaluated}
    assert payers == {
        "ARBEIDSMILJOSATSING": "own_frame",
        "EKSPERTBISTAND": "own_frame",
        "BRANSJEPROGRAM": "own_frame",
        "KOMPETANSETILTAK": "unknown",
    }


def test_the_sentence(january_2020: InstrumentOverview) -> None:
    assert january_2020.sentence.nb == (
        "4 av 8 virkemidler har ingen evaluering. Regnet i kroner er 99,8 prosent dekket, men 3 virkemidler har ikke noe beløp."
    )


def test_no_instrument_had_an_evaluation_on_effect_listed(january_2020: InstrumentOverview) -> None:
    assert january_2020.as_json()["with_effect_evaluation_count"] == 0


def test_later_the_eight_are_still_there(store: Store) -> None:
    later = instruments(Snapshot.open(store, date(2026, 11, 1))).as_json()
    assert (later["count"], later["total_quantified_nok"]) == (8, 1_086_000_000)


def test_every_row_of_the_mapping_of_designs_is_held(store: Store) -> None:
    """The notes on methods, section 4: each design and where it starts; None says nothing about effect."""
    tags = Snapshot.open(store, date(2024, 1, 1)).table("tag")
    starts = dict(tags.select("tag_id", "sms_start").iter_rows())
    expected = {
        "D-RCT": 5, "D-CRCT": 5, "D-RDD": 4, "D-IV": 4, "D-DID": 3, "D-SC": 3, "D-MATCH": 3, "D-ITSC": 3, "D-ITS": 2,
        "D-PANEL": 2, "D-BEFORE-AFTER": 1, "D-FOLLOW": None, "D-REVIEW": None, "D-MAP": None, "D-QUAL": None,
        "D-EXPERIENCE": None,
    }  # fmt: skip
    assert {design: starts[design] for design in expected} == expected


def test_in_january_2020_no_evidence_on_effect_is_to_be_expected_before_the_agreement_expires(store: Store) -> None:
    made = evidence(Snapshot.open(store, date(2020, 1, 31)))

    assert made.expiry is not None and made.expiry.gate_id == "GATE-EXPIRY-2022"
    assert set(made.expiry.answers.values()) == {"none"}
    assert len(made.ladder) == 8 and {rung.now for rung in made.ladder} <= {"no_study", "none", "unknown"}
    assert "noen av de 8 virkemidlene" in made.sentence.nb


def test_the_cluster_trial_of_helseiarbeid_counts_from_the_day_its_article_was_out_and_is_not_rated(store: Store) -> None:
    before, after = (evidence(Snapshot.open(store, day)) for day in (date(2025, 6, 30), date(2026, 1, 1)))

    rungs = {rung.instrument_id: rung for rung in after.ladder}
    assert (rungs["HELSEIARBEID"].now, rungs["HELSEIARBEID"].is_now_rated) == ("5", False)
    assert {rung.instrument_id: rung.now for rung in before.ladder}["HELSEIARBEID"] == "not_yet"
    assert after.strong_now == () and after.strong_expected == ("HELSEIARBEID",)
    gates = {gate.gate_id: gate.answers["HELSEIARBEID"] for gate in after.gates}
    assert (gates["GATE-EXPIRY-2022"], gates["GATE-EXPIRY-2024"], gates["GATE-EXPIRY-2028"]) == ("late", "late", "ready")


def test_expert_assistance_is_stated_not_to_answer_on_effect_and_is_no_level(store: Store) -> None:
    made = evidence(Snapshot.open(store, date(2026, 1, 1))).study("E08")
    assert made is not None and (made.state_now, made.level_now, made.coming) == ("none", None, None)
