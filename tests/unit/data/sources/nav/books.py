"""Workbooks made for tests, to the layouts of published tables, and what is read from them in a form that one can compare."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from data.sources.model import FetchedTable, NotFetched
from data.sources.nav import read_file

NOW = datetime(2024, 10, 1, 6, 0, tzinfo=UTC)
Value = tuple[float | None, str]


@dataclass(frozen=True)
class Shown:
    """A number with its format."""

    value: Any
    format: str


@dataclass(frozen=True)
class Tab:
    """A sheet: rows of cells from a corner, merged areas, hidden rows."""

    rows: Sequence[Sequence[Any]]
    corner: tuple[int, int] = (1, 1)
    merged: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    is_hidden: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


def book(tabs: Mapping[str, Tab]) -> bytes:
    """The bytes of a workbook."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, tab in tabs.items():
        sheet = made.create_sheet(name)
        for i, row in enumerate(tab.rows):
            for j, value in enumerate(row):
                _put(sheet.cell(tab.corner[0] + i, tab.corner[1] + j), value)
        for address, value in tab.extra.items():
            _put(sheet[address], value)
        for area in tab.merged:
            sheet.merge_cells(area)
        for number in tab.hidden_rows:
            sheet.row_dimensions[number].hidden = True
        if tab.is_hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _put(cell: Any, value: Any) -> None:
    if isinstance(value, Shown):
        cell.value, cell.number_format = value.value, value.format
    elif value is not None:
        cell.value = value


def read(home: Path, name: str, content: bytes, published: date | None = None) -> list[FetchedTable | NotFetched]:
    """What is read from a file."""
    return read_file(name, content, home, NOW, published)


def table(home: Path, name: str, content: bytes, published: date | None = None) -> FetchedTable:
    """The one table of a file, which must be read."""
    outcomes = read(home, name, content, published)
    assert len(outcomes) == 1, outcomes
    found = outcomes[0]
    assert isinstance(found, FetchedTable), found.reason.nb
    return found


def refusal(home: Path, name: str, content: bytes) -> NotFetched:
    """The one outcome of a file, which must be a refusal."""
    outcomes = read(home, name, content)
    assert len(outcomes) == 1, outcomes
    found = outcomes[0]
    assert isinstance(found, NotFetched), figures(found)
    return found


def figures(found: FetchedTable) -> dict[tuple[str, ...], Value]:
    """The figures by what they are of: indicator, then sex, industry and group where they are not all, then the period."""
    joined = found.values.join(found.series, on="series_id", how="left")
    result: dict[tuple[str, ...], Value] = {}
    for row in joined.iter_rows(named=True):
        key = [row["indicator"] if row["indicator"] != "other" else row["indicator_nb"]]
        key += [row["sex"]] if row["sex"] != "both" else []
        key += [row["absence_type"]] if row["absence_type"] != "doctor_certified" else []
        key += [row["industry_code"]] if row["industry_code"] != "00-99" else []
        key += [f"{row['breakdown']}: {row['breakdown_value']}"] if row["breakdown_kind"] else []
        assert (*key, row["period"]) not in result
        result[(*key, row["period"])] = (row["value"], row["value_state"])
    return result


def values(found: FetchedTable) -> dict[tuple[str, ...], float | None]:
    """As `figures`, without states."""
    return {key: value for key, (value, _) in figures(found).items()}
