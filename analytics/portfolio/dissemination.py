"""Dissemination (9.2): planned and done, through which channels, fit for workplaces or not, and how soon after the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from analytics.portfolio.dissemination_items import ACT_ON, CHANNELS, STATES, items_of, projects_of, with_dissemination
from analytics.portfolio.dissemination_text import dissemination_sentence
from analytics.result import Basis, basis, parameter
from data.snapshot import Snapshot
from domain.text import Text, say

_TABLES = ("project", "project_area", "dissemination", "deliverable", "action_plan_line", "call")
_LIMIT = "dissemination_days"
#: What stands in a filter for projects without an area.
NO_AREA = "uten"


@dataclass(frozen=True, slots=True)
class Days:
    """Days from a date of the final report to the first product on that day or later.

    Attributes:
        median: over the projects with such a product; None when there is none.
        count: how many projects that is.
        waiting: projects with that date, and no such product yet.
        before: of the waiting ones, those whose only products came before it.
    """

    median: float | None
    shortest: int | None
    longest: int | None
    count: int
    waiting: int
    before: int


@dataclass(frozen=True, slots=True)
class Share:
    """Finished projects with a product that is fit for workplaces: `part` of `whole`; `unknown` have products that are not
    stated to be fit or not, and none that is."""

    part: int
    whole: int
    unknown: int

    @property
    def pct(self) -> float | None:
        """In per cent; None without finished projects."""
        return None if self.whole == 0 else self.part / self.whole * 100


@dataclass(frozen=True, eq=False)
class Dissemination:
    """The dissemination of the programme's projects on the day.

    Attributes:
        limit_days: days after its end in which a finished project should have disseminated; None when no limit applies.
        projects: one row a project, what needs action first; the columns of `dissemination_items.with_dissemination`.
        items: one row a product; the columns of `dissemination_items.items_of`.
        channels: one row a channel: `channel`, `projects`, `done`, `fit_done`, `planned`, `overdue`; all channels stand there.
        areas: one row an area (a project with several counts in each), and one for projects without.
        fit: how many finished projects have a product fit for workplaces.
        days: by what they run from and to: `delivered`, `delivered_fit`, `published`, `published_fit`.
    """

    basis: Basis
    limit_days: int | None
    projects: pl.DataFrame
    items: pl.DataFrame
    channels: pl.DataFrame
    areas: pl.DataFrame
    area_names: dict[str, Text]
    fit: Share
    days: Mapping[str, Days]

    @property
    def sentence(self) -> Text:
        """How many finished projects have something for workplaces, how many have nothing, and what is past its date."""
        return dissemination_sentence(self)

    def count(self, flag: str) -> int:
        """How many projects have something that needs action, of `ACT_ON`."""
        return int(self.projects.select(pl.col("flags").list.contains(flag).sum()).item())

    @property
    def finished(self) -> int:
        """Projects whose work has ended and that were not stopped."""
        return int(self.projects.get_column("is_finished").sum())

    def by_state(self) -> dict[str, int]:
        """How many projects stand in each state; they add up to all."""
        found = dict(self.projects.group_by("state").len().iter_rows())
        return {state: found.get(state, 0) for state in STATES}

    def items_in(self, state: str) -> int:
        """How many products stand in a state."""
        return len(self.items.filter(pl.col("state") == state))

    def selected(self, areas: Sequence[str] = (), flags: Sequence[str] = (), channels: Sequence[str] = ()) -> pl.DataFrame:
        """The projects that a filter leaves; an empty choice does not filter.

        Args:
            areas: ids; `NO_AREA` is projects without an area.
            flags: states, or anything that needs action even when it is not the first of its project.
            channels: of products that are planned or done.
        """
        rows = self.projects
        if areas:
            none = (pl.col("area_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))).list.len() == 0) & pl.lit(NO_AREA in areas)
            rows = rows.filter(_any_of("area_ids", areas) | none)
        if flags:
            rows = rows.filter(_any_of("flags", flags) | pl.col("state").is_in(list(flags)))
        return rows.filter(_any_of("channels", channels)) if channels else rows

    def cells(self, project_ids: pl.Series) -> pl.DataFrame:
        """The matrix of some projects: `project_id`, `channel`, and how many products are in each state and fit."""
        rows = self.items.filter(pl.col("project_id").is_in(project_ids.implode()))
        counts = [(pl.col("state") == state).sum().cast(pl.Int64).alias(state) for state in _CELL_STATES]
        fit = ((pl.col("fit") == "yes") & (pl.col("state") == "done")).sum().cast(pl.Int64).alias("fit_done")
        return rows.group_by("project_id", "channel").agg(*counts, fit).sort("project_id", "channel")

    def as_json(self) -> dict[str, Any]:
        """The counts, the days, the channels and areas, every project and every product."""
        return {
            "limit_days": self.limit_days,
            "projects_count": len(self.projects), "finished": self.finished, "by_state": self.by_state(),
            "needs_action": {flag: self.count(flag) for flag in ACT_ON},
            "items": {"count": len(self.items), **{state: self.items_in(state) for state in _CELL_STATES}},
            "workplace_fit": asdict(self.fit) | {"share_pct": self.fit.pct},
            "days_from_report": {name: asdict(item) for name, item in self.days.items()},
            "in_plan": {name: len(self.projects.filter(pl.col("in_plan") == name)) for name in ("yes", "no", "no_line")},
            "channels": self.channels.to_dicts(), "areas": self.areas.to_dicts(),
            "projects": self.projects.select(_PROJECT).to_dicts(), "products": self.items.to_dicts(),
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a project; lists are joined by semicolon."""
        return self.projects.select(_PROJECT).with_columns(
            pl.col(name).list.join("; ") for name in ("area_ids", "channels", "flags")
        )


_CELL_STATES = ("done", "overdue", "planned", "undated", "stopped")
_PROJECT = (
    "project_id", "title_nb", "title_en", "status", "area_ids", "state", "flags", "is_finished", "completed_date",
    "days_since_end", "plan_line_id", "in_plan", "plan_words_nb", "items", "done", "fit_done", "fit_unknown_done", "overdue",
    "to_come", "channels", "report_delivered_date", "report_published_date", "before_report", "first_date", "first_fit_date",
    "days_delivered", "days_delivered_fit", "days_published", "days_published_fit",
)  # fmt: skip


def _any_of(column: str, wanted: Sequence[str]) -> pl.Expr:
    return pl.col(column).list.eval(pl.element().is_in(list(wanted))).list.any().fill_null(False)


def dissemination(snapshot: Snapshot) -> Dissemination:
    """The dissemination of every project of the current programme (9.2), planned and done.

    Whether a product is fit for workplaces is yes, no or not stated; not stated is never counted as yes or no. Days run from
    the final report to the first product on that day or later. A project with several areas counts in each of them. The reader
    may not conclude that knowledge was used, nor that more products are better: this tells what was done to make it known.
    """
    limit = parameter(snapshot, _LIMIT)
    limit_days = None if limit is None else int(limit)
    projects = projects_of(snapshot)
    items = items_of(snapshot, projects)
    order = pl.col("state").replace_strict({state: n for n, state in enumerate(STATES)}, return_dtype=pl.Int8)
    rows = with_dissemination(projects, items, snapshot, limit_days).sort(order, "project_id")
    finished = rows.filter("is_finished")
    keys = ["fit", "days", "areas", "use"] + (["no_limit"] if limit_days is None else [])
    return Dissemination(
        _basis(snapshot, tuple(say(f"dissemination.caveat.{key}") for key in keys)), limit_days, rows, items,
        _channels(items), _areas(rows), _area_names(snapshot), _share(finished),
        {name: _days_of(rows, items, name) for name in ("delivered", "delivered_fit", "published", "published_fit")},
    )  # fmt: skip


def _basis(snapshot: Snapshot, caveats: tuple[Text, ...]) -> Basis:
    """The sources of the rows, and that of the limit, but not of every parameter."""
    own = basis(snapshot, *_TABLES, caveats=caveats)
    limits = snapshot.table("parameter").filter(pl.col("name") == _LIMIT).get_column("source_id").to_list()
    more = [source for source in snapshot.sources("parameter") if source.source_id in limits and source not in own.sources]
    return replace(own, sources=(*own.sources, *more))


def _share(finished: pl.DataFrame) -> Share:
    has_fit = pl.col("fit_done") > 0
    unknown = finished.filter(~has_fit & (pl.col("fit_unknown_done") > 0))
    return Share(len(finished.filter(has_fit)), len(finished), len(unknown))


def _days_of(rows: pl.DataFrame, items: pl.DataFrame, name: str) -> Days:
    since = "report_delivered_date" if name.startswith("delivered") else "report_published_date"
    own = rows.filter(pl.col(since).is_not_null())
    values = own.get_column(f"days_{name}").drop_nulls()
    waiting = own.filter(pl.col(f"days_{name}").is_null()).select("project_id", since)
    done = items.filter((pl.col("state") == "done") & ((pl.col("fit") == "yes") | pl.lit(not name.endswith("fit"))))
    median, low, high = values.median(), values.min(), values.max()
    return Days(
        None if median is None else float(median),  # type: ignore[arg-type]
        low, high, len(values), len(waiting), len(waiting.join(done, on="project_id", how="semi")),  # type: ignore[arg-type]
    )  # fmt: skip


def _channels(items: pl.DataFrame) -> pl.DataFrame:
    """Every channel of the code list, and any other that occurs."""
    state = pl.col("state")
    found = items.group_by("channel").agg(
        projects=pl.col("project_id").filter(state == "done").n_unique().cast(pl.Int64),
        done=(state == "done").sum().cast(pl.Int64),
        fit_done=((state == "done") & (pl.col("fit") == "yes")).sum().cast(pl.Int64),
        planned=state.is_in(["planned", "undated"]).sum().cast(pl.Int64), overdue=(state == "overdue").sum().cast(pl.Int64),
    )  # fmt: skip
    others = sorted(set(items.get_column("channel").drop_nulls()) - set(CHANNELS))
    whole = pl.DataFrame({"channel": [*CHANNELS, *others]}, schema={"channel": pl.String})
    counts = pl.col("projects", "done", "fit_done", "planned", "overdue").fill_null(0)
    return whole.join(found, on="channel", how="left", maintain_order="left").with_columns(counts)


def _areas(rows: pl.DataFrame) -> pl.DataFrame:
    """One row an area that projects name, and one for those without (empty `area_id`)."""
    spread = rows.explode("area_ids", empty_as_null=True).rename({"area_ids": "area_id"})
    finished = pl.col("is_finished")
    return spread.group_by("area_id").agg(
        projects=pl.len().cast(pl.Int64), finished=finished.sum().cast(pl.Int64),
        finished_done=(finished & (pl.col("done") > 0)).sum().cast(pl.Int64),
        finished_fit=(finished & (pl.col("fit_done") > 0)).sum().cast(pl.Int64), products=pl.col("done").sum().cast(pl.Int64),
        overdue=pl.col("overdue").sum().cast(pl.Int64), no_items=pl.col("flags").list.contains("no_items").sum().cast(pl.Int64),
    ).sort("area_id", nulls_last=True)  # fmt: skip


def _area_names(snapshot: Snapshot) -> dict[str, Text]:
    rows = snapshot.table("priority_area").select("area_id", "short_nb", "short_en")
    return {area: Text(nb or area, en or nb or area) for area, nb, en in rows.iter_rows()}
