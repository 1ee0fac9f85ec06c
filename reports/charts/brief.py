"""The small figures of the brief as shares of their place, drawn alike on the screen, in PDF and as pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analytics.meetings.brief_model import Bullet, Sparkline


def bullet_shares(found: Bullet) -> dict[str, Any] | None:
    """The bar as shares of its whole width; None when the use of the year is not known."""
    if not found.parts:
        return None
    sizes = [max(float(part.figure.value.drawn), 0.0) for part in found.parts]
    marks = {
        name: None if one is None else max(float(one.value.drawn), 0.0)
        for name, one in (("available", found.available), ("frame", found.frame))
    }
    whole = max(sum(sizes), *(mark for mark in marks.values() if mark is not None), 1e-9)
    parts, start = [], 0.0
    for part, size in zip(found.parts, sizes, strict=True):
        parts.append({"start": start / whole, "end": (start + size) / whole, "fill": part.fill})
        start += size
    return {"parts": parts} | {name: None if mark is None else mark / whole for name, mark in marks.items()}


def line_shares(found: Sparkline) -> dict[str, Any] | None:
    """The line as shares of its width and height, in runs without gaps; None without values."""
    values = [None if one is None else float(one.value.drawn) for _, one in found.points]
    known = [value for value in values if value is not None]
    if not known:
        return None
    level = None if found.target is None else float(found.target.value.drawn)
    low, high = min([*known, *_some(level)]), max([*known, *_some(level)])
    span = (high - low) or 1.0

    def place(number: int, value: float) -> tuple[float, float]:
        return number / max(len(values) - 1, 1), 0.08 + 0.84 * (value - low) / span

    runs: list[list[tuple[float, float]]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(place(number, value))
    drawn = [run for run in runs if run]
    return {
        "runs": drawn, "level": None if level is None else place(0, level)[1], "ends": [drawn[0][0], drawn[-1][-1]],
    }  # fmt: skip


def _some(value: float | None) -> Iterable[float]:
    return () if value is None else (value,)
