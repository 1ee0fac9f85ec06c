"""Figure of deadlines: days after the current and after the original deadline, item by item."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analytics.evidence.overdue import Overdue
from analytics.portfolio.action_plan_text import number
from domain.codes import label
from domain.text import Text, say
from reports.charts import template

_HEAD, _FOOT, _ROW = 44, 30, 74
_NAME_LENGTH = 62
#: Two bars below the words of each item, in parts of a row.
_NAME_AT, _WORDS_AT, _CURRENT_AT, _ORIGINAL_AT, _BAR = -0.40, -0.14, 0.12, 0.32, 0.16


def with_days(rows: pl.DataFrame) -> pl.DataFrame:
    """The items that there are days to draw for: after the current deadline, or after the original one."""
    return rows.filter((pl.col("days_current").fill_null(0) > 0) | (pl.col("days_original").fill_null(0) > 0))


def days_late(_found: Overdue, rows: pl.DataFrame, lang: str) -> go.Figure:
    """One row an item: a filled bar of days after the current deadline, an open one after the original where it was moved.

    The numbers stand in words above the bars, so that nothing rests on colour or length alone.

    Args:
        rows: the items to draw, of `with_days`, in the order to draw them.
    """
    items = rows.to_dicts()
    made = template.figure(lang, say("overdue.chart.measure"), height=_HEAD + _FOOT + _ROW * max(len(items), 1))
    filled = {"color": template.ACCENT, "line": {"color": template.ACCENT, "width": 1.5}}
    opened = {"color": template.WHITE, "line": {"color": template.ACCENT_DARK, "width": 1.5}}
    _bars(made, [(n + _CURRENT_AT, row["days_current"]) for n, row in enumerate(items)], filled)
    moved = [
        (n + (_ORIGINAL_AT if (row["days_current"] or 0) > 0 else _CURRENT_AT), row["days_original"])
        for n, row in enumerate(items)
        if row["changes"]
    ]
    _bars(made, moved, opened)
    for place, row in enumerate(items):
        _words(made, place + _NAME_AT, _name(row, lang), 13)
        _words(made, place + _WORDS_AT, days_words(row).get(lang), 12)
    longest = max([0, *(days for row in items for days in (row["days_current"], row["days_original"]) if days)]) or 1
    made.update_layout(
        showlegend=False, barmode="overlay", margin={"t": _HEAD, "l": 8, "r": 12, "b": _FOOT},
        shapes=[_stripe(place) for place in range(0, len(items), 2)],
    )  # fmt: skip
    made.update_xaxes(range=[0, longest * 1.03], showgrid=True, nticks=6, zeroline=True, tickformat=",d")
    made.update_yaxes(visible=False, range=[max(len(items), 1) - 0.5, -0.55])
    return made


def days_words(row: Mapping[str, Any]) -> Text:
    """How long after its deadlines an item is, in words."""
    current, original = row["days_current"], row["days_original"]
    given = {"current": current, "original": original}
    told = {name: say(f"overdue.chart.days_{number(days)}", count=days) for name, days in given.items() if days}
    if row["state"] == "moved":
        return say("overdue.chart.only_moved", date=row["current_date"], **told)
    if current is None or current <= 0:
        return say("overdue.chart.only_original", original=told["original"])
    if original is None or original <= 0:
        return say("overdue.chart.only_current", current=told["current"])
    return say("overdue.chart.both" if row["changes"] else "overdue.chart.one", **told)


def _bars(made: go.Figure, bars: list[tuple[float, int | None]], marker: dict[str, Any]) -> None:
    drawn = [(place, days) for place, days in bars if days is not None and days > 0]
    made.add_bar(
        x=[days for _, days in drawn], y=[place for place, _ in drawn], orientation="h", width=_BAR, marker=marker,
        hoverinfo="skip",
    )  # fmt: skip


def _words(made: go.Figure, y: float, text: str, size: int) -> None:
    made.add_annotation(
        x=0, xref="paper", xanchor="left", xshift=3, y=y, yanchor="middle", showarrow=False, align="left", text=text,
        font={"size": size, "color": template.TEXT},
    )  # fmt: skip


def _name(row: Mapping[str, Any], lang: str) -> str:
    owner = textwrap.shorten(row["owner_id"], 20, placeholder="…")
    title = row[f"title_{lang}"]
    words = f"{label('deadline_item', row['sort'], lang)}: {title}" if row["item"] == "milestone" else title
    if row["owner_table"] == "evaluation":
        words = f"{words}: {row[f'owner_{lang}']}"
    short = textwrap.shorten(words, _NAME_LENGTH - len(owner), placeholder=" …")
    return f"<b>{escape(owner, quote=False)}</b> {escape(short, quote=False)}"


def _stripe(place: int) -> dict[str, Any]:
    return {
        "type": "rect", "layer": "below", "xref": "paper", "line": {"width": 0}, "fillcolor": template.GREY_FAINT,
        "opacity": 0.5, "x0": 0, "x1": 1, "y0": place - 0.55, "y1": place + 0.45,
    }  # fmt: skip
