"""Recommendations, how each owner follows up, and what has been taken into use: parts of the page Funn og anbefalinger."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analytics.evidence.findings import Findings
from analytics.evidence.recommendations import RECOMMENDATION_STATES
from domain.codes import label
from domain.text import Text, say, tell
from ui import layout
from ui.finding_one import FINDING
from ui.layout import Col
from ui.lookup import address
from ui.view import View

DASH = Text("–", "–")


def show_recommendations(found: Findings, notes: Sequence[tuple[Text, Text]], view: View) -> None:
    """The recommendations, what needs action first, and how each owner follows up."""
    rows = found.recommendations
    if rows.is_empty():
        layout.show_empty(say("findings.page.no_recommendations"))
        return
    layout.show_records(
        _told(rows, view.lang),
        "recommendations",
        _recommendation_columns(),
        found,
        caption=say("findings.page.recommendations_caption"),
        name="side_anbefalinger",
        notes=notes,
    )
    states = {
        name: Col(Text(*(label("recommendation_state", name, lang) for lang in ("nb", "en"))), "int")
        for name in RECOMMENDATION_STATES
    }
    layout.show_table(
        found.owners, "recommendation_owners",
        {
            f"owner_{view.lang}": Col(say("findings.column.owner"), unknown=say("findings.none_of.owner")),
            "count": Col(say("findings.column.count"), "int"), **states,
            "most_days_late": Col(say("findings.column.most_late"), "int", DASH),
        },
        caption=say("findings.page.owners_caption"),
    )  # fmt: skip


def _told(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    reason = pl.when(pl.col("state") == "rejected").then(pl.col("rejected_reason_nb").fill_null(tell("findings.no_reason", lang)))
    late = pl.when(pl.col("days_late") > 0).then("days_late")
    return rows.with_columns(
        reason=reason, late=late, settled=pl.coalesce("done_date", "rejected_date"), instrument=pl.col(f"instrument_{lang}"),
        owner=pl.col(f"owner_{lang}"),
        quoted=pl.Series([tell("findings.quoted", lang, text=text) for text in rows.get_column("text_nb")], dtype=pl.String),
    )  # fmt: skip


def _recommendation_columns() -> dict[str, Col]:
    return {
        "recommendation_id": Col(
            say("findings.column.id"), "short", link=lambda row: address("recommendation", row["recommendation_id"]), width=10
        ),
        "quoted": Col(say("findings.column.recommendation"), width=60),
        "state": Col(say("findings.column.state"), "code:recommendation_state"),
        "due_date": Col(say("findings.column.due"), "date", say("findings.no_due")),
        "late": Col(say("findings.column.late"), "int", DASH),
        "owner": Col(say("findings.column.owner"), unknown=say("findings.none_of.owner")),
        "settled": Col(say("findings.column.settled"), "date", DASH),
        "reason": Col(say("findings.column.reason"), unknown=DASH, width=40),
        "finding_id": Col(say("findings.column.rests_on"), "short", DASH, to=("findings", "finding_id", FINDING)),
        "instrument": Col(say("findings.column.instrument"), unknown=say("findings.none_of.instrument")),
        "raised_date": Col(say("findings.column.raised"), "date"),
        "is_example": Col(say("findings.column.example"), "bool"),
    }


def show_uses(found: Findings, view: View) -> None:
    """What has been taken into use, by whom and how."""
    if found.uses.is_empty():
        layout.show_empty(say("findings.page.no_uses"))
        return
    columns = {
        "used_date": Col(say("findings.column.used_date"), "date"),
        "finding_id": Col(say("findings.column.finding"), "short", to=("findings", "finding_id", FINDING)),
        f"organisation_{view.lang}": Col(say("findings.column.used_by"), unknown=DASH),
        f"instrument_{view.lang}": Col(say("findings.column.used_in"), unknown=DASH),
        "text_nb": Col(say("findings.column.how"), unknown=say("findings.not_stated")),
        "is_example": Col(say("findings.column.example"), "bool"),
    }  # fmt: skip
    layout.show_table(found.uses, "finding_uses", columns, caption=say("findings.page.uses_caption"))
