"""Files of the state budget in each layout: what is read, and what is refused with its place."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.sources.dfo.model import DfoReading
from data.sources.dfo.reading import read_path
from domain.text import texts
from tests.unit.data.sources.dfo import files
from tests.unit.data.sources.dfo.files import (
    ACCOUNT_HEADINGS,
    ADVICE,
    AID,
    BUDGET_HEADINGS,
    DECISION_HEADINGS,
    NAV,
    account,
    decision,
    other,
    proposal,
    text,
)

POSTS = frozenset({("601", "22"), ("601", "71"), ("2650", "76")})
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
TOTAL = Decimal("1325006.00")


def read(path: Path, tmp_path: Path, **more: object) -> DfoReading:
    return read_path(path, tmp_path / "home", POSTS, NOW, known=NOW.date(), **more)  # type: ignore[arg-type]


def stages(reading: DfoReading, post: tuple[str, str] = ("601", "22")) -> dict[tuple[int, str], Decimal]:
    return {(figure.year, figure.stage): figure.nok for figure in reading.stages if figure.post == post}


def rules(reading: DfoReading, severity: str | None = None) -> list[str]:
    return [finding.rule_id for finding in reading.findings if severity in (None, finding.severity)]


def accounts(tmp_path: Path, rows: list[list[str]], name: str = "statsregnskapet_aar_2025.csv", **more: str) -> Path:
    return files.write(tmp_path / "inn" / name, text(ACCOUNT_HEADINGS, rows, **more))


def test_the_months_of_a_year_are_summed_by_post_agency_and_account(tmp_path: Path) -> None:
    reading = read(accounts(tmp_path, files.year_of_accounts()), tmp_path)

    assert rules(reading) == []
    assert stages(reading) == {(2025, "account"): TOTAL}
    details = {(part.dimension, part.code): (part.name, part.nok) for part in reading.details}
    assert details == {
        ("agency", NAV[0]): (NAV[1], Decimal(1_320_006)), ("agency", AID[0]): (AID[1], Decimal(5_000)),
        ("account", "500"): ("Lønn fast ansatte", Decimal(120_000)), ("account", "673"): (ADVICE[1], Decimal(1_205_006)),
    }  # fmt: skip
    assert (reading.skipped, reading.stages[0].through_month) == (12, 12)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_same_table_in_other_encodings_and_with_other_separators(tmp_path: Path, encoding: str, delimiter: str) -> None:
    content = text(ACCOUNT_HEADINGS, files.year_of_accounts(), delimiter=delimiter)
    reading = read(files.write(tmp_path / "regnskap.csv", content, encoding), tmp_path)

    assert rules(reading) == []
    assert stages(reading) == {(2025, "account"): TOTAL}


def test_a_zip_archive_is_read_and_kept_as_it_came(tmp_path: Path) -> None:
    path = files.archive(tmp_path / "statsregnskapet_aar_2025.zip", "a.csv", text(ACCOUNT_HEADINGS, files.year_of_accounts()))
    before = path.read_bytes()
    reading = read(path, tmp_path)

    assert stages(reading) == {(2025, "account"): TOTAL}
    assert reading.raw[0].path.read_bytes() == before
    assert reading.raw[0].path.with_name(f"{reading.raw[0].path.name}.json").exists()


def test_headings_are_known_however_they_are_written(tmp_path: Path) -> None:
    headings = [heading.upper().replace("_", " ") for heading in ACCOUNT_HEADINGS]
    reading = read(files.write(tmp_path / "x.csv", text(headings, files.year_of_accounts())), tmp_path)

    assert stages(reading) == {(2025, "account"): TOTAL}


def test_a_running_year_ends_with_its_last_month_and_says_so(tmp_path: Path) -> None:
    rows = files.year_of_accounts(2026, last=10)
    reading = read(accounts(tmp_path, rows, "statsregnskapet_hittil_i_aar.csv"), tmp_path)

    assert stages(reading) == {(2026, "account"): Decimal("1105005.00")}  # 10 * 110 000,5 + 5 000
    assert reading.stages[0].through_month == 10


def test_a_month_in_which_only_other_posts_have_rows_is_not_missing(tmp_path: Path) -> None:
    rows = [account("202501", "10,000"), other("202502"), account("202503", "5,000"), other("202504")]
    reading = read(accounts(tmp_path, rows), tmp_path)

    assert rules(reading) == []
    assert stages(reading) == {(2025, "account"): Decimal(15)}
    assert reading.stages[0].through_month == 4


def test_a_month_that_is_not_in_the_file_stops_it(tmp_path: Path) -> None:
    rows = [account("202501", "10,000"), other("202501"), account("202503", "5,000"), other("202503")]
    reading = read(accounts(tmp_path, rows), tmp_path)

    assert rules(reading, "hard") == ["missing_months"]
    assert "2" in reading.findings[0].message.nb


def test_the_last_month_alone_is_no_year(tmp_path: Path) -> None:
    reading = read(accounts(tmp_path, [account("202609", "10,000")], "statsregnskapet_siste_maaned.csv"), tmp_path)

    assert "missing_months" in rules(reading, "hard")
    assert stages(reading) == {}


def test_an_extract_of_the_post_alone_may_lack_months_and_says_so(tmp_path: Path) -> None:
    reading = read(accounts(tmp_path, [account("202501", "10,000"), account("202512", "5,000")]), tmp_path)

    assert rules(reading) == ["months_without_rows"]
    assert not reading.found.has_hard
    assert stages(reading) == {(2025, "account"): Decimal(15)}


def test_closing_entries_belong_to_december(tmp_path: Path) -> None:
    rows = [*files.year_of_accounts(), account("202513", "-6,000")]
    reading = read(accounts(tmp_path, rows), tmp_path)

    assert stages(reading) == {(2025, "account"): TOTAL - 6}


def test_rows_without_chapter_are_counted_and_left_out(tmp_path: Path) -> None:
    net = account("202501", "9,000")
    net[10] = net[12] = ""
    reading = read(accounts(tmp_path, [*files.year_of_accounts(), net]), tmp_path)

    assert (reading.without_chapter, stages(reading)) == (1, {(2025, "account"): TOTAL})


def test_a_row_that_stands_twice_is_counted_once_and_told(tmp_path: Path) -> None:
    rows = files.year_of_accounts()
    reading = read(accounts(tmp_path, [*rows, rows[0]]), tmp_path)

    assert stages(reading) == {(2025, "account"): TOTAL}
    finding = reading.findings[0]
    assert (finding.rule_id, finding.severity, finding.row) == ("same_row", "soft", 39)  # heading, 37 rows, and this
    assert "rad 2" in finding.message.nb and "row 2" in finding.message.en


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    first = accounts(tmp_path, files.year_of_accounts(), "a.csv")
    shutil.copy(first, first.with_name("b.csv"))
    reading = read(first.parent, tmp_path)

    assert (rules(reading), stages(reading)) == (["same_file"], {(2025, "account"): TOTAL})
    assert len(reading.raw) == 1


def test_files_that_overlap_are_not_added(tmp_path: Path) -> None:
    accounts(tmp_path, files.year_of_accounts(2026, last=10), "statsregnskapet_hittil_i_aar.csv")
    path = accounts(tmp_path, [r for r in files.year_of_accounts(2026, last=10) if r[1] == "202610"], "siste_maaned.csv")
    reading = read(path.parent, tmp_path)

    assert rules(reading) == []
    assert stages(reading) == {(2026, "account"): Decimal("1105005.00")}


def test_files_that_overlap_and_differ_stop_everything(tmp_path: Path) -> None:
    accounts(tmp_path, files.year_of_accounts(), "a.csv")
    path = accounts(tmp_path, [*files.year_of_accounts()[:-1], account("202501", "6000,000", agency=AID)], "b.csv")
    reading = read(path.parent, tmp_path)

    assert rules(reading, "hard") == ["files_differ"]
    finding = reading.findings[0]
    assert (finding.place, finding.value) == ("b.csv", "116000.500")  # 110 000,5 + 6 000
    assert "a.csv" in finding.message.nb and "115000.500" in finding.message.nb


GENERIC = ("År", "Måned", "Departement", "Organisasjonsnummer", "Virksomhet", "Kapittel", "Post", "Underpost", "Artskonto")


def generic(
    month: object, amount: object, agency: tuple[str, str] = NAV, kind: str = "673 Andre konsulenttjenester"
) -> list[object]:
    return [2025, month, AID[1], *agency, "0601 Utredningsvirksomhet", "22 Kunnskapsutvikling", "", kind, amount]


@pytest.mark.parametrize(
    ("heading", "amount", "total"),
    [
        ("Beløp i perioden (kroner)", "1 000,50", "2001.00"), ("Beløp i perioden (1000 kr)", "1,5", "3000.00"),
        ("Beløp i perioden, mill. kr", "0,25", "500000.00"),
    ],
)  # fmt: skip
def test_other_tables_are_read_when_they_say_unit_and_span(tmp_path: Path, heading: str, amount: str, total: str) -> None:
    rows = [generic(1, amount), generic("februar", amount)]
    reading = read(files.write(tmp_path / "x.csv", text([*GENERIC, heading], rows), "utf-8"), tmp_path)

    assert rules(reading) == []
    assert stages(reading) == {(2025, "account"): Decimal(total)}
    assert {(part.code, part.name) for part in reading.details} == {NAV, ADVICE}


def test_the_year_so_far_is_its_last_month(tmp_path: Path) -> None:
    rows = [generic(1, "10,5"), generic(2, "25,5"), generic(2, "4,5", agency=AID)]
    reading = read(files.write(tmp_path / "x.csv", text([*GENERIC, "Hittil i år (1000 kroner)"], rows), "utf-8"), tmp_path)

    assert stages(reading) == {(2025, "account"): Decimal(30_000)}
    assert reading.stages[0].through_month == 2


def test_the_year_so_far_must_have_every_part_in_the_last_month(tmp_path: Path) -> None:
    rows = [generic(1, "10,5"), generic(1, "4,5", agency=AID), generic(2, "25,5")]
    reading = read(files.write(tmp_path / "x.csv", text([*GENERIC, "Hittil i år (1000 kroner)"], rows), "utf-8"), tmp_path)

    assert rules(reading) == ["part_gone"]
    assert AID[0] in str(reading.findings[0].value)


def test_months_are_read_and_the_year_so_far_left_where_both_stand(tmp_path: Path) -> None:
    headings = [*ACCOUNT_HEADINGS, "Hittil_i_år"]
    rows = [[*row, "999999,000"] for row in files.year_of_accounts()]
    reading = read(files.write(tmp_path / "x.csv", text(headings, rows)), tmp_path)

    assert (rules(reading), stages(reading)) == ([], {(2025, "account"): TOTAL})


@pytest.mark.parametrize(
    ("heading", "rule"), [("Beløp i perioden", "unclear_unit"), ("Beløp (kroner)", "unclear_span"), ("Beløp", "unclear_unit")]
)
def test_what_the_table_does_not_say_is_not_guessed(tmp_path: Path, heading: str, rule: str) -> None:
    reading = read(files.write(tmp_path / "x.csv", text([*GENERIC, heading], [generic(1, "5,5")]), "utf-8"), tmp_path)

    finding = next(found for found in reading.findings if found.rule_id == rule)
    assert (finding.severity, finding.place, finding.row, finding.column) == ("hard", "x.csv", 1, f"J «{heading}»")
    assert reading.stages == ()


def test_decisions_become_enacted_revised_and_carried_over(tmp_path: Path) -> None:
    rows = [
        decision(2024, "28200000,000", "2024.01.01 Saldert budsjett 2024"),
        decision(2025, "29165000,000", "2025.01.01 Saldert budsjett 2025"),
        decision(2025, "-1000000,000", "2025.05.15 Prp: p146/24-25 i540/24-25", 6),
        decision(2025, "500000,000", "2025.11.28 Nysaldert budsjett", 12),
        decision(2025, "6500000,000", "Overfort fra 2024", carried_in="6500000,000"),
        decision(2025, ",000", "Overfores til 2026", 12, carried_out="7400000,000"),
        decision(2025, "5,000", "2025.01.01 Saldert budsjett 2025", post="132001"),
    ]
    reading = read(files.write(tmp_path / "bevilgninger_full_historikk.csv", text(DECISION_HEADINGS, rows)), tmp_path)

    assert rules(reading) == []
    assert stages(reading) == {
        (2024, "enacted"): 28_200_000, (2024, "revised"): 28_200_000, (2025, "enacted"): 29_165_000,
        (2025, "revised"): 28_665_000, (2025, "carried_in"): 6_500_000, (2025, "carried_out"): 7_400_000,
    }  # fmt: skip
    revised = next(figure for figure in reading.stages if figure.stage == "revised" and figure.year == 2025)
    assert revised.decisions == ("2025.05.15 Prp: p146/24-25 i540/24-25: -1000000", "2025.11.28 Nysaldert budsjett: 500000")


def test_a_post_that_was_not_in_the_enacted_budget_has_zero_there(tmp_path: Path) -> None:
    rows = [
        decision(2019, "28000000,000", "2019.05.14 Prp: p114/18-19", 6),
        decision(2019, "5,000", "2019.01.01 Saldert budsjett 2019", post="132001"),
    ]
    reading = read(files.write(tmp_path / "b.csv", text(DECISION_HEADINGS, rows)), tmp_path)

    assert stages(reading) == {(2019, "enacted"): 0, (2019, "revised"): 28_000_000}


def test_without_any_enacted_budget_nothing_is_concluded(tmp_path: Path) -> None:
    rows = [decision(2019, "28000000,000", "2019.05.14 Prp: p114/18-19", 6)]
    reading = read(files.write(tmp_path / "b.csv", text(DECISION_HEADINGS, rows)), tmp_path)

    assert stages(reading) == {}
    assert sorted(rules(reading)) == ["no_enacted", "nothing_found"]


def test_what_was_carried_over_is_unknown_when_the_file_has_no_such_entries(tmp_path: Path) -> None:
    rows = [decision(2025, "29165000,000", "2025.01.01 Saldert budsjett 2025")]
    reading = read(files.write(tmp_path / "b.csv", text(DECISION_HEADINGS, rows)), tmp_path)

    assert set(stages(reading)) == {(2025, "enacted"), (2025, "revised")}


def test_nothing_carried_in_is_zero_where_other_posts_have_entries(tmp_path: Path) -> None:
    rows = [
        decision(2025, "29165000,000", "2025.01.01 Saldert budsjett 2025"),
        decision(2025, "5,000", "Overført fra 2024", post="132001"),
    ]
    found = stages(read(files.write(tmp_path / "b.csv", text(DECISION_HEADINGS, rows)), tmp_path))

    assert found[2025, "carried_in"] == 0
    assert (2025, "carried_out") not in found


def test_two_amounts_carried_over_in_one_row_are_unclear(tmp_path: Path) -> None:
    rows = [
        decision(2025, "29165000,000", "2025.01.01 Saldert budsjett 2025"),
        decision(2025, "1,000", "Overført fra 2024", carried_in="2,000"),
    ]
    reading = read(files.write(tmp_path / "b.csv", text(DECISION_HEADINGS, rows)), tmp_path)

    assert rules(reading, "hard") == ["two_carried"]
    assert (reading.findings[0].row, reading.findings[0].value) == (3, "1.000; 2.000")


def test_the_workbook_of_the_proposed_budget(tmp_path: Path) -> None:
    sheets = {
        "Forklaring": [["Kolonne", "Forklaring"], ["GB", "Gul bok-forslaget for 2027, beløp i kroner"]],
        "Data": [
            BUDGET_HEADINGS, proposal(601, 22, 37_902_000), proposal(601, 71, 80_000_000, 1), proposal(601, 71, 9_850_000, 2),
            proposal(1320, 1, 5),
        ],
    }  # fmt: skip
    reading = read(files.book(tmp_path / "gulbok_datagrunnlag.xlsx", sheets), tmp_path)

    assert rules(reading) == []
    assert stages(reading) == {(2027, "proposed"): 37_902_000}
    assert stages(reading, ("601", "71")) == {(2027, "proposed"): 89_850_000}
    assert reading.skipped == 1


def test_the_newer_workbook_calls_the_column_amount_and_the_name_tells_what_it_is(tmp_path: Path) -> None:
    headings = ["gdep_nr", "gdep_navn", *BUDGET_HEADINGS[:-1], "beløp"]
    rows = [headings, [1, "x", *proposal(601, 22, 37_902_000)]]
    named = {"2027_gulbok_datagrunnlag.xlsx": "proposed", "Saldert budsjett 2027.xlsx": "enacted"}
    for name, stage in named.items():
        found = stages(read(files.book(tmp_path / stage / name, {"Data": rows}), tmp_path))
        assert found == {(2027, stage): 37_902_000}
    unclear = read(files.book(tmp_path / "tall 2027.xlsx", {"Data": rows}), tmp_path)
    assert rules(unclear, "hard") == ["unclear_stage"]


def test_a_year_that_the_file_does_not_say_must_be_given(tmp_path: Path) -> None:
    path = files.book(tmp_path / "20261002_gulbok.xlsx", {"Data": [BUDGET_HEADINGS, proposal(601, 22, 5)]})

    assert rules(read(path, tmp_path), "hard") == ["unclear_year"]
    assert stages(read(path, tmp_path, year=2027)) == {(2027, "proposed"): 5}


def test_the_same_post_twice_with_two_amounts_is_unclear(tmp_path: Path) -> None:
    rows = [BUDGET_HEADINGS, proposal(601, 22, 5), proposal(601, 22, 6)]
    reading = read(files.book(tmp_path / "Gul bok 2027.xlsx", {"Data": rows}), tmp_path)

    assert rules(reading, "hard") == ["two_values"]
    assert (reading.findings[0].row, reading.findings[0].value) == (3, "6")


def test_a_table_of_a_proposition_has_three_stages_and_years_in_its_headings(tmp_path: Path) -> None:
    headings = "Kap.;Post;Betegnelse;Regnskap 2025;Saldert budsjett 2026;Forslag 2027"
    content = f"Beløp i 1000 kr\n{headings}\n601;22;Kunnskap;28 304;37 900;37 902\n"
    reading = read(files.write(tmp_path / "prop.csv", content, "utf-8"), tmp_path)

    assert rules(reading) == []
    assert stages(reading) == {
        (2025, "account"): 28_304_000, (2026, "enacted"): 37_900_000, (2027, "proposed"): 37_902_000,
    }  # fmt: skip


def test_a_coarser_figure_that_agrees_gives_way_to_the_exact_one(tmp_path: Path) -> None:
    accounts(tmp_path, files.year_of_accounts(), "a.csv")
    agrees = "Beløp i 1000 kr\nKap;Post;Betegnelse;Regnskap 2025\n601;22;K;{}\n"
    path = files.write(tmp_path / "inn" / "prop.csv", agrees.format("1325"), "utf-8")
    assert stages(read(path.parent, tmp_path)) == {(2025, "account"): TOTAL}

    files.write(path, agrees.format("1326"), "utf-8")
    assert rules(read(path.parent, tmp_path), "hard") == ["files_differ"]


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    rows = [*files.year_of_accounts(), account("202502", "tolv"), account("202502", ""), account("20250x", "1,000")]
    rows.append(account("202503", "1,000"))
    rows[-1][12] = "132022"
    reading = read(accounts(tmp_path, rows), tmp_path)

    told = {finding.rule_id: (finding.row, finding.column, finding.value) for finding in reading.findings}
    assert told == {
        "not_a_number": (39, "AB «Beløp»", "tolv"), "no_amount": (40, "AB «Beløp»", ""),
        "no_period": (41, "B «Periode»", "20250x"), "other_chapter": (42, "M «Post_id»", "0601 / 132022"),
    }  # fmt: skip
    assert all(finding.message.nb != finding.message.en and finding.expected.nb for finding in reading.findings)


def test_faults_in_rows_of_other_chapters_do_not_stop_the_load(tmp_path: Path) -> None:
    reading = read(accounts(tmp_path, [*files.year_of_accounts(), other("202503", "tolv")]), tmp_path)

    assert (rules(reading), stages(reading)) == ([], {(2025, "account"): TOTAL})


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.csv", b"", "empty_file"), ("a.csv", b"Navn;Verdi\nx;1\n", "no_headings"), ("a.xlsx", b"PK\x03\x04xx", "broken_file"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "old_workbook"), ("a.csv", b"\x00\x01\x02", "no_text"),
        ("a.csv", "Kapittel_id;Post_id;Beløp\n0601;060122;5,000\n".encode(), "unclear_year"),
    ],
)  # fmt: skip
def test_files_that_are_something_else_are_refused(tmp_path: Path, name: str, content: bytes, rule: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    reading = read(path, tmp_path)

    assert rule in rules(reading, "hard")
    assert reading.stages == ()


def test_the_explanation_of_columns_and_the_net_budgeted_are_passed_by(tmp_path: Path) -> None:
    accounts(tmp_path, files.year_of_accounts())
    files.write(tmp_path / "inn" / "statsregnskapet_beskrivelse_av_kolonner.csv", '"Kolonne";"Forklaring"\n"År";"Regnskapsår"\n')
    headings = [heading for heading in ACCOUNT_HEADINGS if not heading.startswith(("Kapittel", "Post", "Program"))]
    path = files.write(tmp_path / "inn" / "tillegg.csv", text(headings, []))
    reading = read(path.parent, tmp_path)

    assert sorted(rules(reading)) == ["explanation", "net_budgeted"]
    assert not reading.found.has_hard
    assert stages(reading) == {(2025, "account"): TOTAL}


def test_figures_of_a_time_to_come_are_refused(tmp_path: Path) -> None:
    path = accounts(tmp_path, files.year_of_accounts(2026, last=11))

    assert rules(read(path, tmp_path), "hard") == ["ahead_of_time"]  # November 2026 is not over on the 22nd
    later = read_path(path, tmp_path / "home", POSTS, NOW, known=date(2026, 11, 30))
    assert rules(later) == []


def test_an_empty_folder_and_a_file_without_our_posts_are_said(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()

    assert rules(read(tmp_path / "tom", tmp_path), "hard") == ["empty_folder"]
    assert sorted(rules(read(accounts(tmp_path, [other("202501")]), tmp_path))) == ["no_rows", "nothing_found"]


def test_every_finding_has_its_words_and_no_words_lie_unused() -> None:
    folder = Path("data/sources/dfo")
    code = "".join(path.read_text(encoding="utf-8") for path in (*folder.glob("*.py"), Path("workflows/refresh_dfo.py")))
    patterns = (r'found\.add\(\s*"([a-z_]+)"', r'DfoFileError\("([a-z_]+)"', r'_fault\("([a-z_]+)"', r'"(un[a-z]+_[a-z]+)"')
    used = {rule for pattern in patterns for rule in re.findall(pattern, code)}
    used |= {"not_a_number", "ambiguous_number", "no_post", "no_chapter", "other_chapter", "old_workbook", "locked_workbook"}
    told = {key.split(".")[2] for key in texts("nb") if key.startswith("dfo.finding.")}

    assert used - told == set()
    assert told - used == set()
