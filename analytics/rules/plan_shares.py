"""The share of a year's money for an organisation in a special position: decided beforehand, and kept (chapter 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.rules.plan_model import Found, Group, PlanRule
from analytics.rules.plan_organisations import applies_on, restricted
from analytics.rules.plan_rows import contracts, own
from data.snapshot import Snapshot

Row = Mapping[str, Any]


def check_share(snapshot: Snapshot) -> Found:
    """Contracts under the allowed route against the share of their year."""
    who = restricted(snapshot).filter(pl.col("needs_share"))
    if who.is_empty():
        return Found(0)
    ids = dict(who.select("organisation_id", "restricted_id").iter_rows())
    shares = [row | {"who": ids[row["organisation_id"]]} for row in _shares(snapshot) if row["organisation_id"] in ids]
    signed = _under(snapshot, who, shares)
    names = {row["restricted_id"]: row for row in who.filter(pl.col("organisation_id") == pl.col("restricted_id")).to_dicts()}
    frames = _frames(snapshot)
    found: dict[str, list[Row]] = {"no_share": [], "over": []}
    keys = sorted({(row["who"], row["year"]) for row in [*shares, *signed]})
    unjudged = 0
    for key in keys:
        decided = [row for row in shares if (row["who"], row["year"]) == key]
        under = [row for row in signed if (row["who"], row["year"]) == key]
        amount = _amount(decided, frames.get(key[1]))
        named = {name: names[key[0]][name] for name in ("organisation_nb", "organisation_en")}
        if not decided:
            found["no_share"].append(_contracts_hit(under, named))
        elif amount is None:
            unjudged += 1
        elif (total := _sum(under)) > amount:
            found["over"].append(_over_hit(decided, under, total, amount, named))
    late = [_late(row, names[row["who"]]) for row in shares if row["decided_date"] >= date(row["year"], 1, 1)]
    groups = (
        Group("no_share", "breach", "contract", _frame(found["no_share"])),
        Group("late", "breach", "reserved_share", _frame(late)),
        Group("over", "breach", "reserved_share", _frame(found["over"])),
    )
    return Found(len(keys) - unjudged, groups, unjudged)


_SCHEMA: dict[str, pl.DataType] = {
    "record_id": pl.String(), "rows": pl.List(pl.String()), "project_id": pl.String(), "call_id": pl.String(),
    "plan_year": pl.Int64(), "organisation_nb": pl.String(), "organisation_en": pl.String(), "year": pl.Int64(),
    "amount": pl.Decimal(38, 2), "share": pl.Decimal(38, 2), "over": pl.Decimal(38, 2), "date": pl.Date(),
}  # fmt: skip


def _frame(rows: Iterable[Row]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in _SCHEMA} for row in rows], schema=_SCHEMA)


def _shares(snapshot: Snapshot) -> list[dict[str, Any]]:
    rows = own(snapshot, "reserved_share").filter(pl.col("year").is_not_null() & pl.col("decided_date").is_not_null())
    return rows.sort("decided_date", "reserved_share_id").to_dicts()


def _under(snapshot: Snapshot, who: pl.DataFrame, shares: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The contracts under the allowed route with the year they count on: that of the letter they name, else of signing."""
    rows = contracts(snapshot).join(who, on="organisation_id").filter(
        applies_on("signed_date") & (pl.col("route") == pl.col("allowed_route")) & pl.col("signed_date").is_not_null()
    )  # fmt: skip
    letters = {(row["who"], row["letter_ref"]): row["year"] for row in shares if row["letter_ref"]}
    return [
        row | {
            "who": row["restricted_id"],
            "year": letters.get((row["restricted_id"], row["allocation_letter_ref"]), row["signed_date"].year),
        }
        for row in rows.sort("signed_date", "contract_id").to_dicts()
    ]  # fmt: skip


def _frames(snapshot: Snapshot) -> dict[int, Decimal]:
    rows = own(snapshot, "frame").filter(pl.col("level") == "programme").sort("year", "version")
    return {row["year"]: row["amount_nok"] for row in rows.iter_rows(named=True) if row["amount_nok"] is not None}


def _amount(decided: list[dict[str, Any]], frame: Decimal | None) -> Decimal | None:
    """What was decided; the share of the frame where no amount is given; None when that is unknown."""
    parts = []
    for row in decided:
        if row["amount_nok"] is not None:
            parts.append(Decimal(row["amount_nok"]))
        elif row["share_pct"] is not None and frame is not None:
            parts.append(frame * Decimal(str(row["share_pct"])) / 100)
        else:
            return None
    return sum(parts, Decimal(0))


def _sum(rows: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(row["amount_nok"]) for row in rows if row["amount_nok"] is not None), Decimal(0))


def _contracts_hit(under: list[dict[str, Any]], named: Row) -> Row:
    first = under[0]
    return {
        "record_id": first["contract_id"], "rows": [row["contract_id"] for row in under], "project_id": first["project_id"],
        "call_id": first["call_id"], "year": first["year"], "amount": _sum(under), **named,
    }  # fmt: skip


def _over_hit(decided: list[dict[str, Any]], under: list[dict[str, Any]], total: Decimal, amount: Decimal, named: Row) -> Row:
    ids = [*(row["reserved_share_id"] for row in decided), *(row["contract_id"] for row in under)]
    return {
        "record_id": decided[-1]["reserved_share_id"], "rows": ids, "project_id": under[0]["project_id"],
        "call_id": under[0]["call_id"], "year": decided[0]["year"], "amount": total, "share": amount, "over": total - amount,
        **named,
    }  # fmt: skip


def _late(row: Row, named: Row) -> Row:
    return {
        "record_id": row["reserved_share_id"], "rows": [row["reserved_share_id"]], "plan_year": row["year"], "year": row["year"],
        "date": row["decided_date"], "organisation_nb": named["organisation_nb"], "organisation_en": named["organisation_en"],
    }  # fmt: skip


RULES: tuple[PlanRule, ...] = (
    PlanRule(
        "restricted_share", "breach", "reserved_share", ("year", "share_pct", "amount_nok", "decided_date"), ("3",),
        ("reserved_share", "contract", "frame", "eligibility_restriction"), check_share,
    ),
)  # fmt: skip
