"""What leaves a page is what the page shows: every table's CSV and workbook against the table that is drawn, with its filters."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from domain.text import tell
from pages import PAGES
from tests.unit.pages.conftest import OpenApp, home, open_app
from ui import html, layout, tables
from ui.files import TableFile
from ui.registry import PageSpec

__all__ = ["home", "open_app"]

#: Pages with something chosen: part of the address, and words that the notes must then hold.
CHOSEN = (
    ("projects", {"status": "running"}, "Pågår"),
    ("projects", {"sok": "sykefravær"}, "sykefravær"),
    ("overdue", {"slag": "milestone", "per": "2024-12-31"}, "Milepæl"),
    ("final_report", {"del": "mangler", "per": "2024-12-31"}, ""),
    ("record", {"tabell": "project", "rad": "P001", "per": "2024-12-31"}, "P001"),
    ("project", {"id": "P001", "per": "2024-12-31"}, "P001"),
    ("money_year", {"aar": "2021", "per": "2021-12-31"}, ""),
)
#: Pages that together have every kind of value; they are walked in English too.
IN_ENGLISH = ("projects", "frames", "overdue", "absence_target")
NUMBERS = {"nok", "mill", "pct", "pct2", "pp", "pp2", "int", "num", "num2", "number"}


@dataclass
class Drawn:
    """The tables that a page drew, each with the file that stands under it."""

    cells: list[list[list[str]]] = field(default_factory=list)
    files: list[tuple[TableFile, str, list[list[str]] | None]] = field(default_factory=list)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    """What the pages draw, and the files they offer, while they are as they are."""
    seen = Drawn()
    show_table, show_downloads = html.show_table, layout._show_downloads

    def table(caption: str, headings: Any, rows: Any, **more: Any) -> None:
        seen.cells.append([[cell.text for cell in row] for row in rows])
        show_table(caption, headings, rows, **more)

    def downloads(file: TableFile, key: str) -> None:
        seen.files.append((file, key, seen.cells.pop() if seen.cells else None))
        seen.cells.clear()
        show_downloads(file, key)

    monkeypatch.setattr(html, "show_table", table)
    monkeypatch.setattr(layout, "_show_downloads", downloads)
    yield seen


def check(file: TableFile, shown: list[list[str]] | None, lang: str) -> dict[str, list[str]]:
    """The files hold exactly the rows; what stands on the screen is what they hold. Gives the notes by heading."""
    columns = list(file.columns.values())
    lines = list(csv.reader(io.StringIO(file.csv().decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == len(file.frame) + 1 and all(len(line) == len(columns) for line in lines)
    book = openpyxl.load_workbook(io.BytesIO(file.xlsx()))
    sheet, notes = book.worksheets[0], book[tell("frame.notes_sheet", lang)]
    rows = [row[: len(columns)] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert len(rows) == len(file.frame)
    assert len(next(sheet.iter_rows(min_row=4, max_row=4, values_only=True))) == len(columns)
    assert not any(cell.data_type == "f" for one in book.worksheets for row in one.iter_rows() for cell in row)
    for held, cells in zip(rows, shown or [], strict=False):
        assert [as_read(value, column, lang) for value, column in zip(held, columns, strict=True)][: len(cells)] == [
            " ".join(text.split()) for text in cells
        ]
    told: dict[str, list[str]] = {}
    for heading, words in notes.iter_rows(min_row=4, max_col=2, values_only=True):
        told.setdefault(str(heading), []).append(str(words))
    return told


def as_read(value: Any, column: Any, lang: str) -> str:
    """A value of the workbook as the page would show it."""
    if isinstance(value, datetime):
        value = value.date()
    if value is None:
        text = ""
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and column.kind in NUMBERS:
        text = tables.cell(value, column, lang).text
    elif isinstance(value, date):
        text = tables.cell(value, tables.Col(column.label, "date"), lang).text
    else:
        text = str(value)
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("page", "lang"),
    [(page, "nb") for page in PAGES] + [(page, "en") for page in PAGES if page.id in IN_ENGLISH],
    ids=lambda value: value if isinstance(value, str) else value.id,
)
def test_every_table_of_every_page(open_app: OpenApp, drawn: Drawn, page: PageSpec, lang: str) -> None:
    app = open_app(page.path, lang=lang, per="2024-12-31")
    assert not app.exception
    for file, key, shown in drawn.files:
        told = check(file, shown, lang)
        for heading in ("frame.as_of", "frame.note_version", "frame.note_rows"):
            assert len(told[tell(heading, lang)]) == 1, key
        assert told[tell("frame.note_rows", lang)] == [tell("frame.note_count", lang, count=len(file.frame))], key


@pytest.mark.parametrize(("page_id", "query", "words"), CHOSEN)
def test_tables_of_pages_with_something_chosen(
    open_app: OpenApp, drawn: Drawn, page_id: str, query: dict[str, str], words: str
) -> None:
    page = next(page for page in PAGES if page.id == page_id)
    app = open_app(lang="nb", per=query.get("per", "2021-12-31"))
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page(page.path).run()
    assert not app.exception and drawn.files
    notes = [check(file, shown, "nb") for file, _, shown in drawn.files]
    if words:
        assert any(words in line for told in notes for lines in told.values() for line in lines), notes[0]


def test_a_filter_leaves_rows_out_of_the_file(open_app: OpenApp, drawn: Drawn) -> None:
    page = next(page for page in PAGES if page.id == "projects")
    app = open_app(page.path, per="2021-12-31")
    whole = {key: len(file.frame) for file, key, _ in drawn.files}
    drawn.files.clear()
    app.query_params["status"] = "running"
    app.run()
    part = {key: len(file.frame) for file, key, _ in drawn.files}
    common = whole.keys() & part.keys()
    assert common and all(part[key] < whole[key] for key in common)
