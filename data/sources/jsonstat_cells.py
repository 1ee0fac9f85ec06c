"""The figures of a JSON-stat dataset and their flags, laid out one row a cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from data.sources.jsonstat_dimensions import Dimension
from data.sources.jsonstat_errors import JsonStatError

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]
#: More cells than this are not laid out (the limit of one request at Statistics Norway is 800 000).
MAX_CELLS = 20_000_000
_NUMBER: set[type] = {int, float, type(None)}
_FLAG: set[type] = {str, type(None)}


def cells(dimensions: Sequence[Dimension], value: object, status: object) -> pl.DataFrame:
    """One row a cell: the codes, `value` (null where there is none) and `status` (the flag as it stands).

    Raises:
        JsonStatError: figures or flags do not fit the dimensions, are not numbers and texts, or are too many.
    """
    size = math.prod(len(dimension.codes) for dimension in dimensions)
    if size > MAX_CELLS:
        raise JsonStatError("too_many_cells", "size", str(size), limit=MAX_CELLS)
    columns = code_columns(dimensions, size)
    columns.append(pl.Series("value", _values(value, size, dimensions), nan_to_null=True))
    columns.append(_status(status, size).alias("status"))
    return pl.DataFrame(columns)


def no_cells(dimensions: Sequence[Dimension]) -> pl.DataFrame:
    """The columns of `cells` without rows."""
    schema: dict[str, pl.DataType] = {dimension.id: pl.Enum(dimension.codes) for dimension in dimensions}
    return pl.DataFrame(schema=schema | {"value": pl.Float64(), "status": pl.String()})


def code_columns(dimensions: Sequence[Dimension], size: int) -> list[pl.Series]:
    """The codes of every cell, row-major: the last dimension varies fastest."""
    columns: list[pl.Series] = []
    repeat = size
    for dimension in dimensions:
        count = len(dimension.codes)
        repeat = repeat // count if count else 0
        block = np.repeat(np.arange(count, dtype=np.uint32), repeat)
        positions = np.tile(block, size // len(block) if len(block) else 0)
        codes = pl.Series(dimension.id, dimension.codes, dtype=pl.Enum(dimension.codes))
        columns.append(codes.gather(pl.Series(positions)))
    return columns


def _values(found: object, size: int, dimensions: Sequence[Dimension]) -> Floats:
    """The figures in order, NaN where there is none (JSON has no NaN of its own)."""
    if isinstance(found, dict):
        positions, numbers = _positions(found, size, "value"), list(found.values())
        _check_kinds(numbers, _NUMBER, lambda i: ("value_not_number", _place("value", int(positions[i]), dimensions)))
        values = np.full(size, np.nan)
        values[positions] = np.array(numbers, dtype=np.float64)
        return values
    if not isinstance(found, list):
        raise JsonStatError("value_not_list", "value", found)
    if len(found) != size:
        raise JsonStatError("value_len_mismatch", "value", str(len(found)), size=size)
    _check_kinds(found, _NUMBER, lambda i: ("value_not_number", _place("value", i, dimensions)))
    return np.array(found, dtype=np.float64)


def _status(found: object, size: int) -> pl.Series:
    """The flag of each cell. Given for all at once, for each in turn, or for some by position."""
    if isinstance(found, dict) and isinstance(found.get("value"), list):  # an early form of Eurostat
        found = found["value"]
    if found is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, size)
    if isinstance(found, list) and len(found) == 1 < size:  # deprecated, means all
        _check_kinds(found, _FLAG, lambda _: ("status_not_text", "status[0]"))
        found = found[0]
    if found is None or isinstance(found, str):
        return pl.Series([found or None], dtype=pl.String).new_from_index(0, size)
    if isinstance(found, list):
        return _listed_status(found, size)
    if isinstance(found, dict):
        return _placed_status(found, size)
    raise JsonStatError("status_not_text", "status", found)


def _listed_status(found: list[Any], size: int) -> pl.Series:
    if len(found) != size:
        raise JsonStatError("status_len_mismatch", "status", str(len(found)), size=size)
    _check_kinds(found, _FLAG, lambda i: ("status_not_text", f"status[{i}]"))
    return pl.Series([flag or None for flag in found], dtype=pl.String)


def _placed_status(found: dict[str, Any], size: int) -> pl.Series:
    positions = _positions(found, size, "status")
    flags = list(found.values())
    _check_kinds(flags, _FLAG, lambda i: ("status_not_text", f"status.{positions[i]}"))
    kinds: dict[str | None, int] = {None: 0}
    numbers = [kinds.setdefault(flag or None, len(kinds)) for flag in flags]
    chosen = np.zeros(size, dtype=np.uint32)
    chosen[positions] = numbers
    return pl.Series(list(kinds), dtype=pl.String).gather(pl.Series(chosen))


def _positions(found: dict[str, Any], size: int, where: str) -> Positions:
    """The keys of a sparse object as positions."""
    keys = pl.Series(list(found), dtype=pl.String)
    positions = keys.cast(pl.Int64, strict=False)
    wrong = positions.is_null() | (positions.cast(pl.String) != keys)
    if wrong.any():
        raise JsonStatError("sparse_key_not_number", where, keys.filter(wrong)[0])
    outside = (positions < 0) | (positions >= size)
    if outside.any():
        raise JsonStatError("sparse_key_out_of_range", where, keys.filter(outside)[0], last=size - 1)
    return positions.to_numpy()


def _check_kinds(items: list[Any], allowed: set[type], problem: Callable[[int], tuple[str, str]]) -> None:
    """Every item is of an allowed kind; the first that is not is named."""
    if set(map(type, items)) <= allowed:
        return
    first = next(i for i, item in enumerate(items) if type(item) not in allowed)
    rule, where = problem(first)
    raise JsonStatError(rule, where, items[first])


def _place(name: str, position: int, dimensions: Sequence[Dimension]) -> str:
    """A cell by its position and its codes."""
    rest, codes = position, []
    for dimension in reversed(dimensions):
        rest, index = divmod(rest, len(dimension.codes))
        codes.append(f"{dimension.id}={dimension.codes[index]}")
    return f"{name}[{position}] ({', '.join(reversed(codes))})"
