"""Series one by one: one line a meaning, how old a figure is, and English words read from titles."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.sickness.told import english, is_old, is_total, newest_end, period_end, told
from tests.unit.analytics.sickness.long_term_rows import OLDER, VINTAGE, figures
from tests.unit.analytics.sickness.long_term_rows import told as series
from tests.unit.analytics.sickness.rows import snapshot, vintage


def lines(rows, observed, as_of="2026-06-30", **tables):
    held = snapshot(as_of, **{"series": rows, "observation": observed, "vintage": [VINTAGE, OLDER], **tables})
    return told(held, held.table("series"))


def test_years_and_quarters_never_stand_in_one_line() -> None:
    found = lines([series("S", "spells", "antall")], figures("S", {"2024": 100, "2024K1": 30, "2025K1": 20}))

    assert [(line.rhythm, {period: float(value) for period, value in line.values.items()}) for line in found] == [
        ("quarter", {"2024K1": 30, "2025K1": 20}),
        ("year", {"2024": 100}),
    ]


def test_two_units_are_two_lines_and_two_publishers_one() -> None:
    rows = [
        series("P", "exhausted_rights", "promille", indicator_nb="andel"),
        series("N", "exhausted_rights", "antall"),
        series("M", "exhausted_rights", "antall", publisher="SSB"),
    ]
    found = lines(rows, figures("P", {"2025K1": 5}) + figures("N", {"2025K1": 900}) + figures("M", {"2024K1": 800}))

    assert [(line.unit, sorted(line.values)) for line in found] == [("promille", ["2025K1"]), ("antall", ["2024K1", "2025K1"])]


def test_the_newest_vintage_of_a_period_stands_and_masked_has_no_value() -> None:
    rows = figures("S", {"2025K1": 10, "2025K2": 10}, "N0") + figures("S", {"2025K1": 12, "2025K2": "masked"})
    (found,) = lines([series("S", "spells", "antall")], rows)

    assert found.values == {"2025K1": Decimal(12)}
    assert found.points["2025K2"].state == "masked"
    assert found.last_period == "2025K1"


def test_the_holiday_corrected_figures_are_left_out_where_others_are_found() -> None:
    both = [vintage("H", "2017-01-01", "holiday_corrected"), vintage("C", "2020-01-01", "current")]
    rows = figures("S", {"2016K1": 7, "2016K2": 6}, "H") + figures("S", {"2019K1": 5}, "C")
    (found,) = lines([series("S", "absence_pct", "prosent")], rows, vintage=both)

    assert sorted(found.values) == ["2019K1"]


@pytest.mark.parametrize(("name", "code", "answer"), [
    ("I alt", None, True), ("legemeldt i alt", None, True), ("alle diagnoser", None, True), ("Totalt", None, True),
    ("Alle næringer", "_T", True), ("Luftveier", None, False), ("Allment og uspesifisert", "A", False), ("Allergi", None, False),
])  # fmt: skip
def test_all_groups_together_are_known_by_their_name(name, code, answer) -> None:
    assert is_total(name, code) is answer


@pytest.mark.parametrize(("period", "day"), [
    ("2024", date(2024, 12, 31)), ("2024K1", date(2024, 3, 31)), ("2024M02", date(2024, 2, 29)), ("2020U53", date(2021, 1, 3)),
    ("2022U13", date(2022, 4, 3)), ("2021U53", date(2021, 12, 31)),
])  # fmt: skip
def test_a_period_ends_on_its_last_day(period, day) -> None:
    assert period_end(period) == day


def test_the_newest_of_periods_in_several_rhythms_is_the_one_that_ends_last() -> None:
    assert newest_end(["2019K4", "2020", "2020U20"]) == "2020"
    assert newest_end([]) is None


@pytest.mark.parametrize(("period", "as_of", "answer"), [
    ("2025K1", date(2025, 8, 29), False),  # the second quarter ended 30 June; with 60 days it is due on 29 August
    ("2025K1", date(2025, 8, 30), True),
    ("2021", date(2023, 3, 1), False),
    ("2021", date(2023, 3, 2), True),
    ("2025U10", date(2025, 5, 15), False),  # week 11 ended 16 March
    ("2025U10", date(2025, 5, 16), True),
])  # fmt: skip
def test_a_figure_is_old_when_the_next_one_ought_to_be_out(period, as_of, answer) -> None:
    assert is_old(period, as_of, 60) is answer


TITLES = ("Andel av dagsverk, legemeldt, varighet, avsluttede tilfeller: 1-8 dager",
          "Share of man-days, doctor-certified, duration, ended spells: 1-8 days")  # fmt: skip


@pytest.mark.parametrize(("part", "words"), [
    ("Andel av dagsverk", "Share of man-days"), ("Varighet, avsluttede tilfeller", "duration, ended spells"),
    ("1-8 dager", "1-8 days"), ("9 dager", None), ("dagsverk", None),
])  # fmt: skip
def test_english_words_are_read_from_titles_with_the_same_parts(part, words) -> None:
    assert english(*TITLES, part) == words


def test_titles_with_other_parts_give_no_english_words() -> None:
    assert english("Sykefravær, legemeldt: kommuner", "Sick leave: municipalities", "kommuner") is None
    assert english("", "", "kommuner") is None
