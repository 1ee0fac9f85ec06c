"""The reports against one decision: a diamond for each, and the decision as a line."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.evidence.gate_report import GateStatus
from analytics.evidence.gate_text import when
from analytics.evidence.readiness import Readiness
from analytics.evidence.stages import told
from domain.text import say, tell
from reports.charts.template import ACCENT, GREY_DARK, GREY_FAINT, TEXT, WARNING, WHITE, figure

_LINE, _HEAD, _FOOT = 26, 76, 78
_TITLE = 46
#: The level stands to the right of the last report and needs so many times the room on the left.
_ROOM_FOR_LEVEL = 4
#: What stands for a level where there is none: nothing about effect, and not known.
_NO_LEVEL = {"none": "–", "unknown": "?", "level": "?"}
_LATE = ("late", "expected_late")


def dated(status: GateStatus) -> list[Readiness]:
    """The works with a date of their report, those in time first."""
    return [row for row in status.readiness if (row.work.actual_date or row.work.planned_date) is not None]


def gate_figure(status: GateStatus, rows: Sequence[Readiness], lang: str) -> go.Figure:
    """One line per work with its report as a diamond (open planned, filled public), and the decision as an upright line."""
    made = figure(lang, say("gates.chart.measure"), height=_HEAD + _LINE * len(rows) + _FOOT)
    gate = status.gate
    for is_actual in (False, True):
        made.add_trace(_diamonds(rows, lang, is_actual=is_actual))
    made.add_trace(_late(rows, lang))
    first, last = gate.span
    if first != last:
        made.add_vrect(x0=first, x1=last, fillcolor=GREY_FAINT, line_width=0, layer="below")
    shape: dict[str, Any] = {"type": "line", "x0": gate.gate_date, "x1": gate.gate_date, "y0": 0, "y1": 1, "yref": "paper"}
    made.add_shape(**shape, line={"color": TEXT, "width": 2})
    days = [day for row in rows for day in (row.work.actual_date, row.work.planned_date) if day]
    is_right = (gate.gate_date - min(days, default=gate.gate_date)).days > (
        max(days, default=gate.gate_date) - gate.gate_date
    ).days
    made.add_annotation(
        x=gate.gate_date, y=1, yref="paper", yanchor="bottom", xanchor="right" if is_right else "left", showarrow=False,
        text=f"<b>{tell('gates.chart.gate', lang)}</b> {when(gate).get(lang)}", font={"size": 12, "color": TEXT},
    )  # fmt: skip
    made.update_yaxes(
        range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), ticktext=[_head(row, lang) for row in rows],
        showgrid=True, zeroline=False, ticks="", ticklabelstandoff=8,
    )  # fmt: skip
    low, high = min([*days, gate.gate_date]), max([*days, gate.gate_date])
    pad = max((high - low) * 0.04, (date(2000, 2, 1) - date(2000, 1, 1)))
    made.update_xaxes(type="date", range=[low - pad, high + pad * _ROOM_FOR_LEVEL], tickformat="%Y", dtick="M12", showgrid=True)
    made.update_layout(
        margin={"t": _HEAD, "l": 8, "r": 16, "b": 8}, legend={"y": -30 / (_LINE * len(rows)), "yanchor": "top", "yref": "paper"}
    )
    return made


def _diamonds(rows: Sequence[Readiness], lang: str, *, is_actual: bool) -> go.Scatter:
    found = [
        (place, row, day) for place, row in enumerate(rows)
        if (day := row.work.actual_date if is_actual else row.work.planned_date) is not None
    ]  # fmt: skip
    return go.Scatter(
        x=[day for *_, day in found], y=[place for place, *_ in found], hoverinfo="text",
        mode="markers+text", textposition="middle right", textfont={"size": 12, "color": GREY_DARK},
        text=[_level(row, lang) if day == _last_day(row) else "" for _, row, day in found],
        hovertext=[f"{_head(row, lang, 60)}<br>{told(day, row.work.precision, lang)}" for _, row, day in found],
        marker={"symbol": "diamond", "size": 12, "color": ACCENT if is_actual else WHITE, "line": {"color": ACCENT, "width": 2}},
        name=tell("gates.chart.actual" if is_actual else "gates.chart.planned", lang), showlegend=bool(found),
    )  # fmt: skip


def _last_day(row: Readiness) -> date | None:
    """The day that the level stands beside: the later of the two, so that it does not stand on a diamond."""
    return max((day for day in (row.work.planned_date, row.work.actual_date) if day), default=None)


def _level(row: Readiness, lang: str) -> str:
    words = tell("gates.chart.level", lang, level=row.work.level) if row.work.level is not None else None
    return f"   {words or _NO_LEVEL[row.work.level_state]}"


def _late(rows: Sequence[Readiness], lang: str) -> go.Scatter:
    found = [
        (place, row.work.actual_date or row.work.planned_date) for place, row in enumerate(rows) if row.state in _LATE
    ]  # fmt: skip
    return go.Scatter(
        x=[day for _, day in found], y=[place for place, _ in found], mode="markers", hoverinfo="skip",
        marker={"symbol": "square-open", "size": 21, "color": WARNING, "line": {"width": 2}},
        name=tell("gates.chart.late", lang), showlegend=bool(found),
    )  # fmt: skip


def _head(row: Readiness, lang: str, width: int = _TITLE) -> str:
    title = textwrap.shorten(row.work.title.get(lang), width, placeholder=" …")
    return f"<span style='color:{GREY_DARK}'>{escape(row.work.work_id, quote=False)}</span> {escape(title, quote=False)}"
