"""The findings of the last import as a result."""

from datetime import date
from pathlib import Path
from typing import Any

from analytics.rules.last_import import last_import_result
from data.imports.findings import RawFinding
from data.imports.last_import import write_last_import
from data.snapshot import Snapshot

SNAPSHOT = Snapshot.from_rows(date(2021, 5, 1), {})


def record(**changes: Any) -> dict[str, Any]:
    finding = RawFinding("no_such_date", table="payment", place="Betaling", row=7, column="Betalt", value="31.02.2021")
    return {
        "files": ["a.xlsx"],
        "imported_at": "2021-03-12T10:00:00",
        "applied": False,
        "dry_run": False,
        "read_rows": {"payment": 9},
        "counts": {"hard": 1, "soft": 0, "info": 0},
        "difference": {"new": 0, "changed": 0, "gone": 0, "example_replaced": 0},
        "findings": [finding.worded().as_dict()],
        **changes,
    }


def test_no_import_yet(tmp_path: Path) -> None:
    result = last_import_result(SNAPSHOT, tmp_path)
    assert result.sentence.nb == "Ingen fil er lest inn ennå."
    assert result.as_json()["file"] is None
    assert result.as_json()["imported_at"] is None
    assert result.table().is_empty()


def test_an_import_that_was_stopped(tmp_path: Path) -> None:
    write_last_import(tmp_path, record())
    result = last_import_result(SNAPSHOT, tmp_path)
    assert result.sentence.nb == "a.xlsx ble lest 12. mars 2021. Innlesingen ble stoppet av 1 funn, og ingenting ble endret."
    answer = result.as_json()
    assert (answer["file"], answer["imported_at"], answer["applied"], answer["dry_run"]) == (
        "a.xlsx",
        "2021-03-12T10:00:00",
        False,
        False,
    )
    assert answer["counts"] == {"hard": 1, "soft": 0, "info": 0}
    (finding,) = answer["findings"]
    assert (finding["sheet"], finding["row"], finding["column"], finding["value"]) == ("Betaling", 7, "Betalt", "31.02.2021")
    assert result.table().select("rule_id", "sheet", "row", "message_nb").rows() == [
        ("no_such_date", "Betaling", 7, "Datoen finnes ikke i kalenderen."),
    ]


def test_the_other_outcomes(tmp_path: Path) -> None:
    none = {"hard": 0, "soft": 2, "info": 0}
    difference = {"new": 3, "changed": 1, "gone": 4, "example_replaced": 0}
    for changes, words in (
        ({"applied": True}, "ble lest inn 12. mars 2021. Nye rader: 3, endrede: 1, avsluttede: 4. Funn som bør vurderes: 2."),
        ({"dry_run": True}, "ble prøvd 12. mars 2021 uten å endre noe. Nye rader: 3, endrede: 1, avsluttede: 4."),
        ({}, "Innholdet er likt det som var lagret, og ingenting ble endret."),
    ):
        write_last_import(tmp_path, record(counts=none, difference=difference, findings=[], **changes))
        assert words in last_import_result(SNAPSHOT, tmp_path).sentence.nb
