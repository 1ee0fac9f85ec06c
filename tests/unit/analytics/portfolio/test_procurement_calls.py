"""Steps are dated, their days add up to the whole, and what is missing or out of order is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.portfolio.procurement import Procurement
from analytics.portfolio.procurement_words import call_text, faults_text
from tests.unit.analytics.portfolio.procurement_rows import call, found, signed, step
from tests.unit.analytics.portfolio.rows import Row

#: One competition through every step, 20 days late: 9 + 10 + 11 + 30 + 5 + 5 + 10 days from the registration on 1 January.
DATES = {
    "brief": (date(2021, 1, 8), date(2021, 1, 10)),
    "documents": (date(2021, 1, 18), date(2021, 1, 20)),
    "announced": (date(2021, 1, 20), date(2021, 1, 31)),
    "deadline": (date(2021, 2, 20), date(2021, 3, 2)),
    "assessed": (date(2021, 2, 25), date(2021, 3, 7)),
    "awarded": (date(2021, 2, 28), date(2021, 3, 12)),
    "contracted": (date(2021, 3, 2), date(2021, 3, 22)),
}


def whole(call_id: str = "A", *without: str, **other: tuple[date | None, date | None]) -> list[Row]:
    return [step(call_id, name, *other.get(name, dates)) for name, dates in DATES.items() if name not in without]


def one(result: Procurement, call_id: str = "A") -> dict[str, Any]:
    return next(row for row in result.calls.to_dicts() if row["call_id"] == call_id)


def by_step(result: Procurement, column: str, call_id: str = "A") -> dict[str, Any]:
    return {row["step"]: row[column] for row in result.steps_of(call_id).to_dicts()}


def test_days_in_each_step_add_up_to_the_whole_way() -> None:
    result = found(call=[call("A")], call_step=whole())
    days = by_step(result, "days")
    assert days == {
        "brief": 9, "documents": 10, "announced": 11, "deadline": 30, "assessed": 5, "awarded": 5, "contracted": 10
    }  # fmt: skip
    row = one(result)
    assert (row["status"], row["total_days"], row["end_date"]) == ("contracted", 80, date(2021, 3, 22))
    assert sum(days.values()) == row["total_days"]


def test_slip_is_against_the_original_plan_also_when_the_plan_was_changed() -> None:
    changes = [
        {"schedule_change_id": "1", "call_step_id": "A-contracted", "decided_date": date(2021, 2, 1),
         "new_planned_date": date(2021, 3, 10), "reason": "pandemic"},
        {"schedule_change_id": "2", "call_step_id": "A-contracted", "decided_date": date(2021, 3, 1),
         "new_planned_date": date(2021, 3, 22), "reason": "procurement"},
    ]  # fmt: skip
    result = found(call=[call("A")], call_step=whole(), schedule_change=changes)
    assert by_step(result, "slip_days")["contracted"] == 20
    assert by_step(result, "newest_date")["contracted"] == date(2021, 3, 22)
    assert by_step(result, "changes")["contracted"] == 2
    assert (one(result)["slip_step"], one(result)["slip_days"]) == ("contracted", 20)
    early = found(date(2021, 2, 5), call=[call("A")], call_step=whole(), schedule_change=changes)
    assert by_step(early, "newest_date")["contracted"] == date(2021, 3, 10)


def test_where_a_call_stands_and_how_long_it_has_stood_depends_on_the_day() -> None:
    tables: dict[str, list[Row]] = {"call": [call("A")], "call_step": whole()}
    row = one(found(date(2021, 2, 25), **tables))
    assert (row["status"], row["standing_step"], row["standing_from"]) == ("ongoing", "deadline", date(2021, 1, 31))
    assert (row["standing_days"], row["overdue_days"], row["total_days"]) == (25, 5, 55)
    before = one(found(date(2021, 1, 5), **tables))
    assert (before["standing_step"], before["standing_days"], before["overdue_days"]) == ("brief", 4, None)


def test_a_step_not_reached_slips_at_least_to_the_day() -> None:
    steps = [step("A", "brief", date(2021, 1, 8), date(2021, 1, 10)), step("A", "documents", date(2021, 1, 18))]
    result = found(date(2021, 2, 1), call=[call("A")], call_step=steps)
    assert by_step(result, "slip_days") == {"brief": 2, "documents": 14}
    assert "14 dager" in call_text(one(result)).nb


def test_a_call_without_any_step_stands_in_its_brief() -> None:
    row = one(found(date(2021, 1, 11), call=[call("A", "in_house")]))
    assert (row["status"], row["standing_step"], row["standing_days"]) == ("ongoing", "brief", 10)


def test_the_next_step_of_a_competition_is_known_and_of_other_routes_not() -> None:
    steps = [step(name, "brief", None, date(2021, 1, 10)) for name in ("A", "B")]
    result = found(date(2021, 1, 20), call=[call("A"), call("B", "grant")], call_step=steps)
    assert one(result)["standing_step"] == "documents"
    assert (one(result, "B")["standing_step"], one(result, "B")["standing_days"]) == (None, 10)
    assert "ikke ført opp" in call_text(one(result, "B")).nb


def test_a_cancelled_call_is_apart() -> None:
    steps = [*whole("A", "awarded", "contracted"), step("A", "cancelled", None, date(2021, 3, 12))]
    result = found(call=[call("A"), call("B")], call_step=[*steps, *whole("B")])
    row = one(result)
    assert result.by_status == {"ongoing": 0, "contracted": 1, "cancelled": 1}
    assert (row["total_days"], row["slip_days"], row["standing_step"]) == (70, None, None)
    assert {row["reached"] for row in result.step_times.to_dicts()} == {1}
    assert "Avlyst 12. mars 2021" in call_text(row).nb


def test_a_skipped_step_is_missing_and_the_days_after_it_are_not_counted() -> None:
    result = found(call=[call("A")], call_step=whole("A", "documents"))
    row = one(result)
    assert row["missing_steps"] == ["documents"]
    assert by_step(result, "state")["documents"] == "missing"
    assert by_step(result, "covers_missing") == {name: name == "announced" for name in DATES}
    assert by_step(result, "days")["announced"] == 21
    times = {item["step"]: item for item in result.step_times.to_dicts()}
    assert (times["announced"]["reached"], times["announced"]["not_counted"]) == (0, 1)
    faults = faults_text(row)
    assert faults is not None
    assert "konkurransegrunnlag" in faults.nb


def test_a_planned_step_that_was_passed_without_a_date_is_missing_by_every_route() -> None:
    steps = [step("A", "brief", None, date(2021, 1, 10)), step("A", "awarded", date(2021, 1, 20)),
             step("A", "contracted", None, date(2021, 2, 1))]  # fmt: skip
    assert one(found(call=[call("A", "in_house")], call_step=steps))["missing_steps"] == ["awarded"]
    in_house = [steps[0], steps[2]]
    assert one(found(call=[call("A", "in_house")], call_step=in_house))["missing_steps"] == []


def test_dates_out_of_order_are_said_and_give_no_days() -> None:
    wrong: Any = {"announced": (None, date(2021, 1, 15))}
    result = found(call=[call("A")], call_step=whole("A", **wrong))
    assert one(result)["unordered_steps"] == ["announced"]
    assert by_step(result, "days")["announced"] is None
    assert by_step(result, "days")["deadline"] == 41  # from the documents on 20 January
    assert one(result)["total_days"] == 80


def test_a_step_before_the_registration_is_out_of_order() -> None:
    result = found(call=[call("A", registered=date(2021, 1, 12))], call_step=whole())
    assert one(result)["unordered_steps"] == ["brief"]


def test_a_signed_contract_ends_a_call_whose_contract_step_has_no_date() -> None:
    steps = whole("A", "contracted")
    row = one(found(call=[call("A")], call_step=steps, contract=[signed("K", "5", call_id="A", signed_date=date(2021, 3, 20))]))
    assert (row["status"], row["end_date"], row["missing_steps"]) == ("contracted", date(2021, 3, 20), ["contracted"])


def test_the_median_needs_enough_calls_and_routes_are_never_mixed() -> None:
    calls = [call("A"), call("B", registered=date(2021, 1, 3)), call("C", "in_house")]
    steps = [*whole("A"), *whole("B"), step("C", "brief", None, date(2021, 1, 2))]
    times = {(row["route"], row["step"]): row for row in found(call=calls, call_step=steps).step_times.to_dicts()}
    brief = times["competition", "brief"]
    assert (brief["reached"], brief["median_days"], brief["longest_days"], brief["longest_call_id"]) == (2, 8.0, 9, "A")
    assert times["competition", "total"]["median_days"] == 79.0
    few = times["in_house", "brief"]
    assert (few["reached"], few["median_days"], few["is_enough"], few["longest_days"]) == (1, None, False, 1)


def test_what_has_stood_longest_in_each_step_is_told() -> None:
    calls = [call("Å"), call("B", registered=date(2021, 1, 3)), call("C")]
    times = {row["step"]: row for row in found(date(2021, 1, 31), call=calls).step_times.to_dicts()}
    assert (times["brief"]["standing"], times["brief"]["oldest_days"], times["brief"]["oldest_call_id"]) == (3, 30, "C")
    assert times["brief"]["reached"] == 0


def test_calls_of_another_programme_are_left_out() -> None:
    later = {"programme_id": "Q", "agreement_id": "A", "name_nb": "Q", "name_en": "Q", "start_date": date(2025, 1, 1),
             "end_date": date(2028, 12, 31)}  # fmt: skip
    earlier = {"programme_id": "P", "agreement_id": "A", "name_nb": "P", "name_en": "P", "start_date": date(2019, 1, 1),
               "end_date": date(2022, 12, 31)}  # fmt: skip
    calls = [call("A"), call("B", programme_id="Q", registered=date(2025, 2, 1))]
    result = found(date(2025, 6, 1), programme=[earlier, later], call=calls, call_step=whole())
    assert result.calls.get_column("call_id").to_list() == ["B"]
    assert result.steps.get_column("call_id").unique().to_list() == ["B"]


@pytest.mark.parametrize("as_of", [date(2019, 1, 1), date(2021, 6, 30)])
def test_nothing_recorded_is_nothing_and_not_an_error(as_of: date) -> None:
    result = found(as_of)
    assert result.is_empty
    assert result.by_status == {"ongoing": 0, "contracted": 0, "cancelled": 0}
    assert result.sentence.nb.startswith("Ingen utlysninger eller oppdrag er registrert")
