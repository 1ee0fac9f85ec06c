"""What there is of a figure, in words; when figures come; and what is lower or higher."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.sickness.lines import SeriesChoice, line
from analytics.sickness.states import (
    breaks_of,
    direction,
    direction_rule,
    direction_text,
    last_release,
    next_release,
    release_of,
    state,
    states,
)
from tests.unit.analytics.sickness.rows import observed, series, series_break, snapshot, tolerance, vintage

RAW, CORONA = "unadjusted", "seasonal_influenza"
LAG = {
    "parameter_id": "LAG", "name": "absence_release_lag_days", "value": 60, "unit": "dager", "valid_from": date(2018, 1, 1),
    "text_nb": "-", "text_en": "-",
}  # fmt: skip
TABLES = {
    "series": [series(RAW), series(CORONA)],
    "vintage": [vintage("V", "2022-08-30", "current_hours")],
    "parameter": [LAG],
    "observation": [
        *observed(RAW, "V", {"2019K4": 6.0, "2020K1": 7.3, "2020K2": 5.7, "2020K4": 6.4}),
        *observed(RAW, "V", {"2021K1": 6.0, "2021K2": 5.8, "2021K3": 5.6, "2021K4": 6.7}),
        *observed(RAW, "V", {"2022K1": 6.9}, value_state="provisional"),
        *observed(RAW, "V", {"2022K2": None}, value_state="masked"),
        *observed(CORONA, "V", {"2022K1": 5.1, "2022K2": 5.0}),
    ],
}


def held(as_of="2022-09-01", **tables):
    return snapshot(as_of, **TABLES | tables)


def told(period, measure=RAW, as_of="2022-09-01", **tables):
    known = held(as_of, **tables)
    return state(known, line(known, SeriesChoice(adjustment=measure)), period)


@pytest.mark.parametrize(
    ("period", "code", "text"),
    [
        ("2021K1", "complete", "Fullstendig."),
        ("2022K1", "provisional", "Foreløpig. Tallet kan bli endret."),
        ("2022K2", "masked", "Skjermet av SSB av hensyn til personvern. Verdien er ukjent, ikke null."),
        ("2020K3", "not_found", "Ikke funnet i kildene. Hullet fylles ikke."),
        ("2019K3", "before_start", "Serien begynner i 4. kvartal 2019."),
        # 30 September and 60 days
        ("2022K3", "not_published", "Ikke publisert. Ventes om lag 29. november 2022 etter regelen; datoen er ikke varslet."),
        ("2021", "complete", "Fullstendig: alle 4 kvartaler."),
        ("2020", "incomplete", "3 av 4 kvartaler. Uten tall: 3. kvartal 2020. Snittet for året vises ikke."),
        ("2019", "incomplete", "1 av 4 kvartaler."),
        ("2023", "not_published", "Ikke publisert."),
    ],
)
def test_a_period_has_its_state_in_words(period, code, text) -> None:
    found = told(period)

    assert found.code == code
    assert found.text.nb.startswith(text)


def test_missing_and_not_applicable_are_two_things() -> None:
    more = [
        *observed(RAW, "V", {"2021K1": None}),
        *observed(RAW, "V", {"2021K2": None}, value_state="not_applicable"),
        *observed(RAW, "V", {"2021K3": 5.6}),
    ]

    assert told("2021K1", observation=more).code == "missing"
    assert told("2021K2", observation=more).code == "not_applicable"


def test_a_quarter_that_should_be_out_is_not_fetched() -> None:
    found = told("2022K3", as_of="2022-12-15")

    assert (found.code, "etter regelen skal tallet ha kommet om lag 29. november 2022" in found.text.nb.lower()) == (
        "not_fetched",
        True,
    )


def test_an_announced_day_goes_before_the_rule() -> None:
    announced = [{"release_id": "R", "publisher": "SSB", "period": "2022K3", "release_date": date(2022, 12, 8)}]

    assert (
        told("2022K3", as_of="2022-12-07", statistic_release=announced).text.nb == "Ikke publisert. Varslet til 8. desember 2022."
    )
    assert told("2022K3", as_of="2022-12-08", statistic_release=announced).code == "not_fetched"


def test_a_series_that_has_ended_says_so() -> None:
    ended = [series_break("2022K3", CORONA, "end", known="2023-12-31", title="Serien slutter")]

    assert told("2022K3", CORONA, "2024-01-01", series_break=ended).code == "ended"
    assert "Siste periode er 2. kvartal 2022" in told("2022K3", CORONA, "2024-01-01", series_break=ended).text.nb
    # before that was known, it was only not fetched
    assert told("2022K3", CORONA, "2023-12-30", series_break=ended).code == "not_fetched"
    # the other measure goes on
    assert told("2022K3", RAW, "2024-01-01", series_break=ended).code == "not_fetched"


def test_a_break_is_told_for_its_quarter_and_its_year() -> None:
    breaks = [series_break("2021K1", known="2021-06-03", title="Ny arbeidstid")]

    assert told("2021K1", series_break=breaks).code == "broken"
    assert told("2021", series_break=breaks).text.nb.startswith("Brudd i serien fra 1. kvartal 2021: Ny arbeidstid.")
    assert told("2021K2", series_break=breaks).code == "complete"


@pytest.mark.parametrize("kind", ["real", "start", "end"])
def test_a_real_change_is_no_break_in_the_figures(kind) -> None:
    assert told("2021K1", series_break=[series_break("2021K1", kind=kind)]).code == "complete"


def test_all_that_is_to_be_said_is_given_the_most_important_first() -> None:
    known = held(series_break=[series_break("2022K1")])

    assert [item.code for item in states(known, line(known, SeriesChoice()), "2022K1")] == ["provisional", "broken"]


def test_a_year_tells_why_its_quarters_are_lacking() -> None:
    known = held()

    found = [item.code for item in states(known, line(known, SeriesChoice()), "2022")]
    assert found == ["incomplete", "masked", "not_published"]


def test_a_line_without_figures_says_that_there_is_no_series() -> None:
    assert told("2021K1", "seasonal").code == "no_series"


def test_breaks_of_a_type_and_of_industries_concern_those_series_only() -> None:
    known = held(
        series_break=[series_break("2020K1"), series_break("2020K2", "self_certified"), series_break("2020K3", "industry")]
    )

    def periods(**changes):
        return [item.from_period for item in breaks_of(known, SeriesChoice(**changes), "2019K1", "2022K4")]

    assert periods() == ["2020K1"]
    assert periods(absence_type="self_certified") == ["2020K1", "2020K2"]
    assert periods(absence_type="doctor_certified") == ["2020K1"]
    assert periods(industry_code="86-88") == ["2020K1", "2020K3"]


def test_releases_follow_the_quarter_by_the_rule() -> None:
    known = held("2022-05-30")  # 31 March and 60 days

    assert (last_release(known).period, last_release(known).day) == ("2022K1", date(2022, 5, 30))
    assert (next_release(known).period, next_release(known).is_announced) == ("2022K2", False)
    assert next_release(known, rhythm="yearly").period == "2022"
    assert next_release(known, rhythm="weekly") is None


def test_a_year_comes_with_its_last_quarter() -> None:
    announced = [{"release_id": "R", "publisher": "SSB", "period": "2022K4", "release_date": date(2023, 2, 23)}]
    known = held(statistic_release=announced)

    assert (release_of(known, "2022").day, release_of(known, "2022").is_announced) == (date(2023, 2, 23), True)
    assert release_of(known, "2022U35") is None


def test_without_a_rule_no_day_is_guessed() -> None:
    known = held(parameter=[])

    assert release_of(known, "2022K3") is None
    assert told("2022K3", parameter=[]).code == "not_fetched"
    assert "neste publisering er ikke kjent" in told("2022K3", parameter=[]).text.nb


@pytest.mark.parametrize(
    ("difference", "found"), [("0.05", "higher"), ("0.049", "same"), ("-0.2", "lower"), ("0", "same"), (None, None)]
)
def test_small_differences_are_no_change(difference, found) -> None:
    known = held(parameter=[tolerance(0.05)])

    assert direction(known, None if difference is None else Decimal(difference)) == found


def test_the_rule_stands_with_its_threshold() -> None:
    assert "under 0,05 prosentpoeng regnes ikke som endring" in direction_rule(held(parameter=[tolerance(0.05)])).nb
    assert "Ingen grense" in direction_rule(held(parameter=[])).nb
    assert direction_text(held(parameter=[]), None).nb == "Kan ikke sammenlignes"
    assert direction(held(parameter=[]), Decimal("0.001")) == "higher"
