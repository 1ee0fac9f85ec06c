"""The draft minutes of a meeting as a document."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analytics.meetings.minutes import ATTENDANCES, Minutes
from domain.codes import label
from domain.numbers import date_text
from domain.text import tell
from reports.exports.document import Block, Column, Document, Heading, Paragraph, Points, Table, Value

#: Other columns than words, by what code calls them.
_KINDS = {"decided_date": "date", "due_date": "date", "done_date": "date", "outcome_date": "date"}
_CODES = {"kind": "decision_kind", "state": "recommendation_state", "outcome": "input_outcome"}


def minutes_document(result: Minutes, lang: str) -> Document:
    """The minutes, marked as a draft; what was not recorded is said so. Titles and texts are as users wrote them."""
    held = result.meeting.held_date is not None
    return Document(
        tell("minutes.draft" if held else "minutes.draft_planned", lang), result.meeting.title, lang, result.pack.as_of,
        result.basis.data_version, tuple(_notes(result, lang)),
        (
            *_participants(result, lang), *_agenda(result, lang), *_follow_up(result, lang), *_inputs(result, lang),
            *_decisions(result, lang), *_actions(result, lang),
        ),
        is_upright=True,
    )  # fmt: skip


def _notes(result: Minutes, lang: str) -> list[tuple[str, str]]:
    meeting, basis = result.meeting, result.basis
    day = date_text(meeting.day, lang)
    lines = [
        (tell("minutes.body", lang), tell("minutes.not_recorded", lang) if result.body is None else result.body.get(lang)),
        (tell("minutes.date", lang), day if meeting.held_date else tell("minutes.planned", lang, date=meeting.planned_date)),
        (tell("minutes.place", lang), tell("minutes.not_recorded", lang)),
        (tell("minutes.status", lang), tell("minutes.status_draft", lang)),
        (tell("minutes.basis", lang), tell("exports.stamp", lang, date=result.pack.as_of, version=basis.data_version)),
    ]
    if basis.contains_example_data or meeting.is_example:
        lines.append((tell("frame.example_data", lang), tell("exports.example_note", lang)))
    return lines


def _participants(result: Minutes, lang: str) -> list[Block]:
    found: list[Block] = [Heading(tell("minutes.participants", lang))]
    if "meeting_participant" in result.hidden:
        return [*found, Paragraph(tell("minutes.hidden", lang))]
    rows = result.participants
    recorded = rows.drop_nulls("attendance")
    if recorded.is_empty():
        found.append(Paragraph(tell("minutes.no_participants", lang)))
    for attendance in sorted(ATTENDANCES, key=("attended", "declined", "invited").index):
        names = recorded.filter(pl.col("attendance") == attendance).get_column(f"name_{lang}").to_list()
        if names:
            words = tell("minutes.list", lang, what=label("attendance", attendance, lang), names=names)
            found.append(Paragraph(words))
    silent = rows.filter(pl.col("attendance").is_null()).get_column(f"name_{lang}").to_list()
    if silent and not recorded.is_empty():
        found.append(Paragraph(tell("minutes.silent", lang, names=silent)))
    return found


def _agenda(result: Minutes, lang: str) -> list[Block]:
    found: list[Block] = [Heading(tell("minutes.agenda", lang))]
    screens = result.pack.screens
    if not screens:
        return [*found, Paragraph(tell("minutes.no_screens", lang))]
    found.append(Paragraph(tell("minutes.agenda_text", lang, date=result.pack.as_of)))
    for number, screen in enumerate(screens, start=1):
        found += [Heading(f"{number}. {screen.title.get(lang)}", 2), Paragraph(screen.message.get(lang))]
    return found


def _follow_up(result: Minutes, lang: str) -> list[Block]:
    previous = result.pack.previous
    found: list[Block] = [Heading(tell("minutes.follow_up", lang))]
    if previous is None:
        return [*found, Paragraph(tell("minutes.first_meeting", lang))]
    found.append(Paragraph(tell("minutes.follow_up_text", lang, title=previous.title, day=previous.day, date=result.pack.as_of)))
    names = ("text", "owner", "due_date", "state")
    found += _table(result, "follow_up", result.follow_up, names, lang, hidden_by="action_item")
    names = ("party", "input", "outcome", "outcome_nb")
    return [*found, *_table(result, "earlier_inputs", result.earlier_inputs, names, lang, hidden_by="meeting_input")]


def _inputs(result: Minutes, lang: str) -> list[Block]:
    rows = result.inputs
    found: list[Block] = [Heading(tell("minutes.inputs", lang))]
    if rows.is_empty():
        return [*found, Paragraph(_none(result, "inputs", "meeting_input", lang))]
    for (party,), part in rows.group_by([f"organisation_{lang}"], maintain_order=True):
        found += [Heading(str(party), 2), Points(tuple(part.get_column("text_nb")))]
    return found


def _decisions(result: Minutes, lang: str) -> list[Block]:
    rows = result.decisions
    found: list[Block] = [Heading(tell("minutes.decisions", lang))]
    if rows.is_empty():
        return [*found, Paragraph(_none(result, "decisions", "decision", lang))]
    for (body, decides), part in rows.group_by([f"body_{lang}", "can_decide"], maintain_order=True):
        words = {True: "decides", False: "no_decisions_by"}.get(decides, "unknown_decides")
        found += [Heading(str(body), 2), Paragraph(tell(f"minutes.{words}", lang))]
        found += _table(result, "decisions", part, ("kind", "matter", "decided_date", "document_ref"), lang)
        found += [Paragraph(text) for text in part.get_column(f"breach_{lang}").drop_nulls()]
    return found


def _actions(result: Minutes, lang: str) -> list[Block]:
    found: list[Block] = [Heading(tell("minutes.actions", lang))]
    return [*found, *_table(result, "actions", result.actions, ("text", "owner", "due_date"), lang, hidden_by="action_item")]


_COLUMNS = {"matter": "text_nb", "text": "text_nb", "input": "text_nb", "party": "organisation_{lang}", "owner": "owner_{lang}"}
_WIDE = ("matter", "text", "input", "outcome_nb")
_WIDTH = 3.0


def _table(
    result: Minutes, name: str, rows: pl.DataFrame, columns: Sequence[str], lang: str, *, hidden_by: str | None = None
) -> list[Block]:
    """The rows as a table; why there are none when there are none."""
    if rows.is_empty():
        return [Paragraph(_none(result, name, hidden_by, lang))]
    made = tuple(
        Column(
            tell(f"minutes.column.{column}", lang), _KINDS.get(column, "text"), _WIDTH if column in _WIDE else 1.2,
            tell(f"minutes.unknown.{column}", lang) if column in ("owner", "due_date", "outcome_nb", "document_ref") else "",
            name=column,
        )
        for column in columns
    )  # fmt: skip
    told = tuple(tuple(_value(row, column, lang) for column in columns) for row in rows.iter_rows(named=True))
    is_example = result.meeting.is_example or result.basis.contains_example_data
    return [Table(name, tell(f"minutes.{name}_title", lang), made, told, is_example)]


def _value(row: dict[str, object], column: str, lang: str) -> Value:
    value = row[_COLUMNS.get(column, column).format(lang=lang)]
    if column in _CODES and value is not None:
        return label(_CODES[column], str(value), lang)
    return value  # type: ignore[return-value]


def _none(result: Minutes, name: str, hidden_by: str | None, lang: str) -> str:
    return tell("minutes.hidden" if hidden_by in result.hidden else f"minutes.no_{name}", lang)
