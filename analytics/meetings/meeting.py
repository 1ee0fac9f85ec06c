"""The meetings of the reference group: which one is asked for, and which came before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import say

#: The kinds of meeting that have a template of screens.
TEMPLATES = ("spring", "autumn")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting.

    Attributes:
        meeting_id, kind, title: as they are recorded; the title is as a user wrote it.
        planned_date: as planned.
        held_date: None when it is not held on the day looked from.
        body_id: whose meeting it is.
        is_example: whether it is example data.
    """

    meeting_id: str
    kind: str
    title: str
    planned_date: date
    held_date: date | None
    body_id: str | None
    is_example: bool

    @property
    def day(self) -> date:
        """The day it was held, else is planned for."""
        return self.held_date or self.planned_date


def meetings(snapshot: Snapshot) -> tuple[Meeting, ...]:
    """The spring and autumn meetings of the reference group, the oldest first; also those that are only planned."""
    rows = snapshot.table("meeting").filter(pl.col("kind").is_in(TEMPLATES))
    found = [_meeting(row) for row in rows.iter_rows(named=True)]
    return tuple(sorted(found, key=lambda one: (one.day, one.meeting_id)))


def meeting_of(snapshot: Snapshot, meeting_id: str | None) -> Meeting:
    """The meeting with an id; without one, the next that is planned, else the last that was held.

    Raises:
        UserError: there is no such meeting, or none at all.
    """
    known = meetings(snapshot)
    if meeting_id is not None:
        found = next((one for one in known if one.meeting_id == meeting_id), None)
        if found is not None:
            return found
        words = say("meeting.no_such", asked=meeting_id, known=", ".join(one.meeting_id for one in known) or "–")
        raise UserError(words.nb, words.en, code="no_meeting")
    if not known:
        words = say("meeting.none")
        raise UserError(words.nb, words.en, code="no_meeting")
    coming = [one for one in known if one.held_date is None and one.planned_date >= snapshot.as_of]
    return coming[0] if coming else known[-1]


def previous_of(snapshot: Snapshot, meeting: Meeting) -> Meeting | None:
    """The last spring or autumn meeting that was held before another; None when it is the first."""
    before = [one for one in meetings(snapshot) if one.held_date is not None and one.held_date < meeting.day]
    return before[-1] if before else None


def _meeting(row: dict[str, Any]) -> Meeting:
    return Meeting(
        row["meeting_id"], row["kind"], row["title_nb"], row["planned_date"], row["held_date"], row["body_id"],
        bool(row["is_example"]),
    )  # fmt: skip
