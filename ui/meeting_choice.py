"""The choice of a meeting's screens: which, in which order, and with what notes for the one who presents."""

from __future__ import annotations

import streamlit as st

from analytics.meetings.meeting import Meeting
from analytics.meetings.pack import Pack
from analytics.meetings.templates import BUILDERS
from data.snapshot import Snapshot
from domain.codes import label
from domain.text import say, tell
from ui import html, layout, meeting_log
from ui.view import View
from workflows.save_pack import choose_screens

_STATE = "_meeting_choice"


def own_notes(snapshot: Snapshot, meeting: Meeting) -> dict[str, str]:
    """The presenter's own note to each chosen screen that has one."""
    rows = snapshot.table("meeting_screen")
    return {
        row["screen"]: row["note_nb"]
        for row in rows.iter_rows(named=True)
        if row["meeting_id"] == meeting.meeting_id and row["note_nb"]
    }


def is_chosen(snapshot: Snapshot, meeting: Meeting) -> bool:
    """Whether screens are chosen for the meeting, so that its template does not count."""
    return meeting.meeting_id in snapshot.table("meeting_screen").get_column("meeting_id")


def show_choice(pack: Pack, snapshot: Snapshot, view: View) -> None:
    """Each screen with its place and note; moved, taken out and in; saved with the meeting, or back to the template."""
    meeting, lang = pack.meeting, view.lang
    stored = tuple(screen.id for screen in pack.screens)
    chosen = _draft(meeting, stored)
    notes = own_notes(snapshot, meeting)
    meeting_log.show_told(st.session_state.pop(f"{_STATE}_told", []))
    layout.show_text(say("reference_group.choice_intro" if is_chosen(snapshot, meeting) else "reference_group.choice_template"))
    for place, name in enumerate(chosen):
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"choice_row_{name}"):
            html.show_paragraph(f"{place + 1}. {label('meeting_screen', name, lang)}", "fou-text")
            _move_button("up", name, lang, place, -1, disabled=place == 0)
            _move_button("down", name, lang, place, 1, disabled=place == len(chosen) - 1)
            st.button(
                tell("reference_group.leave_out", lang), key=f"choice_out_{name}", on_click=_take_out, args=(name,),
                type="tertiary",
                help=tell("reference_group.leave_out_of", lang, screen=label("meeting_screen", name, lang)),
            )  # fmt: skip
            with st.popover(
                tell("reference_group.note_written" if _note(meeting, name, notes) else "reference_group.note", lang),
                type="tertiary", key=f"choice_note_{name}",
            ):  # fmt: skip
                key = _note_key(meeting, name)
                st.session_state.setdefault(key, notes.get(name, ""))
                title = tell("reference_group.note_to", lang, screen=label("meeting_screen", name, lang))
                st.text_area(title, key=key, height=140, persist_state="session")
    _show_left_out(chosen, lang)
    _show_actions(meeting, chosen, snapshot, lang)


def _draft(meeting: Meeting, stored: tuple[str, ...]) -> list[str]:
    """The order being worked on; what is stored until something is moved, and again when what is stored has changed."""
    held = st.session_state.get(_STATE)
    if not isinstance(held, dict) or held["of"] != (meeting.meeting_id, stored):
        held = {"of": (meeting.meeting_id, stored), "chosen": list(stored)}
        st.session_state[_STATE] = held
    chosen: list[str] = held["chosen"]
    return chosen


def _note_key(meeting: Meeting, name: str) -> str:
    return f"choice_text_{meeting.meeting_id}_{name}"


def _note(meeting: Meeting, name: str, notes: dict[str, str]) -> str:
    return str(st.session_state.get(_note_key(meeting, name), notes.get(name, "")) or "")


def _move_button(way: str, name: str, lang: str, place: int, step: int, *, disabled: bool) -> None:
    st.button(
        tell(f"reference_group.{way}", lang), key=f"choice_{way}_{name}", on_click=_move, args=(place, step), disabled=disabled,
        type="tertiary", help=tell(f"reference_group.{way}_of", lang, screen=label("meeting_screen", name, lang)),
    )  # fmt: skip


def _move(place: int, step: int) -> None:
    chosen = st.session_state[_STATE]["chosen"]
    chosen[place], chosen[place + step] = chosen[place + step], chosen[place]


def _take_out(name: str) -> None:
    st.session_state[_STATE]["chosen"].remove(name)


def _take_in(name: str) -> None:
    st.session_state[_STATE]["chosen"].append(name)


def _show_left_out(chosen: list[str], lang: str) -> None:
    left = [name for name in BUILDERS if name not in chosen]
    if not left:
        return
    layout.show_text(say("reference_group.left_out"))
    with st.container(horizontal=True, gap="small"):
        for name in left:
            words = tell("reference_group.take_in", lang, screen=label("meeting_screen", name, lang))
            st.button(words, key=f"choice_in_{name}", on_click=_take_in, args=(name,))


def _show_actions(meeting: Meeting, chosen: list[str], snapshot: Snapshot, lang: str) -> None:
    meeting_log.show_name("choice")
    with st.container(horizontal=True, gap="small"):
        st.button(
            tell("reference_group.save_choice", lang), key="choice_save", type="primary", on_click=_save, args=(meeting, chosen)
        )
        st.button(
            tell("reference_group.to_template", lang), key="choice_template", on_click=_save, args=(meeting, None),
            disabled=not is_chosen(snapshot, meeting),
        )  # fmt: skip


def _save(meeting: Meeting, chosen: list[str] | None) -> None:
    keys = [key for key in st.session_state if str(key).startswith(f"choice_text_{meeting.meeting_id}_")]
    screens = None if chosen is None else [(name, str(st.session_state.get(_note_key(meeting, name)) or "")) for name in chosen]
    reason = tell("reference_group.reason_choice", "nb", title=meeting.title)
    saved, told = meeting_log.store_now(lambda store, change: choose_screens(store, meeting.meeting_id, screens, change), reason)
    st.session_state[f"{_STATE}_told"] = [("success", say("reference_group.choice_saved")), *told[1:]] if saved else told
    if saved is not None:
        st.session_state.pop(_STATE, None)
        for key in keys if chosen is None else ():
            st.session_state.pop(key, None)
