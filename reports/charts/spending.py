"""Figures of the frames and their use."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from analytics.spending.forecast import YearForecast
from analytics.spending.frames import FrameUse, YearUse
from analytics.spending.ledger import ZERO
from domain.numbers import MILLION
from domain.text import Text, say, tell
from reports.charts import template

_WRAP = 46
_ROW_HEIGHT = 58
_WIDE, _NARROW = 0.72, 0.4
#: Room to the right of the longest bar for the words at its end.
_WORDS_ROOM = 1.5


def frame_use(use: FrameUse, lang: str, expected: YearForecast | None = None) -> go.Figure:
    """A bullet for each year: what the year had, and how much of it is paid, bound, conditional and planned.

    The light bar is the frame, hatched where money is carried in; the tick is the frame. Horizontal bars from zero. With a
    forecast, the line across its year is the interval of what will have been paid by 31 December.
    """
    years = list(use.years)
    made = template.figure(lang, _wrapped(say("spending.chart.use_subtitle", as_of=use.basis.as_of)))
    _add_available(made, years, lang)
    _add_states(made, years, lang)
    _add_frame_tick(made, years)
    _add_expected(made, years, expected, lang)
    _add_end_words(made, years, lang)
    longest = max((_length(year) for year in years), default=0.0)
    made.update_layout(
        barmode="overlay", height=150 + _ROW_HEIGHT * max(len(years), 1), margin_t=64, title_pad_t=22,
        legend={"y": -0.12, "yanchor": "top", "traceorder": "normal"}, hovermode="closest",
    )  # fmt: skip
    made.update_xaxes(range=[0, (longest or 1) * _WORDS_ROOM], showgrid=True, rangemode="tozero", nticks=6)
    made.update_yaxes(
        range=[len(years) - 0.5, -0.5], showgrid=False, zeroline=False,
        tickvals=list(range(len(years))), ticktext=[_year_label(year, lang) for year in years],
    )  # fmt: skip
    return made


def ladder(use: FrameUse, lang: str) -> go.Figure:
    """The knowledge frame of a year, and below it the two parts it holds: the programme and the rest."""
    year = use.focus
    made = template.figure(lang, _wrapped(_ladder_measure(use)))
    knowledge, programme = (_mill(year.knowledge_frame_nok), _mill(year.frame_nok)) if year else (None, None)
    _add_step(made, 1, 0, knowledge, "knowledge", template.GREY_MID, lang)
    _add_step(made, 0, 0, programme, "programme", template.ACCENT, lang)
    if knowledge is not None and programme is not None:
        _add_step(made, 0, programme, knowledge - programme, "outside", template.GREY_LIGHT, lang)
    made.update_layout(height=260, showlegend=False, barmode="overlay", margin_t=64, title_pad_t=22)
    made.update_xaxes(range=[0, (knowledge or programme or 1) * 1.02], rangemode="tozero", nticks=6)
    made.update_yaxes(visible=False, range=[-0.5, 1.75])
    return made


def _ladder_measure(use: FrameUse) -> Text:
    if use.focus is None:
        return say("spending.chart.ladder_subtitle")
    kind = "reservation" if use.focus.has_reservation else "year"
    return say(f"spending.chart.ladder_subtitle_{kind}", year=use.focus.year)


def _add_step(made: go.Figure, row: int, start: float, amount: float | None, name: str, colour: str, lang: str) -> None:
    if amount is None:
        return
    label = tell(f"spending.chart.{name}", lang)
    light = colour == template.GREY_LIGHT
    made.add_bar(
        y=[row], x=[amount], base=[start], orientation="h", width=0.5, marker={"color": colour},
        hovertext=_hover(label, amount, lang), hoverinfo="text",
    )  # fmt: skip
    made.add_annotation(
        x=start + amount / 2, y=row, text=tell("spending.chart.amount", lang, amount=Decimal(str(amount))), showarrow=False,
        font={"color": template.TEXT if light else template.WHITE, "size": 15},
    )  # fmt: skip
    made.add_annotation(
        x=start if start == 0 else start + amount, y=row, yshift=24, yanchor="bottom", text=_lines(label, 24 if start else 40),
        showarrow=False, xanchor="left" if start == 0 else "right", align="left" if start == 0 else "right",
        font={"color": template.TEXT, "size": 13},
    )  # fmt: skip


def _add_available(made: go.Figure, years: Sequence[YearUse], lang: str) -> None:
    frames = [_mill(year.frame_nok) or 0.0 for year in years]
    carried = [max(_mill(year.carried_in_nok) or 0.0, 0.0) for year in years]
    outline: dict[str, Any] = {"color": template.GREY_MID, "width": 1}
    _add_bars(made, "frame", frames, [0.0] * len(years), _WIDE, {"color": template.GREY_FAINT, "line": outline}, lang)
    hatched: dict[str, Any] = {
        "color": template.WHITE, "line": outline,
        "pattern": {"shape": template.HATCH, "fgcolor": template.GREY_MID, "bgcolor": template.WHITE, "size": 7,
                    "solidity": 0.15},
    }  # fmt: skip
    _add_bars(made, "carried_in", carried, frames, _WIDE, hatched, lang)


def _add_states(made: go.Figure, years: Sequence[YearUse], lang: str) -> None:
    styles: dict[str, dict[str, Any]] = {
        "paid": {"color": template.ACCENT_DARK},
        "bound": {"color": template.SEQUENCE[2]},
        "conditional": _outlined("x"),
        "planned": _outlined(template.HATCH),
    }
    start = [0.0] * len(years)
    for name, marker in styles.items():
        amounts = [max(_mill(getattr(year, f"{name}_nok")) or 0.0, 0.0) for year in years]
        if any(amounts) or name in ("paid", "bound"):
            _add_bars(made, name, amounts, start, _NARROW, marker, lang)
        start = [one + other for one, other in zip(start, amounts, strict=True)]


def _outlined(shape: str) -> dict[str, Any]:
    return {
        "color": template.WHITE, "line": {"color": template.ACCENT, "width": 1.5},
        "pattern": {"shape": shape, "fgcolor": template.ACCENT, "bgcolor": template.WHITE, "size": 6, "solidity": 0.25},
    }  # fmt: skip


def _add_bars(
    made: go.Figure, name: str, amounts: list[float], base: list[float], width: float, marker: Mapping[str, Any], lang: str
) -> None:  # fmt: skip
    label = tell(f"spending.column.{name}", lang)
    made.add_bar(
        y=list(range(len(amounts))), x=amounts, base=list(base), orientation="h", width=width, name=label, marker=marker,
        hovertext=[_hover(label, amount, lang) for amount in amounts], hoverinfo="text",
    )  # fmt: skip


def _add_frame_tick(made: go.Figure, years: Sequence[YearUse]) -> None:
    ticks = [(row, _mill(year.frame_nok)) for row, year in enumerate(years) if year.frame_nok is not None]
    made.add_scatter(
        y=[row for row, _ in ticks], x=[amount for _, amount in ticks], mode="markers", hoverinfo="skip", showlegend=False,
        marker={"symbol": "line-ns", "size": 34, "line": {"width": 3, "color": template.TEXT}},
    )  # fmt: skip


def _add_expected(made: go.Figure, years: Sequence[YearUse], expected: YearForecast | None, lang: str) -> None:
    row = next((row for row, year in enumerate(years) if expected is not None and year.year == expected.year), None)
    if row is None or expected is None or expected.interval_nok is None or expected.total_nok is None:
        return
    low, total, high = (
        float(value / MILLION) for value in (expected.interval_nok[0], expected.total_nok, expected.interval_nok[1])
    )
    made.add_scatter(
        y=[row], x=[total], mode="markers", name=tell("spending.chart.expected", lang),
        marker={"symbol": "diamond", "size": 9, "color": template.WARNING, "line": {"width": 1, "color": template.WHITE}},
        error_x={"type": "data", "symmetric": False, "array": [high - total], "arrayminus": [total - low], "thickness": 3,
                 "width": 9, "color": template.WARNING},
        hovertext=tell("spending.chart.expected_hover", lang, total=expected.total_nok, low=expected.interval_nok[0],
                       high=expected.interval_nok[1]), hoverinfo="text",
    )  # fmt: skip


def _add_end_words(made: go.Figure, years: Sequence[YearUse], lang: str) -> None:
    for row, year in enumerate(years):
        made.add_annotation(
            x=_length(year), y=row, text=f" {_end_words(year).get(lang)}", xanchor="left", showarrow=False,
            font={"size": 13, "color": template.TEXT}, align="left",
        )  # fmt: skip


def _end_words(year: YearUse) -> Text:
    if year.paid_nok is None:
        return say("spending.chart.end_unknown")
    if year.is_closed and (year.carried_out_nok or year.lapsed_nok):
        key, amount = ("carried", year.carried_out_nok) if year.carried_out_nok else ("lapsed", year.lapsed_nok)
        return say(f"spending.chart.end_{key}", amount=(amount or ZERO) / MILLION)
    if year.free_nok is None:
        return say("spending.chart.end_no_money")
    over = year.over_frame_nok if year.state == "running" else None
    key = "over" if year.free_nok < 0 else "over_frame" if over else "free" if year.free_nok else "spent"
    return say(f"spending.chart.end_{key}", free=abs(year.free_nok) / MILLION, over=(over or ZERO) / MILLION)


def _year_label(year: YearUse, lang: str) -> str:
    note = "no_frame" if year.frame_nok is None else {"running": "provisional", "future": "future"}.get(year.state)
    if note is None:
        return str(year.year)
    return f"{year.year}<br><span style='font-size:11px'>{tell(f'spending.chart.{note}', lang)}</span>"


def _length(year: YearUse) -> float:
    used = sum(_mill(getattr(year, f"{name}_nok")) or 0.0 for name in ("paid", "bound", "conditional", "planned"))
    return max(_mill(year.available_nok) or 0.0, used)


def _hover(label: str, amount: float, lang: str) -> str:
    return tell("spending.chart.hover", lang, label=label, amount=Decimal(str(amount)) * MILLION)


def _mill(value: Decimal | None) -> float | None:
    return None if value is None else float(value / MILLION)


def _wrapped(text: Text) -> Text:
    return Text(_lines(text.nb, _WRAP), _lines(text.en, _WRAP))


def _lines(text: str, width: int) -> str:
    return "<br>".join(textwrap.wrap(text, width))
