"""Whether placed figures make sense together: per cent, counts, doubles and totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data.sources.nav.errors import Findings
from data.sources.nav.figures import Figure
from data.sources.nav.groups import ALL_INDUSTRIES, whole_group
from data.sources.nav.measures import COUNT, PER_CENT, PER_MILLE, Measure
from data.sources.nav.placing import Place, Placed

_MOST = {PER_CENT: 100.0, PER_MILLE: 1000.0}
#: Sick leave of a whole table is never below this in per cent; shares of one always are.
_LOWEST_PCT = 0.5
_FEWEST_FOR_JUDGEMENT = 4


@dataclass(frozen=True, slots=True)
class Key:
    """A figure's place and period."""

    place: Place
    period: str


def checked(placed: Sequence[Placed], findings: Findings) -> dict[Key, Placed]:
    """The figures by place and period, each once.

    A figure that is given twice with two values, that cannot be what its headings say, or that is shown in per cent where it
    is a count, is a hard finding. A total that is not the sum of its parts is a soft one.
    """
    _check_shares(placed, findings)
    for each in placed:
        _check_range(each, findings)
    figures = _once_each(placed, findings)
    _check_sums(figures, findings)
    return _with_decimals(figures)


def _check_shares(placed: Sequence[Placed], findings: Findings) -> None:
    by_measure: dict[tuple[str | None, Measure], list[Placed]] = defaultdict(list)
    for each in placed:
        if each.figure.value is not None and each.figure.state != "zero":
            by_measure[each.sheet, each.place.measure].append(each)
    for (sheet, measure), group in by_measure.items():
        shares = [each for each in group if each.figure.share]
        if measure.unit != PER_CENT and shares:
            findings.add("per_cent_for_count", sheet, shares[0].cell, measure=measure.indicator)
        elif shares and len(shares) != len(group):
            other = next(each for each in group if not each.figure.share)
            findings.add("mixed_per_cent", sheet, other.cell)
        elif measure.indicator == "absence_pct" and not shares and _look_like_shares(group):
            findings.add("perhaps_shares", sheet, group[0].cell)


def _look_like_shares(group: Sequence[Placed]) -> bool:
    values = [each.figure.value or 0.0 for each in group]
    return len(values) >= _FEWEST_FOR_JUDGEMENT and max(values) < _LOWEST_PCT


def _check_range(each: Placed, findings: Findings) -> None:
    value, measure = each.figure.value, each.place.measure
    if value is None:
        return
    if value < 0 or value > _MOST.get(measure.unit, float("inf")):
        findings.add("impossible_figure", each.sheet, each.cell, unit=measure.unit)
    elif measure.unit == COUNT and not float(value).is_integer():
        findings.add("count_not_whole", each.sheet, each.cell)


def _once_each(placed: Iterable[Placed], findings: Findings) -> dict[Key, Placed]:
    """One figure for each place and period. An empty cell gives way to what stands elsewhere; two values are a finding.

    Two columns of the same row that are of the same are a finding even when they agree: one has a wrong heading.
    """
    found: dict[Key, Placed] = {}
    for each in placed:
        key = Key(each.place, each.period)
        other = found.get(key)
        if other is None:
            found[key] = each
        elif _is_same_row(each, other) or not (is_empty(each) or is_empty(other) or agree(other.figure, each.figure)):
            findings.add("given_twice", each.sheet, each.cell, first=place_name(other), period=each.period)
        elif is_empty(other):
            found[key] = each
    return found


def _is_same_row(each: Placed, other: Placed) -> bool:
    return each.sheet == other.sheet and each.cell.row == other.cell.row


def is_empty(each: Placed) -> bool:
    """Whether a figure is only an empty cell."""
    return each.figure.state == "missing" and not each.cell.text


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same; of two with different decimals, the longer one may round to the shorter."""
    if one.value is None or other.value is None:
        return one.state == other.state
    digits = [count for count in (one.decimals, other.decimals) if count is not None]
    tolerance = 0.5 * 10.0 ** -min(digits) if digits and one.decimals != other.decimals else 1e-9
    return abs(one.value - other.value) <= tolerance + 1e-9


def place_name(each: Placed) -> str:
    """Where a figure stands: sheet, column and row."""
    address = f"{each.cell.column_name}{each.cell.row}"
    return f"{each.sheet} {address}" if each.sheet else address


def _check_sums(figures: Mapping[Key, Placed], findings: Findings) -> None:
    """Totals of counts against the sum of their groups, and of women and men."""
    groups: dict[Key, list[Placed]] = defaultdict(list)
    sexes: dict[Key, list[Placed]] = defaultdict(list)
    for key, each in figures.items():
        place = key.place
        if not place.measure.is_count or each.is_subgroup:
            continue
        if _is_one_group(place):
            groups[Key(replace(place, industry=None, group=None), key.period)].append(each)
        if place.sex != "both":
            sexes[Key(replace(place, sex="both"), key.period)].append(each)
    totals = {
        Key(replace(k.place, industry=None, group=None), k.period): e for k, e in figures.items() if not _is_one_group(k.place)
    }
    pairs = [(totals.get(key), parts) for key, parts in groups.items() if _divisions(parts) == 1]
    pairs += [(figures.get(key), parts) for key, parts in sexes.items() if {part.place.sex for part in parts} == {"men", "women"}]
    wrong: dict[Place, list[tuple[Placed, float]]] = defaultdict(list)
    for total, parts in pairs:
        summed = _differing_sum(total, parts)
        if total is not None and summed is not None:
            wrong[total.place].append((total, summed))
    for differing in wrong.values():
        total, summed = differing[0]
        findings.add("sum_differs", total.sheet, total.cell, severity="soft", period=total.period, parts=summed,
                     total=total.figure.value, count=len(differing))  # fmt: skip


def _is_one_group(place: Place) -> bool:
    industry = place.industry is not None and place.industry.code != ALL_INDUSTRIES
    return industry or (place.group is not None and not _means_all(place))


def _means_all(place: Place) -> bool:
    return place.group is not None and place.group == whole_group(
        place.measure.indicator, place.measure.detail, place.measure.unit, place.group.kind, has_industry=False
    )


def _divisions(parts: Sequence[Placed]) -> int:
    return len({part.place.group.breakdown if part.place.group else "" for part in parts})


def _differing_sum(total: Placed | None, parts: Sequence[Placed]) -> float | None:
    """The sum of the parts when it is not the total; None when it is, or when that cannot be told."""
    values = [part.figure.value for part in parts if part.figure.value is not None]
    if total is None or total.figure.value is None or len(values) < len(parts) or len(parts) < 2 or _overlap(parts):
        return None
    decimals = min((part.figure.decimals or 0) for part in (*parts, total))
    rounding = 0.5 * (len(parts) + 1) * 10.0**-decimals
    return sum(values) if abs(sum(values) - total.figure.value) > rounding else None


def _overlap(parts: Sequence[Placed]) -> bool:
    """Whether industries among the parts lie inside each other, so that their sum counts some twice."""
    codes = [part.place.industry.code for part in parts if part.place.industry is not None]
    ranges = [_range(code) for code in codes if "," not in code]
    return any(a != b and a[0] <= b[0] and b[1] <= a[1] for a in ranges for b in ranges)


def _range(code: str) -> tuple[str, str]:
    first, _, last = code.partition("-")
    return first, last or first


def _with_decimals(figures: dict[Key, Placed]) -> dict[Key, Placed]:
    """Every figure of a series with as many decimals as the one with most; the usual number where a cell does not tell."""
    most: dict[Place, int] = defaultdict(int)
    for key, each in figures.items():
        if each.figure.value is not None and each.figure.state != "zero":
            usual = 0 if key.place.measure.is_count else 1
            told = each.figure.decimals
            most[key.place] = max(most[key.place], usual if told is None else told)
    return {
        key: replace(each, figure=replace(each.figure, decimals=most[key.place] if each.figure.value is not None else None))
        for key, each in figures.items()
    }
