"""The searchable glossary and data dictionary on the page about the programme."""

from __future__ import annotations

import polars as pl
import streamlit as st

from domain.text import say, tell
from ui import dictionary, html, layout
from ui.effect_question import answer_if_asked


def show_glossary_and_dictionary(lang: str) -> None:
    """A search field, the terms that fit, and the tables' columns that fit."""
    query = st.text_input(
        tell("admin.about.search", lang), key="about_search", placeholder=tell("admin.about.search_example", lang), max_chars=100
    )
    answer_if_asked(query or "")
    terms = dictionary.matching_terms(query or "", lang)
    if terms:
        with st.expander(tell("admin.about.terms_found", lang, count=len(terms)), expanded=bool(query)):
            html.show_terms(terms)
    else:
        layout.show_empty(say("admin.about.no_terms", query=query))
    columns = dictionary.matching_columns(query or "", lang)
    title = tell("admin.about.columns_found", lang, count=len(columns))
    opened = st.expander(title, key="about_columns", on_change="rerun")
    if opened.open:
        with opened:
            _show_columns(columns, lang)


def _show_columns(columns: pl.DataFrame, lang: str) -> None:
    names = ("table", "column", "id", "type", "unit", "values", "definition")
    shown = {name: layout.Col(say(f"admin.about.column_{name}")) for name in names if name in columns.columns}
    layout.show_table(columns, key="datakatalog", columns=shown, caption=say("admin.about.dictionary_caption"))
    if lang == "en":
        layout.show_text(say("admin.about.definitions_in_norwegian"))
