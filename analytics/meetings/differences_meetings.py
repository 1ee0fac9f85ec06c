"""What was held, decided, asked for and done between two days."""

from __future__ import annotations

from typing import Any

from analytics.meetings.differences import Item, Pair, days_between, joined
from analytics.meetings.differences_overdue import owner_note
from domain.codes import CODE_LISTS
from domain.text import Text, say


def meetings_held(pair: Pair) -> list[Item]:
    """Meetings that were held: from the planned day to the day they were held."""
    return [
        Item(
            row["meeting_id"], "meeting", Text(row["title_nb"], row["title_nb"]), row["planned_date"], row["held_date"],
            days=days_between(row["planned_date"], row["held_date"]), is_correction=pair.is_hindsight(row["held_date"]),
        )
        for row in pair.newly_dated("meeting", "held_date")
    ]  # fmt: skip


def decisions_new(pair: Pair) -> list[Item]:
    """Matters that a body dealt with: decisions, advice and orientations, told apart."""
    bodies = {row["body_id"]: Text(row["name_nb"], row["name_en"]) for row in pair.later.table("body").iter_rows(named=True)}
    items = []
    for row in pair.new_rows("decision"):
        kind = CODE_LISTS["decision_kind"].by_value.get(row["kind"])
        body = bodies.get(row["body_id"], Text(row["body_id"], row["body_id"]))
        words = Text(kind.nb, kind.en) if kind else Text(row["kind"], row["kind"])
        note = Text(f"{words.nb}, {body.nb}.", f"{words.en}, {body.en}.")
        late = pair.is_hindsight(row["decided_date"])
        text = Text(row["text_nb"], row["text_nb"])
        items.append(Item(row["decision_id"], "decision", text, None, row["decided_date"], note=note, is_correction=late))
    return items


def inputs_new(pair: Pair) -> list[Item]:
    """Inputs that came."""
    return [
        Item(
            row["input_id"], "meeting_input", Text(row["text_nb"], row["text_nb"]), None, row["received_date"],
            note=_from(pair, row), is_correction=pair.is_hindsight(row["received_date"]),
        )
        for row in pair.new_rows("meeting_input")
    ]  # fmt: skip


def inputs_settled(pair: Pair) -> list[Item]:
    """Inputs that were known before, or came, and of which the outcome is another now; "open" is not settled."""
    before = dict(pair.earlier.table("meeting_input").select("input_id", "outcome").iter_rows())
    rows = pair.later.table("meeting_input").sort("input_id").iter_rows(named=True)
    return [
        Item(
            row["input_id"], "meeting_input", Text(row["text_nb"], row["text_nb"]), before.get(row["input_id"]) or "open",
            row["outcome"] or "open", "code:input_outcome",
            note=joined(_from(pair, row), Text(row["outcome_nb"], row["outcome_nb"]) if row["outcome_nb"] else None),
            is_correction=pair.is_hindsight(row["outcome_date"]),
        )
        for row in rows
        if (before.get(row["input_id"]) or "open") != (row["outcome"] or "open")
    ]  # fmt: skip


def actions_new(pair: Pair) -> list[Item]:
    """Actions that were agreed: `after` is the due date, when there is one."""
    return [
        Item(
            row["action_id"], "action_item", Text(row["text_nb"], row["text_nb"]), None, row["due_date"],
            note=joined(owner_note(pair, row["owner_id"]), None if row["due_date"] else say("changes.note.no_due")),
            is_correction=pair.is_hindsight(row["agreed_date"]),
        )
        for row in pair.new_rows("action_item")
    ]  # fmt: skip


def actions_done(pair: Pair) -> list[Item]:
    """Actions that were done: from the due date to the day, and days after it."""
    return [
        Item(
            row["action_id"], "action_item", Text(row["text_nb"], row["text_nb"]), row["due_date"], row["done_date"],
            days=days_between(row["due_date"], row["done_date"]), note=owner_note(pair, row["owner_id"]),
            is_correction=pair.is_hindsight(row["done_date"]),
        )
        for row in pair.newly_dated("action_item", "done_date")
    ]  # fmt: skip


def _from(pair: Pair, row: dict[str, Any]) -> Text:
    return say("changes.note.from", party=pair.organisation(row["organisation_id"]))
