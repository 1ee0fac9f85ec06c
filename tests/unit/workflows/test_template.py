"""The template from a store: keys that can be chosen, and the example that comes back unchanged."""

from pathlib import Path

import openpyxl
import pytest

from data.store import Store
from domain.errors import UserError
from tests.unit.workflows.conftest import CHANGE
from workflows.bootstrap import ensure_store
from workflows.import_portfolio import import_portfolio
from workflows.template import make_template


def keys(path: Path, table: str) -> list[str]:
    rows = openpyxl.load_workbook(path)["Koder"].iter_rows(min_row=2, max_col=2, values_only=True)
    return [str(value) for name, value in rows if name == f"Nøkkel i {table}"]


def test_keys_of_stored_rows_without_the_example(example_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ny" / "mal.xlsx"
    make_template(example_store, path)
    assert keys(path, "Organisasjon") == ["AFI", "NAV", "STAMI"]
    assert keys(path, "Prosjekt") == []


def test_a_blank_template_changes_nothing_in_an_empty_portfolio(store: Store, tmp_path: Path) -> None:
    make_template(store, tmp_path / "mal.xlsx")
    report = import_portfolio(store, tmp_path / "mal.xlsx", CHANGE)
    assert (report.counts["hard"], report.applied) == (0, False)


def test_the_filled_template_equals_the_stored_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOU_EXAMPLE", raising=False)
    store = ensure_store(Store(tmp_path / "home"))
    for lang in ("nb", "en"):
        make_template(store, tmp_path / "eksempel.xlsx", with_example=True, lang=lang)
        report = import_portfolio(store, tmp_path / "eksempel.xlsx", CHANGE)
        assert report.findings == ()
        assert report.diff.is_empty
        assert report.read_rows["project"] > 0


def test_a_file_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "mappe").mkdir()
    with pytest.raises(UserError) as caught:
        make_template(store, tmp_path / "mappe")
    assert caught.value.code == "cannot_write"
