"""Files made of the tables on a page: exactly their rows, with notes on what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import polars as pl

from analytics.result import Basis, Result
from analytics.spending.terms import MoneyTerms
from domain.text import Text, say, tell
from reports.exports import csv_file
from reports.exports.book import book_bytes
from reports.exports.columns import definitions
from reports.exports.document import Document
from ui import loaders, registry, shown, tables, trail
from ui.tables import Col
from ui.view import View, current

#: The section whose tables speak of money.
_MONEY = "spending"


@dataclass(frozen=True)
class TableFile:
    """A table on a page, as it can leave it. It is made when it is asked for, after the page is drawn.

    Attributes:
        frame, columns: the rows and how they are shown.
        caption: what the table shows.
        result: what it is part of; None for what the page as a whole rests on.
        notes: what the page says besides.
        view, page, data_version: what the page was seen through, and what it has shown.
        address: what the page's address chooses, by name.
        money: words about money with what they mean.
    """

    frame: pl.DataFrame
    columns: Mapping[str, Col]
    caption: str
    result: Result | None
    notes: Sequence[tuple[Text, Text]]
    view: View
    page: shown.Shown
    data_version: str
    address: Mapping[str, str]
    money: Mapping[str, str]

    def csv(self) -> bytes:
        """As CSV."""
        made = tables.file_table(self.frame, self.columns, self.caption, self.view.lang, is_raw=True)
        return csv_file.csv_bytes(made, self.view.lang)

    def xlsx(self) -> bytes:
        """As a workbook: the table, and a sheet of notes with day, version, filters, sources, definitions and caveats."""
        return book_bytes(self.document())

    def document(self) -> Document:
        """The table with its notes."""
        lang, results = self.view.lang, [self.result] if self.result is not None else self.page.results
        bases = [result.basis for result in results]
        has_example = any(basis.contains_example_data for basis in bases)
        made = tables.file_table(self.frame, self.columns, self.caption, lang, is_example=has_example)
        title = self.page.title.get(lang)
        notes = [(heading.get(lang), words.get(lang)) for heading, words in (*self.notes, *self._basis(bases))]
        meanings = definitions([(column.name, column.heading) for column in made.columns], lang, self.money)
        notes += [(tell("exports.definition", lang), f"{heading}: {words}") for heading, words in meanings]
        document = Document(self.caption or title, title, lang, self.view.as_of, self.data_version, tuple(notes), (made,))
        return replace(document, title=document.title or tell("frame.table", lang))

    def _basis(self, bases: Sequence[Basis]) -> list[tuple[Text, Text]]:
        """The rows, the day, the version, the filters, the sources, and what the reader must know."""
        said = {heading.nb for heading, _ in self.notes}
        filters = [
            (say("exports.filter"), Text(f"{label.nb}: {words}", f"{label.en}: {words}"))
            for label, words in self.page.filters.values()
            if label.nb not in said
        ]
        filters += [
            (say("exports.filter"), Text(f"{name}: {value}", f"{name}: {value}"))
            for name, value in self.address.items()
            if name not in self.page.filters
        ]
        if not filters and not self.notes:
            filters = [(say("exports.filter"), say("exports.no_filter"))]
        lines = [
            (say("frame.note_rows"), say("frame.note_count", count=len(self.frame))),
            (say("frame.as_of"), say("frame.note_date", date=self.view.as_of)),
            (say("frame.note_version"), Text(self.data_version, self.data_version)), *filters,
        ]  # fmt: skip
        for source in dict.fromkeys(source for basis in bases for source in basis.sources):
            words = ". ".join(part for part in (source.publisher, source.title, source.url, source.licence) if part)
            lines.append((say("frame.note_sources"), Text(words, words)))
        if any(basis.contains_example_data for basis in bases):
            lines.append((say("frame.example_data"), say("exports.example_note")))
        lines.append((say("exports.final_report.units"), say("exports.units_words")))
        return lines + [(say("frame.caveats"), caveat) for caveat in dict.fromkeys(c for basis in bases for c in basis.caveats)]


def table_file(
    frame: pl.DataFrame, columns: Mapping[str, Col], caption: str, result: Result | None, notes: Sequence[tuple[Text, Text]] = ()
) -> TableFile:
    """A table of the page that is being drawn."""
    view = current()
    return TableFile(
        frame, columns, caption, result, notes, view, shown.current(), loaders.data().info.data_version, trail.choices(),
        _money(view.lang),
    )  # fmt: skip


def _money(lang: str) -> Mapping[str, str]:
    page = trail.current_page()
    if not page or registry.spec(page).section != _MONEY:
        return {}
    found = cast(MoneyTerms, loaders.report("money-terms"))
    return {word.lower(): term.definition.get(lang) for term in found.terms for word in term.written(lang)}
