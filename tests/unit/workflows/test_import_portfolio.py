"""An import from file to store: all or nothing, and every difference told."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from analytics.rules.last_import import last_import_result
from data.layers import open_rows
from data.snapshot import Snapshot
from data.store import Store
from domain.errors import StoreError
from domain.findings import DataFinding
from domain.tables import PORTFOLIO_TABLES, TABLES
from tests.unit.workflows.conftest import CHANGE, Rows, folder, portfolio
from workflows.bootstrap import build_store
from workflows.import_portfolio import difference_table, findings_table, import_portfolio

WriteBook = Callable[..., Path]
LATER = replace(CHANGE, at=datetime(2022, 1, 10, 9, 0, 0))


def stored(store: Store, name: str) -> pl.DataFrame:
    with store.read() as reader:
        return open_rows(reader, TABLES[name], "portfolio")


def told(findings: tuple[DataFinding, ...]) -> list[tuple[str, str | None, int | None, str | None, str | None]]:
    return [(f.rule_id, f.place, f.row, f.column, f.value) for f in findings]


def test_a_workbook_is_imported(store: Store, write_book: WriteBook) -> None:
    report = import_portfolio(store, write_book(portfolio()), CHANGE)
    assert report.findings == ()
    assert report.applied
    assert report.version is not None
    assert (report.version.by, report.version.reason, report.version.document) == ("Kari", "Ny lesing", "Brev 1")
    assert report.difference == {"new": 9, "changed": 0, "gone": 0, "example_replaced": 0}
    assert report.read_rows["payment"] == 3
    assert report.read_rows["milestone"] == 0
    assert stored(store, "payment").sort("payment_id").get_column("amount_nok").to_list() == [
        Decimal(100_000),
        Decimal(200_000),
        Decimal(300_000),
    ]


def test_a_second_import_of_the_same_file_changes_nothing(store: Store, write_book: WriteBook) -> None:
    path = write_book(portfolio())
    import_portfolio(store, path, CHANGE)
    before = store.current_number()
    report = import_portfolio(store, path, LATER)
    assert not report.applied
    assert report.version is None
    assert report.diff.is_empty
    assert report.sentence.nb == (
        "portefølje.xlsx ble lest 10. januar 2022. Innholdet er likt det som var lagret, og ingenting ble endret."
    )
    assert store.current_number() == before


def test_a_dry_run_tells_the_difference_and_changes_nothing(store: Store, write_book: WriteBook) -> None:
    import_portfolio(store, write_book(portfolio()), CHANGE)
    before = store.current_number()
    changed = portfolio()
    changed["payment"][0]["amount_nok"] = Decimal("150000.50")
    changed["payment"][1]["text_nb"] = "<i>Faktura</i>"
    del changed["payment"][2]
    changed["payment"].append({**portfolio()["payment"][0], "payment_id": "B4"})
    report = import_portfolio(store, write_book(changed, "ny.xlsx"), LATER, dry_run=True)
    assert not report.applied
    assert store.current_number() == before
    assert difference_table(report).rows() == [
        ("payment", "B4", "new", None, None, None),
        ("payment", "B1", "changed", "amount_nok", "100000.00", "150000.50"),
        ("payment", "B2", "changed", "text_nb", None, "<i>Faktura</i>"),
        ("payment", "B3", "gone", None, None, None),
    ]
    assert report.as_json()["difference"] == {"new": 1, "changed": 2, "gone": 1, "example_replaced": 0}
    assert len(report.as_json()["changes"]) == 4


def test_rows_that_disappear_are_closed_and_stay_in_history(store: Store, write_book: WriteBook) -> None:
    import_portfolio(store, write_book(portfolio()), CHANGE)
    fewer = portfolio()
    fewer["payment"] = fewer["payment"][:1]
    report = import_portfolio(store, write_book(fewer, "ny.xlsx"), LATER)
    assert report.difference["gone"] == 2
    assert [(f.rule_id, f.severity, f.place) for f in report.findings] == [("many_closed", "soft", "Betaling")]
    assert report.findings[0].message.nb == "2 av 3 lagrede rader er ikke med i innlesingen og blir avsluttet."
    assert Snapshot.open(store, date(2022, 1, 9)).table("payment").height == 3
    assert Snapshot.open(store, date(2022, 1, 10)).table("payment").height == 1


def test_half_of_the_rows_gone_is_not_remarkable(store: Store, write_book: WriteBook) -> None:
    rows = portfolio()
    rows["payment"].append({**rows["payment"][0], "payment_id": "B4"})
    import_portfolio(store, write_book(rows), CHANGE)
    rows["payment"] = rows["payment"][:2]
    assert import_portfolio(store, write_book(rows, "ny.xlsx"), LATER).findings == ()


def test_a_sheet_is_missing(store: Store, write_book: WriteBook) -> None:
    path = write_book(portfolio())
    book = openpyxl.load_workbook(path)
    del book["Betaling"]
    book.save(path)
    report = import_portfolio(store, path, CHANGE)
    assert told(report.findings) == [("missing_sheet", "Betaling", None, None, None)]
    assert report.findings[0].message.nb == "Arket «Betaling» mangler."
    assert "--partial" in report.findings[0].expected.nb
    assert not report.applied
    partial = import_portfolio(store, path, CHANGE, partial=True)
    assert partial.applied
    assert stored(store, "payment").is_empty()


def test_a_workbook_from_before_a_table_came_is_read_and_the_table_stands_as_it_is(store: Store, write_book: WriteBook) -> None:
    rows = portfolio()
    rows["meeting_participant"] = []
    path = write_book(rows)
    book = openpyxl.load_workbook(path)
    later = [table.nb for table in TABLES.values() if table.added_in and table.layer == "portfolio"]
    for name in later:
        del book[name]
    book.save(path)
    report = import_portfolio(store, path, CHANGE)
    assert later and report.findings == () and report.applied


def test_a_folder_leaves_other_tables_as_they_are(store: Store, write_book: WriteBook, tmp_path: Path) -> None:
    import_portfolio(store, write_book(portfolio()), CHANGE)
    head = "Id;Program;Slag;Formål;Regnskapsår;Betalt;Beløp\n"
    files = folder(tmp_path / "csv", {"Betaling": f"{head}B9;FOU;Faktura;FoU-oppdrag;2020;1.7.2020;1 000,50\n"})
    report = import_portfolio(store, files, LATER)
    assert report.applied
    assert stored(store, "payment").select("payment_id", "kind", "amount_nok").rows() == [("B9", "invoice", Decimal("1000.50"))]
    assert stored(store, "project").height == 2
    refused = import_portfolio(store, files, LATER, partial=False)
    assert refused.counts["hard"] == len([table for table in PORTFOLIO_TABLES if not table.added_in]) - 1


def test_references_to_stored_rows_and_to_reference_rows(store: Store, write_book: WriteBook, tmp_path: Path) -> None:
    import_portfolio(store, write_book(portfolio()), CHANGE)
    head = "milestone_id;project_id;kind;title_nb;planned_date\n"
    right = folder(tmp_path / "rett", {"milestone": f"{head}M1;P1;start;Start;1.3.2020\n"})
    assert import_portfolio(store, right, CHANGE).applied
    wrong = folder(tmp_path / "feil", {"milestone": f"{head}M1;P3;start;Start;1.3.2020\n"})
    report = import_portfolio(store, wrong, CHANGE)
    assert told(report.findings)[-1] == ("reference", "milestone.csv", 2, "project_id", "P3")
    assert not report.applied


def test_a_stored_row_may_not_lose_the_row_it_refers_to(store: Store, write_book: WriteBook, tmp_path: Path) -> None:
    import_portfolio(store, write_book(portfolio()), CHANGE)
    head = "project_id;programme_id;title_nb;registered_date\n"
    without_p1 = folder(tmp_path / "csv", {"project": f"{head}P2;FOU;Prosjekt 2;02.02.2020\n"})
    report = import_portfolio(store, without_p1, LATER)
    assert not report.applied
    lost = {(f.place, f.column, f.key) for f in report.findings if f.rule_id == "reference_kept"}
    assert lost == {
        ("Kontrakt", "Prosjekt", "K1"),
        ("Betaling", "Prosjekt", "B1"),
        ("Betaling", "Prosjekt", "B2"),
        ("Betaling", "Prosjekt", "B3"),
        ("Prosjekt og innsatsområde", "Prosjekt", "P1 / ARB"),
        ("Prosjekt og innsatsområde", "Prosjekt", "P1 / SYK"),
    }


def test_own_data_take_over_from_the_example(example_store: Store, write_book: WriteBook) -> None:
    assert Snapshot.open(example_store, date(2021, 12, 31)).contains_example("project", "milestone")
    report = import_portfolio(example_store, write_book(portfolio()), LATER)
    assert report.difference == {"new": 9, "changed": 0, "gone": 3, "example_replaced": 3}
    assert [(f.rule_id, f.severity) for f in report.findings] == [("example_replaced", "info")]
    for day in (date(2021, 1, 1), date(2022, 12, 31)):
        snapshot = Snapshot.open(example_store, day)
        assert sorted(snapshot.table("project").get_column("project_id")) == ["P1", "P2"]
        assert snapshot.table("milestone").is_empty()


def test_one_table_of_own_data_takes_the_whole_example_out(example_store: Store, tmp_path: Path) -> None:
    head = "project_id;programme_id;title_nb;registered_date\n"
    files = folder(tmp_path / "csv", {"project": f"{head}E1;FOU;Mitt eget;01.02.2020\n"})
    report = import_portfolio(example_store, files, LATER)
    assert report.applied
    assert report.difference == {"new": 1, "changed": 0, "gone": 3, "example_replaced": 3}
    for day in (date(2021, 1, 1), date(2022, 12, 31)):
        snapshot = Snapshot.open(example_store, day)
        assert snapshot.table("project").select("project_id", "title_nb").rows() == [("E1", "Mitt eget")]
        assert snapshot.table("milestone").is_empty()
        assert not snapshot.contains_example("project", "milestone")


def test_own_data_may_not_refer_to_the_example(example_store: Store, tmp_path: Path) -> None:
    head = "milestone_id;project_id;kind;title_nb;planned_date\n"
    files = folder(tmp_path / "csv", {"milestone": f"{head}M9;E1;start;Start;1.3.2020\n"})
    report = import_portfolio(example_store, files, LATER)
    assert [f[0] for f in told(report.findings) if f[0] != "optional_columns_missing"] == ["reference"]
    assert stored(example_store, "project").height == 2


def test_example_rows_in_the_file_keep_the_example(example_store: Store, tmp_path: Path) -> None:
    head = "milestone_id;project_id;kind;title_nb;planned_date;is_example\n"
    files = folder(tmp_path / "csv", {"milestone": f"{head}M1;E2;start;Start;1.3.2020;ja\n"})
    report = import_portfolio(example_store, files, LATER)
    assert report.difference == {"new": 0, "changed": 1, "gone": 0, "example_replaced": 0}
    assert stored(example_store, "project").height == 2


def test_example_rows_beside_own_rows_are_told(store: Store, write_book: WriteBook, tmp_path: Path) -> None:
    import_portfolio(store, write_book(portfolio()), CHANGE)
    head = "project_id;programme_id;title_nb;registered_date;is_example\n"
    rows = "P1;FOU;Prosjekt 1;01.02.2020;\nP2;FOU;Prosjekt 2;02.02.2020;\nE1;FOU;Eksempel;01.02.2020;ja\n"
    report = import_portfolio(store, folder(tmp_path / "csv", {"project": head + rows}), LATER, dry_run=True)
    assert "example_beside_own" in [f.rule_id for f in report.findings]


def test_a_blank_workbook_is_told(store: Store, write_book: WriteBook) -> None:
    report = import_portfolio(store, write_book({}), CHANGE)
    assert [(f.rule_id, f.severity) for f in report.findings] == [("no_rows", "soft")]
    assert not report.applied


def test_ten_different_faults_are_all_told_at_once(store: Store, write_book: WriteBook) -> None:
    path = write_book(portfolio())
    book = openpyxl.load_workbook(path)
    project, payment, contract = book["Prosjekt"], book["Betaling"], book["Kontrakt"]

    def put(sheet: Any, row: int, name: str, value: object) -> None:
        (column,) = [cell.column for cell in sheet[1] if cell.value == name]
        sheet.cell(row, column).value = value

    put(project, 3, "research_type", "grunnleggende")
    put(project, 4, "title_nb", None)
    put(project, 4, "planned_end_date", datetime(2020, 2, 1))
    put(payment, 3, "payment_date", "31.12.1899")
    put(payment, 3, "amount_nok", "15 mill.")
    put(payment, 4, "amount_nok", "=100000*2")
    put(payment, 4, "contract_id", "K7")
    put(payment, 5, "payment_id", "B2")
    put(payment, 5, "amount_nok", -300000)
    put(contract, 3, "vat_nok", -5)
    put(book["Prosjekt og innsatsområde"], 4, "share_pct", 30)
    del book["Milepæl"]
    book["Møte"]["A2"].value = book["Møte"]["A1"].value = "Møtenummer"
    book.save(path)
    report = import_portfolio(store, path, CHANGE)
    assert sorted(told(tuple(f for f in report.findings if f.severity == "hard")), key=str) == sorted(
        [
            ("unknown_code", "Prosjekt", 3, "Forskningstype", "grunnleggende"),
            ("required", "Prosjekt", 4, "Tittel", None),
            ("date_order", "Prosjekt", 4, "Planlagt slutt", "2020-02-01"),
            ("date_out_of_range", "Betaling", 3, "Betalt", "31.12.1899"),
            ("amount_in_words", "Betaling", 3, "Beløp", "15 mill."),
            ("formula", "Betaling", 4, "Beløp", "=100000*2"),
            ("reference", "Betaling", 4, "Kontrakt", "K7"),
            ("key_unique", "Betaling", 5, "Id", "B2"),
            ("payment_sign", "Betaling", 5, "Beløp", "-300000.00"),
            ("minimum", "Kontrakt", 3, "Merverdiavgift", "-5.00"),
            ("area_shares", "Prosjekt og innsatsområde", 3, "Andel", "60.0"),
            ("missing_sheet", "Milepæl", None, None, None),
            ("missing_column", "Møte", 2, "Id", None),
        ],
        key=str,
    )
    assert ("unknown_column", "soft") in [(f.rule_id, f.severity) for f in report.findings]
    assert report.counts["hard"] == 13
    assert not report.applied
    assert report.diff.is_empty
    assert stored(store, "project").is_empty()
    assert report.is_refused


def test_the_findings_in_words(store: Store, tmp_path: Path) -> None:
    files = folder(tmp_path / "csv", {"source": "source_id;title;published_date\nK1;T;31.02.2021\n"})
    report = import_portfolio(store, files, CHANGE)
    table = findings_table(report.findings, "nb").filter(pl.col("row") == 2)
    assert table.rows() == [
        (
            "Stopper innlesingen",
            "source.csv",
            2,
            "published_date",
            "31.02.2021",
            "Datoen finnes ikke i kalenderen.",
            "En dato som finnes.",
        ),
    ]
    english = findings_table(report.findings, "en").filter(pl.col("row") == 2)
    assert english.get_column("severity").to_list() == ["Stops the import"]


def test_the_outcome_is_kept_for_the_report(store: Store, write_book: WriteBook, tmp_path: Path) -> None:
    snapshot = Snapshot.open(store, date(2022, 1, 1))
    assert last_import_result(snapshot, store.home).file is None
    import_portfolio(store, folder(tmp_path / "csv", {"source": "source_id;title\nK1;\n"}), CHANGE)
    refused = last_import_result(snapshot, store.home)
    assert refused.file == "source.csv"
    assert refused.counts["hard"] == 1
    import_portfolio(store, write_book(portfolio()), CHANGE)
    result = last_import_result(snapshot, store.home)
    assert (result.applied, result.file, result.imported_at) == (True, "portefølje.xlsx", "2021-05-03T12:00:00")
    assert result.difference["new"] == 9
    assert json.loads((store.home / "last_import.json").read_text(encoding="utf-8"))["files"] == ["portefølje.xlsx"]
    assert "Kari" not in (store.home / "last_import.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [b"", b"rubbish", b"PK\x03\x04rubbish", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)])
def test_files_that_are_no_workbook_change_nothing(store: Store, tmp_path: Path, content: bytes) -> None:
    import_portfolio(store, folder(tmp_path / "csv", {"source": "source_id;title\nK1;T\n"}), CHANGE)
    before = store.current_number()
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    report = import_portfolio(store, path, LATER)
    assert len(report.findings) == 1
    assert report.counts["hard"] == 1
    assert report.findings[0].place == "a.xlsx"
    assert store.current_number() == before


def test_an_import_without_a_store_compares_with_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "ny")
    files = folder(tmp_path / "csv", {"source": "source_id;title\nK1;T\n"})
    assert import_portfolio(store, files, CHANGE, dry_run=True).difference["new"] == 1
    assert store.current_number() is None
    assert import_portfolio(store, files, CHANGE).applied


def test_a_write_that_fails_leaves_the_store_whole(store: Store, write_book: WriteBook, monkeypatch: pytest.MonkeyPatch) -> None:
    import_portfolio(store, write_book(portfolio()), CHANGE)
    before = store.current_number()
    rows: dict[str, Rows] = portfolio()
    rows["payment"] = rows["payment"][:1]

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.store._sync_file", full)
    with pytest.raises(StoreError):
        import_portfolio(store, write_book(rows, "ny.xlsx"), LATER)
    assert store.current_number() == before
    assert stored(store, "payment").height == 3


def test_a_portfolio_row_may_stand_before_a_reference_row(store: Store, tmp_path: Path) -> None:
    same = "organisation_id;name_nb;kind\nNAV;Nav;directorate\nAFI;Arbeidsforskningsinstituttet;research\n"
    report = import_portfolio(store, folder(tmp_path / "csv", {"organisation": same}), CHANGE)
    assert report.difference["new"] == 1
    names = Snapshot.open(store, date(2022, 1, 1)).table("organisation").sort("organisation_id")
    assert names.get_column("name_nb").to_list() == ["Arbeidsforskningsinstituttet", "Nav", "STAMI"]


def test_the_example_of_a_store_can_be_built_again_from_its_own_workbook(
    example_store: Store, write_book: WriteBook, reference_dir: Path, example_dir: Path
) -> None:
    with example_store.read() as reader:
        rows = {t.name: open_rows(reader, t, "portfolio").to_dicts() for t in PORTFOLIO_TABLES}
    report = import_portfolio(example_store, write_book(rows), LATER)
    assert report.diff.is_empty
    assert build_store(example_store, example=True, reference_dir=reference_dir, example_dir=example_dir) is None
