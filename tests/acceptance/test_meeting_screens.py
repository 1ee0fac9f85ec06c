"""Every screen of every meeting in the example: it fits, and every number in it is what the report at its place gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analytics.evidence.wording import causal_words
from analytics.meetings.meeting import Meeting, meetings
from analytics.meetings.pack import Pack, pack
from analytics.meetings.places import resolve
from analytics.meetings.reports import READERS
from analytics.meetings.screen import Chart, Grid, Points, Screen, Tiles, Value, screen_from_json, screen_json
from analytics.meetings.setting import Setting
from analytics.meetings.templates import BUILDERS, ORDER
from analytics.result import plain
from data.snapshot import Snapshot
from data.store import Store
from domain.numbers import pct_text
from domain.text import LANGS
from pages import PAGES
from reports.catalogue import catalogue
from reports.run import run_report

TODAY = date(2024, 1, 1)
MEETINGS = ("M2019V", "M2019H", "M2020V", "M2020H", "M2021V", "M2021H", "M2022V", "M2022H")
Open = Callable[[date], Snapshot]
#: What is shown on a screen of 1280 by 720 in letters of 24 pixels and more.
MESSAGE, DETAIL, POINT = 175, 180, 150
_NUMBER = re.compile(r"\d+(?:[  ]\d{3})*(?:,\d+)?")
_NOT_COUNTED = (
    r"«[^»]*»", r"\d+\. (januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember) \d{4}",
    r"(januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember) \d{4}", r"\d\. kvartal( \d{4})?",
    r"\b(19|20)\d\d\b", r"\(8\.1\)", r"og \d+ til", r"\bP\d{3}\b|\bE\d{2}\b", r"Råd i forrige møte: .*",
)  # fmt: skip


@pytest.fixture(scope="module")
def open_snapshot(home: Path) -> Open:
    reader = Store(home).read()
    load, version = cache(reader.frame), reader.info().data_version
    return cache(lambda day: Snapshot(day, version, load, load_rows=reader.rows))


@pytest.fixture(scope="module")
def made(open_snapshot: Open) -> Callable[[str], Pack]:
    return cache(lambda meeting_id: pack(open_snapshot(TODAY), meeting_id, open_snapshot))


def runner(home: Path, as_of: date) -> Callable[[str, Mapping[str, str]], Any]:
    """Reports through the catalogue, as the command line runs them."""
    seen: dict[tuple[str, ...], Any] = {}

    def run(name: str, arguments: Mapping[str, str]) -> Any:
        key = (name, *(f"{part}={value}" for part, value in arguments.items()))
        if key not in seen:
            asked = dict(arguments)
            days = {part: date.fromisoformat(asked.pop(part)) for part in ("from", "to", "as_of") if part in asked}
            year = asked.pop("year", None)
            result = run_report(
                Store(home), name, as_of=days.get("as_of", as_of), year=int(year) if year else None,
                from_date=days.get("from"), to_date=days.get("to"), measure=asked.pop("measure", None), choices=asked,
            )  # fmt: skip
            seen[key] = plain(result.as_json())
        return seen[key]

    return run


def values_of(screen: Screen) -> Iterator[Value]:
    yield from (value for _, value in screen.values())
    yield from screen.facts
    if isinstance(screen.exhibit, Chart):
        yield from screen.exhibit.categories


@pytest.mark.parametrize("meeting_id", MEETINGS)
def test_every_number_is_what_the_report_at_its_place_gives(home: Path, made: Callable[[str], Pack], meeting_id: str) -> None:
    found = made(meeting_id)
    run = runner(home, found.as_of)
    placed = 0
    for screen in found.screens:
        for value in values_of(screen):
            assert value.at or not value.is_number, (screen.id, value)
            if value.at:
                assert plain(value.value) == resolve(value.at, run), (screen.id, value.at)
                placed += value.is_number
    assert placed > 10


@pytest.mark.parametrize("meeting_id", MEETINGS)
def test_every_number_in_the_words_has_a_place(made: Callable[[str], Pack], meeting_id: str) -> None:
    for screen in made(meeting_id).screens:
        told = " ".join(text.nb for text in (screen.message, *screen.details))
        shown = {value.shown("nb").lstrip("−") for value in screen.facts}
        shown |= {pct_text(float(str(value.value)), 0).split()[0] for value in screen.facts if value.unit == "pct"}
        if isinstance(screen.exhibit, Points):
            told += " " + " ".join(item.nb for item in screen.exhibit.items)
        for pattern in _NOT_COUNTED:
            told = re.sub(pattern, " ", told)
        missing = [number for number in _NUMBER.findall(told) if number not in shown]
        assert missing == [], (screen.id, told)


@pytest.mark.parametrize("meeting_id", MEETINGS)
def test_every_screen_fits_and_says_what_it_shows(made: Callable[[str], Pack], meeting_id: str) -> None:
    pages = {page.id for page in PAGES}
    found = made(meeting_id)
    assert tuple(screen.id for screen in found.screens) == ORDER[found.meeting.kind]
    for screen in found.screens:
        assert screen.page_id in pages, screen.id
        assert len(screen.details) <= 2 and len(screen.notes) >= 3
        for lang in LANGS:
            assert 20 < len(screen.message.get(lang)) <= MESSAGE, (screen.id, screen.message.get(lang))
            assert all(len(text.get(lang)) <= DETAIL for text in screen.details), screen.id
            texts = (screen.title, screen.message, *screen.details, *screen.notes)
            assert all(text.get(lang).strip() for text in texts)
            told = (re.sub(r"[«“][^»”]*[»”]", "", text.get(lang)) for text in texts)
            assert not any(causal_words(text, lang) for text in told), screen.id
        fits(screen)
        assert screen_from_json(screen_json(screen)) == screen


def fits(screen: Screen) -> None:
    match screen.exhibit:
        case Grid(headings=headings, rows=rows, links=links):
            assert 1 <= len(rows) <= 6 and len(headings) <= 4, screen.id
            assert all(len(row) == len(headings) for row in rows) and len(links) in (0, len(rows))
        case Chart(categories=categories, series=series, marks=marks):
            assert 1 <= len(categories) <= 9 and 1 <= len(series) <= 5, screen.id
            assert all(len(one.values) == len(categories) for one in (*series, *marks))
        case Points(items=items, links=links):
            assert 1 <= len(items) <= 6 and len(links) == len(items)
            assert all(len(item.get(lang)) <= POINT for item in items for lang in LANGS), screen.id
        case Tiles(tiles=tiles):
            assert 1 <= len(tiles) <= 4
        case None:
            assert not screen.facts or screen.message.nb


def test_no_screen_has_money_and_sick_leave_together(made: Callable[[str], Pack]) -> None:
    for meeting_id in MEETINGS:
        for screen in made(meeting_id).screens:
            if screen.id == "matters":
                continue
            units = {value.unit for value in values_of(screen)}
            reports = {value.at.partition("/")[0].partition("?")[0] for value in values_of(screen)}
            assert "absence-target" not in reports or "mill" not in units, (meeting_id, screen.id)


def test_reports_are_made_for_screens_as_the_catalogue_makes_them(home: Path, open_snapshot: Open) -> None:
    day = date(2021, 10, 27)
    asked: dict[str, dict[str, str]] = {
        "changes": {"from": "2021-04-21", "to": "2021-10-27"}, "overdue": {"from": "2021-04-21"}, "action-plan": {"year": "2022"},
        "findings": {"from": "2021-04-21"},
    }  # fmt: skip
    run = runner(home, day)
    reports = Setting(open_snapshot(day), None, _meeting(day), None, open_snapshot).reports
    assert READERS.keys() <= catalogue().keys()
    for name in READERS:
        arguments = asked.get(name, {})
        assert reports.read(name, **arguments).json == run(name, arguments), name


def _meeting(day: date, kind: str = "spring") -> Meeting:
    return Meeting("M/1?x", kind, "Møte", day, None, None, is_example=False)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2018, 12, 31), date(2020, 1, 31), date(2026, 11, 22), date(2100, 1, 1)])
@pytest.mark.parametrize("name", list(BUILDERS))
def test_every_screen_stands_at_any_day_without_a_meeting_before(open_snapshot: Open, day: date, name: str) -> None:
    setting = Setting(open_snapshot(day), None, _meeting(day), None, open_snapshot)
    screen = BUILDERS[name](setting)
    assert screen.message.nb and screen.message.en
    fits(screen)


def test_a_meeting_to_come_is_seen_from_today(open_snapshot: Open) -> None:
    found = pack(open_snapshot(date(2022, 9, 15)), "M2022H", open_snapshot)
    assert found.as_of == date(2022, 9, 15)
    assert found.previous is not None and found.previous.meeting_id == "M2022V"
    assert [screen.id for screen in found.screens] == list(ORDER["autumn"])


def test_the_day_of_the_meeting_before_gives_no_changes(open_snapshot: Open) -> None:
    day = date(2021, 9, 15)
    known = {meeting.meeting_id: meeting for meeting in meetings(open_snapshot(TODAY))}
    setting = Setting(open_snapshot(known["M2021V"].day), None, _meeting(day), known["M2021V"], open_snapshot)
    screen = BUILDERS["changes"](setting)
    assert screen.exhibit is None and "21. april 2021" in screen.message.nb
