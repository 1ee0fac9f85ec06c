"""The data dictionary: every table and column of the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES, Column, Table
from domain.text import Text, say


@dataclass(frozen=True)
class DataDictionary:
    """Every table and column with names, types, keys, references, codes, units, definitions and access."""

    basis: Basis
    tables: tuple[Table, ...]

    @property
    def sentence(self) -> Text:
        return say("quality.dictionary_sentence", tables=len(self.tables), columns=sum(len(t.columns) for t in self.tables))

    def as_json(self) -> dict[str, Any]:
        return {
            "tables": [_table_json(table) for table in self.tables],
            "code_lists": {
                name: [{"value": c.value, "nb": c.nb, "en": c.en} for c in code_list.codes]
                for name, code_list in CODE_LISTS.items()
            },
        }

    def table(self) -> pl.DataFrame:
        return pl.DataFrame(
            [{"table": t.name, "table_nb": t.nb, "table_en": t.en} | _column_json(t, c) for t in self.tables for c in t.columns],
            infer_schema_length=None,
        )


def data_dictionary(snapshot: Snapshot) -> DataDictionary:
    """The dictionary of the model; the same for every date."""
    return DataDictionary(basis(snapshot), tuple(TABLES.values()))


def _table_json(table: Table) -> dict[str, Any]:
    return {
        "table": table.name,
        "nb": table.nb,
        "en": table.en,
        "definition_nb": table.definition_nb,
        "definition_en": table.definition_en,
        "key": list(table.key),
        "layer": table.layer,
        "access": table.access,
        "columns": [_column_json(table, column) for column in table.columns],
    }


def _column_json(table: Table, column: Column) -> dict[str, Any]:
    return {
        "column": column.name,
        "type": column.type,
        "nb": column.nb,
        "en": column.en,
        "definition_nb": column.definition,
        "unit": column.unit,
        "required": column.required,
        "key": column.name in table.key,
        "references": column.references,
        "codes": column.codes,
        "access": column.access or table.access,
    }
