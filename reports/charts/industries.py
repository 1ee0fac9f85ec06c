"""Figures of sick leave by group: levels as dots, and the industries with a programme."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import plotly.graph_objects as go

from analytics.sickness.industries import AbsenceIndustries, GroupRow
from analytics.sickness.industries_words import period_name, sex_name, state_name, type_name
from analytics.sickness.json_form import number
from analytics.sickness.programme_industries import PanelPoint, ProgrammePanel
from analytics.sickness.words import vintage_name
from domain.periods import is_quarter, quarter_index
from domain.text import Text, say, tell
from reports.charts import template

_LABEL_WIDTH = 29
_TITLE_WIDTH = 52
_ROW_PX = 34
_LINE_PX = 15
_NAME_PX = 22
_BELOW_PX = 56
#: Of more groups than this the highest and the lowest are drawn; the table has them all.
MOST_ROWS = 40
_PANEL_PX = 270
#: Breaks this many quarters apart, or closer, are numbered on two heights.
_NEIGHBOURS = 3


def dot_plot(made: AbsenceIndustries, lang: str) -> go.Figure:
    """One line a group, the highest level first: the level as a filled dot, what it is compared with as an open diamond.

    The whole country is a vertical line with its name. A group without a level stands with the reason in words. Meaning is
    never in colour alone: the two kinds of marks differ in form and are named.
    """
    rows = _drawn_rows(made.rows)
    labels = [wrapped(row.label.get(lang)) for row in rows]
    row_px = _ROW_PX + _LINE_PX * max((label.count("<br>") - 1 for label in labels), default=0)
    title = _dot_title(made, len(rows))
    plot_px = row_px * max(len(rows), 1) + 16
    drawn = template.figure(lang, title, height=plot_px + top_px(title) + _NAME_PX + _BELOW_PX)
    places = list(range(len(rows)))
    _add_connectors(drawn, rows)
    _add_before(drawn, made, rows, lang)
    _add_now(drawn, made, rows, lang)
    _add_states(drawn, rows, lang)
    _add_country(drawn, made, lang)
    drawn.update_yaxes(
        tickmode="array", tickvals=places, ticktext=labels, autorange=False, range=[len(rows) - 0.4, -0.6], showgrid=True,
        zeroline=False, ticklabelposition="outside",
    )  # fmt: skip
    drawn.update_xaxes(range=_span(made, rows), tickformat=".0f", showgrid=True, ticksuffix=" %", nticks=6, tickangle=0)
    drawn.update_layout(hovermode="closest", showlegend=True)
    set_margins(drawn, title, above=_NAME_PX)
    legend_below(drawn, plot_px)
    return drawn


def top_px(title: Text) -> int:
    """The height of a title of so many lines."""
    return 24 + 19 * (max(title.nb.count("<br>"), title.en.count("<br>")) + 1)


def set_margins(drawn: go.Figure, title: Text, above: int = 0, below: int = _BELOW_PX) -> None:
    """Room for the title, for what stands right above the plot, and for the scale and what is below it."""
    drawn.update_layout(margin={"t": top_px(title) + above, "b": below, "r": 24}, title_pad_t=14)


def legend_below(drawn: go.Figure, plot_px: float) -> None:
    """The names of the marks below the scale, at the same distance however high the figure is."""
    place = {"y": -36 / max(plot_px, 1), "yanchor": "top", "traceorder": "reversed"}
    drawn.update_layout(legend=place | {"itemclick": False, "itemdoubleclick": False})


def _drawn_rows(rows: Sequence[GroupRow]) -> list[GroupRow]:
    if len(rows) <= MOST_ROWS:
        return list(rows)
    known = [row for row in rows if row.level.value is not None]
    half = MOST_ROWS // 2
    return known if len(known) <= MOST_ROWS else [*known[:half], *known[-half:]]


def _dot_title(made: AbsenceIndustries, drawn: int) -> Text:
    lines = [say("industries.chart.title")]
    if made.chosen:
        period = period_name(made.chosen.kind, made.chosen.period)
        sex = say("industries.chart.sexes") if made.asked.by == "sex" else sex_name(made.asked.sex)
        kind = say("industries.chart.types") if made.asked.by == "type" else type_name(made.absence_type)
        lines.append(say("industries.chart.detail", type=kind, sex=sex, period=period))
    if made.is_pandemic:
        lines.append(say("industries.chart.pandemic"))
    if drawn < len(made.rows):
        lines.append(say("industries.chart.shortened", n=drawn // 2, of=len(made.rows)))
    return title_of(lines)


def _add_connectors(drawn: go.Figure, rows: Sequence[GroupRow]) -> None:
    for place, row in enumerate(rows):
        now, before = number(row.level.value), number(row.before.value) if row.before else None
        if now is not None and before is not None and now != before:
            drawn.add_shape(
                type="line", x0=before, x1=now, y0=place, y1=place, layer="below", line={"color": template.GREY_LIGHT, "width": 4}
            )


def _add_before(drawn: go.Figure, made: AbsenceIndustries, rows: Sequence[GroupRow], lang: str) -> None:
    shown = [(place, row) for place, row in enumerate(rows) if row.before and row.before.value is not None]
    if not shown or made.comparison is None or made.chosen is None:
        return
    key = "baseline" if made.comparison.is_baseline else "before"
    name = tell(f"industries.chart.{key}", lang, period=period_name(made.chosen.kind, made.comparison.period))
    marker = {"symbol": "diamond-open", "size": 11, "color": template.GREY_DARK, "line": {"width": 2}}
    words = [_hover(row, row.before.period if row.before else "", number(row.before.value) if row.before else None, made, lang)
             for _, row in shown]  # fmt: skip
    add_marks(drawn, [p for p, _ in shown], [number(r.before.value) if r.before else None for _, r in shown], name, marker, words)


def _add_now(drawn: go.Figure, made: AbsenceIndustries, rows: Sequence[GroupRow], lang: str) -> None:
    shown = [(place, row) for place, row in enumerate(rows) if row.level.value is not None]
    if made.chosen is None or not shown:
        return
    name = tell("industries.chart.now", lang, period=period_name(made.chosen.kind, made.chosen.period))
    marker = {"symbol": "circle", "size": 12, "color": template.ACCENT}
    words = [_hover(row, row.level.period, number(row.level.value), made, lang) for _, row in shown]
    add_marks(drawn, [p for p, _ in shown], [number(r.level.value) for _, r in shown], name, marker, words)


def add_marks(
    drawn: go.Figure, places: Sequence[int], values: Sequence[float | None], name: str, marker: dict[str, object],
    words: Sequence[str],
) -> None:  # fmt: skip
    drawn.add_scatter(
        x=list(values), y=list(places), mode="markers", name=capital(name), marker=marker, hovertext=list(words), hoverinfo="text"
    )


def _hover(row: GroupRow, period: str, value: float | None, made: AbsenceIndustries, lang: str) -> str:
    kind = made.chosen.kind if made.chosen else "quarter"
    vintage = vintage_name(row.level.edition.vintage) if row.level.edition else Text("–", "–")
    return tell(
        "industries.chart.hover", lang, name=escape(row.label.get(lang), quote=False), period=period_name(kind, period),
        value=value, vintage=vintage,
    )  # fmt: skip


def _add_states(drawn: go.Figure, rows: Sequence[GroupRow], lang: str) -> None:
    for place, row in enumerate(rows):
        if row.level.value is None:
            drawn.add_annotation(
                x=0, xref="paper", xanchor="left", xshift=6, y=place, yanchor="middle", showarrow=False, align="left",
                text="<br>".join(textwrap.wrap(state_name(row.level).get(lang), _LABEL_WIDTH)),
                font={"size": 12, "color": template.GREY_MID},
            )  # fmt: skip


def _add_country(drawn: go.Figure, made: AbsenceIndustries, lang: str) -> None:
    value = number(made.country.level.value) if made.country else None
    if made.country is None or value is None:
        return
    drawn.add_shape(
        type="line", x0=value, x1=value, y0=0, y1=1, yref="paper", layer="below",
        line={"color": template.GREY_DARK, "width": 1.5, "dash": "dash"},
    )  # fmt: skip
    drawn.add_annotation(
        x=value, y=1, yref="paper", yanchor="bottom", showarrow=False, font={"size": 13, "color": template.TEXT},
        text=tell("industries.chart.country", lang, name=escape(made.country.name.get(lang), quote=False), value=value),
    )  # fmt: skip


def _span(made: AbsenceIndustries, rows: Sequence[GroupRow]) -> list[float]:
    levels = [level for row in rows for level in (row.level, row.before) if level]
    levels += [made.country.level] if made.country else []
    values = [float(level.value) for level in levels if level.value is not None]
    return room_around(values) if values else [0.0, 10.0]


def room_around(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    room = max((high - low) * 0.12, 0.5)
    return [max(low - room, 0.0) if low >= 0 else low - room, high + room]


def programme_panel(panel: ProgrammePanel, absence_type: str, lang: str, numbers: Mapping[str, int] | None = None) -> go.Figure:
    """The line of one industry, on a scale of its own that is named as such; gaps stay gaps, breaks and corona are marked.

    Args:
        panel: an industry with a series.
        absence_type: the type of sick leave.
        lang: the language.
        numbers: the number of each break in the list beside the panels, by its first period.
    """
    title = title_of([say("industries.chart.panel", type=type_name(absence_type)), say("industries.chart.own_scale")], 38)
    drawn = template.figure(lang, title, height=_PANEL_PX)
    places = _Places(panel)
    low, high = places.span
    _add_corona(drawn, panel, places, lang)
    _add_breaks(drawn, panel, places, numbers or {}, lang)
    known = {places.of(point.period): point for point in panel.points}
    drawn.add_scatter(
        x=list(range(low, high + 1)), y=[_value(known.get(at)) for at in range(low, high + 1)], mode="lines+markers",
        connectgaps=False, line={"color": template.ACCENT, "width": 2.5}, marker={"color": template.ACCENT, "size": 5},
        hovertext=[_point_hover(known.get(at), lang) for at in range(low, high + 1)], hoverinfo="text", showlegend=False,
    )  # fmt: skip
    latest = panel.latest
    if latest and latest.value is not None:
        drawn.add_annotation(
            x=places.of(latest.period), y=float(latest.value), xanchor="left", xshift=5, showarrow=False,
            text=f"<b>{tell('industries.chart.latest', lang, value=latest.value)}</b>", font={"color": template.ACCENT},
        )  # fmt: skip
    right = high + 0.6 + max((high - low) * 0.1, 1.0)
    drawn.update_xaxes(range=[low - 0.6, right], tickvals=places.years, ticktext=places.year_names, tickangle=0)
    drawn.update_yaxes(
        range=room_around([float(p.value) for p in panel.points if p.value is not None]), nticks=5, tickformat=".1f"
    )
    set_margins(drawn, title, above=_NAME_PX, below=28)
    return drawn


@dataclass(frozen=True)
class _Places:
    """Where the periods of a panel stand: quarters by their running number, years likewise."""

    panel: ProgrammePanel

    @property
    def is_quarterly(self) -> bool:
        return any(is_quarter(point.period) for point in self.panel.points)

    @property
    def span(self) -> tuple[int, int]:
        places = [self.of(point.period) for point in self.panel.points] or [0]
        return min(places), max(places)

    def of(self, period: str) -> int:
        if not self.is_quarterly:
            return int(period[:4])
        return quarter_index(period if is_quarter(period) else f"{period}K1")

    @property
    def years(self) -> list[int]:
        low, high = self.span
        step = 4 if self.is_quarterly else 1
        places = [place for place in range(low, high + 1) if place % step == 0]
        return places[:: max(1, -(-len(places) // 5))]

    @property
    def year_names(self) -> list[str]:
        return [str(place // 4 if self.is_quarterly else place) for place in self.years]


def _add_corona(drawn: go.Figure, panel: ProgrammePanel, places: _Places, lang: str) -> None:
    if panel.pandemic is None:
        return
    low, high = places.span
    start = max(places.of(panel.pandemic[0]) - 0.5, low - 0.6)
    end = min(places.of(panel.pandemic[1]) - 0.5 if panel.pandemic[1] else high + 0.6, high + 0.6)
    if start >= end:
        return
    drawn.add_vrect(x0=start, x1=end, fillcolor=template.GREY_FAINT, line_width=0, layer="below")
    drawn.add_annotation(
        x=(start + end) / 2, y=0.01, yref="paper", yanchor="bottom", showarrow=False, text=tell("industries.chart.corona", lang),
        font={"size": 11, "color": template.GREY_DARK},
    )  # fmt: skip


def _add_breaks(drawn: go.Figure, panel: ProgrammePanel, places: _Places, numbers: Mapping[str, int], lang: str) -> None:
    """Breaks as dotted lines with the number that they have in the list; neighbours stand on two heights."""
    before, raised = -9.0, False
    for item in panel.breaks:
        at = places.of(item.from_period) - 0.5
        raised = at - before <= _NEIGHBOURS and not raised
        before = at
        line = {"color": template.GREY_MID, "width": 1, "dash": "dot"}
        drawn.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)
        title = escape(item.title_en if lang == "en" else item.title_nb, quote=False)
        drawn.add_annotation(
            x=at, y=1, yref="paper", yanchor="bottom", yshift=11 if raised else 0, showarrow=False,
            text=str(numbers.get(item.from_period, "")), font={"size": 11, "color": template.GREY_DARK},
            hovertext=tell("industries.chart.hover_break", lang, period=item.from_period, title=title),
        )  # fmt: skip


def _value(point: PanelPoint | None) -> float | None:
    return number(point.value) if point else None


def _point_hover(point: PanelPoint | None, lang: str) -> str:
    if point is None or point.value is None:
        return ""
    vintage = vintage_name(point.vintage)
    return tell("industries.chart.hover_point", lang, period=point.period, value=point.value, vintage=vintage)


def title_of(lines: Sequence[Text], width: int = _TITLE_WIDTH) -> Text:
    return Text(*("<br>".join(part for line in lines for part in textwrap.wrap(line.get(lang), width)) for lang in ("nb", "en")))


def wrapped(name: str) -> str:
    """A name that keeps within the left margin; text from the data is never markup."""
    return "<br>".join(escape(part, quote=False) for part in textwrap.wrap(name, _LABEL_WIDTH)) or " "


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
