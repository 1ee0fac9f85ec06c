"""The report `power`: studies as they stand in the data, what is missing, the verdict, and a planned study by choices."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.evidence.power.result import Power, power
from analytics.evidence.power.tables import facts_frame, found_frame, studies_frame
from analytics.evidence.power.words import study_sentence, verdict_text
from analytics.result import plain
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.tables import Role

AS_OF = date(2023, 6, 30)
Row = dict[str, Any]
TAGS: list[Row] = [
    {"tag_id": "D-EXP", "kind": "design", "name_nb": "Eksperiment", "name_en": "Experiment"},
    {"tag_id": "D-RCT", "kind": "design", "parent_id": "D-EXP", "name_nb": "RCT", "name_en": "RCT", "sms_start": 5},
    {"tag_id": "D-CRCT", "kind": "design", "parent_id": "D-EXP", "name_nb": "Klynge", "name_en": "Cluster", "sms_start": 5},
    {"tag_id": "EGEN", "kind": "design", "parent_id": "D-CRCT", "name_nb": "Egen", "name_en": "Own", "sms_start": 5},
    {"tag_id": "D-QUASI", "kind": "design", "name_nb": "Kvasi", "name_en": "Quasi"},
    {"tag_id": "D-DID", "kind": "design", "parent_id": "D-QUASI", "name_nb": "DiD", "name_en": "DiD", "sms_start": 3},
    {"tag_id": "D-IV", "kind": "design", "parent_id": "D-QUASI", "name_nb": "IV", "name_en": "IV", "sms_start": 4},
    {"tag_id": "D-QUAL", "kind": "design", "name_nb": "Kvalitativ", "name_en": "Qualitative"},
]
PARAMETERS: list[Row] = [
    {"parameter_id": name, "name": name, "value": value, "unit": "prosent", "valid_from": date(2019, 1, 1), "text_nb": "t",
     "text_en": "t"}
    for name, value in (("smallest_effect_pct", 5), ("mde_power", 80), ("mde_alpha", 5))
]  # fmt: skip
CLUSTER: Row = {
    "study_id": "S1", "project_id": "P1", "design_id": "D-CRCT", "outcome": "register_absence",
    "outcome_nb": "Fravær <b>ærlig</b>",
    "n_clusters_treated": 20, "n_clusters_control": 20, "cluster_size_mean": 25.0, "cluster_size_cv": 0.4, "icc": 0.02,
    "baseline_value": 8.0, "standard_deviation": 14.0, "unit_nb": "prosent", "attrition_pct": 10,
    "known_date": date(2022, 1, 1),
}  # fmt: skip
INPUTS = {
    "n_clusters_treated": "clusters_treated", "n_clusters_control": "clusters_control", "cluster_size_mean": "size",
    "cluster_size_cv": "cv", "icc": "icc", "baseline_value": "baseline", "standard_deviation": "sd", "attrition_pct": "attrition",
}  # fmt: skip


def snapshot(*studies: Row, as_of: date = AS_OF, role: Role = "owner", **tables: Any) -> Snapshot:
    projects = [{"project_id": name, "programme_id": "P", "title_nb": f"Ærlig prosjekt {name}"} for name in ("P1", "P2")]
    whole = {"project": projects, "tag": TAGS, "parameter": PARAMETERS, "study": list(studies), **tables}
    return Snapshot.from_rows(as_of, whole, role=role)


def one(row: Row, **tables: Any) -> Any:
    made = power(snapshot(row, **tables), {"id": row["study_id"]})
    assert len(made.studies) == 1
    return made.studies[0]


def test_no_studies_is_said_and_the_calculator_still_works() -> None:
    made = power(snapshot())

    assert made.studies == ()
    assert made.sentence.nb == (
        "Ingen studie er beskrevet slik at styrken kan regnes ut per 30. juni 2023. Kalkulatoren kan brukes."
    )
    assert made.table().is_empty()
    assert made.curve == ()
    json.dumps(plain(made.as_json()))


def test_a_cluster_trial_by_hand() -> None:
    """m = 22.5, effect 1 + (1.16 · 22.5 − 1) 0.02 = 1.502, se = √(1.502 / 22.5 · 2/20) = 0.081707, t with 38 df: 2.8765."""
    study = one(CLUSTER)

    made = study.calculation
    assert made.precision.design_effect == pytest.approx(1.502)
    assert made.precision.se == pytest.approx(0.0817, abs=1e-4)
    assert made.precision.df == 38
    assert made.detectable.sd == pytest.approx(0.2350, abs=5e-4)
    assert made.detectable.units == pytest.approx(3.290, abs=7e-3)
    assert made.detectable.pct == pytest.approx(41.1, abs=0.1)
    assert study.verdict == "cannot"
    assert study_sentence(study, 5.0).nb == (
        "Studien S1 kan oppdage en endring på 41,1 prosent av utgangsnivået (3,3 prosentpoeng); den minste som betyr noe, er 5. "
        "Mindre endringer kan finnes uten at studien ser dem."
    )
    assert study.no_man_days == "no_agreed_days"


def test_a_large_trial_can() -> None:
    study = one(CLUSTER | {"n_clusters_treated": 3000, "n_clusters_control": 3000})

    assert study.verdict == "can"
    assert verdict_text(study).as_dict() == {"nb": "kan oppdage", "en": "can detect"}
    assert study_sentence(study, 5.0).nb.endswith("Den kan altså oppdage den minste endringen som betyr noe.")


@pytest.mark.parametrize("column", INPUTS)
def test_each_missing_fact_is_named(column: str) -> None:
    study = one(CLUSTER | {column: None})

    assert study.verdict == "missing"
    assert study.missing == (INPUTS[column],)
    assert verdict_text(study).nb.startswith("mangler opplysninger: ")
    if column == "baseline_value":
        assert study.calculation.detectable.units == pytest.approx(3.290, abs=7e-3)
        assert study.calculation.detectable.pct is None
        assert "Den kan oppdage en endring på 3,3 prosentpoeng." in study_sentence(study, 5.0).nb
    else:
        assert study.calculation is None


def test_zero_is_not_missing() -> None:
    study = one(CLUSTER | {"cluster_size_cv": 0.0, "icc": 0.0, "attrition_pct": 0})

    assert study.missing == ()
    assert study.calculation.precision.design_effect == 1


def test_a_value_that_cannot_be_computed_with_is_named() -> None:
    study = one(CLUSTER | {"standard_deviation": 0.0})

    assert study.missing == ("usable_sd",)
    assert study.verdict == "missing"


def test_cluster_size_from_persons_is_told() -> None:
    study = one(CLUSTER | {"cluster_size_mean": None, "n_individuals": 1000})

    assert study.calculation.inputs.size == 25
    assert "size_from_people" in study.assumptions


def test_persons_without_groups_are_split_in_two_and_it_is_told() -> None:
    study = one(CLUSTER | {"design_id": "D-RCT", "n_individuals": 2600, "n_clusters_treated": None})

    assert (study.calculation.inputs.n_treated, study.calculation.inputs.n_control) == (1300, 1300)
    assert study.assumptions == ("equal_groups", "no_covariates")


@pytest.mark.parametrize(
    ("design", "verdict", "missing"),
    [("D-IV", "missing", ("first_stage",)), ("D-EXP", "missing", ("design",)), ("D-QUAL", "not_effect", ()),
     (None, "missing", ("design",)), ("UKJENT", "missing", ("design",)), ("EGEN", "cannot", ())],
)  # fmt: skip
def test_designs_that_no_formula_is_for(design: str | None, verdict: str, missing: tuple[str, ...]) -> None:
    own = {"tag_id": "UKJENT", "kind": "design", "name_nb": "U", "name_en": "U", "sms_start": 2}
    study = one(CLUSTER | {"design_id": design}, tag=[*TAGS, own])

    assert (study.verdict, study.missing) == (verdict, missing)


def test_difference_in_differences_needs_periods_and_then_is_simulated() -> None:
    row = CLUSTER | {"design_id": "D-DID", "n_clusters_treated": 6, "n_clusters_control": 10}

    assert one(row).missing == ("periods_before", "periods_after", "correlation")
    study = one(row | {"n_periods_before": 6, "n_periods_after": 6, "autocorrelation": 0.6})
    assert study.calculation.simulated.runs == 1000
    assert study.verdict == "cannot"


def test_shares_and_days_are_recognised_by_their_unit() -> None:
    share = one(CLUSTER | {"outcome": "return_to_work", "standard_deviation": None, "baseline_value": 70.0})
    days = one(CLUSTER | {"unit_nb": "dagsverk", "outcome_months": 6, "baseline_value": 10.0})

    assert share.kind == "share"
    assert share.calculation.inputs.direction == "higher"
    assert share.no_man_days == "not_sick_leave"
    assert days.kind == "days"
    assert days.calculation.detectable.man_days == pytest.approx(2 * days.calculation.detectable.units)
    assert "negative_binomial" in days.assumptions


def test_man_days_when_agreed_days_are_known() -> None:
    agreed = {"parameter_id": "a", "name": "agreed_man_days_per_year", "value": 200, "unit": "dagsverk",
              "valid_from": date(2019, 1, 1), "text_nb": "t", "text_en": "t"}  # fmt: skip
    study = one(CLUSTER, parameter=[*PARAMETERS, agreed])

    assert study.calculation.detectable.man_days == pytest.approx(study.calculation.detectable.units * 2)
    assert study.no_man_days is None


def test_without_the_smallest_effect_nothing_is_judged() -> None:
    study = one(CLUSTER, parameter=PARAMETERS[1:])

    assert study.verdict == "missing"
    assert study.missing == ("smallest_effect",)


def test_findings_are_listed_and_marked_but_never_put_together() -> None:
    findings = [
        {"finding_id": "F1", "project_id": "P1", "text_nb": "t", "outcome": "register_absence", "direction": "lower",
         "estimate": -0.8, "interval_low": -3.4, "interval_high": 1.8, "unit_nb": "prosentpoeng",
         "reported_date": date(2023, 1, 1)},
        {"finding_id": "F2", "project_id": "P2", "text_nb": "t", "outcome": "register_absence", "direction": "lower",
         "estimate": -3.4, "unit_nb": "dager", "reported_date": date(2023, 2, 1)},
        {"finding_id": "F3", "project_id": "P2", "text_nb": "t", "outcome": "health", "direction": "lower", "estimate": 1.0,
         "reported_date": date(2023, 2, 1)},
        {"finding_id": "F4", "project_id": "P2", "text_nb": "t", "outcome": "register_absence", "direction": "lower",
         "reported_date": date(2023, 2, 1)},
        {"finding_id": "F5", "project_id": "P2", "text_nb": "t", "outcome": "register_absence", "direction": "lower",
         "estimate": 9.0, "reported_date": date(2024, 2, 1)},
    ]  # fmt: skip
    study = one(CLUSTER, finding=findings)

    assert [(item.finding_id, item.is_own, item.same_unit) for item in study.findings] == [
        ("F1", True, True),
        ("F2", False, False),
    ]
    assert found_frame(study, "nb").select("finding", "interval", "own").rows() == [
        ("F1", "−3,4 til 1,8", "ja"),
        ("F2", None, "nei"),
    ]


def test_a_study_is_not_known_before_its_date() -> None:
    assert power(snapshot(CLUSTER, as_of=date(2021, 12, 31))).studies == ()


def test_the_sentence_counts_the_verdicts() -> None:
    rows = [CLUSTER, CLUSTER | {"study_id": "S2", "icc": None}, CLUSTER | {"study_id": "S3", "design_id": "D-QUAL"},
            CLUSTER | {"study_id": "S4", "n_clusters_treated": 3000, "n_clusters_control": 3000}]  # fmt: skip
    made = power(snapshot(*rows))

    assert made.by_verdict == {"can": 1, "cannot": 1, "missing": 1, "not_effect": 1}
    assert made.sentence.nb == (
        "4 studier er beskrevet. 1 kan oppdage en endring på 5 prosent av utgangsnivået, den minste som betyr noe. "
        "De andre: 1 kan ikke oppdage den, 1 mangler opplysninger og 1 sier ikke noe om effekt."
    )
    assert power(snapshot(CLUSTER)).sentence.nb.startswith("Én studie er beskrevet. Ingen kan oppdage en endring på 5 prosent")
    assert studies_frame(made, "nb").get_column("verdict").to_list() == [
        "○ kan ikke oppdage", "? mangler opplysninger", "– sier ikke noe om effekt", "● kan oppdage",
    ]  # fmt: skip
    assert ("Hvor like personer i samme klynge er (ICC)", "mangler") in facts_frame(made.studies[1], "nb").rows()
    json.dumps(plain(made.as_json()))


def test_studies_of_an_instrument() -> None:
    links = [{"project_id": "P1", "instrument_id": "I", "project_instrument_id": "X"}]
    rows = [CLUSTER, CLUSTER | {"study_id": "S2", "project_id": "P2"}]
    held = snapshot(*rows, project_instrument=_fitting("project_instrument", links))

    assert [study.study_id for study in power(held, {"instrument": "I"}).studies] == ["S1"]
    assert power(held, {"instrument": "ANNET"}).studies == ()


def _fitting(name: str, rows: list[Row]) -> list[Row]:
    from domain.tables import TABLES

    known = {column.name for column in TABLES[name].columns}
    return [{key: value for key, value in row.items() if key in known} for row in rows]


def test_an_unknown_id_is_told() -> None:
    with pytest.raises(UserError, match=r"Det finnes ingen studie som heter «Å\?» på denne datoen"):
        power(snapshot(CLUSTER), {"id": "Å?"})


def test_a_role_without_access_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    held = snapshot(CLUSTER, role="public")
    monkeypatch.setattr(Snapshot, "can_see", lambda _self, table: table.name != "study")

    made = power(held, {"id": "S1"})

    assert made.is_hidden
    assert made.studies == ()
    assert made.sentence.nb == "Opplysningene om studiene vises ikke for din rolle. Kalkulatoren kan brukes."


CHOICES = {
    "design": "cluster", "outcome_kind": "percent", "clusters_treated": "20", "clusters_control": "20", "size": "25", "cv": "0,4",
    "icc": "0,02", "sd": "14", "baseline": "8", "attrition": "10",
}  # fmt: skip


def test_a_planned_study_gives_the_same_as_the_study_in_the_data() -> None:
    made = power(snapshot(CLUSTER), CHOICES)

    assert made.planned is not None
    assert made.planned.detectable == made.studies[0].calculation.detectable  # type: ignore[union-attr]
    assert made.sentence.nb.startswith(
        "Med 40 klynger kan studien oppdage en endring på 41,1 prosent av utgangsnivået (3,3 prosentpoeng) med 80 prosent "
        "sannsynlighet. Den kan ikke oppdage en endring på 5 prosent, den minste som betyr noe. Det ville kreve om lag "
    )
    assert made.table().columns == ["count", "units", "pct"]
    assert made.table().filter(pl.col("count") == 40).get_column("units")[0] == pytest.approx(made.planned.detectable.units)  # type: ignore[union-attr]
    json.dumps(plain(made.as_json()))


def test_another_wanted_change_and_other_demands() -> None:
    made = power(snapshot(), {**CHOICES, "effect": "50", "power": "90", "alpha": "1", "agreed_days": "200"})

    assert made.planned is not None and made.planned.detectable is not None
    assert made.planned.inputs.power == 0.9
    assert made.planned.wanted_units == 4.0
    assert made.planned.detectable.man_days == pytest.approx(made.planned.detectable.units * 2)
    assert "den minste det spørres om" in made.sentence.nb


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(UserError) as caught:
        power(snapshot(), {"design": "klynge", "outcome_kind": "percent", "icc": "høy", "clusters_treated": "2,5",
                           "attrition": "99", "sd": "0"})  # fmt: skip

    text = caught.value.nb
    for part in ("Designet «klynge» finnes ikke", "«høy» er ikke et tall", "«2,5» er ikke et helt tall",
                 "frafall må ligge mellom 0 og 95", "standardavvik må være større enn null"):  # fmt: skip
        assert part in text
    with pytest.raises(UserError, match="Det mangler: personer i hver klynge og utgangsnivå"):
        power(snapshot(), {name: value for name, value in CHOICES.items() if name not in ("size", "baseline")})
    with pytest.raises(UserError, match="«-3» er ikke en endring"):
        power(snapshot(), {**CHOICES, "effect": "-3"})


def test_suggestions_are_the_middle_of_the_studies() -> None:
    made = power(snapshot(CLUSTER, CLUSTER | {"study_id": "S2", "icc": 0.06}, CLUSTER | {"study_id": "S3", "icc": 0.04}))

    assert made.defaults["percent"]["icc"] == 0.04
    assert made.defaults["percent"]["baseline"] == 8.0
    assert "baseline" not in made.defaults["days"]
    assert made.defaults["days"]["size"] == 25
    assert power(snapshot()).defaults == {"percent": {}, "share": {}, "days": {}, "points": {}}


def test_no_text_says_that_a_measure_did_anything() -> None:
    from domain.text import texts

    banned = {"nb": ("førte til", "bidro til", "virket", "reduserte"), "en": ("led to", "contributed to", "reduced", "caused")}
    for lang, words in banned.items():
        own = " ".join(text.lower() for key, text in texts(lang).items() if key.startswith("power."))
        assert not [word for word in words if word in own]


def test_many_studies_are_quick_enough_and_ids_may_be_anything() -> None:
    rows = [CLUSTER | {"study_id": f"Ø/{i} «{i}»"} for i in range(500)]

    made: Power = power(snapshot(*rows))

    assert len(made.studies) == 500
    assert made.studies[0].calculation is made.studies[1].calculation
