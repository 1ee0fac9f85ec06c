"""Figures of what was to be expected, and of shifts in the level. Money never stands in them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape

import plotly.graph_objects as go

from analytics.sickness.expected import AbsenceExpected
from analytics.sickness.expected_fit import ModelRow
from analytics.sickness.expected_words import events_text, model_name, series_name, vintage_span
from analytics.sickness.models.expected_models import ModelName
from analytics.sickness.series import quarter_at
from domain.periods import quarter_index
from domain.text import LANGS, Text, say, tell
from reports.charts import template, timeline

#: Colour, dash and marker of each model: told apart without colour too.
STYLES: Mapping[ModelName, tuple[str, str, str]] = {
    "local_level": (template.AREA_COLOURS[0], "solid", "circle"),
    "sarima": (template.AREA_COLOURS[2], "dash", "diamond"),
    "ets": (template.AREA_COLOURS[1], "dot", "triangle-up"),
    "ar_season": ("#98185d", "dashdot", "square"),
}
_FAINT = 0.07
_WRAP = 52
#: Years before the origin that are drawn.
_LEAD_IN_YEARS = 5
#: Places for the whiskers to the right of the last quarter, in quarters.
_WHISKER_STEP = 2.6
_LABEL_GAP_PX = 17
_PLOT_HEIGHT_PX = 380
_RIGHT_MARGIN = 112


def fan(made: AbsenceExpected, lang: str) -> go.Figure:
    """The series up to the baseline and after it, and what each model expected, with its interval as a band.

    At the right end the intervals of what is compared stand side by side, named. The title says that it is no effect.
    """
    drawn = template.figure(lang, _title(made), height=_PLOT_HEIGHT_PX + 150)
    rows = [row for row in made.models if row.main is not None]
    span = _span(made, rows)
    timeline.add_pandemic(drawn, made.pandemic, span, lang)
    for row in rows:
        _add_band(drawn, row, lang)
    for place, row in enumerate(rows):
        _add_median(drawn, row, lang)
        _add_whisker(drawn, row, span[1] + _WHISKER_STEP * (place + 1), lang)
    _add_observed(drawn, made, span[1], lang)
    _add_ruler(drawn, made, span[1] + 0.6, lang)
    right = span[1] + _WHISKER_STEP * (len(rows) + 1)
    _add_levels(drawn, made, span[0] - 0.6, right, lang)
    years = [index for index in range(span[0], span[1] + 1) if index % 4 == 0]
    texts = [str(index // 4) if place % 2 == 0 else "" for place, index in enumerate(years)]
    drawn.update_layout(
        margin={"t": 138, "r": _RIGHT_MARGIN}, title_pad_t=12, hovermode="closest", showlegend=True,
        legend={"y": -0.1, "yanchor": "top"},
    )  # fmt: skip
    drawn.update_xaxes(range=[span[0] - 0.6, right], tickvals=years, ticktext=texts, tickangle=0)
    drawn.update_yaxes(range=_level_range(made, rows, span), nticks=8, tickformat=".1f")
    return drawn


def shifts(made: AbsenceExpected, lang: str) -> go.Figure:
    """The adjusted series with its level between the dates; numbered lines at the dates, with their intervals as bands."""
    found = made.shifts
    own = found.adjusted is not None
    title = say("expected.chart.shifts_title") if own else say("expected.chart.title_quarter", measure=series_name(made))
    drawn = template.figure(lang, title, height=_PLOT_HEIGHT_PX)
    values = dict(found.adjusted.values) if found.adjusted else {period: float(value) for period, value in made.history}
    known = {period: value for period, value in values.items() if value is not None}
    if not known or found.first is None or found.last is None:
        return drawn
    indexes = range(min(map(quarter_index, known)), max(map(quarter_index, known)) + 1)
    name = tell("expected.chart.shifts_line" if own else "expected.chart.observed", lang)
    drawn.add_scatter(
        x=list(indexes), y=[known.get(quarter_at(index)) for index in indexes], mode="lines", connectgaps=False, name=name,
        line={"color": template.GREY_MID, "width": 1.5}, hovertext=[_hover_value(quarter_at(i), known, lang) for i in indexes],
        hoverinfo="text",
    )  # fmt: skip
    _add_published(drawn, made, lang)
    _add_steps(drawn, made, lang)
    _add_dates(drawn, made, lang)
    years = [index for index in indexes if index % 16 == 0]
    drawn.update_xaxes(range=[indexes[0] - 0.6, indexes[-1] + 0.6], tickvals=years, ticktext=[str(i // 4) for i in years])
    drawn.update_yaxes(nticks=7, tickformat=".1f")
    drawn.update_layout(margin={"t": 76}, showlegend=True, legend={"y": -0.12, "yanchor": "top"})
    return drawn


def _title(made: AbsenceExpected) -> Text:
    parts = [say(f"expected.chart.title_{made.comparison}", measure=series_name(made))]
    if made.origin is not None:
        parts.append(say("expected.chart.subtitle", origin=made.origin))
    vintages = vintage_span(made)
    parts += [vintages] if vintages else []
    return Text(*("<br>".join("<br>".join(textwrap.wrap(part.get(lang), _WRAP)) for part in parts) for lang in LANGS))


def _span(made: AbsenceExpected, rows: Sequence[ModelRow]) -> tuple[int, int]:
    """The first quarter drawn and the last one forecast, or known when nothing is forecast."""
    known = [quarter_index(period) for period, _ in made.history]
    if made.origin is None or made.end is None or not rows:
        return (known[0], known[-1]) if known else (0, 0)
    earliest = quarter_index(made.origin) - 4 * _LEAD_IN_YEARS + 1
    return max(earliest, min(known, default=earliest)), quarter_index(made.end)


def _add_band(drawn: go.Figure, row: ModelRow, lang: str) -> None:
    colour, dash, _ = STYLES[row.name]
    ahead = [quarter_index(period) for period, _ in row.path]
    name = tell("expected.chart.limits", lang, model=model_name(row.name))
    line = {"color": _faded(colour, 0.55), "width": 1, "dash": dash}
    edge = {"mode": "lines", "line": line, "showlegend": False, "hoverinfo": "skip", "legendgroup": row.name}
    drawn.add_scatter(x=ahead, y=[span.low for _, span in row.path], name=name, **edge)
    drawn.add_scatter(
        x=ahead, y=[span.high for _, span in row.path], name=name, fill="tonexty", fillcolor=_faded(colour, _FAINT), **edge
    )


def _add_median(drawn: go.Figure, row: ModelRow, lang: str) -> None:
    colour, dash, _ = STYLES[row.name]
    named = model_name(row.name)
    drawn.add_scatter(
        x=[quarter_index(period) for period, _ in row.path], y=[span.point for _, span in row.path], mode="lines",
        name=tell("expected.chart.median", lang, model=named), line={"color": colour, "width": 2, "dash": dash},
        legendgroup=row.name, hoverinfo="text",
        hovertext=[
            tell("expected.chart.hover", lang, model=named, period=period, point=span.point, low=span.low, high=span.high)
            for period, span in row.path
        ],
    )  # fmt: skip


def _add_whisker(drawn: go.Figure, row: ModelRow, at: float, lang: str) -> None:
    """The interval of what is compared, beside those of the other models."""
    if row.main is None:
        return
    colour, dash, marker = STYLES[row.name]
    span, named = row.main, model_name(row.name)
    drawn.add_scatter(
        x=[at, at], y=[span.low, span.high], mode="lines", line={"color": colour, "width": 2, "dash": dash}, showlegend=False,
        hoverinfo="skip", legendgroup=row.name, name=named.get(lang),
    )  # fmt: skip
    drawn.add_scatter(
        x=[at], y=[span.point], mode="markers", marker={"color": colour, "size": 9, "symbol": marker}, showlegend=False,
        legendgroup=row.name, name=named.get(lang), hoverinfo="text",
        hovertext=[tell("expected.chart.hover", lang, model=named, period=row.path[-1][0], point=span.point,
                        low=span.low, high=span.high)],
    )  # fmt: skip
    drawn.add_annotation(
        x=at, y=span.high, yshift=6, yanchor="bottom", showarrow=False, textangle=-90, text=named.get(lang),
        font={"size": 12, "color": colour},
    )  # fmt: skip


def _add_ruler(drawn: go.Figure, made: AbsenceExpected, at: float, lang: str) -> None:
    """A line between time and the intervals of what is compared, with the period they are for."""
    if made.main is None or not made.models:
        return
    line = {"color": template.GREY_MID, "width": 1}
    drawn.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)
    drawn.add_annotation(
        x=at, xanchor="left", xshift=4, y=0.01, yref="paper", yanchor="bottom", showarrow=False,
        text=tell("expected.chart.compared", lang, period=made.main.period), font={"size": 12, "color": template.GREY_DARK},
    )  # fmt: skip


def _add_observed(drawn: go.Figure, made: AbsenceExpected, last: int, lang: str) -> None:
    """The series to the origin as a line, and after it as points: two things that must not be read as one."""
    origin = quarter_index(made.origin) if made.origin else None
    known = {quarter_index(period): float(value) for period, value in made.history if quarter_index(period) <= last}
    before = [index for index in known if origin is None or index <= origin]
    after = [index for index in known if origin is not None and index > origin]
    name = tell("expected.chart.observed", lang)
    style = {"color": template.TEXT, "width": 3}
    _add_series(drawn, known, before, name, "lines", lang, line=style)
    if after and made.origin is not None:
        name = tell("expected.chart.outcome", lang, origin=made.origin)
        marker = {"color": template.TEXT, "size": 7, "symbol": "circle-open", "line": {"width": 2}}
        _add_series(drawn, known, after, name, "lines+markers", lang, marker=marker, line={"color": template.TEXT, "width": 1})


def _add_series(
    drawn: go.Figure, known: Mapping[int, float], shown: Sequence[int], name: str, mode: str, lang: str, **style: object
) -> None:
    if not shown:
        return
    indexes = range(min(shown), max(shown) + 1)
    values = {quarter_at(index): value for index, value in known.items()}
    drawn.add_scatter(
        x=list(indexes), y=[known.get(index) for index in indexes], mode=mode, name=name, connectgaps=False, hoverinfo="text",
        hovertext=[_hover_value(quarter_at(index), values, lang) for index in indexes], **style,
    )  # fmt: skip


def _hover_value(period: str, values: Mapping[str, float], lang: str) -> str:
    return tell("expected.chart.hover_observed", lang, period=period, value=values[period]) if period in values else ""


def _add_levels(drawn: go.Figure, made: AbsenceExpected, left: float, right: float, lang: str) -> None:
    """Baseline, target and outcome as level lines, named at their right end; names that would meet are moved apart."""
    main = made.main
    if main is None:
        return
    marks = {"target": main.target, "no_change": main.no_change, "outcome_mark": main.outcome}
    dashes = {"target": "dash", "no_change": "solid", "outcome_mark": "dot"}
    known = sorted((float(value), name) for name, value in marks.items() if value is not None)
    shifts_px = _apart([value for value, _ in known], _level_range(made, made.models, _span(made, made.models)))
    for (value, name), shift_px in zip(known, shifts_px, strict=True):
        drawn.add_shape(
            type="line",
            x0=left,
            x1=right,
            y0=value,
            y1=value,
            line={"color": template.GREY_DARK, "width": 1, "dash": dashes[name]},
        )
        drawn.add_annotation(
            x=1, xref="paper", xanchor="left", xshift=4, y=value, yshift=shift_px, showarrow=False, align="left",
            text=tell(f"expected.chart.{name}", lang, value=marks[name]), font={"size": 13, "color": template.TEXT},
        )  # fmt: skip


def _add_published(drawn: go.Figure, made: AbsenceExpected, lang: str) -> None:
    """The publisher's own adjusted figures as points, never in one line with those computed here."""
    known = made.shifts.published
    if not known:
        return
    drawn.add_scatter(
        x=[quarter_index(period) for period in known], y=list(known.values()), mode="markers",
        name=tell("expected.chart.shifts_published", lang), hoverinfo="text",
        marker={"symbol": "circle-open", "size": 6, "color": template.AREA_COLOURS[2]},
        hovertext=[_hover_value(period, known, lang) for period in known],
    )  # fmt: skip


def _add_steps(drawn: go.Figure, made: AbsenceExpected, lang: str) -> None:
    """The level between the dates, as separate steps."""
    found = made.shifts
    if not found.shifts or found.first is None or found.last is None:
        return
    starts = [found.first, *(shift.first_after for shift in found.shifts)]
    ends = [*(shift.last_before for shift in found.shifts), found.last]
    levels = [found.shifts[0].before, *(shift.after for shift in found.shifts)]
    xs: list[float | None] = []
    ys: list[float | None] = []
    for start, end, level in zip(starts, ends, levels, strict=True):
        xs += [quarter_index(start) - 0.5, quarter_index(end) + 0.5, None]
        ys += [level, level, None]
    drawn.add_scatter(
        x=xs, y=ys, mode="lines", line={"color": template.ACCENT, "width": 3}, name=tell("expected.chart.shifts_level", lang),
        hoverinfo="skip", connectgaps=False,
    )  # fmt: skip


def _add_dates(drawn: go.Figure, made: AbsenceExpected, lang: str) -> None:
    for place, shift in enumerate(made.shifts.shifts, start=1):
        at = quarter_index(shift.last_before) + 0.5
        if shift.low and shift.high:
            low, high = quarter_index(shift.low) + 0.5, quarter_index(shift.high) + 0.5
            drawn.add_vrect(x0=low, x1=high, fillcolor=template.GREY_FAINT, line_width=0, layer="below")
        line = {"color": template.GREY_DARK, "width": 1, "dash": "dot"}
        drawn.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)
        drawn.add_annotation(
            x=at, y=1, yref="paper", yanchor="bottom", showarrow=False, text=str(place),
            font={"size": 13, "color": template.GREY_DARK}, hovertext=escape(events_text(shift).get(lang), quote=False),
        )  # fmt: skip


def _level_range(made: AbsenceExpected, rows: Sequence[ModelRow], span: tuple[int, int]) -> tuple[float, float]:
    """What is drawn, with a margin; a line of levels does not start at zero."""
    values = [float(value) for period, value in made.history if span[0] <= quarter_index(period)]
    values += [limit for row in rows for _, inside in row.path for limit in (inside.low, inside.high)]
    if made.main:
        values += [float(mark) for mark in (made.main.target, made.main.no_change, made.main.outcome) if mark is not None]
    if not values:
        return 0.0, 1.0
    room = max((max(values) - min(values)) * 0.08, 0.2)
    return min(values) - room, max(values) + room * 3


def _apart(values: Sequence[float], span: tuple[float, float]) -> list[int]:
    """Shifts in pixels that keep labels at rising values from standing on each other."""
    places = [(value - span[0]) / (span[1] - span[0]) * _PLOT_HEIGHT_PX for value in values]
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + _LABEL_GAP_PX) if moved else place)
    centre = sum(places) / len(places) - sum(moved) / len(moved) if places else 0.0
    return [round(after - before + centre) for before, after in zip(places, moved, strict=True)]


def _faded(colour: str, alpha: float) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"
