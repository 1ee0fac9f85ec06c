"""Divisions by duration and diagnosis: shares of one publication, with what is masked, missing or not comparable left so."""

from decimal import Decimal

from analytics.sickness.distributions import distributions, single_figures
from tests.unit.analytics.sickness.long_term_rows import OLDER, VINTAGE, durations, figures, told
from tests.unit.analytics.sickness.rows import snapshot, vintage

#: 1 000 man-days in all: 5, 10, 25, 20, 25 and 15 per cent.
YEAR = {"A": 50, "B": 100, "C": 250, "D": 200, "E": 250, "F": 150}
BEFORE = {"A": 100, "B": 100, "C": 200, "D": 200, "E": 200, "F": 200}


def two_years(**changes):
    values = {code: {"2024K4": BEFORE[code], "2025K4": YEAR[code]} for code in YEAR}
    for code, own in changes.items():
        values[code] = values[code] | own
    return durations(values)


def made(tables, kind="duration", as_of="2026-06-30", **more):
    return distributions(snapshot(as_of, **{"vintage": [VINTAGE, OLDER], **tables, **more}), kind)


def shares(item, part=None):
    chosen = part or item.latest
    return {code: None if share is None else float(share) for code, share in chosen.shares_pct.items()}


def test_shares_are_of_the_sum_of_all_groups() -> None:
    (item,) = made(two_years())

    assert [group.code for group in item.shown] == list("ABCDEF")
    assert item.latest.period == "2025K4"
    assert shares(item) == {"A": 5, "B": 10, "C": 25, "D": 20, "E": 25, "F": 15}


def test_the_earliest_period_in_the_same_season_is_compared() -> None:
    values = {code: {"2023K3": 1.0, "2023K4": 100.0, "2024K4": 1.0, "2025K4": YEAR[code]} for code in YEAR}
    (item,) = made(durations(values))

    assert item.earliest is not None
    assert item.earliest.period == "2023K4"
    assert item.is_one_vintage


def test_another_vintage_is_shown_but_not_one_difference() -> None:
    now, before = (
        durations({code: {"2025K4": YEAR[code]} for code in YEAR}),
        durations({code: {"2024K4": BEFORE[code]} for code in YEAR}, "N0"),
    )
    (item,) = made({"series": now["series"], "observation": now["observation"] + before["observation"]})

    assert item.earliest is not None
    assert shares(item, item.earliest)["A"] == 10
    assert not item.is_one_vintage


def test_other_groups_or_another_method_do_not_compare() -> None:
    fewer = two_years()
    fewer["observation"] = [row for row in fewer["observation"] if (row["series_id"], row["period"]) != ("D-F", "2024K4")]
    assert made(fewer)[0].earliest is None

    now, before = (
        durations({code: {"2025K4": YEAR[code]} for code in YEAR}),
        durations({code: {"2024K4": BEFORE[code]} for code in YEAR}, "H"),
    )
    tables = {"series": now["series"], "observation": now["observation"] + before["observation"]}
    both = {"vintage": [vintage("N1", "2026-05-30", "current"), vintage("H", "2018-05-30", "holiday_corrected")]}
    assert made(tables, **both)[0].earliest is None


def test_a_masked_group_without_a_total_leaves_every_share_unknown() -> None:
    (item,) = made(two_years(B={"2025K4": "masked"}))

    assert set(shares(item).values()) == {None}
    assert item.latest.figures["B"].state == "masked"
    assert item.above(112).share_pct is None


def test_with_a_total_only_the_masked_group_is_unknown() -> None:
    tables = two_years(B={"2025K4": "masked"})
    tables["series"].append(
        told("D-T", "absence_days", "dagsverk", kind="duration", division="Varighet", code="X", group="I alt")
    )
    tables["observation"] += figures("D-T", {"2025K4": 1000})
    (item,) = made(tables)

    assert shares(item) == {"A": 5, "B": None, "C": 25, "D": 20, "E": 25, "F": 15, "X": 100}
    assert "X" not in [group.code for group in item.shown]


def test_the_total_may_be_told_as_a_series_without_groups() -> None:
    tables = two_years(B={"2025K4": "masked"})
    tables["series"].append(told("ALL", "absence_days", "dagsverk"))
    tables["observation"] += figures("ALL", {"2025K4": 1000}) + figures("ALL", {"2025K4": 5000}, "N0")
    (item,) = made(tables)

    assert shares(item)["A"] == 5


def test_zero_is_a_share_and_missing_is_not() -> None:
    values = {code: {"2025K4": YEAR[code]} for code in YEAR} | {"A": {"2025K4": 0}}
    (item,) = made(durations(values))

    assert shares(item)["A"] == 0
    assert shares(item)["F"] == 150 / 950 * 100


def test_sixteen_weeks_lie_within_a_group_and_twenty_do_not() -> None:
    (item,) = made(two_years())

    assert item.above(16 * 7).crossing == "8-20 uker"
    assert item.above(20 * 7).share_pct == Decimal(40)
    assert item.above(16).share_pct == Decimal(85)


def test_self_certified_stands_first_and_is_no_group_above_a_limit() -> None:
    names = {"inntil 2 uker": 30, "mer enn 16 uker": 40, "3-16 uker": 20}
    series = [
        told(name, "share_pct", "prosent", kind="duration", division="Varighet", group=name, indicator_nb="Andel av dager")
        for name in names
    ] + [told("E", "share_pct", "prosent", kind="duration", division="Varighet", group="egenmeldt",
              indicator_nb="Andel av dager", absence_type="self_certified")]  # fmt: skip
    observed = [row for name, value in names.items() for row in figures(name, {"2025K4": value})] + figures("E", {"2025K4": 10})
    (item,) = made({"series": series, "observation": observed})

    assert [group.name.nb for group in item.shown] == ["egenmeldt", "inntil 2 uker", "3-16 uker", "mer enn 16 uker"]
    assert item.above(16 * 7).share_pct == Decimal(40)


def test_sexes_industries_and_changes_are_no_part_of_a_division() -> None:
    tables = two_years()
    others = [
        told("W", "absence_days", "dagsverk", kind="duration", division="Varighet", code="A", group="1-7 dager", sex="women"),
        told("I", "absence_days", "dagsverk", kind="duration", division="Varighet", code="A", group="1-7 dager",
             industry_code="86-88"),
        told("C", "other", "dagsverk", kind="duration", division="Varighet", code="A", group="1-7 dager",
             indicator_nb="Endring fra året før"),
    ]  # fmt: skip
    tables["series"] += others
    tables["observation"] += [row for item in others for row in figures(item["series_id"], {"2025K4": 9999})]

    assert shares(made(tables)[0])["A"] == 5
    assert len(made(tables)) == 1


def diagnoses(**values):
    names = {"L": "Muskel- og skjelett", "P": "Psykiske lidelser", "P76": "Depresjon", "T": "I alt"}
    series = [told(code, "absence_days", "dagsverk", kind="diagnosis", division="Diagnose", code=code, group=names[code])
              for code in values]  # fmt: skip
    return {"series": series, "observation": [row for code, value in values.items() for row in figures(code, {"2025K4": value})]}


def test_diagnoses_stand_by_size_with_parts_below_the_group_they_belong_to() -> None:
    (item,) = made(diagnoses(P76=100, L=300, P=400, T=1000), "diagnosis")

    assert [(group.code, group.parent) for group in item.shown] == [("P", None), ("P76", "P"), ("L", None)]
    assert shares(item) == {"P76": 10, "L": 30, "P": 40, "T": 100}
    assert [group.code for group in item.parts] == ["P", "L"]


def test_diagnoses_without_a_total_have_no_shares() -> None:
    (item,) = made(diagnoses(L=300, P=400), "diagnosis")

    assert set(shares(item).values()) == {None}


def test_single_figures_are_those_after_the_newest_division() -> None:
    tables = diagnoses(L=300, P=400, T=1000)
    tables["series"].append(told("S", "share_pct", "prosent", kind="diagnosis", group="Luftveier", indicator_nb="Andel"))
    tables["observation"] += figures("S", {"2026K1": 8, "2019K1": 6})
    held = snapshot("2026-06-30", vintage=[VINTAGE], **tables)

    assert [(line.group.nb, point.period) for line, point in single_figures(held, "diagnosis", "2025K4")] == [
        ("Luftveier", "2026K1")
    ]


def test_nothing_known_is_no_division() -> None:
    assert made(two_years(), as_of="2026-05-29") == ()
