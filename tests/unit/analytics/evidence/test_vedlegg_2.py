"""The numbers of the plan's annex 2, from the embedded facts. They are computed in the plan's own text, not by this code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.evidence.instruments import InstrumentOverview, instruments
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
