"""A table as CSV that a spreadsheet opens: UTF-8 with BOM, semicolon, full precision."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from reports.exports.document import Table, Value, clean, spoken

#: Characters that a spreadsheet reads as the start of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table, lang: str) -> bytes:
    """The table with one line of headings; decimal comma in bokmål, dates ISO, unknown empty.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    out.write(_line([_text(column.heading) for column in table.columns]))
    for row in table.rows:
        out.write(_line([_written(value, lang) for value in row]))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _written(value: Value, lang: str) -> str:
    value = spoken(value)
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal)):
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        return text.replace(".", ",") if lang == "nb" else text
    return value.isoformat() if isinstance(value, date) else _text(value)


def _text(text: str) -> str:
    whole = clean(text)
    return f"'{whole}" if whole.startswith(_FORMULA_STARTS) else whole


def _line(values: list[str]) -> str:
    quoted = (f'"{value.replace(chr(34), chr(34) * 2)}"' if any(c in value for c in ';"\n\r') else value for value in values)
    return ";".join(quoted) + "\r\n"
