"""The projects behind a cell of the coverage matrix, chosen by a click, in a list, or in the address."""

from __future__ import annotations

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
        "coverage_cell", (row, column), lambda lang: _told(result.matrix_projects(row, column), lang), result, view.lang
    )
    if not projects.is_empty():
        layout.show_records(
            projects, "coverage_cell", _columns(view), result, caption=say("coverage.cell_projects", cell=names[chosen]),
            name="prosjektside", notes=[(say("coverage.choose_cell"), names[chosen]), *notes(matrix)],
        )  # fmt: skip
    _show_register_link(cell, matrix.kind)


def _told(projects: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The projects with their level and a sentence in words."""
    rows = list(projects.iter_rows(named=True))
    return projects.with_columns(
        pl.Series("level", [level_text(row).get(lang) for row in rows], dtype=pl.String),
        pl.Series("sentence", [project_sentence(row).get(lang) for row in rows], dtype=pl.String),
    )


def _columns(view: View) -> dict[str, Col]:
    lang = view.lang
    kinds = {
        f"supplier_{lang}": "text",
        "status": "code:project_status",
        "started_date": "date",
        "completed_date": "date",
        "level": "text",
        "share_pct": "pct",
        "amount_here_nok": "nok",
        "sentence": "text",
    }
    return {
        f"title_{lang}": Col(say("coverage.col_title"), to=("project", "project_id")),
        **{name: Col(say(f"coverage.col_{name.removesuffix(f'_{lang}')}"), kind) for name, kind in kinds.items()},
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
