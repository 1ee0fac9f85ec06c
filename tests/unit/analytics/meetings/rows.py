"""Small programmes with meetings, that can be read by eye."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from analytics.meetings.meeting import meeting_of, previous_of
from analytics.meetings.screen import Screen
from analytics.meetings.setting import Setting
from analytics.meetings.templates import BUILDERS
from data.snapshot import Snapshot
from domain.tables import Role
from tests.unit.analytics.portfolio.rows import PROGRAMME, Row, area

AUTUMN_20, SPRING_21, AUTUMN_21 = date(2020, 10, 28), date(2021, 4, 21), date(2021, 10, 27)


def meeting(meeting_id: str, kind: str, day: date, *, held: bool = True, **values: Any) -> Row:
    row = {"meeting_id": meeting_id, "body_id": "REFERANSEGRUPPE", "kind": kind, "title_nb": f"Møte {meeting_id}"}
    return row | {"planned_date": day, "held_date": day if held else None} | values


MEETINGS = [
    meeting("H20", "autumn", AUTUMN_20), meeting("V21", "spring", SPRING_21), meeting("H21", "autumn", AUTUMN_21),
]  # fmt: skip


def action(action_id: str, meeting_id: str, due: date | None = None, done: date | None = None, **values: Any) -> Row:
    days = {"H20": AUTUMN_20, "V21": SPRING_21, "H21": AUTUMN_21}
    row = {"action_id": action_id, "meeting_id": meeting_id, "text_nb": f"Gjøre {action_id}", "agreed_date": days[meeting_id]}
    return row | {"due_date": due, "done_date": done} | values


def opener(tables: dict[str, Iterable[Row]], role: Role = "owner") -> Callable[[date], Snapshot]:
    """Opens the same programme, with two areas and three meetings, at any day."""
    given: dict[str, Iterable[Row]] = {
        "programme": [PROGRAMME], "priority_area": [area("A1", 1), area("A2", 2)], "meeting": MEETINGS,
    }  # fmt: skip
    return lambda day: Snapshot.from_rows(day, {**given, **tables}, role=role)


def setting(meeting_id: str = "H21", role: Role = "owner", **tables: Any) -> Setting:
    """What the screens of a meeting are made from, on its day."""
    open_snapshot = opener(dict(tables), role)
    whole = open_snapshot(date(2022, 12, 31))
    found = meeting_of(whole, meeting_id)
    before = previous_of(whole, found)
    earlier = None if before is None else open_snapshot(before.day)
    return Setting(open_snapshot(found.day), earlier, found, before, open_snapshot)


def screen(name: str, meeting_id: str = "H21", **tables: Any) -> Screen:
    return BUILDERS[name](setting(meeting_id, **tables))
