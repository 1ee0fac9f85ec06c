"""The plan of one year in sums: when it was made, what was planned, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.action_plan_events import OUTCOMES
from analytics.spending.levels import Frame

#: How the plan was sent to the ministry; the plan is to be sent for orientation (chapter 3, the mandate).
SENT_STATES: tuple[str, ...] = ("orientation", "decision", "not_stated", "not_sent")


@dataclass(frozen=True, slots=True)
class Sum:
    """How many, and their amount in kroner.

    Attributes:
        amount_nok: sum of the known amounts; None when there are some and none of their amounts is known.
        amount_unknown: how many have no amount.
    """

    count: int
    amount_nok: Decimal | None
    amount_unknown: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a year's plan; `state` is one of `action_plan_versions.VERSION_STATES`."""

    plan_id: str
    version: int
    title_nb: str
    state: str
    drafted_date: date | None
    adopted_date: date | None
    sent_date: date | None
    sent_state: str
    proposed_frame_nok: Decimal | None
    days_into_year: int | None


@dataclass(frozen=True)
class YearPlan:
    """The plan of one year against what happened.

    Attributes:
        is_draft: no version is adopted, so nothing is frozen: the lines are those of the draft.
        versions: in the order in which they came to stand; `baseline` is what is compared with.
        frame: the programme's frame of the year in the version known on the day; None when none is known.
        planned: the lines of the frozen plan (of the draft while there is no other) with their amounts.
        by_outcome: `planned` by what became of them; they add up to it. "unplanned" is what was done outside the plan, with
            the sums of its contracts.
        missed: planned lines that did not begin in their quarter: begun later, or not begun although the quarter is over,
            also when they were dropped. `missed_by_outcome` are its parts.
        added: lines that came into the plan after the first adoption; they are not part of `planned`.
        changed: how many planned lines no longer have the frozen amount, quarter, route or need.
        budget_nok, bound_nok, paid_nok: of all lines of the year's plan, whatever year the money is used; None when unknown.
        research: lines of the frozen plan that are research; `with_dissemination` have dissemination planned (9.2), and
            `with_effort` of all planned lines support another effort (9.4).
    """

    year: int
    is_draft: bool
    versions: tuple[Version, ...]
    frame: Frame | None
    planned: Sum
    by_outcome: Mapping[str, Sum]
    missed: Sum
    missed_by_outcome: Mapping[str, Sum]
    added: Sum
    changed: int
    budget_nok: Decimal | None
    bound_nok: Decimal | None
    paid_nok: Decimal | None
    unplanned_bound_nok: Decimal | None
    unplanned_paid_nok: Decimal | None
    research: int
    with_dissemination: int
    with_effort: int

    @property
    def baseline(self) -> Version | None:
        """The version that is compared with: the first adopted, else the newest draft."""
        own = [v for v in self.versions if v.state in ("baseline", "draft")]
        return next((v for v in own if v.state == "baseline"), own[-1] if own else None)

    @property
    def newest(self) -> Version | None:
        """The version in force: the newest adopted, else the newest draft."""
        adopted = [v for v in self.versions if v.state in ("baseline", "adopted")]
        return adopted[-1] if adopted else self.baseline

    @property
    def frame_difference_nok(self) -> Decimal | None:
        """Proposed frame minus the programme's frame; None when either is unknown."""
        first = self.newest
        if self.frame is None or first is None or first.proposed_frame_nok is None:
            return None
        return first.proposed_frame_nok - self.frame.amount_nok

    @property
    def unplanned_share_pct(self) -> float | None:
        """Work outside the plan, in per cent of all that has begun or waits, by count; None when there is none."""
        unplanned = self.by_outcome["unplanned"].count
        live = sum(self.by_outcome[name].count for name in ("started", "started_late", "started_unknown", "in_procurement"))
        return None if unplanned + live == 0 else unplanned / (unplanned + live) * 100

    def as_json(self) -> dict[str, Any]:
        """Every number of the year."""
        frame = None if self.frame is None else {
            "amount_nok": self.frame.amount_nok, "version": self.frame.version, "has_reservation": self.frame.has_reservation,
            "decided_date": self.frame.decided_date,
        }  # fmt: skip
        return {
            "year": self.year, "is_draft": self.is_draft, "versions": [asdict(version) for version in self.versions],
            "baseline_plan_id": self.baseline.plan_id if self.baseline else None,
            "newest_plan_id": self.newest.plan_id if self.newest else None,
            "programme_frame": frame, "frame_difference_nok": self.frame_difference_nok, "planned": asdict(self.planned),
            "by_outcome": {name: asdict(item) for name, item in self.by_outcome.items()},
            "did_not_start_in_quarter": asdict(self.missed)
            | {"by_outcome": {name: asdict(item) for name, item in self.missed_by_outcome.items()}},
            "added": asdict(self.added), "changed": self.changed, "budget_nok": self.budget_nok, "bound_nok": self.bound_nok,
            "paid_nok": self.paid_nok, "unplanned_bound_nok": self.unplanned_bound_nok,
            "unplanned_paid_nok": self.unplanned_paid_nok, "unplanned_share_pct": self.unplanned_share_pct,
            "research_lines": self.research, "with_dissemination": self.with_dissemination, "with_effort": self.with_effort,
        }  # fmt: skip


def year_plan(year: int, versions: pl.DataFrame, lines: pl.DataFrame, frame: Frame | None) -> YearPlan:
    """The sums of one year.

    Args:
        versions: those of the year.
        lines: all of the year: the plan's lines and what was done outside it.
    """
    is_draft = versions.filter(pl.col("adopted_date").is_not_null()).is_empty()
    planned = lines.filter(pl.col("origin") == ("draft" if is_draft else "frozen"))
    unplanned = lines.filter(pl.col("outcome") == "unplanned")
    own = lines.filter(pl.col("origin").is_not_null())
    missed = planned.filter("missed_quarter")
    research = planned.filter("is_research")
    counts = _sums(planned) | {"unplanned": sum_of(unplanned, "contract_nok")}
    return YearPlan(
        year=year, is_draft=is_draft, versions=tuple(_version(row) for row in versions.iter_rows(named=True)), frame=frame,
        planned=sum_of(planned), by_outcome=counts, missed=sum_of(missed),
        missed_by_outcome={name: item for name, item in _sums(missed).items() if item.count},
        added=sum_of(lines.filter(pl.col("origin") == "added")),
        changed=len(planned.filter(pl.col("changes").list.len() > 0)),
        budget_nok=_total(own, "budget_nok"), bound_nok=_total(own, "bound_nok"), paid_nok=_total(own, "paid_nok"),
        unplanned_bound_nok=_total(unplanned, "bound_nok"), unplanned_paid_nok=_total(unplanned, "paid_nok"),
        research=len(research), with_dissemination=len(research.filter("has_dissemination")),
        with_effort=len(planned.filter(pl.col("effort_id").is_not_null())),
    )  # fmt: skip


def sum_of(rows: pl.DataFrame, column: str = "planned_amount_nok") -> Sum:
    """How many rows, and the sum of an amount of theirs."""
    amounts = rows.get_column(column)
    known = len(rows) - amounts.null_count()
    return Sum(len(rows), _exact(amounts.sum()) if known or rows.is_empty() else None, amounts.null_count())


def _sums(rows: pl.DataFrame) -> dict[str, Sum]:
    parts = {key[0]: sum_of(part) for key, part in rows.group_by("outcome")}
    return {name: parts.get(name, Sum(0, Decimal(0), 0)) for name in OUTCOMES}


def _total(rows: pl.DataFrame, column: str) -> Decimal | None:
    """A sum over lines; None when the amount is unknown for all of them."""
    values = rows.get_column(column)
    return None if values.null_count() == len(values) else _exact(values.sum())


def _exact(value: Any) -> Decimal:
    return Decimal(value)


def _version(row: dict[str, Any]) -> Version:
    adopted = row["adopted_date"]
    late = None if adopted is None or row["year"] is None else (adopted - date(row["year"], 1, 1)).days + 1
    sent = "not_sent" if row["sent_to_ministry_date"] is None else row["sent_for"] or "not_stated"
    return Version(
        row["plan_id"], row["version"], row["title_nb"], row["state"], row["drafted_date"], adopted,
        row["sent_to_ministry_date"], sent, row["proposed_frame_nok"], late if late is not None and late > 0 else None,
    )  # fmt: skip
