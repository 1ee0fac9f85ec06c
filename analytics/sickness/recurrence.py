"""Repeated sick leave: how many have it often, and how much of the spells and days they stand for."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analytics.sickness.observed import Observation
from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.told import RHYTHMS, Told, newest_end, period_end, told
from data.snapshot import Snapshot
from domain.text import Text

_PERSONS, _SHARE = "recurrence_pct", "share_pct"
_SEXES = ("both", "women", "men")


@dataclass(frozen=True)
class Recurrence:
    """One definition of repeated sick leave, and what is told by it.

    Attributes:
        definition: what counts as repeated, as the source says it.
        period: the newest period that any figure is for.
        persons: the share of persons, by sex; of what persons, the line says.
        shares: the shares of spells and days that these persons stand for.
        others: figures by other definitions, or of what came after.
    """

    definition: Text
    period: str
    persons: tuple[Told, ...]
    shares: tuple[Told, ...]
    others: tuple[Told, ...]

    @property
    def lines(self) -> tuple[Told, ...]:
        """What is drawn: persons first."""
        return (*self.persons, *self.shares)

    @property
    def both(self) -> Told | None:
        """The share of persons of both sexes."""
        return next((line for line in self.persons if line.sex == "both"), None)

    def at_period(self, line: Told) -> Observation | None:
        """The line's figure for `period`; None when it has none."""
        found = line.points.get(self.period)
        return found if found is not None and found.value is not None else None


def recurrence(snapshot: Snapshot) -> Recurrence | None:
    """Repeated sick leave as known on the snapshot's day, by the definition told most of in the newest period; or None.

    Figures for all industries. Shares of persons, spells and days have different denominators and do not add up.
    """
    series = snapshot.table("series").filter(
        ((pl.col("breakdown_kind") == "recurrence") | (pl.col("indicator") == _PERSONS))
        & (pl.col("industry_code") == ALL_INDUSTRIES)
    )
    lines = [line for line in told(snapshot, series, RHYTHMS) if line.last_period]
    by_definition: dict[str, list[Told]] = {}
    for line in lines:
        if line.indicator in (_PERSONS, _SHARE):
            by_definition.setdefault(line.group.nb, []).append(line)
    if not by_definition:
        return None
    own = max(by_definition.values(), key=lambda group: (period_end(_newest(group)), len(group)))
    persons = sorted((line for line in own if line.indicator == _PERSONS), key=lambda line: _SEXES.index(line.sex))
    shares = sorted((line for line in own if line.indicator == _SHARE), key=lambda line: line.detail.nb, reverse=True)
    return Recurrence(own[0].group, _newest(own), tuple(persons), tuple(shares), tuple(line for line in lines if line not in own))


def _newest(lines: list[Told]) -> str:
    return newest_end(line.last_period for line in lines if line.last_period) or ""
