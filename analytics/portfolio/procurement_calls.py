"""Calls and assignments step by step: planned, newest plan and actual, with days in each step."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.programme import current_programme, of_programme
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

CANCELLED = "cancelled"
#: The steps in their order, from brief to contract.
STEPS: tuple[str, ...] = tuple(step for step in CODE_LISTS["procurement_step"].values if step != CANCELLED)
#: Routes that go through every step, as the plan describes the programme owner's task (chapter 3).
COMPETED: tuple[str, ...] = ("competition", "framework")
STATUSES: tuple[str, ...] = ("ongoing", "contracted", CANCELLED)
#: What a step of a call is on the day.
STEP_STATES: tuple[str, ...] = ("done", "standing", "planned", "missing", "dropped")

_LAST = len(STEPS) - 1
_KEY = ["call_id", "order_no"]


def calls_of(snapshot: Snapshot, contracts: pl.DataFrame) -> pl.DataFrame:
    """The calls and assignments of the programme with where each stands.

    `cancelled` when the cancellation is dated; else `contracted` when the contract step is dated, or a contract or
    framework agreement of the call is signed; else `ongoing`.

    Returns:
        `call_id`, titles, `kind`, `route`, `plan_line_id`, `max_amount_nok`, `registered_date`, `status`,
        `cancelled_date`, `contracted_date`, `end_date` (of these two), `contracts`, `amount_nok` (empty without a
        contract) and `amount_unknown`.
    """
    calls = of_programme(snapshot.table("call"), current_programme(snapshot))
    steps = snapshot.table("call_step").filter(pl.col("actual_date").is_not_null())
    cancelled = steps.filter(pl.col("step") == CANCELLED).group_by("call_id").agg(cancelled_date=pl.col("actual_date").min())
    stepped = steps.filter(pl.col("step") == STEPS[-1]).group_by("call_id").agg(stepped_date=pl.col("actual_date").min())
    amount = pl.col("amount_nok")
    sums = contracts.filter(pl.col("call_id").is_not_null()).group_by("call_id").agg(
        contracts=pl.len(), amount_nok=pl.when(amount.count() > 0).then(amount.sum()), amount_unknown=amount.is_null().sum()
    )  # fmt: skip
    joined = calls
    for part in (cancelled, stepped, _signed(snapshot), sums):
        joined = joined.join(part, on="call_id", how="left")
    dated = joined.with_columns(
        contracted_date=pl.coalesce("stepped_date", "signed_date"), status=_status(),
        contracts=pl.col("contracts").fill_null(0), amount_unknown=pl.col("amount_unknown").fill_null(0),
    )  # fmt: skip
    end = pl.when(pl.col("status") == CANCELLED).then("cancelled_date").otherwise("contracted_date")
    return dated.with_columns(end_date=end).select(_CALL_COLUMNS).sort("registered_date", "call_id")


_CALL_COLUMNS = (
    "call_id", "title_nb", "kind", "route", "plan_line_id", "max_amount_nok", "registered_date", "status", "cancelled_date",
    "contracted_date", "end_date", "contracts", "amount_nok", "amount_unknown",
)  # fmt: skip


def _status() -> pl.Expr:
    has_contract = pl.col("stepped_date").is_not_null() | pl.col("signed_date").is_not_null()
    return (
        pl.when(pl.col("cancelled_date").is_not_null()).then(pl.lit(CANCELLED))
        .when(has_contract).then(pl.lit("contracted")).otherwise(pl.lit("ongoing"))
    )  # fmt: skip


def _signed(snapshot: Snapshot) -> pl.DataFrame:
    """When the first contract or framework agreement of each call was signed."""
    named = [
        snapshot.table(name).filter(pl.col("call_id").is_not_null()).select("call_id", "signed_date")
        for name in ("contract", "framework_agreement")
    ]
    return pl.concat(named).group_by("call_id").agg(pl.col("signed_date").min())


def steps_of(snapshot: Snapshot, calls: pl.DataFrame) -> pl.DataFrame:
    """Every step of the calls, also those that should be there and are not, in order.

    A step begins when the step before it was reached, the first one when the work was registered, and its days run until
    it is reached; for the step a call stands in, until the day. Days are empty when the dates are not in order.

    Returns:
        `call_id`, `route`, `call_status`, `step`, `order_no`, `planned_date` (the original plan), `newest_date` (the
        last plan), `actual_date`, `state` (of `STEP_STATES`), `from_date`, `days`, `is_out_of_order`,
        `covers_missing` (a step without a date lies just before, so that the days are those of both), `slip_days`
        (actual against original plan; so far or by the newest plan where it is not reached), `overdue_days` (of a step
        not reached whose newest plan has passed), `reason` and `reason_nb` of the last change, `changes`.
    """
    known = _known(snapshot, calls)
    reached = known.filter(pl.col("actual_date").is_not_null())
    whole = _with_absent(calls, known, reached)
    timed = whole.join(_timed(reached, calls), on=_KEY, how="left")
    stated = _with_state(timed).join(_covering(timed), on=_KEY, how="left")
    return _with_days(stated, snapshot).select(_STEP_COLUMNS).sort("registered_date", *_KEY).drop("registered_date")


_STEP_COLUMNS = (
    "call_id", "route", "call_status", "step", "order_no", "planned_date", "newest_date", "actual_date", "state", "from_date",
    "days", "is_out_of_order", "covers_missing", "slip_days", "overdue_days", "reason", "reason_nb", "changes",
    "registered_date",
)  # fmt: skip


def _known(snapshot: Snapshot, calls: pl.DataFrame) -> pl.DataFrame:
    """The steps that are recorded, with the newest plan; the cancellation is not one of them."""
    order = pl.col("step").replace_strict({step: n for n, step in enumerate(STEPS)}, default=None, return_dtype=pl.Int64)
    steps = snapshot.table("call_step").join(calls.select("call_id"), on="call_id", how="semi").with_columns(order_no=order)
    changes = snapshot.table("schedule_change").filter(pl.col("call_step_id").is_not_null())
    last = changes.sort("decided_date", "schedule_change_id").group_by("call_step_id", maintain_order=True).agg(
        pl.col("new_planned_date", "reason", "reason_nb").last(), changes=pl.len()
    )  # fmt: skip
    joined = steps.filter(pl.col("order_no").is_not_null()).join(last, on="call_step_id", how="left")
    newest = pl.coalesce("new_planned_date", "planned_date").alias("newest_date")
    return joined.select(
        *_KEY, "step", "planned_date", newest, "actual_date", "reason", "reason_nb", pl.col("changes").fill_null(0)
    )


def _with_absent(calls: pl.DataFrame, known: pl.DataFrame, reached: pl.DataFrame) -> pl.DataFrame:
    """The steps with those that a call has passed, or stands in, without a row; with the call's facts and its last step."""
    last = reached.group_by("call_id").agg(last_order=pl.col("order_no").max())
    facts = calls.select("call_id", "route", "registered_date", call_status="status").join(last, on="call_id", how="left")
    beyond = pl.when(pl.col("call_status") == "contracted").then(_LAST + 1).otherwise(pl.col("last_order").fill_null(-1))
    facts = facts.with_columns(last_order=beyond)
    every = facts.join(
        pl.DataFrame({"step": STEPS, "order_no": range(len(STEPS))}, schema_overrides={"order_no": pl.Int64}), how="cross"
    )
    place, end = pl.col("order_no"), pl.col("last_order")
    is_full = pl.col("route").is_in(COMPETED)
    passed = (place < end) & (is_full | place.is_in([0, _LAST]))
    next_up = (place == end + 1) & (pl.col("call_status") == "ongoing") & (is_full | (place == 0))
    absent = every.filter(passed | next_up).join(known, on=_KEY, how="anti")
    return pl.concat([known.join(facts, on="call_id"), absent], how="diagonal").with_columns(pl.col("changes").fill_null(0))


def _timed(reached: pl.DataFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """When each reached step began: the latest date of the steps before it, and of the registration."""
    ordered = reached.join(calls.select("call_id", "registered_date"), on="call_id").sort(_KEY)
    before = pl.col("actual_date").cum_max().shift(1).over("call_id")
    return ordered.select(*_KEY, from_date=pl.max_horizontal("registered_date", before))


def _with_state(timed: pl.DataFrame) -> pl.DataFrame:
    """What each step is; of an ongoing call the first step after the last reached one is where it stands."""
    open_ = pl.col("actual_date").is_null() & (pl.col("order_no") > pl.col("last_order")) & (pl.col("call_status") == "ongoing")
    first = pl.col("order_no").filter(open_).min().over("call_id")
    state = (
        pl.when(pl.col("actual_date").is_not_null()).then(pl.lit("done"))
        .when(pl.col("order_no") < pl.col("last_order")).then(pl.lit("missing"))
        .when(pl.col("call_status") == CANCELLED).then(pl.lit("dropped"))
        .when(open_ & (pl.col("order_no") == first)).then(pl.lit("standing"))
        .otherwise(pl.lit("planned"))
    )  # fmt: skip
    last_reached = pl.col("actual_date").max().over("call_id")
    standing_from = pl.max_horizontal("registered_date", last_reached)
    return timed.with_columns(state=state).with_columns(
        from_date=pl.when(pl.col("state") == "standing").then(standing_from).otherwise("from_date")
    )


def _covering(timed: pl.DataFrame) -> pl.DataFrame:
    """The reached steps that have a step without a date just before them."""
    is_open = pl.col("actual_date").is_null() & (pl.col("order_no") < pl.col("last_order"))
    missing = timed.filter(is_open).select("call_id", missing_no="order_no")
    done = timed.filter(pl.col("actual_date").is_not_null()).select(_KEY)
    later = missing.join(done, on="call_id").filter(pl.col("order_no") > pl.col("missing_no"))
    first = later.group_by("call_id", "missing_no").agg(pl.col("order_no").min())
    return first.select(_KEY).unique().with_columns(covers_missing=pl.lit(True))


def _with_days(steps: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    as_of, is_standing = pl.lit(snapshot.as_of), pl.col("state") == "standing"
    is_to_come = pl.col("state").is_in(["standing", "planned"])
    until = pl.when(is_standing).then(as_of).otherwise("actual_date")
    days = (until - pl.col("from_date")).dt.total_days()
    at_least = pl.when(is_to_come).then(pl.max_horizontal("newest_date", as_of))
    slip = (pl.coalesce("actual_date", at_least) - pl.col("planned_date")).dt.total_days()
    late = pl.when(is_to_come).then((as_of - pl.col("newest_date")).dt.total_days())
    return steps.with_columns(
        days=pl.when(days >= 0).then(days), is_out_of_order=(days < 0).fill_null(False),
        covers_missing=pl.col("covers_missing").fill_null(False), slip_days=slip, overdue_days=pl.when(late > 0).then(late),
    )  # fmt: skip


def with_standing(calls: pl.DataFrame, steps: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """The calls with their total days, the step each stands in, its slip, and what is wrong with its steps.

    Returns:
        `calls` with `total_days` (from the registration to contract or cancellation, or to the day), `standing_step`
        (empty when the next step is not recorded), `standing_from`, `standing_days`, `overdue_days`, `slip_step` and
        `slip_days` (of the last step that has an original plan; empty for cancelled calls), `missing_steps` and
        `unordered_steps`.
    """
    standing = steps.filter(pl.col("state") == "standing").select(
        "call_id", standing_step="step", standing_from="from_date", standing_days="days", overdue_days="overdue_days"
    )  # fmt: skip
    planned = steps.filter(pl.col("planned_date").is_not_null() & (pl.col("call_status") != CANCELLED)).sort(_KEY)
    slips = planned.group_by("call_id").agg(slip_step=pl.col("step").last(), slip_days=pl.col("slip_days").last())
    faults = steps.group_by("call_id").agg(
        missing_steps=pl.col("step").filter(pl.col("state") == "missing"),
        unordered_steps=pl.col("step").filter(pl.col("is_out_of_order")),
    )  # fmt: skip
    last = steps.group_by("call_id").agg(last_date=pl.col("actual_date").max())
    joined = calls
    for part in (standing, slips, faults, last):
        joined = joined.join(part, on="call_id", how="left")
    until = pl.when(pl.col("status") == "ongoing").then(pl.lit(snapshot.as_of)).otherwise("end_date")
    total = (until - pl.col("registered_date")).dt.total_days()
    is_ongoing, since = pl.col("status") == "ongoing", pl.coalesce("standing_from", "last_date")
    empty = pl.lit([], dtype=pl.List(pl.String))
    return joined.with_columns(
        total_days=pl.when(total >= 0).then(total), standing_from=pl.when(is_ongoing).then(since),
        missing_steps=pl.col("missing_steps").fill_null(empty), unordered_steps=pl.col("unordered_steps").fill_null(empty),
    ).with_columns(
        standing_days=(pl.when(is_ongoing).then(pl.lit(snapshot.as_of)) - pl.col("standing_from")).dt.total_days()
    ).drop("last_date")  # fmt: skip
