"""Money of plan lines to the krone, work outside the plans, and the frame."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from analytics.portfolio.action_plan_text import frame_text, version_text
from tests.unit.analytics.portfolio.action_plan_rows import ADOPTED, bound, budget, found, line, outcome, paid, row_of
from tests.unit.analytics.portfolio.procurement_rows import call, signed
from tests.unit.analytics.portfolio.rows import project


def test_money_alone_cannot_tell_that_a_line_was_late() -> None:
    tables = {
        "action_plan_line": [line("A", category="operation"), line("B", category="operation")],
        "budget_line": [
            budget("LA", "10", plan_line_id="A", category="operation"),
            budget("LB", "10", plan_line_id="B", category="operation"),
        ],
        "payment": [
            paid("1", "4", date(2021, 3, 31), line_no="LA", category="operation"),
            paid("2", "5", date(2021, 4, 1), line_no="LB", category="operation"),
        ],
    }
    result = found(**tables)
    assert (outcome(result, "A"), outcome(result, "B")) == ("started", "started_unknown")
    assert not row_of(result, "B")["missed_quarter"]


def test_every_krone_stands_on_one_line() -> None:
    result = found(
        action_plan_line=[line("A"), line("B"), line("S", category="stimulation"), line("D", category="operation")],
        project=[project("1", plan_line_id="A"), project("2", call_id="C"), project("3")],
        call=[call("C", plan_line_id="B"), call("C2")],
        contract=[
            signed("K1", "500", project_id="1"),
            signed("K2", "70", project_id="2"),
            signed("K3", "9", project_id="3"),
            signed("K4", "3", call_id="C2"),
        ],
        site=[{"site_id": "E", "project_id": "1", "name_nb": "Enhet", "joined_date": date(2021, 1, 1)}],
        budget_line=[
            budget("LA", "400", plan_line_id="A", call_id="C"),
            budget("LS", "60", plan_line_id="S", category="stimulation"),
            budget("LD", "30", plan_line_id="D", category="operation"),
            budget("LX", "11"),
            {**budget("LA", "450", plan_line_id="A"), "budget_line_id": "LA2", "version": 2, "decided_date": date(2021, 3, 1)},
        ],
        commitment=[
            bound("1", "500", contract_id="K1", line_no="LA"),
            bound("2", "70", contract_id="K2"),
            bound("3", "9", contract_id="K3"),
            bound("4", "20", site_id="E", category="stimulation", line_no="LS"),
            bound("5", "3", contract_id="K4"),
            bound("6", "100", contract_id="K1", kind="release"),
            bound("7", "999", contract_id="K1", kind="conditional", condition_nb="x"),
        ],
        payment=[
            paid("1", "150", date(2021, 3, 1), contract_id="K1"),
            paid("2", "80", date(2021, 3, 1), contract_id="K2"),
            paid("3", "1", date(2021, 3, 1), contract_id="K3"),
            paid("4", "2", date(2021, 3, 1), line_no="LD", category="operation"),
            paid("5", "6", date(2021, 3, 1), line_no="LX", category="operation"),
            paid("6", "5", date(2021, 3, 1), site_id="E", line_no="LS", category="stimulation"),
        ],
    )
    rows = {(row["kind"], row["item_id"]): row for row in result.lines.to_dicts()}
    money = {key: (row["committed_nok"], row["bound_nok"], row["paid_nok"]) for key, row in rows.items()}
    assert money == {
        ("line", "A"): (400, 250, 150),
        ("line", "B"): (70, 0, 80),
        ("line", "S"): (20, 15, 5),
        ("line", "D"): (0, 0, 2),
        ("project", "3"): (9, 8, 1),
        ("call", "C2"): (3, 3, 0),
    }
    assert result.without == {"budget_nok": 11, "committed_nok": 0, "bound_nok": 0, "paid_nok": 6}
    assert result.lines.get_column("paid_nok").sum() + result.without["paid_nok"] == 150 + 80 + 1 + 2 + 6 + 5
    assert rows["line", "A"]["budget_nok"] == 450
    assert (rows["line", "B"]["budget_nok"], rows["line", "B"]["budget_on"]) == (None, ["A"])


def test_without_any_money_amounts_are_unknown_not_zero() -> None:
    result = found(action_plan_line=[line("A", amount=None)])
    row = row_of(result, "A")
    assert (row["paid_nok"], row["bound_nok"], row["budget_nok"], row["planned_amount_nok"]) == (None, None, None, None)
    focus = result.focus
    assert focus is not None and focus.planned.amount_nok is None and focus.paid_nok is None
    assert result.as_json()["without_line"] is None
    assert "ukjent beløp" in result.sentence.nb


def test_work_outside_the_plans_stands_in_the_year_it_was_registered() -> None:
    result = found(
        action_plan_line=[line("A")],
        project=[
            project("1", registered_date=date(2021, 1, 5), started_date=date(2022, 1, 1)),
            project("2", registered_date=date(2020, 5, 5)),
            project("3", call_id="C1", registered_date=date(2021, 2, 1)),
            project("4", plan_line_id="A"),
        ],
        call=[call("C1"), call("C2", registered=date(2021, 3, 1))],
        contract=[signed("K", "80", project_id="3"), signed("L", "5", call_id="C2")],
    )
    outside = [(row["year"], row["kind"], row["item_id"]) for row in result.lines.to_dicts() if row["outcome"] == "unplanned"]
    assert sorted(outside) == [(2020, "project", "2"), (2021, "call", "C2"), (2021, "project", "1"), (2021, "project", "3")]
    focus = result.focus
    assert focus is not None
    item = focus.by_outcome["unplanned"]
    assert (item.count, item.amount_nok, item.amount_unknown) == (3, Decimal(85), 1)
    assert focus.unplanned_share_pct == 75.0
    assert [(item.year, bool(item.versions)) for item in result.years] == [(2020, False), (2021, True)]
    assert result.of(2020) is None


def test_an_id_that_looks_like_another_kind_is_kept_apart() -> None:
    result = found(action_plan_line=[line("project:1")], project=[project("1")], commitment=[bound("1", "7", project_id="1")])
    assert {(row["kind"], row["item_id"]): row["committed_nok"] for row in result.lines.to_dicts()} == {
        ("line", "project:1"): 0,
        ("project", "1"): 7,
    }


def test_the_frame_is_compared_and_a_plan_sent_for_decision_is_flagged() -> None:
    sent = {"sent_to_ministry_date": date(2020, 12, 20), "sent_for": "decision", "proposed_frame_nok": Decimal(17)}
    frame = {"frame_id": "F", "programme_id": "P", "level": "programme", "year": 2021, "version": 1, "amount_nok": Decimal(15)}
    newer = {**frame, "frame_id": "G", "version": 2, "amount_nok": Decimal(99), "decided_date": date(2021, 12, 1)}
    result = found(action_plan=[{**ADOPTED, **sent}], frame=[frame, newer], action_plan_line=[line("A")])
    focus = result.focus
    assert focus is not None
    assert (focus.frame_difference_nok, focus.versions[0].sent_state) == (Decimal(2), "decision")
    assert "skal handlingsplanen legges fram til orientering" in version_text(focus.versions[0]).nb
    assert "mer enn rammen" in frame_text(focus).nb
    assert (
        found(action_plan=[{**ADOPTED, "sent_to_ministry_date": date(2020, 12, 20)}]).years[0].versions[0].sent_state
        == "not_stated"
    )
    assert found(date(2020, 12, 19), action_plan=[{**ADOPTED, **sent}]).years[0].versions[0].sent_state == "not_sent"


def test_a_role_without_sites_is_told_so_and_sums_still_add_up() -> None:
    tables = {
        "action_plan_line": [line("A")],
        "commitment": [bound("1", "7", site_id="E", category="stimulation")],
        "project": [project("1", plan_line_id="A")],
        "site": [{"site_id": "E", "project_id": "1", "name_nb": "Enhet", "joined_date": date(2021, 1, 1)}],
    }
    public, owner = found(role="public", **tables), found(**tables)
    assert any("Forsøksenheter vises ikke" in caveat.nb for caveat in public.basis.caveats)
    assert not any("Forsøksenheter vises ikke" in caveat.nb for caveat in owner.basis.caveats)
    for result in (public, owner):
        assert result.lines.get_column("committed_nok").sum() + result.without["committed_nok"] == 7
