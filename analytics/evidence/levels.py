"""How strong the knowledge from each project is on the Maryland scale: now, and expected when the work is done."""

from __future__ import annotations

import polars as pl

from data.snapshot import Snapshot

#: What is known of a level: a number, that the design says nothing about effect, that it is too early, or nothing.
STATES: tuple[str, ...] = ("level", "none", "not_yet", "unknown")


def project_levels(snapshot: Snapshot) -> pl.DataFrame:
    """The level of every project.

    The level is the lowest of the raters' latest assessments on the Maryland scale, and never above the level that the main
    design starts at. Where nobody has assessed the expected level, it is what the design can give at most. A design without a
    starting level, or the assessment "none", says nothing about effect: that is not a zero. A design that is only told by its
    group (such as "experiment") has no level of its own: unknown.

    Returns:
        One row a project: `project_id`; `level_now` and `level_expected` (1 to 5; empty without a number); `state_now` and
        `state_expected` (one of `STATES`; `not_yet` only for now); `is_assessed_now`, `is_assessed_expected` (else from the
        design); `raters_disagree` (of the latest assessments of the same kind); `design_start` (1 to 5; empty without).
        The level is about the design, not about the size of an effect, and a high level is not a good result.
    """
    tags = snapshot.table("tag")
    groups = tags.filter(pl.col("sms_start").is_not_null() & pl.col("parent_id").is_not_null()).get_column("parent_id").unique()
    designs = tags.select(
        design_id=pl.col("tag_id"), design_start=pl.col("sms_start"), is_group=pl.col("tag_id").is_in(groups.implode())
    )
    projects = snapshot.table("project").select("project_id", "design_id").join(designs, on="design_id", how="left")
    latest = _latest(snapshot)
    joined = projects
    for name, wanted in (("now", False), ("expected", True)):
        joined = joined.join(_lowest(latest.filter(pl.col("expected") == wanted), name), on="project_id", how="left")
    return _levels(joined).sort("project_id")


def _latest(snapshot: Snapshot) -> pl.DataFrame:
    """The last assessment of each rater of a project, for now and for what is expected."""
    rows = snapshot.table("evidence_assessment").filter(pl.col("project_id").is_not_null() & (pl.col("scale") == "sms"))
    return (
        rows.with_columns(expected=pl.col("is_expected").fill_null(False))
        .sort("assessed_date", "assessment_id")
        .unique(["project_id", "expected", "rater"], keep="last", maintain_order=True)
        .select("project_id", "expected", "level", number=pl.col("level").cast(pl.Int64, strict=False))
    )


def _lowest(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    says_none = (pl.col("level") == "none").any()
    return rows.group_by("project_id").agg(
        pl.when(~says_none).then(pl.col("number").min()).alias(f"rated_{name}"),
        says_none.alias(f"none_{name}"),
        (pl.col("level").n_unique() > 1).alias(f"differ_{name}"),
    )


def _levels(joined: pl.DataFrame) -> pl.DataFrame:
    start, has_design = pl.col("design_start"), pl.col("design_id").is_not_null()
    says_nothing = has_design & start.is_null() & ~pl.col("is_group").fill_null(False)
    found = joined
    for name in ("now", "expected"):
        rated = pl.min_horizontal(f"rated_{name}", "design_start")
        if name == "expected":
            rated = pl.coalesce(rated, pl.when(pl.col("none_expected").is_null()).then(start))
        is_none = pl.col(f"none_{name}").fill_null(False) | says_nothing
        level = pl.when(~is_none & (pl.col(f"rated_{name}").is_not_null() | pl.lit(name == "expected"))).then(rated)
        rest = (
            pl.lit("unknown") if name == "expected" else pl.when(has_design).then(pl.lit("not_yet")).otherwise(pl.lit("unknown"))
        )
        state = pl.when(is_none).then(pl.lit("none")).when(level.is_not_null()).then(pl.lit("level")).otherwise(rest)
        found = found.with_columns(level.alias(f"level_{name}"), state.alias(f"state_{name}"))
        found = found.with_columns(pl.col(f"none_{name}").is_not_null().alias(f"is_assessed_{name}"))
    disagree = pl.col("differ_now").fill_null(False) | pl.col("differ_expected").fill_null(False)
    return found.select(
        "project_id", "level_now", "state_now", "is_assessed_now", "level_expected", "state_expected", "is_assessed_expected",
        raters_disagree=disagree, design_start=start,
    )  # fmt: skip
