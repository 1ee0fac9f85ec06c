"""What changed from vintage to vintage, and between which figures a difference is taken."""

from datetime import date

import polars as pl
import pytest

from analytics.sickness.revision_steps import figures, spans, steps, vintage_code
from tests.unit.analytics.sickness.rows import observed, series, snapshot, vintage

RAW, SEASONAL, INFLUENZA = "unadjusted", "seasonal", "seasonal_influenza"
#: Typed in from publications of Statistics Norway: the same quarters in two vintages.
PUBLISHED = [
    vintage("2004-03", "2004-03-23", "holiday_corrected"),
    vintage("2007-09", "2007-09-21", "holiday_corrected"),
    vintage("2011-12", "2011-12-20", "holiday_corrected"),
    vintage("2018-06", "2018-06-30", "holiday_corrected", "month"),
    vintage("2018-12", "2018-12-31", "holiday_corrected", "month"),
    vintage("2020-06", "2020-06-30", "current", "month"),
    vintage("2021-03", "2021-03-31", "current", "month"),
    vintage("2022-04", "2022-04-30", "current_hours", "month"),
    vintage("2022-06", "2022-06-30", "current_hours", "month"),
    vintage("2023-03", "2023-03-31", "current_hours", "month"),
    vintage("2024-02", "2024-02-29", "current_hours", "month"),
]
TOLD = [
    *observed(RAW, "2004-03", {"2002K1": 8.2, "2002K4": 7.8, "2003K1": 8.0}),
    *observed(RAW, "2007-09", {"2002K1": 8.2, "2002K4": 8.0, "2003K1": 8.2}),
    *observed(RAW, "2011-12", {"2002K1": 8.1, "2002K4": 8.0, "2003K1": 8.2}),
    *observed(RAW, "2018-12", {"2018K1": 7.1, "2018K2": 5.7, "2018K3": 6.1}),
    *observed(RAW, "2021-03", {"2019K4": 6.3}),
    *observed(RAW, "2022-04", {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2019K4": 6.2}),
    *observed(INFLUENZA, "2018-06", {"2018K1": 6.36}, decimals=2),
    *observed(INFLUENZA, "2018-12", {"2018K1": 6.34}, decimals=2),
    *observed(SEASONAL, "2022-06", {"2022K1": 7.1}),
    *observed(SEASONAL, "2023-03", {"2022K1": 7.2}),
    *observed(SEASONAL, "2024-02", {"2022K1": 7.3}),
]
SERIES = [series(name) for name in (RAW, SEASONAL, INFLUENZA)]


def told(observation=TOLD, vintages=PUBLISHED, as_of="2025-01-01", **tables):
    return figures(snapshot(as_of, series=SERIES, vintage=vintages, observation=observation, **tables))


def rows(frame, *names):
    return list(frame.select(names).iter_rows())


def test_published_revisions_by_one_method_are_found_with_their_size() -> None:
    found = steps(told()).filter(pl.col("kind") == "revised")

    assert sorted(rows(found, "period", "known_before", "known", "difference")) == [
        ("2002K1", 8.2, 8.1, -0.1),
        ("2002K4", 7.8, 8.0, 0.2),
        ("2003K1", 8.0, 8.2, 0.2),
        ("2018K1", 6.36, 6.34, -0.02),
        ("2022K1", 7.1, 7.2, 0.1),
        ("2022K1", 7.2, 7.3, 0.1),
    ]


def test_holiday_corrected_figures_have_no_difference_to_newer_ones() -> None:
    found = steps(told()).filter(pl.col("kind") == "other_method")

    assert rows(found, "period", "known_before", "known", "difference") == [
        ("2018K1", 7.1, 6.8, None),
        ("2018K2", 5.7, 5.5, None),
        ("2018K3", 6.1, 4.8, None),
    ]


def test_a_newer_method_of_the_same_family_is_told_apart() -> None:
    found = steps(told()).filter(pl.col("kind") == "method_revision")

    assert rows(found, "period", "method_before", "method", "difference") == [("2019K4", "current", "current_hours", -0.1)]


def test_revisions_are_numbered_within_the_period_and_have_an_age() -> None:
    found = steps(told()).filter((pl.col("series_id") == "seasonal-total") & (pl.col("kind") == "revised"))

    # from 1st quarter 2022 to 1st quarter 2023 is 4 quarters, to 1st quarter 2024 8
    assert rows(found, "number", "age_quarters") == [(1, 4), (2, 8)]


def test_what_rounding_alone_can_make_is_marked() -> None:
    found = {row[0]: row[1] for row in rows(steps(told()), "difference", "is_rounding") if row[0]}

    assert found == {-0.1: True, 0.2: False, -0.02: False, 0.1: True}


@pytest.mark.parametrize(
    ("first", "later", "kind"),
    [
        ((6.10756, 5), (6.1, 1), "same"),
        ((7.48564, 5), (7.5, 1), "same"),
        ((5.25, 2), (5.3, 1), "same"),  # rounded half up
        ((5.24, 2), (5.3, 1), "revised"),
        ((5.2, 1), (5.24, 2), "same"),
        ((5.2, None), (5.24, None), "same"),
        ((5.2, None), (5.34, None), "revised"),
    ],
)
def test_a_figure_told_more_exactly_is_no_revision(first, later, kind) -> None:
    given = [
        *observed(RAW, "2022-06", {"2022K1": first[0]}, decimals=first[1]),
        *observed(RAW, "2023-03", {"2022K1": later[0]}, decimals=later[1]),
    ]

    assert rows(steps(told(given)), "kind") == [(kind,)]


def test_a_figure_told_once_has_no_steps() -> None:
    given = observed(RAW, "2022-06", {"2022K1": 7.1, "2022K2": 6.0})

    assert told(given).is_empty()
    assert steps(told(given)).is_empty()
    assert spans(told(given)).is_empty()


def test_withdrawn_masked_and_new_figures_have_no_difference() -> None:
    given = [
        *observed(RAW, "2022-06", {"2022K1": 7.1, "2022K2": 6.0, "2022K3": None, "2022K4": None}),
        *observed(RAW, "2023-03", {"2022K1": None, "2022K3": 5.0, "2022K4": None}),
        *observed(RAW, "2023-03", {"2022K2": None}, value_state="masked"),
    ]

    found = {row[0]: row[1:] for row in rows(steps(told(given)), "period", "kind", "difference")}

    assert found == {
        "2022K1": ("withdrawn", None),
        "2022K2": ("masked", None),
        "2022K3": ("came", None),
        "2022K4": ("same", None),
    }


def test_zero_is_a_figure() -> None:
    given = [
        *observed(RAW, "2022-06", {"2022K1": 0.0}, value_state="zero"),
        *observed(RAW, "2023-03", {"2022K1": 0.3}),
    ]

    assert rows(steps(told(given)), "kind", "difference") == [("revised", 0.3)]


def test_figures_without_a_stated_method_are_compared_only_where_no_method_is_stated_at_all() -> None:
    vintages = [vintage("A", "2020-01-01", "not_stated"), vintage("B", "2021-01-01", "not_stated"), vintage("C", "2022-01-01")]
    counts = [*observed(RAW, "A", {"2019": 100.0}), *observed(RAW, "B", {"2019": 120.0})]
    mixed = [*counts, *observed(RAW, "C", {"2018": 5.0})]

    assert rows(steps(told(counts, vintages)), "kind", "difference") == [("revised", 20.0)]
    assert rows(steps(told(mixed, vintages)), "kind", "difference") == [("unknown_method", None)]
    assert spans(told(mixed, vintages)).is_empty()


def test_two_vintages_of_one_month_do_not_say_which_came_first() -> None:
    vintages = [vintage("X", "2021-06-30", "current_hours", "month"), vintage("X-B", "2021-06-30", "current_hours", "month")]
    given = [*observed(RAW, "X", {"2020K1": 6.1}), *observed(RAW, "X-B", {"2020K1": 6.0})]

    assert rows(steps(told(given, vintages)), "kind", "is_same_date") == [("revised", True)]


FETCHED = [vintage(f"L{n}", day, "current_self") | {"table_id": "12439"} for n, day in ((1, "2026-05-28"), (2, "2026-08-27"))]
LOADS = [
    {"load_id": f"A{n}", "publisher": "SSB", "table_id": "12439", "fetched_date": date.fromisoformat(day), "fetched_at": day,
     "published_date": date.fromisoformat(day), "outcome": "loaded", "vintage_id": f"L{n}", "first_period": "2020K1",
     "last_period": last}
    for n, day, last in ((1, "2026-05-28", "2026K1"), (2, "2026-08-27", "2026K2"))
]  # fmt: skip


def test_a_fetched_figure_that_a_later_load_repeats_counts_as_told_twice_and_unchanged() -> None:
    given = [*observed(RAW, "L1", {"2025K4": 6.5, "2026K1": 7.0}), *observed(RAW, "L2", {"2026K1": 6.9, "2026K2": 5.9})]
    found = told(given, FETCHED, "2026-11-01", statistic_load=LOADS)

    assert rows(steps(found), "period", "kind", "difference") == [("2026K1", "revised", -0.1)]
    assert sorted(rows(spans(found), "period", "first", "latest", "difference")) == [
        ("2025K4", 6.5, 6.5, 0.0),
        ("2026K1", 7.0, 6.9, -0.1),
    ]


def test_a_load_that_does_not_cover_a_period_does_not_repeat_it() -> None:
    loads = [LOADS[0], LOADS[1] | {"first_period": "2026K1"}]
    found = told(observed(RAW, "L1", {"2025K4": 6.5}), FETCHED, "2026-11-01", statistic_load=loads)

    assert found.is_empty()


def test_a_document_and_a_later_load_are_compared() -> None:
    vintages = [vintage("DOC", "2025-09-30", "current_self", "month"), *FETCHED]
    given = [*observed(RAW, "DOC", {"2025K2": 6.6}), *observed(RAW, "L1", {"2025K2": 6.5})]
    found = told(given, vintages, "2026-11-01", statistic_load=LOADS)

    assert rows(steps(found), "vintage_id_before", "vintage_id", "difference") == [("DOC", "L1", -0.1)]


def test_of_two_tables_with_the_same_figure_one_is_followed() -> None:
    """The second table had not been updated yet when it was read: that is no revision back and forth."""
    other = [vintage("M1", "2026-05-29", "current_self") | {"table_id": "12440"}]
    late = [vintage("M2", "2026-08-28", "current_self") | {"table_id": "12440"}]
    given = [
        *observed(RAW, "L1", {"2026K1": 7.0}), *observed(RAW, "M1", {"2026K1": 7.0}), *observed(RAW, "L2", {"2026K1": 6.9}),
    ]  # fmt: skip
    found = told(given, [*FETCHED, *other, *late], "2026-11-01", statistic_load=LOADS)

    assert rows(steps(found), "table_id", "difference") == [("12439", -0.1)]


def test_vintages_after_the_day_are_not_known() -> None:
    given = [*observed(RAW, "L1", {"2026K1": 7.0}), *observed(RAW, "L2", {"2026K1": 6.9})]

    assert told(given, FETCHED, "2026-08-26", statistic_load=LOADS).is_empty()


@pytest.mark.parametrize(
    ("precision", "code"), [("day", "2019-03-20"), ("month", "2019-03"), ("quarter", "2019K1"), ("year", "2019")]
)
def test_a_vintage_is_told_no_more_exactly_than_known(precision, code) -> None:
    assert vintage_code(date(2019, 3, 20), precision) == code
