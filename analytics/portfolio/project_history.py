"""What has changed about a project: dated facts of the programme, and what was recorded, by whom, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from data.snapshot import Snapshot
from domain.codes import label
from domain.numbers import date_text, nok_text
from domain.tables import TABLES, Column, Table
from domain.text import LANGS, Text, tell

#: Tables whose rows belong to a project by a column of their own.
_OWN = (
    "project", "project_area", "project_question", "project_need", "project_instrument", "project_tag", "project_priority",
    "project_industry", "involvement", "site", "milestone", "deliverable", "dissemination", "contract", "budget_line",
    "commitment", "payment", "evaluation", "study", "evidence_assessment", "finding",
)  # fmt: skip
#: Tables whose rows belong to a project through another row: the table, its column, and where that row stands.
_THROUGH = (
    ("schedule_change", "milestone_id", "milestone"), ("schedule_change", "deliverable_id", "deliverable"),
    ("contract_party", "contract_id", "contract"), ("commitment", "contract_id", "contract"),
    ("payment", "contract_id", "contract"), ("recommendation", "finding_id", "finding"),
    ("finding_use", "finding_id", "finding"),
)  # fmt: skip
#: Columns that tell which row is meant, the first that has a value.
_TITLES = ("title_nb", "name_nb", "text_nb")
#: So many rows are named when several are added at once.
_NAMED = 8
_TITLE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded change.

    Attributes:
        at: when it was recorded.
        is_correction: whether it corrects what was wrong all the time, so that earlier dates show it too.
        by, reason, document: who recorded it, why, and by which document; None when not told.
        table: of the model; `kind` is of the code list `recorded_change`.
        record: which row, or the rows that were added or taken out together.
        count: how many rows.
        column: the column that got another value; None for rows added or taken out.
        before, after: the values in words; None is empty.
    """

    at: datetime
    is_correction: bool
    by: str | None
    reason: str | None
    document: str | None
    table: str
    kind: str
    record: str
    count: int
    column: str | None = None
    before: Text | None = None
    after: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON, with the names of table and column as a user reads them."""
        model = TABLES[self.table]
        column = None if self.column is None else model.column(self.column)
        return {
            "at": self.at.isoformat(), "is_correction": self.is_correction, "by": self.by, "reason": self.reason,
            "document": self.document, "table": self.table, "table_nb": model.nb, "table_en": model.en, "kind": self.kind,
            "record": self.record, "count": self.count, "column": self.column,
            "column_nb": column.nb if column else None, "column_en": column.en if column else None,
            "from": self.before, "to": self.after,
        }  # fmt: skip


@dataclass(frozen=True)
class History:
    """The recorded changes, the newest first, as far as they were known on the day.

    Attributes:
        changes: what was recorded.
        first: when the project was first recorded; None when that was after the day, or is not kept.
        recorded_later: whether the project was first recorded after the day that is shown, or nothing is kept of it.
        hidden_tables: tables of the project that the role may not see, and whose changes are therefore left out.
    """

    changes: tuple[Recorded, ...]
    first: date | None
    recorded_later: bool
    hidden_tables: tuple[str, ...]


def history_of(snapshot: Snapshot, project_id: str) -> History:
    """The recorded history of all that belongs to the project and that the role may see."""
    frames = _frames(snapshot, project_id)
    names = _Names(snapshot)
    changes = [change for name, frame in frames for change in _changes(TABLES[name], frame, names)]
    ordered = sorted(_gathered(changes), key=lambda change: (change.at, -_place(change.table)), reverse=True)
    own = frames[0][1].filter(pl.col("project_id") == project_id)
    first = own.get_column("recorded_at").min()
    begun = own.get_column("known_from").min()
    known = first if isinstance(first, datetime) else None
    hidden = tuple(name for name, _ in frames if not snapshot.can_see(TABLES[name]))
    return History(tuple(ordered), None if known is None else known.date(), begun is None, hidden)


def _place(table: str) -> int:
    return list(TABLES).index(table)


def _frames(snapshot: Snapshot, project_id: str) -> list[tuple[str, pl.DataFrame]]:
    """The recorded versions of the project's rows, table by table; the project's own table first."""
    found = {name: [snapshot.history(name, "project_id", [project_id])] for name in _OWN}
    for name, column, parent in _THROUGH:
        ids = found[parent][0].get_column(TABLES[parent].key[0]).unique().to_list()
        if ids:
            found.setdefault(name, []).append(snapshot.history(name, column, ids))
    return [(name, pl.concat(frames).unique(maintain_order=True)) for name, frames in found.items()]


class _Names:
    """What the rows that others refer to are called."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def name(self, column: Column, value: Any) -> str:
        """The value of a reference, with the name of its row where it is known: "EX-1 (Nordlys)"."""
        table = TABLES[str(column.references)]
        title = next((name for name in _TITLES if name in table.by_name), None)
        if title is None or len(table.key) != 1:
            return str(value)
        known = self._snapshot.once(f"names.{table.name}", lambda: self._read(table, title))
        return f"{value} ({_short(known[value])})" if known.get(value) else str(value)

    def _read(self, table: Table, title: str) -> dict[str, str]:
        return dict(self._snapshot.table(table.name).select(table.key[0], title).iter_rows())


def _changes(table: Table, frame: pl.DataFrame, names: _Names) -> list[Recorded]:
    """The changes from version to version of each row of a table."""
    versions: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        versions.setdefault((row["layer"], *(row[k] for k in table.key)), []).append(row)
    return [change for rows in versions.values() for change in _of_row(table, rows, names)]


def _of_row(table: Table, rows: list[dict[str, Any]], names: _Names) -> list[Recorded]:
    found: list[Recorded] = []
    before: dict[str, Any] | None = None
    for row in rows:
        if before is not None and before["known_to"] == row["known_from"]:
            found += _cells(table, before, row, names)
        else:
            if before is not None and before["known_to"] is not None:
                found.append(_removed(table, before, names))
            found.append(_recorded(table, row, names, "added"))
        before = row
    if before is not None and before["known_to"] is not None:
        found.append(_removed(table, before, names))
    return found


def _recorded(table: Table, row: dict[str, Any], names: _Names, kind: str, **more: Any) -> Recorded:
    return Recorded(
        row["recorded_at"], row["recorded_at"] > row["known_from"], row["recorded_by"], row["recorded_reason"],
        row["recorded_document"], table.name, kind, _record(table, row, names), 1, **more,
    )  # fmt: skip


def _removed(table: Table, row: dict[str, Any], names: _Names) -> Recorded:
    return Recorded(
        row["known_to"], False, row["closed_by"], row["closed_reason"], row["closed_document"], table.name, "removed",
        _record(table, row, names), 1,
    )  # fmt: skip


def _cells(table: Table, before: dict[str, Any], after: dict[str, Any], names: _Names) -> list[Recorded]:
    changed = [column for column in table.columns if before[column.name] != after[column.name]]
    return [
        _recorded(
            table, after, names, "changed", column=column.name, before=value_text(column, before[column.name], names),
            after=value_text(column, after[column.name], names),
        )
        for column in changed
    ]  # fmt: skip


def _record(table: Table, row: dict[str, Any], names: _Names) -> str:
    """The row as a user may know it: its title, else its key without the project's own id."""
    title = next((row[name] for name in _TITLES if row.get(name)), None)
    if title is not None:
        return _short(title)
    keys = [table.column(name) for name in table.key if name != "project_id"] or [table.column(name) for name in table.key]
    return ", ".join(_written(column, row[column.name], "nb", names) for column in keys)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE_LENGTH else f"{title[:_TITLE_LENGTH].rstrip()}…"


def value_text(column: Column, value: Any, names: _Names) -> Text | None:
    """A value as a user reads it in each language; None when it is empty."""
    return None if value is None else Text(*(_written(column, value, lang, names) for lang in LANGS))


def _written(column: Column, value: Any, lang: str, names: _Names) -> str:
    if column.codes:
        return label(column.codes, value, lang)
    if column.references:
        return names.name(column, value)
    if isinstance(value, bool):
        return tell("frame.yes" if value else "frame.no", lang)
    if isinstance(value, date):
        return date_text(value, lang)
    if isinstance(value, Decimal) and column.type == "nok":
        return nok_text(value, lang)
    return str(value)


def _gathered(changes: list[Recorded]) -> list[Recorded]:
    """Rows of one table that were added or taken out together, as one change that names the first of them."""
    groups: dict[tuple[Any, ...], list[Recorded]] = {}
    for change in changes:
        alone = (id(change),) if change.kind == "changed" else ()
        key = (change.at, change.by, change.reason, change.document, change.table, change.kind, *alone)
        groups.setdefault(key, []).append(change)
    return [_together(group) for group in groups.values()]


def _together(group: list[Recorded]) -> Recorded:
    if len(group) == 1:
        return group[0]
    names = [change.record for change in group[:_NAMED]]
    record = "; ".join(names) + ("; …" if len(group) > _NAMED else "")
    first = group[0]
    return Recorded(
        first.at, any(change.is_correction for change in group), first.by, first.reason, first.document, first.table, first.kind,
        record, len(group),
    )  # fmt: skip
