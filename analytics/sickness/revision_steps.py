"""From one vintage to the next: what changed for each figure, and between which figures a difference may be taken.

Worked out for all series at once. A difference is taken within one family of methods only, with the decimals that both
vintages have, so that a figure told more exactly is no revision.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

import polars as pl

from analytics.sickness.series import FAMILIES
from data.snapshot import Snapshot
from domain.periods import quarter_of

#: revised: another value by the same method. method_revision: another value by a newer method of the same family.
#: other_method, unknown_method: no difference can be taken. withdrawn, masked: no figure any more. came: a figure where
#: there was none. same: as before.
StepKind = Literal[
    "revised", "method_revision", "other_method", "unknown_method", "withdrawn", "masked", "came", "same"
]  # fmt: skip
STEP_KINDS: tuple[StepKind, ...] = get_args(StepKind)

_KEY = ["series_id", "period"]
#: States of a figure that has a value.
KNOWN_STATES = ("value", "zero", "provisional")
_MOST_DECIMALS = 6
#: Added before rounding down, so that 6.25 told as 6.249999... is rounded as 6.25.
_NUDGE = 1e-9


def figures(snapshot: Snapshot, series: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every stored figure that another vintage also tells of, in the order they were published.

    Args:
        snapshot: the programme on a day.
        series: rows of the table `series`; default all.

    Returns:
        One row a figure and vintage, with `method`, `family` (null when the method is not stated), `has_methods` (whether the
        series has any figure whose method is stated), `known` (the value, null where there is none to show), `decimals`,
        `table_id` (null for vintages read from documents) and `confirmed_date` (the newest vintage of the table, where it is
        later and says the same). Of several tables that hold the same figure the one with most vintages is followed,
        together with the documents.
    """
    rows = _rows(snapshot, series)
    rows = rows.with_columns(_decimals().alias("decimals"))
    rows = _one_table(_with_confirmations(rows, _loads(snapshot)))
    is_told_again = (pl.len().over(_KEY) > 1) | pl.col("confirmed_date").is_not_null()
    first_hand = (pl.col("publisher") == "SSB").alias("is_first_hand")
    order = [*_KEY, "published_date", "decimals", "is_first_hand", "vintage_id"]
    kept = rows.filter(is_told_again).with_columns(first_hand)
    return kept.sort(order, descending=[False, False, False, False, False, True]).drop("is_first_hand")


def steps(told: pl.DataFrame) -> pl.DataFrame:
    """From each figure to the next one of the same series and period, in the order they were published.

    Args:
        told: as from `figures`.

    Returns:
        One row a pair, with the columns of the later figure, those of the earlier one with `_before`, and `kind`,
        `difference` (null where none may be taken), `shared_decimals`, `is_rounding` (so small that rounding alone can be
        behind it), `is_same_date`, `age_quarters` (from the end of the quarter to the later vintage) and `number` (the
        first, second ... revision of the figure within one method).
    """
    names = ("known", "value_state", "decimals", "method", "family", "vintage_id", "published_date", "date_precision",
             "publisher", "table_id")  # fmt: skip
    # The figures of a period stand one after another, so that a plain shift does for a slow window over each period.
    follows = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in _KEY)
    before = [pl.col(name).shift(1).alias(f"{name}_before") for name in names]
    paired = told.with_columns(follows.alias("follows"), *before).filter("follows").drop("follows")
    return _numbered(_compared(paired))


def spans(told: pl.DataFrame) -> pl.DataFrame:
    """The first and the latest figure of each period within one method, with the difference between them.

    Returns:
        One row a series, period and method that has figures in two or more vintages: `first`, `latest`, `vintages`,
        `difference` (with the decimals that both have) and `shared_decimals`. A figure that a later load of the same table
        repeats counts as told in two vintages. Figures whose method is not stated are left out where the series has others.
    """
    comparable = told.filter(pl.col("known").is_not_null() & (pl.col("family").is_not_null() | ~pl.col("has_methods")))
    confirmed = pl.col("confirmed_date").is_not_null().any()
    grouped = comparable.group_by(*_KEY, "method", maintain_order=True).agg(
        pl.col("known").first().alias("first"), pl.col("known").last().alias("latest"),
        pl.min_horizontal(pl.col("decimals").first(), pl.col("decimals").last()).alias("shared_decimals"),
        (pl.len() + confirmed.cast(pl.UInt32())).alias("vintages"),
        pl.col("published_date").last(), pl.col("confirmed_date").max(),
    )  # fmt: skip
    told_twice = grouped.filter(pl.col("vintages") > 1)
    return told_twice.with_columns(_difference("first", "latest").alias("difference"))


def vintage_code(published: date, precision: str | None) -> str:
    """When a vintage was published, no more exactly than known: "2019-12", "2019-03-20", "2018K2" or "2014"."""
    if precision == "quarter":
        return quarter_of(published)
    return published.strftime({"year": "%Y", "month": "%Y-%m"}.get(precision or "day", "%Y-%m-%d"))


def _rows(snapshot: Snapshot, series: pl.DataFrame | None) -> pl.DataFrame:
    vintages = snapshot.table("vintage").select(
        "vintage_id", "publisher", "published_date", "date_precision", "method", "table_id",
        pl.col("source_id").alias("vintage_source_id"),
    )  # fmt: skip
    rows = snapshot.table("observation")
    if series is not None:
        rows = rows.join(series.select("series_id").unique(), on="series_id", how="semi")
    rows = rows.select(*_KEY, "vintage_id", "value", "value_state", "decimals", "source_id").join(vintages, on="vintage_id")
    families = {method: family for family, methods in FAMILIES.items() for method in methods}
    is_known = pl.col("value_state").is_in(KNOWN_STATES)
    return (
        rows.with_columns(
            pl.when(is_known).then("value").otherwise(None).alias("known"),
            pl.col("method").replace_strict(families, default=None, return_dtype=pl.String()).alias("family"),
            pl.coalesce("source_id", "vintage_source_id").alias("source_id"),
        )
        .with_columns(pl.col("family").is_not_null().any().over("series_id").alias("has_methods"))
        .drop("value", "vintage_source_id")
    )


def _decimals() -> pl.Expr:
    """The decimals of a figure; where the source does not say, as many as the value has."""
    shortest = pl.lit(_MOST_DECIMALS)
    for digits in reversed(range(_MOST_DECIMALS)):
        shortest = pl.when((pl.col("known").round(digits) - pl.col("known")).abs() < _NUDGE).then(digits).otherwise(shortest)
    return pl.coalesce("decimals", shortest).cast(pl.Int64())


def _loads(snapshot: Snapshot) -> pl.DataFrame:
    loads = snapshot.table("statistic_load").filter(pl.col("published_date").is_not_null())
    return loads.select("publisher", "table_id", pl.col("published_date").alias("load_date"), "first_period", "last_period")


def _with_confirmations(rows: pl.DataFrame, loads: pl.DataFrame) -> pl.DataFrame:
    """For the standing figure of each fetched table: the day of the table's newest vintage, where it is a later one."""
    places = rows.select("publisher", "table_id", "period").drop_nulls().unique()
    covers = (pl.col("first_period").is_null() | (pl.col("first_period") <= pl.col("period"))) & (
        pl.col("last_period").is_null() | (pl.col("last_period") >= pl.col("period"))
    )
    newest = (
        places.join(loads, on=["publisher", "table_id"]).filter(covers)
        .group_by("publisher", "table_id", "period").agg(pl.col("load_date").max().alias("confirmed_date"))
    )  # fmt: skip
    joined = rows.join(newest, on=["publisher", "table_id", "period"], how="left")
    standing = pl.col("published_date") == pl.col("published_date").max().over([*_KEY, "table_id"])
    later = pl.col("confirmed_date") > pl.col("published_date")
    return joined.with_columns(pl.when(standing & later).then("confirmed_date").otherwise(None).alias("confirmed_date"))


def _one_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Documents, and of the tables that hold the same figure the one with most vintages (then the one fetched last)."""
    counted = rows.filter(pl.col("table_id").is_not_null()).group_by(*_KEY, "table_id").agg(
        pl.len().alias("n"), pl.max_horizontal("published_date", "confirmed_date").max().alias("last")
    )  # fmt: skip
    chosen = counted.sort("n", "last", "table_id", descending=[True, True, False]).unique(_KEY, keep="first", maintain_order=True)
    joined = rows.join(chosen.select(*_KEY, pl.col("table_id").alias("followed")), on=_KEY, how="left")
    return joined.filter(pl.col("table_id").is_null() | (pl.col("table_id") == pl.col("followed"))).drop("followed")


def _rounded(name: str) -> pl.Expr:
    """Rounded half away from zero to the decimals that both figures have."""
    scale = pl.lit(10.0).pow(pl.col("shared_decimals"))
    return pl.col(name).sign() * ((pl.col(name).abs() * scale + 0.5 + _NUDGE).floor() / scale)


def _difference(first: str, latest: str) -> pl.Expr:
    return (_rounded(latest) - _rounded(first)).round(_MOST_DECIMALS)


def _compared(paired: pl.DataFrame) -> pl.DataFrame:
    both = pl.col("known").is_not_null() & pl.col("known_before").is_not_null()
    families = pl.col("family").eq_missing(pl.col("family_before"))
    comparable = families & (pl.col("family").is_not_null() | ~pl.col("has_methods"))
    shared = paired.with_columns(pl.min_horizontal("decimals", "decimals_before").alias("shared_decimals"))
    raw = shared.with_columns(pl.when(both & comparable).then(_difference("known_before", "known")).alias("difference"))
    stated = pl.col("family").is_not_null() & pl.col("family_before").is_not_null()
    kind = (
        pl.when(~comparable & stated).then(pl.lit("other_method"))
        .when(~comparable).then(pl.lit("unknown_method"))
        .when(both & (pl.col("difference") == 0)).then(pl.lit("same"))
        .when(both & (pl.col("method") == pl.col("method_before"))).then(pl.lit("revised"))
        .when(both).then(pl.lit("method_revision"))
        .when(pl.col("known").is_not_null()).then(pl.lit("came"))
        .when(pl.col("known_before").is_null()).then(pl.lit("same"))
        .when(pl.col("value_state") == "masked").then(pl.lit("masked"))
        .otherwise(pl.lit("withdrawn"))
    )  # fmt: skip
    smallest = pl.lit(10.0).pow(-pl.col("shared_decimals").cast(pl.Float64()))
    return raw.with_columns(
        kind.alias("kind"),
        (pl.col("difference").abs() <= smallest + _NUDGE).alias("is_rounding"),
        (pl.col("published_date") == pl.col("published_date_before")).alias("is_same_date"),
        _age_quarters().alias("age_quarters"),
    )


def _age_quarters() -> pl.Expr:
    """Whole quarters from the quarter itself to the one the later vintage came in; null for other periods."""
    parts = pl.col("period").str.extract_groups(r"^(\d{4})K([1-4])$")
    own = parts.struct.field("1").cast(pl.Int64()) * 4 + parts.struct.field("2").cast(pl.Int64())
    return pl.col("published_date").dt.year().cast(pl.Int64()) * 4 + pl.col("published_date").dt.quarter() - own


def _numbered(compared: pl.DataFrame) -> pl.DataFrame:
    is_revision = pl.col("kind") == "revised"
    number = is_revision.cast(pl.Int64()).cum_sum().over([*_KEY, "method"])
    return compared.with_columns(pl.when(is_revision).then(number).otherwise(None).alias("number"))
