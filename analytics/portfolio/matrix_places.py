"""Where each project stands in the matrix: its columns, its rows, and its part of the money there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analytics.portfolio.matrix_rows import AREA
from domain.codes import CODE_LISTS

QUESTIONS: tuple[str, ...] = CODE_LISTS["question_kind"].values
#: The levels of the matrix: areas alone, or each area by every kind of question.
LEVELS: tuple[str, ...] = ("overview", "detail")
#: How far the work is, in three steps that are told by shape and word.
PHASES: dict[str, tuple[str, ...]] = {
    "finished": ("delivered", "published", "closed"),
    "ongoing": ("contracted", "running"),
    "planned": ("planned", "procurement"),
}
#: A column: area, kind of question, and how it stands (asked, apart, rest).
_Column = tuple[str | None, str | None, str]


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a matrix.

    Attributes:
        table: `column` (0, 1, ...), `area_id`, `question_kind` and `standing` (asked, apart, rest), in the order shown.
        of_place: which `column` each pair of `area_id` and `question_kind` lies in, of those that occur.
    """

    table: pl.DataFrame
    of_place: pl.DataFrame


def matrix_columns(kind: str, level: str, areas: Sequence[str], places: pl.DataFrame) -> Columns:
    """The columns for rows of a kind at a level.

    Beside areas as rows the columns are the kinds of question; else the areas, at the detail level each by every kind of
    question. Areas that are no longer valid have one column each and stand apart. What projects do not say has columns of
    its own, only where there are such projects.

    Args:
        kind: "area" or a kind of rows that can be chosen.
        level: "overview" or "detail".
        areas: valid areas in order.
        places: the pairs of `area_id` and `question_kind` that projects have; either may be empty.
    """
    asked = _asked(kind, level, areas)
    wanted = {(area, question): _column(kind, level, areas, area, question) for area, question in _pairs(places)}
    wanted |= {pair: column for pair, column in _every_place(kind, level, areas).items() if pair not in wanted}
    present = set(wanted.values()) | set(asked)
    ordered = _in_order(areas, asked, present)
    number = {column: index for index, column in enumerate(ordered)}
    return Columns(
        pl.DataFrame(
            [(index, *column) for column, index in number.items()],
            schema={"column": pl.Int64, "area_id": pl.String, "question_kind": pl.String, "standing": pl.String},
            orient="row",
        ),
        pl.DataFrame(
            [(*pair, number[column]) for pair, column in wanted.items()],
            schema={"area_id": pl.String, "question_kind": pl.String, "column": pl.Int64},
            orient="row",
        ),
    )


def inside(placed: pl.DataFrame, rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """One row per cell and project: its share there and its part of the money.

    Args:
        placed: one row per project, `row_id`, `area_id` and `question_kind` with `share`, `amount_nok` and the project's
            own columns.

    Returns:
        `row`, `column`, `project_id`, `share`, `amount_nok` (the part; empty when unknown or when the project does not
        count) and the project's own columns. What lies in no row or column of the matrix is left out.
    """
    there = placed.join(rows.select("row", "row_id"), on="row_id", nulls_equal=True)
    there = there.join(columns.of_place, on=["area_id", "question_kind"], nulls_equal=True)
    own = [name for name in placed.columns if name not in (*_PARTS, "row_id", "area_id", "question_kind", "project_id")]
    amount = pl.when(pl.col("amount_nok").is_not_null().any()).then(pl.col("amount_nok").sum())
    return there.group_by("row", "column", "project_id").agg(
        pl.col("share").sum(), amount.alias("amount_nok"), *(pl.col(name).first() for name in own)
    )


_PARTS = ("share", "amount_nok", "weight", "weight_sum")


def phase_of(status: pl.Expr) -> pl.Expr:
    """The phase (of `PHASES`) of a project's status; empty when it is stopped."""
    phases = {status: phase for phase, statuses in PHASES.items() for status in statuses}
    return status.replace_strict(phases, default=None, return_dtype=pl.String)


def _pairs(places: pl.DataFrame) -> list[tuple[str | None, str | None]]:
    return list(places.select("area_id", "question_kind").unique().iter_rows())


def _column(kind: str, level: str, areas: Sequence[str], area: str | None, question: str | None) -> _Column:
    """The column that a place lies in."""
    if kind == AREA:
        if level == "overview":
            return None, None, "asked"
        return (None, question, "asked") if question else (None, None, "rest")
    if area is None:
        return None, None, "rest"
    if area not in areas:
        return area, None, "apart"
    if level == "overview":
        return area, None, "asked"
    return (area, question, "asked") if question else (area, None, "rest")


def _asked(kind: str, level: str, areas: Sequence[str]) -> list[_Column]:
    """The columns that are always there."""
    if kind == AREA:
        return [(None, None, "asked")] if level == "overview" else [(None, question, "asked") for question in QUESTIONS]
    questions: Sequence[str | None] = [None] if level == "overview" else QUESTIONS
    return [(area, question, "asked") for area in areas for question in questions]


def _every_place(kind: str, level: str, areas: Sequence[str]) -> dict[tuple[str | None, str | None], _Column]:
    """The column of every place that is asked for, also where no project lies."""
    questions: Sequence[str | None] = [*QUESTIONS, None] if level == "overview" else QUESTIONS
    return {(area, question): _column(kind, level, areas, area, question) for area in areas for question in questions}


def _in_order(areas: Sequence[str], asked: list[_Column], present: set[_Column]) -> list[_Column]:
    """Area by area with what is unknown of each at its end; then what stands apart; then what has no area."""
    places = {area: place for place, area in enumerate(areas)}
    standings = {"asked": 0, "rest": 1, "apart": 2}

    def key(column: _Column) -> tuple[int, int, int, str]:
        area, _, standing = column
        block = len(areas) + 1 if standing == "apart" else places.get(area, len(areas) + 2) if area else len(areas) + 2
        return block, standings[standing], asked.index(column) if column in asked else 0, area or ""

    return sorted(present, key=key)
