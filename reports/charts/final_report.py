"""Figure of the final report: how much of each part is in place."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.evidence.final_report import FinalReport, part_name
from domain.text import say, tell
from reports.charts import template

_ROW, _HEAD = 40, 84


def parts(found: FinalReport, lang: str) -> go.Figure:
    """A bar for each part that counts, filled with what is in place and hatched for what is missing, with the counts beside."""
    rows = [part for part in found.parts if part.weight is not None and part.of]
    made = template.figure(lang, say("final_report.chart.measure"), height=_HEAD + _ROW * max(len(rows), 1))
    names = [part_name(part.name).get(lang) for part in rows]
    met = [part.met / part.of * 100 for part in rows]
    words = [tell("final_report.chart.of", lang, met=part.met, of=part.of) for part in rows]
    made.add_bar(
        y=names, x=met, orientation="h", name=tell("final_report.chart.met", lang), marker={"color": template.ACCENT},
        customdata=words, hovertemplate="%{y}: %{customdata}<extra></extra>",
    )  # fmt: skip
    made.add_bar(
        y=names, x=[100 - value for value in met], orientation="h", name=tell("final_report.chart.missing", lang), text=words,
        textposition="outside", cliponaxis=False, customdata=words, hovertemplate="%{y}: %{customdata}<extra></extra>",
        marker={"color": template.WHITE, "line": {"color": template.GREY_MID, "width": 1},
                "pattern": {"shape": template.HATCH, "fgcolor": template.GREY_MID, "solidity": 0.15}},
    )  # fmt: skip
    made.update_layout(barmode="stack", legend={"traceorder": "normal", "y": 1.0}, margin={"t": 72, "r": 90})
    made.update_xaxes(range=[0, 100], ticksuffix=" %", showgrid=False)
    made.update_yaxes(autorange="reversed", showgrid=False)
    return made
