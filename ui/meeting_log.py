"""The panel that logs a meeting while it is held: inputs, decisions and actions, put right, settled or taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from analytics.meetings.meeting import Meeting
from data.store import Change, Store, fou_home
from domain.codes import CODE_LISTS, label
from domain.errors import UserError
from domain.tables.spec import ROLES_WITH_ACCESS
from domain.text import Text, say, tell
from ui import html, layout, loaders
from ui.meeting_rows import ACTION, DECISION, INPUT, KINDS, Entry, Names, entries, open_before
from ui.view import current
from workflows import save_meeting
from workflows.save_meeting import Saved

_KEY, _BY = "_meeting_log", "meeting_log_by"
_Save = Callable[[Store, Change], Saved]


@dataclass
class _Desk:
    """What the panel of a session holds between runs.

    Attributes:
        turn: grows with each saving, so that the fields are new and empty.
        task: what is being done with an entry: "edit", "settle" or "done"; "" when something new is logged.
        entry: that entry.
        told: notices after the last thing that was done: the kind and the words.
    """

    meeting_id: str
    turn: int = 0
    task: str = ""
    entry: Entry | None = None
    told: list[tuple[str, Text]] = field(default_factory=list)

    def key(self, name: str) -> str:
        """The key of a field."""
        return f"log_{self.meeting_id}_{self.turn}_{name}"

    def value(self, name: str) -> Any:
        """What a field holds."""
        return st.session_state.get(self.key(name))


def may_log() -> bool:
    """Whether the visitor may write in meetings."""
    return current().role in ROLES_WITH_ACCESS["owner"]


def store_now(save: _Save, reason: str) -> tuple[Saved | None, list[tuple[str, Text]]]:
    """Store something as the one who is named, and read the data anew.

    Returns:
        What was stored, or None; and what to tell.
    """
    try:
        saved = save(Store(fou_home()), Change(name(), reason))
    except UserError as error:
        return None, [("warning", Text(error.nb, error.en))]
    loaders.reopen()
    return saved, [
        ("success", say("meeting_log.panel.saved", id=saved.record_id)),
        *(("warning", text) for text in saved.remarks),
    ]


def name() -> str:
    """Who writes, as named in this session."""
    return str(st.session_state.get(_BY) or "").strip()


def show_name(place: str) -> None:
    """The field for who writes; the same name in every place, kept as long as the session."""
    key = f"log_by_{place}"
    st.session_state[key] = st.session_state.get(_BY, "")
    st.text_input(
        tell("meeting_log.panel.by", current().lang), key=key, max_chars=100, width=360, on_change=_keep_name, args=(key,)
    )


def _keep_name(key: str) -> None:
    st.session_state[_BY] = st.session_state[key]


def show_told(told: list[tuple[str, Text]]) -> None:
    """What was stored or refused."""
    for kind, text in told:
        layout.show_notice(text, kind)


@st.fragment
def show_log(meeting: Meeting) -> None:
    """The panel: who logs, what, and what has been logged. It is drawn anew alone, so that the screen stands."""
    desk = _desk(meeting)
    if meeting.is_example:
        layout.show_notice(say("meeting_log.panel.example"))
    show_name("log")
    show_told(desk.told)
    if desk.task and desk.entry is not None:
        _show_task(meeting, desk, desk.entry)
    else:
        _show_new(meeting, desk)
    _show_entries(meeting, desk)


def _desk(meeting: Meeting) -> _Desk:
    found = st.session_state.get(_KEY)
    if not isinstance(found, _Desk) or found.meeting_id != meeting.meeting_id:
        found = _Desk(meeting.meeting_id)
        st.session_state[_KEY] = found
    return found


def _show_new(meeting: Meeting, desk: _Desk) -> None:
    lang = current().lang
    words = {kind: tell(f"meeting_log.panel.{kind}", lang) for kind in KINDS}
    table = st.segmented_control(
        tell("meeting_log.panel.what", lang), KINDS, default=INPUT, required=True, format_func=words.__getitem__,
        key=f"log_kind_{meeting.meeting_id}",
    )  # fmt: skip
    _show_fields(meeting, desk, str(table), {})


def _show_task(meeting: Meeting, desk: _Desk, entry: Entry) -> None:
    """What is being done with an entry."""
    lang = current().lang
    layout.show_text(say(f"meeting_log.panel.task_{desk.task}", id=entry.record_id, text=entry.text))
    if desk.task == "edit":
        _show_fields(meeting, desk, entry.table, entry.row)
    else:
        with st.form(desk.key("task"), border=False):
            if desk.task == "settle":
                outcomes = CODE_LISTS["input_outcome"].values
                st.selectbox(
                    tell("meeting_log.panel.outcome", lang), outcomes, key=desk.key("outcome"),
                    format_func=lambda value: label("input_outcome", value, lang),
                )  # fmt: skip
                st.text_area(tell("meeting_log.panel.explanation", lang), key=desk.key("explanation"), height=80)
            _day_field("meeting_log.panel.day", desk.key("day"), date.today())
            st.form_submit_button(tell("meeting_log.panel.save", lang), type="primary", on_click=_finish, args=(meeting, desk))
    st.button(tell("meeting_log.panel.cancel", lang), on_click=_cancel, args=(desk,), key=desk.key("cancel"), type="tertiary")


def _show_fields(meeting: Meeting, desk: _Desk, table: str, row: dict[str, Any]) -> None:
    names = Names(loaders.snapshot(date.today()))
    show = {INPUT: _input_fields, DECISION: _decision_fields, ACTION: _action_fields}[table]
    show(meeting, desk, row, names)


def _submit(meeting: Meeting, desk: _Desk, table: str) -> None:
    lang = current().lang
    st.form_submit_button(tell("meeting_log.panel.save", lang), type="primary", on_click=_log, args=(meeting, desk, table))


def _input_fields(meeting: Meeting, desk: _Desk, row: dict[str, Any], names: Names) -> None:
    lang = current().lang
    with st.form(desk.key("form_input"), border=False):
        _organisation_field("party", desk, names, names.parties(meeting), row.get("organisation_id"))
        _text_field("input_text", desk, row)
        needs = {
            need: f"{need} {title}"
            for need, title in loaders.snapshot(date.today()).table("knowledge_need").select("need_id", "title_nb").iter_rows()
        }
        _start(desk.key("need"), row.get("need_id"))
        st.selectbox(
            tell("meeting_log.panel.need", lang), list(needs), index=None, key=desk.key("need"),
            format_func=lambda value: needs.get(value, value), placeholder=tell("meeting_log.panel.none", lang),
        )  # fmt: skip
        _submit(meeting, desk, INPUT)


def _decision_fields(meeting: Meeting, desk: _Desk, row: dict[str, Any], names: Names) -> None:
    """The body and the kind stand outside the form, so that what the body may not do is told at once."""
    lang, bodies = current().lang, list(names.bodies)
    _start(desk.key("body"), row.get("body_id") or (meeting.body_id if meeting.body_id in bodies else None))
    _start(desk.key("kind"), row.get("kind") or "advice")
    body = st.selectbox(
        tell("meeting_log.panel.body", lang), bodies, index=None, key=desk.key("body"),
        format_func=lambda value: names.body(value).get(lang), placeholder=tell("frame.filter_choose", lang),
    )  # fmt: skip
    kind = st.segmented_control(
        tell("meeting_log.panel.kind", lang), CODE_LISTS["decision_kind"].values, required=True, key=desk.key("kind"),
        format_func=lambda value: label("decision_kind", value, lang),
    )  # fmt: skip
    if body in names.bodies and kind == "decision":
        _show_if_advisory(names.bodies[body], desk)
    with st.form(desk.key("form_decision"), border=False):
        _text_field("decision_text", desk, row)
        _start(desk.key("principle"), bool(row.get("is_matter_of_principle")))
        st.checkbox(tell("meeting_log.panel.principle", lang), key=desk.key("principle"))
        _start(desk.key("document"), row.get("document_ref") or "")
        st.text_input(tell("meeting_log.panel.document", lang), key=desk.key("document"))
        _submit(meeting, desk, DECISION)


def _show_if_advisory(body: dict[str, Any], desk: _Desk) -> None:
    try:
        save_meeting.check_can_decide(body)
    except UserError as error:
        layout.show_notice(Text(error.nb, error.en), "warning")
        with st.container(horizontal=True, gap="small"):
            for kind in ("advice", "orientation"):
                words = tell(f"meeting_log.panel.as_{kind}", current().lang)
                st.button(words, key=desk.key(f"as_{kind}"), on_click=_set, args=(desk.key("kind"), kind))


def _action_fields(meeting: Meeting, desk: _Desk, row: dict[str, Any], names: Names) -> None:
    with st.form(desk.key("form_action"), border=False):
        _text_field("action_text", desk, row)
        _organisation_field("owner", desk, names, names.owners(meeting), row.get("owner_id"))
        _day_field("meeting_log.panel.due", desk.key("due"), row.get("due_date"))
        _submit(meeting, desk, ACTION)


def _organisation_field(name: str, desk: _Desk, names: Names, offered: tuple[str, ...], given: str | None) -> None:
    lang = current().lang
    options = list(offered) if given is None or given in offered else [given, *offered]
    _start(desk.key(name), given)
    st.selectbox(
        tell(f"meeting_log.panel.{name}", lang), options, index=None, key=desk.key(name),
        format_func=lambda value: names.organisation(value).get(lang), placeholder=tell("frame.filter_choose", lang),
    )  # fmt: skip


def _text_field(name: str, desk: _Desk, row: dict[str, Any]) -> None:
    _start(desk.key("text"), row.get("text_nb") or "")
    st.text_area(tell(f"meeting_log.panel.{name}", current().lang), key=desk.key("text"), height=90)


def _day_field(words: str, key: str, day: date | None) -> None:
    _start(key, day)
    st.date_input(
        tell(words, current().lang), value=None, key=key, format="DD.MM.YYYY", min_value=date(1990, 1, 1),
        max_value=date(2100, 12, 31), width=200,
    )  # fmt: skip


def _start(key: str, value: Any) -> None:
    """What a field holds until something else is written."""
    if key not in st.session_state:
        st.session_state[key] = value


def _set(key: str, value: str) -> None:
    st.session_state[key] = value


def _reason(meeting: Meeting) -> str:
    return tell("meeting_log.panel.reason", "nb", title=meeting.title)


def _log(meeting: Meeting, desk: _Desk, table: str) -> None:
    """Store what stands in the fields; what was refused stays in them."""
    record_id = desk.entry.record_id if desk.task == "edit" and desk.entry is not None else None
    text = str(desk.value("text") or "")

    def save(store: Store, change: Change) -> Saved:
        if table == INPUT:
            party = _chosen(desk, "party")
            return save_meeting.log_input(
                store, meeting.meeting_id, party, text, change, need_id=desk.value("need"), record_id=record_id
            )
        if table == DECISION:
            return save_meeting.log_decision(
                store, meeting.meeting_id, _chosen(desk, "body"), str(desk.value("kind")), text, change,
                is_principle=bool(desk.value("principle")), document=str(desk.value("document") or ""), record_id=record_id,
            )  # fmt: skip
        return save_meeting.log_action(
            store, meeting.meeting_id, text, change, owner=desk.value("owner"), due=desk.value("due"), record_id=record_id
        )

    _do(meeting, desk, save)


def _chosen(desk: _Desk, name: str) -> str:
    value = desk.value(name)
    if not value:
        words = say(f"meeting_log.panel.choose_{name}")
        raise UserError(words.nb, words.en, code="not_chosen")
    return str(value)


def _finish(meeting: Meeting, desk: _Desk) -> None:
    """Settle an input, or mark an action as done."""
    entry, day = desk.entry, desk.value("day")
    if entry is None:
        return

    def save(store: Store, change: Change) -> Saved:
        if desk.task == "settle":
            explanation = str(desk.value("explanation") or "")
            return save_meeting.settle_input(store, entry.record_id, str(desk.value("outcome")), explanation, change, settled=day)
        return save_meeting.mark_done(store, entry.record_id, day or date.today(), change)

    _do(meeting, desk, save)


def _do(meeting: Meeting, desk: _Desk, save: _Save) -> None:
    saved, desk.told = store_now(save, _reason(meeting))
    if saved is not None:
        desk.turn, desk.task, desk.entry = desk.turn + 1, "", None


def _cancel(desk: _Desk) -> None:
    desk.turn, desk.task, desk.entry, desk.told = desk.turn + 1, "", None, []


def _begin(desk: _Desk, task: str, entry: Entry) -> None:
    desk.turn, desk.task, desk.entry, desk.told = desk.turn + 1, task, entry, []


def _take_out(meeting: Meeting, desk: _Desk, entry: Entry) -> None:
    _do(meeting, desk, lambda store, change: save_meeting.take_out(store, entry.table, entry.record_id, change))


def _open_again(meeting: Meeting, desk: _Desk, entry: Entry) -> None:
    _do(meeting, desk, lambda store, change: save_meeting.mark_done(store, entry.record_id, None, change))


def _show_entries(meeting: Meeting, desk: _Desk) -> None:
    """What has been logged in the meeting, of each kind the newest first, and what stands open from earlier ones."""
    lang, snapshot = current().lang, loaders.snapshot(date.today())
    found = [entry for table in KINDS for entry in reversed(entries(snapshot, meeting.meeting_id, table))]
    with st.expander(tell("meeting_log.panel.logged", lang, count=len(found)), expanded=bool(found)):
        if not found:
            layout.show_empty(say("meeting_log.panel.nothing"))
        for entry in found:
            _show_entry(meeting, desk, entry)
    before = open_before(snapshot, meeting)
    if before:
        with st.expander(tell("meeting_log.panel.before", lang, count=len(before))):
            for entry in before:
                _show_entry(meeting, desk, entry)


def _show_entry(meeting: Meeting, desk: _Desk, entry: Entry) -> None:
    text = Text(entry.text, entry.text)
    html.show_paragraph(
        tell("meeting_log.panel.entry", current().lang, id=entry.record_id, who=entry.who, text=text, state=entry.state),
        "fou-text",
    )
    tasks = {INPUT: ("settle",), DECISION: (), ACTION: ("done",) if entry.is_open else ()}[entry.table]
    with st.container(horizontal=True, gap="medium", key=f"log_entry_{entry.record_id}"):
        for task in ("edit", *tasks):
            _entry_button(f"meeting_log.panel.{task}", f"{task}_{entry.record_id}", _begin, (desk, task, entry))
        if entry.table == ACTION and entry.row["done_date"] is not None:
            _entry_button("meeting_log.panel.again", f"again_{entry.record_id}", _open_again, (meeting, desk, entry))
        _entry_button("meeting_log.panel.take_out", f"out_{entry.record_id}", _take_out, (meeting, desk, entry))


def _entry_button(words: str, name: str, act: Callable[..., None], args: tuple[Any, ...]) -> None:
    st.button(tell(words, current().lang), key=f"log_button_{name}", on_click=act, args=args, type="tertiary")
