"""The figures of long and repeated sick leave as flat rows, the same for JSON, CSV and the tables that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.sickness.distributions import Distribution
from analytics.sickness.listings import Listings
from analytics.sickness.observed import Observation
from analytics.sickness.told import Told
from domain.text import Text, say


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with what it is of. `share_pct` is of all groups, where that can be told."""

    what: Text
    division: Text
    group: Text
    sex: str
    industry_code: str
    industry: Text
    unit: str
    point: Observation
    share_pct: Decimal | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON and the flat table."""
        item = self.point
        return {
            "what": self.what.nb, "division": self.division.nb or None, "group": self.group.nb or None, "sex": self.sex,
            "industry": self.industry_code, "period": item.period, "value": number(item.value),
            "share_pct": number(self.share_pct), "unit": self.unit, "state": item.state, "vintage": item.vintage,
            "method": item.method, "publisher": item.publisher, "source_id": item.source_id,
        }  # fmt: skip


SCHEMA: dict[str, Any] = {
    "panel": pl.String(), "what": pl.String(), "division": pl.String(), "group": pl.String(), "sex": pl.String(),
    "industry": pl.String(), "period": pl.String(), "value": pl.Float64(), "share_pct": pl.Float64(), "unit": pl.String(),
    "state": pl.String(), "vintage": pl.String(), "method": pl.String(), "publisher": pl.String(), "source_id": pl.String(),
}  # fmt: skip


def number(value: Decimal | None) -> float | None:
    """A decimal as a number for JSON and tables, None as it is."""
    return None if value is None else float(value)


def of_distributions(items: Iterable[Distribution]) -> list[Row]:
    """Every group of each division in its newest period and in the earliest one that compares."""
    rows = []
    for item in items:
        for part in (item.latest, item.earliest):
            if part is None:
                continue
            rows += [
                Row(item.what, item.division, group.name, "both", "00-99", Text("", ""), item.unit, part.figures[group.code],
                    part.shares_pct.get(group.code))
                for group in item.groups if group.code in part.figures
            ]  # fmt: skip
    return rows


def of_lines(lines: Iterable[Told]) -> list[Row]:
    """Every figure of these lines, in order of period."""
    return [of_point(line, line.points[period]) for line in lines for period in sorted(line.points)]


def of_point(line: Told, point: Observation) -> Row:
    """One figure of a line."""
    return Row(line.what, line.breakdown, line.group, line.sex, line.industry_code, line.industry, line.unit, point)


def of_listings(found: Listings) -> list[Row]:
    """Every week, all listings before those with a corona diagnosis."""
    what = say("long_term.weekly.what")
    rows = []
    for name, years in (("all", found.years), ("corona", found.corona)):
        group = say(f"long_term.weekly.{name}")
        rows += [Row(what, Text("", ""), group, "both", "00-99", Text("", ""), "antall", point) for point in _weeks(years)]
    return rows


def _weeks(years: Mapping[int, Mapping[int, Observation]]) -> Iterable[Observation]:
    return (years[year][week] for year in sorted(years) for week in sorted(years[year]))
