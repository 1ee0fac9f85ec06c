"""Expected sick leave given the mix of industries: the country's rates with the group's man-days."""

import json

import pytest

from analytics.result import plain
from analytics.sickness.mix import absence_mix
from domain.errors import UserError
from tests.unit.analytics.sickness.industry_rows import industry, observed, sector, series, snapshot, vintage

V1 = vintage("V1", "2020-03-01")
DAYS = {"indicator": "agreed_days", "unit_nb": "dagsverk"}
#: The country: health 9.0, trade 6.0. The municipal sector has 300 of its 400 days in health, and 9.0 per cent in all.
TABLES = {
    "series": [
        series("all"), industry("86-88", "Helse"), industry("45-47", "Handel"), sector("2", "Kommunal forvaltning"),
        sector("2", "Kommunal forvaltning", industry_code="86-88", **DAYS),
        sector("2", "Kommunal forvaltning", industry_code="45-47", **DAYS),
        sector("2", "Kommunal forvaltning", indicator="employees", unit_nb="personer"),
    ],
    "vintage": [V1],
    "observation": [
        *observed("absence_pct-86-88", "V1", {"2019": 9.0}), *observed("absence_pct-45-47", "V1", {"2019": 6.0}),
        *observed("sector-2--", "V1", {"2019": 9.0}), *observed("sector-2-86-88-agreed_days", "V1", {"2019": 300}, 0),
        *observed("sector-2-45-47-agreed_days", "V1", {"2019": 100}, 0),
        *observed("sector-2--employees", "V1", {"2019": 2}, 0),
    ],
}  # fmt: skip


def made(choices=None, **tables):
    return absence_mix(snapshot("2020-12-31", **TABLES | tables), choices)


def without(*series_ids):
    return [item for item in TABLES["observation"] if item["series_id"] not in series_ids]


def test_expected_rate_man_days_and_employees() -> None:
    """(9 * 300 + 6 * 100) / 400 = 8.25; 9 - 8.25 = 0.75 points of 400 days are 3 days; 400 / 2 days each make 0.015 persons."""
    result = made()
    (row,) = result.rows

    assert (result.period, row.observed_pct, row.expected_pct) == ("2019", 9.0, 8.25)
    assert (row.difference_pp, row.difference_days) == (0.75, 3.0)
    assert row.difference_persons == 0.015
    assert "0,75 prosentpoeng høyere enn forventet, 3 dagsverk" in result.sentence.nb
    assert "Forskjellen sier ikke hvorfor." in result.basis.caveats[0].nb


def test_employees_are_told_only_where_they_are_known() -> None:
    result = made(observation=without("sector-2--employees"))

    assert result.rows[0].difference_persons is None
    assert "arbeidstakere" not in result.sentence.nb


def test_without_man_days_the_panel_says_what_is_needed() -> None:
    result = made(observation=without("sector-2-45-47-agreed_days"), series=TABLES["series"])
    rates = made(
        series=[*TABLES["series"], sector("2", "Kommunal forvaltning", industry_code="45-47")],
        observation=[*without("sector-2-45-47-agreed_days"), *observed("sector-2-45-47-", "V1", {"2019": 6.0})],
    )

    assert len(result.rows) == 1, "an industry that no figure tells of is no part of the sector"
    assert rates.rows == ()
    assert [(lack.why, lack.industries) for lack in rates.lacking] == [("no_days", ("45-47",))]
    assert "SSB-tabell 12442 har prosenten, men ikke dagsverk" in rates.sentence.nb


@pytest.mark.parametrize(("series_id", "why"), [("absence_pct-45-47", "no_rate"), ("sector-2--", "no_observed")])
def test_what_is_lacking_is_named(series_id, why) -> None:
    rows = [*without(series_id), *observed("sector-2--", "V1", {"2018": 9.0})]

    result = made({"to_period": "2019"}, observation=rows)

    assert [lack.why for lack in result.lacking] == [why]
    assert plain(result.as_json())["is_possible"] is False


def test_an_industry_without_man_days_in_the_group_needs_no_rate() -> None:
    rows = [
        *without("sector-2-45-47-agreed_days", "absence_pct-45-47"),
        *observed("sector-2-45-47-agreed_days", "V1", {"2019": 0}, 0),
    ]

    assert made(observation=rows).rows[0].expected_pct == 9.0


def test_another_method_is_refused() -> None:
    rows = [*without("sector-2--"), *observed("sector-2--", "H", {"2019": 9.0})]

    result = made(vintage=[V1, vintage("H", "2020-02-01", "current_hours")], observation=rows)

    assert [lack.why for lack in result.lacking] == ["other_method"]


def test_by_sex_the_mix_is_that_of_each_sex() -> None:
    """Women: 200 days in health and 200 in trade: (9 + 6) / 2 = 7.5; they have 8.0."""
    women = {"sex": "women"}
    more = [series("women", **women), *(industry(code, series_id=f"w-{code}", **women, **DAYS) for code in ("86-88", "45-47"))]
    rows = [*TABLES["observation"], *observed("women", "V1", {"2019": 8.0}), *observed("w-86-88", "V1", {"2019": 200}, 0),
            *observed("w-45-47", "V1", {"2019": 200}, 0)]  # fmt: skip

    result = made({"by": "sex"}, series=[*TABLES["series"], *more], observation=rows)

    assert [(row.code, row.expected_pct, row.difference_pp) for row in result.rows] == [("women", 7.5, 0.5)]


@pytest.mark.parametrize("by", ["industry", "type", "tull"])
def test_groups_that_industries_do_not_lie_within_are_refused(by) -> None:
    with pytest.raises(UserError) as raised:
        made({"by": by})
    assert "sector" in raised.value.nb


def test_areas_say_which_table_lacks_what() -> None:
    assert "12449" in made({"by": "county"}).sentence.nb


@pytest.mark.parametrize("day", ["2026-11-01", "2019-12-31", "2000-01-01"])
@pytest.mark.parametrize("by", ["sector", "occupation", "sex", "county"])
def test_embedded_facts_have_no_man_days_and_say_so(embedded, day, by) -> None:
    result = absence_mix(embedded(day), {"by": by})

    assert result.rows == ()
    assert "Trengs:" in result.sentence.nb
    json.dumps(plain(result.as_json()))
