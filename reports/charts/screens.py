"""The chart of a screen of a meeting: large text, direct labels, and fills that are told apart without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.meetings.screen import Chart, Series, Value
from domain.text import tell
from reports.charts import template

#: Size of all text, in pixels: read from the back of a room.
SIZE = 24
WIDTH = 1200
#: About how wide a letter is.
_LETTER = 12.2
_BAR_LABEL = 62
_LEGEND_HEIGHT = 40
_LABEL_HEIGHT = 30
#: Names of categories that are longer than this stand to the left of lying bars.
_LONG_NAME = 9
_NAME_LINE = 30
_ROW_HEIGHT = 34
_TICKS = 5
_SHORT_LINE = 12
_FEW_BARS = 2
_END_LETTERS = 22

_FILLS: dict[str, dict[str, Any]] = {
    "strong": {"color": template.ACCENT_DARK},
    "mid": {"color": template.SEQUENCE[2]},
    "light": {
        "color": template.ACCENT_LIGHT, "line": {"color": template.ACCENT, "width": 1.5},
        "pattern": {"shape": ".", "fgcolor": template.ACCENT, "bgcolor": template.ACCENT_LIGHT, "size": 12, "solidity": 0.2},
    },
    "empty": {"color": template.WHITE, "line": {"color": template.GREY_MID, "width": 2}},
    "hatched": {
        "color": template.WHITE, "line": {"color": template.ACCENT, "width": 1.5},
        "pattern": {"shape": template.HATCH, "fgcolor": template.ACCENT, "bgcolor": template.WHITE, "size": 12, "solidity": 0.25},
    },
}  # fmt: skip
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_ON_DARK = ("strong",)
_DASH = "14px,8px"


def screen_chart(chart: Chart, lang: str, height: int) -> go.Figure:
    """The chart in a language, `height` pixels high and about 1200 wide.

    Values that are not known leave a gap, said in words where there is room. Nothing is read off it that its table lacks.
    """
    made = template.figure(lang, chart.unit_name, height=height)
    made.update_layout(
        font_size=SIZE, title_font={"size": SIZE, "color": template.GREY_DARK}, margin={"l": 8, "r": 16, "t": 44, "b": 8},
        legend={"font": {"size": SIZE}, "y": 1.0, "x": 1, "xanchor": "right", "traceorder": "normal"},
        bargap=0.3 if len(chart.categories) > _FEW_BARS else 0.6,
    )  # fmt: skip
    made.update_xaxes(tickfont_size=SIZE, fixedrange=True)
    made.update_yaxes(tickfont_size=SIZE, fixedrange=True, nticks=5)
    if chart.kind == "line":
        _lines(made, chart, lang, height)
    elif _is_lying(chart, lang):
        _lying(made, chart, lang, height)
    else:
        _standing(made, chart, lang, height)
    return made


def _is_lying(chart: Chart, lang: str) -> bool:
    return max((len(value.shown(lang)) for value in chart.categories), default=0) > _LONG_NAME


def _name(series: Series, lang: str) -> str:
    name = series.name.get(lang)
    word = tell("meeting_mode.provisional", lang)
    return escape(f"{name} ({word})" if series.is_provisional and word not in name else name, quote=False)


def _fill(series: Series) -> str:
    return "hatched" if series.is_provisional else series.fill if series.fill in _FILLS else "strong"


def _drawn(value: Value) -> float | None:
    return float(value.drawn) if value.is_number else None


def _shown(values: Sequence[Value], lang: str) -> list[str]:
    return [value.shown(lang) if value.is_number else "" for value in values]


def _standing(made: go.Figure, chart: Chart, lang: str, height: int) -> None:
    """Bars side by side, or parts of a whole on each other, from zero."""
    places = list(range(len(chart.categories)))
    is_stacked = chart.kind == "stacked"
    series = [one for one in chart.series if any(value.is_number for value in one.values)] if is_stacked else list(chart.series)
    room = WIDTH * 0.68 / max(len(places), 1) / (1 if is_stacked else max(len(series), 1))
    top, bottom = _extent(chart)
    pixel = (top - bottom or 1) / max(height - 130, 60)
    for one in series:
        fill, amounts = _fill(one), [_drawn(value) for value in one.values]
        labels = _shown(one.values, lang) if room >= _BAR_LABEL else [""] * len(places)
        made.add_bar(
            x=places, y=amounts, name=_name(one, lang), marker=_FILLS[fill], text=None if is_stacked else labels, textangle=0,
            cliponaxis=False, textposition="none" if is_stacked else "outside", constraintext="none",
            textfont={"size": SIZE, "color": template.TEXT},
        )  # fmt: skip
    if is_stacked and room >= _BAR_LABEL:
        _label_parts(made, chart, series, lang, pixel)
    _say_unknown(made, chart, lang)
    for mark in chart.marks:
        _add_mark(made, mark, places, lang, is_lying=False)
    count = len(series) + len(chart.marks)
    names = [value.shown(lang) for value in chart.categories]
    step = max(1, -(-len(places) * (max(map(len, names), default=1) + 1) * _LETTER // (WIDTH * 0.9)))
    shown = [place for place in places if place % step == 0]
    made.update_layout(
        barmode="relative" if is_stacked else "group", showlegend=count > 1,
        title_text=chart.unit_name.get(lang) if _title_fits(chart, lang) else "",
    )  # fmt: skip
    made.update_xaxes(tickvals=shown, ticktext=[escape(names[place], quote=False) for place in shown])
    made.update_yaxes(range=[bottom * 1.12, top * 1.14 or 1], rangemode="tozero")
    _whole_steps(made.update_yaxes, chart, top)
    if not _title_fits(chart, lang):
        made.update_yaxes(title={"text": chart.unit_name.get(lang), "font": {"size": SIZE}})


def _label_parts(
    made: go.Figure, chart: Chart, series: Sequence[Series], lang: str, unit: float, *, is_lying: bool = False
) -> None:
    """The amount within each part that has room for it, clear of the levels that cross the part.

    Args:
        unit: how much of the axis a pixel is; of lying bars, a letter.
    """
    for place in range(len(chart.categories)):
        levels = [amount for mark in chart.marks if (amount := _drawn(mark.values[place])) is not None]
        ends = {True: 0.0, False: 0.0}
        for one in series:
            amount, text = _drawn(one.values[place]) or 0.0, one.values[place].shown(lang)
            start = ends[amount > 0]
            ends[amount > 0] = start + amount
            size = unit * (len(text) + 1 if is_lying else _LABEL_HEIGHT)
            if not amount or abs(amount) < size:
                continue
            low, high = sorted((start, start + amount))
            middle = (low + high) / 2
            tried = [middle, *(level + side * size * 0.7 for level in levels for side in (1, -1))]
            free = [
                at for at in tried
                if low + size * 0.5 <= at <= high - size * 0.5 and all(abs(at - level) >= size * 0.6 for level in levels)
            ]  # fmt: skip
            at = free[0] if free else middle
            made.add_annotation(
                x=at if is_lying else place, y=place if is_lying else at, text=text, showarrow=False, yanchor="middle",
                font={"size": SIZE, "color": template.WHITE if _fill(one) in _ON_DARK else template.TEXT}, xanchor="center",
                bgcolor=template.WHITE if _fill(one) in ("light", "hatched") else None, borderpad=2,
            )  # fmt: skip


def _whole_steps(axis: Any, chart: Chart, highest: float) -> None:
    """An axis of things counted has whole numbers only."""
    units = {value.unit for one in chart.series for value in one.values if value.is_number}
    if units == {"count"} and highest <= _TICKS:
        axis(dtick=1, tick0=0)


def _title_fits(chart: Chart, lang: str) -> bool:
    """Whether the measure and the names of the series have room beside each other."""
    names = [_name(one, lang) for one in (*chart.series, *chart.marks)] if len(chart.series) + len(chart.marks) > 1 else []
    width = len(chart.unit_name.get(lang)) * _LETTER + sum(len(name) * _LETTER + 70 for name in names)
    return width <= WIDTH


def _lying(made: go.Figure, chart: Chart, lang: str, height: int) -> None:
    """The same bars lying, with the names of the categories to the left; the first on top."""
    places = list(range(len(chart.categories)))
    is_stacked = chart.kind == "stacked"
    top, bottom = _extent(chart)
    names = ["<br>".join(textwrap.wrap(value.shown(lang), _NAME_LINE)[:2]) for value in chart.categories]
    left = max((len(line) for name in names for line in name.split("<br>")), default=0) * _LETTER
    pixel = (top - bottom or 1) / max(WIDTH - left - 60, 100)
    rows = 1 if is_stacked else max(len(chart.series), 1)
    has_labels = height * 0.68 / max(len(places) * rows, 1) >= SIZE
    for one in chart.series:
        fill, amounts = _fill(one), [_drawn(value) for value in one.values]
        labels = _shown(one.values, lang) if has_labels and not is_stacked else [""] * len(places)
        made.add_bar(
            y=places, x=amounts, orientation="h", name=_name(one, lang), marker=_FILLS[fill], text=labels, cliponaxis=False,
            textposition="none" if is_stacked else "outside", constraintext="none", textangle=0,
            textfont={"size": SIZE, "color": template.TEXT},
        )  # fmt: skip
    if is_stacked and has_labels:
        _label_parts(made, chart, chart.series, lang, pixel * _LETTER, is_lying=True)
    _say_unknown(made, chart, lang, is_lying=True)
    for mark in chart.marks:
        _add_mark(made, mark, places, lang, is_lying=True)
    made.update_layout(
        barmode="relative" if is_stacked else "group", showlegend=len(chart.series) + len(chart.marks) > 1,
        title_text=chart.unit_name.get(lang) if _title_fits(chart, lang) else "",
    )  # fmt: skip
    made.update_yaxes(
        tickvals=places, ticktext=[escape(name, quote=False).replace("&lt;br&gt;", "<br>") for name in names],
        range=[len(places) - 0.5, -0.5], showgrid=False, zeroline=False, nticks=None, ticksuffix="  ", ticklabelstandoff=8,
    )  # fmt: skip
    made.update_xaxes(range=[bottom * 1.15, top * 1.12 or 1], showgrid=True, nticks=6, rangemode="tozero")
    _whole_steps(made.update_xaxes, chart, top)
    if not _title_fits(chart, lang):
        made.update_xaxes(title={"text": chart.unit_name.get(lang), "font": {"size": SIZE}})


def _extent(chart: Chart) -> tuple[float, float]:
    """The highest and lowest value that is drawn; zero is always within."""
    marks = [amount for mark in chart.marks for value in mark.values if (amount := _drawn(value)) is not None]
    columns = [[_drawn(one.values[place]) or 0.0 for one in chart.series] for place in range(len(chart.categories))]
    if chart.kind == "stacked":
        tops = [sum(amount for amount in column if amount > 0) for column in columns]
        bottoms = [sum(amount for amount in column if amount < 0) for column in columns]
    else:
        tops = bottoms = [amount for column in columns for amount in column]
    return max([0.0, *tops, *marks]), min([0.0, *bottoms, *marks])


def _say_unknown(made: go.Figure, chart: Chart, lang: str, *, is_lying: bool = False) -> None:
    """What is not known stands in words where its bar would have stood; with many bars the table says it."""
    count = max(len(chart.series), 1)
    if len(chart.categories) * (1 if chart.kind == "stacked" else count) > _SHORT_LINE:
        return
    for place in range(len(chart.categories)):
        for number, one in enumerate(chart.series):
            value = one.values[place]
            if value.value is not None or (chart.kind == "stacked" and any(s.values[place].is_number for s in chart.series)):
                continue
            at = place if chart.kind == "stacked" else place + (number - (count - 1) / 2) * 0.7 / count
            x, y = (0, at) if is_lying else (at, 0)
            made.add_annotation(
                x=x, y=y, text=escape(value.unknown.get(lang), quote=False), showarrow=False,
                yanchor="middle" if is_lying else "bottom",
                xanchor="left" if is_lying else "center", font={"size": SIZE, "color": template.GREY_DARK},
            )  # fmt: skip
            if chart.kind == "stacked":
                break


def _add_mark(made: go.Figure, mark: Series, places: Sequence[int], lang: str, *, is_lying: bool) -> None:
    """A level across each bar, dashed, and named among the series."""
    line = {"color": template.TEXT, "width": 3, "dash": _DASH}
    along: list[float | None] = []
    across: list[float | None] = []
    for place, value in zip(places, mark.values, strict=True):
        amount = _drawn(value)
        if amount is not None:
            along += [place - 0.45, place + 0.45, None]
            across += [amount, amount, None]
    x, y = (across, along) if is_lying else (along, across)
    around = {"color": template.WHITE, "width": 7, "dash": _DASH}  # so that it is seen on dark bars too
    made.add_scatter(x=x, y=y, mode="lines", line=around, showlegend=False)
    made.add_scatter(x=x, y=y, mode="lines", line=line, name=_name(mark, lang))


def _lines(made: go.Figure, chart: Chart, lang: str, height: int) -> None:
    """Lines with their name and last value at the end; levels as dashed lines with words."""
    places = list(range(len(chart.categories)))
    ends: list[tuple[float, str, str]] = []
    for number, one in enumerate(chart.series):
        amounts = [_drawn(value) for value in one.values]
        colour = (template.ACCENT_DARK, template.ACCENT, template.GREY_DARK, *template.AREA_COLOURS[1:3])[number % 5]
        dash = template.DOTTED if one.is_provisional else _DASHES[number % len(_DASHES)]
        made.add_scatter(
            x=places, y=amounts, mode="lines+markers" if len(places) <= _SHORT_LINE else "lines",
            line={"color": colour, "width": 4, "dash": dash}, marker={"size": 11, "symbol": template.MARKERS[number % 4]},
            name=_name(one, lang), connectgaps=False,
        )  # fmt: skip
        _note_end(ends, one, amounts, lang, colour)
    for mark in chart.marks:
        amounts = [_drawn(value) for value in mark.values]
        made.add_scatter(x=places, y=amounts, mode="lines", line={"color": template.TEXT, "width": 3, "dash": "dash"})
        _note_end(ends, mark, amounts, lang, template.TEXT)
    known = [amount for trace in made.data for amount in trace.y if amount is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    span = (high - low) or abs(high) or 1.0
    lowest, highest = (0.0 if low >= 0 and low < span else low - span * 0.12), high + span * 0.12
    line = (highest - lowest) * _LABEL_HEIGHT / max(height - 130, 60)
    ends.sort()
    heights = [end[0] for end in ends]
    for place in range(1, len(heights)):
        lines = sum(len(textwrap.wrap(ends[number][1], _END_LETTERS)) for number in (place - 1, place))
        heights[place] = max(heights[place], heights[place - 1] + line * lines / 2)
    for (_, words, colour), at in zip(ends, heights, strict=True):
        made.add_annotation(
            x=1.01, xref="paper", y=at, text="<br>".join(textwrap.wrap(words, _END_LETTERS)), showarrow=False,
            xanchor="left", align="left",
            font={"size": SIZE, "color": colour},
        )  # fmt: skip
    longest = max((len(part) for _, words, _ in ends for part in textwrap.wrap(words, _END_LETTERS)), default=0)
    names = [value.shown(lang) for value in chart.categories]
    made.update_layout(showlegend=False, margin_r=int(longest * _LETTER) + 24)
    ticks = _spread(len(places))
    made.update_xaxes(
        tickvals=ticks, ticktext=["<br>".join(textwrap.wrap(escape(names[place], quote=False), 12)) for place in ticks],
        range=[-0.3, max(len(places) - 0.7, 0.3)],
    )  # fmt: skip
    made.update_yaxes(range=[lowest, highest], tickformat=".1f" if span < _TICKS else None)


def _note_end(ends: list[tuple[float, str, str]], one: Series, amounts: list[float | None], lang: str, colour: str) -> None:
    last = next((place for place in range(len(amounts) - 1, -1, -1) if amounts[place] is not None), None)
    if last is not None:
        ends.append((float(amounts[last] or 0.0), f"{_name(one, lang)} {one.values[last].shown(lang)}", colour))


def _spread(count: int) -> list[int]:
    """At most `_TICKS` places with the same distance, the last always among them."""
    if count <= _TICKS:
        return list(range(count))
    step = -(-(count - 1) // (_TICKS - 1))
    return sorted(range(count - 1, -1, -step))
