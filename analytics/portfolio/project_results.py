"""What came out of one project: findings, their use, recommendations, dissemination, and the evaluation it is part of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.evidence.recommendations import recommendation_state
from analytics.portfolio.project_rows import among, named, own
from data.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Results:
    """What is known from the project.

    Attributes:
        findings: with direction, estimate, interval, unit, population and applicability. A direction is what the study
            reports; it is never a verdict on an instrument.
        uses: where the findings have been taken into use.
        recommendations: that rest on the findings, with `state` as `recommendation_state` tells it.
        dissemination: planned and done; `days_from_report` is from the first delivered final report (else the first
            delivered deliverable) to the day it was done, negative before it; empty when either is unknown.
        evaluations: evaluations that this project carries out.
    """

    findings: pl.DataFrame
    uses: pl.DataFrame
    recommendations: pl.DataFrame
    dissemination: pl.DataFrame
    evaluations: pl.DataFrame

    def as_json(self) -> dict[str, Any]:
        """Everything, under one name each."""
        return {
            "findings": self.findings.to_dicts(), "finding_uses": self.uses.to_dicts(),
            "recommendations": self.recommendations.to_dicts(), "dissemination": self.dissemination.to_dicts(),
            "evaluations": self.evaluations.to_dicts(),
        }  # fmt: skip


def results(snapshot: Snapshot, project_id: str) -> Results:
    """What came out of the project, as known on the snapshot's day."""
    findings = own(snapshot, "finding", project_id).sort("reported_date", "finding_id")
    ids = findings.get_column("finding_id").to_list()
    evaluations = own(snapshot, "evaluation", project_id).select(
        "evaluation_id", "title_nb", "instrument_id", "evaluator_nb", "payer", "addresses_effect", "registered_date"
    )
    return Results(
        _findings(snapshot, findings), _uses(snapshot, ids), _recommendations(snapshot, ids),
        _dissemination(snapshot, project_id), named(evaluations.sort("evaluation_id"), snapshot, "instrument_id"),
    )  # fmt: skip


def _findings(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    wanted = rows.select(
        "finding_id", "text_nb", pl.coalesce("text_en", "text_nb").alias("text_en"), "outcome", "direction", "estimate",
        "interval_low", "interval_high", "unit_nb", "population_nb", "design_as_written_nb", "applicability", "instrument_id",
        "reported_date",
    )  # fmt: skip
    return named(wanted, snapshot, "instrument_id")


def _uses(snapshot: Snapshot, ids: list[str]) -> pl.DataFrame:
    rows = among(snapshot, "finding_use", "finding_id", ids).select(
        "finding_use_id", "finding_id", "instrument_id", "organisation_id", "used_date", "text_nb"
    )
    return named(named(rows.sort("used_date", "finding_use_id"), snapshot, "instrument_id"), snapshot, "organisation_id")


def _recommendations(snapshot: Snapshot, ids: list[str]) -> pl.DataFrame:
    rows = among(snapshot, "recommendation", "finding_id", ids).select(
        "recommendation_id", "finding_id", "text_nb", "owner_id", "raised_date", "due_date", "done_date", "rejected_date",
        "rejected_reason_nb",
    )  # fmt: skip
    return named(
        rows.with_columns(state=recommendation_state(snapshot.as_of)).sort("raised_date", "recommendation_id"),
        snapshot,
        "owner_id",
        "owner",
    )


def _dissemination(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    handed = own(snapshot, "deliverable", project_id).filter(pl.col("delivered_date").is_not_null())
    is_final = handed.get_column("kind") == "final_report"
    first = (handed.filter(is_final) if is_final.any() else handed).get_column("delivered_date").min()
    report = pl.lit(first, dtype=pl.Date())
    rows = own(snapshot, "dissemination", project_id).select(
        "dissemination_id", "channel", "title_nb", "workplace_fit", "planned_date", "done_date", "url", "plan_line_id",
        days_from_report=(pl.col("done_date") - report).dt.total_days(),
    )  # fmt: skip
    return rows.sort(pl.coalesce("done_date", "planned_date"), "dissemination_id", nulls_last=True)
