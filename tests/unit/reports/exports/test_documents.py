"""Word files and workbooks, opened again: numbers, marks, structure, and text that stays text."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from analytics.evidence.final_report import final_report
from data.snapshot import Snapshot
from reports.envelope import envelope
from reports.exports.book import book_bytes
from reports.exports.catalogue import export_bytes, exports
from reports.exports.document import Column, Document, Heading, Paragraph, Points, Table
from reports.exports.final_report import final_report_document
from reports.exports.word import word_bytes
from tests.unit.analytics.evidence.finding_tables import finding, recommendation, snapshot
from tests.unit.analytics.evidence.test_final_report import ALL, TABLES
from tests.unit.analytics.portfolio.rows import areas_of

ATTACK = '=HYPERLINK("http://x";"klikk")<b>&amp;\x07'
COLUMNS = (
    Column("Tekst"), Column("Antall", "int"), Column("Prosent", "pct", unknown="ukjent"), Column("Dato", "date"),
    Column("Bare i bok", in_book_only=True),
)  # fmt: skip


def small(rows: tuple[tuple[Any, ...], ...], lang: str = "nb", **values: Any) -> Document:
    table = Table("Ark/1:[x]", "Tittel på tabellen", COLUMNS, rows, **values)
    blocks = (Heading("Kapittel"), Paragraph("Avsnitt"), Points(("ett", "to")), table, table)
    return Document("Hele", "Under", lang, date(2024, 6, 30), "v7", (("Per dato", "30. juni 2024"),), blocks)


ROWS = (("a", 3, 12.34, date(2021, 5, 1), "b"), (ATTACK, None, None, date(1850, 1, 1), "x" * 40_000))


def opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(word_bytes(document)))


def test_word_has_headings_repeated_header_rows_alternative_text_language_and_page_numbers() -> None:
    made = opened(small(ROWS, is_example=True))
    styles = [paragraph.style.name for paragraph in made.paragraphs]
    assert styles[:3] == ["Title", "Subtitle", "Notes"] and "Heading 1" in styles and styles.count("List Bullet") == 2
    assert len(made.tables) == 2
    for table in made.tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)
        description = table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert "Tittel på tabellen" in description and "2 rader" in description
        assert len(table.columns) == len(COLUMNS) - 1
    captions = [paragraph.text for paragraph in made.paragraphs if paragraph.style.name == "Caption"]
    assert captions[0] == "Tabell 1. Tittel på tabellen. Per 30. juni 2024. Dataversjon v7. Eksempeldata."
    assert captions[1].startswith("Tabell 2.")
    assert {lang.get(qn("w:val")) for lang in made.styles.element.iter(qn("w:lang"))} == {"nb-NO"}
    assert made.core_properties.language == "nb-NO" and made.core_properties.title == "Hele"
    footer = made.sections[0].footer._element.xml
    assert "PAGE" in footer and "NUMPAGES" in footer
    assert made.sections[0].page_width > made.sections[0].page_height


def test_word_writes_text_as_text_and_unknown_in_words() -> None:
    made = opened(small(ROWS))
    cells = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert cells[1] == ["a", "3", "12,3", "1. mai 2021"]
    assert cells[2] == ['=HYPERLINK("http://x";"klikk")<b>&amp;\ufffd', "", "ukjent", "1. januar 1850"]
    english = opened(small(ROWS, "en"))
    assert english.core_properties.language == "en-GB" and english.tables[0].rows[1].cells[2].text == "12.3"
    assert "Example data" not in "".join(paragraph.text for paragraph in english.paragraphs)


def test_a_table_without_rows_is_a_sentence() -> None:
    made = opened(small((), empty="Ingen rader å vise her."))
    assert made.tables == [] and [p.text for p in made.paragraphs].count("Ingen rader å vise her.") == 2


def test_the_workbook_is_typed_and_holds_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(small(ROWS, is_example=True))))
    assert book.sheetnames == ["Merknader" if "Merknader" in book.sheetnames else book.sheetnames[0], "Ark 1  x", "Ark 1  x 2"]
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[4]] == [column.heading for column in COLUMNS]
    assert [cell.value for cell in sheet[5]][:3] == ["a", 3, 12.34] and sheet["D5"].value.date() == date(2021, 5, 1)
    assert sheet["A6"].data_type == "s" and str(sheet["A6"].value).startswith("=HYPERLINK")
    assert sheet["C6"].value == "ukjent" and sheet["D6"].value == "1850-01-01"
    assert len(sheet["E6"].value) == 32_767 and sheet["E6"].value.endswith("…")
    assert (
        "Eksempeldata" in sheet["A2"].value and [t.ref for t in sheet.tables.values()] == ["A4:E6"] and sheet.freeze_panes == "A5"
    )
    assert not any(cell.data_type == "f" for one in book.worksheets for row in one.iter_rows() for cell in row)


LARGE: dict[str, Any] = {
    **TABLES,
    "finding": [
        *TABLES["finding"],
        finding("4", "R", text_nb=ATTACK, estimate=-1.6, interval_low=-3.1, interval_high=-0.1, unit_nb="prosentpoeng",
                instrument_id="V1", is_example=True),
    ],
    "project_area": [*TABLES["project_area"], *areas_of("RUN", A1=100)],
    "recommendation": [*TABLES["recommendation"], recommendation("late", "4", date(2021, 6, 1), text_nb=ATTACK)],
}  # fmt: skip


def whole() -> Snapshot:
    return snapshot(**LARGE, parameter=ALL)


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_both_files_hold_the_numbers_of_the_report(lang: str) -> None:
    result = final_report(whole())
    made = json.loads(json.dumps(envelope("final-report", result)))
    numbers = made["result"]
    book = openpyxl.load_workbook(io.BytesIO(export_bytes("final-report", result, "xlsx", lang)))
    parts = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=5)]
    assert [(row[2], row[3], row[4]) for row in parts[:-1]] == [(p["met"], p["of"], p["missing"]) for p in numbers["parts"]]
    assert parts[-1][5] == pytest.approx(numbers["complete_pct"])
    word = docx.Document(io.BytesIO(export_bytes("final-report", result, "docx", lang)))
    table = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert [row[2:4] for row in table[1:-1]] == [[str(p["met"]), str(p["of"])] for p in numbers["parts"]]
    shown = "{:.1f}".format(numbers["complete_pct"])
    assert table[-1][5] == (shown.replace(".", ",") if lang == "nb" else shown)
    text = "\n".join(cell.text for one in word.tables for row in one.rows for cell in row.cells)
    findings = [row for area in numbers["areas"] for row in area["findings"]] + numbers["other_findings"]
    for row in findings:
        assert row["reading_words"][lang] in text and row["finding_id"] in text
    assert {gap["record_id"] for gap in numbers["gaps"]} <= set(text.split("\n"))
    assert made["data_version"] in word.paragraphs[3].text + word.paragraphs[2].text


def test_the_findings_are_typed_and_sourced_in_the_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_bytes("final-report", final_report(whole()), "xlsx", "nb")))
    sheet = next(one for one in book.worksheets if one["A1"].value and "A1" in one["A1"].value and one["A4"].value == "Id")
    heads = [cell.value for cell in sheet[4]]
    row = next(
        dict(zip(heads, [cell.value for cell in line], strict=True))
        for line in sheet.iter_rows(min_row=5)
        if line[0].value == "4"
    )
    assert (row["Anslag"], row["Nedre grense (95 %)"], row["Øvre grense (95 %)"], row["Enhet"]) == (
        -1.6,
        -3.1,
        -0.1,
        "prosentpoeng",
    )
    assert (row["Kilde-id"], row["Adresse"], row["Eksempel"]) == ("K1", "https://example.org/1", "Ja")
    assert row["Funn, slik det er ført opp"].startswith("«=HYPERLINK")
    assert not any(cell.data_type == "f" for one in book.worksheets for line in one.iter_rows() for cell in line)
    sources = book.worksheets[-1]
    assert [cell.value for cell in sources[4]][:5] == ["Kilde-id", "Tittel", "Utgiver", "Adresse", "Sted i kilden"]


def test_every_table_tells_its_day_version_and_whether_it_is_an_example() -> None:
    document = final_report_document(final_report(whole()), "nb")
    stamps = {table.title: document.stamp(table) for table in document.tables}
    assert all(re.match(r"Per 30\. juni 2021\. Dataversjon test\.", stamp) for stamp in stamps.values())
    assert stamps["Funn i Område A1, med evidens, kilde og oppfølging"].endswith("Eksempeldata.")
    assert not stamps["Funn fra andre evalueringer, med evidens, kilde og oppfølging"].endswith("Eksempeldata.")


def test_an_empty_store_gives_files_that_open() -> None:
    result = final_report(snapshot(programme=[], project=[], priority_area=[], instrument=[], tag=[], parameter=[]))
    for form in exports()["final-report"].forms:
        content = export_bytes("final-report", result, form, "nb")
        if form == "docx":
            assert "Programmet er ikke ført opp" in [p.text for p in docx.Document(io.BytesIO(content)).paragraphs]
        else:
            assert len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames) > 3
