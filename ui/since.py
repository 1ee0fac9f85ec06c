"""The choice of a day to compare with: the last meeting, the end of a year, or a day of one's own."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from analytics.portfolio.coverage import last_meeting
from analytics.portfolio.matrix_text import meeting_text
from domain.numbers import date_text
from domain.text import Text, say, tell
from ui import filters, loaders
from ui.view import View

#: What the day is called in the address.
SINCE_NAME = "siden"
_NONE, _MEETING, _OWN = "ingen", "mote", "dato"


def select_since(view: View, page: str, *, from_meeting: bool = False, none: Text | None = None) -> date | None:
    """The day to compare with; None for none.

    Args:
        page: id of the page, for which a day of one's own is remembered.
        from_meeting: whether the last meeting is what is compared with until something else is chosen.
        none: what no choice is called; default that nothing is compared.
    """
    meeting = last_meeting(loaders.snapshot())
    options = {_NONE: (none or say("coverage.since_none")).get(view.lang)}
    if meeting is not None:
        told = {_MEETING: meeting_text(meeting).get(view.lang)}
        options = told if from_meeting else options | told
    kept = f"_{page}_own_day"
    own = {day for day in (_asked_day(view), st.session_state.get(kept)) if isinstance(day, date) and day < view.as_of}
    ends = {end for end in loaders.as_of_choices(view.as_of).year_ends if end < view.as_of}
    options |= {day.isoformat(): date_text(day, view.lang) for day in sorted(own | ends, reverse=True)}
    options[_OWN] = tell("coverage.since_own", view.lang)
    chosen = filters.select_one(SINCE_NAME, say("coverage.since"), options, width=240, buttons=False)
    if chosen == _OWN:
        st.date_input(
            tell("coverage.since_day", view.lang), value=None, max_value=view.as_of - timedelta(days=1),
            min_value=loaders.as_of_choices(view.as_of).earliest or date(1990, 1, 1), format="DD.MM.YYYY",
            key=f"_{page}_day", on_change=_take_own_day, args=(f"_{page}_day", kept),
        )  # fmt: skip
        return None
    if chosen == _MEETING:
        return meeting
    return None if chosen == _NONE else date.fromisoformat(chosen)


def _asked_day(view: View) -> date | None:
    """The day in the address, when it is one and lies before the day shown."""
    try:
        day = date.fromisoformat(st.query_params.get(SINCE_NAME, ""))
    except ValueError:
        return None
    return day if day < view.as_of else None


def _take_own_day(field: str, kept: str) -> None:
    day = st.session_state.get(field)
    if isinstance(day, date):
        st.session_state[kept] = day
        filters.set_choice(SINCE_NAME, day.isoformat())
