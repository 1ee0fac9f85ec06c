"""Quarters and other periods as text codes: "2021", "2021K3", "2021M09", "2021U35"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_QUARTER = re.compile(r"^(\d{4})K([1-4])$")
_PERIOD = re.compile(r"^\d{4}(K[1-4]|M(0[1-9]|1[0-2])|U(0[1-9]|[1-4]\d|5[0-3]))?$")


def is_quarter(text: str) -> bool:
    """Whether `text` is a quarter such as "2021K3"."""
    return _QUARTER.match(text) is not None


def is_period(text: str) -> bool:
    """Whether `text` is a year, quarter, month or week."""
    return _PERIOD.match(text) is not None


def quarter_of(day: date) -> str:
    """The quarter that a day lies in."""
    return f"{day.year}K{(day.month + 2) // 3}"


def quarter_index(quarter: str) -> int:
    """A running number of quarters; the difference of two is a number of quarters.

    Raises:
        ValueError: `quarter` is not a quarter.
    """
    match = _QUARTER.match(quarter)
    if match is None:
        raise ValueError(f"not a quarter: {quarter}")
    return int(match.group(1)) * 4 + int(match.group(2)) - 1


def quarter_start(quarter: str) -> date:
    """The first day of a quarter."""
    index = quarter_index(quarter)
    return date(index // 4, index % 4 * 3 + 1, 1)


def quarter_end(quarter: str) -> date:
    """The last day of a quarter."""
    index = quarter_index(quarter) + 1
    return date(index // 4, index % 4 * 3 + 1, 1) - timedelta(days=1)
