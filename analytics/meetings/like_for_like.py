"""The projects that ran on both days against all that did, so that what left is not taken for what became better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.meetings.differences import Pair
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.status import project_status
from data.snapshot import Snapshot
from domain.text import Text, say


@dataclass(frozen=True, slots=True)
class LikeForLike:
    """Projects with something past its deadline, of all that ran on a day and of those that ran on both.

    A project runs when it is contracted or started and has neither ended nor been stopped.

    Attributes:
        running_before, running_after: ids of the projects that ran on each day.
        late_before, late_after: of those, the ids with anything past its current deadline on that day.
    """

    running_before: tuple[str, ...]
    running_after: tuple[str, ...]
    late_before: tuple[str, ...]
    late_after: tuple[str, ...]

    @property
    def both(self) -> tuple[str, ...]:
        """Those that ran on both days."""
        return tuple(key for key in self.running_before if key in set(self.running_after))

    @property
    def left(self) -> tuple[str, ...]:
        """Those that ran on the earlier day only."""
        return tuple(key for key in self.running_before if key not in set(self.running_after))

    @property
    def joined(self) -> tuple[str, ...]:
        """Those that ran on the later day only."""
        return tuple(key for key in self.running_after if key not in set(self.running_before))

    def of_both(self, ids: tuple[str, ...]) -> int:
        """How many of some projects ran on both days."""
        return len(set(ids) & set(self.both))

    @property
    def sentence(self) -> Text:
        """How many of the projects that ran on both days were late on each, beside all that ran."""
        return say(
            "changes.same", both=len(self.both), before=self.of_both(self.late_before), after=self.of_both(self.late_after),
            all_before=len(self.late_before), running_before=len(self.running_before), all_after=len(self.late_after),
            running_after=len(self.running_after), left=len(self.left), joined=len(self.joined),
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """The ids and the counts."""
        return {
            "running_before": list(self.running_before), "running_after": list(self.running_after), "both": list(self.both),
            "left": list(self.left), "joined": list(self.joined), "late_before": list(self.late_before),
            "late_after": list(self.late_after), "late_of_both_before": self.of_both(self.late_before),
            "late_of_both_after": self.of_both(self.late_after), "sentence": self.sentence,
        }  # fmt: skip


def like_for_like(pair: Pair) -> LikeForLike:
    """The projects of the programme that ran on each day, and which had anything past its current deadline."""
    running = tuple(_running(snapshot) for snapshot in (pair.earlier, pair.later))
    late = tuple(_late(items, set(ids)) for items, ids in zip(pair.deadlines, running, strict=True))
    return LikeForLike(*running, *late)


def _running(snapshot: Snapshot) -> tuple[str, ...]:
    own = of_programme(snapshot.table("project"), current_programme(snapshot)).select("project_id", "completed_date")
    rows = project_status(snapshot).join(own, on="project_id")
    alive = pl.col("status").is_in(["contracted", "running", "delivered", "published"]) & pl.col("completed_date").is_null()
    return tuple(rows.filter(alive).sort("project_id").get_column("project_id"))


def _late(items: pl.DataFrame, running: set[str]) -> tuple[str, ...]:
    rows = items.filter((pl.col("state") == "overdue") & (pl.col("owner_table") == "project"))
    return tuple(key for key in rows.get_column("owner_id").unique().sort() if key in running)
