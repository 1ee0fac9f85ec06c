"""The generated documents are those that the model gives, and the texts that a newcomer reads are true."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.docs import documents

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", documents())
def test_the_document_is_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == documents()[name], "run: python cli.py docs"


def test_the_data_dictionary_names_every_column_once() -> None:
    from domain.tables import TABLES

    text = documents()["docs/data-dictionary.md"]
    assert text.count("\n| `") == sum(len(table.columns) for table in TABLES.values())
