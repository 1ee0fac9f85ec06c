"""The whole programme's money over time: the frames as steps, what is paid and bound, and where the year is expected to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner
from analytics.spending.age import Aged
from analytics.spending.forecast import forecast
from analytics.spending.frames import frames
from analytics.spending.ledger import ZERO, ledger
from analytics.spending.levels import programme_of
from analytics.spending.reconciliation import final_day
from analytics.spending.words import join, oldest
from data.snapshot import Snapshot
from domain.text import Text, say

_TABLES = ("frame", "carry_over", "commitment", "payment", "budget_line")
_SCHEMA: dict[str, Any] = {"series": pl.String, "date": pl.Date, "amount_nok": pl.Decimal(18, 2)}


@dataclass(frozen=True, eq=False)
class ProgrammeBurn:
    """Kroner since the programme began, cumulated, without VAT.

    Attributes:
        points: `series` (frame, paid, paid_and_bound), `date` and `amount_nok`. A frame stands from 1 January of its year; paid
            is by the day it was paid, month by month; paid and bound is told at the end of each closed year and on the day.
        low_nok, high_nok: what will have been paid by 31 December of the running year; None when there is no forecast.
        oldest: the oldest money that is left; None when nothing is left.
        final_date: the day the running year's figures become final; None when no rule says.
    """

    basis: Basis
    points: pl.DataFrame
    low_nok: Decimal | None
    high_nok: Decimal | None
    oldest: Aged | None
    final_date: date | None
    oldest_words: Text | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is paid or bound that is known of."""
        return self.points.filter(pl.col("series") == "paid").is_empty()

    def last(self, series: str) -> Decimal:
        """What a series has reached."""
        amounts = self.points.filter(pl.col("series") == series).sort("date").get_column("amount_nok")
        return Decimal(amounts[-1]) if len(amounts) else ZERO

    @property
    def sentence(self) -> Text:
        """What is paid and bound of all frames by the day, and how long the oldest money can be used."""
        if self.is_empty:
            return say("burn.none", date=self.basis.as_of)
        paid, both = self.last("paid"), self.last("paid_and_bound")
        said = say("burn.sentence", frames=self.last("frame"), paid=paid, bound=both - paid, date=self.basis.as_of)
        return said if self.oldest_words is None else join([said, self.oldest_words])

    def as_json(self) -> dict[str, Any]:
        """Every point, the expected interval, and the oldest money."""
        return {
            "points": self.points.to_dicts(), "low_nok": kroner(self.low_nok), "high_nok": kroner(self.high_nok),
            "oldest": None if self.oldest is None else self.oldest.as_json(), "final_date": self.final_date,
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a point."""
        return self.points


def programme_burn(snapshot: Snapshot) -> ProgrammeBurn:
    """The frames against what is paid and bound since the programme began, as known on the day.

    Nothing here says what the money has led to.
    """
    use, year = frames(snapshot), snapshot.as_of.year
    payments = ledger(snapshot, programme_of(snapshot)).payments
    steps, total = [], ZERO
    for frame_year, amount in sorted(use.programme_by_year.items()):
        total += amount
        steps.append(("frame", date(frame_year, 1, 1), total))
    known = use.focus is not None and use.focus.paid_nok is not None
    paid = _paid(payments, snapshot.as_of, min([item.year for item in use.years], default=year)) if known else []
    both, before = [], ZERO
    for item in use.years:
        before += item.paid_nok or ZERO
        if item.year <= year and item.bound_nok is not None:
            both.append(("paid_and_bound", min(date(item.year, 12, 31), snapshot.as_of), before + item.bound_nok))
    made = forecast(snapshot).year
    bounds = made.interval_nok or (None, None)
    earlier = Decimal(payments.filter(pl.col("year") < year).get_column("amount_nok").sum() or 0)
    points = pl.DataFrame([*steps, *paid, *both], schema=_SCHEMA, orient="row")
    low, high = (None if bound is None else bound + earlier for bound in bounds)
    return ProgrammeBurn(
        basis(snapshot, *_TABLES, caveats=(say("burn.caveat"),)), points,
        low, high, next(iter(use.ages), None), final_day(snapshot, year), oldest(use),
    )  # fmt: skip


def _paid(payments: pl.DataFrame, as_of: date, first_year: int) -> list[tuple[str, date, Decimal]]:
    """The sum of what was paid by the end of each month, and by the day."""
    ends = [_month_end(year, month) for year in range(first_year, as_of.year + 1) for month in range(1, 13)]
    days = [date(first_year, 1, 1), *(day for day in ends if day < as_of), as_of]
    by_day = payments.group_by(date="payment_date").agg(pl.col("amount_nok").sum()).sort("date")
    sums = by_day.select("date", total=pl.col("amount_nok").cum_sum().cast(pl.Decimal(18, 2)))
    marks = pl.DataFrame({"date": sorted(set(days))}, schema={"date": pl.Date})
    joined = marks.join_asof(sums, on="date", strategy="backward")
    return [("paid", day, amount or ZERO) for day, amount in joined.iter_rows()]


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
