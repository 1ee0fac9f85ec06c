"""What is wrong with a JSON-stat answer: where it stands, what was found and what was expected."""

from __future__ import annotations

import json

from domain.errors import UserError
from domain.text import say

#: A found value is shown up to this length.
_SHOWN = 120


class JsonStatError(UserError):
    """A JSON-stat answer that cannot be read for sure, with the reason.

    Args:
        rule: the broken rule; the texts `jsonstat.<rule>.found` and `.expected` say it in words.
        where: place in the document, as "dimension.Kjonn.category.index".
        found: what stands there, shortened.
        **values: for the texts of the rule.
    """

    def __init__(self, rule: str, where: str, found: object = "", **values: object) -> None:
        self.rule = rule
        self.where = where
        self.found = shown(found)
        problem = say(f"jsonstat.{rule}.found", found=self.found, **values)
        self.expected = say(f"jsonstat.{rule}.expected", found=self.found, **values)
        text = say("jsonstat.refused", where=where, problem=problem, expected=self.expected)
        super().__init__(text.nb, text.en, code=f"jsonstat.{rule}")


def shown(value: object) -> str:
    """A value as text, shortened."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
