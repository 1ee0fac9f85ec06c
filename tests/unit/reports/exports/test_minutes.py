"""The draft minutes, opened again: who was there, what was said as it was typed, and what was not recorded."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from analytics.meetings.minutes import Minutes, minutes
from data.snapshot import Snapshot
from data.store import Store
from domain.errors import UserError
from domain.tables import Role
from reports.exports.catalogue import export_bytes
from tests.unit.analytics.portfolio.rows import PROGRAMME, Row, area
from workflows.bootstrap import build_store
from workflows.export import export_file

SPRING, AUTUMN = date(2021, 4, 21), date(2021, 10, 27)
TYPED = '=HYPERLINK("x") <b>Se på</b> & «små» \x0b virksomheter'


def meeting(key: str, kind: str, day: date, held: bool = True) -> Row:
    return {"meeting_id": key, "body_id": "R", "kind": kind, "title_nb": f"Møte {key}", "planned_date": day,
            "held_date": day if held else None}  # fmt: skip


ROWS: dict[str, Iterable[Row]] = {
    "programme": [PROGRAMME],
    "priority_area": [area("A1", 1)],
    "organisation": [
        {"organisation_id": key, "name_nb": key, "name_en": key, "short_name": key, "kind": "union"}
        for key in ("LO", "NHO", "KS", "YS")
    ],
    "body": [{"body_id": "R", "name_nb": "Referansegruppe", "name_en": "Reference group", "can_decide": False}],
    "body_member": [
        {"body_member_id": f"B{key}", "body_id": "R", "organisation_id": key, "role": "member"} for key in ("LO", "NHO", "YS")
    ],
    "meeting": [meeting("V", "spring", SPRING), meeting("H", "autumn", AUTUMN), meeting("N", "spring", date(2022, 4, 1), False)],
    "meeting_participant": [
        {"meeting_participant_id": f"D{key}", "meeting_id": "H", "organisation_id": key, "attendance": how}
        for key, how in (("LO", "attended"), ("NHO", "declined"), ("KS", "attended"))
    ],
    "meeting_input": [
        {"input_id": "I1", "meeting_id": "H", "organisation_id": "LO", "text_nb": TYPED, "received_date": AUTUMN},
        {"input_id": "I0", "meeting_id": "V", "organisation_id": "KS", "text_nb": "Eldre innspill", "received_date": SPRING,
         "outcome_date": date(2021, 6, 1), "outcome": "not_now", "outcome_nb": "Senere"},
        {"input_id": "I9", "meeting_id": "V", "organisation_id": "KS", "text_nb": "Avklart etterpå", "received_date": SPRING,
         "outcome_date": date(2021, 12, 1), "outcome": "included"},
    ],
    "decision": [
        {"decision_id": "D1", "meeting_id": "H", "body_id": "R", "kind": "decision", "text_nb": "Besluttet likevel",
         "decided_date": AUTUMN},
        {"decision_id": "D2", "meeting_id": "H", "body_id": "R", "kind": "advice", "text_nb": "Et råd", "decided_date": AUTUMN},
    ],
    "action_item": [
        {"action_id": "A1", "meeting_id": "H", "text_nb": "Sende liste", "agreed_date": AUTUMN, "owner_id": "LO",
         "due_date": date(2021, 12, 1), "done_date": date(2021, 11, 30)},
        {"action_id": "A2", "meeting_id": "H", "text_nb": "Uten eier", "agreed_date": AUTUMN},
        {"action_id": "A0", "meeting_id": "V", "text_nb": "Gjort før høsten", "agreed_date": SPRING,
         "due_date": date(2021, 9, 1), "done_date": date(2021, 8, 1)},
        {"action_id": "A00", "meeting_id": "V", "text_nb": "Ikke gjort da", "agreed_date": SPRING,
         "due_date": date(2021, 9, 1), "done_date": date(2021, 12, 1)},
    ],
}  # fmt: skip


def made(key: str | None, day: date = date(2021, 12, 31), role: Role = "owner", rows: Any = ROWS) -> Minutes:
    return minutes(Snapshot.from_rows(day, rows, role=role), key, lambda at: Snapshot.from_rows(at, rows, role=role))


def opened(result: Minutes, lang: str = "nb") -> tuple[str, list[list[list[str]]]]:
    """All paragraphs as one text, and every table as rows of cells."""
    document = docx.Document(io.BytesIO(export_bytes("minutes", result, "docx", lang)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    return text, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_the_minutes_say_who_was_there_and_what_was_said_as_it_was_typed() -> None:
    text, tables = opened(made("H"))
    assert text.startswith("Utkast til referat\nMøte H\nOrgan: Referansegruppe\nDato: 27. oktober 2021\nSted: ikke ført")
    assert "Status: Utkast, ikke godkjent av møtet" in text and "Dataversjon test" in text
    assert "Deltok: KS og LO." in text and "Meldte avbud: NHO." in text and "Uten oppføring: YS." in text
    assert '=HYPERLINK("x") <b>Se på</b> & «små»' in text and "\x0b" not in text
    assert "Organet beslutter ikke" in text and "som ikke er et besluttende organ: «Besluttet likevel»" in text
    assert [row[:2] for row in tables[2][1:]] == [["Beslutning", "Besluttet likevel"], ["Råd", "Et råd"]]
    assert tables[3][1:] == [["Sende liste", "LO", "1. desember 2021"], ["Uten eier", "ikke ført", "uten frist"]]


def test_follow_up_stands_as_it_was_on_the_day_of_the_meeting() -> None:
    _, tables = opened(made("H"))
    assert [(row[0], row[3]) for row in tables[0][1:]] == [("Gjort før høsten", "Fulgt opp"), ("Ikke gjort da", "Over fristen")]
    assert [row[2:] for row in tables[1][1:]] == [["Ikke nå", "Senere"], ["Ikke avklart", "ikke skrevet"]]


def test_what_was_not_recorded_is_said_and_a_meeting_to_come_is_told_so() -> None:
    text, tables = opened(made("N"))
    assert text.startswith("Utkast til referat, møtet er ikke holdt") and "planlagt 1. april 2022, ikke ført som holdt" in text
    assert "Ingen deltakere er ført." in text and "Ingen innspill er ført." in text
    assert "Ingen beslutninger, råd eller orienteringer er ført." in text and "Ingen oppfølgingspunkter er ført." in text
    assert [row[0] for row in tables[0][1:]] == ["Sende liste", "Uten eier"]
    first, _ = opened(made("V"))
    assert "Det er ikke holdt noe møte før dette." in first


def test_a_role_that_may_not_see_the_log_gets_none_of_it() -> None:
    text, tables = opened(made("H", role="public"))
    assert text.count("Vises ikke for rollen din.") >= 4 and tables == []
    assert "Se på" not in text and "Besluttet" not in text
    seen, _ = opened(made("H", role="reference_group"))
    assert "Deltok: KS og LO." in seen


def test_english_and_an_unknown_meeting() -> None:
    text, _ = opened(made("H"), "en")
    assert text.startswith("Draft minutes\nMøte H\nBody: Reference group") and "Attended: KS and LO." in text
    with pytest.raises(UserError, match="«X»"):
        made("X")


def test_the_file_is_made_for_the_meeting_that_is_asked_for(tmp_path: Path) -> None:
    store = Store(tmp_path / "fou")
    build_store(store, example=True)
    target = export_file(
        store, "minutes", tmp_path / "referat.docx", as_of=date(2022, 12, 31), choices={"meeting": "M2021H"}
    )  # fmt: skip
    document = docx.Document(str(target))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Høstmøte i referansegruppen 2021" in text and "Eksempeldata" in text
    assert "Regn på lønnsomheten i forebygging for små virksomheter." in text
    section = document.sections[0]
    assert section.page_height is not None and section.page_width is not None and section.page_height > section.page_width
