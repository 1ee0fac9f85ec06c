"""The parts of the page that looks up one row: what to choose from, its fields, and what refers to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from analytics.quality.record import Field, Record
from domain.tables import TABLES
from domain.text import Text, say, tell
from ui import filters, layout
from ui.layout import Col
from ui.lookup import ID, OWN_PAGES, TABLE, address
from ui.view import View

#: So many rows can be chosen in a list; of more than these one is looked up through a page that lists them.
_ROWS_IN_LIST = 2000


def asked(name: str) -> str | None:
    """What the address asks for; None without it."""
    return st.query_params.get(name) or None


def show_choice(found: Record, view: View) -> None:
    """The table and the row to look up."""
    counts = found.counts.filter((pl.col("rows") > 0) | (pl.col("table") == (found.of.name if found.of else "")))
    tables = {
        row["table"]: tell("record.table_option", view.lang, name=row[view.lang], count=row["rows"])
        for row in counts.sort(view.lang).iter_rows(named=True)
    }
    with st.container(horizontal=True, gap="medium"):
        table = filters.select_optional(TABLE, say("record.table"), tables, width=320)
        record_id = None
        if table is not None and found.of is not None and table == found.of.name:
            record_id = filters.select_optional(ID, say("record.row"), _row_options(found, view.lang), width=440)
    if table != (found.of.name if found.of else None):
        filters.set_choice(ID, None)
        st.query_params.pop(ID, None)
        st.rerun()
    if found.of is not None and record_id != found.record_id:
        st.rerun()


def _row_options(found: Record, lang: str) -> dict[str, str]:
    listed = found.rows.head(_ROWS_IN_LIST)
    told = {
        row["record_id"]: tell("record.row_option", lang, id=row["record_id"], name=row[f"name_{lang}"] or "").strip()
        for row in listed.iter_rows(named=True)
    }
    own = {} if found.record_id is None else {found.record_id: found.record_id}
    return own | told


def show_record(found: Record, view: View) -> None:
    """The fields in words, and the rows that refer to the row; why there is none when there is none."""
    if not found.fields or found.of is None:
        layout.show_empty(found.sentence)
        return
    layout.show_subtitle(found.name or Text(str(found.record_id), str(found.record_id)))
    layout.show_sentence(found)
    own = OWN_PAGES.get(found.of.name)
    if own is not None:
        layout.page_link(own[0], say("record.to_own_page"), {own[1]: str(found.record_id)})
    layout.show_table(
        _field_rows(found, view.lang), "record_fields",
        {"field": Col(say("record.col_field")), "value": Col(say("record.col_value"), link=_field_address)},
        caption=say("record.fields_caption"),
    )  # fmt: skip
    if found.referring:
        layout.show_subtitle(say("record.referring_heading"))
        layout.show_records(
            _referring_rows(found, view.lang), "record_referring",
            {
                "record": Col(say("record.col_record"), link=lambda row: address(row["table_id"], row["record_id"]), width=60),
                "table": Col(say("record.col_table")), "column": Col(say("record.col_by")),
            },
            found, caption=say("record.referring_caption"),
        )  # fmt: skip
    layout.show_source_note(say("record.definition", text=Text(found.of.definition_nb, found.of.definition_en)))


def _field_rows(found: Record, lang: str) -> pl.DataFrame:
    told = [
        (
            field.column.nb if lang == "nb" else field.column.en, _value(field, lang), field.column.references,
            None if field.value is None else str(field.value),
        )
        for field in found.fields
    ]  # fmt: skip
    return pl.DataFrame(told, schema=dict.fromkeys(("field", "value", "to_table", "to_id"), pl.String()), orient="row")


def _value(field: Field, lang: str) -> str:
    if field.words is None:
        return tell("record.hidden" if field.is_hidden else "record.not_stated", lang)
    words = field.words.get(lang)
    if field.column.unit is None or field.column.type == "nok":
        return words
    return tell("record.with_unit", lang, value=words, unit=tell(f"admin.unit_{field.column.unit}", lang))


def _field_address(row: Mapping[str, Any]) -> str | None:
    table = TABLES.get(str(row["to_table"]))
    return None if table is None or row["to_id"] is None or table.is_large else address(table.name, row["to_id"])


def _referring_rows(found: Record, lang: str) -> pl.DataFrame:
    told = [
        (
            one.table.name, one.record_id, f"{one.record_id} {one.name.get(lang)}" if one.name else one.record_id,
            one.table.nb if lang == "nb" else one.table.en, one.column.nb if lang == "nb" else one.column.en,
        )
        for one in found.referring
    ]  # fmt: skip
    return pl.DataFrame(
        told, schema=dict.fromkeys(("table_id", "record_id", "record", "table", "column"), pl.String()), orient="row"
    )
