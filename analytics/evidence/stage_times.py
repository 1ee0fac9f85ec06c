"""How long evaluations stand in each stage, and how long the programme's own work has taken from call to published report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import polars as pl

from analytics.evidence.gates import Gate
from analytics.evidence.stages import LADDER, Evaluation, Step
from analytics.portfolio.procurement_calls import calls_of
from analytics.portfolio.procurement_contracts import contracts_of, windows
from analytics.portfolio.programme import current_programme, of_programme
from data.snapshot import Snapshot

#: The way from a call to a published report, in order.
LEGS: tuple[str, ...] = ("procurement", "to_start", "work", "sign_off", "publication")
#: Whose durations are counted from: every project, or those with a design that can say something about effect.
TRACKS: tuple[str, ...] = ("effect", "all")
#: The route that a new study normally is bought by.
_ROUTE = "competition"


@dataclass(frozen=True, slots=True)
class Days:
    """Observed days: `count` of them, with median, shortest and longest; None when there are none."""

    count: int
    median: float | None
    shortest: int | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class StageTime:
    """One stage of the ladder.

    Attributes:
        standing: evaluations that stand in it on the day.
        so_far: of those, the days since the stage was reached; `unknown` of them have no date or only a year.
        finished: days in the stage of all evaluations that have left it for a later one with both dates known.
    """

    stage: str
    standing: int
    so_far: Days
    unknown: int
    finished: Days


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of the way, as the programme itself has used time on it."""

    track: str
    leg: str
    days: Days
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Start:
    """When a part of the way must begin to be ready for a gate.

    Attributes:
        by_median: the day by the medians of this and the later parts; None when one of them has too little data.
        by_shortest, by_longest: the same by the shortest and the longest that were observed.
        days_left: from the day of the snapshot to `by_median`; below zero the day has passed.
    """

    gate_id: str
    track: str
    leg: str
    by_median: date | None
    by_shortest: date | None
    by_longest: date | None
    days_left: int | None


def days_of(values: Iterable[int]) -> Days:
    """Median, shortest and longest of days."""
    found = sorted(values)
    return Days(len(found), float(median(found)), found[0], found[-1]) if found else Days(0, None, None, None)


def stage_times(evaluations: Sequence[Evaluation], as_of: date) -> tuple[StageTime, ...]:
    """Every stage of the ladder: how many evaluations stand in it and for how long, and how long others stood in it.

    An evaluation on which nothing has happened stands in `planned` from the day it was listed. Dates known to the year only
    give no days. Cancelled evaluations are left out.
    """
    live = [evaluation for evaluation in evaluations if evaluation.is_live]
    finished: dict[str, list[int]] = {}
    for evaluation in live:
        for stage, days in _stays(evaluation):
            finished.setdefault(stage, []).append(days)
    found = []
    for stage in LADDER:
        since = [_since(evaluation) for evaluation in live if evaluation.status == stage]
        known = [(as_of - day).days for day in since if day is not None]
        found.append(StageTime(stage, len(since), days_of(known), len(since) - len(known), days_of(finished.get(stage, []))))
    return tuple(found)


def _since(evaluation: Evaluation) -> date | None:
    if evaluation.status_date is None:
        return evaluation.registered_date
    return None if evaluation.status_precision == "year" else evaluation.status_date


def _stays(evaluation: Evaluation) -> list[tuple[str, int]]:
    """Days between steps that follow on each other and are known more exactly than to the year."""
    reached: list[tuple[date, Step]] = [
        (s.actual_date, s) for s in evaluation.steps if s.actual_date is not None and s.stage in LADDER
    ]
    pairs = pairwise(reached)
    return [
        (one.stage, (later - day).days) for (day, one), (later, two) in pairs
        if one.stage != two.stage and "year" not in (one.date_precision, two.date_precision) and later >= day
    ]  # fmt: skip


def legs_of(snapshot: Snapshot, effect_ids: Sequence[str], least: float | None) -> tuple[Leg, ...]:
    """The days of each part of the way, for every project and for those on effect.

    From registration to contract (calls in competition that ended in a contract), from contract to start, from start to the
    delivered final report, from delivery to sign-off, and from sign-off to publication. Days below zero are left out. Buying,
    sign-off and publication do not depend on the design: both tracks count all of them.

    Args:
        snapshot: gives the programme's projects.
        effect_ids: the projects on effect.
        least: so many observations are enough; None is one.
    """
    times = _project_days(snapshot)
    buying = _procurement_days(snapshot)
    found = []
    for track in TRACKS:
        for leg in LEGS:
            rows = times if track == "all" or leg not in ("to_start", "work") else times.filter(
                pl.col("project_id").is_in(list(effect_ids))
            )  # fmt: skip
            values = buying if leg == "procurement" else [day for day in rows.get_column(leg).drop_nulls() if day >= 0]
            days = days_of(values)
            found.append(Leg(track, leg, days, days.count >= max(least or 1, 1)))
    return tuple(found)


def _procurement_days(snapshot: Snapshot) -> list[int]:
    calls = calls_of(snapshot, contracts_of(snapshot, windows(snapshot)))
    rows = calls.filter((pl.col("status") == "contracted") & (pl.col("route") == _ROUTE))
    days = rows.select((pl.col("contracted_date") - pl.col("registered_date")).dt.total_days().alias("days"))
    return [day for day in days.get_column("days").drop_nulls() if day >= 0]


def _project_days(snapshot: Snapshot) -> pl.DataFrame:
    projects = of_programme(snapshot.table("project"), current_programme(snapshot)).filter(pl.col("stopped_date").is_null())
    contracts = snapshot.table("contract").filter(pl.col("project_id").is_not_null())
    signed = contracts.group_by("project_id").agg(pl.col("signed_date").min())
    reports = (
        snapshot.table("deliverable")
        .filter((pl.col("kind") == "final_report") & pl.col("project_id").is_not_null())
        .sort("delivered_date", "deliverable_id", nulls_last=True)
        .unique("project_id", keep="first", maintain_order=True)
        .select("project_id", "delivered_date", "signed_off_date", "published_date")
    )
    rows = projects.join(signed, on="project_id", how="left").join(reports, on="project_id", how="left")
    steps = {
        "to_start": ("signed_date", "started_date"), "work": ("started_date", "delivered_date"),
        "sign_off": ("delivered_date", "signed_off_date"), "publication": ("signed_off_date", "published_date"),
    }  # fmt: skip
    days = {name: (pl.col(until) - pl.col(since)).dt.total_days() for name, (since, until) in steps.items()}
    return rows.select("project_id", **days).sort("project_id")


def starts_of(gate: Gate, legs: Sequence[Leg], as_of: date) -> tuple[Start, ...]:
    """When each part of the way must begin for a report to be public at a gate, counted backwards from its first possible day.

    The medians of the parts are added, which is not the median of the whole way; so are the shortest and the longest. From
    the first part with too little data and backwards no day is given.
    """
    found = []
    for track in TRACKS:
        days: list[Days] = []
        for leg in reversed([leg for leg in legs if leg.track == track]):
            days.append(leg.days)
            is_known = all(part.is_enough for part in legs if part.track == track and part.leg in LEGS[LEGS.index(leg.leg) :])
            found.append(_start(gate, track, leg.leg, days if is_known else None, as_of))
    order = {leg: place for place, leg in enumerate(LEGS)}
    return tuple(sorted(found, key=lambda start: (TRACKS.index(start.track), order[start.leg])))


def _start(gate: Gate, track: str, leg: str, days: list[Days] | None, as_of: date) -> Start:
    if days is None:
        return Start(gate.gate_id, track, leg, None, None, None, None)
    end = gate.span[0]
    middle = end - timedelta(days=round(sum(part.median or 0 for part in days)))
    shortest = end - timedelta(days=sum(part.shortest or 0 for part in days))
    longest = end - timedelta(days=sum(part.longest or 0 for part in days))
    return Start(gate.gate_id, track, leg, middle, shortest, longest, (middle - as_of).days)
