"""Words about money lead to their definitions where they stand."""

from __future__ import annotations

import pytest

from analytics.spending.terms import MoneyTerm
from domain.text import Text
from ui import html, money_words

FREE = MoneyTerm("fritt", Text("Fritt", "Free"), Text("Det som er igjen <b>", "What is left"))
BOUND = MoneyTerm("bundet", Text("Bundet", "Bound"), Text("I kontrakt", "By contract"), {"nb": ("betinget bundet", "bundne")})
TERMS = {form.lower(): term for term in (FREE, BOUND) for form in term.written("nb")}


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(money_words.lookup, "address", lambda table, key: f"oppslag?tabell={table}&rad={key}")


def linked(text: str) -> list[tuple[str, str | None]]:
    made = money_words.spans(text, TERMS, "nb")
    return [(text, None)] if isinstance(made, str) else [(span.text, span.href) for span in made if span.text]


def test_whole_words_in_any_case_and_the_longest_form_lead_to_the_term() -> None:
    assert linked("Fritt i 2022") == [("Fritt", "oppslag?tabell=money_term&rad=fritt"), (" i 2022", None)]
    assert linked("Av dette bundne midler")[1] == ("bundne", "oppslag?tabell=money_term&rad=bundet")
    assert linked("betinget bundet")[0][0] == "betinget bundet"


def test_parts_of_words_and_the_second_of_the_same_are_plain() -> None:
    assert linked("Frittstående og ubundet") == [("Frittstående og ubundet", None)]
    assert [href is not None for _, href in linked("fritt, og fritt igjen")] == [True, False]


def test_without_terms_the_text_is_as_it_was() -> None:
    assert money_words.spans("Fritt", {}, "nb") == "Fritt"


def test_words_and_definitions_are_text_never_markup() -> None:
    found = money_words.spans("fritt <i>", TERMS, "nb")
    markup = html._words(found)
    assert "<i>" not in markup and "&lt;i&gt;" in markup
    assert 'title="Det som er igjen &lt;b&gt;"' in markup and 'class="fou-link fou-word"' in markup
