"""The screens on what became of the inputs, and which knowledge needs have a project."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.meetings.reports import Told
from analytics.meetings.screen import Chart, Grid, Screen, Series
from analytics.meetings.setting import Setting
from analytics.meetings.sheet import Sheet
from analytics.meetings.words import ROWS, code_words, shortened, within, words
from domain.text import Text, say

_OUTCOMES = (("included", "strong"), ("covered", "mid"), ("not_now", "light"), ("forwarded", "hatched"), ("open", "empty"))
_COVERS = (("with_project", "strong"), ("not_now", "light"), ("only_stopped", "hatched"), ("none", "empty"))
#: How many parties and meetings a chart has room for.
_PARTIES, _MEETINGS = 9, 8
#: How many reasons stand in the notes.
_REASONS = 5


def inputs(setting: Setting) -> Screen:
    """The inputs since the autumn meeting before, by party and what became of them."""
    sheet = Sheet(setting, "inputs", "needs")
    told = sheet.read("needs")
    if told.get("inputs") is None:
        return sheet.screen(say("screens.inputs.hidden"))
    found = told.get("inputs/since_autumn")
    if not found["count"]:
        key = "none" if found["from"] else "never"
        return sheet.screen(
            say(f"screens.inputs.{key}", **({"date": date.fromisoformat(found["from"])} if found["from"] else {}))
        )
    where = "inputs/since_autumn"
    count = told.value(f"{where}/count")
    counts = [(outcome, told.value(f"{where}/by_outcome/{outcome}")) for outcome, _ in _OUTCOMES]
    parts = [
        sheet.say("screens.part", count=value, name=within(code_words("input_outcome", outcome)))
        for outcome, value in counts
        if value.value
    ]
    if found["from"]:
        message = sheet.counted("screens.inputs.message", count, date=told.value(f"{where}/from", "date"), parts=parts)
    else:
        message = sheet.counted("screens.inputs.so_far", count, parts=parts)
    rows = {row["input_id"]: row for row in told.get("inputs/rows")}
    own = [rows[key] for key in found["input_ids"] if key in rows]
    reasons = [_reason(row) for row in own if row["outcome"] not in ("included", "open") and row["outcome_nb"]][:_REASONS]
    if found["count"] <= ROWS:
        return sheet.screen(message, _listed(own), notes=reasons)
    left = len(found["parties"]) - _PARTIES
    details = [say("screens.inputs.left_out", count=left)] if left > 0 else []
    return sheet.screen(message, _by_party(told, found["parties"][:_PARTIES]), details, reasons)


def _reason(row: dict[str, Any]) -> Text:
    """Why an input was not taken in, for the one who presents."""
    party = Text(row["organisation_nb"], row["organisation_en"] or row["organisation_nb"])
    outcome = within(code_words("input_outcome", row["outcome"]))
    return say("screens.inputs.reason", party=party, text=shortened(row["text_nb"]), outcome=outcome, why=row["outcome_nb"])


def _by_party(told: Told, parties: list[dict[str, Any]]) -> Chart:
    path = "inputs/since_autumn/parties"
    categories = tuple(words(Text(row["organisation_nb"], row["organisation_en"] or row["organisation_nb"])) for row in parties)
    series = tuple(
        Series(
            code_words("input_outcome", outcome),
            tuple(told.value(f"{path}/{number}/by_outcome/{outcome}") for number in range(len(parties))), fill,
        )
        for outcome, fill in _OUTCOMES if any(row["by_outcome"][outcome] for row in parties)
    )  # fmt: skip
    return Chart("stacked", categories, series, say("screens.inputs.unit"))


def _listed(own: list[dict[str, Any]]) -> Grid:
    """Each input with what became of it: for so few, a chart says less."""
    rows = tuple(
        (
            words(Text(row["organisation_nb"], row["organisation_en"] or row["organisation_nb"])),
            words(shortened(row["text_nb"], 62)), words(code_words("input_outcome", row["outcome"])),
        )
        for row in own
    )  # fmt: skip
    headings = tuple(say(f"screens.inputs.col_{name}") for name in ("party", "input", "outcome"))
    return Grid(headings, rows)


def needs(setting: Setting) -> Screen:
    """How many knowledge needs have a project, and how that is for the needs of each meeting."""
    sheet = Sheet(setting, "needs", "needs")
    told = sheet.read("needs")
    count = told.value("needs_count")
    if not count.value:
        return sheet.screen(say("screens.needs.none"))
    covers = {cover: told.value(f"by_cover/{cover}") for cover, _ in _COVERS}
    message = sheet.counted("screens.needs.message", covers["with_project"], whole=count)
    rest = [
        sheet.counted(f"screens.needs.{cover}", covers[cover])
        for cover in ("not_now", "only_stopped", "none") if covers[cover].value
    ]  # fmt: skip
    details = [say("screens.needs.rest", parts=rest)] if rest else []
    meetings = [
        (path, row) for path, row in told.rows("meetings")
        if row["needs"] and row["meeting_date"] and row["kind"] in ("spring", "autumn")
    ]  # fmt: skip
    return sheet.screen(message, _by_meeting(told, meetings[:_MEETINGS][::-1]), [*_last_autumn(sheet, told, meetings), *details])


def _by_meeting(told: Told, meetings: list[tuple[str, dict[str, Any]]]) -> Chart | None:
    if not meetings:
        return None
    categories = tuple(words(_season(row)) for _, row in meetings)
    series = tuple(
        Series(say(f"screens.needs.series_{cover}"), tuple(told.value(f"{path}/{cover}") for path, _ in meetings), fill)
        for cover, fill in _COVERS
        if any(row[cover] for _, row in meetings)
    )
    return Chart("stacked", categories, series, say("screens.needs.unit"))


def _season(row: dict[str, Any]) -> Text:
    return say(f"screens.needs.{row['kind']}", year=row["meeting_date"][:4])


def _last_autumn(sheet: Sheet, told: Told, meetings: list[tuple[str, dict[str, Any]]]) -> list[Text]:
    """Which needs of the last autumn meeting before this one have neither project nor a reasoned "not now"."""
    day = sheet.setting.now.as_of.isoformat()
    found = next(((path, row) for path, row in meetings if row["kind"] == "autumn" and row["meeting_date"] < day), None)
    if found is None:
        return []
    path, row = found
    values = {"whole": told.value(f"{path}/needs"), "date": date.fromisoformat(row["meeting_date"])}
    return [sheet.counted("screens.needs.autumn", told.value(f"{path}/without_ids"), **values)]
