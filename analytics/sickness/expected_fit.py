"""What the models learn from and what they expect: from a series as known on a day to intervals of a period ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np
import polars as pl

from analytics.sickness.lines import Line
from analytics.sickness.models.expected_models import MODELS, ModelFit, ModelName, not_fit_for_models
from analytics.sickness.models.forecast import Forecast, Interval, interval
from analytics.sickness.models.runs import Floats, NotEnoughData, quarter_at, regular
from analytics.sickness.observed import Observation
from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_index

#: The share of outcomes that an interval is to hold.
INTERVAL_PCT = 95
#: The models learn from the newest break that leaves them ten years; with fewer they take a calm spell for the whole truth.
DEFAULT_QUARTERS = 40
#: A gap longer than a year ends the series backwards.
_LONGEST_GAP = 4
#: Kinds of break after which the figures differ from those before. Errors were corrected backwards; starts and ends are no shift.
_SHIFTING = ("method", "definition", "real")
#: The models work on logarithms in per cent: figures of about that size let the optimisers finish well.
_UNIT = 100.0

StartRule = Literal["series", "break", "chosen"]


@dataclass(frozen=True, slots=True)
class Start:
    """A quarter that the models may learn from.

    Attributes:
        quarters: how many quarters with a figure that gives.
        rule: the start of the series, the first whole year after a break, or chosen by the reader.
        break_period: the break, where that is the rule.
    """

    quarter: str
    quarters: int
    rule: StartRule
    break_period: str | None = None


@dataclass(frozen=True)
class Training:
    """The figures that the models may learn from, up to the end of the baseline period.

    Attributes:
        points: by quarter, with figures only.
        methods: the methods they are by; more than one when the baseline's method does not reach back far enough.
    """

    points: Mapping[str, Observation]
    methods: tuple[str, ...]

    @property
    def first(self) -> int:
        """The first quarter of the series, as a running number: after the last long gap."""
        indexes = [quarter_index(period) for period in self.points]
        starts = [now for before, now in pairwise(indexes) if now - before > _LONGEST_GAP + 1]
        return starts[-1] if starts else indexes[0]

    def count_from(self, start: int) -> int:
        """How many figures there are from a quarter (running number) on."""
        return sum(quarter_index(period) >= start for period in self.points)

    def missing_from(self, start: int, origin: int) -> list[str]:
        """Quarters without a figure."""
        return [quarter_at(index) for index in range(start, origin + 1) if quarter_at(index) not in self.points]


@dataclass(frozen=True)
class ModelRow:
    """One model: its fit and what it expects.

    Attributes:
        fit: the fit; it may not have converged, or not have been computed.
        main: the interval of what is compared with the target; None when not computed.
        single: the interval of the last quarter alone.
        path: by quarter, in the form that is compared: means of four quarters or single quarters.
    """

    fit: ModelFit
    main: Interval | None
    single: Interval | None
    path: tuple[tuple[str, Interval], ...]

    @property
    def name(self) -> ModelName:
        """Which model."""
        return self.fit.name

    @property
    def is_usable(self) -> bool:
        """Whether the model was fitted and its optimiser finished."""
        return self.fit.state == "ok" and self.main is not None


@dataclass(frozen=True)
class StartRow:
    """What the models expect when they learn from another quarter on."""

    start: Start
    why_not: NotEnoughData | None
    models: tuple[ModelRow, ...]


def training(line: Line, origin: str, method: str | None) -> Training:
    """The figures of a line up to a quarter, by the baseline's method alone where that reaches back far enough.

    Args:
        line: figures of one method family.
        origin: the last quarter that the models may know.
        method: the method of the baseline; None when its source does not say.
    """
    last = quarter_index(origin)
    known = {p: o for p, o in line.points.items() if o.value is not None and is_quarter(p) and quarter_index(p) <= last}
    found = _in_order(known.values())
    if method is not None and {item.method for item in found.values()} - {method}:
        own = _in_order(o for o in (*line.older, *known.values()) if o.method == method and o.value is not None)
        own = {period: item for period, item in own.items() if is_quarter(period) and quarter_index(period) <= last}
        if len(own) >= DEFAULT_QUARTERS and origin in own:
            found = own
    return Training(found, tuple(dict.fromkeys(item.method for item in found.values())))


def starts(snapshot: Snapshot, known: Training, origin: str, scopes: Iterable[str]) -> tuple[Start, ...]:
    """Where the models may begin: the start of the series, and the first whole year after each break that shifts it."""
    last, first = quarter_index(origin), known.first
    rows = snapshot.table("series_break").filter(
        pl.col("scope").is_in(list(scopes)) & pl.col("kind").is_in(_SHIFTING)
    )  # fmt: skip
    found = {first: Start(quarter_at(first), known.count_from(first), "series")}
    for period in sorted(str(value) for value in rows.get_column("from_period")):
        start = _first_whole_year(quarter_index(period)) if is_quarter(period) else last + 1
        if first < start <= last:
            found[start] = Start(quarter_at(start), known.count_from(start), "break", period)
    return tuple(found[index] for index in sorted(found))


def default_start(candidates: Sequence[Start]) -> Start:
    """The latest start that leaves ten years of quarters, else the one that leaves most."""
    enough = [start for start in candidates if start.quarters >= DEFAULT_QUARTERS]
    return enough[-1] if enough else max(candidates, key=lambda start: start.quarters)


def expected_by_models(
    known: Training, start: Start, origin: str, end: str, *, season: int, window: int
) -> tuple[NotEnoughData | None, tuple[ModelRow, ...]]:
    """Every model fitted from a start up to the origin, and what it expects at the end.

    Args:
        known: the figures.
        start: where the models begin.
        origin: the last quarter they know.
        end: the quarter that is forecast.
        season: 4 for figures with a season, 1 for adjusted ones.
        window: 4 when the mean of four quarters up to `end` is compared, 1 for the quarter.

    Returns:
        Why no model can be fitted, or None, and the models.
    """
    first, last = quarter_index(start.quarter), quarter_index(origin)
    values = regular({period: item.value for period, item in known.points.items()}, first, last)
    if (values[~np.isnan(values)] <= 0).any():
        return NotEnoughData("non_positive"), ()
    logs = _UNIT * np.log(values)
    why_not = not_fit_for_models(logs, season)
    if why_not is not None:
        return why_not, ()
    fits = _fits(logs.tobytes(), quarter_index(end) - last, season)
    return None, tuple(_row(fit, values, last, window) for fit in fits)


@lru_cache(maxsize=64)
def _fits(logs: bytes, steps: int, season: int) -> tuple[ModelFit, ...]:
    """The models fitted to these figures: kept, as a reader who tries starts comes back to the same ones."""
    values = np.frombuffer(logs, dtype=np.float64)
    return tuple(model(values, steps, period=season) for model in MODELS.values())


def _row(fit: ModelFit, values: Floats, origin: int, window: int) -> ModelRow:
    if fit.forecast is None:
        return ModelRow(fit, None, None, ())
    ahead = Forecast(fit.forecast.mean / _UNIT, fit.forecast.cov / _UNIT**2)
    path = []
    for step in range(len(ahead.mean)):
        known = tuple(float(value) for value in values[len(values) - max(window - 1 - step, 0) :]) if step < window - 1 else ()
        if not np.isnan(known).any():
            places = list(range(max(step - window + 1, 0), step + 1))
            path.append((quarter_at(origin + 1 + step), interval(ahead, places, INTERVAL_PCT / 100, "log", known)))
    single = interval(ahead, [len(ahead.mean) - 1], INTERVAL_PCT / 100, "log")
    return ModelRow(fit, path[-1][1] if path else None, single, tuple(path))


def _first_whole_year(index: int) -> int:
    return index + -index % 4


def _in_order(items: Iterable[Observation]) -> dict[str, Observation]:
    """The newest figure of each quarter, by quarter."""
    newest = {item.period: item for item in sorted(items, key=lambda item: item.published_date)}
    return {period: newest[period] for period in sorted(newest)}
