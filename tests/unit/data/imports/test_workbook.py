"""Workbooks: real row numbers, formulas and errors found, and everything odd refused with a clear word."""

import datetime as dt
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from data.imports import workbook as module
from data.imports.reading import read_files
from data.imports.rows import ROW
from data.imports.workbook import read_workbook
from tests.unit.data.imports.files import told, workbook


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same archive with one part changed."""
    with zipfile.ZipFile(path) as archive:
        content = {info.filename: archive.read(info) for info in archive.infolist()}
    content[part] = change(content[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def refusal(path: Path) -> str:
    sheets, (finding,) = read_workbook(path)
    assert sheets == []
    assert finding.place == path.name
    assert finding.worded().message.nb
    return finding.rule_id


def test_rows_keep_their_numbers_below_blank_rows_and_beside_blank_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kilde"
    sheet["C3"], sheet["D3"] = "Id", "Tittel"
    sheet["C5"], sheet["D5"] = "K1", "T"
    sheet["C6"], sheet["D6"] = "K2", "=1+1"
    sheet["C8"] = "K3"
    book.save(path)
    reading = read_files(path)
    rows = reading.tables["source"].frame.select(ROW, "source_id").rows()
    assert rows == [(5, "K1"), (6, "K2"), (8, "K3")]
    assert ("formula", "Kilde", 6, "Tittel") in told(reading.findings)


def test_typed_cells(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        {
            "Ramme": [
                ["Id", "Program", "Nivå", "År", "Versjon", "Beløp", "Med forbehold", "Vedtatt"],
                ["R1", "P", "programme", 2021, 1, 15000000.5, True, dt.date(2021, 3, 12)],
                [7, "P", "programme", "2021", 2.0, "15 000 000,5", "nei", "12. mars 2021"],
                ["R3", "P", "programme", 2021, 3, 0.1 + 0.2, None, dt.datetime(2021, 3, 12, 14, 30)],
                ["R4", "P", "programme", 2021, 4, 1, None, 44267],
            ]
        },
    )
    reading = read_files(path)
    frame = reading.tables["frame"].frame
    assert frame.select("frame_id", "version", "amount_nok", "has_reservation", "decided_date").rows() == [
        ("R1", 1, Decimal("15000000.50"), True, dt.date(2021, 3, 12)),
        ("7", 2, Decimal("15000000.50"), False, dt.date(2021, 3, 12)),
        ("R3", 3, Decimal("0.30"), None, None),
        ("R4", 4, Decimal("1.00"), None, None),
    ]
    assert [f for f in told(reading.findings) if f[0].startswith("date")] == [
        ("date_with_time", "Ramme", 4, "Vedtatt"),
        ("date_as_number", "Ramme", 5, "Vedtatt"),
    ]


def test_a_date_of_1899_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Kilde": [["Id", "Tittel", "Utgitt"], ["K1", "T", dt.date(1899, 12, 31)]]})
    assert ("date_out_of_range", "Kilde", 2, "Utgitt") in told(read_files(path).findings)


def test_formulas_are_told_wherever_they_stand(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        {
            "Kilde": [["=A9", "Tittel", "Id"], ["x", '=HYPERLINK("http://a")', "K1"], ["y", "T", "=B2"]],
            "Andre ark": [["=1+1"]],
        },
    )
    findings = told(read_files(path).findings)
    assert [f for f in findings if f[0] == "formula"] == [("formula", "Kilde", 2, "Tittel"), ("formula", "Kilde", 3, "Id")]


def test_a_formula_with_a_namespace_prefix_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Kilde": [["Id", "Tittel"], ["K1", "=1+1"]]})

    def prefixed(xml: bytes) -> bytes:
        namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        xml = xml.replace(b"<worksheet ", b'<worksheet xmlns:x="' + namespace + b'" ')
        return xml.replace(b"<f>", b"<x:f>").replace(b"</f>", b"</x:f>")

    rewritten(path, "xl/worksheets/sheet1.xml", prefixed)
    assert ("formula", "Kilde", 2, "Tittel") in told(read_files(path).findings)


def test_an_error_value_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Kilde": [["Id", "Tittel", "Adresse"], ["K1", "T", "#N/A"]]})
    assert ("error_value", "Kilde", 2, "Adresse") in told(read_files(path).findings)


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kilde"
    sheet.append(["Id", "Tittel"])
    sheet.append(["K1", "x"])
    sheet["B2"].value, sheet["B2"].data_type = "=1+1 <script>alert(1)</script>", "s"
    book.save(path)
    reading = read_files(path)
    assert not reading.findings.has_hard
    assert reading.tables["source"].frame.get_column("title").to_list() == ["=1+1 <script>alert(1)</script>"]


def test_sheets_are_matched_by_name_and_the_rest_is_told(tmp_path: Path) -> None:
    head = [["source_id", "title"], ["K1", "T"]]
    path = workbook(tmp_path / "a.xlsx", {"Les meg": [["Hei"]], "SOURCE": head, "Kladd": [["x"]], "Tomt": [], "Koder": [["y"]]})
    reading = read_files(path)
    assert list(reading.tables) == ["source"]
    assert [f for f in told(reading.findings) if f[0] == "unknown_sheet"] == [("unknown_sheet", "Kladd", None, None)]
    assert reading.findings.counts["hard"] == 0


def test_the_same_table_in_two_sheets(tmp_path: Path) -> None:
    head = [["source_id", "title"], ["K1", "T"]]
    path = workbook(tmp_path / "a.xlsx", {"Kilde": head, "source": head})
    assert ("table_given_twice", "source", None, None) in told(read_files(path).findings)


def test_a_password_protected_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 100 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 100)
    assert refusal(path) == "workbook_locked"


def test_an_old_workbook_under_a_new_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 1000)
    assert refusal(path) == "old_workbook"


@pytest.mark.parametrize("content", [b"not a workbook", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_broken(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path) == "broken_workbook"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_workbook_that_is_cut_off(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Kilde": [["Id", "Tittel"], ["K1", "T"]]})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert refusal(path) == "broken_workbook"


def test_damage_inside_is_found(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Kilde": [["Id", "Tittel"], *([f"K{i}", "T" * 50] for i in range(200))]})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    middle = info.header_offset + 60 + info.compress_size // 2
    content[middle : middle + 20] = bytes(20)
    path.write_bytes(bytes(content))
    assert refusal(path) == "broken_workbook"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_parts_that_are_no_xml(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Kilde": [["Id", "Tittel"], ["K1", "T"]]})
    assert refusal(rewritten(path, part, lambda _: b"<worksheet><sheetData><row")) == "broken_workbook"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_are_refused(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Kilde": [["Id", "Tittel"], ["K1", "T"]]})
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert refusal(rewritten(path, part, lambda xml: declared + xml.partition(b"?>")[2])) == "broken_workbook"


def test_another_kind_of_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert refusal(path) == "not_a_workbook"


def test_a_small_file_that_unpacks_to_a_large_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_UNPACKED_BYTES", 1024 * 1024)
    path = workbook(tmp_path / "a.xlsx", {"Kilde": [["Id", "Tittel"], ["K1", "T"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bin", bytes(2 * 1024 * 1024))
    assert path.stat().st_size < 100_000
    assert refusal(path) == "unpacked_too_large"


def test_a_cell_at_the_far_corner_does_not_make_a_huge_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Kilde"
    book.active["A1"] = "Id"
    book.active["XFD1048576"] = "x"
    book.save(path)
    assert ("sheet_too_large", "Kilde", None, None) in told(read_files(path).findings)


def test_a_far_cell_that_is_only_formatted_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kilde"
    sheet.append(["Id", "Tittel"])
    sheet.append(["K1", "T"])
    for row in range(1, 1500):
        sheet.cell(row, 16384).number_format = "0.00"
    book.save(path)
    reading = read_files(path)
    assert not reading.findings.has_hard
    assert reading.read_rows == {"source": 1}
