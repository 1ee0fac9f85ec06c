"""What the year's use will be, from the programme's own history, tried on earlier years, and beside the owner's own forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner, parameter
from analytics.spending.burn_up import BurnPoint, burn_up
from analytics.spending.frames import frames
from analytics.spending.ledger import ZERO, Ledger, ledger
from analytics.spending.levels import programme_of
from analytics.spending.release import Curve, Expected, curves, expected
from analytics.spending.states import state_parts
from data.snapshot import Snapshot
from domain.text import Text, say

_TABLES = ("contract", "commitment", "payment", "budget_line", "manual_forecast", "parameter")


@dataclass(frozen=True, slots=True)
class YearForecast:
    """A forecast of what is paid in a year, in kroner; None when there is too little to learn from.

    Attributes:
        made_date: the day it is made on, with what was known then.
        paid_nok: paid on the year by that day.
        contracts_nok: expected on what is bound, in the rest of the year, with `low_nok` and `high_nok`.
        without_basis_nok: bound on contracts that no curve covers (no dates, or nothing to learn from); not in the forecast.
        planned_nok: planned or in procurement, which nothing carries yet.
        plans_nok: what plans are expected to lead to in the rest of the year, by the part that came in earlier years, with
            `plans_low_nok` and `plans_high_nok` from the years with the least and the most; None with fewer than two years.
        plans_years: number of earlier years that is learnt from.
        learnt_from: number of closed contracts.
        actual_nok: what was paid in the year in all, when the year is over; else None.
    """

    year: int
    made_date: date
    paid_nok: Decimal
    contracts_nok: Decimal | None
    low_nok: Decimal | None
    high_nok: Decimal | None
    without_basis_nok: Decimal
    planned_nok: Decimal
    learnt_from: int
    plans_nok: Decimal | None = None
    plans_low_nok: Decimal | None = None
    plans_high_nok: Decimal | None = None
    plans_years: int = 0
    manual_nok: Decimal | None = None
    manual_date: date | None = None
    actual_nok: Decimal | None = None

    @property
    def total_nok(self) -> Decimal | None:
        """Paid, and expected on contracts and, where there is enough to learn from, on plans."""
        return None if self.contracts_nok is None else self.paid_nok + self.contracts_nok + (self.plans_nok or ZERO)

    @property
    def interval_nok(self) -> tuple[Decimal, Decimal] | None:
        """The bounds of the year's total."""
        if self.low_nok is None or self.high_nok is None:
            return None
        low, high = self.low_nok + (self.plans_low_nok or ZERO), self.high_nok + (self.plans_high_nok or ZERO)
        return self.paid_nok + low, self.paid_nok + high

    @property
    def error_nok(self) -> Decimal | None:
        """The forecast less what came, of a year that is over."""
        return None if self.total_nok is None or self.actual_nok is None else self.total_nok - self.actual_nok

    @property
    def manual_error_nok(self) -> Decimal | None:
        """The owner's forecast less what came."""
        return None if self.manual_nok is None or self.actual_nok is None else self.manual_nok - self.actual_nok

    @property
    def is_within(self) -> bool | None:
        """Whether what came lay within the interval."""
        bounds = self.interval_nok
        return None if bounds is None or self.actual_nok is None else bounds[0] <= self.actual_nok <= bounds[1]

    @property
    def nearer(self) -> str | None:
        """Whose forecast was nearer: "history", "owner" or "equal"; None when one of them is missing."""
        if self.error_nok is None or self.manual_error_nok is None:
            return None
        ours, theirs = abs(self.error_nok), abs(self.manual_error_nok)
        return "equal" if ours == theirs else "history" if ours < theirs else "owner"

    def as_json(self) -> dict[str, Any]:
        """Whole kroner; None is unknown."""
        bounds = self.interval_nok or (None, None)
        names = ("paid", "contracts", "plans", "total", "without_basis", "planned", "manual", "actual", "error", "manual_error")
        return {
            "year": self.year, "made_date": self.made_date, "manual_date": self.manual_date, "learnt_from": self.learnt_from,
            "plans_learnt_from_years": self.plans_years,
            "low_nok": kroner(bounds[0]), "high_nok": kroner(bounds[1]), "is_within": self.is_within, "nearer": self.nearer,
            **{f"{name}_nok": kroner(getattr(self, f"{name}_nok")) for name in names},
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Forecast:
    """The forecast of the running year, and how the same method would have done on the same day of earlier years.

    Attributes:
        year: the running year.
        earlier: the same method on the same day of each earlier year, with what came.
        contracts: each open contract with what is left and what is expected in the rest of the year.
        curves: median share paid by step of a contract's time, by kind.
        burn: what was paid on the year by the end of each month.
        available_nok: what the year has; None when unknown.
        least: number of closed contracts that a forecast needs.
        is_empty: whether no money at all is recorded; then what is paid is unknown, not zero.
    """

    basis: Basis
    year: YearForecast
    earlier: tuple[YearForecast, ...]
    contracts: pl.DataFrame
    curves: dict[str, Curve]
    least: int
    interval_pct: float
    burn: tuple[BurnPoint, ...]
    available_nok: Decimal | None
    is_empty: bool = False

    @property
    def tried(self) -> tuple[YearForecast, ...]:
        """Earlier years for which there was enough to make a forecast."""
        return tuple(year for year in self.earlier if year.error_nok is not None)

    @property
    def mean_error_nok(self) -> Decimal | None:
        """The mean of the errors' sizes over earlier years; None when none could be tried."""
        errors = [abs(year.error_nok) for year in self.tried if year.error_nok is not None]
        return (sum(errors, ZERO) / len(errors)).quantize(Decimal(1)) if errors else None

    @property
    def sentence(self) -> Text:
        """What is expected to be paid in the year, how sure it is, and how the method did before."""
        year, bounds = self.year, self.year.interval_nok
        if self.is_empty:
            return say("forecast.none", year=year.year)
        if year.total_nok is None or bounds is None:
            too_few = "forecast.too_little" if year.learnt_from < self.least else "forecast.no_pattern"
            key = (
                too_few if len(self.contracts) else "forecast.only_without" if year.without_basis_nok else "forecast.nothing_open"
            )
            said = [say(key, year=year.year, found=year.learnt_from, least=self.least, paid=year.paid_nok,
                        without=year.without_basis_nok)]  # fmt: skip
        elif not len(self.contracts) and not year.plans_nok:
            said = [say("forecast.nothing_open", year=year.year, paid=year.paid_nok)]
        else:
            said = [say("forecast.sentence", year=year.year, total=year.total_nok, low=bounds[0], high=bounds[1],
                        pct=self.interval_pct, paid=year.paid_nok)]  # fmt: skip
        if year.total_nok is not None and year.without_basis_nok:
            said.append(say("forecast.without_basis", without=year.without_basis_nok))
        if self.mean_error_nok is not None:
            said.append(say("forecast.tried", n=len(self.tried), error=self.mean_error_nok))
        elif year.total_nok is not None:
            said.append(say("forecast.not_tried"))
        if year.manual_nok is not None and year.manual_date is not None:
            said.append(say("forecast.manual", amount=year.manual_nok, date=year.manual_date))
        last = next((item for item in reversed(self.earlier) if item.nearer), None)
        if last is not None:
            said.append(say(f"forecast.nearer_{last.nearer}", year=last.year))
        return Text(" ".join(text.nb for text in said), " ".join(text.en for text in said))

    def as_json(self) -> dict[str, Any]:
        """The year, the earlier years, each contract, and the curves."""
        return {
            "year": self.year.as_json(), "earlier": [year.as_json() for year in self.earlier],
            "mean_error_nok": kroner(self.mean_error_nok), "least_closed": self.least, "interval_pct": self.interval_pct,
            "available_nok": kroner(self.available_nok), "is_empty": self.is_empty,
            "paid_by_month": [{"date": point.day, "paid_nok": kroner(point.paid_nok)} for point in self.burn],
            "contracts": self.contracts.to_dicts(),
            "curves": {kind: {"contracts": curve.count, "median_share": curve.median()} for kind, curve in self.curves.items()},
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row an open contract."""
        return self.contracts


def forecast(snapshot: Snapshot) -> Forecast:
    """A forecast of what is paid in the running year, in kroner without VAT.

    Open contracts are expected to be paid as closed ones of the same kind were over the same part of their time. Plans without a
    contract are not part of it. The same method is tried on the same day of each earlier year, with only what was known then.
    Below `forecast_min_closed` closed contracts there is no forecast. The reader may not take the interval for certain: it comes
    from few contracts, and knows nothing of what is new this year.
    """
    least, interval = int(parameter(snapshot, "forecast_min_closed") or 0), parameter(snapshot, "forecast_interval_pct") or 0.0
    source = _Source(snapshot, ledger(snapshot, programme_of(snapshot)), least, interval)
    now, contracts, known = _made_on(source, snapshot.as_of)
    first = min(source.book.years, default=snapshot.as_of.year)
    days = [_same_day(snapshot.as_of, year) for year in range(first, snapshot.as_of.year)]
    earlier = tuple(_made_on(source, day)[0] for day in days)
    caveats = (
        say("forecast.caveat_method"),
        say("forecast.caveat_plans", least=_LEAST_YEARS),
        say("forecast.caveat_least", least=least),
    )
    use = next((item for item in frames(snapshot).years if item.year == snapshot.as_of.year), None)
    return Forecast(
        basis(snapshot, *_TABLES, caveats=caveats), now, earlier, contracts, known, least, interval,
        burn_up(snapshot, snapshot.as_of.year), use.available_nok if use else None,
        source.book.is_empty,
    )  # fmt: skip


@dataclass(frozen=True)
class _Source:
    snapshot: Snapshot
    book: Ledger
    least: int
    interval_pct: float


def _made_on(source: _Source, day: date) -> tuple[YearForecast, pl.DataFrame, dict[str, Curve]]:
    """The forecast of a day's year, with what was dated by that day."""
    book = _known_by(source.book, day)
    contracts = source.snapshot.table("contract").filter(pl.col("signed_date") <= day)
    known = curves(contracts, book.payments.drop_nulls("contract_id"), day, source.least)
    parts = state_parts(source.snapshot, book, range(day.year, max(book.years | {day.year}) + 1))
    this_year = parts.filter(pl.col("year") == day.year)
    rows = _open_contracts(parts, contracts, day)
    each, total = expected(rows, known, day, date(day.year, 12, 31), source.interval_pct)
    joined = rows.join(each, on="contract_id").sort("left_nok", "contract_id", descending=[True, False])
    plans = _plans(source, day, _meant(this_year))
    is_open = contracts.filter(pl.col("closed_date").is_null() | (pl.col("closed_date") > day)).height > 0
    is_settled = not is_open and rows.is_empty() and not book.is_empty and (_meant(this_year) == ZERO or "plans_nok" in plans)
    without = _uncovered(this_year, joined)
    sums = _sums(total, is_settled=is_settled and not without)
    learnt = contracts.filter(pl.col("closed_date") <= day).height
    year = YearForecast(
        year=day.year, made_date=day, paid_nok=_of(this_year, "paid"), **sums, without_basis_nok=without,
        planned_nok=_meant(this_year), learnt_from=known["all"].count if "all" in known else learnt,
        **plans, **_manual(source.snapshot, day), actual_nok=_actual(source, day),
    )  # fmt: skip
    return year, joined, known


def _open_contracts(parts: pl.DataFrame, contracts: pl.DataFrame, day: date) -> pl.DataFrame:
    """Contracts that are not closed and have something bound, with all that is left of them in this and later years."""
    bound = parts.filter(_is_bound() & pl.col("promised_to").str.starts_with("contract_id:"))
    left = bound.group_by(contract_id=pl.col("promised_to").str.strip_prefix("contract_id:")).agg(
        left_nok=pl.col("amount_nok").sum()
    )
    rows = left.join(contracts, on="contract_id").filter(pl.col("closed_date").is_null() | (pl.col("closed_date") > day))
    return rows.select("contract_id", "title_nb", "project_id", "route", "start_date", "end_date", "left_nok")


def _is_bound() -> pl.Expr:
    return pl.col("state").is_in(["bound", "accrued"])


def _uncovered(this_year: pl.DataFrame, contracts: pl.DataFrame) -> Decimal:
    """Kroner bound on the year that no curve covers."""
    covered = contracts.filter(pl.col("expected_nok").is_not_null()).select(
        promised_to=pl.lit("contract_id:") + pl.col("contract_id")
    )
    rest = this_year.filter(_is_bound()).join(covered, on="promised_to", how="anti")
    return Decimal(rest.get_column("amount_nok").sum() or 0)


def _sums(total: Expected | None, *, is_settled: bool) -> dict[str, Any]:
    """The expected and its bounds; 0 when nothing is bound and plans are no hindrance to saying so."""
    if total is None:
        return dict.fromkeys(("contracts_nok", "low_nok", "high_nok"), ZERO if is_settled else None)
    return {"contracts_nok": total.amount_nok, "low_nok": total.low_nok, "high_nok": total.high_nok}


def _known_by(book: Ledger, day: date) -> Ledger:
    return Ledger(
        day,
        book.commitments.filter(pl.col("decided_date") <= day),
        book.payments.filter(pl.col("payment_date") <= day),
        book.lines.filter(pl.col("decided_date") <= day),
    )


def _of(parts: pl.DataFrame, state: str) -> Decimal:
    return Decimal(parts.filter(pl.col("state") == state).get_column("amount_nok").sum() or 0)


def _meant(parts: pl.DataFrame) -> Decimal:
    return _of(parts, "planned") + _of(parts, "procurement")


def _plans(source: _Source, day: date, planned_nok: Decimal) -> dict[str, Any]:
    """What the plans of a day are expected to lead to in the rest of its year, by what came in earlier years."""
    parts = [
        part
        for year in range(min(source.book.years, default=day.year), day.year)
        if (part := _came(source, _same_day(day, year)))
    ]
    if len(parts) < _LEAST_YEARS:
        return {"plans_years": len(parts)}
    names = ("plans_nok", "plans_low_nok", "plans_high_nok")
    values = (sum(parts, ZERO) / len(parts), min(parts), max(parts))
    return {name: (planned_nok * value).quantize(Decimal(1)) for name, value in zip(names, values, strict=True)} | {
        "plans_years": len(parts)
    }


def _came(source: _Source, day: date) -> Decimal | None:
    """What was paid in the rest of a day's year on what was not bound that day, as a part of what was then planned."""
    book = _known_by(source.book, day)
    parts = state_parts(source.snapshot, book, [day.year])
    planned = _meant(parts)
    owed = parts.filter(_is_bound()).select("promised_to").unique()
    later = source.book.payments.filter((pl.col("year") == day.year) & (pl.col("payment_date") > day))
    other = later.join(owed, on="promised_to", how="anti").get_column("amount_nok").sum() or ZERO
    return max(ZERO, Decimal(other)) / planned if planned > 0 else None


_LEAST_YEARS = 2


def _manual(snapshot: Snapshot, day: date) -> dict[str, Any]:
    """The owner's last forecast of the whole year by the day."""
    rows = snapshot.table("manual_forecast").filter(
        (pl.col("programme_id") == programme_of(snapshot)) & (pl.col("year") == day.year) & pl.col("contract_id").is_null()
        & (pl.col("made_date") <= day)
    )  # fmt: skip
    if rows.is_empty():
        return {}
    last = rows.sort("made_date", "manual_forecast_id").row(-1, named=True)
    return {"manual_nok": last["amount_nok"], "manual_date": last["made_date"]}


def _actual(source: _Source, day: date) -> Decimal | None:
    if day.year >= source.snapshot.as_of.year:
        return None
    return Decimal(source.book.payments.filter(pl.col("year") == day.year).get_column("amount_nok").sum() or 0)


def _same_day(day: date, year: int) -> date:
    return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
