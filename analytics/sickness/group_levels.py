"""The level of sick leave in each of many groups, in one period, and what may be compared with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import polars as pl

from analytics.sickness.lines import SeriesChoice, matching
from analytics.sickness.observed import Observation, observations_by_series
from analytics.sickness.series import FAMILIES, Family, last_quarter, quarter_at, quarters_of
from data.snapshot import Snapshot
from domain.periods import is_quarter, quarter_index
from domain.text import Text

#: A year as published, the mean of four quarters in a row, or one quarter.
Kind = Literal["mean", "year", "quarter"]
KINDS: tuple[Kind, ...] = ("mean", "year", "quarter")
#: Why a level is not there, besides the states of a value.
NOT_PUBLISHED, INCOMPLETE, OTHER_METHOD = "not_published", "incomplete", "other_method"
HAS_VALUE = ("value", "zero", "provisional")
_QUARTERS = 4
#: A vintage that is known to the day: "2024-09-05".
_DAY_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Edition:
    """A vintage: figures of one edition may be compared."""

    publisher: str
    published_date: date
    vintage: str
    vintage_id: str
    method: str

    def is_same(self, other: Edition) -> bool:
        """Whether both are the same publication: the same vintage, or of one publisher on one known day."""
        if self.vintage_id == other.vintage_id and self.vintage == other.vintage:
            return True
        is_known_day = len(self.vintage) == _DAY_LENGTH and len(other.vintage) == _DAY_LENGTH
        return is_known_day and (self.publisher, self.published_date) == (other.publisher, other.published_date)


@dataclass(frozen=True, slots=True)
class Level:
    """A rate in per cent of agreed man-days.

    Attributes:
        period: the year or quarter; of a mean its last quarter.
        value: None when there is none to show; `state` says why.
        state: as in the code list `value_state`, or `not_published`, `incomplete` or `other_method`.
        quarters: of a mean, how many of the four have a figure.
        edition: the vintage; None when nothing was published, or when the quarters of a mean are from several.
        half_step: half a unit of the last decimal of the source: how far the value may be from the unrounded one.
    """

    kind: Kind
    period: str
    value: Decimal | None
    state: str
    quarters: int
    edition: Edition | None
    method: str | None
    half_step: Decimal
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """All figures of one group within one method family, by period, the oldest vintage of a period first."""

    code: str
    name: Text
    standard: str | None
    found: Mapping[str, tuple[Observation, ...]]
    other_family: Mapping[str, Observation]

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods with any figure, in order."""
        return tuple(sorted(period for period, items in self.found.items() if any(i.value is not None for i in items)))

    def level(self, kind: Kind, period: str, edition: Edition | None = None) -> Level:
        """The level in a period: of the newest vintage, or of the one asked for."""
        return self._mean(period, edition) if kind == "mean" else self._single(kind, period, edition)

    def _single(self, kind: Kind, period: str, edition: Edition | None) -> Level:
        items = [item for item in self.found.get(period, ()) if edition is None or edition.is_same(edition_of(item))]
        if not items:
            return _empty(kind, period, self._absence(period))
        item = _standing(items)
        return Level(
            kind, period, item.value, item.state, 1, edition_of(item), item.method, half_step(item),
            (item.source_id,) if item.source_id else (),
        )  # fmt: skip

    def _mean(self, period: str, edition: Edition | None) -> Level:
        """The mean of four quarters by one method; a mean of fewer, or across methods, is none."""
        end = quarter_index(period)
        singles = [self._single("quarter", quarter_at(index), edition) for index in range(end - 3, end + 1)]
        values = [item.value for item in singles if item.value is not None]
        if len(values) < _QUARTERS:
            state = singles[-1].state if not values else INCOMPLETE
            return _empty("mean", period, state, len(values))
        if len({item.method for item in singles}) > 1:
            return _empty("mean", period, OTHER_METHOD, _QUARTERS)
        editions = {item.edition for item in singles if item.edition}
        state = "provisional" if any(item.state == "provisional" for item in singles) else "value"
        return Level(
            "mean", period, sum(values, Decimal(0)) / _QUARTERS, state, _QUARTERS, editions.pop() if len(editions) == 1 else None,
            singles[-1].method, sum((item.half_step for item in singles), Decimal(0)) / _QUARTERS,
            tuple(dict.fromkeys(source for item in reversed(singles) for source in item.source_ids)),
        )  # fmt: skip

    def _absence(self, period: str) -> str:
        return OTHER_METHOD if period in self.other_family else NOT_PUBLISHED


@dataclass(frozen=True, slots=True)
class Chosen:
    """The period that groups are shown in.

    Attributes:
        known: how many of the groups have a level in it.
        method: the method of most of them.
    """

    kind: Kind
    period: str
    known: int
    method: str | None


def histories(
    snapshot: Snapshot, choices: Mapping[str, tuple[Text, SeriesChoice]], *, family: Family | None = None
) -> tuple[dict[str, History], Family]:
    """The figures of each group, all within one method family.

    Args:
        snapshot: the programme on a day.
        choices: for each group, by its code, its name and series.
        family: the method family; default the current one as soon as any group has figures by it.
    """
    read = _read(snapshot, {code: choice for code, (_, choice) in choices.items()})
    methods = {item.method for items in read.values() for item in items}
    chosen: Family = family or ("current" if methods & {*FAMILIES["current"]} else "holiday")
    stated = methods & {method for names in FAMILIES.values() for method in names}
    own = {*FAMILIES[chosen]} if stated else methods
    made = {code: _history(code, name, choice, read[code], own) for code, (name, choice) in choices.items()}
    return made, chosen


def _read(snapshot: Snapshot, choices: Mapping[str, SeriesChoice]) -> dict[str, list[Observation]]:
    """The figures of quarters and years of each group, read for all groups at once."""
    indicators = {choice.indicator for choice in choices.values()}
    if not snapshot.table("series").get_column("indicator").is_in(list(indicators)).any():
        return {code: [] for code in choices}
    series = {code: matching(snapshot, choice) for code, choice in choices.items()}
    found = observations_by_series(snapshot, pl.concat(series.values()).unique("series_id", maintain_order=True))
    return {code: _merged(found, rows.get_column("series_id")) for code, rows in series.items()}


def _merged(found: Mapping[str, list[Observation]], series_ids: Iterable[str]) -> list[Observation]:
    """The figures of a group that several publishers tell of, the newest last and of one day the publisher's own last."""
    items = [item for series_id in series_ids for item in found.get(series_id, [])]
    return sorted(items, key=lambda item: (item.period, item.published_date, item.decimals, item.publisher == "SSB"))


def choose_period(
    groups: Sequence[History], *, kind: Kind | None = None, period: str | None = None, kinds: Sequence[Kind] = KINDS
) -> Chosen | None:
    """The last period for which more than half of the groups have a level; else the last of those with the most groups.

    A mean of four quarters is preferred to a year, and that to a quarter, which has its season in it; but not when it ends
    more than a year before the last quarter that would do.

    Args:
        groups: the groups.
        kind: which kind of level; default the first in `kinds` that more than half of the groups have.
        period: the period asked for, a year or quarter; default the last that fits.
        kinds: the kinds to try, in order.

    Returns:
        None when no group has a level.
    """
    wanted = [kind] if kind else list(kinds)
    tried = [found for name in wanted if (found := _choose_of_kind(groups, name, period))]
    fitting = [found for found in tried if found.known * 2 > len(groups)]
    newest = max((quarter_index(last_quarter(found.period)) for found in fitting), default=0)
    fresh = [found for found in fitting if newest - quarter_index(last_quarter(found.period)) <= _QUARTERS]
    return fresh[0] if fresh else max(tried, key=lambda found: found.known, default=None)


def _choose_of_kind(groups: Sequence[History], kind: Kind, period: str | None) -> Chosen | None:
    candidates = {p for group in groups for p in group.periods if is_quarter(p) == (kind != "year")}
    if period is not None:
        candidates &= {period}
    best: list[tuple[str | None, int, str]] = []
    for candidate in sorted(candidates, reverse=True):
        levels = [group.level(kind, candidate) for group in groups]
        counted = Counter(level.method for level in levels if level.value is not None)
        best += [(method, count, candidate) for method, count in counted.most_common(1)]
        if best and best[-1][1] * 2 > len(groups):
            break  # the last one that more than half have
    if not best:
        return None
    method, count, chosen = max(best, key=lambda item: (item[1], item[2]))
    return Chosen(kind, chosen, count, method)


def same_period_in(kind: Kind, period: str, year: str) -> str | None:
    """The period of the same kind in another year: the year, its last quarter for a mean, or the same quarter of it."""
    if kind == "year":
        return year
    return quarters_of(year)[-1] if kind == "mean" else f"{year}{period[4:]}"


def year_before(kind: Kind, period: str) -> str:
    """The period one year before."""
    return str(int(period) - 1) if kind == "year" else quarter_at(quarter_index(period) - _QUARTERS)


def edition_of(item: Observation) -> Edition:
    """The vintage of a figure."""
    return Edition(item.publisher, item.published_date, item.vintage, item.vintage_id, item.method)


def half_step(item: Observation) -> Decimal:
    """Half a unit of the last decimal that the source gives."""
    return Decimal(5).scaleb(-item.decimals - 1)


def _history(code: str, name: Text, choice: SeriesChoice, read: Iterable[Observation], own: set[str]) -> History:
    by_period: dict[str, list[Observation]] = {}
    other: dict[str, Observation] = {}
    for item in read:
        if item.method in own:
            by_period.setdefault(item.period, []).append(item)
        else:
            other[item.period] = item
    return History(code, name, choice.industry_standard, {p: tuple(items) for p, items in by_period.items()}, other)


def _standing(items: Sequence[Observation]) -> Observation:
    """The newest figure; of the same day one with a value rather than one without."""
    day = items[-1].published_date
    same_day = [item for item in items if item.published_date == day]
    return next((item for item in reversed(same_day) if item.value is not None), items[-1])


def _empty(kind: Kind, period: str, state: str, quarters: int = 0) -> Level:
    return Level(kind, period, None, state, quarters, None, None, Decimal(0))
