"""Who may decide, and matters of principle (chapter 3 and the mandate)."""

from __future__ import annotations

import polars as pl

from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import in_time, text_pair
from data.snapshot import Snapshot

#: How the group that matters of principle are settled with is recognised: its id, else a part of its name.
_GROUP_ID = "KOORDINERINGSGRUPPEN"
_GROUP_NAMES = r"(?i)koordineringsgruppe|coordination group"


def _decisions(snapshot: Snapshot) -> pl.DataFrame:
    bodies = snapshot.table("body").select("body_id", "can_decide", *text_pair("body", "name_nb", "name_en"))
    rows = in_time(snapshot, snapshot.table("decision"), "decided_date")
    return rows.join(bodies, on="body_id", how="left").with_columns(text=_short(pl.col("text_nb")))


def _short(text: pl.Expr) -> pl.Expr:
    """At most the first words of a long text."""
    return pl.when(text.str.len_chars() > _TEXT_CHARS).then(text.str.slice(0, _TEXT_CHARS - 1) + "…").otherwise(text)


_TEXT_CHARS = 120


def check_deciding(snapshot: Snapshot) -> Found:
    """Decisions by a body that does not decide, or booked to a meeting of one."""
    rows = _decisions(snapshot).filter(pl.col("kind") == "decision")
    bodies = snapshot.table("body").select(meeting_body="body_id", meeting_decides="can_decide")
    meetings = snapshot.table("meeting").select("meeting_id", meeting_body="body_id", meeting="title_nb")
    joined = rows.join(meetings.join(bodies, on="meeting_body", how="left"), on="meeting_id", how="left")
    made = joined.select(
        "body_nb", "body_en", "text", "meeting", "can_decide", "meeting_decides", record_id="decision_id", date="decided_date"
    )  # fmt: skip
    none = pl.col("can_decide") == False  # noqa: E712 - unknown is not "no"
    lent = (pl.col("can_decide").fill_null(True)) & (pl.col("meeting_decides") == False)  # noqa: E712
    groups = (
        Group("message", "breach", "decision", made.filter(none)),
        Group("meeting", "consider", "decision", made.filter(lent)),
    )
    return Found(len(rows), groups)


def coordination_group(snapshot: Snapshot) -> list[str]:
    """The ids of the body that matters of principle are settled with."""
    return coordination_group_of(snapshot.table("body"))


def coordination_group_of(bodies: pl.DataFrame) -> list[str]:
    """The same among rows of the table `body`."""
    by_id = bodies.filter(pl.col("body_id") == _GROUP_ID)
    named = pl.col("name_nb").str.contains(_GROUP_NAMES) | pl.col("name_en").str.contains(_GROUP_NAMES)
    found = by_id if not by_id.is_empty() else bodies.filter(named.fill_null(False))
    return found.get_column("body_id").to_list()


def check_principle(snapshot: Snapshot) -> Found:
    """Matters of principle decided without, or long after, the coordination group had one before it."""
    group = coordination_group(snapshot)
    rows = _decisions(snapshot).filter(pl.col("is_matter_of_principle").fill_null(False))
    by_group = pl.col("body_id").is_in(group)
    dealt = rows.filter(by_group).select(dealt_date="decided_date").sort("dealt_date")
    decided = rows.filter(~by_group & (pl.col("kind") == "decision")).sort("decided_date", "decision_id")
    joined = decided.join_asof(dealt, left_on="decided_date", right_on="dealt_date", strategy="backward")
    earlier = pl.col("decided_date").shift(1)
    made = joined.select(
        "body_nb",
        "body_en",
        "text",
        "dealt_date",
        record_id="decision_id",
        date="decided_date",
        before=pl.when(earlier < pl.col("decided_date")).then(earlier),
    )
    never = pl.col("dealt_date").is_null()
    old = ~never & (pl.col("dealt_date") < pl.col("before"))
    groups = (
        Group("message" if group else "no_group", "consider", "decision", made.filter(never)),
        Group("old", "note", "decision", made.filter(old.fill_null(False))),
    )
    return Found(len(made), groups)


RULES: tuple[PlanRule, ...] = (
    PlanRule(
        "advisory_body", "breach", "decision", ("body_id", "kind"), ("3",), ("decision", "body", "meeting"), check_deciding
    ),
    PlanRule(
        "principle_settled", "consider", "decision", ("is_matter_of_principle", "body_id", "decided_date"), ("3", "annex_1"),
        ("decision", "body"), check_principle,
    ),
)  # fmt: skip
