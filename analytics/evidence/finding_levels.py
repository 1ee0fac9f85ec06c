"""What the design behind each finding says about effect: the level of its project or evaluation, and how it may be read."""

from __future__ import annotations

import polars as pl

from analytics.evidence.levels import project_levels
from data.snapshot import Snapshot

#: What is known of the level behind a finding: a number; that the design says nothing about effect; that nobody has rated it
#: (then `ceiling` is the most that the design can give); or that the design is not stated.
LEVEL_STATES: tuple[str, ...] = ("level", "none", "not_assessed", "unknown")
#: Values of a filter on the level, strongest first.
LEVELS: tuple[str, ...] = ("5", "4", "3", "2", "1", "none", "not_assessed", "unknown")


def source_levels(snapshot: Snapshot) -> pl.DataFrame:
    """The level of every project and evaluation that findings may come from.

    Returns:
        One row each: `project_id` or `evaluation_id`, `level` (1 to 5; empty without a number), `state` (of `LEVEL_STATES`) and
        `ceiling` (the level that the design starts at; empty without). A level is about the design, never about the size of a
        result, and not assessed is neither low nor zero.
    """
    projects = project_levels(snapshot).select(
        "project_id", pl.lit(None, pl.String).alias("evaluation_id"), level="level_now", ceiling="design_start",
        state=pl.col("state_now").replace({"not_yet": "not_assessed"}),
    )  # fmt: skip
    whole = pl.concat([projects, _evaluations(snapshot).select(projects.columns)], how="vertical_relaxed")
    return whole.with_columns(pl.col("level", "ceiling").cast(pl.Int64))


def _evaluations(snapshot: Snapshot) -> pl.DataFrame:
    """An evaluation has the lowest of its raters' last assessments, never above the level that its design starts at."""
    tags = snapshot.table("tag")
    groups = tags.filter(pl.col("sms_start").is_not_null()).get_column("parent_id").drop_nulls()
    designs = tags.select(design_id="tag_id", ceiling="sms_start", is_group=pl.col("tag_id").is_in(groups.implode()))
    rated = (
        snapshot.table("evidence_assessment")
        .filter(pl.col("evaluation_id").is_not_null() & (pl.col("scale") == "sms") & ~pl.col("is_expected").fill_null(False))
        .sort("assessed_date", "assessment_id")
        .unique(["evaluation_id", "rater"], keep="last", maintain_order=True)
        .group_by("evaluation_id")
        .agg(rated=pl.col("level").cast(pl.Int64, strict=False).min(), says_none=(pl.col("level") == "none").any())
    )
    rows = snapshot.table("evaluation").select("evaluation_id", "design_id").join(designs, on="design_id", how="left")
    joined = rows.join(rated, on="evaluation_id", how="left")
    has_design = pl.col("is_group").is_not_null()
    is_none = pl.col("says_none").fill_null(False) | (has_design & pl.col("ceiling").is_null() & ~pl.col("is_group"))
    level = pl.when(~is_none & pl.col("rated").is_not_null()).then(pl.min_horizontal("rated", "ceiling"))
    state = (
        pl.when(is_none).then(pl.lit("none")).when(level.is_not_null()).then(pl.lit("level"))
        .when(pl.col("ceiling").is_not_null()).then(pl.lit("not_assessed")).otherwise(pl.lit("unknown"))
    )  # fmt: skip
    return joined.select(pl.lit(None, pl.String).alias("project_id"), "evaluation_id", "ceiling", level=level, state=state)
