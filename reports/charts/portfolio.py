"""Figures of the portfolio: the coverage matrix."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.portfolio.cells import Cell
from analytics.portfolio.coverage import QUESTIONS, Coverage
from domain.codes import label
from domain.numbers import mill_text, period_text
from domain.text import say, tell
from reports.charts.template import GREY_DARK, GREY_LIGHT, GREY_MID, TEXT, WHITE, area_style, figure

_ROW_HEIGHT = 92
_HEAD_HEIGHT = 110
_MARKER_SIZE = 42
#: Large enough in bold for a contrast of 3 to be readable (WCAG's large text).
_NUMBER_SIZE = 19
#: The square stands in the upper part of its cell, the words below it.
_SQUARE_UP = 0.18
_WORDS_DOWN = 0.07
#: From this many projects on, a square is one step darker in its area's hue.
_STEPS: tuple[int, ...] = (1, 2, 4, 7)
_STRENGTHS: tuple[float, ...] = (0.2, 0.45, 0.7, 1.0)
_LETTERS = {"gap": "0", "coming": "0", "out_of_scope": "–", "excluded_8_1": "8.1", "unknown": "?"}
_LINE_LENGTH = 17
#: The areas' markers as characters, for headings.
_MARKER_CHARACTERS = {"circle": "●", "diamond": "◆", "triangle-up": "▲", "square": "■"}


def coverage_matrix(result: Coverage, lang: str) -> go.Figure:
    """Areas by kinds of question: squares with the number of projects, and in words why an empty cell is empty.

    Every square carries its area and kind of question as `customdata`, so that a click tells which cell was meant.
    """
    made = figure(lang, say("portfolio.matrix_measure"), height=_HEAD_HEIGHT + _ROW_HEIGHT * len(QUESTIONS))
    made.add_trace(_squares(result, lang))
    made.update_layout(
        showlegend=False,
        margin={"t": _HEAD_HEIGHT - 8, "l": 8, "r": 8, "b": 8},
        shapes=[_frame(result, cell) for cell in result.cells],
        annotations=[words for cell in result.cells for words in (_number(result, cell), _words(result, cell, lang))],
    )
    made.update_xaxes(
        side="top",
        tickvals=list(range(len(result.areas))),
        ticktext=_column_heads(result, lang),
        range=[-0.5, len(result.areas) - 0.5],
        showline=False,
        zeroline=False,
        ticks="",
    )
    made.update_yaxes(
        tickvals=list(range(len(QUESTIONS))),
        ticktext=_row_heads(result, lang),
        range=[len(QUESTIONS) - 0.5, -0.5],
        showgrid=False,
        showline=False,
        zeroline=False,
        ticks="",
    )
    return made


def _position(result: Coverage, cell: Cell) -> tuple[int, int]:
    areas = [area.area_id for area in result.areas]
    return areas.index(cell.area_id), QUESTIONS.index(cell.question_kind)


def _squares(result: Coverage, lang: str) -> go.Scatter:
    """The squares; they look the same whether or not one of them has been clicked."""
    places = [_position(result, cell) for cell in result.cells]
    looks = [_look(result, cell) for cell in result.cells]
    return go.Scatter(
        x=[x for x, _ in places],
        y=[y - _SQUARE_UP for _, y in places],
        mode="markers",
        marker={
            "symbol": "square",
            "size": _MARKER_SIZE,
            "opacity": 1,
            "color": [fill for fill, _, _ in looks],
            "line": {"color": [line for _, line, _ in looks], "width": 1.5},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        customdata=[[cell.area_id, cell.question_kind] for cell in result.cells],
        hovertext=[_hover(result, cell, lang) for cell in result.cells],
        hoverinfo="text",
        cliponaxis=False,
    )


def _number(result: Coverage, cell: Cell) -> dict[str, Any]:
    x, y = _position(result, cell)
    colour = _look(result, cell)[2]
    return {
        "x": x,
        "y": y - _SQUARE_UP,
        "text": f"<b>{_in_square(cell)}</b>",
        "showarrow": False,
        "font": {"size": _NUMBER_SIZE, "color": colour},
    }


def _words(result: Coverage, cell: Cell, lang: str) -> dict[str, Any]:
    x, y = _position(result, cell)
    return {
        "x": x,
        "y": y + _WORDS_DOWN,
        "yanchor": "top",
        "text": _wrapped(_below(cell, lang)),
        "showarrow": False,
        "font": {"size": 12, "color": TEXT},
    }


def _frame(result: Coverage, cell: Cell) -> dict[str, Any]:
    x, y = _position(result, cell)
    dash = "solid" if cell.is_covered else {"coming": "dash"}.get(str(cell.empty_kind), "dot")
    line = {"color": GREY_LIGHT if cell.is_covered else GREY_MID, "width": 1, "dash": dash}
    return {
        "type": "rect",
        "layer": "below",
        "line": line,
        "fillcolor": WHITE,
        "x0": x - 0.47,
        "x1": x + 0.47,
        "y0": y - 0.46,
        "y1": y + 0.46,
    }


def _in_square(cell: Cell) -> str:
    return str(len(cell.project_ids)) if cell.is_covered else _LETTERS[str(cell.empty_kind)]


def _below(cell: Cell, lang: str) -> str:
    """What stands under the square: the money of a covered cell, the kind of emptiness of another."""
    if cell.is_covered:
        all_unknown = cell.amount_unknown == len(cell.project_ids)
        return tell("portfolio.cell_amount_unknown", lang) if all_unknown else mill_text(cell.amount_nok, lang)
    if cell.empty_kind == "coming" and cell.planned_quarter is not None:
        return f"{tell('portfolio.cell_coming', lang)}<br>{period_text(cell.planned_quarter, lang)}"
    return tell(f"portfolio.cell_{cell.empty_kind}", lang)


def _look(result: Coverage, cell: Cell) -> tuple[str, str, str]:
    """Fill, line and text colour of a square."""
    if not cell.is_covered:
        return WHITE, GREY_MID, GREY_DARK
    colour, _ = area_style(_position(result, cell)[0])
    strength = max(s for step, s in zip(_STEPS, _STRENGTHS, strict=True) if len(cell.project_ids) >= step)
    fill = tinted(colour, strength)
    return fill, colour, max((TEXT, WHITE), key=lambda text: contrast(text, fill))


def _hover(result: Coverage, cell: Cell, lang: str) -> str:
    area = escape(result.areas[_position(result, cell)[0]].name.get(lang), quote=False)
    question = label("question_kind", cell.question_kind, lang).lower()
    lines = [f"<b>{area}, {question}</b>", _below(cell, lang)]
    lines += [f"{label('project_status', status, lang)}: {count}" for status, count in cell.by_status.items()]
    if cell.need_ids:
        lines.append(say("portfolio.cell_needs", count=len(cell.need_ids)).get(lang))
    return "<br>".join(lines)


def _column_heads(result: Coverage, lang: str) -> list[str]:
    heads = []
    for order, (area, margin) in enumerate(zip(result.areas, result.by_area, strict=True)):
        colour, marker = area_style(order)
        name = _wrapped(escape(area.short.get(lang), quote=False))
        mark = f'<span style="color:{colour}">{_MARKER_CHARACTERS.get(marker, "●")}</span>'
        heads.append(f"{mark} <b>{name}</b><br>{_margin(margin.project_count, lang)}")
    return heads


def _row_heads(result: Coverage, lang: str) -> list[str]:
    heads = []
    for margin in result.by_question:
        name = _wrapped(label("question_kind", margin.id, lang))
        heads.append(f"<b>{name}</b><br>{_margin(margin.project_count, lang)}")
    return heads


def _margin(count: int, lang: str) -> str:
    return tell("portfolio.margin_one" if count == 1 else "portfolio.margin_many", lang, count=count)


def _wrapped(text: str) -> str:
    return "<br>".join(line for part in text.split("<br>") for line in textwrap.wrap(part, _LINE_LENGTH))


def tinted(colour: str, strength: float) -> str:
    """`colour` mixed with white: 1 is the colour itself, 0 is white."""
    parts = [round(255 - (255 - part) * strength) for part in _rgb(colour)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _rgb(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
