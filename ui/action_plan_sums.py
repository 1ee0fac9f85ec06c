"""The sums of the page Handlingsplan mot faktisk: money by outcome, versions with changes, and every year."""

from __future__ import annotations

from typing import Any

import polars as pl

from analytics.portfolio.action_plan import ActionPlan
from analytics.portfolio.action_plan_events import OUTCOMES
from analytics.portfolio.action_plan_money import outcome_sums
from analytics.portfolio.action_plan_text import change_values, frame_text, sum_words, version_text
from analytics.portfolio.action_plan_years import YearPlan
from domain.codes import label
from domain.text import Text, say, tell
from reports.charts import action_plan as charts
from ui import layout
from ui.action_plan import DASH, LINE, YEAR
from ui.layout import Col
from ui.view import View

_CHANGE_PAGE = "side_endringer"


def show_sums(found: ActionPlan, plan: YearPlan, view: View) -> None:
    """The money of the plan by what became of the lines, with a sum; the frame, dissemination and support in words."""
    layout.show_subtitle(say("action_plan.page.sums_heading"))
    layout.show_text(frame_text(plan))
    rows = found.lines_of(plan.year)
    columns = {
        "outcome": Col(say("action_plan.column.outcome")), "lines": Col(say("action_plan.column.count"), "int"),
        "planned_amount_nok": Col(say("action_plan.column.planned"), "nok", DASH),
        "unknown": Col(say("action_plan.column.unknown"), "int"),
        "budget_nok": Col(say("action_plan.column.budget"), "nok", DASH),
        "bound_nok": Col(say("action_plan.column.bound"), "nok"), "paid_nok": Col(say("action_plan.column.paid"), "nok"),
    }  # fmt: skip
    layout.show_table(_sum_rows(rows, view.lang), "action_plan_sums", columns, caption=say("action_plan.page.sums_caption"))
    points = [say("action_plan.page.dissemination", part=plan.with_dissemination, whole=plan.research)]
    if plan.with_effort:
        ids = rows.filter(pl.col("effort_id").is_not_null()).get_column("effort_id").unique().sort()
        names = [found.effort_names.get(effort, Text(effort, effort)) for effort in ids]
        points.append(say("action_plan.page.effort", part=plan.with_effort, whole=plan.planned.count, names=names))
    else:
        points.append(say("action_plan.page.no_effort"))
    layout.show_points(points)


def _sum_rows(rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    words = {name: label("line_outcome", name, lang) for name in OUTCOMES}
    named = pl.col("outcome").replace_strict(words, default=None).fill_null(tell("action_plan.page.sum", lang))
    return outcome_sums(rows).with_columns(outcome=named)


def show_versions(found: ActionPlan, plan: YearPlan, view: View) -> None:
    """When each version was drafted, adopted and sent, and what was changed after the first adoption."""
    layout.show_subtitle(say("action_plan.page.versions_heading"))
    layout.show_points([
        say("action_plan.page.version", version=item.version, id=item.plan_id, title=item.title_nb, text=version_text(item))
        for item in plan.versions
    ])  # fmt: skip
    rows = found.changes.filter(pl.col("year") == plan.year)
    if plan.is_draft:
        return
    if rows.is_empty():
        layout.show_text(say("action_plan.page.no_changes"))
        return
    given = rows.to_dicts()
    values = [change_values(row) for row in given]
    how = [
        tell("action_plan.page.after_adoption" if late else "action_plan.page.in_version", view.lang, version=version)
        for late, version in rows.select("is_after_adoption", "version").iter_rows()
    ]
    told = rows.with_columns(
        pl.Series("before", [pair[0].get(view.lang) for pair in values]),
        pl.Series("after", [pair[1].get(view.lang) for pair in values]),
        pl.Series("field", [tell(f"action_plan.field.{row['field']}", view.lang) for row in given]),
        pl.Series("how", how),
    )  # fmt: skip
    columns = {
        "activity_id": Col(say("action_plan.column.line"), "short", to=("action_plan", "activity_id", LINE)),
        "title_nb": Col(say("action_plan.column.title"), width=50),
        **{name: Col(say(f"action_plan.column.{name}")) for name in ("field", "before", "after", "how")},
    }
    layout.show_records(
        told, "action_plan_changes", columns, found, caption=say("action_plan.page.changes_caption"), name=_CHANGE_PAGE
    )


def show_years(found: ActionPlan, view: View) -> None:
    """Every year in sums."""
    layout.show_figure(
        lambda lang: charts.year_bars(found, lang), found, "action_plan_years", table=_year_rows(found, view.lang),
        columns=_year_columns(), alt=_amounts_alt(found), title=say("action_plan.page.years_heading"),
    )  # fmt: skip
    layout.show_records(
        _year_rows(found, view.lang),
        "action_plan_year_list",
        _year_columns(),
        found,
        caption=say("action_plan.page.years_caption"),
    )
    if found.is_money_known:
        values = {name: found.without[name] for name in ("bound_nok", "paid_nok", "budget_nok")}
        layout.show_text(say("action_plan.page.without", **values))


def years_alt(found: ActionPlan) -> Text:
    """Each year's plan and what of it did not begin in its quarter."""
    parts = [
        say("action_plan.page.years_alt_part", year=str(item.year), part=item.missed.count, whole=item.planned.count)
        for item in found.years if item.versions
    ]  # fmt: skip
    return say("action_plan.page.years_alt", parts=parts)


def _amounts_alt(found: ActionPlan) -> Text:
    """Each year's planned amount, and that of what did not begin in its quarter."""
    parts = [
        say("action_plan.page.amounts_part", year=str(item.year), worth=sum_words(item.planned), missed=sum_words(item.missed))
        for item in found.years if item.versions
    ]  # fmt: skip
    return Text(*(" ".join(part.get(lang) for part in parts) for lang in ("nb", "en")))


def _year_rows(found: ActionPlan, lang: str) -> pl.DataFrame:
    rows = [_year_row(item, lang) for item in found.years]
    amounts = {name: pl.Decimal(18, 2) for name in _YEAR_KINDS if name.endswith("_nok")}
    return pl.DataFrame(rows, schema_overrides=amounts)


def _year_row(item: YearPlan, lang: str) -> dict[str, Any]:
    state = "none" if not item.versions else "draft" if item.is_draft else "adopted"
    outside, first = item.by_outcome["unplanned"], item.baseline
    return {
        "year": str(item.year), "state": tell(f"action_plan.state.{state}", lang),
        "adopted_date": first.adopted_date if first else None, "lines": item.planned.count,
        "planned_nok": item.planned.amount_nok if item.versions else None, "missed": item.missed.count,
        "missed_nok": item.missed.amount_nok, "dropped": item.by_outcome["dropped"].count, "changed": item.changed,
        "added": item.added.count, "unplanned": outside.count, "unplanned_nok": outside.amount_nok,
        "budget_nok": item.budget_nok, "bound_nok": item.bound_nok, "paid_nok": item.paid_nok,
    }  # fmt: skip


_YEAR_KINDS = {
    "year": "period", "state": "text", "adopted_date": "date", "lines": "int", "planned_nok": "nok", "missed": "int",
    "missed_nok": "nok", "dropped": "int", "changed": "int", "added": "int", "unplanned": "int", "unplanned_nok": "nok",
    "budget_nok": "nok", "bound_nok": "nok", "paid_nok": "nok",
}  # fmt: skip


def _year_columns() -> dict[str, Col]:
    made = {
        name: Col(say(f"action_plan.years.{name}"), kind, DASH if kind in ("nok", "date") else None)
        for name, kind in _YEAR_KINDS.items()
    }
    return made | {"year": Col(say("action_plan.years.year"), "period", to=("action_plan", "year", YEAR))}
