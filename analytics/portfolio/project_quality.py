"""What is missing or does not fit in the rows of one project, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.project_base import Base
from analytics.portfolio.project_method import Method
from analytics.portfolio.project_money import Money
from analytics.portfolio.project_results import Results
from analytics.portfolio.project_rows import code, lower
from analytics.portfolio.project_timeline import planned_end
from analytics.portfolio.project_way import Way
from domain.text import Text, say

#: Shares may miss 100 per cent by this much: three equal parts written with two digits.
_ROUNDING_PCT = 0.1
#: How many milestones or deliverables a remark names.
_NAMED = 3
#: Statuses of work that is over.
_OVER = ("closed", "published", "delivered")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is missing or does not fit.

    Attributes:
        id: stable name of the check.
        text: what it is.
        todo: what to do.
    """

    id: str
    text: Text
    todo: Text

    def as_json(self) -> dict[str, Any]:
        """Every part."""
        return {"id": self.id, "text": self.text, "todo": self.todo}


@dataclass(frozen=True, eq=False)
class Parts:
    """What the checks look at."""

    as_of: date
    base: Base
    way: Way
    money: Money
    items: pl.DataFrame
    method: Method
    results: Results


def remarks(parts: Parts) -> tuple[Remark, ...]:
    """Every remark, in a fixed order: classification, agreements, dates and money, knowledge.

    A remark is about the record, which may be wrong; it says nothing about the work. What may not be seen is not judged.
    """
    checks = (_classified, _agreed, _ordered, _late, _paid, _known)
    return tuple(remark for check in checks for remark in check(parts))


def _remark(name: str, **values: Any) -> Remark:
    return Remark(name, say(f"project.remark.{name}", **values), say(f"project.todo.{name}"))


def _classified(p: Parts) -> Iterator[Remark]:
    for name, frame in (("area", p.base.areas), ("question", p.base.questions)):
        if frame.is_empty():
            yield _remark(f"no_{name}")
        elif abs((total := float(frame.get_column("share_pct").sum() or 0)) - 100) > _ROUNDING_PCT:
            yield _remark(f"{name}_shares", total=total)
    missing = {
        "no_need": p.base.needs.is_empty(), "no_plan_line": p.way.plan_line is None, "no_lead": not p.base.leads,
        "no_design": p.method.design is None, "no_type": p.base.row["research_type"] is None,
        "no_involvement": len(p.method.missing_parties) == p.method.involvement.get_column("party_kind").n_unique(),
        "occurrence": p.method.occurrence["state"] == "undecided",
    }  # fmt: skip
    yield from (_remark(name) for name, holds in missing.items() if holds)
    unassessed = len(p.method.open_priorities)
    if unassessed:
        yield _remark("priorities", count=unassessed, total=len(p.method.priorities))


def _agreed(p: Parts) -> Iterator[Remark]:
    row, contracts = p.base.row, p.money.contracts
    if contracts.is_empty() and row["started_date"] is not None:
        yield _remark("no_contract")
    if p.base.status not in ("planned", "procurement"):
        if p.items.filter(pl.col("item") == "deliverable").is_empty():
            yield _remark("no_deliverable")
        if p.items.filter(pl.col("item") == "milestone").is_empty():
            yield _remark("no_milestone")
    unaddressed = p.items.filter((pl.col("item") == "deliverable") & pl.col("recipient_id").is_null())
    for item in unaddressed.iter_rows(named=True):
        yield _remark("no_recipient", title=item["title_nb"])
    ended = row["completed_date"] is not None or row["stopped_date"] is not None
    for contract in contracts.filter(pl.col("closed_date").is_null()).iter_rows(named=True):
        if ended or (contract["end_date"] is not None and contract["end_date"] < p.as_of):
            yield _remark("contract_open", id=contract["contract_id"])


#: Pairs of dates of the project of which the first may not be after the second.
_PAIRS = (
    ("planned_start_date", "planned_end_date"), ("started_date", "completed_date"), ("started_date", "stopped_date"),
    ("registered_date", "started_date"),
)  # fmt: skip


def _ordered(p: Parts) -> Iterator[Remark]:
    row = p.base.row
    pairs = [(f"project.date.{a}", row[a], f"project.date.{b}", row[b]) for a, b in _PAIRS]
    signed = p.money.contracts.get_column("signed_date").min()
    pairs.append(("project.date.signed_date", signed, "project.date.started_date", row["started_date"]))
    for contract in p.money.contracts.iter_rows(named=True):
        pairs.append(("project.date.start_date", contract["start_date"], "project.date.end_date", contract["end_date"]))
    for first, before, second, after in pairs:
        if before is not None and after is not None and before > after:
            yield _remark("date_order", first=say(first), before=before, second=say(second), after=after)
    for item in p.items.filter(pl.col("published_date") < pl.col("actual_date")).iter_rows(named=True):
        yield _remark("published_before", title=item["title_nb"], published=item["published_date"], delivered=item["actual_date"])


def _late(p: Parts) -> Iterator[Remark]:
    row = p.base.row
    is_over = row["completed_date"] is not None or row["stopped_date"] is not None
    if not is_over:
        ends = [planned_end(row, p.items), *p.money.contracts.get_column("end_date").to_list()]
        last = max((day for day in ends if day is not None), default=None)
        if last is not None and last < p.as_of:
            yield _remark("past_end", date=last, days=(p.as_of - last).days)
        start = row["planned_start_date"]
        if row["started_date"] is None and start is not None and start < p.as_of:
            yield _remark("not_started", date=start)
    overdue = p.items.filter(pl.col("state") == "overdue")
    if len(overdue):
        yield _remark("overdue_one" if len(overdue) == 1 else "overdue", count=len(overdue), titles=_titles(overdue))
    silent = p.items.filter((pl.col("slip_days") > 0) & (pl.col("changes") == 0) & (pl.col("state") == "done"))
    if len(silent):
        most = silent.get_column("slip_days").max()
        name = "late_no_change_one" if len(silent) == 1 else "late_no_change"
        yield _remark(name, count=len(silent), titles=_titles(silent), days=most)


def _titles(rows: pl.DataFrame) -> str:
    shown = [f"«{title}»" for title in rows.get_column("title_nb").to_list()]
    more = f" (+{len(shown) - _NAMED})" if len(shown) > _NAMED else ""
    return ", ".join(shown[:_NAMED]) + more


def _paid(p: Parts) -> Iterator[Remark]:
    for contract in p.money.contracts.iter_rows(named=True):
        if contract["left_nok"] is not None and contract["left_nok"] < Decimal(0):
            yield _remark("paid_above", id=contract["contract_id"], over=-contract["left_nok"])
    if p.money.contract_nok is not None and p.money.total("bound_nok") is None:
        yield _remark("not_bound")


def _known(p: Parts) -> Iterator[Remark]:
    if p.base.status in _OVER:
        if p.results.findings.is_empty():
            yield _remark("no_finding")
        if p.results.dissemination.is_empty():
            yield _remark("no_dissemination")
        elif p.results.dissemination.filter(pl.col("workplace_fit") & pl.col("done_date").is_not_null()).is_empty():
            yield _remark("no_workplace")
    waiting = p.items.filter(pl.col("signed_off_date").is_not_null() & pl.col("published_date").is_null())
    for item in waiting.iter_rows(named=True):
        if item["not_published_reason"] in (None, "not_stated"):
            yield _remark("no_reason", title=item["title_nb"])
        else:
            yield _remark(
                "unpublished", title=item["title_nb"], reason=lower(code("not_published_reason", item["not_published_reason"]))
            )
    if p.method.levels["raters_disagree"]:
        yield _remark("disagree")
