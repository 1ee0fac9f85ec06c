"""Versions, pointer, log and rollback."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.store import Change, Store
from domain.errors import StoreError
from domain.tables import TABLES
from tests.store.writer import payments, publish


def amount(store: Store) -> int:
    with store.read() as reader:
        frame = reader.frame(TABLES["payment"])
        return int(frame.filter(frame["known_to"].is_null())["amount_nok"][0])


def test_reading_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store(tmp_path).read()
    assert caught.value.code == "no_store"
    assert "cli.py build" in caught.value.nb


def test_each_publish_is_a_new_version_with_who_and_why(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert [publish(store, a) for a in (1, 2)] == [1, 2]
    first, second = store.versions()
    assert (first.is_current, second.is_current) == (False, True)
    assert (second.by, second.reason, second.rows_changed) == ("test", "amount 2", len(payments(1)))
    assert first.data_version != second.data_version


def test_rollback_brings_old_content_back_as_a_new_version(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    publish(store, 2)
    info = store.rollback(1, Change("kari", "feil fil"))
    assert (info.number, info.layer, info.by) == (3, "rollback:1", "kari")
    assert amount(store) == 1
    assert info.content_hash == store.versions()[0].content_hash
    assert publish(store, 5) == 4


def test_rollback_to_a_version_that_is_gone_names_those_that_are_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    with pytest.raises(StoreError, match=r"Versjon 9 finnes ikke\. Versjoner som er tatt vare på: 1"):
        store.rollback(9, Change("kari", "prøve"))


def test_only_the_newest_versions_are_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, keep=3)
    for a in range(1, 6):
        publish(store, a)
    assert [v.number for v in store.versions()] == [3, 4, 5]


def test_the_last_version_of_each_day_before_outlives_a_day_with_many_changes(tmp_path: Path) -> None:
    store = Store(tmp_path, keep=3)
    for a, days_ago in ((1, 3), (2, 3), (3, 1)):
        publish(store, a)
        at = (datetime.now() - timedelta(days=days_ago)).timestamp()
        os.utime(store.versions_dir / f"{a:06d}.duckdb", (at, at))
    for a in range(4, 9):
        publish(store, a)
    assert [v.number for v in store.versions()] == [2, 3, 6, 7, 8]


def test_a_reader_keeps_its_version_while_new_ones_come_and_old_ones_go(tmp_path: Path) -> None:
    store = Store(tmp_path, keep=2)
    publish(store, 1)
    with store.read() as reader:
        for a in range(2, 6):
            publish(store, a)
        assert int(reader.frame(TABLES["payment"])["amount_nok"].max()) == 1  # type: ignore[arg-type]
    assert amount(store) == 5


def test_a_damaged_version_is_told_and_rollback_mends_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    publish(store, 2)
    (store.versions_dir / "000002.duckdb").write_bytes(b"not a database")
    with pytest.raises(StoreError) as caught:
        store.read()
    assert caught.value.code == "store_damaged"
    assert store.previous_number() == 1
    store.rollback(1, Change("kari", "skadet fil"))
    assert amount(store) == 1


@pytest.mark.parametrize("left", ["", "garbage", None])
def test_a_damaged_or_lost_pointer_loses_no_version_and_rollback_mends_it(tmp_path: Path, left: str | None) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    publish(store, 2)
    if left is None:
        store.pointer.unlink()
    else:
        store.pointer.write_text(left)
    assert store.previous_number() == 2
    store.rollback(2, Change("kari", "skadet peker"))
    assert amount(store) == 2
    assert [info.number for info in store.versions()] == [1, 2, 3]


def test_the_same_content_has_the_same_hash_in_another_store(tmp_path: Path) -> None:
    one, two = Store(tmp_path / "a"), Store(tmp_path / "b")
    publish(one, 4)
    publish(two, 4)
    assert one.versions()[0].content_hash == two.versions()[0].content_hash
