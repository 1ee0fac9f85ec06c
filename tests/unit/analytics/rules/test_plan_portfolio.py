"""Projects, needs, plan lines, programme notes, reports and dissemination."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.analytics.portfolio.rows import area, areas_of
from tests.unit.analytics.rules.plan_cases import (
    Row,
    call,
    contract,
    day,
    deliverable,
    hits,
    judge,
    line,
    messages,
    parameter,
    payment,
    plan,
    project,
    snap,
    step,
)  # fmt: skip


def test_shares_make_a_whole_on_areas_of_the_projects_time() -> None:
    areas = [area("A1", 1), area("A2", 2, end=day("2019-12-31")), area("A3", 3, start=day("2021-01-01"))]
    rows = [
        *areas_of("P1", A1=33.33, A3=66.67), *areas_of("P2", A1=60.0, A3=60.0), *areas_of("P3", A1=99.9),
        *areas_of("P5", A2=100.0), *areas_of("P6", A3=100.0), *areas_of("Æ/7", A2=100.0),
    ]  # fmt: skip
    projects = [
        project("P1"), project("P2"), project("P3"), project("P4"), project("P5"),
        project("P6", completed_date=day("2020-12-31")), project("Æ/7", registered_date=day("2019-12-31")),
    ]  # fmt: skip
    snapshot = snap(project=projects, project_area=rows, priority_area=areas)

    assert hits("area_share", snapshot) == [
        ("P2", "consider"), ("P3", "consider"), ("P4", "consider"), ("P5", "consider"), ("P6", "consider"),
    ]  # fmt: skip
    assert "120,0 prosent" in messages("area_share", snapshot)[0]
    assert judge("area_share", snapshot).judged == 7


def need(key: str, raised: str, **values: object) -> Row:
    return {"need_id": key, "title_nb": f"Behov {key}", "area_id": "A1", "raised_date": day(raised), **values}


def answers(*pairs: tuple[str, str]) -> list[Row]:
    return [{"project_id": p, "need_id": n} for p, n in pairs]


def test_every_project_answers_a_need_planned_ones_too() -> None:
    snapshot = snap(
        project=[project("P1"), project("P2")], knowledge_need=[need("N1", "2019-05-01")], project_need=answers(("P1", "N1"))
    )

    assert hits("project_need", snapshot) == [("P2", "consider")]


def test_needs_have_a_project_or_an_answer_once_the_next_plan_is_adopted() -> None:
    rows = [
        need("N1", "2019-10-01"), need("N2", "2019-10-01"),
        need("N3", "2019-10-01", not_now_date=day("2019-12-01"), not_now_reason_nb="Nei"),
        need("N4", "2019-10-01", not_now_date=day("2019-12-01")), need("N5", "2019-10-01"), need("N6", "2020-10-01"),
        need("N7", "2019-12-20"), need("N8", "2019-10-01"),
    ]  # fmt: skip
    tables: dict[str, list[Row]] = {
        "knowledge_need": rows, "project": [project("P1"), project("P5", stopped_date=day("2020-05-01"))],
        "project_need": answers(("P1", "N1"), ("P5", "N5")), "action_plan": [plan("A", 2020, "2019-12-15")],
        "action_plan_line": [line("L8", "A", need_id="N8")],
    }  # fmt: skip
    snapshot = snap(**tables)

    assert [record for record, _ in hits("need_answered", snapshot)] == ["N2", "N4", "N5", "N8"]
    told = messages("need_answered", snapshot)
    assert [("uten begrunnelse" in t, "stanset (P5)" in t, "planlinje L8" in t) for t in told] == [
        (False, False, False), (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert judge("need_answered", snapshot).judged == 6
    assert judge("need_answered", snap(date(2019, 12, 14), **tables)).judged == 0
    assert [r for r, _ in hits("need_answered", snap(date(2023, 1, 1), **tables))] == ["N2", "N4", "N5", "N6", "N7", "N8"]


def test_plan_lines_are_started_or_dropped_when_their_quarter_is_over() -> None:
    rows = [
        line("L1", "A"), line("L2", "A"), line("L3", "A"), line("L4", "A", dropped_date=day("2020-02-01")),
        line("L5", "A", category="operation"),
        line("L6", "A", "2020K2"), line("L7", "A", None), line("L8", "A"), line("L9", "B"), line("L10", "C"),
    ]  # fmt: skip
    snapshot = snap(
        date(2020, 6, 30), action_plan_line=rows,
        action_plan=[plan("A", 2020, "2019-12-01"), plan("B", 2020, None, 2), plan("C", 2020, "2019-11-15", 0)],
        project=[project("P1", plan_line_id="L2")], call=[call("U3", plan_line_id="L3"), call("U8", plan_line_id="L8")],
        call_step=[step("U8", "cancelled", "2020-03-01")],
    )  # fmt: skip
    found = judge("line_started", snapshot)

    assert hits("line_started", snapshot) == [("L1", "consider"), ("L8", "consider")]
    assert (found.judged, found.unjudged) == (4, 1)
    assert "avlyst" in messages("line_started", snapshot)[1]
    assert ("L6", "consider") in hits(
        "line_started", snap(date(2020, 7, 1), action_plan_line=rows, action_plan=[plan("A", 2020, "2019-12-01")])
    )


def test_occurrence_is_decided_by_someone_and_has_no_money() -> None:
    projects = [
        project("P1", occurrence_only="no", occurrence_decided_by="PE"),
        project("P2", occurrence_only="yes", occurrence_decided_by="PE"),
        project("P3", occurrence_only="yes", occurrence_decided_by="PE"), project("P4"), project("P5", occurrence_only="unknown"),
        project("P6", occurrence_only="no"), project("P7", occurrence_only="yes"),
    ]  # fmt: skip
    snapshot = snap(
        project=projects,
        contract=[contract("K", project_id="P2")],
        payment=[payment("B", None, "7", "2021-01-01", project_id="P7")],
    )

    assert [record for record, _ in hits("occurrence_only", snapshot)] == ["P2", "P4", "P5", "P6", "P7"]
    told = messages("occurrence_only", snapshot)
    assert told[0].endswith("Betalt er 0 kroner.") and "7 kroner betalt" in told[4]


def note(key: str, area_id: str, version: int, adopted: str | None, **values: object) -> Row:
    return {
        "note_id": key, "area_id": area_id, "version": version, "title_nb": f"Notat {key}", "owner_id": "S",
        "adopted_date": None if adopted is None else day(adopted), **values,
    }  # fmt: skip


ADOPTED = [plan("A", 2020, "2019-12-15")]


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([note("N1", "A1", 1, "2019-03-01"), note("N2", "A2", 1, "2019-03-01")], []),
        ([note("N1", "A1", 1, "2019-03-01")], [("A2", "consider")]),
        ([note("N1", "A1", 1, "2019-03-01"), note("N2", "A2", 1, None)], [("N2", "consider")]),
        ([note("N1", "A1", 1, "2018-12-31"), note("N2", "A2", 1, "2019-01-01")], [("N1", "consider")]),
        ([note("N1", "A1", 1, "2019-03-01", themes_nb="Ledelse"), note("N3", "A1", 2, None, themes_nb="Turnus"),
          note("N2", "A2", 1, "2019-03-01")], [("N1", "consider")]),
        ([note("N1", "A1", 1, "2019-03-01", themes_nb="Ledelse"), note("N3", "A1", 2, None, themes_nb=" ledelse "),
          note("N2", "A2", 1, "2019-03-01")], []),
    ],
    ids=["in force", "none", "not adopted", "older than the area", "other themes", "same themes"],
)  # fmt: skip
def test_valid_areas_have_a_note_in_force(notes: list[Row], expected: object) -> None:
    assert hits("note_in_force", snap(programme_note=notes, action_plan=ADOPTED)) == expected


def test_before_any_plan_is_adopted_a_note_is_not_asked_for() -> None:
    assert judge("note_in_force", snap(date(2019, 12, 14), action_plan=ADOPTED)).judged == 0


def test_a_retired_area_needs_no_note() -> None:
    areas = [area("A1", 1), area("A2", 2, end=day("2020-12-31"))]
    snapshot = snap(programme_note=[note("N1", "A1", 1, "2019-03-01")], action_plan=ADOPTED, priority_area=areas)

    assert hits("note_in_force", snapshot) == []


def test_notes_are_stable_and_owned() -> None:
    rows = [note("N1", "A1", 1, "2019-03-01"), note("N2", "A1", 2, "2020-03-01"), note("N3", "A2", 1, "2018-03-01"),
            note("N4", "A2", 2, "2019-03-01", owner_id=None)]  # fmt: skip

    assert hits("note_stable", snap(programme_note=rows)) == [("N2", "note")]
    assert hits("note_owner", snap(programme_note=rows)) == [("N4", "consider")]


FINISHED = [
    project("P1", completed_date=day("2021-01-31")), project("P2", completed_date=day("2021-01-31")),
    project("P3", completed_date=day("2021-04-01")), project("P4"), project("P5", stopped_date=day("2020-10-01")),
    project("P6", completed_date=day("2021-04-02")),
]  # fmt: skip


def test_finished_projects_have_a_delivered_final_report_with_a_recipient() -> None:
    rows = [
        deliverable("D1", "P1", delivered_date=day("2021-01-15"), recipient_id="AV"),
        deliverable("D2", "P2", planned_date=day("2021-01-15")),
        deliverable("D3", "P3", "note", delivered_date=day("2021-03-01")),
        deliverable("D6", "P6", published_date=day("2021-05-01"), recipient_id="AV"),
    ]  # fmt: skip
    snapshot = snap(project=FINISHED, deliverable=rows)

    assert hits("final_report", snapshot) == [("P2", "consider"), ("P3", "consider")]
    assert hits("report_recipient", snapshot) == [("D2", "consider")]
    assert messages("report_recipient", snapshot) == [
        "«Leveranse D2» har ingen mottaker. Planlagt 15. januar 2021, levert ikke oppgitt."
    ]
    assert (judge("final_report", snapshot).judged, judge("report_recipient", snapshot).judged) == (4, 3)


def item(key: str, project_id: str, done: str | None, *, fit: bool | None = False, **values: object) -> Row:
    return {
        "dissemination_id": key, "project_id": project_id, "channel": "seminar", "title_nb": f"Formidling {key}",
        "workplace_fit": fit, "done_date": None if done is None else day(done), **values,
    }  # fmt: skip


LIMIT = [parameter("dissemination_days", 89)]


def test_finished_projects_are_disseminated_within_the_days_given() -> None:
    rows = [item("F1", "P1", "2021-02-01"), item("F2", "P2", None), item("F4", "P4", None)]
    snapshot = snap(project=FINISHED, dissemination=rows, parameter=LIMIT)

    assert hits("disseminated", snapshot) == [("P2", "consider"), ("P3", "consider")]  # P6 has one day left
    assert judge("disseminated", snapshot).judged == 3
    assert ["planlagt, men ikke gjort" in text for text in messages("disseminated", snapshot)] == [True, False]
    found = judge("disseminated", snap(project=FINISHED, dissemination=rows))
    assert (found.judged, found.unjudged) == (0, 4)


def test_some_of_it_is_made_for_workplaces() -> None:
    rows = [
        item("F1", "P1", "2021-02-01"), item("F2", "P1", "2021-03-01", fit=True), item("F3", "P2", "2021-02-01"),
        item("F4", "P2", None, fit=True), item("F5", "P3", "2021-04-05", fit=None),
    ]  # fmt: skip
    snapshot = snap(project=FINISHED, dissemination=rows, parameter=LIMIT)

    assert hits("workplace_product", snapshot) == [("P2", "consider"), ("P3", "consider")]
    assert [("planlagt" in text, "ikke ført om" in text) for text in messages("workplace_product", snapshot)] == [
        (True, False),
        (False, True),
    ]


def test_dissemination_is_part_of_the_plan() -> None:
    rows = [line("L1", "A", dissemination_nb="Seminar"), line("L2", "A"), line("L3", "A", category="stimulation"),
            line("L4", "A"), line("L5", "A", dropped_date=day("2020-01-01")), line("L6", "B")]  # fmt: skip
    snapshot = snap(
        action_plan=[plan("A", 2020, "2019-12-01"), plan("B", 2021, None)], action_plan_line=rows,
        project=[project("P1", started_date=day("2020-02-01")), project("P2", started_date=day("2020-02-01")), project("P3")],
        dissemination=[item("F1", "P1", None, plan_line_id="L4")],
    )  # fmt: skip

    assert hits("dissemination_planned", snapshot) == [("L2", "note"), ("P2", "note")]
    assert judge("dissemination_planned", snapshot).judged == 5
