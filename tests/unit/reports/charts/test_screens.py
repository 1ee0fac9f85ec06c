"""The chart of a screen: large text, from zero, unknown said, told apart without colour, and text from outside as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from analytics.meetings.screen import Chart, Series, Value
from domain.text import Text
from reports.charts.screens import SIZE, screen_chart

UNIT = Text("mill. kroner", "NOK million")


def name(text: str) -> Text:
    return Text(text, text)


def series(text: str, values: list[Any], fill: str = "strong", unit: Any = "count", *, provisional: bool = False) -> Series:
    return Series(name(text), tuple(Value(value, unit) for value in values), fill, provisional)


def chart(kind: Any, names: list[str], *given: Series, marks: tuple[Series, ...] = ()) -> Chart:
    return Chart(kind, tuple(Value(text) for text in names), given, UNIT, marks)


def bars(figure: Any) -> list[Any]:
    return [trace for trace in figure.data if trace.type == "bar"]


def words(figure: Any) -> list[str]:
    return [str(note.text) for note in figure.layout.annotations]


@pytest.mark.parametrize("kind", ["bars", "stacked", "line"])
@pytest.mark.parametrize("names", [["A", "B"], ["Et langt navn på en kategori", "Et annet langt navn"]])
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_all_text_is_large(kind: str, names: list[str], lang: str) -> None:
    made = screen_chart(chart(kind, names, series("X", [1, 2]), series("Y", [3, 4], "mid")), lang, 360).to_dict()["layout"]
    sizes = [made["font"]["size"], made["title"]["font"]["size"], made["xaxis"]["tickfont"]["size"],
             made["yaxis"]["tickfont"]["size"], made["legend"]["font"]["size"]]  # fmt: skip
    sizes += [note["font"]["size"] for note in made.get("annotations", [])]
    assert min(sizes) >= SIZE == 24
    assert made["height"] == 360


def test_bars_begin_at_zero_and_millions_are_drawn_as_millions() -> None:
    made = screen_chart(chart("bars", ["A"], series("X", [Decimal(8_700_000)], unit="mill")), "nb", 300)
    assert bars(made)[0].y == (8.7,) and bars(made)[0].text == ("8,7",)
    assert made.layout.yaxis.range[0] == 0


def test_long_names_lie_beside_lying_bars_in_the_given_order() -> None:
    made = screen_chart(chart("bars", ["Koordinert arbeidslivstjeneste", "Nei"], series("X", [1, 2])), "nb", 300)
    assert bars(made)[0].orientation == "h"
    assert made.layout.yaxis.range == (1.5, -0.5)  # the first on top


def test_fills_are_told_apart_without_colour_and_the_provisional_is_hatched_and_named() -> None:
    fills = ["strong", "mid", "light", "empty", "hatched"]
    made = screen_chart(chart("bars", ["A"], *(series(fill, [1], fill) for fill in fills)), "nb", 300)
    looks = {(trace.marker.pattern.shape or "", trace.marker.color) for trace in bars(made)}
    assert len(looks) == len(fills)
    coming = screen_chart(chart("bars", ["A"], series("2022", [1], provisional=True)), "nb", 300)
    assert bars(coming)[0].marker.pattern.shape == "/"
    assert bars(coming)[0].name == "2022 (foreløpig)"


@pytest.mark.parametrize("names", [["A", "B"], ["Et langt navn på en kategori", "Et annet langt navn"]])
@pytest.mark.parametrize("kind", ["bars", "stacked"])
def test_what_is_not_known_is_said_and_is_no_zero(kind: str, names: list[str]) -> None:
    made = screen_chart(chart(kind, names, series("X", [None, 2])), "nb", 300)
    drawn = bars(made)[0].x if "langt" in names[0] else bars(made)[0].y
    assert drawn == (None, 2)
    assert "ukjent" in words(made)


def test_a_gap_in_a_line_stays_a_gap_and_the_last_known_value_is_written() -> None:
    made = screen_chart(chart("line", ["1", "2", "3"], series("Nivå", [5.8, None, 6.4], unit="pct")), "nb", 300)
    assert made.data[0].y == (5.8, None, 6.4) and made.data[0].connectgaps is False
    assert words(made) == ["Nivå 6,4"]


def test_levels_are_dashed_and_named() -> None:
    target = series("Målet", [5.2, 5.2], "mark", "pct")
    line = screen_chart(chart("line", ["1", "2"], series("Nivå", [5.8, 6.4], unit="pct"), marks=(target,)), "nb", 300)
    assert any(trace.line.dash == "dash" for trace in line.data) and "Målet 5,2" in words(line)
    frame = series("Ramme", [15, None], "mark")
    made = screen_chart(chart("stacked", ["1", "2"], series("Betalt", [8, 9]), marks=(frame,)), "nb", 300)
    named = [trace for trace in made.data if trace.name == "Ramme"]
    assert len(named) == 1 and "px" in named[0].line.dash
    assert [value for value in named[0].y if value is not None] == [15, 15]


def test_amounts_stand_clear_of_the_level_that_crosses_them() -> None:
    frame = series("Ramme", [15], "mark")
    made = screen_chart(chart("stacked", ["1"], series("Fritt", [30], "empty"), marks=(frame,)), "nb", 400)
    label = next(note for note in made.layout.annotations if note.text == "30")
    assert abs(label.y - 15) > 1


def test_things_counted_have_whole_steps() -> None:
    made = screen_chart(chart("bars", ["A"], series("X", [2])), "nb", 300)
    assert made.layout.yaxis.dtick == 1


@pytest.mark.parametrize("kind", ["bars", "stacked", "line"])
def test_text_from_outside_is_text_and_nothing_to_draw_does_not_fail(kind: str) -> None:
    made = screen_chart(chart(kind, ["<b>x</b> og et langt navn"], series("<i>y</i>", [1]), series("z", [2])), "nb", 300)
    assert "<b>" not in str(made.to_dict()) and "<i>" not in str(made.to_dict())
    for empty in (chart(kind, []), chart(kind, ["A"], series("X", [None])), chart(kind, ["A"], series("X", [0]))):
        assert screen_chart(empty, "nb", 300) is not None


def test_ninety_quarters_have_few_names_on_the_axis() -> None:
    names = [f"{quarter}. kvartal {year}" for year in range(2000, 2023) for quarter in (1, 2, 3, 4)]
    made = screen_chart(chart("line", names, series("Nivå", [6.0] * len(names), unit="pct")), "nb", 300)
    assert len(made.layout.xaxis.ticktext) <= 5
    assert "2022" in made.layout.xaxis.ticktext[-1]
