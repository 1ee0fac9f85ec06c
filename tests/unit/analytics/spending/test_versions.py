"""Frames in versions, one inside the other; and the same amounts in fixed prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.spending.prices import fixed_prices
from analytics.spending.terms import money_terms
from analytics.spending.versions import frame_versions
from domain.errors import UserError
from tests.unit.analytics.spending.rows import MILL, frame, payment, plan_frames, snapshot

ASD = {"organisation_id": "ASD", "name_nb": "Arbeids- og sosialdepartementet", "kind": "ministry"}


def changed(amount: float, day: str, level: str = "programme", version: int = 2, **more: object) -> dict[str, object]:
    return frame(2021, amount, level, version, decided_date=date.fromisoformat(day), **more)


def test_a_change_tells_who_when_from_what_and_by_which_letter() -> None:
    letter = {"decided_by_id": "ASD", "letter_ref": "Brev 21/100"}
    found = frame_versions(
        snapshot("2021-12-31", frame=[*plan_frames(), changed(12, "2021-05-11", **letter)], organisation=[ASD])
    )

    change = found.changes[0]
    assert (change.year, change.before_nok, change.amount_nok) == (2021, 15 * MILL, 12 * MILL)
    assert (change.decided_date, change.decided_by, change.letter_ref) == (date(2021, 5, 11), ASD["name_nb"], "Brev 21/100")
    assert not change.lacks_document
    assert "fra 15,0 mill. kroner til 12,0 mill. kroner 11. mai 2021" in found.sentence.nb
    assert [v.version for v in found.versions if v.level == "programme" and v.year == 2021 and v.is_current] == [2]


def test_a_change_is_not_known_before_its_day() -> None:
    shot = snapshot("2021-05-10", frame=[*plan_frames(), changed(12, "2021-05-11")])
    assert frame_versions(shot).changes == ()


def test_a_change_without_a_letter_is_told() -> None:
    shot = snapshot("2021-12-31", frame=[*plan_frames(), changed(12, "2021-05-11")])
    assert [v.lacks_document for v in frame_versions(shot).changes] == [True]


def test_parts_larger_than_the_whole_are_found_in_any_version() -> None:
    """The programme was 25 of 21 from May until it was cut in June."""
    versions = [*plan_frames(), changed(25, "2021-05-11"), changed(14, "2021-06-01", version=3)]
    found = frame_versions(snapshot("2021-12-31", frame=versions)).misfits

    assert [(m.parent, m.year, m.from_date, m.parts_nok - m.parent_nok) for m in found] == [
        ("knowledge", 2021, date(2021, 5, 11), 4 * MILL)
    ]


def test_the_parts_of_the_programme_are_added_up() -> None:
    parts = [frame(2021, 10, "fou_assignments"), frame(2021, 3, "stimulation"), frame(2021, 2.5, "operation")]
    found = frame_versions(snapshot("2021-12-31", frame=[*plan_frames(), *parts])).misfits

    assert [(m.parent, m.parts_nok) for m in found] == [("programme", Decimal("15.5") * MILL)]
    assert frame_versions(snapshot("2021-12-31", frame=[*plan_frames(), *parts[:2]])).misfits == ()


def test_evaluations_are_counted_by_who_pays() -> None:
    rows = [
        {"evaluation_id": no, "agreement_id": "A", "title_nb": no, "payer": payer, "addresses_effect": "no",
         "registered_date": date(2020, 1, 1)}
        for no, payer in (("1", "own_frame"), ("2", "own_frame"), ("3", "unknown"))
    ]  # fmt: skip
    assert frame_versions(snapshot("2021-12-31", evaluation=rows)).payers == {"own_frame": 2, "unknown": 1}


def index(year: int, value: float, published: str) -> dict[str, object]:
    return {
        "price_index_id": str(year),
        "name": "KPI",
        "year": year,
        "value": value,
        "published_date": date.fromisoformat(published),
    }


PRICES = [index(2019, 100, "2020-01-10"), index(2020, 104, "2021-01-10"), index(2021, 110, "2022-01-10")]


def test_amounts_in_the_prices_of_the_first_year() -> None:
    shot = snapshot("2021-06-30", frame=plan_frames(), price_index=PRICES, payment=[payment(1, 2020, 5.2, "2020-06-01")])
    found = {year.year: year for year in fixed_prices(shot).years}

    assert found[2020].fixed["paid"] == 5 * MILL
    assert found[2020].fixed["frame"] == 14_423_077  # 15 000 000 x 100 / 104
    assert found[2021].fixed["frame"] is None  # the index of 2021 was not published yet
    assert found[2021].nominal["frame"] == 15 * MILL


def test_another_base_year_can_be_chosen_and_one_without_an_index_is_refused() -> None:
    shot = snapshot("2022-06-30", frame=plan_frames(), price_index=PRICES)

    assert next(y for y in fixed_prices(shot, 2021).years if y.year == 2019).fixed["frame"] == 16_500_000
    with pytest.raises(UserError, match="2019, 2020 og 2021"):
        fixed_prices(shot, 2030)


def test_without_an_index_nothing_is_made_up() -> None:
    found = fixed_prices(snapshot("2022-06-30", frame=plan_frames()))

    assert found.base_year is None
    assert all(amount is None for year in found.years for amount in year.fixed.values())


def test_the_owners_own_words_stand() -> None:
    row = {"money_term_id": "fritt", "name_nb": "Fritt", "name_en": "Free", "definition_nb": "Egen tekst", "definition_en": "Own"}
    assert [term.definition.nb for term in money_terms(snapshot("2021-01-01", money_term=[row])).terms] == ["Egen tekst"]
