"""Filters, search and order of the register, on a portfolio that can be counted by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.portfolio.projects import ProjectRegister, projects
from analytics.portfolio.register_filters import filters_of, split_choice
from analytics.portfolio.register_rows import register_of
from domain.errors import UserError
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import areas_of, contract, project, questions_of, snapshot


def tag(tag_id: str, parent: str | None = None, kind: str = "design") -> dict[str, Any]:
    return {"tag_id": tag_id, "kind": kind, "parent_id": parent, "name_nb": tag_id.title(), "name_en": tag_id.title()}


def organisation(organisation_id: str, name: str) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "name_nb": name, "kind": "research"}


ROWS: dict[str, list[dict[str, Any]]] = {
    "organisation": [organisation("L", "Østre Ærfugl forskning"), organisation("N", "Nord")],
    "tag": [tag("top"), tag("middle", "top"), tag("low", "middle"), tag("other"), tag("survey", kind="method")],
    "instrument": [
        {"instrument_id": "I1", "agreement_id": "A", "name_nb": "Virkemiddel 1", "name_en": "Instrument 1", "short_nb": "V1",
         "short_en": "I1"}
    ],
    "knowledge_need": [
        {"need_id": "K1", "title_nb": "Behov", "raised_date": date(2020, 1, 1)},
        {"need_id": "K,2", "title_nb": "Behov med komma i id", "raised_date": date(2020, 1, 1)},
    ],
    "general_priority": [{"general_priority_id": "G1", "programme_id": "P", "name_nb": "Medvirkning", "name_en": "Involvement"}],
    "project": [
        project("1", title_nb="Åpne dører i Ål", lead_organisation_id="L", started_date=date(2021, 1, 1), design_id="low"),
        project("2", title_nb="Café og møter", summary_nb="Årsaker til sykefravær", lead_organisation_id="N",
                planned_start_date=date(2022, 1, 1), planned_end_date=date(2023, 6, 1)),
        project("3", title_nb="ærlig svar", started_date=date(2020, 2, 1), completed_date=date(2020, 11, 1)),
        project("4", title_nb="Zoom", stopped_date=date(2021, 2, 1), started_date=date(2020, 6, 1)),
    ],
    "project_area": [*areas_of("1", A1=60, A2=40), *areas_of("2", A2=100)],
    "project_question": questions_of("1", effect=100),
    "project_tag": [{"project_id": "2", "tag_id": "survey"}],
    "project_need": [{"project_id": "1", "need_id": "K1"}, {"project_id": "2", "need_id": "K,2"}],
    "project_instrument": [{"project_id": "3", "instrument_id": "I1"}],
    "project_priority": [
        {"project_id": "1", "general_priority_id": "G1", "state": "partly"},
        {"project_id": "2", "general_priority_id": "G1", "state": "not_met"},
    ],
    "contract": [contract("1", "700"), contract("1", "300.50"), contract("4", "90", organisation_id="N")],
}  # fmt: skip


def found(year: int | None = None, **choices: str) -> list[str]:
    return projects(snapshot(**ROWS), choices, year).rows.get_column("project_id").to_list()


def test_a_filter_leaves_the_projects_that_have_one_of_its_values() -> None:
    assert found(priority_area="A1") == ["1"]
    assert found(priority_area="A1,A2") == ["1", "2"]
    assert found(status="running,stopped") == ["1", "4"]


def test_not_stated_is_a_choice_of_its_own() -> None:
    assert found(priority_area="uten") == ["3", "4"]
    assert found(priority_area="A1,uten") == ["1", "3", "4"]
    assert found(question="uten") == ["2", "3", "4"]
    assert found(instrument="uten") == ["1", "2", "4"]
    assert found(tag="uten") == ["3", "4"]


def test_every_filter_must_be_met() -> None:
    assert found(priority_area="A2", question="effect") == ["1"]
    assert found(priority_area="A2", question="uten") == ["2"]
    assert found(priority_area="A1", status="stopped") == []


def test_a_tag_means_all_below_it() -> None:
    assert found(tag="top") == found(tag="middle") == found(tag="low") == ["1"]
    assert found(tag="other") == []
    assert found(tag="other,survey") == ["2"]


def test_a_tree_that_is_its_own_parent_by_mistake_ends() -> None:
    rows = ROWS | {
        "tag": [tag("a", "b"), tag("b", "a"), tag("self", "self")],
        "project_tag": [{"project_id": "2", "tag_id": "a"}],
    }
    assert projects(snapshot(**rows), {"tag": "b"}).rows.get_column("project_id").to_list() == ["2"]


def test_tags_are_listed_as_a_tree_and_told_by_their_path() -> None:
    options = filters_of(snapshot(**ROWS)).options["tag"]
    assert list(options) == ["other", "top", "middle", "low", "survey", "uten"]
    assert options["low"].nb == "Design: Top › Middle › Low"
    assert options["survey"].en == "Method: Survey"


def test_an_organisation_leads_supplies_or_is_a_party_of_a_contract() -> None:
    rows = ROWS | {"contract_party": [{"contract_id": "K-1-700", "organisation_id": "N", "role": "partner"}]}
    assert found(organisation="N") == ["2", "4"]
    assert projects(snapshot(**rows), {"organisation": "N"}).rows.get_column("project_id").to_list() == ["1", "2", "4"]
    assert found(organisation="uten") == ["3"]


def test_a_general_priority_is_met_wholly_or_partly() -> None:
    assert found(general_priority="G1") == ["1"]


def test_the_route_is_that_of_the_contract_and_before_it_that_of_the_call() -> None:
    call = {
        "call_id": "U",
        "programme_id": "P",
        "kind": "call",
        "route": "grant",
        "title_nb": "U",
        "registered_date": date(2020, 1, 1),
    }
    rows = ROWS | {
        "call": [call], "project": [project("1", call_id="U"), project("2", call_id="U")], "contract": [contract("1", "5")],
    }  # fmt: skip
    one, two = (
        projects(snapshot(**rows), {"route": route}).rows.get_column("project_id").to_list() for route in ("competition", "grant")
    )
    assert (one, two) == (["1"], ["2"])


def test_a_project_runs_in_the_years_it_ran_or_is_planned_to_run() -> None:
    assert found(year=2020) == ["3", "4"]
    assert found(year=2021) == ["1", "4"]
    assert found(year=2022) == found(year=2023) == ["2"]
    assert found(year=2019) == []
    assert filters_of(snapshot(**ROWS)).years == (2020, 2021, 2022, 2023)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("ÅPNE", ["1"]), ("åpne ål", ["1"]), ("apne", []), ("cafe", ["2"]), ("CAFÉ møter", ["2"]), ("årsaker sykefravær", ["2"]),
        ("ærfugl", ["1", "4"][:1]), ("café zoom", []), ("A\u030apne", ["1"]), (".*", []), ("  ", ["1", "2", "3", "4"]),
    ],
)  # fmt: skip
def test_search_needs_every_word_and_forgives_case_and_accents_but_not_letters(words: str, ids: list[str]) -> None:
    assert found(text=words) == ids


def test_order_is_that_of_the_norwegian_alphabet_and_both_ways() -> None:
    assert found(sort="title_nb") == ["2", "4", "3", "1"]
    assert found(sort="-title_nb") == ["1", "3", "4", "2"]


def test_what_is_unknown_comes_last_both_ways() -> None:
    assert found(sort="amount_nok") == ["4", "1", "2", "3"]
    assert found(sort="-amount_nok") == ["1", "4", "2", "3"]
    assert found(sort="status") == ["2", "1", "3", "4"]


def test_an_id_with_commas_is_taken_whole() -> None:
    assert found(need="K,2") == ["2"]
    assert found(need="K1,K,2") == ["1", "2"]
    assert split_choice("a,b,c", ("a,b", "c")) == ("a,b", "c")
    assert split_choice(" a , b ", ("a", "b")) == ("a", "b")
    assert split_choice("a,x,b", ("a", "b")) == ("a", "x", "b")
    assert split_choice("", ("a",)) == ()


@pytest.mark.parametrize(
    ("name", "value"), [("status", "ferdig"), ("priority_area", "A9"), ("sort", "-nothing"), ("need", "K1,K7")]
)
def test_a_choice_that_does_not_exist_is_told(name: str, value: str) -> None:
    with pytest.raises(UserError) as error:
        projects(snapshot(**ROWS), {name: value})
    assert error.value.code == "wrong_choice"
    assert value.rsplit(",", maxsplit=1)[-1].removeprefix("-") in error.value.nb


def test_the_count_and_the_sum_say_what_is_unknown() -> None:
    def words(**choices: str) -> tuple[str, str]:
        text = projects(snapshot(**ROWS), choices).count_text
        return text.nb, text.en

    assert words(status="running,planned") == (
        "2 av 4 prosjekter, 0,0 mill. kroner; 1 uten kontraktssum",
        "2 of 4 projects, NOK 0.0 million; 1 without a contract amount",
    )  # fmt: skip
    assert words(status="planned")[0] == "1 av 4 prosjekter; ingen har kontraktssum"
    assert words(status="published")[0] == "0 av 4 prosjekter"
    assert words(organisation="L")[0] == "1 av 4 prosjekter, 0,0 mill. kroner"


def test_the_sum_is_exact() -> None:
    result = projects(snapshot(**ROWS))
    assert (str(result.amount_nok), result.amount_unknown, result.count, result.total) == ("1090.50", 2, 4, 4)


def test_json_tells_the_choice_and_gives_the_rows_in_its_order() -> None:
    told = envelope("projects", projects(snapshot(**ROWS), {"priority_area": "A2", "sort": "-title_nb", "text": "e"}))
    result = told["result"]
    assert [row["project_id"] for row in result["projects"]] == ["1", "2"]
    assert (result["count"], result["total"], result["amount_nok"], result["amount_unknown"]) == (2, 4, 1000.5, 1)
    assert result["selection"]["filters"]["priority_area"] == ["A2"]
    assert [item["values"]["nb"] for item in result["filters"]] == ["A2", "e"]
    assert told["sentence"]["nb"].startswith("Per 30. juni 2021: 2 av 4 prosjekter")


def test_no_projects_and_none_that_meet_a_filter() -> None:
    none = projects(snapshot())
    assert (none.total, none.count, none.amount_nok, none.by_status["running"]) == (0, 0, None, 0)
    assert none.table().columns[:2] == ["project_id", "title_nb"]
    assert found(text="finnes ikke") == []


def test_the_register_and_its_filters_are_built_once() -> None:
    held = snapshot(**ROWS)
    one, two = (projects(held, {"status": status}) for status in ("running", "planned"))
    assert isinstance(one, ProjectRegister)
    assert one.whole is two.whole is register_of(held)
    assert one.filters is two.filters


def test_values_that_no_project_has_and_values_outside_their_table_can_be_chosen() -> None:
    rows = ROWS | {"project_industry": [{"project_id": "1", "industry_id": "ukjent-bransje"}]}
    held = snapshot(**rows)
    assert projects(held, {"programme_industry": "ukjent-bransje"}).count == 1
    assert "I1" in filters_of(held).options["instrument"]
    assert projects(snapshot(**ROWS), {"status": "closed"}).rows.get_column("project_id").to_list() == ["3"]


def test_two_values_with_one_name_are_told_apart() -> None:
    twin = {**ROWS["instrument"][0], "instrument_id": "I2"}
    options = filters_of(snapshot(**(ROWS | {"instrument": [*ROWS["instrument"], twin]}))).options["instrument"]
    assert (options["I1"].nb, options["I2"].nb) == ("V1 (I1)", "V1 (I2)")
