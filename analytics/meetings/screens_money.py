"""The screens on money: what each year has and how it is used, and what later years are loaded with."""

from __future__ import annotations

from typing import Any

from analytics.meetings.reports import Told
from analytics.meetings.screen import Chart, Screen, Series, Tile, Tiles
from analytics.meetings.setting import Setting
from analytics.meetings.sheet import Sheet
from domain.text import Text, say

_PARTS = (("paid", "strong"), ("bound", "mid"), ("free", "empty"))
_LOADS = (("promised", "strong"), ("conditional", "hatched"), ("meant", "light"))
#: How many years a chart has room for.
_YEARS = 6


def money(setting: Setting) -> Screen:
    """What is paid, bound and free of what each year has, frame and carried in, with the frame as a mark."""
    sheet = Sheet(setting, "money", "frames")
    told = sheet.read("frames")
    years = [(path, row) for path, row in told.rows("years") if row["year"] <= setting.now.as_of.year][-_YEARS:]
    focus = next((found for found in told.rows("years") if found[1]["year"] == told.get("year_in_focus")), None)
    if focus is None:
        return sheet.screen(say("screens.money.none"))
    path, year = focus
    details = _available(sheet, told, path, year)
    if year["free_nok"] is None:
        message = sheet.say("screens.money.unused", year=year["year"], frame=told.value(f"{path}/frame_nok", "mill"))
        if year["frame_nok"] is None:
            message = say("screens.money.no_frame", year=year["year"])
    else:
        values = {name: told.value(f"{path}/{name}_nok", "mill") for name in ("paid", "bound", "free", "available")}
        kind = "over" if year["free_nok"] < 0 else "closed" if year["is_closed"] else "message"
        message = sheet.say(f"screens.money.{kind}", year=year["year"], beyond=abs(year["free_nok"]), **values)
    if all(row["free_nok"] is None for _, row in years):
        return sheet.screen(message, _frame_tiles(told, path, year), details)
    return sheet.screen(message, _chart(told, years, _PARTS, "money", "frame"), details)


def _frame_tiles(told: Told, path: str, year: dict[str, Any]) -> Tiles | None:
    """The frames alone, while nothing is known of their use."""
    places = (
        ("programme", f"{path}/frame_nok"), ("knowledge", f"{path}/knowledge_frame_nok"),
        ("outside", f"{path}/outside_programme_nok"), ("total", "programme_frame_total_nok"),
    )  # fmt: skip
    tiles = tuple(
        Tile(say(f"screens.money.tile_{name}", year=year["year"]), told.value(place, "mill"), say("screens.mill_kroner"))
        for name, place in places
        if told.get(place) is not None
    )
    return Tiles(tiles) if tiles else None


def _available(sheet: Sheet, told: Told, path: str, year: dict[str, Any]) -> list[Text]:
    """What the year has, by where it is from."""
    if year["available_nok"] is None:
        return []
    values = {name: told.value(f"{path}/{name}_nok", "mill") for name in ("available", "frame", "carried_in")}
    if year["carried_in_nok"] == 0 and year["frame_nok"] is not None:
        return [sheet.say("screens.money.available_plain", year=year["year"], available=values["available"])]
    if year["carried_in_nok"] is None or year["frame_nok"] is None:
        kind = "available_frame" if year["carried_in_nok"] is None else "available_carried"
        known = {name: value for name, value in values.items() if value.value is not None}
        return [sheet.say(f"screens.money.{kind}", year=year["year"], **known)]
    return [sheet.say("screens.money.available", year=year["year"], **values)]


def load(setting: Setting) -> Screen:
    """What is bound, conditional and planned in the years after the meeting's, against their frames as far as they are known."""
    sheet = Sheet(setting, "load", "money_forecast")
    told = sheet.read("commitments")
    this_year = setting.now.as_of.year
    later = [(path, row) for path, row in told.rows("years") if row["year"] > this_year]
    if told.get("is_empty") or not later:
        return sheet.screen(say("screens.load.none", year=this_year))
    total, unvoted = told.value("later_nok", "mill"), told.value("not_voted_nok", "mill")
    kind = "message"
    if not total.value:
        kind = "nothing"
    elif unvoted.value in (0, total.value):
        kind = "all" if unvoted.value else "voted"
    message = sheet.say(f"screens.load.{kind}", year=this_year, total=total, unvoted=unvoted)
    beyond = [
        sheet.say("screens.load.beyond", year=row["year"], amount=told.value(f"{path}/beyond_frame_nok", "mill"))
        if row["frame_nok"] is not None
        else sheet.say("screens.load.no_frame", year=row["year"], amount=told.value(f"{path}/beyond_frame_nok", "mill"))
        for path, row in later
        if (row["beyond_frame_nok"] or 0) > 0
    ]
    return sheet.screen(message, _chart(told, later[:_YEARS], _LOADS, "load", "frame"), beyond[:2])


def _chart(
    told: Told, years: list[tuple[str, dict[str, Any]]], parts: tuple[tuple[str, str], ...], name: str, mark: str
) -> Chart:
    """The parts of each year stacked, with what is named by `mark` as a level."""

    def series(part: str, fill: str) -> Series:
        return Series(say(f"screens.{name}.{part}"), tuple(told.value(f"{path}/{part}_nok", "mill") for path, _ in years), fill)

    categories = tuple(told.value(f"{path}/year", "year") for path, _ in years)
    shown = tuple(series(part, fill) for part, fill in parts)
    return Chart("stacked", categories, shown, say("screens.mill_kroner"), (series(mark, "mark"),))
