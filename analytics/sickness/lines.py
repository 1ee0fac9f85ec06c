"""One line of statistics: a series by its meaning, and the figures that may stand in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from analytics.sickness.observed import Observation, Rhythm, observations_of
from analytics.sickness.series import ALL_INDUSTRIES, FAMILIES, Family, family_of, newest
from data.snapshot import Snapshot
from domain.codes import label
from domain.text import Text


@dataclass(frozen=True, slots=True)
class SeriesChoice:
    """A series by what it measures, not by its id.

    Attributes:
        industry_code: in `industry_standard`; "00-99" is all industries.
        breakdown_kind: as in the code list `breakdown_kind`; None for series that are not broken down further.
        breakdown: the kind as the source calls it, where one kind has several; None takes any.
        breakdown_code, breakdown_value: the group; the code is matched when given, else the name.
        indicator_nb: detail of the indicator, where it is "other"; None takes only series without.
    """

    indicator: str = "absence_pct"
    sex: str = "both"
    absence_type: str = "total"
    adjustment: str = "unadjusted"
    industry_code: str = ALL_INDUSTRIES
    industry_standard: str = "SN2007"
    breakdown_kind: str | None = None
    breakdown: str | None = None
    breakdown_code: str | None = None
    breakdown_value: str | None = None
    indicator_nb: str | None = None

    def but(self, **changes: str | None) -> SeriesChoice:
        """The same choice with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Line:
    """The figures of a series that may stand in one line: of each period the newest vintage, within one method family.

    Attributes:
        title: what the series is, as its source calls it; empty when there is no such series.
        unit_nb: the unit; None when there is no such series.
        points: by period, in order. A period that is absent was not found; one whose value is None has a state that says why.
        older: other vintages of the same family.
        other_family: figures of the other family, which may not stand in this line.
    """

    choice: SeriesChoice
    rhythm: Rhythm
    title: Text
    unit_nb: str | None
    industry: Text
    group: Text
    family: Family
    points: Mapping[str, Observation]
    older: tuple[Observation, ...]
    other_family: tuple[Observation, ...]

    @property
    def values(self) -> dict[str, Decimal]:
        """The periods that have a figure, with it."""
        return {period: point.value for period, point in self.points.items() if point.value is not None}

    @property
    def first_period(self) -> str | None:
        """The first period with a figure."""
        return next(iter(self.values), None)

    @property
    def last_period(self) -> str | None:
        """The last period with a figure."""
        return next(reversed(self.values), None) if self.values else None

    @property
    def latest(self) -> Observation | None:
        """The newest figure."""
        return self.points[self.last_period] if self.last_period else None

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources of the figures, newest period first."""
        ids = (point.source_id for point in reversed(list(self.points.values())) if point.source_id)
        return tuple(dict.fromkeys(ids))


def matching(snapshot: Snapshot, choice: SeriesChoice) -> pl.DataFrame:
    """The rows of the table `series` that a choice means; the same series may be told by several publishers."""
    conditions = [pl.col(name) == getattr(choice, name) for name in _PLAIN]
    conditions.append(_is_standard(choice))
    conditions.append(_equal_or_null("indicator_nb", choice.indicator_nb))
    kind = pl.col("breakdown_kind")
    if choice.breakdown_kind in (None, "none"):
        conditions.append((kind.is_null() | (kind == "none")) & pl.col("breakdown_value").is_null())
        return snapshot.table("series").filter(*conditions)
    conditions.append(kind == choice.breakdown_kind)
    if choice.breakdown is not None:
        conditions.append(pl.col("breakdown") == choice.breakdown)
    if choice.breakdown_code is not None:
        conditions.append(pl.col("breakdown_code") == choice.breakdown_code)
    elif choice.breakdown_value is not None:
        conditions.append(pl.col("breakdown_value") == choice.breakdown_value)
    return snapshot.table("series").filter(*conditions)


def line(snapshot: Snapshot, choice: SeriesChoice, rhythm: Rhythm = "quarter", family: Family | None = None) -> Line:
    """The figures of a series that may stand in one line, as known on the snapshot's day.

    Args:
        snapshot: the programme on a day.
        choice: the series.
        rhythm: years, quarters, months or weeks.
        family: the method family; default the current one as soon as anything is published by it.

    Returns:
        A line without points when the series is not found. Figures whose method is not stated stand only in lines of
        series that have no stated method at all (counts, shares), for which the families do not differ.
    """
    series = matching(snapshot, choice)
    found = observations_of(snapshot, series, rhythm)
    chosen_family = family or family_of(found)
    points = newest(found, chosen_family) if rhythm == "quarter" else _newest(found, chosen_family)
    if not any(item.method in methods for item in found for methods in FAMILIES.values()):
        points = _newest_of_any(found)
    chosen = {(item.period, item.vintage_id) for item in points.values()}
    own = {item.method for item in points.values()} | set(FAMILIES[chosen_family])
    return Line(
        choice, rhythm, _title(series), _first(series, "unit_nb"), _industry(series), _group(series), chosen_family, points,
        tuple(o for o in found if o.method in own and (o.period, o.vintage_id) not in chosen),
        tuple(o for o in found if o.method not in own),
    )  # fmt: skip


def groups(snapshot: Snapshot, choice: SeriesChoice, by: str) -> pl.DataFrame:
    """The groups that a series is told for, one row each.

    Args:
        snapshot: the programme on a day.
        choice: the series, but for the part that varies.
        by: "industry", "sex", "type" or a kind of breakdown.

    Returns:
        `code`, `name_nb`, `name_en`, and `standard` for industries; in the order of the codes. All-groups included.
    """
    named = {"sex": "sex", "type": "absence_type"}
    if by == "industry":
        series = snapshot.table("series").filter(*_plain_but(choice, "industry_code"), _without_breakdown())
        name_en = pl.coalesce("industry_en", "industry_nb")
        chosen = series.select(pl.col("industry_code").alias("code"), pl.col("industry_nb").alias("name_nb"),
                               name_en.alias("name_en"), pl.col("industry_standard").alias("standard"))  # fmt: skip
        return chosen.unique(["standard", "code"], keep="first", maintain_order=True).sort("standard", "code")
    if by in named:
        column = named[by]
        codes = snapshot.table("series").filter(*_plain_but(choice, column), _without_breakdown()).get_column(column).unique()
        rows = [{"code": code, "name_nb": label(column, code), "name_en": label(column, code, "en"), "standard": None}
                for code in sorted(codes.to_list())]  # fmt: skip
        return pl.DataFrame(rows, schema=dict.fromkeys(("code", "name_nb", "name_en", "standard"), pl.String()))
    series = snapshot.table("series").filter(*_plain_but(choice), pl.col("breakdown_kind") == by)
    code = pl.coalesce("breakdown_code", "breakdown_value")
    chosen = series.select(code.alias("code"), pl.col("breakdown_value").alias("name_nb"),
                           pl.coalesce("breakdown_value_en", "breakdown_value").alias("name_en"),
                           pl.lit(None, pl.String()).alias("standard"))  # fmt: skip
    return chosen.unique("code", keep="first", maintain_order=True).sort("code")


_PLAIN = ("indicator", "sex", "absence_type", "adjustment", "industry_code")


def _plain_but(choice: SeriesChoice, left_out: str | None = None) -> Iterable[pl.Expr]:
    yield from (pl.col(name) == getattr(choice, name) for name in _PLAIN if name != left_out)
    yield _equal_or_null("indicator_nb", choice.indicator_nb)
    if left_out != "industry_code":
        yield _is_standard(choice)


def _without_breakdown() -> pl.Expr:
    return (pl.col("breakdown_kind").is_null() | (pl.col("breakdown_kind") == "none")) & pl.col("breakdown_value").is_null()


def _is_standard(choice: SeriesChoice) -> pl.Expr:
    """All industries are the same in every standard; groups are not."""
    if choice.industry_code == ALL_INDUSTRIES:
        return pl.lit(True)
    return pl.col("industry_standard") == choice.industry_standard


def _equal_or_null(name: str, value: str | None) -> pl.Expr:
    return pl.col(name).is_null() if value is None else pl.col(name) == value


def _newest(found: Iterable[Observation], family: Family) -> dict[str, Observation]:
    return _newest_of_any(item for item in found if item.method in FAMILIES[family])


def _newest_of_any(found: Iterable[Observation]) -> dict[str, Observation]:
    chosen = {item.period: item for item in found}
    return {period: chosen[period] for period in sorted(chosen)}


def _first(series: pl.DataFrame, column: str) -> str | None:
    values = series.get_column(column).drop_nulls()
    return None if values.is_empty() else str(values[0])


def _title(series: pl.DataFrame) -> Text:
    return Text(_first(series, "title_nb") or "", _first(series, "title_en") or "")


def _industry(series: pl.DataFrame) -> Text:
    name = _first(series, "industry_nb") or ""
    return Text(name, _first(series, "industry_en") or name)


def _group(series: pl.DataFrame) -> Text:
    name = _first(series, "breakdown_value") or ""
    return Text(name, _first(series, "breakdown_value_en") or name)
