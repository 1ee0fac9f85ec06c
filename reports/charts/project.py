"""Figures of one project: its milestones and deliverables on a time line, and its money year by year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.portfolio.project_money import Money
from analytics.portfolio.project_record import Whole
from analytics.portfolio.project_text import slip_text
from domain.codes import label
from domain.numbers import MILLION, date_text, decimal_text
from domain.text import say, tell
from reports.charts import template

_LANE, _HEAD = 58, 92
_TITLE_UP, _MARK_DOWN = 0.3, 0.12
_MARKER = 13
#: Characters of a lane's title that fit on a narrow screen.
_TITLE_LENGTH = 78
_MIN_SPAN_DAYS = 120
#: Room right of the last day for the words at its end, as a part of the whole span.
_ROOM = 0.34
_YEAR_HEIGHT = 92


def timeline(whole: Whole, as_of: date, lang: str) -> go.Figure:
    """One lane each: an open diamond is the original plan, an open square the newest plan, a filled diamond what happened.

    The line between them is the slip, told in days. A dashed line is the day that is shown.
    """
    items = whole.items.to_dicts()
    made = template.figure(lang, say("project.chart.timeline_measure"), height=_HEAD + _LANE * max(len(items), 1))
    first, last = _span(items, as_of)
    for place, row in enumerate(items):
        _title(made, place, row, lang)
        _slip(made, place, row)
        _words(made, place, row, as_of, lang)
    for name, symbol in (("plan", "diamond-open"), ("newest", "square-open"), ("done", "diamond"), ("published", "circle")):
        _marks(made, items, name, symbol, lang)
    _today(made, as_of, (first, last), lang)
    room = timedelta(days=int((last - first).days * _ROOM))
    made.update_xaxes(
        range=[(first - timedelta(days=12)).isoformat(), (last + room).isoformat()], showgrid=True, type="date", side="top",
        tickformat="%Y", dtick="M12", tick0=f"{first.year}-01-01", ticklabelmode="period",
    )  # fmt: skip
    made.update_yaxes(range=[len(items) - 0.5, -0.65], visible=False)
    made.update_layout(margin={"t": 58, "b": 44, "l": 8, "r": 8}, hovermode="closest", legend={"y": 0, "yanchor": "top", "x": 0})
    return made


_DAYS = {"plan": "planned_date", "done": "actual_date", "published": "published_date"}


def _day(row: Mapping[str, Any], name: str) -> date | None:
    """The day of a kind of mark; the newest plan only where it was moved and nothing has happened yet."""
    if name == "newest":
        is_moved = row["moves"] > 0 and row["actual_date"] is None
        found = row["newest_date"] if is_moved else None
    else:
        found = row[_DAYS[name]]
    return found if isinstance(found, date) else None


def _span(items: list[dict[str, Any]], as_of: date) -> tuple[date, date]:
    days = [day for row in items for name in ("plan", "newest", "done", "published") if (day := _day(row, name)) is not None]
    first, last = min([*days, as_of], default=as_of), max([*days, as_of], default=as_of)
    if days and as_of > max(days) + timedelta(days=365):  # a day long after the work does not press it together
        last = max(days)
    return first, max(last, first + timedelta(days=_MIN_SPAN_DAYS))


def _title(made: go.Figure, place: int, row: Mapping[str, Any], lang: str) -> None:
    kind = label(f"{row['item']}_kind", row["kind"], lang)
    title = row["title_nb"]
    same = title.strip().casefold() == kind.casefold() or title.casefold().startswith(kind.casefold())
    words = title if same else f"{title} ({kind.lower()})"
    short = words if len(words) <= _TITLE_LENGTH else f"{words[: _TITLE_LENGTH - 1].rstrip()}…"
    weight = "b" if row["item"] == "deliverable" else "span"
    made.add_annotation(
        x=0, xref="paper", xanchor="left", y=place - _TITLE_UP, showarrow=False,
        text=f"<{weight}>{escape(short, quote=False)}</{weight}>",
        font={"size": 13, "color": template.TEXT},
    )  # fmt: skip


def _slip(made: go.Figure, place: int, row: Mapping[str, Any]) -> None:
    days = [day for name in ("plan", "newest", "done", "published") if (day := _day(row, name)) is not None]
    if len(days) < 2:
        return
    y = place + _MARK_DOWN
    line: dict[str, Any] = {"color": template.GREY_MID, "width": 2, "dash": "solid" if row["actual_date"] else "dot"}
    made.add_shape(type="line", x0=min(days).isoformat(), x1=max(days).isoformat(), y0=y, y1=y, layer="below", line=line)


def _words(made: go.Figure, place: int, row: Mapping[str, Any], as_of: date, lang: str) -> None:
    days = [day for name in ("plan", "newest", "done", "published") if (day := _day(row, name)) is not None]
    made.add_annotation(
        x=max(days, default=as_of).isoformat(), xshift=12, xanchor="left", y=place + _MARK_DOWN, showarrow=False,
        text=item_words(row, lang), font={"size": 12, "color": template.GREY_DARK}, bgcolor=template.WHITE, borderpad=1,
    )  # fmt: skip


def item_words(row: Mapping[str, Any], lang: str) -> str:
    """Where a milestone or deliverable stands, in a few words."""
    if row["state"] == "overdue":
        form = "one" if row["late_days"] == 1 else "many"
        return tell(f"project.chart.overdue_{form}", lang, count=row["late_days"])
    if row["state"] in ("stopped", "undated"):
        return label("project_item_state", row["state"], lang).lower()
    slip = row["slip_days"]
    if row["state"] == "open" and not row["moves"]:
        return tell("project.chart.open", lang)
    if slip is None:
        return label("project_item_state", row["state"], lang).lower()
    if slip == 0:
        return tell("project.slip.none", lang)
    form = "one" if abs(slip) == 1 else "many"
    side = "late" if slip > 0 else "early"
    return tell(f"project.chart.{side}_{form}", lang, count=abs(slip))


def _marks(made: go.Figure, items: list[dict[str, Any]], name: str, symbol: str, lang: str) -> None:
    found = [(place, row, day) for place, row in enumerate(items) if (day := _day(row, name)) is not None]
    if not found:
        return
    is_open = symbol.endswith("open")
    made.add_scatter(
        x=[day.isoformat() for _, _, day in found], y=[place + _MARK_DOWN for place, _, _ in found], mode="markers",
        name=tell(f"project.chart.{name}", lang), cliponaxis=False,
        marker={
            "symbol": symbol.removesuffix("-open"), "size": _MARKER - (3 if name == "published" else 0),
            "color": template.WHITE if is_open else template.ACCENT if name == "published" else template.ACCENT_DARK,
            "line": {"color": template.ACCENT_DARK if name != "newest" else template.GREY_DARK, "width": 1.6},
        },
        hovertext=[_hover(row, lang) for _, row, _ in found], hoverinfo="text",
    )  # fmt: skip


def _hover(row: Mapping[str, Any], lang: str) -> str:
    lines = [f"<b>{escape(row['title_nb'], quote=False)}</b>"]
    for name in ("planned_date", "newest_date", "actual_date", "signed_off_date", "published_date"):
        if row[name] is not None and not (name == "newest_date" and not row["moves"]):
            lines.append(f"{tell(f'project.col.{name}', lang)}: {date_text(row[name], lang)}")
    slip = slip_text(dict(row))
    return "<br>".join([*lines, *([] if slip is None else [slip.get(lang)])])


def _today(made: go.Figure, as_of: date, ends: tuple[date, date], lang: str) -> None:
    if not ends[0] <= as_of <= ends[1]:
        return
    line: dict[str, Any] = {"color": template.GREY_DARK, "width": 1, "dash": "dash"}
    made.add_shape(type="line", x0=as_of.isoformat(), x1=as_of.isoformat(), y0=0, y1=1, yref="paper", layer="below", line=line)
    made.add_annotation(
        x=as_of.isoformat(), y=0, yref="paper", yanchor="bottom", xanchor="right", xshift=-3, showarrow=False,
        text=date_text(as_of, lang), font={"size": 11, "color": template.GREY_DARK}, bgcolor=template.WHITE,
    )  # fmt: skip


#: The amounts of a year in the order they are drawn, with their fill and pattern.
_BARS: tuple[tuple[str, str, str], ...] = (
    ("budget_nok", template.WHITE, ""),
    ("bound_nok", template.SEQUENCE[2], ""),
    ("conditional_nok", template.WHITE, template.HATCH),
    ("paid_nok", template.ACCENT_DARK, ""),
)


def money_years(money: Money, lang: str) -> go.Figure:
    """Each year's budget, bound, conditional and paid kroner beside each other; a year that is not over is marked."""
    shown = [name for name, _, _ in _BARS if any(getattr(year, name) for year in money.years)]
    made = template.figure(
        lang, say("project.chart.money_measure"), height=110 + _YEAR_HEIGHT * max(len(money.years), 1) * max(len(shown), 2) // 3
    )
    names = [_year_name(year.year, year.is_provisional, lang) for year in money.years]
    for name, colour, pattern in _BARS:
        if name not in shown:
            continue
        amounts: list[Decimal | None] = [getattr(year, name) for year in money.years]
        made.add_bar(
            y=names, x=[None if amount is None else float(amount / MILLION) for amount in amounts], orientation="h",
            name=tell(f"project.col.{name}", lang), text=[_amount(amount, lang) for amount in amounts], textposition="outside",
            cliponaxis=False, hoverinfo="skip", textfont={"size": 12, "color": template.TEXT},
            marker={
                "color": colour, "line": {"color": template.GREY_MID if colour == template.WHITE else colour, "width": 1},
                "pattern": {"shape": pattern, "fgcolor": template.GREY_DARK, "size": 6} if pattern else {},
            },
        )  # fmt: skip
    top = max((float(getattr(year, name) or 0) for year in money.years for name in shown), default=0) / float(MILLION)
    made.update_layout(
        barmode="group", bargap=0.3, legend={"traceorder": "normal", "y": -0.04, "yanchor": "top"}, margin={"t": 40, "b": 40}
    )
    made.update_yaxes(autorange="reversed", type="category", showgrid=False, ticks="outside", ticklen=6, tickcolor=template.WHITE)
    made.update_xaxes(showgrid=True, rangemode="tozero", range=[0, top * 1.15 or 1], showticklabels=False, side="top")
    return made


def _year_name(year: int, is_provisional: bool, lang: str) -> str:
    return f"{year}<br>{tell('project.provisional', lang)}" if is_provisional else str(year)


def _amount(amount: Decimal | None, lang: str) -> str:
    return "" if amount is None or amount == 0 else decimal_text(amount / MILLION, 2, lang)
