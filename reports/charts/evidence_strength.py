"""Figures of evidence: the ladder from now to expected, and coverage by count and by money for each kind of knowledge."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.evidence.coverage_ways import Way
from analytics.evidence.strength import Evidence, Rung
from analytics.evidence.strength_words import lowered, name_of, place_text, rung_notes, way_text
from domain.numbers import MILLION
from domain.text import say, tell
from reports.charts import template

_ROW, _HEAD, _FOOT = 90, 96, 12
_NAME_LENGTH, _NOTE_LENGTH = 22, 112
#: Words of what has no level begin at `_LEFT`, and end before the line at `_DIVIDE`.
_LEFT, _DIVIDE, _RIGHT = -2.3, 0.5, 5.9
#: The mark now lies above the middle of the row, the expected one below, and notes at its foot.
_UP, _DOWN, _NOTE = -0.33, -0.1, 0.36
_BAR = 74


def ladder(made: Evidence, lang: str) -> go.Figure:
    """One row an instrument: filled now, dotted now when nobody has rated it, open when expected, with the words beside.

    The marks differ in shape and fill, so that they read without colour; what has no level is told in words left of a line.
    At the foot of a row stands what lowered the level, and what the work can detect.
    """
    rungs = made.ladder
    height = _ROW * max(len(rungs), 1) + _FOOT
    drawn = template.figure(lang, say("strength.chart.measure"), height=_HEAD + height)
    marks: dict[str, list[tuple[float, float, str]]] = {"now": [], "now_design": [], "expected": []}
    for place, rung in enumerate(rungs):
        name = escape(name_of(made, rung.instrument_id).get(lang))
        for mark, found, is_rated, when, shift in _ends(rung):
            if found.isdigit():
                words = escape(place_text(found, is_rated, when).get(lang))
                marks[mark].append((float(found), place + shift, f"<b>{name}</b><br>{words}"))
        _arrow(drawn, place, rung)
        _left_words(drawn, place, rung, lang)
        _right_words(drawn, place, rung, lang)
        _notes(drawn, made, place, rung, lang)
    for mark, points in marks.items():
        drawn.add_scatter(
            x=[x for x, _, _ in points], y=[y for _, y, _ in points], mode="markers", marker=_MARKS[mark],
            name=tell(f"strength.chart.{mark}", lang), hovertext=[words for _, _, words in points], hoverinfo="text",
            cliponaxis=False, showlegend=bool(points),
        )  # fmt: skip
    _frame(drawn, made, height, lang)
    return drawn


_MARKS: dict[str, dict[str, Any]] = {
    "now": {"symbol": "circle", "size": 14, "color": template.ACCENT_DARK},
    "now_design": {"symbol": "circle-open-dot", "size": 14, "color": template.ACCENT_DARK, "line": {"width": 2}},
    "expected": {"symbol": "diamond-open", "size": 14, "color": template.ACCENT, "line": {"width": 2.5}},
}


def _frame(drawn: go.Figure, made: Evidence, height: int, lang: str) -> None:
    """The axes, the line between what has a level and what has none, and a faint line between rows."""
    count = max(len(made.ladder), 1)
    drawn.add_vline(x=_DIVIDE, line={"color": template.GREY_MID, "width": 1.5, "dash": "dot"}, layer="below")
    for place in range(1, count):
        drawn.add_hline(y=place - 0.5, line={"color": template.GREY_FAINT, "width": 1}, layer="below")
    drawn.add_annotation(
        x=_LEFT, xanchor="left", y=1, yref="paper", yanchor="bottom", showarrow=False, yshift=1,
        text=tell("strength.chart.no_level", lang), font={"size": 13, "color": template.GREY_DARK},
    )  # fmt: skip
    names = [_wrapped(name_of(made, rung.instrument_id).get(lang)) for rung in made.ladder]
    drawn.update_yaxes(
        range=[count - 0.5, -0.5], tickvals=list(range(len(names))), ticktext=[f"<b>{name}</b>" for name in names],
        showgrid=False, zeroline=False, ticklabelstandoff=8,
    )  # fmt: skip
    drawn.update_xaxes(
        range=[_LEFT, _RIGHT], tickvals=list(range(1, 6)), side="top", showgrid=True, zeroline=False,
        ticktext=[tell("strength.chart.level", lang, level=str(level)) for level in range(1, 6)],
    )  # fmt: skip
    legend = {"x": 0, "y": 1 + 30 / height, "yanchor": "bottom"}
    drawn.update_layout(margin={"t": _HEAD, "l": 8, "r": 16, "b": _FOOT}, legend=legend)


def _ends(rung: Rung) -> tuple[tuple[str, str, bool, str, float], tuple[str, str, bool, str, float]]:
    now = "now" if rung.is_now_rated else "now_design"
    return (now, rung.now, rung.is_now_rated, "now", _UP), ("expected", rung.expected, rung.is_expected_rated, "expected", _DOWN)


def _arrow(drawn: go.Figure, place: int, rung: Rung) -> None:
    if not (rung.now.isdigit() and rung.expected.isdigit()) or rung.now == rung.expected:
        return
    drawn.add_annotation(
        x=float(rung.expected), y=place + _DOWN, ax=float(rung.now), ay=place + _UP, xref="x", yref="y", axref="x", ayref="y",
        showarrow=True, text="", arrowhead=2, arrowwidth=1.5, arrowcolor=template.GREY_MID, standoff=9, startstandoff=9,
    )  # fmt: skip


def _left_words(drawn: go.Figure, place: int, rung: Rung, lang: str) -> None:
    """What has no level, in words: now, expected, or both at once."""
    same = rung.now == rung.expected
    for _, found, is_rated, when, shift in _ends(rung):
        if found.isdigit() or (same and when == "expected"):
            continue
        head = tell("strength.chart.both" if same else f"strength.chart.{when}", lang)
        words = escape(lowered(place_text(found, is_rated, when)).get(lang), quote=False)
        y = place + (shift + 0.14 if same else shift)
        _text(drawn, _LEFT, y, tell("strength.chart.left", lang, when=head, words=words))


def _right_words(drawn: go.Figure, place: int, rung: Rung, lang: str) -> None:
    """That nobody has rated a level, beside its mark."""
    for _, found, is_rated, _, shift in _ends(rung):
        if found.isdigit() and not is_rated:
            _text(drawn, float(found) + 0.14, place + shift, tell("strength.chart.not_rated", lang))


def _notes(drawn: go.Figure, made: Evidence, place: int, rung: Rung, lang: str) -> None:
    reasons, power = rung_notes(made, rung)
    parts = [tell("strength.chart.lowered", lang, reasons=[lowered(reason) for reason in reasons])] if reasons else []
    parts += [text.get(lang) for text in power]
    if parts:
        lines = textwrap.wrap(". ".join(parts), _NOTE_LENGTH, max_lines=2, placeholder=" …")
        shift = _NOTE if len(lines) == 1 else _NOTE - 0.08
        _text(drawn, _LEFT, place + shift, "<br>".join(escape(line, quote=False) for line in lines))


def _text(drawn: go.Figure, x: float, y: float, words: str) -> None:
    drawn.add_annotation(
        x=x, y=y, xanchor="left", showarrow=False, text=words, align="left",
        font={"size": 12, "color": template.GREY_DARK}, bgcolor=template.WHITE, borderpad=1,
    )  # fmt: skip


def coverage(made: Evidence, lang: str) -> go.Figure:
    """For each kind of knowledge two bars: the share of the instruments, and of the money of those that have an amount."""
    ways = made.ways
    names = [way_text(made, way.way).get(lang) for way in ways]
    drawn = template.figure(lang, say("strength.chart.coverage_measure"), height=60 + _BAR * len(ways))
    for part, (key, shares) in enumerate(
        (("by_count", [way.count_pct for way in ways]), ("by_money", [way.amount_pct for way in ways]))
    ):
        shift = -0.2 + 0.4 * part
        places = [place + shift for place in range(len(ways))]
        marker: dict[str, Any] = {"color": template.ACCENT} if part == 0 else {
            "color": template.WHITE, "line": {"color": template.ACCENT_DARK, "width": 1.5},
            "pattern": {"shape": template.HATCH, "fgcolor": template.ACCENT_DARK, "size": 6},
        }  # fmt: skip
        drawn.add_bar(
            x=[share or 0.0 for share in shares], y=places, width=0.3, orientation="h", marker=marker, hoverinfo="skip",
            name=tell(f"strength.chart.{key}", lang),
        )  # fmt: skip
        for way, place, share in zip(ways, places, shares, strict=True):
            drawn.add_annotation(
                x=share or 0.0, y=place, xanchor="left", xshift=6, showarrow=False, text=_bar_words(way, key, lang),
                font={"size": 13, "color": template.TEXT},
            )  # fmt: skip
    drawn.update_layout(barmode="overlay", margin={"t": 56, "l": 8, "r": 16, "b": 8})
    drawn.update_yaxes(
        range=[len(ways) - 0.5, -0.5], tickvals=list(range(len(ways))), ticktext=[f"<b>{_wrapped(name)}</b>" for name in names],
        showgrid=False, zeroline=False, ticklabelstandoff=8,
    )  # fmt: skip
    drawn.update_xaxes(range=[0, 185], tickvals=[0, 25, 50, 75, 100], ticksuffix=" %", showgrid=True)
    return drawn


def _bar_words(way: Way, key: str, lang: str) -> str:
    share = way.count_pct if key == "by_count" else way.amount_pct
    if share is None:
        return tell("strength.chart.nothing", lang)
    if key == "by_count":
        return tell("strength.chart.of_count", lang, part=way.count, whole=way.whole, pct=share)
    words = tell("strength.chart.of_money", lang, part=way.part_nok / MILLION, whole=way.whole_nok / MILLION, pct=share)
    return words if not way.unknown else tell("strength.chart.of_money_unknown", lang, words=words, unknown=way.unknown)


def _wrapped(text: str) -> str:
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(text, _NAME_LENGTH)) or escape(text)
