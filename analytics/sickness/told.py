"""Series one by one, each with the figures that may stand in one line, and how old they are."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from analytics.sickness.observed import Observation, Rhythm, observations_of
from analytics.sickness.series import FAMILIES, family_of
from data.snapshot import Snapshot, Source
from domain.codes import label
from domain.periods import quarter_end, quarter_index
from domain.text import LANGS, Text

RHYTHMS: tuple[Rhythm, ...] = ("quarter", "year", "month")
#: What tells one line from another, whoever published it.
_IDENTITY = (
    "indicator", "indicator_nb", "unit_nb", "sex", "absence_type", "adjustment", "industry_standard", "industry_code",
    "breakdown_kind", "breakdown", "breakdown_code", "breakdown_value",
)  # fmt: skip
_TOTAL = re.compile(r"^(i alt|alle?|totalt?|sum|samlet|hele landet)\b|\bi alt$", re.IGNORECASE)
_TOTAL_CODES = ("ALT", "ALLE", "TOT", "TOTAL", "_T")
_PART = re.compile(r"(, |: )")
_WEEK = re.compile(r"^(\d{4})U(\d{2})$")
#: A vintage that is known to the day: "2024-09-05".
_DAY_LENGTH = 10


@dataclass(frozen=True)
class Told:
    """One series in one rhythm: of each period the newest vintage, never two method families.

    Attributes:
        indicator, detail: what is measured; `detail` is empty when the indicator says it all.
        industry, group: names; empty for all industries and for series that are not broken down.
        group_code: the publisher's code of the group, or its name when it has none.
        points: by period, in order; a value that is None has a state that says why.
    """

    indicator: str
    detail: Text
    unit: str
    sex: str
    absence_type: str
    industry_code: str
    industry: Text
    kind: str
    breakdown: Text
    group_code: str
    group: Text
    rhythm: Rhythm
    points: dict[str, Observation]

    @property
    def values(self) -> dict[str, Decimal]:
        """The periods that have a figure, with it."""
        return {period: point.value for period, point in self.points.items() if point.value is not None}

    @property
    def last_period(self) -> str | None:
        """The last period with a figure."""
        return max(self.values, default=None)

    @property
    def is_total(self) -> bool:
        """Whether the group is all groups together, or several of them."""
        return not self.group.nb or is_total(self.group.nb, self.group_code)

    @property
    def what(self) -> Text:
        """What is measured, in words."""
        return self.detail if self.detail.nb else Text(*(label("indicator", self.indicator, lang) for lang in LANGS))


def told(snapshot: Snapshot, series: pl.DataFrame, rhythms: Iterable[Rhythm] = RHYTHMS) -> list[Told]:
    """Each of these series in each rhythm that it has figures in.

    Args:
        snapshot: the programme on a day.
        series: rows of the table `series`; rows that mean the same are one line.
        rhythms: the rhythms to look for.

    Returns:
        Lines with at least one figure or state. Figures of the holiday corrected family are left out where the current one
        has any; figures without a stated method stand only in lines in which none is stated.
    """
    found = []
    for _, rows in series.group_by(_IDENTITY, maintain_order=True):
        for rhythm in rhythms:
            points = one_line(observations_of(snapshot, rows, rhythm))
            if points:
                found.append(_told(rows.row(0, named=True), rhythm, points))
    return found


def one_line(found: Iterable[Observation]) -> dict[str, Observation]:
    """Of each period the newest vintage, within one method family where any method is stated."""
    items = list(found)
    stated = any(item.method in methods for item in items for methods in FAMILIES.values())
    allowed = FAMILIES[family_of(items)] if stated else None
    chosen = {item.period: item for item in items if allowed is None or item.method in allowed}
    return {period: chosen[period] for period in sorted(chosen)}


def is_same_vintage(first: Observation, second: Observation) -> bool:
    """Whether two figures are from one publication: the same vintage, or one publisher's on the same known day."""
    if first.vintage_id == second.vintage_id:
        return True
    is_known_day = len(first.vintage) == _DAY_LENGTH and len(second.vintage) == _DAY_LENGTH
    return is_known_day and first.publisher == second.publisher and first.published_date == second.published_date


def is_total(name: str, code: str | None = None) -> bool:
    """Whether a group's name or code says that it is all groups together, or a subtotal."""
    return _TOTAL.search(name.strip()) is not None or (code or "").upper() in _TOTAL_CODES


def period_end(period: str) -> date:
    """The last day of a year, quarter, month or week.

    Raises:
        ValueError: it is none of these.
    """
    week = _WEEK.match(period)
    if week:
        return _week_end(int(week.group(1)), int(week.group(2)))
    if re.fullmatch(r"\d{4}", period):
        return date(int(period), 12, 31)
    if re.fullmatch(r"\d{4}M\d{2}", period):
        year, month = int(period[:4]), int(period[5:])
        return date(year, month, calendar.monthrange(year, month)[1])
    return quarter_end(period)


def _week_end(year: int, week: int) -> date:
    """The Sunday of an ISO week; a week 53 that the year does not have ends with the year."""
    try:
        return date.fromisocalendar(year, week, 7)
    except ValueError:
        return date(year, 12, 31)


def next_period_end(period: str) -> date:
    """The last day of the period that comes after this one in the same rhythm."""
    end = period_end(period)
    if _WEEK.match(period):
        return end + timedelta(days=7)
    if len(period) == 4:
        return date(end.year + 1, 12, 31)
    if "M" in period:
        after = end + timedelta(days=1)
        return date(after.year, after.month, calendar.monthrange(after.year, after.month)[1])
    index = quarter_index(period) + 1
    return quarter_end(f"{index // 4}K{index % 4 + 1}")


def is_old(period: str, as_of: date, lag_days: float | None) -> bool:
    """Whether a newer figure ought to be found by now: the next period is over and has had its time to be published."""
    return next_period_end(period) + timedelta(days=lag_days or 0) < as_of


def newest_end(periods: Iterable[str]) -> str | None:
    """Of periods in any rhythm the one that ends last."""
    return max(periods, key=lambda period: (period_end(period), len(period)), default=None)


def season(period: str) -> str:
    """What a period is compared with in other years: the quarter, month or week; "" for a year."""
    return period[4:]


def sources_of(points: Iterable[Observation]) -> Iterator[str]:
    """The sources of figures, newest period first, each once."""
    ordered = sorted(points, key=lambda point: period_end(point.period), reverse=True)
    yield from dict.fromkeys(point.source_id for point in ordered if point.source_id)


def english(title_nb: str, title_en: str, part: str) -> str | None:
    """The English words for a part of a title: titles in both languages are put together of the same parts in the same order.

    None when the titles do not match part by part, or the part is not one of them.
    """
    nb, en = _PART.split(title_nb), _PART.split(title_en)
    wanted = [piece.casefold() for piece in _PART.split(part)]
    if len(nb) != len(en) or nb[1::2] != en[1::2]:
        return None
    own = [piece.casefold() for piece in nb]
    for start in range(0, len(own) - len(wanted) + 1, 2):
        if own[start : start + len(wanted)] == wanted:
            return "".join(en[start : start + len(wanted)])
    return None


def named_sources(snapshot: Snapshot, ids: Iterable[str]) -> tuple[Source, ...]:
    """Sources by their ids, in that order, each once."""
    order = {source_id: place for place, source_id in enumerate(dict.fromkeys(ids))}
    rows = snapshot.table("source").filter(pl.col("source_id").is_in(list(order)))
    known = (Source(*row) for row in rows.select("source_id", "title", "publisher", "url", "licence", "quality").iter_rows())
    return tuple(sorted(known, key=lambda source: order[source.source_id]))


def _told(row: dict[str, str | None], rhythm: Rhythm, points: dict[str, Observation]) -> Told:
    def named(column: str) -> Text:
        name = row[column] or ""
        given = row.get(f"{column.removesuffix('_nb')}_en")
        return Text(name, given or english(row["title_nb"] or "", row["title_en"] or "", name) or name)

    group = named("breakdown_value")
    return Told(
        str(row["indicator"]), named("indicator_nb"), row["unit_nb"] or "", str(row["sex"]), str(row["absence_type"]),
        str(row["industry_code"]), named("industry_nb"), row["breakdown_kind"] or "none", named("breakdown"),
        row["breakdown_code"] or group.nb, group, rhythm, points,
    )  # fmt: skip
