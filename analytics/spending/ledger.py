"""Every krone of a programme's commitments and payments, kept apart by what it was promised to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from data.snapshot import Snapshot

ZERO = Decimal(0)
CATEGORIES: tuple[str, ...] = ("fou", "stimulation", "operation")

#: What commitments and payments are matched on: the contract, or what stands in its place when there is none.
_PROMISED_TO = ("contract_id", "site_id", "project_id", "line_no")


@dataclass(frozen=True, slots=True)
class Share:
    """An amount of one year and purpose, in kroner."""

    year: int
    category: str
    amount_nok: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """The budget of a year, in kroner.

    Attributes:
        original_nok: the first version of each line.
        total_nok: the version of each line that stood on the day.
        left_nok: of the total, what is neither committed (also on a condition) nor paid.
    """

    original_nok: Decimal
    total_nok: Decimal
    left_nok: Decimal


@dataclass(frozen=True)
class Ledger:
    """The rows of one programme, cut to the snapshot's day."""

    as_of: date
    commitments: pl.DataFrame
    payments: pl.DataFrame
    lines: pl.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is recorded: then amounts are unknown, not zero."""
        return self.commitments.is_empty() and self.payments.is_empty() and self.lines.is_empty()

    @property
    def years(self) -> set[int]:
        """Years that any row belongs to."""
        frames = (self.commitments, self.payments, self.lines)
        return {int(year) for frame in frames for year in frame.get_column("year").drop_nulls().to_list()}

    @property
    def without_line_nok(self) -> Decimal:
        """Bound, conditional and paid kroner that name no budget line, credit notes subtracted."""
        rows = [
            *_rows(self.commitments.filter(pl.col("line_no").is_null() & (pl.col("kind") != "release")), "amount_nok"),
            *_rows(self.payments.filter(pl.col("line_no").is_null()), "amount_nok"),
        ]
        return sum((amount for (amount,) in rows), ZERO)


def ledger(snapshot: Snapshot, programme_id: str) -> Ledger:
    """The commitments, payments and budget lines of a programme as known on the snapshot's day."""
    own = pl.col("programme_id") == programme_id
    return Ledger(
        snapshot.as_of,
        snapshot.table("commitment").filter(own).with_columns(promised_to()),
        snapshot.table("payment").filter(own).with_columns(promised_to()),
        snapshot.table("budget_line").filter(own),
    )


def promised_to() -> pl.Expr:
    """What a commitment or payment belongs to, as `<column>:<id>`: the contract, or what stands in its place."""
    named = [pl.lit(f"{name}:") + pl.col(name) for name in _PROMISED_TO]
    return pl.coalesce([*named, pl.lit("category:") + pl.col("category")]).alias("promised_to")


def last_day(year: int, as_of: date) -> date:
    """The day a year is evaluated on: its last day, or `as_of` while that has not come."""
    return min(as_of, date(year, 12, 31))


def paid(book: Ledger, year: int) -> dict[str, Decimal]:
    """Kroner paid and booked on `year`, by purpose; a credit note counts against."""
    return _by_category(book.payments.filter(pl.col("year") == year))


def conditional(book: Ledger, year: int) -> Decimal:
    """Kroner of `year` promised on a condition that was not met on the year's day."""
    day = last_day(year, book.as_of)
    rows = book.commitments.filter(
        (pl.col("kind") == "conditional") & (pl.col("year") == year) & (pl.col("decided_date") <= day) & ~_is_met(day)
    )
    return sum((amount for (amount,) in _rows(rows, "amount_nok")), ZERO)


def bound(book: Ledger, year: int) -> dict[str, Decimal]:
    """Kroner bound and not paid on the year's day, by purpose.

    What earlier years left unpaid is bound in the running year, and was bound at the end of a closed one. A year that
    has not come has its own commitments only. Payments use up the oldest commitments first, contract by contract.
    """
    day, is_future = last_day(year, book.as_of), year > book.as_of.year
    used = _sums(book.payments.filter(pl.col("year") <= year))
    left: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for promised_to, shares in _schedules(book.commitments, day).items():
        for share in unpaid(shares, used.get(promised_to, ZERO)):
            if share.year == year or (share.year < year and not is_future):
                left[share.category] += share.amount_nok
    return {category: left[category] for category in (*CATEGORIES, *sorted(set(left) - set(CATEGORIES)))}


def plan(book: Ledger, year: int) -> Plan:
    """The budget of `year` as it stood on the year's day."""
    day = last_day(year, book.as_of)
    lines = book.lines.filter((pl.col("year") == year) & (pl.col("decided_date") <= day)).sort("line_no", "version")
    first = lines.unique("line_no", keep="first", maintain_order=True)
    current = lines.unique("line_no", keep="last", maintain_order=True)
    committed, used = _committed_by_line(book.commitments, year, day), _paid_by_line(book.payments, year)
    left = [
        max(ZERO, amount - max(committed.get(line, ZERO), used.get(line, ZERO)))
        for line, amount in _rows(current, "line_no", "amount_nok")
    ]
    return Plan(_total(first), _total(current), sum(left, ZERO))


def unpaid(shares: Iterable[Share], paid_nok: Decimal) -> list[Share]:
    """What is left of a schedule when `paid_nok` has used up the oldest shares; never below zero."""
    left, rest = [], max(ZERO, paid_nok)
    for share in sorted(shares, key=lambda item: (item.year, item.category)):
        taken = min(rest, share.amount_nok)
        rest -= taken
        if share.amount_nok > taken:
            left.append(Share(share.year, share.category, share.amount_nok - taken))
    return left


def settled(shares: Mapping[tuple[int, str], Decimal]) -> list[Share]:
    """A schedule without negative shares.

    What is released beyond a share is taken from the same year, then from earlier years backwards, then from later ones.
    A release larger than all of it leaves nothing.
    """
    amounts = dict(shares)
    for (year, category), amount in sorted(shares.items()):
        if amount >= ZERO:
            continue
        owed, amounts[year, category] = -amount, ZERO
        for other in sorted(amounts, key=lambda key: (key[0] > year, abs(key[0] - year), key[1])):
            taken = min(owed, max(ZERO, amounts[other]))
            amounts[other] -= taken
            owed -= taken
    return [Share(year, category, amount) for (year, category), amount in amounts.items() if amount > ZERO]


def _schedules(commitments: pl.DataFrame, day: date) -> dict[str, list[Share]]:
    rows = commitments.filter((pl.col("decided_date") <= day) & ((pl.col("kind") != "conditional") | _is_met(day))).with_columns(
        _signed()
    )
    sums = rows.group_by("promised_to", "year", "category").agg(pl.col("signed_nok").sum())
    found: defaultdict[str, dict[tuple[int, str], Decimal]] = defaultdict(dict)
    for promised_to, year, category, amount in _rows(sums, "promised_to", "year", "category", "signed_nok"):
        found[promised_to][year, category] = amount
    return {promised_to: settled(shares) for promised_to, shares in found.items()}


def _committed_by_line(commitments: pl.DataFrame, year: int, day: date) -> dict[str, Decimal]:
    rows = commitments.filter((pl.col("year") == year) & (pl.col("decided_date") <= day) & pl.col("line_no").is_not_null())
    sums = rows.with_columns(_signed()).group_by("line_no").agg(pl.col("signed_nok").sum())
    return dict(_rows(sums, "line_no", "signed_nok"))


def _paid_by_line(payments: pl.DataFrame, year: int) -> dict[str, Decimal]:
    rows = payments.filter((pl.col("year") == year) & pl.col("line_no").is_not_null())
    return dict(_rows(rows.group_by("line_no").agg(pl.col("amount_nok").sum()), "line_no", "amount_nok"))


def _is_met(day: date) -> pl.Expr:
    return (pl.col("condition_met_date") <= day).fill_null(False)


def _signed() -> pl.Expr:
    amount = pl.col("amount_nok")
    return pl.when(pl.col("kind") == "release").then(-amount).otherwise(amount).alias("signed_nok")


def _sums(frame: pl.DataFrame) -> dict[str, Decimal]:
    return dict(_rows(frame.group_by("promised_to").agg(pl.col("amount_nok").sum()), "promised_to", "amount_nok"))


def _by_category(frame: pl.DataFrame) -> dict[str, Decimal]:
    sums = dict(_rows(frame.group_by("category").agg(pl.col("amount_nok").sum()), "category", "amount_nok"))
    return {category: sums.get(category, ZERO) for category in (*CATEGORIES, *sorted(set(sums) - set(CATEGORIES)))}


def _total(frame: pl.DataFrame) -> Decimal:
    return sum((amount for (amount,) in _rows(frame, "amount_nok")), ZERO)


def _rows(frame: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return frame.select(columns).rows()
