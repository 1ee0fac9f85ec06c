"""A change in its parts: they add up, all figures are of one vintage, and what is lacking is told."""

import json
from decimal import Decimal

import polars as pl
import pytest

from analytics.result import plain
from analytics.sickness.decomposition import absence_decomposition
from analytics.sickness.rounding_box import searched, spread
from domain.errors import UserError
from tests.unit.analytics.sickness.industry_rows import industry, observed, series, snapshot, target, vintage

V1, V2 = vintage("V1", "2020-03-01"), vintage("V2", "2020-06-01")
DAYS = {"indicator": "agreed_days", "unit_nb": "dagsverk"}
LOST = {"indicator": "absence_days", "unit_nb": "dagsverk"}
#: Health 100 of 300 thousand days at 9.0, then 150 of 300 at 10.0; trade 200 at 6.0, then 150 at 6.0. In all 7.0, then 8.0.
BY_INDUSTRY = {
    "series": [series("all"), *(industry(code, name, **kind) for code, name in (("86-88", "Helse"), ("45-47", "Handel"))
                                for kind in ({}, DAYS))],
    "vintage": [V1],
    "observation": [
        *observed("all", "V1", {"2018": 7.0, "2019": 8.0}),
        *observed("absence_pct-86-88", "V1", {"2018": 9.0, "2019": 10.0}),
        *observed("absence_pct-45-47", "V1", {"2018": 6.0, "2019": 6.0}),
        *observed("agreed_days-86-88", "V1", {"2018": 100_000, "2019": 150_000}, 0),
        *observed("agreed_days-45-47", "V1", {"2018": 200_000, "2019": 150_000}, 0),
    ],
}  # fmt: skip
#: Women a half at 8.0, then 9.0; men a half at 4.0, then 5.0. In all 6.0, then 7.0: all of it is level.
BY_SEX = {
    "series": [series("all"), series("women", sex="women"), series("men", sex="men")],
    "vintage": [V1],
    "observation": [
        *observed("all", "V1", {"2018K4": 6.0, "2019K4": 7.0}), *observed("women", "V1", {"2018K4": 8.0, "2019K4": 9.0}),
        *observed("men", "V1", {"2018K4": 4.0, "2019K4": 5.0}),
    ],
}  # fmt: skip


def made(choices, tables, as_of="2020-12-31", **more):
    return absence_decomposition(snapshot(as_of, **tables | more), choices)


def component(result, name):
    return next(part for part in result.split.components if part.name == name)


def without(tables, *series_ids):
    return tables["observation"] and [item for item in tables["observation"] if item["series_id"] not in series_ids]


def test_by_industry_with_counted_man_days() -> None:
    """Shares of health 1/3 to 1/2. Composition 1/6 * 9.5 - 1/6 * 6.0 = 0.5833; level 1.0 * (1/3 + 1/2) / 2 = 0.4167."""
    result = made({"by": "industry"}, BY_INDUSTRY)
    split = result.split

    assert (result.from_period, result.to_period, result.is_baseline, split.method) == ("2018", "2019", True, "counted")
    assert (split.from_rate, split.to_rate, split.change_pp) == (7.0, 8.0, Decimal("1.00"))
    assert (split.composition_pp, split.level_pp) == (Decimal("0.58"), Decimal("0.42"))
    assert [(part.code, part.from_share_pct, part.to_share_pct) for part in split.parts] == [
        ("45-47", pytest.approx(66.6666667), 50.0), ("86-88", pytest.approx(33.3333333), 50.0),
    ]  # fmt: skip
    assert "sammensetning +0,58" in result.sentence.nb
    assert "nivå +0,42" in result.sentence.nb
    assert result.basis.caveats[0].nb == "Figuren viser utviklingen. Den sier ikke hvorfor."


def test_every_column_adds_up_to_the_last_digit_shown() -> None:
    table = made({"by": "industry"}, BY_INDUSTRY).table()
    parts, total = table.filter(~pl.col("is_total")), table.filter(pl.col("is_total"))

    for column in ("composition_pp", "level_pp", "change_pp"):
        assert round(parts.get_column(column).sum(), 10) == total.get_column(column).item()
    for found in table.iter_rows(named=True):
        assert round(found["composition_pp"] + found["level_pp"], 10) == found["change_pp"]


def test_seen_from_the_mean_a_growing_group_above_it_raises_the_rate() -> None:
    """Mean of the totals 7.5: health 1/6 * (9.5 - 7.5) = 0.333, trade -1/6 * (6.0 - 7.5) = 0.25; together 0.583."""
    parts = {part.code: part.composition_pp for part in made({"by": "industry"}, BY_INDUSTRY).split.parts}

    assert parts == {"86-88": Decimal("0.33"), "45-47": Decimal("0.25")}


def test_the_rounding_of_the_rates_is_told() -> None:
    """Half a tenth on each rate: level moves by at most 0.1 times the mean shares, which sum to one."""
    level = component(made({"by": "industry"}, BY_INDUSTRY), "level")

    assert (level.low_pp, level.high_pp, level.may_be_zero) == (Decimal("0.32"), Decimal("0.52"), False)


def test_man_days_from_lost_days_and_rates_of_one_vintage() -> None:
    """In thousands: 9 lost days at 9.0 per cent are 100 agreed days; 15 at 10.0 are 150; 12 at 6.0 are 200; 9 are 150."""
    lost = [
        *observed("absence_days-86-88", "V1", {"2018": 9_000, "2019": 15_000}, 0),
        *observed("absence_days-45-47", "V1", {"2018": 12_000, "2019": 9_000}, 0),
    ]
    kinds = [industry(code, **LOST) for code in ("86-88", "45-47")]
    rows = [*without(BY_INDUSTRY, "agreed_days-86-88", "agreed_days-45-47"), *lost]

    split = made({"by": "industry"}, BY_INDUSTRY, series=[*BY_INDUSTRY["series"], *kinds], observation=rows).split

    assert split.method == "from_rate"
    assert (split.composition_pp, split.level_pp) == (Decimal("0.58"), Decimal("0.42"))


def test_rates_are_exact_when_both_days_are_counted_in_one_vintage() -> None:
    """91 lost of 1,000 agreed days are 9.1 per cent, whatever the rounded rate says: nothing is left to rounding."""
    tables = {
        "series": [industry("86-88"), industry("86-88", **DAYS), industry("86-88", **LOST), series("all"), industry("45-47"),
                   industry("45-47", **DAYS), industry("45-47", **LOST)],
        "vintage": [V1],
        "observation": [
            *observed("absence_pct-86-88", "V1", {"2018": 9.0, "2019": 9.0}),
            *observed("absence_pct-45-47", "V1", {"2018": 6.0, "2019": 6.0}),
            *observed("agreed_days-86-88", "V1", {"2018": 1000, "2019": 1000}, 0),
            *observed("agreed_days-45-47", "V1", {"2018": 1000, "2019": 1000}, 0),
            *observed("absence_days-86-88", "V1", {"2018": 90, "2019": 91}, 0),
            *observed("absence_days-45-47", "V1", {"2018": 60, "2019": 60}, 0),
        ],
    }  # fmt: skip

    level = component(made({"by": "industry"}, tables), "level")

    assert (level.value_pp, level.low_pp) == (Decimal("0.05"), None)


def test_a_year_is_put_together_of_its_quarters_by_man_days() -> None:
    """Health 2018: (10 * 100 + 8 * 300) / 400 = 8.5 over two quarters at 10 and two at 8 with 50, 50, 150 and 150 days."""
    quarters = {"2018K1": (10.0, 50), "2018K2": (10.0, 50), "2018K3": (8.0, 150), "2018K4": (8.0, 150)}
    later = {period.replace("2018", "2019"): value for period, value in quarters.items()}
    tables = {
        "series": [industry("86-88"), industry("86-88", **DAYS), industry("45-47"), industry("45-47", **DAYS)],
        "vintage": [V1],
        "observation": [
            item
            for code in ("86-88", "45-47")
            for item in (
                *observed(f"absence_pct-{code}", "V1", {p: rate for p, (rate, _) in (quarters | later).items()}),
                *observed(f"agreed_days-{code}", "V1", {p: days for p, (_, days) in (quarters | later).items()}, 0),
            )
        ],
    }

    result = made({"by": "industry"}, tables)

    assert (result.from_period, result.to_period, result.split.from_rate) == ("2018", "2019", 8.5)
    assert any("regnet av de fire kvartalene" in caveat.nb for caveat in result.basis.caveats)


def test_without_man_days_the_panel_says_which_groups_and_which_file() -> None:
    result = made({"by": "industry"}, BY_INDUSTRY, observation=without(BY_INDUSTRY, "agreed_days-86-88"))

    assert result.split is None
    assert [(lack.name.nb, lack.period, lack.what) for lack in result.lacking] == [
        ("Helse", "2018", "man_days"), ("Helse", "2019", "man_days"),
    ]  # fmt: skip
    assert "Avtalte dagsverk mangler for Helse i 2018 og 2019" in result.sentence.nb
    assert "SYFRA" in result.sentence.nb
    assert result.table().is_empty()
    assert plain(result.as_json())["is_possible"] is False


@pytest.mark.parametrize(("figure", "reason"), [("masked", "masked"), ("missing", "missing")])
def test_a_masked_rate_is_lacking_and_not_zero(figure, reason) -> None:
    rows = [*without(BY_INDUSTRY, "absence_pct-86-88"), *observed("absence_pct-86-88", "V1", {"2018": 9.0, "2019": figure})]

    result = made({"by": "industry"}, BY_INDUSTRY, observation=rows)

    assert result.split is None
    assert [(lack.name.nb, lack.period, lack.reason) for lack in result.lacking] == [("Helse", "2019", reason)]


def test_a_rate_of_zero_is_a_rate() -> None:
    rows = [*without(BY_INDUSTRY, "absence_pct-45-47", "all"), *observed("absence_pct-45-47", "V1", {"2018": 0, "2019": 0}),
            *observed("all", "V1", {"2018": 3.0, "2019": 5.0})]  # fmt: skip

    assert made({"by": "industry"}, BY_INDUSTRY, observation=rows).split.change_pp == Decimal("2.00")


def test_two_vintages_are_refused() -> None:
    rows = [*without(BY_INDUSTRY, "absence_pct-86-88"), *observed("absence_pct-86-88", "V1", {"2018": 9.0}),
            *observed("absence_pct-86-88", "V2", {"2019": 10.0})]  # fmt: skip

    result = made({"by": "industry"}, BY_INDUSTRY, vintage=[V1, V2], observation=rows)

    assert result.split is None
    assert {lack.reason for lack in result.lacking} == {"other_vintage"}
    assert "utgaver sammenlignes ikke" in result.sentence.nb


def test_two_methods_are_refused() -> None:
    old = vintage("OLD", "2019-01-01", "holiday_corrected")
    rows = [
        item | {"vintage_id": "OLD" if item["period"] == "2018" else "V1"} for item in BY_INDUSTRY["observation"]
    ]  # fmt: skip

    result = made({"by": "industry"}, BY_INDUSTRY, vintage=[old, V1], observation=rows)

    assert result.split is None
    assert {lack.reason for lack in result.lacking} == {"other_method"}


def test_two_standards_are_never_in_one_split() -> None:
    rows = [*BY_INDUSTRY["observation"], *observed("old-80", "V1", {"2018": 5.0, "2019": 5.0})]
    old = industry("80", "Undervisning", series_id="old-80", industry_standard="SN2002")

    result = made({"by": "industry"}, BY_INDUSTRY, series=[*BY_INDUSTRY["series"], old], observation=rows)

    assert result.standard == "SN2007"
    assert {part.code for part in result.split.parts} == {"45-47", "86-88"}


def test_groups_that_do_not_make_up_the_whole_are_refused() -> None:
    rows = [*without(BY_INDUSTRY, "all"), *observed("all", "V1", {"2018": 7.5, "2019": 8.0})]

    result = made({"by": "industry"}, BY_INDUSTRY, observation=rows)

    assert [(lack.what, lack.period, lack.reason) for lack in result.lacking] == [("whole", "2018", "differs")]


def test_an_unspecified_industry_without_figures_is_left_out_when_the_rest_gives_the_whole() -> None:
    tables = {"series": [*BY_INDUSTRY["series"], industry("00", "Uoppgitt")]}
    rows = [*BY_INDUSTRY["observation"], *observed("absence_pct-00", "V1", {"2018": 5.0, "2019": "masked"})]

    result = made({"by": "industry"}, BY_INDUSTRY | tables, observation=rows)
    unchecked = [item for item in rows if item["series_id"] != "all"]

    assert (result.split.composition_pp, [name.nb for name in result.split.left_out]) == (Decimal("0.58"), ["Uoppgitt"])
    assert any("Uten tall og ikke med: Uoppgitt" in caveat.nb for caveat in result.basis.caveats)
    assert made({"by": "industry"}, BY_INDUSTRY | tables, observation=unchecked).split is None


def test_by_sex_the_shares_are_implied_and_the_rounding_is_told() -> None:
    """Shares (6 - 4) / (8 - 4) = 1/2 in both periods: composition 0, level 1. A tenth on the rates moves both."""
    result = made({"by": "sex"}, BY_SEX)
    composition, level = component(result, "composition"), component(result, "level")

    assert (result.from_period, result.to_period, result.split.method) == ("2018K4", "2019K4", "implied")
    assert (composition.value_pp, level.value_pp) == (Decimal("0.00"), Decimal("1.00"))
    assert (composition.low_pp, composition.high_pp, composition.may_be_zero) == (Decimal("-0.20"), Decimal("0.20"), True)
    assert (level.low_pp, level.high_pp, level.may_be_zero) == (Decimal("0.90"), Decimal("1.10"), False)
    assert "kan ikke skilles fra null" in result.sentence.nb


def test_by_sex_no_shares_fit_rates_that_lie_outside_each_other() -> None:
    rows = [*without(BY_SEX, "all"), *observed("all", "V1", {"2018K4": 8.5, "2019K4": 7.0})]

    result = made({"by": "sex"}, BY_SEX, observation=rows)

    assert result.split is None
    assert "passer ikke sammen" in result.sentence.nb


def test_by_sex_counted_days_are_used_where_they_are_known() -> None:
    """Women 60 of 100 and men 40, at first as later: no composition, though the rounded rates would imply a half."""
    kinds = [series("w-days", sex="women", **DAYS), series("m-days", sex="men", **DAYS)]
    rows = [
        *BY_SEX["observation"][:0], *observed("women", "V1", {"2018K4": 8.0, "2019K4": 9.0}),
        *observed("men", "V1", {"2018K4": 4.0, "2019K4": 5.0}), *observed("w-days", "V1", {"2018K4": 60, "2019K4": 60}, 0),
        *observed("m-days", "V1", {"2018K4": 40, "2019K4": 40}, 0), *observed("all", "V1", {"2018K4": 6.4, "2019K4": 7.4}),
    ]  # fmt: skip

    split = made({"by": "sex"}, BY_SEX, series=[*BY_SEX["series"], *kinds], observation=rows).split

    assert (split.method, split.from_rate, split.composition_pp, split.level_pp) == (
        "counted", 6.4, Decimal("0.00"), Decimal("1.00"),
    )  # fmt: skip


def test_by_type_the_parts_add_up_with_the_rounding_by_itself() -> None:
    """Self 1.0 to 1.1, doctor 5.0 to 5.4, all 6.0 to 6.6: 0.1 + 0.4 and 0.1 that is rounding."""
    tables = {
        "series": [
            series("all"), series("self", absence_type="self_certified"), series("doctor", absence_type="doctor_certified"),
        ],
        "vintage": [V1],
        "observation": [
            *observed("all", "V1", {"2018K4": 6.0, "2019K4": 6.6}), *observed("self", "V1", {"2018K4": 1.0, "2019K4": 1.1}),
            *observed("doctor", "V1", {"2018K4": 5.0, "2019K4": 5.4}),
        ],
    }  # fmt: skip

    split = made({"by": "type"}, tables).split
    off = [*tables["observation"][2:], *observed("all", "V1", {"2018K4": 6.0, "2019K4": 7.4})]

    assert {part.name: part.value_pp for part in split.components} == {
        "self_certified": Decimal("0.10"), "doctor_certified": Decimal("0.40"), "rest": Decimal("0.10"),
    }  # fmt: skip
    assert (split.change_pp, split.composition_pp, split.level_pp) == (Decimal("0.60"), None, None)
    assert made({"by": "type"}, tables, observation=off).split is None


def test_by_sex_and_industry_the_composition_is_split_by_both() -> None:
    """The same 100 days in each of four cells, then women in health doubled: every part adds up, and level is nothing."""
    cells = {("women", "86-88"): 10.0, ("men", "86-88"): 8.0, ("women", "45-47"): 6.0, ("men", "45-47"): 4.0}
    rows, made_series = [], [series("all"), *(industry(code) for code in ("86-88", "45-47"))]
    for (sex, code), rate in cells.items():
        name = f"{sex}-{code}"
        made_series += [industry(code, sex=sex, series_id=name), industry(code, sex=sex, series_id=f"{name}-d", **DAYS)]
        rows += observed(name, "V1", {"2018": rate, "2019": rate})
        rows += observed(f"{name}-d", "V1", {"2018": 100, "2019": 200 if (sex, code) == ("women", "86-88") else 100}, 0)
    for code, rate in (("86-88", 9.0), ("45-47", 5.0)):
        rows += observed(f"absence_pct-{code}", "V1", {"2018": rate, "2019": rate})

    result = made({"by": "sex_industry"}, {"series": made_series, "vintage": [V1], "observation": rows})
    parts = {part.name: part.value_pp for part in result.split.components}

    assert (result.split.from_rate, result.split.to_rate) == (7.0, 7.6)
    assert parts["level"] == Decimal("0.00")
    assert parts["composition_sex"] + parts["composition_industry"] == Decimal("0.60")
    assert parts["composition_industry"] > parts["composition_sex"] > 0
    assert len(result.split.parts) == 4


def test_periods_can_be_asked_for_and_seasons_are_told() -> None:
    rows = [*BY_SEX["observation"], *observed("all", "V1", {"2019K1": 7.0}), *observed("women", "V1", {"2019K1": 9.0}),
            *observed("men", "V1", {"2019K1": 5.0})]  # fmt: skip

    result = made({"by": "sex", "from_period": "2018K4", "to_period": "2019K1"}, BY_SEX, observation=rows)

    assert (result.from_period, result.to_period) == ("2018K4", "2019K1")
    assert any("ulike årstider" in caveat.nb for caveat in result.basis.caveats)


def test_when_the_baseline_year_cannot_be_split_the_year_before_is_used_and_told() -> None:
    result = made({"by": "sex"}, BY_SEX, target=[target("2017")])

    assert (result.from_period, result.is_baseline, result.baseline_why_not) == ("2018K4", False, "not_published")
    assert any("nullpunktåret" in caveat.nb for caveat in result.basis.caveats)


@pytest.mark.parametrize("choices", [{"by": "tull"}, {"sex": "tull"}, {"type": "tull"}, {"from_period": "tull"},
                                     {"from_period": "2018", "to_period": "2019K4"},
                                     {"from_period": "2019K4", "to_period": "2018K4"}])  # fmt: skip
def test_a_choice_that_is_not_there_is_told(choices) -> None:
    with pytest.raises(UserError):
        made(choices, BY_SEX)


def test_no_figures_at_all() -> None:
    result = made({"by": "industry"}, {"series": [], "vintage": [], "observation": []})

    assert (result.split, result.from_period) == (None, None)
    assert "ikke funnet tall etter næring" in result.sentence.nb


def test_embedded_facts_by_sex(embedded) -> None:
    """2019K4 to 2020K4 in SSB's table of March 2021: 6.3 to 6.4, women 8.0 to 8.3, men 4.8 to 4.9.

    Share of women (6.3 - 4.8) / 3.2 = 0.46875, then (6.4 - 4.9) / 3.4 = 0.44118: composition -0.02757 * 3.3 = -0.091.
    """
    result = absence_decomposition(embedded("2026-11-01"))

    assert (result.from_period, result.to_period) == ("2019K4", "2020K4")
    assert (result.split.composition_pp, result.split.level_pp, result.split.change_pp) == (
        Decimal("-0.09"), Decimal("0.19"), Decimal("0.10"),
    )  # fmt: skip
    assert component(result, "composition").may_be_zero
    assert not component(result, "level").may_be_zero


@pytest.mark.parametrize("day", ["2026-11-01", "2019-12-31", "2016-06-30", "2000-01-01"])
@pytest.mark.parametrize("by", ["sex", "industry", "sex_industry", "type"])
@pytest.mark.parametrize("absence_type", ["total", "doctor_certified"])
def test_embedded_facts_are_split_or_say_what_is_lacking(embedded, day, by, absence_type) -> None:
    result = absence_decomposition(embedded(day), {"by": by, "type": absence_type})

    json.dumps(plain(result.as_json()))
    assert result.sentence.nb
    if result.split:
        assert sum((part.value_pp for part in result.split.components), Decimal(0)) == result.split.change_pp
    elif result.from_period:
        assert result.lacking
        assert "Trengs:" in result.sentence.nb


# --- rounding ---


def test_the_spread_of_a_linear_function_is_exact() -> None:
    """2x - y with x 3 +- 0.05 and y 1 +- 0.5: 5 +- 0.6."""
    assert spread(lambda v: [2 * v[0] - v[1]], [3.0, 1.0], [0.05, 0.5]) == [pytest.approx((4.4, 5.6))]


def test_a_searched_range_leaves_out_what_cannot_be() -> None:
    """x * y at the corners of 1 +- 1 and 2 +- 1: 0 to 6; without negative sums nothing changes, with none nothing is left."""
    assert searched(lambda v: [v[0] * v[1]], [1.0, 2.0], [1.0, 1.0]) == [(0.0, 6.0)]
    assert searched(lambda v: [v[0]] if v[0] <= 1 else None, [1.0], [1.0]) == [(0.0, 1.0)]
    assert searched(lambda v: None if v else [], [1.0], [1.0]) is None
