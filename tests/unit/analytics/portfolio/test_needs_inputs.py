"""What became of the input of each party, and of the needs of each meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

from analytics.portfolio.needs import NOTHING, Needs, needs
from analytics.portfolio.needs_text import inputs_sentence, silent_sentence
from domain.tables import Role
from tests.unit.analytics.portfolio.needs_rows import answers, given, member, need, organisation, world
from tests.unit.analytics.portfolio.rows import PROGRAMME, project


def meeting(meeting_id: str, kind: str, held: date | None, **values: Any) -> dict[str, Any]:
    row = {"meeting_id": meeting_id, "kind": kind, "title_nb": f"Møte {meeting_id}", "planned_date": held or date(2021, 5, 1)}
    return {**row, "held_date": held, **values}


def tables() -> dict[str, Any]:
    return {
        "organisation": [organisation("LO", short_name="LO"), organisation("NHO", short_name="NHO"), organisation("ÅKER"),
                         organisation("GAMMEL"), organisation("UTEN")],
        "body": [{"body_id": "REFERANSEGRUPPE", "name_nb": "R", "name_en": "R", "can_decide": False}],
        "body_member": [member("LO"), member("NHO", role="leader"), member("ÅKER"),
                        member("GAMMEL", valid_to=date(2020, 12, 31))],
        "meeting": [meeting("H19", "autumn", date(2019, 11, 1)), meeting("H20", "autumn", date(2020, 11, 1)),
                    meeting("V21", "spring", None)],
        "knowledge_need": [
            need("B1", raised_by_id="LO", meeting_id="H19"), need("B2", raised_by_id="LO", meeting_id="H19"),
            need("B3", raised_by_id=None), need("B4", raised_by_id="NHO", meeting_id="H19",
                                                not_now_date=date(2020, 2, 1), not_now_reason_nb="Senere."),
        ],
        "project": [project("P1")],
        "project_need": [answers("P1", "B1")],
        "meeting_input": [
            given("I1", "LO", "B1", meeting_id="H19", outcome="included", outcome_date=date(2020, 2, 1), outcome_nb="I planen."),
            given("I2", "LO", meeting_id="H20"),
            given("I3", "UTEN", "B1", outcome="open", outcome_date=date(2021, 1, 1), received_date=date(2020, 12, 1)),
            given("I4", "LO", "B2", outcome="not_now", outcome_date=date(2021, 12, 1), received_date=date(2019, 11, 1)),
        ],
    }  # fmt: skip


def found(role: Role = "owner", **changes: Any) -> Needs:
    return needs(world(role=role, **{**tables(), **changes}))


def by(frame: Any, key: str, *names: str) -> dict[Any, Any]:
    return {row[0]: row[1] if len(names) == 1 else row[1:] for row in frame.select(key, *names).iter_rows()}


def test_an_input_without_an_outcome_and_one_that_is_written_open_are_both_not_settled() -> None:
    inputs = found().inputs

    assert by(inputs, "input_id", "outcome", "is_settled") == {
        "I3": ("open", False), "I2": ("open", False), "I1": ("included", True), "I4": ("open", False),
    }  # fmt: skip
    assert by(inputs, "input_id", "waiting_days")["I2"] == (date(2021, 6, 30) - date(2020, 10, 1)).days
    assert by(inputs, "input_id", "waiting_days")["I1"] is None
    assert found().settled_inputs == 1


def test_an_input_leads_to_its_need_and_the_projects_of_that() -> None:
    assert by(found().inputs, "input_id", "need_id", "project_ids", "cover")["I1"] == ("B1", ["P1"], "with_project")
    assert by(found().inputs, "input_id", "need_id", "project_ids", "cover")["I2"] == (None, [], None)


def test_every_member_is_a_party_also_without_input_and_others_that_have_asked_are_there_too() -> None:
    parties = found().parties

    assert parties.get_column("organisation_id").to_list() == ["LO", "NHO", "ÅKER", "UTEN"]
    assert by(parties, "organisation_id", "role", "inputs", "included", "open", "needs", "needs_with_project") == {
        "LO": ("member", 3, 1, 2, 2, 1), "NHO": ("leader", 0, 0, 0, 1, 0), "ÅKER": ("member", 0, 0, 0, 0, 0),
        "UTEN": (None, 1, 0, 1, 1, 1),
    }  # fmt: skip


def test_several_parties_may_have_asked_for_one_need() -> None:
    rows = found().rows

    assert by(rows, "need_id", "asked_by_ids", "meeting_ids") == {
        "B1": (["LO", "UTEN"], ["H19"]), "B2": (["LO"], ["H19"]), "B3": ([], []), "B4": (["NHO"], ["H19"]),
    }  # fmt: skip
    assert found().selected(parties=("UTEN",)).get_column("need_id").to_list() == ["B1"]
    assert found().selected(meetings=(NOTHING,)).get_column("need_id").to_list() == ["B3"]
    assert found().need_sentence("B1").nb == (
        "Planlagt: behovet har en planlinje, en utlysning eller et prosjekt, men arbeidet er ikke avtalt. "
        "Meldt av LO 1. januar 2020, i «Møte H19». Også tatt opp i innspill fra Organisasjon UTEN. Behovet er 546 dager gammelt."
    )
    assert "utenom møtene" in found().need_sentence("B3").nb


def test_the_needs_by_meeting_add_up_and_a_meeting_without_needs_is_listed() -> None:
    rows = found().meetings

    assert rows.select("meeting_id", "needs", "with_project", "only_stopped", "not_now", "none").rows() == [
        ("H20", 0, 0, 0, 0, 0), ("H19", 3, 1, 0, 1, 1), (None, 1, 0, 0, 0, 1),
    ]  # fmt: skip
    assert by(rows, "meeting_id", "without_ids")["H19"] == ["B2"]
    assert found().autumn_sentence.nb == (
        "Ingen behov er meldt i høstmøtet 1. november 2020. I høstmøtet 1. november 2019 ble det meldt 3 behov. 1 har prosjekt. "
        "1 er satt på vent med begrunnelse («ikke nå»). 1 har verken prosjekt eller et begrunnet «ikke nå»: B2."
    )


def test_no_autumn_meeting_has_been_held() -> None:
    assert found(meeting=[]).autumn_sentence.nb == "Det er ikke holdt noe høstmøte i programmets tid per 30. juni 2021."


def test_a_role_that_may_not_see_inputs_is_told_so_and_sees_no_zeros() -> None:
    hidden = found("public")

    assert not hidden.can_see_inputs
    assert hidden.settled_inputs is None
    assert hidden.parties.get_column("inputs").null_count() == len(hidden.parties)
    assert by(hidden.parties, "organisation_id", "needs")["LO"] == 2
    assert by(hidden.rows, "need_id", "asked_by_ids")["B1"] == ["LO"]
    assert hidden.as_json()["inputs"] is None
    assert hidden.as_json()["hidden_tables"] == ["meeting_input"]


def test_what_became_of_one_party_s_input() -> None:
    told = needs(world(**tables()), {"party": "LO"}).as_json()

    assert [row["input_id"] for row in told["inputs"]["rows"]] == ["I1", "I2", "I4"]
    assert told["inputs"]["sentence"].nb == (
        "3 innspill fra LO, sist 1. oktober 2020. Tatt inn i handlingsplanen: 1; Ikke avklart: 2."
    )
    assert told["inputs"]["count"] == 4
    assert [row["organisation_id"] for row in told["parties"]] == ["LO"]


def test_members_without_input_in_the_selection_are_named() -> None:
    result = found()

    rows = result.selected_inputs(meetings=("H20",))

    assert silent_sentence(result.parties, rows) is not None
    assert silent_sentence(result.parties, rows).nb == (  # type: ignore[union-attr]
        "2 medlemmer av referansegruppen har ikke gitt innspill i utvalget: NHO og Organisasjon ÅKER."
    )
    assert silent_sentence(result.parties.filter(organisation_id="LO"), rows) is None
    assert inputs_sentence(rows.clear()).nb == "Ingen innspill er registrert i utvalget."


def test_input_of_another_programme_s_time_is_not_part() -> None:
    later = {**PROGRAMME, "programme_id": "Q", "start_date": date(2020, 11, 1), "end_date": date(2028, 12, 31)}

    result = needs(world(**{**tables(), "programme": [PROGRAMME, later], "knowledge_need": []}))

    assert result.inputs.get_column("input_id").to_list() == ["I3"]
