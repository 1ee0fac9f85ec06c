"""Figures of the action plan: when each line was to begin and when it did, and the years in sums."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analytics.portfolio.action_plan import ActionPlan
from analytics.portfolio.action_plan_text import slip_text
from domain.codes import label
from domain.numbers import date_text, mill_text
from domain.text import say, tell
from reports.charts import template

_LANE, _HEAD, _GROUP = 54, 84, 38
_TITLE_UP, _MARK_DOWN = 0.26, 0.16
#: Characters of a line's title that fit on a narrow screen.
_TITLE_LENGTH, _HOVER_LENGTH = 84, 60
_MARKER = 15
#: At most so many quarters are named on the axis.
_TICKS = 10
#: The share of the width that the words beside a mark may need.
_WORDS_SHARE = 0.36
_BEGUN = ("started", "started_late", "started_unknown", "unplanned")


def lanes(found: ActionPlan, rows: pl.DataFrame, lang: str) -> go.Figure:
    """One lane a line, grouped by what became of it, on an axis of quarters.

    An open circle is the planned quarter and a filled one the quarter in which the work began; the line between them is the
    slip. A dotted line runs to the day where the work has not begun although it waits or its quarter is over, and a cross is
    where a line was dropped. The words beside the marks say the same.

    Args:
        rows: lines of `ActionPlan.lines`, ordered by outcome.
    """
    as_of = found.basis.as_of
    lines = rows.to_dicts()
    places, heads, depth = _places(lines)
    made = template.figure(lang, say("action_plan.chart.measure"), height=_HEAD + round(_LANE * (depth + 0.35)))
    first, last = _span(lines, as_of)
    for place, row in zip(places, lines, strict=True):
        _draw(made, row, place, (first, last), as_of, lang)
    for place, outcome in heads:
        _heading(made, place, outcome, lang)
    _today(made, as_of, (first, last), lang)
    made.update_layout(showlegend=False, margin={"t": 64, "l": 8, "r": 8, "b": 8}, hovermode="closest")
    made.update_yaxes(visible=False, range=[depth - 0.15, -0.5])
    ticks = _ticks(first, last)
    made.update_xaxes(
        side="top", tickvals=ticks, ticktext=[_quarter(number, lang) for number in ticks], range=[first - 0.6, last + 0.6],
        showgrid=True, gridcolor=template.GREY_FAINT, showline=False, zeroline=False, ticks="", tickangle=0,
    )  # fmt: skip
    return made


def _ticks(first: int, last: int) -> list[int]:
    """The quarters that are named: all while they are few, else every second, else the first of a year."""
    step = 1
    while (last - first) // step >= _TICKS:
        step *= 2
    return [number for number in range(first, last + 1) if number % step == 0] or [first]


def _places(lines: Sequence[Mapping[str, Any]]) -> tuple[list[float], list[tuple[float, str]], float]:
    """Where each lane lies, where each group's heading lies, and how deep the figure is, in lanes."""
    places: list[float] = []
    heads: list[tuple[float, str]] = []
    depth = 0.0
    for row in lines:
        if not heads or heads[-1][1] != row["outcome"]:
            heads.append((depth, row["outcome"]))
            depth += _GROUP / _LANE
        places.append(depth)
        depth += 1.0
    return places, heads, max(depth, 1.0)


def _number(quarter: str | None) -> int | None:
    return None if quarter is None else int(quarter[:4]) * 4 + int(quarter[5:]) - 1


def _day_number(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _quarter(number: int, lang: str) -> str:
    return tell("action_plan.chart.quarter", lang, number=number % 4 + 1, year=str(number // 4))


def _span(lines: Sequence[Mapping[str, Any]], as_of: date) -> tuple[int, int]:
    """The first and last quarter that is drawn; at least four."""
    numbers = [_number(row[name]) for row in lines for name in ("planned_quarter", "start_quarter")]
    numbers += [_day_number(row["out_date"]) for row in lines if row["out_date"] is not None]
    numbers += [_day_number(as_of) for row in lines if _runs_on(row)]
    known = [number for number in numbers if number is not None] or [_day_number(as_of)]
    return min(known), max(*known, min(known) + 3)


def _runs_on(row: Mapping[str, Any]) -> bool:
    """Whether the work waits, or its quarter is over, on the day."""
    return row["outcome"] in ("in_procurement", "not_started")


def _draw(made: go.Figure, row: Mapping[str, Any], place: float, ends: tuple[int, int], as_of: date, lang: str) -> None:
    planned, begun = _number(row["planned_quarter"]), _number(row["start_quarter"]) if row["outcome"] in _BEGUN else None
    out = None if row["out_date"] is None else _day_number(row["out_date"])
    y = place + _MARK_DOWN
    until = begun if begun is not None else out if out is not None else _day_number(as_of) if _runs_on(row) else None
    is_slip = until is not None and planned is not None and (until > planned or begun is not None or out is not None)
    if is_slip and until != planned:
        made.add_shape(
            type="line", x0=planned, x1=until, y0=y, y1=y, layer="below",
            line={"color": template.GREY_MID, "width": 2, "dash": "solid" if begun is not None else "dot"},
        )  # fmt: skip
    hover = _hover(row, lang)
    filled = "square" if row["outcome"] == "started_unknown" else "circle"
    marks = ((planned, "circle-open", template.ACCENT_DARK, _MARKER), (begun, filled, template.ACCENT, 9),
             (out, "x-thin", template.TEXT, 10))  # fmt: skip
    for x, symbol, colour, size in marks:
        if x is not None:
            made.add_scatter(
                x=[x], y=[y], mode="markers", hovertext=[hover], hoverinfo="text", cliponaxis=False,
                marker={"symbol": symbol, "size": size, "color": colour, "opacity": 1, "line": {"color": colour, "width": 2}},
            )  # fmt: skip
    _lane_words(made, row, place, [x for x in (planned, until) if x is not None], ends, lang)


def _lane_words(
    made: go.Figure, row: Mapping[str, Any], place: float, xs: Sequence[int], ends: tuple[int, int], lang: str
) -> None:
    number = textwrap.shorten(row["item_id"], 20, placeholder="…")
    title = textwrap.shorten(row[f"title_{lang}"] or row["title_nb"] or "", _TITLE_LENGTH - len(number), placeholder=" …")
    amount = row["contract_nok"] if row["outcome"] == "unplanned" else row["planned_amount_nok"]
    money = tell("action_plan.chart.amount_unknown", lang) if amount is None else mill_text(amount, lang)
    made.add_annotation(
        x=0, xref="paper", xanchor="left", y=place - _TITLE_UP, showarrow=False, align="left",
        text=f"<b>{escape(number, quote=False)}</b> {escape(title, quote=False)}", font={"size": 13, "color": template.TEXT},
        bgcolor=template.WHITE, borderpad=1,
    )  # fmt: skip
    words = f"{_words(row, lang)} · {money}"
    is_left, x = _words_place(xs, ends)
    shift = (12 if is_left else -12) if xs else 2
    made.add_annotation(
        x=x, xanchor="left" if is_left else "right", xshift=shift, y=place + _MARK_DOWN, showarrow=False, text=words,
        font={"size": 12, "color": template.GREY_DARK}, bgcolor=template.WHITE, borderpad=1,
    )  # fmt: skip


def _words_place(xs: Sequence[int], ends: tuple[int, int]) -> tuple[bool, float]:
    """Whether the words begin at their place, or end there; right of the marks, left of them, or on the line between."""
    width = ends[1] - ends[0] + 1.2
    if not xs:
        return True, ends[0] - 0.6
    if ends[1] + 0.6 - max(xs) >= _WORDS_SHARE * width:
        return True, max(xs)
    is_right = min(xs) - ends[0] + 0.6 >= _WORDS_SHARE * width
    return not is_right, min(xs)


def _words(row: Mapping[str, Any], lang: str) -> str:
    """The slip, or what became of the line, in a few words."""
    if row["planned_quarter"] is None and row["outcome"] != "unplanned":
        return tell("action_plan.chart.no_quarter", lang)
    if row["outcome"] in ("started", "started_late"):
        slip = row["slip_quarters"]
        return slip_text(slip, row["slip_days"]).get(lang) if slip <= 0 else tell("action_plan.chart.late", lang, count=slip)
    if row["outcome"] == "in_procurement" and row["is_quarter_over"]:
        return tell("action_plan.chart.waits_over", lang)
    return label("line_outcome", row["outcome"], lang).lower()


def _hover(row: Mapping[str, Any], lang: str) -> str:
    title = row[f"title_{lang}"] or row["title_nb"] or ""
    lines = [f"<b>{escape(row['item_id'], quote=False)}</b> {_wrapped(title)}", label("line_outcome", row["outcome"], lang)]
    if row["planned_quarter"] is not None:
        lines.append(tell("action_plan.chart.hover_planned", lang, quarter=row["planned_quarter"]))
    if row["start_date"] is not None:
        lines.append(tell("action_plan.chart.hover_began", lang, date=row["start_date"]))
    if row["out_date"] is not None:
        lines.append(tell("action_plan.chart.hover_out", lang, date=row["out_date"]))
    return "<br>".join(lines)


def _wrapped(text: str) -> str:
    return "<br>".join(textwrap.wrap(escape(text, quote=False), _HOVER_LENGTH))


def _heading(made: go.Figure, place: float, outcome: str, lang: str) -> None:
    made.add_shape(
        type="rect", x0=0, x1=1, xref="paper", y0=place - 0.5, y1=place + _GROUP / _LANE - 0.56, layer="below",
        line={"width": 0}, fillcolor=template.GREY_FAINT,
    )  # fmt: skip
    made.add_annotation(
        x=0, xref="paper", xanchor="left", xshift=6, y=place - 0.5 + (_GROUP / _LANE - 0.06) / 2, showarrow=False,
        text=f"<b>{label('line_outcome', outcome, lang)}</b>", font={"size": 13, "color": template.TEXT},
    )  # fmt: skip


def _today(made: go.Figure, as_of: date, ends: tuple[int, int], lang: str) -> None:
    """The day, within its quarter."""
    number = _day_number(as_of)
    if not ends[0] <= number <= ends[1]:
        return
    share = ((as_of.month - 1) % 3 * 30.5 + as_of.day) / 92
    x = number - 0.5 + min(share, 1)
    line: dict[str, Any] = {"color": template.GREY_DARK, "width": 1, "dash": "dash"}
    made.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="paper", layer="below", line=line)
    made.add_annotation(
        x=x, y=0, yref="paper", yanchor="bottom", xanchor="right", xshift=-3, showarrow=False, text=date_text(as_of, lang),
        font={"size": 11, "color": template.GREY_DARK}, bgcolor=template.WHITE,
    )  # fmt: skip


#: What became of planned money, in the order it is drawn, with the fill of each part.
_PARTS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("in_time", ("started",), template.ACCENT_DARK, ""),
    ("late_part", ("started_late",), template.SEQUENCE[2], ""),
    ("unsure", ("started_unknown", "unknown"), template.GREY_LIGHT, "."),
    ("waits", ("in_procurement", "not_started"), template.WHITE, template.HATCH),
    ("not_due", ("not_due",), template.WHITE, ""),
    ("dropped", ("dropped",), template.WHITE, "x"),
)


def year_bars(found: ActionPlan, lang: str) -> go.Figure:
    """Planned kroner of each year's plan by what became of the lines; the parts of a bar add up to the plan."""
    years = [item for item in found.years if item.versions]
    made = template.figure(lang, say("action_plan.chart.years_measure"), height=150 + 56 * max(len(years), 1))
    names = [str(item.year) + (f"<br>{tell('action_plan.chart.draft', lang)}" if item.is_draft else "") for item in years]
    for name, outcomes, colour, pattern in _PARTS:
        amounts = [sum(float(item.by_outcome[o].amount_nok or 0) for o in outcomes) / 1_000_000 for item in years]
        counts = [sum(item.by_outcome[o].count for o in outcomes) for item in years]
        if not any(counts):
            continue
        fill = {"shape": pattern, "fgcolor": template.GREY_DARK, "size": 6} if pattern else {}
        what = tell(f"action_plan.chart.{name}", lang)
        made.add_bar(
            y=names, x=amounts, orientation="h", name=what, width=0.5,
            marker={"color": colour, "line": {"color": template.GREY_MID, "width": 1}, "pattern": fill},
            hovertext=[tell("action_plan.chart.years_hover", lang, what=what, count=count) for count in counts],
            hoverinfo="text",
        )  # fmt: skip
    made.update_layout(
        barmode="stack", margin={"t": 40, "b": 8, "l": 8, "r": 16}, legend={"y": -0.12, "yanchor": "top", "traceorder": "normal"}
    )
    made.update_yaxes(autorange="reversed", type="category", showgrid=False)
    made.update_xaxes(showgrid=True, rangemode="tozero", nticks=7)
    return made
