"""No more calls than the service allows, and no fewer than that."""

from __future__ import annotations

import pytest

from data.sources.ssb.limiter import Limiter, retry_after
from tests.unit.data.sources.ssb.clocks import StillClock


def test_the_call_after_the_last_allowed_one_waits_until_the_first_is_a_minute_old() -> None:
    time = StillClock()
    limiter = Limiter(3, time.clock())
    for pause in (0.0, 10.0, 20.0):
        time.seconds = pause
        limiter.wait()
    assert time.sleeps == []
    limiter.wait()
    assert time.sleeps == [40.0]
    limiter.wait()
    assert time.sleeps == [40.0, 10.0], "the second call was at 10, so the fifth may be made at 70"


def test_a_stricter_policy_of_the_service_is_followed() -> None:
    time = StillClock()
    limiter = Limiter(25, time.clock())
    limiter.heed({"x-ratelimit-policy": "2;w=30s", "x-ratelimit-remaining": "1"})
    for _ in range(3):
        limiter.wait()
    assert time.sleeps == [30.0]


def test_a_laxer_policy_does_not_lift_our_own_cap() -> None:
    time = StillClock()
    limiter = Limiter(2, time.clock())
    limiter.heed({"x-ratelimit-policy": "40;w=60s"})
    for _ in range(3):
        limiter.wait()
    assert time.sleeps == [60.0]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-policy": "40;w=45s"}, 45.0),
        ({"x-ratelimit-remaining": "0"}, 60.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "12"}, 12.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1790835630"}, 30.0),  # 06:20:30 that day
        ({"ratelimit": '"default";r=0;t=9', "ratelimit-policy": '"default";q=40;w=60'}, 9.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-policy": "5;w=2m, 1000;w=1h"}, 120.0),
    ],
)
def test_when_no_call_is_left_the_next_waits_until_the_window_ends(headers: dict[str, str], seconds: float) -> None:
    time = StillClock()
    limiter = Limiter(25, time.clock())
    limiter.heed(headers)
    limiter.wait()
    assert time.sleeps == [seconds]


def test_calls_left_mean_no_wait() -> None:
    time = StillClock()
    limiter = Limiter(25, time.clock())
    limiter.heed({"x-ratelimit-remaining": "1", "x-ratelimit-policy": "40;w=60s"})
    limiter.wait()
    assert time.sleeps == []


def test_no_pause_is_longer_than_the_longest() -> None:
    time = StillClock()
    limiter = Limiter(25, time.clock(), longest=100.0)
    limiter.heed({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "86400"})
    limiter.wait()
    assert time.sleeps == [100.0]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "Thu, 01 Oct 2026 06:20:42 GMT"}, 42.0),
        ({"retry-after": "Thu, 01 Oct 2026 09:00:30 GMT", "date": "Thu, 01 Oct 2026 09:00:00 GMT"}, 30.0),
        ({"retry-after": "Thu, 01 Oct 2026 06:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, StillClock().clock()) == seconds
