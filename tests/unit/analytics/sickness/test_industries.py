"""Sick leave by group: one period, one method, one standard; changes within one vintage; a reason wherever there is none."""

import json
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from analytics.result import plain
from analytics.sickness.industries import absence_industries
from analytics.sickness.industries_tables import groups as group_table
from data.snapshot import Snapshot
from domain.errors import UserError
from tests.unit.analytics.sickness.industry_rows import (
    TOLERANCE,
    YEAR_2018,
    YEAR_2019,
    flat,
    industry,
    observed,
    programme,
    sector,
    series,
    snapshot,
    target,
    vintage,
)

V1, V2 = vintage("V1", "2020-03-01"), vintage("V2", "2020-06-01")
QUARTERS = (*YEAR_2018, *YEAR_2019)
#: Health: 2018 (9.6 + 8.4 + 7.6 + 9.0) / 4 = 8.65, 2019 (9.8 + 8.6 + 7.8 + 9.2) / 4 = 8.85. Trade 5.0 and 5.02. All 6.0 and 5.9.
HEALTH = dict(zip(QUARTERS, (9.6, 8.4, 7.6, 9.0, 9.8, 8.6, 7.8, 9.2), strict=True))
TRADE = flat(5.0, YEAR_2018) | {"2019K1": 5.1, "2019K2": 5.0, "2019K3": 5.0, "2019K4": 5.0}
ALL = flat(6.0, YEAR_2018) | flat(5.9, YEAR_2019)
FULL = {
    "series": [series("all"), industry("86-88", "Helse", industry_en="Health"), industry("45-47", "Varehandel")],
    "vintage": [V1],
    "observation": [
        *observed("all", "V1", ALL), *observed("absence_pct-86-88", "V1", HEALTH), *observed("absence_pct-45-47", "V1", TRADE),
    ],
}  # fmt: skip


def made(choices=None, measure=None, as_of="2020-12-31", **tables):
    return absence_industries(snapshot(as_of, **FULL | tables), choices, measure)


def row(result, code):
    return next(item for item in result.rows if item.code == code)


def test_four_quarter_means_and_the_change_from_the_baseline_year() -> None:
    result = made()
    health, trade = row(result, "86-88"), row(result, "45-47")

    assert (result.chosen.kind, result.chosen.period, result.comparison.period) == ("mean", "2019K4", "2018K4")
    assert result.comparison.is_baseline
    assert (health.level.value, health.before.value, health.change_pp) == (Decimal("8.85"), Decimal("8.65"), Decimal("0.2"))
    assert (trade.level.value, trade.change_pp) == (Decimal("5.025"), Decimal("0.025"))
    assert (health.from_country_pp, trade.from_country_pp) == (Decimal("2.95"), Decimal("-0.875"))
    assert [item.code for item in result.rows] == ["86-88", "45-47"]
    assert "6,0 prosent" not in result.sentence.nb
    assert "var sykefraværet (egenmeldt og legemeldt, ikke justert) 5,9 prosent for alle næringer" in result.sentence.nb
    assert "1 høyere, 0 lavere og 1 om lag uendret av 2 næringer" in result.sentence.nb


def test_the_direction_follows_the_rule_that_stands_beside_it() -> None:
    """0.2 is beyond the tolerance of 0.05, 0.025 is not; without a registered tolerance every difference counts."""
    result = made()

    assert (row(result, "86-88").direction, row(result, "45-47").direction) == ("higher", "same")
    assert "0,05 prosentpoeng" in result.rule.nb
    assert result.as_json()["tolerance_pp"] == 0.05
    assert row(made(parameter=[]), "45-47").direction == "higher"


def test_nothing_says_why() -> None:
    result = made()

    assert result.basis.caveats[0].nb == "Figuren viser utviklingen. Den sier ikke hvorfor."
    told = " ".join([result.sentence.nb, *(caveat.nb for caveat in result.basis.caveats)]).lower()
    assert not any(word in told for word in ("førte til", "bidro til", "virket", "reduserte"))


@pytest.mark.parametrize(
    ("last", "state", "words"),
    [
        ("masked", "incomplete", "3 av 4 kvartaler"),
        ("missing", "incomplete", "3 av 4 kvartaler"),
        (None, "value", "Komplett, 4 av 4 kvartaler"),
        ("5.0*", "provisional", "Foreløpig"),
    ],
)
def test_states_of_a_mean_in_words(last, state, words) -> None:
    values = TRADE | ({"2019K4": last} if last else {})
    more = [industry("10-33", "Industri"), industry("49-53", "Transport")]
    rows = [*FULL["observation"][:16], *observed("absence_pct-45-47", "V1", values)]
    rows += [*observed("absence_pct-10-33", "V1", TRADE), *observed("absence_pct-49-53", "V1", TRADE)]

    result = made(series=[*FULL["series"], *more], observation=rows)
    table = group_table(result, "nb")

    assert row(result, "45-47").level.state == state
    assert table.filter(pl.col("name") == "45-47 Varehandel").get_column("state").to_list() == [words]
    assert (row(result, "45-47").level.value is None) == (state == "incomplete")


@pytest.mark.parametrize(("figure", "state", "value"), [("masked", "masked", None), ("not_applicable", "not_applicable", None),
                                                        ("missing", "missing", None), (0, "zero", Decimal(0))])  # fmt: skip
def test_zero_is_a_figure_and_the_others_are_none(figure, state, value) -> None:
    more = observed("absence_pct-10-33", "V1", {"2019K4": figure})

    result = made(measure="quarter", series=[*FULL["series"], industry("10-33")], observation=[*FULL["observation"], *more])

    assert (row(result, "10-33").level.state, row(result, "10-33").level.value) == (state, value)
    assert len(result.known) == (3 if value is not None else 2)


def test_a_group_without_the_period_says_that_it_was_not_published() -> None:
    rows = [*FULL["observation"], *observed("absence_pct-10-33", "V1", {"2018K1": 6.0})]

    result = made(measure="quarter", series=[*FULL["series"], industry("10-33")], observation=rows)

    assert row(result, "10-33").level.state == "not_published"
    assert row(result, "10-33").why_not == "no_level"
    assert any("2 av 3 næringer har tall" in caveat.nb for caveat in result.basis.caveats)


def test_a_series_without_any_figure_on_the_day_is_no_group() -> None:
    assert [item.code for item in made(series=[*FULL["series"], industry("10-33")]).rows] == ["86-88", "45-47"]


def test_the_old_method_is_no_baseline() -> None:
    """2018 by the holiday corrected method, 2019 by the current one: no change from 2018, and the reason."""
    old = vintage("OLD", "2019-01-01", "holiday_corrected")
    rows = [
        *observed("absence_pct-86-88", "OLD", flat(9.0, YEAR_2018)),
        *observed("absence_pct-86-88", "V1", flat(8.0, YEAR_2019)),
    ]

    result = made(vintage=[old, V1], observation=rows)

    assert row(result, "86-88").level.value == 8
    assert (row(result, "86-88").change_pp, row(result, "86-88").why_not) == (None, "other_method")
    assert "etter en annen beregningsmetode" in result.sentence.nb


def test_two_vintages_are_not_compared_and_the_year_before_takes_over() -> None:
    """The newest vintage has 2018K4 and 2019K4 of the year before only: the baseline year is 2017, in another vintage."""
    wanted = [target("2017")]
    rows = [
        *observed("absence_pct-86-88", "V1", {"2017K4": 9.0, "2018K4": 8.9}),
        *observed("absence_pct-86-88", "V2", {"2018K4": 8.8, "2019K4": 8.6}),
    ]

    result = made(target=wanted, vintage=[V1, V2], observation=rows)
    health = row(result, "86-88")

    assert (result.comparison.period, result.comparison.is_baseline) == ("2018K4", False)
    assert (result.comparison.baseline_period, result.comparison.baseline_why_not) == ("2017K4", "other_vintage")
    assert (health.before.value, health.change_pp) == (Decimal("8.8"), Decimal("-0.2"))
    asked = made({"from_period": "2017K4"}, target=wanted, vintage=[V1, V2], observation=rows)
    assert (row(asked, "86-88").change_pp, row(asked, "86-88").why_not) == (None, "other_vintage")


def test_a_figure_that_a_later_load_confirmed_is_of_that_load() -> None:
    """2018 came in V1 and was not changed in V2, so that V2 says the same; 2019 came in V2."""
    tables = {
        "vintage": [vintage("V1", "2020-03-01", table_id="12440"), vintage("V2", "2020-06-01", table_id="12440")],
        "observation": [
            *observed("absence_pct-86-88", "V1", {"2018K4": 9.0}), *observed("absence_pct-86-88", "V2", {"2019K4": 9.1}),
        ],
        "statistic_load": [
            {"load_id": "L", "publisher": "SSB", "table_id": "12440", "fetched_date": date(2020, 6, 1), "fetched_at": "-",
             "published_date": date(2020, 6, 1), "outcome": "loaded"},
        ],
    }  # fmt: skip

    assert row(made(**tables), "86-88").change_pp == Decimal("0.1")
    assert row(made(**tables | {"statistic_load": []}), "86-88").why_not == "other_vintage"


def test_a_group_by_another_method_than_most_has_no_level() -> None:
    other = vintage("H", "2020-02-01", "current_hours")
    codes = ("86-88", "45-47", "10-33")
    rows = [item for code in codes[:2] for item in observed(f"absence_pct-{code}", "V1", {"2019K4": 6.0})]
    rows += observed("absence_pct-10-33", "H", {"2019K4": 5.0})

    result = made(series=[industry(code) for code in codes], vintage=[V1, other], observation=rows)

    assert (row(result, "10-33").level.value, row(result, "10-33").level.state) == (None, "other_method")
    assert result.as_json()["groups"][-1]["state_text"].nb == "Brudd: bare etter annen metode"


def test_two_industry_standards_are_never_in_one_list() -> None:
    """The new standard has the later quarter; the old one is only mentioned."""
    new = {"industry_standard": "SN2025"}
    rows = [*FULL["observation"], *observed("new-R", "V1", {"2020K1": 9.0}), *observed("new-F", "V1", {"2020K1": 7.0})]
    codes = [industry("86-88", "Helse", series_id="new-R", **new), industry("41-43", "Bygg", series_id="new-F", **new)]

    result = made(series=[*FULL["series"], *codes], observation=rows)

    assert (result.standard, result.other_standards) == ("SN2025", ("SN2007",))
    assert [item.code for item in result.rows] == ["86-88", "41-43"]
    assert row(result, "86-88").change_pp is None
    assert any("SN2007" in caveat.nb for caveat in result.basis.caveats)


def test_the_last_period_that_more_than_half_of_the_groups_have() -> None:
    codes = ("01-03", "10-33", "41-43")
    rows = [item for code in codes for item in observed(f"absence_pct-{code}", "V1", {"2019K1": 6.0})]
    rows += [item for code in codes[:2] for item in observed(f"absence_pct-{code}", "V1", {"2019K2": 6.0})]
    rows += observed("absence_pct-01-03", "V1", {"2019K3": 6.0})
    tables = {"series": [industry(code) for code in codes], "observation": rows}

    assert (made(**tables).chosen.period, made(**tables).chosen.known) == ("2019K2", 2)
    assert made({"to_period": "2019K3"}, **tables).chosen.known == 1
    assert dict(made(**tables).periods) == {"2019K3": 1, "2019K2": 2, "2019K1": 3}
    assert any("Nyeste periode med tall er 3. kvartal 2019, men bare for 1 av 3" in c.nb for c in made(**tables).basis.caveats)


def test_a_mean_is_asked_for_by_measure_and_never_made_of_fewer_than_four_quarters() -> None:
    quarter = made(measure="quarter")
    short = made(measure="mean", observation=observed("absence_pct-86-88", "V1", flat(8.0, YEAR_2019[:3])))

    assert (quarter.chosen.kind, row(quarter, "86-88").level.value) == ("quarter", Decimal("9.2"))
    assert any("har sesong i seg" in caveat.nb for caveat in quarter.basis.caveats)
    assert short.chosen is None


def test_only_nested_groups_are_left_out_until_they_are_asked_for() -> None:
    rows = [*FULL["observation"], *observed("absence_pct-86", "V1", HEALTH), *observed("absence_pct-87", "V1", HEALTH)]
    tables = {"series": [*FULL["series"], industry("86", "Helsetjenester"), industry("87", "Pleie")], "observation": rows}

    assert {item.code for item in made(**tables).rows} == {"86-88", "45-47"}
    assert {item.code for item in made({"by": "industry_detail"}, **tables).rows} == {"86", "87", "45-47"}
    assert {item.code for item in made({"industry": "86-88"}, **tables).rows} == {"86-88", "86", "87"}
    assert {item.code for item in made({"group": "pleie"}, **tables).rows} == {"87"}
    assert {item.code for item in made({"group": "8"}, **tables).rows} == {"86-88", "86", "87"}


def test_by_sex_the_whole_is_both_sexes_and_by_type_there_is_none() -> None:
    tables = {
        "series": [
            series("all"), series("women", sex="women"), series("men", sex="men"),
            series("doctor", absence_type="doctor_certified"), series("self", absence_type="self_certified"),
        ],
        "observation": [
            *observed("all", "V1", ALL), *observed("women", "V1", flat(7.4, QUARTERS)),
            *observed("men", "V1", flat(4.6, QUARTERS)), *observed("doctor", "V1", flat(4.9, QUARTERS)),
            *observed("self", "V1", flat(1.0, QUARTERS)),
        ],
    }  # fmt: skip

    sexes, types = made({"by": "sex"}, **tables), made({"by": "type"}, **tables)

    assert [(item.code, item.from_country_pp) for item in sexes.rows] == [("women", Decimal("1.5")), ("men", Decimal("-1.3"))]
    assert [item.code for item in types.rows] == ["doctor_certified", "self_certified"]
    assert types.country is None
    assert "utgjør til sammen" in types.sentence.nb


def test_groups_with_codes_take_over_from_names_when_they_have_later_figures() -> None:
    tables = {
        "series": [sector(None, "statlig"), sector(None, "kommunal"), sector("1", "Stat"), sector("2", "Kommune"),
                   sector("ALLE", "Alle")],
        "observation": [
            *observed("sector-statlig--", "V1", {"2019K3": 6.0}), *observed("sector-kommunal--", "V1", {"2019K3": 8.0}),
            *observed("sector-1--", "V1", {"2019K4": 6.1}), *observed("sector-2--", "V1", {"2019K4": 8.2}),
            *observed("sector-ALLE--", "V1", {"2019K4": 7.0}),
        ],
    }  # fmt: skip

    assert [item.name.nb for item in made({"by": "sector"}, **tables).rows] == ["Kommune", "Stat"]
    earlier = tables["observation"][:2]
    assert [item.name.nb for item in made({"by": "sector"}, **tables | {"observation": earlier}).rows] == ["kommunal", "statlig"]


def test_the_first_type_with_figures_is_taken_when_none_is_asked_for() -> None:
    doctor = {"absence_type": "doctor_certified"}
    tables = {"series": [industry("86-88", **doctor)], "observation": observed("absence_pct-86-88", "V1", {"2019K4": 6.0})}

    assert made(**tables).absence_type == "doctor_certified"
    assert made({"type": "total"}, **tables).chosen is None


AREAS = {
    "area": [
        {"area_code": "0301", "name_nb": "Oslo", "level": "municipality"},
        {"area_code": "4601", "name_nb": "Bergen", "level": "municipality"},
        {"area_code": "46", "name_nb": "Vestland", "level": "county"},
    ],
}


def area_figures(area, values):
    return [
        {"table_id": "12451", "area_code": area, "indicator": "absence_pct", "sex": "both", "breakdown_kind": "none",
         "breakdown_code": "00", "period": period, "vintage_id": "V1", "decimals": 1,
         "value": None if isinstance(value, str) else value, "value_state": value if isinstance(value, str) else "value"}
        for period, value in values.items()
    ]  # fmt: skip


def test_areas_with_search_and_states() -> None:
    rows = [*area_figures("0301", flat(4.0, QUARTERS)), *area_figures("4601", flat(5.0, YEAR_2018) | flat(5.2, YEAR_2019))]
    rows += area_figures("46", flat("masked", QUARTERS))

    towns = made({"by": "municipality"}, **AREAS, area_observation=rows)
    county = made({"by": "county"}, **AREAS, area_observation=rows)

    assert [(item.code, item.level.value, item.change_pp) for item in towns.rows] == [
        ("4601", Decimal("5.2"), Decimal("0.2")), ("0301", Decimal("4.0"), Decimal("0.0")),
    ]  # fmt: skip
    assert towns.absence_type == "doctor_certified"
    assert (county.chosen, county.rows[0].level.state) == (None, "masked")
    assert [item.code for item in made({"area": "berg"}, **AREAS, area_observation=rows).rows] == ["4601"]
    assert "«tull»" in made({"by": "municipality", "group": "tull"}, **AREAS, area_observation=rows).sentence.nb


def test_areas_that_no_longer_exist_are_left_out_unless_they_are_searched_for() -> None:
    rows = [
        *area_figures("0301", flat(4.0, QUARTERS)),
        *area_figures("4601", flat(5.0, YEAR_2018) | flat("not_applicable", YEAR_2019)),
    ]

    assert [item.code for item in made({"by": "municipality"}, **AREAS, area_observation=rows).rows] == ["0301"]
    found = made({"by": "municipality", "group": "4601"}, **AREAS, area_observation=rows)
    assert (found.chosen.period, found.rows[0].level.value) == ("2018K4", Decimal("5.0"))


def test_of_the_large_table_only_the_areas_probed_and_the_periods_needed_are_read() -> None:
    held = snapshot("2020-12-31", **FULL | AREAS, area_observation=area_figures("0301", flat(4.0, QUARTERS)))
    asked = []

    def load_rows(table, column, values):
        asked.append((table.name, column, tuple(values)))
        return held.rows(table.name, column, values)

    def load(table):
        if table.name == "area_observation":
            raise AssertionError("the whole table was read")
        return held.table(table.name)

    absence_industries(Snapshot(date(2020, 12, 31), "test", load, load_rows=load_rows), {"by": "municipality"})

    assert asked == [
        ("area_observation", "area_code", ("0301", "4601")),
        ("area_observation", "period", tuple(sorted({*QUARTERS}))),
    ]


@pytest.mark.parametrize("choices", [{"by": "tull"}, {"sex": "tull"}, {"type": "tull"}, {"to_period": "i fjor"},
                                     {"from_period": "2018M01"}, {"industry": "tull"}])  # fmt: skip
def test_a_choice_that_is_not_there_is_told(choices) -> None:
    with pytest.raises(UserError) as raised:
        made(choices)
    assert "tull" in raised.value.nb or "kvartal" in raised.value.nb
    with pytest.raises(UserError):
        made(measure="tull")


def test_the_pandemic_and_breaks_between_the_periods_are_told() -> None:
    breaks = [
        {"break_id": "C", "from_period": "2019K2", "scope": "all", "kind": "method", "title_nb": "Covid-19",
         "title_en": "Covid-19", "is_pandemic": True},
        {"break_id": "I", "from_period": "2019K1", "scope": "industry", "kind": "definition", "title_nb": "Ny standard",
         "title_en": "New standard"},
    ]  # fmt: skip

    result = made(series_break=breaks)

    assert result.is_pandemic
    assert [item.title_nb for item in result.breaks] == ["Ny standard", "Covid-19"]
    assert any("merket av korona" in caveat.nb for caveat in result.basis.caveats)
    assert not made(series_break=[]).is_pandemic


def test_table_and_json_hold_the_same() -> None:
    result = made()
    table, found = result.table(), json.loads(json.dumps(plain(result.as_json())))

    assert table.get_column("is_country").to_list() == [True, False, False]
    assert table.get_column("value_pct").to_list() == [5.9, 8.85, 5.025]
    assert [item["change_pp"] for item in found["groups"]] == [0.2, 0.025]
    assert found["country"]["change_pp"] == -0.1
    assert (found["kind"], found["period"], found["industry_standard"]) == ("mean", "2019K4", "SN2007")


def test_no_figures_at_all() -> None:
    result = made(series=[], observation=[], vintage=[])

    assert (result.chosen, result.rows, result.country) == (None, (), None)
    assert "ikke funnet tall for næringer" in result.sentence.nb
    assert result.table().is_empty()


# --- the industries with a programme ---


def panel(codes, standard="SN2007", **tables):
    return made(industry=[programme("X", codes, standard)], **tables).programmes[0]


def test_a_series_for_exactly_the_codes_is_shown() -> None:
    found = panel("86-88")

    assert (found.how, found.title.nb) == ("exact", "Bransjen (SN2007 86-88)")
    assert (found.latest.period, found.latest.value) == ("2019K4", Decimal("9.2"))
    assert [point.period for point in found.points] == list(QUARTERS)


def test_parts_are_put_together_by_man_days() -> None:
    """41 with 300 agreed man-days at 6.0 and 42 with 100 at 8.0: (1800 + 800) / 400 = 6.5."""
    days = {"indicator": "agreed_days", "unit_nb": "dagsverk"}
    tables = {
        "series": [industry("41"), industry("42"), industry("41", **days), industry("42", **days)],
        "observation": [
            *observed("absence_pct-41", "V1", {"2019K4": 6.0}), *observed("absence_pct-42", "V1", {"2019K4": 8.0}),
            *observed("agreed_days-41", "V1", {"2019K4": 300}, 0), *observed("agreed_days-42", "V1", {"2019K4": 100}, 0),
        ],
    }  # fmt: skip

    found = panel("41;42", **tables)
    without = panel("41;42", **tables | {"observation": tables["observation"][:3]})

    assert (found.how, found.latest.value) == ("union", Decimal("6.5"))
    assert "satt sammen av delene etter avtalte dagsverk" in found.sentence.nb
    assert (without.how, without.points) == ("none", ())


def test_a_wider_group_is_named_as_wider_and_never_drawn() -> None:
    found = panel("87101;87102")

    assert (found.how, found.points, found.wider.code) == ("none", (), "86-88")
    assert found.sentence.nb == (
        "Ingen serie funnet for 87101, 87102. Nærmeste: 86-88 Helse, som er videre; fortynner. "
        "Siste tall der: 9,2 prosent i 4. kvartal 2019."
    )
    assert "femsifret næringskode (87101, 87102)" in found.needs.nb


def test_the_narrowest_wider_group_is_the_nearest() -> None:
    rows = [*FULL["observation"], *observed("absence_pct-87", "V1", {"2019K4": 10.1})]

    assert panel("87101", series=[*FULL["series"], industry("87")], observation=rows).wider.code == "87"


def test_a_group_of_another_standard_is_not_the_same() -> None:
    found = panel("86-88", "SN2025")

    assert (found.how, found.wider) == ("none", None)
    assert "Heller ingen videre gruppe har tall." in found.sentence.nb


def test_an_industry_with_figures_by_the_old_method_alone_says_so() -> None:
    old = vintage("OLD", "2019-01-01", "holiday_corrected")
    rows = [*FULL["observation"], *observed("absence_pct-87", "OLD", {"2018K3": 10.1})]

    found = panel("87", series=[*FULL["series"], industry("87")], vintage=[old, V1], observation=rows)

    assert (found.how, found.latest.value) == ("exact", Decimal("10.1"))
    assert "feriekorrigerte metoden" in found.sentence.nb


def test_an_industry_without_codes_says_so() -> None:
    found = panel(None, None)

    assert (found.how, found.title.nb, found.wider) == ("none", "Bransjen", None)
    assert found.sentence.nb.startswith("Ingen NACE-avgrensning funnet")


def test_an_own_target_stands_where_one_has_a_number() -> None:
    unset = {"is_quantified": False, "text_nb": "Egne mål skal settes", "indicator": "industry_target", "target_id": "A"}
    own = {"target_id": "TGT-X", "indicator": "industry_target", "target_value": 7.5, "target_period": "2022"}

    assert panel("86-88").target.nb == "Eget mål er ikke tallfestet."
    assert panel("86-88", target=[target(**unset)]).target.nb == "Eget mål er ikke tallfestet."
    assert panel("86-88", target=[target(**own)]).target.nb == "Eget mål: 7,5 prosent i 2022."
    named = own | {"target_id": "B", "text_nb": "Mål for bransjen", "target_value": None, "change_pct": -5}
    assert panel("86-88", target=[target(**named)]).target.nb == "Eget mål: endring på −5,0 prosent fra 2018 til 2022."


# --- the facts that come with the product ---


def test_embedded_facts_of_today(embedded) -> None:
    """SSB's page of June 2021 has 11 main groups for 2020K1 and 2021K1; transport went from 7.8 to 7.0."""
    result = absence_industries(embedded("2026-11-01"))
    transport = row(result, "49-53")

    assert (result.chosen.period, result.comparison.period, len(result.known)) == ("2021K1", "2020K1", 11)
    assert (transport.level.value, transport.before.value, transport.direction) == (Decimal("7.0"), Decimal("7.8"), "lower")
    assert result.comparison.baseline_why_not == "other_method"
    assert {item.level.state for item in result.rows if item.level.value is None} <= {"not_published", "other_method"}
    assert [item.how for item in result.programmes] == ["none"] * 7
    assert [item.wider.code if item.wider else None for item in result.programmes] == [
        "86-88", "87-88", "87-88", "10-33", "49-53", "41-43", None,
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["2019-12-31", "2016-06-30", "2009-01-01", "2000-01-01"])
@pytest.mark.parametrize("by", ["industry", "industry_detail", "sector", "sex", "type", "county"])
def test_embedded_facts_of_earlier_days_never_cross_a_method(embedded, day, by) -> None:
    result = absence_industries(embedded(day), {"by": by})

    assert len({item.level.method for item in result.known}) <= 1
    for item in result.rows:
        assert (item.change_pp is None) == (item.why_not is not None)
        if item.before:
            assert item.before.edition.is_same(item.level.edition)
    json.dumps(plain(result.as_json()))


def test_in_2016_the_old_method_is_used_and_named(embedded) -> None:
    result = absence_industries(embedded("2016-06-30"))

    assert (result.family, result.chosen.period, len(result.known)) == ("holiday", "2013K2", 16)
    assert any("feriekorrigerte metoden" in caveat.nb for caveat in result.basis.caveats)
    assert TOLERANCE["value"] == 0.05
