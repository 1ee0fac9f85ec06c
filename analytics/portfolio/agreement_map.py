"""The whole agreement: the programme beside the other evaluations and efforts, what both cover, and what nobody does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.evidence.instrument_frames import total_of
from analytics.evidence.instruments import InstrumentOverview, instruments
from analytics.evidence.stages import Evaluation
from analytics.portfolio.agreement_map_cells import (
    STATES,
    Effort,
    MapCell,
    MapRow,
    Sides,
    map_cells,
    map_rows,
    open_needs,
    open_spaces,
)
from analytics.portfolio.agreement_map_gatherings import Gatherings, gatherings_of
from analytics.portfolio.agreement_map_sides import NOT_STATED, evaluation_side, overlap_pairs, programme_side
from analytics.portfolio.agreement_map_text import evaluation_words, map_sentence, overlap_words, period_words
from analytics.portfolio.coverage_parts import with_roles
from analytics.portfolio.programme import current_programme, judging_day, of_programme, valid_on
from analytics.portfolio.projects import register
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import label
from domain.text import LANGS, Text, say

_TABLES = (
    "instrument",
    "instrument_frame",
    "evaluation",
    "evaluation_step",
    "tag",
    "related_effort",
    "project",
    "project_instrument",
    "project_question",
    "knowledge_need",
    "action_plan_line",
    "meeting",
    "meeting_participant",
)
#: What the coverage of the instruments is counted by: an evaluation of its own, a project of the programme, either, none.
MEASURES: tuple[str, ...] = ("evaluation", "programme", "either", "neither")


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of the counted instruments have something, by count, by money and with how many the money is not known.

    Attributes:
        name: one of `MEASURES`.
        count, whole: instruments.
        amount_nok, amount_whole_nok: the frames of those that have an amount, in kroner.
        amount_unknown: how many of the `count` have no amount.
    """

    name: str
    count: int
    whole: int
    amount_nok: Decimal
    amount_whole_nok: Decimal
    amount_unknown: int

    @property
    def count_pct(self) -> float | None:
        """In per cent of the instruments; None when there are none."""
        return round(self.count * 100 / self.whole, 1) if self.whole else None

    @property
    def amount_pct(self) -> float | None:
        """In per cent of the money that is known; None when none is."""
        return round(float(self.amount_nok * 100 / self.amount_whole_nok), 1) if self.amount_whole_nok else None


@dataclass(frozen=True, eq=False)
class AgreementMap:
    """The whole agreement on the day.

    Attributes:
        overview: the report of instruments, whose coverage is not worked out anew here.
        rows: every instrument, then the efforts that are no instrument.
        cells: every row by every kind of question.
        efforts: the efforts of 9.4 that are valid.
        pairs: overlaps, one row for each project and evaluation on the same instrument and kind of question.
        support: plan lines that support another effort.
        needs: the open needs on instruments.
        cross_cutting_ids: projects that count and concern no instrument.
        projects: the register with `role`.
        sides: the projects and evaluations of each row, by kind of question, with their periods.
    """

    basis: Basis
    overview: InstrumentOverview
    rows: tuple[MapRow, ...]
    cells: tuple[MapCell, ...]
    efforts: tuple[Effort, ...]
    pairs: pl.DataFrame
    support: pl.DataFrame
    needs: pl.DataFrame
    gatherings: Gatherings
    cross_cutting_ids: tuple[str, ...]
    projects: pl.DataFrame
    sides: Sides

    @property
    def counted(self) -> tuple[MapRow, ...]:
        """The instruments to evaluate."""
        return tuple(row for row in self.rows if row.is_counted)

    @property
    def open_spaces(self) -> tuple[tuple[MapRow, MapCell], ...]:
        """Open cells with their rows, those with most open needs first."""
        return open_spaces(self.rows, self.cells)

    @property
    def by_state(self) -> dict[str, int]:
        """How many cells have each state."""
        return {state: sum(cell.state == state for cell in self.cells) for state in STATES}

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The coverage by count, by money and with what is not known; that of evaluations is the report of instruments'."""
        return tuple(self._measure(name) for name in MEASURES)

    @property
    def evaluations(self) -> Mapping[str, Evaluation]:
        """Every evaluation by its id."""
        return {evaluation.evaluation_id: evaluation for evaluation in self.overview.evaluations}

    @property
    def sentence(self) -> Text:
        """How many instruments have no evaluation, by count and money; what the programme is on; overlaps and open spaces."""
        return map_sentence(self.overview, self.rows, self.cells)

    def overlap_texts(self) -> tuple[Text, ...]:
        """Each overlapping cell in words, row by row."""
        rows = {row.row_id: row for row in self.rows}
        groups = self.pairs.group_by("row_id", "question_kind", "evaluation_id").agg(
            pl.col("timing").unique().sort(), pl.col("evaluation_begin_date", "evaluation_end_date").first()
        )
        found = {tuple(row[:3]): row[3:] for row in groups.iter_rows()}
        return tuple(
            overlap_words(
                rows[cell.row_id],
                cell,
                [self._overlap_part(id_, *found[cell.row_id, cell.question_kind, id_]) for id_ in cell.evaluation_ids],
            )
            for cell in self.cells
            if cell.state == "overlap"
        )

    def _overlap_part(self, evaluation_id: str, timings: list[str], begin: date | None, end: date | None) -> Text:
        evaluation = self.evaluations[evaluation_id]
        period = Text(*(period_words(begin, end, evaluation, lang) for lang in LANGS))
        return evaluation_words(evaluation, period, timings)

    def as_json(self) -> dict[str, Any]:
        """Coverage, every row and cell, overlaps, open spaces, support to other efforts, and the gatherings."""
        overview = self.overview
        return {
            "count": len(overview.counted),
            "without_evaluation": [i.instrument_id for i in overview.without_evaluation],
            "coverage_by_count_pct": overview.coverage_by_count_pct,
            "coverage_by_amount_pct": overview.coverage_by_amount_pct,
            "amount_unknown_count": len(overview.amount_unknown),
            "amount_known_count_pct": overview.amount_known_count_pct,
            "measures": [asdict(m) | {"count_pct": m.count_pct, "amount_pct": m.amount_pct} for m in self.measures],
            "cells_by_state": self.by_state,
            "rows": [asdict(row) for row in self.rows],
            "cells": [asdict(cell) for cell in self.cells],
            "overlaps": self.pairs.to_dicts(),
            "open_spaces": [
                {"row_id": row.row_id, "question_kind": cell.question_kind, "needs": cell.need_ids, "needs_on_row": row.need_ids}
                for row, cell in self.open_spaces
            ],
            "efforts": [asdict(effort) for effort in self.efforts],
            "whole_agreement_evaluations": [evaluation.evaluation_id for evaluation in overview.whole_agreement],
            "projects_without_instrument": self.cross_cutting_ids,
            "support": self.support.to_dicts(),
            "gatherings": asdict(self.gatherings),
        }

    def table(self) -> pl.DataFrame:
        """One row a cell."""
        rows = {row.row_id: row for row in self.rows}
        return pl.DataFrame(
            [
                (
                    cell.row_id,
                    rows[cell.row_id].name.nb,
                    rows[cell.row_id].name.en,
                    cell.question_kind,
                    cell.state,
                    len(cell.project_ids),
                    len(cell.evaluation_ids),
                    len(cell.coming_ids),
                    len(cell.need_ids),
                    rows[cell.row_id].frame_nok,
                )
                for cell in self.cells
            ],
            schema=_TABLE_SCHEMA,
            orient="row",
        )

    def overlap_table(self, lang: str) -> pl.DataFrame:
        """The overlaps as they are read: both sides with their dates, and who pays for the evaluation."""
        names = {row.row_id: row.short.get(lang) for row in self.rows}
        titles = self.projects.select("project_id", title=f"title_{lang}")
        joined = self.pairs.join(titles, on="project_id", how="left", maintain_order="left")
        rows = [
            (
                names[pair["row_id"]],
                pair["question_kind"],
                pair["timing"],
                pair["project_id"],
                pair["title"],
                period_words(pair["begin_date"], pair["end_date"], None, lang),
                *self._evaluation_words(pair, lang),
            )
            for pair in joined.iter_rows(named=True)
        ]
        return pl.DataFrame(rows, schema=dict.fromkeys(_OVERLAP_COLUMNS, pl.String), orient="row")

    def row_table(self, row_id: str, lang: str) -> pl.DataFrame:
        """All that concerns one row: projects, planned ones, and evaluations, with their kind of question and period."""
        titles = self.projects.select("project_id", title=f"title_{lang}")
        own = self.sides.programme.filter(pl.col("row_id") == row_id).join(
            titles, on="project_id", how="left", maintain_order="left"
        )
        payer = label("evaluation_payer", "programme", lang)
        rows: list[tuple[str | None, ...]] = []
        for p in own.iter_rows(named=True):
            period = period_words(p["begin_date"], p["end_date"], None, lang)
            rows.append((p["project_id"], p["title"], p["role"], p["question_kind"], period, payer))
        for e in self.sides.evaluations.filter(pl.col("row_id") == row_id).iter_rows(named=True):
            evaluation = self.evaluations[e["evaluation_id"]]
            period = period_words(e["begin_date"], e["end_date"], evaluation, lang)
            paid_by = label("evaluation_payer", evaluation.payer, lang)
            rows.append((None, evaluation.title_nb, "evaluation", e["question_kind"], period, paid_by))
        frame = pl.DataFrame(rows, schema=dict.fromkeys(_ROW_COLUMNS, pl.String), orient="row")
        return frame.with_columns(pl.col("question_kind").replace(NOT_STATED, None))

    def _evaluation_words(self, pair: Mapping[str, Any], lang: str) -> tuple[str | None, ...]:
        evaluation = self.evaluations[pair["evaluation_id"]]
        period = period_words(pair["evaluation_begin_date"], pair["evaluation_end_date"], evaluation, lang)
        return evaluation.title_nb, evaluation.evaluator_nb, period, evaluation.payer, evaluation.status

    def _measure(self, name: str) -> Measure:
        ids = {row.row_id for row in self.counted if _holds(name, row)}
        own = [i.frame for i in self.overview.counted if i.instrument_id in ids]
        unknown = sum(frame.total_nok is None for frame in own)
        return Measure(name, len(own), len(self.counted), total_of(own), self.overview.quantified_nok, unknown)


_TABLE_SCHEMA: dict[str, Any] = {
    "row_id": pl.String,
    "name_nb": pl.String,
    "name_en": pl.String,
    "question_kind": pl.String,
    "state": pl.String,
    "projects": pl.Int64,
    "evaluations": pl.Int64,
    "coming": pl.Int64,
    "needs": pl.Int64,
    "frame_total_nok": pl.Decimal(18, 2),
}
_OVERLAP_COLUMNS = (
    "name", "question_kind", "timing", "project_id", "project", "project_period", "evaluation", "evaluator",
    "evaluation_period", "payer", "stage",
)  # fmt: skip


_ROW_COLUMNS = ("project_id", "title", "side", "question_kind", "period", "payer")


def agreement_map(snapshot: Snapshot) -> AgreementMap:
    """The instruments of the agreement and the other efforts of 9.4, by kind of question, with who covers what.

    The coverage of the instruments by evaluations is that of the report `instruments`. A project counts when it is agreed
    on and neither stopped nor decided to only describe occurrence (8.1); it lies on the instruments it is linked to. An
    evaluation that addresses effect lies under effect; any other under what its design speaks about. A cell is open only
    when nothing that is known may lie there, and a need is open when it is not put off and no project that counts answers
    it. Amounts are the frames of the instruments in kroner; an instrument without one is in neither number.

    The reader may not conclude that an overlap is waste or that an open space must be filled, nor that what is covered is
    answered or has worked.
    """
    overview = instruments(snapshot)
    projects = with_roles(register(snapshot)).with_columns(title_en=pl.coalesce("title_en", "title_nb"))
    counted = projects.filter(pl.col("role") == "counted").get_column("project_id")
    efforts = _efforts(snapshot)
    sides = Sides(
        programme_side(snapshot, projects),
        evaluation_side(snapshot, overview.evaluations, projects.get_column("project_id")),
        open_needs(snapshot, counted),
    )
    rows = map_rows(overview, efforts, sides)
    shown = [row.row_id for row in rows]
    concerned = sides.counted.get_column("project_id").unique()
    caveats = ("agreement_map.caveat_overlap", "agreement_map.caveat_kinds", "agreement_map.caveat_amounts")
    return AgreementMap(
        basis=basis(snapshot, *_TABLES, caveats=tuple(say(key) for key in caveats)),
        overview=overview,
        rows=rows,
        cells=map_cells(rows, sides),
        efforts=efforts,
        pairs=_in_order(overlap_pairs(sides.programme, sides.evaluations), shown),
        support=_support(snapshot),
        needs=sides.needs,
        gatherings=gatherings_of(snapshot, efforts),
        cross_cutting_ids=tuple(counted.filter(~counted.is_in(concerned.implode())).sort().to_list()),
        projects=projects,
        sides=sides,
    )


def _holds(name: str, row: MapRow) -> bool:
    by_evaluation, by_programme = row.is_evaluated, bool(row.project_ids)
    either = by_evaluation or by_programme
    return {"evaluation": by_evaluation, "programme": by_programme, "either": either, "neither": not either}[name]


def _in_order(pairs: pl.DataFrame, row_ids: list[str]) -> pl.DataFrame:
    """The pairs of the rows shown, in the order of the rows."""
    order = pl.DataFrame({"row_id": row_ids}, schema={"row_id": pl.String}).with_row_index("place")
    return pairs.join(order, on="row_id").sort("place", "question_kind", "project_id", "evaluation_id").drop("place")


def _efforts(snapshot: Snapshot) -> tuple[Effort, ...]:
    programme = current_programme(snapshot)
    rows = snapshot.table("related_effort").filter(valid_on(judging_day(snapshot)))
    if programme is not None:
        rows = rows.filter(pl.col("agreement_id") == programme.agreement_id)
    return tuple(
        Effort(
            row["effort_id"],
            Text(row["name_nb"], row["name_en"]),
            row["kind"],
            row["instrument_id"],
            row["organisation_id"],
            bool(row["is_named_in_plan"]),
        )
        for row in rows.sort("effort_id").iter_rows(named=True)
    )


def _support(snapshot: Snapshot) -> pl.DataFrame:
    """Plan lines that support another effort, with what has come of them.

    Returns:
        `plan_line_id`, `title_nb`, `year`, `effort_id`, `effort_nb`, `effort_en`, `planned_amount_nok`, `dropped_date`,
        `project_ids`.
    """
    plans = of_programme(snapshot.table("action_plan"), current_programme(snapshot)).select("plan_id", "year")
    efforts = snapshot.table("related_effort").select("effort_id", effort_nb="name_nb", effort_en="name_en")
    started = snapshot.table("project").group_by("plan_line_id").agg(project_ids=pl.col("project_id").sort())
    lines = snapshot.table("action_plan_line").filter(pl.col("effort_id").is_not_null())
    joined = lines.join(plans, on="plan_id").join(efforts, on="effort_id", how="left")
    columns = ("plan_line_id", "title_nb", "year", "effort_id", "effort_nb", "effort_en", "planned_amount_nok", "dropped_date")
    return joined.join(started, on="plan_line_id", how="left").select(*columns, "project_ids").sort("year", "plan_line_id")
