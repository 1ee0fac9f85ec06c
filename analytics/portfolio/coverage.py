"""What the portfolio covers: priority area by kind of question, or other rows, with every cell, also the empty ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import polars as pl

from analytics.portfolio.cells import Cell, EmptyKind, cells_from
from analytics.portfolio.coverage_parts import (
    Area,
    Ledger,
    Margin,
    ProjectCounts,
    Unplaced,
    areas_of,
    counts,
    ledger,
    margins,
    retired_areas,
    unplaced,
    with_roles,
    with_suppliers,
)
from analytics.portfolio.coverage_text import cell_sentence, coverage_sentence
from analytics.portfolio.matrix import COUNTINGS, Matrix, build_matrix, placed_projects, with_rows
from analytics.portfolio.matrix_changes import MatrixChanges, changes_json, earlier_matrix, matrix_changes
from analytics.portfolio.matrix_json import matrix_json, matrix_table, pct
from analytics.portfolio.matrix_places import LEVELS, QUESTIONS
from analytics.portfolio.matrix_rows import AREA, CHOOSABLE
from analytics.portfolio.matrix_text import changes_sentence, corner_text, view_sentence
from analytics.portfolio.projects import register
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.periods import quarter_of
from domain.tables import TABLES
from domain.text import Text, say

__all__ = ["QUESTIONS", "Area", "Coverage", "coverage", "last_meeting"]

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
#: What is read besides, for one remark on a project.
_ALSO = ("evidence_assessment", "organisation")
_ROW_TABLES = {
    "instrument": ("instrument", "instrument_frame", "project_instrument"),
    "need": ("project_need",),
    "industry": ("industry", "project_industry"),
    "general_priority": ("general_priority", "project_priority"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What is asked for: which rows, which level, how projects and money are counted, and whether rows were asked for."""

    rows: str
    level: str
    counting: str


@dataclass(frozen=True, eq=False)
class Coverage:
    """The coverage matrix of the programme on the day.

    Attributes:
        choices: the rows, the level and the counting of `matrix` and `changes`. The rest is the same whatever is chosen.
        cells: every valid area by every kind of question.
        areas: the valid areas; `by_area` and `by_question` are the margins.
        retired: the same for areas that are no longer valid but that projects still concern.
        placed: one row per project, area and question, for lists of what lies in a cell.
        projects: the register, one row a project.
        matrix: the matrix that was chosen.
        changes: what has changed in it since the earlier day; None when none is chosen.
        previous_meeting: when the reference group last met before the day; None when it has not.
        hidden: tables that the reader may not see, so that what is shown may be too little.
    """

    basis: Basis
    choices: Choices
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
    matrix: Matrix
    changes: MatrixChanges | None
    previous_meeting: date | None
    hidden: tuple[str, ...]

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
        return pct(self.covered, self.prioritised)

    @property
    def amount_in_prioritised_pct(self) -> float | None:
        """Contract money in prioritised cells in per cent of that of all projects that count; None without money."""
        return pct(self.ledger.in_prioritised_cells_nok, self.counted_nok)

    @property
    def counted_nok(self) -> Decimal:
        """Contract money of all projects that count."""
        return self.ledger.in_cells_nok + self.ledger.in_retired_areas_nok + self.ledger.unknown_place_nok

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
        return cell_sentence(cell, self.choices.counting)

    def cell_projects(self, area_id: str, question_kind: str) -> pl.DataFrame:
        """The projects of a cell, whatever their status but stopped, with their share and amount there."""
        return self._named(self.placed.filter((pl.col("area_id") == area_id) & (pl.col("question_kind") == question_kind)))

    def matrix_projects(self, row: int, column: int) -> pl.DataFrame:
        """The projects of a cell of `matrix`, in the same form."""
        return self._named(self.matrix.inside.filter((pl.col("row") == row) & (pl.col("column") == column)))

    def _named(self, here: pl.DataFrame) -> pl.DataFrame:
        levels = ("level_now", "state_now", "level_expected", "state_expected")
        parts = here.select("project_id", "role", *levels, share_pct=pl.col("share") * 100, amount_here_nok="amount_nok")
        named = self.projects.with_columns(pl.coalesce("title_en", "title_nb").alias("title_en"))
        return parts.join(named.drop("role"), on="project_id", how="left").sort(pl.col("role") != "counted", "role", "project_id")

    def as_json(self) -> dict[str, Any]:
        """Every cell, the margins, the empty cells by kind, how far the numbers reach, and the matrix that was chosen."""
        found = {
            "covered": self.covered,
            "prioritised": self.prioritised,
            "coverage_pct": self.coverage_pct,
            "coverage_by_amount": {
                "in_prioritised_cells_nok": self.ledger.in_prioritised_cells_nok,
                "in_prioritised_cells_pct": self.amount_in_prioritised_pct,
                "counted_nok": self.counted_nok,
            },
            "cells": [_cell_json(cell) for cell in self.cells],
            "empty": [_empty_json(cell) for cell in self.empty],
            "empty_by_kind": {kind: sum(cell.empty_kind == kind for cell in self.empty) for kind in get_args(EmptyKind)},
            "margins": {
                "areas": [asdict(margin) for margin in self.by_area],
                "questions": [asdict(margin) for margin in self.by_question],
                "retired_areas": [asdict(margin) for margin in self.retired],
            },
            "unknown": asdict(self.unplaced),
            "amounts": asdict(self.ledger),
            "projects": asdict(self.counts),
            "counting": {
                "projects": "whole", "projects_split": "split", "amount_nok": "split", "amount_whole_nok": "whole",
                "chosen": self.choices.counting,
            },
            "choices": asdict(self.choices),
            "matrix": matrix_json(self.matrix) | {"sentence": view_sentence(self.matrix), "corner": corner_text(self.matrix)},
            "previous_meeting_date": self.previous_meeting,
            "hidden_tables": self.hidden,
        }  # fmt: skip
        if self.changes is None:
            return found
        told = changes_json(self.changes, self.matrix.cells)
        return found | {"changes": told | {"sentence": changes_sentence(self.changes)}}

    def table(self) -> pl.DataFrame:
        """One row a cell of the chosen matrix."""
        return matrix_table(self.matrix)


def coverage(snapshot: Snapshot, choices: Mapping[str, str] | None = None, *, earlier: Snapshot | None = None) -> Coverage:
    """The coverage matrix: valid priority areas by every kind of question, with projects and contract money.

    A project counts when it is agreed on (a contract is signed, or the work has started, or more) and neither is stopped
    nor only describes occurrence (8.1). A cell is covered when at least one project counts there. Projects that are
    planned or in procurement make an empty cell "coming". Money is contract sums without value added tax, split by the
    project's shares of areas and questions; the parts add up to the contracts to the krone. A project whose shares are
    missing or do not reach 100 lies partly outside the cells, and makes the emptiness of cells it may concern uncertain.
    The day of an area's validity is the snapshot's, kept within the programme's period.

    The reader may not conclude that a covered cell is answered: coverage counts activity, not knowledge or effect.

    Args:
        choices: `rows` (instrument, need, industry or general_priority: `matrix` has these rows, by area; without it the
            areas by kind of question), `level` (overview: the areas alone; detail: each by every kind of question; default
            overview, and detail without `rows`) and `counting` (whole, the default: a project and its amount count wholly
            in every cell, so that cells do not add up; split: by the shares of areas and questions and equally between the
            rows it is linked to, so that they add up to the contracts).
        earlier: the same programme on an earlier day; gives `changes`.

    Raises:
        UserError: a choice does not exist, or `earlier` is of a later day.
    """
    chosen = _choices(choices or {})
    areas = areas_of(snapshot)
    projects = with_suppliers(snapshot, with_roles(register(snapshot)))
    placed = placed_projects(snapshot, projects)
    area_ids = tuple(area.area_id for area in areas)
    by_area = build_matrix(snapshot, AREA, "detail", chosen.counting, placed)
    is_plain = (chosen.rows, chosen.level) == (AREA, "detail") and earlier is None
    matrix, changes = (by_area, None) if is_plain else _matrix(snapshot, chosen, placed, earlier)
    cells = cells_from(_asked(by_area), quarter_of(snapshot.as_of))
    counted = placed.filter(pl.col("role") == "counted")
    tables = (*_TABLES, *_ROW_TABLES.get(chosen.rows, ()))
    return Coverage(
        basis=basis(snapshot, *tables, caveats=_caveats(chosen)),
        choices=chosen,
        areas=areas,
        cells=cells,
        by_area=margins(counted, "area_id", area_ids, cells),
        by_question=margins(counted, "question_kind", QUESTIONS, cells),
        retired=margins(counted, "area_id", retired_areas(counted, area_ids), ()),
        unplaced=unplaced(counted, projects),
        ledger=ledger(snapshot, projects, counted, cells, area_ids),
        counts=counts(projects),
        placed=placed,
        projects=projects,
        matrix=matrix,
        changes=changes,
        previous_meeting=last_meeting(snapshot),
        hidden=tuple(name for name in (*tables, *_ALSO) if not snapshot.can_see(TABLES[name])),
    )


def last_meeting(snapshot: Snapshot) -> date | None:
    """When the reference group last held its spring or autumn meeting before the day; None when it has not."""
    held = snapshot.table("meeting").filter(pl.col("kind").is_in(["spring", "autumn"]) & (pl.col("held_date") < snapshot.as_of))
    last = held.get_column("held_date").max()
    return last if isinstance(last, date) else None


def _choices(given: Mapping[str, str]) -> Choices:
    rows = _one_of(given, "rows", CHOOSABLE, AREA)
    level = _one_of(given, "level", LEVELS, "detail" if rows == AREA else "overview")
    return Choices(rows, level, _one_of(given, "counting", COUNTINGS, "whole"))


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = given.get(name, default)
    if value not in allowed and value != default:
        text = say("coverage.wrong_choice", name=name, value=value, allowed=", ".join(allowed))
        raise UserError(text.nb, text.en, code="wrong_choice")
    return value


def _matrix(
    snapshot: Snapshot, chosen: Choices, placed: pl.DataFrame, earlier: Snapshot | None
) -> tuple[Matrix, MatrixChanges | None]:
    if earlier is None:
        return build_matrix(snapshot, chosen.rows, chosen.level, chosen.counting, placed), None
    if earlier.as_of > snapshot.as_of:
        text = say("coverage.wrong_order", since=earlier.as_of, date=snapshot.as_of)
        raise UserError(text.nb, text.en, code="wrong_order")
    then = with_rows(earlier, chosen.rows, placed_projects(earlier, with_roles(register(earlier))))
    matrix = build_matrix(snapshot, chosen.rows, chosen.level, chosen.counting, placed, also=then)
    return matrix, matrix_changes(earlier_matrix(earlier, matrix, then), matrix, earlier, snapshot)


def _asked(by_area: Matrix) -> pl.DataFrame:
    return by_area.cells.filter("is_field")


def _caveats(chosen: Choices) -> tuple[Text, ...]:
    keys = ["portfolio.caveat_activity", f"coverage.caveat_{chosen.counting}", "coverage.caveat_evidence"]
    keys.append("portfolio.caveat_priorities" if chosen.rows == AREA else f"coverage.caveat_{chosen.rows}")
    return tuple(say(key) for key in keys)


def _cell_json(cell: Cell) -> dict[str, Any]:
    return asdict(cell) | {"is_covered": cell.is_covered, "projects": len(cell.project_ids)}


def _empty_json(cell: Cell) -> dict[str, Any]:
    return {
        "area_id": cell.area_id,
        "question_kind": cell.question_kind,
        "kind": cell.empty_kind,
        "gap_rank": cell.gap_rank,
        "planned_quarter": cell.planned_quarter,
        "is_planned_past": cell.is_planned_past,
        "reason_nb": cell.reason_nb,
        "need_ids": cell.need_ids,
    }
