"""The part Penger of a project: year by year, its contracts, how it was procured, and every version of its budget."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.project_events import reason_text
from analytics.portfolio.project_money import AMOUNTS, Money
from analytics.portfolio.project_record import ProjectRecord, Whole
from domain.codes import label
from domain.text import Text, say, tell
from reports.charts import project as charts
from ui import layout, trail
from ui.layout import Col
from ui.needs import CALL
from ui.procurement import FRAMEWORK
from ui.project_time import cols
from ui.view import View


def show_money(record: ProjectRecord, whole: Whole, view: View) -> None:
    """The money year by year, the contracts and the procurement behind them."""
    money = whole.money
    layout.show_subtitle(say("project.money_title"))
    if not money.years:
        layout.show_empty(say("project.no_money"))
    else:
        _show_years(record, money, view)
    if money.shared_lines:
        layout.show_text(say("project.shared_lines", lines=list(money.shared_lines), call=whole.facts.own["call_id"] or ""))
    _show_contracts(whole, view)
    _show_call(whole, view)
    if not money.budget.is_empty():
        columns = cols(line_no="short", year="period", version="int", from_nok="nok", amount_nok="nok", why="text",
                       decided_date="date")  # fmt: skip
        columns["from_nok"] = Col(say("project.col.from_nok"), "nok", unknown=Text("–", "–"))
        reasons = [reason_text(row) for row in money.budget.iter_rows(named=True)]
        words = [None if reason is None else reason.get(view.lang) for reason in reasons]
        table = money.budget.with_columns(pl.Series("why", words, dtype=pl.String))
        layout.show_table(table, "project_budget", columns, caption=say("project.budget_caption"), xlsx=True)


def _show_years(record: ProjectRecord, money: Money, view: View) -> None:
    layout.show_figure(
        lambda lang: charts.money_years(money, lang), record, "project_money", table=_years_table(money, view),
        columns=_year_columns(), alt=money_words(money, record.basis.as_of.year), variant=record.project_id, wide=True,
    )  # fmt: skip


def money_words(money: Money, year: int) -> Text:
    """What is bound, paid and left in all; and what is provisional."""
    bound, paid = money.total("bound_nok"), money.total("paid_nok")
    if bound is None:
        first = say("project.money_words.paid_only", paid=paid) if paid is not None else say("project.money_words.nothing")
    else:
        first = say("project.money_words.bound", bound=bound, paid=paid or Decimal(0), left=money.left_nok)
    words = [first]
    if money.released_nok:
        words.append(say("project.money_words.released", amount=money.released_nok))
    if any(item.is_provisional for item in money.years):
        words.append(say("project.money_words.provisional", year=str(year)))
    return Text(" ".join(w.nb for w in words), " ".join(w.en for w in words))


def _years_table(money: Money, view: View) -> pl.DataFrame:
    """The years and their sum, with what is provisional in words."""
    rows = [
        {
            "year": str(item.year), **{name: getattr(item, name) for name in AMOUNTS},
            "standing": (
                tell("project.provisional_until", view.lang, date=date(item.year, 12, 31))
                if item.is_provisional
                else tell("project.final", view.lang)
            ),
        }
        for item in money.years
    ]  # fmt: skip
    rows.append({"year": tell("project.sum", view.lang), **{name: money.total(name) for name in AMOUNTS}, "standing": ""})
    schema: dict[str, Any] = {"year": pl.String, **dict.fromkeys(AMOUNTS, pl.Decimal(18, 2)), "standing": pl.String}
    return pl.DataFrame(rows, schema=schema)


def _year_columns() -> dict[str, Col]:
    columns = {"year": Col(say("project.col.year"))}
    for name in AMOUNTS:
        unknown = say("project.no_budget") if name.startswith("budget") else say("project.not_recorded")
        columns[name] = Col(say(f"project.col.{name}"), "nok", unknown=unknown)
    return columns | {"standing": Col(say("project.col.standing"))}


def _show_contracts(whole: Whole, view: View) -> None:
    layout.show_subtitle(say("project.contracts_title"))
    contracts = whole.money.contracts
    if contracts.is_empty():
        layout.show_text(say("project.no_contracts"))
        return
    parties = {
        contract: "; ".join(
            f"{row[f'organisation_{view.lang}']} ({label('contract_role', row['role'], view.lang).lower()})"
            for row in whole.money.parties.filter(pl.col("contract_id") == contract).iter_rows(named=True)
        )
        for contract in contracts.get_column("contract_id")
    }
    table = contracts.with_columns(
        pl.Series("parties", [parties[key] or None for key in contracts.get_column("contract_id")], dtype=pl.String),
        supplier=f"supplier_{view.lang}",
    )
    columns = cols(contract_id="short", supplier="text", amount_nok="nok", vat_nok="nok", signed_date="date", end_date="date",
                   closed_date="date", route="code:procurement_route", allocation_letter_ref="text", parties="text",
                   title_nb="text", start_date="date")  # fmt: skip
    columns["amount_nok"] = Col(say("project.col.contract_amount"), "nok")
    columns["closed_date"] = Col(say("project.col.closed_date"), "date", unknown=say("project.not_closed"))
    kept = {n: c for n, c in columns.items() if n == "closed_date" or table.get_column(n).null_count() < len(table)}
    if "framework_nb" in table.columns and table.get_column("framework_nb").null_count() < len(table):
        kept["framework_nb"] = Col(say("project.col.framework"), to=("procurement", "framework_id", FRAMEWORK))
    layout.show_table(table, "project_contracts", kept, caption=say("project.contracts_caption"), xlsx=True)


def _show_call(whole: Whole, view: View) -> None:
    """The call or assignment with its dated steps; who had a part in it, for those who may see it."""
    layout.show_subtitle(say("project.call_title"))
    call = whole.anchor.call
    if call is None:
        layout.show_text(say("project.no_call"))
        return
    kind, route = (Text(*(label(name, call[key], lang) for lang in ("nb", "en"))) for name, key in _CALL_CODES)
    layout.show_text(say("project.call_words", kind=kind, id=call["call_id"], title=call["title_nb"], route=route))
    if not whole.anchor.steps.is_empty():
        columns = cols(step="code:procurement_step", planned_date="date", newest_date="date", actual_date="date")
        layout.show_table(whole.anchor.steps, "project_call_steps", columns, caption=say("project.steps_caption"))
    if trail.address("procurement") is not None:
        layout.show_links([(say("project.to_call", id=call["call_id"]), "procurement", {CALL: call["call_id"]})])
    roles = whole.anchor.roles
    if roles is None:
        layout.show_text(say("project.roles_hidden"))
    elif not roles.is_empty():
        columns = cols(organisation="text", role="code:tender_role", from_date="date", document_ref="text")
        columns["from_date"] = Col(say("project.col.role_from"), "date")
        table = roles.with_columns(organisation=f"organisation_{view.lang}")
        layout.show_table(table, "project_call_roles", columns, caption=say("project.roles_caption"))


_CALL_CODES = (("call_kind", "kind"), ("procurement_route", "route"))
