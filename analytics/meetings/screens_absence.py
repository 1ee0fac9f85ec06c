"""The screen on sick leave against the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.meetings.reports import Told
from analytics.meetings.screen import Chart, Screen, Series, Value
from analytics.meetings.setting import Setting
from analytics.meetings.sheet import Sheet
from analytics.meetings.words import code_words, within
from analytics.sickness.series import quarter_at
from analytics.sickness.words import vintage_name
from domain.periods import is_quarter, quarter_index
from domain.text import Text, say

#: How many quarters a chart has room for.
_QUARTERS = 9


def absence(setting: Setting) -> Screen:
    """The level quarter by quarter in the measure of the target, with the path and the target level; nothing on why."""
    sheet = Sheet(setting, "absence", "absence_target")
    told = sheet.read("absence-target")
    notes = told.basis.caveats[1:4]
    if told.get("latest_value") is None or told.get("measure") is None or not told.get("observed"):
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
    periods, observed, path = _periods(told), _by_period(told, "observed"), _by_period(told, "path")
    places = {period: f"absence-target/missing_quarters/{n}" for n, period in enumerate(told.get("missing_quarters"))}
    categories = tuple(
        told.value(f"{observed[period]}/period", "period")
        if period in observed
        else Value(period, "period", places.get(period, ""))
        for period in periods
    )
    level = Series(say("screens.absence.level"), _values(told, observed, periods))
    marks = []
    if told.get("target_value") is not None:
        marks.append(Series(say("screens.absence.target"), (told.value("target_value", "pct"),) * len(periods), "mark"))
    if path.keys() & set(periods):
        marks.append(Series(say("screens.absence.path"), _values(told, path, periods), "mark"))
    return Chart("line", categories, (level,), say("screens.per_cent"), tuple(marks))


def _periods(told: Told) -> list[str]:
    """The last periods, with the quarters between them for which no figure was found: a gap is not filled."""
    found = [str(row["period"]) for row in told.get("observed")]
    if all(map(is_quarter, found)):
        indexes = [quarter_index(period) for period in found]
        found = [quarter_at(index) for index in range(min(indexes), max(indexes) + 1)]
    return found[-_QUARTERS:]


def _by_period(told: Told, path: str) -> dict[str, str]:
    """The pointers of a list's items by their period."""
    return {str(row["period"]): place for place, row in told.rows(path)}


def _values(told: Told, places: Mapping[str, str], periods: Sequence[str]) -> tuple[Value, ...]:
    """The value of each period; unknown where there is none."""
    return tuple(told.value(f"{places[period]}/value", "pct") if period in places else Value(None, "pct") for period in periods)
