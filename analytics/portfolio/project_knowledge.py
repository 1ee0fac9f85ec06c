"""What a project can and does say: its design and level, its findings, what they led to, and how they are made known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.evidence.levels import project_levels
from analytics.evidence.stages import evaluations_of
from analytics.portfolio.dissemination_items import items_of as dissemination_items
from analytics.portfolio.needs_rows import organisation_names
from analytics.portfolio.project_facts import Facts, own_rows
from data.snapshot import Snapshot
from domain.text import Text


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What is known of the project's knowledge.

    Attributes:
        design: the main design, as told in `Design`; None when none is stated.
        level: the row of `evidence.levels.project_levels`.
        assessments: every assessment, the newest first, with `is_latest` for the last of each rater, scale and kind.
        studies: what is registered of the size of its studies.
        findings: its findings, also those of evaluations that are this project.
        recommendations, uses: what the findings led to.
        dissemination: planned and done, with where each stands.
        evaluations: evaluations that are this project.
    """

    design: Design | None
    level: dict[str, Any]
    assessments: pl.DataFrame
    studies: pl.DataFrame
    findings: pl.DataFrame
    recommendations: pl.DataFrame
    uses: pl.DataFrame
    dissemination: pl.DataFrame
    evaluations: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Design:
    """A design: its name, what it can say something about (as the list of tags words it), and the level it starts at."""

    tag_id: str
    name: Text
    speaks_about_nb: str | None
    sms_start: int | None


def knowledge_of(snapshot: Snapshot, facts: Facts) -> Knowledge:
    """What the project can and does say on the day. Nothing here says how large an effect is, or that there is one."""
    project_id = facts.project_id
    levels = own_rows(snapshot.once("evidence.project_levels", lambda: project_levels(snapshot)), project_id)
    evaluations = _evaluations(snapshot, project_id)
    findings = _findings(snapshot, project_id, evaluations.get_column("evaluation_id"))
    ids = findings.get_column("finding_id")
    return Knowledge(
        _design(snapshot, facts.own["design_id"]), levels.row(0, named=True), _assessments(snapshot, project_id),
        _studies(snapshot, project_id), findings, _recommendations(snapshot, ids), _uses(snapshot, ids),
        _dissemination(snapshot, facts), evaluations,
    )  # fmt: skip


def _design(snapshot: Snapshot, design_id: str | None) -> Design | None:
    rows = snapshot.table("tag").filter(pl.col("tag_id") == (design_id or ""))
    if design_id is None:
        return None
    if rows.is_empty():
        return Design(design_id, Text(design_id, design_id), None, None)
    row = rows.row(0, named=True)
    return Design(design_id, Text(row["name_nb"], row["name_en"]), row["speaks_about_nb"], row["sms_start"])


def _assessments(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    """`scale`, `level`, `is_expected`, `outcome`, `rater`, `assessed_date`, `reason_nb`, `is_latest`."""
    rows = own_rows(snapshot.table("evidence_assessment"), project_id)
    ordered = rows.with_columns(pl.col("is_expected").fill_null(False)).sort("assessed_date", "assessment_id")
    last = pl.int_range(pl.len(), dtype=pl.Int64).over("scale", "is_expected", "rater")
    newest = last == pl.len().over("scale", "is_expected", "rater") - 1
    return (
        ordered.with_columns(is_latest=newest)
        .select("scale", "level", "is_expected", "outcome", "rater", "assessed_date", "reason_nb", "is_latest")
        .reverse()
    )


def _studies(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    return own_rows(snapshot.table("study"), project_id).select(
        "study_id", "outcome", "outcome_nb", "n_individuals", "n_clusters_treated", "n_clusters_control", "attrition_pct"
    ).sort("study_id")  # fmt: skip


def _findings(snapshot: Snapshot, project_id: str, evaluation_ids: pl.Series) -> pl.DataFrame:
    """`finding_id`, `text_nb`, `text_en`, `outcome`, `direction`, `estimate`, `interval_low`, `interval_high`, `unit_nb`,
    `population_nb`, `applicability`, `instrument_id`, `instrument_nb`, `instrument_en`, `reported_date`.
    """
    names = snapshot.table("instrument").select("instrument_id", instrument_nb="name_nb", instrument_en="name_en")
    of_evaluation = pl.col("evaluation_id").is_in(evaluation_ids.implode()).fill_null(False)
    rows = snapshot.table("finding").filter((pl.col("project_id") == project_id).fill_null(False) | of_evaluation)
    return rows.join(names, on="instrument_id", how="left").select(
        "finding_id", "text_nb", "text_en", "outcome", "direction", "estimate", "interval_low", "interval_high", "unit_nb",
        "population_nb", "applicability", "instrument_id", "instrument_nb", "instrument_en", "reported_date",
    ).sort("reported_date", "finding_id")  # fmt: skip


def _recommendations(snapshot: Snapshot, finding_ids: pl.Series) -> pl.DataFrame:
    """`recommendation_id`, `finding_id`, `text_nb`, `owner_nb`, `owner_en`, `due_date`, `done_date`, `rejected_date`,
    `rejected_reason_nb`, `state` ("done", "rejected", "overdue" or "open").
    """
    names = organisation_names(snapshot).rename(
        {"organisation_id": "owner_id", "organisation_nb": "owner_nb", "organisation_en": "owner_en"}
    )
    rows = snapshot.table("recommendation").filter(pl.col("finding_id").is_in(finding_ids.implode()))
    state = (
        pl.when(pl.col("done_date").is_not_null()).then(pl.lit("done"))
        .when(pl.col("rejected_date").is_not_null()).then(pl.lit("rejected"))
        .when(pl.col("due_date") < snapshot.as_of).then(pl.lit("overdue")).otherwise(pl.lit("open"))
    )  # fmt: skip
    return rows.join(names, on="owner_id", how="left").with_columns(state=state).select(
        "recommendation_id", "finding_id", "text_nb", "owner_nb", "owner_en", "raised_date", "due_date", "done_date",
        "rejected_date", "rejected_reason_nb", "state",
    ).sort("raised_date", "recommendation_id")  # fmt: skip


def _uses(snapshot: Snapshot, finding_ids: pl.Series) -> pl.DataFrame:
    """`finding_use_id`, `finding_id`, `where_nb`, `where_en` (the instrument, else the organisation), `used_date`, `text_nb`."""
    instruments = snapshot.table("instrument").select("instrument_id", instrument_nb="name_nb", instrument_en="name_en")
    rows = snapshot.table("finding_use").filter(pl.col("finding_id").is_in(finding_ids.implode()))
    joined = rows.join(instruments, on="instrument_id", how="left").join(
        organisation_names(snapshot), on="organisation_id", how="left"
    )
    where = {
        f"where_{lang}": pl.concat_str(
            pl.coalesce(f"instrument_{lang}", "instrument_id"), pl.coalesce(f"organisation_{lang}", "organisation_id"),
            separator=", ", ignore_nulls=True,
        )
        for lang in ("nb", "en")
    }  # fmt: skip
    return joined.select("finding_use_id", "finding_id", **where, used_date="used_date", text_nb="text_nb").sort(
        "used_date", "finding_use_id"
    )


def _dissemination(snapshot: Snapshot, facts: Facts) -> pl.DataFrame:
    """`dissemination_id`, `plan_line_id`, `channel`, `title_nb`, `fit`, `planned_date`, `done_date`, `url`, `state`,
    `days_late`.
    """
    own = pl.DataFrame(
        {"project_id": [facts.project_id], "stopped_date": [facts.day("stopped")]},
        schema={"project_id": pl.String, "stopped_date": pl.Date},
    )
    return dissemination_items(snapshot, own).drop("project_id")


def _evaluations(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    """`evaluation_id`, `title_nb`, `instrument_id`, `status`, `payer`, `evaluator_nb`."""
    if own_rows(snapshot.table("evaluation"), project_id).is_empty():
        own = []
    else:
        own = [item for item in evaluations_of(snapshot) if item.project_id == project_id]
    names = ("evaluation_id", "title_nb", "instrument_id", "status", "payer", "evaluator_nb")
    return pl.DataFrame([{n: getattr(item, n) for n in names} for item in own], schema=dict.fromkeys(names, pl.String))
