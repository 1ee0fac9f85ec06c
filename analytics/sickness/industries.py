"""Sick leave in groups (industries, sectors, occupations, areas and so on) in one period, and the change since another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.result import Basis, parameter
from analytics.sickness import industries_words as words
from analytics.sickness.goal import goal
from analytics.sickness.group_choice import BY_INDUSTRY, Question, question
from analytics.sickness.group_levels import (
    HAS_VALUE,
    INCOMPLETE,
    NOT_PUBLISHED,
    OTHER_METHOD,
    Chosen,
    Edition,
    History,
    Level,
    same_period_in,
    year_before,
)
from analytics.sickness.group_reading import Read, read_groups, whole_history, whole_level
from analytics.sickness.industries_json import absence_industries as json_form_of
from analytics.sickness.json_form import number
from analytics.sickness.programme_industries import ProgrammePanel, programme_panels
from analytics.sickness.series import Break, Family, last_quarter, pandemic_quarters, quarters_of
from analytics.sickness.states import Direction, breaks_of, direction, direction_rule
from data.snapshot import Snapshot, Source
from domain.periods import quarter_index
from domain.text import Text

OTHER_VINTAGE, NO_LEVEL = "other_vintage", "no_level"
_TABLES = ("series", "observation", "series_break", "industry", "target")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: its level, the level it is compared with, and the change in percentage points.

    Attributes:
        before: the level compared with, of the same vintage; None when there is none, and `why_not` says why.
        change_pp: None where no comparison may be made.
        direction: of the change, by the rule with its tolerance.
        from_country_pp: the level less that of the whole country; None where the methods differ.
    """

    code: str
    name: Text
    level: Level
    before: Level | None
    change_pp: Decimal | None
    why_not: str | None
    direction: Direction | None
    from_country_pp: Decimal | None

    @property
    def label(self) -> Text:
        """The name with its code, where it has one."""
        is_coded = self.code[:1].isdigit() and self.code not in (self.name.nb, self.name.en)
        return Text(*(f"{self.code} {name}" for name in (self.name.nb, self.name.en))) if is_coded else self.name


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the levels are compared with.

    Attributes:
        is_baseline: whether it is the year that the target is counted from.
        count: how many groups can be compared.
        baseline_period: the period of the baseline year that was tried first, when another one is used.
        baseline_why_not: why that one could not be used, for most groups.
    """

    period: str
    is_baseline: bool
    count: int
    baseline_period: str | None = None
    baseline_why_not: str | None = None


@dataclass(frozen=True)
class AbsenceIndustries:
    """Sick leave of employees 16-69 by group, unadjusted, in per cent of agreed man-days.

    Levels are of one period and one method. A change is shown only between figures of the same vintage. Nothing here says
    why groups differ or change, nor that a programme has done anything to them.

    Attributes:
        absence_type: the type shown; standard: of the industries, else None.
        chosen: the period; None when no group has a level.
        rows: all groups, the highest level first, those without a level last.
        country: all groups together; None where the groups are types, which add up to it, and where it is not found.
        tolerance_pp: the smallest difference that counts as a change, by `rule`.
        periods: how many groups have a figure, by period, the newest first.
        other_standards: standards that the same groups are also told in.
        programmes: the industries with a programme of their own.
    """

    basis: Basis
    asked: Question
    absence_type: str
    standard: str | None
    family: Family
    chosen: Chosen | None
    rows: tuple[GroupRow, ...]
    country: GroupRow | None
    comparison: Comparison | None
    rule: Text
    tolerance_pp: Decimal | None
    is_pandemic: bool
    breaks: tuple[Break, ...]
    periods: Mapping[str, int]
    other_standards: tuple[str, ...]
    programmes: tuple[ProgrammePanel, ...]

    @property
    def known(self) -> tuple[GroupRow, ...]:
        """The groups with a level, the highest first."""
        return tuple(row for row in self.rows if row.level.value is not None)

    @property
    def sentence(self) -> Text:
        """The level in the country, the highest and the lowest group, and how many went which way."""
        return words.sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Per cent and percentage points as numbers, None for unknown with the reason beside it."""
        return json_form_of(self)

    def table(self) -> pl.DataFrame:
        """One row a group, the country first."""
        rows = [_table_row(row, is_country=row is self.country) for row in ([self.country] if self.country else [])]
        return pl.DataFrame([*rows, *(_table_row(row) for row in self.rows)], schema=_TABLE_SCHEMA)


_TABLE_SCHEMA: dict[str, Any] = {
    "code": pl.String(), "name_nb": pl.String(), "name_en": pl.String(), "is_country": pl.Boolean(), "period": pl.String(),
    "value_pct": pl.Float64(), "state": pl.String(), "quarters": pl.Int64(), "before_period": pl.String(),
    "before_pct": pl.Float64(), "change_pp": pl.Float64(), "why_no_change": pl.String(), "direction": pl.String(),
    "from_country_pp": pl.Float64(), "vintage": pl.String(), "method": pl.String(),
}  # fmt: skip


def _table_row(row: GroupRow, *, is_country: bool = False) -> dict[str, Any]:
    return {
        "code": row.code, "name_nb": row.name.nb, "name_en": row.name.en, "is_country": is_country, "period": row.level.period,
        "value_pct": number(row.level.value), "state": row.level.state, "quarters": row.level.quarters,
        "before_period": row.before.period if row.before else None,
        "before_pct": number(row.before.value) if row.before else None,
        "change_pp": number(row.change_pp), "why_no_change": row.why_not, "direction": row.direction,
        "from_country_pp": number(row.from_country_pp), "vintage": row.level.edition.vintage if row.level.edition else None,
        "method": row.level.method,
    }  # fmt: skip


def absence_industries(
    snapshot: Snapshot, choices: Mapping[str, str] | None = None, measure: str | None = None
) -> AbsenceIndustries:
    """Sick leave by group in the last period that more than half of the groups have, with the change since a baseline.

    Args:
        snapshot: the programme on a day.
        choices: `by` (one of `group_choice.BY`), `sex`, `type`, `industry`, `group` or `area` (a search by code or name),
            `to_period` (the period shown), `from_period` (what it is compared with).
        measure: "mean" of four quarters, "year" or "quarter"; default the first of these that most groups have.

    Returns:
        Levels by one method. Compared with the year the target is counted from when figures of the same vintage are found
        for it, else with the year before. A group without a level stands with the reason; nothing is filled in.

    Raises:
        UserError: a choice has a value that there is not.
    """
    asked = question(choices, measure)
    wanted = goal(snapshot)
    baseline_year = wanted.baseline_period[:4] if wanted else None
    read = read_groups(snapshot, asked, baseline_year)
    chosen = read.chosen
    country = whole_history(snapshot, asked, read) if chosen else None
    rows, comparison = _rows(snapshot, read, country, baseline_year)
    tolerance = parameter(snapshot, "absence_tolerance_pp")
    country_row = _country_row(snapshot, country, read, comparison)
    made = AbsenceIndustries(
        Basis(snapshot.as_of, snapshot.data_version, snapshot.contains_example(*_TABLES), ()),
        asked, read.absence_type, read.standard, read.family, chosen, rows, country_row, comparison, direction_rule(snapshot),
        None if tolerance is None else Decimal(str(tolerance)), _is_pandemic(snapshot, chosen),
        _breaks(snapshot, read, chosen, comparison), _periods(read.groups), read.other_standards,
        programme_panels(snapshot, asked.sex, read.absence_type),
    )  # fmt: skip
    return replace(made, basis=replace(made.basis, sources=_sources(snapshot, made), caveats=words.caveats(made)))


def _rows(
    snapshot: Snapshot, read: Read, country: History | None, baseline_year: str | None
) -> tuple[tuple[GroupRow, ...], Comparison | None]:
    chosen = read.chosen
    if chosen is None:
        return tuple(_row(snapshot, g, _no_level(g, read.asked), None, None, NO_LEVEL, None) for g in read.groups), None
    levels = {group.code: _of_method(group.level(chosen.kind, chosen.period), chosen, read.groups) for group in read.groups}
    comparison = _comparison(read, levels, baseline_year)
    whole = whole_level(country, chosen, read.groups) if country else None
    rows = []
    for group in read.groups:
        before, why_not = _before(group, levels[group.code], comparison.period) if comparison else (None, NO_LEVEL)
        rows.append(_row(snapshot, group, levels[group.code], before, _less(levels[group.code], before), why_not, whole))
    return tuple(sorted(rows, key=_order)), comparison


def _order(row: GroupRow) -> tuple[bool, Decimal, str]:
    return row.level.value is None, -(row.level.value or Decimal(0)), row.code


def _of_method(level: Level, chosen: Chosen, groups: Sequence[History]) -> Level:
    """The level, or none when it is by another method than most groups' in the period and not of their vintage."""
    if level.value is None or level.method == chosen.method:
        return level
    theirs = [other.edition for group in groups if (other := group.level(chosen.kind, chosen.period)).method == chosen.method]
    if level.edition and any(edition and level.edition.is_same(edition) for edition in theirs):
        return level
    return replace(level, value=None, state=OTHER_METHOD)


def _no_level(group: History, asked: Question) -> Level:
    """Why a group has no level when no group has any: the state of its last figure, if there is one."""
    last = max(group.found, default=None)
    item = group.found[last][-1] if last else None
    state = item.state if item else OTHER_METHOD if group.other_family else NOT_PUBLISHED
    state = INCOMPLETE if state in HAS_VALUE else state
    return Level("quarter", asked.period or last or "", None, state, 0, None, None, Decimal(0))


def _comparison(read: Read, levels: Mapping[str, Level], baseline_year: str | None) -> Comparison | None:
    """The baseline year when most groups can be compared with it, else the year before; the one asked for goes first."""
    chosen = read.chosen
    if chosen is None:
        return None
    baseline = same_period_in(chosen.kind, chosen.period, baseline_year) if baseline_year else None
    baseline = baseline if baseline and baseline < chosen.period else None
    if read.asked.from_period:
        return _compared(read, levels, read.asked.from_period, is_baseline=read.asked.from_period == baseline)
    before = year_before(chosen.kind, chosen.period)
    if baseline is None:
        return _compared(read, levels, before, is_baseline=False)
    first = _compared(read, levels, baseline, is_baseline=True)
    known = sum(1 for level in levels.values() if level.value is not None)
    if first.count * 2 > known or before == baseline:
        return first
    second = _compared(read, levels, before, is_baseline=False)
    if second.count <= first.count:
        return first
    return replace(second, baseline_period=baseline, baseline_why_not=_why_most(read, levels, baseline))


def _compared(read: Read, levels: Mapping[str, Level], period: str, *, is_baseline: bool) -> Comparison:
    found = [_before(group, levels[group.code], period)[0] for group in read.groups]
    count = sum(1 for level in found if level is not None)
    why_not = None if count else _why_most(read, levels, period)
    return Comparison(period, is_baseline, count, None, why_not)


def _why_most(read: Read, levels: Mapping[str, Level], period: str) -> str | None:
    reasons = [_before(group, levels[group.code], period)[1] for group in read.groups]
    told = [reason for reason in reasons if reason not in (None, NO_LEVEL)]
    return max(told, key=told.count) if told else None


def _before(group: History, level: Level, period: str) -> tuple[Level | None, str | None]:
    """The level to compare with, of the same vintage; or why there is none."""
    if level.value is None:
        return None, NO_LEVEL
    if level.edition is None:
        return None, OTHER_VINTAGE
    found = group.level(level.kind, period, level.edition)
    if found.value is not None:
        return found, None
    newest = group.level(level.kind, period)
    if newest.value is None:
        return None, newest.state
    return None, OTHER_METHOD if newest.method != level.method else OTHER_VINTAGE


def _row(
    snapshot: Snapshot, group: History, level: Level, before: Level | None, change: Decimal | None, why_not: str | None,
    whole: Level | None,
) -> GroupRow:  # fmt: skip
    comparable = whole is not None and (whole.method == level.method or _same_edition(whole.edition, level.edition))
    away = _less(level, whole) if comparable else None
    return GroupRow(group.code, group.name, level, before, change, why_not, direction(snapshot, change), away)


def _country_row(snapshot: Snapshot, country: History | None, read: Read, comparison: Comparison | None) -> GroupRow | None:
    chosen = read.chosen
    if country is None or chosen is None:
        return None
    level = whole_level(country, chosen, read.groups)
    if level.value is None:
        return None
    before, why_not = _before(country, level, comparison.period) if comparison else (None, NO_LEVEL)
    return _row(snapshot, country, level, before, _less(level, before), why_not, None)


def _same_edition(one: Edition | None, other: Edition | None) -> bool:
    return one is not None and other is not None and one.is_same(other)


def _less(level: Level, other: Level | None) -> Decimal | None:
    if other is None or level.value is None or other.value is None:
        return None
    return level.value - other.value


def _periods(groups: Sequence[History]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for group in groups:
        for period in group.periods:
            counted[period] = counted.get(period, 0) + 1
    return dict(sorted(counted.items(), key=lambda item: (last_quarter(item[0]), len(item[0])), reverse=True))


def _is_pandemic(snapshot: Snapshot, chosen: Chosen | None) -> bool:
    """Whether any quarter behind the level is marked by the pandemic in the statistics."""
    marked = pandemic_quarters(snapshot)
    if marked is None or chosen is None:
        return False
    first, last = _quarters_behind(chosen)
    return last >= quarter_index(marked[0]) and (marked[1] is None or first < quarter_index(marked[1]))


def _quarters_behind(chosen: Chosen) -> tuple[int, int]:
    quarters = quarters_of(chosen.period)
    last = quarter_index(quarters[-1])
    return (last - 3 if chosen.kind != "quarter" else last), last


def _breaks(snapshot: Snapshot, read: Read, chosen: Chosen | None, comparison: Comparison | None) -> tuple[Break, ...]:
    """Breaks between the two periods that are compared, or within the one that is shown."""
    if chosen is None:
        return ()
    first, last = _quarters_behind(chosen)
    if comparison and comparison.count:
        first = quarter_index(quarters_of(comparison.period)[0])
    choice = read.base.but(industry_code="*") if read.asked.by in BY_INDUSTRY else read.base
    return breaks_of(snapshot, choice, f"{first // 4}K{first % 4 + 1}", f"{last // 4}K{last % 4 + 1}")


def _sources(snapshot: Snapshot, made: AbsenceIndustries) -> tuple[Source, ...]:
    shown = [made.country] if made.country else []
    levels = [level for row in (*shown, *made.rows) for level in (row.level, row.before) if level]
    ids = [source_id for level in levels for source_id in level.source_ids]
    ids += [source_id for panel in made.programmes for source_id in panel.source_ids]
    order = {source_id: place for place, source_id in enumerate(dict.fromkeys(ids))}
    columns = ("source_id", "title", "publisher", "url", "licence", "quality")
    rows = snapshot.table("source").filter(pl.col("source_id").is_in(list(order))).select(columns)
    return tuple(sorted((Source(*row) for row in rows.iter_rows()), key=lambda source: order[source.source_id]))
