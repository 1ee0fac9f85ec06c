"""What cannot be placed for sure is refused, with every finding where the user can see it; never a guess."""

from __future__ import annotations

import random
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from data.sources.model import FetchedTable
from data.sources.nav import read_workbook, recognise
from domain.text import texts
from tests.unit.data.sources.nav.books import Shown, Tab, book, figures, read, refusal, table

PCT = "SYFRA 540 Sykefraværsprosent etter næring"
DAYS = "SYFRA 540 Legemeldte sykefraværsdagsverk etter næring"
HEAD = ["Næring", "1. kvartal 2023", "2. kvartal 2023"]


def one(*rows: list[Any], title: str | None = PCT) -> bytes:
    return book({"Ark1": Tab([[title], [], *rows])})


def rules(content: bytes, name: str = "SYFRA 540.xlsx") -> list[tuple[str, int | None, str | None]]:
    """The hard findings: rule, row and column as the user sees them."""
    reading = read_workbook(name, content)
    found = [finding for findings in reading.refused.values() for finding in findings]
    return [(finding.rule_id.removeprefix("nav."), finding.row, finding.column) for finding in found]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (one(HEAD, ["I alt", 5, "abc"]), [("unreadable_cell", 4, "C")]),
        (one(HEAD, ["I alt", "x", "y"], ["Industri", 5, 5]), [("unreadable_cell", 4, "B"), ("unreadable_cell", 4, "C")]),
        (one(HEAD, ["Industri", 5, 5], ["I alt", "x", "y"], ["Undervisning", 5, 5]),
         [("unreadable_cell", 5, "B"), ("unreadable_cell", 5, "C")]),
        (one(HEAD, ["I alt", date(2023, 1, 1), 5]), [("unreadable_cell", 4, "B")]),
        (one(HEAD, ["I alt", 5, "#N/A"]), [("cell_error", 4, "C")]),
        (one(HEAD, ["I alt", 5, "=1+1"]), [("cell_formula", 4, "C")]),
        (one(HEAD, ["I alt", 100, "1.234"], title=DAYS), [("ambiguous_number", 4, "C")]),
        (one(HEAD, ["I alt", 5, 5], [None, 4, 4]), [("row_without_label", 5, "B")]),
        (one(["Næring", "1. kvartal 2023", None], ["I alt", 5, 6]), [("column_without_heading", 4, "C")]),
        (one(["I alt", 5, 6]), [("no_headings", 3, "B"), ("no_headings", 3, "C")]),
        (one(["Næring", "2023K1", "Noe rart"], ["I alt", 5, 6]), [("unknown_heading", 3, "C"), ("no_period", 3, "C")]),
        (one(["Næring", "2023K1", "2022-2023"], ["I alt", 5, 6]), [("period_range", 3, "C")]),
        (one(["Næring", "Januar-mars 2023"], ["I alt", 5]), [("period_range", 3, "B")]),
        (one(["Næring", "Menn"], ["I alt", 5]), [("no_period", 3, "B")]),
        (one(HEAD, ["I alt", 5, 5], title="SYFRA 540 Sykefravær etter næring"), [("no_measure", 3, "B")]),
        (one(HEAD, ["I alt", 5, 5], title="SYFRA 540 Sykefraværsdagsverk etter næring. Prosent"), [("no_measure", 3, "B")]),
        (one(HEAD, ["I alt", 5, 5], title="SYFRA 540 Sykefraværsdagsverk og avtalte dagsverk etter næring"),
         [("no_measure", 3, "B")]),
        (one(["Bransje", "2022"], ["I alt", 5], ["Rart", 3], title="SYFRA 999 Sykefraværsprosent"), [("no_division", 5, "A")]),
        (one(HEAD, ["I alt", 5, 5], ["Kvinner", 6, 6], ["Industri", 4, 4], ["Undervisning", 3, 3]),
         [("unclear_sex_rows", 5, "A")]),
        (one(HEAD, ["I alt", "x", 5], ["Industri", 6, 7]), [("unreadable_cell", 4, "B")]),
        (one([None, "Menn", None], [*HEAD], ["Kvinner", 5, 5]), [("two_meanings", 5, "B"), ("two_meanings", 5, "C")]),
        (one(["Næring", "Kjønn", "2022"], ["Industri", "Kvinner", 6], [None, None, 5]), [("row_without_label", 5, "C")]),
        (one(["Næring", "Kjønn", "2022"], ["Industri", None, 6], ["Industri", "Menn", 5]), [("unclear_sex_rows", 4, "A")]),
        (one([None, "2022", None], ["Næring", None, "Menn"], ["I alt", 5, 6]), [("column_without_heading", 5, "B")]),
        (one([None, 2022, None, None], ["Næring", "4. kvartal", "1. kvartal", "2. kvartal"], ["I alt", 5, 6, 7]),
         [("unclear_period", 4, "D")]),
        (one(HEAD, ["I alt", 105, -5]), [("impossible_figure", 4, "B"), ("impossible_figure", 4, "C")]),
        (one(HEAD, ["I alt", Shown(0.05, "0.0%"), 5.2]), [("mixed_per_cent", 4, "C")]),
        (one(HEAD, ["I alt", 0.051, 0.052], ["Industri", 0.061, 0.062]), [("perhaps_shares", 4, "B")]),
        (one(HEAD, ["I alt", Shown(0.05, "0%"), 52], title=DAYS), [("per_cent_for_count", 4, "B")]),
        (one(HEAD, ["I alt", 5.5, 6], title="SYKP 510 Mottakere av sykepenger etter næring"), [("count_not_whole", 4, "B")]),
        (one(HEAD, ["Industri", 5, 6], ["Industri", 5, 7]), [("given_twice", 5, "C")]),
        (one(["Næring", "2023", "2023"], ["Industri", 5, 5]), [("given_twice", 4, "C")]),
        (one(["Næring (SN2007)", "2023"], ["Industri", 5], title="SYFRA 540 Sykefraværsprosent etter næring (SN2025)"),
         [("two_standards", None, None)]),
        (one(["bare tekst"]), [("no_table", None, None)]),
    ],
)  # fmt: skip
def test_each_finding_with_its_row_and_column(content: bytes, expected: list[tuple[str, int | None, str | None]]) -> None:
    assert rules(content) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Uke", 2021], [52, 5], [53, 4]], [("no_such_week", 5, "B")]),
        ([["Uke", "Antall"], [52, 5]], [("no_period", 3, "B")]),
        ([["Uke", 2021], [54, 5]], [("unclear_period", 4, "A")]),
        ([["Uke", 2021], ["i fjor", 5]], [("unclear_period", 4, "A")]),
    ],
)
def test_weeks_that_cannot_be(rows: list[list[Any]], expected: list[tuple[str, int | None, str | None]]) -> None:
    content = book({"Ark1": Tab([["Nye sykmeldte per uke"], [], *rows])})
    found = rules(content, "uke.xlsx")
    assert found == expected


def test_tables_of_one_sex_leave_one_without_a_sex_unclear() -> None:
    def tab(title: str | None) -> list[list[Any]]:
        return [[], [title], ["Alder", "2023"], ["16-19 år", 5]]

    content = book({"Ark1": Tab([["SYFRA 530 Sykefraværsprosent etter alder og kjønn"], *tab(None), *tab("Menn")])})
    assert rules(content) == [("unclear_sex_title", 5, "A")]
    beside = [
        ["SYFRA 530 Sykefraværsprosent etter alder"],
        [],
        [None, None, "Menn"],
        ["Alder", "2022", "2022"],
        ["16-19 år", 5, 4],
    ]
    assert rules(book({"Ark1": Tab(beside)})) == [("unclear_sex_column", 4, "B")]


def test_all_findings_at_once_and_nothing_of_the_table(tmp_path: Path) -> None:
    content = book({"Prosent": Tab([[PCT], [], HEAD, ["I alt", "x", 5], ["Industri", 6, "y"], [None, 1, 2]], (4, 3))})
    found = refusal(tmp_path, "SYFRA 540.xlsx", content)
    assert (found.table_id, found.problem) == ("SYFRA 540", "refused")
    assert "Antall funn: 3" in found.reason.nb and "Number of findings: 3" in found.reason.en
    for place in ("Prosent, rad 7, kolonne D", "Prosent, rad 8, kolonne E", "Prosent, rad 9, kolonne D"):
        assert f"SYFRA 540.xlsx: {place}:" in found.reason.nb
    assert "«x»" in found.reason.nb and "Ventet:" in found.reason.nb


def test_more_findings_than_can_be_listed_are_counted(tmp_path: Path) -> None:
    rows = [[PCT], [], HEAD, *[[f"Gruppe {i}", 5, "y"] for i in range(20)], ["Til slutt", 5, 5]]
    text = refusal(tmp_path, "SYFRA 540.xlsx", book({"Ark1": Tab(rows)})).reason.nb
    assert "Antall funn: 20" in text and "… og 8 til." in text and text.count("\n") == 13


def test_another_table_of_the_workbook_is_read_all_the_same(tmp_path: Path) -> None:
    good = [["SYFRA 530 Sykefraværsprosent etter alder"], [], ["Alder", "2022"], ["16-19 år", 5]]
    bad = [["SYFRA 540 Sykefraværsprosent etter næring"], [], ["Næring", "2022"], ["Industri", "x"]]
    outcomes = read(tmp_path, "begge.xlsx", book({"A": Tab(good), "B": Tab(bad)}))
    read_ids = {outcome.table_id for outcome in outcomes if isinstance(outcome, FetchedTable)}
    assert (len(outcomes), read_ids) == (2, {"SYFRA 530"})


def test_a_total_that_is_not_its_parts_is_pointed_out_and_read(tmp_path: Path) -> None:
    rows = [[DAYS], [], HEAD, ["I alt", 100, 100], ["Industri", 50, 60], ["Undervisning", 50, 60]]
    found = table(tmp_path, "SYFRA 540.xlsx", book({"Ark1": Tab(rows)}))
    assert len(found.values) == 6
    assert len(found.notes) == 1 and "2. kvartal 2023" in found.notes[0] and "120,0" in found.notes[0]


@pytest.mark.parametrize(
    "rows",
    [
        [["I alt", 100], ["Industri", 50], ["Undervisning", "*"]],
        [["I alt", 100], ["10-33 Industri", 100], ["10-12 Næringsmiddel", 40]],
        [["I alt", 101], ["Industri", 50], ["Undervisning", 50]],
    ],
)
def test_sums_are_not_judged_when_masked_nested_or_within_rounding(tmp_path: Path, rows: list[list[Any]]) -> None:
    content = one(["Næring", "2023"], *rows, title=DAYS)
    assert table(tmp_path, "SYFRA 540.xlsx", content).notes == ()


def test_women_and_men_are_summed_too(tmp_path: Path) -> None:
    content = one(
        ["Kjønn", "2023"], ["Begge kjønn", 100], ["Kvinner", 60], ["Menn", 60], title="SYKP 510 Mottakere av sykepenger"
    )
    assert "120,0" in table(tmp_path, "SYKP 510.xlsx", content).notes[0]


def test_a_hidden_sheet_is_not_read_and_hidden_rows_are(tmp_path: Path) -> None:
    rows = [[PCT], [], HEAD, ["I alt", 5, 6], ["Industri", 7, 8]]
    tabs = {"Ark1": Tab(rows, hidden_rows=[5]), "Gammel": Tab([*rows[:3], ["I alt", 1, 1]], is_hidden=True)}
    reading = read_workbook("SYFRA 540.xlsx", book(tabs))
    assert [(finding.rule_id, finding.severity) for finding in reading.findings] == [("nav.hidden_sheet", "info")]
    assert len(table(tmp_path, "SYFRA 540.xlsx", book(tabs)).values) == 4


def test_a_change_is_left_out_with_a_word() -> None:
    reading = read_workbook("SYFRA 540.xlsx", one([*HEAD, "Endring"], ["I alt", 5, 6, 1]))
    assert [(f.rule_id, f.severity, f.row, f.column) for f in reading.findings] == [("nav.change_not_read", "info", 3, "D")]


def test_a_group_that_only_a_file_name_tells_of_and_that_is_not_known(tmp_path: Path) -> None:
    found = refusal(tmp_path, "nye_sykmeldte_per_uke_rare_greier.csv", b"Uke,2019\n1,5\n2,6\n")
    assert "rare greier" in found.reason.nb


# --- files that are not what they are called -----------------------------------------------------------------------------

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("SYFRA 540.xlsx", b"", "tom"),
        ("SYFRA 540.xlsx", b"ikke en arbeidsbok", "ikke en arbeidsbok"),
        ("SYFRA 540.xls", b"<html><table><tr><td>5</td></tr></table></html>", "ikke en arbeidsbok"),
        ("SYFRA 540.xls", OLE + bytes(600), ".xls"),
        ("SYFRA 540.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), "passord"),
        ("SYFRA 540.csv", b"\x00\x01\x02\x03", "ikke tekst"),
        ("SYFRA 540.csv", b"  \n ", "tom"),
    ],
)
def test_a_file_that_cannot_be_opened(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    found = refusal(tmp_path, name, content)
    assert (found.table_id, found.problem) == ("SYFRA 540", "refused")
    assert word in found.reason.nb and name in found.reason.en
    assert recognise(content, name) is None


def test_a_zip_that_is_no_workbook_and_one_that_declares_entities(tmp_path: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("brev.txt", "hei")
    assert "ikke en arbeidsbok" in refusal(tmp_path, "SYFRA 540.xlsx", packed.getvalue()).reason.nb
    assert "skadet" in refusal(tmp_path, "SYFRA 540.xlsx", _with_entities(one(HEAD, ["I alt", 5, 5]))).reason.nb


def _with_entities(content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                part = b'<!DOCTYPE a [<!ENTITY b "c">]>' + part
            target.writestr(name, part)
    return out.getvalue()


def test_a_new_workbook_with_an_old_ending_is_read(tmp_path: Path) -> None:
    assert len(table(tmp_path, "SYFRA 540.xls", one(HEAD, ["I alt", 5, 5])).values) == 2


def test_a_workbook_of_another_maker_with_texts_in_the_cells(tmp_path: Path) -> None:
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("Ark1")
    bold = made.add_format({"bold": True})
    sheet.write_rich_string(1, 1, "SYFRA 540 ", bold, "Sykefraværsprosent", " etter næring")
    for column, text in enumerate(HEAD):
        sheet.write_string(3, column + 1, text)
    sheet.write_row(4, 1, ["I alt", 5.5])
    sheet.write_formula(4, 3, "=C5*2", None, 11)
    made.close()
    assert figures(table(tmp_path, "a.xlsx", out.getvalue())) == {
        ("absence_pct", "2023K1"): (5.5, "value"), ("absence_pct", "2023K2"): (11.0, "value"),
    }  # fmt: skip


def test_whatever_stands_in_the_cells_reading_ends_with_an_outcome(tmp_path: Path) -> None:
    content: list[Any] = [
        "I alt", "Kvinner", "Menn", 2021, 2022, "1. kvartal 2021", "K1", "januar", "Uke", "År", "Næring", "Kjønn", "Antall",
        "Sykefraværsprosent", "Industri", "Ukjent", "*", "..", "-", 5.5, 1234567, "1.234", "Kilde: NAV", "1) note", "Endring",
        "... herav x", "Egenmeldt", "Luftveier", 202105, 5, date(2024, 1, 1), PCT, "", True, "#N/A", Shown(0.05, "0.0%"),
        "9" * 400, "Sist oppdatert 10.09.2024",
    ]  # fmt: skip
    for seed in range(150):
        chance = random.Random(seed)  # noqa: S311 - to try with
        share = chance.choice([0.3, 0.7, 0.95])
        rows: list[list[Any]] = [[PCT]]
        for _ in range(chance.randint(1, 12)):
            rows.append([chance.choice(content) if chance.random() < share else None for _ in range(chance.randint(1, 7))])
        outcomes = read(tmp_path, "SYFRA 540.xlsx", book({"Ark1": Tab(rows, (chance.randint(1, 3), chance.randint(1, 3)))}))
        assert outcomes


def test_a_damaged_workbook_ends_with_an_outcome(tmp_path: Path) -> None:
    whole = one(HEAD, ["I alt", 5, 5])
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 - to try with
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        recognise(bytes(damaged), "SYFRA 540.xlsx")
        assert read(tmp_path, "SYFRA 540.xlsx", bytes(damaged[: chance.randrange(1, len(damaged) + 1)]))


def test_every_rule_has_its_text_and_every_text_its_rule() -> None:
    source = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[5] / "data/sources/nav").glob("*.py"))
    named = {key.split(".")[2] for key in texts("nb") if key.startswith(("nav.finding.", "nav.file."))}
    assert {name for name in named if f'"{name}"' not in source and not name.startswith("cell_")} == set()
