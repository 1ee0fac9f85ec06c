"""The programme's projects that can say something about effect, with their milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.evidence.levels import study_levels
from analytics.evidence.overdue_items import items_of
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.status import project_status
from analytics.result import parameter
from data.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Mark:
    """One milestone, or the final report: planned first, by the newest plan, and reached.

    Attributes:
        kind: of the code list `milestone_kind`, or "final_report".
        slip_days: from the original plan to when it was reached, or so far where it is past; below zero is early.
    """

    kind: str
    title_nb: str
    planned_date: date | None
    current_date: date | None
    actual_date: date | None
    slip_days: int | None


@dataclass(frozen=True, slots=True)
class EffectProject:
    """A project of the programme whose design, or its part on effect, can say something about effect.

    It is not an evaluation of an instrument.
    """

    project_id: str
    title_nb: str
    title_en: str | None
    status: str
    design_id: str
    sms_start: int
    instrument_ids: tuple[str, ...]
    planned_end_date: date | None
    completed_date: date | None
    marks: tuple[Mark, ...]


def effect_projects(snapshot: Snapshot) -> tuple[EffectProject, ...]:
    """The current programme's projects, but stopped ones, whose design starts at `evidence_effect_level` (a parameter) or above.

    Any level counts when the parameter is not set. The dates of the final report are those of its delivery.
    """
    least = parameter(snapshot, "evidence_effect_level") or 1
    starts = study_levels(snapshot).filter((pl.col("owner_kind") == "project") & (pl.col("design_start") >= least))
    instruments = snapshot.table("project_instrument").group_by("project_id").agg(pl.col("instrument_id").sort())
    rows = (
        of_programme(snapshot.table("project"), current_programme(snapshot))
        .join(starts.select(project_id="owner_id", sms_start="design_start"), on="project_id")
        .join(project_status(snapshot), on="project_id")
        .filter(pl.col("status") != "stopped")
        .join(instruments, on="project_id", how="left")
        .sort("project_id")
    )
    marks = _marks(snapshot, rows.get_column("project_id"))
    return tuple(
        EffectProject(
            row["project_id"], row["title_nb"], row["title_en"], row["status"], row["design_id"], row["sms_start"],
            tuple(row["instrument_id"] or ()), row["planned_end_date"], row["completed_date"], marks.get(row["project_id"], ()),
        )
        for row in rows.iter_rows(named=True)
    )  # fmt: skip


def _marks(snapshot: Snapshot, project_ids: pl.Series) -> dict[str, tuple[Mark, ...]]:
    is_report = (pl.col("item") == "deliverable") & (pl.col("sort") == "final_report")
    is_milestone = pl.col("item") == "milestone"
    kinds = snapshot.table("milestone").select(id="milestone_id", kind="kind")
    items = items_of(snapshot).filter(
        (pl.col("owner_table") == "project") & pl.col("owner_id").is_in(project_ids.implode()) & (is_report | is_milestone)
    )
    named = items.join(kinds, on="id", how="left").with_columns(kind=pl.when(is_milestone).then("kind").otherwise("sort"))
    found: dict[str, list[Mark]] = {}
    for row in named.sort("planned_date", "id", nulls_last=True).iter_rows(named=True):
        dates = (row["planned_date"], row["current_date"], row["done_date"])
        mark = Mark(row["kind"], row["title_nb"], *dates, row["days_original"])
        found.setdefault(row["owner_id"], []).append(mark)
    return {key: tuple(marks) for key, marks in found.items()}
