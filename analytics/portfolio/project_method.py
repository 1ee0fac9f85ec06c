"""How one project works: design and what it can say something about, levels, involvement, priorities, and the question of 8.1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.evidence.levels import project_levels
from analytics.portfolio.project_rows import Row, among, both, named, own
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from domain.text import Text


@dataclass(frozen=True, eq=False)
class Method:
    """How the work is done.

    Attributes:
        design: the main design's tag (`design_id`, names, `speaks_about_nb`, `sms_start`); None when none is registered.
        levels: the row of `analytics.evidence.levels.project_levels`.
        assessments: each assessment with rater, date and reason, also those that a later one of the rater has replaced.
        methods, disciplines: tags with names.
        involvement: one row a party kind and form, of all party kinds of 8.1; `form` empty where none is registered.
        priorities: every general priority of the project's programme with `state`, `evidence_nb`, `assessed_by`,
            `assessed_date`; `state` empty where nobody has assessed it.
        occurrence: the answer to whether the work only describes occurrence, by whom, when and why.
    """

    design: Row | None
    levels: Row
    assessments: pl.DataFrame
    methods: pl.DataFrame
    disciplines: pl.DataFrame
    involvement: pl.DataFrame
    priorities: pl.DataFrame
    occurrence: Row

    @property
    def design_name(self) -> Text | None:
        """The main design in words."""
        return None if self.design is None else both(self.design, "design")

    @property
    def missing_parties(self) -> tuple[str, ...]:
        """The party kinds that no involvement is registered for."""
        return tuple(self.involvement.filter(pl.col("form").is_null()).get_column("party_kind").to_list())

    @property
    def open_priorities(self) -> pl.DataFrame:
        """General priorities that nobody has assessed."""
        return self.priorities.filter(pl.col("state").is_null() | (pl.col("state") == "not_assessed"))

    def as_json(self) -> dict[str, Any]:
        """Everything, under one name each."""
        return {
            "design": self.design, "levels": self.levels, "assessments": self.assessments.to_dicts(),
            "methods": self.methods.to_dicts(), "disciplines": self.disciplines.to_dicts(),
            "involvement": self.involvement.to_dicts(), "parties_not_registered": self.missing_parties,
            "general_priorities": self.priorities.to_dicts(), "occurrence": self.occurrence,
        }  # fmt: skip


def method(snapshot: Snapshot, row: Row) -> Method:
    """How the project of `row` works."""
    id_ = row["project_id"]
    levels = project_levels(snapshot).filter(pl.col("project_id") == id_).drop("project_id").row(0, named=True)
    tags = snapshot.table("tag").select("tag_id", "kind", "name_nb", "name_en", "order_no")
    used = own(snapshot, "project_tag", id_).select("tag_id").join(tags, on="tag_id").sort("order_no", "tag_id", nulls_last=True)
    methods, disciplines = (used.filter(pl.col("kind") == kind).drop("kind", "order_no") for kind in ("method", "discipline"))
    return Method(
        _design(snapshot, row["design_id"]), levels, _assessments(snapshot, id_), methods, disciplines,
        _involvement(snapshot, id_), _priorities(snapshot, row), _occurrence(row),
    )  # fmt: skip


def _design(snapshot: Snapshot, design_id: str | None) -> Row | None:
    rows = among(snapshot, "tag", "tag_id", [design_id]).select(
        "speaks_about_nb", "sms_start", "approach", design_id="tag_id", design_nb="name_nb", design_en="name_en"
    )
    return None if rows.is_empty() else rows.row(0, named=True)


def _assessments(snapshot: Snapshot, id_: str) -> pl.DataFrame:
    rows = own(snapshot, "evidence_assessment", id_).sort("assessed_date", "assessment_id")
    group = ["scale", "is_expected", "outcome", "rater"]
    newest = pl.col("assessment_id") == pl.col("assessment_id").last().over(group)
    return rows.with_columns(pl.col("is_expected").fill_null(False)).select(
        "assessment_id", "scale", "level", "is_expected", "outcome", "rater", "assessed_date", "reason_nb", is_newest=newest
    )


def _involvement(snapshot: Snapshot, id_: str) -> pl.DataFrame:
    kinds = CODE_LISTS["party_kind"].values
    order = pl.DataFrame({"party_kind": kinds, "place": range(len(kinds))}, {"party_kind": pl.String(), "place": pl.Int64()})
    rows = own(snapshot, "involvement", id_).select("party_kind", "form", "from_date", "evidence_nb")
    joined = order.join(rows, on="party_kind", how="full", coalesce=True)
    return joined.sort("place", "from_date", "form", nulls_last=True).drop("place")


def _priorities(snapshot: Snapshot, row: Row) -> pl.DataFrame:
    rows = snapshot.table("general_priority").filter(pl.col("programme_id") == row["programme_id"])
    given = own(snapshot, "project_priority", row["project_id"]).select(
        "general_priority_id", "state", "evidence_nb", "assessed_by", "assessed_date"
    )
    joined = rows.select("general_priority_id", "order_no").join(given, on="general_priority_id", how="full", coalesce=True)
    ordered = joined.sort("order_no", "general_priority_id", nulls_last=True).drop("order_no")
    return named(ordered, snapshot, "general_priority_id", "priority")


def _occurrence(row: Row) -> Row:
    given = row["occurrence_only"]
    return {
        "state": given if given in ("yes", "no") else "undecided",
        "decided_by": row["occurrence_decided_by"], "decided_date": row["occurrence_decided_date"],
        "reason_nb": row["occurrence_reason_nb"],
    }  # fmt: skip
