"""How much of the money meets how many of the general priorities; the parts add up to the contracts exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from analytics.portfolio.split import placements, split_amounts
from data.snapshot import Snapshot

#: Projects of which only some of the priorities are assessed, and of which none is: how many they meet is not known.
PARTIAL, NONE = "partial", "none"


@dataclass(frozen=True, slots=True)
class Step:
    """The counted projects that meet one number of priorities.

    Attributes:
        key: the number in digits; `partial` or `none` where not every priority is assessed.
        met: the number; None where it is not known.
        projects, amount_nok, amount_unknown: met only; contract sums without value added tax, and how many have none.
        partly_projects, partly_amount_nok: the same when "partly met" is counted as met.
    """

    key: str
    met: int | None
    projects: int
    amount_nok: Decimal
    amount_unknown: int
    partly_projects: int
    partly_amount_nok: Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """Where every krone of the contracts is; the parts add up to the total. Kroner without value added tax."""

    total_nok: Decimal
    counted_nok: Decimal
    excluded_nok: Decimal
    stopped_nok: Decimal
    coming_nok: Decimal
    without_project_nok: Decimal


def numbers_met(scores: pl.DataFrame, priorities: int) -> pl.DataFrame:
    """How many priorities each project meets.

    Args:
        scores: `project_id` and `state`, one row for each priority of a project.
        priorities: how many there are.

    Returns:
        `project_id`, `met`, `partly`, `assessed` (counts), and `step` and `step_partly`: the key of its `Step`, met only
        and with "partly met" counted.
    """
    counts = scores.group_by("project_id").agg(
        met=(pl.col("state") == "met").sum().cast(pl.Int64),
        partly=(pl.col("state") == "partly").sum().cast(pl.Int64),
        assessed=(pl.col("state") != "not_assessed").sum().cast(pl.Int64),
    )
    return counts.with_columns(
        step=_step(pl.col("met"), priorities), step_partly=_step(pl.col("met") + pl.col("partly"), priorities)
    )


def _step(number: pl.Expr, priorities: int) -> pl.Expr:
    return (
        pl.when(pl.col("assessed") == 0)
        .then(pl.lit(NONE))
        .when(pl.col("assessed") < priorities)
        .then(pl.lit(PARTIAL))
        .otherwise(number.cast(pl.String))
    )


def step_keys(priorities: int) -> tuple[str, ...]:
    """Every step, also those without projects: all met first, down to 0, then what is not fully assessed."""
    return (*(str(number) for number in range(priorities, -1, -1)), PARTIAL, NONE)


def steps_of(counted: pl.DataFrame, priorities: int) -> tuple[Step, ...]:
    """The steps of the counted projects; their amounts add up to the amount of all of them.

    Args:
        counted: `step`, `step_partly` and `amount_nok`, one row a project.
    """
    if not priorities:
        return ()
    groups = counted.group_by("step").agg(pl.len(), pl.col("amount_nok").sum(), unknown=pl.col("amount_nok").is_null().sum())
    found = {key: (count, amount, unknown) for key, count, amount, unknown in groups.iter_rows()}
    wide = counted.group_by("step_partly").agg(pl.len(), pl.col("amount_nok").sum())
    with_partly = {key: (count, amount) for key, count, amount in wide.iter_rows()}
    steps = []
    for key in step_keys(priorities):
        count, amount, unknown = found.get(key, (0, 0, 0))
        number = int(key) if key.isdigit() else None
        partly_count, partly_amount = with_partly.get(key, (0, 0))
        steps.append(Step(key, number, count, Decimal(amount), unknown, partly_count, Decimal(partly_amount)))
    return tuple(steps)


def steps_by_area(snapshot: Snapshot, counted: pl.DataFrame) -> pl.DataFrame:
    """The same by priority area, with each project's amount split by its shares so that the areas add up exactly.

    Returns:
        `area_id` (empty for what has no area), `step`, `projects` (each whole in every area it concerns) and
        `amount_nok`; combinations that occur.
    """
    amounts = counted.select("project_id", "amount_nok")
    split = split_amounts(placements(snapshot, counted.get_column("project_id")), amounts)
    joined = split.join(counted.select("project_id", "step"), on="project_id")
    groups = joined.group_by("area_id", "step").agg(
        projects=pl.col("project_id").n_unique().cast(pl.Int64), amount_nok=pl.col("amount_nok").sum()
    )
    return groups.sort("area_id", "step", nulls_last=True)


def money_of(snapshot: Snapshot, projects: pl.DataFrame) -> Money:
    """Every contract once, by what its project is."""
    contracts = snapshot.table("contract").select("project_id", "amount_nok")
    roles = contracts.join(projects.select("project_id", "role"), on="project_id", how="left")
    sums = {role: Decimal(amount) for role, amount in roles.group_by("role").agg(pl.col("amount_nok").sum()).iter_rows()}
    parts = (sums.get(role, Decimal(0)) for role in ("counted", "excluded", "stopped", "coming", None))
    return Money(sum(sums.values(), Decimal(0)), *parts)
