"""The programme as it was known on a date: every table cut to `as_of`, with version and sources."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import polars as pl

from data.schema import empty_frame, polars_schema
from data.store import HISTORY_COLUMNS, Store
from domain.tables import ROLES_WITH_ACCESS, TABLES, Access, Column, Role, Table

#: Of two rows with one key in two layers, the later layer here stands.
_LAYERS_BY_RANK = ("statistics", "portfolio")
_WORDS = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is from, as shown in source lines."""

    source_id: str
    title: str
    publisher: str | None
    url: str | None
    licence: str | None
    quality: str | None

    def as_dict(self) -> dict[str, str | None]:
        """For JSON."""
        return {
            "source_id": self.source_id,
            "title": self.title,
            "publisher": self.publisher,
            "url": self.url,
            "licence": self.licence,
            "quality": self.quality,
        }


class Snapshot:
    """The programme as it was known at the end of the day `as_of`.

    A row is part of it when (a) the version of the row that stood on that day is taken; where nothing was recorded yet
    on that day, the first recorded version stands for the time before; (b) its own date (`visible_from`) is not later;
    (c) the rows that it must belong to are part of it. Dates of events that lie later are empty, and so is what they
    would reveal. Nothing here says why something happened.

    Args:
        as_of: the day.
        data_version: name of the stored version.
        load: gives the raw rows of a table with history columns, or None when the table is not held.
        role: what the reader may see.
        load_rows: gives the raw rows in which a column has one of some values, so that a large table need not be
            read whole; default the rows of `load`.
    """

    def __init__(
        self,
        as_of: date,
        data_version: str,
        load: Callable[[Table], pl.DataFrame | None],
        *,
        role: Role = "owner",
        load_rows: Callable[[Table, str, Sequence[str]], pl.DataFrame] | None = None,
    ) -> None:
        self.as_of = as_of
        self.data_version = data_version
        self.role = role
        self._load = load
        self._load_rows = load_rows
        self._cache: dict[str, pl.DataFrame] = {}
        self._lock = threading.RLock()

    @classmethod
    def open(cls, store: Store, as_of: date, *, role: Role = "owner") -> Snapshot:
        """The snapshot of the version in use.

        Raises:
            StoreError: there is no store or it cannot be read.
        """
        reader = store.read()
        return cls(as_of, reader.info().data_version, reader.frame, role=role, load_rows=reader.rows)

    @classmethod
    def corrected(
        cls, as_of: date, data_version: str, load: Callable[[Table], pl.DataFrame | None], *, role: Role = "owner"
    ) -> Snapshot:
        """The day `as_of` with the rows as they stand in this version of the store: what has been corrected or recorded later,
        about that day, is part of it.

        For telling what an earlier picture of the same day lacked. Vintages of statistics that came later are not part of it.
        """
        return cls(as_of, data_version, lambda table: _not_replaced(load(table)), role=role)

    @classmethod
    def from_rows(
        cls,
        as_of: date,
        rows: Mapping[str, Iterable[Mapping[str, Any]] | pl.DataFrame],
        *,
        data_version: str = "test",
        role: Role = "owner",
    ) -> Snapshot:
        """A snapshot of small tables given as rows; columns that are not given are empty."""
        frames = {name: _typed(TABLES[name], given) for name, given in rows.items()}
        return cls(as_of, data_version, lambda table: frames.get(table.name), role=role)

    def table(self, name: str) -> pl.DataFrame:
        """The rows of a table with the columns of `domain.tables`, cut to the date and to what the role may see.

        A table that is not held, or that the role may not see, has no rows.
        """
        with self._lock:
            if name not in self._cache:
                self._cache[name] = self._cut(TABLES[name])
            return self._cache[name]

    def rows(self, name: str, column: str, values: Sequence[str]) -> pl.DataFrame:
        """The rows of a table in which `column` has one of `values`, cut as `table` cuts them; not kept.

        For large tables, of which only the rows asked for are read.

        Raises:
            KeyError: the table has no such column.
        """
        table = TABLES[name]
        table.column(column)
        if self._load_rows is None:
            return self.table(name).filter(pl.col(column).is_in(list(values)))
        with self._lock:
            return self._cut_rows(table, self._load_rows(table, column, values))

    def history(self, name: str, column: str, values: Sequence[str]) -> pl.DataFrame:
        """Every recorded version of the rows of which some version has one of `values` in `column`.

        Returns:
            The table's columns and `HISTORY_COLUMNS`, ordered by key and `known_from`. Versions recorded after `as_of` are
            not part of it, nor is an end that lies later, nor versions that were corrected as wrong all the time (`is_void`).
            Nothing when nothing was recorded on that day, when the role may not see the table, or when the store has no history.

        Raises:
            KeyError: the table has no such column.
        """
        table = TABLES[name]
        table.column(column)
        raw = self._load(table)
        names = [*polars_schema(table), *HISTORY_COLUMNS]
        if raw is None or not self.can_see(table) or "known_from" not in raw.columns:
            return empty_frame(table).with_columns(pl.lit(None).cast(t).alias(n) for n, t in _HISTORY_TYPES.items()).select(names)
        missing = [pl.lit(None).cast(t).alias(n) for n, t in _HISTORY_TYPES.items() if n not in raw.columns]
        known = raw.with_columns(missing).filter(
            ~pl.col("is_void").fill_null(False) & (pl.col("known_from").dt.date() <= self.as_of)
        )
        asked = known.filter(pl.col(column).is_in(list(values))).select(table.key).unique()
        rows = known.join(asked, on=list(table.key), how="semi", nulls_equal=True)
        ended = pl.when(pl.col("known_to").dt.date() <= self.as_of).then(pl.col("known_to"))
        cut = cut_dates(table, rows.with_columns(known_to=ended), self.as_of)
        return self._hide(table, cut).select(names).sort(*table.key, "known_from")

    def replaced_keys(self, name: str, since: date) -> pl.DataFrame:
        """The keys of rows of which the version that stood at the end of `since` was replaced or removed by the end of `as_of`.

        Returns:
            The key columns, one row a key; none when the role may not see the table, or when the store has no history.
        """
        table = TABLES[name]
        raw = self._load(table)
        keys = list(table.key)
        if raw is None or not self.can_see(table) or not {"known_from", "known_to"} <= set(raw.columns):
            return empty_frame(table).select(keys)
        stood = _standing(table, raw, since)
        return stood.filter(pl.col("known_to").dt.date() <= self.as_of).select(keys).unique(maintain_order=True)

    def sql(self, query: str, params: Sequence[object] = ()) -> pl.DataFrame:
        """The answer to a query over the cut tables. Values go in as parameters, never in the text."""
        names = [word for word in dict.fromkeys(_WORDS.findall(query)) if word in TABLES]
        with duckdb.connect(":memory:") as connection:
            for name in names:
                connection.register(name, self.table(name))
            answer: pl.DataFrame = connection.sql(query, params=list(params)).pl()
            return answer

    def sources(self, *tables: str) -> tuple[Source, ...]:
        """The sources of the rows in the named tables, ordered by title."""
        ids: set[str] = set()
        for name in tables:
            ids.update(self.table(name).get_column("source_id").drop_nulls().unique().to_list())
        known = self.table("source").filter(pl.col("source_id").is_in(list(ids))).sort("title", "source_id")
        columns = ("source_id", "title", "publisher", "url", "licence", "quality")
        return tuple(Source(*row) for row in known.select(columns).iter_rows())

    def contains_example(self, *tables: str) -> bool:
        """Whether any row of the named tables is example data."""
        return any(bool(self.table(name).get_column("is_example").fill_null(False).any()) for name in tables)

    def can_see(self, table: Table) -> bool:
        """Whether the role may see the table at all."""
        return self._sees(table.access)

    def can_see_column(self, table: Table, column: Column) -> bool:
        """Whether the role may see a column; one that it may not see is empty in every row."""
        return self.can_see(table) and (column.access is None or self._sees(column.access))

    def _cut(self, table: Table) -> pl.DataFrame:
        raw = self._load(table)
        return empty_frame(table) if raw is None else self._cut_rows(table, raw)

    def _cut_rows(self, table: Table, raw: pl.DataFrame) -> pl.DataFrame:
        if not self.can_see(table):
            return empty_frame(table)
        frame = cut_history(table, raw, self.as_of).select(list(polars_schema(table)))
        frame = cut_dates(table, frame, self.as_of)
        for column in table.references:
            parent = TABLES[str(column.references)]
            if parent.name in (table.name, "source") or self._load(parent) is None:
                continue
            frame = _with_parents(table, frame, column.name, self._keys(parent))
        return self._hide(table, frame)

    def _keys(self, parent: Table) -> pl.Series:
        if not self.can_see(parent):
            raw = self._load(parent)
            return empty_frame(parent).get_column(parent.key[0]) if raw is None else raw.get_column(parent.key[0])
        return self.table(parent.name).get_column(parent.key[0])

    def _hide(self, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
        hidden = [c for c in table.columns if not self.can_see_column(table, c)]
        return frame.with_columns(pl.lit(None).cast(frame.schema[c.name]).alias(c.name) for c in hidden)

    def _sees(self, access: Access) -> bool:
        return self.role in ROLES_WITH_ACCESS[access]


def cut_history(table: Table, raw: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The version of each row that stood at the end of `as_of`, portfolio before statistics before reference.

    Rows first recorded after `as_of` are taken as they stood at the end of the day they were first recorded.
    """
    if "known_from" not in raw.columns:
        return raw
    rows = _standing(table, raw, as_of)
    for layer in _LAYERS_BY_RANK:
        own = rows.filter(pl.col("layer") == layer)
        if not own.is_empty() and len(own) != len(rows):
            others = rows.filter(pl.col("layer") != layer)
            rows = pl.concat([others.join(own.select(table.key), on=list(table.key), how="anti"), own])
    return rows


def _not_replaced(raw: pl.DataFrame | None) -> pl.DataFrame | None:
    if raw is None or "known_to" not in raw.columns:
        return raw
    return raw.filter(pl.col("known_to").is_null())


def _standing(table: Table, raw: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The versions that stood at the end of `as_of`, in each layer; see `cut_history`."""
    rows = raw.filter(~pl.col("is_void").fill_null(False))
    if rows.get_column("known_to").null_count() == len(rows):
        return rows
    keys = ["layer", *table.key]
    from_day, to_day = pl.col("known_from").dt.date(), pl.col("known_to").dt.date()
    day = pl.max_horizontal(pl.lit(as_of), from_day.min().over(keys))
    return rows.filter((from_day <= day) & (to_day.is_null() | (to_day > day)))


def cut_dates(table: Table, frame: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Rows whose own date has come, with later events and what they reveal left empty."""
    if table.visible_from:
        first = pl.coalesce([pl.col(name) for name in table.visible_from])
        frame = frame.filter(first.is_null() | (first <= as_of))
    later = {c.name: pl.col(c.name) > as_of for c in table.columns if c.is_fact_date}
    hidden = dict(later) | {c.name: later[c.revealed_by] for c in table.columns if c.revealed_by}
    return frame.with_columns(
        pl.when(is_later.fill_null(False)).then(None).otherwise(pl.col(name)).alias(name) for name, is_later in hidden.items()
    )


def _with_parents(table: Table, frame: pl.DataFrame, name: str, keys: pl.Series) -> pl.DataFrame:
    known = pl.col(name).is_null() | pl.col(name).is_in(keys.implode())
    must = table.column(name).required or any(name in group for group in table.one_of)
    if must:
        return frame.filter(known)
    return frame.with_columns(pl.when(known).then(pl.col(name)).otherwise(None).alias(name))


def _typed(table: Table, rows: Iterable[Mapping[str, Any]] | pl.DataFrame) -> pl.DataFrame:
    schema = dict(polars_schema(table))
    if isinstance(rows, pl.DataFrame):
        missing = [pl.lit(None).cast(t).alias(n) for n, t in schema.items() if n not in rows.columns]
        extra = [name for name in HISTORY_COLUMNS if name in rows.columns]
        return rows.with_columns(missing).cast({n: schema[n] for n in schema}).select([*schema, *extra])
    given = list(rows)
    extras = {n: t for n, t in _HISTORY_TYPES.items() if any(n in row for row in given)}
    unknown = {key for row in given for key in row} - set(schema) - set(extras)
    if unknown:
        raise KeyError(f"{table.name} has no columns {sorted(unknown)}")
    whole = schema | extras
    return pl.DataFrame([{n: row.get(n) for n in whole} for row in given], schema=whole, strict=False)


_HISTORY_TYPES: dict[str, Any] = {
    "layer": pl.String(),
    "known_from": pl.Datetime("us"),
    "known_to": pl.Datetime("us"),
    "is_void": pl.Boolean(),
    "recorded_by": pl.String(),
    "recorded_reason": pl.String(),
    "recorded_document": pl.String(),
    "store_version": pl.Int64(),
}
