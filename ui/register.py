"""The page Prosjekter: filters, search, order, the live count, and the list that opens each project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import streamlit as st

from analytics.portfolio.projects import ProjectRegister
from domain.text import Text, say, tell
from ui import filters, layout, loaders
from ui.layout import Col
from ui.view import View

#: What each filter is called in the address. The first few stand open; the others are below "Flere filtre".
NAMES: dict[str, str] = {
    "status": "status", "priority_area": "omrade", "question": "sporsmal", "instrument": "virkemiddel", "need": "behov",
    "programme_industry": "bransje", "general_priority": "prioritering", "tag": "merke", "route": "rute",
    "organisation": "utforer",
}  # fmt: skip
_OPEN = ("status", "priority_area", "question")
YEAR, SEARCH, SORT, PAGE = "ar", "sok", "sorter", "side"
ALL_NAMES = (*NAMES.values(), YEAR, SEARCH)
#: What the list can be sorted by: the name in the address, the column, and how its two orders are called.
_SORTS: dict[str, tuple[str, str]] = {
    "id": ("project_id", "text"), "tittel": ("title", "text"), "status": ("status", "ladder"),
    "omrade": ("priority_area", "text"), "utforer": ("organisation", "text"), "belop": ("amount_nok", "amount"),
    "betalt": ("paid_nok", "amount"), "start": ("started_date", "date"), "planlagt-slutt": ("planned_end_date", "date"),
    "slutt": ("ended_date", "date"),
}  # fmt: skip
_ANY_YEAR = "alle"
_WIDE = ("need", "tag", "organisation")


def chosen_register(whole: ProjectRegister, view: View) -> ProjectRegister:
    """Draw the filters, and give the register that they leave."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choices = {name: _select(whole, name, view) for name in _OPEN}
        text = filters.search_text(SEARCH, say("projects.filter.text"), say("projects.search_example"), width=382)
        sort = _select_sort(view)
    hidden = [name for name in NAMES if name not in _OPEN]
    used = sum(bool(st.query_params.get_all(name)) for name in (*(NAMES[name] for name in hidden), YEAR))
    title = tell("projects.more_filters_used", view.lang, count=used) if used else tell("projects.more_filters", view.lang)
    with st.expander(title, expanded=bool(used)), st.container(horizontal=True, vertical_alignment="bottom"):
        choices |= {name: _select(whole, name, view) for name in hidden}
        year = _select_year(whole, view)
    filters.clear_button(ALL_NAMES)
    asked: dict[str, Any] = {name: ",".join(values) for name, values in choices.items() if values}
    asked |= {"text": text} if text else {}
    return cast(ProjectRegister, loaders.report("projects", year=year, sort=sort, **asked))


def _select(whole: ProjectRegister, name: str, view: View) -> tuple[str, ...]:
    options = {value: words.get(view.lang) for value, words in whole.filters.options[name].items()}
    width = 520 if name in _WIDE else 250
    return filters.select_many(NAMES[name], say(f"projects.filter.{name}"), options, width=width)


def _select_year(whole: ProjectRegister, view: View) -> int | None:
    years = {_ANY_YEAR: tell("frame.filter_all", view.lang)} | {str(year): str(year) for year in whole.filters.years}
    chosen = filters.select_one(YEAR, say("projects.filter.year"), years, width=160, buttons=False)
    return None if chosen == _ANY_YEAR else int(chosen)


def _select_sort(view: View) -> str:
    """The order as the report calls it."""
    options = {}
    for name, (_, kind) in _SORTS.items():
        label = tell(f"projects.sort.{name.replace('-', '_')}", view.lang)
        options[name] = tell(f"projects.order.{kind}_up", view.lang, column=label)
        options[f"-{name}"] = tell(f"projects.order.{kind}_down", view.lang, column=label)
    chosen = filters.select_one(SORT, say("projects.sort_label"), options, width=382, buttons=False)
    column = _SORTS[chosen.removeprefix("-")][0]
    return ("-" if chosen.startswith("-") else "") + (f"title_{view.lang}" if column == "title" else column)


def show_register(found: ProjectRegister, view: View) -> None:
    """How many projects meet the filters and their sum, and the list with its downloads."""
    layout.show_text(say("projects.live_count", count=found.count_text))
    if not found.count:
        layout.show_empty(say("projects.none_meet"))
        return
    rows = found.rows
    titles = rows.get_column(f"title_{view.lang}").fill_null(rows.get_column("title_nb"))
    with st.container(key="fou_long_first_register"):
        layout.show_records(
            rows.with_columns(titles.alias("title")), "prosjekter", columns(view.lang), found, caption=say("projects.caption"),
            name=PAGE, notes=_notes(found),
        )  # fmt: skip


def columns(lang: str) -> Mapping[str, Col]:
    """The columns of the list."""
    absent = say("projects.not_stated")
    return {
        "title": Col(say("projects.sort.tittel"), to=("project", "project_id"), width=60),
        "project_id": Col(say("projects.sort.id"), "short", width=12),
        "status": Col(say("projects.sort.status"), "code:project_status", width=18),
        f"area_{lang}": Col(say("projects.sort.omrade"), unknown=absent, width=30),
        f"organisation_{lang}": Col(say("projects.sort.utforer"), unknown=absent, width=30),
        "amount_nok": Col(say("projects.sort.belop"), "nok", unknown=say("projects.no_contract"), width=16),
        "paid_nok": Col(say("projects.sort.betalt"), "nok", unknown=say("projects.nothing_paid"), width=16),
        "started_date": Col(say("projects.sort.start"), "date", width=14),
        "planned_end_date": Col(say("projects.sort.planlagt_slutt"), "date", width=14),
        "ended_date": Col(say("projects.sort.slutt"), "date", width=14),
    }


def _notes(found: ProjectRegister) -> list[tuple[Text, Text]]:
    """What the workbook's notes say of the choice."""
    told = found.told_filters or [(say("projects.note_filters"), say("projects.note_no_filters"))]
    return [(say("projects.note_count"), found.count_text), *told]
