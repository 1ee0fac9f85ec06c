"""Small files for the tests of the reader."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from data.imports.findings import FindingList
from domain.findings import DataFinding


def workbook(path: Path, sheets: Mapping[str, Iterable[Iterable[Any]]]) -> Path:
    """A workbook with the given rows from cell A1 on; None leaves a cell empty."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
    book.save(path)
    return path


def told(findings: FindingList | Iterable[DataFinding]) -> list[tuple[str, str | None, int | None, str | None]]:
    """Rule, sheet, row and column of each finding."""
    items = findings.worded() if isinstance(findings, FindingList) else findings
    return [(f.rule_id, f.place, f.row, f.column) for f in items]
