"""The figures of the frames: what the bars, ticks and words stand for."""

import pytest

from analytics.spending.frames import frames
from reports.charts import spending
from tests.unit.analytics.spending.rows import cap, carry_over, commitment, line, payment, plan_frames, snapshot

TABLES = {
    "frame": plan_frames(),
    "parameter": [cap(2)],
    "commitment": [commitment(1, 2020, 8, "2020-02-01", contract_id="K1"), commitment(2, 2020, 2, "2020-02-01", "conditional")],
    "payment": [payment(1, 2020, 3, "2020-05-01", contract_id="K1")],
    "budget_line": [line("B", 2020, 4, "2019-12-01")],
    "carry_over": [carry_over(2019, 6, "2020-03-01")],
}


def drawn(as_of="2020-07-01", lang="nb", **tables):
    return spending.frame_use(frames(snapshot(as_of, **TABLES | tables)), lang)


def bars(figure):
    """Name of each kind of bar to its (start, length) in the row of 2020, the second year."""
    return {trace.name: (trace.base[1], trace.x[1]) for trace in figure.data if trace.type == "bar"}


def words(figure):
    return [annotation.text.strip() for annotation in figure.layout.annotations]


def test_each_state_begins_where_the_last_one_ends_and_the_first_at_zero() -> None:
    assert bars(drawn()) == {
        "Ramme": (0, 15),
        "Overført inn": (15, 6),
        "Betalt": (0, 3),
        "Bundet": (3, 5),
        "Betinget bundet": (8, 2),
        "Planlagt": (10, 4),
    }


def test_the_axis_begins_at_zero() -> None:
    assert drawn().layout.xaxis.range[0] == 0


def test_the_tick_stands_at_the_frame_of_each_year_that_has_one() -> None:
    ticks = next(trace for trace in drawn(budget_line=[line("B", 2023, 4, "2019-12-01")]).data if trace.type == "scatter")

    assert list(ticks.x) == [15, 15, 15, 15]
    assert list(ticks.y) == [0, 1, 2, 3]


def test_what_is_not_yet_spent_is_told_by_pattern_as_well_as_colour() -> None:
    patterns = {trace.name: trace.marker.pattern.shape for trace in drawn().data if trace.type == "bar"}

    assert (patterns["Planlagt"], patterns["Betinget bundet"], patterns["Overført inn"]) == ("/", "x", "/")
    assert (patterns["Betalt"], patterns["Bundet"], patterns["Ramme"]) == (None, None, None)


def test_the_end_of_each_bar_says_what_is_left() -> None:
    assert words(drawn())[:2] == ["6,0 ført videre", "13,0 fri"]  # 15 + 6 - 3 - 5


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"payment": [], "commitment": [], "budget_line": [], "carry_over": []}, "bruken er ukjent"),
        ({"budget_line": [line("B", 2020, 20, "2019-12-01")]}, "13,0 fri, planlagt 9,0 for mye"),  # 20 + 2 - 13
        ({"commitment": [commitment(1, 2020, 30, "2020-02-01", contract_id="K1")]}, "9,0 over"),  # 21 - 30
        ({"commitment": [commitment(1, 2020, 21, "2020-02-01", contract_id="K1")], "budget_line": []}, "alt brukt"),
    ],
)
def test_the_end_says_it_in_words_when_it_does_not_add_up(more, said) -> None:
    assert words(drawn(**more))[1] == said


def test_years_that_are_not_closed_or_have_no_frame_are_named_so() -> None:
    labels = drawn(budget_line=[line("B", 2023, 4, "2019-12-01")]).layout.yaxis.ticktext

    assert labels[0] == "2019"
    assert "foreløpig" in labels[1]
    assert "ikke begynt" in labels[2]
    assert "ingen ramme" in labels[4]


def test_the_ladder_adds_up_to_the_knowledge_frame() -> None:
    figure = spending.ladder(frames(snapshot("2020-07-01", **TABLES)), "nb")

    assert [(trace.y[0], trace.base[0], trace.x[0]) for trace in figure.data] == [(1, 0, 21), (0, 0, 15), (0, 15, 6)]
    assert {"21,0", "15,0", "6,0", "Kunnskapsutvikling i avtalen", "FoU-programmet", "Utenfor programmet"} == set(words(figure))
    assert "forbehold" in figure.layout.title.text


def test_english_figures_have_english_words_and_marks() -> None:
    figure = drawn(lang="en")

    assert "Paid" in bars(figure)
    assert words(figure)[1] == "13.0 free"
    assert figure.layout.separators == ".,"


def test_with_nothing_known_the_figures_are_empty_not_broken() -> None:
    nothing = frames(snapshot("2020-07-01"))

    assert words(spending.frame_use(nothing, "nb")) == []
    assert len(spending.ladder(nothing, "nb").data) == 0
