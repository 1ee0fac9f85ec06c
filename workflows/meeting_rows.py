"""A few rows at a time into the portfolio: reread under the lock, checked as any import, the rest of the table untouched."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from data.imports.findings import FindingList
from data.imports.one_at_a_time import one_load_at_a_time
from data.imports.reading import Reading
from data.imports.rows import ROW, TableRows
from data.imports.values import MAX_TEXT_CHARACTERS, UnreadableError, text_of
from data.schema import polars_schema
from data.store import Change, Store, StoreReader
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import Text, say
from workflows.import_portfolio import compared
from workflows.import_report import ImportReport
from workflows.stored_rows import StoredRows, open_reader

_NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.DOTALL)
#: So many of the findings that stop a row are told.
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to happen with rows of a table.

    Attributes:
        table: the table.
        put: rows that are added, or that take the place of those with the same key; columns that are not given are empty.
        take: keys of rows that are closed.
    """

    table: str
    put: tuple[Mapping[str, Any], ...] = ()
    take: tuple[str, ...] = ()


class Desk:
    """What stands in the store while rows are being written."""

    def __init__(self, reader: StoreReader | None) -> None:
        self._reader = reader
        self._stored = StoredRows(reader)

    def rows(self, name: str) -> pl.DataFrame:
        """The open rows of a table, the portfolio's before those of other layers."""
        own, beside = self._stored.portfolio(name), self._stored.beside(name)
        return pl.concat([own, beside.join(own, on=list(TABLES[name].key), how="anti")])

    def portfolio(self, name: str) -> pl.DataFrame:
        """The open rows that users and the example have given."""
        return self._stored.portfolio(name)

    def find(self, name: str, record_id: str | None) -> dict[str, Any] | None:
        """The open row with a key; None when there is none."""
        rows = self.rows(name).filter(pl.col(TABLES[name].key[0]) == record_id)
        return rows.row(0, named=True) if len(rows) else None

    def get(self, name: str, record_id: str | None) -> dict[str, Any]:
        """The open row with a key.

        Raises:
            UserError: there is none.
        """
        row = self.find(name, record_id)
        if row is None:
            raise refused("no_row", id=record_id or "–", table=Text(TABLES[name].nb, TABLES[name].en))
        return row

    def next_ids(self, name: str, default: str, count: int = 1) -> list[str]:
        """Ids that no row has or has had: the table's most used prefix, else `default`, with the next numbers."""
        key = TABLES[name].key[0]
        used = self._stored.portfolio(name).get_column(key).to_list()
        every = used if self._reader is None else self._reader.frame(TABLES[name]).get_column(key).to_list()
        numbered = [match for value in used if (match := _NUMBERED.fullmatch(str(value)))]
        prefixes = Counter(match.group(1) for match in numbered)
        prefix = prefixes.most_common(1)[0][0] if prefixes else default
        numbers = [match.group(2) for value in every if (match := _NUMBERED.fullmatch(str(value))) and match.group(1) == prefix]
        width = max((len(number) for number in numbers), default=2)
        last = max(map(int, numbers), default=0)
        return [f"{prefix}{number:0{width}d}" for number in range(last + 1, last + 1 + count)]

    def has_example(self) -> bool:
        """Whether the portfolio is the example."""
        return any(not self._stored.example(name).is_empty() for name in ("meeting", "project"))


def write_rows(
    store: Store, change: Change, edits: Callable[[Desk], Sequence[Edit]], *, retroactive: bool = False
) -> ImportReport:
    """Write some rows.

    Args:
        store: where the portfolio is kept.
        change: who, why and by which document.
        edits: says what to write, from what stands in the store at that moment.
        retroactive: the rows stand as if they had always been so; for choices, not for what has happened.

    Raises:
        UserError: nobody is named, or a row does not meet the rules; nothing is stored.
        StoreError: the store could not be read or written, or another load is under way.
    """
    if not change.by.strip():
        raise refused("no_name")
    with one_load_at_a_time(store.home):
        with contextlib.ExitStack() as stack:
            reader = open_reader(store)
            if reader is not None:
                stack.enter_context(reader)
            desk = Desk(reader)
            tables = {edit.table: _table_rows(desk, edit) for edit in edits(desk)}
        reading = Reading(tables, FindingList(()), (), has_workbook=False)
        report = compared(store, reading, change, partial=True, dry_run=False, keeps_example=True, retroactive=retroactive)
    if report.is_refused:
        hard = [finding.message for finding in report.findings if finding.severity == "hard"][:_TOLD]
        raise refused("rules", findings=[Text(text.nb.rstrip("."), text.en.rstrip(".")) for text in hard])
    return report


def _table_rows(desk: Desk, edit: Edit) -> TableRows:
    table = TABLES[edit.table]
    schema = dict(polars_schema(table))
    key = table.key[0]
    put = pl.DataFrame([{name: row.get(name) for name in schema} for row in edit.put], schema=schema)
    leaving = [*edit.take, *put.get_column(key).to_list()]
    kept = desk.portfolio(edit.table).filter(~pl.col(key).is_in(leaving))
    frame = pl.concat([kept, put]).with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(ROW))
    return TableRows(table, table.nb, frame)


def clean_text(text: str, what: Text, *, required: bool = True) -> str | None:
    """What was typed, as it is stored; None for nothing.

    Raises:
        UserError: it is empty though it must not be, too long, or holds characters that cannot be shown.
    """
    stripped = unicodedata.normalize("NFC", text).strip()
    if not stripped:
        if required:
            raise refused("empty", what=what)
        return None
    try:
        return text_of(stripped)
    except UnreadableError as error:
        raise refused(
            "too_long" if error.rule_id == "text_too_long" else "unreadable", what=what, limit=MAX_TEXT_CHARACTERS,
            length=len(stripped),
        ) from error  # fmt: skip


def check_day(day: date, what: Text, *, first: date | None = None, last: date | None = None) -> date:
    """The day, when it is not before `first` or after `last`.

    Raises:
        UserError: it is.
    """
    if first is not None and day < first:
        raise refused("too_early", what=what, day=day, first=first)
    if last is not None and day > last:
        raise refused("too_late", what=what, day=day, last=last)
    return day


def refused(key: str, **values: Any) -> UserError:
    """Why something was not stored, in both languages."""
    words = say(f"meeting_log.refused.{key}", **values)
    return UserError(words.nb, words.en, code=key)
