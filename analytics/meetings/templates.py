"""Which screens a meeting has: the spring and autumn templates of the plan, or the screens chosen for the meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from analytics.meetings.meeting import Meeting
from analytics.meetings.screen import Screen
from analytics.meetings.screens_absence import absence
from analytics.meetings.screens_money import money
from analytics.meetings.setting import Setting
from data.snapshot import Snapshot

#: How each screen is made, by its code in the code list `meeting_screen`.
BUILDERS: Mapping[str, Callable[[Setting], Screen]] = {
    "money": money,
    "absence": absence,
}
#: The screens of each template, in their order.
ORDER: Mapping[str, tuple[str, ...]] = {"spring": ("money", "absence"), "autumn": ("money", "absence")}


def chosen_screens(snapshot: Snapshot, meeting: Meeting) -> tuple[str, ...]:
    """The screens of a meeting in their order: those chosen for it, else those of its template."""
    rows = (
        snapshot.table("meeting_screen").filter(pl.col("meeting_id") == meeting.meeting_id).sort("position", "meeting_screen_id")
    )
    chosen = tuple(name for name in rows.get_column("screen").to_list() if name in BUILDERS)
    return tuple(dict.fromkeys(chosen)) or ORDER[meeting.kind]
