"""What a run of a page has shown so far: its filters in words and its results, for the notes of the files made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from analytics.result import Result
from domain.text import Text

_KEY = "_shown"


@dataclass(slots=True)
class Shown:
    """What a run has shown.

    Attributes:
        title: of the page.
        filters: by name in the address: what is filtered, and the choice in words.
        results: the reports that it has asked for, in order.
    """

    title: Text = field(default_factory=lambda: Text("", ""))
    filters: dict[str, tuple[Text, str]] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)


def begin(title: Text) -> None:
    """A page begins to be drawn."""
    st.session_state[_KEY] = Shown(title)


def current() -> Shown:
    """What the page that is being drawn has shown; files that are made later see all of it."""
    found = st.session_state.get(_KEY)
    return found if isinstance(found, Shown) else Shown()


def note_filter(name: str, label: Text, values: Sequence[str], words: Mapping[str, str] | None = None) -> None:
    """A filter and what is chosen in it; nothing chosen is no filter."""
    if values:
        current().filters[name] = (label, ", ".join((words or {}).get(value, value) for value in values))


def note_result(result: Result) -> None:
    """A report that the page has asked for."""
    results = current().results
    if not any(one is result for one in results):
        results.append(result)
