"""The figures that a split of a change needs: rates of one vintage in both periods, and agreed man-days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.sickness.group_levels import Edition
from analytics.sickness.man_days import Base, Figure, GroupFigures
from domain.text import Text, say

What = Literal["rate", "man_days", "whole"]


@dataclass(frozen=True, slots=True)
class Lack:
    """A figure that is lacking.

    Attributes:
        what: the rate, the agreed man-days, or the agreement of the groups with the whole.
        reason: the state of the figure, or `not_published`, `incomplete`, `other_method`, `other_vintage`, `differs`.
    """

    name: Text
    period: str
    what: What
    reason: str


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole that the groups make up, and the two periods."""

    figures: GroupFigures
    first: str
    last: str

    @property
    def periods(self) -> tuple[str, str]:
        """Both periods, in order."""
        return self.first, self.last

    def rates(self, edition: Edition | None) -> tuple[Figure, Figure] | None:
        """The published rates of the whole in a vintage; None when either is not told in it."""
        found = [self.figures.base(period, edition) for period in self.periods]
        rates = [base.rate for base in found if not isinstance(base, str)]
        return (rates[0], rates[1]) if len(rates) == len(found) else None


@dataclass(frozen=True)
class Chosen:
    """The groups' figures in both periods, all rates of one vintage."""

    edition: Edition
    bases: tuple[tuple[Base, Base], ...]

    @property
    def is_of_quarters(self) -> bool:
        """Whether any figure is a year put together of its quarters."""
        return any(base.is_of_quarters for pair in self.bases for base in pair)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources of all figures."""
        figures = [f for pair in self.bases for base in reversed(pair) for f in (base.rate, base.agreed) if f]
        return tuple(dict.fromkeys(source for figure in figures for source in figure.source_ids))

    def vector(self) -> tuple[list[float], list[float]]:
        """All rates and then all man-days, of the first period and then of the last; and how far each is rounded."""
        figures = [pair[place].rate for place in (0, 1) for pair in self.bases]
        agreed = [pair[place].agreed for place in (0, 1) for pair in self.bases]
        figures += [figure for figure in agreed if figure]
        return [figure.value for figure in figures], [figure.half_step for figure in figures]


def rates_of(groups: Mapping[str, GroupFigures], whole: Whole) -> Chosen | tuple[Lack, ...]:
    """The rates of all groups in both periods, of the newest vintage that has them all."""
    for edition in _in_order(group.rate_editions(whole.last) for group in groups.values()):
        pairs = _pairs(groups.values(), whole, edition, None)
        if pairs is not None:
            return Chosen(edition, pairs)
    return lacking_rates(groups, whole) or (no_common(whole),)


def with_weights(groups: Mapping[str, GroupFigures], whole: Whole, found: Chosen) -> Chosen | tuple[Lack, ...]:
    """The same with agreed man-days, of the newest vintage that has them for all groups in both periods."""
    for edition in _in_order(group.weight_editions(whole.last) for group in groups.values()):
        pairs = _pairs(groups.values(), whole, found.edition, edition)
        if pairs is not None and all(base.agreed for pair in pairs for base in pair):
            return Chosen(found.edition, pairs)
    lacking = []
    for group in groups.values():
        for period in whole.periods:
            base = group.base(period, found.edition)
            if isinstance(base, str) or base.agreed is None:
                lacking.append(Lack(group.rate.name, period, "man_days", "not_published"))
    return tuple(lacking) or (Lack(say("decomposition.all_groups"), whole.last, "man_days", "other_vintage"),)


def _pairs(
    groups: Iterable[GroupFigures], whole: Whole, rates: Edition, weights: Edition | None
) -> tuple[tuple[Base, Base], ...] | None:
    pairs = []
    for group in groups:
        first, last = (group.base(period, rates, weights) for period in whole.periods)
        if isinstance(first, str) or isinstance(last, str):
            return None
        pairs.append((first, last))
    return tuple(pairs) or None


def lacking_rates(groups: Mapping[str, GroupFigures], whole: Whole) -> tuple[Lack, ...]:
    lacking = []
    for group in groups.values():
        for period in whole.periods:
            base = group.base(period)
            if isinstance(base, str):
                lacking.append(Lack(group.rate.name, period, "rate", base))
    return tuple(lacking)


def no_common(whole: Whole) -> Lack:
    """All figures are there, but not in one vintage; by another method when the vintages of the two periods are."""
    methods = [{edition.method for edition in whole.figures.rate_editions(period)} for period in whole.periods]
    is_same_method = bool(methods[0] & methods[1]) or not (methods[0] and methods[1])
    return Lack(say("decomposition.all_groups"), whole.first, "rate", "other_vintage" if is_same_method else "other_method")


def _in_order(editions: Iterable[Sequence[Edition]]) -> list[Edition]:
    """Vintages of several groups, each once, the newest first."""
    found = dict.fromkeys(edition for own in editions for edition in own)
    return sorted(found, key=lambda edition: (edition.published_date, edition.publisher == "SSB"), reverse=True)
