"""Evaluations climb a ladder of dated steps, and report before or after the decisions they should inform."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.evidence.evaluations import Evaluations, evaluations, shown_steps
from analytics.evidence.stages import Step, leading
from domain.text import Text
from reports.envelope import envelope
from tests.unit.analytics.evidence.rows import Row, evaluation, instrument, snapshot, step

AS_OF = date(2023, 12, 31)
INSTRUMENT = [instrument("X")]


def run(as_of: date = AS_OF, **tables: list[Row]) -> Evaluations:
    given: dict[str, Any] = {"instrument": INSTRUMENT, "evaluation": [evaluation("E1", "X")], **tables}
    return evaluations(snapshot(as_of, **given))


def only_step(*, moved: list[Row] | None = None, **values: Any) -> Step:
    result = run(evaluation_step=[step("E1", "published", **values)], schedule_change=moved or [])
    return result.evaluations[0].steps[0]


def move(key: str, decided: date, new: date) -> Row:
    return {
        "schedule_change_id": key,
        "evaluation_step_id": "E1-published",
        "decided_date": decided,
        "new_planned_date": new,
        "reason": "pandemic",
    }


def test_slip_is_counted_from_the_original_plan() -> None:
    found = only_step(actual=date(2023, 6, 30), planned_date=date(2023, 3, 31))
    assert (found.slip_days, found.current_date) == (91, date(2023, 3, 31))


def test_before_it_happens_slip_is_that_of_the_newest_plan() -> None:
    moves = [move("1", date(2022, 1, 1), date(2023, 4, 10)), move("2", date(2022, 6, 1), date(2023, 4, 30))]
    found = only_step(planned_date=date(2023, 3, 31), moved=moves)
    assert (found.planned_date, found.current_date, found.slip_days) == (date(2023, 3, 31), date(2023, 4, 30), 30)


def test_early_is_negative_and_unknown_is_none() -> None:
    assert only_step(actual=date(2023, 3, 1), planned_date=date(2023, 3, 31)).slip_days == -30
    assert only_step(actual=date(2023, 3, 1)).slip_days is None
    assert only_step(planned_date=date(2023, 3, 1)).slip_days is None


def test_dates_known_to_the_year_only_give_no_days() -> None:
    assert only_step(actual=date(2023, 12, 31), planned_date=date(2022, 12, 31), date_precision="year").slip_days is None


def test_status_is_the_furthest_step_that_has_happened() -> None:
    steps = [
        step("E1", "started", date(2020, 1, 1)),
        step("E1", "in_preparation", date(2019, 7, 1)),
        step("E1", "published", planned_date=date(2024, 1, 1)),
    ]
    assert run(evaluation_step=steps).evaluations[0].status == "started"
    assert run(date(2019, 12, 31), evaluation_step=steps).evaluations[0].status == "in_preparation"
    assert run(date(2019, 6, 30), evaluation_step=steps).evaluations[0].status == "planned"


def test_a_report_that_is_published_has_its_address() -> None:
    steps = [step("E1", "published", date(2022, 5, 1), url="https://example.org/r")]
    assert run(evaluation_step=steps).evaluations[0].report_url == "https://example.org/r"
    assert run(date(2022, 4, 30), evaluation_step=steps).evaluations[0].report_url is None


def test_among_equals_the_one_listed_first_leads() -> None:
    rows = [
        evaluation("E2", "X", registered_date=date(2019, 3, 1)),
        evaluation("E1", "X", registered_date=date(2019, 3, 1)),
        evaluation("E0", "X", registered_date=date(2019, 9, 1)),
    ]
    lead = leading(run(evaluation=rows).evaluations)
    assert lead is not None
    assert lead.evaluation_id == "E1"


GATE = {
    "gate_id": "G",
    "kind": "agreement_expiry",
    "name_nb": "Avtalen utløper",
    "name_en": "Expiry",
    "gate_date": date(2022, 12, 31),
}


def test_a_gate_tells_what_was_ready_what_came_late_and_what_is_pending() -> None:
    rows = [evaluation(key, "X") for key in ("READY", "LATE", "PENDING", "CANCELLED")]
    rows.append(evaluation("NEW", "X", registered_date=date(2023, 2, 1)))
    steps = [
        step("READY", "published", date(2022, 12, 31)),
        step("LATE", "published", date(2023, 1, 1)),
        step("CANCELLED", "cancelled", date(2021, 1, 1)),
        step("NEW", "published", date(2023, 3, 1)),
    ]
    gate = run(evaluation=rows, evaluation_step=steps, decision_gate=[GATE]).gates[0]
    assert (gate.is_past, gate.ready_ids, gate.late_ids, gate.pending_ids) == (True, ("READY",), ("LATE",), ("PENDING",))


def test_before_the_gate_it_tells_what_is_expected() -> None:
    rows = [evaluation(key, "X") for key in ("A", "B", "C")]
    steps = [
        step("A", "published", date(2021, 1, 1)),
        step("B", "published", planned_date=date(2022, 6, 1)),
        step("C", "published", planned_date=date(2023, 6, 1)),
    ]
    gate = run(date(2022, 1, 1), evaluation=rows, evaluation_step=steps, decision_gate=[GATE]).gates[0]
    assert (gate.is_past, gate.expected_ids, gate.ready_ids) == (False, ("A", "B"), ())


TAGS = [
    {"tag_id": "D-RCT", "kind": "design", "name_nb": "Forsøk", "name_en": "Trial", "sms_start": 5},
    {"tag_id": "D-PRE", "kind": "design", "name_nb": "Før-etter", "name_en": "Before-after", "sms_start": 1},
    {"tag_id": "D-QUAL", "kind": "design", "name_nb": "Kvalitativ", "name_en": "Qualitative"},
]
LEVEL = {
    "parameter_id": "L",
    "name": "evidence_effect_level",
    "value": 3.0,
    "unit": "nivå",
    "valid_from": date(2019, 1, 1),
    "text_nb": "",
    "text_en": "",
}


def effect_projects(**tables: list[Row]) -> list[str]:
    designs = {"1": "D-RCT", "2": "D-PRE", "3": "D-QUAL", "4": "D-RCT"}
    projects = [
        {"project_id": key, "programme_id": "P", "title_nb": "T", "design_id": design, "registered_date": date(2020, 1, 1)}
        for key, design in designs.items()
    ]
    projects[3]["stopped_date"] = date(2021, 1, 1)
    return [p.project_id for p in run(project=projects, tag=TAGS, **tables).effect_projects]


def test_programme_projects_on_effect_stand_apart_at_the_level_that_is_set() -> None:
    assert effect_projects(parameter=[LEVEL]) == ["1"]
    assert effect_projects() == ["1", "2"]


def test_sentences() -> None:
    many = run(
        evaluation=[evaluation("E1", "X", addresses_effect="yes"), evaluation("E2", "X"), evaluation("E3", None)],
        evaluation_step=[step("E1", "started", date(2020, 1, 1)), step("E2", "published", date(2020, 1, 1))],
    )
    assert many.sentence.nb == (
        "3 evalueringer er ført opp: 1 planlagt, 1 startet og 1 med rapport publisert. 1 av dem skal svare på effekt."
    )
    assert run().sentence.en == "1 evaluation is listed: 1 planned. None of them is stated to answer on effect."
    assert run(evaluation=[]).sentence.nb == "Ingen evalueringer er registrert per 31. desember 2023."


def test_json_counts_every_status() -> None:
    found = envelope("evaluations", run())["result"]
    assert (found["count"], found["by_status"]["planned"], found["by_status"]["published"]) == (1, 1, 0)
    assert found["evaluations"][0]["evaluation_id"] == "E1"


def test_the_table_has_a_row_a_step_and_one_for_an_evaluation_without_any() -> None:
    steps = [step("E1", "started", date(2020, 1, 1)), step("E1", "published", date(2022, 12, 31), date_precision="year")]
    result = run(evaluation=[evaluation("E1", "X"), evaluation("E2", None)], evaluation_step=steps)
    assert result.table().get_column("stage").to_list() == ["started", "published", None]
    shown = shown_steps(result.evaluations, {"X": Text("Iks", "Ex")}, "en").rows()
    assert [(row[0], row[3], row[6]) for row in shown] == [
        ("Ex", "Started", "1 January 2020"),
        ("Ex", "Report published", "2022"),
        ("The whole agreement", "Listed, without dates", None),
    ]
