"""What later years are already pointed to: the load of promises and plans on each year, and whether its money is voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import kroner
from analytics.spending.frames import frames as use_of_frames
from analytics.spending.ledger import ZERO, Ledger, ledger
from analytics.spending.levels import frames_in_force, knowledge_post, programme_of
from analytics.spending.states import state_parts
from data.snapshot import Snapshot

#: States of money that is promised, and of money that is only meant.
PROMISED: tuple[str, ...] = ("accrued", "bound")
MEANT: tuple[str, ...] = ("procurement", "planned")


@dataclass(frozen=True, slots=True)
class YearLoad:
    """What one year is pointed to, in kroner; None is unknown.

    Attributes:
        is_voted: whether an appropriation of the year is enacted as far as is known; None when the budget post is not held.
        frame_nok: the programme's frame of the year; None when no frame is set.
        paid_nok: already paid on the year.
        promised_nok: bound (also accrued) and not paid. The running year has what earlier years left unpaid.
        conditional_nok: promised on a condition that is not met.
        meant_nok: planned or in procurement.
        carried_in_nok: what the running year has beside its frame; None when unknown, and in years that have not come.
        added_nok: what a proposal would add.
    """

    year: int
    is_voted: bool | None
    frame_nok: Decimal | None
    paid_nok: Decimal
    promised_nok: Decimal
    conditional_nok: Decimal
    meant_nok: Decimal
    carried_in_nok: Decimal | None = None
    added_nok: Decimal = ZERO

    @property
    def bound_or_conditional_nok(self) -> Decimal:
        return self.promised_nok + self.conditional_nok

    @property
    def has_nok(self) -> Decimal | None:
        """The frame and what is carried in; None when neither is known."""
        if self.frame_nok is None and self.carried_in_nok is None:
            return None
        return (self.frame_nok or ZERO) + (self.carried_in_nok or ZERO)

    @property
    def left_nok(self) -> Decimal | None:
        """What the year has less all that is paid, promised, conditional, meant and added; below zero when it is over-full."""
        if self.has_nok is None:
            return None
        return self.has_nok - self.paid_nok - self.bound_or_conditional_nok - self.meant_nok - self.added_nok

    @property
    def beyond_frame_nok(self) -> Decimal:
        """Bound and conditional kroner, with what a proposal adds, beyond what the year has; all of them when it has nothing."""
        return max(ZERO, self.paid_nok + self.bound_or_conditional_nok + self.added_nok - (self.has_nok or ZERO))

    @property
    def not_voted_nok(self) -> Decimal:
        """Bound and conditional kroner, with what a proposal adds, in a year whose money is not voted."""
        return ZERO if self.is_voted else self.bound_or_conditional_nok + self.added_nok

    def as_json(self) -> dict[str, Any]:
        """Whole kroner; None is unknown."""
        names = (
            "frame",
            "carried_in",
            "has",
            "paid",
            "promised",
            "conditional",
            "meant",
            "added",
            "left",
            "beyond_frame",
            "not_voted",
        )
        amounts = {f"{name}_nok": kroner(getattr(self, f"{name}_nok")) for name in names}
        return {"year": self.year, "is_voted": self.is_voted, **amounts}


def year_loads(snapshot: Snapshot, added: Mapping[int, Decimal] | None = None) -> tuple[YearLoad, ...]:
    """The load on the running year, with what earlier years left unpaid, and on every later one up to the last that is known.

    Args:
        snapshot: the programme on a day.
        added: kroner that a proposal would add, by year.

    Returns:
        One a year in order. Empty when nothing is known. Nothing here says what the money will lead to.
    """
    programme_id = programme_of(snapshot)
    book = ledger(snapshot, programme_id)
    frames = {year: f.amount_nok for (level, year), f in frames_in_force(snapshot, programme_id).items() if level == "programme"}
    more = dict(added or {})
    known = {*frames, *book.years, *more}
    years = list(range(snapshot.as_of.year, max(*known, snapshot.as_of.year) + 1)) if known else []
    carried = {use.year: use.carried_in_nok for use in use_of_frames(snapshot).years if use.state == "running"}
    sums = _sums(snapshot, book, years)
    voted = voted_years(snapshot)
    return tuple(
        YearLoad(
            year, None if voted is None else year in voted or year <= snapshot.as_of.year, frames.get(year), sums[year, "paid"],
            sum((sums[year, state] for state in PROMISED), ZERO), sums[year, "conditional"],
            sum((sums[year, state] for state in MEANT), ZERO), carried.get(year), more.get(year, ZERO),
        )
        for year in years
    )  # fmt: skip


def voted_years(snapshot: Snapshot) -> frozenset[int] | None:
    """Years for which an appropriation on the knowledge post is enacted; None when the post is not held."""
    post = knowledge_post(snapshot)
    rows = snapshot.table("state_budget")
    if post is None or rows.is_empty():
        return None
    own = rows.filter((pl.col("chapter") == post[0]) & (pl.col("post") == post[1]) & (pl.col("stage") == "enacted"))
    return frozenset(int(year) for year in own.get_column("year"))


def _sums(snapshot: Snapshot, book: Ledger, years: Sequence[int]) -> dict[tuple[int, str], Decimal]:
    parts = state_parts(snapshot, book, years).group_by("year", "state").agg(pl.col("amount_nok").sum())
    found = {(year, state): amount for year, state, amount in parts.iter_rows()}
    names = ("paid", *PROMISED, "conditional", *MEANT)
    return {(year, state): found.get((year, state), ZERO) for year in years for state in names}
