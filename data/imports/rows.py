"""From the text of a sheet to the typed rows of a table, with a finding for each cell that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from data.imports.findings import RawFinding
from data.imports.sheets import Headings, RawSheet, column_letters, find_headings
from data.imports.values import FIRST_YEAR, LAST_YEAR, MAX_TEXT_CHARACTERS, UnreadableError, Value, reader_for
from data.schema import empty_frame, polars_type
from domain.codes import CODE_LISTS
from domain.tables import Column, Table
from domain.text import Text

#: Column beside the table's own that holds the row number in the sheet.
ROW = "__row"
_UNSAFE_TEXT = r"[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]"


@dataclass(frozen=True)
class TableRows:
    """The rows of one table as a file gives them.

    Attributes:
        table: the table.
        place: the sheet or file.
        frame: the table's columns and `ROW`; a cell that could not be read is empty.
        shown: column name to heading in the file.
        unreadable: column name to the rows where its cell could not be read.
        is_complete: False when the sheet could not be read as this table, so that its rows are not known.
    """

    table: Table
    place: str
    frame: pl.DataFrame
    shown: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, frozenset[int]] = field(default_factory=dict)
    is_complete: bool = True

    def heading(self, name: str) -> str:
        """The heading of a column as it stands in the file, else its Norwegian name."""
        return self.shown.get(name) or self.table.column(name).nb


class _Cells(NamedTuple):
    """A column that was read."""

    values: pl.Series
    bad: pl.DataFrame
    rules: dict[str, str]


def read_rows(table: Table, sheet: RawSheet) -> tuple[TableRows, list[RawFinding]]:
    """Read a sheet as a table.

    Rows in which every known column is empty are left out.

    Returns:
        The rows, and all that is wrong with headings and cells.
    """
    headings, findings = find_headings(table, sheet)
    if headings is None:
        return TableRows(table, sheet.place, _no_rows(table), is_complete=False), findings
    texts = _texts(sheet, headings)
    data: dict[str, pl.Series] = {}
    unreadable: dict[str, frozenset[int]] = {}
    for column in table.columns:
        if column.name not in headings.columns:
            data[column.name] = pl.Series(column.name, [None] * len(texts), dtype=polars_type(column))
            continue
        cells = _read_column(table, column, texts, formulas=sheet.is_csv)
        data[column.name] = cells.values
        unreadable[column.name] = frozenset(cells.bad.get_column(ROW))
        findings.extend(_bad_cells(table, column, sheet, headings, cells))
    marked = _marked(table, sheet, headings)
    for finding, name in marked:
        unreadable[name] = unreadable.get(name, frozenset()) | {finding.row or 0}
    findings.extend(finding for finding, _ in marked)
    findings.extend(_beside(table, sheet, headings))
    is_complete = all(column.name in headings.columns for column in table.columns if column.required)
    frame = pl.DataFrame(data).with_columns(texts.get_column(ROW))
    return TableRows(table, sheet.place, frame, dict(headings.shown), unreadable, is_complete), findings


def _no_rows(table: Table) -> pl.DataFrame:
    return empty_frame(table).with_columns(pl.lit(None, pl.Int64()).alias(ROW))


def _texts(sheet: RawSheet, headings: Headings) -> pl.DataFrame:
    """The known columns by name, trimmed, without empty rows, with the row number in `ROW`."""
    names = sheet.cells.columns
    below = sheet.cells.with_row_index(ROW, offset=1).slice(headings.last_row)
    trimmed = [pl.col(names[index]).str.strip_chars().replace("", None).alias(name) for name, index in headings.columns.items()]
    texts = below.select(pl.col(ROW).cast(pl.Int64), *trimmed)
    texts = texts.filter(~pl.all_horizontal(pl.col(name).is_null() for name in headings.columns))
    unusual = [name for name in headings.columns if not texts.get_column(name).str.contains(r"^[\x00-\x{2ff}]*$").all()]
    return texts.with_columns(pl.col(name).str.normalize("NFC") for name in unusual)


def _read_column(table: Table, column: Column, texts: pl.DataFrame, *, formulas: bool) -> _Cells:
    """Read a column by reading each text that occurs in it once."""
    series = texts.get_column(column.name)
    is_key = column.name in table.key
    distinct = series.drop_nulls().unique()
    if column.type in ("text", "ref"):
        needs_care = _needs_care(distinct, formulas=formulas, one_line=is_key or column.type == "ref")
        if needs_care.is_empty():
            return _Cells(series, texts.clear().select(ROW, text=pl.col(column.name)), {})
        distinct = series.filter(series.is_in(needs_care.implode())).unique()
    read: dict[str, Value] = {}
    rules: dict[str, str] = {}
    reader = reader_for(column, is_key=is_key)
    for text in distinct:
        try:
            read[text] = _read(reader, text, formulas=formulas)
        except UnreadableError as error:
            rules[text] = error.rule_id
    return _replaced(column, texts, read, rules)


def _read(reader: Callable[[str], Value], text: str, *, formulas: bool) -> Value:
    if formulas and text.startswith("="):
        raise UnreadableError("formula")
    return reader(text)


def _needs_care(distinct: pl.Series, *, formulas: bool, one_line: bool) -> pl.Series:
    """The texts that are not plainly in order."""
    care = distinct.str.contains(_UNSAFE_TEXT) | (distinct.str.len_chars() > MAX_TEXT_CHARACTERS)
    if one_line:
        care |= distinct.str.contains(r"[\n\t]")
    if formulas:
        care |= distinct.str.starts_with("=")
    return distinct.filter(care)


def _replaced(column: Column, texts: pl.DataFrame, read: Mapping[str, Value], rules: dict[str, str]) -> _Cells:
    name = column.name
    values = pl.DataFrame(
        {"text": pl.Series(list(read), dtype=pl.String), "value": pl.Series(list(read.values()), dtype=polars_type(column))}
    )
    given = texts.select(ROW, text=pl.col(name))
    joined = given.join(values, on="text", how="left", maintain_order="left")
    bad = given.filter(pl.col("text").is_in(list(rules))) if rules else given.clear()
    value = pl.col("value")
    if column.type in ("text", "ref"):
        value = pl.when(pl.col("text").is_in(list(read) + list(rules))).then(value).otherwise(pl.col("text"))
    return _Cells(joined.select(value.alias(name)).get_column(name), bad, rules)


def _bad_cells(table: Table, column: Column, sheet: RawSheet, headings: Headings, cells: _Cells) -> Iterator[RawFinding]:
    details, index = _details(column), headings.columns[column.name]
    for row, text in cells.bad.iter_rows():
        if (row, index) in sheet.marks:
            continue
        yield RawFinding(
            cells.rules[text],
            table=table.name,
            place=sheet.place,
            row=row,
            column=headings.shown[column.name],
            value=text,
            details=details,
        )


def _details(column: Column) -> dict[str, object]:
    details: dict[str, object] = {
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
        "length": MAX_TEXT_CHARACTERS,
    }
    if column.codes:
        codes = CODE_LISTS[column.codes].codes
        details["codes"] = Text("; ".join(code.nb for code in codes), "; ".join(code.en for code in codes))
    return details


def _marked(table: Table, sheet: RawSheet, headings: Headings) -> list[tuple[RawFinding, str]]:
    """Formulas and error values in known columns."""
    by_index = {index: name for name, index in headings.columns.items()}
    return [
        (
            RawFinding(
                mark.rule_id,
                table=table.name,
                place=sheet.place,
                row=row,
                column=headings.shown[by_index[index]],
                value=mark.text,
            ),
            by_index[index],
        )
        for (row, index), mark in sheet.marks.items()
        if index in by_index and row >= headings.first_row
    ]


def _beside(table: Table, sheet: RawSheet, headings: Headings) -> list[RawFinding]:
    """Columns that have content but no heading."""
    head = sheet.cells.slice(headings.first_row - 1, headings.last_row - headings.first_row + 1)
    below = sheet.cells.slice(headings.last_row)
    known = set(headings.columns.values())
    findings = []
    for index in range(sheet.cells.width):
        if index in known or head.to_series(index).null_count() < head.height:
            continue
        filled = below.to_series(index).str.strip_chars().replace("", None).is_not_null()
        if not filled.any():
            continue
        row = headings.last_row + 1 + int(filled.arg_max() or 0)
        findings.append(
            RawFinding(
                "column_without_heading",
                "hard" if sheet.is_csv else "soft",
                table=table.name,
                place=sheet.place,
                row=row,
                column=column_letters(index),
                value=sheet.cells.item(row - 1, index),
            )
        )
    return findings
