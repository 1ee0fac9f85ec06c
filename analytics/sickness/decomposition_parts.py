"""The parts of a change in sick leave: from man-days and rates, from the rates of the sexes alone, or as a plain sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from analytics.sickness.decomposition_figures import Chosen, Lack, Whole, lacking_rates, no_common, rates_of, with_weights
from analytics.sickness.group_levels import Edition
from analytics.sickness.kitagawa import GroupPart, Kitagawa, cross_classified, kitagawa, rounded, rounded_to_sum
from analytics.sickness.man_days import GroupFigures
from analytics.sickness.rounding_box import Range, searched, spread
from domain.text import Text, say

#: How the weights are known: counted man-days, lost man-days and rates, implied by the rates; or a sum that needs none.
Method = Literal["counted", "from_rate", "implied", "sum"]
DIGITS = 2
_MEN, _WOMEN = "men", "women"
#: Below this distance in percentage points two rates are the same, and imply no weights.
_SAME_RATE = 1e-9


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the change in percentage points.

    Attributes:
        name: "composition", "level", "composition_sex", "composition_industry", a type of sick leave, or "rest".
        value_pp: rounded so that the parts add up to the change.
        low_pp, high_pp: what the rounding of the figures allows; None when it moves nothing that is shown.
    """

    name: str
    value_pp: Decimal
    low_pp: Decimal | None
    high_pp: Decimal | None

    @property
    def may_be_zero(self) -> bool:
        """Whether zero lies within what the rounding allows."""
        return self.low_pp is not None and self.high_pp is not None and self.low_pp <= 0 <= self.high_pp


@dataclass(frozen=True, slots=True)
class Part:
    """What one group adds. Shares and rates in per cent, the rest in percentage points, rounded to add up."""

    code: str
    name: Text
    from_rate: float | None
    to_rate: float | None
    from_share_pct: float | None
    to_share_pct: float | None
    composition_pp: Decimal | None
    level_pp: Decimal | None
    change_pp: Decimal


@dataclass(frozen=True)
class Split:
    """A change split in parts that add up to it as shown.

    Attributes:
        from_rate, to_rate: of the whole, in per cent.
        change_pp: the second less the first, as shown.
        published_change_pp: between the published rates of the whole, where it is not the same; else None.
        composition_pp, level_pp: None for a plain sum.
        is_of_quarters: whether a year is put together of its quarters, and not published.
        left_out: unspecified groups that lack figures; the others give the rate of the whole without them.
    """

    method: Method
    from_rate: float
    to_rate: float
    change_pp: Decimal
    published_change_pp: Decimal | None
    composition_pp: Decimal | None
    level_pp: Decimal | None
    components: tuple[Component, ...]
    parts: tuple[Part, ...]
    editions: tuple[Edition, ...]
    source_ids: tuple[str, ...]
    is_of_quarters: bool = False
    left_out: tuple[Text, ...] = ()


def by_type(groups: Mapping[str, GroupFigures], whole: Whole) -> Split | tuple[Lack, ...]:
    """The change of the total as the sum of the changes of its types; what rounding leaves over stands by itself."""
    found = rates_of(groups, whole)
    if not isinstance(found, Chosen):
        return found
    total = whole.rates(found.edition)
    if total is None:
        return lacking_rates({"whole": whole.figures}, whole) or (no_common(whole),)
    change = rounded(_exact(total[1].value) - _exact(total[0].value), DIGITS)
    exact = [_exact(after.rate.value) - _exact(before.rate.value) for before, after in found.bases]
    shown = [rounded(value, DIGITS) for value in exact]
    rest = change - sum(shown, Decimal(0))
    halves = [figure.half_step for figure in (*total, *(base.rate for pair in found.bases for base in pair))]
    if abs(float(rest)) > sum(halves) + _SAME_RATE:
        return (Lack(whole.figures.rate.name, whole.last, "whole", "differs"),)
    components = [
        _component(name, value, _box(float(value), before.rate.half_step + after.rate.half_step))
        for name, value, (before, after) in zip(groups, shown, found.bases, strict=True)
    ]
    if rest:
        components.append(Component("rest", rest, None, None))
    parts = [
        Part(code, group.rate.name, _clean(before.rate.value), _clean(after.rate.value), None, None, None, None, value)
        for (code, group), (before, after), value in zip(groups.items(), found.bases, shown, strict=True)
    ]
    if rest:
        parts.append(Part("rest", say("decomposition.component.rest"), None, None, None, None, None, None, rest))
    return Split(
        "sum", _clean(total[0].value), _clean(total[1].value), change, None, None, None, tuple(components), tuple(parts),
        (found.edition,), found.source_ids, found.is_of_quarters,
    )  # fmt: skip


def weighted(
    groups: Mapping[str, GroupFigures],
    whole: Whole,
    cells: Mapping[str, tuple[str, ...]] | None = None,
    *,
    must_check: bool = False,
) -> Split | tuple[Lack, ...]:
    """Composition and level from the agreed man-days and the rates of groups that make up the whole.

    Args:
        groups: the groups, apart and together the whole.
        whole: the whole, with the periods.
        cells: for groups by sex and industry, the two categories of each: the composition is then split by both.
        must_check: refuse when there is no published rate of the whole to check the groups against.
    """
    found = rates_of(groups, whole)
    if not isinstance(found, Chosen):
        return found
    found = with_weights(groups, whole, found)
    if not isinstance(found, Chosen):
        return found
    values, half_steps = found.vector()
    split = _splitter([cells[key] for key in groups] if cells else None, len(groups))
    try:
        results = split(values)
        ranges = spread(split, values, half_steps)
    except ValueError:
        return (Lack(say("decomposition.whole"), whole.last, "man_days", "zero"),)
    if must_check and whole.rates(found.edition) is None:
        return lacking_rates({"whole": whole.figures}, whole) or (no_common(whole),)
    differs = _differs(whole, found.edition, ranges[1:3])
    if differs:
        return differs
    return _split(groups, found, results, ranges, cells, whole)


def _splitter(cells: Sequence[tuple[str, ...]] | None, size: int) -> Callable[[Sequence[float]], list[float]]:
    """Level, both rates and the compositions as a function of all rates and then all man-days, period by period."""

    def split(x: Sequence[float]) -> list[float]:
        rates, sizes = (x[:size], x[size : 2 * size]), (x[2 * size : 3 * size], x[3 * size :])
        made = kitagawa(sizes[0], rates[0], sizes[1], rates[1])
        compositions = [made.composition]
        if cells:
            before, after, first, last = (dict(zip(cells, part, strict=True)) for part in (*sizes, *rates))
            compositions = list(cross_classified(before, first, after, last)[0])
        return [made.level, made.from_rate, made.to_rate, *compositions]

    return split


def implied_by_sex(groups: Mapping[str, GroupFigures], whole: Whole) -> Split | tuple[Lack, ...]:
    """Composition and level of men and women, with shares of man-days implied by the rate of all and the two rates.

    The published rates are rounded, so the shares are known no better than the rounding allows; the ranges say how well.
    """
    both = {code: groups[code] for code in (_MEN, _WOMEN)}
    found = rates_of(both, whole)
    if not isinstance(found, Chosen):
        return found
    total = whole.rates(found.edition)
    if total is None:
        return lacking_rates({"whole": whole.figures}, whole) or (no_common(whole),)
    figures = [total[0], *(pair[0].rate for pair in found.bases), total[1], *(pair[1].rate for pair in found.bases)]
    values, half_steps = [figure.value for figure in figures], [figure.half_step for figure in figures]
    middle = _implied(values)
    ranges = searched(lambda x: _two(_implied(x)), values, half_steps)
    if middle is None or ranges is None:
        return (Lack(say("decomposition.whole"), whole.last, "man_days", "not_implied"),)
    made, shares = middle
    change = rounded(_exact(values[3]) - _exact(values[0]), DIGITS)
    exact = [_decimal(made.composition), _decimal(made.level)]
    composition, level = rounded_to_sum(exact, change)
    components = (_component("composition", composition, ranges[0]), _component("level", level, ranges[1]))
    parts = _parts(both, found, shares, made.groups, composition, level)
    return Split(
        "implied", _clean(values[0]), _clean(values[3]), change, None, composition, level, components, parts,
        (found.edition,), found.source_ids, found.is_of_quarters,
    )  # fmt: skip


def _differs(whole: Whole, edition: Edition, ranges: Sequence[Range]) -> tuple[Lack, ...]:
    """The groups must give the published rate of the whole, as nearly as rounding allows; else they are not the whole."""
    total = whole.rates(edition)
    if total is None:
        return ()
    names = whole.figures.rate.name
    return tuple(
        Lack(names, period, "whole", "differs")
        for period, rate, (low, high) in zip(whole.periods, total, ranges, strict=True)
        if not low - rate.half_step - _SAME_RATE <= rate.value <= high + rate.half_step + _SAME_RATE
    )


def _split(
    groups: Mapping[str, GroupFigures], found: Chosen, results: Sequence[float], ranges: Sequence[Range],
    cells: Mapping[str, tuple[str, ...]] | None, whole: Whole,
) -> Split:  # fmt: skip
    level, from_rate, to_rate, *compositions = results
    change = rounded(_decimal(to_rate) - _decimal(from_rate), DIGITS)
    composition_pp, level_pp = rounded_to_sum([_decimal(sum(compositions)), _decimal(level)], change)
    names = ("composition_sex", "composition_industry") if cells else ("composition",)
    shown = rounded_to_sum([_decimal(value) for value in compositions], composition_pp)
    components = [_component(name, value, span) for name, value, span in zip(names, shown, ranges[3:], strict=True)]
    components.append(_component("level", level_pp, ranges[0]))
    sizes = [[pair[place].agreed for pair in found.bases] for place in (0, 1)]
    weights = [[figure.value if figure else 0.0 for figure in part] for part in sizes]
    rates = [[pair[place].rate.value for pair in found.bases] for place in (0, 1)]
    made = kitagawa(weights[0], rates[0], weights[1], rates[1])
    shares = [[weight / sum(part) for weight in part] for part in weights]
    counted = all(base.how == "counted" for pair in found.bases for base in pair)
    return Split(
        "counted" if counted else "from_rate", _clean(from_rate), _clean(to_rate), change,
        _published(whole, found.edition, change), composition_pp, level_pp, tuple(components),
        _parts(groups, found, shares, made.groups, composition_pp, level_pp), (found.edition,), found.source_ids,
        found.is_of_quarters,
    )  # fmt: skip


def _published(whole: Whole, edition: Edition, change: Decimal) -> Decimal | None:
    """The change between the published rates of the whole, where it is shown as another number."""
    total = whole.rates(edition)
    if total is None:
        return None
    published = rounded(_exact(total[1].value) - _exact(total[0].value), DIGITS)
    return published if published != change else None


def _parts(
    groups: Mapping[str, GroupFigures], found: Chosen, shares: Sequence[Sequence[float]], made: Sequence[GroupPart],
    composition_pp: Decimal, level_pp: Decimal,
) -> tuple[Part, ...]:  # fmt: skip
    """The groups, with their terms rounded so that each column adds up to its sum."""
    compositions = rounded_to_sum([_decimal(part.composition_from_mean) for part in made], composition_pp)
    levels = rounded_to_sum([_decimal(part.level) for part in made], level_pp)
    return tuple(
        Part(
            code, group.rate.name, _clean(first.rate.value), _clean(last.rate.value), _clean(shares[0][i] * 100),
            _clean(shares[1][i] * 100),
            compositions[i], levels[i], compositions[i] + levels[i],
        )
        for i, ((code, group), (first, last)) in enumerate(zip(groups.items(), found.bases, strict=True))
    )  # fmt: skip


def _implied(x: Sequence[float]) -> tuple[Kitagawa, list[list[float]]] | None:
    """The split with the shares that make the rates of men and women give the rate of all; None when no shares do."""
    shares = []
    for total, men, women in (x[:3], x[3:]):
        if abs(women - men) < _SAME_RATE:
            return None
        share = (total - men) / (women - men)
        if not -_SAME_RATE <= share <= 1 + _SAME_RATE:
            return None
        share = min(max(share, 0.0), 1.0)
        shares.append([1 - share, share])
    return kitagawa(shares[0], x[1:3], shares[1], x[4:]), shares


def _two(found: tuple[Kitagawa, list[list[float]]] | None) -> list[float] | None:
    return None if found is None else [found[0].composition, found[0].level]


def _component(name: str, value: Decimal, span: Range) -> Component:
    low, high = (rounded(_decimal(edge), DIGITS) for edge in span)
    if low == high == value:
        return Component(name, value, None, None)
    return Component(name, value, low, high)


def _box(value: float, half: float) -> Range:
    return value - half, value + half


def _clean(value: float) -> float:
    """Without the last binary digits, that say nothing."""
    return round(value, 9)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def _exact(value: float) -> Decimal:
    """A published rate as it was written."""
    return Decimal(repr(round(value, 9)))
