"""The screen on sick leave against the target."""

from __future__ import annotations

from analytics.meetings.screen import Chart, Screen, Series, Value
from analytics.meetings.setting import Setting
from analytics.result import plain
from analytics.sickness.target import absence_target
from domain.text import say


def absence(setting: Setting) -> Screen:
    """The level quarter by quarter in the measure that the target is set in, with the target; nothing on why."""
    result = absence_target(setting.now)
    found = plain(result.as_json())
    points = found["observed"]
    categories = tuple(Value(p["period"], "period", f"absence-target/observed/{n}/period") for n, p in enumerate(points))
    observed = Series(
        say("meeting.absence_level"),
        tuple(Value(p["value"], "pct", f"absence-target/observed/{n}/value") for n, p in enumerate(points)),
    )
    target = Value(found["target_value"], "pct", "absence-target/target_value")
    marks = (Series(say("meeting.absence_target"), (target,) * len(points), "mark"),) if target.value is not None else ()
    chart = Chart("line", categories, (observed,), say("meeting.per_cent"), marks) if points else None
    return Screen(
        "absence", say("meeting.absence_title"), result.sentence, chart, page_id="absence_target",
        sources=tuple(source.title for source in result.basis.sources), is_example=result.basis.contains_example_data,
        notes=result.basis.caveats,
    )  # fmt: skip
