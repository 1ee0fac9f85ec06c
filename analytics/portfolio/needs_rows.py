"""One row a knowledge need: who asked, when, what it has led to, how far it has come and what is the answer so far."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.portfolio.needs_graph import LIVE, Graph
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

#: Where a need stands, the furthest first; the words are the code list `need_answer`.
ANSWERS: tuple[str, ...] = CODE_LISTS["need_answer"].values
#: The steps of the chain; the words are the code list `chain_step`.
STEPS: tuple[str, ...] = CODE_LISTS["chain_step"].values
#: Whether a need has a project; every need has one of them.
COVERS: tuple[str, ...] = ("with_project", "only_stopped", "not_now", "none")
_PRIORITIES = CODE_LISTS["priority_level"].values
_NO_IDS = pl.lit([], dtype=pl.List(pl.String))


def need_rows(snapshot: Snapshot, graph: Graph, inputs: pl.DataFrame) -> pl.DataFrame:
    """Every need of the programme with all that it has led to; high priority first, then the oldest.

    Returns:
        The columns of `knowledge_need` with names of area, instrument, organisation and meeting; `asked_by_ids` (who raised it
        and who gave input to it), `meeting_ids`, `input_ids`; `age_days` (since it was raised); `line_ids`,
        `dropped_line_ids`, `other_line_ids` (lines that its projects stand on and that are for another need or none),
        `call_ids` (not cancelled, of its plan lines and its projects), `project_ids`, `live_project_ids`, `finding_ids`,
        `used_finding_ids`; `answer` (of
        `ANSWERS`), `furthest` (of `STEPS`), `cover` (of `COVERS`), `is_put_off` ("not now" with a written reason).
    """
    rows = _named(snapshot, graph.needs)
    for part in (*_things(graph), _asked(rows, inputs)):
        rows = rows.join(part, on="need_id", how="left")
    lists = [name for name, kind in rows.schema.items() if kind == pl.List(pl.String)]
    rows = rows.with_columns(pl.col(name).fill_null(_NO_IDS) for name in lists)
    numbers = [name for name in rows.columns if name.startswith("n_")]
    rows = rows.with_columns(pl.col(name).fill_null(0) for name in numbers)
    reason = pl.col("not_now_reason_nb").fill_null("").str.strip_chars() != ""
    rows = rows.with_columns(
        age_days=(pl.lit(snapshot.as_of) - pl.col("raised_date")).dt.total_days(),
        is_put_off=pl.col("not_now_date").is_not_null() & reason,
    )
    ranks = {value: rank for rank, value in enumerate(_PRIORITIES)}
    rank = pl.col("priority").replace_strict(ranks, default=len(ranks), return_dtype=pl.Int64)
    rows = rows.with_columns(answer=_answer(), furthest=_furthest(), cover=_cover())
    return rows.drop(numbers).sort(rank, "raised_date", "need_id")


def _has(name: str) -> pl.Expr:
    return pl.col(name).list.len() > 0


def _answer() -> pl.Expr:
    """The first that holds, in the order of `ANSWERS`; see `needs`."""
    taken_up = _has("line_ids") | _has("dropped_line_ids") | _has("project_ids") | (pl.col("n_cancelled") > 0)
    return (
        pl.when(pl.col("n_answering") > 0).then(pl.lit("answered"))
        .when(pl.col("n_ongoing") > 0).then(pl.lit("ongoing"))
        .when(pl.col("n_finished") > 0).then(pl.lit("finished"))
        .when(pl.col("n_planned") > 0).then(pl.lit("planned"))
        .when(pl.col("not_now_date").is_not_null()).then(pl.lit("not_now"))
        .when((pl.col("n_open_lines") > 0) | (pl.col("n_open_calls") > 0)).then(pl.lit("planned"))
        .when(taken_up).then(pl.lit("interrupted"))
        .otherwise(pl.lit("untouched"))
    )  # fmt: skip


def _furthest() -> pl.Expr:
    """The furthest step with something that still stands: not dropped, cancelled, stopped or left out under 8.1.

    A plan line or call that has led to a project of the need stands as that project does.
    """
    return (
        pl.when(_has("used_finding_ids")).then(pl.lit("use"))
        .when(_has("finding_ids")).then(pl.lit("finding"))
        .when(_has("live_project_ids")).then(pl.lit("project"))
        .when(pl.col("n_open_calls") > 0).then(pl.lit("call"))
        .when(pl.col("n_open_lines") > 0).then(pl.lit("plan_line"))
        .otherwise(pl.lit("need"))
    )  # fmt: skip


def _cover() -> pl.Expr:
    return (
        pl.when(_has("live_project_ids")).then(pl.lit("with_project"))
        .when(pl.col("is_put_off")).then(pl.lit("not_now"))
        .when(_has("project_ids")).then(pl.lit("only_stopped"))
        .otherwise(pl.lit("none"))
    )  # fmt: skip


def _things(graph: Graph) -> list[pl.DataFrame]:
    """What each need has led to, step by step."""
    lines = graph.links("need", "plan_line").join(graph.lines, left_on="plan_line", right_on="plan_line_id")
    answered = graph.links("need", "project").join(
        graph.projects.select("project_id", "standing", "plan_line_id"), left_on="project", right_on="project_id"
    )  # fmt: skip
    found = answered.join(graph.links("project", "finding").drop("way"), on="project")
    used = graph.edges.filter((pl.col("from_step") == "finding") & (pl.col("way") == "used")).select(finding="from_id").unique()
    others = answered.select("need", plan_line="plan_line_id").drop_nulls().join(
        graph.links("need", "plan_line"), on=["need", "plan_line"], how="anti"
    )  # fmt: skip
    return [
        _ids(lines.filter(~pl.col("is_dropped")), "plan_line", "line_ids"),
        _ids(lines.filter(pl.col("is_dropped")), "plan_line", "dropped_line_ids"),
        _ids(others, "plan_line", "other_line_ids"),
        *_calls(graph, answered),
        *_still_to_come(graph, lines, answered),
        _ids(answered, "project", "project_ids"),
        _ids(answered.filter(pl.col("standing").is_in(LIVE)), "project", "live_project_ids"),
        _ids(found, "finding", "finding_ids"),
        _ids(found.join(used, on="finding", how="semi"), "finding", "used_finding_ids"),
        _counts(answered, found),
    ]


def _calls(graph: Graph, answered: pl.DataFrame) -> list[pl.DataFrame]:
    """The calls of a need: those of its own plan lines, and those that its projects come from."""
    of_projects = answered.select("need", "project").join(graph.links("call", "project").drop("way"), on="project")
    both = pl.concat([_called(graph).select("need", "call"), of_projects.select("need", "call")]).unique()
    named = both.join(graph.calls.select("call_id", "is_cancelled"), left_on="call", right_on="call_id")
    return [
        _ids(named.filter(~pl.col("is_cancelled")), "call", "call_ids"),
        _number(named.filter(pl.col("is_cancelled")), "n_cancelled"),
    ]


def _called(graph: Graph) -> pl.DataFrame:
    """The calls of each need's own plan lines."""
    return graph.links("need", "plan_line").drop("way").join(graph.links("plan_line", "call").drop("way"), on="plan_line")


def _still_to_come(graph: Graph, lines: pl.DataFrame, answered: pl.DataFrame) -> list[pl.DataFrame]:
    """How many plan lines and calls of a need stand and have not led to a project of it yet."""
    of_call = graph.links("call", "project").drop("way")
    spent_calls = answered.select("need", "project").join(of_call, on="project").select("need", "call")
    of_line = graph.links("plan_line", "project").drop("way").select("plan_line", "project")
    by_call = graph.links("plan_line", "call").drop("way").join(of_call, on="call").select("plan_line", "project")
    led = pl.concat([of_line, by_call]).unique()
    spent_lines = answered.select("need", "project").join(led, on="project").select("need", "plan_line")
    open_calls = graph.calls.filter(~pl.col("is_cancelled")).select(call="call_id")
    calls = _called(graph).join(open_calls, on="call", how="semi").join(spent_calls, on=["need", "call"], how="anti")
    standing = lines.filter(~pl.col("is_dropped")).join(spent_lines, on=["need", "plan_line"], how="anti")
    return [_number(standing, "n_open_lines"), _number(calls.unique(["need", "call"]), "n_open_calls")]


def _number(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.group_by("need").agg(pl.len().alias(name)).rename({"need": "need_id"})


def _counts(answered: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    standing = pl.col("standing")
    counts = answered.group_by("need").agg(
        (standing == value).sum().alias(f"n_{value}") for value in ("ongoing", "finished", "planned")
    )  # fmt: skip
    answering = found.filter(standing == "finished").group_by("need").agg(n_answering=pl.col("project").n_unique())
    return counts.join(answering, on="need", how="left").rename({"need": "need_id"})


def _ids(frame: pl.DataFrame, step: str, name: str) -> pl.DataFrame:
    return frame.group_by("need").agg(pl.col(step).unique().sort().alias(name)).rename({"need": "need_id"})


def _asked(rows: pl.DataFrame, inputs: pl.DataFrame) -> pl.DataFrame:
    """Who asked for each need and in which meetings: as raised, and by input that became the need."""
    own = rows.select("need_id", organisation_id="raised_by_id", meeting_id="meeting_id", input_id=pl.lit(None, dtype=pl.String))
    given = inputs.filter(pl.col("need_id").is_not_null()).select("need_id", "organisation_id", "meeting_id", "input_id")
    both = pl.concat([own, given])
    return both.group_by("need_id").agg(
        pl.col("organisation_id").drop_nulls().unique().sort().alias("asked_by_ids"),
        pl.col("meeting_id").drop_nulls().unique().sort().alias("meeting_ids"),
        pl.col("input_id").drop_nulls().unique().sort().alias("input_ids"),
    )


def organisation_names(snapshot: Snapshot) -> pl.DataFrame:
    """`organisation_id` with the short name where there is one, else the name, as `organisation_nb` and `organisation_en`."""
    return snapshot.table("organisation").select(
        "organisation_id",
        organisation_nb=pl.coalesce("short_name", "name_nb"),
        organisation_en=pl.coalesce("short_name", "name_en", "name_nb"),
    )


def _named(snapshot: Snapshot, needs: pl.DataFrame) -> pl.DataFrame:
    parts: list[tuple[pl.DataFrame, str]] = [
        (snapshot.table("priority_area").select("area_id", area_nb="short_nb", area_en="short_en"), "area_id"),
        (snapshot.table("instrument").select("instrument_id", instrument_nb="name_nb", instrument_en="name_en"), "instrument_id"),
        (snapshot.table("meeting").select("meeting_id", meeting_nb="title_nb", meeting_date=_day()), "meeting_id"),
        (
            organisation_names(snapshot).rename(
                {"organisation_id": "raised_by_id", "organisation_nb": "raised_by_nb", "organisation_en": "raised_by_en"}
            ),
            "raised_by_id",
        ),
    ]
    columns: list[Any] = [
        "need_id", "title_nb", "description_nb", "area_id", "question_kind", "instrument_id", "priority", "raised_by_id",
        "meeting_id", "raised_date", "not_now_date", "not_now_reason_nb", "is_example",
    ]  # fmt: skip
    rows = needs.select(columns)
    for part, key in parts:
        rows = rows.join(part, on=key, how="left")
    return rows


def _day() -> pl.Expr:
    return pl.coalesce("held_date", "planned_date")
