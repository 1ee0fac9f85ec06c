"""Sick leave that a group would have with the country's rate in each of its industries: indirect standardisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import polars as pl

from analytics.result import Basis
from analytics.sickness import mix_words as words
from analytics.sickness.group_choice import (
    BY,
    BY_AREA,
    BY_INDUSTRY,
    Named,
    Question,
    base_choice,
    check_choice,
    named_groups,
    observed,
    question,
)
from analytics.sickness.group_levels import Edition, histories
from analytics.sickness.industry_codes import widest
from analytics.sickness.kitagawa import shares
from analytics.sickness.lines import SeriesChoice, groups
from analytics.sickness.man_days import Base, GroupFigures, group_figures
from analytics.sickness.series import ALL_INDUSTRIES, Family, last_quarter, quarters_of
from analytics.sickness.told import named_sources
from data.snapshot import Snapshot
from domain.periods import is_quarter
from domain.text import Text

#: What groups can be by: all that industries can lie within.
MIX_BY: tuple[str, ...] = tuple(name for name in BY if name not in (*BY_INDUSTRY, "type"))
#: Why a group cannot be worked out.
Why = Literal["no_series", "no_days", "no_rate", "no_observed", "other_method"]
_TABLES = ("series", "observation")
#: What tells that a group is divided by industry.
_MEASURES = ("absence_pct", "absence_days", "agreed_days")


@dataclass(frozen=True, slots=True)
class MixRow:
    """One group against what its industries let one expect.

    Attributes:
        observed_pct, expected_pct: in per cent of agreed man-days.
        difference_pp: observed less expected.
        difference_days: the same in lost man-days.
        difference_persons: the same in employees with the group's own agreed man-days each; None where those are not told.
    """

    code: str
    name: Text
    observed_pct: float
    expected_pct: float
    agreed_days: float
    employees: float | None

    @property
    def difference_pp(self) -> float:
        """Observed less expected, in percentage points."""
        return self.observed_pct - self.expected_pct

    @property
    def difference_days(self) -> float:
        """Observed less expected, in lost man-days."""
        return self.difference_pp * self.agreed_days / 100

    @property
    def difference_persons(self) -> float | None:
        """Lost man-days beyond the expected, as employees who are away all the time."""
        return self.difference_days / (self.agreed_days / self.employees) if self.employees and self.agreed_days else None


@dataclass(frozen=True, slots=True)
class MixLack:
    """What is lacking for a group, and for which industries."""

    name: Text
    why: Why
    industries: tuple[str, ...] = ()


@dataclass(frozen=True)
class AbsenceMix:
    """Sick leave by group against what the mix of industries lets one expect; employees 16-69, unadjusted.

    A difference is what is left when the mix is taken into account. It does not say why, and groups differ in more than
    industry.

    Attributes:
        period: the last period that any group can be worked out for; None when none can.
        rows: the groups, the largest difference first.
        lacking: the groups that cannot be worked out.
        is_divided: whether any series divides the groups by industry at all.
    """

    basis: Basis
    asked: Question
    absence_type: str
    standard: str | None
    period: str | None
    rows: tuple[MixRow, ...]
    lacking: tuple[MixLack, ...]
    is_divided: bool
    vintage: str | None

    @property
    def sentence(self) -> Text:
        """The group furthest from what its mix lets one expect; or what is lacking."""
        return words.sentence(self)

    def as_json(self) -> dict[str, Any]:
        """Per cent, percentage points and man-days as numbers."""
        return words.as_json(self)

    def table(self) -> pl.DataFrame:
        """One row a group."""
        rows = [
            {
                "code": row.code, "name_nb": row.name.nb, "name_en": row.name.en, "observed_pct": row.observed_pct,
                "expected_pct": row.expected_pct, "difference_pp": row.difference_pp, "difference_days": row.difference_days,
                "difference_persons": row.difference_persons, "agreed_days": row.agreed_days,
            }
            for row in self.rows
        ]  # fmt: skip
        return pl.DataFrame(rows, schema=_TABLE_SCHEMA)


_TABLE_SCHEMA: dict[str, Any] = {
    "code": pl.String(), "name_nb": pl.String(), "name_en": pl.String(), "observed_pct": pl.Float64(),
    "expected_pct": pl.Float64(), "difference_pp": pl.Float64(), "difference_days": pl.Float64(),
    "difference_persons": pl.Float64(), "agreed_days": pl.Float64(),
}  # fmt: skip


def absence_mix(snapshot: Snapshot, choices: Mapping[str, str] | None = None) -> AbsenceMix:
    """Sick leave of groups against what it would be with the country's rate in each of their industries.

    Args:
        snapshot: the programme on a day.
        choices: as for `absence_industries`; `by` is a way to divide other than by industry, by default sectors.

    Returns:
        Groups for which agreed man-days by industry are known in the last period that has any; of the others what is
        lacking. The country's rates are of one vintage, and by the same standard as the group's industries.

    Raises:
        UserError: a choice has a value that there is not.
    """
    made = dict(choices or {})
    made.setdefault("by", "sector")
    check_choice("by", made["by"], (*MIX_BY, "area"))
    asked = question(made)
    absence_type = asked.absence_type or "total"
    base = base_choice(replace(asked, industry=None), absence_type)
    reader = _Reader(observed(snapshot), asked, base)
    period, rows, lacking = reader.found()
    result = AbsenceMix(
        Basis(snapshot.as_of, snapshot.data_version, snapshot.contains_example(*_TABLES), ()), asked, absence_type,
        reader.standard, period, rows, lacking, reader.is_divided, reader.edition.vintage if reader.edition and rows else None,
    )  # fmt: skip
    sources = named_sources(snapshot, reader.source_ids)
    return replace(result, basis=replace(result.basis, sources=sources, caveats=words.caveats(result)))


class _Reader:
    """Reads the country's industries once, and then group by group."""

    def __init__(self, snapshot: Snapshot, asked: Question, base: SeriesChoice) -> None:
        self._snapshot = snapshot
        self._base = base
        self._asked = asked
        self._named = self._groups()
        self.standard, self._codes = self._industries()
        self._country, self._family = self._read_country()
        self.edition: Edition | None = None
        self.source_ids: tuple[str, ...] = ()

    @property
    def is_divided(self) -> bool:
        """Whether any series divides the groups by industry."""
        return bool(self._named) and bool(self._codes)

    def found(self) -> tuple[str | None, tuple[MixRow, ...], tuple[MixLack, ...]]:
        """The last period in which any group can be worked out, its groups, and the rest with what they lack."""
        if not self.is_divided:
            return None, (), tuple(MixLack(name, "no_series") for name, _ in self._named.values())
        wholes, _ = group_figures(self._snapshot, self._named, self._family)
        parts = {code: self._parts(choice) for code, (_, choice) in self._named.items()}
        periods = [self._asked.period] if self._asked.period else self._periods(wholes.values())
        first: tuple[MixLack, ...] | None = None
        for period in periods:
            self.edition = self._edition(period)
            made = [self._row(code, wholes[code], parts[code], period) for code in self._named]
            rows = tuple(row for row in made if isinstance(row, MixRow))
            lacking = tuple(row for row in made if isinstance(row, MixLack))
            if rows:
                return period, tuple(sorted(rows, key=lambda row: -abs(row.difference_pp))), lacking
            first = lacking if first is None else first
        return (periods[0] if periods else None), (), first or ()

    def _groups(self) -> Named:
        if self._asked.by in BY_AREA:
            return {}
        return named_groups(self._snapshot, self._asked, self._base)

    def _industries(self) -> tuple[str | None, list[str]]:
        """The standard, and the widest industries that any group is divided by in it."""
        found: dict[str | None, list[str]] = {}
        for _, choice in self._named.values():
            for standard, code in self._divisions(choice):
                found.setdefault(standard, []).append(code)
        known = {name: widest(sorted({*codes}), name) for name, codes in found.items()}
        best = max(known, key=lambda name: (len(known[name]), name or ""), default=None)
        return best, known.get(best, [])

    def _divisions(self, choice: SeriesChoice) -> Iterable[tuple[str | None, str]]:
        """The industries that any figures of a group are divided by, with their standard."""
        part = pl.col("breakdown_kind").is_null() | (pl.col("breakdown_kind") == "none")
        if choice.breakdown_code:
            part = (pl.col("breakdown_kind") == choice.breakdown_kind) & (pl.col("breakdown_code") == choice.breakdown_code)
        elif choice.breakdown_value:
            part = (pl.col("breakdown_kind") == choice.breakdown_kind) & (pl.col("breakdown_value") == choice.breakdown_value)
        own = self._snapshot.table("series").filter(
            part
            & (pl.col("sex") == choice.sex)
            & (pl.col("industry_code") != ALL_INDUSTRIES)
            & pl.col("indicator").is_in(_MEASURES)
        )
        rows = own.select("industry_standard", "industry_code")
        yield from rows.unique().iter_rows()

    def _read_country(self) -> tuple[dict[str, GroupFigures], Family]:
        return group_figures(self._snapshot, self._industry_choices(self._base))

    def _industry_choices(self, base: SeriesChoice) -> Named:
        standard = self.standard or base.industry_standard
        names = {
            str(code): Text(nb or str(code), en or nb or str(code))
            for code, nb, en in groups(self._snapshot, self._base, "industry").select("code", "name_nb", "name_en").iter_rows()
        }
        return {
            code: (names.get(code, Text(code, code)), replace(base, industry_code=code, industry_standard=standard))
            for code in self._codes
        }

    def _parts(self, choice: SeriesChoice) -> dict[str, GroupFigures]:
        return group_figures(self._snapshot, self._industry_choices(choice), self._family)[0]

    def _periods(self, wholes: Iterable[GroupFigures]) -> list[str]:
        """Periods with a rate of any group, the newest first, a year before its last quarter."""
        found = {period for group in wholes for period in group.rate.periods}
        years = {period[:4] for period in found if all(quarter in found for quarter in quarters_of(period[:4]))}
        return sorted({*found, *years}, key=lambda period: (last_quarter(period), -len(period)), reverse=True)

    def _edition(self, period: str) -> Edition | None:
        """The newest vintage that tells the country's rate of the most industries in a period."""
        told = [edition for figures in self._country.values() for edition in figures.rate_editions(period)]
        return max(dict.fromkeys(told), key=lambda edition: (told.count(edition), edition.published_date), default=None)

    def _row(self, code: str, whole: GroupFigures, parts: Mapping[str, GroupFigures], period: str) -> MixRow | MixLack:
        name = whole.rate.name
        days = {industry: _days(part, period) for industry, part in parts.items()}
        unknown = tuple(industry for industry, value in days.items() if value is None)
        if unknown:
            return MixLack(name, "no_days", unknown)
        used = {industry: value for industry, value in days.items() if value}
        country = {industry: self._country[industry].base(period, self.edition) for industry in used}
        lacking = tuple(industry for industry, base in country.items() if isinstance(base, str))
        if lacking or not used:
            return MixLack(name, "no_rate", lacking or tuple(days))
        observed = whole.base(period)
        if isinstance(observed, str):
            return MixLack(name, "no_observed")
        if self.edition and all(edition.method != self.edition.method for edition in observed.rate.editions):
            return MixLack(name, "other_method")
        bases = [base for base in country.values() if not isinstance(base, str)]
        weights = shares(list(used.values()))
        expected = sum(w * base.rate.value for w, base in zip(weights, bases, strict=True))
        self._remember(bases, observed)
        agreed = observed.agreed.value if observed.agreed else sum(used.values())
        return MixRow(
            code, name, round(observed.rate.value, 9), round(expected, 9), agreed, self._employees(self._named[code][1], period)
        )

    def _remember(self, bases: Sequence[Base], observed: Base) -> None:
        figures = [observed.rate, observed.agreed, *(base.rate for base in bases)]
        found = [source for figure in figures if figure for source in figure.source_ids]
        self.source_ids = tuple(dict.fromkeys((*self.source_ids, *found)))

    def _employees(self, choice: SeriesChoice, period: str) -> float | None:
        """The employees of the group in the period; for a year of quarters their mean."""
        for absence_type in dict.fromkeys((choice.absence_type, "total", "doctor_certified")):
            wanted = choice.but(indicator="employees", absence_type=absence_type)
            history = histories(self._snapshot, {"": (Text("", ""), wanted)}, family=self._family)[0][""]
            level = history.level("quarter" if is_quarter(period) else "year", period)
            if level.value is None and not is_quarter(period):
                level = history.level("mean", quarters_of(period)[-1])
            if level.value is not None:
                return float(level.value)
        return None


def _days(part: GroupFigures, period: str) -> float | None:
    """The agreed man-days of an industry within a group. Without a rate they must be told by themselves."""
    base = part.base(period)
    if not isinstance(base, str):
        return base.agreed.value if base.agreed else None
    return part.agreed_alone(period)
