"""Rows of one project, with the names of what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES
from domain.text import LANGS, Text, say

#: A row as JSON has it.
Row = dict[str, Any]


def own(snapshot: Snapshot, name: str, project_id: str) -> pl.DataFrame:
    """The rows of a table that belong to the project."""
    return snapshot.table(name).filter(pl.col("project_id") == project_id)


def among(snapshot: Snapshot, name: str, column: str, ids: Iterable[Any]) -> pl.DataFrame:
    """The rows of a table in which `column` is one of `ids`."""
    return snapshot.table(name).filter(pl.col(column).is_in([value for value in ids if value is not None]))


def named(frame: pl.DataFrame, snapshot: Snapshot, column: str, prefix: str | None = None) -> pl.DataFrame:
    """The frame with `<prefix>_nb` and `<prefix>_en`: the names of what `column` refers to, else the id itself.

    Args:
        frame: rows with `column`.
        column: refers to another table of the model by that table's single key.
        prefix: default the column without `_id`.
    """
    table = next(t for t in TABLES.values() if t.key == (column,) or (column in _ELSEWHERE and t.name == _ELSEWHERE[column]))
    prefix = prefix or column.removesuffix("_id")
    have = {c.name for c in table.columns}
    nb = "name_nb" if "name_nb" in have else "title_nb"
    en = next((name for name in ("name_en", "title_en") if name in have), nb)
    names = snapshot.table(table.name).select(
        pl.col(table.key[0]).alias(column), pl.col(nb).alias(f"{prefix}_nb"), pl.coalesce(en, nb).alias(f"{prefix}_en")
    )
    joined = frame.join(names, on=column, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"{prefix}_{lang}", column).alias(f"{prefix}_{lang}") for lang in LANGS)


#: Columns that refer to a table whose key has another name.
_ELSEWHERE: dict[str, str] = {
    column.name: str(column.references)
    for table in TABLES.values()
    for column in table.columns
    if column.references and TABLES[str(column.references)].key != (column.name,) and column.name != "source_id"
}


def code(name: str, value: str | None) -> Text:
    """The word for a code in both languages; "not stated" without one."""
    if value is None:
        return say("project.not_stated")
    return Text(*(CODE_LISTS[name].label(value, lang) for lang in LANGS))


def lower(text: Text) -> Text:
    """The text with a small first letter, for use inside a sentence."""
    return Text(*(text.get(lang)[:1].lower() + text.get(lang)[1:] for lang in LANGS))


def both(row: Mapping[str, Any], prefix: str) -> Text:
    """`<prefix>_nb` and `<prefix>_en` of a row; bokmål stands where there is no English."""
    nb = str(row[f"{prefix}_nb"])
    return Text(nb, str(row.get(f"{prefix}_en") or nb))
