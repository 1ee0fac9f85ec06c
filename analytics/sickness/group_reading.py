"""Reading the groups that a question asks for, and the whole that they are parts of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.sickness import industries_words as words
from analytics.sickness.area_groups import area_histories
from analytics.sickness.group_choice import (
    BY_AREA,
    BY_INDUSTRY,
    TYPES,
    Named,
    Question,
    base_choice,
    named_groups,
    observed,
    standards,
)
from analytics.sickness.group_levels import Chosen, History, Level, choose_period, histories
from analytics.sickness.lines import SeriesChoice
from analytics.sickness.series import ALL_INDUSTRIES, Family, last_quarter
from data.snapshot import Snapshot


@dataclass(frozen=True)
class Read:
    """The groups as they were read, and the period they are shown in."""

    absence_type: str
    base: SeriesChoice
    standard: str | None
    other_standards: tuple[str, ...]
    groups: tuple[History, ...]
    family: Family
    chosen: Chosen | None
    asked: Question

    @property
    def reach(self) -> tuple[str, int, str]:
        """How late the period is and how many there are; of equals the newer standard."""
        periods = {period for group in self.groups for period in group.periods}
        return last_quarter(self.chosen.period) if self.chosen else "", len(periods), self.standard or ""


def read_groups(snapshot: Snapshot, asked: Question, baseline_year: str | None) -> Read:
    """The groups of the first type that has any figures; of industries, in the standard with the latest period."""
    if asked.by in BY_AREA:
        return _read_areas(snapshot, asked, baseline_year)
    known = observed(snapshot)
    tried = []
    for absence_type in [asked.absence_type] if asked.absence_type else TYPES:
        base = base_choice(asked, absence_type)
        tried.append(_read_type(known, asked, base))
        if tried[-1].chosen:
            break
    return next((read for read in tried if read.chosen), tried[0])


def _read_type(snapshot: Snapshot, asked: Question, base: SeriesChoice) -> Read:
    in_standards: Sequence[str | None] = standards(snapshot, base) if asked.by in BY_INDUSTRY else []
    reads = [_read_standard(snapshot, asked, base, standard) for standard in (in_standards or [None])]
    best = max(reads, key=lambda read: read.reach)
    return replace(best, other_standards=tuple(name for name in in_standards if name and name != best.standard))


def _read_standard(snapshot: Snapshot, asked: Question, base: SeriesChoice, standard: str | None) -> Read:
    """By the current method; by the old one while most groups have figures by that alone."""
    named = named_groups(snapshot, asked, base, standard)
    first = _read_family(snapshot, asked, base, standard, named, None)
    if first.family == "holiday" or (first.chosen and first.chosen.known * 2 > len(first.groups)):
        return first
    second = _read_family(snapshot, asked, base, standard, named, "holiday")
    return second if second.chosen and second.chosen.known * 2 > len(second.groups) else first


def _read_family(
    snapshot: Snapshot, asked: Question, base: SeriesChoice, standard: str | None, named: Named, family: Family | None
) -> Read:
    """Groups with a publisher's code and groups known by name alone are two ways to divide: the one with the later figures."""
    read, chosen_family = histories(snapshot, named, family=family)
    coded = tuple(group for code, group in read.items() if named[code][1].breakdown_value is None)
    uncoded = tuple(group for code, group in read.items() if named[code][1].breakdown_value is not None)
    made = [
        Read(base.absence_type, base, standard, (), groups, chosen_family, chosen, asked)
        for groups in (coded, uncoded)
        if (chosen := choose_period(groups, kind=asked.kind, period=asked.period))
    ]
    if made:
        return max(made, key=lambda found: last_quarter(found.chosen.period) if found.chosen else "")
    return Read(base.absence_type, base, standard, (), tuple(read.values()), chosen_family, None, asked)


def _read_areas(snapshot: Snapshot, asked: Question, baseline_year: str | None) -> Read:
    years = (baseline_year,) if baseline_year else ()
    read = area_histories(
        snapshot, asked.by, asked.sex, search=asked.search, period=asked.period, years=years, from_period=asked.from_period
    )
    groups = tuple(read.values())
    base = SeriesChoice(sex=asked.sex, absence_type="doctor_certified")
    chosen = choose_period(groups, kind=asked.kind, period=asked.period)
    methods = {item.method for group in groups for items in group.found.values() for item in items}
    family: Family = "holiday" if "holiday_corrected" in methods else "current"
    return Read("doctor_certified", base, None, (), groups, family, chosen, asked)


def whole_history(snapshot: Snapshot, asked: Question, read: Read) -> History | None:
    """The whole that the groups are parts of: types and sexes have their own whole, types add up to it and have none."""
    if asked.by == "type":
        return None
    choice = read.base.but(sex="both" if asked.by == "sex" else asked.sex)
    if asked.by in BY_INDUSTRY:
        choice = choice.but(industry_code=ALL_INDUSTRIES)
    found, _ = histories(snapshot, {ALL_INDUSTRIES: (words.country_name(choice), choice)}, family=read.family)
    return found[ALL_INDUSTRIES] if found[ALL_INDUSTRIES].found else None


def whole_level(country: History, chosen: Chosen, groups: Sequence[History]) -> Level:
    """The level of the whole, of the vintage of most groups when it is told in that, else the newest."""
    theirs = [level.edition for group in groups if (level := group.level(chosen.kind, chosen.period)).value is not None]
    told = [edition for edition in theirs if edition]
    if told:
        level = country.level(chosen.kind, chosen.period, max(told, key=told.count))
        if level.value is not None:
            return level
    return country.level(chosen.kind, chosen.period)
