"""What the one-page brief is made of: tiles, a small matrix, a bullet, a line, matters, and what is known of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analytics.meetings.screen import Unit, Value
from analytics.result import plain
from domain.text import Text

#: The parts of a link to a page: names of its filters with their values.
Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that the brief shows.

    Attributes:
        name: what it is, unique in the brief.
        value: its unit, and where in another report the command line gives the same; a list there stands for its length.
        as_of: the day of that report.
    """

    name: str
    value: Value
    as_of: date

    def as_json(self) -> dict[str, Any]:
        """The number with its unit, its place in another report, and the day of that report."""
        return {"value": plain(self.value.value), "unit": self.value.unit, "at": self.value.at, "as_of": self.as_of}


@dataclass(frozen=True, slots=True)
class BriefTile:
    """One of the four answers.

    Attributes:
        id: "coverage", "money", "knowledge" or "outcome".
        label: what the value is.
        shown: the value as it is read, with its unit.
        lines: what it is read against, two short lines at most.
        change: what was so on the day compared with, or that it was not known then.
        figures: every number in `shown`, `lines` and `change`.
        page_id: the page that shows more.
    """

    id: str
    title: Text
    label: Text
    shown: Text
    lines: tuple[Text, ...]
    change: Text
    figures: tuple[Figure, ...]
    page_id: str

    def as_json(self) -> dict[str, Any]:
        """The words in both languages and the numbers by name."""
        words = {name: getattr(self, name) for name in ("title", "label", "shown", "change")}
        return {"id": self.id, **words, "lines": list(self.lines), "figures": _figures_json(self.figures), "page": self.page_id}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One field: how many projects count there, and of what kind its emptiness is.

    Attributes:
        figure: the number of projects; its value is None before any project is recorded.
        kind: "covered", else one of the code list `empty_kind`.
        sign, word: the same without colour.
    """

    question_kind: str
    figure: Figure
    kind: str
    sign: str
    word: Text
    query: Query

    def told(self, lang: str) -> str:
        """Sign and number; the number is left out where it is not known."""
        count = "" if self.figure.value.value is None else f" {self.figure.value.shown(lang)}"
        return f"{self.sign}{count}"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One priority area with its fields, in the order of the questions."""

    area_id: str
    name: Text
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MiniMatrix:
    """Priority area by kind of question.

    Attributes:
        questions: the kinds of question with their names.
        rows: the first areas; `left_out` counts the rest.
        keys: the kinds that occur in `rows`: sign and word.
        words: what the matrix says, for those who do not see it.
    """

    questions: tuple[tuple[str, Text], ...]
    rows: tuple[MatrixRow, ...]
    left_out: int
    keys: tuple[tuple[str, Text], ...]
    words: Text

    def as_json(self) -> dict[str, Any]:
        """The areas with their fields, the signs, and the words."""
        return {
            "questions": [{"question_kind": kind, "name": name} for kind, name in self.questions],
            "rows": [
                {
                    "area_id": row.area_id, "name": row.name,
                    "cells": [
                        {"question_kind": cell.question_kind, "projects": cell.figure.as_json(), "kind": cell.kind,
                         "sign": cell.sign, "word": cell.word}
                        for cell in row.cells
                    ],
                }
                for row in self.rows
            ],
            "left_out": self.left_out, "words": self.words,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class BulletPart:
    """One part of the bar: "paid", "bound", "conditional", "planned" or "free", with its words and its fill."""

    id: str
    figure: Figure
    words: Text
    fill: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """The money of one year as one bar, with what is available and the year's frame as marks.

    Attributes:
        year: the year in focus; None when no year has money.
        parts: from the left; empty when the use of the year is not known.
        available, frame: the marks; None when not known. `marks` are their names and words.
    """

    year: int | None
    title: Text
    parts: tuple[BulletPart, ...]
    available: Figure | None
    frame: Figure | None
    marks: tuple[tuple[str, Text], ...]
    words: Text

    def as_json(self) -> dict[str, Any]:
        """The parts and the marks with their numbers, and the words."""
        return {
            "year": self.year, "title": self.title, "words": self.words, "marks": [words for _, words in self.marks],
            "parts": [{"id": part.id, "amount": part.figure.as_json(), "words": part.words} for part in self.parts],
            "available": None if self.available is None else self.available.as_json(),
            "frame": None if self.frame is None else self.frame.as_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Sick leave over time in one measure, with the target level of the same measure. Nothing on money, nothing on why.

    Attributes:
        measure: how the figures are adjusted.
        points: period and figure, one a quarter without gaps in the axis: a missing quarter has no figure.
        target: the level; None when there is none in the measure.
        start, end, level: the words beside the first and the last value, and beside the target.
    """

    title: Text
    measure: Text
    points: tuple[tuple[str, Figure | None], ...]
    target: Figure | None
    start: Text | None
    end: Text | None
    level: Text | None
    words: Text

    def as_json(self) -> dict[str, Any]:
        """The values by quarter, the target, and the words."""
        return {
            "title": self.title, "measure": self.measure, "words": self.words,
            "points": [
                {"period": period} | ({"value": None} if figure is None else figure.as_json()) for period, figure in self.points
            ],
            "target": None if self.target is None else self.target.as_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class BriefMatter:
    """Something that has to be settled.

    Attributes:
        id: of the rule that found it.
        severity: how grave it is, in words; `sign` says the same without colour or words.
        title: what is so.
        owner: whose it is to settle, or that no one is recorded.
        when: the date it hangs on, or that there is none.
        figures: the numbers in `title`.
    """

    id: str
    severity: Text
    sign: str
    title: Text
    owner: Text
    when: Text
    page_id: str
    query: Query
    figures: tuple[Figure, ...]

    def as_json(self) -> dict[str, Any]:
        """The words, the page that lists what is behind it, and the numbers by name."""
        words = {name: getattr(self, name) for name in ("severity", "sign", "title", "owner", "when")}
        where = {"page": self.page_id, "query": dict(self.query)}
        return {"id": self.id, **words, **where, "figures": _figures_json(self.figures)}


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the data reach: what the rules found, and what is unknown."""

    found: Text
    unknown: Text
    figures: tuple[Figure, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The two lines and their numbers."""
        return {"found": self.found, "unknown": self.unknown, "figures": _figures_json(self.figures)}


@dataclass(frozen=True, slots=True)
class Contact:
    """Who runs the programme, as recorded; `organisation_id` None when no one is."""

    organisation_id: str | None
    words: Text


def figure(name: str, value: Any, unit: Unit, at: str, as_of: date) -> Figure:
    """A number with its place in a report."""
    return Figure(name, Value(value, unit, at), as_of)


def _figures_json(figures: tuple[Figure, ...]) -> dict[str, Any]:
    return {one.name: one.as_json() for one in figures}


def all_figures(
    tiles: tuple[BriefTile, ...], matrix: MiniMatrix, bullet: Bullet, line: Sparkline, quality: Quality,
    matters: tuple[BriefMatter, ...],
) -> Iterator[Figure]:  # fmt: skip
    """Every number of the brief that is read as text: all but the points of the line between its ends."""
    for tile in tiles:
        yield from tile.figures
    yield from (cell.figure for row in matrix.rows for cell in row.cells if cell.figure.value.value is not None)
    yield from (part.figure for part in bullet.parts)
    ends = [one for _, one in line.points if one is not None]
    yield from (one for one in (bullet.available, bullet.frame, line.target, *ends[:1], *ends[-1:]) if one is not None)
    for matter in matters:
        yield from matter.figures
    yield from quality.figures
