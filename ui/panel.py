"""One panel of a page alone, without menus, for a page on the intranet: `?panel=<key>`, with the page's own filters and day.

The page runs as it always does, so that access, filters and the day are the same; the panel that is asked for is drawn when the
page is done, and nothing else is. A panel that is not there explains itself and offers those that are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import ParamSpec

import streamlit as st

from domain.text import Text, say, tell
from ui import html, registry, trail
from ui.view import current

#: What the panel is called in the address.
PANEL_NAME = "panel"
_KEY = "_panel_run"
_LONGEST_TITLE = 80

_P = ParamSpec("_P")


@dataclass(slots=True)
class _Run:
    """What a run of a page has come upon.

    Attributes:
        asked: the panel that is wanted; None for the whole page.
        known: the panels of the page by key, with their titles.
        show: draws the panel that is wanted, when the page has it.
    """

    asked: str | None
    known: dict[str, Text] = field(default_factory=dict)
    show: Callable[[], None] | None = None


def asked() -> str | None:
    """The panel that the address asks for alone; None for the whole page."""
    return st.query_params.get(PANEL_NAME) or None


def begin() -> None:
    """A page is about to run. Called by the frame."""
    st.session_state[_KEY] = _Run(asked())


def is_alone() -> bool:
    """Whether only one panel is drawn."""
    run = st.session_state.get(_KEY)
    return isinstance(run, _Run) and run.asked is not None


def piece(show: Callable[_P, None]) -> Callable[_P, None]:
    """Make what a function of the kit draws a panel that can be shown alone; its keyword or third argument `key` names it."""

    @wraps(show)
    def shown(*args: _P.args, **kwargs: _P.kwargs) -> None:
        run = st.session_state.get(_KEY)
        if not isinstance(run, _Run):
            show(*args, **kwargs)
            return
        key = _key_of(args, kwargs)
        run.known.setdefault(key, _title_of(key, kwargs))
        if run.asked is None:
            show(*args, **kwargs)
            _show_way_to(key)
        elif run.asked == key and run.show is None:
            run.show = partial(show, *args, **kwargs)

    return shown


def finish() -> None:
    """Draw the panel that was asked for, or say that the page has none of that name. Called by the frame."""
    run = st.session_state.pop(_KEY, None)
    if not isinstance(run, _Run) or run.asked is None:
        return
    lang = current().lang
    with st.container(key="fou_panel"):
        if run.show is not None:
            run.show()
        else:
            html.show_paragraph(tell("frame.panel_missing", lang, asked=run.asked), "fou-notice fou-notice-info")
            own = _own_part()
            page = trail.current_page()
            rows = [(title.get(lang), trail.address(page, {**own, PANEL_NAME: key})) for key, title in run.known.items()]
            html.show_link_list(tell("frame.panel_offered", lang) if rows else "", rows)
        whole = trail.address(trail.current_page(), _own_part()) if trail.current_page() else None
        if whole is not None:
            html.show_link(tell("frame.panel_whole", lang), whole, new_window=True)


def _show_way_to(key: str) -> None:
    address = trail.address(trail.current_page(), {**_own_part(), PANEL_NAME: key})
    if address is not None:
        html.show_link(tell("frame.panel_alone", current().lang), address, new_window=True, css_class="fou-alone")


def _own_part() -> dict[str, tuple[str, ...]]:
    """The page's own part of the address: its filters."""
    mine = (*trail.FRAME_NAMES, PANEL_NAME)
    return {name: tuple(st.query_params.get_all(name)) for name in st.query_params if name not in mine}


def _key_of(args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """The name of a panel: the `key` it was given, by name or by place."""
    if "key" in kwargs:
        return str(kwargs["key"])
    return next(str(value) for value in args if isinstance(value, str))


def _title_of(key: str, kwargs: dict[str, object]) -> Text:
    for name in ("title", "caption", "alt"):
        text = kwargs.get(name)
        if isinstance(text, Text):
            return Text(
                *(words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE]}…" for words in (text.nb, text.en))
            )
    page = registry.spec(trail.current_page()).title
    return say("frame.panel_title", page=page, name=key)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE]}…"
