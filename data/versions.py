"""A version of the store as it lies on disk: its history columns, its change log, and reading it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from data.schema import duckdb_type
from domain.errors import StoreError
from domain.tables import Table

#: Columns that the store adds to every table: the history of the row.
HISTORY_COLUMNS: dict[str, str] = {
    "layer": "VARCHAR",
    "known_from": "TIMESTAMP",
    "known_to": "TIMESTAMP",
    "is_void": "BOOLEAN",
    "recorded_by": "VARCHAR",
    "recorded_reason": "VARCHAR",
    "recorded_document": "VARCHAR",
    "store_version": "BIGINT",
}


@dataclass(frozen=True, slots=True)
class Change:
    """Who records something, why, by which document, and when (local time)."""

    by: str
    reason: str
    document: str | None = None
    at: datetime | None = None

    @property
    def recorded_at(self) -> datetime:
        return (self.at or datetime.now()).replace(microsecond=0, tzinfo=None)


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version of the store, as its last change set tells it."""

    number: int
    recorded_at: datetime
    layer: str
    by: str
    reason: str
    document: str | None
    content_hash: str
    rows_new: int
    rows_changed: int
    rows_closed: int
    is_current: bool

    @property
    def data_version(self) -> str:
        """A short name of the content, shown on every page and export."""
        return f"v{self.number}-{self.content_hash[:8]}"


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How many rows a build wrote."""

    new: int = 0
    changed: int = 0
    closed: int = 0


def create_table_sql(table: Table) -> str:
    """DDL of a table with its history columns. Names come from `domain.tables` only."""
    own = [f'"{column.name}" {duckdb_type(column)}' for column in table.columns]
    history = [f'"{name}" {type_}' for name, type_ in HISTORY_COLUMNS.items()]
    return f'CREATE TABLE IF NOT EXISTS "{table.name}" ({", ".join(own + history)})'


def _version_info(row: tuple[Any, ...], *, is_current: bool) -> VersionInfo:
    number, at, layer, by, reason, document, content_hash, new, changed, closed = row
    return VersionInfo(number, at, layer, by, reason, document, content_hash, new, changed, closed, is_current)


class StoreReader:
    """A version of the store, opened for reading. Safe to use from several threads.

    Args:
        path: the version's file; it is never written while open.
        number: the version's number.
    """

    def __init__(self, path: Path, number: int) -> None:
        self.path = path
        self.number = number
        self._connection = duckdb.connect(str(path), read_only=True)
        self._lock = threading.Lock()
        self._frames: dict[str, pl.DataFrame] = {}
        self._columns: set[tuple[str, str]] | None = None

    def frame(self, table: Table) -> pl.DataFrame:
        """All rows of a table with their history columns, all layers, closed rows too; read once and kept.

        Columns that this version does not have (written by an older release) are null.
        """
        with self._lock:
            if table.name not in self._frames:
                self._frames[table.name] = self._read(table)
            return self._frames[table.name]

    def rows(self, table: Table, column: str, values: Sequence[str]) -> pl.DataFrame:
        """The rows of a table in which `column` has one of `values`, as `frame` gives them; read anew each time.

        Raises:
            KeyError: the table has no such column.
        """
        table.column(column)
        with self._lock:
            return self._read(table, column, values)

    def _read(self, table: Table, column: str | None = None, values: Sequence[str] = ()) -> pl.DataFrame:
        cursor = self._connection.cursor()
        try:
            if self._columns is None:
                self._columns = set(cursor.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall())
            types = {column.name: duckdb_type(column) for column in table.columns} | HISTORY_COLUMNS
            present = {name for name in types if (table.name, name) in self._columns}
            columns = ", ".join(
                f'"{name}"' if name in present else f'CAST(NULL AS {type_}) AS "{name}"' for name, type_ in types.items()
            )
            rows = f'FROM "{table.name}"' if present else "WHERE false"
            if present and column is not None:
                wanted = f'SELECT * FROM "{table.name}" WHERE list_contains(?, "{column}")'
                return _polars(cursor.sql(f"SELECT {columns} FROM ({wanted})", params=[list(values)]))
            return _polars(cursor.sql(f"SELECT {columns} {rows}"))
        finally:
            cursor.close()

    def info(self) -> VersionInfo:
        """The last change set of this version."""
        cursor = self._connection.cursor()
        try:
            row = cursor.execute(
                "SELECT store_version, recorded_at, layer, recorded_by, recorded_reason, recorded_document, content_hash,"
                " rows_new, rows_changed, rows_closed FROM change_set ORDER BY store_version DESC LIMIT 1"
            ).fetchone()
        finally:
            cursor.close()
        if row is None:
            raise damaged(self.path, "change_set")
        return _version_info(row, is_current=True)

    def change_sets(self) -> pl.DataFrame:
        """Every change that led to this version, oldest first."""
        cursor = self._connection.cursor()
        try:
            return _polars(cursor.sql("SELECT * FROM change_set ORDER BY store_version"))
        finally:
            cursor.close()

    def fingerprint(self, layer: str) -> str | None:
        """The fingerprint given when `layer` was last written, or None."""
        cursor = self._connection.cursor()
        try:
            row = cursor.execute(
                "SELECT fingerprint FROM change_set WHERE layer = ? AND fingerprint IS NOT NULL"
                " ORDER BY store_version DESC LIMIT 1",
                [layer],
            ).fetchone()
        finally:
            cursor.close()
        return row[0] if row else None

    def close(self) -> None:
        """Let go of the file. The reader cannot be used afterwards."""
        with self._lock:
            self._frames.clear()
            self._connection.close()

    def __enter__(self) -> StoreReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _polars(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    frame: pl.DataFrame = relation.pl()
    return frame


def damaged(place: Path, found: str) -> StoreError:
    return StoreError(
        f"Datalageret i {place} kan ikke leses ({found}). Gå tilbake til en tidligere versjon med «python cli.py rollback».",
        f"The store in {place} cannot be read ({found}). Go back to an earlier version with «python cli.py rollback».",
        code="store_damaged",
    )
