"""What differs between two dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.meetings.changes import KINDS, Changes, changes, changes_between
from data.snapshot import Snapshot
from domain.errors import UserError
from domain.text import Text, say
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import PROGRAMME, area, areas_of, contract, project, questions_of

SPRING, AUTUMN = date(2021, 4, 1), date(2021, 11, 1)
BETWEEN = date(2021, 6, 1)
ROWS: dict[str, Any] = {
    "programme": [PROGRAMME],
    "priority_area": [area("A1", 1), area("A2", 2)],
    "project": [
        project("old", started_date=date(2020, 9, 1), completed_date=BETWEEN),
        project("new", registered_date=BETWEEN, started_date=date(2021, 7, 1)),
        project("gone", started_date=date(2020, 9, 1), stopped_date=BETWEEN),
    ],
    "project_area": [*areas_of("new", A1=100), *areas_of("gone", A2=100)],
    "project_question": [*questions_of("new", effect=100), *questions_of("gone", effect=100)],
    "contract": [contract("new", "300", signed_date=BETWEEN)],
    "milestone": [
        {"milestone_id": "M", "project_id": "old", "kind": "data", "title_nb": "Data samlet", "planned_date": date(2021, 3, 1)}
    ],
    "deliverable": [
        {"deliverable_id": "D1", "project_id": "old", "kind": "note", "title_nb": "Notat", "planned_date": date(2021, 8, 1)},
        {
            "deliverable_id": "D2",
            "project_id": "old",
            "kind": "final_report",
            "title_nb": "Rapport",
            "planned_date": date(2021, 3, 1),
            "delivered_date": BETWEEN,
        },
        {
            "deliverable_id": "D3",
            "project_id": "old",
            "kind": "article",
            "title_nb": "Artikkel",
            "planned_date": date(2021, 3, 1),
        },
        {"deliverable_id": "D4", "project_id": "gone", "kind": "note", "title_nb": "Annet", "planned_date": date(2021, 8, 1)},
    ],
    "schedule_change": [
        {
            "schedule_change_id": "S1",
            "milestone_id": "M",
            "decided_date": date(2021, 2, 1),
            "new_planned_date": date(2021, 5, 1),
            "reason": "pandemic",
        },
        {
            "schedule_change_id": "S2",
            "milestone_id": "M",
            "decided_date": BETWEEN,
            "new_planned_date": date(2021, 9, 1),
            "reason": "recruitment",
        },
    ],
    "payment": [
        {
            "payment_id": f"B{day.month}",
            "programme_id": "P",
            "kind": "invoice",
            "category": "fou",
            "year": 2021,
            "payment_date": day,
            "amount_nok": Decimal(amount),
        }
        for day, amount in ((date(2021, 2, 1), 100), (date(2021, 5, 1), 40), (date(2021, 9, 1), 60))
    ],
    "frame": [
        {"frame_id": "F1", "programme_id": "P", "level": "programme", "year": 2021, "version": 1, "amount_nok": Decimal(15)},
        {
            "frame_id": "F2",
            "programme_id": "P",
            "level": "programme",
            "year": 2021,
            "version": 2,
            "amount_nok": Decimal(14),
            "decided_date": BETWEEN,
        },
    ],
    "evaluation": [
        {
            "evaluation_id": "E",
            "agreement_id": "A",
            "title_nb": "Evaluering",
            "payer": "unknown",
            "addresses_effect": "no",
            "registered_date": date(2020, 1, 1),
        }
    ],
    "evaluation_step": [{"evaluation_step_id": "ES", "evaluation_id": "E", "stage": "started", "actual_date": BETWEEN}],
    "vintage": [{"vintage_id": "V", "publisher": "SSB", "published_date": BETWEEN, "date_precision": "day", "method": "current"}],
    "observation": [
        {"series_id": key, "period": "2021K1", "vintage_id": "V", "value": 5.0, "value_state": "value"} for key in "ab"
    ],
}


def open_snapshot(day: date) -> Snapshot:
    return Snapshot.from_rows(day, ROWS)


@pytest.fixture(scope="module")
def found() -> Changes:
    return changes_between(open_snapshot, SPRING, AUTUMN)


def told(found: Changes, kind: str) -> list[tuple[str, Any, Any]]:
    return [(item.id, item.before, item.after) for item in found.items(kind)]


@pytest.mark.parametrize(
    ("kind", "items"),
    [
        ("projects_new", [("new", None, BETWEEN)]),
        ("projects_started", [("new", None, date(2021, 7, 1))]),
        ("projects_finished", [("old", None, BETWEEN)]),
        ("projects_stopped", [("gone", None, BETWEEN)]),
        ("deadlines_moved", [("S2", date(2021, 5, 1), date(2021, 9, 1))]),
        ("deliverables_overdue", [("D1", date(2021, 8, 1), None)]),
        ("deliverables_cleared", [("D2", date(2021, 3, 1), BETWEEN)]),
        ("contracts_new", [("K-new-300", None, Decimal(300))]),
        ("payments", [("payment", Decimal(100), Decimal(200))]),
        ("frames_changed", [("F2", Decimal(15), Decimal(14))]),
        ("evaluations_moved", [("E", "planned", "started")]),
        ("coverage_gained", [("A1.effect", 0, 1)]),
        ("coverage_lost", [("A2.effect", 1, 0)]),
        ("statistics_new", [("V", None, BETWEEN)]),
    ],
)
def test_each_kind_has_what_happened_between_the_dates(found: Changes, kind: str, items: list[tuple[str, Any, Any]]) -> None:
    assert told(found, kind) == items


def test_the_first_move_is_told_from_the_original_plan() -> None:
    first = changes_between(open_snapshot, date(2021, 1, 1), SPRING)
    assert told(first, "deadlines_moved") == [("S1", date(2021, 3, 1), date(2021, 5, 1))]


def test_texts_say_what_and_why(found: Changes) -> None:
    assert found.items("deadlines_moved")[0].text.nb == "old: Data samlet"
    assert found.items("deadlines_moved")[0].note == Text(
        "Årsak: rekruttering. Opprinnelig frist 1. mars 2021.", "Reason: recruitment. Original deadline 1 March 2021."
    )
    assert found.items("payments")[0].text.en == "2 payments of NOK 0.0 million in all"
    assert found.items("statistics_new")[0].text.nb == "SSB: tall for 2 serier"
    assert found.items("coverage_gained")[0].text.nb == "A1, effekt"


def test_the_same_day_twice_has_no_changes() -> None:
    same = changes_between(open_snapshot, AUTUMN, AUTUMN)
    assert all(not group.items for group in same.groups)
    assert same.sentence.nb == "Ingenting er endret fra 1. november 2021 til 1. november 2021."


def test_the_sentence_counts_each_kind(found: Changes) -> None:
    assert found.sentence.nb.startswith(
        "Fra 1. april 2021 til 1. november 2021: 1 nytt prosjekt, 1 prosjekt startet, 1 prosjekt avsluttet, 1 prosjekt stanset"
    )


def test_every_kind_has_a_group_and_its_words(found: Changes) -> None:
    assert [group.kind for group in found.groups] == [kind for kind, _ in KINDS]
    for kind, _ in KINDS:
        if kind != "payments":
            assert say(f"changes.{kind}_one", count=1) != say(f"changes.{kind}_many", count=2)


def test_json_and_table(found: Changes) -> None:
    result = envelope("changes", found)["result"]
    assert (result["from"], result["to"]) == ("2021-04-01", "2021-11-01")
    payments = next(group for group in result["groups"] if group["kind"] == "payments")
    assert payments["items"][0] == {
        "id": "payment",
        "table": "payment",
        "from": 100,
        "to": 200,
        "unit": "nok",
        "days": None,
        "difference_nok": 100,
        "note": None,
        "is_correction": False,
        "owner": None,
        "text": {"nb": "2 betalinger på til sammen 0,0 mill. kroner", "en": "2 payments of NOK 0.0 million in all"},
    }
    assert found.table().get_column("id").to_list().count("new") == 2


def test_dates_in_the_wrong_order_are_refused_in_words() -> None:
    with pytest.raises(UserError, match="er etter til-datoen"):
        changes(open_snapshot(AUTUMN), open_snapshot(SPRING))


def test_a_payment_of_a_past_day_that_was_taken_back_is_a_change() -> None:
    less = {**ROWS, "payment": ROWS["payment"][1:]}
    result = changes(Snapshot.from_rows(SPRING, ROWS), Snapshot.from_rows(SPRING, less))
    assert told(result, "payments") == [("payment", Decimal(100), Decimal(0))]
