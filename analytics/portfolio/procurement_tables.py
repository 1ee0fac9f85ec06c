"""The report on procurement as tables to read: amounts in kroner, words in one language, None for unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.procurement import Procurement
from analytics.portfolio.procurement_calls import CANCELLED, STATUSES
from analytics.portfolio.procurement_frameworks import CallOff, Framework
from analytics.portfolio.procurement_months import time_left
from analytics.portfolio.procurement_sites import AMOUNTS
from analytics.portfolio.procurement_times import TOTAL
from analytics.portfolio.procurement_words import counted, days_text, faults_text, joined, left_text, length_text
from domain.codes import label
from domain.text import Text, say, tell

_MONEY = pl.Decimal(18, 2)
_TEXT, _INT, _DATE = pl.String(), pl.Int64(), pl.Date()


def _made(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema))


def _named(row: Mapping[str, Any], prefix: str, lang: str, other: str | None = None) -> str | None:
    """The name in the language; the bokmål one where there is none; the id where there is neither."""
    return row.get(f"{prefix}_{lang}") or row.get(f"{prefix}_nb") or (None if other is None else row.get(other))


def routes(found: Procurement, lang: str) -> pl.DataFrame:
    """One row a route, and a last one for all contracts, which is not a sum of procurement under the act."""
    rows = [
        {
            "route": label("procurement_route", item.route, lang), "law": tell(f"procurement.law.{item.law}", lang),
            "calls": item.calls + item.assignments, "contracts": item.contracts, "suppliers": item.suppliers,
            "amount_nok": item.amount_nok, "amount_unknown": item.amount_unknown,
        }
        for item in found.routes
    ]  # fmt: skip
    whole = {
        "route": tell("procurement.page.all_routes", lang), "law": "", "calls": len(found.calls),
        "contracts": len(found.contracts), "suppliers": found.contracts.get_column("organisation_id").n_unique(),
        "amount_nok": found.contract_nok, "amount_unknown": found.contract_unknown,
    }  # fmt: skip
    schema = {"route": _TEXT, "law": _TEXT, "calls": _INT, "contracts": _INT, "suppliers": _INT, "amount_nok": _MONEY,
              "amount_unknown": _INT}  # fmt: skip
    return _made([*rows, whole], schema)


def supplier_rows(found: Procurement, lang: str) -> pl.DataFrame:
    """One row a route and main supplier."""
    name = pl.coalesce(f"supplier_{lang}", "supplier_nb", "organisation_id").alias("supplier")
    return found.suppliers.select("route", name, "contracts", "amount_nok", "amount_unknown")


def sorted_calls(found: Procurement) -> pl.DataFrame:
    """The calls: those that stand longest first, then the newest contracted, and the cancelled ones last."""
    place = pl.col("status").replace_strict({name: n for n, name in enumerate(STATUSES)}, return_dtype=pl.Int64)
    return found.calls.sort(
        place, "standing_days", "registered_date", "call_id", descending=[False, True, True, False], nulls_last=True
    )


def calls(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    """Calls to read, in the order given: status and where each stands in words."""
    schema = {"call_id": _TEXT, "title_nb": _TEXT, "route": _TEXT, "status": _TEXT, "standing": _TEXT,
              "total_days": _INT, "slip_days": _INT, "registered_date": _DATE, "end_date": _DATE, "contracts": _INT,
              "amount_nok": _MONEY, "faults": _TEXT}  # fmt: skip
    return _made((_call(row, lang) for row in rows.iter_rows(named=True)), schema)


def _call(row: dict[str, Any], lang: str) -> dict[str, Any]:
    faults, standing = faults_text(row), None
    if row["status"] == "ongoing":
        step = label("procurement_step", row["standing_step"], lang) or tell("procurement.page.no_next_step", lang)
        days = days_text(row["standing_days"]) if row["standing_days"] is not None else None
        standing = step if days is None else f"{step}, {days.get(lang)}"
    status = tell(f"procurement.status.{row['status']}", lang)
    return row | {"status": status, "standing": standing, "faults": faults.get(lang) if faults else None}


def steps(found: Procurement, call_id: str, lang: str) -> pl.DataFrame:
    """The steps of one call, and its cancellation."""
    rows = [
        row | {"step": label("procurement_step", row["step"], lang), "remark": _remark(row, lang),
               "state": _step_state(row["state"], lang)}
        for row in found.steps_of(call_id).iter_rows(named=True)
    ]  # fmt: skip
    for call in found.calls.filter((pl.col("call_id") == call_id) & (pl.col("status") == CANCELLED)).iter_rows(named=True):
        word = label("procurement_step", CANCELLED, lang)
        rows.append({"step": word, "actual_date": call["cancelled_date"], "state": word})
    schema = {"step": _TEXT, "state": _TEXT, "planned_date": _DATE, "newest_date": _DATE, "actual_date": _DATE, "days": _INT,
              "slip_days": _INT, "remark": _TEXT}  # fmt: skip
    return _made(rows, schema)


def _remark(row: Mapping[str, Any], lang: str) -> str | None:
    told = [tell(f"procurement.page.{name}", lang) for name in ("is_out_of_order", "covers_missing") if row[name]]
    if row["overdue_days"]:
        told.append(tell("procurement.page.overdue", lang, days=row["overdue_days"]))
    return " ".join(told) or None


def changes(found: Procurement, call_id: str) -> list[Text]:
    """What the plan of each step of a call was last changed for."""
    told = []
    for row in found.steps_of(call_id).filter(pl.col("changes") > 0).iter_rows(named=True):
        step, reason = (
            Text(*(label(name, row[column], lang) for lang in ("nb", "en")))
            for name, column in (("procurement_step", "step"), ("variance_reason", "reason"))
        )
        words = counted("procurement.page.changed", row["changes"], step=step, reason=reason, date=row["newest_date"])
        more = say("procurement.page.changed_because", words=row["reason_nb"]) if row["reason_nb"] else None
        told.append(joined(words, more))
    return told


def times(found: Procurement, lang: str, *, enough: bool) -> pl.DataFrame:
    """Days in each step of the routes where any step has reached enough calls for a median, or of the other routes.

    The longest is told with its call, and so is what has stood longest; their ids stand beside.
    """
    has = pl.col("is_enough").any().over("route")
    rows = [
        row | {"route": label("procurement_route", row["route"], lang), "step": _step(row["step"], lang),
               "longest": _days_of(row["longest_days"], row["longest_call_id"]),
               "oldest": _days_of(row["oldest_days"], row["oldest_call_id"])}
        for row in found.step_times.filter(has if enough else ~has).iter_rows(named=True)
    ]  # fmt: skip
    schema = {"route": _TEXT, "step": _TEXT, "reached": _INT, "median_days": pl.Float64(), "longest": _TEXT,
              "standing_now": _INT, "oldest": _TEXT, "not_counted": _INT, "longest_call_id": _TEXT,
              "oldest_call_id": _TEXT}  # fmt: skip
    return _made((row | {"standing_now": row["standing"]} for row in rows), schema)


def _days_of(days: int | None, call_id: str | None) -> str | None:
    return None if days is None else f"{days} ({call_id})"


def _step(step: str, lang: str) -> str:
    return tell("procurement.page.total_step", lang) if step == TOTAL else label("procurement_step", step, lang)


def frameworks(found: Procurement, lang: str) -> pl.DataFrame:
    """One row a framework agreement, against its limit and its maximum value."""
    schema = {"framework_id": _TEXT, "title_nb": _TEXT, "start_date": _DATE, "end_date": _DATE, "duration": _TEXT,
              "limit_date": _DATE, "limit_state": _TEXT, "special_circumstances_ref": _TEXT, "time_state": _TEXT, "left": _TEXT,
              "suppliers": _INT, "supplier_names": _TEXT, "call_offs": _INT, "used_nok": _MONEY,
              "max_value_nok": _MONEY}  # fmt: skip
    return _made((_framework(item, lang) for item in found.frameworks), schema)


def _framework(item: Framework, lang: str) -> dict[str, Any]:
    names = [f"{s.rank}. {_name(s, lang)}" if s.rank else _name(s, lang) for s in item.suppliers]
    return {
        "framework_id": item.framework_id, "title_nb": item.title_nb, "start_date": item.start_date, "end_date": item.end_date,
        "duration": length_text(item.duration).get(lang), "limit_date": item.limit_date,
        "limit_state": tell(f"procurement.limit_state.{item.limit_state}", lang),
        "special_circumstances_ref": item.special_circumstances_ref,
        "time_state": tell(f"procurement.time_state.{item.time_state}", lang),
        "left": None if item.left is None else left_text(item.left).get(lang),
        "suppliers": len(names), "supplier_names": "; ".join(names),
        "call_offs": len(item.call_offs), "used_nok": used_nok(item), "max_value_nok": item.max_value_nok,
    }  # fmt: skip


def _name(item: Any, lang: str) -> str:
    return str(item.name_en if lang == "en" else item.name_nb)


def used_nok(item: Framework) -> Decimal | None:
    """What is called off; None when no call-off has an amount."""
    return None if item.call_offs and item.used_unknown == len(item.call_offs) else item.used_nok


def framework_suppliers(item: Framework, lang: str) -> pl.DataFrame:
    """One row a supplier of an agreement, with what is called off from each."""
    rows = []
    for supplier in item.suppliers:
        own = [c for c in item.call_offs if c.organisation_id == supplier.organisation_id]
        known = [c.amount_nok for c in own if c.amount_nok is not None]
        amount = None if own and not known else sum(known, Decimal(0))
        rows.append({"rank": supplier.rank, "supplier": _name(supplier, lang), "call_offs": len(own), "used_nok": amount})
    return _made(rows, {"supplier": _TEXT, "rank": _INT, "call_offs": _INT, "used_nok": _MONEY})


def call_offs(item: Framework, lang: str) -> pl.DataFrame:
    """One row a contract under an agreement, with what about it does not fit."""
    rows = [
        {"contract_id": c.contract_id, "project_id": c.project_id, "title_nb": c.title_nb,
         "supplier": c.supplier_en if lang == "en" else c.supplier_nb, "signed_date": c.signed_date, "end_date": c.end_date,
         "amount_nok": c.amount_nok, "remark": " ".join(text.get(lang) for text in call_off_remarks(c)) or None}
        for c in item.call_offs
    ]  # fmt: skip
    schema = {"contract_id": _TEXT, "title_nb": _TEXT, "project_id": _TEXT, "supplier": _TEXT, "signed_date": _DATE,
              "end_date": _DATE, "amount_nok": _MONEY, "remark": _TEXT}  # fmt: skip
    return _made(rows, schema)


def call_off_remarks(item: CallOff) -> list[Text]:
    """What about a call-off does not fit its agreement."""
    named = ("is_signed_after_end", "is_signed_before_agreement", "is_other_supplier", "is_other_route")
    told = [Text(*(tell(f"procurement.call_off.{name}", lang) for lang in ("nb", "en"))) for name in named if getattr(item, name)]
    if item.days_after_end:
        words = (tell("procurement.call_off.days_after_end", lang, days=item.days_after_end) for lang in ("nb", "en"))
        told.append(Text(*words))
    return told


def contracts(found: Procurement, states: Iterable[str], lang: str) -> pl.DataFrame:
    """The contracts with these states of their end, those that end first at the top."""
    as_of = found.basis.as_of
    rows = found.contracts.filter(pl.col("end_state").is_in(list(states))).sort("end_date", "contract_id", nulls_last=True)
    schema = {"contract_id": _TEXT, "title_nb": _TEXT, "project_id": _TEXT, "route": _TEXT, "supplier": _TEXT,
              "signed_date": _DATE, "end_date": _DATE, "left": _TEXT, "end_state": _TEXT, "amount_nok": _MONEY}  # fmt: skip
    return _made((_contract(row, as_of, lang) for row in rows.iter_rows(named=True)), schema)


def _contract(row: dict[str, Any], as_of: Any, lang: str) -> dict[str, Any]:
    last = row["end_date"]
    left = None
    if last is not None:
        left = left_text(time_left(as_of, last)) if last >= as_of else length_text(time_left(last, as_of))
    return row | {
        "supplier": _named(row, "supplier", lang, "organisation_id"), "left": left.get(lang) if left else None,
        "end_state": _end_state(row["end_state"], lang),
    }  # fmt: skip


def contracts_of_call(found: Procurement, call_id: str, lang: str) -> pl.DataFrame:
    """The contracts of a call, with partners and subcontractors."""
    own = found.contracts.filter(pl.col("call_id") == call_id)
    parties: dict[str, list[str]] = {}
    for row in found.parties.join(own.select("contract_id"), on="contract_id", how="semi").iter_rows(named=True):
        role = label("contract_role", row["role"], lang).lower()
        parties.setdefault(row["contract_id"], []).append(f"{_named(row, 'party', lang, 'organisation_id')} ({role})")
    rows = [
        _contract(row, found.basis.as_of, lang) | {"others": "; ".join(parties.get(row["contract_id"], [])) or None}
        for row in own.iter_rows(named=True)
    ]
    schema = {"contract_id": _TEXT, "title_nb": _TEXT, "project_id": _TEXT, "route": _TEXT, "supplier": _TEXT, "others": _TEXT,
              "signed_date": _DATE, "end_date": _DATE, "end_state": _TEXT, "amount_nok": _MONEY}  # fmt: skip
    return _made(rows, schema)


def tender_roles(found: Procurement, call_id: str, lang: str) -> pl.DataFrame:
    """Who had a role in a call; no rows when the reader may not see it."""
    name = pl.coalesce(f"party_{lang}", "party_nb", "organisation_id").alias("party")
    return found.tender_roles.filter(pl.col("call_id") == call_id).select(name, "role", "from_date", "document_ref")


def industries(found: Procurement, lang: str) -> pl.DataFrame:
    """One row an industry, then what is tied to no site, then the purpose in all."""
    sites = found.sites
    unknown = tell("procurement.page.no_industry", lang)
    rows = [row | {"industry": _named(row, "industry", lang, "industry_id") or unknown} for row in sites.industries.to_dicts()]
    rows.append({"industry": tell("procurement.page.untied", lang), **sites.untied})
    employees = sites.rows.get_column("employees")
    rows.append({
        "industry": tell("procurement.page.all_sites", lang), "sites": sites.count if sites.is_shown else None,
        "sites_left": sites.left_count if sites.is_shown else None,
        "employees": employees.sum() if employees.count() else None, "employees_unknown": employees.null_count() or None,
        **{name: getattr(sites, name) for name in AMOUNTS},
    })  # fmt: skip
    schema = {"industry": _TEXT, "sites": _INT, "sites_left": _INT, "employees": _INT, "employees_unknown": _INT,
              **dict.fromkeys(AMOUNTS, _MONEY)}  # fmt: skip
    return _made(rows, schema)


def sites(found: Procurement, lang: str) -> pl.DataFrame:
    """One row a trial site."""
    rows = [row | {"industry": _named(row, "industry", lang, "industry_id")} for row in found.sites.rows.iter_rows(named=True)]
    schema = {"site_id": _TEXT, "name_nb": _TEXT, "industry": _TEXT, "project_id": _TEXT, "employees": _INT,
              "joined_date": _DATE, "left_date": _DATE, "left_reason_nb": _TEXT, **dict.fromkeys(AMOUNTS, _MONEY),
              "left_nok": _MONEY}  # fmt: skip
    return _made(rows, schema)


def reserved(found: Procurement, lang: str) -> pl.DataFrame:
    """One row an organisation and year with a decided share or contracts under it."""
    rows = [
        {
            "organisation": item.name_en if lang == "en" else item.name_nb, "year": item.year, "share_pct": item.share_pct,
            "decided_nok": item.amount_nok, "decided_date": item.decided_date,
            "is_before_year": _yes(item.is_before_year, lang),
            "plans": "; ".join(item.plan_ids) or None, "letters": "; ".join(item.letter_refs) or None,
            "contract_ids": "; ".join(item.contract_ids) or None, "contracts_nok": item.contracts_nok,
            "share_state": tell(f"procurement.share_state.{item.state}", lang),
        }
        for item in found.reserved
    ]  # fmt: skip
    schema = {"organisation": _TEXT, "year": _INT, "decided_nok": _MONEY, "contracts_nok": _MONEY, "share_state": _TEXT,
              "share_pct": pl.Float64(), "decided_date": _DATE, "is_before_year": _TEXT, "contract_ids": _TEXT, "plans": _TEXT,
              "letters": _TEXT}  # fmt: skip
    return _made(rows, schema)


def _step_state(state: str, lang: str) -> str:
    return tell(f"procurement.step_state.{state}", lang)


def _end_state(state: str, lang: str) -> str:
    return tell(f"procurement.end_state.{state}", lang)


def _yes(value: bool | None, lang: str) -> str | None:
    return None if value is None else tell("procurement.page.yes" if value else "procurement.page.no", lang)
