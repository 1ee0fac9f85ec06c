"""The screens on what has changed, what was agreed last, how the activities stand, and what is past its deadline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analytics.meetings.follow_up import FollowUp, action_words
from analytics.meetings.reports import Told
from analytics.meetings.screen import Grid, Screen, Value
from analytics.meetings.setting import Setting
from analytics.meetings.sheet import Sheet
from analytics.meetings.words import ROWS, both, code_words, shortened, title_of, within, words
from domain.text import Text, say

#: The kinds of change that the message may name, in this order, and how many it names.
_NAMED = (
    "projects_new", "projects_started", "projects_finished", "projects_stopped", "deliverables_overdue", "findings_new",
    "evaluations_moved", "coverage_gained", "coverage_lost",
)  # fmt: skip
_MOST = 3


def changes(setting: Setting) -> Screen:
    """What is recorded otherwise than at the meeting before, by theme."""
    sheet = Sheet(setting, "changes", "changes")
    if setting.previous is None:
        return sheet.screen(say("screens.changes.first"))
    since, until = setting.previous.day, setting.now.as_of
    sheet = Sheet(setting, "changes", "changes", fra=since.isoformat(), til=until.isoformat())
    told = sheet.read("changes", **{"from": since.isoformat(), "to": until.isoformat()})
    count = told.value("count")
    if not count.value:
        return sheet.screen(say("screens.changes.none", date=since))
    groups = {group["kind"]: path for path, group in told.rows("groups") if group["items"]}
    named = [kind for kind in _NAMED if kind in groups][:_MOST]
    parts = [sheet.counted(f"changes.{kind}", told.value(f"{groups[kind]}/items")) for kind in named]
    message = sheet.counted("screens.changes.message" if parts else "screens.changes.only", count, date=since, parts=parts)
    lines = [(path, line) for path, line in told.rows("summary") if line["count"]]
    rows = tuple(
        (words(say(f"changes.heading.{line['heading']}")), told.value(f"{path}/count"), words(both(line["text"])))
        for path, line in lines[:ROWS]
    )
    headings = tuple(say(f"screens.changes.col_{name}") for name in ("theme", "count", "changed"))
    details = [say("screens.changes.hidden")] if told.get("hidden_tables") else []
    return sheet.screen(message, Grid(headings, rows, left_out=len(lines) - len(rows)), details)


def follow_up(setting: Setting) -> Screen:
    """The actions that are not done or were done since the meeting before, and the advice it gave."""
    sheet = Sheet(setting, "follow_up", "decisions")
    found, told = setting.own.follow_up, setting.own.told
    sheet.rest_on(found.basis)
    if setting.previous is None:
        return sheet.screen(say("screens.follow_up.first"))
    if not found.can_see:
        return sheet.screen(say("screens.follow_up.hidden"))
    details = _advice(found)
    if not found.actions:
        return sheet.screen(say("screens.follow_up.none", date=setting.previous.day), None, details)
    late, still, done = (told.value(f"follow_up/by_state/{state}") for state in ("late", "open", "done"))
    parts = [
        sheet.counted(f"screens.follow_up.{name}", value)
        for name, value in (("done", done), ("open", still), ("late", late))
        if value.value or name == "done"
    ]
    message = say("screens.follow_up.message", date=setting.previous.day, parts=parts)
    rows = tuple(
        (
            words(shortened(action["text_nb"], 70)),
            Value(_names(action, "owner"), unknown=say("screens.not_named")),
            told.value(f"{path}/due_date", "date", say("screens.no_deadline")),
            _action_state(told, path, action),
        )
        for path, action in told.rows("follow_up/actions")[:ROWS]
    )
    headings = tuple(say(f"screens.follow_up.col_{name}") for name in ("task", "owner", "due", "state"))
    return sheet.screen(message, Grid(headings, rows, left_out=len(found.actions) - len(rows)), details)


def _action_state(told: Told, path: str, action: dict[str, Any]) -> Value:
    if action["state"] == "done":
        return words(say("screens.follow_up.done_on", date=told.value(f"{path}/done_date", "date").value))
    return words(action_words(action["state"]))


def _advice(found: FollowUp) -> Iterable[Text]:
    for one in found.recorded[:2]:
        kind = code_words("decision_kind", one.kind)
        yield say("screens.follow_up.recorded", kind=kind, text=shortened(one.text_nb, 150))


def _names(row: dict[str, Any], name: str) -> Text | None:
    nb = row[f"{name}_nb"]
    return None if nb is None else Text(nb, row[f"{name}_en"] or nb)


def activities(setting: Setting) -> Screen:
    """How many projects there are in each status, and those that end next."""
    sheet = Sheet(setting, "activities", "projects")
    told = sheet.read("projects")
    count = told.value("count")
    if not count.value:
        return sheet.screen(say("screens.activities.none"))
    amount = told.value("amount_nok", "mill")
    states = [(state, told.value(f"by_status/{state}")) for state in told.get("by_status")]
    parts = [
        sheet.say("screens.activities.part", count=value, state=within(code_words("project_status", state)))
        for state, value in states if value.value
    ]  # fmt: skip
    key = "message" if amount.value is not None else "without_amount"
    message = sheet.counted(f"screens.activities.{key}", count, amount=amount, parts=parts)
    live = [(path, row) for path, row in told.rows("projects") if row["status"] not in ("closed", "stopped")]
    ordered = sorted(live, key=lambda found: (found[1]["end_date"] or "9999", found[1]["project_id"]))
    rows = tuple(
        (
            words(title_of(row, longest=62)), words(code_words("project_status", row["status"])),
            told.value(f"{path}/end_date", "date", say("screens.no_date")),
        )
        for path, row in ordered[:ROWS]
    )  # fmt: skip
    headings = tuple(say(f"screens.activities.col_{name}") for name in ("project", "state", "end"))
    links = tuple(("project", row["project_id"]) for _, row in ordered[:ROWS])
    exhibit = Grid(headings, rows, links, len(live) - len(rows)) if rows else None
    unknown = told.value("amount_unknown_count")
    details = [sheet.counted("screens.activities.unknown", unknown)] if unknown.value else []
    return sheet.screen(message, exhibit, details)


def overdue(setting: Setting) -> Screen:
    """What is past its deadline, and what has changed in that since the meeting before."""
    since = setting.previous.day.isoformat() if setting.previous else None
    sheet = Sheet(setting, "overdue", "overdue", **({"siden": since} if since else {}))
    told = setting.reports.read("overdue")
    if since and told.get("changes/since") != since:
        told = setting.reports.read("overdue", **{"from": since})
    sheet.rest_on(told.basis)
    count = told.value("by_state/overdue")
    details = []
    if since:
        new, done = (told.value(f"changes/by_change/{name}") for name in ("new", "done"))
        details.append(
            sheet.say("screens.overdue.since", date=setting.previous.day if setting.previous else None, new=new, done=done)
        )
    if not told.get("count"):
        return sheet.screen(say("screens.overdue.nothing"))
    if not count.value:
        return sheet.screen(sheet.say("screens.overdue.none", count=told.value("count")), None, details)
    kinds = [(kind, told.value(f"overdue/{kind}")) for kind in told.get("overdue")]
    parts = [sheet.counted(f"screens.overdue.{kind}", value) for kind, value in kinds if value.value]
    path, first = told.rows("items")[0]
    days = told.value(f"{path}/days_current", "days")
    title = title_of(first, longest=45)
    message = sheet.counted("screens.overdue.message", count, parts=parts, title=title, days=days)
    late = [(path, row) for path, row in told.rows("items") if row["state"] == "overdue"]
    rows = tuple(
        (
            words(title_of(row, longest=45)), words(title_of(row, "owner", 45)),
            told.value(f"{path}/current_date", "date"), told.value(f"{path}/days_current", "days"),
        )
        for path, row in late[:ROWS]
    )  # fmt: skip
    headings = tuple(say(f"screens.overdue.col_{name}") for name in ("what", "owner", "deadline", "days"))
    links = tuple(("project", row["owner_id"]) if row["owner_table"] == "project" else None for _, row in late[:ROWS])
    return sheet.screen(message, Grid(headings, rows, links, len(late) - len(rows)), details)
