"""The brief as one page in Word, with the words and numbers of the PDF; every row has its height, so that no data adds a page."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from analytics.meetings.brief import Brief
from domain.text import tell
from reports.exports.brief import brief_data
from reports.exports.document import LANGUAGES, clean
from reports.exports.pdf import png_bytes
from reports.exports.word import prepare_styles

_PAGE, _MARGIN, _WIDTH = (210, 297), (16, 12), 178
_DARK, _MUTED, _WARNING = RGBColor(0x00, 0x24, 0x59), RGBColor(0x49, 0x51, 0x5E), RGBColor(0x8C, 0x35, 0x00)
_FAINT, _LINE, _STRONG = "F5F6F7", ("CFD3D8", 4), ("49515E", 8)
#: How many characters a text of each kind may have; what is longer is cut with an ellipsis.
_ROOM = {
    "shown": 34,
    "label": 80,
    "line": 110,
    "change": 110,
    "matter": 190,
    "owner": 70,
    "name": 60,
    "foot": 330,
    "headline": 200,
}
#: What a property of the file can hold.
_PROPERTY = 255
#: From so many areas the rows of the matrix are low.
_MANY_AREAS = 3
Writer = Callable[[Any], None]


def brief_word(found: Brief, lang: str) -> bytes:
    """The brief as a .docx file of one A4 page: real headings and tables, pictures with alternative texts, language set."""
    data = _cut(brief_data(found, lang))
    made = docx.Document()
    _prepare(made, data, lang)
    _heading(made, data)
    _tiles(made, data["tiles"])
    _matrix(made, data["matrix"])
    _figures(made, data)
    _matters(made, data["matters"], lang)
    foot = _table(made, [_WIDTH], [20], data["quality"])
    _fill(foot.rows[0].cells[0], *(_text(data[name], 8, colour=_MUTED, after=1) for name in ("quality", "caveat", "stamp")))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _cut(data: dict[str, Any]) -> dict[str, Any]:
    """The texts within the room of their places, and without what a file may not hold."""
    tiles = [
        tile | {name: _within(tile[name], name) for name in ("shown", "label", "change")}
        | {"lines": [_within(words, "line") for words in tile["lines"]]}
        for tile in data["tiles"]
    ]  # fmt: skip
    rows = [row | {"name": _within(row["name"], "name")} for row in data["matrix"]["rows"]]
    matters = [
        one | {"title": _within(one["title"], "matter"), "who": _within(one["who"], "owner")} for one in data["matters"]["rows"]
    ]
    return data | {
        "headline": _within(data["headline"], "headline"), "tiles": tiles, "matrix": data["matrix"] | {"rows": rows},
        "matters": data["matters"] | {"rows": matters}, "quality": _within(data["quality"], "foot"),
        "stamp": _within(data["stamp"], "foot"),
    }  # fmt: skip


def _within(words: str, kind: str) -> str:
    text, room = clean(words), _ROOM[kind]
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def _prepare(made: Any, data: dict[str, Any], lang: str) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in _PAGE)
    section.left_margin = section.right_margin = Mm(_MARGIN[0])
    section.top_margin = section.bottom_margin = Mm(_MARGIN[1])
    section.header_distance = section.footer_distance = Mm(5)
    language = LANGUAGES.get(lang, lang)
    prepare_styles(made, language)
    for name, size in (("Heading 1", 11), ("Heading 2", 10.5)):
        style = made.styles[name]
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), _DARK, True
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(3)
    properties = made.core_properties
    properties.title, properties.subject = clean(data["title"]), clean(data["headline"])[:_PROPERTY]
    properties.author, properties.comments, properties.language = "FoU-monitor", "", language


def _heading(made: Any, data: dict[str, Any]) -> None:
    """The name of the page, whether it holds example data, and the headline."""
    line = made.add_heading(clean(data["title"]), level=1)
    line.paragraph_format.space_before = Pt(0)
    if data["example"]:
        mark = line.add_run(f"   {data['example']}")
        mark.font.size, mark.font.color.rgb = Pt(9), _WARNING
    _paragraph(made, clean(data["headline"]), 15, colour=_DARK, bold=True, after=5)


def _paragraph(
    parent: Any, words: str, size: float, *, colour: RGBColor | None = None, bold: bool = False, after: float = 0
) -> Any:  # fmt: skip
    """A paragraph with a line height of its own, so that no font of the reader's machine makes it higher."""
    made = parent.add_paragraph()
    form = made.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * 1.2)
    run = made.add_run(words)
    run.font.size, run.bold = Pt(size), bold
    if colour is not None:
        run.font.color.rgb = colour
    return made


def _table(made: Any, widths: Sequence[float], heights: Sequence[float], title: str) -> Any:
    """A table of rows with exact heights in millimetres, with its name as alternative text."""
    grid = made.add_table(rows=len(heights), cols=len(widths))
    grid.autofit = False
    for tag in ("w:tblCaption", "w:tblDescription"):
        words = OxmlElement(tag)
        words.set(qn("w:val"), clean(title))
        grid._tbl.tblPr.append(words)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row, height in zip(grid.rows, heights, strict=True):
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return grid


def _fill(cell: Any, *writers: Writer) -> None:
    """Write paragraphs in a cell, in the place of the empty one it begins with."""
    first = cell.paragraphs[0]
    for write in writers:
        write(cell)
    if len(cell.paragraphs) > 1:
        first._p.getparent().remove(first._p)


def _look(cell: Any, *, fill: str | None = None, **sides: tuple[str, int]) -> None:
    """The shade of a cell and the lines at its sides: colour, and width in eighths of a point; in the order of the format."""
    properties = cell._tc.get_or_add_tcPr()
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", str(sides[side][1])), ("space", "0"), ("color", sides[side][0])):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    if sides:
        properties.append(borders)
    if fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        properties.append(shade)


def _text(words: str, size: float = 8.5, **look: Any) -> Writer:
    return lambda cell: _paragraph(cell, clean(words), size, **look)


def _tiles(made: Any, tiles: Sequence[dict[str, Any]]) -> None:
    grid = _table(made, [_WIDTH / 4] * 4, [58], "; ".join(f"{tile['title']}: {tile['shown']}" for tile in tiles))
    for cell, tile in zip(grid.rows[0].cells, tiles, strict=True):
        gap = ("FFFFFF", 48)
        _look(cell, fill=_FAINT, top=("002459", 16), left=gap, right=gap)
        size = 16 if len(tile["shown"]) <= len("NOK 123.4 million") else 10
        _fill(
            cell, _text(tile["title"], 10, bold=True, colour=_DARK, after=1),
            _text(tile["shown"], size, bold=True, colour=_DARK, after=1), _text(tile["label"], colour=_MUTED, after=3),
            *(_text(words, after=3) for words in tile["lines"]), _text(tile["change"], 8, colour=_MUTED),
        )  # fmt: skip


def _matrix(made: Any, matrix: dict[str, Any]) -> None:
    made.add_heading(clean(matrix["title"]), level=2)
    rows = matrix["rows"]
    if not rows:
        _paragraph(made, clean(matrix["words"]), 9)
        return
    height = 9 if len(rows) < _MANY_AREAS else 7
    widths = [48, *[(_WIDTH - 48) / 5] * 5]
    grid = _table(made, widths, [6, *[height] * len(rows)], f"{matrix['title']}. {matrix['words']}")
    _repeat(grid.rows[0])
    for cell, words in zip(grid.rows[0].cells, [matrix["area"], *matrix["questions"]], strict=True):
        _look(cell, bottom=_STRONG)
        _fill(cell, _text(words, bold=True))
    for line, row in zip(grid.rows[1:], rows, strict=True):
        _fill(line.cells[0], _text(row["name"]))
        _look(line.cells[0], bottom=_LINE)
        for cell, found in zip(line.cells[1:], row["cells"], strict=False):
            _look(cell, bottom=_LINE)
            _fill(cell, _text(f"{found['sign']} {found['word']}"))
    _paragraph(made, clean(matrix["keys"]), 7.5, colour=_MUTED)


def _repeat(row: Any) -> None:
    """Mark the row as the heading of its table."""
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def _figures(made: Any, data: dict[str, Any]) -> None:
    """Money and sick leave beside each other, each a picture of its own with its words."""
    bullet, line = data["bullet"], data["line"]
    made.add_paragraph().paragraph_format.line_spacing = Pt(6)
    grid = _table(made, [_WIDTH / 2] * 2, [36], f"{bullet['title']}; {line['title']}")
    left, right = grid.rows[0].cells
    lang = data["lang"]
    parts = (bullet["figure"] or {"parts": ()})["parts"]
    keys = [(part["words"], part["fill"]) for part in parts] + [(mark["words"], mark["id"]) for mark in bullet["marks"]]
    told = ", ".join(tell("brief.drawn", lang, words=words, look=tell(f"brief.look.{look}", lang)) for words, look in keys)
    _fill(
        left, _text(bullet["title"], 10.5, bold=True, colour=_DARK, after=3), _picture("bullet", bullet, lang),
        _text(told if bullet["figure"] else bullet["words"], 8),
    )  # fmt: skip
    ends = "; ".join(words for words in (line["start"], line["end"], line["level"]) if words)
    _fill(
        right, _text(line["title"], 10.5, bold=True, colour=_DARK), _text(line["measure"], 8, colour=_MUTED, after=2),
        _picture("line", line, lang), _text(ends if line["figure"] else line["words"], 8),
    )  # fmt: skip


def _picture(kind: str, found: dict[str, Any], lang: str) -> Writer:
    """The figure as a picture with its words as alternative text; nothing where there is none."""

    def write(cell: Any) -> None:
        if found["figure"] is None:
            return
        picture = png_bytes(
            "brief-picture", {"kind": kind, "figure": found["figure"], "lang": lang, "title": found["title"]}, ppi=220
        )
        paragraph = cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(84))
        shape._inline.docPr.set("descr", clean(found["words"]))
        shape._inline.docPr.set("title", clean(found["title"]))

    return write


def _matters(made: Any, matters: dict[str, Any], lang: str) -> None:
    made.add_heading(clean(matters["title"]), level=2)
    rows = matters["rows"]
    if not rows:
        _paragraph(made, clean(matters["none"]), 9.5, after=6)
        return
    names = ("severity", "title", "who", "when")
    grid = _table(made, [30, 88, 32, 28], [6, *[12.5] * len(rows)], matters["title"])
    _repeat(grid.rows[0])
    for cell, name in zip(grid.rows[0].cells, names, strict=True):
        _look(cell, bottom=_STRONG)
        _fill(cell, _text(tell(f"brief.column_{name}", lang), 8, bold=True))
    for line, one in zip(grid.rows[1:], rows, strict=True):
        shown = (f"{one['sign']} {one['severity']}", one["title"], one["who"], one["when"])
        for cell, words, name in zip(line.cells, shown, names, strict=True):
            _look(cell, bottom=_LINE)
            _fill(cell, _text(words, 9 if name == "title" else 8.5))
    _paragraph(made, clean(matters["more"]), 7.5, colour=_MUTED, after=4)
