"""The projects behind a cell of the coverage matrix, chosen by a click, in a list, or in the address."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.portfolio.cells import Cell, cells_from
from analytics.portfolio.coverage import Coverage
from analytics.portfolio.matrix_rows import AREA
from analytics.portfolio.matrix_text import level_text, place_name, project_sentence
from analytics.portfolio.status import AGREED, MEANT
from domain.periods import quarter_of
from domain.text import Text, say
from ui import coverage_state, filters, layout, loaders
from ui.coverage import notes
from ui.coverage_state import CELL_NAME, Choice
from ui.layout import Col
from ui.view import View

#: Up to this many projects of a cell are told in words above their list.
_TOLD_MOST = 4
#: What each kind of rows is called among the filters of the register.
_REGISTER_NAMES = {
    "instrument": "virkemiddel", "need": "behov", "industry": "bransje", "general_priority": "prioritering",
}  # fmt: skip


def show_cell(result: Coverage, choice: Choice, view: View) -> None:
    """The list of cells, and of the chosen one what lies there, with a link to each project."""
    matrix = result.matrix
    keys = coverage_state.cell_keys(matrix)
    coverage_state.keep_cell(keys, choice)
    layout.show_subtitle(say("coverage.choose_cell_title"))
    rows, columns = (list(frame.iter_rows(named=True)) for frame in (matrix.rows, matrix.columns))
    names = {key: place_name(rows[row], columns[column], matrix.kind) for key, (row, column) in keys.items()}
    options = {key: name.get(view.lang) for key, name in names.items()}
    chosen = filters.select_optional(CELL_NAME, say("coverage.choose_cell"), options, width=620)
    if chosen is None:
        layout.show_text(say("coverage.choose_cell_help"))
        return
    row, column = keys[chosen]
    frame = matrix.cells.filter((pl.col("row") == row) & (pl.col("column") == column))
    cell = cells_from(frame, quarter_of(result.basis.as_of))[0]
    layout.show_text(result.cell_sentence(cell))
    projects = loaders.figure(
        "coverage_cell", (row, column), lambda lang: _with_levels(result.matrix_projects(row, column), lang), result, view.lang
    )
    if 0 < len(projects) <= _TOLD_MOST:
        layout.show_points([_told_of(row) for row in projects.iter_rows(named=True)])
    if not projects.is_empty():
        layout.show_records(
            projects, "coverage_cell", _columns(choice, view), result, caption=say("coverage.cell_projects", cell=names[chosen]),
            name="prosjektside", notes=[(say("coverage.choose_cell"), names[chosen]), *notes(matrix)],
        )  # fmt: skip
    _show_register_link(cell, matrix.kind)


def _with_levels(projects: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The projects with their evidence level in words."""
    levels = [level_text(row).get(lang) for row in projects.iter_rows(named=True)]
    return projects.with_columns(pl.Series("level", levels, dtype=pl.String))


def _told_of(row: dict[str, Any]) -> Text:
    """A project in words."""
    title = Text(row["title_nb"], row["title_en"])
    return say("coverage.project_told", title=title, sentence=project_sentence(row))


def _columns(choice: Choice, view: View) -> dict[str, Col]:
    """The columns of the list of projects: amounts as they are counted."""
    lang = view.lang
    kinds = {
        f"supplier_{lang}": "text",
        "status": "code:project_status",
        "started_date": "date",
        "completed_date": "date",
        "level": "text",
    }
    amounts = {"share_pct": "pct", "amount_here_nok": "nok"} if choice.counting == "split" else {"amount_nok": "nok"}
    names = {"amount_nok": "amount_whole_nok"}
    return {
        f"title_{lang}": Col(say("coverage.col_title"), to=("project", "project_id")),
        **{
            name: Col(say(f"coverage.col_{names.get(name, name.removesuffix(f'_{lang}'))}"), kind)
            for name, kind in (kinds | amounts).items()
        },
    }


def _show_register_link(cell: Cell, kind: str) -> None:
    """A link to the register with the filters of the cell; none where a part of its place is not known."""
    query: dict[str, str | tuple[str, ...]] = {"status": (*MEANT, *AGREED)}
    if kind != AREA:
        if cell.row_id is None:
            return
        query[_REGISTER_NAMES[kind]] = cell.row_id
    if cell.area_id is None or (cell.question_kind is None and not cell.is_field and kind == AREA):
        return
    query["omrade"] = cell.area_id
    if cell.question_kind is not None:
        query["sporsmal"] = cell.question_kind
    words: Text = say("coverage.to_register")
    layout.show_links([(words, "projects", query)])
