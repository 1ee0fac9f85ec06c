"""Import of a portfolio: read, check, compare with what is stored, and write the difference if nothing stops it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from analytics.rules import Candidate, raw_findings
from data.imports.findings import RawFinding
from data.imports.last_import import write_last_import
from data.imports.one_at_a_time import one_load_at_a_time
from data.imports.reading import Reading, read_files
from data.imports.rows import TableRows
from data.layers import LayerDiff, TableDiff, diff_layer, write_diff
from data.schema import empty_frame, polars_schema
from data.store import Change, Store, VersionInfo
from domain.tables import PORTFOLIO_TABLES, TABLES, Table
from domain.text import Text
from workflows.import_report import ImportReport, difference_table, findings_table
from workflows.stored_rows import PORTFOLIO, StoredRows, open_reader


def import_portfolio(
    store: Store, paths: Path | Sequence[Path], change: Change, *, dry_run: bool = False, partial: bool | None = None
) -> ImportReport:
    """Import a workbook or CSV files as the portfolio.

    Each given table replaces the portfolio's rows of that table: rows that are no longer given are closed, not deleted.
    When no given row is example data, the example portfolio gives way altogether. With a hard finding, in a dry run, and
    when nothing differs, the store is left as it is.

    Args:
        store: where the portfolio is kept.
        paths: a workbook, CSV files, or a folder of CSV files.
        change: who, why and by which document.
        dry_run: find and compare, but change nothing.
        partial: tables that are not given are left as they are. Default: False for a workbook, which must have every
            sheet of the template, True for CSV files.

    Returns:
        All findings and the difference. Bad input never raises.

    Raises:
        StoreError: the store could not be read or written, or another import is under way.
    """
    reading = read_files(paths)
    if partial is None:
        partial = not reading.has_workbook
    guard = contextlib.nullcontext() if dry_run else one_load_at_a_time(store.home)
    with guard:
        report = compared(store, reading, change, partial=partial, dry_run=dry_run)
    with contextlib.suppress(OSError):  # the record is a convenience; the import itself is done
        write_last_import(store.home, report.as_record())
    return report


def compared(
    store: Store, reading: Reading, change: Change, *, partial: bool, dry_run: bool, keeps_example: bool = False,
    retroactive: bool = False,
) -> ImportReport:  # fmt: skip
    """Check what was read, compare it with what is stored, and write the difference unless something stops it.

    The caller holds the lock of loads unless it is a dry run.

    Args:
        store, reading, change, partial, dry_run: as for `import_portfolio`.
        keeps_example: what was read is an addition to what is stored, so that the example stands beside it.
        retroactive: as for `data.layers.write_diff`.
    """
    findings = reading.findings
    if not partial:
        findings.extend(_missing_sheets(reading))
    with contextlib.ExitStack() as stack:
        reader = open_reader(store)
        if reader is not None:
            stack.enter_context(reader)
        stored = StoredRows(reader)
        replaces_example = not keeps_example and _replaces_example(reading, stored)
        findings.extend(raw_findings(_candidate(reading, stored, replaces_example=replaces_example)))
        diff = LayerDiff(PORTFOLIO)
        if not findings.has_hard:
            diff = _difference(reading, stored, replaces_example=replaces_example)
            findings.extend(_considerations(reading, stored, diff))
    version: VersionInfo | None = None
    if not (findings.has_hard or dry_run or diff.is_empty):
        version = write_diff(store, diff, change, retroactive=retroactive)
    return ImportReport(
        findings.worded(),
        diff,
        version,
        version is not None,
        reading.read_rows,
        findings.counts,
        reading.files,
        dry_run,
        change.recorded_at,
    )


def _missing_sheets(reading: Reading) -> Iterator[RawFinding]:
    """Sheets of the first template that are not there. A table that came later may lack its sheet, and stands as it is."""
    if not reading.tables:
        return  # the file as a whole could not be read, which has been said
    for table in PORTFOLIO_TABLES:
        if table.name not in reading.tables and not table.added_in:
            name = Text(table.nb, table.en)
            yield RawFinding("missing_sheet", table=table.name, place=table.nb, details={"sheet": name})


def _replaces_example(reading: Reading, stored: StoredRows) -> bool:
    """Whether a user's own rows take over from the example."""
    if not reading.tables or _has_example(reading):
        return False
    return any(not stored.example(table.name).is_empty() for table in PORTFOLIO_TABLES)


def _has_example(reading: Reading) -> bool:
    return any(rows.frame.get_column("is_example").fill_null(False).any() for rows in reading.tables.values())


def _candidate(reading: Reading, stored: StoredRows, *, replaces_example: bool) -> Candidate:
    """The state after the import."""
    remaining = {
        table.name: stored.own(table.name) if replaces_example else stored.portfolio(table.name)
        for table in PORTFOLIO_TABLES
        if table.name not in reading.tables
    }
    standing = {
        name: _not_overridden(table, stored.beside(name), reading.tables.get(name), remaining.get(name))
        for name, table in TABLES.items()
    }
    incomplete = {name for name, rows in reading.tables.items() if not rows.is_complete}
    unread = {finding.table for finding in reading.findings if finding.rule_id == "missing_sheet" and finding.table}
    return Candidate(reading.tables, remaining, standing, frozenset(incomplete | unread))


def _not_overridden(table: Table, beside: pl.DataFrame, given: TableRows | None, remaining: pl.DataFrame | None) -> pl.DataFrame:
    own = given.frame if given is not None else remaining
    return beside if own is None or own.is_empty() else beside.join(own, on=list(table.key), how="anti")


def _difference(reading: Reading, stored: StoredRows, *, replaces_example: bool) -> LayerDiff:
    frames = {name: rows.frame.select(list(polars_schema(rows.table))) for name, rows in reading.tables.items()}
    diff = diff_layer(stored.reader, PORTFOLIO, frames)
    if not replaces_example:
        return diff
    tables: dict[str, TableDiff] = dict(diff.tables)
    for table in PORTFOLIO_TABLES:
        example = stored.example(table.name)
        if not example.is_empty():
            untouched = _untouched(table, len(stored.own(table.name)))
            tables[table.name] = _without_example(tables.get(table.name, untouched), example)
    return LayerDiff(PORTFOLIO, tables)


def _untouched(table: Table, rows: int) -> TableDiff:
    return TableDiff(table, empty_frame(table), empty_frame(table), empty_frame(table), rows)


def _without_example(diff: TableDiff, example: pl.DataFrame) -> TableDiff:
    """The same difference with every example row gone; a row with an example row's key is a new one."""
    keys = list(diff.table.key)
    taken = diff.changed.join(example, on=keys, how="semi")
    keys_taken = {tuple(str(value) for value in row) for row in taken.select(keys).iter_rows()}
    return TableDiff(
        diff.table,
        pl.concat([diff.new, taken]),
        diff.changed.join(example, on=keys, how="anti"),
        pl.concat([diff.gone.join(example, on=keys, how="anti"), example]),
        diff.unchanged,
        tuple(cell for cell in diff.cells if cell.key not in keys_taken),
        example_replaced=len(example),
    )


def _considerations(reading: Reading, stored: StoredRows, diff: LayerDiff) -> Iterator[RawFinding]:
    """What a person should know before the difference is written."""
    if reading.tables and not sum(reading.read_rows.values()):
        yield RawFinding("no_rows", "soft", place=", ".join(reading.files))
    replaced = sum(table_diff.example_replaced for table_diff in diff.tables.values())
    if replaced:
        yield RawFinding("example_replaced", "info", place=", ".join(reading.files), details={"count": replaced})
    if _has_example(reading) and any(not stored.own(name).is_empty() for name in reading.tables):
        yield RawFinding("example_beside_own", "soft", place=", ".join(reading.files))
    yield from _many_closed(reading, stored, diff)


def _many_closed(reading: Reading, stored: StoredRows, diff: LayerDiff) -> Iterator[RawFinding]:
    closed: Mapping[str, int] = {
        name: table_diff.gone.filter(~pl.col("is_example").fill_null(False)).height for name, table_diff in diff.tables.items()
    }
    for name, rows in reading.tables.items():
        own = len(stored.own(name))
        if 2 * closed.get(name, 0) > own:
            yield RawFinding("many_closed", "soft", table=name, place=rows.place, details={"closed": closed[name], "stored": own})


__all__ = ["ImportReport", "compared", "difference_table", "findings_table", "import_portfolio"]
