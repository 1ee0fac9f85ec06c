"""A matrix as JSON and as one flat table."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.matrix import Matrix
from analytics.portfolio.status import STATUSES

_INSIDE = ("row", "column", "row_standing", "column_standing", *(f"status_{status}" for status in STATUSES))
_MARGIN = ("projects", "projects_split", "amount_nok", "amount_whole_nok", "amount_unknown", "covered", "prioritised")


def matrix_json(matrix: Matrix) -> dict[str, Any]:
    """How much is covered by count and by money, what is unknown, and every row, column and cell."""
    sums = matrix.reconciliation
    return {
        "rows_kind": matrix.kind,
        "level": matrix.level,
        "counting": matrix.counting,
        "covered": matrix.covered,
        "prioritised": matrix.prioritised,
        "coverage_pct": pct(matrix.covered, matrix.prioritised),
        "row_coverage": _row_coverage(matrix),
        "money": {
            "contracts_nok": matrix.contracts_nok,
            "linked_nok": matrix.linked_nok,
            "linked_pct": pct(matrix.linked_nok, matrix.contracts_nok),
            "in_prioritised_cells_nok": matrix.in_prioritised_nok,
            "in_prioritised_cells_pct": pct(matrix.in_prioritised_nok, matrix.contracts_nok),
        },
        "instrument_frames": _frames(matrix),
        "unknown": unknown_counts(matrix),
        "reconciliation": asdict(sums) | {"difference_nok": sums.difference_nok},
        "rows": [_row(matrix, row) for row in matrix.rows.iter_rows(named=True)],
        "columns": [_column(row) for row in matrix.columns.iter_rows(named=True)],
        "cells": matrix.cells.drop(_INSIDE).to_dicts(),
        "project_parts": _parts(matrix).to_dicts(),
    }


def _parts(matrix: Matrix) -> pl.DataFrame:
    """Each project's share of each cell in per cent, and its part of the money there."""
    places = matrix.cells.select("row", "column", "row_id", "area_id", "question_kind")
    joined = matrix.inside.join(places, on=["row", "column"]).sort("row", "column", "project_id")
    return joined.select(
        "row_id", "area_id", "question_kind", "project_id", "role", "amount_nok", share_pct=(pl.col("share") * 100).round(4)
    )


def unknown_counts(matrix: Matrix) -> dict[str, int]:
    """How much is not known: projects that count without an amount, without a link, and needs that do not say their place."""
    counted = matrix.inside.filter(pl.col("role") == "counted").unique("project_id")
    needs = matrix.rows.filter(pl.col("standing") == "asked")
    no_place = needs.filter(pl.col("need_area").is_null() | pl.col("need_question").is_null())
    return {
        "projects_without_amount": counted.get_column("amount_whole_nok").null_count(),
        "projects_not_linked": matrix.not_linked,
        "instruments_without_amount": matrix.frame_money()["unknown_instruments"] if matrix.kind == "instrument" else 0,
        "needs_without_place": len(no_place) if matrix.kind == "need" else 0,
        "uncertain_cells": len(matrix.cells.filter(pl.col("empty_kind") == "unknown")),
    }


def _row_coverage(matrix: Matrix) -> dict[str, Any]:
    asked, covered = len(matrix.rows_asked), len(matrix.rows_covered)
    return {"asked": asked, "covered": covered, "pct": pct(covered, asked)}


def _frames(matrix: Matrix) -> dict[str, Any] | None:
    if matrix.kind != "instrument":
        return None
    found = matrix.frame_money()
    return found | {"covered_pct": pct(found["covered_nok"], found["known_nok"])}


def _row(matrix: Matrix, row: dict[str, Any]) -> dict[str, Any]:
    told = {
        "row_id": row["row_id"],
        "name": {"nb": row["name_nb"], "en": row["name_en"]},
        "standing": row["standing"],
        **{name: row[name] for name in _MARGIN},
    }
    if matrix.kind == "instrument":
        frame = matrix.frame(row["row_id"])
        told |= {"frame_unit": frame.unit, "frame_total_nok": frame.total_nok, "frame_by_year": frame.by_year}
    if matrix.kind == "need":
        told |= {"priority": row["priority"], "is_put_off": row["put_off_nb"] is not None}
    return told


def _column(row: dict[str, Any]) -> dict[str, Any]:
    place = {name: row[name] for name in ("area_id", "question_kind", "standing")}
    return place | {name: row[name] for name in _MARGIN}


def matrix_table(matrix: Matrix) -> pl.DataFrame:
    """One row a cell: its place, what lies there, and why it is empty when it is."""
    rows = matrix.rows.select("row", row_nb="name_nb", row_en="name_en")
    columns = matrix.columns.select("column", area_nb="name_nb", area_en="name_en")
    joined = matrix.cells.join(rows, on="row").join(columns, on="column").sort("row", "column")
    if matrix.kind == "area":
        joined = joined.with_columns(area_nb="row_nb", area_en="row_en")
    coming = pl.col("coming_project_ids").list.len() + pl.col("coming_plan_line_ids").list.len()
    return joined.select(
        "row_id", "row_nb", "row_en", "area_id", "area_nb", "area_en", "question_kind", "state",
        projects=pl.col("project_ids").list.len().cast(pl.Int64),
        projects_split=pl.col("projects_split").round(4),
        amount_nok="amount_nok",
        amount_whole_nok="amount_whole_nok",
        amount_unknown="amount_unknown",
        finished="finished",
        ongoing="ongoing",
        planned="planned",
        evidence="evidence",
        evidence_level="evidence_level",
        coming=coming.cast(pl.Int64),
        needs=pl.col("need_ids").list.len().cast(pl.Int64),
        empty_kind="empty_kind",
        gap_rank="gap_rank",
        planned_quarter="planned_quarter",
        reason_nb="reason_nb",
    )  # fmt: skip


def pct(part: Decimal | int, whole: Decimal | int) -> float | None:
    """`part` in per cent of `whole` with one decimal; None when `whole` is 0."""
    return round(float(Decimal(part) * 100 / Decimal(whole)), 1) if whole else None
