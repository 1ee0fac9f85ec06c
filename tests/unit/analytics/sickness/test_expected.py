"""What was to be expected: one measure in all, what lies inside, what is said, and what is not."""

import json
from datetime import date
from decimal import Decimal

import pytest

from analytics.result import plain
from analytics.sickness import expected_tables
from analytics.sickness.expected import absence_expected
from analytics.sickness.expected_fit import Start, default_start
from analytics.sickness.expected_words import adjustment_sentence
from analytics.sickness.models.runs import quarter_at
from domain.errors import UserError
from domain.periods import quarter_index
from tests.unit.analytics.sickness.models.published import ABSENCE
from tests.unit.analytics.sickness.rows import observed, series, series_break, snapshot, target, vintage

RAW, SEASONAL = "unadjusted", "seasonal"
FIRST = quarter_index("2000K2")
NORWAY = {quarter_at(FIRST + place): float(value) for place, value in enumerate(ABSENCE)}
BREAKS = [
    series_break("2000K2", kind="start"),
    series_break("2002K4", kind="error", title="Feil rettet"),
    series_break("2004K3", kind="real", title="Ny regel"),
    series_break("2015K1", RAW, title="Nytt register"),
    series_break("2018K4", known="2019-03-20", title="Ny beregning"),
    series_break("2003K2", "self_certified"),
    series_break("2020K1", SEASONAL, title="Covid-19") | {"is_pandemic": True},
]
AGREEMENT = {
    "agreement_id": "IA", "kind": "agreement", "name_nb": "Avtalen", "name_en": "The agreement",
    "signed_date": date(2018, 12, 18),
}  # fmt: skip
BANNED = ("førte til", "bidro til", "virket", "reduserte", "caused", "led to", "reduced", "contributed to")


def tables(**more):
    base = {
        "target": [target("T-RAW", RAW, None)],
        "series": [series(RAW), series(SEASONAL), series("seasonal_influenza"), series(RAW, "self_certified")],
        "vintage": [vintage("V", "2022-04-30", "current_hours", "month"), vintage("W", "2024-11-21", "current_self")],
        "observation": [
            *observed(RAW, "V", {period: value for period, value in NORWAY.items() if period <= "2021K4"}),
            *observed(RAW, "W", {period: value for period, value in NORWAY.items() if period > "2021K4"}),
        ],
        "series_break": BREAKS,
    }
    return base | more


def made(as_of="2025-01-01", train_from=None, measure=None, absence_type="total", sex="both", **more):
    return absence_expected(
        snapshot(as_of, **tables(**more)), train_from=train_from, measure=measure, absence_type=absence_type, sex=sex
    )


@pytest.fixture(scope="module")
def norway():
    return made()


def test_baseline_target_and_outcome_are_in_the_same_measure(norway) -> None:
    """2018: (6.8 + 5.5 + 4.8 + 6.0) / 4 = 5.775, less ten per cent 5.1975. 2022: (8.3 + 6.3 + 5.4 + 7.1) / 4 = 6.775."""
    assert norway.main is not None
    assert (norway.main.no_change, norway.main.target, norway.main.outcome) == (
        Decimal("5.775"), Decimal("5.1975"), Decimal("6.775"),
    )  # fmt: skip
    assert norway.main.quarters == ("2022K1", "2022K2", "2022K3", "2022K4")
    assert norway.single is not None
    assert (norway.single.no_change, norway.single.target, norway.single.outcome) == (
        Decimal("6.0"), Decimal("5.4"), Decimal("7.1"),
    )  # fmt: skip


def test_the_models_learn_from_the_first_whole_year_after_the_break_that_leaves_ten_years(norway) -> None:
    """After the break of 2004K3: 2005K1, 56 quarters. The one of 2015K1 leaves 16, and an error that was corrected is none."""
    assert (norway.start.quarter, norway.start.quarters, norway.start.break_period) == ("2005K1", 56, "2004K3")
    assert [start.quarter for start in norway.starts] == ["2000K2", "2005K1", "2015K1"]
    assert norway.origin == "2018K4"
    assert max(norway.known.points) == "2018K4"


def test_three_of_four_models_hold_target_and_outcome(norway) -> None:
    found = norway.as_json()

    inside = {row["model"]: (row["compared"]["target_inside"], row["compared"]["outcome_inside"]) for row in found["models"]}
    assert inside == {
        "local_level": (True, True), "sarima": (True, True), "ets": (True, True), "ar_season": (False, False),
    }  # fmt: skip
    assert [found[f"models_holding_{name}"] for name in ("target", "outcome", "both")] == [3, 3, 3]
    assert found["verdict"] == "models_disagree"
    assert all(row["compared"]["no_change_inside"] for row in found["models"])
    single = {row["model"]: row["last_quarter"] for row in found["models"]}
    assert (round(single["local_level"]["low"], 2), round(single["local_level"]["high"], 2)) == (4.97, 7.19)


def test_the_sentence_says_what_may_be_said_and_no_more(norway) -> None:
    said = norway.sentence.nb

    assert "Framskrevet fra 4. kvartal 2018" in said
    assert "Målet på 5,2 prosent ligger innenfor 95-prosentintervallet i 3 av 4 modeller" in said
    assert "Utfallet på 6,8 prosent ligger innenfor i 3 av 4" in said
    assert "utviklingen alene kan ikke si noe om effekt av avtalen" in said
    assert "ikke en effekt" in norway.basis.caveats[0].nb


def test_no_text_credits_or_blames_anything(norway) -> None:
    results = [norway, made("2019-06-01"), made("2022-06-01"), made(train_from="2010K1"), made(absence_type="self_certified")]
    for result in results:
        texts = [result.sentence, result.shifts_sentence, *result.basis.caveats]
        said = " ".join(text.nb + " " + text.en for text in texts).lower()
        assert not [word for word in BANNED if word in said]


def test_the_mean_of_a_year_has_a_narrower_interval_than_its_last_quarter(norway) -> None:
    for row in norway.models:
        assert row.main.high / row.main.low < row.single.high / row.single.low


def test_the_path_begins_with_means_that_are_partly_known(norway) -> None:
    """The mean up to 2019K1 has three known quarters, 5.5 + 4.8 + 6.0; with 6.6 for the fourth it is 5.725."""
    period, first = norway.models[0].path[0]

    assert period == "2019K1"
    assert first.point == pytest.approx(5.725, abs=0.1)
    assert first.high - first.low < 0.4
    assert [period for period, _ in norway.models[0].path][-1] == "2022K4"


def test_other_starts_are_shown_and_one_with_too_few_quarters_says_so(norway) -> None:
    found = {row["train_from"]: row for row in norway.as_json()["sensitivity"]}

    assert set(found) == {"2000K2", "2015K1"}
    assert len(found["2000K2"]["models"]) == 4
    assert found["2015K1"]["reason"] == {"code": "too_short", "count": 16, "needed": 20}
    table = norway.table()
    assert table.filter(table["train_from"] == "2015K1").rows(named=True)[0]["reason"] == "too_short"
    assert table.filter(table["is_shown"]).height == 8


def test_a_start_can_be_chosen() -> None:
    found = made(train_from="2010K2")

    assert (found.start.quarter, found.start.rule, found.start.quarters) == ("2010K2", "chosen", 35)
    assert found.verdict == "none_holds_both"
    assert "Det sier ikke hvorfor" in found.sentence.nb
    assert {row.start.quarter for row in found.sensitivity} == {"2000K2", "2005K1", "2015K1"}


def test_a_start_before_the_series_is_its_start() -> None:
    assert made(train_from="1990K1").start.quarter == "2000K2"


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"train_from": "2019K1"}, "unknown_quarter"),
        ({"train_from": "2005"}, "unknown_quarter"),
        ({"train_from": "<b>"}, "unknown_quarter"),
        ({"measure": "raw"}, "unknown_measure"),
        ({"absence_type": "sick"}, "unknown_choice"),
        ({"sex": "x"}, "unknown_choice"),
    ],
)
def test_what_is_not_there_cannot_be_chosen(choice, code) -> None:
    with pytest.raises(UserError) as raised:
        made(**choice)
    assert raised.value.code == code


def test_before_the_outcome_is_known_only_the_target_is_compared() -> None:
    found = made("2022-06-01")

    assert found.verdict == "outcome_unknown"
    assert "Utfallet for 2022 er ikke kjent per 1. juni 2022: 0 av 4 kvartaler finnes" in found.sentence.nb
    assert found.as_json()["models_holding_outcome"] is None
    assert found.as_json()["models_holding_target"] == 3
    assert found.as_json()["models"][0]["compared"]["outcome_inside"] is None


def test_without_figures_up_to_the_baseline_nothing_is_expected() -> None:
    holiday = [vintage("H", "2018-12-06", "holiday_corrected")]
    values = {period: value for period, value in NORWAY.items() if period <= "2018K3"}

    found = made("2019-12-31", vintage=holiday, observation=observed(RAW, "H", values))

    assert found.verdict == "not_enough_data"
    assert found.why_not.reason == "gap_at_origin"
    assert "finnes det ikke tall for 4. kvartal 2018" in found.sentence.nb
    assert found.table().is_empty()
    assert found.as_json()["models"] == []


def test_a_method_without_the_baseline_never_stands_in_for_it() -> None:
    """By the holiday corrected method the series is long, by the present one it starts in 2018: they are not joined."""
    rows = [
        *observed(RAW, "H", {period: value + 1 for period, value in NORWAY.items() if period <= "2018K3"}),
        *observed(RAW, "V", {period: value for period, value in NORWAY.items() if "2018K1" <= period <= "2021K4"}),
    ]
    vintages = [vintage("H", "2018-12-06", "holiday_corrected"), vintage("V", "2022-04-30", "current_hours", "month")]

    found = made(observation=rows, vintage=vintages)

    assert (found.why_not.reason, found.why_not.count) == ("too_short", 4)
    assert found.main.no_change == Decimal("5.775")


def test_the_models_learn_by_the_method_of_the_baseline_alone() -> None:
    """A newer vintage by another method holds some early quarters at another level; the baseline's own method has them all."""
    rows = [
        *tables()["observation"],
        *observed(RAW, "X", {period: NORWAY[period] + 1 for period in ("2006K1", "2010K3")}),
    ]
    vintages = [*tables()["vintage"], vintage("X", "2023-01-01", "current_self")]

    found = made(observation=rows, vintage=vintages)

    assert found.known.methods == ("current_hours",)
    assert float(found.known.points["2006K1"].value) == NORWAY["2006K1"]


def test_several_methods_are_told_when_the_baselines_own_is_short() -> None:
    rows = [
        *observed(RAW, "O", {period: value for period, value in NORWAY.items() if period <= "2014K4"}),
        *observed(RAW, "V", {period: value for period, value in NORWAY.items() if "2015K1" <= period <= "2021K4"}),
    ]
    vintages = [vintage("O", "2021-01-01", "current"), vintage("V", "2022-04-30", "current_hours", "month")]

    found = made(observation=rows, vintage=vintages)

    assert found.known.methods == ("current", "current_hours")
    assert any("er etter flere metoder" in caveat.nb for caveat in found.basis.caveats)


def test_an_outcome_by_another_method_is_told(norway) -> None:
    assert norway.outcome_methods == ("current_self",)
    assert any("Noe av forskjellen kan komme av metodeendringen" in caveat.nb for caveat in norway.basis.caveats)


def test_the_pandemic_in_the_period_ahead_is_told(norway) -> None:
    assert any("Ingen av modellene kjente pandemien" in caveat.nb for caveat in norway.basis.caveats)
    without = made(series_break=BREAKS[:-1])
    assert not any("pandemien" in caveat.nb for caveat in without.basis.caveats[1:])


def test_a_gap_is_carried_and_told_and_smoothing_says_that_it_cannot() -> None:
    rows = [row for row in tables()["observation"] if row["period"] not in ("2007K2", "2012K4")]

    found = made(observation=rows)

    states = {row.name: row.fit.state for row in found.models}
    assert states == {"local_level": "ok", "sarima": "ok", "ets": "not_computed", "ar_season": "ok"}
    assert any("2. kvartal 2007 og 4. kvartal 2012" in caveat.nb for caveat in found.basis.caveats)
    assert "i 2 av 3 modeller" in found.sentence.nb
    assert "Ikke beregnet: modellen tåler ikke hull" in expected_tables.models(found, "nb")["state"].to_list()[2]


def test_a_long_gap_ends_the_series_backwards() -> None:
    rows = [row for row in tables()["observation"] if not "2006K1" <= row["period"] <= "2007K4"]

    found = made(observation=rows)

    assert found.starts[0].quarter == "2008K1"


def test_the_target_is_not_for_parts() -> None:
    rows = [
        row | {"series_id": "unadjusted-self_certified", "value": round(row["value"] / 5, 3)} for row in tables()["observation"]
    ]

    found = made(absence_type="self_certified", observation=rows)

    assert found.verdict == "no_target"
    assert found.main.target is None
    assert found.main.no_change == Decimal("1.155")
    assert any("Avtalens mål gjelder hele sykefraværet" in caveat.nb for caveat in found.basis.caveats)
    assert "egenmeldt, ikke justert" in found.sentence.nb
    assert found.as_json()["models_holding_target"] is None


def test_an_adjusted_measure_is_not_adjusted_again_and_its_quarter_is_compared() -> None:
    smooth = {period: round(5.6 + 0.3 * ((quarter_index(period) * 7) % 5) / 5, 2) for period in NORWAY}
    rows = observed(SEASONAL, "V", {period: value for period, value in smooth.items() if period <= "2021K4"})

    found = made("2022-06-01", measure=SEASONAL, observation=rows)

    assert found.shifts.adjusted is None
    assert found.single is None
    assert (found.main.comparison, found.main.period) == ("quarter", "2022K4")
    expected = sum(smooth[f"2018K{number}"] for number in (1, 2, 3, 4)) / 4
    assert float(found.main.no_change) == pytest.approx(expected)
    assert all("ma.S.L4" not in row.fit.parameters for row in found.models)


@pytest.mark.parametrize("change", [lambda _: 0.0, lambda value: -value])
def test_figures_without_a_logarithm_are_refused(change) -> None:
    rows = [row | ({"value": change(row["value"])} if row["period"] == "2010K1" else {}) for row in tables()["observation"]]

    found = made(observation=rows)

    assert found.why_not.reason == "non_positive"
    assert "null eller lavere" in found.sentence.nb
    assert found.shifts.why_not is not None


def test_a_series_that_never_varies_is_refused() -> None:
    found = made(observation=observed(RAW, "V", dict.fromkeys(NORWAY, 5.0)))

    assert found.why_not.reason == "no_variation"
    assert found.shifts.why_not.reason == "no_variation"


def test_without_a_target_there_is_nothing_to_project_towards() -> None:
    found = made(target=[])

    assert found.why_not.reason == "no_goal"
    assert found.shifts.shifts
    assert made("2022-06-01", observation=[]).verdict == "not_enough_data"


def test_shifts_stand_with_what_is_known_nearby(norway) -> None:
    found = norway.as_json()["level_shifts"]

    assert [shift["last_before"] for shift in found["shifts"]] == ["2004K2", "2011K2", "2021K1"]
    assert [event["title"].nb for event in found["shifts"][0]["events"]] == ["Ny regel"]
    assert found["shifts"][1]["events"] == []
    assert found["shifts"][2]["is_at_edge"]
    assert found["shifts"][0]["before"] > found["shifts"][0]["after"]
    assert found["number_by_bic"] == 3
    assert "sier ikke at det henger sammen" in norway.shifts_sentence.nb
    assert "Antallet er usikkert: BIC gir 3" in norway.shifts_sentence.nb


def test_the_signing_of_an_agreement_stands_by_a_shift_as_a_date_only() -> None:
    step = {period: value if period <= "2018K4" else value * 1.3 for period, value in NORWAY.items()}

    found = made(observation=observed(RAW, "V", step), agreement=[AGREEMENT])

    last = found.shifts.shifts[-1]
    assert last.last_before == "2018K4"
    assert ("agreement_signed", "2018K4") in [(event.kind, event.period) for event in last.events]
    assert "4. kvartal 2018: Avtalen inngått" in expected_tables.shifts(found, "nb")["events"].to_list()[-1]


def test_own_adjustment_is_told_with_its_agreement() -> None:
    rows = [*tables()["observation"], *observed(SEASONAL, "V", {"2010K1": 6.4, "2010K2": None, "2010K3": 6.3})]

    found = made(observation=rows)

    said = adjustment_sentence(found).nb
    assert "beregnet her" in said
    assert "I de 2 kvartalene der SSB har eget tall" in said
    assert found.as_json()["level_shifts"]["adjusted_here"]["agreement_quarters"] == 2


def test_the_default_start_without_ten_years_is_the_longest() -> None:
    starts = (Start("2010K1", 36, "series"), Start("2015K1", 16, "break", "2015K1"))

    assert default_start(starts).quarter == "2010K1"


def test_everything_can_be_written_as_json_and_csv(norway) -> None:
    for result in (norway, made("2019-06-01"), made(train_from="2015K1")):
        assert json.loads(json.dumps(plain(result.as_json()), allow_nan=False))
        assert result.table().write_csv().startswith("train_from,")


def test_tables_to_read_are_in_words(norway) -> None:
    table = expected_tables.models(norway, "nb")

    assert table["model"].to_list() == ["Lokalt nivå", "SARIMA", "ETS", "AR(1) med sesong"]
    assert table["target"].to_list() == ["Innenfor", "Innenfor", "Innenfor", "Utenfor"]
    assert expected_tables.last_quarter(norway, "en")["outcome"].to_list() == ["Inside", "Inside", "Inside", "Outside"]
    starts = expected_tables.other_starts(norway, "nb").filter(train_from="2015K1")
    assert starts["state"].to_list() == ["Ikke beregnet: metoden trenger minst 20 kvartaler med tall, og det finnes 16"]
    assert expected_tables.shifts(norway, "nb")["last_before"].to_list()[0] == "2. kvartal 2004"
    assert expected_tables.other_trimmings(norway, "nb")["trimming"].to_list() == [10, 20]
    assert expected_tables.paths(norway, "nb").height == 4 * 16 + len(norway.history)
