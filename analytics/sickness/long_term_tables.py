"""Long and repeated sick leave as tables to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from analytics.sickness.absence_series_words import unit_text
from analytics.sickness.distributions import Distribution, Group, Slice
from analytics.sickness.listings import Listings
from analytics.sickness.long_term_needs import Need
from analytics.sickness.long_term_rows import number
from analytics.sickness.observed import Observation
from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.told import Told, period_end
from analytics.sickness.words import vintage_name
from domain.codes import CODE_LISTS
from domain.numbers import period_text
from domain.text import Text, say, tell


def distribution(item: Distribution, lang: str) -> pl.DataFrame:
    """One row a group: its share in the newest period and in the earliest one that compares, totals left out."""
    rows = []
    for group in item.shown:
        figure = item.latest.figures.get(group.code)
        rows.append({
            "group": group_name(group, lang),
            "latest": number(item.latest.shares_pct.get(group.code)),
            "earliest": number(item.earliest.shares_pct.get(group.code)) if item.earliest else None,
            "figure": number(figure.value) if figure else None, "state": _state(figure, lang),
            "vintage": _vintages(item, group, lang),
        })  # fmt: skip
    schema = {
        "group": pl.String(), "latest": pl.Float64(), "earliest": pl.Float64(), "figure": pl.Float64(), "state": pl.String(),
        "vintage": pl.String(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def group_name(group: Group, lang: str) -> str:
    """The group's name; a part of another group is set in below it."""
    name = group.name.get(lang)
    return f"– {name}" if group.parent else name


def lines(found: Iterable[Told], lang: str) -> pl.DataFrame:
    """One row a figure, newest first: what it is of, for whom, and when."""
    rows = [
        {
            "what": line.what.get(lang), "group": line.group.get(lang), "sex": CODE_LISTS["sex"].label(line.sex, lang),
            "industry": _industry(line, lang), "period": period, "figure": number(point.value),
            "unit": unit_text(line.unit).get(lang), "state": _state(point, lang),
            "vintage": vintage_name(point.vintage).get(lang),
        }
        for line in found for period, point in line.points.items()
    ]  # fmt: skip
    names = ("what", "group", "sex", "industry", "period", "figure", "unit", "state", "vintage")
    schema: dict[str, Any] = dict.fromkeys(names, pl.String()) | {"figure": pl.Float64()}
    rows.sort(key=lambda row: period_end(str(row["period"])), reverse=True)
    return pl.DataFrame(rows, schema=schema)


def single_figures(found: Iterable[tuple[Told, Observation]], lang: str) -> pl.DataFrame:
    """One row a figure of a single group."""
    rows = [
        {
            "group": line.group.get(lang), "what": line.what.get(lang), "period": point.period, "figure": number(point.value),
            "unit": unit_text(line.unit).get(lang), "vintage": vintage_name(point.vintage).get(lang),
        }
        for line, point in found
    ]  # fmt: skip
    schema: dict[str, Any] = dict.fromkeys(("group", "what", "period", "figure", "unit", "vintage"), pl.String())
    return pl.DataFrame(rows, schema=schema | {"figure": pl.Float64()})


def weeks(found: Listings) -> pl.DataFrame:
    """One row a week with the years beside each other, named "y<year>" and "c<year>" (corona); None where nothing is found."""
    numbers = sorted({week for year in found.years.values() for week in year})
    columns: dict[str, Any] = {"week": numbers}
    for letter, years in (("y", found.years), ("c", found.corona)):
        for year in sorted(years, reverse=True):
            columns[f"{letter}{year}"] = pl.Series([_value(years[year], week) for week in numbers], dtype=pl.Float64())
    return pl.DataFrame(columns)


def week_heading(column: str) -> Text:
    """The heading of a column of `weeks`: the year, and that it is listings with a corona diagnosis."""
    year = column[1:]
    return say("long_term.column.corona_year", year=year) if column.startswith("c") else Text(year, year)


def needs(found: Iterable[Need], lang: str) -> pl.DataFrame:
    """One row a need: what is found of it in words, the newest period, and who can tell the rest."""
    rows = [
        {
            "need": need.name.get(lang), "state": tell(f"long_term.state.{need.state}", lang),
            "last_period": period_text(need.period, lang) if need.period else None, "note": need.note.get(lang) or None,
            "source": need.source.get(lang),
        }
        for need in found
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(("need", "state", "last_period", "note", "source"), pl.String()))


def _vintages(item: Distribution, group: Group, lang: str) -> str:
    """The vintages behind the shares of a group, the newest period's first."""
    slices: list[Slice] = [item.latest, *([item.earliest] if item.earliest else [])]
    names = [vintage_name(part.figures[group.code].vintage).get(lang) for part in slices if group.code in part.figures]
    return ", ".join(dict.fromkeys(names))


def _state(point: Observation | None, lang: str) -> str:
    return CODE_LISTS["value_state"].label(point.state if point else "missing", lang)


def _industry(line: Told, lang: str) -> str:
    return tell("long_term.chart.all_industries", lang) if line.industry_code == ALL_INDUSTRIES else line.industry.get(lang)


def _value(weeks_of_year: Mapping[int, Observation], week: int) -> float | None:
    point = weeks_of_year.get(week)
    return number(point.value) if point else None
