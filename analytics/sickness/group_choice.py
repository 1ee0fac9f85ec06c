"""Which groups are asked for: by industry, sector, occupation and so on, and the series of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import polars as pl

from analytics.sickness.group_levels import KINDS, Kind
from analytics.sickness.industry_codes import finest, is_within, spans, widest
from analytics.sickness.lines import SeriesChoice, groups
from analytics.sickness.series import ALL_INDUSTRIES
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.periods import is_period
from domain.text import Text, say

BY_INDUSTRY = ("industry", "industry_detail")
BY_AREA = ("county", "municipality")
#: What groups can be by, in the order they are offered.
BY: tuple[str, ...] = (*BY_INDUSTRY, "sector", "occupation", "education", "age", "sex", "type", *BY_AREA)
#: The types of sick leave, in the order they are tried when none is asked for.
TYPES: tuple[str, ...] = ("total", "doctor_certified", "self_certified")
Named = dict[str, tuple[Text, SeriesChoice]]

#: Codes that publishers give to all groups together.
_ALL_GROUPS = frozenset({"ALLE", "ALL", "00", "00-99", "0-9", "_T", "TOT", "TOTAL", "I ALT"})
_NEVER_GROUPS = {"sex": "both", "type": "total"}
_COLUMNS = {"sex": "sex", "type": "absence_type"}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for; None takes what fits the data.

    Attributes:
        by: one of `BY`.
        industry: a group of industries: alone by industry, it and those within it are shown; else the groups within it.
        period: a year, or a quarter; of a mean of four quarters the last.
        from_period: what it is compared with.
        search: the beginning of a code, or a part of a name.
    """

    by: str = "industry"
    sex: str = "both"
    absence_type: str | None = None
    industry: str | None = None
    period: str | None = None
    from_period: str | None = None
    kind: Kind | None = None
    search: str | None = None


def question(choices: Mapping[str, str] | None, measure: str | None = None) -> Question:
    """The question that the choices of a report make.

    Args:
        choices: named as in `domain.choices`; `area` is an older way to say `by` area with a search.
        measure: "mean", "year" or "quarter".

    Raises:
        UserError: a choice has a value that there is not.
    """
    made = choices or {}
    area = made.get("area")
    by = made.get("by") or ("municipality" if area else "industry")
    by = "county" if by == "area" else by
    sex, absence_type = made.get("sex") or "both", made.get("type") or None
    check_choice("by", by, BY)
    check_choice("sex", sex, CODE_LISTS["sex"].values)
    check_choice("type", absence_type, TYPES)
    check_choice("measure", measure, KINDS)
    for name in ("from_period", "to_period"):
        if made.get(name) and not (is_period(made[name]) and (len(made[name]) == 4 or "K" in made[name])):
            raise _error("period", given=made[name])
    return Question(
        by, sex, absence_type, made.get("industry") or None, made.get("to_period") or None, made.get("from_period") or None,
        cast("Kind | None", measure), made.get("group") or area or None,
    )  # fmt: skip


def observed(snapshot: Snapshot) -> Snapshot:
    """The day with those series alone that any figure is known of: a series is no group before its first figure."""
    figures = snapshot.table("observation")
    series = snapshot.table("series").join(figures.select("series_id").unique(), on="series_id", how="semi")
    tables = {"series": series, "observation": figures} | {name: snapshot.table(name) for name in ("vintage", "statistic_load")}
    return Snapshot.from_rows(snapshot.as_of, tables, data_version=snapshot.data_version, role=snapshot.role)


def base_choice(asked: Question, absence_type: str) -> SeriesChoice:
    """The series that the groups are parts of."""
    within = asked.industry if asked.by not in BY_INDUSTRY else None
    return SeriesChoice(sex=asked.sex, absence_type=absence_type, industry_code=within or ALL_INDUSTRIES)


def standards(snapshot: Snapshot, base: SeriesChoice) -> list[str]:
    """The industry standards that groups of industries are told in, oldest first."""
    found = groups(snapshot, base, "industry").filter(pl.col("code") != ALL_INDUSTRIES)
    return sorted({str(name) for name in found.get_column("standard").drop_nulls()})


def named_groups(snapshot: Snapshot, asked: Question, base: SeriesChoice, standard: str | None = None) -> Named:
    """The groups asked for, by code, with name and series. Of groups that lie within others, the widest or the finest."""
    if asked.by in BY_INDUSTRY:
        return _industries(snapshot, asked, base, standard)
    if asked.by in _COLUMNS:
        rows = groups(snapshot, base, asked.by).filter(pl.col("code") != _NEVER_GROUPS[asked.by])
        column = _COLUMNS[asked.by]
        return {code: (name, base.but(**{column: code})) for code, name in _names(rows)}
    rows = groups(snapshot, base, asked.by)
    names = {code: name for code, name in _names(rows) if code.upper() not in _ALL_GROUPS}
    kept = [code for code, name in names.items() if matches(asked.search, code, name)]
    kept = kept if asked.search else _shortest(kept)
    coded = {*snapshot.table("series").get_column("breakdown_code").drop_nulls()}
    made = {}
    for code in kept:
        part = {"breakdown_code": code} if code in coded else {"breakdown_value": code}
        made[code] = (names[code], base.but(breakdown_kind=asked.by, **part))
    return made


def matches(search: str | None, code: str, name: Text) -> bool:
    """Whether a group is searched for: by the beginning of its code or a part of its name. Without a search, all are."""
    if not search or not search.strip():
        return True
    wanted = search.strip().casefold()
    return code.casefold().startswith(wanted) or any(wanted in text.casefold() for text in (name.nb, name.en))


def _industries(snapshot: Snapshot, asked: Question, base: SeriesChoice, standard: str | None) -> Named:
    rows = groups(snapshot, base, "industry").filter(pl.col("standard").eq_missing(pl.lit(standard, pl.String())))
    names = {code: name for code, name in _names(rows) if code != ALL_INDUSTRIES}
    codes = [code for code, name in names.items() if matches(asked.search, code, name)]
    if asked.industry:
        outer = spans(asked.industry, standard)
        if outer is None:
            raise _error("industry", given=asked.industry, standard=standard or "")
        codes = [code for code in codes if (own := spans(code, standard)) and is_within(own, outer)]
    elif not asked.search:
        codes = (finest if asked.by == "industry_detail" else widest)(codes, standard)
    return {
        code: (names[code], replace(base, industry_code=code, industry_standard=standard or base.industry_standard))
        for code in codes
    }


def _names(rows: pl.DataFrame) -> Iterable[tuple[str, Text]]:
    for code, nb, en in rows.select("code", "name_nb", "name_en").iter_rows():
        if code is not None:
            yield str(code), Text(nb or str(code), en or nb or str(code))


def _shortest(codes: list[str]) -> list[str]:
    """Codes that do not begin with another one: the main groups of a classification by digits. Names are kept as they are."""
    digits = {code for code in codes if code.isdigit()}
    return [code for code in codes if code not in digits or not any(code != other and code.startswith(other) for other in digits)]


def check_choice(name: str, value: str | None, allowed: Iterable[str]) -> None:
    """Refuse a value that is not among those allowed, with their names.

    Raises:
        UserError: it is not among them.
    """
    if value is not None and value not in (known := tuple(allowed)):
        raise _error("choice", name=name, given=value, allowed=list(known))


def _error(key: str, **values: object) -> UserError:
    text = say(f"industries.error.{key}", **values)
    return UserError(text.nb, text.en, code=f"unknown_{key}")
