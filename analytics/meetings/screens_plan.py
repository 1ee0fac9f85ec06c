"""The screens on the action plan: this year's against what happened, and the proposal for the next with its economic frame."""

from __future__ import annotations

from typing import Any

from analytics.meetings.reports import Told
from analytics.meetings.screen import Grid, Screen, Value
from analytics.meetings.setting import Setting
from analytics.meetings.sheet import Sheet
from analytics.meetings.words import ROWS, code_words, joined, title_of, words
from domain.text import Text, say


def plan_year(setting: Setting) -> Screen:
    """The lines of the year's plan that did not start in their quarter, and the amount planned on them."""
    year = setting.meeting.day.year
    sheet = Sheet(setting, "plan_year", "action_plan", ar=str(year))
    told = _plan(sheet, year)
    if told is None:
        return sheet.screen(say("screens.plan_year.none", year=year))
    missed, whole = told.value("focus/did_not_start_in_quarter/count"), told.value("focus/planned/count")
    amount = told.value("focus/did_not_start_in_quarter/amount_nok", "mill")
    planned = told.value("focus/planned/amount_nok", "mill")
    kind = "draft" if told.get("focus/is_draft") else "message"
    message = sheet.counted(f"screens.plan_year.{kind}", missed, year=year, whole=whole, amount=amount, planned=planned)
    details = []
    if told.get("focus/did_not_start_in_quarter/amount_unknown"):
        unknown = told.value("focus/did_not_start_in_quarter/amount_unknown")
        details.append(sheet.counted("screens.plan_year.unknown", unknown))
    unplanned = told.value("focus/by_outcome/unplanned/count")
    if unplanned.value:
        details.append(sheet.counted("screens.plan_year.unplanned", unplanned))
    lines = [(path, row) for path, row in told.rows("lines") if row["year"] == year and row["missed_quarter"]]
    ordered = sorted(lines, key=lambda found: (-(found[1]["planned_amount_nok"] or 0), found[1]["item_id"]))
    rows = tuple(
        (
            words(title_of(row, longest=55)), told.value(f"{path}/planned_quarter", "period", say("screens.not_stated")),
            _started(told, path, row), told.value(f"{path}/planned_amount_nok", "mill"),
        )
        for path, row in ordered[:ROWS]
    )  # fmt: skip
    headings = tuple(say(f"screens.plan_year.col_{name}") for name in ("line", "planned", "started", "amount"))
    exhibit = (
        Grid(headings, rows, tuple(("action_plan", row["item_id"]) for _, row in ordered[:ROWS]), len(ordered) - len(rows))
        if rows
        else None
    )
    return sheet.screen(message, exhibit, details)


def _plan(sheet: Sheet, year: int) -> Told | None:
    """The report of the action plan for a year; None when no plan is known for it."""
    told = sheet.read("action-plan", year=str(year))
    return told if told.get("focus") is not None else None


def _started(told: Told, path: str, row: dict[str, Any]) -> Value:
    if row["start_quarter"] is not None:
        return told.value(f"{path}/start_quarter", "period")
    return words(code_words("line_outcome", row["outcome"]))


def plan_next(setting: Setting) -> Screen:
    """The lines of next year's plan, or the needs it may answer while there is none, and what money the year has."""
    year = setting.meeting.day.year + 1
    sheet = Sheet(setting, "plan_next", "action_plan", ar=str(year))
    told = _plan(sheet, year)
    if told is None:
        return _candidates(setting, year)
    count, amount = told.value("focus/planned/count"), told.value("focus/planned/amount_nok", "mill")
    kind = "draft" if told.get("focus/is_draft") else "adopted"
    money = _economy(sheet, year)
    message = joined([sheet.counted(f"screens.plan_next.{kind}", count, year=year, amount=amount), *money[:1]])
    lines = [
        (path, row) for path, row in told.rows("lines") if row["year"] == year and row["kind"] == "line" and not row["is_removed"]
    ]
    ordered = sorted(lines, key=lambda found: (-(found[1]["amount_nok"] or 0), found[1]["item_id"]))
    rows = tuple(
        (
            words(title_of(row, longest=70)), told.value(f"{path}/quarter", "period", say("screens.not_stated")),
            told.value(f"{path}/amount_nok", "mill"),
        )
        for path, row in ordered[:ROWS]
    )  # fmt: skip
    headings = tuple(say(f"screens.plan_next.col_{name}") for name in ("line", "quarter", "amount"))
    exhibit = (
        Grid(headings, rows, tuple(("action_plan", row["item_id"]) for _, row in ordered[:ROWS]), len(ordered) - len(rows))
        if rows
        else None
    )
    return sheet.screen(message, exhibit, money[1:])


def _candidates(setting: Setting, year: int) -> Screen:
    """While there is no plan: needs of high priority that have no project."""
    sheet = Sheet(setting, "plan_next", "needs")
    money = _economy(sheet, year)
    told = sheet.read("needs")
    count = told.value("high_without_project_ids")
    message = sheet.counted("screens.plan_next.candidates", count, year=year)
    if not count.value:
        return sheet.screen(message, None, money)
    wanted = set(told.get("high_without_project_ids"))
    rows = [(path, row) for path, row in told.rows("needs") if row["need_id"] in wanted]
    shown = tuple(
        (
            words(title_of(row, longest=70)), Value(_raised_by(row), unknown=say("screens.not_stated")),
            told.value(f"{path}/raised_date", "date"),
        )
        for path, row in rows[:ROWS]
    )  # fmt: skip
    headings = tuple(say(f"screens.plan_next.col_{name}") for name in ("need", "raised_by", "raised"))
    links = tuple(("needs", row["need_id"]) for _, row in rows[:ROWS])
    return sheet.screen(message, Grid(headings, shown, links, len(rows) - len(shown)), money)


def _raised_by(row: dict[str, Any]) -> Text | None:
    return Text(row["raised_by_nb"], row["raised_by_en"] or row["raised_by_nb"]) if row["raised_by_nb"] else None


def _economy(sheet: Sheet, year: int) -> list[Text]:
    """What the year has, what is promised and meant in it, and what is left."""
    told = sheet.read("commitments")
    found = next((place for place in told.rows("years") if place[1]["year"] == year), None)
    if found is None:
        frames = sheet.read("frames")
        framed = next((path for path, row in frames.rows("years") if row["year"] == year and row["frame_nok"] is not None), None)
        if framed is None:
            return [say("screens.plan_next.no_frame", year=year)]
        return [sheet.say("screens.plan_next.frame_only", year=year, frame=frames.value(f"{framed}/frame_nok", "mill"))]
    path, row = found
    values = {name: told.value(f"{path}/{name}_nok", "mill") for name in ("promised", "conditional", "meant")}
    parts = [sheet.say(f"screens.plan_next.{name}", amount=value) for name, value in values.items() if value.value]
    loads = say("screens.plan_next.loads", year=year, parts=parts or [say("screens.plan_next.no_loads")])
    if row["frame_nok"] is None or row["left_nok"] is None:
        return [say("screens.plan_next.no_frame", year=year), loads]
    frame, left = told.value(f"{path}/frame_nok", "mill"), told.value(f"{path}/left_nok", "mill")
    sheet.note(left)
    kind = "short" if row["left_nok"] < 0 else "left"
    carried = [] if row["carried_in_nok"] is not None else [say("screens.plan_next.not_carried", year=year - 1)]
    return [sheet.say(f"screens.plan_next.{kind}", frame=frame, left=abs(row["left_nok"])), joined([loads, *carried])]
