"""Numbers, dates and periods as people in Norway (and English readers) write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

Number = int | float | Decimal

#: Thin no-break space between thousands in Norwegian, and the true minus sign.
THIN_SPACE = "\u202f"
MINUS = "\u2212"
MILLION = Decimal(1_000_000)

MONTHS = {
    "nb": (
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_PERIOD = re.compile(r"^(\d{4})(?:([KMU])(\d{1,2}))?$")


def decimal_text(value: Number, digits: int = 0, lang: str = "nb") -> str:
    """`value` rounded half up to `digits`, with the language's separators: 1 234,5 or 1,234.5."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}"
    if lang == "nb":
        text = text.replace(",", THIN_SPACE).replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def nok_text(value: Number, lang: str = "nb") -> str:
    """Whole kroner: "1 234 567 kroner" or "NOK 1,234,567"."""
    return f"{decimal_text(value, 0, lang)} kroner" if lang == "nb" else f"NOK {decimal_text(value, 0, lang)}"


def mill_text(value: Number, lang: str = "nb") -> str:
    """Millions of kroner with one decimal: "3,2 mill. kroner" or "NOK 3.2 million"."""
    millions = decimal_text(Decimal(str(value)) / MILLION, 1, lang)
    return f"{millions} mill. kroner" if lang == "nb" else f"NOK {millions} million"


def pct_text(value: Number, digits: int = 1, lang: str = "nb") -> str:
    """ "5,9 prosent" or "5.9 per cent"."""
    return f"{decimal_text(value, digits, lang)} {'prosent' if lang == 'nb' else 'per cent'}"


def pp_text(value: Number, digits: int = 1, lang: str = "nb") -> str:
    """ "0,3 prosentpoeng" or "0.3 percentage points"."""
    return f"{decimal_text(value, digits, lang)} {'prosentpoeng' if lang == 'nb' else 'percentage points'}"


def date_text(value: date, lang: str = "nb") -> str:
    """ "12. mars 2021" or "12 March 2021"."""
    dot = "." if lang == "nb" else ""
    return f"{value.day}{dot} {MONTHS[lang][value.month - 1]} {value.year}"


def date_with_precision(value: date, precision: str | None, lang: str = "nb") -> str:
    """A date told no more exactly than it is known: a day, month, quarter or year."""
    if precision == "year":
        return str(value.year)
    if precision == "quarter":
        return period_text(f"{value.year}K{(value.month + 2) // 3}", lang)
    if precision == "month":
        return f"{MONTHS[lang][value.month - 1]} {value.year}"
    return date_text(value, lang)


def period_text(period: str, lang: str = "nb") -> str:
    """ "3. kvartal 2021", "september 2021", "uke 35 i 2021" or "2021"; unknown forms as they are."""
    match = _PERIOD.match(period)
    if match is None or match.group(2) is None:
        return period
    year, kind, number = match.group(1), match.group(2), int(match.group(3))
    if kind == "K":
        return f"{number}. kvartal {year}" if lang == "nb" else f"Q{number} {year}"
    if kind == "M" and 1 <= number <= 12:
        return f"{MONTHS[lang][number - 1]} {year}"
    return f"uke {number} i {year}" if lang == "nb" else f"week {number} of {year}"


def list_text(items: list[str], lang: str = "nb") -> str:
    """ "a, b og c"; "" for none."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'og' if lang == 'nb' else 'and'} {items[-1]}"
