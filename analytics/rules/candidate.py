"""What rules look at: rows that are about to be stored, together with all that they must agree with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from data.imports.findings import RawFinding
from data.imports.rows import ROW, TableRows
from data.schema import empty_frame, polars_schema
from domain.findings import Severity
from domain.tables import TABLES, Table


@dataclass(frozen=True)
class Candidate:
    """A state of the programme that is to be checked before it is stored.

    Attributes:
        given: the rows to check, by table.
        remaining: stored rows of the same layer in tables that are not given; only their references are checked.
        standing: rows of other layers that are not replaced by a given row; they are looked up, never reported.
        unknown: tables whose rows could not be read, so that references to them are not judged.
    """

    given: Mapping[str, TableRows]
    remaining: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    standing: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    @classmethod
    def of_frames(cls, frames: Mapping[str, pl.DataFrame]) -> Candidate:
        """A candidate of typed frames, for instance stored rows or small tables in a test; missing columns are empty."""
        return cls({name: _rows(TABLES[name], frame) for name, frame in frames.items()})

    def rows(self, name: str) -> pl.DataFrame:
        """The given rows of a table; none when it is not given."""
        return self.given[name].frame if name in self.given else _no_rows(TABLES[name])

    def others(self, name: str) -> pl.DataFrame:
        """Rows of a table that stand beside the given ones."""
        schema = polars_schema(TABLES[name])
        frames = [frames[name].select(list(schema)) for frames in (self.remaining, self.standing) if name in frames]
        return pl.concat(frames) if frames else empty_frame(TABLES[name])

    def keys(self, name: str) -> pl.Series:
        """All values of the first key column of a table, given and standing."""
        column = TABLES[name].key[0]
        return pl.concat([self.rows(name).get_column(column), self.others(name).get_column(column)]).drop_nulls().unique()

    def readable(self, name: str, *columns: str) -> pl.DataFrame:
        """The given rows without those where one of `columns` could not be read."""
        frame = self.rows(name)
        unreadable = self.given[name].unreadable if name in self.given else {}
        bad = sorted({row for column in columns for row in unreadable.get(column, ())})
        return frame.filter(~pl.col(ROW).is_in(bad)) if bad else frame


def _rows(table: Table, frame: pl.DataFrame) -> TableRows:
    schema = dict(polars_schema(table))
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns]
    typed = frame.with_columns(absent).cast(schema)  # type: ignore[arg-type]
    if ROW not in typed.columns:
        typed = typed.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(ROW))
    return TableRows(table, table.nb, typed.select(*schema, ROW))


def _no_rows(table: Table) -> pl.DataFrame:
    return empty_frame(table).with_columns(pl.lit(None, pl.Int64()).alias(ROW))


def key_text(table: Table, row: Mapping[str, Any]) -> str | None:
    """The key of a row as one text; None when part of it is empty."""
    parts = [row.get(name) for name in table.key]
    return None if any(part is None for part in parts) else " / ".join(str(part) for part in parts)


def findings_in(
    rule_id: str, rows: TableRows, bad: pl.DataFrame, column: str, *, severity: Severity = "hard", **details: str
) -> Iterator[RawFinding]:
    """A finding for each row of `bad`.

    Args:
        rule_id: the rule.
        rows: the table that the rows are from.
        bad: rows with the table's columns, `ROW`, and the columns named in `details`.
        column: the column that is pointed at.
        details: placeholder in the rule's texts to column of `bad` with its value.
    """
    for row in bad.iter_rows(named=True):
        yield RawFinding(
            rule_id,
            severity,
            "rules",
            table=rows.table.name,
            place=rows.place,
            row=row[ROW],
            column=rows.heading(column),
            value=None if row[column] is None else str(row[column]),
            key=key_text(rows.table, row),
            details={name: row[source] for name, source in details.items()},
        )
