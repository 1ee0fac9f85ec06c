"""The parts of the page Beslutninger og innspill: matters by body, inputs by party, and actions by owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from analytics.meetings.decision_rows import ACTION_STATES
from analytics.meetings.decision_text import actions_sentence
from analytics.meetings.decisions import KINDS, Asked, Decisions
from analytics.meetings.meeting import meetings
from analytics.portfolio.needs import NOTHING
from analytics.portfolio.needs_inputs import OUTCOMES
from domain.codes import label
from domain.text import LANGS, Text, say, tell
from reports.exports.catalogue import FORMS, export_bytes
from ui import filters, layout, loaders, lookup, trail
from ui.layout import Col, KeyFigure
from ui.view import View

#: What stands in the address.
BODY, KIND, PARTY, OUTCOME, OWNER, STATE = "organ", "slag", "part", "utfall", "ansvarlig", "status"
MEETING, SEARCH = "fra_mote", "sok"
_DASH = Text("–", "–")


def key_figures(found: Decisions) -> list[KeyFigure]:
    """Matters, what breaks the rules, inputs that are settled, and actions that are overdue."""
    settled = int(found.all_inputs.get_column("is_settled").sum())
    overdue = int((found.all_actions.get_column("state") == "overdue").sum())
    return [
        KeyFigure(say("decisions.key.matters"), _int(len(found.all_decisions))),
        KeyFigure(say("decisions.key.breaches"), _int(len(found.breaches)), say("decisions.key.breaches_note")),
        KeyFigure(say("decisions.key.settled"), say("decisions.key.of", part=settled, whole=len(found.all_inputs))),
        KeyFigure(say("decisions.key.overdue"), say("decisions.key.of", part=overdue, whole=len(found.all_actions))),
    ]


def show_minutes(found: Decisions, view: View) -> None:
    """The draft minutes of the meeting that the lists are limited to, when it is one of the reference group's."""
    chosen = [key for key in st.query_params.get_all(MEETING) if key in {one.meeting_id for one in meetings(loaders.snapshot())}]
    if len(chosen) != 1 or not found.can_see:
        return
    made, lang = loaders.report("minutes", meeting=chosen[0]), view.lang
    layout.show_download(
        say("minutes.download"),
        lambda: export_bytes("minutes", made, "docx", lang),
        "docx",
        FORMS["docx"],
        f"referat_{chosen[0]}",
    )


def show_decisions(found: Decisions, view: View) -> None:
    """The matters that the filters leave, those that break a rule first, then the rules, the bodies and the plans sent."""
    lang = view.lang
    bodies = dict(found.bodies.select("body_id", f"name_{lang}").iter_rows())
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        body = filters.select_many(BODY, say("decisions.page.body"), bodies, width=230)
        kinds = {kind: label("decision_kind", kind, lang) for kind in KINDS}
        kind = filters.select_many(KIND, say("decisions.page.kind"), kinds, width=170)
        meeting = _select_meeting(found, view)
        text = _search()
    filters.clear_button((BODY, KIND, MEETING, SEARCH))
    rows = found.choose(Asked(bodies=body, kinds=kind, meetings=meeting, text=text)).decisions
    if not found.breaches.is_empty():
        layout.show_subtitle(say("decisions.page.breaches_heading"))
        columns = _decision_columns(lang)
        names = (f"breach_{lang}", "severity", f"body_{lang}", "decided_date", "decision_id")
        first = {"text_nb": columns["text_nb"]}
        layout.show_records(
            found.breaches, "decisions_breaches", first | {name: columns[name] for name in names}, found,
            caption=say("decisions.page.breaches_caption"), name="side_brudd",
        )  # fmt: skip
        layout.show_subtitle(say("decisions.part.decisions"))
    _show_list(
        rows, "decisions_matters", _shown(_decision_columns(lang), rows), found,
        say("decisions.page.decisions_caption", count=len(rows), whole=len(found.all_decisions)),
        _notes(found, lang, (BODY, body, bodies), (KIND, kind, kinds), (MEETING, meeting, None), (SEARCH, text, None)),
    )  # fmt: skip
    _show_rules(found, lang)


def show_inputs(found: Decisions, view: View) -> None:
    """The inputs that the filters leave with what became of each, and the parties with their numbers."""
    lang = view.lang
    parties = {id_: str(name or id_) for id_, name in found.parties.select("organisation_id", f"organisation_{lang}").iter_rows()}
    outcomes = {outcome: label("input_outcome", outcome, lang) for outcome in OUTCOMES}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        party = filters.select_many(PARTY, say("decisions.page.party"), parties, width=200)
        meeting = _select_meeting(found, view)
        outcome = filters.select_many(OUTCOME, say("decisions.page.outcome"), outcomes, width=200)
        text = _search()
    filters.clear_button((PARTY, MEETING, OUTCOME, SEARCH))
    chosen = found.choose(Asked(parties=party, meetings=meeting, outcomes=outcome, text=text))
    layout.show_text(chosen.inputs_sentence)
    silent = chosen.silent_sentence if not (outcome or text) else None
    if silent is not None:
        layout.show_text(silent)
    rows = chosen.inputs
    _show_list(
        _with_first_links(rows), "decisions_inputs", _shown(_input_columns(lang, of_one=len(party) == 1), rows), found,
        say("decisions.page.inputs_caption", count=len(rows), whole=len(found.all_inputs)),
        _notes(
            found, lang, (PARTY, party, parties), (MEETING, meeting, None), (OUTCOME, outcome, outcomes), (SEARCH, text, None)
        ),
    )  # fmt: skip
    layout.show_subtitle(say("decisions.page.parties_heading"))
    told = found.parties.with_columns(query=pl.struct(pl.lit("innspill").alias("del"), pl.col("organisation_id").alias(PARTY)))
    columns = {
        f"organisation_{lang}": Col(say("decisions.column.party"), to=("decisions", "query")),
        "inputs": Col(say("decisions.column.inputs"), "int"),
        **{name: Col(Text(*(label("input_outcome", name, one) for one in LANGS)), "int") for name in OUTCOMES},
        "last_input_date": Col(say("decisions.column.last_input_date"), "date", _DASH),
    }
    layout.show_records(
        told, "decisions_parties", columns, found, caption=say("decisions.page.parties_caption"), name="side_parter"
    )  # fmt: skip


def show_actions(found: Decisions, view: View) -> None:
    """The actions that the filters leave, what needs doing first."""
    lang = view.lang
    owners = dict(
        found.all_actions.drop_nulls("owner_id").sort(f"owner_{lang}").select("owner_id", f"owner_{lang}")
        .unique(maintain_order=True).iter_rows()
    )  # fmt: skip
    if found.all_actions.get_column("owner_id").null_count():
        owners[NOTHING] = tell("decisions.page.no_owner", lang)
    states = {state: label("recommendation_state", state, lang) for state in ACTION_STATES}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        owner = filters.select_many(OWNER, say("decisions.page.owner"), owners, width=200)
        state = filters.select_many(STATE, say("decisions.page.state"), states, width=200)
        meeting = _select_meeting(found, view)
        text = _search()
    filters.clear_button((OWNER, STATE, MEETING, SEARCH))
    rows = found.choose(Asked(owners=owner, states=state, meetings=meeting, text=text)).actions
    layout.show_text(actions_sentence(rows, is_chosen=bool(owner or state or meeting or text)))
    _show_list(
        rows, "decisions_actions", _shown(_action_columns(lang), rows), found,
        say("decisions.page.actions_caption", count=len(rows), whole=len(found.all_actions)),
        _notes(found, lang, (OWNER, owner, owners), (STATE, state, states), (MEETING, meeting, None), (SEARCH, text, None)),
    )  # fmt: skip


def _show_list(
    rows: pl.DataFrame, key: str, columns: Mapping[str, Col], found: Decisions, caption: Text, notes: Sequence[tuple[Text, Text]]
) -> None:
    if rows.is_empty():
        layout.show_empty(say("decisions.page.no_rows"))
        return
    layout.show_records(rows, key, columns, found, caption=caption, notes=notes)


def _show_rules(found: Decisions, lang: str) -> None:
    """The bodies, what the plan demands, and the plans that were sent."""
    layout.show_subtitle(say("decisions.page.rules_heading"))
    layout.show_points([say("decisions.page.rule", title=r.title, demand=r.demand, place=r.place) for r in found.rules])
    columns = {
        f"name_{lang}": Col(say("decisions.column.body"), link=lambda row: lookup.address("body", row["body_id"])),
        "can_decide": Col(say("decisions.column.can_decide"), "bool", say("decisions.page.unknown")),
        "count": Col(say("decisions.column.count"), "int"),
    }
    layout.show_table(found.bodies, "decisions_bodies", columns, caption=say("decisions.page.bodies_caption"))
    if found.plans.is_empty():
        return
    layout.show_subtitle(say("decisions.page.plans_heading"))
    columns = {
        "title_nb": Col(say("decisions.column.plan"), link=lambda row: lookup.address("action_plan", row["plan_id"])),
        "sent_date": Col(say("decisions.column.sent_date"), "date"),
        "sent_for": Col(say("decisions.column.sent_for"), "code:submission_purpose", say("decisions.page.unknown")),
        f"breach_{lang}": Col(say("decisions.column.breach"), unknown=_DASH),
    }
    layout.show_table(found.plans, "decisions_plans", columns, caption=say("decisions.page.plans_caption"))


def _decision_columns(lang: str) -> dict[str, Col]:
    return {
        "decided_date": Col(say("decisions.column.decided_date"), "date"),
        f"body_{lang}": Col(say("decisions.column.body")),
        "kind": Col(say("decisions.column.kind"), "code:decision_kind"),
        "text_nb": Col(
            say("decisions.column.text"), width=80, link=lambda row: lookup.address("decision", row["decision_id"])
        ),
        f"breach_{lang}": Col(say("decisions.column.breach"), unknown=_DASH, width=60),
        "severity": Col(say("decisions.column.severity"), "code:rule_severity", _DASH),
        "is_matter_of_principle": Col(say("decisions.page.principle"), "bool"),
        "meeting_nb": Col(say("decisions.column.meeting"), unknown=say("decisions.page.no_meeting"), link=_meeting_address),
        "document_ref": Col(say("decisions.column.document_ref"), unknown=_DASH),
        "decision_id": Col(say("decisions.column.id"), "short"),
    }  # fmt: skip


def _input_columns(lang: str, *, of_one: bool) -> dict[str, Col]:
    """The columns of the list; who gave the input stands last when all are from one."""
    party = {f"organisation_{lang}": Col(say("decisions.column.party"))}
    return {
        "text_nb": Col(
            say("decisions.column.input"), width=60, link=lambda row: lookup.address("meeting_input", row["input_id"])
        ),
        **({} if of_one else party),
        "outcome": Col(say("decisions.column.outcome"), "code:input_outcome"),
        "outcome_nb": Col(say("decisions.column.outcome_nb"), unknown=say("decisions.page.not_settled"), width=60),
        "need_nb": Col(
            say("decisions.column.need"), unknown=say("decisions.page.no_need"), to=("needs", "need_id", "behov"), width=60
        ),
        "plan_lines": Col(say("decisions.column.plan_lines"), unknown=say("decisions.page.no_line"), link=_line_address),
        "projects": Col(say("decisions.column.projects"), unknown=say("decisions.page.no_project"), link=_project_address),
        "received_date": Col(say("decisions.column.received_date"), "date"),
        "outcome_date": Col(say("decisions.column.outcome_date"), "date", _DASH),
        "waiting_days": Col(say("decisions.column.waiting_days"), "int", _DASH),
        "meeting_nb": Col(say("decisions.column.meeting"), unknown=say("decisions.page.no_meeting"), link=_meeting_address),
        **(party if of_one else {}),
        "input_id": Col(say("decisions.column.id"), "short"),
    }  # fmt: skip


def _action_columns(lang: str) -> dict[str, Col]:
    return {
        "text_nb": Col(
            say("decisions.column.task"), width=60, link=lambda row: lookup.address("action_item", row["action_id"])
        ),
        f"owner_{lang}": Col(say("decisions.column.owner"), unknown=say("decisions.page.no_owner")),
        "state": Col(say("decisions.column.state"), "code:recommendation_state"),
        "due_date": Col(say("decisions.column.due_date"), "date", say("decisions.page.no_due")),
        "done_date": Col(say("decisions.column.done_date"), "date", say("decisions.page.not_done")),
        "days_late": Col(say("decisions.column.days_late"), "int", _DASH),
        "meeting_nb": Col(say("decisions.column.meeting"), unknown=say("decisions.page.no_meeting"), link=_meeting_address),
        "agreed_date": Col(say("decisions.column.agreed_date"), "date"),
        "action_id": Col(say("decisions.column.id"), "short"),
    }  # fmt: skip


def _shown(columns: Mapping[str, Col], rows: pl.DataFrame) -> dict[str, Col]:
    """Without the columns that say something only of some rows, when they say it of none."""
    optional = ("breach_nb", "breach_en", "severity", "waiting_days", "days_late", "document_ref")
    said = {name for name in optional if name in rows.columns and rows.get_column(name).is_not_null().any()}
    if "is_matter_of_principle" in rows.columns and rows.get_column("is_matter_of_principle").any():
        said.add("is_matter_of_principle")
    return {name: col for name, col in columns.items() if name not in (*optional, "is_matter_of_principle") or name in said}


def _with_first_links(rows: pl.DataFrame) -> pl.DataFrame:
    """The inputs with the ids of plan lines and projects as words; empty where there is none."""
    return rows.with_columns(
        pl.when(pl.col(ids).list.len() > 0).then(pl.col(ids).list.join(", ")).alias(name)
        for name, ids in (("plan_lines", "plan_line_ids"), ("projects", "project_ids"))
    )


def _line_address(row: Mapping[str, Any]) -> str | None:
    ids = row["plan_line_ids"]
    return lookup.address("action_plan_line", ids[0]) if len(ids) == 1 else _need_address(row)


def _project_address(row: Mapping[str, Any]) -> str | None:
    ids = row["project_ids"]
    if len(ids) == 1:
        return trail.address("project", {"id": ids[0]})
    return trail.address("projects", {"behov": row["need_id"]}) if ids and row["need_id"] else None


def _need_address(row: Mapping[str, Any]) -> str | None:
    return trail.address("needs", {"behov": row["need_id"]}) if row["need_id"] and row["plan_line_ids"] else None


def _meeting_address(row: Mapping[str, Any]) -> str | None:
    return lookup.address("meeting", row["meeting_id"]) if row["meeting_id"] else None


def _select_meeting(found: Decisions, view: View) -> tuple[str, ...]:
    options = {key: name.get(view.lang) for key, name in found.meetings.items()}
    options[NOTHING] = tell("decisions.page.no_meeting", view.lang)
    return filters.select_many(MEETING, say("decisions.page.meeting"), options, width=250)


def _search() -> str:
    return filters.search_text(SEARCH, say("decisions.page.search"), say("decisions.page.search_hint"), width=180)


_TITLES = {
    BODY: "body", KIND: "kind", PARTY: "party", OUTCOME: "outcome", OWNER: "owner", STATE: "state", MEETING: "meeting",
    SEARCH: "search",
}  # fmt: skip


def _notes(
    found: Decisions, lang: str, *chosen: tuple[str, Sequence[str] | str, Mapping[str, str] | None]
) -> list[tuple[Text, Text]]:
    """What the workbook says of the filters."""
    told = []
    for name, values, words in chosen:
        if not values:
            continue
        known = {key: text.get(lang) for key, text in found.meetings.items()} if words is None else words
        shown = values if isinstance(values, str) else ", ".join(known.get(value, value) for value in values)
        told.append((say(f"decisions.page.{_TITLES[name]}"), Text(shown, shown)))
    return told


def _int(value: int) -> Text:
    return say("decisions.key.count", count=value)
