"""What is linked and what is not, link by link: the orphans of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.portfolio.needs_graph import Graph

#: The links of the chain, in order; "need_project" is drawn across the two before it.
LINKS: tuple[str, ...] = ("need_line", "line_call", "call_project", "need_project", "project_finding", "finding_use")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A group of records that a link does not reach.

    Attributes:
        key: what they are; the words are the text `needs.orphan.<key>`.
        link: of `LINKS`.
        step: of which step they are.
        is_explained: whether the plan or a written reason explains it; the rest is to be looked at.
        ids: the records.
    """

    key: str
    link: str
    step: str
    is_explained: bool
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkCount:
    """How far a link reaches: how many there are on each side of it, and how many of them it ties to the other side."""

    link: str
    from_step: str
    from_total: int
    from_linked: int
    to_step: str
    to_total: int
    to_linked: int


@dataclass(frozen=True, slots=True)
class _Group:
    key: str
    is_explained: bool
    test: pl.Expr


def orphans(graph: Graph, needs: pl.DataFrame, findings: pl.DataFrame) -> tuple[Orphan, ...]:
    """Every group of orphans; on each side of a link the groups and what is linked add up to all of that step.

    Args:
        graph: the chain.
        needs: as `need_rows` gives them.
        findings: as `finding_rows` gives them.
    """
    lines = graph.lines.select("plan_line_id", "need_id", "is_dropped", "purpose")
    calls = graph.calls.select("call_id", "plan_line_id", "route", "is_cancelled", "is_agreed")
    projects = graph.projects.select("project_id", "standing", "status")
    open_calls = calls.filter(~pl.col("is_cancelled")).select(call="call_id")
    by_call = graph.links("plan_line", "call")
    taken = pl.concat([
        by_call.join(open_calls, on="call").select("plan_line"), graph.links("plan_line", "project").select("plan_line")
    ])  # fmt: skip
    started = _without(lines, taken, "plan_line").with_columns(
        was_called=pl.col("plan_line_id").is_in(by_call.get_column("plan_line").implode())
    )
    sides: tuple[tuple[str, str, pl.DataFrame, tuple[_Group, ...]], ...] = (
        ("need_line", "need", needs.filter(pl.col("line_ids").list.len() == 0), _NEED_LINE),
        ("need_line", "plan_line", _without(lines, graph.links("need", "plan_line"), "plan_line"), _LINE_NEED),
        ("line_call", "plan_line", started, _LINE_CALL),
        ("line_call", "call", _without(calls, by_call, "call"), _CALL_LINE),
        ("call_project", "call", _without(calls, graph.links("call", "project"), "call"), _CALL_PROJECT),
        ("call_project", "project", _without(projects, graph.links("call", "project"), "project"), _PROJECT_CALL),
        ("need_project", "need", needs.filter(pl.col("cover") != "with_project"), _NEED_PROJECT),
        ("need_project", "project", _without(projects, graph.links("need", "project"), "project"), _PROJECT_NEED),
        ("project_finding", "project", _without(projects, graph.links("project", "finding"), "project"), _PROJECT_FINDING),
        ("finding_use", "finding", findings.filter(pl.col("state") != "used"), _FINDING_USE),
    )
    return tuple(orphan for link, step, rows, groups in sides for orphan in _grouped(link, step, rows, groups))


def _without(rows: pl.DataFrame, links: pl.DataFrame, step: str) -> pl.DataFrame:
    return rows.join(links.select(pl.col(step).alias(f"{step}_id")).unique(), on=f"{step}_id", how="anti", maintain_order="left")


def _grouped(link: str, step: str, rows: pl.DataFrame, groups: Sequence[_Group]) -> list[Orphan]:
    """The rows by the first group that they are of."""
    key = pl.coalesce(pl.when(group.test).then(pl.lit(group.key)) for group in groups)
    found = rows.select(id=pl.col(f"{step}_id"), key=key).group_by("key", maintain_order=True).agg("id")
    ids: dict[str, list[str]] = dict(found.iter_rows())
    return [Orphan(group.key, link, step, group.is_explained, tuple(ids.get(group.key, ()))) for group in groups]


def link_counts(graph: Graph, needs: pl.DataFrame, findings: pl.DataFrame, found: Sequence[Orphan]) -> tuple[LinkCount, ...]:
    """How far each link reaches. A side without orphan groups is reached wholly; the last link counts findings on both."""
    totals = {
        "need": len(needs), "plan_line": len(graph.lines), "call": len(graph.calls), "project": len(graph.projects),
        "finding": len(findings), "use": sum(findings.get_column("state") == "used"),
    }  # fmt: skip

    def linked(link: str, step: str) -> int:
        return totals[step] - sum(len(orphan.ids) for orphan in found if (orphan.link, orphan.step) == (link, step))

    return tuple(
        LinkCount(link, one, totals[one], linked(link, one), other, totals[other], linked(link, other))
        for link, (one, other) in zip(LINKS, _SIDES, strict=True)
    )


_SIDES = (
    ("need", "plan_line"), ("plan_line", "call"), ("call", "project"), ("need", "project"), ("project", "finding"),
    ("finding", "use"),
)  # fmt: skip
_REST = pl.lit(True)


def _has(name: str) -> pl.Expr:
    return pl.col(name).list.len() > 0


_NEED_LINE = (
    _Group("need_line_put_off", True, pl.col("is_put_off")),
    _Group("need_line_other", True, _has("other_line_ids") & _has("live_project_ids")),
    _Group("need_line_unplanned", True, _has("live_project_ids")),
    _Group("need_line_dropped", False, _has("dropped_line_ids")),
    _Group("need_line_stopped", False, _has("project_ids")),
    _Group("need_line_none", False, _REST),
)
_LINE_NEED = (
    _Group("line_need_purpose", True, ~pl.col("purpose").is_in(["research", "effort"])),
    _Group("line_need_effort", True, pl.col("purpose") == "effort"),
    _Group("line_need_dropped", True, pl.col("is_dropped")),
    _Group("line_need_none", False, _REST),
)
_LINE_CALL = (
    _Group("line_call_purpose", True, ~pl.col("purpose").is_in(["research", "effort"])),
    _Group("line_call_effort", True, pl.col("purpose") == "effort"),
    _Group("line_call_dropped", True, pl.col("is_dropped")),
    _Group("line_call_cancelled", False, pl.col("was_called")),
    _Group("line_call_none", False, _REST),
)
_CALL_LINE = (
    _Group("call_line_cancelled", True, pl.col("is_cancelled")),
    _Group("call_line_unplanned", True, _REST),
)
_CALL_PROJECT = (
    _Group("call_project_cancelled", True, pl.col("is_cancelled")),
    _Group("call_project_framework", True, pl.col("route") == "framework"),
    _Group("call_project_open", True, ~pl.col("is_agreed")),
    _Group("call_project_none", False, _REST),
)
_PROJECT_CALL = (
    _Group("project_call_planned", True, pl.col("standing") == "planned"),
    _Group("project_call_none", False, _REST),
)
_NEED_PROJECT = (
    _Group("need_project_put_off", True, pl.col("cover") == "not_now"),
    _Group("need_project_stopped", False, pl.col("cover") == "only_stopped"),
    _Group("need_project_no_reason", False, pl.col("not_now_date").is_not_null()),
    _Group("need_project_none", False, _REST),
)
_PROJECT_NEED = (_Group("project_need_none", False, _REST),)
_PROJECT_FINDING = (
    _Group("project_finding_stopped", True, pl.col("standing") == "stopped"),
    _Group("project_finding_finished", False, pl.col("status").is_in(["delivered", "published", "closed"])),
    _Group("project_finding_running", True, _REST),
)
_FINDING_USE = (
    _Group("finding_use_elsewhere", True, pl.col("state") == "used_elsewhere"),
    _Group("finding_use_recommended", False, pl.col("state") == "recommended"),
    _Group("finding_use_concerns", False, pl.col("state") == "concerns"),
    _Group("finding_use_none", False, _REST),
)


def finding_rows(graph: Graph) -> pl.DataFrame:
    """Every finding of the programme's projects and how it stands to instruments.

    Returns:
        `finding_id`, texts, `project_id`, `reported_date`, `applicability`, `concerns_ids`, `recommended_ids`, `used_ids`
        (instruments), `used_by_ids` (organisations), and `state`: the strongest of "used", "used_elsewhere", "recommended",
        "concerns" and "none". A recommendation is not use, also when it is followed up or rejected.
    """
    rows = graph.findings.select(
        "finding_id", "text_nb", pl.coalesce("text_en", "text_nb").alias("text_en"), "reported_date", "applicability",
        project_id="of_project",
    )  # fmt: skip
    links = graph.links("finding", "instrument")
    parts = {
        way: links.filter(pl.col("way") == way).select("finding", "instrument") for way in ("concerns", "recommended", "used")
    }
    named: list[tuple[str, pl.DataFrame]] = [(f"{way}_ids", frame) for way, frame in parts.items()]
    named.append(("used_by_ids", graph.links("finding", "organisation").select("finding", instrument="organisation")))
    for name, frame in named:
        ids = frame.group_by("finding").agg(pl.col("instrument").unique().sort().alias(name)).rename({"finding": "finding_id"})
        rows = rows.join(ids, on="finding_id", how="left")
    empty: Any = pl.lit([], dtype=pl.List(pl.String))
    rows = rows.with_columns(pl.col(name).fill_null(empty) for name, _ in named)
    state = (
        pl.when(_has("used_ids")).then(pl.lit("used"))
        .when(_has("used_by_ids")).then(pl.lit("used_elsewhere"))
        .when(_has("recommended_ids")).then(pl.lit("recommended"))
        .when(_has("concerns_ids")).then(pl.lit("concerns"))
        .otherwise(pl.lit("none"))
    )  # fmt: skip
    return rows.with_columns(state=state)
