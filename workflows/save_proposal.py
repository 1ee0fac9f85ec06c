"""A proposed call is kept, as a proposal and nothing more."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.spending.commitments import what_if
from data.imports.findings import FindingList
from data.imports.one_at_a_time import one_load_at_a_time
from data.imports.reading import Reading
from data.imports.rows import ROW, TableRows
from data.schema import polars_schema
from data.snapshot import Snapshot
from data.store import Change, Store
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import say
from workflows.accounting_codes import CodeBook
from workflows.import_portfolio import compared
from workflows.import_report import ImportReport
from workflows.stored_rows import StoredRows, open_reader

_TABLE = "proposal"


def save_proposal(
    store: Store, title: str, amount_nok: Decimal, shares: Mapping[int, Decimal], change: Change, *, made: date | None = None
) -> ImportReport:
    """Keep a proposed call with its kroner by year.

    Args:
        store: where the portfolio is kept.
        title: what is proposed.
        amount_nok: kroner in all.
        shares: what part is paid in each year, as `analytics.spending.commitments.what_if` takes them.
        change: who, why and by which document; the reason stands as the reason of the proposal.
        made: the day it is made; default today.

    Raises:
        UserError: it has no title or no amount, a year has passed, or only the example is stored.
        StoreError: the store could not be read or written, or another load is under way.
    """
    day = made or date.today()
    if not title.strip() or not shares or amount_nok <= 0:
        words = say("load.proposal_empty")
        raise UserError(words.nb, words.en, code="empty_proposal")
    profile = what_if(Snapshot.open(store, day), amount_nok, shares).profile
    with one_load_at_a_time(store.home):
        return compared(store, _reading(store, title.strip(), profile, change, day), change, partial=True, dry_run=False)


def _reading(store: Store, title: str, profile: Mapping[int, Decimal], change: Change, day: date) -> Reading:
    with contextlib.ExitStack() as stack:
        reader = open_reader(store)
        if reader is not None:
            stack.enter_context(reader)
        stored = StoredRows(reader)
        if not stored.example("project").is_empty():
            words = say("accounting.no_portfolio")
            raise UserError(words.nb, words.en, code="no_portfolio")
        kept, programme_id = stored.own(_TABLE), CodeBook(stored).programme_id
    no = f"F{_last_number(kept) + 1}"
    rows = [
        {"proposal_id": f"{no}-{year}", "programme_id": programme_id, "proposal_no": no, "title_nb": title, "year": year,
         "amount_nok": amount, "made_date": day, "made_by": change.by, "text_nb": change.reason}
        for year, amount in profile.items()
    ]  # fmt: skip
    frame = pl.concat([kept, _frame(rows)]).with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(ROW))
    return Reading({_TABLE: TableRows(TABLES[_TABLE], no, frame)}, FindingList(()), (no,), False)


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = dict(polars_schema(TABLES[_TABLE]))
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def _last_number(kept: pl.DataFrame) -> int:
    numbers = [match.group(1) for name in kept.get_column("proposal_no") if (match := re.fullmatch(r"F(\d+)", name))]
    return max(map(int, numbers), default=0)
