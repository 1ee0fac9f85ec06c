"""A snapshot shows what was known on its day, and nothing later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.layers import LayerDiff, diff_layer, write_diff
from data.schema import polars_schema
from data.snapshot import Snapshot
from data.store import Change, Store
from domain.tables import TABLES

SPRING, AUTUMN = datetime(2021, 3, 1, 9), datetime(2021, 10, 1, 9)


def payments(*rows: tuple[str, date, int]) -> pl.DataFrame:
    frame = Snapshot.from_rows(
        date(2099, 1, 1),
        {"payment": [{"payment_id": i, "payment_date": d, "year": d.year, "amount_nok": Decimal(a)} for i, d, a in rows]},
    ).table("payment")
    return frame.select(list(polars_schema(TABLES["payment"])))


def store_rows(store: Store, at: datetime, frame: pl.DataFrame, layer: str = "portfolio", *, retroactive: bool = False) -> None:
    reader = store.read() if store.current_number() else None
    write_diff(store, diff_layer(reader, layer, {"payment": frame}), Change("per", "test", at=at), retroactive=retroactive)


def amounts(store: Store, day: date) -> dict[str, int]:
    rows = Snapshot.open(store, day).table("payment").select("payment_id", "amount_nok").rows()
    return {key: int(amount) for key, amount in rows}


def test_a_correction_shows_from_its_day_and_the_old_value_before(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100)))
    store_rows(store, AUTUMN, payments(("B1", date(2021, 1, 5), 120)))
    assert amounts(store, date(2021, 9, 30)) == {"B1": 100}
    assert amounts(store, date(2021, 10, 1)) == {"B1": 120}


def test_before_anything_was_recorded_the_first_version_stands_cut_by_its_own_date(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100), ("B2", date(2021, 2, 5), 50)))
    assert amounts(store, date(2021, 1, 31)) == {"B1": 100}
    assert amounts(store, date(2021, 1, 4)) == {}


def test_a_row_that_is_no_longer_given_is_closed_not_deleted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100), ("B2", date(2021, 2, 5), 50)))
    store_rows(store, AUTUMN, payments(("B1", date(2021, 1, 5), 100)))
    assert amounts(store, date(2021, 9, 30)) == {"B1": 100, "B2": 50}
    assert amounts(store, date(2021, 10, 1)) == {"B1": 100}
    with store.read() as reader:
        assert len(reader.frame(TABLES["payment"])) == 2


def test_the_history_holds_every_version_recorded_up_to_the_day(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100), ("B2", date(2021, 2, 5), 50)))
    store_rows(store, AUTUMN, payments(("B1", date(2021, 1, 5), 120)))

    def versions(day: date) -> list[tuple[object, ...]]:
        rows = Snapshot.open(store, day).history("payment", "payment_id", ["B1", "B2"])
        return rows.select("payment_id", pl.col("amount_nok").cast(pl.Int64), "known_from", "known_to", "recorded_by").rows()

    assert versions(date(2021, 2, 28)) == []
    assert versions(date(2021, 9, 30)) == [("B1", 100, SPRING, None, "per"), ("B2", 50, SPRING, None, "per")]
    assert versions(date(2021, 10, 1)) == [
        ("B1", 100, SPRING, AUTUMN, "per"), ("B1", 120, AUTUMN, None, "per"), ("B2", 50, SPRING, AUTUMN, "per"),
    ]  # fmt: skip


def test_the_history_follows_a_row_that_got_another_value_and_hides_what_the_role_may_not_see(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(
        store, SPRING, payments(("B1", date(2021, 1, 5), 100)).with_columns(project_id=pl.lit("P1"), voucher_ref=pl.lit("V"))
    )
    store_rows(
        store, AUTUMN, payments(("B1", date(2021, 1, 5), 100)).with_columns(project_id=pl.lit("P2"), voucher_ref=pl.lit("V"))
    )
    for role, voucher in (("owner", "V"), ("public", None)):
        rows = Snapshot.open(store, date(2022, 1, 1), role=role).history("payment", "project_id", ["P1"])  # type: ignore[arg-type]
        assert rows.select("project_id", "voucher_ref").rows() == [("P1", voucher), ("P2", voucher)]
    assert Snapshot.open(store, date(2022, 1, 1)).history("payment", "project_id", ["P9"]).is_empty()
    with pytest.raises(KeyError):
        Snapshot.open(store, date(2022, 1, 1)).history("payment", "no_such_column", ["P1"])


def test_a_retroactive_correction_leaves_nothing_of_the_old_value_in_the_history(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100)))
    store_rows(store, AUTUMN, payments(("B1", date(2021, 1, 5), 120)), retroactive=True)
    rows = Snapshot.open(store, date(2022, 1, 1)).history("payment", "payment_id", ["B1"])
    assert rows.select(pl.col("amount_nok").cast(pl.Int64), "known_from").rows() == [(120, SPRING)]


def test_two_versions_on_one_day_leave_the_last(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100)))
    store_rows(store, SPRING.replace(hour=15), payments(("B1", date(2021, 1, 5), 130)))
    assert amounts(store, date(2021, 2, 1)) == amounts(store, date(2021, 3, 1)) == {"B1": 130}


def test_a_retroactive_correction_replaces_the_old_value_on_every_day_and_keeps_it_in_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100)), "reference")
    store_rows(store, AUTUMN, payments(("B1", date(2021, 1, 5), 120)), "reference", retroactive=True)
    assert amounts(store, date(2021, 4, 1)) == {"B1": 120}
    with store.read() as reader:
        frame = reader.frame(TABLES["payment"])
        assert sorted(frame["amount_nok"].to_list()) == [100, 120]
        assert frame.filter(~pl.col("is_void"))["known_from"].to_list() == [SPRING]


def test_a_portfolio_row_stands_before_a_reference_row_with_the_same_key_and_gives_it_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100), ("B2", date(2021, 1, 6), 7)), "reference")
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 111)))
    assert amounts(store, date(2021, 4, 1)) == {"B1": 111, "B2": 7}
    store_rows(store, AUTUMN, payments())
    assert amounts(store, date(2021, 11, 1)) == {"B1": 100, "B2": 7}


def test_a_portfolio_row_equal_to_the_reference_row_is_not_stored_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store_rows(store, SPRING, payments(("B1", date(2021, 1, 5), 100)), "reference")
    with store.read() as reader:
        assert diff_layer(reader, "portfolio", {"payment": payments(("B1", date(2021, 1, 5), 100))}).is_empty


def test_later_events_and_what_they_reveal_are_empty() -> None:
    rows = {
        "project": [
            {
                "project_id": "P1",
                "registered_date": date(2020, 1, 1),
                "started_date": date(2020, 6, 1),
                "stopped_date": date(2021, 6, 1),
                "stopped_reason_nb": "Rekruttering",
            }
        ]
    }
    before = Snapshot.from_rows(date(2021, 5, 31), rows).table("project").row(0, named=True)
    after = Snapshot.from_rows(date(2021, 6, 1), rows).table("project").row(0, named=True)
    assert (before["started_date"], before["stopped_date"], before["stopped_reason_nb"]) == (date(2020, 6, 1), None, None)
    assert (after["stopped_date"], after["stopped_reason_nb"]) == (date(2021, 6, 1), "Rekruttering")


def test_rows_of_a_project_that_is_not_yet_known_are_not_there_and_optional_links_are_empty() -> None:
    rows = {
        "project": [{"project_id": "P1", "registered_date": date(2021, 6, 1)}],
        "milestone": [{"milestone_id": "M1", "project_id": "P1"}],
        "payment": [{"payment_id": "B1", "project_id": "P1", "payment_date": date(2021, 1, 1)}],
    }
    snapshot = Snapshot.from_rows(date(2021, 5, 31), rows)
    assert snapshot.table("milestone").is_empty()
    assert snapshot.table("payment").select("payment_id", "project_id").rows() == [("B1", None)]
    assert len(Snapshot.from_rows(date(2021, 6, 1), rows).table("milestone")) == 1


def test_observations_show_only_in_vintages_that_were_published() -> None:
    rows = {
        "series": [{"series_id": "S"}],
        "vintage": [
            {"vintage_id": "A", "published_date": date(2020, 2, 28)},
            {"vintage_id": "B", "published_date": date(2021, 6, 3)},
        ],
        "observation": [
            {"series_id": "S", "period": "2019K4", "vintage_id": "A", "value": 5.9},
            {"series_id": "S", "period": "2019K4", "vintage_id": "B", "value": 5.8},
        ],
    }
    assert Snapshot.from_rows(date(2021, 6, 2), rows).table("observation")["value"].to_list() == [5.9]
    assert len(Snapshot.from_rows(date(2021, 6, 3), rows).table("observation")) == 2


def test_a_role_that_may_not_see_a_table_or_column_gets_nothing_of_it() -> None:
    rows = {
        "tender_participant": [{"tender_participant_id": "T1", "from_date": date(2020, 1, 1)}],
        "payment": [{"payment_id": "B1", "payment_date": date(2020, 1, 1), "voucher_ref": "4711"}],
    }
    public = Snapshot.from_rows(date(2021, 1, 1), rows, role="public")
    assert public.table("tender_participant").is_empty()
    assert public.table("payment")["voucher_ref"].to_list() == [None]
    owner = Snapshot.from_rows(date(2021, 1, 1), rows)
    assert len(owner.table("tender_participant")) == 1
    assert owner.table("payment")["voucher_ref"].to_list() == ["4711"]


def test_sql_takes_values_as_parameters() -> None:
    snapshot = Snapshot.from_rows(
        date(2021, 1, 1), {"project": [{"project_id": "P'; DROP", "registered_date": date(2020, 1, 1)}]}
    )
    assert snapshot.sql("SELECT count(*) FROM project WHERE project_id = ?", ["P'; DROP"]).item() == 1


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_queried_by_its_name(name: str) -> None:
    snapshot = Snapshot.from_rows(date(2021, 1, 1), {})
    assert snapshot.sql(f"SELECT count(*) FROM {name}").item() == 0


@given(
    versions=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), min_size=1, max_size=6, unique_by=lambda v: v[0]),
    day=st.integers(0, 20),
)
def test_the_version_shown_is_the_last_recorded_by_that_day_or_else_the_first(versions: list[tuple[int, int]], day: int) -> None:
    ordered = sorted(versions)
    ends = [start for start, _ in ordered[1:]] + [None]
    rows = [
        {
            "payment_id": "B",
            "payment_date": date(2020, 1, 1),
            "amount_nok": Decimal(amount),
            "layer": "portfolio",
            "is_void": False,
            "known_from": datetime(2021, 1, 1 + start, 12),
            "known_to": None if end is None else datetime(2021, 1, 1 + end, 12),
        }
        for (start, amount), end in zip(ordered, ends, strict=True)
    ]
    shown = Snapshot.from_rows(date(2021, 1, 1 + day), {"payment": rows}).table("payment")["amount_nok"].to_list()
    known = [amount for start, amount in ordered if start <= day]
    assert shown == [known[-1] if known else ordered[0][1]]


def test_replacing_the_example_takes_it_out_of_every_date_also_rows_closed_before(tmp_path: Path) -> None:
    store = Store(tmp_path)
    marked = [payments(("E1", date(2020, 5, 1), 10), ("E2", date(2020, 6, 1), 20)), payments(("E1", date(2020, 5, 1), 10))]
    for at, frame in zip((SPRING, AUTUMN), marked, strict=True):
        store_rows(store, at, frame.with_columns(is_example=pl.lit(True)))
    own = payments(("B1", date(2020, 1, 5), 100))
    with store.read() as reader:
        diff = diff_layer(reader, "portfolio", {"payment": own})
    replaced = {"payment": replace(diff.tables["payment"], example_replaced=1)}
    write_diff(store, LayerDiff("portfolio", replaced), Change("per", "egne data", at=datetime(2022, 1, 1)))
    assert amounts(store, date(2021, 4, 1)) == amounts(store, date(2022, 1, 1)) == {"B1": 100}
    with store.read() as reader:
        assert len(reader.frame(TABLES["payment"])) == 3
