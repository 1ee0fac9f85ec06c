"""Any report's table, or every table as it was known on a day, as a workbook or as CSV."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from analytics.quality.whole_snapshot import WholeSnapshot
from analytics.result import Result
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.tables import Column as ModelColumn
from domain.tables import Table as ModelTable
from domain.text import Text, say, tell
from reports.exports.book import book_bytes
from reports.exports.columns import NUMBERS, definitions, file_value, guess
from reports.exports.csv_file import csv_bytes
from reports.exports.document import Column, Document, Table, Value, basis_notes

_KINDS = {"int": "int", "nok": "nok", "year": "year", "number": "number", "pct": "number", "date": "date"}
_UNITS = {"nok": "frame.unit_nok", "mill": "frame.unit_nok", "pct": "frame.unit_pct", "pp": "frame.unit_pp"}
_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ReportTable:
    """A report's result with what its file tells besides.

    Attributes:
        name, title: of the report.
        result: what it gave.
        choices: what was chosen, by name.
        money: words about money with what they mean.
    """

    name: str
    title: Text
    result: Result
    choices: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows(Collection[tuple[Value, ...]]):
    """The rows of a frame as a file has them, read anew each time, so that a large table is never held twice.

    Attributes:
        frame: the rows.
        kinds: the kind of each column's values.
    """

    frame: pl.DataFrame
    kinds: tuple[str, ...]
    lang: str

    def __len__(self) -> int:
        return len(self.frame)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        plain = [_is_plain(kind, dtype) for kind, dtype in zip(self.kinds, self.frame.dtypes, strict=True)]
        for row in self.frame.iter_rows():
            yield tuple(
                value if as_is else file_value(value, kind, self.lang)
                for value, as_is, kind in zip(row, plain, self.kinds, strict=True)
            )

    def __contains__(self, row: object) -> bool:
        return any(one == row for one in self)


def _is_plain(kind: str, dtype: pl.DataType) -> bool:
    """Whether the values of a column stand in a file as they are."""
    if dtype.is_numeric():
        return not kind.startswith("code:")
    return dtype == pl.Date or (dtype == pl.String and kind in ("text", "short"))


def workbook_bytes(made: WholeSnapshot | ReportTable, form: str, lang: str) -> bytes:
    """The whole snapshot as "xlsx" or as a "zip" of CSV files, or a report's table as "xlsx" or "csv".

    Raises:
        UserError: the form cannot hold it.
    """
    document = snapshot_document(made, lang) if isinstance(made, WholeSnapshot) else report_document(made, lang)
    if form == "xlsx":
        return book_bytes(document)
    if form == "zip":
        return _zip(document, lang)
    if isinstance(made, WholeSnapshot):
        words = say("exports.csv_holds_one")
        raise UserError(words.nb, words.en)
    return csv_bytes(document.tables[0], lang)


def report_document(made: ReportTable, lang: str) -> Document:
    """A report's table in full, with a sheet of notes: day, version, choices, sources, definitions, units and caveats."""
    result, frame = made.result, made.result.table()
    guessed = {name: guess(name, dtype) for name, dtype in frame.schema.items()}
    columns = tuple(_report_column(name, label, kind, lang) for name, (label, kind) in guessed.items())
    chosen = [tell("exports.choice", lang, name=name, value=value) for name, value in made.choices.items()]
    money = {word.lower(): text.get(lang) for word, text in made.money.items()}
    meanings = definitions([(column.name, column.heading) for column in columns], lang, money)
    notes = [
        (tell("exports.report", lang), made.name), (tell("exports.says", lang), result.sentence.get(lang)),
        (tell("frame.note_rows", lang), tell("frame.note_count", lang, count=len(frame))),
        *basis_notes(result, lang, chosen), *source_notes(result, lang),
        (tell("exports.final_report.units", lang), tell("exports.units_words", lang)),
        *((tell("exports.definition", lang), f"{heading}: {words}") for heading, words in meanings),
    ]  # fmt: skip
    rows = Rows(frame, tuple(kind for _, kind in guessed.values()), lang)
    table = Table(made.name, made.title.get(lang), columns, rows, result.basis.contains_example_data, with_names=True)
    return Document(
        made.title.get(lang), made.name, lang, result.basis.as_of, result.basis.data_version, tuple(notes), (table,)
    )  # fmt: skip


def _report_column(name: str, label: Text, kind: str, lang: str) -> Column:
    unit = _UNITS.get(kind)
    heading = f"{label.get(lang)} ({tell(unit, lang)})" if unit else label.get(lang)
    return Column(heading, NUMBERS.get(kind, "date" if kind == "date" else "year" if name == "year" else "text"), name=name)


def snapshot_document(made: WholeSnapshot, lang: str) -> Document:
    """Every table with rows on its own sheet, then the data dictionary and the sources."""
    blocks = [_model_table(made, table, lang) for table in made.tables if not made.rows(table).is_empty()]
    empty = [table.en if lang == "en" else table.nb for table in made.tables if made.rows(table).is_empty()]
    notes = list(basis_notes(made, lang))
    if empty:
        notes.append((tell("exports.without_rows", lang), ", ".join(empty)))
    notes += [
        (tell("exports.final_report.units", lang), tell("exports.units_words", lang)),
        (tell("exports.definition", lang), tell("exports.dictionary_told", lang)),
    ]  # fmt: skip
    title = tell("exports.snapshot", lang, date=made.basis.as_of)
    tables = (*blocks, _dictionary(made, lang), _sources(made, lang))
    return Document(
        title, made.sentence.get(lang), lang, made.basis.as_of, made.basis.data_version, tuple(notes), tables
    )  # fmt: skip


def _model_table(made: WholeSnapshot, table: ModelTable, lang: str) -> Table:
    columns = made.columns(table)
    frame = made.rows(table).select(column.name for column in columns)
    kinds = tuple(_kind(column) for column in columns)
    name, words = (table.en, table.definition_en) if lang == "en" else (table.nb, table.definition_nb)
    is_example = bool(frame.get_column("is_example").fill_null(False).any())
    heads = tuple(_model_column(column, lang) for column in columns)
    return Table(name, f"{name}. {words}", heads, Rows(frame, kinds, lang), is_example, with_names=True)


def _kind(column: ModelColumn) -> str:
    if column.codes:
        return f"code:{column.codes}"
    return {"nok": "nok", "int": "int", "pct": "number", "number": "number", "date": "date", "bool": "bool"}.get(
        column.type, "text"
    )


def _model_column(column: ModelColumn, lang: str) -> Column:
    label = column.en if lang == "en" else column.nb
    heading = f"{label} ({column.unit})" if column.unit else label
    return Column(heading, _KINDS.get(column.type, "text"), 2.0 if column.type == "text" else 1.0, name=column.name)


def _dictionary(made: WholeSnapshot, lang: str) -> Table:
    """What each column of the sheets holds."""
    keys = ("table", "id", "heading_nb", "heading_en", "type", "unit", "definition", "values")
    columns = tuple(Column(tell(f"exports.column.{key}", lang)) for key in keys)
    rows = []
    for table in made.tables:
        for column in made.columns(table):
            codes = CODE_LISTS[column.codes].codes if column.codes else ()
            refers = f"→ {column.references}" if column.references else ""
            values = "; ".join(f"{code.value}: {code.en if lang == 'en' else code.nb}" for code in codes) or refers
            name = table.en if lang == "en" else table.nb
            rows.append(
                (name, f"{table.name}.{column.name}", column.nb, column.en, column.type, column.unit, column.definition, values)
            )
    title = tell("exports.dictionary", lang)
    return Table(title, title, columns, tuple(rows))


def _sources(made: WholeSnapshot, lang: str) -> Table:
    keys = ("source_id", "source_title", "publisher", "url", "licence", "quality")
    columns = tuple(Column(tell(f"exports.column.{key}", lang)) for key in keys)
    rows = tuple((s.source_id, s.title, s.publisher, s.url, s.licence, s.quality) for s in made.basis.sources)
    title = tell("exports.sources", lang)
    return Table(title, title, columns, rows)


def source_notes(result: Result, lang: str) -> list[tuple[str, str]]:
    """The sources of a result, one a line, with publisher, address and licence."""
    lines = []
    for source in result.basis.sources:
        parts = (source.publisher, source.title, source.url, source.licence)
        lines.append((tell("frame.note_sources", lang), ". ".join(part for part in parts if part)))
    return lines


def _zip(document: Document, lang: str) -> bytes:
    """Every table as CSV, and the notes; the same data give the same file."""
    target = io.BytesIO()
    heads = (Column(tell("exports.note_heading", lang)), Column(tell("exports.note_words", lang)))
    notes = Table("", "", heads, document.notes)
    used: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, table in ((tell("frame.notes_sheet", lang), notes), *((table.sheet, table) for table in document.tables)):
            base = "".join(c if c.isalnum() or c in " -_" else "_" for c in name).strip() or "-"
            kept, number = base, 1
            while kept.lower() in used:
                number += 1
                kept = f"{base} {number}"
            used.add(kept.lower())
            made.writestr(zipfile.ZipInfo(f"{kept}.csv", _DAY), csv_bytes(table, lang), zipfile.ZIP_DEFLATED)
    return target.getvalue()
