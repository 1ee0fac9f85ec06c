"""Which project the page is about: the id in the address, or one chosen here."""

from __future__ import annotations

import streamlit as st

from analytics.portfolio.project_record import ProjectRecord
from domain.text import say
from ui import filters, layout
from ui.view import current

ID = "id"


def asked_id() -> str | None:
    """The id in the address; None without one."""
    return st.query_params.get(ID) or None


def show_picker(found: ProjectRecord) -> None:
    """Why no project is shown, and a list to choose from; the choice opens the project."""
    layout.show_empty(found.sentence)
    if found.projects.is_empty():
        if found.project_id is None:
            layout.show_text(say("project.none", date=found.basis.as_of))
        return
    lang = current().lang
    asked = found.project_id
    options = {} if asked is None else {asked: say("project.choose_missing", id=asked).get(lang)}
    for row in found.projects.iter_rows(named=True):
        options[row["project_id"]] = say("project.choose_one", id=row["project_id"], title=row[f"title_{lang}"]).get(lang)
    chosen = filters.select_optional(ID, say("project.choose_label"), options, width=640)
    if chosen is not None and chosen != asked:
        st.rerun()
