"""When the publisher says that something was updated, in the forms that it says it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: From the system's time zone data, which Linux has; elsewhere the package `tzdata` gives it.
_OSLO = ZoneInfo("Europe/Oslo")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_FRACTION = re.compile(r"\.(\d{1,6})\d*")


def moment(text: str | None) -> datetime | None:
    """A point in time in UTC: "2026-08-27T06:00:00Z", with fractions, with an offset, or a day alone.

    A time without a zone is UTC, as the service defines it; a day alone is its first moment. None when it is no time.
    """
    if not text:
        return None
    written = _FRACTION.sub(lambda found: f".{found.group(1).ljust(6, '0')}", text.strip())
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def oslo_day(text: str | None) -> date | None:
    """The day in Oslo of a point in time; a day alone is that day."""
    if text and _DAY.match(text.strip()):
        return date.fromisoformat(text.strip())
    found = moment(text)
    return oslo_date(found) if found else None


def oslo_date(at: datetime) -> date:
    """The day in Oslo of a point in time."""
    return at.astimezone(_OSLO).date()
