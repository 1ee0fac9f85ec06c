"""What is past its deadline: from the original deadline to the current one, and on to the day."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from domain.codes import label
from domain.text import say, tell
from reports.charts.template import ACCENT_LIGHT, GREY_DARK, TEXT, WARNING, WHITE, figure

_LINE, _HEAD, _FOOT = 44, 84, 40


def drawn(items: pl.DataFrame, most: int) -> pl.DataFrame:
    """The items past a deadline whose days are known, the latest first, at most so many."""
    rows = items.filter(pl.col("state").is_in(["overdue", "moved"]) & pl.col("days_original").is_not_null())
    return rows.sort("days_original", "item_id", descending=[True, False]).head(most)


def overdue_bars(rows: pl.DataFrame, lang: str) -> go.Figure:
    """One bar an item: days from the original deadline to the current one, then the days past that, striped.

    Args:
        rows: of `drawn`.
        lang: of the words.
    """
    made = figure(lang, say("overdue.chart.measure"), height=_HEAD + _LINE * len(rows) + _FOOT)
    items = rows.to_dicts()
    past = [row["days_current"] if row["state"] == "overdue" else 0 for row in items]
    moved = [max(row["days_original"] - late, 0) for row, late in zip(items, past, strict=True)]
    places = list(range(len(items)))
    for values, key, look in (
        (moved, "to_current", {"color": ACCENT_LIGHT, "line": {"color": GREY_DARK, "width": 1}}),
        (past, "past_current", {
            "color": WHITE, "line": {"color": WARNING, "width": 1.5},
            "pattern": {"shape": "/", "fgcolor": WARNING, "size": 6, "solidity": 0.4},
        }),
    ):  # fmt: skip
        made.add_bar(
            x=values, y=[place + 0.14 for place in places], orientation="h", width=0.34, marker=look, hoverinfo="skip",
            name=tell(f"overdue.chart.{key}", lang),
        )  # fmt: skip
    for place, row in zip(places, items, strict=True):
        _words(made, row, place, lang)
    longest = max((row["days_original"] for row in items), default=1)
    made.update_layout(barmode="stack", margin={"t": _HEAD, "l": 8, "r": 16, "b": 8}, legend={"y": 1.0, "yanchor": "bottom"})
    made.update_xaxes(range=[0, longest * 1.35], showgrid=True, nticks=6, title_text=tell("overdue.chart.axis", lang))
    made.update_yaxes(visible=False, range=[len(items) - 0.4, -0.6])
    return made


def _words(made: go.Figure, row: dict[str, Any], place: int, lang: str) -> None:
    """The name of an item above its bar, and its days behind it."""
    stage = f"{label('evaluation_stage', row['what'], lang)}: " if row["kind"] == "evaluation_step" else ""
    title = textwrap.shorten(f"{row['work_id'] or ''} {stage}{row['title_nb'] or row['item_id']}", 90, placeholder=" …")
    made.add_annotation(
        x=0, xanchor="left", y=place - 0.25, showarrow=False, text=escape(title, quote=False), font={"size": 13, "color": TEXT}
    )
    made.add_annotation(
        x=row["days_original"], y=place + 0.14, xanchor="left", xshift=6, showarrow=False, text=_days(row, lang),
        font={"size": 12, "color": GREY_DARK}, bgcolor=WHITE,
    )  # fmt: skip


def _days(row: dict[str, Any], lang: str) -> str:
    days = row["days_original"]
    if row["state"] == "moved":
        return tell("overdue.chart.moved", lang, original=days, date=row["current_date"])
    if row["moves"]:
        return tell("overdue.chart.days_both", lang, original=days, current=row["days_current"])
    return tell("overdue.chart.one_day", lang) if days == 1 else tell("overdue.chart.days", lang, days=days)
