"""The figures of dissemination say in marks and words what the result says in numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import plotly.graph_objects as go

from reports.charts import dissemination as charts
from tests.unit.analytics.portfolio.rows import project
from tests.unit.analytics.portfolio.test_dissemination import found, item, report


def json_of(made: go.Figure) -> dict[str, Any]:
    drawn: dict[str, Any] = made.to_plotly_json()
    return drawn


def cells(made: go.Figure) -> list[tuple[Any, str]]:
    """Place and text of every mark and total."""
    notes = json_of(made)["layout"].get("annotations", [])
    return [(note["x"], note["text"]) for note in notes if note.get("xref") != "paper"]


def test_filled_is_done_open_is_planned_and_past_its_date_is_written() -> None:
    day = date(2021, 2, 1)
    result = found(
        project=[project("1", title_nb="<b>Ærlig</b> & åpen")],
        dissemination=[
            item("a", "1", day, workplace_fit=True),
            item("b", "1", day),
            item("c", "1", None, day, channel="media"),
            item("d", "1", None, date(2021, 12, 1), channel="seminar"),
        ],
    )
    made = charts.matrix(result, result.projects, "nb")
    places = {row["channel"]: place for place, row in enumerate(result.channels.to_dicts())}
    assert sorted(cells(made)) == sorted(
        [(places["nav_no"], "●●v"), (places["media"], "○ forbi dato"), (places["seminar"], "○"), (9, "2 av 4")]
    )
    names = [note["text"] for note in json_of(made)["layout"]["annotations"] if note.get("xref") == "paper"]
    assert names == ["<b>1</b> &lt;b&gt;Ærlig&lt;/b&gt; &amp; åpen"]
    heads = json_of(made)["layout"]["xaxis"]["ticktext"]
    assert (heads[0], heads[-1]) == ("nav.no<br>2 gjort", "Gjort av<br>alle")
    assert "Arbeidsmiljø-<br>portalen<br>0 gjort" in heads


def test_a_channel_that_is_not_in_the_list_has_its_column() -> None:
    result = found(project=[project("1")], dissemination=[item("a", "1", date(2021, 1, 1), channel="podkast")])
    assert (9, "●") in cells(charts.matrix(result, result.projects, "en"))


def test_a_matrix_without_projects_stands() -> None:
    result = found()
    assert cells(charts.matrix(result, result.projects, "nb")) == []


def test_days_are_bars_from_zero_with_the_number_of_projects() -> None:
    result = found(
        project=[project("1"), project("2")],
        deliverable=[report("1", date(2021, 1, 1)), report("2", date(2021, 1, 1))],
        dissemination=[item("a", "1", date(2021, 1, 11)), item("b", "2", date(2021, 1, 31))],
    )
    made = json_of(charts.days(result, "nb"))
    assert [tuple(bar["x"]) for bar in made["data"]] == [(20.0,)]
    told = [note["text"] for note in made["layout"]["annotations"]]
    assert "20,0 dager (2 prosjekter)" in told
    assert told.count("ingen prosjekter å regne for") == 3
    assert made["layout"]["xaxis"]["range"][0] == 0
