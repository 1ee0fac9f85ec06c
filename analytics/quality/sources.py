"""Sources and how old they are: the bodies of embedded facts, and each statistical table that can be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from analytics.quality import source_rows
from analytics.quality import source_words as words
from analytics.quality.source_rows import KnownTable, Reach, SourceRow
from analytics.result import Basis
from analytics.sickness.states import Release, next_release
from data.snapshot import Snapshot
from domain.text import Text

Freshness = Literal["live", "embedded", "none"]


@dataclass(frozen=True)
class Sources:
    """Every source with its age, its next release, and its last fault.

    Ages are in days up to the as-of date. A date that lies after it has no age. That a source is old does not make its
    figures wrong, and nothing here says that a figure is right.

    Attributes:
        rows: the bodies of embedded facts, then the tables that are fetched directly, never loaded ones included.
        reach: how far the quarterly sick leave goes, and from where.
        next_release: of the quarterly statistics; None where no rule or date is known.
        old_after_days: quarterly figures that were fetched longer ago than this are called old; None without such a rule.
    """

    basis: Basis
    rows: tuple[SourceRow, ...]
    reach: Reach
    next_release: Release | None
    old_after_days: int | None

    @property
    def tables(self) -> tuple[SourceRow, ...]:
        """The tables that are, or can be, fetched directly."""
        return tuple(row for row in self.rows if row.kind == "table")

    @property
    def failing(self) -> tuple[SourceRow, ...]:
        """Tables whose last attempt did not succeed; those with good figures keep them."""
        return tuple(row for row in self.tables if row.is_failing)

    @property
    def never_loaded(self) -> tuple[SourceRow, ...]:
        """Tables that have no good load."""
        return tuple(row for row in self.tables if row.last_good_date is None)

    @property
    def freshness(self) -> Freshness:
        """Whether the newest quarter shown was fetched directly, is embedded, or there is none."""
        if self.reach.last_period is None:
            return "none"
        return "live" if self.reach.is_fetched else "embedded"

    @property
    def sentence(self) -> Text:
        """How far the figures go, how old they are, and what to do."""
        return words.sentence(self)

    def as_json(self) -> dict[str, Any]:
        """ISO dates, days, and counts; None for unknown."""
        return {
            "freshness": self.freshness, "last_period": self.reach.last_period,
            "measure": self.reach.measure, "unadjusted_last_period": self.reach.unadjusted_period,
            "vintage": self.reach.vintage or None, "published_date": self.reach.published_date,
            "fetched_date": self.reach.fetched_date, "age_days": self.reach.age_days,
            "is_behind": self.reach.is_behind, "newest_expected": _release_json(self.reach.newest_expected),
            "next_release": _release_json(self.next_release),
            "old_after_days": self.old_after_days, "tables_with_faults": [row.source_id for row in self.failing],
            "never_loaded": [row.source_id for row in self.never_loaded],
            "sources": [_row_json(row) for row in self.rows],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a source, with its identifiers, dates, ages, counts and last fault."""
        return pl.DataFrame([_flat(row) for row in self.rows], schema=_SCHEMA)


_DATES = ("last_good_date", "published_date", "next_release_date", "fault_date")
_COUNTS = ("age_days", "fetched_days", "cell_count", "new_count", "revised_count", "masked_count", "missing_count",
           "provisional_count")  # fmt: skip
_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("source_id", "kind", "publisher", "name_nb", "name_en", "rhythm", "licence"), pl.String()),
    "last_period": pl.String(), **dict.fromkeys(_DATES, pl.Date()), "next_is_announced": pl.Boolean(),
    "is_failing": pl.Boolean(), "is_old": pl.Boolean(), "is_behind": pl.Boolean(),
    **dict.fromkeys(_COUNTS, pl.Int64()), "fault_nb": pl.String(), "fault_en": pl.String(),
}  # fmt: skip


def sources(snapshot: Snapshot, known_tables: Sequence[KnownTable] | None = None) -> Sources:
    """Every source as known on the snapshot's day.

    Args:
        snapshot: the programme on a day.
        known_tables: the tables that can be fetched, also those that never were; default those that `refresh` knows.

    Returns:
        A fault that came before a later good load is still told, but the table is not failing any more.
    """
    made = source_rows.rows(snapshot, source_rows.registered() if known_tables is None else known_tables)
    reach = source_rows.reach(snapshot)
    basis = Basis(
        snapshot.as_of, snapshot.data_version, snapshot.contains_example("observation", "statistic_load"),
        source_rows.shown_sources(snapshot, reach), words.caveats(),
    )  # fmt: skip
    return Sources(basis, made, reach, next_release(snapshot), source_rows.old_after(snapshot))


def _release_json(release: Release | None) -> dict[str, Any] | None:
    if release is None:
        return None
    return {"period": release.period, "release_date": release.day, "is_announced": release.is_announced}


def _row_json(row: SourceRow) -> dict[str, Any]:
    fault = None if row.fault is None else {
        "date": row.fault.day, "at": row.fault.at, "outcome": row.fault.outcome, "message": row.fault.message,
    }  # fmt: skip
    counts = {name: getattr(row, name) for name in _COUNTS}
    return {
        "source_id": row.source_id, "kind": row.kind, "publisher": row.publisher, "name": row.name, "tables": list(row.tables),
        "rhythm": row.rhythm, "licence": row.licence, "last_good_date": row.last_good_date, "last_good_at": row.last_good_at,
        "published_date": row.published_date, "vintage": row.vintage, "first_period": row.first_period,
        "last_period": row.last_period,
        "next_release": _release_json(row.next_release), "is_failing": row.is_failing, "is_old": row.is_old,
        "is_behind": row.is_behind, "fault": fault, "remark": row.remark, **counts,
    }  # fmt: skip


def _flat(row: SourceRow) -> dict[str, date | str | int | bool | None]:
    fault, release = row.fault, row.next_release
    plain = {name: getattr(row, name) for name in _SCHEMA if hasattr(row, name)}
    return plain | {
        "name_nb": row.name.nb, "name_en": row.name.en, "next_release_date": release.day if release else None,
        "next_is_announced": release.is_announced if release else None, "fault_date": fault.day if fault else None,
        "fault_nb": fault.message.nb if fault else None, "fault_en": fault.message.en if fault else None,
    }  # fmt: skip
