"""The figure of revisions: for each period how far its figure moved from the first to the latest vintage."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from analytics.sickness.revision_words import kind_text, series_name, signed, unit_text
from analytics.sickness.revisions import AbsenceRevisions, Span, Step
from analytics.sickness.words import method_name
from domain.numbers import decimal_text
from domain.periods import is_quarter, quarter_index
from domain.text import Text, say, tell
from reports.charts import template

_HEIGHT = 380
_WRAP = 52
_NARROWEST = 0.05
_MAX_TICKS = 12
_MIDDLE_OF_YEAR = 1.5


@dataclass(frozen=True, slots=True)
class _Dot:
    place: float
    value: float
    words: str


def revisions(made: AbsenceRevisions, lang: str) -> go.Figure:
    """Dots by period: the latest less the first figure of one method, in percentage points.

    Figures that a newer method of the same family has back-cast are drawn apart, and so are withdrawn ones; figures of
    methods that cannot be compared are not drawn. The band is what rounding alone can make.
    """
    drawn = template.figure(lang, _title(made), height=_HEIGHT)
    groups = {
        "same": [_span_dot(span, made, lang) for span in made.spans if span.difference == 0],
        "revised": [_span_dot(span, made, lang) for span in made.spans if span.difference != 0],
        "method": [_step_dot(step, made, lang) for step in made.steps if step.kind == "method_revision"],
        "gone": [_gone_dot(step, lang) for step in made.steps if step.kind in ("withdrawn", "masked")],
    }
    for name, dots in groups.items():
        _add_dots(drawn, name, dots, lang)
    dots = [dot for found in groups.values() for dot in found]
    _set_axes(drawn, dots, made, lang)
    return drawn


_MARKERS: dict[str, dict[str, Any]] = {
    "same": {"symbol": "circle-open", "size": 6, "color": template.GREY_MID},
    "revised": {"symbol": "circle", "size": 9, "color": template.ACCENT},
    "method": {"symbol": "diamond-open", "size": 10, "color": template.AREA_COLOURS[2], "line": {"width": 2}},
    "gone": {"symbol": "x", "size": 9, "color": template.WARNING},
}


def _title(made: AbsenceRevisions) -> Text:
    parts = (say("revisions.chart.title", unit=unit_text(made)), series_name(made.choice))
    return Text(*("<br>".join(line for part in parts for line in textwrap.wrap(part.get(lang), _WRAP)) for lang in ("nb", "en")))


def _place(period: str) -> float:
    """A running number of quarters; a year stands in its middle."""
    if is_quarter(period):
        return float(quarter_index(period))
    return int(period[:4]) * 4 + _MIDDLE_OF_YEAR


def _span_dot(span: Span, made: AbsenceRevisions, lang: str) -> _Dot:
    words = tell(
        "revisions.chart.hover", lang, period=span.period, difference=signed(span.difference, span.decimals),
        first=decimal_text(span.first, span.decimals, lang), latest=decimal_text(span.latest, span.decimals, lang),
        method=method_name(span.method), unit=unit_text(made),
    )  # fmt: skip
    return _Dot(_place(span.period), float(span.difference), words)


def _step_dot(step: Step, made: AbsenceRevisions, lang: str) -> _Dot:
    before, after, difference = step.before.value, step.after.value, step.difference
    if before is None or after is None or difference is None:
        return _gone_dot(step, lang)
    digits = min(step.before.decimals, step.after.decimals)
    words = tell(
        "revisions.chart.hover", lang, period=step.period, difference=signed(difference, digits),
        first=decimal_text(before, digits, lang), latest=decimal_text(after, digits, lang), method=kind_text(step),
        unit=unit_text(made),
    )  # fmt: skip
    return _Dot(_place(step.period), float(difference), words)


def _gone_dot(step: Step, lang: str) -> _Dot:
    return _Dot(_place(step.period), 0.0, tell("revisions.chart.hover_gone", lang, period=step.period, what=kind_text(step)))


def _add_dots(drawn: go.Figure, name: str, dots: Sequence[_Dot], lang: str) -> None:
    if not dots:
        return
    drawn.add_scatter(
        x=[dot.place for dot in dots], y=[dot.value for dot in dots], mode="markers", marker=_MARKERS[name],
        name=tell(f"revisions.chart.{name}", lang), hovertext=[dot.words for dot in dots], hoverinfo="text",
    )  # fmt: skip


def _set_axes(drawn: go.Figure, dots: Sequence[_Dot], made: AbsenceRevisions, lang: str) -> None:
    places = [dot.place for dot in dots] or [0.0]
    first, last = int(min(places)), int(max(places))
    years = [index for index in range(first - first % 4, last + 4) if index % 4 == 0]
    step = max(1, -(-len(years) // _MAX_TICKS))
    size = max((abs(dot.value) for dot in dots), default=0.0)
    unit = _rounding(made)
    reach = max(size, unit or 0.0, _NARROWEST) * 1.25
    drawn.update_xaxes(
        range=[first - 1, last + 1], tickvals=years[::step], ticktext=[str(index // 4) for index in years[::step]], tickangle=0
    )
    drawn.update_yaxes(range=[-reach, reach], zeroline=True, nticks=7)
    drawn.update_layout(
        margin={"t": 98}, title_pad_t=22, hovermode="closest", showlegend=True, legend={"y": -0.12, "yanchor": "top"}
    )
    if unit is not None and dots:
        drawn.add_hrect(y0=-unit, y1=unit, fillcolor=template.GREY_FAINT, line_width=0, layer="below")
        drawn.add_annotation(
            x=0, xref="paper", xanchor="left", y=unit, yanchor="bottom", showarrow=False,
            text=tell("revisions.chart.rounding", lang), font={"size": 12, "color": template.GREY_DARK},
        )  # fmt: skip


def _rounding(made: AbsenceRevisions) -> float | None:
    """The smallest difference that the figures can show, when all have the same decimals."""
    decimals = {span.decimals for span in made.spans}
    return 10.0 ** -decimals.pop() if len(decimals) == 1 else None
