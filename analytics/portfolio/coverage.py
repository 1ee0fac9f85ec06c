"""What the portfolio covers: priority area by kind of question, with every cell, also the empty ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.cells import Cell, build_cells
from analytics.portfolio.coverage_text import cell_sentence, coverage_sentence
from analytics.portfolio.programme import current_programme, judging_day, of_programme, valid_on
from analytics.portfolio.projects import register
from analytics.portfolio.split import placements, split_amounts
from analytics.portfolio.status import AGREED
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

_TABLES = (
    "project",
    "project_area",
    "project_question",
    "contract",
    "priority_area",
    "coverage_scope",
    "action_plan_line",
    "knowledge_need",
)
QUESTIONS: tuple[str, ...] = CODE_LISTS["question_kind"].values


@dataclass(frozen=True, slots=True)
class Area:
    """A priority area, in the order of the plan."""

    area_id: str
    name: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Margin:
    """All of one area, or of one kind of question.

    Attributes:
        id: the area's id or the kind of question.
        project_count: projects that count, each counted once here.
        projects_split: the same, split by shares.
        amount_nok: contract amounts, split by the same shares.
        covered, prioritised: how many of its prioritised cells are covered, and how many there are.
    """

    id: str
    project_count: int
    projects_split: float
    amount_nok: Decimal
    covered: int
    prioritised: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Projects that count but do not say all of their areas or questions."""

    no_area_ids: tuple[str, ...]
    no_question_ids: tuple[str, ...]
    amount_unknown_ids: tuple[str, ...]
    occurrence_unknown_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where every krone of the contracts is; the parts add up to the total exactly. Kroner without value added tax."""

    total_nok: Decimal
    in_cells_nok: Decimal
    in_prioritised_cells_nok: Decimal
    in_retired_areas_nok: Decimal
    unknown_place_nok: Decimal
    not_counted_nok: Decimal
    without_project_nok: Decimal


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How many projects have each part in the matrix."""

    registered: int
    counted: int
    coming: int
    excluded: int
    stopped: int


@dataclass(frozen=True, eq=False)
class Coverage:
    """The coverage matrix of the programme on the day.

    Attributes:
        cells: every valid area by every kind of question.
        areas: the valid areas; `by_area` and `by_question` are the margins.
        retired: the same for areas that are no longer valid but that projects still concern.
        placed: one row per project, area and question, for lists of what lies in a cell.
        projects: the register, one row a project.
    """

    basis: Basis
    areas: tuple[Area, ...]
    cells: tuple[Cell, ...]
    by_area: tuple[Margin, ...]
    by_question: tuple[Margin, ...]
    retired: tuple[Margin, ...]
    unplaced: Unplaced
    ledger: Ledger
    counts: ProjectCounts
    placed: pl.DataFrame
    projects: pl.DataFrame

    @property
    def prioritised(self) -> int:
        """Number of prioritised cells."""
        return sum(cell.is_prioritised for cell in self.cells)

    @property
    def covered(self) -> int:
        """Number of prioritised cells with at least one project that counts."""
        return sum(cell.is_prioritised and cell.is_covered for cell in self.cells)

    @property
    def coverage_pct(self) -> float | None:
        """Covered in per cent of prioritised cells; None when no cell is prioritised."""
        return share_pct(self.covered, self.prioritised)

    @property
    def amount_in_prioritised_pct(self) -> float | None:
        """Contract money in prioritised cells in per cent of that of all projects that count; None without money."""
        ledger = self.ledger
        return share_pct(
            ledger.in_prioritised_cells_nok, ledger.in_cells_nok + ledger.in_retired_areas_nok + ledger.unknown_place_nok
        )

    @property
    def empty(self) -> tuple[Cell, ...]:
        """The cells without a project that counts."""
        return tuple(cell for cell in self.cells if not cell.is_covered)

    @property
    def sentence(self) -> Text:
        """How many prioritised cells are covered, and of what kinds the empty ones are."""
        return coverage_sentence(
            self.basis.as_of, self.cells, {area.area_id: area.short for area in self.areas}, self.counts.registered
        )

    def cell(self, area_id: str, question_kind: str) -> Cell | None:
        """The cell of an area and a question; None when there is none."""
        return next((c for c in self.cells if (c.area_id, c.question_kind) == (area_id, question_kind)), None)

    def cell_sentence(self, cell: Cell) -> Text:
        """What lies in one cell, or why it is empty."""
        return cell_sentence(cell)

    def cell_projects(self, area_id: str, question_kind: str) -> pl.DataFrame:
        """The projects of a cell, whatever their status but stopped, with their share and amount there."""
        here = self.placed.filter((pl.col("area_id") == area_id) & (pl.col("question_kind") == question_kind))
        parts = here.select("project_id", "role", share_pct=pl.col("share") * 100, amount_here_nok="amount_nok")
        named = self.projects.with_columns(pl.coalesce("title_en", "title_nb").alias("title_en"))
        return parts.join(named, on="project_id", how="left").sort(pl.col("role") != "counted", "role", "project_id")

    def as_json(self) -> dict[str, Any]:
        """Every cell, the margins, the empty cells by kind, and how far the numbers reach."""
        return {
            "covered": self.covered,
            "prioritised": self.prioritised,
            "coverage_pct": self.coverage_pct,
            "coverage_by_amount": {
                "in_prioritised_cells_nok": self.ledger.in_prioritised_cells_nok,
                "in_prioritised_cells_pct": self.amount_in_prioritised_pct,
            },
            "cells": [_cell_json(cell) for cell in self.cells],
            "empty": [_empty_json(cell) for cell in self.empty],
            "margins": {
                "areas": [asdict(margin) for margin in self.by_area],
                "questions": [asdict(margin) for margin in self.by_question],
                "retired_areas": [asdict(margin) for margin in self.retired],
            },
            "unknown": asdict(self.unplaced),
            "amounts": asdict(self.ledger),
            "projects": asdict(self.counts),
            "counting": {"projects": "whole", "projects_split": "split", "amount_nok": "split"},
        }

    def table(self) -> pl.DataFrame:
        """One row a cell."""
        names = {area.area_id: area for area in self.areas}
        rows = [
            {
                "area_id": cell.area_id,
                "area_nb": names[cell.area_id].name.nb,
                "area_en": names[cell.area_id].name.en,
                "question_kind": cell.question_kind,
                "state": cell.state,
                "projects": len(cell.project_ids),
                "projects_split": round(cell.projects_split, 4),
                "amount_nok": cell.amount_nok,
                "amount_unknown": cell.amount_unknown,
                "coming": len(cell.coming_project_ids) + len(cell.coming_plan_line_ids),
                "needs": len(cell.need_ids),
                "empty_kind": cell.empty_kind,
                "planned_quarter": cell.planned_quarter,
                "reason_nb": cell.reason_nb,
            }
            for cell in self.cells
        ]
        return pl.DataFrame(rows, schema=_TABLE_SCHEMA)


_TABLE_SCHEMA: dict[str, Any] = {
    "area_id": pl.String,
    "area_nb": pl.String,
    "area_en": pl.String,
    "question_kind": pl.String,
    "state": pl.String,
    "projects": pl.Int64,
    "projects_split": pl.Float64,
    "amount_nok": pl.Decimal(18, 2),
    "amount_unknown": pl.Int64,
    "coming": pl.Int64,
    "needs": pl.Int64,
    "empty_kind": pl.String,
    "planned_quarter": pl.String,
    "reason_nb": pl.String,
}


def coverage(snapshot: Snapshot, choices: Mapping[str, str] | None = None, *, earlier: Snapshot | None = None) -> Coverage:
    """The coverage matrix: valid priority areas by every kind of question, with projects and contract money.

    A project counts when it is agreed on (a contract is signed, or the work has started, or more) and neither is stopped
    nor only describes occurrence (8.1). A cell is covered when at least one project counts there. Projects that are
    planned or in procurement make an empty cell "coming". Money is contract sums without value added tax, split by the
    project's shares of areas and questions; the parts add up to the contracts to the krone. A project whose shares are
    missing or do not reach 100 lies partly outside the cells, and makes the emptiness of cells it may concern uncertain.
    The day of an area's validity is the snapshot's, kept within the programme's period.

    The reader may not conclude that a covered cell is answered: coverage counts activity, not knowledge or effect.
    """
    areas = _areas(snapshot)
    projects = _with_roles(register(snapshot))
    placed = _placed(snapshot, projects)
    area_ids = tuple(area.area_id for area in areas)
    cells = build_cells(snapshot, area_ids, QUESTIONS, placed)
    counted = placed.filter(pl.col("role") == "counted")
    caveats = ("portfolio.caveat_activity", "portfolio.caveat_split", "portfolio.caveat_priorities")
    return Coverage(
        basis=basis(snapshot, *_TABLES, caveats=tuple(say(key) for key in caveats)),
        areas=areas,
        cells=cells,
        by_area=_margins(counted, "area_id", area_ids, cells),
        by_question=_margins(counted, "question_kind", QUESTIONS, cells),
        retired=_margins(counted, "area_id", _retired(counted, area_ids), ()),
        unplaced=_unplaced(counted, projects),
        ledger=_ledger(snapshot, projects, counted, cells, area_ids),
        counts=_counts(projects),
        placed=placed,
        projects=projects,
    )


def share_pct(part: Decimal | int, whole: Decimal | int) -> float | None:
    """`part` in per cent of `whole` with one decimal; None when `whole` is 0."""
    return round(float(Decimal(part) * 100 / Decimal(whole)), 1) if whole else None


def _areas(snapshot: Snapshot) -> tuple[Area, ...]:
    rows = of_programme(snapshot.table("priority_area"), current_programme(snapshot))
    valid = rows.filter(valid_on(judging_day(snapshot))).sort("order_no", "area_id", nulls_last=True)
    return tuple(
        Area(row["area_id"], Text(row["name_nb"], row["name_en"]), Text(row["short_nb"], row["short_en"]))
        for row in valid.iter_rows(named=True)
    )


def _with_roles(projects: pl.DataFrame) -> pl.DataFrame:
    role = (
        pl.when(pl.col("status") == "stopped")
        .then(pl.lit("stopped"))
        .when(pl.col("occurrence_only").fill_null("unknown") == "yes")
        .then(pl.lit("excluded"))
        .when(pl.col("status").is_in(AGREED))
        .then(pl.lit("counted"))
        .otherwise(pl.lit("coming"))
    )
    start = pl.col("planned_start_date")
    quarter = start.dt.year().cast(pl.String) + "K" + start.dt.quarter().cast(pl.String)
    return projects.with_columns(role=role, planned_quarter=quarter)


def _placed(snapshot: Snapshot, projects: pl.DataFrame) -> pl.DataFrame:
    here = projects.filter(pl.col("role") != "stopped")
    counted = pl.when(pl.col("role") == "counted").then(pl.col("amount_nok"))
    amounts = here.select("project_id", amount_nok=counted)
    split = split_amounts(placements(snapshot, here.get_column("project_id")), amounts)
    columns = here.select("project_id", "role", "status", "planned_quarter", "occurrence_only")
    return split.with_columns(share=pl.col("weight") / pl.col("weight_sum")).join(columns, on="project_id")


def _margins(counted: pl.DataFrame, column: str, ids: tuple[str, ...], cells: tuple[Cell, ...]) -> tuple[Margin, ...]:
    groups = counted.group_by(column).agg(pl.col("project_id").n_unique(), pl.col("share").sum(), pl.col("amount_nok").sum())
    found = {key: (count, share, amount) for key, count, share, amount in groups.iter_rows()}
    margins = []
    for id_ in ids:
        count, share, amount = found.get(id_, (0, 0.0, Decimal(0)))
        own = [cell for cell in cells if cell.is_prioritised and id_ in (cell.area_id, cell.question_kind)]
        margins.append(Margin(id_, count, share, amount, sum(cell.is_covered for cell in own), len(own)))
    return tuple(margins)


def _retired(counted: pl.DataFrame, area_ids: tuple[str, ...]) -> tuple[str, ...]:
    found = counted.get_column("area_id").drop_nulls().unique().sort().to_list()
    return tuple(area for area in found if area not in area_ids)


def _unplaced(counted: pl.DataFrame, projects: pl.DataFrame) -> Unplaced:
    own = projects.filter(pl.col("role") == "counted")
    return Unplaced(
        no_area_ids=_ids(counted.filter(pl.col("area_id").is_null())),
        no_question_ids=_ids(counted.filter(pl.col("question_kind").is_null())),
        amount_unknown_ids=_ids(own.filter(pl.col("amount_nok").is_null())),
        occurrence_unknown_ids=_ids(own.filter(pl.col("occurrence_only").fill_null("unknown") == "unknown")),
    )


def _ids(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(rows.get_column("project_id").unique().sort().to_list())


def _ledger(
    snapshot: Snapshot, projects: pl.DataFrame, counted: pl.DataFrame, cells: tuple[Cell, ...], area_ids: tuple[str, ...]
) -> Ledger:
    contracts = snapshot.table("contract")
    own = contracts.join(projects.select("project_id", "role"), on="project_id", how="left")
    known = pl.col("area_id").is_not_null() & pl.col("question_kind").is_not_null()
    current = pl.col("area_id").is_in(list(area_ids))
    return Ledger(
        total_nok=_sum(contracts),
        in_cells_nok=_sum(counted.filter(known & current)),
        in_prioritised_cells_nok=sum((c.amount_nok for c in cells if c.is_prioritised), Decimal(0)),
        in_retired_areas_nok=_sum(counted.filter(known & ~current)),
        unknown_place_nok=_sum(counted.filter(~known)),
        not_counted_nok=_sum(own.filter(pl.col("role") != "counted")),
        without_project_nok=_sum(own.filter(pl.col("role").is_null())),
    )


def _sum(rows: pl.DataFrame) -> Decimal:
    return Decimal(rows.get_column("amount_nok").sum() or 0)


def _counts(projects: pl.DataFrame) -> ProjectCounts:
    found = dict(projects.group_by("role").len().iter_rows())
    return ProjectCounts(len(projects), *(found.get(role, 0) for role in ("counted", "coming", "excluded", "stopped")))


def _cell_json(cell: Cell) -> dict[str, Any]:
    return asdict(cell) | {"is_covered": cell.is_covered, "projects": len(cell.project_ids)}


def _empty_json(cell: Cell) -> dict[str, Any]:
    return {
        "area_id": cell.area_id,
        "question_kind": cell.question_kind,
        "kind": cell.empty_kind,
        "planned_quarter": cell.planned_quarter,
        "is_planned_past": cell.is_planned_past,
        "reason_nb": cell.reason_nb,
        "need_ids": cell.need_ids,
    }
