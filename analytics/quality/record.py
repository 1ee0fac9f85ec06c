"""Any row of the programme's model: every field in words, what it refers to, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.quality.row_words import key_words, name_column, name_words, value_words
from analytics.result import Basis, basis, plain
from data.snapshot import Snapshot
from domain.tables import TABLES, Column, Table
from domain.text import Text, say

#: The tables that can be looked up; the large ones hold statistics and have reports of their own.
LOOKED_UP: tuple[Table, ...] = tuple(table for table in TABLES.values() if not table.is_large)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the row.

    Attributes:
        column: what it is; its unit is `column.unit`.
        value: as stored; None when it is not stated, not yet known on the day, or hidden.
        words: the value as it is read; None without one.
        is_hidden: whether the role may not see it.
    """

    column: Column
    value: Any
    words: Text | None
    is_hidden: bool

    def as_json(self) -> dict[str, Any]:
        """The field with its unit; dates and amounts as numbers."""
        return {
            "column": self.column.name, "nb": self.column.nb, "en": self.column.en, "value": self.value, "unit": self.column.unit,
            "words": self.words, "is_hidden": self.is_hidden, "refers_to": self.column.references,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Referring:
    """A row elsewhere that names this one in a column."""

    table: Table
    column: Column
    record_id: str
    name: Text | None

    def as_json(self) -> dict[str, Any]:
        """Where it is and what it is called."""
        return {"table": self.table.name, "column": self.column.name, "id": self.record_id, "name": self.name}


@dataclass(frozen=True, eq=False)
class Record:
    """One row, or what there is to choose from.

    Attributes:
        of: the table asked for; None without one.
        record_id: the id asked for; of several key columns, joined as `key_words` joins them. None without one.
        name: what the row is called; None without a name or without the row.
        fields: in the order of the table; nothing when there is no such row.
        referring: rows that name it, by table and id.
        rows: the rows of the table: `record_id`, `name_nb`, `name_en`.
        counts: rows of every table that the role may see: `table`, `rows`.
    """

    basis: Basis
    of: Table | None
    record_id: str | None
    name: Text | None
    fields: tuple[Field, ...]
    referring: tuple[Referring, ...]
    rows: pl.DataFrame
    counts: pl.DataFrame

    @property
    def sentence(self) -> Text:
        if self.of is None:
            return say("record.choose", tables=len(self.counts), date=self.basis.as_of)
        table = Text(self.of.nb, self.of.en)
        if self.record_id is None:
            return say("record.rows", table=table, count=len(self.rows), date=self.basis.as_of)
        if not self.fields:
            return say("record.missing", table=table, id=self.record_id, date=self.basis.as_of)
        form = {0: "none", 1: "one"}.get(len(self.referring), "many")
        stated = sum(field.words is not None for field in self.fields)
        return say(
            f"record.lead_{form}",
            table=table,
            id=self.record_id,
            stated=stated,
            fields=len(self.fields),
            count=len(self.referring),
        )

    def as_json(self) -> dict[str, Any]:
        """Everything; the rows to choose from only while no row is shown."""
        return {
            "table": self.of.name if self.of else None, "id": self.record_id, "found": bool(self.fields), "name": self.name,
            "fields": [field.as_json() for field in self.fields], "referred_by": [one.as_json() for one in self.referring],
            "rows": [] if self.fields else self.rows.to_dicts(), "tables": self.counts.to_dicts(),
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """The fields: `column`, `value` as text, `unit`, `words_nb`, `words_en`."""
        told = [
            (f.column.name, _plain(f.value), f.column.unit, f.words.nb if f.words else None, f.words.en if f.words else None)
            for f in self.fields
        ]
        return pl.DataFrame(
            told, schema=dict.fromkeys(("column", "value", "unit", "words_nb", "words_en"), pl.String()), orient="row"
        )


def _plain(value: Any) -> str | None:
    return None if value is None else str(plain(value))


def record(snapshot: Snapshot, table: str | None = None, record_id: str | None = None) -> Record:
    """The row with the key `record_id` in `table`, as known on the snapshot's day and as the role may see it.

    Args:
        table: name of a table; without one, or with one that cannot be looked up, the tables are listed.
        record_id: the key; of several columns, as `key_words` writes them. Without one the rows are listed.
    """
    of = next((one for one in LOOKED_UP if one.name == table and snapshot.can_see(one)), None)
    visible = [one for one in LOOKED_UP if snapshot.can_see(one)]
    counted = [(one.name, one.nb, one.en, len(snapshot.table(one.name))) for one in visible]
    counts = pl.DataFrame(
        counted, schema={"table": pl.String(), "nb": pl.String(), "en": pl.String(), "rows": pl.Int64()}, orient="row"
    )
    rows = _listed(of, snapshot.table(of.name)) if of else pl.DataFrame(schema=_ROWS)
    found = rows.with_row_index("place").filter(pl.col("record_id") == record_id) if record_id is not None else rows.clear()
    used: tuple[str, ...] = (of.name,) if of else ()
    if of is None or found.is_empty():
        return Record(basis(snapshot, *used), of, record_id if of else None, None, (), (), rows, counts)
    row = snapshot.table(of.name).row(found.item(0, "place"), named=True)
    referring = tuple(_referring(snapshot, of, row, visible))
    used = tuple(dict.fromkeys((of.name, *(one.table.name for one in referring))))
    return Record(
        basis(snapshot, *used), of, record_id, name_words(of, row), tuple(_fields(snapshot, of, row)), referring, rows, counts
    )


def record_keys(snapshot: Snapshot, table: str) -> list[str]:
    """The keys of the rows of a table, as `record` takes them."""
    return _listed(TABLES[table], snapshot.table(table)).get_column("record_id").to_list()


_ROWS = {"record_id": pl.String(), "name_nb": pl.String(), "name_en": pl.String()}


def _listed(of: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table in its own order, by key and name."""
    name = name_column(of)
    none = pl.lit(None, dtype=pl.String)
    nb = pl.col(name).cast(pl.String) if name else none
    english = str(name).removesuffix("_nb") + "_en"
    en = pl.coalesce(english, nb) if name and english in of.by_name else nb
    key = pl.concat_str([pl.col(column).cast(pl.String) for column in of.key], separator=" / ", ignore_nulls=False)
    return frame.select(record_id=key, name_nb=nb, name_en=en)


def _fields(snapshot: Snapshot, of: Table, row: dict[str, Any]) -> Iterator[Field]:
    for column in of.columns:
        hidden = not snapshot.can_see_column(of, column)
        yield Field(column, row[column.name], value_words(snapshot, column, row[column.name]), hidden)


def _referring(snapshot: Snapshot, of: Table, row: dict[str, Any], visible: list[Table]) -> Iterator[Referring]:
    if len(of.key) != 1:
        return
    own = row[of.key[0]]
    for table in visible:
        for column in table.references:
            if column.references != of.name:
                continue
            for other in snapshot.table(table.name).filter(pl.col(column.name) == own).iter_rows(named=True):
                yield Referring(table, column, key_words(table, other), name_words(table, other))
