"""Files and folders, good and bad: what cannot be read is told, never raised."""

from pathlib import Path

import pytest

from data.imports import reading as module
from data.imports.last_import import load_last_import, write_last_import
from data.imports.one_at_a_time import one_load_at_a_time
from data.imports.reading import read_files
from domain.errors import StoreError
from domain.tables import TABLES
from tests.unit.data.imports.files import told, workbook

SOURCES = "source_id;title\nK1;T\n"


def test_a_folder_of_csv_files(tmp_path: Path) -> None:
    (tmp_path / "Kilde.csv").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "organ.CSV").write_text("body_id,name_nb,name_en,can_decide\nA,B,C,nei\n", encoding="utf-8")
    (tmp_path / "notat.txt").write_text("x", encoding="utf-8")
    (tmp_path / "ukjent.csv").write_text("x", encoding="utf-8")
    (tmp_path / ".DS_Store").write_text("x", encoding="utf-8")
    reading = read_files(tmp_path)
    assert reading.read_rows == {"source": 1, "body": 1}
    assert not reading.has_workbook
    assert reading.files == ("Kilde.csv", "organ.CSV", "ukjent.csv")
    assert [(f.rule_id, f.place, f.severity) for f in reading.findings if f.severity != "info"] == [
        ("file_not_read", "notat.txt", "soft"),
        ("unknown_file", "ukjent.csv", "soft"),
    ]


def test_tables_that_users_do_not_import_are_named(tmp_path: Path) -> None:
    (tmp_path / "parameter.csv").write_text("parameter_id;name\n", encoding="utf-8")
    (tmp_path / "source.csv").write_text(SOURCES, encoding="utf-8")
    assert ("unknown_file", "parameter.csv", None, None) in told(read_files(tmp_path).findings)
    assert "parameter" in read_files(tmp_path, TABLES.values()).tables


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.xlsx", b"", "empty_file"),
        ("a.csv", b"", "empty_file"),
        ("a.xls", b"x", "unknown_file_kind"),
        ("a.xlsm", b"x", "unknown_file_kind"),
        ("a.ods", b"x", "unknown_file_kind"),
        ("a", b"x", "unknown_file_kind"),
    ],
)
def test_files_of_other_kinds(tmp_path: Path, name: str, content: bytes, rule: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    reading = read_files(path)
    assert told(reading.findings) == [(rule, name, None, None)]
    assert reading.findings.has_hard


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert told(read_files(tmp_path / "borte.xlsx").findings) == [("file_missing", "borte.xlsx", None, None)]


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    for name in ("stor.xlsx", "payment.csv"):
        path = tmp_path / name
        with path.open("wb") as handle:
            handle.truncate(200 * 1024 * 1024)
        reading = read_files(path)
        (finding,) = reading.findings.worded()
        assert (finding.rule_id, finding.severity) == ("file_too_large", "hard")
        assert finding.expected.nb == "En fil på høyst 100 MB."


def test_a_file_at_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "source.csv"
    path.write_text(SOURCES, encoding="utf-8")
    monkeypatch.setattr(module, "MAX_FILE_BYTES", len(SOURCES))
    assert read_files(path).read_rows == {"source": 1}
    monkeypatch.setattr(module, "MAX_FILE_BYTES", len(SOURCES) - 1)
    assert read_files(path).read_rows == {}


def test_an_empty_folder_and_a_workbook_of_nothing(tmp_path: Path) -> None:
    assert told(read_files(tmp_path).findings) == [("nothing_to_read", None, None, None)]
    path = workbook(tmp_path / "a.xlsx", {"Ark1": []})
    assert told(read_files(path).findings) == [("nothing_to_read", "a.xlsx", None, None)]


def test_workbook_and_csv_give_the_same_rows(tmp_path: Path) -> None:
    head = ["source_id", "title", "published_date"]
    book = workbook(tmp_path / "a.xlsx", {"Kilde": [head, ["K1", "<b>T</b>", "12.03.2021"], ["K2", "U", "2021-03-12"]]})
    text = tmp_path / "source.csv"
    text.write_text("source_id,title,published_date\nK1,<b>T</b>,12. mars 2021\nK2,U,12.3.2021\n", encoding="utf-8")
    assert read_files(book).tables["source"].frame.equals(read_files(text).tables["source"].frame)


def test_the_last_import_is_kept_whole(tmp_path: Path) -> None:
    record = {
        "files": ["a.xlsx"],
        "imported_at": "2021-03-12T10:00:00",
        "applied": True,
        "dry_run": False,
        "counts": {},
        "difference": {},
        "findings": [],
    }
    home = tmp_path / "ny"
    assert load_last_import(home) is None
    write_last_import(home, record)
    assert load_last_import(home) == record
    assert [path.name for path in home.iterdir()] == ["last_import.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"files": []}'])
def test_a_damaged_record_is_no_record(tmp_path: Path, content: str) -> None:
    (tmp_path / "last_import.json").write_text(content, encoding="utf-8")
    assert load_last_import(tmp_path) is None


def test_only_one_load_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.store.LOCK_TIMEOUT_SECONDS", 0.05)
    with one_load_at_a_time(tmp_path), pytest.raises(StoreError) as caught, one_load_at_a_time(tmp_path):
        pass
    assert caught.value.code == "store_locked"
    with one_load_at_a_time(tmp_path):
        pass
