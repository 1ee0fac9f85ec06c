"""The part Historikk og datakvalitet of one project."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import cast

import polars as pl

from analytics.portfolio.project_history import Change
from analytics.portfolio.project_record import ProjectRecord, Record
from domain.text import Text, say
from ui import layout, loaders
from ui.project_kit import col, in_lang, joined, show_list, worded
from ui.project_progress import show_moves
from ui.view import current


def show_history(found: ProjectRecord, record: Record) -> None:
    """Remarks with what to do, hits of the plan's rules, what was decided, and what was recorded."""
    _show_remarks(record)
    _show_rules(found)
    show_moves(record)
    _show_changes(found, record)


def _show_remarks(record: Record) -> None:
    lang = current().lang
    rows = [(remark.text.get(lang), remark.todo.get(lang)) for remark in record.remarks]
    frame = pl.DataFrame(rows, schema={"text": pl.String(), "todo": pl.String()}, orient="row")
    show_list(frame, "remarks", {"text": col("remark"), "todo": col("todo")})


def _show_rules(found: ProjectRecord) -> None:
    from analytics.rules.plan import PlanRules

    rules = cast(PlanRules, loaders.report("rules"))
    titles = {outcome.rule.id: outcome.rule.title for outcome in rules.outcomes}
    own = rules.all_hits.filter(pl.col("project_id") == found.project_id).with_columns(title=pl.col("rule_id"))
    own = worded(own, "title", titles)
    columns = {
        in_lang("message"): col("what"), "severity": col("state", "code:rule_severity"),
        "title": col("rule", to=("rules", "rule_id", "regel")),
    }  # fmt: skip
    show_list(own, "rules", columns)
    hidden = rules.in_state("hidden")
    if hidden:
        layout.show_notice(say("project.rules_hidden", count=hidden))


def _show_changes(found: ProjectRecord, record: Record) -> None:
    lang = current().lang
    layout.show_subtitle(say("project.head.changes"))
    if not record.history.changes:
        layout.show_empty(say("project.empty.changes", date=found.basis.as_of))
        return
    layout.show_source_note(say("project.history.note"))
    rows = [(at.date(), what.get(lang), by, reason, document) for at, what, by, reason, document in _entries(record)]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    columns = {"at": col("when", "date"), "what": col("what"), "by": col("by"), "reason": col("reason"),
               "document": col("document")}  # fmt: skip
    layout.show_records(frame, "project_changes", columns, found, caption=say("project.caption.changes"))


_SCHEMA = {"at": pl.Date(), "what": pl.String(), "by": pl.String(), "reason": pl.String(), "document": pl.String()}
_Entry = tuple[datetime, Text, str | None, str | None, str | None]


def _entries(record: Record) -> list[_Entry]:
    """What was recorded; rows of several tables that were first recorded together are one entry."""
    found: list[_Entry] = []
    for (at, *said), group in groupby(record.history.changes, lambda c: (c.at, c.by, c.reason, c.document)):
        changes = list(group)
        new = [change for change in changes if change.kind == "new"]
        for change in changes:
            if change.kind != "new":
                found.append((at, _words(change), *said))
        if new:
            counts: dict[Text, int] = {}
            for change in new:
                counts[change.table] = counts.get(change.table, 0) + change.count
            tables = [say("project.history.rows", table=table, count=count) for table, count in sorted(counts.items(), key=_size)]
            words = say("project.history.new", count=sum(counts.values()), tables=joined(tables))
            found.append((at, words, *said))
    return found


def _size(item: tuple[Text, int]) -> tuple[int, str]:
    return -item[1], item[0].nb


def _words(change: Change) -> Text:
    if change.kind == "removed":
        return say("project.history.removed", table=change.table, record=change.record)
    empty = say("project.state.empty")
    return say("project.history.changed", table=change.table, record=change.record, column=change.column,
               before=change.before or empty, after=change.after or empty)  # fmt: skip
