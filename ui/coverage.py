"""The parts of the page Dekning: key figures, the matrix with its table, and what has changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.portfolio.coverage import Coverage
from analytics.portfolio.matrix import Matrix
from analytics.portfolio.matrix_json import matrix_table
from analytics.portfolio.matrix_rows import AREA
from analytics.portfolio.matrix_text import (
    area_text,
    changes_sentence,
    corner_text,
    place_name,
    question_text,
    reconciliation_text,
    view_sentence,
)
from domain.codes import CODE_LISTS
from domain.numbers import MILLION
from domain.tables import TABLES
from domain.text import Text, say, tell
from reports.charts.coverage import coverage_matrix, figure_width
from reports.charts.template import plot_config
from ui import coverage_state, filters, html, layout, loaders
from ui.coverage_state import Choice
from ui.layout import Col, KeyFigure
from ui.view import View

#: Rows of the matrix on each page of the figure, when there are more than fit.
_ROWS_SHOWN, _ROWS_MOST = 12, 16
_LEGEND = ("number", "money", "status", "level", "gap", "coming", "out", "excluded", "unknown")


def key_figures(result: Coverage) -> list[KeyFigure]:
    """Coverage by count and by money, the projects that count, and how many lack information."""
    pct, money, share = result.coverage_pct, result.ledger, result.amount_in_prioritised_pct
    unplaced = result.unplaced
    lacking = {*unplaced.amount_unknown_ids, *unplaced.no_area_ids, *unplaced.no_question_ids}
    return [
        KeyFigure(
            say("portfolio.key_coverage"),
            say("portfolio.key_of", part=result.covered, whole=result.prioritised),
            None if pct is None else say("portfolio.key_coverage_note", pct=pct),
        ),
        KeyFigure(
            say("coverage.key_money"),
            say("coverage.key_money_none") if share is None else say("portfolio.key_coverage_note", pct=share),
            say("coverage.key_money_note", part=_millions(money.in_prioritised_cells_nok), whole=result.counted_nok),
        ),
        KeyFigure(
            say("portfolio.key_projects"),
            say("portfolio.key_of", part=result.counts.counted, whole=result.counts.registered),
            say("coverage.key_projects_note"),
        ),
        KeyFigure(
            say("coverage.key_unknown"),
            say("portfolio.key_of", part=len(lacking), whole=result.counts.counted),
            _lacking(result),
        ),
    ]


def _lacking(result: Coverage) -> Text:
    """What is not known, and of how many projects."""
    found = result.unplaced
    counts = {"amount": found.amount_unknown_ids, "area": found.no_area_ids, "question": found.no_question_ids}
    parts = [say(f"coverage.lacks_{name}", count=len(ids)) for name, ids in counts.items() if ids]
    return say("coverage.lacks", parts=parts) if parts else say("coverage.lacks_nothing")


def _millions(amount: Decimal) -> Decimal:
    return amount / MILLION


def show_hidden(result: Coverage) -> None:
    """Which tables the reader may not see, when there are any."""
    if result.hidden:
        names = [Text(TABLES[name].nb, TABLES[name].en) for name in result.hidden]
        layout.show_notice(say("coverage.hidden", names=names), "warning")


def show_matrix(result: Coverage, choice: Choice, view: View) -> None:
    """The matrix with how its rows are covered, how to read it, its table, how its money adds up, and its source."""
    matrix = result.matrix
    told = view_sentence(matrix)
    if told is not None:
        layout.show_text(told)
    if result.changes is not None:
        layout.show_text(changes_sentence(result.changes))
    if matrix.rows.is_empty():
        return
    rows = _rows_shown(matrix, view)
    _show_figure(result, choice, rows, view)
    with st.expander(tell("coverage.legend_title", view.lang)):
        layout.show_points([say(f"coverage.legend_{name}") for name in _LEGEND])
    layout.show_source_note(reconciliation_text(matrix))
    with st.expander(tell("frame.show_as_table", view.lang)):
        layout.show_records(
            _table(result, choice, view), "coverage_table", _cell_columns(matrix, view), result,
            caption=say("coverage.table_caption"), name="tabellside", notes=notes(matrix),
        )  # fmt: skip
    layout.show_source_line(result)


def notes(matrix: Matrix) -> list[tuple[Text, Text]]:
    """What the workbooks tell of how the matrix was chosen."""
    kind = say("coverage.rows_area")
    if matrix.kind != AREA:
        code = CODE_LISTS["coverage_row"].by_value[matrix.kind]
        kind = Text(code.nb, code.en)
    return [
        (say("coverage.note_rows"), kind),
        (say("coverage.note_level"), say(f"coverage.level_{matrix.level}")),
        (say("coverage.note_counting"), say(f"coverage.counting_{matrix.counting}")),
        (say("coverage.note_sums"), reconciliation_text(matrix)),
    ]


def _rows_shown(matrix: Matrix, view: View) -> tuple[int, ...]:
    """The rows on the page of the figure that is chosen."""
    rows = matrix.rows.get_column("row").to_list()
    if len(rows) <= _ROWS_MOST:
        return tuple(rows)
    page = filters.select_page(len(rows), _ROWS_SHOWN)
    first = (page - 1) * _ROWS_SHOWN
    shown = rows[first : first + _ROWS_SHOWN]
    words = tell("coverage.rows_shown", view.lang, first=first + 1, last=first + len(shown), count=len(rows))
    html.show_paragraph(words, "fou-source")
    return tuple(shown)


def _show_figure(result: Coverage, choice: Choice, rows: tuple[int, ...], view: View) -> None:
    matrix = result.matrix
    drawn = loaders.figure("coverage_matrix", rows, lambda lang: coverage_matrix(result, lang, rows), result, view.lang)
    key = f"coverage_matrix_{choice.rows}_{choice.level}_{view.lang}_{rows[0]}"
    keys = {place: name for name, place in coverage_state.cell_keys(matrix).items()}
    told = view_sentence(matrix) or result.sentence
    alt = tell("coverage.figure_alt", view.lang, corner=corner_text(matrix), sentence=told)
    with st.container(key=f"fou_wide_coverage_{figure_width(matrix)}"):
        st.plotly_chart(
            drawn, theme=None, key=key, config=plot_config(view.lang, "coverage_matrix"), alt=alt,
            on_select=lambda: _choose_clicked(key, keys), selection_mode="points",
        )  # fmt: skip


def _choose_clicked(key: str, keys: dict[tuple[int, int], str]) -> None:
    """Choose the cell that was clicked in the matrix."""
    points = cast("dict[str, Any]", st.session_state[key])["selection"]["points"]
    clicked = [point["customdata"] for point in points if point.get("customdata")]
    if clicked:
        row, column = clicked[0]
        coverage_state.choose(keys.get((int(row), int(column))))


def _table(result: Coverage, choice: Choice, view: View) -> pl.DataFrame:
    """The table with its addresses, made once for what they hold."""
    variant = (choice, tuple(sorted(coverage_state.address_of(choice).items())))
    table: pl.DataFrame = loaders.figure("coverage_table", variant, lambda _: _linked_table(result, choice), result, view.lang)
    return table


def _linked_table(result: Coverage, choice: Choice) -> pl.DataFrame:
    """The table of the matrix, each row with the address of its cell and the words of its place."""
    matrix = result.matrix
    table = matrix_table(matrix)
    columns = {row["column"]: row for row in matrix.columns.iter_rows(named=True)}
    places = matrix.cells.sort("row", "column").select("column", *coverage_state.KEY_COLUMNS)
    queries, words = [], []
    for cell in places.iter_rows(named=True):
        queries.append(coverage_state.address_of(choice, coverage_state.cell_key(matrix.kind, cell)))
        column = columns[cell["column"]]
        words.append((area_text(column), question_text(column, matrix.kind) or say("coverage.all_questions")))
    names = tuple(dict.fromkeys(name for query in queries for name in query))
    return table.with_columns(
        pl.Series("query", [{name: query.get(name) for name in names} for query in queries]),
        *(pl.Series(f"area_words_{lang}", [area.get(lang) for area, _ in words], dtype=pl.String) for lang in ("nb", "en")),
        *(pl.Series(f"question_words_{lang}", [told.get(lang) for _, told in words], dtype=pl.String) for lang in ("nb", "en")),
    )


def _cell_columns(matrix: Matrix, view: View) -> dict[str, Col]:
    """The columns of the table beside the matrix; the first leads to the projects of the cell."""
    lang = view.lang
    area = {} if matrix.kind == AREA else {f"area_words_{lang}": Col(say("coverage.col_area"))}
    kinds = {
        "projects": "int", "projects_split": "num2", "amount_whole_nok": "nok", "amount_nok": "nok", "finished": "int",
        "ongoing": "int", "planned": "int", "evidence": "code:evidence_basis", "evidence_level": "int",
        "empty_kind": "code:empty_kind", "gap_rank": "int", "planned_quarter": "period", "coming": "int", "needs": "int",
        "reason_nb": "text",
    }  # fmt: skip
    return {
        f"row_{lang}": Col(say("coverage.col_row"), to=("coverage", "query")),
        **area,
        f"question_words_{lang}": Col(say("coverage.col_question")),
        **{name: Col(say(f"coverage.col_{name}"), kind) for name, kind in kinds.items()},
    }


def show_changes(result: Coverage, view: View) -> None:
    """What has changed since the chosen day, project by project and cell by cell."""
    changes = result.changes
    if changes is None:
        return
    layout.show_subtitle(say("coverage.changes_title", since=changes.from_date))
    names = _place_names(result.matrix, view.lang)
    projects = (
        changes.events.join(names, on=["row", "column"], how="left")
        .group_by("project_id", "event", maintain_order=True)
        .agg(pl.col("title_nb", "title_en", "event_date").first(), fields=pl.col("place").str.join("; "))
        .sort("event_date", "project_id", descending=[True, False], nulls_last=True)
    )
    if not projects.is_empty():
        layout.show_records(
            projects, "coverage_changes", _event_columns(view), result, caption=say("coverage.changes_projects"),
            name="endringsside", notes=notes(result.matrix),
        )  # fmt: skip
    cells = changes.cells.join(names, on=["row", "column"], how="left")
    if not cells.is_empty():
        layout.show_records(
            cells, "coverage_changed_cells", _change_columns(), result, caption=say("coverage.changes_cells"),
            name="feltside", notes=notes(result.matrix),
        )  # fmt: skip


def _place_names(matrix: Matrix, lang: str) -> pl.DataFrame:
    """`row`, `column` and `place`: every cell by its name."""
    columns = list(matrix.columns.iter_rows(named=True))
    rows = [
        (row["row"], column["column"], place_name(row, column, matrix.kind).get(lang))
        for row in matrix.rows.iter_rows(named=True)
        for column in columns
    ]
    return pl.DataFrame(rows, schema={"row": pl.Int64, "column": pl.Int64, "place": pl.String}, orient="row")


def _event_columns(view: View) -> dict[str, Col]:
    return {
        f"title_{view.lang}": Col(say("coverage.col_title"), to=("project", "project_id")),
        "event": Col(say("coverage.col_event"), "code:coverage_event"),
        "event_date": Col(say("coverage.col_event_date"), "date"),
        "fields": Col(say("coverage.col_fields")),
    }


def _change_columns() -> dict[str, Col]:
    return {
        "place": Col(say("coverage.choose_cell")),
        "change": Col(say("coverage.col_change"), "code:coverage_change"),
        "projects_before": Col(say("coverage.col_projects_before"), "int"),
        "projects_now": Col(say("coverage.col_projects_now"), "int"),
        "kind_before": Col(say("coverage.col_kind_before"), "code:empty_kind"),
        "kind_now": Col(say("coverage.col_kind_now"), "code:empty_kind"),
    }
