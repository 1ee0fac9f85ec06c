"""Dates at which the level of a series shifts: Bai and Perron (1998, 2003), by dynamic programming.

The dates minimise the sum of squared residuals over all ways to cut the series; the number of cuts is chosen by BIC (Yao
1988) and, beside it, LWZ (Liu, Wu and Zidek 1997). A date says when the level shifted, never why.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analytics.sickness.models.runs import Floats, NotEnoughData

#: The shortest segment as a share of the series: the value that critical values are given for here.
TRIMMING = 0.15
MAX_BREAKS = 5
#: Fewer figures than this give segments of less than a year and a half.
MIN_FIGURES = 40
#: c0 and delta0 of Liu, Wu and Zidek.
_LWZ = (0.299, 0.1)
#: Residuals below this share of the variation count as none.
_EXACT = 1e-12


@dataclass(frozen=True)
class Segmentation:
    """The best way to cut a series in `len(ends) + 1` segments.

    Attributes:
        ends: how many figures there are up to each break: the place of the first one after it.
        ssr: sum of squared residuals.
        bic, lwz: criteria; the number of breaks with the smallest is chosen.
    """

    ends: tuple[int, ...]
    ssr: float
    bic: float
    lwz: float


@dataclass(frozen=True)
class Dating:
    """The best cuts for every number of breaks, and the numbers chosen.

    Attributes:
        by_number: from no break upwards.
        min_length: the fewest figures of a segment.
        chosen: by BIC.
        chosen_lwz: by LWZ.
    """

    by_number: tuple[Segmentation, ...]
    min_length: int
    chosen: Segmentation
    chosen_lwz: Segmentation


def dating(
    values: Floats,
    *,
    regressors: Floats | None = None,
    trimming: float = TRIMMING,
    min_length: int | None = None,
    max_breaks: int = MAX_BREAKS,
) -> Dating | NotEnoughData:
    """The breaks of a series.

    Args:
        values: without gaps, in order.
        regressors: one row a figure, whose coefficients shift at a break; default a level. See `level_and_trend`.
        trimming: the shortest segment as a share of the series.
        min_length: the shortest segment in figures; default by `trimming`.
        max_breaks: the most breaks to look for.

    Returns:
        The dating, or why there is none.
    """
    rows = np.ones((len(values), 1)) if regressors is None else np.asarray(regressors, dtype=np.float64)
    count, shifting = rows.shape
    shortest = min_length or math.floor(count * trimming)
    if count < MIN_FIGURES or shortest <= shifting or 2 * shortest > count:
        return NotEnoughData("too_short", count, max(MIN_FIGURES, 2 * (shifting + 1)))
    if not np.isfinite(values).all():
        return NotEnoughData("gaps", int((~np.isfinite(values)).sum()))
    if np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
        return NotEnoughData("no_variation")
    costs = segment_costs(np.asarray(values, dtype=np.float64), rows, shortest)
    most = min(max_breaks, count // shortest - 1)
    found = tuple(Segmentation(ends, ssr, *_criteria(ssr, len(ends), count, shifting)) for ends, ssr in _best_cuts(costs, most))
    floor = _EXACT * max(float(np.var(values)) * count, 1e-300)
    usable = _until_exact(found, floor)
    return Dating(
        found, shortest, min(usable, key=lambda cut: cut.bic), min(usable, key=lambda cut: cut.lwz)
    )  # fmt: skip


def level_and_trend(count: int) -> Floats:
    """Regressors for segments that each have a level and a trend of their own."""
    return np.column_stack([np.ones(count), np.arange(count) / count])


def fitted(values: Floats, ends: Sequence[int], regressors: Floats | None = None) -> Floats:
    """The fitted values of a segmentation: by default the mean of each segment."""
    rows = np.ones((len(values), 1)) if regressors is None else regressors
    made = np.empty(len(values))
    for start, end in segments(ends, len(values)):
        coefficients = np.linalg.lstsq(rows[start:end], values[start:end], rcond=None)[0]
        made[start:end] = rows[start:end] @ coefficients
    return made


def segments(ends: Sequence[int], count: int) -> list[tuple[int, int]]:
    """First place and place after the last of each segment."""
    edges = [0, *ends, count]
    return list(pairwise(edges))


def segment_costs(values: Floats, rows: Floats, shortest: int) -> Floats:
    """The sum of squared residuals of every segment, by first place and place after the last; infinite when too short.

    The regressors are made orthonormal first, which changes no residual and keeps the sums exact.
    """
    count = len(values)
    basis = np.linalg.qr(rows)[0] * math.sqrt(count)
    centred = values - basis @ (basis.T @ values) / count
    outer = np.concatenate([np.zeros((1, *basis.shape[1:], basis.shape[1])), np.cumsum(basis[:, :, None] * basis[:, None, :], 0)])
    cross = np.concatenate([np.zeros((1, basis.shape[1])), np.cumsum(basis * centred[:, None], 0)])
    square = np.concatenate([[0.0], np.cumsum(centred**2)])
    costs = np.full((count + 1, count + 1), np.inf)
    for start in range(count - shortest + 1):
        ends = np.arange(start + shortest, count + 1)
        moments = (cross[ends] - cross[start])[:, :, None]
        explained = np.matmul(moments.transpose(0, 2, 1), _solved(outer[ends] - outer[start], moments))[:, 0, 0]
        costs[start, ends] = np.maximum(square[ends] - square[start] - explained, 0.0)
    return costs


def _solved(matrices: Floats, right: Floats) -> Floats:
    try:
        solved = np.linalg.solve(matrices, right)
    except np.linalg.LinAlgError:  # regressors that do not vary within some segment
        solved = np.matmul(np.linalg.pinv(matrices), right)
    return np.asarray(solved, dtype=np.float64)


def _best_cuts(costs: Floats, most: int) -> list[tuple[tuple[int, ...], float]]:
    """For no break, one break, and so on: the cuts with the smallest sum, by Bellman's principle."""
    best, before = costs[0].copy(), []
    found: list[tuple[tuple[int, ...], float]] = [((), float(best[-1]))]
    for number in range(1, most + 1):
        sums = best[:, None] + costs
        before.append(np.argmin(sums, axis=0))
        best = np.min(sums, axis=0)
        if not np.isfinite(best[-1]):
            break
        ends = [len(costs) - 1]
        for step in reversed(before[:number]):
            ends.append(int(step[ends[-1]]))
        found.append((tuple(reversed(ends[1:])), float(best[-1])))
    return found


def _criteria(ssr: float, breaks: int, count: int, shifting: int) -> tuple[float, float]:
    if ssr <= 0:
        return -math.inf, -math.inf
    bic = count * (math.log(ssr / count) + 1 + math.log(2 * math.pi)) + math.log(count) * (shifting + 1) * (breaks + 1)
    used = (breaks + 1) * shifting + breaks
    factor, power = _LWZ
    lwz = math.log(ssr / (count - used)) + used / count * factor * math.log(count) ** (2 + power)
    return bic, lwz


def _until_exact(found: Sequence[Segmentation], floor: float) -> Sequence[Segmentation]:
    """The segmentations up to the first that leaves no residuals: further cuts explain nothing."""
    for place, cut in enumerate(found):
        if cut.ssr <= floor:
            return found[place : place + 1]
    return found
