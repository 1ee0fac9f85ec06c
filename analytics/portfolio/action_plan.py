"""The action plan as frozen at adoption against what happened: begun, later, changed, dropped, and outside the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.action_plan_events import outside_id, quarter_of, unplanned_work, with_outcome, with_work, work_of
from analytics.portfolio.action_plan_money import PlanMoney, money_of, outcome_sums, shared_budgets
from analytics.portfolio.action_plan_text import plan_sentence
from analytics.portfolio.action_plan_versions import (
    COMPARED,
    OpenSnapshot,
    changes_of,
    frozen_lines,
    lines_of,
    plan_activities,
    versions_of,
    with_activities,
)
from analytics.portfolio.action_plan_years import YearPlan, year_plan
from analytics.portfolio.programme import current_programme, of_programme
from analytics.result import Basis, basis
from analytics.spending.levels import frames_in_force
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text, say

_TABLES = (
    "action_plan", "action_plan_line", "knowledge_need", "project", "call", "call_step", "contract", "budget_line",
    "commitment", "payment", "frame", "dissemination",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class ActionPlan:
    """The action plans of the current programme against what happened, with one year in focus.

    Attributes:
        year: the year in focus: the one asked for, else that of the plan in force on the day; None when there is no plan.
        years: every year with a plan, or with work outside any plan, in order.
        lines: one row per activity of a plan and per piece of work outside the plans, all years; the columns of `LINE`.
        changes: what was changed in the plans after the first adoption; see `action_plan_versions.changes_of`.
        projects: the projects that belong to lines or stand outside the plan, with status.
        calls: the calls likewise.
        without: kroner that belong to no line and to no work outside the plan, by kind.
        is_money_known: whether any budget line, commitment or payment is recorded.
    """

    basis: Basis
    year: int | None
    years: tuple[YearPlan, ...]
    lines: pl.DataFrame
    changes: pl.DataFrame
    projects: pl.DataFrame
    calls: pl.DataFrame
    effort_names: dict[str, Text]
    without: dict[str, Decimal]
    is_money_known: bool

    @property
    def focus(self) -> YearPlan | None:
        """The plan of the year in focus; None when that year has none."""
        return self.of(self.year)

    @property
    def next_drafts(self) -> tuple[YearPlan, ...]:
        """Later years whose plan is only a draft."""
        return tuple(item for item in self.years if item.is_draft and item.versions and item.year > (self.year or 0))

    @property
    def sentence(self) -> Text:
        """When the plan was adopted, what did not begin in its quarter and is worth how much, and what was not planned."""
        return plan_sentence(self.basis.as_of, self.year, self.focus)

    def of(self, year: int | None) -> YearPlan | None:
        """The plan of a year; None when there is none."""
        return next((item for item in self.years if item.year == year and item.versions), None)

    def lines_of(self, year: int | None) -> pl.DataFrame:
        """The rows of one year: the plan's lines by outcome, then the work outside it."""
        return self.lines.filter(pl.col("year") == year) if year is not None else self.lines.clear()

    def as_json(self) -> dict[str, Any]:
        """The year in focus, every year in sums, every line with frozen and present values, and the changes."""
        return {
            "year": self.year,
            "focus": self.focus.as_json() if self.focus else None,
            "years": [{**item.as_json(), "sums": outcome_sums(self.lines_of(item.year)).to_dicts()} for item in self.years],
            "lines": self.lines.to_dicts(),
            "changes": self.changes.to_dicts(),
            "without_line": dict(self.without) if self.is_money_known else None,
        }

    def table(self) -> pl.DataFrame:
        """One row per line of the year in focus, and per piece of work outside its plan; lists are joined by semicolon."""
        return self.lines_of(self.year).with_columns(pl.col(name).list.join("; ") for name in LISTS)


#: The columns of `ActionPlan.lines`.
LINE = (
    "item_id", "year", "kind", "origin", "outcome", "title_nb", "title_en", "category", "area_id", "planned_quarter",
    "planned_amount_nok", "frozen_quarter", "frozen_amount_nok", "frozen_route", "frozen_need_id", "quarter", "amount_nok",
    "route", "need_id", "changes", "start_date", "start_quarter", "start_basis", "slip_quarters", "slip_days",
    "is_quarter_over", "missed_quarter", "out_date", "out_reason_nb", "left_out_version", "is_removed", "added_date",
    "added_version", "call_status", "budget_nok", "budget_on", "committed_nok", "bound_nok", "paid_nok", "contract_nok",
    "dissemination_nb", "has_dissemination", "is_research", "effort_id", "line_ids", "project_ids", "call_ids",
    "call_routes",
)  # fmt: skip
LISTS = ("changes", "budget_on", "line_ids", "project_ids", "call_ids", "call_routes")


def action_plan(snapshot: Snapshot, year: int | None = None, *, open_snapshot: OpenSnapshot | None = None) -> ActionPlan:
    """The yearly action plans of the current programme, as frozen when they were first adopted, against what happened.

    The frozen lines are read from the snapshot of the day of adoption, so that later corrections do not change them. A plan
    that is not adopted is a draft, and nothing of it is frozen. Planned amounts are kroner of the plan; contract sums, bound
    and paid are kroner without value added tax of all years, since work that was planned in one year is paid in several. A
    line without quarter or amount is unknown, not zero. Work outside the plans is projects that belong to no line, and calls
    without line and project, in the year they were registered.

    Args:
        snapshot: the day.
        year: the year in focus; default that of the plan in force on the day.
        open_snapshot: gives the same data at the day of an adoption. Without it the lines of today are taken that were listed
            by that day.

    The reader may not conclude that work that began later was worse, nor why it did.
    """
    programme = current_programme(snapshot)
    versions = versions_of(of_programme(snapshot.table("action_plan"), programme))
    own = pl.col("plan_id").is_in(versions.get_column("plan_id").implode())
    current, frozen = lines_of(snapshot).filter(own), frozen_lines(snapshot, versions, open_snapshot)
    activities = with_activities(versions, current, frozen)
    standing = plan_activities(versions, activities, current, frozen)
    activities = activities.filter(pl.col("activity_id").is_in(standing.get_column("activity_id").implode()))
    projects, calls = work_of(snapshot, activities)
    unplanned = unplanned_work(projects, calls)
    money = money_of(snapshot, activities.select("plan_line_id", "activity_id"), *_places(standing, projects, calls))
    lines = _lines(snapshot, standing, projects, calls, unplanned, money, activities)
    frames = frames_in_force(snapshot, programme.programme_id) if programme else {}
    held = {int(found) for found in [*versions.get_column("year"), *lines.get_column("year").drop_nulls()]}
    years = []
    for found in sorted(held):
        of_year = pl.col("year") == found
        years.append(year_plan(found, versions.filter(of_year), lines.filter(of_year), frames.get(("programme", found))))
    return ActionPlan(
        basis(snapshot, *_TABLES, caveats=_caveats(snapshot, versions, open_snapshot is not None)),
        year if year is not None else _in_force(years, snapshot.as_of.year), tuple(years), lines,
        changes_of(versions, activities, current, frozen, standing), projects, calls, _efforts(snapshot), money.without,
        money.is_known,
    )  # fmt: skip


def _places(standing: pl.DataFrame, projects: pl.DataFrame, calls: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What each activity and item is for, and where the money of each project and call belongs."""
    none = pl.lit(None, dtype=pl.String)
    of_projects = projects.select(
        project_id="project_id", call_id=none, item_id="activity_id", outside=outside_id("project", "project_id")
    )
    alone = ~pl.col("call_id").is_in(projects.get_column("call_id").drop_nulls().implode())
    of_calls = calls.select(
        project_id=none, call_id="call_id", item_id="activity_id", outside=pl.when(alone).then(outside_id("call", "call_id"))
    )
    items = pl.concat([of_projects, of_calls])
    outside = items.filter(pl.col("item_id").is_null()).select(item_id="outside", category=pl.lit("fou")).drop_nulls()
    known = standing.select(item_id="activity_id", category="category")
    return pl.concat([known, outside]), items.select("project_id", "call_id", pl.coalesce("item_id", "outside"))


def _lines(
    snapshot: Snapshot, standing: pl.DataFrame, projects: pl.DataFrame, calls: pl.DataFrame, unplanned: pl.DataFrame,
    money: PlanMoney, activities: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    worked = with_outcome(with_work(standing, projects, calls, money.rows), snapshot.as_of)
    told = worked.join(_disseminated(snapshot, activities), on="activity_id", how="left")
    told = told.join(shared_budgets(snapshot, projects, activities), on="activity_id", how="left")
    is_frozen = pl.col("origin") == "frozen"
    differs = [pl.when(is_frozen & ~pl.col(f"frozen_{name}").eq_missing(pl.col(name))).then(pl.lit(name)) for name in COMPARED]
    route = pl.when(is_frozen).then("frozen_route").otherwise("route")
    other = (pl.col("call_routes").list.len() > 0) & ~pl.col("call_routes").list.contains(route)
    differs.append(pl.when(other).then(pl.lit("route_used")))
    words = pl.coalesce("frozen_dissemination_nb", "dissemination_nb")
    category = pl.coalesce("frozen_category", "category")
    planned = told.with_columns(
        item_id="activity_id", kind=pl.lit("line"),
        planned_amount_nok=pl.when(is_frozen).then("frozen_amount_nok").otherwise("amount_nok"),
        changes=pl.concat_list(*differs).list.drop_nulls(), dissemination_nb=words,
        has_dissemination=(words.str.strip_chars().fill_null("") != "") | pl.col("has_items").fill_null(False),
        is_research=category.is_null() | (category == "fou"), effort_id=pl.coalesce("frozen_effort_id", "effort_id"),
    )  # fmt: skip
    outside = unplanned.rename({"amount_nok": "contract_nok"}).with_columns(
        outcome=pl.lit("unplanned"), origin=pl.lit(None, dtype=pl.String), start_quarter=quarter_of("start_date")
    )
    whole = pl.concat([planned, outside], how="diagonal_relaxed").join(
        money.rows, on="item_id", how="left", maintain_order="left"
    )
    whole = whole.join(money.budgets, on="item_id", how="left", maintain_order="left")
    zero = pl.lit(Decimal(0) if money.is_known else None, dtype=pl.Decimal(18, 2))
    contracts = _contracts(projects)
    whole = whole.join(contracts, on="item_id", how="left", maintain_order="left").with_columns(
        pl.coalesce("contract_nok", "of_projects_nok").alias("contract_nok")
    )
    own_id = pl.when(pl.col("kind") == "line").then("item_id").otherwise(
        pl.coalesce(pl.col("project_ids").list.first(), pl.col("call_ids").list.first())
    )  # fmt: skip
    filled = whole.with_columns(own_id.alias("item_id")).with_columns(
        [pl.col(name).fill_null(zero) for name in ("committed_nok", "bound_nok", "paid_nok")]
        + [pl.col(name).fill_null(pl.lit([], dtype=pl.List(pl.String))) for name in LISTS]
        + [pl.col(name).fill_null(False) for name in ("missed_quarter", "is_removed", "has_dissemination", "is_research")]
    )
    order = pl.col("outcome").replace_strict({name: n for n, name in enumerate(_ORDER)}, default=99, return_dtype=pl.Int8)
    return filled.select(LINE).sort("year", order, "planned_quarter", "start_date", "item_id", nulls_last=True)


#: The order in which lines are shown: what did not begin in its quarter first.
_ORDER = (
    "started_late", "in_procurement", "not_started", "dropped", "unknown", "started_unknown", "started", "not_due", "unplanned",
)  # fmt: skip


def _contracts(projects: pl.DataFrame) -> pl.DataFrame:
    """Contract sums of the projects of each activity; empty where none has a contract."""
    amount = pl.col("amount_nok")
    return projects.filter(pl.col("activity_id").is_not_null()).group_by("activity_id").agg(
        of_projects_nok=pl.when(amount.count() > 0).then(amount.sum())
    ).rename({"activity_id": "item_id"})  # fmt: skip


def _disseminated(snapshot: Snapshot, activities: pl.DataFrame) -> pl.DataFrame:
    named = snapshot.table("dissemination").select("plan_line_id").drop_nulls()
    return (
        activities.join(named, on="plan_line_id", how="semi").select("activity_id").unique().with_columns(has_items=pl.lit(True))
    )


def _in_force(years: Sequence[YearPlan], today: int) -> int | None:
    """The year of the plan in force: the last adopted one for this year or before, else the first to come, else a draft."""
    with_plan = [item for item in years if item.versions]
    adopted = [item.year for item in with_plan if not item.is_draft]
    past = [year for year in adopted if year <= today]
    if past or adopted:
        return past[-1] if past else adopted[0]
    drafts = [item.year for item in with_plan]
    current = [year for year in drafts if year <= today]
    return next(iter([*current[::-1], *drafts]), None)


def _efforts(snapshot: Snapshot) -> dict[str, Text]:
    rows = snapshot.table("related_effort").select("effort_id", "name_nb", "name_en")
    return {effort: Text(nb, en or nb) for effort, nb, en in rows.iter_rows()}


def _caveats(snapshot: Snapshot, versions: pl.DataFrame, is_frozen: bool) -> tuple[Text, ...]:
    keys = ["frozen", "start", "money", "budget", "cause"]
    if not is_frozen:
        keys[0] = "not_frozen"
    if len(versions) > versions.get_column("year").n_unique():
        keys.insert(1, "versions")
    if not snapshot.can_see(TABLES["site"]):
        keys.append("sites_hidden")
    return tuple(say(f"action_plan.caveat.{key}") for key in keys)
