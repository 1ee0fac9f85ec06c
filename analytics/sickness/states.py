"""What there is of a figure, in words: complete, part of a year, masked, missing, not yet published, and so on.

Also when figures are published, and the rule by which a difference is called lower or higher.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import polars as pl

from analytics.result import parameter
from analytics.sickness.lines import Line, SeriesChoice
from analytics.sickness.series import ALL_INDUSTRIES, Break, breaks, last_quarter, quarter_at, quarters_of
from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_end, quarter_index, quarter_of
from domain.text import Text, say

StateCode = Literal[
    "complete", "incomplete", "broken", "provisional", "masked", "missing", "not_applicable", "not_found", "not_published",
    "not_fetched", "ended", "before_start", "no_series",
]  # fmt: skip
Direction = Literal["lower", "higher", "same"]

#: Kinds of breaks after which figures cannot be compared with those before. A real change can.
_BREAKING = ("method", "definition", "error")
_YEAR_QUARTERS = 4
_SSB = "SSB"


@dataclass(frozen=True, slots=True)
class DataState:
    """What there is of a figure: a code, and the same in words for the reader."""

    code: StateCode
    text: Text


@dataclass(frozen=True, slots=True)
class Release:
    """When the figures of a period come.

    Attributes:
        is_announced: whether the publisher has said the day; else it follows from the rule of days after the period.
    """

    period: str
    day: date
    is_announced: bool


def state(snapshot: Snapshot, on: Line, period: str) -> DataState:
    """What there is of a period of a line, the one thing that a reader must know first.

    Args:
        snapshot: the programme on a day.
        on: the line, as `analytics.sickness.lines.line` gives it.
        period: a period of the line's rhythm, or a year of a quarterly line.
    """
    return states(snapshot, on, period)[0]


def states(snapshot: Snapshot, on: Line, period: str) -> tuple[DataState, ...]:
    """All that is to be said of a period of a line, the most important first. Never empty.

    A year of a quarterly line is judged by its four quarters: fewer than four are "n av 4 kvartaler", and no mean of the
    year may be shown. A break is told for the quarter it begins in and for the year it lies in.
    """
    if not on.points:
        return (DataState("no_series", say("states.no_series")),)
    if on.rhythm == "quarter" and not is_quarter(period):
        return _year_states(snapshot, on, period)
    point = on.points.get(period)
    if point is None:
        return (_absent(snapshot, on, period),)
    if point.value is None:
        code: StateCode = "masked" if point.state == "masked" else "missing"
        code = "not_applicable" if point.state == "not_applicable" else code
        return (DataState(code, say(f"states.{code}", publisher=point.publisher)),)
    provisional = [DataState("provisional", say("states.provisional"))] if point.state == "provisional" else []
    found = [*provisional, *_broken(snapshot, on, [period])]
    return tuple(found) or (DataState("complete", say("states.complete")),)


def _year_states(snapshot: Snapshot, on: Line, year: str) -> tuple[DataState, ...]:
    quarters = quarters_of(year)
    known = [quarter for quarter in quarters if quarter in on.values]
    if len(known) < _YEAR_QUARTERS:
        lacking = [quarter for quarter in quarters if quarter not in known]
        reasons = {item.code: item for item in (states(snapshot, on, quarter)[0] for quarter in lacking)}
        if not known and len(reasons) == 1:
            return (states(snapshot, on, quarters[-1])[0],)
        text = say("states.incomplete", n=len(known), of=_YEAR_QUARTERS, periods=lacking)
        return (DataState("incomplete", text), *reasons.values())
    provisional = any(on.points[quarter].state == "provisional" for quarter in quarters)
    found = [DataState("provisional", say("states.provisional_year"))] if provisional else []
    found += _broken(snapshot, on, quarters)
    return (*found,) or (DataState("complete", say("states.complete_year")),)


def _broken(snapshot: Snapshot, on: Line, quarters: list[str]) -> list[DataState]:
    if not all(is_quarter(quarter) for quarter in quarters):
        return []
    found = breaks_of(snapshot, on.choice, quarters[0], quarters[-1])
    return [
        DataState("broken", say("states.broken", period=item.from_period, title=Text(item.title_nb, item.title_en)))
        for item in found if item.kind in _BREAKING
    ]  # fmt: skip


def _absent(snapshot: Snapshot, on: Line, period: str) -> DataState:
    """Why a period has no point: ended, not begun, not published, not fetched, or not found."""
    first, *_, last = [next(iter(on.points)), *on.points]
    if period < first:
        return DataState("before_start", say("states.before_start", first=first))
    if period < last:
        return DataState("not_found", say("states.not_found"))
    ended = _end_of(snapshot, on.choice, period)
    if ended is not None:
        return DataState("ended", say("states.ended", last=last, title=Text(ended.title_nb, ended.title_en)))
    publisher = on.points[last].publisher
    release = release_of(snapshot, period, _SSB if publisher != "NAV" else publisher)
    if release is None:
        return DataState("not_fetched", say("states.not_fetched_undated", last=last))
    if release.day > snapshot.as_of:
        how = "announced" if release.is_announced else "by_rule"
        return DataState("not_published", say(f"states.not_published_{how}", day=release.day))
    how = "announced" if release.is_announced else "by_rule"
    return DataState("not_fetched", say(f"states.not_fetched_{how}", day=release.day))


def _end_of(snapshot: Snapshot, choice: SeriesChoice, period: str) -> Break | None:
    quarter = last_quarter(period) if period[:4].isdigit() and (len(period) == 4 or is_quarter(period)) else None
    if quarter is None:
        return None
    ends = [item for item in breaks_of(snapshot, choice, "1900K1", quarter) if item.kind == "end"]
    return ends[-1] if ends else None


def breaks_of(snapshot: Snapshot, choice: SeriesChoice, first: str, last: str) -> tuple[Break, ...]:
    """Breaks known on the day that concern a series, between two quarters, in order.

    Those of its adjustment, of its type of certification, and of industries where it is a group of them.
    """
    more = [choice.absence_type] if choice.absence_type != "total" else []
    more += ["industry"] if choice.industry_code != ALL_INDUSTRIES else []
    rows = snapshot.table("series_break").filter(pl.col("scope").is_in(more)).sort("from_period", "break_id")
    columns = ("from_period", "scope", "kind", "title_nb", "title_en", "effect_nb")
    own = [Break(*row) for row in rows.select(columns).iter_rows()]
    span = range(quarter_index(first), quarter_index(last) + 1)
    inside = [item for item in own if is_quarter(item.from_period) and quarter_index(item.from_period) in span]
    found = [*breaks(snapshot, choice.adjustment, first, last), *inside]
    return tuple(sorted(found, key=lambda item: quarter_index(item.from_period)))


def release_of(snapshot: Snapshot, period: str, publisher: str = _SSB) -> Release | None:
    """When a quarter or year comes: the day announced, else the usual number of days after its end; None for others.

    A year comes with its last quarter.
    """
    return _release(period, _announced(snapshot, publisher), parameter(snapshot, "absence_release_lag_days"))


def _announced(snapshot: Snapshot, publisher: str) -> dict[str, date]:
    """The last day announced for each period."""
    rows = snapshot.table("statistic_release").filter(pl.col("publisher") == publisher).sort("release_date")
    return dict(rows.select("period", "release_date").iter_rows())


def _release(period: str, announced: Mapping[str, date], lag: float | None) -> Release | None:
    if not is_quarter(period) and not (len(period) == 4 and period.isdigit()):
        return None
    for name in (period, last_quarter(period)):
        if name in announced:
            return Release(period, announced[name], True)
    if lag is None:
        return None
    return Release(period, quarter_end(last_quarter(period)) + timedelta(days=int(lag)), False)


def next_release(snapshot: Snapshot, publisher: str = _SSB, rhythm: str = "quarterly") -> Release | None:
    """The first release after the snapshot's day of a quarterly or yearly statistic; None where no rule applies."""
    return next((item for item in _releases(snapshot, publisher, rhythm) if item.day > snapshot.as_of), None)


def last_release(snapshot: Snapshot, publisher: str = _SSB, rhythm: str = "quarterly") -> Release | None:
    """The last release up to the snapshot's day: the newest period that should be out. None where no rule applies."""
    out = [item for item in _releases(snapshot, publisher, rhythm) if item.day <= snapshot.as_of]
    return max(out, key=lambda item: item.period, default=None)


def _releases(snapshot: Snapshot, publisher: str, rhythm: str) -> list[Release]:
    """Releases of the periods around the snapshot's day, in order."""
    if rhythm not in ("quarterly", "yearly"):
        return []
    now = quarter_index(quarter_of(snapshot.as_of))
    periods: Iterable[str] = (quarter_at(index) for index in range(now - 8, now + 3))
    if rhythm == "yearly":
        periods = (str(year) for year in range(snapshot.as_of.year - 3, snapshot.as_of.year + 2))
    announced, lag = _announced(snapshot, publisher), parameter(snapshot, "absence_release_lag_days")
    found = (_release(period, announced, lag) for period in periods)
    return sorted((item for item in found if item is not None), key=lambda item: (item.day, item.period))


def direction(snapshot: Snapshot, difference_pp: Decimal | None) -> Direction | None:
    """Whether a difference in per cent of sick leave is lower, higher or the same within the tolerance; None for unknown."""
    if difference_pp is None:
        return None
    tolerance = parameter(snapshot, "absence_tolerance_pp")
    if difference_pp == 0 or (tolerance is not None and abs(difference_pp) < Decimal(str(tolerance))):
        return "same"
    return "higher" if difference_pp > 0 else "lower"


def direction_text(snapshot: Snapshot, difference_pp: Decimal | None) -> Text:
    """The direction in a word or two; says so when the difference is not known."""
    return say(f"states.direction.{direction(snapshot, difference_pp) or 'unknown'}")


def direction_rule(snapshot: Snapshot) -> Text:
    """The rule behind `direction`, with its threshold, to stand beside the verdict."""
    tolerance = parameter(snapshot, "absence_tolerance_pp")
    if tolerance is None:
        return say("states.rule.no_tolerance")
    return say("states.rule.tolerance", tolerance=Decimal(str(tolerance)))
