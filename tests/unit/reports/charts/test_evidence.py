"""The bars show what their result says."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.evidence.instruments import InstrumentOverview, instruments
from reports.charts.evidence import coverage_bars
from tests.unit.analytics.evidence.rows import evaluation, frame, instrument, snapshot, step

AS_OF = date(2022, 6, 30)


def small(**more: Any) -> InstrumentOverview:
    tables: dict[str, Any] = {
        "instrument": [instrument("X", 1), instrument("Y", 2)],
        "instrument_frame": [
            frame("X", "per_year", 2019, 2020, 30_000_000),
            frame("Y", "total_for_period", 2019, 2021, 20_000_000),
        ],
        "evaluation": [evaluation("E1", "X"), evaluation("E2", "X"), evaluation("E3", None)],
        "evaluation_step": [
            step("E1", "started", date(2020, 3, 1)),
            step("E1", "published", date(2021, 6, 1), planned_date=date(2021, 3, 1)),
            step("E2", "published", planned_date=date(2023, 2, 1), date_precision="month"),
        ],
        "decision_gate": [
            {
                "gate_id": "G1",
                "kind": "agreement_expiry",
                "name_nb": "Utløper",
                "name_en": "Expires",
                "gate_date": date(2022, 12, 31),
            },
            {
                "gate_id": "G2",
                "kind": "budget_round",
                "name_nb": "Budsjett",
                "name_en": "Budget",
                "gate_date": date(2021, 10, 31),
            },
            {"gate_id": "G3", "kind": "budget_round", "name_nb": "Fjern", "name_en": "Far", "gate_date": date(2031, 10, 31)},
        ],
    }
    return instruments(snapshot(AS_OF, **{**tables, **more}))


def test_the_bars_are_shares_of_instruments_and_of_kroner() -> None:
    made = coverage_bars(small(), "nb").to_plotly_json()
    part, rest = made["data"]
    assert part["x"] == [50.0, 75.0, 100.0]
    assert rest["x"] == [50.0, 25.0, 0.0]
    assert [annotation["text"] for annotation in made["layout"]["annotations"]] == [
        "1 av 2 virkemidler (50,0 %)",
        "60 av 80 mill. kroner (75,0 %)",
        "2 av 2 virkemidler (100,0 %)",
    ]


def test_unknown_amounts_are_said_and_not_drawn_as_zero() -> None:
    made = coverage_bars(small(instrument_frame=[]), "en").to_plotly_json()
    assert made["layout"]["annotations"][1]["text"] == "Nothing to count"
    assert made["data"][0]["x"][1] == made["data"][1]["x"][1] == 0.0
    assert made["layout"]["annotations"][2]["text"] == "0 of 2 instruments (0.0 %)"
