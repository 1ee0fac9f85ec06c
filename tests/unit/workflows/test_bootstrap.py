"""A store from the embedded facts: built once, kept up with the facts, never over a user's own data."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from data.imports.embedded import fingerprint
from data.snapshot import Snapshot
from data.store import Store, VersionInfo
from domain.errors import FaultError
from tests.unit.workflows.conftest import CHANGE, EXAMPLE, REFERENCE, folder
from workflows import bootstrap
from workflows.bootstrap import build_store, ensure_store, load_example, load_reference
from workflows.import_portfolio import import_portfolio

DAY = date(2030, 1, 1)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch, reference_dir: Path, example_dir: Path) -> None:
    """The small facts stand for those that come with the product."""
    monkeypatch.setattr(bootstrap, "REFERENCE_DIR", reference_dir)
    monkeypatch.setattr(bootstrap, "EXAMPLE_DIR", example_dir)
    monkeypatch.delenv("FOU_EXAMPLE", raising=False)


def titles(store: Store, table: str, column: str) -> list[str]:
    return sorted(Snapshot.open(store, DAY).table(table).get_column(column))


@pytest.mark.usefixtures("embedded")
def test_a_store_is_built_when_there_is_none(tmp_path: Path) -> None:
    store = ensure_store(Store(tmp_path / "home"))
    assert titles(store, "project", "project_id") == ["E1", "E2"]
    assert titles(store, "parameter", "name") == ["grense"]
    assert [(v.layer, v.by) for v in store.versions()] == [("reference", "FoU-monitor"), ("portfolio", "FoU-monitor")]


@pytest.mark.usefixtures("embedded")
def test_a_reader_sees_no_store_or_the_whole_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "home")
    seen: list[int | None] = []
    write = bootstrap._write

    def watched(target: Store, layer: str, facts: bootstrap.Facts) -> VersionInfo:
        made = write(target, layer, facts)
        seen.append(store.current_number())
        return made

    monkeypatch.setattr(bootstrap, "_write", watched)
    ensure_store(store)
    assert seen == [None, None] and store.current_number() == 2
    assert [path.name for path in store.home.iterdir() if path.name.startswith(".")] == []


@pytest.mark.usefixtures("embedded")
def test_a_build_that_dies_between_the_two_leaves_nothing_and_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "home")
    write = bootstrap._write

    def failing(target: Store, layer: str, facts: bootstrap.Facts) -> VersionInfo:
        if layer == "portfolio":
            raise KeyboardInterrupt
        return write(target, layer, facts)

    monkeypatch.setattr(bootstrap, "_write", failing)
    with pytest.raises(KeyboardInterrupt):
        ensure_store(store)
    assert store.current_number() is None
    (store.home / ".first-left").mkdir()
    monkeypatch.setattr(bootstrap, "_write", write)
    assert titles(ensure_store(store), "project", "project_id") == ["E1", "E2"]
    assert not (store.home / ".first-left").exists()


@pytest.mark.usefixtures("embedded")
def test_nothing_is_done_the_second_time(tmp_path: Path) -> None:
    store = ensure_store(Store(tmp_path / "home"))
    before = store.current_number()
    assert ensure_store(store) is store
    assert store.current_number() == before == 2


@pytest.mark.usefixtures("embedded")
def test_the_example_may_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOU_EXAMPLE", "0")
    store = ensure_store(Store(tmp_path / "home"))
    assert titles(store, "project", "project_id") == []
    monkeypatch.delenv("FOU_EXAMPLE")
    assert titles(ensure_store(store), "project", "project_id") == []


@pytest.mark.usefixtures("embedded")
def test_facts_that_are_corrected_are_corrected_for_all_time(tmp_path: Path, reference_dir: Path) -> None:
    store = ensure_store(Store(tmp_path / "home"))
    content = REFERENCE["parameter"].replace("grense,5", "grense,6") + "G2,frist,30,dager,2019-01-01,x,y\n"
    folder(reference_dir, {"parameter": content})
    (reference_dir / "priority_area.csv").unlink()
    ensure_store(store)
    assert store.versions()[-1].layer == "reference"
    early = Snapshot.open(store, date(2019, 6, 1))
    assert early.table("parameter").sort("parameter_id").select("name", "value").rows() == [("grense", 6.0), ("frist", 30.0)]
    assert early.table("priority_area").is_empty()
    before = store.current_number()
    ensure_store(store)
    assert store.current_number() == before


@pytest.mark.usefixtures("embedded")
def test_an_example_that_nobody_has_changed_follows_its_files(tmp_path: Path, example_dir: Path) -> None:
    store = ensure_store(Store(tmp_path / "home"))
    folder(example_dir, {"project": EXAMPLE["project"].replace("Eksempel 2", "Eksempel to")})
    assert titles(ensure_store(store), "project", "title_nb") == ["Eksempel 1", "Eksempel to"]


@pytest.mark.usefixtures("embedded")
def test_own_data_are_never_replaced_by_the_example(tmp_path: Path, example_dir: Path, reference_dir: Path) -> None:
    store = ensure_store(Store(tmp_path / "home"))
    own = "project_id;programme_id;title_nb;registered_date\nP1;FOU;Mitt;01.02.2020\n"
    import_portfolio(store, folder(tmp_path / "csv", {"project": own}), replace(CHANGE, at=datetime(2029, 1, 1)))
    folder(example_dir, {"project": EXAMPLE["project"].replace("Eksempel 2", "Eksempel to")})
    folder(reference_dir, {"parameter": REFERENCE["parameter"].replace("grense,5", "grense,6")})
    ensure_store(store)
    assert build_store(store, example=True, reference_dir=reference_dir, example_dir=example_dir) is None
    assert titles(store, "project", "title_nb") == ["Mitt"]
    assert Snapshot.open(store, DAY).table("parameter").get_column("value").to_list() == [6.0]


def test_facts_that_break_a_rule_are_a_fault_and_nothing_is_built(tmp_path: Path, reference_dir: Path, example_dir: Path) -> None:
    store = Store(tmp_path / "home")
    folder(example_dir, {"milestone": EXAMPLE["milestone"].replace("E1", "E9")})
    with pytest.raises(FaultError, match=r"milestone\.csv:2 project_id='E9' \[reference\]"):
        build_store(store, example=True, reference_dir=reference_dir, example_dir=example_dir)
    assert store.current_number() is None
    folder(reference_dir, {"programme": REFERENCE["programme"].replace("2019-01-01", "1899-01-01")})
    with pytest.raises(FaultError, match="date_out_of_range"):
        build_store(store, example=False, reference_dir=reference_dir, example_dir=example_dir)
    with pytest.raises(FaultError, match="no embedded facts"):
        build_store(store, example=False, reference_dir=tmp_path / "ingen", example_dir=example_dir)
    assert store.current_number() is None


def test_a_fingerprint_tells_content_not_time(tmp_path: Path) -> None:
    first = folder(tmp_path / "a", REFERENCE)
    second = folder(tmp_path / "b", REFERENCE)
    assert fingerprint(first) == fingerprint(second)
    folder(second, {"parameter": REFERENCE["parameter"] + " "})
    assert fingerprint(first) != fingerprint(second)


_BUILD = """
import sys
from pathlib import Path
from data.store import Store, VersionInfo
from workflows.bootstrap import build_store
home, reference_dir, example_dir = map(Path, sys.argv[1:])
build_store(Store(home), example=True, reference_dir=reference_dir, example_dir=example_dir)
"""


def test_two_processes_that_start_at_once_build_one_store(tmp_path: Path, reference_dir: Path, example_dir: Path) -> None:
    command = [sys.executable, "-c", _BUILD, str(tmp_path / "home"), str(reference_dir), str(example_dir)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    store = Store(tmp_path / "home")
    assert [version.layer for version in store.versions()] == ["reference", "portfolio"]
    assert titles(store, "project", "project_id") == ["E1", "E2"]


def test_the_facts_that_come_with_the_product_are_in_order() -> None:
    reference = load_reference()
    example = load_example(reference)
    assert reference.frames["agreement"].height > 0
    assert example.frames["project"].height > 0
    assert all(frame.get_column("is_example").fill_null(False).all() for frame in example.frames.values())
    assert not any(frame.get_column("is_example").fill_null(False).any() for frame in reference.frames.values())
