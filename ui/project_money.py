"""The part Penger of one project."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.project_money import AMOUNTS
from analytics.portfolio.project_record import ProjectRecord, Record
from domain.text import Text, say, tell
from reports.charts import project as charts
from ui import layout
from ui.layout import Col
from ui.project_kit import col, in_lang
from ui.view import current


def show_money(found: ProjectRecord, record: Record) -> None:
    """Money by year with figure and a table that adds up, and the contracts against what is paid."""
    money = record.money
    if money.contract_nok is not None:
        key = "project.money.against_unpaid" if money.paid_on_contracts_nok is None else "project.money.against"
        layout.show_text(say(key, amount=money.contract_nok, paid=money.paid_on_contracts_nok))
    if money.budget_on_call:
        layout.show_text(say("project.money.on_call"))
    if money.years.is_empty():
        layout.show_subtitle(say("project.head.years"))
        layout.show_empty(say("project.empty.years"))
    else:
        _show_years(found, record)
    _show_contracts(record)


def _show_years(found: ProjectRecord, record: Record) -> None:
    totals = [_mill(record.money.total(name)) for name in ("paid_nok", "bound_nok")]
    alt = say("project.money.alt", id=found.project_id, paid=totals[0], bound=totals[1])
    table = _year_table(record)
    columns: dict[str, Col] = {"year": col("year")}
    for name in (name for name in AMOUNTS if name not in _RARE or record.money.total(name) is not None):
        columns[name] = col(name.removesuffix("_nok"), "nok", unknown=say("project.money.unknown"))
    shown = {name: column for name, column in columns.items() if name in _IN_FIGURE}
    layout.show_figure(
        lambda lang: charts.years(found, lang), found, "project_years", table=table, columns=shown, alt=alt,
        title=say("project.head.years"),
    )  # fmt: skip
    layout.show_table(table, "project_money", columns, caption=say("project.money.caption"))
    layout.show_source_note(say("project.money.no_rows"))


#: Columns that are left out when no year has a row for them, and those that the figure shows.
_RARE = ("conditional_nok", "released_nok")
_IN_FIGURE = ("year", "budget_nok", "bound_nok", "paid_nok")


def _mill(amount: object) -> Text:
    return say("frame.unknown") if amount is None else say("project.amount", amount=amount)


def _year_table(record: Record) -> pl.DataFrame:
    """The years and their sum, with each year's state in words."""
    lang, years = current().lang, record.money.years
    words = pl.Series("year", [charts.year_words(row, lang) for row in years.iter_rows(named=True)], pl.String)
    shown = years.with_columns(words).drop("state")
    total = {"year": tell("project.money.sum", lang), **{name: record.money.total(name) for name in AMOUNTS}}
    return pl.concat([shown, pl.DataFrame([total], schema=shown.schema)])


def _show_contracts(record: Record) -> None:
    layout.show_subtitle(say("project.head.contracts"))
    rows = record.money.contracts
    if rows.is_empty():
        layout.show_empty(say("project.empty.contracts"))
        return
    unknown = say("project.money.unknown")
    columns = {
        "contract_id": col("contract", "short"), in_lang("supplier"): col("supplier"), "amount_nok": col("amount", "nok"),
        "paid_nok": col("paid", "nok", unknown=unknown), "released_nok": col("released", "nok", unknown=unknown),
        "left_nok": col("left", "nok"), "route": col("route", "code:procurement_route"), "signed_date": col("signed", "date"),
        "start_date": col("start", "date"), "end_date": col("end", "date"), "closed_date": col("closed", "date"),
        in_lang("partners"): col("partners"),
        in_lang("framework"): col("framework", to=("procurement", "framework_id", "rammeavtale")),
        "allocation_letter_ref": col("letter"),
    }  # fmt: skip
    used = {name: c for name, c in columns.items() if name not in _OPTIONAL or rows.get_column(name).drop_nulls().len()}
    layout.show_table(rows, "project_contracts", used, caption=say("project.money.contracts_caption"))


_OPTIONAL = ("allocation_letter_ref", "framework_nb", "framework_en", "released_nok", "partners_nb", "partners_en")
