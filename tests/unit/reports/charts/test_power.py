"""Figures of power: the named level, the chosen point, and studies told apart without colour."""

from __future__ import annotations

from analytics.evidence.power.result import power
from reports.charts import power as charts
from tests.unit.analytics.evidence.power.test_report import CHOICES, CLUSTER, snapshot


def test_the_curve_has_the_named_level_and_the_chosen_point() -> None:
    made = power(snapshot(CLUSTER), CHOICES)

    drawn = charts.curve(made, "nb")

    texts = [annotation.text for annotation in drawn.layout.annotations]
    assert texts == ["minste som betyr noe: 5 prosent", "valgt: 40 gir 41,1 prosent"]
    assert drawn.data[0].mode == "lines"
    assert (drawn.data[-1].x, drawn.data[-1].mode) == ((40,), "markers")
    assert drawn.layout.shapes[0].y0 == 5


def test_another_wanted_change_is_named_so_and_the_needed_point_is_marked() -> None:
    made = power(snapshot(), CHOICES | {"effect": "30"})

    drawn = charts.curve(made, "en")

    assert drawn.layout.annotations[0].text == "asked for: 30 per cent"
    assert made.planned is not None
    assert [trace.text for trace in drawn.data if trace.text] == [(f"{made.planned.needed} needed",)]


def test_studies_are_filled_or_open_and_ids_are_text() -> None:
    large = CLUSTER | {"study_id": "<b>S2</b>", "n_clusters_treated": 3000, "n_clusters_control": 3000}
    made = power(snapshot(CLUSTER, large, CLUSTER | {"study_id": "S3", "icc": None}))

    drawn = charts.studies(made, "nb")

    assert list(drawn.data[0].marker.symbol) == ["circle-open", "circle"]
    assert list(drawn.data[0].y) == ["S1 Sykefravær i register", "&lt;b&gt;S2&lt;/b&gt; Sykefravær i register"]
    assert "kan ikke oppdage" in drawn.data[0].hovertext[0]


def test_nothing_planned_is_an_empty_figure() -> None:
    assert len(charts.curve(power(snapshot()), "nb").data) == 0
