"""Organisations in a special position (chapter 3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.rules.plan_organisations import same_as
from tests.unit.analytics.rules.plan_cases import (
    RESTRICTION,
    Row,
    body,
    call,
    contract,
    day,
    frame,
    framework,
    hits,
    judge,
    messages,
    organisation,
    project,
    snap,
    tender,
)  # fmt: skip

S, L = organisation("S", "Statens institutt", short_name="SI"), organisation("L")
FIXED: dict[str, list[Row]] = {"organisation": [S, L], "eligibility_restriction": [RESTRICTION]}


def test_only_the_restricted_tender_and_only_while_it_applies() -> None:
    rows = [
        tender("T1", "U", "S", "bidder"), tender("T2", "U", "S", "partner"), tender("T3", "U", "S", "subcontractor"),
        tender("T4", "U", "L", "bidder"), tender("T5", "U", "S", "drafting"),
        tender("T6", "U", "S", "bidder", "2019-12-31"), tender("T7", "B", "S", "bidder"),
    ]  # fmt: skip
    snapshot = snap(**FIXED, call=[call("U"), call("B", "allocation_letter")], tender_participant=rows)

    assert hits("restricted_tender", snapshot) == [("T1", "breach"), ("T2", "breach"), ("T3", "breach")]
    assert judge("restricted_tender", snapshot).judged == 6
    assert messages("restricted_tender", snapshot)[1] == (
        "SI er ført som partner i «Utlysning U» (konkurranse) 1. mai 2020. Den kan bare få midler gjennom tildelingsbrev."
    )


@pytest.mark.parametrize(
    "other",
    [
        organisation("S2", "STATENS  institutt"), organisation("S2", "Noe annet", name_en="si"),
        organisation("S2", "Forgjenger", successor_id="S"),
    ],
    ids=["name", "short name", "predecessor"],
)  # fmt: skip
def test_the_same_organisation_under_another_id_is_restricted_too(other: Row) -> None:
    tables = FIXED | {"organisation": [S, L, other]}
    snapshot = snap(**tables, call=[call("U")], tender_participant=[tender("T1", "U", "S2", "bidder")])

    assert hits("restricted_tender", snapshot) == [("T1", "breach")]
    assert messages("restricted_tender", snapshot)[0].startswith("SI (ført som S2) er ført som tilbyder")


def test_the_successor_is_the_same_and_another_predecessor_of_it_is_not() -> None:
    rows = [S | {"successor_id": "N"}, organisation("N", "Ny"), organisation("X", "Annen", successor_id="N"), L]
    found = same_as(snap(organisation=rows).table("organisation"), "S")

    assert found == {"S", "N"}


def test_a_restriction_without_a_row_for_its_organisation_still_holds() -> None:
    tables: dict[str, list[Row]] = {"eligibility_restriction": [RESTRICTION], "call": [call("U")]}
    snapshot = snap(**tables, tender_participant=[tender("T1", "U", "S", "bidder")])

    assert hits("restricted_tender", snapshot) == [("T1", "breach")]


def test_money_by_another_route_as_party_supplier_and_leader() -> None:
    rows = [
        contract("K1", "S", "in_house"), contract("K2", "L", "call_off"), contract("K3", "S", "allocation_letter"),
        contract("K4", "S", "in_house", signed_date=day("2019-06-01")), contract("K5", "L", "in_house", project_id="P1"),
    ]  # fmt: skip
    snapshot = snap(
        **FIXED, contract=rows, contract_party=[{"contract_id": "K2", "organisation_id": "S", "role": "subcontractor"}],
        framework_agreement=[framework("F1", "2020-02-01", "2022-01-31"), framework("F2", "2020-02-01", "2022-01-31")],
        framework_supplier=[{"framework_id": "F1", "organisation_id": "S"}, {"framework_id": "F2", "organisation_id": "L"}],
        project=[project("P1", lead_organisation_id="S"), project("P2", lead_organisation_id="S")],
    )  # fmt: skip

    assert hits("restricted_contract", snapshot) == [
        ("F1", "breach"), ("K1", "breach"), ("K2", "breach"), ("P1", "consider"),
    ]  # fmt: skip
    assert judge("restricted_contract", snapshot).judged == 7


def test_a_letter_is_named() -> None:
    rows = [
        contract("K1", "S", "allocation_letter", allocation_letter_ref="Brev 1"), contract("K2", "S", "allocation_letter"),
        contract("K3", "L", "allocation_letter", allocation_letter_ref="  "), contract("K4", "S", "in_house"),
    ]  # fmt: skip
    snapshot = snap(**FIXED, contract=rows)

    assert hits("restricted_letter", snapshot) == [("K2", "breach"), ("K3", "consider")]
    assert judge("restricted_letter", snapshot).judged == 3


def test_roles_are_listed_and_those_without_a_document_are_to_be_considered() -> None:
    rows = [
        tender("T1", "U", "S", "drafting", document_ref="Notat"), tender("T2", "U", "S", "assessment"),
        tender("T3", "U", "L", "assessment"),
    ]  # fmt: skip
    snapshot = snap(**FIXED, call=[call("U")], tender_participant=rows)

    assert hits("restricted_roles", snapshot) == [("T1", "note"), ("T2", "consider")]


def test_whoever_helps_with_a_call_does_not_tender_in_it() -> None:
    rows = [
        tender("T1", "U", "L", "drafting"), tender("T2", "U", "L2", "partner"), tender("T3", "V", "L", "bidder"),
        tender("T4", "V", "M", "assessment"), tender("T5", "W", "N", "drafting"),
    ]  # fmt: skip
    names = [L, organisation("L2", "ORGANISASJON l"), organisation("M"), organisation("N")]
    snapshot = snap(
        organisation=names, call=[call("U"), call("V"), call("W")], tender_participant=rows,
        contract=[contract("K1", "N", "competition", call_id="W")],
    )  # fmt: skip

    assert hits("tender_both_sides", snapshot) == [("T1", "breach"), ("T5", "breach")]
    assert judge("tender_both_sides", snapshot).judged == 3


def share(key: str, year: int, decided: str, **values: object) -> Row:
    return {
        "reserved_share_id": key, "programme_id": "P", "organisation_id": "S", "year": year, "decided_date": day(decided),
        **values,
    }  # fmt: skip


def letters(*amounts: str) -> list[Row]:
    return [
        contract(f"K{n}", "S", "allocation_letter", amount, allocation_letter_ref="Brev", signed_date=day("2021-02-01"))
        for n, amount in enumerate(amounts, start=1)
    ]  # fmt: skip


FRAME = [frame("FR", "programme", 2021, "10000")]


@pytest.mark.parametrize(
    ("shares", "amounts", "expected"),
    [
        ([share("A", 2021, "2020-12-31", share_pct=20.0)], ("1500", "500"), []),
        ([share("A", 2021, "2020-12-31", share_pct=20.0)], ("1500", "500.01"), [("A", "breach")]),
        ([share("A", 2021, "2021-01-01", amount_nok=Decimal(5000))], ("1500",), [("A", "breach")]),
        ([share("A", 2020, "2019-12-01", amount_nok=Decimal(5000))], ("1500", "1"), [("K1", "breach")]),
        ([share("A", 2020, "2019-12-01", amount_nok=Decimal(5000), letter_ref="Brev")], ("1500", "1"), []),
        ([], ("1500", "1"), [("K1", "breach")]),
        ([share("A", 2021, "2020-12-31", amount_nok=Decimal(5000))], (), []),
    ],
    ids=["kept", "over by an øre", "decided in the year", "another year", "by its letter", "none", "no contract"],
)  # fmt: skip
def test_the_share_is_decided_before_the_year_and_kept(shares: list[Row], amounts: tuple[str, ...], expected: object) -> None:
    snapshot = snap(**FIXED, reserved_share=shares, contract=letters(*amounts), frame=FRAME)

    assert hits("restricted_share", snapshot) == expected


def test_what_is_over_the_share_is_told_to_the_krone() -> None:
    shares = [share("A", 2021, "2020-12-31", share_pct=20.0)]
    snapshot = snap(**FIXED, reserved_share=shares, contract=letters("1500", "700"), frame=FRAME)

    assert messages("restricted_share", snapshot) == [
        "Kontrakter med SI for 2021 er 2\u202f200 kroner. Besluttet andel er 2\u202f000 kroner. Det er 200 kroner over."
    ]


def test_a_share_in_per_cent_of_an_unknown_frame_is_not_judged() -> None:
    shares = [share("A", 2021, "2020-12-31", share_pct=20.0)]
    found = judge("restricted_share", snap(**FIXED, reserved_share=shares, contract=letters("1500")))

    assert (found.judged, found.unjudged) == (0, 1)


def test_without_a_restriction_there_is_nothing_to_judge() -> None:
    snapshot = snap(
        date(2021, 6, 30), call=[call("U")], tender_participant=[tender("T1", "U", "S", "bidder")], body=[body("B", True)]
    )

    assert [judge(rule, snapshot).judged for rule in ("restricted_tender", "restricted_contract", "restricted_share")] == [
        0,
        0,
        0,
    ]
