"""The first part of the page on procurement: the routes, the calls step by step, and reserved shares."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from analytics.portfolio import procurement_tables as tables
from analytics.portfolio.procurement import Procurement
from analytics.portfolio.procurement_calls import CANCELLED, STEPS
from analytics.portfolio.procurement_words import (
    call_text,
    counted,
    days_text,
    faults_text,
    reserved_text,
    step_letter,
    step_name,
)
from domain.codes import CODE_LISTS
from domain.text import Text, say, tell
from reports.charts import procurement as charts
from ui import filters, layout
from ui.layout import Col, KeyFigure
from ui.view import View

#: What stands in the address: the record of a call or a framework agreement, and the filters of the calls.
CALL, FRAMEWORK = "anskaffelse", "rammeavtale"
FILTERS = ("status", "rute", "sok")
PARTS: dict[str, str] = {
    "anskaffelser": "calls", "rammeavtaler": "frameworks", "kontrakter": "contracts", "forsoksenheter": "sites",
}  # fmt: skip
LIST_ADDRESS = "_procurement_list"
_STATUS = {"pagar": "ongoing", "avsluttet": "contracted", "avlyst": CANCELLED}
_ROUTE = {
    "konkurranse": "competition", "egenregi": "in_house", "bidrag": "grant", "tildelingsbrev": "allocation_letter",
    "rammeavtale": "framework", "avrop": "call_off",
}  # fmt: skip
_AXIS: dict[str, charts.Axis] = {"dager": "days", "kalender": "calendar"}
PER_PAGE, _FAULTS_SHOWN = 10, 8
DASH = Text("–", "–")


def columns(kinds: Mapping[str, str], **changes: Col) -> dict[str, Col]:
    """Columns named by their keys, with a dash where there is nothing; `changes` stand instead of those they name."""
    made = {name: Col(say(f"procurement.column.{name}"), kind, None if kind == "nok" else DASH) for name, kind in kinds.items()}
    return {name: changes.get(name, column) for name, column in made.items()}


def key_figures(found: Procurement) -> list[KeyFigure]:
    """What is under way, contracts, framework agreements and ends."""
    return [_calls_figure(found), _contracts_figure(found), _frameworks_figure(found), _ends_figure(found)]


def _calls_figure(found: Procurement) -> KeyFigure:
    oldest = tables.sorted_calls(found).filter(pl.col("status") == "ongoing").head(1).to_dicts()
    note = None
    if oldest and oldest[0]["standing_days"] is not None:
        step = oldest[0]["standing_step"]
        name = say("procurement.page.no_next_step") if step is None else step_name(step)
        days = days_text(oldest[0]["standing_days"])
        note = say("procurement.key.oldest", id=oldest[0]["call_id"], days=days, step=name)
    value = say("procurement.key.of", part=found.by_status["ongoing"], whole=len(found.calls))
    return KeyFigure(say("procurement.key.ongoing"), value, note)


def _contracts_figure(found: Procurement) -> KeyFigure:
    note = say("procurement.key.amount", amount=found.contract_nok) if len(found.contracts) else None
    if found.contract_unknown:
        note = counted("procurement.sentence.amount_unknown", found.contract_unknown)
    return KeyFigure(say("procurement.key.contracts"), say("procurement.key.count", count=len(found.contracts)), note)


def _frameworks_figure(found: Procurement) -> KeyFigure:
    over = sum(item.limit_state == "over" for item in found.frameworks)
    note = say("procurement.key.over" if over else "procurement.key.none_over", count=over) if found.frameworks else None
    running = sum(item.time_state in ("running", "ending", "soon") for item in found.frameworks)
    return KeyFigure(
        say("procurement.key.frameworks"), say("procurement.key.of", part=running, whole=len(found.frameworks)), note
    )


def _ends_figure(found: Procurement) -> KeyFigure:
    months = found.warn.first_months
    if months is None:
        return KeyFigure(say("procurement.key.ending_unknown"), say("procurement.key.unknown"))
    note = say("procurement.key.overdue", count=found.by_end["overdue"])
    return KeyFigure(say("procurement.key.ending", months=months), say("procurement.key.count", count=found.ending_count), note)


def show_routes(found: Procurement, lang: str) -> None:
    """Every route by itself, whose rule it is under, by year and supplier."""
    table = tables.routes(found, lang)
    kinds = {"route": "text", "law": "text", "calls": "int", "contracts": "int", "suppliers": "int", "amount_nok": "nok",
             "amount_unknown": "int"}  # fmt: skip
    if found.contracts.is_empty():
        layout.show_subtitle(say("procurement.page.routes_heading"))
        layout.show_table(table, "procurement_routes", columns(kinds), caption=say("procurement.page.routes_text"))
    else:
        layout.show_figure(
            lambda chosen: charts.routes(found, chosen), found, key="procurement_routes", table=table, columns=columns(kinds),
            title=say("procurement.page.routes_heading"), alt=say("procurement.page.routes_text"),
        )  # fmt: skip
    layout.show_points([say(f"procurement.rule.{route}") for route in _ROUTE.values()], say("procurement.page.rules_heading"))
    _show_unlinked(found)
    with st.expander(tell("procurement.page.by_year", lang)):
        kinds = {"route": "code:procurement_route", "year": "period", "contracts": "int", "amount_nok": "nok"}
        layout.show_table(found.route_years, "procurement_years", columns(kinds), caption=say("procurement.page.by_year_caption"))
    with st.expander(tell("procurement.page.by_supplier", lang)):
        kinds = {"supplier": "text", "route": "code:procurement_route", "contracts": "int", "amount_nok": "nok"}
        layout.show_table(
            tables.supplier_rows(found, lang), "procurement_suppliers", columns(kinds),
            caption=say("procurement.page.by_supplier_caption"),
        )  # fmt: skip


def _show_unlinked(found: Procurement) -> None:
    """Contracts that name no project or no call; said only when there are such."""
    for name, rest in (("without_project", found.without_project), ("without_call", found.without_call)):
        if rest["contracts"]:
            unknown = (
                counted("procurement.sentence.amount_unknown", rest["amount_unknown"]) if rest["amount_unknown"] else Text("", "")
            )
            told = counted(f"procurement.page.{name}", rest["contracts"], amount=rest["amount_nok"], unknown=unknown)
            layout.show_text(told)


def show_reserved(found: Procurement, lang: str) -> None:
    """What was decided for an organisation that may get money by one route only, and the contracts."""
    if not found.restrictions and not found.reserved:
        return
    layout.show_subtitle(say("procurement.page.reserved_heading"))
    for item in found.restrictions:
        name = Text(item.name_nb, item.name_en)
        route = CODE_LISTS["procurement_route"].by_value.get(item.allowed_route or "")
        words = say("procurement.page.no_route") if route is None else Text(route.nb.lower(), route.en.lower())
        layout.show_text(say("procurement.page.restriction", name=name, route=words))
        if item.reason_nb:
            layout.show_text(say("procurement.page.restriction_reason", reason=item.reason_nb))
        if item.other_route_contract_ids:
            ids = ", ".join(item.other_route_contract_ids)
            layout.show_notice(say("procurement.page.other_route", name=name, ids=ids), "warning")
    if not found.reserved:
        layout.show_text(say("procurement.page.no_reserved"))
        return
    layout.show_points([reserved_text(item) for item in found.reserved])
    kinds = {"organisation": "text", "year": "period", "decided_nok": "nok", "contracts_nok": "nok", "share_state": "text",
             "share_pct": "pct", "decided_date": "date", "is_before_year": "text", "contract_ids": "text", "plans": "text",
             "letters": "text"}  # fmt: skip
    year = Col(say("procurement.column.of_year"), "period")
    layout.show_table(
        tables.reserved(found, lang),
        "procurement_reserved",
        columns(kinds, year=year),
        caption=say("procurement.page.reserved_caption"),
    )


def show_calls(found: Procurement, view: View) -> None:
    """The calls step by step: filters, a lane each, the list, days in each step, and steps that lack a date."""
    layout.show_subtitle(say("procurement.page.calls_heading"))
    if found.calls.is_empty():
        layout.show_empty(say("procurement.sentence.no_calls", date=found.basis.as_of))
        return
    rows = _filtered(found, view.lang)
    st.session_state[LIST_ADDRESS] = {name: tuple(st.query_params.get_all(name)) for name in (*FILTERS, filters.PAGE_NAME)}
    drawn, listed = st.container(), st.container()
    with listed:
        _show_list(found, rows, view.lang)
    with drawn:
        _show_lanes(found, rows, view.lang)
    _show_times(found, view.lang)
    _show_faults(found)


def _filtered(found: Procurement, lang: str) -> pl.DataFrame:
    with st.container(horizontal=True):
        routes = {name: CODE_LISTS["procurement_route"].label(code, lang) for name, code in _ROUTE.items()}
        words = {name: tell(f"procurement.status.{code}", lang) for name, code in _STATUS.items()}
        status = filters.select_many("status", say("procurement.filter.status"), words, width=230)
        route = filters.select_many("rute", say("procurement.filter.route"), routes, width=230)
        text = filters.search_text("sok", say("procurement.filter.search"), say("procurement.filter.search_in"), width=300)
    filters.clear_button(FILTERS)
    rows = tables.sorted_calls(found)
    if status:
        rows = rows.filter(pl.col("status").is_in([_STATUS[name] for name in status]))
    if route:
        rows = rows.filter(pl.col("route").is_in([_ROUTE[name] for name in route]))
    return _matching(found, rows, text) if text else rows


def _matching(found: Procurement, rows: pl.DataFrame, text: str) -> pl.DataFrame:
    """The calls whose id, title or supplier holds the text, without regard to case."""
    wanted = text.lower()
    suppliers = found.contracts.group_by("call_id").agg(
        suppliers=pl.concat_str("supplier_nb", "supplier_en", "organisation_id", separator=" ", ignore_nulls=True).str.join(" ")
    )
    named = rows.join(suppliers, on="call_id", how="left")
    words = pl.concat_str("call_id", "title_nb", "suppliers", separator=" ", ignore_nulls=True).str.to_lowercase()
    return named.filter(words.str.contains(wanted, literal=True)).drop("suppliers")


def _show_list(found: Procurement, rows: pl.DataFrame, lang: str) -> None:
    kinds = {"call_id": "short", "title_nb": "text", "route": "code:procurement_route", "status": "short", "standing": "text",
             "total_days": "int", "slip_days": "int", "end_date": "date", "amount_nok": "nok", "faults": "text"}  # fmt: skip
    if not _faulty(rows).height:
        kinds.pop("faults")
    link = Col(say("procurement.column.call_id"), "short", to=("procurement", "call_id", CALL))
    amount = Col(say("procurement.column.amount_nok"), "nok", DASH)
    layout.show_records(
        tables.calls(rows, lang), "procurement_calls", columns(kinds, call_id=link, amount_nok=amount), found,
        caption=say("procurement.page.calls_caption"), page_size=PER_PAGE,
    )  # fmt: skip


def _show_lanes(found: Procurement, rows: pl.DataFrame, lang: str) -> None:
    """The lanes of the calls that the list shows now."""
    said = counted("procurement.page.shown", len(rows), whole=len(found.calls))
    layout.show_text(said)
    if rows.is_empty():
        return
    axis = _AXIS[
        filters.select_one("akse", say("procurement.filter.axis"), {a: tell(f"procurement.filter.{a}", lang) for a in _AXIS})
    ]
    page = st.query_params.get(filters.PAGE_NAME, "1")
    start = (int(page) - 1) * PER_PAGE if page.isdigit() else 0
    part = rows.slice(start, PER_PAGE)
    show_lanes(found, part, lang, axis, "procurement_lanes")


def show_lanes(found: Procurement, rows: pl.DataFrame, lang: str, axis: charts.Axis, key: str) -> None:
    """A lane for each of the rows, what its marks mean, and the same in words."""
    ids = tuple(rows.get_column("call_id"))
    texts = [call_text(row) for row in rows.iter_rows(named=True)]
    words = Text(*(" ".join(f"{i}: {t.get(w)}" for i, t in zip(ids, texts, strict=True)) for w in ("nb", "en")))
    kinds = {"call_id": "short", "title_nb": "text", "route": "code:procurement_route", "status": "short", "standing": "text",
             "total_days": "int", "slip_days": "int"}  # fmt: skip
    from reports.charts.template import plot_config
    from ui import html, loaders

    drawn = loaders.figure(key, (ids, axis), lambda chosen: charts.lanes(found, ids, chosen, axis), found, lang)
    with st.container(key=f"fou_wide_{key}"):  # on a narrow screen it scrolls sideways
        st.plotly_chart(drawn, theme=None, key=f"{key}_{lang}", config=plot_config(lang, key), alt=words.get(lang))
    letters = [say("procurement.page.letter", letter=step_letter(step), step=step_name(step)) for step in (*STEPS, CANCELLED)]
    html.show_paragraph(say("procurement.page.legend", letters=letters).get(lang), "fou-source")
    with st.expander(tell("frame.show_as_table", lang)):
        layout.show_table(tables.calls(rows, lang), f"{key}_table", columns(kinds), caption=say("procurement.page.calls_caption"))
    layout.show_source_line(found)


def _show_times(found: Procurement, lang: str) -> None:
    """Days in each step; the routes that too few have gone through stand apart."""
    layout.show_subtitle(say("procurement.page.times_heading"))
    least = found.min_calls
    layout.show_text(
        say("procurement.page.times_text") if least is None else say("procurement.page.times_text_least", count=least)
    )
    enough, few = (tables.times(found, lang, enough=is_enough) for is_enough in (True, False))
    if enough.is_empty():
        layout.show_text(say("procurement.page.times_none"))
    else:
        layout.show_table(enough, "procurement_times", _time_columns(), caption=say("procurement.page.times_caption"))
    if not few.is_empty():
        with st.expander(tell("procurement.page.times_few", lang)):
            layout.show_table(few, "procurement_times_few", _time_columns(), caption=say("procurement.page.times_few"))


def _time_columns() -> dict[str, Col]:
    kinds = {"route": "text", "step": "text", "reached": "int", "median_days": "number", "longest": "short",
             "standing_now": "int", "oldest": "short", "not_counted": "int"}  # fmt: skip
    few = Col(say("procurement.column.median_days"), "number", say("procurement.page.too_few"))
    links = {
        name: Col(say(f"procurement.column.{name}"), "short", DASH, to=("procurement", f"{name}_call_id", CALL))
        for name in ("longest", "oldest")
    }
    return columns(kinds, median_days=few, **links)


def _faulty(calls: pl.DataFrame) -> pl.DataFrame:
    return calls.filter((pl.col("missing_steps").list.len() > 0) | (pl.col("unordered_steps").list.len() > 0))


def _show_faults(found: Procurement) -> None:
    """Calls whose steps lack a date or are out of order."""
    faulty = _faulty(found.calls)
    layout.show_subtitle(say("procurement.page.faults_heading"))
    if faulty.is_empty():
        layout.show_text(say("procurement.page.no_faults"))
        return
    layout.show_text(counted("procurement.page.faults", len(faulty), whole=len(found.calls)))
    shown = []
    for row in faulty.head(_FAULTS_SHOWN).iter_rows(named=True):
        words = say("procurement.page.fault", id=row["call_id"], title=row["title_nb"], faults=faults_text(row) or Text("", ""))
        shown.append((words, "procurement", {CALL: str(row["call_id"])}))
    layout.show_links(shown)
    if len(faulty) > len(shown):
        layout.show_text(say("procurement.page.more_faults", count=len(faulty) - len(shown)))
