"""The glossary and the data dictionary, searched by the words a user types."""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

from domain.codes import CODE_LISTS
from domain.tables import TABLES, Column, Table
from domain.terms import TERMS, Term
from domain.text import tell


@lru_cache(maxsize=64)
def matching_terms(query: str, lang: str) -> list[tuple[str, str, str]]:
    """Terms in which every word of the query stands: (term, the other language's term and identifier, definition).

    Parts of words are found in `lang`, beginnings of words in the other language. Sorted by the term in `lang`. An empty query
    gives all.
    """
    found = [term for term in TERMS if _fits(query, *_in_order(term.nb, term.en, lang), _definition(term, lang), term.id)]
    rows = [_term_row(term, lang) for term in found]
    return sorted(rows, key=lambda row: row[0].casefold())


@lru_cache(maxsize=64)
def matching_columns(query: str, lang: str) -> pl.DataFrame:
    """Columns of the model in which every word of the query stands, one row each. Definitions are in bokmål only."""
    rows = [
        _column_row(table, column, lang)
        for table in TABLES.values()
        for column in table.columns
        if _fits(
            query,
            *_in_order(f"{table.nb} {column.nb}", f"{table.en} {column.en}", lang),
            column.definition if lang == "nb" else "",
            f"{table.name} {column.name}",
        )
    ]
    schema = ["table", "column", "id", "type", "unit", "values"] + (["definition"] if lang == "nb" else [])
    return pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String()))


def _in_order(nb: str, en: str, lang: str) -> tuple[str, str]:
    return (en, nb) if lang == "en" else (nb, en)


def _fits(query: str, shown: str, other: str, definition: str, identifier: str) -> bool:
    """Whether every word of the query stands in what is shown, or begins a word of the other language or the identifier."""
    here, there = f"{shown} {definition}".casefold(), f"{other} {identifier}".casefold()
    return all(word in here or re.search(rf"(?<![^\W_]){re.escape(word)}", there) for word in query.casefold().split())


def _definition(term: Term, lang: str) -> str:
    return term.definition_en if lang == "en" else term.definition_nb


def _term_row(term: Term, lang: str) -> tuple[str, str, str]:
    word, other = (term.en, term.nb) if lang == "en" else (term.nb, term.en)
    return word, f"{other} · {term.id}", _definition(term, lang)


def _column_row(table: Table, column: Column, lang: str) -> dict[str, str]:
    row = {
        "table": table.en if lang == "en" else table.nb,
        "column": column.en if lang == "en" else column.nb,
        "id": f"{table.name}.{column.name}",
        "type": tell(f"admin.about.type_{column.type}", lang),
        "unit": tell(f"admin.about.unit_{column.unit}", lang) if column.unit else "",
        "values": _values(column, lang),
    }
    return row | ({"definition": column.definition} if lang == "nb" else {})


def _values(column: Column, lang: str) -> str:
    if column.codes:
        return ", ".join(code.en if lang == "en" else code.nb for code in CODE_LISTS[column.codes].codes)
    if column.references:
        target = TABLES[column.references]
        return tell("admin.about.refers_to", lang, table=target.en if lang == "en" else target.nb)
    return ""
