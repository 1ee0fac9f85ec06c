"""What a meeting leaves: the same numbers in the report, the brief, the slides, the PDF, the Word file and the workbook."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from analytics.meetings.screen import Chart, Screen, Value, screen_from_json
from tests.acceptance.conftest import Report, run_cli

MEETINGS = ("M2021V", "M2021H")
_SPACES = re.compile(r"[\s\u00a0\u202f\u00ad]+")


@pytest.fixture(scope="module", params=MEETINGS)
def meeting(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def screens(home: Path, meeting: str) -> list[Screen]:
    done = run_cli(home, "report", "meeting", "--meeting", meeting, "--format", "json")
    assert done.returncode == 0, done.stderr
    return [screen_from_json(screen) for screen in json.loads(done.stdout)["result"]["screens"]]


def exported(home: Path, folder: Path, name: str, form: str, *arguments: str) -> bytes:
    target = folder / f"{name}.{form}"
    done = run_cli(home, "export", name, *arguments, "--out", str(target))
    assert done.returncode == 0, done.stderr
    return target.read_bytes()


def numbers(screens: list[Screen]) -> Iterator[tuple[Screen, str, Value]]:
    return ((screen, label.nb, value) for screen in screens for label, value in screen.values() if value.is_number)


def squeezed(text: str) -> str:
    return _SPACES.sub("", text)


def test_every_number_of_a_pack_is_in_its_slides(home: Path, tmp_path: Path, meeting: str, screens: list[Screen]) -> None:
    shown = Presentation(io.BytesIO(exported(home, tmp_path, "pack", "pptx", "--meeting", meeting)))
    drawn: list[Decimal] = []
    texts: list[str] = []
    for slide in shown.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                drawn += [Decimal(str(v)) for plot in shape.chart.plots for s in plot.series for v in s.values if v is not None]
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
    told = {squeezed(text) for text in texts}
    whole = "\n".join(told)
    for screen, label, value in numbers(screens):
        if isinstance(screen.exhibit, Chart):
            assert any(abs(one - Decimal(str(value.drawn))) < Decimal("1e-9") for one in drawn), (screen.id, label, value)
        else:
            assert squeezed(value.shown("nb")) in whole, (screen.id, label, value)
    titles = [slide.shapes.title.text for slide in shown.slides if slide.shapes.title is not None]
    assert len(titles) == len(shown.slides) and len(set(titles)) == len(titles)
    assert all(slide.has_notes_slide for slide in list(shown.slides)[1:-1])


def test_every_number_of_a_pack_is_in_its_pdf_word_and_workbook(
    home: Path, tmp_path: Path, meeting: str, screens: list[Screen]
) -> None:
    reader = PdfReader(io.BytesIO(exported(home, tmp_path, "pack", "pdf", "--meeting", meeting)))
    pdf = squeezed("".join(page.extract_text() for page in reader.pages))
    word = Document(io.BytesIO(exported(home, tmp_path, "pack", "docx", "--meeting", meeting)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    docx = squeezed("\n".join([*cells, *(paragraph.text for paragraph in word.paragraphs)]))
    book = load_workbook(io.BytesIO(exported(home, tmp_path, "pack", "xlsx", "--meeting", meeting)))
    held = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    typed = {round(float(value), 9) for value in held if isinstance(value, (int, float))}
    for screen, label, value in numbers(screens):
        assert squeezed(value.shown("nb")) in pdf, (screen.id, label, value)
        assert squeezed(value.shown("nb")) in docx, (screen.id, label, value)
        assert isinstance(value.value, (int, float, Decimal))
        assert {round(float(value.value), 9), round(float(value.drawn), 9)} & typed, (screen.id, label, value)
    assert not [value for value in held if isinstance(value, str) and value.startswith("=")]


def test_the_pdfs_can_be_read_aloud(home: Path, tmp_path: Path, meeting: str) -> None:
    for name in ("pack", "brief"):
        reader = PdfReader(io.BytesIO(exported(home, tmp_path, name, "pdf", "--meeting", meeting)))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root  # type: ignore[index]
        assert str(root["/Lang"]).startswith("nb")  # type: ignore[index]
        if name == "brief":
            assert len(reader.pages) == 1


def places(found: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every number with the place the command line gives it at; not those of the day that is compared with."""
    if isinstance(found, dict):
        if "at" in found and isinstance(found.get("value"), (int, float)) and "then" not in path:
            yield found["at"], found["value"]
        for name, value in found.items():
            yield from places(value, f"{path}/{name}")
    elif isinstance(found, list):
        for value in found:
            yield from places(value, path)


def test_the_brief_and_the_pack_of_a_day_have_the_same_numbers(
    report: Report, meeting: str, screens: list[Screen], home: Path
) -> None:
    done = run_cli(home, "report", "meeting", "--meeting", meeting, "--format", "json")
    day = json.loads(done.stdout)["as_of"]
    brief = dict(places(report("brief", "--as-of", day)["result"]))
    pack = {value.at: float(value.value) for _, _, value in numbers(screens) if value.at}  # type: ignore[arg-type]
    shared = brief.keys() & pack.keys()
    assert len(shared) >= 5
    assert {place: float(brief[place]) for place in shared} == {place: pack[place] for place in shared}


def test_the_draft_minutes_open_and_name_the_meeting(home: Path, tmp_path: Path, meeting: str) -> None:
    word = Document(io.BytesIO(exported(home, tmp_path, "minutes", "docx", "--meeting", meeting)))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "2021" in text and "Utkast" in text


@pytest.mark.parametrize(("name", "arguments"), [
    ("pack", ("--meeting", "FINNES-IKKE", "--format", "pdf")), ("pack", ("--meeting", "M2021V", "--format", "odt")),
    ("brief", ("--format", "xlsx",)), ("finnes-ikke", ("--format", "pdf")),
])  # fmt: skip
def test_a_file_that_cannot_be_made_is_explained_and_nothing_is_written(
    home: Path, tmp_path: Path, name: str, arguments: tuple[str, ...]
) -> None:
    target = tmp_path / "fil"
    done = run_cli(home, "export", name, *arguments, "--out", str(target))
    assert done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.strip()
    assert list(tmp_path.iterdir()) == []
