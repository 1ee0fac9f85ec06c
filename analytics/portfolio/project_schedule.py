"""When a project does what: its milestones and deliverables against the plan, and how far up the ladder of statuses it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.portfolio.needs_rows import organisation_names
from analytics.portfolio.project_facts import Facts, own_rows
from analytics.portfolio.status import STATUSES, open_calls
from data.snapshot import Snapshot

#: The statuses that a project climbs; `stopped` is apart from them.
LADDER: tuple[str, ...] = tuple(status for status in STATUSES if status != "stopped")
_ITEM_COLUMNS = (
    "item_id", "item", "kind", "title_nb", "recipient_nb", "recipient_en", "planned_date", "newest_date", "actual_date",
    "signed_off_date", "published_date", "url", "not_published_reason",
)  # fmt: skip
#: What tells an item: milestones and deliverables may have the same ids.
_ITEM = ["item", "item_id"]
_EMPTY_DATE = pl.lit(None, dtype=pl.Date)
_EMPTY_TEXT = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One status of the ladder.

    Attributes:
        day: when it was reached, as far as known.
        planned_day: when it was to be reached by the newest plan; for what is not reached.
        is_reached: whether it has been reached.
        is_current: whether the project stands here.
    """

    status: str
    day: date | None
    planned_day: date | None
    is_reached: bool
    is_current: bool


def items_of(snapshot: Snapshot, facts: Facts) -> pl.DataFrame:
    """The milestones and deliverables of a project, by their original plan.

    Returns:
        `item_id`; `item` ("milestone" or "deliverable"); `kind` (a code of its own list); `title_nb`; `recipient_nb`,
        `recipient_en`; `planned_date` (original), `newest_date` (the newest plan; the original when nothing was moved),
        `actual_date` (reached or delivered; published where a delivery is not dated); `signed_off_date`, `published_date`,
        `url`, `not_published_reason`; `moves` (how often the plan was changed); `state` (of `project_item_state`; the planned
        day itself is not past); `slip_days` (from the original plan to what happened, else to the newest plan when it was
        moved; below zero is early); `late_days` (of what is past its newest plan, so far).
    """
    rows = pl.concat([_milestones(snapshot, facts.project_id), _deliverables(snapshot, facts.project_id)])
    moves = changes_of(snapshot, rows).group_by(_ITEM).agg(new_date=pl.col("new_planned_date").last(), moves=pl.len())
    moved = rows.join(moves, on=_ITEM, how="left").with_columns(
        newest_date=pl.coalesce("new_date", "planned_date"), moves=pl.col("moves").fill_null(0)
    )
    done, newest = pl.col("actual_date").is_not_null(), pl.col("newest_date")
    past = newest < snapshot.as_of
    state = (
        pl.when(done).then(pl.lit("done")).when(pl.lit(facts.is_stopped)).then(pl.lit("stopped"))
        .when(newest.is_null()).then(pl.lit("undated")).when(past).then(pl.lit("overdue")).otherwise(pl.lit("open"))
    )  # fmt: skip
    until = pl.coalesce("actual_date", "new_date")
    late = pl.when(state == "overdue").then((pl.lit(snapshot.as_of) - newest).dt.total_days())
    told = moved.with_columns(
        state=state, slip_days=(until - pl.col("planned_date")).dt.total_days(), late_days=late
    ).select(*_ITEM_COLUMNS, "moves", "state", "slip_days", "late_days")  # fmt: skip
    return told.sort(pl.coalesce("planned_date", "newest_date", "actual_date"), "item_id", nulls_last=True)


def _milestones(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    rows = own_rows(snapshot.table("milestone"), project_id)
    return rows.with_columns(
        item_id="milestone_id", item=pl.lit("milestone"), newest_date="planned_date", recipient_nb=_EMPTY_TEXT,
        recipient_en=_EMPTY_TEXT, signed_off_date=_EMPTY_DATE, published_date=_EMPTY_DATE, url=_EMPTY_TEXT,
        not_published_reason=_EMPTY_TEXT,
    ).select(_ITEM_COLUMNS)  # fmt: skip


def _deliverables(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    names = organisation_names(snapshot).rename(
        {"organisation_id": "recipient_id", "organisation_nb": "recipient_nb", "organisation_en": "recipient_en"}
    )
    rows = own_rows(snapshot.table("deliverable"), project_id).join(names, on="recipient_id", how="left")
    named = [pl.coalesce(f"recipient_{lang}", "recipient_id").alias(f"recipient_{lang}") for lang in ("nb", "en")]
    return rows.with_columns(
        *named, item_id="deliverable_id", item=pl.lit("deliverable"), newest_date="planned_date",
        actual_date=pl.coalesce("delivered_date", "published_date"),
    ).select(_ITEM_COLUMNS)  # fmt: skip


def changes_of(snapshot: Snapshot, items: pl.DataFrame) -> pl.DataFrame:
    """Every change of plan of these milestones and deliverables, the oldest first.

    Args:
        snapshot: the programme as it was known on the day.
        items: `item`, `item_id` and the original `planned_date`.

    Returns:
        `schedule_change_id`, `item`, `item_id`, `decided_date`, `from_date` (the plan before it; empty without one),
        `new_planned_date`, `days` (moved later; below zero is earlier), `reason`, `reason_nb`.
    """
    is_milestone = pl.col("milestone_id").is_not_null()
    changes = snapshot.table("schedule_change").with_columns(
        item=pl.when(is_milestone).then(pl.lit("milestone")).otherwise(pl.lit("deliverable")),
        item_id=pl.coalesce("milestone_id", "deliverable_id"),
    )
    own = changes.join(items.select(*_ITEM, "planned_date"), on=_ITEM).sort("decided_date", "schedule_change_id")
    before = pl.coalesce(pl.col("new_planned_date").shift(1).over(_ITEM), "planned_date")
    return own.with_columns(from_date=before).select(
        "schedule_change_id", *_ITEM, "decided_date", "from_date", "new_planned_date",
        (pl.col("new_planned_date") - pl.col("from_date")).dt.total_days().alias("days"), "reason", "reason_nb",
    )  # fmt: skip


def ladder_of(snapshot: Snapshot, facts: Facts, items: pl.DataFrame) -> tuple[LadderStep, ...]:
    """The statuses with the day each was reached; last `stopped`, only for a project that was stopped."""
    contracts = own_rows(snapshot.table("contract"), facts.project_id)
    days = _reached(snapshot, facts, items, contracts)
    plans = {"running": facts.day("planned_start"), "delivered": _main(items).get_column("newest_date").max()}
    steps = [
        LadderStep(
            status, days.get(status), None if status in days else _as_date(plans.get(status)), status in days,
            status == facts.status,
        )
        for status in LADDER
    ]  # fmt: skip
    if facts.is_stopped:
        steps.append(LadderStep("stopped", facts.day("stopped"), None, True, True))
    return tuple(steps)


def _as_date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _main(items: pl.DataFrame) -> pl.DataFrame:
    """The deliverables that decide whether the project is delivered: the final reports, else all."""
    own = items.filter(pl.col("item") == "deliverable")
    final = own.filter(pl.col("kind") == "final_report")
    return final if len(final) else own


def _reached(snapshot: Snapshot, facts: Facts, items: pl.DataFrame, contracts: pl.DataFrame) -> dict[str, date | None]:
    """The statuses whose own condition holds, with their day; what a status means is told in `status.project_status`."""
    call = open_calls(snapshot).filter(pl.col("call_id") == (facts.own["call_id"] or ""))
    main, ended = _main(items), facts.day("completed")
    delivered = len(main) > 0 and main.get_column("actual_date").null_count() == 0
    published = len(main) > 0 and main.get_column("published_date").null_count() == 0
    closed = contracts.get_column("closed_date")
    found: dict[str, date | None] = {"planned": facts.day("registered")}
    if len(call):
        found["procurement"] = call.get_column("registered_date")[0]
    if len(contracts):
        found["contracted"] = _as_date(contracts.get_column("signed_date").min())
    if facts.day("started") is not None:
        found["running"] = facts.day("started")
    if delivered:
        found["delivered"] = _as_date(main.get_column("actual_date").max())
    elif ended is not None:
        found["delivered"] = ended
    if published:
        found["published"] = _as_date(main.get_column("published_date").max())
    if facts.status == "closed" and ended is not None:
        found["closed"] = max([ended, *closed.drop_nulls()])
    return found
