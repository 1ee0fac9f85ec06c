"""What every page is seen through: the as-of date, the language and the role. Set by the frame, read by all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from domain.errors import FaultError
from domain.tables import Role
from domain.text import Lang

_KEY = "_view"


@dataclass(frozen=True, slots=True)
class View:
    """The state of the frame.

    Attributes:
        as_of: the day the numbers are for.
        lang: the language of the page.
        role: what the reader may see.
        compare: the day to compare with, when one is chosen.
    """

    as_of: date
    lang: Lang
    role: Role
    compare: date | None = None


def current() -> View:
    """The view of the page that is being drawn.

    Raises:
        FaultError: the page was not opened through the app.
    """
    view = st.session_state.get(_KEY)
    if not isinstance(view, View):
        raise FaultError("no view: the page was not opened through the app")
    return view


def set_current(view: View) -> None:
    """Make `view` the one that pages are drawn with. Called by the frame."""
    st.session_state[_KEY] = view
