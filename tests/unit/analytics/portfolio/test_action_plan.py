"""The lines of a plan against what happened, with numbers that can be added up by hand."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from analytics.portfolio.action_plan import action_plan
from analytics.portfolio.action_plan_text import slip_text, what_happened
from data.snapshot import Snapshot
from reports.envelope import envelope
from tests.unit.analytics.portfolio.action_plan_rows import ADOPTED, found, line, outcome, plan, row_of
from tests.unit.analytics.portfolio.procurement_rows import call, step
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, project


def test_each_line_gets_the_outcome_that_its_dates_give() -> None:
    result = found(
        action_plan_line=[
            line("A"),
            line("B"),
            line("C"),
            line("D", dropped_date=date(2021, 2, 1), dropped_reason_nb="Ikke råd"),
            line("E", quarter="2021K2"),
            line("F", quarter=None),
            line("G", quarter=None),
            line("H", quarter="2021K4"),
        ],
        project=[
            project("1", plan_line_id="A", started_date=date(2021, 3, 31)),
            project("2", plan_line_id="B", started_date=date(2021, 4, 1)),
            project("3", plan_line_id="G", started_date=date(2021, 4, 1)),
            project("4", plan_line_id="H", started_date=date(2021, 5, 1)),
        ],
    )
    got = {item: outcome(result, item) for item in "ABCDEFGH"}
    assert got == {
        "A": "started",
        "B": "started_late",
        "C": "not_started",
        "D": "dropped",
        "E": "not_due",
        "F": "unknown",
        "G": "started_unknown",
        "H": "started",
    }
    assert (row_of(result, "B")["slip_quarters"], row_of(result, "B")["slip_days"]) == (1, 1)
    assert (row_of(result, "H")["slip_quarters"], row_of(result, "H")["slip_days"]) == (-2, 0)


def test_a_quarter_is_over_on_the_day_after_its_last() -> None:
    rows = {"action_plan_line": [line("A", quarter="2021K2")]}
    assert outcome(found(date(2021, 6, 30), **rows), "A") == "not_due"
    assert outcome(found(date(2021, 7, 1), **rows), "A") == "not_started"


def test_what_did_not_start_in_its_quarter_is_worth_the_frozen_amounts() -> None:
    result = found(
        action_plan_line=[
            line("A", amount="100"),
            line("B", amount="250"),
            line("C", amount="40"),
            line("D", amount=None),
            line("E", quarter="2021K3", amount="1000", dropped_date=date(2021, 2, 1)),
            line("F", amount="7", dropped_date=date(2021, 2, 1)),
        ],
        project=[
            project("1", plan_line_id="A", started_date=date(2021, 2, 1)),
            project("2", plan_line_id="B", started_date=date(2021, 4, 1)),
        ],
    )
    focus = result.focus
    assert focus is not None
    assert (focus.missed.count, focus.missed.amount_nok, focus.missed.amount_unknown) == (4, Decimal(297), 1)
    assert {name: item.count for name, item in focus.missed_by_outcome.items()} == {
        "started_late": 1,
        "not_started": 2,
        "dropped": 1,
    }
    assert (focus.planned.count, focus.planned.amount_nok) == (6, Decimal(1397))
    assert sum(item.count for name, item in focus.by_outcome.items() if name != "unplanned") == 6
    assert "4 av 6 ikke startet i kvartalet sitt" in result.sentence.nb
    assert "(ukjent beløp for 1)" in result.sentence.nb


def test_a_framework_begins_with_its_contract_and_a_call_for_other_lines_with_its_announcement() -> None:
    result = found(
        action_plan_line=[
            line("R", quarter="2021K1"),
            line("U", quarter="2021K1"),
            line("V", quarter="2021K2"),
            line("W"),
            line("X"),
        ],
        call=[
            call("CR", "framework", plan_line_id="R"),
            call("CU", plan_line_id="U"),
            call("CW", plan_line_id="W"),
            call("CX", plan_line_id="X"),
        ],
        call_step=[
            step("CR", "announced", None, date(2021, 2, 1)),
            step("CU", "announced", None, date(2021, 3, 15)),
            step("CU", "contracted", None, date(2021, 5, 1)),
            step("CW", "announced", None, date(2021, 2, 1)),
            step("CX", "cancelled", None, date(2021, 2, 1)),
        ],
        framework_agreement=[
            {
                "framework_id": "RA",
                "call_id": "CR",
                "title_nb": "R",
                "signed_date": date(2021, 4, 2),
                "start_date": date(2021, 5, 1),
                "end_date": date(2024, 5, 1),
            }
        ],
        project=[project("1", plan_line_id="V", call_id="CU", started_date=date(2021, 5, 20))],
    )
    rows = {row["item_id"]: row for row in result.lines.to_dicts()}
    assert (rows["R"]["start_basis"], rows["R"]["start_date"], rows["R"]["outcome"]) == (
        "contract",
        date(2021, 4, 2),
        "started_late",
    )
    assert (rows["U"]["start_basis"], rows["U"]["start_date"], rows["U"]["outcome"]) == (
        "announced",
        date(2021, 3, 15),
        "started",
    )
    assert (rows["V"]["outcome"], rows["W"]["outcome"], rows["X"]["outcome"]) == ("started", "in_procurement", "not_started")
    assert rows["W"]["missed_quarter"]
    assert "avlyst" in what_happened(rows["X"], AS_OF).nb


def test_an_adoption_within_the_year_is_told() -> None:
    version = found(action_plan=[plan(2021, adopted=date(2021, 2, 14))]).years[0].versions[0]
    assert version.days_into_year == 45
    assert found().years[0].versions[0].days_into_year is None


def test_dissemination_and_support_of_other_efforts_are_counted_on_the_frozen_plan() -> None:
    result = found(
        action_plan_line=[
            line("A", dissemination_nb="Notat"),
            line("B", dissemination_nb="  "),
            line("C"),
            line("D", category="operation"),
            line("E", category=None, effort_id="S"),
        ],
        project=[project("1", plan_line_id="C")],
        dissemination=[{"dissemination_id": "F", "project_id": "1", "plan_line_id": "C", "channel": "media", "title_nb": "Sak"}],
        agreement=[{"agreement_id": "A", "name_nb": "Avtale", "start_date": date(2019, 1, 1)}],
        related_effort=[
            {"effort_id": "S", "agreement_id": "A", "name_nb": "Ærlig satsing", "name_en": "Effort", "kind": "other"}
        ],
    )
    focus = result.focus
    assert focus is not None
    assert (focus.research, focus.with_dissemination, focus.with_effort) == (4, 2, 1)
    assert result.effort_names["S"].nb == "Ærlig satsing"


def test_a_route_that_was_not_the_planned_one_is_a_change() -> None:
    result = found(
        action_plan_line=[line("A", route="competition"), line("B", route="grant")],
        call=[call("C", "in_house", plan_line_id="A"), call("D", "grant", plan_line_id="B")],
    )
    assert (row_of(result, "A")["changes"], row_of(result, "B")["changes"]) == (["route_used"], [])


@pytest.mark.parametrize("year", [None, 2021])
def test_an_empty_portfolio_stands(year: int | None) -> None:
    result = action_plan(Snapshot.from_rows(AS_OF, {}), year)
    assert result.focus is None
    assert json.dumps(envelope("action-plan", result), ensure_ascii=False)
    assert result.table().is_empty()
    assert "ingen handlingsplan" in result.sentence.nb


def test_quarters_that_are_not_quarters_are_unknown() -> None:
    assert outcome(found(action_plan_line=[line("A", quarter="våren 2021")]), "A") == "unknown"


def test_plans_of_another_programme_are_not_shown() -> None:
    other = {**PROGRAMME, "programme_id": "Q", "start_date": date(2025, 1, 1), "end_date": date(2028, 12, 31)}
    tables = {
        "action_plan": [ADOPTED, {**plan(2026, adopted=date(2025, 12, 10)), "programme_id": "Q"}],
        "action_plan_line": [line("A"), line("B", "HP2026-1", "2026K1", listed_date=date(2025, 11, 1))],
        "programme": [PROGRAMME, other],
    }
    later = found(date(2026, 6, 30), **tables)
    assert (later.year, later.lines.get_column("item_id").to_list()) == (2026, ["B"])
    assert found(date(2021, 6, 30), **tables).year == 2021


def test_everything_is_json_with_frozen_and_present_values_and_the_table_is_flat() -> None:
    result = found(action_plan_line=[line("A/Ø", amount="1.50")], project=[project("1", plan_line_id="A/Ø")])
    told = json.loads(json.dumps(envelope("action-plan", result), ensure_ascii=False))["result"]
    assert (told["lines"][0]["frozen_amount_nok"], told["lines"][0]["amount_nok"]) == (1.5, 1.5)
    assert told["focus"]["did_not_start_in_quarter"]["count"] == 1
    assert "A/Ø" in result.table().write_csv()


def test_slips_are_told_in_quarters_and_days() -> None:
    assert slip_text(0, 0).nb == "i det planlagte kvartalet"
    assert slip_text(2, 95).nb == "2 kvartaler senere enn planlagt, 95 dager etter at kvartalet var over"
    assert slip_text(-1, 0).en == "1 quarter before the plan"
