"""A screen as the data that a template of Typst draws: shares of the axis, words already written, nothing to compute."""

from __future__ import annotations

from typing import Any

from analytics.meetings.screen import Chart, Exhibit, Grid, Points, Screen, Series, Tiles, Value
from domain.numbers import decimal_text
from reports.exports.pack_words import Scale, Words, cut, has_numbers, scale_of, told_apart, widths

#: Bars with long names lie; so do more bars than stand beside each other on a page.
_LONG_NAME, _MANY = 16, 12
#: Characters on a line of a table.
_LINE = 98.0
_LONGEST_CELL, _LONGEST_WORD, _LONGEST_IN_CELL = 900, 44, 26


def screen_data(screen: Screen, words: Words) -> dict[str, Any]:
    """A screen for the template `pack`: its message, exhibit, the numbers of a chart as a table, details and sources."""
    exhibit = exhibit_data(screen.exhibit, words)
    table = None
    if exhibit is not None and isinstance(screen.exhibit, Chart):
        table = table_data(screen.exhibit, words) | {"caption": words.say("numbers_of", title=words.get(screen.title))}
    return {
        "title": words.get(screen.title) or screen.id, "message": words.get(screen.message), "exhibit": exhibit, "numbers": table,
        "details": list(words.details(screen)), "sources": words.sources(screen), "is_example": screen.is_example,
    }  # fmt: skip


def exhibit_data(exhibit: Exhibit | None, words: Words) -> dict[str, Any] | None:
    """An exhibit for a template; None when there is nothing to show."""
    match exhibit:
        case Chart() if has_numbers(exhibit):
            return chart_data(exhibit, words)
        case Grid() if exhibit.rows and exhibit.headings:
            return {"type": "grid"} | table_data(exhibit, words)
        case Tiles() if exhibit.tiles:
            tiles = [
                {"label": cut(words.get(t.label), 200), "value": cut(words.shown(t.value), 80),
                 "unit": cut(words.get(t.unit_name), 80), "note": cut(words.get(t.note), 400)}
                for t in exhibit.tiles
            ]  # fmt: skip
            return {"type": "tiles", "tiles": tiles}
        case Points() if exhibit.items:
            return {"type": "points", "items": [words.get(item) for item in exhibit.items]}
    return None


def table_data(exhibit: Chart | Grid | Tiles, words: Words) -> dict[str, Any]:
    """A table: headings, rows, which columns are numbers, and how wide each is against the others."""
    headings, values = words.table(exhibit)
    rows = [[broken(cut(words.shown(value), _LONGEST_CELL), _LONGEST_IN_CELL) for value in row] for row in values]
    numeric = [
        all(v.value is None or v.is_number for v in column) and any(v.is_number for v in column)
        for column in zip(*values, strict=True)
    ]
    return {
        "headings": [broken(heading, _LONGEST_IN_CELL) for heading in headings], "rows": rows,
        "numeric": numeric or [False] * len(headings),
        "widths": widths(headings, rows, _LINE), "alt": words.alt(exhibit) if not isinstance(exhibit, Tiles) else "",
    }  # fmt: skip


def chart_data(chart: Chart, words: Words) -> dict[str, Any]:
    """A chart: names, ticks, and for each value from where to where it is drawn, as shares of the axis from low to high."""
    scale, series = scale_of(chart), told_apart(chart)
    names = [broken(cut(words.shown(category), 60), _LONGEST_IN_CELL) for category in chart.categories]
    is_lying = chart.kind != "line" and (len(names) > _MANY or (not chart.marks and max(map(len, names)) > _LONG_NAME))
    above, below = [0.0] * len(names), [0.0] * len(names)
    drawn = []
    for one in series:
        points: list[dict[str, Any] | None] = []
        for place, value in enumerate(one.values):
            points.append(_point(value, place, scale, (above, below) if chart.kind == "stacked" else None, words))
        drawn.append({"name": cut(words.name(one), 60), "fill": "hatched" if one.is_provisional else one.fill, "points": points})
    marks = [{"name": cut(words.mark_name(one), 60), "points": [_level(v, scale) for v in one.values]} for one in chart.marks]
    return {
        "type": "chart", "kind": chart.kind, "lying": is_lying, "names": names, "series": drawn, "marks": marks,
        "ticks": [{"at": _share(tick, scale), "label": _tick(tick, scale, words)} for tick in scale.ticks],
        "zero": _share(0.0, scale) if scale.low <= 0 <= scale.high else 0.0,
        "unit": words.get(chart.unit_name), "alt": words.alt(chart), "labelled": _is_labelled(chart, series),
    }  # fmt: skip


def _is_labelled(chart: Chart, series: tuple[Series, ...]) -> bool:
    count = len(chart.categories) * (1 if chart.kind == "stacked" else len(series))
    return count <= _MANY * 2


def _point(
    value: Value, place: int, scale: Scale, piles: tuple[list[float], list[float]] | None, words: Words
) -> dict[str, Any] | None:
    if not value.is_number:
        return None
    number, start = float(value.drawn), 0.0
    if piles is not None:
        pile = piles[0] if number >= 0 else piles[1]
        start = pile[place]
        pile[place] = start + number
    ends = (_share(start, scale), _share(start + number, scale))
    return {"from": min(ends), "to": max(ends), "end": ends[1], "down": number < 0, "label": words.shown(value)}


def _level(value: Value, scale: Scale) -> float | None:
    return _share(float(value.drawn), scale) if value.is_number else None


def _share(number: float, scale: Scale) -> float:
    return min(1.0, max(0.0, (number - scale.low) / (scale.high - scale.low)))


def _tick(tick: float, scale: Scale, words: Words) -> str:
    digits = next((n for n in range(4) if round(scale.step, n) == scale.step), 4)
    return decimal_text(tick, digits, words.lang)


def broken(told: Any, most: int = _LONGEST_WORD) -> Any:
    """All texts in some data, with places where words longer than any real one may break; alternative texts stand."""
    if isinstance(told, dict):
        return {key: value if key == "alt" else broken(value, most) for key, value in told.items()}
    if isinstance(told, list):
        return [broken(value, most) for value in told]
    if not isinstance(told, str) or len(told) <= most:
        return told
    words = told.split(" ")
    return " ".join("\u200b".join(word[at : at + most] for at in range(0, len(word), most)) for word in words)
