"""The frames and their use, year by year. Amounts in the tables are millions of kroner."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.result import plain
from analytics.spending.frames import frames
from tests.unit.analytics.spending.rows import (
    MILL,
    cap,
    carry_over,
    commitment,
    frame,
    line,
    payment,
    plan_frames,
    snapshot,
)

K1 = {"contract_id": "K1", "line_no": "A"}


def year_of(use, year):
    return next(item for item in use.years if item.year == year)


def mill(value):
    return None if value is None else value / MILL


def test_the_plan_gives_21_and_15_and_6_outside() -> None:
    result = frames(snapshot("2020-01-31", frame=plan_frames())).as_json()

    assert result["knowledge_frame_nok"] == 21 * MILL
    assert result["programme_frame_nok"] == 15 * MILL
    assert result["outside_programme_nok"] == 6 * MILL
    assert result["knowledge_frame_total_nok"] == 84 * MILL
    assert result["programme_frame_total_nok"] == 60 * MILL
    assert result["outside_programme_total_nok"] == 24 * MILL
    assert result["has_reservation"] is True
    assert [year["year"] for year in result["years"]] == [2019, 2020, 2021, 2022]


def test_with_nothing_recorded_the_use_is_unknown_not_zero() -> None:
    use = frames(snapshot("2020-01-31", frame=plan_frames()))

    year = year_of(use, 2020)
    assert (year.paid_nok, year.bound_nok, year.planned_nok, year.free_nok) == (None, None, None, None)
    assert use.as_json()["years"][1]["paid_nok"] is None
    assert "ukjent" in use.sentence.nb


def test_without_frames_there_is_nothing_to_add_up() -> None:
    use = frames(snapshot("2020-01-31"))

    assert use.years == ()
    assert use.as_json()["programme_frame_nok"] is None
    assert use.as_json()["programme_frame_total_nok"] is None
    assert "Ingen ramme" in use.sentence.nb


def test_the_budget_post_is_shown_apart_and_added_to_nothing() -> None:
    post = {
        "state_budget_id": "X", "year": 2020, "chapter": "601", "post": "22", "name_nb": "Kunnskapsutvikling", "stage": "enacted",
        "amount_nok": 33 * MILL, "quality": "secondary", "known_date": date(2020, 1, 1),
    }  # fmt: skip
    other = post | {"state_budget_id": "Y", "post": "71", "amount_nok": 70 * MILL}

    named = [
        {"parameter_id": name, "name": f"knowledge_budget_{name}", "value": value, "valid_from": date(2019, 1, 1)}
        for name, value in (("chapter", 601.0), ("post", 22.0))
    ]

    without, held = (
        frames(snapshot("2020-06-01", frame=plan_frames(), parameter=named, state_budget=rows)) for rows in ([], [post, other])
    )

    assert [(row.year, row.post, row.amount_nok) for row in held.state_budget] == [(2020, "22", 33 * MILL)]
    assert held.as_json() | {"state_budget": []} == without.as_json()


def test_the_newest_frame_decided_by_then_is_in_force() -> None:
    rows = [
        frame(2021, 15),
        frame(2021, 12, version=2, decided_date=date(2021, 3, 1)),
        frame(2021, 14, version=3, decided_date=date(2021, 9, 1)),
        frame(2022, 15),
    ]

    found = [frames(snapshot(day, frame=rows)) for day in ("2021-02-28", "2021-03-01", "2021-12-31")]

    assert [mill(year_of(use, 2021).frame_nok) for use in found] == [15, 12, 14]
    assert [use.as_json()["programme_frame_nok"] for use in found] == [15 * MILL, None, None]
    assert found[2].as_json()["programme_frame_by_year"] == {"2021": 14 * MILL, "2022": 15 * MILL}


LEDGER = {
    "frame": plan_frames(),
    "parameter": [cap(2)],
    "commitment": [
        commitment(1, 2019, 4, "2019-09-01", **K1),
        commitment(2, 2020, 5, "2019-09-01", **K1),
        commitment(3, 2020, 2, "2020-02-01", "conditional", **K1),
    ],
    "payment": [
        payment(1, 2019, 3, "2019-11-01", **K1),
        payment(2, 2020, 4, "2020-05-01", **K1),
        payment(3, 2020, 1, "2020-06-01", category="operation", line_no="B"),
    ],
    "budget_line": [line("A", 2020, 10, "2019-12-01"), line("B", 2020, 3, "2019-12-01")],
}


def test_a_year_in_hand_added_numbers() -> None:
    use = frames(snapshot("2020-07-01", **LEDGER))

    year = year_of(use, 2020)
    assert year.state == "running"
    assert mill(year.carried_in_nok) == 12  # 15 - 3
    assert mill(year.available_nok) == 27  # 15 + 12
    assert mill(year.paid_nok) == 5  # 4 + 1
    assert mill(year.bound_nok) == 2  # 4 + 5 - 3 - 4
    assert mill(year.conditional_nok) == 2
    assert mill(year.planned_nok) == 5  # A: 10 - (5 + 2), B: 3 - 1
    assert mill(year.free_nok) == 20  # 27 - 5 - 2
    assert mill(year.unplanned_nok) == 13  # 20 - 2 - 5
    assert mill(year.over_frame_nok) == 0
    assert year.carried_out_nok is None
    assert plain(use.as_json())["years"][1]["by_category"] == {
        "fou": {"paid_nok": 4 * MILL, "bound_nok": 2 * MILL},
        "stimulation": {"paid_nok": 0, "bound_nok": 0},
        "operation": {"paid_nok": MILL, "bound_nok": 0},
    }


def test_a_closed_year_in_hand_added_numbers() -> None:
    year = year_of(frames(snapshot("2020-07-01", **LEDGER)), 2019)

    assert year.is_closed
    assert [mill(x) for x in (year.carried_in_nok, year.paid_nok, year.bound_nok, year.free_nok)] == [0, 3, 1, 11]
    assert (mill(year.carried_out_nok), mill(year.lapsed_nok), year.carried_out_source) == (12, 0, "computed")


def test_planned_beyond_what_is_free_is_said() -> None:
    rows = LEDGER | {"budget_line": [*LEDGER["budget_line"], line("C", 2020, 40, "2020-01-01")]}

    use = frames(snapshot("2020-07-01", **rows))

    assert mill(year_of(use, 2020).over_frame_nok) == 27  # 5 + 40 + 2 - 20
    assert "27,0 mill. mer enn det som er fritt" in use.sentence.nb


def test_more_bound_than_the_year_has_is_below_zero_and_said() -> None:
    rows = LEDGER | {"commitment": [*LEDGER["commitment"], commitment(9, 2020, 30, "2020-03-01", contract_id="K9")]}

    use = frames(snapshot("2020-07-01", **rows))

    assert mill(year_of(use, 2020).free_nok) == -10
    assert "10,0 mill. kroner mer enn året har" in use.sentence.nb


def test_the_approved_amount_is_carried_and_the_rest_lapses() -> None:
    rows = LEDGER | {"carry_over": [carry_over(2019, 9, "2020-03-01"), carry_over(2019, 5, "2020-03-01", "knowledge")]}

    before, after = (frames(snapshot(day, **rows)) for day in ("2020-02-28", "2020-03-01"))

    assert (mill(year_of(before, 2020).carried_in_nok), year_of(before, 2020).carried_in_source) == (12, "computed")
    assert (mill(year_of(after, 2020).carried_in_nok), year_of(after, 2020).carried_in_source) == (9, "approved")
    assert (mill(year_of(after, 2019).carried_out_nok), mill(year_of(after, 2019).lapsed_nok)) == (9, 3)


def test_more_approved_than_was_left_is_said() -> None:
    rows = LEDGER | {"carry_over": [carry_over(2019, 13, "2020-03-01")]}

    use = frames(snapshot("2020-07-01", **rows))

    assert mill(year_of(use, 2019).carried_out_nok) == 12
    assert any("mer enn det som sto igjen fra 2019" in caveat.nb for caveat in use.basis.caveats)


def test_the_carry_over_is_capped_by_the_frames_of_the_last_years() -> None:
    """Closing 2019 is 15, 2020 is 30 and 2021 would be 45: the cap of two years' frames is 30."""
    rows = {"frame": plan_frames(), "budget_line": [line("A", 2019, 1, "2019-01-01")]}

    capped = frames(snapshot("2022-06-01", parameter=[cap(2)], **rows))
    uncapped = frames(snapshot("2022-06-01", **rows))

    assert [mill(year.carried_in_nok) for year in capped.years] == [0, 15, 30, 30]
    assert [mill(year.lapsed_nok) for year in capped.years] == [0, 0, 15, None]
    assert [mill(year.carried_in_nok) for year in uncapped.years] == [0, 15, 30, 45]


def test_after_the_frames_a_year_lives_on_what_is_carried_in() -> None:
    """2019-2022: 60 in, nothing used; the cap of two years lets 30 into 2023, 15 into 2024, nothing into 2025."""
    rows = {
        "frame": plan_frames(), "parameter": [cap(2)],
        "budget_line": [line("A", year, 1, "2019-01-01") for year in (2019, 2023, 2024, 2025)],
    }  # fmt: skip

    use = frames(snapshot("2025-06-01", **rows))

    assert [year_of(use, year).frame_nok for year in (2023, 2024, 2025)] == [None, None, None]
    assert [mill(year_of(use, year).carried_in_nok) for year in (2023, 2024, 2025)] == [30, 15, 0]
    assert any("2023, 2024 og 2025 er ingen ramme fastsatt" in caveat.nb for caveat in use.basis.caveats)


def test_a_year_to_come_knows_no_carry_over_and_shows_the_load_beyond_its_frame() -> None:
    rows = LEDGER | {
        "commitment": [
            commitment(1, 2021, 14, "2020-03-01", **K1),
            commitment(2, 2021, 4, "2020-03-01", "conditional", **K1),
            commitment(3, 2023, 2, "2020-03-01", **K1),
        ],
        "payment": [],
    }

    use = frames(snapshot("2020-07-01", **rows))

    year, unframed = year_of(use, 2021), year_of(use, 2023)
    assert (year.carried_in_nok, year.carried_in_source, mill(year.free_nok)) == (None, "unknown", 1)
    assert mill(year.beyond_voted_nok) == 3  # 14 + 4 - 15
    assert (unframed.free_nok, mill(unframed.beyond_voted_nok)) == (None, 2)


@pytest.mark.parametrize(
    ("as_of", "year", "words"),
    [
        (
            "2020-07-01",
            None,
            "I 2020 er 5,0 av 27,0 mill. kroner betalt (15,0 i ramme og 12,0 overført fra 2019), 2,0 mill. er bundet",
        ),
        ("2020-07-01", 2019, "I 2019 ble 3,0 av 15,0 mill. kroner betalt, og 12,0 mill. var ikke brukt ved årets slutt."),
        ("2020-07-01", 2021, "For 2021 er 0,0 av 15,0 mill. kroner bundet per i dag, og 15,0 mill. er fri."),
        ("2026-01-01", None, "I alt er 8,0 av rammene på 60,0 mill. kroner for 2019–2022 betalt."),
        ("2020-07-01", 2031, "Ingen tall er kjent for dette året"),
    ],
)
def test_the_sentence_says_the_year_in_question(as_of, year, words) -> None:
    assert words in frames(snapshot(as_of, **LEDGER), year).sentence.nb


def test_the_levels_are_said_a_year_and_in_all() -> None:
    text = frames(snapshot("2020-07-01", **LEDGER)).levels_text

    assert "Av 21,0 mill. kroner i året til kunnskapsutvikling har FoU-programmet 15,0 mill." in text.nb
    assert "6,0 mill. i året ligger utenfor programmet, 24,0 mill. i alt i 2019–2022" in text.nb


def test_a_carry_over_by_rule_alone_is_not_said_to_be_done() -> None:
    computed = frames(snapshot("2020-07-01", **LEDGER), 2019).sentence.nb
    approved = frames(snapshot("2020-07-01", **LEDGER, carry_over=[carry_over(2019, 12, "2020-03-01")]), 2019).sentence.nb

    assert "kan føres videre til 2020 etter regelen" in computed
    assert "er ført videre til 2020" in approved


def test_the_table_has_a_row_a_year_with_the_same_numbers() -> None:
    use = frames(snapshot("2020-07-01", **LEDGER))

    table = use.table()

    assert table.get_column("year").to_list() == [2019, 2020, 2021, 2022]
    assert table.filter(table["year"] == 2020).get_column("free_nok").to_list() == [Decimal(20 * MILL)]
    assert table.get_column("carried_out_nok").to_list() == [Decimal(12 * MILL), None, None, None]


def test_another_programme_is_not_mixed_in() -> None:
    stray = payment(99, 2020, 7, "2020-05-01") | {"programme_id": "ANNET"}
    rows = LEDGER | {"payment": [*LEDGER["payment"], stray]}

    assert mill(year_of(frames(snapshot("2020-07-01", **rows)), 2020).paid_nok) == 5


def test_the_programme_shown_is_the_last_to_start_that_has_frames() -> None:
    programmes = [
        {"programme_id": "OLD", "start_date": date(2015, 1, 1)},
        {"programme_id": "FOU", "start_date": date(2019, 1, 1)},
        {"programme_id": "NEXT", "start_date": date(2020, 6, 1)},
        {"programme_id": "UNFRAMED", "start_date": date(2020, 1, 1)},
    ]
    rows = plan_frames() + [frame(2020, 99) | {"programme_id": other, "frame_id": other} for other in ("OLD", "NEXT")]

    before, after = (frames(snapshot(day, programme=programmes, frame=rows)) for day in ("2020-05-31", "2020-06-01"))

    assert mill(year_of(before, 2020).frame_nok) == 15
    assert mill(year_of(after, 2020).frame_nok) == 99


def test_without_frames_the_ledger_still_shows() -> None:
    rows = {
        "programme": [{"programme_id": "FOU", "start_date": date(2019, 1, 1)}],
        "payment": [payment(1, 2020, 2, "2020-03-01")],
    }

    year = year_of(frames(snapshot("2020-07-01", **rows)), 2020)

    assert (year.frame_nok, mill(year.paid_nok)) == (None, 2)
