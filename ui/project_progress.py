"""The part Fremdrift of one project: its time line and what was decided about it."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.project_record import ProjectRecord, Record
from domain.text import say
from reports.charts import project as charts
from ui import layout
from ui.project_kit import col, in_lang, show_list, states, worded
from ui.view import current


def show_progress(found: ProjectRecord, record: Record) -> None:
    """Milestones and deliverables on a time line, the same as a table, and the decided changes."""
    if record.items.is_empty():
        layout.show_subtitle(say("project.head.timeline"))
        layout.show_empty(say("project.empty.timeline"))
    else:
        rows = worded(record.items, "state", states("done", "overdue", "moved", "planned", "dropped"))
        rows = worded(rows, "item", states("milestone", "deliverable"))
        layout.show_figure(
            lambda lang: charts.timeline(found, lang), found, "project_timeline", table=rows, columns=_columns(),
            alt=charts.alt(found, record), title=say("project.head.timeline"), wide=True,
        )  # fmt: skip
    show_moves(record)


def _columns() -> dict[str, layout.Col]:
    return {
        "title_nb": col("title"), "item": col("item"), "planned_date": col("planned", "date"),
        "newest_date": col("newest", "date"),
        "actual_date": col("actual", "date"), "state": col("state"), "slip_days": col("slip", "int"),
        "reason": col("reason", "code:variance_reason"), "published_date": col("published", "date"),
        "not_published_reason": col("unpublished", "code:not_published_reason"), in_lang("recipient"): col("recipient"),
    }  # fmt: skip


def show_moves(record: Record) -> None:
    """The dated decisions that changed plan or budget."""
    lang = current().lang
    rows = [(item.day, item.text.get(lang), item.reason.get(lang) if item.reason else None) for item in record.history.decided]
    frame = pl.DataFrame(rows, schema={"day": pl.Date(), "text": pl.String(), "reason": pl.String()}, orient="row")
    show_list(frame, "moves", {"day": col("decided", "date"), "text": col("what"), "reason": col("reason")})
