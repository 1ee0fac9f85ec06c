"""The parts of a long page: one is shown at a time, and which one is in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from domain.text import Text, say, tell
from ui import layout
from ui.view import current

_KEY = "del"


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
    if st.session_state.get(_KEY) not in parts:
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
    return str(part)
