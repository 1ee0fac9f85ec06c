"""Words about money where they stand: on the pages of spending each leads to its definition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from analytics.spending.terms import MoneyTerm, MoneyTerms
from ui import html, loaders, lookup, registry, trail
from ui.view import current

#: The section whose pages speak of money.
_SECTION = "spending"


def linked(text: str) -> html.Words:
    """The text with the first of each word about money leading to its definition; as it is outside the pages of spending."""
    page = trail.current_page()
    if not page or registry.spec(page).section != _SECTION:
        return text
    found = cast(MoneyTerms, loaders.report("money-terms"))
    return spans(text, {form.lower(): term for term in found.terms for form in term.written(current().lang)}, current().lang)


def linked_heading(cell: html.Cell) -> html.Cell:
    """A heading of a table with its words about money leading to their definitions."""
    words = linked(cell.text)
    return cell if isinstance(words, str) else html.Cell(cell.text, cell.is_number, cell.is_short, cell.href, words)


def spans(text: str, terms: Mapping[str, MoneyTerm], lang: str) -> html.Words:
    """The text in pieces: the first of each term, whole words and the longest that fits, with address and definition.

    Args:
        terms: by how they are written, in small letters.
    """
    if not terms:
        return text
    forms = "|".join(re.escape(form) for form in sorted(terms, key=len, reverse=True))
    made: list[html.Span] = []
    seen: set[str] = set()
    end = 0
    for match in re.finditer(rf"(?<![\w-])(?:{forms})(?![\w-])", text, re.IGNORECASE):
        term = terms[match.group(0).lower()]
        href = lookup.address("money_term", term.id)
        if term.id in seen or href is None:
            continue
        seen.add(term.id)
        made += [html.Span(text[end : match.start()]), html.Span(match.group(0), href, term.definition.get(lang))]
        end = match.end()
    return [*made, html.Span(text[end:])] if made else text
