"""The whole agreement: who covers which question, when, what nobody does, and the gatherings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.evidence.instruments import instruments
from analytics.portfolio.agreement_map import AgreementMap, agreement_map
from analytics.portfolio.agreement_map_sides import evaluation_kinds
from data.snapshot import Snapshot
from reports.envelope import envelope
from tests.unit.analytics.portfolio.rows import AS_OF, PROGRAMME, Row, project, questions_of, snapshot

STARTED = {"started_date": date(2021, 1, 1)}
TAGS = [
    {"tag_id": "FOLLOW", "kind": "design", "name_nb": "Følge", "name_en": "Follow", "speaks_about_nb": "gjennomføring"},
    {"tag_id": "RCT", "kind": "design", "name_nb": "RCT", "name_en": "RCT", "speaks_about_nb": "effekt", "sms_start": 5},
]


def instrument(id_: str, order: int, *, own: bool = False, agreement: str = "A") -> Row:
    return {
        "instrument_id": id_, "agreement_id": agreement, "name_nb": f"Virkemiddel {id_}", "name_en": f"Instrument {id_}",
        "short_nb": id_, "short_en": id_, "is_knowledge_development": own, "order_no": order, "valid_from": date(2019, 1, 1),
    }  # fmt: skip


def frame(id_: str, amount: int) -> Row:
    return {
        "instrument_frame_id": f"R-{id_}", "instrument_id": id_, "unit": "per_year", "year_from": 2019, "year_to": 2019,
        "amount_nok": Decimal(amount),
    }  # fmt: skip


def evaluation(id_: str, instrument_id: str | None, **more: Any) -> Row:
    return {
        "evaluation_id": id_, "instrument_id": instrument_id, "agreement_id": "A", "title_nb": f"Evaluering {id_}",
        "payer": "own_frame", "addresses_effect": "no", "registered_date": date(2020, 1, 1), **more,
    }  # fmt: skip


def step(evaluation_id: str, stage: str, day: date, precision: str = "day") -> Row:
    return {
        "evaluation_step_id": f"{evaluation_id}-{stage}", "evaluation_id": evaluation_id, "stage": stage, "actual_date": day,
        "date_precision": precision,
    }  # fmt: skip


def link(project_id: str, instrument_id: str) -> Row:
    return {"project_id": project_id, "instrument_id": instrument_id}


def need(id_: str, instrument_id: str, kind: str, **more: Any) -> Row:
    return {
        "need_id": id_, "title_nb": f"Behov {id_}", "instrument_id": instrument_id, "question_kind": kind,
        "raised_date": date(2020, 3, 1), **more,
    }  # fmt: skip


def effort(id_: str, instrument_id: str | None = None, **more: Any) -> Row:
    return {
        "effort_id": id_, "agreement_id": "A", "name_nb": f"Satsing {id_}", "name_en": f"Effort {id_}", "kind": "other",
        "instrument_id": instrument_id, "is_named_in_plan": True, "valid_from": date(2019, 1, 1), **more,
    }  # fmt: skip


INSTRUMENTS = [instrument("I1", 1), instrument("I2", 2), instrument("OWN", 3, own=True), instrument("I3", 4)]


def tables(**more: Any) -> dict[str, Any]:
    """I1: project 1 (effect, implementation) and evaluation E1 (implementation). I2: nothing. I3: planned project 2."""
    return {
        "instrument": INSTRUMENTS,
        "instrument_frame": [frame("I1", 75), frame("I2", 25), frame("OWN", 21)],
        "tag": TAGS,
        "evaluation": [evaluation("E1", "I1", design_id="FOLLOW")],
        "evaluation_step": [step("E1", "started", date(2021, 3, 1))],
        "project": [project("1", **STARTED), project("2")],
        "project_instrument": [link("1", "I1"), link("2", "I3")],
        "project_question": [*questions_of("1", effect=50, implementation=50), *questions_of("2", cause=100)],
        **more,
    }


def small(as_of: date = AS_OF, **more: Any) -> AgreementMap:
    return agreement_map(snapshot(as_of, **tables(**more)))


def states(result: AgreementMap, row_id: str) -> list[str]:
    return [cell.state for cell in result.cells if cell.row_id == row_id]


def test_each_cell_says_who_covers_it() -> None:
    result = small(related_effort=[effort("S1", "I1"), effort("S2")])
    assert [row.row_id for row in result.rows] == ["I1", "I2", "OWN", "I3", "S2"]
    # cause, implementation, effect, cost and benefit, synthesis
    assert states(result, "I1") == ["open", "overlap", "programme", "open", "open"]
    assert states(result, "I2") == ["open"] * 5
    assert states(result, "OWN") == ["not_counted"] * 5
    assert states(result, "I3") == ["coming", "open", "open", "open", "open"]
    assert states(result, "S2") == ["unknown"] * 5
    assert sum(result.by_state.values()) == len(result.cells) == 25
    assert result.by_state["open"] == 12


@pytest.mark.parametrize(
    ("addresses", "speaks", "expected"),
    [
        ("yes", None, ("effect",)),
        ("yes", "gjennomføring", ("effect", "implementation")),
        ("no", "gjennomføring", ("implementation",)),
        ("no", "mekanisme og gjennomføring", ("implementation",)),
        ("no", "effekt", ("not_stated",)),
        ("unknown", "effekt under forutsetninger", ("effect",)),
        ("no", "sammenheng", ("cause",)),
        ("no", "status", ("synthesis",)),
        ("unknown", None, ("not_stated",)),
        ("no", "utvikling", ("not_stated",)),
    ],
)
def test_an_evaluation_lies_under_effect_or_what_its_design_speaks_about(
    addresses: str, speaks: str | None, expected: tuple[str, ...]
) -> None:
    assert evaluation_kinds(addresses, speaks) == expected


def test_what_does_not_state_its_question_makes_empty_cells_unknown_and_not_open() -> None:
    result = small(evaluation=[evaluation("E1", "I2", addresses_effect="unknown")], evaluation_step=[])
    assert states(result, "I2") == ["unknown"] * 5
    effect_only = small(evaluation=[evaluation("E1", "I2", addresses_effect="unknown", design_id="FOLLOW")], evaluation_step=[])
    assert states(effect_only, "I2") == ["open", "evaluation", "unknown", "open", "open"]


def test_a_cancelled_evaluation_covers_nothing_and_a_project_that_is_the_evaluation_is_no_overlap_with_itself() -> None:
    cancelled = small(evaluation_step=[step("E1", "cancelled", date(2021, 3, 1))])
    assert states(cancelled, "I1")[1] == "programme"
    itself = small(evaluation=[evaluation("E1", "I2", project_id="1", design_id="FOLLOW")], evaluation_step=[])
    assert states(itself, "I2") == ["open", "programme", "programme", "open", "open"]
    assert itself.pairs.is_empty()


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([step("E1", "started", date(2021, 3, 1))], "same_time"),
        ([step("E1", "started", date(2019, 3, 1)), step("E1", "published", date(2020, 12, 31))], "evaluation_first"),
        ([step("E1", "published", date(2020, 12, 31))], "evaluation_first"),
        ([step("E1", "started", date(2021, 6, 1))], "programme_first"),
        ([step("E1", "published", date(2021, 2, 1))], "same_time"),  # it was not done when the project began
        ([step("E1", "published", date(2021, 6, 1))], "unknown"),
        ([], "unknown"),
    ],
)
def test_an_overlap_says_whether_at_the_same_time(steps: list[Row], expected: str) -> None:
    done = project("1", started_date=date(2021, 1, 1), completed_date=date(2021, 5, 1))
    (pair,) = small(project=[done], evaluation_step=steps).pairs.to_dicts()
    assert (pair["row_id"], pair["question_kind"], pair["project_id"], pair["evaluation_id"]) == (
        "I1",
        "implementation",
        "1",
        "E1",
    )
    assert pair["timing"] == expected


def test_an_overlap_is_told_with_both_sides_dates_and_payer() -> None:
    result = small(evaluation_step=[step("E1", "started", date(2020, 12, 31), "year")])
    assert [text.nb for text in result.overlap_texts()] == [
        "I1, gjennomføring: 1 prosjekt i programmet, og egen evaluering: "
        "«Evaluering E1» (fra 2020; betales av: virkemiddelets egen ramme; samtidig)."
    ]
    (row,) = result.overlap_table("nb").to_dicts()
    assert (row["project_id"], row["project_period"], row["evaluation_period"]) == ("1", "fra 1. januar 2021", "fra 2020")
    assert (row["payer"], row["stage"]) == ("own_frame", "started")


def test_coverage_is_that_of_the_report_of_instruments_by_count_money_and_unknown() -> None:
    result, report = small(), instruments(snapshot(**tables()))
    found = {m.name: (m.count, m.whole, m.amount_nok, m.amount_whole_nok, m.amount_unknown) for m in result.measures}
    assert found == {
        "evaluation": (1, 3, 75, 100, 0),
        "programme": (1, 3, 75, 100, 0),
        "either": (1, 3, 75, 100, 0),
        "neither": (2, 3, 25, 100, 1),
    }
    own = result.measures[0]
    assert (own.count_pct, own.amount_pct) == (report.coverage_by_count_pct, report.coverage_by_amount_pct) == (33.3, 75.0)
    assert result.as_json()["without_evaluation"] == ["I2", "I3"]


def test_open_spaces_are_ranked_by_open_needs() -> None:
    result = small(
        knowledge_need=[
            need("N1", "I3", "effect"),
            need("N2", "I2", "cause", not_now_date=date(2021, 1, 1)),
            need("N3", "I1", "cause"),
            need("N4", "I2", "synthesis"),
            need("N5", "I2", "effect"),
            need("N6", "I2", "effect"),
        ],
        project_need=[{"project_id": "1", "need_id": "N3"}],
    )
    ranked = [(row.row_id, cell.question_kind, len(cell.need_ids), len(row.need_ids)) for row, cell in result.open_spaces]
    assert ranked[:4] == [("I2", "effect", 2, 3), ("I2", "synthesis", 1, 3), ("I3", "effect", 1, 1), ("I2", "cause", 0, 3)]
    assert ranked[-1] == ("I1", "synthesis", 0, 0)


def test_excluded_and_stopped_projects_cover_nothing() -> None:
    for more in ({"occurrence_only": "yes"}, {"stopped_date": date(2021, 2, 1)}):
        result = small(project=[project("1", **STARTED, **more)])
        assert states(result, "I1") == ["open", "evaluation", "open", "open", "open"]


def test_projects_without_an_instrument_are_told_apart() -> None:
    result = small(project=[project("1", **STARTED), project("Ærlig", **STARTED), project("9")])
    assert result.cross_cutting_ids == ("Ærlig",)


def test_plan_lines_that_support_another_effort() -> None:
    plan = {
        "plan_id": "H",
        "programme_id": "P",
        "year": 2021,
        "version": 1,
        "title_nb": "Plan",
        "drafted_date": date(2020, 12, 1),
    }
    line = {
        "plan_line_id": "L", "plan_id": "H", "title_nb": "Støtte", "effort_id": "S2", "listed_date": date(2020, 12, 1),
        "planned_amount_nok": Decimal(5),
    }  # fmt: skip
    result = small(
        related_effort=[effort("S2")], action_plan=[plan], action_plan_line=[line],
        project=[project("1", plan_line_id="L", **STARTED)],
    )  # fmt: skip
    (row,) = result.support.to_dicts()
    assert (row["plan_line_id"], row["year"], row["effort_nb"], row["project_ids"]) == ("L", 2021, "Satsing S2", ["1"])
    assert states(result, "S2") == ["unknown", "programme", "programme", "unknown", "unknown"]


def meeting(id_: str, planned: date, held: date | None) -> Row:
    return {
        "meeting_id": id_, "kind": "fou_gathering", "title_nb": f"Samling {id_}", "planned_date": planned, "held_date": held,
        "announced_date": date(2020, 1, 1),
    }  # fmt: skip


def participant(meeting_id: str, attendance: str, effort_id: str | None = None, organisation_id: str | None = None) -> Row:
    key = f"{meeting_id}-{effort_id}-{organisation_id}"
    return {
        "meeting_participant_id": key, "meeting_id": meeting_id, "attendance": attendance, "effort_id": effort_id,
        "organisation_id": organisation_id,
    }  # fmt: skip


GATHERINGS: dict[str, Any] = {
    "related_effort": [effort("S1", "I1"), effort("S2"), effort("S3"), effort("S4", is_named_in_plan=False)],
    "meeting": [
        meeting("M1", date(2020, 11, 1), date(2020, 11, 20)),
        meeting("M2", date(2021, 9, 1), date(2021, 9, 2)),
        meeting("M3", date(2021, 2, 1), None),
    ],
    "meeting_participant": [
        participant("M1", "attended", "S1"),
        participant("M1", "declined", "S2"),
        participant("M1", "attended", None, "LO"),
        participant("M2", "attended", "S1"),
    ],
}


def test_gatherings_tell_who_was_invited_and_came_and_nobody_has_come_to_one_that_is_not_held() -> None:
    found = small(**GATHERINGS).gatherings
    rows = {row.meeting_id: row for row in found.rows}
    assert list(rows) == ["M1", "M3", "M2"]
    first = rows["M1"]
    assert (first.invited_ids, first.attended_ids, first.declined_ids, first.organisations) == (("S1", "S2"), ("S1",), ("S2",), 1)
    assert (rows["M2"].held_date, rows["M2"].invited_ids, rows["M2"].attended_ids, rows["M2"].is_past) == (
        None,
        ("S1",),
        (),
        False,
    )
    assert (rows["M3"].is_past, rows["M3"].is_recorded) == (True, False)
    assert found.never_invited == ("S3",)
    assert found.days_since == (AS_OF - date(2020, 11, 20)).days == 222
    assert found.sentence.nb == "1 FoU-samling er holdt, 20. november 2020. Det er 222 dager siden."


def test_who_was_invited_is_not_known_when_nobody_is_recorded_or_the_role_may_not_see_it() -> None:
    unknown = small(**{**GATHERINGS, "meeting_participant": []}).gatherings
    assert (unknown.can_see_participants, unknown.never_invited) == (True, None)
    given = {"programme": [PROGRAMME], **tables(**GATHERINGS)}
    hidden = agreement_map(Snapshot.from_rows(AS_OF, given, role="public")).gatherings
    assert (hidden.can_see_participants, hidden.never_invited, hidden.days_since) == (False, None, 222)


def test_a_later_programme_has_its_own_instruments_efforts_and_gatherings() -> None:
    later = {
        **PROGRAMME,
        "programme_id": "N",
        "agreement_id": "B",
        "start_date": date(2025, 1, 1),
        "end_date": date(2028, 12, 31),
    }
    result = small(
        date(2026, 6, 30),
        **{
            **GATHERINGS,
            "programme": [PROGRAMME, later],
            "instrument": [*INSTRUMENTS, instrument("Ø1", 1, agreement="B")],
            "project": [project("1", **STARTED), project("N1", programme_id="N", started_date=date(2025, 2, 1))],
            "project_instrument": [link("1", "I1"), link("N1", "Ø1")],
            "project_question": questions_of("N1", synthesis=100),
        },
    )
    assert [row.row_id for row in result.rows] == ["Ø1"]
    assert states(result, "Ø1") == ["open", "open", "open", "open", "programme"]
    assert (result.efforts, result.gatherings.rows, result.gatherings.days_since) == ((), (), None)


def test_it_stands_with_nothing_at_all() -> None:
    for given in ({}, {"programme": []}, {"instrument": INSTRUMENTS}):
        result = agreement_map(snapshot(**given))  # type: ignore[arg-type]
        assert result.sentence.nb
        assert result.sentence.en
        assert result.pairs.is_empty()
        assert result.overlap_table("en").is_empty()
        assert envelope("agreement-map", result)["result"]["overlaps"] == []
    assert len(result.table()) == 20
    assert "Programmet har ingen prosjekter om de 3 virkemidlene." in result.sentence.nb
