"""From call to contract in the order of the plan, and contracts that have ended (chapter 3, 9.1)."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.procurement_calls import CANCELLED, COMPETED, STEPS
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import contracts, frameworks, own
from data.snapshot import Snapshot

_AWARDED = "awarded"
_NEEDED: tuple[str, ...] = STEPS[: STEPS.index(_AWARDED)]


def _dated(snapshot: Snapshot, step: str) -> pl.DataFrame:
    rows = snapshot.table("call_step").filter((pl.col("step") == step) & pl.col("actual_date").is_not_null())
    return rows.select("call_id", pl.col("actual_date").alias(step))


def check_award(snapshot: Snapshot) -> Found:
    """Contracts and framework agreements signed before the award, without one, or under a cancelled call."""
    agreed = frameworks(snapshot).select(
        "framework_id", "call_id", "call_route", "signed_date", record_id="framework_id", title="title_nb",
        project_id=pl.lit(None, pl.String), route=pl.lit("framework"),
    )  # fmt: skip
    signed = contracts(snapshot).select(
        "project_id", "framework_id", "call_id", "call_route", "signed_date", "route", record_id="contract_id", title="title_nb"
    )
    judged, groups, unjudged = 0, [], 0
    for table, rows in (("contract", signed), ("framework_agreement", agreed)):
        joined = rows
        for step in (_AWARDED, CANCELLED):
            joined = joined.join(_dated(snapshot, step), on="call_id", how="left")
        competed = pl.col("call_route").is_in(COMPETED).fill_null(False)
        alone = pl.col("call_id").is_null() & pl.col("route").is_in(COMPETED)
        about = joined.filter(competed | alone | pl.col(_AWARDED).is_not_null())
        known = about.filter(pl.col("signed_date").is_not_null()).rename({"signed_date": "date"})
        before = pl.col("date") < pl.col(_AWARDED)
        is_cancelled = (pl.col(CANCELLED) <= pl.col("date")).fill_null(False)
        groups += [
            Group("message", "breach", table, known.filter(before)),
            Group("no_award", "consider", table, known.filter(competed & pl.col(_AWARDED).is_null() & ~is_cancelled)),
            Group("no_call", "consider", table, known.filter(alone)),
            Group("cancelled", "consider", table, known.filter(is_cancelled)),
        ]
        judged, unjudged = judged + len(known), unjudged + len(about) - len(known)
    return Found(judged, tuple(groups), unjudged)


def check_steps(snapshot: Snapshot) -> Found:
    """Calls whose dated steps are not in order, and competitions with a contract where a step has no date."""
    calls = own(snapshot, "call").select("call_id", "route", title="title_nb")
    order = pl.col("step").replace_strict({step: n for n, step in enumerate(STEPS)}, default=None, return_dtype=pl.Int64)
    steps = snapshot.table("call_step").filter(pl.col("actual_date").is_not_null()).join(calls, on="call_id")
    steps = steps.with_columns(order=order).filter(pl.col("order").is_not_null()).sort("call_id", "order").with_columns(
        before=pl.col("step").shift(1).over("call_id"), before_date=pl.col("actual_date").shift(1).over("call_id")
    )  # fmt: skip
    turned = steps.filter(pl.col("actual_date") < pl.col("before_date")).unique("call_id", keep="first", maintain_order=True)
    shown = turned.select(
        "call_id", "title", "step", "before", "before_date", record_id="call_id", date="actual_date",
        rows=pl.concat_list("call_step_id"),
    )  # fmt: skip
    codes = {"step": "procurement_step", "before": "procurement_step", "steps": "procurement_step"}
    groups = (
        Group("message", "consider", "call", shown, codes),
        Group("missing", "consider", "call", _missing(snapshot, calls, steps), codes),
    )
    return Found(len(calls), groups)


def _missing(snapshot: Snapshot, calls: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    has = pl.concat([f.select("call_id") for f in (contracts(snapshot), frameworks(snapshot))]).drop_nulls().unique()
    competed = calls.filter(pl.col("route").is_in(COMPETED)).join(has, on="call_id", how="semi")
    wanted = competed.join(pl.DataFrame({"step": _NEEDED, "order": range(len(_NEEDED))}), how="cross")
    absent = wanted.join(steps.select("call_id", "step"), on=["call_id", "step"], how="anti").sort("call_id", "order")
    return absent.group_by("call_id", "title", maintain_order=True).agg(steps=pl.col("step")).with_columns(record_id="call_id")


def check_delivery(snapshot: Snapshot) -> Found:
    """Deliverables delivered before the work began, as recorded or as the first contract says."""
    signed = contracts(snapshot).filter(pl.col("project_id").is_not_null()).group_by("project_id").agg(
        contract_start=pl.coalesce("start_date", "signed_date").min()
    )  # fmt: skip
    projects = own(snapshot, "project").select("project_id", "started_date")
    rows = snapshot.table("deliverable").filter(pl.col("delivered_date").is_not_null()).join(projects, on="project_id")
    joined = rows.join(signed, on="project_id", how="left").with_columns(start=pl.coalesce("started_date", "contract_start"))
    known = joined.filter(pl.col("start").is_not_null())
    made = known.filter(pl.col("delivered_date") < pl.col("start")).select(
        "project_id", "kind", "start", record_id="deliverable_id", title="title_nb", date="delivered_date"
    )  # fmt: skip
    groups = (Group("message", "consider", "deliverable", made, {"kind": "deliverable_kind"}),)
    return Found(len(known), groups, len(joined) - len(known))


def check_closed(snapshot: Snapshot) -> Found:
    """Contracts whose end has passed and that are not closed."""
    rows = contracts(snapshot).filter(pl.col("closed_date").is_null())
    known = rows.filter(pl.col("end_date").is_not_null())
    days = (pl.lit(snapshot.as_of) - pl.col("end_date")).dt.total_days()
    made = known.filter(pl.col("end_date") < snapshot.as_of).select(
        "project_id", "call_id", "framework_id", record_id="contract_id", title="title_nb", date="end_date", days=days
    )  # fmt: skip
    return Found(len(known), (Group("message", "consider", "contract", made),), len(rows) - len(known))


RULES: tuple[PlanRule, ...] = (
    PlanRule(
        "contract_award", "breach", "contract", ("signed_date", "call_id"), ("3", "9.1"),
        ("contract", "framework_agreement", "call", "call_step"), check_award,
    ),
    PlanRule(
        "call_steps", "consider", "call", ("call_id",), ("3",), ("call", "call_step", "contract", "framework_agreement"),
        check_steps,
    ),
    PlanRule(
        "delivery_before_start", "consider", "deliverable", ("delivered_date",), ("3",),
        ("deliverable", "project", "contract"), check_delivery,
    ),
    PlanRule("contract_closed", "consider", "contract", ("end_date", "closed_date"), ("3",), ("contract",), check_closed),
)  # fmt: skip
