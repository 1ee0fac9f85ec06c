"""Calendar months: when a period of whole months ends, and how long a period is. The last day counts."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta


@dataclass(frozen=True, slots=True)
class Length:
    """Whole calendar months, and the days that are left over."""

    months: int
    days: int


def last_day(first: date, months: int) -> date:
    """The last day of a period of `months` whole months whose first day is `first`.

    It is the day before the same day of the month; the month's last day where the month has no such day. So 48 months
    from 1 November 2020 end on 31 October 2024, and six months from 31 August 2021 on 28 February 2022.
    """
    year, place = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    length = monthrange(year, place + 1)[1]
    if first.day > length:
        return date(year, place + 1, length)
    return date(year, place + 1, first.day) - timedelta(days=1)


def length(first: date, last: date) -> Length | None:
    """How long a period is, both days counted; None when it ends before it begins."""
    if last < first:
        return None
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    while last_day(first, months) > last:
        months -= 1
    return Length(months, (last - last_day(first, months)).days)


def time_left(day: date, last: date) -> Length | None:
    """How long it is from the end of `day` to the end of `last`; None when `last` has passed."""
    return Length(0, 0) if last == day else length(day + timedelta(days=1), last)


def window_end(day: date, months: int) -> date:
    """The last day of the `months` months that follow `day`."""
    return last_day(day + timedelta(days=1), months)
