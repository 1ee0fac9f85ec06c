"""The template workbook, with the keys that the store knows and, if asked, the example portfolio."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from data.store import Store
from domain.errors import UserError
from domain.tables import PORTFOLIO_TABLES
from reports.exports.template import key_words, write_template
from workflows.bootstrap import load_example, load_reference
from workflows.stored_rows import StoredRows, open_reader


def make_template(store: Store, target: Path | io.BytesIO, with_example: bool = False, lang: str = "nb") -> None:
    """Write the workbook that an import reads.

    Keys that can be referred to are those of stored rows; example rows are left out, as they give way at the first
    import of own data.

    Args:
        store: whose keys can be chosen.
        target: where to write it.
        with_example: fill it with the embedded example portfolio, whatever the store holds.
        lang: "nb" or "en".

    Raises:
        UserError: the file cannot be written.
        StoreError: the store cannot be read.
    """
    example = load_example(load_reference()).frames if with_example else None
    _write(target, _keys(store), example, lang)


def _keys(store: Store) -> dict[str, list[tuple[str, str]]]:
    """The keys of stored rows that are not example data, with a word for each."""
    with contextlib.ExitStack() as stack:
        reader = open_reader(store)
        if reader is not None:
            stack.enter_context(reader)
        stored = StoredRows(reader)
        return {t.name: key_words(t, pl.concat([stored.own(t.name), stored.beside(t.name)])) for t in PORTFOLIO_TABLES}


def _write(
    target: Path | io.BytesIO, keys: Mapping[str, list[tuple[str, str]]], rows: Mapping[str, pl.DataFrame] | None, lang: str
) -> None:
    try:
        if isinstance(target, Path):
            target.parent.mkdir(parents=True, exist_ok=True)
        write_template(target, references=keys, example=rows, lang=lang)
    except OSError as error:
        raise UserError(
            f"Kan ikke skrive {target}: {error}. Er filen åpen i et annet program?",
            f"Cannot write {target}: {error}. Is the file open in another program?",
            code="cannot_write",
        ) from error
