"""A framework agreement is judged by exact months, by the limit of its day, and by its document."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analytics.portfolio.procurement_frameworks import Framework
from analytics.portfolio.procurement_words import framework_text
from tests.unit.analytics.portfolio.procurement_rows import PARAMETERS, agreement, call, found, signed
from tests.unit.analytics.portfolio.rows import Row

START, END = date(2020, 11, 1), date(2024, 10, 31)


def only(as_of: date = date(2022, 12, 31), start: date = START, end: date = END, **more: Any) -> Framework:
    values = {
        name: more.pop(name) for name in list(more) if name in ("max_value_nok", "special_circumstances_ref", "signed_date")
    }
    (item,) = found(as_of, framework_agreement=[agreement("R", start, end, **values)], **more).frameworks
    return item


@pytest.mark.parametrize(
    ("end", "state", "days_over"),
    [(date(2024, 10, 31), "within", 0), (date(2024, 11, 1), "over", 1), (date(2024, 10, 30), "within", 0)],
)
def test_exactly_48_months_is_within(end: date, state: str, days_over: int) -> None:
    item = only(end=end)
    assert (item.limit_state, item.days_over, item.limit_date) == (state, days_over, date(2024, 10, 31))


def test_a_leap_day_as_first_day() -> None:
    assert only(start=date(2020, 2, 29), end=date(2024, 2, 28)).limit_state == "within"
    assert only(start=date(2020, 2, 29), end=date(2024, 2, 29)).limit_state == "over"


def test_a_document_makes_a_breach_a_note() -> None:
    item = only(end=date(2025, 4, 30), special_circumstances_ref="Notat 12/2020")
    assert item.limit_state == "over_documented"
    assert "«Notat 12/2020»" in framework_text(item).nb
    assert framework_text(item).nb.startswith("Merknad: avtalen varer 54 måneder")
    assert only(end=date(2025, 4, 30), special_circumstances_ref="  ").limit_state == "over"
    assert framework_text(only(end=date(2025, 4, 30))).nb.startswith("Brudd: avtalen varer 54 måneder")


def test_a_later_limit_applies_to_agreements_signed_from_its_date_on() -> None:
    new = {**PARAMETERS[0], "parameter_id": "NEW", "value": 24.0, "valid_from": date(2021, 1, 1)}
    parameters = [*PARAMETERS, new]
    assert only(parameter=parameters).limit_months == 48
    later = only(start=date(2021, 2, 1), end=date(2023, 2, 1), parameter=parameters)
    assert (later.limit_months, later.limit_state, later.days_over) == (24, "over", 1)
    assert only(start=date(2021, 2, 1), end=date(2023, 1, 31), parameter=parameters).limit_state == "within"


def test_without_a_limit_or_a_date_the_state_is_unknown() -> None:
    assert only(parameter=[]).limit_state == "unknown"
    item = only(end=None)  # type: ignore[arg-type]
    assert (item.limit_state, item.time_state, item.duration) == ("unknown", "unknown", None)
    assert "kan ikke regnes" in framework_text(item).nb


@pytest.mark.parametrize(
    ("as_of", "state", "words"),
    [
        (date(2023, 10, 30), "running", "Den går ut om 12 måneder og 1 dag"),
        (date(2023, 10, 31), "ending", "Første varsel: den går ut om 12 måneder"),
        (date(2024, 4, 29), "ending", "Første varsel: den går ut om 6 måneder og 2 dager"),
        (date(2024, 4, 30), "soon", "Siste varsel: den går ut om 6 måneder"),
        (date(2024, 5, 31), "soon", "Siste varsel: den går ut om 5 måneder, 31. oktober 2024"),
        (date(2024, 10, 31), "soon", "Siste varsel: den går ut i dag"),
        (date(2024, 11, 1), "ended", "Den gikk ut 31. oktober 2024"),
    ],
)
def test_warnings_follow_the_day(as_of: date, state: str, words: str) -> None:
    item = only(as_of)
    assert item.time_state == state
    assert words in framework_text(item).nb


def test_the_first_day_of_each_warning_is_told() -> None:
    item = only()
    assert (item.first_warning_date, item.last_warning_date) == (date(2023, 10, 31), date(2024, 4, 30))


def test_an_agreement_signed_and_not_begun() -> None:
    assert only(date(2020, 10, 20), signed_date=date(2020, 10, 12)).time_state == "not_started"
    assert found(date(2020, 10, 1), framework_agreement=[agreement("R", START, END)]).frameworks == ()


def called_off() -> list[Row]:
    return [
        signed("K1", "100", framework_id="R", route="call_off", signed_date=date(2021, 1, 1), end_date=date(2021, 6, 30)),
        signed("K2", "250", framework_id="R", route="call_off", signed_date=date(2024, 10, 31), end_date=date(2024, 11, 10)),
        signed("K3", None, framework_id="R", route="competition", organisation_id="M", signed_date=date(2024, 11, 1)),
    ]


def test_use_is_summed_and_what_does_not_fit_is_told() -> None:
    suppliers = [{"framework_id": "R", "organisation_id": "L", "rank": 1}]
    item = only(date(2024, 12, 1), contract=called_off(), framework_supplier=suppliers, max_value_nok=300)
    assert (item.used_nok, item.used_unknown, item.is_over_value, item.left_nok) == (350, 1, True, None)
    flags = {
        c.contract_id: (c.is_signed_after_end, c.days_after_end, c.is_other_supplier, c.is_other_route) for c in item.call_offs
    }
    assert flags == {
        "K1": (False, None, False, False),
        "K2": (False, 10, False, False),
        "K3": (True, None, True, True),
    }
    assert [(s.name_nb, s.rank) for s in item.suppliers] == [("Lærdal forskning", 1)]
    assert "mer enn avtalens øvre verdi" in framework_text(item).nb


def test_a_call_off_may_be_signed_between_the_signing_and_the_first_day_but_not_before() -> None:
    rows = [signed(f"K{day}", "1", framework_id="R", route="call_off", signed_date=date(2020, 10, day)) for day in (11, 12)]
    item = only(contract=rows, signed_date=date(2020, 10, 12))
    assert [(c.contract_id, c.is_signed_before_agreement) for c in item.call_offs] == [("K11", True), ("K12", False)]


def test_an_unknown_maximum_is_unknown() -> None:
    item = only(date(2024, 10, 31), contract=called_off()[:2])
    assert (item.max_value_nok, item.left_nok, item.is_over_value, item.used_nok) == (None, None, False, 350)
    assert "Øvre verdi er ukjent" in framework_text(item).nb


def test_suppliers_come_by_rank_and_those_without_last() -> None:
    rows = [
        {"framework_id": "R", "organisation_id": "L", "rank": None},
        {"framework_id": "R", "organisation_id": "M", "rank": 1},
    ]
    assert [s.organisation_id for s in only(framework_supplier=rows).suppliers] == ["M", "L"]


def test_an_agreement_belongs_to_the_programme_of_its_call() -> None:
    programmes = [
        {"programme_id": name, "agreement_id": "A", "name_nb": name, "name_en": name, "start_date": date(year, 1, 1),
         "end_date": date(year + 3, 12, 31)}
        for name, year in (("P", 2019), ("Q", 2025))
    ]  # fmt: skip
    agreements = [agreement("OLD", START, END, call_id="A"), agreement("NEW", date(2025, 3, 1), date(2029, 2, 28))]
    result = found(date(2025, 6, 1), programme=programmes, call=[call("A", "framework")], framework_agreement=agreements)
    assert [(f.framework_id, f.programme_by_date, f.limit_state) for f in result.frameworks] == [("NEW", True, "within")]
