"""A change in sick leave between two periods, split in composition and level: arithmetic, and no reason why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analytics.result import Basis
from analytics.sickness import decomposition_words as words
from analytics.sickness.decomposition_figures import Lack, Whole
from analytics.sickness.decomposition_parts import Split, by_type, implied_by_sex, weighted
from analytics.sickness.goal import goal
from analytics.sickness.group_choice import BY_INDUSTRY, Named, Question, named_groups, observed, standards
from analytics.sickness.group_levels import same_period_in, year_before
from analytics.sickness.industry_codes import spans
from analytics.sickness.json_form import number
from analytics.sickness.lines import SeriesChoice
from analytics.sickness.man_days import GroupFigures, group_figures
from analytics.sickness.series import ALL_INDUSTRIES, Break, Family, last_quarter, quarters_of
from analytics.sickness.states import breaks_of
from analytics.sickness.told import named_sources
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS, label
from domain.errors import UserError
from domain.periods import is_period, is_quarter
from domain.text import Text, say

#: What a change can be split by.
BY: tuple[str, ...] = ("sex", "industry", "sex_industry", "type")
_TABLES = ("series", "observation", "series_break")


@dataclass(frozen=True)
class AbsenceDecomposition:
    """A change in sick leave of employees 16-69, unadjusted, in percentage points of agreed man-days.

    Composition is what the change would have been had each group kept its rate; level had each kept its share. Both are
    worked out with the mean of the two periods and add up to the change. They are arithmetic: neither says why anything
    changed, and a change of level is not an effect of anything.

    Attributes:
        by: one of `BY`.
        standard: of the industries, else None.
        from_period, to_period: None when no two periods can be compared at all.
        is_baseline: whether the first period is of the year that the target is counted from.
        split: the parts; None when figures are lacking.
        lacking: what is lacking, when it is.
        baseline_why_not: why the baseline year is not used, when another period is.
    """

    basis: Basis
    by: str
    sex: str
    absence_type: str
    standard: str | None
    family: Family
    from_period: str | None
    to_period: str | None
    is_baseline: bool
    split: Split | None
    lacking: tuple[Lack, ...]
    baseline_why_not: str | None
    breaks: tuple[Break, ...]

    @property
    def sentence(self) -> Text:
        """The change, and how much of it is composition and level; or what is lacking."""
        return words.sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Percentage points as numbers; every column adds up to the change as shown."""
        return words.as_json(self)

    def table(self) -> pl.DataFrame:
        """One row a group, then one with the sums. Empty when figures are lacking."""
        split = self.split
        if split is None:
            return pl.DataFrame(schema=_TABLE_SCHEMA)
        rows = [
            {
                "code": part.code, "name_nb": part.name.nb, "name_en": part.name.en, "from_pct": part.from_rate,
                "to_pct": part.to_rate, "from_share_pct": part.from_share_pct, "to_share_pct": part.to_share_pct,
                "composition_pp": number(part.composition_pp), "level_pp": number(part.level_pp),
                "change_pp": number(part.change_pp), "is_total": False,
            }
            for part in split.parts
        ]  # fmt: skip
        rows.append(_total_row(split))
        return pl.DataFrame(rows, schema=_TABLE_SCHEMA)


_TABLE_SCHEMA: dict[str, Any] = {
    "code": pl.String(), "name_nb": pl.String(), "name_en": pl.String(), "from_pct": pl.Float64(), "to_pct": pl.Float64(),
    "from_share_pct": pl.Float64(), "to_share_pct": pl.Float64(), "composition_pp": pl.Float64(), "level_pp": pl.Float64(),
    "change_pp": pl.Float64(), "is_total": pl.Boolean(),
}  # fmt: skip


def _total_row(split: Split) -> dict[str, Any]:
    name = say("decomposition.total")
    has_shares = split.method != "sum"
    return {
        "code": None, "name_nb": name.nb, "name_en": name.en, "from_pct": split.from_rate, "to_pct": split.to_rate,
        "from_share_pct": 100.0 if has_shares else None, "to_share_pct": 100.0 if has_shares else None,
        "composition_pp": number(split.composition_pp) if has_shares else None, "level_pp": number(split.level_pp),
        "change_pp": number(split.change_pp), "is_total": True,
    }  # fmt: skip


def absence_decomposition(snapshot: Snapshot, choices: Mapping[str, str] | None = None) -> AbsenceDecomposition:
    """The change in sick leave between two periods as composition and level.

    Args:
        snapshot: the programme on a day.
        choices: `by` (one of `BY`), `sex`, `type`, `from_period` and `to_period` (both years or both quarters).

    Returns:
        By default from the year the target is counted from to the last comparable one; when that cannot be split, the last
        two periods a year apart that can. Weights are agreed man-days; for the sexes they are implied by the rates when no
        man-days are known, with the range that the rounding allows. All figures compared are of one vintage and one
        industry standard. When figures are lacking, `split` is None and `lacking` says which.

    Raises:
        UserError: a choice has a value that there is not.
    """
    made = choices or {}
    asked = _asked(made)
    read = _read(snapshot, asked)
    wanted = goal(snapshot)
    baseline_year = wanted.baseline_period[:4] if wanted else None
    pairs = list(_pairs(asked, read, baseline_year))
    tried = ((pair, read.split(*pair)) for pair in pairs)
    failed: dict[tuple[str, str], tuple[Lack, ...]] = {}
    found: tuple[tuple[str, str], Split] | None = None
    for pair, result in tried:
        if isinstance(result, Split):
            found = pair, result
            break
        failed[pair] = result
    return _made(snapshot, asked, read, baseline_year, found, failed)


@dataclass(frozen=True, slots=True)
class _Asked:
    by: str
    sex: str
    absence_type: str
    from_period: str | None
    to_period: str | None


def _asked(choices: Mapping[str, str]) -> _Asked:
    by, sex = choices.get("by") or "sex", choices.get("sex") or "both"
    absence_type = choices.get("type") or "total"
    _check("by", by, BY)
    _check("sex", sex, CODE_LISTS["sex"].values)
    _check("type", absence_type, CODE_LISTS["absence_type"].values)
    first, last = choices.get("from_period") or None, choices.get("to_period") or None
    for period in (first, last):
        if period and not (is_period(period) and (len(period) == 4 or is_quarter(period))):
            raise _error("period", given=period)
    if first and last and (is_quarter(first) != is_quarter(last) or first >= last):
        raise _error("order", first=first, last=last)
    is_split_by_sex = by in ("sex", "sex_industry")
    return _Asked(by, "both" if is_split_by_sex else sex, "total" if by == "type" else absence_type, first, last)


@dataclass(frozen=True)
class _Read:
    """The groups of the split and the whole that they make up, in one industry standard and method family."""

    by: str
    standard: str | None
    family: Family
    groups: Mapping[str, GroupFigures]
    cells: Mapping[str, tuple[str, ...]]
    whole: GroupFigures

    def split(self, first: str, last: str) -> Split | tuple[Lack, ...]:
        """The change between two periods, or what is lacking."""
        whole = Whole(self.whole, first, last)
        if self.by == "type":
            return by_type(self.groups, whole)
        result = self._weighted(whole)
        if self.by != "sex" or isinstance(result, Split):
            return result
        implied = implied_by_sex(self.groups, whole)
        return implied if isinstance(implied, Split) else (*implied, *(lack for lack in result if lack.what == "man_days"))

    def _weighted(self, whole: Whole) -> Split | tuple[Lack, ...]:
        """By all groups; else without unspecified industries, when the others give the rate of the whole all the same."""
        cells = self.cells if self.by == "sex_industry" else None
        result = weighted(self.groups, whole, cells)
        kept = {code: group for code, group in self.groups.items() if not _is_unspecified(code, self.standard)}
        if isinstance(result, Split) or len(kept) == len(self.groups) or self.standard is None:
            return result
        without = weighted(kept, whole, cells, must_check=True)
        if not isinstance(without, Split):
            return result
        left_out = tuple(group.rate.name for code, group in self.groups.items() if code not in kept)
        return replace(without, left_out=left_out)

    @property
    def reach(self) -> tuple[str, int, str]:
        """How late and how many periods there are; of equals the newer standard."""
        periods = self.periods()
        return last_quarter(periods[0]) if periods else "", len(periods), self.standard or ""

    def periods(self) -> list[str]:
        """Every year and quarter with any rate, the newest first."""
        found = {period for group in self.groups.values() for period in group.rate.periods}
        return sorted(found, key=lambda period: (last_quarter(period), -len(period)), reverse=True)


def _is_unspecified(code: str, standard: str | None) -> bool:
    """Whether a group is of industries that are not told."""
    return spans(code.rsplit(maxsplit=1)[-1], standard) in (None, spans("00", standard))


def _has_rates(lacking: Sequence[Lack]) -> bool:
    return all(lack.what != "rate" for lack in lacking)


def _read(snapshot: Snapshot, asked: _Asked) -> _Read:
    """Of industry standards the one with the last period, then the longest history; in the method family of the groups."""
    snapshot = observed(snapshot)
    base = SeriesChoice(sex=asked.sex, absence_type=asked.absence_type)
    in_standards: Sequence[str | None] = standards(snapshot, base) if asked.by in ("industry", "sex_industry") else []
    found: list[_Read] = []
    for standard in in_standards or [None]:
        named, cells = _named(snapshot, asked, base, standard)
        groups, family = group_figures(snapshot, named)
        whole, _ = group_figures(snapshot, {ALL_INDUSTRIES: (say("decomposition.whole"), base)}, family)
        found.append(_Read(asked.by, standard, family, groups, cells, whole[ALL_INDUSTRIES]))
    return max(found, key=lambda read: read.reach)


def _named(
    snapshot: Snapshot, asked: _Asked, base: SeriesChoice, standard: str | None
) -> tuple[Named, dict[str, tuple[str, ...]]]:
    """The groups of the split with their series, and for crossed groups the categories of each."""
    if asked.by in ("sex", "type"):
        codes, column = ("sex", "sex") if asked.by == "sex" else ("absence_type", "absence_type")
        kept = [code for code in CODE_LISTS[codes].values if code not in ("both", "total")]
        return {code: (_label(codes, code), base.but(**{column: code})) for code in kept}, {}
    named = named_groups(snapshot, Question(by=BY_INDUSTRY[0]), base, standard)
    if asked.by == "industry":
        return named, {}
    crossed: Named = {}
    cells: dict[str, tuple[str, ...]] = {}
    for sex in ("men", "women"):
        for code, (name, choice) in named.items():
            key = f"{sex} {code}"
            sex_label = _label("sex", sex)
            crossed[key] = (Text(f"{sex_label.nb}, {name.nb}", f"{sex_label.en}, {name.en}"), choice.but(sex=sex))
            cells[key] = (sex, code)
    return crossed, cells


def _pairs(asked: _Asked, read: _Read, baseline_year: str | None) -> Iterator[tuple[str, str]]:
    """The pairs of periods to try, the most wanted first."""
    periods = read.periods()
    lasts = [asked.to_period] if asked.to_period else _with_years(periods)
    if asked.from_period:
        kind = is_quarter(asked.from_period)
        yield from ((asked.from_period, last) for last in lasts if is_quarter(last) == kind and last > asked.from_period)
        return
    baselines = [(first, last) for last in lasts if (first := _in_year(last, baseline_year)) and first < last]
    yield from (pair for pair in baselines if not is_quarter(pair[1]))
    yield from (pair for pair in baselines if is_quarter(pair[1]))
    yield from ((year_before("quarter" if is_quarter(last) else "year", last), last) for last in lasts)


def _with_years(periods: Sequence[str]) -> list[str]:
    """The periods, and each year that all four quarters of are among them, the newest first."""
    years = {period[:4] for period in periods if all(quarter in periods for quarter in quarters_of(period[:4]))}
    return sorted({*periods, *years}, key=lambda period: (last_quarter(period), -len(period)), reverse=True)


def _in_year(last: str, baseline_year: str | None) -> str | None:
    return same_period_in("quarter" if is_quarter(last) else "year", last, baseline_year) if baseline_year else None


def _made(
    snapshot: Snapshot, asked: _Asked, read: _Read, baseline_year: str | None,
    found: tuple[tuple[str, str], Split] | None, failed: Mapping[tuple[str, str], tuple[Lack, ...]],
) -> AbsenceDecomposition:  # fmt: skip
    pair = found[0] if found else _nearest(failed)
    is_baseline = bool(pair and baseline_year and pair[0][:4] == baseline_year)
    baseline_failed = [lacking for (first, _), lacking in failed.items() if first[:4] == baseline_year]
    why_not = baseline_failed[0][0].reason if found and not is_baseline and baseline_failed and baseline_failed[0] else None
    choice = SeriesChoice(sex=asked.sex, absence_type=asked.absence_type, industry_code="*" if read.standard else ALL_INDUSTRIES)
    made = AbsenceDecomposition(
        Basis(snapshot.as_of, snapshot.data_version, snapshot.contains_example(*_TABLES), ()),
        asked.by, asked.sex, asked.absence_type, read.standard, read.family, pair[0] if pair else None,
        pair[1] if pair else None, is_baseline, found[1] if found else None, failed[pair] if pair and not found else (), why_not,
        breaks_of(snapshot, choice, quarters_of(pair[0])[0], last_quarter(pair[1])) if pair else (),
    )  # fmt: skip
    sources = named_sources(snapshot, found[1].source_ids if found else _rate_sources(read))
    return replace(made, basis=replace(made.basis, sources=sources, caveats=words.caveats(made)))


def _nearest(failed: Mapping[tuple[str, str], tuple[Lack, ...]]) -> tuple[str, str] | None:
    """Of the pairs that failed the one that lacks least: the first with all rates, else the first with the fewest lacks."""
    with_rates = [pair for pair, lacking in failed.items() if _has_rates(lacking)]
    return with_rates[0] if with_rates else min(failed, key=lambda pair: len(failed[pair]), default=None)


def _rate_sources(read: _Read) -> Iterable[str]:
    newest = read.periods()[:1]
    items = [item for group in read.groups.values() for period in newest for item in group.rate.found.get(period, ())]
    return [item.source_id for item in items if item.source_id]


def _label(codes: str, code: str) -> Text:
    return Text(label(codes, code), label(codes, code, "en"))


def _check(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise _error("choice", name=name, given=value, allowed=list(allowed))


def _error(key: str, **values: object) -> UserError:
    text = say(f"decomposition.error.{key}", **values)
    return UserError(text.nb, text.en, code=f"unknown_{key}")
