"""Figures of the evaluations: their steps in time per instrument, and coverage by count and by money."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.evidence.gates import Gate
from analytics.evidence.instruments import InstrumentOverview, InstrumentStatus, status_words
from analytics.evidence.stages import Evaluation, Step, told
from domain.codes import label
from domain.numbers import decimal_text
from domain.text import say, tell
from reports.charts.template import (
    ACCENT,
    GREY_DARK,
    GREY_FAINT,
    GREY_LIGHT,
    GREY_MID,
    TEXT,
    WARNING,
    WHITE,
    figure,
)

_LANE_HEIGHT = 50
_SUB_LANE_HEIGHT = 22
_HEAD_HEIGHT = 60
_FOOT_HEIGHT = 80
_NAME_LENGTH = 20
#: Gates of the agreement itself are drawn in full; the others come every year and are drawn faint.
_AGREEMENT_GATES = ("agreement_expiry", "agreement_start", "review")
_MILLION = 1_000_000
#: From this many years on, every second year is named.
_MANY_YEARS = 6


@dataclass(frozen=True, slots=True)
class _Lane:
    """One instrument (or the whole agreement) with its evaluations and its place from the top."""

    name: str
    status: str
    evaluations: tuple[Evaluation, ...]
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    def line_of(self, number: int) -> float:
        """Where the evaluation with this number in the lane stands."""
        return self.top + self.height * (number + 1) / (len(self.evaluations) + 1)


def evaluation_lanes(result: InstrumentOverview, lang: str) -> go.Figure:
    """One lane per instrument and one line per evaluation: planned steps open, actual steps filled, gates as lines."""
    lanes = _lanes(result, lang)
    bottom = lanes[-1].top + lanes[-1].height if lanes else 1.0
    first, last = _span(result)
    gates = [gate for gate in result.gates if first <= gate.gate_date <= last]
    made = figure(lang, say("evidence.lanes_measure"), height=round(_HEAD_HEIGHT + bottom + _FOOT_HEIGHT))
    for trace in (*_gate_lines(gates, bottom, lang), *_step_traces(lanes, lang)):
        made.add_trace(trace)
    made.update_layout(
        margin={"t": _HEAD_HEIGHT, "l": 8, "r": 16, "b": 8},
        shapes=[*_bands(lanes, first, last), _today_line(result.basis.as_of)],
        annotations=[*_undated(lanes, first, lang), _today_name(result.basis.as_of, lang)],
        legend={"y": -32 / (bottom or 1), "yanchor": "top", "yref": "paper"},
    )
    every = 12 if last.year - first.year < _MANY_YEARS else 24
    made.update_xaxes(range=[first, last], showgrid=True, tickformat="%Y", tick0=first, dtick=f"M{every}", tickangle=0)
    heads = [f"<b>{_wrapped(escape(lane.name, quote=False), _NAME_LENGTH)}</b>{_small(lane.status)}" for lane in lanes]
    made.update_yaxes(
        range=[bottom, 0],
        tickvals=[lane.middle for lane in lanes],
        ticktext=heads,
        showgrid=False,
        zeroline=False,
        ticks="",
        ticklabelstandoff=8,
    )
    return made


def coverage_bars(result: InstrumentOverview, lang: str) -> go.Figure:
    """How much is evaluated, counted in instruments and in kroner, and how many instruments have an amount at all."""
    whole = len(result.counted)
    evaluated, known = whole - len(result.without_evaluation), whole - len(result.amount_unknown)
    rows = [
        (tell("evidence.bar_count", lang), evaluated, whole, _of_count(evaluated, whole, lang)),
        (tell("evidence.bar_amount", lang), float(result.evaluated_nok), float(result.quantified_nok), _of_money(result, lang)),
        (tell("evidence.bar_known", lang), known, whole, _of_count(known, whole, lang)),
    ]
    shares = [part * 100 / all_ if all_ else 0.0 for _, part, all_, _ in rows]
    names = [f"<b>{_wrapped(name, _NAME_LENGTH)}</b>" for name, *_ in rows]
    made = figure(lang, say("evidence.bars_measure"), height=230)
    made.add_trace(_bars(names, shares, {"color": [ACCENT, ACCENT, GREY_DARK]}))
    rest = [100 - share if all_ else 0.0 for share, (_, _, all_, _) in zip(shares, rows, strict=True)]
    made.add_trace(_bars(names, rest, {"color": WHITE, "line": {"color": GREY_MID, "width": 1}}))
    made.update_layout(
        barmode="stack",
        bargap=0.55,
        margin={"t": 40, "l": 8, "r": 16, "b": 8},
        annotations=[_bar_words(name, words) for name, (_, _, _, words) in zip(names, rows, strict=True)],
    )
    made.update_xaxes(range=[0, 100.4], visible=False)
    made.update_yaxes(autorange="reversed", showgrid=False, ticks="", showline=False, ticklabelstandoff=8)
    return made


def _bars(names: list[str], shares: list[float], marker: dict[str, Any]) -> go.Bar:
    return go.Bar(y=names, x=shares, orientation="h", marker=marker, hoverinfo="skip", showlegend=False)


def _bar_words(name: str, words: str) -> dict[str, Any]:
    return {
        "text": words,
        "x": 0,
        "xref": "x",
        "y": name,
        "yref": "y",
        "yshift": 23,
        "xanchor": "left",
        "showarrow": False,
        "font": {"size": 13, "color": TEXT},
    }


def _of_count(part: int, whole: int, lang: str) -> str:
    if not whole:
        return tell("evidence.bar_nothing", lang)
    return tell("evidence.bar_of_count", lang, part=part, whole=whole, pct=part * 100 / whole)


def _of_money(result: InstrumentOverview, lang: str) -> str:
    if not result.quantified_nok:
        return tell("evidence.bar_nothing", lang)
    part, whole = (decimal_text(amount / _MILLION, 0, lang) for amount in (result.evaluated_nok, result.quantified_nok))
    return tell("evidence.bar_of_money", lang, part=part, whole=whole, pct=result.coverage_by_amount_pct)


def _lanes(result: InstrumentOverview, lang: str) -> list[_Lane]:
    named = [(i.short.get(lang), _status(i, lang), i.evaluations) for i in result.instruments]
    if result.whole_agreement:
        named.append((tell("evidence.whole_agreement", lang), "", result.whole_agreement))
    lanes: list[_Lane] = []
    top = 0.0
    for name, status, evaluations in named:
        height = float(max(_LANE_HEIGHT, _SUB_LANE_HEIGHT * (len(evaluations) + 1)))
        lanes.append(_Lane(name, status, tuple(sorted(evaluations, key=_first_day)), top, height))
        top += height
    return lanes


def _first_day(evaluation: Evaluation) -> date:
    days = [day for step in evaluation.steps for day in (step.planned_date, step.actual_date) if day]
    return min(days, default=evaluation.registered_date)


def _status(instrument: InstrumentStatus, lang: str) -> str:
    words = status_words(instrument.evaluation_status).get(lang)
    return f"{words}<br>({tell('evidence.not_counted', lang)})" if instrument.is_own else words


def _span(result: InstrumentOverview) -> tuple[date, date]:
    """From the first to the last year that has a step, the day itself or the end of an agreement close to it."""
    days = [day for e in result.evaluations for s in e.steps for day in (s.planned_date, s.current_date, s.actual_date) if day]
    ends = [gate.gate_date for gate in result.gates if gate.kind == "agreement_expiry" and gate.gate_date >= result.basis.as_of]
    days += [result.basis.as_of, *sorted(ends)[:1]]
    return date(min(days).year, 1, 1), date(max(days).year, 12, 31)


def _step_traces(lanes: list[_Lane], lang: str) -> list[go.Scatter]:
    placed = [
        (lane.line_of(number), evaluation, step)
        for lane in lanes
        for number, evaluation in enumerate(lane.evaluations)
        for step in evaluation.steps
    ]
    return [
        _runs(lanes),
        _slips([(y, step) for y, _, step in placed], lang),
        _diamonds([(y, e, s, s.planned_date) for y, e, s in placed], lang, is_actual=False),
        _diamonds([(y, e, s, s.actual_date) for y, e, s in placed], lang, is_actual=True),
    ]


def _runs(lanes: list[_Lane]) -> go.Scatter:
    """A thin line from the first to the last thing that has happened in each evaluation."""
    x: list[date | None] = []
    y: list[float | None] = []
    for lane in lanes:
        for number, evaluation in enumerate(lane.evaluations):
            days = [step.actual_date for step in evaluation.steps if step.actual_date]
            if days:
                x += [min(days), max(days), None]
                y += [lane.line_of(number), lane.line_of(number), None]
    return go.Scatter(x=x, y=y, mode="lines", line={"color": GREY_MID, "width": 2}, hoverinfo="skip", showlegend=False)


def _slips(placed: list[tuple[float, Step]], lang: str) -> go.Scatter:
    x: list[date | None] = []
    y: list[float | None] = []
    for height, step in placed:
        until = step.actual_date or step.current_date
        if step.planned_date and until and until != step.planned_date:
            x += [step.planned_date, until, None]
            y += [height, height, None]
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": WARNING, "width": 2, "dash": "dot"},
        hoverinfo="skip",
        name=tell("evidence.legend_slip", lang),
        showlegend=bool(x),
        legendrank=3,
    )


def _diamonds(placed: list[tuple[float, Evaluation, Step, date | None]], lang: str, *, is_actual: bool) -> go.Scatter:
    dated = [(y, evaluation, step, day) for y, evaluation, step, day in placed if day is not None]
    key = "evidence.legend_actual" if is_actual else "evidence.legend_planned"
    line = {"color": ACCENT, "width": 2}
    return go.Scatter(
        x=[day for *_, day in dated],
        y=[y for y, *_ in dated],
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": ACCENT if is_actual else WHITE, "line": line},
        hovertext=[_hover(evaluation, step, lang) for _, evaluation, step, _ in dated],
        hoverinfo="text",
        name=tell(key, lang),
        showlegend=bool(dated),
        legendrank=2 if is_actual else 1,
    )


def _hover(evaluation: Evaluation, step: Step, lang: str) -> str:
    title = "<br>".join(textwrap.wrap(escape(evaluation.title_nb, quote=False), 48))
    lines = [f"<b>{title}</b>", label("evaluation_stage", step.stage, lang)]
    for key, day in (("planned", step.planned_date), ("actual", step.actual_date)):
        words = told(day, step.date_precision, lang)
        if words:
            lines.append(f"{tell(f'evidence.col_{key}', lang)}: {words}")
    return "<br>".join(lines)


def _bands(lanes: list[_Lane], first: date, last: date) -> list[dict[str, Any]]:
    return [
        {
            "type": "rect",
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": GREY_FAINT,
            "opacity": 0.5,
            "x0": first,
            "x1": last,
            "y0": lane.top,
            "y1": lane.top + lane.height,
        }
        for lane in lanes[::2]
    ]


def _gate_lines(gates: list[Gate], bottom: float, lang: str) -> list[go.Scatter]:
    own = [gate for gate in gates if gate.kind in _AGREEMENT_GATES]
    yearly = [gate for gate in gates if gate.kind not in _AGREEMENT_GATES]
    faint = {"color": GREY_LIGHT, "width": 1.5, "dash": "dash"}
    return [
        _upright(yearly, bottom, faint, tell("evidence.legend_yearly_gate", lang), lang),
        _upright(own, bottom, {"color": GREY_DARK, "width": 1.5}, tell("evidence.legend_agreement_gate", lang), lang),
    ]


def _upright(gates: list[Gate], bottom: float, line: dict[str, Any], name: str, lang: str) -> go.Scatter:
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
        legendrank=4,
    )


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


def _undated(lanes: list[_Lane], first: date, lang: str) -> list[dict[str, Any]]:
    """Words on the line of an evaluation without dates, where there is nothing to draw."""
    heights = [
        lane.line_of(number) for lane in lanes for number, evaluation in enumerate(lane.evaluations) if not evaluation.steps
    ]
    return [
        {
            "text": tell("evidence.undated", lang),
            "x": first,
            "y": height,
            "xanchor": "left",
            "xshift": 8,
            "showarrow": False,
            "font": {"size": 12, "color": GREY_DARK},
        }
        for height in heights
    ]


def _small(words: str) -> str:
    return f"<br>{words}" if words else ""


def _wrapped(text: str, length: int) -> str:
    return "<br>".join(textwrap.wrap(text, length))
