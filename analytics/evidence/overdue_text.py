"""What the deadlines say in words: what is so, and never why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.portfolio.action_plan_text import joined, number
from domain.text import Text, say

if TYPE_CHECKING:
    from analytics.evidence.overdue import Overdue, Since


def overdue_sentence(found: Overdue) -> Text:
    """The answer first: what is past its deadline, the longest; reports past the limit; and what has no deadline."""
    if found.items.is_empty():
        return say("overdue.sentence.empty", date=found.basis.as_of)
    parts = [_late(found)]
    if found.weeks is not None:
        past = len(found.published_as("past"))
        parts.append(
            say(f"overdue.sentence.past_{number(past)}", count=past, weeks=found.weeks)
            if past else say("overdue.sentence.none_past", weeks=found.weeks)
        )  # fmt: skip
    undated = found.count("undated")
    if undated:
        parts.append(say(f"overdue.sentence.undated_{number(undated)}", count=undated))
    return joined(*parts)


def _late(found: Overdue) -> Text:
    rows, as_of = found.in_state("overdue"), found.basis.as_of
    if rows.is_empty():
        return say("overdue.sentence.none", date=as_of)
    first = say(f"overdue.sentence.late_{number(len(rows))}", count=len(rows), date=as_of)
    longest = rows.select(pl.max_horizontal("days_original", "days_current").max()).item()
    if longest is None:
        return first
    return joined(first, say(f"overdue.sentence.longest_{number(longest)}", days=longest))


def since_sentence(since: Since) -> Text:
    """How many have become late and how many no longer are, since the day."""
    heading = say("overdue.since.meeting" if since.is_meeting else "overdue.since.day", date=since.from_date)
    counts = {
        "new": len(since.new), "cleared": len(since.cleared),
        "new_past": len(since.new_past), "cleared_past": len(since.cleared_past),
    }  # fmt: skip
    parts = [say(f"overdue.since.{name}", count=count) for name, count in counts.items()]
    return say("overdue.since.whole", since=heading, parts=parts)
