"""What the screens of a meeting are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from analytics.meetings.meeting import Meeting
from analytics.meetings.reports import Reports
from data.snapshot import Snapshot


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

    def __post_init__(self) -> None:
        if self.reports is None:
            object.__setattr__(self, "reports", Reports(self.now, self.open_snapshot))
