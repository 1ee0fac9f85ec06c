"""The whole programme as it was known on a day: every table that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.tables import TABLES, Column, Table
from domain.text import Text, say


@dataclass(frozen=True, eq=False)
class WholeSnapshot:
    """Every table of the model.

    Attributes:
        snapshot: gives the rows of a table when they are asked for.
        tables: those the reader may see, in the model's order.
    """

    basis: Basis
    snapshot: Snapshot
    tables: tuple[Table, ...]

    @property
    def sentence(self) -> Text:
        """How many tables and rows there are."""
        counts = [len(self.rows(table)) for table in self.tables]
        return say("quality.snapshot_sentence", tables=sum(count > 0 for count in counts), rows=sum(counts), day=self.basis.as_of)

    def rows(self, table: Table) -> pl.DataFrame:
        """The rows of a table on the day, ordered by key."""
        return self.snapshot.table(table.name).sort(*table.key, nulls_last=True)

    def columns(self, table: Table) -> tuple[Column, ...]:
        """The columns of a table that the reader may see."""
        return tuple(column for column in table.columns if self.snapshot.can_see_column(table, column))

    def as_json(self) -> dict[str, Any]:
        """How many rows each table has, and how many of them are example data."""
        return {"tables": self.table().to_dicts()}

    def table(self) -> pl.DataFrame:
        """One row a table."""
        rows = [
            (table.name, table.nb, table.en, len(frame), int(frame.get_column("is_example").fill_null(False).sum()))
            for table in self.tables
            for frame in [self.snapshot.table(table.name)]
        ]
        schema = {"table": pl.String, "table_nb": pl.String, "table_en": pl.String, "rows": pl.Int64, "example_rows": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row")


def whole_snapshot(snapshot: Snapshot) -> WholeSnapshot:
    """Every table that the reader may see, cut to the snapshot's day. Nothing is left out for being an example; it is marked."""
    tables = tuple(table for table in TABLES.values() if snapshot.can_see(table))
    caveats = (say("quality.snapshot_caveat"),)
    return WholeSnapshot(basis(snapshot, *(table.name for table in tables), caveats=caveats), snapshot, tables)
