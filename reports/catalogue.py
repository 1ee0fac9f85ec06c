"""Every report by name: what `cli.py report` can give, and what the pages show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.result import Result
from data.snapshot import Snapshot
from domain.text import Text, say


@dataclass(frozen=True, slots=True)
class ReportArguments:
    """What a report may be asked for besides the as-of date; None when not given.

    `open_snapshot` gives the same version at another date, for reports that compare two dates; `home` is the folder
    that holds the store.
    """

    year: int | None = None
    from_date: date | None = None
    to_date: date | None = None
    measure: str | None = None
    open_snapshot: Callable[[date], Snapshot] | None = None
    home: Path | None = None


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report: its name and how to compute it. Its title is the text `report.<name>`."""

    name: str
    run: Callable[[Snapshot, ReportArguments], Result]

    @property
    def title(self) -> Text:
        return say(f"report.{self.name}")


def catalogue() -> dict[str, ReportSpec]:
    """All reports, in the order they are listed."""
    specs: tuple[ReportSpec, ...] = ()
    return {spec.name: spec for spec in specs}
