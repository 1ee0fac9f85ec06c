"""Tables laid out as NAV has published them: every figure in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.data.sources.nav.books import Shown, Tab, book, figures, table, values


def test_sexes_as_parts_below_each_other_with_the_quarter_in_the_title(tmp_path: Path) -> None:
    rows = [
        ["Legemeldt sykefravær i prosent 1 kvartal 2005-2014. Totalt, fylke, kjønn og Ia-avtale."], ["Kilde: NAV"], [],
        [None, 2013, 2014],
        ["I alt", 5.9, 5.5], ["Østfold", 7.0, 6.7], ["Uoppgitt", 0.0, "*"],
        ["Menn I alt", 4.7, 4.2], ["Østfold", 5.5, 5.3], ["Uoppgitt", 0.1, 0.1],
        ["Kvinner I alt", 7.5, 7.2], ["Østfold", 8.5, 8.3], ["Uoppgitt", 0.2, ":"],
    ]  # fmt: skip
    found = table(tmp_path, "SYFRA 510.xlsx", book({"Ark1": Tab(rows)}))
    assert (found.table_id, found.first_period, found.last_period) == ("SYFRA 510", "2013K1", "2014K1")
    assert figures(found) == {
        ("absence_pct", "2013K1"): (5.9, "value"), ("absence_pct", "2014K1"): (5.5, "value"),
        ("absence_pct", "Bosted: Østfold", "2013K1"): (7.0, "value"),
        ("absence_pct", "Bosted: Østfold", "2014K1"): (6.7, "value"),
        ("absence_pct", "Bosted: Uoppgitt", "2013K1"): (0.0, "value"),
        ("absence_pct", "Bosted: Uoppgitt", "2014K1"): (None, "masked"),
        ("absence_pct", "men", "2013K1"): (4.7, "value"), ("absence_pct", "men", "2014K1"): (4.2, "value"),
        ("absence_pct", "men", "Bosted: Østfold", "2013K1"): (5.5, "value"),
        ("absence_pct", "men", "Bosted: Østfold", "2014K1"): (5.3, "value"),
        ("absence_pct", "men", "Bosted: Uoppgitt", "2013K1"): (0.1, "value"),
        ("absence_pct", "men", "Bosted: Uoppgitt", "2014K1"): (0.1, "value"),
        ("absence_pct", "women", "2013K1"): (7.5, "value"), ("absence_pct", "women", "2014K1"): (7.2, "value"),
        ("absence_pct", "women", "Bosted: Østfold", "2013K1"): (8.5, "value"),
        ("absence_pct", "women", "Bosted: Østfold", "2014K1"): (8.3, "value"),
        ("absence_pct", "women", "Bosted: Uoppgitt", "2013K1"): (0.2, "value"),
        ("absence_pct", "women", "Bosted: Uoppgitt", "2014K1"): (None, "masked"),
    }  # fmt: skip


def test_headings_repeated_for_men_and_parts_of_a_group(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 610 Legemeldte sykefraværsdagsverk 3 kv 2004-2013 Diagnose og kjønn."], [],
        [None, 2012, 2013], [None, "Dagsverk", "Dagsverk"],
        ["I alt", 100, 110], ["Muskel/skjelett-lidelser", 70, 80],
        ["... herav rygglidelser", 10, 12], ["Psykiske lidelser", 30, 30],
        [], [None, 2012, 2013], [None, "Dagsverk", "Dagsverk"],
        ["Menn I alt", 40, 50], ["Muskel/skjelett-lidelser", 25, 30],
        ["... herav rygglidelser", 3, 4], ["Psykiske lidelser", 15, 20],
    ]  # fmt: skip
    found = table(tmp_path, "a.xlsx", book({"Ark1": Tab(rows, (3, 2))}))
    assert values(found) == {
        ("absence_days", "Diagnose: I alt", "2012K3"): 100, ("absence_days", "Diagnose: I alt", "2013K3"): 110,
        ("absence_days", "Diagnose: Muskel/skjelett-lidelser", "2012K3"): 70,
        ("absence_days", "Diagnose: Muskel/skjelett-lidelser", "2013K3"): 80,
        ("absence_days", "Diagnose: Muskel/skjelett-lidelser: rygglidelser", "2012K3"): 10,
        ("absence_days", "Diagnose: Muskel/skjelett-lidelser: rygglidelser", "2013K3"): 12,
        ("absence_days", "Diagnose: Psykiske lidelser", "2012K3"): 30,
        ("absence_days", "Diagnose: Psykiske lidelser", "2013K3"): 30,
        ("absence_days", "men", "Diagnose: I alt", "2012K3"): 40, ("absence_days", "men", "Diagnose: I alt", "2013K3"): 50,
        ("absence_days", "men", "Diagnose: Muskel/skjelett-lidelser", "2012K3"): 25,
        ("absence_days", "men", "Diagnose: Muskel/skjelett-lidelser", "2013K3"): 30,
        ("absence_days", "men", "Diagnose: Muskel/skjelett-lidelser: rygglidelser", "2012K3"): 3,
        ("absence_days", "men", "Diagnose: Muskel/skjelett-lidelser: rygglidelser", "2013K3"): 4,
        ("absence_days", "men", "Diagnose: Psykiske lidelser", "2012K3"): 15,
        ("absence_days", "men", "Diagnose: Psykiske lidelser", "2013K3"): 20,
    }  # fmt: skip
    assert found.notes == ()  # the parts make the total; "herav" is not added once more


def test_measure_and_period_in_one_heading_and_numbers_as_text(tmp_path: Path) -> None:
    rows = [
        ["Registrerte sykepengetilfeller med oppbrukt sykepengerett i 1 kv 2014-2015. Arbtakere. Fylke og kjønn. Antall"],
        ["Kilde: NAV"],
        ["", "Sysselsatte 4 kv 2013", "antall 1 kv 2014"],
        ["I alt", "2\u00a0263\u00a0094", "10 635"], ["Østfold", "116\u202f404", "768"],
        ["Kvinner", "1 080 433", "6 635"], ["Østfold", "55 633", "479"],
    ]  # fmt: skip
    found = table(tmp_path, "SYKP_510.xlsx", book({"Ark1": Tab(rows)}))
    whole = "Brukt opp sykepengerettigheter: personer"
    assert found.table_id == "SYKP 510"
    assert values(found) == {
        ("Sysselsatte", "2013K4"): 2263094, ("Sysselsatte", "Bosted: Østfold", "2013K4"): 116404,
        ("Sysselsatte", "women", "2013K4"): 1080433, ("Sysselsatte", "women", "Bosted: Østfold", "2013K4"): 55633,
        ("exhausted_rights", whole, "2014K1"): 10635, ("exhausted_rights", "Bosted: Østfold", "2014K1"): 768,
        ("exhausted_rights", "women", whole, "2014K1"): 6635, ("exhausted_rights", "women", "Bosted: Østfold", "2014K1"): 479,
    }  # fmt: skip


@pytest.mark.parametrize("merged", [["C7:D7", "E7:F7", "G7:H7", "B7:B8"], []])
def test_measures_over_quarters_with_shares_shown_in_per_cent(tmp_path: Path, merged: list[str]) -> None:
    rows = [
        ["Tabell SYFRA 520: Sykefraværsdagsverk, avtalte dagsverk og sykefraværsprosent, etter sektor. 2. kvartal 2024"],
        ["Kilde: NAV"], [],
        ["Sektor", "Sykefraværs-\ndagsverk", None, "Avtalte dagsverk", None, "Sykefraværsprosent", None],
        [None, "1. kv. 2024", "2. kv. 2024", "1. kv. 2024", "2. kv. 2024", "1. kv. 2024", "2. kv. 2024"],
        ["Statlig forvaltning 1)", 10, 11, 200, 210, Shown(0.05, "0.0%"), Shown(0.052, "0.0 %")],
        ["I alt", 40, 42, 600, 620, Shown(0.067, "0.0%"), Shown(0.0677, "0.0%")],
        ["1) Inkludert helseforetakene."],
    ]  # fmt: skip
    found = table(tmp_path, "g.xlsx", book({"T": Tab(rows, (4, 2), merged)}))
    assert values(found) == {
        ("absence_days", "Sektor: Statlig forvaltning", "2024K1"): 10, ("absence_days", "2024K1"): 40,
        ("absence_days", "Sektor: Statlig forvaltning", "2024K2"): 11, ("absence_days", "2024K2"): 42,
        ("agreed_days", "Sektor: Statlig forvaltning", "2024K1"): 200, ("agreed_days", "2024K1"): 600,
        ("agreed_days", "Sektor: Statlig forvaltning", "2024K2"): 210, ("agreed_days", "2024K2"): 620,
        ("absence_pct", "Sektor: Statlig forvaltning", "2024K1"): 5.0, ("absence_pct", "2024K1"): 6.7,
        ("absence_pct", "Sektor: Statlig forvaltning", "2024K2"): 5.2, ("absence_pct", "2024K2"): 6.77,
    }  # fmt: skip
    decimals = dict(found.values.join(found.series, on="series_id").select("indicator", "decimals").iter_rows())
    assert decimals == {"absence_days": 0, "agreed_days": 0, "absence_pct": 1}


def test_sexes_over_years_signs_and_provisional_figures(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 530 Legemeldt sykefraværsprosent etter alder og kjønn"], [],
        [None, "I alt", None, "Kvinner", None, "Menn", None],
        ["Alder", "2022", "2023*", "2022", "2023*", "2022", "2023 (foreløpige tall)"],
        ["I alt", "5,9", "6,1", "7,0", "7,1", "4,0", "4,1"],
        ["16-19 år", "<4", "2,1", "3,0", "...", "-", ":"], ["20-29 år", "4,0", ".", "5,0", "..", "3,0", None],
        ["* Foreløpige tall"],
    ]  # fmt: skip
    found = table(tmp_path, "h.xlsx", book({"T": Tab(rows)}))
    assert figures(found) == {
        ("absence_pct", "2022"): (5.9, "value"), ("absence_pct", "2023"): (6.1, "provisional"),
        ("absence_pct", "women", "2022"): (7.0, "value"), ("absence_pct", "women", "2023"): (7.1, "provisional"),
        ("absence_pct", "men", "2022"): (4.0, "value"), ("absence_pct", "men", "2023"): (4.1, "provisional"),
        ("absence_pct", "Alder: 16-19 år", "2022"): (None, "masked"),
        ("absence_pct", "Alder: 16-19 år", "2023"): (2.1, "provisional"),
        ("absence_pct", "women", "Alder: 16-19 år", "2022"): (3.0, "value"),
        ("absence_pct", "women", "Alder: 16-19 år", "2023"): (None, "missing"),
        ("absence_pct", "men", "Alder: 16-19 år", "2022"): (0.0, "zero"),
        ("absence_pct", "men", "Alder: 16-19 år", "2023"): (None, "masked"),
        ("absence_pct", "Alder: 20-29 år", "2022"): (4.0, "value"),
        ("absence_pct", "Alder: 20-29 år", "2023"): (None, "not_applicable"),
        ("absence_pct", "women", "Alder: 20-29 år", "2022"): (5.0, "value"),
        ("absence_pct", "women", "Alder: 20-29 år", "2023"): (None, "missing"),
        ("absence_pct", "men", "Alder: 20-29 år", "2022"): (3.0, "value"),
        ("absence_pct", "men", "Alder: 20-29 år", "2023"): (None, "missing"),
    }  # fmt: skip
    assert found.notes == ("* Foreløpige tall",)


@pytest.mark.parametrize("first_last", ["first", "last"])
def test_sexes_below_each_group_where_norway_is_a_country_of_birth(tmp_path: Path, first_last: str) -> None:
    whole = [["I alt", 5.5], ["Kvinner", 6.5], ["Menn", 4.5]]
    groups = [["Norge", 5.4], ["Kvinner", 6.4], ["Menn", 4.4], ["Polen", 7.4], ["Kvinner", 8.4], ["Menn", 6.4]]
    rows = [["SYFRA 2501 Legemeldt sykefravær i prosent etter fødeland og kjønn"], [], [None, "4. kvartal 2022"]]
    rows += whole + groups if first_last == "first" else [*groups, [], *whole]
    assert values(table(tmp_path, "i.xlsx", book({"T": Tab(rows)}))) == {
        ("absence_pct", "2022K4"): 5.5, ("absence_pct", "women", "2022K4"): 6.5, ("absence_pct", "men", "2022K4"): 4.5,
        ("absence_pct", "Fødeland: Norge", "2022K4"): 5.4, ("absence_pct", "women", "Fødeland: Norge", "2022K4"): 6.4,
        ("absence_pct", "men", "Fødeland: Norge", "2022K4"): 4.4, ("absence_pct", "Fødeland: Polen", "2022K4"): 7.4,
        ("absence_pct", "women", "Fødeland: Polen", "2022K4"): 8.4, ("absence_pct", "men", "Fødeland: Polen", "2022K4"): 6.4,
    }  # fmt: skip


def test_norway_is_the_whole_country_among_areas(tmp_path: Path) -> None:
    rows = [["SYFRA 510 Sykefraværsprosent etter bosted"], [], [None, "2023K4"], ["Norge", 6.0], ["Oslo - Oslove", 5.0]]
    assert values(table(tmp_path, "n.xlsx", book({"T": Tab(rows)}))) == {
        ("absence_pct", "2023K4"): 6.0, ("absence_pct", "Bosted: Oslo - Oslove", "2023K4"): 5.0,
    }  # fmt: skip


def test_months_repeated_for_each_county_with_the_year_in_the_title_and_the_rule_on_another_sheet(tmp_path: Path) -> None:
    rows = [["SYKP 510 Mottakere av sykepenger etter bosted. Antall. 2023"], ["Kilde: NAV"], [], []]
    for name, count in (("Oslo - Oslove", 100), ("03 Rogaland", 200), ("Ukjent", "*")):
        rows += [[name], [None, "Januar", "Februar"], [f"I alt {name}", count, count], ["Kvinner", "*", 5], ["Menn", 7, None]]
    rule = "I henhold til Statistikklovens § 7-1 vises ikke tall mindre enn 4, de er erstattet med «*»."
    tabs = {"0. Om tabellene": Tab([["Om tabellene"], [rule]]), "1. Fylke Antall": Tab(rows, (2, 2))}
    found = table(tmp_path, "202302_SYKP510 bosted.xlsx", book(tabs))
    assert figures(found) == {
        ("sick_pay_recipients", "Bosted: Oslo - Oslove", "2023M01"): (100, "value"),
        ("sick_pay_recipients", "Bosted: Oslo - Oslove", "2023M02"): (100, "value"),
        ("sick_pay_recipients", "women", "Bosted: Oslo - Oslove", "2023M01"): (None, "masked"),
        ("sick_pay_recipients", "women", "Bosted: Oslo - Oslove", "2023M02"): (5, "value"),
        ("sick_pay_recipients", "men", "Bosted: Oslo - Oslove", "2023M01"): (7, "value"),
        ("sick_pay_recipients", "men", "Bosted: Oslo - Oslove", "2023M02"): (None, "missing"),
        ("sick_pay_recipients", "Bosted: Rogaland", "2023M01"): (200, "value"),
        ("sick_pay_recipients", "Bosted: Rogaland", "2023M02"): (200, "value"),
        ("sick_pay_recipients", "women", "Bosted: Rogaland", "2023M01"): (None, "masked"),
        ("sick_pay_recipients", "women", "Bosted: Rogaland", "2023M02"): (5, "value"),
        ("sick_pay_recipients", "men", "Bosted: Rogaland", "2023M01"): (7, "value"),
        ("sick_pay_recipients", "men", "Bosted: Rogaland", "2023M02"): (None, "missing"),
        ("sick_pay_recipients", "Bosted: Ukjent", "2023M01"): (None, "masked"),
        ("sick_pay_recipients", "Bosted: Ukjent", "2023M02"): (None, "masked"),
        ("sick_pay_recipients", "women", "Bosted: Ukjent", "2023M01"): (None, "masked"),
        ("sick_pay_recipients", "women", "Bosted: Ukjent", "2023M02"): (5, "value"),
        ("sick_pay_recipients", "men", "Bosted: Ukjent", "2023M01"): (7, "value"),
        ("sick_pay_recipients", "men", "Bosted: Ukjent", "2023M02"): (None, "missing"),
    }  # fmt: skip
    assert found.notes == (rule,)
    assert dict(found.series.select("breakdown_value", "breakdown_code").unique().iter_rows())["Rogaland"] == "03"


def test_unknown_in_the_counts_only_and_a_group_without_figures(tmp_path: Path) -> None:
    head = ["Diagnose", "4. kvartal 2023"]
    counts = [["Legemeldte sykefraværsdagsverk etter diagnose"], [], head, ["I alt", 30], ["Luftveier", 20], ["Ukjent", 10]]
    shares = [["Andel av sykefraværsdagsverk etter diagnose"], [], head, ["I alt", 100], ["Ukjent"], ["Luftveier", 100]]
    found = table(tmp_path, "SYFRA 610.xlsx", book({"Antall": Tab(counts), "Prosent": Tab(shares)}))
    assert figures(found) == {
        ("absence_days", "Diagnose: I alt", "2023K4"): (30, "value"),
        ("absence_days", "Diagnose: Luftveier", "2023K4"): (20, "value"),
        ("absence_days", "Diagnose: Ukjent", "2023K4"): (10, "value"), ("share_pct", "2023K4"): (100, "value"),
        ("share_pct", "Diagnose: Luftveier", "2023K4"): (100, "value"),
        ("share_pct", "Diagnose: Ukjent", "2023K4"): (None, "missing"),
    }  # fmt: skip


def test_periods_beside_rows_and_groups_above(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 910: Legemeldte sykefraværsdagsverk etter varighet. Antall"], [],
        [None, None, "Varighet", None, None], ["År", "Kvartal", "1-7 dager", "8-16 dager", "I alt"],
        [2022, 1, 10, 20, 30], [None, 2, 11, 21, 32], [2023, 1, 12, 22, 34],
    ]  # fmt: skip
    found = table(tmp_path, "k.xlsx", book({"T": Tab(rows, merged=["C3:E3"])}))
    assert values(found) == {
        ("absence_days", "Varighet: 1-7 dager", "2022K1"): 10, ("absence_days", "Varighet: 8-16 dager", "2022K1"): 20,
        ("absence_days", "2022K1"): 30, ("absence_days", "Varighet: 1-7 dager", "2022K2"): 11,
        ("absence_days", "Varighet: 8-16 dager", "2022K2"): 21, ("absence_days", "2022K2"): 32,
        ("absence_days", "Varighet: 1-7 dager", "2023K1"): 12, ("absence_days", "Varighet: 8-16 dager", "2023K1"): 22,
        ("absence_days", "2023K1"): 34,
    }  # fmt: skip


def test_measures_as_rows_of_text_and_changes_left_out(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 520 Legemeldt sykefravær etter sektor"], [],
        ["Sektor", "2022", "2023", "Endring fra 2022", "Endring i prosent 2022-2023"],
        ["Sykefraværsprosent"], ["I alt", 5.5, 5.6, 0.1, 1.8], ["Statlig", 4.1, 4.2, 0.1, 2.4],
        ["Sykefraværsdagsverk"], ["I alt", 1000, 1100, 100, 10], ["Statlig", 400, 500, -100, 25],
    ]  # fmt: skip
    assert values(table(tmp_path, "r.xlsx", book({"Ark1": Tab(rows)}))) == {
        ("absence_pct", "2022"): 5.5, ("absence_pct", "2023"): 5.6, ("absence_pct", "Sektor: Statlig", "2022"): 4.1,
        ("absence_pct", "Sektor: Statlig", "2023"): 4.2, ("absence_days", "2022"): 1000, ("absence_days", "2023"): 1100,
        ("absence_days", "Sektor: Statlig", "2022"): 400, ("absence_days", "Sektor: Statlig", "2023"): 500,
    }  # fmt: skip


def test_one_quarter_in_the_title_and_measures_over_sexes(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 520"], ["Legemeldt sykefravær etter sektor og kjønn. 4. kvartal 2023"], ["Kilde: NAV"], [],
        ["Sektor", "Sykefraværsdagsverk", None, None, "Sykefraværsprosent", None, None],
        [None, "I alt", "Kvinner", "Menn", "I alt", "Kvinner", "Menn"],
        ["I alt", 100, 60, 40, 5.5, 6.6, 4.4], ["Statlig", 40, 20, 20, 4, 5, 3],
    ]  # fmt: skip
    assert values(table(tmp_path, "t.xlsx", book({"Ark1": Tab(rows)}))) == {
        ("absence_days", "2023K4"): 100, ("absence_days", "women", "2023K4"): 60, ("absence_days", "men", "2023K4"): 40,
        ("absence_pct", "2023K4"): 5.5, ("absence_pct", "women", "2023K4"): 6.6, ("absence_pct", "men", "2023K4"): 4.4,
        ("absence_days", "Sektor: Statlig", "2023K4"): 40, ("absence_days", "women", "Sektor: Statlig", "2023K4"): 20,
        ("absence_days", "men", "Sektor: Statlig", "2023K4"): 20, ("absence_pct", "Sektor: Statlig", "2023K4"): 4,
        ("absence_pct", "women", "Sektor: Statlig", "2023K4"): 5, ("absence_pct", "men", "Sektor: Statlig", "2023K4"): 3,
    }  # fmt: skip


@pytest.mark.parametrize("in_title", [True, False])
def test_a_sheet_for_each_sex(tmp_path: Path, in_title: bool) -> None:
    def tab(sex: str, rate: str) -> Tab:
        title = [["SYFRA 530 Legemeldt sykefraværsprosent etter alder"], [sex if in_title else None], []]
        return Tab([*title, ["Alder", "1. kvartal 2024"], ["I alt", rate], ["16-19 år", "2,0 "]])

    tabs = {"I alt": tab("Begge kjønn", "5,5"), "Kvinner": tab("Kvinner", "6,6"), "Menn": tab("Menn", "4,4")}
    assert values(table(tmp_path, "s.xlsx", book(tabs))) == {
        ("absence_pct", "2024K1"): 5.5, ("absence_pct", "Alder: 16-19 år", "2024K1"): 2.0,
        ("absence_pct", "women", "2024K1"): 6.6, ("absence_pct", "women", "Alder: 16-19 år", "2024K1"): 2.0,
        ("absence_pct", "men", "2024K1"): 4.4, ("absence_pct", "men", "Alder: 16-19 år", "2024K1"): 2.0,
    }  # fmt: skip


def test_a_sheet_for_each_year(tmp_path: Path) -> None:
    def tab(count: int) -> Tab:
        return Tab([["Mottakere av sykepenger etter fylke"], [], ["Fylke", "Januar", "Februar"], ["Oslo", count, count + 1]])

    assert values(table(tmp_path, "SYKP 510.xlsx", book({"2022": tab(10), "2023": tab(20)}))) == {
        ("sick_pay_recipients", "Bosted: Oslo", "2022M01"): 10, ("sick_pay_recipients", "Bosted: Oslo", "2022M02"): 11,
        ("sick_pay_recipients", "Bosted: Oslo", "2023M01"): 20, ("sick_pay_recipients", "Bosted: Oslo", "2023M02"): 21,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "code", "name"),
    [
        ("86-88 Helse- og sosialtjenester", "86-88", "Helse- og sosialtjenester"),
        ("Helse- og sosialtjenester 2)", "86-88", "Helse- og sosialtjenester"),
        ("Q Helse- og sosialtjenester", "86-88", "Helse- og sosialtjenester"),
        ("05,07-09 Bergverksdrift", "05,07-09", "Bergverksdrift"),
        ("P Undervisning av alle slag", "85", "Undervisning av alle slag"),
    ],
)
def test_industries_by_code_letter_or_known_name(tmp_path: Path, label: str, code: str, name: str) -> None:
    rows = [["SYFRA 540 Sykefraværsprosent etter næring (SN2007)"], [], ["Næring", "2023K1"], ["I alt", 5], [label, 8]]
    found = table(tmp_path, "n.xlsx", book({"T": Tab(rows)}))
    row = found.series.filter(found.series["industry_code"] != "00-99").row(0, named=True)
    assert (row["industry_code"], row["industry_nb"], row["industry_standard"]) == (code, name, "SN2007")
    assert found.industry_standard == "SN2007"


def test_an_industry_that_is_not_known_stays_a_group(tmp_path: Path) -> None:
    rows = [["SYFRA 540 Sykefraværsprosent etter næring"], [], ["Næring", "2023K1"], ["Industri", 5], ["Noe annet", 8]]
    assert values(table(tmp_path, "n.xlsx", book({"T": Tab(rows)}))) == {
        ("absence_pct", "10-33", "2023K1"): 5, ("absence_pct", "Næring: Noe annet", "2023K1"): 8,
    }  # fmt: skip


def test_the_new_standard_is_kept_apart_and_its_letters_are_not_translated(tmp_path: Path) -> None:
    rows = [["SYFRA 540 Sykefraværsprosent etter næring (SN2025)"], [], ["Næring", "2023K1"], ["K Telekommunikasjon", 5]]
    found = table(tmp_path, "n.xlsx", book({"T": Tab(rows)}))
    assert found.industry_standard == "SN2025"
    assert found.series.row(0, named=True)["industry_code"] == "K"
    assert found.series.row(0, named=True)["industry_standard"] == "SN2025"


def test_two_divisions_make_one_group(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 640 Sykefraværsprosent etter fylke og alder"], [], ["Fylke", "Alder", "2023"],
        ["Agder", "I alt", 5.0], [None, "16-19 år", 2.0], ["I alt", "16-19 år", 2.5],
    ]  # fmt: skip
    assert values(table(tmp_path, "n.xlsx", book({"T": Tab(rows)}))) == {
        ("absence_pct", "Bosted: Agder", "2023"): 5.0, ("absence_pct", "Bosted og alder: Agder, 16-19 år", "2023"): 2.0,
        ("absence_pct", "Alder: 16-19 år", "2023"): 2.5,
    }  # fmt: skip


def test_a_long_table_with_codes_measures_and_values(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 540 Legemeldt sykefravær"], [], ["Periode", "Kode", "Næring", "Kjønn", "Måltall", "Verdi"],
        ["2023K1", "86-88", "Helse- og sosialtjenester", "Begge kjønn", "Sykefraværsprosent", 8.1],
        ["2023K1", 86, "Helse- og sosialtjenester", "Begge kjønn", "Sykefraværsdagsverk", 1000],
        ["2023K1", "00-99", "Alle næringer", "Kvinner", "Sykefraværsprosent", 7.1],
    ]  # fmt: skip
    assert values(table(tmp_path, "t.xlsx", book({"A": Tab(rows)}))) == {
        ("absence_pct", "86-88", "2023K1"): 8.1, ("absence_days", "86-88", "2023K1"): 1000,
        ("absence_pct", "women", "2023K1"): 7.1,
    }  # fmt: skip


def test_years_as_rows_of_text_over_quarters(tmp_path: Path) -> None:
    rows = [
        ["SYFRA 640 Sykefraværsprosent etter yrke"], [], ["Kvartal", "Ledere", "I alt"],
        [2022], ["1. kvartal", 1, 3], ["2. kvartal", 2, 4], [2023], ["1. kvartal", 3, 5],
    ]  # fmt: skip
    assert values(table(tmp_path, "y.xlsx", book({"A": Tab(rows)}))) == {
        ("absence_pct", "Yrke: Ledere", "2022K1"): 1, ("absence_pct", "2022K1"): 3, ("absence_pct", "Yrke: Ledere", "2022K2"): 2,
        ("absence_pct", "2022K2"): 4, ("absence_pct", "Yrke: Ledere", "2023K1"): 3, ("absence_pct", "2023K1"): 5,
    }  # fmt: skip


def test_the_name_of_a_sheet_tells_its_quarter(tmp_path: Path) -> None:
    def tab(rate: float) -> Tab:
        head = ["Sektor", "Sykefraværsprosent", "Avtalte dagsverk"]
        return Tab([["SYFRA 520 Legemeldt sykefravær etter sektor"], [], head, ["Statlig", rate, 100]])

    assert values(table(tmp_path, "p.xlsx", book({"4. kv. 2023": tab(5.0), "2. 1. kvartal 2024": tab(5.1)}))) == {
        ("absence_pct", "Sektor: Statlig", "2023K4"): 5.0, ("agreed_days", "Sektor: Statlig", "2023K4"): 100,
        ("absence_pct", "Sektor: Statlig", "2024K1"): 5.1, ("agreed_days", "Sektor: Statlig", "2024K1"): 100,
    }  # fmt: skip


def test_types_of_sick_leave_below_each_industry(tmp_path: Path) -> None:
    rows = [["SYFRA 540 Sykefravær etter næring og type sykefravær. Prosent"], [], ["Næring", "2023K1"]]
    for name, total in (("Industri", 6), ("Undervisning", 5)):
        rows += [[name], ["Egenmeldt og legemeldt", total], ["Egenmeldt", 1], ["Legemeldt", total - 1]]
    assert values(table(tmp_path, "ty.xlsx", book({"A": Tab(rows)}))) == {
        ("absence_pct", "total", "10-33", "2023K1"): 6, ("absence_pct", "self_certified", "10-33", "2023K1"): 1,
        ("absence_pct", "10-33", "2023K1"): 5, ("absence_pct", "total", "85", "2023K1"): 5,
        ("absence_pct", "self_certified", "85", "2023K1"): 1, ("absence_pct", "85", "2023K1"): 4,
    }  # fmt: skip


def test_single_years_of_age_are_groups(tmp_path: Path) -> None:
    rows = [["SYFRA 530 Sykefraværsprosent etter alder"], [], ["Alder", "2023K1"], [66, 6], [67, 5], ["68+", 3]]
    assert values(table(tmp_path, "a.xlsx", book({"A": Tab(rows)}))) == {
        ("absence_pct", "Alder: 66", "2023K1"): 6, ("absence_pct", "Alder: 67", "2023K1"): 5,
        ("absence_pct", "Alder: 68+", "2023K1"): 3,
    }  # fmt: skip
