"""The choice of a day to compare with: the last meeting, the end of a year, or a day of one's own."""

from __future__ import annotations

from collections.abc import Mapping
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
    chosen = select_day(SINCE_NAME, say("coverage.since"), options, view, page, latest=view.as_of - timedelta(days=1))
    if chosen == _MEETING:
        return meeting
    return None if chosen in (None, _NONE) else date.fromisoformat(chosen)


def select_day(
    name: str, label: Text, options: Mapping[str, str], view: View, key: str, *, latest: date, width: int = 240
) -> str | None:
    """A choice among options, the ends of years and a day of one's own; None while that day is not given.

    Args:
        name: in the address.
        label: what is chosen.
        options: value in the address to words; they come before the days, of which each stands as ISO in the address.
        key: for which a day of one's own is remembered.
        latest: no day after this can be chosen.
        width: in pixels.
    """
    kept = _kept(key)
    own = {day for day in (_asked_day(name), st.session_state.get(kept)) if isinstance(day, date) and day <= latest}
    ends = {end for end in loaders.as_of_choices(view.as_of).year_ends if end <= latest}
    days = {day.isoformat(): date_text(day, view.lang) for day in sorted(own | ends, reverse=True)}
    told = {**options, **days, _OWN: tell("coverage.since_own", view.lang)}
    chosen = filters.select_one(name, label, told, width=width, buttons=False)
    if chosen != _OWN:
        return chosen
    st.date_input(
        tell("coverage.since_day", view.lang), value=None, max_value=latest,
        min_value=loaders.as_of_choices(view.as_of).earliest or date(1990, 1, 1), format="DD.MM.YYYY",
        key=f"_{key}_day", on_change=_take_own_day, args=(name, f"_{key}_day", kept),
    )  # fmt: skip
    return None


def set_day(name: str, key: str, day: date) -> None:
    """Choose a day in a `select_day` from a callback."""
    st.session_state[_kept(key)] = day
    filters.set_choice(name, day.isoformat())


def _kept(key: str) -> str:
    return f"_{key}_own_day"


def _asked_day(name: str) -> date | None:
    """The day in the address, when it is one."""
    try:
        return date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None


def _take_own_day(name: str, field: str, kept: str) -> None:
    day = st.session_state.get(field)
    if isinstance(day, date):
        st.session_state[kept] = day
        filters.set_choice(name, day.isoformat())
