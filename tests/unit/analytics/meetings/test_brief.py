"""The brief on rows that can be added up by hand: headline, tiles with what was so before, figures and matters."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from analytics.meetings.brief import MATTERS_SHOWN, Brief
from analytics.meetings.brief_figures import MOST_AREAS, SIGNS
from analytics.meetings.brief_headline import LONGEST
from analytics.meetings.brief_model import BriefTile
from analytics.result import plain
from domain.codes import CODE_LISTS
from domain.errors import UserError
from reports.envelope import envelope
from tests.unit.analytics.meetings.brief_rows import DAY, MEETING, ROWS, empty, made
from tests.unit.analytics.portfolio.rows import area
from tests.unit.analytics.spending.rows import commitment, frame, line, payment


def tile(found: Brief, name: str) -> BriefTile:
    return next(one for one in found.tiles if one.id == name)


def numbers(one: BriefTile) -> dict[str, Any]:
    return {figure.name: figure.value.value for figure in one.figures}


def test_coverage_says_covered_of_prioritised_with_money_now_and_at_the_last_meeting() -> None:
    """P1 covers two fields of A1, P2 one of A2; at the meeting there was P1 alone. 6 + 3 = 9 mill."""
    one = tile(made(), "coverage")
    assert one.shown.nb == "3 av 10 felt" and one.lines[0].nb == "9,0 mill. kroner i kontrakter i feltene"
    assert one.change.nb == "21. april 2021: 2 av 10 felt, 6,0 mill. kroner."
    assert numbers(one) == {
        "covered": 3, "prioritised": 10, "covered_nok": 9_000_000, "then_covered": 2, "then_prioritised": 10,
        "then_covered_nok": 6_000_000,
    }  # fmt: skip


def test_before_any_project_coverage_is_not_recorded_rather_than_nothing() -> None:
    one = tile(made(project=[], project_area=[], project_question=[], contract=[]), "coverage")
    assert one.shown.nb == "Ikke registrert" and "0" not in one.shown.nb
    assert one.lines[0].nb == "Ingen prosjekter er ført opp. 10 felt er prioritert."


def test_what_was_not_known_on_the_earlier_day_is_said_so_and_never_told_as_zero() -> None:
    early = made(since=date(2019, 6, 30))
    assert tile(early, "coverage").change.nb == "Ikke kjent 30. juni 2019."
    assert not any(name.startswith("then_") for name in numbers(tile(early, "coverage")))
    assert tile(early, "outcome").change.nb == "Ikke kjent 30. juni 2019."


def test_money_of_a_running_year_says_what_is_free_paid_and_bound_with_the_frame() -> None:
    """15 in frame, 2 + 3 paid, and of the 9 that were promised 4 remain: 15 - 5 - 4 = 6."""
    one = tile(made(), "money")
    assert (one.label.nb, one.shown.nb) == ("Fritt i 2021", "6,0 mill. kroner")
    assert one.lines[0].nb == "5,0 betalt og 4,0 bundet av 15,0 mill. (ramme 15,0)"
    assert one.change.nb == "21. april 2021: 2,0 betalt, 7,0 bundet."


def test_money_of_a_closed_year_says_what_was_not_used() -> None:
    one = tile(made(date(2022, 3, 1)), "money")
    assert (one.label.nb, one.shown.nb) == ("Ikke brukt i 2021", "10,0 mill. kroner")
    used = numbers(one)
    assert used["money_available"] - used["money_paid"] == used["money_rest"] == 10_000_000


def test_money_over_the_year_says_how_much_over_in_words_and_opens_the_headline() -> None:
    found = made(commitment=[commitment(1, 2021, 17, "2021-01-15", programme_id="P")])
    assert (tile(found, "money").label.nb, tile(found, "money").shown.nb) == ("Mer enn året har, 2021", "2,0 mill. kroner")
    assert found.headline.nb.startswith("I 2021 er 2,0 mill. kroner mer betalt og bundet enn året har til disposisjon; ")


def test_planned_beyond_what_is_free_opens_the_headline_when_nothing_is_short() -> None:
    found = made(budget_line=[line("L", 2021, 9, "2021-01-01") | {"programme_id": "P"}])
    assert tile(found, "money").lines[1].nb == "3,0 mill. kroner er planlagt ut over det frie"
    assert found.headline.nb.startswith("I 2021 er 3,0 mill. kroner mer planlagt enn det som er fritt; ")


def test_money_without_a_ledger_shows_the_frame_and_says_that_use_is_unknown() -> None:
    one = tile(made(payment=[], commitment=[]), "money")
    assert (one.shown.nb, one.lines[0].nb) == ("15,0 mill. kroner", "Bruken er ikke lest inn")
    assert made(payment=[], commitment=[]).bullet.parts == ()


def test_money_without_years_is_unknown() -> None:
    assert tile(made(frame=[], payment=[], commitment=[]), "money").shown.nb == "Ukjent"


def test_sick_leave_names_period_measure_and_vintage_and_is_never_subtracted_across_vintages() -> None:
    """The path falls 0.57 in 16 quarters; four have gone: 5.7 - 0.57 / 4 = 5.5575, and 6.0 is 0.4 above."""
    one = tile(made(), "outcome")
    assert (one.label.nb, one.shown.nb) == ("Nivå i 4. kvartal 2019", "6,0 prosent")
    assert one.lines[0].nb == "0,4 prosentpoeng over banen mot målet på 5,1 prosent"
    assert one.lines[1].nb == "sesong- og influensajustert, utgave juni 2021"
    assert one.change.nb == "21. april 2021: 5,9 prosent i 3. kvartal 2019 (sesong- og influensajustert, utgave desember 2019)."
    assert numbers(one)["absence_gap"] == pytest.approx(0.4425)


def test_sick_leave_that_is_the_same_figure_says_so() -> None:
    assert tile(made(since=date(2021, 6, 20)), "outcome").change.nb == "Samme tall som 20. juni 2021."


def test_sick_leave_without_a_value_is_unknown() -> None:
    assert tile(made(observation=[]), "outcome").shown.nb == "Ukjent"


def test_knowledge_without_a_level_is_unknown() -> None:
    assert tile(made(), "knowledge").shown.nb == "Ukjent"


def test_the_day_compared_with_is_asked_for_else_the_last_meeting_else_a_year_before() -> None:
    assert (made().since, made().since_kind) == (MEETING, "meeting")
    assert (made(since=date(2020, 1, 1)).since, made(since=date(2020, 1, 1)).since_kind) == (date(2020, 1, 1), "chosen")
    without = made(meeting=[])
    assert (without.since, without.since_kind) == (date(2020, 6, 30), "year_before")
    assert made(date(2024, 2, 29), meeting=[]).since == date(2023, 2, 28)
    assert made(MEETING).since == date(2020, 4, 21)  # the meeting of the day itself is not earlier


def test_a_later_day_to_compare_with_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="er etter dagen som vises"):
        made(since=date(2022, 1, 1))


def test_the_same_day_can_be_compared_with_itself() -> None:
    assert tile(made(since=DAY), "coverage").change.nb == "30. juni 2021: 3 av 10 felt, 9,0 mill. kroner."


def test_the_matrix_has_a_sign_a_count_and_a_word_for_each_field() -> None:
    found = made().matrix
    shown = {(row.area_id, cell.question_kind): (cell.sign, cell.figure.value.value, cell.word.nb)
             for row in found.rows for cell in row.cells}  # fmt: skip
    assert len(shown) == 10
    assert shown["A1", "cause"] == shown["A1", "effect"] == shown["A2", "effect"] == ("●", 1, "dekket")
    assert shown["A2", "cause"] == ("○", 0, "hull")
    assert found.rows[0].cells[0].query == {"felt": "A1.cause"}
    assert "A1: " in found.words.nb and "hull" in found.words.nb


def test_every_kind_of_empty_field_has_a_sign_of_its_own() -> None:
    kinds = {"covered", *CODE_LISTS["empty_kind"].values}
    assert set(SIGNS) == kinds and len(set(SIGNS.values())) == len(kinds)


def test_more_areas_than_there_is_room_for_are_counted() -> None:
    found = made(priority_area=[area(f"A{number}", number) for number in range(1, 8)]).matrix
    assert (len(found.rows), found.left_out) == (MOST_AREAS, 7 - MOST_AREAS)


def test_before_any_project_a_field_is_unknown_and_not_called_a_gap() -> None:
    found = made(project=[], project_area=[], project_question=[], contract=[])
    assert {cell.kind for row in found.matrix.rows for cell in row.cells} == {"unknown"}
    assert "prioriterte felt" not in found.headline.nb


def test_the_bar_has_what_is_paid_and_bound_with_what_is_available_and_the_frame() -> None:
    found = made().bullet
    assert [(part.id, part.figure.value.value) for part in found.parts] == [("paid", 5_000_000), ("bound", 4_000_000)]
    assert [name for name, _ in found.marks] == ["available", "frame"]
    assert found.words.nb == "2021, mill. kroner: betalt 5,0 og bundet 4,0; til disposisjon 15,0 og årets ramme 15,0."


def test_the_line_keeps_missing_quarters_as_gaps() -> None:
    found = made().line
    values = [(period, None if one is None else one.value.value) for period, one in found.points]
    assert values == [("2018K4", 5.8), ("2019K1", None), ("2019K2", None), ("2019K3", 5.9), ("2019K4", 6.0)]
    assert found.target is not None and found.target.value.value == pytest.approx(5.13)


def test_at_most_three_matters_the_gravest_first_and_all_are_counted() -> None:
    late = [
        {"deliverable_id": f"D{number}", "project_id": "P1", "kind": "note", "title_nb": f"Notat {number}",
         "planned_date": date(2021, 1, 1)}
        for number in range(40)
    ]  # fmt: skip
    found = made(deliverable=late, commitment=[commitment(1, 2021, 17, "2021-01-15", programme_id="P")])
    assert len(found.matters) == MATTERS_SHOWN and found.matters_total >= MATTERS_SHOWN
    assert found.matters[0].title.nb == "I 2021 er 2,0 mill. kroner mer betalt og bundet enn året har til disposisjon."
    assert found.matters[1].title.nb.startswith("40 frister er passert.") and found.matters[1].when.nb == "1. januar 2021"
    assert found.matters[0].owner.nb == "EI" and found.matters[0].when.nb == "ingen"
    assert {one.severity.nb for one in found.matters} == {"Må vurderes"}


def test_the_contact_is_the_organisation_that_leads_the_programme_owner_and_none_is_made_up() -> None:
    assert made().contact.words.nb == "Programeier: Eierdirektoratet."
    assert made(body_member=[]).contact.words.nb == "Programeier er ikke ført opp."
    assert "@" not in json.dumps(plain(made().as_json()))


@pytest.mark.parametrize(
    "tables",
    [
        {}, {"frame": []}, {"observation": []}, {"project": []}, {"target": []}, {"priority_area": []},
        {"frame": [frame(2021, 9_999_999_999, programme_id="P")]},
        {"payment": [payment(1, 2021, 99_999_999, "2021-02-01", programme_id="P")]},
    ],
)  # fmt: skip
def test_the_headline_is_one_sentence_within_its_length_in_both_languages(tables: dict[str, Any]) -> None:
    told = made(**tables).headline
    for words in (told.nb, told.en):
        assert 0 < len(words) <= LONGEST and words.endswith(".")
        assert words[0].isupper() or words[0].isdigit()
    assert made(**tables).headline == told


def test_an_empty_store_has_a_brief_in_which_all_is_unknown() -> None:
    found = empty()
    assert {one.shown.nb for one in found.tiles} == {"Ukjent", "Ikke registrert"}
    assert found.headline.nb == "Det er ikke ført opp noe som kan vises her per 30. juni 2021."
    assert (found.matrix.rows, found.bullet.parts, found.line.points) == ((), (), ())
    assert found.quality.unknown.nb == "Verken prosjekter eller virkemidler er ført opp."
    json.dumps(envelope("brief", found))


def test_every_number_has_a_name_of_its_own_a_unit_and_a_place() -> None:
    found = made()
    figures = list(found.figures())
    assert len({one.name for one in figures}) == len(figures) > 30
    assert all(one.value.at and one.value.unit != "text" for one in figures)
    assert found.table().height == len(figures)
    assert found.table().get_column("at").null_count() == 0


def test_rows_are_not_changed_by_what_is_asked() -> None:
    assert made().headline == made().headline and ROWS["frame"][0]["year"] == 2021
