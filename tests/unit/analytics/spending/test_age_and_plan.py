"""How old what is left is, the cap on what is carried, the plan line by line, and years beyond the last row; by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.spending.book import money_book
from analytics.spending.commitments import commitments, what_if
from analytics.spending.forecast import forecast
from analytics.spending.frames import frames
from analytics.spending.programme_burn import programme_burn
from analytics.spending.versions import frame_versions
from analytics.spending.words import oldest
from analytics.spending.year import money_year
from domain.errors import UserError
from reports.charts import money as charts
from reports.charts.money_burn import programme_burn as burn_figure
from tests.unit.analytics.spending.rows import (
    MILL,
    PROGRAMME,
    cap,
    commitment,
    frame,
    line,
    payment,
    plan_frames,
    snapshot,
)

PAID = [payment(1, 2019, 2, "2019-06-01"), payment(2, 2020, 4, "2020-06-01"), payment(3, 2021, 13, "2021-06-01")]


def test_the_oldest_money_is_used_first_and_has_a_last_day_by_the_cap_rule() -> None:
    use = frames(snapshot("2021-06-30", frame=plan_frames(), payment=PAID, parameter=[cap(2)]))

    # 2019: 13 left. 2020: 13 - 4 = 9 of 2019. 2021: 13 paid: all 9 of 2019, and 4 of 2020, which has 11 left.
    assert [(age.from_year, age.amount_nok / MILL, age.last_day) for age in use.ages] == [
        (2020, 11, date(2022, 12, 31)), (2021, 15, date(2023, 12, 31)),
    ]  # fmt: skip
    assert oldest(use).nb == "11,0 mill. kroner av det som er igjen, er fra 2020 og kan brukes til 31. desember 2022."


def test_what_lapses_by_the_cap_is_the_oldest() -> None:
    tables = {"frame": plan_frames(), "payment": [payment(1, 2019, 1, "2019-06-01")], "parameter": [cap(2)]}
    use = frames(snapshot("2022-06-30", **tables))

    # 2019: 14. 2020: 29 of 30. 2021: 44, cap 30: the 14 of 2019 lapse.
    assert [(age.from_year, age.amount_nok / MILL) for age in use.ages] == [(2020, 15), (2021, 15), (2022, 15)]
    assert [(year.year, year.cap_nok / MILL, year.is_within_cap) for year in use.years] == [
        (2019, 15, True), (2020, 30, True), (2021, 30, False), (2022, 30, None),
    ]  # fmt: skip


def test_without_a_rule_there_is_neither_cap_nor_last_day() -> None:
    use = frames(snapshot("2021-06-30", frame=plan_frames(), payment=PAID))

    assert [age.last_day for age in use.ages] == [None, None]
    assert oldest(use) is None
    assert all(year.cap_nok is None and year.is_within_cap is None for year in use.years)


def test_a_year_that_is_overspent_takes_from_the_next() -> None:
    paid = [payment(1, 2019, 18, "2019-06-01"), payment(2, 2020, 2, "2020-02-01")]
    use = frames(snapshot("2020-06-30", frame=plan_frames(), payment=paid))

    assert [(age.from_year, age.amount_nok / MILL) for age in use.ages] == [(2020, 10)]


def test_a_line_that_was_taken_out_keeps_its_original_plan_and_its_reason() -> None:
    lines = [
        line("A", 2020, 7, "2020-01-10"),
        line("A", 2020, 0, "2020-09-18", 2) | {"reason": "pandemic", "reason_nb": "Ærlig talt utsatt"},
        line("A", 2020, 5, "2021-02-01", 3),
        line("B", 2020, 2, "2020-01-10"),
    ]
    tables = {"frame": plan_frames(), "budget_line": lines, "payment": [payment(1, 2020, 1, "2020-06-01", line_no="B")]}
    found = money_year(snapshot("2021-06-30", **tables), 2020)

    rows = found.plan.select("line_no", "plan_original_nok", "plan_current_nok", "change_nok", "paid_nok", "reason").rows()
    assert rows == [("A", 7 * MILL, 0, -7 * MILL, 0, "pandemic"), ("B", 2 * MILL, 2 * MILL, 0, MILL, None)]
    assert found.plan.get_column("plan_current_nok").sum() == found.book.use.plan_total_nok


def test_what_is_bound_stays_in_the_running_year_also_after_the_last_row() -> None:
    tables = {"frame": plan_frames(), "commitment": [commitment(1, 2022, 3, "2022-01-10", contract_id="K1")],
              "payment": [payment(1, 2022, 1, "2022-05-01", contract_id="K1")]}  # fmt: skip
    seen = snapshot("2025-03-01", **tables)

    assert [(year.year, year.promised_nok / MILL) for year in commitments(seen).years] == [(2025, 2)]
    assert commitments(seen).rows.select("year", "amount_nok").rows() == [(2025, 2 * MILL)]
    assert forecast(seen).year.without_basis_nok == 2 * MILL


@pytest.mark.parametrize("year", [2020, 2051, 9999])
def test_a_proposal_in_a_year_that_has_passed_or_is_far_away_is_refused(year: int) -> None:
    with pytest.raises(UserError, match=str(year)):
        what_if(snapshot("2021-06-30", frame=plan_frames()), Decimal(MILL), {2022: Decimal(1), year: Decimal(1)})


def test_a_year_whose_money_is_not_known_tells_what_is_bound_and_draws_it_from_zero() -> None:
    tables = {"frame": plan_frames(), "commitment": [commitment(1, 2023, 5, "2022-01-10", contract_id="K1"),
                                                     commitment(2, 2023, 1, "2022-01-10", "conditional", contract_id="K1")],
              "contract": [{"contract_id": "K1", "organisation_id": "O", "route": "competition", "title_nb": "K",
                            "signed_date": date(2022, 1, 10), "amount_nok": MILL}]}  # fmt: skip
    found = money_year(snapshot("2022-06-30", **tables), 2023)

    assert found.spoken_nok == 5 * MILL
    assert "5,0 mill. kroner er betalt, påløpt eller bundet" in found.sentence.nb
    drawn = charts.waterfall(found, "nb")
    assert [(bar.base[0], bar.x[0]) for bar in drawn.data] == [(0, 5), (5, 1)]


def test_the_proposal_is_drawn_and_nothing_where_it_adds_nothing() -> None:
    found = what_if(snapshot("2021-06-30", frame=plan_frames(), payment=PAID), Decimal(25 * MILL), {2022: Decimal(1)})
    added = next(bar for bar in charts.future_load(found.after, "nb").data if bar.name == "Forslaget")

    assert list(added.x) == [None, 25]
    assert added.marker.pattern.fgcolor != added.marker.pattern.bgcolor


def test_the_programme_since_it_began_by_hand() -> None:
    tables = {"frame": plan_frames(), "payment": PAID, "parameter": [cap(2)],
              "commitment": [commitment(1, 2021, 16, "2021-01-10"),
                             commitment(2, 2019, 6, "2019-01-10", contract_id="K9")]}  # fmt: skip
    found = programme_burn(snapshot("2021-06-30", **tables))

    # Without contract: 16 promised and 19 paid. K9: 6 promised, nothing paid.
    points = {(series, day): amount / MILL for series, day, amount in found.points.iter_rows()}
    assert [points["frame", date(year, 1, 1)] for year in range(2019, 2023)] == [15, 30, 45, 60]
    assert [points["paid", day] for day in (date(2019, 5, 31), date(2019, 6, 30), date(2020, 12, 31), date(2021, 6, 30))] == [
        0, 2, 6, 19,
    ]  # fmt: skip
    assert [points["paid_and_bound", day] for day in (date(2019, 12, 31), date(2021, 6, 30))] == [8, 25]
    assert found.sentence.nb.startswith("Av rammer på til sammen 60,0 mill. kroner er 19,0 mill. kroner betalt og 6,0 mill.")
    assert burn_figure(found, "en").data


def test_without_payments_there_is_no_line_of_what_is_paid() -> None:
    found = programme_burn(snapshot("2021-06-30", frame=plan_frames()))

    assert found.is_empty
    assert found.sentence.nb == "Ingen betalinger er kjent 30. juni 2021."


def test_each_evaluation_is_told_with_who_pays_and_a_missing_payer_is_unknown() -> None:
    rows = [
        {"evaluation_id": str(no), "title_nb": f"Evaluering {no}", "payer": payer} for no, payer in enumerate(["own_frame", None])
    ]
    found = frame_versions(
        snapshot("2021-06-30", frame=[frame(2021, 15)], evaluation=rows, programme=[{"programme_id": PROGRAMME}])
    )

    assert found.evaluations.select("payer", "title_nb").rows() == [("own_frame", "Evaluering 0"), ("unknown", "Evaluering 1")]
    assert found.payers == {"own_frame": 1, "unknown": 1}


def test_areas_are_drawn_as_three_bars_with_their_amounts() -> None:
    import polars as pl

    table = pl.DataFrame({"area": ["Ås <b>", "Drift"], "planned": [Decimal(2 * MILL), Decimal(0)],
                          "bound": [Decimal(MILL), Decimal(0)], "paid": [Decimal(-MILL), Decimal(3 * MILL)]})  # fmt: skip
    drawn = charts.by_area(table, "nb")

    assert [list(bar.x) for bar in drawn.data] == [[2, 0], [1, 0], [-1, 3]]
    assert drawn.layout.yaxis.ticktext[0] == "Ås &lt;b&gt;"
    assert drawn.layout.xaxis.range[0] < -1


def test_where_nothing_is_recorded_nothing_is_told_as_zero() -> None:
    seen = snapshot("2021-06-30", frame=plan_frames())
    load, made, book = commitments(seen), forecast(seen), money_book(seen)

    assert (load.later_nok, load.not_voted_nok) == (None, None)
    assert "ukjent" in load.sentence.nb
    assert made.is_empty
    assert "0,0" not in made.sentence.nb
    assert all(amount is None for year in book.years for amount in year.states.values())
    assert money_year(seen).sentence.nb.startswith(
        "2021 har en ramme på 15,0 mill. kroner. Betalinger, bindinger og planer er ikke"
    )
    assert "bare rammene og forslaget" in what_if(seen, Decimal(MILL), {2022: Decimal(1)}).sentence.nb


def test_what_is_bound_without_a_contract_is_told_and_never_taken_for_nothing() -> None:
    tables = {"frame": plan_frames(), "commitment": [commitment(1, 2021, 6, "2021-01-10", line_no="A")], "payment": PAID}
    found = forecast(snapshot("2021-06-30", **tables))

    assert found.year.without_basis_nok == 6 * MILL
    assert found.year.total_nok is None
    assert found.sentence.nb.startswith("6,0 mill. kroner er bundet i 2021 uten en kontrakt med start og slutt")


def test_what_was_left_is_compared_with_the_cap_and_not_what_was_carried() -> None:
    tables = {"frame": plan_frames(), "payment": [payment(1, 2019, 1, "2019-06-01")], "parameter": [cap(2)]}
    said = frames(snapshot("2023-06-30", **tables), 2021).sentence.nb

    assert "44,0 mill. var ikke brukt ved årets slutt. Det er mer enn taket på 30,0 mill. kroner. 30,0 mill. kroner kan" in said
