"""What the screens say of programmes that can be added up by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.meetings.screen import Chart, Grid, Points, Screen, Tiles
from analytics.meetings.templates import BUILDERS
from tests.unit.analytics.meetings.rows import AUTUMN_20, SPRING_21, screen, setting
from tests.unit.analytics.portfolio import action_plan_rows as plans
from tests.unit.analytics.portfolio.needs_rows import answers, given, need, organisation
from tests.unit.analytics.portfolio.rows import PROGRAMME, project
from tests.unit.analytics.sickness import rows as sick
from tests.unit.analytics.spending import rows as ledger

MONEY: Any = {"programme": [PROGRAMME | {"programme_id": ledger.PROGRAMME}]}


def shown(made: Screen) -> list[list[str]]:
    assert isinstance(made.exhibit, Grid)
    return [[cell.shown("nb") for cell in row] for row in made.exhibit.rows]


def chart(made: Screen) -> dict[str, list[object]]:
    assert isinstance(made.exhibit, Chart)
    return {one.name.nb: [value.value for value in one.values] for one in (*made.exhibit.series, *made.exhibit.marks)}


def test_money_tells_paid_bound_and_free_of_frame_and_carried_in() -> None:
    made = screen(
        "money", **MONEY, frame=[ledger.frame(2020, 15), ledger.frame(2021, 15)],
        carry_over=[ledger.carry_over(2020, 5, "2021-02-01")], commitment=[ledger.commitment(1, 2021, 8, "2021-01-01")],
        payment=[ledger.payment(1, 2021, 3, "2021-03-01"), ledger.payment(2, 2020, 10, "2020-03-01")],
    )  # fmt: skip
    values = chart(made)
    assert values["Årets ramme"] == [15_000_000, 15_000_000]
    paid, bound, free = (values[name][-1] for name in ("Betalt", "Bundet", "Fritt"))
    assert paid == 3_000_000 and isinstance(bound, int) and isinstance(free, int) and paid + bound + free == 20_000_000
    assert made.message.nb.startswith("I 2021 er 3,0 av 20,0 mill. kroner betalt")
    assert made.details[0].nb == "Til disposisjon i 2021: 20,0 mill. kroner, av det 15,0 i ramme og 5,0 overført."


def test_money_that_is_promised_twice_is_told_as_more_than_the_year_has() -> None:
    made = screen(
        "money", **MONEY, frame=[ledger.frame(2021, 10)], commitment=[ledger.commitment(1, 2021, 12, "2021-01-01")]
    )  # fmt: skip
    assert (
        made.message.nb == "I 2021 er 0,0 av 10,0 mill. kroner betalt og 12,0 bundet. Det er 2,0 mill. kroner mer enn året har."
    )
    assert chart(made)["Fritt"] == [-2_000_000]


def test_frames_alone_are_key_figures_and_their_use_is_unknown_not_zero() -> None:
    made = screen("money", **MONEY, frame=ledger.plan_frames())
    assert "ikke lest inn" in made.message.nb
    assert isinstance(made.exhibit, Tiles)
    assert [tile.value.shown("nb") for tile in made.exhibit.tiles] == ["15,0", "21,0", "6,0", "60,0"]


def test_load_tells_later_years_and_what_goes_beyond_their_frames() -> None:
    made = screen(
        "load", **MONEY, frame=[ledger.frame(2021, 15), ledger.frame(2022, 15)],
        commitment=[ledger.commitment(1, 2022, 12, "2021-01-01"), ledger.commitment(2, 2022, 5, "2021-01-01"),
                    ledger.commitment(3, 2023, 2, "2021-01-01")],
    )  # fmt: skip
    assert (
        made.message.nb
        == "19,0 mill. kroner er bundet eller betinget i årene etter 2021, alt i år der bevilgningen ikke er vedtatt."
    )
    assert [text.nb for text in made.details] == [
        "I 2022 er det 2,0 mill. kroner mer enn rammen.",
        "2023 har ingen kjent ramme, og 2,0 mill. kroner er bundet eller betinget.",
    ]  # fmt: skip
    assert chart(made)["Årets ramme"] == [15_000_000, None]


def test_inputs_since_last_autumn_are_told_with_what_became_of_them() -> None:
    rows = [
        given("before", "LO", received_date=date(2020, 10, 27)),
        given("same_day", "LO", received_date=AUTUMN_20, meeting_id="H20", outcome="not_now", outcome_date=date(2020, 12, 1),
              outcome_nb="Krever lov."),
        given("later", "NHO", received_date=SPRING_21, meeting_id="V21"),
        given("own", "NHO", received_date=date(2021, 10, 20), meeting_id="H21"),
        given("today", "NHO", received_date=date(2021, 10, 27)),
    ]  # fmt: skip
    made = screen("inputs", meeting_input=rows, organisation=[organisation("LO"), organisation("NHO")])
    assert made.message.nb == "Fra og med høstmøtet 28. oktober 2020 er det kommet 2 innspill: 1 ikke nå og 1 ikke avklart."
    assert shown(made) == [["Organisasjon LO", "Innspill", "Ikke nå"], ["Organisasjon NHO", "Innspill", "Ikke avklart"]]
    assert made.notes[-1].nb == "Organisasjon LO: «Innspill» – ikke nå. Krever lov."


def test_many_inputs_are_a_chart_by_party() -> None:
    rows = [given(f"I{n}", "LO" if n < 5 else f"P{n:02d}", received_date=SPRING_21) for n in range(20)]
    parties = [organisation(key) for key in dict.fromkeys(str(row["organisation_id"]) for row in rows)]
    made = screen("inputs", meeting_input=rows, organisation=parties)
    assert isinstance(made.exhibit, Chart) and len(made.exhibit.categories) == 9
    assert chart(made) == {"Ikke avklart": [5, *[1] * 8]}
    assert made.details[0].nb == "7 parter til har gitt innspill. De står på siden Kunnskapsbehov."


def test_needs_of_last_autumn_without_project_are_named_by_number() -> None:
    made = screen(
        "needs", project=[project("P1", started_date=date(2021, 1, 1))], project_need=[answers("P1", "B1")],
        knowledge_need=[need("B1", raised=AUTUMN_20, meeting_id="H20"), need("B2", raised=AUTUMN_20, meeting_id="H20"),
                        need("B3", raised=SPRING_21, meeting_id="V21")],
    )  # fmt: skip
    assert made.message.nb == "1 av 3 kunnskapsbehov har et prosjekt."
    assert made.details[0].nb == "Fra høstmøtet 28. oktober 2020: 1 av 2 behov har verken prosjekt eller svar."
    assert chart(made) == {"Har prosjekt": [1, 0], "Uten prosjekt og svar": [1, 1]}


def test_lines_that_did_not_start_in_their_quarter_are_told_with_their_amount() -> None:
    lines = [plans.line("L1", quarter="2021K1", amount="2000000"), plans.line("L2", quarter="2021K4", amount="3000000")]
    made = screen("plan_year", action_plan=[plans.ADOPTED], action_plan_line=lines)
    assert made.message.nb == "1 av 2 linjer i handlingsplanen for 2021 startet ikke i kvartalet sitt: 2,0 av 5,0 mill. kroner."
    assert shown(made) == [["Aktivitet L1", "1. kvartal 2021", "Ikke startet", "2,0"]]


def test_without_a_plan_the_screen_says_so() -> None:
    assert screen("plan_year").message.nb == "Ingen handlingsplan for 2021 er registrert."


def test_the_next_plan_is_a_draft_with_what_is_left_of_the_frame() -> None:
    draft = plans.plan(2022, drafted_date=date(2021, 10, 1), programme_id=ledger.PROGRAMME)
    lines = [
        plans.line("N1", "HP2022-1", "2022K1", "4000000", listed_date=date(2021, 10, 1)),
        plans.line("N2", "HP2022-1", None, None, listed_date=date(2021, 10, 1)),
    ]
    made = screen(
        "plan_next", **MONEY, action_plan=[draft], action_plan_line=lines, frame=[ledger.frame(2022, 15)],
        commitment=[ledger.commitment(1, 2022, 12, "2021-01-01")],
    )  # fmt: skip
    assert made.message.nb.startswith("Utkastet til handlingsplan for 2022 har 2 linjer på 4,0 mill. kroner.")
    assert "Av rammen på 15,0 mill. kroner er 3,0 mill. kroner verken bundet eller planlagt." in made.message.nb
    assert shown(made) == [["Aktivitet N1", "1. kvartal 2022", "4,0"], ["Aktivitet N2", "ikke oppgitt", "ukjent"]]


def test_without_a_draft_the_needs_of_high_priority_are_shown() -> None:
    rows = [need("B1", priority="high"), need("B2", priority="high"), need("B3", priority="low")]
    made = screen("plan_next", knowledge_need=rows)
    assert "2 behov med høy prioritet har ikke noe prosjekt." in made.message.nb
    assert [row[0] for row in shown(made)] == ["Behov B1", "Behov B2"]
    assert made.details[0].nb == "Rammen for 2022 er ikke kjent."


def test_only_findings_after_the_meeting_before_are_new() -> None:
    rows: list[dict[str, Any]] = [
        {"finding_id": name, "project_id": "P1", "text_nb": f"Funn {name}", "outcome": "other", "direction": "mixed",
         "reported_date": day}
        for name, day in (("old", SPRING_21), ("new", date(2021, 4, 22)))
    ]  # fmt: skip
    made = screen("findings", project=[project("P1", started_date=date(2021, 1, 1))], finding=rows)
    assert made.message.nb == "1 nytt funn er rapportert siden møtet 21. april 2021."
    assert isinstance(made.exhibit, Points) and len(made.exhibit.items) == 1
    assert made.exhibit.items[0].nb.startswith("«Funn new» (P1")


def test_projects_without_any_known_amount_have_no_sum() -> None:
    made = screen("activities", project=[project("P1", planned_end_date=date(2022, 1, 1)), project("P2")])
    assert made.message.nb == "2 prosjekter er registrert: 2 planlagt."
    assert [row[2] for row in shown(made)] == ["1. januar 2022", "uten dato"]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_what_a_user_wrote_is_text_as_it_is(lang: str) -> None:
    odd = "<script>alert(1)</script> **fet** =SUM(A1) «sitat»"
    made = screen("activities", project=[project("P1", title_nb=odd, started_date=date(2021, 1, 1))])
    assert isinstance(made.exhibit, Grid)
    assert made.exhibit.rows[0][0].shown(lang) == odd
    assert made.exhibit.links == (("project", "P1"),)


def test_more_rows_than_fit_are_left_out_and_counted() -> None:
    rows = [
        {"deliverable_id": f"D{n}", "project_id": "P1", "kind": "note", "title_nb": f"Notat {n}"}
        | {"planned_date": date(2021, 1, n + 1)}
        for n in range(9)
    ]
    made = screen("overdue", project=[project("P1", started_date=date(2020, 1, 1))], deliverable=rows)
    assert made.message.nb == "9 leveranser er forbi fristen. Lengst forbi er «Notat 0», 299 dager."
    assert isinstance(made.exhibit, Grid)
    assert (len(made.exhibit.rows), made.exhibit.left_out) == (6, 3)
    assert made.details[0].nb.startswith("Siden møtet 21. april 2021: 0 nye forbi fristen")


def test_amounts_are_kroner_exactly_as_in_the_report() -> None:
    made = screen("money", **MONEY, frame=[ledger.frame(2021, 0.0000015)])
    assert isinstance(made.exhibit, Tiles)
    assert made.exhibit.tiles[0].value.value == 1.5


def test_sick_leave_has_its_gaps_its_target_and_a_path_that_is_no_forecast() -> None:
    values = {"2018K4": 6.0, "2019K1": 6.1, "2019K3": 5.9}
    made = screen(
        "absence", series=[sick.series("seasonal")], vintage=[sick.vintage("V", "2020-03-01")],
        observation=sick.observed("seasonal", "V", values), target=[sick.target("T", "seasonal", 6.0)],
        parameter=[sick.tolerance(0.05)],
    )  # fmt: skip
    assert isinstance(made.exhibit, Chart)
    assert [period.value for period in made.exhibit.categories] == ["2018K4", "2019K1", "2019K2", "2019K3"]
    assert chart(made)["Sykefravær"] == [6.0, 6.1, None, 5.9]
    assert chart(made)["Målnivået"] == [pytest.approx(5.4)] * 4
    # The path falls 0,6 points over 16 quarters: 0,1125 after three, to 5,8875.
    assert chart(made)["Banen (ikke prognose)"][-1] == pytest.approx(5.8875)
    assert made.message.nb == "I 3. kvartal 2019 var sykefraværet 5,9 prosent, på banen mot målet på 5,4 prosent i 2022."
    assert "sesongjustert" in made.details[0].nb and "1. mars 2020" in made.details[0].nb


def test_without_figures_of_sick_leave_the_screen_says_why() -> None:
    made = screen("absence")
    assert made.exhibit is None and "ingen tall" in made.message.nb


def test_changes_that_a_reader_may_not_see_are_told_as_hidden_not_as_none() -> None:
    rows = {"project": [project("P1", registered_date=date(2021, 6, 1))]}
    made = BUILDERS["changes"](setting(role="public", **rows))
    assert "2 endringer, blant dem 1 nytt prosjekt." in made.message.nb  # the other is that the meeting was held
    assert "ikke synlige" in made.details[0].nb
    assert BUILDERS["changes"](setting(**rows)).details == ()
