"""What a cell says: a figure, a zero, a provisional figure, or why there is none."""

from __future__ import annotations

import polars as pl

from data.sources.ssb.errors import fault, table_name
from data.sources.ssb.resolved import ResolvedTable

#: Flags of cells without a figure.
_EMPTY = {".": "not_applicable", "..": "missing", "...": "missing", ":": "masked"}
_ZERO, _PROVISIONAL = "-", "*"
#: No share of agreed days or persons is larger.
_MOST_PCT = 100.0


def with_states(cells: pl.DataFrame, table: ResolvedTable) -> pl.DataFrame:
    """The cells with `value_state`, and `value` as the state means it.

    A null with "-" is a true zero and becomes 0. A null without a flag is missing. A figure with "*" is provisional; a null
    with it is missing. Nothing is filled in.

    Raises:
        SsbError: a flag is unknown, a flag says that there is no figure where there is one, or a figure is impossible.
    """
    _check_flags(cells, table)
    _check_figures(cells, table)
    flag, value = pl.col("status"), pl.col("value")
    state = (
        pl.when(flag == _ZERO).then(pl.lit("zero"))
        .when(value.is_null()).then(flag.replace_strict(_EMPTY, default="missing", return_dtype=pl.String))
        .when(flag == _PROVISIONAL).then(pl.lit("provisional"))
        .otherwise(pl.lit("value"))
    )  # fmt: skip
    zeroed = pl.when(flag == _ZERO).then(0.0).otherwise(value)
    return cells.with_columns(zeroed.alias("value"), state.alias("value_state")).drop("status")


def _check_flags(cells: pl.DataFrame, table: ResolvedTable) -> None:
    flag, value = pl.col("status"), pl.col("value")
    known = [*_EMPTY, _ZERO, _PROVISIONAL]
    unknown = cells.filter(flag.is_not_null() & ~flag.is_in(known))
    if len(unknown):
        _refuse("unknown_flag", unknown, table, count=len(unknown))
    says_empty = flag.is_in(list(_EMPTY)) | ((flag == _ZERO) & (value != 0))
    contradicting = cells.filter(value.is_not_null() & says_empty)
    if len(contradicting):
        _refuse("flag_with_figure", contradicting, table, count=len(contradicting))


def _check_figures(cells: pl.DataFrame, table: ResolvedTable) -> None:
    shares = [contents.code for contents in table.contents if contents.indicator.endswith("_pct")]
    is_share = pl.col(table.contents_id).cast(pl.String).is_in(shares)
    value = pl.col("value")
    wrong = cells.filter(~value.is_finite() | (value < 0) | (is_share & (value > _MOST_PCT)))
    if len(wrong):
        _refuse("impossible_figure", wrong, table, count=len(wrong), value=wrong.get_column("value")[0])


def _refuse(rule: str, cells: pl.DataFrame, table: ResolvedTable, **values: object) -> None:
    first = cells.row(0, named=True)
    place = ", ".join(f"{name}={first[name]}" for name in cells.columns if name not in ("value", "status"))
    raise fault(rule, table_name(table.spec.id), "refused", flag=first["status"], place=place, **values)
