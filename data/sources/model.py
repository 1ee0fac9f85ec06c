"""What a source gives: a table as it was fetched and read, ready to be checked and stored, or why it was not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import polars as pl

from data.schema import polars_schema
from domain.tables import TABLES
from domain.text import Text

Publisher = Literal["SSB", "NAV"]
Problem = Literal["refused", "failed"]

#: What tells one series from another. Two rows equal in all of these are one series, whatever their ids.
SERIES_IDENTITY: tuple[str, ...] = (
    "publisher", "indicator", "indicator_nb", "unit_nb", "sex", "absence_type", "adjustment",
    "industry_standard", "industry_code", "breakdown_kind", "breakdown", "breakdown_code", "breakdown_value",
)  # fmt: skip
#: Columns of `FetchedTable.series`: the table `series` of the model.
SERIES_SCHEMA = polars_schema(TABLES["series"])
#: Columns of `FetchedTable.values`. `series_id` is the one in `FetchedTable.series`.
VALUE_SCHEMA: dict[str, pl.DataType] = {
    "series_id": pl.String(), "period": pl.String(), "value": pl.Float64(), "value_state": pl.String(), "decimals": pl.Int64(),
}  # fmt: skip
#: Columns of `FetchedTable.areas` and of `FetchedTable.area_values`: those of the model without the vintage.
AREA_SCHEMA = polars_schema(TABLES["area"])
AREA_VALUE_SCHEMA = {
    name: kind for name, kind in polars_schema(TABLES["area_observation"]).items() if name not in ("vintage_id", "is_example")
}


@dataclass(frozen=True, slots=True)
class RawFile:
    """The bytes as they came, kept before anything was read from them.

    Attributes:
        path: where they lie; beside it a sidecar `<name>.json` tells address, request, status, headers and time.
        sha256: of the bytes.
    """

    path: Path
    sha256: str


@dataclass(frozen=True)
class FetchedTable:
    """A table that was fetched and read, and met its contract.

    Attributes:
        table_id: the publisher's number ("12439") or the kind of file ("SYFRA 510").
        published_at: when the publisher says that it was last updated, in UTC; None when it does not say.
        published_date: the day of the vintage in Oslo; the last day of the month or quarter when only that is known.
        date_precision: "day", "month" or "quarter".
        fetched_at: when it came, in UTC.
        series, values: with the columns of `SERIES_SCHEMA` and `VALUE_SCHEMA`; states as in the code list `value_state`.
        areas, area_values: likewise; empty for tables without areas.
        raw: the raw files, in the order of the requests.
        fingerprint: of selection and reader: equal when the same update would give the same rows.
        notes: what a reader of the figures must know, from the publisher's mandatory notes.
    """

    publisher: Publisher
    table_id: str
    title_nb: str
    title_en: str
    published_at: datetime | None
    published_date: date
    date_precision: str
    fetched_at: datetime
    series: pl.DataFrame
    values: pl.DataFrame
    areas: pl.DataFrame
    area_values: pl.DataFrame
    raw: tuple[RawFile, ...]
    fingerprint: str
    first_period: str | None
    last_period: str | None
    industry_standard: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotFetched:
    """A table that was not loaded, and why.

    Attributes:
        problem: `refused` when what came is not as agreed (contract, malformed), `failed` when it could not be fetched.
        reason: what was found and what was expected, and what to do.
    """

    publisher: Publisher
    table_id: str
    fetched_at: datetime
    problem: Problem
    reason: Text
    title_nb: str | None = None
    title_en: str | None = None
    raw: tuple[RawFile, ...] = ()


@dataclass(frozen=True)
class Unchanged:
    """A table that the publisher has not updated since it was last loaded with the same selection and reader."""

    publisher: Publisher
    table_id: str
    fetched_at: datetime
    published_at: datetime | None


Outcome = FetchedTable | NotFetched | Unchanged


def empty_areas() -> tuple[pl.DataFrame, pl.DataFrame]:
    """No areas and no figures of areas."""
    return pl.DataFrame(schema=AREA_SCHEMA), pl.DataFrame(schema=AREA_VALUE_SCHEMA)


def series_key(row: dict[str, str | None]) -> str:
    """A stable id for a series that has none yet: readable parts first, then a short checksum of its whole identity."""
    parts = [row.get(name) or "" for name in SERIES_IDENTITY]
    readable = [
        row.get(name) for name in ("indicator", "sex", "absence_type", "adjustment", "industry_standard", "industry_code")
    ]
    group = [row.get("breakdown_kind"), row.get("breakdown_code")] if row.get("breakdown_kind") not in (None, "none") else []
    checksum = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8]
    return ".".join([str(part).upper().replace(" ", "-") for part in (*readable, *group) if part] + [checksum.upper()])
