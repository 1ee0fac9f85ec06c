"""Which two days are compared when one of them is not given."""

from __future__ import annotations

from datetime import date

from analytics.meetings.meeting import Meeting, meeting_of, meetings, previous_of
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import say


def between_meetings(snapshot: Snapshot, meeting_id: str) -> tuple[date, date]:
    """From the day of the meeting before one to its own day, or to the snapshot's day while that has not come.

    Raises:
        UserError: there is no such meeting, or none was held before it.
    """
    meeting = meeting_of(snapshot, meeting_id)
    previous = previous_of(snapshot, meeting)
    if previous is None:
        words = say("changes.no_previous", title=meeting.title)
        raise UserError(words.nb, words.en, code="no_previous_meeting")
    return previous.day, min(meeting.day, snapshot.as_of)


def since_last(snapshot: Snapshot, day: date) -> date:
    """The day of the last meeting of the reference group that was held before `day`; without any, a year before it."""
    found = last_before(snapshot, day)
    if found is not None:
        return found.day
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def last_before(snapshot: Snapshot, day: date) -> Meeting | None:
    """The last spring or autumn meeting that was held before a day; None when there is none."""
    held = [one for one in meetings(snapshot) if one.held_date is not None and one.held_date < day]
    return held[-1] if held else None
