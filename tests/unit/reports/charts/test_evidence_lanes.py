"""The lanes show what their result says."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from analytics.evidence.effect_projects import EffectProject, Mark
from analytics.evidence.instruments import InstrumentOverview
from reports.charts.evidence_lanes import evaluation_lanes, project_lanes
from tests.unit.analytics.evidence.rows import evaluation
from tests.unit.reports.charts.test_evidence import AS_OF, small


def traces(result: InstrumentOverview, lang: str = "nb") -> dict[str, Any]:
    return {trace["name"]: trace for trace in evaluation_lanes(result, result.gates, (), lang).to_plotly_json()["data"]}


def test_planned_is_open_and_actual_is_filled() -> None:
    found = traces(small())
    assert found["Planlagt"]["x"] == [date(2021, 3, 1), date(2023, 2, 1)]
    assert found["Faktisk"]["x"] == [date(2020, 3, 1), date(2021, 6, 1)]
    assert found["Planlagt"]["marker"]["color"] != found["Faktisk"]["marker"]["color"]
    assert found["Planlagt"]["marker"]["line"] == found["Faktisk"]["marker"]["line"]


def test_slip_is_drawn_from_the_plan_to_what_happened() -> None:
    assert traces(small())["Avvik fra planen"]["x"] == [date(2021, 3, 1), date(2021, 6, 1), None]


def test_each_evaluation_has_a_line_of_its_own() -> None:
    found = traces(small())
    assert len({*found["Faktisk"]["y"], *found["Planlagt"]["y"]}) == 2


def test_gates_in_view_are_drawn_and_those_far_away_are_not() -> None:
    found = traces(small(), "en")
    assert found["Agreement made, reviewed or expiring"]["x"][0] == date(2022, 12, 31)
    assert found["Meeting or budget round"]["x"] == [date(2021, 10, 31), date(2021, 10, 31), None]
    assert found["Agreement made, reviewed or expiring"]["hovertext"][0] == "Expires<br>31 December 2022"


def test_every_instrument_has_a_lane_with_its_status_in_words() -> None:
    heads = evaluation_lanes(small(), small().gates, (), "nb").layout.yaxis.ticktext
    assert heads == ("<b>X</b><br>Rapport publisert", "<b>Y</b><br>Ingen evaluering", "<b>Hele avtalen</b>")


def test_an_evaluation_without_dates_is_named_and_not_left_out() -> None:
    texts = [annotation.text for annotation in evaluation_lanes(small(), small().gates, (), "nb").layout.annotations]
    assert texts == [
        "Ingen evaluering er ført opp", "Ført opp, uten datoer", "Budsjettrunde 2021", "<b>Avtalen utløper 2022</b>", "Per dato",
    ]  # fmt: skip


def test_dates_are_told_no_more_exactly_than_known_and_titles_are_text() -> None:
    evil = [evaluation("E2", "X", title_nb="<b>Z</b>")]
    found = traces(small(evaluation=evil))
    assert found["Planlagt"]["hovertext"] == ["<b>&lt;b&gt;Z&lt;/b&gt;</b><br>Rapport publisert<br>Planlagt: februar 2023"]


def test_without_evaluations_there_are_lanes_and_no_marks() -> None:
    found = traces(small(evaluation=[], evaluation_step=[]))
    assert not found["Faktisk"]["x"]
    assert found["Faktisk"]["showlegend"] is False


def test_the_time_in_a_stage_is_a_bar_with_a_pattern_of_its_own() -> None:
    started, planned = (traces(small())[f"Tid i trinn: {stage}"] for stage in ("startet", "planlagt"))
    days = (date(2021, 6, 1) - date(2020, 3, 1)).days
    assert (started["base"][0], started["x"][0]) == (date(2020, 3, 1), days * 86_400_000)
    patterns = [trace["marker"]["pattern"]["shape"] for trace in (started, planned)]
    assert "" not in patterns and len(set(patterns)) == 2


def test_reports_that_are_too_late_have_a_frame() -> None:
    made = evaluation_lanes(small(), small().gates, ("E1",), "nb").to_plotly_json()["data"]
    frame = next(trace for trace in made if trace["name"] == "For sent til en beslutning")
    assert frame["x"] == [date(2021, 6, 1)]
    assert traces(small())["For sent til en beslutning"]["showlegend"] is False


def test_a_choice_leaves_the_lane_with_words() -> None:
    made = evaluation_lanes(small(), (), (), "nb", chosen=("E3",), instrument_ids=("X", ""))
    assert made.layout.yaxis.ticktext == ("<b>X</b><br>Rapport publisert", "<b>Hele avtalen</b>")
    assert "Ingen evaluering svarer til valget" in [annotation.text for annotation in made.layout.annotations]


def test_names_of_gates_do_not_stand_on_each_other() -> None:
    made = evaluation_lanes(small(), [*small().gates[:2], *small().gates[:2]], (), "nb")
    places = [a.x for a in made.layout.annotations if a.textangle == -90]
    assert len(places) == 4 and all(later > earlier for earlier, later in pairwise(places))


def test_projects_have_a_lane_each_and_titles_are_text() -> None:
    mark = Mark("final_report", "<i>R</i>", date(2022, 1, 1), date(2022, 3, 1), None, None)
    projects = [
        EffectProject(key, "<b>T</b>", None, "running", "D", 5, (), None, None, marks)
        for key, marks in (("1", (mark,)), ("2", ()))
    ]
    made = project_lanes(projects, (), ("1",), AS_OF, "nb")
    assert made.layout.yaxis.ticktext == ("<b>1</b><br>&lt;b&gt;T&lt;/b&gt;", "<b>2</b><br>&lt;b&gt;T&lt;/b&gt;")
    found = {trace.name: trace for trace in made.data}
    assert found["For sent til en beslutning"].x == (date(2022, 3, 1),)
    assert "&lt;i&gt;R&lt;/i&gt;" in found["Planlagt"].hovertext[0]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_nothing_at_all_is_a_figure_without_marks(lang: str) -> None:
    made = project_lanes((), (), (), AS_OF, lang)
    assert not any(trace.x for trace in made.data)
