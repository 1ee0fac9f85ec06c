"""What is said in a meeting is kept, told apart from the example, refused in words, and never lost to another writer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data.snapshot import Snapshot
from data.store import Change, Store
from domain.errors import UserError
from domain.tables import TABLES
from workflows import save_meeting as log
from workflows.bootstrap import build_store, ensure_store
from workflows.import_portfolio import import_portfolio
from workflows.meeting_rows import Desk
from workflows.save_pack import choose_screens, hold_meeting, register_meeting

CHANGE = Change("Kari Normann", "Ført i møtet")
MEETING, DAY = "M2022H", date(2022, 10, 26)


@pytest.fixture
def store(whole_example: Store) -> Store:
    return whole_example


@pytest.fixture
def own(tmp_path: Path) -> Store:
    """Only the real facts, and a meeting that is registered in the app."""
    made = Store(tmp_path / "own")
    build_store(made, example=False)
    register_meeting(made, "spring", "Vårmøte", date(2024, 4, 10), CHANGE)
    return made


def row(store: Store, table: str, record_id: str, day: date | None = None) -> dict[str, Any] | None:
    rows = Snapshot.open(store, day or date.today()).table(table)
    found = rows.filter(pl.col(TABLES[table].key[0]) == record_id)
    return found.row(0, named=True) if len(found) else None


def counts(store: Store) -> dict[str, int]:
    snapshot = Snapshot.open(store, date.today())
    return {name: snapshot.table(name).height for name in TABLES}


def test_input_decision_and_action_are_kept_and_nothing_else_changes(store: Store) -> None:
    before = counts(store)

    said = log.log_input(store, MEETING, "NHO", "  Mer om gradering <b>nå</b>\nog «siden».  ", CHANGE, need_id="K001")
    decided = log.log_decision(store, MEETING, "REFERANSEGRUPPE", "advice", "Rådet er gitt.", CHANGE)
    agreed = log.log_action(store, MEETING, "Sende notat", CHANGE, owner="AVDIR", due=date(2022, 12, 1))

    assert (said.record_id, decided.record_id, agreed.record_id) == ("IN-28", "BE-39", "OP-19")
    after = counts(store)
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown == {"meeting_input": 1, "decision": 1, "action_item": 1}
    kept = row(store, "meeting_input", "IN-28", DAY)
    assert kept is not None
    assert kept["text_nb"] == "Mer om gradering <b>nå</b>\nog «siden»."
    assert (kept["organisation_id"], kept["need_id"], kept["received_date"]) == ("NHO", "K001", DAY)
    assert row(store, "meeting_input", "IN-28", DAY - timedelta(days=1)) is None
    with store.read() as reader:
        last = reader.change_sets().row(-1, named=True)
    assert (last["recorded_by"], last["recorded_reason"], last["rows_new"]) == ("Kari Normann", "Ført i møtet", 1)


def test_what_is_logged_to_an_example_is_example_and_gives_way_with_it(store: Store, tmp_path: Path) -> None:
    saved = log.log_input(store, MEETING, "NHO", "Hei", CHANGE)
    assert saved.is_example
    stored = row(store, "meeting_input", saved.record_id)
    assert stored is not None and stored["is_example"] is True

    ensure_store(store)  # a later start leaves it where it is
    assert row(store, "meeting_input", saved.record_id) is not None

    file = tmp_path / "meeting.csv"
    file.write_text("meeting_id,kind,title_nb,planned_date\nMX,spring,Vårt eget møte,2024-04-01\n", encoding="utf-8")
    assert import_portfolio(store, [file], CHANGE).applied
    assert row(store, "meeting_input", saved.record_id) is None
    assert Snapshot.open(store, date.today()).table("project").is_empty()


def test_what_is_logged_to_a_meeting_of_ones_own_is_ones_own(own: Store) -> None:
    saved = log.log_input(own, "M2024V", "NHO", "Hei", CHANGE)
    assert saved.record_id == "IN-01" and not saved.is_example
    stored = row(own, "meeting_input", "IN-01", date(2024, 4, 10))
    assert stored is not None and not stored["is_example"]
    ensure_store(own)
    assert row(own, "meeting_input", "IN-01") is not None


def test_the_last_example_row_of_a_table_can_be_taken_out_without_the_example_giving_way(store: Store) -> None:
    choose_screens(store, MEETING, [("money", "")], CHANGE)
    choose_screens(store, MEETING, None, CHANGE)
    assert Snapshot.open(store, date.today()).table("meeting_screen").is_empty()
    assert Snapshot.open(store, date.today()).table("project").height == 30


def test_a_body_that_does_not_decide_is_refused_in_the_words_of_the_plan(store: Store) -> None:
    before = store.current_number()
    with pytest.raises(UserError) as refusal:
        log.log_decision(store, MEETING, "PROGRAMFORUM", "decision", "Vi bestemmer.", CHANGE)
    assert refusal.value.code == "advisory_body"
    assert "Programforumet vil ikke være et besluttende organ." in refusal.value.nb
    assert "råd eller orientering" in refusal.value.nb and "advice or orientation" in refusal.value.en
    with pytest.raises(UserError) as group:
        log.log_decision(store, MEETING, "REFERANSEGRUPPE", "decision", "Vi bestemmer.", CHANGE)
    assert "erfaringsbasert kunnskap" in group.value.nb
    assert store.current_number() == before
    assert log.log_decision(store, MEETING, "PROGRAMFORUM", "orientation", "Vi er orientert.", CHANGE).remarks == ()


def test_remarks_tell_what_the_rules_will_say(store: Store) -> None:
    saved = log.log_decision(store, MEETING, "PROGRAMEIER", "decision", "Prinsipp.", CHANGE, is_principle=True)
    assert [text.nb.split(".")[0] for text in saved.remarks] == [
        "Møtet er i Referansegruppe, som ikke beslutter", "Prinsipielle saker skal avklares med koordineringsgruppen",
    ]  # fmt: skip


Refused = Callable[[Store], object]
LATER = date.today() + timedelta(days=2)


@pytest.mark.parametrize(
    ("code", "save"),
    [
        ("empty", lambda s: log.log_input(s, MEETING, "NHO", " \n ", CHANGE)),
        ("too_long", lambda s: log.log_input(s, MEETING, "NHO", "å" * 5001, CHANGE)),
        ("unreadable", lambda s: log.log_input(s, MEETING, "NHO", "a\x07b", CHANGE)),
        ("no_row", lambda s: log.log_input(s, MEETING, "INGEN", "Hei", CHANGE)),
        ("no_row", lambda s: log.log_input(s, "M' OR 1=1", "NHO", "Hei", CHANGE)),
        ("no_row", lambda s: log.log_input(s, MEETING, "NHO", "Hei", CHANGE, need_id="K999")),
        ("no_row", lambda s: log.log_input(s, MEETING, "NHO", "Hei", CHANGE, record_id="IN-99")),
        ("no_name", lambda s: log.log_input(s, MEETING, "NHO", "Hei", Change("  ", "x"))),
        ("too_late", lambda s: log.log_input(s, MEETING, "NHO", "Hei", CHANGE, received=LATER)),
        ("no_code", lambda s: log.log_decision(s, MEETING, "PROGRAMEIER", "vedtak", "Hei", CHANGE)),
        ("too_early", lambda s: log.log_action(s, MEETING, "Hei", CHANGE, due=date(2022, 10, 25))),
        ("empty", lambda s: log.settle_input(s, "IN-24", "included", "", CHANGE)),
        ("too_early", lambda s: log.settle_input(s, "IN-24", "included", "Ja", CHANGE, settled=date(2022, 4, 26))),
        ("too_late", lambda s: log.settle_input(s, "IN-24", "included", "Ja", CHANGE, settled=LATER)),
        ("no_code", lambda s: log.settle_input(s, "IN-24", "kanskje", "Ja", CHANGE)),
        ("too_early", lambda s: log.mark_done(s, "OP-17", date(2022, 10, 25), CHANGE)),
        ("not_logged", lambda s: log.take_out(s, "project", "P001", CHANGE)),
        ("meeting_twice", lambda s: register_meeting(s, "autumn", "Igjen", DAY, CHANGE)),
        ("no_code", lambda s: register_meeting(s, "programme_forum", "Forum", DAY, CHANGE)),
        ("too_late", lambda s: hold_meeting(s, MEETING, LATER, [], CHANGE)),
        ("no_row", lambda s: hold_meeting(s, MEETING, DAY, ["INGEN"], CHANGE)),
        ("no_screens", lambda s: choose_screens(s, MEETING, [], CHANGE)),
        ("screen_twice", lambda s: choose_screens(s, MEETING, [("money", ""), ("money", "")], CHANGE)),
        ("no_code", lambda s: choose_screens(s, MEETING, [("penger", "")], CHANGE)),
        ("no_row", lambda s: choose_screens(s, "M1", [("money", "")], CHANGE)),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_words_and_nothing_is_stored(store: Store, code: str, save: Refused) -> None:
    before = store.current_number()
    with pytest.raises(UserError) as refusal:
        save(store)
    assert refusal.value.code == code
    assert len(refusal.value.nb) > 20 and len(refusal.value.en) > 20
    assert store.current_number() == before


def test_entries_are_put_right_settled_done_and_taken_out(store: Store) -> None:
    key = log.log_input(store, MEETING, "NHO", "Heia", CHANGE).record_id
    log.log_input(store, MEETING, "LO", "Hei", CHANGE, record_id=key)
    kept = row(store, "meeting_input", key, DAY)
    assert kept is not None and (kept["organisation_id"], kept["text_nb"]) == ("LO", "Hei")

    log.settle_input(store, key, "included", "Linje L09", CHANGE, settled=date(2022, 12, 9))
    settled = row(store, "meeting_input", key)
    assert settled is not None and (settled["outcome"], settled["outcome_nb"]) == ("included", "Linje L09")

    action = log.log_action(store, MEETING, "Sende", CHANGE).record_id
    log.mark_done(store, action, date(2022, 11, 1), CHANGE)
    done = row(store, "action_item", action)
    assert done is not None and done["done_date"] == date(2022, 11, 1)
    log.mark_done(store, action, None, CHANGE)
    again = row(store, "action_item", action)
    assert again is not None and again["done_date"] is None

    log.take_out(store, "meeting_input", key, CHANGE)
    assert row(store, "meeting_input", key) is None and row(store, "meeting_input", key, DAY) is None
    with store.read() as reader:
        assert reader.frame(TABLES["meeting_input"]).filter(pl.col("input_id") == key).height >= 3  # the history keeps it
    assert log.log_input(store, MEETING, "NHO", "Ny", CHANGE).record_id != key


def test_two_who_log_at_the_same_time_are_both_kept(store: Store) -> None:
    texts = [f"Innspill {number}" for number in range(6)]
    threads = [threading.Thread(target=log.log_input, args=(store, MEETING, "NHO", text, CHANGE)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    rows = Snapshot.open(store, DAY).table("meeting_input").filter(pl.col("text_nb").is_in(texts))
    assert sorted(rows.get_column("text_nb")) == texts
    assert rows.get_column("input_id").n_unique() == len(texts)


def test_ids_follow_the_pattern_that_the_table_has(own: Store, tmp_path: Path) -> None:
    file = tmp_path / "meeting_input.csv"
    lines = ["input_id,meeting_id,organisation_id,text_nb,received_date"]
    lines += [f"{key},M2024V,NHO,Hei,2024-04-10" for key in ("INNSPILL 007", "INNSPILL 010", "x", "Æ-1")]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert import_portfolio(own, [file], CHANGE).applied
    assert log.log_input(own, "M2024V", "NHO", "Hei", CHANGE).record_id == "INNSPILL 011"


def test_ids_are_free_in_an_empty_store() -> None:
    assert Desk(None).next_ids("decision", "BE-", 2) == ["BE-01", "BE-02"]


def test_a_meeting_is_registered_held_and_its_attendance_put_right(own: Store) -> None:
    assert register_meeting(own, "spring", "Ekstra vårmøte", date(2024, 5, 2), CHANGE).record_id == "M2024V-2"
    hold_meeting(own, "M2024V", date(2024, 4, 11), ["NHO", "LO", "NHO"], CHANGE)
    hold_meeting(own, "M2024V", date(2024, 4, 11), ["LO", "KS"], CHANGE)
    held = row(own, "meeting", "M2024V")
    assert held is not None and held["held_date"] == date(2024, 4, 11) and held["body_id"] == "REFERANSEGRUPPE"
    there = Snapshot.open(own, date.today()).table("meeting_participant")
    assert sorted(there.get_column("organisation_id")) == ["KS", "LO"]
    assert set(there.get_column("attendance")) == {"attended"}


def test_a_choice_of_screens_stands_also_for_the_day_of_an_old_meeting(store: Store) -> None:
    choose_screens(store, MEETING, [("absence", "Si at dette er nivået."), ("money", "")], CHANGE)
    choose_screens(store, MEETING, [("money", ""), ("absence", "Nytt notat.")], CHANGE)
    rows = Snapshot.open(store, DAY).table("meeting_screen").sort("position")
    assert rows.select("screen", "note_nb").rows() == [("money", None), ("absence", "Nytt notat.")]
