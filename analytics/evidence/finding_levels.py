"""What the design behind each finding says about effect: the level of its project or evaluation, and how it may be read."""

from __future__ import annotations

import polars as pl

from analytics.evidence.levels import owner_columns, study_levels
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
    levels = study_levels(snapshot).select(
        "owner_kind", "owner_id", level=pl.col("level_now").cast(pl.Int64), ceiling=pl.col("design_start").cast(pl.Int64),
        state=pl.when((pl.col("state_now") == "unknown") & pl.col("design_start").is_not_null()).then(pl.lit("not_assessed"))
        .otherwise(pl.col("state_now").replace({"not_yet": "not_assessed"})),
    )  # fmt: skip
    evaluations = snapshot.table("evaluation")
    owners = evaluations.select("evaluation_id", *owner_columns(evaluations))
    of_evaluations = owners.join(levels, on=["owner_kind", "owner_id"]).with_columns(project_id=pl.lit(None, pl.String))
    of_projects = levels.filter(pl.col("owner_kind") == "project").rename({"owner_id": "project_id"})
    columns = ("project_id", "evaluation_id", "level", "ceiling", "state")
    return pl.concat(
        [of_projects.with_columns(evaluation_id=pl.lit(None, pl.String)).select(columns), of_evaluations.select(columns)]
    )
