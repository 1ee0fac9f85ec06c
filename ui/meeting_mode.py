"""Meeting mode: a meeting as a row of screens, without menus, with keys; and the view of the one who presents.

The address says all of it: `mote` the meeting, `bilde` the screen counted from 1, `tabell` a chart as a table, `notat` the
presenter's view. What is shown is as of the meeting's day, whatever date the rest of the app stands at.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from analytics.meetings.meeting import meetings
from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Screen
from domain.errors import UserError
from domain.numbers import date_text
from domain.text import Lang, tell
from ui import html, loaders, meeting_editions, meeting_log, registry, trail
from ui.meeting_exhibit import Shown, show_exhibit
from ui.view import current

#: What stands in the address.
MEETING, PLACE, TABLE, NOTES = "mote", "bilde", "tabell", "notat"
#: Pages of which old links have the name of the meeting as a filter.
_WAS_FILTER = ("needs",)
#: The page that the meetings stand on, and what the chosen one is called in its address.
PAGE, CHOSEN = "reference_group", "motevalg"
_MAX_SOURCES, _SOURCE_LETTERS = 3, 85


def is_asked() -> bool:
    """Whether the address opens a meeting; in old links to a page where the name was a filter, it does not."""
    page = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return MEETING in st.query_params and page not in {registry.spec(name).url for name in _WAS_FILTER}


def show() -> None:
    """Draw the screen that the address asks for."""
    lang = current().lang
    asked = st.query_params.get(MEETING, "")
    with st.container(key="fou_meeting", gap=None):
        try:
            pack = meeting_editions.open_pack(asked)
        except UserError as error:
            _show_no_meeting(error, lang)
            return
        if not pack.screens:
            html.show_meeting_head(pack.meeting.title, "", (), tell("meeting_mode.no_screens", lang), "plain")
            return
        place, problem = _asked_place(len(pack.screens), lang)
        st.set_page_config(page_title=f"{place}. {pack.screens[place - 1].title.get(lang)} · {pack.meeting.title}")
        if st.query_params.get(NOTES) == "1":
            _show_presenter(pack, place, problem, lang)
        else:
            _show_screen(pack, place, problem, lang)


def address(pack: Pack, place: int, **others: str) -> str:
    """The address of a screen, with the reader's language."""
    kept = meeting_editions.part_of_address()
    return trail.address(PAGE, {MEETING: pack.meeting.meeting_id, PLACE: str(place), **kept, **others}) or ""


def start_address(meeting_id: str, **others: str) -> str | None:
    """The address that opens a meeting at its first screen."""
    return trail.address(PAGE, {"per": (), MEETING: meeting_id, **others})


def _asked_place(count: int, lang: Lang) -> tuple[int, str]:
    """The screen to show, and what is said when the address asks for one that is not there."""
    asked = st.query_params.get(PLACE)
    if asked is None:
        return 1, ""
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= len("100000")
    place = min(max(int(asked), 1), count) if is_number else 1
    problem = "" if str(place) == asked else tell("meeting_mode.no_place", lang, asked=asked, count=count, place=place)
    return place, problem


def _show_screen(pack: Pack, place: int, problem: str, lang: Lang) -> None:
    screen = pack.screens[place - 1]
    as_table = st.query_params.get(TABLE) == "1"
    shown = Shown(screen, place, lang, as_table)
    badges = (tell("frame.example_data", lang),) if screen.is_example else ()
    with st.container(key="fou_m_body", gap=None):
        html.show_meeting_head(
            screen.title.get(lang), _progress(pack, place, lang), badges, screen.message.get(lang),
            "huge" if screen.exhibit is None else shown.size,
        )  # fmt: skip
        if problem:
            html.show_paragraph(problem, "fou-m-detail")
        show_exhibit(shown, pack)
    with st.container(key="fou_m_foot", gap=None):
        mark = meeting_editions.mark(pack, screen.id, lang)
        html.show_paragraph(f"{_source_line(pack, screen, lang)} {mark}".strip(), "fou-m-source")
        with st.container(key="fou_m_bar", horizontal=True, gap="small", vertical_alignment="center"):
            _show_nav(pack, place, shown, lang)
            corrected = meeting_editions.corrections_of(pack, screen.id, lang)
            if corrected:
                with st.popover(tell("adopted.corrected", lang), icon=":material/edit:", key="fou_m_corrected"):
                    html.show_list("", corrected, "fou-points fou-m-small-list")
            if meeting_log.may_log():
                with st.popover(tell("meeting_mode.log", lang), icon=":material/edit_note:", key="fou_m_log"):
                    meeting_log.show_log(pack.meeting)


def _progress(pack: Pack, place: int, lang: Lang) -> str:
    return tell("meeting_mode.progress", lang, place=place, count=len(pack.screens))


def _show_nav(pack: Pack, place: int, shown: Shown | None, lang: Lang) -> None:
    """The bar of links. The presenter's view keeps itself in each of them."""
    count, notes = len(pack.screens), shown is None
    kept = {NOTES: "1"} if notes else {}
    screen = pack.screens[place - 1]
    steps = [
        html.NavLink(f"← {tell('meeting_mode.previous', lang)}", address(pack, place - 1, **kept) if place > 1 else None),
        html.NavLink(f"{tell('meeting_mode.next', lang)} →", address(pack, place + 1, **kept) if place < count else None),
    ]
    listed = [
        html.NavLink(one.title.get(lang), address(pack, number, **kept), is_here=number == place)
        for number, one in enumerate(pack.screens, start=1)
    ]
    others = []
    if shown is not None and isinstance(screen.exhibit, Chart):
        words = tell("meeting_mode.as_figure" if shown.as_table else "meeting_mode.as_table", lang)
        others.append(html.NavLink(words, address(pack, place, **({} if shown.as_table else {TABLE: "1"}))))
    if registry.is_registered(screen.page_id):
        day = {"per": pack.as_of.isoformat()}
        href = trail.address(screen.page_id, {**dict(screen.query), **day})
        if href is not None:
            others.append(html.NavLink(tell("meeting_mode.open_page", lang), href))
    if not notes:
        others.append(html.NavLink(tell("meeting_mode.notes", lang), address(pack, place, **{NOTES: "1"}), is_apart=True))
    others.append(html.NavLink(tell("meeting_mode.leave", lang), trail.address(PAGE, {CHOSEN: pack.meeting.meeting_id})))
    html.show_meeting_nav(tell("meeting_mode.nav", lang), place, count, steps, tell("meeting_mode.jump", lang), listed, others)


def _source_line(pack: Pack, screen: Screen, lang: Lang) -> str:
    """Meeting, day and sources, cut to what has room; the presenter's view has all of them."""
    chosen: list[str] = []
    for source in screen.sources[:_MAX_SOURCES]:
        if chosen and sum(map(len, chosen)) + len(source) > _SOURCE_LETTERS:
            break
        chosen.append(source if len(source) <= _SOURCE_LETTERS else f"{source[:_SOURCE_LETTERS]}…")
    if len(screen.sources) > len(chosen):
        chosen.append(tell("frame.more_sources", lang, count=len(screen.sources) - len(chosen)))
    sources = "; ".join(chosen) or tell("frame.no_source", lang)
    return tell("meeting_mode.source", lang, date=date_text(pack.as_of, lang), sources=sources)


def _show_presenter(pack: Pack, place: int, problem: str, lang: Lang) -> None:
    """What the one who presents sees: the message, the notes, the sources, what comes next, and the time."""
    screen = pack.screens[place - 1]
    following = pack.screens[place] if place < len(pack.screens) else None
    badges = (tell("frame.example_data", lang),) if screen.is_example else ()
    with st.container(key="fou_m_notes", gap="small"):
        html.show_meeting_head(screen.title.get(lang), _progress(pack, place, lang), badges, screen.message.get(lang), "small")
        if problem:
            html.show_paragraph(problem, "fou-m-detail")
        with st.container(key="fou_m_notes_bar"):
            _show_nav(pack, place, None, lang)
        left, right = st.columns([3, 2], gap="large")
        with left:
            notes = [note.get(lang) for note in screen.notes] or [tell("meeting_mode.no_notes", lang)]
            html.show_list(tell("meeting_mode.notes_heading", lang), notes, "fou-points fou-m-list")
        with right:
            html.show_clock(tell("meeting_mode.clock", lang))
            words = tell("meeting_mode.last", lang) if following is None else following.title.get(lang)
            html.show_list(tell("meeting_mode.following", lang), [words], "fou-points fou-m-list")
            sources = list(screen.sources) or [tell("frame.no_source", lang)]
            html.show_list(tell("meeting_mode.sources", lang, date=pack.as_of), sources, "fou-points fou-m-small-list")


def _show_no_meeting(error: UserError, lang: Lang) -> None:
    """What is wrong with the address, and the meetings there are."""
    html.show_meeting_head(tell("meeting_mode.title", lang), "", (), error.text(lang), "small")
    links = [
        (f"{one.title} ({date_text(one.day, lang)})", start_address(one.meeting_id))
        for one in reversed(meetings(loaders.snapshot()))
    ]
    html.show_link_list(tell("meeting_mode.meetings", lang) if links else "", links)
    html.show_link(tell("meeting_mode.leave", lang), trail.address(PAGE) or "")
