"""One cell of text to one value, by the declared rules; what cannot be read for certain is refused, never guessed.

Numbers: a space (also thin or no-break) stands between thousands. Where both a point and a comma occur, the last one is
the decimal sign and the other stands between thousands. A sign that occurs several times stands between thousands. One
point or comma alone is the decimal sign, except in amounts and whole numbers: there, one to three digits, a sign and three
digits ("1.234") may mean either, and is refused.
Dates: ISO, or day, month and year in that order with points or a month's name. A bare number is no date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from domain.codes import CODE_LISTS
from domain.periods import is_period
from domain.tables import Column

FIRST_YEAR = 1990
LAST_YEAR = 2100
MAX_TEXT_CHARACTERS = 5000
_AMOUNT_LIMIT = Decimal(10) ** 15
_INTEGER_LIMIT = Decimal(2) ** 63
_CELL_DIGITS = 15
_OERE_DECIMALS = 2
#: Spreadsheets keep amounts as binary fractions; less than this is noise, not øre.
_AMOUNT_NOISE = Decimal("0.0000001")

_SPACES = re.compile(r"[\s\u2007]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")
_AMBIGUOUS = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$")
_GROUPED = re.compile(
    r"^[+-]?[1-9]\d{0,2}(?:([\s\u2007])\d{3}(?:\1\d{3})*(?:[.,]\d+)?|(\.)\d{3}(?:\.\d{3})*,\d+|(,)\d{3}(?:,\d{3})*\.\d+"
    r"|(\.)\d{3}(?:\.\d{3})+|(,)\d{3}(?:,\d{3})+)$"
)
_MILLIONS = re.compile(r"\d\s*(mill|mrd|mnok|million|tusen|k\b|m\b)", re.IGNORECASE)
_ISO_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?$")
_NB_DATE = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$")
_NAMED_DATE = re.compile(r"^(\d{1,2})\.?\s+([a-zæøå]+)\.?\s+(\d{4})$", re.IGNORECASE)
_MIDNIGHT = re.compile(r"^00:00(:00(\.0+)?)?$")
_YEAR = re.compile(r"^(\d{4})(?:[.,]0+)?$")
_QUARTER_FORMS = (
    re.compile(r"^(?P<year>\d{4})[\s-]?[KQ](?P<number>[1-4])$", re.IGNORECASE),
    re.compile(r"^[KQ](?P<number>[1-4])[\s-]?(?P<year>\d{4})$", re.IGNORECASE),
    re.compile(r"^(?P<number>[1-4])\.?\s?(?:kvartal|kv\.?|quarter)\s(?P<year>\d{4})$", re.IGNORECASE),
)
_MONTH_FORMS = (
    re.compile(r"^(?P<year>\d{4})[M-](?P<number>0[1-9]|1[0-2])$", re.IGNORECASE),
    re.compile(r"^(?P<name>[a-zæøå]+)\s(?P<year>\d{4})$", re.IGNORECASE),
)
_WEEK_FORMS = (
    re.compile(r"^(?P<year>\d{4})[UW-]?[UW](?P<number>\d{1,2})$", re.IGNORECASE),
    re.compile(r"^(?:uke|week)\s(?P<number>\d{1,2})\s(?:i\s|of\s)?(?P<year>\d{4})$", re.IGNORECASE),
)
_MONTH_NAMES = (
    ("januar", "jan", "january"),
    ("februar", "feb", "february"),
    ("mars", "mar", "march"),
    ("april", "apr"),
    ("mai", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "okt", "october", "oct"),
    ("november", "nov"),
    ("desember", "des", "december", "dec"),
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}
_TRUE = frozenset({"ja", "j", "yes", "y", "true", "sann", "sant", "1", "1.0"})
_FALSE = frozenset({"nei", "n", "no", "false", "usann", "usant", "0", "0.0"})

Value = str | int | float | bool | Decimal | date


class UnreadableError(ValueError):
    """A cell that is not what its column holds. `rule_id` names the text that says why."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id


def text_of(text: str) -> str:
    """Text as it stands, line breaks as line feeds.

    Raises:
        UnreadableError: it holds control characters or is too long.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise UnreadableError("control_character")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise UnreadableError("text_too_long")
    return text


def key_of(text: str) -> str:
    """A key: text on one line."""
    if "\n" in text or "\r" in text or "\t" in text:
        raise UnreadableError("line_break_in_key")
    return text_of(text)


def decimal_of(text: str, *, strict_grouping: bool) -> Decimal:
    """A number by the rules at the top of this module.

    Args:
        strict_grouping: refuse "1.234", which may mean either thousands or decimals.

    Raises:
        UnreadableError: it is not a number, or may mean two numbers.
    """
    plain = text.replace("\N{MINUS SIGN}", "-")
    if strict_grouping and _AMBIGUOUS.match(plain):
        raise UnreadableError("ambiguous_number")
    if _NUMBER.match(plain):
        return _without_noise(Decimal(plain.replace(",", ".")))
    if _GROUPED.match(plain):
        bare = _SPACES.sub("", plain)
        last = max(bare.rfind("."), bare.rfind(","))
        sign = bare[last] if last >= 0 and bare.count(bare[last]) == 1 else ""
        grouping = {".": ",", ",": ".", "": ".,"}[sign]
        return Decimal("".join(c for c in bare if c not in grouping).replace(",", "."))
    raise UnreadableError("amount_in_words" if _MILLIONS.search(plain) else "not_a_number")


def _without_noise(value: Decimal) -> Decimal:
    """The short number behind one with more digits than a spreadsheet keeps.

    Cells of workbooks come with up to nine decimals of the binary fraction that is kept: 9123456789.370000839.
    """
    _, digits, exponent = value.as_tuple()
    is_long = isinstance(exponent, int) and exponent < -_OERE_DECIMALS and len(digits) > _CELL_DIGITS
    return Decimal(repr(float(value))) if is_long else value


def amount_of(text: str) -> Decimal:
    """Kroner with at most two decimals."""
    value = decimal_of(text, strict_grouping=True)
    if abs(value) >= _AMOUNT_LIMIT:
        raise UnreadableError("number_too_large")
    rounded = value.quantize(Decimal(1).scaleb(-_OERE_DECIMALS))
    if abs(rounded - value) > _AMOUNT_NOISE:
        raise UnreadableError("too_many_decimals")
    return rounded


def float_of(text: str) -> float:
    """A number that is not money."""
    value = decimal_of(text, strict_grouping=False)
    if abs(value) >= Decimal(10) ** 300:
        raise UnreadableError("number_too_large")
    return float(value)


def integer_of(text: str) -> int:
    """A whole number; "3.0" and "3,0" are whole."""
    try:
        value = decimal_of(text, strict_grouping=True)
    except UnreadableError as error:
        raise UnreadableError("not_an_integer" if error.rule_id == "not_a_number" else error.rule_id) from None
    if value != value.to_integral_value():
        raise UnreadableError("not_an_integer")
    if abs(value) >= _INTEGER_LIMIT:
        raise UnreadableError("number_too_large")
    return int(value)


def year_of(text: str) -> int:
    """A calendar year."""
    match = _YEAR.match(text)
    if match is None:
        raise UnreadableError("not_a_year")
    return _checked_year(int(match.group(1)), "year_out_of_range")


def date_of(text: str) -> date:
    """A day, without a time of day."""
    if iso := _ISO_DATE.match(text):
        year, month, day = (int(part) for part in iso.groups()[:3])
        if iso.group(4) and not _MIDNIGHT.match(iso.group(4)):
            raise UnreadableError("date_with_time")
    elif norwegian := _NB_DATE.match(text):
        day, month, year = (int(part) for part in norwegian.groups())
    elif (named := _NAMED_DATE.match(text)) and named.group(2).casefold() in _MONTHS:
        day, month, year = int(named.group(1)), _MONTHS[named.group(2).casefold()], int(named.group(3))
    else:
        raise UnreadableError("date_as_number" if _NUMBER.match(text) else "not_a_date")
    try:
        found = date(year, month, day)
    except ValueError:
        raise UnreadableError("no_such_date") from None
    _checked_year(year, "date_out_of_range")
    return found


def _checked_year(year: int, rule_id: str) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableError(rule_id)
    return year


def quarter_of_text(text: str) -> str:
    """A quarter as "2021K3"."""
    match = _first_match(_QUARTER_FORMS, text)
    if match is None:
        raise UnreadableError("not_a_quarter")
    return f"{_checked_year(int(match['year']), 'year_out_of_range')}K{match['number']}"


def period_of(text: str) -> str:
    """A year, quarter, month or week as "2021", "2021K3", "2021M09", "2021U35"."""
    if _YEAR.match(text):
        return str(year_of(text))
    if quarter := _first_match(_QUARTER_FORMS, text):
        return f"{int(quarter['year'])}K{quarter['number']}"
    if (month := _first_match(_MONTH_FORMS, text)) and (number := _month_number(month)):
        return f"{int(month['year'])}M{number:02d}"
    if week := _first_match(_WEEK_FORMS, text):
        found = f"{int(week['year'])}U{int(week['number']):02d}"
        if is_period(found):
            return found
    raise UnreadableError("not_a_period")


def _month_number(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    return int(groups["number"]) if "number" in groups else _MONTHS.get(groups["name"].casefold())


def _first_match(forms: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for form in forms if (match := form.match(text))), None)


def bool_of(text: str) -> bool:
    """Yes or no."""
    word = text.casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise UnreadableError("not_a_yes_or_no")


def code_of(list_name: str, text: str) -> str:
    """The code that the text means: the code itself or its word in either language."""
    found = CODE_LISTS[list_name].find(text)
    if found is None:
        found = CODE_LISTS[list_name].find(text[:-2]) if text.endswith(".0") else None
    if found is None:
        raise UnreadableError("unknown_code")
    return found


_READERS: dict[str, Callable[[str], Value]] = {
    "text": text_of,
    "ref": key_of,
    "int": integer_of,
    "number": float_of,
    "pct": float_of,
    "nok": amount_of,
    "date": date_of,
    "year": year_of,
    "quarter": quarter_of_text,
    "period": period_of,
    "bool": bool_of,
}


def reader_for(column: Column, *, is_key: bool = False) -> Callable[[str], Value]:
    """The function that reads a cell of `column`.

    Args:
        is_key: the column is part of the table's key.
    """
    if column.type == "code":
        return partial(code_of, str(column.codes))
    if is_key and column.type == "text":
        return key_of
    return _READERS[column.type]
