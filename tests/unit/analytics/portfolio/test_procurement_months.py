"""Calendar months are counted exactly, also at the end of months and in leap years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.portfolio.procurement_months import Length, last_day, length, time_left, window_end


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2020, 11, 1), 48, date(2024, 10, 31)),
        (date(2020, 2, 29), 48, date(2024, 2, 28)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2021, 3, 1), 36, date(2024, 2, 29)),
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2021, 8, 29), 6, date(2022, 2, 28)),
        (date(2021, 8, 28), 6, date(2022, 2, 27)),
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2021, 12, 15), 1, date(2022, 1, 14)),
        (date(9999, 1, 1), 48, date.max),
    ],
)
def test_a_period_of_whole_months_ends_the_day_before(first: date, months: int, last: date) -> None:
    assert last_day(first, months) == last


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2020, 11, 1), date(2024, 10, 31), Length(48, 0)),
        (date(2020, 11, 1), date(2024, 11, 1), Length(48, 1)),
        (date(2020, 11, 1), date(2024, 10, 30), Length(47, 30)),
        (date(2020, 2, 29), date(2024, 2, 28), Length(48, 0)),
        (date(2020, 2, 29), date(2024, 2, 29), Length(48, 1)),
        (date(2021, 5, 5), date(2021, 5, 5), Length(0, 1)),
        (date(2021, 5, 5), date(2021, 5, 4), None),
        (date(2020, 1, 1), date.max, Length(7980 * 12, 0)),
    ],
)
def test_how_long_a_period_is(first: date, last: date, expected: Length | None) -> None:
    assert length(first, last) == expected


@pytest.mark.parametrize(
    ("day", "last", "expected"),
    [
        (date(2024, 5, 31), date(2024, 10, 31), Length(5, 0)),
        (date(2024, 10, 31), date(2024, 10, 31), Length(0, 0)),
        (date(2024, 10, 30), date(2024, 10, 31), Length(0, 1)),
        (date(2024, 11, 1), date(2024, 10, 31), None),
    ],
)
def test_the_time_left_runs_from_the_end_of_the_day(day: date, last: date, expected: Length | None) -> None:
    assert time_left(day, last) == expected


def test_a_window_of_months_follows_the_day() -> None:
    assert window_end(date(2022, 12, 31), 12) == date(2023, 12, 31)
    assert window_end(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert window_end(date(2023, 8, 30), 6) == date(2024, 2, 29)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 240))
def test_a_whole_number_of_months_is_counted_back_as_itself(first: date, months: int) -> None:
    last = last_day(first, months)
    counted = length(first, last)
    assert counted is not None
    assert counted.days == 0
    assert last_day(first, counted.months) == last
