"""The parts of the page Referansegruppen: its meetings, the pack of one of them, who was there, and what was said."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from analytics.meetings.meeting import TEMPLATES, Meeting, meeting_of, meetings
from analytics.meetings.pack import Pack
from domain.codes import label
from domain.numbers import date_text
from domain.text import Text, say, tell
from ui import filters, html, layout, loaders, meeting_choice, meeting_log, meeting_mode
from ui.layout import Col
from ui.meeting_rows import ACTION, DECISION, INPUT, Names, entries
from ui.view import View
from workflows.save_pack import hold_meeting, register_meeting

_TOLD = "_reference_group_told"


def select_meeting(view: View) -> Meeting | None:
    """The chosen meeting: until one is chosen the next that is planned, else the last that was held; None when there is none."""
    meeting_log.show_told(st.session_state.pop(_TOLD, []))
    known = meetings(loaders.snapshot())
    if not known:
        layout.show_empty(say("reference_group.none"))
        return None
    first = meeting_of(loaders.snapshot(), None)
    ordered = [first, *(one for one in reversed(known) if one != first)]
    options = {one.meeting_id: _option(one, view) for one in ordered}
    chosen = filters.select_one(meeting_mode.CHOSEN, say("reference_group.meeting"), options, width=560, buttons=False)
    return next(one for one in known if one.meeting_id == chosen)


def _option(meeting: Meeting, view: View) -> str:
    key = "held" if meeting.held_date is not None else "planned" if meeting.planned_date >= view.as_of else "not_held"
    return tell(f"reference_group.option_{key}", view.lang, title=meeting.title, date=date_text(meeting.day, view.lang))


def show_start(pack: Pack, view: View) -> None:
    """The way into meeting mode, and the presenter's own window."""
    lang = view.lang
    meeting = pack.meeting
    start = meeting_mode.start_address(meeting.meeting_id)
    notes = meeting_mode.start_address(meeting.meeting_id, **{meeting_mode.NOTES: "1"})
    html.show_start(tell("reference_group.start", lang), start or "", tell("reference_group.start_notes", lang), notes or "")


def show_pack(pack: Pack, view: View) -> None:
    """The screens in their order with what each says."""
    layout.show_subtitle(say("reference_group.pack"))
    frame = pl.DataFrame(
        [
            (number, screen.title.get(view.lang), screen.message.get(view.lang), screen.is_example)
            for number, screen in enumerate(pack.screens, start=1)
        ],
        schema={"number": pl.Int64, "title": pl.String, "message": pl.String, "is_example": pl.Boolean}, orient="row",
    )  # fmt: skip
    columns = {
        "number": Col(say("reference_group.column_number"), "int"),
        "title": Col(say("reference_group.column_screen"), width=30, link=lambda row: meeting_mode.address(pack, row["number"])),
        "message": Col(say("reference_group.column_message"), width=80),
        "is_example": Col(say("reference_group.column_example"), "bool"),
    }
    layout.show_records(frame, "reference_group_pack", columns, pack, caption=say("reference_group.pack_caption"))
    if meeting_log.may_log():
        with st.expander(tell("reference_group.choose", view.lang)):
            meeting_choice.show_choice(pack, loaders.snapshot(date.today()), view)


def show_logged(pack: Pack, view: View) -> None:
    """What was said, decided and agreed in the meeting, and the panel to log more."""
    layout.show_subtitle(say("reference_group.logged"))
    snapshot = loaders.snapshot()
    for table in (INPUT, DECISION, ACTION):
        found = entries(snapshot, pack.meeting.meeting_id, table)
        if not found:
            layout.show_empty(say(f"reference_group.no_{table}"))
            continue
        frame = pl.DataFrame(
            [(e.record_id, e.who.get(view.lang), e.text, e.state.get(view.lang)) for e in found],
            schema={"id": pl.String, "who": pl.String, "text": pl.String, "state": pl.String}, orient="row",
        )  # fmt: skip
        columns = {
            "id": Col(say("reference_group.column_id"), "short", to=("record", "query")),
            "who": Col(say(f"reference_group.who_{table}")),
            "text": Col(say(f"reference_group.text_{table}"), width=80),
            "state": Col(say(f"reference_group.state_{table}"), width=40),
        }
        query = pl.struct(tabell=pl.lit(table), rad=pl.col("id"))
        layout.show_records(
            frame.with_columns(query=query), f"reference_group_{table}", columns, pack,
            caption=say(f"reference_group.caption_{table}"), name=f"side_{table}",
        )  # fmt: skip
    if meeting_log.may_log():
        with st.expander(tell("meeting_mode.log", view.lang)):
            meeting_log.show_log(pack.meeting)


def show_participants(pack: Pack, view: View) -> None:
    """Who was invited, came or sent word; and the form that says that the meeting was held."""
    layout.show_subtitle(say("reference_group.participants"))
    snapshot = loaders.snapshot()
    names = Names(snapshot)
    rows = snapshot.table("meeting_participant").filter(pl.col("meeting_id") == pack.meeting.meeting_id)
    efforts = {
        row["effort_id"]: Text(row["name_nb"], row["name_en"] or row["name_nb"])
        for row in snapshot.table("related_effort").iter_rows(named=True)
    }
    points = []
    for attendance in ("attended", "declined", "invited"):
        given = rows.filter(pl.col("attendance") == attendance).iter_rows(named=True)
        who = [
            names.organisation(row["organisation_id"]) if row["organisation_id"] else efforts.get(row["effort_id"], _no_name(row))
            for row in given
        ]
        if who:
            kind = Text(label("attendance", attendance, "nb"), label("attendance", attendance, "en"))
            points.append(say("reference_group.attendance", kind=kind, who=who))
    if points:
        layout.show_points(points)
    else:
        layout.show_empty(say("reference_group.no_participants"))
    if meeting_log.may_log():
        with st.expander(tell("reference_group.hold", view.lang)):
            _show_hold(pack.meeting, names, rows, view)


def _no_name(row: dict[str, object]) -> Text:
    return Text(str(row["effort_id"]), str(row["effort_id"]))


def _show_hold(meeting: Meeting, names: Names, rows: pl.DataFrame, view: View) -> None:
    lang = view.lang
    attended = rows.filter((pl.col("attendance") == "attended") & pl.col("organisation_id").is_not_null())
    present = attended.get_column("organisation_id").to_list()
    offered = list(dict.fromkeys([*names.parties(meeting), *names.owners(meeting), *present]))
    day, chosen = f"hold_day_{meeting.meeting_id}", f"hold_present_{meeting.meeting_id}"
    meeting_log.show_name("hold")
    st.date_input(
        tell("reference_group.held_day", lang), value=min(meeting.day, date.today()), key=day, format="DD.MM.YYYY",
        max_value=date.today(), min_value=date(1990, 1, 1), width=200,
    )  # fmt: skip
    st.multiselect(
        tell("reference_group.present", lang), offered, default=present, key=chosen,
        placeholder=tell("frame.filter_choose", lang), select_all=False,
        format_func=lambda key: names.organisation(key).get(lang),
    )  # fmt: skip
    st.button(
        tell("reference_group.save_held", lang), key="hold_save", type="primary", on_click=_hold, args=(meeting, day, chosen)
    )


def _hold(meeting: Meeting, day: str, chosen: str) -> None:
    held, present = st.session_state[day], list(st.session_state[chosen])
    reason = tell("reference_group.reason_held", "nb", title=meeting.title)
    _, st.session_state[_TOLD] = meeting_log.store_now(
        lambda store, change: hold_meeting(store, meeting.meeting_id, held, present, change), reason
    )


def show_register(view: View) -> None:
    """The form that registers a new meeting."""
    if not meeting_log.may_log():
        return
    lang = view.lang
    with st.expander(tell("reference_group.register", lang)):
        meeting_log.show_name("register")
        st.segmented_control(
            tell("reference_group.kind", lang), TEMPLATES, required=True, default=TEMPLATES[0], key="register_kind",
            format_func=lambda value: label("meeting_kind", value, lang),
        )  # fmt: skip
        st.text_input(tell("reference_group.title", lang), key="register_title")
        st.date_input(
            tell("reference_group.planned_day", lang), value=None, key="register_day", format="DD.MM.YYYY", width=200,
            min_value=date(1990, 1, 1), max_value=date(2100, 12, 31),
        )  # fmt: skip
        st.button(tell("reference_group.save_register", lang), key="register_save", type="primary", on_click=_register)


def _register() -> None:
    kind, title, day = (st.session_state.get(f"register_{name}") for name in ("kind", "title", "day"))
    if not isinstance(day, date):
        st.session_state[_TOLD] = [("warning", say("reference_group.choose_day"))]
        return
    reason = tell("reference_group.reason_registered", "nb")
    saved, told = meeting_log.store_now(
        lambda store, change: register_meeting(store, str(kind), str(title or ""), day, change), reason
    )
    st.session_state[_TOLD] = told
    if saved is not None:
        filters.set_choice(meeting_mode.CHOSEN, saved.record_id)
        st.session_state["register_title"], st.session_state["register_day"] = "", None
