"""What has been said, decided and agreed in meetings, as rows with words; and who can be named in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.meetings.meeting import Meeting
from data.snapshot import Snapshot
from domain.codes import label
from domain.numbers import date_text
from domain.text import Text, tell

INPUT, DECISION, ACTION = "meeting_input", "decision", "action_item"
KINDS = (INPUT, DECISION, ACTION)
_KEY = {INPUT: "input_id", DECISION: "decision_id", ACTION: "action_id"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that was logged.

    Attributes:
        table, record_id: which row it is.
        row: the row as it is stored.
        text: what it says, as it was typed.
        who: the party, the body or the owner.
        state: what has become of it, in words.
        is_open: whether something is still to be said or done.
    """

    table: str
    record_id: str
    row: dict[str, Any]
    text: str
    who: Text
    state: Text
    is_open: bool


class Names:
    """Names of organisations and bodies by id."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.organisations = {
            row["organisation_id"]: Text(
                row["short_name"] or row["name_nb"], row["short_name"] or row["name_en"] or row["name_nb"]
            )
            for row in snapshot.table("organisation").iter_rows(named=True)
        }
        self.bodies = {row["body_id"]: row for row in snapshot.table("body").iter_rows(named=True)}
        self._snapshot = snapshot

    def organisation(self, key: str | None) -> Text:
        """The short name of an organisation, else its name, else its id."""
        return self.organisations.get(key or "", Text(key or "–", key or "–"))

    def body(self, key: str | None) -> Text:
        """The name of a body, else its id."""
        row = self.bodies.get(key or "")
        return Text(key or "–", key or "–") if row is None else Text(row["name_nb"], row["name_en"])

    def parties(self, meeting: Meeting) -> tuple[str, ...]:
        """The members of the meeting's body on its day, the rest of those that have been heard after them."""
        members = self._members(meeting.body_id, meeting.day)
        heard = self._snapshot.table(INPUT).get_column("organisation_id").drop_nulls().unique().sort().to_list()
        return tuple(dict.fromkeys([*members, *heard]))

    def owners(self, meeting: Meeting) -> tuple[str, ...]:
        """Those that can be given something to do: members of any body, the meeting's first, and earlier owners."""
        owners = self._snapshot.table(ACTION).get_column("owner_id").drop_nulls().unique().sort().to_list()
        return tuple(dict.fromkeys([*self._members(meeting.body_id, meeting.day), *self._members(None, meeting.day), *owners]))

    def _members(self, body_id: str | None, day: date) -> list[str]:
        rows = self._snapshot.table("body_member")
        stands = (pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)) & (
            pl.col("valid_to").is_null() | (pl.col("valid_to") >= day)
        )
        rows = rows.filter(stands) if body_id is None else rows.filter(stands & (pl.col("body_id") == body_id))
        return list(rows.get_column("organisation_id").to_list())


def entries(snapshot: Snapshot, meeting_id: str, table: str) -> list[Entry]:
    """What was logged in a meeting, in the order of the ids."""
    rows = snapshot.table(table).filter(pl.col("meeting_id") == meeting_id).sort(_KEY[table])
    names = Names(snapshot)
    return [_entry(table, row, names) for row in rows.iter_rows(named=True)]


def open_before(snapshot: Snapshot, meeting: Meeting) -> list[Entry]:
    """Inputs without an outcome and actions not done, from other meetings that were held before."""
    names = Names(snapshot)
    found: list[Entry] = []
    for table, column in ((INPUT, "received_date"), (ACTION, "agreed_date")):
        rows = snapshot.table(table).filter(
            (pl.col("meeting_id") != meeting.meeting_id).fill_null(True) & (pl.col(column) <= meeting.day)
        )
        found += [_entry(table, row, names) for row in rows.sort(column, _KEY[table]).iter_rows(named=True)]
    return [entry for entry in found if entry.is_open]


def _entry(table: str, row: dict[str, Any], names: Names) -> Entry:
    key = str(row[_KEY[table]])
    if table == INPUT:
        who, state, is_open = names.organisation(row["organisation_id"]), *_outcome(row)
    elif table == DECISION:
        who, state, is_open = names.body(row["body_id"]), _labels("decision_kind", row["kind"]), False
    else:
        who, state, is_open = names.organisation(row["owner_id"]), *_due(row)
    return Entry(table, key, row, row["text_nb"], who, state, is_open)


def _labels(codes: str, value: str) -> Text:
    return Text(label(codes, value, "nb"), label(codes, value, "en"))


def _outcome(row: dict[str, Any]) -> tuple[Text, bool]:
    if row["outcome"] in (None, "open"):
        return _both("meeting_log.state.open"), True
    words, why = _labels("input_outcome", row["outcome"]), row["outcome_nb"] or ""
    return (Text(f"{words.nb}: «{why}»", f"{words.en}: «{why}»") if why else words), False


def _due(row: dict[str, Any]) -> tuple[Text, bool]:
    if row["done_date"] is not None:
        return _both("meeting_log.state.done", row["done_date"]), False
    if row["due_date"] is not None:
        return _both("meeting_log.state.due", row["due_date"]), True
    return _both("meeting_log.state.no_due"), True


def _both(key: str, day: date | None = None) -> Text:
    return Text(*(tell(key, lang, date="" if day is None else date_text(day, lang)) for lang in ("nb", "en")))
