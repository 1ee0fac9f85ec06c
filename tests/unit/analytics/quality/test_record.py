"""Looking up one row: every field in words, what refers to it, what a role may not see, and what is not there."""

from datetime import date
from decimal import Decimal
from typing import Any

from analytics.quality.record import record, record_keys
from data.snapshot import Snapshot
from domain.tables import Role
from reports.envelope import envelope

ROWS: dict[str, list[dict[str, Any]]] = {
    "contract": [
        {"contract_id": "K/1 å", "title_nb": "Avtale <b>", "route": "competition", "amount_nok": Decimal("1500000.50")},
        {"contract_id": "K2", "title_nb": "Annen"},
    ],
    "payment": [
        {
            "payment_id": f"B{n}", "kind": "invoice", "category": "fou", "contract_id": "K/1 å", "year": 2021,
            "payment_date": date(2021, 3, n), "amount_nok": Decimal(5), "voucher_ref": "hemmelig",
        }
        for n in (1, 2)
    ],
    "project_area": [{"project_id": "P1", "area_id": "A", "share_pct": 60.0}],
}  # fmt: skip


def rows(day: date = date(2022, 1, 1), role: Role = "owner") -> Snapshot:
    return Snapshot.from_rows(day, ROWS, role=role)


def test_a_row_has_every_field_of_its_table_with_unit_and_words() -> None:
    found = record(rows(), "contract", "K/1 å")
    fields = {field.column.name: field for field in found.fields}
    assert list(fields) == [column.name for column in found.of.columns] if found.of else False
    amount = fields["amount_nok"].as_json()
    assert (amount["value"], amount["unit"]) == (Decimal("1500000.50"), "kroner")
    words = fields["route"].words
    assert words is not None and words.nb == "Konkurranse" and fields["signed_date"].words is None
    told = envelope("record", found)["result"]
    assert told["found"] and told["name"]["nb"] == "Avtale <b>" and told["rows"] == []


def test_rows_that_refer_to_it_are_listed_as_of_the_day() -> None:
    assert [(one.table.name, one.record_id) for one in record(rows(), "contract", "K/1 å").referring] == [
        ("payment", "B1"), ("payment", "B2"),
    ]  # fmt: skip
    early = record(rows(date(2021, 3, 1)), "contract", "K/1 å")
    assert [one.record_id for one in early.referring] == ["B1"]


def test_what_a_role_may_not_see_is_told_as_hidden_and_not_as_unstated() -> None:
    seen = {field.column.name: field for field in record(rows(), "payment", "B1").fields}["voucher_ref"]
    hidden = {f.column.name: f for f in record(rows(role="reference_group"), "payment", "B1").fields}["voucher_ref"]
    assert (seen.value, seen.is_hidden, hidden.value, hidden.is_hidden) == ("hemmelig", False, None, True)


def test_a_key_of_two_columns_is_found_as_it_is_written() -> None:
    (key,) = record_keys(rows(), "project_area")
    assert key == "P1 / A" and record(rows(), "project_area", key).fields


def test_a_row_or_a_table_that_is_not_there_is_said() -> None:
    missing = record(rows(), "contract", "K9")
    assert not missing.fields and "K9" in missing.sentence.nb and len(missing.rows) == 2
    unknown = record(rows(), "no_such", "K9")
    assert unknown.of is None and len(unknown.counts) > 40
    assert record(rows(), "contract").sentence.nb.startswith("Kontrakt har 2 rader")
    assert record(rows(), "contract", "K9").table().is_empty()
