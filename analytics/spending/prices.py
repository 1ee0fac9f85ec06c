"""The programme's money in the prices of one year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, basis, kroner
from analytics.spending.frames import frames
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import Text, say

_TABLES = ("frame", "payment", "price_index")
AMOUNTS: tuple[str, ...] = ("frame", "available", "paid")


@dataclass(frozen=True, slots=True)
class PriceYear:
    """One year: kroner as they were, and in the prices of the base year (None where the index of the year is not known)."""

    year: int
    index: float | None
    nominal: dict[str, Decimal | None]
    fixed: dict[str, Decimal | None]

    def as_json(self) -> dict[str, Any]:
        """Whole kroner; None is unknown."""
        nominal = {f"{name}_nok": kroner(amount) for name, amount in self.nominal.items()}
        fixed = {f"{name}_fixed_nok": kroner(amount) for name, amount in self.fixed.items()}
        return {"year": self.year, "index": self.index, **nominal, **fixed}


@dataclass(frozen=True, eq=False)
class FixedPrices:
    """The years in nominal and fixed prices.

    Attributes:
        base_year: the year whose prices are used; None when no index is known.
        index_name: the index.
    """

    basis: Basis
    base_year: int | None
    index_name: str | None
    base_years: tuple[int, ...]
    years: tuple[PriceYear, ...]

    @property
    def sentence(self) -> Text:
        """What the frames are worth in the prices of the base year."""
        both = [year for year in self.years if year.nominal["frame"] is not None and year.fixed["frame"] is not None]
        if self.base_year is None or not both:
            return say("prices.none")
        nominal = sum((year.nominal["frame"] or Decimal(0) for year in both), Decimal(0))
        fixed = sum((year.fixed["frame"] or Decimal(0) for year in both), Decimal(0))
        values = {"first": both[0].year, "last": both[-1].year, "nominal": nominal, "fixed": fixed, "base": self.base_year}
        missing = [str(year.year) for year in self.years if year.index is None]
        said = say("prices.sentence", **values)
        more = say("prices.missing", years=missing) if missing else Text("", "")
        return Text(f"{said.nb} {more.nb}".strip(), f"{said.en} {more.en}".strip())

    def as_json(self) -> dict[str, Any]:
        """The years, the index and the base year."""
        return {
            "base_year": self.base_year, "index": self.index_name, "base_years": list(self.base_years),
            "years": [year.as_json() for year in self.years],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a year."""
        money = pl.Decimal(18, 2)
        schema: dict[str, Any] = {"year": pl.Int64, "index": pl.Float64}
        schema |= {f"{name}_nok": money for name in AMOUNTS} | {f"{name}_fixed_nok": money for name in AMOUNTS}
        rows = [
            (year.year, year.index, *(year.nominal[name] for name in AMOUNTS), *(year.fixed[name] for name in AMOUNTS))
            for year in self.years
        ]
        return pl.DataFrame(rows, schema=schema, orient="row")


def fixed_prices(snapshot: Snapshot, base_year: int | None = None) -> FixedPrices:
    """The frames, what the years had, and what was paid, in the prices of a base year.

    Amounts are multiplied by the index of the base year and divided by that of their own year, and rounded to the krone. What is
    carried into a year is told in the prices of the year it is used.

    Args:
        snapshot: the programme on a day.
        base_year: default the first year with a frame.

    Raises:
        UserError: no index is known for the base year; the text lists the years that can be chosen.
    """
    index, name = _index(snapshot)
    uses = frames(snapshot).years
    framed = [use.year for use in uses if use.frame_nok is not None and use.year in index]
    base = base_year if base_year is not None else next(iter(framed), None)
    if base_year is not None and base_year not in index:
        words = say("prices.no_base", year=str(base_year), years=[str(year) for year in sorted(index)])
        raise UserError(words.nb, words.en, code="no_index")
    years = []
    for use in uses:
        nominal = {n: getattr(use, f"{n}_nok") for n in AMOUNTS}
        own = index.get(use.year)
        fixed = {n: _turned(amount, own, None if base is None else index[base]) for n, amount in nominal.items()}
        years.append(PriceYear(use.year, own, nominal, fixed))
    caveats = (say("prices.caveat"), say("prices.caveat_index"))
    return FixedPrices(
        basis(snapshot, *_TABLES, caveats=caveats),
        base,
        name,
        tuple(sorted(year for year in index if year in framed)),
        tuple(years),
    )


def _index(snapshot: Snapshot) -> tuple[dict[int, float], str | None]:
    rows = snapshot.table("price_index").filter(pl.col("value") > 0).sort("name", "year")
    if rows.is_empty():
        return {}, None
    name = str(rows.get_column("name")[0])
    own = rows.filter(pl.col("name") == name)
    return {int(year): float(value) for year, value in own.select("year", "value").iter_rows()}, name


def _turned(amount: Decimal | None, own: float | None, base: float | None) -> Decimal | None:
    if amount is None or own is None or base is None:
        return None
    return (amount * Decimal(str(base)) / Decimal(str(own))).quantize(Decimal(1), rounding=ROUND_HALF_UP)
