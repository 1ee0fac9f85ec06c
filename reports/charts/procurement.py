"""Figures of procurement: money by route, calls step by step, framework agreements on a time line, stimulation money."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from typing import Any, Literal

import plotly.graph_objects as go

from analytics.portfolio.procurement import Procurement
from analytics.portfolio.procurement_calls import CANCELLED
from analytics.portfolio.procurement_frameworks import Framework
from analytics.portfolio.procurement_words import counted, days_text, length_text, step_letter
from domain.codes import label
from domain.numbers import MILLION, date_text, mill_text
from domain.text import say, tell
from reports.charts import template

#: Lanes by the calendar, or by days since the work was registered.
Axis = Literal["calendar", "days"]

_LANE, _HEAD = 84, 84
_TITLE_UP, _PLAN_UP, _DONE_DOWN, _SAID_DOWN = 0.41, 0.12, 0.15, 0.35
_MARKER, _LETTER = 18, 11
#: Characters of a lane's title that fit on a narrow screen.
_TITLE_LENGTH = 54
_FRAME_LANE = 118
#: The bar of an agreement lies a little below the middle of its lane.
_BAR_DOWN = 0.02
_BAR_ROW, _ROUTE_ROW = 58, 42
#: Room right of the longest bar for the words at its end.
_WORDS_ROOM, _MORE_WORDS_ROOM = 1.9, 2.3


def routes(found: Procurement, lang: str) -> go.Figure:
    """Contract sums by route, each by itself, with the number of contracts."""
    rows = found.routes
    made = template.figure(lang, say("procurement.chart.routes_measure"), height=96 + _ROUTE_ROW * len(rows))
    amounts = [_mill(item.amount_nok) for item in rows]
    made.add_bar(
        y=list(range(len(rows))), x=amounts, orientation="h", width=0.5, marker={"color": template.ACCENT_DARK}, hoverinfo="skip"
    )
    for place, item in enumerate(rows):
        words = counted("procurement.chart.contracts", item.contracts)
        money = tell("frame.unknown", lang) if item.amount_nok is None else mill_text(item.amount_nok, lang)
        text = words.get(lang) if not item.contracts else f"{words.get(lang)}<br>{money}"
        _words(made, amounts[place], place, text)
    _bar_axes(made, [label("procurement_route", item.route, lang) for item in rows], amounts)
    return made


def lanes(found: Procurement, call_ids: Sequence[str], lang: str, axis: Axis = "calendar") -> go.Figure:
    """One lane a call: open markers are the original plan, filled ones what happened, lines between them the slip.

    Letters tell the steps. A dotted line runs from the last step to the day where a call is under way.
    """
    made = template.figure(lang, say(f"procurement.chart.lanes_{axis}"), height=_HEAD + _LANE * max(len(call_ids), 1))
    as_of = found.basis.as_of
    calls = {
        row["call_id"]: row for row in found.calls.filter(found.calls["call_id"].is_in(list(call_ids))).iter_rows(named=True)
    }
    steps: dict[str, list[dict[str, Any]]] = {call_id: [] for call_id in call_ids}
    for row in found.steps.filter(found.steps["call_id"].is_in(list(call_ids))).iter_rows(named=True):
        steps[row["call_id"]].append(row)
    days = {call_id: _days_of(calls[call_id], steps[call_id], as_of) for call_id in call_ids}
    scale = _scale(days, axis, as_of)
    for place, call_id in enumerate(call_ids):
        _Lane(made, as_of, calls[call_id], steps[call_id], place, lang, scale, scale.start(days[call_id])).draw()
    made.update_layout(showlegend=False, margin={"t": 44, "l": 8, "r": 12, "b": 8}, hovermode="closest")
    made.update_yaxes(visible=False, range=[len(call_ids) - 0.45, -0.6])
    _lane_axis(made, scale, as_of, lang)
    return made


def _days_of(call: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], as_of: date) -> list[date]:
    """Every day of a call that is drawn; the registration first."""
    days = [call["registered_date"], call["end_date"], as_of if call["status"] == "ongoing" else None]
    days += [row[name] for row in steps for name in ("planned_date", "newest_date", "actual_date")]
    known = [day for day in days if day is not None] or [as_of]
    return known if call["registered_date"] is not None else [min(known), *known]


@dataclass(frozen=True, slots=True)
class _Scale:
    """The horizontal axis: days since the start of each call, or the calendar."""

    axis: Axis
    first: int
    last: int

    def start(self, days: Sequence[date]) -> date | None:
        """What the days of a call are counted from; None by the calendar."""
        return days[0] if self.axis == "days" else None

    def is_early(self, day: date, start: date | None) -> bool:
        """Whether a day lies in the left half."""
        return day.toordinal() - (start.toordinal() if start else 0) < (self.first + self.last) / 2


def _scale(days: Mapping[str, Sequence[date]], axis: Axis, as_of: date) -> _Scale:
    if axis == "days":
        values = [(day - given[0]).days for given in days.values() for day in given]
    else:
        values = [day.toordinal() for given in days.values() for day in given]
    start = 0 if axis == "days" else as_of.toordinal()
    return _Scale(axis, min(values, default=start), max(values, default=start))


@dataclass(frozen=True)
class _Lane:
    """One call drawn on its lane."""

    made: go.Figure
    as_of: date
    call: dict[str, Any]
    steps: list[dict[str, Any]]
    place: int
    lang: str
    scale: _Scale
    start: date | None

    def draw(self) -> None:
        self._title()
        self._slips()
        self._standing()
        plans = [(row["planned_date"], row) for row in self.steps if row["planned_date"] is not None]
        self._markers(plans, -_PLAN_UP, is_filled=False)
        moved = [(row["newest_date"], row) for row in self.steps if _is_moved(row)]
        self._markers(moved, _DONE_DOWN, is_filled=False, symbol="square")
        done = [(row["actual_date"], row) for row in self.steps if row["actual_date"] is not None]
        if self.call["status"] == CANCELLED:
            done.append((self.call["cancelled_date"], {"step": CANCELLED}))
        self._markers(done, _DONE_DOWN, is_filled=True)

    def _x(self, day: date) -> Any:
        return day.isoformat() if self.start is None else (day - self.start).days

    def _title(self) -> None:
        route = label("procurement_route", self.call["route"], self.lang)
        words = f"{_named(self.call['call_id'], self.call['title_nb'], len(route) + 3)} · {escape(route, quote=False)}"
        self.made.add_annotation(
            x=0, xref="paper", xanchor="left", y=self.place - _TITLE_UP, text=words, showarrow=False, align="left",
            font={"size": 13, "color": template.TEXT},
        )  # fmt: skip
        self.made.add_shape(
            type="line", x0=0, x1=1, xref="paper", y0=self.place - 0.55, y1=self.place - 0.55, layer="below",
            line={"color": template.GREY_LIGHT, "width": 1},
        )  # fmt: skip

    def _slips(self) -> None:
        for row in self.steps:
            until = row["actual_date"] or (row["newest_date"] if _is_moved(row) else None)
            if row["planned_date"] is not None and until is not None:
                self.made.add_shape(
                    type="line", x0=self._x(row["planned_date"]), x1=self._x(until), layer="below",
                    y0=self.place - _PLAN_UP, y1=self.place + _DONE_DOWN,
                    line={"color": template.GREY_MID, "width": 1, "dash": "solid" if row["actual_date"] else "dot"},
                )  # fmt: skip

    def _standing(self) -> None:
        since = self.call["standing_from"]
        if self.call["status"] != "ongoing" or since is None:
            return
        y = self.place + _DONE_DOWN
        line: dict[str, Any] = {"color": template.ACCENT, "width": 3, "dash": "dot"}
        self.made.add_shape(type="line", x0=self._x(since), x1=self._x(self.as_of), y0=y, y1=y, layer="below", line=line)
        step = self.call["standing_step"]
        name = tell("procurement.page.no_next_step", self.lang) if step is None else label("procurement_step", step, self.lang)
        days = days_text(self.call["standing_days"] or 0)
        anchor = "left" if self.scale.is_early(self.as_of, self.start) else "right"
        self.made.add_annotation(
            x=self._x(since if anchor == "left" else self.as_of), y=self.place + _SAID_DOWN, xanchor=anchor, showarrow=False,
            text=tell("procurement.chart.standing", self.lang, days=days, step=name.lower()),
            font={"size": 12, "color": template.ACCENT_DARK},
        )  # fmt: skip

    def _markers(
        self, given: Iterable[tuple[date, dict[str, Any]]], down: float, *, is_filled: bool, symbol: str = "circle"
    ) -> None:
        """Steps on one height; those of the same day stand in one marker with their letters."""
        days: dict[date, list[dict[str, Any]]] = {}
        for day, row in given:
            days.setdefault(day, []).append(row)
        if not days:
            return
        letters = ["".join(step_letter(row["step"]).get(self.lang) for row in rows) for rows in days.values()]
        self.made.add_scatter(
            x=[self._x(day) for day in days], y=[self.place + down] * len(days), mode="markers+text", text=letters,
            textfont={"size": _LETTER, "color": template.WHITE if is_filled else template.TEXT},
            marker={
                "symbol": symbol, "size": [_MARKER + 6 * (len(text) - 1) for text in letters], "opacity": 1,
                "color": template.ACCENT_DARK if is_filled else template.WHITE,
                "line": {"color": template.ACCENT_DARK if is_filled else template.GREY_MID, "width": 1.5},
            },
            hovertext=[self._hover(day, rows) for day, rows in days.items()], hoverinfo="text", cliponaxis=False,
            customdata=[[self.call["call_id"]]] * len(days),
        )  # fmt: skip

    def _hover(self, day: date, rows: Sequence[Mapping[str, Any]]) -> str:
        steps = ", ".join(label("procurement_step", row["step"], self.lang) for row in rows)
        lines = [f"<b>{escape(self.call['call_id'], quote=False)}</b> {steps}", date_text(day, self.lang)]
        for row in rows:
            for name, key in (("planned_date", "plan"), ("newest_date", "newest"), ("actual_date", "actual")):
                if row.get(name) is not None and row[name] != day:
                    lines.append(tell(f"procurement.chart.{key}", self.lang, date=row[name]))
        return "<br>".join(lines)


def _named(record_id: str, title: str | None, taken: int) -> str:
    """The id in bold and as much of the title as there is room for beside `taken` other characters."""
    room = max(_TITLE_LENGTH - len(record_id) - taken - 1, 12)
    full = title or ""
    short = full if len(full) <= room else f"{full[: room - 1].rstrip()}…"
    return f"<b>{escape(record_id, quote=False)}</b> {escape(short, quote=False)}"


def _is_moved(row: Mapping[str, Any]) -> bool:
    """Whether a step that is not reached has got another plan."""
    is_open = row["actual_date"] is None and row["newest_date"] is not None
    return is_open and row["newest_date"] != row["planned_date"]


def _lane_axis(made: go.Figure, scale: _Scale, as_of: date, lang: str) -> None:
    made.update_xaxes(side="top", showgrid=True, showline=False, ticks="", zeroline=False)
    room = max((scale.last - scale.first) // 25, 6)
    if scale.axis == "days":
        made.update_xaxes(range=[scale.first - room, scale.last + room], nticks=8)
        return
    first, last = date.fromordinal(scale.first), date.fromordinal(scale.last)
    ends = [_day(first, timedelta(days=-room)), _day(last, timedelta(days=room))]
    made.update_xaxes(type="date", range=[day.isoformat() for day in ends], **_date_ticks(first, last, lang))
    if ends[0] <= as_of <= ends[1]:
        _today(made, as_of, lang)


def _today(made: go.Figure, as_of: date, lang: str) -> None:
    line: dict[str, Any] = {"color": template.GREY_DARK, "width": 1, "dash": "dash"}
    made.add_shape(type="line", x0=as_of.isoformat(), x1=as_of.isoformat(), y0=0, y1=1, yref="paper", layer="below", line=line)
    made.add_annotation(
        x=as_of.isoformat(), y=0, yref="paper", yanchor="bottom", xanchor="right", xshift=-3, showarrow=False,
        text=date_text(as_of, lang), font={"size": 11, "color": template.GREY_DARK}, bgcolor=template.WHITE,
    )  # fmt: skip


def _date_ticks(first: date, last: date, lang: str) -> dict[str, Any]:
    """Quarters while they are few, else years, named in the language."""
    if (last - first).days > 365 * 3:
        step = max((last.year - first.year) // 10, 1)
        ticks = [date(year, 1, 1) for year in range(first.year, last.year + 1, step)]
        return {"tickvals": [day.isoformat() for day in ticks], "ticktext": [str(day.year) for day in ticks]}
    quarters = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)]
    ticks = [day for day in quarters if first - timedelta(days=92) <= day <= last + timedelta(days=92)]
    names = [tell("procurement.chart.quarter", lang, number=(day.month + 2) // 3, year=str(day.year)) for day in ticks]
    return {"tickvals": [day.isoformat() for day in ticks], "ticktext": names}


def frameworks(found: Procurement, shown: Sequence[Framework], lang: str) -> go.Figure:
    """Framework agreements as bars from first to last day, with the limit as a cliff, warnings and call-offs below."""
    made = template.figure(lang, say("procurement.chart.frameworks_measure"), height=_HEAD + _FRAME_LANE * max(len(shown), 1))
    as_of = found.basis.as_of
    for place, item in enumerate(shown):
        _framework_lane(made, found, item, place, lang)
    made.update_layout(showlegend=False, margin={"t": 44, "l": 8, "r": 12, "b": 8}, hovermode="closest", barmode="overlay")
    made.update_yaxes(visible=False, range=[len(shown) - 0.4, -0.6])
    days = [d for i in shown for d in (i.start_date, i.end_date, i.limit_date, *(c.end_date for c in i.call_offs)) if d]
    first, last = min([*days, as_of]), max([*days, as_of])
    room = timedelta(days=max((last - first).days // 20, 10))
    made.update_xaxes(
        type="date", side="top", showgrid=True, showline=False, ticks="", zeroline=False,
        range=[_day(first, -room).isoformat(), _day(last, room).isoformat()], **_date_ticks(first, last, lang),
    )  # fmt: skip
    _today(made, as_of, lang)
    return made


def _day(day: date, room: timedelta) -> date:
    """The day moved by `room`, kept within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + room.days, 1), date.max.toordinal()))


def _framework_lane(made: go.Figure, found: Procurement, item: Framework, place: int, lang: str) -> None:
    as_of = found.basis.as_of
    state = tell(f"procurement.limit_state.{item.limit_state}", lang)
    words = f"{_named(item.framework_id, item.title_nb, 0)}<br>{length_text(item.duration).get(lang)}, {state}"
    made.add_annotation(
        x=0, xref="paper", xanchor="left", y=place - 0.4, showarrow=False, align="left", text=words,
        font={"size": 13, "color": template.TEXT},
    )  # fmt: skip
    if item.start_date is None or item.end_date is None:
        return
    inside = item.end_date if item.limit_date is None else min(item.end_date, item.limit_date)
    _span(made, item.start_date, inside, place + _BAR_DOWN, template.ACCENT_LIGHT, 22)
    if item.start_date <= as_of:
        _span(made, item.start_date, min(as_of, inside), place + _BAR_DOWN, template.SEQUENCE[2], 22)
    if item.limit_date is not None:
        if item.end_date > item.limit_date:
            _over(made, item, place)
        _cliff(made, item, place, lang)
    for warning, months in ((item.first_warning_date, found.warn.first_months), (item.last_warning_date, found.warn.last_months)):
        if warning is not None:
            _warning(made, warning, place, tell("procurement.chart.warning", lang, months=months))
    for number, call_off in enumerate(item.call_offs):
        if call_off.start_date is not None and call_off.end_date is not None:
            down = 0.2 + 0.2 * min((number + 1) / (len(item.call_offs) + 1), 1)
            colour = template.WARNING if call_off.days_after_end or call_off.is_signed_after_end else template.GREY_MID
            _span(made, call_off.start_date, call_off.end_date, place + down, colour, 3)


def _span(made: go.Figure, first: date, last: date, y: float, colour: str, width: float) -> None:
    half = width / _FRAME_LANE / 2
    made.add_shape(
        type="rect", x0=first.isoformat(), x1=_day(last, timedelta(days=1)).isoformat(), y0=y - half, y1=y + half, layer="below",
        line={"width": 0}, fillcolor=colour,
    )  # fmt: skip


def _over(made: go.Figure, item: Framework, place: int) -> None:
    """What lies beyond the limit: hatched, and named in the lane's title."""
    first, last = _ends(item)
    made.add_bar(
        y=[place + _BAR_DOWN], x=[(last - first).days * 86_400_000], base=[first.isoformat()], orientation="h",
        width=22 / _FRAME_LANE, hoverinfo="skip",
        marker={"color": template.WHITE, "line": {"color": template.WARNING, "width": 1},
                "pattern": {"shape": template.HATCH, "fgcolor": template.WARNING, "bgcolor": template.WHITE, "size": 7}},
    )  # fmt: skip


def _ends(item: Framework) -> tuple[date, date]:
    first, last = item.limit_date or date.min, item.end_date or date.max
    return _day(first, timedelta(days=1)), _day(last, timedelta(days=1))


def _cliff(made: go.Figure, item: Framework, place: int, lang: str) -> None:
    day = _day(item.limit_date or date.max, timedelta(days=1)).isoformat()
    made.add_shape(type="line", x0=day, x1=day, y0=place - 0.12, y1=place + 0.42, line={"color": template.TEXT, "width": 3})
    made.add_annotation(
        x=day, y=place + 0.34, xanchor="right", xshift=-6, showarrow=False, font={"size": 12, "color": template.TEXT},
        text=tell("procurement.chart.cliff", lang, months=item.limit_months), bgcolor=template.WHITE,
    )  # fmt: skip


def _warning(made: go.Figure, day: date, place: int, words: str) -> None:
    line: dict[str, Any] = {"color": template.GREY_DARK, "width": 1.5, "dash": "dot"}
    made.add_shape(type="line", x0=day.isoformat(), x1=day.isoformat(), y0=place - 0.1, y1=place + 0.18, line=line)
    made.add_annotation(
        x=day.isoformat(),
        y=place - 0.11,
        yanchor="bottom",
        showarrow=False,
        text=words,
        font={"size": 11, "color": template.GREY_DARK},
    )


def stimulation(found: Procurement, lang: str) -> go.Figure:
    """Stimulation money by industry: light is assigned, dark is paid; the words tell the sites and those that left."""
    rows = found.sites.industries.to_dicts()
    made = template.figure(lang, say("procurement.chart.stimulation_measure"), height=120 + _BAR_ROW * max(len(rows), 1))
    assigned, drawn = ([_mill(row[name]) for row in rows] for name in ("assigned_nok", "drawn_nok"))
    places = list(range(len(rows)))
    outline: dict[str, Any] = {"color": template.GREY_MID, "width": 1}
    made.add_bar(
        y=places, x=assigned, orientation="h", width=0.62, name=tell("procurement.chart.assigned", lang), hoverinfo="skip",
        marker={"color": template.ACCENT_LIGHT, "line": outline},
    )  # fmt: skip
    made.add_bar(
        y=places, x=drawn, orientation="h", width=0.34, name=tell("procurement.chart.drawn", lang), hoverinfo="skip",
        marker={"color": template.ACCENT_DARK},
    )  # fmt: skip
    for place, row in enumerate(rows):
        words = counted("procurement.chart.sites", row["sites"], left=row["sites_left"])
        money = tell("procurement.chart.money", lang, drawn=row["drawn_nok"], assigned=row["assigned_nok"])
        _words(made, max(assigned[place], drawn[place]), place, f"{words.get(lang)}<br>{money}")
    names = [row[f"industry_{lang}"] or row["industry_id"] or tell("procurement.page.no_industry", lang) for row in rows]
    _bar_axes(made, names, [max(pair) for pair in zip(assigned, drawn, strict=True)], _MORE_WORDS_ROOM)
    made.update_layout(barmode="overlay", showlegend=True, legend={"y": -0.14, "yanchor": "top", "traceorder": "normal"})
    return made


def _words(made: go.Figure, x: float, y: float, text: str) -> None:
    made.add_annotation(
        x=x, y=y, text=text, xanchor="left", xshift=6, showarrow=False, align="left", font={"size": 12, "color": template.TEXT}
    )


def _bar_axes(made: go.Figure, names: Sequence[str], amounts: Sequence[float], room: float = _WORDS_ROOM) -> None:
    longest = max([*amounts, 0.0]) or 1.0
    made.update_layout(showlegend=False, margin={"t": 44, "l": 8, "r": 8, "b": 8})
    made.update_xaxes(range=[min([*amounts, 0.0]), longest * room], showgrid=True, nticks=6)
    made.update_yaxes(
        range=[len(names) - 0.5, -0.5], showgrid=False, zeroline=False, tickvals=list(range(len(names))),
        ticktext=["<br>".join(textwrap.wrap(escape(name, quote=False), 20, break_long_words=False)) for name in names],
    )  # fmt: skip


def _mill(value: Decimal | None) -> float:
    return 0.0 if value is None else float(value / MILLION)
