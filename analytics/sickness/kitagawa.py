"""A difference between two rates, split by what it is put together of. Pure functions of numbers: no data, no words.

Kitagawa (1955) for weights and rates of groups; Das Gupta (1978, 1993) for any number of factors and any rate function.
All give parts that add up to the whole difference, without an interaction. The parts are arithmetic and not causes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import TypeVar

Vector = Sequence[float]
#: The categories of a cell, one for each variable.
Cell = TypeVar("Cell", bound=tuple[Hashable, ...])
#: The number of evaluations doubles with each factor.
MAX_FACTORS = 12


@dataclass(frozen=True, slots=True)
class GroupPart:
    """What one group adds to the difference, in the unit of the rates.

    Attributes:
        composition: the change of its share times its mean rate (Kitagawa's term).
        composition_from_mean: the same with its mean rate taken as the distance from the mean total rate. Both sum to the
            composition of all groups; this one is positive when a group above the mean grows.
        level: the change of its rate times its mean share.
    """

    composition: float
    composition_from_mean: float
    level: float


@dataclass(frozen=True, slots=True)
class Kitagawa:
    """The difference between two weighted means of group rates, as composition and level; they add up to `change`."""

    from_rate: float
    to_rate: float
    composition: float
    level: float
    groups: tuple[GroupPart, ...]

    @property
    def change(self) -> float:
        """The second rate less the first."""
        return self.to_rate - self.from_rate


def kitagawa(from_weights: Vector, from_rates: Vector, to_weights: Vector, to_rates: Vector) -> Kitagawa:
    """Kitagawa's two components of a difference between two rates, with symmetric weights.

    Args:
        from_weights, to_weights: the size of each group in any unit; only their shares count.
        from_rates, to_rates: the rate of each group. A group without any weight in a period needs a rate all the same.

    Raises:
        ValueError: lengths differ, a weight is negative, or all weights are zero.
    """
    if len({len(from_weights), len(from_rates), len(to_weights), len(to_rates)}) != 1:
        raise ValueError("weights and rates must be of the same groups")
    before, after = shares(from_weights), shares(to_weights)
    from_rate, to_rate = _mean(before, from_rates), _mean(after, to_rates)
    middle = (from_rate + to_rate) / 2
    parts = []
    for w, r, v, s in zip(before, from_rates, after, to_rates, strict=True):
        parts.append(GroupPart((v - w) * (r + s) / 2, (v - w) * ((r + s) / 2 - middle), (s - r) * (w + v) / 2))
    return Kitagawa(
        from_rate, to_rate, math.fsum(part.composition for part in parts), math.fsum(part.level for part in parts), tuple(parts)
    )


def shares(weights: Vector) -> list[float]:
    """Each weight's share of their sum.

    Raises:
        ValueError: a weight is negative or not a number, or all are zero.
    """
    total = math.fsum(weights)
    if any(not weight >= 0 for weight in weights) or not 0 < total < math.inf:
        raise ValueError("weights must be zero or more, and not all zero")
    return [weight / total for weight in weights]


def das_gupta(
    from_factors: Sequence[float | Vector],
    to_factors: Sequence[float | Vector],
    rate: Callable[..., float] | None = None,
) -> tuple[float, ...]:
    """Das Gupta's effects of the factors of a rate on the difference between two populations; they sum to the difference.

    The effect of a factor is the change of the rate when it alone changes, averaged over all the ways in which the other
    factors can stand at their first or second value, each number of changed factors counting as much.

    Args:
        from_factors, to_factors: the factors in each population: numbers, or vectors over the same groups.
        rate: the rate as a function of the factors; default their product, summed over the groups when they are vectors.

    Raises:
        ValueError: the two have not as many factors, or there are none or more than `MAX_FACTORS`.
    """
    count = len(from_factors)
    if count != len(to_factors) or not 0 < count <= MAX_FACTORS:
        raise ValueError(f"both populations must have the same factors, from 1 to {MAX_FACTORS}")
    function = rate or product_rate
    found: dict[frozenset[int], float] = {}

    def value(changed: frozenset[int]) -> float:
        if changed not in found:
            found[changed] = function(*(to_factors[i] if i in changed else from_factors[i] for i in range(count)))
        return found[changed]

    return tuple(_effect(value, factor, count) for factor in range(count))


def product_rate(*factors: float | Vector) -> float:
    """The product of the factors; of vectors the sum of the products, group by group. Numbers go with every group."""
    lengths = {len(factor) for factor in factors if isinstance(factor, Sequence)}
    if not lengths:
        return math.prod(factor for factor in factors if not isinstance(factor, Sequence))
    if len(lengths) != 1:
        raise ValueError("vectors must be over the same groups")
    size = lengths.pop()
    spread = [list(factor) if isinstance(factor, Sequence) else [factor] * size for factor in factors]
    return math.fsum(math.prod(values) for values in zip(*spread, strict=True))


def _effect(value: Callable[[frozenset[int]], float], factor: int, count: int) -> float:
    others = [other for other in range(count) if other != factor]
    terms = []
    for size in range(count):
        weight = 1 / (count * math.comb(count - 1, size))
        for chosen in combinations(others, size):
            changed = frozenset(chosen)
            terms.append(weight * (value(changed | {factor}) - value(changed)))
    return math.fsum(terms)


def share_factors(sizes: Mapping[Cell, float]) -> list[dict[Cell, float]]:
    """Shares of a cross-classified population as a product of one factor for each variable (Das Gupta 1993, chapter 5).

    Args:
        sizes: the size of each cell, by its categories of the variables. Cells that are absent are empty.

    Returns:
        For each variable, the factor of each cell. Their product is the cell's share; cells without size have zero.

    Raises:
        ValueError: a size is negative, all are zero, or the cells have not as many categories.
    """
    variables = {len(cell) for cell in sizes}
    if len(variables) != 1:
        raise ValueError("every cell must have a category of each variable")
    count = variables.pop()
    shares(list(sizes.values()))
    margins = {
        kept: _margin(sizes, kept) for size in range(count + 1) for kept in combinations(range(count), size)
    }  # fmt: skip
    return [{cell: _share_factor(cell, variable, count, margins) for cell in sizes} for variable in range(count)]


def _margin(sizes: Mapping[Cell, float], kept: tuple[int, ...]) -> dict[tuple[Hashable, ...], float]:
    sums: dict[tuple[Hashable, ...], float] = {}
    for cell, size in sizes.items():
        key = tuple(cell[i] for i in kept)
        sums[key] = sums.get(key, 0.0) + size
    return sums


def _share_factor(
    cell: tuple[Hashable, ...],
    variable: int,
    count: int,
    margins: Mapping[tuple[int, ...], Mapping[tuple[Hashable, ...], float]],
) -> float:
    others = [other for other in range(count) if other != variable]
    exponent = 0.0
    for size in range(count):
        weight = 1 / (count * math.comb(count - 1, size))
        for kept in combinations(others, size):
            both = tuple(sorted((*kept, variable)))
            part = margins[both][tuple(cell[i] for i in both)]
            if part == 0:
                return 0.0
            exponent += weight * math.log(part / margins[kept][tuple(cell[i] for i in kept)])
    return math.exp(exponent)


def cross_classified(
    from_sizes: Mapping[Cell, float],
    from_rates: Mapping[Cell, float],
    to_sizes: Mapping[Cell, float],
    to_rates: Mapping[Cell, float],
) -> tuple[tuple[float, ...], float]:
    """A difference between two rates, split in the composition by each variable and the level within the cells.

    Args:
        from_sizes, to_sizes: sizes of the cells, by their categories of the variables; both of the same cells.
        from_rates, to_rates: the rate of each cell. A cell without size needs a rate all the same.

    Returns:
        The composition by each variable, and the level. They add up to the difference.

    Raises:
        ValueError: the cells are not the same, or as for `share_factors`.
    """
    cells = list(from_sizes)
    if {*cells} != {*to_sizes} or {*cells} != {*from_rates} or {*cells} != {*to_rates}:
        raise ValueError("sizes and rates must be of the same cells")
    both = kitagawa(
        [from_sizes[c] for c in cells], [from_rates[c] for c in cells],
        [to_sizes[c] for c in cells], [to_rates[c] for c in cells],
    )  # fmt: skip
    middle = [(from_rates[c] + to_rates[c]) / 2 for c in cells]
    before = [[factor[c] for c in cells] for factor in share_factors(from_sizes)]
    after = [[factor[c] for c in cells] for factor in share_factors(to_sizes)]

    def composition_rate(*factors: Vector) -> float:
        return product_rate(middle, *factors)

    return das_gupta(before, after, composition_rate), both.level


def rounded_to_sum(values: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """The values rounded to as many decimals as `total` has, so that they add up to it; the largest remainders are rounded up.

    Args:
        values: exact values.
        total: their sum, already rounded; further from it than rounding explains, the difference is spread all the same.
    """
    if not values:
        return []
    unit = Decimal(1).scaleb(_exponent(total))
    floors = [value.quantize(unit, rounding=ROUND_FLOOR) for value in values]
    missing = int(((total - sum(floors, Decimal(0))) / unit).to_integral_value())
    whole, extra = divmod(missing, len(values))
    order = sorted(range(len(values)), key=lambda i: (floors[i] - values[i], i))
    raised = set(order[:extra])
    return [floor + unit * (whole + (i in raised)) for i, floor in enumerate(floors)]


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half up, as numbers are written; never minus zero."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP) + 0


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _mean(weights: Vector, rates: Vector) -> float:
    return math.fsum(weight * rate for weight, rate in zip(weights, rates, strict=True))
