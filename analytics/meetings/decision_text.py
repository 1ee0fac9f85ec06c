"""The log of governance in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.portfolio.needs_text import inputs_sentence
from domain.text import LANGS, Text, say

if TYPE_CHECKING:
    from analytics.meetings.decisions import Decisions


def decisions_sentence(found: Decisions) -> Text:
    """Of what is asked for: matters of each kind, what breaks the rules, what became of the inputs, and what is to be done."""
    if found.hidden:
        return say("decisions.hidden")
    parts = [
        _matters(found),
        *_breaches(found),
        inputs_sentence(found.inputs),
        actions_sentence(found.actions, is_chosen=found.is_limited),
    ]
    return Text(*(" ".join(part.get(lang) for part in parts) for lang in LANGS))


def actions_sentence(rows: pl.DataFrame, *, is_chosen: bool = False) -> Text:
    """How many actions are done, open and overdue."""
    if rows.is_empty():
        return say("decisions.no_actions_chosen" if is_chosen else "decisions.no_actions")
    counts = dict(rows.group_by("state").len().iter_rows())
    still = counts.get("open", 0) + counts.get("undated", 0)
    return say(
        f"decisions.actions_{_number(len(rows))}", count=len(rows), done=counts.get("done", 0), open=still,
        overdue=counts.get("overdue", 0),
    )  # fmt: skip


def _matters(found: Decisions) -> Text:
    rows = found.decisions
    if rows.is_empty():
        return say("decisions.no_matters_chosen") if found.is_limited else say("decisions.no_matters", date=found.basis.as_of)
    counts = dict(rows.group_by("kind").len().iter_rows())
    parts = [
        say(f"decisions.{kind}_{_number(counts[kind])}", count=counts[kind])
        for kind in ("decision", "advice", "orientation")
        if counts.get(kind)
    ]
    return say(f"decisions.matters_{_number(len(rows))}", count=len(rows), date=found.basis.as_of, parts=parts)


def _breaches(found: Decisions) -> list[Text]:
    rows = found.decisions.drop_nulls("severity")
    counts = dict(rows.group_by("severity").len().iter_rows())
    return [
        say(f"decisions.{severity}_{_number(counts[severity])}", count=counts[severity])
        for severity in ("breach", "consider")
        if counts.get(severity)
    ]


def _number(count: int) -> str:
    return "one" if count == 1 else "many"
