"""Which programme and agreement a snapshot is about, and the day on which validity is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from data.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme that results are about."""

    programme_id: str
    agreement_id: str
    start_date: date
    end_date: date


def current_programme(snapshot: Snapshot) -> Programme | None:
    """The programme of the snapshot's day: the last to have started, else the first to come; None when none is held.

    A programme that has ended stays the one that is shown until another has started.
    """
    rows = snapshot.table("programme").sort("start_date", "programme_id")
    if rows.is_empty():
        return None
    begun = rows.filter(pl.col("start_date") <= snapshot.as_of)
    row = begun.row(-1, named=True) if len(begun) else rows.row(0, named=True)
    return Programme(row["programme_id"], row["agreement_id"], row["start_date"], row["end_date"])


def judging_day(snapshot: Snapshot) -> date:
    """The day on which areas and instruments count as valid: `as_of`, kept within the programme's period.

    So a programme that is over is shown as it stood on its last day, and one to come as on its first.
    """
    programme = current_programme(snapshot)
    if programme is None:
        return snapshot.as_of
    return min(max(snapshot.as_of, programme.start_date), programme.end_date)


def valid_on(day: date) -> pl.Expr:
    """Whether a row with `valid_from` and `valid_to` is valid on `day`; an empty bound is open."""
    begins = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    ends = pl.col("valid_to").is_null() | (pl.col("valid_to") >= day)
    return begins & ends


def of_programme(frame: pl.DataFrame, programme: Programme | None) -> pl.DataFrame:
    """The rows of a table with `programme_id` that belong to the programme; all of them when none is held."""
    return frame if programme is None else frame.filter(pl.col("programme_id") == programme.programme_id)
