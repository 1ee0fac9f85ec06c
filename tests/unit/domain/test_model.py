"""The model holds together: names, keys, references, codes and dates."""

from __future__ import annotations

import pytest

from domain.codes import CODE_LISTS
from domain.tables import PORTFOLIO_TABLES, TABLES, Table
from domain.terms import TERMS

ALL = list(TABLES.values())


@pytest.mark.parametrize("table", ALL, ids=lambda t: t.name)
def test_columns_keys_references_and_codes_exist(table: Table) -> None:
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    assert all(column.references in TABLES for column in table.columns if column.type == "ref")
    assert all(column.codes in CODE_LISTS for column in table.columns if column.type == "code")
    assert all(table.column(column.revealed_by).is_fact_date for column in table.columns if column.revealed_by)
    assert all(table.column(name).type == "date" for name in table.visible_from)


@pytest.mark.parametrize("table", ALL, ids=lambda t: t.name)
def test_every_table_and_column_has_names_in_both_languages_and_a_definition(table: Table) -> None:
    assert table.nb and table.en and table.definition_nb.endswith(".") and table.definition_en.endswith(".")
    for column in table.columns:
        assert column.nb and column.en and column.definition.endswith("."), column.name
    assert len({column.nb for column in table.columns}) == len(table.columns), "two columns with the same heading"


def test_sheet_names_fit_in_a_workbook_and_differ() -> None:
    assert all(len(table.nb) <= 31 and not set(table.nb) & set("[]:*?/\\") for table in PORTFOLIO_TABLES)
    assert len({table.nb.casefold() for table in ALL}) == len(ALL)


def test_amounts_have_a_unit_and_dates_say_so_in_their_names() -> None:
    for table in ALL:
        for column in table.columns:
            if column.type == "nok":
                assert column.unit == "kroner" and column.name.endswith("_nok"), (table.name, column.name)
            if column.type == "date":
                assert column.name.endswith("_date") or column.name in ("valid_from", "valid_to"), (table.name, column.name)


@pytest.mark.parametrize("code_list", CODE_LISTS.values(), ids=lambda c: c.name)
def test_codes_are_unique_and_have_words_in_both_languages(code_list: object) -> None:
    codes = code_list.codes  # type: ignore[attr-defined]
    assert (
        len({c.value for c in codes})
        == len({c.nb.casefold() for c in codes})
        == len({c.en.casefold() for c in codes})
        == len(codes)
    )


def test_terms_are_unique_and_complete() -> None:
    assert len({term.id for term in TERMS}) == len({term.nb for term in TERMS}) == len(TERMS)
    assert all(term.en and term.definition_nb and term.definition_en and term.source for term in TERMS)
