"""The page Prosjekt: finding a project, what it is and where it stands, and the parts of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

import polars as pl
import streamlit as st

from analytics.portfolio.project_facts import Facts, Named, code_text
from analytics.portfolio.project_record import ProjectRecord, Whole
from analytics.portfolio.project_schedule import LadderStep
from analytics.portfolio.project_text import expected_end, named_text
from analytics.portfolio.projects import ProjectRegister
from domain.codes import label
from domain.text import Text, say, tell
from ui import (
    filters,
    html,
    layout,
    loaders,
    parts,
    project_history,
    project_knowledge,
    project_money,
    project_roots,
    project_time,
)
from ui.layout import KeyFigure
from ui.view import View

ID, SEARCH = "id", "finn"
#: The part that shows all the others below each other, for print.
WHOLE = "alt"
_HITS = 15

_Show = Callable[[ProjectRecord, Whole, View], None]


def asked_project() -> str | None:
    """The id that the address asks for; None when it asks for none."""
    return st.query_params.get(ID) or None


def select_project(record: ProjectRecord) -> None:
    """Why no project is shown, and a search for one."""
    layout.show_empty(record.sentence)
    text = filters.search_text(SEARCH, say("project.find"), say("projects.search_example"), width=480)
    found = cast(ProjectRegister, loaders.report("projects", text=text or None))
    if not found.total:
        layout.show_text(found.sentence)
        return
    rows = found.rows.head(_HITS)
    links: list[tuple[Text, str, Mapping[str, str | tuple[str, ...]]]] = [
        (Text(f"{row['project_id']} {row['title_nb']}", f"{row['project_id']} {row['title_en'] or row['title_nb']}"), "project",
         {ID: row["project_id"]})
        for row in rows.select("project_id", "title_nb", "title_en").iter_rows(named=True)
    ]  # fmt: skip
    if not links:
        layout.show_text(say("project.find_none"))
        return
    key = "project.find_first" if found.count > len(links) else "project.find_all"
    layout.show_links(links, say(key, shown=len(links), count=found.count))
    layout.page_link("projects", say("project.to_register"), {"sok": text} if text else None)


def show_project(record: ProjectRecord, whole: Whole, view: View) -> None:
    """What the project is and where it stands, and then the part that is chosen."""
    layout.show_subtitle(whole.facts.title)
    layout.show_sentence(record)
    layout.show_key_figures(_key_figures(record, whole))
    chosen = parts.select_part(_part_names(whole))
    for name, show in _SHOW.items():
        if chosen in (name, WHOLE):
            show(record, whole, view)
    layout.show_source_line(record)


def _part_names(whole: Whole) -> dict[str, Text]:
    words = {name: say(f"project.part.{name}") for name in (*_SHOW, WHOLE)}
    return words | {"merknader": say("project.part.merknader_count", count=len(whole.remarks))}


def _key_figures(record: ProjectRecord, whole: Whole) -> list[KeyFigure]:
    facts, money = whole.facts, whole.money
    status = code_text("project_status", facts.status)
    amount = say("project.key.unknown") if facts.amount_nok is None else say("project.key.mill", amount=facts.amount_nok)
    paid = say("project.key.none") if facts.paid_nok is None else say("project.key.mill", amount=facts.paid_nok)
    late = whole.items.filter(pl.col("state") == "overdue")
    done = whole.items.filter(pl.col("state") == "done")
    return [
        KeyFigure(say("project.key.status"), status, _end_note(record, whole)),
        KeyFigure(say("project.key.amount"), amount, say("project.key.contracts", count=len(money.contracts))),
        KeyFigure(say("project.key.paid"), paid, _paid_note(record, whole)),
        KeyFigure(
            say("project.key.items"), say("project.key.of", part=len(done), whole=len(whole.items)),
            say("project.key.overdue", count=len(late)) if len(late) else None,
        ),
    ]  # fmt: skip


def _end_note(record: ProjectRecord, whole: Whole) -> Text | None:
    """When the work ended or is expected to end."""
    if whole.facts.status in ("closed", "stopped"):
        return None
    ended = whole.facts.day("completed")
    if ended is not None:
        return say("project.key.ended", date=ended)
    expected = expected_end(whole.items) or whole.facts.day("planned_end")
    if expected is None:
        return None
    return say("project.key.was_expected" if expected < record.basis.as_of else "project.key.expected_end", date=expected)


def _paid_note(record: ProjectRecord, whole: Whole) -> Text | None:
    year = record.basis.as_of.year
    if any(item.year == year and item.paid_nok for item in whole.money.years):
        return say("project.key.provisional", year=str(year))
    return None


def _show_overview(record: ProjectRecord, whole: Whole, view: View) -> None:
    """The ladder, the summary and the facts, and where to go on."""
    facts = whole.facts
    if facts.own["summary_nb"]:
        layout.show_text(Text(facts.own["summary_nb"], facts.own["summary_nb"]))
    layout.show_subtitle(say("project.ladder_title"))
    html.show_steps([_step(step, view) for step in whole.ladder])
    layout.show_subtitle(say("project.facts_title"))
    html.show_terms([(tell(f"project.fact.{name}", view.lang), "", words) for name, words in _facts(whole, view)])
    project_roots.show_links(record, whole)


def _step(step: LadderStep, view: View) -> html.Step:
    title = label("project_status", step.status, view.lang)
    if not step.is_reached:
        words = (
            tell("project.step.not_reached", view.lang)
            if step.planned_day is None
            else tell("project.step.planned", view.lang, date=step.planned_day)
        )
        return html.Step(title, (), words)
    form = "undated" if step.day is None else "registered" if step.status == "planned" else "dated"
    remark = tell("project.step.here", view.lang) if step.is_current else ""
    return html.Step(title, [html.StepItem(tell(f"project.step.{form}", view.lang, date=step.day), remark)])


def _facts(whole: Whole, view: View) -> list[tuple[str, str]]:
    facts, lang = whole.facts, view.lang
    parties: tuple[Named, ...] = tuple(
        Named(row["organisation_id"], Text(_party(row, "nb"), _party(row, "en")))
        for row in whole.money.parties.iter_rows(named=True)
    )
    routes = tuple(Named(route, code_text("procurement_route", route)) for route in facts.routes)
    told = [
        ("id", facts.project_id),
        ("programme", facts.programme.get(lang)),
        ("lead", tell("project.not_stated", lang) if facts.lead is None else facts.lead.get(lang)),
        ("areas", named_text(facts.areas, lang)),
        ("questions", named_text(facts.questions, lang)),
        ("instruments", _or_none(facts.instruments, lang)),
        ("industries", _or_none(facts.industries, lang)),
        ("routes", named_text(routes, lang)),
        ("tags", _tags(facts, lang)),
        ("occurrence", _occurrence(facts, lang)),
    ]
    if parties:
        told.insert(3, ("parties", named_text(parties, lang)))
    if facts.own["note"]:
        told.append(("note", facts.own["note"]))
    return told


def _party(row: Mapping[str, str], lang: str) -> str:
    return f"{row[f'organisation_{lang}']} ({label('contract_role', row['role'], lang).lower()})"


def _or_none(named: tuple[Named, ...], lang: str) -> str:
    return named_text(named, lang) if named else tell("project.none_linked", lang)


def _tags(facts: Facts, lang: str) -> str:
    told = [
        f"{label('tag_kind', kind, lang)}: {', '.join(tag.name.get(lang) for tag in tags)}"
        for kind, tags in facts.tags.items()
        if tags
    ]
    return "; ".join(told) or tell("project.not_stated", lang)


def _occurrence(facts: Facts, lang: str) -> str:
    own = facts.own
    if own["occurrence_only"] not in ("yes", "no"):
        return tell("project.occurrence_open", lang)
    answer = label("yes_no_unknown", own["occurrence_only"], lang)
    if own["occurrence_decided_by"] is None:
        return tell("project.occurrence_by_nobody", lang, answer=answer)
    key = "project.occurrence_by" if own["occurrence_decided_date"] is None else "project.occurrence_on"
    return tell(key, lang, answer=answer, by=own["occurrence_decided_by"], date=own["occurrence_decided_date"])


_SHOW: dict[str, _Show] = {
    "oversikt": _show_overview,
    "framdrift": project_time.show_schedule,
    "penger": project_money.show_money,
    "kunnskap": project_knowledge.show_knowledge,
    "grunnlag": project_roots.show_roots,
    "endringer": project_history.show_history,
    "merknader": project_history.show_remarks,
}
