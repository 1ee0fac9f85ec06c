"""One project: what it is, its time, its money, what it rests on and says, and what is missing in the data."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from analytics.portfolio.project_record import ProjectRecord, Whole, project_record
from analytics.portfolio.project_text import slip_text
from data.snapshot import Snapshot
from domain.tables import Role
from domain.text import texts
from reports.envelope import envelope
from tests.unit.analytics.portfolio.project_rows import ID, ROWS, milestone, paid
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, areas_of, project, snapshot


def record(as_of: date = AS_OF, **changed: Any) -> ProjectRecord:
    return project_record(snapshot(as_of, **(ROWS | changed)), ID)


def whole(as_of: date = AS_OF, **changed: Any) -> Whole:
    found = record(as_of, **changed).whole
    assert found is not None
    return found


def alone(**values: Any) -> Whole:
    """A project of which nothing else is recorded."""
    found = project_record(snapshot(project=[project("1", **values)]), "1").whole
    assert found is not None
    return found


def test_the_sentence_says_what_who_where_money_and_what_about() -> None:
    assert record().sentence.nb == (
        "Anvendt forskning, utført av Østre forskning. Pågår siden 1. september 2020. Slutt var planlagt til 31. desember 2021, "
        "og er nå ventet 31. mars 2022. Kontraktssummen er 0,0 mill. kroner, og 0,0 mill. kroner er betalt. "
        "I tillegg er 0,0 mill. kroner betalt i stimuleringsmidler til forsøksenheter. "
        "Hoveddesignet er forsøk, som kan si noe om effekt."
    )


def test_the_sentence_of_a_project_that_nothing_is_known_of() -> None:
    text = project_record(snapshot(project=[project("1")]), "1").sentence
    assert text.nb == (
        "FoU-prosjekt. Utfører er ikke oppgitt. Planlagt, uten fastsatt start. Ingen kontrakt og ingen betaling er registrert. "
        "Hoveddesignet er ikke oppgitt, så det er ikke klart hva prosjektet kan si noe om."
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"stopped_date": date(2021, 5, 5)}, "Stanset 5. mai 2021. Begrunnelsen er ikke oppgitt."),
        ({"stopped_date": date(2021, 5, 5), "stopped_reason_nb": "For få deltakere"}, "Stanset 5. mai 2021: For få deltakere"),
        ({"started_date": date(2021, 1, 1)}, "Pågår siden 1. januar 2021, uten fastsatt slutt."),
        ({"started_date": date(2021, 1, 1), "planned_end_date": date(2021, 12, 1)},
         "Pågår siden 1. januar 2021, med planlagt slutt 1. desember 2021."),
        ({"started_date": date(2021, 1, 1), "planned_end_date": date(2021, 6, 29)},
         "Pågår siden 1. januar 2021. Slutt var planlagt til 29. juni 2021, og ingen ny dato er ført opp."),
        ({"planned_start_date": date(2021, 9, 1)}, "Planlagt, med start 1. september 2021."),
        ({"completed_date": date(2021, 4, 1)}, "Avsluttet og gjort opp 1. april 2021."),
    ],
)  # fmt: skip
def test_where_a_project_stands(values: dict[str, Any], words: str) -> None:
    assert words in project_record(snapshot(project=[project("1", **values)]), "1").sentence.nb


def test_areas_stand_with_the_largest_share_first() -> None:
    assert [(area.id, area.share_pct) for area in whole().facts.areas] == [("A2", 70.0), ("A1", 30.0)]


def test_the_ladder_tells_the_day_of_each_status() -> None:
    steps = {step.status: step for step in whole().ladder}
    assert [status for status, step in steps.items() if step.is_reached] == ["planned", "procurement", "contracted", "running"]
    assert (steps["procurement"].day, steps["contracted"].day, steps["running"].day) == (
        date(2020, 1, 10), date(2020, 6, 1), date(2020, 9, 1),
    )  # fmt: skip
    assert [step.status for step in whole().ladder if step.is_current] == ["running"]
    assert (steps["delivered"].planned_day, steps["delivered"].day) == (date(2021, 11, 30), None)
    assert alone(stopped_date=date(2021, 5, 5)).ladder[-1].status == "stopped"


def test_each_milestone_has_its_original_plan_its_newest_plan_and_what_happened() -> None:
    rows = {row["item_id"]: row for row in whole().items.filter(pl.col("item") == "milestone").iter_rows(named=True)}
    names = ("planned_date", "newest_date", "actual_date", "moves", "state", "slip_days", "late_days")
    told = {key: tuple(row[name] for name in names) for key, row in rows.items()}
    assert told == {
        "1": (date(2020, 8, 1), date(2020, 8, 1), date(2020, 9, 1), 0, "done", 31, None),
        "2": (date(2021, 3, 1), date(2021, 5, 31), None, 2, "overdue", 91, 30),
        "3": (date(2021, 12, 31), date(2022, 3, 31), None, 1, "open", 90, None),
    }


def test_a_deliverable_that_comes_early_has_a_negative_slip() -> None:
    row = whole().items.filter((pl.col("item") == "deliverable") & (pl.col("item_id") == "1")).row(0, named=True)
    assert (row["slip_days"], row["state"], row["recipient_nb"]) == (-10, "done", "Direktoratet")
    text = slip_text(row)
    assert text is not None
    assert text.nb == "10 dager tidligere enn opprinnelig plan"


def test_the_planned_day_itself_is_not_past() -> None:
    rows = [milestone("1", "data", AS_OF), milestone("2", "data", date(2021, 6, 29))]
    assert whole(milestone=rows, deliverable=[], schedule_change=[]).items.get_column("state").to_list() == ["overdue", "open"]


def test_a_stopped_project_has_nothing_overdue() -> None:
    stopped = [{**ROWS["project"][0], "stopped_date": date(2021, 6, 1)}]
    assert set(whole(project=stopped).items.get_column("state")) == {"done", "stopped"}


def test_changes_of_plan_tell_from_to_and_why() -> None:
    rows = whole().changes.filter((pl.col("item") == "milestone") & (pl.col("item_id") == "2"))
    assert rows.select("from_date", "new_planned_date", "days", "reason_nb").rows() == [
        (date(2021, 3, 1), date(2021, 4, 1), 31, "Besøksforbud"),
        (date(2021, 4, 1), date(2021, 5, 31), 60, None),
    ]


def test_money_by_year_adds_up() -> None:
    money = whole().money
    told = [tuple(asdict(year).values()) for year in money.years]
    assert told == [
        (2020, Decimal(500), Decimal(200), Decimal(400), Decimal(0), Decimal(300), False),
        (2021, Decimal(300), Decimal(300), Decimal(570), Decimal(0), Decimal("140.50"), True),
        (2022, None, None, Decimal(0), Decimal(50), Decimal(0), True),
    ]
    totals = [money.total(name) for name in ("budget_original_nok", "budget_nok", "bound_nok", "conditional_nok", "paid_nok")]
    assert totals == [Decimal(800), Decimal(500), Decimal(970), Decimal(50), Decimal("440.50")]
    assert (money.released_nok, money.left_nok) == (Decimal(100), Decimal("529.50"))
    assert money.paid_by_category == {"fou": Decimal("400.50"), "stimulation": Decimal(40)}
    assert sum(money.paid_by_category.values()) == money.total("paid_nok")


def test_what_is_not_recorded_is_unknown_and_not_zero() -> None:
    money = whole(commitment=[], budget_line=[], payment=[paid("1", 2021, "5")]).money
    assert [(y.budget_nok, y.bound_nok, y.conditional_nok, y.paid_nok) for y in money.years] == [(None, None, None, Decimal(5))]
    assert (money.total("bound_nok"), money.left_nok) == (None, None)
    assert alone().money.years == ()
    assert (alone().facts.amount_nok, alone().facts.paid_nok) == (None, None)


def test_an_earlier_day_shows_only_what_was_known_then() -> None:
    early = whole(date(2020, 12, 31))
    assert [year.year for year in early.money.years] == [2020, 2021]
    assert early.money.total("paid_nok") == Decimal(300)
    assert early.money.years[0].budget_nok == Decimal(200)
    assert early.items.get_column("moves").sum() == 0
    assert early.knowledge.findings.is_empty()
    assert max(event.day for event in early.events) <= date(2020, 12, 31)


def test_budget_lines_of_the_whole_call_are_told_and_not_split() -> None:
    shared = {**ROWS["budget_line"][0], "budget_line_id": "S", "line_no": "L-C", "project_id": None, "call_id": "C"}
    money = whole(budget_line=[shared]).money
    assert (money.shared_lines, money.total("budget_nok")) == (("L-C",), None)


def test_what_the_project_rests_on() -> None:
    anchor = whole().anchor
    need = anchor.needs.row(0, named=True)
    assert (need["need_id"], need["raised_by_nb"], need["meeting_nb"], need["meeting_date"], need["way"]) == (
        "K", "Union", "Høstmøte", date(2019, 11, 5), "named",
    )  # fmt: skip
    assert anchor.inputs is not None
    assert anchor.inputs.get_column("organisation_nb").to_list() == ["Union"]
    assert anchor.line is not None
    assert (anchor.line["plan_line_id"], anchor.line["year"], anchor.line["is_own"]) == ("H20-1", 2020, True)
    assert anchor.steps.rows() == [("announced", date(2020, 2, 1), date(2020, 2, 1), date(2020, 3, 1))]


def test_without_a_need_of_its_own_the_need_of_the_plan_line_is_used_and_said() -> None:
    found = whole(project_need=[])
    assert found.anchor.needs.select("need_id", "way").rows() == [("K", "by_line")]
    assert "need_by_line" in {remark.remark_id for remark in found.remarks}
    assert "no_need" not in {remark.remark_id for remark in found.remarks}


def test_the_line_of_the_call_stands_in_for_a_line_of_its_own() -> None:
    call = [{**ROWS["call"][0], "plan_line_id": "H20-1"}]
    line = whole(project=[{**ROWS["project"][0], "plan_line_id": None}], call=call).anchor.line
    assert line is not None
    assert (line["plan_line_id"], line["is_own"]) == ("H20-1", False)


def test_every_kind_of_party_and_every_priority_is_told_also_when_nothing_is_recorded() -> None:
    found = whole()
    assert found.missing_parties == ("workers", "social_partners", "recipients_services", "authorities")
    assert found.priorities.select("general_priority_id", "state").rows() == [("G1", "met"), ("G2", "not_assessed")]


def test_levels_and_disagreement_between_raters() -> None:
    knowledge = whole().knowledge
    assert (knowledge.level["level_expected"], knowledge.level["state_now"], knowledge.level["raters_disagree"]) == (
        4,
        "not_yet",
        True,
    )
    assert knowledge.assessments.select("rater", "level", "is_latest").rows() == [("B", "4", True), ("A", "5", True)]


def test_findings_with_what_they_led_to() -> None:
    knowledge = whole().knowledge
    assert knowledge.findings.select("finding_id", "direction", "interval_low", "interval_high").rows() == [
        ("F", "no_difference", -2.0, 0.5)
    ]
    assert knowledge.recommendations.select("owner_nb", "state").rows() == [("Direktoratet", "overdue")]
    assert knowledge.uses.select("where_nb", "used_date").rows() == [("Direktoratet", date(2021, 6, 10))]
    assert knowledge.dissemination.select("state", "days_late").rows() == [("done", 10)]


def test_findings_of_an_evaluation_that_is_the_project_belong_to_it() -> None:
    evaluation = {"evaluation_id": "EV", "agreement_id": "A", "project_id": ID, "title_nb": "Evaluering", "payer": "programme",
                  "addresses_effect": "yes", "registered_date": date(2020, 1, 1)}  # fmt: skip
    finding = {**ROWS["finding"][0], "finding_id": "F2", "project_id": None, "evaluation_id": "EV"}
    knowledge = whole(evaluation=[evaluation], finding=[finding]).knowledge
    assert knowledge.evaluations.select("evaluation_id", "status").rows() == [("EV", "planned")]
    assert knowledge.findings.get_column("finding_id").to_list() == ["F2"]


def test_events_tell_what_was_moved_and_why_the_newest_first() -> None:
    told = [(event.day, event.kind, event.text.nb, event.reason.nb if event.reason else None) for event in whole().events]
    assert (
        date(2021, 1, 15), "schedule", "«Milepæl 2» ble flyttet fra 1. mars 2021 til 1. april 2021 (31 dager senere).",
        "Pandemi: Besøksforbud",
    ) in told  # fmt: skip
    assert (
        date(2020, 10, 1),
        "budget",
        "Budsjettlinje B for 2020 ble endret fra 500 kroner til 200 kroner.",
        "Pandemi: Stengt",
    ) in told
    assert [day for day, *_ in told] == sorted((day for day, *_ in told), reverse=True)
    assert not any(day > AS_OF for day, *_ in told)


def remark_ids(**changed: Any) -> set[str]:
    return {remark.remark_id for remark in whole(**changed).remarks}


def test_remarks_of_the_whole_project() -> None:
    assert remark_ids() == {"priorities_not_assessed", "overdue"}


def test_remarks_of_a_project_that_nothing_is_known_of() -> None:
    assert {remark.remark_id for remark in alone().remarks} == {
        "no_area", "no_question", "no_need", "no_design", "no_lead", "no_research_type", "no_plan_line", "no_involvement",
        "occurrence_undecided", "no_summary",
    }  # fmt: skip


def project_with(**values: Any) -> list[dict[str, Any]]:
    return [{**ROWS["project"][0], **values}]


@pytest.mark.parametrize(
    ("remark", "changed"),
    [
        ("area_shares", {"project_area": areas_of(ID, A1=30, A2=60)}),
        ("question_shares", {"project_question": [{"project_id": ID, "question_kind": "effect", "share_pct": 101}]}),
        ("planned_start_after_planned_end", {"project": project_with(planned_start_date=date(2022, 1, 1))}),
        ("started_after_completed", {"project": project_with(completed_date=date(2020, 8, 31))}),
        ("started_after_stopped", {"project": project_with(stopped_date=date(2020, 8, 31))}),
        ("started_before_contract", {"project": project_with(started_date=date(2020, 5, 31))}),
        ("no_contract", {"contract": []}),
        ("no_involvement", {"involvement": []}),
        ("no_milestones", {"milestone": [], "schedule_change": []}),
        ("no_deliverables", {"deliverable": []}),
        ("no_recipient", {"deliverable": [{**ROWS["deliverable"][1], "recipient_id": None}]}),
        ("delivered_before_start", {"deliverable": [{**ROWS["deliverable"][0], "delivered_date": date(2020, 8, 31)}]}),
        ("published_before_delivery", {"deliverable": [{**ROWS["deliverable"][0], "published_date": date(2020, 11, 20)}]}),
        ("paid_above_contract", {"payment": [paid("1", 2021, "1000.01", contract_id="K1")]}),
        ("paid_after_close", {"contract": [{**ROWS["contract"][0], "closed_date": date(2021, 2, 28)}]}),
        ("contract_not_closed", {"contract": [{**ROWS["contract"][0], "end_date": date(2021, 6, 29)}]}),
        ("no_commitment", {"commitment": []}),
        ("past_planned_end", {"project": project_with(planned_end_date=date(2021, 6, 29)), "milestone": [], "deliverable": [],
                              "schedule_change": []}),
        ("no_findings", {"project": project_with(completed_date=date(2021, 6, 1)), "finding": []}),
        ("occurrence_undecided", {"project": project_with(occurrence_only="unknown")}),
        ("not_published_unexplained", {"deliverable": [{**ROWS["deliverable"][1], "delivered_date": date(2021, 1, 1),
                                                        "signed_off_date": date(2021, 1, 10)}]}),
    ],
)  # fmt: skip
def test_a_remark_is_made_when_it_should_be(remark: str, changed: dict[str, Any]) -> None:
    assert remark not in remark_ids()
    assert remark in remark_ids(**changed)


def test_a_share_in_thirds_is_not_a_remark() -> None:
    assert "area_shares" not in remark_ids(project_area=areas_of(ID, A1=33.33, A2=66.67))


def test_the_publication_clock_is_a_dated_parameter() -> None:
    weeks = [{"parameter_id": "W", "name": "publication_weeks", "value": 30, "valid_from": date(2019, 1, 1)}]
    late = [{**ROWS["deliverable"][1], "delivered_date": date(2021, 1, 1), "signed_off_date": date(2021, 1, 10)}]
    assert "not_published_unexplained" not in remark_ids(deliverable=late, parameter=weeks)


def test_dissemination_is_late_by_the_dated_parameter_only() -> None:
    ended = {"project": project_with(completed_date=date(2021, 3, 1)), "dissemination": []}
    days = [{"parameter_id": "D", "name": "dissemination_days", "value": 90, "valid_from": date(2019, 1, 1)}]
    assert "no_dissemination" not in remark_ids(**ended)
    assert "no_dissemination" in remark_ids(**ended, parameter=days)


def test_every_remark_has_words_and_says_what_to_do() -> None:
    remarks, actions = (
        {key.rsplit(".", 1)[1] for key in texts("nb") if key.startswith(f"project.{kind}.")} for kind in ("remark", "action")
    )
    assert remarks == actions


@pytest.mark.parametrize("asked", [None, "", "finnes ikke", "' OR 1=1 --", "<b>P</b>", "P1", "å\x00"])
def test_an_id_that_is_not_known_is_told_calmly(asked: str | None) -> None:
    found = project_record(snapshot(**ROWS), asked)
    assert found.whole is None
    assert found.as_json() == {"id": asked, "found": False}
    assert found.table().is_empty()
    assert found.sentence.nb
    assert not found.basis.sources


def test_a_project_that_is_registered_later_is_not_known_yet() -> None:
    assert project_record(snapshot(date(2019, 12, 31), **ROWS), ID).whole is None
    assert project_record(snapshot(date(2020, 1, 1), **ROWS), ID).whole is not None


def as_role(role: Role) -> ProjectRecord:
    rows = {"programme": [PROGRAMME], **ROWS}
    return project_record(Snapshot.from_rows(AS_OF, rows, role=role), ID)


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("owner", []), ("approver", []), ("ministry", ["tender_participant"]), ("reference_group", ["tender_participant"]),
        ("public", ["site", "meeting_input", "tender_participant"]),
    ],
)  # fmt: skip
def test_a_role_is_told_what_it_may_not_see(role: Role, hidden: list[str]) -> None:
    result = envelope("project", as_role(role))["result"]
    assert result["hidden_tables"] == hidden
    assert (result["sites"] is None) == ("site" in hidden)
    assert (result["anchor"]["inputs"] is None) == ("meeting_input" in hidden)
    assert (result["anchor"]["tender_roles"] is None) == ("tender_participant" in hidden)


def test_a_reader_sees_that_there_is_a_site_but_not_its_name() -> None:
    found = as_role("reference_group").whole
    assert found is not None
    assert found.sites is not None
    assert found.sites.select("site_id", "name_nb").rows() == [("S1", None)]


def test_json_holds_everything_and_can_be_written() -> None:
    told = envelope("project", record())
    result = json.loads(json.dumps(told))["result"]
    assert (result["found"], result["id"], result["status"], result["amount_nok"], result["paid_nok"]) == (
        True,
        ID,
        "running",
        1000,
        440.5,
    )
    assert result["money"]["totals"]["bound_nok"] == 970
    assert [step["status"] for step in result["ladder"] if step["is_current"]] == ["running"]
    assert result["knowledge"]["level_text"]["expected"]["nb"] == "Ventet nivå: 4 av 5, vurdert."
    assert {row["part"] for row in record().table().to_dicts()} >= {
        "project",
        "area",
        "contract",
        "milestone",
        "finding",
        "remark",
    }


def test_a_project_of_a_later_programme_with_other_areas() -> None:
    later = {**PROGRAMME, "programme_id": "Q", "start_date": date(2025, 1, 1), "end_date": date(2028, 12, 31), "name_nb": "Neste"}
    areas = [{"area_id": "N1", "programme_id": "Q", "name_nb": "Nytt", "name_en": "New", "short_nb": "Nytt", "short_en": "New",
              "valid_from": date(2025, 1, 1)}]  # fmt: skip
    rows = {"programme": [PROGRAMME, later], "priority_area": areas,
            "project": [project("Å1", programme_id="Q", registered_date=date(2025, 2, 1))],
            "project_area": areas_of("Å1", N1=100)}  # fmt: skip
    found = project_record(Snapshot.from_rows(date(2026, 1, 1), rows), "Å1").whole
    assert found is not None
    assert (found.facts.programme.nb, [area.name.en for area in found.facts.areas]) == ("Neste", ["New"])
    assert project_record(Snapshot.from_rows(date(2024, 12, 31), rows), "Å1").whole is None
