"""What the address says of the page Dekning: rows, level, counting, the day to compare with, and the chosen cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import streamlit as st

from analytics.portfolio.coverage import Coverage
from analytics.portfolio.matrix import COUNTINGS, Matrix
from analytics.portfolio.matrix_places import LEVELS
from analytics.portfolio.matrix_rows import AREA
from domain.codes import label
from domain.text import say, tell
from ui import filters, loaders, trail
from ui.since import SINCE_NAME, select_since
from ui.view import View

#: The kinds of rows by their name in the address; the first is shown until another is chosen.
ROWS: dict[str, str] = {
    "omrade": AREA,
    "virkemiddel": "instrument",
    "behov": "need",
    "bransje": "industry",
    "prioritering": "general_priority",
}
_LEVELS = {"oversikt": "overview", "detalj": "detail"}
_COUNTINGS = {"hel": "whole", "delt": "split"}
#: The names in the address.
ROWS_NAME, LEVEL_NAME, COUNTING_NAME, CELL_NAME = "rader", "niva", "telling", "felt"
_UNKNOWN = "ukjent"
#: What a cell's name in the address is made of.
KEY_COLUMNS = ("row_id", "area_id", "question_kind", "column_standing")
_SEEN = "_coverage_seen"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader has chosen; `since` is None when nothing is compared."""

    rows: str
    level: str
    counting: str
    since: date | None


def report_of(choice: Choice) -> Coverage:
    """The report of what is chosen; the plain one where nothing is, so that it is worked out once."""
    is_area = choice.rows == AREA
    found = loaders.report(
        "coverage", from_date=choice.since, rows=None if is_area else choice.rows, level=None if is_area else choice.level,
        counting=None if choice.counting == COUNTINGS[0] else choice.counting,
    )  # fmt: skip
    return cast(Coverage, found)


def select_view(view: View) -> Choice:
    """Draw the switches and give what is chosen."""
    lang = view.lang
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="coverage_switches"):
        words = {name: _rows_word(kind, lang) for name, kind in ROWS.items()}
        rows = ROWS[filters.select_one(ROWS_NAME, say("coverage.rows"), words, width=240, buttons=False)]
        level = "detail"
        if rows != AREA:
            levels = {name: tell(f"coverage.level_{kind}", lang) for name, kind in _LEVELS.items()}
            level = _LEVELS[filters.select_one(LEVEL_NAME, say("coverage.level"), levels)]
        countings = {name: tell(f"coverage.counting_{kind}", lang) for name, kind in _COUNTINGS.items()}
        counting = _COUNTINGS[filters.select_one(COUNTING_NAME, say("coverage.counting"), countings)]
        since = select_since(view, "coverage")
    return Choice(rows, level, counting, since)


def _rows_word(kind: str, lang: str) -> str:
    return tell("coverage.rows_area", lang) if kind == AREA else label("coverage_row", kind, lang)


def cell_key(kind: str, cell: Mapping[str, Any]) -> str:
    """What a cell is called in the address: area.question with areas as rows, else row.area.question.

    What is not stated is empty; a kind of question that is not stated, of a known area, is "ukjent", as an empty one means
    all of them. A dot in an id of the longer form is written %2E, so that the parts can be told apart.

    Args:
        cell: a row of `Matrix.cells`.
    """
    is_unknown = cell["column_standing"] == "rest" and cell["area_id"] is not None
    area, question = cell["area_id"] or "", _UNKNOWN if is_unknown else cell["question_kind"] or ""
    if kind == AREA:
        return f"{area}.{question}"
    return ".".join([_part(cell["row_id"] or ""), _part(area), question])


def _part(text: str) -> str:
    return text.replace("%", "%25").replace(".", "%2E")


def cell_keys(matrix: Matrix) -> dict[str, tuple[int, int]]:
    """Every cell of the matrix by its key, with its row and column."""
    rows = matrix.cells.select("row", "column", *KEY_COLUMNS).iter_rows(named=True)
    return {cell_key(matrix.kind, row): (row["row"], row["column"]) for row in rows}


def keep_cell(keys: Mapping[str, Any], choice: Choice) -> None:
    """After a change of rows or level the chosen cell is the one that holds it at the new level, else none."""
    seen, now = st.session_state.get(_SEEN), (choice.rows, choice.level)
    st.session_state[_SEEN] = now
    asked = st.query_params.get(CELL_NAME)
    if asked is None or asked in keys:
        return
    wider = f"{asked.rpartition('.')[0]}."
    if wider in keys:
        choose(wider)
        st.query_params[CELL_NAME] = wider
    elif seen is not None and seen != now:
        choose(None)
        del st.query_params[CELL_NAME]
        trail.note_address()


def choose(key: str | None) -> None:
    """Choose a cell, such as from a click in the figure."""
    filters.set_choice(CELL_NAME, key)


def address_of(choice: Choice, key: str | None = None) -> dict[str, str]:
    """The page's own part of the address for a choice and a cell; what is shown anyway is left out."""
    names = {kind: name for name, kind in ROWS.items()}
    level = {kind: name for name, kind in _LEVELS.items()}[choice.level]
    parts = {
        ROWS_NAME: "" if choice.rows == AREA else names[choice.rows],
        LEVEL_NAME: "" if choice.rows == AREA or choice.level == LEVELS[0] else level,
        COUNTING_NAME: "delt" if choice.counting == "split" else "",
        SINCE_NAME: st.query_params.get(SINCE_NAME, ""),
        CELL_NAME: key or "",
    }
    return {name: value for name, value in parts.items() if value}
