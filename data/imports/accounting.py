"""Lines of a payments export as it comes out of an economy system: CSV in any usual form, or a workbook."""

from __future__ import annotations

import codecs
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

from data.imports.accounting_columns import FIELDS, ColumnMapping, found_columns, is_enough
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
_PERIOD = re.compile(r"^(\d{4})[-/ ]?(\d{1,2})$")
_SUM_WORDS = ("sum", "total", "totalt", "i alt", "til sammen")
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
    rows, findings = _rows(path)
    if rows is None:
        return [], findings
    head = _headings(rows, mapping)
    if head is None:
        shown = [cell for row in rows[:_HEADING_ROWS] for cell in row if cell][:12]
        details = {"found": shown, "voucher": FIELDS["voucher"][0], "date": FIELDS["date"][0], "amount": FIELDS["amount"][0]}
        return [], [RawFinding("accounting_no_headings", place=path.name, details=details)]
    first, columns = head
    lines: list[PostedLine] = []
    skipped = 0
    for number, row in enumerate(rows[first + 1 :], start=first + 2):
        if not any(cell and cell.strip() for cell in row):
            continue
        if _is_sum(row, columns) or row == rows[first]:
            skipped += 1
            continue
        line, wrong = _line(path.name, number, row, columns, rows[first], mapping)
        findings += wrong
        if line is not None:
            lines.append(line)
    if skipped:
        findings.append(RawFinding("accounting_sums", "info", place=path.name, details={"count": skipped}))
    if not lines and not findings:
        findings.append(RawFinding("accounting_empty", place=path.name))
    return _numbered(lines), findings


def _rows(path: Path) -> tuple[list[Row] | None, list[RawFinding]]:
    content = path.read_bytes()
    if content.startswith(_ZIP):
        sheets, findings = read_workbook(path)
        sheet = next((sheet for sheet in sheets if not sheet.is_empty), None)
        return (None if sheet is None else [list(row) for row in sheet.cells.iter_rows()]), findings
    if not content.strip():
        return None, [RawFinding("empty_file", place=path.name)]
    text = _decoded(content)
    if text is None:
        return None, [RawFinding("wrong_encoding_utf16", place=path.name)]
    delimiter = _delimiter(text)
    csv.field_size_limit(1_000_000)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)], []
    except csv.Error:
        return None, [RawFinding("broken_csv", place=path.name)]


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


def _is_sum(row: Row, columns: dict[str, int]) -> bool:
    """Whether a row has no date and says a sum, or says one thing only."""
    if _cell(row, columns.get("date")):
        return False
    words = [cell.strip().rstrip(":").casefold() for cell in row if cell and cell.strip()]
    return len(words) == 1 or any(word in _SUM_WORDS or word.split(" ")[0] in _SUM_WORDS for word in words)


def _cell(row: Row, index: int | None) -> str | None:
    value = row[index] if index is not None and index < len(row) else None
    return value.strip() or None if value else None


def _line(
    place: str, number: int, row: Row, columns: dict[str, int], head: Row, mapping: ColumnMapping
) -> tuple[PostedLine | None, list[RawFinding]]:
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
        amount = None if debit is None and credit is None else (debit or Decimal(0)) - abs(credit or Decimal(0))
        if amount is None and not wrong:
            wrong.append(RawFinding("accounting_missing", place=place, row=number, column=head[columns["debit"]]))
    vat, year, period = read("vat", posted_amount), read("year", year_of), read("period", _period_year)
    texts = {name: read(name, text_of) for name in ("text", "kind", "supplier", "contract", "project", "account", "line")}
    if wrong or voucher is None or day is None or amount is None:
        return None, wrong
    sign = -1 if mapping.sign == "reversed" else 1
    return PostedLine(
        number, _code(voucher) or voucher, _code(texts["line"]) or "", day, year or period or day.year, sign * amount,
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


def _period_year(text: str) -> int:
    match = _PERIOD.match(text)
    return year_of(match.group(1) if match else text)


def repeated(lines: Sequence[PostedLine]) -> Iterator[PostedLine]:
    """Lines whose key stands earlier in the same file."""
    seen: set[str] = set()
    for line in lines:
        if line.id in seen:
            yield line
        seen.add(line.id)
