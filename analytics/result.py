"""What every result carries besides its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import polars as pl

from data.snapshot import Snapshot, Source
from domain.text import Text


@dataclass(frozen=True, slots=True)
class Basis:
    """What a result rests on.

    Attributes:
        as_of: the day the result is for.
        data_version: name of the stored version it was computed from.
        contains_example_data: whether any row behind it is example data.
        sources: where its rows are from.
        caveats: what the reader must know, and may not conclude.
    """

    as_of: date
    data_version: str
    contains_example_data: bool
    sources: tuple[Source, ...]
    caveats: tuple[Text, ...] = ()


class Result(Protocol):
    """A frozen result: its basis, the sentence that says the main point, its JSON and its table."""

    @property
    def basis(self) -> Basis: ...

    @property
    def sentence(self) -> Text: ...

    def as_json(self) -> dict[str, Any]:
        """The numbers as the command line gives them: whole kroner, numbers for per cent, ISO dates, None for unknown."""
        ...

    def table(self) -> pl.DataFrame:
        """The same numbers as one flat table, for CSV and for the table beside the figure."""
        ...


def basis(snapshot: Snapshot, *tables: str, caveats: tuple[Text, ...] = ()) -> Basis:
    """The basis of a result computed from the named tables."""
    return Basis(snapshot.as_of, snapshot.data_version, snapshot.contains_example(*tables), snapshot.sources(*tables), caveats)


def kroner(value: Decimal | int | None) -> int | float | None:
    """Kroner for JSON: a whole number when it is one, else with øre; None when unknown."""
    if value is None:
        return None
    exact = Decimal(value)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def plain(value: Any) -> Any:
    """`value` for JSON: dates in ISO form, decimals as kroner, nested containers likewise."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return kroner(value)
    if isinstance(value, Text):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def parameter(snapshot: Snapshot, name: str) -> float | None:
    """The value of a dated parameter on the snapshot's day; None when no row applies.

    The last row by `valid_from` wins when several apply.
    """
    rows = snapshot.table("parameter").filter(
        (pl.col("name") == name)
        & (pl.col("valid_from") <= snapshot.as_of)
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= snapshot.as_of))
    )
    return None if rows.is_empty() else float(rows.sort("valid_from").get_column("value")[-1])
