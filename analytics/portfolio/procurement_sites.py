"""Trial sites and the stimulation money, by site and industry, with what is tied to no site (chapter 5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from analytics.portfolio.programme import current_programme, of_programme
from data.snapshot import Snapshot
from domain.tables import ROLES_WITH_ACCESS, TABLES

CATEGORY = "stimulation"
_ZERO = pl.lit(Decimal("0.00"), dtype=pl.Decimal(18, 2))
AMOUNTS: tuple[str, ...] = ("assigned_nok", "conditional_nok", "drawn_nok")


@dataclass(frozen=True, eq=False)
class Sites:
    """The register of trial sites, and every krone of stimulation money.

    Amounts are kroner without value added tax. Assigned is bound, and conditional with its condition met, less what is
    released; conditional is promised on a condition that is not met; drawn is paid, credit notes subtracted.

    Attributes:
        is_shown: whether the reader may see the sites.
        names_shown: whether the reader may see their names.
        rows: one row a site: id, name (empty when not shown), project, industry, employees, joined, left, reason, the
            amounts and `left_nok` (assigned less drawn).
        industries: one row an industry, also that of sites without one: `sites`, `sites_left`, `employees` (of those
            told), `employees_unknown` and the amounts.
        assigned_nok, conditional_nok, drawn_nok: the purpose's totals.
        untied: of the totals, what is tied to no site; the sites' amounts and these add up to the totals.
        other_purpose_nok: paid to sites under another purpose, and not in any amount here.
    """

    is_shown: bool
    names_shown: bool
    rows: pl.DataFrame
    industries: pl.DataFrame
    assigned_nok: Decimal
    conditional_nok: Decimal
    drawn_nok: Decimal
    untied: dict[str, Decimal]
    other_purpose_nok: Decimal

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def left_count(self) -> int:
        """Sites that have left."""
        return self.rows.get_column("left_date").drop_nulls().len()


def sites_of(snapshot: Snapshot) -> Sites:
    """The trial sites of the programme's projects, and the money of the purpose."""
    programme = current_programme(snapshot)
    projects = of_programme(snapshot.table("project"), programme).select(
        "project_id", project_title_nb="title_nb", project_title_en="title_en"
    )
    money = _money(snapshot)
    register = snapshot.table("site").join(projects, on="project_id")
    rows = _with_money(register, money)
    industries = _industries(snapshot, rows)
    totals = {name: _sum(money, name) for name in AMOUNTS}
    tied = {name: _sum(rows, name) for name in AMOUNTS}
    return Sites(
        is_shown=snapshot.can_see(TABLES["site"]),
        names_shown=snapshot.can_see(TABLES["site"]) and _sees_names(snapshot),
        rows=_named_industry(snapshot, rows).sort("industry_order", "joined_date", "site_id").drop("industry_order"),
        industries=industries, **totals,
        untied={name: totals[name] - tied[name] for name in AMOUNTS},
        other_purpose_nok=_other_purpose(snapshot, register),
    )  # fmt: skip


def _sees_names(snapshot: Snapshot) -> bool:
    access = TABLES["site"].column("name_nb").access
    return access is None or snapshot.role in ROLES_WITH_ACCESS[access]


def _money(snapshot: Snapshot) -> pl.DataFrame:
    """One row a site (empty for none) with the amounts of the purpose."""
    programme = current_programme(snapshot)
    commitments = of_programme(snapshot.table("commitment"), programme).filter(pl.col("category") == CATEGORY)
    payments = of_programme(snapshot.table("payment"), programme).filter(pl.col("category") == CATEGORY)
    amount, kind = pl.col("amount_nok"), pl.col("kind")
    is_open = (kind == "conditional") & pl.col("condition_met_date").is_null()
    bound = commitments.group_by("site_id").agg(
        assigned_nok=pl.when(kind == "release").then(-amount).when(is_open).then(_ZERO).otherwise(amount).sum(),
        conditional_nok=pl.when(is_open).then(amount).otherwise(_ZERO).sum(),
    )  # fmt: skip
    paid = payments.group_by("site_id").agg(drawn_nok=amount.sum())
    both = bound.join(paid, on="site_id", how="full", coalesce=True, nulls_equal=True)
    return both.with_columns(pl.col(name).fill_null(Decimal(0)) for name in AMOUNTS)


def _with_money(register: pl.DataFrame, money: pl.DataFrame) -> pl.DataFrame:
    joined = register.join(money, on="site_id", how="left").with_columns(pl.col(name).fill_null(Decimal(0)) for name in AMOUNTS)
    return joined.with_columns(left_nok=pl.col("assigned_nok") - pl.col("drawn_nok")).select(
        "site_id", "name_nb", "project_id", "project_title_nb", "project_title_en", "industry_id", "employees", "joined_date",
        "left_date", "left_reason_nb", *AMOUNTS, "left_nok",
    )  # fmt: skip


def _industries(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    employees = pl.col("employees")
    groups = rows.group_by("industry_id").agg(
        sites=pl.len(), sites_left=pl.col("left_date").is_not_null().sum(),
        employees=pl.when(employees.count() > 0).then(employees.sum()), employees_unknown=employees.is_null().sum(),
        **{name: pl.col(name).sum() for name in AMOUNTS},
    )  # fmt: skip
    named = _named_industry(snapshot, groups)
    return named.sort("industry_order", "industry_id", nulls_last=True).drop("industry_order")


def _named_industry(snapshot: Snapshot, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `industry_nb`, `industry_en` and `industry_order`: the order of the list of industries, unknown last."""
    names = snapshot.table("industry").with_row_index("industry_order").select(
        "industry_id", "industry_order", industry_nb="name_nb", industry_en=pl.coalesce("name_en", "name_nb")
    )  # fmt: skip
    joined = frame.join(names, on="industry_id", how="left")
    return joined.with_columns(pl.col("industry_order").cast(pl.Int64).fill_null(len(names)))


def _sum(frame: pl.DataFrame, name: str) -> Decimal:
    return Decimal(str(frame.get_column(name).sum() or 0))


def _other_purpose(snapshot: Snapshot, register: pl.DataFrame) -> Decimal:
    payments = of_programme(snapshot.table("payment"), current_programme(snapshot))
    others = payments.join(register.select("site_id"), on="site_id", how="semi").filter(pl.col("category") != CATEGORY)
    return _sum(others, "amount_nok")
