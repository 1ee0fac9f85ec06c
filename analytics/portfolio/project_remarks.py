"""What is missing or does not fit in the data about a project, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.project_anchor import Anchor
from analytics.portfolio.project_facts import Facts
from analytics.portfolio.project_knowledge import Knowledge
from analytics.portfolio.project_money import Money
from analytics.portfolio.status import AGREED
from analytics.result import parameter
from data.snapshot import Snapshot
from domain.text import Text, say

_WHOLE, _ROUNDING = 100.0, 0.1
#: Work that has come this far is past its start.
_FINISHED = ("delivered", "published", "closed")


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark.

    Attributes:
        remark_id: stable name.
        text: what is missing or does not fit.
        action: what to do.
        ids: the rows it is about.
    """

    remark_id: str
    text: Text
    action: Text
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Known:
    """All that the remarks look at."""

    as_of: date
    facts: Facts
    anchor: Anchor
    money: Money
    items: pl.DataFrame
    knowledge: Knowledge
    parties: pl.DataFrame
    priorities: pl.DataFrame
    dissemination_days: float | None
    publication_weeks: float | None

    @property
    def is_agreed(self) -> bool:
        return self.facts.status in AGREED or self.facts.is_stopped

    @property
    def ended(self) -> date | None:
        return self.facts.day("completed")


def remarks_of(
    snapshot: Snapshot, facts: Facts, anchor: Anchor, money: Money, items: pl.DataFrame, knowledge: Knowledge,
    parties: pl.DataFrame, priorities: pl.DataFrame,
) -> tuple[Remark, ...]:  # fmt: skip
    """The remarks on a project, first what is not stated, then what does not fit, then what has not been done in time.

    A remark is about the data, not about how well the work goes.
    """
    days, weeks = parameter(snapshot, "dissemination_days"), parameter(snapshot, "publication_weeks")
    known = _Known(snapshot.as_of, facts, anchor, money, items, knowledge, parties, priorities, days, weeks)
    return tuple(remark for check in (_not_stated, _shares, _dates, _contract_dates, _money, _late) for remark in check(known))


def _remark(remark_id: str, ids: tuple[str, ...] = (), **values: Any) -> Remark:
    """A remark with its texts."""
    return Remark(remark_id, say(f"project.remark.{remark_id}", **values), say(f"project.action.{remark_id}"), ids)


def _not_stated(known: _Known) -> Iterator[Remark]:
    facts, own = known.facts, known.facts.own
    decided = own["occurrence_only"] in ("yes", "no")
    absent = {
        "no_area": not facts.areas,
        "no_question": not facts.questions,
        "no_need": known.anchor.needs.is_empty(),
        "need_by_line": not known.anchor.needs.is_empty() and known.anchor.needs.get_column("way")[0] == "by_line",
        "no_design": own["design_id"] is None,
        "no_lead": facts.lead is None,
        "no_research_type": own["research_type"] is None,
        "no_plan_line": known.anchor.line is None,
        "no_contract": known.money.contracts.is_empty() and (known.is_agreed or own["started_date"] is not None),
        "no_involvement": known.parties.get_column("form").null_count() == len(known.parties),
        "occurrence_undecided": not decided,
        "no_milestones": known.is_agreed and known.items.filter(pl.col("item") == "milestone").is_empty(),
        "no_deliverables": known.is_agreed and known.items.filter(pl.col("item") == "deliverable").is_empty(),
        "no_summary": not own["summary_nb"],
    }
    yield from (_remark(name) for name, is_absent in absent.items() if is_absent)
    unsaid = known.items.filter((pl.col("kind") == "final_report") & pl.col("recipient_nb").is_null()).get_column("item_id")
    if len(unsaid):
        yield _remark("no_recipient", tuple(unsaid))
    open_ = known.priorities.filter(pl.col("state") == "not_assessed")
    if len(open_):
        names = [Text(*row) for row in open_.select("name_nb", "name_en").rows()]
        yield _remark("priorities_not_assessed", tuple(open_.get_column("general_priority_id")), names=names)


def _shares(known: _Known) -> Iterator[Remark]:
    for name, parts in (("area", known.facts.areas), ("question", known.facts.questions)):
        total = sum(part.share_pct or 0.0 for part in parts)
        if parts and abs(total - _WHOLE) > _ROUNDING:
            yield _remark(f"{name}_shares", total=total)


def _dates(known: _Known) -> Iterator[Remark]:
    """Dates that come in another order than they can."""
    facts = known.facts
    pairs = (("planned_start", "planned_end"), ("started", "completed"), ("started", "stopped"))
    for first, last in pairs:
        one, two = facts.day(first), facts.day(last)
        if one is not None and two is not None and one > two:
            yield _remark(f"{first}_after_{last}", one=one, two=two)
    started = facts.day("started")
    early = known.items.filter((pl.col("item") == "deliverable") & (pl.col("actual_date") < pl.lit(started, dtype=pl.Date)))
    if len(early):
        yield _remark("delivered_before_start", tuple(early.get_column("item_id")), titles=early.get_column("title_nb").to_list())
    unordered = known.items.filter(
        (pl.col("signed_off_date") < pl.col("actual_date")) | (pl.col("published_date") < pl.col("actual_date"))
    )
    if len(unordered):
        yield _remark(
            "published_before_delivery", tuple(unordered.get_column("item_id")), titles=unordered.get_column("title_nb").to_list()
        )


def _contract_dates(known: _Known) -> Iterator[Remark]:
    contracts, started = known.money.contracts, known.facts.day("started")
    signed = contracts.get_column("signed_date").min()
    if started is not None and isinstance(signed, date) and started < signed:
        yield _remark("started_before_contract", started=started, signed=signed)
    past = contracts.filter((pl.col("end_date") < known.as_of) & pl.col("closed_date").is_null())
    for row in past.iter_rows(named=True):
        yield _remark("contract_not_closed", (row["contract_id"],), id=row["contract_id"], end=row["end_date"])


def _money(known: _Known) -> Iterator[Remark]:
    money = known.money
    for row in money.contracts.iter_rows(named=True):
        paid = money.payments.filter(pl.col("contract_id") == row["contract_id"])
        total = Decimal(str(paid.get_column("amount_nok").sum() or 0))
        if total > row["amount_nok"]:
            yield _remark("paid_above_contract", (row["contract_id"],), id=row["contract_id"], over=total - row["amount_nok"])
        after = paid.filter(pl.col("payment_date") > pl.lit(row["closed_date"], dtype=pl.Date))
        if len(after):
            yield _remark("paid_after_close", tuple(after.get_column("payment_id")), id=row["contract_id"])
    if len(money.contracts) and money.commitments.is_empty():
        yield _remark("no_commitment")


def _late(known: _Known) -> Iterator[Remark]:
    overdue = known.items.filter(pl.col("state") == "overdue")
    if len(overdue):
        yield _remark("overdue", tuple(overdue.get_column("item_id")), titles=overdue.get_column("title_nb").to_list())
    last_day = known.as_of - timedelta(weeks=known.publication_weeks or 0)
    unexplained = known.items.filter(
        (pl.col("signed_off_date") < last_day) & pl.col("published_date").is_null() & pl.col("not_published_reason").is_null()
    )
    if len(unexplained):
        titles = unexplained.get_column("title_nb").to_list()
        yield _remark("not_published_unexplained", tuple(unexplained.get_column("item_id")), titles=titles)
    planned_end = known.facts.day("planned_end")
    if known.facts.status == "running" and planned_end is not None and planned_end < known.as_of and not _has_new_end(known):
        yield _remark("past_planned_end", end=planned_end)
    if known.ended is not None and known.facts.status in _FINISHED:
        if known.knowledge.findings.is_empty():
            yield _remark("no_findings")
        done = known.knowledge.dissemination.filter(pl.col("state") == "done")
        waited = (known.as_of - known.ended).days
        if done.is_empty() and known.dissemination_days is not None and waited > known.dissemination_days:
            yield _remark("no_dissemination", days=int(known.dissemination_days))


def _has_new_end(known: _Known) -> bool:
    """Whether a later day for the end of the project, or for its final report, has been planned."""
    ends = known.items.filter(pl.col("kind").is_in(["completion", "final_report"]) & (pl.col("newest_date") >= known.as_of))
    return len(ends) > 0
