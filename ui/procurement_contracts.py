"""The other parts of the page on procurement: framework agreements, contracts that end, and trial sites."""

from __future__ import annotations

import polars as pl

from analytics.portfolio import procurement_tables as tables
from analytics.portfolio.procurement import Procurement
from analytics.portfolio.procurement_frameworks import Framework
from analytics.portfolio.procurement_words import counted, duration_text, framework_text, joined, sites_text, time_text
from domain.text import Text, say
from reports.charts import procurement as charts
from ui import filters, layout
from ui.layout import Col
from ui.procurement import DASH, FRAMEWORK, PER_PAGE, columns

_NOTICES = 5
#: From this rank on a notice is for information.
_CALM = 2
_FIGURE_PAGE = "side_figur"
FRAMEWORK_KINDS = {
    "framework_id": "short", "title_nb": "text", "end_date": "date", "left": "text", "duration": "text", "limit_state": "text",
    "used_nok": "nok", "max_value_nok": "nok", "suppliers": "int", "call_offs": "int", "start_date": "date",
    "limit_date": "date", "special_circumstances_ref": "text", "time_state": "text", "supplier_names": "text",
}  # fmt: skip


def show_frameworks(found: Procurement, lang: str) -> None:
    """Framework agreements on a time line with the limit, each in words, and the list."""
    if not found.frameworks:
        layout.show_empty(say("procurement.page.no_frameworks", date=found.basis.as_of))
        return
    _show_notices(found)
    page = filters.select_page(len(found.frameworks), PER_PAGE, _FIGURE_PAGE)
    shown = found.frameworks[(page - 1) * PER_PAGE : page * PER_PAGE]
    words = Text(*(" ".join(f"{i.title_nb}: {framework_text(i).get(w)}" for i in shown) for w in ("nb", "en")))
    table, kinds, listed = tables.frameworks(found, lang), FRAMEWORK_KINDS, dict(FRAMEWORK_KINDS)
    for name in ("limit_date", "special_circumstances_ref", "supplier_names", "time_state"):
        listed.pop(name)
    end = Col(say("procurement.column.last_day"), "date", DASH)
    link = Col(say("procurement.column.framework_id"), "short", to=("procurement", "framework_id", FRAMEWORK))
    layout.show_figure(
        lambda chosen: charts.frameworks(found, shown, chosen), found, key="procurement_frameworks", variant=page, alt=words,
        table=table, columns=columns(kinds, end_date=end), title=say("procurement.page.frameworks_heading"),
        wide=True,
    )  # fmt: skip
    layout.show_text(say("procurement.page.frameworks_legend"))
    layout.show_records(
        table, "procurement_framework_list", columns(listed, framework_id=link, end_date=end), found,
        caption=say("procurement.page.frameworks_caption"), name="side_liste",
    )  # fmt: skip
    _show_loose_call_offs(found)


def _show_notices(found: Procurement) -> None:
    """Agreements over the limit and those about to end, the gravest first."""
    ranks = [(_rank(item), item) for item in found.frameworks]
    told = sorted(((rank, item) for rank, item in ranks if rank is not None), key=lambda pair: pair[0])
    for rank, item in told[:_NOTICES]:
        words = say(
            "procurement.page.framework_notice", title=item.title_nb, text=time_text(item) if rank % 2 else duration_text(item)
        )
        layout.show_notice(words, "warning" if rank < _CALM else "info")
    if len(told) > _NOTICES:
        layout.show_text(say("procurement.page.more_notices", count=len(told) - _NOTICES))


def _rank(item: Framework) -> int | None:
    """How grave what is to be told of an agreement is, 0 the gravest; even for its length, odd for its end; None for nothing."""
    holds = (
        item.limit_state == "over", item.time_state == "soon", item.limit_state == "over_documented",
        item.time_state == "ending",
    )  # fmt: skip
    return next((rank for rank, is_so in enumerate(holds) if is_so), None)


def _show_loose_call_offs(found: Procurement) -> None:
    loose = found.contracts.filter((pl.col("route") == "call_off") & pl.col("framework_id").is_null())
    if not loose.is_empty():
        ids = ", ".join(loose.get_column("contract_id"))
        layout.show_notice(counted("procurement.page.loose_call_offs", len(loose), ids=ids))


def show_ends(found: Procurement, lang: str) -> None:
    """Contracts that end within the first warning, those past their end and not settled, and those without an end."""
    if found.contracts.is_empty():
        layout.show_empty(say("procurement.sentence.no_contracts"))
        return
    months = found.warn.first_months
    lists = {"overdue": ("overdue",), "ending": ("soon", "within"), "unknown": ("unknown",)}
    for name, states in lists.items():
        rows = tables.contracts(found, states, lang)
        if name == "unknown" and rows.is_empty():
            continue
        layout.show_subtitle(say(f"procurement.page.{name}_heading", months=months or 0))
        if name == "ending" and months is None:
            layout.show_empty(say("procurement.page.no_window"))
        elif rows.is_empty():
            layout.show_text(say(f"procurement.page.{name}_none", months=months or 0))
        else:
            _show_contracts(found, rows, name)
    layout.show_text(say("procurement.page.ends_rest", later=found.by_end["later"], closed=found.by_end["closed"]))
    layout.show_source_line(found)


def _show_contracts(found: Procurement, rows: pl.DataFrame, name: str) -> None:
    kinds = {"contract_id": "short", "left": "short", "end_date": "date", "end_state": "short", "title_nb": "text",
             "project_id": "short", "supplier": "text", "route": "code:procurement_route", "amount_nok": "nok"}  # fmt: skip
    changes = {
        "project_id": Col(say("procurement.column.project_id"), "short", DASH, to=("project", "project_id")),
        "end_date": Col(say("procurement.column.last_day"), "date", DASH),
    }
    if name == "overdue":
        changes["left"] = Col(say("procurement.column.past"), "short")
        kinds.pop("end_state")
    if name == "unknown":
        kinds = {key: kind for key, kind in kinds.items() if key not in ("end_date", "left", "end_state")}
    caption = counted(f"procurement.page.{name}_caption", len(rows))
    layout.show_records(
        rows, f"procurement_{name}", columns(kinds, **changes), found, caption=caption, name=f"side_{_SIDE[name]}"
    )  # fmt: skip


_SIDE = {"overdue": "forbi", "ending": "slutt", "unknown": "ukjent"}


def show_sites(found: Procurement, lang: str) -> None:
    """Trial sites and stimulation money by industry and by site, with what is tied to none."""
    sites = found.sites
    layout.show_text(sites_text(sites))
    kinds = {"industry": "text", "sites": "int", "sites_left": "int", "employees": "int", "employees_unknown": "int",
             "assigned_nok": "nok", "conditional_nok": "nok", "drawn_nok": "nok"}  # fmt: skip
    table, caption = tables.industries(found, lang), say("procurement.page.industries_caption")
    if not sites.industries.is_empty():
        layout.show_figure(
            lambda chosen: charts.stimulation(found, chosen), found, key="procurement_sites", table=table,
            columns=columns(kinds), title=say("procurement.page.sites_heading"),
            alt=joined(say("procurement.page.sites_alt"), caption),
        )  # fmt: skip
    else:
        layout.show_table(table, "procurement_industries", columns(kinds), caption=caption)
    if any(sites.untied.values()) and sites.is_shown:
        layout.show_text(
            say("procurement.page.untied_text", assigned=sites.untied["assigned_nok"], drawn=sites.untied["drawn_nok"])
        )
    if sites.other_purpose_nok:
        layout.show_text(say("procurement.page.other_purpose", amount=sites.other_purpose_nok))
    if sites.count:
        _show_site_list(found, lang)


def _show_site_list(found: Procurement, lang: str) -> None:
    layout.show_subtitle(say("procurement.page.site_list_heading"))
    kinds = {"site_id": "short", "name_nb": "text", "industry": "text", "project_id": "short", "employees": "int",
             "joined_date": "date", "left_date": "date", "left_reason_nb": "text", "assigned_nok": "nok",
             "conditional_nok": "nok", "drawn_nok": "nok", "left_nok": "nok"}  # fmt: skip
    if not found.sites.names_shown:
        kinds.pop("name_nb")
        layout.show_text(say("procurement.caveat.names_withheld"))
    project = Col(say("procurement.column.project_id"), "short", DASH, to=("project", "project_id"))
    layout.show_records(
        tables.sites(found, lang), "procurement_site_list", columns(kinds, project_id=project), found,
        caption=say("procurement.page.site_list_caption"),
    )  # fmt: skip
