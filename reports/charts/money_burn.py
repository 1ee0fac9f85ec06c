"""The figure of the whole programme's money over time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from analytics.spending.programme_burn import ProgrammeBurn
from domain.numbers import MILLION, date_text
from domain.text import say, tell
from reports.charts import template

_BAND = "rgba(66, 138, 227, 0.25)"


def programme_burn(result: ProgrammeBurn, lang: str) -> go.Figure:
    """Frames as steps, paid as a line, paid and bound as points, and the interval of the forecast at the end of the year.

    The oldest money that is left is told at its last day. Millions of kroner from zero.
    """
    made = template.figure(lang, say("burn.measure", date=result.basis.as_of), height=440)
    as_of = result.basis.as_of
    end = max(date(as_of.year, 12, 31), *_dates(result, "frame"), *([result.final_date] if result.final_date else []))
    if result.oldest is not None and result.oldest.last_day is not None:
        end = max(end, result.oldest.last_day)
    _add_frames(made, result, end, lang)
    _add_line(made, result, "paid", lang)
    _add_line(made, result, "paid_and_bound", lang)
    _add_band(made, result, lang)
    _add_days(made, result, lang)
    amounts = [float(amount / MILLION) for amount in result.points.get_column("amount_nok")]
    top = max([*amounts, float((result.high_nok or Decimal(0)) / MILLION), 0.1])
    first = result.points.get_column("date").min()
    made.update_layout(margin_t=56, hovermode="closest", legend={"y": -0.14, "yanchor": "top"})
    made.update_yaxes(range=[0, top * 1.25], rangemode="tozero")
    made.update_xaxes(range=[first, end], tickformat="%Y", dtick="M12", tick0="2019-01-01", hoverformat="%d.%m.%Y")
    return made


def _dates(result: ProgrammeBurn, series: str) -> list[date]:
    return result.points.filter(pl.col("series") == series).get_column("date").to_list()


def _series(result: ProgrammeBurn, series: str) -> tuple[list[date], list[Decimal]]:
    own = result.points.filter(pl.col("series") == series).sort("date")
    return own.get_column("date").to_list(), own.get_column("amount_nok").to_list()


def _add_frames(made: go.Figure, result: ProgrammeBurn, end: date, lang: str) -> None:
    days, amounts = _series(result, "frame")
    if days:
        made.add_scatter(
            x=[*days, end], y=[float(amount / MILLION) for amount in (*amounts, amounts[-1])], mode="lines", line_shape="hv",
            line={"color": template.TEXT, "width": 2}, name=tell("burn.frame", lang), hoverinfo="skip",
        )  # fmt: skip


def _add_line(made: go.Figure, result: ProgrammeBurn, series: str, lang: str) -> None:
    days, amounts = _series(result, series)
    if not days:
        return
    is_paid = series == "paid"
    word = tell(f"burn.{series}", lang)
    colour, dash = (template.ACCENT_DARK, "solid") if is_paid else (template.SEQUENCE[2], "dot")
    made.add_scatter(
        x=days, y=[float(amount / MILLION) for amount in amounts], name=word, mode="lines" if is_paid else "lines+markers",
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={"size": 8, "symbol": "diamond"}, hoverinfo="text",
        hovertext=[f"{word}, {tell('money.burn_hover', lang, date=day, amount=amount)}"
                   for day, amount in zip(days, amounts, strict=True)],
    )  # fmt: skip


def _add_band(made: go.Figure, result: ProgrammeBurn, lang: str) -> None:
    if result.low_nok is None or result.high_nok is None:
        return
    day, end, paid = result.basis.as_of, date(result.basis.as_of.year, 12, 31), float(result.last("paid") / MILLION)
    low, high = float(result.low_nok / MILLION), float(result.high_nok / MILLION)
    made.add_scatter(
        x=[day, end, end, day], y=[paid, high, low, paid], fill="toself", fillcolor=_BAND, mode="lines",
        line={"color": template.ACCENT, "width": 1, "dash": "dot"}, name=tell("burn.expected", lang), hoverinfo="skip",
    )  # fmt: skip


def _add_days(made: go.Figure, result: ProgrammeBurn, lang: str) -> None:
    """The end of the year, the day its figures become final, and the last day of the oldest money."""
    year = result.basis.as_of.year
    marks = [(date(year, 12, 31), tell("burn.year_end", lang), 1.0)]
    if result.final_date is not None:
        marks.append((result.final_date, tell("burn.final", lang, date=result.final_date), 0.93))
    if result.oldest is not None and result.oldest.last_day is not None and result.oldest_words is not None:
        words = tell("burn.oldest", lang, amount=result.oldest.amount_nok, year=str(result.oldest.from_year))
        made.add_vrect(
            x0=result.basis.as_of,
            x1=result.oldest.last_day,
            fillcolor=template.GREY_FAINT,
            opacity=0.7,
            layer="below",
            line_width=0,
        )
        marks.append((result.oldest.last_day, f"{words} {date_text(result.oldest.last_day, lang)}", 0.86))
    for day, words, height in marks:
        made.add_vline(x=day, line={"color": template.GREY_MID, "width": 1, "dash": "dash"})
        made.add_annotation(
            x=day, y=height, yref="paper", text=words, xanchor="right", yanchor="top", showarrow=False,
            font={"size": 12, "color": template.TEXT}, bgcolor="rgba(255,255,255,0.8)",
        )  # fmt: skip
