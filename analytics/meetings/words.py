"""Words of the screens: counts in singular and plural, lists of names, and titles cut where a word ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.text import Text, say, tell

NO_WORDS = Text("", "")
#: How many characters of a title a line has room for, and how many names a sentence lists before "and n more".
TITLE, NAMES = 60, 2
_ELLIPSIS = "…"


def counted(key: str, count: Any, **values: Any) -> Text:
    """The text `<key>_one` or `<key>_many`, after the count."""
    return say(f"{key}_{'one' if count == 1 else 'many'}", count=count, **values)


def shortened(title: str, longest: int = TITLE) -> str:
    """A title of at most so many characters; one that is longer is cut where a word ends, with an ellipsis."""
    text = " ".join(title.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    at_word = cut[: cut.rfind(" ")] if " " in cut[longest // 2 :] else cut
    return at_word.rstrip(" ,;:.–-(«") + _ELLIPSIS


def listed(names: Sequence[str], lang: str, most: int = NAMES) -> str:
    """Names as they stand in a sentence; beyond one more than `most`, the rest is a count."""
    if len(names) <= most + 1:
        return tell("matters.names", lang, names=list(names))
    return tell("matters.names_more", lang, names=", ".join(names[:most]), count=len(names) - most)
