"""How strong the knowledge from each study is on the Maryland scale: now, and expected when the work is done."""

from __future__ import annotations

import polars as pl

from analytics.evidence.designs import SYNTHESIS, design_lines
from data.snapshot import Snapshot

#: What is known of a level: a number, that the design says nothing about effect, that it is too early, or nothing.
STATES: tuple[str, ...] = ("level", "none", "not_yet", "unknown")
#: The levels that belong to each scale, lowest first.
LEVELS_OF: dict[str, tuple[str, ...]] = {
    "sms": ("none", "1", "2", "3", "4", "5"),
    "risk_of_bias": ("low", "some", "high"),
    "grade": ("very_low", "low", "moderate", "high"),
}


def project_levels(snapshot: Snapshot) -> pl.DataFrame:
    """The level of every project: the rows of `study_levels` that are projects.

    Returns:
        One row a project: `project_id` and the columns of `study_levels`, but for the owner.
        The level is about the design, not about the size of an effect, and a high level is not a good result.
    """
    rows = study_levels(snapshot).filter(pl.col("owner_kind") == "project")
    return rows.rename({"owner_id": "project_id"}).drop("owner_kind", "ceiling", "is_capped")


def study_levels(snapshot: Snapshot) -> pl.DataFrame:
    """The level of every project, and of every evaluation that is not one of the projects.

    The level is the lowest of the raters' latest assessments on the Maryland scale, and never above the level that the design
    starts at. Where nobody has assessed the expected level, it is what the design can give at most. A design without a
    starting level, or the assessment "none", says nothing about effect: that is not a zero. So does an evaluation that is
    stated not to answer on effect, whatever its design. A main design that has no start of its own (such as follow-along
    work) starts where its part on effect does: the highest start among the designs of its rows in `study`; a synthesis
    does not, since it inherits from the studies that it sums up. A design that is only told by its group (such as
    "experiment") has no level of its own, and cannot be rated above the highest of the group: unknown.

    Returns:
        One row a piece of work: `owner_kind` ("project" or "evaluation") and `owner_id`; `level_now` and `level_expected` (1
        to 5; empty without a number); `state_now` and `state_expected` (one of `STATES`; `not_yet` only for now);
        `is_assessed_now`, `is_assessed_expected` (else from the design); `raters_disagree` (of the latest assessments of the
        same kind); `design_start` (1 to 5; empty without); `ceiling` (the level that no rating may pass; empty when it is
        not known or there is none); `is_capped` (a rating was above it).
        The level is about the design, not about the size of an effect, and a high level is not a good result.
    """
    joined = _owners(snapshot)
    latest = _latest(snapshot)
    keys = ["owner_kind", "owner_id"]
    for name, wanted in (("now", False), ("expected", True)):
        joined = joined.join(_lowest(latest.filter(pl.col("expected") == wanted), name), on=keys, how="left")
    return _levels(joined).sort(keys, descending=[True, False])


def owner_columns(evaluations: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
    """Whose a row with `project_id` and `evaluation_id` is: an evaluation that is a project's is that project.

    Args:
        evaluations: the table `evaluation`.
    """
    own = evaluations.filter(pl.col("project_id").is_not_null())
    ids = dict(own.select("evaluation_id", "project_id").iter_rows())
    project = pl.coalesce("project_id", pl.col("evaluation_id").replace_strict(ids, default=None, return_dtype=pl.String))
    kind = pl.when(project.is_not_null()).then(pl.lit("project")).otherwise(pl.lit("evaluation"))
    return kind.alias("owner_kind"), pl.coalesce(project, "evaluation_id").alias("owner_id")


def _owners(snapshot: Snapshot) -> pl.DataFrame:
    """Every piece of work with its design, where that starts and what it cannot pass."""
    evaluations = snapshot.table("evaluation")
    projects = snapshot.table("project").select(
        owner_kind=pl.lit("project"), owner_id="project_id", design_id="design_id", not_on_effect=pl.lit(False)
    )
    others = evaluations.filter(pl.col("project_id").is_null()).select(
        owner_kind=pl.lit("evaluation"), owner_id="evaluation_id", design_id="design_id",
        not_on_effect=(pl.col("addresses_effect") == "no").fill_null(False),
    )  # fmt: skip
    designs = _designs(snapshot.table("tag"))
    parts = (
        snapshot.table("study")
        .select(*owner_columns(evaluations), "design_id")
        .join(designs.select("design_id", "own_start"), on="design_id")
        .group_by("owner_kind", "owner_id")
        .agg(part_start=pl.col("own_start").max())
    )
    rows = pl.concat([projects, others]).join(designs, on="design_id", how="left")
    rows = rows.join(parts, on=["owner_kind", "owner_id"], how="left")
    is_synthesis = pl.col("is_synthesis").fill_null(False)
    start = pl.coalesce("own_start", pl.when(~is_synthesis).then("part_start"))
    return rows.with_columns(
        design_start=pl.when(~pl.col("not_on_effect")).then(start), is_group=pl.col("is_group").fill_null(False)
    ).with_columns(ceiling=pl.coalesce("design_start", pl.when(~pl.col("not_on_effect")).then("group_start")))


def _designs(tags: pl.DataFrame) -> pl.DataFrame:
    """Every design with its own start, the highest start below it, and whether it is a synthesis of other studies."""
    children = tags.filter(pl.col("sms_start").is_not_null() & pl.col("parent_id").is_not_null())
    below = children.group_by("parent_id").agg(group_start=pl.col("sms_start").max())
    rows = tags.join(below, left_on="tag_id", right_on="parent_id", how="left")
    return rows.select(
        "group_start",
        design_id=pl.col("tag_id"),
        own_start=pl.col("sms_start"),
        is_group=pl.col("group_start").is_not_null(),
        is_synthesis=pl.col("tag_id").is_in([tag for tag, line in design_lines(tags).items() if SYNTHESIS in line]),
    )


def _latest(snapshot: Snapshot) -> pl.DataFrame:
    """The last assessment of each rater of a piece of work, for now and for what is expected.

    A level that does not belong to the scale is no assessment.
    """
    rows = snapshot.table("evidence_assessment").filter(
        pl.col("instrument_id").is_null() & (pl.col("scale") == "sms") & pl.col("level").is_in(LEVELS_OF["sms"])
    )
    return (
        rows.with_columns(*owner_columns(snapshot.table("evaluation")), expected=pl.col("is_expected").fill_null(False))
        .sort("assessed_date", "assessment_id")
        .unique(["owner_kind", "owner_id", "expected", "rater"], keep="last", maintain_order=True)
        .select("owner_kind", "owner_id", "expected", "level", number=pl.col("level").cast(pl.Int64, strict=False))
    )


def _lowest(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    says_none = (pl.col("level") == "none").any()
    return rows.group_by("owner_kind", "owner_id").agg(
        pl.when(~says_none).then(pl.col("number").min()).alias(f"rated_{name}"),
        says_none.alias(f"none_{name}"),
        (pl.col("level").n_unique() > 1).alias(f"differ_{name}"),
        pl.col("number").max().alias(f"highest_{name}"),
    )


def _levels(joined: pl.DataFrame) -> pl.DataFrame:
    start, has_design = pl.col("design_start"), pl.col("design_id").is_not_null()
    says_nothing = (has_design & start.is_null() & ~pl.col("is_group")) | pl.col("not_on_effect")
    found = joined
    for name in ("now", "expected"):
        rated = pl.min_horizontal(f"rated_{name}", "ceiling")
        rated = pl.when(pl.col(f"rated_{name}").is_not_null()).then(rated)
        if name == "expected":
            rated = pl.coalesce(rated, pl.when(pl.col("none_expected").is_null()).then(start))
        is_none = pl.col(f"none_{name}").fill_null(False) | says_nothing
        level = pl.when(~is_none).then(rated)
        rest = (
            pl.lit("unknown")
            if name == "expected"
            else pl.when(has_design | start.is_not_null()).then(pl.lit("not_yet")).otherwise(pl.lit("unknown"))
        )
        state = pl.when(is_none).then(pl.lit("none")).when(level.is_not_null()).then(pl.lit("level")).otherwise(rest)
        found = found.with_columns(level.alias(f"level_{name}"), state.alias(f"state_{name}"))
        found = found.with_columns(pl.col(f"none_{name}").is_not_null().alias(f"is_assessed_{name}"))
    disagree = pl.col("differ_now").fill_null(False) | pl.col("differ_expected").fill_null(False)
    highest = pl.max_horizontal("highest_now", "highest_expected")
    capped = (highest > pl.col("ceiling")) | (says_nothing & highest.is_not_null())
    return found.select(
        "owner_kind", "owner_id", "level_now", "state_now", "is_assessed_now", "level_expected", "state_expected",
        "is_assessed_expected", raters_disagree=disagree, design_start=start, ceiling="ceiling",
        is_capped=capped.fill_null(False),
    )  # fmt: skip
