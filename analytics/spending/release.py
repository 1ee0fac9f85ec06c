"""How closed contracts were paid over their time, and what that says of those that are open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

#: A contract's time is cut in steps of a twentieth of its length, to twice its length: late payments are part of the pattern.
_STEP, _STEPS = 0.05, 40
_DRAWS, _SEED = 1000, 20190101
_MOST_CONTRACTS = 400
#: Kinds of contract that are paid alike.
KINDS: dict[str, str] = {
    "competition": "procured", "framework": "procured", "call_off": "procured", "in_house": "in_house", "grant": "grant",
    "allocation_letter": "allocation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Curve:
    """The cumulative share paid of each closed contract of a kind.

    Attributes:
        kind: one of the values of `KINDS`, or "all" when the kind has too few of its own.
        shares: one row a contract, one column a step of its time; share of what it was paid in all.
    """

    kind: str
    shares: np.ndarray[Any, np.dtype[np.float64]]

    @property
    def count(self) -> int:
        return int(self.shares.shape[0])

    def median(self) -> list[float]:
        """The median share paid at each step."""
        return [float(value) for value in np.median(self.shares, axis=0)] if self.count else []


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected to be paid, in kroner, with the bounds of the interval; None when there is too little to learn from."""

    amount_nok: Decimal
    low_nok: Decimal
    high_nok: Decimal


def curves(contracts: pl.DataFrame, payments: pl.DataFrame, day: date, least: int) -> dict[str, Curve]:
    """The curves that can be learnt on a day, by kind.

    Args:
        contracts: `contract_id`, `route`, `start_date`, `end_date`, `closed_date`.
        payments: `contract_id`, `payment_date`, `amount_nok`.
        day: only contracts closed by this day, and payments made by it, are learnt from.
        least: how many closed contracts a curve needs.

    Returns:
        The kinds with enough closed contracts, and "all" when they are enough together. Contracts without start and end, or
        without a positive sum of payments, teach nothing.
    """
    closed = _timed(contracts).filter(pl.col("closed_date") <= day)
    paid = payments.filter(pl.col("payment_date") <= day).join(closed, on="contract_id")
    sums = paid.group_by("contract_id").agg(total=pl.col("amount_nok").sum().cast(pl.Float64)).filter(pl.col("total") > 0)
    steps = paid.join(sums, on="contract_id").with_columns(step=_step(pl.col("payment_date")))
    parts = steps.group_by("contract_id", "kind", "step").agg(
        share=(pl.col("amount_nok").cast(pl.Float64) / pl.col("total")).sum()
    )
    found: dict[str, Curve] = {}
    for kind in (*dict.fromkeys(KINDS.values()), "all"):
        own = parts if kind == "all" else parts.filter(pl.col("kind") == kind)
        if own.get_column("contract_id").n_unique() >= max(least, 1):
            found[kind] = Curve(kind, _matrix(own))
    return found


def expected(
    contracts: pl.DataFrame, known: dict[str, Curve], day: date, until: date, interval_pct: float
) -> tuple[pl.DataFrame, Expected | None]:
    """What open contracts are expected to be paid from a day until another.

    Each open contract gets the part of what is left of it that closed contracts of its kind got over the same part of their
    time. The interval comes from drawing one closed contract for each open one, many times, and adding up.

    Args:
        contracts: `contract_id`, `route`, `start_date`, `end_date` and `left_nok` (what is bound and not paid).
        known: from `curves`.
        day, until: the period.
        interval_pct: how much of the outcomes the interval covers.

    Returns:
        `contract_id`, `curve`, `learnt_from` (number of contracts) and `expected_nok` (empty when there is no curve for it), and
        the sum over those that have one; None when none has.
    """
    rows = _timed(contracts).with_columns(first=_step(pl.lit(day)), last=_step(pl.lit(until)))
    made: list[tuple[str, str | None, int, Decimal | None]] = []
    pools, lefts = [], []
    for row in rows.sort("contract_id").iter_rows(named=True):
        curve = known.get(row["kind"]) or known.get("all")
        pool = np.array([]) if curve is None else _increments(curve, row["first"], row["last"])
        if curve is None or not pool.size:
            made.append((row["contract_id"], None, 0, None))
            continue
        amount = Decimal(round(float(row["left_nok"]) * float(pool.mean())))
        made.append((row["contract_id"], curve.kind, int(pool.size), amount))
        pools.append(pool)
        lefts.append(float(row["left_nok"]))
    without = contracts.join(rows, on="contract_id", how="anti").get_column("contract_id").to_list()
    made += [(contract, None, 0, None) for contract in sorted(without)]
    frame = pl.DataFrame(made, schema=_EXPECTED, orient="row")
    return frame, _sum(pools, lefts, frame, interval_pct)


_EXPECTED: dict[str, Any] = {
    "contract_id": pl.String, "curve": pl.String, "learnt_from": pl.Int64, "expected_nok": pl.Decimal(18, 2),
}  # fmt: skip


def _sum(pools: list[np.ndarray[Any, Any]], lefts: list[float], frame: pl.DataFrame, interval_pct: float) -> Expected | None:
    if not pools:
        return None
    draw = np.random.default_rng(_SEED)
    totals = np.zeros(_DRAWS)
    for pool, left in zip(pools, lefts, strict=True):
        totals += left * pool[draw.integers(0, pool.size, _DRAWS)]
    tail = (100 - interval_pct) / 2
    low, high = (Decimal(round(float(value))) for value in np.percentile(totals, [tail, 100 - tail]))
    amount = Decimal(frame.get_column("expected_nok").sum() or 0)
    return Expected(amount, min(low, amount), max(high, amount))


def _increments(curve: Curve, first: int, last: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The part of what was left at one step that had been paid at another, one for each closed contract that had any left."""
    before, after = curve.shares[:, first], curve.shares[:, last]
    has_left = before < 1 - 1e-9
    part: np.ndarray[Any, np.dtype[np.float64]] = (after[has_left] - before[has_left]) / (1 - before[has_left])
    bounded: np.ndarray[Any, np.dtype[np.float64]] = np.clip(part, 0, 1)
    return bounded


def _timed(contracts: pl.DataFrame) -> pl.DataFrame:
    """Contracts that have a start and a later end, with their kind and length in days."""
    rows = contracts.filter(pl.col("start_date").is_not_null() & (pl.col("end_date") > pl.col("start_date")))
    kind = pl.col("route").replace_strict(KINDS, default="procured")
    return rows.with_columns(kind=kind, length=(pl.col("end_date") - pl.col("start_date")).dt.total_days())


def _step(day: pl.Expr) -> pl.Expr:
    """Which step of a contract's time a day lies in."""
    part = (day - pl.col("start_date")).dt.total_days() / pl.col("length")
    return (part / _STEP).ceil().clip(0, _STEPS).cast(pl.Int64)


def _matrix(parts: pl.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    ids: Iterable[str] = parts.get_column("contract_id").unique().sort()
    chosen = list(ids)
    if len(chosen) > _MOST_CONTRACTS:
        picked = np.random.default_rng(_SEED).choice(len(chosen), _MOST_CONTRACTS, replace=False)
        chosen = [chosen[place] for place in sorted(picked)]
    places = {contract: place for place, contract in enumerate(chosen)}
    matrix = np.zeros((len(chosen), _STEPS + 1))
    own = parts.filter(pl.col("contract_id").is_in(chosen)).select("contract_id", "step", "share")
    for contract, step, share in own.iter_rows():
        matrix[places[contract], step] += share
    cumulative: np.ndarray[Any, np.dtype[np.float64]] = np.clip(np.cumsum(matrix, axis=1), 0, 1)
    cumulative[:, -1] = 1.0
    return cumulative
