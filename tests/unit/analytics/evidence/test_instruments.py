"""Which instruments are evaluated: by count, by money, and how many have no amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.evidence.instruments import InstrumentOverview, instruments
from data.snapshot import Snapshot
from reports.envelope import envelope
from tests.unit.analytics.evidence.rows import AS_OF, Row, evaluation, frame, instrument, snapshot, step

#: Five instruments: X (30 a year for two years, started), Y (10 in all, none), Z (no amount, none), W (60 in 2019, being
#: prepared), and K, the knowledge development itself (5 a year for two years).
INSTRUMENTS = [
    instrument("X", 1),
    instrument("Y", 2),
    instrument("Z", 3),
    instrument("W", 4),
    instrument("K", 5, is_knowledge_development=True),
]
FRAMES = [
    frame("X", "per_year", 2019, 2020, 30),
    frame("Y", "total_for_period", 2019, 2021, 10),
    frame("Z", "unknown", 2019, 2020, None),
    frame("W", "per_year", 2019, 2019, 60),
    frame("K", "per_year", 2019, 2020, 5),
]
EVALUATIONS = [evaluation("EX", "X"), evaluation("EW", "W", payer="unknown")]
STEPS = [step("EX", "started", date(2019, 11, 1)), step("EW", "in_preparation", date(2020, 1, 31))]


def small(as_of: date = AS_OF, **more: list[Row]) -> InstrumentOverview:
    tables: dict[str, Any] = {
        "instrument": INSTRUMENTS,
        "instrument_frame": FRAMES,
        "evaluation": EVALUATIONS,
        "evaluation_step": STEPS,
    }
    return instruments(snapshot(as_of, **{**tables, **more}))


def of(result: InstrumentOverview, instrument_id: str) -> dict[str, Any]:
    rows = envelope("instruments", result)["result"]["instruments"]
    return next(row for row in rows if row["id"] == instrument_id)


def test_counts_by_instrument_and_by_money() -> None:
    found = envelope("instruments", small())["result"]
    assert (found["count"], found["without_evaluation"]) == (4, ["Y", "Z"])
    assert found["coverage_by_count_pct"] == 50.0
    assert found["coverage_by_amount_pct"] == 92.3  # 120 of 130
    assert found["amount_unknown_count"] == 1
    assert found["total_quantified_nok"] == 140
    assert (found["evaluations_started"], found["evaluations_in_preparation"], found["evaluations_planned"]) == (1, 1, 0)


def test_a_total_is_never_read_as_yearly_nor_spread_over_years() -> None:
    result = small()
    assert of(result, "Y")["frame_unit"] == "total_for_period"
    assert (of(result, "Y")["frame_total_nok"], of(result, "Y")["frame_by_year"]) == (10, {})
    assert (of(result, "X")["frame_total_nok"], of(result, "X")["frame_by_year"]) == (60, {"2019": 30, "2020": 30})


def test_no_amount_is_unknown_and_not_zero() -> None:
    assert (of(small(), "Z")["frame_unit"], of(small(), "Z")["frame_total_nok"]) == ("unknown", None)
    assert of(small(instrument_frame=[]), "X")["frame_unit"] == "unknown"


def test_a_later_decision_replaces_the_year_it_gives() -> None:
    later = frame("X", "per_year", 2020, 2020, 50, decided_date=date(2020, 1, 15))
    assert of(small(instrument_frame=[later, *FRAMES]), "X")["frame_by_year"] == {"2019": 30, "2020": 50}
    assert of(small(date(2020, 1, 14), instrument_frame=[later, *FRAMES]), "X")["frame_by_year"] == {"2019": 30, "2020": 30}


def test_the_furthest_evaluation_gives_status_and_payer() -> None:
    more = [*EVALUATIONS, evaluation("EX2", "X", payer="programme"), evaluation("EX3", "X", payer="other")]
    steps = [*STEPS, step("EX2", "interim_published", date(2020, 1, 2)), step("EX3", "published", date(2020, 5, 1))]
    now, later = (of(small(day, evaluation=more, evaluation_step=steps), "X") for day in (AS_OF, date(2020, 6, 1)))
    assert (now["evaluation_status"], now["evaluation_payer"]) == ("interim_published", "programme")
    assert (later["evaluation_status"], later["evaluation_payer"]) == ("published", "other")
    assert [e["evaluation_id"] for e in now["evaluations"]] == ["EX", "EX2", "EX3"]


def test_an_evaluation_without_steps_is_planned() -> None:
    result = small(evaluation=[*EVALUATIONS, evaluation("EY", "Y")])
    assert of(result, "Y")["evaluation_status"] == "planned"
    assert [i.instrument_id for i in result.without_evaluation] == ["Z"]
    assert result.as_json()["evaluations_planned"] == 1


def test_a_cancelled_evaluation_is_no_evaluation() -> None:
    result = small(evaluation_step=[*STEPS, step("EW", "cancelled", date(2020, 1, 31))])
    assert of(result, "W")["evaluation_status"] == "cancelled"
    assert [i.instrument_id for i in result.without_evaluation] == ["Y", "Z", "W"]


def test_effect_is_counted_apart() -> None:
    evaluations = [evaluation("EX", "X", addresses_effect="no"), evaluation("EW", "W", addresses_effect="yes")]
    found = small(evaluation=evaluations).as_json()
    assert (found["with_effect_evaluation"], found["with_effect_evaluation_count"]) == (["W"], 1)
    assert found["effect_not_stated"] == []
    assert small().as_json()["effect_not_stated"] == ["X", "W"]


def test_the_knowledge_development_itself_is_listed_but_not_counted() -> None:
    result = small(evaluation=[*EVALUATIONS, evaluation("EK", "K")])
    assert of(result, "K")["is_knowledge_development"] is True
    assert result.as_json()["count"] == 4
    assert result.as_json()["evaluations_planned"] == 0


def test_instruments_of_another_agreement_and_ended_ones_are_left_out() -> None:
    rows = [*INSTRUMENTS, instrument("V", 6, valid_to=date(2019, 12, 31)), {**instrument("B", 7), "agreement_id": "OTHER"}]
    result = small(instrument=rows)
    assert [i.instrument_id for i in result.instruments] == ["X", "Y", "Z", "W", "K"]
    assert result.ended_ids == ("V",)


def test_the_counts_by_status_make_up_the_count() -> None:
    result = small(evaluation=[*EVALUATIONS, evaluation("EY", "Y")])
    found = result.as_json()
    assert sum(found["count_by_status"].values()) == found["count"] == 4
    parts = ("evaluations_started", "evaluations_in_preparation", "evaluations_planned")
    assert sum(found[key] for key in parts) + len(found["without_evaluation"]) == 4


@pytest.mark.parametrize(
    ("rows", "nb"),
    [
        (
            {},
            "2 av 4 virkemidler har ingen evaluering. "
            "Regnet i kroner er 92,3 prosent dekket, men 1 virkemiddel har ikke noe beløp.",
        ),
        ({"instrument": []}, "Ingen virkemidler er registrert per 31. januar 2020."),
        (
            {"evaluation": []},
            "Ingen av de 4 virkemidlene har en evaluering. "
            "Regnet i kroner er 0,0 prosent dekket, men 1 virkemiddel har ikke noe beløp.",
        ),
        (
            {"instrument_frame": []},
            "2 av 4 virkemidler har ingen evaluering. Ingen av dem har et beløp, så dekning i kroner kan ikke regnes.",
        ),
        ({"instrument": [instrument("X")]}, "Det ene virkemidlet har en evaluering. Regnet i kroner er 100,0 prosent dekket."),
        (
            {"instrument": [instrument("X"), instrument("W")]},
            "Alle 2 virkemidler har en evaluering. Regnet i kroner er 100,0 prosent dekket.",
        ),
        ({"instrument": [instrument("Y")]}, "Det ene virkemidlet har ingen evaluering. Regnet i kroner er 0,0 prosent dekket."),
    ],
)
def test_sentences(rows: dict[str, list[Row]], nb: str) -> None:
    assert small(**rows).sentence.nb == nb


def test_the_english_sentence() -> None:
    assert small().sentence.en == (
        "2 of 4 instruments have no evaluation. Counted in kroner, 92.3 per cent is covered, but 1 instrument has no amount."
    )


def test_tables_show_every_instrument_and_dates_no_more_exact_than_known() -> None:
    steps = [
        step("EX", "published", date(2020, 1, 31), date_precision="month"),
        step("EW", "started", date(2019, 12, 31), date_precision="year"),
    ]
    result = small(evaluation_step=steps)
    shown = {row["name"]: row for row in result.shown("nb").iter_rows(named=True)}
    assert len(shown) == len(result.table()) == 5
    assert shown["Virkemiddel X"]["report_actual"] == "januar 2020"
    assert shown["Virkemiddel W"]["status_when"] == "2019"
    assert shown["Virkemiddel Y"]["status"] == "Ingen evaluering"
    assert shown["Virkemiddel K (telles ikke)"]["payer"] == ""


def test_the_table_beside_the_bars_has_the_parts_and_the_whole() -> None:
    rows = small().coverage_table("en").rows()
    assert [row[1:] for row in rows] == [
        (Decimal(2), Decimal(4), 50.0),
        (Decimal(120), Decimal(130), pytest.approx(92.3077)),
        (Decimal(3), Decimal(4), 75.0),
    ]


def test_an_empty_snapshot_gives_a_result() -> None:
    found = instruments(Snapshot.from_rows(AS_OF, {})).as_json()
    assert (found["count"], found["coverage_by_count_pct"], found["coverage_by_amount_pct"]) == (0, None, None)


def test_one_of_several_has_its_own_grammar() -> None:
    assert small(instrument=[instrument("X"), instrument("Y")]).sentence.en.startswith("1 of 2 instruments has no evaluation.")
