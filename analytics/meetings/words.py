"""Words of the screens: counts in singular and plural, lists of names, and titles cut where a word ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.meetings.screen import Value
from domain.codes import label
from domain.text import LANGS, Text, say, tell

#: How many characters of a title a line has room for, and how many names a sentence lists before "and n more".
TITLE, NAMES = 60, 2
#: How many rows a table on a screen has room for.
ROWS = 6
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


def title_of(row: Mapping[str, Any], name: str = "title", longest: int = TITLE) -> Text:
    """The title of a row of a report in both languages, shortened; the Norwegian one where there is no other."""
    nb = str(row[f"{name}_nb"] or "")
    return Text(shortened(nb, longest), shortened(str(row.get(f"{name}_en") or nb), longest))


def code_words(code_list: str, code: str) -> Text:
    """The words of a code."""
    return Text(*(label(code_list, code, lang) for lang in LANGS))


def within(text: Text) -> Text:
    """Words as they stand within a sentence: without a capital, unless it is a name in capitals."""
    return Text(*(t if t[1:2].isupper() else t[:1].lower() + t[1:] for t in (text.nb, text.en)))


def both(told: Mapping[str, str]) -> Text:
    """A text as a report gives it in JSON."""
    return Text(told["nb"], told["en"])


def words(text: Text | str) -> Value:
    """Words as the value of a cell."""
    return Value(text if isinstance(text, Text) else Text(text, text))


def joined(texts: Sequence[Text], separator: str = " ") -> Text:
    """Texts after each other."""
    return Text(*(separator.join(text.get(lang) for text in texts) for lang in LANGS))


def listed(names: Sequence[str], lang: str, most: int = NAMES) -> str:
    """Names as they stand in a sentence; beyond one more than `most`, the rest is a count."""
    if len(names) <= most + 1:
        return tell("matters.names", lang, names=list(names))
    return tell("matters.names_more", lang, names=", ".join(names[:most]), count=len(names) - most)
