"""The cells of the coverage matrix: what lies in each, and of what kind an empty one is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.portfolio.matrix_places import PHASES
from analytics.portfolio.status import STATUSES

ScopeState = Literal["prioritised", "unknown", "out_of_scope", "not_asked"]
EmptyKind = Literal["gap", "coming", "out_of_scope", "excluded_8_1", "unknown"]
#: What a project is in the matrix: it counts, is only meant, is excluded by 8.1, or is stopped.
Role = Literal["counted", "coming", "excluded", "stopped"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One row by one column.

    Attributes:
        row_id: the row; None for the row of projects that are linked to none.
        area_id: the area of the column, or of the row when areas are rows; None where it is not stated.
        question_kind: the kind of question; None where the column is of no one kind.
        is_field: whether something may be asked for there: neither row nor column stands apart or is the rest.
        state: whether the cell is prioritised. Without a decision on the cell it is; see `matrix_empty.states`.
        reason_nb: the reason given with the decision, if any.
        project_ids: projects that count, each counted whole in every cell it concerns.
        projects_split: the same projects, each split by its shares, so that all cells add up.
        amount_nok: contract amounts of these projects, split by the same shares, without value added tax.
        amount_whole_nok: the contract amounts whole; cells with the same project both hold it.
        amount_unknown: how many of these projects have no contract amount.
        by_status: how many of the projects that count or are coming have each status; statuses that occur.
        by_phase: the same in three steps: finished, ongoing (contract signed or started), planned.
        coming_project_ids, coming_plan_line_ids: what is planned or in procurement.
        planned_quarter: the earliest quarter planned for what is coming; empty when none is given.
        is_planned_past: whether that quarter is over, so that what was planned has not begun in time.
        excluded_project_ids: projects that only describe occurrence (8.1).
        need_ids: knowledge needs of the cell that no agreed project answers and that are not put off.
        high_need_count: how many of them have high priority.
        is_uncertain: a project that counts or is coming may belong here without anyone having said so.
        empty_kind: of what kind the emptiness is; None when the cell has a project that counts.
        gap_rank: of a gap, its place among all gaps: first those with most open needs of high priority.
        evidence: what the evidence level rests on: "now", "expected", "none" (no project there says anything about effect)
            or "unknown"; None without a project that counts.
        evidence_level: the highest level of these projects now, else the highest that is expected (Maryland scale, 1 to 5).
    """

    row_id: str | None
    area_id: str | None
    question_kind: str | None
    is_field: bool
    state: ScopeState
    reason_nb: str | None
    project_ids: tuple[str, ...]
    projects_split: float
    amount_nok: Decimal
    amount_whole_nok: Decimal
    amount_unknown: int
    by_status: dict[str, int]
    by_phase: dict[str, int]
    coming_project_ids: tuple[str, ...]
    coming_plan_line_ids: tuple[str, ...]
    planned_quarter: str | None
    is_planned_past: bool
    excluded_project_ids: tuple[str, ...]
    need_ids: tuple[str, ...]
    high_need_count: int
    is_uncertain: bool
    empty_kind: EmptyKind | None
    gap_rank: int | None
    evidence: str | None
    evidence_level: int | None

    @property
    def is_covered(self) -> bool:
        """Whether at least one project counts here."""
        return bool(self.project_ids)

    @property
    def is_prioritised(self) -> bool:
        return self.is_field and self.state == "prioritised"


_LISTS = ("project_ids", "coming_project_ids", "coming_plan_line_ids", "excluded_project_ids", "need_ids")
_SAME = (
    "row_id", "area_id", "question_kind", "is_field", "state", "reason_nb", "projects_split", "amount_nok", "amount_whole_nok",
    "amount_unknown", "planned_quarter", "high_need_count", "is_uncertain", "empty_kind", "gap_rank", "evidence",
    "evidence_level",
)  # fmt: skip


def cells_from(frame: pl.DataFrame, now: str) -> tuple[Cell, ...]:
    """The rows of `Matrix.cells` as cells. `now` is the quarter of the day."""
    return tuple(_cell(row, now) for row in frame.iter_rows(named=True))


def _cell(row: dict[str, Any], now: str) -> Cell:
    quarter = row["planned_quarter"]
    values: dict[str, Any] = {name: row[name] for name in _SAME}
    values |= {name: tuple(row[name]) for name in _LISTS}
    return Cell(
        by_status={status: row[f"status_{status}"] for status in STATUSES if row[f"status_{status}"]},
        by_phase={phase: row[phase] for phase in PHASES},
        is_planned_past=quarter is not None and quarter < now,
        **values,
    )
