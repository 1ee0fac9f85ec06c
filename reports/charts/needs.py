"""Figures of the knowledge needs: the chain from need to use as steps, and where the needs stand."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.portfolio.needs import Needs
from analytics.portfolio.needs_orphans import LinkCount, Orphan
from analytics.portfolio.needs_rows import STEPS
from analytics.portfolio.needs_text import link_sentence, orphan_name
from domain.text import say, tell
from reports.charts.template import ACCENT_DARK, ACCENT_LIGHT, GREY_DARK, GREY_LIGHT, TEXT, figure

#: Links that are drawn between two steps that follow each other.
_DRAWN = ("need_line", "line_call", "call_project", "project_finding", "finding_use")
_TOP, _HEADING, _BAR, _LINE, _GAP, _BOTTOM = 44, 24, 14, 18, 12, 16
#: The bars take the left part of the figure, what is not linked stands to the right of them.
_BARS_WIDTH = 0.5
_NAME_LENGTH = 50


def chain_steps(result: Needs, lang: str) -> go.Figure:
    """The six steps below each other, each a bar as long as it has records, tied by bands to the next.

    A band begins as wide as the part of its step that is linked onwards and ends as wide as the part of the next step that is
    linked back, so what a band leaves uncovered of a bar is not linked. To the right of each band stand, in words and numbers,
    the groups that are not linked; those that the plan or a written reason explains come last and are named so.
    """
    links = {link.link: link for link in result.links}
    beside = {name: _not_linked(links[name], result.orphans, lang) or [_nothing_left(links[name], lang)] for name in _DRAWN}
    places = _places([max(len(beside[name]), 2) for name in _DRAWN])
    totals = _totals(links)
    height = places[-1] + _BAR + _BOTTOM
    made = figure(lang, say("needs.chain_measure"), height=height)
    for place, name in enumerate(_DRAWN):
        made.add_trace(_band(links[name], places[place] + _BAR, places[place + 1]))
    made.add_trace(_marks(places, totals, links, lang))
    made.update_layout(
        showlegend=False,
        margin={"t": 0, "l": 8, "r": 8, "b": 0},
        shapes=[_bar(place, total) for place, total in zip(places, totals, strict=True)],
        annotations=[
            *(_heading(number, places[number], totals[number], links, lang) for number in range(len(STEPS))),
            *(_reach(links[name], places[place] + _BAR, lang) for place, name in enumerate(_DRAWN)),
            *(_beside(beside[name], places[place] + _BAR) for place, name in enumerate(_DRAWN)),
        ],
    )
    made.update_xaxes(range=[0, max((*totals, 1)) / _BARS_WIDTH], visible=False, fixedrange=True)
    made.update_yaxes(range=[height, 0], visible=False, fixedrange=True)
    return made


def _places(lines: Sequence[int]) -> list[int]:
    """The upper edge of each bar in pixels from the top."""
    found = [_TOP + _HEADING]
    for count in lines:
        found.append(found[-1] + _BAR + count * _LINE + 2 * _GAP + _HEADING)
    return found


def _totals(links: dict[str, LinkCount]) -> list[int]:
    return [*(links[name].from_total for name in _DRAWN), links["finding_use"].to_total]


def _not_linked(link: LinkCount, orphans: Sequence[Orphan], lang: str) -> list[str]:
    """The groups that a link does not reach, a line each, those without an explanation first."""
    lines = []
    for key, is_explained in (("chain_open", False), ("chain_explained", True)):
        own = [o for o in orphans if o.link == link.link and o.ids and o.is_explained == is_explained]
        if own:
            lines.append(f"<i>{escape(tell(f'needs.{key}', lang), quote=False)}:</i>")
        for orphan in own:
            first, *rest = textwrap.wrap(orphan_name(orphan).get(lang), _NAME_LENGTH)
            count = tell("needs.number", lang, count=len(orphan.ids))
            lines += [f"<b>{count}</b> {escape(first, quote=False)}", *(escape(line, quote=False) for line in rest)]
    return lines


def _nothing_left(link: LinkCount, lang: str) -> str:
    is_empty = link.from_total == link.to_total == 0
    return escape(tell("needs.chain_nothing" if is_empty else "needs.chain_all", lang), quote=False)


def _bar(place: int, total: int) -> dict[str, Any]:
    return {
        "type": "rect", "x0": 0, "x1": total, "y0": place, "y1": place + _BAR, "line": {"color": ACCENT_DARK, "width": 1},
        "fillcolor": ACCENT_DARK,
    }  # fmt: skip


def _band(link: LinkCount, top: int, bottom: int) -> go.Scatter:
    return go.Scatter(
        x=[0, link.from_linked, link.to_linked, 0], y=[top, top, bottom, bottom], fill="toself", mode="lines",
        fillcolor=ACCENT_LIGHT, opacity=0.45, line={"color": GREY_LIGHT, "width": 1}, hoverinfo="skip",
    )  # fmt: skip


def _marks(places: Sequence[int], totals: Sequence[int], links: dict[str, LinkCount], lang: str) -> go.Scatter:
    """Where a pointer gets the numbers of a bar."""
    sentences = [link_sentence(links[name]).get(lang) for name in (*_DRAWN, _DRAWN[-1])]
    return go.Scatter(
        x=[total / 2 for total in totals], y=[place + _BAR / 2 for place in places], mode="markers",
        marker={"size": 14, "color": ACCENT_DARK, "opacity": 0}, hovertext=sentences, hoverinfo="text",
    )  # fmt: skip


def _heading(number: int, place: int, total: int, links: dict[str, LinkCount], lang: str) -> dict[str, Any]:
    words = f"<b>{number + 1}. {tell(f'needs.step.{STEPS[number]}', lang)}: {tell('needs.number', lang, count=total)}</b>"
    reach = links["need_project"]
    if STEPS[number] == "need":
        words += "  " + tell("needs.step_with_project", lang, part=reach.from_linked, whole=reach.from_total)
    if STEPS[number] == "project":
        words += "  " + tell("needs.step_with_need", lang, part=reach.to_linked, whole=reach.to_total)
    return {
        "text": words, "x": 0, "y": place - 3, "xanchor": "left", "yanchor": "bottom", "showarrow": False, "align": "left",
        "font": {"size": 14, "color": TEXT},
    }  # fmt: skip


def _reach(link: LinkCount, top: int, lang: str) -> dict[str, Any]:
    """How many of the step above are tied to how many of the step below, in the band."""
    if link.from_total == link.to_total == 0:
        return _text("", top, x=0, shift=10, colour=TEXT)
    key = "needs.chain_ties" if link.link in _BOTH_WAYS else "needs.chain_ties_one_way"
    words = tell(key, lang, one=link.from_linked, of=link.from_total, other=link.to_linked, whole=link.to_total)
    return _text(words.replace("|", "<br>"), top, x=0, shift=10, colour=TEXT)


#: Links whose other side may also have what is not linked.
_BOTH_WAYS = ("need_line", "line_call", "call_project")


def _beside(lines: Sequence[str], top: int) -> dict[str, Any]:
    return _text("<br>".join(lines), top, x=_BARS_WIDTH, shift=24, colour=GREY_DARK)


def _text(words: str, top: int, *, x: float, shift: int, colour: str) -> dict[str, Any]:
    return {
        "text": words, "xref": "paper", "x": x, "xshift": shift, "y": top + _GAP - 6, "xanchor": "left", "yanchor": "top",
        "showarrow": False, "align": "left", "font": {"size": 13, "color": colour},
    }  # fmt: skip
