"""The parts of the page Formidling: what needs action, projects against channels, days from the report, areas and products."""

from __future__ import annotations

import polars as pl
import streamlit as st

from analytics.portfolio.dissemination import NO_AREA, Dissemination
from analytics.portfolio.dissemination_items import ACT_ON, STATES
from analytics.portfolio.dissemination_text import days_text, waiting_text
from domain.codes import label
from domain.text import Text, say, tell
from reports.charts import dissemination as charts
from ui import filters, layout
from ui.layout import Col, KeyFigure
from ui.view import View

#: What stands in the address.
AREA, STATE, CHANNEL = "omrade", "tilstand", "kanal"
PROJECTS_PER_FIGURE = 20
_FIGURE_PAGE, _PRODUCT_PAGE = "side_figur", "side_produkter"
DASH = Text("–", "–")


def key_figures(found: Dissemination) -> list[KeyFigure]:
    """Finished projects with something for workplaces, with nothing, products past their date, and projects without any."""
    share = found.fit.pct
    limit = found.limit_days
    nothing = (
        KeyFigure(say("dissemination.key.nothing_no_limit"), say("dissemination.key.unknown")) if limit is None
        else KeyFigure(say("dissemination.key.nothing", days=limit), _of(found.count("finished_nothing"), found.finished))
    )  # fmt: skip
    overdue, silent = _of(found.items_in("overdue"), len(found.items)), _of(found.count("no_items"), len(found.projects))
    return [
        KeyFigure(
            say("dissemination.key.fit"), _of(found.fit.part, found.fit.whole),
            say("dissemination.key.fit_note", pct=share) if share is not None else None,
        ),
        nothing,
        KeyFigure(say("dissemination.key.overdue"), overdue, say("dissemination.key.products")),
        KeyFigure(say("dissemination.key.no_items"), silent, say("dissemination.key.projects")),
    ]  # fmt: skip


def _of(part: int, whole: int) -> Text:
    return say("dissemination.key.of", part=part, whole=whole)


def show_matrix(found: Dissemination, view: View) -> None:
    """Projects against channels, with filters, what needs action first; then the list with links."""
    layout.show_subtitle(say("dissemination.page.matrix_heading"))
    rows = _filtered(found, view)
    if rows.is_empty():
        layout.show_empty(say("dissemination.page.no_rows"))
        return
    page = filters.select_page(len(rows), PROJECTS_PER_FIGURE, _FIGURE_PAGE)
    part = rows.slice((page - 1) * PROJECTS_PER_FIGURE, PROJECTS_PER_FIGURE)
    layout.show_figure(
        lambda lang: charts.matrix(found, part, lang), found, "dissemination_matrix", table=_matrix_table(found, part, view),
        columns=_matrix_columns(found), alt=_matrix_alt(rows, part),
        variant=tuple(part.get_column("project_id")), wide=True,
    )  # fmt: skip
    layout.show_records(
        _project_rows(rows, view), "dissemination_projects", _project_columns(), found,
        caption=say("dissemination.page.projects_caption"),
    )  # fmt: skip


def _filtered(found: Dissemination, view: View) -> pl.DataFrame:
    areas = {row["area_id"]: found.area_names.get(row["area_id"], Text(row["area_id"], row["area_id"])).get(view.lang)
             for row in found.areas.drop_nulls("area_id").to_dicts()}  # fmt: skip
    if found.areas.get_column("area_id").null_count():
        areas[NO_AREA] = tell("dissemination.page.no_area", view.lang)
    channels = {row["channel"]: label("dissemination_channel", row["channel"], view.lang) for row in found.channels.to_dicts()}
    states = {state: label("dissemination_state", state, view.lang) for state in STATES}
    with st.container(horizontal=True):
        chosen = (
            filters.select_many(AREA, say("dissemination.page.area"), areas, width=230),
            filters.select_many(STATE, say("dissemination.page.state"), states, width=320),
            filters.select_many(CHANNEL, say("dissemination.page.channel"), channels, width=200),
        )  # fmt: skip
    filters.clear_button((AREA, STATE, CHANNEL))
    return found.selected(*chosen)


def _matrix_table(found: Dissemination, part: pl.DataFrame, view: View) -> pl.DataFrame:
    """The matrix in words: every channel says how many products are done, planned or past their date."""
    ids = part.get_column("project_id")
    words = {(cell["project_id"], cell["channel"]): _cell_words(cell, view.lang) for cell in found.cells(ids).to_dicts()}
    columns = {
        row["channel"]: pl.Series([words.get((project, row["channel"]), "") for project in ids], dtype=pl.String)
        for row in found.channels.to_dicts()
    }
    title = pl.col(f"title_{view.lang}").alias("title")
    return part.select("project_id", title, "state", "done", "items").with_columns(
        values.alias(f"in_{channel}") for channel, values in columns.items()
    )


def _cell_words(cell: dict[str, int], lang: str) -> str:
    parts = [
        tell(f"dissemination.cell.{name}", lang, count=cell[name])
        for name in ("done", "fit_done", "overdue", "planned", "undated", "stopped") if cell[name]
    ]  # fmt: skip
    return ", ".join(parts)


def _matrix_columns(found: Dissemination) -> dict[str, Col]:
    channels = {
        f"in_{row['channel']}": Col(Text(*(label("dissemination_channel", row["channel"], lang) for lang in ("nb", "en"))))
        for row in found.channels.to_dicts()
    }
    return {
        "project_id": Col(say("dissemination.column.project"), "short", to=("project", "project_id")),
        "title": Col(say("dissemination.column.title"), width=50), **channels,
        "done": Col(say("dissemination.column.done"), "int"), "items": Col(say("dissemination.column.items"), "int"),
    }  # fmt: skip


def _matrix_alt(rows: pl.DataFrame, part: pl.DataFrame) -> Text:
    counts = dict(rows.group_by("state").len().iter_rows())
    parts = [say(f"dissemination.part.{state}", count=counts[state]) for state in STATES if counts.get(state)]
    key = "alt" if len(part) == len(rows) else "alt_part_of"
    return say(f"dissemination.page.{key}", count=len(rows), shown=len(part), parts=parts)


def _project_rows(rows: pl.DataFrame, view: View) -> pl.DataFrame:
    """The projects as they are read."""
    names = {flag: label("dissemination_state", flag, view.lang) for flag in ACT_ON}
    flags = pl.col("flags").list.eval(pl.element().replace_strict(names, return_dtype=pl.String)).list.join(". ")
    state = {name: label("dissemination_state", name, view.lang) for name in STATES}
    todo = pl.when(pl.col("flags").list.len() > 0).then(flags).otherwise(pl.col("state").replace_strict(state))
    plan = {name: tell(f"dissemination.in_plan.{name}", view.lang) for name in ("yes", "no", "no_line")}
    return rows.with_columns(
        pl.col(f"title_{view.lang}").alias("title"),
        todo.alias("todo"),
        pl.col("in_plan").replace_strict(plan, return_dtype=pl.String),
        fit_words=_fit_words(view.lang),
    )


def _fit_words(lang: str) -> pl.Expr:
    """Whether any done product is fit for workplaces: yes, no, not stated, or nothing is done."""
    return (
        pl.when(pl.col("fit_done") > 0).then(pl.lit(tell("dissemination.fit.yes", lang)))
        .when(pl.col("fit_unknown_done") > 0).then(pl.lit(tell("dissemination.fit.unknown", lang)))
        .when(pl.col("done") > 0).then(pl.lit(tell("dissemination.fit.no", lang)))
        .otherwise(pl.lit(tell("dissemination.fit.nothing", lang)))
    )  # fmt: skip


def _project_columns() -> dict[str, Col]:
    kinds = {
        "status": "code:project_status", "todo": "text", "in_plan": "text",
        "done": "int",
        "fit_words": "text", "overdue": "int", "to_come": "int", "report_delivered_date": "date", "days_delivered": "int",
        "days_delivered_fit": "int", "report_published_date": "date", "days_published": "int", "days_published_fit": "int",
        "before_report": "int",
    }  # fmt: skip
    dashed = (
        "days_delivered",
        "days_delivered_fit",
        "days_published",
        "days_published_fit",
        "report_delivered_date",
        "report_published_date",
    )
    made = {
        name: Col(say(f"dissemination.column.{name}"), kind, DASH if name in dashed else None) for name, kind in kinds.items()
    }
    return {
        "project_id": Col(say("dissemination.column.project"), "short", to=("project", "project_id")),
        "title": Col(say("dissemination.column.title"), to=("project", "project_id"), width=50), **made,
    }  # fmt: skip


def show_days(found: Dissemination, view: View) -> None:
    """Days from the report to the first product, and to the first one that is fit for workplaces."""
    rows = [
        {"what": tell(f"dissemination.days.{name}", view.lang), "median": item.median, "shortest": item.shortest,
         "longest": item.longest, "count": item.count, "waiting": item.waiting, "before": item.before}
        for name, item in found.days.items()
    ]  # fmt: skip
    kinds = {
        "what": "text",
        "median": "num",
        "shortest": "int",
        "longest": "int",
        "count": "int",
        "waiting": "int",
        "before": "int",
    }
    columns = {
        name: Col(say(f"dissemination.days_column.{name}"), kind, DASH if kind != "text" else None)
        for name, kind in kinds.items()
    }
    layout.show_figure(
        lambda lang: charts.days(found, lang), found, "dissemination_days", table=pl.DataFrame(rows), columns=columns,
        title=say("dissemination.page.days_heading"), alt=_days_alt(found),
    )  # fmt: skip
    told = [waiting_text(name, item) for name, item in found.days.items()]
    layout.show_points([text for text in told if text is not None])


def _days_alt(found: Dissemination) -> Text:
    words = [days_text(name, item) for name, item in found.days.items()]
    return Text(*(" ".join(text.get(lang) for text in words) for lang in ("nb", "en")))


def show_parts(found: Dissemination, view: View) -> None:
    """By priority area and by channel, and every product."""
    layout.show_subtitle(say("dissemination.page.areas_heading"))
    none = tell("dissemination.page.no_area", view.lang)
    names = [
        found.area_names.get(area, Text(area, area)).get(view.lang) if area else none
        for area in found.areas.get_column("area_id")
    ]
    areas = found.areas.with_columns(pl.Series("area", names, dtype=pl.String))
    kinds = {
        "area": "text",
        **dict.fromkeys(("projects", "finished", "finished_done", "finished_fit", "products", "overdue", "no_items"), "int"),
    }
    layout.show_table(
        areas, "dissemination_areas", {name: Col(say(f"dissemination.area.{name}"), kind) for name, kind in kinds.items()},
        caption=say("dissemination.page.areas_caption"),
    )  # fmt: skip
    kinds = {
        "channel": "code:dissemination_channel",
        **dict.fromkeys(("projects", "done", "fit_done", "planned", "overdue"), "int"),
    }
    layout.show_table(
        found.channels, "dissemination_channels",
        {name: Col(say(f"dissemination.channel.{name}"), kind) for name, kind in kinds.items()},
        caption=say("dissemination.page.channels_caption"),
    )  # fmt: skip
    layout.show_subtitle(say("dissemination.page.products_heading"))
    order = {"overdue": 0, "undated": 1, "planned": 2, "done": 3, "stopped": 4}
    rows = found.items.sort(
        pl.col("state").replace_strict(order, return_dtype=pl.Int8), "planned_date", "dissemination_id", nulls_last=True
    )
    layout.show_records(
        rows,
        "dissemination_products",
        _product_columns(),
        found,
        caption=say("dissemination.page.products_caption"),
        name=_PRODUCT_PAGE,
    )


def _product_columns() -> dict[str, Col]:
    kinds = {
        "state": "code:dissemination_item_state", "channel": "code:dissemination_channel", "fit": "code:yes_no_unknown",
        "planned_date": "date", "done_date": "date", "days_late": "int", "plan_line_id": "short",
    }  # fmt: skip
    dashed = {"planned_date": say("dissemination.page.not_stated"), "done_date": DASH, "days_late": DASH, "plan_line_id": DASH}
    made = {name: Col(say(f"dissemination.product.{name}"), kind, dashed.get(name)) for name, kind in kinds.items()}
    made["plan_line_id"] = Col(
        say("dissemination.product.plan_line_id"), "short", DASH, to=("action_plan", "plan_line_id", "linje")
    )
    return {
        "project_id": Col(say("dissemination.column.project"), "short", to=("project", "project_id")),
        "title_nb": Col(say("dissemination.product.title"), width=50), **made,
    }  # fmt: skip
