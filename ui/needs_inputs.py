"""What became of the input of each party, on the page Kunnskapsbehov."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from analytics.portfolio.needs import Needs
from analytics.portfolio.needs_inputs import OUTCOMES
from analytics.portfolio.needs_text import inputs_sentence, silent_sentence
from domain.codes import CODE_LISTS
from domain.text import Text, say
from ui import filters, layout
from ui.layout import Col
from ui.needs import MEETING, NEED, PARTY, select_meeting, select_party
from ui.view import View


def show_inputs(result: Needs, view: View) -> None:
    """The inputs that the filters leave, what became of each, and the parties with their numbers."""
    if not result.can_see_inputs:
        layout.show_notice(say("needs.inputs_hidden"))
        _show_parties(result, view)
        return
    with st.container(horizontal=True, gap="small"):
        parties, meetings = select_party(result, view), select_meeting(result, view)
    filters.clear_button((PARTY, MEETING))
    rows = result.selected_inputs(parties=parties, meetings=meetings)
    layout.show_text(inputs_sentence(rows))
    asked = result.parties.filter(pl.col("organisation_id").is_in(list(parties))) if parties else result.parties
    silent = silent_sentence(asked, rows)
    if silent is not None:
        layout.show_text(silent)
    if not rows.is_empty():
        layout.show_records(
            _with_words(rows), "needs_inputs", _input_columns(view), result, caption=say("needs.inputs_caption"),
            name="side_innspill",
        )  # fmt: skip
    _show_parties(result, view)


def _with_words(rows: pl.DataFrame) -> pl.DataFrame:
    has_projects = pl.col("project_ids").list.len() > 0
    return rows.with_columns(pl.col("project_ids").list.join(", "), register_id=pl.when(has_projects).then("need_id"))


def _input_columns(view: View) -> dict[str, Col]:
    to = ("needs", "need_id", NEED)
    return {
        "text_nb": _col("input", width=60),
        "outcome": _col("outcome", "code:input_outcome"),
        "outcome_nb": _col("outcome_nb", unknown=say("needs.nothing_written"), width=60),
        "need_nb": _col("led_to", unknown=say("needs.no_need_led"), to=to, width=60),
        "project_ids": _col("led_to_projects", to=("projects", "register_id", NEED)),
        "answer": _col("answer", "code:need_answer"),
        f"organisation_{view.lang}": _col("party"),
        "received_date": _col("received_date", "date"),
        "outcome_date": _col("outcome_date", "date"),
        "waiting_days": _col("waiting_days", "int"),
        "meeting_nb": _col("input_meeting", unknown=say("needs.no_meeting"), width=40),
        "input_id": _col("id", "short"),
    }


def _show_parties(result: Needs, view: View) -> None:
    """Every party with what it asked for and what became of it; those without input too."""
    layout.show_subtitle(say("needs.parties_title"))
    rows = result.parties.with_columns(query=pl.struct(pl.lit("innspill").alias("del"), pl.col("organisation_id").alias(PARTY)))
    outcomes = {code.value: Col(Text(code.nb, code.en), "int", say("needs.hidden")) for code in CODE_LISTS["input_outcome"].codes}
    columns = {
        f"organisation_{view.lang}": _col("party", to=("needs", "query")),
        "role": _col("role", "code:body_role", unknown=say("needs.no_member")),
        "inputs": _col("inputs", "int", unknown=say("needs.hidden")),
        **{outcome: outcomes[outcome] for outcome in OUTCOMES},
        "needs": _col("needs_asked", "int"),
        "needs_with_project": _col("with_project", "int"),
        "last_input_date": _col(
            "last_input_date", "date", unknown=say("needs.none_given" if result.can_see_inputs else "needs.hidden")
        ),
    }
    layout.show_records(rows, "needs_parties", columns, result, caption=say("needs.parties_caption"), name="side_parter")


def _col(name: str, kind: str = "text", **more: Any) -> Col:
    return Col(say(f"needs.col_{name}"), kind, **more)
