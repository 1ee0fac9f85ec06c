"""What is past its deadline or publication limit on the day, why as recorded, and what has changed since another day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from analytics.evidence.overdue_changes import CHANGES, changes_since
from analytics.evidence.overdue_clock import CLOCK_STATES, publications_of
from analytics.evidence.overdue_items import LATE, PAST, STATES, items_of
from analytics.evidence.overdue_text import changes_sentence, overdue_sentence, publication_sentence
from analytics.portfolio.coverage import last_meeting
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import Text, say

_TABLES = ("project", "milestone", "deliverable", "evaluation", "evaluation_step", "schedule_change")
_LIMIT = "publication_weeks"
_CAVEATS = ("deadline", "unknown", "steps", "period", "reasons", "clock", "other")
_TEXT = ("id", "title_nb", "title_en", "owner_id", "owner_nb", "owner_en", "responsible_nb", "responsible_en", "recipient_nb",
         "recipient_en", "reason_nb")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Overdue:
    """What has a deadline, and what is past it.

    Attributes:
        items: one row an item, the longest past its current deadline first; the columns of `overdue_items.items_of`.
        publications: one row a delivered deliverable; the columns of `overdue_clock.publications_of`.
        since: the day compared with; None when there is none.
        is_meeting: whether that is the day of the last meeting of the reference group.
        changes: one row a change since then; the columns of `overdue_changes.changes_since`.
    """

    basis: Basis
    items: pl.DataFrame
    publications: pl.DataFrame
    since: date | None
    is_meeting: bool
    changes: pl.DataFrame

    @property
    def sentence(self) -> Text:
        """What is past its deadline, what is past the publication limit and why, and what has no known deadline."""
        return overdue_sentence(self)

    @property
    def publication_sentence(self) -> Text:
        """Which signed-off deliverables are past the limit without being published, and why."""
        return publication_sentence(self)

    @property
    def changes_sentence(self) -> Text:
        """What has changed since the day compared with."""
        return changes_sentence(self)

    def count(self, *states: str, item: str | None = None) -> int:
        """How many items stand in any of the states, of all or of one kind of item."""
        rows = self.items.filter(pl.col("state").is_in(states))
        return len(rows if item is None else rows.filter(pl.col("item") == item))

    def in_clock(self, *clocks: str) -> pl.DataFrame:
        """The publications that stand in any of the states of `CLOCK_STATES`."""
        return self.publications.filter(pl.col("clock").is_in(clocks))

    @property
    def by_change(self) -> dict[str, int]:
        """How many there are of each kind of change."""
        found = dict(self.changes.group_by("change").len().iter_rows())
        return {change: found.get(change, 0) for change in CHANGES}

    @property
    def waiting_by_reason(self) -> dict[str, int]:
        """Past the publication limit and not published, by the coded reason as recorded; the commonest first."""
        rows = self.in_clock("waiting").group_by("why").len().sort("len", "why", descending=[True, False])
        return dict(rows.iter_rows())

    @property
    def weeks(self) -> float | None:
        """The publication limit in weeks where one limit goes for all clocks; None where several do, or none."""
        found = self.publications.get_column("weeks").drop_nulls().unique().to_list()
        return float(found[0]) if len(found) == 1 else None

    def as_json(self) -> dict[str, Any]:
        """The counts, the reasons, the changes, and every item and publication; days are whole calendar days."""
        clocks = dict(self.publications.group_by("clock").len().iter_rows())
        return {
            "count": len(self.items), "by_state": {state: self.count(state) for state in STATES},
            "overdue": {item: self.count("overdue", item=item) for item in ("deliverable", "milestone", "evaluation_step")},
            "delivered_late": self.count(*LATE),
            "publication": {
                "limit_weeks": self.weeks, "by_state": {clock: clocks.get(clock, 0) for clock in CLOCK_STATES},
                "past_limit_by_reason": self.waiting_by_reason, "sentence": self.publication_sentence,
            },
            "changes": {
                "since": self.since, "since_last_meeting": self.is_meeting, "by_change": self.by_change,
                "sentence": self.changes_sentence, "rows": self.changes.to_dicts(),
            },
            "items": self.items.to_dicts(), "publications": self.publications.select(_CLOCK).to_dicts(),
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row an item, with the publication clock of the deliverables."""
        own = self.publications.select(name for name in _CLOCK if name not in ("signed_off_date", "published_date"))
        return self.items.join(own.with_columns(item=pl.lit("deliverable")), on=["item", "id"], how="left", maintain_order="left")


_CLOCK = ("id", "clock", "signed_off_date", "weeks", "expires_date", "published_date", "days_from_sign_off", "days_after", "why",
          "is_report")  # fmt: skip


def overdue(snapshot: Snapshot, since: date | None = None, *, open_snapshot: Callable[[date], Snapshot] | None = None) -> Overdue:
    """Deliverables, milestones and steps of evaluations against their deadlines, and the publication clock.

    Args:
        since: the day to compare with; default the last meeting of the reference group.
        open_snapshot: gives the same version on another day; without it nothing is compared.

    Raises:
        UserError: `since` is after the snapshot's day.

    An item is past a deadline from the day after it. What has no known deadline is counted apart, never as in time; what fell
    away with a stopped project or a cancelled evaluation is not past anything. Reasons are as recorded. The reader may not
    conclude whose doing a delay is, nor that what is delivered in time is good.
    """
    if since is not None and since > snapshot.as_of:
        words = say("changes.wrong_order", from_date=since, to_date=snapshot.as_of)
        raise UserError(words.nb, words.en, code="wrong_order")
    items = items_of(snapshot)
    publications = publications_of(snapshot, items)
    meeting = last_meeting(snapshot)
    day = since or meeting
    earlier = open_snapshot(day) if day is not None and open_snapshot is not None else None
    if earlier is None:
        changes = items.clear().select(pl.lit(None, dtype=pl.String).alias("change"), *items.columns)
    else:
        changes = changes_since(earlier, items, publications)
    order = pl.col("state").replace_strict({state: n for n, state in enumerate(STATES)}, return_dtype=pl.Int8)
    ordered = items.sort(order, -pl.col("days_current"), -pl.col("days_original"), "item", "id", nulls_last=True)
    return Overdue(
        _basis(snapshot, publications), ordered, publications, None if earlier is None else day,
        earlier is not None and day == meeting, changes,
    )  # fmt: skip


def _basis(snapshot: Snapshot, publications: pl.DataFrame) -> Basis:
    """The sources of the rows, and that of the limit, but not of every parameter."""
    keys = [
        *_CAVEATS,
        *(["no_limit"] if publications.get_column("clock").is_in(["no_limit", "published_no_limit"]).any() else []),
    ]
    own = basis(snapshot, *_TABLES, caveats=tuple(say(f"overdue.caveat.{key}") for key in keys))
    limits = snapshot.table("parameter").filter(pl.col("name") == _LIMIT).get_column("source_id").to_list()
    more = [source for source in snapshot.sources("parameter") if source.source_id in limits and source not in own.sources]
    return replace(own, sources=(*own.sources, *more))


def matching(
    rows: pl.DataFrame, sorts: Sequence[str] = (), owners: Sequence[str] = (), reasons: Sequence[str] = (), text: str = "",
    *, reason: str = "reason",
) -> pl.DataFrame:  # fmt: skip
    """The rows that a filter leaves, in their order; an empty choice does not filter.

    Args:
        rows: of items or publications.
        sorts: kinds, of `overdue_items.SORTS`.
        owners: ids of projects and evaluations.
        reasons: codes in the column `reason`; `not_stated` also where it is empty.
        text: words that must all stand in titles, names, ids or the explanation, without regard to case.
    """
    if sorts:
        rows = rows.filter(pl.col("sort").is_in(list(sorts)))
    if owners:
        rows = rows.filter(pl.col("owner_id").is_in(list(owners)))
    if reasons:
        rows = rows.filter(pl.col(reason).fill_null("not_stated").is_in(list(reasons)))
    whole = pl.concat_str([pl.col(name).fill_null("") for name in _TEXT], separator="\n").str.to_lowercase()
    for word in text.lower().split():
        rows = rows.filter(whole.str.contains(word, literal=True))
    return rows


#: What a list of items can show, by name: the states in it.
LISTS: dict[str, tuple[str, ...]] = {
    "past": PAST, "late": LATE, "no_deadline": ("no_deadline",), "to_come": ("to_come",), "stopped": ("stopped",),
    "done": ("on_time", "done_unknown"), "all": STATES,
}  # fmt: skip
#: What a list of publications can show, by name: the states in it.
CLOCK_LISTS: dict[str, tuple[str, ...]] = {
    "waiting": ("waiting",), "running": ("running", "no_limit"), "published_late": ("published_late",),
    "not_signed_off": ("not_signed_off",), "published": ("published", "published_no_limit", "published_no_sign_off"),
    "all": CLOCK_STATES,
}  # fmt: skip
