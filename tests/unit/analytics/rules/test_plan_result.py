"""All rules together: what each came to, assessments, choices, and who may see what."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analytics.result import plain
from analytics.rules.plan import RuleOutcome, plan_rules
from analytics.rules.plan_registry import PLAN_RULES
from domain.errors import UserError
from domain.tables import TABLES
from domain.text import texts
from tests.unit.analytics.rules.plan_cases import (
    AS_OF,
    RESTRICTION,
    Row,
    body,
    call,
    contract,
    day,
    decision,
    organisation,
    payment,
    project,
    snap,
    tender,
)

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path("analytics/rules").glob("plan_*.py"))


def assessment(key: str, rule: str, record: str, when: str, conclusion: str = "accepted") -> Row:
    return {
        "rule_assessment_id": key, "rule_id": rule, "record_id": record, "conclusion": conclusion, "assessed_by": "Programeier",
        "assessed_date": day(when), "reason_nb": "Fordi", "document_ref": "Notat",
    }  # fmt: skip


def outcome(result: Any, rule: str) -> RuleOutcome:
    return next(found for found in result.outcomes if found.rule.id == rule)


TABLES_GIVEN: dict[str, list[Row]] = {
    "project": [project("P1", occurrence_only="no", occurrence_decided_by="PE"), project("Ærlig/2 «x»")],
    "contract": [contract("K1", closed_date=day("2020-12-01"), project_id="P1")],
    "payment": [payment("B1", "K1", "10", "2021-01-01", project_id="P1"), payment("B2", "K1", "10", "2021-02-01")],
    "organisation": [organisation("S", "STAMI"), organisation("L")], "eligibility_restriction": [RESTRICTION],
    "call": [call("U")], "tender_participant": [tender("T1", "U", "S", "bidder")], "body": [body("PF", False)],
    "decision": [decision("D1", "PF", "2020-02-01")],
}  # fmt: skip


def test_an_empty_programme_has_nothing_to_judge_but_its_years() -> None:
    result = plan_rules(snap(date(2018, 12, 31)))

    assert result.all_hits.is_empty()
    assert {found.state for found in result.outcomes} == {"nothing"}
    assert result.sentence.nb.startswith(
        "Per 31. desember 2018 er det ingen åpne brudd på planen og ingen forhold som må vurderes."
    )
    assert result.table().is_empty() and json.dumps(plain(result.as_json()))


def test_no_programme_at_all_is_no_fault() -> None:
    result = plan_rules(snap(programme=[]))

    assert result.sentence.en.endswith("of the rules had nothing to judge.")


def test_open_hits_are_counted_by_severity_and_sorted_gravest_first() -> None:
    result = plan_rules(snap(**TABLES_GIVEN))

    assert result.open("breach") == 4  # T1, D1, B1, B2
    assert result.all_hits.get_column("severity").to_list()[:5] == ["breach"] * 4 + ["consider"]
    assert result.sentence.nb.startswith("Per 30. juni 2021 er det 4 åpne brudd på planen og ")
    assert outcome(result, "paid_after_close").words.nb == "2 treff"
    assert outcome(result, "paid_above_contract").words.nb == "Ingen treff (1 rad vurdert)"
    assert outcome(result, "framework_length").words.en == "Nothing to judge"


def test_the_last_assessment_known_on_the_day_counts_and_the_hit_stays() -> None:
    rows = [
        assessment("A1", "paid_after_close", "B1", "2021-03-01", "to_be_fixed"),
        assessment("A2", "paid_after_close", "B1", "2021-04-01"),
        assessment("A3", "paid_after_close", "B1", "2021-08-01", "not_a_breach"),
        assessment("A4", "project_need", "borte", "2021-01-01"),
    ]  # fmt: skip
    result = plan_rules(snap(**TABLES_GIVEN, rule_assessment=rows))
    hits = {row["record_id"]: row for row in result.all_hits.iter_rows(named=True) if row["rule_id"] == "paid_after_close"}

    assert (hits["B1"]["state"], hits["B1"]["conclusion"], hits["B1"]["assessed_date"]) == (
        "assessed",
        "accepted",
        day("2021-04-01"),
    )
    assert (hits["B1"]["assessed_reason_nb"], hits["B1"]["assessed_document"]) == ("Fordi", "Notat")
    assert hits["B2"]["state"] == "open"
    assert (result.open("breach"), result.count("breach", "assessed"), result.without_hit) == (3, 1, 1)
    assert "1 treff er vurdert." in result.sentence.nb
    assert outcome(result, "paid_after_close").words.nb == "2 treff, 1 vurdert"


def test_choices_limit_the_hits_and_never_the_counts() -> None:
    rows = [assessment("A1", "paid_after_close", "B1", "2021-03-01")]
    snapshot = snap(**TABLES_GIVEN, rule_assessment=rows)
    whole = plan_rules(snapshot)
    one = plan_rules(snapshot, {"rule": "paid_after_close, restricted_tender", "severity": "breach", "status": "open"})

    assert sorted(one.hits.get_column("record_id")) == ["B2", "T1"]
    assert one.as_json()["hits_total"] == whole.as_json()["hits_total"] == len(whole.hits)
    assert one.sentence == whole.sentence
    assert whole.chosen(["restricted_tender"]).hits.get_column("record_id").to_list() == ["T1"]


@pytest.mark.parametrize(("name", "value"), [("rule", "stami"), ("severity", "rød"), ("status", "lukket")])
def test_a_choice_that_does_not_exist_is_refused_with_those_that_do(name: str, value: str) -> None:
    with pytest.raises(UserError, match=value) as raised:
        plan_rules(snap(), {name: value})

    assert raised.value.code == f"unknown_{name}"


def test_a_role_without_access_is_told_so_and_sees_no_hits_of_it() -> None:
    group = plan_rules(snap(role="reference_group", **TABLES_GIVEN))
    public = plan_rules(
        snap(role="public", **TABLES_GIVEN, rule_assessment=[assessment("A", "paid_after_close", "B1", "2021-01-02")])
    )

    assert (outcome(group, "restricted_tender").state, outcome(group, "restricted_tender").judged) == ("hidden", None)
    assert outcome(group, "restricted_tender").words.nb == "Kan ikke vurderes med din tilgang"
    assert "T1" not in group.table().write_csv() and "D1" in group.table().write_csv()
    assert outcome(public, "advisory_body").state == "hidden"
    assert "D1" not in public.table().write_csv() and "Fordi" not in json.dumps(plain(public.as_json()))
    assert set(public.all_hits.get_column("state")) == {"hidden"}
    assert public.without_hit is None and len(public.basis.caveats) == 3
    assert "av reglene kan ikke vurderes med din tilgang." in public.sentence.nb


def test_assessments_of_rules_that_may_not_be_seen_are_not_counted_as_without_hit() -> None:
    rows = [assessment("A1", "restricted_tender", "T1", "2021-03-01")]

    assert plan_rules(snap(role="ministry", **TABLES_GIVEN, rule_assessment=rows)).without_hit == 0


def test_a_hit_leads_to_its_record() -> None:
    rows = {row["record_id"]: row for row in plan_rules(snap(**TABLES_GIVEN)).all_hits.iter_rows(named=True)}

    assert (rows["T1"]["table"], rows["T1"]["call_id"], rows["T1"]["project_id"]) == ("tender_participant", "U", None)
    assert rows["B1"]["project_id"] == "P1"
    assert (rows["Ærlig/2 «x»"]["project_id"], rows["2019"]["plan_year"]) == ("Ærlig/2 «x»", 2019)
    assert rows["B1"]["rows"] == ["B1"]


def test_rows_that_lack_what_is_needed_are_counted_apart() -> None:
    result = plan_rules(snap(contract=[contract("K1"), contract("K2", end_date=day("2030-01-01"))]))
    alone = plan_rules(snap(contract=[contract("K1")]))

    assert outcome(result, "contract_closed").words.nb == "Ingen treff (1 rad vurdert). Rader som mangler opplysninger: 1"
    assert (outcome(alone, "contract_closed").state, alone.in_state("unjudged") > 0) == ("unjudged", True)


def test_another_programme_is_judged_by_its_own_rows() -> None:
    new = {
        "programme_id": "Q", "agreement_id": "B", "name_nb": "Nytt", "name_en": "New", "start_date": day("2025-07-01"),
        "end_date": day("2028-12-31"),
    }  # fmt: skip
    old = {
        "programme_id": "P",
        "agreement_id": "A",
        "name_nb": "G",
        "name_en": "O",
        "start_date": AS_OF,
        "end_date": day("2024-12-31"),
    }
    tables = TABLES_GIVEN | {
        "project": [*TABLES_GIVEN["project"], project("N1", registered_date=day("2026-01-01"), programme_id="Q")],
        "decision": [*TABLES_GIVEN["decision"], decision("D2", "PF", "2026-01-01")],
    }  # fmt: skip
    found = plan_rules(snap(date(2026, 6, 30), programme=[old, new], **tables))

    assert set(found.all_hits.get_column("record_id")) & {"T1", "D1", "B1", "P1", "Ærlig/2 «x»"} == set()
    assert {"N1", "D2"} <= set(found.all_hits.get_column("record_id"))


def test_each_rule_names_tables_and_columns_of_the_model_and_chapters_of_the_plan() -> None:
    chapters = {"3", "5", "8.1", "8.2", "9.1", "9.2", "9.4", "10", "annex_1", "annex_2"}
    for rule in PLAN_RULES:
        assert {rule.table, *rule.reads} <= set(TABLES)
        assert set(rule.columns) <= set(TABLES[rule.table].by_name), rule.id
        assert set(rule.paragraph) <= chapters
        assert rule.title.nb and rule.demand.nb and rule.todo.en and rule.place.nb
        assert rule.table in rule.reads
    assert len({rule.id for rule in PLAN_RULES}) == len(PLAN_RULES) == 45


def test_every_message_belongs_to_a_rule_and_is_used() -> None:
    ids = "|".join(rule.id for rule in PLAN_RULES)
    keys = [match.groups() for key in texts("nb") if (match := re.fullmatch(rf"plan_rules\.({ids})\.(\w+)", key))]
    names = {name for _, name in keys} - {"title", "demand", "todo"}
    built = {"paid_carried", "paid_not_carried", "bound_carried", "bound_not_carried"}  # put together from parts

    assert {rule for rule, _ in keys} == {rule.id for rule in PLAN_RULES}
    assert [name for name in sorted(names - built) if f'"{name}"' not in SOURCES] == []
