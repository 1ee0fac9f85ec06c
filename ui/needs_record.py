"""One knowledge need with its chain, on the page Kunnskapsbehov."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from analytics.portfolio.needs import Needs
from analytics.portfolio.needs_chain import ChainItem
from analytics.portfolio.needs_rows import STEPS
from domain.codes import label
from domain.text import Text, say, tell
from ui import html, layout, trail
from ui.layout import Col
from ui.needs import CALL, FILTERS, LIST, NEED, PARTY
from ui.view import View

_LIST_ADDRESS = "_needs_list"


def asked_need(result: Needs) -> str | None:
    """The need that the address asks for; None when it asks for none, or, with a notice, when there is no such need."""
    asked = st.query_params.get(NEED)
    if asked is None:
        return None
    if result.need(asked) is None:
        layout.show_notice(say("needs.no_need", id=asked, date=result.basis.as_of))
        return None
    return asked


def open_list() -> None:
    """An address with filters and no part, from outside, leads to the list that they filter."""
    own = _own_address()
    if own != st.session_state.get(_LIST_ADDRESS) and "del" not in own and any(name in own for name in FILTERS):
        st.query_params["del"] = LIST


def keep_list_address() -> None:
    """Keep what the address says, for the way back from a need."""
    st.session_state[_LIST_ADDRESS] = _own_address()


def _own_address() -> dict[str, tuple[str, ...]]:
    return {name: tuple(st.query_params.get_all(name)) for name in st.query_params if name not in trail.FRAME_NAMES}


def show_need(result: Needs, need_id: str, view: View) -> None:
    """Where the need stands, who asked for it, its chain step by step, the inputs behind it, and where to go on."""
    row = result.need(need_id)
    if row is None:
        return
    back: dict[str, tuple[str, ...]] = st.session_state.get(_LIST_ADDRESS, {})
    address = trail.address("needs", back)
    if address is not None:
        html.show_link(f"← {tell('needs.back_to_list', view.lang)}", address)
    layout.show_subtitle(Text(row["title_nb"], row["title_nb"]))
    layout.show_lead(result.need_sentence(need_id))
    if row["description_nb"]:
        layout.show_text(Text(row["description_nb"], row["description_nb"]))
    layout.show_text(_facts(row, view))
    layout.show_subtitle(say("needs.chain_of_need"))
    chain = result.chain(need_id)
    html.show_steps([_first(row, view), *(_step(step, chain, row, view) for step in STEPS[1:])])
    layout.show_source_line(result)
    with st.expander(tell("frame.show_as_table", view.lang)):
        layout.show_table(_chain_table(chain, view), "needs_chain_of_need", _chain_columns(), caption=say("needs.chain_of_need"))
    _show_inputs(result, need_id, view)
    _show_links(row, chain)


def _facts(row: dict[str, Any], view: View) -> Text:
    """What is known of the need itself; what is not stated is said."""
    lang, absent = view.lang, tell("needs.not_stated", view.lang)
    values = {
        "priority": label("priority_level", row["priority"], lang),
        "area": row[f"area_{lang}"],
        "question": label("question_kind", row["question_kind"], lang),
        "instrument": row[f"instrument_{lang}"],
        "furthest": label("chain_step", row["furthest"], lang),
        "id": row["need_id"],
    }
    told = " · ".join(f"{tell(f'needs.col_{name}', lang)}: {value or absent}" for name, value in values.items())
    return Text(told, told)


def _first(row: dict[str, Any], view: View) -> html.Step:
    item = html.StepItem(row["title_nb"], label("need_answer", row["answer"], view.lang))
    return html.Step(_step_name("need", view), [item])


def _step(step: str, chain: tuple[ChainItem, ...], row: dict[str, Any], view: View) -> html.Step:
    items = [_item(item, row["need_id"], view) for item in chain if item.step == step]
    return html.Step(_step_name(step, view), items, tell(f"needs.without.{step}", view.lang))


def _step_name(step: str, view: View) -> str:
    return tell(f"needs.step_of_need.{step}", view.lang)


def _item(item: ChainItem, need_id: str, view: View) -> html.StepItem:
    """The record with how it stands and, where there are several ways, what it follows from."""
    lang = view.lang
    remark = item.words.get(lang)
    parents = [parent for parent in item.parent_ids if parent != need_id]
    if parents:
        remark = tell("needs.follows_from", lang, words=remark, ids=", ".join(parents))
    return html.StepItem(
        f"{item.id}: {item.title.get(lang)}" if item.step != "use" else item.title.get(lang), remark, _href(item), item.is_live
    )


def _href(item: ChainItem) -> str | None:
    if item.step == "project":
        return trail.address("project", {"id": item.id})
    if item.step == "plan_line" and item.year is not None:
        return trail.address("action_plan", {"ar": str(item.year)})
    return trail.address("procurement", {CALL: item.id}) if item.step == "call" else None


def _chain_table(chain: tuple[ChainItem, ...], view: View) -> pl.DataFrame:
    rows = [
        (item.step, item.id, item.title.get(view.lang), item.words.get(view.lang), item.day, ", ".join(item.parent_ids))
        for item in chain
    ]
    schema = {"step": pl.String, "id": pl.String, "title": pl.String, "words": pl.String, "day": pl.Date, "parents": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _chain_columns() -> dict[str, Col]:
    kinds = {"step": "code:chain_step", "id": "short", "title": "text", "words": "text", "day": "date", "parents": "text"}
    return {name: Col(say(f"needs.col_{name}"), kind) for name, kind in kinds.items()}


def _show_inputs(result: Needs, need_id: str, view: View) -> None:
    """The inputs that became the need."""
    if not result.can_see_inputs:
        layout.show_notice(say("needs.inputs_hidden"))
        return
    rows = result.inputs.filter(pl.col("need_id") == need_id)
    if rows.is_empty():
        return
    kinds = {"text_nb": "input", f"organisation_{view.lang}": "party", "received_date": "received_date", "outcome": "outcome"}
    columns = {name: Col(say(f"needs.col_{word}"), _KINDS.get(name, "text")) for name, word in kinds.items()}
    columns["outcome_nb"] = Col(say("needs.col_outcome_nb"), unknown=say("needs.nothing_written"))
    layout.show_table(rows, "needs_inputs_of_need", columns, caption=say("needs.inputs_of_need"))


_KINDS = {"received_date": "date", "outcome": "code:input_outcome"}


def _show_links(row: dict[str, Any], chain: tuple[ChainItem, ...]) -> None:
    links: list[tuple[Text, str, dict[str, str | tuple[str, ...]]]] = []
    if row["project_ids"]:
        links.append((say("needs.to_register"), "projects", {NEED: row["need_id"]}))
    years = sorted({item.year for item in chain if item.step == "plan_line" and item.year is not None})
    links += [(say("needs.to_plan", year=year), "action_plan", {"ar": str(year)}) for year in years]
    if row["asked_by_ids"]:
        links.append((say("needs.to_inputs"), "needs", {"del": "innspill", PARTY: tuple(row["asked_by_ids"])}))
    layout.show_links(links, say("needs.go_on"))
