"""Framework agreements: how long they may last, when they end, and what is called off under them (9.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from analytics.portfolio.procurement_months import last_day, length, window_end
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import contracts, frameworks, is_blank, text_pair, with_limit
from data.snapshot import Snapshot


def check_length(snapshot: Snapshot) -> Found:
    """Agreements longer than the limit that applied when they were signed."""
    rows = frameworks(snapshot).with_columns(day=pl.coalesce("signed_date", "start_date"))
    rows = with_limit(snapshot, rows, "framework_max_months", "day", "limit")
    known = rows.filter(pl.col("limit").is_not_null() & pl.col("start_date").is_not_null() & pl.col("end_date").is_not_null())
    over = [_long(row) for row in known.to_dicts() if row["end_date"] > last_day(row["start_date"], int(row["limit"]))]
    made = pl.DataFrame(over, schema=_LONG)
    groups = (
        Group("message", "breach", "framework_agreement", made.filter(is_blank("document"))),
        Group("documented", "note", "framework_agreement", made.filter(~is_blank("document"))),
    )
    return Found(len(known), groups, len(rows) - len(known))


_LONG: dict[str, pl.DataType] = {
    "record_id": pl.String(), "framework_id": pl.String(), "title": pl.String(), "months": pl.Int64(), "days": pl.Int64(),
    "limit": pl.Int64(), "first": pl.Date(), "last": pl.Date(), "limit_date": pl.Date(), "document": pl.String(),
}  # fmt: skip


def _long(row: dict[str, Any]) -> dict[str, Any]:
    whole = length(row["start_date"], row["end_date"])
    months, days = (0, 0) if whole is None else (whole.months, whole.days)
    return {
        "record_id": row["framework_id"], "framework_id": row["framework_id"], "title": row["title_nb"], "months": months,
        "days": days, "limit": int(row["limit"]), "first": row["start_date"], "last": row["end_date"],
        "limit_date": last_day(row["start_date"], int(row["limit"])), "document": row["special_circumstances_ref"],
    }  # fmt: skip


def check_ending(snapshot: Snapshot) -> Found:
    """Agreements that end within the months of the last or the first warning."""
    day = snapshot.as_of
    rows = frameworks(snapshot).filter(pl.col("end_date").is_null() | (pl.col("end_date") >= day)).with_columns(day=pl.lit(day))
    for name in ("last", "first"):
        rows = with_limit(snapshot, rows, f"framework_warn_months_{name}", "day", name)
    known = rows.filter(pl.col("end_date").is_not_null() & (pl.col("first").is_not_null() | pl.col("last").is_not_null()))
    found: dict[str, list[dict[str, Any]]] = {"last": [], "first": []}
    for row in known.to_dicts():
        warning = next((name for name in found if _within(row, name, day)), None)
        if warning is not None:
            found[warning].append(
                {"record_id": row["framework_id"], "framework_id": row["framework_id"], "title": row["title_nb"],
                 "date": row["end_date"], "months": int(row[warning])}
            )  # fmt: skip
    groups = tuple(Group(name, "note", "framework_agreement", pl.DataFrame(hits, schema=_ENDING)) for name, hits in found.items())
    return Found(len(known), groups, len(rows) - len(known))


_ENDING: dict[str, pl.DataType] = {
    "record_id": pl.String(), "framework_id": pl.String(), "title": pl.String(), "date": pl.Date(), "months": pl.Int64(),
}  # fmt: skip


def _within(row: dict[str, Any], name: str, day: date) -> bool:
    return row[name] is not None and bool(row["end_date"] <= window_end(day, int(row[name])))


def check_call_offs(snapshot: Snapshot) -> Found:
    """Call-offs outside the agreement's time, by others than its suppliers, or under no agreement."""
    rows = contracts(snapshot).filter((pl.col("route") == "call_off") | pl.col("framework_id").is_not_null())
    agreed = snapshot.table("framework_agreement").select(
        "framework_id", framework="title_nb", framework_signed="signed_date", framework_end="end_date"
    )  # fmt: skip
    named = snapshot.table("organisation").select("organisation_id", *text_pair("organisation", "name_nb", "name_en"))
    suppliers = snapshot.table("framework_supplier").select("framework_id", "organisation_id", supplies=pl.lit(True))
    listed = suppliers.select("framework_id").unique().with_columns(lists=pl.lit(True))
    joined = rows.join(agreed, on="framework_id", how="left").join(named, on="organisation_id", how="left")
    joined = joined.join(suppliers, on=["framework_id", "organisation_id"], how="left").join(
        listed, on="framework_id", how="left"
    )
    made = joined.select(
        "project_id", "call_id", "framework_id", "framework", "framework_end", "framework_signed", "organisation_nb",
        "organisation_en", record_id="contract_id", title="title_nb", date="signed_date", amount="amount_nok",
        other=pl.col("lists").is_not_null() & pl.col("supplies").is_null(),
    )  # fmt: skip
    after, before = pl.col("date") > pl.col("framework_end"), pl.col("date") < pl.col("framework_signed")
    groups = (
        Group("after_end", "breach", "contract", made.filter(after)),
        Group("before_start", "breach", "contract", made.filter(before)),
        Group("other_supplier", "consider", "contract", made.filter(pl.col("other"))),
        Group("no_framework", "consider", "contract", made.filter(pl.col("framework_id").is_null())),
    )
    return Found(len(made), groups)


def check_value(snapshot: Snapshot) -> Found:
    """Agreements whose call-offs are more than their greatest value."""
    rows = frameworks(snapshot).filter(pl.col("max_value_nok").is_not_null())
    used = contracts(snapshot).filter(pl.col("framework_id").is_not_null()).group_by("framework_id").agg(
        amount=pl.col("amount_nok").sum(), rows=pl.col("contract_id").sort()
    )  # fmt: skip
    made = rows.join(used, on="framework_id").filter(pl.col("amount") > pl.col("max_value_nok")).select(
        "framework_id", "rows", "amount", record_id="framework_id", title="title_nb", limit="max_value_nok",
        over=pl.col("amount") - pl.col("max_value_nok"),
    )  # fmt: skip
    return Found(len(rows), (Group("message", "consider", "framework_agreement", made),))


RULES: tuple[PlanRule, ...] = (
    PlanRule(
        "framework_length", "breach", "framework_agreement", ("start_date", "end_date", "special_circumstances_ref"), ("9.1",),
        ("framework_agreement", "call", "parameter"), check_length,
    ),
    PlanRule(
        "framework_ending", "note", "framework_agreement", ("end_date",), ("9.1",),
        ("framework_agreement", "call", "parameter"), check_ending,
    ),
    PlanRule(
        "call_off", "breach", "contract", ("framework_id", "signed_date", "organisation_id"), ("9.1",),
        ("contract", "framework_agreement", "framework_supplier"), check_call_offs,
    ),
    PlanRule(
        "framework_value", "consider", "framework_agreement", ("max_value_nok",), ("9.1",),
        ("framework_agreement", "contract"), check_value,
    ),
)  # fmt: skip
