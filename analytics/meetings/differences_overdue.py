"""What came past its deadline between two days, and what is so no longer, as the report `overdue` has it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from analytics.meetings.differences import Item, Pair, days_between, joined, reason_note, title_of, within
from domain.codes import CODE_LISTS
from domain.text import Text, say

_NEW = ("new", "listed")
_CLEARED = ("done", "moved", "dropped", "gone")


def overdue_new(pair: Pair, item: str) -> list[Item]:
    """Of one kind of item, those past their deadline at the later date that were not so at the earlier; days past it."""
    return [
        _item(pair, row, row["current_date"], None, row["days_current"], reason_note(row))
        for row in _rows(pair, item, _NEW)
    ]  # fmt: skip


def overdue_cleared(pair: Pair, item: str) -> list[Item]:
    """Of one kind of item, those that were past their deadline and are delivered, or have a new date to come, or fell away."""
    items = []
    for row in _rows(pair, item, _CLEARED):
        is_done = row["change"] == "done"
        after = row["done_date"] if is_done else row["current_date"] if row["change"] == "moved" else None
        note = joined(_how(row["change"]), None if is_done else reason_note(row))
        items.append(_item(pair, row, row["was_date"], after, days_between(row["was_date"], after), note))
    return items


def overdue_between(pair: Pair) -> list[Item]:
    """Items that went past their deadline and were delivered, both between the dates."""
    rows = pair.deadline_changes.filter(pl.col("change") == "between").sort("item", "id")
    return [
        _item(pair, row, row["current_date"], row["done_date"], row["days_current"], reason_note(row))
        for row in rows.iter_rows(named=True)
    ]


def publication(pair: Pair, *, late: bool) -> list[Item]:
    """Signed-off deliverables that came past the publication limit, or that are so no longer."""
    wanted = ("publication_new",) if late else ("publication_done", "publication_gone")
    rows = pair.deadline_changes.filter(pl.col("change").is_in(wanted)).sort("item", "id")
    items = []
    for row in rows.iter_rows(named=True):
        why = CODE_LISTS["not_published_reason"].by_value.get(row["not_published_reason"] or "")
        note = say("changes.note.reason", reason=Text(why.nb.lower(), why.en.lower())) if why and late else None
        items.append(_item(pair, row, row["signed_off_date"], row["published_date"], None, note))
    return items


def actions_overdue(pair: Pair) -> list[Item]:
    """Actions past their due date at the later date and not done, that were not so at the earlier."""
    before, after = (_open_past(snapshot.table("action_item"), snapshot.as_of) for snapshot in (pair.earlier, pair.later))
    rows = after.join(before, on="action_id", how="anti").sort("action_id")
    return [
        Item(
            row["action_id"], "action_item", Text(row["text_nb"], row["text_nb"]), row["due_date"], None,
            days=days_between(row["due_date"], pair.later.as_of), note=owner_note(pair, row["owner_id"]),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip


def owner_note(pair: Pair, owner_id: str | None) -> Text | None:
    """Who is to do something, when it is stated."""
    return say("changes.note.owner", owner=pair.organisation(owner_id)) if owner_id else None


def _open_past(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    return rows.filter(pl.col("done_date").is_null() & (pl.col("due_date") < day))


def _rows(pair: Pair, item: str, changes: tuple[str, ...]) -> list[dict[str, Any]]:
    rows = pair.deadline_changes.filter((pl.col("item") == item) & pl.col("change").is_in(changes))
    return rows.sort("id").to_dicts()


def _how(change: str) -> Text:
    code = CODE_LISTS["deadline_change"].by_value[change]
    return Text(f"{code.nb}.", f"{code.en}.")


def _item(pair: Pair, row: dict[str, Any], before: date | None, after: date | None, days: int | None, note: Text | None) -> Item:
    owner = (row["owner_table"], row["owner_id"]) if row["owner_id"] else None
    title = title_of(row)
    if row["item"] == "evaluation_step" and owner is not None:
        name = pair.titles.get(owner, Text(owner[1], owner[1]))
        words = Text(f"{name.nb}: {title.nb}", f"{name.en}: {title.en}")
    else:
        words = within(owner, title)
    table = "evaluation" if row["item"] == "evaluation" else row["item"]
    return Item(row["id"], table, words, before, after, days=days, note=note, owner=owner)
