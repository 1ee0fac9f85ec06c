"""The chain of the page Kunnskapsbehov: drawn, with what is not linked, and as a list with filters."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from analytics.portfolio.needs import NOTHING, Needs
from analytics.portfolio.needs_orphans import Orphan
from analytics.portfolio.needs_rows import ANSWERS
from analytics.portfolio.needs_text import link_name, link_sentence, orphan_name
from domain.codes import CODE_LISTS, label
from domain.text import Text, say, tell
from reports.charts import needs as charts
from ui import filters, layout
from ui.effect_question import answer_if_asked
from ui.layout import Col, KeyFigure
from ui.view import View

#: Filters by their name in the address; the party and the meeting are those of the inputs too.
AREA, QUESTION, ANSWER, PARTY, MEETING, SEARCH, WITHOUT = (
    "omrade", "sporsmal", "tilstand", "part", "fra_mote", "sok", "uten",
)  # fmt: skip
#: What the meeting was called in addresses before that name came to open a meeting; old links still lead here.
OLD_MEETING = "mote"
FILTERS = (AREA, QUESTION, ANSWER, PARTY, MEETING, SEARCH, WITHOUT)
#: The part of the page with the list.
LIST = "liste"
#: What a need and a call are called in the address.
NEED, CALL = "behov", "anskaffelse"
_GROUP, _GROUP_PAGE, _LIST_PAGE = "kobling", "side_kobling", "side"
#: So many ids stand in a cell; a record's own list has them all.
_IDS_SHOWN = 8
_NEEDS_SHOWN = 20


def key_figures(result: Needs) -> list[KeyFigure]:
    """Needs with a project, without one, put off, and inputs that are settled."""
    counts, whole = result.by_cover, len(result.rows)
    settled = result.settled_inputs
    inputs = (
        KeyFigure(say("needs.key_inputs"), say("needs.key_hidden"), say("needs.key_hidden_note"))
        if settled is None
        else KeyFigure(
            say("needs.key_inputs"),
            say("needs.key_of", part=settled, whole=len(result.inputs)),
            say("needs.key_inputs_note", count=len(result.inputs) - settled),
        )
    )
    return [
        KeyFigure(
            say("needs.key_with"), say("needs.key_of", part=counts["with_project"], whole=whole),
            say("needs.key_with_note", count=counts["only_stopped"]) if counts["only_stopped"] else None,
        ),
        KeyFigure(say("needs.key_without"), say("needs.number", count=counts["none"]), say("needs.key_without_note")),
        KeyFigure(say("needs.key_not_now"), say("needs.number", count=counts["not_now"]), say("needs.key_not_now_note")),
        inputs,
    ]  # fmt: skip


def show_chain(result: Needs, view: View) -> None:
    """What became of the last autumn's needs, the drawn chain, and what is not linked."""
    if not result.rows.is_empty():
        layout.show_text(result.autumn_sentence)
    if not result.can_see_inputs:
        layout.show_notice(say("needs.inputs_hidden"))
    layout.show_figure(
        lambda lang: charts.chain_steps(result, lang), result, "needs_chain", table=_chain_table(result, view),
        columns={name: _col(name, kind) for name, kind in _CHAIN_KINDS.items()}, alt=_chain_words(result),
        title=say("needs.chain_title"), wide=True,
    )  # fmt: skip
    _show_orphans(result, view)


_CHAIN_KINDS = {"link": "text", "what": "text", "count": "int", "explained": "text", "ids": "text"}


def _chain_words(result: Needs) -> Text:
    sentences = [link_sentence(link) for link in result.links if link.from_total or link.to_total]
    return Text(" ".join(s.nb for s in sentences), " ".join(s.en for s in sentences))


def _chain_table(result: Needs, view: View) -> pl.DataFrame:
    """What is not linked, group by group."""
    rows = [
        {
            "link": link_name(orphan.link).get(view.lang),
            "what": orphan_name(orphan).get(view.lang),
            "count": len(orphan.ids),
            "explained": tell("needs.explained" if orphan.is_explained else "needs.to_see", view.lang),
            "ids": _few(orphan.ids, view.lang),
        }
        for orphan in result.orphans
    ]
    return pl.DataFrame(rows, schema={name: pl.Int64 if kind == "int" else pl.String for name, kind in _CHAIN_KINDS.items()})


def _few(ids: tuple[str, ...], lang: str) -> str:
    shown = ", ".join(ids[:_IDS_SHOWN])
    return shown if len(ids) <= _IDS_SHOWN else tell("needs.ids_more", lang, ids=shown, count=len(ids) - _IDS_SHOWN)


def _show_orphans(result: Needs, view: View) -> None:
    """The records of a group that is not linked."""
    groups = {orphan.key: orphan for orphan in result.orphans if orphan.ids}
    if not groups:
        return
    layout.show_subtitle(say("needs.orphans_title"))
    words = {key: _group_words(orphan).get(view.lang) for key, orphan in groups.items()}
    chosen = filters.select_optional(_GROUP, say("needs.choose_group"), words, width=620)
    if chosen is None:
        layout.show_text(say("needs.choose_group_help"))
        return
    orphan = groups[chosen]
    layout.show_records(
        _records(result, orphan), f"needs_{chosen}", _record_columns(orphan.step, view), result, caption=_group_words(orphan),
        name=_GROUP_PAGE,
    )  # fmt: skip


def _group_words(orphan: Orphan) -> Text:
    name = say("needs.chain_count", name=orphan_name(orphan), count=len(orphan.ids))
    return say("needs.group_words", link=link_name(orphan.link), group=name)


def _records(result: Needs, orphan: Orphan) -> pl.DataFrame:
    """The records behind a group, in the columns that their step has."""
    graph = result.graph
    frames = {
        "need": result.rows,
        "plan_line": graph.lines,
        "call": graph.calls,
        "project": graph.projects,
        "finding": result.findings,
    }
    rows = frames[orphan.step]
    if orphan.step == "need":
        rows = rows.with_columns(title_en="title_nb")
    if orphan.step == "finding":
        rows = rows.rename({"text_nb": "title_nb", "text_en": "title_en"})
    if orphan.step in ("plan_line", "call"):
        rows = rows.with_columns(title_en="title_nb")
    return rows.filter(pl.col(f"{orphan.step}_id").is_in(list(orphan.ids)))


def _record_columns(step: str, view: View) -> dict[str, Col]:
    title = f"title_{view.lang}"
    match step:
        case "need":
            to: Any = ("needs", "need_id", NEED)
            more = {"priority": "code:priority_level", "raised_date": "date", "answer": "code:need_answer"}
        case "plan_line":
            to, more = ("action_plan", "year", "ar"), {"year": "period", "dropped_date": "date", "dropped_reason_nb": "text"}
        case "call":
            to, more = ("procurement", "call_id", CALL), {"route": "code:procurement_route", "registered_date": "date"}
        case "project":
            to, more = ("project", "project_id"), {"status": "code:project_status"}
        case _:
            to, more = ("project", "project_id"), {"project_id": "short", "reported_date": "date", "state": "code:finding_state"}
    columns = {title: _col("title", to=to, width=60), f"{step}_id": _col("id", "short")}
    return columns | {name: _col(name, kind) for name, kind in more.items()}


def show_list(result: Needs, view: View) -> None:
    """The needs one by one, those of high priority first, and by the meeting that they were raised in."""
    if not result.can_see_inputs:
        layout.show_notice(say("needs.inputs_hidden"))
    rows = _selected(result, view)
    layout.show_text(say("needs.list_count", count=len(rows), whole=len(result.rows)))
    if rows.is_empty():
        layout.show_empty(say("needs.list_empty" if len(result.rows) else "needs.list_none"))
    else:
        _show_rows(result, rows, view)
    _show_meetings(result, view)


def _show_rows(result: Needs, rows: pl.DataFrame, view: View) -> None:
    layout.show_records(
        with_words(rows, result, view), "needs_list", need_columns(view), result, caption=say("needs.list_caption"),
        name=_LIST_PAGE, page_size=_NEEDS_SHOWN,
        notes=[(say("needs.list_title"), say("needs.list_count", count=len(rows), whole=len(result.rows)))],
    )  # fmt: skip


def _selected(result: Needs, view: View) -> pl.DataFrame:
    lang, rows = view.lang, result.rows
    areas = {id_: result.area_names[id_].get(lang) for id_ in _values(rows, "area_id") if id_ in result.area_names}
    questions = {code.value: code.en if lang == "en" else code.nb for code in CODE_LISTS["question_kind"].codes}
    answers = {value: label("need_answer", value, lang) for value in ANSWERS}
    with st.container(horizontal=True, gap="small"):
        area = filters.select_many(AREA, say("needs.filter_area"), areas | _nothing("needs.no_area", rows, "area_id", lang))
        question = filters.select_many(
            QUESTION, say("needs.filter_question"), questions | _nothing("needs.no_question", rows, "question_kind", lang)
        )
        answer = filters.select_many(ANSWER, say("needs.filter_answer"), answers)
        party, meeting = select_party(result, view), select_meeting(result, view)
        text = filters.search_text(SEARCH, say("needs.filter_search"), say("needs.filter_search_help"))
        answer_if_asked(text)
    without = filters.select_toggle(WITHOUT, say("needs.filter_without"))
    filters.clear_button(FILTERS)
    return result.selected(
        areas=area, questions=question, answers=answer, parties=party, meetings=meeting, text=text, only_without=without
    )  # fmt: skip


def select_party(result: Needs, view: View) -> tuple[str, ...]:
    """The parties that asked for the needs or gave the inputs."""
    rows = result.parties.select("organisation_id", f"organisation_{view.lang}").iter_rows()
    return filters.select_many(PARTY, say("needs.filter_party"), {id_: str(name) for id_, name in rows})


def select_meeting(result: Needs, view: View) -> tuple[str, ...]:
    """The meetings that the needs were raised or the inputs given in."""
    rows = result.meetings.filter(pl.col("meeting_id").is_not_null()).select("meeting_id", "meeting_nb").iter_rows()
    found = {id_: str(name or id_) for id_, name in rows}
    given = result.inputs.select("meeting_id", "meeting_nb").drop_nulls().unique().sort("meeting_id").iter_rows()
    found |= {id_: str(name) for id_, name in given if id_ not in found}
    found[NOTHING] = tell("needs.no_meeting", view.lang)
    return filters.select_many(MEETING, say("needs.filter_meeting"), found, width=320)


def _values(rows: pl.DataFrame, column: str) -> list[str]:
    found: list[str] = rows.get_column(column).drop_nulls().unique().sort().to_list()
    return found


def _nothing(key: str, rows: pl.DataFrame, column: str, lang: str) -> dict[str, str]:
    return {NOTHING: tell(key, lang)} if rows.get_column(column).null_count() else {}


def with_words(rows: pl.DataFrame, result: Needs, view: View) -> pl.DataFrame:
    """The needs with names of those who asked, and how many projects, findings and uses each has."""
    names = {id_: name.get(view.lang) for id_, name in result.names.items()}
    asked = pl.col("asked_by_ids").list.eval(pl.element().replace_strict(names, default=pl.element(), return_dtype=pl.String))
    counts = {"projects": "live_project_ids", "findings": "finding_ids", "uses": "used_finding_ids"}
    counted = rows.with_columns(pl.col(ids).list.len().cast(pl.Int64).alias(name) for name, ids in counts.items())
    with_projects = pl.when(pl.col("project_ids").list.len() > 0).then("need_id")
    return counted.with_columns(asked_by=asked.list.join(", "), register_id=with_projects)


def need_columns(view: View) -> dict[str, Col]:
    """The columns of a list of needs."""
    lang = view.lang
    return {
        "title_nb": _col("need", to=("needs", "need_id", NEED), width=60),
        "priority": _col("priority", "code:priority_level", unknown=say("needs.not_stated")),
        "answer": _col("answer", "code:need_answer"),
        "asked_by": _col("asked_by", unknown=say("needs.not_stated")),
        "raised_date": _col("raised_date", "date"),
        "age_days": _col("age_days", "int"),
        "furthest": _col("furthest", "code:chain_step"),
        "projects": _col("projects", "int", to=("projects", "register_id", NEED)),
        "findings": _col("findings", "int"),
        "uses": _col("uses", "int"),
        "meeting_nb": _col("meeting", unknown=say("needs.no_meeting"), width=40),
        f"area_{lang}": _col("area", unknown=say("needs.no_area")),
        "question_kind": _col("question", "code:question_kind", unknown=say("needs.no_question")),
        "not_now_reason_nb": _col("not_now_reason_nb", width=60),
        "need_id": _col("id", "short"),
    }


def _show_meetings(result: Needs, view: View) -> None:
    """The needs by the meeting they were raised in."""
    rows = result.meetings.with_columns(
        pl.col("meeting_nb").fill_null(tell("needs.no_meeting", view.lang)),
        pl.col("without_ids").list.join(", "),
        query=pl.struct(pl.lit(LIST).alias("del"), pl.col("meeting_id").fill_null(NOTHING).alias(MEETING)),
    )
    kinds = {"needs": "int", "with_project": "int", "only_stopped": "int", "not_now": "int", "none": "int", "without_ids": "text"}
    columns = {"meeting_nb": _col("meeting", to=("needs", "query"), width=40), "meeting_date": _col("meeting_date", "date")}
    columns |= {name: _col(name, kind) for name, kind in kinds.items()}
    layout.show_subtitle(say("needs.meetings_title"))
    layout.show_records(rows, "needs_meetings", columns, result, caption=say("needs.meetings_caption"), name="side_moter")


def _col(name: str, kind: str = "text", **more: Any) -> Col:
    return Col(say(f"needs.col_{name}"), kind, **more)
