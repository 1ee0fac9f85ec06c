"""Figures of dissemination: the projects against the channels, and the days from the report."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analytics.portfolio.dissemination import Dissemination
from domain.codes import label
from domain.text import say, tell
from reports.charts import template

_ROW, _HEAD = 54, 108
_NAME_LENGTH, _HEAD_LENGTH, _HOVER_LENGTH = 84, 14, 56
_DAYS_NAME_LENGTH = 44
#: The title of a project lies above its marks.
_UP, _DOWN = 0.26, 0.18
#: Marks that read without colour: filled is done, open is planned; what is past its date is written.
MARKS = {"done": "●", "planned": "○", "undated": "○", "stopped": "–"}
_FONT = '"Source Sans", "Segoe UI Symbol", "DejaVu Sans", "Apple Symbols", sans-serif'


def matrix(found: Dissemination, rows: pl.DataFrame, lang: str) -> go.Figure:
    """Projects down, channels across: filled marks are done, open ones planned, and what is past its date says so.

    A letter after the mark tells that a done product is fit for workplaces. The last column tells how many products of the
    project are done, and the heads how many of the channel, of all projects.

    Args:
        rows: the projects to show, rows of `Dissemination.projects`.
    """
    projects = rows.get_column("project_id").to_list()
    places = {project: place for place, project in enumerate(projects)}
    channels = found.channels.to_dicts()
    columns = {row["channel"]: place for place, row in enumerate(channels)}
    made = template.figure(lang, say("dissemination.chart.measure"), height=_HEAD + _ROW * max(len(projects), 1))
    cells = found.cells(rows.get_column("project_id")).to_dicts()
    titles = _titles(found, projects)
    made.add_scatter(
        x=[columns[cell["channel"]] for cell in cells], y=[places[cell["project_id"]] + _DOWN for cell in cells], mode="markers",
        marker={"symbol": "square", "size": 30, "color": template.WHITE, "opacity": 0.01}, hoverinfo="text", cliponaxis=False,
        hovertext=[_wrapped(titles.get((cell["project_id"], cell["channel"]), [])) for cell in cells],
    )  # fmt: skip
    for cell in cells:
        _mark(made, columns[cell["channel"]], places[cell["project_id"]], cell, lang)
    for row in rows.to_dicts():
        made.add_annotation(
            x=len(channels), y=places[row["project_id"]] + _DOWN, showarrow=False, font={"size": 13, "color": template.TEXT},
            text=tell("dissemination.chart.row_total", lang, done=row["done"], items=row["items"]),
        )  # fmt: skip
        made.add_annotation(
            x=0, xref="paper", xanchor="left", xshift=4, y=places[row["project_id"]] - _UP, showarrow=False, align="left",
            text=_name(row, lang), font={"size": 13, "color": template.TEXT},
        )  # fmt: skip
    heads = [_head(label("dissemination_channel", row["channel"], lang), row["done"], lang) for row in channels]
    _axes(made, [*heads, tell("dissemination.chart.total_head", lang)], len(projects))
    return made


def _axes(made: go.Figure, heads: list[str], rows: int) -> None:
    made.update_layout(
        showlegend=False, margin={"t": _HEAD, "l": 8, "r": 8, "b": 8}, shapes=[_stripe(place) for place in range(0, rows, 2)],
    )  # fmt: skip
    made.update_xaxes(
        side="top", tickvals=list(range(len(heads))), ticktext=heads, range=[-0.5, len(heads) - 0.5], showline=False,
        zeroline=False, ticks="", tickangle=0, tickfont={"size": 12}, automargin=False,
    )  # fmt: skip
    made.update_yaxes(visible=False, range=[max(rows, 1) - 0.5, -0.5])


def _mark(made: go.Figure, x: int, y: int, cell: Mapping[str, Any], lang: str) -> None:
    done = MARKS["done"] * min(cell["done"], 3) if cell["done"] <= 3 else f"{MARKS['done']}×{cell['done']}"
    fit = tell("dissemination.chart.fit_letter", lang) if cell["fit_done"] else ""
    waits = cell["planned"] + cell["undated"]
    parts = [f"{done}{fit}", MARKS["planned"] * min(waits, 2), MARKS["stopped"] if cell["stopped"] else ""]
    text = " ".join(part for part in parts if part)
    if cell["overdue"]:
        over = tell("dissemination.chart.overdue", lang)
        text = f"{text} {MARKS['planned']} {over}" if text else f"{MARKS['planned']} {over}"
    made.add_annotation(
        x=x,
        y=y + _DOWN,
        text=text,
        showarrow=False,
        font={"size": 15, "color": template.ACCENT_DARK, "family": _FONT},
        align="center",
    )


def _titles(found: Dissemination, projects: list[str]) -> dict[tuple[str, str], list[str]]:
    rows = found.items.filter(pl.col("project_id").is_in(projects)).select("project_id", "channel", "title_nb")
    held: dict[tuple[str, str], list[str]] = {}
    for project, channel, title in rows.iter_rows():
        held.setdefault((project, channel), []).append(title or "")
    return held


def _wrapped(titles: list[str]) -> str:
    return "<br>".join(line for title in titles for line in textwrap.wrap(escape(title, quote=False), _HOVER_LENGTH))


def _stripe(place: int) -> dict[str, Any]:
    return {
        "type": "rect", "layer": "below", "xref": "paper", "line": {"width": 0}, "fillcolor": template.GREY_FAINT,
        "opacity": 0.5, "x0": 0, "x1": 1, "y0": place - 0.5, "y1": place + 0.5,
    }  # fmt: skip


def _name(row: Mapping[str, Any], lang: str) -> str:
    number = textwrap.shorten(row["project_id"], 20, placeholder="…")
    title = textwrap.shorten(row[f"title_{lang}"] or "", _NAME_LENGTH - len(number), placeholder=" …")
    return f"<b>{escape(number, quote=False)}</b> {escape(title, quote=False)}"


def _head(name: str, done: int, lang: str) -> str:
    words = [part for word in name.replace("/", " /").split() for part in _halves(word)]
    lines = textwrap.wrap(escape(" ".join(words), quote=False), _HEAD_LENGTH, break_on_hyphens=False)
    return "<br>".join([*lines, tell("dissemination.chart.head_total", lang, done=done)])


def _halves(word: str) -> list[str]:
    """A word that is too long for a head, with a hyphen where it is cut."""
    return [word] if len(word) <= _HEAD_LENGTH else [f"{word[: _HEAD_LENGTH - 2]}-", *_halves(word[_HEAD_LENGTH - 2 :])]


def days(found: Dissemination, lang: str) -> go.Figure:
    """The four medians of days as bars from zero, with the spread as a thin line and the number of projects in words."""
    names = list(found.days)
    made = template.figure(lang, say("dissemination.chart.days_measure"), height=92 + 78 * len(names))
    longest = max((item.longest or 0 for item in found.days.values()), default=0) or 1
    for place, name in enumerate(names):
        item = found.days[name]
        words = "<br>".join(textwrap.wrap(tell(f"dissemination.days.{name}", lang), _DAYS_NAME_LENGTH))
        made.add_annotation(
            x=0, xanchor="left", y=place - 0.06, yanchor="bottom", align="left", showarrow=False, text=words,
            font={"size": 13, "color": template.TEXT},
        )  # fmt: skip
        if item.median is None:
            _beside(made, 0, place, tell("dissemination.chart.days_none", lang))
            continue
        made.add_bar(
            x=[item.median], y=[place + 0.12], orientation="h", width=0.3, hoverinfo="skip",
            marker={"color": template.ACCENT if name.endswith("fit") else template.ACCENT_DARK},
        )  # fmt: skip
        line: dict[str, Any] = {"color": template.GREY_MID, "width": 2}
        made.add_shape(type="line", x0=item.shortest, x1=item.longest, y0=place + 0.36, y1=place + 0.36, line=line)
        _beside(made, item.median, place, tell("dissemination.chart.days_words", lang, median=item.median, count=item.count))
    made.update_layout(showlegend=False, margin={"t": 44, "l": 8, "r": 8, "b": 8})
    made.update_xaxes(range=[0, longest * 1.05], showgrid=True, nticks=6)
    made.update_yaxes(visible=False, range=[len(names) - 0.4, -0.6])
    return made


def _beside(made: go.Figure, x: float, place: int, text: str) -> None:
    made.add_annotation(
        x=x, y=place + 0.12, xanchor="left", xshift=6, showarrow=False, text=text, font={"size": 12, "color": template.TEXT},
        bgcolor=template.WHITE,
    )  # fmt: skip
