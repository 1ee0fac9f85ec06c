"""The frames and their use as tables to read: one line a year, a level, or a year of the state budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from analytics.spending.frames import FrameUse, total
from analytics.spending.words import alike
from domain.numbers import MILLION
from domain.text import tell

_MONEY = pl.Decimal(18, 2)
#: Stages of the state budget that stand in the table, in the order of the year.
STAGES: tuple[str, ...] = ("proposed", "enacted", "revised", "account")
_WORST_FIRST = ("unverified", "secondary", "primary")
YEAR_AMOUNTS: tuple[str, ...] = (
    "frame", "carried_in", "available", "paid", "bound", "conditional", "planned", "free", "carried_out", "lapsed", "cap",
)  # fmt: skip


def years(use: FrameUse, lang: str) -> pl.DataFrame:
    """One row a year: its state and the basis of its carry-over in words, amounts in kroner, None for unknown."""
    schema: dict[str, Any] = {"year": pl.Int64(), "state": pl.String(), "carried_in_source": pl.String()}
    schema |= {f"{name}_nok": _MONEY for name in YEAR_AMOUNTS}
    rows = [
        {
            "year": year.year,
            "state": tell(f"spending.state.{year.state}", lang),
            "carried_in_source": tell(f"spending.carry.{year.carried_in_source}", lang),
            **{f"{name}_nok": getattr(year, f"{name}_nok") for name in YEAR_AMOUNTS},
        }
        for year in use.years
    ]
    return pl.DataFrame(rows, schema=schema)


def years_in_millions(use: FrameUse) -> pl.DataFrame:
    """One row a year, amounts in millions of kroner, None for unknown."""
    names = ("frame", "carried_in", "planned", "bound", "paid", "free", "carried_out", "cap")
    rows = [{"year": year.year} | {name: _mill(getattr(year, f"{name}_nok")) for name in names} for year in use.years]
    return pl.DataFrame(rows, schema={"year": pl.Int64(), **dict.fromkeys(names, pl.Decimal(18, 8))})


def _mill(value: Decimal | None) -> Decimal | None:
    return None if value is None else value / MILLION


def levels(use: FrameUse, lang: str) -> pl.DataFrame:
    """The two frames and the difference between them: kroner a year (None when years differ) and in all years."""
    by_level = {"knowledge": use.knowledge_by_year, "programme": use.programme_by_year, "outside": use.outside_by_year}
    rows = [
        {"level": tell(f"spending.chart.{name}", lang), "per_year_nok": alike(by_year), "total_nok": total(by_year)}
        for name, by_year in by_level.items()
    ]
    return pl.DataFrame(rows, schema={"level": pl.String(), "per_year_nok": _MONEY, "total_nok": _MONEY})


def state_budget(use: FrameUse) -> pl.DataFrame:
    """The post of the state budget, one row a year: the last amount of each stage in kroner, and the poorest source quality.

    A level of its own. Nothing in it may be added to a frame, or subtracted from one.
    """
    by_year: dict[int, dict[str, Any]] = {}
    for row in use.state_budget:
        found = by_year.setdefault(row.year, {"year": row.year, "quality": row.quality})
        found[f"{row.stage}_nok"] = row.amount_nok
        found["quality"] = min(found["quality"], row.quality, key=_WORST_FIRST.index)
    schema: dict[str, Any] = {"year": pl.Int64(), **{f"{stage}_nok": _MONEY for stage in STAGES}, "quality": pl.String()}
    return pl.DataFrame([{name: found.get(name) for name in schema} for found in by_year.values()], schema=schema)
