"""An adopted pack is written once, is never changed, and is not opened when it is not what was adopted."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.packs import PackArchive, content_hash
from domain.errors import StoreError

CONTENT = {"meeting": {"id": "M1"}, "screens": [{"value": "1,5"}]}


def test_what_is_kept_is_read_back_with_its_hash(tmp_path: Path) -> None:
    archive = PackArchive(tmp_path)
    assert archive.numbers("M1") == () and archive.meetings() == ()
    assert (archive.add("M1", CONTENT), archive.add("M1", {**CONTENT, "note": "ny"})) == (1, 2)
    kept = archive.load("M1", 1)
    assert {name: kept[name] for name in CONTENT} == CONTENT and kept["number"] == 1
    assert kept["hash"] == content_hash({"format": 1, **CONTENT})
    assert archive.numbers("M1") == (1, 2) and archive.meetings() == ("M1",)
    assert archive.numbers("M2") == ()


def test_an_edition_that_does_not_exist_is_told_with_those_that_do(tmp_path: Path) -> None:
    archive = PackArchive(tmp_path)
    archive.add("M1", CONTENT)
    with pytest.raises(StoreError, match="Utgaver: 1") as error:
        archive.load("M1", 7)
    assert error.value.code == "no_edition"


@pytest.mark.parametrize("spoil", [
    lambda text: text.replace("1,5", "1,6"), lambda text: text[:-20], lambda _text: "[]", lambda _text: "",
    lambda text: json.dumps({**json.loads(text), "more": 1}),
])  # fmt: skip
def test_a_file_that_was_changed_is_not_opened(tmp_path: Path, spoil: object) -> None:
    archive = PackArchive(tmp_path)
    archive.add("M1", CONTENT)
    [path] = (tmp_path / "packs").glob("*/0001.json")
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(StoreError) as error:
        archive.load("M1", 1)
    assert error.value.code == "pack_damaged"
    assert archive.add("M1", CONTENT) == 2  # and it is not written over


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = PackArchive(tmp_path)
    archive.add("M1", CONTENT)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.packs.os.fsync", full)
    with pytest.raises(StoreError) as error:
        archive.add("M1", CONTENT)
    assert error.value.code == "pack_io"
    assert archive.numbers("M1") == (1,) and archive.load("M1", 1)["meeting"] == {"id": "M1"}
    assert [path.name for path in (tmp_path / "packs" / "M1").iterdir()] == ["0001.json"]


def test_two_who_adopt_at_once_get_an_edition_each(tmp_path: Path) -> None:
    numbers: list[int] = []
    threads = [threading.Thread(target=lambda: numbers.append(PackArchive(tmp_path).add("M1", CONTENT))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


@given(ids=st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=4, unique=True))
def test_no_id_of_a_meeting_leads_out_of_the_folder_or_into_another(
    ids: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    archive = PackArchive(home / "in")
    for place, meeting_id in enumerate([*ids, "../../out", "..", ".", "a/b", "a\\b", "æ" * 300]):
        archive.add(meeting_id, {"meeting": {"id": meeting_id}, "place": place})
    assert [path.name for path in home.iterdir()] == ["in"]
    assert {path.parent.parent for path in home.rglob("*.json")} == {home / "in" / "packs"}
    assert set(archive.meetings()) == {*ids, "../../out", "..", ".", "a/b", "a\\b", "æ" * 300}
