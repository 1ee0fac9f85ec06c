"""A document as a Word file: real headings, tables with repeated header rows and alternative text, page numbers, language."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from domain.numbers import date_text
from domain.text import tell
from reports.exports.document import Block, Column, Document, Heading, Paragraph, Points, Table, clean, written

#: Language tags of the file, so that a screen reader and the spelling check use the right language.
_LANGUAGES = {"nb": "nb-NO", "en": "en-GB"}
_PAGE, _MARGIN = (297, 210), 15
_FONT, _TEXT, _SMALL = "Calibri", 10, 8.5
_DARK, _SHADE = RGBColor(0x20, 0x27, 0x33), "E6F0FF"
_NUMBERS = ("int", "number", "pct")


def word_bytes(document: Document) -> bytes:
    """The document as a .docx file, A4 landscape.

    Every table has its title, day, data version and whether it holds example data above it, a header row that is repeated on each
    page, and an alternative text. Text from the data is written as text.
    """
    made = docx.Document()
    _prepare(made, document)
    made.add_paragraph(clean(document.title), style="Title")
    made.add_paragraph(clean(document.subtitle), style="Subtitle")
    for heading, words in document.notes:
        line = made.add_paragraph(style="Notes")
        line.add_run(f"{clean(heading)}: ").bold = True
        line.add_run(clean(words))
    count = 0
    for block in document.blocks:
        count += isinstance(block, Table)
        _add(made, document, block, count)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _prepare(made: Any, document: Document) -> None:
    """The page, the styles, the language, the properties and the footer."""
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(side) for side in _PAGE)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    _styles(made, _LANGUAGES.get(document.lang, document.lang))
    properties = made.core_properties
    properties.title, properties.language = clean(document.title), _LANGUAGES.get(document.lang, document.lang)
    properties.author, properties.comments = "FoU-monitor", ""
    properties.subject = clean(document.subtitle)
    _footer(section, document)


def _styles(made: Any, language: str) -> None:
    styles = made.styles
    for name, size in (
        ("Normal", _TEXT),
        ("Title", 24),
        ("Subtitle", 13),
        ("Heading 1", 16),
        ("Heading 2", 13),
        ("Caption", 9.5),
    ):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _DARK
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(6)
    notes = styles.add_style("Notes", 1)
    notes.base_style, notes.font.size = styles["Normal"], Pt(9)
    notes.paragraph_format.space_after = Pt(1)
    cell = styles.add_style("Cell", 1)
    cell.base_style, cell.font.size = styles["Normal"], Pt(_SMALL)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1)
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
    for lang in made.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), language)


def _footer(section: Any, document: Document) -> None:
    """The title, the day and the version to the left, the page number of how many after them."""
    line = section.footer.paragraphs[0]
    line.style = "Notes"
    about = tell("exports.stamp", document.lang, date=document.as_of, version=document.data_version)
    page, of = tell("exports.page", document.lang), tell("exports.page_of", document.lang)
    line.add_run(f"{clean(document.title)}. {about} {page} ")
    _field(line, "PAGE")
    line.add_run(f" {of} ")
    _field(line, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("separate", None), ("shown", "1"), ("end", None)):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = str(text)
        elif kind is None:
            made = OxmlElement("w:instrText")
            made.set(qn("xml:space"), "preserve")
            made.text = code
            run._r.append(made)
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
            run._r.append(made)


def _add(made: Any, document: Document, block: Block, count: int) -> None:
    match block:
        case Heading():
            made.add_heading(clean(block.text), level=block.level)
        case Paragraph():
            made.add_paragraph(clean(block.text))
        case Points():
            for item in block.items:
                made.add_paragraph(clean(item), style="List Bullet")
        case Table():
            _table(made, document, block, count)


def _table(made: Any, document: Document, table: Table, count: int) -> None:
    title = tell("exports.table", document.lang, number=count, title=clean(table.title), stamp=document.stamp(table))
    if not table.rows:
        made.add_paragraph(clean(table.empty or tell("frame.no_rows", document.lang)))
        return
    made.add_paragraph(title, style="Caption")
    places = [place for place, column in enumerate(table.columns) if not column.in_book_only]
    columns = [table.columns[place] for place in places]
    grid = made.add_table(rows=1, cols=len(columns), style="Table Grid")
    grid.autofit = False
    _describe(grid, title, document, len(table.rows))
    widths = _widths(columns)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    _fill(grid.rows[0], [column.heading for column in columns], columns, widths, is_header=True)
    for values in table.rows:
        shown = [written(values[place], table.columns[place], document.lang) for place in places]
        _fill(grid.add_row(), shown, columns, widths, is_header=False)
    made.add_paragraph()


def _widths(columns: Sequence[Column]) -> list[Any]:
    whole, room = sum(column.width for column in columns), _PAGE[0] - 2 * _MARGIN
    return [Mm(room * column.width / whole) for column in columns]


def _describe(grid: Any, title: str, document: Document, rows: int) -> None:
    """The alternative text of the table."""
    properties = grid._tbl.tblPr
    words = tell("exports.alt", document.lang, title=title, rows=rows, date=date_text(document.as_of, document.lang))
    for tag, value in (("w:tblCaption", title), ("w:tblDescription", words)):
        made = OxmlElement(tag)
        made.set(qn("w:val"), value)
        properties.append(made)


def _fill(row: Any, texts: Sequence[str], columns: Sequence[Column], widths: Sequence[Any], *, is_header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    marks = ("w:cantSplit", "w:tblHeader") if is_header else ("w:cantSplit",)
    for mark in marks:
        properties.append(OxmlElement(mark))
    for cell, text, column, width in zip(row.cells, texts, columns, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.style = "Cell"
        paragraph.add_run(clean(text)).bold = is_header
        if column.kind in _NUMBERS:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if is_header:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)
