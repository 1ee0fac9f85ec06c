"""Own seasonal adjustment: STL on logarithms, run by run, where the publisher gives no adjusted figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from analytics.sickness.models.runs import Floats, NotEnoughData, Run, known, quarter_at, runs

PERIOD = 4
#: Quarters on each side of one in the same season that share its seasonal figure: a long window, so that unusual years
#: stay in the adjusted figures and are not taken for season.
SEASONAL_WINDOW = 35
#: A run shorter than this has too few quarters of each season.
MIN_QUARTERS = 20


@dataclass(frozen=True, slots=True)
class StlSettings:
    """Settings of STL (Cleveland et al. 1990).

    Attributes:
        seasonal: length of the seasonal smoother, odd.
        trend: length of the trend smoother, odd; None for the smallest one that the authors recommend.
        degree: degree of the seasonal smoother, 0 or 1.
        jumps: seasonal, trend and low-pass step between the points that are computed rather than interpolated.
        inner: passes of the inner loop.
    """

    seasonal: int = SEASONAL_WINDOW
    trend: int | None = None
    degree: int = 1
    jumps: tuple[int, int, int] = (1, 1, 1)
    inner: int = 5


@dataclass(frozen=True)
class Adjusted:
    """Seasonally adjusted figures computed here, in the unit of the figures they are made from.

    They are no official figures, and a figure of the publisher's own is never replaced by one of these. Every new
    quarter changes the earlier ones a little.

    Attributes:
        values: by quarter, for every quarter between the first and the last that is known; None in gaps and in runs
            that are not adjusted.
        left_out: runs that are not adjusted, as first and last quarter, with the reason.
        seasonal: length of the seasonal smoother.
    """

    values: Mapping[str, float | None]
    left_out: tuple[tuple[str, str, NotEnoughData], ...]
    seasonal: int

    @property
    def not_enough(self) -> NotEnoughData | None:
        """Why nothing is adjusted; None when something is."""
        if any(value is not None for value in self.values.values()):
            return None
        return self.left_out[-1][2] if self.left_out else NotEnoughData("no_values")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the adjusted figures computed here compare with published ones, in the same unit, without regard to sign.

    Attributes:
        quarters: how many quarters have both.
        mean: the mean difference; None when no quarter has both.
        largest: the largest difference, in the quarter `largest_in`.
    """

    quarters: int
    mean: float | None
    largest: float | None
    largest_in: str | None


def decompose(values: Floats, period: int = PERIOD, settings: StlSettings | None = None) -> tuple[Floats, Floats, Floats]:
    """Seasonal, trend and remainder of an unbroken series by STL; they add up to the values."""
    from statsmodels.tsa.seasonal import STL

    used = settings or StlSettings()
    seasonal_jump, trend_jump, low_pass_jump = used.jumps
    fitted = STL(
        np.asarray(values, dtype=np.float64), period=period, seasonal=used.seasonal, trend=used.trend,
        seasonal_deg=used.degree, seasonal_jump=seasonal_jump, trend_jump=trend_jump, low_pass_jump=low_pass_jump,
    ).fit(inner_iter=used.inner, outer_iter=0)  # fmt: skip
    return np.asarray(fitted.seasonal), np.asarray(fitted.trend), np.asarray(fitted.resid)


def adjusted(values: Mapping[str, float | Decimal | None], *, seasonal: int = SEASONAL_WINDOW) -> Adjusted:
    """Figures by quarter, seasonally adjusted here by STL on their logarithms.

    Args:
        values: unadjusted figures by quarter, in any order. Do not give figures that are adjusted already.
        seasonal: length of the seasonal smoother, odd.

    Returns:
        Each unbroken run of at least `MIN_QUARTERS` quarters is adjusted by itself; gaps stay gaps. A run with zero or
        negative figures has no logarithm and is left out.
    """
    made: dict[int, float] = {}
    left_out = []
    for run in runs(values):
        reason = _reason(run)
        if reason is not None:
            left_out.append((quarter_at(run.first), quarter_at(run.last), reason))
            continue
        logs = np.log(run.values)
        season, _, _ = decompose(logs, settings=StlSettings(seasonal=seasonal))
        made |= {run.first + place: float(value) for place, value in enumerate(np.exp(logs - season))}
    figures = known(values)
    span = range(min(figures), max(figures) + 1) if figures else range(0)
    return Adjusted({quarter_at(index): made.get(index) for index in span}, tuple(left_out), seasonal)


def agreement(own: Adjusted, published: Mapping[str, float | Decimal | None]) -> Agreement:
    """The figures computed here against published ones, in the quarters that have both."""
    theirs = known(published)
    apart = {
        index: abs(value - theirs[index])
        for index, value in known(own.values).items() if index in theirs
    }  # fmt: skip
    if not apart:
        return Agreement(0, None, None, None)
    worst = max(apart, key=lambda index: apart[index])
    return Agreement(len(apart), sum(apart.values()) / len(apart), apart[worst], quarter_at(worst))


def _reason(run: Run) -> NotEnoughData | None:
    if len(run.values) < MIN_QUARTERS:
        return NotEnoughData("too_short", len(run.values), MIN_QUARTERS)
    return NotEnoughData("non_positive") if (run.values <= 0).any() else None
