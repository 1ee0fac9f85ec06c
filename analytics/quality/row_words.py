"""The values of a row in words: code labels, dates, kroner with unit, and the name of what is referred to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.numbers import date_text, decimal_text, nok_text, period_text
from domain.tables import TABLES, Column, Table
from domain.text import LANGS, Text, tell

#: Columns that name a row to a reader; the first that a table has.
_NAMES = ("name_nb", "title_nb", "title")


def key_words(table: Table, row: Mapping[str, Any]) -> str:
    """The key of a row; of several columns, with a stroke between them."""
    return " / ".join(str(row[name]) for name in table.key)


def name_column(table: Table) -> str | None:
    """The column that names a row to a reader; None when the table has none."""
    return next((name for name in _NAMES if name in table.by_name), None)


def value_words(snapshot: Snapshot, column: Column, value: Any) -> Text | None:
    """A value in words: code labels, dates, kroner, and the name of what is referred to; None when empty."""
    if value is None:
        return None
    if column.type == "ref":
        return _referred(snapshot, column, str(value))
    return Text(*(_written(column, value, lang) for lang in LANGS))


def name_words(table: Table, row: Mapping[str, Any]) -> Text | None:
    """What a row is called; None when its table has no name column or it is empty."""
    column = name_column(table)
    known = row[column] if column else None
    if not known:
        return None
    english = str(column).removesuffix("_nb") + "_en"
    return Text(str(known), str(row.get(english) or known))


def _referred(snapshot: Snapshot, column: Column, value: str) -> Text:
    parent = TABLES[str(column.references)]
    key = parent.key[0]
    rows = (
        snapshot.rows(parent.name, key, [value]) if parent.is_large else snapshot.table(parent.name).filter(pl.col(key) == value)
    )
    name = name_words(parent, rows.row(0, named=True)) if len(rows) else None
    return Text(f"{name.nb} ({value})", f"{name.en} ({value})") if name else Text(value, value)


def _written(column: Column, value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return tell("frame.yes" if value else "frame.no", lang)
    if isinstance(value, date):
        return date_text(value, lang)
    if column.type == "nok":
        return nok_text(Decimal(value), lang)
    if column.type in ("number", "pct"):
        return decimal_text(value, 0 if value == int(value) else 2, lang)
    if column.codes:
        return CODE_LISTS[column.codes].label(str(value), lang)
    return period_text(str(value), lang) if column.type in ("quarter", "period") else str(value)
