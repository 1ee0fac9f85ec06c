"""What differs in money between two days: what is paid, frames, carry-over, contracts, budgets and commitments, in kroner."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from analytics.meetings.differences import Item, Pair, code_words, joined, owner_of, reason_note, title_of, within
from analytics.spending.ledger import promised_to
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text, say

#: Amounts that stand in the row itself, so that another amount is a correction of the row: the table and the column.
AMOUNTS: tuple[tuple[str, str], ...] = (
    ("call", "max_amount_nok"),
    ("framework_agreement", "max_value_nok"),
    ("reserved_share", "amount_nok"),
    ("action_plan", "proposed_frame_nok"),
    ("evaluation", "amount_nok"),
    ("instrument_frame", "amount_nok"),
    ("account_total", "amount_nok"),
)


def payments(pair: Pair) -> list[Item]:
    """What has been paid in all at the two dates: one item, and none when no payment came, went or was corrected."""
    before, after = pair.earlier.table("payment"), pair.later.table("payment")
    new = after.join(before, on="payment_id", how="anti")
    gone = before.join(after, on="payment_id", how="anti")
    if new.is_empty() and gone.is_empty() and pair.in_both("payment", "amount_nok", "year").is_empty():
        return []
    paid_before, paid_after = _sum(before), _sum(after)
    key = "changes.payments_one" if len(new) == 1 else "changes.payments_many"
    text = say(key, count=len(new), amount=paid_after - paid_before)
    return [Item("payment", "payment", text, paid_before, paid_after, "nok")]


def payments_by_year(pair: Pair) -> list[Item]:
    """What has been paid and booked on each year at the two dates, where that differs."""
    sums = [_by_year(snapshot) for snapshot in (pair.earlier, pair.later)]
    years = sorted(set(sums[0]) | set(sums[1]))
    return [
        Item(str(year), "payment_year", say("changes.paid_year", year=year), sums[0].get(year), sums[1].get(year), "nok")
        for year in years
        if sums[0].get(year) != sums[1].get(year)
    ]


def payments_corrected(pair: Pair) -> list[Item]:
    """Payments of before the earlier day that came later, went, or have another amount or year: corrections of what was told."""
    items = [_payment(row, None, row["amount_nok"]) for row in pair.new_rows("payment") if pair.is_hindsight(row["payment_date"])]
    items += [_payment(row, row["amount_nok"], None) for row in pair.gone_rows("payment")]
    for row in pair.in_both("payment", "amount_nok", "year").iter_rows(named=True):
        is_moved = row["year"] != row["was_year"]
        note = say("changes.note.other_year", before=row["was_year"], after=row["year"]) if is_moved else None
        items.append(_payment(row, row["was_amount_nok"], row["amount_nok"], note))
    return sorted(items, key=lambda item: item.id)


def contracts_changed(pair: Pair) -> list[Item]:
    """Contracts with another sum than was told; the sum stands in the row, so it is a correction."""
    return [
        Item(
            row["contract_id"], "contract", title_of(row), row["was_amount_nok"], row["amount_nok"], "nok", is_correction=True,
            owner=owner_of(row),
        )
        for row in pair.in_both("contract", "amount_nok").iter_rows(named=True)
    ]  # fmt: skip


def frames_changed(pair: Pair) -> list[Item]:
    """Spending frames with another amount, or that are new; the highest version known on each date holds."""
    before, after = _frames(pair.earlier), _frames(pair.later)
    items = []
    for key, row in after.items():
        was = before.get(key)
        if was is not None and was["amount_nok"] == row["amount_nok"]:
            continue
        level = code_words("frame_level", row["level"])
        text = say("changes.frame", level=Text(_upper(level.nb), _upper(level.en)), year=row["year"])
        note = say("changes.note.letter", ref=row["letter_ref"]) if row["letter_ref"] else None
        is_correction = was is not None and was["version"] == row["version"]
        items.append(
            Item(
                row["frame_id"], "frame", text, was["amount_nok"] if was else None, row["amount_nok"], "nok", note=note,
                is_correction=is_correction,
            )
        )  # fmt: skip
    return items


def carry_over_changed(pair: Pair) -> list[Item]:
    """What may be carried from one year to the next by letter, where that differs."""
    keys = ("programme_id", "level", "from_year", "to_year")
    rows = _compared(pair, "carry_over", keys, pl.col("amount_nok").sum(), pl.col("carry_over_id", "letter_ref").last())
    return [
        Item(
            row["carry_over_id"], "carry_over",
            say("changes.carry_over", first=row["from_year"], last=row["to_year"], level=code_words("frame_level", row["level"])),
            row["was"], row["amount_nok"], "nok",
            note=say("changes.note.letter", ref=row["letter_ref"]) if row["letter_ref"] else None,
        )
        for row in rows
    ]  # fmt: skip


def budgets_changed(pair: Pair) -> list[Item]:
    """Budget lines with another amount, or new: the version of each line and year that stands on each day.

    The first version is told where it is another than what was changed, so that a new baseline hides nothing.
    """
    keys = ("programme_id", "line_no", "year")
    own = ("budget_line_id", "version", "category", "reason", "reason_nb", "project_id", "call_id", "plan_line_id")
    amounts = (pl.col("amount_nok").last(), pl.col(own).last(), pl.col("amount_nok").first().alias("first"))
    rows = _compared(pair, "budget_line", keys, *amounts, order="version")
    items = []
    for row in rows:
        owner = owner_of(row)
        named = (
            pair.titles.get(owner) if owner
            else pair.titles.get(("call", row["call_id"] or ""))
            or pair.titles.get(("action_plan_line", row["plan_line_id"] or ""))
        )  # fmt: skip
        words = code_words("money_category", row["category"]) if named is None else named
        text = say("changes.budget_line", line=row["line_no"], year=row["year"], title=within(owner, words))
        is_other = row["was"] is not None and row["first"] not in (row["was"], row["amount_nok"])
        note = joined(
            reason_note(row) if row["was"] is not None else None,
            say("changes.note.first_budget", amount=row["first"]) if is_other else None,
        )
        is_correction = row["was"] is not None and row["was_version"] == row["version"]
        items.append(
            Item(
                row["budget_line_id"], "budget_line", text, row["was"], row["amount_nok"], "nok", note=note, owner=owner,
                is_correction=is_correction,
            )
        )  # fmt: skip
    return items


def commitments_changed(pair: Pair, *, conditional: bool) -> list[Item]:
    """What is promised in all to each contract (or what stands in its place), where that differs.

    Args:
        conditional: what still waits for a condition; else what is bound, with what a met condition bound and less what was
            released.
    """
    before, after = (_promised(snapshot, conditional=conditional) for snapshot in (pair.earlier, pair.later))
    rows = after.join(before, on="promised_to", how="full", suffix="_was", coalesce=True).sort("promised_to")
    items = []
    for row in rows.iter_rows(named=True):
        was, now = row["amount_was"], row["amount"]
        if was == now or (not was and not now):
            continue
        known = {name: row[name] or row[f"{name}_was"] for name in ("commitment_id", "contract_id", "project_id", "line_no")}
        owner = owner_of(known)
        title = pair.titles.get(("contract", known["contract_id"] or "")) or (pair.titles.get(owner) if owner else None)
        place = row["promised_to"].partition(":")[2]
        table, key = ("contract", known["contract_id"]) if known["contract_id"] else ("commitment", known["commitment_id"])
        items.append(Item(key, table, title or Text(place, place), was, now, "nok", owner=owner))
    return items


def amounts_changed(pair: Pair) -> list[Item]:
    """Other amounts that stand in a row and are told otherwise than before: corrections of `AMOUNTS`."""
    items = []
    for table, column in AMOUNTS:
        spec = TABLES[table]
        for row in pair.in_both(table, column).iter_rows(named=True):
            name = row.get("title_nb") or row.get("as_written_nb") or row[spec.key[0]]
            field = spec.column(column)
            text = Text(f"{name}: {field.nb.lower()}", f"{name}: {field.en.lower()}")
            items.append(
                Item(
                    row[spec.key[0]], table, text, row[f"was_{column}"], row[column], "nok", is_correction=True,
                    owner=owner_of(row) if table != "evaluation" else ("evaluation", row["evaluation_id"]),
                )
            )  # fmt: skip
    return items


def _payment(row: dict[str, Any], before: Decimal | None, after: Decimal | None, note: Text | None = None) -> Item:
    day = row["payment_date"]
    text = say("changes.payment", id=row["payment_id"], date=day) if day else Text(row["payment_id"], row["payment_id"])
    return Item(row["payment_id"], "payment", text, before, after, "nok", note=note, is_correction=True, owner=owner_of(row))


def _compared(
    pair: Pair, table: str, keys: tuple[str, ...], amount: pl.Expr, *more: pl.Expr, order: str | None = None
) -> list[dict[str, Any]]:
    """The groups of a table whose amount differs, as they are now, with the amount that was as `was`; none when gone."""
    parts = []
    for snapshot in (pair.earlier, pair.later):
        rows = snapshot.table(table)
        rows = rows.sort(*keys, *([order] if order else []), TABLES[table].key[0])
        parts.append(rows.group_by(keys, maintain_order=True).agg(amount, *more))
    before, after = parts
    rows = after.join(before, on=keys, how="full", suffix="_was", coalesce=True).sort(keys)
    differing = rows.filter(pl.col("amount_nok").ne_missing(pl.col("amount_nok_was")))
    names = [name for name in after.columns if name not in keys]
    found = differing.with_columns(pl.coalesce(name, f"{name}_was").alias(name) for name in names if name != "amount_nok")
    renamed = {f"{name}_was": f"was_{name}" for name in names if name != "amount_nok"}
    return found.rename(renamed | {"amount_nok_was": "was"}).to_dicts()


def _promised(snapshot: Snapshot, *, conditional: bool) -> pl.DataFrame:
    is_met = pl.col("condition_met_date").is_not_null()
    waits = (pl.col("kind") == "conditional") & ~is_met
    rows = snapshot.table("commitment").filter(waits if conditional else ~waits).with_columns(promised_to())
    signed = pl.when(pl.col("kind") == "release").then(-pl.col("amount_nok")).otherwise(pl.col("amount_nok"))
    return (
        rows.sort("commitment_id")
        .group_by("promised_to", maintain_order=True)
        .agg(signed.sum().alias("amount"), pl.col("commitment_id", "contract_id", "project_id", "line_no").last())
    )


def _sum(rows: pl.DataFrame) -> Decimal:
    return Decimal(rows.get_column("amount_nok").sum() or 0)


def _by_year(snapshot: Snapshot) -> dict[int, Decimal]:
    rows = snapshot.table("payment").group_by("year").agg(pl.col("amount_nok").sum())
    return {int(year): Decimal(amount) for year, amount in rows.drop_nulls("year").iter_rows()}


def _frames(snapshot: Snapshot) -> dict[tuple[str, str, int], dict[str, Any]]:
    rows = snapshot.table("frame").sort("programme_id", "level", "year", "version")
    return {(row["programme_id"], row["level"], row["year"]): row for row in rows.iter_rows(named=True)}


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
