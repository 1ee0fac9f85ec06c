"""What a project is: its names, areas, questions, instruments, industries, tags, priorities and the parties that take part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.portfolio.needs_rows import organisation_names
from analytics.portfolio.register_rows import contract_amounts, paid_amounts, project_routes
from analytics.portfolio.status import project_status
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS, label
from domain.text import Text

PARTY_KINDS: tuple[str, ...] = CODE_LISTS["party_kind"].values


@dataclass(frozen=True, slots=True)
class Named:
    """Something a project has: its id, its name, and where there is one its share of the project in per cent."""

    id: str
    name: Text
    share_pct: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A project on the day.

    Attributes:
        title: as the project calls itself; the English one where there is one.
        programme: the programme it belongs to.
        status: of `status.STATUSES`, computed from dates.
        lead: who carries it out; None when not stated.
        amount_nok: sum of its contracts in kroner without value added tax; None without a contract, which is not zero.
        paid_nok: sum of its payments; None without one.
        areas, questions: with their shares, which should add up to 100.
        tags: designs, methods and disciplines, by kind.
        routes: how it is bought or given money.
        own: the columns of the table `project` that are not told otherwise.
    """

    project_id: str
    title: Text
    programme_id: str
    programme: Text
    status: str
    lead: Text | None
    amount_nok: Decimal | None
    paid_nok: Decimal | None
    areas: tuple[Named, ...]
    questions: tuple[Named, ...]
    instruments: tuple[Named, ...]
    industries: tuple[Named, ...]
    tags: dict[str, tuple[Named, ...]]
    routes: tuple[str, ...]
    own: dict[str, Any]

    @property
    def is_stopped(self) -> bool:
        return self.own["stopped_date"] is not None

    def day(self, name: str) -> date | None:
        """A date of the table `project`."""
        found: date | None = self.own[f"{name}_date"]
        return found


_OWN = (
    "summary_nb", "call_id", "plan_line_id", "lead_organisation_id", "research_type", "design_id", "occurrence_only",
    "occurrence_decided_by", "occurrence_decided_date", "occurrence_reason_nb", "registered_date", "planned_start_date",
    "planned_end_date", "started_date", "completed_date", "stopped_date", "stopped_reason_nb", "note",
)  # fmt: skip


def facts_of(snapshot: Snapshot, project_id: str) -> Facts | None:
    """The facts of one project, areas and questions with the largest share first; None when the snapshot has no such project."""
    rows = snapshot.table("project").filter(pl.col("project_id") == project_id)
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    names = {id_: Text(nb, en) for id_, nb, en in organisation_names(snapshot).iter_rows()}
    lead = row["lead_organisation_id"]
    return Facts(
        project_id=project_id,
        title=Text(row["title_nb"], row["title_en"] or row["title_nb"]),
        programme_id=row["programme_id"],
        programme=_programme(snapshot, row["programme_id"]),
        status=_one(snapshot.once("portfolio.status", lambda: project_status(snapshot)), project_id, "status"),
        lead=None if lead is None else names.get(lead, Text(lead, lead)),
        amount_nok=_one(snapshot.once("portfolio.amounts", lambda: contract_amounts(snapshot)), project_id, "amount_nok"),
        paid_nok=_one(snapshot.once("portfolio.paid", lambda: paid_amounts(snapshot)), project_id, "paid_nok"),
        areas=_named(snapshot, "project_area", "priority_area", "area_id", project_id, "short"),
        questions=_questions(snapshot, project_id),
        instruments=_named(snapshot, "project_instrument", "instrument", "instrument_id", project_id, "name"),
        industries=_named(snapshot, "project_industry", "industry", "industry_id", project_id, "name"),
        tags=_tags(snapshot, project_id),
        routes=tuple(
            own_rows(snapshot.once("portfolio.routes", lambda: project_routes(snapshot)), project_id)
            .get_column("route").unique().sort()
        ),
        own={name: row[name] for name in _OWN},
    )  # fmt: skip


def own_rows(frame: pl.DataFrame, project_id: str) -> pl.DataFrame:
    """The rows of a project."""
    return frame.filter(pl.col("project_id") == project_id)


def _one(frame: pl.DataFrame, project_id: str, column: str) -> Any:
    found = own_rows(frame, project_id)
    return None if found.is_empty() else found.get_column(column)[0]


def _programme(snapshot: Snapshot, programme_id: str) -> Text:
    rows = snapshot.table("programme").filter(pl.col("programme_id") == programme_id)
    found = rows.select("name_nb", "name_en").row(0) if len(rows) else (programme_id, programme_id)
    return Text(*found)


def _named(
    snapshot: Snapshot, table: str, of: str, key: str, project_id: str, kind: str
) -> tuple[Named, ...]:  # fmt: skip
    names = snapshot.table(of)
    order = [name for name in ("order_no",) if name in names.columns]
    known = names.select(key, *order, nb=f"{kind}_nb", en=f"{kind}_en")
    rows = own_rows(snapshot.table(table), project_id).join(known, on=key, how="left").sort(*order, key, nulls_last=True)
    if "share_pct" in rows.columns:
        rows = rows.sort("share_pct", descending=True, nulls_last=True, maintain_order=True)
    return tuple(
        Named(row[key], Text(row["nb"] or row[key], row["en"] or row["nb"] or row[key]), row.get("share_pct"))
        for row in rows.iter_rows(named=True)
    )


def _questions(snapshot: Snapshot, project_id: str) -> tuple[Named, ...]:
    order = {kind: place for place, kind in enumerate(CODE_LISTS["question_kind"].values)}
    rows = own_rows(snapshot.table("project_question"), project_id).select("question_kind", "share_pct").rows()
    ordered = sorted(rows, key=lambda row: (-(row[1] or 0), order.get(row[0], len(order))))
    return tuple(Named(kind, code_text("question_kind", kind), share) for kind, share in ordered)


def code_text(name: str, value: str | None) -> Text:
    """The word of a code in both languages."""
    return Text(label(name, value, "nb"), label(name, value, "en"))


def _tags(snapshot: Snapshot, project_id: str) -> dict[str, tuple[Named, ...]]:
    known = snapshot.table("tag").select("tag_id", "kind", "order_no", "name_nb", "name_en")
    rows = own_rows(snapshot.table("project_tag"), project_id).join(known, on="tag_id", how="left")
    ordered = rows.sort("order_no", "tag_id", nulls_last=True)
    return {
        kind: tuple(
            Named(row["tag_id"], Text(row["name_nb"] or row["tag_id"], row["name_en"] or row["tag_id"]))
            for row in ordered.filter(pl.col("kind") == kind).iter_rows(named=True)
        )
        for kind in CODE_LISTS["tag_kind"].values
    }


def priorities_of(snapshot: Snapshot, project_id: str, programme_id: str) -> pl.DataFrame:
    """The programme's general priorities (8.1) and what was concluded on each; `not_assessed` where nobody has.

    Returns:
        `general_priority_id`, `name_nb`, `name_en`, `state`, `evidence_nb`, `assessed_by`, `assessed_date`.
    """
    asked = snapshot.table("general_priority").filter(pl.col("programme_id") == programme_id)
    found = own_rows(snapshot.table("project_priority"), project_id).select(
        "general_priority_id", "state", "evidence_nb", "assessed_by", "assessed_date"
    )
    rows = asked.sort("order_no", "general_priority_id", nulls_last=True).join(
        found, on="general_priority_id", how="left", maintain_order="left"
    )
    return rows.select(
        "general_priority_id", "name_nb", "name_en", pl.col("state").fill_null("not_assessed"), "evidence_nb", "assessed_by",
        "assessed_date",
    )  # fmt: skip


def parties_of(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    """The five kinds of affected parties (8.1, footnote 3), each with how it takes part; empty where nothing is recorded.

    Returns:
        `party_kind`, `form`, `from_date`, `evidence_nb`: one row for each involvement, and one for each kind without.
    """
    kinds = pl.DataFrame({"party_kind": PARTY_KINDS}).with_row_index("place")
    rows = own_rows(snapshot.table("involvement"), project_id).select("party_kind", "form", "from_date", "evidence_nb")
    joined = kinds.join(rows, on="party_kind", how="full", coalesce=True)
    return joined.sort("place", "from_date", "form", nulls_last=True).drop("place")


def sites_of(snapshot: Snapshot, project_id: str) -> pl.DataFrame:
    """The project's trial sites with their industry; `name_nb` is empty for those who may not see it."""
    industries = snapshot.table("industry").select("industry_id", industry_nb="name_nb", industry_en="name_en")
    rows = own_rows(snapshot.table("site"), project_id).join(industries, on="industry_id", how="left")
    return rows.select(
        "site_id", "name_nb", "industry_nb", "industry_en", "employees", "joined_date", "left_date", "left_reason_nb"
    ).sort("joined_date", "site_id")  # fmt: skip
