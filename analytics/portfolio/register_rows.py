"""The rows of the register: one a project, with status, money, dates and all that it is linked to."""

from __future__ import annotations

import polars as pl

from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.status import project_status
from data.snapshot import Snapshot

#: Columns of `register` that hold lists.
LISTS: tuple[str, ...] = ("area_ids", "question_kinds", "supplier_ids")
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
    "paid_on_contracts_nok",
    "occurrence_only",
    "registered_date",
    "planned_start_date",
    "planned_end_date",
    "started_date",
    "completed_date",
    "stopped_date",
    "is_example",
)


def register(snapshot: Snapshot) -> pl.DataFrame:
    """One row a project of the programme.

    Returns:
        `project_id`, titles, `status`, `area_ids`, `question_kinds`, `design_id`, `research_type`,
        `lead_organisation_id`, `supplier_ids`, `amount_nok` (sum of contracts; empty without one), `paid_nok` (sum of
        payments, credit notes subtracted; empty without one), `paid_on_contracts_nok` (the part that names a contract),
        `occurrence_only`, dates, `is_example`.
    """
    rows = of_programme(snapshot.table("project"), current_programme(snapshot))
    areas = _listed(snapshot.table("project_area"), "area_id", "area_ids")
    questions = _listed(snapshot.table("project_question"), "question_kind", "question_kinds")
    suppliers = _listed(snapshot.table("contract"), "organisation_id", "supplier_ids")
    joined = rows.join(project_status(snapshot), on="project_id")
    for part in (areas, questions, suppliers, contract_amounts(snapshot), _paid(snapshot)):
        joined = joined.join(part, on="project_id", how="left")
    lists = [pl.col(name).fill_null(pl.lit([], dtype=pl.List(pl.String))) for name in LISTS]
    example = pl.col("is_example").fill_null(False)
    return joined.with_columns(*lists, example).select(_COLUMNS).sort("project_id")


def contract_amounts(snapshot: Snapshot) -> pl.DataFrame:
    """`project_id` and `amount_nok`: the sum of each project's contracts, without value added tax."""
    contracts = snapshot.table("contract").filter(pl.col("project_id").is_not_null())
    return contracts.group_by("project_id").agg(pl.col("amount_nok").sum())


def _listed(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    given = frame.filter(pl.col("project_id").is_not_null() & pl.col(column).is_not_null())
    return given.group_by("project_id").agg(pl.col(column).unique().sort().alias(name))


def _paid(snapshot: Snapshot) -> pl.DataFrame:
    """`paid_nok`, and what of it is paid on contracts; a payment that names only a contract is of that contract's project."""
    contracts = snapshot.table("contract").select("contract_id", of_contract="project_id")
    payments = snapshot.table("payment").join(contracts, on="contract_id", how="left")
    placed = payments.with_columns(project_id=pl.coalesce("project_id", "of_contract")).filter(pl.col("project_id").is_not_null())
    amount, own = pl.col("amount_nok"), pl.col("of_contract") == pl.col("project_id")
    on_contracts = pl.when(own.any()).then(amount.filter(own).sum())
    return placed.group_by("project_id").agg(paid_nok=amount.sum(), paid_on_contracts_nok=on_contracts)
