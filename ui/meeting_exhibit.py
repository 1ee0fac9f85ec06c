"""The exhibit of a screen in meeting mode: a chart, a table, key figures or points, in large text and within one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from analytics.meetings.pack import Pack
from analytics.meetings.screen import Chart, Grid, Points, Screen, Tiles, Value
from domain.text import tell
from ui import html, loaders, lookup, registry, trail
from ui.html import Cell

#: The screen that everything must fit on, and what its parts take of the height, in pixels.
_HEIGHT, _FRAME, _HEAD, _FOOT = 720, 28, 42, 92
_LINE, _ROW_SPACE, _POINT_SPACE, _GAP = 31, 13, 12, 12
#: About how many letters stand on a line of 24 pixels.
_LETTERS = 108
#: By the size of the message: its longest text, letters on a line, height of a line.
SIZES = {"large": (140, 76, 42), "plain": (260, 88, 37), "small": (10_000, 98, 33)}
_LOWEST_CHART = 180
_CHART_WORDS = 20
#: The part of an address that names a record, by page.
_RECORD = {
    "project": "id", "needs": "behov", "findings": "funn", "action_plan": "linje", "procurement": "anskaffelse",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """How a screen is drawn.

    Attributes:
        screen: the screen.
        place: its place, counted from 1.
        lang: the language.
        as_table: whether its chart is shown as a table.
    """

    screen: Screen
    place: int
    lang: str
    as_table: bool = False

    @property
    def size(self) -> str:
        """How large the message is written: "large", "plain" or "small"."""
        length = len(self.screen.message.get(self.lang))
        return next(name for name, (longest, _, _) in SIZES.items() if length <= longest)

    @property
    def room(self) -> int:
        """How high the exhibit may be, in pixels."""
        _, letters, line = SIZES[self.size]
        message = _lines(self.screen.message.get(self.lang), letters) * line
        details = sum(_lines(text.get(self.lang), _LETTERS) * _LINE + 4 for text in self.screen.details)
        return _HEIGHT - _FRAME - _HEAD - _FOOT - message - details - 2 * _GAP


def show_exhibit(shown: Shown, pack: Pack) -> None:
    """Draw what the message rests on; nothing when there is nothing to show."""
    screen, lang = shown.screen, shown.lang
    with st.container(key="fou_m_exhibit"):
        match screen.exhibit:
            case Chart() as chart if not shown.as_table:
                _show_chart(chart, shown, pack)
            case Chart() as chart:
                headings, rows = chart_table(chart, lang)
                html.show_table(screen.title.get(lang), headings, rows, caption_hidden=True)
            case Grid() as grid:
                _show_grid(grid, shown)
            case Tiles() as tiles:
                html.show_tiles(
                    [
                        html.Tile(
                            tile.label.get(lang), _with_unit(tile.value, tile.unit_name.get(lang), lang), tile.note.get(lang)
                        )
                        for tile in tiles.tiles
                    ],
                    "fou-tiles fou-m-tiles",
                )
            case Points() as points:
                _show_points(points, shown)
    for detail in screen.details:
        html.show_paragraph(detail.get(lang), "fou-m-detail")


def _show_chart(chart: Chart, shown: Shown, pack: Pack) -> None:
    from reports.charts.screens import screen_chart  # Plotly is loaded by the first screen that has a figure

    height = max(shown.room, _LOWEST_CHART)
    key = f"screen_{shown.screen.id}"
    drawn = loaders.figure(key, (shown.place, height), lambda lang: screen_chart(chart, lang, height), pack, shown.lang)
    words = chart_words(shown.screen, chart, shown.lang)
    st.plotly_chart(drawn, theme=None, key=f"{key}_{shown.lang}_{height}", config={"staticPlot": True}, alt=words)


def chart_words(screen: Screen, chart: Chart, lang: str) -> str:
    """What the chart says, for those who do not see it: the message and, when they are few, every number."""
    said = [f"{name.get(lang)} {value.shown(lang)}" for name, value in screen.values()]
    unit = chart.unit_name.get(lang)
    numbers = f"{unit}: {'; '.join(said)}." if len(said) <= _CHART_WORDS else tell("meeting_mode.alt_table", lang, unit=unit)
    return f"{screen.message.get(lang)} {numbers}"


def chart_table(chart: Chart, lang: str) -> tuple[list[Cell], list[list[Cell]]]:
    """The numbers of a chart as headings and rows: one row a category, one column a series and mark."""
    series = (*chart.series, *chart.marks)
    word = tell("meeting_mode.provisional", lang)
    names = [f"{one.name.get(lang)} ({word})" if one.is_provisional else one.name.get(lang) for one in series]
    headings = [Cell(""), *(Cell(f"{name}, {chart.unit_name.get(lang)}", is_number=True) for name in names)]
    rows = [
        [Cell(category.shown(lang)), *(Cell(one.values[place].shown(lang), is_number=True) for one in series)]
        for place, category in enumerate(chart.categories)
    ]
    return headings, rows


def _show_grid(grid: Grid, shown: Shown) -> None:
    lang = shown.lang
    texts = [[value.shown(lang) for value in row] for row in grid.rows]
    headings = [text.get(lang) for text in grid.headings]
    fitting = _fitting_rows(headings, texts, shown.room - (_LINE if grid.left_out else 0))
    if fitting < len(texts):
        fitting = _fitting_rows(headings, texts, shown.room - _LINE)
    numeric = [any(_is_number(row[place]) for row in grid.rows) for place in range(len(headings))]
    rows = []
    for place, row in enumerate(grid.rows[:fitting]):
        link = grid.links[place] if place < len(grid.links) else None
        cells = [_cell(value, lang, is_number=is_number) for value, is_number in zip(row, numeric, strict=True)]
        href = None if link is None else record_address(*link)
        rows.append([replace(cells[0], href=href), *cells[1:]] if cells else cells)
    html.show_table(
        shown.screen.title.get(lang),
        [Cell(text, is_number=is_number) for text, is_number in zip(headings, numeric, strict=True)], rows, caption_hidden=True,
    )  # fmt: skip
    _show_left_out(grid.left_out + len(grid.rows) - fitting, lang)


def _show_points(points: Points, shown: Shown) -> None:
    lang = shown.lang
    room, fitting = shown.room - _LINE, 0
    for item in points.items:
        room -= _lines(item.get(lang), _LETTERS - 4) * _LINE + _POINT_SPACE
        fitting += room >= 0 or not fitting
    links = [points.links[place] if place < len(points.links) else None for place in range(fitting)]
    rows = [
        (item.get(lang), None if link is None else record_address(*link))
        for item, link in zip(points.items[:fitting], links, strict=True)
    ]
    html.show_link_list("", rows)
    _show_left_out(points.left_out + len(points.items) - fitting, lang)


def _show_left_out(count: int, lang: str) -> None:
    if count:
        html.show_paragraph(tell("meeting_mode.left_out", lang, count=count), "fou-m-detail")


def _fitting_rows(headings: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> int:
    """How many rows have room; at least one."""
    widths = _widths(headings, rows)
    used = _row_height(headings, widths)
    for count, row in enumerate(rows):
        used += _row_height(row, widths)
        if used > room:
            return max(count, 1)
    return len(rows)


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """About how many letters each column gets: narrow columns what they need, wide ones share the rest by their text."""
    longest = [max((len(row[place]) for row in (headings, *rows)), default=1) + 2 for place in range(len(headings))]
    fair = _LETTERS / max(len(longest), 1)
    narrow = sum(length for length in longest if length <= fair)
    wide = sum(length for length in longest if length > fair)
    return [length if length <= fair else max((_LETTERS - narrow) * length / wide, 8) for length in longest]


def _row_height(row: Sequence[str], widths: Sequence[float]) -> int:
    lines = max((_lines(text, int(width)) for text, width in zip(row, widths, strict=True)), default=1)
    return lines * _LINE + _ROW_SPACE


def _lines(text: str, letters: int) -> int:
    """About how many lines a text takes."""
    return max(1, -(-len(text) // max(letters, 1)))


def _cell(value: Value, lang: str, *, is_number: bool) -> Cell:
    """A cell; in a column with numbers words stand to the right too."""
    return Cell(value.shown(lang), is_number=is_number, is_short=value.unit in ("date", "month", "quarter", "period"))


def _is_number(value: Value) -> bool:
    return value.is_number or (value.value is None and value.unit not in ("text", "date", "month", "quarter", "period"))


def _with_unit(value: Value, unit: str, lang: str) -> str:
    shown = value.shown(lang)
    return f"{shown} {unit}" if unit and value.value is not None else shown


def record_address(page_id: str, record_id: str) -> str | None:
    """The address of a record; None when no page shows it, or the visitor may not open that page."""
    if page_id == "record":
        table, _, key = record_id.partition("/")
        return lookup.address(table, key)
    name = _RECORD.get(page_id)
    return None if name is None or not registry.is_registered(page_id) else trail.address(page_id, {name: record_id})


__all__ = ["SIZES", "Shown", "chart_table", "chart_words", "record_address", "show_exhibit"]
