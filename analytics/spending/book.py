"""The ledger: every krone of each year in exactly one state, by purpose and by priority area, with its identities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner
from analytics.spending.frames import YearUse, frames
from analytics.spending.ledger import ZERO, ledger
from analytics.spending.levels import programme_of
from analytics.spending.places import placed_parts
from analytics.spending.states import STATES, released, state_parts
from data.snapshot import Snapshot
from domain.text import Text, say

_TABLES = ("frame", "carry_over", "commitment", "payment", "budget_line", "accrual", "project_area", "call_step")
#: States that are promises or payments; the rest of what a year has is planned, released or free.
SPOKEN_FOR: tuple[str, ...] = ("paid", "accrued", "bound")
_SCHEMA: dict[str, Any] = {
    "year": pl.Int64, "state": pl.String, "category": pl.String, "area_id": pl.String, "place": pl.String,
    "amount_nok": pl.Decimal(18, 2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearBook:
    """One year of the ledger, in kroner without VAT; None is unknown.

    Attributes:
        use: the year's frame, carry-over and use.
        states: kroner in each state. They add up to what the year has; `free` is below zero when more is pointed to than that.
            All are None when no money at all is recorded.
            `released` and `free` are None when it is not known what the year has.
    """

    use: YearUse
    states: Mapping[str, Decimal | None]

    @property
    def year(self) -> int:
        return self.use.year

    @property
    def difference_nok(self) -> Decimal | None:
        """What the states add up to, less what the year has: 0 when every krone is in one state."""
        if self.use.available_nok is None or any(amount is None for amount in self.states.values()):
            return None
        return sum((amount or ZERO for amount in self.states.values()), ZERO) - self.use.available_nok

    @property
    def carry_difference_nok(self) -> Decimal | None:
        """Opening carry-over and new money, less what was used and lapsed, less the closing carry-over; of a closed year."""
        use = self.use
        if use.carried_out_nok is None or use.available_nok is None or use.paid_nok is None or use.lapsed_nok is None:
            return None
        return use.available_nok - use.paid_nok - use.lapsed_nok - use.carried_out_nok

    def as_json(self) -> dict[str, Any]:
        """The states, and the identities with what is left over in them."""
        use = self.use
        return {
            "year": use.year, "state": use.state, "available_nok": kroner(use.available_nok),
            "states": {f"{name}_nok": kroner(amount) for name, amount in self.states.items()},
            "difference_nok": kroner(self.difference_nok),
            "carry": {
                "opening_nok": kroner(use.carried_in_nok), "opening_source": use.carried_in_source,
                "new_nok": kroner(use.frame_nok), "used_nok": kroner(use.paid_nok),
                "lapsed_nok": kroner(use.lapsed_nok), "closing_nok": kroner(use.carried_out_nok),
                "closing_source": use.carried_out_source, "difference_nok": kroner(self.carry_difference_nok),
            },
        }  # fmt: skip


_STAGES: Mapping[str, tuple[str, ...]] = {
    "planned": ("planned", "procurement"), "bound": ("bound", "accrued", "conditional"), "paid": ("paid",),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class MoneyBook:
    """The ledger of the programme.

    Attributes:
        years: every year that has a frame, money carried in, or a row.
        cells: `year`, `state`, `category`, `area_id`, `place` and `amount_nok`; what is released or free has no purpose or area
            (`place` is then `year`). The sum over any choice of columns is the ledger's.
        areas: names of the areas that occur, valid or not.
    """

    basis: Basis
    years: tuple[YearBook, ...]
    cells: pl.DataFrame
    areas: Mapping[str, Text]

    @property
    def is_empty(self) -> bool:
        """Whether no krone is recorded; then amounts are unknown, not zero."""
        return not any(year.use.paid_nok is not None for year in self.years)

    @property
    def sentence(self) -> Text:
        """How many kroner are spoken for of all that the years have had, and whether each year adds up."""
        if self.is_empty:
            return say("book.none", date=self.basis.as_of)
        frames_nok = sum((year.use.frame_nok or ZERO for year in self.years), ZERO)
        paid = sum((year.states["paid"] or ZERO for year in self.years), ZERO)
        off = [str(year.year) for year in self.years if year.difference_nok]
        check = say("book.off", years=off) if off else say("book.adds_up")
        said = say("book.sentence", frames=frames_nok, paid=paid, date=self.basis.as_of)
        return Text(f"{said.nb} {check.nb}", f"{said.en} {check.en}")

    def by(self, *columns: str) -> pl.DataFrame:
        """The cells summed over all but `columns`, in the order of the columns."""
        return self.cells.group_by(*columns).agg(pl.col("amount_nok").sum()).sort(*columns, nulls_last=True)

    def as_json(self) -> dict[str, Any]:
        """Each year's states and identities, and every cell."""
        return {
            "is_empty": self.is_empty,
            "years": [year.as_json() for year in self.years],
            "areas": dict(self.areas),
            "by_area": self.by_area.to_dicts(),
            "cells": self.cells.to_dicts(),
        }

    @property
    def by_area(self) -> pl.DataFrame:
        """All years: `area_id`, `place` and kroner planned (also in procurement), bound (also accrued and conditional) and paid.

        `place` tells what stands where there is no area: "unknown" or "operation".
        """
        sums = self.cells.filter(pl.col("place") != "year").group_by("area_id", "place").agg(
            pl.col("amount_nok").filter(pl.col("state").is_in(states)).sum().alias(f"{name}_nok")
            for name, states in _STAGES.items()
        )  # fmt: skip
        return sums.sort("place", "area_id", nulls_last=True)

    def table(self) -> pl.DataFrame:
        """One row a cell."""
        return self.cells


def money_book(snapshot: Snapshot, year: int | None = None) -> MoneyBook:
    """The ledger on a day: each closed year as it stood on 31 December, the others as they stand.

    Args:
        snapshot: the programme on a day.
        year: only this year.

    Returns:
        Exact kroner without VAT. What a year has (its frame and what is carried in) is paid, accrued, bound, conditional, in
        procurement, planned, released or free, each krone in one of them. Nothing here says what the money has led to.
    """
    use = frames(snapshot, year)
    programme_id = programme_of(snapshot)
    book = ledger(snapshot, programme_id)
    wanted = [item.year for item in use.years]
    parts = state_parts(snapshot, book, wanted)
    by_state = parts.group_by("year", "state").agg(pl.col("amount_nok").sum())
    sums = {(y, s): amount for y, s, amount in by_state.iter_rows()}
    years = tuple(
        _year(item, {s: sums.get((item.year, s), ZERO) for s in STATES}, released(book, item.year)) for item in use.years
    )
    cells = pl.concat([placed_parts(snapshot, parts).select(list(_SCHEMA)).cast(pl.Schema(_SCHEMA)), _rest(years)])
    return MoneyBook(
        basis(snapshot, *_TABLES, caveats=(*use.basis.caveats, say("book.caveat_states"), say("book.caveat_areas"))),
        years, cells, _areas(snapshot),
    )  # fmt: skip


def _year(use: YearUse, sums: Mapping[str, Decimal], taken_back: Decimal) -> YearBook:
    states: dict[str, Decimal | None] = dict(sums)
    if use.paid_nok is None:
        return YearBook(use, dict.fromkeys(STATES))
    if use.available_nok is None:
        return YearBook(use, states | {"released": None, "free": None})
    rest = use.available_nok - sum(sums.values(), ZERO)
    back = min(taken_back, max(ZERO, rest))
    return YearBook(use, states | {"released": back, "free": rest - back})


def _rest(years: tuple[YearBook, ...]) -> pl.DataFrame:
    """What is released or free, which has neither purpose nor area."""
    rows = [
        (year.year, state, None, None, "year", year.states[state])
        for year in years
        for state in ("released", "free")
        if year.states[state]
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _areas(snapshot: Snapshot) -> dict[str, Text]:
    rows = snapshot.table("priority_area").sort("order_no", "area_id", nulls_last=True)
    return {area: Text(nb, en) for area, nb, en in rows.select("area_id", "short_nb", "short_en").iter_rows()}
