"""Every contract stands in exactly one route, and the routes add up to all contracts to the krone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.portfolio.procurement_tables import contracts as contracts_table
from analytics.portfolio.procurement_tables import routes as routes_table
from tests.unit.analytics.portfolio.procurement_rows import call, found, signed
from tests.unit.analytics.portfolio.rows import Row, project

CONTRACTS = [
    signed("K1", "1000.50", project_id="1", call_id="A"),
    signed("K2", "200", call_id="A", organisation_id="M", signed_date=date(2020, 5, 1)),
    signed("K3", "30", project_id="1", route="in_house"),
    signed("K4", None, project_id="1", route="grant"),
    signed("K5", "4"),
]
TABLES: dict[str, list[Row]] = {"project": [project("1")], "call": [call("A"), call("B", "in_house", kind="assignment")]}


def test_routes_are_apart_and_add_up_to_all_contracts() -> None:
    result = found(contract=CONTRACTS, **TABLES)
    routes = {r.route: (r.calls, r.assignments, r.contracts, r.suppliers, r.amount_nok, r.amount_unknown) for r in result.routes}
    assert routes == {
        "competition": (1, 0, 3, 2, Decimal("1204.50"), 0),
        "in_house": (0, 1, 1, 1, Decimal(30), 0),
        "grant": (0, 0, 1, 1, None, 1),
        "allocation_letter": (0, 0, 0, 0, Decimal(0), 0),
        "framework": (0, 0, 0, 0, Decimal(0), 0),
        "call_off": (0, 0, 0, 0, Decimal(0), 0),
    }
    assert result.contract_nok == Decimal("1234.50")
    assert result.contract_nok == sum((row["amount_nok"] for row in CONTRACTS if row["amount_nok"]), Decimal(0))
    assert "Beløpet er ukjent for 1 kontrakt." in result.sentence.nb


def test_the_law_applies_as_the_plan_says() -> None:
    assert {r.route: r.law for r in found().routes} == {
        "competition": "act", "framework": "act", "call_off": "act", "in_house": "not_act", "grant": "not_stated",
        "allocation_letter": "not_stated",
    }  # fmt: skip


def test_contracts_without_project_or_call_are_told() -> None:
    result = found(contract=CONTRACTS, **TABLES)
    assert result.without_project == {"contracts": 2, "amount_nok": Decimal(204), "amount_unknown": 0}
    assert result.without_call == {"contracts": 3, "amount_nok": Decimal(34), "amount_unknown": 1}


def test_years_of_signing_and_suppliers_add_up_too() -> None:
    result = found(contract=CONTRACTS, **TABLES)
    years = {(row["route"], row["year"]): (row["contracts"], row["amount_nok"]) for row in result.route_years.to_dicts()}
    assert years["competition", 2020] == (1, Decimal(200))
    assert years["competition", 2021] == (2, Decimal("1004.50"))
    assert years["grant", 2021] == (1, None)
    suppliers = [(row["route"], row["supplier_nb"], row["contracts"], row["amount_nok"]) for row in result.suppliers.to_dicts()]
    assert suppliers[:2] == [
        ("competition", "Lærdal forskning", 2, Decimal("1004.50")),
        ("competition", "Ås analyse", 1, Decimal(200)),
    ]
    assert result.suppliers.to_dicts()[1]["supplier_en"] == "Ås analyse"


def test_the_last_line_of_the_table_says_that_it_is_all_routes() -> None:
    last = routes_table(found(contract=CONTRACTS, **TABLES), "nb").to_dicts()[-1]
    assert last["route"] == "Alle kontrakter, uansett form"
    assert (last["contracts"], last["suppliers"], last["amount_nok"], last["amount_unknown"]) == (5, 2, Decimal("1234.50"), 1)


def test_a_contract_belongs_to_one_programme_only() -> None:
    programmes = [
        {"programme_id": name, "agreement_id": "A", "name_nb": name, "name_en": name, "start_date": date(year, 1, 1),
         "end_date": date(year + 3, 12, 31)}
        for name, year in (("P", 2019), ("Q", 2025))
    ]  # fmt: skip
    rows = [
        signed("OLD", "1"),
        signed("NEW", "2", signed_date=date(2025, 2, 1)),
        signed("BY-PROJECT", "3", project_id="1", signed_date=date(2025, 2, 1)),
    ]
    tables = {"programme": programmes, "project": [project("1")], "contract": rows}
    now = found(date(2025, 6, 1), **tables)
    assert [(row["contract_id"], row["programme_by_date"]) for row in now.contracts.to_dicts()] == [("NEW", True)]
    before = found(date(2024, 12, 31), **tables)
    assert before.contracts.get_column("contract_id").to_list() == ["OLD"]


@pytest.mark.parametrize(
    ("end", "closed", "state", "days"),
    [
        (date(2021, 6, 29), None, "overdue", -1),
        (date(2021, 6, 29), date(2021, 6, 30), "closed", -1),
        (date(2021, 6, 29), date(2021, 7, 1), "overdue", -1),
        (date(2021, 6, 30), None, "soon", 0),
        (date(2021, 12, 31), None, "soon", 184),
        (date(2022, 1, 1), None, "within", 185),
        (date(2022, 6, 30), None, "within", 365),
        (date(2022, 7, 1), None, "later", 366),
        (None, None, "unknown", None),
    ],
)
def test_the_end_of_a_contract_is_judged_on_the_day(end: date | None, closed: date | None, state: str, days: int | None) -> None:
    result = found(contract=[signed("K", "1", end_date=end, closed_date=closed)])
    (row,) = result.contracts.to_dicts()
    assert (row["end_state"], row["days_to_end"]) == (state, days)
    assert result.by_end[state] == 1


def test_without_a_window_no_warning_is_given() -> None:
    result = found(parameter=[], contract=[signed("K", "1", end_date=date(2021, 7, 1))])
    assert (result.by_end["later"], result.ending_count, result.warn.first_months) == (1, 0, None)


def test_the_lists_say_how_long_is_left_or_past() -> None:
    rows = [signed("A", "1", end_date=date(2021, 7, 31)), signed("B", "1", end_date=date(2021, 6, 30)),
            signed("C", "1", end_date=date(2021, 6, 29)), signed("D", "1", end_date=date(2021, 5, 31))]  # fmt: skip
    result = found(contract=rows)
    ending = contracts_table(result, ("soon", "within"), "nb")
    assert list(ending.select("contract_id", "left").iter_rows()) == [("B", "i dag"), ("A", "om 1 måned")]
    overdue = contracts_table(result, ("overdue",), "nb")
    assert list(overdue.select("contract_id", "left").iter_rows()) == [("D", "1 måned"), ("C", "1 dag")]
    assert "2 kontrakter er forbi sluttdatoen" in result.sentence.nb
