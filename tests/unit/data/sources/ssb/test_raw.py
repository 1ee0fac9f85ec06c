"""Answers are kept as they came, whole or not at all, with what is needed to trust them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.sources.ssb.answer import Answer
from data.sources.ssb.raw import RawKeeper, load_raw, sidecar_path
from domain.errors import StoreError

AT = datetime(2026, 10, 1, 6, 20, tzinfo=UTC)
CONTENT = '{"label":"Sykefravær"}'.encode()


def answer(content: bytes = CONTENT) -> Answer:
    headers = {"content-type": "application/json", "set-cookie": "sesjon=hemmelig"}
    return Answer("POST", "https://data.ssb.no/v2/tables/12439/data?lang=no", {"selection": []}, 200, headers, content, AT)


def test_the_bytes_lie_under_table_and_time_and_come_back_as_they_were(tmp_path: Path) -> None:
    kept = RawKeeper(tmp_path, "12439", AT).keep(answer(), "data")
    assert kept.path == tmp_path / "raw" / "ssb" / "12439" / "20261001T062000Z-01.json.gz"
    assert kept.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert load_raw(kept.path) == CONTENT


def test_the_sidecar_tells_what_was_asked_and_on_what_terms(tmp_path: Path) -> None:
    kept = RawKeeper(tmp_path, "12439", AT, updated="2026-08-27T06:00:00Z").keep(answer(), "data")
    told = json.loads(sidecar_path(kept.path).read_text(encoding="utf-8"))
    assert told == {
        "publisher": "SSB", "table": "12439", "kind": "data", "method": "POST",
        "url": "https://data.ssb.no/v2/tables/12439/data?lang=no", "request": {"selection": []}, "status": 200,
        "headers": {"content-type": "application/json"}, "fetched_at": "2026-10-01T06:20:00Z",
        "sha256": hashlib.sha256(CONTENT).hexdigest(), "bytes": 23, "packed": "gzip", "updated": "2026-08-27T06:00:00Z",
        "licence": "CC BY 4.0", "credit": "Kilde: Statistisk sentralbyrå, tabell 12439",
    }  # fmt: skip


def test_no_file_is_written_over(tmp_path: Path) -> None:
    first = RawKeeper(tmp_path, "12439", AT)
    names = [first.keep(answer(), "data").path.name, first.keep(answer(b"{}"), "data").path.name]
    again = RawKeeper(tmp_path, "12439", AT).keep(answer(b"[]"), "data")
    assert [*names, again.path.name] == [f"20261001T062000Z-{number:02d}.json.gz" for number in (1, 2, 3)]
    assert load_raw(first.files[0].path) == CONTENT


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    keeper = RawKeeper(tmp_path, "12439", AT)
    keeper.keep(answer(), "metadata")
    folder = tmp_path / "raw" / "ssb" / "12439"
    assert sorted(path.name for path in folder.iterdir()) == ["20261001T062000Z-01.json.gz", "20261001T062000Z-01.json.gz.json"]


def test_bytes_that_were_changed_later_are_not_read(tmp_path: Path) -> None:
    keeper = RawKeeper(tmp_path, "12439", AT)
    one, other = keeper.keep(answer(), "data"), keeper.keep(answer(b"{}"), "data")
    one.path.write_bytes(other.path.read_bytes())
    with pytest.raises(StoreError, match=r"Råfilen 20261001T062000Z-01\.json\.gz"):
        load_raw(one.path)
    sidecar_path(other.path).unlink()
    with pytest.raises(StoreError):
        load_raw(other.path)
