"""The parts of the page Handlingsplan mot faktisk: the year, what became of its lines, the money, the versions, all years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.portfolio.action_plan import ActionPlan
from analytics.portfolio.action_plan_events import OUTCOMES
from analytics.portfolio.action_plan_text import sum_words, what_happened
from analytics.portfolio.action_plan_years import Sum, YearPlan
from domain.codes import CODE_LISTS, label
from domain.text import Text, say, tell
from reports.charts import action_plan as charts
from ui import filters, layout, loaders, trail
from ui.layout import Col, KeyFigure
from ui.view import View

#: What stands in the address: the year, the outcomes, and the record of a line.
YEAR, OUTCOME, LINE = "ar", "utfall", "linje"
ALL = "alle"
LINES_PER_FIGURE = 20
_FIGURE_PAGE = "side_figur"
#: Choices of the filter besides the outcomes: changed against the frozen plan, and added after the adoption.
_MORE = {"endret": "changed", "lagt_til": "added"}
#: Outcomes by their name in the address.
_OUTCOMES = {
    "senere": "started_late", "anskaffelse": "in_procurement", "ikke_startet": "not_started", "tatt_ut": "dropped",
    "startet": "started", "usikkert": "started_unknown", "ikke_ennaa": "not_due", "uten_kvartal": "unknown",
    "utenfor": "unplanned",
}  # fmt: skip
DASH = Text("–", "–")


def select_report(view: View) -> tuple[ActionPlan, str]:
    """The report of the chosen year, and the choice: a year, or `ALL`."""
    plain = cast(ActionPlan, loaders.report("action-plan"))
    if not plain.years or st.query_params.get(LINE):
        return plain, ""
    options = {str(item.year): year_name(item, view.lang) for item in _ordered(plain)} | {
        ALL: tell("action_plan.page.all", view.lang)
    }
    chosen = filters.select_one(YEAR, say("action_plan.page.year"), options, buttons=len(options) <= 6)
    if chosen in (ALL, str(plain.year)):
        return plain, chosen
    return cast(ActionPlan, loaders.report("action-plan", year=int(chosen))), chosen


def _ordered(plain: ActionPlan) -> list[YearPlan]:
    """The year in force first, then the others from the newest."""
    return sorted(plain.years, key=lambda item: (item.year != plain.year, -item.year))


def year_name(item: YearPlan, lang: str) -> str:
    """The year, with a word where it has a draft only or no plan."""
    if not item.versions:
        return tell("action_plan.page.year_without", lang, year=str(item.year))
    return tell("action_plan.page.year_draft", lang, year=str(item.year)) if item.is_draft else str(item.year)


def key_figures(plan: YearPlan) -> list[KeyFigure]:
    """What was planned, what did not begin in its quarter, what was not planned, and the frame."""
    outside = plan.by_outcome["unplanned"]
    share = plan.unplanned_share_pct
    note = None if share is None else say("action_plan.key.unplanned_note", worth=sum_words(outside), pct=share)
    newest = plan.newest
    proposed = None if newest is None else newest.proposed_frame_nok
    frame = (
        say("action_plan.key.frame_unknown")
        if plan.frame is None
        else say("action_plan.key.frame_note", frame=plan.frame.amount_nok)
    )
    return [
        KeyFigure(
            say("action_plan.key.draft" if plan.is_draft else "action_plan.key.planned"), _count(plan.planned),
            sum_words(plan.planned),
        ),
        KeyFigure(
            say("action_plan.key.missed"), say("action_plan.key.of", part=plan.missed.count, whole=plan.planned.count),
            sum_words(plan.missed) if plan.missed.count else None,
        ),
        KeyFigure(say("action_plan.key.unplanned"), _count(outside), note if outside.count else None),
        KeyFigure(
            say("action_plan.key.frame"),
            say("action_plan.worth.unknown") if proposed is None else say("action_plan.worth.known", amount=proposed), frame,
        ),
    ]  # fmt: skip


def _count(item: Sum) -> Text:
    return say("action_plan.key.count", count=item.count)


def show_notices(found: ActionPlan, plan: YearPlan) -> None:
    """That the plan is a draft, that it was sent for decision, and that a later plan is in the making."""
    if plan.is_draft:
        layout.show_notice(say("action_plan.page.is_draft", year=str(plan.year)))
    for version in plan.versions:
        if version.sent_state == "decision":
            words = say("action_plan.sent.decision", date=version.sent_date)
            layout.show_notice(say("action_plan.page.version_notice", version=version.version, text=words), "warning")
    drafts = [str(item.year) for item in found.next_drafts]
    if drafts:
        layout.show_notice(say("action_plan.page.drafts", years=drafts))


def show_outside(found: ActionPlan, view: View) -> None:
    """The work of a year that has no plan."""
    for item in found.years:
        if item.year == found.year:
            layout.show_text(say("action_plan.page.outside_only"))
            show_lines(found, item, view)


def show_lines(found: ActionPlan, plan: YearPlan, view: View) -> None:
    """The lines by what became of them: the figure, and the list with links."""
    layout.show_subtitle(say("action_plan.page.lines_heading"))
    rows = _filtered(found.lines_of(plan.year), view.lang)
    if rows.is_empty():
        layout.show_empty(say("action_plan.page.no_lines"))
        return
    page = filters.select_page(len(rows), LINES_PER_FIGURE, _FIGURE_PAGE)
    part = rows.slice((page - 1) * LINES_PER_FIGURE, LINES_PER_FIGURE)
    told = _told(rows, found, view)
    layout.show_figure(
        lambda lang: charts.lanes(found, part, lang), found, "action_plan_lanes",
        table=told.slice((page - 1) * LINES_PER_FIGURE, LINES_PER_FIGURE), columns=_columns(rows),
        alt=_lanes_alt(plan, rows, part),
        variant=(plan.year, tuple(part.get_column("item_id"))), wide=True,
    )  # fmt: skip
    layout.show_records(
        told, "action_plan_lines", _columns(rows), found, caption=say("action_plan.page.lines_caption", year=str(plan.year))
    )


def _filtered(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    held = set(rows.get_column("outcome"))
    options = {name: label("line_outcome", code, lang) for name, code in _OUTCOMES.items() if code in held}
    more = {"endret": rows.filter(pl.col("changes").list.len() > 0), "lagt_til": rows.filter(pl.col("origin") == "added")}
    options |= {name: tell(f"action_plan.page.only_{_MORE[name]}", lang) for name, part in more.items() if len(part)}
    asked = [name for name in st.query_params.get_all(OUTCOME) if name in {*_OUTCOMES, *_MORE} and name not in options]
    options |= {
        name: label("line_outcome", _OUTCOMES[name], lang)
        if name in _OUTCOMES
        else tell(f"action_plan.page.only_{_MORE[name]}", lang)
        for name in asked
    }
    chosen = filters.select_many(OUTCOME, say("action_plan.page.outcome"), options, width=340)
    filters.clear_button((OUTCOME,))
    if not chosen:
        return rows
    wanted = pl.col("outcome").is_in([_OUTCOMES[name] for name in chosen if name in _OUTCOMES])
    if "endret" in chosen:
        wanted = wanted | (pl.col("changes").list.len() > 0)
    if "lagt_til" in chosen:
        wanted = wanted | (pl.col("origin") == "added").fill_null(False)
    return rows.filter(wanted)


def _lanes_alt(plan: YearPlan, rows: pl.DataFrame, part: pl.DataFrame) -> Text:
    counts = dict(rows.group_by("outcome").len().iter_rows())
    words = {code.value: Text(code.nb.lower(), code.en.lower()) for code in CODE_LISTS["line_outcome"].codes}
    parts = [say("action_plan.page.alt_part", count=counts[name], outcome=words[name]) for name in OUTCOMES if counts.get(name)]
    key = "alt" if len(part) == len(rows) else "alt_part_of"
    return say(f"action_plan.page.{key}", year=str(plan.year), parts=parts, shown=len(part), count=len(rows))


def _told(rows: pl.DataFrame, found: ActionPlan, view: View) -> pl.DataFrame:
    """The lines as they are read: what happened in words, and what is changed."""
    fields = {
        name: tell(f"action_plan.field.{name}", view.lang) for name in ("amount_nok", "quarter", "route", "need_id", "route_used")
    }
    given = rows.to_dicts()
    happened = [what_happened(row, found.basis.as_of).get(view.lang) for row in given]
    changed = [", ".join(fields[name] for name in row["changes"]) for row in given]
    origins = [_origin(row).get(view.lang) for row in given]
    title = pl.coalesce(f"title_{view.lang}", "title_nb")
    asked = [{LINE: row["item_id"]} if row["kind"] == "line" else None for row in given]
    return rows.with_columns(
        title.alias("title"), pl.Series("happened", happened, dtype=pl.String), pl.Series("changed", changed, dtype=pl.String),
        pl.Series("origin_words", origins, dtype=pl.String), pl.Series("asked", asked, dtype=pl.Struct({LINE: pl.String})),
        budget_words=pl.col("budget_on").list.join(", "),
    )  # fmt: skip


def _origin(row: Mapping[str, Any]) -> Text:
    if row["origin"] == "added":
        return say("action_plan.origin.added", date=row["added_date"], version=row["added_version"])
    origin = row["origin"] or "outside"
    return say(f"action_plan.origin.{origin}")


def line_link(row: Mapping[str, Any]) -> str | None:
    """The record behind a row: the line, the project outside the plan, or the call."""
    if row["kind"] == "project":
        return trail.address("project", {"id": row["project_ids"][0]})
    if row["kind"] == "call":
        return trail.address("procurement", {"anskaffelse": row["call_ids"][0]})
    return trail.address("action_plan", {YEAR: str(row["year"]), LINE: row["item_id"]})


def _project_link(row: Mapping[str, Any]) -> str | None:
    """The project when there is one; the line's own record, which lists them, when there are several."""
    ids = row["project_ids"]
    return None if not ids else trail.address("project", {"id": ids[0]}) if len(ids) == 1 else line_link(row)


def _columns(rows: pl.DataFrame) -> dict[str, Col]:
    """The columns of the list; those that say nothing for these lines are left out."""
    absent = say("action_plan.page.not_in_plan")
    columns = {
        "item_id": Col(say("action_plan.column.line"), "short", link=line_link),
        "title": Col(say("action_plan.column.title"), width=50),
        "outcome": Col(say("action_plan.column.outcome"), "code:line_outcome"),
        "planned_quarter": Col(say("action_plan.column.planned_quarter"), "period", absent),
        "start_date": Col(say("action_plan.column.start"), "date", DASH),
        "slip_quarters": Col(say("action_plan.column.slip"), "int", DASH),
        "slip_days": Col(say("action_plan.column.slip_days"), "int", DASH),
        "planned_amount_nok": Col(say("action_plan.column.planned"), "nok", absent),
        "project_ids": Col(say("action_plan.column.projects"), "text", DASH, link=_project_link),
        "happened": Col(say("action_plan.column.happened"), width=60),
        "changed": Col(say("action_plan.column.changed"), "text", DASH),
        "origin_words": Col(say("action_plan.column.origin")),
        "budget_nok": Col(say("action_plan.column.budget"), "nok", DASH),
        "budget_words": Col(say("action_plan.column.budget_on"), "text", DASH),
        "contract_nok": Col(say("action_plan.column.contract"), "nok", DASH),
        "bound_nok": Col(say("action_plan.column.bound"), "nok"),
        "paid_nok": Col(say("action_plan.column.paid"), "nok"),
    }
    silent = {
        "changed": rows.get_column("changes").list.len().sum() == 0,
        "origin_words": bool((rows.get_column("origin") == "frozen").fill_null(False).all()),
        "budget_words": rows.get_column("budget_on").list.len().sum() == 0,
    }
    return {name: column for name, column in columns.items() if not silent.get(name, False)}
