"""How the programme's frame is used, year by year: planned, bound, paid, free and carried over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import polars as pl

from analytics.result import Basis, basis, kroner, parameter
from analytics.spending import words
from analytics.spending.age import Aged, ages
from analytics.spending.ledger import CATEGORIES, ZERO, Ledger, bound, conditional, ledger, paid, plan
from analytics.spending.levels import (
    Frame,
    PostAmount,
    approved_carry_over,
    frames_in_force,
    post_amounts,
    programme_of,
)
from data.snapshot import Snapshot, Source
from domain.text import Text

YearState = Literal["closed", "running", "future"]
CarrySource = Literal["approved", "computed", "none", "unknown"]
KNOWLEDGE, PROGRAMME = "knowledge", "programme"


@dataclass(frozen=True, slots=True)
class YearUse:
    """The programme's money in one year, in kroner; None is unknown, and a year without a frame has `frame_nok` None.

    A closed year is told as it stood on 31 December (with the payments booked on it), another as it stands on the
    as-of day. Every krone is paid, bound, conditional, planned or none of these.

    Attributes:
        carried_in_source: `approved` by letter, `computed` from the closing of the year before, `none` in the first
            frame year, `unknown` while the year before is not closed.
        planned_nok: budgeted, and neither committed nor paid.
        bound_nok: promised without (further) conditions and not paid, with what earlier years left unpaid.
        lapsed_nok: what may not be carried on from a closed year.
        cap_nok: the most that may be carried out of the year: the frames of so many years up to it; None without a rule.
    """

    year: int
    state: YearState
    frame_nok: Decimal | None
    knowledge_frame_nok: Decimal | None
    frame_version: int | None
    has_reservation: bool
    carried_in_nok: Decimal | None
    carried_in_source: CarrySource
    paid_nok: Decimal | None
    bound_nok: Decimal | None
    conditional_nok: Decimal | None
    planned_nok: Decimal | None
    plan_original_nok: Decimal | None
    plan_total_nok: Decimal | None
    lapsed_nok: Decimal | None
    carried_out_source: CarrySource | None
    paid_by_category: Mapping[str, Decimal]
    bound_by_category: Mapping[str, Decimal]
    cap_nok: Decimal | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the as-of day is after 31 December of the year."""
        return self.state == "closed"

    @property
    def outside_programme_nok(self) -> Decimal | None:
        """The part of the knowledge frame that is not the programme's."""
        if self.knowledge_frame_nok is None or self.frame_nok is None:
            return None
        return self.knowledge_frame_nok - self.frame_nok

    @property
    def available_nok(self) -> Decimal | None:
        """The frame and what is carried in. An unknown part counts as nothing; None when both are unknown."""
        if self.frame_nok is None and self.carried_in_nok is None:
            return None
        return (self.frame_nok or ZERO) + (self.carried_in_nok or ZERO)

    @property
    def free_nok(self) -> Decimal | None:
        """Available and neither paid nor bound; below zero when more is promised than the year has."""
        if self.available_nok is None or self.paid_nok is None or self.bound_nok is None:
            return None
        return self.available_nok - self.paid_nok - self.bound_nok

    @property
    def unplanned_nok(self) -> Decimal | None:
        """Of the free kroner, those that no plan or conditional promise points to; below zero when too much is planned."""
        if self.free_nok is None or self.planned_nok is None or self.conditional_nok is None:
            return None
        return self.free_nok - self.planned_nok - self.conditional_nok

    @property
    def over_frame_nok(self) -> Decimal | None:
        """Kroner planned and conditionally promised beyond what is free; 0 when there is room."""
        return None if self.unplanned_nok is None else max(ZERO, -self.unplanned_nok)

    @property
    def beyond_voted_nok(self) -> Decimal | None:
        """For a year that has not come: bound and conditional kroner beyond its frame."""
        if self.state != "future" or self.bound_nok is None or self.conditional_nok is None:
            return None
        return max(ZERO, self.bound_nok + self.conditional_nok - (self.frame_nok or ZERO))

    @property
    def carried_out_nok(self) -> Decimal | None:
        """What a closed year leaves to the next; None for other years."""
        if not self.is_closed or self.available_nok is None or self.paid_nok is None or self.lapsed_nok is None:
            return None
        return self.available_nok - self.paid_nok - self.lapsed_nok

    @property
    def is_within_cap(self) -> bool | None:
        """Whether what is left of a closed year is no more than may be carried on; None when one of them is unknown."""
        if not self.is_closed or self.cap_nok is None or self.available_nok is None or self.paid_nok is None:
            return None
        return self.available_nok - self.paid_nok <= self.cap_nok

    def as_json(self) -> dict[str, Any]:
        """Whole kroner, None for unknown."""
        amounts = {f"{name}_nok": kroner(getattr(self, f"{name}_nok")) for name in _AMOUNTS}
        categories = {
            name: {"paid_nok": kroner(self.paid_by_category.get(name)), "bound_nok": kroner(self.bound_by_category.get(name))}
            for name in CATEGORIES
        }
        return {
            "year": self.year, "state": self.state, "is_closed": self.is_closed, **amounts,
            "carried_in_source": self.carried_in_source, "carried_out_source": self.carried_out_source,
            "frame_version": self.frame_version, "is_within_cap": self.is_within_cap,
            "has_reservation": self.has_reservation, "by_category": categories,
        }  # fmt: skip


_AMOUNTS: tuple[str, ...] = (
    "frame", "knowledge_frame", "outside_programme", "carried_in", "available", "planned", "plan_original", "plan_total",
    "bound", "conditional", "paid", "free", "unplanned", "over_frame", "beyond_voted", "lapsed", "carried_out",
    "cap",
)  # fmt: skip


@dataclass(frozen=True)
class FrameUse:
    """The frames of the programme and their use.

    The programme's frame lies inside the knowledge frame. `state_budget` is a third level that is never added to them.
    `ages` is what is left on the day by the year it is from, the oldest first.
    """

    basis: Basis
    years: tuple[YearUse, ...]
    focus: YearUse | None
    knowledge_by_year: Mapping[int, Decimal]
    programme_by_year: Mapping[int, Decimal]
    has_reservation: bool
    state_budget: tuple[PostAmount, ...]
    post_sources: tuple[Source, ...] = ()
    ages: tuple[Aged, ...] = ()

    @cached_property
    def without_post(self) -> FrameUse:
        """The same without the budget post and its sources: what a figure of the frames rests on."""
        rest = tuple(source for source in self.basis.sources if source not in self.post_sources)
        return replace(self, basis=replace(self.basis, sources=rest), state_budget=(), post_sources=())

    @cached_property
    def of_post(self) -> FrameUse:
        """The budget post alone, with its sources."""
        basis_of_post = replace(self.basis, sources=self.post_sources, contains_example_data=False)
        return replace(self, basis=basis_of_post, years=(), focus=None)

    @property
    def outside_by_year(self) -> dict[int, Decimal]:
        """Kroner of the knowledge frame that are not the programme's, where both are known."""
        both = self.knowledge_by_year.keys() & self.programme_by_year.keys()
        return {year: self.knowledge_by_year[year] - self.programme_by_year[year] for year in sorted(both)}

    @property
    def total_paid_nok(self) -> Decimal | None:
        """Kroner paid in all years listed; None when a year's payments are unknown."""
        amounts = [year.paid_nok for year in self.years if year.paid_nok is not None]
        return sum(amounts, ZERO) if amounts and len(amounts) == len(self.years) else None

    @property
    def sentence(self) -> Text:
        """The use of the year in focus, and what part of the knowledge frame the programme is."""
        return words.sentence(self)

    @property
    def levels_text(self) -> Text:
        """What part of the knowledge frame the programme has, a year and in all."""
        return words.levels(self)

    def as_json(self) -> dict[str, Any]:
        """The three frames a year when all years are alike (else None), their totals, and each year's use."""
        levels = {
            "knowledge_frame": self.knowledge_by_year,
            "programme_frame": self.programme_by_year,
            "outside_programme": self.outside_by_year,
        }
        found: dict[str, Any] = {f"{name}_nok": kroner(words.alike(by_year)) for name, by_year in levels.items()}
        found |= {f"{name}_total_nok": kroner(total(by_year)) for name, by_year in levels.items()}
        found |= {f"{name}_by_year": {str(y): kroner(n) for y, n in by_year.items()} for name, by_year in levels.items()}
        return found | {
            "has_reservation": self.has_reservation,
            "paid_total_nok": kroner(self.total_paid_nok),
            "year_in_focus": None if self.focus is None else self.focus.year,
            "years": [year.as_json() for year in self.years],
            "left_by_origin": [age.as_json() for age in self.ages],
            "state_budget": [
                {"year": row.year, "chapter": row.chapter, "post": row.post, "stage": row.stage,
                 "amount_nok": kroner(row.amount_nok), "quality": row.quality}
                for row in self.state_budget
            ],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a year, amounts in kroner."""
        columns: dict[str, Any] = {"year": pl.Int64(), "state": pl.String(), "carried_in_source": pl.String()}
        columns |= {f"{name}_nok": pl.Decimal(18, 2) for name in _AMOUNTS}
        return pl.DataFrame([{name: getattr(year, name) for name in columns} for year in self.years], schema=columns)


def frames(snapshot: Snapshot, year: int | None = None) -> FrameUse:
    """The frames of the programme and how each year's money stands, in kroner without VAT.

    Args:
        snapshot: the programme on a day. Each year up to that day is told as it stood on its last day, with the
            payments booked on it that are known now.
        year: show this year only (the years before still decide what is carried into it).

    Returns:
        A year without a frame row has no frame (None) and lives on what is carried in. When nothing is recorded at all,
        amounts are None, not zero. No figure here says what the money has led to.
    """
    programme_id = programme_of(snapshot)
    in_force = frames_in_force(snapshot, programme_id)
    book = ledger(snapshot, programme_id)
    uses = _chain(snapshot, programme_id, in_force, book)
    shown = tuple(use for use in uses if year is None or use.year == year)
    by_level = {level: _by_year(in_force, level) for level in (KNOWLEDGE, PROGRAMME)}
    tables = ("frame", "carry_over", "commitment", "payment", "budget_line")
    post = post_amounts(snapshot)
    cap_years = parameter(snapshot, "carry_over_cap_years")
    caveats = words.caveats(snapshot, uses, book, cap_years)
    of_frames = basis(snapshot, *tables, caveats=caveats)
    further = _post_sources(snapshot, of_frames, post)
    return FrameUse(
        replace(of_frames, sources=(*of_frames.sources, *further)), shown, _focus(shown, snapshot.as_of.year),
        by_level[KNOWLEDGE], by_level[PROGRAMME],
        any(frame.has_reservation for (level, _), frame in in_force.items() if level == PROGRAMME),
        post, further, ages(uses, snapshot.as_of.year, cap_years),
    )  # fmt: skip


def total(by_year: Mapping[int, Decimal]) -> Decimal | None:
    """The sum over the years that have a frame; None when none has."""
    return sum(by_year.values(), ZERO) if by_year else None


def _post_sources(snapshot: Snapshot, of_frames: Basis, post: tuple[PostAmount, ...]) -> tuple[Source, ...]:
    """The sources of the budget post that are not also sources of the frames."""
    ids = {row.source_id for row in post}
    known = [source for source in snapshot.sources("state_budget") if source.source_id in ids]
    return tuple(source for source in known if source not in of_frames.sources)


def _by_year(in_force: Mapping[tuple[str, int], Frame], wanted: str) -> dict[int, Decimal]:
    return {year: frame.amount_nok for (level, year), frame in in_force.items() if level == wanted}


def _focus(uses: tuple[YearUse, ...], this_year: int) -> YearUse | None:
    """The running year if it has any money, else the last earlier one with a frame, else the first one listed."""
    running = [use for use in uses if use.year == this_year and use.available_nok is not None]
    framed = [use for use in uses if use.frame_nok is not None]
    started = [use for use in framed if use.year <= this_year]
    return next(iter(running or started[-1:] or framed or uses), None)


def _chain(snapshot: Snapshot, programme_id: str, in_force: Mapping[tuple[str, int], Frame], book: Ledger) -> list[YearUse]:
    """Each year's use, in order, since what a closed year leaves decides what the next may have."""
    approved = approved_carry_over(snapshot, programme_id)
    framed = [year for level, year in in_force if level in (KNOWLEDGE, PROGRAMME)]
    listed = sorted({*framed, *book.years, *approved})
    if not listed:
        return []
    first = min((year for level, year in in_force if level == PROGRAMME), default=listed[0])
    cap_years = parameter(snapshot, "carry_over_cap_years")
    programme = _by_year(in_force, PROGRAMME)
    uses: list[YearUse] = []
    carried: tuple[Decimal | None, CarrySource] = (ZERO, "none")
    for year in range(listed[0], listed[-1] + 1):
        if year in approved:
            carried = (approved[year], "approved")
        elif year <= first:
            carried = (ZERO, "none")
        use = _year_use(snapshot, year, in_force, book, carried)
        use = replace(use, cap_nok=_cap(programme, year, cap_years))
        left = _carries_on(use, approved.get(year + 1), use.cap_nok)
        uses.append(_closed(use, left, "approved" if year + 1 in approved else "computed"))
        carried = (left, "unknown" if left is None else "computed")
    return [use for use in uses if use.year in listed]


def _year_use(
    snapshot: Snapshot, year: int, in_force: Mapping[tuple[str, int], Frame], book: Ledger,
    carried: tuple[Decimal | None, CarrySource],
) -> YearUse:  # fmt: skip
    programme, knowledge = in_force.get((PROGRAMME, year)), in_force.get((KNOWLEDGE, year))
    this_year = snapshot.as_of.year
    state: YearState = "closed" if year < this_year else "running" if year == this_year else "future"
    known = not book.is_empty
    budget = plan(book, year) if known else None
    paid_by, bound_by = (paid(book, year), bound(book, year)) if known else ({}, {})
    return YearUse(
        year=year, state=state,
        frame_nok=programme.amount_nok if programme else None,
        knowledge_frame_nok=knowledge.amount_nok if knowledge else None,
        frame_version=programme.version if programme else None,
        has_reservation=bool(programme and programme.has_reservation),
        carried_in_nok=carried[0], carried_in_source=carried[1],
        paid_nok=sum(paid_by.values(), ZERO) if known else None,
        bound_nok=sum(bound_by.values(), ZERO) if known else None,
        conditional_nok=conditional(book, year) if known else None,
        planned_nok=budget.left_nok if budget else None,
        plan_original_nok=budget.original_nok if budget else None,
        plan_total_nok=budget.total_nok if budget else None,
        lapsed_nok=None, carried_out_source=None, paid_by_category=paid_by, bound_by_category=bound_by,
    )  # fmt: skip


def _cap(programme: Mapping[int, Decimal], year: int, cap_years: float | None) -> Decimal | None:
    if cap_years is None:
        return None
    return sum((programme.get(year - back, ZERO) for back in range(int(cap_years))), ZERO)


def _carries_on(use: YearUse, approved_nok: Decimal | None, cap_nok: Decimal | None) -> Decimal | None:
    """What a closed year gives the next: the approved amount, else its closing up to the cap; None when not closed."""
    if not use.is_closed or use.available_nok is None or use.paid_nok is None:
        return None
    closing = use.available_nok - use.paid_nok
    if approved_nok is not None:
        return min(closing, approved_nok)
    return closing if cap_nok is None else min(closing, cap_nok)


def _closed(use: YearUse, left: Decimal | None, source: CarrySource) -> YearUse:
    if left is None or use.available_nok is None or use.paid_nok is None:
        return use
    return replace(use, lapsed_nok=use.available_nok - use.paid_nok - left, carried_out_source=source)
