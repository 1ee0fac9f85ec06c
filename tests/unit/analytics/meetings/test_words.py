"""Titles cut where a word ends, and lists of names."""

from __future__ import annotations

import pytest

from analytics.meetings.words import listed, shortened, title_of, within
from domain.text import Text


@pytest.mark.parametrize(
    ("title", "longest", "short"),
    [
        ("Kort tittel", 20, "Kort tittel"),
        ("  To   mellomrom ", 20, "To mellomrom"),
        ("Hva virker mot lange sykefravær", 20, "Hva virker mot…"),
        ("Effekt av tiltak: en studie", 19, "Effekt av tiltak…"),
        ("Arbeidsmiljøintervensjonsundersøkelse", 12, "Arbeidsmilj…"),
        ("", 10, ""),
    ],
)
def test_a_title_is_cut_at_a_word(title: str, longest: int, short: str) -> None:
    assert shortened(title, longest) == short
    assert len(shortened(title, longest)) <= longest


def test_a_title_without_english_is_the_norwegian_one() -> None:
    assert title_of({"title_nb": "Tittel", "title_en": None}) == Text("Tittel", "Tittel")


def test_many_names_end_with_a_count() -> None:
    assert listed(["A"], "nb") == "A"
    assert listed(["A", "B", "C"], "nb") == "A, B og C"
    assert listed(["A", "B", "C", "D"], "nb") == "A, B og 2 til"
    assert listed(["A", "B", "C", "D"], "en") == "A, B and 2 more"


def test_words_within_a_sentence_keep_abbreviations() -> None:
    assert within(Text("I anskaffelse", "NAV note")) == Text("i anskaffelse", "NAV note")
