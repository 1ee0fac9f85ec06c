"""Which series a reader means: what was asked for, what there is, and the one that fits best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

import polars as pl

from analytics.sickness.lines import SeriesChoice
from analytics.sickness.observed import Rhythm
from analytics.sickness.series import ALL_INDUSTRIES
from analytics.sickness.told import english
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.errors import UserError
from domain.text import say

NO_BREAKDOWN = "none"
AREA = "area"
#: The order in which a series is taken when more than one fits what was asked for.
_INDICATORS = ("absence_pct", "absence_days", "share_pct", "spells")
_TYPES = ("total", "doctor_certified", "self_certified")
_ADJUSTMENTS = ("unadjusted", "seasonal", "seasonal_influenza", "seasonal_influenza_corona", "not_stated")
_STANDARDS = ("SN2007", "SN2025", "SN2002")
_FEW = 12
_SCHEMA = {
    "indicator": pl.String(), "indicator_nb": pl.String(), "sex": pl.String(), "absence_type": pl.String(),
    "adjustment": pl.String(), "industry_standard": pl.String(), "industry_code": pl.String(), "industry_nb": pl.String(),
    "industry_en": pl.String(), "by": pl.String(), "breakdown": pl.String(), "breakdown_code": pl.String(), "group": pl.String(),
    "group_nb": pl.String(), "group_en": pl.String(), "quarters": pl.Int64(), "years": pl.Int64(), "last": pl.String(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, as it was given; None where nothing was.

    Attributes:
        measure: an adjustment ("seasonal") or an indicator ("absence_days").
        industry: a code, with its standard before a colon when it is not SN2007 ("SN2025:86").
        by, group: a kind of breakdown and one of its groups, by code or name.
        area: an area's code; the same as by "area" and that group.
    """

    measure: str | None = None
    sex: str | None = None
    type: str | None = None
    industry: str | None = None
    by: str | None = None
    group: str | None = None
    area: str | None = None

    @property
    def adjustment(self) -> str | None:
        """The adjustment asked for, if any."""
        return self.measure if self.measure in CODE_LISTS["adjustment"].values else None

    @property
    def indicator(self) -> str | None:
        """The indicator asked for, if any."""
        return self.measure if self.measure in CODE_LISTS["indicator"].values else None

    @property
    def industry_code(self) -> str:
        """The industry's code without its standard."""
        return (self.industry or ALL_INDUSTRIES).rpartition(":")[2]

    @property
    def industry_standard(self) -> str | None:
        """The standard named before the code, if any."""
        return (self.industry or "").rpartition(":")[0] or None


def asked(measure: str | None, choices: Mapping[str, str]) -> Asked:
    """What the named choices ask for.

    Raises:
        UserError: a sex, type, measure or breakdown that does not exist, or a breakdown without a group.
    """
    given = {name: (choices.get(name) or "").strip() or None for name in ("sex", "type", "industry", "by", "group", "area")}
    by, group, area = _code("by", given["by"], "breakdown_kind"), given["group"], given["area"]
    if by == AREA and group:
        by, group, area = None, None, area or group
    return Asked(
        _measure(measure), _code("sex", given["sex"], "sex"), _code("type", given["type"], "absence_type"), given["industry"],
        by, group, area,
    )  # fmt: skip


def available(snapshot: Snapshot) -> pl.DataFrame:
    """Every series that has quarterly or yearly figures on the snapshot's day, in words that can be asked for.

    Returns:
        One row a series: indicator, sex, type, adjustment, industry, `by` ("none" for no breakdown) and `group` (code, or
        name without one), how many quarters and years are found, and the last period. Areas are not among them.
    """
    periods = snapshot.table("observation").filter(pl.col("period").str.contains(r"^\d{4}(K|$)")).select("series_id", "period")
    is_quarter = pl.col("period").str.len_chars() > 4
    counts = periods.unique().group_by("series_id").agg(
        is_quarter.sum().cast(pl.Int64).alias("quarters"), (~is_quarter).sum().cast(pl.Int64).alias("years"),
        pl.col("period").max().alias("last"),
    )  # fmt: skip
    by = pl.when(pl.col("breakdown_value").is_null()).then(pl.lit(NO_BREAKDOWN)).otherwise(pl.col("breakdown_kind"))
    named = snapshot.table("series").join(counts, on="series_id").with_columns(
        by.fill_null("other").alias("by"), pl.coalesce("breakdown_code", "breakdown_value").alias("group"),
        pl.col("breakdown_value").alias("group_nb"),
        pl.col("breakdown_value_en").alias("group_en"),
    )  # fmt: skip
    return named.with_columns(_english(named, "group"), _english(named, "industry")).select(list(_SCHEMA)).cast(_SCHEMA)  # type: ignore[arg-type]


def _english(named: pl.DataFrame, part: str) -> pl.Series:
    """English names; those that are not given are read from the titles, which have the same parts in both languages."""
    rows = named.select("title_nb", "title_en", f"{part}_nb", f"{part}_en").iter_rows()
    found = [given or (name and english(nb or "", en or "", name)) or name for nb, en, name, given in rows]
    return pl.Series(f"{part}_en", found, dtype=pl.String())


def best(found: pl.DataFrame, wanted: Asked) -> pl.DataFrame:
    """The available series that fit what was asked for, the best first.

    What was not asked for is taken in this order: no breakdown, all industries, both sexes; the per cent of sick leave
    before days and shares, all sick leave before doctor-certified, unadjusted before adjusted; then the one with most quarters.
    """
    by = wanted.by or NO_BREAKDOWN
    conditions = [pl.col("by") == by, pl.col("sex") == (wanted.sex or "both"), pl.col("industry_code") == wanted.industry_code]
    if by != NO_BREAKDOWN:
        name = (wanted.group or "").strip().lower()
        conditions.append((pl.col("group").str.to_lowercase() == name) | (pl.col("group_nb").str.to_lowercase() == name))
    if wanted.industry_standard:
        conditions.append(pl.col("industry_standard") == wanted.industry_standard)
    for column, value in (("absence_type", wanted.type), ("indicator", wanted.indicator), ("adjustment", wanted.adjustment)):
        if value is not None:
            conditions.append(pl.col(column) == value)
    ranked = found.filter(*conditions).with_columns(
        _rank("indicator", _INDICATORS), _rank("absence_type", _TYPES), _rank("adjustment", _ADJUSTMENTS),
        _rank("industry_standard", _STANDARDS), (pl.col("quarters") == 0).alias("is_yearly"),
    )  # fmt: skip
    order = ["indicator_rank", "absence_type_rank", "industry_standard_rank", "adjustment_rank", "is_yearly", "quarters", "last"]
    return ranked.sort(order, descending=[False, False, False, False, False, True, True], nulls_last=True)


def choice_of(row: Mapping[str, str | None]) -> SeriesChoice:
    """The series that a row of `available` stands for."""
    by = row["by"]
    return SeriesChoice(
        str(row["indicator"]), str(row["sex"]), str(row["absence_type"]), str(row["adjustment"]), str(row["industry_code"]),
        row["industry_standard"] or _STANDARDS[0], None if by == NO_BREAKDOWN else by, row["breakdown"], row["breakdown_code"],
        row["group_nb"], row["indicator_nb"],
    )  # fmt: skip


def plain_choice(wanted: Asked) -> SeriesChoice:
    """The series asked for when there is none such: what was not asked for as it usually is."""
    by = None if wanted.by in (None, NO_BREAKDOWN) else wanted.by
    return SeriesChoice(
        wanted.indicator or "absence_pct", wanted.sex or "both", wanted.type or "total", wanted.adjustment or "unadjusted",
        wanted.industry_code, wanted.industry_standard or _STANDARDS[0], by, breakdown_value=wanted.group if by else None,
    )  # fmt: skip


def rhythm_of(row: Mapping[str, object]) -> Rhythm:
    """Quarters where there are any, else years."""
    return "quarter" if row["quarters"] else "year"


def check_group(found: pl.DataFrame, wanted: Asked) -> None:
    """Whether a breakdown was asked for with a group, and the industry and group exist at all.

    Raises:
        UserError: they do not; says which ones there are.
    """
    if wanted.by not in (None, NO_BREAKDOWN):
        own = found.filter(pl.col("by") == wanted.by)
        groups = _listed(own, "group", "group_nb")
        if wanted.group is None:
            _refuse("group_needed", by=wanted.by, known=_few(groups))
        names = {text.lower() for pair in groups for text in pair if text}
        if wanted.group is not None and wanted.group.strip().lower() not in names:
            _refuse("unknown", name="group", asked=wanted.group, known=_few(groups))
    industries = _listed(found, "industry_code", "industry_nb")
    if wanted.industry is not None and wanted.industry_code not in {code for code, _ in industries}:
        _refuse("unknown", name="industry", asked=wanted.industry, known=_few(industries))


def _listed(found: pl.DataFrame, code: str, name: str) -> list[tuple[str, str | None]]:
    rows = found.filter(pl.col(code).is_not_null()).select(code, name).unique(code, keep="first", maintain_order=True)
    return [(str(row[0]), row[1]) for row in rows.sort(code).iter_rows()]


def _few(pairs: Iterable[tuple[str, str | None]]) -> list[str]:
    """The first of them as "code name", and that there are more."""
    told = [code if not name or name == code else f"{code} {name}" for code, name in pairs]
    return told if len(told) <= _FEW else [*told[:_FEW], "…"]


def _measure(value: str | None) -> str | None:
    """An adjustment or an indicator, by code or name."""
    if value is None:
        return None
    lists = (CODE_LISTS["adjustment"], CODE_LISTS["indicator"])
    found = next((code for known in lists if (code := known.find(value))), None)
    if found is None:
        _refuse("unknown", name="measure", asked=value, known=[code for known in lists for code in known.values])
    return found


def _code(name: str, value: str | None, code_list: str) -> str | None:
    """The code that a word or code means."""
    if value is None:
        return None
    found = CODE_LISTS[code_list].find(value)
    if found is None:
        _refuse("unknown", name=name, asked=value, known=list(CODE_LISTS[code_list].values))
    return found


def _refuse(problem: str, **values: object) -> NoReturn:
    text = say(f"absence_series.error.{problem}", **values)
    raise UserError(text.nb, text.en, code=f"series_{problem}")


def _rank(column: str, order: Sequence[str]) -> pl.Expr:
    places = {value: place for place, value in enumerate(order)}
    known = pl.col(column).replace_strict(places, default=len(order), return_dtype=pl.Int64())
    return known.fill_null(len(order)).alias(f"{column}_rank")
