"""The brief as PDF and Word: one page whatever the data, tagged, with alternative texts, fonts and the brief's numbers."""

from __future__ import annotations

import dataclasses
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import pypdf
import pytest
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.meetings.brief import Brief
from analytics.meetings.brief_figures import MOST_AREAS
from analytics.meetings.brief_headline import LONGEST
from analytics.meetings.brief_model import Figure
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import LANGS, Text
from reports.catalogue import ReportArguments, catalogue
from reports.exports.brief import brief_pdf
from reports.exports.brief_word import brief_word
from reports.exports.catalogue import FORMS, export_bytes, exports
from reports.exports.glyphs import showable
from tests.unit.analytics.meetings.brief_rows import DAY, MEETING, ROWS, empty, made
from tests.unit.analytics.portfolio.rows import area, project
from tests.unit.analytics.spending.rows import commitment, frame, payment

HOSTILE = (
    "#import \"x\" $ \\ * _ @ <script>alert(1)</script> [ ] { } // " * 6,
    "Ubrytelig" * 60,
    "W" * 400,
    "Tittel med æøå, «sitat», 漢字, \U0001f4a5, \x00\x07 og\nlinjeskift\tog tabulator " * 5,
    "a\u0301" * 200,
    "",
)  # fmt: skip


def reader(found: Brief, lang: str = "nb") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(brief_pdf(found, lang)))


def page_text(found: Brief, lang: str) -> str:
    return reader(found, lang).pages[0].extract_text()


def word_text(found: Brief, lang: str) -> str:
    opened = docx.Document(io.BytesIO(brief_word(found, lang)))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


def numbers_in(text: str) -> set[str]:
    """The numbers of a text; thin and no-break spaces within one are its separators."""
    plain = re.sub("(?<=\\d)[\u202f\u00a0](?=\\d)", "_", text)
    return {found.replace("_", "\u202f") for found in re.findall(r"\d[\d_,.]*\d|\d", plain)}


def shown(one: Figure, lang: str) -> str:
    return one.value.shown(lang).lstrip("\u2212")


def missing(found: Brief, lang: str, told: str) -> list[str]:
    """The names of the brief's values that a text does not show."""
    there, flat = numbers_in(told), re.sub(r"[ \n]+", " ", told)
    return [
        one.name
        for one in found.figures()
        if not (shown(one, lang) in there if one.value.is_number else shown(one, lang) in flat)
    ]


def elements(found: pypdf.PdfReader) -> list[Any]:
    """Every element of the structure tree."""
    made: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, dict):
            if "/S" in node:
                made.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(found.trailer["/Root"]["/StructTreeRoot"])
    return made


def with_texts(found: Brief, words: str) -> Brief:
    """The same brief in which everything that a user may have written, and every sentence, is `words`."""
    text = Text(words, words)
    matters = tuple(dataclasses.replace(one, title=text, owner=text, when=text, severity=text) for one in found.matters)
    tiles = tuple(dataclasses.replace(one, shown=text, label=text, lines=(text, text), change=text) for one in found.tiles)
    rows = tuple(dataclasses.replace(row, name=text) for row in found.matrix.rows)
    return dataclasses.replace(
        found, headline=text, matters=matters, tiles=tiles, matrix=dataclasses.replace(found.matrix, rows=rows),
        quality=dataclasses.replace(found.quality, found=text, unknown=text),
        contact=dataclasses.replace(found.contact, words=text),
    )  # fmt: skip


def many() -> Brief:
    """More of everything than there is room for."""
    projects = [project(f"P{number}", title_nb="Et prosjekt med en lang tittel " * 8) for number in range(40)]
    late = [
        {"deliverable_id": f"D{number}", "project_id": f"P{number}", "kind": "note", "title_nb": "En lang tittel " * 20,
         "planned_date": date(2021, 1, 1)}
        for number in range(40)
    ]  # fmt: skip
    areas = [area(f"A{number}", number) | {"short_nb": "Et langt navn på et område " * 3} for number in range(1, 12)]
    return made(project=projects, deliverable=late, priority_area=areas, project_area=[], project_question=[], contract=[])


def extreme() -> Brief:
    return made(
        frame=[frame(2021, 999_999_999, programme_id="P")],
        payment=[payment(1, 2021, 123_456_789, "2021-02-01", programme_id="P")],
        commitment=[commitment(1, 2021, 9_876_543_210, "2021-01-15", programme_id="P")],
    )  # fmt: skip


CASES = {
    "plain": made, "empty": empty, "many": many, "extreme": extreme,
    "unknown": lambda: made(payment=[], commitment=[], observation=[], target=[], body_member=[]),
    "before_all": lambda: made(date(1990, 1, 1)),
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", list(CASES))
def test_the_pdf_is_one_tagged_page_with_language_and_fonts_inside(name: str, lang: str) -> None:
    found = reader(CASES[name](), lang)
    assert len(found.pages) == 1
    box = found.pages[0].mediabox
    assert (round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)) == (210, 297)
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]).lower().startswith("en" if lang == "en" else "nb")
    assert found.metadata is not None and found.metadata.title
    fonts = found.pages[0]["/Resources"]["/Font"]
    assert len(fonts) >= 1
    for font in fonts.values():
        (inner,) = font.get_object()["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"].get_object()
        assert any(f"/FontFile{end}" in descriptor for end in ("", "2", "3")), descriptor


@pytest.mark.parametrize("lang", LANGS)
def test_figures_have_alternative_texts_and_the_matrix_is_a_table_with_heads(lang: str) -> None:
    found = made()
    tree = elements(reader(found, lang))
    kinds = [str(node["/S"]) for node in tree]
    told = [str(node["/Alt"]) for node in tree if node["/S"] == "/Figure"]
    assert told == [found.bullet.words.get(lang), found.line.words.get(lang)]
    assert kinds.count("/Table") == 1 and kinds.count("/TH") >= 6 and kinds.count("/H1") == 1 and kinds.count("/H2") >= 4


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["plain", "extreme", "unknown"])
def test_every_number_of_the_brief_stands_in_the_pdf_and_in_the_word_file(name: str, lang: str) -> None:
    found = CASES[name]()
    assert len(list(found.figures())) > 20
    for told in (page_text(found, lang), word_text(found, lang)):
        assert missing(found, lang, told) == []


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_user_typed_is_text_on_one_page(words: str) -> None:
    found = with_texts(made(), words)
    assert len(reader(found).pages) == 1
    docx.Document(io.BytesIO(brief_word(found, "nb")))


def test_markup_is_shown_as_it_was_typed() -> None:
    text = page_text(with_texts(made(), "#strong[x] *y* $z$ <b>"), "nb")
    assert "#strong[x] *y* $z$ <b>" in text


def test_a_character_that_the_fonts_lack_is_replaced_by_a_sign_and_accents_are_kept() -> None:
    assert showable("漢 e\u0301 \U0001f4a5\u202e\t\x80|") == "? é ? ?|"
    assert showable("Æøå «–» 1\u202f234\u200b") == "Æøå «–» 1\u202f234\u200b"


def test_what_does_not_fit_is_cut_with_an_ellipsis() -> None:
    assert "…" in page_text(with_texts(made(), "Ord som er mange " * 60), "nb")


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.integers(min_value=-(10**17), max_value=10**17))
def test_no_text_and_no_amount_makes_a_second_page(words: str, amount: int) -> None:
    found = with_texts(made(), words)
    parts = tuple(
        dataclasses.replace(
            part, figure=dataclasses.replace(part.figure, value=dataclasses.replace(part.figure.value, value=Decimal(amount)))
        )
        for part in found.bullet.parts
    )
    found = dataclasses.replace(found, bullet=dataclasses.replace(found.bullet, parts=parts))
    assert len(reader(found).pages) == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", list(CASES))
def test_the_word_file_has_rows_of_fixed_height_headings_language_and_alternative_texts(name: str, lang: str) -> None:
    found = CASES[name]()
    opened = docx.Document(io.BytesIO(brief_word(found, lang)))
    assert all(row.height_rule == WD_ROW_HEIGHT_RULE.EXACTLY for table in opened.tables for row in table.rows)
    heights = sum(row.height.mm for table in opened.tables for row in table.rows)
    assert heights < 220  # of the 273 that a page has between its margins; the rest is for few and short paragraphs
    assert sum(bool(paragraph.text) for paragraph in opened.paragraphs) <= 8
    assert all(len(paragraph.text) <= LONGEST for paragraph in opened.paragraphs)
    assert next(p.style.name for p in opened.paragraphs if p.style.name.startswith("Heading")) == "Heading 1"
    assert {node.get(qn("w:val")) for node in opened.styles.element.iter(qn("w:lang"))} == {"en-GB" if lang == "en" else "nb-NO"}
    told = [shape._inline.docPr.get("descr") for shape in opened.inline_shapes]
    drawn = [found.bullet.words if found.bullet.parts else None, found.line.words if found.line.points else None]
    assert told == [words.get(lang) for words in drawn if words is not None]


def test_there_is_room_for_as_many_areas_as_the_brief_shows() -> None:
    found = many()
    assert len(found.matrix.rows) == MOST_AREAS and found.matrix.left_out == 11 - MOST_AREAS
    assert "I tillegg kommer 7 områder." in page_text(found, "nb") and "I tillegg kommer 7 områder." in word_text(found, "nb")


def test_example_data_is_marked_in_both_forms_and_real_data_is_not() -> None:
    found = made()
    example = dataclasses.replace(found, basis=dataclasses.replace(found.basis, contains_example_data=True))
    for told in (page_text, word_text):
        assert "Inneholder eksempeldata" in told(example, "nb") and "eksempel" not in told(found, "nb")


def test_the_brief_of_a_meeting_is_of_its_day_and_of_the_snapshots_while_it_has_not_come() -> None:
    def opened(day: date) -> Snapshot:
        return Snapshot.from_rows(day, ROWS | {"meeting": [*ROWS["meeting"], coming]})

    coming = {"meeting_id": "M2", "kind": "autumn", "title_nb": "Høst", "planned_date": date(2021, 10, 27)}
    run = catalogue()["brief"].run
    for asked, day in (("M1", MEETING), ("M2", DAY)):
        found = run(opened(DAY), ReportArguments(open_snapshot=opened, choices={"meeting": asked}))
        assert found.basis.as_of == day
    with pytest.raises(UserError):
        run(opened(DAY), ReportArguments(open_snapshot=opened, choices={"meeting": "finnes ikke"}))


def test_the_same_brief_gives_the_same_pdf() -> None:
    assert brief_pdf(made(), "nb") == brief_pdf(made(), "nb")


def test_the_brief_is_among_the_files_and_says_what_it_rests_on() -> None:
    spec = exports()["brief"]
    assert spec.forms == ("pdf", "docx") and FORMS["pdf"] == "application/pdf"
    found = made()
    assert export_bytes("brief", found, "pdf", "nb").startswith(b"%PDF-")
    assert export_bytes("brief", found, "docx", "en").startswith(b"PK")
    text = page_text(found, "nb")
    for words in ("Per 30. juni 2021. Dataversjon test.", "21. april 2021", "Programeier: Eierdirektoratet."):
        assert words in re.sub(r"\s+", " ", text)
    assert found.basis.as_of == DAY
