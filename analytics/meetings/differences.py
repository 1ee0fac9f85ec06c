"""What every kind of difference between two days shares: the two days, an item, and how rows are held against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from analytics.evidence.overdue_changes import changes_since
from analytics.evidence.overdue_clock import publications_of
from analytics.evidence.overdue_items import items_of
from analytics.evidence.strength import Evidence, evidence
from analytics.portfolio.coverage import Coverage, coverage
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.tables import TABLES
from domain.text import Text, say

Value = str | date | Decimal | int | float | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that differs.

    Attributes:
        id: key of the row it concerns.
        table: the table of that row; "coverage_cell" for a cell of the matrix.
        text: what it concerns, in words. Titles in it are as users wrote them.
        before, after: the value at the two dates, when there is one.
        unit: how they are told: "date", "nok" whole kroner, "count", "number", "period", "year", "bool", "text", "level" (a
            place on the ladder of evidence) or "code:<list>".
        days: calendar days: how far a date was moved, how long something is past its deadline, or how long after the plan it
            happened; below zero is earlier. None where that says nothing.
        note: the reason as recorded, or what the value is held against.
        is_correction: it was recorded in hindsight: what it tells of had its date before the earlier day, or the row was
            recorded otherwise then. It did not happen between the days.
        owner: the project or evaluation that it belongs to, as table and id.
    """

    id: str
    table: str
    text: Text
    before: Value = None
    after: Value = None
    unit: str = "date"
    days: int | None = None
    note: Text | None = None
    is_correction: bool = False
    owner: tuple[str, str] | None = None

    @property
    def difference_nok(self) -> Decimal | None:
        """Kroner more at the later date, where both amounts are known; what was not there counts as nothing."""
        if self.unit != "nok" or (self.before is None and self.after is None):
            return None
        return Decimal(str(self.after or 0)) - Decimal(str(self.before or 0))


@dataclass(frozen=True, eq=False)
class Pair:
    """The same programme as it was known on two days, with what several kinds of difference are found from."""

    earlier: Snapshot
    later: Snapshot

    @cached_property
    def deadlines(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Everything with a deadline on each day: `overdue_items.items_of`."""
        return items_of(self.earlier), items_of(self.later)

    @cached_property
    def deadline_changes(self) -> pl.DataFrame:
        """What became overdue and what is so no longer: `overdue_changes.changes_since`, with the deadline it had before."""
        before, after = self.deadlines
        rows = changes_since(self.earlier, after, publications_of(self.later, after))
        was = before.select("item", "id", was_date="current_date")
        return rows.join(was, on=["item", "id"], how="left", maintain_order="left")

    @cached_property
    def matrices(self) -> tuple[Coverage, Coverage]:
        """The coverage on each day."""
        return coverage(self.earlier), coverage(self.later)

    @cached_property
    def evidence(self) -> tuple[Evidence, Evidence]:
        """The evidence on each day."""
        return evidence(self.earlier), evidence(self.later)

    def is_hindsight(self, day: date | None) -> bool:
        """Whether something dated `day` was known later than it happened, so that it is a correction of what was told."""
        return day is not None and day <= self.earlier.as_of

    def new_rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table that were not known on the earlier day, in the order of their key (of one column)."""
        key = _key(table)
        yield from _without(self.later.table(table), self.earlier.table(table), key)

    def gone_rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table that were known on the earlier day and are not on the later, as they were."""
        key = _key(table)
        yield from _without(self.earlier.table(table), self.later.table(table), key)

    def newly_dated(self, table: str, column: str) -> Iterator[dict[str, Any]]:
        """The rows of a table in which an event has got its date."""
        key = _key(table)
        dated = pl.col(column).is_not_null()
        yield from _without(self.later.table(table).filter(dated), self.earlier.table(table).filter(dated), key)

    def in_both(self, table: str, *columns: str) -> pl.DataFrame:
        """The rows known on both days in which one of the columns differs: as they are now, with what was as `was_<column>`.

        A value that was empty and is filled, or the other way round, differs.
        """
        key = _key(table)
        was = self.earlier.table(table).select(key, *(pl.col(name).alias(f"was_{name}") for name in columns))
        differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"was_{name}")) for name in columns)
        return self.later.table(table).join(was, on=key).filter(differs).sort(key)

    @cached_property
    def titles(self) -> dict[tuple[str, str], Text]:
        """The titles of projects and evaluations known on either day, by table and id."""
        found = {}
        for snapshot in (self.earlier, self.later):
            for table in ("project", "evaluation", "call", "contract", "action_plan_line"):
                key = _key(table)
                for row in snapshot.table(table).iter_rows(named=True):
                    found[table, row[key]] = title_of(row)
        return found

    @cached_property
    def organisations(self) -> dict[str, Text]:
        """The names of organisations, by id."""
        rows = self.later.table("organisation").select("organisation_id", "name_nb", "name_en", "short_name")
        return {key: Text(short or nb or key, short or en or nb or key) for key, nb, en, short in rows.iter_rows()}

    def organisation(self, key: str | None) -> Text:
        """The name of an organisation; its id where no name is held."""
        return self.organisations.get(key or "", Text(key or "–", key or "–"))


Find = Callable[[Pair], list[Item]]


def owner_of(row: dict[str, Any]) -> tuple[str, str] | None:
    """The project or evaluation that a row names."""
    for table in ("project", "evaluation"):
        if row.get(f"{table}_id"):
            return table, str(row[f"{table}_id"])
    return None


def title_of(row: dict[str, Any]) -> Text:
    """The title of a row in both languages, where it has only one."""
    return Text(str(row["title_nb"]), str(row.get("title_en") or row["title_nb"]))


def within(owner: tuple[str, str] | None, title: Text) -> Text:
    """A title with the id of what it belongs to before it."""
    return title if owner is None else Text(f"{owner[1]}: {title.nb}", f"{owner[1]}: {title.en}")


def code_words(name: str, value: str | None) -> Text:
    """The label of a code, in lower case; the code itself where the list does not have it."""
    code = CODE_LISTS[name].by_value.get(value or "")
    return Text(value or "–", value or "–") if code is None else Text(_lower(code.nb), _lower(code.en))


def _lower(words: str) -> str:
    """With a small first letter, unless the word is an abbreviation or a name such as R&D."""
    return words if words[1:2].isupper() or "&" in words[:4] else words[:1].lower() + words[1:]


def joined(*notes: Text | None) -> Text | None:
    """Notes as one; None when there is none."""
    told = [note for note in notes if note is not None and note.nb]
    return Text(" ".join(n.nb for n in told), " ".join(n.en for n in told)) if told else None


def reason_note(row: dict[str, Any]) -> Text | None:
    """The reason as recorded: the code, and the words beside it."""
    words = row.get("reason_nb")
    if row.get("reason") is None:
        return Text(words, words) if words else None
    label = code_words("variance_reason", row["reason"])
    return say("changes.note.reason_words", reason=label, words=words) if words else say("changes.note.reason", reason=label)


def days_between(first: date | None, last: date | None) -> int | None:
    """Days from one date to another; None when one is unknown."""
    return None if first is None or last is None else (last - first).days


def _key(table: str) -> str:
    return TABLES[table].key[0]


def _without(rows: pl.DataFrame, others: pl.DataFrame, key: str) -> Iterator[dict[str, Any]]:
    yield from rows.join(others, on=key, how="anti").sort(key).iter_rows(named=True)
