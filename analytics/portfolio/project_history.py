"""What has been changed about one project: recorded changes in the store, and dated decisions that changed plan or budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import polars as pl

from analytics.portfolio.project_rows import own
from analytics.portfolio.project_timeline import changes_of
from analytics.quality.row_words import key_words, value_words
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES, Table
from domain.text import LANGS, Text, say

#: Tables whose rows name the project.
TABLES_OF_PROJECT: tuple[str, ...] = tuple(
    name for name, table in TABLES.items() if any(c.name == "project_id" for c in table.columns) and table.layer == "portfolio"
)
#: Tables whose rows belong to rows of those: the table, the column, and the table it refers to.
_BELOW: tuple[tuple[str, str, str], ...] = (
    ("schedule_change", "milestone_id", "milestone"),
    ("schedule_change", "deliverable_id", "deliverable"),
    ("contract_party", "contract_id", "contract"),
    ("finding_use", "finding_id", "finding"),
    ("finding_follow_up", "finding_id", "finding"),
    ("recommendation", "finding_id", "finding"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history.

    Attributes:
        kind: "new" (rows recorded for the first time), "changed" (one column of one row), "removed" (a row taken out).
        at: when it was recorded; None for what lies before the store's own history.
        table: the table of the row.
        record: its key.
        count: how many rows, for "new".
        column: what was changed.
        before, after: in words; None is empty.
        by, reason, document: as given when it was recorded; None when not given, as for a row taken out.
    """

    kind: str
    at: datetime
    table: Text
    record: str
    count: int
    column: Text | None = None
    before: Text | None = None
    after: Text | None = None
    by: str | None = None
    reason: str | None = None
    document: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Every part."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Decided:
    """A dated decision that changed a plan or a budget, as the rows tell it."""

    day: date
    text: Text
    reason: Text | None

    def as_json(self) -> dict[str, Any]:
        """Every part."""
        return {"date": self.day, "text": self.text, "reason": self.reason}


@dataclass(frozen=True)
class History:
    """Recorded changes, newest first, and dated decisions, newest first."""

    changes: tuple[Change, ...]
    decided: tuple[Decided, ...]

    def as_json(self) -> dict[str, Any]:
        """Both lists."""
        return {
            "recorded_changes": [change.as_json() for change in self.changes],
            "decided_changes": [item.as_json() for item in self.decided],
        }


def history(snapshot: Snapshot, project_id: str, items: pl.DataFrame) -> History:
    """What was recorded up to the snapshot's day, and what was decided.

    Rows that were first recorded together in a table are one entry. A row that was corrected as wrong all the time has only
    its corrected version here. Nothing says that a change was right.
    """
    found: list[Change] = []
    ids: dict[str, list[str]] = {}
    for name in TABLES_OF_PROJECT:
        rows = snapshot.history(name, "project_id", [project_id])
        ids[name] = rows.get_column(TABLES[name].key[0]).unique().to_list()
        found += _changes(snapshot, TABLES[name], rows)
    for name, column, parent in _BELOW:
        if ids[parent]:
            found += _changes(snapshot, TABLES[name], snapshot.history(name, column, ids[parent]))
    found.sort(key=lambda change: (change.at, change.kind != "new", change.table.nb, change.record), reverse=True)
    return History(tuple(found), tuple(_decided(snapshot, project_id, items)))


def _changes(snapshot: Snapshot, table: Table, rows: pl.DataFrame) -> Iterator[Change]:
    keys = ["layer", *table.key]
    firsts: dict[tuple[Any, ...], list[str]] = {}
    for _, group in groupby(rows.sort(*keys, "known_from").iter_rows(named=True), key=lambda row: [row[k] for k in keys]):
        before: dict[str, Any] | None = None
        for row in group:
            if before is None:
                batch = tuple(row[name] for name in ("known_from", *_SAID))
                firsts.setdefault(batch, []).append(key_words(table, row))
            else:
                if before["known_to"] != row["known_from"]:
                    yield _removed(table, before)
                yield from _differing(snapshot, table, before, row)
            before = row
        if before is not None and before["known_to"] is not None:
            yield _removed(table, before)
    for (at, *said), records in firsts.items():
        yield Change("new", at, _name(table), ", ".join(records), len(records), None, None, None, *said)


_SAID = ("recorded_by", "recorded_reason", "recorded_document")


def _removed(table: Table, row: dict[str, Any]) -> Change:
    return Change("removed", row["known_to"], _name(table), key_words(table, row), 1)


def _differing(snapshot: Snapshot, table: Table, before: dict[str, Any], row: dict[str, Any]) -> Iterator[Change]:
    said = [row[name] for name in _SAID]
    for column in table.columns:
        if before[column.name] != row[column.name]:
            old, new = (value_words(snapshot, column, version[column.name]) for version in (before, row))
            yield Change(
                "changed", row["known_from"], _name(table), key_words(table, row), 1, Text(column.nb, column.en), old, new, *said
            )


def _name(table: Table) -> Text:
    return Text(table.nb, table.en)


def _decided(snapshot: Snapshot, project_id: str, items: pl.DataFrame) -> list[Decided]:
    moved = [
        Decided(
            row["decided_date"],
            say("project.moved", title=row["title_nb"], before=row["before_date"], after=row["new_planned_date"])
            if row["before_date"] is not None
            else say("project.moved_from_unknown", title=row["title_nb"], after=row["new_planned_date"]),
            _reason(row),
        )
        for row in changes_of(snapshot, items).iter_rows(named=True)
    ]
    return sorted([*moved, *_budgets(snapshot, project_id)], key=lambda item: item.day, reverse=True)


def _budgets(snapshot: Snapshot, project_id: str) -> Iterator[Decided]:
    rows = own(snapshot, "budget_line", project_id).sort("line_no", "year", "version")
    rows = rows.with_columns(before=pl.col("amount_nok").shift().over("line_no", "year"))
    for row in rows.iter_rows(named=True):
        values = {"line": row["line_no"], "year": row["year"], "after": row["amount_nok"], "before": row["before"]}
        key = "project.budget_first" if row["before"] is None else "project.budget_changed"
        yield Decided(row["decided_date"], say(key, **values), _reason(row))


def _reason(row: dict[str, Any]) -> Text | None:
    """The coded reason with the words beside it; None when neither is given."""
    labels = Text(*(CODE_LISTS["variance_reason"].label(row["reason"], lang) for lang in LANGS))
    words = row["reason_nb"]
    if row["reason"] is None:
        return Text(words, words) if words else None
    return say("project.reason", label=labels, words=words) if words else labels
