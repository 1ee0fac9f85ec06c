"""Which screens a meeting has: the spring and autumn templates of the plan, or the screens chosen for the meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from analytics.meetings.meeting import Meeting
from analytics.meetings.screen import Screen
from analytics.meetings.screens_absence import absence
from analytics.meetings.screens_knowledge import coverage, evaluations, evidence, findings, gaps
from analytics.meetings.screens_matters import matters
from analytics.meetings.screens_money import load, money
from analytics.meetings.screens_needs import inputs, needs
from analytics.meetings.screens_plan import plan_next, plan_year
from analytics.meetings.screens_progress import activities, changes, follow_up, overdue
from analytics.meetings.setting import Setting
from data.snapshot import Snapshot

#: How each screen is made, by its code in the code list `meeting_screen`.
BUILDERS: Mapping[str, Callable[[Setting], Screen]] = {
    "changes": changes, "follow_up": follow_up, "inputs": inputs, "activities": activities, "coverage": coverage,
    "findings": findings, "evaluations": evaluations, "evidence": evidence, "overdue": overdue, "needs": needs, "gaps": gaps,
    "plan_year": plan_year, "plan_next": plan_next, "money": money, "load": load, "absence": absence, "matters": matters,
}  # fmt: skip
#: The screens of each template, in their order: chapter 3 of the plan says what the two meetings are for. Money and sick leave
#: are never on one screen.
ORDER: Mapping[str, tuple[str, ...]] = {
    "spring": (
        "changes", "follow_up", "inputs", "activities", "coverage", "findings", "evaluations", "overdue", "money", "absence",
        "matters",
    ),
    "autumn": (
        "changes", "follow_up", "inputs", "needs", "gaps", "plan_year", "plan_next", "load", "evidence", "money", "absence",
        "matters",
    ),
}  # fmt: skip


def chosen_rows(snapshot: Snapshot, meeting: Meeting) -> pl.DataFrame:
    """What is chosen for a meeting, in order: `screen` and `note_nb`, one row a screen.

    A screen that is chosen more than once stands where it stands first, with the first note; one that is not known here is left
    out. Screens with the same place follow their ids. No rows when nothing is chosen.
    """
    rows = snapshot.table("meeting_screen").filter(
        (pl.col("meeting_id") == meeting.meeting_id) & pl.col("screen").is_in(list(BUILDERS))
    )
    ordered = rows.sort("position", "meeting_screen_id", nulls_last=True)
    return ordered.group_by("screen", maintain_order=True).agg(pl.col("note_nb").drop_nulls().first())


def chosen_screens(snapshot: Snapshot, meeting: Meeting) -> tuple[str, ...]:
    """The screens of a meeting in their order: those chosen for it, else those of its template."""
    return tuple(chosen_rows(snapshot, meeting).get_column("screen").to_list()) or ORDER[meeting.kind]
