"""The screen on sick leave against the target."""

from __future__ import annotations

from analytics.meetings.reports import Told
from analytics.meetings.screen import Chart, Screen, Series, Value
from analytics.meetings.setting import Setting
from analytics.meetings.sheet import Sheet
from analytics.meetings.words import code_words, within
from analytics.sickness.words import vintage_name
from domain.text import Text, say

#: How many quarters a chart has room for.
_QUARTERS = 9


def absence(setting: Setting) -> Screen:
    """The level quarter by quarter in the measure of the target, with the path and the target level; nothing on why."""
    sheet = Sheet(setting, "absence", "absence_target")
    told = sheet.read("absence-target")
    notes = told.basis.caveats[1:4]
    if told.get("latest_value") is None or told.get("measure") is None:
        return sheet.screen(say("screens.absence.none"), notes=notes)
    measure = within(code_words("adjustment", told.get("measure")))
    vintage = vintage_name(told.get("vintage")) if told.get("vintage") else say("screens.unknown")
    details = [say("screens.absence.measure", measure=measure, vintage=vintage)]
    if told.get("own_measure_last_period"):
        details.append(sheet.say("screens.absence.last", period=told.value("own_measure_last_period", "period")))
    return sheet.screen(_message(sheet, told), _levels(told), details, notes)


def _message(sheet: Sheet, told: Told) -> Text:
    values = {"period": told.value("latest_period", "period"), "level": told.value("latest_value", "pct")}
    if told.get("deviation_pp") is None:
        target = told.value("target_value", "pct")
        if target.value is None:
            return sheet.say("screens.absence.no_target", **values)
        return sheet.say("screens.absence.no_path", target=target, **values)
    deviation = told.value("deviation_pp", "pp")
    sheet.note(deviation)
    return sheet.say(
        f"screens.absence.{told.get('verdict')}", deviation=abs(told.get("deviation_pp")),
        target=told.value("target_value", "pct"), until=told.value("target_period", "period"), **values,
    )  # fmt: skip


def _levels(told: Told) -> Chart:
    points = told.rows("observed")[-_QUARTERS:]
    categories = tuple(told.value(f"{path}/period", "period") for path, _ in points)
    level = Series(say("screens.absence.level"), tuple(told.value(f"{path}/value", "pct") for path, _ in points))
    places = {row["period"]: path for path, row in told.rows("path")}
    marks = []
    if told.get("target_value") is not None:
        marks.append(Series(say("screens.absence.target"), (told.value("target_value", "pct"),) * len(points), "mark"))
    if any(row["period"] in places for _, row in points):
        path_values = tuple(
            told.value(f"{places[row['period']]}/value", "pct") if row["period"] in places else Value(None, "pct")
            for _, row in points
        )
        marks.append(Series(say("screens.absence.path"), path_values, "mark"))
    return Chart("line", categories, (level,), say("screens.per_cent"), tuple(marks))
