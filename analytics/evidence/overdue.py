"""What is past its deadline, what is signed off and not published, and what has changed in that since an earlier day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from analytics.evidence.overdue_items import KINDS, PUBLICATION_STATES, STATES, items_of, publications_of
from analytics.evidence.overdue_text import overdue_sentence
from analytics.portfolio.coverage import last_meeting
from analytics.result import Basis, basis, parameter
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import Text, say

_TABLES = ("deliverable", "milestone", "evaluation", "evaluation_step", "schedule_change", "project")
_LIMIT = "publication_weeks"
#: How an item that was past its deadline no longer is: in the order they are told.
CLEARED: tuple[str, ...] = ("done", "moved", "to_come", "passed", "dropped", "undated", "gone")


@dataclass(frozen=True, eq=False)
class Since:
    """What has changed since an earlier day.

    Attributes:
        from_date: the day compared with.
        is_meeting: whether that is the last spring or autumn meeting.
        new: items past their deadline now that were not so then; the columns of `items_of`.
        cleared: items that were past their deadline then and are not now, as they stand now, with `how` (of `CLEARED`).
        new_past, cleared_past: the same of reports past the limit of publication; the columns of `publications_of`.
    """

    from_date: date
    is_meeting: bool
    new: pl.DataFrame
    cleared: pl.DataFrame
    new_past: pl.DataFrame
    cleared_past: pl.DataFrame


@dataclass(frozen=True, eq=False)
class Overdue:
    """Deadlines and publications on the day.

    Attributes:
        weeks: from sign-off to publication; None when no limit applies.
        items: one row an item with a deadline, or that should have one; the columns of `overdue_items.items_of`.
        publications: one row a delivered deliverable; the columns of `overdue_items.publications_of`.
        since: what has changed since an earlier day; None without such a day.
    """

    basis: Basis
    weeks: float | None
    items: pl.DataFrame
    publications: pl.DataFrame
    since: Since | None

    @property
    def sentence(self) -> Text:
        """How many are past their deadline, the longest, what is not published in time, and what has no deadline."""
        return overdue_sentence(self)

    def in_state(self, *states: str) -> pl.DataFrame:
        """The items in some states."""
        return self.items.filter(pl.col("state").is_in(list(states)))

    def count(self, state: str, kind: str | None = None) -> int:
        """How many items stand in a state, of one kind or of all."""
        rows = self.in_state(state)
        return len(rows if kind is None else rows.filter(pl.col("kind") == kind))

    def published_as(self, state: str, *, reports: bool = True) -> pl.DataFrame:
        """The reports (else the other deliverables) whose publication stands so."""
        return self.publications.filter((pl.col("publication") == state) & (pl.col("is_report") == reports))

    def as_json(self) -> dict[str, Any]:
        """Counts by kind and state, every item, the publications, and what has changed."""
        return {
            "publication_weeks": self.weeks,
            "count": len(self.items),
            "by_state": {state: self.count(state) for state in STATES},
            "by_kind": {kind: {state: self.count(state, kind) for state in STATES} for kind in KINDS},
            "overdue": self.in_state("overdue").to_dicts(),
            "moved": self.in_state("moved").to_dicts(),
            "undated": self.in_state("undated").to_dicts(),
            "passed": self.in_state("passed").to_dicts(),
            "publication": {state: len(self.published_as(state)) for state in PUBLICATION_STATES},
            "reports_past_limit": self.published_as("past").to_dicts(),
            "other_past_limit": self.published_as("past", reports=False).to_dicts(),
            "reports_published_late": self.published_as("late").to_dicts(),
            "since": None if self.since is None else _since_json(self.since),
        }

    def table(self) -> pl.DataFrame:
        """One row an item; instruments joined by semicolon."""
        return self.items.with_columns(pl.col("instrument_ids").list.join("; "))


def overdue(
    snapshot: Snapshot, from_date: date | None = None, open_snapshot: Callable[[date], Snapshot] | None = None
) -> Overdue:
    """Everything past its deadline on the day, against the original and the current deadline, and the publication clock.

    The deadline itself is not past. What has no known deadline is counted apart and never as late or in time. Items of stopped
    projects and cancelled evaluations are not past anything. The clock of publication runs from sign-off for the weeks of the
    parameter `publication_weeks`; data sets and tools are counted apart from reports.

    Args:
        snapshot: the day.
        from_date: the day to compare with; default the last spring or autumn meeting that was held before the day.
        open_snapshot: gives the same version on another day; None compares with nothing.

    Raises:
        UserError: `from_date` is after the day.

    The reader may not conclude why something is late from how late it is: reasons are those that were recorded, and an item that
    is not recorded as reached may have been reached without being recorded.
    """
    weeks = parameter(snapshot, _LIMIT)
    if from_date is not None and from_date > snapshot.as_of:
        words = say("changes.wrong_order", from_date=from_date, to_date=snapshot.as_of)
        raise UserError(words.nb, words.en, code="wrong_order")
    items = items_of(snapshot)
    publications = publications_of(items, snapshot, weeks)
    meeting = last_meeting(snapshot)
    day = from_date or meeting
    since = None
    if day is not None and open_snapshot is not None:
        since = _since(day, day == meeting, open_snapshot(day), items, publications)
    keys = ("recorded", "reasons", "precision", "clock" if weeks is not None else "no_clock")
    return Overdue(_basis(snapshot, tuple(say(f"overdue.caveat.{key}") for key in keys)), weeks, items, publications, since)


def _basis(snapshot: Snapshot, caveats: tuple[Text, ...]) -> Basis:
    """The sources of the rows, and that of the limit, but not of every parameter."""
    own = basis(snapshot, *_TABLES, caveats=caveats)
    limits = snapshot.table("parameter").filter(pl.col("name") == _LIMIT).get_column("source_id").to_list()
    more = [source for source in snapshot.sources("parameter") if source.source_id in limits and source not in own.sources]
    return replace(own, sources=(*own.sources, *more))


_KEY = ["kind", "item_id"]


def _since(day: date, is_meeting: bool, earlier: Snapshot, items: pl.DataFrame, publications: pl.DataFrame) -> Since:
    before = items_of(earlier)
    were = before.filter(pl.col("state") == "overdue")
    are = items.filter(pl.col("state") == "overdue")
    gone = were.join(are, on=_KEY, how="anti")
    now = items.join(gone, on=_KEY, how="semi").with_columns(how="state")
    lost = gone.join(items, on=_KEY, how="anti").with_columns(how=pl.lit("gone"))
    past_before = _past(publications_of(before, earlier, parameter(earlier, _LIMIT)))
    past_now = _past(publications)
    left = past_before.join(past_now, on="item_id", how="anti")
    return Since(
        day, is_meeting, are.join(were, on=_KEY, how="anti"), pl.concat([now, lost]).sort(_KEY),
        past_now.join(past_before, on="item_id", how="anti"), publications.join(left, on="item_id", how="semi").sort("item_id"),
    )  # fmt: skip


def _past(publications: pl.DataFrame) -> pl.DataFrame:
    return publications.filter((pl.col("publication") == "past") & pl.col("is_report"))


def _since_json(since: Since) -> dict[str, Any]:
    return {
        "from": since.from_date, "is_last_meeting": since.is_meeting, "new": since.new.to_dicts(),
        "cleared": since.cleared.to_dicts(), "new_reports_past_limit": since.new_past.to_dicts(),
        "cleared_reports_past_limit": since.cleared_past.to_dicts(),
    }  # fmt: skip
