"""One screen of a meeting, before it has a form: the same object is drawn on the screen, in slides, PDF, Word and workbook.

A screen says one thing (`message`) and rests on one exhibit. Every number in it is a `Value` with its unit and the place in a
report where the command line gives the same number (`analytics.meetings.places` reads it), so that the forms cannot disagree.
Screens can be written as JSON and read back without loss: a frozen pack is that JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from domain.numbers import MILLION, date_text, date_with_precision, decimal_text, period_text
from domain.text import Text

#: "count" a number of things, "mill" kroner told in millions, "nok" whole kroner, "pct" and "pp" one decimal, "days", "level" of
#: evidence, "year" without separator; "date", "month", "quarter" a day told so exactly; "period" such as 2021K3; "text" words.
Unit = Literal["count", "mill", "nok", "pct", "pp", "days", "level", "year", "date", "month", "quarter", "period", "text"]
_UNKNOWN = Text("ukjent", "unknown")
_NO_WORDS = Text("", "")
_DIGITS = {"count": 0, "nok": 0, "pct": 1, "pp": 1, "days": 0, "level": 0}


@dataclass(frozen=True, slots=True)
class Value:
    """One value.

    Attributes:
        value: kroner for "mill" and "nok"; None is unknown, never zero.
        unit: how it is told.
        at: where the command line gives it: the report's name, its arguments where it has any, and a JSON pointer into its
            `result`, as "frames/years/2/free_nok" or "overdue?from=2020-10-28/changes/by_change/new"; of a list, how many
            items it has. "" for words and for what is only a heading. See `analytics.meetings.places`.
        unknown: what is said when the value is None.
    """

    value: str | int | float | Decimal | date | Text | None
    unit: Unit = "text"
    at: str = ""
    unknown: Text = _UNKNOWN

    @property
    def is_number(self) -> bool:
        """Whether it is a number that can be drawn."""
        return isinstance(self.value, (int, float, Decimal)) and not isinstance(self.value, bool)

    def shown(self, lang: str) -> str:
        """The value as it is read in a cell, without its unit's name: "8,7", "12. mars 2021", "ukjent"."""
        value = self.value
        if value is None:
            return self.unknown.get(lang)
        if isinstance(value, Text):
            return value.get(lang)
        if isinstance(value, date):
            return date_text(value, lang) if self.unit == "date" else date_with_precision(value, self.unit, lang)
        if isinstance(value, str):
            return period_text(value, lang) if self.unit == "period" else value
        return str(value) if self.unit == "year" else decimal_text(self.drawn, _DIGITS.get(self.unit, 1), lang)

    @property
    def drawn(self) -> float | int | Decimal:
        """The number as it is drawn: millions for "mill".

        Raises:
            TypeError: it is not a number.
        """
        if not isinstance(self.value, (int, float, Decimal)):
            raise TypeError(f"{self.value!r} is not a number")
        return Decimal(str(self.value)) / MILLION if self.unit == "mill" else self.value


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: a value for each category.

    Attributes:
        name: what it is.
        values: as many as the categories.
        fill: "strong", "mid", "light", "empty" or "hatched"; told apart without colour.
        is_provisional: drawn otherwise than what is final, and named so.
    """

    name: Text
    values: tuple[Value, ...]
    fill: str = "strong"
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with one axis of numbers, which starts at zero for bars.

    Attributes:
        kind: "bars" (one bar a category and series, side by side), "stacked" (parts of a whole) or "line".
        categories: along the other axis.
        series: at most five.
        unit_name: the measure and its unit, as "mill. kroner".
        marks: levels drawn as a dashed line with words: a frame, a target.
    """

    kind: Literal["bars", "stacked", "line"]
    categories: tuple[Value, ...]
    series: tuple[Series, ...]
    unit_name: Text
    marks: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        headings: one a column, with unit.
        rows: one value a column.
        links: for each row the page and the id of its record, or None; empty for no links.
        left_out: how many rows more there are than are shown.
    """

    headings: tuple[Text, ...]
    rows: tuple[tuple[Value, ...], ...]
    links: tuple[tuple[str, str] | None, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure: what it is, its value, the name of its unit, and what it is compared with."""

    label: Text
    value: Value
    unit_name: Text = _NO_WORDS
    note: Text = _NO_WORDS


@dataclass(frozen=True, slots=True)
class Tiles:
    """At most four key figures."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A short list in words.

    Attributes:
        items: at most seven.
        links: for each item the page and the id of its record, or None; empty for no links.
        left_out: how many more there are.
    """

    items: tuple[Text, ...]
    links: tuple[tuple[str, str] | None, ...] = ()
    left_out: int = 0


Exhibit = Chart | Grid | Tiles | Points


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen.

    Attributes:
        id: which of the code list `meeting_screen` it is.
        title: what it is about, in a few words.
        message: the one thing it says: one sentence, two at most.
        exhibit: what the message rests on; None when there is nothing to show, and `message` says why.
        details: at most two short lines below the exhibit.
        notes: for the one who presents: how to read it, what may not be concluded, what to ask the meeting.
        page_id, query: the page that shows more, and its part of the address.
        sources: titles of the sources.
        is_example: whether any row behind it is example data.
        facts: the numbers that stand in the words: the message, the details and the points. Without their sign where the
            words have it.
    """

    id: str
    title: Text
    message: Text
    exhibit: Exhibit | None
    details: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    page_id: str = ""
    query: Mapping[str, str] = None  # type: ignore[assignment]
    sources: tuple[str, ...] = ()
    is_example: bool = False
    facts: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "query", dict(self.query or {}))

    def values(self) -> Iterator[tuple[Text, Value]]:
        """Every value of the exhibit with what it is the value of."""
        match self.exhibit:
            case Chart(categories=categories, series=series, marks=marks):
                for one in (*series, *marks):
                    for category, value in zip(categories, one.values, strict=True):
                        yield _joined(one.name, Text(category.shown("nb"), category.shown("en"))), value
            case Grid(headings=headings, rows=rows):
                for row in rows:
                    first = Text(row[0].shown("nb"), row[0].shown("en"))
                    for heading, value in zip(headings, row, strict=True):
                        yield _joined(first, heading), value
            case Tiles(tiles=tiles):
                for tile in tiles:
                    yield tile.label, tile.value


def _joined(one: Text, other: Text) -> Text:
    return Text(f"{one.nb}: {other.nb}", f"{one.en}: {other.en}")


def screen_json(screen: Screen) -> dict[str, Any]:
    """The screen for JSON; `screen_from_json` reads it back without loss."""
    return {
        "id": screen.id,
        "title": screen.title.as_dict(),
        "message": screen.message.as_dict(),
        "exhibit": _exhibit_json(screen.exhibit),
        "details": [text.as_dict() for text in screen.details],
        "notes": [text.as_dict() for text in screen.notes],
        "page": screen.page_id,
        "query": dict(screen.query),
        "sources": list(screen.sources),
        "is_example": screen.is_example,
        "facts": [value_json(value) for value in screen.facts],
    }


def screen_from_json(data: Mapping[str, Any]) -> Screen:
    """The screen that `screen_json` wrote.

    Raises:
        KeyError, ValueError, TypeError: it is not such JSON.
    """
    return Screen(
        data["id"], _text(data["title"]), _text(data["message"]), _exhibit(data["exhibit"]),
        tuple(map(_text, data["details"])), tuple(map(_text, data["notes"])), data["page"], data["query"],
        tuple(data["sources"]), bool(data["is_example"]), tuple(map(_value, data.get("facts", ()))),
    )  # fmt: skip


def _exhibit_json(exhibit: Exhibit | None) -> dict[str, Any] | None:
    match exhibit:
        case Chart():
            return {
                "type": "chart", "kind": exhibit.kind, "categories": [value_json(value) for value in exhibit.categories],
                "series": [_series_json(one) for one in exhibit.series], "unit_name": exhibit.unit_name.as_dict(),
                "marks": [_series_json(one) for one in exhibit.marks],
            }  # fmt: skip
        case Grid():
            return {
                "type": "grid", "headings": [text.as_dict() for text in exhibit.headings],
                "rows": [[value_json(value) for value in row] for row in exhibit.rows],
                "links": [None if link is None else list(link) for link in exhibit.links], "left_out": exhibit.left_out,
            }  # fmt: skip
        case Tiles():
            return {
                "type": "tiles",
                "tiles": [
                    {"label": tile.label.as_dict(), "value": value_json(tile.value), "unit_name": tile.unit_name.as_dict(),
                     "note": tile.note.as_dict()}
                    for tile in exhibit.tiles
                ],
            }  # fmt: skip
        case Points():
            return {
                "type": "points", "items": [text.as_dict() for text in exhibit.items],
                "links": [None if link is None else list(link) for link in exhibit.links], "left_out": exhibit.left_out,
            }  # fmt: skip
    return None


def _series_json(series: Series) -> dict[str, Any]:
    return {
        "name": series.name.as_dict(), "values": [value_json(value) for value in series.values], "fill": series.fill,
        "is_provisional": series.is_provisional,
    }  # fmt: skip


def value_json(value: Value) -> dict[str, Any]:
    """A value for JSON, exact: with its kind, so that a decimal or a date is read back as one."""
    kind, told = _told(value.value)
    return {"type": kind, "value": told, "unit": value.unit, "at": value.at, "unknown": value.unknown.as_dict()}


def _told(value: object) -> tuple[str, object]:
    """The kind of a value and how it is written, so that it is the same when it is read."""
    if isinstance(value, Decimal):
        return "decimal", str(value)
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, Text):
        return "words", value.as_dict()
    return "plain", value


def _exhibit(data: Mapping[str, Any] | None) -> Exhibit | None:
    if data is None:
        return None
    if data["type"] == "chart":
        return Chart(
            data["kind"], tuple(map(_value, data["categories"])), tuple(map(_series, data["series"])), _text(data["unit_name"]),
            tuple(map(_series, data["marks"])),
        )  # fmt: skip
    if data["type"] == "grid":
        rows = tuple(tuple(map(_value, row)) for row in data["rows"])
        return Grid(tuple(map(_text, data["headings"])), rows, _links(data["links"]), data["left_out"])
    if data["type"] == "tiles":
        return Tiles(
            tuple(
                Tile(_text(tile["label"]), _value(tile["value"]), _text(tile["unit_name"]), _text(tile["note"]))
                for tile in data["tiles"]
            )
        )
    if data["type"] == "points":
        return Points(tuple(map(_text, data["items"])), _links(data["links"]), data["left_out"])
    raise ValueError(f"no exhibit of type {data['type']!r}")


def _links(data: list[list[str] | None]) -> tuple[tuple[str, str] | None, ...]:
    return tuple(None if link is None else (link[0], link[1]) for link in data)


def _series(data: Mapping[str, Any]) -> Series:
    return Series(_text(data["name"]), tuple(map(_value, data["values"])), data["fill"], bool(data["is_provisional"]))


def _value(data: Mapping[str, Any]) -> Value:
    read: dict[str, Any] = {"decimal": Decimal, "date": date.fromisoformat, "words": _text, "plain": lambda value: value}
    return Value(read[data["type"]](data["value"]), data["unit"], data["at"], _text(data["unknown"]))


def _text(data: Mapping[str, str]) -> Text:
    return Text(data["nb"], data["en"])
