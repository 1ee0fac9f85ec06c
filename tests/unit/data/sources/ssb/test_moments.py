"""When something was updated: a point in time in UTC, and the day in Oslo."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime

import pytest

from data.sources.ssb.moments import moment, oslo_day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-08-27T06:00:00Z", datetime(2026, 8, 27, 6, tzinfo=UTC)),
        ("2026-08-27T06:00:00.014Z", datetime(2026, 8, 27, 6, 0, 0, 14_000, tzinfo=UTC)),
        ("2026-08-27T06:00:00.1234567Z", datetime(2026, 8, 27, 6, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-08-27T08:00:00+02:00", datetime(2026, 8, 27, 6, tzinfo=UTC)),
        ("2026-08-27T06:00:00", datetime(2026, 8, 27, 6, tzinfo=UTC)),
        ("2026-08-27", datetime(2026, 8, 27, tzinfo=UTC)),
        ("i går", None),
        ("", None),
        (None, None),
    ],
)
def test_forms_of_a_point_in_time(text: str | None, expected: datetime | None) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-26T07:00:00Z", date(2026, 2, 26)),
        ("2026-02-26T23:30:00Z", date(2026, 2, 27)),  # half past midnight in Oslo
        ("2026-08-26T22:30:00Z", date(2026, 8, 27)),  # summer time
        ("2026-08-26T21:30:00Z", date(2026, 8, 26)),
        ("2026-08-27", date(2026, 8, 27)),
        (None, None),
    ],
)
def test_the_day_is_that_of_oslo(text: str | None, day: date | None) -> None:
    assert oslo_day(text) == day


def test_a_time_without_a_zone_is_utc_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        found = moment("2026-08-27T06:00:00")
    time.tzset()
    assert found == datetime(2026, 8, 27, 6, tzinfo=UTC)
