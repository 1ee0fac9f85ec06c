"""Sick leave against the target: the level, the path, and which measure it is in."""

from datetime import date

import pytest

from analytics.result import plain
from analytics.sickness.target import absence_target
from domain.errors import UserError
from tests.unit.analytics.sickness.rows import observed, series, series_break, snapshot, target, tolerance, vintage

OWN, RAW = "seasonal_influenza", "unadjusted"
#: 2018: (6.8 + 5.5 + 4.8 + 6.0) / 4 = 5.775. 2019: (6.6 + 5.6 + 4.9 + 6.2) / 4 = 5.825.
RAW_2018 = {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8, "2018K4": 6.0}
RAW_2019 = {"2019K1": 6.6, "2019K2": 5.6, "2019K3": 4.9, "2019K4": 6.2}
TABLES = {
    "target": [target("T-OWN", OWN, 5.7, target_value=5.1), target("T-RAW", RAW, None)],
    "parameter": [tolerance(0.05)],
    "series": [series(name) for name in (OWN, RAW, "seasonal", "seasonal_influenza_corona")],
    "vintage": [
        vintage("HOLIDAY", "2018-12-06", "holiday_corrected"),
        vintage("V1", "2019-06-30", "current", "month"),
        vintage("V2", "2019-12-31", "current", "month"),
        vintage("V3", "2020-03-31", "current", "month"),
        vintage("HOURS", "2022-04-30", "current_hours", "month"),
    ],
    "observation": [
        *observed(OWN, "HOLIDAY", {"2018K3": 6.24}),
        *observed(OWN, "V1", {"2018K4": 5.78, "2019K1": 5.9}),
        *observed(OWN, "V2", {"2019K3": 5.9}),
        *observed(OWN, "V3", {"2019K4": 6.0}),
        *observed(RAW, "HOURS", RAW_2018 | RAW_2019),
        *observed(RAW, "HOURS", {"2020K1": 7.3, "2020K2": 5.7, "2020K4": 6.4}),
    ],
    "target_outcome": [
        {
            "target_outcome_id": "O", "agreement_id": "IA", "indicator": "absence_pct", "measure": OWN, "from_period": "2018",
            "to_period": "2019K3", "kind": "change_pct", "value": 2, "reported_by": "SSB", "reported_date": date(2019, 12, 5),
        }
    ],
}  # fmt: skip


def made(as_of, measure=None, **tables):
    return absence_target(snapshot(as_of, **TABLES | tables), measure)


def test_third_quarter_2019_as_known_at_the_end_of_that_year() -> None:
    """The path falls 0.57 in 16 quarters; three have gone: 5.7 - 0.57 * 3 / 16 = 5.593125."""
    result = made("2019-12-31")
    found = result.as_json()

    assert (found["measure"], found["vintage"], found["latest_period"], found["latest_value"]) == (OWN, "2019-12", "2019K3", 5.9)
    assert (found["baseline_value"], found["baseline_source"], found["target_value"]) == (5.7, "target", 5.13)
    assert found["target_value_in_source"] == 5.1
    assert found["path_value"] == 5.593125
    assert found["deviation_pp"] == 0.306875
    assert found["deviation_from_baseline_pp"] == 0.2
    assert found["reported_change_pct"] == 2
    assert (found["verdict"], found["target_reached"]) == ("over", None)
    assert "5,9 prosent (sesong- og influensajustert, utgave desember 2019)" in result.sentence.nb
    assert (
        "0,2 prosentpoeng over nullpunktet på 5,7 prosent for 2018 (kilden oppgir om lag 2 prosent høyere)" in result.sentence.nb
    )
    assert "0,3 prosentpoeng over banen mot målet på 5,1 prosent i 2022" in result.sentence.nb


def test_observed_holds_what_was_known_and_not_the_old_method() -> None:
    found = made("2019-12-31").as_json()["observed"]

    assert [(item["period"], item["value"], item["vintage"]) for item in found] == [
        ("2018K4", 5.78, "2019-06"),
        ("2019K1", 5.9, "2019-06"),
        ("2019K3", 5.9, "2019-12"),
    ]


def test_a_figure_of_the_baseline_year_is_not_compared_with_it() -> None:
    result = made("2019-01-31")

    assert (result.measure, result.verdict, result.latest) == (OWN, "cannot_say", None)
    assert "ikke funnet tall etter nullpunktet for 2018" in result.sentence.nb
    assert result.as_json()["deviation_pp"] is None


def test_the_unadjusted_mean_takes_over_when_the_own_series_is_no_longer_found() -> None:
    """Mean of 2019K3-2020K2: (4.9 + 6.2 + 7.3 + 5.7) / 4 = 6.025; path 5.775 - 0.5775 * 6 / 16 = 5.5584375."""
    result = made("2022-04-30")
    found = result.as_json()

    assert (found["measure"], found["comparison"]) == (RAW, "four_quarter_mean")
    assert (found["baseline_value"], found["baseline_source"], found["target_value"]) == (5.775, "computed", 5.1975)
    assert (found["latest_period"], found["latest_value"], found["path_value"]) == ("2020K2", 6.025, 5.5584375)
    assert found["deviation_pp"] == 0.4665625
    assert found["own_measure_last_period"] == "2019K4"
    assert (
        "Serien som målet ble satt i (sesong- og influensajustert), er ikke funnet etter 4. kvartal 2019." in result.sentence.nb
    )


def test_until_another_series_has_later_figures_the_own_one_is_not_called_ended() -> None:
    result = made("2020-06-30")

    assert (result.measure, result.own_series_ended) == (OWN, None)
    assert "ikke funnet etter" not in result.sentence.nb


def test_an_incomplete_mean_is_told_as_n_of_four() -> None:
    result = made("2022-04-30")

    assert result.as_json()["incomplete"] == {"period": "2020K4", "quarters": 3, "of": 4}
    assert any("For 4. kvartal 2020 finnes 3 av 4 kvartaler" in caveat.nb for caveat in result.basis.caveats)
    assert result.as_json()["observed"][-1]["value"] is None
    assert result.as_json()["missing_quarters"] == ["2020K3"]


def test_a_measure_can_be_asked_for() -> None:
    assert made("2022-04-30", OWN).as_json()["latest_value"] == 6.0
    with pytest.raises(UserError) as raised:
        made("2022-04-30", "tull")
    assert raised.value.code == "unknown_measure"


def test_a_measure_without_a_baseline_has_no_target_level() -> None:
    rows = TABLES["observation"] + observed("seasonal", "V3", {"2019K4": 5.8})

    result = made("2022-04-30", "seasonal", observation=rows)

    assert (result.track.target_value, result.deviation_pp, result.verdict) == (None, None, "cannot_say")
    assert result.path == ()
    assert "Nullpunktet for 2018 er ikke funnet i denne måleserien" in result.sentence.nb


def test_a_baseline_is_computed_from_one_method_only() -> None:
    """Three quarters by the new method and one by the old one make no baseline."""
    mixed = [
        *observed(RAW, "HOURS", {"2018K1": 6.8, "2018K2": 5.5, "2018K3": 4.8}),
        *observed(RAW, "V1", {"2018K4": 6.0}),
        *observed(RAW, "HOURS", RAW_2019),
    ]

    result = made("2022-04-30", RAW, observation=mixed)

    assert result.track.baseline_value is None
    assert result.verdict == "cannot_say"


def test_the_corona_adjusted_series_never_takes_over() -> None:
    corona = target("T-CORONA", "seasonal_influenza_corona", 5.7)
    rows = TABLES["observation"] + observed("seasonal_influenza_corona", "HOURS", {"2022K1": 4.9})

    chosen = made("2022-06-30", target=[*TABLES["target"], corona], observation=rows)
    asked = made("2022-06-30", "seasonal_influenza_corona", target=[*TABLES["target"], corona], observation=rows)

    assert chosen.measure == RAW
    assert asked.verdict == "under"
    assert any("justert for korona" in caveat.nb for caveat in asked.basis.caveats)


def after_the_period(value):
    years = {f"{year}K{n}": value for year in (2020, 2021, 2022) for n in (1, 2, 3, 4)}
    return TABLES["observation"] + observed(RAW, "HOURS2", years)


LATER = {"vintage": [*TABLES["vintage"], vintage("HOURS2", "2023-02-28", "current_hours")]}


@pytest.mark.parametrize(
    ("value", "reached", "words"),
    [
        (5.1, True, "Målet på 5,2 prosent for 2022 er nådd i denne måleserien."),
        (6.1, False, "Målet på 5,2 prosent for 2022 er ikke nådd i denne måleserien."),
    ],
)
def test_after_the_target_period_it_is_said_whether_the_target_is_reached_in_the_series(value, reached, words) -> None:
    result = made("2023-03-01", **LATER, observation=after_the_period(value))

    assert result.target_reached is reached
    assert words in result.sentence.nb
    assert result.as_json()["target_period_value"] == value
    assert any(caveat.nb == "Måloppnåelse er ikke det samme som effekt av avtalen." for caveat in result.basis.caveats)


def test_a_prolonged_target_keeps_its_first_path() -> None:
    longer = target("T-NEXT", "not_stated", None, "2024", agreement_id="IA-2", decided_date=date(2022, 11, 2))

    before, after = (made(day, target=[*TABLES["target"], longer]) for day in ("2022-11-01", "2022-11-02"))

    assert (before.as_json()["target_period"], after.as_json()["target_period"]) == ("2022", "2024")
    assert before.as_json()["path"] == after.as_json()["path"]
    assert after.as_json()["path"][-1] == {"period": "2022K4", "value": 5.1975}
    assert any("videreført til 2024" in caveat.nb for caveat in after.basis.caveats)


def test_a_later_agreement_without_a_number_is_named() -> None:
    unquantified = target(
        "T-2025",
        "not_stated",
        None,
        "2028",
        is_quantified=False,
        change_pct=None,
        agreement_id="IA-3",
        decided_date=date(2025, 2, 12),
    )
    agreements = [
        {"agreement_id": "IA", "name_nb": "IA-avtalen 2019-2022", "name_en": "The IA agreement 2019-2022"},
        {"agreement_id": "IA-3", "name_nb": "IA-avtalen 2025-2028", "name_en": "The IA agreement 2025-2028"},
    ]

    result = made("2025-03-01", target=[*TABLES["target"], unquantified], agreement=agreements)

    assert any("For IA-avtalen 2025-2028 er det ikke funnet" in caveat.nb for caveat in result.basis.caveats)


@pytest.mark.parametrize(("value", "verdict"), [(5.6, "on_path"), (5.54, "under"), (5.65, "over")])
def test_the_verdict_follows_the_tolerance(value, verdict) -> None:
    """The path is 5.593125 in 2019K3; the tolerance is 0.05."""
    rows = [row | {"value": value} if row["period"] == "2019K3" else row for row in TABLES["observation"]]

    assert made("2019-12-31", observation=rows).verdict == verdict


def test_a_later_vintage_never_shows_before_its_day() -> None:
    rows = TABLES["observation"] + observed(OWN, "V3", {"2019K3": 5.8})

    assert made("2020-03-30", observation=rows).as_json()["latest_value"] == 5.9
    later = made("2020-03-31", observation=rows).as_json()
    assert [item["value"] for item in later["observed"] if item["period"] == "2019K3"] == [5.8]
    assert [(item["period"], item["value"]) for item in later["older_vintages"]] == [("2019K3", 5.9)]


def test_a_change_of_method_between_baseline_and_level_is_said() -> None:
    rows = TABLES["observation"] + observed(RAW, "SELF", {"2020K3": 5.2, "2020K4": 6.5})
    vintages = [*TABLES["vintage"], vintage("SELF", "2024-06-30", "current_self")]

    result = made("2024-07-01", observation=rows, vintage=vintages)

    assert result.latest is not None
    assert result.latest.period == "2020K4"
    assert result.as_json()["crosses_method_change"] is True
    assert any("ny egenmelding (2024)" in caveat.nb for caveat in result.basis.caveats)
    assert made("2022-04-30").as_json()["crosses_method_change"] is False


def test_a_single_quarter_is_no_baseline_for_a_mean_of_four() -> None:
    quarterly = [target("T", RAW, None, baseline_period="2018K2")]

    assert made("2022-04-30", RAW, target=quarterly).track.baseline_value is None


def test_without_a_target_the_series_stands_alone() -> None:
    result = made("2022-04-30", RAW, target=[])

    assert result.goal is None
    assert "Ingen tallfestede mål" in result.sentence.nb
    assert plain(result.as_json())["target_value"] is None
    assert result.table().height == 11


def test_the_page_cannot_say_whether_the_programme_changed_anything() -> None:
    for result in (made("2019-12-31"), made("2022-04-30"), made("2022-04-30", RAW, target=[])):
        assert any("kan ikke si om FoU-programmet har endret sykefraværet" in caveat.nb for caveat in result.basis.caveats)
        said = " ".join([result.sentence.nb, *(caveat.nb for caveat in result.basis.caveats)])
        assert not any(word in said for word in ("førte til", "bidro til", "virket", "reduserte"))


def test_every_measure_is_listed_with_its_own_level() -> None:
    found = {item["measure"]: item for item in made("2022-04-30").as_json()["measures"]}

    assert found[OWN]["target_value"] == 5.13
    assert found[OWN]["is_own_measure"] is True
    assert found[RAW]["target_value"] == 5.1975
    assert found["seasonal"]["target_value"] is None


def test_breaks_of_the_series_in_the_span_are_given() -> None:
    rows = [series_break("2015K1"), series_break("2018K4"), series_break("2021K1"), series_break("2023K1")]

    found = made("2022-04-30", series_break=rows).as_json()["breaks"]

    assert [item["from_period"] for item in found] == ["2018K4", "2021K1"]


def test_the_table_gives_path_and_difference_after_the_baseline_only() -> None:
    table = made("2019-12-31").table()

    assert table.get_column("period").to_list() == ["2018K4", "2019K1", "2019K3"]
    assert table.get_column("path_value").to_list() == [None, 5.664375, 5.593125]
    assert table.get_column("deviation_pp").to_list() == [None, 0.235625, 0.306875]
