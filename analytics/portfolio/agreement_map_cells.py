"""The rows and cells of the whole-agreement map: who covers which question of which instrument or effort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl

from analytics.evidence.instruments import InstrumentOverview
from analytics.portfolio.agreement_map_sides import NOT_STATED
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text

QUESTIONS: tuple[str, ...] = CODE_LISTS["question_kind"].values
CellState = Literal["overlap", "programme", "evaluation", "coming", "open", "unknown", "not_counted"]
#: Every state of a cell, in the order they are told.
STATES: tuple[CellState, ...] = ("overlap", "programme", "evaluation", "coming", "open", "unknown", "not_counted")
Ids = tuple[str, ...]
Places = Mapping[tuple[str, str], Ids]


@dataclass(frozen=True, slots=True)
class Effort:
    """An effort or evaluation assignment that the programme is to be seen together with (9.4).

    Attributes:
        instrument_id: the instrument it is, if it is one.
        is_named: whether the plan names it in 9.4.
    """

    effort_id: str
    name: Text
    kind: str
    instrument_id: str | None
    organisation_id: str | None
    is_named: bool


@dataclass(frozen=True, slots=True)
class MapRow:
    """An instrument of the agreement, or an effort that is no instrument.

    Attributes:
        is_instrument: whether it is an instrument.
        is_counted: whether it is an instrument to evaluate; not the knowledge development itself, and not an effort.
        is_evaluated: whether a live evaluation is listed, as the report of instruments says.
        frame_nok: its frame in kroner; None when none is given, which is not zero.
        project_ids, coming_ids: the programme's projects that count, and those planned or in procurement.
        evaluation_ids: its own live evaluations.
        unstated_ids: projects that count and evaluations that do not say their kind of question.
        need_ids: open knowledge needs on it: not put off, and answered by no project that counts.
    """

    row_id: str
    name: Text
    short: Text
    is_instrument: bool
    is_counted: bool
    is_evaluated: bool
    frame_nok: Decimal | None
    project_ids: Ids
    coming_ids: Ids
    evaluation_ids: Ids
    unstated_ids: Ids
    need_ids: Ids


@dataclass(frozen=True, slots=True)
class MapCell:
    """One row and one kind of question.

    Attributes:
        state: `overlap` both, `programme` or `evaluation` one of them, `coming` only planned in the programme, `open`
            nothing, `unknown` something that may lie here, or a row of which nothing can be known, `not_counted` empty and
            not to be filled.
        is_uncertain: whether something more that is known may lie here, because its kind of question is not stated.
        need_ids: open knowledge needs on this instrument and this kind of question.
    """

    row_id: str
    question_kind: str
    state: CellState
    is_uncertain: bool
    project_ids: Ids
    coming_ids: Ids
    evaluation_ids: Ids
    need_ids: Ids


@dataclass(frozen=True, eq=False)
class Sides:
    """What lies in the map: the programme's projects, the evaluations, and the open needs, each with `row_id`."""

    programme: pl.DataFrame
    evaluations: pl.DataFrame
    needs: pl.DataFrame

    @property
    def counted(self) -> pl.DataFrame:
        return self.programme.filter(pl.col("role") == "counted")

    @property
    def coming(self) -> pl.DataFrame:
        return self.programme.filter(pl.col("role") == "coming")


def open_needs(snapshot: Snapshot, counted: pl.Series) -> pl.DataFrame:
    """The knowledge needs on an instrument that are not put off and that no project that counts answers.

    Returns:
        `need_id`, `title_nb`, `question_kind`, `priority`, `raised_date` and `row_id` (the instrument).
    """
    answered = snapshot.table("project_need").filter(pl.col("project_id").is_in(counted.implode()))
    needs = snapshot.table("knowledge_need").filter(pl.col("not_now_date").is_null() & pl.col("instrument_id").is_not_null())
    left = needs.join(answered, on="need_id", how="anti")
    return left.select("need_id", "title_nb", "question_kind", "priority", "raised_date", row_id="instrument_id")


def map_rows(overview: InstrumentOverview, efforts: Sequence[Effort], sides: Sides) -> tuple[MapRow, ...]:
    """Every instrument in the order of the plan, then the efforts that are no instrument."""
    silent = pl.col("question_kind") == NOT_STATED
    without = [
        _ids(side.filter(silent), key) for side, key in ((sides.counted, "project_id"), (sides.evaluations, "evaluation_id"))
    ]
    found = (
        _ids(sides.counted, "project_id"),
        _ids(sides.coming, "project_id"),
        _ids(sides.evaluations, "evaluation_id"),
        {row: (*without[0].get(row, ()), *without[1].get(row, ())) for row in {*without[0], *without[1]}},
        _ids(sides.needs, "need_id"),
    )
    heads = [
        (i.instrument_id, i.name, i.short, True, not i.is_own, i.is_evaluated, i.frame.total_nok) for i in overview.instruments
    ]
    heads += [(e.effort_id, e.name, e.name, False, False, False, None) for e in efforts if e.instrument_id is None]
    return tuple(MapRow(*head, *(part.get(head[0], ()) for part in found)) for head in heads)


def map_cells(rows: Sequence[MapRow], sides: Sides) -> tuple[MapCell, ...]:
    """Every row by every kind of question, also where there is nothing."""
    places = [
        _placed(sides.counted, "project_id"),
        _placed(sides.coming, "project_id"),
        _placed(sides.evaluations, "evaluation_id"),
        _placed(sides.needs, "need_id"),
    ]
    may_be_effect = set(sides.evaluations.filter("may_be_effect").get_column("row_id").to_list())
    maybe_coming = _ids(sides.coming.filter(pl.col("question_kind") == NOT_STATED), "project_id")
    cells = []
    for row in rows:
        for question in QUESTIONS:
            projects, coming, evaluations, needs = (part.get((row.row_id, question), ()) for part in places)
            is_uncertain = (
                bool(row.unstated_ids or maybe_coming.get(row.row_id)) or (question == "effect" and row.row_id in may_be_effect)
            )  # fmt: skip
            state = cell_state(
                row,
                has_projects=bool(projects),
                has_evaluations=bool(evaluations),
                is_coming=bool(coming),
                is_uncertain=is_uncertain,
            )
            cells.append(MapCell(row.row_id, question, state, is_uncertain, projects, coming, evaluations, needs))
    return tuple(cells)


def cell_state(
    row: MapRow, *, has_projects: bool, has_evaluations: bool, is_coming: bool, is_uncertain: bool
) -> CellState:  # fmt: skip
    """Who covers a cell; it is called open only when nothing known may lie there."""
    kinds: tuple[tuple[bool, CellState], ...] = (
        (has_projects and has_evaluations, "overlap"),
        (has_projects, "programme"),
        (has_evaluations, "evaluation"),
        (is_coming, "coming"),
        (row.is_instrument and not row.is_counted, "not_counted"),
        (is_uncertain or not row.is_instrument, "unknown"),
    )
    return next((state for holds, state in kinds if holds), "open")


def open_spaces(rows: Sequence[MapRow], cells: Sequence[MapCell]) -> tuple[tuple[MapRow, MapCell], ...]:
    """The open cells, those with most open needs first: on the very question, then on the instrument, then as in the plan."""
    by_id = {row.row_id: row for row in rows}
    found = [(by_id[cell.row_id], cell) for cell in cells if cell.state == "open"]
    return tuple(sorted(found, key=lambda pair: (-len(pair[1].need_ids), -len(pair[0].need_ids))))


def _ids(rows: pl.DataFrame, column: str) -> dict[str, Ids]:
    groups = rows.group_by("row_id").agg(pl.col(column).unique().sort())
    return {row: tuple(ids) for row, ids in groups.iter_rows()}


def _placed(rows: pl.DataFrame, column: str) -> Places:
    groups = rows.drop_nulls("question_kind").group_by("row_id", "question_kind").agg(pl.col(column).unique().sort())
    return {(row, question): tuple(ids) for row, question, ids in groups.iter_rows()}
