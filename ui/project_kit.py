"""What the parts of the page on one project share: columns, titled tables, facts, and words that JSON has as codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from domain.text import LANGS, Text, say
from ui import html, layout
from ui.layout import Col
from ui.view import current

DASH = Text("–", "–")


def col(name: str, kind: str = "text", **options: object) -> Col:
    """A column headed by the text `project.col.<name>`."""
    return Col(say(f"project.col.{name}"), kind, **options)  # type: ignore[arg-type]


def in_lang(name: str) -> str:
    """`<name>_nb` or `<name>_en`, as the reader has chosen."""
    return f"{name}_{current().lang}"


def show_list(frame: pl.DataFrame | None, key: str, columns: Mapping[str, Col], *, hidden: Text | None = None) -> None:
    """A titled table, or why there is none.

    Args:
        frame: the rows; None when the role may not see them.
        key: the texts are `project.head.<key>`, `project.empty.<key>` and `project.caption.<key>`.
        columns: how to show them.
        hidden: what is said when the role may not see the rows.
    """
    layout.show_subtitle(say(f"project.head.{key}"))
    if frame is None:
        if hidden is not None:
            layout.show_notice(hidden)
    elif frame.is_empty():
        layout.show_empty(say(f"project.empty.{key}"))
    else:
        layout.show_table(frame, f"project_{key}", columns, caption=say(f"project.caption.{key}"))


def show_facts(rows: Sequence[tuple[str, Text]]) -> None:
    """Terms with what is known of each."""
    lang = current().lang
    html.show_terms([(say(f"project.fact.{name}").get(lang), "", words.get(lang)) for name, words in rows])


def joined(parts: Sequence[Text]) -> Text:
    """The parts with commas; "not stated" without any."""
    return Text(*(", ".join(part.get(lang) for part in parts) for lang in LANGS)) if parts else say("project.not_stated")


def worded(frame: pl.DataFrame, column: str, keys: Mapping[str, Text]) -> pl.DataFrame:
    """The frame with codes of `column` put in the reader's words."""
    words = {name: text.get(current().lang) for name, text in keys.items()}
    return frame.with_columns(pl.col(column).replace(words))


def states(*names: str) -> dict[str, Text]:
    """Codes with the texts `project.state.<code>`."""
    return {name: say(f"project.state.{name}") for name in names}
