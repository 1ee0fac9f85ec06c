"""How Overblikk is drawn: four cards and a list of matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analytics.result import Result, plain
from domain.text import Text, say
from ui import html, layout
from ui.overview import MATTERS_SHOWN, Card, Json, Matter, first_sentences
from ui.view import current


def show_cards(cards: Sequence[tuple[Callable[[Json], Card], Result]]) -> None:
    """The cards, two beside each other where there is room: key figure, bar or line, sentence, link."""
    for start in range(0, len(cards), 2):
        columns = st.columns(2, gap="medium")
        for column, (make, result) in zip(columns, cards[start : start + 2], strict=False):
            with column.container(border=True, height="stretch"):
                _show_card(make(plain(result.as_json())), result)


def _show_card(card: Card, result: Result) -> None:
    lang = current().lang
    layout.show_subtitle(card.heading)
    html.show_tiles([html.Tile(card.label.get(lang), card.value.get(lang), _get(card.note, lang))], "fou-tiles-plain")
    if card.parts:
        html.show_bar([html.BarPart(part.size, part.words.get(lang), part.fill) for part in card.parts])
    if card.line is not None:
        html.show_line(card.line.values, card.line.level, card.line.words.get(lang))
    layout.show_text(first_sentences(result.sentence, card.sentences))
    layout.page_link(card.page_id, card.link)


def _get(text: Text | None, lang: str) -> str:
    return text.get(lang) if text else ""


def show_matters(matters: Sequence[Matter]) -> None:
    """The matters, each with a link to its page; says so when there are none."""
    whole = len(matters) == MATTERS_SHOWN
    layout.show_subtitle(say("overview.matters_title" if whole else "overview.matters_title_fewer"))
    if not matters:
        layout.show_empty(say("overview.matters_none"))
        return
    for matter in matters:
        layout.page_link(matter.page_id, matter.text)
    layout.show_source_note(say("overview.matters_note"))
