"""The yearly action plans: made, adopted in time, and sent to the ministry for orientation (chapter 3, 8.2, the mandate)."""

from __future__ import annotations

from datetime import date

import polars as pl

from analytics.portfolio.programme import current_programme
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import own, years_begun
from data.snapshot import Snapshot


def _plans(snapshot: Snapshot) -> pl.DataFrame:
    rows = own(snapshot, "action_plan").with_columns(
        plan_year=pl.col("year").cast(pl.Int64), record_id="plan_id", title="title_nb", adopted="adopted_date",
        sent="sent_to_ministry_date",
    )  # fmt: skip
    return rows.sort("year", "version")


_SHOWN = ("record_id", "plan_year", "title", "adopted", "sent")


def check_sent_for(snapshot: Snapshot) -> Found:
    """Plans sent for decision, or without telling what for."""
    rows = _plans(snapshot).filter(pl.col("sent").is_not_null())
    groups = (
        Group("message", "breach", "action_plan", rows.filter(pl.col("sent_for") == "decision").select(_SHOWN)),
        Group("no_purpose", "consider", "action_plan", rows.filter(pl.col("sent_for").is_null()).select(_SHOWN)),
    )
    return Found(len(rows), groups)


def check_sent(snapshot: Snapshot) -> Found:
    """Adopted plans that were not sent, or sent before they were final."""
    rows = _plans(snapshot).filter(pl.col("adopted").is_not_null())
    days = (pl.lit(snapshot.as_of) - pl.col("adopted")).dt.total_days()
    made = rows.select(*_SHOWN, days=days)
    groups = (
        Group("message", "consider", "action_plan", made.filter(pl.col("sent").is_null())),
        Group("early", "consider", "action_plan", made.filter(pl.col("sent") < pl.col("adopted"))),
    )
    return Found(len(made), groups)


def check_adopted(snapshot: Snapshot) -> Found:
    """The first adoption of each year's plan against the beginning of the year, or of the programme within it."""
    rows = _plans(snapshot).filter(pl.col("adopted").is_not_null())
    first = rows.sort("adopted", "version").unique("year", keep="first", maintain_order=True).sort("year")
    programme = current_programme(snapshot)
    begins = pl.max_horizontal(pl.date(pl.col("year"), 1, 1), pl.lit(programme.start_date if programme else date.min))
    late = first.filter(pl.col("adopted") >= begins)
    days = pl.col("adopted").dt.ordinal_day()
    return Found(len(first), (Group("message", "note", "action_plan", late.select(*_SHOWN, days=days)),))


def check_made(snapshot: Snapshot) -> Found:
    """Years of the programme that have begun without an adopted plan."""
    rows, years = _plans(snapshot), years_begun(snapshot)
    adopted = set(rows.filter(pl.col("adopted").is_not_null()).get_column("year").to_list())
    drafted = set(rows.get_column("year").to_list())
    programme = current_programme(snapshot)
    begins = {year: max(date(year, 1, 1), programme.start_date if programme else date.min) for year in years}
    open_years = [year for year in years if year not in adopted]
    groups = []
    for message, wanted in (
        ("draft", [y for y in open_years if y in drafted]),
        ("message", [y for y in open_years if y not in drafted]),
    ):
        made = pl.DataFrame(
            {"record_id": [str(year) for year in wanted], "plan_year": wanted, "date": [begins[year] for year in wanted]},
            schema={"record_id": pl.String, "plan_year": pl.Int64, "date": pl.Date},
        )
        groups.append(Group(message, "consider", "action_plan", made))
    return Found(len(years), tuple(groups))


RULES: tuple[PlanRule, ...] = (
    PlanRule("plan_sent_for", "breach", "action_plan", ("sent_for",), ("3", "annex_1"), ("action_plan",), check_sent_for),
    PlanRule(
        "plan_sent", "consider", "action_plan", ("adopted_date", "sent_to_ministry_date"), ("3", "annex_1"), ("action_plan",),
        check_sent,
    ),
    PlanRule(
        "plan_made", "consider", "action_plan", ("year", "adopted_date"), ("8.2",), ("action_plan", "programme"), check_made
    ),
    PlanRule("plan_adopted_late", "note", "action_plan", ("year", "adopted_date"), ("8.2",), ("action_plan",), check_adopted),
)  # fmt: skip
