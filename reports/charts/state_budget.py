"""Figures of the state budget: the knowledge post year by year, its accounts in parts, and the posts beside it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analytics.spending import state_tables
from analytics.spending.state_budget import StateBudget
from analytics.spending.state_rows import Amount, Post, PostYear, Split
from analytics.spending.state_words import quality_word
from domain.numbers import MILLION
from domain.text import say, tell
from reports.charts import template

_ROW_PX, _BAR = 84, 0.26
#: From the scale down to the legend.
_LEGEND_PX = 46
#: Room to the right of the longest bar for the words at its end.
_WORDS_ROOM = 1.45
_STAGES = ("enacted", "revised", "account")
_WRAP = 44
#: Of more parts than this the largest are drawn and the rest are one part.
MOST_PARTS = 6
_PANEL_PX, _GAP_PX, _ABOVE_PX, _BELOW_PX = 130, 92, 96, 84
#: Ends the names of many posts: a keyword of the appropriation, and no part of the name.
_KEYWORDS = re.compile(r",\s*(kan overføres|overslagsbevilgning).*$")
_OUTLINE = {"color": template.GREY_MID, "width": 1}


def years(found: StateBudget, lang: str) -> go.Figure:
    """Three bars a year from zero: enacted, revised and accounts, told apart by place and fill as well as colour.

    An amount that is not verified is hatched and named at its end. A year with nothing but a proposal has its bar, dotted.
    A stage that is not known has no bar.
    """
    listed = list(found.years)
    made = template.figure(lang, _subtitle(found, "years"))
    for place, stage in enumerate(_STAGES):
        _add_stage(made, listed, stage, (place - 1) * (_BAR + 0.03), lang)
    only = [(row, year) for row, year in enumerate(listed) if not any(stage in year.amounts for stage in _STAGES)]
    _add_bars(made, [(row, year, "proposed") for row, year in only], "proposed", 0.0, _dotted(), lang)
    _add_unverified_legend(made, listed, lang)
    longest = max((_mill(a.nok) for year in listed for a in year.amounts.values()), default=0.0)
    shown = [_mill(year.amounts[s].nok) for year in listed for s in _STAGES if s in year.amounts]
    made.update_layout(
        barmode="overlay", height=150 + _ROW_PX * max(len(listed), 1), margin_t=64, title_pad_t=22, hovermode="closest",
        legend=_legend_below(_ROW_PX * max(len(listed), 1)),
    )  # fmt: skip
    made.update_xaxes(range=[0, (max(shown, default=longest) or 1) * _WORDS_ROOM], showgrid=True, rangemode="tozero", nticks=6)
    _set_rows(made, [str(year.year) for year in listed])
    return made


def split(found: StateBudget, splits: Sequence[Split], lang: str) -> go.Figure:
    """The accounts of each year as one bar of its parts, from zero, with the post's total in words at the end.

    Where the parts do not give the total, both are said. A negative part is left out of the bar and stands in the table.
    """
    made = template.figure(lang, _subtitle(found, "split"))
    names = {code: _lines(escape(name, quote=False), _WRAP) for code, name in state_tables.part_names(splits, lang).items()}
    drawn = _largest(splits)
    start = [0.0] * len(splits)
    for place, code in enumerate(drawn):
        amounts = [max(_mill(year.nok(code) or Decimal(0)), 0.0) for year in splits]
        _add_part(made, splits, amounts, start, _part_style(place), names[code], lang)
        start = [one + other for one, other in zip(start, amounts, strict=True)]
    rest = [sum(max(_mill(part.nok), 0.0) for part in year.parts if part.code not in drawn) for year in splits]
    if any(rest):
        _add_part(made, splits, rest, start, _part_style(len(drawn)), tell("state_budget.split.others", lang), lang)
        start = [one + other for one, other in zip(start, rest, strict=True)]
    for row, (year, end) in enumerate(zip(splits, start, strict=True)):
        _add_words(made, row, end, _split_words(year, lang))
    made.update_layout(
        barmode="overlay", height=190 + 46 * max(len(splits), 1) + 20 * len(drawn), margin_t=64, title_pad_t=22,
        legend=_legend_below(46 * max(len(splits), 1)) | {"orientation": "v"},
        hovermode="closest",
    )  # fmt: skip
    made.update_xaxes(range=[0, (max(start, default=0) or 1) * 1.75], showgrid=True, rangemode="tozero", nticks=6)
    _set_rows(made, [str(year.year) for year in splits])
    return made


def context(found: StateBudget, lang: str) -> go.Figure:
    """A panel for each post inside the agreement that has yearly figures, each with its own scale, which is said.

    Bars are accounts; an open diamond is the enacted and a line the revised budget, so that form tells them apart.
    """
    listed = context_posts(found)
    measure = say("state_budget.chart.context_subtitle")
    if not listed:
        return template.figure(lang, measure)
    titles = [_lines(escape(_panel_title(post, lang), quote=False), _WRAP) for post in listed]
    height = _PANEL_PX * len(listed) + _GAP_PX * (len(listed) - 1)
    made = make_subplots(rows=len(listed), cols=1, subplot_titles=titles, shared_xaxes="all", vertical_spacing=_GAP_PX / height)
    made.update_layout(template=template.TEMPLATE, separators=template.separators(lang), title_text=measure.get(lang))
    for row, post in enumerate(listed, start=1):
        _add_panel(made, post, row, lang)
    made.update_annotations(x=0, xanchor="left", align="left", font={"size": 13, "color": template.TEXT})
    made.update_layout(
        height=height + _ABOVE_PX + _BELOW_PX, margin={"t": _ABOVE_PX, "b": _BELOW_PX}, title_pad_t=14, bargap=0.4,
        hovermode="closest", legend={"y": -44 / height, "yanchor": "top", "traceorder": "normal"},
    )  # fmt: skip
    made.update_yaxes(rangemode="tozero", nticks=4)
    made.update_xaxes(dtick=1, tickformat="d", showticklabels=True, tickangle=0, tickfont_size=11)
    return made


def context_posts(found: StateBudget) -> list[Post]:
    """The posts inside the agreement with an accounted or voted amount in any year."""
    return [
        post for post in found.context
        if post.relation == "inside" and any(stage in year.amounts for year in post.years for stage in _STAGES)
    ]  # fmt: skip


@dataclass(frozen=True)
class _Style:
    """How a stage is drawn: fill and outline, and the hatching of an amount that is not verified."""

    colour: str
    line: Mapping[str, Any]
    ink: str


_STYLES = {
    "enacted": _Style(template.WHITE, {"color": template.ACCENT, "width": 1.5}, template.ACCENT),
    "revised": _Style(template.SEQUENCE[1], {"color": template.ACCENT, "width": 1}, template.ACCENT),
    "account": _Style(template.ACCENT_DARK, {"color": template.ACCENT_DARK, "width": 1}, template.WHITE),
}


def _add_stage(made: go.Figure, listed: Sequence[PostYear], stage: str, offset: float, lang: str) -> None:
    rows = [(row, year, stage) for row, year in enumerate(listed) if stage in year.amounts]
    style = _STYLES[stage]
    sure = [item for item in rows if item[1].amounts[stage].is_verified]
    unsure = [item for item in rows if not item[1].amounts[stage].is_verified]
    _add_bars(made, sure, stage, offset, {"color": style.colour, "line": style.line}, lang)
    _add_bars(made, unsure, stage, offset, _hatched(style), lang, is_named=not sure)


def _hatched(style: _Style) -> dict[str, Any]:
    return {
        "color": template.WHITE, "line": style.line,
        "pattern": {"shape": template.HATCH, "fgcolor": template.GREY_MID, "bgcolor": template.WHITE, "size": 7, "solidity": 0.2},
    }  # fmt: skip


def _dotted() -> dict[str, Any]:
    return {
        "color": template.WHITE, "line": _OUTLINE,
        "pattern": {"shape": ".", "fgcolor": template.GREY_MID, "bgcolor": template.WHITE, "size": 6, "solidity": 0.3},
    }  # fmt: skip


def _add_bars(
    made: go.Figure, rows: Sequence[tuple[int, PostYear, str]], stage: str, offset: float, marker: Mapping[str, Any], lang: str,
    *, is_named: bool = True,
) -> None:  # fmt: skip
    if not rows:
        return
    label = tell(f"state_budget.chart.{stage}", lang)
    made.add_bar(
        y=[row + offset for row, _, _ in rows], x=[_mill(year.amounts[name].nok) for _, year, name in rows], orientation="h",
        width=_BAR, name=label, showlegend=is_named, marker=marker, hoverinfo="text",
        hovertext=[_hover(label, year.year, year.amounts[name], lang) for _, year, name in rows],
    )  # fmt: skip
    for row, year, name in rows:
        amount = year.amounts[name]
        _add_words(made, row + offset, max(_mill(amount.nok), 0.0), tell(_end_key(amount), lang, amount=amount.nok / MILLION))


def _end_key(amount: Amount) -> str:
    if not amount.is_verified:
        return "state_budget.chart.end_unverified"
    return "state_budget.chart.end_provisional" if amount.is_provisional else "state_budget.chart.end"


def _add_unverified_legend(made: go.Figure, listed: Sequence[PostYear], lang: str) -> None:
    if any(not year.amounts[stage].is_verified for year in listed for stage in _STAGES if stage in year.amounts):
        made.add_bar(
            y=[None], x=[None], orientation="h", name=tell("state_budget.chart.unverified", lang),
            marker=_hatched(_Style(template.WHITE, _OUTLINE, template.GREY_MID)), hoverinfo="skip",
        )  # fmt: skip


#: Fill and pattern of a part by its place: no two that touch are told apart by colour alone.
_PARTS: tuple[tuple[str, str, str], ...] = (
    (template.ACCENT_DARK, "", template.WHITE), (template.SEQUENCE[1], "/", template.ACCENT),
    (template.GREY_MID, "", template.WHITE), (template.GREY_FAINT, ".", template.GREY_DARK),
    (template.SEQUENCE[2], "", template.WHITE), (template.WHITE, "x", template.GREY_MID),
    (template.GREY_LIGHT, "", template.TEXT),
)  # fmt: skip
#: A label stands inside its part when the part is this much of the longest bar.
_LABEL_SHARE = 0.11


def _part_style(place: int) -> dict[str, Any]:
    colour, shape, ink = _PARTS[place % len(_PARTS)]
    marker: dict[str, Any] = {"color": colour, "line": _OUTLINE}
    return (
        marker | {"pattern": {"shape": shape, "fgcolor": ink, "bgcolor": colour, "size": 7, "solidity": 0.2}} if shape else marker
    )


def _largest(splits: Sequence[Split]) -> list[str]:
    """The codes of the largest parts over all years; all of them when the rest would be one part."""
    sums: dict[str, Decimal] = {}
    for year in splits:
        for part in year.parts:
            sums[part.code] = sums.get(part.code, Decimal(0)) + part.nok
    ordered = sorted(sums, key=lambda code: (-sums[code], code))
    return ordered if len(ordered) <= MOST_PARTS else ordered[: MOST_PARTS - 1]


def _add_part(
    made: go.Figure, splits: Sequence[Split], amounts: Sequence[float], start: Sequence[float], marker: Mapping[str, Any],
    name: str, lang: str,
) -> None:  # fmt: skip
    longest = max((_mill(year.parts_nok) for year in splits), default=0.0) or 1
    is_dark = marker["color"] in (template.ACCENT_DARK, template.GREY_MID)
    inside = [
        tell("state_budget.chart.end", lang, amount=Decimal(str(n))) if n / longest >= _LABEL_SHARE else "" for n in amounts
    ]
    texts = inside if "pattern" not in marker else [""] * len(amounts)
    made.add_bar(
        y=list(range(len(splits))), x=list(amounts), base=list(start), orientation="h", width=0.62, name=name, marker=marker,
        text=texts, textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none",
        textfont={"size": 13, "color": template.WHITE if is_dark else template.TEXT}, hoverinfo="text",
        hovertext=[tell("state_budget.chart.hover_part", lang, label=name, year=year.year, amount=Decimal(str(n)) * MILLION)
                   for year, n in zip(splits, amounts, strict=True)],
    )  # fmt: skip


def _split_words(year: Split, lang: str) -> str:
    parts = year.parts_nok / MILLION
    if year.total is None:
        return tell("state_budget.chart.end_parts", lang, parts=parts)
    key = "end_total_gap" if year.difference_nok else "end_total"
    return tell(f"state_budget.chart.{key}", lang, total=year.total.nok / MILLION, parts=parts)


def _panel_title(post: Post, lang: str) -> str:
    return tell("state_budget.chart.panel", lang, label=post.label, name=_KEYWORDS.sub("", post.name))


def _add_panel(made: go.Figure, post: Post, row: int, lang: str) -> None:
    marks: dict[str, dict[str, Any]] = {
        "enacted": {"symbol": "diamond-open", "size": 10, "color": template.ACCENT, "line": {"width": 2}},
        "revised": {"symbol": "line-ew", "size": 20, "line": {"width": 3, "color": template.TEXT}},
    }
    _add_account_bars(made, post, row, lang)
    for stage, marker in marks.items():
        shown = [year for year in post.years if stage in year.amounts]
        label = tell(f"state_budget.chart.{stage}", lang)
        made.add_scatter(
            x=[year.year for year in shown], y=[_mill(year.amounts[stage].nok) for year in shown], mode="markers", name=label,
            marker=marker, showlegend=row == 1, legendgroup=stage, hoverinfo="text", row=row, col=1,
            hovertext=[_hover(label, year.year, year.amounts[stage], lang) for year in shown],
        )  # fmt: skip


def _add_account_bars(made: go.Figure, post: Post, row: int, lang: str) -> None:
    label = tell("state_budget.chart.account", lang)
    shown = [year for year in post.years if "account" in year.amounts]
    made.add_bar(
        x=[year.year for year in shown], y=[_mill(year.amounts["account"].nok) for year in shown], name=label,
        marker={"color": template.SEQUENCE[1], "line": _OUTLINE}, showlegend=row == 1, legendgroup="account", hoverinfo="text",
        hovertext=[_hover(label, year.year, year.amounts["account"], lang) for year in shown], row=row, col=1,
    )  # fmt: skip


def _add_words(made: go.Figure, row: float, end: float, words: str) -> None:
    made.add_annotation(
        x=end, y=row, text=f" {words}", xanchor="left", showarrow=False, align="left", font={"size": 12, "color": template.TEXT}
    )


def _legend_below(plot_px: float) -> dict[str, Any]:
    """The names of the marks at the same distance below the scale, however high the figure is."""
    return {
        "y": -_LEGEND_PX / plot_px, "yanchor": "top", "traceorder": "normal", "itemclick": False, "itemdoubleclick": False,
    }  # fmt: skip


def _set_rows(made: go.Figure, labels: Sequence[str]) -> None:
    made.update_yaxes(
        range=[len(labels) - 0.5, -0.5], showgrid=False, zeroline=False, tickvals=list(range(len(labels))), ticktext=list(labels)
    )


def _subtitle(found: StateBudget, kind: str) -> Any:
    post = found.post
    values = {"chapter": post.chapter, "post": post.post} if post else {"chapter": "–", "post": "–"}
    return say(f"state_budget.chart.{kind}_subtitle", **values, as_of=found.basis.as_of)


def _hover(label: str, year: int, amount: Amount, lang: str) -> str:
    return tell(
        "state_budget.chart.hover", lang, label=label, year=year, amount=amount.nok, quality=quality_word(amount).get(lang)
    )


def _mill(value: Decimal) -> float:
    return float(value / MILLION)


def _lines(text: str, width: int) -> str:
    return "<br>".join(textwrap.wrap(text, width))
