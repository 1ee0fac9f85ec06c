"""Each rule on one row that meets it and one that does not."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from analytics.rules import RULES, Candidate, check_rules
from data.imports.rows import ROW, TableRows
from data.schema import polars_schema
from domain.findings import DataFinding
from domain.tables import TABLES
from domain.text import texts

Rows = list[dict[str, Any]]


def frame(name: str, rows: Rows) -> pl.DataFrame:
    schema = polars_schema(TABLES[name])
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def broken(rule_id: str, tables: Mapping[str, Rows], **more: Any) -> list[tuple[str | None, int | None, str | None, str | None]]:
    """Sheet, row, column and value of each finding of a rule."""
    given = Candidate.of_frames({name: frame(name, rows) for name, rows in tables.items()})
    candidate = Candidate(given.given, **more)
    rules = [rule for rule in RULES if rule.id == rule_id]
    assert rules
    return [(f.place, f.row, f.column, f.value) for f in check_rules(candidate, rules)]


def only(rule_id: str, table: str, rows: Rows) -> list[DataFinding]:
    """What one rule finds in one table."""
    candidate = Candidate.of_frames({table: frame(table, rows)})
    return check_rules(candidate, [rule for rule in RULES if rule.id == rule_id])


def test_required() -> None:
    rows = [{"source_id": "K1", "title": "T"}, {"source_id": "K2"}]
    assert broken("required", {"source": rows}) == [("Kilde", 3, "Tittel", None)]


def test_a_cell_that_could_not_be_read_is_not_also_empty() -> None:
    rows = frame("source", [{"source_id": "K1"}, {"source_id": "K2"}]).with_columns(pl.Series(ROW, [2, 3]))
    given = TableRows(TABLES["source"], "Kilde", rows, {"source_id": "Id", "title": "Tittel"}, {"title": frozenset({2})})
    findings = check_rules(Candidate({"source": given}), [rule for rule in RULES if rule.id == "required"])
    assert [(f.row, f.column) for f in findings] == [(3, "Tittel")]


def test_key_unique_names_both_rows() -> None:
    rows = [{"source_id": "K1"}, {"source_id": "K2"}, {"source_id": "K1"}]
    assert broken("key_unique", {"source": rows}) == [("Kilde", 4, "Id", "K1")]
    (finding,) = only("key_unique", "source", rows)
    assert finding.message.nb == "Samme nøkkel står også i rad 2."
    assert finding.key == "K1"


def test_key_unique_of_two_columns() -> None:
    rows = [{"project_id": "P1", "need_id": "B1"}, {"project_id": "P1", "need_id": "B2"}, {"project_id": "P1", "need_id": "B2"}]
    assert broken("key_unique", {"project_need": rows}) == [("Prosjekt og kunnskapsbehov", 4, "Prosjekt", "P1")]


def test_unique() -> None:
    one = {"programme_id": "P", "level": "programme", "year": 2021, "version": 1}
    rows = [{"frame_id": "R1", **one}, {"frame_id": "R2", **one, "year": 2022}, {"frame_id": "R3", **one}]
    assert broken("unique", {"frame": rows}) == [("Ramme", 4, "Versjon", "1")]
    assert broken("unique", {"frame": [{"frame_id": "R1"}, {"frame_id": "R2"}]}) == []


def test_unique_stored() -> None:
    one = {"programme_id": "P", "level": "programme", "year": 2021, "version": 1}
    standing = {"frame": frame("frame", [{"frame_id": "R1", **one}])}
    assert broken("unique_stored", {"frame": [{"frame_id": "R1", **one}]}, standing=standing) == []
    assert broken("unique_stored", {"frame": [{"frame_id": "R2", **one}]}, standing=standing) == [("Ramme", 2, "Versjon", "1")]


def test_reference_within_the_file_and_to_what_is_stored() -> None:
    tables: dict[str, Rows] = {
        "organisation": [{"organisation_id": "NAV"}, {"organisation_id": "ASD", "successor_id": "AID"}],
        "body_member": [
            {"body_member_id": "M1", "body_id": "B1", "organisation_id": "NAV"},
            {"body_member_id": "M2", "body_id": "B2", "organisation_id": "nav"},
        ],
    }
    stored = {"body": frame("body", [{"body_id": "B1"}])}
    assert broken("reference", tables, standing=stored) == [
        ("Organisasjon", 3, "Etterfølger", "AID"),
        ("Rolle i organ", 3, "Organ", "B2"),
        ("Rolle i organ", 3, "Organisasjon", "nav"),
    ]


def test_a_reference_that_is_nearly_right_is_answered_with_the_right_one() -> None:
    rows = [{"organisation_id": "NAV"}, {"organisation_id": "ASD", "successor_id": "nav"}]
    (finding,) = only("reference", "organisation", rows)
    assert finding.message.nb == "Verdien finnes ikke som nøkkel i Organisasjon. Mente du NAV?"
    assert finding.message.en == "The value is not a key in Organisation. Did you mean NAV?"


def test_references_to_a_table_that_could_not_be_read_are_not_judged() -> None:
    tables: dict[str, Rows] = {"body_member": [{"body_member_id": "M1", "body_id": "B1"}]}
    assert broken("reference", tables, unknown=frozenset({"body"})) == []
    assert len(broken("reference", tables)) == 1


def test_reference_kept() -> None:
    remaining = {"body_member": frame("body_member", [{"body_member_id": "M1", "body_id": "B1"}])}
    assert broken("reference_kept", {"body": [{"body_id": "B1"}]}, remaining=remaining) == []
    assert broken("reference_kept", {"body": [{"body_id": "B2"}]}, remaining=remaining) == [
        ("Rolle i organ", None, "Organ", "B1"),
    ]


def test_no_circle() -> None:
    rows = [{"tag_id": "A", "parent_id": None}, {"tag_id": "B", "parent_id": "A"}, {"tag_id": "C", "parent_id": "B"}]
    assert broken("no_circle", {"tag": rows}) == []
    rows = [{"tag_id": "A", "parent_id": "C"}, *rows[1:], {"tag_id": "D", "parent_id": "D"}, {"tag_id": "E", "parent_id": "A"}]
    assert [row for _, row, _, _ in broken("no_circle", {"tag": rows})] == [2, 3, 4, 5]


def test_minimum() -> None:
    rows = [{"frame_id": "R1", "amount_nok": Decimal(0)}, {"frame_id": "R2", "amount_nok": Decimal("-0.01")}]
    assert broken("minimum", {"frame": rows}) == [("Ramme", 3, "Beløp", "-0.01")]


def test_maximum() -> None:
    rows = [{"project_id": "P1", "share_pct": 100.0}, {"project_id": "P2", "share_pct": 100.5}]
    assert broken("maximum", {"project_area": rows}) == [("Prosjekt og innsatsområde", 3, "Andel", "100.5")]


def test_date_order() -> None:
    rows = [
        {"agreement_id": "A", "start_date": date(2019, 1, 1), "end_date": date(2019, 1, 1)},
        {"agreement_id": "B", "start_date": date(2019, 1, 2), "end_date": date(2019, 1, 1)},
        {"agreement_id": "C", "start_date": date(2019, 1, 2)},
    ]
    assert broken("date_order", {"agreement": rows}) == [("Avtaleperiode", 3, "Til", "2019-01-01")]
    (finding,) = only("date_order", "agreement", rows)
    assert finding.message.nb == "Verdien er før «Fra», som er 2. januar 2019."


def test_one_of() -> None:
    rows = [
        {"study_id": "S1", "project_id": "P1"},
        {"study_id": "S2"},
        {"study_id": "S3", "project_id": "P1", "evaluation_id": "E1"},
    ]
    assert broken("one_of", {"study": rows}) == [
        ("Studieopplysninger", 3, "Prosjekt", None),
        ("Studieopplysninger", 4, "Prosjekt", "P1"),
    ]


def test_any_of() -> None:
    rows = [{"call_step_id": "T1", "actual_date": date(2020, 1, 1)}, {"call_step_id": "T2"}]
    assert broken("any_of", {"call_step": rows}) == [("Anskaffelsestrinn", 3, "Planlagt", None)]


def shares(table: str, column: str, *parts: tuple[str, str, float | None]) -> Rows:
    return [{"project_id": project, column: other, "share_pct": share} for project, other, share in parts]


@pytest.mark.parametrize(
    ("rule_id", "table", "column"),
    [("area_shares", "project_area", "area_id"), ("question_shares", "project_question", "question_kind")],
)
def test_shares(rule_id: str, table: str, column: str) -> None:
    whole = shares(table, column, ("P1", "a", 33.33), ("P1", "b", 33.33), ("P1", "c", 33.33), ("P2", "a", 100.0))
    assert broken(rule_id, {table: whole}) == []
    short = shares(table, column, ("P1", "a", 60.0), ("P2", "a", 100.0), ("P1", "b", 39.0), ("P3", "a", None), ("P3", "b", 1.0))
    ((place, row, heading, _),) = broken(rule_id, {table: short})
    assert (place, row, heading) == (TABLES[table].nb, 2, "Andel")


def test_the_sum_of_shares_is_told() -> None:
    rows = shares("project_area", "area_id", ("P1", "a", 60.0), ("P1", "b", 39.0))
    (finding,) = only("area_shares", "project_area", rows)
    assert finding.message.nb == "Andelene for prosjekt P1 blir 99 til sammen."


def test_payment_sign() -> None:
    rows: Rows = [
        {"payment_id": "1", "kind": "invoice", "amount_nok": Decimal(5)},
        {"payment_id": "2", "kind": "invoice", "amount_nok": Decimal(-5)},
        {"payment_id": "3", "kind": "credit_note", "amount_nok": Decimal(-5)},
        {"payment_id": "4", "kind": "correction", "amount_nok": Decimal(-5), "vat_nok": Decimal(-1)},
        {"payment_id": "5", "kind": "grant", "amount_nok": Decimal(5), "vat_nok": Decimal(-1)},
    ]
    assert broken("payment_sign", {"payment": rows}) == [
        ("Betaling", 3, "Beløp", "-5.00"),
        ("Betaling", 6, "Merverdiavgift", "-1.00"),
    ]


def test_every_rule_has_its_texts_and_its_test() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.title.nb
        assert rule.expected.en
        assert f"rules.{rule.id}.message" in texts("nb")
        assert rule.id.endswith("_shares") or any(name.startswith(f"test_{rule.id}") for name in globals()), rule.id


def test_rules_point_at_columns_that_exist() -> None:
    for rule in RULES:
        for column in rule.columns:
            assert TABLES[rule.table].column(column)
