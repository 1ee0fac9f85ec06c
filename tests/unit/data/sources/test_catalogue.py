"""The registry of sources and the embedded files agree."""

from __future__ import annotations

from collections import Counter

from data.imports.embedded import REFERENCE_DIR
from data.sources.catalogue import SOURCES
from domain.tables import TABLES


def test_every_embedded_file_belongs_to_exactly_one_source() -> None:
    registered = Counter(table for source in SOURCES for table in source.tables)
    assert set(registered.values()) == {1}
    assert set(registered) == {path.stem for path in REFERENCE_DIR.glob("*.csv")}


def test_every_source_says_who_on_what_terms_and_in_which_unit() -> None:
    assert len({source.id for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        assert source.publishers and source.nb and source.en and source.licence
        holds_amounts = any(column.type == "nok" for name in source.tables for column in TABLES[name].columns)
        assert source.unit or not holds_amounts or source.id in ("evaluations", "settings"), source.id
