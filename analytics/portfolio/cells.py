"""The cells of the coverage matrix: what lies in each, and of what kind an empty one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.portfolio.programme import current_programme
from analytics.portfolio.status import open_calls
from data.snapshot import Snapshot
from domain.periods import quarter_of

ScopeState = Literal["prioritised", "out_of_scope"]
EmptyKind = Literal["gap", "coming", "out_of_scope", "excluded_8_1", "unknown"]
#: What a project is in the matrix: it counts, is only meant, is excluded by 8.1, or is stopped.
Role = Literal["counted", "coming", "excluded", "stopped"]

#: An area and a question; empty where a project does not say.
Place = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """One area and one kind of question.

    Attributes:
        area_id, question_kind: which cell.
        state: whether the cell is prioritised. Without a decision on the cell it is.
        reason_nb: the reason given with the decision, if any.
        project_ids: projects that count, each counted whole in every cell it concerns.
        projects_split: the same projects, each split by its shares, so that all cells and what is unknown add up.
        amount_nok: contract amounts of these projects, split by the same shares, without value added tax.
        amount_unknown: how many of these projects have no contract amount.
        by_status: how many of the projects that count or are coming have each status; statuses that occur.
        coming_project_ids, coming_plan_line_ids: what is planned or in procurement.
        planned_quarter: the earliest quarter planned for what is coming; empty when none is given.
        is_planned_past: whether that quarter is over, so that what was planned has not begun in time.
        excluded_project_ids: projects that only describe occurrence (8.1).
        need_ids: knowledge needs of the cell that no agreed project answers and that are not put off.
        is_uncertain: a project that counts or is coming does not say its area or question, and may belong here.
        empty_kind: of what kind the emptiness is; None when the cell has a project that counts.
    """

    area_id: str
    question_kind: str
    state: ScopeState
    reason_nb: str | None
    project_ids: tuple[str, ...]
    projects_split: float
    amount_nok: Decimal
    amount_unknown: int
    by_status: dict[str, int]
    coming_project_ids: tuple[str, ...]
    coming_plan_line_ids: tuple[str, ...]
    planned_quarter: str | None
    is_planned_past: bool
    excluded_project_ids: tuple[str, ...]
    need_ids: tuple[str, ...]
    is_uncertain: bool
    empty_kind: EmptyKind | None

    @property
    def is_covered(self) -> bool:
        """Whether at least one project counts here."""
        return bool(self.project_ids)

    @property
    def is_prioritised(self) -> bool:
        return self.state == "prioritised"


@dataclass(frozen=True, slots=True)
class Plans:
    """What is planned for a place beside projects: plan lines with their earliest quarter."""

    line_ids: tuple[str, ...] = ()
    quarter: str | None = None


def build_cells(snapshot: Snapshot, areas: tuple[str, ...], questions: tuple[str, ...], placed: pl.DataFrame) -> tuple[Cell, ...]:
    """Every cell of the areas and questions, also when empty, area by area.

    Args:
        placed: one row per project, area and question with `role`, `status`, `share`, `amount_nok` and
            `planned_quarter`; stopped projects left out.
    """
    scope, plans, needs = _scope(snapshot), _plan_lines(snapshot), _open_needs(snapshot, placed)
    contents, statuses = _contents(placed), _statuses(placed)
    unplaced = {place for place, roles in contents.items() if None in place and ("counted" in roles or "coming" in roles)}
    cells = []
    for area in areas:
        for question in questions:
            place = (area, question)
            maybe = {(area, None), (None, question), (None, None)}
            cells.append(
                _cell(
                    place,
                    scope.get(place),
                    contents.get(place, {}),
                    statuses.get(place, {}),
                    plans.get(place, Plans()),
                    needs.get(place, ()),
                    bool(unplaced & maybe),
                    quarter_of(snapshot.as_of),
                )
            )
    return tuple(cells)


def empty_kind(
    *, is_covered: bool, is_prioritised: bool, is_coming: bool, is_excluded: bool, is_uncertain: bool
) -> EmptyKind | None:
    """Of what kind a cell's emptiness is; None when it is covered.

    What is known comes before what is not, and a gap is called a gap only when nothing else can explain it:
    out of scope, coming, excluded by 8.1, unknown, gap.
    """
    kinds: tuple[tuple[bool, EmptyKind | None], ...] = (
        (is_covered, None),
        (not is_prioritised, "out_of_scope"),
        (is_coming, "coming"),
        (is_excluded, "excluded_8_1"),
        (is_uncertain, "unknown"),
    )
    return next((kind for holds, kind in kinds if holds), "gap")


def _cell(
    place: tuple[str, str],
    scope: tuple[str, str | None] | None,
    contents: Mapping[str, dict[str, Any]],
    statuses: dict[str, int],
    plans: Plans,
    needs: tuple[str, ...],
    is_uncertain: bool,
    now: str,
) -> Cell:
    counted, coming, excluded = (contents.get(role, _NOTHING) for role in ("counted", "coming", "excluded"))
    state: ScopeState = "out_of_scope" if scope is not None and scope[0] == "out_of_scope" else "prioritised"
    quarter = min((q for q in (coming["planned_quarter"], plans.quarter) if q), default=None)
    return Cell(
        area_id=place[0],
        question_kind=place[1],
        state=state,
        reason_nb=scope[1] if scope else None,
        project_ids=tuple(counted["ids"]),
        projects_split=float(counted["share"]),
        amount_nok=counted["amount_nok"],
        amount_unknown=counted["amount_unknown"],
        by_status=statuses,
        coming_project_ids=tuple(coming["ids"]),
        coming_plan_line_ids=plans.line_ids,
        planned_quarter=quarter,
        is_planned_past=quarter is not None and quarter < now,
        excluded_project_ids=tuple(excluded["ids"]),
        need_ids=needs,
        is_uncertain=is_uncertain,
        empty_kind=empty_kind(
            is_covered=bool(counted["ids"]),
            is_prioritised=state == "prioritised",
            is_coming=bool(coming["ids"] or plans.line_ids),
            is_excluded=bool(excluded["ids"]),
            is_uncertain=is_uncertain,
        ),
    )


_NOTHING: dict[str, Any] = {"ids": (), "share": 0.0, "amount_nok": Decimal(0), "amount_unknown": 0, "planned_quarter": None}


def _contents(placed: pl.DataFrame) -> dict[Place, dict[str, dict[str, Any]]]:
    groups = placed.group_by("area_id", "question_kind", "role").agg(
        ids=pl.col("project_id").sort(),
        share=pl.col("share").sum(),
        amount_nok=pl.col("amount_nok").sum(),
        amount_unknown=pl.col("amount_nok").is_null().sum(),
        planned_quarter=pl.col("planned_quarter").min(),
    )
    found: dict[Place, dict[str, dict[str, Any]]] = {}
    for row in groups.iter_rows(named=True):
        found.setdefault((row["area_id"], row["question_kind"]), {})[row["role"]] = row
    return found


def _statuses(placed: pl.DataFrame) -> dict[Place, dict[str, int]]:
    groups = placed.filter(pl.col("role").is_in(["counted", "coming"])).group_by("area_id", "question_kind", "status").len()
    found: dict[Place, dict[str, int]] = {}
    for area, question, status, count in groups.sort("status").iter_rows():
        found.setdefault((area, question), {})[status] = count
    return found


def _scope(snapshot: Snapshot) -> dict[Place, tuple[str, str | None]]:
    rows = snapshot.table("coverage_scope").sort("decided_date", "scope_id", nulls_last=False)
    return {(row["area_id"], row["question_kind"]): (row["state"], row["reason_nb"]) for row in rows.iter_rows(named=True)}


def _plan_lines(snapshot: Snapshot) -> dict[Place, Plans]:
    """Plan lines that are still to come: not dropped, no project yet, and of this year's plan or a later one.

    Until the programme is over, a line of an earlier plan is to come as long as its call or assignment is not cancelled.
    """
    programme = current_programme(snapshot)
    is_over = programme is not None and snapshot.as_of > programme.end_date
    calls = open_calls(snapshot).select("plan_line_id", call_id=pl.col("call_id")).drop_nulls("plan_line_id")
    projects = snapshot.table("project").select("plan_line_id", "call_id")
    through_calls = projects.select("call_id").join(calls, on="call_id").select("plan_line_id")
    taken = pl.concat([projects.select("plan_line_id"), through_calls]).drop_nulls().unique()
    lines = (
        snapshot.table("action_plan_line")
        .filter(pl.col("dropped_date").is_null() & (pl.col("category").is_null() | (pl.col("category") == "fou")))
        .join(taken, on="plan_line_id", how="anti")
        .join(snapshot.table("action_plan").select("plan_id", "year"), on="plan_id", how="left")
        .join(calls.select("plan_line_id", has_call=pl.lit(True)).unique(), on="plan_line_id", how="left")
    )
    has_call = pl.lit(False) if is_over else pl.col("has_call").fill_null(False)
    current = pl.col("year").is_null() | (pl.col("year") >= snapshot.as_of.year) | has_call
    placed = _with_need_place(snapshot, lines.filter(current))
    groups = placed.group_by("area_id", "question_kind").agg(
        ids=pl.col("plan_line_id").sort(), quarter=pl.col("planned_start_quarter").min()
    )
    return {(area, question): Plans(tuple(ids), quarter) for area, question, ids, quarter in groups.iter_rows()}


def _with_need_place(snapshot: Snapshot, lines: pl.DataFrame) -> pl.DataFrame:
    needs = snapshot.table("knowledge_need").select("need_id", need_area="area_id", need_question="question_kind")
    return lines.join(needs, on="need_id", how="left").with_columns(
        area_id=pl.coalesce("area_id", "need_area"), question_kind=pl.coalesce("question_kind", "need_question")
    )


def _open_needs(snapshot: Snapshot, placed: pl.DataFrame) -> dict[Place, tuple[str, ...]]:
    counted = placed.filter(pl.col("role") == "counted").select("project_id").unique()
    answered = snapshot.table("project_need").join(counted, on="project_id", how="semi")
    needs = snapshot.table("knowledge_need").filter(pl.col("not_now_date").is_null()).join(answered, on="need_id", how="anti")
    groups = needs.group_by("area_id", "question_kind").agg(pl.col("need_id").sort())
    return {(area, question): tuple(ids) for area, question, ids in groups.iter_rows()}
