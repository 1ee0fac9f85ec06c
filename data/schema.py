"""From the model in `domain.tables` to Polars and DuckDB types."""

from __future__ import annotations

import polars as pl

from domain.tables import Column, Table

_POLARS: dict[str, pl.DataType] = {
    "text": pl.String(),
    "code": pl.String(),
    "ref": pl.String(),
    "quarter": pl.String(),
    "period": pl.String(),
    "int": pl.Int64(),
    "year": pl.Int64(),
    "number": pl.Float64(),
    "pct": pl.Float64(),
    "nok": pl.Decimal(18, 2),
    "date": pl.Date(),
    "bool": pl.Boolean(),
}
_DUCKDB: dict[str, str] = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "ref": "VARCHAR",
    "quarter": "VARCHAR",
    "period": "VARCHAR",
    "int": "BIGINT",
    "year": "BIGINT",
    "number": "DOUBLE",
    "pct": "DOUBLE",
    "nok": "DECIMAL(18,2)",
    "date": "DATE",
    "bool": "BOOLEAN",
}


def polars_type(column: Column) -> pl.DataType:
    """The Polars type of a column; kroner are exact decimals with two digits."""
    return _POLARS[column.type]


def polars_schema(table: Table) -> dict[str, pl.DataType]:
    """Column name to Polars type, in the table's order."""
    return {column.name: polars_type(column) for column in table.columns}


def duckdb_type(column: Column) -> str:
    """The DuckDB type of a column."""
    return _DUCKDB[column.type]


def empty_frame(table: Table) -> pl.DataFrame:
    """A frame with the table's columns and no rows."""
    return pl.DataFrame(schema=polars_schema(table))
