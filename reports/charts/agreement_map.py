"""The figure of the whole-agreement map: instruments and efforts by kind of question, with who covers what."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.portfolio.agreement_map import AgreementMap
from analytics.portfolio.agreement_map_cells import QUESTIONS, CellState, MapCell, MapRow
from domain.codes import label
from domain.numbers import mill_text
from domain.text import say, tell
from reports.charts.template import ACCENT, ACCENT_DARK, ACCENT_LIGHT, GREY_DARK, GREY_LIGHT, GREY_MID, TEXT, WHITE, figure

_ROW_HEIGHT, _HEAD_HEIGHT = 74, 74
_SQUARE_UP, _WORDS_DOWN = 0.14, 0.17
_NAME_LENGTH, _HOVER_LENGTH = 22, 56
_HOVER_TITLES = 6
#: Fill, line and text of a square. The letters say the same as the fill.
_LOOKS: dict[CellState, tuple[str, str, str]] = {
    "overlap": (ACCENT_DARK, ACCENT_DARK, WHITE),
    "programme": (ACCENT_LIGHT, ACCENT, TEXT),
    "evaluation": (WHITE, ACCENT_DARK, TEXT),
    "coming": (WHITE, GREY_MID, GREY_DARK),
    "open": (WHITE, GREY_MID, GREY_DARK),
    "unknown": (WHITE, GREY_LIGHT, GREY_DARK),
    "not_counted": (WHITE, GREY_LIGHT, GREY_DARK),
}
_MARKS: dict[CellState, str] = {"coming": "→", "open": "0", "unknown": "?", "not_counted": "–"}


def agreement_matrix(result: AgreementMap, lang: str) -> go.Figure:
    """Instruments and efforts down, kinds of question across: letters say who covers the cell, words below say it again."""
    places = {row.row_id: place for place, row in enumerate(result.rows)}
    made = figure(lang, say("agreement_map.matrix_measure"), height=_HEAD_HEIGHT + 8 + _ROW_HEIGHT * len(result.rows))
    made.add_trace(_squares(result, places, lang))
    made.update_layout(
        showlegend=False,
        margin={"t": _HEAD_HEIGHT, "l": 8, "r": 8, "b": 8},
        annotations=[
            words
            for cell in result.cells
            for words in (_mark(cell, places[cell.row_id]), _words(cell, places[cell.row_id], lang))
        ],
        shapes=[_line(place) for place in range(1, len(result.rows))],
    )
    heads = [f"<b>{label('question_kind', question, lang)}</b>" for question in QUESTIONS]
    made.update_xaxes(
        side="top", tickvals=list(range(len(QUESTIONS))), ticktext=heads,
        range=[-0.5, len(QUESTIONS) - 0.5], showline=False, zeroline=False, ticks="", tickangle=0,
    )  # fmt: skip
    made.update_yaxes(
        tickvals=list(places.values()), ticktext=[_row_name(row, lang) for row in result.rows],
        range=[len(result.rows) - 0.5, -0.5], showgrid=False, showline=False, zeroline=False, ticks="",
    )  # fmt: skip
    return made


def _squares(result: AgreementMap, places: dict[str, int], lang: str) -> go.Scatter:
    looks = [_LOOKS[cell.state] for cell in result.cells]
    rows = {row.row_id: row for row in result.rows}
    titles = {row["project_id"]: row[f"title_{lang}"] for row in result.projects.iter_rows(named=True)}
    titles |= {id_: evaluation.title_nb for id_, evaluation in result.evaluations.items()}
    return go.Scatter(
        x=[QUESTIONS.index(cell.question_kind) for cell in result.cells],
        y=[places[cell.row_id] - _SQUARE_UP for cell in result.cells],
        mode="markers",
        marker={
            "symbol": "square", "size": [_size(cell) for cell in result.cells], "opacity": 1,
            "color": [fill for fill, _, _ in looks], "line": {"color": [line for _, line, _ in looks], "width": 1.5},
        },
        customdata=[[cell.row_id, cell.question_kind] for cell in result.cells],
        hovertext=[_hover(rows[cell.row_id], cell, titles, lang) for cell in result.cells],
        hoverinfo="text",
        cliponaxis=False,
    )  # fmt: skip


def _size(cell: MapCell) -> int:
    return 40 if cell.project_ids or cell.evaluation_ids else 30


def cell_mark(cell: MapCell) -> str:
    """What stands in a square: "P 3", "E 1", both below each other, or a sign for why there is nothing."""
    sides = []
    if cell.project_ids:
        sides.append(f"P {len(cell.project_ids)}")
    if cell.evaluation_ids:
        sides.append(f"E {len(cell.evaluation_ids)}")
    if not sides:
        return _MARKS[cell.state]
    return "<br>".join(sides) + (" ?" if cell.is_uncertain else "")


def _mark(cell: MapCell, place: int) -> dict[str, Any]:
    return {
        "x": QUESTIONS.index(cell.question_kind), "y": place - _SQUARE_UP, "text": f"<b>{cell_mark(cell)}</b>",
        "showarrow": False, "font": {"size": 13, "color": _LOOKS[cell.state][2]},
    }  # fmt: skip


def _words(cell: MapCell, place: int, lang: str) -> dict[str, Any]:
    words = tell(f"agreement_map.cell_{cell.state}", lang)
    if cell.need_ids:
        key = "agreement_map.cell_needs_one" if len(cell.need_ids) == 1 else "agreement_map.cell_needs_many"
        words = f"{words}, {tell(key, lang, count=len(cell.need_ids))}"
    return {
        "x": QUESTIONS.index(cell.question_kind), "y": place + _WORDS_DOWN, "yanchor": "top", "text": words, "showarrow": False,
        "font": {"size": 12, "color": TEXT},
    }  # fmt: skip


def _line(place: int) -> dict[str, Any]:
    return {
        "type": "line", "layer": "below", "xref": "paper", "x0": 0, "x1": 1, "y0": place - 0.5, "y1": place - 0.5,
        "line": {"color": GREY_LIGHT, "width": 1},
    }  # fmt: skip


def _row_name(row: MapRow, lang: str) -> str:
    name = "<br>".join(textwrap.wrap(escape(row.short.get(lang), quote=False), _NAME_LENGTH))
    if not row.is_instrument:
        return f"<b>{name}</b><br>{tell('agreement_map.row_effort', lang)}"
    money = tell("agreement_map.row_no_frame", lang) if row.frame_nok is None else mill_text(row.frame_nok, lang)
    return f"<b>{name}</b><br>{money}"


def _hover(row: MapRow, cell: MapCell, titles: dict[str, str], lang: str) -> str:
    question = label("question_kind", cell.question_kind, lang).lower()
    lines = [f"<b>{_wrapped(f'{row.name.get(lang)}, {question}')}</b>", tell(f"agreement_map.state_{cell.state}", lang)]
    ids = (*cell.project_ids, *cell.evaluation_ids, *cell.coming_ids)
    lines += [_wrapped(titles.get(id_) or id_) for id_ in ids[:_HOVER_TITLES]]
    return "<br>".join([*lines, *(["…"] if len(ids) > _HOVER_TITLES else [])])


def _wrapped(text: str) -> str:
    return "<br>".join(textwrap.wrap(escape(text, quote=False), _HOVER_LENGTH))
