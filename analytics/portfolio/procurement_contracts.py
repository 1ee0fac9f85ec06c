"""Contracts of the programme: by route, supplier and year of signing, and when they end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from analytics.portfolio.procurement_months import window_end
from analytics.portfolio.programme import current_programme
from analytics.result import parameter
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS

ROUTES: tuple[str, ...] = CODE_LISTS["procurement_route"].values
#: How the plan says that each route is regulated (9.1, chapter 3): the act on public procurement, not that act, or not stated.
LAW: dict[str, str] = {
    "competition": "act",
    "framework": "act",
    "call_off": "act",
    "in_house": "not_act",
    "grant": "not_stated",
    "allocation_letter": "not_stated",
}
#: What a contract's end is on the day; `soon` and `within` are the last and the first warning.
END_STATES: tuple[str, ...] = ("overdue", "soon", "within", "later", "unknown", "closed")


@dataclass(frozen=True, slots=True)
class Windows:
    """How many months before the end warnings are given on the day; None where no row applies."""

    first_months: int | None
    last_months: int | None


@dataclass(frozen=True, slots=True)
class Route:
    """One route, never added to another without being said.

    Attributes:
        route: the code.
        law: "act", "not_act" or "not_stated", as the plan says.
        calls, assignments: how many that have this route, cancelled ones included.
        contracts: signed contracts with this route.
        suppliers: different main suppliers.
        amount_nok: sum of the known contract amounts, without value added tax; None when all are unknown.
        amount_unknown: contracts without an amount.
    """

    route: str
    law: str
    calls: int
    assignments: int
    contracts: int
    suppliers: int
    amount_nok: Decimal | None
    amount_unknown: int


def windows(snapshot: Snapshot) -> Windows:
    """The warnings that apply on the snapshot's day."""
    first, last = (parameter(snapshot, f"framework_warn_months_{name}") for name in ("first", "last"))
    return Windows(None if first is None else int(first), None if last is None else int(last))


def contracts_of(snapshot: Snapshot, warn: Windows) -> pl.DataFrame:
    """The contracts of the programme, one row each, ordered by date of signing.

    A contract belongs to the programme of its project, else of its call, else of its framework agreement's call. One
    that has none of these belongs to the programme that ran when it was signed; `programme_by_date` says so.

    Returns:
        The columns of `contract` with `supplier_nb`, `supplier_en`, `project_title_nb`, `project_title_en`,
        `days_to_end` (negative when the end has passed; empty without an end) and `end_state` (of `END_STATES`).
    """
    calls = snapshot.table("call").select("call_id", call_programme="programme_id")
    frames = snapshot.table("framework_agreement").select("framework_id", "call_id")
    through = frames.join(calls, on="call_id").select("framework_id", framework_programme="call_programme")
    projects = snapshot.table("project").select(
        "project_id", project_programme="programme_id", project_title_nb="title_nb", project_title_en="title_en"
    )
    joined = snapshot.table("contract")
    for part, key in ((projects, "project_id"), (calls, "call_id"), (through, "framework_id")):
        joined = joined.join(part, on=key, how="left")
    named = joined.join(organisations(snapshot, "supplier"), on="organisation_id", how="left")
    own = in_programme(snapshot, named, ("project_programme", "call_programme", "framework_programme"))
    return own.with_columns(*_end(snapshot.as_of, warn)).sort("signed_date", "contract_id")


def in_programme(snapshot: Snapshot, frame: pl.DataFrame, told: Sequence[str]) -> pl.DataFrame:
    """The rows that belong to the programme, with `programme_by_date`: nothing but the date of signing says so.

    Args:
        frame: has `signed_date`.
        told: its columns that tell the programme; the first that does so stands.
    """
    programme = current_programme(snapshot)
    if programme is None:
        return frame.with_columns(programme_by_date=pl.lit(False))
    by_date = _programme_on(snapshot, frame.get_column("signed_date"))
    known = frame.with_columns(programme_by_date=pl.coalesce(*told).is_null(), dated_programme=by_date)
    return known.filter(pl.coalesce(*told, "dated_programme") == programme.programme_id).drop("dated_programme")


def _programme_on(snapshot: Snapshot, days: pl.Series) -> pl.Series:
    """The programme that had started last on each day; the first one for days before all."""
    rows = snapshot.table("programme").sort("start_date", "programme_id")
    starts, ids = rows.get_column("start_date"), rows.get_column("programme_id")
    if starts.is_empty():
        return pl.Series([None] * len(days), dtype=pl.String)
    places = starts.search_sorted(days.fill_null(starts[0]), side="right")
    return ids.gather([max(place - 1, 0) for place in pl.Series(places).to_list()])


def organisations(snapshot: Snapshot, prefix: str) -> pl.DataFrame:
    """`organisation_id` with its names as `<prefix>_nb` and `<prefix>_en`."""
    name_en = pl.coalesce("name_en", "name_nb").alias(f"{prefix}_en")
    return snapshot.table("organisation").select("organisation_id", pl.col("name_nb").alias(f"{prefix}_nb"), name_en)


def _end(as_of: date, warn: Windows) -> tuple[pl.Expr, pl.Expr]:
    last, closed = pl.col("end_date"), pl.col("closed_date").is_not_null()
    state = pl.when(closed).then(pl.lit("closed")).when(last.is_null()).then(pl.lit("unknown"))
    state = state.when(last < as_of).then(pl.lit("overdue"))
    for name, months in (("soon", warn.last_months), ("within", warn.first_months)):
        if months is not None:
            state = state.when(last <= window_end(as_of, months)).then(pl.lit(name))
    return (last - pl.lit(as_of)).dt.total_days().alias("days_to_end"), state.otherwise(pl.lit("later")).alias("end_state")


def routes_of(calls: pl.DataFrame, contracts: pl.DataFrame) -> tuple[Route, ...]:
    """Every route of the code list, and any other that is used, with what it holds."""
    kinds = {(route, kind): n for route, kind, n in calls.group_by("route", "kind").len().iter_rows()}
    sums = {row["route"]: row for row in sums_by(contracts, "route").iter_rows(named=True)}
    others = sorted({route for route, _ in kinds} | set(sums), key=str)
    return tuple(_route(name, kinds, sums) for name in _known_first(others))


def _known_first(used: Iterable[str]) -> list[str]:
    return [*ROUTES, *(name for name in used if name not in ROUTES)]


def _route(name: str, kinds: dict[tuple[str, str], int], sums: dict[str, dict[str, object]]) -> Route:
    found = sums.get(name)
    return Route(
        route=name,
        law=LAW.get(name, "not_stated"),
        calls=kinds.get((name, "call"), 0),
        assignments=kinds.get((name, "assignment"), 0),
        contracts=_int(found, "contracts"),
        suppliers=_int(found, "suppliers"),
        amount_nok=_amount(found),
        amount_unknown=_int(found, "amount_unknown"),
    )


def _amount(row: dict[str, object] | None) -> Decimal | None:
    if row is None:
        return Decimal(0)
    return None if row["amount_nok"] is None else Decimal(str(row["amount_nok"]))


def _int(row: dict[str, object] | None, name: str) -> int:
    return 0 if row is None else int(str(row[name]))


def sums_by(contracts: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Groups with `contracts`, `suppliers`, `amount_nok` (of known amounts; empty when all are unknown), `amount_unknown`."""
    amount = pl.col("amount_nok")
    return contracts.group_by(*by).agg(
        contracts=pl.len(),
        suppliers=pl.col("organisation_id").n_unique(),
        amount_nok=pl.when(amount.count() > 0).then(amount.sum()),
        amount_unknown=amount.is_null().sum(),
    ).sort(*by, nulls_last=True)  # fmt: skip


def by_year(contracts: pl.DataFrame) -> pl.DataFrame:
    """One row a route and year of signing, as `sums_by`; an unknown year is empty."""
    return sums_by(contracts.with_columns(year=pl.col("signed_date").dt.year().cast(pl.Int64)), "route", "year")


def by_supplier(contracts: pl.DataFrame) -> pl.DataFrame:
    """One row a route and main supplier, as `sums_by`, with the supplier's names."""
    sums = sums_by(contracts, "route", "organisation_id", "supplier_nb", "supplier_en").drop("suppliers")
    order = pl.col("route").replace_strict({name: n for n, name in enumerate(ROUTES)}, default=len(ROUTES), return_dtype=pl.Int64)
    return sums.sort(order, "amount_nok", "organisation_id", descending=[False, True, False], nulls_last=True)
