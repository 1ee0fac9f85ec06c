"""Bodies, plans and meetings (chapter 3, 8.2 and the mandate)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.analytics.rules.plan_cases import (
    Row,
    body,
    day,
    decision,
    hits,
    judge,
    line,
    meeting,
    messages,
    organisation,
    plan,
    snap,
)  # fmt: skip

BODIES = [body("PE", True), body("PF", False, "Programforum"), body("KG", True, "Koordineringsgruppen under rådet")]


def test_a_body_that_does_not_decide_has_no_decisions() -> None:
    rows = [
        decision("D1", "PE", "2020-02-01"), decision("D2", "PF", "2020-02-01"), decision("D3", "PF", "2020-02-01", kind="advice"),
        decision("D4", "PE", "2020-02-01", meeting_id="M"),
    ]  # fmt: skip
    snapshot = snap(
        body=BODIES, decision=rows, meeting=[meeting("M", "programme_forum", "2020-02-01", "2020-02-01", body_id="PF")]
    )

    assert hits("advisory_body", snapshot) == [("D2", "breach"), ("D4", "consider")]
    assert judge("advisory_body", snapshot).judged == 3
    assert messages("advisory_body", snapshot)[0] == (
        "Beslutningen 1. februar 2020 er ført på Programforum, som ikke er et besluttende organ: «Sak D2»"
    )


@pytest.mark.parametrize(
    ("dealt", "expected"),
    [
        (["2020-02-01", "2020-08-01"], []),
        (["2020-02-02"], [("D1", "consider")]),
        (["2020-01-15"], [("D2", "note")]),
        ([], [("D1", "consider"), ("D2", "consider")]),
    ],
)
def test_matters_of_principle_are_settled_first(dealt: list[str], expected: object) -> None:
    rows = [
        decision("D1", "PE", "2020-02-01", principle=True), decision("D2", "PE", "2020-09-01", principle=True),
        decision("D3", "PE", "2020-09-01"), decision("D4", "PF", "2020-01-01", kind="advice", principle=True),
        *(decision(f"G{n}", "KG", when, kind="advice", principle=True) for n, when in enumerate(dealt)),
    ]  # fmt: skip

    assert hits("principle_settled", snap(body=BODIES, decision=rows)) == expected


def test_without_a_coordination_group_every_matter_of_principle_is_to_be_considered() -> None:
    snapshot = snap(body=BODIES[:2], decision=[decision("D1", "PE", "2020-02-01", principle=True)])

    assert "finnes ikke blant organene" in messages("principle_settled", snapshot)[0]


PLANS = [
    plan("A", 2020, "2019-12-31", sent_to_ministry_date=day("2020-01-02"), sent_for="orientation"),
    plan("B", 2021, "2021-01-01", sent_to_ministry_date=day("2021-01-02"), sent_for="decision"),
    plan("C", 2021, "2021-03-01", 2),
    plan("D", 2022, "2021-05-01", sent_to_ministry_date=day("2021-04-30")),
]


def test_plans_are_sent_for_orientation_when_final() -> None:
    snapshot = snap(action_plan=PLANS)

    assert hits("plan_sent_for", snapshot) == [("B", "breach"), ("D", "consider")]
    assert hits("plan_sent", snapshot) == [("C", "consider"), ("D", "consider")]
    assert messages("plan_sent", snapshot)[0].endswith("Den er ikke ført som sendt 121 dager etter.")


def test_the_first_adoption_is_before_the_year() -> None:
    snapshot = snap(action_plan=PLANS)

    assert hits("plan_adopted_late", snapshot) == [("B", "note")]
    assert "dag 1 i 2021" in messages("plan_adopted_late", snapshot)[0]
    assert judge("plan_adopted_late", snapshot).judged == 3


def test_every_year_that_has_begun_has_an_adopted_plan() -> None:
    rows = [PLANS[0], plan("B", 2021, None)]

    assert hits("plan_made", snap(date(2021, 1, 1), action_plan=rows)) == [("2019", "consider"), ("2021", "consider")]
    assert hits("plan_made", snap(date(2020, 12, 31), action_plan=rows)) == [("2019", "consider")]
    assert "ikke ført som vedtatt" in messages("plan_made", snap(date(2021, 1, 1), action_plan=rows))[1]


def test_a_plan_adopted_before_the_programme_begins_is_in_time() -> None:
    later = {
        "programme_id": "P", "agreement_id": "B", "name_nb": "Nytt", "name_en": "New", "start_date": day("2025-07-01"),
        "end_date": day("2028-12-31"),
    }  # fmt: skip
    for adopted, expected in (("2025-06-30", []), ("2025-07-01", [("A", "note")])):
        assert (
            hits("plan_adopted_late", snap(date(2025, 12, 1), programme=[later], action_plan=[plan("A", 2025, adopted)]))
            == expected
        )
    assert messages("plan_made", snap(date(2025, 7, 1), programme=[later])) == [
        "Programåret begynte 1. juli 2025. Ingen handlingsplan for 2025 er registrert."
    ]


MEETINGS = [
    meeting("V19", "spring", "2019-06-13", "2019-06-13"), meeting("H19", "autumn", "2019-11-20", "2019-11-20"),
    meeting("V20", "spring", "2020-03-25", "2020-06-10"), meeting("H20", "autumn", "2020-10-28", None),
]  # fmt: skip


def test_two_meetings_in_each_year_that_is_over() -> None:
    assert hits("meetings_held", snap(date(2020, 12, 30), meeting=MEETINGS)) == []
    assert hits("meetings_held", snap(date(2020, 12, 31), meeting=MEETINGS)) == [("H20", "consider")]
    assert hits("meetings_held", snap(date(2021, 12, 31), meeting=MEETINGS)) == [
        ("2021 autumn", "consider"), ("2021 spring", "consider"), ("H20", "consider"),
    ]  # fmt: skip


def test_a_programme_that_starts_in_july_has_no_spring_meeting_that_year() -> None:
    later = {
        "programme_id": "Q", "agreement_id": "B", "name_nb": "Nytt", "name_en": "New", "start_date": day("2025-07-01"),
        "end_date": day("2028-12-31"),
    }  # fmt: skip
    assert hits("meetings_held", snap(date(2025, 12, 31), programme=[later])) == [("2025 autumn", "consider")]


def attended(meeting_id: str, *who: str) -> list[Row]:
    return [
        {"meeting_participant_id": f"{meeting_id}-{key}", "meeting_id": meeting_id, "organisation_id": key,
         "attendance": "attended"}
        for key in who
    ]  # fmt: skip


def test_the_parties_are_recorded_where_anyone_is() -> None:
    parties = [
        organisation("LO", "LO", kind="employee_organisation"), organisation("NHO", "NHO", kind="employer_organisation"),
        organisation("ASD", "Departementet", kind="ministry", successor_id="AID"), organisation("AID", "Nytt departement"),
        organisation("AV", "Direktoratet"),
    ]  # fmt: skip
    members = [
        {"body_member_id": f"BM-{key}", "body_id": "RG", "organisation_id": key, "role": role, "valid_from": first}
        for key, role, first in (
            ("LO", "member", None), ("NHO", "member", day("2020-01-01")), ("ASD", "member", None), ("AV", "leader", None),
        )
    ]  # fmt: skip
    there = [*attended("V19", "LO", "AID"), *attended("H19", "NHO"), *attended("V20", "LO", "ASD")]
    snapshot = snap(organisation=parties, body_member=members, meeting=MEETINGS, meeting_participant=there)

    assert hits("parties_present", snapshot) == [("H19", "consider"), ("H19", "note"), ("V20", "consider")]
    assert judge("parties_present", snapshot).judged == 3
    assert messages("parties_present", snapshot)[-1] == "«Møte V20» 10. juni 2020: NHO er ikke ført blant deltakerne."


def test_notes_of_a_plan_line_are_not_asked_for_without_a_plan() -> None:
    assert judge("line_started", snap(action_plan_line=[line("L1", "A")])).judged == 0
