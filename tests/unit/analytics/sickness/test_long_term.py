"""The page of long and repeated sick leave: what is old is said to be old, and what is missing is named."""

import json
from datetime import date

import pytest

from analytics.sickness import long_term_tables as tables
from analytics.sickness import long_term_words as words
from analytics.sickness.long_term import PANELS, long_term
from tests.unit.analytics.sickness.long_term_rows import OLDER, VINTAGE, durations, figures, told
from tests.unit.analytics.sickness.rows import series_break, snapshot

SHARES = {"A": 50, "B": 100, "C": 250, "D": 200, "E": 250, "F": 150}


def parameter(name, value, unit="dager"):
    return {"parameter_id": name, "name": name, "value": value, "unit": unit, "valid_from": date(2000, 1, 1), "text_nb": "-",
            "text_en": "-"}  # fmt: skip


LAG = parameter("absence_release_lag_days", 60)
WEEKS = parameter("absence_long_weeks", 16, "uker")


def full(period="2026K1"):
    """Every panel with figures, the durations for `period` and the year before."""
    before = f"{int(period[:4]) - 1}{period[4:]}"
    made = durations({code: {before: value, period: value} for code, value in SHARES.items()})
    series = [
        *made["series"],
        told("R", "recurrence_pct", "prosent", kind="recurrence", group="6 eller flere på tre år"),
        told("G", "graded_pct", "prosent", kind="graded", group="alle"),
        told("X", "exhausted_rights", "antall"),
        told("S", "sick_pay_days", "dager"),
        told("L", "absence_days", "dagsverk", kind="diagnosis", division="Diagnose", code="L", group="Muskel og skjelett"),
        told("P", "absence_days", "dagsverk", kind="diagnosis", division="Diagnose", code="P", group="Psykiske lidelser"),
        told("T", "absence_days", "dagsverk", kind="diagnosis", division="Diagnose", code="X", group="I alt"),
        told("W", "new_sick_listings", "antall"),
    ]
    rows = [*made["observation"], *figures("R", {"2025": 9}), *figures("G", {before: 20, period: 22})]
    rows += figures("X", {before: 9000, period: 9900}) + figures("S", {period: 8_000_000})
    rows += figures("L", {period: 300}) + figures("P", {period: 400}) + figures("T", {period: 1000})
    rows += figures("W", {"2025U20": 100, "2026U20": 110})
    return {"series": series, "observation": rows, "vintage": [VINTAGE, OLDER], "parameter": [LAG, WEEKS]}


def made(as_of="2026-06-30", **more):
    return long_term(snapshot(as_of, **full() | more))


def needs(result):
    return {need.key: need.state for need in result.needs}


def test_every_panel_has_its_sentence_period_and_age() -> None:
    found = made()

    assert {name: panel.period for name, panel in found.panels.items()} == {
        "duration": "2026K1", "recurrence": "2025", "graded": "2026K1", "exhausted": "2026K1", "diagnosis": "2026K1",
        "weekly": "2026U20",
    }  # fmt: skip
    assert not any(panel.is_old for panel in found.panels.values())
    assert found.panels["duration"].age.nb == "Siste tall: 1. kvartal 2026."


@pytest.mark.parametrize(("name", "start"), [
    ("duration", "I 1. kvartal 2026 sto gruppen «Over 39 uker» for 15,0 prosent (sykefraværsdagsverk)."),
    ("recurrence", "Gjentakende fravær, «6 eller flere på tre år»: 9 prosent i 2025"),
    ("graded", "I 1. kvartal 2026 var 22,0 prosent gradert (andel gradert). Det er 2,0 prosentpoeng høyere enn i"),
    ("exhausted", "I 1. kvartal 2026 hadde 9\u202f900 personer brukt opp sykepengerettigheten. Det er 900 høyere enn"),
    ("diagnosis", "I 1. kvartal 2026 var de største gruppene «Psykiske lidelser» med 40,0 prosent og «Muskel og skjelett»"),
    ("weekly", "I uke 20 i 2026 var det 110 nye sykmeldte. I uke 20 i 2026 var det 110, mot 100 i samme uke i 2025."),
])  # fmt: skip
def test_sentences_say_the_numbers(name, start) -> None:
    assert made().panels[name].sentence.nb.startswith(start)


def test_the_share_above_the_limit_is_not_made_from_a_group_that_crosses_it() -> None:
    found = made()

    assert "«8-20 uker» går over grensen. Nærmeste grense er 20 uker: fravær over den sto for 40,0 prosent" in (
        found.panels["duration"].sentence.nb
    )
    assert needs(found)["long_share"] == "cannot_be_made"
    (above,) = found.as_json()["panels"]["duration"]["above_limit"]
    assert (above["share_pct"], above["crossing_group"], above["nearest_share_pct"]) == (None, "8-20 uker", 40.0)


def test_another_limit_may_be_made() -> None:
    found = made(parameter=[LAG, parameter("absence_long_weeks", 20, "uker")])

    assert "Fravær over 20 uker sto for 40,0 prosent i 1. kvartal 2026." in found.panels["duration"].sentence.nb
    assert needs(found)["long_share"] == "fresh"
    assert [value.nb for _, value, _ in words.key_figures(found)][1] == "40,0 prosent"


def test_without_a_recorded_limit_nothing_is_called_long() -> None:
    found = made(parameter=[LAG])

    assert found.limit_days is None
    assert "uker" not in found.panels["duration"].sentence.nb.replace("Over 39 uker", "")
    assert needs(found)["long_share"] == "not_defined"


def test_old_figures_are_said_to_be_old() -> None:
    found = made(as_of="2038-06-30")

    assert all(panel.is_old for panel in found.panels.values())
    assert found.panels["duration"].age.nb == (
        "Siste tall funnet: 1. kvartal 2026. Det er 12 år gammelt og viser ikke dagens nivå."
    )
    assert set(needs(found).values()) == {"old", "cannot_be_made", "not_found", "not_defined"}


def test_months_are_told_while_it_is_less_than_a_year() -> None:
    assert (
        made(as_of="2026-12-31")
        .panels["duration"]
        .age.nb.startswith("Siste tall funnet: 1. kvartal 2026. Det er 9 måneder gammelt")
    )


def test_what_is_missing_is_named() -> None:
    found = made()

    assert needs(found) == {
        "duration": "fresh", "long_share": "cannot_be_made", "recurrence": "fresh", "graded": "fresh", "sick_pay": "fresh",
        "exhausted": "fresh", "aap": "not_found", "diagnosis": "fresh", "weekly": "fresh", "drop_out": "not_defined",
        "industry_target": "not_defined",
    }  # fmt: skip
    assert "Av 11 størrelser" in found.sentence.nb
    assert "oppdaterte tall for 7 og eldre tall for 0. For 4 er det ingen tall." in found.sentence.nb


def test_an_unquantified_target_is_an_indicator_not_defined() -> None:
    target = {"target_id": "T", "agreement_id": "IA", "indicator": "drop_out", "measure": "not_stated", "target_period": "2022"}
    unquantified = made(target=[target | {"is_quantified": False}])
    quantified = made(target=[target | {"is_quantified": True}])

    assert needs(unquantified)["drop_out"] == "not_defined"
    assert next(need for need in unquantified.needs if need.key == "drop_out").note.nb == "Målet er ikke tallfestet i avtalen."
    assert needs(quantified)["drop_out"] == "not_found"


def test_figures_of_drop_out_fill_their_need() -> None:
    tables_with = full()
    tables_with["series"].append(told("D", "drop_out", "prosent"))
    tables_with["observation"] += figures("D", {"2025": 3})

    assert needs(long_term(snapshot("2026-06-30", **tables_with)))["drop_out"] == "fresh"


def test_with_nothing_known_every_panel_says_so() -> None:
    found = made(observation=[])

    assert [panel.rows for panel in found.panels.values()] == [()] * len(PANELS)
    assert all(panel.sentence.nb.startswith("Ingen ") for panel in found.panels.values())
    assert len(found.table()) == 0
    assert words.key_figures(found) == []


def test_breaks_between_the_two_periods_are_told() -> None:
    found = made(series_break=[series_break("2025K3", kind="definition"), series_break("2024K1")])

    assert "brudd i serien eller endrede regler fra 3. kvartal 2025." in found.panels["duration"].sentence.nb


def test_no_sentence_says_why() -> None:
    for text in (made().sentence, *(panel.sentence for panel in made().panels.values())):
        assert not any(word in text.nb.lower() for word in ("førte til", "bidro", "virket", "reduserte", "skyldes"))


def test_json_and_table_hold_the_same_figures() -> None:
    found = made()
    told_json = json.loads(json.dumps(found.as_json()))

    assert sum(len(panel["rows"]) for panel in told_json["panels"].values()) == len(found.table())
    row = told_json["panels"]["duration"]["rows"][0]
    assert (row["group"], row["period"], row["value"], row["share_pct"], row["unit"], row["state"], row["vintage"]) == (
        "1-7 dager", "2026K1", 50.0, 5.0, "dagsverk", "value", "2026-05-30",
    )  # fmt: skip


def test_each_division_is_a_panel_of_its_own() -> None:
    found = made()
    item = found.durations[0]

    assert len(found.divisions) == len(found.durations) + len(found.diagnoses)
    assert found.divisions[item.key].sentence == found.panels["duration"].sentence


def test_tables_are_in_the_words_of_the_reader() -> None:
    found = made()

    assert tables.distribution(found.durations[0], "nb").row(0, named=True) == {
        "group": "1-7 dager", "latest": 5.0, "earliest": 5.0, "figure": 50.0, "state": "Verdi", "vintage": "30. mai 2026",
    }  # fmt: skip
    assert found.listings is not None
    assert tables.weeks(found.listings).rows() == [(20, 110.0, 100.0)]
    assert tables.needs(found.needs, "en").row(1, named=True)["state"] == "Cannot be made"
