"""A series: gaps stay gaps, states are told, and a change is given between two figures of one vintage alone."""

import json
from datetime import date
from decimal import Decimal

import pytest

from analytics.sickness.absence_series import absence_series
from domain.errors import UserError
from tests.unit.analytics.sickness.rows import observed, series, series_break, snapshot, vintage

RAW = "unadjusted"
VINTAGES = [
    vintage("OLD", "2018-12-06", "holiday_corrected"),
    vintage("V1", "2019-06-30", "current", "month"),
    vintage("V2", "2019-12-31", "current", "month"),
]
YEAR = {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2018K4": 6.0}


def made(rows, measure=None, as_of="2020-01-31", all_series=None, choices=None, **tables):
    held = {"series": all_series or [series(RAW)], "vintage": VINTAGES, "observation": rows}
    return absence_series(snapshot(as_of, **held | tables), measure, choices or {})


def test_a_change_is_given_within_one_vintage() -> None:
    found = made(observed(RAW, "V2", {"2018K3": 5.7, "2019K3": 5.9}))

    assert found.change is not None
    assert (found.change.difference, found.change.vintage) == (Decimal("0.2"), "2019-12")
    assert found.sentence.nb.startswith(
        "3. kvartal 2019: 5,9 prosent sykefravær (egenmeldt og legemeldt, begge kjønn, alle næringer, ikke justert; "
        "utgave desember 2019). Det er 0,2 prosentpoeng høyere enn i 3. kvartal 2018 (5,7 prosent); begge tall er fra utgaven"
    )


def test_no_change_is_given_between_two_vintages() -> None:
    found = made(observed(RAW, "V1", {"2018K3": 5.7}) + observed(RAW, "V2", {"2019K3": 5.9}))

    assert (found.change, found.no_change) == (None, "other_vintage")
    assert "Endring fra 3. kvartal 2018 oppgis ikke: de to tallene er fra ulike utgaver." in found.sentence.nb


def test_an_older_vintage_that_has_both_gives_the_change_and_is_named() -> None:
    rows = observed(RAW, "V1", {"2018K1": 6.8, "2019K1": 6.6}) + observed(RAW, "V2", {"2019K1": 6.5})
    found = made(rows)

    assert found.latest is not None
    assert found.latest.value == Decimal("6.5")
    assert found.change is not None
    assert (found.change.value, found.change.other, found.change.vintage) == (Decimal("6.6"), Decimal("6.8"), "2019-06")


def test_two_loads_of_one_table_are_one_vintage_where_the_figure_stands() -> None:
    loaded = [
        {"vintage_id": name, "publisher": "SSB", "published_date": date.fromisoformat(day), "date_precision": "day",
         "method": "current", "table_id": "12439"}
        for name, day in (("L1", "2019-05-23"), ("L2", "2019-08-23"))
    ]  # fmt: skip
    load = {"load_id": "1", "publisher": "SSB", "table_id": "12439", "fetched_date": date(2019, 8, 23), "fetched_at": "x",
            "published_date": date(2019, 8, 23), "outcome": "loaded"}  # fmt: skip
    rows = observed(RAW, "L1", {"2018K2": 5.5}) + observed(RAW, "L2", {"2019K2": 5.6})
    found = made(rows, vintage=loaded, statistic_load=[load])

    assert found.change is not None
    assert found.change.difference == Decimal("0.1")


def test_the_holiday_corrected_family_is_never_compared_with_the_current_one() -> None:
    found = made(observed(RAW, "OLD", {"2018K1": 8.0}) + observed(RAW, "V1", {"2019K1": 6.6}))

    assert [row.period for row in found.rows] == ["2019K1"]
    assert found.no_change == "not_found"
    assert "1 eldre tall er regnet etter en annen metode" in found.basis.caveats[-1].nb


def test_gaps_are_rows_without_a_figure() -> None:
    found = made(observed(RAW, "V1", {"2018K1": 6.8, "2018K4": 6.0}))

    assert [(row.period, row.point is None) for row in found.rows] == [
        ("2018K1", False), ("2018K2", True), ("2018K3", True), ("2018K4", False),
    ]  # fmt: skip
    assert found.gaps == ["2018K2", "2018K3"]
    assert [state.code for state in found.rows[1].states] == ["not_found"]


@pytest.mark.parametrize(("state", "value", "code"), [
    ("masked", None, "masked"), ("missing", None, "missing"), ("not_applicable", None, "not_applicable"),
    ("provisional", 5.9, "provisional"), ("value", 5.9, "complete"), ("zero", 0.0, "complete"),
])  # fmt: skip
def test_every_state_is_told_in_words(state, value, code) -> None:
    rows = observed(RAW, "V1", {"2018K4": 6.0}) + observed(RAW, "V1", {"2019K1": value}, value_state=state)
    found = made(rows)

    row = found.rows[-1]
    assert (row.point is not None and row.point.value) == (None if value is None else Decimal(str(value)))
    assert [item.code for item in row.states] == [code]
    assert all(item.text.nb and item.text.en for item in row.states)


def test_masked_is_not_zero_and_is_not_the_newest_figure() -> None:
    found = made(observed(RAW, "V1", {"2018K4": 6.0}) + observed(RAW, "V1", {"2019K1": None}, value_state="masked"))

    assert found.latest is not None
    assert found.latest.period == "2018K4"
    assert [point["value"] for point in found.as_json()["points"]] == [6.0, None]


def test_a_mean_needs_four_quarters_and_says_how_many_there_are() -> None:
    whole, part = made(observed(RAW, "V1", YEAR)), made(observed(RAW, "V1", {"2018K1": 6.8, "2018K2": 5.5, "2018K4": 6.0}))

    assert whole.latest_mean is not None
    assert whole.latest_mean.value == Decimal("5.775")
    assert part.latest_mean is not None
    assert (part.latest_mean.value, part.latest_mean.quarters) == (None, 3)
    assert "3 av 4 kvartaler kjent" in part.sentence.nb


def test_a_break_is_told_where_it_begins_and_beside_the_change() -> None:
    rows = observed(RAW, "V2", {"2018K3": 5.7, "2018K4": 6.0, "2019K3": 5.9})
    found = made(rows, series_break=[series_break("2018K4"), series_break("2019K1", "seasonal")])

    assert [state.code for state in found.rows[1].states] == ["broken"]
    assert found.change is not None
    assert [item.from_period for item in found.change.breaks] == ["2018K4"]
    assert "Mellom dem er det brudd i serien fra 4. kvartal 2018." in found.sentence.nb


def test_quarters_after_the_last_one_are_pending() -> None:
    lag = {"parameter_id": "L", "name": "absence_release_lag_days", "value": 60, "unit": "dager", "valid_from": date(2000, 1, 1),
           "text_nb": "-", "text_en": "-"}  # fmt: skip
    found = made(observed(RAW, "V1", {"2019K1": 6.6}), parameter=[lag])

    assert [(row.period, row.states[0].code) for row in found.pending] == [
        ("2019K2", "not_fetched"), ("2019K3", "not_fetched"), ("2019K4", "not_published"),
    ]  # fmt: skip
    assert found.is_old
    assert "Nyere tall enn 1. kvartal 2019 er ikke hentet." in found.sentence.nb


def long_run(count=24, start=2010):
    values = [6.8, 5.5, 4.8, 6.0]
    return {f"{start + place // 4}K{place % 4 + 1}": values[place % 4] for place in range(count)}


def test_the_publisher_s_adjusted_figures_go_before_those_computed_here() -> None:
    rows = observed(RAW, "V1", long_run()) + [
        row | {"series_id": "seasonal-total"} for row in observed(RAW, "V1", {"2015K3": 5.9, "2015K4": 5.8})
    ]
    found = made(rows, all_series=[series(RAW), series("seasonal")])

    assert found.adjusted is not None
    assert found.adjusted.by == "publisher"
    assert found.adjusted.values == {"2015K3": Decimal("5.9"), "2015K4": Decimal("5.8")}


def test_without_them_they_are_computed_here_and_said_to_be() -> None:
    found = made(observed(RAW, "V1", long_run()))

    assert found.adjusted is not None
    assert found.adjusted.by == "computed_here"
    # The same four quarters year after year are all season: adjusted, they are one level.
    values = list(found.adjusted.values.values())
    assert max(values) - min(values) < Decimal("0.001")
    assert "Sesongjustert beregnet her" in found.sentence.nb


def test_too_short_a_series_is_not_adjusted() -> None:
    assert made(observed(RAW, "V1", YEAR)).adjusted is None


def test_an_adjusted_series_that_is_not_published_is_computed_from_the_unadjusted_one() -> None:
    found = made(observed(RAW, "V1", long_run()), "seasonal")

    assert found.is_stand_in
    assert found.line.choice.adjustment == RAW
    assert found.adjusted is not None
    short = made(observed(RAW, "V1", YEAR), "seasonal")
    assert "for kort eller har for mange hull" in short.sentence.nb


def test_an_influenza_adjusted_series_is_never_computed_here() -> None:
    found = made(observed(RAW, "V1", long_run()), "seasonal_influenza")

    assert found.line.points == {}
    assert found.sentence.nb.startswith("Ingen tall er funnet per 31. januar 2020 for sykefravær")


def test_older_vintages_are_those_that_had_another_figure() -> None:
    rows = observed(RAW, "V1", {"2018K4": 6.1, "2019K1": 6.6}) + observed(RAW, "V2", {"2018K4": 6.0, "2019K1": 6.6})
    found = made(rows)

    assert [(item.period, item.value) for item in found.older] == [("2018K4", Decimal("6.1"))]


def test_the_rows_may_be_cut_to_a_span() -> None:
    found = made(observed(RAW, "V1", YEAR), choices={"from_period": "2018K2", "to_period": "2018K3"})

    assert [row.period for row in found.rows] == ["2018K2", "2018K3"]
    assert found.latest is not None
    assert found.latest.period == "2018K4"
    with pytest.raises(UserError):
        made(observed(RAW, "V1", YEAR), choices={"from_period": "i fjor"})


def test_yearly_figures_are_shown_where_there_are_no_quarters() -> None:
    found = made(observed(RAW, "V1", {"2017": 5.9, "2018": 5.8}))

    assert (found.line.rhythm, [row.period for row in found.rows]) == ("year", ["2017", "2018"])
    assert found.change is not None
    assert found.change.difference == Decimal("-0.1")


def test_every_value_carries_unit_source_and_vintage() -> None:
    rows = observed(RAW, "V1", YEAR, source_id="S1")
    source = {"source_id": "S1", "title": "Tabell 12439", "publisher": "SSB"}
    found = made(rows, source=[source])
    points = json.loads(json.dumps(found.as_json()))["points"]

    assert {(p["unit"], p["source_id"], p["vintage"], p["method"]) for p in points} == {("prosent", "S1", "2019-06", "current")}
    assert [item.source_id for item in found.basis.sources] == ["S1"]
    assert found.table().get_column("value").to_list()[:4] == [6.8, 5.5, 4.8, 6.0]


def test_counts_are_told_in_their_unit() -> None:
    days = series(RAW, series_id="unadjusted-total", indicator="absence_days", unit_nb="dagsverk")
    found = made(observed(RAW, "V1", {"2018K1": 7000, "2019K1": 7500}), all_series=[days])

    assert found.sentence.nb.startswith("1. kvartal 2019: 7\u202f500 dagsverk (sykefraværsdagsverk;")
    assert "Det er 500 dagsverk høyere enn i 1. kvartal 2018 (7\u202f000 dagsverk)" in found.sentence.nb


def test_no_sentence_says_why() -> None:
    text = made(observed(RAW, "V1", YEAR)).sentence.nb.lower()

    assert not any(word in text for word in ("førte til", "bidro", "virket", "reduserte", "skyldes"))


AREA = {"area_code": "0301", "name_nb": "Oslo", "level": "municipality"}


def area_rows(values, table_id="12451", **more):
    return [
        {"table_id": table_id, "area_code": "0301", "indicator": "absence_pct", "sex": "both", "breakdown_kind": "none",
         "breakdown_code": "00", "period": period, "vintage_id": "V1", "value": None if isinstance(value, str) else value,
         "value_state": value if isinstance(value, str) else "value", "decimals": 1} | more
        for period, value in values.items()
    ]  # fmt: skip


def test_an_area_is_a_line_of_doctor_certified_sick_leave() -> None:
    rows = area_rows({"2018K1": 5.0, "2018K2": "masked", "2019K1": 5.2})
    others = area_rows({"2018K1": 9.0}, breakdown_kind="age", breakdown_code="20-24") + area_rows({"2018K1": 8.0}, sex="women")
    found = made([], area=[AREA], area_observation=rows + others, choices={"area": "0301"})

    assert [(row.period, row.point and row.point.state) for row in found.rows][:2] == [("2018K1", "value"), ("2018K2", "masked")]
    assert found.line.group.nb == "Oslo"
    assert "(legemeldt, begge kjønn, alle næringer, bosted: Oslo, ikke justert;" in found.sentence.nb
    assert found.change is not None
    assert found.change.difference == Decimal("0.2")


def test_two_tables_of_an_area_never_stand_in_one_line() -> None:
    rows = area_rows({"2018K1": 5.0, "2018K2": 5.1}) + area_rows({"2017K4": 7.0, "2018K2": 7.1}, "12448")
    found = made([], area=[AREA], area_observation=rows + area_rows({"2018K3": 5.3}), choices={"area": "0301"})

    assert [float(row.point.value) for row in found.rows if row.point and row.point.value] == [5.0, 5.1, 5.3]


def test_an_unknown_area_has_no_figures() -> None:
    found = made([], area=[AREA], area_observation=area_rows({"2018K1": 5.0}), choices={"area": "9999"})

    assert found.line.points == {}
    assert "9999" in found.sentence.nb
