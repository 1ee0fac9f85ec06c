"""Figures of sick leave against the target. Spending never stands in them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.sickness.json_form import number
from analytics.sickness.observed import Observation
from analytics.sickness.series import quarter_at
from analytics.sickness.target import AbsenceTarget
from analytics.sickness.words import measure_name, vintage_name
from domain.periods import quarter_index
from domain.text import Text, say, tell
from reports.charts import template, timeline

_WRAP = 52
_RIGHT_MARGIN = 104
_LABEL_GAP_PX = 17
_PLOT_HEIGHT_PX = 330
#: Breaks this many quarters apart, or closer, are numbered on two heights.
_NEIGHBOURS = 2


def absence_target(made: AbsenceTarget, lang: str, *, older: bool = False) -> go.Figure:
    """The level as a line with points, with baseline, target and the path between them; gaps stay gaps.

    With `older`, figures of older vintages of the same method family are drawn back where they differ.

    The path is dotted and labelled as no forecast, breaks are numbered lines, and quarters marked by the pandemic are a band.
    """
    drawn = template.figure(lang, _measure_text(made), height=_PLOT_HEIGHT_PX + 130)
    span = _span(made)
    timeline.add_pandemic(drawn, made.pandemic, span, lang)
    _add_quarters(drawn, made, lang)
    if older:
        _add_older(drawn, made, lang)
    _add_line(drawn, made, lang)
    _add_levels(drawn, made, span, lang)
    _add_path(drawn, made, lang)
    timeline.add_breaks(drawn, enumerate(made.breaks, start=1), lang)
    years = [index for index in range(span[0], span[1] + 1) if index % 4 == 0]
    drawn.update_layout(
        margin={"t": 98, "r": _RIGHT_MARGIN}, title_pad_t=22, hovermode="closest",
        legend={"y": -0.1, "yanchor": "top"}, showlegend=True,
    )  # fmt: skip
    drawn.update_xaxes(range=[span[0] - 0.6, span[1] + 0.6], tickvals=years, ticktext=_year_texts(years), tickangle=0)
    drawn.update_yaxes(range=_level_range(made), nticks=7, tickformat=".1f")
    return drawn


def _measure_text(made: AbsenceTarget) -> Text:
    main = say(f"sickness.chart.title_{made.track.comparison}", measure=measure_name(made.measure))
    parts = [main, *_vintage_text(made.shown_quarters)]
    return Text(*("<br>".join(_lines(part.get(lang)) for part in parts) for lang in ("nb", "en")))


def _vintage_text(quarters: Sequence[Observation]) -> list[Text]:
    if not quarters:
        return []
    first, last = (pick(quarters, key=lambda item: item.published_date).vintage for pick in (min, max))
    if first == last:
        return [say("sickness.chart.vintage_single", vintage=vintage_name(first))]
    return [say("sickness.chart.vintage_span", first=vintage_name(first), last=vintage_name(last))]


def _lines(text: str) -> str:
    return "<br>".join(textwrap.wrap(text, _WRAP))


def _span(made: AbsenceTarget) -> tuple[int, int]:
    indexes = [quarter_index(item.period) for item in made.shown_quarters]
    indexes += [quarter_index(point.period) for point in made.path]
    return (min(indexes), max(indexes)) if indexes else (0, 0)


def _year_texts(years: Sequence[int]) -> list[str]:
    """The years in full, every second one when there are many."""
    step = 2 if len(years) > 7 else 1
    return [str(index // 4) if place % step == 0 else "" for place, index in enumerate(years)]


def _add_quarters(drawn: go.Figure, made: AbsenceTarget, lang: str) -> None:
    """The single quarters behind a mean, drawn back."""
    if made.track.comparison != "four_quarter_mean":
        return
    values = {item.period: number(item.value) for item in made.shown_quarters}
    words = {item.period: _quarter_words(item, lang) for item in made.shown_quarters}
    line = {"color": template.GREY_LIGHT, "width": 1.5}
    marker = {"color": template.GREY_MID, "size": 5, "symbol": "circle-open"}
    _add_series(drawn, values, words, tell("sickness.chart.quarter", lang), line=line, marker=marker)


def _quarter_words(item: Observation, lang: str) -> str:
    if item.value is None:
        return ""
    return tell("sickness.chart.hover_quarter", lang, period=item.period, value=item.value, vintage=vintage_name(item.vintage))


def _add_older(drawn: go.Figure, made: AbsenceTarget, lang: str) -> None:
    """Older vintages of the quarters shown, each as a thin line of its own, where they had another value."""
    shown = {item.period: item.value for item in made.shown_quarters}
    older = [item for item in made.track.older if item.value is not None and item.value != shown.get(item.period, item.value)]
    if not older:
        return
    ordered = sorted(older, key=lambda item: (item.published_date, item.vintage_id, quarter_index(item.period)))
    points: list[Observation | None] = []
    for item in ordered:
        before = points[-1] if points else None
        if before is not None and not _is_next(before, item):
            points.append(None)
        points.append(item)
    drawn.add_scatter(
        x=[None if p is None else quarter_index(p.period) for p in points],
        y=[None if p is None else number(p.value) for p in points], mode="lines+markers", connectgaps=False,
        name=tell("sickness.chart.older", lang), line={"color": template.GREY_MID, "width": 1, "dash": "dot"},
        marker={"symbol": "x-thin-open", "size": 7, "color": template.GREY_MID},
        hovertext=["" if p is None else _quarter_words(p, lang) for p in points], hoverinfo="text",
    )  # fmt: skip


def _is_next(before: Observation, item: Observation) -> bool:
    """Whether a figure follows another in the same vintage."""
    return before.vintage_id == item.vintage_id and quarter_index(item.period) == quarter_index(before.period) + 1


def _add_line(drawn: go.Figure, made: AbsenceTarget, lang: str) -> None:
    kind = "mean" if made.track.comparison == "four_quarter_mean" else "quarter"
    points = [point for point in made.shown_points if point.value is not None]
    values = {point.period: number(point.value) for point in points}
    words = {
        p.period: tell(f"sickness.chart.hover_{kind}", lang, period=p.period, value=p.value, vintage=vintage_name(p.vintage))
        for p in points
    }
    name = tell("sickness.chart.mean" if kind == "mean" else "sickness.chart.line", lang)
    _add_series(
        drawn, values, words, name, line={"color": template.ACCENT, "width": 3}, marker={"color": template.ACCENT, "size": 8}
    )
    if points:
        last = points[-1]
        drawn.add_annotation(
            x=quarter_index(last.period), y=number(last.value), yshift=16, showarrow=False, bgcolor="rgba(255,255,255,0.8)",
            text=f"<b>{tell('sickness.chart.latest', lang, value=last.value)}</b>", font={"color": template.ACCENT, "size": 15},
        )  # fmt: skip


def _add_series(
    drawn: go.Figure, values: dict[str, float | None], words: dict[str, str], name: str, *, line: Any, marker: Any
) -> None:
    if not values:
        return
    indexes = range(min(map(quarter_index, values)), max(map(quarter_index, values)) + 1)
    periods = [quarter_at(index) for index in indexes]
    drawn.add_scatter(
        x=list(indexes), y=[values.get(period) for period in periods], mode="lines+markers", name=name, connectgaps=False,
        line=line, marker=marker, hovertext=[words.get(period, "") for period in periods], hoverinfo="text",
    )  # fmt: skip


def _add_levels(drawn: go.Figure, made: AbsenceTarget, span: tuple[int, int], lang: str) -> None:
    """Baseline and target as level lines, named at their right end."""
    levels = {"baseline": made.track.baseline_value, "target": made.track.target_value}
    known = {name: float(value) for name, value in levels.items() if value is not None}
    shifts = _apart(list(known.values()), _level_range(made))
    for (name, value), shift in zip(known.items(), shifts, strict=True):
        dash = "solid" if name == "baseline" else "dash"
        drawn.add_shape(
            type="line", x0=span[0] - 0.6, x1=span[1] + 0.6, y0=value, y1=value,
            line={"color": template.GREY_DARK, "width": 1.5, "dash": dash},
        )  # fmt: skip
        drawn.add_annotation(
            x=1, xref="paper", xanchor="left", y=value, yshift=shift, showarrow=False, xshift=4, align="left",
            text=tell(f"sickness.chart.{name}", lang, value=levels[name]), font={"size": 13, "color": template.TEXT},
        )  # fmt: skip


def _apart(values: Sequence[float], span: tuple[float, float]) -> list[int]:
    """Shifts in pixels that keep two labels from standing on each other."""
    if len(values) != 2:
        return [0] * len(values)
    gap = (values[0] - values[1]) / (span[1] - span[0]) * _PLOT_HEIGHT_PX
    push = max(0, round((_LABEL_GAP_PX - abs(gap)) / 2))
    return [push, -push] if gap >= 0 else [-push, push]


def _add_path(drawn: go.Figure, made: AbsenceTarget, lang: str) -> None:
    if len(made.path) < 2:
        return
    drawn.add_scatter(
        x=[quarter_index(point.period) for point in made.path], y=[number(point.value) for point in made.path], mode="lines",
        line={"color": template.ACCENT_DARK, "width": 2.5, "dash": template.DOTTED}, hoverinfo="skip",
        name=tell("sickness.chart.path", lang),
    )  # fmt: skip
    middle = made.path[len(made.path) // 2]
    drawn.add_annotation(
        x=quarter_index(middle.period), y=number(middle.value), yshift=-11, xanchor="right", showarrow=False,
        bgcolor="rgba(255,255,255,0.7)", text=tell("sickness.chart.path", lang), font={"size": 12, "color": template.ACCENT_DARK},
    )  # fmt: skip


def _level_range(made: AbsenceTarget) -> tuple[float, float]:
    """The values shown with a margin; a line of levels does not start at zero."""
    values = list(_shown_values(made))
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    room = max((high - low) * 0.15, 0.3)
    return low - room, high + room


def _shown_values(made: AbsenceTarget) -> Iterable[float]:
    found = [number(item.value) for item in made.shown_quarters]
    found += [number(point.value) for point in made.shown_points]
    found += [number(made.track.baseline_value), number(made.track.target_value)]
    return (value for value in found if value is not None)
