"""The rows that stand in the store now, by owner: what users import, and what lies beside it."""

from __future__ import annotations

import polars as pl

from data.schema import empty_frame, polars_schema
from data.store import Store, StoreReader
from domain.tables import TABLES

PORTFOLIO = "portfolio"
REFERENCE = "reference"


class StoredRows:
    """Open rows of a version of the store, each table read once.

    Args:
        reader: the version, or None when there is no store.
    """

    def __init__(self, reader: StoreReader | None) -> None:
        self.reader = reader
        self._frames: dict[str, pl.DataFrame] = {}

    def portfolio(self, name: str) -> pl.DataFrame:
        """Rows of the portfolio layer, without history columns."""
        return self.of_layer(name, PORTFOLIO)

    def of_layer(self, name: str, layer: str) -> pl.DataFrame:
        """Rows of one layer, without history columns."""
        return self._open(name).filter(pl.col("layer") == layer).select(list(polars_schema(TABLES[name])))

    def example(self, name: str) -> pl.DataFrame:
        """Rows of the portfolio layer that are example data."""
        return self.portfolio(name).filter(pl.col("is_example").fill_null(False))

    def own(self, name: str) -> pl.DataFrame:
        """Rows of the portfolio layer that are not example data."""
        return self.portfolio(name).filter(~pl.col("is_example").fill_null(False))

    def beside(self, name: str) -> pl.DataFrame:
        """Rows of all other layers."""
        return self._open(name).filter(pl.col("layer") != PORTFOLIO).select(list(polars_schema(TABLES[name])))

    def _open(self, name: str) -> pl.DataFrame:
        if name not in self._frames:
            self._frames[name] = self._load(name)
        return self._frames[name]

    def _load(self, name: str) -> pl.DataFrame:
        table = TABLES[name]
        if self.reader is None:
            return empty_frame(table).with_columns(pl.lit(None, pl.String()).alias("layer"))
        stands = pl.col("known_to").is_null() & ~pl.col("is_void").fill_null(False)
        schema = dict(polars_schema(table))
        rows = self.reader.frame(table).filter(stands).select(*schema, "layer")
        return rows.cast(schema)  # type: ignore[arg-type]


def open_reader(store: Store) -> StoreReader | None:
    """The version in use, or None when there is no store yet.

    Raises:
        StoreError: the store is there but cannot be read.
    """
    return None if store.current_number() is None else store.read()
