"""The filters, the count and the list of the register of projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import streamlit as st

from analytics.portfolio.projects import ProjectRegister
from analytics.portfolio.register_filters import UNKNOWN, allowed_values, joined_values
from analytics.portfolio.register_words import option_words, readable, value_names
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text, say, tell
from ui import filters, layout, loaders
from ui.effect_question import answer_if_asked
from ui.layout import Col
from ui.view import View

#: What each filter is called in the address; the first stand open, the rest are folded.
OPEN_NAMES: Mapping[str, str] = {"status": "status", "omrade": "priority_area", "sporsmal": "question"}
FOLDED_NAMES: Mapping[str, str] = {
    "virkemiddel": "instrument", "bransje": "programme_industry", "rute": "route", "behov": "need",
    "prioritering": "general_priority", "merke": "tag", "utforer": "organisation",
}  # fmt: skip
SEARCH, SORT = "sok", "sorter"
#: Widths in pixels: of a filter, and of one with long words.
_WIDTH, _WIDE = 250, 376
_LONG = ("need", "general_priority", "tag", "organisation")
_SORTS: Mapping[str, tuple[str, str]] = {
    "id": ("sort_id", "id"),
    "tittel": ("sort_title", "title"),
    "status": ("sort_status", "status"),
    "-kontraktssum": ("sort_amount", "-amount_nok"),
    "kontraktssum": ("sort_amount_up", "amount_nok"),
    "-betalt": ("sort_paid", "-paid_on_contracts_nok"),
    "start": ("sort_start", "start_date"),
    "-start": ("sort_start_down", "-start_date"),
    "slutt": ("sort_end", "end_date"),
    "-niva": ("sort_level", "-level_now"),
    "utforer": ("sort_lead", "lead"),
}
_DASH = say("projects.nothing")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader has chosen: the values of each filter in use, the words of the search, and the order."""

    values: Mapping[str, tuple[str, ...]]
    search: str
    sort: str


def show_hidden(result: ProjectRegister) -> None:
    """Which tables the reader may not see, when there are any."""
    if result.index.hidden:
        names = [Text(TABLES[name].nb, TABLES[name].en) for name in result.index.hidden]
        layout.show_notice(say("projects.hidden", names=names), "warning")


def select_projects(whole: ProjectRegister, view: View) -> Chosen:
    """Draw the filters and give what is chosen."""
    snapshot = loaders.snapshot()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="register_search"):
        search = filters.search_text(SEARCH, say("projects.search"), say("projects.search_placeholder"), width=_WIDE)
        sorts = {name: tell(f"projects.{key}", view.lang) for name, (key, _) in _SORTS.items()}
        sort = filters.select_one(SORT, say("projects.sort"), sorts, width=_WIDTH, buttons=False)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="register_filters"):
        values = {kind: _select(name, kind, whole, snapshot, view) for name, kind in OPEN_NAMES.items()}
    answer_if_asked(search)
    is_used = any(st.query_params.get_all(name) for name in FOLDED_NAMES)
    with (
        st.expander(tell("projects.more_filters", view.lang), expanded=is_used),
        st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="register_more"),
    ):
        values |= {kind: _select(name, kind, whole, snapshot, view) for name, kind in FOLDED_NAMES.items()}
    filters.clear_button([SEARCH, *OPEN_NAMES, *FOLDED_NAMES])
    return Chosen({kind: chosen for kind, chosen in values.items() if chosen}, search, sort)


def _select(name: str, kind: str, whole: ProjectRegister, snapshot: Snapshot, view: View) -> tuple[str, ...]:
    allowed = allowed_values(snapshot, whole.index, kind)
    asked = tuple(value for value in dict.fromkeys(st.query_params.get_all(name)) if value in allowed)
    options = loaders.figure(
        "register_options", (kind, asked), lambda lang: option_words(snapshot, whole.index, kind, lang, asked), whole, view.lang
    )
    return filters.select_many(name, say(f"projects.filter_{kind}"), options, width=_WIDE if kind in _LONG else _WIDTH)


def report_of(chosen: Chosen) -> ProjectRegister:
    """The register with what is chosen."""
    values: dict[str, Any] = {kind: joined_values(values) for kind, values in chosen.values.items()}
    sort = None if chosen.sort == next(iter(_SORTS)) else _SORTS[chosen.sort][1]
    return cast(ProjectRegister, loaders.report("projects", **values, text=chosen.search or None, sort=sort))


def show_projects(result: ProjectRegister, chosen: Chosen, view: View) -> None:
    """The count and the list, or why there is none."""
    if not result.total_count:
        layout.show_empty(say("projects.empty_register", date=result.basis.as_of))
        return
    layout.show_text(result.count_line)
    told = _chosen_words(chosen, view.lang)
    if not result.count:
        _show_nothing(result, told)
        return
    rows = readable(result.rows, loaders.snapshot(), view.lang)
    layout.show_records(
        rows, "projects", _columns(), result, caption=say("projects.caption"), notes=_notes(result, chosen, list(told.values()))
    )


def _show_nothing(result: ProjectRegister, told: Mapping[str, str]) -> None:
    """That nothing matches, and how many would if one choice were taken away."""
    layout.show_empty(say("projects.empty_filters"))
    without = result.count_without
    points = [_without(told[name], count) for name, count in without.items() if name in told]
    layout.show_points(points, say("projects.empty_widen"))


def _without(words: str, count: int) -> Text:
    key = "one" if count == 1 else "many" if count else "none"
    return say(f"projects.without_{key}", words=words, count=count)


def _columns() -> dict[str, Col]:
    return {
        "title": Col(say("projects.col_title"), to=("project", "project_id"), width=60),
        "project_id": Col(say("projects.col_id"), "short", width=10),
        "status": Col(say("projects.col_status"), "code:project_status"),
        "areas": Col(say("projects.col_areas"), unknown=say("projects.not_given")),
        "questions": Col(say("projects.col_questions"), unknown=say("projects.not_given")),
        "amount_nok": Col(say("projects.col_amount"), "nok"),
        "paid_on_contracts_nok": Col(say("projects.col_paid"), "nok"),
        "lead": Col(say("projects.col_lead"), unknown=say("projects.not_given"), width=40),
        "start_date": Col(say("projects.col_start"), "date", _DASH),
        "end_date": Col(say("projects.col_end"), "date", _DASH),
        "dates": Col(say("projects.col_dates"), unknown=_DASH),
        "level": Col(say("projects.col_level"), unknown=_DASH),
        "suppliers": Col(say("projects.col_suppliers"), unknown=_DASH, width=40),
    }


def _chosen_words(chosen: Chosen, lang: str) -> dict[str, str]:
    """What is chosen, in words, by the name of the choice."""
    told = {"text": tell("projects.note_search", lang, words=chosen.search)} if chosen.search else {}
    for kind, values in chosen.values.items():
        names = value_names(loaders.snapshot(), kind, [value for value in values if value != UNKNOWN], lang)
        words = [*names.values(), *([tell("projects.not_given", lang)] if UNKNOWN in values else [])]
        told[kind] = tell("projects.note_filter", lang, name=tell(f"projects.filter_{kind}", lang), values=", ".join(words))
    return told


def _notes(result: ProjectRegister, chosen: Chosen, told: list[str]) -> list[tuple[Text, Text]]:
    """What the workbook tells of the choice."""
    lines = [Text(words, words) for words in told] or [say("projects.note_none")]
    order = say(f"projects.{_SORTS[chosen.sort][0]}")
    return [
        (say("projects.note_count"), result.count_line),
        *((say("projects.note_filters"), line) for line in lines),
        (say("projects.note_sort"), order),
    ]
