"""Agreed man-days and rates of groups: the weights behind a rate, from the figures that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.sickness.group_levels import Edition, History, edition_of, half_step, histories
from analytics.sickness.lines import SeriesChoice
from analytics.sickness.observed import Observation
from analytics.sickness.series import Family, quarters_of
from data.snapshot import Snapshot
from domain.periods import is_quarter
from domain.text import Text

#: How agreed man-days are known: counted, or worked out from lost man-days and the rate.
How = Literal["counted", "from_rate"]
_LOST_TYPES = ("doctor_certified", "total")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with how far it may be from the unrounded one, and the vintages it is from."""

    value: float
    half_step: float
    editions: tuple[Edition, ...]
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """One group in one period.

    Attributes:
        rate: in per cent of agreed man-days.
        agreed: agreed man-days; None when no figures give them.
        how: how they are known.
        is_of_quarters: whether it is a year put together of its quarters; without man-days by their plain mean.
    """

    rate: Figure
    agreed: Figure | None
    how: How | None
    is_of_quarters: bool = False


@dataclass(frozen=True)
class GroupFigures:
    """The figures of a group: the rate of the type asked for, and what gives its agreed man-days."""

    rate: History
    lost: History
    agreed: tuple[History, ...]
    lost_pairs: tuple[tuple[History, History], ...]

    def base(self, period: str, rates: Edition | None = None, weights: Edition | None = None) -> Base | str:
        """The rate and the agreed man-days in a year or quarter; or why there is no rate.

        A year is taken as published, else put together of its four quarters by man-days.

        Args:
            period: a year or quarter.
            rates: the vintage that the rate must be from; default the newest.
            weights: the vintage that the man-days must be from; default the newest.
        """
        direct = self._direct(period, rates, weights)
        if not isinstance(direct, str) or is_quarter(period):
            return direct
        parts = [self._direct(quarter, rates, weights) for quarter in quarters_of(period)]
        whole = [part for part in parts if not isinstance(part, str)]
        if len(whole) < len(parts):
            return direct if not whole else "incomplete"
        return _year_of(whole)

    def rate_editions(self, period: str) -> list[Edition]:
        """The vintages that tell the rate in a period, the newest first."""
        return _editions_in([self.rate, self.lost], period)

    def weight_editions(self, period: str) -> list[Edition]:
        """The vintages that tell the agreed man-days in a period, the newest first."""
        return _editions_in([*self.agreed, *(lost for lost, _ in self.lost_pairs)], period)

    def agreed_alone(self, period: str) -> float | None:
        """The agreed man-days where no rate is told; of a year those of its quarters. None when any is unknown."""
        own, _ = self._agreed(period, None)
        if own or is_quarter(period):
            return own.value if own else None
        found = [self._agreed(quarter, None)[0] for quarter in quarters_of(period)]
        known = [figure.value for figure in found if figure]
        return sum(known) if len(known) == len(found) else None

    def _direct(self, period: str, rates: Edition | None, weights: Edition | None) -> Base | str:
        agreed, how = self._agreed(period, weights)
        rate = self._rate(period, rates, agreed if how == "counted" else None)
        return rate if isinstance(rate, str) else Base(rate, agreed, how)

    def _rate(self, period: str, edition: Edition | None, agreed: Figure | None) -> Figure | str:
        """From counted man-days of one vintage when both are told, else as published."""
        lost = _figure(self.lost, period, edition)
        if lost and agreed and agreed.value > 0 and lost.editions[0].is_same(agreed.editions[0]):
            return Figure(lost.value / agreed.value * 100, 0.0, lost.editions, lost.source_ids)
        level = _figure(self.rate, period, edition)
        if level:
            return level
        level_any = self.rate.level("quarter" if is_quarter(period) else "year", period)
        return "other_vintage" if level_any.value is not None else level_any.state

    def _agreed(self, period: str, edition: Edition | None) -> tuple[Figure | None, How | None]:
        for history in self.agreed:
            if found := _figure(history, period, edition):
                return found, "counted"
        for lost, rate in self.lost_pairs:
            if found := _from_rate(lost, rate, period, edition):
                return found, "from_rate"
        return None, None


def group_figures(
    snapshot: Snapshot, named: Mapping[str, tuple[Text, SeriesChoice]], family: Family | None = None
) -> tuple[dict[str, GroupFigures], Family]:
    """The rate and the figures that give agreed man-days, of each group; all within one method family."""
    rates, chosen = histories(snapshot, named, family=family)
    lost = _of_indicator(snapshot, named, chosen, indicator="absence_days")
    types = dict.fromkeys([*(choice.absence_type for _, choice in named.values()), "total", "doctor_certified"])
    agreed = [_of_indicator(snapshot, named, chosen, indicator="agreed_days", absence_type=name) for name in types]
    pairs = [
        (_of_indicator(snapshot, named, chosen, indicator="absence_days", absence_type=name),
         _of_indicator(snapshot, named, chosen, absence_type=name)) for name in _LOST_TYPES
    ]  # fmt: skip
    made = {
        code: GroupFigures(
            rates[code], lost[code], tuple(found[code] for found in agreed), tuple((days[code], pct[code]) for days, pct in pairs)
        )
        for code in named
    }
    return made, chosen


def _of_indicator(
    snapshot: Snapshot, named: Mapping[str, tuple[Text, SeriesChoice]], family: Family, **changes: str
) -> dict[str, History]:
    changed = {code: (name, choice.but(**changes)) for code, (name, choice) in named.items()}
    return histories(snapshot, changed, family=family)[0]


def _editions_in(found: Iterable[History], period: str) -> list[Edition]:
    periods = [period, *([] if is_quarter(period) else quarters_of(period))]
    told = {
        edition_of(item): None
        for history in found for name in periods for item in history.found.get(name, ()) if item.value is not None
    }  # fmt: skip
    return sorted(told, key=lambda edition: (edition.published_date, edition.publisher == "SSB"), reverse=True)


def _figure(history: History, period: str, edition: Edition | None) -> Figure | None:
    item = _observed(history, period, edition)
    if item is None or item.value is None:
        return None
    return Figure(float(item.value), float(half_step(item)), (edition_of(item),), (item.source_id,) if item.source_id else ())


def _observed(history: History, period: str, edition: Edition | None) -> Observation | None:
    items = [item for item in history.found.get(period, ()) if item.value is not None]
    if edition:
        items = [item for item in items if edition.is_same(edition_of(item))]
    return items[-1] if items else None


def _from_rate(lost: History, rate: History, period: str, edition: Edition | None) -> Figure | None:
    """Lost man-days divided by the rate, both of one vintage. A rate of zero gives no man-days."""
    for item in reversed(rate.found.get(period, ())):
        own = edition_of(item)
        days = _observed(lost, period, own)
        if days is None or not days.value or not item.value or (edition and not edition.is_same(own)):
            continue
        agreed = float(days.value) / float(item.value) * 100
        loose = agreed * float(half_step(item)) / float(item.value)
        return Figure(agreed, loose, (own,), tuple(dict.fromkeys(s for s in (days.source_id, item.source_id) if s)))
    return None


def _year_of(parts: Sequence[Base]) -> Base:
    """A year of four quarters: lost man-days by agreed ones; without man-days the mean of the rates."""
    editions = tuple(dict.fromkeys(edition for part in parts for edition in part.rate.editions))
    sources = tuple(dict.fromkeys(source for part in parts for source in part.rate.source_ids))
    agreed = [part.agreed for part in parts if part.agreed]
    weights = [figure.value for figure in agreed] if len(agreed) == len(parts) else [1.0] * len(parts)
    total = sum(weights)
    if total <= 0:
        weights, total = [1.0] * len(parts), float(len(parts))
    rate = Figure(
        sum(w * part.rate.value for w, part in zip(weights, parts, strict=True)) / total,
        sum(w * part.rate.half_step for w, part in zip(weights, parts, strict=True)) / total, editions, sources,
    )  # fmt: skip
    if len(agreed) < len(parts):
        return Base(rate, None, None, True)
    how: How = "counted" if all(part.how == "counted" for part in parts) else "from_rate"
    return Base(rate, Figure(total, sum(f.half_step for f in agreed), _editions(agreed), _ids(agreed)), how, True)


def _editions(figures: Iterable[Figure]) -> tuple[Edition, ...]:
    return tuple(dict.fromkeys(edition for figure in figures for edition in figure.editions))


def _ids(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for figure in figures for source in figure.source_ids))
