"""A document as a Word file: real headings, tables with repeated header rows and alternative text, page numbers, language."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from domain.numbers import date_text
from domain.text import tell
from reports.exports.document import (
    LANGUAGES,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Picture,
    Points,
    Table,
    clean,
    written,
)

_PAGE, _MARGIN = (297, 210), 15
_FONT, _TEXT, _SMALL = "Calibri", 10, 8.5
_DARK, _SHADE = RGBColor(0x20, 0x27, 0x33), "E6F0FF"
_NUMBERS = ("int", "nok", "year", "number", "num", "pct", "pct2")
#: Documents with more headings than this have a table of contents.
_CONTENTS_FROM, _CONTENTS_LEVELS = 6, 2
#: A table with no more rows than this stays on one page.
_KEPT_WHOLE = 12


def word_bytes(document: Document) -> bytes:
    """The document as a .docx file, A4 landscape unless it says that the page stands.

    Every table has its title, day, data version and whether it holds example data above it, a header row that is repeated on each
    page, and an alternative text. Text from the data is written as text.
    """
    made = docx.Document()
    _prepare(made, document)
    made.add_paragraph(clean(document.title), style="Title")
    made.add_paragraph(clean(document.subtitle), style="Subtitle")
    before = None
    for heading, words in document.notes:
        line = made.add_paragraph(style="Notes")
        if heading != before:
            line.add_run(f"{clean(heading)}: ").bold = True
        line.add_run(clean(words))
        before = heading
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    if len(headings) > _CONTENTS_FROM:
        _contents(made, document, headings)
    count = marked = 0
    for block in document.blocks:
        count += isinstance(block, Table)
        _add(made, document, block, count)
        if isinstance(block, Heading) and len(headings) > _CONTENTS_FROM:
            marked += 1
            _bookmark(made.paragraphs[-1], marked)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _contents(made: Any, document: Document, headings: Sequence[Heading]) -> None:
    """A table of contents whose lines lead to the headings. It is a field, so that Word can make it anew with page numbers."""
    made.add_paragraph(tell("exports.contents", document.lang), style="Contents")
    listed = [(number, one) for number, one in enumerate(headings, start=1) if one.level <= _CONTENTS_LEVELS]
    for place, (number, heading) in enumerate(listed):
        line = made.add_paragraph(style=f"Contents {heading.level}")
        if place == 0:
            _field_part(line, "begin")
            _field_code(line, f'TOC \\o "1-{_CONTENTS_LEVELS}" \\h \\z \\u')
            _field_part(line, "separate")
        link = _inside(line._p, "w:hyperlink", anchor=_mark(number), history="1")
        _run(link, clean(heading.text), is_bold=False)
        if place == len(listed) - 1:
            _field_part(line, "end")


def _mark(number: int) -> str:
    return f"_Toc{number:06d}"


def _bookmark(paragraph: Any, number: int) -> None:
    """A place that the table of contents leads to."""
    start = OxmlElement("w:bookmarkStart")
    end = OxmlElement("w:bookmarkEnd")
    for made in (start, end):
        made.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _mark(number))
    properties = paragraph._p.get_or_add_pPr()
    properties.addnext(start)
    paragraph._p.append(end)


def _prepare(made: Any, document: Document) -> None:
    """The page, the styles, the language, the properties and the footer."""
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT if document.is_upright else WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(side) for side in _page(document))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    prepare_styles(made, LANGUAGES.get(document.lang, document.lang))
    properties = made.core_properties
    properties.title, properties.language = clean(document.title), LANGUAGES.get(document.lang, document.lang)
    properties.author, properties.comments = "FoU-monitor", ""
    properties.subject = clean(document.subtitle)
    _footer(section, document)


def prepare_styles(made: Any, language: str) -> None:
    """The styles of the product's Word files, in a language tag such as those of `LANGUAGES`."""
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
    lead = styles.add_style("Lead", 1)
    lead.base_style, lead.font.size, lead.font.bold = styles["Normal"], Pt(12), True
    lead.paragraph_format.keep_with_next = True
    contents = styles.add_style("Contents", 1)
    contents.base_style, contents.font.size, contents.font.bold = styles["Normal"], Pt(13), True
    contents.paragraph_format.space_before, contents.paragraph_format.keep_with_next = Pt(10), True
    for level in range(1, _CONTENTS_LEVELS + 1):
        line = styles.add_style(f"Contents {level}", 1)
        line.base_style, line.paragraph_format.left_indent = styles["Normal"], Mm(6 * (level - 1))
        line.paragraph_format.space_after = Pt(1)
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
    _field_part(paragraph, "begin")
    _field_code(paragraph, code)
    _field_part(paragraph, "separate")
    paragraph.add_run("1")
    _field_part(paragraph, "end")


def _field_part(paragraph: Any, kind: str) -> None:
    _inside(paragraph.add_run()._r, "w:fldChar", fldCharType=kind)


def _field_code(paragraph: Any, code: str) -> None:
    made = _inside(paragraph.add_run()._r, "w:instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = code


def _add(made: Any, document: Document, block: Block, count: int) -> None:
    match block:
        case Heading():
            made.add_heading(clean(block.text), level=block.level)
        case Paragraph():
            made.add_paragraph(clean(block.text), style="Lead" if block.is_lead else None)
        case Picture():
            _picture(made, block)
        case Points():
            for item in block.items:
                made.add_paragraph(clean(item), style="List Bullet")
        case Table():
            _table(made, document, block, count)


def _picture(made: Any, picture: Picture) -> None:
    """A picture with its alternative text, on the same page as its title."""
    line = made.add_paragraph()
    line.paragraph_format.keep_with_next = True
    shape = line.add_run().add_picture(io.BytesIO(picture.png), width=Mm(picture.width))
    for properties in (shape._inline.docPr, shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr):
        properties.set("descr", clean(picture.alt))
        properties.set("name", clean(picture.title))
    made.add_paragraph(clean(picture.title), style="Caption").paragraph_format.keep_with_next = False


def _table(made: Any, document: Document, table: Table, count: int) -> None:
    title = tell("exports.table", document.lang, number=count, title=clean(table.title), stamp=document.stamp(table))
    if not table.rows:
        made.add_paragraph(clean(table.empty or tell("frame.no_rows", document.lang)))
        return
    made.add_paragraph(title, style="Caption")
    places = [place for place, column in enumerate(table.columns) if not column.in_book_only]
    columns = [table.columns[place] for place in places]
    grid = made.add_table(rows=0, cols=len(columns), style="Table Grid")
    grid.autofit = False
    _describe(grid, title, document, len(table.rows))
    widths = _widths(columns, _page(document)[0] - 2 * _MARGIN)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    grid._tbl.append(_row([column.heading for column in columns], columns, widths, is_header=True))
    last = len(table.rows) - 1 if len(table.rows) <= _KEPT_WHOLE else -1
    for number, values in enumerate(table.rows):
        shown = [written(values[place], table.columns[place], document.lang) for place in places]
        grid._tbl.append(_row(shown, columns, widths, is_header=False, with_next=number < last))
    made.add_paragraph()


def _page(document: Document) -> tuple[int, int]:
    return (_PAGE[1], _PAGE[0]) if document.is_upright else _PAGE


def _widths(columns: Sequence[Column], room: int) -> list[Any]:
    whole = sum(column.width for column in columns)
    return [Mm(room * column.width / whole) for column in columns]


def _describe(grid: Any, title: str, document: Document, rows: int) -> None:
    """The alternative text of the table."""
    properties = grid._tbl.tblPr
    words = tell("exports.alt", document.lang, title=title, rows=rows, date=date_text(document.as_of, document.lang))
    for tag, value in (("w:tblCaption", title), ("w:tblDescription", words)):
        made = OxmlElement(tag)
        made.set(qn("w:val"), value)
        properties.append(made)


def _row(
    texts: Sequence[str], columns: Sequence[Column], widths: Sequence[Any], *, is_header: bool, with_next: bool = False
) -> Any:
    """One row of a table as the file has it; made directly, since the library takes a minute for some thousand rows."""
    row = OxmlElement("w:tr")
    marks = _inside(row, "w:trPr")
    _inside(marks, "w:cantSplit")
    if is_header:
        _inside(marks, "w:tblHeader")
    for text, column, width in zip(texts, columns, widths, strict=True):
        cell = _inside(row, "w:tc")
        look = _inside(cell, "w:tcPr")
        _inside(look, "w:tcW", w=str(width.twips), type="dxa")
        if is_header:
            _inside(look, "w:shd", val="clear", color="auto", fill=_SHADE)
        paragraph = _inside(cell, "w:p")
        form = _inside(paragraph, "w:pPr")
        _inside(form, "w:pStyle", val="Cell")
        if is_header or with_next:
            _inside(form, "w:keepNext")
        if column.kind in _NUMBERS:
            _inside(form, "w:jc", val="right")
        _run(paragraph, clean(text), is_bold=is_header)
    return row


def _run(paragraph: Any, text: str, *, is_bold: bool) -> None:
    run = _inside(paragraph, "w:r")
    if is_bold:
        _inside(_inside(run, "w:rPr"), "w:b")
    for number, line in enumerate(text.splitlines() or [""]):
        if number:
            _inside(run, "w:br")
        part = _inside(run, "w:t")
        part.set(qn("xml:space"), "preserve")
        part.text = line


def _inside(parent: Any, tag: str, **values: str) -> Any:
    """A new element at the end of another."""
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    parent.append(made)
    return made
