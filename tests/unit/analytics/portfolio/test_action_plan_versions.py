"""The plan as frozen at adoption: later corrections, added and removed lines, several versions, drafts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from analytics.portfolio.action_plan_text import what_happened
from tests.unit.analytics.portfolio.action_plan_rows import ADOPTED, found, line, need, outcome, plan, row_of, version
from tests.unit.analytics.portfolio.rows import AS_OF, project


def test_a_later_correction_does_not_change_the_frozen_plan() -> None:
    then, later = datetime(2020, 12, 1), datetime(2021, 5, 1)
    history = [
        version(line("A", amount="100"), then, later),
        version(line("A", amount="900", quarter="2021K2", route="grant"), later),
    ]
    result = found(action_plan_line=history, project=[project("1", plan_line_id="A", started_date=date(2021, 4, 5))])
    row = row_of(result, "A")
    assert (row["frozen_amount_nok"], row["amount_nok"]) == (Decimal(100), Decimal(900))
    assert (row["frozen_quarter"], row["quarter"], row["outcome"]) == ("2021K1", "2021K2", "started_late")
    assert row["changes"] == ["amount_nok", "quarter", "route"]
    changes = {
        change["field"]: (change["before"], change["after"], change["is_after_adoption"]) for change in result.changes.to_dicts()
    }
    assert changes["quarter"] == ("2021K1", "2021K2", True)
    assert changes["route"] == (None, "grant", True)
    assert set(changes) == {"amount_nok", "quarter", "route"}
    focus = result.focus
    assert focus is not None and (focus.planned.amount_nok, focus.changed) == (Decimal(100), 1)


def test_a_removed_line_stays_in_the_frozen_plan_and_is_said() -> None:
    then, later = datetime(2020, 12, 1), datetime(2021, 5, 1)
    history = [
        version(line("A"), then, later),
        version(line("B"), then),
    ]
    result = found(action_plan_line=history)
    assert (outcome(result, "A"), row_of(result, "A")["is_removed"]) == ("dropped", True)
    assert "finnes ikke lenger i registeret" in what_happened(row_of(result, "A"), AS_OF).nb
    assert result.focus is not None and result.focus.planned.count == 2


def test_lines_listed_after_the_adoption_are_added_and_not_planned() -> None:
    result = found(action_plan_line=[line("A"), line("Æ", listed_date=date(2020, 12, 16), amount="5")])
    row = row_of(result, "Æ")
    assert (row["origin"], row["added_date"], row["frozen_amount_nok"], row["planned_amount_nok"]) == (
        "added",
        date(2020, 12, 16),
        None,
        Decimal(5),
    )
    focus = result.focus
    assert focus is not None
    assert (focus.planned.count, focus.added.count, focus.missed.count) == (1, 1, 1)
    assert result.changes.to_dicts()[0]["field"] == "added"
    assert outcome(found(action_plan_line=[line("A", listed_date=date(2020, 12, 15))]), "A") == "not_started"


def test_a_need_registered_after_the_adoption_is_no_change() -> None:
    result = found(action_plan_line=[line("A", need_id="K")], knowledge_need=[need("K", date(2021, 2, 1))])
    assert row_of(result, "A")["changes"] == []
    assert row_of(result, "A")["frozen_need_id"] == "K"


def test_the_first_adopted_version_is_the_baseline_and_changes_are_told() -> None:
    result = found(
        action_plan=[ADOPTED, plan(2021, 2, adopted=date(2021, 3, 1)), plan(2021, 3)],
        action_plan_line=[
            line("A", title_nb="Lange  fravær"),
            line("B", need_id="K1", title_nb="Gammelt navn"),
            line("C"),
            line("A2", "HP2021-2", title_nb="lange fravær", amount="300"),
            line("B2", "HP2021-2", "2021K2", need_id="K1", title_nb="Nytt"),
            line("N2", "HP2021-2", title_nb="Ny"),
            line("A3", "HP2021-3", title_nb="Lange fravær", amount="1"),
            line("U3", "HP2021-3", title_nb="Bare utkast"),
        ],
        knowledge_need=[need("K1")],
        project=[project("1", plan_line_id="A2", started_date=date(2021, 2, 2)), project("2", plan_line_id="A3")],
    )
    rows = {row["item_id"]: row for row in result.lines.to_dicts()}
    assert set(rows) == {"A", "B", "C", "N2", "U3"}
    assert (rows["A"]["line_ids"], rows["A"]["project_ids"]) == (["A", "A2", "A3"], ["1", "2"])
    assert (rows["A"]["frozen_amount_nok"], rows["A"]["amount_nok"], rows["A"]["changes"]) == (
        Decimal(100),
        Decimal(300),
        ["amount_nok"],
    )
    assert (rows["B"]["line_ids"], rows["B"]["changes"], rows["B"]["planned_quarter"]) == (["B", "B2"], ["quarter"], "2021K1")
    assert (rows["C"]["outcome"], rows["C"]["left_out_version"], rows["C"]["out_date"]) == ("dropped", 2, date(2021, 3, 1))
    assert (rows["N2"]["origin"], rows["N2"]["added_version"], rows["U3"]["origin"]) == ("added", 2, "draft")
    told = {(c["activity_id"], c["field"], c["version"], c["is_after_adoption"]) for c in result.changes.to_dicts()}
    assert told == {
        ("A", "amount_nok", 2, False),
        ("B", "quarter", 2, False),
        ("C", "left_out", 2, False),
        ("N2", "added", 2, False),
    }
    focus = result.focus
    assert focus is not None and focus.baseline is not None and focus.newest is not None
    assert (focus.baseline.plan_id, focus.newest.plan_id, focus.planned.count) == ("HP2021-1", "HP2021-2", 3)


def test_before_the_adoption_it_is_a_draft_and_nothing_is_frozen() -> None:
    result = found(date(2020, 12, 1), action_plan_line=[line("A"), line("B", amount=None)])
    focus = result.focus
    assert focus is not None and focus.is_draft
    assert row_of(result, "A")["frozen_amount_nok"] is None
    assert (focus.planned.count, focus.planned.amount_nok, focus.planned.amount_unknown) == (2, Decimal(100), 1)
    assert result.sentence.nb.startswith("Handlingsplanen for 2021 er et utkast per 1. desember 2020")


def test_the_plan_in_force_is_that_of_the_year_until_the_next_year_begins() -> None:
    plans = [plan(2020, adopted=date(2020, 1, 10)), ADOPTED, plan(2022)]
    assert found(date(2020, 12, 31), action_plan=plans).year == 2020
    assert found(date(2021, 1, 1), action_plan=plans).year == 2021
    late = found(date(2021, 11, 1), action_plan=plans)
    assert (late.year, [item.year for item in late.next_drafts]) == (2021, [2022])
    assert found(date(2021, 1, 1), 2020, action_plan=plans).year == 2020
    assert "ingen handlingsplan for 2019" in found(action_plan=plans, year=2019).sentence.nb
