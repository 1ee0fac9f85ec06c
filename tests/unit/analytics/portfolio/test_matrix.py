"""The matrix with other rows: every cell is there, and each says what lies in it or why it is empty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.portfolio.coverage import Coverage, coverage
from analytics.portfolio.matrix import Matrix
from analytics.portfolio.matrix_text import corner_text, frame_text, place_name, reconciliation_text, view_sentence
from data.snapshot import Snapshot
from domain.errors import UserError
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, Row, area, areas_of, contract, project, questions_of, snapshot


def instrument(key: str, order: int, **values: Any) -> Row:
    names = {"name_nb": f"Virkemiddel {key}", "name_en": f"Instrument {key}", "short_nb": key, "short_en": key}
    return {"instrument_id": key, "agreement_id": "A", "order_no": order, **names, **values}


def frame(key: str, unit: str, amount: int | None, first: int = 2019, last: int = 2022) -> Row:
    money = None if amount is None else Decimal(amount)
    return {
        "instrument_frame_id": f"F-{key}-{first}", "instrument_id": key, "unit": unit, "year_from": first, "year_to": last,
        "amount_nok": money,
    }  # fmt: skip


def link(project_id: str, instrument_id: str) -> Row:
    return {"project_id": project_id, "instrument_id": instrument_id}


def need(key: str, area_id: str | None, question: str | None, **values: Any) -> Row:
    return {
        "need_id": key, "title_nb": f"Behov {key}", "area_id": area_id, "question_kind": question,
        "raised_date": date(2020, 1, 1), **values,
    }  # fmt: skip


#: Project 1 is half in each area, on effect, and linked to I1 and I2; project 2 is planned in A1 on cause and linked to I2;
#: project 3 only describes occurrence, in A2 on cause, and linked to I3; project 4 counts and is linked to none.
TABLES: dict[str, Any] = {
    "instrument": [instrument("I1", 1), instrument("I2", 2), instrument("I3", 3),
                   instrument("OWN", 4, is_knowledge_development=True)],
    "instrument_frame": [frame("I1", "per_year", 100), frame("I2", "total_for_period", 50, 2019, 2021),
                         frame("I3", "unknown", None)],
    "project": [
        project("1", started_date=date(2020, 6, 1)),
        project("2", planned_start_date=date(2021, 11, 2)),
        project("3", occurrence_only="yes"),
        project("4", completed_date=date(2021, 1, 1)),
    ],
    "project_area": [*areas_of("1", A1=50, A2=50), *areas_of("2", A1=100), *areas_of("3", A2=100), *areas_of("4", A1=100)],
    "project_question": [
        *questions_of("1", effect=100), *questions_of("2", cause=100), *questions_of("3", cause=100),
        *questions_of("4", synthesis=100),
    ],
    "project_instrument": [link("1", "I1"), link("1", "I2"), link("2", "I2"), link("3", "I3")],
    "contract": [contract("1", "1001"), contract("4", "300")],
}  # fmt: skip


def made(rows: str = "instrument", level: str = "overview", counting: str = "whole", **more: Any) -> Coverage:
    return coverage(snapshot(**{**TABLES, **more}), {"rows": rows, "level": level, "counting": counting})


def seen(matrix: Matrix, *names: str) -> dict[tuple[str | None, str | None, str | None], Any]:
    """By row, area and question, the named columns of each cell; one name gives the value itself."""
    found = {}
    for row in matrix.cells.iter_rows(named=True):
        values = tuple(row[name] for name in names)
        found[row["row_id"], row["area_id"], row["question_kind"]] = values[0] if len(names) == 1 else values
    return found


def test_every_row_meets_every_column_at_both_levels_in_the_same_order() -> None:
    overview, detail = made().matrix, made(level="detail").matrix
    assert overview.rows.get_column("row_id").to_list() == detail.rows.get_column("row_id").to_list() == ["I1", "I2", "I3", None]
    assert overview.columns.get_column("area_id").to_list() == ["A1", "A2"]
    assert detail.columns.get_column("area_id").unique(maintain_order=True).to_list() == ["A1", "A2"]
    assert (len(overview.cells), len(detail.cells)) == (8, 40)


def test_empty_cells_of_an_instrument_say_why() -> None:
    found = seen(made(level="detail").matrix, "empty_kind")
    assert found["I1", "A1", "effect"] is None
    assert found["I1", "A1", "cause"] == "gap"
    assert found["I2", "A1", "cause"] == "coming"
    assert found["I1", "A2", "cause"] == "gap"  # project 2 is linked to another instrument
    assert found["I3", "A2", "cause"] == "excluded_8_1"
    assert found[None, "A2", "effect"] is None  # nobody asks for anything outside the instruments


def test_overview_is_empty_only_where_every_question_is() -> None:
    found = seen(made().matrix, "empty_kind")
    assert [found[key, area_id, None] for key in ("I1", "I2", "I3") for area_id in ("A1", "A2")] == [
        None, None, None, None, "gap", "excluded_8_1",
    ]  # fmt: skip


def test_whole_counts_a_project_and_its_money_in_every_cell() -> None:
    matrix = made().matrix
    found = seen(matrix, "project_ids", "amount_whole_nok")
    assert found["I1", "A1", None] == (["1"], 1001)
    assert found["I2", "A2", None] == (["1"], 1001)
    assert found[None, "A1", None] == (["4"], 300)
    sums = matrix.reconciliation
    assert [sums.cells_nok, sums.contracts_nok, sums.difference_nok] == [4304, 1301, 3003]
    assert reconciliation_text(matrix).en.startswith("The amounts in the cells cannot be added up: their sum is NOK 4,304")


def test_split_gives_each_krone_to_one_cell() -> None:
    matrix = made(counting="split").matrix
    found = seen(matrix, "projects_split", "amount_nok")
    # 1001 kroner: 501 and 500 by area, then by row 251 and 250, and 250 and 250
    assert [found[key, area_id, None] for area_id in ("A1", "A2") for key in ("I1", "I2")] == [
        (0.25, 251), (0.25, 250), (0.25, 250), (0.25, 250),
    ]  # fmt: skip
    assert found[None, "A1", None] == (1.0, 300)
    assert matrix.reconciliation.difference_nok == 0
    assert "Avvik mot kontraktene: 0 kroner" in reconciliation_text(matrix).nb


def test_columns_hold_the_same_money_whatever_the_rows_are() -> None:
    by_area = {margin.id: margin.amount_nok for margin in made().by_area}
    for rows in ("instrument", "need", "industry", "general_priority"):
        columns = made(rows, counting="split").matrix.columns
        assert dict(columns.select("area_id", "amount_nok").iter_rows()) == by_area


def test_margins_count_each_project_once() -> None:
    rows = made().matrix.rows
    assert list(rows.select("row_id", "projects", "amount_whole_nok", "covered", "prioritised").iter_rows()) == [
        ("I1", 1, 1001, 2, 2), ("I2", 1, 1001, 2, 2), ("I3", 0, 0, 0, 2), (None, 1, 300, 0, 0),
    ]  # fmt: skip


def test_instruments_are_covered_by_count_by_money_and_with_what_is_unknown() -> None:
    result = made()
    found = envelope("coverage", result)["result"]["matrix"]
    assert found["row_coverage"] == {"asked": 3, "covered": 2, "pct": 66.7}
    assert found["instrument_frames"] == {
        "instruments": 3, "covered_instruments": 2, "known_nok": 450, "covered_nok": 450, "unknown_instruments": 1,
        "covered_pct": 100.0,
    }  # fmt: skip
    assert found["money"]["linked_nok"] == 1001
    told = view_sentence(result.matrix)
    assert told is not None
    assert told.nb.startswith("2 av 3 virkemidler har minst ett prosjekt som teller (67 prosent).")
    assert "1 av 3 virkemidler har ikke noe beløp i planen." in told.nb


def test_a_frame_says_per_year_or_in_all_and_never_one_for_the_other() -> None:
    given = [
        frame("I1", "per_year", 70_000_000, 2019, 2019),
        frame("I1", "per_year", 50_000_000, 2020, 2022),
        frame("I2", "total_for_period", 2_000_000, 2019, 2021),
    ]
    matrix = made(instrument_frame=given).matrix
    assert frame_text(matrix.frame("I1")).nb == "Ramme: 50,0 til 70,0 mill. kroner per år 2019–2022"
    assert frame_text(matrix.frame("I2")).nb == "Ramme: 2,0 mill. kroner i alt for perioden"
    assert frame_text(matrix.frame("I3")).en == "Frame: no amount given"


def test_the_corner_always_says_what_it_is_of() -> None:
    assert corner_text(made().matrix).nb == "Dekning 4 av 6 prioriterte felt (67 prosent)"
    assert corner_text(made(instrument=[]).matrix).en == "No prioritised cells"


def test_knowledge_development_and_ended_instruments_stand_apart_and_only_when_projects_are_linked() -> None:
    ended = instrument("OLD", 5, valid_to=date(2020, 1, 1))
    plain = made(instrument=[*TABLES["instrument"], ended]).matrix
    assert plain.rows.get_column("row_id").to_list() == ["I1", "I2", "I3", None]
    links = [*TABLES["project_instrument"], link("4", "OWN"), link("4", "OLD")]
    linked = made(instrument=[*TABLES["instrument"], ended], project_instrument=links).matrix
    assert list(linked.rows.select("row_id", "standing").iter_rows())[3:] == [("OLD", "apart"), ("OWN", "apart"), (None, "rest")]
    assert linked.prioritised == plain.prioritised == 6


SCOPE = {"area_id": "A1", "question_kind": "cause", "state": "out_of_scope"}


def test_a_decision_on_a_row_beats_one_on_its_kind_which_beats_one_on_the_area_and_question() -> None:
    scope = [
        {**SCOPE, "scope_id": "1", "reason_nb": "Alle", "decided_date": date(2021, 1, 1)},
        {**SCOPE, "scope_id": "2", "state": "prioritised", "row_kind": "instrument", "decided_date": date(2020, 1, 1)},
        {**SCOPE, "scope_id": "3", "row_kind": "instrument", "row_id": "I3", "reason_nb": "Bare I3",
         "decided_date": date(2019, 5, 1)},
        {**SCOPE, "scope_id": "4", "row_kind": "need", "row_id": "I1", "decided_date": date(2021, 2, 1)},
        {**SCOPE, "scope_id": "5", "row_id": "I1", "decided_date": date(2021, 3, 1)},
    ]  # fmt: skip
    result = made(level="detail", coverage_scope=scope)
    found = seen(result.matrix, "empty_kind", "reason_nb")
    assert found["I1", "A1", "cause"] == ("gap", None)
    assert found["I3", "A1", "cause"] == ("out_of_scope", "Bare I3")
    plain = result.cell("A1", "cause")
    assert plain is not None
    assert (plain.empty_kind, plain.reason_nb) == ("out_of_scope", "Alle")
    industry = made("industry", "detail", coverage_scope=scope, industry=[
        {"industry_id": "B", "name_nb": "Bygg", "name_en": "Construction", "is_programme_industry": True}])  # fmt: skip
    assert seen(industry.matrix, "empty_kind")["B", "A1", "cause"] == "out_of_scope"


def test_overview_is_out_of_scope_when_every_question_is_with_the_reasons() -> None:
    kinds = ("cause", "implementation", "effect", "cost_benefit", "synthesis")
    scope = [
        {**SCOPE, "scope_id": kind, "question_kind": kind, "row_kind": "instrument", "row_id": "I3", "reason_nb": "Utgår"}
        for kind in kinds
    ]
    assert seen(made(coverage_scope=scope).matrix, "empty_kind", "reason_nb")["I3", "A1", None] == ("out_of_scope", "Utgår")
    found = seen(made(coverage_scope=scope[1:]).matrix, "empty_kind")
    assert found["I3", "A1", None] == "gap"


NEEDS = [
    need("N1", "A1", "effect", priority="low"),
    need("N2", "A1", "cause", priority="high"),
    need("N3", "A2", "effect", not_now_date=date(2021, 1, 1), not_now_reason_nb="Venter på data"),
    need("N4", "A2", None),
    need("N5", None, "effect"),
]
ANSWERS = [{"project_id": p, "need_id": "N1"} for p in ("1", "2", "3", "4")]


def needs(level: str = "detail", **more: Any) -> Matrix:
    return made("need", level, **{"knowledge_need": NEEDS, "project_need": ANSWERS, **more}).matrix


def test_needs_are_ordered_by_area_then_priority() -> None:
    assert needs().rows.get_column("row_id").to_list() == ["N2", "N1", "N3", "N4", "N5", None]


def test_a_need_asks_only_in_its_own_area_and_question() -> None:
    found = seen(needs(), "state", "empty_kind")
    assert found["N2", "A1", "cause"] == ("prioritised", "gap")
    assert found["N2", "A1", "effect"] == found["N2", "A2", "cause"] == ("not_asked", "out_of_scope")
    assert found["N1", "A2", "effect"] == ("not_asked", None)  # project 1 lies there by its own shares
    assert seen(needs("overview"), "empty_kind")["N2", "A1", None] == "gap"


def test_a_need_put_off_is_out_of_scope_with_its_reason() -> None:
    assert seen(needs(), "empty_kind", "reason_nb")["N3", "A2", "effect"] == ("out_of_scope", "Venter på data")
    assert needs().rows_asked.get_column("row_id").to_list() == ["N2", "N1"]


def test_a_need_that_does_not_say_its_place_is_unknown_and_not_a_gap() -> None:
    found = seen(needs(), "state", "empty_kind")
    assert found["N4", "A2", "cause"] == ("unknown", "unknown")
    assert found["N4", "A1", "cause"] == ("not_asked", "out_of_scope")
    assert found["N5", "A2", "effect"] == ("unknown", "unknown")
    assert seen(needs("overview"), "state", "empty_kind")["N4", "A2", None] == ("prioritised", "gap")


def test_a_project_without_a_need_makes_needs_at_its_place_uncertain_and_no_other() -> None:
    found = seen(needs(project_need=ANSWERS[:1]), "empty_kind")  # project 2 lies in A1 on cause, 4 in A1 on synthesis
    assert found["N2", "A1", "cause"] == "unknown"
    assert found["N1", "A1", "effect"] is None
    lacking = needs(project_need=[], project=[TABLES["project"][3]])
    assert seen(lacking, "empty_kind")["N2", "A1", "cause"] == "gap"


def test_a_project_without_an_instrument_makes_nothing_uncertain_but_one_without_a_question_does() -> None:
    assert seen(made(level="detail").matrix, "empty_kind")["I3", "A1", "synthesis"] == "gap"
    asks = [row for row in TABLES["project_question"] if row["project_id"] != "1"]
    found = seen(made(level="detail", project_question=asks).matrix, "empty_kind")
    assert found["I1", "A1", "cause"] == "unknown"
    assert found["I3", "A1", "cause"] == "gap"
    assert seen(made(project_question=asks).matrix, "empty_kind")["I1", "A1", None] is None


PRIORITIES = [{"general_priority_id": key, "programme_id": "P", "name_nb": key, "name_en": key, "order_no": n}
              for n, key in enumerate(("G1", "G2"))]  # fmt: skip


def test_a_priority_is_met_wholly_or_partly_and_uncertain_until_it_is_assessed() -> None:
    def state(project_id: str, key: str, told: str) -> Row:
        return {"project_id": project_id, "general_priority_id": key, "state": told}

    states = [state("1", "G1", "met"), state("2", "G1", "met"), state("4", "G1", "partly"),
              state("1", "G2", "not_met"), state("2", "G2", "not_met"), state("4", "G2", "not_met")]  # fmt: skip
    tables: dict[str, Any] = {"general_priority": PRIORITIES, "project_priority": states}
    found = seen(made("general_priority", **tables).matrix, "project_ids", "empty_kind")
    assert found["G1", "A1", None] == (["1", "4"], None)
    assert found["G2", "A1", None] == ([], "gap")
    tables["project_priority"] = [*states[:5], state("4", "G2", "not_assessed")]
    found = seen(made("general_priority", "detail", **tables).matrix, "empty_kind")
    assert (found["G2", "A1", "synthesis"], found["G2", "A1", "effect"]) == ("unknown", "gap")


def test_industries_are_those_with_a_programme_in_norwegian_order() -> None:
    names = ("Ålesund", "Ørland", "Ærlig", "Bygg")
    rows = [{"industry_id": n, "name_nb": n, "name_en": n, "is_programme_industry": True} for n in names]
    other = {"industry_id": "X", "name_nb": "Andre", "name_en": "Other", "is_programme_industry": False}
    matrix = made("industry", industry=[*rows, other], project_industry=[{"project_id": "4", "industry_id": "X"}]).matrix
    assert list(matrix.rows.select("name_nb", "standing").iter_rows())[:5] == [
        ("Bygg", "asked"), ("Ærlig", "asked"), ("Ørland", "asked"), ("Ålesund", "asked"), ("Andre", "apart"),
    ]  # fmt: skip


PLAN = {"plan_id": "HP", "programme_id": "P", "year": 2021, "version": 1, "title_nb": "Plan", "drafted_date": date(2020, 11, 1)}


def line(key: str, **values: Any) -> Row:
    return {"plan_line_id": key, "plan_id": "HP", "title_nb": "L", "listed_date": date(2020, 11, 1),
            "planned_start_quarter": "2021K4", **values}  # fmt: skip


def test_a_plan_line_makes_only_the_row_it_concerns_coming() -> None:
    lines = [line("L1", need_id="M1"), line("L2", area_id="A2", question_kind="synthesis")]
    wanted = [need("M1", "A1", "cost_benefit", instrument_id="I3"), need("M2", "A1", "cost_benefit")]
    tables: dict[str, Any] = {"action_plan": [PLAN], "action_plan_line": lines, "knowledge_need": wanted, "project_need": [
        {"project_id": p, "need_id": "M1"} for p in "1234"]}  # fmt: skip
    found = seen(made(level="detail", **tables).matrix, "empty_kind", "planned_quarter")
    assert found["I3", "A1", "cost_benefit"] == ("coming", "2021K4")
    assert found["I1", "A1", "cost_benefit"] == found["I3", "A2", "synthesis"] == ("gap", None)
    by_need = seen(made("need", "detail", **tables).matrix, "empty_kind")
    assert (by_need["M1", "A1", "cost_benefit"], by_need["M2", "A1", "cost_benefit"]) == ("coming", "gap")
    plain = made(**tables).cell("A2", "synthesis")
    assert plain is not None
    assert plain.empty_kind == "coming"


def test_a_line_that_supports_an_effort_concerns_its_instrument() -> None:
    effort = {"effort_id": "E", "agreement_id": "A", "name_nb": "E", "name_en": "E", "kind": "measure", "instrument_id": "I3"}
    lines = [line("L1", effort_id="E", area_id="A1", question_kind="effect")]
    found = made(level="detail", action_plan=[PLAN], action_plan_line=lines, related_effort=[effort]).matrix
    assert seen(found, "empty_kind")["I3", "A1", "effect"] == "coming"


def test_gaps_are_ranked_by_open_needs_of_high_priority_then_open_needs_then_order() -> None:
    wanted = [
        need("a", "A2", "synthesis", priority="high"),
        need("b", "A2", "cost_benefit", priority="low"),
        need("c", "A2", "cost_benefit", priority="low"),
        need("d", "A1", "implementation", priority="low"),
    ]
    ranks = seen(coverage(snapshot(knowledge_need=wanted)).matrix, "gap_rank")
    first = sorted(((rank, key[1:]) for key, rank in ranks.items() if rank), key=lambda pair: pair[0])[:4]
    assert [key for _, key in first] == [("A2", "synthesis"), ("A2", "cost_benefit"), ("A1", "implementation"), ("A1", "cause")]


def test_status_is_told_in_three_steps() -> None:
    found = seen(made().matrix, "finished", "ongoing", "planned")
    assert found[None, "A1", None] == (1, 0, 0)
    assert found["I1", "A1", None] == (0, 1, 0)
    assert found["I2", "A1", None] == (0, 1, 1)


DESIGNS: list[Row] = [{"tag_id": "RCT", "kind": "design", "name_nb": "R", "name_en": "R", "sms_start": 5},
           {"tag_id": "KVAL", "kind": "design", "name_nb": "K", "name_en": "K"}]  # fmt: skip


def level(project_id: str, value: str, *, expected: bool) -> Row:
    return {"assessment_id": f"{project_id}{value}{expected}", "project_id": project_id, "scale": "sms", "level": value,
            "is_expected": expected, "rater": "R", "assessed_date": date(2021, 1, 1)}  # fmt: skip


@pytest.mark.parametrize(
    ("designs", "assessed", "told"),
    [
        (("RCT", "RCT"), [level("1", "2", expected=False)], ("now", 2)),
        (("RCT", "RCT"), [level("1", "3", expected=True)], ("expected", 5)),
        (("RCT", "KVAL"), [level("1", "3", expected=True)], ("expected", 3)),
        (("KVAL", "KVAL"), [], ("none", None)),
        (("KVAL", None), [], ("unknown", None)),
    ],
)
def test_the_level_of_a_cell_is_the_highest_now_else_expected(designs: tuple[str, str], assessed: list[Row], told: Any) -> None:
    rows = [project(key, started_date=date(2021, 1, 1), design_id=design) for key, design in zip("12", designs, strict=True)]
    result = coverage(
        snapshot(
            project=rows, tag=DESIGNS, evidence_assessment=assessed,
            project_area=[*areas_of("1", A1=100), *areas_of("2", A1=100)],
            project_question=[*questions_of("1", effect=100), *questions_of("2", effect=100)],
        )
    )  # fmt: skip
    cell = result.cell("A1", "effect")
    assert cell is not None
    assert (cell.evidence, cell.evidence_level) == told


def test_retired_areas_and_what_is_unknown_have_columns_of_their_own() -> None:
    tables: dict[str, Any] = {
        "priority_area": [area("A1", 1), area("A2", 2, end=date(2021, 1, 31))],
        "project_question": [row for row in TABLES["project_question"] if row["project_id"] != "4"],
        "project_area": [*TABLES["project_area"][:3], *areas_of("4", A1=40)],
    }
    matrix = made(counting="split", level="detail", **tables).matrix
    columns = [tuple(row) for row in matrix.columns.select("area_id", "question_kind", "standing").iter_rows()]
    assert columns[5:] == [("A1", None, "rest"), ("A2", None, "apart"), (None, None, "rest")]
    assert seen(matrix, "amount_nok")[None, "A1", None] == 120  # 40 per cent of 300 in A1, without a question
    assert seen(matrix, "amount_nok")[None, None, None] == 180
    assert matrix.reconciliation.difference_nok == 0
    assert matrix.prioritised == 15


def test_areas_as_rows_have_a_row_for_what_does_not_say_its_area() -> None:
    result = coverage(snapshot(project=[project("1", started_date=date(2021, 1, 1))], contract=[contract("1", "7")]))
    assert list(result.matrix.rows.select("row_id", "standing", "projects").iter_rows()) == [
        ("A1", "asked", 0), ("A2", "asked", 0), (None, "rest", 1),
    ]  # fmt: skip
    assert result.matrix.reconciliation.difference_nok == 0
    assert len(result.table()) == 18


@pytest.mark.parametrize("rows", ["instrument", "need", "industry", "general_priority"])
@pytest.mark.parametrize("told", ["overview", "detail"])
def test_nothing_at_all_is_a_matrix_too(rows: str, told: str) -> None:
    empty = coverage(Snapshot.from_rows(AS_OF, {}), {"rows": rows, "level": told})
    assert (empty.matrix.covered, empty.matrix.prioritised) == (0, 0)
    assert view_sentence(empty.matrix) is not None
    bare = coverage(snapshot(), {"rows": rows, "level": told})
    assert bare.matrix.rows.get_column("standing").to_list() == ["rest"]
    assert envelope("coverage", bare)["result"]["matrix"]["reconciliation"]["difference_nok"] == 0


def test_another_programme_has_its_own_instruments_needs_and_priorities() -> None:
    later = {
        **PROGRAMME,
        "programme_id": "Q",
        "agreement_id": "B",
        "start_date": date(2025, 1, 1),
        "end_date": date(2028, 12, 31),
    }
    tables = {
        "programme": [PROGRAMME, later],
        "priority_area": [area("A1", 1, end=date(2022, 12, 31)), {**area("Ø", 1, start=date(2025, 1, 1)), "programme_id": "Q"}],
        "instrument": [instrument("I1", 1), {**instrument("J", 1), "agreement_id": "B"}],
        "knowledge_need": [need("old", "A1", "effect"), need("ny", "Ø", "effect")],
        "general_priority": [*PRIORITIES, {**PRIORITIES[0], "general_priority_id": "H", "programme_id": "Q"}],
    }
    now = Snapshot.from_rows(date(2026, 1, 1), tables)
    found = {rows: coverage(now, {"rows": rows}).matrix.rows for rows in ("instrument", "need", "general_priority")}
    assert {key: rows.get_column("row_id").to_list() for key, rows in found.items()} == {
        "instrument": ["J", None], "need": ["ny", None], "general_priority": ["H", None],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("choices", "allowed"),
    [
        ({"rows": "tull"}, "instrument, need, industry, general_priority"),
        ({"level": "x"}, "overview, detail"),
        ({"counting": ""}, "whole, split"),
    ],
)
def test_a_choice_that_does_not_exist_is_told_with_those_that_do(choices: dict[str, str], allowed: str) -> None:
    with pytest.raises(UserError) as told:
        coverage(snapshot(), choices)
    assert allowed in str(told.value.nb)
    assert allowed in str(told.value.en)


def test_the_projects_of_a_cell_are_listed_with_supplier_share_and_part() -> None:
    organisation = {"organisation_id": "L", "name_nb": "Miljø Ås", "kind": "research"}
    result = made(counting="split", organisation=[organisation])
    rows = result.matrix_projects(0, 0)
    assert rows.select("project_id", "share_pct", "amount_here_nok", "supplier_nb").rows() == [
        ("1", 25.0, Decimal(251), "Miljø Ås")
    ]


def test_a_cell_is_named_by_its_row_area_and_question() -> None:
    matrix = made(level="detail").matrix
    row, column = (list(part.iter_rows(named=True)) for part in (matrix.rows, matrix.columns))
    assert place_name(row[0], column[2], matrix.kind).nb == "Virkemiddel I1, A1, effekt"
    assert place_name(row[3], column[0], matrix.kind).en == "Across instruments, or linked to none, A1, cause"


def test_what_the_role_may_not_see_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert made().hidden == ()
    monkeypatch.setattr(Snapshot, "can_see", lambda _self, table: table.name != "project_instrument")
    assert made().hidden == ("project_instrument",)


def test_the_json_of_other_rows_keeps_the_keys_of_the_plain_one() -> None:
    plain = envelope("coverage", coverage(snapshot(**TABLES)))["result"]
    other = envelope("coverage", made())["result"]
    assert set(plain) == set(other)
    assert (plain["covered"], plain["cells"]) == (other["covered"], other["cells"])
    assert "changes" not in plain
    parts = other["matrix"]["project_parts"]
    assert {(p["row_id"], p["area_id"], p["project_id"], p["share_pct"]) for p in parts if p["role"] == "counted"} == {
        ("I1", "A1", "1", 25.0), ("I2", "A1", "1", 25.0), ("I1", "A2", "1", 25.0), ("I2", "A2", "1", 25.0),
        (None, "A1", "4", 100.0),
    }  # fmt: skip
