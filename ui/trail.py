"""Where the reader is and came from, and addresses that carry the as-of date and the language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from ui import registry
from ui.view import current

#: The parts of an address that belong to the frame and follow along everywhere.
FRAME_NAMES: tuple[str, ...] = ("per", "lang")
#: What the numbers of the pages of long lists are called in addresses.
_PAGE_NUMBER = "side"
_PAGE, _BEFORE, _ADDRESSES = "_trail_page", "_trail_before", "_trail_addresses"


def enter(page_id: str) -> None:
    """The page `page_id` is being drawn. Called by `layout.open_page`."""
    here = st.session_state.get(_PAGE)
    if here != page_id:
        st.session_state[_BEFORE] = here
    st.session_state[_PAGE] = page_id
    note_address()


def current_page() -> str:
    """The id of the page that is drawn."""
    return str(st.session_state.get(_PAGE, ""))


def note_address() -> None:
    """Keep what the address says of the current page, for a way back to it."""
    own = {name: tuple(st.query_params.get_all(name)) for name in st.query_params if name not in FRAME_NAMES}
    st.session_state.setdefault(_ADDRESSES, {})[current_page()] = own


def choices() -> dict[str, str]:
    """What the address chooses on the current page, by name; neither the frame's part nor the page of a long list."""
    names = [name for name in st.query_params if name not in FRAME_NAMES and not name.startswith(_PAGE_NUMBER)]
    return {name: ", ".join(st.query_params.get_all(name)) for name in names}


def came_from() -> tuple[str, Mapping[str, tuple[str, ...]]] | None:
    """The page that was seen before this one, with its own part of the address; None when this is the first."""
    before = st.session_state.get(_BEFORE)
    return None if before is None else (before, st.session_state.get(_ADDRESSES, {}).get(before, {}))


def frame_part() -> dict[str, str]:
    """The as-of date and the language as they stand in an address; left out where they are what is shown anyway."""
    view = current()
    day = {} if view.as_of == date.today() else {"per": view.as_of.isoformat()}
    return day | ({} if view.lang == "nb" else {"lang": view.lang})


def address(page_id: str, query: Mapping[str, str | tuple[str, ...]] | None = None) -> str | None:
    """The address of a page, relative to the app, with the reader's date and language; None when they may not open it."""
    page = registry.spec(page_id)
    if current().role not in page.roles:
        return None
    words = urlencode({**frame_part(), **(query or {})}, doseq=True)
    return f"{page.url}?{words}" if words else page.url
