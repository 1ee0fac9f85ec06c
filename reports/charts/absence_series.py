"""The figure of a series of sick leave: gaps stay gaps, and what is provisional, masked or computed here is marked as such."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.sickness.absence_series import AbsenceSeries, PeriodRow
from analytics.sickness.absence_series_words import measure_line, of_what, value_text
from analytics.sickness.observed import Observation
from analytics.sickness.words import vintage_name
from domain.periods import quarter_index
from domain.text import LANGS, Text, tell
from reports.charts import template, timeline

_WRAP = 52
_HEIGHT = 440
_MOST_TICKS = 9
#: Breaks this many quarters apart, or closer, are numbered on two heights.
_NEIGHBOURS = 4


def absence_series(made: AbsenceSeries, lang: str, *, older: bool = False) -> go.Figure:
    """The series as a line with points, the mean of four quarters and the adjusted figures beside it.

    Args:
        made: the series.
        lang: "nb" or "en".
        older: whether earlier vintages are drawn behind it.

    Returns:
        Provisional figures are open points; masked and missing ones are marks on the axis; breaks are numbered lines, and
        quarters marked by the pandemic are a band.
    """
    drawn = template.figure(lang, _heading(made), height=_HEIGHT)
    if not made.rows:
        return drawn
    span = _place(made.rows[0].period), _place(made.rows[-1].period)
    if made.line.rhythm == "quarter":
        timeline.add_pandemic(drawn, made.pandemic, span, lang)
    if older:
        _add_older(drawn, made, lang)
    _add_lines(drawn, made, lang)
    _add_unknown(drawn, made, lang)
    shown = {row.period for row in made.rows}
    timeline.add_breaks(drawn, [(n, b) for n, b in enumerate(made.breaks, start=1) if b.from_period in shown], lang)
    _set_axes(drawn, made, span)
    return drawn


def _heading(made: AbsenceSeries) -> Text:
    """What is measured, and of whom: the figure can stand alone."""
    who = of_what(made, with_adjustment=False)
    lines = (measure_line(made), Text(who.nb[:1].upper() + who.nb[1:], who.en[:1].upper() + who.en[1:]))
    return Text(*("<br>".join(part for text in lines for part in _wrapped(text.get(lang))) for lang in LANGS))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(escape(text, quote=False), _WRAP)


def _place(period: str) -> int:
    """Where a period stands on the axis: running number of the quarter, or the year."""
    return quarter_index(period) if "K" in period else int(period)


def _add_lines(drawn: go.Figure, made: AbsenceSeries, lang: str) -> None:
    """In front the means when there are any, else the figures themselves; its last value stands at the end of the line.

    Where computed figures were asked for, they are in front.
    """
    values = {row.period: float(row.point.value) for row in made.rows if row.point and row.point.value is not None}
    means = {row.period: float(row.mean.value) for row in made.rows if row.mean and row.mean.value is not None}
    computed = {row.period: float(row.adjusted) for row in made.rows if row.adjusted is not None} if made.is_stand_in else {}
    if made.line.choice.adjustment not in ("unadjusted", "not_stated") or computed:
        means = {}
    _add_adjusted(drawn, made, lang)
    name = tell("absence_series.chart.value_year" if made.line.rhythm == "year" else "absence_series.chart.value", lang)
    is_behind = bool(means or computed)
    colour = template.GREY_MID if is_behind else template.ACCENT
    words = {row.period: _hover(made, row, lang) for row in made.rows}
    back = {"color": template.GREY_LIGHT, "width": 1.5}
    front = {"color": template.ACCENT, "width": 3}
    _add_line(
        drawn, made.rows, values, words, name, back if is_behind else front, _markers(made.rows, colour, 5 if is_behind else 8)
    )
    if means:
        hover = {row.period: _mean_words(made, row, lang) for row in made.rows}
        marker = {"color": template.ACCENT, "size": 5}
        _add_line(drawn, made.rows, means, hover, tell("absence_series.chart.mean", lang), front, marker)
    shown = computed or means or values
    if shown:
        last = list(shown)[-1]
        _add_end(drawn, made, last, shown[last], lang)


def _markers(rows: Iterable[PeriodRow], colour: str, size: int) -> dict[str, Any]:
    """Points, open where the figure is provisional."""
    symbols = ["circle-open" if row.point is not None and row.point.state == "provisional" else "circle" for row in rows]
    return {"color": colour, "size": size, "symbol": symbols}


def _add_line(
    drawn: go.Figure, rows: Sequence[PeriodRow], values: Mapping[str, float], words: Mapping[str, str], name: str,
    line: dict[str, Any], marker: dict[str, Any],
) -> None:  # fmt: skip
    drawn.add_scatter(
        x=[_place(row.period) for row in rows], y=[values.get(row.period) for row in rows], mode="lines+markers", name=name,
        connectgaps=False, line=line, marker=marker, hovertext=[words.get(row.period, "") for row in rows], hoverinfo="text",
    )  # fmt: skip


def _add_adjusted(drawn: go.Figure, made: AbsenceSeries, lang: str) -> None:
    if made.adjusted is None:
        return
    values = {row.period: float(row.adjusted) for row in made.rows if row.adjusted is not None}
    if not values:
        return
    unit = made.line.unit_nb
    words = {
        row.period: tell("absence_series.chart.hover_adjusted", lang, period=row.period, value=value_text(row.adjusted, unit))
        for row in made.rows if row.adjusted is not None
    }  # fmt: skip
    dash = template.DOTTED if made.adjusted.by == "computed_here" else "solid"
    line = {"color": template.AREA_COLOURS[1], "width": 3 if made.is_stand_in else 2, "dash": dash}
    marker = {"color": template.AREA_COLOURS[1], "size": 4, "symbol": "diamond"}
    _add_line(drawn, made.rows, values, words, tell(f"absence_series.chart.adjusted_{made.adjusted.by}", lang), line, marker)


def _add_end(drawn: go.Figure, made: AbsenceSeries, period: str, value: float, lang: str) -> None:
    is_pct = made.line.unit_nb == "prosent"
    if is_pct:
        text = tell("sickness.chart.latest", lang, value=value)
    else:
        text = escape(value_text(Decimal(str(value)), made.line.unit_nb).get(lang), quote=False)
    drawn.add_annotation(
        x=_place(period), y=value, yshift=16, showarrow=False, bgcolor="rgba(255,255,255,0.8)",
        xanchor="center" if is_pct else "right", text=f"<b>{text}</b>", font={"color": template.ACCENT, "size": 15},
    )  # fmt: skip


def _hover(made: AbsenceSeries, row: PeriodRow, lang: str) -> str:
    if row.point is None or row.point.value is None:
        return ""
    return tell(
        "absence_series.chart.hover", lang, period=row.period, value=value_text(row.point.value, made.line.unit_nb),
        vintage=vintage_name(row.point.vintage), state=escape(row.states[0].text.get(lang), quote=False),
    )  # fmt: skip


def _mean_words(made: AbsenceSeries, row: PeriodRow, lang: str) -> str:
    if row.mean is None or row.mean.value is None:
        return ""
    return tell("absence_series.chart.hover_mean", lang, period=row.period, value=value_text(row.mean.value, made.line.unit_nb))


def _add_older(drawn: go.Figure, made: AbsenceSeries, lang: str) -> None:
    """Earlier vintages as thin lines, each with its own figures alone; only those that had another figure somewhere."""
    changed = {item.vintage_id for item in made.older}
    shown = {row.period for row in made.rows}
    own = [*made.line.points.values(), *made.line.older]
    xs: list[int | None] = []
    ys: list[float | None] = []
    words: list[str] = []
    for vintage_id in sorted(changed):
        items = sorted((o for o in own if o.vintage_id == vintage_id and o.period in shown), key=lambda o: o.period)
        for item, after in zip(items, [*items[1:], None], strict=True):
            xs.append(_place(item.period))
            ys.append(None if item.value is None else float(item.value))
            words.append(_older_words(made, item, lang))
            if after is None or _place(after.period) != _place(item.period) + 1:
                xs.append(None)
                ys.append(None)
                words.append("")
    if xs:
        drawn.add_scatter(
            x=xs, y=ys, mode="lines+markers", name=tell("absence_series.chart.older", lang), connectgaps=False,
            line={"color": template.GREY_MID, "width": 1, "dash": "dash"}, opacity=0.7,
            marker={"symbol": "x-thin-open", "size": 6, "color": template.GREY_MID}, hovertext=words, hoverinfo="text",
        )  # fmt: skip


def _older_words(made: AbsenceSeries, item: Observation, lang: str) -> str:
    if item.value is None:
        return ""
    value = value_text(item.value, made.line.unit_nb)
    return tell("absence_series.chart.hover_older", lang, period=item.period, value=value, vintage=vintage_name(item.vintage))


def _add_unknown(drawn: go.Figure, made: AbsenceSeries, lang: str) -> None:
    """Periods that the source tells of without a figure, as marks on the axis with their reason."""
    rows = [row for row in made.rows if row.point is not None and row.point.value is None]
    if not rows:
        return
    words = [tell("absence_series.chart.hover_unknown", lang, period=row.period, state=row.states[0].text) for row in rows]
    drawn.add_scatter(
        x=[_place(row.period) for row in rows], y=[_range(made)[0]] * len(rows), mode="markers", cliponaxis=False,
        name=tell("absence_series.chart.unknown", lang),
        marker={"symbol": "x", "size": 8, "color": template.GREY_DARK},
        hovertext=words, hoverinfo="text",
    )  # fmt: skip


def _set_axes(drawn: go.Figure, made: AbsenceSeries, span: tuple[int, int]) -> None:
    per_year = 4 if made.line.rhythm == "quarter" else 1
    years = [place for place in range(span[0], span[1] + 1) if place % per_year == 0]
    step = max(1, -(-len(years) // _MOST_TICKS))
    ticks = [place for number, place in enumerate(years) if number % step == 0] or [span[0]]
    texts = [str(place // per_year) for place in ticks]
    room = 0.6 if per_year == 1 else max(0.6, (span[1] - span[0]) * 0.02)
    drawn.update_layout(
        margin={"t": 100, "r": 24}, title_pad_t=22, hovermode="closest", legend={"y": -0.12, "yanchor": "top"}, showlegend=True
    )
    drawn.update_xaxes(range=[span[0] - room, span[1] + room], tickvals=ticks, ticktext=texts, tickangle=0)
    form = ".1f" if made.line.unit_nb in ("prosent", "promille") else ",.0f"
    drawn.update_yaxes(range=list(_range(made)), nticks=7, tickformat=form)


def _range(made: AbsenceSeries) -> tuple[float, float]:
    """The values shown with a margin; a line of levels does not start at zero."""
    values = [float(row.point.value) for row in made.rows if row.point and row.point.value is not None]
    values += [float(row.adjusted) for row in made.rows if row.adjusted is not None]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    room = max((high - low) * 0.15, high * 0.02, 1e-6)
    return max(low - room, 0.0) if low >= 0 else low - room, high + room
