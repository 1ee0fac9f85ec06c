"""Own seasonal adjustment of a series, and the dates at which its level shifts, with known events beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from analytics.sickness.lines import Line
from analytics.sickness.models.break_dates import TRIMMING, Dating, dating
from analytics.sickness.models.break_tests import UD_MAX, BreakTests, break_tests, date_intervals
from analytics.sickness.models.runs import Floats, NotEnoughData, Run, longest, quarter_at, runs
from analytics.sickness.models.stl import Adjusted, Agreement, adjusted, agreement
from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_index, quarter_of
from domain.text import Text

#: A segment of fewer quarters is a passing swing and no level.
SHORTEST_QUARTERS = 8
#: Events this many quarters from a shift, or fewer, stand beside it.
NEAR_QUARTERS = 2
#: Other shortest segments, as shares of the series, that show how far the dates depend on it.
OTHER_TRIMMINGS = (0.10, 0.20)
EventKind = Literal["break", "agreement_signed"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something known that lies near a shift in time. Nearness in time is all that is said.

    Attributes:
        period: the quarter.
        kind: a break of the series as its publisher tells it, or the signing of an agreement.
        break_kind: as in the code list `break_kind`, for breaks.
    """

    period: str
    kind: EventKind
    title: Text
    break_kind: str | None = None


@dataclass(frozen=True)
class Shift:
    """A shift of the level.

    Attributes:
        last_before, first_after: the quarters on either side.
        before, after: geometric mean of the adjusted figures in the segments on either side.
        low, high: the interval of `last_before`; None when the date is not determined well enough.
        is_at_edge: whether the date is the first or last one that the shortest segment allows.
        events: what lies near.
    """

    last_before: str
    first_after: str
    before: float
    after: float
    low: str | None
    high: str | None
    is_at_edge: bool
    events: tuple[Event, ...]


@dataclass(frozen=True)
class LevelShifts:
    """The shifts of a series, or why there are none to show.

    Attributes:
        adjusted: own seasonal adjustment; None when the series is adjusted by its publisher.
        agreement: that against the publisher's own adjusted figures, which are `published`.
        first, last: the quarters that were looked at: the longest unbroken run.
        shifts: by BIC.
        by_lwz: how many LWZ chooses.
        tests: None when they could not be made.
        others: shortest segment in per cent, and the quarters before the shifts it gives.
    """

    adjusted: Adjusted | None
    agreement: Agreement | None
    published: Mapping[str, float]
    why_not: NotEnoughData | None
    first: str | None = None
    last: str | None = None
    shifts: tuple[Shift, ...] = ()
    by_lwz: int | None = None
    tests: BreakTests | None = None
    others: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def trimming_pct(self) -> int:
        """The shortest segment in per cent of the series."""
        return round(TRIMMING * 100)

    @property
    def ud_max_critical(self) -> float:
        """The value that UDmax exceeds by chance in 5 of 100 series without a shift."""
        return UD_MAX


def level_shifts(snapshot: Snapshot, line: Line, published: Line | None, scopes: Iterable[str]) -> LevelShifts:
    """The dates at which the level of a series shifts.

    Args:
        snapshot: the programme on a day.
        line: the series.
        published: the publisher's own adjusted series of the same, where `line` is unadjusted; None when it is adjusted.
        scopes: breaks of these scopes may stand beside a shift.
    """
    own = adjusted(line.values) if published is not None else None
    theirs = {period: float(value) for period, value in published.values.items()} if published else {}
    compared = agreement(own, theirs) if own else None
    run = longest(runs(line.values if own is None else own.values))
    if run is None:
        return LevelShifts(own, compared, theirs, (own.not_enough if own else None) or NotEnoughData("no_values"))
    if (run.values <= 0).any():
        return LevelShifts(own, compared, theirs, NotEnoughData("non_positive"))
    logs = np.log(run.values)
    found = _dating(logs, TRIMMING)
    first, last = quarter_at(run.first), quarter_at(run.last)
    if not isinstance(found, Dating):
        return LevelShifts(own, compared, theirs, found, first, last)
    return LevelShifts(
        own, compared, theirs, None, first, last, _shifts(run, logs, found, _events(snapshot, scopes)),
        len(found.chosen_lwz.ends), break_tests(logs, found), _others(run, logs),
    )  # fmt: skip


def _dating(logs: Floats, trimming: float) -> Dating | NotEnoughData:
    return dating(logs, min_length=max(math.floor(len(logs) * trimming), SHORTEST_QUARTERS))


def _shifts(run: Run, logs: Floats, found: Dating, events: tuple[Event, ...]) -> tuple[Shift, ...]:
    ends = found.chosen.ends
    edges = [0, *ends, len(logs)]
    allowed = (found.min_length, len(logs) - found.min_length)
    made = []
    for place, (end, span) in enumerate(zip(ends, date_intervals(logs, ends), strict=True)):
        before, after = (float(np.exp(logs[edges[i] : edges[i + 1]].mean())) for i in (place, place + 1))
        low, high = (None, None) if span is None else (quarter_at(run.first + at - 1) for at in span)
        near = tuple(item for item in events if abs(quarter_index(item.period) - (run.first + end)) <= NEAR_QUARTERS)
        made.append(
            Shift(quarter_at(run.first + end - 1), quarter_at(run.first + end), before, after, low, high, end in allowed, near)
        )
    return tuple(made)


def _others(run: Run, logs: Floats) -> tuple[tuple[int, tuple[str, ...]], ...]:
    made = []
    for trimming in OTHER_TRIMMINGS:
        found = _dating(logs, trimming)
        if isinstance(found, Dating):
            made.append((round(trimming * 100), tuple(quarter_at(run.first + end - 1) for end in found.chosen.ends)))
    return tuple(made)


def _events(snapshot: Snapshot, scopes: Iterable[str]) -> tuple[Event, ...]:
    """Breaks as their publisher tells them, and the signing of agreements, known on the day; by time."""
    told = snapshot.table("series_break").filter(pl.col("scope").is_in(list(scopes)))
    found = [
        Event(period, "break", Text(nb, en), kind)
        for period, kind, nb, en in told.select("from_period", "kind", "title_nb", "title_en").iter_rows()
        if is_quarter(period)
    ]
    signed = snapshot.table("agreement").filter(pl.col("signed_date").is_not_null())
    found += [
        Event(quarter_of(day), "agreement_signed", Text(nb, en))
        for day, nb, en in signed.select("signed_date", "name_nb", "name_en").iter_rows()
    ]
    return tuple(sorted(found, key=lambda item: (quarter_index(item.period), item.kind, item.title.nb)))
