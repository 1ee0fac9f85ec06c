"""The parts of the page about the forecast, the promises in years to come, and a proposed call."""

from __future__ import annotations

import re
from typing import Any, cast

import polars as pl
import streamlit as st

from analytics.spending.commitments import Commitments, WhatIf
from analytics.spending.forecast import Forecast
from analytics.spending.programme_burn import ProgrammeBurn
from analytics.spending.saved_proposals import Proposals
from domain.errors import UserError
from domain.text import Text, say, tell
from reports.charts import money as charts
from reports.charts.money_burn import programme_burn
from ui import filters, layout, loaders
from ui.layout import Col, KeyFigure
from ui.money_year import amount
from ui.view import View

_MAX_YEARS = 10
_ROWS = 15
_NUMBER = re.compile(r"^\d+([.,]\d+)?$")


def show_key_figures(found: Forecast, load: Commitments) -> None:
    """What is expected in the year, how the method did before, and what later years are promised."""
    year, bounds = found.year, found.year.interval_nok
    between = say("money.page.key_between", low=bounds[0], high=bounds[1]) if bounds else None
    expected = say("money.page.too_little") if year.total_nok is None else amount(year.total_nok)
    error = say("money.page.too_little") if found.mean_error_nok is None else amount(found.mean_error_nok)
    note = say("money.page.key_error_note", n=len(found.tried)) if found.tried else None
    not_voted = say("money.page.key_later_note", amount=load.not_voted_nok) if load.not_voted_nok else None
    layout.show_key_figures([
        KeyFigure(say("money.page.key_expected", year=str(year.year)), expected, between),
        KeyFigure(say("money.page.key_later"), amount(load.later_nok), not_voted),
        KeyFigure(say("money.page.key_error"), error, note),
    ])  # fmt: skip


def show_forecast(found: Forecast) -> None:
    """The burn-up of the year; nothing while there is neither a payment nor a forecast to draw."""
    if found.is_empty or (found.year.total_nok is None and not found.year.paid_nok):
        return
    rows = [(point.day, point.paid_nok) for point in found.burn]
    table = pl.DataFrame(rows, schema={"day": pl.Date(), "paid": pl.Decimal(18, 2)}, orient="row")
    layout.show_figure(
        lambda lang: charts.burn_up(found, lang), found, key="money_burn_up", title=say("money.page.forecast_heading"),
        table=table, columns={"day": Col(say("money.col.made_date"), "date"), "paid": Col(say("money.col.paid"), "nok")},
        wide=True,
    )  # fmt: skip


def show_programme(lang: str) -> None:
    """The whole programme since it began: frames, paid, bound, and the oldest money."""
    found = cast(ProgrammeBurn, loaders.report("burn-up"))
    if found.is_empty:
        return
    words = {series: tell(f"burn.{series}", lang) for series in ("frame", "paid", "paid_and_bound")}
    columns = {"series": Col(say("money.col.series")), "date": Col(say("money.col.date"), "date"),
               "amount_nok": Col(say("money.col.amount"), "nok")}  # fmt: skip
    layout.show_figure(
        lambda chosen: programme_burn(found, chosen), found, key="money_programme", wide=True,
        title=say("money.page.burn_heading"),
        table=found.table().with_columns(pl.col("series").replace(words)), columns=columns, alt=found.sentence,
    )  # fmt: skip


def show_load(load: Commitments) -> None:
    """The load on the years ahead, with the contracts behind it."""
    if load.is_empty or not load.years:
        layout.show_empty(load.sentence)
        return
    layout.show_figure(
        lambda lang: charts.future_load(load.years, lang), load, key="money_load", title=say("money.page.load_heading"),
        alt=load.sentence, table=_load_table(load), columns=_load_columns(), wide=True,
    )  # fmt: skip


def show_promises(load: Commitments) -> None:
    """Every contract's part of the years, with the condition of those that have one."""
    columns = {
        "year": Col(say("money.col.year"), "period"), "title_nb": Col(say("money.col.title"), to=("project", "project_id")),
        "state": Col(say("money.col.state"), "code:money_state"), "amount_nok": Col(say("money.col.amount"), "nok"),
        "condition_nb": Col(say("money.col.condition")), "end_date": Col(say("money.col.end_date"), "date"),
    }  # fmt: skip
    rows = load.rows.with_columns(title_nb=pl.coalesce("title_nb", "contract_nb", "line_no"))
    if not rows.is_empty():
        layout.show_records(
            rows, "money_commitments", columns, load, caption=say("money.page.load_rows_caption"), name="sidebind"
        )


_LOAD = ("has", "paid", "promised", "conditional", "meant", "left")


def _load_table(load: Commitments) -> pl.DataFrame:
    rows = [{"year": year.year, **{name: getattr(year, f"{name}_nok") for name in _LOAD}} for year in load.years]
    return pl.DataFrame(rows, schema={"year": pl.Int64(), **dict.fromkeys(_LOAD, pl.Decimal(18, 2))})


def _load_columns() -> dict[str, Col]:
    words = {name: say(f"money.load_{name}") for name in ("has", "paid", "promised", "conditional", "meant")}
    columns = {"year": Col(say("money.col.year"), "period")} | {name: Col(text, "nok") for name, text in words.items()}
    return columns | {"left": Col(say("year.step.left"), "nok")}


def show_what_if(view: View) -> None:
    """A proposed call as its reader writes it, and its load on each year. The choice stands in the address; nothing is stored."""
    layout.show_subtitle(say("money.page.what_if_heading"))
    layout.show_text(say("money.page.what_if_help"))
    first_years = {str(year): str(year) for year in range(view.as_of.year, view.as_of.year + _MAX_YEARS)}
    with st.container(horizontal=True, gap="small"):
        wanted = filters.search_text("belop", say("money.page.what_if_amount"), Text("25", "25"), width=200)
        first = filters.select_one("fra", say("money.page.what_if_from"), first_years, buttons=False, width=140)
        shares = filters.search_text("andeler", say("money.page.what_if_shares"), Text("30 40 30", "30 40 30"), width=260)
    if not wanted and not shares:
        return
    profile = _profile(first, shares)
    if not _NUMBER.match(wanted.replace(" ", "")) or profile is None:
        layout.show_notice(say("money.page.what_if_wrong"))
        return
    try:
        result = cast(WhatIf, loaders.report("what-if", amount=f"{wanted} mill", profile=profile))
    except UserError as error:
        layout.show_notice(Text(error.text("nb"), error.text("en")), "warning")
        return
    layout.show_figure(
        lambda lang: charts.future_load(result.after, lang), result, key="money_what_if", alt=result.sentence,
        table=result.table(), columns=_what_if_columns(), variant=(wanted, profile), wide=True,
    )  # fmt: skip


def show_proposals() -> None:
    """The proposals that are kept, one row a year."""
    found = cast(Proposals, loaders.report("proposals"))
    if not found.proposals:
        return
    layout.show_text(found.sentence)
    columns = {
        "proposal_no": Col(say("money.col.proposal"), "short"), "title_nb": Col(say("money.col.title")),
        "year": Col(say("money.col.year"), "period"), "amount_nok": Col(say("money.col.amount"), "nok"),
        "made_date": Col(say("money.col.made_date"), "date"), "made_by": Col(say("money.col.made_by")),
        "text_nb": Col(say("money.col.proposal_text")),
    }  # fmt: skip
    caption = say("money.page.proposals_caption")
    layout.show_records(found.rows, "money_proposals", columns, found, caption=caption, page_size=_ROWS, name="sideforslag")


def _profile(first: str, shares: str) -> str | None:
    """The shares as the report takes them, from the first year on; None when they cannot be read."""
    parts = [part for part in re.split(r"[;\s]+|,(?=\s)", shares.strip()) if part] or ["100"]
    if len(parts) == 1 and shares.count(",") > 1:
        parts = shares.split(",")
    if len(parts) > _MAX_YEARS or any(not _NUMBER.match(part) for part in parts):
        return None
    return ";".join(f"{int(first) + place}:{part}" for place, part in enumerate(parts))


def _what_if_columns() -> dict[str, Col]:
    words = {name: say(f"money.load_{name}") for name in ("has", "paid", "promised", "conditional", "meant", "added")}
    columns = {"year": Col(say("money.col.year"), "period")}
    columns |= {f"{name}_nok": Col(text, "nok") for name, text in words.items()}
    return columns | {"left_nok": Col(say("year.step.left"), "nok")}


def show_contracts(found: Forecast, lang: str) -> None:
    """What is left of each open contract, and what is expected in the rest of the year."""
    if found.contracts.is_empty():
        return
    layout.show_subtitle(say("money.page.contracts_heading"))
    names = {kind: tell(f"money.curve.{kind}", lang) for kind in ("procured", "in_house", "grant", "allocation", "all")}
    rows = found.contracts.with_columns(pl.col("curve").replace(names))
    columns = {
        "title_nb": Col(say("money.col.contract"), to=("project", "project_id")), "left_nok": Col(say("money.col.left"), "nok"),
        "expected_nok": Col(say("money.col.expected"), "nok", say("money.page.too_little")),
        "end_date": Col(say("money.col.end_date"), "date"), "curve": Col(say("money.col.curve")),
        "learnt_from": Col(say("money.col.learnt"), "int"),
    }  # fmt: skip
    layout.show_records(
        rows, "money_contracts", columns, found, caption=say("money.page.contracts_caption"), page_size=_ROWS, name="sidekontrakt"
    )


def show_tried(found: Forecast, lang: str) -> None:
    """The same method on the same day of earlier years, beside the owner's own forecast, with what came."""
    if not found.earlier:
        return
    layout.show_subtitle(say("money.page.tried_heading"))
    rows = [_tried(year.as_json(), lang) for year in found.earlier]
    money = ("total_nok", "low_nok", "high_nok", "manual_nok", "actual_nok", "error_nok")
    columns = {"year": Col(say("money.col.year"), "period"), "made_date": Col(say("money.col.made_date"), "date")}
    columns |= {name: Col(say(f"money.col.{name.removesuffix('_nok')}"), "nok", say("money.page.too_little")) for name in money}
    columns["manual_nok"] = Col(say("money.col.manual"), "nok", Text("–", "–"))
    columns |= {"is_within": Col(say("money.col.within"), "bool"), "nearer": Col(say("money.col.nearer"))}
    schema: dict[str, Any] = {"year": pl.Int64, "made_date": pl.Date, **dict.fromkeys(money, pl.Float64), "is_within": pl.Boolean,
                              "nearer": pl.String}  # fmt: skip
    layout.show_table(pl.DataFrame(rows, schema=schema), "money_tried", columns, caption=say("money.page.tried_caption"))


def _tried(year: dict[str, Any], lang: str) -> dict[str, Any]:
    return year | {"nearer": tell(f"money.nearer.{year['nearer']}", lang) if year["nearer"] else None}
