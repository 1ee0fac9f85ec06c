"""Figure of the coverage of the instruments: by count and by money."""

from __future__ import annotations

import textwrap
from typing import Any

import plotly.graph_objects as go

from analytics.evidence.instruments import InstrumentOverview
from domain.numbers import decimal_text
from domain.text import say, tell
from reports.charts.template import ACCENT, GREY_DARK, GREY_MID, TEXT, WHITE, figure

_NAME_LENGTH = 20
_MILLION = 1_000_000


def coverage_bars(result: InstrumentOverview, lang: str) -> go.Figure:
    """How much is evaluated, counted in instruments and in kroner, and how many instruments have an amount at all."""
    whole = len(result.counted)
    evaluated, known = whole - len(result.without_evaluation), whole - len(result.amount_unknown)
    rows = [
        (tell("evidence.bar_count", lang), evaluated, whole, _of_count(evaluated, whole, lang)),
        (tell("evidence.bar_amount", lang), float(result.evaluated_nok), float(result.quantified_nok), _of_money(result, lang)),
        (tell("evidence.bar_known", lang), known, whole, _of_count(known, whole, lang)),
    ]
    shares = [part * 100 / all_ if all_ else 0.0 for _, part, all_, _ in rows]
    names = [f"<b>{_wrapped(name, _NAME_LENGTH)}</b>" for name, *_ in rows]
    made = figure(lang, say("evidence.bars_measure"), height=230)
    made.add_trace(_bars(names, shares, {"color": [ACCENT, ACCENT, GREY_DARK]}))
    rest = [100 - share if all_ else 0.0 for share, (_, _, all_, _) in zip(shares, rows, strict=True)]
    made.add_trace(_bars(names, rest, {"color": WHITE, "line": {"color": GREY_MID, "width": 1}}))
    made.update_layout(
        barmode="stack",
        bargap=0.55,
        margin={"t": 40, "l": 8, "r": 16, "b": 8},
        annotations=[_bar_words(name, words) for name, (_, _, _, words) in zip(names, rows, strict=True)],
    )
    made.update_xaxes(range=[0, 100.4], visible=False)
    made.update_yaxes(autorange="reversed", showgrid=False, ticks="", showline=False, ticklabelstandoff=8)
    return made


def _bars(names: list[str], shares: list[float], marker: dict[str, Any]) -> go.Bar:
    return go.Bar(y=names, x=shares, orientation="h", marker=marker, hoverinfo="skip", showlegend=False)


def _bar_words(name: str, words: str) -> dict[str, Any]:
    return {
        "text": words,
        "x": 0,
        "xref": "x",
        "y": name,
        "yref": "y",
        "yshift": 23,
        "xanchor": "left",
        "showarrow": False,
        "font": {"size": 13, "color": TEXT},
    }


def _of_count(part: int, whole: int, lang: str) -> str:
    if not whole:
        return tell("evidence.bar_nothing", lang)
    return tell("evidence.bar_of_count", lang, part=part, whole=whole, pct=part * 100 / whole)


def _of_money(result: InstrumentOverview, lang: str) -> str:
    if not result.quantified_nok:
        return tell("evidence.bar_nothing", lang)
    part, whole = (decimal_text(amount / _MILLION, 0, lang) for amount in (result.evaluated_nok, result.quantified_nok))
    return tell("evidence.bar_of_money", lang, part=part, whole=whole, pct=result.coverage_by_amount_pct)


def _wrapped(text: str, length: int) -> str:
    return "<br>".join(textwrap.wrap(text, length))
