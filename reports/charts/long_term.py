"""Figures of long and repeated sick leave. What is old is grey and says so; gaps stay gaps."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.sickness.absence_series_words import value_text
from analytics.sickness.distributions import Distribution, Group, Slice
from analytics.sickness.listings import USUAL_WEEKS, Listings
from analytics.sickness.long_term_tables import group_name
from analytics.sickness.observed import Observation
from analytics.sickness.recurrence import Recurrence
from analytics.sickness.rights import Exhausted, Graded
from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.told import Told
from analytics.sickness.words import vintage_name
from domain.codes import CODE_LISTS
from domain.numbers import period_text
from domain.periods import quarter_index
from domain.text import LANGS, Text, say, tell
from reports.charts import template

_WRAP = 52
_NAME_WRAP = 26
_BAR_PX, _EXTRA_LINE_PX, _FRAME_PX = 24, 8, 110
#: Room for the title's lines, and for a line of the legend.
_TOP_PX, _LEGEND_PX = 70, 26
#: The newest year stands out; earlier ones step back, told apart by pattern and by the name at their end.
_DASHES = ("solid", "dot", "dash", "dashdot", "longdash")


def distribution(item: Distribution, lang: str, *, is_old: bool) -> go.Figure:
    """Shares by group as bars, from short to long or by size, with the earliest period that compares below each."""
    slices = [item.latest, *([item.earliest] if item.earliest else [])]
    groups = [group for group in item.shown if any(group.code in part.figures for part in slices)]
    names = [_name(group_name(group, lang)) for group in groups]
    drawn = _bars(
        say("long_term.chart.division", division=_large(item.division), what=_small(item.what)), names, len(slices), lang, is_old
    )
    for place, part in enumerate(slices):
        _add_bars(drawn, names, _shares(part, groups), [_share_words(part, group, lang) for group in groups],
                  period_text(part.period, lang), _fill(place, is_old), lang)  # fmt: skip
        _add_states(drawn, part, groups, names, lang)
    return drawn


def recurrence(found: Recurrence, lang: str, *, is_old: bool) -> go.Figure:
    """Shares of persons, spells and days with repeated sick leave in the newest period."""
    lines = [line for line in found.lines if found.at_period(line) is not None]
    names = [_name(_who(line, lang)) for line in lines]
    points = [line.points[found.period] for line in lines]
    drawn = _bars(say("long_term.chart.persons_title"), names, 1, lang, is_old)
    values = [_float(point) for point in points]
    words = [_value_words(line, point, lang) for line, point in zip(lines, points, strict=True)]
    _add_bars(drawn, names, values, words, period_text(found.period, lang), _fill(0, is_old), lang)
    return drawn


def graded(found: Graded, lang: str, *, is_old: bool) -> go.Figure:
    """The share graded as lines over time; as bars while there is one period alone."""
    title = say("long_term.chart.graded_title", what=found.what)
    if found.is_over_time:
        return _over_time(found.lines, title, lang, is_old, ".1f")
    lines = [line for line in found.lines if found.period in line.values]
    names = [_name(_group(line, lang)) for line in lines]
    drawn = _bars(title, names, 1, lang, is_old)
    words = [_value_words(line, line.points[found.period], lang) for line in lines]
    values = [_float(line.points[found.period]) for line in lines]
    _add_bars(drawn, names, values, words, period_text(found.period, lang), _fill(0, is_old), lang)
    return drawn


def exhausted(found: Exhausted, lang: str, *, is_old: bool) -> go.Figure:
    """Persons over time in one rhythm: years never stand in the same line as quarters."""
    return _over_time(found.persons[:1], say("long_term.chart.exhausted_title"), lang, is_old, ",.0f")


def rates(found: Exhausted, lang: str, *, is_old: bool) -> go.Figure:
    """Per mille by industry in the newest period that has any, highest first."""
    items = found.rates_compared
    names = [_name(_industry(line, lang)) for line, _ in items]
    drawn = _bars(say("long_term.chart.rates_title"), names, 1, lang, is_old)
    words = [_value_words(line, point, lang) for line, point in items]
    name = period_text(found.rate_period or "", lang)
    _add_bars(drawn, names, [_float(point) for _, point in items], words, name, _fill(0, is_old), lang)
    return drawn


def weekly(found: Listings, lang: str, *, is_old: bool) -> go.Figure:
    """Each year as a line over the weeks; listings with a corona diagnosis below, on their own scale from zero."""
    drawn = template.figure(lang, _titled(say("long_term.chart.weekly_title"), is_old), height=660 if found.corona else 430)
    years = sorted(found.years, reverse=True)
    for place, year in reversed(list(enumerate(years))):
        name = tell("long_term.chart.pandemic_year", lang, year=year) if year in found.pandemic_years else str(year)
        _add_year(drawn, found.years[year], _Look(name, place, is_old), lang, "y")
    _add_newest(drawn, found, _colour(0, is_old))
    for year in sorted(found.corona):
        place = years.index(year) if year in years else len(years)
        _add_year(drawn, found.corona[year], _Look(str(year), place, is_old), lang, "y2")
    _set_week_axes(drawn, found, lang)
    return drawn


@dataclass(frozen=True, slots=True)
class _Look:
    """How a year is drawn: the newest is strong, earlier ones step back."""

    name: str
    place: int
    is_old: bool


def _add_year(drawn: go.Figure, weeks: Mapping[int, Observation], look: _Look, lang: str, axis: str) -> None:
    numbers = list(range(1, max(weeks) + 1))
    line = {"color": _colour(look.place, look.is_old), "width": 3 if look.place == 0 else 1.6, "dash": _DASHES[look.place % 5]}
    drawn.add_scatter(
        x=numbers, y=[_float(weeks.get(week)) for week in numbers], mode="lines", name=look.name, connectgaps=False, line=line,
        hovertext=[_week_words(weeks.get(week), lang) for week in numbers], hoverinfo="text", yaxis=axis,
        showlegend=axis == "y",
    )  # fmt: skip


def _add_newest(drawn: go.Figure, found: Listings, colour: str) -> None:
    """The newest year is named at its last week."""
    latest = found.latest
    if latest is None:
        return
    drawn.add_annotation(
        x=int(latest.period[5:]), y=_float(latest), xanchor="left", xshift=6, showarrow=False,
        text=f"<b>{latest.period[:4]}</b>", font={"color": colour, "size": 15}, bgcolor="rgba(255,255,255,0.8)",
    )  # fmt: skip


def _set_week_axes(drawn: go.Figure, found: Listings, lang: str) -> None:
    last = max((week for weeks in found.years.values() for week in weeks), default=USUAL_WEEKS)
    drawn.update_xaxes(
        range=[0, max(last, USUAL_WEEKS) + 1],
        tickvals=[1, 10, 20, 30, 40, 50],
        title_text=tell("long_term.chart.week_axis", lang),
    )
    drawn.update_yaxes(rangemode="tozero", tickformat=",.0f")
    below = -0.1 if found.corona else -0.2
    legend = {"y": below, "yanchor": "top", "traceorder": "reversed"}
    drawn.update_layout(showlegend=True, legend=legend, margin={"t": 72}, title_pad_t=22)
    if not found.corona:
        return
    axis = {"gridcolor": template.GREY_FAINT, "automargin": True, "tickformat": ",.0f", "rangemode": "tozero", "nticks": 5}
    drawn.update_layout(yaxis={"domain": [0.4, 1]}, yaxis2={**axis, "domain": [0, 0.29], "anchor": "x"}, xaxis_anchor="y2")
    drawn.add_annotation(
        text=tell("long_term.chart.corona_title", lang), x=0, xref="paper", xanchor="left", y=0.31, yref="paper",
        yanchor="bottom", showarrow=False, font={"size": 14, "color": template.GREY_DARK},
    )  # fmt: skip


def _colour(place: int, is_old: bool) -> str:
    """The newest in the accent, the others in quiet colours; all in greys, told apart by their dashes, when they are old."""
    if place == 0:
        return template.GREY_DARK if is_old else template.ACCENT
    if is_old:
        return template.GREY_MID
    return (template.AREA_COLOURS[1], template.GREY_MID, template.AREA_COLOURS[2], template.AREA_COLOURS[3])[(place - 1) % 4]


def _week_words(point: Observation | None, lang: str) -> str:
    if point is None or point.value is None:
        return ""
    return tell("long_term.chart.hover_week", lang, period=point.period, value=point.value)


def _over_time(lines: Sequence[Told], title: Text, lang: str, is_old: bool, form: str) -> go.Figure:
    """Lines with points over quarters, months or years; gaps stay gaps."""
    drawn = template.figure(lang, _titled(title, is_old), height=360)
    shown = [line for line in lines if line.values]
    for place, line in enumerate(shown):
        index = {period: _place(period) for period in line.points}
        span = range(min(index.values()), max(index.values()) + 1)
        by_index = {index[period]: period for period in line.points}
        points = [line.points.get(by_index.get(at, "")) for at in span]
        colour, size = _colour(place, is_old), 9 if len(line.values) <= _MANY_POINTS else 5
        drawn.add_scatter(
            x=list(span), y=[_float(point) for point in points], mode="lines+markers", name=_group(line, lang), connectgaps=False,
            line={"color": colour, "width": 3 if place == 0 else 2, "dash": _DASHES[place % len(_DASHES)]},
            marker={"size": size, "color": colour, "symbol": template.MARKERS[place % len(template.MARKERS)]},
            hovertext=[_value_words(line, point, lang) if point else "" for point in points], hoverinfo="text",
        )  # fmt: skip
        _add_labels(drawn, line, index, colour, lang)
    _set_time_axis(drawn, shown)
    drawn.update_yaxes(rangemode="tozero", tickformat=form, nticks=6)
    drawn.update_layout(
        showlegend=len(shown) > 1, margin={"t": 72, "r": 40}, title_pad_t=22, legend={"y": -0.15, "yanchor": "top"}
    )
    return drawn


#: Up to so many points each is named with its period; beyond many they are drawn small.
_FEW_POINTS, _MANY_POINTS = 6, 20


def _add_labels(drawn: go.Figure, line: Told, index: Mapping[str, int], colour: str, lang: str) -> None:
    """The last value at its point; every value with its period when there are few."""
    periods = list(line.values)
    for period in periods if len(periods) <= _FEW_POINTS else periods[-1:]:
        words = value_text(line.values[period], line.unit).get(lang)
        text = (
            f"{period_text(period, lang)}<br>{escape(words, quote=False)}"
            if len(periods) <= _FEW_POINTS
            else escape(words, quote=False)
        )
        drawn.add_annotation(
            x=index[period], y=float(line.values[period]), yshift=24 if len(periods) <= _FEW_POINTS else 14, showarrow=False,
            text=text, font={"size": 12, "color": colour}, bgcolor="rgba(255,255,255,0.8)",
        )  # fmt: skip


def _place(period: str) -> int:
    """Where a period stands on the axis of its rhythm."""
    if "K" in period:
        return quarter_index(period)
    if "M" in period:
        return int(period[:4]) * 12 + int(period[5:]) - 1
    return int(period)


def _set_time_axis(drawn: go.Figure, lines: Sequence[Told]) -> None:
    periods = [period for line in lines for period in line.points]
    if not periods:
        return
    per_year = {"quarter": 4, "month": 12}.get(lines[0].rhythm, 1)
    first, last = min(map(_place, periods)), max(map(_place, periods))
    years = list(range(first // per_year, last // per_year + 1))
    step = max(1, -(-len(years) // 9))
    room = max(0.6, (last - first) * 0.12)
    drawn.update_xaxes(
        range=[first - room, last + room], tickvals=[year * per_year for year in years[::step]],
        ticktext=[str(year) for year in years[::step]], tickangle=0,
    )  # fmt: skip


def _bars(title: Text, names: Sequence[str], series: int, lang: str, is_old: bool) -> go.Figure:
    """An empty figure for horizontal bars, as high as they need."""
    lines = sum(name.count("<br>") for name in names)
    height = _FRAME_PX + (_LEGEND_PX * 2 if series > 1 else 0) + len(names) * (_BAR_PX * series + 12) + lines * _EXTRA_LINE_PX
    drawn = template.figure(lang, _titled(title, is_old), height=height)
    drawn.update_layout(
        barmode="group", bargap=0.25, bargroupgap=0.05, title_pad_t=22, showlegend=series > 1,
        margin={"t": _TOP_PX, "r": 48, "b": _LEGEND_PX * 2 if series > 1 else 8},
        legend={"y": 0, "yref": "container", "yanchor": "bottom", "traceorder": "normal"},
    )  # fmt: skip
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"size": 13, "color": template.TEXT})
    drawn.update_xaxes(rangemode="tozero", showgrid=True, tickformat=",.0f", nticks=6)
    return drawn


def _add_bars(
    drawn: go.Figure, names: Sequence[str], values: Sequence[float | None], words: Sequence[str], name: str, fill: dict[str, Any],
    lang: str,
) -> None:  # fmt: skip
    texts = ["" if value is None else tell("long_term.chart.value", lang, value=value) for value in values]
    drawn.add_bar(
        x=list(values), y=list(names), orientation="h", name=name, marker=fill, text=texts, textposition="outside",
        cliponaxis=False, textfont={"size": 12, "color": template.TEXT}, hovertext=list(words), hoverinfo="text",
    )  # fmt: skip


def _add_states(drawn: go.Figure, part: Slice, groups: Sequence[Group], names: Sequence[str], lang: str) -> None:
    """In words where a share is not known: masked, or missing."""
    for group, name in zip(groups, names, strict=True):
        if part.shares_pct.get(group.code) is not None:
            continue
        figure = part.figures.get(group.code)
        key = "masked" if figure is not None and figure.state == "masked" else "missing"
        drawn.add_annotation(
            x=0, y=name, xanchor="left", xshift=4, showarrow=False, font={"size": 12, "color": template.GREY_DARK},
            text=f"{tell(f'long_term.chart.{key}', lang)} ({period_text(part.period, lang)})",
        )  # fmt: skip


def _fill(place: int, is_old: bool) -> dict[str, Any]:
    """The newest period strong (grey when it is old), the earlier one light and hatched."""
    if place == 0:
        return {"color": template.GREY_MID if is_old else template.ACCENT}
    shade = template.GREY_LIGHT if is_old else template.ACCENT_LIGHT
    return {"color": shade, "pattern": {"shape": template.HATCH, "size": 5, "solidity": 0.25, "fgcolor": template.GREY_DARK}}


def _titled(title: Text, is_old: bool) -> Text:
    """The measure, wrapped, and that the figures are old when they are."""
    shown = []
    for lang in LANGS:
        lines = textwrap.wrap(escape(title.get(lang), quote=False), _WRAP)
        shown.append("<br>".join([*lines, *([tell("long_term.chart.old", lang)] if is_old else [])]))
    return Text(*shown)


def _shares(part: Slice, groups: Sequence[Group]) -> list[float | None]:
    shares = (part.shares_pct.get(group.code) for group in groups)
    return [None if share is None else float(share) for share in shares]


def _share_words(part: Slice, group: Group, lang: str) -> str:
    share, figure = part.shares_pct.get(group.code), part.figures.get(group.code)
    if share is None or figure is None:
        return ""
    name = escape(group.name.get(lang), quote=False)
    return tell(
        "long_term.chart.hover_share", lang, group=name, period=part.period, value=share, vintage=vintage_name(figure.vintage)
    )


def _value_words(line: Told, point: Observation, lang: str) -> str:
    if point.value is None:
        return ""
    name = escape(line.group.get(lang) or line.what.get(lang), quote=False)
    value = value_text(point.value, line.unit)
    return tell(
        "long_term.chart.hover_value", lang, group=name, period=point.period, value=value, vintage=vintage_name(point.vintage)
    )


def _who(line: Told, lang: str) -> str:
    """Of whom a share is told: persons by sex, else what it is a share of."""
    if line.sex == "both":
        return line.what.get(lang)
    return tell("long_term.chart.persons_of", lang, what=line.what, sex=CODE_LISTS["sex"].label(line.sex, lang).lower())


def _group(line: Told, lang: str) -> str:
    return line.group.get(lang) or tell("long_term.chart.all_groups", lang)


def _industry(line: Told, lang: str) -> str:
    return tell("long_term.chart.all_industries", lang) if line.industry_code == ALL_INDUSTRIES else line.industry.get(lang)


def _name(text: str) -> str:
    """A name beside its bar, wrapped; never markup."""
    return "<br>".join(textwrap.wrap(escape(text, quote=False), _NAME_WRAP)) or " "


def _large(text: Text) -> Text:
    return Text(*(text.get(lang)[:1].upper() + text.get(lang)[1:] for lang in LANGS))


def _small(text: Text) -> Text:
    return Text(*(text.get(lang)[:1].lower() + text.get(lang)[1:] for lang in LANGS))


def _float(point: Observation | None) -> float | None:
    return None if point is None or point.value is None else float(point.value)
