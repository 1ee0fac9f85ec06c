"""The register of projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from analytics.portfolio.project_record import project_record
from analytics.portfolio.projects import projects
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import areas_of, contract, project, questions_of, snapshot

PAYMENT = {
    "programme_id": "P",
    "kind": "invoice",
    "category": "fou",
    "project_id": "1",
    "year": 2021,
    "payment_date": date(2021, 2, 1),
}
ROWS = {
    "project": [project("1", started_date=date(2021, 1, 1)), project("2")],
    "project_area": areas_of("1", A2=50, A1=50),
    "project_question": questions_of("1", effect=100),
    "contract": [contract("1", "700"), contract("1", "300")],
    "payment": [
        {**PAYMENT, "payment_id": "B1", "amount_nok": Decimal(400)},
        {**PAYMENT, "payment_id": "B2", "kind": "credit_note", "amount_nok": Decimal(-50)},
    ],
}


def test_a_row_has_status_areas_supplier_and_money() -> None:
    row = projects(snapshot(**ROWS)).rows.row(0, named=True)
    assert (row["project_id"], row["status"], row["area_ids"], row["question_kinds"]) == (
        "1",
        "running",
        ["A1", "A2"],
        ["effect"],
    )
    assert (row["supplier_ids"], row["amount_nok"], row["paid_nok"]) == (["L"], 1000, 350)


def test_a_project_without_a_contract_has_no_amount_which_is_not_zero() -> None:
    row = projects(snapshot(**ROWS)).rows.row(1, named=True)
    assert (row["status"], row["amount_nok"], row["paid_nok"], row["area_ids"]) == ("planned", None, None, [])


def test_a_payment_that_names_only_the_contract_is_of_its_project_and_other_money_is_told_apart() -> None:
    by_contract = {**PAYMENT, "project_id": None, "payment_id": "B3", "contract_id": "K1", "amount_nok": Decimal(250)}
    sites = {**PAYMENT, "payment_id": "B4", "category": "stimulation", "amount_nok": Decimal(40)}
    rows = {**ROWS, "contract": [contract("1", "700", contract_id="K1")], "payment": [by_contract, sites]}
    row = projects(snapshot(**rows)).rows.row(0, named=True)
    record = project_record(snapshot(**rows), "1").record
    assert record is not None
    assert (row["paid_nok"], row["paid_on_contracts_nok"]) == (290, 250)
    assert (record.money.total("paid_nok"), record.money.paid_on_contracts_nok) == (290, 250)


def test_sentences_for_none_one_and_more() -> None:
    many = projects(snapshot(**ROWS)).sentence
    one = projects(snapshot(project=[project("2")])).sentence
    assert many.nb == "2 prosjekter er registrert per 30. juni 2021: 1 planlagt og 1 pågår."
    assert one.en == "1 project is registered as of 30 June 2021: 1 planned."
    assert projects(snapshot()).sentence.nb == "Ingen prosjekter er registrert per 30. juni 2021."


def test_json_and_table() -> None:
    result = projects(snapshot(**ROWS))
    found = envelope("projects", result)["result"]
    assert (found["count"], found["by_status"]["running"], found["by_status"]["closed"]) == (2, 1, 0)
    assert found["projects"][0]["amount_nok"] == 1000
    assert result.table().get_column("area_ids").to_list() == ["A1; A2", ""]


def test_projects_of_another_programme_are_left_out() -> None:
    other = {**project("3"), "programme_id": "Q"}
    result = projects(snapshot(project=[project("1"), other]))
    assert result.rows.get_column("project_id").to_list() == ["1"]
