"""One call or one framework agreement of the page on procurement: everything about it, and the way back."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from analytics.portfolio import procurement_tables as tables
from analytics.portfolio.procurement import Procurement
from analytics.portfolio.procurement_words import call_text, faults_text, framework_text
from domain.codes import label
from domain.text import Text, say
from ui import html, layout, trail
from ui.layout import Col
from ui.procurement import CALL, DASH, FRAMEWORK, LIST_ADDRESS, columns, show_lanes
from ui.procurement_contracts import FRAMEWORK_KINDS
from ui.view import View


def show_record(found: Procurement, view: View) -> bool:
    """The record that the address asks for, instead of the page's parts; False when it asks for none."""
    asked = {name: st.query_params.get(name) for name in (CALL, FRAMEWORK)}
    if asked[CALL]:
        _show_call(found, str(asked[CALL]), view)
    elif asked[FRAMEWORK]:
        _show_framework(found, str(asked[FRAMEWORK]), view)
    else:
        return False
    return True


def _back(words: Text, lang: str, **query: str) -> None:
    """A link to the list, with the filters it had."""
    kept = {} if query else {name: values for name, values in st.session_state.get(LIST_ADDRESS, {}).items() if values}
    href = trail.address("procurement", {**kept, **query})
    if href is not None:
        html.show_link(f"← {words.get(lang)}", href)


def _show_call(found: Procurement, call_id: str, view: View) -> None:
    _back(say("procurement.record.all_calls"), view.lang)
    rows = found.calls.filter(pl.col("call_id") == call_id)
    if rows.is_empty():
        layout.show_empty(say("procurement.record.no_call", id=call_id, date=found.basis.as_of))
        return
    row = rows.row(0, named=True)
    title = f"{row['call_id']} {row['title_nb']}"
    layout.show_subtitle(Text(title, title))
    layout.show_lead(call_text(row))
    faults = faults_text(row)
    if faults is not None:
        layout.show_notice(faults)
    layout.show_points(_facts(found, row))
    show_lanes(found, rows, view.lang, "calendar", "procurement_lane")
    kinds = {"step": "text", "planned_date": "date", "newest_date": "date", "actual_date": "date", "days": "int",
             "slip_days": "int", "state": "text", "remark": "text"}  # fmt: skip
    steps = tables.steps(found, call_id, view.lang)
    if not steps.get_column("remark").drop_nulls().len():
        kinds.pop("remark")
    layout.show_table(steps, "procurement_steps", columns(kinds), caption=say("procurement.record.steps_caption"))
    changes = tables.changes(found, call_id)
    if changes:
        layout.show_points(changes, say("procurement.record.changes"))
    _show_contracts(found, call_id, view.lang)
    _show_roles(found, call_id, view.lang)


def _facts(found: Procurement, row: dict[str, Any]) -> list[Text]:
    route = Text(*(label("procurement_route", row["route"], lang) for lang in ("nb", "en")))
    kind = Text(*(label("call_kind", row["kind"], lang) for lang in ("nb", "en")))
    facts = [say("procurement.record.route", kind=kind, route=route)]
    known = row["max_amount_nok"] is not None
    facts.append(
        say("procurement.record.max_amount", amount=row["max_amount_nok"]) if known else say("procurement.record.max_unknown")
    )
    line = row["plan_line_id"]
    facts.append(say("procurement.record.plan_line", id=line) if line else say("procurement.record.no_plan_line"))
    facts += [
        say("procurement.record.framework", id=item.framework_id, title=item.title_nb)
        for item in found.frameworks
        if item.call_id == row["call_id"]
    ]
    return facts


def _show_contracts(found: Procurement, call_id: str, lang: str) -> None:
    layout.show_subtitle(say("procurement.record.contracts_heading"))
    rows = tables.contracts_of_call(found, call_id, lang)
    own = [item for item in found.frameworks if item.call_id == call_id]
    if own:
        links = [(say("procurement.record.framework", id=i.framework_id, title=i.title_nb), i.framework_id) for i in own]
        layout.show_links([(words, "procurement", {FRAMEWORK: framework_id}) for words, framework_id in links])
    if rows.is_empty():
        layout.show_text(say("procurement.record.no_contracts"))
        return
    kinds = {"contract_id": "short", "title_nb": "text", "project_id": "short", "route": "code:procurement_route",
             "supplier": "text", "others": "text", "signed_date": "date", "end_date": "date", "end_state": "text",
             "amount_nok": "nok"}  # fmt: skip
    project = Col(say("procurement.column.project_id"), "short", DASH, to=("project", "project_id"))
    end = Col(say("procurement.column.last_day"), "date", DASH)
    layout.show_table(
        rows, "procurement_call_contracts", columns(kinds, project_id=project, end_date=end),
        caption=say("procurement.record.contracts_caption"),
    )  # fmt: skip


def _show_roles(found: Procurement, call_id: str, lang: str) -> None:
    """Who tendered and who helped: only for those who may see it, and the others are told."""
    layout.show_subtitle(say("procurement.record.roles_heading"))
    if not found.tender_roles_shown:
        layout.show_text(say("procurement.caveat.tender_withheld"))
        return
    rows = tables.tender_roles(found, call_id, lang)
    if rows.is_empty():
        layout.show_text(say("procurement.record.no_roles"))
        return
    kinds = {"party": "text", "role": "code:tender_role", "from_date": "date", "document_ref": "text"}
    layout.show_table(rows, "procurement_roles", columns(kinds), caption=say("procurement.record.roles_caption"))


def _show_framework(found: Procurement, framework_id: str, view: View) -> None:
    _back(say("procurement.record.all_frameworks"), view.lang, **{"del": "rammeavtaler"})
    item = found.framework(framework_id)
    if item is None:
        layout.show_empty(say("procurement.record.no_framework", id=framework_id, date=found.basis.as_of))
        return
    from reports.charts import procurement as charts

    title = f"{item.framework_id} {item.title_nb}"
    layout.show_subtitle(Text(title, title))
    layout.show_lead(framework_text(item))
    if item.special_circumstances_ref and item.limit_state != "over_documented":
        layout.show_text(say("procurement.record.document", document=item.special_circumstances_ref))
    kinds = {"contract_id": "short", "title_nb": "text", "project_id": "short", "supplier": "text", "signed_date": "date",
             "end_date": "date", "amount_nok": "nok", "remark": "text"}  # fmt: skip
    project = Col(say("procurement.column.project_id"), "short", DASH, to=("project", "project_id"))
    end = Col(say("procurement.column.last_day"), "date", DASH)
    called, shown = tables.call_offs(item, view.lang), columns(kinds, project_id=project, end_date=end)
    if not called.get_column("remark").drop_nulls().len():
        shown.pop("remark")
    own = tables.frameworks(found, view.lang).filter(pl.col("framework_id") == framework_id)
    layout.show_figure(
        lambda chosen: charts.frameworks(found, (item,), chosen), found, key="procurement_framework",
        variant=item.framework_id, table=own, columns=columns(FRAMEWORK_KINDS, end_date=end),
        alt=say("procurement.page.frameworks_legend"), wide=True,
    )  # fmt: skip
    kinds = {"supplier": "text", "rank": "int", "call_offs": "int", "used_nok": "nok"}
    layout.show_table(
        tables.framework_suppliers(item, view.lang), "procurement_framework_suppliers", columns(kinds),
        caption=say("procurement.record.suppliers_caption"),
    )  # fmt: skip
    layout.show_table(called, "procurement_call_offs", shown, caption=say("procurement.record.call_offs_caption"))
    if item.call_id is not None:
        words = say("procurement.record.call_link", id=item.call_id)
        layout.show_links([(words, "procurement", {CALL: item.call_id})])
