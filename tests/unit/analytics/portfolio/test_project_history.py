"""What was recorded about a project: who, when, from, to and why, column by column."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.portfolio.project_history import History
from analytics.portfolio.project_record import project_record
from data.layers import diff_layer, write_diff
from data.schema import polars_schema
from data.snapshot import Snapshot
from data.store import Change, Store
from domain.tables import TABLES, Role
from tests.unit.analytics.portfolio.rows import PROGRAMME, contract, project

SPRING, AUTUMN, WINTER = datetime(2021, 3, 1, 9), datetime(2021, 10, 1, 9), datetime(2021, 12, 1, 9)
Rows = dict[str, list[dict[str, Any]]]

AGREEMENT = {"agreement_id": "A", "kind": "agreement", "name_nb": "Avtale", "name_en": "Avtale", "start_date": date(2019, 1, 1),
             "end_date": date(2022, 12, 31)}  # fmt: skip


def milestone(key: str, kind: str, title: str) -> dict[str, Any]:
    return {"milestone_id": key, "project_id": "1", "kind": kind, "title_nb": title, "planned_date": date(2021, 1, 1)}


FIRST: Rows = {
    "agreement": [AGREEMENT],
    "programme": [PROGRAMME],
    "organisation": [{"organisation_id": "L", "name_nb": "Østre", "kind": "research"},
                     {"organisation_id": "N", "name_nb": "Nord", "kind": "research"}],
    "project": [project("1", lead_organisation_id="L", research_type="basic"), project("2")],
    "contract": [contract("1", "700", contract_id="K")],
    "contract_party": [{"contract_id": "K", "organisation_id": "N", "role": "partner"}],
    "milestone": [milestone("M1", "start", "Oppstart"), milestone("M2", "data", "Data")],
    "site": [{"site_id": "S", "project_id": "1", "name_nb": "Heimen", "joined_date": date(2021, 1, 1)}],
    "payment": [{"payment_id": "B", "programme_id": "P", "kind": "invoice", "category": "fou", "contract_id": "K", "year": 2021,
                 "payment_date": date(2021, 2, 1), "amount_nok": Decimal(50), "text_nb": "Delbetaling"}],
}  # fmt: skip


def changed(**tables: list[dict[str, Any]]) -> Rows:
    return FIRST | tables


def save(store: Store, rows: Rows, change: Change) -> None:
    snapshot = Snapshot.from_rows(date(2099, 1, 1), rows)
    frames: dict[str, pl.DataFrame] = {
        name: snapshot.table(name).select(list(polars_schema(TABLES[name]))) for name in rows
    }  # fmt: skip
    reader = store.read() if store.current_number() else None
    write_diff(store, diff_layer(reader, "portfolio", frames), change)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    save(made, FIRST, Change("Kari", "Første innlesing", at=SPRING))
    second = changed(
        project=[project("1", lead_organisation_id="N", research_type="applied", title_nb="Ny tittel"), project("2")],
        contract=[contract("1", "700", contract_id="K") | {"amount_nok": Decimal(900)}],
    )
    save(made, second, Change("Ola", "Tillegg til kontrakten", "Brev 7", at=AUTUMN))
    save(made, second | {"milestone": FIRST["milestone"][:1], "contract_party": []}, Change("Liv", "Utgår", at=WINTER))
    return made


def history(store: Store, day: date = date(2022, 1, 1), role: Role = "owner") -> History:
    found = project_record(Snapshot.open(store, day, role=role), "1").whole
    assert found is not None
    return found.history


def told(found: History, table: str) -> list[tuple[object, ...]]:
    return [
        (c.at, c.by, c.kind, c.column, c.before.nb if c.before else None, c.after.nb if c.after else None)
        for c in found.changes
        if c.table == table
    ]


def test_each_column_that_got_another_value_is_told_in_words(store: Store) -> None:
    assert sorted(row for row in told(history(store), "project") if row[2] == "changed") == [
        (AUTUMN, "Ola", "changed", "lead_organisation_id", "L (Østre)", "N (Nord)"),
        (AUTUMN, "Ola", "changed", "research_type", "Grunnforskning", "Anvendt forskning"),
        (AUTUMN, "Ola", "changed", "title_nb", "Tittel 1", "Ny tittel"),
    ]
    assert told(history(store), "contract")[0] == (AUTUMN, "Ola", "changed", "amount_nok", "700 kroner", "900 kroner")


def test_reason_and_document_follow_the_change(store: Store) -> None:
    change = next(c for c in history(store).changes if c.table == "contract" and c.kind == "changed")
    assert (change.reason, change.document, change.record) == ("Tillegg til kontrakten", "Brev 7", "Kontrakt")


def test_rows_added_together_are_one_change_that_counts_and_names_them(store: Store) -> None:
    added = next(c for c in history(store).changes if c.table == "milestone" and c.kind == "added")
    assert (added.at, added.by, added.count, added.record) == (SPRING, "Kari", 2, "Oppstart; Data")


def test_a_row_that_was_taken_out_tells_by_whom_and_why(store: Store) -> None:
    removed = {c.table: (c.at, c.by, c.reason, c.record) for c in history(store).changes if c.kind == "removed"}
    assert removed == {
        "milestone": (WINTER, "Liv", "Utgår", "Data"),
        "contract_party": (WINTER, "Liv", "Utgår", "K (Kontrakt), N (Nord)"),
    }


def test_payments_that_only_name_the_contract_are_the_projects_too(store: Store) -> None:
    assert [c.record for c in history(store).changes if c.table == "payment"] == ["Delbetaling"]


def test_the_newest_change_comes_first_and_other_projects_are_left_out(store: Store) -> None:
    found = history(store)
    assert [c.at for c in found.changes] == sorted((c.at for c in found.changes), reverse=True)
    assert sum(c.count for c in found.changes if c.table == "project" and c.kind == "added") == 1
    assert (found.first, found.recorded_later) == (date(2021, 3, 1), False)


def test_an_earlier_day_shows_only_what_was_recorded_by_then(store: Store) -> None:
    before = history(store, date(2021, 9, 30))
    assert {c.kind for c in before.changes} == {"added"}
    later = history(store, date(2021, 2, 28))
    assert (later.changes, later.first, later.recorded_later) == ((), None, True)


def test_the_public_sees_that_something_changed_but_not_who_and_why_and_no_hidden_table(store: Store) -> None:
    found = history(store, role="public")
    assert found.hidden_tables == ("site",)
    assert "site" not in {c.table for c in found.changes}
    assert {(c.by, c.reason, c.document) for c in found.changes} == {(None, None, None)}
    assert [c.record for c in found.changes if c.table == "payment"] == ["B"]


def test_json_names_table_and_column_as_a_reader_knows_them(store: Store) -> None:
    change = next(c for c in history(store).changes if c.column == "amount_nok").as_dict()
    assert (change["table_nb"], change["column_nb"], change["column_en"], change["at"]) == (
        "Kontrakt", "Beløp", "Amount", "2021-10-01T09:00:00",
    )  # fmt: skip
