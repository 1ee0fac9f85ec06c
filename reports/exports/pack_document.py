"""The pack of a meeting as a document: for Word with figures as pictures and their numbers, and for a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Grid, Points, Screen, Tiles, Value
from reports.exports import document as file
from reports.exports.document import Block, Column, Document, Heading, Paragraph, Picture, Shown, Table, basis_notes
from reports.exports.pack_data import broken, chart_data
from reports.exports.pack_words import Words, cut, has_numbers, widths
from reports.exports.pdf import png_bytes

#: Characters on a line of a table.
_LINE = 160.0
_FORMS = {"mill": "#,##0.0", "pct": "0.0", "pp": "0.0", "year": "0", "date": "dd.mm.yyyy"}


def pack_document(pack: Pack, lang: str, *, in_book: bool) -> Document:
    """The screens in their order.

    Args:
        in_book: for a workbook: a table a screen, and one with every message and the presenter's notes. Else for a text document:
            headings, messages, pictures and tables, without the presenter's notes.
    """
    words = Words(pack, lang)
    made = _book_blocks(words) if in_book else _text_blocks(words)
    notes = (*basis_notes(pack, lang), *((words.say("basis"), line) for line in (words.say("basis_units"),)))
    return Document(
        words.title, words.subtitle, lang, pack.as_of, pack.basis.data_version,
        notes if in_book else notes[:2], tuple(made),
    )  # fmt: skip


def _text_blocks(words: Words) -> Iterator[Block]:
    figures = 0
    if not words.pack.screens:
        yield Paragraph(words.say("empty"))
    for screen in words.pack.screens:
        title = words.get(screen.title) or screen.id
        yield Heading(f"{title} ({words.say('example')})" if screen.is_example else title)
        yield Paragraph(words.get(screen.message), is_lead=True)
        if isinstance(screen.exhibit, Chart) and has_numbers(screen.exhibit):
            figures += 1
            yield _picture(screen.exhibit, words, words.say("figure", number=figures, title=title))
        if isinstance(screen.exhibit, Points) and screen.exhibit.items:
            yield file.Points(tuple(words.get(item) for item in screen.exhibit.items))
        elif (table := _table(screen, words)) is not None and table.rows:
            yield table
        for line in words.details(screen):
            yield Paragraph(line)
        yield Paragraph(words.sources(screen))
    yield Heading(words.say("basis"))
    yield file.Points(tuple(words.basis()))
    if sources := words.all_sources():
        yield Heading(words.say("sources"), 2)
        yield file.Points(tuple(sources))


def _book_blocks(words: Words) -> Iterator[Block]:
    keys = ("number", "screen", "message", "details", "for_presenter", "sources", "example")
    columns = tuple(Column(words.say(key), width=width) for key, width in zip(keys, (1, 4, 9, 9, 9, 9, 3), strict=True))
    rows = tuple(
        (number, words.get(screen.title), words.get(screen.message), "\n".join(words.details(screen)),
         "\n".join(words.get(text) for text in screen.notes), "\n".join(screen.sources),
         words.say("example") if screen.is_example else "")
        for number, screen in enumerate(words.pack.screens, start=1)
    )  # fmt: skip
    has_example = any(screen.is_example for screen in words.pack.screens)
    yield Table(words.say("notes_sheet"), words.say("notes_table"), columns, rows, has_example, words.say("empty"))
    for number, screen in enumerate(words.pack.screens, start=1):
        table = _table(screen, words)
        if table is not None:
            sheet = words.say("screen_sheet", number=number, title=words.get(screen.title) or screen.id)
            title = words.get(screen.message) or table.title
            yield Table(sheet, title, table.columns, table.rows, screen.is_example)


def _table(screen: Screen, words: Words) -> Table | None:
    """The exhibit as a table: what a chart draws, a table, key figures or points; None when there is nothing to show."""
    title = words.get(screen.title) or screen.id
    match screen.exhibit:
        case None:
            return None
        case Points(items=items):
            rows: list[tuple[Value, ...]] = [(Value(item),) for item in items]
            headings = [words.say("points")]
        case Chart():
            title = words.say("numbers_of", title=title)
            headings, rows = words.table(screen.exhibit)
        case Grid() | Tiles():
            headings, rows = words.table(screen.exhibit)
    if not headings:
        return None
    shares = widths(headings, [[words.shown(value) for value in row] for row in rows], _LINE)
    numeric = [
        any(row[place].is_number for row in rows) and all(row[place].is_number or row[place].value is None for row in rows)
        for place in range(len(headings))
    ]
    columns = tuple(
        Column(heading, "number" if is_number else "text", share)
        for heading, is_number, share in zip(headings, numeric, shares, strict=True)
    )
    made = tuple(tuple(_cell(value, words) for value in row) for row in rows)
    return Table(title, title, columns, made, screen.is_example)


def _cell(value: Value, words: Words) -> Shown:
    """A value of a screen: a number in the unit it is told in, a day as a day, and words; unknown is said in words."""
    text = words.shown(value)
    form = _FORMS.get(value.unit, "#,##0") if value.is_number or isinstance(value.value, date) else "General"
    if value.is_number:
        return Shown(value.drawn, text, form)
    if isinstance(value.value, date) and value.unit == "date":
        return Shown(value.value, text, form)
    return Shown(text, text)


def _picture(chart: Chart, words: Words, title: str) -> Picture:
    data = {"lang": words.lang, "title": title, "chart": broken(chart_data(chart, words))}
    return Picture(png_bytes("chart", data), cut(title, 200), words.alt(chart))
