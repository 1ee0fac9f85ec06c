"""What is ready for a decision, what is not known exactly enough, and when new work would have to begin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from analytics.evidence.gate_report import Gates, GateStatus, gates
from analytics.evidence.gate_text import effect_text
from analytics.evidence.gates import span
from analytics.evidence.stage_times import LEGS
from data.snapshot import Snapshot
from reports.envelope import envelope
from tests.unit.analytics.evidence.rows import PROGRAMME, Row, evaluation, instrument, step

AS_OF = date(2021, 6, 30)
TAGS: list[Row] = [
    {"tag_id": "D-RCT", "kind": "design", "name_nb": "Forsøk", "name_en": "Trial", "sms_start": 5},
    {"tag_id": "D-QUAL", "kind": "design", "name_nb": "Kvalitativ", "name_en": "Qualitative"},
    {"tag_id": "D", "kind": "design", "name_nb": "Design", "name_en": "Design"},
    {"tag_id": "D-DID", "kind": "design", "name_nb": "DiD", "name_en": "DiD", "sms_start": 3, "parent_id": "D"},
]


def parameter(name: str, value: float) -> Row:
    return {
        "parameter_id": name, "name": name, "value": value, "unit": "", "valid_from": date(2019, 1, 1), "text_nb": "",
        "text_en": "",
    }  # fmt: skip


def gate(key: str, day: date, kind: str = "agreement_expiry", **values: Any) -> Row:
    return {
        "gate_id": key, "kind": kind, "name_nb": f"Beslutning {key}", "name_en": f"Decision {key}", "gate_date": day, **values,
    }  # fmt: skip


def run(as_of: date = AS_OF, **tables: list[Row]) -> Gates:
    given: dict[str, list[Row]] = {
        "programme": [PROGRAMME], "instrument": [instrument("X", 1), instrument("Y", 2)], "tag": TAGS,
        "parameter": [parameter("evidence_effect_level", 3), parameter("stage_time_min", 2)],
    }  # fmt: skip
    return gates(Snapshot.from_rows(as_of, {**given, **tables}))


def status(**tables: Any) -> GateStatus:
    found = run(**tables).of("G")
    assert found is not None
    return found


def states(found: GateStatus) -> dict[str, tuple[str, int | None]]:
    return {row.work.work_id: (row.state, row.days) for row in found.readiness}


PAST, TO_COME = gate("G", date(2021, 3, 31)), gate("G", date(2021, 12, 31))


def test_a_gate_that_has_passed_tells_what_was_ready_and_what_came_after() -> None:
    found = status(
        decision_gate=[PAST],
        evaluation=[
            evaluation(key, "X") for key in ("READY", "LATE", "YEAR-BEFORE", "YEAR", "NOT-OUT", "UNDATED", "CANCELLED")
        ] + [evaluation("AFTER", "X", registered_date=date(2021, 4, 1))],
        evaluation_step=[
            step("READY", "published", date(2021, 3, 31)), step("LATE", "published", date(2021, 4, 10)),
            step("YEAR-BEFORE", "published", date(2020, 12, 31), date_precision="year"),
            step("YEAR", "published", date(2021, 3, 1), date_precision="year"),
            step("NOT-OUT", "published", planned_date=date(2021, 2, 1)), step("CANCELLED", "cancelled", date(2020, 1, 1)),
            step("AFTER", "published", date(2021, 5, 1)),
        ],
    )  # fmt: skip
    assert states(found) == {
        "READY": ("ready", None), "YEAR-BEFORE": ("ready", None), "YEAR": ("uncertain", None), "LATE": ("late", 10),
        "NOT-OUT": ("not_out", None), "UNDATED": ("undated", None),
    }  # fmt: skip
    assert found.starts == ()


def test_before_a_gate_what_is_expected_is_told_from_what_is_late_and_what_is_unknown() -> None:
    found = status(
        decision_gate=[TO_COME],
        evaluation=[evaluation(key, "X") for key in ("READY", "EXPECTED", "LATE", "PASSED", "MONTH", "UNDATED")],
        evaluation_step=[
            step("READY", "published", date(2020, 1, 1)), step("EXPECTED", "published", planned_date=date(2021, 12, 31)),
            step("LATE", "published", planned_date=date(2022, 1, 10)),
            step("PASSED", "published", planned_date=date(2021, 6, 20)),
            step("MONTH", "published", planned_date=date(2021, 6, 1), date_precision="month"),
        ],
    )  # fmt: skip
    assert states(found) == {
        "READY": ("ready", None), "EXPECTED": ("expected", None), "MONTH": ("expected", None), "LATE": ("expected_late", 10),
        "PASSED": ("plan_passed", 10), "UNDATED": ("undated", None),
    }  # fmt: skip


def test_a_new_date_moves_a_report_to_the_other_side_of_the_gate() -> None:
    moved = {
        "schedule_change_id": "1", "evaluation_step_id": "E-published", "decided_date": date(2021, 6, 1),
        "new_planned_date": date(2022, 3, 1), "reason": "pandemic",
    }  # fmt: skip
    tables: dict[str, Any] = {
        "decision_gate": [TO_COME], "evaluation": [evaluation("E", "X")], "schedule_change": [moved],
        "evaluation_step": [step("E", "published", planned_date=date(2021, 10, 1))],
    }  # fmt: skip
    assert states(status(**tables)) == {"E": ("expected_late", 60)}
    assert states(status(as_of=date(2021, 5, 31), **tables)) == {"E": ("expected", None)}


def test_a_date_stands_for_its_whole_month_quarter_or_year() -> None:
    assert span(date(2020, 2, 10), "month") == (date(2020, 2, 1), date(2020, 2, 29))
    assert span(date(2019, 11, 30), "quarter") == (date(2019, 10, 1), date(2019, 12, 31))
    assert span(date(2027, 1, 1), "year") == (date(2027, 1, 1), date(2027, 12, 31))
    assert span(date(2027, 5, 4), "day") == span(date(2027, 5, 4), None) == (date(2027, 5, 4), date(2027, 5, 4))


def test_the_meetings_are_gates_and_take_the_place_of_one_without_a_day() -> None:
    def meeting(key: str, kind: str, **values: Any) -> Row:
        return {"meeting_id": key, "body_id": "B", "kind": kind, "title_nb": key, **values}

    found = run(
        decision_gate=[
            gate("AUTUMN-20", date(2020, 11, 30), "autumn_meeting", date_precision="quarter"),
            gate("AUTUMN-21", date(2021, 11, 30), "autumn_meeting", date_precision="quarter"),
        ],
        meeting=[
            meeting("H20", "autumn", planned_date=date(2020, 10, 1), held_date=date(2020, 10, 28)),
            meeting("V21", "spring", planned_date=date(2021, 8, 1)), meeting("F", "programme_forum", held_date=date(2021, 1, 1)),
        ],
    )  # fmt: skip
    assert [(s.gate.gate_id, s.gate.kind, s.gate.gate_date) for s in found.gates] == [
        ("H20", "autumn_meeting", date(2020, 10, 28)), ("V21", "spring_meeting", date(2021, 8, 1)),
        ("AUTUMN-21", "autumn_meeting", date(2021, 11, 30)),
    ]  # fmt: skip
    assert found.next is not None and found.next.gate.gate_id == "V21"


def test_the_level_of_an_evaluation_is_at_most_that_of_its_design() -> None:
    def assessed(key: str, level: str, *, expected: bool) -> Row:
        return {
            "assessment_id": f"{key}-{expected}", "evaluation_id": key, "scale": "sms", "level": level, "is_expected": expected,
            "rater": "R", "assessed_date": date(2021, 1, 1), "reason_nb": "",
        }  # fmt: skip

    designs = {"RCT": "D-RCT", "LOWERED": "D-RCT", "RAISED": "D-DID", "QUAL": "D-QUAL", "GROUP": "D", "NONE": None, "NO": "D-RCT"}
    found = status(
        decision_gate=[TO_COME],
        evaluation=[
            evaluation(key, "X", design_id=design, addresses_effect="no" if key == "NO" else "unknown")
            for key, design in designs.items()
        ],
        evidence_assessment=[assessed("LOWERED", "2", expected=True), assessed("RAISED", "5", expected=False)],
    )  # fmt: skip
    levels = {row.work.work_id: (row.work.level, row.work.level_state) for row in found.readiness}
    assert levels == {
        "RCT": (5, "level"), "LOWERED": (2, "level"), "RAISED": (3, "level"), "QUAL": (None, "none"), "GROUP": (None, "unknown"),
        "NONE": (None, "unknown"), "NO": (None, "none"),
    }  # fmt: skip


def effect_tables(planned: date) -> dict[str, Any]:
    return {
        "decision_gate": [TO_COME],
        "evaluation": [evaluation("E", "X", design_id="D-RCT"), evaluation("Q", "Y", design_id="D-QUAL")],
        "evaluation_step": [
            step("E", "published", planned_date=planned), step("Q", "published", planned_date=date(2021, 9, 1)),
        ],
    }  # fmt: skip


def test_which_instruments_will_have_work_on_effect_before_the_gate() -> None:
    found = run(**effect_tables(date(2021, 9, 1)))
    chosen = found.of("G")
    assert chosen is not None
    assert (chosen.effect_ready, chosen.effect_expected, chosen.not_under_way) == ((), ("X",), ())
    assert effect_text(found, chosen).nb == "Arbeid med design på nivå 3 eller høyere er ventet i tide for X."
    late = run(**effect_tables(date(2022, 9, 1))).of("G")
    assert late is not None and late.effect_expected == ()


def test_an_instrument_without_a_live_evaluation_is_not_under_way() -> None:
    tables: dict[str, Any] = {
        "evaluation": [evaluation("E", "X"), evaluation("C", "Y"), evaluation("N", "Y", registered_date=date(2021, 5, 1))],
        "evaluation_step": [step("C", "cancelled", date(2020, 1, 1))],
    }
    assert status(decision_gate=[PAST], **tables).not_under_way == ("Y",)
    assert status(decision_gate=[TO_COME], **tables).not_under_way == ()


def way(number: int, *, effect: bool = True) -> dict[str, list[Row]]:
    """A call of 100 days plus its number, 10 to start, 200 of work, 5 to sign-off and 40 to publication."""
    first = date(2019, 1, 1)
    signed = first + timedelta(days=100 + number)
    started, delivered = signed + timedelta(days=10), signed + timedelta(days=210)
    return {
        "call": [{
            "call_id": f"C{number}", "programme_id": "P", "title_nb": "U", "kind": "call", "route": "competition",
            "registered_date": first,
        }],
        "contract": [{
            "contract_id": f"K{number}", "project_id": f"{number}", "call_id": f"C{number}", "title_nb": "K",
            "route": "competition", "signed_date": signed,
        }],
        "project": [{
            "project_id": f"{number}", "programme_id": "P", "title_nb": "T", "design_id": "D-RCT" if effect else "D-QUAL",
            "registered_date": first, "started_date": started,
        }],
        "deliverable": [{
            "deliverable_id": f"L{number}", "project_id": f"{number}", "kind": "final_report", "title_nb": "R",
            "delivered_date": delivered, "signed_off_date": delivered + timedelta(days=5),
            "published_date": delivered + timedelta(days=45),
        }],
    }  # fmt: skip


def together(*ways: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {name: [row for one in ways for row in one[name]] for name in ways[0]}


def test_backwards_from_the_gate_the_parts_are_added() -> None:
    found = status(decision_gate=[TO_COME], **together(way(0), way(10), way(20)))
    starts = {start.leg: start for start in found.starts if start.track == "effect"}
    end = TO_COME["gate_date"]
    assert [starts[leg].by_median for leg in LEGS] == [end - timedelta(days=days) for days in (365, 255, 245, 45, 40)]
    first = starts["procurement"]
    assert (first.by_shortest, first.by_longest) == (end - timedelta(days=355), end - timedelta(days=375))
    assert first.days_left == (end - timedelta(days=365) - AS_OF).days == -181


def test_too_few_observations_give_no_date_before_that_part() -> None:
    found = run(decision_gate=[TO_COME], **together(way(0), way(10, effect=False)))
    legs = {(leg.track, leg.leg): (leg.days.count, leg.is_enough) for leg in found.legs}
    assert (legs["effect", "work"], legs["all", "work"], legs["effect", "sign_off"]) == ((1, False), (2, True), (2, True))
    chosen = found.of("G")
    assert chosen is not None
    known = {start.leg: start.by_median is not None for start in chosen.starts if start.track == "effect"}
    assert known == {"procurement": False, "to_start": False, "work": False, "sign_off": True, "publication": True}


def test_a_gate_known_to_the_year_is_counted_from_its_first_day() -> None:
    year = gate("G", date(2022, 6, 1), "review", date_precision="year")
    found = status(decision_gate=[year], **together(way(0), way(10), way(20)))
    last = next(start for start in found.starts if start.leg == "publication")
    assert last.by_median == date(2022, 1, 1) - timedelta(days=40)


@pytest.mark.parametrize("as_of", [date(1900, 1, 1), AS_OF])
def test_an_empty_store_has_no_gates_and_says_so(as_of: date) -> None:
    found = gates(Snapshot.from_rows(as_of, {}))
    assert (found.gates, found.next, found.of(None)) == ((), None, None)
    assert found.sentence.nb.startswith("Ingen beslutninger er registrert")
    assert envelope("gates", found)["result"]["gates"] == []
    assert found.table().is_empty()


def test_the_sentence_tells_the_next_decision_first() -> None:
    found = run(**effect_tables(date(2021, 9, 1)))
    assert found.sentence.nb == (
        "Neste beslutning er «Beslutning G», 31. desember 2021. 2 arbeider gjelder den: 2 ventet i tide. "
        "Alle virkemidler har en evaluering."
    )
