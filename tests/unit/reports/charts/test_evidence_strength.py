"""The figures of evidence: marks that differ by shape, words where there is no level, and shares of count and money."""

from __future__ import annotations

from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from reports.charts import evidence_strength as charts
from tests.unit.analytics.evidence.rows import evaluation, frame, instrument
from tests.unit.analytics.evidence.strength_rows import linked, made, project, rating, report

DAY = date(2021, 3, 1)


def traces(figure: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data}


def words(figure: go.Figure) -> str:
    return "\n".join(annotation.text or "" for annotation in figure.layout.annotations)


def test_now_and_expected_are_marks_of_different_shape_at_their_levels() -> None:
    rows = [rating("1", "3", project="P1"), rating("2", "4", project="P2", is_expected=True)]
    found = made(
        project=[project("P1", "D-RCT"), project("P2", "D-RCT")], project_instrument=linked(("P1", "V1"), ("P2", "V1")),
        evidence_assessment=rows, deliverable=[report("P1", DAY, DAY)],
    )  # fmt: skip
    drawn = traces(charts.ladder(found, "nb"))

    assert list(drawn["Nå"].x) == [3.0] and list(drawn["Ventet"].x) == [4.0]
    assert drawn["Nå"].marker.symbol != drawn["Ventet"].marker.symbol


def test_what_has_no_level_is_words_and_never_a_mark() -> None:
    found = made(project=[project("P1", "D-QUAL")], project_instrument=linked(("P1", "V1")))
    figure = charts.ladder(found, "nb")

    assert all(not len(trace.x) for trace in figure.data)
    assert "Nå og ventet: sier ikke noe om effekt" in words(figure) and "ingen studie ført opp" in words(figure)


def test_a_level_that_nobody_has_rated_has_a_mark_of_its_own_and_says_so() -> None:
    found = made(project=[project("P1", "D-RCT")], project_instrument=linked(("P1", "V1")), deliverable=[report("P1", DAY, DAY)])
    figure = charts.ladder(found, "nb")

    assert list(traces(figure)["Nå etter designet, ikke vurdert"].x) == [5.0]
    assert words(figure).count("ikke vurdert") == 2


def test_names_are_shown_as_text() -> None:
    found = made(instrument=[instrument("V1", 1, short_nb="<b>X</b>", short_en="<b>X</b>")])
    assert "&lt;b&gt;X" in charts.ladder(found, "nb").layout.yaxis.ticktext[0]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_coverage_says_each_share_and_nothing_where_there_is_nothing_to_count_of(lang: str) -> None:
    rows = {"instrument_frame": [frame("V1", "per_year", 2019, 2019, 30_000_000)], "evaluation": [evaluation("E1", "V1")]}
    drawn = charts.coverage(made(**rows), lang)

    assert list(drawn.data[0].x)[:2] == [50.0, 0.0] and list(drawn.data[1].x)[:2] == [100.0, 0.0]
    none = charts.coverage(made(), lang)
    assert words(none).count("ingen å regne av" if lang == "nb" else "none to count of") == 4
