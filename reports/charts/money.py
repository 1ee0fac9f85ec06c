"""Figures of one year of money, of its forecast, and of the load on years to come."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analytics.spending.forecast import Forecast
from analytics.spending.ledger import ZERO
from analytics.spending.load import YearLoad
from analytics.spending.year import MoneyYear, Step
from domain.numbers import MILLION, date_text, decimal_text
from domain.text import Text, say, tell
from reports.charts import template

_BAR = 0.62
_ROW = 40
_HATCHED: dict[str, Any] = {
    "shape": template.HATCH,
    "fgcolor": template.ACCENT,
    "bgcolor": template.WHITE,
    "size": 6,
    "solidity": 0.25,
}
_DOTTED: dict[str, Any] = {**_HATCHED, "shape": ".", "fgcolor": template.WARNING, "solidity": 0.5}
_CROSSED: dict[str, Any] = {**_HATCHED, "shape": "x"}


def waterfall(result: MoneyYear, lang: str) -> go.Figure:
    """The steps of a year from above: levels as whole bars from zero, changes as bars that hang from the level before.

    Each bar has its id as `customdata`, so that a click tells which rows to open.
    """
    known = _drawn(result.steps)
    made = template.figure(lang, say("money.waterfall_measure", year=result.year), height=90 + _ROW * max(len(known), 1))
    spans = _spans(known)
    for step, (start, end) in zip(known, spans, strict=True):
        _add_step(made, step, start, end, lang)
    longest = max((max(start, end) for start, end in spans), default=1.0)
    lowest = min((min(start, end) for start, end in spans), default=0.0)
    made.update_layout(showlegend=False, barmode="overlay", margin_t=56, hovermode="closest")
    made.update_xaxes(range=[min(lowest * 1.3, 0), (longest or 1) * 1.18], rangemode="tozero", showgrid=True, nticks=6)
    made.update_yaxes(
        tickvals=list(range(len(known))), ticktext=[_wrapped(step.name.get(lang)) for step in known],
        range=[len(known) - 0.5, -0.5], showgrid=False, zeroline=False,
    )  # fmt: skip
    return made


def _drawn(steps: Sequence[Step]) -> list[Step]:
    """The steps whose amount is known; those that nothing is known to lie above as amounts of their own, from zero and up."""
    known = [step for step in steps if step.amount_nok is not None]
    if any(step.id == "available" for step in known):
        return known
    changes = [step for step in known if not step.is_total and step.id != "outside"]
    return [replace(step, amount_nok=-(step.amount_nok or ZERO)) for step in changes] or known


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """Where each bar begins and ends, in millions."""
    spans, level = [], 0.0
    for step in steps:
        amount = _mill(step.amount_nok)
        start = 0.0 if step.is_total else level
        level = start + amount
        spans.append((start, level))
    return spans


def _add_step(made: go.Figure, step: Step, start: float, end: float, lang: str) -> None:
    row = len(made.data)
    is_meant = step.id in ("conditional", "procurement", "planned")
    marker: dict[str, Any] = {"color": template.ACCENT_DARK if step.is_total else template.SEQUENCE[2]}
    if step.id in ("knowledge", "outside"):
        marker = {"color": template.GREY_LIGHT}
    if is_meant:
        marker = {"color": template.WHITE, "line": {"color": template.ACCENT, "width": 1.5}, "pattern": _HATCHED}
    amount = step.amount_nok or ZERO
    words = decimal_text(amount / MILLION, 1, lang)
    made.add_bar(
        y=[row], x=[end - start], base=[start], orientation="h", width=_BAR, marker=marker, customdata=[[step.id]],
        hovertext=tell("money.hover", lang, label=step.name, amount=amount), hoverinfo="text",
    )  # fmt: skip
    made.add_annotation(
        x=max(start, end), y=row, text=f" {words}", xanchor="left", showarrow=False, font={"size": 13, "color": template.TEXT}
    )


def future_load(years: Sequence[YearLoad], lang: str) -> go.Figure:
    """What each year is pointed to: paid, bound, conditional (crossed), meant (hatched) and a proposal; the tick is the frame."""
    made = template.figure(lang, say("money.load_measure"), height=150 + 58 * max(len(years), 1))
    parts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("paid", {"color": template.ACCENT_DARK}),
        ("promised", {"color": template.SEQUENCE[2]}),
        ("conditional", {"color": template.WHITE, "line": {"color": template.ACCENT, "width": 1.5}, "pattern": _CROSSED}),
        ("meant", {"color": template.WHITE, "line": {"color": template.ACCENT, "width": 1.5}, "pattern": _HATCHED}),
        ("added", {"color": template.WHITE, "line": {"color": template.WARNING, "width": 2}, "pattern": _DOTTED}),
    )
    start = [0.0] * len(years)
    for name, marker in parts:
        amounts = [_mill(getattr(year, f"{name}_nok")) for year in years]
        if any(amounts):
            _add_bars(made, name, amounts, start, marker, lang)
        start = [one + other for one, other in zip(start, amounts, strict=True)]
    ticks = [(row, _mill(year.has_nok)) for row, year in enumerate(years) if year.has_nok is not None]
    made.add_scatter(
        y=[row for row, _ in ticks], x=[amount for _, amount in ticks], mode="markers", name=tell("money.load_has", lang),
        marker={"symbol": "line-ns", "size": 34, "line": {"width": 3, "color": template.TEXT}}, hoverinfo="skip",
    )  # fmt: skip
    longest = max([*start, *(amount for _, amount in ticks)], default=1.0)
    for row, year in enumerate(years):
        end = max(start[row], _mill(year.has_nok))
        made.add_annotation(
            x=end, y=row, text=f" {_load_words(year).get(lang)}", xanchor="left", showarrow=False, font={"size": 13}
        )
    made.update_layout(barmode="overlay", margin_t=56, legend={"y": -0.14, "yanchor": "top"}, hovermode="closest")
    made.update_xaxes(range=[0, (longest or 1) * 1.5], rangemode="tozero", showgrid=True, nticks=6)
    made.update_yaxes(
        tickvals=list(range(len(years))), ticktext=[_year_words(year, lang) for year in years], range=[len(years) - 0.5, -0.5],
        showgrid=False, zeroline=False,
    )  # fmt: skip
    return made


def _add_bars(made: go.Figure, name: str, amounts: list[float], start: list[float], marker: dict[str, Any], lang: str) -> None:
    label = say(f"money.load_{name}")
    made.add_bar(
        y=list(range(len(amounts))), x=[amount or None for amount in amounts], base=list(start), orientation="h", width=0.5,
        name=label.get(lang), marker=marker,
        hovertext=[tell("money.hover", lang, label=label, amount=Decimal(str(amount)) * MILLION) for amount in amounts],
        hoverinfo="text",
    )  # fmt: skip


def _load_words(year: YearLoad) -> Text:
    if year.has_nok is None:
        return say("money.load_no_frame")
    if year.beyond_frame_nok:
        return say("money.load_beyond", amount=year.beyond_frame_nok)
    return say("money.load_left", amount=year.left_nok or ZERO) if (year.left_nok or ZERO) >= 0 else say(
        "money.load_too_much", amount=-(year.left_nok or ZERO)
    )  # fmt: skip


def _year_words(year: YearLoad, lang: str) -> str:
    key = {True: "voted", False: "not_voted", None: "voted_unknown"}[year.is_voted]
    return f"{year.year}<br><span style='font-size:11px'>{tell(f'money.{key}', lang)}</span>"


def by_area(table: pl.DataFrame, lang: str) -> go.Figure:
    """Planned against bound against paid for each area: three bars side by side, from zero, in millions.

    Args:
        table: `area`, `planned`, `bound` and `paid`, in kroner.
        lang: the language.
    """
    made = template.figure(lang, say("money.areas_measure"), height=140 + 96 * max(len(table), 1))
    rows = list(range(len(table)))
    styles: dict[str, dict[str, Any]] = {
        "planned": {"color": template.WHITE, "line": {"color": template.ACCENT, "width": 1.5}, "pattern": _HATCHED},
        "bound": {"color": template.SEQUENCE[2]},
        "paid": {"color": template.ACCENT_DARK},
    }
    for name, marker in styles.items():
        amounts = table.get_column(name).to_list()
        word = tell(f"money.col.{name}", lang)
        made.add_bar(
            y=rows, x=[_mill(amount) for amount in amounts], orientation="h", name=word, marker=marker, width=0.26,
            offset={"planned": -0.4, "bound": -0.13, "paid": 0.14}[name],
            text=[decimal_text(amount / MILLION, 1, lang) for amount in amounts], textposition="outside", cliponaxis=False,
            textfont={"size": 13, "color": template.TEXT}, hoverinfo="text",
            hovertext=[tell("money.hover", lang, label=word, amount=amount) for amount in amounts],
        )  # fmt: skip
    longest = max((_mill(amount) for name in styles for amount in table.get_column(name)), default=1.0)
    lowest = min((_mill(amount) for name in styles for amount in table.get_column(name)), default=0.0)
    made.update_layout(margin_t=56, legend={"y": -0.1, "yanchor": "top", "traceorder": "normal"}, hovermode="closest")
    made.update_xaxes(range=[min(lowest * 1.2, 0), (longest or 1) * 1.15], rangemode="tozero", showgrid=True, nticks=6)
    made.update_yaxes(
        tickvals=rows, ticktext=[_wrapped(html.escape(area, quote=False)) for area in table.get_column("area")],
        range=[len(table) - 0.5, -0.5], showgrid=False, zeroline=False,
    )  # fmt: skip
    return made


def burn_up(result: Forecast, lang: str) -> go.Figure:
    """Paid month by month as a line, and from there the interval of the forecast until 31 December, against what the year has."""
    year = result.year
    made = template.figure(lang, say("money.burn_measure", year=year.year), height=380)
    days = [date(year.year, 1, 1), *(point.day for point in result.burn)]
    paid = [0.0, *(_mill(point.paid_nok) for point in result.burn)]
    end = date(year.year, 12, 31)
    bounds = year.interval_nok
    if bounds is not None and year.total_nok is not None and days[-1] < end:
        low, high, total = (_mill(amount) for amount in (*bounds, year.total_nok))
        made.add_scatter(
            x=[days[-1], end, end, days[-1]], y=[paid[-1], low, high, paid[-1]], fill="toself", mode="lines", hoverinfo="skip",
            line={"width": 1, "color": template.ACCENT, "dash": template.DOTTED}, fillcolor="rgba(0,91,182,0.12)",
        )  # fmt: skip
        made.add_scatter(
            x=[days[-1], end], y=[paid[-1], total], mode="lines+markers",
            line={"color": template.ACCENT, "width": 2, "dash": "dash"},
            marker={"symbol": ["circle-open", "diamond-open"], "size": 9}, hoverinfo="skip",
        )  # fmt: skip
        words = tell("money.burn_end", lang, total=year.total_nok, low=bounds[0], high=bounds[1])
        made.add_annotation(x=end, y=total, text=words, xanchor="right", yanchor="bottom", yshift=8, showarrow=False)
    made.add_scatter(
        x=days, y=paid, mode="lines+markers", line={"color": template.ACCENT_DARK, "width": 2.5}, marker={"size": 6},
        hovertext=[
            tell("money.burn_hover", lang, date=day, amount=Decimal(str(amount)) * MILLION)
            for day, amount in zip(days, paid, strict=True)
        ],
        hoverinfo="text",
    )  # fmt: skip
    made.add_annotation(
        x=days[-1], y=paid[-1], text=tell("money.burn_paid", lang, amount=year.paid_nok), xanchor="right",
        yanchor="bottom", yshift=6, showarrow=False,
    )  # fmt: skip
    top = max([*paid, _mill(year.total_nok), _mill(bounds[1] if bounds else None), _mill(result.available_nok), 0.1])
    if result.available_nok is not None:
        has = _mill(result.available_nok)
        made.add_shape(type="line", x0=days[0], x1=end, y0=has, y1=has, line={"color": template.TEXT, "width": 2})
        made.add_annotation(
            x=days[0],
            y=has,
            text=tell("money.burn_has", lang, amount=result.available_nok),
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
        )
    made.update_layout(showlegend=False, margin_t=48)
    made.update_yaxes(range=[0, top * 1.15], rangemode="tozero")
    made.update_xaxes(range=[days[0], end], tickformat="%b", dtick="M1", hoverformat="%d.%m.%Y")
    made.update_layout(title_text=f"{made.layout.title.text} ({date_text(year.made_date, lang)})")
    return made


def _mill(amount: Decimal | None) -> float:
    return 0.0 if amount is None else float(amount / MILLION)


def _wrapped(text: str) -> str:
    return "<br>".join(textwrap.wrap(text, 24))
