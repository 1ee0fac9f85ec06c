"""One line of an action plan: as frozen and as it stands, what happened, the work on it, and the way back."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from analytics.portfolio.action_plan import ActionPlan
from analytics.portfolio.action_plan_text import what_happened
from analytics.portfolio.action_plan_versions import COMPARED
from domain.codes import CODE_LISTS, label
from domain.text import Text, say, tell
from ui import html, layout, trail
from ui.action_plan import DASH, LINE, YEAR
from ui.layout import Col
from ui.view import View


def show_record(found: ActionPlan, view: View) -> bool:
    """The line that the address asks for, instead of the page; False when it asks for none."""
    asked = st.query_params.get(LINE)
    if not asked:
        return False
    rows = found.lines.filter((pl.col("kind") == "line") & pl.col("line_ids").list.contains(asked))
    year = str(rows.item(0, "year")) if len(rows) else None
    href = trail.address("action_plan", {YEAR: year} if year else {})
    if href is not None:
        html.show_link(f"← {tell('action_plan.record.back', view.lang)}", href)
    if rows.is_empty():
        layout.show_empty(say("action_plan.record.missing", id=asked, date=found.basis.as_of))
        return True
    _show_line(found, rows.row(0, named=True), view)
    return True


def _show_line(found: ActionPlan, row: dict[str, Any], view: View) -> None:
    title = f"{row['item_id']} {row['title_nb']}"
    layout.show_subtitle(Text(title, title))
    outcome = CODE_LISTS["line_outcome"].by_value[row["outcome"]]
    layout.show_lead(
        say("action_plan.record.lead", outcome=Text(outcome.nb, outcome.en), text=what_happened(row, found.basis.as_of))
    )
    layout.show_table(
        _compared(row, view.lang), "action_plan_line",
        {name: Col(say(f"action_plan.record.{name}")) for name in ("what", "frozen", "now")},
        caption=say("action_plan.record.caption"),
    )  # fmt: skip
    layout.show_points(_facts(found, row))
    _show_work(found, row, view)


def _compared(row: dict[str, Any], lang: str) -> pl.DataFrame:
    """The frozen plan beside the line as it stands, in words."""
    told = [
        (tell(f"action_plan.field.{name}", lang), _value(row, f"frozen_{name}", name, lang), _value(row, name, name, lang))
        for name in COMPARED
    ]
    return pl.DataFrame(told, schema=["what", "frozen", "now"], orient="row")


def _value(row: dict[str, Any], column: str, name: str, lang: str) -> str:
    if column.startswith("frozen_") and row["origin"] != "frozen":
        return tell("action_plan.record.not_frozen", lang)
    value = row[column]
    if value is None:
        return tell("action_plan.page.not_stated", lang)
    if name == "amount_nok":
        return tell("action_plan.change.amount", lang, amount=value)
    if name == "quarter":
        return tell("action_plan.change.quarter", lang, quarter=value)
    return label("procurement_route", value, lang) if name == "route" else str(value)


def _facts(found: ActionPlan, row: dict[str, Any]) -> list[Text]:
    facts = [_money(row)]
    if row["budget_on"]:
        facts.append(say("action_plan.record.budget_on", ids=row["budget_on"]))
    if row["call_routes"]:
        codes = CODE_LISTS["procurement_route"].by_value
        routes = [Text(codes[r].nb.lower(), codes[r].en.lower()) if r in codes else Text(r, r) for r in row["call_routes"]]
        facts.append(say("action_plan.record.routes", routes=routes))
    words = row["dissemination_nb"]
    facts.append(say("action_plan.record.dissemination", text=words) if words else say("action_plan.record.no_dissemination"))
    if row["effort_id"]:
        name = found.effort_names.get(row["effort_id"], Text(row["effort_id"], row["effort_id"]))
        facts.append(say("action_plan.record.effort", name=name))
    if len(row["line_ids"]) > 1:
        facts.append(say("action_plan.record.versions", ids=row["line_ids"]))
    if row["origin"] != "frozen":
        facts.append(say(f"action_plan.origin.{row['origin']}", date=row["added_date"], version=row["added_version"]))
    return facts


def _money(row: dict[str, Any]) -> Text:
    if row["paid_nok"] is None:
        return say("action_plan.record.money_unknown")
    if row["budget_nok"] is None:
        return say("action_plan.record.money", bound=row["bound_nok"], paid=row["paid_nok"])
    return say("action_plan.record.money_budget", budget=row["budget_nok"], bound=row["bound_nok"], paid=row["paid_nok"])


def _show_work(found: ActionPlan, row: dict[str, Any], view: View) -> None:
    """The projects and calls of the line, its need, as links."""
    projects = found.projects.filter(pl.col("activity_id") == row["item_id"])
    if len(projects):
        title = f"title_{view.lang}"
        columns = {
            "project_id": Col(say("action_plan.column.project"), "short", to=("project", "project_id")),
            title: Col(say("action_plan.column.title"), width=50),
            "status": Col(say("action_plan.column.status"), "code:project_status"),
            "started_date": Col(say("action_plan.column.start"), "date", DASH),
            "amount_nok": Col(say("action_plan.column.contract"), "nok"),
        }  # fmt: skip
        shown = projects.with_columns(pl.coalesce("title_en", "title_nb").alias("title_en"))
        layout.show_records(shown, "action_plan_projects", columns, found, caption=say("action_plan.record.projects"))
    else:
        layout.show_text(say("action_plan.record.no_projects"))
    titles = dict(found.calls.select("call_id", "title_nb").iter_rows())
    calls = [(Text(*(f"{call} {titles.get(call) or ''}",) * 2), "procurement", {"anskaffelse": call}) for call in row["call_ids"]]
    if calls:
        layout.show_links(calls, say("action_plan.record.calls"))
    need = row["need_id"] or row["frozen_need_id"]
    if need:
        layout.show_links([(Text(need, need), "needs", {"behov": need})], say("action_plan.record.need"))
