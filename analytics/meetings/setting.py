"""What the screens of a meeting are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from analytics.meetings.follow_up import FollowUp, follow_up
from analytics.meetings.matters import Matter, matters, matters_json
from analytics.meetings.meeting import Meeting
from analytics.meetings.places import address
from analytics.meetings.reports import Reports, Told
from analytics.result import basis, plain
from data.snapshot import Snapshot
from domain.text import Text


@dataclass(frozen=True, slots=True)
class Own:
    """What the report of the meeting tells besides its screens.

    Attributes:
        told: with its places, which are in the report `meeting`.
    """

    follow_up: FollowUp
    matters: tuple[Matter, ...]
    told: Told


@dataclass(frozen=True, slots=True)
class Setting:
    """What the screens of one meeting are made from.

    Attributes:
        now: the programme on the meeting's day.
        before: the programme on the day of the previous meeting; None when there was none.
        meeting, previous: the two meetings.
        open_snapshot: gives the same version at another day.
        reports: the reports of the meeting's day; each is made once for all screens.
    """

    now: Snapshot
    before: Snapshot | None
    meeting: Meeting
    previous: Meeting | None
    open_snapshot: Callable[[date], Snapshot]
    reports: Reports = None  # type: ignore[assignment]
    _own: list[Own] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.reports is None:
            object.__setattr__(self, "reports", Reports(self.now, self.open_snapshot))

    @property
    def own(self) -> Own:
        """What was agreed before, and the matters of the day; made once."""
        if not self._own:
            agreed, found = follow_up(self.now, self.meeting, self.previous), matters(self.now, self.reports)
            json = {"follow_up": plain(agreed.as_json()), "matters": plain(matters_json(found))}
            place = address("meeting", {"meeting": self.meeting.meeting_id, "edition": "live"})
            self._own.append(Own(agreed, found, Told(place, basis(self.now), Text("", ""), json)))
        return self._own[0]
