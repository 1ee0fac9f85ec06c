"""Screens are read back without loss, and what is known otherwise later is told beside what was adopted."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from analytics.meetings.adopted import corrections, numbers_hash
from analytics.meetings.screen import (
    Chart,
    Exhibit,
    Grid,
    Points,
    Screen,
    Series,
    Tile,
    Tiles,
    Value,
    screen_from_json,
    screen_json,
)  # fmt: skip
from domain.text import Text


def words(text: str) -> Text:
    return Text(text, f"en {text}")


def screen(exhibit: Exhibit | None, message: str = "Budskap") -> Screen:
    return Screen(
        "money",
        words("Penger"),
        words(message),
        exhibit,
        (words("a"),),
        (words("b"),),
        "frames",
        {"ar": "2021"},
        ("Kilde",),
        True,
    )


def chart(*amounts: Decimal | None) -> Chart:
    values = tuple(Value(amount, "mill", f"frames/years/{n}/paid_nok") for n, amount in enumerate(amounts))
    categories = tuple(Value(2019 + n, "year") for n in range(len(amounts)))
    return Chart("stacked", categories, (Series(words("Betalt"), values, is_provisional=True),), words("mill. kroner"))


EXHIBITS: tuple[Exhibit | None, ...] = (
    None, chart(Decimal("1900000.50"), None),
    Grid((words("Navn"), words("Dato")), ((Value("=A1"), Value(date(2021, 3, 12), "date")),), (("project", "P1"),), 3),
    Tiles((Tile(words("Fritt"), Value(12, "count"), words("prosjekter"), words("av 30")),)),
    Points((words("én"), words("to")), (None, ("needs", "K1")), 1),
)  # fmt: skip


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: type(exhibit).__name__)
def test_a_screen_is_read_back_as_it_was(exhibit: Exhibit | None) -> None:
    made = screen(exhibit)
    assert screen_from_json(json.loads(json.dumps(screen_json(made)))) == made


def told(before: Screen, after: Screen) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (c.kind, c.label.nb, None if c.before is None else c.before.nb, None if c.after is None else c.after.nb)
        for c in corrections([before], [after])
    ]


def test_a_number_that_was_corrected_is_told_with_from_and_to_and_its_unit() -> None:
    found = told(screen(chart(Decimal(1_900_000))), screen(chart(Decimal(2_100_000)), "Nytt budskap"))
    assert found == [("changed", "Betalt: 2019", "1,9 mill. kroner", "2,1 mill. kroner")]


def test_a_correction_smaller_than_the_rounding_is_told_in_kroner() -> None:
    found = told(screen(chart(Decimal(1_900_000))), screen(chart(Decimal(1_900_010))))
    assert found == [("changed", "Betalt: 2019", "1\u202f900\u202f000 kroner", "1\u202f900\u202f010 kroner")]


def test_unknown_that_became_known_came_and_went() -> None:
    assert told(screen(chart(None)), screen(chart(Decimal(0)))) == [("changed", "Betalt: 2019", "ukjent", "0,0 mill. kroner")]
    assert told(screen(chart(Decimal(1_000_000))), screen(chart(Decimal(1_000_000), Decimal(0)))) == [
        ("added", "Betalt: 2020", None, "0,0 mill. kroner")
    ]
    assert told(screen(Points((words("én"), words("to")))), screen(Points((words("to"),)))) == [("removed", "én", "én", None)]


def test_a_message_is_told_only_when_no_number_tells_it_and_a_screen_that_is_gone_is_told() -> None:
    assert told(screen(None, "Før"), screen(None, "Etter")) == [("words", "Budskapet", "Før", "Etter")]
    assert told(screen(chart(Decimal(1))), screen(chart(Decimal(1)))) == []
    [gone] = corrections([screen(None)], [])
    assert (gone.kind, gone.after) == ("screen_gone", None)


def test_the_hash_of_numbers_follows_the_numbers_and_nothing_else() -> None:
    one = numbers_hash([screen(chart(Decimal(1)))])
    assert one == numbers_hash([screen(chart(Decimal(1)), "Et annet budskap")])
    assert one != numbers_hash([screen(chart(Decimal(2)))])
    assert one != numbers_hash([screen(chart(None))])
