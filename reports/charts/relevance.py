"""Figures of relevance by 8.1: money by how many priorities are met, and the projects against the priorities."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analytics.portfolio.relevance import Relevance
from analytics.portfolio.relevance_money import Step
from analytics.portfolio.relevance_text import step_name, step_words
from domain.codes import label
from domain.numbers import MILLION
from domain.text import say, tell
from reports.charts.template import ACCENT, ACCENT_DARK, GREY_FAINT, GREY_LIGHT, GREY_MID, HATCH, TEXT, WHITE, figure

_STEP_HEIGHT = 58
_ROW_HEIGHT = 34
_HEAD_HEIGHT = 84
_NAME_LENGTH, _PRIORITY_LENGTH, _HOVER_LENGTH = 34, 20, 56
#: Marks that read without colour; `text` is what stands in the square.
MARKS = {"met": "●", "partly": "◐", "not_met": "–", "not_assessed": "?"}
_MARK_SIZES = {"met": 18, "partly": 18, "not_met": 16, "not_assessed": 15}
_MARK_FONT = '"Source Sans", "Segoe UI Symbol", "DejaVu Sans", "Apple Symbols", sans-serif'


def money_bars(result: Relevance, lang: str) -> go.Figure:
    """One bar for each number of priorities met, from all to none, then what is not assessed; the words stand above each bar.

    The thin hatched bar below counts "partly met" too. What is not fully assessed is drawn in grey.
    """
    steps = result.steps
    made = figure(lang, say("relevance.bars_measure"), height=96 + _STEP_HEIGHT * len(steps))
    made.add_trace(_bars(steps, lang, partly=False))
    made.add_trace(_bars(steps, lang, partly=True))
    longest = max((float(max(s.amount_nok, s.partly_amount_nok)) for s in steps), default=0.0) / float(MILLION)
    made.update_layout(
        barmode="overlay",
        margin={"t": 64, "l": 8, "r": 16, "b": 8},
        annotations=[_bar_words(place, step, len(result.priorities), lang) for place, step in enumerate(steps)],
        legend={"y": 1.0, "yanchor": "bottom"},
    )
    made.update_xaxes(range=[0, longest * 1.02 or 1], showgrid=True, rangemode="tozero")
    made.update_yaxes(visible=False, range=[len(steps) - 0.45, -0.75], showgrid=False)
    return made


def _bars(steps: tuple[Step, ...], lang: str, *, partly: bool) -> go.Bar:
    amounts = [float(s.partly_amount_nok if partly else s.amount_nok) / float(MILLION) for s in steps]
    counts = [s.partly_projects if partly else s.projects for s in steps]
    hovers = [
        tell("relevance.bars_hover", lang, amount=s.partly_amount_nok if partly else s.amount_nok, count=count)
        for s, count in zip(steps, counts, strict=True)
    ]
    if partly:
        marker: dict[str, Any] = {
            "color": WHITE, "line": {"color": ACCENT_DARK, "width": 1},
            "pattern": {"shape": HATCH, "fgcolor": ACCENT_DARK, "size": 5, "solidity": 0.25},
        }  # fmt: skip
    else:
        marker = {"color": [ACCENT if s.met is not None else GREY_MID for s in steps]}
    return go.Bar(
        x=amounts, y=[place + (0.34 if partly else 0.1) for place in range(len(steps))], orientation="h",
        width=0.12 if partly else 0.3, marker=marker, hovertext=hovers, hoverinfo="text",
        name=tell("relevance.bars_partly" if partly else "relevance.bars_met", lang),
    )  # fmt: skip


def _bar_words(place: int, step: Step, priorities: int, lang: str) -> dict[str, Any]:
    words = f"<b>{step_name(step, priorities).get(lang)}:</b> {step_words(step).get(lang)}"
    return {
        "text": words, "x": 0, "y": place - 0.28, "xanchor": "left", "yanchor": "middle", "showarrow": False,
        "font": {"size": 13, "color": TEXT},
    }  # fmt: skip


def score_matrix(result: Relevance, rows: pl.DataFrame, lang: str) -> go.Figure:
    """Projects down, priorities across: a mark in every square that says in its shape how the priority is assessed.

    Args:
        rows: the scores to show, with every priority of each project.
    """
    projects = rows.get_column("project_id").unique(maintain_order=True).to_list()
    ids = [priority.priority_id for priority in result.priorities]
    places = {project: place for place, project in enumerate(projects)}
    made = figure(lang, say("relevance.matrix_measure"), height=_HEAD_HEIGHT + 16 + _ROW_HEIGHT * len(projects))
    cells = [row for row in rows.iter_rows(named=True) if row["priority_id"] in ids]
    made.add_trace(
        go.Scatter(
            x=[ids.index(row["priority_id"]) for row in cells], y=[places[row["project_id"]] for row in cells],
            mode="markers", marker={"symbol": "square", "size": 28, "color": WHITE, "line": {"color": GREY_LIGHT, "width": 1}},
            customdata=[row["project_id"] for row in cells], hovertext=[_hover(row, lang) for row in cells], hoverinfo="text",
            cliponaxis=False,
        )
    )  # fmt: skip
    names = {row["project_id"]: row[f"title_{lang}"] or row["title_nb"] for row in cells}
    made.update_layout(
        showlegend=False,
        margin={"t": _HEAD_HEIGHT, "l": 8, "r": 8, "b": 8},
        annotations=[_mark(ids.index(row["priority_id"]), places[row["project_id"]], row) for row in cells],
        shapes=[_stripe(place) for place in range(0, len(projects), 2)],
    )
    made.update_xaxes(
        side="top", tickvals=list(range(len(ids))), ticktext=[_head(p.name.get(lang)) for p in result.priorities],
        range=[-0.5, len(ids) - 0.5], showline=False, zeroline=False, ticks="", tickangle=0,
    )  # fmt: skip
    made.update_yaxes(
        tickvals=list(range(len(projects))), ticktext=[_name(project, names.get(project, "")) for project in projects],
        range=[len(projects) - 0.5, -0.5], showgrid=False, showline=False, zeroline=False, ticks="",
    )  # fmt: skip
    return made


def _mark(x: int, y: int, row: dict[str, Any]) -> dict[str, Any]:
    state = row["state"]
    star = "*" if row["question"] else ""
    return {
        "x": x, "y": y, "text": f"{MARKS[state]}{star}", "showarrow": False,
        "font": {"size": _MARK_SIZES[state], "color": ACCENT_DARK if state in ("met", "partly") else TEXT, "family": _MARK_FONT},
    }  # fmt: skip


def _stripe(place: int) -> dict[str, Any]:
    return {
        "type": "rect", "layer": "below", "xref": "paper", "line": {"width": 0}, "fillcolor": GREY_FAINT, "opacity": 0.5,
        "x0": 0, "x1": 1, "y0": place - 0.5, "y1": place + 0.5,
    }  # fmt: skip


def _name(project_id: str, title: str) -> str:
    """The project's id and the start of its title."""
    number = textwrap.shorten(project_id, _PRIORITY_LENGTH, placeholder="…")
    short = textwrap.shorten(title, _NAME_LENGTH, placeholder=" …")
    return f"<b>{escape(number, quote=False)}</b> {escape(short, quote=False)}"


def _head(name: str) -> str:
    return "<br>".join(textwrap.wrap(escape(name, quote=False), _PRIORITY_LENGTH))


def _hover(row: dict[str, Any], lang: str) -> str:
    lines = [f"<b>{_wrapped(row[f'title_{lang}'] or row['title_nb'])}</b>"]
    lines.append(f"{_wrapped(row[f'priority_{lang}'])}: {label('met_state', row['state'], lang).lower()}")
    lines += [_wrapped(text) for text in (row["evidence_nb"], row[f"data_{lang}"]) if text]
    if row["question"]:
        lines.append(_wrapped(tell(f"relevance.question_{row['question']}", lang)))
    return "<br>".join(lines)


def _wrapped(text: str) -> str:
    return "<br>".join(textwrap.wrap(escape(text, quote=False), _HOVER_LENGTH))
