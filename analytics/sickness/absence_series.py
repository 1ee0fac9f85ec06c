"""Any series of sick leave: its figures by period, what there is of each, and the change from a year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.result import Basis, parameter
from analytics.sickness import absence_series_json as json_form
from analytics.sickness import absence_series_words as words
from analytics.sickness.area_lines import area_line
from analytics.sickness.lines import Line, SeriesChoice, line
from analytics.sickness.observed import Observation, Rhythm
from analytics.sickness.series import Break, QuarterMean, four_quarter_means, pandemic_quarters, quarter_at
from analytics.sickness.series_choice import Asked, asked, available, best, check_group, choice_of, plain_choice, rhythm_of
from analytics.sickness.states import DataState, breaks_of, states
from analytics.sickness.told import is_old, is_same_vintage, named_sources, period_end
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.periods import is_period, quarter_index
from domain.text import Text, say

NoChange = Literal["no_figure", "not_found", "other_vintage"]
AdjustedBy = Literal["publisher", "computed_here"]
_BREAKING = ("method", "definition", "error")
#: Periods after the last figure are told one by one up to this many; beyond it the series is said to be old.
_PENDING = 8


@dataclass(frozen=True, slots=True)
class Change:
    """The newest figure against the same period the year before, both from one vintage; in the series' unit.

    Attributes:
        breaks: breaks between the two periods, which the reader must know of.
    """

    period: str
    other_period: str
    value: Decimal
    other: Decimal
    vintage: str
    breaks: tuple[Break, ...]

    @property
    def difference(self) -> Decimal:
        """The newer less the older one: percentage points for per cents."""
        return self.value - self.other


@dataclass(frozen=True)
class Adjusted:
    """Seasonally adjusted figures beside the unadjusted ones.

    Attributes:
        by: the publisher, or computed here by STL where the publisher gives none.
        values: by quarter; absent where there is none.
    """

    by: AdjustedBy
    values: Mapping[str, Decimal]
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period: its figure, what there is of it in words, and the mean of four quarters that ends with it."""

    period: str
    point: Observation | None
    states: tuple[DataState, ...]
    mean: QuarterMean | None
    adjusted: Decimal | None


@dataclass(frozen=True)
class AbsenceSeries:
    """A series as known on the snapshot's day. Nothing here says why it is as it is.

    Attributes:
        asked: what was asked for.
        is_stand_in: whether the unadjusted series stands in for an adjusted one that is not published for this group.
        line: the figures: of each period the newest vintage, within one method family.
        rows: every period from the first to the last figure; gaps are rows without a figure.
        pending: periods after the last figure, with why there is none; empty when they are many.
        change: against the same period the year before, or None for the reason in `no_change`.
        is_old: whether a newer figure ought to be found by now.
    """

    basis: Basis
    asked: Asked
    is_stand_in: bool
    line: Line
    area: str | None
    adjusted: Adjusted | None
    rows: tuple[PeriodRow, ...]
    pending: tuple[PeriodRow, ...]
    change: Change | None
    no_change: NoChange | None
    breaks: tuple[Break, ...]
    pandemic: tuple[str, str | None] | None
    is_old: bool
    available: pl.DataFrame = field(compare=False, repr=False)

    @property
    def sentence(self) -> Text:
        """The newest figure with what it is of, the change from the year before, and the mean of four quarters."""
        return words.sentence(self)

    @property
    def latest(self) -> Observation | None:
        """The newest figure."""
        return self.line.latest

    @property
    def latest_mean(self) -> QuarterMean | None:
        """The mean of the four quarters that end with the newest figure."""
        return next((row.mean for row in self.rows if row.period == self.line.last_period), None)

    @property
    def gaps(self) -> list[str]:
        """Periods between the first and the last one for which nothing was found."""
        return [row.period for row in self.rows if row.point is None]

    @property
    def older(self) -> tuple[Observation, ...]:
        """Figures of other vintages in the same method family that differ from the one shown."""
        shown = {period: point.value for period, point in self.line.points.items()}
        return tuple(o for o in self.line.older if o.value is not None and o.value != shown.get(o.period))

    def as_json(self) -> dict[str, Any]:
        """The series with unit, source, vintage and state of each value; None for unknown."""
        return json_form.absence_series(self)

    def table(self) -> pl.DataFrame:
        """One row a period, gaps among them: value, state, mean of four quarters, adjusted figure, vintage, method, source."""
        return pl.DataFrame([json_form.row(self, item) for item in (*self.rows, *self.pending)], schema=json_form.TABLE_SCHEMA)


def absence_series(snapshot: Snapshot, measure: str | None = None, choices: Mapping[str, str] | None = None) -> AbsenceSeries:
    """Any series of sick leave as known on the snapshot's day.

    Args:
        snapshot: the programme on a day.
        measure: an adjustment, or an indicator such as "absence_days"; default the unadjusted per cent.
        choices: `sex`, `type`, `industry`, `by` and `group`, `area`, `from_period` and `to_period`, by name.

    Returns:
        The series that fits best what was asked for, without figures when there is none such. Gaps are never filled; masked
        and missing figures are rows without a value. The change from the year before is given only between two figures of
        one vintage.

    Raises:
        UserError: a choice names something that does not exist.
    """
    given = dict(choices or {})
    wanted = asked(measure, given)
    found = available(snapshot)
    on, is_stand_in = _line(snapshot, wanted, found)
    made = _assembled(snapshot, wanted, on, found, is_stand_in)
    made = _cut(made, given.get("from_period"), given.get("to_period"))
    return replace(made, basis=replace(made.basis, caveats=words.caveats(made)))


def _line(snapshot: Snapshot, wanted: Asked, found: pl.DataFrame) -> tuple[Line, bool]:
    """The line asked for; for an adjusted one that is not published, the unadjusted one it can be computed from."""
    if wanted.area is not None:
        on = area_line(snapshot, wanted.area, wanted.sex or "both", wanted.indicator or "absence_pct")
        choice = SeriesChoice(sex=wanted.sex or "both", absence_type="doctor_certified", breakdown_kind="area",
                              breakdown_code=wanted.area)  # fmt: skip
        return on or line(snapshot, choice), False
    check_group(found, wanted)
    fitting = best(found, wanted)
    if fitting.is_empty() and wanted.adjustment == "seasonal":
        raw = best(found, replace(wanted, measure="unadjusted"))
        if len(raw):
            return _line_of(snapshot, raw), True
    return (_line_of(snapshot, fitting), False) if len(fitting) else (line(snapshot, plain_choice(wanted)), False)


def _line_of(snapshot: Snapshot, fitting: pl.DataFrame) -> Line:
    row = fitting.row(0, named=True)
    return line(snapshot, choice_of(row), rhythm_of(row))


def _assembled(snapshot: Snapshot, wanted: Asked, on: Line, found: pl.DataFrame, is_stand_in: bool) -> AbsenceSeries:
    adjusted = _adjusted(snapshot, on) if on.rhythm == "quarter" and on.choice.adjustment == "unadjusted" else None
    known = breaks_of(snapshot, on.choice, *_span(on)) if on.rhythm == "quarter" and on.points else ()
    change, no_change = _change(on, known)
    ids = [*on.source_ids, *(adjusted.source_ids if adjusted else ())]
    basis = Basis(snapshot.as_of, snapshot.data_version, snapshot.contains_example("series", "observation"),
                  named_sources(snapshot, ids))  # fmt: skip
    lag = parameter(snapshot, "absence_release_lag_days")
    return AbsenceSeries(
        basis, wanted, is_stand_in, on, wanted.area, adjusted, _rows(snapshot, on, adjusted, known),
        _pending(snapshot, on), change, no_change, known, pandemic_quarters(snapshot),
        on.last_period is not None and is_old(on.last_period, snapshot.as_of, lag), found,
    )  # fmt: skip


def _rows(snapshot: Snapshot, on: Line, adjusted: Adjusted | None, known: Sequence[Break]) -> tuple[PeriodRow, ...]:
    means = {m.period: m for m in four_quarter_means(dict(on.points))} if on.rhythm == "quarter" else {}
    seasonal = adjusted.values if adjusted else {}
    broken = {item.from_period for item in known if item.kind in _BREAKING}
    plain: tuple[DataState, ...] = (DataState("complete", say("states.complete")),)
    made = []
    for period in _periods(on):
        point = on.points.get(period)
        is_plain = point is not None and point.value is not None and point.state != "provisional" and period not in broken
        told = plain if is_plain else states(snapshot, on, period)
        made.append(PeriodRow(period, point, told, means.get(period), seasonal.get(period)))
    return tuple(made)


def _periods(on: Line) -> list[str]:
    """Every period from the first to the last one that is known of."""
    ends = list(on.points)
    return _between(ends[0], ends[-1], on.rhythm) if ends else []


def _between(first: str, last: str, rhythm: Rhythm) -> list[str]:
    if rhythm == "quarter":
        return [quarter_at(index) for index in range(quarter_index(first), quarter_index(last) + 1)]
    return [str(year) for year in range(int(first), int(last) + 1)]


def _pending(snapshot: Snapshot, on: Line) -> tuple[PeriodRow, ...]:
    """Periods that are over and come after the last one known of; none when they are many."""
    if not on.points:
        return ()
    last = list(on.points)[-1]
    today = snapshot.as_of
    until = f"{today.year}K{(today.month + 2) // 3}" if on.rhythm == "quarter" else str(today.year)
    if period_end(until) <= period_end(last):
        return ()
    later = [period for period in _between(last, until, on.rhythm)[1:] if period_end(period) <= today]
    if len(later) > _PENDING:
        return ()
    return tuple(PeriodRow(period, None, states(snapshot, on, period), None, None) for period in later)


def _span(on: Line) -> tuple[str, str]:
    ends = list(on.points)
    return ends[0], ends[-1]


def _change(on: Line, known: Sequence[Break]) -> tuple[Change | None, NoChange | None]:
    """The newest vintage that has both the newest period and the one a year before."""
    last = on.latest
    if last is None or last.value is None:
        return None, "no_figure"
    other_period = f"{int(last.period[:4]) - 1}{last.period[4:]}"
    newest, before = _figures(on, last.period), _figures(on, other_period)
    if not before:
        return None, "not_found"
    pairs = [(one, two) for one in newest for two in before if is_same_vintage(one, two)]
    if not pairs:
        return None, "other_vintage"
    one, two = max(pairs, key=lambda pair: pair[0].published_date)
    between = [item for item in known if _lies_between(item.from_period, other_period, last.period)]
    crossed = tuple(item for item in between if item.kind in _BREAKING)
    return Change(last.period, other_period, _exact(one), _exact(two), one.vintage, crossed), None


def _figures(on: Line, period: str) -> list[Observation]:
    """Every figure of a period, the one that stands first."""
    standing = on.points.get(period)
    own = [standing, *(item for item in on.older if item.period == period)]
    return [item for item in own if item is not None and item.value is not None]


def _exact(item: Observation) -> Decimal:
    return item.value or Decimal(0)


def _lies_between(period: str, first: str, last: str) -> bool:
    if "K" not in first:
        return False
    return quarter_index(first) < quarter_index(period) <= quarter_index(last)


def _adjusted(snapshot: Snapshot, on: Line) -> Adjusted | None:
    """The publisher's own adjusted figures where it gives any for this series, else figures computed here."""
    if not on.values:
        return None
    if on.choice.breakdown_kind != "area":
        published = line(snapshot, on.choice.but(adjustment="seasonal"), family=on.family)
        if published.values:
            return Adjusted("publisher", published.values, published.source_ids)
    values = _computed(on.values)
    return Adjusted("computed_here", values) if values else None


def _computed(values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    from analytics.sickness.models.stl import adjusted  # statsmodels is slow to load

    made = adjusted({period: float(value) for period, value in values.items()})
    return {period: Decimal(str(round(value, 4))) for period, value in made.values.items() if value is not None}


def _cut(made: AbsenceSeries, first: str | None, last: str | None) -> AbsenceSeries:
    """The rows between two periods; the newest figure and its change are as they are.

    Raises:
        UserError: one of them is no period.
    """
    if first is None and last is None:
        return made
    for period in (first, last):
        if period is not None and not is_period(period):
            text = say("absence_series.error.period", asked=period)
            raise UserError(text.nb, text.en, code="series_period")
    return replace(made, rows=_within(made.rows, first, last), pending=_within(made.pending, first, last))


def _within(rows: Iterable[PeriodRow], first: str | None, last: str | None) -> tuple[PeriodRow, ...]:
    until = period_end(last) if last else None
    return tuple(
        row for row in rows if (first is None or row.period >= first) and (until is None or period_end(row.period) <= until)
    )
