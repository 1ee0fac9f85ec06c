"""Dekning: what the portfolio covers, which cells are empty, and why."""

from typing import Any, cast

import streamlit as st

from analytics.portfolio.coverage import Coverage
from analytics.portfolio.coverage_text import cell_name
from domain.text import Text, say, tell
from reports.charts import portfolio as charts
from reports.charts.template import plot_config
from ui import layout, loaders
from ui.layout import Col, KeyFigure
from ui.view import View

_FIGURE = "coverage_matrix"
_CHOICE = "coverage_cell_choice"
_ADDRESS_KEY = "felt"


def show_matrix(result: Coverage, view: View) -> None:
    """The matrix, with its table, source and what its words mean."""
    key = f"{_FIGURE}_{view.lang}"
    drawn = loaders.figure(_FIGURE, None, lambda lang: charts.coverage_matrix(result, lang), result, view.lang)
    st.plotly_chart(
        drawn,
        theme=None,
        key=key,
        config=plot_config(view.lang, _FIGURE),
        alt=result.sentence.get(view.lang),
        on_select=lambda: choose_clicked(key),
        selection_mode="points",
    )
    layout.show_text(say("portfolio.legend"))
    with st.expander(tell("frame.show_as_table", view.lang)):
        layout.show_table(result.table(), "coverage_table", cell_columns(view), caption=result.sentence)
    layout.show_source_line(result)


def choose_clicked(key: str) -> None:
    """Choose the cell that was clicked in the matrix."""
    points = cast("dict[str, Any]", st.session_state[key])["selection"]["points"]
    clicked = [point["customdata"] for point in points if point.get("customdata")]
    if clicked:
        st.session_state[_CHOICE] = ".".join(str(part) for part in clicked[0])


def select_cell(words: dict[str, str], view: View) -> str | None:
    """The key of the cell that is chosen, which also stands in the address; None when none is."""
    if st.session_state.get(_CHOICE) not in words:
        asked = st.query_params.get(_ADDRESS_KEY)
        st.session_state[_CHOICE] = asked if asked in words else None
    chosen = st.selectbox(
        tell("portfolio.choose_cell", view.lang),
        list(words),
        index=None,
        key=_CHOICE,
        format_func=lambda key: words.get(key, key),
        placeholder=tell("portfolio.choose_cell_placeholder", view.lang),
    )
    if chosen is not None:
        st.query_params[_ADDRESS_KEY] = chosen
    elif _ADDRESS_KEY in st.query_params:
        del st.query_params[_ADDRESS_KEY]
    return chosen


def show_cell(result: Coverage, view: View) -> None:
    """The projects of one cell, chosen by a click in the matrix or in the list."""
    names = {area.area_id: area.name for area in result.areas}
    cells = {f"{cell.area_id}.{cell.question_kind}": cell for cell in result.cells}
    layout.show_subtitle(say("portfolio.cell_title"))
    chosen = select_cell({key: cell_name(cell, names).get(view.lang) for key, cell in cells.items()}, view)
    if chosen is None:
        layout.show_text(say("portfolio.choose_cell_help"))
        return
    cell = cells[chosen]
    layout.show_text(result.cell_sentence(cell))
    rows = result.cell_projects(cell.area_id, cell.question_kind)
    if not rows.is_empty():
        layout.show_table(rows, "coverage_cell", project_columns(view), caption=cell_name(cell, names))


def cell_columns(view: View) -> dict[str, Col]:
    """The columns of the table beside the matrix."""
    kinds = {
        f"area_{view.lang}": "text",
        "question_kind": "code:question_kind",
        "state": "code:scope_state",
        "projects": "int",
        "amount_nok": "nok",
        "coming": "int",
        "needs": "int",
        "empty_kind": "code:empty_kind",
        "planned_quarter": "period",
    }
    return {name: Col(say(f"portfolio.col_{name.removesuffix(f'_{view.lang}')}"), kind) for name, kind in kinds.items()}


def project_columns(view: View) -> dict[str, Col]:
    """The columns of the list of a cell's projects."""
    kinds = {
        "project_id": "text",
        f"title_{view.lang}": "text",
        "status": "code:project_status",
        "share_pct": "pct",
        "amount_here_nok": "nok",
        "started_date": "date",
        "completed_date": "date",
    }
    return {name: Col(say(f"portfolio.col_{name.removesuffix(f'_{view.lang}')}"), kind) for name, kind in kinds.items()}


def key_figures(result: Coverage) -> list[KeyFigure]:
    """Coverage, projects that count and their money."""
    pct, money = result.coverage_pct, result.ledger
    note: Text | None = None if pct is None else say("portfolio.key_coverage_note", pct=pct)
    return [
        KeyFigure(say("portfolio.key_coverage"), say("portfolio.key_of", part=result.covered, whole=result.prioritised), note),
        KeyFigure(
            say("portfolio.key_projects"),
            say("portfolio.key_of", part=result.counts.counted, whole=result.counts.registered),
            say("portfolio.key_projects_note"),
        ),
        KeyFigure(
            say("portfolio.key_money"),
            say("portfolio.key_amount", amount=money.in_prioritised_cells_nok),
            say("portfolio.key_money_note", amount=money.total_nok),
        ),
    ]


view = layout.open_page("coverage")
result = cast(Coverage, loaders.report("coverage"))
if result.cells:
    layout.show_sentence(result)
    layout.show_key_figures(key_figures(result))
    show_matrix(result, view)
    show_cell(result, view)
else:
    layout.show_empty(result.sentence)
layout.show_caveats(result)
