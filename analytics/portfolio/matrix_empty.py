"""Of what kind the emptiness of a cell is: whether anyone asks for something there, and what may explain that it is empty."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.matrix_places import QUESTIONS, Columns
from analytics.portfolio.matrix_rows import AREA, not_assessed
from data.snapshot import Snapshot

#: Whether something is asked for in a cell: it is prioritised; it is not known whether it is; it is decided that it is not
#: wanted; or the row does not ask there at all. The first that holds for any place in the cell stands.
STATES: tuple[str, ...] = ("prioritised", "unknown", "out_of_scope", "not_asked")
_CELL = ["row", "column"]


def fields(kind: str, rows: pl.DataFrame, areas: pl.Series) -> pl.DataFrame:
    """Every row that is asked for by every valid area and kind of question: the finest cells there are."""
    asked = rows.filter(pl.col("standing") == "asked")
    questions = pl.DataFrame({"question_kind": QUESTIONS})
    if kind == AREA:
        return asked.with_columns(area_id=pl.col("row_id")).join(questions, how="cross")
    return asked.join(pl.DataFrame({"area_id": areas}, schema={"area_id": pl.String}), how="cross").join(questions, how="cross")


def states(snapshot: Snapshot, kind: str, level: str, finest: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """Whether something is asked for in each cell, and the reason given.

    Without a decision a cell is prioritised. Of decisions on a cell the one on the very row beats one on all rows of its
    kind, which beats one on the area and question whatever the rows; within each the last holds. A decision that names a
    row but not of what kind cannot be read and is left out. A need asks only in its own area and kind of question; a need
    that is put off ("ikke nå") is out of scope there, with its reason; a need that does not give its area, or at the detail
    level its kind of question, may ask in any: unknown.

    Args:
        finest: from `fields`.

    Returns:
        `row`, `column`, `state` (of `STATES`) and `reason_nb`, one row for each cell that is asked for.
    """
    decided = _decided(snapshot, kind, finest)
    by_area, by_question = pl.col("need_area") == pl.col("area_id"), pl.col("need_question") == pl.col("question_kind")
    if level == "overview":
        by_question = by_question.fill_null(True)
    asked = by_area & by_question if kind == "need" else pl.lit(True)
    put_off = pl.col("put_off_nb").is_not_null()
    state = (
        pl.when(~asked)
        .then(pl.lit("not_asked"))
        .when(put_off | (pl.col("decided") == "out_of_scope"))
        .then(pl.lit("out_of_scope"))
        .when(asked.is_null())
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("prioritised"))
    )
    reason = pl.when(put_off).then(pl.col("put_off_nb")).otherwise(pl.col("decided_reason"))
    told = decided.with_columns(state=state).with_columns(reason=pl.when(pl.col("state") != "not_asked").then(reason))
    placed = told.join(columns.of_place, on=["area_id", "question_kind"]).with_columns(
        rank=pl.col("state").replace_strict(dict(zip(STATES, range(len(STATES)), strict=True)), return_dtype=pl.Int64)
    )
    best = placed.filter(pl.col("rank") == pl.col("rank").min().over(_CELL))
    reasons = pl.col("reason").filter(pl.col("reason") != "").unique(maintain_order=True).str.join("; ")
    found = best.sort("row", "column").group_by(_CELL, maintain_order=True).agg(pl.col("state").first(), reason_nb=reasons)
    return found.with_columns(reason_nb=pl.when(pl.col("reason_nb") != "").then(pl.col("reason_nb")))


def _decided(snapshot: Snapshot, kind: str, finest: pl.DataFrame) -> pl.DataFrame:
    """The decision on each of the finest cells: `decided` and `decided_reason`, empty without one."""
    place = ["area_id", "question_kind"]
    scope = snapshot.table("coverage_scope").sort("decided_date", "scope_id", nulls_last=False)
    general = scope.filter(pl.col("row_kind").is_null() & pl.col("row_id").is_null())
    of_kind = scope.filter((pl.col("row_kind") == kind) & pl.col("row_id").is_null())
    of_row = scope.filter((pl.col("row_kind") == kind) & pl.col("row_id").is_not_null())
    found = finest
    for name, part, keys in (("row", of_row, ["row_id", *place]), ("kind", of_kind, place), ("any", general, place)):
        last = part.unique(keys, keep="last", maintain_order=True)
        found = found.join(
            last.select(*keys, pl.col("state").alias(f"state_{name}"), pl.col("reason_nb").alias(f"reason_{name}")),
            on=keys, how="left",
        )  # fmt: skip
    names = ("row", "kind", "any")
    chosen = [pl.when(pl.col(f"state_{name}").is_not_null()).then(pl.col(f"reason_{name}").fill_null("")) for name in names]
    return found.with_columns(decided=pl.coalesce([f"state_{name}" for name in names]), decided_reason=pl.coalesce(chosen))


def uncertain(
    snapshot: Snapshot, kind: str, level: str, finest: pl.DataFrame, columns: Columns, placed: pl.DataFrame
) -> pl.DataFrame:
    """The cells (`row`, `column`) that a project may belong to without anyone having said so.

    Only projects that count or are coming make a cell uncertain. One that is linked to the row but does not say its area,
    or at the detail level its kind of question, may lie in any cell of the row that fits what it does say. A project is
    expected to say which needs it answers, and to be assessed against every general priority: without that it may lie in
    any row of needs, or in that row of priorities, at its own place. A project without a link to an instrument or industry
    is taken to cut across them, and makes nothing uncertain.
    """
    live = placed.filter(pl.col("role").is_in(["counted", "coming"]))
    may = _may(snapshot, kind, level, finest, live).rename({"area_id": "may_area", "question_kind": "may_question"})
    fits = pl.col("may_area").is_null() | (pl.col("may_area") == pl.col("area_id"))
    if level == "detail":
        fits = fits & (pl.col("may_question").is_null() | (pl.col("may_question") == pl.col("question_kind")))
    there = finest.join(may.unique(), on="row_id").filter(fits)
    return there.join(columns.of_place, on=["area_id", "question_kind"]).select(_CELL).unique()


def _may(snapshot: Snapshot, kind: str, level: str, finest: pl.DataFrame, live: pl.DataFrame) -> pl.DataFrame:
    """`row_id`, `area_id` and `question_kind` of what may lie in a row; an empty place may be any."""
    place = ["area_id", "question_kind"]
    row_ids = finest.get_column("row_id").unique()
    rows = pl.DataFrame({"row_id": row_ids}, schema={"row_id": pl.String})
    is_open = pl.col("area_id").is_null()
    if level == "detail":
        is_open = is_open | pl.col("question_kind").is_null()
    if kind == AREA:
        return rows.join(live.filter(is_open).select(place).unique(), how="cross")
    linked = live.filter(is_open & pl.col("row_id").is_not_null()).select("row_id", *place).unique()
    if kind == "need":
        return pl.concat([linked, rows.join(live.filter(pl.col("row_id").is_null()).select(place).unique(), how="cross")])
    if kind == "general_priority":
        open_ = not_assessed(snapshot, row_ids, live.get_column("project_id").unique())
        own = live.select("project_id", *place).unique()
        return pl.concat([linked, open_.join(own, on="project_id").select("row_id", *place).unique()])
    return linked


def empty_kind() -> pl.Expr:
    """Of what kind a cell's emptiness is; empty when it is covered, and where nothing is asked for by its nature.

    What is known comes before what is not, and a gap is called a gap only when nothing else can explain it: out of scope,
    coming, excluded by 8.1, unknown, gap. Where it is not known whether anything is asked for, nothing is called a gap.

    The frame needs `state`, `is_field`, `is_covered`, `is_coming`, `is_excluded` and `is_uncertain`.
    """
    return (
        pl.when(~pl.col("is_field") | pl.col("is_covered"))
        .then(None)
        .when(pl.col("state").is_in(["out_of_scope", "not_asked"]))
        .then(pl.lit("out_of_scope"))
        .when(pl.col("is_coming"))
        .then(pl.lit("coming"))
        .when(pl.col("is_excluded"))
        .then(pl.lit("excluded_8_1"))
        .when(pl.col("is_uncertain") | (pl.col("state") == "unknown"))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("gap"))
    )
