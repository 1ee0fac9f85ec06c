"""Reports and dissemination (9.2, 10, and what research environments deliver by chapter 3)."""

from __future__ import annotations

import polars as pl

from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import own, with_limit
from data.snapshot import Snapshot


def _finished(snapshot: Snapshot) -> pl.DataFrame:
    """Projects whose work has ended as planned or late; stopped ones are not among them."""
    rows = own(snapshot, "project").filter(pl.col("completed_date").is_not_null() & pl.col("stopped_date").is_null())
    return rows.select("project_id", record_id="project_id", title="title_nb", completed="completed_date")


def check_recipient(snapshot: Snapshot) -> Found:
    """Final reports that no one is named to receive."""
    projects = own(snapshot, "project").select("project_id")
    rows = snapshot.table("deliverable").filter(pl.col("kind") == "final_report").join(projects, on="project_id")
    made = rows.filter(pl.col("recipient_id").is_null()).select(
        "project_id", record_id="deliverable_id", title="title_nb", planned="planned_date", delivered="delivered_date"
    )
    return Found(len(rows), (Group("message", "consider", "deliverable", made),))


def check_final_report(snapshot: Snapshot) -> Found:
    """Finished projects without a final report, or with one that is not delivered."""
    finished = _finished(snapshot)
    reports = snapshot.table("deliverable").filter((pl.col("kind") == "final_report") & pl.col("project_id").is_not_null())
    done = pl.col("delivered_date").is_not_null() | pl.col("published_date").is_not_null()
    sums = reports.group_by("project_id").agg(
        done=done.any(), planned=pl.col("planned_date").max(), rows=pl.col("deliverable_id").sort()
    )
    joined = finished.join(sums, on="project_id", how="left").filter(~pl.col("done").fill_null(False))
    groups = (
        Group("message", "consider", "project", joined.filter(pl.col("done").is_null()).drop("rows")),
        Group("not_delivered", "consider", "project", joined.filter(pl.col("done").is_not_null())),
    )
    return Found(len(finished), groups)


def _due(snapshot: Snapshot) -> tuple[pl.DataFrame, int]:
    """Finished projects whose days for dissemination have passed, and how many that no limit applies to."""
    rows = with_limit(snapshot, _finished(snapshot), "dissemination_days", "completed", "limit")
    known = rows.filter(pl.col("limit").is_not_null()).with_columns(
        days=(pl.lit(snapshot.as_of) - pl.col("completed")).dt.total_days(), limit=pl.col("limit").cast(pl.Int64)
    )
    return known.filter(pl.col("days") > pl.col("limit")), len(rows) - len(known)


def _disseminated(snapshot: Snapshot) -> pl.DataFrame:
    done = pl.col("done_date").is_not_null()
    return snapshot.table("dissemination").group_by("project_id").agg(
        done=done.sum(), fit=(done & pl.col("workplace_fit").fill_null(False)).any(),
        fit_planned=(~done & pl.col("workplace_fit").fill_null(False)).any(),
        fit_unknown=(done & pl.col("workplace_fit").is_null()).any(), rows=pl.col("dissemination_id").sort(),
    )  # fmt: skip


def check_disseminated(snapshot: Snapshot) -> Found:
    """Finished projects that have disseminated nothing within the days given."""
    due, unjudged = _due(snapshot)
    joined = due.join(_disseminated(snapshot), on="project_id", how="left").filter(pl.col("done").fill_null(0) == 0)
    groups = (
        Group("message", "consider", "project", joined.filter(pl.col("done").is_null()).drop("rows")),
        Group("planned", "consider", "project", joined.filter(pl.col("done").is_not_null())),
    )
    return Found(len(due), groups, unjudged)


def check_workplace(snapshot: Snapshot) -> Found:
    """Finished projects that have disseminated, but nothing made for workplaces."""
    due, unjudged = _due(snapshot)
    joined = due.join(_disseminated(snapshot), on="project_id").filter(pl.col("done") > 0)
    without = joined.filter(~pl.col("fit"))
    unknown, planned = pl.col("fit_unknown"), pl.col("fit_planned")
    groups = (
        Group("planned", "consider", "project", without.filter(planned)),
        Group("unknown", "consider", "project", without.filter(~planned & unknown)),
        Group("message", "consider", "project", without.filter(~planned & ~unknown)),
    )
    return Found(len(joined), groups, unjudged)


def check_planned(snapshot: Snapshot) -> Found:
    """R&D lines of adopted plans without dissemination, and projects that have begun without any being planned."""
    plans = own(snapshot, "action_plan").filter(pl.col("adopted_date").is_not_null())
    plans = plans.select("plan_id", plan_year=pl.col("year").cast(pl.Int64))
    is_ours = pl.col("dropped_date").is_null() & (pl.col("category").is_null() | (pl.col("category") == "fou"))
    lines = snapshot.table("action_plan_line").filter(is_ours).join(plans, on="plan_id")
    items = snapshot.table("dissemination")
    told = pl.col("dissemination_nb").str.strip_chars().fill_null("") != ""
    bare = lines.filter(~told).join(items.select("plan_line_id").drop_nulls(), on="plan_line_id", how="anti").select(
        "plan_year", record_id="plan_line_id", title="title_nb"
    ).sort("record_id")  # fmt: skip
    begun = own(snapshot, "project").filter(pl.col("started_date").is_not_null() & pl.col("stopped_date").is_null())
    silent = begun.join(items.select("project_id").unique(), on="project_id", how="anti").select(
        "project_id", record_id="project_id", title="title_nb", date="started_date"
    )  # fmt: skip
    groups = (Group("message", "note", "action_plan_line", bare), Group("project", "note", "project", silent))
    return Found(len(lines) + len(begun), groups)


RULES: tuple[PlanRule, ...] = (
    PlanRule("report_recipient", "consider", "deliverable", ("kind", "recipient_id"), ("3", "10"), ("deliverable", "project"),
             check_recipient),
    PlanRule("final_report", "consider", "deliverable", ("kind", "delivered_date"), ("3", "10"), ("project", "deliverable"),
             check_final_report),
    PlanRule("disseminated", "consider", "dissemination", ("done_date",), ("3", "9.2"),
             ("project", "dissemination", "parameter"), check_disseminated),
    PlanRule("workplace_product", "consider", "dissemination", ("workplace_fit", "done_date"), ("3", "9.2"),
             ("project", "dissemination", "parameter"), check_workplace),
    PlanRule("dissemination_planned", "note", "action_plan_line", ("dissemination_nb",), ("9.2",),
             ("action_plan", "action_plan_line", "dissemination", "project"), check_planned),
)  # fmt: skip
