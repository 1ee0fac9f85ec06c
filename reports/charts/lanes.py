"""Swim-lanes: lines of dated steps, planned and actual, with the time in each stage, against decisions as upright lines."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.evidence.gates import Gate
from analytics.evidence.stages import LADDER, told
from domain.codes import label
from domain.text import tell
from reports.charts.template import (
    ACCENT,
    ACCENT_LIGHT,
    GREY_DARK,
    GREY_FAINT,
    GREY_LIGHT,
    GREY_MID,
    TEXT,
    WARNING,
    WHITE,
    figure,
)

_LANE_HEIGHT, _LINE_HEIGHT, _HEAD_HEIGHT, _FOOT_HEIGHT = 54, 26, 186, 96
#: Height of a line of a lane's name.
_HEAD_LINE = 17
_NAME_LENGTH = 22
_BAR_HEIGHT = 10
#: Gates of the agreement itself are drawn in full; the others come every year and are drawn faint.
_AGREEMENT_GATES = ("agreement_expiry", "agreement_start", "review")
#: From this many years on, every second year is named.
_MANY_YEARS = 9
#: Names of gates stand at least this part of the width apart.
_NAME_GAP = 0.0165
#: What stands after the last year, so that what lies at its end can be read.
_ROOM_AFTER = timedelta(days=60)
#: The time in which a project has been under way, which has no stages.
RUNNING = "running"
#: The bar of a stage: its pattern tells it from the others also in grey print.
_PATTERNS: Mapping[str, str] = {
    "planned": ".", "in_preparation": "/", "commissioned": "\\", "started": "-", "data_collected": "|",
    "interim_published": "+", "completed": "x", "published": "", "taken_into_use": "", RUNNING: "-",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One step: its words, and its planned, newest and actual day with how exactly they are known."""

    words: str
    planned: date | None
    current: date | None
    actual: date | None
    precision: str | None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One evaluation or project: its title, its steps, and the stretches of time in each stage."""

    title: str
    points: tuple[Point, ...]
    stretches: tuple[tuple[str, date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """One instrument, the whole agreement, or one project, at its place from the top; `empty` says why it has no lines."""

    name: str
    note: str
    lines: tuple[Line, ...]
    empty: str
    top: float = field(default=0.0)

    @property
    def height(self) -> float:
        head = (_wrapped(self.name).count("<br>") + (_wrapped(self.note).count("<br>") + 1 if self.note else 0) + 1) * _HEAD_LINE
        return float(max(_LANE_HEIGHT, _LINE_HEIGHT * (len(self.lines) + 1), head + _HEAD_LINE / 2))

    def line_at(self, number: int) -> float:
        """Where a line of the lane stands."""
        return self.top + self.height * (number + 1) / (len(self.lines) + 1)


def draw_lanes(lanes: Sequence[Lane], gates: Sequence[Gate], as_of: date, lang: str, measure: str) -> go.Figure:
    """The lanes below each other: planned steps open, actual ones filled, time in stages as patterned bars, gates by name."""
    placed: list[Lane] = []
    top = 0.0
    for lane in lanes:
        placed.append(Lane(lane.name, lane.note, lane.lines, lane.empty, top))
        top += lane.height
    bottom = top or 1.0
    first, last = _span(placed, gates, as_of)
    shown = [gate for gate in gates if first <= gate.gate_date <= last]
    made = figure(lang, height=round(_HEAD_HEIGHT + bottom + _FOOT_HEIGHT))
    for trace in (*_gate_lines(shown, bottom, lang), *_bars(placed, lang), *_marks(placed, lang)):
        made.add_trace(trace)
    made.update_layout(
        title_text=measure,
        barmode="overlay",
        margin={"t": _HEAD_HEIGHT, "l": 8, "r": 16, "b": 8},
        shapes=[*_bands(placed, first, last), _today_line(as_of)],
        annotations=[*_words(placed, first, lang), *_gate_names(shown, first, last, lang), _today_name(as_of, lang)],
        legend={"y": -34 / bottom, "yanchor": "top", "yref": "paper"},
    )
    every = 12 if last.year - first.year < _MANY_YEARS else 24
    made.update_xaxes(
        range=[first, last], type="date", showgrid=True, tickformat="%Y", tick0=first, dtick=f"M{every}", tickangle=0
    )  # fmt: skip
    heads = [f"<b>{_wrapped(lane.name)}</b>{'<br>' + _wrapped(lane.note) if lane.note else ''}" for lane in placed]
    made.update_yaxes(
        range=[bottom, 0],
        tickvals=[lane.top + lane.height / 2 for lane in placed],
        ticktext=heads,
        showgrid=False,
        zeroline=False,
        ticks="",
        ticklabelstandoff=8,
    )
    return made


def _span(lanes: Sequence[Lane], gates: Sequence[Gate], as_of: date) -> tuple[date, date]:
    """From the first to the last year that has a step, the day itself or the next end of an agreement."""
    points = [point for lane in lanes for line in lane.lines for point in line.points]
    days = [day for point in points for day in (point.planned, point.current, point.actual) if day]
    days += [day for lane in lanes for line in lane.lines for stretch in line.stretches for day in stretch[1:]]
    ends = [gate.gate_date for gate in gates if gate.kind == "agreement_expiry" and gate.gate_date >= as_of]
    days += [as_of, *sorted(ends)[:1]]
    return date(min(days).year, 1, 1), date(max(days).year, 12, 31) + _ROOM_AFTER


def _bars(lanes: Sequence[Lane], lang: str) -> list[go.Bar]:
    """The time in each stage as bars, one pattern for each stage."""
    rows: dict[str, list[tuple[date, int, float, str]]] = {}
    for lane in lanes:
        for number, line in enumerate(lane.lines):
            for stage, start, until in line.stretches:
                rows.setdefault(stage, []).append((start, (until - start).days, lane.line_at(number), line.title))
    made = []
    for stage in (stage for stage in (*LADDER, RUNNING) if stage in rows):
        found = rows[stage]
        made.append(
            go.Bar(
                base=[start for start, *_ in found],
                x=[days * 86_400_000 for _, days, *_ in found],
                y=[height for _, _, height, _ in found],
                width=_BAR_HEIGHT,
                orientation="h",
                marker={
                    "color": ACCENT_LIGHT if _PATTERNS[stage] == "" else WHITE,
                    "line": {"color": GREY_MID, "width": 1},
                    "pattern": {"shape": _PATTERNS[stage], "fgcolor": GREY_DARK, "size": 5, "solidity": 0.25},
                },
                hovertext=[
                    f"<b>{_title(title)}</b><br>{_stage_words(stage, lang)}: "
                    f"{tell('evidence.stage_days', lang, days=days)}"
                    for _, days, _, title in found
                ],
                hoverinfo="text",
                name=_legend_words(stage, lang),
                legendrank=10 + (*LADDER, RUNNING).index(stage),
            )
        )  # fmt: skip
    return made


def _stage_words(stage: str, lang: str) -> str:
    return tell("evidence.legend_running", lang) if stage == RUNNING else label("evaluation_stage", stage, lang)


def _legend_words(stage: str, lang: str) -> str:
    words = _stage_words(stage, lang)
    return words if stage == RUNNING else tell("evidence.legend_stage", lang, stage=words.lower())


def _marks(lanes: Sequence[Lane], lang: str) -> list[go.Scatter]:
    placed = [
        (lane.line_at(number), line, point)
        for lane in lanes
        for number, line in enumerate(lane.lines)
        for point in line.points
    ]  # fmt: skip
    return [
        _slips(placed, lang),
        _outlines(placed, lang),
        _diamonds([(y, line, point, point.planned) for y, line, point in placed], lang, is_actual=False),
        _diamonds([(y, line, point, point.actual) for y, line, point in placed], lang, is_actual=True),
    ]


def _slips(placed: Sequence[tuple[float, Line, Point]], lang: str) -> go.Scatter:
    """From the planned day to what happened, else to the newest plan, with the days in words at the middle."""
    x: list[date | None] = []
    y: list[float | None] = []
    words: list[str] = []
    for height, _line, point in placed:
        until = point.actual or point.current
        if point.planned and until and until != point.planned:
            x += [point.planned, until, None]
            y += [height, height, None]
            days = "" if point.precision == "year" else tell("evidence.slip_days", lang, days=(until - point.planned).days)
            words += [f"{escape(point.words, quote=False)}<br>{days}"] * 2 + [""]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": WARNING, "width": 3, "dash": "dot"},
        hovertext=words,
        hoverinfo="text",
        name=tell("evidence.legend_slip", lang),
        showlegend=bool(x),
        legendrank=3,
    )


def _outlines(placed: Sequence[tuple[float, Line, Point]], lang: str) -> go.Scatter:
    """A frame around reports that are too late for a decision that they were meant for."""
    late = [
        (height, day) for height, _line, point in placed
        if point.is_late and (day := point.actual or point.current) is not None
    ]  # fmt: skip
    return go.Scatter(
        x=[day for _, day in late],
        y=[height for height, _ in late],
        mode="markers",
        marker={"symbol": "square-open", "size": 21, "color": WARNING, "line": {"width": 2}},
        hoverinfo="skip",
        name=tell("evidence.legend_too_late", lang),
        showlegend=bool(late),
        legendrank=4,
    )


def _diamonds(placed: Sequence[tuple[float, Line, Point, date | None]], lang: str, *, is_actual: bool) -> go.Scatter:
    dated = [(y, line, point, day) for y, line, point, day in placed if day is not None]
    key = "evidence.legend_actual" if is_actual else "evidence.legend_planned"
    return go.Scatter(
        x=[day for *_, day in dated],
        y=[y for y, *_ in dated],
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 12,
            "color": ACCENT if is_actual else WHITE,
            "line": {"color": ACCENT, "width": 2},
        },
        hovertext=[_hover(line, point, lang) for _, line, point, _ in dated],
        hoverinfo="text",
        name=tell(key, lang),
        showlegend=bool(dated),
        legendrank=2 if is_actual else 1,
    )


def _hover(line: Line, point: Point, lang: str) -> str:
    lines = [f"<b>{_title(line.title)}</b>", escape(point.words, quote=False)]
    moved = point.current if point.current != point.planned else None
    for key, day in (("planned", point.planned), ("moved_to", moved), ("actual", point.actual)):
        words = told(day, point.precision, lang)
        if words:
            lines.append(f"{tell(f'evidence.col_{key}', lang)}: {words}")
    return "<br>".join(lines)


def _title(title: str) -> str:
    return "<br>".join(textwrap.wrap(escape(title, quote=False), 48))


def _bands(lanes: Sequence[Lane], first: date, last: date) -> list[dict[str, Any]]:
    look = {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": GREY_FAINT, "opacity": 0.5}
    return [{**look, "x0": first, "x1": last, "y0": lane.top, "y1": lane.top + lane.height} for lane in lanes[::2]]


def _gate_lines(gates: Sequence[Gate], bottom: float, lang: str) -> list[go.Scatter]:
    own = [gate for gate in gates if gate.kind in _AGREEMENT_GATES]
    yearly = [gate for gate in gates if gate.kind not in _AGREEMENT_GATES]
    faint = {"color": GREY_LIGHT, "width": 1.5, "dash": "dash"}
    return [
        _upright(yearly, bottom, faint, tell("evidence.legend_yearly_gate", lang), lang),
        _upright(own, bottom, {"color": GREY_DARK, "width": 1.5}, tell("evidence.legend_agreement_gate", lang), lang),
    ]


def _upright(gates: Sequence[Gate], bottom: float, line: dict[str, Any], name: str, lang: str) -> go.Scatter:
    x: list[date | None] = []
    words: list[str] = []
    for gate in gates:
        x += [gate.gate_date, gate.gate_date, None]
        when = told(gate.gate_date, gate.date_precision, lang)
        words += [f"{escape(gate.name.get(lang), quote=False)}<br>{when}"] * 3
    return go.Scatter(
        x=x,
        y=[0, bottom, None] * len(gates),
        mode="lines",
        line=line,
        name=name,
        hovertext=words,
        hoverinfo="text",
        showlegend=bool(gates),
        legendrank=5,
    )


def _gate_names(gates: Sequence[Gate], first: date, last: date, lang: str) -> list[dict[str, Any]]:
    """The name of each gate above its line, moved to the right where the one before stands too near."""
    whole = (last - first).days or 1
    taken = -1.0
    found = []
    for gate in gates:
        place = (gate.gate_date - first).days / whole
        taken = max(place, taken + _NAME_GAP)
        is_own = gate.kind in _AGREEMENT_GATES
        words = tell(f"evidence.gate_short.{gate.kind}", lang, year=gate.gate_date.year)
        found.append(
            {
                "text": f"<b>{words}</b>" if is_own else words,
                "x": min(taken, 1.0),
                "xref": "paper",
                "y": 1,
                "yref": "paper",
                "yshift": 18,
                "xanchor": "center",
                "yanchor": "bottom",
                "textangle": -90,
                "showarrow": False,
                "font": {"size": 11, "color": TEXT if is_own else GREY_DARK},
            }
        )
    return found


def _today_line(as_of: date) -> dict[str, Any]:
    line = {"color": ACCENT, "width": 1.5, "dash": "dot"}
    return {"type": "line", "layer": "below", "line": line, "x0": as_of, "x1": as_of, "y0": 0, "y1": 1, "yref": "paper"}


def _today_name(as_of: date, lang: str) -> dict[str, Any]:
    return {
        "text": tell("evidence.as_of_line", lang),
        "x": as_of,
        "y": 1,
        "yref": "paper",
        "xanchor": "center",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12, "color": ACCENT},
    }


def _words(lanes: Sequence[Lane], first: date, lang: str) -> list[dict[str, Any]]:
    """Words where there is nothing to draw: on a lane without lines, and on a line without dates."""
    heights = [(lane.top + lane.height / 2, lane.empty) for lane in lanes if not lane.lines]
    heights += [
        (lane.line_at(number), tell("evidence.undated", lang))
        for lane in lanes
        for number, line in enumerate(lane.lines)
        if not line.points
    ]
    look = {"xanchor": "left", "xshift": 8, "showarrow": False, "font": {"size": 12, "color": GREY_DARK}, "bgcolor": WHITE}
    return [{**look, "text": words, "x": first, "y": height} for height, words in heights]


def _wrapped(text: str) -> str:
    return "<br>".join(textwrap.wrap(escape(text, quote=False), _NAME_LENGTH, break_long_words=False))
