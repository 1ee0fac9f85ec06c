"""The parts of a long page: one is shown at a time, and which one is in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from domain.text import Text, say, tell
from ui import layout, trail
from ui.view import current

_KEY = "del"
#: What the address said when the part was drawn last.
_NOTED = "del@"


def select_part(parts: Mapping[str, Text]) -> str:
    """The part to show; the first one until another is chosen.

    Args:
        parts: names that stand in the address, with the words that a user reads.
    """
    lang = current().lang
    names = list(parts)
    asked = st.query_params.get(_KEY)
    if asked is not None and asked not in parts:
        layout.show_notice(say("frame.no_part", name=asked))
    is_ours = _KEY in st.session_state and st.session_state.get(_NOTED) == asked
    if not is_ours or st.session_state[_KEY] not in parts:  # a link or the browser's back button changed the address
        st.session_state[_KEY] = asked if asked in parts else names[0]
    chosen = st.segmented_control(
        tell("frame.part", lang), names, key=_KEY, required=True, label_visibility="collapsed",
        format_func=lambda name: parts[name].get(lang),
    )  # fmt: skip
    part = chosen if chosen in parts else names[0]
    if part == names[0]:
        st.query_params.pop(_KEY, None)
    else:
        st.query_params[_KEY] = str(part)
    st.session_state[_NOTED] = st.query_params.get(_KEY)
    trail.note_address()
    return str(part)
