"""What has changed in the matrix since another day: projects by cell, and cells that became covered or no longer are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.portfolio.matrix import Matrix, matrix_of
from analytics.portfolio.matrix_places import Columns
from analytics.portfolio.matrix_rows import matrix_rows
from data.snapshot import Snapshot

#: What may have happened to a project in a cell, in the order told.
EVENTS: tuple[str, ...] = ("new", "agreed", "started", "finished", "stopped", "excluded", "removed")
#: What may have happened to a cell: it became covered, it no longer is, or it is empty in another way.
CELL_CHANGES: tuple[str, ...] = ("gained", "lost", "kind")
_CELL = ["row", "column"]


@dataclass(frozen=True, eq=False)
class MatrixChanges:
    """What differs between a matrix and the same matrix on an earlier day.

    Attributes:
        from_date, to_date: the two days.
        events: one row per cell, project and event: `row`, `column`, `project_id`, `event` (of `EVENTS`), `event_date` (when
            it is known and lies between the days) and titles.
        cells: `row`, `column`, `change` (of `CELL_CHANGES`), `kind_before`, `kind_now`, `projects_before`, `projects_now`;
            only cells where something is asked for on one of the days.
    """

    from_date: date
    to_date: date
    events: pl.DataFrame
    cells: pl.DataFrame

    @property
    def event_counts(self) -> dict[str, int]:
        """How many projects each event has happened to, each project once."""
        found = dict(self.events.group_by("event").agg(pl.col("project_id").n_unique()).iter_rows())
        return {event: found.get(event, 0) for event in EVENTS}

    @property
    def cell_counts(self) -> dict[str, int]:
        """How many cells have changed in each way."""
        found = dict(self.cells.group_by("change").len().iter_rows())
        return {change: found.get(change, 0) for change in CELL_CHANGES}

    def marks(self) -> dict[tuple[int, int], dict[str, int]]:
        """By cell, how many projects each event has happened to there; and 1 for what has happened to the cell itself."""
        found: dict[tuple[int, int], dict[str, int]] = {}
        for row, column, event, count in self.events.group_by(*_CELL, "event").len().iter_rows():
            found.setdefault((row, column), {})[event] = count
        for row, column, change in self.cells.select(*_CELL, "change").iter_rows():
            found.setdefault((row, column), {})[change] = 1
        return found


def earlier_matrix(earlier: Snapshot, later: Matrix, by_row: pl.DataFrame) -> Matrix:
    """The matrix of another day with the rows and columns of `later`.

    What is told of a row is as it was known then; a row that was not known then asks for nothing.

    Args:
        by_row: `with_rows` of the earlier day.
    """
    then = matrix_rows(earlier, later.kind, by_row.get_column("row_id")).drop("row")
    told = then.select("row_id", *_TOLD)
    rows = later.rows.select("row", "row_id", *_NAMES).join(told, on="row_id", how="left", nulls_equal=True)
    known = rows.with_columns(pl.col("standing").fill_null("apart"))
    columns = Columns(later.columns.select("column", "area_id", "question_kind", "standing"), later.of_place)
    return matrix_of(earlier, later.kind, later.level, later.counting, by_row, known.sort("row"), columns)


_NAMES = ("name_nb", "name_en", "short_nb", "short_en")
_TOLD = ("need_area", "need_question", "priority", "put_off_nb", "standing")


def matrix_changes(before: Matrix, now: Matrix, earlier: Snapshot, later: Snapshot) -> MatrixChanges:
    """What differs between the matrices of two days, which have the same rows and columns.

    A project is new in a cell when it was not there before; agreed when it was only meant and now counts, without having
    started; started and finished by its dates and status; stopped by its date; excluded when it now only describes
    occurrence (8.1); removed when it is gone from the cell for another reason, such as a corrected area. More than one may
    hold. Nothing here says why something happened.
    """
    return MatrixChanges(earlier.as_of, later.as_of, _events(before, now, earlier, later), _cells(before, now))


def _events(before: Matrix, now: Matrix, earlier: Snapshot, later: Snapshot) -> pl.DataFrame:
    keys = [*_CELL, "project_id"]
    one = before.inside.select(*keys, role_before="role", phase_before="phase")
    two = now.inside.select(*keys, role_now="role", phase_now="phase")
    dates = ("registered_date", "started_date", "completed_date", "stopped_date")
    both = one.join(two, on=keys, how="full", coalesce=True).join(
        later.table("project").select("project_id", *dates), on="project_id", how="left"
    )
    since = pl.lit(earlier.as_of)
    there, was = pl.col("role_now").is_not_null(), pl.col("role_before").is_not_null()
    counts, stopped = pl.col("role_now") == "counted", pl.col("stopped_date").is_not_null()
    started = there & (pl.col("started_date") > since).fill_null(False)
    finished = (pl.col("phase_now") == "finished") & (pl.col("phase_before").fill_null("") != "finished")
    tests: dict[str, tuple[pl.Expr, str | None]] = {
        "new": (there & ~was, "registered_date"),
        "agreed": (counts & (pl.col("role_before") == "coming") & ~started, None),
        "started": (started, "started_date"),
        "finished": (finished.fill_null(False), "completed_date"),
        "stopped": (~there & stopped, "stopped_date"),
        "excluded": ((pl.col("role_now") == "excluded") & (pl.col("role_before") != "excluded"), None),
        "removed": (~there & ~stopped, None),
    }
    parts = []
    for event, (holds, day) in tests.items():
        when = pl.lit(None, dtype=pl.Date) if day is None else pl.when(pl.col(day) > since).then(pl.col(day))
        parts.append(both.filter(holds.fill_null(False)).select(*keys, event=pl.lit(event), event_date=when))
    return pl.concat(parts).join(_titles(earlier, later), on="project_id", how="left").sort(*_CELL, "project_id")


def _titles(earlier: Snapshot, later: Snapshot) -> pl.DataFrame:
    columns = ("project_id", "title_nb", "title_en")
    known = pl.concat([later.table("project").select(columns), earlier.table("project").select(columns)])
    named = known.unique("project_id", keep="first", maintain_order=True)
    return named.with_columns(title_en=pl.coalesce("title_en", "title_nb"))


def _cells(before: Matrix, now: Matrix) -> pl.DataFrame:
    def told(matrix: Matrix, when: str) -> pl.DataFrame:
        return matrix.cells.select(
            *_CELL,
            (pl.col("is_field") & (pl.col("state") != "not_asked")).alias(f"asked_{when}"),
            pl.col("empty_kind").alias(f"kind_{when}"),
            pl.col("project_ids").list.len().cast(pl.Int64).alias(f"projects_{when}"),
        )

    both = told(before, "before").join(told(now, "now"), on=_CELL).filter(pl.col("asked_now") | pl.col("asked_before"))
    was, is_ = pl.col("projects_before") > 0, pl.col("projects_now") > 0
    change = (
        pl.when(is_ & ~was)
        .then(pl.lit("gained"))
        .when(was & ~is_)
        .then(pl.lit("lost"))
        .when(pl.col("kind_before") != pl.col("kind_now"))
        .then(pl.lit("kind"))
    )
    names = ("change", "kind_before", "kind_now", "projects_before", "projects_now")
    return both.with_columns(change=change).drop_nulls("change").select(*_CELL, *names).sort(_CELL)


def changes_json(changes: MatrixChanges, places: pl.DataFrame) -> dict[str, Any]:
    """For the command line: the two days, the counts, and every event and cell with its place.

    Args:
        places: `row`, `column`, `row_id`, `area_id` and `question_kind` of every cell.
    """
    place = ["row_id", "area_id", "question_kind"]
    told = places.select(*_CELL, *place)
    events = changes.events.join(told, on=_CELL).select("project_id", "event", "event_date", *place)
    cells = changes.cells.join(told, on=_CELL).select(*place, pl.exclude(*_CELL, *place))
    return {
        "from": changes.from_date,
        "to": changes.to_date,
        "projects": changes.event_counts,
        "cells": changes.cell_counts,
        "project_changes": events.to_dicts(),
        "cell_changes": cells.to_dicts(),
    }
