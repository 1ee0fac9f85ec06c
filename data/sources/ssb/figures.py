"""From the cells of a table to the rows that are stored: figures of series, or figures of areas."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from data.schema import empty_frame
from data.sources.model import AREA_SCHEMA, AREA_VALUE_SCHEMA, VALUE_SCHEMA
from data.sources.ssb import wording
from data.sources.ssb.resolved import ResolvedDimension, ResolvedTable
from data.sources.ssb.series_rows import names
from data.sources.ssb.states import with_states
from domain.tables import TABLES

#: How all groups are written where areas are not divided further.
ALL_GROUPS = "00"


def _with_decimals(cells: pl.DataFrame, table: ResolvedTable) -> pl.DataFrame:
    decimals = pl.DataFrame(
        [{table.contents_id: contents.code, "decimals": contents.decimals} for contents in table.contents],
        schema={table.contents_id: pl.String(), "decimals": pl.Int64()},
    )
    return cells.join(decimals, on=table.contents_id, how="left")


def _texts(cells: pl.DataFrame, table: ResolvedTable) -> pl.DataFrame:
    """The cells with codes as text."""
    ids = [*(dimension.id for dimension in table.dimensions), table.contents_id, table.time_id]
    return cells.with_columns(pl.col(ids).cast(pl.String))


def series_values(table: ResolvedTable, keys: pl.DataFrame, parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The figures of a table's series.

    Args:
        table: the table.
        keys: the codes of each series, as `series_rows` gives them.
        parts: the cells of each answer, one row a cell.

    Returns:
        `VALUE_SCHEMA`; every cell is there, with its state. Empty cells have no value.
    """
    on = [name for name in keys.columns if name != "series_id"]
    made = [
        _with_decimals(_texts(with_states(cells, table), table), table)
        .join(keys, on=on, how="inner")
        .select("series_id", pl.col(table.time_id).alias("period"), "value", "value_state", "decimals")
        for cells in parts
    ]
    return pl.concat(made).cast(dict(VALUE_SCHEMA)).sort("series_id", "period")  # type: ignore[arg-type]


def area_rows(table: ResolvedTable) -> pl.DataFrame:
    """The areas of a table, as the model's table `area`: with their level by code and name."""
    dimension = table.dimension("area")
    if dimension is None:
        return pl.DataFrame(schema=AREA_SCHEMA)
    rows = []
    for code in dimension.codes:
        name_nb, name_en = names(dimension, code)
        rows.append({"area_code": code, "name_nb": name_nb, "name_en": name_en, "level": wording.area_level(code, name_nb)})
    missing = [pl.lit(None, kind).alias(name) for name, kind in AREA_SCHEMA.items() if name not in rows[0]]
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String())).with_columns(missing).select(list(AREA_SCHEMA))


def area_values(table: ResolvedTable, parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The figures of a table's areas.

    Cells that are "not applicable" are left out: they stand where an area did not exist in a period, and in a table of all
    municipalities since 2000 they are many. Masked and missing cells are kept, with their state and no value.

    Args:
        table: the table.
        parts: the cells of each answer, one row a cell.

    Returns:
        `AREA_VALUE_SCHEMA`. Without a breakdown, `breakdown_kind` is "none" and `breakdown_code` "00".
    """
    return pl.concat([_area_values(table, cells) for cells in parts])


def _area_values(table: ResolvedTable, cells: pl.DataFrame) -> pl.DataFrame:
    frame = _texts(with_states(cells, table).filter(pl.col("value_state") != "not_applicable"), table)
    frame = _with_decimals(frame, table).with_columns(
        pl.lit(table.spec.id).alias("table_id"), pl.col(table.time_id).alias("period"), pl.lit("both").alias("sex"),
        pl.lit("none").alias("breakdown_kind"), pl.lit(ALL_GROUPS).alias("breakdown_code"),
        pl.lit(None, pl.String()).alias("breakdown_value"),
        pl.col(table.contents_id).replace_strict({c.code: c.indicator for c in table.contents}).alias("indicator"),
    )  # fmt: skip
    for dimension in table.dimensions:
        frame = frame.with_columns(_area_columns(dimension))
    columns = [name for name in AREA_VALUE_SCHEMA if name in frame.columns]
    missing = [pl.lit(None, kind).alias(name) for name, kind in AREA_VALUE_SCHEMA.items() if name not in columns]
    return frame.select(columns).with_columns(missing).select(list(AREA_VALUE_SCHEMA)).cast(dict(AREA_VALUE_SCHEMA))  # type: ignore[arg-type]


def _area_columns(dimension: ResolvedDimension) -> list[pl.Expr]:
    """What a dimension tells of the figures of areas."""
    code = pl.col(dimension.id)
    if dimension.role == "area":
        return [code.alias("area_code")]
    if dimension.role == "sex":
        return [code.replace_strict(wording.SEXES).alias("sex")]
    if dimension.spec is None:
        return []
    kind = dimension.spec.kind or ("industry" if dimension.role == "industry" else "other")
    is_all = code == dimension.total if dimension.total is not None else pl.lit(value=False)
    labels = {one: names(dimension, one)[0] for one in dimension.codes}
    return [
        pl.when(is_all).then(pl.lit("none")).otherwise(pl.lit(kind)).alias("breakdown_kind"),
        pl.when(is_all).then(pl.lit(ALL_GROUPS)).otherwise(code).alias("breakdown_code"),
        pl.when(is_all).then(None).otherwise(code.replace_strict(labels)).alias("breakdown_value"),
    ]


def no_series() -> tuple[pl.DataFrame, pl.DataFrame]:
    """No series and no figures of series."""
    return empty_frame(TABLES["series"]), pl.DataFrame(schema=VALUE_SCHEMA)
