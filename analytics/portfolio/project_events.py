"""The dated facts of a project: what happened, what was moved, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.portfolio.project_facts import Facts, code_text
from analytics.portfolio.project_money import Money
from domain.text import Text, say


@dataclass(frozen=True, slots=True)
class Event:
    """One dated fact: the day, its kind (of the code list `project_event`), what happened, and why when that is told."""

    day: date
    kind: str
    text: Text
    reason: Text | None = None


def events_of(facts: Facts, items: pl.DataFrame, changes: pl.DataFrame, money: Money) -> tuple[Event, ...]:
    """Everything dated that happened to the project up to the day, the newest first."""
    found = [*_course(facts), *_contracts(money), *_moved(items, changes), *_budget(money), *_commitments(money)]
    return tuple(sorted(found, key=lambda event: (event.day, event.kind, event.text.nb), reverse=True))


def _course(facts: Facts) -> Iterator[Event]:
    for name in ("registered", "started", "completed", "stopped"):
        day = facts.day(name)
        if day is not None:
            reason = facts.own["stopped_reason_nb"] if name == "stopped" else None
            yield Event(day, "status", say(f"project.event.{name}"), _plain(reason))
    decided = facts.day("occurrence_decided")
    if decided is not None:
        answer = code_text("yes_no_unknown", facts.own["occurrence_only"])
        words = Text(answer.nb.lower(), answer.en.lower())
        yield Event(decided, "status", say("project.event.occurrence", answer=words), _plain(facts.own["occurrence_reason_nb"]))


def _plain(text: str | None) -> Text | None:
    return None if not text else Text(text, text)


def _contracts(money: Money) -> Iterator[Event]:
    for row in money.contracts.iter_rows(named=True):
        supplier = Text(row["supplier_nb"], row["supplier_en"])
        yield Event(
            row["signed_date"], "contract",
            say("project.event.signed", id=row["contract_id"], supplier=supplier, amount=row["amount_nok"]),
        )  # fmt: skip
        if row["closed_date"] is not None:
            yield Event(row["closed_date"], "contract", say("project.event.closed", id=row["contract_id"]))


def _moved(items: pl.DataFrame, changes: pl.DataFrame) -> Iterator[Event]:
    titles = {(item, key): title for item, key, title in items.select("item", "item_id", "title_nb").iter_rows()}
    for row in changes.iter_rows(named=True):
        values = {"title": titles[row["item"], row["item_id"]], "to": row["new_planned_date"]}
        if row["from_date"] is None:
            text = say("project.event.dated", **values)
        else:
            text = say("project.event.moved", from_date=row["from_date"], days=_days(row["days"]), **values)
        yield Event(row["decided_date"], "schedule", text, reason_text(row))


def _days(days: int) -> Text:
    form = "one" if abs(days) == 1 else "many"
    side = "later" if days >= 0 else "earlier"
    return say(f"project.days_{side}_{form}", count=abs(days))


def reason_text(row: dict[str, Any]) -> Text | None:
    """The coded reason with its explanation, as far as they are given."""
    coded, detail = row.get("reason"), row.get("reason_nb")
    if not coded:
        return _plain(detail)
    words = code_text("variance_reason", coded)
    return say("project.reason", reason=words, detail=detail) if detail else words


def _budget(money: Money) -> Iterator[Event]:
    for row in money.budget.iter_rows(named=True):
        values = {"line": row["line_no"], "year": str(row["year"]), "amount": row["amount_nok"]}
        if row["from_nok"] is None:
            text = say("project.event.budget_first", **values)
        else:
            text = say("project.event.budget_changed", from_nok=row["from_nok"], **values)
        yield Event(row["decided_date"], "budget", text, reason_text(row))


def _commitments(money: Money) -> Iterator[Event]:
    for row in money.commitments.iter_rows(named=True):
        values = {"amount": row["amount_nok"], "year": str(row["year"])}
        if row["kind"] == "release":
            yield Event(row["decided_date"], "commitment", say("project.event.released", **values), _plain(row["note"]))
        elif row["condition_met_date"] is not None:
            text = say("project.event.condition_met", **values)
            yield Event(row["condition_met_date"], "commitment", text, _plain(row["condition_nb"]))
