"""When a file says that it was published, and what day stands for its edition when it does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from data.sources.nav.cells import Sheet
from data.sources.nav.periods import last_day
from domain.numbers import MONTHS
from domain.periods import quarter_end, quarter_of

OSLO = ZoneInfo("Europe/Oslo")
_SAYS = re.compile(r"\b(?:sist\s+)?(?:oppdatert|publisert)|\bpubliseringsdato|\boppdateringsdato", re.IGNORECASE)
_NEXT = re.compile(r"\bneste\b|\bblir\b|\bskal\b|\bvil\b|\boppdateres\b|\bpubliseres\b", re.IGNORECASE)
_MONTH = "|".join(MONTHS["nb"])
_DAY = re.compile(
    rf"\b(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>\d{{4}})\b|\b(?P<y2>\d{{4}})-(?P<m2>\d{{2}})-(?P<d2>\d{{2}})\b"
    rf"|\b(?P<d3>\d{{1,2}})\.?\s+(?P<n>{_MONTH})\s+(?P<y3>\d{{4}})\b",
    re.IGNORECASE,
)
#: A day told farther behind the word than this is of something else.
_CLOSE = 25
_ONLY_MONTH = re.compile(rf"\b(?P<n>{_MONTH})\s+(?P<y>\d{{4}})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Edition:
    """The day of an edition.

    Attributes:
        day: the day; the last of the month or quarter when no more is known.
        precision: as in the code list `date_precision`.
        is_stated: whether the file says it.
    """

    day: date
    precision: str
    is_stated: bool


def stated(sheets: Iterable[Sheet], now: datetime) -> Edition | None:
    """The latest day that a file says that it was published or updated; a day to come is not one of them."""
    today = now.astimezone(OSLO).date()
    found = [edition for sheet in sheets for edition in _stated_in(sheet) if edition.day <= today]
    return max(found, key=lambda edition: (edition.day, edition.precision == "day"), default=None)


def _stated_in(sheet: Sheet) -> list[Edition]:
    found: list[Edition] = []
    for cells in sheet.rows.values():
        for position, cell in enumerate(cells):
            if cell.number is not None or not _SAYS.search(cell.text):
                continue
            found += _in_text(cell.text)
            after = cells[position + 1] if position + 1 < len(cells) else None
            if after is not None and not _NEXT.search(cell.text):
                found += [Edition(after.day, "day", is_stated=True)] if after.day else _in_text(f"publisert {after.text}")
    return found


def _in_text(text: str) -> list[Edition]:
    """The days told close behind a word that says that something was published."""
    found: list[Edition] = []
    for says in _SAYS.finditer(text):
        told = min(filter(None, (pattern.search(text, says.end()) for pattern in (_DAY, _ONLY_MONTH))), key=_start, default=None)
        if told is None or told.start() - says.end() > _CLOSE:
            continue
        before = re.split(r"[.;|]\s", text[: says.start()])[-1]
        edition = None if _NEXT.search(before + text[says.end() : told.start()]) else _edition(told)
        found += [edition] if edition else []
    return found


def _start(match: re.Match[str]) -> tuple[int, int]:
    """Where a day begins; of a day and a month at one place, the longer."""
    return match.start(), -match.end()


def _edition(told: re.Match[str]) -> Edition | None:
    try:
        if told.re is _DAY:
            return Edition(_day(told), "day", is_stated=True)
        first = date(int(told["y"]), _month(told["n"]), 1)
    except ValueError:
        return None
    return Edition((first + timedelta(days=31)).replace(day=1) - timedelta(days=1), "month", is_stated=True)


def _day(match: re.Match[str]) -> date:
    if match["y"]:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["y2"]:
        return date(int(match["y2"]), int(match["m2"]), int(match["d2"]))
    return date(int(match["y3"]), _month(match["n"]), int(match["d3"]))


def _month(name: str) -> int:
    return MONTHS["nb"].index(name.casefold()) + 1


def edition(told: Edition | None, given: date | None, found: Sequence[str], now: datetime) -> Edition:
    """The edition of a table: the day that the file says, else the day given, else the quarter after its last period.

    Args:
        told: from `stated`; a day before the end of the last period is left from an earlier edition and is not believed.
        given: a day that the user gives.
        found: the periods of the table.
        now: the moment of reading. No edition is later: figures that are at hand have come out.
    """
    last = max(last_day(period) for period in found)
    if told is not None and told.day >= last:
        return told
    if given is not None:
        return Edition(given, "day", is_stated=True)
    day = quarter_end(quarter_of(last + timedelta(days=1)))
    return Edition(min(day, now.astimezone(OSLO).date()), "quarter", is_stated=False)
