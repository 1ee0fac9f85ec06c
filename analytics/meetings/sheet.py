"""A screen in the making: what it reads, what it says, and the place of every number it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analytics.meetings.reports import Told
from analytics.meetings.screen import Exhibit, Screen, Value
from analytics.meetings.setting import Setting
from analytics.meetings.words import code_words
from analytics.result import Basis
from domain.text import Text, say


class Sheet:
    """One screen in the making.

    Args:
        setting: the meeting.
        name: the screen's code in `meeting_screen`; its words are the texts `screens.<name>`.
        page_id, query: the page that shows more, and its part of the address.
    """

    def __init__(self, setting: Setting, name: str, page_id: str, **query: str) -> None:
        self.setting = setting
        self.name = name
        self._page = (page_id, query)
        self._bases: list[Basis] = []
        self._facts: dict[tuple[str, Any], Value] = {}

    def read(self, report: str, **arguments: str) -> Told:
        """A report as of the meeting's day; its sources become the screen's."""
        told = self.setting.reports.read(report, **arguments)
        self.rest_on(told.basis)
        return told

    def rest_on(self, basis: Basis) -> None:
        """Note what the screen rests on."""
        self._bases.append(basis)

    def note(self, *values: Value) -> None:
        """Note numbers that stand in the words."""
        for value in values:
            if value.at and value.value is not None:
                self._facts.setdefault((value.at, value.value), value)

    def say(self, key: str, **values: Any) -> Text:
        """A text with values put in; those that have a place are noted. `<name>_mill` is the millions without their unit."""
        told = {name: value for name, value in values.items() if isinstance(value, Value)}
        self.note(*told.values())
        millions = {f"{name}_mill": value.drawn for name, value in told.items() if value.unit == "mill" and value.is_number}
        return say(key, **values | {name: value.value for name, value in told.items()} | millions)

    def counted(self, key: str, count: Value, **values: Any) -> Text:
        """The text `<key>_none`, `<key>_one` or `<key>_many`, after the count."""
        number = {0: "none", 1: "one"}.get(int(str(count.value)), "many")
        return self.say(f"{key}_{number}", count=count, **values)

    def screen(
        self, message: Text, exhibit: Exhibit | None = None, details: Iterable[Text] = (), notes: Iterable[Text] = ()
    ) -> Screen:
        """The screen, with the notes that its kind always has: how to read it, what may not be concluded, what to ask."""
        fixed = tuple(say(f"screens.{self.name}.{kind}") for kind in ("read", "limit", "ask"))
        page_id, query = self._page
        title = code_words("meeting_screen", self.name)
        return Screen(
            self.name, title, message, exhibit, tuple(details), (*fixed, *notes), page_id, query,
            tuple(dict.fromkeys(source.title for basis in self._bases for source in basis.sources)),
            any(basis.contains_example_data for basis in self._bases), tuple(self._facts.values()),
        )  # fmt: skip
