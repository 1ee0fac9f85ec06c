"""What happened to the activities of an action plan: the work on each, when it began, and what was done outside the plan."""

from __future__ import annotations

from datetime import date

import polars as pl

from analytics.portfolio.procurement_calls import CANCELLED, calls_of
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.status import project_status
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

OUTCOMES: tuple[str, ...] = CODE_LISTS["line_outcome"].values
#: What tells when an activity began: its first project, its contract, its announcement, or the first money on it.
START_BASES: tuple[str, ...] = ("project", "contract", "announced", "money")
#: Outcomes of work that has begun.
BEGUN: tuple[str, ...] = ("started", "started_late", "started_unknown")
#: Outcomes of work that waits.
WAITING: tuple[str, ...] = ("in_procurement", "not_started")
_EMPTY_LIST = pl.lit([], dtype=pl.List(pl.String))


def outside_id(kind: str, column: str) -> pl.Expr:
    """An id for a project or a call outside the plans that no plan line can have."""
    return pl.lit(f"\x1f{kind}\x1f") + pl.col(column)


def quarter_no(column: str) -> pl.Expr:
    """A quarter such as "2021K3" as a number that goes up by one each quarter."""
    text = pl.col(column)
    return text.str.slice(0, 4).cast(pl.Int64, strict=False) * 4 + text.str.slice(5).cast(pl.Int64, strict=False) - 1


def quarter_of(column: str) -> pl.Expr:
    """The quarter of a date, such as "2021K3"."""
    day = pl.col(column)
    return pl.when(day.is_not_null()).then(pl.format("{}K{}", day.dt.year(), day.dt.quarter()))


def last_day_of(column: str) -> pl.Expr:
    """The last day of a quarter such as "2021K3"."""
    number = quarter_no(column)
    return pl.date(number // 4, (number % 4) * 3 + 3, 1).dt.month_end()


def work_of(snapshot: Snapshot, activities: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The projects and the calls of the programme with the activity that each belongs to; empty when it is in no plan.

    A project belongs to the line that it names, else to the line of its call. Its call is the one it names, else that of its
    contract.

    Returns:
        Projects: `project_id`, `title_nb`, `title_en`, `status`, `registered_date`, `started_date`, `stopped_date`, `call_id`,
        `activity_id`, `amount_nok` (sum of contracts; empty without one). Calls: those of `calls_of` with `announced_date` and
        `activity_id`.
    """
    of_line = activities.select("plan_line_id", "activity_id")
    contracts = snapshot.table("contract")
    calls = calls_of(snapshot, contracts).join(of_line, on="plan_line_id", how="left", maintain_order="left")
    steps = snapshot.table("call_step").filter((pl.col("step") == "announced") & pl.col("actual_date").is_not_null())
    calls = calls.join(
        steps.group_by("call_id").agg(announced_date=pl.col("actual_date").min()), on="call_id", how="left", maintain_order="left"
    )
    through = contracts.filter(pl.col("call_id").is_not_null() & pl.col("project_id").is_not_null()).sort(
        "signed_date", "contract_id"
    )
    through = through.unique("project_id", keep="first").select("project_id", contract_call="call_id")
    sums = contracts.filter(pl.col("project_id").is_not_null()).group_by("project_id").agg(pl.col("amount_nok").sum())
    rows = of_programme(snapshot.table("project"), current_programme(snapshot))
    rows = rows.join(through, on="project_id", how="left").with_columns(call_id=pl.coalesce("call_id", "contract_call"))
    rows = rows.join(calls.select("call_id", call_activity="activity_id"), on="call_id", how="left")
    rows = rows.join(of_line, on="plan_line_id", how="left").join(sums, on="project_id", how="left")
    rows = rows.join(project_status(snapshot), on="project_id", how="left")
    return rows.with_columns(activity_id=pl.coalesce("activity_id", "call_activity")).select(_PROJECT).sort("project_id"), calls


_PROJECT = (
    "project_id", "title_nb", "title_en", "status", "registered_date", "started_date", "stopped_date", "call_id", "activity_id",
    "amount_nok",
)  # fmt: skip


def with_work(rows: pl.DataFrame, projects: pl.DataFrame, calls: pl.DataFrame, money: pl.DataFrame) -> pl.DataFrame:
    """The activities with their projects and calls, and when the work began.

    The work has begun with its first project. Where no project belongs to the line it begins with the contract or framework
    agreement of its call; or, when the projects of its call belong to other lines, with the announcement. Where there is
    neither project nor call, it was under way at the latest when the first money was bound or paid.

    Args:
        money: `item_id` and `first_money_date`.

    Returns:
        `rows` with `project_ids`, `call_ids`, `call_routes`, `call_status` (the furthest), `start_date`,
        `start_basis` (of `START_BASES`),
        `waits` (a project or a live call is there, and the work has not begun).
    """
    own = projects.filter(pl.col("activity_id").is_not_null()).group_by("activity_id").agg(
        project_ids=pl.col("project_id").sort(), project_start=pl.col("started_date").min(),
        has_live=pl.col("stopped_date").is_null().any(),
    )  # fmt: skip
    of_calls = _calls_by_activity(projects, calls)
    first_money = money.select(activity_id="item_id", money_start="first_money_date")
    joined = rows
    for part in (own, of_calls, first_money):
        joined = joined.join(part, on="activity_id", how="left", maintain_order="left")
    no_project, no_call = pl.col("project_ids").is_null(), pl.col("call_ids").is_null()
    call_start = pl.when(no_project).then(pl.coalesce("contract_start", "announced_start"))
    money_start = pl.when(no_project & no_call).then("money_start")
    basis = (
        pl.when(pl.col("project_start").is_not_null()).then(pl.lit("project"))
        .when(call_start.is_not_null()).then(
            pl.when(pl.col("contract_start").is_not_null()).then(pl.lit("contract")).otherwise(pl.lit("announced")))
        .when(money_start.is_not_null()).then(pl.lit("money"))
    )  # fmt: skip
    start = pl.coalesce("project_start", call_start, money_start)
    has_work = pl.col("has_live").fill_null(False) | pl.col("has_live_call").fill_null(False)
    return joined.with_columns(
        project_ids=pl.col("project_ids").fill_null(_EMPTY_LIST), call_ids=pl.col("call_ids").fill_null(_EMPTY_LIST),
        call_routes=pl.col("call_routes").fill_null(_EMPTY_LIST),
        start_date=start, start_basis=basis, waits=start.is_null() & has_work,
    ).drop("project_start", "has_live", "contract_start", "announced_start", "money_start", "has_live_call")  # fmt: skip


def _calls_by_activity(projects: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """The calls of each activity: when they gave a contract, and when those whose projects are elsewhere were announced."""
    named = projects.select("call_id", project_activity="activity_id").drop_nulls("call_id")
    pairs = calls.filter(pl.col("activity_id").is_not_null()).join(named, on="call_id", how="left")
    elsewhere = (pl.col("project_activity") != pl.col("activity_id")).fill_null(False)
    sums = pairs.group_by("activity_id", "call_id", "route", "status", "announced_date", "contracted_date").agg(
        is_elsewhere=elsewhere.any()
    )
    live, framework = pl.col("status") != CANCELLED, pl.col("route") == "framework"
    announced = pl.col("is_elsewhere") & ~framework & live
    contract = live & ~(announced & pl.col("announced_date").is_not_null())
    order = pl.col("status").replace_strict({"contracted": 0, "ongoing": 1, CANCELLED: 2}, default=3, return_dtype=pl.Int8)
    return sums.sort("activity_id", order, "call_id").group_by("activity_id", maintain_order=True).agg(
        call_ids=pl.col("call_id").sort(), call_routes=pl.col("route").unique().sort(),
            call_status=pl.col("status").first(), has_live_call=live.any(),
        contract_start=pl.col("contracted_date").filter(contract).min(),
        announced_start=pl.col("announced_date").filter(announced).min(),
    )  # fmt: skip


def with_outcome(rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The activities with what became of them, against the frozen quarter; against the line's own where nothing is frozen.

    Returns:
        `rows` with `planned_quarter` (the one it is judged by), `start_quarter`, `slip_quarters` (start against plan; below
        zero is early), `slip_days` (days after the last day of the planned quarter; 0 when in time), `is_quarter_over`,
        `outcome` (of `OUTCOMES`), `missed_quarter` (it did not begin in its quarter: later, or the quarter is over) and
        `out_date` and `out_reason_nb` of a dropped one.
    """
    is_frozen = pl.col("origin") == "frozen"
    planned = rows.with_columns(
        planned_quarter=pl.when(is_frozen).then("frozen_quarter").otherwise("quarter"), start_quarter=quarter_of("start_date"),
    )  # fmt: skip
    slip, late_days = (
        quarter_no("start_quarter") - quarter_no("planned_quarter"),
        (pl.col("start_date") - last_day_of("planned_quarter")).dt.total_days(),
    )
    timed = planned.with_columns(
        slip_quarters=slip, slip_days=pl.when(late_days > 0).then(late_days).when(late_days.is_not_null()).then(0),
        is_quarter_over=last_day_of("planned_quarter") < as_of,
    )  # fmt: skip
    stated = timed.with_columns(outcome=_outcome())
    over, name = pl.col("is_quarter_over").fill_null(False), pl.col("outcome")
    missed = (name == "started_late") | (over & name.is_in([*WAITING, "dropped"]))
    is_dropped = name == "dropped"
    return stated.with_columns(
        missed_quarter=missed,
        out_date=pl.when(is_dropped).then(pl.coalesce("dropped_date", "left_out_date")),
        out_reason_nb=pl.when(is_dropped).then("dropped_reason_nb"),
    )


def _outcome() -> pl.Expr:
    started, no_plan = pl.col("start_date").is_not_null(), pl.col("planned_quarter").is_null()
    late = pl.col("slip_quarters") > 0
    out = pl.col("is_removed") | (pl.col("left_out_version").is_not_null() & ~started)
    return (
        pl.when(pl.col("dropped_date").is_not_null() | out).then(pl.lit("dropped"))
        .when(started & (no_plan | (late & (pl.col("start_basis") == "money")))).then(pl.lit("started_unknown"))
        .when(started & late).then(pl.lit("started_late"))
        .when(started).then(pl.lit("started"))
        .when("waits").then(pl.lit("in_procurement"))
        .when(no_plan).then(pl.lit("unknown"))
        .when("is_quarter_over").then(pl.lit("not_started"))
        .otherwise(pl.lit("not_due"))
    )  # fmt: skip


def unplanned_work(projects: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """Projects that belong to no plan line, and calls without plan line and project, each in the year it was registered.

    Returns:
        `item_id`, `kind` ("project" or "call"), `year` (of the registration, else of the start), titles, `start_date`,
        `registered_date`, `project_ids`, `call_ids`, `amount_nok` (contracts; for a call its contracts).
    """
    rows = projects.filter(pl.col("activity_id").is_null()).select(
        item_id=outside_id("project", "project_id"), kind=pl.lit("project"), title_nb="title_nb", title_en="title_en",
        registered_date="registered_date", start_date="started_date", project_ids=pl.concat_list("project_id"),
        call_ids=pl.concat_list("call_id").list.drop_nulls(), amount_nok="amount_nok", call_status=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    used = projects.get_column("call_id").drop_nulls().implode()
    alone = calls.filter(pl.col("activity_id").is_null() & ~pl.col("call_id").is_in(used)).select(
        item_id=outside_id("call", "call_id"), kind=pl.lit("call"), title_nb="title_nb",
        title_en=pl.lit(None, dtype=pl.String), registered_date="registered_date", start_date="contracted_date",
        project_ids=_EMPTY_LIST, call_ids=pl.concat_list("call_id"), amount_nok="amount_nok", call_status="status",
    )  # fmt: skip
    year = pl.coalesce("registered_date", "start_date").dt.year().cast(pl.Int64)
    return pl.concat([rows, alone], how="vertical_relaxed").with_columns(year=year)
