"""Frames, the period, evaluations that others pay, contracts and payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.unit.analytics.rules.plan_cases import (
    Row,
    call,
    commitment,
    contract,
    day,
    deliverable,
    frame,
    framework,
    hits,
    judge,
    messages,
    payment,
    project,
    snap,
    step,
)  # fmt: skip


def evaluation(key: str, project_id: str | None, payer: str) -> Row:
    return {
        "evaluation_id": key, "agreement_id": "A", "project_id": project_id, "title_nb": f"Evaluering {key}", "payer": payer,
        "evaluator_independent": "unknown", "addresses_effect": "unknown", "registered_date": day("2020-01-01"),
    }  # fmt: skip


def budget(key: str, project_id: str, version: int, amount: str) -> Row:
    return {
        "budget_line_id": f"{key}-{version}", "programme_id": "P", "line_no": key, "version": version, "year": 2021,
        "category": "fou", "project_id": project_id, "amount_nok": Decimal(amount), "decided_date": day("2020-12-01"),
    }  # fmt: skip


def test_evaluations_that_others_pay_draw_no_money_of_the_programme() -> None:
    rows = [
        evaluation("E1", "P1", "own_frame"), evaluation("E2", "P2", "own_frame"), evaluation("E3", "P3", "unknown"),
        evaluation("E4", "P1", "programme"), evaluation("E5", None, "own_frame"), evaluation("E6", "P4", "own_frame"),
        evaluation("E7", "P5", "own_frame"),
    ]  # fmt: skip
    snapshot = snap(
        evaluation=rows, project=[project(f"P{n}") for n in range(1, 6)],
        contract=[contract("K1", amount="700", project_id="P1")],
        payment=[payment("B1", None, "30", "2021-01-10", project_id="P3"),
                 payment("B2", "K1", "200", "2021-01-10", project_id="P1")],
        budget_line=[budget("L1", "P4", 1, "500"), budget("L1", "P4", 2, "0"), budget("L2", "P5", 1, "5")],
    )  # fmt: skip

    assert hits("own_frame_drawn", snapshot) == [("E1", "breach"), ("E3", "consider"), ("E7", "breach")]
    assert judge("own_frame_drawn", snapshot).judged == 6
    assert messages("own_frame_drawn", snapshot)[0] == (
        "«Evaluering E1» betales av virkemiddelets egen ramme, men prosjektet har midler fra programmet: kontrakter 700 kroner, "
        "bundet 0 kroner, betalt 200 kroner, budsjett 0 kroner."
    )


def test_money_outside_the_period_by_year_with_and_without_a_carry_over() -> None:
    carried = {
        "carry_over_id": "O", "programme_id": "P", "level": "programme", "from_year": 2022, "to_year": 2023,
        "amount_nok": Decimal(900), "decided_date": day("2023-03-01"), "letter_ref": "Brev 3",
    }  # fmt: skip
    tables: dict[str, list[Row]] = {
        "payment": [
            payment("B0", None, "5", "2022-12-31"), payment("B1", None, "10", "2023-01-01"),
            payment("B2", None, "20", "2023-09-01"), payment("B3", None, "40", "2024-02-01"),
        ],
        "commitment": [
            commitment("C1", "K", "100", year=2023), commitment("C2", "K", "30", "release", 2023),
            commitment("C3", "K", "7", "conditional", 2023), commitment("C4", "K", "9", year=2022),
        ],
        "carry_over": [carried], "contract": [contract("K")],
    }  # fmt: skip
    snapshot = snap(date(2024, 12, 31), **tables)

    assert hits("outside_period", snapshot) == [("2023", "note"), ("2023", "note"), ("2024", "consider")]
    assert judge("outside_period", snapshot).judged == 8
    told = messages("outside_period", snapshot, "en")
    assert any(text.startswith("Paid NOK 30 in 2023") and "NOK 900" in text and "Brev 3" in text for text in told)
    assert any("Bound for use in 2023 is NOK 70" in text and "NOK 7 is conditional" in text for text in told)


def test_parts_of_a_frame_in_every_version() -> None:
    rows = [
        frame("K1", "knowledge", 2020, "21"), frame("P1", "programme", 2020, "15"),
        frame("P2", "programme", 2020, "22", 2, decided_date=day("2020-03-01"), letter_ref="B"),
        frame("P3", "programme", 2020, "15", 3, decided_date=day("2020-04-01"), letter_ref="B"),
        frame("F1", "fou_assignments", 2021, "10"), frame("S1", "stimulation", 2021, "5"), frame("O1", "operation", 2021, "1"),
        frame("P4", "programme", 2021, "15"), frame("K2", "knowledge", 2022, "15"), frame("P5", "programme", 2022, "15"),
    ]  # fmt: skip
    snapshot = snap(frame=rows)

    assert hits("frame_levels", snapshot) == [("F1", "breach"), ("P2", "breach")]
    assert "1 kroner over" in messages("frame_levels", snapshot)[0]


def test_a_changed_frame_has_a_letter_and_a_date() -> None:
    rows = [
        frame("A1", "programme", 2020, "15"), frame("A2", "programme", 2020, "16", 2, decided_date=day("2020-01-01")),
        frame("A3", "programme", 2020, "17", 3, letter_ref="Brev"), frame("A4", "programme", 2020, "17", 4),
        frame("A5", "programme", 2020, "18", 5, decided_date=day("2020-05-01"), letter_ref="Brev 2"),
    ]  # fmt: skip
    snapshot = snap(frame=rows)

    assert hits("frame_changed", snapshot) == [("A2", "consider"), ("A3", "consider")]
    assert judge("frame_changed", snapshot).judged == 3


def test_carry_over_goes_forward_only() -> None:
    frames = [frame(f"F{year}", "programme", year, "100") for year in (2019, 2020, 2021, 2022)]
    paid = [
        payment("B1", None, "90", "2019-05-01"),
        payment("B2", None, "111", "2020-05-01"),
        payment("B3", None, "1", "2021-05-01"),
    ]

    assert hits("frame_exceeded", snap(frame=frames, payment=paid)) == [("2020", "breach")]
    assert messages("frame_exceeded", snap(frame=frames, payment=paid))[0].endswith("Det er 1 kroner over.")
    found = judge("frame_exceeded", snap(frame=frames[:1], payment=paid))
    assert (found.judged, found.unjudged) == (1, 2)


STEPS = [
    *(step("U", name, when) for name, when in (
        ("brief", "2020-01-10"), ("documents", "2020-02-01"), ("announced", "2020-02-02"), ("deadline", "2020-03-01"),
        ("assessed", "2020-04-01"), ("awarded", "2020-05-01"),
    )),
    step("V", "brief", "2020-01-10"), step("V", "announced", "2020-01-09"),
    step("W", "cancelled", "2020-03-01"), step("G", "awarded", "2020-07-01"), step("H", "awarded", None),
]  # fmt: skip
CALLS = [call("U"), call("V"), call("W"), call("G", "grant"), call("H", "in_house")]


def test_contracts_follow_the_award() -> None:
    rows = [
        contract("K1", call_id="U", route="competition", signed_date=day("2020-05-01")),
        contract("K2", call_id="U", route="competition", signed_date=day("2020-04-30")),
        contract("K3", call_id="V", route="competition"), contract("K4", call_id="W", route="competition"),
        contract("K5", call_id="G", route="grant"), contract("K6", call_id="H"), contract("K7", route="competition"),
        contract("K8"),
    ]  # fmt: skip
    agreed = [framework("F1", "2020-04-30", "2022-01-01", call_id="U"), framework("F2", "2020-05-02", "2022-01-01", call_id="U")]
    snapshot = snap(call=CALLS, call_step=STEPS, contract=rows, framework_agreement=agreed)

    assert hits("contract_award", snapshot) == [
        ("F1", "breach"), ("K2", "breach"), ("K3", "consider"), ("K4", "consider"), ("K5", "breach"), ("K7", "consider"),
    ]  # fmt: skip
    assert judge("contract_award", snapshot).judged == 8


def test_steps_are_in_order_and_all_there() -> None:
    rows = [contract("K1", call_id="U", route="competition"), contract("K3", call_id="V", route="competition")]
    snapshot = snap(call=CALLS, call_step=STEPS, contract=rows)

    assert hits("call_steps", snapshot) == [("V", "consider"), ("V", "consider")]
    told = messages("call_steps", snapshot)
    assert "«Utlysning V»: kunngjort 9. januar 2020 er før oppdragsbeskrivelse 10. januar 2020." in told
    assert "«Utlysning V» har kontrakt, men ingen dato for konkurransegrunnlag, tilbudsfrist og vurdert." in told


def test_no_delivery_before_the_start() -> None:
    rows = [
        deliverable("D1", "P1", delivered_date=day("2020-03-31")), deliverable("D2", "P1", delivered_date=day("2020-04-01")),
        deliverable("D3", "P2", delivered_date=day("2020-05-01")), deliverable("D4", "P3", delivered_date=day("2020-05-01")),
    ]  # fmt: skip
    snapshot = snap(
        deliverable=rows, project=[project("P1", started_date=day("2020-04-01")), project("P2"), project("P3")],
        contract=[contract("K", project_id="P2", start_date=day("2020-06-15"))],
    )  # fmt: skip
    found = judge("delivery_before_start", snapshot)

    assert hits("delivery_before_start", snapshot) == [("D1", "consider"), ("D3", "consider")]
    assert (found.judged, found.unjudged) == (3, 1)


def test_contracts_that_have_ended_are_closed() -> None:
    rows = [
        contract("K1", end_date=day("2021-06-29")), contract("K2", end_date=day("2021-06-30")), contract("K3"),
        contract("K4", end_date=day("2021-01-01"), closed_date=day("2021-02-01")),
        contract("K5", end_date=day("2021-01-01"), closed_date=day("2021-12-01")),
    ]  # fmt: skip
    found = judge("contract_closed", snap(contract=rows))

    assert hits("contract_closed", snap(contract=rows)) == [("K1", "consider"), ("K5", "consider")]
    assert (found.judged, found.unjudged) == (3, 1)


PAID = [
    payment("B1", "K", "600", "2020-06-01"), payment("B2", "K", "450", "2020-05-31"),
    payment("B3", "K", "-50", "2021-03-02", kind="credit_note"),
    payment("B4", "K", "1", "2021-03-02"), payment("B5", "K", "0", "2021-03-01"), payment("B6", None, "9", "2019-01-01"),
]  # fmt: skip
CLOSED = contract("K", amount="1000", closed_date=day("2021-03-01"))


def test_payments_lie_between_signing_and_closing() -> None:
    snapshot = snap(contract=[CLOSED], payment=PAID)

    assert hits("paid_after_close", snapshot) == [("B3", "note"), ("B4", "breach")]
    assert hits("paid_before_signing", snapshot) == [("B2", "breach")]
    assert (judge("paid_after_close", snapshot).judged, judge("paid_before_signing", snapshot).judged) == (5, 4)


def test_credit_notes_count_against_what_is_paid() -> None:
    assert hits("paid_above_contract", snap(contract=[CLOSED], payment=PAID)) == [("K", "breach")]
    assert hits("paid_above_contract", snap(contract=[CLOSED], payment=[row for row in PAID if row["payment_id"] != "B4"])) == []
    assert messages("paid_above_contract", snap(contract=[CLOSED], payment=PAID)) == [
        "Betalt på «Kontrakt K» er 1\u202f001 kroner uten merverdiavgift. Kontrakten er 1\u202f000 kroner. Det er 1 kroner over."
    ]


@pytest.mark.parametrize(
    ("agreed", "paid", "expected"), [("250", "251", [("K", "consider")]), ("250", "250", []), (None, "251", [])]
)
def test_value_added_tax_is_compared_with_tax(agreed: str | None, paid: str, expected: object) -> None:
    row = contract("K", amount="1000", vat_nok=None if agreed is None else Decimal(agreed))
    snapshot = snap(contract=[row], payment=[payment("B", "K", "1000", "2020-07-01", vat_nok=Decimal(paid))])

    assert hits("paid_above_contract", snapshot) == expected


def test_bound_counts_what_is_met_and_takes_off_what_is_released() -> None:
    rows = [
        commitment("C1", "K", "900"), commitment("C2", "K", "200", "conditional"), commitment("C3", "K", "100", "release"),
        commitment("C4", "M", "900"), commitment("C5", "M", "201", "conditional", condition_met_date=day("2021-01-01")),
        commitment("C6", "M", "100", "release"),
    ]  # fmt: skip
    snapshot = snap(contract=[contract("K"), contract("M")], commitment=rows)

    assert hits("bound_above_contract", snapshot) == [("M", "consider")]
    assert "Det er 1 kroner over." in messages("bound_above_contract", snapshot)[0]
