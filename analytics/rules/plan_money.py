"""Money of the programme: its period, its frames, and evaluations that others pay (5, 9.4, annex 2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from analytics.portfolio.programme import current_programme
from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_rows import contracts, own
from data.snapshot import Snapshot

_NOK = pl.Decimal(38, 2)


def check_payer(snapshot: Snapshot) -> Found:
    """Evaluations that another pays, or perhaps does, whose project has money of the programme."""
    programme = current_programme(snapshot)
    projects = own(snapshot, "project").select("project_id", project="title_nb")
    rows = snapshot.table("evaluation").filter(pl.col("payer") != "programme").join(projects, on="project_id", how="left")
    if programme is not None:
        rows = rows.filter((pl.col("agreement_id") == programme.agreement_id) | pl.col("project").is_not_null())
    made = rows.join(_programme_money(snapshot), on="project_id").select(
        "project_id", "payer", "contracted", "bound", "paid", "budgeted", record_id="evaluation_id", title="title_nb"
    )  # fmt: skip
    codes = {"payer": "evaluation_payer"}
    groups = (
        Group("message", "breach", "evaluation", made.filter(pl.col("payer") == "own_frame"), codes),
        Group("unknown_payer", "consider", "evaluation", made.filter(pl.col("payer") != "own_frame"), codes),
    )
    return Found(len(rows), groups)


def _programme_money(snapshot: Snapshot) -> pl.DataFrame:
    """The projects with money of the programme: contracts, net commitments, payments and the current budget."""
    amount = pl.col("amount_nok").cast(_NOK)
    sign = pl.when(pl.col("kind") == "release").then(-amount).otherwise(amount)
    newest = own(snapshot, "budget_line").sort("version").unique(["line_no", "year"], keep="last", maintain_order=True)
    parts = {
        "contracted": contracts(snapshot).select("project_id", amount),
        "bound": own(snapshot, "commitment").select("project_id", sign.alias("amount_nok")),
        "paid": own(snapshot, "payment").select("project_id", amount),
        "budgeted": newest.select("project_id", amount),
    }
    sums = [frame.with_columns(part=pl.lit(name)) for name, frame in parts.items()]
    joined = pl.concat(sums).filter(pl.col("project_id").is_not_null())
    known = joined.group_by("project_id").agg(
        *(pl.col("amount_nok").filter(pl.col("part") == name).sum().alias(name) for name in parts),
        any=(pl.col("amount_nok") != 0).any(),
    )
    return known.filter(pl.col("any"))


def check_period(snapshot: Snapshot) -> Found:
    """Payments and commitments outside the programme's period, by year."""
    programme = current_programme(snapshot)
    payments, bound = own(snapshot, "payment"), own(snapshot, "commitment")
    if programme is None:
        return Found(0, unjudged=len(payments) + len(bound))
    outside = (pl.col("payment_date") < programme.start_date) | (pl.col("payment_date") > programme.end_date)
    paid = payments.filter(outside).with_columns(plan_year=pl.col("payment_date").dt.year().cast(pl.Int64))
    year = pl.col("year").cast(pl.Int64)
    promised = bound.filter((year < programme.start_date.year) | (year > programme.end_date.year)).with_columns(plan_year=year)
    amount, kind = pl.col("amount_nok"), pl.col("kind")
    open_condition = (kind == "conditional") & pl.col("condition_met_date").is_null()
    net = amount.filter(~open_condition & (kind != "release")).sum() - amount.filter(kind == "release").sum()
    sums = {
        "paid": ("payment", paid.group_by("plan_year").agg(amount=amount.sum(), rows=pl.col("payment_id").sort())),
        "bound": ("commitment", promised.group_by("plan_year").agg(
            amount=net, conditional=amount.filter(open_condition).sum(), rows=pl.col("commitment_id").sort()
        )),
    }  # fmt: skip
    carried = own(snapshot, "carry_over").filter(pl.col("level") == "programme").select(
        plan_year=pl.col("to_year").cast(pl.Int64), carried="amount_nok", letter="letter_ref"
    ).unique("plan_year", keep="last", maintain_order=True)  # fmt: skip
    groups = []
    for name, (table, rows) in sums.items():
        joined = rows.join(carried, on="plan_year", how="left").sort("plan_year").with_columns(
            record_id=pl.col("plan_year").cast(pl.String), year=pl.col("plan_year"), start=pl.lit(programme.start_date),
            end=pl.lit(programme.end_date),
        ).drop("plan_year")  # fmt: skip
        has = pl.col("carried").is_not_null()
        groups += [
            Group(f"{name}_carried", "note", table, joined.filter(has)),
            Group(f"{name}_not_carried", "consider", table, joined.filter(~has)),
        ]
    return Found(len(payments) + len(bound), tuple(groups))


def check_levels(snapshot: Snapshot) -> Found:
    """Frames that are above the frame they are part of, at any time."""
    rows = own(snapshot, "frame").filter(pl.col("amount_nok").is_not_null()).sort("year", "level", "version")
    found, judged = [], 0
    for year in rows.get_column("year").unique().sort().to_list():
        of_year = rows.filter(pl.col("year") == year).to_dicts()
        seen: set[str] = set()
        for day in sorted({row["decided_date"] or date.min for row in of_year}):
            standing = {row["level"]: row for row in of_year if (row["decided_date"] or date.min) <= day}
            for parent, children in _PARTS.items():
                parts = [standing[child] for child in children if child in standing]
                if parent not in standing or not parts:
                    continue
                judged += 1
                total = sum((Decimal(part["amount_nok"]) for part in parts), Decimal(0))
                if total > Decimal(standing[parent]["amount_nok"]) and parent not in seen:
                    seen.add(parent)
                    found.append(_above(parent, standing[parent], parts, total, day))
    return Found(judged, (Group("message", "breach", "frame", pl.DataFrame(found, schema=_ABOVE), {"level": "frame_level"}),))


#: Which frames are parts of which.
_PARTS: dict[str, tuple[str, ...]] = {"knowledge": ("programme",), "programme": ("fou_assignments", "stimulation", "operation")}
_ABOVE: dict[str, pl.DataType] = {
    "record_id": pl.String(), "rows": pl.List(pl.String()), "level": pl.String(), "year": pl.Int64(), "amount": _NOK,
    "whole": _NOK, "over": _NOK,
}  # fmt: skip


def _above(parent: str, whole: dict[str, object], parts: list[dict[str, object]], total: Decimal, day: date) -> dict[str, object]:
    newest = next((row for row in [*parts, whole] if (row["decided_date"] or date.min) == day), whole)
    amount = Decimal(str(whole["amount_nok"]))
    return {
        "record_id": newest["frame_id"], "rows": [row["frame_id"] for row in [whole, *parts]], "level": parent,
        "year": whole["year"], "amount": total, "whole": amount, "over": total - amount,
    }  # fmt: skip


def check_changes(snapshot: Snapshot) -> Found:
    """Changed frames without a date or a letter."""
    rows = own(snapshot, "frame").sort("level", "year", "version").with_columns(
        before=pl.col("amount_nok").shift(1).over("level", "year")
    )  # fmt: skip
    changed = rows.filter(pl.col("before").is_not_null() & (pl.col("amount_nok") != pl.col("before")))
    letter, day = pl.col("letter_ref").str.strip_chars().replace("", None), pl.col("decided_date")
    made = changed.select(
        "level", "before", record_id="frame_id", year=pl.col("year").cast(pl.Int64), amount="amount_nok", version="version",
        letter=letter, date=day,
    )  # fmt: skip
    codes, bare = {"level": "frame_level"}, pl.col("letter").is_null()
    groups = (
        Group("message", "consider", "frame", made.filter(bare), codes),
        Group("no_date", "consider", "frame", made.filter(~bare & pl.col("date").is_null()), codes),
    )
    return Found(len(made), groups)


def check_exceeded(snapshot: Snapshot) -> Found:
    """Years at whose end more had been paid than the frames until then, so that carry-over cannot explain it."""
    programme = current_programme(snapshot)
    newest = own(snapshot, "frame").filter(pl.col("level") == "programme").sort("year", "version")
    frames = {row["year"]: Decimal(row["amount_nok"]) for row in newest.to_dicts() if row["amount_nok"] is not None}
    sums = own(snapshot, "payment").group_by("year").agg(pl.col("amount_nok").sum()).sort("year")
    paid = {year: Decimal(amount) for year, amount in sums.iter_rows() if year is not None}
    if programme is None or not frames or not paid:
        return Found(0, unjudged=len(paid))
    last = programme.end_date.year
    years = range(min(programme.start_date.year, *paid), max(paid) + 1)
    found: list[dict[str, object]] = []
    for place, year in enumerate(years):
        if programme.start_date.year <= year <= last and year not in frames:
            return Found(place, (_exceeded(found),), len(years) - place)
        until = range(years[0], year + 1)
        allowed, used = (sum((known.get(y, Decimal(0)) for y in until), Decimal(0)) for known in (frames, paid))
        if used > allowed:
            found.append({"record_id": str(year), "year": year, "amount": used, "whole": allowed, "over": used - allowed})
    return Found(len(years), (_exceeded(found),))


def _exceeded(rows: list[dict[str, object]]) -> Group:
    schema: dict[str, pl.DataType] = {
        "record_id": pl.String(), "year": pl.Int64(), "amount": _NOK, "whole": _NOK, "over": _NOK
    }  # fmt: skip
    return Group("message", "breach", "payment", pl.DataFrame(rows, schema=schema))


RULES: tuple[PlanRule, ...] = (
    PlanRule(
        "own_frame_drawn", "breach", "evaluation", ("payer", "project_id"), ("9.4", "annex_2"),
        ("evaluation", "project", "contract", "commitment", "payment", "budget_line"), check_payer,
    ),
    PlanRule(
        "outside_period", "consider", "payment", ("payment_date", "year"), ("5",),
        ("payment", "commitment", "carry_over", "programme"), check_period,
    ),
    PlanRule("frame_levels", "breach", "frame", ("level", "amount_nok"), ("5", "annex_2"), ("frame",), check_levels),
    PlanRule(
        "frame_changed", "consider", "frame", ("version", "amount_nok", "decided_date", "letter_ref"), ("5",), ("frame",),
        check_changes,
    ),
    PlanRule(
        "frame_exceeded", "breach", "payment", ("year", "amount_nok"), ("5",), ("frame", "payment", "programme"), check_exceeded
    ),
)  # fmt: skip
