"""No more calls in a time than the statistics bank allows, told by its own headers and by our own cap."""

from __future__ import annotations

import random
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

_MINUTE = 60.0
_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}
#: "40;w=60s", and the later form '"default";q=40;w=60'.
_POLICY = re.compile(r"(?:^|[;,\s])(?:q=)?(\d+)\s*;\s*w=(\d+)\s*([smh]?)", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*$")
_REMAINING = re.compile(r"\br=(\d+)")
_UNTIL = re.compile(r"\bt=(\d+)")
#: A reset larger than this is a point in time (seconds since 1970), not a number of seconds.
_EPOCH = 1_000_000_000


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests need not wait.

    Attributes:
        monotonic: seconds that never go back.
        sleep: waits.
        utc: the time of day.
        chance: a number from 0 up to 1.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    utc: Callable[[], datetime] = _now
    chance: Callable[[], float] = random.SystemRandom().random


class Limiter:
    """Lets calls through one at a time, and holds them back when there have been too many.

    Args:
        per_minute: most calls in any sixty seconds.
        clock: time.
        longest: the longest pause in seconds, whatever the service says.
    """

    def __init__(self, per_minute: int, clock: Clock, longest: float = 600.0) -> None:
        self._clock = clock
        self._longest = longest
        self._own = (per_minute, _MINUTE)
        self._policy: tuple[int, float] | None = None
        self._starts: deque[float] = deque(maxlen=10_000)
        self._not_before = 0.0
        self._lock = Lock()

    def wait(self) -> None:
        """Return when the next call may be made; it counts as made."""
        with self._lock:
            start = max(self._not_before, self._clock.monotonic())
            for calls, seconds in filter(None, (self._own, self._policy)):
                if len(self._starts) >= calls:
                    start = max(start, self._starts[-calls] + seconds)
            delay = start - self._clock.monotonic()
            if delay > 0:
                self._clock.sleep(delay)
            self._starts.append(max(start, self._clock.monotonic()))

    def pause(self, seconds: float) -> None:
        """Let no call through for so many seconds."""
        self._not_before = max(self._not_before, self._clock.monotonic() + min(seconds, self._longest))

    def heed(self, headers: Mapping[str, str]) -> None:
        """Follow what an answer says of the limit: how many calls are left, and until when."""
        self._policy = _policy(headers) or self._policy
        remaining = _remaining(headers)
        if remaining is not None and remaining <= 0:
            self.pause(self.window(headers))

    def window(self, headers: Mapping[str, str]) -> float:
        """Seconds until the service counts anew: as it says, else the length of its window, else a minute."""
        reset = _reset(headers, self._clock)
        if reset is not None:
            return reset
        policy = _policy(headers) or self._policy
        return policy[1] if policy else _MINUTE


def retry_after(headers: Mapping[str, str], clock: Clock) -> float | None:
    """Seconds to wait that `Retry-After` asks for, given as seconds or as a date; None when it does not.

    A date is measured against the answer's own `Date`, so that a clock here that is wrong does no harm.
    """
    text = headers.get("retry-after", "")
    number = _NUMBER.match(text)
    if number:
        return float(number.group(1))
    until = _http_date(text)
    if until is None:
        return None
    return max(0.0, (until - (_http_date(headers.get("date", "")) or clock.utc())).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _policy(headers: Mapping[str, str]) -> tuple[int, float] | None:
    """The strictest policy told of: calls and seconds."""
    text = headers.get("x-ratelimit-policy") or headers.get("ratelimit-policy") or ""
    found = [(int(calls), int(length) * _UNITS[unit.lower()]) for calls, length, unit in _POLICY.findall(text)]
    good = [(calls, seconds) for calls, seconds in found if calls > 0 and seconds > 0]
    return min(good, key=lambda policy: policy[0] / policy[1], default=None)


def _remaining(headers: Mapping[str, str]) -> float | None:
    number = _NUMBER.match(headers.get("x-ratelimit-remaining") or headers.get("ratelimit-remaining") or "")
    if number:
        return float(number.group(1))
    named = _REMAINING.search(headers.get("ratelimit", ""))
    return float(named.group(1)) if named else None


def _reset(headers: Mapping[str, str], clock: Clock) -> float | None:
    number = _NUMBER.match(headers.get("x-ratelimit-reset") or headers.get("ratelimit-reset") or "")
    named = _UNTIL.search(headers.get("ratelimit", ""))
    if number:
        seconds = float(number.group(1))
        return max(0.0, seconds - clock.utc().timestamp()) if seconds > _EPOCH else seconds
    return float(named.group(1)) if named else None
