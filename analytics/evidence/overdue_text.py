"""What the report on deadlines says in words. Reasons are told as they are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.portfolio.procurement_words import counted, joined
from analytics.portfolio.project_rows import both, code, lower
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.evidence.overdue import Overdue

_ITEMS = ("deliverable", "milestone", "evaluation_step")
#: So many are named in the sentence; the list has all.
_NAMED = 8


def overdue_sentence(found: Overdue) -> Text:
    """The answer first: past the deadline, moved, past the publication limit with reasons, and without a known deadline."""
    if found.items.is_empty():
        return say("overdue.sentence.nothing", date=found.basis.as_of)
    moved, unknown = found.count("moved"), found.count("no_deadline")
    return joined(
        _past(found),
        counted("overdue.sentence.moved", moved) if moved else None,
        _waiting(found),
        counted("overdue.sentence.no_deadline", unknown) if unknown else None,
    )


def _past(found: Overdue) -> Text:
    counts = {item: found.count("overdue", item=item) for item in _ITEMS}
    parts = [counted(f"overdue.count.{item}", count) for item, count in counts.items() if count]
    if not parts:
        return say("overdue.sentence.none_past", date=found.basis.as_of)
    told = say("overdue.sentence.past", date=found.basis.as_of, parts=parts)
    rows = found.items.filter(pl.col("state") == "overdue")
    deliverables = rows.filter(pl.col("item") == "deliverable")
    key = "longest" if deliverables.is_empty() else "longest_deliverable"
    row = (rows if deliverables.is_empty() else deliverables).row(0, named=True)
    return joined(told, counted(f"overdue.sentence.{key}", row["days_current"], what=item_name(row)))


def _waiting(found: Overdue) -> Text | None:
    rows = found.in_clock("waiting")
    if rows.is_empty():
        judged = found.in_clock("published", "published_late", "running")
        return None if judged.is_empty() else _none_waiting(found)
    parts = [
        say("overdue.sentence.reason", reason=lower(reason_text(why)), count=n) for why, n in found.waiting_by_reason.items()
    ]
    reports = counted("overdue.count.report", int(rows.get_column("is_report").sum()))
    return counted("overdue.sentence.waiting", len(rows), limit=limit_text(found), reports=reports, reasons=parts)


def _none_waiting(found: Overdue) -> Text:
    if found.weeks is None:
        return say("overdue.sentence.none_waiting_other")
    return say("overdue.sentence.none_waiting", limit=limit_text(found))


def limit_text(found: Overdue) -> Text:
    """The publication limit: "12 uker", or "publiseringsfristen" where several or none apply."""
    if found.weeks is None:
        return say("overdue.limit.other")
    if found.weeks == 1:
        return say("overdue.limit.one_week")
    return say("overdue.limit.weeks" if found.weeks.is_integer() else "overdue.limit.part_weeks", weeks=found.weeks)


def reason_text(why: str) -> Text:
    """The coded reason not published, in words as recorded."""
    return code("not_published_reason", why)


def item_name(row: dict[str, Any]) -> Text:
    """An item in a sentence, by its kind or stage and whom it belongs to: "sluttrapport i P020"."""
    if row["item"] == "evaluation_step":
        return say("overdue.step_name", step=lower(both(row, "title")), owner=row["owner_id"])
    return say("overdue.item_name", sort=lower(code("deadline_item", row["sort"])), owner=row["owner_id"])


def publication_sentence(found: Overdue) -> Text:
    """Which signed-off deliverables are past the limit without publication, each with its reason."""
    rows = found.in_clock("waiting")
    if rows.is_empty():
        return _none_waiting(found)
    named = [
        say("overdue.sentence.named", what=item_name(row), reason=lower(reason_text(row["why"])))
        for row in rows.head(_NAMED).iter_rows(named=True)
    ]
    rest = len(rows) - len(named)
    if rest:
        named.append(say("overdue.sentence.more", count=rest))
    return counted("overdue.sentence.which", len(rows), limit=limit_text(found), named=named)


def changes_sentence(found: Overdue) -> Text:
    """What has changed since the day compared with, kind by kind."""
    if found.since is None:
        return say("overdue.sentence.not_compared")
    when = say("overdue.since.meeting" if found.is_meeting else "overdue.since.day", date=found.since)
    parts = [counted(f"overdue.change.{change}", count) for change, count in found.by_change.items() if count]
    return say("overdue.sentence.changes", when=when, parts=parts) if parts else say("overdue.sentence.no_changes", when=when)
