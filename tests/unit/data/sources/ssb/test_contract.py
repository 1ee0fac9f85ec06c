"""A table that is not as agreed is refused with all that differs; a table that only has more is not."""

from __future__ import annotations

import pytest

from data.sources.ssb.contract import listed_codelists
from data.sources.ssb.registry import REGISTRY, TABLES_BY_ID
from data.sources.ssb.resolved import Asked
from tests.pxweb import FakeContents, FakeDimension, FakeTable, content
from tests.unit.data.sources.ssb.tables import breach, info, metadata, resolved

QUARTERS = content.quarters(2025)


def figures(table: FakeTable) -> dict[str, tuple[str, str]]:
    return {one.code: (one.indicator, one.adjustment) for one in resolved(table).contents}


@pytest.mark.parametrize("spec", REGISTRY, ids=lambda spec: spec.id)
def test_every_table_of_the_registry_is_found_in_its_metadata(spec: object) -> None:
    table = next(table for table in content.all_tables() if table.id == getattr(spec, "id", ""))
    found = resolved(table)
    assert found.periods == tuple(table.periods)
    assert {dimension.id for dimension in found.dimensions} == {d.id for d in table.dimensions if not d.is_time}


def test_the_main_table_gives_three_adjustments_and_no_changes() -> None:
    assert figures(content.table_12439(QUARTERS)) == {
        "SykefravProsent": ("absence_pct", "unadjusted"),
        "SykefravProsSesJust": ("absence_pct", "seasonal"),
        "SykefravProsSesInflu": ("absence_pct", "seasonal_influenza"),
    }


def test_the_area_table_gives_four_figures_and_no_changes() -> None:
    assert {code: indicator for code, (indicator, _) in figures(content.table_12451(QUARTERS)).items()} == {
        "Sykefraversprosent": "absence_pct", "Sykefraversdagsverk": "absence_days",
        "ArbeidstakereSykefra": "absence_persons", "ArbeidstakereSykePro": "absence_persons_pct",
    }  # fmt: skip
    assert [one.unit_nb for one in resolved(content.table_12451(QUARTERS)).contents] == [
        "prosent",
        "dagsverk",
        "antall",
        "prosent",
    ]


def test_more_codes_and_figures_than_agreed_are_no_breach() -> None:
    table = content.table_12439(QUARTERS)
    table.dimension("Kjonn").codes["9"] = ("Uoppgitt", "Unspecified")
    table.dimension("Sykefraver2").codes["X"] = ("Ukjent", "Unknown")
    table.contents["Nytt"] = FakeContents("Noe nytt", "Something new", "kroner", "kroner")
    found = resolved(table)
    assert {dimension.id: dimension.codes for dimension in found.dimensions} == {
        "Kjonn": ("0", "1", "2"), "Sykefraver2": ("Alt", "E", "L"),
    }  # fmt: skip


def test_all_breaches_are_told_at_once_in_both_languages() -> None:
    table = content.table_12439(QUARTERS)
    table.dimensions = [dimension for dimension in table.dimensions if dimension.id != "Sykefraver2"]
    del table.dimension("Kjonn").codes["2"]
    del table.contents["SykefravProsSesJust"]
    error = breach(table)
    assert "Tabell 12439 er ikke som avtalt og er ikke hentet" in error.nb
    assert "dimensjonen Sykefraver2 mangler eller er ikke til å kjenne igjen (fant Kjonn)" in error.nb
    assert "Kjonn mangler 2 (fant 0, 1)" in error.nb
    assert "tallet SykefravProsSesJust mangler (fant SykefravProsent, SykefravProsSesInflu, SykefravProsEndr)" in error.nb
    assert "De siste gode tallene står." in error.nb
    assert "the dimension Sykefraver2 is missing or cannot be recognised (found Kjonn)" in error.en
    assert "Kjonn lacks 2 (found 0, 1)" in error.en


def test_another_industry_standard_under_the_same_number_is_a_breach() -> None:
    table = content.table_12441(content.years(2024))
    table.dimensions[1] = content.twin_12441().dimensions[1]
    error = breach(table)
    assert "næringsstandarden i NACE2025 er SN2025 (ventet SN2007)" in error.nb
    assert "mangler" not in error.nb, "codes of another standard are not told of as missing"


def test_an_industry_dimension_that_is_called_by_another_standard_is_a_breach() -> None:
    table = content.table_12441(content.years(2024))
    table.dimension("NACE2007").label = "næring (SN2025)"
    assert "næringsstandarden i NACE2007 er SN2007, SN2025 (ventet SN2007)" in breach(table).nb


@pytest.mark.parametrize("unit", ["prosentpoeng", "promille", "1000 prosent", "antall"])
def test_a_rate_in_another_unit_is_a_breach(unit: str) -> None:
    table = content.table_12440(QUARTERS)
    table.contents["SykefravProsent"].unit = unit
    assert f"SykefravProsent har enheten «{unit}» (ventet prosent)" in breach(table).nb


@pytest.mark.parametrize(("label", "fits"), [("Sykefraværsprosent", True), ("Sykefravær", False)])
def test_without_a_unit_the_name_of_the_figure_must_tell_it(label: str, fits: bool) -> None:
    table = content.table_12440(QUARTERS)
    table.contents["SykefravProsent"].unit = ""
    table.contents["SykefravProsent"].label = label
    if fits:
        assert resolved(table).contents[0].unit_nb == "prosent"
    else:
        assert "SykefravProsent har enheten «–»" in breach(table).nb


@pytest.mark.parametrize("unit", ["Prosent", "per cent", "pst.", "%", "prosent av avtalte dagsverk"])
def test_per_cent_may_be_written_in_several_ways(unit: str) -> None:
    table = content.table_12440(QUARTERS)
    table.contents["SykefravProsent"].unit = unit
    assert resolved(table).contents[0].unit_nb == "prosent"


@pytest.mark.parametrize(
    ("code", "unit"), [("Sykefraversdagsverk", "1 000 dagsverk"), ("ArbeidstakereSykefra", "tusen personer")]
)
def test_thousands_are_another_unit(code: str, unit: str) -> None:
    table = content.table_12451(QUARTERS)
    table.contents[code].unit = unit
    assert f"{code} har enheten «{unit}»" in breach(table).nb


@pytest.mark.parametrize(
    ("code", "label", "declared"),
    [
        ("SykefravProsent", "Sykefraværsprosent, sesongjustert", "None"),
        ("SykefravProsent", "Sykefraværsprosent", "SesOnly"),
        ("SykefravProsSesJust", "Sykefraværsprosent, ikke-sesongjustert", "SesOnly"),
        ("SykefravProsSesJust", "Sykefraværsprosent, sesong- og influensajustert", "SesOnly"),
        ("SykefravProsSesJust", "Sykefraværsprosent", "None"),
        ("SykefravProsSesInflu", "Sykefraværsprosent, sesongjustert", "SesOnly"),
    ],
)
def test_another_adjustment_is_a_breach(code: str, label: str, declared: str) -> None:
    table = content.table_12439(QUARTERS)
    table.contents[code].label, table.contents[code].adjustment = label, declared
    assert f"{code} er nå «{label} ({declared})»" in breach(table).nb


def test_an_adjustment_that_takes_in_corona_is_called_so() -> None:
    table = content.table_12439(QUARTERS)
    table.contents["SykefravProsSesInflu"].label = "Sykefraværsprosent, sesong-, influensa- og koronajustert"
    assert figures(table)["SykefravProsSesInflu"][1] == "seasonal_influenza_corona"


def test_codes_that_have_changed_their_meaning_are_a_breach() -> None:
    table = content.table_12439(QUARTERS)
    table.dimension("Kjonn").codes |= {"1": ("Kvinner", "Females"), "2": ("Menn", "Males")}
    table.dimension("Sykefraver2").codes["E"] = ("Legemeldt", "Certified by doctor")
    told = breach(table).nb
    assert "koden 1 i Kjonn heter nå «Kvinner»" in told
    assert "koden 2 i Kjonn heter nå «Menn»" in told
    assert "koden E i Sykefraver2 heter nå «Legemeldt»" in told


def test_periods_of_another_form_are_a_breach() -> None:
    table = content.table_12439({"2026K1": ("", ""), "2026K2 Ny": ("", ""), "2026M08": ("", "")})
    assert "periodene har en annen form: 2026K2 Ny, 2026M08 (ventet kvartal, for eksempel 2025K4)" in breach(table).nb


def test_another_rhythm_is_a_breach() -> None:
    table = content.table_12441(content.quarters(2025))
    table.time_unit = "Quarterly"
    told = breach(table).nb
    assert "rytmen er nå «Quarterly» (ventet år, for eksempel 2025)" in told
    assert "periodene har en annen form" in told


@pytest.mark.parametrize("told", ["", "Other", "quarterly"])
def test_a_rhythm_that_is_not_told_is_seen_from_the_periods(told: str) -> None:
    table = content.table_12439(QUARTERS)
    table.time_unit = told
    assert resolved(table).periods == tuple(QUARTERS)


def test_an_answer_about_another_table_is_a_breach() -> None:
    table = content.table_12442(QUARTERS)
    table.id = "12440"
    table.extra_extension = {"px": {"tableid": "12442"}}
    assert "svaret gjelder tabell 12442 (ventet 12440)" in breach(table).nb


def test_a_new_dimension_that_must_be_chosen_is_a_breach() -> None:
    table = content.table_12439(QUARTERS)
    table.dimensions.insert(0, FakeDimension("Alder", "alder", "age", {"00": ("Alle aldre", ""), "1": ("Unge", "")}))
    assert "dimensjonen Alder (alder) er ny, og den har ingen kode for alle" in breach(table).nb


def test_a_new_dimension_that_is_summed_when_left_out_is_a_breach() -> None:
    table = content.table_12439(QUARTERS)
    new = FakeDimension("Alder", "alder", "age", {"1": ("Unge", ""), "2": ("Eldre", "")}, elimination=True)
    table.dimensions.insert(0, new)
    assert "dimensjonen Alder (alder) er ny" in breach(table).nb


def test_a_new_dimension_with_a_code_for_all_is_asked_for_by_that_code() -> None:
    table = content.table_12439(QUARTERS)
    codes = {"00": ("Alle aldre", ""), "1": ("Unge", "")}
    table.dimensions.insert(0, FakeDimension("Alder", "alder", "age", codes, elimination=True, elimination_code="00"))
    found = resolved(table)
    assert found.dimensions[0].id == "Alder"
    assert found.dimensions[0].asked == (Asked(("00",)),)
    assert found.dimensions[0].role is None


@pytest.mark.parametrize("code", ["Sykefraversprosent", "SykefravProsent", "Sykefravaersprosent", "Sykefraversprosent1"])
def test_a_rate_whose_code_is_not_known_is_recognised(code: str) -> None:
    table = content.table_12448(QUARTERS)
    table.contents = {code: table.contents["Sykefraversprosent"], f"{code}Endr": table.contents["SykefraversprosentEndr"]}
    assert [one.code for one in resolved(table).contents] == [code]


def test_two_figures_that_may_be_the_rate_are_not_guessed_between() -> None:
    table = content.table_12448(QUARTERS)
    rate = table.contents["Sykefraversprosent"]
    table.contents = {"SykefravProsentA": rate, "SykefravProsentB": rate}
    assert "flere tall kan være Sykefraversprosent (fant SykefravProsentA, SykefravProsentB)" in breach(table).nb


def test_education_is_recognised_by_the_name_of_its_dimension() -> None:
    table = content.table_13333(QUARTERS)
    table.dimensions[1].id = "Nus2000"
    assert [dimension.role for dimension in resolved(table).dimensions] == ["sex", "group"]
    table.dimensions[1].label = "nivå"
    told = breach(table).nb
    assert "dimensjonen «utdanning» mangler eller er ikke til å kjenne igjen (fant Kjonn, Nus2000)" in told


def test_both_sexes_must_be_there_where_only_that_is_taken() -> None:
    table = content.table_12448(QUARTERS)
    del table.dimension("Kjonn").codes["0"]
    assert "Kjonn mangler 0 (fant 2, 1)" in breach(table).nb


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Sykefravær for lønnstakere (prosent), etter kjønn og næring (SN2007)", "total"),
        ("Egenmeldt og legemeldt sykefravær, etter næring (SN2007)", "total"),
        ("Egen- og legemeldt sykefravær, etter næring (SN2007)", "total"),
        ("Legemeldt sykefravær for lønnstakere, etter næring (SN2007)", "doctor_certified"),
        ("Sykefravær (egenmeldt) for lønnstakere, etter næring (SN2007)", "self_certified"),
    ],
)
def test_the_title_tells_the_type_of_sick_leave_where_no_dimension_does(label: str, expected: str) -> None:
    table = content.table_12440(QUARTERS)
    table.label = label
    assert resolved(table).absence_type == expected


def test_a_dimension_of_types_goes_before_the_title() -> None:
    table = content.table_12440(QUARTERS)
    table.dimensions.insert(1, content.table_12439(QUARTERS).dimension("Sykefraver2"))
    found = resolved(table)
    assert found.absence_type is None
    assert [dimension.role for dimension in found.dimensions] == ["sex", "type", "industry"]


def test_a_doctor_certified_table_that_now_tells_of_all_sick_leave_is_a_breach() -> None:
    table = content.table_12452(QUARTERS)
    table.label = "Sykefravær for lønnstakere (egenmeldt og legemeldt), etter yrke"
    assert "(ventet legemeldt)" in breach(table).nb


def test_detailed_industries_are_asked_for_by_their_list_and_the_rest_without() -> None:
    table = content.table_12440(QUARTERS)
    table.dimensions[1].codelists[0].codes = {"86": ("Helsetjenester", "Health"), "85": ("Undervisning", "Education")}
    spec = TABLES_BY_ID["12440"]
    assert listed_codelists(spec, metadata(table)) == ["vs_NACE260sykefratot4"]
    industry = resolved(table).dimension("industry")
    assert industry is not None
    by_list, others = industry.asked
    assert by_list == Asked(("86", "85"), "vs_NACE260sykefratot4")
    assert others.codelist is None
    assert set(others.codes) == set(content.INDUSTRIES) - {"85"}
    assert industry.labels_nb["86"] == "Helsetjenester" and industry.labels_en["86"] == "Health"


def test_a_list_that_the_metadata_does_not_tell_of_is_not_asked_by() -> None:
    table = content.table_12440(QUARTERS)
    table.dimensions[1].codelists[0].id = "vs_Annen"
    assert listed_codelists(TABLES_BY_ID["12440"], metadata(table)) == []


@pytest.mark.parametrize(
    ("code", "label", "is_total"),
    [("ALLE", "Alle sektorer", True), ("ALLE", "Sektor i alt", True), ("ALLE", "Privat sektor", False),
     ("6100", "Alle statlige", False)],
)  # fmt: skip
def test_a_code_stands_for_all_only_when_its_label_says_so(code: str, label: str, is_total: bool) -> None:
    table = content.table_12442(QUARTERS)
    sector = table.dimension("Sektor")
    sector.elimination, sector.elimination_code = False, None
    sector.codes = {"ALLE": ("Noe", "")} | sector.codes | {"ALLE": ("Noe", ""), code: (label, "")}
    group = resolved(table).dimension("group")
    assert group is not None
    assert (group.total == code) is is_total


def test_only_mandatory_remarks_are_handed_on() -> None:
    assert resolved(content.table_12439(QUARTERS)).notes == ("Brudd mellom 2014 og 2015: a-ordningen ble tatt i bruk.",)
    assert info(content.table_12439(QUARTERS)).metadata.notes[0] == "Tallene gjelder lønnstakere 16-69 år."
