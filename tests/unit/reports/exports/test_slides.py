"""Slides, opened again: every number, marks, words for those who do not see, and files that PowerPoint takes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pptx
import pytest
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Grid, Points, Screen, Tiles
from reports.exports.slides import slides_bytes
from tests.unit.reports.exports.screens import ATTACK, HOSTILE, LONG, PLAIN, pack_of

EVERYTHING = pack_of(*PLAIN)
NASTY = pack_of(*HOSTILE, title=ATTACK)


def opened(pack: Pack, lang: str = "nb") -> Any:
    return pptx.Presentation(io.BytesIO(slides_bytes(pack, lang)))


def slides_of(made: Any, screen: Screen, lang: str = "nb") -> list[Any]:
    return [slide for slide in made.slides if slide.shapes.title.text_frame.text.startswith(screen.message.get(lang)[:60])]


def charts_of(made: Any) -> Iterator[Any]:
    for slide in made.slides:
        yield from (shape for shape in slide.shapes if shape.has_chart)


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_charts_hold_every_number_of_the_screen_and_their_workbook_the_same(lang: str) -> None:
    made = opened(EVERYTHING, lang)
    for screen in PLAIN:
        if not isinstance(screen.exhibit, Chart):
            continue
        (slide,) = slides_of(made, screen, lang)
        (frame,) = [shape for shape in slide.shapes if shape.has_chart]
        wanted = [
            [float(value.drawn) if value.is_number else None for value in one.values]
            for one in (*screen.exhibit.series, *screen.exhibit.marks)
        ]
        drawn = [list(series.values) for plot in frame.chart.plots for series in plot.series]
        assert [[value if value == value else None for value in values] for values in drawn] == wanted  # noqa: PLR0124
        assert list(frame.chart.plots[0].categories) == [value.shown(lang) for value in screen.exhibit.categories]
        book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
        columns = list(zip(*book.worksheets[0].iter_rows(min_row=2, values_only=True), strict=True))
        assert [list(column) for column in columns[1:]] == wanted


def test_a_level_is_a_dashed_line_over_the_bars_and_on_their_axes() -> None:
    (slide,) = slides_of(opened(EVERYTHING), PLAIN[0])
    space = next(shape.chart for shape in slide.shapes if shape.has_chart)._chartSpace
    bars, line = space.find(f".//{qn('c:barChart')}"), space.find(f".//{qn('c:lineChart')}")
    assert [axis.get("val") for axis in bars.findall(qn("c:axId"))] == [axis.get("val") for axis in line.findall(qn("c:axId"))]
    assert len(bars.findall(qn("c:ser"))) == 3 and len(line.findall(qn("c:ser"))) == 1
    assert line.find(f".//{qn('a:prstDash')}").get("val") in ("dash", "lgDash", "sysDot")
    assert line.find(f".//{qn('c:invertIfNegative')}") is None
    assert "Årets ramme: 15,0" in "".join(space.itertext())


def test_series_are_told_apart_without_colour() -> None:
    for frame in charts_of(opened(EVERYTHING)):
        looks = []
        for plot in frame.chart.plots:
            for series in plot.series:
                properties = series._element.find(qn("c:spPr"))
                pattern = properties.find(qn("a:pattFill"))
                dash = properties.find(f".//{qn('a:prstDash')}")
                solid = properties.find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}")
                marker = series._element.find(f"{qn('c:marker')}/{qn('c:symbol')}")
                looks.append(tuple(
                    None if one is None else one.get(name)
                    for one, name in ((pattern, "prst"), (dash, "val"), (solid, "val"), (marker, "val"))
                ))  # fmt: skip
        assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_tables_tiles_and_lists_hold_what_the_screen_shows(lang: str) -> None:
    made = opened(EVERYTHING, lang)
    for screen in PLAIN:
        slides = slides_of(made, screen, lang)
        match screen.exhibit:
            case Grid(rows=rows, headings=headings):
                tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
                assert all([cell.text for cell in table.rows[0].cells] == [h.get(lang) for h in headings] for table in tables)
                shown = [[cell.text for cell in row.cells] for table in tables for row in list(table.rows)[1:]]
                wanted = [[re.sub(" +", " ", value.shown(lang)).strip() for value in row] for row in rows]
                assert shown == [[text if len(text) <= 220 else f"{text[:219].rstrip()}…" for text in row] for row in wanted]
            case Tiles(tiles=tiles):
                boxes = [shape for shape in slides[0].shapes if shape._element.xpath(".//p:cNvPr")[0].get("descr")]
                assert [box.text_frame.paragraphs[1].text for box in boxes] == [tile.value.shown(lang) for tile in tiles]
            case Points(items=items):
                assert [p.text for p in slides[0].placeholders[1].text_frame.paragraphs] == [item.get(lang) for item in items]


def test_a_screen_without_exhibit_says_its_message_and_why() -> None:
    (slide,) = slides_of(opened(EVERYTHING), PLAIN[-1])
    assert slide.shapes.title.text_frame.text == PLAIN[-1].message.nb
    assert not any(shape.has_chart or shape.has_table for shape in slide.shapes)


@pytest.mark.parametrize("pack", [EVERYTHING, NASTY, pack_of()], ids=["plain", "hostile", "empty"])
def test_slides_can_be_read_by_all(pack: Pack) -> None:
    made = opened(pack)
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert len(set(titles)) == len(titles) and all(titles)
    for number, slide in enumerate(made.slides, start=1):
        assert slide.shapes[0].placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        kinds = [shape.placeholder_format.type for shape in slide.placeholders]
        assert PP_PLACEHOLDER.FOOTER in kinds and PP_PLACEHOLDER.SLIDE_NUMBER in kinds, number
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 10
            assert shape.left >= 0 and shape.left + shape.width <= made.slide_width
        runs = list(slide._element.iter(qn("a:rPr"), qn("a:endParaRPr")))
        assert {run.get("lang") for run in slide._element.iter(qn("a:rPr"))} <= {"nb-NO"}
        assert all(int(run.get("sz")) >= 1800 for run in runs if run.get("sz"))
        assert slide.has_notes_slide and slide.notes_slide.notes_text_frame.text
    for frame in charts_of(made):
        sizes = [int(form.get("sz")) for form in frame.chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")) if form.get("sz")]
        assert sizes and min(sizes) >= 1800
    assert made.core_properties.language == "nb-NO" and made.core_properties.title


def test_the_opening_the_basis_the_footer_and_the_notes() -> None:
    made = opened(EVERYTHING)
    first, *_, last = made.slides
    assert first.shapes.title.text_frame.text == "Vårmøte 2021" and "21. april 2021" in first.placeholders[1].text_frame.text
    assert "v7-test" in last.placeholders[1].text_frame.text and "oppdiktede" in last.placeholders[1].text_frame.text
    (slide,) = slides_of(made, PLAIN[0])
    footer = next(s for s in slide.placeholders if s.placeholder_format.type == PP_PLACEHOLDER.FOOTER).text_frame.text
    for words in ("21. april 2021", "v7-test", "Programplanen", "Eksempeldata"):
        assert words in footer
    notes = slide.notes_slide.notes_text_frame.text
    for words in ("Les figuren fra venstre", "Dette kan ikke sluttes", "sier ikke hvorfor", "Regnskap 2021", "Fritt"):
        assert words in notes
    assert "Ikke tegnet: Bundet 2021: ukjent." in "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)


@pytest.mark.parametrize("pack", [EVERYTHING, NASTY, pack_of()], ids=["plain", "hostile", "empty"])
def test_the_file_is_one_that_powerpoint_takes(pack: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(slides_bytes(pack, "nb"))) as made:
        names = made.namelist()
        assert len(set(names)) == len(names)
        types = etree.fromstring(made.read("[Content_Types].xml"))
        listed = {one.get("PartName") for one in types if one.get("PartName")}
        endings = {one.get("Extension") for one in types if one.get("Extension")}
        assert all(f"/{name}" in listed or name.rpartition(".")[2] in endings for name in names if name != "[Content_Types].xml")
        assert all(name.removeprefix("/") in names for name in listed)
        for name in names:
            if not name.endswith((".xml", ".rels")):
                continue
            content = etree.fromstring(made.read(name))
            if re.fullmatch(r"ppt/(slides|slideLayouts|slideMasters|notesSlides)/[^/]+\.xml", name):
                ids = [one.get("id") for one in content.iter(qn("p:cNvPr"))]
                assert len(set(ids)) == len(ids), name
            if name.endswith(".rels"):
                folder = name.split("_rels/")[0]
                targets = [one.get("Target") for one in content if one.get("TargetMode") != "External"]
                assert all(_resolved(folder, target) in names for target in targets), name
        layouts = [name for name in names if re.fullmatch(r"ppt/slideLayouts/[^/]+\.xml", name)]
        assert len(layouts) == 3


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.rstrip("/").split("/") if folder else []
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_hostile_text_is_text_and_never_a_formula() -> None:
    made = opened(NASTY)
    for frame in charts_of(made):
        book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
        assert not any(cell.data_type == "f" for row in book.worksheets[0].iter_rows() for cell in row)
    words = "\n".join(shape.text_frame.text for slide in made.slides for shape in slide.shapes if shape.has_text_frame)
    assert '=HYPERLINK("http://x";"klikk")<b>&amp;' in words
    whole = "\n".join(slide.notes_slide.notes_text_frame.text for slide in made.slides)
    assert LONG.strip() in whole  # what was cut on the slide stands whole in the notes


def test_no_bars_that_do_not_start_at_zero() -> None:
    for frame in charts_of(opened(EVERYTHING)):
        axis = frame.chart.value_axis
        if frame.chart._chartSpace.find(f".//{qn('c:barChart')}") is not None:
            assert axis.minimum_scale <= 0 <= axis.maximum_scale
        drawn = [Decimal(str(v)) for plot in frame.chart.plots for s in plot.series for v in s.values if v is not None]
        assert max(drawn) <= axis.maximum_scale and min(drawn) >= axis.minimum_scale
