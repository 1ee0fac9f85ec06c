"""One project and everything about it, on rows that can be added up by hand."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from analytics.portfolio.project_record import ProjectRecord, Record, project_record
from data.snapshot import Snapshot
from domain.tables import Role
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import (
    AS_OF,
    PROGRAMME,
    Row,
    area,
    areas_of,
    contract,
    project,
    questions_of,
    snapshot,
)  # fmt: skip

ODD = "Å/1, b & «c»"


def _record(found: ProjectRecord) -> Record:
    assert found.record is not None
    return found.record


def _ids(record: Record) -> list[str]:
    return [remark.id for remark in record.remarks]


def _told(found: ProjectRecord) -> dict[str, Any]:
    text = json.dumps(envelope("project", found), ensure_ascii=False)
    told: dict[str, Any] = json.loads(text)["result"]
    return told


def test_without_rows_there_is_nothing_to_choose() -> None:
    found = project_record(Snapshot.from_rows(AS_OF, {}), None)
    assert found.record is None
    assert found.projects.is_empty()
    assert _told(found) == {"project_id": None, "is_known": False}
    assert found.table().is_empty()


def test_an_unknown_id_and_one_not_known_yet_are_explained() -> None:
    rows = [project("1"), project("2", registered_date=date(2021, 7, 1))]
    for asked in ("2", "nei"):
        found = project_record(snapshot(project=rows), asked)
        assert found.record is None
        assert f"«{asked}» per 30. juni 2021" in found.sentence.nb
        assert found.projects.get_column("project_id").to_list() == ["1"]
    assert project_record(snapshot(date(2021, 7, 1), project=rows), "2").record is not None


def test_a_bare_project_says_what_is_missing_and_never_zero() -> None:
    found = project_record(snapshot(project=[project(ODD)]), ODD)
    record, told = _record(found), _told(found)
    assert told["project_id"] == ODD
    assert record.base.status == "planned"
    assert told["money"]["contract_nok"] is None
    assert told["money"]["years"] == []
    assert set(told["money"]["sum"].values()) == {None}
    assert told["occurrence"]["state"] == "undecided"
    assert told["levels"]["state_expected"] == "unknown"
    assert len(told["parties_not_registered"]) == 5
    assert _ids(record) == [
        "no_area", "no_question", "no_need", "no_plan_line", "no_lead", "no_design", "no_type", "no_involvement", "occurrence",
    ]  # fmt: skip
    assert all(remark.todo.nb and remark.todo.en for remark in record.remarks)
    assert "ukjent" in found.sentence.nb
    assert "kroner" not in found.sentence.nb


def _commitment(id_: str, kind: str, year: int, amount: str, **values: Any) -> Row:
    return {
        "commitment_id": id_, "programme_id": "P", "kind": kind, "category": "fou", "contract_id": "K-1-1000", "project_id": "1",
        "year": year, "amount_nok": Decimal(amount), "decided_date": date(2020, 6, 1), **values,
    }  # fmt: skip


def _payment(id_: str, year: int, amount: str, kind: str = "invoice", **values: Any) -> Row:
    return {
        "payment_id": id_, "programme_id": "P", "kind": kind, "category": "fou", "contract_id": "K-1-1000", "project_id": "1",
        "year": year, "payment_date": date(year, 3, 1), "amount_nok": Decimal(amount), **values,
    }  # fmt: skip


def _line(id_: str, year: int, version: int, amount: str, **values: Any) -> Row:
    return {
        "budget_line_id": id_, "programme_id": "P", "line_no": "L", "version": version, "year": year, "category": "fou",
        "project_id": "1", "amount_nok": Decimal(amount), "decided_date": date(2020, version, 1), **values,
    }  # fmt: skip


def _money() -> dict[str, list[Row]]:
    return {
        "project": [project("1"), project("2")],
        "contract": [contract("1", "1000"), contract("2", "77")],
        "commitment": [
            _commitment("B1", "binding", 2020, "600"),
            _commitment("B2", "binding", 2021, "500.50"),
            _commitment("F", "release", 2021, "100"),
            _commitment("C1", "conditional", 2021, "40", condition_met_date=date(2021, 2, 1)),
            _commitment("C2", "conditional", 2022, "60", condition_met_date=date(2021, 9, 1)),
            _commitment("X", "binding", 2020, "9", project_id="2", contract_id=None),
        ],
        "payment": [
            _payment("P1", 2020, "550"), _payment("P2", 2020, "-50", "credit_note"),
            _payment("P3", 2021, "600", project_id=None), _payment("P4", 2021, "30", contract_id=None, category="stimulation"),
        ],
        "budget_line": [
            _line("L1", 2020, 1, "700"), _line("L2", 2020, 2, "650", reason="pandemic", reason_nb="Stengt"),
            _line("L3", 2022, 1, "90", decided_date=date(2021, 12, 1)),
        ],
    }  # fmt: skip


def test_money_adds_up_to_the_oere_year_by_year() -> None:
    record = _record(project_record(snapshot(AS_OF, **_money()), "1"))
    years = {row["year"]: row for row in record.money.years.to_dicts()}
    assert list(years) == [2020, 2021, 2022]
    assert years[2020] == {
        "year": 2020, "state": "closed", "budget_original_nok": Decimal("700.00"), "budget_nok": Decimal("650.00"),
        "bound_nok": Decimal("600.00"), "conditional_nok": None, "released_nok": None, "paid_nok": Decimal("500.00"),
    }  # fmt: skip
    assert years[2021]["bound_nok"] == Decimal("440.50")
    assert years[2021]["released_nok"] == Decimal("100.00")
    assert years[2021]["paid_nok"] == Decimal("630.00")
    assert years[2021]["state"] == "running"
    assert years[2022] == {
        "year": 2022, "state": "future", "budget_original_nok": None, "budget_nok": None, "bound_nok": None,
        "conditional_nok": Decimal("60.00"), "released_nok": None, "paid_nok": None,
    }  # fmt: skip
    assert record.money.total("paid_nok") == Decimal("1130.00")
    assert record.money.total("bound_nok") == Decimal("1040.50")
    assert record.money.contract_nok == Decimal(1000)
    assert record.money.paid_on_contracts_nok == Decimal(1100)
    assert record.money.contracts.get_column("left_nok").to_list() == [Decimal("-200.00")]


def test_paid_above_the_contract_is_remarked_and_the_running_year_is_provisional() -> None:
    found = project_record(snapshot(AS_OF, **_money()), "1")
    remark = next(remark for remark in _record(found).remarks if remark.id == "paid_above")
    assert remark.text.nb.startswith("Det er betalt 200 kroner mer")
    assert [row["is_provisional"] for row in _told(found)["money"]["years"]] == [False, True, False]
    assert any("2021 er foreløpige" in caveat.nb for caveat in found.basis.caveats)
    moved = _record(found).history.decided
    assert [item.text.nb for item in moved] == [
        "Budsjettlinjen L for 2020 er endret fra 700 kroner til 650 kroner.",
        "Budsjettlinjen L for 2020 er vedtatt med 700 kroner.",
    ]
    assert moved[0].reason is not None
    assert moved[0].reason.nb == "Pandemi: Stengt"


def test_a_budget_on_the_call_is_not_the_projects_own() -> None:
    line = _line("L1", 2020, 1, "700", project_id=None, call_id="U")
    tables = {"project": [project("1", call_id="U")], "budget_line": [line]}
    call = {"call_id": "U", "programme_id": "P", "kind": "call", "route": "competition", "title_nb": "U",
            "registered_date": date(2020, 1, 1)}  # fmt: skip
    record = _record(project_record(snapshot(AS_OF, call=[call], **tables), "1"))
    assert record.money.budget_on_call
    assert record.money.total("budget_nok") is None
    assert record.way.routes == ("competition",)


def _milestone(id_: str, planned: date, actual: date | None = None) -> Row:
    return {"milestone_id": id_, "project_id": "1", "kind": "data", "title_nb": id_, "planned_date": planned,
            "actual_date": actual}  # fmt: skip


def _change(id_: str, milestone: str, decided: date, new: date) -> Row:
    return {"schedule_change_id": id_, "milestone_id": milestone, "decided_date": decided, "new_planned_date": new,
            "reason": "pandemic", "reason_nb": "Stengt"}  # fmt: skip


def _plans() -> dict[str, list[Row]]:
    return {
        "milestone": [
            _milestone("A", date(2020, 3, 1), date(2020, 3, 11)), _milestone("B", date(2021, 1, 1)),
            _milestone("C", date(2021, 6, 1)), _milestone("D", date(2021, 9, 1)),
            _milestone("E", date(2021, 5, 1), date(2021, 4, 1)),
            _milestone("F", date(2021, 6, 20), date(2021, 7, 20)),
        ],
        "schedule_change": [
            _change("1", "C", date(2021, 3, 1), date(2021, 8, 1)), _change("2", "C", date(2021, 4, 1), date(2021, 8, 30)),
            _change("3", "C", date(2021, 7, 1), date(2021, 12, 1)),
        ],
    }  # fmt: skip


def test_slip_is_counted_from_the_first_plan_and_later_events_are_not_seen() -> None:
    items = _record(project_record(snapshot(AS_OF, project=[project("1")], **_plans()), "1")).items
    rows = {row["id"]: (row["state"], row["newest_date"], row["slip_days"], row["changes"]) for row in items.to_dicts()}
    assert rows == {
        "A": ("done", date(2020, 3, 1), 10, 0),
        "B": ("overdue", date(2021, 1, 1), 180, 0),
        "C": ("moved", date(2021, 8, 30), 90, 2),
        "D": ("planned", date(2021, 9, 1), 0, 0),
        "E": ("done", date(2021, 5, 1), -30, 0),
        "F": ("overdue", date(2021, 6, 20), 10, 0),
    }
    assert items.filter(pl.col("id") == "C").get_column("reason_nb").to_list() == ["Stengt"]


def test_a_change_of_plan_is_told_from_the_plan_before_it() -> None:
    record = _record(project_record(snapshot(AS_OF, project=[project("1")], **_plans()), "1"))
    assert [item.text.nb for item in record.history.decided] == [
        "«C» er flyttet fra 1. august 2021 til 30. august 2021.",
        "«C» er flyttet fra 1. juni 2021 til 1. august 2021.",
    ]


def test_what_falls_away_with_a_stopped_project_is_not_overdue() -> None:
    stopped = project("1", started_date=date(2020, 2, 1), stopped_date=date(2021, 2, 1), stopped_reason_nb="Slutt")
    record = _record(project_record(snapshot(AS_OF, project=[stopped], **_plans()), "1"))
    assert set(record.items.get_column("state").to_list()) == {"done", "dropped"}
    assert "overdue" not in _ids(record)
    assert record.base.status == "stopped"
    assert record.base.ladder[-1].reached_date == date(2021, 2, 1)


def test_the_remarks_find_shares_and_dates_that_do_not_fit() -> None:
    given = project(
        "1", planned_start_date=date(2021, 2, 1), planned_end_date=date(2021, 1, 1), started_date=date(2020, 3, 1),
        lead_organisation_id="L",
    )  # fmt: skip
    record = _record(project_record(
        snapshot(project=[given], project_area=areas_of("1", A1=60.0, A2=50.0), project_question=questions_of("1", effect=99.99)),
        "1",
    ))  # fmt: skip
    found = _ids(record)
    assert {"area_shares", "date_order", "past_end", "no_contract", "no_deliverable", "no_milestone"} <= set(found)
    assert "question_shares" not in found
    assert "110,0 prosent" in next(r.text.nb for r in record.remarks if r.id == "area_shares")


def test_a_missing_party_and_an_open_priority_are_named() -> None:
    rows = {
        "project": [project("1")],
        "involvement": [{"involvement_id": "I", "project_id": "1", "party_kind": "workers", "form": "consulted"}],
        "general_priority": [{"general_priority_id": g, "programme_id": p, "name_nb": g, "name_en": g, "order_no": n}
                             for n, (g, p) in enumerate((("G1", "P"), ("G2", "P"), ("G3", "Q")))],
        "project_priority": [{"project_id": "1", "general_priority_id": "G2", "state": "met", "assessed_by": "Eier"}],
    }  # fmt: skip
    record = _record(project_record(snapshot(AS_OF, **rows), "1"))
    assert record.method.missing_parties == ("employers", "social_partners", "recipients_services", "authorities")
    assert record.method.priorities.select("general_priority_id", "state").rows() == [("G1", None), ("G2", "met")]
    assert "no_involvement" not in _ids(record)
    assert "1 av 2" in next(r.text.nb for r in record.remarks if r.id == "priorities")


def test_days_from_report_and_use_of_findings() -> None:
    rows = {
        "project": [project("1")],
        "deliverable": [
            {"deliverable_id": "N", "project_id": "1", "kind": "note", "title_nb": "N", "delivered_date": date(2020, 5, 1)},
            {"deliverable_id": "R", "project_id": "1", "kind": "final_report", "title_nb": "R",
             "delivered_date": date(2021, 1, 1)},
        ],
        "dissemination": [
            {"dissemination_id": "D1", "project_id": "1", "channel": "media", "title_nb": "D", "done_date": date(2021, 1, 31)},
            {"dissemination_id": "D2", "project_id": "1", "channel": "media", "title_nb": "D", "planned_date": date(2022, 1, 1)},
        ],
        "finding": [{"finding_id": "F", "project_id": "1", "text_nb": "Funn", "outcome": "other", "direction": "lower",
                     "reported_date": date(2021, 1, 1)}],
        "finding_use": [{"finding_use_id": "U", "finding_id": "F", "organisation_id": "O", "used_date": date(2021, 2, 1)}],
        "recommendation": [{"recommendation_id": "A", "finding_id": "F", "text_nb": "Gjør", "raised_date": date(2021, 1, 2),
                            "due_date": date(2021, 3, 1)}],
        "organisation": [{"organisation_id": "O", "name_nb": "Ås kommune", "kind": "other"}],
    }  # fmt: skip
    told = _told(project_record(snapshot(AS_OF, **rows), "1"))
    assert [row["days_from_report"] for row in told["dissemination"]] == [30, None]
    assert told["finding_uses"][0]["organisation_nb"] == "Ås kommune"
    assert told["recommendations"][0]["state"] == "overdue"


def _hidden() -> dict[str, list[Row]]:
    return {
        "programme": [PROGRAMME], "priority_area": [area("A1", 1)], "project": [project("1")],
        "project_need": [{"project_id": "1", "need_id": "K"}],
        "knowledge_need": [{"need_id": "K", "title_nb": "Behov", "raised_date": date(2020, 1, 1), "raised_by_id": "O"}],
        "meeting_input": [{"input_id": "I", "organisation_id": "O", "text_nb": "Hemmelig", "need_id": "K",
                           "received_date": date(2020, 1, 1)}],
        "site": [{"site_id": "S", "project_id": "1", "name_nb": "Bedrift Æ", "joined_date": date(2020, 1, 1)}],
        "organisation": [{"organisation_id": "O", "name_nb": "Parten", "kind": "other"}],
    }  # fmt: skip


@pytest.mark.parametrize(("role", "sees_group", "sees_name"), [
    ("owner", True, True), ("reference_group", True, False), ("public", False, False),
])  # fmt: skip
def test_a_role_is_told_what_it_does_not_see(role: Role, sees_group: bool, sees_name: bool) -> None:
    found = project_record(Snapshot.from_rows(AS_OF, _hidden(), role=role), "1")
    told, text = _told(found), json.dumps(_told(found), ensure_ascii=False)
    assert (told["meeting_inputs"] is not None) == sees_group
    assert (told["sites"] is not None) == sees_group
    assert told["hidden_tables"] == ([] if sees_group else ["meeting_input", "site"])
    assert ("Hemmelig" in text) == sees_group
    assert ("Bedrift Æ" in text) == sees_name
    assert told["needs"][0]["raised_by_nb"] == "Parten"
    assert any("vises ikke for din rolle" in caveat.nb for caveat in found.basis.caveats) != sees_group


def test_a_project_of_another_programme_is_given_and_said() -> None:
    other = {**PROGRAMME, "programme_id": "Q", "start_date": date(2025, 1, 1), "end_date": date(2028, 12, 31)}
    tables = {"programme": [PROGRAMME, other], "project": [project("1"), project("9", programme_id="Q")]}
    for day, known, asked in ((AS_OF, "9", "1"), (date(2026, 1, 1), "1", "9")):
        seen = Snapshot.from_rows(day, tables)
        assert any("hører til programmet" in caveat.nb for caveat in project_record(seen, known).basis.caveats)
        assert not any("hører til programmet" in caveat.nb for caveat in project_record(seen, asked).basis.caveats)


def _version(title: str, start: datetime, end: datetime | None = None, **values: Any) -> Row:
    return {
        **project("1", title_nb=title, **values), "layer": "portfolio", "known_from": start, "known_to": end, "is_void": False,
        "recorded_by": "Kari", "recorded_reason": "Rettet", "recorded_document": "notat 1", "store_version": 1,
    }  # fmt: skip


_FIRST, _SECOND, _THIRD = datetime(2021, 1, 5, 9), datetime(2021, 3, 5, 9), datetime(2021, 8, 1, 9)


def _versions() -> dict[str, list[Row]]:
    return {
        "project": [
            _version("Gammel", _FIRST, _SECOND, planned_end_date=date(2021, 12, 1)),
            _version("Ny", _SECOND, _THIRD, planned_end_date=None, research_type="applied"),
            _version("Nyest", _THIRD, research_type="applied"),
        ]
    }


def test_recorded_changes_are_told_column_by_column() -> None:
    record = _record(project_record(Snapshot.from_rows(AS_OF, _versions()), "1"))
    changes = record.history.changes
    told = [(c.kind, c.column.nb if c.column else None, c.before and c.before.nb, c.after and c.after.nb) for c in changes]
    assert sorted(told, key=str) == sorted([
        ("changed", "Tittel", "Gammel", "Ny"), ("changed", "Planlagt slutt", "1. desember 2021", None),
        ("changed", "Forskningstype", None, "Anvendt forskning"), ("new", None, None, None),
    ], key=str)  # fmt: skip
    assert {(c.by, c.reason, c.document) for c in changes} == {("Kari", "Rettet", "notat 1")}
    assert changes[-1].kind == "new"
    assert changes[-1].at == _FIRST


def test_the_history_of_a_day_holds_only_what_was_recorded_then() -> None:
    rows = _versions()
    assert _record(project_record(Snapshot.from_rows(date(2020, 12, 31), rows), "1")).history.changes == ()
    assert len(_record(project_record(Snapshot.from_rows(date(2021, 1, 5), rows), "1")).history.changes) == 1
    assert len(_record(project_record(Snapshot.from_rows(date(2021, 8, 1), rows), "1")).history.changes) == 5


def test_a_row_taken_out_is_told() -> None:
    seen = Snapshot.from_rows(AS_OF, {
        **_versions(),
        "project_area": [{**areas_of("1", A1=100.0)[0], "layer": "portfolio", "known_from": _FIRST,
                          "known_to": _SECOND, "is_void": False}],
        "priority_area": [area("A1", 1)],
    })  # fmt: skip
    removed = [c for c in _record(project_record(seen, "1")).history.changes if c.kind == "removed"]
    assert [(c.record, c.at, c.by) for c in removed] == [("1 / A1", _SECOND, None)]


def test_the_sources_are_those_of_the_projects_own_rows() -> None:
    sources = [{"source_id": s, "title": s} for s in ("S1", "S2")]
    rows = [project("1", source_id="S1"), project("2", source_id="S2", is_example=True)]
    found = project_record(snapshot(project=rows, source=sources), "1")
    assert [source.source_id for source in found.basis.sources] == ["S1"]
    assert not found.basis.contains_example_data


def test_the_end_told_is_that_of_the_newest_plan() -> None:
    completion = {**_milestone("Z", date(2021, 5, 1)), "kind": "completion"}
    moved = _change("9", "Z", date(2021, 3, 1), date(2021, 11, 5))
    given = project("1", started_date=date(2020, 2, 1), planned_end_date=date(2021, 5, 1))
    found = project_record(snapshot(project=[given], milestone=[completion], schedule_change=[moved]), "1")
    assert "skal etter nyeste plan være ferdig 5. november 2021" in found.sentence.nb
    assert "past_end" not in _ids(_record(found))
    assert found.lead.nb.startswith("Prosjektet har ingen registrert")
    assert "Tittel 1" not in found.lead.nb
