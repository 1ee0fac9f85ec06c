"""The part Grunnlag of a project: its needs and who asked for them, its line in the plan, parties, priorities and sites."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from analytics.portfolio.project_facts import code_text
from analytics.portfolio.project_record import ProjectRecord, Whole
from domain.text import Text, say
from ui import layout
from ui.layout import Col
from ui.needs import CALL, NEED
from ui.project_time import cols
from ui.view import View


def show_roots(record: ProjectRecord, whole: Whole, view: View) -> None:
    """Why the project is there, who takes part, and what was concluded on the general priorities."""
    del record
    _show_needs(whole, view)
    _show_line(whole)
    _show_parties(whole)
    _show_priorities(whole, view)
    _show_sites(whole, view)


def _show_needs(whole: Whole, view: View) -> None:
    layout.show_subtitle(say("project.needs_title"))
    anchor = whole.anchor
    if anchor.needs.is_empty():
        layout.show_text(say("project.no_needs"))
    else:
        if anchor.needs.get_column("way")[0] == "by_line":
            layout.show_text(say("project.needs_by_line"))
        table = anchor.needs.with_columns(raised_by=f"raised_by_{view.lang}")
        columns = {"title_nb": Col(say("project.col.need"), to=("needs", "need_id", NEED))}
        columns |= cols(need_id="short", priority="code:priority_level", raised_by="text", raised_date="date", meeting_nb="text",
                        meeting_date="date")  # fmt: skip
        columns["meeting_nb"] = Col(say("project.col.meeting"), unknown=say("project.outside_meetings"))
        with st.container(key="fou_long_first_needs"):
            layout.show_table(table, "project_needs", columns, caption=say("project.needs_caption"))
    if anchor.inputs is None:
        layout.show_text(say("project.inputs_hidden"))
    elif not anchor.inputs.is_empty():
        table = anchor.inputs.with_columns(party=f"organisation_{view.lang}", input="text_nb")
        columns = cols(party="text", input="text", meeting_nb="text", received_date="date", outcome="code:input_outcome",
                       outcome_nb="text")  # fmt: skip
        columns["outcome"] = Col(say("project.col.outcome_of_input"), "code:input_outcome", unknown=say("project.not_settled"))
        columns["outcome_nb"] = Col(say("project.col.explanation"))
        layout.show_table(table, "project_inputs", columns, caption=say("project.inputs_caption"))


def _show_line(whole: Whole) -> None:
    layout.show_subtitle(say("project.line_title"))
    line = whole.anchor.line
    if line is None:
        layout.show_text(say("project.no_line"))
        return
    points = [say("project.line_words" if line["is_own"] else "project.line_of_call", id=line["plan_line_id"],
                  title=line["title_nb"], plan=line["plan_nb"] or "")]  # fmt: skip
    if line["planned_start_quarter"]:
        points.append(say("project.line_quarter", quarter=line["planned_start_quarter"]))
    if line["planned_amount_nok"] is not None:
        points.append(say("project.line_amount", amount=line["planned_amount_nok"]))
    if line["dissemination_nb"]:
        points.append(say("project.line_dissemination", text=line["dissemination_nb"]))
    if line["dropped_date"] is not None:
        points.append(say("project.line_dropped", date=line["dropped_date"], reason=line["dropped_reason_nb"] or ""))
    layout.show_points(points)
    if line["year"] is not None:
        layout.show_links([(say("project.to_plan", year=str(line["year"])), "action_plan", {"ar": str(line["year"])})])


def _show_parties(whole: Whole) -> None:
    layout.show_subtitle(say("project.parties_title"))
    missing = [code_text("party_kind", kind) for kind in whole.missing_parties]
    total = whole.parties.get_column("party_kind").n_unique()
    layout.show_text(_parties_words(missing, total))
    columns = cols(party_kind="code:party_kind", form="code:involvement_form", from_date="date", evidence_nb="text")
    columns["form"] = Col(say("project.col.form"), "code:involvement_form", unknown=say("project.not_recorded"))
    columns["from_date"] = Col(say("project.col.party_from"), "date")
    columns["evidence_nb"] = Col(say("project.col.evidence"))
    layout.show_table(whole.parties, "project_parties", columns, caption=say("project.parties_caption"))


def _parties_words(missing: list[Text], total: int) -> Text:
    if not missing:
        return say("project.parties_all", count=total)
    if len(missing) == total:
        return say("project.parties_none", count=total)
    lower = [Text(words.nb[:1].lower() + words.nb[1:], words.en[:1].lower() + words.en[1:]) for words in missing]
    return say("project.parties_some", part=total - len(missing), count=total, missing=lower)


def _show_priorities(whole: Whole, view: View) -> None:
    layout.show_subtitle(say("project.priorities_title"))
    if whole.priorities.is_empty():
        layout.show_text(say("project.no_priorities"))
        return
    table = whole.priorities.with_columns(priority_name=f"name_{view.lang}", evidence="evidence_nb")
    columns = cols(priority_name="text", met="code:met_state", evidence="text", assessed_by="text", assessed_date="date")
    columns["evidence"] = Col(say("project.col.evidence"), unknown=say("project.nothing_written"))
    layout.show_table(
        table.rename({"state": "met"}), "project_priorities", columns, caption=say("project.priorities_caption")
    )  # fmt: skip
    layout.page_link("relevance", say("project.to_relevance"))


def _show_sites(whole: Whole, view: View) -> None:
    layout.show_subtitle(say("project.sites_title"))
    sites = whole.sites
    if sites is None:
        layout.show_text(say("project.sites_hidden"))
    elif sites.is_empty():
        layout.show_text(say("project.no_sites"))
    else:
        table = sites.with_columns(industry=f"industry_{view.lang}", left_reason="left_reason_nb")
        columns = cols(site_id="short", name_nb="text", industry="text", employees="int", joined_date="date", left_date="date",
                       left_reason="text")  # fmt: skip
        columns["name_nb"] = Col(say("project.col.site_name"), unknown=say("project.name_hidden"))
        left = sites.filter(pl.col("left_date").is_not_null())
        if left.is_empty():
            columns = {name: col for name, col in columns.items() if not name.startswith("left")}
        layout.show_table(table, "project_sites", columns, caption=say("project.sites_caption", count=len(sites), left=len(left)))


def show_links(record: ProjectRecord, whole: Whole) -> None:
    """Where to go on from the project."""
    del record
    links: list[tuple[Text, str, Mapping[str, str | tuple[str, ...]]]] = [
        (say("project.to_need", id=row["need_id"], title=row["title_nb"]), "needs", {NEED: row["need_id"]})
        for row in whole.anchor.needs.iter_rows(named=True)
    ]
    line, call = whole.anchor.line, whole.anchor.call
    if line is not None and line["year"] is not None:
        links.append((say("project.to_plan", year=str(line["year"])), "action_plan", {"ar": str(line["year"])}))
    if call is not None:
        links.append((say("project.to_call", id=call["call_id"]), "procurement", {CALL: call["call_id"]}))
    links += [
        (say("project.to_area", area=area.name), "projects", {"omrade": area.id}) for area in whole.facts.areas
    ]  # fmt: skip
    if links:
        layout.show_links(links, say("project.go_on"))
