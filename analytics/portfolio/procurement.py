"""Procurement: routes, calls step by step, framework agreements, contracts that end, trial sites and reserved shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from analytics.portfolio.procurement_calls import STATUSES, calls_of, steps_of, with_standing
from analytics.portfolio.procurement_contracts import (
    END_STATES,
    Route,
    Windows,
    by_supplier,
    by_year,
    contracts_of,
    organisations,
    routes_of,
    windows,
)
from analytics.portfolio.procurement_frameworks import Framework, frameworks_of
from analytics.portfolio.procurement_shares import ReservedYear, Restriction, reserved_years, restrictions_of
from analytics.portfolio.procurement_sites import AMOUNTS, Sites, sites_of
from analytics.portfolio.procurement_times import step_times
from analytics.portfolio.procurement_words import caveats_of, procurement_sentence
from analytics.result import Basis, basis, parameter
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text

_TABLES = (
    "call", "call_step", "schedule_change", "contract", "framework_agreement", "framework_supplier", "site", "commitment",
    "payment", "frame", "reserved_share", "eligibility_restriction", "tender_participant", "parameter",
)  # fmt: skip
#: Dated settings that the report rests on.
_PARAMETERS = ("framework_max_months", "framework_warn_months_first", "framework_warn_months_last", "procurement_min_calls")


@dataclass(frozen=True, eq=False)
class Procurement:
    """Everything about how the programme buys and allocates, as known on the day. Amounts are without value added tax.

    Attributes:
        basis: what the result rests on.
        routes: every route by itself.
        route_years: contracts by route and year of signing; the columns of `procurement_contracts.by_year`.
        suppliers: contracts by route and main supplier.
        calls: one row a call or assignment; the columns of `procurement_calls.with_standing`.
        steps: one row a step of a call; the columns of `procurement_calls.steps_of`.
        step_times: days in each step, by route; the columns of `procurement_times.step_times`.
        min_calls: how many are needed for a median; None when no row says.
        contracts: one row a contract; the columns of `procurement_contracts.contracts_of`.
        parties: partners and subcontractors of these contracts.
        frameworks: the framework agreements.
        warn: how many months before an end warnings are given.
        sites: the trial sites and the stimulation money.
        restrictions: organisations that may get money by one route only.
        reserved: what was decided for such organisations year by year, and the contracts.
        tender_roles: who had a role in which call; no rows when the reader may not see them.
        tender_roles_shown: whether the reader may see them.
    """

    basis: Basis
    routes: tuple[Route, ...]
    route_years: pl.DataFrame
    suppliers: pl.DataFrame
    calls: pl.DataFrame
    steps: pl.DataFrame
    step_times: pl.DataFrame
    min_calls: int | None
    contracts: pl.DataFrame
    parties: pl.DataFrame
    frameworks: tuple[Framework, ...]
    warn: Windows
    sites: Sites
    restrictions: tuple[Restriction, ...]
    reserved: tuple[ReservedYear, ...]
    tender_roles: pl.DataFrame
    tender_roles_shown: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is recorded that the reader may see."""
        frames = (self.calls, self.contracts, self.sites.rows)
        return all(frame.is_empty() for frame in frames) and not (self.frameworks or self.reserved or self.restrictions)

    @cached_property
    def by_status(self) -> dict[str, int]:
        """How many calls and assignments are ongoing, contracted and cancelled."""
        found = dict(self.calls.group_by("status").len().iter_rows())
        return {status: found.get(status, 0) for status in STATUSES}

    @cached_property
    def by_end(self) -> dict[str, int]:
        """How many contracts have each state of their end."""
        found = dict(self.contracts.group_by("end_state").len().iter_rows())
        return {state: found.get(state, 0) for state in END_STATES}

    @property
    def contract_nok(self) -> Decimal:
        """Sum of the known contract amounts of all routes: what the routes add up to."""
        return sum((route.amount_nok or Decimal(0) for route in self.routes), Decimal(0))

    @property
    def contract_unknown(self) -> int:
        """Contracts without an amount."""
        return sum(route.amount_unknown for route in self.routes)

    @property
    def ending_count(self) -> int:
        """Contracts that are not settled and end within the first warning."""
        return self.by_end["soon"] + self.by_end["within"]

    @cached_property
    def without_project(self) -> dict[str, Any]:
        """Contracts that name no project: count, known amounts and how many are unknown."""
        return unlinked(self.contracts, ("project_id",))

    @cached_property
    def without_call(self) -> dict[str, Any]:
        """Contracts that name no call or assignment: count, known amounts and how many are unknown."""
        return unlinked(self.contracts, ("call_id",))

    @property
    def sentence(self) -> Text:
        """How many calls, contracts and framework agreements there are, and what is about to end."""
        return procurement_sentence(self)

    def framework(self, framework_id: str) -> Framework | None:
        """One framework agreement."""
        return next((found for found in self.frameworks if found.framework_id == framework_id), None)

    def steps_of(self, call_id: str) -> pl.DataFrame:
        """The steps of one call, in order."""
        return self.steps.filter(pl.col("call_id") == call_id)

    def as_json(self) -> dict[str, Any]:
        """`calls`, `steps`, `step_times`, `routes`, `contracts`, `frameworks`, `sites`, `reserved_shares`, `tender_roles`."""
        return {
            "routes": [asdict(route) for route in self.routes],
            "routes_by_year": self.route_years.to_dicts(),
            "suppliers": self.suppliers.to_dicts(),
            "calls": {"count": len(self.calls), "by_status": self.by_status, "rows": self.calls.to_dicts()},
            "steps": self.steps.to_dicts(),
            "step_times": {"min_calls": self.min_calls, "rows": self.step_times.to_dicts()},
            "contracts": self._contracts_json(),
            "frameworks": [_framework_json(found) for found in self.frameworks],
            "warnings": asdict(self.warn),
            "sites": _sites_json(self.sites),
            "reserved_shares": [asdict(found) | {"left_nok": found.left_nok} for found in self.reserved],
            "restrictions": [asdict(found) for found in self.restrictions],
            "tender_roles": {"is_shown": self.tender_roles_shown, "rows": self.tender_roles.to_dicts()},
        }

    def _contracts_json(self) -> dict[str, Any]:
        by_date = self.contracts.filter("programme_by_date").get_column("contract_id").to_list()
        return {
            "count": len(self.contracts), "amount_nok": self.contract_nok, "amount_unknown": self.contract_unknown,
            "by_end": self.by_end, "ending_within_first_warning": self.ending_count, "without_project": self.without_project,
            "without_call": self.without_call, "programme_told_by_date_only": by_date,
            "rows": self.contracts.select(_CONTRACT_COLUMNS).to_dicts(), "other_parties": self.parties.to_dicts(),
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a call or assignment; lists are joined by semicolon."""
        return self.calls.with_columns(pl.col(name).list.join("; ") for name in ("missing_steps", "unordered_steps"))


_CONTRACT_COLUMNS = (
    "contract_id", "route", "title_nb", "project_id", "project_title_nb", "project_title_en", "call_id", "framework_id",
    "organisation_id", "supplier_nb", "supplier_en", "signed_date", "start_date", "end_date", "closed_date", "amount_nok",
    "vat_nok", "allocation_letter_ref", "end_state", "days_to_end", "programme_by_date",
)  # fmt: skip


def procurement(snapshot: Snapshot) -> Procurement:
    """How the programme buys and allocates, as known on the snapshot's day.

    Routes are counted each by itself; a sum over routes is only ever all contracts, and said to be so. Contract amounts
    are those of the contracts, not what is bound or paid. Days in a step say how long it took, not why. A missing amount
    or date is unknown, never zero.
    """
    warn = windows(snapshot)
    contracts = contracts_of(snapshot, warn)
    plain_calls = calls_of(snapshot, contracts)
    steps = steps_of(snapshot, plain_calls)
    calls = with_standing(plain_calls, steps, snapshot)
    least = parameter(snapshot, "procurement_min_calls")
    min_calls = None if least is None else int(least)
    restrictions = restrictions_of(snapshot, contracts)
    sites = sites_of(snapshot)
    shown = snapshot.can_see(TABLES["tender_participant"])
    return Procurement(
        basis=_basis(snapshot, caveats_of(sites, tender_roles_shown=shown)),
        routes=routes_of(calls, contracts), route_years=by_year(contracts), suppliers=by_supplier(contracts),
        calls=calls, steps=steps, step_times=step_times(calls, steps, min_calls), min_calls=min_calls, contracts=contracts,
        parties=_parties(snapshot, contracts), frameworks=frameworks_of(snapshot, contracts, warn), warn=warn, sites=sites,
        restrictions=restrictions, reserved=reserved_years(snapshot, contracts, restrictions),
        tender_roles=_tender_roles(snapshot, calls), tender_roles_shown=shown,
    )  # fmt: skip


def unlinked(contracts: pl.DataFrame, names: Sequence[str]) -> dict[str, Any]:
    """Contracts whose columns `names` are all empty: `contracts`, `amount_nok` (of known amounts) and `amount_unknown`."""
    amount = contracts.filter(pl.all_horizontal(pl.col(name).is_null() for name in names)).get_column("amount_nok")
    return {
        "contracts": len(amount), "amount_nok": Decimal(str(amount.sum() or 0)), "amount_unknown": amount.null_count(),
    }  # fmt: skip


def _basis(snapshot: Snapshot, caveats: tuple[Text, ...]) -> Basis:
    made = basis(snapshot, *_TABLES[:-1], caveats=caveats)
    used = snapshot.table("parameter").filter(pl.col("name").is_in(_PARAMETERS)).get_column("source_id").drop_nulls().to_list()
    known = {source.source_id for source in made.sources}
    more = tuple(s for s in snapshot.sources("parameter") if s.source_id in used and s.source_id not in known)
    return Basis(made.as_of, made.data_version, made.contains_example_data, (*made.sources, *more), made.caveats)


def _parties(snapshot: Snapshot, contracts: pl.DataFrame) -> pl.DataFrame:
    rows = snapshot.table("contract_party").join(contracts.select("contract_id"), on="contract_id", how="semi")
    named = rows.join(organisations(snapshot, "party"), on="organisation_id", how="left")
    return named.select("contract_id", "organisation_id", "party_nb", "party_en", "role").sort("contract_id", "organisation_id")


def _tender_roles(snapshot: Snapshot, calls: pl.DataFrame) -> pl.DataFrame:
    rows = snapshot.table("tender_participant").join(calls.select("call_id"), on="call_id", how="semi")
    named = rows.join(organisations(snapshot, "party"), on="organisation_id", how="left")
    return named.select("call_id", "organisation_id", "party_nb", "party_en", "role", "from_date", "document_ref").sort(
        "call_id", "from_date", "role", "organisation_id"
    )


def _framework_json(found: Framework) -> dict[str, Any]:
    return asdict(found) | {"left_nok": found.left_nok, "is_over_value": found.is_over_value}


def _sites_json(sites: Sites) -> dict[str, Any]:
    totals = {name: getattr(sites, name) for name in AMOUNTS}
    return {
        "is_shown": sites.is_shown, "names_shown": sites.names_shown, "count": sites.count, "left": sites.left_count,
        "totals": totals, "untied": sites.untied, "other_purpose_nok": sites.other_purpose_nok,
        "industries": sites.industries.to_dicts(), "rows": sites.rows.to_dicts(),
    }  # fmt: skip
