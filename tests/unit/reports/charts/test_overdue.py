"""The figure of deadlines: bars for each deadline, and the same days in words."""

from __future__ import annotations

from datetime import date

import polars as pl

from reports.charts import overdue as charts
from tests.unit.analytics.evidence.test_overdue import deliverable, found, moved

ROWS = [
    deliverable("a", date(2021, 6, 1), title_nb="<b>Ærlig</b> & åpen"),
    deliverable("b", date(2021, 6, 10)),
    deliverable("c", date(2021, 6, 20)),
    deliverable("d", date(2021, 6, 1), date(2021, 6, 5)),
    deliverable("e", date(2021, 7, 1)),
    deliverable("f"),
]
CHANGES = [
    moved("b", date(2021, 2, 1), date(2021, 6, 25)),
    moved("c", date(2021, 2, 1), date(2021, 8, 1)),
    moved("d", date(2021, 2, 1), date(2021, 6, 5)),
    moved("f", date(2021, 2, 1), date(2021, 6, 29)),
]


def test_every_item_past_a_deadline_has_its_days_in_bars_and_words() -> None:
    made = found(deliverable=ROWS, schedule_change=CHANGES)
    rows = charts.with_days(made.items).sort("id")
    assert rows.get_column("id").to_list() == ["a", "b", "c", "d", "f"]
    drawn = charts.days_late(made, rows, "nb").to_plotly_json()
    current, original = drawn["data"]
    assert list(current["x"]) == [29, 5, 1] and list(original["x"]) == [20, 10, 4]
    assert current["marker"]["color"] != original["marker"]["color"]
    words = [note["text"] for note in drawn["layout"]["annotations"]]
    assert "&lt;b&gt;Ærlig&lt;/b&gt; &amp; åpen" in words[0]
    assert words[1::2] == [
        "29 dager etter fristen, som ikke er flyttet",
        "5 dager etter gjeldende frist, 20 dager etter opprinnelig",
        "10 dager etter opprinnelig frist, ny frist 1. august 2021",
        "4 dager etter opprinnelig frist, innen den nye",
        "1 dag etter gjeldende frist, den opprinnelige er ikke kjent",
    ]


def test_long_names_are_cut_and_nothing_to_draw_stands() -> None:
    made = found(deliverable=[deliverable("a", date(2021, 6, 1), title_nb="ord " * 100)])
    first = charts.days_late(made, made.items, "en").to_plotly_json()["layout"]["annotations"][0]["text"]
    assert first.endswith("…") and len(first) < 80
    assert charts.with_days(made.items.filter(pl.col("id") == "x")).is_empty()
    assert charts.days_late(made, made.items.clear(), "nb").data
