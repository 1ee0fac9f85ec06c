"""Every cell of the matrix is there, and an empty one says why it is empty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import polars as pl
import pytest

from analytics.portfolio.cells import EmptyKind
from analytics.portfolio.coverage import QUESTIONS, Coverage, coverage
from analytics.portfolio.matrix_empty import empty_kind
from data.snapshot import Snapshot
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, Row, area, areas_of, contract, project, questions_of, snapshot

#: Project 1 is split over two areas and two questions; 2 is planned; 3 only describes occurrence; 4 is stopped.
PROJECTS = [
    project("1"),
    project("2", planned_start_date=date(2021, 8, 15)),
    project("3", occurrence_only="yes"),
    project("4", stopped_date=date(2021, 1, 1)),
]
AREAS = [*areas_of("1", A1=60, A2=40), *areas_of("2", A1=100), *areas_of("3", A2=100), *areas_of("4", A2=100)]
ASKS = [
    *questions_of("1", effect=75, cause=25),
    *questions_of("2", synthesis=100),
    *questions_of("3", implementation=100),
    *questions_of("4", synthesis=100),
]
CONTRACTS = [contract("1", "1000"), contract("3", "70"), contract("4", "5"), contract(None, "8")]


def small(as_of: date = AS_OF, **more: list[Row]) -> Coverage:
    tables = {"project": PROJECTS, "project_area": AREAS, "project_question": ASKS, "contract": CONTRACTS}
    return coverage(snapshot(as_of, **{**tables, **more}))


def kinds(result: Coverage) -> dict[str, EmptyKind | None]:
    return {f"{cell.area_id} {cell.question_kind}": cell.empty_kind for cell in result.cells}


def test_every_area_meets_every_question_also_without_projects() -> None:
    result = coverage(snapshot())
    assert [(c.area_id, c.question_kind) for c in result.cells] == list(product(("A1", "A2"), QUESTIONS))
    assert {cell.empty_kind for cell in result.cells} == {"gap"}
    assert (result.covered, result.prioritised, result.coverage_pct) == (0, 10, 0.0)


def test_a_project_counts_whole_in_each_cell_and_its_money_is_split() -> None:
    result = small()
    found = {(c.area_id, c.question_kind): (c.project_ids, c.projects_split, c.amount_nok) for c in result.cells if c.is_covered}
    assert found == {
        ("A1", "effect"): (("1",), 0.45, 450),
        ("A1", "cause"): (("1",), 0.15, 150),
        ("A2", "effect"): (("1",), pytest.approx(0.3), 300),
        ("A2", "cause"): (("1",), 0.1, 100),
    }
    assert (result.covered, result.prioritised, result.coverage_pct) == (4, 10, 40.0)


def test_empty_cells_say_why() -> None:
    found = kinds(small())
    assert found["A1 synthesis"] == "coming"
    assert found["A2 implementation"] == "excluded_8_1"
    assert found["A2 synthesis"] == "gap"  # the only project there is stopped
    assert found["A1 effect"] is None


def test_every_krone_of_the_contracts_is_in_exactly_one_place() -> None:
    ledger = small().ledger
    assert ledger.total_nok == Decimal(1083)
    assert (ledger.in_cells_nok, ledger.not_counted_nok, ledger.without_project_nok) == (1000, 75, 8)
    assert (ledger.in_retired_areas_nok, ledger.unknown_place_nok) == (0, 0)


def test_margins_count_a_project_once_and_add_up_in_money() -> None:
    result = small()
    assert [(m.id, m.project_count, m.amount_nok, m.covered, m.prioritised) for m in result.by_area] == [
        ("A1", 1, 600, 2, 5),
        ("A2", 1, 400, 2, 5),
    ]
    by_question = {m.id: (m.project_count, m.amount_nok) for m in result.by_question}
    assert by_question["effect"] == (1, 750)
    assert by_question["cause"] == (1, 250)
    assert sum(m.projects_split for m in result.by_question) == pytest.approx(1.0)


def test_out_of_scope_stands_before_all_and_gives_its_reason() -> None:
    scope = {
        "scope_id": "S",
        "area_id": "A2",
        "question_kind": "implementation",
        "state": "out_of_scope",
        "reason_nb": "Dekkes av andre",
    }
    result = small(coverage_scope=[scope])
    cell = result.cell("A2", "implementation")
    assert cell is not None
    assert (cell.empty_kind, cell.reason_nb, result.prioritised) == ("out_of_scope", "Dekkes av andre", 9)


def test_the_last_decision_on_a_cell_holds() -> None:
    first = {
        "scope_id": "S1",
        "area_id": "A1",
        "question_kind": "cause",
        "state": "out_of_scope",
        "decided_date": date(2020, 1, 1),
    }
    last = {**first, "scope_id": "S2", "state": "prioritised", "decided_date": date(2020, 6, 1)}
    assert coverage(snapshot(coverage_scope=[last, first])).prioritised == 10
    assert coverage(snapshot(date(2020, 3, 1), coverage_scope=[last, first])).prioritised == 9


def test_a_project_without_a_question_makes_the_empty_cells_of_its_area_uncertain() -> None:
    result = coverage(snapshot(project=[project("1", started_date=date(2021, 1, 1))], project_area=areas_of("1", A1=100)))
    assert {cell.empty_kind for cell in result.cells if cell.area_id == "A1"} == {"unknown"}
    assert {cell.empty_kind for cell in result.cells if cell.area_id == "A2"} == {"gap"}
    assert result.unplaced.no_question_ids == ("1",)
    assert result.unplaced.amount_unknown_ids == ("1",)


@pytest.mark.parametrize(
    ("state", "flags", "expected"),
    [
        ("prioritised", "1111", None),
        ("prioritised", "0111", "coming"),
        ("out_of_scope", "0111", "out_of_scope"),
        ("not_asked", "0111", "out_of_scope"),
        ("prioritised", "0011", "excluded_8_1"),
        ("prioritised", "0001", "unknown"),
        ("unknown", "0000", "unknown"),
        ("unknown", "0100", "coming"),
        ("prioritised", "0000", "gap"),
    ],
)
@pytest.mark.parametrize("is_field", [True, False])
def test_the_order_of_the_kinds(state: str, flags: str, expected: EmptyKind | None, is_field: bool) -> None:
    names = ("is_covered", "is_coming", "is_excluded", "is_uncertain")
    row = {name: flag == "1" for name, flag in zip(names, flags, strict=True)}
    frame = pl.DataFrame([{"state": state, "is_field": is_field, **row}])
    assert frame.select(empty_kind()).item() == (expected if is_field else None)


PLAN = {"plan_id": "HP", "programme_id": "P", "year": 2021, "version": 1, "title_nb": "Plan", "drafted_date": date(2020, 11, 1)}
LINE = {
    "plan_line_id": "L1",
    "plan_id": "HP",
    "area_id": "A1",
    "question_kind": "effect",
    "title_nb": "Linje",
    "planned_start_quarter": "2021K4",
    "listed_date": date(2020, 11, 1),
}
CALL = {
    "call_id": "C",
    "programme_id": "P",
    "kind": "call",
    "route": "competition",
    "title_nb": "Utlysning",
    "plan_line_id": "L1",
    "registered_date": date(2021, 2, 1),
}


def effect_in_a1(as_of: date = AS_OF, **tables: list[Row]) -> tuple[EmptyKind | None, str | None, bool]:
    cell = coverage(snapshot(as_of, **{"action_plan": [PLAN], "action_plan_line": [LINE], **tables})).cell("A1", "effect")
    assert cell is not None
    return cell.empty_kind, cell.planned_quarter, cell.is_planned_past


def test_a_plan_line_makes_the_cell_coming_with_its_quarter() -> None:
    assert effect_in_a1() == ("coming", "2021K4", False)


def test_a_dropped_line_or_one_for_operation_is_not_coming() -> None:
    assert effect_in_a1(action_plan_line=[{**LINE, "dropped_date": date(2021, 3, 1)}])[0] == "gap"
    assert effect_in_a1(action_plan_line=[{**LINE, "category": "operation"}])[0] == "gap"


def test_a_line_of_a_past_plan_is_coming_only_while_its_call_is_open_and_the_programme_runs() -> None:
    later, after = date(2022, 3, 1), date(2023, 3, 1)
    cancelled = {"call_step_id": "S", "call_id": "C", "step": "cancelled", "actual_date": date(2022, 1, 10)}
    assert effect_in_a1(later)[0] == "gap"
    assert effect_in_a1(later, call=[CALL]) == ("coming", "2021K4", True)
    assert effect_in_a1(later, call=[CALL], call_step=[cancelled])[0] == "gap"
    assert effect_in_a1(after, call=[CALL])[0] == "gap"


def test_a_line_whose_project_was_stopped_is_not_coming() -> None:
    stopped = project("9", plan_line_id="L1", stopped_date=date(2021, 5, 1))
    assert effect_in_a1(project=[stopped])[0] == "gap"


def test_a_line_takes_its_place_from_its_need_when_it_has_none() -> None:
    need = {"need_id": "N", "title_nb": "Behov", "area_id": "A2", "question_kind": "cause", "raised_date": date(2020, 9, 1)}
    line = {**LINE, "area_id": None, "question_kind": None, "need_id": "N"}
    result = coverage(snapshot(action_plan=[PLAN], action_plan_line=[line], knowledge_need=[need]))
    cell = result.cell("A2", "cause")
    assert cell is not None
    assert (cell.empty_kind, cell.need_ids) == ("coming", ("N",))


def test_a_need_is_open_until_an_agreed_project_answers_it_or_it_is_put_off() -> None:
    need = {"need_id": "N", "title_nb": "Behov", "area_id": "A1", "question_kind": "effect", "raised_date": date(2020, 9, 1)}
    answers = [{"project_id": "1", "need_id": "N"}]
    open_needs = small(knowledge_need=[need]).cell("A1", "effect")
    answered = small(knowledge_need=[need], project_need=answers).cell("A1", "effect")
    put_off = small(knowledge_need=[{**need, "not_now_date": date(2021, 1, 1)}]).cell("A1", "effect")
    assert [cell.need_ids for cell in (open_needs, answered, put_off) if cell] == [("N",), (), ()]


def test_retired_areas_leave_the_matrix_but_keep_their_money() -> None:
    areas = [area("A1", 1), area("A2", 2, end=date(2021, 1, 31))]
    result = small(priority_area=areas)
    assert {cell.area_id for cell in result.cells} == {"A1"}
    assert [(m.id, m.project_count, m.amount_nok) for m in result.retired] == [("A2", 1, 400)]
    assert (result.ledger.in_cells_nok, result.ledger.in_retired_areas_nok) == (600, 400)


def test_after_the_programme_the_areas_are_those_of_its_last_day() -> None:
    areas = [area("A1", 1, end=date(2022, 12, 31)), area("A2", 2, end=date(2020, 12, 31))]
    assert [a.area_id for a in coverage(snapshot(date(2026, 1, 1), priority_area=areas)).areas] == ["A1"]


def test_areas_and_years_of_another_programme_work_alike() -> None:
    programme = {**PROGRAMME, "programme_id": "Q", "start_date": date(2031, 1, 1), "end_date": date(2034, 12, 31)}
    own = [{**area(name, i, start=date(2031, 1, 1)), "programme_id": "Q"} for i, name in enumerate(("X", "Y", "Z"))]
    rows = {
        "programme": [PROGRAMME, programme],
        "priority_area": [area("A1", 1), *own],
        "project": [project("old"), {**project("new", started_date=date(2031, 2, 1)), "programme_id": "Q"}],
        "project_area": areas_of("new", Z=100),
        "project_question": questions_of("new", effect=100),
    }
    result = coverage(Snapshot.from_rows(date(2031, 6, 1), rows))
    assert [a.area_id for a in result.areas] == ["X", "Y", "Z"]
    assert (result.covered, result.prioritised, result.counts.registered) == (1, 15, 1)


def test_the_projects_of_a_cell_are_listed_with_share_and_money() -> None:
    rows = small().cell_projects("A1", "effect").select("project_id", "title_nb", "share_pct", "amount_here_nok").rows()
    assert rows == [("1", "Tittel 1", 45.0, Decimal(450))]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_sentences(lang: str) -> None:
    sentences = {
        "nb": (
            "Ingen prosjekter er registrert per 30. juni 2021, så ingen av de 10 prioriterte feltene er dekket.",
            "4 av 10 prioriterte felt er dekket av minst ett prosjekt (40 prosent). De tomme: 4 hull, 1 planlagt og 1 der det"
            " bare finnes arbeid som beskriver forekomst (8.1).",
            "Ingen felt er prioritert per 30. juni 2021, så dekning kan ikke regnes.",
        ),
        "en": (
            "No projects are registered as of 30 June 2021, so none of the 10 prioritised cells is covered.",
            "4 of 10 prioritised cells are covered by at least one project (40 per cent). The empty ones: 4 gaps, 1 planned and 1"
            " with only work that describes occurrence (8.1).",
            "No cells are prioritised as of 30 June 2021, so coverage cannot be computed.",
        ),
    }
    results = (coverage(snapshot()), small(), coverage(snapshot(priority_area=[])))
    assert tuple(result.sentence.get(lang) for result in results) == sentences[lang]


def test_a_single_gap_is_named() -> None:
    ids = ("1", "2", "3", "4")
    result = coverage(
        snapshot(
            priority_area=[area("A1", 1)],
            project=[project(i, started_date=date(2021, 1, 1)) for i in ids],
            project_area=[row for i in ids for row in areas_of(i, A1=100)],
            project_question=[row for i, kind in zip(ids, QUESTIONS, strict=False) for row in questions_of(i, **{kind: 100})],
        )
    )
    assert result.sentence.nb == (
        "4 av 5 prioriterte felt er dekket av minst ett prosjekt (80 prosent). De tomme: 1 hull. Hullet er «A1, sammenstilling»."
    )


def test_the_json_has_the_keys_that_scripts_rely_on() -> None:
    found = envelope("coverage", small())["result"]
    assert (found["covered"], found["prioritised"], found["coverage_pct"]) == (4, 10, 40.0)
    assert len(found["cells"]) == 10
    assert {"area_id", "question_kind", "kind"} <= set(found["empty"][0])
    assert [e["kind"] for e in found["empty"]].count("gap") == 4
    assert found["cells"][2]["amount_nok"] == 450
    assert found["amounts"]["total_nok"] == 1083


def test_the_table_has_a_row_for_each_cell() -> None:
    table = small().table()
    assert table.shape[0] == 10
    assert table.get_column("amount_nok").sum() == 1000


def test_twenty_thousand_projects_keep_the_ledger_and_take_no_time() -> None:
    count = 20_000
    ids = [f"P{i}" for i in range(count)]
    rows = {
        "project": pl.DataFrame({"project_id": ids, "programme_id": "P", "title_nb": "T", "registered_date": date(2020, 1, 1)}),
        "project_area": pl.DataFrame(
            {"project_id": ids * 2, "area_id": ["A1"] * count + ["A2"] * count, "share_pct": [33.0] * count + [67.0] * count}
        ),
        "project_question": pl.DataFrame(
            {"project_id": ids * 2, "question_kind": ["effect"] * count + ["cause"] * count, "share_pct": [50.0] * (2 * count)}
        ),
        "contract": pl.DataFrame(
            {
                "contract_id": ids,
                "project_id": ids,
                "signed_date": date(2020, 6, 1),
                "amount_nok": [Decimal(i) + Decimal("0.01") * (i % 3) for i in range(count)],
            }
        ),
        "programme": [PROGRAMME],
        "priority_area": [area("A1", 1), area("A2", 2)],
    }
    given = Snapshot.from_rows(AS_OF, rows)
    result = coverage(given)
    assert result.ledger.in_cells_nok == result.ledger.total_nok == given.table("contract").get_column("amount_nok").sum()
    assert [len(cell.project_ids) for cell in result.cells if cell.is_covered] == [count] * 4


def test_one_covered_cell_has_its_own_grammar() -> None:
    tables = {"project_area": areas_of("1", A1=100), "project_question": questions_of("1", effect=100)}
    result = coverage(snapshot(project=[project("1", started_date=date(2021, 1, 1))], **tables))
    assert result.sentence.en.startswith("1 of 10 prioritised cells is covered by at least one project (10 per cent).")
