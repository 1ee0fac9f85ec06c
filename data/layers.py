"""Layers of the store: what differs between stored rows and new ones, and writing the difference with its history.

A layer is a set of rows with one owner. `reference` holds the embedded facts, `portfolio` what users import (and the
example), `statistics` what refresh has fetched. A portfolio row with the same key as a reference row stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import polars as pl

from data.schema import polars_schema
from data.store import Change, RowCounts, Store, StoreReader, VersionInfo
from domain.tables import TABLES, Table


@dataclass(frozen=True, slots=True)
class CellChange:
    """One column of one row that gets another value. Values are as text; None is empty."""

    table: str
    key: tuple[str, ...]
    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class TableDiff:
    """What a load would do to one table.

    `new` and `changed` hold full rows to store; `gone` holds the stored rows that are no longer given.
    """

    table: Table
    new: pl.DataFrame
    changed: pl.DataFrame
    gone: pl.DataFrame
    unchanged: int
    cells: tuple[CellChange, ...] = ()
    example_replaced: int = 0

    @property
    def is_empty(self) -> bool:
        return not (len(self.new) or len(self.changed) or len(self.gone))


@dataclass(frozen=True)
class LayerDiff:
    """What a load would do to a layer, table by table."""

    layer: str
    tables: dict[str, TableDiff] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return all(diff.is_empty for diff in self.tables.values())

    @property
    def counts(self) -> RowCounts:
        return RowCounts(
            sum(len(diff.new) for diff in self.tables.values()),
            sum(len(diff.changed) for diff in self.tables.values()),
            sum(len(diff.gone) for diff in self.tables.values()),
        )


def open_rows(reader: StoreReader | None, table: Table, layer: str) -> pl.DataFrame:
    """The rows of `layer` that stand now, without history columns."""
    schema = polars_schema(table)
    if reader is None:
        return pl.DataFrame(schema=schema)
    frame = reader.frame(table).filter(
        (pl.col("layer") == layer) & pl.col("known_to").is_null() & ~pl.col("is_void").fill_null(False)
    )
    return frame.select(list(schema)).cast(dict(schema))  # type: ignore[arg-type]


def diff_layer(reader: StoreReader | None, layer: str, frames: Mapping[str, pl.DataFrame]) -> LayerDiff:
    """Compare new rows of some tables with what `layer` holds now.

    Args:
        reader: the current version, or None when there is no store.
        layer: the layer to compare with.
        frames: table name to frame with the columns of `polars_schema`; each frame is the table's whole content
            in this layer. Tables that are not given are left as they are.

    Returns:
        What would be new, changed and gone. Portfolio rows that are equal to a reference row are left out:
        the reference row already says the same.
    """
    diffs: dict[str, TableDiff] = {}
    for name, frame in frames.items():
        table = TABLES[name]
        incoming = frame.select(list(polars_schema(table)))
        if layer == "portfolio" and reader is not None:
            incoming = _without_equal(incoming, open_rows(reader, table, "reference"))
        diffs[name] = diff_table(table, open_rows(reader, table, layer), incoming)
    return LayerDiff(layer, diffs)


def diff_table(table: Table, stored: pl.DataFrame, incoming: pl.DataFrame) -> TableDiff:
    """Compare two frames of one table by key, column by column."""
    keys = list(table.key)
    new = incoming.join(stored.select(keys), on=keys, how="anti")
    gone = stored.join(incoming.select(keys), on=keys, how="anti")
    values = [column.name for column in table.columns if column.name not in keys]
    both = incoming.join(stored, on=keys, how="inner", suffix="__before")
    differs = [pl.col(name).ne_missing(pl.col(f"{name}__before")).alias(f"{name}__differs") for name in values]
    flagged = both.with_columns(differs)
    changed = flagged.filter(pl.any_horizontal(pl.col(f"{name}__differs") for name in values)) if values else both.clear()
    return TableDiff(
        table,
        new,
        changed.select(incoming.columns),
        gone,
        len(both) - len(changed),
        _cells(table, changed, values),
    )


def write_diff(
    store: Store, diff: LayerDiff, change: Change, *, fingerprint: str | None = None, retroactive: bool = False
) -> VersionInfo:
    """Publish a version in which the difference is written, with history.

    Args:
        retroactive: the new rows correct what was wrong all the time: they take over the old rows' `known_from`, and
            the old rows are kept as void, outside every snapshot. Used when embedded facts are corrected, and when
            the example gives way to a user's own data.

    Raises:
        StoreError: as `Store.publish`.
    """
    at = change.recorded_at

    def build(connection: duckdb.DuckDBPyConnection, number: int) -> RowCounts:
        for table_diff in diff.tables.values():
            _close_rows(connection, diff.layer, table_diff, at, retroactive)
            _insert_rows(connection, diff.layer, table_diff, change, number, retroactive)
        if any(table_diff.example_replaced for table_diff in diff.tables.values()):
            _void_example(connection, diff.layer, at)
        return diff.counts

    return store.publish(build, change, layer=diff.layer, fingerprint=fingerprint)


def _close_rows(connection: duckdb.DuckDBPyConnection, layer: str, diff: TableDiff, at: object, retroactive: bool) -> None:
    keys = list(diff.table.key)
    leaving = pl.concat([diff.changed.select(keys), diff.gone.select(keys)])
    if leaving.is_empty():
        return
    connection.register("leaving", leaving)
    match = " AND ".join(f't."{k}" = l."{k}"' for k in keys)
    connection.execute(
        f'UPDATE "{diff.table.name}" AS t SET known_to = ?, is_void = ? FROM leaving AS l'
        f" WHERE t.layer = ? AND t.known_to IS NULL AND {match}",
        [at, retroactive, layer],
    )
    connection.unregister("leaving")


def _void_example(connection: duckdb.DuckDBPyConnection, layer: str, at: object) -> None:
    """Take every example row out of every snapshot, also rows that were closed earlier."""
    for name in TABLES:
        connection.execute(
            f'UPDATE "{name}" SET is_void = true, known_to = COALESCE(known_to, ?) WHERE layer = ? AND is_example', [at, layer]
        )


def _insert_rows(
    connection: duckdb.DuckDBPyConnection, layer: str, diff: TableDiff, change: Change, number: int, retroactive: bool
) -> None:
    rows = pl.concat([diff.new, diff.changed])
    if rows.is_empty():
        return
    columns = ", ".join(f'r."{column.name}"' for column in diff.table.columns)
    names = ", ".join(f'"{column.name}"' for column in diff.table.columns)
    keys = " AND ".join(f'o."{k}" = r."{k}"' for k in diff.table.key)
    known_from = "CAST(? AS TIMESTAMP)"
    if retroactive:
        known_from = (
            f'COALESCE((SELECT max(o.known_from) FROM "{diff.table.name}" o WHERE o.layer = ? AND o.is_void AND {keys}), '
            "CAST(? AS TIMESTAMP))"
        )
    connection.register("arriving", rows)
    parameters: list[object] = [layer, *([layer] if retroactive else []), change.recorded_at]
    connection.execute(
        f'INSERT INTO "{diff.table.name}" ({names}, layer, known_from, known_to, is_void, recorded_by,'
        " recorded_reason, recorded_document, store_version)"
        f" SELECT {columns}, ?, {known_from}, NULL, false, ?, ?, ?, ? FROM arriving r",
        [*parameters, change.by, change.reason, change.document, number],
    )
    connection.unregister("arriving")


def _without_equal(incoming: pl.DataFrame, reference: pl.DataFrame) -> pl.DataFrame:
    if reference.is_empty() or incoming.is_empty():
        return incoming
    return incoming.join(reference, on=incoming.columns, how="anti", nulls_equal=True)


def _cells(table: Table, changed: pl.DataFrame, values: list[str]) -> tuple[CellChange, ...]:
    cells: list[CellChange] = []
    for row in changed.iter_rows(named=True):
        key = tuple(str(row[k]) for k in table.key)
        for name in values:
            if row[f"{name}__differs"]:
                cells.append(CellChange(table.name, key, name, _text(row[f"{name}__before"]), _text(row[name])))
    return tuple(cells)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
