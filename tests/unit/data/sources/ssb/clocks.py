"""A clock that does not wait: sleeping moves it on, and every sleep is noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from data.sources.ssb.client import SsbClient
from data.sources.ssb.config import SsbConfig
from data.sources.ssb.limiter import Clock

START = datetime(2026, 10, 1, 6, 20, tzinfo=UTC)


@dataclass
class StillClock:
    """Time that only sleeping moves.

    Attributes:
        seconds: since the start.
        sleeps: every wait, in seconds.
    """

    seconds: float = 0.0
    sleeps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(round(seconds, 6))
        self.seconds += seconds

    def clock(self) -> Clock:
        """As the client takes it; chance is always in the middle, so that pauses are 2, 4, 8 and 16 seconds."""
        return Clock(lambda: self.seconds, self.sleep, lambda: START + timedelta(seconds=self.seconds), lambda: 0.5)


def client_for(base_url: str, time: StillClock, **settings: object) -> SsbClient:
    """A client that calls as often as it likes, unless told otherwise."""
    return SsbClient(SsbConfig(base_url, **({"per_minute": 10_000} | settings)), time.clock())  # type: ignore[arg-type]
