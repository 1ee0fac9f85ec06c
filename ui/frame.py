"""The frame around every page: language, as-of date, what the data are, navigation, and what happens when something fails."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import streamlit as st

from domain.errors import UserError
from domain.numbers import date_text
from domain.text import LANGS, Lang, tell
from ui import auth, html, layout, loaders, meeting_mode, panel, registry, trail
from ui.registry import UNKNOWN_PAGE_NAME, PageSpec, register
from ui.view import View, current, set_current

__all__ = ["View", "current", "open_frame"]

_ROOT = Path(__file__).resolve().parent.parent
AS_OF_KEY = "per"
LANG_KEY = "lang"
_SHORTCUT_KEY = "_per_shortcut"
_TODAY = "today"
_OTHER = "other"
_LONGEST_ASKED = 60


def open_frame(pages: Iterable[PageSpec]) -> None:
    """Draw the frame and run the page that the address names. Called by app.py on every run."""
    registered = tuple(pages)
    register(registered)
    asked = {key: st.query_params.get(key) for key in (AS_OF_KEY, LANG_KEY)}
    lang = _language_before_widgets(asked[LANG_KEY])
    alone = panel.asked() is not None
    st.set_page_config(layout="wide")
    try:
        loaders.open_data()
        if meeting_mode.is_asked():
            _open_meeting(registered)
            return
        if alone:
            html.show_alone()
        frame = st.container(key="fou_frame", horizontal=True, vertical_alignment="bottom", gap="small")
        with frame if not alone else st.container(key="fou_rest_frame"):
            as_of = _asked_day(asked[AS_OF_KEY]) if alone else _select_as_of(lang, date.today())
            lang = lang if alone else _select_language()
            set_current(View(as_of, lang, auth.current_role()))
            badges = st.empty()
            html.show_page_language(lang)
        _explain_invalid(asked, as_of, lang)
        _explain_unknown_page(registered, lang)
        try:
            page = _navigation(registered, lang, is_hidden=alone)
            st.set_page_config(page_title=f"{page.title} · {tell('frame.product', lang)}")
            _run(page, alone=alone)
        finally:
            with st.container() if alone else badges:
                _show_data_badges(lang)
    except UserError as error:
        html.show_paragraph(error.text(lang), "fou-notice fou-notice-warning")


def _run(page: st.Page, *, alone: bool) -> None:
    """Run a page; of a page of which one panel is wanted, only that is seen."""
    panel.begin()
    try:
        with st.container(key="fou_rest_page") if alone else nullcontext():
            page.run()
    finally:
        panel.finish()


def _asked_day(asked: str | None) -> date:
    """The day in the address where no control stands; today when it is none that can be shown."""
    return date.fromisoformat(asked) if asked and _can_be_used(asked) else date.today()


def _explain_unknown_page(pages: tuple[PageSpec, ...], lang: Lang) -> None:
    """Say that the page of an old or mistyped address does not exist, and offer those that are like it."""
    asked = st.query_params.get(UNKNOWN_PAGE_NAME)
    if not asked:
        return
    shown = asked[:_LONGEST_ASKED]
    html.show_paragraph(tell("frame.unknown_page", lang, asked=shown), "fou-notice fou-notice-info")
    role = auth.current_role()
    urls = {page.url: page for page in pages if role in page.roles}
    near = [urls[url] for url in get_close_matches(shown.lower(), urls, n=3, cutoff=0.5)]
    if near:
        rows = [(page.title.get(lang), trail.address(page.id)) for page in near]
        html.show_link_list(tell("frame.unknown_page_near", lang), rows)


def _open_meeting(registered: tuple[PageSpec, ...]) -> None:
    """A meeting instead of a page: nothing of the frame is seen, and its date does not count."""
    with st.container(key="fou_m_hidden"):  # not seen, but it keeps the language in the address
        lang = _select_language()
    set_current(View(date.today(), lang, auth.current_role()))
    auth.require(registry.spec(meeting_mode.PAGE).roles)
    html.show_page_language(lang)
    _navigation(registered, lang, is_hidden=True)
    meeting_mode.show()


def _language_before_widgets(asked: str | None) -> Lang:
    chosen = st.session_state.get(LANG_KEY, asked)
    return "en" if chosen == "en" else "nb"


def _select_language() -> Lang:
    chosen = st.segmented_control(
        "Språk / Language", LANGS, default="nb", required=True, key=LANG_KEY, bind="query-params", width="content"
    )
    return "en" if chosen == "en" else "nb"


def _select_as_of(lang: Lang, today: date) -> date:
    choices = loaders.as_of_choices(today)
    chosen = st.date_input(
        tell("frame.as_of", lang),
        value=today,
        min_value=choices.earliest,
        max_value=today,
        key=AS_OF_KEY,
        bind="query-params",
        format="DD.MM.YYYY",
        width=160,
    )
    as_of = chosen if isinstance(chosen, date) else today
    _select_shortcut(lang, as_of, _shortcuts(choices, today))
    return as_of


def _select_shortcut(lang: Lang, as_of: date, shortcuts: dict[str, date]) -> None:
    fitting = next((name for name, day in shortcuts.items() if day == as_of), _OTHER)
    offered = {**shortcuts, _OTHER: as_of} if fitting == _OTHER else shortcuts
    st.session_state[_SHORTCUT_KEY] = fitting
    st.selectbox(
        tell("frame.shortcut", lang),
        list(offered),
        key=_SHORTCUT_KEY,
        width=290,
        format_func=lambda name: _shortcut_label(name, offered[name], lang),
        on_change=_take_shortcut,
        args=(offered,),
        filter_mode=None,
    )


def _shortcuts(choices: loaders.AsOfChoices, today: date) -> dict[str, date]:
    found = {_TODAY: today}
    if choices.spring:
        found["spring"] = choices.spring
    if choices.autumn:
        found["autumn"] = choices.autumn
    return found | {str(end.year): end for end in reversed(choices.year_ends)}


def _shortcut_label(name: str, day: date, lang: Lang) -> str:
    if name.isdigit():
        return tell("frame.end_of_year", lang, year=name)
    return tell(f"frame.shortcut_{name}", lang, date=date_text(day, lang))


def _take_shortcut(shortcuts: dict[str, date]) -> None:
    chosen = st.session_state.get(_SHORTCUT_KEY)
    if chosen in shortcuts:
        st.session_state[AS_OF_KEY] = shortcuts[chosen]


def _show_data_badges(lang: Lang) -> None:
    info = loaders.data().info
    badges = [(tell("frame.data_stored", lang, date=info.recorded_at.date(), version=info.data_version), "plain")]
    if loaders.example_was_shown():
        badges.insert(0, (tell("frame.example_data", lang), "example"))
    html.show_badges(badges)


def _explain_invalid(asked: dict[str, str | None], as_of: date, lang: Lang) -> None:
    day, language = asked[AS_OF_KEY], asked[LANG_KEY]
    if day and not _can_be_used(day):
        html.show_paragraph(tell("frame.invalid_as_of", lang, asked=day, as_of=as_of), "fou-notice fou-notice-info")
    if language and language not in LANGS:
        html.show_paragraph(tell("frame.invalid_lang", lang, asked=language), "fou-notice fou-notice-info")


def _can_be_used(asked: str) -> bool:
    today = date.today()
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return False
    return (loaders.as_of_choices(today).earliest or day) <= day <= today


def _navigation(pages: tuple[PageSpec, ...], lang: Lang, *, is_hidden: bool = False) -> st.Page:
    role = auth.current_role()
    sections: dict[str, list[st.Page]] = {}
    links: dict[str, st.Page] = {}
    for place, page in enumerate(pages):
        may_open = role in page.roles
        made = st.Page(
            _ROOT / page.path,
            title=page.title.get(lang),
            url_path=page.url,
            icon=page.icon,
            default=place == 0,
            visibility="visible" if may_open else "hidden",  # an address that is known still leads to an explanation
        )
        sections.setdefault(page.section_title.get(lang), []).append(made)
        if may_open:
            links[page.id] = made
    layout.set_page_links(links)
    return st.navigation(sections, position="hidden" if is_hidden else "sidebar")
