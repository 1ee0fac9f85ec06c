"""What a fetched table adds to what is stored: only figures that are new, changed or withdrawn since the vintage before.

A vintage of a table is stored as its difference from the table's vintage before it: a figure stands until a later vintage
of the same table changes it. So that this holds also when an older vintage arrives late, the figure that stood in the
next vintage is then stored with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from data.schema import polars_schema
from data.sources.model import SERIES_IDENTITY, FetchedTable, series_key
from domain.tables import TABLES, Table

OBSERVATION, AREA_OBSERVATION = TABLES["observation"], TABLES["area_observation"]
_FIGURE = ("value", "value_state", "decimals")
_WITHDRAWN = "Tallet står ikke lenger i tabellen."


@dataclass(frozen=True)
class Stored:
    """What is stored of one table's figures, and of all series.

    Attributes:
        series: every stored series.
        observations: the statistics layer's figures of this table, with `published_date` of their vintage.
        area_observations: likewise for areas.
        areas: every stored area.
        vintages: the table's vintages: `vintage_id`, `published_date`.
    """

    series: pl.DataFrame
    observations: pl.DataFrame
    area_observations: pl.DataFrame
    areas: pl.DataFrame
    vintages: pl.DataFrame


@dataclass(frozen=True)
class Additions:
    """The rows that a load adds, by table of the model.

    Attributes:
        new, changed: frames by table name; `changed` are figures that the same vintage, read again, gives anew.
        new_count: figures that were not there.
        revised_count: figures that differ from the vintage before, withdrawn ones among them.
    """

    new: dict[str, pl.DataFrame]
    changed: dict[str, pl.DataFrame]
    new_count: int
    revised_count: int

    @property
    def is_empty(self) -> bool:
        """Whether the figures are as those stored."""
        return not any(len(frame) for frame in (*self.new.values(), *self.changed.values()))


def with_stored_ids(series: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """The fetched series with the column `stored_id`: the id of the stored series that means the same, or a new one.

    A publisher's series may continue one that another publisher's document has told of; who publishes a figure is said
    by its vintage. A stored series of the same publisher is taken first.
    """
    identity = [name for name in SERIES_IDENTITY if name != "publisher"]
    ranked = stored.select(*identity, pl.col("publisher").alias("stored_publisher"), pl.col("series_id").alias("stored_id"))
    ranked = ranked.with_columns(_plain_kind())
    found = series.with_columns(_plain_kind()).join(ranked, on=identity, how="left", nulls_equal=True)
    same_first = (pl.col("stored_publisher") == pl.col("publisher")).fill_null(False)
    best = found.sort(same_first, descending=True, maintain_order=True).unique("series_id", keep="first", maintain_order=True)
    ids = [row["stored_id"] or series_key(row) for row in best.iter_rows(named=True)]
    named = best.with_columns(pl.Series("stored_id", ids, pl.String()), pl.col("stored_id").is_null().alias("is_new"))
    return named.select(*series.columns, "stored_id", "is_new")


def with_corona_series(fetched: FetchedTable, first_period: str | None) -> FetchedTable:
    """The same table, with figures adjusted for influenza from the pandemic's first period on in series of their own.

    From that period the publisher adjusts them for corona too, under the same code. They are another measure, and a target
    set in the former cannot be followed in them.

    Args:
        fetched: what came.
        first_period: the first period marked by the pandemic; None when none is known.
    """
    is_influenza = pl.col("adjustment") == "seasonal_influenza"
    ids = fetched.series.filter(is_influenza).get_column("series_id").to_list()
    if first_period is None or not ids:
        return fetched
    is_after = pl.col("series_id").is_in(ids) & (pl.col("period") >= first_period)
    twin = pl.concat_str("series_id", pl.lit("-CORONA"))
    values = fetched.values.with_columns(pl.when(is_after).then(twin).otherwise("series_id").alias("series_id"))
    twins = fetched.series.filter(is_influenza).with_columns(
        twin.alias("series_id"),
        pl.lit("seasonal_influenza_corona").alias("adjustment"),
        pl.col("title_nb").str.replace("esong- og influensajustert", "esong-, influensa- og koronajustert", literal=True),
        pl.col("title_en").str.replace(
            "easonally and influenza adjusted", "easonally, influenza and corona adjusted", literal=True
        ),
    )
    series = pl.concat([fetched.series, twins])
    held = values.get_column("series_id").unique()
    return replace(fetched, series=series.filter(pl.col("series_id").is_in(held.implode())), values=values)


def additions(
    fetched: FetchedTable, stored: Stored, vintage_id: str, vintage_row: dict[str, object], source_id: str
) -> Additions:
    """The rows to store for a fetched table.

    Args:
        fetched: what came.
        stored: what is there of the same table.
        vintage_id: of this vintage; one that is stored already is read anew.
        vintage_row: the row of the vintage, stored when it is a new one.
        source_id: the source of the figures.
    """
    series = with_stored_ids(fetched.series, stored.series)
    values = fetched.values.join(series.select("series_id", "stored_id"), on="series_id").with_columns(
        pl.col("stored_id").alias("series_id")
    )
    withdraws = fetched.publisher == "SSB"
    own = _Figures(OBSERVATION, ("series_id", "period"), values, stored.observations)
    areas = _Figures(AREA_OBSERVATION, tuple(k for k in AREA_OBSERVATION.key if k != "vintage_id"),
                     fetched.area_values, stored.area_observations)  # fmt: skip
    parts = [figures.difference(fetched.published_date, stored.vintages, vintage_id, source_id, withdraws=withdraws)
             for figures in (own, areas)]  # fmt: skip
    new = {"observation": parts[0].new, "area_observation": parts[1].new}
    new["series"] = _new_series(series, source_id)
    new["area"] = _new_areas(fetched.areas, stored.areas, source_id)
    if vintage_id not in stored.vintages.get_column("vintage_id").to_list():
        new["vintage"] = pl.DataFrame([vintage_row], schema=polars_schema(TABLES["vintage"]))
    return Additions(
        new, {"observation": parts[0].changed, "area_observation": parts[1].changed},
        sum(part.new_count for part in parts), sum(part.revised_count for part in parts),
    )  # fmt: skip


@dataclass(frozen=True)
class _Difference:
    new: pl.DataFrame
    changed: pl.DataFrame
    new_count: int
    revised_count: int


@dataclass(frozen=True)
class _Figures:
    """Figures of one table of the model: those that came, and those stored."""

    table: Table
    key: tuple[str, ...]
    came: pl.DataFrame
    stored: pl.DataFrame

    def difference(
        self, published: date, vintages: pl.DataFrame, vintage_id: str, source_id: str, *, withdraws: bool
    ) -> _Difference:
        before = self._standing(self.stored.filter(pl.col("published_date") <= published))
        joined = self.came.join(before, on=list(self.key), how="left", suffix="_before")
        is_known = pl.col("value_state_before").is_not_null()
        differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in _FIGURE)
        changed = joined.filter(differs | ~is_known)
        if withdraws and len(self.came):
            changed = pl.concat([changed, self._withdrawn(before)], how="diagonal_relaxed")
        rows = self._rows(changed, vintage_id, source_id)
        again = self.stored.filter(pl.col("vintage_id") == vintage_id).select(self.key)
        kept = self._kept_in_next(changed.select(self.key), published, vintages)
        return _Difference(
            pl.concat([rows.join(again, on=list(self.key), how="anti"), kept]),
            rows.join(again, on=list(self.key), how="semi"),
            len(changed.filter(~is_known)),
            len(changed.filter(is_known)),
        )

    def _standing(self, rows: pl.DataFrame) -> pl.DataFrame:
        return (
            rows.sort("published_date")
            .unique(list(self.key), keep="last", maintain_order=True)
            .select(*self.key, *[pl.col(name).alias(f"{name}_before") for name in _FIGURE])
        )

    def _withdrawn(self, before: pl.DataFrame) -> pl.DataFrame:
        """Figures that stood and are no longer given: from now on they are missing, and that is stored."""
        gone = before.join(self.came, on=list(self.key), how="anti").filter(
            pl.col("value_before").is_not_null() | (pl.col("value_state_before") != "missing")
        )
        return gone.with_columns(
            pl.lit(None, pl.Float64()).alias("value"), pl.lit("missing").alias("value_state"),
            pl.lit(None, pl.Int64()).alias("decimals"), pl.lit(_WITHDRAWN).alias("note"),
        )  # fmt: skip

    def _kept_in_next(self, keys: pl.DataFrame, published: date, vintages: pl.DataFrame) -> pl.DataFrame:
        """For an older vintage that arrives late: the figures that stood, stored with the vintage after it."""
        later = vintages.filter(pl.col("published_date") > published).sort("published_date")
        columns = list(polars_schema(self.table))
        if later.is_empty():
            return pl.DataFrame(schema=polars_schema(self.table))
        following = str(later.get_column("vintage_id")[0])
        stood = self.stored.filter(pl.col("published_date") <= published).sort("published_date")
        last = stood.unique(list(self.key), keep="last", maintain_order=True).join(keys, on=list(self.key), how="semi")
        has_own = self.stored.filter(pl.col("vintage_id") == following).select(self.key)
        return last.join(has_own, on=list(self.key), how="anti").with_columns(
            pl.lit(following).alias("vintage_id")
        ).select(columns)  # fmt: skip

    def _rows(self, changed: pl.DataFrame, vintage_id: str, source_id: str) -> pl.DataFrame:
        schema = polars_schema(self.table)
        given = changed.with_columns(pl.lit(vintage_id).alias("vintage_id"), pl.lit(source_id).alias("source_id"))
        missing = [pl.lit(None).cast(kind).alias(name) for name, kind in schema.items() if name not in given.columns]
        return given.with_columns(missing).select(list(schema)).cast(dict(schema))  # type: ignore[arg-type]


def _plain_kind() -> pl.Expr:
    """No breakdown is written in two ways; here it is null."""
    kind = pl.col("breakdown_kind")
    return pl.when(kind == "none").then(None).otherwise(kind).alias("breakdown_kind")


def _new_series(series: pl.DataFrame, source_id: str) -> pl.DataFrame:
    columns = list(polars_schema(TABLES["series"]))
    new = series.filter("is_new").with_columns(pl.col("stored_id").alias("series_id"), pl.lit(source_id).alias("source_id"))
    return new.select(columns).unique("series_id", keep="first", maintain_order=True)


def _new_areas(areas: pl.DataFrame, stored: pl.DataFrame, source_id: str) -> pl.DataFrame:
    new = areas.join(stored, on="area_code", how="anti").with_columns(pl.lit(source_id).alias("source_id"))
    return new.select(list(polars_schema(TABLES["area"]))).unique("area_code", keep="first", maintain_order=True)


def vintage_id_of(fetched: FetchedTable, taken: Sequence[str] = ()) -> str:
    """The id of the vintage: publisher, table and day. `taken` are ids of other tables' vintages, never reused."""
    plain = fetched.table_id.upper().replace(" ", "-")
    name = f"{fetched.publisher}-{plain}-{fetched.published_date:%Y-%m-%d}"
    return f"{name}-LIVE" if name in taken else name
