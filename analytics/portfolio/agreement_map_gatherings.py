"""The R&D gatherings of 9.4: planned and held, and which of the other efforts were invited and came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.portfolio.agreement_map_cells import Effort, Ids
from analytics.portfolio.programme import current_programme
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text, say

_KIND = "fou_gathering"


@dataclass(frozen=True, slots=True)
class Gathering:
    """One R&D gathering.

    Attributes:
        held_date: when it was held; None when it is to come, or was not held.
        is_past: whether its planned day is over and it is not known to be held.
        invited_ids, attended_ids, declined_ids: efforts; who came or declined was invited. Nobody has come to a gathering
            that is not held yet.
        organisations: how many organisations were invited besides.
        is_recorded: whether anyone is recorded as invited; otherwise nothing is known of it, or the reader may not see it.
    """

    meeting_id: str
    title_nb: str
    planned_date: date
    held_date: date | None
    is_past: bool
    invited_ids: Ids
    attended_ids: Ids
    declined_ids: Ids
    organisations: int
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class Gatherings:
    """All gatherings of the programme that are known on the day, by date.

    Attributes:
        can_see_participants: whether the reader may see who was invited.
        never_invited: efforts that the plan names in 9.4 and that have never been invited; None when nobody is recorded as
            invited to any gathering or the reader may not see it: then it is not known.
        days_since: days since the last one that was held; None when none has been.
    """

    rows: tuple[Gathering, ...]
    can_see_participants: bool
    never_invited: Ids | None
    days_since: int | None

    @property
    def held(self) -> tuple[Gathering, ...]:
        """Those that have been held."""
        return tuple(row for row in self.rows if row.held_date is not None)

    @property
    def sentence(self) -> Text:
        """How many have been held, and how long ago the last one was."""
        count = len(self.held)
        if not count:
            return say("agreement_map.gatherings_none")
        last = max(row.held_date for row in self.held if row.held_date)
        number = "one" if count == 1 else "many"
        return say(f"agreement_map.gatherings_{number}", count=count, last=last, days=self.days_since)


def gatherings_of(snapshot: Snapshot, efforts: Sequence[Effort]) -> Gatherings:
    """The gatherings since the programme began, with the efforts that were invited, came or declined."""
    programme = current_programme(snapshot)
    meetings = snapshot.table("meeting").filter(pl.col("kind") == _KIND)
    if programme is not None:
        meetings = meetings.filter(pl.coalesce("held_date", "planned_date") >= programme.start_date)
    participants = snapshot.table("meeting_participant").join(meetings, on="meeting_id", how="semi")
    found = {str(key[0]): part for key, part in participants.group_by("meeting_id")}
    ordered = meetings.sort(pl.coalesce("held_date", "planned_date"), "meeting_id")
    rows = tuple(_gathering(row, found.get(row["meeting_id"]), snapshot.as_of) for row in ordered.iter_rows(named=True))
    invited = {effort for row in rows for effort in row.invited_ids}
    can_see = snapshot.can_see(TABLES["meeting_participant"])
    is_known = can_see and any(row.is_recorded for row in rows)
    never = tuple(e.effort_id for e in efforts if e.is_named and e.effort_id not in invited) if is_known else None
    last = max((row.held_date for row in rows if row.held_date), default=None)
    return Gatherings(rows, can_see, never, None if last is None else (snapshot.as_of - last).days)


def _gathering(row: dict[str, Any], participants: pl.DataFrame | None, as_of: date) -> Gathering:
    held: date | None = row["held_date"]
    planned: date = row["planned_date"]
    rows = pl.DataFrame(schema={"effort_id": pl.String, "organisation_id": pl.String, "attendance": pl.String})
    if participants is not None:
        rows = participants.select("effort_id", "organisation_id", "attendance")
    efforts = rows.filter(pl.col("effort_id").is_not_null())

    def ids(*attendance: str) -> Ids:
        part = efforts.filter(pl.col("attendance").is_in(attendance)) if attendance else efforts
        return tuple(part.get_column("effort_id").unique().sort().to_list())

    return Gathering(
        meeting_id=row["meeting_id"],
        title_nb=row["title_nb"],
        planned_date=planned,
        held_date=held,
        is_past=held is None and planned < as_of,
        invited_ids=ids(),
        attended_ids=ids("attended") if held is not None else (),
        declined_ids=ids("declined"),
        organisations=rows.filter(pl.col("effort_id").is_null()).get_column("organisation_id").n_unique(),
        is_recorded=not rows.is_empty(),
    )
