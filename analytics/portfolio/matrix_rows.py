"""The rows that the coverage matrix may have, and which of them each project is linked to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from analytics.portfolio.programme import current_programme, judging_day, of_programme, valid_on
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

#: Rows of the matrix when no other are chosen.
AREA = "area"
#: Rows that can be chosen instead.
CHOOSABLE: tuple[str, ...] = CODE_LISTS["coverage_row"].values
#: A project meets a general priority (8.1) when it is assessed so, wholly or partly.
MEETS: tuple[str, ...] = ("met", "partly")
#: How a row or column stands: one of those that are asked for; apart, as it no longer counts; or the rest.
STANDINGS: tuple[str, ...] = ("asked", "apart", "rest")

_SCHEMA: dict[str, Any] = {
    "row_id": pl.String,
    "name_nb": pl.String,
    "name_en": pl.String,
    "short_nb": pl.String,
    "short_en": pl.String,
    "need_area": pl.String,
    "need_question": pl.String,
    "priority": pl.String,
    "put_off_nb": pl.String,
}
_LINKS = {
    "instrument": ("project_instrument", "instrument_id"),
    "need": ("project_need", "need_id"),
    "industry": ("project_industry", "industry_id"),
    "general_priority": ("project_priority", "general_priority_id"),
}
#: Where the names of rows stand that are not among those asked for.
_TABLES = {
    AREA: ("priority_area", "area_id"),
    "instrument": ("instrument", "instrument_id"),
    "need": ("knowledge_need", "need_id"),
    "industry": ("industry", "industry_id"),
    "general_priority": ("general_priority", "general_priority_id"),
}


def matrix_rows(snapshot: Snapshot, kind: str, linked: pl.Series) -> pl.DataFrame:
    """Every row in the order it is shown: those asked for, those that stand apart, and the rest.

    Instruments are those of the programme's agreement that are valid on the judging day, in the order of the plan, without
    the knowledge development that the programme itself lies in. Needs are those of the programme's areas, by area, priority
    and date. Industries are those with a programme of their own, by name. What projects are linked to besides, and needs
    of areas that are not valid, stand apart. Areas have a rest only when a project does not say its area.

    Args:
        kind: "area" or one of `CHOOSABLE`.
        linked: ids that projects are linked to; empty where a project is linked to none.

    Returns:
        `row` (0, 1, ...), `row_id` (empty for the rest), names, `standing` (of `STANDINGS`), and of needs `need_area`,
        `need_question`, `priority` and `put_off_nb` (why "not now"; "" without a reason; empty when not put off).
    """
    asked, apart = _ASKED[kind](snapshot)
    known = pl.concat([asked, apart]).get_column("row_id")
    found = linked.drop_nulls().unique()
    others = _named(snapshot, kind, found.filter(~found.is_in(known.implode())))
    has_rest = kind != AREA or linked.null_count() > 0
    parts = [
        asked.with_columns(standing=pl.lit("asked")),
        pl.concat([apart, others]).with_columns(standing=pl.lit("apart")),
        *([_rest(kind).with_columns(standing=pl.lit("rest"))] if has_rest else []),
    ]
    return pl.concat(parts).with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))


def project_links(snapshot: Snapshot, kind: str) -> pl.DataFrame:
    """`project_id` and `row_id` of every link, once each. `kind` is one of `CHOOSABLE`."""
    table, column = _LINKS[kind]
    rows = snapshot.table(table)
    if kind == "general_priority":
        rows = rows.filter(pl.col("state").is_in(MEETS))
    return rows.select("project_id", row_id=pl.col(column)).unique(maintain_order=True)


def not_assessed(snapshot: Snapshot, row_ids: pl.Series, project_ids: pl.Series) -> pl.DataFrame:
    """`project_id` and `row_id` where nobody has said whether the project meets the general priority."""
    settled = snapshot.table("project_priority").filter(pl.col("state") != "not_assessed")
    every = pl.DataFrame({"project_id": project_ids}).join(pl.DataFrame({"row_id": row_ids}), how="cross")
    known = settled.select("project_id", row_id=pl.col("general_priority_id"))
    return every.join(known, on=["project_id", "row_id"], how="anti")


def line_rows(snapshot: Snapshot, kind: str, lines: pl.DataFrame) -> pl.DataFrame:
    """Lines of action plans with the `row_id` they concern; empty where a line does not say.

    A line concerns its need, and the instrument that its need or the effort it supports is about. Lines say nothing about
    industries and general priorities.
    """
    if kind == AREA:
        return lines.with_columns(row_id=pl.col("area_id"))
    if kind == "need":
        return lines.with_columns(row_id=pl.col("need_id"))
    if kind != "instrument":
        return lines.with_columns(row_id=pl.lit(None, dtype=pl.String))
    needs = snapshot.table("knowledge_need").select("need_id", of_need=pl.col("instrument_id"))
    efforts = snapshot.table("related_effort").select("effort_id", of_effort=pl.col("instrument_id"))
    joined = lines.join(needs, on="need_id", how="left").join(efforts, on="effort_id", how="left")
    return joined.with_columns(row_id=pl.coalesce("of_need", "of_effort"))


def need_rows(kind: str, needs: pl.DataFrame) -> pl.DataFrame:
    """Knowledge needs with the `row_id` they concern; none for rows that needs say nothing about."""
    columns = {AREA: "area_id", "need": "need_id", "instrument": "instrument_id"}
    if kind not in columns:
        return needs.clear().with_columns(row_id=pl.lit(None, dtype=pl.String))
    return needs.with_columns(row_id=pl.col(columns[kind])).filter(pl.col("row_id").is_not_null())


def valid_areas(snapshot: Snapshot) -> pl.DataFrame:
    """The areas of the programme that are valid on the judging day, in the order of the plan."""
    rows = of_programme(snapshot.table("priority_area"), current_programme(snapshot))
    return rows.filter(valid_on(judging_day(snapshot))).sort("order_no", "area_id", nulls_last=True)


def _areas(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    return _shaped(valid_areas(snapshot), "area_id"), pl.DataFrame(schema=_SCHEMA)


def _instruments(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    programme = current_programme(snapshot)
    rows = snapshot.table("instrument").filter(~pl.col("is_knowledge_development").fill_null(False))
    if programme is not None:
        rows = rows.filter(pl.col("agreement_id") == programme.agreement_id)
    valid = rows.filter(valid_on(judging_day(snapshot))).sort("order_no", "instrument_id", nulls_last=True)
    return _shaped(valid, "instrument_id"), pl.DataFrame(schema=_SCHEMA)


def _needs(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    valid = valid_areas(snapshot).with_row_index("area_order").select("area_id", "area_order")
    own = of_programme(snapshot.table("priority_area"), current_programme(snapshot)).select("area_id")
    needs = snapshot.table("knowledge_need")
    here = needs.filter(pl.col("area_id").is_null() | pl.col("area_id").is_in(own.get_column("area_id").implode()))
    ranks = {value: rank for rank, value in enumerate(CODE_LISTS["priority_level"].values)}
    ordered = (
        here.join(valid, on="area_id", how="left")
        .with_columns(rank=pl.col("priority").replace_strict(ranks, default=len(ranks), return_dtype=pl.Int64))
        .sort("area_order", "rank", "raised_date", "need_id", nulls_last=True)
    )
    is_valid = pl.col("area_order").is_not_null() | pl.col("area_id").is_null()
    return _need_shape(ordered.filter(is_valid)), _need_shape(ordered.filter(~is_valid))


def _need_shape(needs: pl.DataFrame) -> pl.DataFrame:
    put_off = pl.when(pl.col("not_now_date").is_not_null()).then(pl.col("not_now_reason_nb").fill_null(""))
    named = needs.with_columns(
        name_nb="title_nb", name_en="title_nb", need_area="area_id", need_question="question_kind", put_off_nb=put_off
    )
    return _shaped(named, "need_id")


def _industries(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = snapshot.table("industry").filter(pl.col("is_programme_industry").fill_null(False))
    letters = pl.col("name_nb").str.to_lowercase().str.replace_many(["æ", "ø", "å"], ["{1", "{2", "{3"])
    return _shaped(rows.sort(letters, "industry_id"), "industry_id"), pl.DataFrame(schema=_SCHEMA)


def _priorities(snapshot: Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = of_programme(snapshot.table("general_priority"), current_programme(snapshot))
    ordered = rows.sort("order_no", "general_priority_id", nulls_last=True)
    return _shaped(ordered, "general_priority_id"), pl.DataFrame(schema=_SCHEMA)


_ASKED: dict[str, Callable[[Snapshot], tuple[pl.DataFrame, pl.DataFrame]]] = {
    AREA: _areas,
    "instrument": _instruments,
    "need": _needs,
    "industry": _industries,
    "general_priority": _priorities,
}


def _named(snapshot: Snapshot, kind: str, ids: pl.Series) -> pl.DataFrame:
    """The rows of these ids; an id without a row of its own is called by its id."""
    table, column = _TABLES[kind]
    rows = snapshot.table(table)
    titles = {"name_nb": "title_nb", "name_en": "title_nb"} if kind == "need" else {}
    known = _shaped(rows.with_columns(**titles), column).filter(pl.col("row_id").is_in(ids.implode()))
    wanted = pl.DataFrame({"row_id": ids}, schema={"row_id": pl.String})
    joined = wanted.join(known, on="row_id", how="left")
    names = [pl.coalesce(name, "row_id").alias(name) for name in ("name_nb", "name_en", "short_nb", "short_en")]
    return joined.with_columns(names).select(list(_SCHEMA)).sort("row_id")


def _rest(kind: str) -> pl.DataFrame:
    name, short = rest_names(kind)
    row = {"name_nb": name.nb, "name_en": name.en, "short_nb": short.nb, "short_en": short.en}
    return pl.DataFrame([row], schema=_SCHEMA)


def rest_names(kind: str) -> tuple[Text, Text]:
    """What the row of projects without a link is called, and its short name."""
    return say(f"coverage.rest_{kind}"), say(f"coverage.rest_short_{kind}")


def _shaped(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """The columns of `_SCHEMA`; what a table does not have is empty, and a short name is the name where there is none."""
    named = rows.with_columns(row_id=pl.col(key), name_en=pl.coalesce("name_en", "name_nb"))
    short = [
        (pl.coalesce(name, full) if name in named.columns else pl.col(full)).alias(name)
        for name, full in (("short_nb", "name_nb"), ("short_en", "name_en"))
    ]
    missing = [pl.lit(None, dtype=pl.String).alias(name) for name in _SCHEMA if name not in (*named.columns, *_SHORT)]
    return named.with_columns(*short, *missing).select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items())


_SHORT = ("short_nb", "short_en")
