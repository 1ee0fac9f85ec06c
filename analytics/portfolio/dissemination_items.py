"""Dissemination item by item and project by project: where each stands, and the days from the report."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.projects import register
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

CHANNELS: tuple[str, ...] = CODE_LISTS["dissemination_channel"].values
ITEM_STATES: tuple[str, ...] = CODE_LISTS["dissemination_item_state"].values
#: What is left to do for a project, what needs action first; a project has the first that holds.
STATES: tuple[str, ...] = CODE_LISTS["dissemination_state"].values
#: States in which something needs action.
ACT_ON: tuple[str, ...] = ("finished_nothing", "overdue", "finished_no_fit", "no_items")
#: Whether a product is fit for workplaces.
FIT: tuple[str, ...] = ("yes", "no", "unknown")


def items_of(snapshot: Snapshot, projects: pl.DataFrame) -> pl.DataFrame:
    """Every product of the programme's projects, planned or done, with where it stands on the day.

    Returns:
        `dissemination_id`, `project_id`, `plan_line_id`, `channel`, `title_nb`, `fit` (of `FIT`), `planned_date`, `done_date`,
        `url`, `state` (of `ITEM_STATES`), `days_late` (of a done one against its plan, below zero is early; of one past its
        date so far). The planned date itself is not past.
    """
    stopped = projects.select("project_id", is_stopped=pl.col("stopped_date").is_not_null())
    rows = snapshot.table("dissemination").join(stopped, on="project_id")
    done, planned = pl.col("done_date").is_not_null(), pl.col("planned_date")
    state = (
        pl.when(done).then(pl.lit("done")).when("is_stopped").then(pl.lit("stopped"))
        .when(planned.is_null()).then(pl.lit("undated"))
        .when(planned < snapshot.as_of).then(pl.lit("overdue")).otherwise(pl.lit("planned"))
    )  # fmt: skip
    until = pl.when(done).then("done_date").when(state == "overdue").then(pl.lit(snapshot.as_of))
    fit = pl.col("workplace_fit")
    return rows.select(
        "dissemination_id", "project_id", "plan_line_id", pl.col("channel").fill_null("other"), "title_nb",
        pl.when(fit).then(pl.lit("yes")).when(~fit).then(pl.lit("no")).otherwise(pl.lit("unknown")).alias("fit"),
        "planned_date", "done_date", "url", state.alias("state"), days_late=(until - planned).dt.total_days(),
    ).sort("project_id", pl.coalesce("done_date", "planned_date"), "dissemination_id", nulls_last=True)  # fmt: skip


def projects_of(snapshot: Snapshot) -> pl.DataFrame:
    """The programme's projects with their status, areas, dates, plan line and the dates of the final report.

    Returns:
        The register's columns with `plan_line_id` (of the project, else of its call), `in_plan` ("yes", "no", or "no_line" when
        the project belongs to no plan line), `plan_words_nb`, `report_delivered_date` and `report_published_date` (the first
        final report; empty without).
    """
    programme = current_programme(snapshot)
    calls = snapshot.table("call").select("call_id", call_line="plan_line_id")
    own = of_programme(snapshot.table("project"), programme).select("project_id", "call_id", "plan_line_id")
    own = own.join(calls, on="call_id", how="left").select("project_id", plan_line_id=pl.coalesce("plan_line_id", "call_line"))
    lines = snapshot.table("action_plan_line").select("plan_line_id", plan_words_nb="dissemination_nb", has_line=pl.lit(True))
    rows = register(snapshot).join(own, on="project_id", how="left").join(lines, on="plan_line_id", how="left")
    rows = rows.join(_reports(snapshot), on="project_id", how="left").join(_planned(snapshot), on="project_id", how="left")
    told = (pl.col("plan_words_nb").str.strip_chars().fill_null("") != "") | pl.col("has_planned").fill_null(False)
    in_plan = pl.when(told).then(pl.lit("yes")).when("has_line").then(pl.lit("no")).otherwise(pl.lit("no_line"))
    return rows.with_columns(in_plan=in_plan, title_en=pl.coalesce("title_en", "title_nb")).drop("has_line", "has_planned")


def _reports(snapshot: Snapshot) -> pl.DataFrame:
    rows = snapshot.table("deliverable").filter((pl.col("kind") == "final_report") & pl.col("project_id").is_not_null())
    return rows.group_by("project_id").agg(
        report_delivered_date=pl.col("delivered_date").min(), report_published_date=pl.col("published_date").min()
    )


def _planned(snapshot: Snapshot) -> pl.DataFrame:
    """Projects that have a product which names a plan line."""
    rows = snapshot.table("dissemination").filter(pl.col("plan_line_id").is_not_null())
    return rows.select("project_id").unique().with_columns(has_planned=pl.lit(True))


def with_dissemination(projects: pl.DataFrame, items: pl.DataFrame, snapshot: Snapshot, limit_days: int | None) -> pl.DataFrame:
    """The projects with their products counted, the days from the report, and what is left to do.

    A project is finished when its work has ended and it was not stopped. Days run from the final report to the first product
    on that day or later; products before the report are counted apart.

    Args:
        limit_days: days after the end in which a finished project should have disseminated; None when no limit applies.

    Returns:
        `projects` with `items`, `done`, `fit_done`, `fit_unknown_done`, `overdue`, `to_come` (planned, dated or not),
        `before_report`, `first_date`, `first_fit_date`, `channels` (of done and planned ones), `is_finished`,
        `days_since_end`, `is_due` (the limit is passed; empty when it is not known), the four numbers of days
        `days_delivered`, `days_delivered_fit`, `days_published`, `days_published_fit`, `flags` (all of `ACT_ON` that hold) and
        `state` (of `STATES`).
    """
    counted = projects.join(_counts(items), on="project_id", how="left", maintain_order="left").with_columns(
        pl.col("items", "done", "fit_done", "fit_unknown_done", "overdue", "to_come").fill_null(0),
        pl.col("channels").fill_null(pl.lit([], dtype=pl.List(pl.String))),
    )
    for name, column, only_fit in _DAYS:
        counted = counted.join(
            _days(projects, items, column, name, only_fit=only_fit), on="project_id", how="left", maintain_order="left"
        )
    counted = counted.join(_before(projects, items), on="project_id", how="left", maintain_order="left")
    finished = pl.col("completed_date").is_not_null() & pl.col("stopped_date").is_null()
    since = (pl.lit(snapshot.as_of) - pl.col("completed_date")).dt.total_days()
    due = finished & (since > limit_days) if limit_days is not None else pl.when(finished).then(None).otherwise(pl.lit(False))
    dated = counted.with_columns(
        pl.col("before_report").fill_null(0), is_finished=finished, days_since_end=pl.when(finished).then(since), is_due=due
    )
    return dated.with_columns(flags=_flags()).with_columns(state=_state())


_DAYS = (
    ("days_delivered", "report_delivered_date", False), ("days_delivered_fit", "report_delivered_date", True),
    ("days_published", "report_published_date", False), ("days_published_fit", "report_published_date", True),
)  # fmt: skip


def _counts(items: pl.DataFrame) -> pl.DataFrame:
    state, is_fit = pl.col("state"), pl.col("fit") == "yes"
    done = state == "done"
    return items.group_by("project_id").agg(
        items=pl.len().cast(pl.Int64), done=done.sum().cast(pl.Int64), fit_done=(done & is_fit).sum().cast(pl.Int64),
        fit_unknown_done=(done & (pl.col("fit") == "unknown")).sum().cast(pl.Int64),
        overdue=(state == "overdue").sum().cast(pl.Int64),
        to_come=state.is_in(["planned", "undated"]).sum().cast(pl.Int64), first_date=pl.col("done_date").min(),
        first_fit_date=pl.col("done_date").filter(is_fit).min(), channels=pl.col("channel").unique().sort(),
    )  # fmt: skip


def _days(projects: pl.DataFrame, items: pl.DataFrame, column: str, name: str, *, only_fit: bool) -> pl.DataFrame:
    """Days from a date of the project to its first product on that day or later."""
    rows = items.filter(pl.col("fit") == "yes") if only_fit else items
    after = rows.join(projects.select("project_id", since=column), on="project_id").filter(pl.col("done_date") >= pl.col("since"))
    first = after.group_by("project_id").agg(pl.col("done_date").min(), pl.col("since").first())
    return first.select("project_id", (pl.col("done_date") - pl.col("since")).dt.total_days().alias(name))


def _before(projects: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    since = projects.select("project_id", since="report_delivered_date")
    early = items.join(since, on="project_id").filter(pl.col("done_date") < pl.col("since"))
    return early.group_by("project_id").agg(before_report=pl.len().cast(pl.Int64))


def _flags() -> pl.Expr:
    due, nothing = pl.col("is_due").fill_null(False), pl.col("done") == 0
    live = pl.col("stopped_date").is_null()
    held = {
        "finished_nothing": due & nothing, "overdue": live & (pl.col("overdue") > 0),
        "finished_no_fit": due & ~nothing & (pl.col("fit_done") == 0), "no_items": live & (pl.col("items") == 0),
    }  # fmt: skip
    return pl.concat_list(*(pl.when(held[name]).then(pl.lit(name)) for name in ACT_ON)).list.drop_nulls()


def _state() -> pl.Expr:
    return (
        pl.when(pl.col("flags").list.len() > 0).then(pl.col("flags").list.first())
        .when(pl.col("stopped_date").is_not_null()).then(pl.lit("stopped"))
        .when(pl.col("done") > 0).then(pl.lit("done")).otherwise(pl.lit("planned"))
    )  # fmt: skip
