"""How a year's payments grew month by month, against what the year has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from analytics.spending.ledger import ledger
from analytics.spending.levels import programme_of
from data.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """Kroner paid on the year by the end of a month, or by the day it is told for."""

    day: date
    paid_nok: Decimal


def burn_up(snapshot: Snapshot, year: int) -> tuple[BurnPoint, ...]:
    """What has been paid on the year by the end of each month of it, and by the snapshot's day.

    Payments booked on the year before it began count in its first month; those made after it ended are one more point, on the day
    of the last of them.
    """
    rows = ledger(snapshot, programme_of(snapshot)).payments.filter(pl.col("year") == year)
    ends = [_month_end(year, month) for month in range(1, 13)]
    days = [day for day in ends if day <= snapshot.as_of]
    last = rows.get_column("payment_date").max()
    if date(year, 1, 1) <= snapshot.as_of < ends[-1] and snapshot.as_of not in days:
        days.append(snapshot.as_of)
    if isinstance(last, date) and last > ends[-1]:
        days.append(last)
    return tuple(
        BurnPoint(day, Decimal(rows.filter(pl.col("payment_date") <= day).get_column("amount_nok").sum() or 0)) for day in days
    )


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
