"""The pack of a meeting: its screens in their order, computed for the meeting's day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from analytics.meetings.meeting import Meeting, meeting_of, previous_of
from analytics.meetings.screen import Screen, screen_json
from analytics.meetings.setting import Setting
from analytics.meetings.templates import BUILDERS, chosen_rows, chosen_screens
from analytics.result import Basis, basis, plain
from data.snapshot import Snapshot
from domain.text import Text, say


@dataclass(frozen=True, eq=False)
class Pack:
    """The pack of a meeting.

    Attributes:
        meeting, previous: the meeting, and the one before it.
        as_of: the day the screens are for: the meeting's, or an earlier day when that has not come.
        screens: in the order they are shown.
        told: what was agreed before (`follow_up`) and the matters of the day (`matters`), as JSON: screens refer to it.
    """

    basis: Basis
    meeting: Meeting
    previous: Meeting | None
    screens: tuple[Screen, ...]
    told: Mapping[str, Any]

    @property
    def as_of(self) -> date:
        return self.basis.as_of

    @property
    def sentence(self) -> Text:
        """What the pack is: the meeting, its day, how many screens, and what it compares with."""
        values: dict[str, Any] = {"title": self.meeting.title, "date": self.as_of, "count": len(self.screens)}
        if self.previous is None:
            return say("meeting.pack_first", **values)
        return say("meeting.pack", previous=self.previous.day, **values)

    def as_json(self) -> dict[str, Any]:
        """The meeting, the one before it, what was agreed before, the matters of the day, and the screens."""
        return {
            "meeting": _meeting_json(self.meeting),
            "previous": None if self.previous is None else _meeting_json(self.previous),
            "as_of": self.as_of,
            **self.told,
            "screens": [screen_json(screen) for screen in self.screens],
        }

    def table(self) -> pl.DataFrame:
        """One row a value of the screens; the values as text, since they are of different kinds."""
        rows = [
            (
                number,
                screen.id,
                label.nb,
                label.en,
                None if value.value is None else str(plain(value.value)),
                value.unit,
                value.at,
            )
            for number, screen in enumerate(self.screens, start=1)
            for label, value in screen.values()
        ]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


_SCHEMA: dict[str, Any] = {
    "number": pl.Int64, "screen": pl.String, **dict.fromkeys(("label_nb", "label_en", "value", "unit", "at"), pl.String),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class NoPack:
    """What stands in place of a pack while no meeting of the reference group is recorded."""

    basis: Basis

    @property
    def sentence(self) -> Text:
        """That there is no meeting, and how to enter one."""
        return say("meeting.none")

    def as_json(self) -> dict[str, Any]:
        """The keys of a pack, without any meeting or screen."""
        return {"meeting": None, "previous": None, "as_of": self.basis.as_of, "screens": []}

    def table(self) -> pl.DataFrame:
        """No rows."""
        return pl.DataFrame(schema=_SCHEMA)


def no_pack(snapshot: Snapshot) -> NoPack:
    """That no meeting of the reference group is recorded on the day."""
    return NoPack(basis(snapshot, "meeting"))


def pack(
    snapshot: Snapshot, meeting_id: str | None, open_snapshot: Callable[[date], Snapshot], names: Sequence[str] | None = None
) -> Pack:
    """The pack of a meeting as of its day; of a meeting to come, as of the snapshot's day.

    Args:
        snapshot: the day that is looked from.
        meeting_id: the meeting; default the next that is planned, else the last that was held.
        open_snapshot: gives the same version at another day.
        names: the screens to make; default those chosen for the meeting, else those of its template. Unknown ones are left out.

    Raises:
        UserError: there is no such meeting.
    """
    meeting = meeting_of(snapshot, meeting_id)
    previous = previous_of(snapshot, meeting)
    now = open_snapshot(min(meeting.day, snapshot.as_of))
    setting = Setting(now, None if previous is None else open_snapshot(previous.day), meeting, previous, open_snapshot)
    wanted = chosen_screens(now, meeting) if names is None else [name for name in names if name in BUILDERS]
    notes = dict(chosen_rows(now, meeting).iter_rows())
    screens = tuple(_with_note(BUILDERS[name](setting), notes.get(name)) for name in wanted)
    made = basis(now, "meeting", *_TABLES, caveats=(say("meeting.caveat"),))
    return Pack(made, meeting, previous, screens, setting.own.told.json)


def _with_note(screen: Screen, note: str | None) -> Screen:
    """The screen with the presenter's own note first."""
    return replace(screen, notes=(Text(note, note), *screen.notes)) if note else screen


#: Tables whose sources and example rows stand for the pack as a whole.
_TABLES = ("project", "payment", "frame", "evaluation", "observation", "knowledge_need", "action_plan_line", "finding")


def _meeting_json(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.meeting_id, "kind": meeting.kind, "title_nb": meeting.title, "planned_date": meeting.planned_date,
        "held_date": meeting.held_date, "day": meeting.day,
    }  # fmt: skip
