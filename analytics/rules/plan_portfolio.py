"""Projects, needs and plan lines: that each has what it must be seen together with (8.1, 8.2)."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.programme import current_programme
from analytics.portfolio.status import open_calls
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import contracts, in_time, is_blank, own
from data.snapshot import Snapshot

#: Shares with few decimals may miss the whole by this much through rounding alone.
_ROUNDING = 0.05


def _projects(snapshot: Snapshot) -> pl.DataFrame:
    return own(snapshot, "project").with_columns(record_id="project_id", title="title_nb")


_SHOWN = ("record_id", "project_id", "title")


def check_shares(snapshot: Snapshot) -> Found:
    """Projects whose shares over the areas do not make 100, or lie on an area that was not valid in their time."""
    projects = _projects(snapshot)
    shares = snapshot.table("project_area").join(projects.select("project_id"), on="project_id")
    sums = shares.group_by("project_id").agg(sum=pl.col("share_pct").sum().round(6), count=pl.col("share_pct").count())
    joined = projects.join(sums, on="project_id", how="left").select(*_SHOWN, "sum", count=pl.col("count").fill_null(0))
    some = pl.col("count") > 0
    groups = (
        Group("no_area", "consider", "project", joined.filter(~some)),
        Group("over", "consider", "project", joined.filter(some & (pl.col("sum") > 100 + _ROUNDING))),
        Group("under", "consider", "project", joined.filter(some & (pl.col("sum") < 100 - _ROUNDING))),
        Group("not_valid", "consider", "project", _out_of_time(snapshot, projects)),
    )
    return Found(len(projects), groups)


def _out_of_time(snapshot: Snapshot, projects: pl.DataFrame) -> pl.DataFrame:
    """Projects with areas that ended before they were registered, begin after they ended, or are of another programme."""
    areas = snapshot.table("priority_area").select(
        "area_id", "valid_from", "valid_to", area="name_nb", area_programme="programme_id"
    )
    life = projects.select(
        *_SHOWN, "programme_id", first="registered_date",
        last=pl.coalesce("completed_date", "stopped_date", pl.lit(snapshot.as_of)),
    )  # fmt: skip
    rows = snapshot.table("project_area").join(areas, on="area_id").join(life, on="project_id")
    apart = (pl.col("valid_to") < pl.col("first")) | (pl.col("valid_from") > pl.max_horizontal("first", "last"))
    other = pl.col("area_programme") != pl.col("programme_id")
    found = rows.filter(apart.fill_null(False) | other).sort("project_id", "area_id")
    return found.group_by(*_SHOWN, maintain_order=True).agg(
        areas=pl.col("area"), rows=pl.col("area_id"), first=pl.col("first").first()
    )


def check_need(snapshot: Snapshot) -> Found:
    """Projects that answer no registered need."""
    projects = _projects(snapshot)
    made = projects.join(snapshot.table("project_need").select("project_id"), on="project_id", how="anti").select(_SHOWN)
    return Found(len(projects), (Group("message", "consider", "project", made),))


def check_lines(snapshot: Snapshot) -> Found:
    """R&D lines of the adopted plans whose quarter is over, with neither project nor call, and not dropped."""
    plans = own(snapshot, "action_plan").filter(pl.col("adopted_date").is_not_null()).sort("year", "version")
    newest = plans.unique("year", keep="last", maintain_order=True).select("plan_id", plan_year=pl.col("year").cast(pl.Int64))
    is_ours = pl.col("category").is_null() | (pl.col("category") == "fou")
    lines = snapshot.table("action_plan_line").join(newest, on="plan_id").filter(
        is_ours & pl.col("dropped_date").is_null() & pl.col("effort_id").is_null()
    )  # fmt: skip
    quarter = pl.col("planned_start_quarter")
    year, number = quarter.str.slice(0, 4).cast(pl.Int32, strict=False), quarter.str.slice(5).cast(pl.Int8, strict=False)
    dated = lines.with_columns(quarter_end=pl.date(year, number * 3, 1).dt.month_end())
    known = dated.filter(pl.col("quarter_end").is_not_null())
    due = known.filter(pl.col("quarter_end") < snapshot.as_of)
    taken = pl.concat([
        own(snapshot, "project").select("plan_line_id"), open_calls(snapshot).select("plan_line_id")
    ]).drop_nulls().unique()  # fmt: skip
    cancelled = snapshot.table("call").filter(pl.col("plan_line_id").is_not_null()).group_by("plan_line_id").agg(
        call=pl.col("title_nb").first()
    )  # fmt: skip
    empty = due.join(taken, on="plan_line_id", how="anti").join(cancelled, on="plan_line_id", how="left").select(
        "plan_year", "call", record_id="plan_line_id", title="title_nb", quarter=quarter, amount="planned_amount_nok"
    ).sort("record_id")  # fmt: skip
    groups = (
        Group("message", "consider", "action_plan_line", empty.filter(pl.col("call").is_null())),
        Group("cancelled", "consider", "action_plan_line", empty.filter(pl.col("call").is_not_null())),
    )
    return Found(len(due), groups, len(dated) - len(known))


def _needs(snapshot: Snapshot) -> pl.DataFrame:
    """The needs of the programme: by their area, else by when they were raised."""
    programme = current_programme(snapshot)
    areas = snapshot.table("priority_area").select("area_id", area_programme="programme_id")
    rows = snapshot.table("knowledge_need").join(areas, on="area_id", how="left")
    if programme is None:
        return rows
    told = rows.filter(pl.col("area_programme") == programme.programme_id)
    return pl.concat([told, in_time(snapshot, rows.filter(pl.col("area_programme").is_null()), "raised_date")])


def check_answered(snapshot: Snapshot) -> Found:
    """Needs with neither a live or finished project nor a written "not now", once the next plan or the programme is past."""
    plans = own(snapshot, "action_plan").filter(pl.col("adopted_date").is_not_null()).select("adopted_date", next_year="year")
    later = _needs(snapshot).select("need_id", "raised_date").join(plans, how="cross").filter(
        (pl.col("next_year") > pl.col("raised_date").dt.year()) & (pl.col("adopted_date") >= pl.col("raised_date"))
    )  # fmt: skip
    due = later.sort("adopted_date", "next_year").unique("need_id", keep="first", maintain_order=True).drop("raised_date")
    rows = _needs(snapshot).join(due, on="need_id", how="left").with_columns(reason=~is_blank("not_now_reason_nb"))
    rows = rows.filter(pl.col("adopted_date").is_not_null() | _is_over(snapshot))
    projects = own(snapshot, "project").select("project_id", live=pl.col("stopped_date").is_null())
    worked = snapshot.table("project_need").join(projects, on="project_id").group_by("need_id").agg(
        live=pl.col("live").any(), stopped=pl.col("project_id").sort()
    )  # fmt: skip
    lines = snapshot.table("action_plan_line").filter(pl.col("dropped_date").is_null() & pl.col("need_id").is_not_null())
    planned = lines.sort("listed_date", "plan_line_id").group_by("need_id").agg(line=pl.col("plan_line_id").last())
    joined = rows.join(worked, on="need_id", how="left").join(planned, on="need_id", how="left")
    missing = joined.filter(~pl.col("live").fill_null(False) & ~pl.col("reason")).select(
        "need_id", "stopped", "line", record_id="need_id", title="title_nb", raised="raised_date", date="adopted_date",
        year=pl.col("next_year").cast(pl.Int64), not_now="not_now_date",
    ).sort("need_id")  # fmt: skip
    bare, stopped, planned_only = (pl.col(name).is_not_null() for name in ("not_now", "stopped", "line"))
    no_plan = pl.col("date").is_null()
    rest = ~bare & ~stopped & ~planned_only
    groups = (
        Group("no_reason", "consider", "knowledge_need", missing.filter(bare)),
        Group("stopped", "consider", "knowledge_need", missing.filter(~bare & stopped)),
        Group("planned", "consider", "knowledge_need", missing.filter(~bare & ~stopped & planned_only)),
        Group("message", "consider", "knowledge_need", missing.filter(rest & ~no_plan)),
        Group("ended", "consider", "knowledge_need", missing.filter(rest & no_plan)),
    )
    return Found(len(joined), groups)


def _is_over(snapshot: Snapshot) -> bool:
    programme = current_programme(snapshot)
    return programme is not None and programme.end_date < snapshot.as_of


def check_occurrence(snapshot: Snapshot) -> Found:
    """Work that only describes occurrence and still has money, and work where that is not decided, or not by whom."""
    projects = _projects(snapshot)
    signed = contracts(snapshot).select("project_id").drop_nulls().unique().with_columns(contracted=pl.lit(True))
    paid = own(snapshot, "payment").filter(pl.col("project_id").is_not_null()).group_by("project_id").agg(
        paid=pl.col("amount_nok").sum()
    )  # fmt: skip
    joined = projects.join(signed, on="project_id", how="left").join(paid, on="project_id", how="left")
    yes, known = pl.col("occurrence_only") == "yes", pl.col("occurrence_only").is_in(["yes", "no"]).fill_null(False)
    has_money = pl.col("contracted").fill_null(False) | (pl.col("paid").fill_null(0) != 0)
    nobody = is_blank("occurrence_decided_by")
    made = joined.with_columns(paid=pl.col("paid").fill_null(0), by="occurrence_decided_by")
    shown = (*_SHOWN, "paid", "by")
    groups = (
        Group("message", "consider", "project", made.filter(yes & has_money & ~nobody).select(shown)),
        Group("money_nobody", "consider", "project", made.filter(yes & has_money & nobody).select(shown)),
        Group("undecided", "consider", "project", made.filter(~known).select(shown)),
        Group("nobody", "consider", "project", made.filter(known & nobody & ~(yes & has_money).fill_null(False)).select(shown)),
    )
    return Found(len(projects), groups)


RULES: tuple[PlanRule, ...] = (
    PlanRule("area_share", "consider", "project_area", ("share_pct", "area_id"), ("8.2",),
             ("project", "project_area", "priority_area"), check_shares),
    PlanRule("project_need", "consider", "project_need", ("need_id",), ("3", "8.2"), ("project", "project_need"), check_need),
    PlanRule("line_started", "consider", "action_plan_line", ("planned_start_quarter", "dropped_date"), ("8.2",),
             ("action_plan", "action_plan_line", "project", "call", "call_step"), check_lines),
    PlanRule("need_answered", "consider", "knowledge_need", ("raised_date", "not_now_reason_nb"), ("3", "8.2"),
             ("knowledge_need", "action_plan", "action_plan_line", "project", "project_need"), check_answered),
    PlanRule("occurrence_only", "consider", "project", ("occurrence_only", "occurrence_decided_by"), ("8.1",),
             ("project", "contract", "payment"), check_occurrence),
)  # fmt: skip
