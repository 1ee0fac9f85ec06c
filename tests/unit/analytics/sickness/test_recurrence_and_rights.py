"""Repeated and graded sick leave and exhausted rights: one definition, one rhythm, and no difference across publications."""

from decimal import Decimal

from analytics.sickness.recurrence import recurrence
from analytics.sickness.rights import exhausted, graded, year_change
from tests.unit.analytics.sickness.long_term_rows import OLDER, VINTAGE, figures, told
from tests.unit.analytics.sickness.rows import snapshot

OFTEN = "6 eller flere på tre år"


def held(series, observed, as_of="2026-06-30"):
    return snapshot(as_of, series=series, observation=observed, vintage=[VINTAGE, OLDER])


def repeated(series_id, indicator, group=OFTEN, **more):
    return told(series_id, indicator, "prosent", kind="recurrence", division="Gjentakelse", group=group, **more)


PERSONS = [
    repeated("B", "recurrence_pct"),
    repeated("W", "recurrence_pct", sex="women"),
    repeated("M", "recurrence_pct", sex="men"),
    repeated("S", "share_pct", indicator_nb="Andel av tilfeller"),
    repeated("D", "share_pct", indicator_nb="Andel av dager"),
]
FIGURES = [row for name, value in (("B", 9), ("W", 11), ("M", 7), ("S", 29), ("D", 18)) for row in figures(name, {"2021": value})]


def test_persons_by_sex_stand_before_spells_and_days() -> None:
    found = recurrence(held(PERSONS, FIGURES))

    assert found is not None
    assert (found.definition.nb, found.period) == (OFTEN, "2021")
    assert [(line.sex, float(line.values["2021"])) for line in found.persons] == [("both", 9), ("women", 11), ("men", 7)]
    assert [line.detail.nb for line in found.shares] == ["Andel av tilfeller", "Andel av dager"]
    assert found.others == ()


def test_another_definition_is_not_mixed_in() -> None:
    other = repeated("O", "recurrence_pct", group="4 eller flere på ett år")
    after = repeated("A", "other", group="færre året etter", indicator_nb="Andel av personer")
    found = recurrence(held([*PERSONS, other, after], FIGURES + figures("O", {"2021": 4}) + figures("A", {"2021": 55})))

    assert found is not None
    assert found.definition.nb == OFTEN
    assert {line.group.nb for line in found.others} == {"4 eller flere på ett år", "færre året etter"}


def test_the_definition_with_the_newest_figures_is_taken() -> None:
    other = repeated("O", "recurrence_pct", group="4 eller flere på ett år")
    found = recurrence(held([*PERSONS, other], FIGURES + figures("O", {"2024": 4})))

    assert found is not None
    assert (found.definition.nb, found.period) == ("4 eller flere på ett år", "2024")


def test_a_figure_of_another_period_does_not_stand_for_the_newest() -> None:
    rows = [row for row in FIGURES if row["series_id"] != "M"] + figures("M", {"2020": 7})
    found = recurrence(held(PERSONS, rows))

    assert found is not None
    assert [found.at_period(line) is None for line in found.persons] == [False, False, True]


def test_nothing_told_is_none() -> None:
    assert recurrence(held([], [])) is None
    assert graded(held([], [])) is None
    assert exhausted(held([], [])) is None


def test_graded_is_told_over_time_with_all_groups_first() -> None:
    series = [
        told("L", "graded_pct", "prosent", kind="graded", division="Gradert", group="mer enn 90 dager"),
        told("G", "graded_pct", "prosent", kind="graded", division="Gradert", group="alle"),
    ]
    found = graded(held(series, figures("L", {"2024K1": 50, "2025K1": 52}) + figures("G", {"2024K1": 20, "2025K1": 21})))

    assert found is not None
    assert ([line.group.nb for line in found.lines], found.period, found.is_over_time) == (
        ["alle", "mer enn 90 dager"], "2025K1", True,
    )  # fmt: skip


def test_graded_shares_of_different_things_are_not_in_one_figure() -> None:
    series = [told("A", "graded_pct", "prosent", indicator_nb="Andel graderte sykmeldinger"),
              told("B", "graded_pct", "prosent", indicator_nb="Andel graderte dagsverk")]  # fmt: skip
    found = graded(held(series, figures("A", {"2025K1": 20}) + figures("B", {"2024K1": 30})))

    assert found is not None
    assert [line.detail.nb for line in found.lines] == ["Andel graderte sykmeldinger"]
    assert [line.detail.nb for line in found.others] == ["Andel graderte dagsverk"]


def test_exhausted_keeps_years_quarters_and_rates_apart() -> None:
    series = [
        told("P", "exhausted_rights", "antall", kind="exhausted", group="personer"),
        told("R", "exhausted_rights", "promille", indicator_nb="promille av sysselsatte"),
        told("H", "exhausted_rights", "promille", indicator_nb="promille av sysselsatte", industry_code="86-88"),
        told("B", "exhausted_rights", "promille", indicator_nb="promille av sysselsatte", industry_code="41-43"),
    ]
    rows = figures("P", {"2023": 40000, "2024K1": 9000, "2025K1": 9900}) + figures("R", {"2025K1": 5})
    found = exhausted(held(series, rows + figures("H", {"2025K1": 6}) + figures("B", {"2024K1": 8})))

    assert found is not None
    assert [(line.rhythm, line.last_period) for line in found.persons] == [("quarter", "2025K1"), ("year", "2023")]
    assert found.rate_period == "2025K1"
    assert [(line.industry_code, point.value) for line, point in found.rates_compared] == [
        ("86-88", Decimal(6)), ("00-99", Decimal(5)),
    ]  # fmt: skip


def test_a_change_is_told_within_one_publication_alone() -> None:
    series = [told("P", "exhausted_rights", "antall")]
    same = exhausted(held(series, figures("P", {"2024K1": 9000, "2025K1": 9900})))
    apart = exhausted(held(series, figures("P", {"2025K1": 9900}) + figures("P", {"2024K1": 9000}, "N0")))
    alone = exhausted(held(series, figures("P", {"2023K1": 9000, "2025K1": 9900})))

    assert same is not None and apart is not None and alone is not None
    told_same, told_apart, told_alone = (year_change(found.persons[0]) for found in (same, apart, alone))
    assert told_same is not None and told_apart is not None and told_alone is not None
    assert (told_same.value, told_same.other) == (Decimal(9900), Decimal(9000))
    assert (told_apart.other, told_apart.is_other_vintage) == (None, True)
    assert (told_alone.other, told_alone.is_other_vintage) == (None, False)
