"""The part Historikk og datakvalitet of one project."""

from __future__ import annotations

from typing import cast

import polars as pl

from analytics.portfolio.project_record import ProjectRecord, Record
from domain.text import Text, say
from ui import layout, loaders
from ui.project_kit import col, in_lang, show_list
from ui.project_progress import show_moves


def show_history(found: ProjectRecord, record: Record) -> None:
    """Remarks with what to do, hits of the plan's rules, what was decided, and what was recorded."""
    _show_remarks(record)
    _show_rules(found)
    show_moves(record)
    _show_changes(found, record)


def _show_remarks(record: Record) -> None:
    lang = layout.current().lang
    rows = [(remark.text.get(lang), remark.todo.get(lang)) for remark in record.remarks]
    frame = pl.DataFrame(rows, schema={"text": pl.String(), "todo": pl.String()}, orient="row")
    show_list(frame, "remarks", {"text": col("remark"), "todo": col("todo")})


def _show_rules(found: ProjectRecord) -> None:
    from analytics.rules.plan import PlanRules

    rules = cast(PlanRules, loaders.report("rules"))
    own = rules.all_hits.filter(pl.col("project_id") == found.project_id)
    columns = {
        in_lang("message"): col("what"), "severity": col("state", "code:rule_severity"), "rule_id": col("rule", "short"),
    }  # fmt: skip
    show_list(own, "rules", columns)


def _show_changes(found: ProjectRecord, record: Record) -> None:
    lang = layout.current().lang
    layout.show_subtitle(say("project.head.changes"))
    if not record.history.changes:
        layout.show_empty(say("project.empty.changes", date=found.basis.as_of))
        return
    layout.show_source_note(say("project.history.note"))
    rows = [
        {
            "at": change.at.date(), "table": change.table.get(lang), "what": say(f"project.state.{change.kind}").get(lang),
            "record": _record(change.record, change.count).get(lang), "column": change.column.get(lang) if change.column else None,
            "before": _value(change.before, change.kind, lang), "after": _value(change.after, change.kind, lang),
            "by": change.by, "reason": change.reason, "document": change.document,
        }
        for change in record.history.changes
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=_SCHEMA)
    kinds = {"at": col("when", "date"), "what": col("what"), "table": col("table"), "record": col("id"), "column": col("column"),
             "before": col("before"), "after": col("after"), "by": col("by"), "reason": col("reason"),
             "document": col("document")}  # fmt: skip
    layout.show_records(frame, "project_changes", kinds, found, caption=say("project.caption.changes"))


_SCHEMA = {
    "at": pl.Date(), "table": pl.String(), "what": pl.String(), "record": pl.String(), "column": pl.String(), "before": pl.String(),
    "after": pl.String(), "by": pl.String(), "reason": pl.String(), "document": pl.String(),
}  # fmt: skip
#: Up to this many ids of rows recorded together are written out.
_FEW = 3


def _record(ids: str, count: int) -> Text:
    return Text(ids, ids) if count <= _FEW else say("project.history.new", count=count)


def _value(value: Text | None, kind: str, lang: str) -> str | None:
    if kind != "changed":
        return None
    return say("project.state.empty").get(lang) if value is None else value.get(lang)
