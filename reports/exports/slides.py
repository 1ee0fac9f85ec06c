"""The pack of a meeting as slides for PowerPoint: charts and tables that can be edited, and notes for the one who presents."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import Any

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Grid, Points, Screen, Tiles, Value
from domain.text import tell
from reports.exports.document import LANGUAGES
from reports.exports.pack_words import Words, cut, has_numbers, unique, widths
from reports.exports.slides_chart import add_chart, rgb
from reports.exports.slides_master import (
    BODY,
    DARK,
    EXHIBIT,
    FOOTER,
    INK,
    KICKER_IDX,
    LIST,
    MARGIN,
    MUTED,
    OPENING,
    ROOM,
    SHADE,
    TEXT_PT,
    TITLE,
    add_footer,
    new_presentation,
)

#: Height of a line of text, and how many characters an inch of text holds, both at 18 points.
_LINE, _CHARS = 0.31, 9.9
#: The message is set as large as its length allows: up to so many characters, points.
_SIZES = ((125, 28), (200, 24), (290, 20))
_LONGEST_MESSAGE, _LONGEST_CELL, _LONGEST_POINT = 330, 220, 260
_GRID_STYLE = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # "No Style, Table Grid"


def slides_bytes(pack: Pack, lang: str) -> bytes:
    """The pack as a .pptx file, 16:9.

    The message of a screen is the title of its slide, so that the outline reads as the meeting. Charts hold their numbers in a
    workbook of their own, told in the unit of the axis; a value that is unknown is not drawn and is said in words. A long table
    or list goes on over several slides. Texts that do not fit are cut and stand whole in the notes.
    """
    made = new_presentation()
    _Deck(made, Words(pack, lang)).fill()
    _properties(made, Words(pack, lang))
    _language(made, LANGUAGES.get(lang, lang))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


class _Deck:
    """Fills a presentation with the slides of a pack."""

    def __init__(self, made: Any, words: Words) -> None:
        self.made, self.words, self.lang = made, words, words.lang
        screens = words.pack.screens
        self.messages = unique([words.get(s.message) or words.get(s.title) or s.id for s in screens])
        self.used: set[str] = set()

    def fill(self) -> None:
        """Every slide, from the opening to the basis."""
        self._opening()
        for screen, message in zip(self.words.pack.screens, self.messages, strict=True):
            self._screen(screen, message)
        self._basis()

    def _opening(self) -> None:
        words = self.words
        slide = self.made.slides.add_slide(self.made.slide_layouts[OPENING])
        self._title(slide, cut(words.title, 160))
        lines = [words.subtitle] if words.pack.screens else [words.subtitle, words.say("empty")]
        slide.placeholders[1].text_frame.text = "\n".join(cut(line, 240) for line in lines)
        self._footer(slide, None)
        self._notes(slide, [("", [words.title, words.subtitle]), (words.say("basis"), words.basis())])

    def _basis(self) -> None:
        words = self.words
        title, top = words.say("basis"), _title_end(words.say("basis"))
        pages = list(_points_pages([cut(line, _LONGEST_POINT) for line in words.basis()], BODY[1]))
        for number, lines in enumerate(pages, start=1):
            slide = self.made.slides.add_slide(self.made.slide_layouts[LIST])
            shown = title if len(pages) == 1 else words.say("part", title=title, number=number, count=len(pages))
            self._head(slide, shown, words.title)
            self._list(slide, lines, top, BODY[1])
            self._footer(slide, None)
            self._notes(slide, [(words.say("sources"), words.all_sources() or [words.say("no_source")])])

    def _screen(self, screen: Screen, message: str) -> None:
        exhibit = screen.exhibit
        details = self._fitted(self.words.details(screen))
        top = _title_end(cut(message, _LONGEST_MESSAGE))
        room = BODY[0] + BODY[1] - top - (_LINE * sum(_lines(line, ROOM) for line in details) + 0.2 if details else 0)
        if isinstance(exhibit, Grid) and exhibit.rows and exhibit.headings:
            parts: list[Any] = list(self._pages(exhibit, room))
        elif isinstance(exhibit, Points):
            parts = list(_points_pages([cut(self.words.get(item), _LONGEST_POINT) for item in exhibit.items], room)) or [()]
        else:
            parts = [exhibit]
        for number, part in enumerate(parts, start=1):
            layout = LIST if isinstance(exhibit, Points) else EXHIBIT
            slide = self.made.slides.add_slide(self.made.slide_layouts[layout])
            title = message if len(parts) == 1 else self.words.say("part", title=message, number=number, count=len(parts))
            self._head(slide, title, self._kicker(screen))
            self._exhibit(slide, screen, part, top, room)
            if details:
                self._details(slide, details, top + room)
            self._footer(slide, screen)
            extra = [(self.words.say("message"), [message])] if len(title) > _LONGEST_MESSAGE else []
            whole = self.words.details(screen)
            extra += [(self.words.say("details"), list(whole))] if list(whole) != details else []
            self._notes(slide, [*extra, *self.words.notes(screen)])

    def _kicker(self, screen: Screen) -> str:
        title = cut(self.words.get(screen.title), 90)
        return f"{title} · {self.words.say('example')}" if screen.is_example else title

    def _head(self, slide: Any, title: str, kicker: str) -> None:
        self._title(slide, title)
        slide.placeholders[KICKER_IDX].text_frame.text = cut(kicker, 110)

    def _title(self, slide: Any, title: str) -> None:
        """The title; no two slides have the same."""
        shown = cut(title, _LONGEST_MESSAGE)
        base, number = shown, 1
        while shown in self.used:
            number += 1
            shown = f"{base} ({number})"
        self.used.add(shown)
        frame = slide.shapes.title.text_frame
        frame.text = shown
        if slide.slide_layout != self.made.slide_layouts[OPENING]:
            size = _size(shown)
            for run in frame.paragraphs[0].runs:
                run.font.size = Pt(size)

    def _exhibit(self, slide: Any, screen: Screen, part: Any, top: float, room: float) -> None:
        left, width = Inches(MARGIN), Inches(ROOM)
        match screen.exhibit:
            case Chart() as chart if has_numbers(chart):
                add_chart(slide, self.words, chart, (left, Inches(top), width, Inches(room)))
            case Grid(headings=headings) as grid if part is not grid and headings:
                self._table(slide, grid, part, top)
            case Tiles(tiles=tiles) if tiles:
                self._tiles(slide, screen.exhibit, top, room)
            case Points(items=items) if items:
                self._list(slide, list(part), top, room)
            case _:
                title = slide.shapes.title
                title.left, title.width = left, width
                title.top, title.height = Inches(TITLE[0] + 0.6), Inches(room)

    def _pages(self, grid: Grid, room: float) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The size of the text and the rows of a table on each slide: as large as fits one slide, else as many rows as fit."""
        heads, rows = self._written(grid)
        for size in (24, 20, TEXT_PT):
            sizes = _column_widths(heads, rows, size)
            heights = [_row_height(row, sizes, size) for row in rows]
            head = _row_height(heads, sizes, size)
            if head + sum(heights) <= room:
                yield size, tuple(range(len(rows)))
                return
        page: list[int] = []
        left = head
        for place, height in enumerate(heights):
            if page and left + height > room:
                yield TEXT_PT, tuple(page)
                page, left = [], head
            page.append(place)
            left += height
        yield TEXT_PT, tuple(page)

    def _written(self, grid: Grid) -> tuple[list[str], list[list[str]]]:
        heads, rows = self.words.table(grid)
        most = max(20, min(_LONGEST_CELL, 1100 // len(heads)))
        return [cut(head, 60) for head in heads], [[cut(self.words.shown(v), most) for v in row] for row in rows]

    def _table(self, slide: Any, grid: Grid, part: tuple[int, tuple[int, ...]], top: float) -> None:
        size, places = part
        heads, rows = self._written(grid)
        sizes = _column_widths(heads, rows, size)
        shown = [heads, *(rows[place] for place in places)]
        frame = slide.shapes.add_table(
            len(shown), len(heads), Inches(MARGIN), Inches(top), Inches(ROOM), Inches(_LINE * len(shown))
        )
        frame.name = self.words.say("short_table")
        _describe(frame, self.words.alt(grid))
        table = frame.table
        table._tbl.tblPr.find(qn("a:tableStyleId")).text = _GRID_STYLE
        table.horz_banding = False
        for place, width in enumerate(sizes):
            table.columns[place].width = Inches(width)
        for line, texts in enumerate(shown):
            values = None if line == 0 else grid.rows[places[line - 1]]
            table.rows[line].height = Inches(_row_height(texts, sizes, size))
            for place, text in enumerate(texts):
                numeric = all(_is_numeric(row[place]) for row in grid.rows) and any(row[place].is_number for row in grid.rows)
                _cell(table.cell(line, place), text, size, is_head=values is None, is_number=numeric)

    def _tiles(self, slide: Any, exhibit: Tiles, top: float, room: float) -> None:
        count = len(exhibit.tiles)
        across = min(count, 4)
        down = math.ceil(count / across)
        gap = 0.25
        width, height = (ROOM - gap * (across - 1)) / across, min(3.6, (room - gap * (down - 1)) / down)
        for place, tile in enumerate(exhibit.tiles):
            left, high = MARGIN + (place % across) * (width + gap), top + 0.1 + (place // across) * (height + gap)
            shape = slide.shapes.add_textbox(Inches(left), Inches(high), Inches(width), Inches(height))
            shape.name = cut(self.words.get(tile.label), 60)
            _describe(shape, self.words.alt(tile))
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb("FFFFFF")
            shape.line.color.rgb, shape.line.width = rgb(DARK), Pt(1.5)
            frame = shape.text_frame
            frame.word_wrap, frame.vertical_anchor, frame.auto_size = True, MSO_ANCHOR.MIDDLE, MSO_AUTO_SIZE.NONE
            line = int((width - 0.2) * _CHARS)
            value = cut(self.words.shown(tile.value), line)
            big = 48 if len(value) <= line * 0.36 else 32 if len(value) <= line * 0.55 else 20
            texts = (
                (cut(self.words.get(tile.label), 2 * line), TEXT_PT, True, INK), (value, big, True, DARK),
                (cut(self.words.get(tile.unit_name), 2 * line), TEXT_PT, False, INK),
                (cut(self.words.get(tile.note), 4 * line), TEXT_PT, False, MUTED),
            )  # fmt: skip
            for number, (text, size, bold, colour) in enumerate(part for part in texts if part[0]):
                paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
                run = paragraph.add_run()
                run.text = text
                run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)

    def _list(self, slide: Any, lines: list[str], top: float, room: float) -> None:
        shape = slide.placeholders[1]
        shape.left, shape.top, shape.width, shape.height = Inches(MARGIN), Inches(top), Inches(ROOM), Inches(room)
        frame = shape.text_frame
        longest = sum(_lines(line, ROOM) for line in lines)
        size = 24 if longest <= 8 else 20 if longest <= 10 else TEXT_PT
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line
            run.font.size = Pt(size)

    def _fitted(self, lines: tuple[str, ...]) -> list[str]:
        """Details, in four lines at most."""
        most = int(ROOM * _CHARS * (4 // max(1, min(4, len(lines)))))
        return [cut(line, most) for line in lines[:4]]

    def _details(self, slide: Any, lines: list[str], top: float) -> None:
        height = FOOTER[0] - top - 0.18
        shape = slide.shapes.add_textbox(Inches(MARGIN), Inches(top + 0.05), Inches(ROOM), Inches(height))
        shape.name = self.words.say("details")
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line
            run.font.size, run.font.color.rgb = Pt(TEXT_PT), rgb(INK)

    def _footer(self, slide: Any, screen: Screen | None) -> None:
        words, most = self.words, int((ROOM - 1.2) * _CHARS * 0.9)
        parts = [words.stamp]
        if screen is not None:
            parts += [f"{words.say('example')}."] if screen.is_example else []
            for named in (2, 1, 0):
                source = words.sources(screen, named) if named else tell("pack.sources", self.lang)
                text = " ".join([*parts, source])
                if len(text) <= most:
                    break
            else:
                text = " ".join(parts)
            if not named:
                text = " ".join([*parts, cut(words.sources(screen, 1), max(24, most - len(" ".join(parts)) - 1))])
        else:
            text = " ".join(parts)
        add_footer(slide, cut(text, most))

    def _notes(self, slide: Any, parts: list[tuple[str, list[str]]]) -> None:
        lines = [line for heading, items in parts if items for line in ([f"{heading}:"] if heading else []) + items + [""]]
        slide.notes_slide.notes_text_frame.text = "\n".join(lines).strip()


def _title_end(message: str) -> float:
    """Where a title of its length ends, in inches from the top."""
    size = _size(message)
    lines = math.ceil(len(message) / (ROOM * _CHARS * TEXT_PT / size * 0.95))
    return TITLE[0] + min(max(1, lines), 4) * size * 1.22 / 72 + 0.15


def _size(message: str) -> int:
    return next((points for most, points in _SIZES if len(message) <= most), TEXT_PT)


def _points_pages(items: list[str], room: float) -> Any:
    page: list[str] = []
    used = 0.0
    for item in items:
        height = _lines(item, ROOM - 0.4) * 0.36 + 0.1
        if page and used + height > room:
            yield page
            page, used = [], 0.0
        page.append(item)
        used += height
    if page:
        yield page


def _lines(text: str, width: float) -> int:
    return max(1, math.ceil(len(text) / max(1.0, width * _CHARS)))


def _column_widths(heads: list[str], rows: list[list[str]], size: int) -> list[float]:
    """The width of each column in inches."""
    shares = widths(heads, rows, ROOM * _CHARS * TEXT_PT / size, pad=4.0)
    return [ROOM * share / sum(shares) for share in shares]


def _row_height(texts: list[str], sizes: list[float], size: int) -> float:
    scale = size / TEXT_PT
    return max(_lines(text, (width - 0.22) / scale) for text, width in zip(texts, sizes, strict=True)) * _LINE * scale + 0.1


def _cell(cell: Any, text: str, size: int, *, is_head: bool, is_number: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(0.1)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(SHADE if is_head else "FFFFFF")
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), is_head, rgb(INK)


def _is_numeric(value: Value) -> bool:
    return value.value is None or value.is_number


def _describe(shape: Any, words: str) -> None:
    """The alternative text of a shape."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)


def _properties(made: Any, words: Words) -> None:
    properties = made.core_properties
    properties.title, properties.subject = cut(words.title, 250), cut(words.subtitle, 250)
    properties.author, properties.language = "FoU-monitor", LANGUAGES.get(words.lang, words.lang)
    properties.last_modified_by, properties.comments, properties.keywords = "FoU-monitor", "", ""


def _language(made: Any, tag: str) -> None:
    """The language of every run, for the spelling check and for screen readers."""
    for slide in made.slides:
        for element in (slide._element, slide.notes_slide._element):
            for run in element.iter(qn("a:r"), qn("a:fld")):
                run.get_or_add_rPr().set("lang", tag) if hasattr(run, "get_or_add_rPr") else _set_lang(run, tag)


def _set_lang(field: Any, tag: str) -> None:
    form = field.find(qn("a:rPr"))
    if form is not None:
        form.set("lang", tag)
