"""The coverage matrix: squares on a grid with what lies in each cell, and in words and pattern why an empty one is empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from analytics.portfolio.cells import Cell, cells_from
from analytics.portfolio.coverage import Coverage
from analytics.portfolio.matrix import Matrix
from analytics.portfolio.matrix_rows import AREA
from analytics.portfolio.matrix_text import area_text, corner_text, frame_text, question_text
from domain.numbers import MILLION, decimal_text
from domain.periods import quarter_of
from domain.text import Text, say, tell
from reports.charts.coverage_cells import fill_of, hover_text, in_square, marks_text, status_lines, words_of, wrapped
from reports.charts.template import ACCENT_DARK, GREY_DARK, GREY_FAINT, GREY_LIGHT, GREY_MID, TEXT, WHITE, area_style, figure

#: From this many columns on, the words stand below the square and not beside it.
_NARROW_FROM = 4
#: The side of a square in pixels, and of one that must hold a longer number.
_SQUARES = (34, 46)
_LONG = 4
_LINE, _PAD, _HEAD_LINE, _GROUP = 15, 16, 17, 24
_WORD_SIZE = 12
#: Large enough in bold for a contrast of 3 to be readable (WCAG's large text).
_NUMBER_SIZE = 19
#: Characters on a line: in a row's head, and in a cell by the number of columns.
_HEAD_LENGTH, _LAST_LENGTH = 26, 25
_HEAD_LENGTHS = (18, 14)
_CELL_LENGTHS: tuple[tuple[int, int], ...] = ((3, 27), (6, 16), (99, 13))
#: How wide the figure must be for the words to stand within their cells, by the number of columns, in pixels.
_WIDTHS: tuple[tuple[int, int], ...] = ((1, 560), (3, 720), (6, 800), (99, 1240))
#: The margin at the right is this much wider than a column.
_LAST_WIDTH: tuple[tuple[int, float], ...] = ((3, 0.72), (6, 1.25), (99, 1.7))
_DASHES = {"gap": "dot", "coming": "dash", "unknown": "longdashdot", "excluded_8_1": "solid", "out_of_scope": "solid"}
#: The areas' markers as characters, for headings.
_MARKER_CHARACTERS = {"circle": "●", "diamond": "◆", "triangle-up": "▲", "square": "■"}


@dataclass(frozen=True)
class Part:
    """The part of a matrix that is drawn: some of its rows and all of its columns, with every cell and its words."""

    matrix: Matrix
    rows: tuple[dict[str, Any], ...]
    columns: tuple[dict[str, Any], ...]
    cells: tuple[tuple[int, int, Cell], ...]
    words: dict[tuple[int, int], tuple[str, ...]]
    line_count: tuple[int, ...]
    square: int
    head_length: int

    @property
    def is_narrow(self) -> bool:
        return len(self.columns) >= _NARROW_FROM


def figure_width(matrix: Matrix) -> int:
    """How many pixels wide the figure must be to be read; on a narrower screen it scrolls sideways."""
    return int(_by_columns(_WIDTHS, len(matrix.columns)))


def coverage_matrix(result: Coverage, lang: str, rows: Sequence[int] | None = None) -> go.Figure:
    """The chosen matrix, or some of its rows.

    Every square carries its row and column as `customdata`, so that a click tells which cell was meant. The number is how
    many projects count there, the fill is the evidence level with its digit in words beside it, status is told by shape and
    word, and an empty cell says in words and by its frame why it is empty. At the right and at the top are the margins.
    """
    part = _part(result, lang, rows)
    heights = [_height(part, lines) for lines in part.line_count]
    heads = [*(_column_head(part, column, lang) for column in part.columns), _corner(part, lang)]
    head = 8 + _HEAD_LINE * max(text.count("<br>") + 1 for text in heads)
    groups = _groups(part, head, lang)
    top = head + (_GROUP if groups else 0)
    made = figure(lang, height=top + sum(heights) + 12)
    tops = [sum(heights[:place]) for place in range(len(heights))]
    middles = {row["row"]: top + height / 2 for row, top, height in zip(part.rows, tops, heights, strict=True)}
    spans = {row["row"]: (float(top), float(top + height)) for row, top, height in zip(part.rows, tops, heights, strict=True)}
    made.add_trace(_squares(part, middles, result, lang))
    made.add_trace(_words(part, spans, middles))
    made.add_trace(_margin(part, middles, lang))
    made.add_trace(_outlines(part, middles))
    made.update_layout(
        showlegend=False,
        margin={"t": top, "l": 8, "r": 8, "b": 8},
        shapes=[shape for row, column, cell in part.cells for shape in _frames(spans[row], column, cell)],
        annotations=[*groups, _measure(lang)],
    )
    last = _by_columns(_LAST_WIDTH, len(part.columns))
    made.update_xaxes(
        side="top", range=[-0.5, len(part.columns) - 0.5 + last], tickvals=[*range(len(part.columns)), _last(part)],
        ticktext=heads,
        showgrid=False, showline=False, zeroline=False, ticks="", tickangle=0, fixedrange=True,
    )  # fmt: skip
    made.update_yaxes(
        range=[sum(heights), 0], tickvals=list(middles.values()), ticktext=[_row_head(part, row, lang) for row in part.rows],
        showgrid=False, showline=False, zeroline=False, ticks="", fixedrange=True,
    )  # fmt: skip
    return made


def _part(result: Coverage, lang: str, rows: Sequence[int] | None) -> Part:
    matrix = result.matrix
    wanted = matrix.rows.get_column("row").to_list() if rows is None else list(rows)
    frame = matrix.cells.filter(matrix.cells.get_column("row").is_in(wanted))
    found = cells_from(frame, quarter_of(result.basis.as_of))
    places = list(frame.select("row", "column").iter_rows())
    cells = tuple((row, column, cell) for (row, column), cell in zip(places, found, strict=True))
    marks = result.changes.marks() if result.changes else {}
    length = int(_by_columns(_CELL_LENGTHS, len(matrix.columns)))
    words = {
        (row, column): _cell_words(cell, marks.get((row, column), {}), matrix.counting, length, lang)
        for row, column, cell in cells
    }
    drawn = tuple(row for row in matrix.rows.iter_rows(named=True) if row["row"] in set(wanted))
    counts = tuple(
        max(
            *(len(words[place]) for place in words if place[0] == row["row"]),
            len(_row_head_lines(matrix, row, lang)),
            len(_margin_lines(matrix, row, lang)),
        )
        for row in drawn
    )
    is_long = any(len(in_square(cell, matrix.counting, lang)) >= _LONG for _, _, cell in cells)
    columns = tuple(matrix.columns.iter_rows(named=True))
    return Part(matrix, drawn, columns, cells, words, counts, _SQUARES[is_long], _HEAD_LENGTHS[len(columns) >= _NARROW_FROM])


def _cell_words(cell: Cell, marks: dict[str, int], counting: str, length: int, lang: str) -> tuple[str, ...]:
    lines = [*words_of(cell, counting, lang), *status_lines(cell, lang, joined=length > 20), *marks_text(marks, lang)]
    return tuple(line for words in lines for line in wrapped(words, length))


def _height(part: Part, lines: int) -> int:
    """Of a row in pixels: the square with the words below or beside it."""
    if part.is_narrow:
        return _PAD + part.square + 6 + _LINE * lines
    return _PAD + max(part.square, _LINE * lines)


def _square_at(part: Part, middle: float, row: int) -> float:
    if not part.is_narrow:
        return middle
    lines = part.line_count[[r["row"] for r in part.rows].index(row)]
    return middle - _height(part, lines) / 2 + _PAD / 2 + part.square / 2


def _squares(part: Part, middles: dict[int, float], result: Coverage, lang: str) -> go.Scatter:
    """The squares with their numbers; they look the same whether or not one of them has been clicked."""
    looks = [fill_of(cell) for _, _, cell in part.cells]
    aside = 0.0 if part.is_narrow else -0.36
    names = {row["row"]: row for row in part.rows}
    return go.Scatter(
        x=[column + aside for _, column, _ in part.cells],
        y=[_square_at(part, middles[row], row) for row, _, _ in part.cells],
        mode="markers+text",
        marker={
            "symbol": "square",
            "size": part.square,
            "opacity": 1,
            "color": [look.fill for look in looks],
            "line": {"color": [look.line for look in looks], "width": [look.width for look in looks]},
        },
        text=[f"<b>{in_square(cell, part.matrix.counting, lang)}</b>" for _, _, cell in part.cells],
        textposition="middle center",
        textfont={"size": _NUMBER_SIZE, "color": [look.text for look in looks]},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        customdata=[[row, column] for row, column, _ in part.cells],
        hovertext=[
            hover_text(cell, names[row], part.columns[column], part.matrix.kind, result.choices.counting, lang)
            for row, column, cell in part.cells
        ],
        hoverinfo="text",
        cliponaxis=False,
    )


def _outlines(part: Part, middles: dict[int, float]) -> go.Scatter:
    """A thin line around the thick frames, so that the lightest of them is seen too."""
    found = [(row, column) for row, column, cell in part.cells if cell.evidence == "expected"]
    aside = 0.0 if part.is_narrow else -0.36
    return go.Scatter(
        x=[column + aside for _, column in found],
        y=[_square_at(part, middles[row], row) for row, _ in found],
        mode="markers",
        marker={
            "symbol": "square",
            "size": part.square + 6,
            "color": "rgba(0,0,0,0)",
            "line": {"color": GREY_MID, "width": 1},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )


def _words(part: Part, spans: dict[int, tuple[float, float]], middles: dict[int, float]) -> go.Scatter:
    """What stands below or beside each square."""
    below = _PAD / 2 + part.square + 5
    return go.Scatter(
        x=[column - (0.0 if part.is_narrow else 0.22) for _, column, _ in part.cells],
        y=[spans[row][0] + below if part.is_narrow else middles[row] for row, _, _ in part.cells],
        mode="text",
        text=["<br>".join(part.words[row, column]) for row, column, _ in part.cells],
        textposition="bottom center" if part.is_narrow else "middle right",
        textfont={"size": _WORD_SIZE, "color": TEXT},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _margin(part: Part, middles: dict[int, float], lang: str) -> go.Scatter:
    """The margin at the right: everything in a row, and the frame of an instrument."""
    return go.Scatter(
        x=[len(part.columns) - 0.44 for _ in part.rows],
        y=[middles[row["row"]] for row in part.rows],
        mode="text",
        text=["<br>".join(_margin_lines(part.matrix, row, lang)) for row in part.rows],
        textposition="middle right",
        textfont={"size": _WORD_SIZE, "color": TEXT},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _margin_lines(matrix: Matrix, row: dict[str, Any], lang: str) -> list[str]:
    lines = [f"<b>{count_text(matrix, row, lang)}</b>", money_text(matrix, row, lang)]
    if matrix.kind == "instrument" and row["row_id"] is not None:
        lines += wrapped(frame_text(matrix.frame(row["row_id"])).get(lang), _LAST_LENGTH)
    return lines


def count_text(matrix: Matrix, row: dict[str, Any], lang: str) -> str:
    """How many projects count in a row or column, each once, or by their shares."""
    if matrix.counting == "split":
        return tell("coverage.projects_split", lang, count=row["projects_split"])
    return tell("portfolio.margin_one" if row["projects"] == 1 else "portfolio.margin_many", lang, count=row["projects"])


def money_text(matrix: Matrix, row: dict[str, Any], lang: str) -> str:
    """The contract money of a row or column; unknown is said and never shown as zero."""
    if row["projects"] and row["amount_unknown"] == row["projects"]:
        return tell("portfolio.cell_amount_unknown", lang)
    amount = row["amount_nok"] if matrix.counting == "split" else row["amount_whole_nok"]
    return tell("coverage.mill", lang, amount=decimal_text(amount / MILLION, 1, lang))


def _frames(span: tuple[float, float], column: int, cell: Cell) -> list[dict[str, Any]]:
    """The frame of a cell; hatched where only excluded work lies."""
    x0, x1, y0, y1 = column - 0.47, column + 0.47, span[0] + 3, span[1] - 3
    kind = cell.empty_kind
    is_quiet = not cell.is_covered and cell.state == "not_asked"
    line = {
        "color": GREY_FAINT if is_quiet else GREY_LIGHT if cell.is_covered else GREY_MID,
        "width": 2 if kind == "gap" else 1,
        "dash": "solid" if cell.is_covered or is_quiet else _DASHES[str(kind)],
    }
    fill = GREY_FAINT if kind == "out_of_scope" and not is_quiet else WHITE
    box = {"type": "rect", "layer": "below", "line": line, "fillcolor": fill, "x0": x0, "x1": x1, "y0": y0, "y1": y1}
    return [box, *_hatch(x0, x1, y0, y1)] if kind == "excluded_8_1" else [box]


def _hatch(x0: float, x1: float, y0: float, y1: float) -> list[dict[str, Any]]:
    steps = 6
    wide, high = (x1 - x0) / steps, (y1 - y0) / steps
    lines = [f"M {x0},{y0 + high * n} L {x0 + wide * n},{y0}" for n in range(1, steps + 1)]
    lines += [f"M {x0 + wide * n},{y1} L {x1},{y0 + high * n}" for n in range(1, steps)]
    return [{"type": "path", "layer": "below", "path": " ".join(lines), "line": {"color": GREY_LIGHT, "width": 1}}]


def _last(part: Part) -> float:
    return len(part.columns) - 0.5 + _by_columns(_LAST_WIDTH, len(part.columns)) / 2


def _corner(part: Part, lang: str) -> str:
    told, bracket, rest = corner_text(part.matrix).get(lang).partition("(")
    words = wrapped(told + bracket + rest.replace(" ", "\u00a0"), 18)
    return f"<b>{tell('coverage.in_all', lang)}</b><br>{'<br>'.join(words)}"


def _column_head(part: Part, column: dict[str, Any], lang: str) -> str:
    numbers = f"{count_text(part.matrix, column, lang)}<br>{money_text(part.matrix, column, lang)}"
    name = "<br>".join(wrapped(_capital(_column_name(part.matrix, column).get(lang)), part.head_length))
    question = question_text(column, part.matrix.kind)
    mark = "" if question is not None else _mark(part.matrix, column["area_id"])
    return f"{mark}<b>{name}</b><br>{numbers}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _column_name(matrix: Matrix, column: dict[str, Any]) -> Text:
    question = question_text(column, matrix.kind)
    if question is not None and column["question_kind"] is None:
        return say("coverage.not_stated")
    if question is not None:
        return question
    return say("coverage.all_questions") if matrix.kind == AREA else area_text(column)


def _mark(matrix: Matrix, area_id: str | None) -> str:
    """The marker of an area in its colour, for those that are valid."""
    frame = matrix.rows if matrix.kind == AREA else matrix.columns
    name = "row_id" if matrix.kind == AREA else "area_id"
    asked = frame.filter(frame.get_column("standing") == "asked").get_column(name).unique(maintain_order=True).to_list()
    if area_id not in asked:
        return ""
    colour, marker = area_style(asked.index(area_id))
    return f'<span style="color:{colour}">{_MARKER_CHARACTERS.get(marker, "●")}</span> '


def _groups(part: Part, head: int, lang: str) -> list[dict[str, Any]]:
    """At the detail level the area stands above its columns, with a line over them."""
    if part.matrix.kind == AREA or part.matrix.level == "overview":
        return []
    found = []
    for area in dict.fromkeys(column["area_id"] for column in part.columns if column["standing"] == "asked"):
        own = [column for column in part.columns if column["area_id"] == area]
        name = f"{_mark(part.matrix, area)}<b>{escape(own[0]['name_' + lang], quote=False)}</b>"
        found.append(
            {
                "x": own[0]["column"] - 0.45, "xanchor": "left", "y": 1,
                "yref": "paper", "yanchor": "bottom", "yshift": head,
                "text": name, "showarrow": False, "font": {"size": 13, "color": ACCENT_DARK},
            }
        )  # fmt: skip
    return found


def _measure(lang: str) -> dict[str, Any]:
    """What the cells hold and in which unit, in the corner above the heads of the rows."""
    return {
        "x": 0, "xref": "paper", "xanchor": "right", "xshift": -8, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 6,
        "text": "<br>".join(wrapped(tell("coverage.measure", lang), _HEAD_LENGTH)), "showarrow": False, "align": "right",
        "font": {"size": 12, "color": GREY_DARK},
    }  # fmt: skip


def _row_head(part: Part, row: dict[str, Any], lang: str) -> str:
    return "<br>".join(_row_head_lines(part.matrix, row, lang))


def _row_head_lines(matrix: Matrix, row: dict[str, Any], lang: str) -> list[str]:
    """The name of a row in at most three lines; the whole name is in the table and when one points at a cell."""
    most = 3
    name = row[f"name_{lang}"] if matrix.kind == "need" else row[f"short_{lang}"]
    lines = wrapped(name, _HEAD_LENGTH)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip('.,')} …"]
    mark = _mark(matrix, row["row_id"]) if matrix.kind == AREA else ""
    bold = [f"<b>{line}</b>" for line in lines]
    bold[0] = f"{mark}{bold[0]}"
    if row["standing"] == "apart":
        bold.append(f'<span style="color:{GREY_DARK}">{tell("coverage.apart", lang)}</span>')
    if row["put_off_nb"] is not None:
        bold.append(f'<span style="color:{GREY_DARK}">{tell("coverage.put_off", lang)}</span>')
    return bold


def _by_columns(steps: Sequence[tuple[int, float]], count: int) -> float:
    return next((value for most, value in steps if count <= most), steps[-1][1])
