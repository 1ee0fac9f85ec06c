"""The register as it is searched, filtered and sorted: built once for a snapshot."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analytics.portfolio.needs_rows import organisation_names
from analytics.portfolio.programme import current_programme, of_programme
from analytics.portfolio.register_search import alphabetical, folded
from analytics.portfolio.status import STATUSES, project_status
from data.snapshot import Snapshot

#: Columns of `projects.register`, in their order.
COLUMNS: tuple[str, ...] = (
    "project_id", "title_nb", "title_en", "status", "area_ids", "question_kinds", "design_id", "research_type",
    "lead_organisation_id", "supplier_ids", "amount_nok", "paid_nok", "occurrence_only", "registered_date",
    "planned_start_date", "planned_end_date", "started_date", "completed_date", "stopped_date", "is_example",
)  # fmt: skip
#: What the register tells besides: words, and the years that a project runs or is to run.
FURTHER: tuple[str, ...] = (
    "area_nb", "area_en", "organisation_nb", "organisation_en", "routes", "start_date", "end_date", "ended_date",
    "first_year", "last_year",
)  # fmt: skip
LISTS: tuple[str, ...] = ("area_ids", "question_kinds", "supplier_ids", "routes")
_EMPTY_LIST = pl.lit([], dtype=pl.List(pl.String))


@dataclass(frozen=True, eq=False)
class Register:
    """Every project of the programme.

    Attributes:
        rows: one row a project, ordered by id: `COLUMNS` and `FURTHER`.
        keys: beside each row, what it is searched and sorted by: `search`, `title_nb`, `title_en`, `area`, `organisation`,
            `status`.
    """

    rows: pl.DataFrame
    keys: pl.DataFrame


def register_of(snapshot: Snapshot) -> Register:
    """The register of the snapshot, built once."""
    return snapshot.once("portfolio.register", lambda: _build(snapshot))


def _build(snapshot: Snapshot) -> Register:
    projects = of_programme(snapshot.table("project"), current_programme(snapshot))
    joined = projects.join(project_status(snapshot), on="project_id")
    parts = (
        _listed(snapshot.table("project_area"), "area_id", "area_ids"),
        _listed(snapshot.table("project_question"), "question_kind", "question_kinds"),
        _listed(snapshot.table("contract"), "organisation_id", "supplier_ids"),
        contract_amounts(snapshot),
        paid_amounts(snapshot),
        _area_words(snapshot),
        project_routes(snapshot).group_by("project_id").agg(routes=pl.col("route").unique().sort()),
        _names_of_parties(snapshot),
    )
    for part in parts:
        joined = joined.join(part, on="project_id", how="left")
    joined = joined.join(_leads(snapshot), on="lead_organisation_id", how="left").with_columns(*_period(snapshot))
    lists = [pl.col(name).fill_null(_EMPTY_LIST) for name in LISTS]
    whole = joined.with_columns(*lists, pl.col("is_example").fill_null(False)).sort("project_id")
    return Register(whole.select(*COLUMNS, *FURTHER), whole.select(**_keys()))


def contract_amounts(snapshot: Snapshot) -> pl.DataFrame:
    """`project_id` and `amount_nok`: the sum of each project's contracts, without value added tax."""
    contracts = snapshot.table("contract").filter(pl.col("project_id").is_not_null())
    return contracts.group_by("project_id").agg(pl.col("amount_nok").sum())


def paid_amounts(snapshot: Snapshot) -> pl.DataFrame:
    """`project_id` and `paid_nok`: the sum of payments to each project or on its contracts; credit notes are subtracted."""
    return of_projects(snapshot, "payment").group_by("project_id").agg(paid_nok=pl.col("amount_nok").sum())


def of_projects(snapshot: Snapshot, table: str) -> pl.DataFrame:
    """The payments or commitments of projects; those that only name a contract belong to the contract's project."""
    contracts = snapshot.table("contract").select("contract_id", of_contract="project_id")
    rows = snapshot.table(table).join(contracts, on="contract_id", how="left")
    return rows.with_columns(project_id=pl.coalesce("project_id", "of_contract")).drop("of_contract").filter(
        pl.col("project_id").is_not_null()
    )  # fmt: skip


def project_routes(snapshot: Snapshot) -> pl.DataFrame:
    """`project_id` and `route`: of the project's contracts; of its call while it has none."""
    contracts = snapshot.table("contract").filter(pl.col("project_id").is_not_null()).select("project_id", "route")
    calls = snapshot.table("call").select("call_id", "route")
    by_call = snapshot.table("project").join(calls, on="call_id").join(contracts, on="project_id", how="anti")
    return pl.concat([contracts, by_call.select("project_id", "route")]).drop_nulls().unique(maintain_order=True)


def project_organisations(snapshot: Snapshot) -> pl.DataFrame:
    """`project_id` and `organisation_id`: who leads the project, who supplies it, and who is a party of its contracts."""
    leads = snapshot.table("project").select("project_id", organisation_id="lead_organisation_id")
    contracts = snapshot.table("contract").filter(pl.col("project_id").is_not_null())
    parties = snapshot.table("contract_party").select("contract_id", party_id="organisation_id")
    others = contracts.join(parties, on="contract_id").select("project_id", organisation_id="party_id")
    whole = pl.concat([leads, contracts.select("project_id", "organisation_id"), others])
    return whole.drop_nulls().unique(maintain_order=True)


def _listed(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    given = frame.filter(pl.col("project_id").is_not_null() & pl.col(column).is_not_null())
    return given.group_by("project_id").agg(pl.col(column).unique().sort().alias(name))


def _area_words(snapshot: Snapshot) -> pl.DataFrame:
    """The short names of each project's areas, in the order of the areas."""
    areas = snapshot.table("priority_area").select("area_id", "short_nb", "short_en", "order_no")
    rows = snapshot.table("project_area").join(areas, on="area_id", how="left").sort("order_no", "area_id", nulls_last=True)
    named = [pl.coalesce(f"short_{lang}", "area_id").str.join(", ").alias(f"area_{lang}") for lang in ("nb", "en")]
    return rows.group_by("project_id", maintain_order=True).agg(named)


def _leads(snapshot: Snapshot) -> pl.DataFrame:
    names = organisation_names(snapshot)
    return names.rename({"organisation_id": "lead_organisation_id"})


def _names_of_parties(snapshot: Snapshot) -> pl.DataFrame:
    """All names of those who have a part in each project, for the search."""
    names = snapshot.table("organisation").select(
        "organisation_id", names=pl.concat_str("name_nb", "name_en", "short_name", separator=" ", ignore_nulls=True)
    )
    found = project_organisations(snapshot).join(names, on="organisation_id", how="left")
    return found.group_by("project_id", maintain_order=True).agg(party_names=pl.col("names").str.join(" "))


def _period(snapshot: Snapshot) -> list[pl.Expr]:
    """The first and last day as far as known: what happened, else what is planned; work under way runs at least to the day."""
    begun = pl.col("started_date").is_not_null()
    start = pl.coalesce("started_date", "planned_start_date")
    ended = pl.coalesce("stopped_date", "completed_date")
    still = pl.when(begun).then(pl.max_horizontal("planned_end_date", pl.lit(snapshot.as_of))).otherwise("planned_end_date")
    end = pl.coalesce(ended, still)
    return [
        start.alias("start_date"), end.alias("end_date"), ended.alias("ended_date"),
        start.dt.year().alias("first_year"), pl.max_horizontal(start.dt.year(), end.dt.year()).alias("last_year"),
    ]  # fmt: skip


def _keys() -> dict[str, pl.Expr]:
    said = pl.concat_str("project_id", "title_nb", "title_en", "summary_nb", "party_names", separator=" ", ignore_nulls=True)
    order = {status: place for place, status in enumerate(STATUSES)}
    return {
        "search": folded(said),
        "title_nb": alphabetical(pl.col("title_nb")),
        "title_en": alphabetical(pl.coalesce("title_en", "title_nb")),
        "area": alphabetical(pl.col("area_nb")),
        "organisation": alphabetical(pl.coalesce("organisation_nb", "lead_organisation_id")),
        "status": pl.col("status").replace_strict(order, default=len(order), return_dtype=pl.Int64),
    }
