"""What a file holds, whatever its form: headings, paragraphs, lists and tables in one language, and what they rest on."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from analytics.result import Result
from domain.numbers import date_text, decimal_text
from domain.text import Text, tell


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that is written its own way, whatever its column: `value` with a format in a workbook, `text` elsewhere."""

    value: str | int | float | Decimal | date | None
    text: str
    form: str = "General"


#: One value of a table. None is unknown: it is written as `Column.unknown`, never as zero.
Value = str | int | float | Decimal | date | Shown | None
#: Language tags of files, so that a screen reader and the spelling check use the right language.
LANGUAGES = {"nb": "nb-NO", "en": "en-GB"}
#: How every workbook is opened: text is never read as a formula, a link or a number.
SAFE_BOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: Characters that no file of these forms may hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        heading: with its unit, where it has one.
        kind: "text", "int", "nok" (kroner), "year", "number" (as many decimals as it has), "pct" and "num" (one decimal), "pct2"
            (two) or "date".
        width: against the other columns of the table.
        unknown: what stands where the value is unknown.
        in_book_only: left out of text documents, whose pages are narrow.
        name: what code calls it.
        definition: what it holds.
    """

    heading: str
    kind: str = "text"
    width: float = 1.0
    unknown: str = ""
    in_book_only: bool = False
    name: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text; with `is_lead`, the one thing that a chapter says."""

    text: str
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what it is called.

    Attributes:
        sheet: short name, for a sheet of a workbook.
        title: what it shows.
        columns, rows: a row has one value a column; the rows may be read anew each time, as those of a large table are.
        is_example: whether any row of it is example data; it is then marked.
        empty: what is said when there are no rows.
        with_names: whether a workbook tells what code calls the columns.
    """

    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: Collection[tuple[Value, ...]]
    is_example: bool = False
    empty: str = ""
    with_names: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Attributes:
        png: the picture.
        title: stands below it.
        alt: what it says, for those who do not see it.
        width: in millimetres.
    """

    png: bytes
    title: str
    alt: str
    width: float = 170.0


Block = Heading | Paragraph | Points | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A file before it has a form.

    Attributes:
        title, subtitle: of the whole.
        lang: "nb" or "en".
        as_of, data_version: what it rests on.
        notes: what it rests on in words, as heading and words: day, version, filter, definitions, caveats, units.
        blocks: in the order they are read.
        is_upright: whether the page stands; else it lies, for wide tables.
    """

    title: str
    subtitle: str
    lang: str
    as_of: date
    data_version: str
    notes: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    is_upright: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def stamp(self, table: Table) -> str:
        """What stands with every table: the day, the data version, and whether it holds example data."""
        words = tell("exports.stamp", self.lang, date=self.as_of, version=self.data_version)
        return f"{words} {tell('exports.example', self.lang)}" if table.is_example else words


def basis_notes(result: Result, lang: str, chosen: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """The notes that every file has: the day, the version, example data, the filter, and the caveats of the result.

    Args:
        chosen: the filter in words; none means that nothing is left out.
    """
    basis = result.basis
    filters = list(chosen) or [tell("exports.no_filter", lang)]
    lines = [
        (tell("frame.as_of", lang), date_text(basis.as_of, lang)), (tell("frame.note_version", lang), basis.data_version),
        *((tell("exports.filter", lang), words) for words in filters),
    ]  # fmt: skip
    if basis.contains_example_data:
        lines.append((tell("frame.example_data", lang), tell("exports.example_note", lang)))
    return (*lines, *((tell("frame.caveats", lang), caveat.get(lang)) for caveat in basis.caveats))


def written(value: Value, column: Column, lang: str) -> str:
    """A value as it is read."""
    if value is None:
        return column.unknown
    if isinstance(value, Shown):
        return clean(value.text)
    if isinstance(value, date):
        return date_text(value, lang)
    if isinstance(value, (int, float, Decimal)):
        digits = 1 if column.kind in ("pct", "num") else next((n for n in range(_MOST) if round(value, n) == value), _MOST)
        return decimal_text(value, digits, lang)
    return clean(value)


_MOST = 4


def spoken(value: Value) -> str | int | float | Decimal | date | None:
    """The value behind a cell."""
    return value.value if isinstance(value, Shown) else value


def clean(text: str) -> str:
    """Text without characters that a file may not hold; line breaks stand."""
    return _ILLEGAL.sub("\ufffd", text)


def in_lang(text: Text | None, lang: str) -> str | None:
    """A text in the language; None stays None."""
    return None if text is None else text.get(lang)
