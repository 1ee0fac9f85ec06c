"""The recorded history of rows: every version, who recorded it and who closed it, as far as it was known on the day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from data.layers import diff_layer, write_diff
from data.schema import polars_schema
from data.snapshot import Snapshot
from data.store import Change, Store
from domain.tables import TABLES

SPRING, AUTUMN, WINTER = datetime(2021, 3, 1, 9), datetime(2021, 10, 1, 9), datetime(2021, 12, 1, 9)


def milestones(*rows: dict[str, object]) -> pl.DataFrame:
    base = {"project_id": "P1", "kind": "start", "planned_date": date(2021, 1, 15)}
    frame = Snapshot.from_rows(date(2099, 1, 1), {"milestone": [{**base, "title_nb": "Oppstart", **row} for row in rows]})
    return frame.table("milestone").select(list(polars_schema(TABLES["milestone"])))


def store_rows(store: Store, frame: pl.DataFrame, change: Change, *, retroactive: bool = False) -> None:
    reader = store.read() if store.current_number() else None
    write_diff(store, diff_layer(reader, "portfolio", {"milestone": frame}), change, retroactive=retroactive)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """M1 is recorded in spring, gets another title in autumn, and is taken out in winter; M2 stands all the time."""
    made = Store(tmp_path)
    store_rows(made, milestones({"milestone_id": "M1"}, {"milestone_id": "M2"}), Change("Kari", "Kontrakt", at=SPRING))
    changed = milestones({"milestone_id": "M1", "title_nb": "Oppstart på Røros"}, {"milestone_id": "M2"})
    store_rows(made, changed, Change("Ola", "Ny plan", "Brev 7", at=AUTUMN))
    store_rows(made, milestones({"milestone_id": "M2"}), Change("Liv", "Utgår", at=WINTER))
    return made


def versions(store: Store, day: date, role: str = "owner") -> list[tuple[object, ...]]:
    rows = Snapshot.open(store, day, role=role).history("milestone", "project_id", ["P1"])  # type: ignore[arg-type]
    return rows.filter(pl.col("milestone_id") == "M1").select("title_nb", "recorded_by", "known_to", "closed_by").rows()


def test_every_version_tells_who_recorded_it_and_who_closed_it(store: Store) -> None:
    assert versions(store, date(2021, 12, 31)) == [
        ("Oppstart", "Kari", AUTUMN, "Ola"),
        ("Oppstart på Røros", "Ola", WINTER, "Liv"),
    ]


def test_a_version_that_was_closed_after_the_day_shows_as_standing(store: Store) -> None:
    assert versions(store, date(2021, 10, 1)) == [
        ("Oppstart", "Kari", AUTUMN, "Ola"),
        ("Oppstart på Røros", "Ola", None, None),
    ]


def test_what_was_recorded_after_the_day_is_not_shown(store: Store) -> None:
    assert versions(store, date(2021, 9, 30)) == [("Oppstart", "Kari", None, None)]
    assert versions(store, date(2021, 2, 28)) == []


def test_the_public_does_not_see_who_and_why(store: Store) -> None:
    assert versions(store, date(2021, 9, 30), "public") == [("Oppstart", None, None, None)]


def test_a_row_that_once_had_the_value_is_followed_to_where_it_went(store: Store) -> None:
    moved = milestones({"milestone_id": "M2", "project_id": "P2"})
    store_rows(store, moved, Change("Liv", "Flyttet", at=datetime(2022, 1, 10)))
    rows = Snapshot.open(store, date(2022, 2, 1)).history("milestone", "project_id", ["P1"])
    assert rows.filter(pl.col("milestone_id") == "M2").get_column("project_id").to_list() == ["P1", "P2"]


def test_a_correction_of_what_was_wrong_all_the_time_tells_when_it_was_recorded(store: Store) -> None:
    right = milestones({"milestone_id": "M2", "title_nb": "Start"})
    store_rows(store, right, Change("Liv", "Feil fra starten", at=datetime(2022, 1, 10)), retroactive=True)
    rows = Snapshot.open(store, date(2022, 2, 1)).history("milestone", "project_id", ["P1"])
    told = rows.filter(pl.col("milestone_id") == "M2").select("title_nb", "known_from", "recorded_at").rows()
    assert told == [("Start", SPRING, datetime(2022, 1, 10))]


def test_later_events_are_empty_in_the_versions_too(store: Store) -> None:
    done = milestones({"milestone_id": "M2", "actual_date": date(2022, 1, 5)})
    store_rows(store, done, Change("Liv", "Nådd", at=datetime(2022, 1, 2)))
    before, after = (
        Snapshot.open(store, day).history("milestone", "project_id", ["P1"]).get_column("actual_date").to_list()
        for day in (date(2022, 1, 4), date(2022, 1, 5))
    )
    assert date(2022, 1, 5) not in before
    assert after.count(date(2022, 1, 5)) == 1


def test_a_hidden_table_and_rows_without_history_give_no_versions(store: Store) -> None:
    hidden = Snapshot.open(store, date(2022, 1, 1), role="public").history("site", "project_id", ["P1"])
    plain = Snapshot.from_rows(date(2022, 1, 1), {"milestone": [{"milestone_id": "M1", "project_id": "P1"}]})
    assert hidden.is_empty()
    assert plain.history("milestone", "project_id", ["P1"]).is_empty()
    assert "recorded_by" in plain.history("milestone", "project_id", ["P1"]).columns


def test_an_unknown_column_is_an_error(store: Store) -> None:
    with pytest.raises(KeyError):
        Snapshot.open(store, date(2022, 1, 1)).history("milestone", "no_such", ["P1"])


def test_what_is_made_once_is_made_once() -> None:
    made: list[int] = []
    snapshot = Snapshot.from_rows(date(2022, 1, 1), {})
    assert [snapshot.once("x", lambda: made.append(1) or len(made)) for _ in range(3)] == [1, 1, 1]
