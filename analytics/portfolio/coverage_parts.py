"""The parts of the coverage result besides its matrices: areas, margins, what is unknown, and where every krone is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from analytics.portfolio.cells import Cell
from analytics.portfolio.matrix import sum_of
from analytics.portfolio.matrix_rows import valid_areas
from analytics.portfolio.status import AGREED
from data.snapshot import Snapshot
from domain.text import Text


@dataclass(frozen=True, slots=True)
class Area:
    """A priority area, in the order of the plan."""

    area_id: str
    name: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Margin:
    """All of one area, or of one kind of question.

    Attributes:
        id: the area's id or the kind of question.
        project_count: projects that count, each counted once here.
        projects_split: the same, split by shares.
        amount_nok: contract amounts, split by the same shares.
        covered, prioritised: how many of its prioritised cells are covered, and how many there are.
    """

    id: str
    project_count: int
    projects_split: float
    amount_nok: Decimal
    covered: int
    prioritised: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Projects that count but do not say all of their areas or questions."""

    no_area_ids: tuple[str, ...]
    no_question_ids: tuple[str, ...]
    amount_unknown_ids: tuple[str, ...]
    occurrence_unknown_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where every krone of the contracts is; the parts add up to the total exactly. Kroner without value added tax."""

    total_nok: Decimal
    in_cells_nok: Decimal
    in_prioritised_cells_nok: Decimal
    in_retired_areas_nok: Decimal
    unknown_place_nok: Decimal
    not_counted_nok: Decimal
    without_project_nok: Decimal


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How many projects have each part in the matrix."""

    registered: int
    counted: int
    coming: int
    excluded: int
    stopped: int


def areas_of(snapshot: Snapshot) -> tuple[Area, ...]:
    """The valid areas."""
    return tuple(
        Area(row["area_id"], Text(row["name_nb"], row["name_en"]), Text(row["short_nb"], row["short_en"]))
        for row in valid_areas(snapshot).iter_rows(named=True)
    )


def with_roles(projects: pl.DataFrame) -> pl.DataFrame:
    """The register with the `role` of each project in the matrix and the quarter of its planned start."""
    role = (
        pl.when(pl.col("status") == "stopped")
        .then(pl.lit("stopped"))
        .when(pl.col("occurrence_only").fill_null("unknown") == "yes")
        .then(pl.lit("excluded"))
        .when(pl.col("status").is_in(AGREED))
        .then(pl.lit("counted"))
        .otherwise(pl.lit("coming"))
    )
    start = pl.col("planned_start_date")
    quarter = start.dt.year().cast(pl.String) + "K" + start.dt.quarter().cast(pl.String)
    return projects.with_columns(role=role, planned_quarter=quarter)


def margins(counted: pl.DataFrame, column: str, ids: tuple[str, ...], cells: tuple[Cell, ...]) -> tuple[Margin, ...]:
    """The margins of these areas or questions. `counted` has one row per project that counts, area and question."""
    groups = counted.group_by(column).agg(pl.col("project_id").n_unique(), pl.col("share").sum(), pl.col("amount_nok").sum())
    found = {key: (count, share, amount) for key, count, share, amount in groups.iter_rows()}
    rows = []
    for id_ in ids:
        count, share, amount = found.get(id_, (0, 0.0, Decimal(0)))
        own = [cell for cell in cells if cell.is_prioritised and id_ in (cell.area_id, cell.question_kind)]
        rows.append(Margin(id_, count, share, amount, sum(cell.is_covered for cell in own), len(own)))
    return tuple(rows)


def retired_areas(counted: pl.DataFrame, area_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Areas that projects concern and that are not among those valid."""
    found = counted.get_column("area_id").drop_nulls().unique().sort().to_list()
    return tuple(area for area in found if area not in area_ids)


def unplaced(counted: pl.DataFrame, projects: pl.DataFrame) -> Unplaced:
    """The projects that count and leave something unsaid."""
    own = projects.filter(pl.col("role") == "counted")
    return Unplaced(
        no_area_ids=_ids(counted.filter(pl.col("area_id").is_null())),
        no_question_ids=_ids(counted.filter(pl.col("question_kind").is_null())),
        amount_unknown_ids=_ids(own.filter(pl.col("amount_nok").is_null())),
        occurrence_unknown_ids=_ids(own.filter(pl.col("occurrence_only").fill_null("unknown") == "unknown")),
    )


def _ids(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(rows.get_column("project_id").unique().sort().to_list())


def ledger(
    snapshot: Snapshot, projects: pl.DataFrame, counted: pl.DataFrame, cells: tuple[Cell, ...], area_ids: tuple[str, ...]
) -> Ledger:
    """Where every krone of the contracts is."""
    contracts = snapshot.table("contract")
    own = contracts.join(projects.select("project_id", "role"), on="project_id", how="left")
    known = pl.col("area_id").is_not_null() & pl.col("question_kind").is_not_null()
    current = pl.col("area_id").is_in(list(area_ids))
    return Ledger(
        total_nok=sum_of(contracts),
        in_cells_nok=sum_of(counted.filter(known & current)),
        in_prioritised_cells_nok=sum((c.amount_nok for c in cells if c.is_prioritised), Decimal(0)),
        in_retired_areas_nok=sum_of(counted.filter(known & ~current)),
        unknown_place_nok=sum_of(counted.filter(~known)),
        not_counted_nok=sum_of(own.filter(pl.col("role") != "counted")),
        without_project_nok=sum_of(own.filter(pl.col("role").is_null())),
    )


def counts(projects: pl.DataFrame) -> ProjectCounts:
    """How many projects have each role."""
    found = dict(projects.group_by("role").len().iter_rows())
    return ProjectCounts(len(projects), *(found.get(role, 0) for role in ("counted", "coming", "excluded", "stopped")))


def with_suppliers(snapshot: Snapshot, projects: pl.DataFrame) -> pl.DataFrame:
    """The register with the names of who carries each project out: the lead, else the suppliers of its contracts.

    Returns:
        `projects` with `supplier_nb` and `supplier_en`; empty where nobody is given.
    """
    names = snapshot.table("organisation").select(
        "organisation_id", supplier_nb="name_nb", supplier_en=pl.coalesce("name_en", "name_nb")
    )
    lead = pl.concat_list("lead_organisation_id")
    who = pl.when(pl.col("lead_organisation_id").is_not_null()).then(lead).otherwise(pl.col("supplier_ids"))
    each = projects.select("project_id", organisation_id=who).explode("organisation_id", empty_as_null=True, keep_nulls=True)
    told = (
        each.drop_nulls()
        .join(names, on="organisation_id", how="left")
        .with_columns(pl.coalesce(name, "organisation_id").alias(name) for name in ("supplier_nb", "supplier_en"))
    )
    joined = told.group_by("project_id", maintain_order=True).agg(pl.col("supplier_nb", "supplier_en").str.join(", "))
    return projects.join(joined, on="project_id", how="left")
