"""Where a number is found in the reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from analytics.meetings.places import address, at_pointer, pointer, resolve, split_place

RESULT = {"years": [{"free_nok": 7}, {"free_nok": None}], "by/id": {"A~1": 3}, "items": ["a", "b"]}


def run(name: str, arguments: Mapping[str, str]) -> Any:
    assert name == "frames"
    return RESULT | {"asked": dict(arguments)}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("frames/years/0/free_nok", 7),
        ("frames/years/1/free_nok", None),
        ("frames/items", 2),
        ("frames?from=2020-10-28&to=2021-04-21/asked/to", "2021-04-21"),
    ],
)
def test_a_place_gives_the_value_and_a_list_its_length(place: str, value: object) -> None:
    assert resolve(place, run) == value


def test_names_with_slashes_and_tildes_are_found_again() -> None:
    assert at_pointer(RESULT, pointer("by/id", "A~1")) == 3


def test_odd_ids_in_arguments_come_back_as_they_were() -> None:
    asked = {"meeting": "M/2021 æ?&=", "edition": "live"}
    assert split_place(f"{address('meeting', asked)}/matters/count") == ("meeting", asked, "matters/count")


@pytest.mark.parametrize("place", ["frames/years/9/free_nok", "frames/nothing", "frames/years/0/free_nok/more"])
def test_a_place_that_leads_nowhere_is_an_error(place: str) -> None:
    with pytest.raises((KeyError, IndexError, TypeError)):
        resolve(place, run)
