"""Tests for breaks in a level, and intervals of their dates, with errors that may be correlated over time.

The statistics are those of Bai and Perron (1998); the long-run variance is Andrews' (1991) quadratic spectral estimate on
residuals prewhitened by a first order autoregression; the intervals are from the distribution in Bai (1997).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.sickness.models.break_dates import TRIMMING, Dating, fitted, segments
from analytics.sickness.models.runs import Floats

#: Critical values at 5 per cent for one coefficient that shifts and trimming 0.15: Bai and Perron (2003), Econometrics
#: Journal 6, 72-78. supF for 1 to 5 breaks, UDmax for at most 5, and supF(l+1|l) for l = 0 to 4.
SUP_F = (8.58, 7.22, 5.96, 4.99, 3.91)
UD_MAX = 8.88
SUP_F_NEXT = (8.58, 10.13, 11.14, 11.83, 12.25)
_AUTOREGRESSION_MOST = 0.97
_BISECTIONS = 200
_FURTHEST = 1e12


@dataclass(frozen=True)
class BreakTests:
    """Tests of no break, and of one more break, at 5 per cent.

    Attributes:
        sup_f: for 1, 2 ... breaks against none.
        ud_max: the largest of them.
        sup_f_next: for l+1 breaks against l, from l = 0.
        sequential: how many breaks they find as Bai and Perron (2003) advise: none when UDmax does not reject, else the
            largest number that is better than one fewer, and at least one.
    """

    sup_f: tuple[float, ...]
    ud_max: float
    sup_f_next: tuple[float, ...]
    sequential: int

    @property
    def finds_any(self) -> bool:
        """Whether UDmax exceeds its critical value."""
        return self.ud_max > UD_MAX


def long_run_variance(errors: Floats) -> float:
    """The variance that a mean of these errors has, times their number: the plain variance when they are uncorrelated."""
    centred = errors - errors.mean()
    if len(centred) < 4 or not (centred @ centred) > 0:
        return float(centred @ centred) / max(len(centred), 1)
    first = _autoregression(centred)
    whitened = centred[1:] - first * centred[:-1]
    second = _autoregression(whitened)
    width = 1.3221 * (4 * second**2 / (1 - second) ** 4 * len(whitened)) ** 0.2
    total = float(whitened @ whitened) / len(whitened)
    for lag in range(1, len(whitened)):
        total += 2 * _spectral_weight(lag, width) * float(whitened[lag:] @ whitened[:-lag]) / len(whitened)
    return max(total, 0.0) / (1 - first) ** 2


def sup_f(values: Floats, ends: Sequence[int], *, robust: bool = True) -> float:
    """The F statistic of a level with these breaks against one level.

    Args:
        values: in order, without gaps.
        ends: the breaks with the smallest sum of squares.
        robust: with the long-run variance; else the classical statistic, for uncorrelated errors.
    """
    breaks = len(ends)
    errors = values - fitted(values, ends)
    gained = float(((values - values.mean()) ** 2).sum() - (errors**2).sum())
    variance = long_run_variance(errors) if robust else float(errors @ errors) / len(values)
    scale = variance * len(values) / (len(values) - breaks - 1)
    return math.inf if scale <= 0 else gained / (breaks * scale)


def break_tests(values: Floats, found: Dating) -> BreakTests:
    """The tests, for a dating of a level with the trimming that the critical values are for."""
    statistics = tuple(sup_f(values, cut.ends) for cut in found.by_number[1:])
    further = []
    for cut in found.by_number[:-1]:
        further.append(max(_one_more(values[start:end], found.min_length) for start, end in segments(cut.ends, len(values))))
    largest = max(statistics, default=0.0)
    better = [place + 1 for place, pair in enumerate(zip(further, SUP_F_NEXT, strict=False)) if pair[0] > pair[1]]
    return BreakTests(statistics, largest, tuple(further), max(better, default=1) if largest > UD_MAX else 0)


def date_intervals(
    values: Floats, ends: Sequence[int], *, level: float = 0.95, robust: bool = True
) -> list[tuple[int, int] | None]:
    """For each break the interval of its place, as numbers of figures up to the break (Bai 1997).

    Args:
        values: in order, without gaps.
        ends: the breaks.
        level: of the interval.
        robust: with a long-run variance for each segment; else the plain variance, for uncorrelated errors.

    Returns:
        None where the interval reaches beyond the neighbouring breaks or the ends of the series: then the date is not
        determined well enough for the approximation to hold.
    """
    edges = [0, *ends, len(values)]
    made: list[tuple[int, int] | None] = []
    for left, end, right in zip(edges[:-2], edges[1:-1], edges[2:], strict=True):
        before, after = values[left:end], values[end:right]
        shift = float(after.mean() - before.mean())
        variances = [_variance(part, robust) for part in (before, after)]
        if min(variances) <= 0 or shift == 0:
            made.append((end, end) if shift else None)
            continue
        per_figure = shift**2 / variances[0]
        ratio = variances[1] / variances[0]
        tail = (1 - level) / 2
        low = end - math.ceil(_quantile(1 - tail, ratio) / per_figure)
        high = end - math.floor(_quantile(tail, ratio) / per_figure)
        made.append((low, high) if left < low and high < right else None)
    return made


def uses_critical_values(trimming: float) -> bool:
    """Whether the critical values here are for this trimming."""
    return math.isclose(trimming, TRIMMING)


def _one_more(part: Floats, min_length: int) -> float:
    """supF of one break in a part of the series; 0 when the part is too short for one."""
    if len(part) < 2 * min_length:
        return 0.0
    sums = [
        float(((part[:end] - part[:end].mean()) ** 2).sum() + ((part[end:] - part[end:].mean()) ** 2).sum())
        for end in range(min_length, len(part) - min_length + 1)
    ]
    return sup_f(part, [min_length + int(np.argmin(sums))])


def _variance(part: Floats, robust: bool) -> float:
    return long_run_variance(part) if robust else float(part.var())


def _autoregression(errors: Floats) -> float:
    square = float(errors[:-1] @ errors[:-1])
    found = float(errors[1:] @ errors[:-1]) / square if square > 0 else 0.0
    return min(max(found, -_AUTOREGRESSION_MOST), _AUTOREGRESSION_MOST)


def _spectral_weight(lag: int, width: float) -> float:
    if width <= 0:
        return 0.0
    angle = 6 * math.pi * lag / (5 * width)
    return 3 / angle**2 * (math.sin(angle) / angle - math.cos(angle)) if angle > 1e-8 else 1.0


def _quantile(probability: float, ratio: float) -> float:
    """The quantile of the distribution of the estimated place less the true one, in scaled time, by halving."""
    low, high = -1.0, 1.0
    while _distribution(low, ratio) > probability and low > -_FURTHEST:
        low *= 2
    while _distribution(high, ratio) < probability and high < _FURTHEST:
        high *= 2
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _distribution(middle, ratio) < probability else (low, middle)
    return (low + high) / 2


def _distribution(place: float, ratio: float) -> float:
    """The distribution function in Bai (1997), appendix B, for levels; `ratio` is the variance after over that before."""
    if place == 0:
        place = -1e-12
    if place < 0:
        return _left(-place, 1 / ratio)
    return 1 - _left(place / ratio, ratio)


def _left(far: float, ratio: float) -> float:
    """The probability below `-far`; `ratio` is the variance on this side over that on the other side."""
    phi, root = 1 / ratio, math.sqrt(far)
    decay = math.exp(-far / 8)
    first = -root * decay / math.sqrt(2 * math.pi)
    second = -(phi * (phi + 2) / (phi + 1)) * decay * _scaled_tail((0.5 + ratio) * root)
    third = (far / 2 - 2 + (phi + 2) ** 2 / (phi + 1)) * decay * _scaled_tail(root / 2)
    return min(max(first + second + third, 0.0), 1.0)


def _scaled_tail(place: float) -> float:
    """The normal probability above a place, times exp(place^2 / 2): no overflow far out."""
    if place < 25:
        return 0.5 * math.erfc(place / math.sqrt(2)) * math.exp(place * place / 2)
    square = place * place
    return (1 - 1 / square + 3 / square**2) / (place * math.sqrt(2 * math.pi))
