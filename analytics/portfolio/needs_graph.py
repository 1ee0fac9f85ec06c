"""The chain from need to use as a graph: every link is defined here once.

| Link | Holds when |
|---|---|
| need to plan line | the line names the need (`action_plan_line.need_id`) |
| plan line to call | the call or assignment names the line (`call.plan_line_id`) |
| plan line to project | the project names the line (`project.plan_line_id`) |
| call to project | the project names the call (`project.call_id`), or a contract names both |
| need to project | the project names the need (`project_need`); see below for a project that names none |
| project to finding | the finding names the project, or an evaluation that is that project |
| finding to instrument, "concerns" | the finding names the instrument (`finding.instrument_id`) |
| finding to instrument, "recommended" | a recommendation that builds on the finding names it (`recommendation.instrument_id`) |
| finding to instrument, "used" | the finding is taken into use there (`finding_use`) |
| finding to organisation, "used" | an organisation has taken the finding into use (`finding_use`) |

A project that names no need answers the need of its plan line, and without a plan line that of its call's line; the way of that
link is "by_line". Every link is many-to-many. Only "used" is use: that a finding concerns an instrument or leads to a
recommendation is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analytics.portfolio.programme import Programme, current_programme, of_programme
from analytics.portfolio.status import open_calls, project_status
from data.snapshot import Snapshot

#: Tables that are wholly part of the chain; of `finding`, and of `evaluation`, only some rows are.
TABLES: tuple[str, ...] = (
    "knowledge_need", "action_plan", "action_plan_line", "call", "call_step", "contract", "project", "project_need",
    "recommendation", "finding_use",
)  # fmt: skip
#: How a project stands in the chain; the last two do not answer a need.
STANDINGS: tuple[str, ...] = ("finished", "ongoing", "planned", "stopped", "excluded")
LIVE: tuple[str, ...] = STANDINGS[:3]
#: How a finding is tied to an instrument, the weakest first.
WAYS: tuple[str, ...] = ("concerns", "recommended", "used")
_FINISHED = ("delivered", "published", "closed")
_ONGOING = ("contracted", "running")
_ENDS = ("from_step", "from_id", "to_step", "to_id")


@dataclass(frozen=True, eq=False)
class Graph:
    """The programme's chain.

    Attributes:
        needs: rows of `knowledge_need` that belong to the programme.
        lines: rows of `action_plan_line` with `year`, `is_dropped` and `purpose` ("research", "effort", or another category).
        calls: rows of `call` with `is_cancelled`, `is_agreed` (awarded or with a contract).
        projects: `project_id`, titles, `status`, `standing` (of `STANDINGS`), `call_id`, `plan_line_id`.
        findings: rows of `finding` with the `of_project` they are from.
        edges: one row a link: `from_step`, `from_id`, `to_step`, `to_id`, `way`. Steps are need, plan_line, call, project,
            finding, instrument and organisation.
        uses: rows of `finding_use` of those findings.
        ends: `step`, `id`, `name_nb`, `name_en` of all instruments and organisations.
    """

    needs: pl.DataFrame
    lines: pl.DataFrame
    calls: pl.DataFrame
    projects: pl.DataFrame
    findings: pl.DataFrame
    edges: pl.DataFrame
    uses: pl.DataFrame
    ends: pl.DataFrame

    def links(self, from_step: str, to_step: str) -> pl.DataFrame:
        """The links between two steps as columns named after the steps, and `way`; a pair may stand once for each way."""
        rows = self.edges.filter((pl.col("from_step") == from_step) & (pl.col("to_step") == to_step))
        return rows.select(pl.col("from_id").alias(from_step), pl.col("to_id").alias(to_step), "way")


def build_graph(snapshot: Snapshot) -> Graph:
    """The chain of the programme of the snapshot's day.

    Needs and findings name no programme. A need belongs by its area; without one, by a plan line or project of the programme;
    else by the time it was raised. Of a year's plan the newest adopted version counts, and the newest draft while none is
    adopted; a line of another version is part of the chain when a call or a project stands on it. Findings of evaluations that
    are no project of the programme are not part.
    """
    programme = current_programme(snapshot)
    projects = _projects(snapshot, programme)
    calls = _calls(snapshot, programme)
    lines = _lines(snapshot, programme, calls, projects)
    named = snapshot.table("project_need").join(projects.select("project_id"), on="project_id", how="semi")
    needs = _needs(snapshot, programme, lines, named)
    findings = _findings(snapshot, projects)
    parts = [
        _edges(lines, "plan_line", "need", "plan_line_id", "need_id", "line").select(_turned()),
        _edges(calls, "plan_line", "call", "plan_line_id", "call_id", "call"),
        _edges(projects, "plan_line", "project", "plan_line_id", "project_id", "project"),
        _call_projects(snapshot, calls, projects),
        _need_projects(named.join(needs.select("need_id"), on="need_id", how="semi"), lines, calls, projects),
        _edges(findings, "project", "finding", "of_project", "finding_id", "finding"),
        *_uses(snapshot, findings),
    ]
    edges = pl.concat(parts).unique(maintain_order=True).sort("from_step", "from_id", "to_step", "to_id", "way")
    known = {"need": needs, "plan_line": lines, "call": calls, "project": projects, "finding": findings}
    uses = snapshot.table("finding_use").join(findings.select("finding_id"), on="finding_id", how="semi")
    return Graph(needs, lines, calls, projects, findings, _inside(edges, known), uses, _ends(snapshot))


def _ends(snapshot: Snapshot) -> pl.DataFrame:
    names = (pl.col("name_nb"), pl.coalesce("name_en", "name_nb").alias("name_en"))
    return pl.concat([
        snapshot.table(step).select(pl.lit(step).alias("step"), pl.col(f"{step}_id").alias("id"), *names)
        for step in ("instrument", "organisation")
    ])  # fmt: skip


def _inside(edges: pl.DataFrame, known: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The links whose ends are both part of the chain; instruments and organisations are ends of any kind."""
    ids = pl.concat(
        [frame.select(step=pl.lit(step), id=pl.col(f"{step}_id")) for step, frame in known.items()], how="vertical_relaxed"
    ).unique()
    begun = edges.join(ids, left_on=["from_step", "from_id"], right_on=["step", "id"], how="semi", maintain_order="left")
    ends = begun.filter(~pl.col("to_step").is_in(list(known)))
    kept = begun.join(ids, left_on=["to_step", "to_id"], right_on=["step", "id"], how="semi", maintain_order="left")
    return pl.concat([kept, ends])


def _turned() -> list[pl.Expr]:
    names = {"from_step": "to_step", "from_id": "to_id", "to_step": "from_step", "to_id": "from_id", "way": "way"}
    return [pl.col(other).alias(name) for name, other in names.items()]


def _edges(frame: pl.DataFrame, from_step: str, to_step: str, from_id: str, to_id: str, way: str) -> pl.DataFrame:
    known = frame.filter(pl.col(from_id).is_not_null() & pl.col(to_id).is_not_null())
    return known.select(
        from_step=pl.lit(from_step), from_id=pl.col(from_id), to_step=pl.lit(to_step), to_id=pl.col(to_id), way=pl.lit(way)
    )


def _projects(snapshot: Snapshot, programme: Programme | None) -> pl.DataFrame:
    status = pl.col("status")
    standing = (
        pl.when(status == "stopped").then(pl.lit("stopped"))
        .when(pl.col("occurrence_only") == "yes").then(pl.lit("excluded"))
        .when(status.is_in(_FINISHED)).then(pl.lit("finished"))
        .when(status.is_in(_ONGOING)).then(pl.lit("ongoing"))
        .otherwise(pl.lit("planned"))
    )  # fmt: skip
    rows = of_programme(snapshot.table("project"), programme).join(project_status(snapshot), on="project_id")
    return rows.select(
        "project_id", "title_nb", pl.coalesce("title_en", "title_nb").alias("title_en"), "status", "call_id", "plan_line_id",
        "started_date", "completed_date", standing=standing,
    ).sort("project_id")  # fmt: skip


def _calls(snapshot: Snapshot, programme: Programme | None) -> pl.DataFrame:
    steps = snapshot.table("call_step").filter(
        pl.col("step").is_in(["awarded", "contracted"]) & pl.col("actual_date").is_not_null()
    )
    agreed = pl.concat([steps.select("call_id"), snapshot.table("contract").select("call_id")]).drop_nulls().unique()
    rows = of_programme(snapshot.table("call"), programme)
    rows = rows.join(open_calls(snapshot).select("call_id", is_open=pl.lit(True)), on="call_id", how="left")
    rows = rows.join(agreed.with_columns(is_agreed=pl.lit(True)), on="call_id", how="left")
    return rows.with_columns(
        is_cancelled=pl.col("is_open").is_null(), is_agreed=pl.col("is_agreed").fill_null(False)
    ).drop("is_open").sort("call_id")  # fmt: skip


def _lines(snapshot: Snapshot, programme: Programme | None, calls: pl.DataFrame, projects: pl.DataFrame) -> pl.DataFrame:
    plans = of_programme(snapshot.table("action_plan"), programme)
    plans = plans.sort(pl.col("adopted_date").is_not_null(), "version", "plan_id")
    newest = pl.col("plan_id") == pl.col("plan_id").last().over("programme_id", "year")
    rows = snapshot.table("action_plan_line").join(plans.select("plan_id", "year", is_newest=newest), on="plan_id")
    used = pl.concat([calls.select("plan_line_id"), projects.select("plan_line_id")]).drop_nulls().unique()
    rows = rows.filter(pl.col("is_newest") | pl.col("plan_line_id").is_in(used.get_column("plan_line_id").implode()))
    research = pl.col("category").is_null() | (pl.col("category") == "fou")
    purpose = (
        pl.when(pl.col("effort_id").is_not_null()).then(pl.lit("effort"))
        .when(research).then(pl.lit("research")).otherwise(pl.col("category"))
    )  # fmt: skip
    return rows.with_columns(is_dropped=pl.col("dropped_date").is_not_null(), purpose=purpose).sort("year", "plan_line_id")


def _needs(snapshot: Snapshot, programme: Programme | None, lines: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    rows = snapshot.table("knowledge_need")
    if programme is None:
        return rows.sort("need_id")
    areas = snapshot.table("priority_area").select("area_id", of_area=pl.col("programme_id"))
    linked = pl.concat([lines.select("need_id"), named.select("need_id")]).drop_nulls().unique()
    by_link = pl.col("need_id").is_in(linked.get_column("need_id").implode())
    here = pl.when(pl.col("of_area").is_not_null()).then(pl.col("of_area") == programme.programme_id)
    rows = rows.join(areas, on="area_id", how="left")
    return rows.filter(here.otherwise(by_link | in_time(snapshot, programme, "raised_date"))).drop("of_area").sort("need_id")


def in_time(snapshot: Snapshot, programme: Programme | None, column: str) -> pl.Expr:
    """Whether a date lies in the programme's time: from its start to the next one's; the first has all before it too."""
    if programme is None:
        return pl.lit(True)
    starts = snapshot.table("programme").get_column("start_date").drop_nulls()
    day, keep = pl.col(column), pl.lit(True)
    if bool((starts < programme.start_date).any()):
        keep = keep & (day >= programme.start_date)
    later = starts.filter(starts > programme.start_date)
    if not later.is_empty():
        keep = keep & (day < later.min())
    return day.is_null() | keep


def _findings(snapshot: Snapshot, projects: pl.DataFrame) -> pl.DataFrame:
    evaluations = snapshot.table("evaluation").select("evaluation_id", evaluated="project_id")
    rows = snapshot.table("finding").join(evaluations, on="evaluation_id", how="left")
    rows = rows.with_columns(of_project=pl.coalesce("project_id", "evaluated")).drop("evaluated")
    return rows.join(projects.select("project_id"), left_on="of_project", right_on="project_id", how="semi").sort("finding_id")


def _call_projects(snapshot: Snapshot, calls: pl.DataFrame, projects: pl.DataFrame) -> pl.DataFrame:
    """A project stands in a call when it names it; where it does not, when a contract names both."""
    own = _edges(projects, "call", "project", "call_id", "project_id", "project")
    contracts = _edges(snapshot.table("contract"), "call", "project", "call_id", "project_id", "contract")
    both = contracts.join(own, on=list(_ENDS), how="anti")
    return pl.concat([own, both.filter(pl.col("from_id").is_in(calls.get_column("call_id").implode()))])


def _need_projects(named: pl.DataFrame, lines: pl.DataFrame, calls: pl.DataFrame, projects: pl.DataFrame) -> pl.DataFrame:
    rest = projects.join(named, on="project_id", how="anti")
    of_call = calls.select("call_id", call_line="plan_line_id")
    rest = rest.join(of_call, on="call_id", how="left").with_columns(by=pl.coalesce("plan_line_id", "call_line"))
    found = rest.join(lines.select("plan_line_id", "need_id"), left_on="by", right_on="plan_line_id", how="inner")
    return pl.concat([
        _edges(named, "need", "project", "need_id", "project_id", "named"),
        _edges(found, "need", "project", "need_id", "project_id", "by_line"),
    ])  # fmt: skip


def _uses(snapshot: Snapshot, findings: pl.DataFrame) -> list[pl.DataFrame]:
    used = snapshot.table("finding_use")
    return [
        _edges(findings, "finding", "instrument", "finding_id", "instrument_id", "concerns"),
        _edges(snapshot.table("recommendation"), "finding", "instrument", "finding_id", "instrument_id", "recommended"),
        _edges(used, "finding", "instrument", "finding_id", "instrument_id", "used"),
        _edges(used, "finding", "organisation", "finding_id", "organisation_id", "used"),
    ]
