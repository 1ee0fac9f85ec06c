"""The pack as PDF, Word and workbook, opened again: the numbers of the screens, structure, and text that stays text."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Grid, Points, Screen, Series, Text, Tiles, Value
from reports.exports.catalogue import export_bytes, exports
from reports.exports.pack_data import chart_data
from reports.exports.pack_words import Words, scale_of, told_apart
from tests.unit.reports.exports.screens import ATTACK as NASTY_TITLE
from tests.unit.reports.exports.screens import BARS, HOSTILE, LINE, NEGATIVE, PLAIN, STACKED, counts, pack_of, years

EVERYTHING = pack_of(*PLAIN)
NASTY = pack_of(*HOSTILE, title=NASTY_TITLE)
ALL = pytest.mark.parametrize("pack", [EVERYTHING, NASTY, pack_of()], ids=["plain", "hostile", "empty"])


def plain(text: str) -> str:
    """Text without spaces, which a PDF does not keep as they were."""
    return "".join(text.replace("\u200b", "").split())


def values_of(screen: Screen) -> list[Value]:
    if isinstance(screen.exhibit, Points | None):
        return []
    return [value for _, value in screen.values()]


def test_the_pack_comes_in_every_form() -> None:
    assert exports()["pack"].forms == ("pptx", "pdf", "docx", "xlsx")


@ALL
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_pdf_is_tagged_titled_and_has_bookmarks(pack: Pack, lang: str) -> None:
    read = pypdf.PdfReader(io.BytesIO(export_bytes("pack", pack, "pdf", lang)))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and str(root["/Lang"]).startswith(lang) and "/StructTreeRoot" in root
    assert read.metadata is not None and read.metadata.title
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert len(read.outline) >= len(pack.screens) + 1
    found = [page["/Resources"].get("/Font", {}) for page in read.pages]  # type: ignore[union-attr]
    fonts = {str(font.get_object()["/BaseFont"]) for one in found for font in one.values()}
    assert fonts and all("+" in font for font in fonts)  # each is embedded, as the part that is used
    assert pack is NASTY or all("SourceSans3" in font for font in fonts)
    assert f"{len(read.pages)}" in plain(read.pages[-1].extract_text())


def test_the_pdf_holds_every_number_and_the_notes_stay_with_the_presenter() -> None:
    read = pypdf.PdfReader(io.BytesIO(export_bytes("pack", EVERYTHING, "pdf", "nb")))
    text = plain("\n".join(page.extract_text() for page in read.pages))
    for screen in PLAIN:
        assert plain(screen.message.nb) in text
        for value in values_of(screen):
            assert plain(value.shown("nb")) in text, value
    assert "Lesfigurenfravenstre" not in text and plain("Ikke tegnet: Bundet 2021: ukjent.") in text


def test_figures_of_the_pdf_have_alternative_texts() -> None:
    read = pypdf.PdfReader(io.BytesIO(export_bytes("pack", EVERYTHING, "pdf", "nb")))
    told: list[str] = []

    def walk(node: Any) -> None:
        made = node.get_object()
        if isinstance(made, list):
            for one in made:
                walk(one)
        elif isinstance(made, dict):
            if "/Alt" in made:
                told.append(str(made["/Alt"]))
            if "/K" in made:
                walk(made["/K"])

    walk(read.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    charts = [screen for screen in PLAIN if isinstance(screen.exhibit, Chart)]
    words = Words(EVERYTHING, "nb")
    assert {words.alt(screen.exhibit) for screen in charts if isinstance(screen.exhibit, Chart)} <= set(told)


@ALL
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_word_holds_every_number_figures_with_words_and_a_table_of_contents(pack: Pack, lang: str) -> None:
    made = docx.Document(io.BytesIO(export_bytes("pack", pack, "docx", lang)))
    cells = {cell.text for table in made.tables for row in table.rows for cell in row.cells}
    if pack is EVERYTHING:
        for screen in pack.screens:
            for value in values_of(screen):
                shown = value.shown(lang)
                assert shown in cells or shown.strip() in cells, value
    shapes = list(made.element.body.iter(qn("wp:docPr")))
    charts = [
        s
        for s in pack.screens
        if isinstance(s.exhibit, Chart) and any(v.is_number for one in s.exhibit.series for v in one.values)
    ]
    assert len(shapes) == len(charts) and all(len(shape.get("descr")) > 10 for shape in shapes)
    headings = [p.text for p in made.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    links = [link.get(qn("w:anchor")) for link in made.element.body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in made.element.body.iter(qn("w:bookmarkStart"))]
    if len(headings) > 6:
        assert set(links) <= set(marks) and len(links) == len(headings)
        code = "".join(part.text or "" for part in made.element.body.iter(qn("w:instrText")))
        assert code.startswith('TOC \\o "1-2"')
        parts = [part.get(qn("w:fldCharType")) for part in made.element.body.iter(qn("w:fldChar"))]
        assert parts.count("begin") == parts.count("end") == parts.count("separate")


@ALL
def test_the_workbook_has_a_sheet_a_screen_with_typed_numbers(pack: Pack) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_bytes("pack", pack, "xlsx", "nb")))
    assert not any(cell.data_type == "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert not any(sheet.merged_cells.ranges for sheet in book.worksheets)
    if pack is not EVERYTHING:
        return
    messages = [row[2] for row in book.worksheets[1].iter_rows(min_row=5, values_only=True)]
    assert messages == [screen.message.nb for screen in pack.screens]
    for number, screen in enumerate(pack.screens, start=1):
        if screen.exhibit is None:
            continue
        sheet = next(one for one in book.worksheets if one.title.startswith(f"{number} "))
        assert len(sheet.tables) == 1 and sheet.freeze_panes == "A5"
        held = {cell.value for row in sheet.iter_rows(min_row=5) for cell in row}
        for value in values_of(screen):
            wanted = float(value.drawn) if value.is_number else value.shown("nb").strip()
            assert wanted in held or any(hasattr(one, "date") and one.date() == value.value for one in held), (value, held)
        assert ("Eksempeldata" in sheet["A2"].value) == screen.is_example


@pytest.mark.parametrize("chart", [STACKED, LINE, BARS, NEGATIVE])
def test_drawn_shares_are_those_of_the_numbers(chart: Chart) -> None:
    scale = scale_of(chart)
    made = chart_data(chart, Words(EVERYTHING, "nb"))
    for series, drawn in zip(chart.series, made["series"], strict=True):
        for place, (value, point) in enumerate(zip(series.values, drawn["points"], strict=True)):
            if not value.is_number:
                assert point is None
                continue
            start, end = (scale.low + point[key] * (scale.high - scale.low) for key in ("from", "to"))
            if chart.kind == "stacked":
                assert end - start == pytest.approx(abs(float(value.drawn))), place
            else:
                assert float(value.drawn) == pytest.approx(scale.low + point["end"] * (scale.high - scale.low))
    assert made["ticks"][0]["at"] == 0.0 and made["ticks"][-1]["at"] == 1.0
    if chart.kind != "line":
        assert scale.low <= 0 <= scale.high


def test_series_that_ask_for_the_same_fill_are_told_apart() -> None:
    chart = Chart("bars", years(2021), tuple(Series(Text(str(n), str(n)), counts(n)) for n in range(5)), Text("n", "n"))
    assert len({one.fill for one in told_apart(chart)}) == 5


@pytest.mark.parametrize("values", [(0, 0), (1, 1), (3, 7), (1_000_000, 2), (-5, 5), (0, 1)])
def test_the_axis_holds_all_and_has_few_marks(values: tuple[int, int]) -> None:
    for kind in ("bars", "stacked", "line"):
        series = (Series(Text("a", "a"), counts(*values)), Series(Text("b", "b"), counts(*values[::-1])))
        scale = scale_of(Chart(kind, years(2020, 2021), series, Text("n", "n")))  # type: ignore[arg-type]
        assert scale.low <= min(values) and scale.high >= max(values) and scale.high > scale.low
        assert 2 <= len(scale.ticks) <= 10 and scale.step >= 1


def test_a_grid_and_tiles_keep_their_order_in_every_form() -> None:
    words = Words(EVERYTHING, "nb")
    for screen in PLAIN:
        if isinstance(screen.exhibit, Grid | Tiles):
            _, rows = words.table(screen.exhibit)
            assert [v for row in rows for v in row if v.at] == [v for _, v in screen.values() if v.at]
