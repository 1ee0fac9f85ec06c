"""What was agreed and advised at the meetings before one, and how it stands on the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from analytics.meetings.meeting import TEMPLATES, Meeting
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text, say

#: Not done and past the deadline; not done otherwise; done since the meeting before.
ActionState = Literal["late", "open", "done"]
ACTION_STATES: tuple[ActionState, ...] = ("late", "open", "done")


@dataclass(frozen=True, slots=True)
class ActionStatus:
    """Something that was to be done, as it stands on the day.

    Attributes:
        text_nb: as it was written in the meeting.
        owner_nb, owner_en: who does it; None when nobody is named.
        days_late: days past the deadline while it is not done; None otherwise.
    """

    action_id: str
    meeting_id: str
    text_nb: str
    owner_nb: str | None
    owner_en: str | None
    agreed_date: date
    due_date: date | None
    done_date: date | None
    state: ActionState
    days_late: int | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision, advice or orientation of the meeting before; `text_nb` is as it was written."""

    decision_id: str
    kind: str
    text_nb: str
    decided_date: date


@dataclass(frozen=True, eq=False)
class FollowUp:
    """What stands from the meetings before one.

    Attributes:
        previous: the meeting before; None when there is none.
        actions: late first, then open, then done since the meeting before; within each by deadline.
        recorded: what the meeting before decided, advised or was told.
        can_see: whether the reader may see actions and decisions.
    """

    basis: Basis
    previous: Meeting | None
    actions: tuple[ActionStatus, ...]
    recorded: tuple[Recorded, ...]
    can_see: bool

    @property
    def by_state(self) -> dict[str, int]:
        """How many actions there are in each state; 0 where there is none."""
        return {state: sum(action.state == state for action in self.actions) for state in ACTION_STATES}

    def as_json(self) -> dict[str, Any]:
        """Counts, the actions and what was recorded; None for lists that the reader may not see."""
        return {
            "previous_meeting_id": None if self.previous is None else self.previous.meeting_id,
            "count": len(self.actions) if self.can_see else None,
            "by_state": self.by_state if self.can_see else None,
            "actions": [asdict(action) for action in self.actions] if self.can_see else None,
            "recorded": [asdict(one) for one in self.recorded] if self.can_see else None,
        }


def follow_up(snapshot: Snapshot, meeting: Meeting, previous: Meeting | None) -> FollowUp:
    """The actions of the reference group's earlier meetings that are not done, or were done since the meeting before.

    Args:
        snapshot: the programme on the meeting's day.
        meeting: what it is for; its own actions are for the next meeting.
        previous: the meeting before it.

    An action without a deadline is open, never late. What became of advice is told only where an action follows it up: nothing
    in the record ties a later decision to it.
    """
    can_see = all(snapshot.can_see(TABLES[name]) for name in ("action_item", "decision"))
    made = basis(snapshot, "action_item", "decision", "meeting", caveats=(say("meeting.caveat_advice"),))
    if previous is None:
        return FollowUp(made, None, (), (), can_see)
    found = sorted(_actions(snapshot, meeting, previous), key=_order)
    rows = snapshot.table("decision").filter(pl.col("meeting_id") == previous.meeting_id).sort("decided_date", "decision_id")
    recorded = tuple(
        Recorded(row["decision_id"], row["kind"], row["text_nb"], row["decided_date"]) for row in rows.iter_rows(named=True)
    )
    return FollowUp(made, previous, tuple(found), recorded, can_see)


def _actions(snapshot: Snapshot, meeting: Meeting, previous: Meeting) -> Iterator[ActionStatus]:
    names = {row["organisation_id"]: row for row in snapshot.table("organisation").iter_rows(named=True)}
    group = pl.col("kind").is_in(TEMPLATES)
    if meeting.body_id is not None:
        group = group | (pl.col("body_id") == meeting.body_id)
    ours = snapshot.table("meeting").filter(group & (pl.col("meeting_id") != meeting.meeting_id)).get_column("meeting_id")
    rows = snapshot.table("action_item").filter(
        pl.col("meeting_id").is_in(ours.implode())
        & (pl.col("done_date").is_null() | (pl.col("done_date") > previous.day) | (pl.col("meeting_id") == previous.meeting_id))
    )
    for row in rows.iter_rows(named=True):
        owner = names.get(row["owner_id"]) or {}
        name = owner.get("short_name") or owner.get("name_nb") or row["owner_id"]
        state, late = _state(row, snapshot.as_of)
        yield ActionStatus(
            row["action_id"], row["meeting_id"], row["text_nb"], name, owner.get("short_name") or owner.get("name_en") or name,
            row["agreed_date"], row["due_date"], row["done_date"], state, late,
        )  # fmt: skip


def _state(row: dict[str, Any], day: date) -> tuple[ActionState, int | None]:
    if row["done_date"] is not None:
        return "done", None
    if row["due_date"] is not None and row["due_date"] < day:
        return "late", (day - row["due_date"]).days
    return "open", None


def _order(action: ActionStatus) -> tuple[int, date, str]:
    return ACTION_STATES.index(action.state), action.due_date or date.max, action.action_id


def action_words(state: str) -> Text:
    """The state of an action in words."""
    return say(f"meeting.action_{state}")
