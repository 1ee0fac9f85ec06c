"""Figures of one project: its money year by year, and its milestones and deliverables on a time line."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.portfolio.project_record import ProjectRecord, Record
from domain.numbers import MILLION, decimal_text
from domain.text import Text, say, tell
from reports.charts import template

_SERIES = (
    ("budget_nok", "budget", {"color": template.WHITE, "line": {"color": template.GREY_DARK, "width": 1.5}}),
    ("bound_nok", "bound", {"color": template.ACCENT_LIGHT, "line": {"color": template.ACCENT_DARK, "width": 1}}),
    ("paid_nok", "paid", {"color": template.ACCENT_DARK}),
)
_HEIGHT, _LANE, _HEAD = 300, 56, 96
_TITLE_UP, _MARKER, _TITLE_LENGTH = 0.36, 13, 60
#: Of the width, what one year may take.
_YEAR = 0.16
#: Of the width, what is kept free on either side for words.
_ROOM = 0.34


def years(found: ProjectRecord, lang: str) -> go.Figure:
    """Budget, bound net and paid by year in mill. kroner; a bar that is missing is an unknown amount."""
    made = template.figure(lang, say("project.money.measure"), height=_HEIGHT)
    if found.record is None:
        return made
    rows = found.record.money.years.to_dicts()
    ticks = [year_words(row, lang) for row in rows]
    for name, words, look in _SERIES:
        known = [(tick, row[name]) for tick, row in zip(ticks, rows, strict=True) if row[name] is not None]
        if known:
            label = tell(f"project.money.{words}", lang)
            values = [float(amount / MILLION) for _, amount in known]
            made.add_bar(
                x=[tick for tick, _ in known], y=values, name=label, marker=look, cliponaxis=False, textposition="outside",
                text=[decimal_text(value, 1, lang) for value in values], hovertemplate=f"{label}: %{{text}}<extra></extra>",
            )  # fmt: skip
    made.update_layout(barmode="group", bargroupgap=0.08, bargap=max(0.35, 1 - _YEAR * len(rows)), margin={"t": 64})
    made.update_xaxes(type="category", categoryorder="array", categoryarray=ticks)
    made.update_yaxes(rangemode="tozero", nticks=5)
    return made


def year_words(row: Mapping[str, Any], lang: str) -> str:
    """The year, with "provisional" or "to come" where it is not over."""
    if row["state"] == "closed":
        return str(row["year"])
    return tell(f"project.money.year_{row['state']}", lang, year=row["year"])


def timeline(found: ProjectRecord, lang: str) -> go.Figure:
    """One lane an item: where it was planned, where it is planned now, and where it happened, tied by the slip in days."""
    record = found.record
    rows = [] if record is None else record.items.to_dicts()
    made = template.figure(lang, say("project.chart.measure"), height=_HEAD + _LANE * max(len(rows), 1))
    days = [day for row in rows for day in _days(row)] + [found.basis.as_of]
    first, last = min(days), max(days)
    room = timedelta(days=max(60, int((last - first).days * _ROOM)))
    made.update_layout(showlegend=False, margin={"t": 40, "l": 8, "r": 12, "b": 8}, hovermode="closest")
    made.update_xaxes(type="date", range=[(first - room / 4).isoformat(), (last + room).isoformat()], showgrid=True, nticks=6)
    made.update_yaxes(visible=False, range=[len(rows) - 0.4, -1.0])
    _as_of_line(made, found.basis.as_of, lang, len(rows))
    for place, row in enumerate(rows):
        _Lane(made, row, place, found.basis.as_of, lang).draw()
    return made


def alt(found: ProjectRecord, record: Record) -> Text:
    """What the time line says, in words."""
    states = record.items.get_column("state")
    return say(
        "project.chart.alt", id=found.project_id, total=len(states), done=int((states == "done").sum()),
        overdue=int((states == "overdue").sum()),
    )  # fmt: skip


def _days(row: Mapping[str, Any]) -> list[date]:
    return [row[name] for name in ("planned_date", "newest_date", "actual_date") if row[name] is not None]


def _as_of_line(made: go.Figure, as_of: date, lang: str, count: int) -> None:
    made.add_shape(
        type="line", x0=as_of.isoformat(), x1=as_of.isoformat(), y0=-0.6, y1=count - 0.4, layer="below",
        line={"color": template.GREY_MID, "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    made.add_annotation(
        x=as_of.isoformat(), y=-0.75, text=tell("project.chart.as_of", lang, date=as_of), showarrow=False,
        font={"size": 13, "color": template.GREY_DARK},
    )  # fmt: skip


@dataclass(frozen=True)
class _Lane:
    """One item drawn on its lane."""

    made: go.Figure
    row: Mapping[str, Any]
    place: int
    as_of: date
    lang: str

    def draw(self) -> None:
        self._title()
        days = _days(self.row)
        if days:
            self._slip()
            self._marks()
        self._words(max([*days, self.as_of] if self.row["state"] == "overdue" else days, default=self.as_of))

    def _title(self) -> None:
        kind = tell(f"project.state.{self.row['item']}", self.lang)
        words = textwrap.shorten(f"{kind}: {self.row['title_nb']}", _TITLE_LENGTH, placeholder=" …")
        self.made.add_annotation(
            x=0, xref="paper", xanchor="left", y=self.place - _TITLE_UP, text=escape(words, quote=False), showarrow=False,
            font={"size": 13, "color": template.TEXT}, bgcolor=template.WHITE, borderpad=0,
        )  # fmt: skip

    def _slip(self) -> None:
        row = self.row
        end = row["actual_date"] or (self.as_of if row["state"] == "overdue" else row["newest_date"])
        if row["planned_date"] is None or end is None or end == row["planned_date"] or row["state"] == "dropped":
            return
        line = {"color": template.GREY_DARK, "width": 2, "dash": "solid" if row["actual_date"] else template.DOTTED}
        self.made.add_scatter(
            x=[row["planned_date"].isoformat(), end.isoformat()], y=[self.place] * 2, mode="lines", line=line, hoverinfo="skip"
        )

    def _marks(self) -> None:
        row = self.row
        moved = row["newest_date"] if row["newest_date"] != row["planned_date"] else None
        looks = (
            ("original", row["planned_date"], "diamond-open"), ("newest", moved, "square-open"),
            ("actual", row["actual_date"], "circle"),
        )  # fmt: skip
        for name, day, symbol in looks:
            if day is not None:
                label = tell(f"project.chart.{name}", self.lang)
                self.made.add_scatter(
                    x=[day.isoformat()], y=[self.place], mode="markers", hovertemplate=f"{label} %{{x|%d.%m.%Y}}<extra></extra>",
                    marker={"symbol": symbol, "size": _MARKER, "color": template.ACCENT_DARK, "line": {"width": 2}},
                )  # fmt: skip

    def _words(self, day: date) -> None:
        self.made.add_annotation(
            x=day.isoformat(), y=self.place, xanchor="left", xshift=12, text=slip_words(self.row).get(self.lang), showarrow=False,
            font={"size": 13, "color": template.GREY_DARK},
        )  # fmt: skip


def slip_words(row: Mapping[str, Any]) -> Text:
    """How an item stands against its first plan, in words."""
    state, days = row["state"], row["slip_days"]
    if state == "dropped":
        return say("project.chart.dropped")
    if days is None:
        return say("project.chart.unknown")
    if state in ("overdue", "moved"):
        return say(f"project.chart.{state}", days=days)
    if state == "planned":
        return say("project.chart.planned")
    if days == 0:
        return say("project.chart.slip_none")
    way = "late" if days > 0 else "early"
    one = "_one" if abs(days) == 1 else ""
    return say(f"project.chart.slip_{way}{one}", days=abs(days))
