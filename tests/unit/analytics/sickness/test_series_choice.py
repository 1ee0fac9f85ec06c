"""Which series a reader means, and what is refused because there is no such thing."""

import pytest

from analytics.sickness.series_choice import asked, available, best, check_group, choice_of
from domain.errors import UserError
from tests.unit.analytics.sickness.rows import observed, series, snapshot, vintage


def held():
    rows = [
        series("unadjusted"),
        series("seasonal"),
        series("unadjusted", "doctor_certified"),
        series("unadjusted", series_id="W", sex="women"),
        series("unadjusted", series_id="H", industry_code="86", industry_standard="SN2007", industry_nb="Helsetjenester"),
        series("unadjusted", series_id="H25", industry_code="86", industry_standard="SN2025", industry_nb="Helse"),
        series("unadjusted", "doctor_certified", series_id="K", breakdown_kind="sector", breakdown="Sektor", breakdown_code="2",
               breakdown_value="Kommunal forvaltning"),
        series("unadjusted", series_id="D", indicator="absence_days", unit_nb="dagsverk"),
        series("unadjusted", series_id="EMPTY", sex="men"),
    ]  # fmt: skip
    ids = [row["series_id"] for row in rows if row["series_id"] != "EMPTY"]
    figures = [row | {"series_id": name} for name in ids for row in observed("unadjusted", "V", {"2019K1": 6.0, "2019": 6.0})]
    return snapshot("2020-01-01", series=rows, vintage=[vintage("V", "2019-06-30")], observation=figures)


def first(measure=None, **choices):
    found = available(held())
    wanted = asked(measure, choices)
    check_group(found, wanted)
    fitting = best(found, wanted)
    return choice_of(fitting.row(0, named=True)) if len(fitting) else None


def test_without_a_choice_it_is_all_sick_leave_unadjusted() -> None:
    choice = first()

    assert choice is not None
    assert (choice.indicator, choice.sex, choice.absence_type, choice.adjustment, choice.industry_code) == (
        "absence_pct", "both", "total", "unadjusted", "00-99",
    )  # fmt: skip


def test_a_measure_is_an_adjustment_or_an_indicator() -> None:
    seasonal, days = first("seasonal"), first("absence_days")

    assert seasonal is not None and days is not None
    assert (seasonal.indicator, seasonal.adjustment) == ("absence_pct", "seasonal")
    assert days.indicator == "absence_days"


def test_words_do_as_well_as_codes() -> None:
    choice = first(sex="Kvinner", by="Sektor", group="kommunal FORVALTNING")

    assert choice is None  # told for both sexes alone
    assert first(sex="kvinner") is not None
    sector = first(by="sector", group="kommunal FORVALTNING")
    assert sector is not None
    assert (sector.breakdown_code, sector.absence_type) == ("2", "doctor_certified")


def test_an_industry_without_a_standard_is_of_the_usual_one() -> None:
    usual, new = first(industry="86"), first(industry="SN2025:86")

    assert usual is not None and new is not None
    assert (usual.industry_standard, new.industry_standard) == ("SN2007", "SN2025")


def test_series_without_figures_are_not_there() -> None:
    assert first(sex="men") is None


@pytest.mark.parametrize(("choices", "code"), [
    ({"sex": "ukjent kjønn"}, "series_unknown"), ({"type": "x"}, "series_unknown"), ({"by": "x"}, "series_unknown"),
    ({"by": "sector"}, "series_group_needed"), ({"by": "sector", "group": "x"}, "series_unknown"),
    ({"industry": "zz"}, "series_unknown"),
])  # fmt: skip
def test_what_does_not_exist_is_refused_with_what_does(choices, code) -> None:
    with pytest.raises(UserError) as raised:
        first(**choices)

    assert raised.value.code == code


def test_the_refusal_lists_the_groups() -> None:
    with pytest.raises(UserError, match="2 Kommunal forvaltning"):
        first(by="sector")


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(UserError, match="seasonal_influenza"):
        first("trend")


def test_an_area_may_be_asked_for_in_two_ways() -> None:
    assert asked(None, {"by": "area", "group": "0301"}) == asked(None, {"area": "0301"})
