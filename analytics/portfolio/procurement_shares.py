"""The share of a year's money decided for an organisation in a special position, and the contracts under it (chapter 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

import polars as pl

from analytics.portfolio.procurement_contracts import organisations
from analytics.portfolio.programme import current_programme, of_programme
from data.snapshot import Snapshot

#: Whether the contracts are within what was decided.
ShareState = Literal["within", "over", "not_decided", "unknown"]


@dataclass(frozen=True, slots=True)
class Restriction:
    """An organisation that may get money by one route only, and why."""

    organisation_id: str
    name_nb: str
    name_en: str
    allowed_route: str | None
    needs_reserved_share: bool
    reason_nb: str | None
    valid_from: date | None
    valid_to: date | None
    other_route_contract_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReservedYear:
    """What was decided for one organisation and year, and the contracts of that year under the allowed route.

    Attributes:
        share_pct: decided share of the year's programme frame; None when an amount alone was decided.
        amount_nok: decided amount; worked out from the share and the frame when no amount is recorded.
        amount_is_computed: whether it was worked out.
        frame_nok: the programme frame of the year as known on the day.
        decided_date: the last decision.
        is_before_year: whether every decision was made before the year began.
        plan_ids: the action plans it was decided in the work with.
        letter_refs: letters named in the decisions.
        contract_ids, contracts_nok, contracts_unknown: contracts under the allowed route; by the letter they name, else by
            the year they were signed.
        state: whether the contracts are within the amount.
    """

    organisation_id: str
    name_nb: str
    name_en: str
    year: int
    share_pct: float | None
    amount_nok: Decimal | None
    amount_is_computed: bool
    frame_nok: Decimal | None
    decided_date: date | None
    is_before_year: bool | None
    plan_ids: tuple[str, ...]
    letter_refs: tuple[str, ...]
    purposes_nb: tuple[str, ...]
    contract_ids: tuple[str, ...]
    contracts_nok: Decimal
    contracts_unknown: int
    state: ShareState

    @property
    def left_nok(self) -> Decimal | None:
        """Decided amount less the contracts; negative above it; None when either is unknown."""
        return None if self.amount_nok is None or self.contracts_unknown else self.amount_nok - self.contracts_nok


def restrictions_of(snapshot: Snapshot, contracts: pl.DataFrame) -> tuple[Restriction, ...]:
    """The restrictions of the programme that have begun on the day, with contracts by another route while they applied."""
    rows = of_programme(snapshot.table("eligibility_restriction"), current_programme(snapshot)).filter(
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= snapshot.as_of)
    )
    named = rows.join(organisations(snapshot, "name"), on="organisation_id", how="left").sort("organisation_id", "valid_from")
    return tuple(_restriction(row, contracts) for row in named.iter_rows(named=True))


def _restriction(row: dict[str, Any], contracts: pl.DataFrame) -> Restriction:
    signed = pl.col("signed_date")
    others = contracts.filter(
        (pl.col("organisation_id") == row["organisation_id"])
        & (pl.lit(row["allowed_route"] is None) | (pl.col("route") != row["allowed_route"]))
        & (signed.is_null() | (signed >= (row["valid_from"] or date.min)) & (signed <= (row["valid_to"] or date.max)))
    )
    name = row["name_nb"] or row["organisation_id"]
    return Restriction(
        row["organisation_id"], name, row["name_en"] or name, row["allowed_route"], bool(row["needs_reserved_share"]),
        row["reason_nb"], row["valid_from"], row["valid_to"], tuple(others.get_column("contract_id")),
    )  # fmt: skip


def reserved_years(
    snapshot: Snapshot, contracts: pl.DataFrame, restrictions: tuple[Restriction, ...]
) -> tuple[ReservedYear, ...]:
    """Organisation by organisation and year by year, newest year last; also years with contracts and nothing decided."""
    shares = of_programme(snapshot.table("reserved_share"), current_programme(snapshot))
    routes = {r.organisation_id: r.allowed_route for r in restrictions if r.needs_reserved_share}
    under = _under(contracts, shares, routes)
    wanted = {(row["organisation_id"], row["year"]) for row in [*shares.to_dicts(), *under]}
    frames, names = _frames(snapshot), _names(snapshot)
    made = []
    for organisation_id, year in sorted(wanted):
        decided = shares.filter((pl.col("organisation_id") == organisation_id) & (pl.col("year") == year)).sort("decided_date")
        own = [row for row in under if (row["organisation_id"], row["year"]) == (organisation_id, year)]
        name = names.get(organisation_id, (organisation_id, organisation_id))
        made.append(_year(organisation_id, name, year, decided.to_dicts(), own, frames.get(year)))
    return tuple(made)


def _under(contracts: pl.DataFrame, shares: pl.DataFrame, routes: dict[str, str | None]) -> list[dict[str, Any]]:
    """The contracts under a reserved share with the year they count on."""
    letters = {
        (row["organisation_id"], row["letter_ref"]): row["year"] for row in shares.to_dicts() if row["letter_ref"] is not None
    }
    wanted = {**dict.fromkeys(shares.get_column("organisation_id"), "allocation_letter"), **routes}
    rows = contracts.filter(pl.col("organisation_id").is_in(list(wanted))).to_dicts()
    return [
        row | {"year": letters.get((row["organisation_id"], row["allocation_letter_ref"]), row["signed_date"].year)}
        for row in rows
        if row["route"] == wanted[row["organisation_id"]] and row["signed_date"] is not None
    ]


def _year(
    organisation_id: str,
    name: tuple[str, str],
    year: int,
    decided: list[dict[str, Any]],
    contracts: list[dict[str, Any]],
    frame: Decimal | None,
) -> ReservedYear:
    amounts = [_amount(row, frame) for row in decided]
    amount = None if not amounts or None in amounts else sum((a for a in amounts if a is not None), Decimal(0))
    shares = [row["share_pct"] for row in decided]
    known = [row["amount_nok"] for row in contracts if row["amount_nok"] is not None]
    total = sum(known, Decimal(0))
    return ReservedYear(
        organisation_id=organisation_id, name_nb=name[0], name_en=name[1], year=year,
        share_pct=None if not shares or None in shares else float(sum(shares)), amount_nok=amount,
        amount_is_computed=any(row["amount_nok"] is None for row in decided) and amount is not None, frame_nok=frame,
        decided_date=decided[-1]["decided_date"] if decided else None,
        is_before_year=all(row["decided_date"] < date(year, 1, 1) for row in decided) if decided else None,
        plan_ids=_texts(decided, "plan_id"), letter_refs=_texts(decided, "letter_ref"), purposes_nb=_texts(decided, "purpose_nb"),
        contract_ids=tuple(row["contract_id"] for row in contracts), contracts_nok=total,
        contracts_unknown=len(contracts) - len(known), state=_state(bool(decided), amount, total, len(contracts) - len(known)),
    )  # fmt: skip


def _state(is_decided: bool, amount: Decimal | None, total: Decimal, unknown: int) -> ShareState:
    if not is_decided:
        return "not_decided"
    if amount is None:
        return "unknown"
    if total > amount:
        return "over"
    return "unknown" if unknown else "within"


def _amount(row: dict[str, Any], frame: Decimal | None) -> Decimal | None:
    """The decided amount; else the share of the frame, rounded to the øre; None when neither is known."""
    if row["amount_nok"] is not None:
        return Decimal(row["amount_nok"])
    if row["share_pct"] is None or frame is None:
        return None
    return (frame * Decimal(str(row["share_pct"])) / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _texts(rows: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[name] for row in rows if row[name]))


def _frames(snapshot: Snapshot) -> dict[int, Decimal]:
    """The programme frame of each year, in the version known on the day."""
    rows = of_programme(snapshot.table("frame"), current_programme(snapshot)).filter(pl.col("level") == "programme")
    return {row["year"]: row["amount_nok"] for row in rows.sort("year", "version").iter_rows(named=True)}


def _names(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in organisations(snapshot, "name").iter_rows()}
