"""The log of governance: matters and the rules they break, what became of inputs, and actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from analytics.meetings.decisions import Decisions, decisions
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.tables import Role
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import PROGRAMME, Row, area, project

DAY, HELD, AUTUMN = date(2021, 11, 1), date(2021, 2, 1), date(2021, 9, 1)


def matter(key: str, body: str, kind: str = "decision", day: date = date(2021, 3, 1), **values: Any) -> Row:
    return {"decision_id": key, "body_id": body, "kind": kind, "text_nb": f"Sak {key}", "decided_date": day, **values}


def given(key: str, party: str, outcome: str | None = None, **values: Any) -> Row:
    settled = date(2021, 6, 1) if outcome else None
    return {"input_id": key, "organisation_id": party, "text_nb": f"Innspill {key}", "received_date": date(2021, 2, 1),
            "meeting_id": "M1", "outcome": outcome, "outcome_date": settled, **values}  # fmt: skip


def action(key: str, due: date | None, done: date | None = None, owner: str | None = "LO") -> Row:
    return {"action_id": key, "meeting_id": "M1", "text_nb": f"Oppgave {key}", "agreed_date": date(2021, 2, 1), "due_date": due,
            "done_date": done, "owner_id": owner}  # fmt: skip


ROWS: dict[str, Iterable[Row]] = {
    "programme": [PROGRAMME],
    "priority_area": [area("A1", 1)],
    "organisation": [
        {"organisation_id": key, "name_nb": f"Part {key}", "name_en": f"Party {key}", "short_name": key, "kind": "union"}
        for key in ("LO", "NHO")
    ],
    "body": [
        {"body_id": "PROGRAMFORUM", "name_nb": "Programforum", "name_en": "Programme forum", "can_decide": False},
        {"body_id": "PE", "name_nb": "Programeier", "name_en": "Programme owner", "can_decide": True},
        {"body_id": "KOORDINERINGSGRUPPEN", "name_nb": "Gruppen", "name_en": "The group", "can_decide": True},
    ],
    "meeting": [
        {"meeting_id": "M1", "kind": "spring", "title_nb": "Vår", "planned_date": HELD, "held_date": HELD},
        {"meeting_id": "M,2", "kind": "autumn", "title_nb": "Høst", "planned_date": AUTUMN, "held_date": AUTUMN},
    ],
    "knowledge_need": [{"need_id": "K1", "title_nb": "Behov", "raised_date": date(2021, 2, 1)}],
    "action_plan": [
        {"plan_id": "HP", "programme_id": "P", "year": 2021, "version": 1, "title_nb": "Plan", "drafted_date": date(2021, 1, 1),
         "adopted_date": date(2021, 1, 2), "sent_to_ministry_date": date(2021, 1, 5), "sent_for": "decision"}
    ],
    "action_plan_line": [
        {"plan_line_id": "L1", "plan_id": "HP", "need_id": "K1", "title_nb": "Linje", "category": "fou",
         "listed_date": date(2021, 1, 1)}
    ],
    "project": [project("P1", started_date=date(2021, 3, 1))],
    "project_need": [{"project_id": "P1", "need_id": "K1"}],
    "decision": [
        matter("D1", "PROGRAMFORUM"), matter("D2", "PE", day=date(2021, 4, 1)), matter("D3", "PROGRAMFORUM", "advice"),
        matter("D4", "PE", is_matter_of_principle=True, day=date(2021, 5, 1), meeting_id="M,2"),
    ],
    "meeting_input": [
        given("I1", "LO", "included", need_id="K1", outcome_nb="Linje 1"), given("I2", "LO"), given("I3", "NHO", "not_now"),
    ],
    "action_item": [
        action("A1", date(2021, 10, 31)), action("A2", date(2021, 11, 1)), action("A3", None, owner=None),
        action("A4", date(2021, 5, 1), date(2021, 5, 11)),
    ],
}  # fmt: skip


def found(role: Role = "owner", **choices: str) -> Decisions:
    return decisions(Snapshot.from_rows(DAY, ROWS, role=role), choices)


def test_a_decision_of_a_body_that_does_not_decide_is_marked_with_the_words_of_the_rule_and_stays() -> None:
    log = found()
    rows = {row["decision_id"]: row for row in log.decisions.to_dicts()}
    assert len(rows) == 4 and "ikke er et besluttende organ" in rows["D1"]["breach_nb"] and rows["D1"]["severity"] == "breach"
    assert rows["D2"]["breach_nb"] is None and rows["D3"]["breach_nb"] is None
    assert "Koordineringsgruppen er ikke ført" in rows["D4"]["breach_nb"] and rows["D4"]["severity"] == "consider"
    assert "1 bryter en regel i programplanen. 1 bør vurderes" in log.sentence.nb
    assert {rule.id for rule in log.rules} == {"advisory_body", "principle_settled", "plan_sent_for"}
    assert "til avgjørelse, ikke til orientering" in log.plans.row(0, named=True)["breach_nb"]


def test_what_became_of_the_input_of_one_party_with_the_need_the_line_and_the_project() -> None:
    log = found(party="LO")
    rows = {row["input_id"]: row for row in log.inputs.to_dicts()}
    assert set(rows) == {"I1", "I2"} and rows["I1"]["plan_line_ids"] == ["L1"] and rows["I1"]["project_ids"] == ["P1"]
    assert (rows["I2"]["outcome"], rows["I2"]["waiting_days"]) == ("open", 273)
    plain = envelope("decisions", log)["result"]
    assert plain["inputs"]["chosen_by_outcome"] == {"included": 1, "covered": 0, "not_now": 0, "forwarded": 0, "open": 1}
    assert plain["inputs"]["by_outcome"]["not_now"] == 1 and plain["inputs"]["count"] == 3
    assert "2 innspill fra LO" in log.inputs_sentence.nb


def test_actions_are_overdue_from_the_day_after_and_never_without_a_due_date() -> None:
    rows = [(row["action_id"], row["state"], row["days_late"]) for row in found().actions.to_dicts()]
    assert rows == [("A1", "overdue", 1), ("A2", "open", None), ("A3", "undated", None), ("A4", "done", 10)]
    assert [row["action_id"] for row in found(owner="uten").actions.to_dicts()] == ["A3"]
    assert [row["action_id"] for row in found(status="overdue,done").actions.to_dicts()] == ["A1", "A4"]


def test_choices_limit_the_lists_and_an_id_with_a_comma_is_itself() -> None:
    assert found(meeting="M,2").decisions.get_column("decision_id").to_list() == ["D4"]
    assert found(meeting="uten").decisions.get_column("decision_id").to_list() == ["D2", "D1", "D3"]
    assert found(body="PROGRAMFORUM", kind="advice").decisions.get_column("decision_id").to_list() == ["D3"]
    assert found(text="sak d2").table().get_column("id").to_list() == ["D2"]
    with pytest.raises(UserError, match="«X» finnes ikke for body"):
        found(body="X")


def test_an_empty_store_and_a_role_that_may_not_see_the_log() -> None:
    empty = decisions(Snapshot.from_rows(DAY, {"programme": [PROGRAMME]}))
    assert empty.sentence.nb.startswith("Ingen saker er ført per 1. november 2021.") and empty.table().is_empty()
    hidden = found(role="public")
    assert not hidden.can_see and hidden.sentence.nb.startswith("Rollen din viser ikke")
    assert hidden.decisions.is_empty() and hidden.actions.is_empty() and hidden.inputs.is_empty()
    assert found(role="reference_group").can_see
