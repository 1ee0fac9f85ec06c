"""New sick listings per week: long and by years, in workbooks and in text files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.data.sources.nav.books import Tab, book, figures, table, values

SAMPLES = Path(__file__).resolve().parents[6] / "shared" / "samples" / "jsonstat" / "nav"


def test_weeks_in_long_form_with_headings_on_the_sixth_row_and_an_empty_column(tmp_path: Path) -> None:
    rows = [
        ["Nye sykmeldte per uke, etter næring"], ["Kilde: NAV"], [], [], [], ["År", "Uke", None, "Næring", "Antall"],
        [2022, 1, None, "Industri", 100], [2022, 1, None, "Undervisning", 200], [2022, 2, None, "Industri", "*"],
    ]  # fmt: skip
    found = table(tmp_path, "uke.xlsx", book({"Ark1": Tab(rows)}))
    assert found.table_id == "NAV-UKE-NAERING"
    assert figures(found) == {
        ("new_sick_listings", "10-33", "2022U01"): (100, "value"), ("new_sick_listings", "85", "2022U01"): (200, "value"),
        ("new_sick_listings", "10-33", "2022U02"): (None, "masked"),
    }  # fmt: skip


def test_weeks_by_years_end_with_the_last_figure_and_a_week_that_never_was_is_no_cell(tmp_path: Path) -> None:
    rows = [
        ["Nye sykmeldte per uke, etter yrke"], [],
        ["Ledere"], ["Uke", 2020, 2021, 2022], [1, 9, 10, 11], [2, 8, "*", "*"], [53, 7, "*", "*"],
        ["Håndverkere"], ["Uke", 2020, 2021, 2022], [1, 19, 20, 21], [2, 18, 21, "*"], [53, 17, "*", "*"],
    ]  # fmt: skip
    found = table(tmp_path, "uke.xlsx", book({"Ark1": Tab(rows)}))
    assert found.table_id == "NAV-UKE-YRKE"
    assert figures(found) == {
        ("new_sick_listings", "Yrke: Ledere", "2020U01"): (9, "value"),
        ("new_sick_listings", "Yrke: Ledere", "2020U02"): (8, "value"),
        ("new_sick_listings", "Yrke: Ledere", "2020U53"): (7, "value"),
        ("new_sick_listings", "Yrke: Ledere", "2021U01"): (10, "value"),
        ("new_sick_listings", "Yrke: Ledere", "2021U02"): (None, "masked"),
        ("new_sick_listings", "Yrke: Ledere", "2022U01"): (11, "value"),
        ("new_sick_listings", "Yrke: Håndverkere", "2020U01"): (19, "value"),
        ("new_sick_listings", "Yrke: Håndverkere", "2020U02"): (18, "value"),
        ("new_sick_listings", "Yrke: Håndverkere", "2020U53"): (17, "value"),
        ("new_sick_listings", "Yrke: Håndverkere", "2021U01"): (20, "value"),
        ("new_sick_listings", "Yrke: Håndverkere", "2021U02"): (21, "value"),
        ("new_sick_listings", "Yrke: Håndverkere", "2022U01"): (21, "value"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("week", "heading"),
    [(202205, "Årsuke"), ("2022U05", "Periode"), ("Uke 05 2022", "Uke"), ("uke 5 2022", "Tid"), ("2022 uke 5", None)],
)
def test_weeks_in_many_spellings(tmp_path: Path, week: object, heading: str | None) -> None:
    rows = [["Nye sykmeldte per uke, etter diagnose"], [], [heading, "Alle diagnoser", "Luftveier"], [week, 100, 20]]
    assert values(table(tmp_path, "uke.xlsx", book({"Ark1": Tab(rows)}))) == {
        ("new_sick_listings", "Diagnose: alle diagnoser", "2022U05"): 100,
        ("new_sick_listings", "Diagnose: Luftveier", "2022U05"): 20,
    }  # fmt: skip


def test_dates_stand_for_weeks_in_a_weekly_table(tmp_path: Path) -> None:
    rows = [["Nye sykmeldte per uke, etter fylke"], [], ["Fylke", date(2024, 1, 1), date(2024, 1, 8)], ["Agder", 10, 11]]
    assert values(table(tmp_path, "uke.xlsx", book({"Ark1": Tab(rows)}))) == {
        ("new_sick_listings", "Bosted: Agder", "2024U01"): 10, ("new_sick_listings", "Bosted: Agder", "2024U02"): 11,
    }  # fmt: skip


def test_a_text_file_with_semicolons_and_old_letters(tmp_path: Path) -> None:
    text = "Nye sykmeldte per uke etter fylke\n\nÅr;Uke;Fylke;Antall\n2023;1;Møre og Romsdal;1 234\n2023;1;I alt;\n"
    assert figures(table(tmp_path, "nye-sykmeldte.csv", text.encode("cp1252"))) == {
        ("new_sick_listings", "Bosted: Møre og Romsdal", "2023U01"): (1234, "value"),
        ("new_sick_listings", "2023U01"): (None, "missing"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "group"), [("alle_diagnoser", "alle diagnoser"), ("korona", "korona"), ("luftveier", "Luftveier")]
)
def test_a_text_file_with_its_group_in_its_name(tmp_path: Path, name: str, group: str) -> None:
    found = table(tmp_path, f"nye_sykmeldte_per_uke_{name}.csv", b"Uke,2019\n1,5\n2,6\n")
    assert values(found) == {
        ("new_sick_listings", f"Diagnose: {group}", "2019U01"): 5, ("new_sick_listings", f"Diagnose: {group}", "2019U02"): 6,
    }  # fmt: skip


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not here")
def test_the_real_weekly_files(tmp_path: Path) -> None:
    for name, first, count in (("alle_diagnoser", "2019U01", 170), ("korona", "2020U01", 118)):
        path = SAMPLES / f"nye_sykmeldte_per_uke_{name}.csv"
        found = table(tmp_path, path.name, path.read_bytes())
        assert (found.first_period, found.last_period, len(found.values)) == (first, "2022U13", count)
        assert set(found.values["value_state"]) == {"value"}
        group = name.replace("_", " ")
        assert values(found)["new_sick_listings", f"Diagnose: {group}", "2020U53"] == (11950 if count == 170 else 2383)


def test_weeks_counted_from_one_below_years(tmp_path: Path) -> None:
    rows = [
        ["Nye sykmeldte per uke, etter næring"], [], [None, 2021, None, None, 2022, None, None], ["Næring", 1, 2, 3, 1, 2, 3],
        ["Industri (10-33)", 10, 11, 12, 13, 14, 15],
    ]  # fmt: skip
    found = values(table(tmp_path, "nye_sykmeldte_naering.xlsx", book({"A": Tab(rows, merged=["B3:D3", "E3:G3"])})))
    weeks = ["2021U01", "2021U02", "2021U03", "2022U01", "2022U02", "2022U03"]
    assert found == {("new_sick_listings", "10-33", week): 10 + i for i, week in enumerate(weeks)}


def test_a_masked_week_of_a_small_group_is_kept_where_others_have_figures(tmp_path: Path) -> None:
    rows = [
        ["Nye sykmeldte per uke, etter yrke"], [], ["Ledere"], ["Uke", 2022], [1, 9], [2, "*"], [3, "*"],
        ["Håndverkere"], ["Uke", 2022], [1, 19], [2, 20], [3, "*"],
    ]  # fmt: skip
    found = figures(table(tmp_path, "uke.xlsx", book({"A": Tab(rows)})))
    assert found["new_sick_listings", "Yrke: Ledere", "2022U02"] == (None, "masked")
    assert len(found) == 4
