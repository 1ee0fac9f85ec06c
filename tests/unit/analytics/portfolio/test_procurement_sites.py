"""Trial sites and stimulation money: per site, per industry and tied to none add up to the purpose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from analytics.portfolio.procurement_sites import AMOUNTS
from analytics.portfolio.procurement_tables import industries as industries_table
from analytics.portfolio.procurement_words import sites_text
from domain.tables import Role
from tests.unit.analytics.portfolio.procurement_rows import found
from tests.unit.analytics.portfolio.rows import Row, project

INDUSTRIES = [
    {"industry_id": "S", "name_nb": "Sykehjem", "name_en": "Nursing homes"},
    {"industry_id": "B", "name_nb": "Barnehage"},
]


def site(site_id: str, industry: str | None, employees: int | None, **values: Any) -> Row:
    return {"site_id": site_id, "project_id": "1", "name_nb": f"Enhet {site_id}", "industry_id": industry, "employees": employees,
            "joined_date": date(2021, 1, 1), **values}  # fmt: skip


def committed(number: int, kind: str, amount: str, site_id: str | None = None, **values: Any) -> Row:
    return {"commitment_id": f"B{number}", "programme_id": "P", "kind": kind, "category": "stimulation", "site_id": site_id,
            "year": 2021, "amount_nok": Decimal(amount), "decided_date": date(2021, 2, 1), **values}  # fmt: skip


def paid(number: int, amount: str, site_id: str | None = None, **values: Any) -> Row:
    return {"payment_id": f"U{number}", "programme_id": "P", "kind": "grant", "category": "stimulation", "site_id": site_id,
            "year": 2021, "payment_date": date(2021, 3, 1), "amount_nok": Decimal(amount), **values}  # fmt: skip


TABLES: dict[str, list[Row]] = {
    "project": [project("1")],
    "industry": INDUSTRIES,
    "site": [
        site("1", "S", 100),
        site("2", "S", None, left_date=date(2021, 5, 1), left_reason_nb="Omorganisering"),
        site("3", None, 20),
    ],
    "commitment": [
        committed(1, "binding", "100", "1"),
        committed(2, "binding", "80.25", "2"),
        committed(3, "release", "30", "2"),
        committed(4, "conditional", "15", "1"),
        committed(5, "conditional", "7", "3", condition_met_date=date(2021, 4, 1)),
        committed(6, "binding", "50"),
        committed(7, "binding", "999", "1", category="fou"),
    ],
    "payment": [
        paid(1, "60", "1"),
        paid(2, "40", "2"),
        paid(3, "-5", "2", kind="credit_note"),
        paid(4, "9"),
        paid(5, "3", "3", category="operation"),
    ],
}


def test_money_per_site() -> None:
    rows = {row["site_id"]: tuple(row[name] for name in (*AMOUNTS, "left_nok")) for row in found(**TABLES).sites.rows.to_dicts()}
    assert rows == {
        "1": (Decimal(100), Decimal(15), Decimal(60), Decimal(40)),
        "2": (Decimal("50.25"), Decimal(0), Decimal(35), Decimal("15.25")),
        "3": (Decimal(7), Decimal(0), Decimal(0), Decimal(7)),
    }


def test_sites_and_what_is_tied_to_none_add_up_to_the_purpose() -> None:
    sites = found(**TABLES).sites
    assert (sites.assigned_nok, sites.conditional_nok, sites.drawn_nok) == (Decimal("207.25"), 15, 104)
    assert sites.untied == {"assigned_nok": 50, "conditional_nok": 0, "drawn_nok": 9}
    for name in AMOUNTS:
        by_industry = sum(sites.industries.get_column(name).to_list(), Decimal(0))
        assert by_industry + sites.untied[name] == getattr(sites, name)
    assert sites.other_purpose_nok == 3


def test_industries_with_those_that_left_and_unknown_employees() -> None:
    rows = [
        (row["industry_id"], row["sites"], row["sites_left"], row["employees"], row["employees_unknown"])
        for row in found(**TABLES).sites.industries.to_dicts()
    ]
    assert rows == [("S", 2, 1, 100, 1), (None, 1, 0, 20, 0)]
    table = industries_table(found(**TABLES), "en").to_dicts()
    assert [row["industry"] for row in table] == [
        "Nursing homes", "Industry not stated", "Tied to no trial site", "Stimulation money in all"
    ]  # fmt: skip
    assert (table[-1]["sites"], table[-1]["sites_left"], table[-1]["assigned_nok"]) == (3, 1, Decimal("207.25"))


def test_dropout_is_n_of_all_and_not_before_it_happened() -> None:
    assert "3 forsøksenheter" in sites_text(found(**TABLES).sites).nb
    assert "1 av 3 har falt fra" in sites_text(found(**TABLES).sites).nb
    earlier = found(date(2021, 4, 30), **TABLES).sites
    assert (earlier.count, earlier.left_count) == (3, 0)
    assert earlier.rows.get_column("left_reason_nb").drop_nulls().to_list() == []


def seen_by(role: Role) -> Any:
    return found(role=role, **TABLES)


def test_the_public_sees_no_sites_and_is_told_so() -> None:
    result = seen_by("public")
    assert (result.sites.is_shown, result.sites.count) == (False, 0)
    assert result.sites.assigned_nok == Decimal("207.25")
    assert any("vises ikke med din tilgang" in caveat.nb for caveat in result.basis.caveats)
    assert "vises ikke med din tilgang" in sites_text(result.sites).nb
    assert industries_table(result, "nb").to_dicts()[-1]["sites"] is None
    assert result.as_json()["sites"]["rows"] == []


def test_the_reference_group_sees_sites_without_names() -> None:
    result = seen_by("reference_group")
    assert (result.sites.is_shown, result.sites.names_shown, result.sites.count) == (True, False, 3)
    assert result.sites.rows.get_column("name_nb").drop_nulls().to_list() == []
    assert any("Navnene" in caveat.nb for caveat in result.basis.caveats)
    assert seen_by("owner").sites.names_shown


def test_no_sites_and_no_money() -> None:
    sites = found().sites
    assert (sites.count, sites.assigned_nok, sites.drawn_nok) == (0, 0, 0)
    assert sites_text(sites).nb.startswith("Ingen forsøksenheter er registrert.")
