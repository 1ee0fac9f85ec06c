"""Sick leave divided into groups, by duration or diagnosis: shares in one period and in the earliest one that compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import polars as pl

from analytics.sickness.durations import Above, Span, above, joined, order, span_of
from analytics.sickness.observed import Observation, Rhythm, observations_of
from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.told import Told, is_same_vintage, period_end, season, told
from data.snapshot import Snapshot
from domain.text import Text

#: Indicators whose groups add up to all of it. Persons do not: one person may be in several groups.
_ADDITIVE = ("absence_days", "spells", "absence_pct", "sick_pay_days", "new_sick_listings")
_SHARES = ("share_pct",)
_UNKNOWN = re.compile(r"ukjent|uoppgitt|uspesifisert varighet", re.IGNORECASE)
_LETTER_AND_DIGIT = re.compile(r"^[A-Z]+\d", re.IGNORECASE)
_FEWEST_GROUPS = 2


@dataclass(frozen=True)
class Group:
    """One group.

    Attributes:
        parent: the group that it is a part of, by code; None when it is not a part of another.
        is_total: whether it is all groups together, or several of them.
        span: how long its spells last; unknown for groups that are not of duration.
    """

    code: str
    name: Text
    parent: str | None
    is_total: bool
    is_self_certified: bool
    span: Span

    @property
    def is_part(self) -> bool:
        """Whether it is counted once when the groups are added up."""
        return not self.is_total and self.parent is None


@dataclass(frozen=True)
class Slice:
    """The groups in one period.

    Attributes:
        figures: by group code; a group that is absent was not found.
        shares_pct: by group code, in per cent of all; None where it cannot be told (masked, missing, or no common vintage).
        is_one_vintage: whether all figures are from one publication. If not, no share is computed from them.
    """

    period: str
    figures: Mapping[str, Observation]
    shares_pct: Mapping[str, Decimal | None]
    is_one_vintage: bool

    @property
    def first_figure(self) -> Observation:
        """Any of its figures, for vintage and method."""
        return next(iter(self.figures.values()))


@dataclass(frozen=True)
class Distribution:
    """One way of dividing, as one kind of figure.

    Attributes:
        what: what the shares are of, in words.
        division: the division as its source calls it.
        groups: in the order they are drawn.
        slices: by period, in order, those with at least two groups.
    """

    key: str
    kind: str
    indicator: str
    what: Text
    unit: str
    division: Text
    rhythm: Rhythm
    groups: tuple[Group, ...]
    slices: Mapping[str, Slice]

    @property
    def parts(self) -> tuple[Group, ...]:
        """The groups that are counted once."""
        return tuple(group for group in self.groups if group.is_part)

    @property
    def shown(self) -> tuple[Group, ...]:
        """The groups that are drawn: all but totals."""
        return tuple(group for group in self.groups if not group.is_total)

    @cached_property
    def latest(self) -> Slice:
        """The newest period."""
        return self.slices[max(self.slices, key=period_end)]

    @cached_property
    def earliest(self) -> Slice | None:
        """The first period in the same season, with the same groups and method as the latest one; None when there is none."""
        last = self.latest
        same = [item for item in self.slices.values() if self._compares(item, last)]
        return min(same, key=lambda item: period_end(item.period), default=None)

    @property
    def is_one_vintage(self) -> bool:
        """Whether the latest and the earliest period are from one publication, so that their difference may be told."""
        first = self.earliest
        if first is None or not (first.is_one_vintage and self.latest.is_one_vintage):
            return False
        return is_same_vintage(first.first_figure, self.latest.first_figure)

    def above(self, limit_days: int) -> Above:
        """The share in the latest period of spells longer than a limit, from whole groups alone."""
        own = [group for group in self.parts if not group.is_self_certified and not _UNKNOWN.search(group.name.nb)]
        shares = [self.latest.shares_pct.get(group.code) for group in own]
        return above(limit_days, [group.name.nb for group in own], [group.span for group in own], shares)

    def group(self, name_nb: str) -> Group:
        """The group with this name."""
        return next(group for group in self.groups if group.name.nb == name_nb)

    def _compares(self, item: Slice, last: Slice) -> bool:
        return (
            item.period != last.period
            and season(item.period) == season(last.period)
            and self._divided_as(item) == self._divided_as(last)
            and item.first_figure.method == last.first_figure.method
        )

    def _divided_as(self, item: Slice) -> set[str]:
        return {group.code for group in self.shown if group.code in item.figures}


def distributions(snapshot: Snapshot, kind: str) -> tuple[Distribution, ...]:
    """Every way that sick leave in all industries is divided by `kind`, newest first.

    Args:
        snapshot: the programme on a day.
        kind: "duration" or "diagnosis".

    Returns:
        Divisions with at least two groups in some period. Figures of both sexes, not adjusted. Changes and other figures
        that are neither shares nor add up are left out.
    """
    lines = [line for line in told(snapshot, _series(snapshot, kind)) if line.indicator in (*_ADDITIVE, *_SHARES)]
    made = (_distribution(key, kind, own, _undivided(snapshot, own)) for key, own in _families(lines).items())
    found = [item for item in made if item is not None]
    return tuple(sorted(found, key=lambda d: (period_end(d.latest.period), len(d.parts), _rank(d), d.key), reverse=True))


def single_figures(snapshot: Snapshot, kind: str, after: str | None) -> tuple[tuple[Told, Observation], ...]:
    """Figures of single groups from later than `after`, newest first: what was told of a group without its whole division."""
    lines = told(snapshot, _series(snapshot, kind))
    newest = [(line, line.points[line.last_period]) for line in lines if line.last_period and not line.is_total]
    later = [item for item in newest if after is None or period_end(item[1].period) > period_end(after)]
    return tuple(sorted(later, key=lambda item: (period_end(item[1].period), item[0].group.nb), reverse=True))


def _series(snapshot: Snapshot, kind: str) -> pl.DataFrame:
    return snapshot.table("series").filter(
        (pl.col("breakdown_kind") == kind) & (pl.col("sex") == "both") & (pl.col("industry_code") == ALL_INDUSTRIES)
        & pl.col("adjustment").is_in(["unadjusted", "not_stated"]) & (pl.col("indicator") != "new_sick_listings")
    )  # fmt: skip


def _rank(item: Distribution) -> int:
    """Days say more about long sick leave than spells do."""
    return -("spells" in item.indicator or "tilfeller" in item.what.nb.lower())


def _families(lines: Iterable[Told]) -> dict[str, list[Told]]:
    """Lines that divide the same thing in the same way; of a group told for several types of sick leave, one family a type."""
    by_key: dict[str, list[Told]] = {}
    for line in lines:
        by_key.setdefault("|".join((line.indicator, line.detail.nb, line.unit, line.breakdown.nb, line.rhythm)), []).append(line)
    made: dict[str, list[Told]] = {}
    for key, own in by_key.items():
        codes = [line.group_code for line in own]
        if len(codes) == len(set(codes)):
            made[key] = own
        else:
            for line in own:
                made.setdefault(f"{key}|{line.absence_type}", []).append(line)
    return made


def _undivided(snapshot: Snapshot, lines: list[Told]) -> list[Observation]:
    """What is told of the same thing without groups, in every vintage: the total, where it is no group of its own."""
    first = lines[0]
    if first.indicator not in _ADDITIVE or any(line.is_total for line in lines):
        return []
    series = snapshot.table("series").filter(
        (pl.col("indicator") == first.indicator) & pl.col("indicator_nb").eq_missing(pl.lit(first.detail.nb or None, pl.String()))
        & (pl.col("unit_nb") == first.unit) & (pl.col("sex") == "both") & (pl.col("industry_code") == ALL_INDUSTRIES)
        & pl.col("absence_type").is_in({line.absence_type for line in lines}) & (pl.col("adjustment") == "unadjusted")
        & pl.col("breakdown_value").is_null()
    )  # fmt: skip
    return observations_of(snapshot, series, first.rhythm)


def _distribution(key: str, kind: str, lines: list[Told], undivided: list[Observation]) -> Distribution | None:
    groups = _groups(kind, lines)
    parts = {group.code for group in groups if not group.is_total}
    points = {line.group_code: line.points for line in lines}
    periods = sorted({period for line in lines for period in line.points}, key=period_end)
    slices = {}
    for period in periods:
        figures = {code: own[period] for code, own in points.items() if period in own}
        if len(parts & set(figures)) >= _FEWEST_GROUPS:
            slices[period] = _slice(period, figures, groups, kind, lines[0].indicator, undivided)
    if not slices:
        return None
    first = lines[0]
    return Distribution(
        key, kind, first.indicator, first.what, first.unit, first.breakdown, first.rhythm,
        _ordered(groups, kind, slices[max(slices, key=period_end)]), slices,
    )  # fmt: skip


def _groups(kind: str, lines: list[Told]) -> list[Group]:
    names = {line.group_code: line.group for line in lines}
    made = []
    for line in lines:
        parent = None if kind == "duration" else _parent(line.group_code, line.group.nb, names)
        span = span_of(line.group.nb) if kind == "duration" else Span(None, None)
        made.append(Group(line.group_code, line.group, parent, line.is_total, line.absence_type == "self_certified", span))
    return made


def _parent(code: str, name: str, names: Mapping[str, Text]) -> str | None:
    """The group whose name ("Psykiske lidelser" of "Psykiske: angst") or letter ("L" of "L02") this one begins with."""
    for other, text in names.items():
        if other == code:
            continue
        head, colon, _ = name.partition(":")
        if colon and ":" not in text.nb and text.nb.lower().startswith(head.strip().lower()):
            return other
        if other.isalpha() and code != name and code.upper().startswith(other.upper()) and _LETTER_AND_DIGIT.match(code):
            return other
    return None


def _slice(
    period: str, figures: dict[str, Observation], groups: list[Group], kind: str, indicator: str, undivided: list[Observation]
) -> Slice:
    first = next(iter(figures.values()))
    is_one = all(is_same_vintage(first, item) for item in figures.values())
    if indicator in _SHARES:
        return Slice(period, figures, {code: item.value for code, item in figures.items()}, is_one)
    own = [item for item in undivided if item.period == period and is_same_vintage(item, first)]
    whole = _whole(figures, groups, kind, own) if is_one else None
    shares = {
        code: None if whole is None or item.value is None or whole == 0 else 100 * item.value / whole
        for code, item in figures.items()
    }
    return Slice(period, figures, shares, is_one)


def _whole(figures: Mapping[str, Observation], groups: list[Group], kind: str, undivided: list[Observation]) -> Decimal | None:
    """The total as published; for durations, which leave nothing out, else the sum of all groups when each is known."""
    totals = [figures[g.code].value for g in groups if g.is_total and g.code in figures]
    totals += [item.value for item in undivided]
    known = [value for value in totals if value is not None]
    if known:
        return max(known)
    parts = [figures[g.code].value if g.code in figures else None for g in groups if g.is_part]
    values = [value for value in parts if value is not None]
    return sum(values, Decimal(0)) if kind == "duration" and len(values) == len(parts) else None


def _ordered(groups: list[Group], kind: str, latest: Slice) -> tuple[Group, ...]:
    """By duration from short to long, else by size with parts below the group they belong to; what is unknown comes last."""
    if kind == "duration":
        return _by_duration(groups)

    def size(group: Group) -> Decimal:
        return latest.shares_pct.get(group.code) or Decimal(-1)

    found: list[Group] = []
    tops = sorted((g for g in groups if g.parent is None), key=lambda g: (bool(_UNKNOWN.search(g.name.nb)), -size(g)))
    for top in tops:
        own = sorted((g for g in groups if g.parent == top.code), key=size, reverse=True)
        found += [top, *own]
    return tuple(found)


def _by_duration(groups: list[Group]) -> tuple[Group, ...]:
    def place(group: Group) -> tuple[bool, bool, float, float, str]:
        far, near = order(group.span)
        return not group.is_self_certified, bool(_UNKNOWN.search(group.name.nb)), far, near, group.code

    parts = sorted((g for g in groups if not g.is_total and not g.is_self_certified), key=place)
    spans = dict(zip((g.code for g in parts), joined([g.span for g in parts]), strict=True))
    made = [Group(g.code, g.name, g.parent, g.is_total, g.is_self_certified, spans.get(g.code, g.span)) for g in groups]
    return tuple(sorted(made, key=place))
