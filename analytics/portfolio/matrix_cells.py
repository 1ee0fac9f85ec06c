"""What lies in each cell of the matrix: projects, money, how far the work is, and how strong the knowledge is."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.coverage_plans import coming_lines, open_needs
from analytics.portfolio.matrix_empty import empty_kind, fields, states, uncertain
from analytics.portfolio.matrix_places import PHASES, Columns
from analytics.portfolio.matrix_rows import line_rows, need_rows
from analytics.portfolio.status import STATUSES
from data.snapshot import Snapshot

_CELL = ["row", "column"]
_IDS = pl.List(pl.String)
#: What the evidence level of a cell rests on: a level now, one that is expected, that no project there says anything about
#: effect, or nothing that is known.
EVIDENCE: tuple[str, ...] = ("now", "expected", "none", "unknown")


def matrix_cells(
    snapshot: Snapshot,
    kind: str,
    level: str,
    rows: pl.DataFrame,
    columns: Columns,
    placed: pl.DataFrame,
    inside: pl.DataFrame,
) -> pl.DataFrame:
    """Every row by every column, also where nothing lies.

    Args:
        placed: one row per project, row, area and kind of question, with `role`; stopped projects left out.
        inside: the same by cell, from `matrix_places.inside`.

    Returns:
        `row`, `column`, `row_id`, `area_id`, `question_kind` (empty where the column is of no one kind), `is_field`
        (something may be asked for there), `state`, `reason_nb`, the contents (see `Cell`), `empty_kind` and `gap_rank`.
    """
    areas = _areas_of(columns, kind, rows)
    finest = fields(kind, rows, areas)
    grid = rows.select("row", "row_id", row_standing="standing").join(
        columns.table.rename({"standing": "column_standing"}), how="cross"
    )
    if kind == "area":
        grid = grid.with_columns(area_id=pl.col("row_id"))
    parts = (
        states(snapshot, kind, level, finest, columns),
        _contents(inside),
        _plans(snapshot, kind, rows, columns),
        _needs(snapshot, kind, rows, columns, inside),
        uncertain(snapshot, kind, level, finest, columns, placed).with_columns(is_uncertain=pl.lit(True)),
    )
    for part in parts:
        grid = grid.join(part, on=_CELL, how="left")
    return _told(grid).sort(_CELL)


def _areas_of(columns: Columns, kind: str, rows: pl.DataFrame) -> pl.Series:
    if kind == "area":
        return rows.filter(pl.col("standing") == "asked").get_column("row_id")
    asked = columns.table.filter(pl.col("standing") == "asked")
    return asked.get_column("area_id").unique(maintain_order=True)


def _contents(inside: pl.DataFrame) -> pl.DataFrame:
    counted, coming = pl.col("role") == "counted", pl.col("role") == "coming"
    ids = pl.col("project_id")
    live = counted | coming
    return inside.group_by(_CELL).agg(
        project_ids=ids.filter(counted).sort(),
        coming_project_ids=ids.filter(coming).sort(),
        excluded_project_ids=ids.filter(pl.col("role") == "excluded").sort(),
        projects_split=pl.col("share").filter(counted).sum().round(9),
        amount_nok=pl.col("amount_nok").filter(counted).sum(),
        amount_whole_nok=pl.col("amount_whole_nok").filter(counted).sum(),
        amount_unknown=pl.col("amount_whole_nok").filter(counted).null_count(),
        coming_quarter=pl.col("planned_quarter").filter(coming).min(),
        **{phase: (live & (pl.col("phase") == phase)).sum() for phase in PHASES},
        **{f"status_{status}": (live & (pl.col("status") == status)).sum() for status in STATUSES},
        level_now=pl.col("level_now").filter(counted).max(),
        level_expected=pl.col("level_expected").filter(counted).max(),
        says_none=((pl.col("state_now") == "none") & (pl.col("state_expected") == "none")).filter(counted).all(),
    )


def _plans(snapshot: Snapshot, kind: str, rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """The plan lines of each cell with their earliest quarter."""
    lines = line_rows(snapshot, kind, coming_lines(snapshot))
    there = lines.join(rows.select("row", "row_id"), on="row_id", nulls_equal=True)
    there = there.join(columns.of_place, on=["area_id", "question_kind"], nulls_equal=True)
    return there.group_by(_CELL).agg(
        coming_plan_line_ids=pl.col("plan_line_id").unique().sort(), line_quarter=pl.col("planned_start_quarter").min()
    )


def _needs(snapshot: Snapshot, kind: str, rows: pl.DataFrame, columns: Columns, inside: pl.DataFrame) -> pl.DataFrame:
    """The open needs of each cell, and how many of them have high priority."""
    counted = inside.filter(pl.col("role") == "counted").get_column("project_id").unique()
    needs = need_rows(kind, open_needs(snapshot, counted))
    there = needs.join(rows.select("row", "row_id"), on="row_id")
    there = there.join(columns.of_place, on=["area_id", "question_kind"], nulls_equal=True)
    high = (pl.col("priority") == "high").sum()
    return there.group_by(_CELL).agg(need_ids=pl.col("need_id").unique().sort(), high_need_count=high)


_COUNTS = ("amount_unknown", *PHASES, *(f"status_{status}" for status in STATUSES), "high_need_count")
_LISTS = ("project_ids", "coming_project_ids", "excluded_project_ids", "coming_plan_line_ids", "need_ids")


def _told(grid: pl.DataFrame) -> pl.DataFrame:
    """Zeros and empty lists where nothing lies, and the words that follow from the contents."""
    money = [pl.col(name).fill_null(0).cast(pl.Decimal(18, 2)) for name in ("amount_nok", "amount_whole_nok")]
    filled = grid.with_columns(
        *(pl.col(name).fill_null(pl.lit([], dtype=_IDS)) for name in _LISTS),
        *(pl.col(name).fill_null(0).cast(pl.Int64) for name in _COUNTS),
        *money,
        pl.col("projects_split").fill_null(0.0),
        pl.col("is_uncertain").fill_null(False),
        pl.col("state").fill_null("not_asked"),
        planned_quarter=pl.min_horizontal("coming_quarter", "line_quarter"),
        is_field=(pl.col("row_standing") == "asked") & (pl.col("column_standing") == "asked"),
        is_covered=pl.col("project_ids").list.len().fill_null(0) > 0,
        evidence_level=pl.coalesce("level_now", "level_expected"),
    )
    flagged = filled.with_columns(
        is_coming=(pl.col("coming_project_ids").list.len() > 0) | (pl.col("coming_plan_line_ids").list.len() > 0),
        is_excluded=pl.col("excluded_project_ids").list.len() > 0,
        is_prioritised=pl.col("is_field") & (pl.col("state") == "prioritised"),
        evidence=_evidence(),
    ).with_columns(empty_kind=empty_kind())
    return _ranked(flagged).drop("coming_quarter", "line_quarter", "level_now", "level_expected", "says_none")


def _evidence() -> pl.Expr:
    return (
        pl.when(~pl.col("is_covered"))
        .then(None)
        .when(pl.col("level_now").is_not_null())
        .then(pl.lit("now"))
        .when(pl.col("level_expected").is_not_null())
        .then(pl.lit("expected"))
        .when(pl.col("says_none"))
        .then(pl.lit("none"))
        .otherwise(pl.lit("unknown"))
    )


def _ranked(cells: pl.DataFrame) -> pl.DataFrame:
    """`gap_rank`: 1 for the gap with most open needs of high priority, then most open needs, then the order shown."""
    gaps = cells.filter(pl.col("empty_kind") == "gap").select(*_CELL, "high_need_count", needs=pl.col("need_ids").list.len())
    order = gaps.sort("high_need_count", "needs", *_CELL, descending=[True, True, False, False])
    ranked = order.select(*_CELL).with_row_index("gap_rank", offset=1).with_columns(pl.col("gap_rank").cast(pl.Int64))
    return cells.join(ranked, on=_CELL, how="left")
