"""What figures over quarters share: the band of the pandemic and the numbered breaks. A quarter's place is its running number."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.sickness.series import Break
from domain.periods import quarter_index
from domain.text import tell
from reports.charts import template

#: Breaks this many quarters apart, or closer, are numbered on two heights.
_NEIGHBOURS = 2
_RAISED_PX = 12


def add_pandemic(drawn: go.Figure, pandemic: tuple[str, str | None] | None, span: tuple[int, int], lang: str) -> None:
    """A named band behind the quarters that are marked by the pandemic.

    Args:
        drawn: the figure.
        pandemic: the first quarter and the first one after; the latter None while no end is known.
        span: the places of the first and the last quarter shown.
        lang: "nb" or "en".
    """
    if pandemic is None:
        return
    first, after = pandemic
    start = max(quarter_index(first), span[0]) - 0.5
    end = min(quarter_index(after) - 0.5 if after else span[1] + 0.5, span[1] + 0.5)
    if start >= end:
        return
    drawn.add_vrect(x0=start, x1=end, fillcolor=template.GREY_FAINT, line_width=0, layer="below")
    drawn.add_annotation(
        x=(start + end) / 2, y=0.01, yref="paper", yanchor="bottom", showarrow=False,
        text=tell("sickness.chart.pandemic", lang), font={"size": 12, "color": template.GREY_DARK},
    )  # fmt: skip


def add_breaks(drawn: go.Figure, breaks: Iterable[tuple[int, Break]], lang: str) -> None:
    """Breaks as numbered lines before their quarter; the numbers are those of a table beside. Neighbours stand on two heights."""
    before, raised = None, False
    for number, item in breaks:
        at = quarter_index(item.from_period) - 0.5
        raised = before is not None and at - before <= _NEIGHBOURS and not raised
        before = at
        line: dict[str, Any] = {"color": template.GREY_MID, "width": 1, "dash": "dot"}
        drawn.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)
        title = escape(item.title_en if lang == "en" else item.title_nb, quote=False)
        drawn.add_annotation(
            x=at, y=1, yref="paper", yanchor="bottom", yshift=_RAISED_PX if raised else 0, showarrow=False, text=str(number),
            font={"size": 12, "color": template.GREY_DARK},
            hovertext=tell("sickness.chart.hover_break", lang, period=item.from_period, title=title),
        )  # fmt: skip
