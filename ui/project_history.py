"""The parts Endringer and Merknader of a project: what happened and what was recorded, and what to mend in the data."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.project_record import ProjectRecord, Whole
from domain.tables import TABLES
from domain.text import Text, say, tell
from ui import layout
from ui.layout import Col
from ui.project_time import cols
from ui.view import View

_EVENT_PAGE, _CHANGE_PAGE = "hendelser", "endringsside"
_ROWS = 25


def show_history(record: ProjectRecord, whole: Whole, view: View) -> None:
    """The dated facts, and the recorded changes with who, when, from, to, why and by which document."""
    layout.show_subtitle(say("project.events_title"))
    events = pl.DataFrame(
        [(event.day, event.kind, event.text.get(view.lang), _get(event.reason, view)) for event in whole.events],
        schema={"day": pl.Date, "event": pl.String, "what": pl.String, "reason": pl.String}, orient="row",
    )  # fmt: skip
    columns = cols(day="date", event="code:project_event", what="text", reason="text")
    columns["reason"] = Col(say("project.col.why"))
    layout.show_records(
        events, "project_events", columns, record, caption=say("project.events_caption"), name=_EVENT_PAGE, page_size=_ROWS
    )
    layout.show_subtitle(say("project.recorded_title"))
    history = whole.history
    if history.hidden_tables:
        layout.show_text(say("project.history_hidden", tables=[_table_name(name) for name in history.hidden_tables]))
    if history.recorded_later:
        layout.show_text(say("project.recorded_later", date=record.basis.as_of))
    elif history.first is not None:
        layout.show_text(say("project.first_recorded", date=history.first))
    if history.changes:
        rows = _recorded(whole, view)
        used = {n: col for n, col in _record_columns().items() if rows.get_column(n).null_count() < len(rows)}
        layout.show_records(
            rows, "project_changes", used, record, caption=say("project.recorded_caption"),
            name=_CHANGE_PAGE, page_size=_ROWS,
        )  # fmt: skip


def _get(text: Text | None, view: View) -> str | None:
    return None if text is None else text.get(view.lang)


def _table_name(name: str) -> Text:
    return Text(TABLES[name].nb.lower(), TABLES[name].en.lower())


def _recorded(whole: Whole, view: View) -> pl.DataFrame:
    rows = []
    for change in whole.history.changes:
        table = TABLES[change.table]
        column = None if change.column is None else table.column(change.column)
        rows.append(
            {
                "at": change.at.date(), "change": change.kind, "sheet": table.en if view.lang == "en" else table.nb,
                "record": change.record, "column": None if column is None else column.en if view.lang == "en" else column.nb,
                "from": _value(change.before, view) if column else None, "to": _value(change.after, view) if column else None,
                "count": change.count, "by": change.by, "why": _why(change.reason, is_correction=change.is_correction, view=view),
                "document": change.document,
            }
        )  # fmt: skip
    schema = {"at": pl.Date, "count": pl.Int64} | dict.fromkeys(
        ("change", "sheet", "record", "column", "from", "to", "by", "why", "document"), pl.String
    )
    return pl.DataFrame(rows, schema=schema)


def _value(text: Text | None, view: View) -> str:
    return tell("project.empty", view.lang) if text is None else text.get(view.lang)


def _why(reason: str | None, *, is_correction: bool, view: View) -> str | None:
    if not is_correction:
        return reason
    return tell("project.correction_why", view.lang, reason=reason) if reason else tell("project.correction", view.lang)


def _record_columns() -> dict[str, Col]:
    columns = cols(at="date", change="code:recorded_change", sheet="text", record="text", column="text")
    columns |= {"from": Col(say("project.col.from")), "to": Col(say("project.col.to"))}
    return columns | cols(by="text", why="text", document="text", count="int")


def show_remarks(record: ProjectRecord, whole: Whole, view: View) -> None:
    """What is missing or does not fit in the data, each with what to do."""
    layout.show_subtitle(say("project.remarks_title"))
    if not whole.remarks:
        layout.show_text(say("project.no_remarks"))
        return
    layout.show_text(say("project.remarks_intro"))
    rows = pl.DataFrame(
        [(r.text.get(view.lang), r.action.get(view.lang), ", ".join(r.ids) or None) for r in whole.remarks],
        schema={"remark": pl.String, "action": pl.String, "ids": pl.String}, orient="row",
    )  # fmt: skip
    layout.show_records(
        rows, "project_remarks", {name: Col(say(f"project.col.{name}")) for name in ("remark", "action", "ids")}, record,
        caption=say("project.remarks_caption"), name="merknadsside",
    )  # fmt: skip
    layout.page_link("rules", say("project.to_rules"))
