"""The screen on matters to discuss."""

from __future__ import annotations

from analytics.meetings.screen import Grid, Screen, Value
from analytics.meetings.setting import Setting
from analytics.meetings.sheet import Sheet
from analytics.meetings.words import words
from domain.text import say

#: How many matters have room, since each takes two lines.
_SHOWN = 5
#: The reports that the rules read.
_REPORTS = ("rules", "frames", "evaluations", "overdue", "coverage", "instruments", "absence-target")


def matters(setting: Setting) -> Screen:
    """The most pressing matters that fixed rules find, with who owns each and its date."""
    found, told = setting.own.matters, setting.own.told
    first = found[0] if found else None
    sheet = Sheet(setting, "matters", first.page_id if first else "rules", **(dict(first.query) if first else {}))
    for name in _REPORTS:
        sheet.read(name)
    if first is None:
        return sheet.screen(say("screens.matters.none"))
    shown = found[:_SHOWN]
    sheet.note(*(fact for matter in shown for fact in matter.facts))
    parts = [
        sheet.counted(f"screens.matters.{severity}", told.value(f"matters/by_severity/{severity}"))
        for severity in told.get("matters/by_severity")
        if severity == "breach" or told.get(f"matters/by_severity/{severity}")
    ]  # fmt: skip
    message = sheet.counted("screens.matters.message", told.value("matters/count"), parts=parts)
    rows = tuple(
        (
            words(matter.text), Value(matter.owner, unknown=say("screens.unknown")),
            told.value(f"{path}/day", "date", say("screens.no_deadline")),
        )
        for matter, (path, _) in zip(shown, told.rows("matters/rows"), strict=False)
    )  # fmt: skip
    headings = tuple(say(f"screens.matters.col_{name}") for name in ("matter", "owner", "day"))
    return sheet.screen(message, Grid(headings, rows, left_out=len(found) - len(shown)))
