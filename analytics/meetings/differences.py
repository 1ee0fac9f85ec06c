"""What differs between two snapshots, kind by kind. Each function gives the items of one kind, in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.evidence.overdue_items import items_of
from analytics.evidence.stages import evaluations_of
from analytics.portfolio.cells import Cell
from analytics.portfolio.coverage import coverage
from analytics.portfolio.coverage_text import cell_name
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

Value = str | date | Decimal | int | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that differs.

    Attributes:
        id: key of the row it concerns.
        table: the table of that row.
        text: what differs, in words. Titles in it are as users wrote them.
        before, after: the value at the two dates, when there is one: a date, an amount, a code or a count.
    """

    id: str
    table: str
    text: Text
    before: Value = None
    after: Value = None


def projects_new(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """Projects that became known."""
    rows = _new_rows(earlier, later, "project", "project_id")
    return [Item(row["project_id"], "project", _title(row), None, row["registered_date"]) for row in rows]


def projects_dated(earlier: Snapshot, later: Snapshot, column: str) -> list[Item]:
    """Projects for which an event has been dated: `started_date`, `completed_date` or `stopped_date`."""
    rows = _newly_dated(earlier, later, "project", "project_id", column)
    return [Item(row["project_id"], "project", _title(row), None, row[column]) for row in rows]


def deadlines_moved(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """Planned dates that were changed, with the reason; `before` is the plan that held until then."""
    plans = _plans(later)
    previous = _previous_dates(later)
    items = []
    for row in _new_rows(earlier, later, "schedule_change", "schedule_change_id"):
        key = next(str(row[name]) for name in _MOVED if row[name])
        before = previous.get(row["schedule_change_id"]) or plans.get(key, (None, Text("", "")))[0]
        title = plans.get(key, (None, Text(key, key)))[1]
        reason = CODE_LISTS["variance_reason"].by_value.get(row["reason"])
        words = Text(reason.nb.lower(), reason.en.lower()) if reason else Text(row["reason"], row["reason"])
        text = say("changes.deadline_moved", title=title, reason=words)
        items.append(Item(row["schedule_change_id"], "schedule_change", text, before, row["new_planned_date"]))
    return items


def contracts_new(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """Contracts that were signed; `after` is the contract sum without value added tax."""
    rows = _new_rows(earlier, later, "contract", "contract_id")
    return [Item(row["contract_id"], "contract", _title(row), None, row["amount_nok"]) for row in rows]


def payments(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """What has been paid in all at the two dates: one item, and none when no payment came or went."""
    before, after = earlier.table("payment"), later.table("payment")
    new = after.join(before, on="payment_id", how="anti")
    if new.is_empty() and before.join(after, on="payment_id", how="anti").is_empty():
        return []
    paid_before, paid_after = _sum(before), _sum(after)
    key = "changes.payments_one" if len(new) == 1 else "changes.payments_many"
    text = say(key, count=len(new), amount=paid_after - paid_before)
    return [Item("payment", "payment", text, paid_before, paid_after)]


def evaluations_moved(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """Evaluations that are new or have reached another stage."""
    before = {e.evaluation_id: e.status for e in evaluations_of(earlier)}
    return [
        Item(e.evaluation_id, "evaluation", Text(e.title_nb, e.title_nb), before.get(e.evaluation_id), e.status)
        for e in evaluations_of(later)
        if before.get(e.evaluation_id) != e.status
    ]


def overdue_new(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """Deliverables past their planned date at the later date that were not so at the earlier."""
    before, after = _overdue(earlier), _overdue(later)
    return [_deliverable(row) for key, row in after.items() if key not in before]


def overdue_cleared(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """Deliverables that were past their planned date and are delivered, or have a new date to come."""
    before, after = _overdue(earlier), _overdue(later)
    return [_deliverable(row) for key, row in before.items() if key not in after]


def vintages_new(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """Publications of statistics that came, with how many series they hold figures for."""
    counts = dict(later.table("observation").group_by("vintage_id").agg(pl.col("series_id").n_unique()).iter_rows())
    items = []
    for row in _new_rows(earlier, later, "vintage", "vintage_id"):
        count = counts.get(row["vintage_id"], 0)
        key = "changes.vintage_one" if count == 1 else "changes.vintage_many"
        text = say(key, publisher=row["publisher"], count=count)
        items.append(Item(row["vintage_id"], "vintage", text, None, row["published_date"]))
    return items


def frames_changed(earlier: Snapshot, later: Snapshot) -> list[Item]:
    """Spending frames with another amount, or that are new; the highest version known on each date holds."""
    before, after = _frames(earlier), _frames(later)
    items = []
    for key, row in after.items():
        was = before.get(key)
        if was is not None and was["amount_nok"] == row["amount_nok"]:
            continue
        level = CODE_LISTS["frame_level"].by_value[row["level"]]
        text = say("changes.frame", level=Text(level.nb, level.en), year=row["year"])
        items.append(Item(row["frame_id"], "frame", text, was["amount_nok"] if was else None, row["amount_nok"]))
    return items


def cells_changed(earlier: Snapshot, later: Snapshot, *, gained: bool) -> list[Item]:
    """Cells of the coverage matrix that became covered, or that no longer are; values are the number of projects."""
    one, two = coverage(earlier), coverage(later)
    before = {(cell.area_id, cell.question_kind): cell for cell in one.cells}
    names = {area.area_id: area.short for area in (*one.areas, *two.areas)}
    items = []
    for cell in two.cells:
        was = before.get((cell.area_id, cell.question_kind))
        covered_before = was is not None and was.is_covered
        if covered_before != cell.is_covered and cell.is_covered is gained:
            items.append(_cell_item(cell, was, cell_name(cell, names)))
    return items


_MOVED = ("milestone_id", "deliverable_id", "evaluation_step_id", "call_step_id")


def _cell_item(cell: Cell, was: Cell | None, name: Text) -> Item:
    before = len(was.project_ids) if was else 0
    return Item(f"{cell.area_id}.{cell.question_kind}", "coverage_cell", name, before, len(cell.project_ids))


def _new_rows(earlier: Snapshot, later: Snapshot, table: str, key: str) -> Iterable[dict[str, Any]]:
    return later.table(table).join(earlier.table(table), on=key, how="anti").sort(key).iter_rows(named=True)


def _newly_dated(earlier: Snapshot, later: Snapshot, table: str, key: str, column: str) -> Iterable[dict[str, Any]]:
    dated = earlier.table(table).filter(pl.col(column).is_not_null())
    now = later.table(table).filter(pl.col(column).is_not_null())
    return now.join(dated, on=key, how="anti").sort(key).iter_rows(named=True)


def _title(row: dict[str, Any]) -> Text:
    return Text(row["title_nb"], row.get("title_en") or row["title_nb"])


def _sum(payments: pl.DataFrame) -> Decimal:
    return Decimal(payments.get_column("amount_nok").sum() or 0)


def _plans(snapshot: Snapshot) -> dict[str, tuple[date | None, Text]]:
    """The original date and the title of everything whose date may be moved, by key."""
    found: dict[str, tuple[date | None, Text]] = {}
    for table, key in (("milestone", "milestone_id"), ("deliverable", "deliverable_id")):
        for row in snapshot.table(table).iter_rows(named=True):
            found[row[key]] = (row["planned_date"], _title(row))
    for step_table, codes, owner in (("evaluation_step", "stage", "evaluation"), ("call_step", "step", "call")):
        list_name = "evaluation_stage" if owner == "evaluation" else "procurement_step"
        titled = snapshot.table(owner).select(f"{owner}_id", "title_nb")
        for row in snapshot.table(step_table).join(titled, on=f"{owner}_id", how="left").iter_rows(named=True):
            code = CODE_LISTS[list_name].by_value[row[codes]]
            title = row["title_nb"] or row[f"{owner}_id"]
            found[row[f"{step_table}_id"]] = (row["planned_date"], Text(f"{title}: {code.nb}", f"{title}: {code.en}"))
    return found


def _previous_dates(snapshot: Snapshot) -> dict[str, date]:
    """For each change of a date, the date that the change before it had set."""
    rows = snapshot.table("schedule_change").sort("decided_date", "schedule_change_id")
    previous = pl.col("new_planned_date").shift(1).over(list(_MOVED))
    return dict(rows.select("schedule_change_id", previous).drop_nulls().iter_rows())


def _overdue(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """Deliverables past their current deadline, by id, as the report `overdue` has them."""
    rows = items_of(snapshot).filter((pl.col("item") == "deliverable") & (pl.col("state") == "overdue"))
    return {row["id"]: row for row in rows.sort("id").iter_rows(named=True)}


def _deliverable(row: dict[str, Any]) -> Item:
    return Item(row["id"], "deliverable", _title(row), row["current_date"], None)


def _frames(snapshot: Snapshot) -> dict[tuple[str, str, int], dict[str, Any]]:
    rows = snapshot.table("frame").sort("programme_id", "level", "year", "version")
    return {(row["programme_id"], row["level"], row["year"]): row for row in rows.iter_rows(named=True)}
