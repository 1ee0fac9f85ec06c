"""From files on disk to the typed rows of tables: the one reader that users' files and the embedded facts go through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.imports.csv_files import read_csv
from data.imports.findings import FindingList, RawFinding
from data.imports.rows import TableRows, read_rows
from data.imports.sheets import RawSheet, is_guide, table_named
from data.imports.workbook import MAX_FILE_BYTES, read_workbook
from domain.tables import PORTFOLIO_TABLES, Table

_WORKBOOK = ".xlsx"
_CSV = ".csv"
#: Files that lie in folders without being anyone's data.
_IGNORED = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Reading:
    """What some files hold.

    Attributes:
        tables: table name to its rows, for tables that a sheet or file was found for.
        findings: all that is wrong with structure and cells.
        files: names of the files, without their folders.
        has_workbook: whether any of them is a workbook.
    """

    tables: Mapping[str, TableRows]
    findings: FindingList
    files: tuple[str, ...]
    has_workbook: bool

    @property
    def read_rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: rows.frame.height for name, rows in self.tables.items()}


@dataclass
class _Collected:
    tables: dict[str, TableRows] = field(default_factory=dict)
    findings: FindingList = field(default_factory=FindingList)


def read_files(paths: Path | Sequence[Path], tables: Iterable[Table] = PORTFOLIO_TABLES) -> Reading:
    """Read workbooks, CSV files and folders of CSV files.

    Args:
        paths: one or more files or folders.
        tables: the tables that may be in them; sheets for anything else are named in a finding and not read.

    Returns:
        All rows and all findings. Bad input never raises: it is a finding.
    """
    allowed = tuple(tables)
    collected = _Collected()
    files = _files([paths] if isinstance(paths, Path) else list(paths), collected.findings)
    for path in files:
        _read_file(path, allowed, collected)
    if not collected.tables and not collected.findings.has_hard:
        collected.findings.add(RawFinding("nothing_to_read", place=", ".join(path.name for path in files) or None))
    names = tuple(path.name for path in files)
    return Reading(collected.tables, collected.findings, names, any(_kind(path) == _WORKBOOK for path in files))


def _files(paths: Iterable[Path], findings: FindingList) -> list[Path]:
    """The files that the paths stand for; a folder stands for the CSV files in it."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
            files += [p for p in inside if _kind(p) == _CSV]
            others = [p for p in inside if _kind(p) != _CSV and p.name.casefold() not in _IGNORED]
            findings.extend(RawFinding("file_not_read", "soft", place=p.name) for p in others)
        else:
            files.append(path)
    return files


def _kind(path: Path) -> str:
    return path.suffix.casefold()


def _read_file(path: Path, tables: Sequence[Table], collected: _Collected) -> None:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            limit_mb = MAX_FILE_BYTES // (1024 * 1024)
            collected.findings.add(RawFinding("file_too_large", place=path.name, details={"limit_mb": limit_mb}))
        elif path.stat().st_size == 0:
            collected.findings.add(RawFinding("empty_file", place=path.name))
        elif _kind(path) == _CSV:
            _read_csv_file(path, tables, collected)
        elif _kind(path) == _WORKBOOK:
            _read_workbook_file(path, tables, collected)
        else:
            collected.findings.add(RawFinding("unknown_file_kind", place=path.name, value=path.suffix))
    except FileNotFoundError:
        collected.findings.add(RawFinding("file_missing", place=path.name))
    except OSError as error:
        collected.findings.add(RawFinding("file_unreadable", place=path.name, value=error.strerror))


def _read_csv_file(path: Path, tables: Sequence[Table], collected: _Collected) -> None:
    table = table_named(path.stem, tables)
    if table is None:
        collected.findings.add(RawFinding("unknown_file", "soft", place=path.name, value=path.stem))
        return
    sheet, findings = read_csv(path, table)
    collected.findings.extend(findings)
    if sheet is not None:
        _read_sheet(table, sheet, collected)


def _read_workbook_file(path: Path, tables: Sequence[Table], collected: _Collected) -> None:
    sheets, findings = read_workbook(path)
    collected.findings.extend(findings)
    for sheet in sheets:
        table = table_named(sheet.place, tables)
        if table is not None:
            _read_sheet(table, sheet, collected)
        elif not is_guide(sheet.place) and not sheet.is_empty:
            collected.findings.add(RawFinding("unknown_sheet", "soft", place=sheet.place, value=sheet.place))


def _read_sheet(table: Table, sheet: RawSheet, collected: _Collected) -> None:
    if table.name in collected.tables:
        first = collected.tables[table.name].place
        collected.findings.add(
            RawFinding("table_given_twice", table=table.name, place=sheet.place, details={"first": first, "second": sheet.place})
        )
        return
    rows, findings = read_rows(table, sheet)
    collected.tables[table.name] = rows
    collected.findings.extend(findings)
