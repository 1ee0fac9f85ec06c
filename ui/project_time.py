"""The part Framdrift of a project: milestones and deliverables against the plan, and why plans were moved."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.project_events import reason_text
from analytics.portfolio.project_record import ProjectRecord, Whole
from analytics.portfolio.project_text import slip_text
from domain.codes import label
from domain.text import Text, say
from reports.charts import project as charts
from ui import layout
from ui.layout import Col
from ui.view import View


def cols(**kinds: str) -> dict[str, Col]:
    """Columns with the headings of the project page."""
    return {name: Col(say(f"project.col.{name.removesuffix('_nb').removesuffix('_en')}"), kind) for name, kind in kinds.items()}


def show_schedule(record: ProjectRecord, whole: Whole, view: View) -> None:
    """The time line, its table, and every change of plan with its reason."""
    layout.show_subtitle(say("project.schedule_title"))
    if whole.items.is_empty():
        layout.show_empty(say("project.no_items"))
        return
    shown = cols(
        title_nb="text", item="code:project_item", kind_words="text", recipient="text", planned_date="date", newest_date="date",
        actual_date="date", signed_off_date="date", published_date="date", state="code:project_item_state", slip="text",
        not_published_reason="code:not_published_reason", url="text",
    )  # fmt: skip
    table = _table(whole.items, view)
    shown = {name: col for name, col in shown.items() if name in ("title_nb", "planned_date") or _is_used(table, name)}
    layout.show_figure(
        lambda lang: charts.timeline(whole, record.basis.as_of, lang), record, "project_timeline", table=table, columns=shown,
        alt=_words(whole.items), variant=record.project_id, wide=True,
    )  # fmt: skip
    if not whole.changes.is_empty():
        layout.show_table(
            _moves(whole, view), "project_moves",
            cols(title_nb="text", from_date="date", new_planned_date="date", days="int", why="text", decided_date="date"),
            caption=say("project.moves_caption"), xlsx=True,
        )  # fmt: skip


def _moves(whole: Whole, view: View) -> pl.DataFrame:
    """Every change of plan with its reason in words, the latest first."""
    rows = whole.changes.join(whole.items.select("item", "item_id", "title_nb"), on=["item", "item_id"], how="left").reverse()
    reasons = [reason_text(row) for row in rows.iter_rows(named=True)]
    words = [None if reason is None else reason.get(view.lang) for reason in reasons]
    return rows.with_columns(pl.Series("why", words, dtype=pl.String))


def _is_used(table: pl.DataFrame, name: str) -> bool:
    return table.get_column(name).null_count() < len(table)


def _table(items: pl.DataFrame, view: View) -> pl.DataFrame:
    rows = list(items.iter_rows(named=True))
    slips = [slip_text(row) for row in rows]
    return items.with_columns(
        pl.Series("kind_words", [label(f"{row['item']}_kind", row["kind"], view.lang) for row in rows], dtype=pl.String),
        pl.Series("slip", [None if slip is None else slip.get(view.lang) for slip in slips], dtype=pl.String),
        pl.Series("recipient", [row[f"recipient_{view.lang}"] for row in rows], dtype=pl.String),
    )


def _words(items: pl.DataFrame) -> Text:
    """How many are reached, are past their plan, and are later than the original plan."""
    done = items.filter(pl.col("state") == "done")
    late = done.filter(pl.col("slip_days") > 0)
    moved = items.filter(pl.col("moves") > 0)
    overdue = items.filter(pl.col("state") == "overdue")
    return say("project.schedule_words", done=len(done), count=len(items), late=len(late), moved=len(moved), overdue=len(overdue))
