"""Figures of a change in its parts, and of what the mix of industries lets one expect."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from analytics.sickness.decomposition import AbsenceDecomposition
from analytics.sickness.decomposition_parts import Split
from analytics.sickness.decomposition_words import component_name, signed
from analytics.sickness.industries_words import sex_name, type_name
from analytics.sickness.mix import AbsenceMix
from domain.text import say, tell
from reports.charts import template
from reports.charts.industries import add_marks, capital, legend_below, room_around, set_margins, title_of, top_px, wrapped

_BAR_PX = 52
_ROW_PX = 38
#: Of more groups than this the furthest from what is expected are drawn; the table has them all.
MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class _Bar:
    """One part of the change: its name and number, what rounding allows on both sides, and how it is filled."""

    name: str
    value: float
    words: str
    up: float
    down: float
    colour: str
    pattern: str = ""


def decomposition(made: AbsenceDecomposition, lang: str) -> go.Figure:
    """The parts of a change as bars from zero, each named and with its number, and the change below; ranges as whiskers."""
    bars = _bars(made.split, lang) if made.split else []
    lines = [say("decomposition.chart.title")]
    if made.from_period and made.to_period:
        values = {"first": made.from_period, "last": made.to_period, "type": type_name(made.absence_type)}
        lines.append(say("decomposition.chart.detail", **values))
    title = title_of(lines)
    drawn = template.figure(lang, title, height=_BAR_PX * max(len(bars), 1) + top_px(title) + 36)
    for bar in bars:
        _add_bar(drawn, bar)
    edges = [0.0, *(bar.value + bar.up for bar in bars), *(bar.value - bar.down for bar in bars)]
    room = max((max(edges) - min(edges)) * 0.22, 0.1)
    drawn.update_xaxes(
        range=[min(edges) - room, max(edges) + room], zeroline=True, tickformat=".1f", showgrid=True, nticks=5, tickangle=0
    )
    drawn.update_yaxes(autorange="reversed")
    drawn.update_layout(barmode="overlay")
    set_margins(drawn, title, below=36)
    return drawn


def _bars(split: Split, lang: str) -> list[_Bar]:
    bars = []
    for part in split.components:
        value = float(part.value_pp)
        up = float(part.high_pp) - value if part.high_pp is not None else 0.0
        down = value - float(part.low_pp) if part.low_pp is not None else 0.0
        name = wrapped(capital(component_name(part.name).get(lang)))
        colour = template.GREY_MID if part.name == "rest" else template.SEQUENCE[2]
        pattern = template.HATCH if part.name.startswith("composition") else ""
        bars.append(_Bar(name, value, signed(part.value_pp).get(lang), max(up, 0.0), max(down, 0.0), colour, pattern))
    total = wrapped(capital(tell("decomposition.chart.total", lang)))
    return [*bars, _Bar(total, float(split.change_pp), signed(split.change_pp).get(lang), 0.0, 0.0, template.GREY_DARK)]


def _add_bar(drawn: go.Figure, bar: _Bar) -> None:
    """A bar with its number at the end, and its range where rounding moves it."""
    range_of = {"type": "data", "symmetric": False, "array": [bar.up], "arrayminus": [bar.down], "color": template.TEXT}
    drawn.add_bar(
        x=[bar.value], y=[bar.name], orientation="h", showlegend=False, hovertext=[f"{bar.name}: {bar.words}"], hoverinfo="text",
        marker={"color": bar.colour, "pattern": {"shape": bar.pattern, "fgcolor": template.WHITE, "size": 6}},
        error_x=range_of if bar.up or bar.down else None, width=0.6,
    )  # fmt: skip
    is_right = bar.value >= 0
    drawn.add_annotation(
        x=bar.value + bar.up if is_right else bar.value - bar.down, y=bar.name, xanchor="left" if is_right else "right",
        xshift=6 if is_right else -6, showarrow=False, text=f"<b>{bar.words}</b>", font={"size": 14, "color": template.TEXT},
    )  # fmt: skip


def mix(made: AbsenceMix, lang: str) -> go.Figure:
    """Observed sick leave as a filled dot and what the mix of industries lets one expect as an open diamond, group by group."""
    rows = made.rows[:MOST_ROWS]
    lines = [say("industries.chart.title")]
    if made.period:
        period = say("industries.period.quarter", period=made.period)
        lines.append(
            say("industries.chart.detail", type=type_name(made.absence_type), sex=sex_name(made.asked.sex), period=period)
        )
    title, plot_px = title_of(lines), _ROW_PX * max(len(rows), 1) + 20
    drawn = template.figure(lang, title, height=plot_px + top_px(title) + 56)
    for place, row in enumerate(rows):
        line = {"color": template.GREY_LIGHT, "width": 4}
        drawn.add_shape(type="line", x0=row.expected_pct, x1=row.observed_pct, y0=place, y1=place, layer="below", line=line)
    expected, observed = (tell(f"decomposition.mix.{name}_pct", lang) for name in ("expected", "observed"))
    places, names = list(range(len(rows))), [row.name.get(lang) for row in rows]
    open_mark = {"symbol": "diamond-open", "size": 11, "color": template.GREY_DARK, "line": {"width": 2}}
    full_mark = {"symbol": "circle", "size": 12, "color": template.ACCENT}
    for what, values, mark in (
        (expected, [row.expected_pct for row in rows], open_mark), (observed, [row.observed_pct for row in rows], full_mark),
    ):  # fmt: skip
        words = [_hover(name, what, value, lang) for name, value in zip(names, values, strict=True)]
        add_marks(drawn, places, values, what, mark, words)
    shown = [value for row in rows for value in (row.observed_pct, row.expected_pct)]
    drawn.update_yaxes(tickvals=places, ticktext=[wrapped(name) for name in names], range=[len(rows) - 0.4, -0.6], zeroline=False)
    drawn.update_xaxes(range=room_around(shown) if shown else [0, 10], showgrid=True, ticksuffix=" %", nticks=5, tickangle=0)
    drawn.update_layout(hovermode="closest", showlegend=True)
    set_margins(drawn, title)
    legend_below(drawn, plot_px)
    return drawn


def _hover(name: str, what: str, value: float, lang: str) -> str:
    return f"{escape(name, quote=False)}<br>{what}: {tell('decomposition.rate2', lang, value=value)}"
