"""What differs between two dates: the same programme as it was known on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.meetings import differences
from analytics.meetings.differences import Item
from analytics.result import Basis, basis, plain
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import Text, say

_TABLES = (
    "project",
    "schedule_change",
    "contract",
    "payment",
    "evaluation",
    "evaluation_step",
    "deliverable",
    "vintage",
    "frame",
    "project_area",
    "project_question",
)
#: Every kind of change, in the order they are told.
KINDS: tuple[tuple[str, Callable[[Snapshot, Snapshot], list[Item]]], ...] = (
    ("projects_new", differences.projects_new),
    ("projects_started", lambda one, two: differences.projects_dated(one, two, "started_date")),
    ("projects_finished", lambda one, two: differences.projects_dated(one, two, "completed_date")),
    ("projects_stopped", lambda one, two: differences.projects_dated(one, two, "stopped_date")),
    ("deadlines_moved", differences.deadlines_moved),
    ("deliverables_overdue", differences.overdue_new),
    ("deliverables_cleared", differences.overdue_cleared),
    ("contracts_new", differences.contracts_new),
    ("payments", differences.payments),
    ("frames_changed", differences.frames_changed),
    ("evaluations_moved", differences.evaluations_moved),
    ("coverage_gained", lambda one, two: differences.cells_changed(one, two, gained=True)),
    ("coverage_lost", lambda one, two: differences.cells_changed(one, two, gained=False)),
    ("statistics_new", differences.vintages_new),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind."""

    kind: str
    items: tuple[Item, ...]


@dataclass(frozen=True, eq=False)
class Changes:
    """What differs between two dates; every kind has a group, also when it is empty."""

    basis: Basis
    from_date: date
    to_date: date
    groups: tuple[Group, ...]

    def items(self, kind: str) -> tuple[Item, ...]:
        """The changes of a kind; none when there is no such kind."""
        return next((group.items for group in self.groups if group.kind == kind), ())

    @property
    def sentence(self) -> Text:
        """How many changes there are of each kind that has any."""
        dates = {"from_date": self.from_date, "to_date": self.to_date}
        parts = [_part(group) for group in self.groups if group.items]
        return say("changes.some", parts=parts, **dates) if parts else say("changes.none", **dates)

    def as_json(self) -> dict[str, Any]:
        """The two dates and the groups."""
        return {
            "from": self.from_date,
            "to": self.to_date,
            "groups": [{"kind": group.kind, "items": [_item_json(item) for item in group.items]} for group in self.groups],
        }

    def table(self) -> pl.DataFrame:
        """One row a change; the values as text, since they are of different kinds."""
        rows = [
            (group.kind, item.id, item.table, item.text.nb, item.text.en, _written(item.before), _written(item.after))
            for group in self.groups
            for item in group.items
        ]
        return pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String), orient="row")


_COLUMNS = ("kind", "id", "table", "text_nb", "text_en", "from", "to")


def changes(earlier: Snapshot, later: Snapshot) -> Changes:
    """What differs between two snapshots of the same programme.

    New, started, finished and stopped projects; planned dates that were moved; deliverables that became overdue or are so no
    longer; contracts and payments; frames; evaluations that reached another stage; cells of the coverage matrix that became
    or no longer are covered; and new publications of statistics. A correction of an old row shows where it changes one of
    these, otherwise not. A deliverable is overdue as in the report `overdue`; those of stopped projects and cancelled
    evaluations are left out. Payments are one item, with what was paid in all on each date.

    The order of events says nothing about cause.

    Raises:
        UserError: the earlier snapshot is of a later day than the other.
    """
    if earlier.as_of > later.as_of:
        words = say("changes.wrong_order", from_date=earlier.as_of, to_date=later.as_of)
        raise UserError(words.nb, words.en, code="wrong_order")
    groups = tuple(Group(kind, tuple(find(earlier, later))) for kind, find in KINDS)
    return Changes(basis(later, *_TABLES, caveats=(say("changes.caveat"),)), earlier.as_of, later.as_of, groups)


def changes_between(open_snapshot: Callable[[date], Snapshot], from_date: date, to_date: date) -> Changes:
    """The same for two dates, given how to open the snapshot of a day.

    Raises:
        UserError: `from_date` is after `to_date`.
    """
    return changes(open_snapshot(from_date), open_snapshot(to_date))


def _part(group: Group) -> Text:
    if group.kind == "payments":
        return group.items[0].text
    number = "one" if len(group.items) == 1 else "many"
    return say(f"changes.{group.kind}_{number}", count=len(group.items))


def _item_json(item: Item) -> dict[str, Any]:
    return {"id": item.id, "table": item.table, "text": item.text, "from": item.before, "to": item.after}


def _written(value: object) -> str | None:
    return None if value is None else str(plain(value))
