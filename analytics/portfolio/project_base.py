"""What one project is: its place in the programme, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import polars as pl

from analytics.portfolio.project_rows import Row, among, named, own
from analytics.portfolio.status import STATUSES, project_status
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the status ladder.

    Attributes:
        status: of `STATUSES`.
        reached_date: the day it was reached; None when it has not been, or no date says so.
        is_now: whether it is where the project stands.
    """

    status: str
    reached_date: date | None
    is_now: bool


@dataclass(frozen=True, eq=False)
class Base:
    """What the project is.

    Attributes:
        row: the project's own row.
        title: as registered; bokmål stands where there is no English title.
        status: where it stands, of `STATUSES`.
        ladder: every step with its date; `stopped` only for a stopped project.
        leads: who does the work: the lead, else the suppliers.
        areas, questions: with `share_pct`; a missing share is unknown.
        needs: with who raised them and at which meeting.
        inputs: input from the parties to those needs; None when the role may not see them.
        instruments, industries: what it concerns, with names.
        sites: trial sites, with industry and size; None when the role may not see them.
    """

    row: Row
    title: Text
    status: str
    ladder: tuple[Step, ...]
    leads: tuple[Text, ...]
    areas: pl.DataFrame
    questions: pl.DataFrame
    needs: pl.DataFrame
    inputs: pl.DataFrame | None
    instruments: pl.DataFrame
    industries: pl.DataFrame
    sites: pl.DataFrame | None

    def as_json(self) -> dict[str, Any]:
        """Everything, under one name each; a table that the role may not see is None and named in `hidden_tables`."""
        lists = {
            name: None if frame is None else frame.to_dicts()
            for name, frame in (
                ("areas", self.areas), ("questions", self.questions), ("needs", self.needs), ("meeting_inputs", self.inputs),
                ("instruments", self.instruments), ("industries", self.industries), ("sites", self.sites),
            )
        }  # fmt: skip
        hidden = [table for table, frame in (("meeting_input", self.inputs), ("site", self.sites)) if frame is None]
        ladder = [{"status": s.status, "reached_date": s.reached_date, "is_now": s.is_now} for s in self.ladder]
        about = {name: value for name, value in self.row.items() if name in _ABOUT}
        return {
            "title": self.title, "status": self.status, "status_ladder": ladder, "led_by": self.leads, **about, **lists,
            "hidden_tables": hidden,
        }  # fmt: skip


_ABOUT = (
    "programme_id", "summary_nb", "research_type", "lead_organisation_id", "registered_date", "planned_start_date",
    "planned_end_date", "started_date", "completed_date", "stopped_date", "stopped_reason_nb", "is_example", "source_id",
    "source_place", "note",
)  # fmt: skip


def base(snapshot: Snapshot, row: Row) -> Base:
    """The project of `row`, a row of the table `project`."""
    id_ = row["project_id"]
    english = row["title_en"] or row["title_nb"]
    statuses = project_status(snapshot).filter(pl.col("project_id") == id_)
    status = str(statuses.get_column("status")[0])
    needs = _needs(snapshot, id_)
    return Base(
        row, Text(row["title_nb"], english), status, _ladder(snapshot, row, status), _leads(snapshot, row),
        _areas(snapshot, id_), own(snapshot, "project_question", id_).select("question_kind", "share_pct"), needs,
        _inputs(snapshot, needs), _listed(snapshot, "project_instrument", id_, "instrument_id"),
        _listed(snapshot, "project_industry", id_, "industry_id"), _sites(snapshot, id_),
    )  # fmt: skip


def _ladder(snapshot: Snapshot, row: Row, status: str) -> tuple[Step, ...]:
    id_ = row["project_id"]
    contracts = own(snapshot, "contract", id_)
    calls = among(snapshot, "call", "call_id", [row["call_id"]])
    results = own(snapshot, "deliverable", id_)
    is_final = results.get_column("kind") == "final_report"
    main = results.filter(is_final) if is_final.any() else results
    handed = main.select(pl.coalesce("delivered_date", "published_date")).to_series()
    dates = {
        "planned": row["registered_date"],
        "procurement": _first(calls.get_column("registered_date")),
        "contracted": _first(contracts.get_column("signed_date")),
        "running": row["started_date"],
        "delivered": _whole(handed) or row["completed_date"],
        "published": _whole(main.get_column("published_date")),
        "closed": _closed(contracts, row) if status == "closed" else None,
        "stopped": row["stopped_date"],
    }
    shown = [name for name in STATUSES if name != "stopped" or status == "stopped"]
    return tuple(Step(name, dates[name], name == status) for name in shown)


def _closed(contracts: pl.DataFrame, row: Row) -> date | None:
    settled = [*contracts.get_column("closed_date").to_list(), row["completed_date"]]
    return max((day for day in settled if day is not None), default=None)


def _first(days: pl.Series) -> date | None:
    return cast("date | None", days.min())


def _whole(days: pl.Series) -> date | None:
    """The last day, when all are known and there is one."""
    return None if not len(days) or days.null_count() else cast("date | None", days.max())


def _leads(snapshot: Snapshot, row: Row) -> tuple[Text, ...]:
    ids = [row["lead_organisation_id"]]
    if ids == [None]:
        ids = own(snapshot, "contract", row["project_id"]).get_column("organisation_id").unique().sort().to_list()
    rows = named(pl.DataFrame({"organisation_id": ids}, {"organisation_id": pl.String()}), snapshot, "organisation_id")
    return tuple(Text(r["organisation_nb"], r["organisation_en"]) for r in rows.iter_rows(named=True) if r["organisation_id"])


def _areas(snapshot: Snapshot, id_: str) -> pl.DataFrame:
    order = snapshot.table("priority_area").select("area_id", "order_no")
    rows = own(snapshot, "project_area", id_).select("area_id", "share_pct").join(order, on="area_id", how="left")
    return named(rows.sort("order_no", "area_id", nulls_last=True).drop("order_no"), snapshot, "area_id", "area")


def _needs(snapshot: Snapshot, id_: str) -> pl.DataFrame:
    rows = own(snapshot, "project_need", id_).select("need_id")
    needs = snapshot.table("knowledge_need").select(
        "need_id", "title_nb", "priority", "question_kind", "raised_by_id", "raised_date", "meeting_id", "not_now_date",
        "not_now_reason_nb",
    )  # fmt: skip
    held = snapshot.table("meeting").select("meeting_id", meeting_date=pl.coalesce("held_date", "planned_date"))
    found = rows.join(needs, on="need_id", how="left").join(held, on="meeting_id", how="left").sort("need_id")
    return named(named(found, snapshot, "raised_by_id", "raised_by"), snapshot, "meeting_id", "meeting")


def _inputs(snapshot: Snapshot, needs: pl.DataFrame) -> pl.DataFrame | None:
    if not snapshot.can_see(TABLES["meeting_input"]):
        return None
    rows = among(snapshot, "meeting_input", "need_id", needs.get_column("need_id").to_list()).select(
        "input_id",
        "need_id",
        "organisation_id",
        "text_nb",
        "received_date",
        "meeting_id",
        "outcome",
        "outcome_date",
        "outcome_nb",
    )
    rows = named(named(rows, snapshot, "organisation_id", "party"), snapshot, "meeting_id", "meeting")
    return rows.sort("received_date", "input_id")


def _listed(snapshot: Snapshot, table: str, id_: str, column: str) -> pl.DataFrame:
    return named(own(snapshot, table, id_).select(column).sort(column), snapshot, column)


def _sites(snapshot: Snapshot, id_: str) -> pl.DataFrame | None:
    if not snapshot.can_see(TABLES["site"]):
        return None
    rows = own(snapshot, "site", id_).select(
        "site_id", "name_nb", "industry_id", "employees", "joined_date", "left_date", "left_reason_nb"
    )
    return named(rows.sort("joined_date", "site_id"), snapshot, "industry_id")
