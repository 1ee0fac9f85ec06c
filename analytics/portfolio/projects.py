"""The register of projects: who does what, for which area and question, for how much and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.status import STATUSES, project_status
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text, say

_TABLES = ("project", "project_area", "project_question", "contract", "deliverable", "call")


@dataclass(frozen=True, eq=False)
class ProjectRegister:
    """Every project of the programme that is known on the day.

    Attributes:
        basis: what the result rests on.
        rows: one row a project, ordered by id; the columns of `register`.
    """

    basis: Basis
    rows: pl.DataFrame

    @property
    def by_status(self) -> dict[str, int]:
        """How many projects have each status; statuses that no project has are 0."""
        return status_counts(self.rows)

    @property
    def sentence(self) -> Text:
        """How many projects there are, and how many have each status."""
        if self.rows.is_empty():
            return say("portfolio.projects_none", date=self.basis.as_of)
        key = "portfolio.projects_one" if len(self.rows) == 1 else "portfolio.projects_many"
        return say(key, date=self.basis.as_of, count=len(self.rows), parts=status_parts(self.by_status))

    def as_json(self) -> dict[str, Any]:
        """`count`, `by_status` and the projects."""
        return {"count": len(self.rows), "by_status": self.by_status, "projects": self.rows.to_dicts()}

    def table(self) -> pl.DataFrame:
        """One row a project; lists are joined by semicolon."""
        return self.rows.with_columns(pl.col(name).list.join("; ") for name in _LISTS)


_LISTS = ("area_ids", "question_kinds", "supplier_ids")


def projects(snapshot: Snapshot, choices: Mapping[str, str] | None = None) -> ProjectRegister:
    """The projects of the programme with status, areas, questions, supplier, money and dates.

    Stopped projects and projects that only describe occurrence are part of the register. Amounts are kroner without
    value added tax; a project without a contract has no amount, which is not zero.
    """
    caveats = (say("portfolio.caveat_status_computed"),)
    return ProjectRegister(basis(snapshot, *_TABLES, caveats=caveats), register(snapshot))


def register(snapshot: Snapshot) -> pl.DataFrame:
    """One row a project of the programme.

    Returns:
        `project_id`, titles, `status`, `area_ids`, `question_kinds`, `design_id`, `research_type`,
        `lead_organisation_id`, `supplier_ids`, `amount_nok` (sum of contracts; empty without one), `paid_nok` (sum of
        payments, credit notes subtracted; empty without one), `occurrence_only`, dates, `is_example`.
    """
    rows = of_programme(snapshot.table("project"), current_programme(snapshot))
    areas = _listed(snapshot.table("project_area"), "area_id", "area_ids")
    questions = _listed(snapshot.table("project_question"), "question_kind", "question_kinds")
    suppliers = _listed(snapshot.table("contract"), "organisation_id", "supplier_ids")
    joined = rows.join(project_status(snapshot), on="project_id")
    for part in (areas, questions, suppliers, contract_amounts(snapshot), _paid(snapshot)):
        joined = joined.join(part, on="project_id", how="left")
    lists = [pl.col(name).fill_null(pl.lit([], dtype=pl.List(pl.String))) for name in _LISTS]
    example = pl.col("is_example").fill_null(False)
    return joined.with_columns(*lists, example).select(_COLUMNS).sort("project_id")


_COLUMNS = (
    "project_id",
    "title_nb",
    "title_en",
    "status",
    "area_ids",
    "question_kinds",
    "design_id",
    "research_type",
    "lead_organisation_id",
    "supplier_ids",
    "amount_nok",
    "paid_nok",
    "occurrence_only",
    "registered_date",
    "planned_start_date",
    "planned_end_date",
    "started_date",
    "completed_date",
    "stopped_date",
    "is_example",
)


def contract_amounts(snapshot: Snapshot) -> pl.DataFrame:
    """`project_id` and `amount_nok`: the sum of each project's contracts, without value added tax."""
    contracts = snapshot.table("contract").filter(pl.col("project_id").is_not_null())
    return contracts.group_by("project_id").agg(pl.col("amount_nok").sum())


def status_counts(rows: pl.DataFrame) -> dict[str, int]:
    """How many rows have each project status, in the order of the ladder; 0 where there is none."""
    found = dict(rows.group_by("status").len().iter_rows())
    return {status: found.get(status, 0) for status in STATUSES}


def status_parts(counts: dict[str, int]) -> list[Text]:
    """ "12 pågår", "3 planlagt" and so on, for the statuses that occur."""
    codes = CODE_LISTS["project_status"].by_value
    words = {status: Text(codes[status].nb.lower(), codes[status].en.lower()) for status in counts}
    return [say("portfolio.status_part", count=count, status=words[status]) for status, count in counts.items() if count]


def _listed(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    given = frame.filter(pl.col("project_id").is_not_null() & pl.col(column).is_not_null())
    return given.group_by("project_id").agg(pl.col(column).unique().sort().alias(name))


def _paid(snapshot: Snapshot) -> pl.DataFrame:
    payments = snapshot.table("payment").filter(pl.col("project_id").is_not_null())
    return payments.group_by("project_id").agg(paid_nok=pl.col("amount_nok").sum())
