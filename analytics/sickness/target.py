"""Sick leave against the target: the level, the path and the difference, in one measure at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.result import Basis, parameter
from analytics.sickness import json_form, words
from analytics.sickness.goal import MEASURES, Goal, Point, Track, default_measure, goal, path_value, track
from analytics.sickness.json_form import number
from analytics.sickness.observed import Observation
from analytics.sickness.series import Break, breaks, last_quarter, missing_quarters, pandemic_quarters, period_is_over, quarter_at
from data.snapshot import Snapshot, Source
from domain.errors import UserError
from domain.periods import quarter_index
from domain.text import Text, say

Verdict = Literal["on_path", "over", "under", "cannot_say"]
#: How many quarters before the baseline period a figure starts: the level the baseline is read against.
_LEAD_IN_QUARTERS = 8
_TABLES = ("target", "target_outcome", "observation", "series_break")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a source has reported against the target, in the measure the source used."""

    measure: str
    from_period: str | None
    to_period: str
    kind: str
    value: Decimal | None
    words_nb: str | None
    reported_by: str | None
    reported_date: date | None


@dataclass(frozen=True, slots=True)
class PathPoint:
    """The straight line from baseline to target at the end of a quarter. Not a forecast."""

    period: str
    value: Decimal


@dataclass(frozen=True)
class AbsenceTarget:
    """Sick leave of employees 16-69 against the target of the agreement, in per cent of agreed man-days.

    One measure; the target level belongs to it. Reaching a target is not the same as an effect of the agreement, and
    nothing here can say whether the programme has changed sick leave.

    Attributes:
        track: the measure shown. `goal` is None when no quantified target is known on the day.
        latest: the newest value that may be compared, or None.
        newest_incomplete: the newest quarter when it has no four-quarter mean yet, or None.
        own_series_ended: the last quarter found in the target's own measure, when others are found later; else None.
        crosses_methods: whether the latest value and the baseline are by different methods.
        tracks: every measure, whether or not it can be compared.
    """

    basis: Basis
    goal: Goal | None
    track: Track
    tracks: Mapping[str, Track]
    latest: Point | None
    newest_incomplete: Point | None
    own_series_ended: str | None
    tolerance_pp: Decimal | None
    path: tuple[PathPoint, ...]
    breaks: tuple[Break, ...]
    pandemic: tuple[str, str | None] | None
    outcomes: tuple[Outcome, ...]
    crosses_methods: bool

    @property
    def measure(self) -> str:
        """The adjustment of the measure shown, as in the code list `adjustment`."""
        return self.track.measure

    @property
    def path_value(self) -> Decimal | None:
        """The path at the quarter of the latest value."""
        return path_value(self.track, self.goal, self.latest.period) if self.goal and self.latest else None

    @property
    def deviation_pp(self) -> Decimal | None:
        """The latest value less the path at its quarter, in percentage points; None when either is unknown."""
        return _less(self.latest, self.path_value)

    @property
    def from_baseline_pp(self) -> Decimal | None:
        """The latest value less the baseline, in percentage points."""
        return _less(self.latest, self.track.baseline_value)

    @property
    def from_target_pp(self) -> Decimal | None:
        """The latest value less the target level, in percentage points."""
        return _less(self.latest, self.track.target_value)

    @property
    def reported_change_pct(self) -> Decimal | None:
        """The change from the baseline that a source reports for the latest quarter in the same measure, in per cent."""
        if self.goal is None or self.latest is None:
            return None
        wanted = (self.measure, self.goal.baseline_period, self.latest.period, "change_pct")
        fitting = [o.value for o in self.outcomes if (o.measure, o.from_period, o.to_period, o.kind) == wanted]
        return fitting[-1] if fitting else None

    @property
    def is_path_over(self) -> bool:
        """Whether the latest value is from the period the target was set for, or later."""
        if self.goal is None or self.latest is None:
            return False
        return quarter_index(self.latest.period) >= quarter_index(last_quarter(self.goal.path_end))

    @property
    def verdict(self) -> Verdict:
        """Where the latest value lies against the path, within the tolerance."""
        if self.deviation_pp is None:
            return "cannot_say"
        if self.deviation_pp == 0 or abs(self.deviation_pp) < (self.tolerance_pp or Decimal(0)):
            return "on_path"
        return "over" if self.deviation_pp > 0 else "under"

    @property
    def target_reached(self) -> bool | None:
        """Whether the level is at or below the target in this measure; None before the target's period is over."""
        if self.from_target_pp is None or not self.is_path_over:
            return None
        return self.from_target_pp <= 0

    @property
    def target_period_value(self) -> Decimal | None:
        """The value at the end of the period the target was first set for; None when it is not known."""
        if self.goal is None:
            return None
        end = last_quarter(self.goal.path_end)
        return next((point.value for point in self.track.points if point.period == end), None)

    @property
    def shown_points(self) -> tuple[Point, ...]:
        """The compared values from a while before the baseline on."""
        return tuple(point for point in self.track.points if self.is_shown(point.period))

    @property
    def shown_quarters(self) -> tuple[Observation, ...]:
        """The quarters behind them, same span."""
        return tuple(item for item in self.track.quarters.values() if self.is_shown(item.period))

    @property
    def gaps(self) -> list[str]:
        """Quarters within the span for which no figure was found."""
        return missing_quarters(item.period for item in self.shown_quarters)

    @property
    def sentence(self) -> Text:
        """The latest level against baseline, path and target, with measure and vintage."""
        return words.sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Per cent and percentage points as numbers, None for unknown."""
        return json_form.absence_target(self)

    def table(self) -> pl.DataFrame:
        """One row a compared value: quarter, value, path and difference, with vintage and method."""
        rows = []
        for point in self.shown_points:
            on_path = self.path_at(point)
            single = self.track.quarters.get(point.period)
            rows.append({
                "period": point.period, "measure": self.measure, "value": number(point.value),
                "quarter_value": number(single.value) if single else None, "quarters": point.quarters, "state": point.state,
                "path_value": number(on_path), "deviation_pp": number(_less(point, on_path)),
                "vintage": point.vintage, "methods": ", ".join(point.methods),
            })  # fmt: skip
        return pl.DataFrame(rows, schema=_TABLE_SCHEMA)

    def is_shown(self, period: str) -> bool:
        """Whether a quarter lies in the span that is shown: from a while before the baseline on."""
        if self.goal is None:
            return True
        first = quarter_index(last_quarter(self.goal.baseline_period)) - 3 - _LEAD_IN_QUARTERS
        return quarter_index(period) >= first

    def path_at(self, point: Point) -> Decimal | None:
        """The path at the quarter of a value after the baseline; None before it, and when there is no path."""
        return path_value(self.track, self.goal, point.period) if self.goal and self._is_after(point) else None

    def _is_after(self, point: Point) -> bool:
        return self.goal is not None and quarter_index(point.period) > quarter_index(last_quarter(self.goal.baseline_period))


_TABLE_SCHEMA: dict[str, Any] = {
    "period": pl.String(), "measure": pl.String(), "value": pl.Float64(), "quarter_value": pl.Float64(),
    "quarters": pl.Int64(), "state": pl.String(), "path_value": pl.Float64(), "deviation_pp": pl.Float64(),
    "vintage": pl.String(), "methods": pl.String(),
}  # fmt: skip


def absence_target(snapshot: Snapshot, measure: str | None = None) -> AbsenceTarget:
    """Sick leave against the target as known on the snapshot's day.

    Args:
        snapshot: the programme on a day; of each quarter the newest vintage published by then is taken, in one method family.
        measure: one of `MEASURES`; default the measure the target was set in, or unadjusted four-quarter means when
            that series is no longer found.

    Returns:
        Values before the baseline period's end are shown but not compared. Missing quarters stay missing. What cannot be
        compared (no baseline in the measure, no value after it) has verdict `cannot_say`.

    Raises:
        UserError: there is no such measure.
    """
    if measure is not None and measure not in MEASURES:
        text = say("sickness.error.measure", measure=measure, measures=list(MEASURES))
        raise UserError(text.nb, text.en, code="unknown_measure")
    wanted = goal(snapshot)
    tracks = {name: track(snapshot, name, wanted) for name in MEASURES}
    shown = tracks[measure or (default_measure(tracks, wanted) if wanted else MEASURES[0])]
    latest = shown.last_compared(last_quarter(wanted.baseline_period)) if wanted else None
    outcomes = _outcomes(snapshot)
    span = _span(shown, wanted)
    tolerance = parameter(snapshot, "absence_tolerance_pp")
    made = AbsenceTarget(
        Basis(snapshot.as_of, snapshot.data_version, snapshot.contains_example(*_TABLES), ()),
        wanted, shown, tracks, latest, _incomplete(shown, latest), _ended(tracks, wanted),
        None if tolerance is None else Decimal(str(tolerance)), _path(shown, wanted),
        breaks(snapshot, shown.measure, *span) if span else (), pandemic_quarters(snapshot),
        outcomes, _crosses(shown, latest),
    )  # fmt: skip
    return _with_basis(snapshot, made)


def _with_basis(snapshot: Snapshot, made: AbsenceTarget) -> AbsenceTarget:
    over = made.goal is not None and period_is_over(made.goal.path_end, snapshot.as_of)
    return replace(made, basis=replace(made.basis, sources=_sources(snapshot, made), caveats=words.caveats(made, over)))


def _sources(snapshot: Snapshot, made: AbsenceTarget) -> tuple[Source, ...]:
    """The sources of the figures, newest quarter first, then those of the target."""
    ids = [item.source_id for item in reversed(made.shown_quarters) if item.source_id]
    ids += made.goal.source_ids if made.goal else ()
    order = {source_id: place for place, source_id in enumerate(dict.fromkeys(ids))}
    known = [source for source in snapshot.sources("observation", "target") if source.source_id in order]
    return tuple(sorted(known, key=lambda source: order[source.source_id]))


def _span(shown: Track, wanted: Goal | None) -> tuple[str, str] | None:
    """The first quarter shown, and the last one shown or the end of the path."""
    if wanted is None or shown.last_quarter is None:
        return None
    start = quarter_index(last_quarter(wanted.baseline_period)) - 3 - _LEAD_IN_QUARTERS
    first = min((index for index in map(quarter_index, shown.quarters) if index >= start), default=start)
    last = max(quarter_index(shown.last_quarter), quarter_index(last_quarter(wanted.path_end)))
    return quarter_at(first), quarter_at(last)


def _path(shown: Track, wanted: Goal | None) -> tuple[PathPoint, ...]:
    if wanted is None or shown.baseline_value is None:
        return ()
    first, last = (quarter_index(last_quarter(period)) for period in (wanted.baseline_period, wanted.path_end))
    values = ((quarter_at(i), path_value(shown, wanted, quarter_at(i))) for i in range(first, last + 1))
    return tuple(PathPoint(period, value) for period, value in values if value is not None)


def _incomplete(shown: Track, latest: Point | None) -> Point | None:
    last = shown.points[-1] if shown.points else None
    if last is None or last.value is not None or last.state != "incomplete":
        return None
    return last if latest is None or quarter_index(last.period) > quarter_index(latest.period) else None


def _ended(tracks: Mapping[str, Track], wanted: Goal | None) -> str | None:
    if wanted is None:
        return None
    own = tracks[wanted.own_measure].last_quarter
    others = [item.last_quarter for item in tracks.values() if item.measure != wanted.own_measure]
    later = [quarter for quarter in others if quarter and own and quarter_index(quarter) > quarter_index(own)]
    return own if later else None


def _crosses(shown: Track, latest: Point | None) -> bool:
    return bool(latest and shown.baseline_method and set(latest.methods) != {shown.baseline_method})


def _outcomes(snapshot: Snapshot) -> tuple[Outcome, ...]:
    rows = snapshot.table("target_outcome").filter(pl.col("indicator") == "absence_pct")
    columns = ("measure", "from_period", "to_period", "kind", "value", "words_nb", "reported_by", "reported_date")
    ordered = rows.sort("reported_date", "target_outcome_id").select(columns).iter_rows()
    return tuple(
        Outcome(measure, start, end, kind, None if value is None else Decimal(str(value)), *rest)
        for measure, start, end, kind, value, *rest in ordered
    )


def _less(point: Point | None, other: Decimal | None) -> Decimal | None:
    return None if point is None or point.value is None or other is None else point.value - other
