"""The rows of the log of governance: matters with their body and the rules they break, actions, and plans that were sent."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.needs_rows import organisation_names
from analytics.rules.plan_action_plans import RULES as PLAN_RULES
from analytics.rules.plan_governance import RULES as BREACH_RULES
from analytics.rules.plan_model import PlanRule, hits_of
from analytics.rules.plan_rows import in_time, own
from data.snapshot import Snapshot

__all__ = [
    "ACTION_STATES",
    "BREACH_RULES",
    "PLANS_RULE",
    "action_rows",
    "breaches_of",
    "decision_rows",
    "plan_rows",
    "with_links",
]

#: Where an action stands, what needs doing first; of the code list `recommendation_state`.
ACTION_STATES: tuple[str, ...] = ("overdue", "open", "undated", "done")
#: That the plan of the year goes to the ministry for orientation.
PLANS_RULE: PlanRule = next(rule for rule in PLAN_RULES if rule.id == "plan_sent_for")
_NO_IDS = pl.lit([], dtype=pl.List(pl.String))


def decision_rows(snapshot: Snapshot) -> pl.DataFrame:
    """Every matter in the programme's time, the newest first.

    Returns:
        `decision_id`, `decided_date`, `kind`, `is_matter_of_principle`, `text_nb`, `document_ref`, `body_id` with `body_nb`,
        `body_en` and `can_decide` (empty where it is not stated), `meeting_id` with `meeting_nb`, `is_example`.
    """
    bodies = snapshot.table("body").select("body_id", "can_decide", body_nb="name_nb", body_en="name_en")
    rows = in_time(snapshot, snapshot.table("decision"), "decided_date")
    rows = rows.join(bodies, on="body_id", how="left").join(_meetings(snapshot), on="meeting_id", how="left")
    return rows.select(
        "decision_id", "decided_date", "kind", pl.col("is_matter_of_principle").fill_null(False), "text_nb", "document_ref",
        "body_id", pl.coalesce("body_nb", "body_id"), pl.coalesce("body_en", "body_nb", "body_id").alias("body_en"), "can_decide",
        "meeting_id", "meeting_nb", "is_example",
    ).sort("decided_date", "decision_id", descending=[True, False])  # fmt: skip


def breaches_of(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """The matters with what breaks a rule of the plan in the rule's words: `severity`, `breach_nb`, `breach_en`."""
    visible = [rule for rule in BREACH_RULES if rule.is_visible(snapshot)]
    hits = pl.concat([hits_of(rule, rule.check(snapshot)) for rule in visible]) if visible else None
    if hits is None or hits.is_empty():
        empty = pl.lit(None, dtype=pl.String)
        return rows.with_columns(severity=empty, breach_nb=empty, breach_en=empty)
    told = hits.group_by("record_id", maintain_order=True).agg(
        pl.col("severity").first(), breach_nb=pl.col("message_nb").str.join(" "), breach_en=pl.col("message_en").str.join(" ")
    )
    return rows.join(told, left_on="decision_id", right_on="record_id", how="left", maintain_order="left")


def action_rows(snapshot: Snapshot) -> pl.DataFrame:
    """Every action in the programme's time, what needs doing first.

    Returns:
        `action_id`, `text_nb`, `owner_id` with `owner_nb` and `owner_en`, `agreed_date`, `due_date`, `done_date`, `state` (of
        `ACTION_STATES`), `days_late` (days after the due date, so far or when it was done; below zero is early; empty without a
        due date, and while it has not come), `meeting_id` with `meeting_nb`, `is_example`.
    """
    names = organisation_names(snapshot).rename(
        {"organisation_id": "owner_id", "organisation_nb": "owner_nb", "organisation_en": "owner_en"}
    )
    rows = in_time(snapshot, snapshot.table("action_item"), "agreed_date").join(names, on="owner_id", how="left")
    rows = rows.join(_meetings(snapshot), on="meeting_id", how="left")
    done, due, today = pl.col("done_date"), pl.col("due_date"), pl.lit(snapshot.as_of)
    state = (
        pl.when(done.is_not_null()).then(pl.lit("done")).when(due.is_null()).then(pl.lit("undated"))
        .when(due < today).then(pl.lit("overdue")).otherwise(pl.lit("open"))
    )  # fmt: skip
    until = pl.when(done.is_not_null()).then(done).when(due < today).then(today)
    order = pl.col("state").replace_strict({name: n for n, name in enumerate(ACTION_STATES)}, return_dtype=pl.Int8)
    rows = rows.with_columns(state=state, days_late=(until - due).dt.total_days()).select(
        "action_id", "text_nb", "owner_id", pl.coalesce("owner_nb", "owner_id").alias("owner_nb"),
        pl.coalesce("owner_en", "owner_id").alias("owner_en"), "agreed_date", "due_date", "done_date", "state", "days_late",
        "meeting_id", "meeting_nb", "is_example",
    )  # fmt: skip
    waiting = pl.when(done.is_null()).then(due)
    return rows.sort(order, waiting, -pl.col("done_date").to_physical(), "action_id", nulls_last=True)


def plan_rows(snapshot: Snapshot) -> pl.DataFrame:
    """The action plans that were sent to the ministry: what for, with what breaks the rule that they go for orientation.

    Returns:
        `plan_id`, `year`, `version`, `title_nb`, `sent_date`, `sent_for`, `breach_nb`, `breach_en`; the newest first.
    """
    rows = own(snapshot, "action_plan").filter(pl.col("sent_to_ministry_date").is_not_null())
    hits = hits_of(PLANS_RULE, PLANS_RULE.check(snapshot)).select(
        plan_id="record_id", breach_nb="message_nb", breach_en="message_en"
    )
    rows = rows.join(hits.unique("plan_id", keep="first"), on="plan_id", how="left")
    return rows.select(
        "plan_id", "year", "version", "title_nb", "sent_for", "breach_nb", "breach_en", sent_date="sent_to_ministry_date"
    ).sort("year", "version", descending=True)


def with_links(inputs: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """The inputs with `plan_line_ids`: the plan lines of the need that the input led to."""
    is_line = (pl.col("from_step") == "need") & (pl.col("to_step") == "plan_line")
    lines = edges.filter(is_line).group_by(need_id="from_id").agg(plan_line_ids=pl.col("to_id").unique().sort())
    rows = inputs.join(lines, on="need_id", how="left", maintain_order="left")
    return rows.with_columns(pl.col("plan_line_ids").fill_null(_NO_IDS))


def _meetings(snapshot: Snapshot) -> pl.DataFrame:
    return snapshot.table("meeting").select("meeting_id", meeting_nb="title_nb")
