"""Everything with a deadline: deliverables, milestones and steps of evaluations, with where each stands on the day."""

from __future__ import annotations

import polars as pl

from analytics.evidence.stages import LADDER
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.project_rows import named
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import LANGS, say

#: Where an item stands against its deadlines.
STATES: tuple[str, ...] = CODE_LISTS["deadline_state"].values
#: What an item is: a kind of deliverable, a milestone, or a step of an evaluation.
SORTS: tuple[str, ...] = CODE_LISTS["deadline_item"].values
#: Not delivered or reached, and past a deadline: the current one, or only the original one.
PAST: tuple[str, ...] = ("overdue", "moved")
#: Delivered or reached after a deadline: the current one, or only the original one.
LATE: tuple[str, ...] = ("late", "late_original")

_REPORT_STAGES = ("interim_published", "published")
#: Steps that tell when an evaluation reports or is completed.
_ENDS = ("interim_published", "completed", "published", "taken_into_use")
_REPORTS = ("interim_report", "final_report")
_COLUMNS = (
    "id", "item", "sort", "title_nb", "title_en", "owner_table", "owner_id", "owner_nb", "owner_en", "responsible_nb",
    "responsible_en", "recipient_nb", "recipient_en", "planned_date", "current_date", "done_date", "date_precision", "changes",
    "reason", "reason_nb", "state", "days_original", "days_current", "signed_off_date", "published_date",
    "not_published_reason", "url", "is_example",
)  # fmt: skip


def items_of(snapshot: Snapshot) -> pl.DataFrame:
    """Every deliverable, milestone and step of an evaluation that is known on the day; of the programme's projects, and of all
    evaluations.

    Returns:
        One row an item:

        - `id`, `item` (the table), `sort` (of `SORTS`), `title_nb`, `title_en` (of a step, the stage). An evaluation for which no
          report or completion is recorded, planned or done, stands as an item of its own without a deadline;
        - `owner_table`, `owner_id`, `owner_nb`, `owner_en`: the project or evaluation; `responsible_*` who leads it;
          `recipient_*`, of an evaluation the commissioner unless its deliverable says otherwise;
        - `planned_date` is the original deadline, `current_date` the last decided one, else the original; `changes` how many
          times it was moved, with `reason` and `reason_nb` of the last change;
        - `done_date`: delivered, reached, or for a deliverable without that date signed off or published; told no more exactly
          than `date_precision`;
        - `state` (of `STATES`); the deadline itself is not past. A step whose date is known to a month, quarter or year counts
          as late only when the whole period lies after the deadline;
        - `days_original`, `days_current`: days after the deadline, so far or when it was done; below zero is early. Empty
          without that deadline, while the deadline has not come, for what fell away, and where what happened is known to the
          year only;
        - of deliverables `signed_off_date`, `published_date`, `not_published_reason`, `url`; `is_example`.

    Why something is late is only what the change says; nothing here says whose doing it is.
    """
    deliverables = _of_deliverables(snapshot)
    parts = [deliverables, _milestones(snapshot), _steps(snapshot), _without_report(snapshot, deliverables)]
    rows = pl.concat(parts, how="diagonal")
    rows = _with_owner(rows, snapshot).join(_moves(snapshot), on=["item", "id"], how="left")
    rows = rows.with_columns(
        changes=pl.col("changes").fill_null(0), current_date=pl.coalesce("new_date", "planned_date"), done_first=_first_day()
    )
    rows = rows.with_columns(state=_state(snapshot))
    is_year = (pl.col("date_precision") == "year").fill_null(False) & pl.col("done_date").is_not_null()
    return (
        rows.with_columns(
            _days("planned_date", snapshot, is_year).alias("days_original"),
            _days("current_date", snapshot, is_year).alias("days_current"),
        )
        .select(_COLUMNS)
        .sort("item", "id")
    )


def _of_deliverables(snapshot: Snapshot) -> pl.DataFrame:
    rows = named(snapshot.table("deliverable"), snapshot, "recipient_id", "recipient")
    first_known = pl.min_horizontal("signed_off_date", "published_date")
    return rows.select(
        "project_id", "evaluation_id", "title_nb", "recipient_nb", "recipient_en", "planned_date", "signed_off_date",
        "published_date", "not_published_reason", "url", "is_example", id="deliverable_id", item=pl.lit("deliverable"),
        sort="kind", done_date=pl.coalesce(pl.col("delivered_date"), first_known), title_en="title_nb",
    )  # fmt: skip


def _milestones(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("milestone").select(
        "project_id", "title_nb", "planned_date", "is_example", id="milestone_id", item=pl.lit("milestone"), title_en="title_nb",
        sort=pl.lit("milestone"), done_date="actual_date",
    )  # fmt: skip


def _steps(snapshot: Snapshot) -> pl.DataFrame:
    """The steps of evaluations; `is_passed` when a later step has happened."""
    rank = pl.col("stage").replace_strict({stage: n for n, stage in enumerate(LADDER)}, default=None, return_dtype=pl.Int8)
    rows = snapshot.table("evaluation_step").filter(pl.col("stage") != "cancelled").with_columns(rank=rank)
    reached = pl.when(pl.col("actual_date").is_not_null()).then("rank").max().over("evaluation_id")
    sort = pl.when(pl.col("stage").is_in(_REPORT_STAGES)).then(pl.lit("evaluation_report")).otherwise(pl.lit("evaluation_step"))
    stage = {lang: {code.value: getattr(code, lang) for code in CODE_LISTS["evaluation_stage"].codes} for lang in LANGS}
    return rows.select(
        "evaluation_id", "planned_date", "date_precision", "url", "is_example", id="evaluation_step_id",
        title_nb=pl.col("stage").replace_strict(stage["nb"], default=pl.col("stage")),
        title_en=pl.col("stage").replace_strict(stage["en"], default=pl.col("stage")),
        item=pl.lit("evaluation_step"), sort=sort, done_date="actual_date",
        is_passed=(pl.col("rank") < reached).fill_null(False),
    )  # fmt: skip


def _without_report(snapshot: Snapshot, deliverables: pl.DataFrame) -> pl.DataFrame:
    """Evaluations for which no report or completion is recorded, planned or done."""
    told = snapshot.table("evaluation_step").filter(pl.col("stage").is_in(_ENDS)).get_column("evaluation_id")
    own = deliverables.filter(pl.col("sort").is_in(_REPORTS)).get_column("evaluation_id").drop_nulls()
    title = say("overdue.report_not_listed")
    return snapshot.table("evaluation").filter(~pl.col("evaluation_id").is_in([*told, *own])).select(
        "evaluation_id", "is_example", id="evaluation_id", item=pl.lit("evaluation"), sort=pl.lit("evaluation_report"),
        title_nb=pl.lit(title.nb), title_en=pl.lit(title.en),
    )  # fmt: skip


def _with_owner(rows: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Only items of the programme's projects and of evaluations, with who they belong to."""
    projects = named(
        of_programme(snapshot.table("project"), current_programme(snapshot)), snapshot, "lead_organisation_id", "lead"
    )
    projects = projects.select(
        owner_id="project_id", owner_table=pl.lit("project"), owner_nb="title_nb", owner_en=pl.coalesce("title_en", "title_nb"),
        responsible_nb="lead_nb", responsible_en="lead_en", is_stopped=pl.col("stopped_date").is_not_null(),
    )  # fmt: skip
    stopped = snapshot.table("project").filter(pl.col("stopped_date").is_not_null()).get_column("project_id")
    steps = snapshot.table("evaluation_step")
    cancelled = steps.filter((pl.col("stage") == "cancelled") & pl.col("actual_date").is_not_null()).get_column("evaluation_id")
    evaluations = snapshot.table("evaluation").select(
        owner_id="evaluation_id", owner_table=pl.lit("evaluation"), owner_nb="title_nb", owner_en="title_nb",
        responsible_nb="evaluator_nb", responsible_en="evaluator_nb", commissioner="commissioner_nb",
        is_stopped=pl.col("evaluation_id").is_in(cancelled.implode())
        | pl.col("project_id").is_in(stopped.implode()).fill_null(False),
    )  # fmt: skip
    table = pl.when(pl.col("project_id").is_not_null()).then(pl.lit("project")).otherwise(pl.lit("evaluation"))
    rows = rows.with_columns(owner_table=table, owner_id=pl.coalesce("project_id", "evaluation_id"))
    found = rows.join(pl.concat([projects, evaluations], how="diagonal"), on=["owner_table", "owner_id"])
    is_dated = pl.col("planned_date").is_not_null() | pl.col("done_date").is_not_null()
    return found.with_columns(
        *(pl.coalesce(f"recipient_{lang}", "commissioner").alias(f"recipient_{lang}") for lang in LANGS),
        date_precision=pl.when(is_dated).then("date_precision"), is_passed=pl.col("is_passed").fill_null(False),
    )  # fmt: skip


def _moves(snapshot: Snapshot) -> pl.DataFrame:
    """The last decided change of each item's deadline, and how many there are."""
    changes = snapshot.table("schedule_change").sort("decided_date", "schedule_change_id")
    parts = []
    for item in ("deliverable", "milestone", "evaluation_step"):
        key = f"{item}_id"
        own = changes.filter(pl.col(key).is_not_null()).group_by(pl.col(key).alias("id"), maintain_order=True)
        last = {name: pl.col(name).last() for name in ("reason", "reason_nb")}
        made = own.agg(new_date=pl.col("new_planned_date").last(), changes=pl.len().cast(pl.Int64), **last)
        parts.append(made.with_columns(item=pl.lit(item)))
    return pl.concat(parts)


def _first_day() -> pl.Expr:
    """The first day that a date can stand for, as a date known to a period is its last day."""
    done, precision = pl.col("done_date"), pl.col("date_precision")
    first = pl.when(precision == "year").then(done.dt.truncate("1y")).when(precision == "quarter").then(done.dt.truncate("1q"))
    return first.when(precision == "month").then(done.dt.truncate("1mo")).otherwise(done)


def _state(snapshot: Snapshot) -> pl.Expr:
    done, first, planned, current = (pl.col(name) for name in ("done_date", "done_first", "planned_date", "current_date"))
    is_done, today = done.is_not_null(), pl.lit(snapshot.as_of)
    return (
        pl.when(is_done & current.is_null()).then(pl.lit("done_unknown"))
        .when(is_done & (first > current)).then(pl.lit("late"))
        .when(is_done & (done > current)).then(pl.lit("done_unknown"))
        .when(is_done & (first > planned)).then(pl.lit("late_original"))
        .when(is_done & (done > planned)).then(pl.lit("done_unknown"))
        .when(is_done).then(pl.lit("on_time"))
        .when("is_passed").then(pl.lit("done_unknown"))
        .when("is_stopped").then(pl.lit("stopped"))
        .when(current.is_null()).then(pl.lit("no_deadline"))
        .when(current < today).then(pl.lit("overdue"))
        .when(planned < today).then(pl.lit("moved"))
        .otherwise(pl.lit("to_come"))
    )  # fmt: skip


def _days(deadline: str, snapshot: Snapshot, is_year: pl.Expr) -> pl.Expr:
    """Days after a deadline: of what is done, and of what is past it so far."""
    done, due = pl.col("done_date"), pl.col(deadline)
    so_far = done.is_null() & pl.col("state").is_in(PAST) & (due < snapshot.as_of)
    until = pl.when(done.is_not_null() & ~is_year).then(done).when(so_far).then(pl.lit(snapshot.as_of))
    return (until - due).dt.total_days()
