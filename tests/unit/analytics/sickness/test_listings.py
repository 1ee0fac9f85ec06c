"""New sick listings per week: week 53 is counted only where both years have it, and a running year never against a full one."""

from decimal import Decimal

from analytics.sickness.listings import listings
from tests.unit.analytics.sickness.long_term_rows import OLDER, VINTAGE, figures, told
from tests.unit.analytics.sickness.rows import series_break, snapshot


def weeks(year, values):
    return {f"{year}U{week:02d}": value for week, value in values.items()}


def made(values, *, as_of="2026-06-30", more=(), observed=(), **tables):
    series = [told("W", "new_sick_listings", "antall", kind="diagnosis", division="Diagnose", group="alle diagnoser"), *more]
    rows = [*figures("W", values), *observed]
    return listings(snapshot(as_of, series=series, vintage=[VINTAGE, OLDER], observation=rows, **tables))


FULL = dict.fromkeys(range(1, 53), 10)


def test_this_year_is_compared_over_the_weeks_that_both_years_have() -> None:
    found = made(weeks(2025, FULL) | weeks(2026, {1: 12, 2: 13, 3: 11}))

    assert found is not None
    (item,) = found.compared
    assert (item.year, item.other_year, item.weeks, item.last_week) == (2026, 2025, 3, 3)
    assert (item.total, item.other_total) == (Decimal(36), Decimal(30))  # 12 + 13 + 11 against 3 x 10, not 520
    assert item.is_every_week


def test_week_53_is_left_out_where_only_one_year_has_it() -> None:
    found = made(weeks(2020, FULL | {53: 99}) | weeks(2021, FULL))

    assert found is not None
    (item,) = found.compared
    assert (item.weeks, item.total, item.other_total) == (52, Decimal(520), Decimal(520))
    assert found.long_years == (2020,)


def test_masked_and_missing_weeks_are_left_out_of_both_years() -> None:
    found = made(weeks(2025, {1: 10, 2: 10, 3: 10, 4: 10}) | weeks(2026, {1: 5, 2: "masked", 3: None, 4: 7}))

    assert found is not None
    (item,) = found.compared
    assert (item.weeks, item.total, item.other_total, item.is_every_week) == (2, Decimal(12), Decimal(20), False)
    assert found.years[2026][2].state == "masked"


def test_zero_is_a_figure() -> None:
    found = made(weeks(2025, {1: 10}) | weeks(2026, {1: 0}))

    assert found is not None
    assert found.compared[0].total == Decimal(0)


def test_years_of_two_publications_are_not_compared() -> None:
    found = made(weeks(2026, {1: 5}), observed=figures("W", weeks(2025, {1: 5}), "N0"))

    assert found is not None
    assert sorted(found.years) == [2025, 2026]
    assert found.compared == ()


def test_corona_is_told_apart_and_its_years_are_marked() -> None:
    corona = told("C", "new_sick_listings", "antall", kind="diagnosis", division="Diagnose", group="Koronavirus")
    values = weeks(2019, {1: 5}) | weeks(2020, {1: 5}) | weeks(2023, {1: 5}) | weeks(2024, {1: 5})
    marks = [series_break(period) | {"is_pandemic": True} for period in ("2020K1", "2023K2")]
    found = made(values, more=[corona], observed=figures("C", weeks(2020, {1: 2})), series_break=marks)

    assert found is not None
    assert found.corona[2020][1].value == Decimal(2)
    assert found.pandemic_years == (2020, 2023)


def test_one_group_alone_is_not_all_listings() -> None:
    only = told("G", "new_sick_listings", "antall", kind="diagnosis", division="Diagnose", group="Luftveier")
    held = snapshot("2026-06-30", series=[only], vintage=[VINTAGE], observation=figures("G", {"2026U01": 5}))

    assert listings(held) is None


def test_before_the_publication_nothing_is_known() -> None:
    assert made(weeks(2026, {1: 5}), as_of="2026-05-29") is None
