"""Which screens a meeting has, and in which order."""

from __future__ import annotations

from typing import Any

from analytics.meetings.pack import no_pack, pack
from analytics.meetings.templates import BUILDERS, ORDER, chosen_screens
from data.snapshot import Snapshot
from domain.codes import CODE_LISTS
from tests.unit.analytics.meetings.rows import AUTUMN_21, opener, setting


def chosen(number: int, screen: str, position: int, note: str | None = None) -> dict[str, Any]:
    return {
        "meeting_screen_id": f"MS{number}", "meeting_id": "H21", "screen": screen, "position": position, "note_nb": note,
    }  # fmt: skip


def names(*rows: dict[str, Any]) -> tuple[str, ...]:
    found = setting(meeting_screen=list(rows))
    return chosen_screens(found.now, found.meeting)


def test_every_screen_of_the_code_list_can_be_made() -> None:
    assert set(BUILDERS) == set(CODE_LISTS["meeting_screen"].values)


def test_the_templates_begin_with_what_has_changed_and_have_twelve_screens_at_most() -> None:
    assert set(ORDER) == {"spring", "autumn"}
    for order in ORDER.values():
        assert order[0] == "changes" and order[-1] == "matters"
        assert len(order) == len(set(order)) <= 12 and set(order) <= set(BUILDERS)


def test_without_choices_a_meeting_has_its_template() -> None:
    assert names() == ORDER["autumn"]


def test_choices_stand_by_place_then_by_id_each_once() -> None:
    rows = (chosen(3, "money", 1), chosen(1, "absence", 2), chosen(2, "needs", 2), chosen(4, "money", 9))
    assert names(*rows) == ("money", "absence", "needs")


def test_unknown_screens_are_left_out_and_only_unknown_ones_give_the_template() -> None:
    assert names(chosen(1, "weather", 1), chosen(2, "gaps", 2)) == ("gaps",)
    assert names(chosen(1, "weather", 1)) == ORDER["autumn"]


def test_choices_of_another_meeting_do_not_count() -> None:
    assert names(chosen(1, "gaps", 1) | {"meeting_id": "V21"}) == ORDER["autumn"]


def test_the_presenters_note_comes_first_and_is_as_written() -> None:
    rows = [chosen(1, "money", 1, "<b>Husk</b> *tall*"), chosen(2, "gaps", 2), chosen(3, "money", 3, "annet")]
    found = pack(opener({"meeting_screen": rows})(AUTUMN_21), "H21", opener({"meeting_screen": rows}))
    assert found.screens[0].notes[0].nb == "<b>Husk</b> *tall*"
    assert len(found.screens[0].notes) == len(found.screens[1].notes) + 1


def test_without_meetings_there_is_no_pack_but_words() -> None:
    found = no_pack(Snapshot.from_rows(AUTUMN_21, {}))
    assert found.as_json()["screens"] == [] and found.table().is_empty()
    assert "Legg inn møtet" in found.sentence.nb
