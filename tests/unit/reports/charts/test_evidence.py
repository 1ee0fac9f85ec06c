"""The lanes and the bars show what their result says."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.evidence.instruments import InstrumentOverview, instruments
from reports.charts.evidence import coverage_bars, evaluation_lanes
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


def traces(result: InstrumentOverview, lang: str = "nb") -> dict[str, Any]:
    return {trace.get("name", "runs"): trace for trace in evaluation_lanes(result, lang).to_plotly_json()["data"]}


def test_planned_is_open_and_actual_is_filled() -> None:
    found = traces(small())
    assert found["Planlagt"]["x"] == [date(2021, 3, 1), date(2023, 2, 1)]
    assert found["Faktisk"]["x"] == [date(2020, 3, 1), date(2021, 6, 1)]
    assert found["Planlagt"]["marker"]["color"] != found["Faktisk"]["marker"]["color"]
    assert found["Planlagt"]["marker"]["line"] == found["Faktisk"]["marker"]["line"]


def test_slip_is_drawn_from_the_plan_to_what_happened() -> None:
    assert traces(small())["Avvik fra planen"]["x"] == [date(2021, 3, 1), date(2021, 6, 1), None]


def test_each_evaluation_has_a_line_of_its_own() -> None:
    found = traces(small())
    assert len({*found["Faktisk"]["y"], *found["Planlagt"]["y"]}) == 2


def test_gates_in_view_are_drawn_and_those_far_away_are_not() -> None:
    found = traces(small(), "en")
    assert found["Agreement made, reviewed or expiring"]["x"][0] == date(2022, 12, 31)
    assert found["Autumn meeting or budget round"]["x"] == [date(2021, 10, 31), date(2021, 10, 31), None]
    assert found["Agreement made, reviewed or expiring"]["hovertext"][0] == "Expires<br>31 December 2022"


def test_every_instrument_has_a_lane_with_its_status_in_words() -> None:
    heads = evaluation_lanes(small(), "nb").layout.yaxis.ticktext
    assert heads == ("<b>X</b><br>Rapport publisert", "<b>Y</b><br>Ingen evaluering", "<b>Hele avtalen</b>")


def test_an_evaluation_without_dates_is_named_and_not_left_out() -> None:
    texts = [annotation.text for annotation in evaluation_lanes(small(), "nb").layout.annotations]
    assert texts == ["Ført opp, uten datoer", "Per dato"]


def test_dates_are_told_no_more_exactly_than_known_and_titles_are_text() -> None:
    evil = [evaluation("E2", "X", title_nb="<b>Z</b>")]
    found = traces(small(evaluation=evil))
    assert found["Planlagt"]["hovertext"] == ["<b>&lt;b&gt;Z&lt;/b&gt;</b><br>Rapport publisert<br>Planlagt: februar 2023"]


def test_without_evaluations_there_are_lanes_and_no_marks() -> None:
    found = traces(small(evaluation=[], evaluation_step=[]))
    assert not found["Faktisk"]["x"]
    assert found["Faktisk"]["showlegend"] is False


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
