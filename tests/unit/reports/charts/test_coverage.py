"""The coverage matrix says in shapes and words what its result says in numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.portfolio.coverage import QUESTIONS, Coverage, coverage
from reports.charts.coverage import coverage_matrix, figure_width
from reports.charts.coverage_cells import contrast
from reports.charts.template import GREY_FAINT, SEQUENCE, TEXT, WHITE
from tests.unit.analytics.portfolio.rows import area, areas_of, contract, project, questions_of, snapshot


def tables(**more: Any) -> dict[str, Any]:
    return {
        "project": [
            project("1", started_date=date(2021, 1, 1)),
            project("2", planned_start_date=date(2021, 8, 1)),
            project("3", occurrence_only="yes"),
        ],
        "project_area": [*areas_of("1", A1=100), *areas_of("2", A1=100), *areas_of("3", A2=100)],
        "project_question": [
            *questions_of("1", effect=100),
            *questions_of("2", synthesis=100),
            *questions_of("3", implementation=100),
        ],
        "contract": [contract("1", "2400000")],
        "coverage_scope": [{"scope_id": "S", "area_id": "A2", "question_kind": "cause", "state": "out_of_scope"}],
        **more,
    }


def small(**more: Any) -> Coverage:
    return coverage(snapshot(**tables(**more)))


def of_instruments(level: str = "overview", counting: str = "whole", **more: Any) -> Coverage:
    names = {"name_nb": "Ekspertbistand til små virksomheter", "name_en": "I", "short_nb": "Ekspert", "short_en": "Expert"}
    given = {
        "instrument": [{"instrument_id": "I", "agreement_id": "A", **names}],
        "project_instrument": [{"project_id": "1", "instrument_id": "I"}],
        **more,
    }
    return coverage(snapshot(**tables(**given)), {"rows": "instrument", "level": level, "counting": counting})


def drawn(result: Coverage, lang: str = "nb", rows: Any = None) -> Any:
    return coverage_matrix(result, lang, rows).to_plotly_json()


def written(result: Coverage, lang: str = "nb") -> dict[str, tuple[str, str]]:
    """By cell, what stands in its square and what stands below or beside it."""
    squares, words, *_ = drawn(result, lang)["data"]
    places = {(row["row"], row["column"]): row for row in result.matrix.cells.iter_rows(named=True)}
    found = {}
    for (row, column), number, told in zip(squares["customdata"], squares["text"], words["text"], strict=True):
        cell = places[row, column]
        key = " ".join(str(cell[name]) for name in ("row_id", "area_id", "question_kind"))
        found[key] = (number, told.replace("<br>", " "))
    return found


def test_it_is_a_scatter_of_squares_that_know_their_cell() -> None:
    result = small()
    trace = drawn(result)["data"][0]
    assert (trace["type"], trace["marker"]["symbol"]) == ("scatter", "square")
    assert [tuple(place) for place in trace["customdata"]] == list(result.matrix.cells.select("row", "column").iter_rows())
    assert len(trace["x"]) == 10


def test_every_cell_says_its_contents_or_why_it_is_empty() -> None:
    found = written(small())
    assert found["A1 A1 effect"] == ("<b>1</b>", "2,4 mill. kr Nivå ukjent ◐ 1 pågår")
    assert found["A1 A1 synthesis"] == ("<b>0</b>", "Planlagt 3. kvartal 2021 ○ 1 planlagt")
    assert found["A2 A2 implementation"] == ("<b>8.1</b>", "Bare forekomst (8.1)")
    assert found["A2 A2 cause"] == ("<b>–</b>", "Utenfor")
    assert found["A1 A1 cause"] == ("<b>0</b>", "Hull nr. 1")
    assert written(small(), "en")["A2 A2 cause"][1] == "Out of scope"


def test_a_project_without_an_amount_is_not_shown_as_zero_kroner() -> None:
    assert written(small(contract=[]))["A1 A1 effect"][1].startswith("Beløp ukjent")


def test_uncertain_cells_have_a_question_mark() -> None:
    assert written(small(project_question=[]))["A1 A1 cause"] == ("<b>?</b>", "Opplysninger mangler")


def test_the_five_kinds_of_emptiness_have_five_frames() -> None:
    asks = [*questions_of("2", synthesis=100), *questions_of("3", implementation=100)]
    result = small(project=[*tables()["project"][1:], project("4", started_date=date(2021, 1, 1))],
                   project_area=[*tables()["project_area"], *areas_of("4", A1=100)], project_question=asks)  # fmt: skip
    boxes = [shape for shape in drawn(result)["layout"]["shapes"] if shape["type"] == "rect"]
    looks: dict[str, set[tuple[str, str]]] = {}
    for row, box in zip(result.matrix.cells.sort("row", "column").iter_rows(named=True), boxes, strict=True):
        looks.setdefault(str(row["empty_kind"]), set()).add((box["line"]["dash"], box["fillcolor"]))
    assert looks["gap"] == {("dot", WHITE)}
    assert looks["coming"] == {("dash", WHITE)}
    assert looks["unknown"] == {("longdashdot", WHITE)}
    assert looks["out_of_scope"] == {("solid", GREY_FAINT)}
    assert looks["excluded_8_1"] == {("solid", WHITE)}
    hatches = [shape for shape in drawn(result)["layout"]["shapes"] if shape["type"] == "path"]
    assert len(hatches) == 1


def test_margins_give_what_is_in_all() -> None:
    made = drawn(small())
    heads = made["layout"]["xaxis"]["ticktext"]
    assert heads[QUESTIONS.index("effect")] == "<b>Effekt</b><br>1 prosjekt<br>2,4 mill. kr"
    assert heads[-1].replace("\u00a0", " ") == "<b>I alt</b><br>Dekning 1 av 9<br>prioriterte felt<br>(11 prosent)"
    assert made["data"][2]["text"] == ["<b>1 prosjekt</b><br>2,4 mill. kr", "<b>0 prosjekter</b><br>0,0 mill. kr"]


@pytest.mark.parametrize(
    ("level", "expected", "fill", "line"),
    [(2, False, SEQUENCE[1], None), (4, True, WHITE, SEQUENCE[3]), (None, False, GREY_FAINT, None)],
)
def test_fill_is_the_level_now_and_a_thick_frame_the_level_expected(
    level: int | None, expected: bool, fill: str, line: str | None
) -> None:
    design = {"tag_id": "D", "kind": "design", "name_nb": "D", "name_en": "D", "sms_start": None if level is None else 5}
    assessed = {"assessment_id": "E", "project_id": "1", "scale": "sms", "level": str(level), "is_expected": expected,
                "rater": "R", "assessed_date": date(2021, 1, 1)}  # fmt: skip
    rows = [project("1", started_date=date(2021, 1, 1), design_id="D")]
    result = small(project=rows, tag=[design], evidence_assessment=[] if level is None else [assessed])
    marker = drawn(result)["data"][0]["marker"]
    place = QUESTIONS.index("effect")
    assert marker["color"][place] == fill
    if line is not None:
        assert (marker["line"]["color"][place], marker["line"]["width"][place]) == (line, 6)
    words = {2: "Nivå 2 nå", 4: "Nivå 4 ventet", None: "Ikke om effekt"}
    assert words[level] in written(result)["A1 A1 effect"][1]


def test_instruments_show_their_own_frame_with_its_unit_at_the_right() -> None:
    rows = [{"instrument_frame_id": "F", "instrument_id": "I", "unit": "per_year", "year_from": 2019, "year_to": 2022,
             "amount_nok": 50_000_000}]  # fmt: skip
    told = drawn(of_instruments(instrument_frame=rows))["data"][2]["text"]
    assert told[0].replace("<br>", " ") == "<b>1 prosjekt</b> 2,4 mill. kr Ramme: 50,0 mill. kroner per år 2019–2022"
    assert "Ramme" not in told[1]  # those that are linked to none have no frame


def test_split_shows_parts_of_projects() -> None:
    halves = [*areas_of("1", A1=50, A2=50), *areas_of("2", A1=100)]
    found = written(of_instruments(counting="split", project_area=halves))
    assert found["I A1 None"][0] == "<b>0,5</b>"
    assert found["I A1 None"][1].startswith("1,2 mill. kr")


def test_both_levels_have_the_areas_in_the_same_order() -> None:
    overview, detail = (drawn(of_instruments(level)) for level in ("overview", "detail"))
    assert [head.split("<br>")[0] for head in overview["layout"]["xaxis"]["ticktext"][:2]] == [
        '<span style="color:#004ea3">●</span> <b>A1</b>', '<span style="color:#757c00">◆</span> <b>A2</b>',
    ]  # fmt: skip
    groups = [note["text"] for note in detail["layout"]["annotations"] if "Område" in note["text"]]
    assert [group.split("<b>")[1] for group in groups] == ["Område A1</b>", "Område A2</b>"]
    assert figure_width(of_instruments("detail").matrix) > figure_width(of_instruments().matrix)


def test_a_part_of_the_rows_can_be_drawn() -> None:
    result = of_instruments()
    assert len(drawn(result, rows=[1])["layout"]["yaxis"]["ticktext"]) == 1
    assert drawn(result, rows=[1])["data"][0]["customdata"] == [[1, 0], [1, 1]]


def test_changes_are_marked_in_words() -> None:
    given = tables(project=[project("1", started_date=date(2021, 3, 1))])
    result = coverage(snapshot(**given), earlier=snapshot(date(2020, 12, 31), **given))
    assert written(result)["A1 A1 effect"][1].endswith("▸ Startet: 1 ▸ Nå dekket") is False  # it had a contract before
    assert written(result)["A1 A1 effect"][1].endswith("▸ Startet: 1")
    bare = tables(project=[project("1", started_date=date(2021, 3, 1))], contract=[])
    result = coverage(snapshot(**bare), earlier=snapshot(date(2020, 12, 31), **bare))
    assert written(result)["A1 A1 effect"][1].endswith("▸ Startet: 1 ▸ Nå dekket")


def test_names_from_data_are_text_and_not_markup() -> None:
    evil = {**area("A1", 1), "short_nb": "<b onload=x>A", "name_nb": "<i>A"}
    for result in (small(priority_area=[evil, area("A2", 2)]), of_instruments("detail", priority_area=[evil])):
        layout = drawn(result)["layout"]
        told = "".join([*layout["xaxis"]["ticktext"], *layout["yaxis"]["ticktext"], *(n["text"] for n in layout["annotations"])])
        assert "<b onload" not in told.replace("<br>", " ")
        assert "<i>" not in told
    assert drawn(small(priority_area=[evil]))["data"][0]["hovertext"][0].startswith("<b>&lt;i&gt;A, årsak</b>")


def test_a_long_name_is_cut_to_three_lines_and_whole_in_the_hover() -> None:
    need = {"need_id": "N", "title_nb": "Hva skal til " * 12, "area_id": "A1", "question_kind": "cause",
            "raised_date": date(2020, 1, 1)}  # fmt: skip
    result = coverage(snapshot(**tables(knowledge_need=[need])), {"rows": "need"})
    made = drawn(result)
    assert made["layout"]["yaxis"]["ticktext"][0].count("<br>") == 2
    assert made["layout"]["yaxis"]["ticktext"][0].endswith("…</b>")
    assert made["data"][0]["hovertext"][0].replace("<br>", " ").count("Hva skal til") == 12


def test_a_click_does_not_fade_the_other_squares() -> None:
    trace = drawn(small())["data"][0]
    assert trace["unselected"]["marker"]["opacity"] == trace["selected"]["marker"]["opacity"] == 1


@pytest.mark.parametrize("colour", [*SEQUENCE, WHITE, GREY_FAINT])
def test_the_number_can_be_read_on_every_square(colour: str) -> None:
    """Bold text of at least 18.66 px is large text, which needs a contrast of 3."""
    assert max(contrast(TEXT, colour), contrast(WHITE, colour)) >= 3
    assert drawn(small())["data"][0]["textfont"]["size"] > 18.66


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_other_numbers_of_areas_are_drawn_too() -> None:
    assert len(drawn(small(priority_area=[area("A1", 1)]))["data"][0]["x"]) == 10  # the other area is retired and stands apart
    assert len(drawn(small(priority_area=[area(f"A{i}", i) for i in range(1, 6)]))["data"][0]["x"]) == 25
