"""Figures of power: the smallest detectable change against clusters, and of each study. Money never stands in them."""

from __future__ import annotations

from html import escape

import plotly.graph_objects as go

from analytics.evidence.power.choices import plain
from analytics.evidence.power.result import Power
from analytics.evidence.power.studies import StudyPower
from analytics.evidence.power.words import verdict_text
from domain.numbers import decimal_text
from domain.text import Text, say, tell
from reports.charts import template

#: More studies than this are read in the table alone.
MOST_STUDIES = 40
_ROW_PX, _FRAME_PX = 34, 120
#: How far above the highest of the chosen and the wanted change the axis goes.
_HEADROOM = 2.2
_LABEL_LENGTH = 34


def curve(made: Power, lang: str) -> go.Figure:
    """The smallest detectable change against clusters (persons, without clusters), the wanted change as a named level, and
    the chosen point marked."""
    drawn = template.figure(lang, say("power.chart.curve"))
    planned = made.planned
    if planned is None:
        return drawn
    points = [point for point in made.curve if point.pct is not None]
    hover = [tell("power.chart.hover", lang, count=point.count, pct=_pct(point.pct)) for point in points]
    drawn.add_scatter(
        x=[point.count for point in points], y=[point.pct for point in points], mode="lines", hovertext=hover, hoverinfo="text",
        line={"color": template.ACCENT, "width": 2, "dash": template.DOTTED if planned.simulated else "solid"},
        name=tell("power.chart.line", lang), showlegend=False,
    )  # fmt: skip
    _add_wanted(drawn, made, lang)
    _add_chosen(drawn, made, lang)
    own = planned.detectable.pct if planned.detectable is not None else None
    levels = [value for value in (own, planned.wanted_pct) if value is not None]
    top = max(levels) * _HEADROOM if levels else None
    unit = "clusters" if planned.inputs.is_clustered else "people"
    drawn.update_xaxes(title_text=tell(f"power.chart.{unit}", lang), rangemode="tozero", nticks=8, tickformat=",d")
    drawn.update_yaxes(range=[0, top] if top else None, nticks=7)
    drawn.update_layout(margin={"t": 56, "r": 24}, hovermode="closest")
    return drawn


def _add_wanted(drawn: go.Figure, made: Power, lang: str) -> None:
    planned = made.planned
    if planned is None or planned.wanted_pct is None:
        return
    name = "smallest" if planned.wanted_pct == made.smallest_pct else "wanted"
    drawn.add_hline(
        y=planned.wanted_pct, line={"color": template.GREY_DARK, "width": 1.5, "dash": "dash"},
        annotation={"text": tell(f"power.chart.{name}", lang, value=_pct(planned.wanted_pct)), "font_size": 13,
                    "font_color": template.GREY_DARK, "bgcolor": template.WHITE},
        annotation_position="top right",
    )  # fmt: skip
    known = {point.count: point.pct for point in made.curve}
    if planned.needed is not None and planned.needed != planned.count and known.get(planned.needed) is not None:
        drawn.add_scatter(
            x=[planned.needed], y=[known[planned.needed]], mode="markers+text", showlegend=False, hoverinfo="skip",
            marker={"symbol": "diamond-open", "size": 11, "color": template.GREY_DARK, "line_width": 2},
            text=[tell("power.chart.needed", lang, count=planned.needed)], textposition="bottom center",
        )  # fmt: skip


def _add_chosen(drawn: go.Figure, made: Power, lang: str) -> None:
    planned = made.planned
    if planned is None or planned.detectable is None or planned.detectable.pct is None:
        return
    drawn.add_scatter(
        x=[planned.count], y=[planned.detectable.pct], mode="markers", showlegend=False, hoverinfo="skip",
        marker={"symbol": "circle", "size": 12, "color": template.ACCENT_DARK},
    )  # fmt: skip
    drawn.add_annotation(
        x=planned.count, y=planned.detectable.pct, text=tell("power.chart.chosen", lang, count=planned.count,
                                                             pct=_pct(planned.detectable.pct)),
        showarrow=True, arrowhead=0, arrowcolor=template.GREY_MID, ax=46, ay=-40, xanchor="left", bgcolor=template.WHITE,
        font={"color": template.TEXT, "size": 14},
    )  # fmt: skip


def shown_studies(made: Power) -> list[StudyPower]:
    """The studies that can stand in the figure: those with a smallest change in per cent, the smallest first."""
    known = [study for study in made.studies if _own_pct(study) is not None]
    return sorted(known, key=lambda study: (_own_pct(study) or 0.0, study.study_id))[:MOST_STUDIES]


def studies(made: Power, lang: str) -> go.Figure:
    """Each study's smallest detectable change, with the smallest that matters as a line; filled when it can detect that."""
    shown = shown_studies(made)[::-1]
    drawn = template.figure(lang, say("power.chart.studies"), height=_FRAME_PX + _ROW_PX * len(shown))
    labels = [_label(study, lang) for study in shown]
    values = [_own_pct(study) or 0.0 for study in shown]
    for value, label in zip(values, labels, strict=True):
        drawn.add_shape(
            type="line", layer="below", x0=0, x1=value, y0=label, y1=label, line={"color": template.GREY_LIGHT, "width": 2}
        )
    drawn.add_scatter(
        x=values, y=labels, mode="markers+text", showlegend=False, cliponaxis=False,
        text=[f" {decimal_text(value, 1, lang)}" for value in values], textposition="middle right",
        marker={"size": 13, "color": template.ACCENT, "line": {"width": 2, "color": template.ACCENT},
                "symbol": ["circle" if study.verdict == "can" else "circle-open" for study in shown]},
        hovertext=[tell("power.chart.study_hover", lang, id=escape(study.study_id, quote=False), pct=_pct(value),
                        verdict=verdict_text(study)) for study, value in zip(shown, values, strict=True)],
        hoverinfo="text",
    )  # fmt: skip
    if made.smallest_pct is not None:
        drawn.add_vline(
            x=made.smallest_pct, line={"color": template.GREY_DARK, "width": 1.5, "dash": "dash"},
            annotation={"text": tell("power.chart.smallest", lang, value=_pct(made.smallest_pct)), "font_size": 13,
                        "font_color": template.GREY_DARK, "xanchor": "left", "bgcolor": template.WHITE},
            annotation_position="top",
        )  # fmt: skip
    drawn.update_xaxes(range=[0, max(values, default=1.0) * 1.15], nticks=8)
    drawn.update_yaxes(type="category", showgrid=False)
    drawn.update_layout(margin={"t": 72, "r": 32})
    return drawn


def _own_pct(study: StudyPower) -> float | None:
    found = None if study.calculation is None else study.calculation.detectable
    return None if found is None else found.pct


def _label(study: StudyPower, lang: str) -> str:
    from domain.codes import label

    words = f"{study.study_id} {label('study_outcome', study.outcome, lang)}"
    short = words if len(words) <= _LABEL_LENGTH else f"{words[: _LABEL_LENGTH - 1]}…"
    return escape(short, quote=False)


def _pct(value: float | None) -> Text:
    return Text("", "") if value is None else plain(value, 1)
