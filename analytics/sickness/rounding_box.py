"""How much the rounding of the published figures can move what is worked out from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

#: Steps of a figure within its rounding, from one edge to the other.
_STEPS = (-1.0, 0.0, 1.0)
_NUDGE = 1e-6

Results = Sequence[float]
Range = tuple[float, float]


def spread(function: Callable[[Sequence[float]], Results], values: Sequence[float], half_steps: Sequence[float]) -> list[Range]:
    """The range of each result when every figure may lie anywhere within its rounding: exact for linear functions.

    The effect of each figure is taken by itself, all in the direction that moves the result most.
    """
    middle = function(values)
    moves = [0.0] * len(middle)
    for place, half in enumerate(half_steps):
        if half <= 0:
            continue
        nudged = list(values)
        step = half * _NUDGE
        nudged[place] += step
        for result, value in enumerate(function(nudged)):
            moves[result] += abs(value - middle[result]) / step * half
    return [(value - move, value + move) for value, move in zip(middle, moves, strict=True)]


def searched(
    function: Callable[[Sequence[float]], Results | None], values: Sequence[float], half_steps: Sequence[float]
) -> list[Range] | None:
    """The range of each result over the rounding box, found by trying its corners and the points half-way between.

    For few figures and functions that are not linear.

    Args:
        function: gives None where the figures cannot go together; such points are left out.
        values: the published figures.
        half_steps: how far each may be from the unrounded one.

    Returns:
        None when no point of the box is possible.
    """
    low: list[float] = []
    high: list[float] = []
    for steps in product(*(_STEPS if half > 0 else (0.0,) for half in half_steps)):
        results = function([value + step * half for value, step, half in zip(values, steps, half_steps, strict=True)])
        if results is None:
            continue
        low = [min(pair) for pair in zip(low, results, strict=True)] if low else list(results)
        high = [max(pair) for pair in zip(high, results, strict=True)] if high else list(results)
    return list(zip(low, high, strict=True)) if low else None
