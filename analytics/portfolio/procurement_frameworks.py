"""Framework agreements against the limit on their duration, their suppliers and what is called off (9.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

import polars as pl

from analytics.portfolio.procurement_contracts import Windows, in_programme, organisations
from analytics.portfolio.procurement_months import Length, last_day, length, time_left, window_end
from data.snapshot import Snapshot

#: `within` the limit, `over` it without a document on special circumstances, `over_documented`, or `unknown`.
LimitState = Literal["within", "over", "over_documented", "unknown"]
#: Where the agreement is in its life; `soon` and `ending` are the last and the first warning before the end.
TimeState = Literal["not_started", "running", "ending", "soon", "ended", "unknown"]


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier of an agreement; the rank is empty when none is recorded."""

    organisation_id: str
    name_nb: str
    name_en: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class CallOff:
    """A contract under an agreement, and what about it does not fit.

    Attributes:
        is_signed_after_end, is_signed_before_agreement: signed when the agreement had ended, or was not signed.
        days_after_end: how many days the contract runs after the agreement's end; None when it does not, or is unknown.
        is_other_supplier: the main supplier is not one of the agreement's.
        is_other_route: the contract is recorded with another route than call-off.
    """

    contract_id: str
    project_id: str | None
    title_nb: str
    organisation_id: str
    supplier_nb: str
    supplier_en: str
    signed_date: date | None
    start_date: date | None
    end_date: date | None
    amount_nok: Decimal | None
    is_signed_after_end: bool
    is_signed_before_agreement: bool
    days_after_end: int | None
    is_other_supplier: bool
    is_other_route: bool


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework agreement on the day.

    Attributes:
        duration: whole months and days from the first to the last day, options included.
        limit_months: the limit that applied when the agreement was signed; None when no row did.
        limit_date: the last day within the limit.
        limit_state, time_state: see the types.
        left: until the end, from the day; None when it has passed.
        days_over: days beyond the limit; 0 within it.
        special_circumstances_ref: the document that gives the special circumstances.
        used_nok: sum of the known amounts of the call-offs.
        used_unknown: call-offs without an amount.
        max_value_nok: None when it is not recorded.
    """

    framework_id: str
    call_id: str | None
    title_nb: str
    signed_date: date | None
    start_date: date | None
    end_date: date | None
    duration: Length | None
    limit_months: int | None
    limit_date: date | None
    limit_state: LimitState
    days_over: int
    time_state: TimeState
    left: Length | None
    first_warning_date: date | None
    last_warning_date: date | None
    special_circumstances_ref: str | None
    max_value_nok: Decimal | None
    used_nok: Decimal
    used_unknown: int
    suppliers: tuple[Supplier, ...]
    call_offs: tuple[CallOff, ...]
    programme_by_date: bool

    @property
    def left_nok(self) -> Decimal | None:
        """Maximum value less what is called off; negative when more is called off; None when either is unknown."""
        return None if self.max_value_nok is None or self.used_unknown else self.max_value_nok - self.used_nok

    @property
    def is_over_value(self) -> bool:
        """Whether the known call-offs alone are above the maximum value."""
        return self.max_value_nok is not None and self.used_nok > self.max_value_nok


def frameworks_of(snapshot: Snapshot, contracts: pl.DataFrame, warn: Windows) -> tuple[Framework, ...]:
    """The framework agreements of the programme, by first day.

    An agreement belongs to the programme of its call; without a call to the programme that ran when it was signed.

    Args:
        contracts: the programme's contracts.
        warn: the warnings that apply on the day.
    """
    calls = snapshot.table("call").select("call_id", call_programme="programme_id")
    table = snapshot.table("framework_agreement").join(calls, on="call_id", how="left")
    own = in_programme(snapshot, table, ("call_programme",))
    suppliers, called = _suppliers(snapshot), _by_framework(contracts)
    limits = _limits(snapshot)
    rows = own.sort("start_date", "framework_id", nulls_last=True).iter_rows(named=True)
    return tuple(
        _framework(row, suppliers.get(row["framework_id"], ()), called.get(row["framework_id"], []), limits, warn, snapshot.as_of)
        for row in rows
    )


def _limits(snapshot: Snapshot) -> list[tuple[date, date | None, int]]:
    """The dated limits, the first to apply first."""
    rows = snapshot.table("parameter").filter(pl.col("name") == "framework_max_months").sort("valid_from")
    return [(row["valid_from"], row["valid_to"], int(row["value"])) for row in rows.iter_rows(named=True)]


def limit_on(limits: list[tuple[date, date | None, int]], day: date) -> int | None:
    """The limit in months for an agreement signed on `day`; a later change applies to those signed from its date on."""
    fitting = [months for first, last, months in limits if first <= day and (last is None or last >= day)]
    return fitting[-1] if fitting else None


def _suppliers(snapshot: Snapshot) -> dict[str, tuple[Supplier, ...]]:
    rows = snapshot.table("framework_supplier").join(organisations(snapshot, "name"), on="organisation_id", how="left")
    found: dict[str, tuple[Supplier, ...]] = {}
    for row in rows.sort("rank", "organisation_id", nulls_last=True).iter_rows(named=True):
        name = row["name_nb"] or row["organisation_id"]
        supplier = Supplier(row["organisation_id"], name, row["name_en"] or name, row["rank"])
        found[row["framework_id"]] = (*found.get(row["framework_id"], ()), supplier)
    return found


def _by_framework(contracts: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in contracts.filter(pl.col("framework_id").is_not_null()).iter_rows(named=True):
        found.setdefault(row["framework_id"], []).append(row)
    return found


def _framework(
    row: dict[str, Any],
    suppliers: tuple[Supplier, ...],
    called: list[dict[str, Any]],
    limits: list[tuple[date, date | None, int]],
    warn: Windows,
    as_of: date,
) -> Framework:
    first, last = row["start_date"], row["end_date"]
    months = limit_on(limits, row["signed_date"] or first) if row["signed_date"] or first else None
    limit_date = None if months is None or first is None else last_day(first, months)
    days_over = 0 if limit_date is None or last is None else max((last - limit_date).days, 0)
    document = row["special_circumstances_ref"]
    return Framework(
        framework_id=row["framework_id"], call_id=row["call_id"], title_nb=row["title_nb"], signed_date=row["signed_date"],
        start_date=first, end_date=last, duration=None if first is None or last is None else length(first, last),
        limit_months=months, limit_date=limit_date, limit_state=_limit_state(limit_date, last, days_over, document),
        days_over=days_over, time_state=time_state(first, last, warn, as_of), left=_left(as_of, last),
        first_warning_date=_warning(last, warn.first_months), last_warning_date=_warning(last, warn.last_months),
        special_circumstances_ref=document, max_value_nok=row["max_value_nok"],
        used_nok=sum((c["amount_nok"] for c in called if c["amount_nok"] is not None), Decimal(0)),
        used_unknown=sum(c["amount_nok"] is None for c in called), suppliers=suppliers,
        call_offs=tuple(_call_off(c, row["signed_date"] or first, last, {s.organisation_id for s in suppliers}) for c in called),
        programme_by_date=row["programme_by_date"],
    )  # fmt: skip


def _left(as_of: date, last: date | None) -> Length | None:
    return None if last is None or last < as_of else time_left(as_of, last)


def _limit_state(limit_date: date | None, last: date | None, days_over: int, document: str | None) -> LimitState:
    if limit_date is None or last is None:
        return "unknown"
    if not days_over:
        return "within"
    return "over_documented" if document and document.strip() else "over"


def time_state(first: date | None, last: date | None, warn: Windows, as_of: date) -> TimeState:
    """Where a period is on the day, with the warnings before its end. The last day is part of it."""
    if last is None:
        return "unknown"
    if last < as_of:
        return "ended"
    if first is not None and first > as_of:
        return "not_started"
    if warn.last_months is not None and last <= window_end(as_of, warn.last_months):
        return "soon"
    if warn.first_months is not None and last <= window_end(as_of, warn.first_months):
        return "ending"
    return "running"


def _warning(last: date | None, months: int | None) -> date | None:
    """The first day on which the warning is given."""
    if last is None or months is None or last == date.max:
        return None
    day = last_day(last + timedelta(days=1), -months)
    while window_end(day, months) < last:
        day += timedelta(days=1)
    return day


def _call_off(row: dict[str, Any], agreed: date | None, last: date | None, suppliers: set[str]) -> CallOff:
    signed, end = row["signed_date"], row["end_date"]
    name = row["supplier_nb"] or row["organisation_id"]
    after = (end - last).days if end is not None and last is not None else 0
    return CallOff(
        contract_id=row["contract_id"], project_id=row["project_id"], title_nb=row["title_nb"],
        organisation_id=row["organisation_id"], supplier_nb=name, supplier_en=row["supplier_en"] or name,
        signed_date=signed, start_date=row["start_date"], end_date=end, amount_nok=row["amount_nok"],
        is_signed_after_end=signed is not None and last is not None and signed > last,
        is_signed_before_agreement=signed is not None and agreed is not None and signed < agreed,
        days_after_end=after if after > 0 else None,
        is_other_supplier=bool(suppliers) and row["organisation_id"] not in suppliers,
        is_other_route=row["route"] != "call_off",
    )  # fmt: skip
