"""One project and everything that is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.portfolio.programme import current_programme
from analytics.portfolio.project_base import Base, base
from analytics.portfolio.project_history import TABLES_OF_PROJECT, History, history
from analytics.portfolio.project_method import Method, method
from analytics.portfolio.project_money import Money, money
from analytics.portfolio.project_quality import Parts, Remark, remarks
from analytics.portfolio.project_results import Results, results
from analytics.portfolio.project_rows import among, own
from analytics.portfolio.project_text import sentence
from analytics.portfolio.project_timeline import timeline
from analytics.portfolio.project_way import Way, way
from analytics.result import Basis, basis
from data.snapshot import Snapshot
from domain.text import Text, say


@dataclass(frozen=True, eq=False)
class Record:
    """The parts of a project that is known on the day.

    Attributes:
        base: what it is and where it stands.
        way: the plan's line, the call and the route.
        money: budget, bound and paid by year, and the contracts.
        items: milestones and deliverables; the columns of `analytics.portfolio.project_timeline.timeline`.
        method: design, levels, involvement, priorities, 8.1.
        results: findings, use, recommendations, dissemination, evaluations.
        history: what has been changed.
        remarks: what is missing or does not fit.
    """

    base: Base
    way: Way
    money: Money
    items: pl.DataFrame
    method: Method
    results: Results
    history: History
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, eq=False)
class ProjectRecord:
    """One project, or the projects to choose among.

    Attributes:
        basis: what the result rests on.
        project_id: the id asked for; None when none was.
        record: everything about it; None when no such project is known on the day.
        projects: `project_id`, `title_nb`, `title_en` of every project that is known on the day, by id.
    """

    basis: Basis
    project_id: str | None
    record: Record | None
    projects: pl.DataFrame

    @property
    def sentence(self) -> Text:
        """Who does what, where it stands, what it costs, and what the design can say something about."""
        if self.record is not None:
            return sentence(self.record.base, self.record.money, self.record.method, self.record.items)
        if self.project_id is None:
            return say("project.choose")
        return say("frame.no_record", id=self.project_id, date=self.basis.as_of)

    @property
    def lead(self) -> Text:
        """The sentence without the title, for below a heading that is the title."""
        r = self.record
        return self.sentence if r is None else sentence(r.base, r.money, r.method, r.items, has_title=False)

    def as_json(self) -> dict[str, Any]:
        """`project_id`, `is_known`, and for a known project every part; None and empty are unknown, never zero."""
        told: dict[str, Any] = {"project_id": self.project_id, "is_known": self.record is not None}
        if self.record is None:
            return told
        r = self.record
        return {
            **told, **r.base.as_json(), **r.way.as_json(), "money": r.money.as_json(), "timeline": r.items.to_dicts(),
            **r.method.as_json(), **r.results.as_json(), "history": r.history.as_json(),
            "quality_remarks": [remark.as_json() for remark in r.remarks],
        }  # fmt: skip

    def table(self) -> pl.DataFrame:
        """One row a fact: `part`, `id`, `text_nb`, `text_en`, `year`, `date`, `amount_nok`; what does not apply is empty."""
        rows = [] if self.record is None else list(_flat(self.record))
        return pl.DataFrame(rows, schema=_FLAT, orient="row")


_FLAT = {
    "part": pl.String(), "id": pl.String(), "text_nb": pl.String(), "text_en": pl.String(), "year": pl.Int64(), "date": pl.Date(),
    "amount_nok": pl.Decimal(18, 2),
}  # fmt: skip


def _flat(record: Record) -> list[tuple[Any, ...]]:
    steps = [("status", s.status, None, None, None, s.reached_date, None) for s in record.base.ladder]
    amounts = [
        ("money", name, None, None, row["year"], None, row[name])
        for row in record.money.years.iter_rows(named=True)
        for name in row
        if name.endswith("_nok") and row[name] is not None
    ]
    planned = [
        (f"timeline_{name}", row["id"], row["title_nb"], None, None, row[f"{name}_date"], None)
        for row in record.items.iter_rows(named=True)
        for name in ("planned", "newest", "actual")
        if row[f"{name}_date"] is not None
    ]
    found = [
        ("finding", row["finding_id"], row["text_nb"], row["text_en"], None, row["reported_date"], None)
        for row in record.results.findings.iter_rows(named=True)
    ]
    told = [("remark", remark.id, remark.text.nb, remark.text.en, None, None, None) for remark in record.remarks]
    return [*steps, *amounts, *planned, *found, *told]


_READ = (*TABLES_OF_PROJECT, "call", "action_plan_line")


def project_record(snapshot: Snapshot, project_id: str | None) -> ProjectRecord:
    """Everything about one project as it was known on the snapshot's day.

    Args:
        snapshot: cut to the day and to what the reader may see.
        project_id: any text; an id that is not known on the day gives a result without a record.

    Returns:
        Amounts are kroner without value added tax. A project of another programme than the one shown is also given, and the
        caveats say so. Nothing here may be read as what the project has done to sick leave.
    """
    projects = snapshot.table("project").sort("project_id")
    listed = projects.select("project_id", "title_nb", pl.coalesce("title_en", "title_nb").alias("title_en"))
    rows = projects.filter(pl.col("project_id") == project_id) if project_id is not None else projects.clear()
    if rows.is_empty():
        return ProjectRecord(basis(snapshot, "project"), project_id, None, listed)
    row = rows.row(0, named=True)
    record = _record(snapshot, row)
    return ProjectRecord(_basis(snapshot, row, record), project_id, record, listed)


def _record(snapshot: Snapshot, row: dict[str, Any]) -> Record:
    id_ = row["project_id"]
    about, how, pay = base(snapshot, row), way(snapshot, row), money(snapshot, id_, row["call_id"])
    items = timeline(snapshot, id_, is_stopped=about.status == "stopped")
    works, known = method(snapshot, row), results(snapshot, id_)
    found = remarks(Parts(snapshot.as_of, about, how, pay, items, works, known))
    return Record(about, how, pay, items, works, known, history(snapshot, id_, items), found)


def _basis(snapshot: Snapshot, row: dict[str, Any], record: Record) -> Basis:
    caveats = [say("project.caveat_status")]
    if record.base.inputs is None or record.base.sites is None:
        caveats.append(say("project.caveat_hidden"))
    programme = current_programme(snapshot)
    if programme is not None and programme.programme_id != row["programme_id"]:
        caveats.append(say("project.caveat_programme", id=row["programme_id"], shown=programme.programme_id))
    if any(state == "running" for state in record.money.years.get_column("state")):
        caveats.append(say("project.caveat_running", year=snapshot.as_of.year))
    caveats.append(say("project.caveat_level"))
    rows = _read(snapshot, row)
    ids = set(rows.get_column("source_id").drop_nulls().to_list())
    sources = tuple(source for source in snapshot.sources(*_READ) if source.source_id in ids)
    is_example = bool(rows.get_column("is_example").fill_null(False).any())
    return Basis(snapshot.as_of, snapshot.data_version, is_example, sources, tuple(caveats))


def _read(snapshot: Snapshot, row: dict[str, Any]) -> pl.DataFrame:
    """Where the project's own rows, its call and its line of the plan are from."""
    parts = [own(snapshot, name, row["project_id"]) for name in TABLES_OF_PROJECT]
    parts += [among(snapshot, "call", "call_id", [row["call_id"]])]
    parts += [among(snapshot, "action_plan_line", "plan_line_id", [row["plan_line_id"]])]
    return pl.concat([part.select("source_id", "is_example") for part in parts])
