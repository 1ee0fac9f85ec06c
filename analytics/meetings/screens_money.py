"""The screen on money: what is paid, bound and free of what each year has."""

from __future__ import annotations

from analytics.meetings.screen import Chart, Screen, Series, Value
from analytics.meetings.setting import Setting
from analytics.spending.frames import frames
from domain.text import say

_PARTS = (("paid", "strong"), ("bound", "mid"), ("free", "empty"))


def money(setting: Setting) -> Screen:
    """What is paid, bound and free of what is available in each year until the meeting's."""
    result = frames(setting.now)
    years = [(place, row) for place, row in enumerate(result.as_json()["years"]) if row["year"] <= setting.now.as_of.year]
    series = tuple(
        Series(say(f"meeting.money_{name}"), tuple(_amount(row, place, f"{name}_nok") for place, row in years), fill)
        for name, fill in _PARTS
    )
    frame = Series(say("meeting.money_frame"), tuple(_amount(row, place, "frame_nok") for place, row in years), "mark")
    categories = tuple(Value(row["year"], "year", f"frames/years/{place}/year") for place, row in years)
    chart = Chart("stacked", categories, series, say("meeting.mill_kroner"), (frame,)) if years else None
    return Screen(
        "money", say("meeting.money_title"), result.sentence, chart, page_id="frames",
        sources=tuple(source.title for source in result.basis.sources), is_example=result.basis.contains_example_data,
        notes=result.basis.caveats,
    )  # fmt: skip


def _amount(row: dict[str, object], place: int, name: str) -> Value:
    return Value(row.get(name), "mill", f"frames/years/{place}/{name}")  # type: ignore[arg-type]
