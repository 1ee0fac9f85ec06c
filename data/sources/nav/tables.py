"""The figures of one of NAV's tables as series and values of the model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from data.sources.model import (
    SERIES_IDENTITY,
    SERIES_SCHEMA,
    VALUE_SCHEMA,
    FetchedTable,
    RawFile,
    empty_areas,
    series_key,
)
from data.sources.nav.groups import ALL_INDUSTRIES, SN2007
from data.sources.nav.measures import Measure
from data.sources.nav.periods import last_day
from data.sources.nav.placing import Place
from data.sources.nav.published import Edition, edition
from data.sources.nav.workbook import NavTable
from domain.codes import label
from domain.text import Text, say

#: Changes when the reader gives other figures from the same file.
READER = "nav-1"
Row = dict[str, str | None]


def fetched(
    table: NavTable,
    raw: Sequence[RawFile],
    *,
    told: Edition | None,
    given: date | None,
    now: datetime,
    notes: Sequence[str],
) -> FetchedTable:
    """A table as the workflow takes it.

    Args:
        table: as read.
        raw: the files that it stands in.
        told: when the file says that it was published.
        given: a day that the user gives.
        now: the moment of reading, in UTC.
        notes: what a reader of the figures must know.
    """
    periods = sorted({key.period for key in table.figures}, key=lambda period: (last_day(period), len(period)))
    day = edition(told, given, periods, now)
    series, values = _frames(table)
    areas, area_values = empty_areas()
    checksums = "".join(file.sha256 for file in raw)
    return FetchedTable(
        "NAV", table.table_id, table.title, _title_en(table), None, day.day, day.precision, now, series, values, areas,
        area_values, tuple(raw), hashlib.sha256(f"{READER}:{checksums}".encode()).hexdigest(), periods[0], periods[-1],
        table.standard if table.has_industry else None, tuple(notes),
    )  # fmt: skip


def _title_en(table: NavTable) -> str:
    measures = dict.fromkeys(_measure_name(key.place.measure).en for key in table.figures)
    return say("nav.table_title", table=table.table_id, measures=list(measures)[:3]).en


def _frames(table: NavTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows: dict[Place, Row] = {}
    values: list[tuple[str | None, str, float | None, str, int | None]] = []
    for key, placed in table.figures.items():
        row = rows.get(key.place)
        if row is None:
            row = rows[key.place] = _series(table, key.place)
        figure = placed.figure
        values.append((row["series_id"], key.period, figure.value, figure.state, figure.decimals))
    schema = {name: SERIES_SCHEMA[name] for name in SERIES_SCHEMA}
    series = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows.values()], schema=schema)
    frame = pl.DataFrame(values, schema=VALUE_SCHEMA, orient="row")
    return series.unique("series_id", keep="first", maintain_order=True), frame.sort("series_id", "period", maintain_order=True)


def _series(table: NavTable, place: Place) -> Row:
    """A row of the model's table `series`."""
    measure, group, industry = place.measure, place.group, place.industry
    everyone = say("nav.series.all_industries")
    row: Row = {
        "publisher": "NAV", "table_id": table.table_id, "indicator": measure.indicator, "indicator_nb": measure.detail,
        "unit_nb": measure.unit, "sex": place.sex, "absence_type": place.type, "adjustment": measure.adjustment,
        "industry_standard": table.standard if table.has_industry else SN2007,
        "industry_code": industry.code if industry else ALL_INDUSTRIES,
        "industry_nb": industry.name_nb if industry else everyone.nb,
        "industry_en": industry.name_en if industry else everyone.en,
        "breakdown_kind": group.kind if group else None, "breakdown": group.breakdown if group else None,
        "breakdown_code": group.code if group else None, "breakdown_value": group.value if group else None,
        "breakdown_value_en": group.value_en if group else None,
    }  # fmt: skip
    title = _title(place)
    row |= {"title_nb": title.nb, "title_en": title.en}
    return row | {"series_id": series_key({name: row.get(name) for name in SERIES_IDENTITY})}


def _measure_name(measure: Measure) -> Text:
    if measure.indicator == "other":
        return Text(measure.detail or "", measure.detail or "")
    return Text(label("indicator", measure.indicator), label("indicator", measure.indicator, "en"))


def _title(place: Place) -> Text:
    """The series in words: measure, type, sex, adjustment, industry, group."""
    return Text(_title_in(place, "nb"), _title_in(place, "en"))


def _title_in(place: Place, lang: str) -> str:
    parts = [_measure_name(place.measure).get(lang), _word("absence_type", place.type, lang)]
    if place.measure.detail and place.measure.indicator != "other":
        parts[0] = f"{parts[0]} ({place.measure.detail})"
    if place.sex != "both":
        parts.append(_word("sex", place.sex, lang))
    parts.append(_word("adjustment", place.measure.adjustment, lang))
    industry, group = place.industry, place.group
    if industry is not None and industry.code != ALL_INDUSTRIES:
        parts.append((industry.name_en if lang == "en" else None) or industry.name_nb)
    if group is not None:
        parts.append(f"{group.breakdown.lower()}: {(group.value_en if lang == 'en' else None) or group.value}")
    return ", ".join(parts)


def _word(name: str, value: str, lang: str) -> str:
    found = label(name, value, lang)
    return found[:1].lower() + found[1:]
