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
_TOP, _HEADING, _BAR, _LINE, _GAP, _BOTTOM = 44, 24, 14, 19, 14, 20
_LINE_LENGTH = 96


def chain_steps(result: Needs, lang: str) -> go.Figure:
    """The six steps below each other, each a bar as long as it has records, tied by bands to the next.

    A band begins as wide as the part of its step that is linked onwards and ends as wide as the part of the next step that is
    linked back, so what a band leaves uncovered of a bar is not linked. The words in each band tell both, and what is not linked.
    """
    links = {link.link: link for link in result.links}
    words = {name: _band_words(links[name], result.orphans, lang) for name in _DRAWN}
    places = _places([len(words[name]) for name in _DRAWN])
    totals = _totals(links)
    longest = max((*totals, 1))
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
            *(_text(words[name], places[place] + _BAR) for place, name in enumerate(_DRAWN)),
        ],
    )
    made.update_xaxes(range=[0, longest * 1.01], visible=False, fixedrange=True)
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


def _band_words(link: LinkCount, orphans: Sequence[Orphan], lang: str) -> list[str]:
    """What stands in a band: how far the link reaches, what is to be looked at, and what is explained."""
    lines = _wrapped(link_sentence(link).get(lang))
    for key, is_explained in (("chain_open", False), ("chain_explained", True)):
        told = [
            tell("needs.chain_count", lang, name=orphan_name(orphan), count=len(orphan.ids))
            for orphan in orphans
            if orphan.link == link.link and orphan.ids and orphan.is_explained == is_explained
        ]
        if told:
            head = tell(f"needs.{key}", lang)
            first, *rest = _wrapped(f"{head} {'; '.join(told)}.")
            lines += [first.replace(head, f"<b>{head}</b>", 1) if not is_explained else first, *rest]
    return lines


def _wrapped(text: str) -> list[str]:
    return [escape(line, quote=False) for line in textwrap.wrap(text, _LINE_LENGTH)]


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


def _text(lines: Sequence[str], top: int) -> dict[str, Any]:
    return {
        "text": "<br>".join(lines), "x": 0, "xshift": 10, "y": top + _GAP - 4, "xanchor": "left", "yanchor": "top",
        "showarrow": False, "align": "left", "font": {"size": 13, "color": GREY_DARK},
    }  # fmt: skip
