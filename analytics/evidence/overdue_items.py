"""Everything with a deadline: deliverables, steps of evaluations and milestones, and where each stands on the day."""

from __future__ import annotations

import polars as pl

from analytics.evidence.stages import LADDER
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

KINDS: tuple[str, ...] = CODE_LISTS["due_kind"].values
STATES: tuple[str, ...] = CODE_LISTS["due_state"].values
#: States that are not reached and that count as past a deadline: the current one, or the original one only.
PAST: tuple[str, ...] = ("overdue", "moved")
PUBLICATION_STATES: tuple[str, ...] = CODE_LISTS["publication_state"].values
#: Deliverables that are meant to be published as reports; data sets and tools are told apart.
REPORT_KINDS: tuple[str, ...] = ("final_report", "interim_report", "note", "article")

_PRECISION_WITHOUT_DAYS = "year"
_ORDER = {state: place for place, state in enumerate(STATES)}


def items_of(snapshot: Snapshot) -> pl.DataFrame:
    """Every deliverable, dated step of an evaluation and milestone, what is latest first.

    The original deadline never changes; the current one is that of the newest change. A step or milestone that has no date of
    its own, of an evaluation that has come further or a project that has ended, has been passed at an unknown date: not late.

    Returns:
        `kind` (of `KINDS`), `item_id`, `work_id` and `work_table` (the project or evaluation), `work_nb`, `work_en`,
        `instrument_ids`, `what` (the code of its own list), `title_nb`, `planned_date`, `current_date`, `done_date`,
        `date_precision`, `state` (of `STATES`), `days_original` and `days_current` (from the deadline to when it was reached,
        else to the day where that is past; below zero is early; empty where only the year is known), `moves`, `reason` and
        `reason_nb` (of the last change), `recipient_nb`, `contact_nb`, `not_published_reason`, `signed_off_date`,
        `published_date`.
    """
    works = _works(snapshot)
    parts = (_deliverables(snapshot), _steps(snapshot), _milestones(snapshot))
    rows = pl.concat(parts, how="diagonal").join(works, on=["work_table", "work_id"], how="left")
    rows = rows.join(_changes(snapshot), on=["kind", "item_id"], how="left")
    rows = rows.with_columns(
        current_date=pl.coalesce("new_planned_date", "planned_date"),
        moves=pl.col("moves").fill_null(0),
        contact_nb="responsible_nb",
        instrument_ids=pl.col("instrument_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))),
    )
    return _with_state(rows, snapshot).select(_COLUMNS).sort(
        pl.col("state").replace_strict(_ORDER, return_dtype=pl.Int8),
        pl.max_horizontal("days_original", "days_current"), "kind", "item_id",
        descending=[False, True, False, False], nulls_last=True,
    )  # fmt: skip


_COLUMNS = (
    "kind", "item_id", "work_table", "work_id", "work_nb", "work_en", "instrument_ids", "what", "title_nb", "planned_date",
    "current_date", "done_date", "date_precision", "state", "days_original", "days_current", "moves", "reason", "reason_nb",
    "recipient_nb", "contact_nb", "not_published_reason", "signed_off_date", "published_date",
)  # fmt: skip


def _works(snapshot: Snapshot) -> pl.DataFrame:
    """What each item belongs to, with its names, instruments, who to ask, and whether it has ended or was dropped."""
    links = snapshot.table("project_instrument").group_by("project_id").agg(instrument_ids=pl.col("instrument_id").sort())
    names = _names(snapshot)
    projects = snapshot.table("project").join(links, on="project_id", how="left").join(
        names, left_on="lead_organisation_id", right_on="organisation_id", how="left"
    ).select(
        work_table=pl.lit("project"), work_id="project_id", work_nb="title_nb", work_en=pl.coalesce("title_en", "title_nb"),
        instrument_ids="instrument_ids", responsible_nb="organisation_nb", is_ended=pl.col("completed_date").is_not_null(),
        is_dropped=pl.col("stopped_date").is_not_null(),
    )  # fmt: skip
    reached = snapshot.table("evaluation_step").filter(pl.col("actual_date").is_not_null())
    cancelled = reached.filter(pl.col("stage") == "cancelled").select("evaluation_id").unique()
    evaluations = snapshot.table("evaluation").join(
        cancelled.with_columns(is_dropped=pl.lit(True)), on="evaluation_id", how="left"
    ).select(
        work_table=pl.lit("evaluation"), work_id="evaluation_id", work_nb="title_nb", work_en="title_nb",
        instrument_ids=pl.concat_list("instrument_id").list.drop_nulls(),
        responsible_nb=pl.coalesce("responsible_nb", "evaluator_nb"), is_ended=pl.lit(False),
        is_dropped=pl.col("is_dropped").fill_null(False),
    )  # fmt: skip
    return pl.concat([projects, evaluations])


def _names(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("organisation").select("organisation_id", organisation_nb="name_nb")


def _changes(snapshot: Snapshot) -> pl.DataFrame:
    """The newest deadline of each item that was moved, with its reason and how often it was moved."""
    key = pl.coalesce("deliverable_id", "evaluation_step_id", "milestone_id")
    kind = (
        pl.when(pl.col("deliverable_id").is_not_null()).then(pl.lit("deliverable"))
        .when(pl.col("evaluation_step_id").is_not_null()).then(pl.lit("evaluation_step"))
        .when(pl.col("milestone_id").is_not_null()).then(pl.lit("milestone"))
    )  # fmt: skip
    rows = snapshot.table("schedule_change").with_columns(kind=kind, item_id=key).filter(pl.col("kind").is_not_null())
    return rows.sort("decided_date", "schedule_change_id").group_by("kind", "item_id", maintain_order=True).agg(
        pl.col("new_planned_date", "reason", "reason_nb").last(), moves=pl.len().cast(pl.Int64)
    )  # fmt: skip


def _deliverables(snapshot: Snapshot) -> pl.DataFrame:
    rows = snapshot.table("deliverable").join(
        _names(snapshot), left_on="recipient_id", right_on="organisation_id", how="left"
    )  # fmt: skip
    of_project = pl.col("project_id").is_not_null()
    return rows.select(
        kind=pl.lit("deliverable"), item_id="deliverable_id", what="kind", title_nb="title_nb",
        work_table=pl.when(of_project).then(pl.lit("project")).otherwise(pl.lit("evaluation")),
        work_id=pl.coalesce("project_id", "evaluation_id"), planned_date="planned_date",
        done_date=pl.coalesce("delivered_date", "published_date"), recipient_nb="organisation_nb", passed=pl.lit(False),
        not_published_reason="not_published_reason", signed_off_date="signed_off_date", published_date="published_date",
    )  # fmt: skip


def _steps(snapshot: Snapshot) -> pl.DataFrame:
    place = pl.col("stage").replace_strict({stage: n for n, stage in enumerate(LADDER)}, default=None, return_dtype=pl.Int64)
    rows = snapshot.table("evaluation_step").with_columns(place=place).filter(pl.col("place").is_not_null())
    furthest = rows.filter(pl.col("actual_date").is_not_null()).group_by("evaluation_id").agg(furthest=pl.col("place").max())
    owners = snapshot.table("evaluation").select("evaluation_id", "commissioner_nb", own_title="title_nb")
    joined = rows.join(furthest, on="evaluation_id", how="left").join(owners, on="evaluation_id", how="left")
    return joined.select(
        kind=pl.lit("evaluation_step"), item_id="evaluation_step_id", what="stage", title_nb="own_title",
        work_table=pl.lit("evaluation"), work_id="evaluation_id", planned_date="planned_date", done_date="actual_date",
        date_precision="date_precision", recipient_nb="commissioner_nb",
        passed=(pl.col("place") < pl.col("furthest")).fill_null(False),
    )  # fmt: skip


def _milestones(snapshot: Snapshot) -> pl.DataFrame:
    ended = snapshot.table("project").select("project_id", "completed_date")
    rows = snapshot.table("milestone").join(ended, on="project_id", how="left")
    return rows.select(
        kind=pl.lit("milestone"), item_id="milestone_id", what="kind", title_nb="title_nb", work_table=pl.lit("project"),
        work_id="project_id", planned_date="planned_date", done_date="actual_date",
        passed=pl.col("completed_date").is_not_null(),
    )  # fmt: skip


def _with_state(rows: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    as_of = pl.lit(snapshot.as_of)
    planned, current, done = pl.col("planned_date"), pl.col("current_date"), pl.col("done_date")
    state = (
        pl.when(done.is_not_null()).then(pl.lit("done"))
        .when(pl.col("is_dropped").fill_null(False)).then(pl.lit("dropped"))
        .when("passed").then(pl.lit("passed"))
        .when(current.is_null()).then(pl.lit("undated"))
        .when(current < as_of).then(pl.lit("overdue"))
        .when(planned < as_of).then(pl.lit("moved"))
        .otherwise(pl.lit("to_come"))
    )  # fmt: skip
    stated = rows.with_columns(state=state)
    has_days = (pl.col("date_precision") != _PRECISION_WITHOUT_DAYS).fill_null(True)
    until = pl.when(done.is_not_null()).then(done).when(pl.col("state").is_in(PAST)).then(as_of)
    late_original = (until - planned).dt.total_days()
    late_current = (until - current).dt.total_days()
    return stated.with_columns(
        days_original=pl.when(has_days).then(late_original),
        days_current=pl.when(has_days & ((pl.col("state") != "moved") | done.is_not_null())).then(late_current),
    )


def publications_of(items: pl.DataFrame, snapshot: Snapshot, weeks: float | None) -> pl.DataFrame:
    """Every delivered or published deliverable with where its publication stands, what is past the limit first.

    The clock runs from sign-off: a deliverable that is not signed off has no clock yet. Without a limit nothing is past it.

    Args:
        items: of `items_of`.
        snapshot: gives the day.
        weeks: from sign-off to publication; None when no limit applies.

    Returns:
        The columns of `items` that tell what it is, with `is_report`, `limit_date`, `publication` (of `PUBLICATION_STATES`),
        `days_since` (from sign-off to publication, else to the day) and `days_past` (past the limit; empty when within).
    """
    rows = items.filter((pl.col("kind") == "deliverable") & pl.any_horizontal(
        pl.col("done_date", "signed_off_date", "published_date").is_not_null()
    ))  # fmt: skip
    signed, out, as_of = pl.col("signed_off_date"), pl.col("published_date"), pl.lit(snapshot.as_of)
    limit = signed + pl.duration(days=round(weeks * 7)) if weeks is not None else pl.lit(None, dtype=pl.Date)
    timed = rows.with_columns(limit_date=limit.cast(pl.Date), until=pl.coalesce(out, as_of)).with_columns(
        past=(pl.col("until") > pl.col("limit_date")).fill_null(False)
    )
    state = (
        pl.when(out.is_not_null() & signed.is_null()).then(pl.lit("unsigned"))
        .when(out.is_not_null() & pl.col("past")).then(pl.lit("late"))
        .when(out.is_not_null()).then(pl.lit("in_time"))
        .when(signed.is_null()).then(pl.lit("waiting"))
        .when("past").then(pl.lit("past"))
        .otherwise(pl.lit("running"))
    )  # fmt: skip
    order = {name: place for place, name in enumerate(PUBLICATION_STATES)}
    return timed.select(
        "item_id", "work_table", "work_id", "work_nb", "work_en", "what", "title_nb", "recipient_nb", "contact_nb",
        "done_date", "signed_off_date", "published_date", "limit_date", "not_published_reason",
        is_report=pl.col("what").is_in(REPORT_KINDS), publication=state,
        days_since=(pl.col("until") - signed).dt.total_days(),
        days_past=pl.when("past").then((pl.col("until") - pl.col("limit_date")).dt.total_days()),
    ).sort(
        pl.col("publication").replace_strict(order, return_dtype=pl.Int8), "days_past", "item_id",
        descending=[False, True, False], nulls_last=True,
    )  # fmt: skip
