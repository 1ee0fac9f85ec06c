"""Which vintage of which quarter is shown, and what is never mixed or filled in."""

from decimal import Decimal

import pytest

from analytics.sickness.series import (
    breaks,
    family_of,
    four_quarter_means,
    last_quarter,
    missing_quarters,
    newest,
    observations,
    pandemic_quarters,
    quarters_of,
)
from tests.unit.analytics.sickness.rows import observed, series, series_break, snapshot, vintage

TABLES = {
    "series": [series("unadjusted"), series("unadjusted", "self_certified")],
    "vintage": [
        vintage("OLD", "2018-12-06", "holiday_corrected"),
        vintage("V1", "2019-06-30", "current", "month"),
        vintage("V2", "2021-06-03", "current_hours"),
        vintage("NS", "2021-07-01", "not_stated"),
    ],
    "observation": [
        *observed("unadjusted", "OLD", {"2018K3": 6.1, "2019K1": 7.1}),
        *observed("unadjusted", "V1", {"2018K3": 4.8, "2018K4": 6.0, "2019K2": 5.6}),
        *observed("unadjusted", "V2", {"2018K4": 5.9}),
        *observed("unadjusted", "NS", {"2019K2": 9.9, "2019K3": 9.9}),
        *observed("unadjusted", "V2", {"2018": 5.8, "2020K1": None}),
    ],
}


def chosen(as_of):
    found = observations(snapshot(as_of, **TABLES), "unadjusted")
    return newest(found, family_of(found))


def test_the_newest_vintage_known_on_the_day_is_taken() -> None:
    assert chosen("2021-06-02")["2018K4"].value == Decimal("6.0")
    assert chosen("2021-06-03")["2018K4"].value == Decimal("5.9")


def test_the_old_method_is_never_mixed_with_the_present_one() -> None:
    assert {period: float(o.value) for period, o in chosen("2019-01-01").items()} == {"2018K3": 6.1, "2019K1": 7.1}
    assert {period: float(o.value) for period, o in chosen("2020-01-01").items()} == {"2018K3": 4.8, "2018K4": 6.0, "2019K2": 5.6}


def test_a_figure_without_a_stated_method_stands_in_no_line() -> None:
    found = chosen("2022-01-01")

    assert found["2019K2"].value == Decimal("5.6")
    assert "2019K3" not in found


def test_a_missing_figure_is_kept_without_a_value_and_years_are_left_out() -> None:
    found = chosen("2022-01-01")

    assert (found["2020K1"].value, found["2020K1"].state) == (None, "missing")
    assert "2018" not in found


def test_other_types_industries_and_breakdowns_are_other_series() -> None:
    others = [
        series("unadjusted", series_id="A", industry_code="86-88"),
        series("unadjusted", series_id="B", sex="women"),
        series("unadjusted", series_id="C", breakdown="Varighet"),
    ]
    rows = [row | {"series_id": name} for name in "ABC" for row in observed("unadjusted", "V1", {"2018K4": 9.0})]
    tables = TABLES | {"series": TABLES["series"] + others, "observation": TABLES["observation"] + rows}

    found = observations(snapshot("2020-01-01", **tables), "unadjusted")

    assert {o.value for o in found if o.period == "2018K4"} == {Decimal("6.0")}


def test_a_vintage_is_named_no_more_exactly_than_it_is_known() -> None:
    found = chosen("2022-01-01")

    assert (found["2018K3"].vintage, found["2018K4"].vintage) == ("2019-06", "2021-06-03")


def test_gaps_are_told() -> None:
    assert missing_quarters(["2018K3", "2018K4", "2019K2", "2020K1"]) == ["2019K1", "2019K3", "2019K4"]
    assert missing_quarters([]) == []


def test_a_mean_needs_all_four_quarters() -> None:
    tables = {
        "series": [series("unadjusted")],
        "vintage": [vintage("V1", "2019-06-30")],
        "observation": observed(
            "unadjusted", "V1", {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2018K4": 6.0, "2019K1": 6.6, "2019K3": 4.9}
        ),
    }
    means = four_quarter_means(newest(observations(snapshot("2020-01-01", **tables), "unadjusted"), "current"))

    assert [(m.period, m.value, m.quarters) for m in means] == [
        ("2018K1", None, 1),
        ("2018K2", None, 2),
        ("2018K3", None, 3),
        ("2018K4", Decimal("5.775"), 4),  # (6.8 + 5.5 + 4.8 + 6.0) / 4
        ("2019K1", Decimal("5.725"), 4),  # (5.5 + 4.8 + 6.0 + 6.6) / 4
        ("2019K3", None, 3),
    ]


@pytest.mark.parametrize(("period", "last", "count"), [("2018", "2018K4", 4), ("2001K2", "2001K2", 1)])
def test_a_year_has_four_quarters(period, last, count) -> None:
    assert last_quarter(period) == last
    assert len(quarters_of(period)) == count


def test_a_month_is_no_period_of_quarters() -> None:
    with pytest.raises(ValueError, match="2018M01"):
        last_quarter("2018M01")


BREAKS = [
    series_break("2015K1", "unadjusted"),
    series_break("2018K4", known="2019-03-20"),
    series_break("2020K1", "seasonal", known="2020-06-30") | {"is_pandemic": True},
    series_break("2022K3", "seasonal_influenza", "end", title="Sesong-, influensa- og koronajustert slutter"),
    series_break("2023K2", "seasonal", known="2023-09-30") | {"is_pandemic": True},
    series_break("2024K1", "self_certified"),
]


@pytest.mark.parametrize(
    ("adjustment", "periods"),
    [
        ("unadjusted", ["2015K1", "2018K4"]),
        ("seasonal", ["2015K1", "2018K4", "2020K1", "2023K2"]),
        ("seasonal_influenza", ["2018K4", "2022K3"]),
        ("seasonal_influenza_corona", ["2018K4", "2020K1", "2022K3", "2023K2"]),
    ],
)
def test_a_series_has_the_breaks_that_concern_it(adjustment, periods) -> None:
    held = snapshot("2025-01-01", series_break=BREAKS)

    assert [item.from_period for item in breaks(held, adjustment, "2015K1", "2024K4")] == periods


def test_breaks_outside_the_span_or_not_yet_known_are_left_out() -> None:
    held = snapshot("2019-03-19", series_break=BREAKS)

    assert [item.from_period for item in breaks(held, "unadjusted", "2000K1", "2024K4")] == ["2015K1"]
    assert breaks(snapshot("2025-01-01", series_break=BREAKS), "unadjusted", "2019K1", "2024K4") == ()


@pytest.mark.parametrize(
    ("as_of", "found"), [("2019-01-01", None), ("2021-01-01", ("2020K1", None)), ("2024-01-01", ("2020K1", "2023K2"))]
)
def test_the_pandemic_quarters_are_read_from_the_breaks(as_of, found) -> None:
    assert pandemic_quarters(snapshot(as_of, series_break=BREAKS)) == found
