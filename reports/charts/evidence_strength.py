"""Figures of evidence: the ladder from now to expected, and coverage by count and by money for each kind of knowledge."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.evidence.coverage_ways import Way
from analytics.evidence.strength import Evidence, Rung
from analytics.evidence.strength_words import name_of, place_text, way_text
from domain.numbers import MILLION
from domain.text import say, tell
from reports.charts import template

_ROW, _HEAD, _FOOT = 58, 96, 24
_NAME_LENGTH = 22
#: Where work without a level stands, left of the line at `_DIVIDE`.
_NO_LEVEL, _DIVIDE = 0.0, 0.5
#: The mark now lies a little above the line of the instrument, the expected one a little below.
_UP, _DOWN = -0.14, 0.2
_BAR = 74


def ladder(made: Evidence, lang: str) -> go.Figure:
    """One line an instrument: filled now, dotted now when nobody has rated it, open when expected, with the words beside.

    The marks differ in shape and fill, so that they read without colour; what has no level stands left of a line.
    """
    rungs = made.ladder
    drawn = template.figure(lang, say("strength.chart.measure"), height=_HEAD + _ROW * max(len(rungs), 1) + _FOOT)
    for place, rung in enumerate(rungs):
        _arrow(drawn, place, rung)
    marks: dict[str, list[tuple[float, float, str]]] = {"now": [], "now_design": [], "expected": []}
    for place, rung in enumerate(rungs):
        words = [place_text(*item).get(lang) for item in _ends(rung)]
        for (name, x, y), text in zip(_marks(rung, place), words, strict=True):
            marks[name].append((x, y, f"<b>{escape(name_of(made, rung.instrument_id).get(lang))}</b><br>{escape(text)}"))
            _words(drawn, x, y, text, is_level=x > _DIVIDE)
    for name, points in marks.items():
        drawn.add_scatter(
            x=[x for x, _, _ in points], y=[y for _, y, _ in points], mode="markers", marker=_MARKS[name], cliponaxis=False,
            name=tell(f"strength.chart.{name}", lang), hovertext=[words for _, _, words in points], hoverinfo="text",
            showlegend=bool(points),
        )  # fmt: skip
    drawn.add_vline(x=_DIVIDE, line={"color": template.GREY_MID, "width": 1.5, "dash": "dot"})
    names = [_wrapped(name_of(made, rung.instrument_id).get(lang)) for rung in rungs]
    drawn.update_yaxes(
        range=[len(rungs) - 0.4, -0.6], tickvals=list(range(len(rungs))), ticktext=[f"<b>{name}</b>" for name in names],
        showgrid=False, zeroline=False, ticklabelstandoff=8,
    )  # fmt: skip
    levels = [str(level) for level in range(1, 6)]
    drawn.update_xaxes(
        range=[-0.9, 6.4], tickvals=[_NO_LEVEL - 0.35, *range(1, 6)], side="top", showgrid=True, zeroline=False, fixedrange=True,
        ticktext=[tell("strength.chart.no_level", lang), *(tell("strength.chart.level", lang, level=level) for level in levels)],
    )  # fmt: skip
    drawn.update_layout(
        margin={"t": _HEAD, "l": 8, "r": 16, "b": 8}, legend={"y": 1, "yref": "container", "yanchor": "top", "x": 0.0}
    )
    drawn.update_layout(legend_y=(_ROW * max(len(rungs), 1) + _FOOT + 64) / (_HEAD + _ROW * max(len(rungs), 1) + _FOOT))
    return drawn


_MARKS: dict[str, dict[str, Any]] = {
    "now": {"symbol": "circle", "size": 15, "color": template.ACCENT_DARK},
    "now_design": {
        "symbol": "circle-dot",
        "size": 15,
        "color": template.WHITE,
        "line": {"color": template.ACCENT_DARK, "width": 2},
    },
    "expected": {"symbol": "diamond-open", "size": 15, "color": template.ACCENT, "line": {"width": 2.5}},
}


def _ends(rung: Rung) -> tuple[tuple[str, bool, str], tuple[str, bool, str]]:
    return (rung.now, rung.is_now_rated, "now"), (rung.expected, rung.is_expected_rated, "expected")


def _x(place: str) -> float:
    return float(place) if place.isdigit() else _NO_LEVEL - 0.7


def _marks(rung: Rung, place: int) -> list[tuple[str, float, float]]:
    name = "now" if rung.is_now_rated or not rung.now.isdigit() else "now_design"
    return [(name, _x(rung.now), place + _UP), ("expected", _x(rung.expected), place + _DOWN)]


def _arrow(drawn: go.Figure, place: int, rung: Rung) -> None:
    first, last = _x(rung.now), _x(rung.expected)
    if first == last:
        return
    drawn.add_annotation(
        x=last, y=place + _DOWN, ax=first, ay=place + _UP, xref="x", yref="y", axref="x", ayref="y", showarrow=True, text="",
        arrowhead=2, arrowwidth=1.5, arrowcolor=template.GREY_MID, standoff=9, startstandoff=9,
    )  # fmt: skip


def _words(drawn: go.Figure, x: float, y: float, text: str, *, is_level: bool) -> None:
    if is_level and text.isdigit():
        return
    drawn.add_annotation(
        x=x, y=y, xanchor="left", xshift=12, showarrow=False, text=escape(text), font={"size": 12, "color": template.GREY_DARK},
        bgcolor=template.WHITE, borderpad=1,
    )  # fmt: skip


def coverage(made: Evidence, lang: str) -> go.Figure:
    """For each kind of knowledge two bars: the share of the instruments, and of the money of those that have an amount."""
    ways = made.ways
    names = [way_text(made, way.way).get(lang) for way in ways]
    drawn = template.figure(lang, say("strength.chart.coverage_measure"), height=60 + _BAR * len(ways))
    for part, (key, shares) in enumerate(
        (("by_count", [way.count_pct for way in ways]), ("by_money", [way.amount_pct for way in ways]))
    ):
        shift = -0.2 + 0.4 * part
        places = [place + shift for place in range(len(ways))]
        marker: dict[str, Any] = {"color": template.ACCENT} if part == 0 else {
            "color": template.WHITE, "line": {"color": template.ACCENT_DARK, "width": 1.5},
            "pattern": {"shape": template.HATCH, "fgcolor": template.ACCENT_DARK, "size": 6},
        }  # fmt: skip
        drawn.add_bar(
            x=[share or 0.0 for share in shares], y=places, width=0.3, orientation="h", marker=marker, hoverinfo="skip",
            name=tell(f"strength.chart.{key}", lang),
        )  # fmt: skip
        for way, place, share in zip(ways, places, shares, strict=True):
            drawn.add_annotation(
                x=share or 0.0, y=place, xanchor="left", xshift=6, showarrow=False, text=_bar_words(way, key, lang),
                font={"size": 13, "color": template.TEXT},
            )  # fmt: skip
    drawn.update_layout(barmode="overlay", margin={"t": 56, "l": 8, "r": 16, "b": 8})
    drawn.update_yaxes(
        range=[len(ways) - 0.5, -0.5], tickvals=list(range(len(ways))), ticktext=[f"<b>{_wrapped(name)}</b>" for name in names],
        showgrid=False, zeroline=False, ticklabelstandoff=8,
    )  # fmt: skip
    drawn.update_xaxes(range=[0, 150], tickvals=[0, 25, 50, 75, 100], ticksuffix=" %", showgrid=True)
    return drawn


def _bar_words(way: Way, key: str, lang: str) -> str:
    share = way.count_pct if key == "by_count" else way.amount_pct
    if share is None:
        return tell("strength.chart.nothing", lang)
    if key == "by_count":
        return tell("strength.chart.of_count", lang, part=way.count, whole=way.whole, pct=share)
    return tell("strength.chart.of_money", lang, part=way.part_nok / MILLION, whole=way.whole_nok / MILLION, pct=share)


def _wrapped(text: str) -> str:
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(text, _NAME_LENGTH)) or escape(text)
