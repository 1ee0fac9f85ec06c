"""What has to be known to follow long and repeated sick leave and drop-out: what is found of it, and who could tell the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from analytics.sickness.distributions import Distribution
from analytics.sickness.durations import Above
from analytics.sickness.told import is_old, newest_end, told
from data.snapshot import Snapshot
from domain.text import Text, say

NeedState = Literal["fresh", "old", "not_found", "not_defined", "cannot_be_made"]

#: Indicators of the agreement that are told by series of their own, once there are any.
_OF_AGREEMENT = ("drop_out", "industry_target")
_AAP = r"(?i)\bAAP\b|arbeidsavklaring"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that has to be known.

    Attributes:
        state: fresh, old, not found, not defined (no indicator or limit is set), or not to be made from what is found.
        period: the newest period found.
        note: more about the state; empty when there is none.
        source: who publishes it, or would have to be asked.
    """

    key: str
    state: NeedState
    period: str | None
    name: Text
    note: Text
    source: Text


def needs(
    snapshot: Snapshot,
    periods: Mapping[str, str | None],
    durations: Iterable[Distribution],
    limit_days: int | None,
    lag: float | None,
) -> tuple[Need, ...]:
    """What the second priority area and the agreement's aim of less drop-out need, in the order of the page.

    Args:
        snapshot: the programme on a day.
        periods: the newest period found for each part of the page.
        durations: the divisions by duration.
        limit_days: sick leave longer than this is called long; None when no limit is recorded.
        lag: days from the end of a period until its figures are usually published.
    """

    def found(key: str, period: str | None) -> Need:
        state: NeedState = "not_found" if period is None else "old" if is_old(period, snapshot.as_of, lag) else "fresh"
        return _need(key, state, period)

    sick_pay = _last_period(snapshot, pl.col("indicator") == "sick_pay_days")
    aap = _last_period(snapshot, pl.col("indicator_nb").str.contains(_AAP) | pl.col("title_nb").str.contains(_AAP))
    return (
        found("duration", periods["duration"]), _long_share(snapshot, list(durations), limit_days, lag),
        found("recurrence", periods["recurrence"]), found("graded", periods["graded"]), found("sick_pay", sick_pay),
        found("exhausted", periods["exhausted"]), found("aap", aap), found("diagnosis", periods["diagnosis"]),
        found("weekly", periods["weekly"]), *(_of_agreement(snapshot, indicator, lag) for indicator in _OF_AGREEMENT),
    )  # fmt: skip


def first_above(durations: Iterable[Distribution], limit_days: int) -> tuple[Distribution, Above] | None:
    """The newest division that gives the share above the limit from whole groups, or None."""
    made = ((item, item.above(limit_days)) for item in durations)
    return next(((item, above) for item, above in made if above.share_pct is not None), None)


def limit_name(limit_days: int) -> Text:
    """A limit in weeks when it is a whole number of them, else in days."""
    if limit_days % 7 == 0:
        return say("long_term.limit.weeks", n=limit_days // 7)
    return say("long_term.limit.days", n=limit_days)


def _long_share(snapshot: Snapshot, durations: list[Distribution], limit_days: int | None, lag: float | None) -> Need:
    if limit_days is None:
        return _need("long_share", "not_defined", None, note=say("long_term.need.no_limit"), limit=say("long_term.limit.none"))
    limit = limit_name(limit_days)
    made = first_above(durations, limit_days)
    if made is None:
        state: NeedState = "cannot_be_made" if durations else "not_found"
        return _need("long_share", state, None, note=say("long_term.need.whole_groups"), limit=limit)
    period = made[0].latest.period
    return _need("long_share", "old" if is_old(period, snapshot.as_of, lag) else "fresh", period, limit=limit)


def _of_agreement(snapshot: Snapshot, indicator: str, lag: float | None) -> Need:
    """An indicator of the agreement; without a number in any target known on the day it is not defined."""
    period = _last_period(snapshot, pl.col("indicator") == indicator)
    if period is not None:
        return _need(indicator, "old" if is_old(period, snapshot.as_of, lag) else "fresh", period)
    targets = snapshot.table("target").filter(pl.col("indicator") == indicator)
    if targets.filter(pl.col("is_quantified")).is_empty():
        key = "unquantified" if len(targets) else "no_target"
        return _need(indicator, "not_defined", None, note=say(f"long_term.need.{key}"))
    return _need(indicator, "not_found", None)


def _last_period(snapshot: Snapshot, condition: pl.Expr) -> str | None:
    lines = told(snapshot, snapshot.table("series").filter(condition.fill_null(False)))
    return newest_end(line.last_period for line in lines if line.last_period)


def _need(key: str, state: NeedState, period: str | None, *, note: Text | None = None, limit: Text | None = None) -> Need:
    name = say(f"long_term.need.{key}.name", limit=limit) if limit else say(f"long_term.need.{key}.name")
    return Need(key, state, period, name, note or Text("", ""), say(f"long_term.need.{key}.source"))
