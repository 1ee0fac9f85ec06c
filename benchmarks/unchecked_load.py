"""The baseline of the import: the same CSV files read as they are and written to DuckDB, with no checks and no history."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import polars as pl


def load(folder: Path, target: Path) -> None:
    with duckdb.connect(str(target)) as connection:
        for path in sorted(folder.glob("*.csv")):
            connection.register("incoming", pl.read_csv(path, infer_schema_length=None))
            connection.execute(f'CREATE TABLE "{path.stem}" AS SELECT * FROM incoming')
            connection.unregister("incoming")


if __name__ == "__main__":
    load(Path(sys.argv[1]), Path(sys.argv[2]))
