"""What differs in the portfolio between two days: projects, deadlines, contracts, needs, plans and coverage."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from analytics.meetings.differences import (
    Item,
    Pair,
    days_between,
    joined,
    owner_of,
    reason_note,
    title_of,
    within,
)
from analytics.portfolio.action_plan_versions import lines_of, versions_of, with_activities
from analytics.portfolio.cells import Cell
from analytics.portfolio.coverage_text import cell_name
from analytics.portfolio.programme import current_programme, of_programme
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

#: What a change of a date can be of, with the column that says when it is planned.
_MOVED = ("milestone_id", "deliverable_id", "evaluation_step_id", "call_step_id")


def projects_new(pair: Pair) -> list[Item]:
    """Projects that became known."""
    return [
        Item(
            row["project_id"], "project", within(("project", row["project_id"]), title_of(row)), None, row["registered_date"],
            is_correction=pair.is_hindsight(row["registered_date"]), owner=("project", row["project_id"]),
        )
        for row in pair.new_rows("project")
    ]  # fmt: skip


def projects_dated(pair: Pair, column: str) -> list[Item]:
    """Projects for which an event has been dated: `started_date`, `completed_date` or `stopped_date`; days after the plan."""
    plan = {"started_date": "planned_start_date", "completed_date": "planned_end_date"}.get(column)
    items = []
    for row in pair.newly_dated("project", column):
        planned = row[plan] if plan else None
        words = row["stopped_reason_nb"] if column == "stopped_date" else None
        note = say("changes.note.planned", date=planned) if planned else Text(words, words) if words else None
        items.append(
            Item(
                row["project_id"], "project", within(("project", row["project_id"]), title_of(row)), None, row[column],
                days=days_between(planned, row[column]), note=note, is_correction=pair.is_hindsight(row[column]),
                owner=("project", row["project_id"]),
            )
        )  # fmt: skip
    return items


def deadlines_moved(pair: Pair) -> list[Item]:
    """Planned dates that were moved: from the plan that held on the earlier day to the one that holds now.

    One item for each thing that was moved, however many times, with the last reason as recorded; the original date is told
    where it is another, so that moving it again hides nothing. The longest moved first.
    """
    changes = pair.later.table("schedule_change").sort("decided_date", "schedule_change_id")
    if changes.is_empty():
        return []
    changes = changes.with_columns(moved=pl.coalesce(_MOVED), was_date=pl.col("new_planned_date").shift(1).over(list(_MOVED)))
    new = changes.join(pair.earlier.table("schedule_change"), on="schedule_change_id", how="anti")
    plans = _plans(pair.later)
    rows = new.group_by("moved", maintain_order=True).agg(
        pl.len().alias("times"), pl.col("was_date").first(),
        pl.col("schedule_change_id", "new_planned_date", "reason", "reason_nb", "decided_date").last(),
    )  # fmt: skip
    items = []
    for row in rows.iter_rows(named=True):
        original, title, owner = plans.get(row["moved"], (None, Text(row["moved"], row["moved"]), None))
        before = row["was_date"] or original
        notes = joined(
            reason_note(row),
            say("changes.note.times", count=row["times"]) if row["times"] > 1 else None,
            say("changes.note.original", date=original) if original not in (None, before) else None,
        )
        days = days_between(before, row["new_planned_date"])
        items.append(
            Item(
                row["schedule_change_id"], "schedule_change", title, before, row["new_planned_date"], days=days, note=notes,
                is_correction=pair.is_hindsight(row["decided_date"]), owner=owner,
            )
        )  # fmt: skip
    return sorted(items, key=lambda item: (-(item.days or 0), item.id))


def delivered(pair: Pair) -> list[Item]:
    """Deliverables that came and milestones that were reached: from the deadline that held to the day, and days after it."""
    before, after = pair.deadlines
    done = pl.col("done_date").is_not_null() & pl.col("item").is_in(["deliverable", "milestone"])
    rows = after.filter(done).join(before.filter(done), on=["item", "id"], how="anti").sort("item", "id")
    return [
        Item(
            row["id"], row["item"], within(owner := _owner(row), title_of(row)), row["current_date"], row["done_date"],
            days=row["days_current"], is_correction=pair.is_hindsight(row["done_date"]), owner=owner,
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip


def contracts_new(pair: Pair) -> list[Item]:
    """Contracts that were signed; `after` is the contract sum without value added tax."""
    return [
        Item(
            row["contract_id"], "contract", title_of(row), None, row["amount_nok"], "nok",
            note=say("changes.note.signed", date=row["signed_date"]) if row["signed_date"] else None,
            is_correction=pair.is_hindsight(row["signed_date"]), owner=owner_of(row),
        )
        for row in pair.new_rows("contract")
    ]  # fmt: skip


def contracts_ended(pair: Pair) -> list[Item]:
    """Contracts that ran out or were settled: from the end that was agreed to the day it was settled, when it is."""
    rows = pair.later.table("contract").with_columns(_has_ended(pair.later.as_of).alias("is_now"))
    was = pair.earlier.table("contract").select("contract_id", was=_has_ended(pair.earlier.as_of))
    ended = rows.filter("is_now").join(was, on="contract_id", how="left").filter(~pl.col("was").fill_null(False))
    ended = ended.filter(pl.coalesce("closed_date", "end_date") > pair.earlier.as_of)
    return [
        Item(
            row["contract_id"], "contract", title_of(row), row["end_date"], row["closed_date"],
            days=days_between(row["end_date"], row["closed_date"]),
            note=say("changes.note.settled" if row["closed_date"] else "changes.note.ran_out"), owner=owner_of(row),
        )
        for row in ended.sort("contract_id").iter_rows(named=True)
    ]  # fmt: skip


def needs_new(pair: Pair) -> list[Item]:
    """Knowledge needs that were raised."""
    return [
        Item(
            row["need_id"], "knowledge_need", title_of(row), None, row["raised_date"],
            is_correction=pair.is_hindsight(row["raised_date"]),
            note=say("changes.note.from", party=pair.organisation(row["raised_by_id"])) if row["raised_by_id"] else None,
        )
        for row in pair.new_rows("knowledge_need")
    ]  # fmt: skip


def plans_adopted(pair: Pair) -> list[Item]:
    """Action plans that were adopted, with how many lines and kroner they hold."""
    lines = pair.later.table("action_plan_line").filter(pl.col("dropped_date").is_null())
    sums = {
        key: (count, amount)
        for key, count, amount in lines.group_by("plan_id").agg(pl.len(), pl.col("planned_amount_nok").sum()).iter_rows()
    }
    items = []
    for row in pair.newly_dated("action_plan", "adopted_date"):
        count, amount = sums.get(row["plan_id"], (0, 0))
        note = say("changes.note.plan", version=row["version"], count=count, amount=amount or 0)
        late = pair.is_hindsight(row["adopted_date"])
        items.append(Item(row["plan_id"], "action_plan", title_of(row), None, row["adopted_date"], note=note, is_correction=late))
    return items


def plan_lines(pair: Pair, what: str) -> list[Item]:
    """What was changed in action plans that were adopted already: lines "added" or "dropped", or with another "quarter" or
    "amount".

    A line of a new version is the same as one before when the report `action-plan` takes it for the same activity.
    """
    before, after = _standing_lines(pair.earlier, pair.later), _standing_lines(pair.later, pair.later)
    adopted = pair.earlier.table("action_plan").filter(pl.col("adopted_date").is_not_null()).get_column("year").unique().to_list()
    before, after = (rows.filter(pl.col("year").is_in(adopted)) for rows in (before, after))
    if what in ("added", "dropped"):
        one, other = (after, before) if what == "added" else (before, after)
        rows = one.join(other, on="activity_id", how="anti").sort("year", "plan_line_id")
        dropped = _dropped(pair.later)
        return [_plan_line(row, what, dropped.get(row["plan_line_id"])) for row in rows.iter_rows(named=True)]
    column = {"quarter": "quarter", "amount": "amount_nok"}[what]
    was = before.select("activity_id", was=column)
    rows = after.join(was, on="activity_id").filter(pl.col(column).ne_missing(pl.col("was"))).sort("year", "plan_line_id")
    unit = "period" if what == "quarter" else "nok"
    return [
        Item(row["plan_line_id"], "action_plan_line", _line_title(row), row["was"], row[column], unit)
        for row in rows.iter_rows(named=True)
    ]


def _plan_line(row: dict[str, Any], what: str, dropped: tuple[date, str | None] | None) -> Item:
    amount = row["amount_nok"]
    words = None if dropped is None or not dropped[1] else Text(dropped[1], dropped[1])
    before, after = (None, amount) if what == "added" else (amount, None)
    return Item(row["plan_line_id"], "action_plan_line", _line_title(row), before, after, "nok", note=words)


def _line_title(row: dict[str, Any]) -> Text:
    return say("changes.plan_line", year=row["year"], title=row["title_nb"])


def _dropped(snapshot: Snapshot) -> dict[str, tuple[date, str | None]]:
    rows = snapshot.table("action_plan_line").filter(pl.col("dropped_date").is_not_null())
    return {key: (day, words) for key, day, words in rows.select("plan_line_id", "dropped_date", "dropped_reason_nb").iter_rows()}


def _standing_lines(snapshot: Snapshot, named_by: Snapshot) -> pl.DataFrame:
    """The lines of the plan that stands for each year, with the activity that the later day takes each for."""
    versions = versions_of(of_programme(named_by.table("action_plan"), current_programme(named_by)))
    lines = lines_of(named_by)
    activities = with_activities(versions, lines, lines.clear()).select("plan_line_id", "activity_id")
    standing = versions_of(of_programme(snapshot.table("action_plan"), current_programme(snapshot))).filter("is_newest")
    own = lines_of(snapshot).filter(pl.col("dropped_date").is_null())
    rows = own.join(standing.select("plan_id", "year"), on="plan_id").join(activities, on="plan_line_id", how="left")
    return rows.with_columns(activity_id=pl.coalesce("activity_id", "plan_line_id")).unique("activity_id", keep="last")


def cells_changed(pair: Pair, *, gained: bool) -> list[Item]:
    """Cells of the coverage matrix that became covered, or that no longer are; values are the number of projects."""
    one, two = pair.matrices
    before = {(cell.area_id, cell.question_kind): cell for cell in one.cells}
    names = {area.area_id: area.short for area in (*one.areas, *two.areas)}
    items = []
    for cell in two.cells:
        was = before.get((cell.area_id, cell.question_kind))
        covered_before = was is not None and was.is_covered
        if covered_before != cell.is_covered and cell.is_covered is gained:
            items.append(_cell_item(cell, was, cell_name(cell, names)))
    return items


def _cell_item(cell: Cell, was: Cell | None, name: Text) -> Item:
    before = set(was.project_ids) if was else set()
    moved = sorted(before ^ set(cell.project_ids))
    note = say("changes.note.projects", ids=moved[:_NAMED]) if moved else None
    number = len(cell.project_ids)
    return Item(f"{cell.area_id}.{cell.question_kind}", "coverage_cell", name, len(before), number, "count", note=note)


_NAMED = 6


def _owner(row: dict[str, Any]) -> tuple[str, str] | None:
    return (row["owner_table"], row["owner_id"]) if row["owner_id"] else None


def _has_ended(day: date) -> pl.Expr:
    """Settled, or past its agreed end; the last day itself is within."""
    return pl.col("closed_date").is_not_null() | (pl.col("end_date") <= day - timedelta(days=1)).fill_null(False)


def _plans(snapshot: Snapshot) -> dict[str, tuple[date | None, Text, tuple[str, str] | None]]:
    """The original date, the title and the owner of everything whose date may be moved, by key."""
    found: dict[str, tuple[date | None, Text, tuple[str, str] | None]] = {}
    for table in ("milestone", "deliverable"):
        for row in snapshot.table(table).iter_rows(named=True):
            owner = owner_of(row)
            found[row[f"{table}_id"]] = (row["planned_date"], within(owner, title_of(row)), owner)
    for step_table, codes, owner_table in (("evaluation_step", "stage", "evaluation"), ("call_step", "step", "call")):
        list_name = "evaluation_stage" if owner_table == "evaluation" else "procurement_step"
        titled = snapshot.table(owner_table).select(f"{owner_table}_id", "title_nb")
        for row in snapshot.table(step_table).join(titled, on=f"{owner_table}_id", how="left").iter_rows(named=True):
            code, key = CODE_LISTS[list_name].by_value.get(row[codes]), row[f"{owner_table}_id"]
            title = row["title_nb"] or key
            words = Text(f"{title}: {code.nb}", f"{title}: {code.en}") if code else Text(title, title)
            found[row[f"{step_table}_id"]] = (row["planned_date"], words, (owner_table, key))
    return found
