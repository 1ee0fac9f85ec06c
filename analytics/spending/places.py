"""Which priority area each krone of the ledger concerns; the parts add up to the ledger exactly."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.split import placements, split_amounts
from data.snapshot import Snapshot

#: Where a krone lies: in an area, in a project or line that does not say its area, or outside the areas by its nature.
PLACES: tuple[str, ...] = ("area", "unknown", "operation")


def placed_parts(snapshot: Snapshot, parts: pl.DataFrame) -> pl.DataFrame:
    """The parts of the ledger split over priority areas.

    A project's kroner are split by its shares of the areas, by largest remainder, so that they add up to the part to the krone
    (to the øre where the part has øre). Money without a project follows the area of its plan line, if its budget line has one.

    Args:
        snapshot: the programme on a day.
        parts: from `analytics.spending.states.state_parts`.

    Returns:
        `year`, `state`, `category`, `area_id` (empty when there is none), `place` (one of `PLACES`) and `amount_nok`, summed.
        `operation` is money for operation and administration without an area; `unknown` is other money whose area is not given.
    """
    numbered = parts.with_row_index("part").with_columns(pl.col("part").cast(pl.String))
    split = pl.concat([_of_projects(snapshot, numbered), _of_lines(snapshot, numbered)])
    is_operation = pl.col("area_id").is_null() & (pl.col("category") == "operation")
    place = pl.when(pl.col("area_id").is_not_null()).then(pl.lit("area")).when(is_operation).then(pl.lit("operation"))
    keys = ("year", "state", "category", "area_id", "place")
    placed = split.with_columns(place=place.otherwise(pl.lit("unknown")))
    return placed.group_by(*keys).agg(pl.col("amount_nok").sum()).sort(*keys, nulls_last=True)


_COLUMNS = ("year", "state", "category", "area_id", "amount_nok")


def _of_projects(snapshot: Snapshot, parts: pl.DataFrame) -> pl.DataFrame:
    own = parts.filter(pl.col("project_id").is_not_null())
    shares = placements(snapshot, own.get_column("project_id").unique())
    weights = shares.group_by("project_id", "area_id").agg(pl.col("weight").sum(), pl.col("weight_sum").first())
    placed = own.select("part", "project_id").join(weights, on="project_id").select(
        project_id="part", area_id="area_id", question_kind=pl.lit(None, pl.String), weight="weight", weight_sum="weight_sum"
    )  # fmt: skip
    split = split_amounts(placed, own.select(project_id="part", amount_nok="amount_nok"))
    named = split.select(part="project_id", area_id="area_id", amount_nok="amount_nok")
    return named.join(own.select("part", "year", "state", "category"), on="part").select(_COLUMNS)


def _of_lines(snapshot: Snapshot, parts: pl.DataFrame) -> pl.DataFrame:
    """Money that names no project: by the area of the plan line that its budget line stands on."""
    areas = snapshot.table("action_plan_line").select("plan_line_id", "area_id")
    lines = snapshot.table("budget_line").sort("decided_date", "version").select("line_no", "year", "plan_line_id").drop_nulls()
    last = lines.unique(["line_no", "year"], keep="last", maintain_order=True).join(areas, on="plan_line_id")
    own = parts.filter(pl.col("project_id").is_null())
    return own.join(last.select("line_no", "year", "area_id"), on=["line_no", "year"], how="left").select(_COLUMNS)
