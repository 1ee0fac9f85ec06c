"""Lines of a payments export as it comes out of an economy system: CSV in any usual form, or a workbook."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from data.imports.accounting_columns import FIELDS, ColumnMapping, found_columns, is_enough, plain
from data.imports.findings import RawFinding
from data.imports.values import UnreadableError, amount_of, date_of, text_of, year_of
from data.imports.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_DELIMITERS = (";", "\t", "|", ",")
_HEADING_ROWS = 30
_COMPACT_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\.0)?$")
_SHORT_DATE = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})$")
_TRAILING_MINUS = re.compile(r"^(.*\d)\s*[-\u2212]$")
_BRACKETS = re.compile(r"^\((.+)\)$")
_CURRENCY = re.compile(r"^(?:nok|kr\.?)\s*|\s*(?:nok|kr\.?|,-)$", re.IGNORECASE)
_PERIOD = re.compile(r"^(\d{4})[-/. ]?(\d{1,2})$")
_MONTH_FIRST = re.compile(r"^\d{1,2}[-/. ](\d{4})$")
_MONTH_ALONE = re.compile(r"^\d{1,2}(?:\.0)?$")
#: First words of rows that carry a balance or a sum and are no posting.
_SUM_WORDS = frozenset(
    {"sum", "total", "totalt", "i alt", "til sammen", "saldo", "inngående", "utgående", "transport", "overført"}
)
Row = Sequence[str | None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PostedLine:
    """One line of the accounts, in kroner; costs are positive.

    Attributes:
        row: its row in the file.
        number: its number among the lines of its voucher, as the file gives it or in the order of the file.
    """

    row: int
    voucher: str
    number: str
    date: date
    year: int
    amount_nok: Decimal
    vat_nok: Decimal | None
    text: str | None
    kind: str | None
    supplier: str | None
    contract_code: str | None
    project_code: str | None
    account_code: str | None

    @property
    def id(self) -> str:
        """The key of the line: year, voucher and number."""
        return f"{self.year}-{self.voucher}-{self.number}"


def read_export(path: Path, mapping: ColumnMapping) -> tuple[list[PostedLine], list[RawFinding]]:
    """Every line of an export.

    A row that repeats the headings or says a sum is left out and counted. A line that cannot be read is a hard finding.

    Returns:
        The lines in the order of the file, and all findings.
    """
    rows, findings = _rows(path, mapping)
    if rows is None:
        return [], findings
    head = _headings(rows, mapping)
    if head is None:
        shown = [cell for row in rows[:_HEADING_ROWS] for cell in row if cell][:12]
        details = {"found": shown, "voucher": FIELDS["voucher"][0], "date": FIELDS["date"][0], "amount": FIELDS["amount"][0]}
        return [], [RawFinding("accounting_no_headings", place=path.name, details=details)]
    first, columns = head
    findings += _faults_of_headings(path.name, rows[first], columns, mapping)
    if findings:
        return [], findings
    layout = _Layout(path.name, rows[first], columns, mapping.sign == "reversed", _has_both_signs(rows[first + 1 :], columns))
    lines: list[PostedLine] = []
    skipped = 0
    for number, row in enumerate(rows[first + 1 :], start=first + 2):
        if not any(cell and cell.strip() for cell in row):
            continue
        if row == rows[first] or not _is_posting(row, columns):
            skipped += 1
            continue
        line, wrong = _line(layout, number, row)
        findings += wrong
        if line is not None:
            lines.append(line)
    if skipped:
        findings.append(RawFinding("accounting_sums", "info", place=path.name, details={"count": skipped}))
    if not lines and not findings:
        findings.append(RawFinding("accounting_empty", place=path.name))
    return _numbered(lines), findings


def _rows(path: Path, mapping: ColumnMapping) -> tuple[list[Row] | None, list[RawFinding]]:
    content = path.read_bytes()
    if content.startswith(_ZIP):
        sheets, findings = read_workbook(path)
        filled: list[tuple[str, list[Row]]] = [
            (sheet.place, list(sheet.cells.iter_rows())) for sheet in sheets if not sheet.is_empty
        ]
        with_lines = [(name, rows) for name, rows in filled if _headings(rows, mapping) is not None]
        if len(with_lines) > 1:
            names = [name for name, _ in with_lines]
            return None, [*findings, RawFinding("accounting_several_sheets", place=path.name, details={"found": names})]
        return next((rows for _, rows in (*with_lines, *filled)), None), findings
    if not content.strip():
        return None, [RawFinding("empty_file", place=path.name)]
    text = _decoded(content)
    if text is None:
        return None, [RawFinding("wrong_encoding_utf16", place=path.name)]
    csv.field_size_limit(1_000_000)
    rows = _split(text, _delimiter(text))
    return (rows, []) if rows is not None else (None, [RawFinding("broken_csv", place=path.name)])


def _split(text: str, delimiter: str) -> list[Row] | None:
    """The cells. A quotation mark without its pair is plain text, so that it does not hide the lines that follow.

    None when that leaves rows of unlike lengths.
    """
    try:
        quoted: list[Row] = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        quoted = []
    if quoted and not _hides_lines(quoted, delimiter):
        return quoted
    plainly: list[Row] = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    usual = _usual_length(plainly)
    first = next(place for place, row in enumerate(plainly) if len(row) == usual)
    return plainly if all(len(row) == usual or not any(row[1:]) for row in plainly[first:]) else None


def _usual_length(rows: Sequence[Row]) -> int:
    return Counter(len(row) for row in rows if any(row)).most_common(1)[0][0]


def _hides_lines(rows: Sequence[Row], delimiter: str) -> bool:
    """Whether a cell of several lines holds as many delimiters as a whole row."""
    usual = _usual_length(rows)
    return usual > 1 and any(cell and "\n" in cell and cell.count(delimiter) >= usual - 1 for row in rows for cell in row)


def _decoded(content: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or the single-byte coding that older systems write."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The sign that cuts most of the first lines into equally many parts."""
    lines = [line for line in text.splitlines()[:_HEADING_ROWS] if line.strip()]
    if lines and lines[0].casefold().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[-1]

    def score(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        most, times = max(counts.items(), key=lambda item: (item[0] > 0, item[1], item[0]))
        return (times if most else 0, most)

    return max(_DELIMITERS, key=score)


def _headings(rows: Sequence[Row], mapping: ColumnMapping) -> tuple[int, dict[str, int]] | None:
    for place, row in enumerate(rows[:_HEADING_ROWS]):
        columns = found_columns({i: text for i, text in enumerate(row) if text and text.strip()}, mapping)
        if is_enough(columns):
            return place, columns
    return None


def _is_posting(row: Row, columns: dict[str, int]) -> bool:
    """Whether a row is a line of the accounts: not a title or a page number among the lines, nor a sum or a balance."""
    voucher, day = (_cell(row, columns.get(name)) for name in ("voucher", "date"))
    if _cell(row, columns.get("amount")) is None and all(_cell(row, columns.get(name)) is None for name in ("debit", "credit")):
        return voucher is not None and bool(re.search(r"\d", voucher)) and _is_day(day)
    if day is not None or (voucher is not None and not _is_sum(voucher)):
        return True
    words = [cell.strip() for cell in row if cell and cell.strip()]
    return len(words) > 1 and not any(_is_sum(word) for word in words)


def _is_sum(text: str) -> bool:
    word = text.rstrip(":").casefold()
    return word in _SUM_WORDS or word.split(" ")[0] in _SUM_WORDS


def _is_day(text: str | None) -> bool:
    """Whether a cell may be meant as a day: it is empty, or has the signs of one."""
    return text is None or bool(re.search(r"\d\D+\d|\d{6}", text))


def _faults_of_headings(place: str, head: Row, columns: dict[str, int], mapping: ColumnMapping) -> list[RawFinding]:
    """Headings that the mapping names and the file lacks, and those that stand twice: which column is meant is not guessed."""
    words = [plain(text or "") for text in head]
    lacking = [heading for heading in mapping.headings.values() if plain(heading) not in words]
    found = [RawFinding("accounting_mapped_missing", place=place, details={"found": lacking})] if lacking else []
    twice = sorted({str(head[index]) for index in columns.values() if words.count(words[index]) > 1})
    return found + ([RawFinding("accounting_heading_twice", place=place, details={"found": twice})] if twice else [])


def _cell(row: Row, index: int | None) -> str | None:
    value = row[index] if index is not None and index < len(row) else None
    return value.strip() or None if value else None


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of a file stand.

    Attributes:
        is_reversed: costs stand as negative amounts.
        has_signed_credit: a credit below zero takes back a credit; else credits are written with either sign and mean the same.
    """

    place: str
    head: Row
    columns: dict[str, int]
    is_reversed: bool
    has_signed_credit: bool


def _has_both_signs(rows: Sequence[Row], columns: dict[str, int]) -> bool:
    """Whether the credit column has amounts above and below zero."""
    signs = set()
    for row in rows if "credit" in columns else ():
        with contextlib.suppress(UnreadableError):
            amount = posted_amount(_cell(row, columns["credit"]) or "0")
            signs.add((amount > 0) - (amount < 0))
    return {1, -1} <= signs


def _line(layout: _Layout, number: int, row: Row) -> tuple[PostedLine | None, list[RawFinding]]:
    place, head, columns = layout.place, layout.head, layout.columns
    wrong: list[RawFinding] = []

    def read(name: str, reader: Callable[[str], T], *, needed: bool = False) -> T | None:
        text = _cell(row, columns.get(name))
        heading = head[columns[name]] if name in columns else name
        if text is None:
            if needed:
                wrong.append(RawFinding("accounting_missing", place=place, row=number, column=heading))
            return None
        try:
            return reader(text)
        except UnreadableError as error:
            wrong.append(RawFinding(error.rule_id, place=place, row=number, column=heading, value=text, details={"found": text}))
            return None

    voucher, day = read("voucher", text_of, needed=True), read("date", posted_date, needed=True)
    if "amount" in columns:
        amount = read("amount", posted_amount, needed=True)
    else:
        debit, credit = read("debit", posted_amount), read("credit", posted_amount)
        taken = credit or Decimal(0)
        amount = None
        if debit is not None or credit is not None:
            amount = (debit or Decimal(0)) - (taken if layout.has_signed_credit else abs(taken))
        if amount is None and not wrong:
            wrong.append(RawFinding("accounting_missing", place=place, row=number, column=head[columns["debit"]]))
    if any(cell and cell.strip() for cell in row[len(head) :]):
        wrong.append(RawFinding("accounting_more_cells", place=place, row=number, details={"found": len(row), "most": len(head)}))
    vat, year, period = read("vat", posted_amount), read("year", year_of), read("period", _period_year)
    series = _code(read("series", text_of))
    texts = {name: read(name, text_of) for name in ("text", "kind", "supplier", "contract", "project", "account", "line")}
    if wrong or voucher is None or day is None or amount is None:
        return None, wrong
    sign = -1 if layout.is_reversed else 1
    return PostedLine(
        number, f"{series}/{_code(voucher)}" if series else _code(voucher) or voucher, _code(texts["line"]) or "", day,
        year or period or day.year, sign * amount,
        None if vat is None else sign * vat, texts["text"], texts["kind"], texts["supplier"], _code(texts["contract"]),
        _code(texts["project"]), _code(texts["account"]),
    ), []  # fmt: skip


def _code(text: str | None) -> str | None:
    """A code as it is written; a whole number that a spreadsheet kept as a decimal one loses its zero."""
    return None if text is None else re.sub(r"^(\d+)\.0$", r"\1", text)


def _numbered(lines: list[PostedLine]) -> list[PostedLine]:
    """Lines without a number of their own get one in the order of the file, voucher by voucher and year by year."""
    seen: Counter[tuple[int, str]] = Counter()
    numbered = []
    for line in lines:
        key = (line.year, line.voucher)
        seen[key] += 1
        numbered.append(line if line.number else replace(line, number=str(seen[key])))
    return numbered


def posted_amount(text: str) -> Decimal:
    """Kroner as economy systems write them: "1 234,50", "1.234,50-", "(1 234,50)", "NOK 1 234,50".

    Raises:
        UnreadableError: it is no amount, or may mean two.
    """
    plain = _CURRENCY.sub("", text.strip())
    negative = _TRAILING_MINUS.match(plain) or _BRACKETS.match(plain)
    return -abs(amount_of(negative.group(1).strip())) if negative else amount_of(plain)


def posted_date(text: str) -> date:
    """A day: also 20210312, 12.03.21 and 12/03/2021 (day first).

    Raises:
        UnreadableError: it is no day.
    """
    if compact := _COMPACT_DATE.match(text):
        return date_of("-".join(compact.groups()))
    if short := _SHORT_DATE.match(text):
        day, month, year = short.groups()
        return date_of(f"{day}.{month}.{year if len(year) == 4 else '20' + year}")
    return date_of(text)


def _period_year(text: str) -> int | None:
    """The year of "202103", "2021-03" or "03-2021"; None for a month alone.

    Raises:
        UnreadableError: it is no period.
    """
    if _MONTH_ALONE.match(text):
        return None
    match = _PERIOD.match(text) or _MONTH_FIRST.match(text)
    return year_of(match.group(1) if match else text)


def repeated(lines: Sequence[PostedLine]) -> Iterator[PostedLine]:
    """Lines whose key stands earlier in the same file."""
    seen: set[str] = set()
    for line in lines:
        if line.id in seen:
            yield line
        seen.add(line.id)
