"""The target's baseline and level per vintage, and how far they move."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.result import plain
from analytics.sickness.vintage_target import vintage_target
from analytics.sickness.vintage_target_words import editions_table, moves_table
from tests.unit.analytics.sickness.rows import observed, series, snapshot, target, vintage

RAW, OWN = "unadjusted", "seasonal_influenza"
VINTAGES = [
    vintage("HOLIDAY", "2018-12-31", "holiday_corrected", "month"),
    vintage("BEFORE", "2021-03-31", "current", "month"),
    vintage("AFTER", "2021-06-03", "current_hours"),
]
#: Before: (6.85 + 5.55 + 4.85 + 6.05) / 4 = 5.825. After: 0.05 lower in every quarter, 5.775.
BEFORE = {"2018K1": 6.85, "2018K2": 5.55, "2018K3": 4.85, "2018K4": 6.05}
AFTER = {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2018K4": 6.0}
TOLD = [*observed(RAW, "BEFORE", BEFORE), *observed(RAW, "AFTER", AFTER)]


def parameter(name, value, valid_from="2021-06-03"):
    return {
        "parameter_id": name, "name": name, "value": value, "unit": "prosentpoeng", "source_id": "SSB-ART",
        "valid_from": date.fromisoformat(valid_from), "text_nb": "-", "text_en": "-",
    }  # fmt: skip


TABLES = {
    "series": [series(RAW), series(OWN)],
    "vintage": VINTAGES,
    "observation": TOLD,
    "target": [target("T-RAW", RAW, None), target("T-OWN", OWN, 5.7, target_value=5.1)],
}


def made(as_of="2022-01-01", **tables):
    return vintage_target(snapshot(as_of, **TABLES | tables))


def own(found, measure):
    return [item for item in found.editions if item.measure == measure]


def test_each_vintage_has_its_own_baseline_and_level() -> None:
    """0.9 * 5.825 = 5.2425 and 0.9 * 5.775 = 5.1975."""
    found = [(item.vintage, item.baseline, item.target) for item in own(made(), RAW)]

    assert found == [
        ("2021-03", Decimal("5.825"), Decimal("5.2425")),
        ("2021-06-03", Decimal("5.775"), Decimal("5.1975")),
    ]


def test_the_level_moves_by_the_factor_times_the_baseline() -> None:
    (move,) = made().movements

    assert (move.kind, move.baseline_pp, move.target_pp) == ("method_revision", Decimal("-0.05"), Decimal("-0.045"))
    assert "flyttet nullpunktet seg −0,050 prosentpoeng (ikke justert) og målnivået 0,9 ganger det, −0,05" in made().sentence.nb
    assert "revisjon av nullpunktet, ikke en endring i sykefraværet" in made().sentence.nb
    assert moves_table(made(), "nb").row(0, named=True)["what"].startswith("Revisjon av nullpunktet ved ny metode")


def test_a_vintage_that_lacks_quarters_says_how_many_it_has() -> None:
    part = [*observed(RAW, "BEFORE", {"2018K4": 6.05}), *observed(RAW, "AFTER", AFTER)]
    found = made(observation=part)
    first = own(found, RAW)[0]

    assert (first.quarters, first.wanted, first.baseline, first.target) == (1, 4, None, None)
    assert first.missing == ("2018K1", "2018K2", "2018K3")
    assert found.movements == ()
    texts = editions_table(found, "nb").get_column("source").to_list()
    assert "1 av 4 kvartaler; mangler 1. kvartal 2018, 2. kvartal 2018 og 3. kvartal 2018" in texts


def test_the_holiday_corrected_baseline_is_never_compared_with_the_present_one() -> None:
    old = observed(RAW, "HOLIDAY", {"2018K1": 7.1, "2018K2": 5.7, "2018K3": 6.1, "2018K4": 6.5})
    found = made(observation=[*old, *TOLD])

    assert [(move.kind, move.baseline_pp, move.target_pp) for move in found.movements] == [
        ("other_method", None, None),
        ("method_revision", Decimal("-0.05"), Decimal("-0.045")),
    ]


def test_what_the_publisher_has_said_of_a_method_gives_the_move() -> None:
    """0.9 * -0.047 = -0.0423: about -0.04."""
    said = [parameter("absence_revision_current_hours_seasonal_influenza_pp", -0.047),
            parameter("absence_revision_current_hours_unadjusted_pp", -0.053)]  # fmt: skip
    found = made(observation=[], parameter=said)

    assert [(item.measure, item.mean_revision_pp, item.target_pp) for item in found.reported] == [
        (OWN, Decimal("-0.047"), Decimal("-0.0423")),
        (RAW, Decimal("-0.053"), Decimal("-0.0477")),
    ]
    assert "−0,047 prosentpoeng (sesong- og influensajustert)" in found.sentence.nb
    assert "om lag −0,04 prosentpoeng (sesong- og influensajustert)" in found.sentence.nb
    assert "nullpunkt på 5,70 prosent og et målnivå på 5,10 prosent" in found.sentence.nb
    assert made("2021-06-02", observation=[], parameter=said).reported == ()


def test_the_levels_that_are_given_stand_beside_those_computed() -> None:
    whole_year = observed(OWN, "AFTER", {"2018": 5.7})
    found = own(made(observation=[*TOLD, *whole_year]), OWN)

    assert [(item.source, item.vintage, item.baseline, item.target) for item in found] == [
        ("year_figure", "2021-06-03", Decimal("5.7"), Decimal("5.13")),
        ("target", "", Decimal("5.7"), Decimal("5.1")),
    ]


def live(vintage_id, day):
    return vintage(vintage_id, day, "current_hours") | {"table_id": "12439"}


def test_of_a_fetched_table_quarters_stand_until_a_later_vintage_changes_them() -> None:
    """The second load changes one quarter by 0.4: the mean moves 0.1 and the level 0.09."""
    told = [*observed(RAW, "L1", AFTER), *observed(RAW, "L2", {"2018K1": 7.2})]
    loads = [
        {"load_id": n, "publisher": "SSB", "table_id": "12439", "fetched_date": date.fromisoformat(day), "fetched_at": day,
         "published_date": date.fromisoformat(day), "outcome": "loaded", "vintage_id": n}
        for n, day in (("L1", "2026-05-28"), ("L2", "2026-08-27"), ("L3", "2026-11-26"))
    ]  # fmt: skip
    vintages = [live("L1", "2026-05-28"), live("L2", "2026-08-27"), live("L3", "2026-11-26")]
    found = made("2026-12-01", observation=told, vintage=vintages, statistic_load=loads)

    assert [(item.baseline, item.standing_since) for item in own(found, RAW)] == [
        (Decimal("5.775"), None),
        (Decimal("5.875"), date(2026, 11, 26)),
    ]
    (move,) = found.movements
    assert (move.kind, move.baseline_pp, move.target_pp) == ("revision", Decimal("0.1"), Decimal("0.09"))


def test_a_withdrawn_quarter_takes_the_baseline_away() -> None:
    told = [*observed(RAW, "L1", AFTER), *observed(RAW, "L2", {"2018K1": None})]
    found = own(made("2026-12-01", observation=told, vintage=[live("L1", "2026-05-28"), live("L2", "2026-08-27")]), RAW)

    assert [(item.quarters, item.baseline) for item in found] == [(4, Decimal("5.775")), (3, None)]


def test_two_tables_of_one_day_that_say_the_same_are_one_edition() -> None:
    other = live("M1", "2026-05-28") | {"table_id": "12440"}
    told = [*observed(RAW, "L1", AFTER), *observed(RAW, "M1", AFTER)]

    assert len(own(made("2026-12-01", observation=told, vintage=[live("L1", "2026-05-28"), other]), RAW)) == 1


@pytest.mark.parametrize(("change", "level"), [(-10, 5.1975), (-20, 4.62)])
def test_the_factor_is_the_target_s_own(change, level) -> None:
    """0.8 * 5.775 = 4.62."""
    found = made(target=[target("T", RAW, None, change_pct=change)])

    assert plain(found.as_json())["editions"][-1]["target"] == level


def test_without_a_target_with_a_number_there_is_no_level() -> None:
    found = made(target=[])

    assert (found.editions, found.movements, found.reported) == ((), (), ())
    assert found.table().is_empty()
    assert found.sentence.nb == "Ingen tallfestede mål for sykefraværet er kjent per 1. januar 2022."
