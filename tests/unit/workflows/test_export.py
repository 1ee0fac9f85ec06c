"""Files that the command line writes: every form of every file, any report as a workbook, and the whole snapshot."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analytics.quality.whole_snapshot import whole_snapshot
from data.snapshot import Snapshot
from data.store import Store
from domain.errors import UserError
from domain.tables import TABLES
from reports.catalogue import catalogue
from reports.exports.catalogue import exports
from reports.exports.workbook import workbook_bytes
from reports.run import run_report
from workflows.bootstrap import build_store
from workflows.export import export_file

DAY = date(2021, 12, 31)
ATTACK = '=HYPERLINK("http://x";"klikk")\x07'
#: Reports that are asked about something give a table only then.
NEEDS_A_CHOICE = {"project": {"id": "P001"}, "record": {"table": "project", "id": "P001"}}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("fou"))
    build_store(made, example=True)
    return made


def opened(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def no_formulas(book: Any) -> bool:
    return not any(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("form", exports()["pack"].forms)
def test_the_pack_of_a_meeting_in_every_form(store: Store, tmp_path: Path, form: str) -> None:
    made = export_file(store, "pack", tmp_path / f"pakke.{form}", as_of=DAY, choices={"meeting": "M2021V"})
    content = made.read_bytes()
    assert content.startswith(b"%PDF" if form == "pdf" else b"PK") and len(content) > 5_000
    with pytest.raises(UserError, match="M9"):
        export_file(store, "pack", tmp_path / f"annen.{form}", as_of=DAY, choices={"meeting": "M9"})
    assert [path.name for path in tmp_path.iterdir()] == [f"pakke.{form}"]  # nothing half written


@pytest.mark.parametrize("name", list(catalogue()))
def test_any_report_as_workbook_and_csv_holds_its_table_in_full(store: Store, tmp_path: Path, name: str) -> None:
    choices = NEEDS_A_CHOICE.get(name, {})
    frame = run_report(store, name, as_of=DAY, choices=choices).table()
    book = opened(export_file(store, "workbook", tmp_path / "r.xlsx", as_of=DAY, report=name, choices=choices))
    sheet, notes = book.worksheets[0], book["Om uttrekket"]
    assert no_formulas(book) and not sheet.merged_cells.ranges
    if len(frame):
        assert [cell.value for cell in sheet[3]][: frame.width] == frame.columns
        headings = [cell.value for cell in sheet[4]][: frame.width]
        assert all(headings) and len({str(heading).lower() for heading in headings}) == frame.width
        assert sheet.max_row == len(frame) + 4 and sheet.freeze_panes == "A5"
    told = {row[0] for row in notes.iter_rows(min_row=4, values_only=True)}
    assert {"Per dato", "Dataversjon", "Enheter", "Antall rader"} <= told
    made = export_file(store, "workbook", tmp_path / "r.csv", as_of=DAY, report=name, choices=choices).read_bytes()
    assert made.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(lines) == len(frame) + 1 and all(len(line) == frame.width for line in lines)


def test_kroner_and_days_are_typed_and_told_in_norwegian(store: Store, tmp_path: Path) -> None:
    sheet = opened(export_file(store, "workbook", tmp_path / "r.xlsx", as_of=DAY, report="frames")).worksheets[0]
    names = [cell.value for cell in sheet[3]]
    place = names.index("frame_nok")
    assert sheet.cell(5, place + 1).value == 15_000_000 and sheet.cell(5, place + 1).number_format == "#,##0.##"
    assert (
        sheet.cell(4, place + 1).value == "Ramme (kroner)"
        and sheet.cell(4, names.index("carried_in_nok") + 1).value != "Prioritering"
    )


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_whole_snapshot_has_a_sheet_a_table_with_a_dictionary_and_sources(store: Store, tmp_path: Path, lang: str) -> None:
    found = whole_snapshot(Snapshot.open(store, DAY))
    book = opened(export_file(store, "workbook", tmp_path / "alt.xlsx", as_of=DAY, lang=lang))
    assert no_formulas(book)
    with_rows = [table for table in found.tables if not found.rows(table).is_empty()]
    assert len(book.sheetnames) == len(with_rows) + 3
    for sheet, table in zip(book.worksheets[1:], with_rows, strict=False):
        frame = found.rows(table)
        assert [cell.value for cell in sheet[3]] == frame.columns, table.name
        assert sheet.max_row == len(frame) + 4, table.name
    payments = book.worksheets[1 + [table.name for table in with_rows].index("payment")]
    names = [cell.value for cell in payments[3]]
    first = dict(zip(names, [cell.value for cell in payments[5]], strict=True))
    row = found.rows(TABLES["payment"]).row(0, named=True)
    assert first["amount_nok"] == float(row["amount_nok"]) and first["payment_date"].date() == row["payment_date"]
    assert first["is_example"] == ("Ja" if lang == "nb" else "Yes")
    dictionary = book["Dataordbok" if lang == "nb" else "Data dictionary"]
    told = {line[1] for line in dictionary.iter_rows(min_row=5, values_only=True)}
    assert {f"{table.name}.{column.name}" for table in found.tables for column in found.columns(table)} == told
    sources = book["Kilder" if lang == "nb" else "Sources"] if lang == "nb" else book.worksheets[-1]
    assert sources.max_row == len(found.basis.sources) + 4


def test_one_csv_holds_one_table_and_a_zip_holds_all(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--report"):
        export_file(store, "workbook", tmp_path / "alt.csv", as_of=DAY)
    with zipfile.ZipFile(export_file(store, "workbook", tmp_path / "alt.zip", as_of=DAY)) as made:
        names = made.namelist()
        assert "Betaling.csv" in names and "Dataordbok.csv" in names and "Om uttrekket.csv" in names
        assert all(made.read(name).startswith(b"\xef\xbb\xbf") for name in names)


def test_what_cannot_be_asked_for_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="frames"):
        export_file(store, "workbook", tmp_path / "a.xlsx", as_of=DAY, report="rammene")
    with pytest.raises(UserError, match="workbook"):
        export_file(store, "pack", tmp_path / "a.pdf", as_of=DAY, report="frames")


def test_a_reader_gets_only_what_the_role_may_see_and_text_stays_text() -> None:
    rows = {"project": [{"project_id": ATTACK, "title_nb": ATTACK, "programme_id": "X"}], "rule_assessment": []}
    open_to_all = whole_snapshot(Snapshot.from_rows(DAY, rows, role="public"))
    owner = whole_snapshot(Snapshot.from_rows(DAY, rows, role="owner"))
    hidden = {table.name for table in owner.tables} - {table.name for table in open_to_all.tables}
    assert hidden and all(TABLES[name].access != "open" for name in hidden)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(open_to_all, "xlsx", "nb")))
    assert no_formulas(book) and not hidden & {str(cell.value).split(".")[0] for cell in book["Dataordbok"]["B"]}
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(owner, "zip", "nb"))) as made:
        assert "'=HYPERLINK" in made.read("Prosjekt.csv").decode("utf-8-sig")


def test_an_empty_store_gives_a_book_that_opens() -> None:
    empty = whole_snapshot(Snapshot.from_rows(DAY, {}))
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(empty, "xlsx", "nb")))
    assert book.sheetnames == ["Om uttrekket", "Dataordbok", "Kilder"]
