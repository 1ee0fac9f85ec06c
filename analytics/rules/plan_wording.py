"""Findings that are worded stronger than their design bears (8.1 on designs that can answer questions of effect, and 10)."""

from __future__ import annotations

import polars as pl

from analytics.evidence.levels import study_levels
from analytics.evidence.wording import bears_causal_words, causal_level, causal_words, excludes_no_difference
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import own
from data.snapshot import Snapshot

_HIT = {"record_id": pl.String(), "project_id": pl.String(), "words": pl.String(), "level": pl.Int64(), "needed": pl.Int64()}


def _findings(snapshot: Snapshot) -> pl.DataFrame:
    """The findings of the programme's projects and of evaluations, each with `level` (the highest its design can have)."""
    found = study_levels(snapshot)
    levels = found.filter(pl.col("owner_kind") == "project").select(project_id="owner_id", project_level="level_now")
    known = pl.coalesce("level_now", "level_expected").alias("evaluation_level")
    evaluations = found.filter(pl.col("owner_kind") == "evaluation").select(known, evaluation_id="owner_id")
    ours = own(snapshot, "project").get_column("project_id").implode()
    rows = snapshot.table("finding").filter(pl.col("evaluation_id").is_not_null() | pl.col("project_id").is_in(ours))
    return (
        rows.join(levels, on="project_id", how="left").join(evaluations, on="evaluation_id", how="left")
        .with_columns(level=pl.coalesce("project_level", "evaluation_level").cast(pl.Int64)).sort("finding_id")
    )  # fmt: skip


def check_wording(snapshot: Snapshot) -> Found:
    """Findings that say that something led to something, where the design or the interval does not bear it."""
    needed, rows = causal_level(snapshot), _findings(snapshot)
    if needed is None:
        return Found(0, (), len(rows))
    hits: dict[str, list[dict[str, object]]] = {"no_level": [], "message": [], "interval": []}
    for row in rows.iter_rows(named=True):
        words = causal_words(row["text_nb"], "nb") or causal_words(row["text_en"], "en")
        excludes = excludes_no_difference(row["interval_low"], row["interval_high"], row["unit_nb"])
        if not words or bears_causal_words(row["level"], needed, excludes):
            continue
        hit = {"record_id": row["finding_id"], "project_id": row["project_id"], "words": words[0].lower(), "level": row["level"],
               "needed": int(needed)}  # fmt: skip
        if row["level"] is None:
            hits["no_level"].append(hit)
        else:
            hits["interval" if row["level"] >= needed else "message"].append(hit)
    groups = tuple(Group(name, "consider", "finding", pl.DataFrame(found, schema=_HIT)) for name, found in hits.items())
    return Found(len(rows), groups)


RULES: tuple[PlanRule, ...] = (
    PlanRule("finding_wording", "consider", "finding", ("text_nb",), ("8.1", "10"),
             ("finding", "project", "evaluation", "evidence_assessment", "tag", "parameter"), check_wording),
)  # fmt: skip
