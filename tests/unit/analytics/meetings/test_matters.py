"""Matters that fixed rules find, the gravest first, with owner and date."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.meetings.matters import matters, matters_json
from analytics.meetings.owners import MANAGEMENT, OWNER, leader_of
from data.snapshot import Snapshot
from tests.unit.analytics.portfolio.rows import PROGRAMME, area, project
from tests.unit.analytics.spending import rows as money

DAY = date(2021, 6, 30)
ORGANISATIONS = [
    {"organisation_id": "D", "name_nb": "Direktoratet", "short_name": "Dir", "kind": "directorate"},
    {"organisation_id": "OLD", "name_nb": "Gamle dep", "kind": "ministry", "valid_to": date(2020, 12, 31), "successor_id": "NEW"},
    {"organisation_id": "NEW", "name_nb": "Nye dep", "kind": "ministry"},
]
MEMBERS = [
    {"body_member_id": "1", "body_id": OWNER, "organisation_id": "D", "role": "leader"},
    {"body_member_id": "2", "body_id": MANAGEMENT, "organisation_id": "OLD", "role": "leader"},
    {"body_member_id": "3", "body_id": OWNER, "organisation_id": "NEW", "role": "member"},
]


def snapshot(day: date = DAY, **tables: Any) -> Snapshot:
    bodies: Any = {"organisation": ORGANISATIONS, "body_member": MEMBERS}
    return Snapshot.from_rows(day, {"programme": [PROGRAMME], "priority_area": [area("A1", 1)], **bodies, **tables})


def deliverable(key: str, planned: date) -> dict[str, Any]:
    return {"deliverable_id": key, "project_id": "P1", "kind": "note", "title_nb": f"Notat {key}", "planned_date": planned}


def test_the_owner_is_who_leads_the_body_and_its_successor() -> None:
    assert (leader := leader_of(snapshot(), OWNER)) is not None and leader.nb == "Dir"
    assert (after := leader_of(snapshot(), MANAGEMENT)) is not None and after.nb == "Nye dep"
    assert (before := leader_of(snapshot(date(2020, 6, 30)), MANAGEMENT)) is not None and before.nb == "Gamle dep"
    assert leader_of(snapshot(), "NONE") is None


def test_successors_in_a_ring_end() -> None:
    ring = [
        {"organisation_id": "D", "name_nb": "A", "kind": "other", "valid_to": date(2020, 1, 1), "successor_id": "E"},
        {"organisation_id": "E", "name_nb": "B", "kind": "other", "valid_to": date(2020, 1, 1), "successor_id": "D"},
    ]
    assert leader_of(snapshot(organisation=ring), OWNER) is not None


def test_deadlines_that_have_passed_are_one_matter_with_the_oldest() -> None:
    rows = [deliverable("a", date(2021, 6, 29)), deliverable("b", date(2021, 6, 20)), deliverable("c", date(2021, 6, 30))]
    found = {one.id: one for one in matters(snapshot(project=[project("P1", started_date=date(2021, 1, 1))], deliverable=rows))}
    assert found["overdue"].text.nb == "2 frister er passert. Lengst forbi er «Notat b», 10 dager."
    assert found["overdue"].day == date(2021, 6, 20)
    assert [fact.value for fact in found["overdue"].facts] == [2, 10]


def test_a_year_with_more_bound_than_it_has_comes_first_and_is_told_without_its_sign() -> None:
    rows: Any = {
        "frame": [money.frame(2021, 10)],
        "commitment": [money.commitment(1, 2021, 12, "2021-01-01")],
        "programme": [PROGRAMME | {"programme_id": money.PROGRAMME}],
    }
    first = matters(snapshot(**rows))[0]
    assert first.id == "money" and first.severity == "consider"
    assert first.text.nb == "I 2021 er 2,0 mill. kroner mer betalt og bundet enn året har til disposisjon."
    assert first.facts[0].value == -2_000_000
    assert first.owner is not None and first.owner.nb == "Dir"


def test_an_evaluation_is_late_from_the_day_after_all_that_its_date_may_mean() -> None:
    def late(day: date) -> list[str]:
        rows: dict[str, Any] = {
            "instrument": [{"instrument_id": "I", "name_nb": "Virkemiddel"}],
            "evaluation": [{"evaluation_id": "E", "instrument_id": "I", "agreement_id": "A", "title_nb": "Evaluering",
                            "payer": "unknown", "addresses_effect": "unknown", "registered_date": date(2020, 1, 1),
                            "commissioner_nb": "Oppdragsgiver"}],
            "evaluation_step": [{"evaluation_step_id": "S", "evaluation_id": "E", "stage": "published",
                                 "planned_date": date(2021, 6, 1), "date_precision": "month"}],
        }  # fmt: skip
        found = [one for one in matters(snapshot(day, **rows)) if one.id == "late_reports"]
        return [one.owner.nb if one.owner else "" for one in found]

    assert late(date(2021, 6, 30)) == []
    assert late(date(2021, 7, 1)) == ["Oppdragsgiver"]


def test_one_of_each_kind_in_a_fixed_order_and_counted_by_severity() -> None:
    rows: Any = {"project": [project("P1", started_date=date(2021, 1, 1))], "deliverable": [deliverable("a", date(2021, 1, 1))]}
    found = matters(snapshot(**rows))
    ids = [one.id for one in found]
    assert ids == list(dict.fromkeys(ids))
    assert ids.index("overdue") < ids.index("no_comparison")
    counts = matters_json(found)["by_severity"]
    assert sum(counts.values()) == len(found) and counts["note"] == 1


def test_nothing_is_known_of_an_empty_store_but_that_sick_leave_cannot_be_compared() -> None:
    assert [one.id for one in matters(Snapshot.from_rows(DAY, {}))] == ["no_comparison"]
