"""How a project is placed in the coverage matrix, and how its money is split so that the parts add up."""

from __future__ import annotations

import polars as pl

from data.snapshot import Snapshot

#: Shares are given in per cent with at most two digits that matter; thirds such as 33.33 add up to 99.99.
_PARTS_PER_PCT = 100
_WHOLE = 100 * _PARTS_PER_PCT
_ROUNDING_PARTS = 10


def placements(snapshot: Snapshot, project_ids: pl.Series) -> pl.DataFrame:
    """Where the projects lie: one row per project, area and question, with the share of the project there.

    A project's share of a cell is its share of the area times its share of the question. What is not given (no shares
    at all, or shares that add up to less than 100) lies under an empty area or question: unknown is not zero. Shares
    that add up to more than 100 are scaled down.

    Returns:
        `project_id`, `area_id`, `question_kind`, `weight` (a whole number) and `weight_sum` (of the project's rows).
    """
    wanted = pl.DataFrame({"project_id": project_ids})
    areas = _with_rest(wanted, snapshot.table("project_area"), "area_id").rename({"parts": "area_parts"})
    questions = _with_rest(wanted, snapshot.table("project_question"), "question_kind").rename({"parts": "question_parts"})
    both = areas.join(questions, on="project_id", how="inner")
    return both.select(
        "project_id",
        "area_id",
        "question_kind",
        weight=pl.col("area_parts") * pl.col("question_parts"),
    ).with_columns(weight_sum=pl.col("weight").sum().over("project_id"))


def split_amounts(placed: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """Split each project's amount over its placements, so that the parts add up to the amount exactly.

    Largest remainder: each part is rounded down, and what is left over is given to the parts that lost most, one unit
    each; equal losses go to the placement that comes first by area and question. The unit is a krone when the amount
    is in whole kroner, else an øre.

    Args:
        placed: from `placements`.
        amounts: `project_id` and `amount_nok`; an empty amount is unknown and stays so.

    Returns:
        `placed` with `amount_nok` (exact; empty when the project's amount is unknown).
    """
    joined = placed.join(amounts, on="project_id", how="left")
    ore = (pl.col("amount_nok") * 100).cast(pl.Int64)
    units = joined.with_columns(unit=pl.when(ore % 100 == 0).then(100).otherwise(1)).with_columns(units=ore // pl.col("unit"))
    product = pl.col("units").cast(pl.Int128) * pl.col("weight").cast(pl.Int128)
    whole = pl.col("weight_sum").cast(pl.Int128)
    parts = units.with_columns(part=(product // whole).cast(pl.Int64), lost=(product % whole).cast(pl.Int64))
    ordered = parts.sort(
        "project_id", "lost", "area_id", "question_kind", descending=[False, True, False, False], nulls_last=True
    )
    left = pl.col("units") - pl.col("part").sum().over("project_id")
    rank = pl.int_range(pl.len()).over("project_id")
    final = (pl.col("part") + (rank < left).cast(pl.Int64)) * pl.col("unit")
    return ordered.with_columns(amount_nok=from_ore(final)).select(*placed.columns, "amount_nok")


def from_ore(ore: pl.Expr) -> pl.Expr:
    """Whole øre as exact kroner with two digits."""
    return (ore.cast(pl.Decimal(18, 2)) / pl.lit(100).cast(pl.Decimal(18, 2))).cast(pl.Decimal(18, 2))


def _with_rest(wanted: pl.DataFrame, shares: pl.DataFrame, column: str) -> pl.DataFrame:
    parts = (pl.col("share_pct").fill_null(0) * _PARTS_PER_PCT).round(0).cast(pl.Int64)
    given = shares.join(wanted, on="project_id", how="semi").select("project_id", column, parts=parts).filter(pl.col("parts") > 0)
    sums = given.group_by("project_id").agg(pl.col("parts").sum())
    rest = wanted.join(sums, on="project_id", how="left").select(
        "project_id", pl.lit(None, dtype=pl.String).alias(column), parts=_WHOLE - pl.col("parts").fill_null(0)
    )
    return pl.concat([given, rest.filter(pl.col("parts") > _ROUNDING_PARTS)])


def split_rows(placed: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Split each placement equally over the rows that its project is linked to; without a link it keeps its place whole.

    Every part of the money is a whole number of kroner where the placement is one, else of øre; what cannot be shared
    equally goes to the rows that come first by id, one unit each. So the parts of a placement add up to it exactly, and
    the columns of a matrix hold the same money whatever its rows are.

    Args:
        placed: one row per project, `area_id` and `question_kind`, with `share` and `amount_nok`.
        links: `project_id` and `row_id`, once each.

    Returns:
        `placed` with `row_id` (empty without a link), one row for each link.
    """
    joined = placed.join(links, on="project_id", how="left").sort("project_id", "row_id", "area_id", "question_kind")
    place = ["project_id", "area_id", "question_kind"]
    count, order = pl.len().over(place), pl.int_range(pl.len()).over(place)
    ore = (pl.col("amount_nok") * 100).cast(pl.Int64)
    unit = pl.when(ore % 100 == 0).then(100).otherwise(1)
    parts = joined.with_columns(count=count, order=order, ore=ore, unit=unit).with_columns(units=pl.col("ore") // pl.col("unit"))
    part = pl.col("units") // pl.col("count") + (pl.col("order") < pl.col("units") % pl.col("count")).cast(pl.Int64)
    return parts.with_columns(
        share=pl.col("share") / pl.col("count"), amount_nok=from_ore(part * pl.col("unit"))
    ).drop("count", "order", "ore", "unit", "units")  # fmt: skip
