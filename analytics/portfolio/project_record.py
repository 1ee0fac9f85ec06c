"""One project with everything that is known about it on the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from analytics.portfolio.project_anchor import Anchor, anchor_of
from analytics.portfolio.project_events import Event, events_of
from analytics.portfolio.project_facts import Facts, Named, facts_of, parties_of, priorities_of, sites_of
from analytics.portfolio.project_history import History, history_of
from analytics.portfolio.project_knowledge import Knowledge, knowledge_of
from analytics.portfolio.project_money import AMOUNTS, Money, money_of
from analytics.portfolio.project_remarks import Remark, remarks_of
from analytics.portfolio.project_schedule import LadderStep, changes_of, items_of, ladder_of
from analytics.portfolio.project_text import level_text, sentence
from analytics.result import Basis
from data.snapshot import Snapshot
from domain.tables import TABLES
from domain.text import Text, say

#: Tables whose rows name the project, and others that a record rests on with the column of the id it has of them.
_OWN_TABLES = (
    "project", "project_area", "project_question", "project_need", "project_instrument", "project_tag", "project_priority",
    "project_industry", "involvement", "site", "milestone", "deliverable", "dissemination", "contract", "budget_line",
    "commitment", "payment", "evidence_assessment", "study", "finding", "evaluation",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Whole:
    """All parts of a project.

    Attributes:
        facts: what it is.
        priorities: the general priorities (8.1) with what was concluded.
        parties: the five kinds of affected parties and how they take part.
        sites: its trial sites; None when the reader may not see them.
        items: milestones and deliverables against the plan.
        changes: every change of their plan.
        ladder: the statuses with their days.
        money, anchor, knowledge, history: see their classes.
        events: the dated facts, the newest first.
        remarks: what is missing or does not fit in the data.
    """

    facts: Facts
    priorities: pl.DataFrame
    parties: pl.DataFrame
    sites: pl.DataFrame | None
    items: pl.DataFrame
    changes: pl.DataFrame
    ladder: tuple[LadderStep, ...]
    money: Money
    anchor: Anchor
    knowledge: Knowledge
    events: tuple[Event, ...]
    history: History
    remarks: tuple[Remark, ...]

    @property
    def missing_parties(self) -> tuple[str, ...]:
        """The kinds of affected parties that nothing is recorded for."""
        return tuple(self.parties.filter(pl.col("form").is_null()).get_column("party_kind"))


@dataclass(frozen=True, eq=False)
class ProjectRecord:
    """One project, or that there is no such project on the day.

    Attributes:
        basis: what the result rests on.
        project_id: the id that was asked for; None when none was.
        whole: the project; None when there is none.
    """

    basis: Basis
    project_id: str | None
    whole: Whole | None

    @property
    def sentence(self) -> Text:
        """What, who, where it stands, money, and what it can say something about; or that there is no such project."""
        if self.whole is not None:
            whole = self.whole
            return sentence(whole.facts, whole.ladder, whole.items, whole.money, whole.knowledge, self.basis.as_of)
        if self.project_id is None:
            return say("project.none_asked")
        return say("frame.no_record", id=self.project_id, date=self.basis.as_of)

    def as_json(self) -> dict[str, Any]:
        """Everything about the project; with `found` false, only the id."""
        head: dict[str, Any] = {"id": self.project_id, "found": self.whole is not None}
        return head if self.whole is None else head | _json(self.whole)

    def table(self) -> pl.DataFrame:
        """The project as flat rows: `part`, `id`, `text_nb`, `text_en`, `day`, `amount_nok`; empty without a project."""
        schema: dict[str, Any] = {"part": pl.String, "id": pl.String, "text_nb": pl.String, "text_en": pl.String, "day": pl.Date,
                  "amount_nok": pl.Decimal(18, 2)}  # fmt: skip
        return pl.DataFrame([] if self.whole is None else _flat(self.whole), schema=schema, orient="row")


def project_record(snapshot: Snapshot, project_id: str | None) -> ProjectRecord:
    """Everything that is known about one project on the snapshot's day, as far as the role may see it.

    Amounts are kroner without value added tax; what is not recorded is None, which is not zero. Levels are about the design,
    not about the size of an effect. That something is recorded later than planned does not say whose doing it is.

    Args:
        snapshot: the programme as it was known on the day.
        project_id: the id, with any characters; an id that is not known, or not yet on the day, gives a record without a project.
    """
    facts = None if project_id is None else facts_of(snapshot, project_id)
    caveats = tuple(say(f"project.caveat_{name}") for name in ("status", "money", "level"))
    if facts is None:
        return ProjectRecord(Basis(snapshot.as_of, snapshot.data_version, False, ()), project_id, None)
    whole = _whole(snapshot, facts)
    return ProjectRecord(_basis(snapshot, whole, caveats), project_id, whole)


def _basis(snapshot: Snapshot, whole: Whole, caveats: tuple[Text, ...]) -> Basis:
    """What the rows of this one project rest on, and the needs, the call and the plan line it comes from."""
    anchor = whole.anchor
    call = [] if anchor.call is None else [anchor.call["call_id"]]
    line = [] if anchor.line is None else [anchor.line["plan_line_id"]]
    wanted = {
        ("knowledge_need", "need_id"): anchor.needs.get_column("need_id").to_list(), ("call", "call_id"): call,
        ("action_plan_line", "plan_line_id"): line,
    }  # fmt: skip
    wanted |= {(name, "project_id"): [whole.facts.project_id] for name in _OWN_TABLES}
    rows = pl.concat(
        snapshot.table(name).filter(pl.col(column).is_in(ids)).select("source_id", "is_example")
        for (name, column), ids in wanted.items()
    )
    ids = set(rows.get_column("source_id").drop_nulls())
    known = snapshot.once("all_sources", lambda: snapshot.sources(*TABLES))
    example = bool(rows.get_column("is_example").fill_null(False).any())
    return Basis(
        snapshot.as_of, snapshot.data_version, example, tuple(source for source in known if source.source_id in ids), caveats
    )


def _whole(snapshot: Snapshot, facts: Facts) -> Whole:
    project_id = facts.project_id
    priorities = priorities_of(snapshot, project_id, facts.programme_id)
    parties = parties_of(snapshot, project_id)
    items = items_of(snapshot, facts)
    changes = changes_of(snapshot, items)
    money = money_of(snapshot, project_id, facts.own["call_id"])
    anchor, knowledge = anchor_of(snapshot, facts), knowledge_of(snapshot, facts)
    return Whole(
        facts, priorities, parties, sites_of(snapshot, project_id) if snapshot.can_see(TABLES["site"]) else None, items, changes,
        ladder_of(snapshot, facts, items), money, anchor, knowledge, events_of(facts, items, changes, money),
        history_of(snapshot, project_id),
        remarks_of(snapshot, facts, anchor, money, items, knowledge, parties, priorities),
    )  # fmt: skip


def _json(whole: Whole) -> dict[str, Any]:
    hidden = {"site": whole.sites is None, "meeting_input": whole.anchor.inputs is None,
              "tender_participant": whole.anchor.roles is None}  # fmt: skip
    return {
        **_facts_json(whole.facts),
        "ladder": [asdict(step) for step in whole.ladder],
        "items": whole.items.to_dicts(),
        "schedule_changes": whole.changes.to_dicts(),
        "money": _money_json(whole.money),
        "anchor": _anchor_json(whole.anchor),
        "priorities": whole.priorities.to_dicts(),
        "involvement": whole.parties.to_dicts(),
        "missing_parties": whole.missing_parties,
        "sites": None if whole.sites is None else whole.sites.to_dicts(),
        "knowledge": _knowledge_json(whole.knowledge),
        "events": [asdict(event) | {"text": event.text, "reason": event.reason} for event in whole.events],
        "history": {
            "first_recorded": whole.history.first, "recorded_later": whole.history.recorded_later,
            "hidden_tables": whole.history.hidden_tables, "changes": [change.as_dict() for change in whole.history.changes],
        },
        "remarks": [
            {"remark_id": remark.remark_id, "text": remark.text, "action": remark.action, "ids": remark.ids}
            for remark in whole.remarks
        ],
        "hidden_tables": [name for name, is_hidden in hidden.items() if is_hidden],
    }  # fmt: skip


def _facts_json(facts: Facts) -> dict[str, Any]:
    return {
        "title": facts.title, "programme_id": facts.programme_id, "programme": facts.programme, "status": facts.status,
        "lead": facts.lead, "amount_nok": facts.amount_nok, "paid_nok": facts.paid_nok, "routes": facts.routes, **facts.own,
        "areas": _named_json(facts.areas), "questions": _named_json(facts.questions),
        "instruments": _named_json(facts.instruments), "industries": _named_json(facts.industries),
        "tags": {kind: _named_json(tags) for kind, tags in facts.tags.items()},
    }  # fmt: skip


def _named_json(parts: tuple[Named, ...]) -> list[dict[str, Any]]:
    return [{"id": part.id, "name": part.name, "share_pct": part.share_pct} for part in parts]


def _money_json(money: Money) -> dict[str, Any]:
    return {
        "years": [asdict(year) for year in money.years],
        "totals": {name: money.total(name) for name in AMOUNTS},
        "released_nok": money.released_nok, "bound_not_paid_nok": money.left_nok,
        "paid_by_category": money.paid_by_category, "bound_by_category": money.bound_by_category,
        "shared_budget_lines": money.shared_lines,
        "contracts": money.contracts.to_dicts(), "contract_parties": money.parties.to_dicts(),
        "budget_versions": money.budget.to_dicts(),
    }  # fmt: skip


def _anchor_json(anchor: Anchor) -> dict[str, Any]:
    return {
        "needs": anchor.needs.to_dicts(), "inputs": None if anchor.inputs is None else anchor.inputs.to_dicts(),
        "plan_line": anchor.line, "call": anchor.call, "call_steps": anchor.steps.to_dicts(),
        "tender_roles": None if anchor.roles is None else anchor.roles.to_dicts(),
    }  # fmt: skip


def _knowledge_json(knowledge: Knowledge) -> dict[str, Any]:
    design = knowledge.design
    told: Mapping[str, Any] | None = None
    if design is not None:
        told = {"tag_id": design.tag_id, "name": design.name, "speaks_about_nb": design.speaks_about_nb,
                "sms_start": design.sms_start}  # fmt: skip
    return {
        "design": told, "level": knowledge.level,
        "level_text": {when: level_text(knowledge.level, when) for when in ("now", "expected")},
        "assessments": knowledge.assessments.to_dicts(), "studies": knowledge.studies.to_dicts(),
        "findings": knowledge.findings.to_dicts(), "recommendations": knowledge.recommendations.to_dicts(),
        "uses": knowledge.uses.to_dicts(), "dissemination": knowledge.dissemination.to_dicts(),
        "evaluations": knowledge.evaluations.to_dicts(),
    }  # fmt: skip


_Row = tuple[str, str | None, str | None, str | None, Any, Any]


def _flat(whole: Whole) -> list[_Row]:
    facts, money = whole.facts, whole.money
    rows: list[_Row] = [("project", facts.project_id, facts.title.nb, facts.title.en, facts.day("registered"), facts.amount_nok)]
    rows += [("area", part.id, part.name.nb, part.name.en, None, None) for part in facts.areas]
    rows += [("question", part.id, part.name.nb, part.name.en, None, None) for part in facts.questions]
    rows += [
        ("need", *row[:2], row[1], row[2], None) for row in whole.anchor.needs.select("need_id", "title_nb", "raised_date").rows()
    ]
    rows += [
        ("contract", row[0], row[1], row[1], row[2], row[3])
        for row in money.contracts.select("contract_id", "title_nb", "signed_date", "amount_nok").rows()
    ]
    rows += [("paid", str(year.year), None, None, None, year.paid_nok) for year in money.years]
    rows += [("event", event.kind, event.text.nb, event.text.en, event.day, None) for event in whole.events]
    rows += [(row[0], row[1], row[2], row[2], row[3], None) for row in _items(whole)]
    rows += [
        ("finding", row[0], row[1], row[2] or row[1], row[3], None)
        for row in whole.knowledge.findings.select("finding_id", "text_nb", "text_en", "reported_date").rows()
    ]
    rows += [("remark", remark.remark_id, remark.text.nb, remark.text.en, None, None) for remark in whole.remarks]
    return rows


def _items(whole: Whole) -> list[tuple[Any, ...]]:
    return whole.items.select("item", "item_id", "title_nb", pl.coalesce("actual_date", "newest_date")).rows()
