"""Every finding with what it concerns, how strong the design behind it is, where it is from, and what it has led to."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.evidence.finding_levels import source_levels
from analytics.evidence.recommendations import recommendation_rows, with_instruments
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.project_rows import named
from data.snapshot import Snapshot

#: Whether a finding is of the programme's own work, or of another evaluation of the agreement.
ORIGINS: tuple[str, ...] = ("programme", "other")
#: How a finding may be read, given its kind and the design behind it.
READINGS: tuple[str, ...] = (
    "not_effect", "says_nothing", "level_1", "level_2", "level_3", "level_4", "level_5", "not_assessed", "unknown",
)  # fmt: skip
#: Directions that tell of a difference or of none; any other finding is not on effect.
EFFECT_DIRECTIONS: tuple[str, ...] = ("lower", "higher", "no_difference", "mixed")
#: What is stated of the size: nothing; a number without bounds, or with one of them; a number with both; bounds only.
SIZES: tuple[str, ...] = ("none", "no_interval", "half_interval", "interval", "interval_only")
NOTHING: Any = pl.lit([], dtype=pl.List(pl.String))


def finding_rows(snapshot: Snapshot) -> pl.DataFrame:
    """One row a finding that is reported on the day, the newest first.

    Returns:
        `finding_id`, `text_nb`, `text_en` (as recorded), `outcome`, `direction`, `is_effect`; `estimate`, `interval_low`,
        `interval_high` (95 per cent), `unit_nb`, `size_state` (of `SIZES`), `spans_zero` (whether the interval holds both a
        decrease and an increase; empty without an interval); `population_nb`, `design_as_written_nb`, `applicability`
        ("not_assessed" when nothing is stated); `instrument_id`, `instrument_nb`, `instrument_en`; `project_id` (own, or of the
        evaluation), `evaluation_id`, `origin` (of `ORIGINS`), `origin_nb`, `origin_en` (title of where it is from);
        `area_ids`, `question_kinds` (of the project); `reported_date`; `source_id`, `source_title`, `source_url`, `source_place`;
        `level` (1 to 5), `level_state`, `ceiling` (as `source_levels` gives them, and "none" where the finding is not on
        effect), `reading` (of `READINGS`); `uses`, `used_date` (the first), `used_nb`, `used_en`; `recommendation_ids`;
        `follow_ups`; `note`; `is_example`.
        A direction is what the study reports. It is not a verdict on an instrument, and says nothing about the programme.
    """
    rows = _placed(snapshot)
    for part in (_used(snapshot), _recommended(snapshot), _followed(snapshot)):
        rows = rows.join(part, on="finding_id", how="left", maintain_order="left")
    lists = [
        pl.col(name).fill_null(NOTHING) for name in ("area_ids", "question_kinds", "used_nb", "used_en", "recommendation_ids")
    ]
    counts = [pl.col(name).fill_null(0).cast(pl.Int64) for name in ("uses", "follow_ups")]
    return rows.with_columns(*lists, *counts).sort("reported_date", "finding_id", descending=[True, False])


def _placed(snapshot: Snapshot) -> pl.DataFrame:
    """The findings with names, place, source and level."""
    evaluations = snapshot.table("evaluation").select(
        "evaluation_id", of_evaluation="project_id", evaluation_nb="title_nb", payer="payer"
    )
    own = of_programme(snapshot.table("project"), current_programme(snapshot)).get_column("project_id")
    titles = snapshot.table("project").select("project_id", project_nb="title_nb", project_en="title_en")
    sources = snapshot.table("source").select("source_id", source_title="title", source_url="url")
    rows = snapshot.table("finding").join(evaluations, on="evaluation_id", how="left")
    rows = rows.join(_levels(snapshot, rows), on="finding_id", how="left")
    rows = rows.with_columns(project_id=pl.coalesce("project_id", "of_evaluation"))
    for part, key in ((titles, "project_id"), (sources, "source_id"), (_of_project(snapshot), "project_id")):
        rows = rows.join(part, on=key, how="left")
    is_own = pl.col("project_id").is_in(own.implode()) | (pl.col("payer") == "programme").fill_null(False)
    applicability, origin = pl.col("applicability").fill_null("not_assessed"), ("programme", "other")
    told = with_instruments(rows, snapshot).with_columns(
        applicability,
        text_en=pl.coalesce("text_en", "text_nb"),
        origin=pl.when(is_own.fill_null(False)).then(pl.lit(origin[0])).otherwise(pl.lit(origin[1])),
        origin_nb=pl.coalesce("evaluation_nb", "project_nb", "project_id", "evaluation_id"),
        origin_en=pl.coalesce("evaluation_nb", "project_en", "project_nb", "project_id", "evaluation_id"),
        is_example=pl.col("is_example").fill_null(False),
        size_state=_size_state(),
        spans_zero=(pl.col("interval_low") <= 0) & (pl.col("interval_high") >= 0),
    )
    return told.with_columns(reading=_reading()).select(*_COLUMNS)


_COLUMNS = (
    "finding_id", "text_nb", "text_en", "outcome", "direction", "is_effect", "estimate", "interval_low", "interval_high",
    "unit_nb", "size_state", "spans_zero", "population_nb", "design_as_written_nb", "applicability", "instrument_id",
    "instrument_nb", "instrument_en", "project_id", "evaluation_id", "origin", "origin_nb", "origin_en", "area_ids",
    "question_kinds", "reported_date", "source_id", "source_title", "source_url", "source_place", "level", "level_state",
    "ceiling", "reading", "note", "is_example",
)  # fmt: skip


def _levels(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """`finding_id`, `is_effect`, `level`, `level_state` and `ceiling`: of the project or evaluation that reports the finding."""
    levels = source_levels(snapshot)
    of = ("level", "state", "ceiling")
    by_project = levels.filter(pl.col("project_id").is_not_null()).select("project_id", *of)
    by_evaluation = levels.filter(pl.col("evaluation_id").is_not_null()).select(
        "evaluation_id", *(pl.col(name).alias(f"{name}_e") for name in of)
    )
    joined = rows.select("finding_id", "project_id", "evaluation_id", "direction").join(by_project, on="project_id", how="left")
    joined = joined.join(by_evaluation, on="evaluation_id", how="left")
    is_effect = pl.col("direction").is_in(EFFECT_DIRECTIONS).fill_null(False)
    state = pl.coalesce("state", "state_e").fill_null("unknown")
    return joined.select(
        "finding_id",
        is_effect=is_effect,
        level=pl.when(is_effect).then(pl.coalesce("level", "level_e")),
        level_state=pl.when(is_effect).then(state).otherwise(pl.lit("none")),
        ceiling=pl.when(is_effect).then(pl.coalesce("ceiling", "ceiling_e")),
    )


def _of_project(snapshot: Snapshot) -> pl.DataFrame:
    areas = snapshot.table("project_area").select("project_id", "area_id").drop_nulls()
    kinds = snapshot.table("project_question").select("project_id", "question_kind").drop_nulls()
    both = areas.group_by("project_id").agg(area_ids=pl.col("area_id").unique().sort())
    asked = kinds.group_by("project_id").agg(question_kinds=pl.col("question_kind").unique().sort())
    return both.join(asked, on="project_id", how="full", coalesce=True)


def _size_state() -> pl.Expr:
    has, low, high = (pl.col(name).is_not_null() for name in ("estimate", "interval_low", "interval_high"))
    return (
        pl.when(has & low & high).then(pl.lit("interval")).when(low & high).then(pl.lit("interval_only"))
        .when(low | high).then(pl.lit("half_interval")).when(has).then(pl.lit("no_interval")).otherwise(pl.lit("none"))
    )  # fmt: skip


def _reading() -> pl.Expr:
    """How the finding may be read: never more than the level allows."""
    by_level = pl.format("level_{}", pl.col("level").clip(1, 5))
    return (
        pl.when(~pl.col("is_effect")).then(pl.lit("not_effect"))
        .when(pl.col("level_state") == "none").then(pl.lit("says_nothing"))
        .when(pl.col("level_state") == "level").then(by_level).otherwise("level_state")
    )  # fmt: skip


def use_rows(snapshot: Snapshot) -> pl.DataFrame:
    """One row a use of a finding, the oldest first: `finding_use_id`, `finding_id`, ids and names of the instrument and the
    organisation, `used_date`, `text_nb`. That a finding is used says nothing about whether the use had an effect."""
    rows = snapshot.table("finding_use").sort("used_date", "finding_use_id")
    told = named(with_instruments(rows, snapshot), snapshot, "organisation_id")
    return told.select(
        "finding_use_id", "finding_id", "instrument_id", "instrument_nb", "instrument_en", "organisation_id", "organisation_nb",
        "organisation_en", "used_date", "text_nb", pl.col("is_example").fill_null(False),
    )  # fmt: skip


def follow_up_rows(snapshot: Snapshot) -> pl.DataFrame:
    """One row a way of following up: `finding_follow_up_id`, `finding_id`, `text_nb`, `data_nb`, `organisation_id` with its
    name, `described_date`."""
    rows = named(snapshot.table("finding_follow_up"), snapshot, "organisation_id").sort("described_date", "finding_follow_up_id")
    return rows.select(
        "finding_follow_up_id", "finding_id", "text_nb", "data_nb", "organisation_id", "organisation_nb", "organisation_en",
        "described_date", pl.col("is_example").fill_null(False),
    )  # fmt: skip


def _used(snapshot: Snapshot) -> pl.DataFrame:
    """By finding: how often and since when it is used, and by whom or in what."""
    return use_rows(snapshot).group_by("finding_id", maintain_order=True).agg(
        uses=pl.len(), used_date=pl.col("used_date").min(),
        **{f"used_{lang}": pl.coalesce(f"organisation_{lang}", f"instrument_{lang}").drop_nulls().unique(maintain_order=True)
           for lang in ("nb", "en")},
    )  # fmt: skip


def _recommended(snapshot: Snapshot) -> pl.DataFrame:
    rows = recommendation_rows(snapshot).drop_nulls("finding_id").sort("recommendation_id")
    return rows.group_by("finding_id", maintain_order=True).agg(recommendation_ids="recommendation_id")


def _followed(snapshot: Snapshot) -> pl.DataFrame:
    return follow_up_rows(snapshot).group_by("finding_id").agg(follow_ups=pl.len())
