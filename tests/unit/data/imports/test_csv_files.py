"""CSV files as people and programs write them."""

from pathlib import Path

import pytest

from data.imports import csv_files
from data.imports.csv_files import read_csv
from data.imports.sheets import RawSheet
from domain.tables import TABLES

SOURCE = TABLES["source"]


def sheet(path: Path, content: str | bytes) -> RawSheet:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found, findings = read_csv(path, SOURCE)
    assert findings == []
    assert found is not None
    return found


def refusal(path: Path, content: bytes) -> tuple[str, int | None, dict[str, object]]:
    path.write_bytes(content)
    found, (finding,) = read_csv(path, SOURCE)
    assert found is None
    return finding.rule_id, finding.row, dict(finding.details)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_delimiters_marks_and_line_ends(tmp_path: Path, delimiter: str, mark: bytes, line_end: str) -> None:
    text = line_end.join([delimiter.join(["source_id", "title", "url"]), delimiter.join(["K1", "Årsrapport", ""]), ""])
    assert sheet(tmp_path / "source.csv", mark + text.encode()).cells.rows() == [
        ("source_id", "title", "url"),
        ("K1", "Årsrapport", None),
    ]


def test_the_delimiter_is_the_one_that_gives_headings(tmp_path: Path) -> None:
    found = sheet(tmp_path / "source.csv", "source_id;title\nK1;Liv, lyst, arbeid, plikt og alt annet\n")
    assert found.cells.rows()[1] == ("K1", "Liv, lyst, arbeid, plikt og alt annet")


def test_the_line_that_spreadsheets_put_first(tmp_path: Path) -> None:
    found = sheet(tmp_path / "source.csv", "sep=;\nsource_id;title\nK1;T\n")
    assert found.cells.rows() == [(None, None), ("source_id", "title"), ("K1", "T")]


def test_quoted_cells_with_delimiter_quotation_mark_and_line_break(tmp_path: Path) -> None:
    found = sheet(tmp_path / "source.csv", 'source_id;title\nK1;"en; ""to""\ntre"\nK2;fire\n')
    assert found.cells.rows()[1:] == [("K1", 'en; "to"\ntre'), ("K2", "fire")]


def test_short_rows_and_blank_lines_keep_their_place(tmp_path: Path) -> None:
    found = sheet(tmp_path / "source.csv", "source_id;title;url\n\nK1;T\n\n")
    assert found.cells.rows() == [("source_id", "title", "url"), (None, None, None), ("K1", "T", None)]


def test_latin_1_is_told_with_byte_and_line(tmp_path: Path) -> None:
    content = "source_id;title\nK1;ok\nK2;Årsrapport\n".encode("latin-1")
    rule, row, details = refusal(tmp_path / "source.csv", content)
    assert (rule, row) == ("wrong_encoding", 3)
    assert details["position"] == content.index(b"\xc5") + 1 == 26


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told(tmp_path: Path, encoding: str) -> None:
    assert refusal(tmp_path / "source.csv", "source_id;title\nK1;T\n".encode(encoding))[0] == "wrong_encoding_utf16"


def test_a_workbook_called_csv_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "source.csv", b"PK\x03\x04\x00\x00")[0] == "csv_is_workbook"


def test_an_open_quotation_mark_is_told_with_its_row(tmp_path: Path) -> None:
    assert refusal(tmp_path / "source.csv", b'source_id;title\nK1;T\nK2;"aldri lukket\nK3;U\n')[:2] == ("broken_csv", 3)


def test_a_huge_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "MAX_SHEET_CELLS", 5)
    assert refusal(tmp_path / "source.csv", b"source_id;title\nK1;T\nK2;U\n")[0] == "sheet_too_large"
