"""The chain of one need, step by step, in the order that it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.portfolio.needs_graph import LIVE, WAYS, Graph
from domain.codes import CODE_LISTS
from domain.text import Text, say


@dataclass(frozen=True, slots=True)
class ChainItem:
    """One record in the chain of a need.

    Attributes:
        step: plan_line, call, project, finding or use.
        id: of the record.
        title: what it is.
        words: how it stands, and how it is linked where that is not plain.
        day: of the event that put it in the chain; None where it is not known.
        is_live: whether it still stands: not dropped, cancelled, stopped or left out under 8.1. Only what is taken into use is
            live in the step "use".
        year: of the action plan, for plan lines.
        parent_ids: the records of earlier steps that it follows from.
    """

    step: str
    id: str
    title: Text
    words: Text
    day: date | None
    is_live: bool
    year: int | None
    parent_ids: tuple[str, ...]


def need_chain(graph: Graph, row: Mapping[str, Any]) -> tuple[ChainItem, ...]:
    """All that a need has led to, by step and then by date.

    Args:
        graph: the chain of the programme.
        row: the need as `need_rows` gives it.
    """
    ids = {
        "plan_line": [*row["line_ids"], *row["dropped_line_ids"], *row["other_line_ids"]],
        "project": row["project_ids"],
        "finding": row["finding_ids"],
    }
    known = {step: frame.filter(pl.col(f"{step}_id").is_in(ids[step])) for step, frame in _frames(graph).items() if step in ids}
    calls = graph.calls.filter(pl.col("call_id").is_in(_calls_of(graph, row)))
    parents = _Parents(graph, {row["need_id"], *(id_ for values in ids.values() for id_ in values), *calls["call_id"]})
    items = [
        *(
            _line(line, row["need_id"], parents)
            for line in known["plan_line"].sort("listed_date", "plan_line_id").iter_rows(named=True)
        ),
        *(_call(call, parents) for call in calls.sort("registered_date", "call_id").iter_rows(named=True)),
        *(_project(project, graph, row["need_id"], parents) for project in known["project"].iter_rows(named=True)),
        *(_finding(finding, parents) for finding in known["finding"].sort("reported_date", "finding_id").iter_rows(named=True)),
        *_uses(graph, ids["finding"]),
    ]
    return tuple(items)


def _frames(graph: Graph) -> dict[str, pl.DataFrame]:
    return {"plan_line": graph.lines, "project": graph.projects, "finding": graph.findings}


def _calls_of(graph: Graph, row: Mapping[str, Any]) -> list[str]:
    """The calls of the need, those that were cancelled too."""
    lines = [*row["line_ids"], *row["dropped_line_ids"]]
    of_lines = graph.links("plan_line", "call").filter(pl.col("plan_line").is_in(lines)).get_column("call")
    of_projects = graph.links("call", "project").filter(pl.col("project").is_in(row["project_ids"])).get_column("call")
    return sorted({*of_lines, *of_projects})


class _Parents:
    """What each record of one chain follows from within it."""

    def __init__(self, graph: Graph, ids: set[str]) -> None:
        inside = list(ids)
        rows = graph.edges.filter(pl.col("from_id").is_in(inside) & pl.col("to_id").is_in(inside))
        grouped = rows.group_by("to_step", "to_id").agg(pl.col("from_id").unique().sort())
        self._by_end = {(step, id_): tuple(parents) for step, id_, parents in grouped.iter_rows()}

    def of(self, step: str, id_: str) -> tuple[str, ...]:
        return self._by_end.get((step, id_), ())


def _same(title: str) -> Text:
    return Text(title, title)


def _code(list_name: str, value: str) -> Text:
    found = CODE_LISTS[list_name].by_value.get(value)
    return Text(found.nb, found.en) if found else _same(value)


def _lower(text: Text) -> Text:
    return Text(text.nb[:1].lower() + text.nb[1:], text.en[:1].lower() + text.en[1:])


def _line(line: Mapping[str, Any], need_id: str, parents: _Parents) -> ChainItem:
    year = line["year"]
    if line["need_id"] != need_id:
        words = say("needs.line_of_other" if line["need_id"] else "needs.line_of_none", year=year)
    elif not line["is_dropped"]:
        words = say("needs.line_in_plan", year=year)
    elif line["dropped_reason_nb"]:
        words = say("needs.line_dropped_why", year=year, date=line["dropped_date"], reason=line["dropped_reason_nb"])
    else:
        words = say("needs.line_dropped", year=year, date=line["dropped_date"])
    id_ = line["plan_line_id"]
    return ChainItem(
        "plan_line", id_, _same(line["title_nb"]), words, line["listed_date"], not line["is_dropped"], year,
        parents.of("plan_line", id_),
    )  # fmt: skip


def _call(call: Mapping[str, Any], parents: _Parents) -> ChainItem:
    key = "needs.call_cancelled" if call["is_cancelled"] else "needs.call_open"
    words = say(key, route=_lower(_code("procurement_route", call["route"])))
    id_ = call["call_id"]
    title = _same(call["title_nb"])
    return ChainItem("call", id_, title, words, call["registered_date"], not call["is_cancelled"], None, parents.of("call", id_))


def _project(project: Mapping[str, Any], graph: Graph, need_id: str, parents: _Parents) -> ChainItem:
    id_ = project["project_id"]
    links = graph.links("need", "project").filter((pl.col("need") == need_id) & (pl.col("project") == id_))
    by_line = links.get_column("way").to_list() == ["by_line"]
    key = "excluded" if project["standing"] == "excluded" else "by_line" if by_line else "stands"
    words = say(f"needs.project_{key}", status=_lower(_code("project_status", project["status"])))
    title = Text(project["title_nb"], project["title_en"])
    live = project["standing"] in LIVE
    return ChainItem("project", id_, title, words, project["started_date"], live, None, parents.of("project", id_))


def _finding(finding: Mapping[str, Any], parents: _Parents) -> ChainItem:
    id_ = finding["finding_id"]
    title = Text(finding["text_nb"], finding["text_en"] or finding["text_nb"])
    words = say("needs.finding_reported", date=finding["reported_date"])
    return ChainItem("finding", id_, title, words, finding["reported_date"], True, None, parents.of("finding", id_))


def _uses(graph: Graph, finding_ids: list[str]) -> Iterator[ChainItem]:
    """Instruments and organisations at the end of the chain, each with its strongest link, what is taken into use first."""
    rows = graph.edges.filter((pl.col("from_step") == "finding") & pl.col("from_id").is_in(finding_ids))
    rank = pl.col("way").replace_strict({way: rank for rank, way in enumerate(WAYS)}, return_dtype=pl.Int64)
    best = rows.with_columns(rank=rank).filter(pl.col("rank") == pl.col("rank").max().over("to_step", "to_id"))
    ends = best.group_by("to_step", "to_id", "way", "rank").agg(pl.col("from_id").unique().sort())
    names = {(step, id_): Text(nb, en) for step, id_, nb, en in graph.ends.iter_rows()}
    for end in ends.sort(-pl.col("rank"), "to_step", "to_id").iter_rows(named=True):
        step, id_ = end["to_step"], end["to_id"]
        used = _first_use(graph, step, id_, finding_ids) if end["way"] == "used" else None
        yield ChainItem(
            "use", id_, names.get((step, id_), _same(id_)), _use_words(end["way"], used), used["used_date"] if used else None,
            end["way"] == "used", None, tuple(end["from_id"]),
        )  # fmt: skip


def _first_use(graph: Graph, step: str, id_: str, finding_ids: list[str]) -> dict[str, Any] | None:
    rows = graph.uses.filter(pl.col("finding_id").is_in(finding_ids) & (pl.col(f"{step}_id") == id_))
    return None if rows.is_empty() else rows.sort("used_date", "finding_use_id").row(0, named=True)


def _use_words(way: str, used: Mapping[str, Any] | None) -> Text:
    if used is None:
        return say(f"needs.use_{way}")
    if used["text_nb"]:
        return say("needs.use_used_how", date=used["used_date"], how=used["text_nb"])
    return say("needs.use_used_on", date=used["used_date"])
